/*
** summary.h: a summary at work, and its steps.
**
** Sums, means and counts are lanes of the tables of sums.h. A lane of whole
** numbers (an integer store, decimals included, as they are stored) is exact:
** its table is emptied into 64-bit totals. A lane of doubles is summed in
** stretches of rows, the stretches then with the rounding error of each
** addition carried along; the stretches lie where the rows lie, whatever the
** number of threads. Everything else (least, most, first, last, quantiles)
** keeps a state by group and is fed value by value. What a summary says of a
** column with bounds has bounds too: see summary_bounds.c.
**
** A large frame is cut in BG_PARTS parts with tables of their own, which are
** put together in order.
**
** The steps stand on one another in the order in which they are declared.
*/
#ifndef BAOGAO_SUMMARY_H
#define BAOGAO_SUMMARY_H

#include "aggregate.h"
#include "expr.h"
#include "group.h"
#include "sums.h"

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

/* Results of a quantile whose figures come by parts: values put in buckets by
** group, those of group g from (*starts)[g] on. The caller deletes both, with
** bg_summary_drop_buckets. */
typedef struct bg_buckets {
  uint64_t *values, *room;
  size_t *starts;
  size_t count;
} bg_buckets;

static inline bool bg_fn_is_lane (bg_fn fn) {
  return fn <= BG_FN_COUNT;
}

static inline bool bg_lane_is_whole (bg_lane_kind kind) {
  return kind != BG_LANE_DOUBLES && kind != BG_LANE_NODE;
}

BG_BEGIN

/* summary_batch.c: what a batch of rows holds */

/* The places of the groups of a batch with those rows left out that the
** filter leaves out; answers how many stay. */
size_t bg_summary_groups (const bg_summary *s, bg_summary_part *p, size_t row, size_t n, bool *all);

/* Values of a node as doubles: numbers, 0 and 1, codes; nulls where *nulls is
** not NULL. Of all `n` rows from `row` on. */
const double *bg_summary_values (const bg_summary *s, bg_summary_part *p, int node, size_t row, size_t n,
                                 const unsigned char **nulls);

/* summary_buckets.c: all values of each group */

bg_status bg_summary_buckets (bg_summary *s, size_t aggregate, int end, bg_buckets *result);
void bg_summary_drop_buckets (bg_summary *s, bg_buckets *b);

/* summary_bounds.c: the bounds of what is summarised */

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

/* summary_part.c: the memory of a part, and two parts as one */

/* Makes the room of a part whose rows are known; `batch`: rows of a batch. */
bg_status bg_summary_part_start (bg_summary *s, bg_summary_part *p, size_t batch);
void bg_summary_part_drop (bg_summary *s, bg_summary_part *p);
/* What `from` gathered goes into `to`, whose rows come before. */
void bg_summary_merge (bg_summary *s, bg_summary_part *to, const bg_summary_part *from);

/* summary_run.c: all rows of one part; no allocation */
void bg_summary_run (bg_summary *s, int part);

/* summary_value.c: a column of results, of the part that all were merged into */
bg_status bg_summary_column (bg_summary *s, size_t aggregate, const uint32_t *groups, size_t count, bg_column *result);

BG_END

#endif
