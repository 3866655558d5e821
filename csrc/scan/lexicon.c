/*
** lexicon.c: the lists, and the tree over them.
*/
#include "lexicon.h"
#include "charclass.h"
#include "base/text.h"

#define COUNT BG_COUNT
#define MEASURE BG_MEASURE
#define MONEY BG_MONEY
#define DURATION BG_DURATION
#define PERCENT BG_PERCENT
#define POINTS BG_POINTS
#define MULTIPLE BG_MULTIPLE
#define W BG_UNIT_WEAK
#define T BG_UNIT_TIME
#define K BG_UNIT_CHECK

const bg_unit bg_units[] = {
#define BG_UNIT(text, base, kind, flags, not_before) { text, base, kind, flags, not_before },
#include "lexicon_units.def"
#undef BG_UNIT
};
const size_t bg_unit_count = sizeof(bg_units) / sizeof(bg_units[0]);

#undef W
#undef T
#undef K

typedef struct bg_word {
  char text[BG_WORD_MAX];
  unsigned char sense;
  char guard[96];
} bg_word;

#define ABOUT BG_ABOUT
#define NEARLY BG_NEARLY
#define OVER BG_OVER
#define AT_LEAST BG_AT_LEAST
#define UNDER BG_UNDER
#define AT_MOST BG_AT_MOST
#define MORE BG_MORE
#define BG_BEFORE(text, sense, not_after) { text, sense, not_after },
#define BG_AFTER(text, sense, not_before)
static const bg_word words_before[] = {
#include "lexicon_words.def"
};
#undef BG_BEFORE
#undef BG_AFTER
#define BG_BEFORE(text, sense, not_after)
#define BG_AFTER(text, sense, not_before) { text, sense, not_before },
static const bg_word words_after[] = {
#include "lexicon_words.def"
};
#undef BG_BEFORE
#undef BG_AFTER

static const char names[][BG_WORD_MAX] = {
#define BG_NAME(text) text,
#include "lexicon_names.def"
#undef BG_NAME
};

const char *const bg_kind_names[] = {
  "count", "money", "measure", "percent", "points", "multiple",
  "fraction", "rank", "duration", "number"
};

const char *const bg_sense_names[] = {
  "exact", "about", "over", "at_least", "nearly", "under", "at_most",
  "more", "range", "several"
};

enum { ROOT_UNIT = 1, ROOT_AFTER, ROOT_NAME, ROOT_BEFORE, FIRST_NODE };

#define LENGTH_OF(list) (sizeof(list) / sizeof((list)[0]))

/* {====================================================== the tree */

static size_t slot_of (uint32_t key) {
  return (key * UINT32_C(2654435761)) >> 19 & (BG_LEXICON_SLOTS - 1);
}

static unsigned step (const bg_lexicon *lexicon, unsigned node, uint32_t c) {
  uint32_t key;
  size_t i;
  if (c > 0xFFFF) return 0;
  key = (uint32_t)node << 16 | c;
  for (i = slot_of(key); lexicon->key[i] != 0; i = (i + 1) & (BG_LEXICON_SLOTS - 1))
    if (lexicon->key[i] == key) return lexicon->child[i];
  return 0;
}

static unsigned grow (bg_lexicon *lexicon, unsigned node, uint32_t c) {
  uint32_t key = (uint32_t)node << 16 | c;
  unsigned child = step(lexicon, node, c);
  size_t i;
  if (child != 0) return child;
  if (c > 0xFFFF || lexicon->nodes >= BG_LEXICON_NODES) return 0;
  for (i = slot_of(key); lexicon->key[i] != 0; i = (i + 1) & (BG_LEXICON_SLOTS - 1)) ;
  lexicon->key[i] = key;
  lexicon->child[i] = lexicon->nodes;
  return lexicon->nodes++;
}

static bool enter (bg_lexicon *lexicon, unsigned root, const char *word, size_t index) {
  const unsigned char *text = (const unsigned char *)word;
  size_t end = strlen(word), at, length;
  unsigned node = root;
  if (root == ROOT_BEFORE) {
    for (at = end; at > 0 && node != 0; at = length)
      node = grow(lexicon, node, bg_fold(bg_char_before(text, 0, at, &length)));
  }
  else {
    for (at = 0; at < end && node != 0; at += length)
      node = grow(lexicon, node, bg_fold(bg_char_at(text, at, end, &length)));
  }
  if (node == 0) return false;
  lexicon->entry[node] = (uint16_t)(index + 1);
  return true;
}

