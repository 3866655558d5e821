/*
** read_time.c: words of time to the period that a figure is of: years, months,
** days, plans, and what is counted from the report's own year.
**
** The scanner's spans (scan_span.c) say which days the words name; this says of
** what period a figure is that stands beside them, and the two part ways:
** 2024年底 is a day there and the year 2024 here, for a stock at its end is the
** year's; 以来 has no end there; 五年来 and 近三年 are no spans there; and 今年
** counts from the year that a report was given in, but 9月 from the year that
** its part looks back at, in one sentence. So facts are not read from spans.
*/
#include "read_rules.h"

#define U(text) ((const unsigned char *)(text))

#define STARTS(at, literal) BG_STARTS(U(text), at, end, literal)

static int digit_of (uint32_t c) {
  c = bg_fold(c);
  switch (c) {
    case L'〇': case L'○': case L'零': case L'Ο': return 0;
    case L'一': return 1;
    case L'二': return 2;
    case L'三': return 3;
    case L'四': return 4;
    case L'五': return 5;
    case L'六': return 6;
    case L'七': return 7;
    case L'八': return 8;
    case L'九': return 9;
    default: return c - '0' < 10u ? (int)(c - '0') : -1;
  }
}

/* A number of digits (2024, 一九八五) or a small Han number (十一); its length,
** 0 where there is none. */
static size_t number_at (const char *text, size_t at, size_t end, int *value, int *digits) {
  size_t p = at, l;
  int v = 0, n = 0;
  bool ten = false;
  while (p < end && n < 5) {
    uint32_t c = bg_char_at(U(text), p, end, &l);
    int d = digit_of(c);
    if (c == L'十' && !ten) {
      v = v == 0 ? 10 : v * 10;
      ten = true;
    }
    else if (d >= 0) v = ten ? v + d : v * 10 + d;
    else break;
    n++;
    p += l;
  }
  *value = v;
  *digits = n;
  return p - at;
}

static size_t blanks (const char *text, size_t at, size_t end) {
  size_t p = at;
  while (p < end && p - at < 3 && text[p] == ' ') p++;
  return p;
}

/* From a day to the end of a month, or to itself, which is the last then, of years that
** are below 10000. False where there are no such days. */
static bool set_days (bg_time_words *r, int year, int month, int day, int last_year, int last_month, int last_day) {
  bg_date a, b;
  if (year < 1 || month < 1 || month > 12 || last_month < 1 || last_month > 12) return false;
  a.year = year; a.month = month; a.day = day;
  b.year = last_year; b.month = last_month;
  b.day = last_day == 0 ? bg_days_of_month(last_year, last_month) : last_day;
  if (day < 1 || day > bg_days_of_month(year, month)) return false;
  r->period.first = bg_date_to_day(a);
  r->period.last = bg_date_to_day(b);
  return r->period.first <= r->period.last;
}

static bool set_years (bg_time_words *r, int first, int last) {
  r->whole = true;
  return set_days(r, first, 1, 1, last, 12, 0);
}

static bool set_month (bg_time_words *r, int year, int first, int last) {
  return set_days(r, year, first, 1, year, last, 0);
}

static size_t range_mark (const char *text, size_t at, size_t end) {
  size_t l;
  uint32_t c;
  if (at >= end) return 0;
  c = bg_char_at(U(text), at, end, &l);
  switch (c) {
    case '-': case '~': case 0x2013: case 0xFF5E: case 0x301C: case 0xFF0D: case L'至': case L'到': return l;
    case 0x2014: return STARTS(at + l, "—") ? 2 * l : l;
    default: return 0;
  }
}

