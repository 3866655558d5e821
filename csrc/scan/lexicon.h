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

enum { BG_UNIT_WEAK = 1, BG_UNIT_TIME = 2, BG_UNIT_CHECK = 4 };

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
#define BG_LEXICON_SLOTS 8192
#define BG_LEXICON_NODES 4096
#define BG_LEXICON_UNITS 1024

typedef struct bg_lexicon {
  uint32_t key[BG_LEXICON_SLOTS];  /* node << 16 | character; 0 is free */
  uint16_t child[BG_LEXICON_SLOTS];
  uint16_t entry[BG_LEXICON_NODES]; /* index + 1 into the root's list, or 0 */
  uint16_t nodes;
  unsigned char base_length[BG_LEXICON_UNITS]; /* of each unit's base form */
  /* one bit a character, to pass over what nothing can come of: whether it may
  ** follow a lone Chinese digit in anything but prose, and whether it may make
  ** a time, a range or a list of a number before it */
  unsigned char follows[0x10000 / 8], joins[0x10000 / 8];
  /* one bit a character: whether it may change what is read right after it (第,
  ** a sign), or of a unit right before it (a range, a stroke); and whether it ends
  ** a word before a number (超过), or begins one after (以上) */
  unsigned char alters_next[0x10000 / 8], alters_unit[0x10000 / 8];
  unsigned char ends_word[0x10000 / 8], begins_word[0x10000 / 8];
  /* bg_char_class by the bytes of UTF-8: bit n of stops[third << 8 | second] less
  ** BG_STOPS_FIRST, where 0xE0 + n is the first, is set for all but prose */
  uint16_t stops[BG_STOPS];
} bg_lexicon;

static inline bool bg_bit (const unsigned char *bits, uint32_t c) {
  return c < 0x10000 && (bits[c >> 3] >> (c & 7) & 1) != 0;
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

/* The longest word at `at`; answers its length, or 0. `guarded` is false
** between a number and its unit, where 多 cannot begin a word. */
size_t bg_lexicon_after (const bg_lexicon *lexicon, const unsigned char *text, size_t at,
                         size_t end, bool guarded, bg_sense *sense);

/* The length of the longest name at `at`, or 0. */
size_t bg_lexicon_name (const bg_lexicon *lexicon, const unsigned char *text, size_t at,
                        size_t end);

BG_END

#endif
