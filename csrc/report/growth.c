/*
** growth.c: see growth.h.
*/
#include "growth.h"

#include <math.h>

bg_figure bg_figure_exact (double value) {
  bg_figure f;
  f.bounds = bg_interval_exact(value);
  f.value = value;
  return f;
}

/* The nominal value is computed in other steps than the bounds and may fall a
** rounding error outside of them: it is never shown there. */
static bg_figure figure (bg_interval bounds, double value) {
  bg_figure f;
  f.bounds = bounds;
  f.value = value < bounds.lower ? bounds.lower : value > bounds.upper ? bounds.upper : value;
  return f;
}

/* True where every value is above zero. */
static bool positive (bg_interval a) {
  return a.lower > 0 || (a.lower == 0 && a.lower_open);
}

/* a / b for a b above zero, of which no quotient is without an answer. */
static bg_interval over (bg_interval a, bg_interval b) {
  bg_interval ratio = a;
  (void)bg_interval_divide(a, b, &ratio);
  return ratio;
}

static bg_interval minus_one (bg_interval a) {
  return bg_interval_subtract(a, bg_interval_exact(1));
}

bg_figure bg_difference (bg_figure to, bg_figure from) {
  return figure(bg_interval_subtract(to.bounds, from.bounds), to.value - from.value);
}

bg_status bg_growth (bg_figure from, bg_figure to, bg_figure *result) {
  if (!positive(from.bounds) || !(from.value > 0)) return BG_NO_VALUE;
  /* as (to - from) / from: the nominal value loses nothing to to/from near 1 */
  *result = figure(minus_one(over(to.bounds, from.bounds)), (to.value - from.value) / from.value);
  return BG_OK;
}

bg_status bg_growth_of_increment (bg_figure stock, bg_figure increment,
                                  bg_figure *before, bg_figure *result) {
  bg_interval ratio;
  *before = bg_difference(stock, increment);
  if (!positive(before->bounds) || !(before->value > 0)) return BG_NO_VALUE;
  if (positive(increment.bounds)) {
    /* 1 / (stock / increment - 1) */
    ratio = minus_one(over(stock.bounds, increment.bounds));
    if (!positive(ratio)) return BG_NO_VALUE; /* nothing is left of a little beside very much */
    ratio = over(bg_interval_exact(1), ratio);
  }
  else ratio = over(increment.bounds, before->bounds);
  *result = figure(ratio, increment.value / before->value);
  return BG_OK;
}

bg_status bg_share (bg_figure part, bg_figure whole, bool within, bg_figure *result) {
  bg_interval ratio;
  if (!positive(whole.bounds) || !(whole.value > 0)) return BG_NO_VALUE;
  ratio = over(part.bounds, whole.bounds);
  if (within) {
    const bg_interval possible = { 0, 1, false, false };
    if (!bg_interval_meet(ratio, possible, &ratio)) return BG_NO_VALUE;
  }
  *result = figure(ratio, part.value / whole.value);
  return BG_OK;
}

bg_status bg_remainder (bg_figure whole, bg_figure parts, bg_figure *result) {
  const bg_interval possible = { 0, INFINITY, false, true };
  bg_figure rest = bg_difference(whole, parts);
  if (!bg_interval_meet(rest.bounds, possible, &rest.bounds)) return BG_NO_VALUE;
  *result = figure(rest.bounds, rest.value);
  return BG_OK;
}

bg_status bg_cagr (bg_figure from, bg_figure to, double periods, bg_figure *result) {
  bg_interval ratio;
  double value;
  if (!positive(from.bounds) || !(from.value > 0) || to.bounds.lower < 0 || to.value < 0)
    return BG_NO_VALUE;
  ratio = over(to.bounds, from.bounds);
  if (bg_interval_root(ratio, periods, &ratio) != BG_OK) return BG_NO_VALUE;
  value = to.value == from.value ? 0 : pow(to.value / from.value, 1 / periods) - 1;
  *result = figure(minus_one(ratio), value);
  return BG_OK;
}

bg_status bg_contribution (bg_figure part_from, bg_figure part_to,
                           bg_figure whole_from, bg_figure *points) {
  bg_figure change = bg_difference(part_to, part_from);
  return bg_share(change, whole_from, false, points);
}

bg_status bg_index (bg_figure value, bg_figure base, bg_figure *result) {
  bg_figure ratio;
  bg_status status = bg_share(value, base, false, &ratio);
  if (status != BG_OK) return status;
  *result = figure(bg_interval_multiply(ratio.bounds, bg_interval_exact(100)),
                   value.value * 100 / base.value);
  return BG_OK;
}

bg_status bg_rate (bg_figure total, double count, bg_figure *result) {
  if (!(count > 0) || isinf(count)) return BG_NO_VALUE;
  *result = figure(over(total.bounds, bg_interval_exact(count)), total.value / count);
  return BG_OK;
}
