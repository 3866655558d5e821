/*
** summary_bounds.c: the bounds of a summary of figures.
**
** Each end of a figure is a place on the line and, where it is open, the one
** next to it: just above for a lower end, just below for an upper. Ends are
** so ordered by place and then by openness, and what a summary does to the
** figures it does to their ends: the least of all is at its lowest where the
** lower ends are least, a median where they have their median, a sum where
** they are summed (and is open where one of them is).
**
** Sums are directed: what its additions lost is known up to the rounding of
** that, and the end moves outward by it; an end that is exact stays exact.
** Most figures are exact, and their part of a sum of stored numbers is in the
** lane of the values already: then only the others are walked over, and what
** they gave to the lane is taken away again.
**
** A figure without a value is null, and passed over with its bounds.
*/
#include "summary.h"
#include "sort.h"

#include <float.h>
#include <math.h>

bool bg_summary_has_ends (const bg_summary *s, size_t which) {
  const bg_aggregate *a = &s->aggregates[which];
  const bg_node *n;
  if (a->part == BG_PART_VALUE) return false;
  n = &s->program->nodes[a->node]; /* there is one: see bg_part */
  return n->op == BG_OP_NUMBER_FIELD && n->column->bounds != NULL;
}

static const bg_column *column_of (const bg_summary *s, size_t which) {
  return s->program->nodes[s->aggregates[which].node].column;
}

bool bg_summary_sparse (const bg_summary *s, size_t which) {
  return bg_fn_is_lane(s->aggregates[which].fn) && column_of(s, which)->store != BG_F64;
}

/* Ends in order: -1, 0 or 1 as a stands below b. `up` for upper ends. */
static int compare (double a, bool a_open, double b, bool b_open, bool up) {
  if (a < b || a > b) return a < b ? -1 : 1;
  if (a_open == b_open) return 0;
  return a_open == up ? -1 : 1;
}

static unsigned char flag_of (int side) {
  return side == 0 ? BG_LOWER_OPEN : BG_UPPER_OPEN;
}

static void add (bg_ends *e, int side, uint32_t g, double x) {
  double error = 0;
  if (isinf(x) || isinf(e->end[side][g])) {
    e->end[side][g] += x;
    return;
  }
  e->end[side][g] = bg_two_sum(e->end[side][g], x, &error);
  e->error[side][g] += error;
  e->slack[side][g] += fabs(error);
}

/* An end takes the place of the one that is kept, or joins it. */
static void take_end (bg_ends *e, bg_fn fn, int side, uint32_t g, bool first, double x, bool open) {
  bool kept_open = (e->open[g] & flag_of(side)) != 0;
  if (!first) {
    int order = compare(x, open, e->end[side][g], kept_open, side == 1);
    if (fn == BG_FN_FIRST || (fn == BG_FN_MIN && order >= 0) || (fn == BG_FN_MAX && order <= 0)) return;
  }
  e->end[side][g] = x;
  e->open[g] = (unsigned char)((e->open[g] & ~flag_of(side)) | (open ? flag_of(side) : 0));
}

static int64_t stored_at (const bg_column *c, size_t at) {
  if (c->store == BG_I8) return ((const int8_t *)(const void *)c->values->data)[at];
  if (c->store == BG_I16) return ((const int16_t *)(const void *)c->values->data)[at];
  return ((const int32_t *)(const void *)c->values->data)[at];
}

static void take_figure (bg_ends *e, bg_fn fn, uint32_t g, bg_interval a) {
  if (fn == BG_FN_QUANTILE) {
    e->figure_group[e->figures] = g;
    e->figure_end[0][e->figures] = a.lower;
    e->figure_end[1][e->figures] = a.upper;
    e->figure_open[e->figures++] = (unsigned char)((a.lower_open ? BG_LOWER_OPEN : 0) | (a.upper_open ? BG_UPPER_OPEN : 0));
  }
  else if (bg_fn_is_lane(fn)) {
    add(e, 0, g, a.lower);
    add(e, 1, g, a.upper);
    e->open[g] = (unsigned char)(e->open[g] | (a.lower_open ? BG_LOWER_OPEN : 0) | (a.upper_open ? BG_UPPER_OPEN : 0));
  }
  else {
    take_end(e, fn, 0, g, e->n[g] == 0, a.lower, a.lower_open);
    take_end(e, fn, 1, g, e->n[g] == 0, a.upper, a.upper_open);
  }
  e->n[g]++;
}

