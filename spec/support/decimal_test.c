/*
** decimal_test.c: decimals to doubles, against the C library's strtod.
**
**   decimal_test COUNT    how many random numbers of each kind; prints what it
**                         held, or the first that differs, and then exits 1
**
** strtod of glibc rounds correctly in every case; the engine must give the same
** bits. Built and run by spec/decimal_spec.lua.
*/
#include "base/decimal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

static uint64_t any (void) { /* xorshift64 */
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

static unsigned long held;

static void same (double got, double wanted, const char *text) {
  held++;
  if (memcmp(&got, &wanted, sizeof got) == 0) return;
  printf("%s: %.17g, not %.17g\n", text, got, wanted);
  exit(1);
}

static void hold_decimal (uint64_t mantissa, int exponent) {
  char text[48];
  bool exact;
  sprintf(text, "%llue%d", (unsigned long long)mantissa, exponent);
  same(bg_decimal_double(bg_decimal_of(mantissa, exponent), &exact), strtod(text, NULL), text);
}

static void hold_text (const char *text) {
  bg_text t;
  double value = 0, wanted = strtod(text, NULL);
  bool whole;
  t.at = text;
  t.length = strlen(text);
  if (!bg_decimal_read(t, &value, &whole)) {
    held++;
    if (isinf(wanted)) return;
    printf("%s: not read\n", text);
    exit(1);
  }
  same(value, wanted, text);
}

/* Some digits, a point and an exponent perhaps. */
static void hold_digits (int most) {
  char text[BG_DECIMAL_TEXT_MAX + 1];
  int length = 0, digits = 1 + (int)(any() % (uint64_t)most), point = any() % 2 ? (int)(any() % (uint64_t)digits) : -1, i;
  if (any() % 4 == 0) text[length++] = '-';
  for (i = 0; i < digits; i++) {
    if (i == point && i > 0) text[length++] = '.';
    text[length++] = (char)('0' + any() % 10);
  }
  if (any() % 2) length += sprintf(text + length, "e%d", (int)(any() % 700) - 350);
  text[length] = '\0';
  hold_text(text);
}

/* The middle between two doubles, written out, and its neighbours in the last
** place: where rounding is decided by the last digit of many. */
static void hold_middle (void) {
  char text[BG_DECIMAL_TEXT_MAX + 1];
  int exponent = (int)(any() % 120) - 60, length;
  uint64_t odd = (any() >> 11 | UINT64_C(1) << 52) * 2 + 1; /* of 54 bits: no double has the last */
  long double middle = ldexpl((long double)odd, exponent);
  length = snprintf(text, sizeof text, "%.*Lf", exponent < 0 ? -exponent : 0, middle);
  if (length <= 0 || length >= BG_DECIMAL_TEXT_MAX) return;
  hold_text(text);
  if (text[length - 1] != '9') {
    text[length - 1]++;
    hold_text(text);
    text[length - 1]--;
  }
  if (text[length - 1] != '0') {
    text[length - 1]--;
    hold_text(text);
  }
}

int main (int count, char **arguments) {
  unsigned long n = count > 1 ? strtoul(arguments[1], NULL, 10) : 1000, i;
  static const char *const edges[] = {
    "0", "-0", "0.0", "1e-400", "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072014e-308",
    "2.2250738585072011e-308", "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "1e309",
    "9007199254740993", "9007199254740993.0000000000000000000000001", "9007199254740992.9999999999999999999999999",
    "18446744073709551615", "18446744073709551616", "9999999999999999999", "10000000000000000000", "0.1", "123456789012345678901234567890",
    "1e22", "1e23", "8.5e-17", "3.4028234664e38", "0.000000000000000000000000000000000000000000000000000000000000000000001e69",
    "1000000000000000000000000000000000000000000000000000000000000000000000000000e-75", "7e-324", "2e-324", "3e-324", "1e-323"
  };
  for (i = 0; i < sizeof edges / sizeof edges[0]; i++) hold_text(edges[i]);
  for (i = 0; i < n; i++) {
    hold_decimal(any(), (int)(any() % 60) - 30);            /* what reports hold */
    hold_decimal(any() >> any() % 64, (int)(any() % 60) - 30);
    hold_decimal(any() >> any() % 64, (int)(any() % 800) - 400);
    hold_digits(40);
    if (i % 8 == 0) hold_digits(BG_DECIMAL_TEXT_MAX - 8);
    hold_middle();
  }
  printf("%lu held\n", held);
  return 0;
}
