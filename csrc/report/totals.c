/*
** totals.c: see totals.h.
*/
#include "totals.h"

#include <string.h>

/* Rows are found by a hash over key and unit with linear probing; the table
** is at most half full. */

/* Rows are numbered by int32_t, and a fact needs less than 512 bytes of the block. */
#define FACTS_MAX (SIZE_MAX / 512 < INT32_MAX / 8 ? SIZE_MAX / 512 : (size_t)INT32_MAX / 8)

/* row_of of a fact that the caller did not choose */
enum { NOT_CHOSEN = -1 };

typedef struct work {
  const bg_report *report;
  const bg_fact_field *keys;
  size_t key_count;
  bool by_level;
  int32_t *row_of;    /* fact -> row, or NOT_CHOSEN */
  uint8_t *out;       /* fact -> 1 + reason where it is left out, else 0 */
  int32_t *because;   /* fact -> the fact in its way */
  bg_parts parts;     /* made where wholes are split */
  int32_t *slots;     /* hash -> row + 1 */
  int32_t *same;      /* hash -> fact + 1, for facts of one indicator */
  uint32_t mask;
  int report_scope;
  uint32_t region;    /* the region asked for last, and its scope */
  int scope;
  bg_totals *totals;
} work;

/* What equal values of a field share. */
static uint32_t field_mark (const work *w, const bg_fact *fact, bg_fact_field field) {
  return field < BG_TEXT_COUNT ? bg_report_mark(w->report, fact->text[field]) : fact->code[field - BG_TEXT_COUNT];
}

static bool same_field (const work *w, const bg_fact *a, const bg_fact *b, bg_fact_field field) {
  if (field < BG_TEXT_COUNT) return bg_report_same(w->report, a->text[field], b->text[field]);
  return a->code[field - BG_TEXT_COUNT] == b->code[field - BG_TEXT_COUNT];
}

static uint32_t mix (uint32_t hash, uint32_t value) {
  hash = (hash ^ value) * 0x9e3779b1u;
  return hash ^ (hash >> 15);
}

/* The hash of a fact's key; `level` stands in for its own. */
static uint32_t key_hash (const work *w, const bg_fact *fact, uint32_t level) {
  uint32_t hash = bg_report_mark(w->report, fact->text[BG_TEXT_UNIT]);
  for (size_t k = 0; k < w->key_count; k++) {
    bool is_level = w->keys[k] == BG_FIELD_OF_CODE(BG_CODE_LEVEL);
    hash = mix(hash, is_level ? level : field_mark(w, fact, w->keys[k]));
  }
  return mix(hash, 1);
}

static bool same_key (const work *w, const bg_fact *a, uint32_t level, const bg_total_row *row) {
  const bg_fact *b = &w->report->facts[row->first];
  if (!same_field(w, a, b, BG_TEXT_UNIT)) return false;
  for (size_t k = 0; k < w->key_count; k++) {
    if (w->keys[k] == BG_FIELD_OF_CODE(BG_CODE_LEVEL)) {
      if (level != row->level) return false;
    }
    else if (!same_field(w, a, b, w->keys[k])) return false;
  }
  return true;
}

/* Rates and ranks have units that cannot be added. */
static bool additive_unit (const char *unit) {
  static const char *const rates[] = { "%", "\xE2\x80\xB0", "\xE5\x80\x8D", "\xE4\xBD\x8D" }; /* % ‰ 倍 位 */
  for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++)
    if (strcmp(unit, rates[i]) == 0) return false;
  return strstr(unit, "\xE7\x99\xBE\xE5\x88\x86\xE7\x82\xB9") == NULL; /* 百分点 */
}

/* The row for a fact's key, made where it is new. */
static int32_t row_for (work *w, int32_t fact, uint32_t level) {
  const bg_fact *f = &w->report->facts[fact];
  uint32_t at = key_hash(w, f, level) & w->mask;
  bg_total_row *row;
  for (; w->slots[at] != 0; at = (at + 1) & w->mask) {
    row = &w->totals->rows[w->slots[at] - 1];
    if (same_key(w, f, level, row)) return w->slots[at] - 1;
  }
  row = &w->totals->rows[w->totals->row_count];
  memset(row, 0, sizeof *row);
  row->sum = bg_figure_exact(0);
  row->rest = bg_figure_exact(0);
  row->first = fact;
  row->rest_of = BG_NO_ROW;
  row->level = (uint8_t)level;
  row->measure = BG_MEASURE_COUNT;
  row->additive = additive_unit(w->report->pool + f->text[BG_TEXT_UNIT]);
  w->slots[at] = (int32_t)++w->totals->row_count;
  return w->slots[at] - 1;
}

