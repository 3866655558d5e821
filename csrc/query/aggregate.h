/*
** aggregate.h: what a summary is asked for: a function of the rows of a group.
*/
#ifndef BAOGAO_AGGREGATE_H
#define BAOGAO_AGGREGATE_H

#include "base/common.h"

typedef enum bg_fn {
  BG_FN_SUM, BG_FN_MEAN, BG_FN_COUNT,                     /* lanes */
  BG_FN_MIN, BG_FN_MAX, BG_FN_FIRST, BG_FN_LAST,          /* states */
  BG_FN_QUANTILE, BG_FN_COUNT_DISTINCT                    /* all values kept */
} bg_fn;

/* What of the result is asked for: the value, the value with its bounds, or
** one end of them as a column of its own. A count has the value alone. */
typedef enum bg_part {
  BG_PART_VALUE, BG_PART_BOUNDED, BG_PART_LOWER, BG_PART_UPPER, BG_PART_LOWER_OPEN, BG_PART_UPPER_OPEN
} bg_part;

/* As many columns as the query language lets one step make. */
#define BG_AGGREGATES_MAX 1000

typedef struct bg_aggregate {
  bg_fn fn;
  bg_part part;
  int node;        /* -1: count of rows */
  double quantile;
  bg_text name;
} bg_aggregate;

#endif
