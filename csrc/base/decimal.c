/*
** decimal.c: decimals on integers.
*/
#include "decimal.h"

#include <stdio.h>
#include <stdlib.h>

/* The powers of ten that a double holds exactly. */
#define EXACT_POWERS 22
static const double power_of_ten[EXACT_POWERS + 1] = {
  1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
};

/* Whole numbers up to 2^53 have a double each. */
#define EXACT_WHOLE 9007199254740992.0

void bg_decimal_push (bg_decimal *a, unsigned digit) {
  if (!a->cut && a->mantissa <= (BG_DECIMAL_MAX - digit) / 10)
    a->mantissa = a->mantissa * 10 + digit;
  else {
    a->cut = a->cut || digit != 0;
    a->exponent++;
  }
}

bg_decimal bg_decimal_trim (bg_decimal a) {
  if (a.mantissa == 0) {
    a.exponent = 0;
    return a;
  }
  while (a.mantissa % 10 == 0) {
    a.mantissa /= 10;
    a.exponent++;
  }
  return a;
}

/* Brings a and b to one exponent, cutting the smaller where it must. */
static void align (bg_decimal *a, bg_decimal *b) {
  bg_decimal *high = a->exponent >= b->exponent ? a : b;
  bg_decimal *low = high == a ? b : a;
  if (a->mantissa == 0) a->exponent = b->exponent;
  if (b->mantissa == 0) b->exponent = a->exponent;
  while (high->exponent > low->exponent && high->mantissa <= BG_DECIMAL_MAX / 10) {
    high->mantissa *= 10;
    high->exponent--;
  }
  while (high->exponent > low->exponent) {
    low->cut = low->cut || low->mantissa % 10 != 0;
    low->mantissa /= 10;
    low->exponent++;
  }
}

bg_decimal bg_decimal_add (bg_decimal a, bg_decimal b) {
  if (a.mantissa == 0) {
    b.cut = b.cut || a.cut;
    return b;
  }
  if (b.mantissa == 0) {
    a.cut = a.cut || b.cut;
    return a;
  }
  align(&a, &b);
  if (a.mantissa > BG_DECIMAL_MAX - b.mantissa) {
    a.cut = b.cut = true;
    a.mantissa /= 10;
    b.mantissa /= 10;
    a.exponent++;
  }
  a.mantissa += b.mantissa;
  a.cut = a.cut || b.cut;
  return a;
}

bg_decimal bg_decimal_subtract (bg_decimal a, bg_decimal b) {
  align(&a, &b);
  a.mantissa = a.mantissa > b.mantissa ? a.mantissa - b.mantissa : 0;
  a.cut = a.cut || b.cut;
  return a;
}

int bg_decimal_compare (bg_decimal a, bg_decimal b) {
  if (a.exponent == b.exponent) return (a.mantissa > b.mantissa) - (a.mantissa < b.mantissa);
  if (a.mantissa == 0 || b.mantissa == 0)
    return (a.mantissa != 0) - (b.mantissa != 0);
  align(&a, &b);
  return (a.mantissa > b.mantissa) - (a.mantissa < b.mantissa);
}

double bg_decimal_double (bg_decimal a, bool *exact) {
  double value;
  if (a.mantissa == 0) {
    *exact = !a.cut;
    return 0;
  }
  if (a.mantissa <= (UINT64_C(1) << 53) && a.exponent >= -EXACT_POWERS &&
      a.exponent <= EXACT_POWERS) {
    /* both sides are exact, so the one operation rounds correctly */
    value = a.exponent < 0 ? (double)a.mantissa / power_of_ten[-a.exponent]
                           : (double)a.mantissa * power_of_ten[a.exponent];
  }
  else {
    /* "123e4" has no decimal point, so no locale changes what strtod reads */
    char buffer[40];
    sprintf(buffer, "%llue%d", (unsigned long long)a.mantissa, a.exponent);
    value = strtod(buffer, NULL);
  }
  *exact = !a.cut && value <= EXACT_WHOLE &&
           !(value == EXACT_WHOLE && a.exponent == 0 && a.mantissa != (UINT64_C(1) << 53));
  return value;
}
