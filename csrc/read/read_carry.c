/*
** read_carry.c: words of time that hold for the numbers behind them.
*/
#include "read_state.h"

#define U(text) ((const unsigned char *)(text))

/* Bytes behind a plan's name that tell that it ends or begins. */
#define PLAN_REACH 30

/* Bytes before words of time in which a quote that they stand in opens. */
#define QUOTE_REACH 48

/* Words of time in a clause without a number: what follows may be of that time, or
** at least is no plan where the time is past. */
static void take_time (bg_reading *g, size_t begin, const bg_time_words *t, size_t end, bool holds) {
  const unsigned char *text = U(g->r.text);
  size_t p = t->first, start;
  /* a name in quotes is no time; 创10年来新高 is of no ten years */
  while (p > begin && t->first - p < QUOTE_REACH) {
    uint32_t c = bg_char_before(text, begin, p, &start);
    if (c == L'”') break;
    if (c == L'“') return;
    p = start;
  }
  /* a plan that ends or begins is no time of what follows: “十四五”规划收官 */
  if (BG_STARTS(text, t->first, t->last, "“")) {
    static const char events[][10] = { "收官", "收尾", "开局", "开好局", "圆满", "谋划", "编制", "胜利" };
    size_t reach = t->last + PLAN_REACH < end ? t->last + PLAN_REACH : end;
    for (size_t i = 0; i < sizeof events / sizeof events[0] && holds; i++)
      holds = !bg_has(g->r.text + t->last, reach - t->last, events[i]);
  }
  if (t->span && t->first > begin + BG_OPENING && !BG_ENDS(text, begin, t->first, "，")) holds = false;
  if (holds && !bg_time_is_base(&g->r, begin, t, end)) {
    g->carried = true;
    g->carry = t->period;
  }
  if (bg_word_before(g->r.words, g->r.text, begin, t->first, BG_W(THAN)) == NULL) {
    g->hinted = true;
    g->hint = t->period;
  }
}

void bg_carry_times (bg_reading *g, bg_range where, int year, size_t end, size_t opening) {
  const char *text = g->r.text;
  size_t s = where.first, l;
  for (s = bg_next_time(g->r.words, text, s, where.last); s < where.last; s = bg_next_time(g->r.words, text, s + l, where.last)) {
    bg_time_words t;
    bg_char_at(U(text), s, where.last, &l);
    if (!bg_time_words_at(text, s, where.last, g->r.now, year, &t)) continue;
    take_time(g, where.first, &t, end, s - where.first < opening);
    l = t.last - s;
  }
}
