/*
** engine.h: what the files of the engine's driver share. See engine.c.
*/
#ifndef ENGINE_H
#define ENGINE_H

#include "base/common.h"

#include <stdio.h>
#include <string.h>

extern int engine_held, engine_wrong;

#define HOLDS(what) \
  do { \
    engine_held++; \
    if (!(what)) { \
      engine_wrong++; \
      printf("%s, line %d does not hold: %s\n", __FILE__, __LINE__, #what); \
    } \
  } while (0)

/* The C library's memory, in the shape of bg_alloc. */
void *engine_resize (void *ud, void *block, size_t old, size_t size);
extern const bg_alloc engine_alloc;

static inline bg_text text_of (const char *s) {
  bg_text t;
  t.at = s;
  t.length = strlen(s);
  return t;
}

/* Memory that ends: *ud more blocks are given, and none after. */
void *engine_scarce_resize (void *ud, void *block, size_t old, size_t size);

/* engine_texts.c: numbers, texts and reports; engine_read.c: the reader */
void engine_texts (void);
void engine_read (void);

/* engine_query.c: frames and queries where memory ends */
void engine_queries (void);

#endif
