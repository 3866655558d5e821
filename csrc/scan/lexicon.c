/*
** lexicon.c: the lists, and the tree over them.
*/
#include "lexicon.h"
#include "stops.h"
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
#define S BG_UNIT_SMALL

const bg_unit bg_units[] = {
#define BG_UNIT(text, base, kind, flags, not_before) { text, base, kind, flags, not_before },
#include "lexicon_units.def"
#undef BG_UNIT
};
const size_t bg_unit_count = sizeof(bg_units) / sizeof(bg_units[0]);
typedef char units_fit[sizeof(bg_units) / sizeof(bg_units[0]) <= BG_LEXICON_UNITS ? 1 : -1];

#undef W
#undef T
#undef K
#undef S

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
#define BG_APART(text)
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
#undef BG_AFTER
#undef BG_APART
#define BG_AFTER(text, sense, not_before)
#define BG_APART(text) text,
static const char words_apart[][8] = {
#include "lexicon_words.def"
};
#undef BG_BEFORE
#undef BG_AFTER
#undef BG_APART

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
  return (key * UINT32_C(2654435761)) >> 20 & (BG_LEXICON_SLOTS - 1);
}

static inline const bg_step *step (const bg_lexicon *lexicon, unsigned node, uint32_t c) {
  uint32_t key;
  size_t i;
  if (c > 0xFFFF) return NULL;
  key = (uint32_t)node << 16 | c;
  for (i = slot_of(key); lexicon->step[i].key != 0; i = (i + 1) & (BG_LEXICON_SLOTS - 1))
    if (lexicon->step[i].key == key) return &lexicon->step[i];
  return NULL;
}

/* The step from the node over the character, made where it is not there. There
** are twice the slots of BG_LEXICON_NODES, which bg_lexicon_build holds to. */
static bg_step *grow (bg_lexicon *lexicon, unsigned node, uint32_t c) {
  uint32_t key = (uint32_t)node << 16 | c;
  size_t i;
  for (i = slot_of(key); lexicon->step[i].key != 0; i = (i + 1) & (BG_LEXICON_SLOTS - 1))
    if (lexicon->step[i].key == key) return &lexicon->step[i];
  lexicon->nodes++; /* counts steps, so that the slots stay sparse */
  lexicon->step[i].key = key;
  return &lexicon->step[i];
}

/* A word of one of the lists above: a character at least, all of them of 16 bits. */
static void enter (bg_lexicon *lexicon, unsigned root, const char *word, size_t index) {
  const unsigned char *text = (const unsigned char *)word;
  size_t end = strlen(word), at = root == ROOT_BEFORE ? end : 0, length;
  unsigned node = root;
  bg_step *last = NULL;
  do {
    uint32_t c;
    if (root == ROOT_BEFORE) {
      c = bg_char_before(text, 0, at, &length);
      at = length;
    }
    else {
      c = bg_char_at(text, at, end, &length);
      at += length;
    }
    if (last != NULL) {
      if (last->node == 0) last->node = lexicon->last_node++;
      node = last->node;
    }
    last = grow(lexicon, node, bg_fold(c));
  } while (root == ROOT_BEFORE ? at > 0 : at < end);
  last->entry = (uint16_t)(index + 1);
}

static void mark (bg_lexicon *lexicon, unsigned bits, uint32_t c) {
  unsigned char *of = &lexicon->marks[(uint16_t)c]; /* the lists hold none beyond */
  *of = (unsigned char)(*of | bits);
}

static void mark_all (bg_lexicon *lexicon, unsigned bits, const wchar_t *list) {
  for (; *list != 0; list++) mark(lexicon, bits, (uint32_t)*list);
}

/* The character at `skip` characters from the word's start; it has more. */
static uint32_t char_of (const char *word, int skip) {
  const unsigned char *text = (const unsigned char *)word;
  size_t end = strlen(word), at = 0, length = 0;
  for (; skip > 0; skip--) {
    (void)bg_char_at(text, at, end, &length);
    at += length;
  }
  return bg_char_at(text, at, end, &length);
}

