/*
** read_parts.h: what the files that read a clause share.
**
**   read_clause.c   the whole of it
**   read_links.c    the linking words before the number
**   read_base.c     what the figure is held against
**   read_noun.c     noun phrases
**   read_behind.c   the noun behind the number
*/
#ifndef BAOGAO_READ_PARTS_H
#define BAOGAO_READ_PARTS_H

#include "read_rules.h"

static inline bool bg_is_mark (uint32_t c) {
  switch (c) {
    case L'，': case L'。': case L'；': case L'：': case L'！': case L'？': case ',': case ';': case ':': case '!': case '?':
    case '\n': case L'…': case L'—': case L'│': case '|':
      return true;
    default: return false;
  }
}

static inline bool bg_is_open (uint32_t c) { return c == L'（' || c == '(' || c == L'《' || c == L'〔' || c == L'【'; }
static inline bool bg_is_close (uint32_t c) { return c == L'）' || c == ')' || c == L'》' || c == L'〕' || c == L'】'; }

static inline bool bg_is_blank (char c) { return c == ' ' || c == '\t'; }

static inline size_t bg_past_blanks (const char *text, size_t at, size_t end) {
  while (at < end && bg_is_blank(text[at])) at++;
  return at;
}

/* The longest insertion in brackets that is passed over, in bytes. */
#define BG_INSERTION_MAX 90

/* Past a bracketed insertion that begins at `at`. */
static inline size_t bg_past_bracket (const char *text, size_t at, size_t end) {
  size_t p = at, l;
  uint32_t c;
  const unsigned char *u = (const unsigned char *)text;
  if (at >= end || !bg_is_open(bg_char_at(u, at, end, &l))) return at;
  for (p = at + l; p < end && p - at < BG_INSERTION_MAX; p += l) {
    c = bg_char_at(u, p, end, &l);
    if (bg_is_close(c)) return p + l;
  }
  return at;
}

static inline bool bg_at_is (const char *text, size_t at, size_t end, const char *what) {
  return bg_starts((const unsigned char *)text, at, end, what, strlen(what));
}

BG_BEGIN

/* read_noun.c */

/* Takes off what stands in front and is no part of the noun phrase; `verb` gets
** the classes of the words that were. */
bg_range bg_strip_front (const bg_reader *reader, bg_range r, uint64_t *verb);

/* Without a quoted modifier in front that is as long as a sentence. */
bg_range bg_drop_quoted (const char *text, bg_range r);

/* Where the noun ends before 中: 22个集群中. */
size_t bg_without_among (const char *text, bg_range r);

/* The last place of `what` in the range that stands outside of quotes, or SIZE_MAX. */
size_t bg_last_outside (const char *text, bg_range r, uint32_t what);

/* 在建, 在孵: 在 at `at` is part of a noun. */
bool bg_is_in_noun (const char *text, size_t at, size_t end);

/* 创建率, 保障性住房: the character at `at` only ends words, so what stands before
** it is no word of its own. */
bool bg_is_bound (const char *text, size_t at, size_t end);

/* read_base.c */

/* 是2015年的2倍, 恢复到2019年的108%: the time at [first, last) is what the number is a
** multiple of. */
bool bg_is_multiple_of (const char *text, size_t begin, size_t first, size_t last, size_t end);

/* Where what the figure is held against begins, between the indicator and the
** verb at `at`: 比年初, 超计划; or `at`. */
size_t bg_strip_standard (const bg_reader *reader, bg_clause *clause, const bg_quantity *q, size_t begin, size_t at);

/* 比上年多: the length of the word that says more (+1 into `way`) or less (-1), or 0. */
size_t bg_more_or_less (const bg_reader *reader, size_t begin, size_t at, int *way);

/* 扣除价格因素后: where words of terms at `at` end, or `at`. */
size_t bg_past_terms (const char *text, size_t at, size_t end);

/* read_links.c */

/* Takes the linking words off the end of [begin, at), the number's side; answers
** where they begin. */
size_t bg_strip_links (const bg_reader *reader, bg_clause *clause, size_t begin, size_t at, int year);

/* read_behind.c */

/* The noun that begins at `at`, behind the number, or an empty range. */
bg_range bg_phrase_behind (const bg_reader *reader, const bg_quantity *q, size_t at, size_t end, bg_clause *clause);

BG_END

#endif
