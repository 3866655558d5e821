/*
** numeral.h: numerals, Arabic and Chinese and both mixed, as exact decimals.
**
** What a numeral can say is more than a number: 十几 and 三五百 are a stretch
** from `low` to `high`, 1200余万 carries its 余 inside, 百万 has no digit at
** all, 一九八五 is four digits in a row. The reader reports these as marks and
** leaves what follows from them to the caller.
*/
#ifndef BAOGAO_NUMERAL_H
#define BAOGAO_NUMERAL_H

#include "base/common.h"
#include "base/decimal.h"

/* A numeral longer than this is no figure (a code, a table rule, noise). It
** bounds what has to be looked at from any one place. The longest honest one,
** 壹佰贰拾叁万亿... in capitals with all places filled, has about 100 bytes. */
#define BG_NUMERAL_MAX 160

enum {
  BG_N_ARABIC = 1 << 0,   /* has Arabic digits */
  BG_N_HAN = 1 << 1,      /* has Chinese digits or 几, 数 */
  BG_N_POWER = 1 << 2,    /* has 十 百 千 万 亿 */
  BG_N_BARE = 1 << 3,     /* only powers of 百 and up: 千, 百万, 万亿 */
  BG_N_SEVERAL = 1 << 4,  /* 几 or 数: 几十, 数百万, 十几 */
  BG_N_PAIR = 1 << 5,     /* 三五百, 五六十, 两三个 */
  BG_N_MORE = 1 << 6,     /* 余 or 多 before the last power: 9800多万 */
  BG_N_SOME = 1 << 7,     /* 来 before the last power: 十来万 */
  BG_N_POINT = 1 << 8,    /* has a decimal point */
  BG_N_MIDDLE = 1 << 9,   /* the point is a middle dot, which dates use too */
  BG_N_DIGITS = 1 << 10,  /* Chinese digits in a row, by place: 五八九 */
  BG_N_PERCENT = 1 << 11, /* 百分之 */
  BG_N_PERMILLE = 1 << 12,/* 千分之 */
  BG_N_FRACTION = 1 << 13,/* 三分之二, 1/3: low is the numerator, `under` is set */
  BG_N_CODE = 1 << 14,    /* no figure: 1.2.3, 0371, too long */
  BG_N_SPACED = 1 << 15,  /* 7 4 7 7 2 */
  BG_N_GROUPED = 1 << 16, /* has thousands separators */
  BG_N_SHORT = 1 << 17,   /* 一万二 */
  BG_N_HALF = 1 << 18,    /* 一半 */
  BG_N_TEN = 1 << 19      /* ends in 十, which may carry 几 or a pair */
};

typedef struct bg_numeral {
  size_t first, last;       /* bytes, `last` is one past the end */
  bg_decimal low, high;     /* equal but for a stretch */
  bg_decimal under;         /* the denominator of a fraction */
  bg_decimal head;          /* the first coefficient alone: 3 of 3万 */
  int scale;                /* low = head * 10^scale, where `simple` */
  bool simple;              /* one coefficient and its powers, no sum */
  unsigned marks;           /* BG_N_... */
  int digits;               /* digits of the first run, before its point */
} bg_numeral;

BG_BEGIN

/* Reads the longest numeral at `at`; false where there is none. With `whole`,
** 一半 and fractions with 分之 are read too. It never looks past
** at + BG_NUMERAL_MAX; a numeral that reaches it is marked BG_N_CODE. */
bool bg_numeral_read (const unsigned char *text, size_t at, size_t end, bg_numeral *numeral);

BG_END

#endif
