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

/* their lengths side by side, which are looked through first */
static const unsigned char lengths[] = {
#define N(name, normal, english) sizeof(name) - 1,
#include "read_names.def"
#undef N
};

static const synonym *find_synonym (const char *at, size_t length) {
  const unsigned char *p = lengths, *end = lengths + SYNONYMS;
  if (length > sizeof synonyms[0].name) return NULL;
  while ((p = memchr(p, (int)length, (size_t)(end - p))) != NULL) {
    const synonym *s = &synonyms[p - lengths];
    if (memcmp(s->name, at, length) == 0) return s;
    p++;
  }
  return NULL;
}

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

size_t bg_normal_name (const char *at, size_t length, char *out, const char **english) {
  size_t n = 0;
  const synonym *s;
  *english = "";
  for (size_t p = 0; p < length && n + 1 < BG_NAME_ROOM; ) {
    /* both 各 and 的 end in this byte */
    size_t skip = length - p > 3 && (unsigned char)at[p + 2] == 0x84 ? dropped_at(at, p, length) : 0;
    if (skip > 0) p += skip;
    else out[n++] = at[p++];
  }
  s = find_synonym(out, n);
  if (s == NULL) return n;
  n = strlen(s->normal);
  memcpy(out, s->normal, n);
  *english = s->english;
  return n;
}
