/*
** read_relate.c: how facts hang together: the same said twice, a part and its
** whole, an increment and its stock.
*/
#include "read_state.h"

/* Facts so far back are still asked whether they say the same. */
#define SAME_REACH 512

static bool same_bounds (const bg_interval *a, const bg_interval *b) {
  return a->lower == b->lower && a->upper == b->upper;
}

/* The fact that says the same, or BG_NO_ROW. */
int32_t bg_find_same (const bg_reading *g, const bg_fact *f, size_t row, bool again) {
  const bg_report_builder *b = g->r.out;
  size_t from = row > SAME_REACH ? row - SAME_REACH : 0;
  size_t characters;
  if (g->fresh) return BG_NO_ROW;
  characters = strlen(b->pool + f->text[BG_TEXT_INDICATOR]) / 3;
  if (characters < 3) return BG_NO_ROW;
  for (size_t i = row; i-- > from; ) {
    const bg_fact *o = &b->facts[i];
    if (o->text[BG_TEXT_LABEL_ZH] != f->text[BG_TEXT_LABEL_ZH] || o->value != f->value || o->text[BG_TEXT_UNIT] != f->text[BG_TEXT_UNIT])
      continue;
    if (!same_bounds(&o->bounds, &f->bounds) || g->notes[i].sentence == g->sentence) continue;
    if (o->code[BG_CODE_DIRECTION] != f->code[BG_CODE_DIRECTION] || o->code[BG_CODE_STATUS] != f->code[BG_CODE_STATUS]) continue;
    if ((o->code[BG_CODE_MEASURE] == BG_MEASURE_TARGET) != (f->code[BG_CODE_MEASURE] == BG_MEASURE_TARGET)) continue;
    if (again) return (int32_t)i;
    if (o->text[BG_TEXT_PERIOD] != f->text[BG_TEXT_PERIOD]) continue;
    /* small numbers of a short name meet by chance */
    if (f->code[BG_CODE_MEASURE] == BG_MEASURE_LEVEL || (f->value < 20 && characters < 5) || characters < 4) continue;
    if (f->code[BG_CODE_MEASURE] != o->code[BG_CODE_MEASURE]) continue;
    return (int32_t)i;
  }
  return BG_NO_ROW;
}

/* The nearest amount before with this unit, for 其中. */
int32_t bg_find_whole (const bg_reading *g, const bg_fact *f, size_t row) {
  const bg_report_builder *b = g->r.out;
  size_t from = row > RELATION_REACH ? row - RELATION_REACH : 0;
  if (g->last != BG_NO_ROW) { /* the one just told may stand far above, and be told again here */
    const bg_fact *o = &b->facts[g->last];
    if (o->text[BG_TEXT_UNIT] == f->text[BG_TEXT_UNIT] && bg_is_amount(o) && o->value >= f->value &&
        (o->part_of == BG_NO_ROW || BG_STARTS((const unsigned char *)g->r.text, g->last_end, g->r.layout.length, "（其中"))) return g->last;
  }
  for (size_t i = row; i-- > from; ) {
    const bg_fact *o = &b->facts[i];
    if (g->sentence - g->notes[i].sentence > 1) break;
    if (o->text[BG_TEXT_UNIT] == f->text[BG_TEXT_UNIT] && bg_is_amount(o) && !g->notes[i].part && o->value >= f->value
        && o->code[BG_CODE_DIRECTION] == BG_DIRECTION_NONE)
      return (int32_t)i;
  }
  return BG_NO_ROW;
}

/* Growth that adds to a stock just told: in the words of one sentence. */
void bg_relate_increment (bg_reading *g, bg_fact *stock, size_t row) {
  const bg_report_builder *b = g->r.out;
  size_t from = row > RELATION_REACH ? row - RELATION_REACH : 0;
  if (stock->code[BG_CODE_MEASURE] != BG_MEASURE_STOCK) return;
  for (size_t i = row; i-- > from; ) {
    bg_fact *flow = &b->facts[i];
    if (g->notes[i].sentence != g->sentence) break;
    if (flow->code[BG_CODE_MEASURE] != BG_MEASURE_FLOW || !g->notes[i].adds || flow->adds_to[0] != BG_NO_ROW) continue;
    if (flow->text[BG_TEXT_UNIT] != stock->text[BG_TEXT_UNIT] || flow->code[BG_CODE_LEVEL] != stock->code[BG_CODE_LEVEL]) continue;
    if (g->notes[i].base != g->notes[row].base || flow->value > stock->bounds.upper) continue;
    flow->adds_to[0] = (int32_t)row;
    break;
  }
}

/* Row is a part. An increment of 省级以上 and a whole whose stated parts are 国家级 and 省级:
** it adds to these two. */
void bg_relate_levels (bg_reading *g, size_t row) {
  const bg_report_builder *b = g->r.out;
  const bg_fact *part = &b->facts[row];
  size_t from = row > RELATION_REACH ? row - RELATION_REACH : 0;
  int32_t other = BG_NO_ROW;
  for (size_t i = row; i-- > from; )
    if (b->facts[i].part_of == part->part_of) other = (int32_t)i;
  if (other == BG_NO_ROW) return;
  for (size_t i = row; i-- > from; ) {
    bg_fact *flow = &b->facts[i];
    unsigned tiers = bg_level_tiers(part->code[BG_CODE_LEVEL]), others = bg_level_tiers(b->facts[other].code[BG_CODE_LEVEL]);
    if (g->sentence - g->notes[i].sentence > 1) break;
    if (!g->notes[i].adds || flow->code[BG_CODE_MEASURE] != BG_MEASURE_FLOW || flow->adds_to[0] != BG_NO_ROW) continue;
    if (flow->text[BG_TEXT_UNIT] != part->text[BG_TEXT_UNIT] || tiers == 0 || others == 0 || (tiers & others) != 0) continue;
    if ((tiers | others) != bg_level_tiers(flow->code[BG_CODE_LEVEL])) continue;
    if (g->notes[part->part_of].base != g->notes[i].base) continue;
    flow->adds_to[0] = other;
    flow->adds_to[1] = (int32_t)row;
    break;
  }
}
