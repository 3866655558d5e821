/*
** fuzz.h: what the fuzzing targets share.
**
** Each target is one function of bytes. It does not only look for crashes: it
** says what must hold, and `must` ends the program where it does not, so that
** libFuzzer keeps the input.
*/
#ifndef BAOGAO_FUZZ_H
#define BAOGAO_FUZZ_H

#include "base/common.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
int LLVMFuzzerInitialize (int *argc, char ***argv);

static inline void must (bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "does not hold: %s\n", what);
  abort();
}

/* Bytes that the engine holds, which must be none when a case is over. */
static size_t fuzz_held;

static inline void *fuzz_resize (void *ud, void *block, size_t old, size_t size) {
  (void)ud;
  must(block != NULL || old == 0, "a new block has no old size");
  fuzz_held += size;
  fuzz_held -= block == NULL ? 0 : old; /* a wrong old size shows at the end of a case */
  if (size == 0) {
    free(block);
    return NULL;
  }
  return realloc(block, size);
}

static const bg_alloc fuzz_alloc = { fuzz_resize, NULL };

/* A copy of its very size, so that reading past it is seen. */
static inline unsigned char *fuzz_copy (const uint8_t *data, size_t size) {
  unsigned char *copy = (unsigned char *)malloc(size == 0 ? 1 : size);
  must(copy != NULL, "there is memory for a case");
  if (size > 0) memcpy(copy, data, size);
  return copy;
}

#endif
