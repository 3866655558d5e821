/*
** window_bounds.c: the bounds of what a window makes of figures.
**
** Growth and difference are those of a report (report/growth.h). A share is
** taken in the form in which the figure stands once: v / (v + rest) grows with
** v and falls with the rest, so its ends are at the ends of both, and are far
** narrower than v / whole, which would let the figure be two things at once.
*/
#include "window.h"
#include "frame/frame_build.h"
#include "report/growth.h"
#include "sums.h"

#include <math.h>

/* The four columns in the making. */
typedef struct parts {
  double *numbers[BG_WINDOW_PARTS];
  unsigned char *nulls;
} parts;

static bg_status parts_start (const bg_frame *f, parts *p) {
  bool made = true;
  for (size_t k = 0; k < BG_WINDOW_PARTS; k++) {
    p->numbers[k] = (double *)bg_new(&f->alloc, f->rows * sizeof *p->numbers[k]);
    made = made && p->numbers[k] != NULL;
  }
  p->nulls = (unsigned char *)bg_new(&f->alloc, f->rows);
  return made && p->nulls != NULL ? BG_OK : BG_NO_MEMORY;
}

static void parts_drop (const bg_frame *f, parts *p) {
  for (size_t k = 0; k < BG_WINDOW_PARTS; k++) bg_delete(&f->alloc, p->numbers[k], f->rows * sizeof *p->numbers[k]);
  bg_delete(&f->alloc, p->nulls, f->rows);
}

static void parts_null (parts *p, size_t row) {
  p->nulls[row] = 1;
  for (size_t k = 0; k < BG_WINDOW_PARTS; k++) p->numbers[k][row] = 0;
}

/* The value is rounded in its own way: it stays within. */
static void parts_set (parts *p, size_t row, double value, bg_interval a) {
  p->nulls[row] = 0;
  p->numbers[0][row] = a.lower > value ? value : a.lower;
  p->numbers[1][row] = a.upper < value ? value : a.upper;
  p->numbers[2][row] = a.lower_open;
  p->numbers[3][row] = a.upper_open;
}

static bg_status parts_finish (const bg_frame *f, const bg_window *w, const parts *p, bg_column *columns) {
  bg_status status = BG_OK;
  size_t k = 0;
  for (; k < BG_WINDOW_PARTS && status == BG_OK; k++) {
    bg_buffer *name = NULL;
    status = bg_buffer_text(&f->alloc, w->part_names[k], &name);
    if (status == BG_OK)
      status = bg_column_of_numbers(&f->alloc, k < 2 ? BG_NUMBER : BG_BOOLEAN, name, f->rows, p->numbers[k], p->nulls,
                                    &columns[k]);
    bg_buffer_drop(name);
  }
  if (status != BG_OK)
    while (k-- > 0) bg_column_drop(&columns[k]);
  return status;
}

static const bg_interval unknown = { -INFINITY, INFINITY, true, true };

/* A figure of a row that has a value; an infinite end is open, as arithmetic
** asks, whatever was said of it. */
static bg_figure figure_at (const bg_column *c, size_t row) {
  bg_figure figure = bg_figure_exact(bg_column_number(c, row));
  (void)bg_column_interval(c, row, &figure.bounds);
  figure.bounds.lower_open = figure.bounds.lower_open || isinf(figure.bounds.lower);
  figure.bounds.upper_open = figure.bounds.upper_open || isinf(figure.bounds.upper);
  return figure;
}

static bool is_exact (bg_figure figure) {
  return bg_interval_is_exact(figure.bounds);
}

static bg_interval change (bg_window_fn fn, bg_figure now, bg_figure then, double value) {
  bg_figure result;
  if (is_exact(now) && is_exact(then)) return bg_interval_exact(value);
  if (fn == BG_WINDOW_DIFFERENCE) return bg_difference(now, then).bounds;
  return bg_growth(then, now, &result) == BG_OK ? result.bounds : unknown;
}

bg_status bg_window_bounds_before (const bg_frame *f, const bg_window *w, const bg_column *value, const uint32_t *back,
                                   bg_column *columns) {
  const bg_column *of = &f->columns[w->of];
  parts p;
  bg_status status = parts_start(f, &p);
  for (size_t i = 0; i < f->rows && status == BG_OK; i++) {
    double v;
    bg_interval a;
    if (bg_column_null(value, i)) {
      parts_null(&p, i);
      continue;
    }
    v = bg_column_number(value, i);
    a = bg_interval_exact(v);
    if (w->fn == BG_WINDOW_LAG) (void)bg_column_interval(of, back[i], &a);
    else a = change(w->fn, figure_at(of, i), figure_at(of, back[i]), v);
    parts_set(&p, i, v, a);
  }
  if (status == BG_OK) status = parts_finish(f, w, &p, columns);
  parts_drop(f, &p);
  return status;
}