void bg_summary_run_ends (const bg_summary *s, bg_summary_part *p, size_t which, size_t row, size_t n, size_t kept) {
  const bg_aggregate *a = &s->aggregates[which];
  const bg_column *c = column_of(s, which);
  const bg_bounds *b = c->bounds;
  bg_ends *e = &p->ends[which];
  bool sparse = bg_summary_sparse(s, which);
  const unsigned char *mask = b->mask->data, *nulls = NULL;
  const double *v = NULL;
  size_t at = c->offset + row, place = bg_bounds_place(b, at), i = 0;
  if (!sparse) v = bg_summary_values(s, p, a->node, row, n, &nulls);
  for (size_t k = 0; k < n && i < kept; k++) {
    bool inexact = bg_bit(mask, at + k);
    size_t own = place;
    uint32_t g;
    if (sparse && !inexact) {
      i += kept < n && p->selected[i] == k; /* where all are kept, i is k: see below */
      if (((at + k) & 7) == 0 && mask[(at + k) >> 3] == 0 && kept == n) k += 7;
      continue;
    }
    place += inexact;
    if (kept == n) i = k;
    else if (p->selected[i] != k) continue;
    g = p->groups[i];
    if (kept < n) i++;
    if (sparse ? bg_column_null(c, row + k) : nulls != NULL && nulls[k]) continue;
    if (inexact) e->inexact[g]++;
    if (sparse) e->taken[g] += stored_at(c, at + k);
    take_figure(e, a->fn, g, inexact ? bg_bounds_at(b, own) : bg_interval_exact(v[k]));
  }
}

void bg_summary_merge_ends (const bg_summary *s, size_t which, bg_summary_part *to, const bg_summary_part *from) {
  bg_fn fn = s->aggregates[which].fn;
  bg_ends *a = &to->ends[which];
  const bg_ends *b = &from->ends[which];
  for (size_t g = 0; g < s->groups; g++) {
    a->inexact[g] += b->inexact[g];
    if (b->n[g] != 0 && fn != BG_FN_QUANTILE) {
      if (bg_fn_is_lane(fn)) {
        a->taken[g] += b->taken[g];
        a->open[g] |= b->open[g];
      }
      for (int side = 0; side < 2; side++) {
        bool open = (b->open[g] & flag_of(side)) != 0;
        if (!bg_fn_is_lane(fn)) {
          take_end(a, fn, side, (uint32_t)g, a->n[g] == 0, b->end[side][g], open);
          continue;
        }
        add(a, side, (uint32_t)g, b->end[side][g]);
        a->error[side][g] += b->error[side][g];
        a->slack[side][g] += b->slack[side][g];
      }
    }
    a->n[g] += b->n[g];
  }
}

/* What the additions of a sum lost is known up to the rounding of its own
** additions, at most n of them on sizes that sum to `slack`. */
static double directed (const bg_ends *e, uint32_t g, int side, double exact, double count) {
  double way = side == 1 ? INFINITY : -INFINITY, s = e->end[side][g], lost, error = 0, sum;
  if (isinf(s)) return s;
  s = bg_two_sum(s, exact, &error);
  lost = e->error[side][g] + error;
  lost += (side == 1 ? 1 : -1) * (e->slack[side][g] + fabs(error)) * (e->n[g] + 2.0) * DBL_EPSILON;
  error = 0;
  sum = bg_two_sum(s, lost, &error);
  if (side == 1 ? error > 0 : error < 0) sum = nextafter(sum, way);
  if (count > 1) {
    double mean = sum / count, rest = fma(mean, count, -sum); /* exactly mean * count - sum */
    return (side == 1 ? rest < 0 : rest > 0) ? nextafter(mean, way) : mean;
  }
  return sum;
}

/* Values that a lane of the aggregate has seen. */
static double count_of (const bg_summary *s, size_t which, uint32_t g) {
  int lane = s->lanes_of[which][1];
  return lane < 0 ? (double)s->part[0].rows[g] : (double)s->part[0].whole[(size_t)lane * s->groups + g];
}

static bg_interval of_sum (const bg_summary *s, size_t which, uint32_t g) {
  const bg_summary_part *p = &s->part[0];
  const bg_ends *e = &p->ends[s->ends_of[which]];
  double exact = 0, count = s->aggregates[which].fn == BG_FN_MEAN ? count_of(s, which, g) : 1;
  bg_interval a;
  if (bg_summary_sparse(s, which)) {
    int64_t whole = p->whole[(size_t)s->lanes_of[which][0] * s->groups + g] - e->taken[g];
    exact = (double)whole / bg_power_of_ten(column_of(s, which)->places);
  }
  a.lower = directed(e, g, 0, exact, count);
  a.upper = directed(e, g, 1, exact, count);
  a.lower_open = (e->open[g] & BG_LOWER_OPEN) != 0;
  a.upper_open = (e->open[g] & BG_UPPER_OPEN) != 0;
  return a;
}

