/*
** read_words.h: the reader's words, looked up at a place of a text.
**
** The list is read_words.def. It is held as a hash of whole words; small tables
** of bits, by a word's first two characters and by its last, let most places of
** a text be passed with one look, and tell which lengths are worth another.
** Built once into memory of the caller, and constant after.
*/
#ifndef BAOGAO_READ_WORDS_H
#define BAOGAO_READ_WORDS_H

#include "base/common.h"

#include <string.h>

/* What a word does where it stands. */
#define BG_WORD_CLASSES(X) \
  X(LINK)    /* between indicator and number; says nothing */ \
  X(CUT)     /* a verb: the noun phrase begins after it, and one before it ends there */ \
  X(CUTL)    /* the same, but not behind a number */ \
  X(STOP)    /* ends a noun phrase that follows a number */ \
  X(STRIP)   /* before a noun phrase, and no part of it */ \
  X(STRIP1)  /* the same, where two characters are left */ \
  X(STRIPV)  /* verb or noun: the same, unless a general noun alone is left */ \
  X(STRIPC)  /* a conjunction */ \
  X(STRIPN)  /* never stripped, though its characters may be */ \
  X(UP)      /* a rise */ \
  X(DOWN)    /* a fall */ \
  X(TO)      /* a rise or fall to a level */ \
  X(TO2)     /* 至, 到 */ \
  X(FROM)    /* the level that a change starts at */ \
  X(BOUND)   /* begins a clause of its own */ \
  X(GROWN)   /* a noun for a rise or fall */ \
  X(FLOW)    /* what follows is counted over a period */ \
  X(STOCK)   /* what follows is counted at a time */ \
  X(DONE)    /* what stands before was done */ \
  X(CUM)     /* summed up to now */ \
  X(SPAN)    /* over more than a year */ \
  X(FORE)    /* a forecast */ \
  X(GOAL)    /* a target */ \
  X(YOY)     /* against the year before */ \
  X(PREV)    /* against the period before */ \
  X(THAN)    /* 比, 较 */ \
  X(AGAINST) /* above or below another's figure */ \
  X(RANK)    /* a rank follows */ \
  X(SHARE)   /* a part of a whole follows */ \
  X(TOTAL)   /* a general noun for a number: what is counted stands before */ \
  X(HEADED)  /* as TOTAL, part of the indicator */ \
  X(LIST)    /* 分别 */ \
  X(PROC)    /* a step that leads to a stock, no part of the stock's name */ \
  X(PART)    /* 其中 */ \
  X(SCOPE)   /* among whom a rank holds */ \
  X(NEXT)    /* begins another indicator, where it stands behind a noun that was counted */ \
  X(SIZE)    /* after a number: the number is no count of this noun */

#define X(code) BG_W_##code##_BIT,
enum { BG_WORD_CLASSES(X) BG_W_BITS };
#undef X
#define BG_W(code) ((uint64_t)1 << BG_W_##code##_BIT)

/* The longest word in bytes, 8 characters. */
#define BG_READ_WORD 24

typedef struct bg_read_word {
  char text[BG_READ_WORD + 1];
  signed char cue;
  unsigned char length;
  uint64_t classes;
} bg_read_word;

/* A power of two, at least twice the words of the list. */
#define BG_WORDS_SLOTS 4096

/* Regions by the first two characters of their names. */
#define BG_REGIONS_MAX 512
#define BG_REGION_BUCKETS 1024

/* Synonyms of indicators: a power of two, more than twice of them. */
#define BG_NAME_SLOTS 512

typedef struct bg_words {
  uint16_t slot[BG_WORDS_SLOTS]; /* index + 1, or 0 */
  uint8_t head[8192], tail[8192]; /* bits by a character's hash */
  uint8_t times[8192]; /* the same, of what words of time may begin with */
  uint8_t lengths[65536]; /* by the hash of two characters: bit n is set where a word of n + 1 begins so */
  uint16_t region_first[BG_REGION_BUCKETS], region_next[BG_REGIONS_MAX];
  unsigned char region_length[BG_REGIONS_MAX];
  uint8_t name[BG_NAME_SLOTS]; /* of the synonyms: index + 1, or 0 */
} bg_words;

BG_BEGIN

/* BG_TOO_LARGE where the list outgrew the table; a spec holds that it does not. */
bg_status bg_words_build (bg_words *words);

/* Into words that are built: the regions of regions.c, the synonyms of read_normal.c. */
bg_status bg_regions_build (bg_words *words);
bg_status bg_names_build (bg_words *words);

/* The words themselves. */
extern const bg_read_word bg_word_list[];

/* bg_word_at, of a place that the tables of bits let pass. */
const bg_read_word *bg_word_read (const bg_words *words, const char *text, size_t at, size_t end,
                                  uint64_t classes, bool one, unsigned lengths);

/* The longest word that begins at `at`, or that ends there, of a class in
** `classes` (any where it is ~0); NULL where there is none. */
static inline const bg_read_word *bg_word_at (const bg_words *words, const char *text, size_t at, size_t end,
                                              uint64_t classes);
const bg_read_word *bg_word_before (const bg_words *words, const char *text, size_t begin,
                                    size_t at, uint64_t classes);

BG_END

/* All words are Chinese, three bytes a character. */
#define BG_WORD_CHARACTER 3u

/* The bytes of a character and of two as one number, whatever their order is on this machine. */
static inline uint32_t bg_word_one (const char *s) {
  uint16_t a;
  memcpy(&a, s, sizeof a);
  return a | (uint32_t)(unsigned char)s[2] << 16;
}

static inline uint64_t bg_word_two (const char *s) {
  uint32_t a;
  uint16_t b;
  memcpy(&a, s, sizeof a);
  memcpy(&b, s + sizeof a, sizeof b);
  return a | (uint64_t)b << 32;
}

static inline unsigned bg_word_one_slot (uint32_t one) { return (one * 0x9E3779B1u) >> 16; }

static inline unsigned bg_word_two_slot (uint64_t two) {
  return (unsigned)((two * UINT64_C(0x9E3779B97F4A7C15)) >> 48);
}

static inline bool bg_word_bit (const uint8_t *bits, unsigned i) { return (bits[i >> 3] >> (i & 7u) & 1u) != 0; }

/* Here, for it is asked at every character of a text, and nearly always says no. */
static inline const bg_read_word *bg_word_at (const bg_words *words, const char *text, size_t at, size_t end,
                                              uint64_t classes) {
  const char *s = text + at;
  size_t room = end - at;
  unsigned lengths = 0;
  bool one;
  if (at >= end || room < BG_WORD_CHARACTER || ((unsigned char)*s & 0xF0) != 0xE0) return NULL;
  one = bg_word_bit(words->head, bg_word_one_slot(bg_word_one(s)));
  if (room >= (size_t)2 * BG_WORD_CHARACTER) lengths = words->lengths[bg_word_two_slot(bg_word_two(s))];
  if (!one && lengths == 0) return NULL;
  return bg_word_read(words, text, at, end, classes, one, lengths);
}

#endif
