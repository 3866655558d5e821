/*
** read_fact.c: a fact of the report from what was decided of a number, and how it
** hangs together with those before.
*/
#include "read_state.h"

#include <math.h>

#define U(text) ((const unsigned char *)(text))

/* The longest run that is given with all that tears it apart. */
#define VERBATIM_MAX 600

uint32_t bg_intern (bg_reading *g, const char *at, size_t length) {
  bg_text text;
  uint32_t offset = 0;
  bg_status status;
  text.at = at;
  text.length = length;
  status = bg_report_builder_text(g->r.out, text, &offset);
  if (status != BG_OK) g->status = status;
  return offset;
}

uint32_t bg_intern_period (bg_reading *g, bg_period period) {
  char buffer[BG_PERIOD_TEXT];
  if (g->period_text == 0 || period.first != g->period.first || period.last != g->period.last) {
    g->period = period;
    g->period_text = bg_intern(g, buffer, bg_period_write(period, buffer));
  }
  return g->period_text;
}

uint32_t bg_intern_region (bg_reading *g, uint32_t code) {
  char text[6];
  for (int i = 5; i >= 0; i--, code /= 10) text[i] = (char)('0' + code % 10);
  return bg_intern(g, text, sizeof text);
}

/* "p43.1289": paragraph and byte. Answers its length. */
static size_t write_number (char *out, unsigned n) {
  char digits[12];
  size_t count = 0, at = 0;
  do { digits[count++] = (char)('0' + n % 10); n /= 10; } while (n > 0);
  while (count > 0) out[at++] = digits[--count];
  return at;
}

/* "p43.1289": paragraph and byte, into `out`; answers its length. */
static size_t write_id (char *out, unsigned paragraph, unsigned first) {
  size_t n = 0;
  out[n++] = 'p';
  n += write_number(out + n, paragraph);
  out[n++] = '.';
  n += write_number(out + n, first);
  return n;
}

static void set_fact (bg_reading *g, bg_fact *f, const bg_quantity *q, const bg_decision *d, const bg_paragraph *p) {
  size_t first = bg_layout_original(&g->r.layout, (size_t)q->first);
  size_t last = bg_layout_original(&g->r.layout, (size_t)q->last - 1);
  char normal[BG_NAME_ROOM], id[48];
  const char *english;
  size_t n, pool = g->r.out->pool_size;
  f->value = q->value;
  f->bounds.lower = q->lower;
  f->bounds.upper = q->upper;
  f->bounds.lower_open = q->lower_open || isinf(q->lower);
  f->bounds.upper_open = q->upper_open || isinf(q->upper);
  f->code[BG_CODE_QUALIFIER] = q->sense;
  f->code[BG_CODE_MEASURE] = (uint8_t)d->measure;
  f->code[BG_CODE_STATUS] = (uint8_t)d->status;
  f->code[BG_CODE_LEVEL] = (uint8_t)d->level;
  f->code[BG_CODE_DIRECTION] = (uint8_t)d->direction;
  f->code[BG_CODE_COMPARISON] = (uint8_t)d->comparison;
  f->first = (uint32_t)first + 1;
  f->last = (uint32_t)last + 1;
  f->paragraph[0] = p->joint > 0 && (size_t)q->first >= p->joint ? p->line[1] : p->line[0];
  if (p->joint > 0 && (size_t)q->first < p->joint && (size_t)q->last > p->joint) f->paragraph[1] = p->line[1];
  f->text[BG_TEXT_INDICATOR] = bg_intern(g, g->name, g->name_length);
  n = bg_normal_name(g->r.words, g->name, g->name_length, normal, &english);
  if (g->member > 0) { /* as written, both are 城乡; their normal form tells them apart */
    memcpy(normal, g->member == 1 ? "城镇" : "农村", sizeof "城镇" - 1);
    n = bg_normal_name(g->r.words, normal, n, normal, &english);
  }
  if (n == g->name_length && memcmp(normal, g->name, n) == 0) f->text[BG_TEXT_LABEL_ZH] = f->text[BG_TEXT_INDICATOR];
  else f->text[BG_TEXT_LABEL_ZH] = bg_intern(g, normal, n);
  g->fresh = f->text[BG_TEXT_LABEL_ZH] >= pool; /* the pool had no such text */
  f->text[BG_TEXT_LABEL_EN] = bg_intern(g, english, strlen(english));
  f->text[BG_TEXT_WRITTEN] = bg_intern(g, g->r.text + q->first, (size_t)(q->last - q->first));
  f->text[BG_TEXT_UNIT] = bg_intern(g, bg_quantity_unit(q).at, q->unit_length);
  f->text[BG_TEXT_PERIOD] = !d->undated && (g->r.now > 0 || g->carried) ? bg_intern_period(g, d->period) : 0;
  f->text[BG_TEXT_REGION] = d->region;
  f->text[BG_TEXT_SECTION] = g->section;
  f->text[BG_TEXT_CATEGORY] = g->section;
  n = write_id(id, f->paragraph[0], (unsigned)(f->first));
  f->text[BG_TEXT_ID] = bg_intern(g, id, n);
}