static bool additive_measure (unsigned measure) {
  return measure != BG_MEASURE_GROWTH && measure != BG_MEASURE_SHARE && measure != BG_MEASURE_RANK;
}

/* Of a fact that is not left out yet. */
static void leave_out (work *w, int32_t fact, bg_reason reason, int32_t because) {
  w->out[fact] = (uint8_t)(1 + reason);
  w->because[fact] = because;
}

/* Most facts of a report share one region, so the last answer is kept. */
static int scope_of (work *w, const bg_fact *fact) {
  if (fact->text[BG_TEXT_REGION] != w->region) {
    w->region = fact->text[BG_TEXT_REGION];
    w->scope = bg_region_scope(w->report->pool + w->region);
  }
  return w->scope;
}

/* The tier of region that the report speaks of: that of its own region, or of
** most of its facts where it has none, as a collection or a frame. */
static void find_report_scope (work *w) {
  size_t counts[5] = { 0, 0, 0, 0, 0 }; /* by tier; no code at all counts for nothing */
  w->region = w->report->text[BG_REPORT_REGION];
  w->report_scope = w->scope = bg_region_scope(w->report->pool + w->region);
  if (w->report_scope != 0) return;
  for (size_t i = 0; i < w->report->fact_count; i++) counts[scope_of(w, &w->report->facts[i])]++;
  for (int scope = 1; scope < 5; scope++)
    if (counts[scope] > 0 && (w->report_scope == 0 || counts[scope] > counts[w->report_scope])) w->report_scope = scope;
}

/* Lower is better; equal ranks are one class. */
static unsigned class_rank (work *w, const bg_fact *fact) {
  int scope = scope_of(w, fact);
  unsigned other = scope == w->report_scope ? 0 : 1u + (unsigned)scope;
  return (unsigned)fact->code[BG_CODE_STATUS] << 16 | other << 8 | fact->code[BG_CODE_MEASURE];
}

/* Chosen facts go to rows; what is no addend at all is left out at once. */
static void place (work *w, const unsigned char *chosen) {
  for (size_t i = 0; i < w->report->fact_count; i++) {
    const bg_fact *f = &w->report->facts[i];
    if (chosen != NULL && !chosen[i]) {
      w->row_of[i] = NOT_CHOSEN;
      continue;
    }
    w->row_of[i] = row_for(w, (int32_t)i, f->code[BG_CODE_LEVEL]);
    if (!w->totals->rows[w->row_of[i]].additive || !additive_measure(f->code[BG_CODE_MEASURE]))
      leave_out(w, (int32_t)i, BG_REASON_NOT_ADDITIVE, BG_NO_ROW);
  }
}

/* In each row the best class stays. */
static void choose_classes (work *w) {
  size_t rows = w->totals->row_count;
  int32_t *best = w->totals->order; /* free until the sums are made */
  for (size_t r = 0; r < rows; r++) best[r] = BG_NO_ROW;
  for (size_t i = 0; i < w->report->fact_count; i++) {
    int32_t r = w->row_of[i];
    if (r < 0 || w->out[i]) continue;
    if (best[r] == BG_NO_ROW
        || class_rank(w, &w->report->facts[i]) < class_rank(w, &w->report->facts[best[r]]))
      best[r] = (int32_t)i;
  }
  for (size_t i = 0; i < w->report->fact_count; i++) {
    int32_t r = w->row_of[i];
    const bg_fact *f = &w->report->facts[i], *b;
    if (r < 0 || w->out[i]) continue;
    b = &w->report->facts[best[r]];
    w->totals->rows[r].measure = b->code[BG_CODE_MEASURE];
    w->totals->rows[r].status = b->code[BG_CODE_STATUS];
    if (f->code[BG_CODE_STATUS] != b->code[BG_CODE_STATUS])
      leave_out(w, (int32_t)i, BG_REASON_STATUS, best[r]);
    else if (scope_of(w, f) != scope_of(w, b))
      leave_out(w, (int32_t)i, BG_REASON_SCOPE, best[r]);
    else if (f->code[BG_CODE_MEASURE] != b->code[BG_CODE_MEASURE])
      leave_out(w, (int32_t)i, BG_REASON_MEASURE, best[r]);
  }
}

