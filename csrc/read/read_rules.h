/*
** read_rules.h: what the files of the reader share.
*/
#ifndef BAOGAO_READ_RULES_H
#define BAOGAO_READ_RULES_H

#include "read.h"
#include "read_layout.h"
#include "read_normal.h"
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
  bool span;    /* so many years up to now: 五年来 */
} bg_time_words;

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
  bool paced;             /* a rise or fall before it, 的速度 behind */
  uint32_t region;        /* the code of a region that was taken off the name: 河南省 of 河南省6家省实验室; or 0 */
  bool timed;             /* words of time stand in the clause, */
  bg_period time;         /* the nearest of which say this */
  bool than;              /* 比 or 较 with a time other than the year before */
  bool per;               /* 每亩, 每人每月 before it: so much for each */
  int way;                /* of 比上年多, 高于上年: 1 for more, -1 for less; or 0 */
} bg_clause;

typedef struct bg_reader {
  const bg_lexicon *lexicon;
  const bg_words *words;
  bg_report_builder *out;
  bg_layout layout;
  const char *text;       /* the mended text */
  bg_quantity *quantities;
  size_t quantity_count, quantity_room;
  /* the words of the paragraph [known_first, known_last), once they were looked up: index + 2
  ** of the longest that begins at a byte, or BG_KNOWN_NONE, or 0 where nobody asked */
  uint16_t *known;
  size_t known_room, known_first, known_last;
  int year;               /* of the report */
  int now;                /* the year that today's words (今年) count from */
} bg_reader;

BG_BEGIN

/* Words of time that begin at `at`; false where there are none. `year` is what
** months without a year count from. */
bool bg_time_words_at (const char *text, size_t at, size_t end, int now, int year, bg_time_words *result);

/* The words of time that end at `at`. */
bool bg_time_words_before (const char *text, size_t begin, size_t at, int now, int year, bg_time_words *result);

/* 比2015年, 由2015年的, 是2015年的2倍: do the words of time say what another figure is
** compared with, and nothing of what follows? */
bool bg_time_is_base (const bg_reader *reader, size_t begin, const bg_time_words *t, size_t end);

/* Reads the clause of quantity `index`, whose sentence is `sentence` and whose
** predecessor in it ends at `from`. */
void bg_clause_read (const bg_reader *reader, bg_range sentence, size_t from, size_t index, int year,
                     bg_clause *clause);

/* The noun phrase that ends at range.last: verbs, region and time taken off;
** empty where nothing is left. `verb` gets the classes of what was taken off. */
bg_range bg_noun_phrase (const bg_reader *reader, bg_range range, uint64_t *verb);

/* The code of the region whose full name begins at `at`, or 0; its length. */
uint32_t bg_region_at (const bg_words *words, const char *text, size_t at, size_t end, size_t *length);

/* The next place from `at` on where words of time may begin, or `end`. A text is
** walked through for them, and nearly all of it is passed over here. */
static inline size_t bg_next_time (const bg_words *words, const char *text, size_t at, size_t end) {
  while (at < end) {
    unsigned char a;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    while (end - at >= 4) {
      uint32_t w;
      memcpy(&w, text + at, 4);
      if ((w & 0xC0C0F0u) != 0x8080E0u) break;
      if (bg_word_bit(words->times, bg_word_one_slot(w & 0xFFFFFFu))) return at;
      at += 3; /* of four, so that one is left */
    }
#endif
    a = (unsigned char)text[at];
    if (a < 0x80) {
      if ((unsigned)a - '0' < 10u) return at;
      at++;
    }
    else if ((a & 0xF0) == 0xE0 && end - at >= 3 && (text[at + 1] & 0xC0) == 0x80 && (text[at + 2] & 0xC0) == 0x80) {
      if (bg_word_bit(words->times, bg_word_one_slot(bg_word_one(text + at)))) return at;
      at += 3;
    }
    else {
      if (a == 0xCE) return at; /* a Greek letter stands for zero in old texts */
      at++;
    }
  }
  return end;
}

#define BG_KNOWN_NONE 1

/* Looks a word up and keeps what was found; `at` is in the paragraph. */
static inline const bg_read_word *bg_reader_learn (const bg_reader *r, size_t at) {
  const bg_read_word *w = bg_word_at(r->words, r->text, at, r->known_last, ~(uint64_t)0);
  r->known[at - r->known_first] = (uint16_t)(w == NULL ? BG_KNOWN_NONE : (w - bg_word_list) + 2);
  return w;
}

/* bg_word_at in the reader's text. Many ask for the same word, and the first keeps it for the others. */
static inline const bg_read_word *bg_reader_word (const bg_reader *r, size_t at, size_t end, uint64_t classes) {
  unsigned known;
  const bg_read_word *w;
  if (at - r->known_first >= r->known_last - r->known_first) return bg_word_at(r->words, r->text, at, end, classes);
  known = r->known[at - r->known_first];
  if (known == BG_KNOWN_NONE) return NULL;
  w = known == 0 ? bg_reader_learn(r, at) : &bg_word_list[known - 2];
  if (w == NULL || (at + w->length <= end && (w->classes & classes) != 0)) return w;
  if (at + w->length <= end && classes == ~(uint64_t)0) return w; /* a word of no class */
  return bg_word_at(r->words, r->text, at, end, classes);
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
