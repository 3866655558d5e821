/*
** summarise.h: one row a group.
**
** Sums, means and counts are lanes of the tables of sums.h. A lane of whole
** numbers (an integer store, decimals included, as they are stored) is exact:
** its table is emptied into 64-bit totals. A lane of doubles is summed in
** stretches of rows, the stretches then with the rounding error of each
** addition carried along; the stretches lie where the rows lie, whatever the
** number of threads. Everything else (least, most, first, last, quantiles,
** sums of bounds) keeps a state by group and is fed value by value.
**
** A large frame is cut in BG_PARTS parts with tables of their own, which are
** put together in order.
*/
#ifndef BAOGAO_SUMMARISE_H
#define BAOGAO_SUMMARISE_H

#include "expr.h"
#include "group.h"
#include "sums.h"

typedef enum bg_fn {
  BG_FN_SUM, BG_FN_MEAN, BG_FN_COUNT,                     /* lanes */
  BG_FN_MIN, BG_FN_MAX, BG_FN_FIRST, BG_FN_LAST,          /* states */
  BG_FN_LOWER_SUM, BG_FN_UPPER_SUM, BG_FN_LOWER_MEAN, BG_FN_UPPER_MEAN, /* rounded down, up */
  BG_FN_QUANTILE, BG_FN_COUNT_DISTINCT                    /* all values kept */
} bg_fn;

/* More results in one go than this is no summary. */
#define BG_AGGREGATES_MAX 256

typedef struct bg_aggregate {
  bg_fn fn;
  int node;        /* -1: count of rows */
  double quantile;
  bg_text name;
} bg_aggregate;

/* What fills a lane. */
typedef enum bg_lane_kind {
  BG_LANE_STORED,  /* integers as stored: exact */
  BG_LANE_DOUBLES, /* a column of doubles */
  BG_LANE_NODE,    /* what a node gives */
  BG_LANE_HIGH,    /* of whole numbers beyond 32 bits, v = high * 2^27 + low */
  BG_LANE_LOW,
  BG_LANE_VALID    /* 1 where a node is not null */
} bg_lane_kind;

typedef struct bg_lane {
  bg_lane_kind kind;
  int node;
} bg_lane;

typedef struct bg_summary {
  bg_program *program;
  bg_alloc alloc;
  bg_keys keys;
  int filter;                    /* a node, or -1 */
  const bg_aggregate *aggregates;
  size_t count;
  bg_lane *lanes;
  size_t lane_count;
  int (*lanes_of)[2];            /* of each aggregate: value (or high), then count (or -1) */
  bool run_program;
  uint32_t *ids;                 /* group numbers by row; NULL: places by keys */
  bool masked;                   /* rows left out have BG_NO_ROW in ids */
  size_t groups;                 /* of the tables */
  int parts;
  struct bg_summary_part *part;  /* BG_PARTS of them */
} bg_summary;

/* The state of an aggregate that is no lane, by group. */
typedef struct bg_state {
  double *value;         /* also the sum of a directed sum */
  double *error, *slack; /* directed sums: errors of its additions, and their sizes */
  uint32_t *n;           /* values seen */
  uint32_t *pair_group;  /* quantiles: every value with its group */
  double *pair_value;
  size_t pairs;
} bg_state;

typedef struct bg_summary_part {
  size_t first, past;    /* rows */
  bg_machine machine;
  unsigned char *room;   /* the block that all below lies in */
  size_t room_size;
  size_t spread;
  double *table;         /* [block][group][spread][4], on a border of 32 bytes */
  int64_t *whole;        /* [lane][group] totals of whole lanes */
  double *sum, *error;   /* [lane][group] totals of the others */
  uint64_t *rows;        /* [group] */
  uint32_t *seen;        /* [group] where the stretch begins that had it first */
  bg_state *states;      /* [aggregate] */
  double *doubles[3];    /* batches on their way into a table */
  int32_t *integers[3];
  double *values;
  uint32_t *groups;
  uint16_t *selected;
  unsigned char *nulls;
} bg_summary_part;

BG_BEGIN

/* One row a group of the rows where `filter` (a node, or -1) is true, groups
** in order of first appearance; keys first, then the aggregates. Without keys
** one row always. BG_NO_VALUE with program->fault where a sum overflows or a
** type does not fit. */
bg_status bg_summarise (bg_program *program, int filter, const size_t *keys, size_t key_count,
                        const bg_aggregate *aggregates, size_t count, int threads, bg_frame **result);

/* summarise_run.c: one part; no allocation */
void bg_summary_run (bg_summary *s, int part);
/* The places of the groups of a batch with those rows left out that the
** filter leaves out; answers how many stay. */
size_t bg_summary_groups (const bg_summary *s, bg_summary_part *p, size_t row, size_t n, bool *all);

/* summarise_value.c: the results */
bg_status bg_summary_column (bg_summary *s, size_t aggregate, const uint32_t *groups, size_t count, bg_column *result);

BG_END

static inline bool bg_fn_is_lane (bg_fn fn) {
  return fn <= BG_FN_COUNT;
}

static inline bool bg_lane_is_whole (bg_lane_kind kind) {
  return kind != BG_LANE_DOUBLES && kind != BG_LANE_NODE;
}

/* s + x, and what it lost in *error (Knuth's TwoSum). */
static inline double bg_two_sum (double s, double x, double *error) {
  double t = s + x, back = t - s;
  *error += (s - (t - back)) + (x - back);
  return t;
}

#endif
