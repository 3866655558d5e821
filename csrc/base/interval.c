/*
** interval.c: arithmetic on bounds, rounded outward. See interval.h.
**
** Rounding modes are process state, which a guest in an editor must not
** touch, and compilers move code across their changes. So each operation runs
** in the usual mode and its error is computed exactly (Dekker's two-sum, and
** fma for product and quotient): where the error is zero the bound is exact,
** else the bound moves one place outward if the rounding went inward. An end
** that moved keeps whether it is open: that comes from the words of a report.
*/
#include "interval.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Below this magnitude the error of a product or quotient may itself be lost
** to underflow, so there every bound is moved outward. */
#define SAFE_MAGNITUDE 1e-250

/* On a machine that computes wider than double (x87) the error terms are not
** exact; there every inexact-looking bound is moved outward too. */
#define DOUBLE_ARITHMETIC (FLT_EVAL_METHOD == 0)

/* One end of an interval on its way through an operation. */
typedef struct end {
  double at;
  bool open;
} end;

static double outward (double rounded, double error, bool up) {
  if (!DOUBLE_ARITHMETIC) return nextafter(rounded, up ? INFINITY : -INFINITY);
  if (up && error > 0) return nextafter(rounded, INFINITY);
  if (!up && error < 0) return nextafter(rounded, -INFINITY);
  return rounded;
}

/* The next place outward of what may have lost its error to underflow; nothing
** of a sign passes 0 there. */
static double beside (double rounded, bool negative, bool up) {
  if (rounded == 0 && negative == up) return 0;
  return nextafter(rounded, up ? INFINITY : -INFINITY);
}

/* An overflowed sum of finite ends must stay a bound: the lower end of
** something above DBL_MAX is DBL_MAX, not infinity. */
static double bounded (double rounded, bool from_finite, bool up) {
  if (!from_finite || !isinf(rounded)) return rounded;
  if (up && rounded < 0) return -DBL_MAX;
  if (!up && rounded > 0) return DBL_MAX;
  return rounded;
}

static end add_ends (end a, end b, bool up) {
  end sum;
  double s = a.at + b.at;
  bool finite = isfinite(a.at) && isfinite(b.at);
  sum.open = a.open || b.open;
  if (isnan(s)) { /* inf - inf: nothing is known at this side */
    sum.at = up ? INFINITY : -INFINITY;
    sum.open = true;
    return sum;
  }
  if (isfinite(s)) {
    bool larger = fabs(a.at) >= fabs(b.at);
    double most = larger ? a.at : b.at, least = larger ? b.at : a.at;
    double error = least - (s - most); /* Knuth's form would pass DBL_MAX on its way */
    s = outward(s, error, up);
  }
  sum.at = bounded(s, finite, up);
  if (isinf(sum.at)) sum.open = true;
  return sum;
}

static end multiply_ends (end a, end b, bool up) {
  end product;
  product.open = a.open || b.open;
  /* A closed zero times anything is a zero that is reached; infinity is never
  ** reached itself, so zero times infinity is zero. */
  if (a.at == 0 || b.at == 0) {
    product.at = 0;
    product.open = !((a.at == 0 && !a.open) || (b.at == 0 && !b.open));
    return product;
  }
  product.at = a.at * b.at;
  if (isfinite(product.at)) {
    double error = fma(a.at, b.at, -product.at);
    product.at = fabs(product.at) < SAFE_MAGNITUDE
      ? beside(product.at, (a.at < 0) != (b.at < 0), up)
      : outward(product.at, error, up);
  }
  product.at = bounded(product.at, isfinite(a.at) && isfinite(b.at), up);
  if (isinf(product.at)) product.open = true;
  return product;
}

/* b is not zero here unless it is an open end, which is taken as its limit. */
static end divide_ends (end a, end b, bool up) {
  end quotient;
  quotient.open = a.open || b.open;
  if (a.at == 0) {
    quotient.at = 0;
    quotient.open = a.open;
    return quotient;
  }
  if (isinf(a.at) && isinf(b.at)) { /* any ratio of that sign is possible */
    bool negative = (a.at < 0) != (b.at < 0);
    quotient.at = up == negative ? 0 : up ? INFINITY : -INFINITY;
    quotient.open = true;
    return quotient;
  }
  quotient.at = a.at / b.at;
  if (isinf(b.at)) {
    quotient.at = 0;
    quotient.open = true;
    return quotient;
  }
  if (isfinite(quotient.at)) {
    double rest = fma(-quotient.at, b.at, a.at);
    double error = b.at > 0 ? rest : -rest;
    quotient.at = fabs(quotient.at) < SAFE_MAGNITUDE || fabs(a.at) < SAFE_MAGNITUDE
      ? beside(quotient.at, (a.at < 0) != (b.at < 0), up)
      : outward(quotient.at, error, up);
  }
  quotient.at = bounded(quotient.at, isfinite(a.at) && b.at != 0, up);
  if (isinf(quotient.at)) quotient.open = true;
  return quotient;
}

static end lower_of (bg_interval a) {
  end e = { a.lower, a.lower_open };
  return e;
}

static end upper_of (bg_interval a) {
  end e = { a.upper, a.upper_open };
  return e;
}

static bg_interval between (end lower, end upper) {
  bg_interval a = { lower.at, upper.at, lower.open, upper.open };
  return a;
}

/* Of two candidate ends the outer one; at the same place, the closed one. */
static end outer (end a, end b, bool up) {
  if (a.at == b.at) {
    a.open = a.open && b.open;
    return a;
  }
  return (a.at > b.at) == up ? a : b;
}

