/*
** charclass.h: what a character may begin or mean in a numeral.
**
** One table of a byte a character of the basic plane; 0 is prose. A scan reads
** nothing else while it passes over prose, so any class but 0 is a place where
** it must stop and look.
*/
#ifndef BAOGAO_CHARCLASS_H
#define BAOGAO_CHARCLASS_H

#include "base/common.h"

enum {
  BG_PROSE = 0x00,
  BG_DIGIT = 0x10,      /* | 0..9: a Chinese digit */
  BG_POWER = 0x20,      /* | exponent: 十 1, 百 2, 千 3, 万 4, 亿 8 */
  BG_TENS = 0x30,       /* | 2..4: 廿 卅 卌 */
  BG_WIDE = 0x40,       /* | 0..9: a full-width Arabic digit */
  BG_SOME = 0x50,       /* 几 */
  BG_SOME_NUMBER = 0x51,/* 数, which is so only before 十 百 千 万 亿 */
  BG_FAN = 0x60,        /* 翻 */
  BG_BEI = 0x61,        /* 倍 */
  BG_TITLE = 0x70,      /* 《 */
  BG_QUOTE = 0x71       /* “ and its kind */
};

#define BG_CLASS(c) ((c) & 0xF0u)

BG_BEGIN

extern const unsigned char bg_char_class[0x10000];

static inline unsigned bg_class_of (uint32_t c) {
  return c < 0x10000 ? bg_char_class[c] : 0;
}

/* A Chinese digit, power, 廿, 几 or 数. */
static inline bool bg_is_han_numeral (uint32_t c) {
  unsigned k = bg_class_of(c);
  return k >= BG_DIGIT && k < BG_FAN && BG_CLASS(k) != BG_WIDE;
}

/* 0 to 9 for an Arabic digit of either width, else -1. */
static inline int bg_arabic_digit (uint32_t c) {
  if (c - '0' < 10u) return (int)(c - '0');
  if (c - 0xFF10u < 10u) return (int)(c - 0xFF10u);
  return -1;
}

BG_END

#endif