static void mark (unsigned char *bits, uint32_t c) {
  if (c < 0x10000) bits[c >> 3] = (unsigned char)(bits[c >> 3] | 1u << (c & 7));
}

/* The character at `skip` characters from the word's start. */
static uint32_t char_of (const char *word, int skip) {
  const unsigned char *text = (const unsigned char *)word;
  size_t end = strlen(word), at = 0, length = 0;
  for (; skip > 0 && at < end; skip--) {
    (void)bg_char_at(text, at, end, &length);
    at += length;
  }
  return at < end ? bg_char_at(text, at, end, &length) : BG_NO_CHAR;
}

static void mark_stops (bg_lexicon *lexicon) {
  uint32_t c;
  for (c = 0x800; c < 0x10000; c++)
    if (bg_char_class[c] != 0) {
      uint16_t *stop = &lexicon->stops[((c & 63) << 8 | (c >> 6 & 63))];
      *stop = (uint16_t)(*stop | 1u << (c >> 12));
    }
}

static void mark_characters (bg_lexicon *lexicon) {
  /* 半 of 两年半 follows a unit; what else may join is told in scan_time.c */
  static const wchar_t joins[] = L"年月日号季世学时點点：:∶+＋至到一—―‐‑–−〜～∼﹣─-－~、和及与/／比或 　\u200B";
  static const wchar_t alters_unit[] = L"/／·・半（(角分";
  static const wchar_t alters_next[] = L"第每前负負上过過好+＋-−－—–―~～:：∶/／_#.@、和及与至到从由自·．， ";
  size_t i;
  for (i = 0; i < bg_unit_count; i++) {
    uint32_t c = char_of(bg_units[i].text, 0);
    mark(lexicon->follows, c);
    if (c - 0x21 < 94u) mark(lexicon->follows, c + 0xFEE0); /* as full-width */
  }
  for (i = 0; i < LENGTH_OF(words_after); i++) mark(lexicon->follows, char_of(words_after[i].text, 0));
  for (i = 0; i < LENGTH_OF(names); i++) mark(lexicon->follows, char_of(names[i], 1));
  for (i = 0; joins[i] != 0; i++) {
    mark(lexicon->joins, (uint32_t)joins[i]);
    mark(lexicon->follows, (uint32_t)joins[i]);
  }
  mark(lexicon->joins, 0xFF70);
  for (i = 0; joins[i] != 0; i++) /* what goes on with another number changes no unit */
    if (joins[i] != L'、' && joins[i] != L'和' && joins[i] != L'及' && joins[i] != L'与' && joins[i] != L'或')
      mark(lexicon->alters_unit, (uint32_t)joins[i]);
  mark(lexicon->alters_unit, 0xFF70);
  for (i = 0; alters_unit[i] != 0; i++) mark(lexicon->alters_unit, (uint32_t)alters_unit[i]);
  for (i = 0; i < LENGTH_OF(words_after); i++) mark(lexicon->begins_word, char_of(words_after[i].text, 0));
  for (i = 0; alters_next[i] != 0; i++) mark(lexicon->alters_next, (uint32_t)alters_next[i]);
  for (i = 0; i < LENGTH_OF(words_before); i++) {
    const char *text = words_before[i].text;
    size_t start, end = strlen(text);
    mark(lexicon->ends_word, bg_char_before((const unsigned char *)text, 0, end, &start));
  }
  mark(lexicon->follows, L'成');
  mark(lexicon->follows, L'折');
}

bg_status bg_lexicon_build (bg_lexicon *lexicon) {
  size_t i;
  bool fits = true;
  memset(lexicon, 0, sizeof *lexicon);
  lexicon->nodes = FIRST_NODE;
  mark_characters(lexicon);
  mark_stops(lexicon);
  if (bg_unit_count > BG_LEXICON_UNITS) return BG_TOO_LARGE;
  for (i = 0; i < bg_unit_count; i++) lexicon->base_length[i] = (unsigned char)strlen(bg_unit_base(i));
  for (i = 0; i < bg_unit_count; i++)
    fits = fits && enter(lexicon, ROOT_UNIT, bg_units[i].text, i);
  for (i = 0; i < LENGTH_OF(words_after); i++)
    fits = fits && enter(lexicon, ROOT_AFTER, words_after[i].text, i);
  for (i = 0; i < LENGTH_OF(words_before); i++)
    fits = fits && enter(lexicon, ROOT_BEFORE, words_before[i].text, i);
  for (i = 0; i < LENGTH_OF(names); i++)
    fits = fits && enter(lexicon, ROOT_NAME, names[i], i);
  return fits ? BG_OK : BG_TOO_LARGE;
}