static void mark_characters (bg_lexicon *lexicon) {
  /* 半 of 两年半 follows a unit; what else may join is told in scan_time.c */
  static const wchar_t joins[] = L"年月日号季世学时點点：:∶+＋至到一—―‐‑–−〜～∼﹣─-－~、和及与/／比或 　\u200B\uFF70";
  size_t i, at, length;
  mark_all(lexicon, BG_MARK_JOINS | BG_MARK_FOLLOWS | BG_MARK_ALTERS_UNIT, joins);
  for (i = 0; i < bg_unit_count; i++) {
    const char *guard = bg_units[i].not_before;
    uint32_t c = char_of(bg_units[i].text, 0);
    mark(lexicon, BG_MARK_FOLLOWS, c);
    if (c - 0x21 < 94u) mark(lexicon, BG_MARK_FOLLOWS, c + 0xFEE0); /* as full-width */
    for (at = 0; guard[at] != '\0'; at += length)
      lexicon->unit[i].guard |= UINT64_C(1) << (bg_char_at((const unsigned char *)guard, at, strlen(guard), &length) & 63);
  }
  for (i = 0; i < LENGTH_OF(words_after); i++)
    mark(lexicon, BG_MARK_FOLLOWS | BG_MARK_BEGINS_WORD, char_of(words_after[i].text, 0));
  for (i = 0; i < LENGTH_OF(names); i++) mark(lexicon, BG_MARK_FOLLOWS, char_of(names[i], 1));
  mark_all(lexicon, BG_MARK_FOLLOWS, L"成折");
  /* what goes on with another number changes no unit */
  for (at = 0; L"、和及与或"[at] != 0; at++)
    lexicon->marks[(size_t)L"、和及与或"[at]] &= (unsigned char)~BG_MARK_ALTERS_UNIT;
  mark_all(lexicon, BG_MARK_ALTERS_UNIT, L"/／·・半（(角分");
  mark_all(lexicon, BG_MARK_ALTERS_NEXT, L"第每前负負+＋-−－—–―~～:：∶/／_#.@·．　 ");
  for (i = 0; i < LENGTH_OF(words_before); i++) {
    const char *text = words_before[i].text;
    size_t start, end = strlen(text);
    mark(lexicon, BG_MARK_ENDS_WORD, bg_char_before((const unsigned char *)text, 0, end, &start));
  }
  mark_all(lexicon, BG_MARK_GOES_ON, L"余餘多来來点點．／分，");
}

bg_status bg_lexicon_build (bg_lexicon *lexicon) {
  size_t i;
  memset(lexicon, 0, sizeof *lexicon);
  lexicon->last_node = FIRST_NODE;
  mark_characters(lexicon);
  bg_stops_build(lexicon);
  for (i = 0; i < bg_unit_count; i++) {
    lexicon->unit[i].kind = bg_units[i].kind;
    lexicon->unit[i].flags = bg_units[i].flags;
    lexicon->unit[i].base_length = (unsigned char)strlen(bg_unit_base(i));
  }
  for (i = 0; i < bg_unit_count; i++) enter(lexicon, ROOT_UNIT, bg_units[i].text, i);
  for (i = 0; i < LENGTH_OF(words_after); i++) enter(lexicon, ROOT_AFTER, words_after[i].text, i);
  for (i = 0; i < LENGTH_OF(words_before); i++) enter(lexicon, ROOT_BEFORE, words_before[i].text, i);
  for (i = 0; i < LENGTH_OF(names); i++) enter(lexicon, ROOT_NAME, names[i], i);
  lexicon->percent = bg_lexicon_unit(lexicon, (const unsigned char *)"%", 0, 1, false, &i);
  return lexicon->nodes <= BG_LEXICON_NODES ? BG_OK : BG_TOO_LARGE; /* GCOVR_EXCL_BR_LINE: the lists are constant, and fit */
}

/* }====================================================== */

