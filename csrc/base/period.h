/*
** period.h: the days that a figure speaks of.
**
** A period is written in ISO 8601: a year 2024, a month 2024-10, a day
** 2024-09-11, or a range of two of these, 2024-01/2024-11. It is held as its
** first and last day, counted from 1970-01-01 in the Gregorian calendar, both
** included, so that "within", "overlaps" and "what is left" are comparisons
** of whole numbers.
*/
#ifndef BAOGAO_PERIOD_H
#define BAOGAO_PERIOD_H

#include "common.h"

typedef struct bg_date {
  int year, month, day;
} bg_date;

typedef struct bg_period {
  int32_t first, last;
} bg_period;

/* room for the longest text that bg_period_write makes, and its NUL */
#define BG_PERIOD_TEXT 24

BG_BEGIN

/* Days from 1970-01-01; the date must be one of the calendar. */
int32_t bg_date_to_day (bg_date date);
bg_date bg_date_of_day (int32_t day);
int bg_days_of_month (int year, int month);

/* Reads years 0001 to 9999. BG_BAD_TEXT where it is no period, or ends before
** it starts. */
bg_status bg_period_read (bg_text text, bg_period *result);

/* Writes the shortest form that names just these days; answers its length. */
size_t bg_period_write (bg_period period, char buffer[BG_PERIOD_TEXT]);

bool bg_period_overlap (bg_period a, bg_period b);
bool bg_period_within (bg_period inner, bg_period outer);

/* Whole calendar months covered, or 0 where the period has a torn month. */
int bg_period_months (bg_period period);

/* What of `whole` lies outside `part`, where that is one stretch. */
bool bg_period_rest (bg_period whole, bg_period part, bg_period *rest);

BG_END

#endif