/* }====================================================== */

/* Whether the character at `at` is one of the list's, whose characters are of
** one byte or of three. */
static bool listed_at (const char *list, const unsigned char *text, size_t at, size_t end) {
  const unsigned char *l = (const unsigned char *)list, *t = text + at;
  size_t length;
  if (l[0] == 0 || at >= end || t[0] < 0xE0 || bg_char_at(text, at, end, &length) == BG_NO_CHAR || length != 3)
    return false;
  for (; l[0] != 0; l += l[0] < 0x80 ? 1 : 3)
    if (l[0] == t[0] && l[1] == t[1] && l[2] == t[2]) return true;
  return false;
}

uint16_t bg_lexicon_unit (const bg_lexicon *lexicon, const unsigned char *text, size_t at,
                          size_t end, bool small, size_t *length) {
  unsigned node = ROOT_UNIT;
  uint16_t best = BG_NO_UNIT;
  size_t p = at, l;
  *length = 0;
  while (p < end) {
    uint32_t c = bg_fold(bg_char_at(text, p, end, &l));
    node = step(lexicon, node, c);
    if (node == 0) break;
    p += l;
    if (lexicon->entry[node] != 0) {
      const bg_unit *unit = &bg_units[lexicon->entry[node] - 1];
      if (small && (unit->flags & BG_UNIT_WEAK) != 0) continue;
      if (listed_at(unit->not_before, text, p, end)) continue;
      if (bg_is_letter(c) && p < end) { /* 5GB is not 5 G, 3 MW is not 3 M */
        uint32_t next = bg_char_at(text, p, end, &l);
        if (bg_is_letter(next) || next - '0' < 10u || next == '-' || next == '+') continue;
      }
      best = (uint16_t)(lexicon->entry[node] - 1);
      *length = p - at;
    }
  }
  return best;
}

size_t bg_lexicon_before (const bg_lexicon *lexicon, const unsigned char *text, size_t begin,
                          size_t at, bg_sense *sense) {
  unsigned node = ROOT_BEFORE;
  size_t p = at, start, best = 0;
  while (p > begin) {
    node = step(lexicon, node, bg_fold(bg_char_before(text, begin, p, &start)));
    if (node == 0) break;
    p = start;
    if (lexicon->entry[node] != 0) {
      const bg_word *word = &words_before[lexicon->entry[node] - 1];
      size_t before;
      if (p > begin && bg_char_before(text, begin, p, &before) != BG_NO_CHAR &&
          listed_at(word->guard, text, before, p)) {
        best = 0; /* a longer word of prose: 不到 is not read in 达不到 */
        continue;
      }
      best = at - p;
      *sense = (bg_sense)word->sense;
    }
  }
  return best;
}

size_t bg_lexicon_after (const bg_lexicon *lexicon, const unsigned char *text, size_t at,
                         size_t end, bool guarded, bg_sense *sense) {
  unsigned node = ROOT_AFTER;
  size_t p = at, l, best = 0;
  while (p < end) {
    node = step(lexicon, node, bg_fold(bg_char_at(text, p, end, &l)));
    if (node == 0) break;
    p += l;
    if (lexicon->entry[node] != 0) {
      const bg_word *word = &words_after[lexicon->entry[node] - 1];
      if (guarded && listed_at(word->guard, text, p, end)) continue;
      best = p - at;
      *sense = (bg_sense)word->sense;
    }
  }
  return best;
}

size_t bg_lexicon_name (const bg_lexicon *lexicon, const unsigned char *text, size_t at,
                        size_t end) {
  unsigned node = ROOT_NAME;
  size_t p = at, l, best = 0;
  while (p < end) {
    node = step(lexicon, node, bg_char_at(text, p, end, &l));
    if (node == 0) break;
    p += l;
    if (lexicon->entry[node] != 0) best = p - at;
  }
  return best;
}
