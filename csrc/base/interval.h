/*
** interval.h: what is known of a figure, as the set of values it may have.
**
** A report rarely states a number and means just it: 超过1.4万家 is every value
** above 14000, 近20个 is 10 up to but not 20. An interval holds the two bounds
** and whether each is itself excluded ("open"). An infinite bound is always
** open. Arithmetic here is outward rounded: the true result is never outside
** the interval that comes back, and a bound that is exact stays exact, since
** the rounding error of each operation is itself computed.
*/
#ifndef BAOGAO_INTERVAL_H
#define BAOGAO_INTERVAL_H

#include "common.h"

typedef struct bg_interval {
  double lower, upper;
  bool lower_open, upper_open;
} bg_interval;

/* How two intervals stand to each other, for every pair of values in them. */
typedef enum bg_truth { BG_FALSE = 0, BG_TRUE = 1, BG_UNKNOWN = 2 } bg_truth;

/* X(CODE, sign, operator, MIRROR): a relation, as the query language and C
** write it, and the one that holds from b to a where it holds from a to b. */
#define BG_RELATIONS(X) \
  X(LT, "<", <, GT) \
  X(LE, "<=", <=, GE) \
  X(GT, ">", >, LT) \
  X(GE, ">=", >=, LE) \
  X(EQ, "=", ==, EQ) \
  X(NE, "!=", !=, NE)

#define X(code, sign, operator, mirror) BG_##code,
typedef enum bg_relation { BG_RELATIONS(X) BG_RELATION_COUNT } bg_relation;
#undef X

BG_BEGIN

/* [value, value] */
bg_interval bg_interval_exact (double value);

/* True where no bound is NaN and at least one value lies within. */
bool bg_interval_valid (bg_interval a);

/* True where the interval holds one value only. */
bool bg_interval_is_exact (bg_interval a);

bool bg_interval_contains (bg_interval a, double value);

/* Narrower of the two at both ends; false where they share no value. */
bool bg_interval_meet (bg_interval a, bg_interval b, bg_interval *result);

bg_interval bg_interval_negate (bg_interval a);
bg_interval bg_interval_add (bg_interval a, bg_interval b);
bg_interval bg_interval_subtract (bg_interval a, bg_interval b);

/* Zero times infinity counts as 0: an infinite bound is never a value. */
bg_interval bg_interval_multiply (bg_interval a, bg_interval b);

/* BG_NO_VALUE where b may be zero. */
bg_status bg_interval_divide (bg_interval a, bg_interval b, bg_interval *result);

/* a ^ (1/n) for a >= 0 and n > 0, else BG_NO_VALUE. pow is not correctly
** rounded everywhere, so the bounds are widened by two places. */
bg_status bg_interval_root (bg_interval a, double n, bg_interval *result);

/* "<" and its like, by relation; and the relation of a sign, or -1. */
extern const char *const bg_relation_signs[BG_RELATION_COUNT];
int bg_relation_of (const char *sign);

/* True or false where it is so for all pairs of values; else BG_UNKNOWN. */
bg_truth bg_interval_compare (bg_interval a, bg_relation relation, bg_interval b);

BG_END

/* Whether a relation holds between things whose order is below, at or above 0. */
static inline bool bg_relation_holds (bg_relation relation, int order) {
  switch (relation) {
#define X(code, sign, operator, mirror) case BG_##code: return order operator 0;
    BG_RELATIONS(X)
#undef X
    default: return false;
  }
}

static inline bg_relation bg_relation_mirrored (bg_relation relation) {
#define X(code, sign, operator, mirror) BG_##mirror,
  static const bg_relation mirrors[] = { BG_RELATIONS(X) };
#undef X
  return mirrors[relation];
}

#endif
