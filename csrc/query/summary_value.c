/*
** summary_value.c: from totals and states to columns.
*/
#include "summary.h"
#include "frame/frame_build.h"
#include "sort.h"

#include <math.h>
#include <stdio.h>

#define TWO_27 134217728.0

static bg_status overflow (bg_summary *s, const bg_aggregate *a, const char *why) {
  snprintf(s->program->fault.text, sizeof s->program->fault.text, "sum '%.*s': %s",
           (int)(a->name.length > 80 ? 80 : a->name.length), a->name.at, why);
  return BG_NO_VALUE;
}

static const char beyond[] = "beyond 2^53, where whole numbers are no longer exact";

/* As whole numbers: as a double 2^53 + 1 would be 2^53. */
static bool exact (int64_t total) {
  return total <= (int64_t)BG_WHOLE_MAX && total >= -(int64_t)BG_WHOLE_MAX;
}

static uint64_t values_of (const bg_summary *s, size_t which, uint32_t g) {
  int lane = s->lanes_of[which][1];
  return lane < 0 ? s->part[0].rows[g] : (uint64_t)s->part[0].whole[(size_t)lane * s->groups + g];
}

/* A sum (divided by `by`) out of its lanes. */
static bg_status sum_of (bg_summary *s, size_t which, uint32_t g, double by, double *result) {
  const bg_aggregate *a = &s->aggregates[which];
  const bg_summary_part *p = &s->part[0];
  const bg_lane *lane = &s->lanes[s->lanes_of[which][0]];
  const bg_node *n = &s->program->nodes[a->node];
  size_t at = (size_t)s->lanes_of[which][0] * s->groups + g;
  if (lane->kind == BG_LANE_STORED) {
    int64_t total = p->whole[at];
    if (n->type == BG_INTEGER && a->fn == BG_FN_SUM && !exact(total)) return overflow(s, a, beyond);
    *result = (double)total / (bg_power_of_ten(n->column->places) * by);
    return BG_OK;
  }
  if (lane->kind == BG_LANE_HIGH) {
    int64_t total;
    size_t low = 0;
    double high = (double)p->whole[at];
    while (s->lanes[low].kind != BG_LANE_LOW || s->lanes[low].node != lane->node) low++;
    low = low * s->groups + g;
    if (fabs(high) > BG_WHOLE_MAX * 2 / TWO_27) return overflow(s, a, beyond);
    total = p->whole[at] * (int64_t)TWO_27 + p->whole[low];
    if (!exact(total)) return overflow(s, a, beyond);
    *result = (double)total / by;
    return BG_OK;
  }
  *result = p->sum[at] + p->error[at];
  if (!isfinite(*result)) return overflow(s, a, "beyond what a double can hold");
  *result /= by;
  return BG_OK;
}

static double quantile_of (const uint64_t *sorted, size_t n, double q) {
  double h = q * (double)(n - 1), low = floor(h), high = ceil(h);
  double a = bg_order_value(sorted[(size_t)low]), b = bg_order_value(sorted[(size_t)high]);
  return low == high ? a : a + (h - low) * (b - a);
}

static bg_status gathered (bg_summary *s, size_t which, const uint32_t *groups, size_t count, double *numbers,
                           unsigned char *nulls) {
  const bg_aggregate *a = &s->aggregates[which];
  bg_buckets b;
  bg_status status = bg_summary_buckets(s, which, -1, &b);
  for (size_t i = 0; i < count && status == BG_OK; i++) {
    size_t from = b.starts[groups[i]], n = b.starts[groups[i] + 1] - from, distinct = 0;
    const uint64_t *sorted = b.values + from;
    bg_sort_bits(b.values + from, b.room, n);
    if (a->fn == BG_FN_QUANTILE) {
      nulls[i] = n == 0;
      numbers[i] = n == 0 ? 0 : quantile_of(sorted, n, a->quantile);
      continue;
    }
    for (size_t k = 0; k < n; k++) distinct += k == 0 || sorted[k] != sorted[k - 1];
    numbers[i] = (double)distinct;
  }
  bg_summary_drop_buckets(s, &b);
  return status;
}