/* Figures of a group in order of one end, by numbers that the caller's buckets
** have sorted: the end at place `k`, and whether it is open. Ends at the same
** place stand closed first (lower) or open first (upper). */
static double ranked (const uint64_t *sorted, const uint64_t *closed, size_t n, size_t closed_count, size_t k, int side,
                      bool *open) {
  double at = bg_order_value(sorted[k]);
  size_t before = 0, same = 0, first = 0, past = closed_count;
  while (before < k && sorted[k - before - 1] == sorted[k]) before++; /* at the same place */
  while (first < past) {
    size_t middle = first + (past - first) / 2;
    if (closed[middle] < sorted[k]) first = middle + 1;
    else past = middle;
  }
  while (first + same < closed_count && closed[first + same] == sorted[k]) same++;
  if (side == 0) *open = before >= same;
  else {
    size_t all = before + 1;
    while (k + all - before < n && sorted[k + all - before] == sorted[k]) all++;
    *open = before < all - same;
  }
  return at;
}

/* One end of a quantile of each group. */
static bg_status of_quantile (bg_summary *s, size_t which, int side, const uint32_t *groups, size_t count,
                              bg_interval *result) {
  size_t owner = (size_t)s->ends_of[which];
  double q = s->aggregates[which].quantile;
  bg_buckets b;
  uint64_t *closed = NULL;
  size_t *starts = NULL, room = 0;
  bg_status status = bg_summary_buckets(s, owner, side, &b);
  if (status == BG_OK) {
    room = b.count;
    closed = (uint64_t *)bg_new(&s->alloc, room * sizeof *closed);
    starts = (size_t *)bg_new(&s->alloc, (s->groups + 1) * sizeof *starts);
    if (closed == NULL || starts == NULL) status = BG_NO_MEMORY;
  }
  if (status == BG_OK) { /* closed ends of group g go from b.starts[g] on; starts[g]: how many */
    memset(starts, 0, (s->groups + 1) * sizeof *starts);
    for (int i = 0; i < s->parts; i++) {
      const bg_ends *e = &s->part[i].ends[owner];
      for (size_t k = 0; k < e->figures; k++) {
        uint32_t g = e->figure_group[k];
        if ((e->figure_open[k] & flag_of(side)) == 0)
          closed[b.starts[g] + starts[g]++] = bg_order_bits(e->figure_end[side][k]);
      }
    }
  }
  for (size_t i = 0; i < count && status == BG_OK; i++) {
    size_t from = b.starts[groups[i]], n = b.starts[groups[i] + 1] - from, closed_count = starts[groups[i]], low, high;
    double h, x, y;
    bool x_open = false, y_open = false;
    if (n == 0) continue;
    bg_sort_bits(b.values + from, b.room, n);
    bg_sort_bits(closed + from, b.room, closed_count);
    h = q * (double)(n - 1);
    low = (size_t)floor(h);
    high = (size_t)ceil(h);
    x = ranked(b.values + from, closed + from, n, closed_count, low, side, &x_open);
    y = ranked(b.values + from, closed + from, n, closed_count, high, side, &y_open);
    if (low != high && x < y) {
      if (!isinf(x)) x = isinf(y) ? y : x + (h - (double)low) * (y - x);
    }
    if (side == 0) {
      result[i].lower = x;
      result[i].lower_open = x_open || y_open;
    }
    else {
      result[i].upper = x;
      result[i].upper_open = x_open || y_open;
    }
  }
  bg_delete(&s->alloc, closed, room * sizeof *closed);
  bg_delete(&s->alloc, starts, (s->groups + 1) * sizeof *starts);
  bg_summary_drop_buckets(s, &b);
  return status;
}

bg_status bg_summary_intervals (bg_summary *s, size_t which, const uint32_t *groups, size_t count,
                                const double *values, const unsigned char *nulls, bg_interval *result) {
  bg_fn fn = s->aggregates[which].fn;
  bg_status status = BG_OK;
  const bg_ends *e;
  for (size_t i = 0; i < count; i++) result[i] = bg_interval_exact(values[i]);
  if (s->ends_of[which] < 0) return BG_OK; /* every figure is exact */
  e = &s->part[0].ends[s->ends_of[which]];
  if (fn == BG_FN_QUANTILE) {
    for (int side = 0; side < 2 && status == BG_OK; side++)
      status = of_quantile(s, which, side, groups, count, result);
  }
  for (size_t i = 0; i < count; i++) {
    uint32_t g = groups[i];
    if (nulls[i] || e->inexact[g] == 0) {
      result[i] = bg_interval_exact(values[i]);
      continue;
    }
    if (bg_fn_is_lane(fn)) result[i] = of_sum(s, which, g);
    else if (fn != BG_FN_QUANTILE) {
      result[i].lower = e->end[0][g];
      result[i].upper = e->end[1][g];
      result[i].lower_open = (e->open[g] & BG_LOWER_OPEN) != 0;
      result[i].upper_open = (e->open[g] & BG_UPPER_OPEN) != 0;
    }
    /* the value is rounded in its own way: it stays within */
    if (result[i].lower > values[i]) result[i].lower = values[i];
    if (result[i].upper < values[i]) result[i].upper = values[i];
  }
  return status;
}
