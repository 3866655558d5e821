/*
** decimal_double.c: decimals to the nearest double, and the text of machines.
**
** A double is found from the 64 leading bits of a number and one more that
** says whether anything but zeros follows (`rest`): `assemble` rounds them once.
** Three ways lead to those bits, each exact, the cheaper ones first:
**
**   mantissa and power are doubles themselves   one multiplication or division
**   the power of five fits into 64 bits         a product, or a quotient, of 128
**   anything else                               whole numbers in arrays of words
**
** 10^e is 5^e * 2^e, and powers of two only move the exponent, so that of ten
** only the five is ever multiplied or divided by.
*/
#include "decimal.h"

#include <math.h>
#include <string.h>

/* The powers of ten that a double holds exactly. */
#define EXACT_POWERS 22
static const double power_of_ten[EXACT_POWERS + 1] = {
  1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
};

/* The powers of five that 64 bits hold. */
#define FIVES 27

/* Whole numbers up to 2^53 have a double each. */
#define EXACT_WHOLE (UINT64_C(1) << 53)

/* Of nineteen digits: from 10^310 on all is infinite, below 10^-345 all is 0. */
#define EXPONENT_MAX 310
#define EXPONENT_MIN (-345)

/* {====================================================== rounding */

/* bits * 2^scale, and more than that where `rest`; bits has its top bit set. */
static double assemble (uint64_t bits, int scale, bool rest) {
  int drop = 11, place = scale + 63; /* 64 - 53; the exponent of the top bit */
  uint64_t kept, half, below;
  if (place > 1023) return HUGE_VAL;
  if (place < -1022) drop += -1022 - place; /* fewer bits below the normal range */
  if (drop > 64) return 0;
  if (drop == 64) return ldexp(1, -1074); /* more than half of it: no decimal of BG_DECIMAL_TEXT_MAX is just the half */
  kept = bits >> drop;
  half = UINT64_C(1) << (drop - 1);
  below = bits & (half + half - 1);
  if (below > half || (below == half && (rest || (kept & 1) != 0))) kept++;
  return ldexp((double)kept, scale + drop); /* both are exact */
}

static int leading_zeros (uint64_t a) {
  int n = 0, step;
  for (step = 32; step > 0; step /= 2)
    if (a >> (64 - step) == 0) {
      a <<= step;
      n += step;
    }
  return n;
}

static uint64_t power_of_five (int n) {
  uint64_t five = 1;
  for (; n > 0; n--) five *= 5;
  return five;
}

/* a * b in two words. */
static void multiply (uint64_t a, uint64_t b, uint64_t *high, uint64_t *low) {
  uint64_t a0 = a & 0xFFFFFFFFu, a1 = a >> 32, b0 = b & 0xFFFFFFFFu, b1 = b >> 32;
  uint64_t low_part = a0 * b0, middle = a1 * b0 + (low_part >> 32), other = a0 * b1 + (middle & 0xFFFFFFFFu);
  *high = a1 * b1 + (middle >> 32) + (other >> 32);
  *low = other << 32 | (low_part & 0xFFFFFFFFu);
}

/* high * 2^64 / divisor for high < divisor, whose top bit is set (Knuth's D in
** two digits of 32 bits). */
static uint64_t divide (uint64_t high, uint64_t divisor, bool *rest) {
  uint64_t d1 = divisor >> 32, d0 = divisor & 0xFFFFFFFFu, quotient = 0, remainder = high;
  int i;
  for (i = 0; i < 2; i++) {
    uint64_t digit = remainder / d1, left = remainder % d1;
    while (digit >> 32 != 0 || digit * d0 > left << 32) {
      digit--;
      left += d1;
      if (left >> 32 != 0) break;
    }
    remainder = (remainder << 32) - digit * divisor;
    quotient = quotient << 32 | digit;
  }
  *rest = remainder != 0;
  return quotient;
}

/* mantissa * 10^exponent for |exponent| <= FIVES, mantissa above 0. */
static double middling (uint64_t mantissa, int exponent) {
  uint64_t five, high, low, bits;
  int up = leading_zeros(mantissa), shift;
  bool rest;
  mantissa <<= up;
  if (exponent >= 0) {
    multiply(mantissa, power_of_five(exponent), &high, &low);
    if (high == 0) return assemble(low, exponent - up, false); /* the power is 1 */
    shift = leading_zeros(high); /* above 0, as no power of five that fits has its top bit set */
    bits = high << shift | low >> (64 - shift);
    return assemble(bits, exponent - up + 64 - shift, low << shift != 0);
  }
  five = power_of_five(-exponent);
  shift = leading_zeros(five);
  five <<= shift;
  if (mantissa >= five) { /* 1 and a fraction */
    low = divide(mantissa - five, five, &rest);
    /* the bit that is shifted out needs no look: where there is no rest, the quotient is a whole number of 62 bits */
    return assemble(UINT64_C(1) << 63 | low >> 1, exponent - up + shift - 63, rest);
  }
  bits = divide(mantissa, five, &rest); /* both have their top bits: above a half */
  return assemble(bits, exponent - up + shift - 64, rest);
}

