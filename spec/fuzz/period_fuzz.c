/*
** period_fuzz.c: ISO 8601 periods, and what is reckoned with them.
*/
#include "fuzz.h"

#include "base/period.h"

static void of_pair (bg_period a, bg_period b) {
  bg_period rest;
  bool overlap = bg_period_overlap(a, b);
  must(overlap == bg_period_overlap(b, a), "overlap goes both ways");
  must(!bg_period_within(a, b) || overlap, "what is within overlaps");
  if (bg_period_rest(a, b, &rest)) {
    must(rest.first <= rest.last && bg_period_within(rest, a) && !bg_period_overlap(rest, b), "the rest lies outside the part");
    must((rest.last - rest.first) + (b.last - b.first) + 1 == a.last - a.first, "part and rest are the whole");
  }
}

static void of_period (bg_period p) {
  char buffer[BG_PERIOD_TEXT];
  bg_text text;
  bg_period back;
  bg_date date = bg_date_of_day(p.first);
  int months = bg_period_months(p);
  text.at = buffer;
  text.length = bg_period_write(p, buffer);
  must(p.first <= p.last, "a period does not end before it starts");
  must(text.length > 0 && text.length < BG_PERIOD_TEXT, "a period's text fits");
  must(bg_period_read(text, &back) == BG_OK && back.first == p.first && back.last == p.last, "a period reads back");
  must(date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= bg_days_of_month(date.year, date.month),
       "a day is a day of the calendar");
  must(bg_date_to_day(date) == p.first, "a date is its day");
  must(months >= 0 && (int64_t)months * 28 <= (int64_t)p.last - p.first + 1, "months are not longer than their days");
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  unsigned char *copy = fuzz_copy(data, size);
  bg_period a, b;
  bg_text whole, left, right;
  const unsigned char *cut = size == 0 ? NULL : (const unsigned char *)memchr(copy, ';', size);
  whole.at = (const char *)copy;
  whole.length = size;
  if (bg_period_read(whole, &a) == BG_OK) of_period(a);
  if (cut != NULL) {
    left.at = (const char *)copy;
    left.length = (size_t)(cut - copy);
    right.at = (const char *)cut + 1;
    right.length = size - left.length - 1;
    if (bg_period_read(left, &a) == BG_OK && bg_period_read(right, &b) == BG_OK) {
      of_period(b);
      of_pair(a, b);
      of_pair(b, a);
    }
  }
  else if (size == 8) { /* two days as they are, of years 1 to 9999 */
    int32_t days[2];
    memcpy(days, copy, sizeof days);
    for (int i = 0; i < 2; i++) days[i] = (int32_t)((int64_t)((uint32_t)days[i] % 3652059u) - 719162);
    a.first = days[0] < days[1] ? days[0] : days[1];
    a.last = days[0] < days[1] ? days[1] : days[0];
    of_period(a);
  }
  free(copy);
  return 0;
}
