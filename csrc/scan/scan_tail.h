/*
** scan_tail.h: what follows a numeral, and the words before it.
*/
#ifndef BAOGAO_SCAN_TAIL_H
#define BAOGAO_SCAN_TAIL_H

#include "scan_rules.h"

/* Everything between the end of a numeral and the end of its run. */
typedef struct bg_tail {
  size_t last;          /* the end of the run */
  size_t unit_last;     /* the end of the unit, or of the numeral */
  unsigned senses;      /* 1 << bg_sense */
  uint16_t unit;        /* index of its first part, or BG_NO_UNIT */
  unsigned char unit_length, kind, flags;
  bool has_unit, half;  /* 两年半 */
  int tenfold;          /* 三成 is 30 %, 八五折 is 85 %: places to shift */
  unsigned char hundredths; /* the 5 of 四成五, to be added then */
  char unit_text[BG_SCAN_UNIT];
} bg_tail;

BG_BEGIN

void bg_tail_read (const bg_view *view, const bg_numeral *n, bg_tail *tail);

/* The words that bound a number, before `at` and not before `limit`: the start
** of the first, or `at`. */
size_t bg_before_read (const bg_view *view, size_t at, size_t limit, const bg_numeral *n,
                       unsigned *senses);

/* A lone Chinese digit or 十, where weak units make a word with it. */
bool bg_is_small (const bg_numeral *n);

BG_END

#endif