bg_interval bg_interval_exact (double value) {
  bg_interval a = { value, value, false, false };
  return a;
}

bool bg_interval_valid (bg_interval a) {
  if (isnan(a.lower) || isnan(a.upper)) return false;
  if (isinf(a.lower) && !(a.lower < 0 && a.lower_open)) return false;
  if (isinf(a.upper) && !(a.upper > 0 && a.upper_open)) return false;
  if (a.lower == a.upper) return !a.lower_open && !a.upper_open;
  return a.lower < a.upper;
}

bool bg_interval_is_exact (bg_interval a) {
  return a.lower == a.upper;
}

bool bg_interval_contains (bg_interval a, double value) {
  bool above = a.lower_open ? value > a.lower : value >= a.lower;
  bool below = a.upper_open ? value < a.upper : value <= a.upper;
  return above && below;
}

bool bg_interval_meet (bg_interval a, bg_interval b, bg_interval *result) {
  bg_interval both = a;
  if (b.lower > a.lower) {
    both.lower = b.lower;
    both.lower_open = b.lower_open;
  }
  else if (b.lower == a.lower) both.lower_open = a.lower_open || b.lower_open;
  if (b.upper < a.upper) {
    both.upper = b.upper;
    both.upper_open = b.upper_open;
  }
  else if (b.upper == a.upper) both.upper_open = a.upper_open || b.upper_open;
  if (!bg_interval_valid(both)) return false;
  *result = both;
  return true;
}

bg_interval bg_interval_negate (bg_interval a) {
  bg_interval n = { -a.upper, -a.lower, a.upper_open, a.lower_open };
  return n;
}

bg_interval bg_interval_add (bg_interval a, bg_interval b) {
  return between(add_ends(lower_of(a), lower_of(b), false),
                 add_ends(upper_of(a), upper_of(b), true));
}

bg_interval bg_interval_subtract (bg_interval a, bg_interval b) {
  return bg_interval_add(a, bg_interval_negate(b));
}

/* The hull of op over the four pairs of ends; right for monotone operations. */
static bg_interval hull (bg_interval a, bg_interval b, end (*op) (end, end, bool)) {
  end al = lower_of(a), au = upper_of(a), bl = lower_of(b), bu = upper_of(b);
  end lower = outer(outer(op(al, bl, false), op(al, bu, false), false),
                    outer(op(au, bl, false), op(au, bu, false), false), false);
  end upper = outer(outer(op(al, bl, true), op(al, bu, true), true),
                    outer(op(au, bl, true), op(au, bu, true), true), true);
  return between(lower, upper);
}

bg_interval bg_interval_multiply (bg_interval a, bg_interval b) {
  return hull(a, b, multiply_ends);
}

bg_status bg_interval_divide (bg_interval a, bg_interval b, bg_interval *result) {
  if (bg_interval_contains(b, 0)) return BG_NO_VALUE;
  /* an open end at zero: give it the sign of the side on which b lies */
  if (b.lower == 0) b.lower = 0.0;
  if (b.upper == 0) b.upper = -0.0;
  *result = hull(a, b, divide_ends);
  return BG_OK;
}

static double two_places (double x, bool up) {
  double side = up ? INFINITY : -INFINITY;
  return nextafter(nextafter(x, side), side);
}

bg_status bg_interval_root (bg_interval a, double n, bg_interval *result) {
  bg_interval r = a;
  if (!(a.lower >= 0) || !(n > 0) || isinf(n)) return BG_NO_VALUE;
  if (n == 1) {
    *result = a;
    return BG_OK;
  }
  /* 0, 1 and infinity are their own roots, exactly */
  if (a.lower != 0 && a.lower != 1) {
    r.lower = two_places(pow(a.lower, 1 / n), false);
    if (r.lower < 0) r.lower = 0;
  }
  if (a.upper != 0 && a.upper != 1 && !isinf(a.upper))
    r.upper = two_places(pow(a.upper, 1 / n), true);
  *result = r;
  return BG_OK;
}

static bg_truth not_of (bg_truth t) {
  return t == BG_UNKNOWN ? t : (t == BG_TRUE ? BG_FALSE : BG_TRUE);
}

/* a < b for all pairs, for none, or for some */
static bg_truth less (bg_interval a, bg_interval b) {
  if (a.upper < b.lower || (a.upper == b.lower && (a.upper_open || b.lower_open)))
    return BG_TRUE;
  if (a.lower >= b.upper) return BG_FALSE;
  return BG_UNKNOWN;
}

static bg_truth equal (bg_interval a, bg_interval b) {
  bg_interval both;
  if (!bg_interval_meet(a, b, &both)) return BG_FALSE;
  if (bg_interval_is_exact(a) && bg_interval_is_exact(b)) return BG_TRUE;
  return BG_UNKNOWN;
}

bg_truth bg_interval_compare (bg_interval a, bg_relation relation, bg_interval b) {
  switch (relation) {
    case BG_LT: return less(a, b);
    case BG_GE: return not_of(less(a, b));
    case BG_GT: return less(b, a);
    case BG_LE: return not_of(less(b, a));
    case BG_EQ: return equal(a, b);
    default: return not_of(equal(a, b));
  }
}

#define X(code, sign, operator, mirror) sign,
const char *const bg_relation_signs[BG_RELATION_COUNT] = { BG_RELATIONS(X) };
#undef X

int bg_relation_of (const char *sign) {
  for (int r = 0; r < BG_RELATION_COUNT; r++)
    if (strcmp(sign, bg_relation_signs[r]) == 0) return r;
  return -1;
}