/* 新增, 新获批, 净增: does a verb of the clause add to what was there? */
static bool adds (const bg_reading *g, bg_range clause) {
  const char *text = g->r.text;
  for (size_t p = clause.first, l; p < clause.last; p += l) {
    const bg_read_word *w = bg_reader_word(&g->r, p, clause.last, ~(uint64_t)0);
    bg_char_at(U(text), p, clause.last, &l);
    if (w == NULL) continue;
    l = w->length;
    if (!(w->classes & BG_W(FLOW)) || w->length < 6) continue;
    if (BG_STARTS(U(w->text), 0, w->length, "新") || BG_STARTS(U(w->text), 0, w->length, "净增")) return true;
  }
  return bg_has(text + clause.first, clause.last - clause.first, "新增");
}

/* Parts told before, with this one, are no more than their whole. */
static bool fits (const bg_reading *g, int32_t whole, const bg_fact *part, size_t row) {
  const bg_fact *facts = g->r.out->facts;
  double sum = part->bounds.lower;
  for (size_t i = (size_t)whole + 1; i < row; i++) if (facts[i].part_of == whole) sum += facts[i].bounds.lower;
  return !(sum > facts[whole].bounds.upper * 1.001);
}

/* Keeps what later facts ask of this one. */
static void note_fact (bg_reading *g, const bg_figure *f, const bg_fact *fact) {
  const bg_clause *c = &f->clause;
  bg_note *n = &g->notes[g->note_count++];
  char base[BG_NAME_ROOM];
  size_t steps = bg_without_steps(g, g->name, g->name_length);
  memset(n, 0, sizeof *n);
  n->sentence = g->sentence;
  n->seen = c->seen;
  n->verb = c->verb;
  n->cumulative = g->cumulative;
  n->inherited = f->inherited;
  n->right = f->right;
  n->attribute = c->attribute;
  n->duration = f->q->kind == BG_DURATION && !bg_is_unit(f->q, "岁");
  n->adds = adds(g, c->clause) || bg_has(g->name, g->name_length, "入库");
  n->base = fact->text[BG_TEXT_LABEL_ZH];
  if (steps < g->name_length || bg_has_level(g->name, g->name_length))
    n->base = bg_intern(g, base, bg_without_level(g->r.words, g->name, steps, base));
}

/* What stands apart in the original is kept as it stands there. */
static void keep_verbatim (bg_reading *g, const bg_quantity *q, size_t row) {
  const bg_fact *f = &g->r.out->facts[row];
  size_t length = f->last + 1 - f->first;
  uint32_t verbatim = f->text[BG_TEXT_WRITTEN];
  if (length != (size_t)(q->last - q->first) && length <= VERBATIM_MAX) verbatim = bg_intern(g, g->source.at + f->first - 1, length);
  g->r.out->facts[row].verbatim = verbatim;
}

/* The last row says the same as `same`: it is a mention of that, and no fact. */
static void turn_to_mention (bg_reading *g, size_t row, int32_t same) {
  bg_mention *m = bg_report_builder_mention(g->r.out);
  const bg_fact *f = &g->r.out->facts[row];
  if (m == NULL) { g->status = BG_NO_MEMORY; return; }
  m->written = f->text[BG_TEXT_WRITTEN];
  m->section = f->text[BG_TEXT_SECTION];
  m->fact = same;
  memcpy(m->paragraph, f->paragraph, sizeof m->paragraph);
  m->first = f->first;
  m->last = f->last;
  g->r.out->fact_count--;
  g->note_count--;
  g->notes[same].sentence = g->sentence;
}

