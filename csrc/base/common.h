/*
** common.h: what every room of the engine agrees on.
**
** The rooms, each of which may include those before it and none after:
**
**   base     bounds, periods, decimals, text, threads
**   report   facts, growth, totals; reports/ holds the bundled data
**   scan     numerals, units, quantities and periods in running text
**   read     facts from a report's text
**   frame    columns, and the files and texts that they come from
**   query    conditions, groups, sums, joins, windows over frames
**   door     lua_*.c: the one place where lua.h is known
**
** The engine is C99 and knows no Lua: nothing outside door/ includes lua.h.
** It takes text by pointer and length, answers with a bg_status, keeps no
** global state and never prints, aborts or calls back into a host. Memory
** comes from a bg_alloc that the caller hands in; its function has the shape
** of lua_Alloc, so a host may pass its own, and a test may pass one that fails.
*/
#ifndef BAOGAO_COMMON_H
#define BAOGAO_COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
** Only luaopen_baogao_core leaves the shared object. Every header wraps its
** prototypes in BG_BEGIN and BG_END, so that this holds by the source and not
** by a compiler flag that a packager may forget.
*/
#if defined(__GNUC__)
#define BG_BEGIN _Pragma("GCC visibility push(hidden)")
#define BG_END _Pragma("GCC visibility pop")
#define BG_EXPORT __attribute__((visibility("default")))
#else
#define BG_BEGIN
#define BG_END
#define BG_EXPORT
#endif

/* What a function of the engine can answer. BG_OK is 0 and the only success. */
typedef enum bg_status {
  BG_OK = 0,
  BG_NO_MEMORY, /* the allocator said no; nothing was changed */
  BG_TOO_LARGE, /* a size would overflow, or a named limit was passed */
  BG_BAD_TEXT,  /* text that does not follow its grammar */
  BG_NO_VALUE   /* well formed, but there is no answer (division by a zero) */
} bg_status;

/* resize(ud, block, old, size): size 0 frees and answers NULL; the rest is
** realloc. `old` is the size that the block was given. */
typedef struct bg_alloc {
  void *(*resize)(void *ud, void *block, size_t old, size_t size);
  void *ud;
} bg_alloc;

/* Text by length; it may hold any byte and need not end in NUL. */
typedef struct bg_text {
  const char *at;
  size_t length;
} bg_text;

/* a * b and a + b of sizes; false where the result does not fit. */
static inline bool bg_multiply (size_t a, size_t b, size_t *result) {
  if (b != 0 && a > SIZE_MAX / b) return false;
  *result = a * b;
  return true;
}

static inline bool bg_add (size_t a, size_t b, size_t *result) {
  if (a > SIZE_MAX - b) return false;
  *result = a + b;
  return true;
}

#endif