/* Whether the character at `at` is one of the list's, whose characters are all
** of three bytes. */
static bool listed_at (const char *list, const unsigned char *text, size_t at, size_t end) {
  const unsigned char *l = (const unsigned char *)list, *t = text + at;
  size_t length;
  if (l[0] == 0 || at >= end || t[0] < 0xE0 || bg_char_at(text, at, end, &length) == BG_NO_CHAR || length != 3)
    return false;
  for (; l[0] != 0; l += 3)
    if (l[0] == t[0] && l[1] == t[1] && l[2] == t[2]) return true;
  return false;
}

uint16_t bg_lexicon_unit (const bg_lexicon *lexicon, const unsigned char *text, size_t at,
                          size_t end, bool small, size_t *length) {
  unsigned node = ROOT_UNIT;
  uint16_t best = BG_NO_UNIT;
  size_t p = at, l = 0;
  uint32_t c = at < end ? bg_char_at(text, at, end, &l) : BG_NO_CHAR;
  *length = 0;
  while (p < end) {
    const bg_step *s = step(lexicon, node, bg_fold(c));
    bool letter;
    if (s == NULL) break;
    letter = bg_is_letter(c);
    p += l;
    c = p < end ? bg_char_at(text, p, end, &l) : BG_NO_CHAR; /* what follows */
    if (s->entry != 0) {
      uint16_t index = (uint16_t)(s->entry - 1);
      const bg_unit_brief *unit = &lexicon->unit[index];
      bool inside = letter && (bg_is_letter(c) || c - '0' < 10u || c == '-' || c == '+'); /* 5GB is not 5 G, 3 MW is not 3 M */
      if (!(small && (unit->flags & BG_UNIT_WEAK) != 0) && !inside &&
          !((unit->guard >> (c & 63) & 1) != 0 && listed_at(bg_units[index].not_before, text, p, end))) {
        best = index;
        *length = p - at;
      }
    }
    node = s->node;
    if (node == 0) break;
  }
  return best;
}

/* Whether a word that keeps to itself ends at `at`: 折合 before 约. */
static bool apart (const unsigned char *text, size_t begin, size_t at) {
  size_t i, start;
  for (i = 0; i < LENGTH_OF(words_apart); i++)
    if (bg_ends(text, begin, at, words_apart[i], strlen(words_apart[i]))) return true;
  /* 3条约50公里: a classifier after its number */
  if (BG_ENDS(text, begin, at, "条") || BG_ENDS(text, begin, at, "條")) {
    uint32_t c = bg_char_before(text, 0, at - 3, &start); /* of a run before, perhaps */
    return bg_arabic_digit(c) >= 0 || bg_is_han_numeral(c) || c == L'余' || c == L'多';
  }
  return false;
}

size_t bg_lexicon_before (const bg_lexicon *lexicon, const unsigned char *text, size_t begin,
                          size_t at, bg_sense *sense) {
  unsigned node = ROOT_BEFORE;
  size_t p = at, start, best = 0;
  while (p > begin && node != 0) {
    const bg_step *s = step(lexicon, node, bg_fold(bg_char_before(text, begin, p, &start)));
    if (s == NULL) break;
    p = start;
    node = s->node;
    if (s->entry != 0) {
      const bg_word *word = &words_before[s->entry - 1];
      size_t before;
      if (p > begin && bg_char_before(text, begin, p, &before) != BG_NO_CHAR &&
          listed_at(word->guard, text, before, p) && !apart(text, begin, p)) {
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
                         size_t end, bg_sense *sense) {
  unsigned node = ROOT_AFTER;
  size_t p = at, l, best = 0;
  while (p < end && node != 0) {
    const bg_step *s = step(lexicon, node, bg_fold(bg_char_at(text, p, end, &l)));
    if (s == NULL) break;
    p += l;
    node = s->node;
    if (s->entry != 0) {
      const bg_word *word = &words_after[s->entry - 1];
      if (listed_at(word->guard, text, p, end)) continue;
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
  while (p < end && node != 0) {
    const bg_step *s = step(lexicon, node, bg_char_at(text, p, end, &l));
    if (s == NULL) break;
    p += l;
    node = s->node;
    if (s->entry != 0) best = p - at;
  }
  return best;
}