/* 其中, and what goes on with it: is the fact itself said to be a part? */
static bool open_part (bg_reading *g, const bg_figure *f, const bg_fact *fact, size_t row) {
  const bg_clause *c = &f->clause;
  if ((c->seen | c->verb) & BG_W(PART)) {
    g->whole = bg_find_whole(g, fact, row);
    g->part = true;
    g->opened = false;
    return true;
  }
  if (g->part && g->opened) { /* each part of a list that 其中， opened stands alone */
    if (g->whole == BG_NO_ROW && bg_is_amount(fact)) g->whole = bg_find_whole(g, fact, row);
    return g->whole != BG_NO_ROW && fits(g, g->whole, fact, row);
  }
  if (g->part && !f->follows && ((c->verb & (BG_W(FLOW) | BG_W(STOCK))) || (c->seen & (BG_W(TOTAL) | BG_W(CUM))))) g->part = false;
  return false;
}

/* The stock before whose tier this one is: 创新平台100家，省级60家; or BG_NO_ROW. */
static int32_t stock_of_tier (const bg_reading *g, const bg_fact *f, size_t row) {
  size_t reach = row > RELATION_REACH ? row - RELATION_REACH : 0;
  for (size_t k = row; k-- > reach; ) {
    const bg_fact *stock = &g->r.out->facts[k];
    if (g->notes[k].base != g->notes[row].base || stock->text[BG_TEXT_UNIT] != f->text[BG_TEXT_UNIT]) continue;
    if (stock->code[BG_CODE_LEVEL] == BG_LEVEL_NONE && stock->code[BG_CODE_MEASURE] == BG_MEASURE_STOCK) return (int32_t)k;
  }
  return BG_NO_ROW;
}

/* Is the fact, which is `said` to be a part or stands behind one, a part of g->whole? */
static bool is_part (const bg_reading *g, const bg_figure *figure, const bg_fact *f, bool said) {
  const bg_fact *facts = g->r.out->facts;
  if (!bg_is_amount(f) || f->code[BG_CODE_DIRECTION] != BG_DIRECTION_NONE || figure->inherited) return false;
  if (facts[g->whole].text[BG_TEXT_UNIT] != f->text[BG_TEXT_UNIT]) return false;
  if (said || f->code[BG_CODE_LEVEL] != BG_LEVEL_NONE) return true;
  return g->last == BG_NO_ROW || facts[g->last].part_of != BG_NO_ROW;
}

/* Joins the fact to those of its sentence and before. */
static void relate (bg_reading *g, const bg_figure *figure, size_t row) {
  bg_fact *f = &g->r.out->facts[row];
  bool part = open_part(g, figure, f, row);
  if (g->part && g->whole != BG_NO_ROW && is_part(g, figure, f, part)) {
    f->part_of = g->whole;
    g->notes[row].part = true;
    bg_relate_levels(g, row);
  }
  if (bg_has(g->name, g->name_length, "首期")) f->part_of = bg_find_whole(g, f, row);
  if (f->part_of == BG_NO_ROW && (figure->clause.verb & BG_W(STOCK)) && figure->right && f->code[BG_CODE_LEVEL] != BG_LEVEL_NONE)
    f->part_of = stock_of_tier(g, f, row);
  bg_relate_increment(g, f, row);
}

/* 这12家企业: does the clause point back to what was counted before? */
static bool points_back (const bg_reading *g, const bg_figure *f) {
  size_t first = f->clause.clause.first, length = f->clause.clause.last - first;
  return f->right && length <= 9 && bg_has(g->r.text + first, length, "这");
}

void bg_add_fact (bg_reading *g, const bg_figure *f, const bg_decision *d, const bg_paragraph *p) {
  const bg_clause *c = &f->clause;
  bg_fact *fact = bg_report_builder_fact(g->r.out);
  size_t row;
  int32_t same;
  if (fact == NULL || !bg_make_room(g->r.layout.alloc, (void **)&g->notes, &g->note_room, g->note_count, sizeof *g->notes)) {
    g->status = BG_NO_MEMORY;
    return;
  }
  row = g->r.out->fact_count - 1;
  set_fact(g, fact, f->q, d, p);
  note_fact(g, f, fact);
  if (g->status != BG_OK) return;
  keep_verbatim(g, f->q, row);
  same = bg_find_same(g, &g->r.out->facts[row], row, points_back(g, f));
  if (same == BG_NO_ROW) relate(g, f, row);
  else {
    turn_to_mention(g, row, same);
    if (g->status != BG_OK) return;
    row = (size_t)same;
  }
  g->last = (int32_t)row;
  g->last_end = g->noun_end = (size_t)f->q->last;
  if (f->right && (f->index + 1 == f->last || c->right.last < (size_t)f->q[1].first)) g->noun_end = c->right.last;
}