/* The bounds of the results: kept with them, or an end of them in their place. */
static bg_status bounds_of (bg_summary *s, size_t which, const uint32_t *groups, size_t count, double *numbers,
                            const unsigned char *nulls, bg_bounds **result) {
  bg_part part = s->aggregates[which].part;
  bg_interval *intervals = (bg_interval *)bg_new(&s->alloc, (count + 1) * sizeof *intervals);
  uint32_t *at = (uint32_t *)bg_new(&s->alloc, (count + 1) * sizeof *at);
  size_t inexact = 0;
  bg_status status = intervals == NULL || at == NULL ? BG_NO_MEMORY
                     : bg_summary_intervals(s, which, groups, count, numbers, nulls, intervals);
  for (size_t i = 0; i < count && status == BG_OK; i++) {
    bg_interval a = intervals[i];
    if (nulls[i]) continue;
    switch (part) {
      case BG_PART_LOWER: numbers[i] = a.lower; break;
      case BG_PART_UPPER: numbers[i] = a.upper; break;
      case BG_PART_LOWER_OPEN: numbers[i] = a.lower_open; break;
      case BG_PART_UPPER_OPEN: numbers[i] = a.upper_open; break;
      default:
        if (bg_interval_is_exact(a)) break; /* the value lies within, and so is it */
        at[inexact] = (uint32_t)i;
        intervals[inexact++] = a; /* none behind it is overtaken */
    }
  }
  if (status == BG_OK && inexact > 0)
    status = bg_bounds_make(&s->alloc, count, inexact, at, intervals, result);
  bg_delete(&s->alloc, intervals, (count + 1) * sizeof *intervals);
  bg_delete(&s->alloc, at, (count + 1) * sizeof *at);
  return status;
}

bg_status bg_summary_column (bg_summary *s, size_t which, const uint32_t *groups, size_t count, bg_column *result) {
  const bg_aggregate *a = &s->aggregates[which];
  const bg_state *state = &s->part[0].states[which];
  bg_type type = a->node < 0 ? BG_INTEGER : s->program->nodes[a->node].type;
  double *numbers = (double *)bg_new(&s->alloc, count * sizeof *numbers);
  unsigned char *nulls = (unsigned char *)bg_new(&s->alloc, count);
  bg_buffer *name = NULL;
  bg_bounds *bounds = NULL;
  bg_status status = bg_buffer_text(&s->alloc, a->name, &name);
  if (numbers == NULL || nulls == NULL) status = BG_NO_MEMORY;
  if (status == BG_OK) memset(nulls, 0, count);
  if (status == BG_OK && (a->fn == BG_FN_QUANTILE || a->fn == BG_FN_COUNT_DISTINCT))
    status = gathered(s, which, groups, count, numbers, nulls);
  else for (size_t i = 0; i < count && status == BG_OK; i++) {
    uint32_t g = groups[i];
    uint64_t n = bg_fn_is_lane(a->fn) ? values_of(s, which, g) : state->n[g];
    numbers[i] = 0;
    if (a->fn == BG_FN_COUNT) numbers[i] = (double)n;
    else if (n == 0) nulls[i] = 1;
    else if (bg_fn_is_lane(a->fn)) status = sum_of(s, which, g, a->fn == BG_FN_MEAN ? (double)n : 1, &numbers[i]);
    else numbers[i] = state->value[g];
  }
  if (a->fn == BG_FN_COUNT || a->fn == BG_FN_COUNT_DISTINCT) type = BG_INTEGER;
  else if (a->fn == BG_FN_MEAN || a->fn == BG_FN_QUANTILE) type = BG_NUMBER;
  if (status == BG_OK && a->part != BG_PART_VALUE)
    status = bounds_of(s, which, groups, count, numbers, nulls, &bounds);
  if (a->part >= BG_PART_LOWER_OPEN) type = BG_BOOLEAN;
  else if (a->part >= BG_PART_LOWER) type = BG_NUMBER;
  if (status == BG_OK && type == BG_STRING) {
    uint32_t *codes = (uint32_t *)bg_new(&s->alloc, count * sizeof *codes);
    if (codes == NULL) status = BG_NO_MEMORY;
    else {
      for (size_t i = 0; i < count; i++) codes[i] = (uint32_t)numbers[i];
      status = bg_column_of_codes(&s->alloc, name, count, codes, nulls, s->program->nodes[a->node].dict, result);
    }
    bg_delete(&s->alloc, codes, count * sizeof *codes);
  }
  else if (status == BG_OK) {
    status = bg_column_of_numbers(&s->alloc, type, name, count, numbers, nulls, result);
    if (status == BG_OK && a->part == BG_PART_BOUNDED) {
      result->bounded = true;
      result->bounds = bounds;
      bounds = NULL;
    }
  }
  bg_bounds_drop(bounds);
  bg_delete(&s->alloc, numbers, count * sizeof *numbers);
  bg_delete(&s->alloc, nulls, count);
  bg_buffer_drop(name);
  return status;
}
