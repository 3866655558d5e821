/*
** sums.c: see sums.h.
*/
#include "sums.h"
#include "base/vectors.h"

#if defined(BG_HAS_WIDE)
#include <immintrin.h>
#endif

/* Bytes of a cache line, and rows between two looks ahead: so many rows of
** any column are whole lines, as many as a row has bytes. */
#define LINE 64

static inline void look_ahead (const bg_ahead *ahead, size_t row) {
  for (size_t k = 0; k < ahead->count; k++) {
    uintptr_t at = (uintptr_t)ahead->columns[k].at + row * ahead->columns[k].size;
    for (size_t line = 0; line < ahead->columns[k].size; line++) BG_PREFETCH(at + line * LINE);
  }
}

#define PARAMETERS(group_type, type) \
  (const group_type *g, const type *a, const type *b, const type *c, size_t n, size_t spread, const bg_ahead *ahead, \
   double *table)

#define PLAIN(name, group_type, type) \
  static void name##_rest (const group_type *g, const type *a, const type *b, const type *c, size_t from, size_t n, \
                           size_t spread, double *table) { \
    for (size_t i = from; i < n; i++) { \
      double *t = table + ((size_t)g[i] * spread + i % spread) * BG_LANES; \
      t[0] += a[i]; \
      t[1] += b[i]; \
      t[2] += c[i]; \
      t[3] += 1; \
    } \
  } \
  static void name##_plain PARAMETERS(group_type, type) { \
    for (size_t row = 0; row < n; row += LINE) { \
      look_ahead(ahead, row); \
      name##_rest(g, a, b, c, row, n - row < LINE ? n : row + LINE, spread, table); \
    } \
  }

#if defined(BG_HAS_WIDE)

#define LOAD_DOUBLES(at) _mm256_loadu_pd(at)
#define LOAD_INTEGERS(at) _mm256_cvtepi32_pd(_mm_loadu_si128((const __m128i *)(const void *)(at)))

/* The vector of a row goes to its place. */
#define ADD(group, k, row) do { \
    double *t = table + ((size_t)(group) * by + (k) % by) * BG_LANES; \
    _mm256_store_pd(t, _mm256_add_pd(_mm256_load_pd(t), (row))); \
  } while (0)

/* Four rows at a time: load four of each column, turn the 4 x 4 square over,
** add each row where it belongs. */
#define WIDE(name, group_type, type, LOAD, spread_by) \
  BG_WIDE static void name##_by_##spread_by PARAMETERS(group_type, type) { \
    enum { by = spread_by }; \
    const __m256d ones = _mm256_set1_pd(1); \
    size_t fours = n / 4 * 4; \
    for (size_t row = 0; row < fours; row += LINE) { \
      size_t end = fours - row < LINE ? fours : row + LINE; \
      look_ahead(ahead, row); \
      for (size_t i = row; i < end; i += 4) { \
        __m256d x = LOAD(a + i), y = LOAD(b + i), z = LOAD(c + i); \
        __m256d p = _mm256_unpacklo_pd(x, y), q = _mm256_unpackhi_pd(x, y); \
        __m256d r = _mm256_unpacklo_pd(z, ones), s = _mm256_unpackhi_pd(z, ones); \
        ADD(g[i], 0, _mm256_insertf128_pd(p, _mm256_castpd256_pd128(r), 1)); \
        ADD(g[i + 1], 1, _mm256_insertf128_pd(q, _mm256_castpd256_pd128(s), 1)); \
        ADD(g[i + 2], 2, _mm256_permute2f128_pd(p, r, 0x31)); \
        ADD(g[i + 3], 3, _mm256_permute2f128_pd(q, s, 0x31)); \
      } \
    } \
    name##_rest(g, a, b, c, fours, n, spread, table); \
  }

#define SUM(name, group_type, type, LOAD) \
  PLAIN(name, group_type, type) \
  WIDE(name, group_type, type, LOAD, 1) \
  WIDE(name, group_type, type, LOAD, 4)

#define RUN(name, g, v) \
  (!wide ? name##_plain : spread == 1 ? name##_by_1 : name##_by_4) \
    (rows->g, rows->v[0], rows->v[1], rows->v[2], rows->count, spread, ahead, table)

#else

#define SUM(name, group_type, type, LOAD) PLAIN(name, group_type, type)
#define RUN(name, g, v) \
  name##_plain(rows->g, rows->v[0], rows->v[1], rows->v[2], rows->count, spread, ahead, table)

#endif

SUM(doubles_of_groups, uint32_t, double, LOAD_DOUBLES)
SUM(doubles_of_bytes, uint8_t, double, LOAD_DOUBLES)
SUM(integers_of_groups, uint32_t, int32_t, LOAD_INTEGERS)
SUM(integers_of_bytes, uint8_t, int32_t, LOAD_INTEGERS)

void bg_sum (const bg_addends *rows, size_t spread, bool wide, const bg_ahead *ahead, double *table) {
  (void)wide;
  if (rows->bytes != NULL && rows->doubles[0] != NULL) RUN(doubles_of_bytes, bytes, doubles);
  else if (rows->bytes != NULL) RUN(integers_of_bytes, bytes, integers);
  else if (rows->doubles[0] != NULL) RUN(doubles_of_groups, groups, doubles);
  else RUN(integers_of_groups, groups, integers);
}
