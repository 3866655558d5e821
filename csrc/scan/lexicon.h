/*
** lexicon.h: the words that stand around a number, as one tree.
**
** The lists are lexicon_*.def. They are joined into a tree of characters that
** is held as a hash from (node, character) to node: four roots, for units, for
** words after a number, for names, and for words before a number (whose
** characters are entered last to first, so that it is walked backwards from
** the number). A lookup takes the longest entry, two or three probes a word.
**
** The tree is built once into memory of the caller, and is constant after.
*/
#ifndef BAOGAO_LEXICON_H
#define BAOGAO_LEXICON_H

#include "base/common.h"

typedef enum bg_kind {
  BG_COUNT, BG_MONEY, BG_MEASURE, BG_PERCENT, BG_POINTS, BG_MULTIPLE,
  BG_FRACTION, BG_RANK, BG_DURATION, BG_NUMBER
} bg_kind;

typedef enum bg_sense {
  BG_EXACT, BG_ABOUT, BG_OVER, BG_AT_LEAST, BG_NEARLY, BG_UNDER, BG_AT_MOST,
  BG_MORE, BG_RANGE, BG_SEVERAL
} bg_sense;

enum { BG_UNIT_WEAK = 1, BG_UNIT_TIME = 2, BG_UNIT_CHECK = 4, BG_UNIT_SMALL = 8 };

/* The bytes of the longest unit; the .def lists must fit, or do not compile. */
#define BG_WORD_MAX 28

typedef struct bg_unit {
  char text[BG_WORD_MAX], base[BG_WORD_MAX];
  unsigned char kind, flags;
  char not_before[88];
} bg_unit;

/* The second and third byte of a character of three, as a little-endian number,
** are 0x8080 to 0xBFBF. */
#define BG_STOPS_FIRST 0x8080
#define BG_STOPS 0x4040

/* Slots are a power of two, at least twice the characters of all lists. */
#define BG_LEXICON_SLOTS 4096
#define BG_LEXICON_NODES 2048
#define BG_LEXICON_UNITS 1024

/* A step of the tree: from one node over one character. */
typedef struct bg_step {
  uint32_t key;   /* node << 16 | character; 0 is free */
  uint16_t node;  /* where it leads, or 0 where no longer word goes on */
  uint16_t entry; /* of the word that ends here: index + 1 into its list, or 0 */
} bg_step;

/* What is asked of a unit first. */
typedef struct bg_unit_brief {
  uint64_t guard; /* bit c % 64 is set for the characters c of not_before */
  unsigned char kind, flags, base_length;
} bg_unit_brief;

/* One bit each of `marks`, to pass over what nothing can come of: whether a
** character may */
enum {
  BG_MARK_FOLLOWS = 1,      /* follow a lone Chinese digit in anything but prose */
  BG_MARK_JOINS = 2,        /* make a time, a range or a list of a number before it */
  BG_MARK_ALTERS_NEXT = 4,  /* change what is read right after it (第, a sign) */
  BG_MARK_ALTERS_UNIT = 8,  /* change a unit right before it (a range, a stroke) */
  BG_MARK_ENDS_WORD = 16,   /* end a word before a number (超过) */
  BG_MARK_BEGINS_WORD = 32, /* begin a word after one (以上) */
  BG_MARK_GOES_ON = 64     /* be a part of a numeral, after its digits (1200余万) */
};

/* Nibbles of a character's bytes, by which sixteen characters at a time are
** told apart from prose: see stops.h. */
#define BG_NIBBLES 4

typedef struct bg_lexicon {
  bg_step step[BG_LEXICON_SLOTS];
  uint16_t nodes, last_node;    /* steps taken so far; the next node's number */
  bg_unit_brief unit[BG_LEXICON_UNITS];
  uint16_t percent;             /* the index of % */
  unsigned char marks[0x10000]; /* BG_MARK_... of a character */
  /* bg_char_class by the bytes of UTF-8: bit n of stops[third << 8 | second] less
  ** BG_STOPS_FIRST, where 0xE0 + n is the first, is set for all but prose */
  uint16_t stops[BG_STOPS];
  unsigned char nibbles[2][BG_NIBBLES][16];
  unsigned char sixes[2][3][64]; /* the same by six bits of each byte */
} bg_lexicon;

static inline bool bg_mark (const bg_lexicon *lexicon, uint32_t c, unsigned mark) {
  return c < 0x10000 && (lexicon->marks[c] & mark) != 0;
}

#define BG_NO_UNIT 0xFFFFu

/* The form of a unit that is reported. */
#define bg_unit_base(unit) (bg_units[unit].base[0] != '\0' ? bg_units[unit].base : bg_units[unit].text)

BG_BEGIN

extern const bg_unit bg_units[];
extern const size_t bg_unit_count;
extern const char *const bg_kind_names[];
extern const char *const bg_sense_names[];

/* BG_TOO_LARGE where the lists outgrew the tree; a spec holds that they do not. */
bg_status bg_lexicon_build (bg_lexicon *lexicon);

/* The longest unit at `at`: its index and length, or BG_NO_UNIT. `small` is
** set for a lone Chinese digit, which weak units do not follow. */
uint16_t bg_lexicon_unit (const bg_lexicon *lexicon, const unsigned char *text, size_t at,
                          size_t end, bool small, size_t *length);

/* The longest word that ends right before `at`; answers its length, or 0. */
size_t bg_lexicon_before (const bg_lexicon *lexicon, const unsigned char *text, size_t begin,
                          size_t at, bg_sense *sense);

/* The longest word at `at`; answers its length, or 0. */
size_t bg_lexicon_after (const bg_lexicon *lexicon, const unsigned char *text, size_t at,
                         size_t end, bg_sense *sense);

/* The length of the longest name at `at`, or 0. */
size_t bg_lexicon_name (const bg_lexicon *lexicon, const unsigned char *text, size_t at,
                        size_t end);

BG_END

#endif
