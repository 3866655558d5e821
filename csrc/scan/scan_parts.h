/*
** scan_parts.h: what the readers of quantities share: bounds, ranks, doubling.
*/
#ifndef BAOGAO_SCAN_PARTS_H
#define BAOGAO_SCAN_PARTS_H

#include "scan_tail.h"

BG_BEGIN

/* Whether the character is one of the list's. */
static inline bool bg_listed (uint32_t c, const wchar_t *list) {
  for (; *list != 0; list++)
    if ((uint32_t)*list == c) return true;
  return false;
}

/* The capitals of Chinese accounts; as plain characters most are words. */
static inline bool bg_is_capital (uint32_t c) {
  return bg_listed(c, L"壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟");
}

static inline bg_decimal bg_shifted (bg_decimal a, int places) {
  if (a.mantissa != 0) a.exponent += places;
  return a;
}

/* The strongest word names the quantity; `other` where there is none. */
bg_sense bg_leading_sense (unsigned senses, bg_sense other);

/* Fills value, bounds and sense from a stretch [low, high] over `under`. */
void bg_settle (bg_quantity *q, bg_decimal low, bg_decimal high, bg_decimal under, bool several,
                bool negative, unsigned senses);

/* The farthest that a member of a list may stand behind the first, whose
** bounding verb it shares. */
#define BG_GOVERNED_GAP 6

/* 分别超过8万元、4.5万元: a bounding verb goes on to govern the list after it. */
void bg_govern (bg_scan_state *state, const bg_quantity *q, unsigned senses);

void bg_set_unit (bg_quantity *q, const bg_tail *tail);

/* Whether no word goes on at `at`: a mark, a blank, the end. */
bool bg_ends_clause (const bg_view *view, size_t at);

/* 第五位, 第2, 第3至第5位. The numeral is n, the run starts at `first`: at 第 or,
** in 第二、三位, at the numeral. Answers where to go on. */
size_t bg_rank_at (const bg_view *view, const bg_numeral *n, size_t first, bg_scan_state *state,
                   bg_quantity *q, bool *found);

/* 翻一番, 翻了两番, 翻番 at 翻; 倍增 at 倍. */
size_t bg_doubling_at (const bg_view *view, size_t at, bg_scan_state *state, bg_quantity *q, bool *found);
size_t bg_redoubling_at (const bg_view *view, size_t at, bg_quantity *q, bool *found);

BG_END

#endif
