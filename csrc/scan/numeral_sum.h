/*
** numeral_sum.h: the sum of 十百千 and 万亿, in Chinese and Arabic digits.
*/
#ifndef BAOGAO_NUMERAL_SUM_H
#define BAOGAO_NUMERAL_SUM_H

#include "numeral_digits.h"

/* 1 of 十 to 8 of 亿; -1 of what is no power. */
static inline int bg_power_of (uint32_t c) {
  unsigned k = bg_class_of(c);
  return BG_CLASS(k) == BG_POWER ? (int)(k & 15) : -1;
}

BG_BEGIN

/* Reads the sum at c->at, whose first byte is n->first, into an empty *n (all
** but `last` and `under`); false where there is none. */
bool bg_sum_read (bg_cursor *c, bg_numeral *n);

/* 3个亿, as is said for 3亿; but 3个亿元以上项目 and 3个亿吨大港 count what is of
** that size. `at` is past the number, at 个. */
bool bg_counted_yi (const unsigned char *text, size_t at, size_t end);

BG_END

#endif
