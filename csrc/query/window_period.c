/*
** window_period.c: periods some units earlier, by the calendar.
*/
#include "window.h"
#include "base/period.h"

#include <stdio.h>

/* Months back of a unit of months, or 0. */
static int64_t months_of (bg_unit unit, int32_t n) {
  return unit == BG_UNIT_YEAR ? (int64_t)n * 12 : unit == BG_UNIT_QUARTER ? (int64_t)n * 3
         : unit == BG_UNIT_MONTH ? n : 0;
}

/* year and month (1 to 12) some months earlier; false before the year 0001 */
static bool months_back (int *year, int *month, int64_t months) {
  int64_t at = (int64_t)*year * 12 + (*month - 1) - months;
  if (at < 12) return false;
  *year = (int)(at / 12);
  *month = (int)(at % 12) + 1;
  return true;
}

bool bg_shift_day (int32_t day, bg_unit unit, int32_t n, int32_t *result) {
  if (unit == BG_UNIT_WEEK || unit == BG_UNIT_DAY) {
    int64_t at = (int64_t)day - (int64_t)n * (unit == BG_UNIT_WEEK ? 7 : 1);
    if (at < BG_FIRST_DAY) return false;
    *result = (int32_t)at;
    return true;
  }
  {
    bg_date date = bg_date_of_day(day);
    if (!months_back(&date.year, &date.month, months_of(unit, n))) return false;
    if (date.day > bg_days_of_month(date.year, date.month)) return false; /* no such day */
    *result = bg_date_to_day(date);
    return true;
  }
}

/* digits at `at` into *value; false where they are not all digits */
static bool digits (bg_text text, size_t at, size_t count, int *value) {
  *value = 0;
  if (text.length < at + count) return false;
  for (size_t i = at; i < at + count; i++) {
    if (text.at[i] < '0' || text.at[i] > '9') return false;
    *value = *value * 10 + (text.at[i] - '0');
  }
  return true;
}

/* One end of a period: YYYY, YYYY-MM or YYYY-MM-DD. */
static size_t shift_end (bg_text text, bg_unit unit, int32_t n, char *result) {
  int year, month, day;
  int64_t months = months_of(unit, n);
  if (!digits(text, 0, 4, &year) || year < 1) return 0;
  if (text.length == 4) {
    if (unit != BG_UNIT_YEAR || year - n < 1) return 0;
    return (size_t)snprintf(result, BG_SHIFTED_TEXT, "%04d", year - n);
  }
  if (text.at[4] != '-' || !digits(text, 5, 2, &month) || month < 1 || month > 12) return 0;
  if (text.length == 7) {
    if (unit == BG_UNIT_WEEK || unit == BG_UNIT_DAY || !months_back(&year, &month, months)) return 0;
    return (size_t)snprintf(result, BG_SHIFTED_TEXT, "%04d-%02d", year, month);
  }
  if (text.length != 10 || text.at[7] != '-' || !digits(text, 8, 2, &day)) return 0;
  if (day < 1 || day > bg_days_of_month(year, month)) return 0;
  {
    bg_date date;
    int32_t shifted;
    date.year = year;
    date.month = month;
    date.day = day;
    if (!bg_shift_day(bg_date_to_day(date), unit, n, &shifted)) return 0;
    date = bg_date_of_day(shifted);
    return (size_t)snprintf(result, BG_SHIFTED_TEXT, "%04d-%02d-%02d", date.year, date.month, date.day);
  }
}

size_t bg_shift_text (bg_text text, bg_unit unit, int32_t n, char *result) {
  char first[BG_SHIFTED_TEXT], last[BG_SHIFTED_TEXT];
  const char *slash = text.length == 0 ? NULL : (const char *)memchr(text.at, '/', text.length);
  bg_text end;
  size_t a, b;
  if (slash == NULL) return shift_end(text, unit, n, result);
  end.at = text.at;
  end.length = (size_t)(slash - text.at);
  a = shift_end(end, unit, n, first);
  end.at = slash + 1;
  end.length = text.length - end.length - 1;
  b = shift_end(end, unit, n, last);
  if (a == 0 || b == 0) return 0; /* both ends and the bar are 21 bytes at most */
  memcpy(result, first, a);
  result[a] = '/';
  memcpy(result + a + 1, last, b);
  return a + b + 1;
}
