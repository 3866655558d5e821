/*
** interval_exact.c: csrc/base/interval.c and csrc/report/growth.c against exact arithmetic.
**
** Every double is a whole number times a power of two, so sums of products of
** doubles are held exactly in one long fixed-point number, and a quotient is
** compared by multiplying out. For random intervals each bound must be sound
** (no corner outside), as near as a double can be, and open just where no pair
** of values reaches it. Derived figures must hold every sampled point.
** Relations are tried on all intervals of a small grid, value by value.
**
** usage: interval_exact CASES [SEED]
*/
#include "report/growth.h"
#include "base/interval.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- sums of products of doubles, exactly ---- */

/* 2^-2148 is the product of the two smallest doubles, 2^2048 above that of the
** largest; some sums on top. Two's complement, least limb first. */
#define LIMBS 134
#define PLACES 2148
typedef struct fixed { uint32_t limb[LIMBS]; } fixed;

static void add_product (fixed *sum, double a, double b, bool minus) {
  __extension__ typedef unsigned __int128 wide;
  int ea, eb;
  bool negative = (a < 0) != (b < 0);
  double ma = frexp(fabs(a), &ea), mb = frexp(fabs(b), &eb);
  wide m = (wide)(uint64_t)ldexp(ma, 53) * (uint64_t)ldexp(mb, 53);
  int place, shift;
  uint64_t carry = 0;
  uint32_t part[5];
  if (a == 0 || b == 0) return;
  place = ea - 53 + eb - 53 + PLACES;
  while (place < 0) { /* trailing zeros of a subnormal's mantissa */
    if (m & 1) abort();
    m >>= 1;
    place++;
  }
  shift = place % 32;
  part[0] = (uint32_t)(m << shift);
  m >>= 32 - shift;
  for (int i = 1; i < 5; i++, m >>= 32) part[i] = (uint32_t)m;
  if (negative != minus) { /* sum -= part */
    int64_t borrow = 0;
    for (int i = place / 32, k = 0; i < LIMBS; i++, k++) {
      int64_t d = (int64_t)sum->limb[i] - (k < 5 ? part[k] : 0) + borrow;
      sum->limb[i] = (uint32_t)d;
      borrow = d < 0 ? -1 : 0;
      if (k >= 5 && borrow == 0) break;
    }
    return;
  }
  for (int i = place / 32, k = 0; i < LIMBS; i++, k++) {
    carry += (uint64_t)sum->limb[i] + (k < 5 ? part[k] : 0);
    sum->limb[i] = (uint32_t)carry;
    carry >>= 32;
    if (k >= 5 && carry == 0) break;
  }
}

static int sign (const fixed *x) {
  if (x->limb[LIMBS - 1] >> 31) return -1;
  for (int i = 0; i < LIMBS; i++)
    if (x->limb[i] != 0) return 1;
  return 0;
}

/* The sign of a*b + c*d + e*f - g*h, of finite doubles. */
static int sign_of (double a, double b, double c, double d, double e, double f, double g, double h) {
  fixed sum;
  memset(&sum, 0, sizeof sum);
  add_product(&sum, a, b, false);
  add_product(&sum, c, d, false);
  add_product(&sum, e, f, false);
  add_product(&sum, g, h, true);
  return sign(&sum);
}

/* ---- random figures ---- */

static uint64_t state;

static uint64_t next (void) { /* xorshift64* */
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * UINT64_C(2685821657736338717);
}

static double figure_value (bool tame) {
  double x;
  uint64_t bits;
  switch (next() % (tame ? 5 : 9)) {
    case 0: x = (double)(next() % 20); break;
    case 1: x = (double)(next() % 1000000); break;
    case 2: x = (double)(next() % 100000) / 10; break;
    case 3: x = (double)(next() % 100000) / 100 * 1e8; break;
    case 4: x = (double)(next() >> 11); break;
    case 5: x = ldexp(1.0 + (double)(next() % 5) * DBL_EPSILON, (int)(next() % 2046) - 1022); break;
    case 6: x = (next() & 1) ? DBL_MAX : nextafter(DBL_MAX, 0); break;
    case 7: x = (double)(next() % 3) * 4.9406564584124654e-324; break;
    default:
      bits = next();
      memcpy(&x, &bits, sizeof x);
      if (!isfinite(x)) x = 1;
      break;
  }
  return (next() & 3) == 0 ? -x : x;
}

