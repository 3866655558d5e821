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
#define NONE 0

#define W(text, classes, cue) { text, cue, sizeof(text) - 1, classes },
static const bg_read_word list[] = {
#include "read_words.def"
};
#undef W

#define COUNT (sizeof list / sizeof list[0])

/* all words are Chinese, three bytes a character */
#define CHARACTER 3

static uint32_t hash_of (const char *text, size_t length) {
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < length; i++) h = (h ^ (unsigned char)text[i]) * 16777619u;
  return h ^ h >> 15;
}

static unsigned character (const char *s) {
  return ((unsigned char)s[0] & 15u) << 12 | ((unsigned char)s[1] & 63u) << 6 | ((unsigned char)s[2] & 63u);
}

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
    uint32_t at = hash_of(w->text, w->length);
    while (words->slot[at & (BG_WORDS_SLOTS - 1)] != 0) at++;
    words->slot[at & (BG_WORDS_SLOTS - 1)] = (uint16_t)(i + 1);
    set_bit(words->tail, character(w->text + w->length - CHARACTER));
    if (w->length == CHARACTER) set_bit(words->head, character(w->text));
    else set_bit(words->pair, pair_of(character(w->text), character(w->text + CHARACTER)));
  }
  return BG_OK;
}

static const bg_read_word *find (const bg_words *words, const char *text, size_t length, uint32_t hash) {
  for (uint32_t at = hash ^ hash >> 15; ; at++) {
    uint16_t i = words->slot[at & (BG_WORDS_SLOTS - 1)];
    if (i == 0) return NULL;
    if (list[i - 1].length == length && memcmp(list[i - 1].text, text, length) == 0) return &list[i - 1];
  }
}

const bg_read_word *bg_word_at (const bg_words *words, const char *text, size_t at, size_t end,
                                uint64_t classes) {
  const bg_read_word *found = NULL;
  uint32_t h = 2166136261u;
  unsigned first;
  bool one, more;
  if (end - at < CHARACTER || ((unsigned char)text[at] & 0xF0) != 0xE0) return NULL;
  first = character(text + at);
  one = bit(words->head, first);
  more = end - at >= 2 * CHARACTER && bit(words->pair, pair_of(first, character(text + at + CHARACTER)));
  if (!one && !more) return NULL;
  for (size_t length = CHARACTER; length <= BG_READ_WORD && length <= end - at; length += CHARACTER) {
    const bg_read_word *w;
    for (size_t i = length - CHARACTER; i < length; i++) h = (h ^ (unsigned char)text[at + i]) * 16777619u;
    if (length == CHARACTER ? !one : !more) {
      if (!more) break;
      continue;
    }
    w = find(words, text + at, length, h);
    if (w != NULL && (classes == ~(uint64_t)0 || (w->classes & classes) != 0)) found = w;
  }
  return found;
}

const bg_read_word *bg_word_before (const bg_words *words, const char *text, size_t begin,
                                    size_t at, uint64_t classes) {
  size_t room = at - begin, length = BG_READ_WORD;
  if (room < CHARACTER || ((unsigned char)text[at - CHARACTER] & 0xF0) != 0xE0
      || !bit(words->tail, character(text + at - CHARACTER))) return NULL;
  if (length > room) length = room - room % CHARACTER;
  for (; length >= CHARACTER; length -= CHARACTER) {
    const bg_read_word *w;
    const char *start = text + at - length;
    uint32_t h = 2166136261u;
    if (length == CHARACTER ? !bit(words->head, character(start))
                            : !bit(words->pair, pair_of(character(start), character(start + CHARACTER)))) continue;
    for (size_t i = 0; i < length; i++) h = (h ^ (unsigned char)start[i]) * 16777619u;
    w = find(words, start, length, h);
    if (w != NULL && (classes == ~(uint64_t)0 || (w->classes & classes) != 0)) return w;
  }
  return NULL;
}
