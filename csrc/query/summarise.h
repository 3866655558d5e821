/*
** summarise.h: one row a group.
**
** Sums, means and counts are lanes of the tables of sums.h. A lane of whole
** numbers (an integer store, decimals included, as they are stored) is exact:
** its table is emptied into 64-bit totals. A lane of doubles is summed in
** stretches of rows, the stretches then with the rounding error of each
** addition carried along; the stretches lie where the rows lie, whatever the
** number of threads. Everything else (least, most, first, last, quantiles)
** keeps a state by group and is fed value by value. What a summary says of a
** column with bounds has bounds too: see summarise_bounds.c.
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
  BG_FN_QUANTILE, BG_FN_COUNT_DISTINCT                    /* all values kept */
} bg_fn;

/* What of the result is asked for: the value, the value with its bounds, or
** one end of them as a column of its own. */
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
  int *ends_of;                  /* of each aggregate: the first that keeps the same ends; -1: every figure is exact */
  bool bounded;                  /* some aggregate keeps ends */
  bool run_program;
  uint32_t *ids;                 /* group numbers by row; NULL: places by keys */
  bool masked;                   /* rows left out have BG_NO_ROW in ids */
  size_t groups;                 /* of the tables */
  int parts;
  struct bg_summary_part *part;  /* BG_PARTS of them */
} bg_summary;

/* The state of an aggregate that is no lane, by group. */
typedef struct bg_state {
  double *value;
  uint32_t *n;           /* values seen */
  uint32_t *pair_group;  /* quantiles: every value with its group */
  double *pair_value;
  size_t pairs;
} bg_state;

/* The bounds of an aggregate, by group: [0] is the lower end, [1] the upper. */
typedef struct bg_ends {
  double *end[2];            /* also a sum of ends */
  double *error[2], *slack[2]; /* of such a sum: errors of its additions, and their sizes */
  unsigned char *open;       /* BG_LOWER_OPEN | BG_UPPER_OPEN */
  uint32_t *n;               /* figures seen */
  uint32_t *inexact;         /* those that are not exact among them */
  int64_t *taken;            /* sums of stored numbers: what the inexact ones gave to the lane */
  uint32_t *figure_group;    /* quantiles: every figure with its group */
  double *figure_end[2];
  unsigned char *figure_open;
  size_t figures;
} bg_ends;

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
  bg_ends *ends;         /* [aggregate] */
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

/* Values of a node as doubles: numbers, 0 and 1, codes; nulls where *nulls is
** not NULL. Of all `n` rows from `row` on. */
const double *bg_summary_values (const bg_summary *s, bg_summary_part *p, int node, size_t row, size_t n,
                                 const unsigned char **nulls);

/* summarise_bounds.c */

/* Whether an aggregate keeps ends of its own, and then whether a sum can take
** what exact figures give to it from the lane. */
bool bg_summary_has_ends (const bg_summary *s, size_t aggregate);
bool bg_summary_sparse (const bg_summary *s, size_t aggregate);
/* The ends of one aggregate take in a batch. */
void bg_summary_run_ends (const bg_summary *s, bg_summary_part *p, size_t aggregate, size_t row, size_t n, size_t kept);
void bg_summary_merge_ends (const bg_summary *s, size_t aggregate, bg_summary_part *to, const bg_summary_part *from);
/* The bounds of the results of the groups, whose values (and nulls) are known. */
bg_status bg_summary_intervals (bg_summary *s, size_t aggregate, const uint32_t *groups, size_t count,
                                const double *values, const unsigned char *nulls, bg_interval *result);

/* summarise_value.c: the results */
bg_status bg_summary_column (bg_summary *s, size_t aggregate, const uint32_t *groups, size_t count, bg_column *result);
/* Results of a quantile whose figures come by parts: values put in buckets by
** group, those of group g from (*starts)[g] on. The caller deletes both, with
** bg_summary_drop_buckets. */
typedef struct bg_buckets {
  uint64_t *values, *room;
  size_t *starts;
  size_t count;
} bg_buckets;
bg_status bg_summary_buckets (bg_summary *s, size_t aggregate, int end, bg_buckets *result);
void bg_summary_drop_buckets (bg_summary *s, bg_buckets *b);

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