static bg_interval random_interval (bool tame) {
  bg_interval a;
  double x = figure_value(tame), y = (next() & 3) == 0 ? x : figure_value(tame);
  a.lower = x < y ? x : y;
  a.upper = x < y ? y : x;
  if (next() % 8 == 0) a.lower = -INFINITY;
  if (next() % 8 == 0) a.upper = INFINITY;
  a.lower_open = isinf(a.lower) || (a.lower != a.upper && (next() & 1));
  a.upper_open = isinf(a.upper) || (a.lower != a.upper && (next() & 1));
  return a;
}

/* ---- corners: what the ends of two intervals give, compared with a double ---- */

typedef enum op { ADD, SUBTRACT, MULTIPLY, DIVIDE } op;
static const char *const op_names[] = { "add", "subtract", "multiply", "divide" };

typedef struct corner {
  bool skip;     /* says nothing: infinity over infinity */
  bool closed;   /* reached by a pair of values */
  int infinite;  /* -1, 1: that; 0: finite */
  double a, b;
} corner;

static int sign_double (double x) { return (x > 0) - (x < 0); }

static corner corner_of (op o, double a, bool a_open, double b, bool b_open, int b_side) {
  corner c = { false, !a_open && !b_open, 0, a, b };
  switch (o) {
    case ADD: c.infinite = isinf(a) ? sign_double(a) : isinf(b) ? sign_double(b) : 0; break;
    case SUBTRACT: c.infinite = isinf(a) ? sign_double(a) : isinf(b) ? -sign_double(b) : 0; break;
    case MULTIPLY:
      if (a == 0 || b == 0) { /* infinity is no value */
        c.closed = (a == 0 && !a_open) || (b == 0 && !b_open);
        c.a = c.b = 0;
      }
      else if (isinf(a) || isinf(b)) c.infinite = sign_double(a) * sign_double(b);
      break;
    default:
      if (isinf(a) && isinf(b)) c.skip = true;
      else if (a == 0 && b == 0) c.skip = true; /* the other ends of b tell */
      else if (a == 0) { /* 0 / b, whatever b is */
        c.closed = !a_open;
        c.b = 1;
      }
      else if (isinf(b)) {
        c.a = 0;
        c.b = 1;
      }
      else if (b == 0) c.infinite = sign_double(a) * b_side;
      else if (isinf(a)) c.infinite = sign_double(a) * sign_double(b);
      break;
  }
  return c;
}

/* The sign of corner - x. */
static int compare (op o, const corner *c, double x) {
  if (c->infinite != 0) return isinf(x) && sign_double(x) == c->infinite ? 0 : c->infinite;
  if (isinf(x)) return -sign_double(x);
  switch (o) {
    case ADD: return sign_of(c->a, 1, c->b, 1, 0, 0, x, 1);
    case SUBTRACT: return sign_of(c->a, 1, -c->b, 1, 0, 0, x, 1);
    case MULTIPLY: return sign_of(c->a, c->b, 0, 0, 0, 0, x, 1);
    default: return sign_of(c->a, 1, 0, 0, 0, 0, x, c->b) * sign_double(c->b);
  }
}

static unsigned long unsound, loose, wrong_open, shown;

