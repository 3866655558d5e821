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
**
** Where the groups' vectors are many, the processor waits for them and no
** longer looks ahead far enough to bring in the columns; so the caller may name
** columns whose next rows are asked for while these are summed.
*/
#ifndef BAOGAO_SUMS_H
#define BAOGAO_SUMS_H

#include "base/common.h"

#define BG_LANES 4
#define BG_SUM_ROWS ((size_t)1 << 20)

/* Vectors of a group where there are few groups, else 1. */
#define BG_SPREAD 4

/* Columns to look ahead in: three of values, and some keys. */
#define BG_AHEAD_MAX 8

typedef struct bg_ahead {
  size_t count;
  struct {
    const unsigned char *at; /* of the first row to ask for */
    size_t size;             /* bytes of a row */
  } columns[BG_AHEAD_MAX];
} bg_ahead;

/* Rows, by group and with their values; one of each pair is NULL. */
typedef struct bg_addends {
  size_t count;
  const uint32_t *groups;
  const uint8_t *bytes;
  const double *doubles[3];
  const int32_t *integers[3];
} bg_addends;

BG_BEGIN

/* Adds the rows: row i goes to table[(group[i] * spread + i % spread) * 4] and
** the three doubles after it; the fourth lane gets 1 a row. The table is
** aligned to 32 bytes; spread is 1 or BG_SPREAD. */
void bg_sum (const bg_addends *rows, size_t spread, bool wide, const bg_ahead *ahead, double *table);

BG_END

/* s + x, and what it lost in *error (Knuth's TwoSum). */
static inline double bg_two_sum (double s, double x, double *error) {
  double t = s + x, back = t - s;
  *error += (s - (t - back)) + (x - back);
  return t;
}

#endif
