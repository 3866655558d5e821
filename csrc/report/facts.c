/*
** facts.c: what can be asked of a report's facts one by one. See facts.h.
*/
#include "facts.h"

#include <string.h>

bool bg_fact_period (const bg_report *report, size_t row, bg_period *period) {
  bg_text text;
  text.at = bg_fact_string(report, row, BG_TEXT_PERIOD);
  text.length = strlen(text.at);
  return bg_period_read(text, period) == BG_OK;
}

int bg_region_scope (const char *code) {
  if (strlen(code) != 6) return 0;
  if (strcmp(code, "000000") == 0 || strcmp(code, "100000") == 0) return 1;
  if (strcmp(code + 2, "0000") == 0) return 2;
  if (strcmp(code + 4, "00") == 0) return 3;
  return 4;
}

unsigned bg_level_tiers (unsigned level) {
#define X(code, tiers, name, zh) tiers,
  static const unsigned char tiers_of[] = { BG_LEVELS(X) };
#undef X
  return tiers_of[level];
}

int32_t bg_report_increment (const bg_report *report, size_t stock) {
  for (size_t row = 0; row < report->fact_count; row++) {
    const int32_t *to = report->facts[row].adds_to;
    if (to[0] == (int32_t)stock && to[1] == BG_NO_ROW) return (int32_t)row;
  }
  return BG_NO_ROW;
}

bool bg_report_same (const bg_report *report, uint32_t a, uint32_t b) {
  return a == b || (!report->pooled && strcmp(report->pool + a, report->pool + b) == 0);
}

/* FNV-1a; a bundled report has few facts */
uint32_t bg_report_mark (const bg_report *report, uint32_t text) {
  uint32_t hash = 2166136261u;
  if (report->pooled) return text;
  for (const char *at = report->pool + text; *at != '\0'; at++) hash = (hash ^ (unsigned char)*at) * 16777619u;
  return hash;
}

static bool same_text (const bg_report *report, size_t a, size_t b, bg_fact_text text) {
  return bg_report_same(report, report->facts[a].text[text], report->facts[b].text[text]);
}

/* A stock is at a time and a later one may follow any earlier one; what flows
** over a period is compared with a period of equal length beside it. */
static unsigned period_barriers (const bg_report *report, size_t a, size_t b) {
  bg_period p, q;
  int months_p, months_q;
  if (!bg_fact_period(report, a, &p) || !bg_fact_period(report, b, &q)) return 0;
  if (report->facts[a].code[BG_CODE_MEASURE] != BG_MEASURE_FLOW) return 0;
  if (p.first == q.first && p.last == q.last) return 0;
  if (bg_period_within(p, q) || bg_period_within(q, p)) return BG_BARRIER_PART_OF_PERIOD;
  if (bg_period_overlap(p, q)) return BG_BARRIER_PERIOD_OVERLAP;
  months_p = bg_period_months(p);
  months_q = bg_period_months(q);
  if (months_p != months_q) return BG_BARRIER_PERIOD_LENGTH;
  if (months_p == 0 && p.last - p.first != q.last - q.first) return BG_BARRIER_PERIOD_LENGTH;
  return 0;
}

unsigned bg_fact_barriers (const bg_report *report, size_t a, size_t b) {
  const bg_fact *f = &report->facts[a], *g = &report->facts[b];
  unsigned barriers = 0;
  if (!same_text(report, a, b, BG_TEXT_UNIT)) barriers |= BG_BARRIER_UNIT;
  if (f->code[BG_CODE_MEASURE] != g->code[BG_CODE_MEASURE]) barriers |= BG_BARRIER_MEASURE;
  if (f->code[BG_CODE_STATUS] != g->code[BG_CODE_STATUS]) barriers |= BG_BARRIER_STATUS;
  if (!same_text(report, a, b, BG_TEXT_REGION)) barriers |= BG_BARRIER_SCOPE;
  if (f->code[BG_CODE_LEVEL] != g->code[BG_CODE_LEVEL]) barriers |= BG_BARRIER_LEVEL;
  if (!same_text(report, a, b, BG_TEXT_INDICATOR)) barriers |= BG_BARRIER_INDICATOR;
  return barriers | period_barriers(report, a, b);
}

static int32_t next_part (const bg_report *report, const bg_parts *parts, int32_t whole, int32_t after) {
  if (parts != NULL) return after == BG_NO_ROW ? parts->first[whole] : parts->next[after];
  for (int32_t row = after + 1; (size_t)row < report->fact_count; row++)
    if (report->facts[row].part_of == whole) return row;
  return BG_NO_ROW;
}

bool bg_report_remainder (const bg_report *report, size_t whole, const bg_parts *list,
                          bg_interval *rest, double *nominal, bg_level *level) {
  const bg_fact *w = &report->facts[whole];
  unsigned left = bg_level_tiers(w->code[BG_CODE_LEVEL]);
  size_t parts = 0;
  *rest = w->bounds;
  *nominal = w->value;
  for (int32_t row = BG_NO_ROW; (row = next_part(report, list, (int32_t)whole, row)) != BG_NO_ROW; ) {
    const bg_fact *part = &report->facts[row];
    unsigned tiers = bg_level_tiers(part->code[BG_CODE_LEVEL]);
    /* each part must take tiers of its own out of the whole's */
    if (tiers == 0 || (tiers & left) != tiers) return false;
    left &= ~tiers;
    *rest = bg_interval_subtract(*rest, part->bounds);
    *nominal -= part->value;
    parts++;
  }
  if (parts == 0) return false;
  for (unsigned code = 0; code < BG_LEVEL_COUNT; code++) {
    bool one_tier = (left & (left - 1)) == 0;
    if (left != 0 && one_tier && bg_level_tiers(code) == left) {
      *level = (bg_level)code;
      return true;
    }
  }
  return false;
}
