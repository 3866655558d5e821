/*
** growth.h: figures derived from figures, with their bounds.
**
** Every function takes intervals and answers the narrowest interval that the
** operation allows when each argument may be any value within its own. Where
** an argument stands twice in a formula (b/a - 1 is (b - a)/a) the formula is
** taken in the form in which it stands once, since interval arithmetic would
** otherwise widen the answer. BG_NO_VALUE: the base may be zero or negative.
**
** Growth, share and contribution are fractions: 0.109 is 10.9 %.
*/
#ifndef BAOGAO_GROWTH_H
#define BAOGAO_GROWTH_H

#include "base/interval.h"

/* A derived figure: bounds, and the value that the nominal values give. */
typedef struct bg_figure {
  bg_interval bounds;
  double value;
} bg_figure;

BG_BEGIN

bg_figure bg_figure_exact (double value);

bg_figure bg_difference (bg_figure to, bg_figure from);

/* to / from - 1, for a base that is certainly above zero */
bg_status bg_growth (bg_figure from, bg_figure to, bg_figure *result);

/* A stock and what was added to it: the stock before, and the growth on it.
** In increment / (stock - increment) the increment counts once. */
bg_status bg_growth_of_increment (bg_figure stock, bg_figure increment,
                                  bg_figure *before, bg_figure *result);

/* part / whole; where the part lies within the whole, 1 is the most */
bg_status bg_share (bg_figure part, bg_figure whole, bool within, bg_figure *result);

/* whole - parts, where `parts` is their sum; the rest of something counted is
** never below zero. BG_NO_VALUE where the parts certainly exceed the whole. */
bg_status bg_remainder (bg_figure whole, bg_figure parts, bg_figure *result);

/* (to / from) ^ (1 / periods) - 1 */
bg_status bg_cagr (bg_figure from, bg_figure to, double periods, bg_figure *result);

/* What a part's change gave to the growth of its whole: as a fraction of the
** whole before (`points`, the sum of which over all parts is the growth). */
bg_status bg_contribution (bg_figure part_from, bg_figure part_to,
                           bg_figure whole_from, bg_figure *points);

/* value / base * 100 */
bg_status bg_index (bg_figure value, bg_figure base, bg_figure *result);

/* total / count, for a count above zero: a rate per month, per head */
bg_status bg_rate (bg_figure total, double count, bg_figure *result);

BG_END

#endif
