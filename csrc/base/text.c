/*
** text.c: the rarer characters of UTF-8.
*/
#include "text.h"

uint32_t bg_char_at_rare (const unsigned char *text, size_t at, size_t end, size_t *length) {
  uint32_t a = text[at], c;
  *length = 1;
  if (a >= 0xC2 && a < 0xE0) {
    if (end - at < 2 || (text[at + 1] & 0xC0) != 0x80) return BG_NO_CHAR;
    *length = 2;
    return (a & 0x1Fu) << 6 | (text[at + 1] & 0x3Fu);
  }
  if (a >= 0xF0 && a < 0xF5) {
    if (end - at < 4 || (text[at + 1] & 0xC0) != 0x80 || (text[at + 2] & 0xC0) != 0x80 ||
        (text[at + 3] & 0xC0) != 0x80)
      return BG_NO_CHAR;
    c = (a & 7u) << 18 | (text[at + 1] & 0x3Fu) << 12 | (text[at + 2] & 0x3Fu) << 6 |
        (text[at + 3] & 0x3Fu);
    if (c < 0x10000 || c > 0x10FFFF) return BG_NO_CHAR;
    *length = 4;
    return c;
  }
  return BG_NO_CHAR; /* of three bytes, bg_char_at reads what is well formed */
}

uint32_t bg_char_before_rare (const unsigned char *text, size_t begin, size_t at, size_t *start) {
  size_t i, length;
  uint32_t c;
  if (at <= begin) {
    *start = at;
    return BG_NO_CHAR;
  }
  *start = at - 1;
  if (text[at - 1] < 0x80) return text[at - 1];
  for (i = 1; i <= 4 && at - i + 1 > begin; i++) {
    if ((text[at - i] & 0xC0) == 0x80) continue;
    c = bg_char_at(text, at - i, at, &length);
    if (c != BG_NO_CHAR && length == i) {
      *start = at - i;
      return c;
    }
    break;
  }
  return BG_NO_CHAR;
}
