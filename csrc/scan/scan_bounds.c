/*
** scan_bounds.c: what the words around a number leave of its values.
**
** g is the value of a number's last written place that is not zero: 约1200 is
** 1150 to 1250, near 1200 is above 1100, 1200余 is below 1300. Bounds are
** computed on decimals and made doubles last, so that 8.1% is not 8.0999….
*/
#include "scan_parts.h"

#include <math.h>

#define HAS(senses, sense) (((senses) >> (sense) & 1u) != 0)

typedef struct bounds {
  double lower, upper;
  bool lower_open, upper_open;
} bounds;

static double to_double (bg_decimal a, bg_decimal under, bool *exact) {
  bool e = true;
  double value = bg_decimal_double(a, &e);
  if (!e) *exact = false;
  if (under.mantissa != 1 || under.exponent != 0) {
    value /= bg_decimal_double(under, &e);
    if (!e) *exact = false;
  }
  return value;
}

/* The narrower at both ends; false where nothing is left. Both hold the value,
** or end at it, so that no lower end is above an upper one. */
static bool meet (bounds *a, bounds b) {
  bounds r = *a;
  if (b.lower > r.lower || (b.lower == r.lower && b.lower_open)) {
    r.lower = b.lower;
    r.lower_open = b.lower_open;
  }
  if (b.upper < r.upper || (b.upper == r.upper && b.upper_open)) {
    r.upper = b.upper;
    r.upper_open = b.upper_open;
  }
  if (r.lower == r.upper && (r.lower_open || r.upper_open)) return false;
  *a = r;
  return true;
}

static bounds bounds_of (bg_sense sense, bg_decimal v, bg_decimal under, double least) {
  bounds b = { 0, 0, false, false };
  bool exact = true;
  bg_decimal t = bg_decimal_trim(v), place = bg_decimal_of(1, t.exponent), half;
  double value = to_double(t, under, &exact);
  b.lower = b.upper = value;
  switch (sense) {
    case BG_ABOUT:
      half = bg_decimal_of(5, t.exponent - 1);
      b.lower = to_double(bg_decimal_subtract(t, half), under, &exact);
      b.upper = to_double(bg_decimal_add(t, half), under, &exact);
      break;
    case BG_NEARLY:
      b.lower = to_double(bg_decimal_subtract(t, place), under, &exact);
      b.upper_open = true;
      break;
    case BG_MORE:
      b.upper = to_double(bg_decimal_add(t, place), under, &exact);
      b.lower_open = b.upper_open = true;
      break;
    case BG_OVER:
      b.upper = INFINITY;
      b.lower_open = true;
      break;
    case BG_AT_LEAST:
      b.upper = INFINITY;
      break;
    case BG_UNDER:
      b.lower = least;
      b.upper_open = true;
      break;
    default: /* BG_AT_MOST, the last of those that bound */
      b.lower = least;
  }
  return b;
}

/* The strongest word names the quantity. */
bg_sense bg_leading_sense (unsigned senses, bg_sense other) {
  static const unsigned char order[] = { BG_OVER, BG_AT_LEAST, BG_UNDER, BG_AT_MOST, BG_MORE,
                                         BG_NEARLY, BG_ABOUT };
  size_t i;
  for (i = 0; i < sizeof order; i++)
    if (HAS(senses, order[i]) && !(other != BG_EXACT && (order[i] == BG_ABOUT || order[i] == BG_MORE)))
      return (bg_sense)order[i];
  return other;
}

static void swap_signs (bounds *b) {
  bounds a = *b;
  b->lower = -a.upper;
  b->upper = -a.lower;
  b->lower_open = a.upper_open;
  b->upper_open = a.lower_open;
}

/* Fills value, bounds and sense from a stretch [low, high] over `under`. */
void bg_settle (bg_quantity *q, bg_decimal low, bg_decimal high, bg_decimal under, bool several,
                    bool negative, unsigned senses) {
  bool stretch, exact = true;
  bool free_below = q->kind == BG_PERCENT || q->kind == BG_POINTS;
  double least = q->kind == BG_RANK ? 1 : free_below ? -INFINITY : 0;
  bounds b = { 0, 0, false, false };
  int sense;
  bg_sense base;
  if (bg_decimal_compare(low, high) > 0) high = low; /* where digits were cut */
  stretch = bg_decimal_compare(low, high) != 0;
  base = stretch ? (several ? BG_SEVERAL : BG_RANGE) : BG_EXACT;
  b.lower = to_double(low, under, &exact);
  if (!stretch && senses == 0) {
    q->value = q->lower = q->upper = negative ? -b.lower : b.lower;
    q->lower_open = q->upper_open = false;
    q->sense = BG_EXACT;
    q->exact = exact;
    return;
  }
  b.upper = to_double(high, under, &exact);
  if (!stretch || several) q->value = b.lower;
  else {
    bg_decimal sum = bg_decimal_add(low, high);
    bg_decimal half = bg_decimal_of(0, 0);
    int i;
    for (i = 0; i < 5; i++) half = bg_decimal_add(half, sum);
    half.exponent -= 1;
    q->value = to_double(bg_decimal_trim(half), under, &exact);
  }
  if (senses != 0) {
    bounds all = { -INFINITY, INFINITY, false, false };
    bool first = true;
    for (sense = BG_ABOUT; sense <= BG_MORE; sense++) {
      bounds one;
      if (!HAS(senses, sense)) continue;
      if (stretch && (sense == BG_ABOUT || sense == BG_MORE || sense == BG_NEARLY)) continue;
      one = bounds_of((bg_sense)sense, sense == BG_OVER || sense == BG_AT_LEAST ? low : high, under, least);
      if (first) all = one;
      else if (!meet(&all, one)) { /* 近七成以上 contradicts itself: the word that names it holds */
        bg_sense strongest = bg_leading_sense(senses, base);
        all = bounds_of(strongest, strongest == BG_OVER || strongest == BG_AT_LEAST ? low : high, under, least);
        break;
      }
      first = false;
    }
    if (!first) b = all;
  }
  q->sense = (unsigned char)bg_leading_sense(senses, base);
  if (negative) {
    q->value = -q->value;
    swap_signs(&b);
  }
  q->lower = b.lower;
  q->upper = b.upper;
  q->lower_open = b.lower_open;
  q->upper_open = b.upper_open;
  q->exact = exact;
}

void bg_set_unit (bg_quantity *q, const bg_tail *tail) {
  q->unit = tail->unit;
  q->unit_length = tail->unit_length;
  if (tail->unit == BG_NO_UNIT) memcpy(q->unit_text, tail->unit_text, tail->unit_length);
}
