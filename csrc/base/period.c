/*
** period.c: ISO 8601 periods as first and last day. See period.h.
*/
#include "period.h"

/* Days from civil dates by eras of 400 years (146097 days), with the year
** counted from March so that the leap day comes last. */
#define ERA_YEARS 400
#define ERA_DAYS 146097
#define DAYS_TO_1970 719468 /* from 0000-03-01 */

int32_t bg_date_to_day (bg_date date) {
  int year = date.month <= 2 ? date.year - 1 : date.year;
  int era = (year >= 0 ? year : year - (ERA_YEARS - 1)) / ERA_YEARS;
  int of_era = year - era * ERA_YEARS;
  int month = date.month > 2 ? date.month - 3 : date.month + 9;
  int of_year = (153 * month + 2) / 5 + date.day - 1;
  return (int32_t)(era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100
                   + of_year - DAYS_TO_1970);
}

bg_date bg_date_of_day (int32_t day) {
  bg_date date;
  int z = (int)day + DAYS_TO_1970;
  int era = (z >= 0 ? z : z - (ERA_DAYS - 1)) / ERA_DAYS;
  int of_era = z - era * ERA_DAYS;
  int years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int of_year = of_era - (365 * years + years / 4 - years / 100);
  int month = (5 * of_year + 2) / 153;
  date.day = of_year - (153 * month + 2) / 5 + 1;
  date.month = month < 10 ? month + 3 : month - 9;
  date.year = years + era * ERA_YEARS + (date.month <= 2 ? 1 : 0);
  return date;
}

int bg_days_of_month (int year, int month) {
  static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* Reads `count` digits at *at; false where they are not there. */
static bool read_digits (bg_text text, size_t *at, int count, int *value) {
  int v = 0;
  if (text.length - *at < (size_t)count) return false;
  for (int i = 0; i < count; i++) {
    char c = text.at[*at + (size_t)i];
    if (c < '0' || c > '9') return false;
    v = v * 10 + (c - '0');
  }
  *at += (size_t)count;
  *value = v;
  return true;
}

static bool read_dash (bg_text text, size_t *at) {
  if (*at >= text.length || text.at[*at] != '-') return false;
  ++*at;
  return true;
}

/* One date of any precision, as the days that it covers. */
static bool read_part (bg_text text, size_t *at, bg_period *result) {
  bg_date first = { 0, 1, 1 }, last = { 0, 12, 31 };
  if (!read_digits(text, at, 4, &first.year) || first.year == 0) return false;
  last.year = first.year;
  if (read_dash(text, at)) {
    if (!read_digits(text, at, 2, &first.month)) return false;
    if (first.month < 1 || first.month > 12) return false;
    last.month = first.month;
    last.day = bg_days_of_month(last.year, last.month);
    if (read_dash(text, at)) {
      if (!read_digits(text, at, 2, &first.day)) return false;
      if (first.day < 1 || first.day > last.day) return false;
      last.day = first.day;
    }
  }
  result->first = bg_date_to_day(first);
  result->last = bg_date_to_day(last);
  return true;
}

bg_status bg_period_read (bg_text text, bg_period *result) {
  bg_period start, end;
  size_t at = 0;
  if (!read_part(text, &at, &start)) return BG_BAD_TEXT;
  end = start;
  if (at < text.length) {
    if (text.at[at++] != '/' || !read_part(text, &at, &end)) return BG_BAD_TEXT;
    if (at != text.length || end.last < start.first) return BG_BAD_TEXT;
  }
  result->first = start.first;
  result->last = end.last;
  return BG_OK;
}

enum { YEAR = 1, MONTH = 2, DAY = 3 };

static size_t write_digits (char *out, int value, int count) {
  for (int i = count - 1; i >= 0; i--) {
    out[i] = (char)('0' + value % 10);
    value /= 10;
  }
  return (size_t)count;
}

static size_t write_date (char *out, bg_date date, int precision) {
  size_t n = write_digits(out, date.year, 4);
  if (precision >= MONTH) {
    out[n++] = '-';
    n += write_digits(out + n, date.month, 2);
  }
  if (precision >= DAY) {
    out[n++] = '-';
    n += write_digits(out + n, date.day, 2);
  }
  return n;
}

size_t bg_period_write (bg_period period, char buffer[BG_PERIOD_TEXT]) {
  bg_date a = bg_date_of_day(period.first), b = bg_date_of_day(period.last);
  int precision = DAY;
  bool one;
  size_t n;
  if (a.day == 1 && b.day == bg_days_of_month(b.year, b.month)) {
    precision = a.month == 1 && b.month == 12 ? YEAR : MONTH;
  }
  one = a.year == b.year && (precision < MONTH || a.month == b.month)
        && (precision < DAY || a.day == b.day);
  n = write_date(buffer, a, precision);
  if (!one) {
    buffer[n++] = '/';
    n += write_date(buffer + n, b, precision);
  }
  buffer[n] = '\0';
  return n;
}

bool bg_period_overlap (bg_period a, bg_period b) {
  return a.first <= b.last && b.first <= a.last;
}

bool bg_period_within (bg_period inner, bg_period outer) {
  return outer.first <= inner.first && inner.last <= outer.last;
}

int bg_period_months (bg_period period) {
  bg_date a = bg_date_of_day(period.first), b = bg_date_of_day(period.last);
  if (a.day != 1 || b.day != bg_days_of_month(b.year, b.month)) return 0;
  return (b.year - a.year) * 12 + b.month - a.month + 1;
}

bool bg_period_rest (bg_period whole, bg_period part, bg_period *rest) {
  if (!bg_period_within(part, whole)) return false;
  if ((part.first == whole.first) == (part.last == whole.last)) return false;
  if (part.first == whole.first) {
    rest->first = part.last + 1;
    rest->last = whole.last;
  }
  else {
    rest->first = whole.first;
    rest->last = part.first - 1;
  }
  return true;
}