/* 前11个月, 前三季度, 第二季度, 下半年: a part of the year. */
static bool part_of_year (const char *text, size_t at, size_t end, int year, bg_time_words *r) {
  size_t p = at, n;
  int value, digits;
  if (STARTS(p, "上半年")) { r->last = p + 9; return set_month(r, year, 1, 6); }
  if (STARTS(p, "下半年")) { r->last = p + 9; return set_month(r, year, 7, 12); }
  if (STARTS(p, "前")) {
    n = number_at(text, p + 3, end, &value, &digits);
    if (n == 0) return false;
    p += 3 + n;
    if (STARTS(p, "个月") && value <= 12) { r->last = p + 6; return set_month(r, year, 1, value); }
    if (STARTS(p, "季度") && value <= 4) { r->last = p + 6; return set_month(r, year, 1, value * 3); }
    if (STARTS(p, "个季度") && value <= 4) { r->last = p + 9; return set_month(r, year, 1, value * 3); }
    return false;
  }
  if (STARTS(p, "第")) p += 3;
  n = number_at(text, p, end, &value, &digits);
  if (n == 0 || value < 1 || value > 4 || !STARTS(p + n, "季度")) return false;
  r->last = p + n + 6;
  return set_month(r, year, value * 3 - 2, value * 3);
}

/* After a year: a month, a day, a part of it, 底, 度. */
static bool rest_of_year (const char *text, size_t p, size_t end, int year, bg_time_words *r) {
  int month, day, digits;
  size_t q = blanks(text, p, end), n = number_at(text, q, end, &month, &digits), m, to;
  if (n > 0 && digits <= 2 && STARTS(blanks(text, q + n, end), "月") && month >= 1 && month <= 12) {
    q = blanks(text, q + n, end) + 3;
    m = number_at(text, blanks(text, q, end), end, &day, &digits);
    if (m > 0 && digits <= 3 && (STARTS(blanks(text, q, end) + m, "日") || STARTS(blanks(text, q, end) + m, "号"))) {
      r->last = blanks(text, q, end) + m + 3;
      return set_days(r, year, month, day, year, month, day);
    }
    r->last = q;
    return set_month(r, year, month, month);
  }
  to = n > 0 && digits <= 2 ? range_mark(text, q + n, end) : 0; /* 2024年1—11月 */
  if (to > 0) {
    int second;
    m = number_at(text, q + n + to, end, &second, &digits);
    if (m > 0 && STARTS(q + n + to + m, "月")) {
      r->last = q + n + to + m + 3;
      return set_month(r, year, month, second);
    }
  }
  r->last = p;
  if (STARTS(p, "度") || STARTS(p, "底") || STARTS(p, "末") || STARTS(p, "内")) r->last = p + 3;
  else if (part_of_year(text, p, end, year, r)) return true;
  else if (STARTS(p, "全年")) r->last = p + 6;
  else if (STARTS(p, "以来")) r->last = p + 6;
  return set_years(r, year, year);
}

/* At a digit. */
static bool numbered (const char *text, size_t at, size_t end, int year, bg_time_words *r) {
  int value, second, digits, more;
  size_t n = number_at(text, at, end, &value, &digits), p, mark, m;
  p = blanks(text, at + n, end);
  if (digits == 4 && value > 1000 && value < 2200) {
    if (STARTS(p, "年代")) return false;
    if (STARTS(p, "年")) return rest_of_year(text, p + 3, end, value, r);
    if (STARTS(p, "比")) { r->last = p; return set_years(r, value, value); } /* 一九八五比一九八○年 */
    mark = range_mark(text, p, end);
    if (mark == 0 && (STARTS(p, "和") || STARTS(p, "、"))) mark = 3;
    if (mark == 0) return false;
    m = number_at(text, p + mark, end, &second, &more);
    if (m > 0 && more == 4 && STARTS(p + mark + m, "两年")) {
      r->last = p + mark + m + 6;
      return set_years(r, value, second);
    }
    if (m == 0 || !STARTS(p + mark + m, "年")) return false;
    if (more == 2) second += value / 100 * 100;
    r->last = p + mark + m + 3;
    return second < 2200 && set_years(r, value, second);
  }
  if (digits == 2 && n > 2 && STARTS(p, "年") && value >= 49) return false; /* 八五年 is left to prose */
  if (digits <= 2 && STARTS(p, "月") && !STARTS(p, "月份的") && value >= 1 && value <= 12 && year != 0) {
    r->last = p + 3;
    if (STARTS(p + 3, "底") || STARTS(p + 3, "末") || STARTS(p + 3, "份")) r->last = p + 6;
    m = number_at(text, p + 3, end, &second, &more);
    if (m > 0 && more <= 3 && (STARTS(p + 3 + m, "日") || STARTS(p + 3 + m, "号"))) {
      r->last = p + 3 + m + 3;
      return set_days(r, year, value, second, year, value, second);
    }
    return set_month(r, year, value, value);
  }
  mark = digits <= 2 ? range_mark(text, p, end) : 0;
  if (mark > 0 && year != 0) {
    m = number_at(text, p + mark, end, &second, &more);
    if (m > 0 && more <= 2 && STARTS(p + mark + m, "月") && value >= 1 && second <= 12 && value < second) {
      r->last = p + mark + m + 3;
      return set_month(r, year, value, second);
    }
  }
  if (value >= 1 && value <= 4 && STARTS(p, "季度") && year != 0) {
    r->last = p + 6;
    return set_month(r, year, value * 3 - 2, value * 3);
  }
  return false;
}

