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

BG_BEGIN

/* The two readers below for all that is neither ASCII nor of three bytes. */
uint32_t bg_char_at_rare (const unsigned char *text, size_t at, size_t end, size_t *length);
uint32_t bg_char_before_rare (const unsigned char *text, size_t begin, size_t at, size_t *start);

BG_END

/* The character at `at` (at < end) and its length in bytes. */
static inline uint32_t bg_char_at (const unsigned char *text, size_t at, size_t end,
                                   size_t *length) {
  const unsigned char *t = text + at;
  if (t[0] < 0x80) {
    *length = 1;
    return t[0];
  }
  if (end - at >= 3 && (t[0] & 0xF0) == 0xE0 && (t[1] & 0xC0) == 0x80 && (t[2] & 0xC0) == 0x80) {
    uint32_t c = (t[0] & 0xFu) << 12 | (t[1] & 0x3Fu) << 6 | (t[2] & 0x3Fu);
    if (c >= 0x800 && c - 0xD800u >= 0x800u) {
      *length = 3;
      return c;
    }
  }
  return bg_char_at_rare(text, at, end, length);
}

/* The character that ends right before `at`, not reading before `begin`. */
static inline uint32_t bg_char_before (const unsigned char *text, size_t begin, size_t at,
                                       size_t *start) {
  if (at >= begin + 3) {
    const unsigned char *t = text + at - 3;
    if ((t[0] & 0xF0) == 0xE0 && (t[1] & 0xC0) == 0x80 && (t[2] & 0xC0) == 0x80) {
      uint32_t c = (t[0] & 0xFu) << 12 | (t[1] & 0x3Fu) << 6 | (t[2] & 0x3Fu);
      if (c >= 0x800 && c - 0xD800u >= 0x800u) {
        *start = at - 3;
        return c;
      }
    }
  }
  return bg_char_before_rare(text, begin, at, start);
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

/* Whether the text holds the word (of a byte at least). Its last byte is looked
** for: what Chinese characters begin with says little, what they end with more. */
static inline bool bg_holds (const char *text, size_t length, const char *word, size_t n) {
  size_t at = n - 1;
  if (length < n) return false;
  while (at < length) {
    const char *p = (const char *)memchr(text + at, (unsigned char)word[n - 1], length - at);
    if (p == NULL) return false;
    at = (size_t)(p - text);
    if (memcmp(text + at + 1 - n, word, n) == 0) return true;
    at++;
  }
  return false;
}

static inline bool bg_is_han (uint32_t c) {
  return (c - 0x4E00u < 0x5200u) || (c - 0x3400u < 0x19C0u) || c == 0x3007;
}

static inline bool bg_is_letter (uint32_t c) {
  c = bg_fold(c);
  return (c | 32u) - 'a' < 26u;
}

#endif