/* }====================================================== */

/* {====================================================== numbers of any size */

/* A whole number, its least word first. None has more than 2048 bits:
** BG_DECIMAL_TEXT_MAX digits have 1329, and 2036 with the 5^310 of an exponent
** that takes four of them to write; 5^745 under the digits has 1730, either is
** lifted to the length of the other, and a remainder is less than twice what
** divides it. So nothing below asks whether there is a word left. */
#define WORDS 64

typedef struct big {
  uint32_t word[WORDS];
  int count;
} big;

static void big_set (big *a, uint64_t value) {
  a->count = 0;
  for (; value != 0; value >>= 32) a->word[a->count++] = (uint32_t)value;
}

/* a = a * factor + more. */
static void big_push (big *a, uint32_t factor, uint32_t more) {
  uint64_t carry = more;
  int i;
  for (i = 0; i < a->count; i++) {
    carry += (uint64_t)a->word[i] * factor;
    a->word[i] = (uint32_t)carry;
    carry >>= 32;
  }
  if (carry != 0) a->word[a->count++] = (uint32_t)carry;
}

static void big_fives (big *a, int n) {
  for (; n >= 13; n -= 13) big_push(a, UINT32_C(1220703125), 0); /* 5^13 */
  for (; n > 0; n--) big_push(a, 5, 0);
}

/* Of a number but 0. */
static int big_bits (const big *a) {
  return a->count * 32 - (leading_zeros(a->word[a->count - 1]) - 32);
}

static void big_lift (big *a, int bits) {
  int words = bits / 32, i;
  big_push(a, UINT32_C(1) << bits % 32, 0);
  for (i = a->count; i > 0; i--) a->word[i - 1 + words] = a->word[i - 1];
  for (i = 0; i < words; i++) a->word[i] = 0;
  a->count += words;
}

static int big_compare (const big *a, const big *b) {
  int i;
  if (a->count != b->count) return a->count < b->count ? -1 : 1;
  for (i = a->count; i > 0; i--)
    if (a->word[i - 1] != b->word[i - 1]) return a->word[i - 1] < b->word[i - 1] ? -1 : 1;
  return 0;
}

/* a - b for a >= b. */
static void big_subtract (big *a, const big *b) {
  uint64_t borrow = 0;
  int i;
  for (i = 0; i < a->count; i++) {
    uint64_t taken = (i < b->count ? b->word[i] : 0) + borrow;
    borrow = a->word[i] < taken;
    a->word[i] = (uint32_t)(a->word[i] - taken);
  }
  while (a->count > 0 && a->word[a->count - 1] == 0) a->count--;
}

/* The 64 leading bits, with the places that were left out below them. There are
** as many: what fits into fewer is no number of any size. */
static uint64_t big_leading (const big *a, int *scale, bool *rest) {
  uint64_t bits = 0;
  int i, n = big_bits(a), at = a->count, taken = 0;
  *scale = n - 64;
  *rest = false;
  while (taken < 64) {
    uint32_t word = a->word[--at];
    int width = taken == 0 ? n - (a->count - 1) * 32 : 32;
    if (width > 64 - taken) {
      int over = width - (64 - taken);
      *rest = (word & ((UINT32_C(1) << over) - 1)) != 0;
      word >>= over;
      width -= over;
    }
    bits = bits << width | word;
    taken += width;
  }
  for (i = 0; i < at; i++) *rest = *rest || a->word[i] != 0;
  return bits;
}