/* 一五 to 十五五: the number of a five-year plan, by the text inside the quotes. */
static void plan_years (int plan, bg_time_words *r) {
  static const int first[] = { 1953, 1958, 1966 };
  int start = plan <= 3 ? first[plan - 1] : 1966 + 5 * (plan - 3);
  (void)set_years(r, start, start + 4);
}

static bool planned (const char *text, size_t at, size_t end, bg_time_words *r) {
  size_t p = at, n = 0, l;
  int plan = 0;
  bool quoted = STARTS(p, "“");
  if (quoted) p += 3;
  while (p < end && n < 3) {
    uint32_t c = bg_char_at(U(text), p, end, &l);
    int d = digit_of(c);
    if (c == L'五' && !(STARTS(p + l, "五"))) break;
    if (c == L'十' && n == 0) plan = 10;
    else if (d > 0) plan += d;
    else return false;
    n++;
    p += l;
  }
  if (n == 0 || plan > 20 || !STARTS(p, "五")) return false;
  p += 3;
  if (quoted) {
    if (!STARTS(p, "”") && !STARTS(p, "’")) return false;
    p += 3;
  }
  else if (!STARTS(p, "期间") && !STARTS(p, "时期") && !STARTS(p, "以来") && !STARTS(p, "末")) return false;
  r->last = p;
  plan_years(plan, r);
  if (STARTS(p, "期间") || STARTS(p, "时期") || STARTS(p, "以来")) r->last = p + 6;
  if (STARTS(p, "末") || STARTS(p, "期末") || STARTS(p, "时期末")) {
    bg_date end_of = bg_date_of_day(r->period.last);
    r->last = p + (STARTS(p, "末期") || STARTS(p, "期末") ? 6 : STARTS(p, "末") ? 3 : 9);
    return set_years(r, end_of.year, end_of.year);
  }
  return true;
}

/* 五年来, 过去五年, 这五年, 近三年: the whole years before this one. */
static bool span_of_years (const char *text, size_t at, size_t end, int now, bg_time_words *r) {
  size_t p = at, n;
  int years, digits;
  bool led = false;
  if (STARTS(p, "过去的")) { p += 9; led = true; }
  else if (STARTS(p, "过去")) { p += 6; led = true; }
  else if (STARTS(p, "前") && at >= 3 && BG_STARTS(U(text), at - 3, end, "学")) return false; /* 学前三年 */
  else if (STARTS(p, "这") || STARTS(p, "近") || STARTS(p, "前")) { p += 3; led = true; }
  n = number_at(text, p, end, &years, &digits);
  if (n == 0 || years < 1 || years > 60 || !STARTS(p + n, "年")) return false;
  p += n + 3;
  if (STARTS(p, "来") || STARTS(p, "间")) p += 3;
  else if (STARTS(p, "以来")) p += 6;
  else if (!led) return false;
  r->last = p;
  r->span = true;
  return now != 0 && set_years(r, now - years, now - 1);
}

