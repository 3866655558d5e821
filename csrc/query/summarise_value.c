/*
** summarise_value.c: from totals and states to columns.
*/
#include "summarise.h"
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

/* A directed sum: what the additions lost is known up to the rounding of its
** own additions, at most n of them on sizes that sum to `slack`. */
static double directed (const bg_state *state, uint32_t g, bool up, bool mean) {
  double s = state->value[g], n = state->n[g], e = state->error[g], error = 0, sum;
  double way = up ? INFINITY : -INFINITY;
  if (isinf(s)) return s;
  e = up ? e + state->slack[g] * n * 2.3e-16 : e - state->slack[g] * n * 2.3e-16;
  sum = bg_two_sum(s, e, &error);
  if (up ? error > 0 : error < 0) sum = nextafter(sum, way);
  if (mean) {
    double q = sum / n, rest = fma(q, n, -sum); /* exactly q n - sum */
    if (up ? rest < 0 : rest > 0) q = nextafter(q, way);
    return q;
  }
  return sum;
}

/* Values of a quantile or a distinct count, by group: pairs put in buckets. */
static bg_status by_group (bg_summary *s, size_t which, uint64_t **values, size_t *count, size_t **starts) {
  size_t total = 0;
  for (int i = 0; i < s->parts; i++) total += s->part[i].states[which].pairs;
  *count = total + 1;
  *values = (uint64_t *)bg_new(&s->alloc, *count * sizeof **values);
  *starts = (size_t *)bg_new(&s->alloc, (s->groups + 2) * sizeof **starts);
  if (*values == NULL || *starts == NULL) return BG_NO_MEMORY;
  memset(*starts, 0, (s->groups + 2) * sizeof **starts);
  for (int i = 0; i < s->parts; i++) {
    const bg_state *state = &s->part[i].states[which];
    for (size_t k = 0; k < state->pairs; k++) (*starts)[state->pair_group[k] + 2]++;
  }
  for (size_t g = 2; g < s->groups + 2; g++) (*starts)[g] += (*starts)[g - 1];
  for (int i = 0; i < s->parts; i++) {
    const bg_state *state = &s->part[i].states[which];
    for (size_t k = 0; k < state->pairs; k++)
      (*values)[(*starts)[state->pair_group[k] + 1]++] = bg_order_bits(state->pair_value[k]);
  }
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
  uint64_t *values = NULL, *room = NULL;
  size_t *starts = NULL, value_count = 0;
  bg_status status = by_group(s, which, &values, &value_count, &starts);
  if (status == BG_OK) {
    room = (uint64_t *)bg_new(&s->alloc, value_count * sizeof *room);
    if (room == NULL) status = BG_NO_MEMORY;
  }
  for (size_t i = 0; i < count && status == BG_OK; i++) {
    size_t from = starts[groups[i]], n = starts[groups[i] + 1] - from, distinct = 0;
    bg_sort_bits(values + from, room, n);
    if (a->fn == BG_FN_QUANTILE) {
      nulls[i] = n == 0;
      numbers[i] = n == 0 ? 0 : quantile_of(values + from, n, a->quantile);
      continue;
    }
    for (size_t k = 0; k < n; k++) distinct += k == 0 || values[from + k] != values[from + k - 1];
    numbers[i] = (double)distinct;
  }
  bg_delete(&s->alloc, values, value_count * sizeof *values);
  bg_delete(&s->alloc, room, value_count * sizeof *room);
  bg_delete(&s->alloc, starts, (s->groups + 2) * sizeof *starts);
  return status;
}

bg_status bg_summary_column (bg_summary *s, size_t which, const uint32_t *groups, size_t count, bg_column *result) {
  const bg_aggregate *a = &s->aggregates[which];
  const bg_state *state = &s->part[0].states[which];
  bg_type type = a->node < 0 ? BG_INTEGER : s->program->nodes[a->node].type;
  double *numbers = (double *)bg_new(&s->alloc, count * sizeof *numbers);
  unsigned char *nulls = (unsigned char *)bg_new(&s->alloc, count);
  bg_buffer *name = NULL;
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
    else if (a->fn >= BG_FN_LOWER_SUM && a->fn <= BG_FN_UPPER_MEAN)
      numbers[i] = directed(state, g, a->fn == BG_FN_UPPER_SUM || a->fn == BG_FN_UPPER_MEAN,
                            a->fn == BG_FN_LOWER_MEAN || a->fn == BG_FN_UPPER_MEAN);
    else numbers[i] = state->value[g];
  }
  if (a->fn == BG_FN_COUNT || a->fn == BG_FN_COUNT_DISTINCT) type = BG_INTEGER;
  else if (a->fn == BG_FN_MEAN || a->fn == BG_FN_QUANTILE || a->fn >= BG_FN_LOWER_SUM) type = BG_NUMBER;
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
  }
  bg_delete(&s->alloc, numbers, count * sizeof *numbers);
  bg_delete(&s->alloc, nulls, count);
  bg_buffer_drop(name);
  return status;
}