/* number * 10^exponent for any number but 0; `number` is used up. */
static double exactly (big *number, int exponent) {
  big five;
  uint64_t bits = 0;
  bool rest;
  int scale, i;
  if (exponent >= 0) {
    big_fives(number, exponent);
    bits = big_leading(number, &scale, &rest);
    return assemble(bits, scale + exponent, rest);
  }
  big_set(&five, 1);
  big_fives(&five, -exponent);
  /* both are lifted so that the quotient is below 2 and not below 1/2, and then
  ** its bits are found one at a time */
  scale = big_bits(number) - big_bits(&five);
  if (scale < 0) big_lift(number, -scale);
  else big_lift(&five, scale);
  if (big_compare(number, &five) < 0) {
    big_push(number, 2, 0);
    scale--;
  }
  for (i = 0; i < 64; i++) {
    bits <<= 1;
    if (big_compare(number, &five) >= 0) {
      big_subtract(number, &five);
      bits |= 1;
    }
    big_push(number, 2, 0);
  }
  return assemble(bits, scale - 63 + exponent, number->count != 0);
}

/* }====================================================== */

/* The nearest double of what was not cut. */
static double nearest (uint64_t mantissa, int exponent) {
  big number;
  if (mantissa == 0) return 0;
  if (mantissa <= EXACT_WHOLE && exponent >= -EXACT_POWERS && exponent <= EXACT_POWERS)
    /* both sides are exact, so the one operation rounds correctly */
    return exponent < 0 ? (double)mantissa / power_of_ten[-exponent] : (double)mantissa * power_of_ten[exponent];
  if (exponent >= -FIVES && exponent <= FIVES) return middling(mantissa, exponent);
  if (exponent > EXPONENT_MAX) return HUGE_VAL;
  if (exponent < EXPONENT_MIN) return 0;
  big_set(&number, mantissa);
  return exactly(&number, exponent);
}

double bg_decimal_double (bg_decimal a, bool *exact) {
  double value = nearest(a.mantissa, a.exponent);
  *exact = !a.cut && value <= (double)EXACT_WHOLE &&
           !(value == (double)EXACT_WHOLE && a.exponent == 0 && a.mantissa != EXACT_WHOLE);
  return value;
}

/* All digits of a text that nineteen did not hold. */
static double all_digits (bg_text text, int exponent) {
  big number;
  size_t i;
  big_set(&number, 0);
  for (i = 0; i < text.length && text.at[i] != 'e' && text.at[i] != 'E'; i++)
    if (text.at[i] >= '0') /* no sign and no point */
      big_push(&number, 10, (uint32_t)(text.at[i] - '0'));
  /* the text has no more than BG_DECIMAL_TEXT_MAX places to make up for these */
  if (exponent > EXPONENT_MAX) return HUGE_VAL;
  if (exponent < EXPONENT_MIN - BG_DECIMAL_TEXT_MAX) return 0;
  return exactly(&number, exponent);
}

bool bg_decimal_read (bg_text text, double *value, bool *whole) {
  size_t i = 0, digits = 0, from;
  uint64_t mantissa = 0;
  int exponent = 0, beyond = 0, places = 0; /* digits that were not taken, digits after the point */
  bool negative = false, cut = false;
  if (text.length == 0 || text.length > BG_DECIMAL_TEXT_MAX) return false;
  if (text.at[0] == '-') {
    negative = true;
    i++;
  }
  for (from = i; i < text.length && (unsigned char)(text.at[i] - '0') < 10; i++) {
    unsigned digit = (unsigned char)(text.at[i] - '0');
    if (mantissa <= (BG_DECIMAL_MAX - 9) / 10) mantissa = mantissa * 10 + digit;
    else {
      beyond++;
      cut = cut || digit != 0;
    }
  }
  digits = i - from;
  if (digits == 0) return false;
  if (i < text.length && text.at[i] == '.') {
    for (from = ++i; i < text.length && (unsigned char)(text.at[i] - '0') < 10; i++) {
      unsigned digit = (unsigned char)(text.at[i] - '0');
      places++;
      if (mantissa <= (BG_DECIMAL_MAX - 9) / 10) mantissa = mantissa * 10 + digit;
      else {
        beyond++;
        cut = cut || digit != 0;
      }
    }
    if (i == from) return false;
    *whole = false;
  }
  else *whole = true;
  if (i < text.length) {
    bool down = false;
    if (text.at[i] != 'e' && text.at[i] != 'E') return false;
    *whole = false;
    i++;
    if (i < text.length && (text.at[i] == '-' || text.at[i] == '+')) down = text.at[i++] == '-';
    for (from = i; i < text.length && (unsigned char)(text.at[i] - '0') < 10; i++)
      if (exponent < 10000) exponent = exponent * 10 + (text.at[i] - '0');
    if (i == from || i < text.length) return false;
    if (down) exponent = -exponent;
  }
  *value = cut ? all_digits(text, exponent - places) : nearest(mantissa, exponent - places + beyond);
  if (negative) *value = -*value;
  return isfinite(*value) != 0;
}