static void show (const char *what, op o, bg_interval a, bg_interval b, bg_interval r) {
  if (shown++ > 20) return;
  printf("%s: %c%.17g, %.17g%c %s %c%.17g, %.17g%c = %c%.17g, %.17g%c\n", what, a.lower_open ? '(' : '[', a.lower, a.upper,
         a.upper_open ? ')' : ']', op_names[o], b.lower_open ? '(' : '[', b.lower, b.upper, b.upper_open ? ')' : ']',
         r.lower_open ? '(' : '[', r.lower, r.upper, r.upper_open ? ')' : ']');
}

/* One end of a result against the corners. */
static void check_end (op o, bg_interval a, bg_interval b, bg_interval r, bool up) {
  double x = up ? r.upper : r.lower, inward = x;
  bool open = up ? r.upper_open : r.lower_open, tight = false, closed = false, rounded = false, at = false;
  /* below SAFE_MAGNITUDE a place may be given away */
  bool tiny = fabs(x) < 1e-249 || (o == DIVIDE && (fabs(a.lower) < 1e-249 || fabs(a.upper) < 1e-249));
  int steps = tiny ? 2 : 1;
  int b_side = b.upper > 0 ? 1 : -1;
  for (int i = 0; i < steps; i++) inward = nextafter(inward, up ? -INFINITY : INFINITY);
  for (int k = 0; k < 4; k++) {
    corner c = corner_of(o, (k & 1) ? a.upper : a.lower, (k & 1) ? a.upper_open : a.lower_open,
                         (k & 2) ? b.upper : b.lower, (k & 2) ? b.upper_open : b.lower_open, b_side);
    int order;
    if (c.skip) continue;
    order = compare(o, &c, x);
    if (up ? order > 0 : order < 0) {
      unsound++;
      show("UNSOUND", o, a, b, r);
      return;
    }
    if (order == 0) {
      at = true;
      closed = closed || c.closed;
    }
    else if (up ? compare(o, &c, inward) > 0 : compare(o, &c, inward) < 0) {
      tight = true; /* its end rounds to x, and may be closed */
      rounded = rounded || c.closed;
    }
    if (order == 0) tight = true;
  }
  if (!tight) {
    loose++;
    show("loose", o, a, b, r);
  }
  else if (at && !isinf(x) && (open ? closed : !closed && !rounded)) {
    wrong_open++;
    show("open or not", o, a, b, r);
  }
}

static void check_operations (bool tame) {
  bg_interval a = random_interval(tame), b = random_interval(tame), r;
  if (!bg_interval_valid(a) || !bg_interval_valid(b)) abort();
  r = bg_interval_add(a, b);
  check_end(ADD, a, b, r, false);
  check_end(ADD, a, b, r, true);
  r = bg_interval_subtract(a, b);
  check_end(SUBTRACT, a, b, r, false);
  check_end(SUBTRACT, a, b, r, true);
  r = bg_interval_multiply(a, b);
  check_end(MULTIPLY, a, b, r, false);
  check_end(MULTIPLY, a, b, r, true);
  if (bg_interval_divide(a, b, &r) == BG_OK) {
    check_end(DIVIDE, a, b, r, false);
    check_end(DIVIDE, a, b, r, true);
  }
  else if (!(b.lower < 0 && b.upper > 0) && !(b.lower == 0 && !b.lower_open) && !(b.upper == 0 && !b.upper_open)) {
    unsound++;
    show("refused", DIVIDE, a, b, b);
  }
  if (bg_interval_root(a, 2, &r) == BG_OK && r.upper < 1e150) {
    double in_lower = r.lower, in_upper = r.upper;
    for (int i = 0; i < 5; i++) {
      in_lower = nextafter(in_lower, INFINITY);
      in_upper = nextafter(in_upper, 0);
    }
    if (sign_of(r.lower, r.lower, 0, 0, 0, 0, a.lower, 1) > 0 || (!isinf(a.upper) && sign_of(r.upper, r.upper, 0, 0, 0, 0, a.upper, 1) < 0)) {
      unsound++;
      printf("UNSOUND root of %.17g, %.17g = %.17g, %.17g\n", a.lower, a.upper, r.lower, r.upper);
    }
    else if (sign_of(in_lower, in_lower, 0, 0, 0, 0, a.lower, 1) <= 0 ||
             (!isinf(a.upper) && a.upper > 0 && sign_of(in_upper, in_upper, 0, 0, 0, 0, a.upper, 1) >= 0)) {
      loose++;
      if (shown++ < 20) printf("loose root of %.17g, %.17g = %.17g, %.17g\n", a.lower, a.upper, r.lower, r.upper);
    }
  }
}