static bool named (const char *text, size_t at, size_t end, int now, int year, bg_time_words *r) {
  static const struct { char word[13]; signed char offset; unsigned char length, first, last; } names[] = {
    { "今年以来", 0, 12, 0, 0 }, { "今年", 0, 6, 0, 0 }, { "本年", 0, 6, 0, 0 },
    { "去年", -1, 6, 0, 0 }, { "上年", -1, 6, 0, 0 }, { "前年", -2, 6, 0, 0 }, { "明年", 1, 6, 0, 0 },
    { "今夏", 0, 6, 6, 8 }, { "今春", 0, 6, 3, 5 }, { "今秋", 0, 6, 9, 11 },
  };
  if (now != 0 && (STARTS(at + 3, "年") || STARTS(at + 3, "夏") || STARTS(at + 3, "春") || STARTS(at + 3, "秋"))) {
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
      size_t n = names[i].length, l;
      int month, digits;
      if (!bg_starts(U(text), at, end, names[i].word, n)) continue;
      r->last = at + n;
      if (names[i].first != 0) return set_month(r, now, names[i].first, names[i].last);
      if (part_of_year(text, r->last, end, now + names[i].offset, r)) return true;
      r->last = at + n;
      l = number_at(text, r->last, end, &month, &digits);
      if (l > 0 && digits <= 2 && STARTS(r->last + l, "月")) return rest_of_year(text, r->last, end, now + names[i].offset, r);
      if (STARTS(r->last, "同期")) r->last += 6;
      else if (STARTS(r->last, "底") || STARTS(r->last, "末") || STARTS(r->last, "度")) r->last += 3;
      return set_years(r, now + names[i].offset, now + names[i].offset);
    }
  }
  if (year == 0) return false;
  if (STARTS(at, "全年") && !STARTS(at, "全年龄")) { r->last = at + 6; return set_years(r, year, year); }
  return (STARTS(at, "上") || STARTS(at, "下") || STARTS(at, "前") || STARTS(at, "第")) && part_of_year(text, at, end, year, r);
}

/* Does what follows the Arabic digits at `at` make no time of them? 12.5, 12% */
static bool plain_digits (const char *text, size_t at, size_t end) {
  size_t l;
  uint32_t c;
  while (at < end && (unsigned)U(text)[at] - '0' < 10u) at++;
  if (at >= end) return true;
  c = (unsigned char)text[at];
  if (c < 0x80) return c != ' ' && c != '-' && c != '~';
  c = bg_char_at(U(text), at, end, &l);
  switch (c) {
    case L'年': case L'月': case L'比': case L'和': case L'、': case L'季': case L'十': case 0x2014: return false;
    default: return range_mark(text, at, end) == 0 && digit_of(c) < 0;
  }
}

bool bg_time_words_at (const char *text, size_t at, size_t end, int now, int year, bg_time_words *r) {
  size_t l;
  uint32_t c;
  if ((unsigned)U(text)[at] - '0' < 10u && plain_digits(text, at, end)) return false;
  c = bg_char_at(U(text), at, end, &l);
  memset(r, 0, sizeof *r);
  r->first = at;
  switch (c) {
    case L'今': case L'去': case L'上': case L'下': case L'明': case L'本': case L'全': case L'第':
      return named(text, at, end, now, year, r);
    case L'前':
      return named(text, at, end, now, year, r) || span_of_years(text, at, end, now, r);
    case L'过': case L'这': case L'近':
      return span_of_years(text, at, end, now, r);
    case L'“':
      return planned(text, at, end, r);
    default:
      if (digit_of(c) < 0 && c != L'十') return false;
      return numbered(text, at, end, year, r) || planned(text, at, end, r) || span_of_years(text, at, end, now, r);
  }
}

/* The longest words of time, in bytes. */
#define REACH 48

bool bg_time_words_before (const char *text, size_t begin, size_t at, int now, int year, bg_time_words *result) {
  static const wchar_t endings[] = L"年月日号底末度来期间季内夏春秋份”五";
  size_t start, p;
  uint32_t c = bg_char_before(U(text), begin, at, &start);
  bool found = false;
  if (c == 0 || c == BG_NO_CHAR || wcschr(endings, (wchar_t)c) == NULL) return false;
  for (p = start; p > begin && at - p < REACH; p = start) {
    bg_time_words r;
    c = bg_char_before(U(text), begin, p, &start);
    if (c == L'，') break;
    if (bg_time_words_at(text, start, at, now, year, &r) && r.last == at) {
      *result = r;
      found = true;
    }
  }
  return found;
}
