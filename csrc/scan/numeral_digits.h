/*
** numeral_digits.h: a place in a text, and Arabic digits from there.
*/
#ifndef BAOGAO_NUMERAL_DIGITS_H
#define BAOGAO_NUMERAL_DIGITS_H

#include "charclass.h"
#include "numeral.h"
#include "base/text.h"

typedef struct bg_cursor {
  const unsigned char *text;
  size_t at, end;
} bg_cursor;

static inline uint32_t bg_peek (const bg_cursor *c, size_t *length) {
  if (c->at >= c->end) {
    *length = 0;
    return BG_NO_CHAR;
  }
  return bg_char_at(c->text, c->at, c->end, length);
}

static inline int bg_digit_at (const bg_cursor *c, size_t at, size_t *length) {
  if (at >= c->end) return -1;
  if (c->text[at] < 0x80) {
    *length = 1;
    return c->text[at] - '0' < 10 && c->text[at] >= '0' ? c->text[at] - '0' : -1;
  }
  return bg_arabic_digit(bg_char_at(c->text, at, c->end, length));
}

static inline bool bg_is_point (uint32_t c) {
  return c == '.' || c == L'．' || c == L'·' || c == L'・' || c == L'•';
}

BG_BEGIN

/* Arabic digits at c->at, one at least, into *value; sets marks and the count of
** digits. */
void bg_arabic_read (bg_cursor *c, bg_decimal *value, bg_numeral *n);

BG_END

#endif