/* ---- derived figures: every sampled point lies in the answer ---- */

static bool sample (bg_interval a, double *x) {
  double low = isinf(a.lower) ? -1e12 : a.lower, high = isinf(a.upper) ? low + 1e12 : a.upper;
  switch (next() % 3) {
    case 0: *x = low; break;
    case 1: *x = high; break;
    default: *x = low + (high - low) * ((double)(next() >> 11) / 9007199254740992.0); break;
  }
  return bg_interval_contains(a, *x);
}

static bg_figure random_figure (void) {
  bg_figure f;
  do f.bounds = random_interval(true);
  while (isinf(f.bounds.lower) && isinf(f.bounds.upper));
  if (f.bounds.lower < 0 && (next() & 7) != 0) { /* mostly counts */
    f.bounds.lower = 0;
    f.bounds.lower_open = false;
    if (f.bounds.upper < 0) f.bounds.upper = -f.bounds.upper;
    if (f.bounds.upper == 0) f.bounds.upper_open = false;
  }
  f.value = isinf(f.bounds.lower) ? f.bounds.upper : f.bounds.lower;
  return f;
}

/* lo*den <= num <= hi*den as given by a function of (bound): sign(num - bound * den) */
#define WITHIN(name, r, SIGN) do { \
    double bound = (r).bounds.lower; \
    int low_sign = isinf(bound) ? 1 : SIGN, high_sign; \
    bound = (r).bounds.upper; \
    high_sign = isinf(bound) ? -1 : SIGN; \
    points++; \
    if (low_sign < 0 || high_sign > 0 || (low_sign == 0 && (r).bounds.lower_open) || (high_sign == 0 && (r).bounds.upper_open)) { \
      unsound++; \
      if (shown++ < 20) printf("UNSOUND %s: %.17g, %.17g, %.17g not in %c%.17g, %.17g%c\n", name, x, y, z, \
        (r).bounds.lower_open ? '(' : '[', (r).bounds.lower, (r).bounds.upper, (r).bounds.upper_open ? ')' : ']'); \
    } } while (0)

static unsigned long points;

static void check_derived (void) {
  bg_figure f = random_figure(), g = random_figure(), h = random_figure(), r, before;
  double x, y, z;
  if (!sample(f.bounds, &x) || !sample(g.bounds, &y) || !sample(h.bounds, &z)) return;
  r = bg_difference(f, g);
  WITHIN("difference", r, sign_of(x, 1, -y, 1, 0, 0, bound, 1));
  if (bg_growth(f, g, &r) == BG_OK) WITHIN("growth", r, sign_of(y, 1, -x, 1, 0, 0, bound, x));
  if (bg_growth_of_increment(f, g, &before, &r) == BG_OK && x > y)
    WITHIN("growth of increment", r, sign_of(y, 1, bound, y, 0, 0, bound, x));
  if (bg_share(f, g, false, &r) == BG_OK) WITHIN("share", r, sign_of(x, 1, 0, 0, 0, 0, bound, y));
  if (bg_share(f, g, true, &r) == BG_OK && x >= 0 && x <= y) WITHIN("share within", r, sign_of(x, 1, 0, 0, 0, 0, bound, y));
  if (bg_remainder(f, g, &r) == BG_OK && x >= y) WITHIN("remainder", r, sign_of(x, 1, -y, 1, 0, 0, bound, 1));
  if (bg_contribution(f, g, h, &r) == BG_OK) WITHIN("contribution", r, sign_of(y, 1, -x, 1, 0, 0, bound, z));
  if (bg_index(f, g, &r) == BG_OK) WITHIN("index", r, sign_of(x, 100, 0, 0, 0, 0, bound, y));
  if (bg_rate(f, 11, &r) == BG_OK) WITHIN("rate", r, sign_of(x, 1, 0, 0, 0, 0, bound, 11));
  if (bg_cagr(f, g, 2, &r) == BG_OK && r.bounds.lower > -1) { /* (1 + r)^2 x = y, in a wider type with room to spare */
    long double root = sqrtl((long double)y / (long double)x) - 1, room = 1e-17L * (2 + fabsl(root));
    points++;
    if (root < (long double)r.bounds.lower - room || root > (long double)r.bounds.upper + room) {
      unsound++;
      printf("UNSOUND cagr: %.17g to %.17g not in %.17g, %.17g\n", x, y, r.bounds.lower, r.bounds.upper);
    }
  }
}

