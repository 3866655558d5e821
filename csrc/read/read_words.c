/*
** read_words.c: the reader's words. See read_words.h.
*/
#include "read_words.h"

#include <string.h>

/* the classes by their short names, as read_words.def has them */
#define LINK BG_W(LINK)
#define CUT BG_W(CUT)
#define CUTL BG_W(CUTL)
#define STOP BG_W(STOP)
#define STRIP BG_W(STRIP)
#define STRIP1 BG_W(STRIP1)
#define STRIPV BG_W(STRIPV)
#define STRIPC BG_W(STRIPC)
#define STRIPN BG_W(STRIPN)
#define UP BG_W(UP)
#define DOWN BG_W(DOWN)
#define TO BG_W(TO)
#define TO2 BG_W(TO2)
#define FROM BG_W(FROM)
#define BOUND BG_W(BOUND)
#define GROWN BG_W(GROWN)
#define FLOW BG_W(FLOW)
#define STOCK BG_W(STOCK)
#define DONE BG_W(DONE)
#define CUM BG_W(CUM)
#define SPAN BG_W(SPAN)
#define FORE BG_W(FORE)
#define GOAL BG_W(GOAL)
#define YOY BG_W(YOY)
#define PREV BG_W(PREV)
#define THAN BG_W(THAN)
#define AGAINST BG_W(AGAINST)
#define RANK BG_W(RANK)
#define SHARE BG_W(SHARE)
#define TOTAL BG_W(TOTAL)
#define HEADED BG_W(HEADED)
#define LIST BG_W(LIST)
#define PROC BG_W(PROC)
#define PART BG_W(PART)
#define SCOPE BG_W(SCOPE)
#define SIZE BG_W(SIZE)
#define NEXT BG_W(NEXT)
#define NONE 0

#define W(text, classes, cue) { text, cue, sizeof(text) - 1, classes },
static const bg_read_word list[] = {
#include "read_words.def"
};
#undef W

#define COUNT (sizeof list / sizeof list[0])

/* all words are Chinese, three bytes a character */
#define CHARACTER 3u

#define HASH_START 2166136261u

static unsigned character (const char *s) {
  return ((unsigned char)s[0] & 15u) << 12 | ((unsigned char)s[1] & 63u) << 6 | ((unsigned char)s[2] & 63u);
}

/* one more character, three bytes */
static uint32_t hash_step (uint32_t h, unsigned c) { return (h ^ c) * 16777619u; }

static unsigned pair_of (unsigned a, unsigned b) {
  return (a * 40503u + b * 30011u) & 0xFFFFu;
}

static bool bit (const uint8_t *bits, unsigned i) { return (bits[i >> 3] >> (i & 7u) & 1u) != 0; }
static void set_bit (uint8_t *bits, unsigned i) { bits[i >> 3] = (uint8_t)(bits[i >> 3] | 1u << (i & 7u)); }

bg_status bg_words_build (bg_words *words) {
  memset(words, 0, sizeof *words);
  if (COUNT * 2 > BG_WORDS_SLOTS) return BG_TOO_LARGE;
  for (size_t i = 0; i < COUNT; i++) {
    const bg_read_word *w = &list[i];
    uint32_t h = HASH_START, at;
    for (size_t k = 0; k < w->length; k += CHARACTER) h = hash_step(h, character(w->text + k));
    for (at = h ^ h >> 15; words->slot[at & (BG_WORDS_SLOTS - 1)] != 0; at++) ;
    words->slot[at & (BG_WORDS_SLOTS - 1)] = (uint16_t)(i + 1);
    set_bit(words->tail, character(w->text + w->length - CHARACTER));
    if (w->length == CHARACTER) set_bit(words->head, character(w->text));
    else {
      uint8_t *lengths = &words->lengths[pair_of(character(w->text), character(w->text + CHARACTER))];
      *lengths = (uint8_t)(*lengths | 1u << (w->length / CHARACTER - 1));
    }
  }
  return bg_regions_build(words);
}

static const bg_read_word *find (const bg_words *words, const char *text, size_t length, uint32_t hash) {
  for (uint32_t at = hash ^ hash >> 15; ; at++) {
    uint16_t i = words->slot[at & (BG_WORDS_SLOTS - 1)];
    if (i == 0) return NULL;
    if (list[i - 1].length == length && memcmp(list[i - 1].text, text, length) == 0) return &list[i - 1];
  }
}

static bool wanted (const bg_read_word *w, uint64_t classes) {
  return w != NULL && (classes == ~(uint64_t)0 || (w->classes & classes) != 0);
}

const bg_read_word *bg_word_at (const bg_words *words, const char *text, size_t at, size_t end,
                                uint64_t classes) {
  const bg_read_word *found = NULL, *w;
  const char *s = text + at;
  size_t room = at < end ? end - at : 0;
  unsigned first, lengths = 0;
  uint32_t h;
  bool one;
  if (room < CHARACTER || ((unsigned char)*s & 0xF0) != 0xE0) return NULL;
  first = character(s);
  one = bit(words->head, first);
  if (room >= 2 * CHARACTER) lengths = words->lengths[pair_of(first, character(s + CHARACTER))];
  if (!one && lengths == 0) return NULL;
  h = hash_step(HASH_START, first);
  if (one) {
    w = find(words, s, CHARACTER, h);
    if (wanted(w, classes)) found = w;
  }
  for (size_t n = 1; lengths >> n != 0 && (n + 1) * CHARACTER <= room; n++) {
    h = hash_step(h, character(s + n * CHARACTER));
    if ((lengths >> n & 1u) == 0) continue;
    w = find(words, s, (n + 1) * CHARACTER, h);
    if (wanted(w, classes)) found = w;
  }
  return found;
}

const bg_read_word *bg_word_before (const bg_words *words, const char *text, size_t begin,
                                    size_t at, uint64_t classes) {
  size_t room = begin < at ? at - begin : 0, length = BG_READ_WORD;
  if (room < CHARACTER || ((unsigned char)text[at - CHARACTER] & 0xF0) != 0xE0
      || !bit(words->tail, character(text + at - CHARACTER))) return NULL;
  if (length > room) length = room - room % CHARACTER;
  for (; length >= CHARACTER; length -= CHARACTER) {
    const bg_read_word *w;
    const char *s = text + at - length;
    uint32_t h = HASH_START;
    if (length == CHARACTER ? !bit(words->head, character(s))
                            : (words->lengths[pair_of(character(s), character(s + CHARACTER))]
                               >> (length / CHARACTER - 1) & 1u) == 0) continue;
    for (size_t k = 0; k < length; k += CHARACTER) h = hash_step(h, character(s + k));
    w = find(words, s, length, h);
    if (wanted(w, classes)) return w;
  }
  return NULL;
}
