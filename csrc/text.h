/*
** text.h: UTF-8 read forwards and backwards, character by character.
**
** Both readers answer BG_NO_CHAR with length 1 for a byte that does not belong
** to a well-formed character (a stray continuation, an overlong form, a
** surrogate, a torn end), so a walk over any bytes ends and stays aligned.
*/
#ifndef BAOGAO_TEXT_H
#define BAOGAO_TEXT_H

#include "common.h"

#include <string.h>
#include <wchar.h>

/* Characters of the rules are written as L'x'; that is their code point only
** where wchar_t holds ISO 10646. */
#if L'\u4e00' != 0x4E00
#error "wide character constants must be Unicode code points"
#endif

#define BG_NO_CHAR 0xFFFFFFFFu

/* The character at `at` (at < end) and its length in bytes. */
static inline uint32_t bg_char_at (const unsigned char *text, size_t at, size_t end,
                                   size_t *length) {
  uint32_t a = text[at], c;
  *length = 1;
  if (a < 0x80) return a;
  if (a >= 0xE0 && a < 0xF0) {
    if (end - at < 3 || (text[at + 1] & 0xC0) != 0x80 || (text[at + 2] & 0xC0) != 0x80)
      return BG_NO_CHAR;
    c = (a & 0xFu) << 12 | (text[at + 1] & 0x3Fu) << 6 | (text[at + 2] & 0x3Fu);
    if (c < 0x800 || (c >= 0xD800 && c < 0xE000)) return BG_NO_CHAR;
    *length = 3;
    return c;
  }
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
  return BG_NO_CHAR;
}

/* The character that ends right before `at`, not reading before `begin`. */
static inline uint32_t bg_char_before (const unsigned char *text, size_t begin, size_t at,
                                       size_t *start) {
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

/* Full-width ASCII made half-width; anything else unchanged. */
static inline uint32_t bg_fold (uint32_t c) {
  return c - 0xFF01u < 94u ? c - 0xFEE0u : c;
}

/* Whether the bytes at `at` begin with this text. */
static inline bool bg_starts (const unsigned char *text, size_t at, size_t end,
                              const char *what, size_t length) {
  return at <= end && end - at >= length && memcmp(text + at, what, length) == 0;
}
#define BG_STARTS(text, at, end, literal) \
  bg_starts(text, at, end, literal, sizeof(literal) - 1)

/* Whether the bytes before `at` end with this text. */
static inline bool bg_ends (const unsigned char *text, size_t begin, size_t at,
                            const char *what, size_t length) {
  return at >= begin && at - begin >= length && memcmp(text + at - length, what, length) == 0;
}
#define BG_ENDS(text, begin, at, literal) \
  bg_ends(text, begin, at, literal, sizeof(literal) - 1)

static inline bool bg_is_han (uint32_t c) {
  return (c - 0x4E00u < 0x5200u) || (c - 0x3400u < 0x19C0u) || c == 0x3007;
}

static inline bool bg_is_letter (uint32_t c) {
  c = bg_fold(c);
  return (c | 32u) - 'a' < 26u;
}

#endif