/* The ends of the figures of a group, summed: [0] the lower ones, [1] the upper. */
typedef struct ends {
  double sum[2], error[2];
  uint32_t infinite[2], open[2];
  bool negative;             /* some figure may be below zero */
  bool inexact;
} ends;

static void ends_add (ends *e, bg_interval a) {
  double at[2];
  bool open[2];
  at[0] = a.lower;
  at[1] = a.upper;
  open[0] = a.lower_open;
  open[1] = a.upper_open;
  e->negative = e->negative || a.lower < 0;
  e->inexact = e->inexact || !bg_interval_is_exact(a);
  for (int side = 0; side < 2; side++) {
    e->open[side] += open[side];
    if (isinf(at[side])) e->infinite[side]++;
    else e->sum[side] = bg_two_sum(e->sum[side], at[side], &e->error[side]);
  }
}

/* One end of the sum of all others of the group, none of which is negative.
** What the additions lost is known to far less than a place of the sum. */
static double rest_of (const ends *e, int side, double own) {
  double error = e->error[side], rest;
  if (e->infinite[side] > (isinf(own) ? 1u : 0u)) return INFINITY;
  rest = bg_two_sum(e->sum[side], isinf(own) ? 0 : -own, &error);
  if (error < 0 || error > 0) {
    double way = side == 1 ? INFINITY : -INFINITY;
    rest = nextafter(nextafter(rest + error, way), way);
  }
  return rest < 0 ? 0 : rest;
}

/* part / (part + rest) for a part above zero, rounded to `side`. */
static double ratio (double part, double rest, int side) {
  bg_interval a = bg_interval_exact(part), result = bg_interval_exact(0);
  (void)bg_interval_divide(a, bg_interval_add(a, bg_interval_exact(rest)), &result);
  return side == 0 ? result.lower : result.upper;
}

static bg_interval share_of (const ends *e, bg_interval v) {
  double least_rest = rest_of(e, 0, v.lower), most_rest = rest_of(e, 1, v.upper);
  bool least_open = e->open[0] > v.lower_open, most_open = e->open[1] > v.upper_open;
  bg_interval a = bg_interval_exact(1);
  if (most_rest == 0) return a; /* there is nothing else, or nothing of it */
  if (v.lower == 0 || isinf(most_rest)) {
    a.lower = 0;
    a.lower_open = v.lower_open || v.lower > 0;
  }
  else {
    a.lower = ratio(v.lower, most_rest, 0);
    a.lower_open = v.lower_open || most_open;
  }
  if (v.upper == 0) a.upper = 0;
  else if (least_rest == 0) a.upper_open = least_open;
  else if (isinf(v.upper)) a.upper_open = true;
  else {
    a.upper = ratio(v.upper, least_rest, 1);
    a.upper_open = v.upper_open || least_open;
  }
  return a;
}

bg_status bg_window_bounds_share (const bg_frame *f, const bg_window *w, const bg_column *value, const uint32_t *ids,
                                  size_t groups, bg_column *columns) {
  const bg_column *of = &f->columns[w->of];
  size_t room = (groups + 1) * sizeof(ends);
  ends *group = (ends *)bg_new(&f->alloc, room);
  parts p;
  bg_status status = parts_start(f, &p);
  if (group == NULL) status = BG_NO_MEMORY;
  else memset(group, 0, room);
  for (size_t i = 0; i < f->rows && status == BG_OK; i++)
    if (!bg_column_null(of, i)) ends_add(&group[ids[i]], figure_at(of, i).bounds);
  for (size_t i = 0; i < f->rows && status == BG_OK; i++) {
    const ends *e = &group[ids[i]];
    double v;
    if (bg_column_null(value, i)) {
      parts_null(&p, i);
      continue;
    }
    v = bg_column_number(value, i);
    parts_set(&p, i, v, !e->inexact ? bg_interval_exact(v) : e->negative ? unknown : share_of(e, figure_at(of, i).bounds));
  }
  if (status == BG_OK) status = parts_finish(f, w, &p, columns);
  parts_drop(f, &p);
  bg_delete(&f->alloc, group, room);
  return status;
}
