/*
** read_words.c: the reader's words. See read_words.h.
*/
#include "read_words.h"

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
const bg_read_word bg_word_list[] = {
#include "read_words.def"
};
#undef W

#define COUNT (sizeof bg_word_list / sizeof bg_word_list[0])

#define CHARACTER BG_WORD_CHARACTER

#define HASH_START 2166136261u

/* one more character, three bytes */
static uint32_t hash_step (uint32_t h, uint32_t c) { return (h ^ c) * 16777619u; }

static unsigned one_slot (const char *s) { return bg_word_one_slot(bg_word_one(s)); }

static unsigned two_slot (const char *s) {
  return bg_word_two_slot(bg_word_two(s));
}

static void set_bit (uint8_t *bits, unsigned i) { bits[i >> 3] = (uint8_t)(bits[i >> 3] | 1u << (i & 7u)); }

/* what words of time begin with: the cases of bg_time_words_at */
static const char times[] = "今去上下明本全第前过这近“〇○零一二三四五六七八九十０１２３４５６７８９";

bg_status bg_words_build (bg_words *words) {
  memset(words, 0, sizeof *words);
  if (COUNT * 2 > BG_WORDS_SLOTS) return BG_TOO_LARGE;
  for (size_t i = 0; i < COUNT; i++) {
    const bg_read_word *w = &bg_word_list[i];
    uint32_t h = HASH_START, at;
    for (size_t k = 0; k < w->length; k += CHARACTER) h = hash_step(h, bg_word_one(w->text + k));
    for (at = h ^ h >> 15; words->slot[at & (BG_WORDS_SLOTS - 1)] != 0; at++) ;
    words->slot[at & (BG_WORDS_SLOTS - 1)] = (uint16_t)(i + 1);
    set_bit(words->tail, one_slot(w->text + w->length - CHARACTER));
    if (w->length == CHARACTER) set_bit(words->head, one_slot(w->text));
    else {
      uint8_t *lengths = &words->lengths[two_slot(w->text)];
      *lengths = (uint8_t)(*lengths | 1u << (w->length / CHARACTER - 1));
    }
  }
  for (const char *s = times; *s != '\0'; s += CHARACTER) set_bit(words->times, one_slot(s));
  return BG_OK;
}

/* Are the words of `length` bytes, a multiple of three up to BG_READ_WORD, the
** same? By loads of a fixed size, the last of which overlaps the one before. */
static bool same (const char *a, const char *b, size_t length) {
  uint64_t x, y;
  uint32_t u, v;
  if (length < 8) {
    if (length == CHARACTER) return memcmp(a, b, CHARACTER) == 0;
    memcpy(&u, a, 4);
    memcpy(&v, b, 4);
    if (u != v) return false;
    memcpy(&u, a + length - 4, 4);
    memcpy(&v, b + length - 4, 4);
    return u == v;
  }
  for (size_t i = 0; i + 8 < length; i += 8) {
    memcpy(&x, a + i, 8);
    memcpy(&y, b + i, 8);
    if (x != y) return false;
  }
  memcpy(&x, a + length - 8, 8);
  memcpy(&y, b + length - 8, 8);
  return x == y;
}

static const bg_read_word *find (const bg_words *words, const char *text, size_t length, uint32_t hash) {
  for (uint32_t at = hash ^ hash >> 15; ; at++) {
    uint16_t i = words->slot[at & (BG_WORDS_SLOTS - 1)];
    if (i == 0) return NULL;
    if (bg_word_list[i - 1].length == length && same(bg_word_list[i - 1].text, text, length)) return &bg_word_list[i - 1];
  }
}

static bool wanted (const bg_read_word *w, uint64_t classes) {
  return w != NULL && (classes == ~(uint64_t)0 || (w->classes & classes) != 0);
}

const bg_read_word *bg_word_read (const bg_words *words, const char *text, size_t at, size_t end,
                                  uint64_t classes, bool one, unsigned lengths) {
  const char *s = text + at;
  size_t room = (end - at) / CHARACTER, n = 0;
  uint32_t hash[BG_READ_WORD / CHARACTER];
  hash[0] = hash_step(HASH_START, bg_word_one(s));
  while (lengths >> (n + 1) != 0 && n + 2 <= room) {
    n++;
    hash[n] = hash_step(hash[n - 1], bg_word_one(s + n * CHARACTER));
  }
  for (; n > 0; n--) {
    const bg_read_word *w;
    if ((lengths >> n & 1u) == 0) continue;
    w = find(words, s, (n + 1) * CHARACTER, hash[n]);
    if (wanted(w, classes)) return w;
  }
  if (one) {
    const bg_read_word *w = find(words, s, CHARACTER, hash[0]);
    if (wanted(w, classes)) return w;
  }
  return NULL;
}

const bg_read_word *bg_word_before (const bg_words *words, const char *text, size_t begin,
                                    size_t at, uint64_t classes) {
  size_t room = begin < at ? at - begin : 0, length = BG_READ_WORD;
  if (room < CHARACTER || ((unsigned char)text[at - CHARACTER] & 0xF0) != 0xE0
      || !bg_word_bit(words->tail, one_slot(text + at - CHARACTER))) return NULL;
  if (length > room) length = room - room % CHARACTER;
  for (; length >= CHARACTER; length -= CHARACTER) {
    const bg_read_word *w;
    const char *s = text + at - length;
    uint32_t h = HASH_START;
    if (length == CHARACTER ? !bg_word_bit(words->head, one_slot(s))
                            : (words->lengths[two_slot(s)] >> (length / CHARACTER - 1) & 1u) == 0) continue;
    for (size_t k = 0; k < length; k += CHARACTER) h = hash_step(h, bg_word_one(s + k));
    w = find(words, s, length, h);
    if (wanted(w, classes)) return w;
  }
  return NULL;
}
