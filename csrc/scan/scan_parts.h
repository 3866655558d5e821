/*
** scan_parts.h: what the readers of quantities share: candidates, bounds, ranks, doubling.
*/
#ifndef BAOGAO_SCAN_PARTS_H
#define BAOGAO_SCAN_PARTS_H

#include "scan_tail.h"

/* A numeral that may become a quantity, with what stands around it. */
typedef struct bg_candidate {
  bg_numeral n;            /* of a range, the second, from where the first begins */
  bg_tail tail;
  bg_decimal low, high;
  size_t first, last;      /* the run */
  size_t limit;            /* no run reaches further back */
  unsigned senses;         /* bits of bg_sense */
  bool negative;
  bool range, crosses;     /* 3%至5%; -5℃到8℃, from below zero to above it */
} bg_candidate;

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

/* The left context in which no number is a figure: codes, sums, ratios. */
bool bg_is_code (const bg_view *view, const bg_numeral *n, bg_scan_state *state);

/* Where to go on after a candidate that is no quantity; 0 of one that is. */
size_t bg_no_quantity (const bg_view *view, const bg_candidate *f);

/* A sign before the numeral: 负3.5%, -18.5℃, 零下12摄氏度. Answers where the run
** starts with it, which is the numeral where there is none. 负 is one only where
** it ends no word (减负2500亿元 lightens a burden), and nobody counts below none. */
size_t bg_sign_before (const bg_view *view, const bg_numeral *n, const bg_tail *tail, size_t limit, bool *negative);

/* A range, with the unit on both sides or on the right alone: where a second number
** belongs to the candidate's, the candidate is both. */
void bg_range_read (const bg_view *view, bg_candidate *f);

/* -5℃到8℃: a range from -low to high. */
void bg_settle_across (bg_quantity *q, bg_decimal low, bg_decimal high);

/* 第五位, 第2, 第3至第5位. The numeral is n, the run starts at `first`: at 第 or,
** in 第二、三位, at the numeral. Answers where to go on. */
size_t bg_rank_at (const bg_view *view, const bg_numeral *n, size_t first, bg_scan_state *state,
                   bg_quantity *q, bool *found);

/* 翻一番, 翻了两番, 翻番 at 翻; 倍增 at 倍. */
size_t bg_doubling_at (const bg_view *view, size_t at, bg_scan_state *state, bg_quantity *q, bool *found);
size_t bg_redoubling_at (const bg_view *view, size_t at, bg_quantity *q, bool *found);

BG_END

#endif
