/*
** decimal.c: decimals on integers.
*/
#include "decimal.h"

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
