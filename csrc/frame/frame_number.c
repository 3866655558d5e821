/*
** frame_number.c: decimal text to doubles, and bounds beside values.
*/
#include "frame_text.h"

#include <locale.h>
#include <stdio.h>
#include <math.h>
#include <stdlib.h>

/* Powers of ten that are doubles exactly. */
static const double powers[] = {
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22
};

#define POWERS 22

/* Longer texts are no numbers that anyone wrote. */
#define DIGITS_MAX 400

/* strtod knows the host's decimal point only. */
static double slowly (bg_text text) {
  char room[DIGITS_MAX + 1];
  const char *point = localeconv()->decimal_point;
  for (size_t i = 0; i < text.length; i++)
    room[i] = text.at[i] == '.' && point[0] != '\0' && point[1] == '\0' ? point[0] : text.at[i];
  room[text.length] = '\0';
  return strtod(room, NULL);
}

bool bg_field_number (bg_text text, double *value, bool *whole) {
  size_t i = 0, digits = 0, significant = 0;
  uint64_t mantissa = 0;
  int exponent = 0, shift = 0;
  bool negative = false, point = false;
  if (text.length == 0 || text.length > DIGITS_MAX) return false;
  if (text.at[0] == '-') {
    negative = true;
    i++;
  }
  *whole = true;
  for (; i < text.length; i++) {
    char c = text.at[i];
    if (c == '.' && !point && digits > 0) {
      point = true;
      *whole = false;
      if (i + 1 == text.length || text.at[i + 1] < '0' || text.at[i + 1] > '9') return false;
      continue;
    }
    if (c < '0' || c > '9') break;
    digits++;
    if (mantissa > 0 || c != '0') significant++;
    if (significant <= 19) mantissa = mantissa * 10 + (uint64_t)(c - '0');
    else shift++;
    if (point) shift--;
  }
  if (digits == 0) return false;
  if (i < text.length) {
    bool down = false;
    size_t from;
    if (text.at[i] != 'e' && text.at[i] != 'E') return false;
    *whole = false;
    i++;
    if (i < text.length && (text.at[i] == '-' || text.at[i] == '+')) down = text.at[i++] == '-';
    for (from = i; i < text.length && text.at[i] >= '0' && text.at[i] <= '9'; i++)
      if (exponent < 10000) exponent = exponent * 10 + (text.at[i] - '0');
    if (i == from || i < text.length) return false;
    if (down) exponent = -exponent;
  }
  shift += exponent;
  /* both exact, so that one operation rounds once (Clinger) */
  if (significant <= 19 && mantissa <= (uint64_t)BG_WHOLE_MAX && shift >= -POWERS && shift <= POWERS) {
    *value = shift < 0 ? (double)mantissa / powers[-shift] : (double)mantissa * powers[shift];
    if (negative) *value = -*value;
  }
  else *value = slowly(text);
  return isfinite(*value) != 0;
}

static const bg_column *find (const bg_frame *f, const char *name) {
  bg_text text;
  ptrdiff_t at;
  text.at = name;
  text.length = strlen(name);
  at = bg_frame_find(f, text);
  return at < 0 ? NULL : &f->columns[at];
}

static bool numeric (const bg_column *c) {
  return c != NULL && (c->type == BG_NUMBER || c->type == BG_INTEGER);
}

bg_status bg_frame_fold (bg_frame *f, bg_frame **result, bool *folded, bg_fault *fault) {
  const bg_column *value = find(f, "value"), *lower = find(f, "lower"), *upper = find(f, "upper");
  const bg_column *opens[2] = { find(f, "lower_open"), find(f, "upper_open") };
  bg_builder b;
  bg_frame *made = NULL;
  bg_status status = BG_OK;
  *folded = false;
  *result = f;
  if (!numeric(value) || (!numeric(lower) && !numeric(upper))) return BG_OK;
  if (!numeric(lower)) lower = NULL;
  if (!numeric(upper)) upper = NULL;
  for (int i = 0; i < 2; i++)
    if (opens[i] != NULL && opens[i]->type != BG_BOOLEAN) opens[i] = NULL;
  bg_builder_start(&b, &f->alloc, BG_NUMBER);
  b.bounded = true;
  for (size_t row = 0; row < f->rows && status == BG_OK; row++) {
    bool has_lower = lower != NULL && !bg_column_null(lower, row), has_upper = upper != NULL && !bg_column_null(upper, row);
    bool has_value = !bg_column_null(value, row);
    double v = bg_column_number(value, row);
    bg_interval a;
    if (!has_lower && !has_upper) {
      status = has_value ? bg_builder_number(&b, v) : bg_builder_null(&b);
      continue;
    }
    a.lower = has_lower ? bg_column_number(lower, row) : -INFINITY;
    a.upper = has_upper ? bg_column_number(upper, row) : INFINITY;
    a.lower_open = !has_lower || (opens[0] != NULL && !bg_column_null(opens[0], row) && bg_column_number(opens[0], row) != 0);
    a.upper_open = !has_upper || (opens[1] != NULL && !bg_column_null(opens[1], row) && bg_column_number(opens[1], row) != 0);
    if (!bg_interval_valid(a)) {
      snprintf(fault->text, sizeof fault->text, "row %lu: no value lies between lower %g and upper %g",
               (unsigned long)row + 1, a.lower, a.upper);
      status = BG_NO_VALUE;
    }
    else {
      if (!has_lower) a.lower_open = false; /* no bound is no value to exclude */
      if (!has_upper) a.upper_open = false;
      status = bg_builder_bounded(&b, has_value ? &v : NULL, a);
    }
  }
  if (status == BG_OK) status = bg_frame_new(&f->alloc, f->count, &made);
  if (status == BG_OK) {
    made->rows = f->rows;
    made->count = 0;
    for (size_t i = 0; i < f->count && status == BG_OK; i++) {
      const bg_column *c = &f->columns[i];
      if (c == lower || c == upper || c == opens[0] || c == opens[1]) continue;
      if (c == value) status = bg_builder_finish(&b, bg_column_name(c), &made->columns[made->count]);
      else bg_column_share(c, &made->columns[made->count]);
      if (status == BG_OK) made->count++;
    }
  }
  bg_builder_drop(&b);
  if (status == BG_OK) {
    *result = made;
    *folded = true;
  }
  else bg_frame_drop(made);
  return status;
}
