/*
** engine.h: what the files of the engine's proof share.
*/
#ifndef ENGINE_H
#define ENGINE_H

#include "base/common.h"

#include <stdio.h>
#include <string.h>

extern int held, wrong;

#define HOLDS(what) \
  do { \
    held++; \
    if (!(what)) { \
      wrong++; \
      printf("%s, line %d does not hold: %s\n", __FILE__, __LINE__, #what); \
    } \
  } while (0)

extern const bg_alloc alloc; /* the C library's */

static inline bg_text text_of (const char *s) {
  bg_text t;
  t.at = s;
  t.length = strlen(s);
  return t;
}

void queries (void); /* engine_query.c */

#endif
