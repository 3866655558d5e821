/*
** sums.c: see sums.h.
*/
#include "sums.h"
#include "base/vectors.h"

#include <string.h>

#if defined(BG_VECTORS)

typedef double four __attribute__((vector_size(32)));
typedef int32_t four_integers __attribute__((vector_size(16)));
typedef long long places __attribute__((vector_size(32)));

/* Four rows at a time: load four of each column, turn the 4 x 4 square over,
** add each row where it belongs. */
#define SUM(name, group_type, type, four_type, spread) \
  BG_CLONES static size_t name (const group_type *g, const type *a, const type *b, const type *c, size_t n, four *t) { \
    const four ones = { 1, 1, 1, 1 }; \
    const places even = { 0, 4, 2, 6 }, odd = { 1, 5, 3, 7 }, low = { 0, 1, 4, 5 }, high = { 2, 3, 6, 7 }; \
    size_t i; \
    for (i = 0; i + 4 <= n; i += 4) { \
      four_type ra, rb, rc; \
      four x, y, z, p, q, r, s; \
      memcpy(&ra, a + i, sizeof ra); \
      memcpy(&rb, b + i, sizeof rb); \
      memcpy(&rc, c + i, sizeof rc); \
      x = __builtin_convertvector(ra, four); \
      y = __builtin_convertvector(rb, four); \
      z = __builtin_convertvector(rc, four); \
      p = __builtin_shuffle(x, y, even); \
      q = __builtin_shuffle(x, y, odd); \
      r = __builtin_shuffle(z, ones, even); \
      s = __builtin_shuffle(z, ones, odd); \
      t[(size_t)g[i] * spread] += __builtin_shuffle(p, r, low); \
      t[(size_t)g[i + 1] * spread + 1 % spread] += __builtin_shuffle(q, s, low); \
      t[(size_t)g[i + 2] * spread + 2 % spread] += __builtin_shuffle(p, r, high); \
      t[(size_t)g[i + 3] * spread + 3 % spread] += __builtin_shuffle(q, s, high); \
    } \
    return i; \
  }

SUM(sum_doubles, uint32_t, double, four, 1)
SUM(sum_doubles_spread, uint32_t, double, four, BG_SPREAD)
SUM(sum_doubles_bytes, uint8_t, double, four, BG_SPREAD)
SUM(sum_integers, uint32_t, int32_t, four_integers, 1)
SUM(sum_integers_spread, uint32_t, int32_t, four_integers, BG_SPREAD)
SUM(sum_integers_bytes, uint8_t, int32_t, four_integers, BG_SPREAD)

#define MOST(kind) \
  bytes != NULL && spread > 1 ? sum_##kind##_bytes(bytes, a, b, c, count, (four *)(void *)table) \
  : bytes != NULL ? 0 \
  : spread > 1 ? sum_##kind##_spread(groups, a, b, c, count, (four *)(void *)table) \
  : sum_##kind(groups, a, b, c, count, (four *)(void *)table)

#else
#define MOST(kind) 0
#endif

#define REST \
  for (; i < count; i++) { \
    double *t = table + ((size_t)(bytes != NULL ? bytes[i] : groups[i]) * spread + i % spread) * BG_LANES; \
    t[0] += a[i]; \
    t[1] += b[i]; \
    t[2] += c[i]; \
    t[3] += 1; \
  }

void bg_sum_doubles (const uint32_t *groups, const uint8_t *bytes, const double *a, const double *b, const double *c,
                     size_t count, size_t spread, double *table) {
  size_t i = MOST(doubles);
  REST
}

void bg_sum_integers (const uint32_t *groups, const uint8_t *bytes, const int32_t *a, const int32_t *b,
                      const int32_t *c, size_t count, size_t spread, double *table) {
  size_t i = MOST(integers);
  REST
}