/* The parts of each whole, in report order. */
static void list_parts (work *w) {
  size_t n = w->report->fact_count;
  for (size_t i = 0; i < n; i++) w->parts.first[i] = BG_NO_ROW;
  for (size_t i = n; i-- > 0; ) {
    int32_t whole = w->report->facts[i].part_of;
    if (whole == BG_NO_ROW) continue;
    w->parts.next[i] = w->parts.first[whole];
    w->parts.first[whole] = (int32_t)i;
  }
}

/* Keyed by level, a whole whose parts leave one tier steps back behind them
** and gives the rest to that tier's row. */
static void split_wholes (work *w) {
  list_parts(w);
  for (size_t i = 0; i < w->report->fact_count; i++) {
    bg_figure rest;
    bg_level level;
    int32_t part, r;
    bg_total_row *row;
    if (w->row_of[i] < 0 || w->out[i]) continue;
    if (!bg_report_remainder(w->report, i, &w->parts, &rest.bounds, &rest.value, &level)) continue;
    if (rest.bounds.upper < 0) continue; /* the parts are more than their whole: one of them is wrong */
    part = BG_NO_ROW;
    for (int32_t j = w->parts.first[i]; j != BG_NO_ROW; j = w->parts.next[j]) {
      if (w->row_of[j] < 0 || w->out[j]) { /* a part is not in its total: keep the whole */
        part = BG_NO_ROW;
        break;
      }
      if (part == BG_NO_ROW) part = j;
    }
    if (part == BG_NO_ROW) continue;
    r = row_for(w, (int32_t)i, level);
    row = &w->totals->rows[r];
    if (row->measure == BG_MEASURE_COUNT) {
      row->measure = w->report->facts[i].code[BG_CODE_MEASURE];
      row->status = w->report->facts[i].code[BG_CODE_STATUS];
    }
    else if (row->measure != w->report->facts[i].code[BG_CODE_MEASURE]
             || row->status != w->report->facts[i].code[BG_CODE_STATUS]) {
      continue; /* that row adds another class: the whole stays whole */
    }
    leave_out(w, (int32_t)i, BG_REASON_WHOLE, part);
    row->rest.bounds = bg_interval_add(row->rest.bounds, rest.bounds);
    row->rest.value += rest.value;
    row->rest_of = (int32_t)i;
    row->rest_count++;
  }
}

/* A part stays outside where its whole, at any height, is in the same sum. A
** chain longer than the report has facts is a circle and ends the climb. */
static void leave_out_parts (work *w) {
  for (size_t i = 0; i < w->report->fact_count; i++) {
    int32_t whole = w->report->facts[i].part_of;
    size_t steps = 0;
    if (w->row_of[i] < 0 || w->out[i]) continue;
    for (; whole != BG_NO_ROW && steps <= w->report->fact_count; steps++) {
      if (whole != (int32_t)i && w->row_of[whole] == w->row_of[i] && !w->out[whole]) {
        leave_out(w, (int32_t)i, BG_REASON_PART, whole);
        break;
      }
      whole = w->report->facts[whole].part_of;
    }
  }
}

/* Of two facts of one indicator the one to keep: the longer flow; the later
** figure of anything else; the earlier said where that decides nothing. */
static bool supersedes (const bg_fact *b, bg_period later, bg_period earlier) {
  if (b->code[BG_CODE_MEASURE] == BG_MEASURE_FLOW)
    return later.last - later.first > earlier.last - earlier.first;
  return later.last > earlier.last;
}

/* An indicator is added to itself only over periods that do not overlap, and
** only where it flows; facts of other region codes are other facts. */
static void leave_out_overlaps (work *w) {
  memset(w->same, 0, sizeof *w->same * (w->mask + (size_t)1));
  for (size_t i = 0; i < w->report->fact_count; i++) {
    const bg_fact *f = &w->report->facts[i];
    uint32_t at;
    bg_period mine;
    if (w->row_of[i] < 0 || w->out[i]) continue;
    if (!bg_fact_period(w->report, i, &mine)) continue; /* nothing is known of when: it stays, and so do others */
    at = mix(mix(mix((uint32_t)w->row_of[i], field_mark(w, f, BG_TEXT_INDICATOR)),
                 field_mark(w, f, BG_TEXT_REGION)), f->code[BG_CODE_LEVEL]) & w->mask;
    for (; w->same[at] != 0; at = (at + 1) & w->mask) {
      int32_t other = w->same[at] - 1;
      const bg_fact *g = &w->report->facts[other];
      bg_period its;
      if (w->out[other] || w->row_of[other] != w->row_of[i]
          || !same_field(w, f, g, BG_TEXT_INDICATOR) || !same_field(w, f, g, BG_TEXT_REGION)
          || g->code[BG_CODE_LEVEL] != f->code[BG_CODE_LEVEL]) continue;
      (void)bg_fact_period(w->report, (size_t)other, &its); /* it stands here as it has one */
      if (f->code[BG_CODE_MEASURE] == BG_MEASURE_FLOW && !bg_period_overlap(mine, its)) continue;
      if (supersedes(f, mine, its)) leave_out(w, other, BG_REASON_OVERLAP, (int32_t)i);
      else {
        leave_out(w, (int32_t)i, BG_REASON_OVERLAP, other);
        break;
      }
    }
    if (!w->out[i]) w->same[at] = (int32_t)i + 1;
  }
}

