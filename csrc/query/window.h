/*
** window.h: a new column in which each row looks at others of its group.
**
** Earlier rows are found by their period, never by where they stand: the
** value a year before 2024-10 is that of 2023-10, and null where no row, or
** more than one, has that period. Periods are numbered by place (dictionary
** codes, or days or years less the least); each place is shifted once, and
** rows are found in a table of groups by places.
**
** Of a column with bounds, lag, growth, difference and share have bounds too:
** columns of their own, since the bounds of a frame are those of one column.
** Growth of a base that may be zero or below is bounded by nothing, as are the
** shares of a group of which a figure may be negative.
*/
#ifndef BAOGAO_WINDOW_H
#define BAOGAO_WINDOW_H

#include "frame/frame.h"

typedef enum bg_window_fn {
  BG_WINDOW_LAG, BG_WINDOW_GROWTH, BG_WINDOW_DIFFERENCE, BG_WINDOW_CONTRIBUTION, /* by period */
  BG_WINDOW_SHARE, BG_WINDOW_RANK, BG_WINDOW_CUMULATIVE
} bg_window_fn;

typedef enum bg_unit { BG_UNIT_YEAR, BG_UNIT_QUARTER, BG_UNIT_MONTH, BG_UNIT_WEEK, BG_UNIT_DAY } bg_unit;

typedef struct bg_window {
  bg_window_fn fn;
  const size_t *by;
  size_t by_count;
  const size_t *within;    /* of a contribution: the whole that it is one to */
  size_t within_count;
  size_t of;
  size_t period;           /* of the first four */
  bg_unit unit;
  int32_t n;               /* units back, 1 at least */
  bool descending;         /* a rank of 1 is the greatest */
  bg_text name;
  bool bounds;             /* `of` has them, and the four columns are asked for */
  bg_text part_names[4];   /* as BG_WINDOW_PARTS */
} bg_window;

/* Columns of the bounds of a window: lower, upper, lower_open, upper_open. */
#define BG_WINDOW_PARTS 4

BG_BEGIN

/* lag keeps the type of `of`; rank is an integer; the others are numbers.
** BG_NO_VALUE with a fault where a type does not fit. The bounds, where they
** are asked for, go to the columns after it: 1 + BG_WINDOW_PARTS in all. */
bg_status bg_window_column (const bg_frame *f, const bg_window *w, bg_column *result, bg_fault *fault);

/* window_bounds.c: the parts of the bounds of `value`, whose rows look back at
** others (`back`, with BG_NO_ROW), or are shares of the groups `ids`. */
bg_status bg_window_bounds_before (const bg_frame *f, const bg_window *w, const bg_column *value, const uint32_t *back,
                                   bg_column *parts);
bg_status bg_window_bounds_share (const bg_frame *f, const bg_window *w, const bg_column *value, const uint32_t *ids,
                                  size_t groups, bg_column *parts);

/* window_period.c: the text of a period, or a day, n units (1 at least) earlier */
bool bg_shift_day (int32_t day, bg_unit unit, int32_t n, int32_t *result);
/* Writes at most BG_SHIFTED_TEXT bytes; 0 where there is none. */
#define BG_SHIFTED_TEXT 24
size_t bg_shift_text (bg_text text, bg_unit unit, int32_t n, char *result);

BG_END

#endif
