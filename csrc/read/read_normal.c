/*
** read_normal.c: the normal form of an indicator's name, by which figures of many
** reports are brought together. See read_normal.h.
*/
#include "read_normal.h"

#include <string.h>

typedef struct synonym {
  char name[56], normal[64], english[64];
  unsigned char length;
} synonym;

static const synonym synonyms[] = {
#define N(name, normal, english) { name, normal, english, sizeof(name) - 1 },
#include "read_names.def"
#undef N
};

#define SYNONYMS (sizeof synonyms / sizeof synonyms[0])

/* By a name's last eight bytes and its length, which tell most apart. */
static unsigned slot_of (const char *at, size_t length) {
  uint64_t tail = 0;
  memcpy(&tail, length < sizeof tail ? at : at + length - sizeof tail, length < sizeof tail ? length : sizeof tail);
  return (unsigned)(((tail ^ length) * UINT64_C(0x9E3779B97F4A7C15)) >> 55) & (BG_NAME_SLOTS - 1);
}

bg_status bg_names_build (bg_words *words) {
  if (SYNONYMS * 2 > BG_NAME_SLOTS || SYNONYMS > UINT8_MAX) return BG_TOO_LARGE;
  for (size_t i = 0; i < SYNONYMS; i++) {
    unsigned slot = slot_of(synonyms[i].name, synonyms[i].length);
    while (words->name[slot] != 0) slot = (slot + 1) & (BG_NAME_SLOTS - 1);
    words->name[slot] = (uint8_t)(i + 1);
  }
  return BG_OK;
}

static const synonym *find_synonym (const bg_words *words, const char *at, size_t length) {
  if (length > sizeof synonyms[0].name) return NULL;
  for (unsigned slot = slot_of(at, length); words->name[slot] != 0; slot = (slot + 1) & (BG_NAME_SLOTS - 1)) {
    const synonym *s = &synonyms[words->name[slot] - 1];
    if (s->length == length && memcmp(s->name, at, length) == 0) return s;
  }
  return NULL;
}

/* Of 各 and 的, with one of which all begins that is dropped. */
#define LAST_BYTE 0x84

/* The length of what is dropped from a name at `p` (各级各类, 各类, 各种, 的), unless nothing follows it. */
static size_t dropped_at (const char *at, size_t p, size_t length) {
  static const struct { char text[13]; unsigned char length; } dropped[] = {
    { "各级各类", 12 }, { "各类", 6 }, { "各种", 6 }, { "的", 3 }
  };
  for (size_t i = 0; i < sizeof dropped / sizeof dropped[0]; i++) {
    size_t d = dropped[i].length;
    if (p + d < length && memcmp(at + p, dropped[i].text, d) == 0) return d;
  }
  return 0;
}

size_t bg_normal_name (const bg_words *words, const char *at, size_t length, char *out, const char **english) {
  size_t n = 0;
  const synonym *s;
  *english = "";
  if (memchr(at, LAST_BYTE, length) == NULL) { /* nothing to drop, as in most */
    memcpy(out, at, length);
    n = length;
  }
  else for (size_t p = 0; p < length; ) {
    size_t skip = length - p > 3 && (unsigned char)at[p + 2] == LAST_BYTE ? dropped_at(at, p, length) : 0;
    if (skip > 0) p += skip;
    else out[n++] = at[p++];
  }
  s = find_synonym(words, out, n);
  if (s == NULL) return n;
  n = strlen(s->normal);
  memcpy(out, s->normal, n);
  *english = s->english;
  return n;
}
