/*
** decimal.h: a number as it was written, mantissa * 10^exponent, on integers.
**
** 1.4万 is 14 * 10^3 and never 1.4 * 10000: no digit is lost on the way from
** the text to the one rounding that makes a double of it. Nineteen digits fit;
** what is beyond is cut off and the number says so.
**
** The rounding to a double is the engine's own (decimal_double.c): to the
** nearest, ties to even, for every mantissa and exponent, whatever locale and
** C library the host has.
*/
#ifndef BAOGAO_DECIMAL_H
#define BAOGAO_DECIMAL_H

#include "common.h"

typedef struct bg_decimal {
  uint64_t mantissa;
  int exponent;
  bool cut; /* digits were dropped, the number is not exact */
} bg_decimal;

/* A mantissa of up to nineteen digits fits into 64 bits. */
#define BG_DECIMAL_MAX UINT64_C(9999999999999999999)

/* A text of more characters is no number that anyone wrote. It bounds what the
** exact conversion must hold: some 1350 bits. */
#define BG_DECIMAL_TEXT_MAX 400

static inline bg_decimal bg_decimal_of (uint64_t mantissa, int exponent) {
  bg_decimal a;
  a.mantissa = mantissa;
  a.exponent = exponent;
  a.cut = false;
  return a;
}

BG_BEGIN

/* Appends a digit to the mantissa. */
void bg_decimal_push (bg_decimal *a, unsigned digit);

bg_decimal bg_decimal_add (bg_decimal a, bg_decimal b);

/* a - b for a >= b; 0 where b is larger. */
bg_decimal bg_decimal_subtract (bg_decimal a, bg_decimal b);

/* Without trailing zeros: the exponent is then the place of the last digit
** that is not zero, and 0 has the exponent 0. */
bg_decimal bg_decimal_trim (bg_decimal a);

/* -1, 0 or 1. */
int bg_decimal_compare (bg_decimal a, bg_decimal b);

/* The nearest double; infinity where none is near. *exact is false where a
** whole number has no double of its own, or digits were cut. */
double bg_decimal_double (bg_decimal a, bool *exact);

/* A number as machines write it, and nothing beside it: digits, a minus sign
** before them, a point among them, an exponent after them. Gives the double
** nearest to what is written, of any number of digits; *whole says that neither
** point nor exponent was there. False for any other text, for one longer than
** BG_DECIMAL_TEXT_MAX, and for a number beyond the largest double. */
bool bg_decimal_read (bg_text text, double *value, bool *whole);

BG_END

#endif