static void add_to (bg_figure *sum, bg_interval bounds, double value) {
  sum->bounds = bg_interval_add(sum->bounds, bounds);
  sum->value += value;
}

/* The addends in order, row by row, and their sums. */
static void sum_up (work *w) {
  bg_totals *t = w->totals;
  int32_t at = 0;
  for (size_t i = 0; i < w->report->fact_count; i++)
    if (w->row_of[i] >= 0 && !w->out[i]) t->rows[w->row_of[i]].count++;
  for (size_t r = 0; r < t->row_count; r++) {
    t->rows[r].addends = at;
    at += t->rows[r].count;
    t->rows[r].count = 0;
  }
  for (size_t i = 0; i < w->report->fact_count; i++) {
    const bg_fact *f = &w->report->facts[i];
    bg_total_row *row;
    if (w->row_of[i] < 0) continue;
    if (w->out[i]) {
      bg_left_out *left = &t->left_out[t->left_out_count++];
      left->fact = (int32_t)i;
      left->row = w->row_of[i];
      left->because = w->because[i];
      left->reason = (uint8_t)(w->out[i] - 1);
      continue;
    }
    row = &t->rows[w->row_of[i]];
    t->order[row->addends + row->count++] = (int32_t)i;
    add_to(&row->sum, f->bounds, f->value);
  }
  for (size_t r = 0; r < t->row_count; r++) {
    bg_total_row *row = &t->rows[r];
    if (row->rest_count > 0) add_to(&row->sum, row->rest.bounds, row->rest.value);
  }
}

bg_status bg_totals_make (const bg_report *report, const bg_fact_field *keys,
                          size_t key_count, const unsigned char *chosen,
                          bg_alloc alloc, bg_totals *totals) {
  work w;
  size_t n = report->fact_count, slots = 16, rows, size;
  char *block;
  memset(totals, 0, sizeof *totals);
  memset(&w, 0, sizeof w);
  if (n > FACTS_MAX) return BG_TOO_LARGE;
  while (slots < 4 * n) slots *= 2; /* at most 2n rows: one a fact, one a rest */
  rows = 2 * n;
  size = rows * sizeof *totals->rows + n * sizeof *totals->left_out + rows * sizeof *totals->order
       + 4 * n * sizeof *w.row_of + 2 * slots * sizeof *w.slots + n;
  totals->block = block = alloc.resize(alloc.ud, NULL, 0, size);
  if (block == NULL) return BG_NO_MEMORY;
  totals->block_size = size;
  totals->rows = (bg_total_row *)(void *)block;
  block += rows * sizeof *totals->rows;
  totals->left_out = (bg_left_out *)(void *)block;
  block += n * sizeof *totals->left_out;
  totals->order = (int32_t *)(void *)block;
  w.row_of = totals->order + rows;
  w.because = w.row_of + n;
  w.parts.first = w.because + n;
  w.parts.next = w.parts.first + n;
  w.slots = w.parts.next + n;
  w.same = w.slots + slots;
  w.out = (uint8_t *)(w.same + slots);
  w.report = report;
  w.keys = keys;
  w.key_count = key_count;
  w.mask = (uint32_t)(slots - 1);
  w.totals = totals;
  find_report_scope(&w);
  memset(w.slots, 0, slots * sizeof *w.slots);
  memset(w.out, 0, n);
  for (size_t k = 0; k < key_count; k++)
    if (keys[k] == BG_FIELD_OF_CODE(BG_CODE_LEVEL)) w.by_level = true;
  place(&w, chosen);
  choose_classes(&w);
  leave_out_overlaps(&w);
  if (w.by_level) split_wholes(&w);
  leave_out_parts(&w);
  sum_up(&w);
  return BG_OK;
}

void bg_totals_free (bg_totals *totals, bg_alloc alloc) {
  if (totals->block != NULL) alloc.resize(alloc.ud, totals->block, totals->block_size, 0);
  totals->block = NULL;
  totals->block_size = 0;
}
