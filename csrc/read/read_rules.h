/*
** read_rules.h: what the files of the reader share.
*/
#ifndef BAOGAO_READ_RULES_H
#define BAOGAO_READ_RULES_H

#include "read.h"
#include "read_layout.h"
#include "scan/scan.h"
#include "base/text.h"

/* A stretch of the mended text. */
typedef struct bg_range {
  size_t first, last;
} bg_range;

/* Words of time at a place of the text. */
typedef struct bg_time_words {
  size_t first, last;
  bg_period period;
  bool since;   /* a base to compare with, as in 比2020年 */
  bool whole;   /* names a year or more itself */
} bg_time_words;

/* An indicator longer than this (bytes) is cut down to its end. */
#define BG_INDICATOR_MAX 150

/* What the words around one quantity make of it. */
typedef struct bg_clause {
  uint64_t seen;          /* classes of the words passed between indicator and number */
  uint64_t verb;          /* classes of the verb that governs the number */
  bg_range clause;        /* from the clause's beginning to the number */
  bg_range left, right;   /* the noun phrases before and after the number */
  bg_range subject;       /* whose `left` it is: 第一产业 of 第一产业实现增加值; or empty */
  bool attribute;         /* the number is an attribute of a noun: 750千伏输变电工程 */
  bool of;                /* 的 follows the number */
  bool grows;             /* 的增长 follows the number */
  bool timed;             /* words of time stand in the clause, */
  bg_period time;         /* the nearest of which say this */
  bool than;              /* 比 or 较 with a time other than the year before */
} bg_clause;

typedef struct bg_reader {
  const bg_lexicon *lexicon;
  const bg_words *words;
  bg_report_builder *out;
  bg_layout layout;
  const char *text;       /* the mended text */
  bg_quantity *quantities;
  size_t quantity_count, quantity_room;
  int year;               /* of the report */
  int now;                /* the year that today's words (今年) count from */
} bg_reader;

BG_BEGIN

/* bg_time_words_at, of a place where words of time may begin. */
bool bg_time_words_read (const char *text, size_t at, size_t end, int now, int year, bg_time_words *result);

/* The words of time that end at `at`. */
bool bg_time_words_before (const char *text, size_t begin, size_t at, int now, int year, bg_time_words *result);

/* Reads the clause of quantity `index`, whose sentence is `sentence` and whose
** predecessor in it ends at `from`. */
void bg_clause_read (const bg_reader *reader, bg_range sentence, size_t from, size_t index, int year,
                     bg_clause *clause);

/* The noun phrase that ends at range.last: verbs, region and time taken off;
** empty where nothing is left. `verb` gets the classes of what was taken off. */
bg_range bg_noun_phrase (const bg_reader *reader, bg_range range, uint64_t *verb);

/* The code of the region whose full name begins at `at`, or 0; its length. */
uint32_t bg_region_at (const bg_words *words, const char *text, size_t at, size_t end, size_t *length);

/* May words of time begin with this character? Nearly all that is asked of is
** no: a text is walked through character by character for them. */
static inline bool bg_begins_time (const unsigned char *text, size_t at, size_t end) {
  const unsigned char *t = text + at;
  if (t[0] < 0x80) return (unsigned)t[0] - '0' < 10u;
  if (end - at < 3 || t[0] < 0xE0 || t[0] > 0xEF) return t[0] == 0xCE; /* a Greek letter stands for zero in old texts */
  switch ((uint32_t)t[0] << 16 | (uint32_t)t[1] << 8 | t[2]) {
#define CASE(a, b, c) case 0x##a##b##c:
    CASE(E4,BB,8A) /* 今 */ CASE(E5,8E,BB) /* 去 */ CASE(E4,B8,8A) /* 上 */ CASE(E6,98,8E) /* 明 */ CASE(E6,9C,AC) /* 本 */
    CASE(E5,85,A8) /* 全 */ CASE(E7,AC,AC) /* 第 */ CASE(E5,89,8D) /* 前 */ CASE(E8,BF,87) /* 过 */ CASE(E8,BF,99) /* 这 */
    CASE(E8,BF,91) /* 近 */ CASE(E2,80,9C) /* “ */
    CASE(E3,80,87) /* 〇 */ CASE(E2,97,8B) /* ○ */ CASE(E9,9B,B6) /* 零 */ CASE(E4,B8,80) /* 一 */ CASE(E4,BA,8C) /* 二 */
    CASE(E4,B8,89) /* 三 */ CASE(E5,9B,9B) /* 四 */ CASE(E4,BA,94) /* 五 */ CASE(E5,85,AD) /* 六 */ CASE(E4,B8,83) /* 七 */
    CASE(E5,85,AB) /* 八 */ CASE(E4,B9,9D) /* 九 */ CASE(E5,8D,81) /* 十 */
#undef CASE
      return true;
    default: return t[0] == 0xEF; /* full-width digits */
  }
}

/* Words of time that begin at `at`; false where there are none. `year` is what
** months without a year count from. */
static inline bool bg_time_words_at (const char *text, size_t at, size_t end, int now, int year,
                                     bg_time_words *result) {
  return at < end && bg_begins_time((const unsigned char *)text, at, end)
         && bg_time_words_read(text, at, end, now, year, result);
}

static inline bool bg_text_is (const char *text, bg_range r, const char *what, size_t length) {
  return r.last - r.first == length && memcmp(text + r.first, what, length) == 0;
}
static inline bool bg_text_ends (const char *text, bg_range r, const char *what, size_t length) {
  return r.last - r.first >= length && memcmp(text + r.last - length, what, length) == 0;
}
static inline bool bg_text_begins (const char *text, bg_range r, const char *what, size_t length) {
  return r.last - r.first >= length && memcmp(text + r.first, what, length) == 0;
}
#define BG_IS(text, r, literal) bg_text_is(text, r, literal, sizeof(literal) - 1)
#define BG_RANGE_ENDS(text, r, literal) bg_text_ends(text, r, literal, sizeof(literal) - 1)
#define BG_RANGE_BEGINS(text, r, literal) bg_text_begins(text, r, literal, sizeof(literal) - 1)

BG_END

#endif