/* ---- relations, by all values of a grid ---- */

#define ENDS 5
static unsigned long relations, wrong_relations;

/* values of an interval with whole ends: quarters, so that open ends are missed */
static bool holds (bg_interval a, int quarter) {
  double x = quarter / 4.0;
  return (a.lower < x || (a.lower == x && !a.lower_open)) && (a.upper > x || (a.upper == x && !a.upper_open));
}

static bg_interval grid (int k) {
  bg_interval a = { k % ENDS, k / ENDS % ENDS, k / ENDS / ENDS % 2 == 1, k / ENDS / ENDS / 2 % 2 == 1 };
  return a;
}

static void check_relations (void) {
  const int all = ENDS * ENDS * 4;
  for (int i = 0; i < all; i++)
    for (int j = 0; j < all; j++) {
      bg_interval a = grid(i), b = grid(j), both;
      bool met = false, meets;
      if (!bg_interval_valid(a) || !bg_interval_valid(b)) continue;
      for (int relation = BG_LT; relation <= BG_NE; relation++) {
        bool some = false, none = false;
        bg_truth truth;
        for (int x = 0; x <= 4 * ENDS; x++)
          for (int y = 0; y <= 4 * ENDS; y++)
            if (holds(a, x) && holds(b, y)) {
              bool is = relation == BG_LT ? x < y : relation == BG_LE ? x <= y : relation == BG_GT ? x > y
                        : relation == BG_GE ? x >= y : relation == BG_EQ ? x == y : x != y;
              if (is) some = true;
              else none = true;
              if (x == y) met = true;
            }
        truth = bg_interval_compare(a, (bg_relation)relation, b);
        relations++;
        if (truth != (some && none ? BG_UNKNOWN : some ? BG_TRUE : BG_FALSE)) {
          wrong_relations++;
          if (shown++ < 20) printf("WRONG relation %d of intervals %d and %d\n", relation, i, j);
        }
      }
      meets = bg_interval_meet(a, b, &both);
      if (meets != met) wrong_relations++;
      for (int x = 0; meets && x <= 4 * ENDS; x++)
        if (bg_interval_contains(both, x / 4.0) != (holds(a, x) && holds(b, x))) wrong_relations++;
    }
}

int main (int argc, char **argv) {
  unsigned long cases = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
  state = argc > 2 ? strtoull(argv[2], NULL, 10) * 2 + 1 : 20241231;
  check_relations();
  for (unsigned long i = 0; i < cases; i++) {
    check_operations((i & 1) != 0);
    check_derived();
  }
  printf("intervals: %lu pairs, %lu points of derived figures, %lu relations: %lu unsound, %lu looser than a double allows, "
         "%lu wrongly open or closed, %lu wrong relations\n", cases, points, relations, unsound, loose, wrong_open, wrong_relations);
  return unsound + loose + wrong_open + wrong_relations == 0 ? 0 : 1;
}
