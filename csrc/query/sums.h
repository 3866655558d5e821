/*
** sums.h: many sums by group in one pass.
**
** Three columns and a count make a lane block: for each row, one vector of
** four doubles {a, b, c, 1} is added to the vector of the row's group, so that
** three sums and a count cost one addition. Groups repeat, and an addition has
** to wait for the one before it in the same place; so where there are few
** groups each has four vectors, taken in turn by the rows.
**
** Sums of whole numbers up to 2^31 stay exact as doubles for BG_SUM_ROWS rows;
** the caller empties the table at least that often.
*/
#ifndef BAOGAO_SUMS_H
#define BAOGAO_SUMS_H

#include "base/common.h"

#define BG_LANES 4
#define BG_SUM_ROWS ((size_t)1 << 20)

/* Vectors of a group where there are few groups, else 1. */
#define BG_SPREAD 4

BG_BEGIN

/* Adds `count` rows: row i goes to table[(group[i] * spread + i % spread) * 4]
** and the three doubles after it; the fourth lane gets 1 a row. The table is
** aligned to 32 bytes. Where `bytes` is not NULL the groups are there. */
void bg_sum_doubles (const uint32_t *groups, const uint8_t *bytes, const double *a, const double *b, const double *c,
                     size_t count, size_t spread, double *table);
void bg_sum_integers (const uint32_t *groups, const uint8_t *bytes, const int32_t *a, const int32_t *b,
                      const int32_t *c, size_t count, size_t spread, double *table);

BG_END

#endif
