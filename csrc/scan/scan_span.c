/*
** scan_span.c: words of time to spans of days.
**
**   [截至] [year] [half, quarter, month, day] [底 末 初] [以来 期间]
**
** A span is put together from the left: a year, named (2024年, 一九八五年) or
** relative (去年), then a part of it, each narrowing the days. A part without a
** year takes the one that its sentence named last, else the text's own.
*/
#include "scan_rules.h"

typedef struct maker {
  const bg_view *view;
  bg_scan_state *state;
  size_t at;         /* how far the words were taken */
  int year;          /* 0: not known */
  bool has_year;     /* a year was written, named or relative */
  bool named;        /* ... and named */
  bg_date from, to;
  unsigned char kind;
} maker;

static bool see (const maker *m, const char *word, size_t length) {
  return bg_starts(m->view->text, m->at, m->view->end, word, length);
}
#define SEE(m, literal) see(m, literal, sizeof(literal) - 1)

/* Past the word, where it stands here. */
static bool take (maker *m, const char *word, size_t length) {
  if (!see(m, word, length)) return false;
  m->at += length;
  return true;
}
#define TAKE(m, literal) take(m, literal, sizeof(literal) - 1)

/* A whole number at m->at, 1 to `most`, that is no fraction and no code. */
static bool take_number (maker *m, int most, bg_numeral *n, int *value) {
  bool exact;
  double v;
  size_t p = bg_skip_blanks(m->view, m->at);
  if (p >= m->view->end || !bg_numeral_read(m->view->text, p, m->view->end, n)) return false;
  if (n->marks & (BG_N_CODE | BG_N_POINT | BG_N_FRACTION | BG_N_PAIR | BG_N_SEVERAL | BG_N_PERCENT |
                  BG_N_PERMILLE | BG_N_BARE | BG_N_MORE | BG_N_GROUPED))
    return false;
  v = bg_decimal_double(n->low, &exact);
  if (v < 1 || v > most) return false;
  *value = (int)v;
  m->at = bg_skip_blanks(m->view, n->last);
  return true;
}

/* The year that a number up to 2199 names. */
static bool year_number (const bg_numeral *n, int value, int *year) {
  if (n->marks & BG_N_POWER) return false;
  if (n->digits == 4 && value > 1000) *year = value;
  else if (n->digits == 2 && value >= 49) *year = 1900 + value;
  else return false;
  return true;
}

static void set_days (maker *m, int from_month, int to_month) {
  m->from.year = m->to.year = m->year;
  m->from.month = from_month;
  m->from.day = 1;
  m->to.month = to_month;
  m->to.day = bg_days_of_month(m->year != 0 ? m->year : 2000, to_month);
}

/* 2024年, 去年; leaves m->at after it. */
static bool take_year (maker *m) {
  static const struct { char word[8]; signed char shift; } relative[] = {
    { "今年", 0 }, { "本年", 0 }, { "当年", 0 }, { "去年", -1 }, { "上年", -1 }, { "前年", -2 }, { "明年", 1 },
    { "后年", 2 }, { "全年", 0 }
  };
  bg_numeral n;
  int value, year;
  size_t i, start = m->at;
  for (i = 0; i < sizeof(relative) / sizeof(relative[0]); i++) {
    if (!see(m, relative[i].word, 6)) continue;
    m->at += 6;
    if (SEE(m, "度") && i < 3) m->at += 3;
    m->has_year = true;
    m->year = m->state->year != 0 ? m->state->year + relative[i].shift : 0;
    if (i == 8 && m->state->named_year != 0) m->year = m->state->named_year;
    if (m->year != 0 && (m->year < 1 || m->year > 9999)) m->year = 0;
    m->kind = BG_SPAN_YEAR;
    set_days(m, 1, 12);
    return true;
  }
  if (!take_number(m, 2199, &n, &value) || !year_number(&n, value, &year)) {
    m->at = start;
    return false;
  }
  if (!TAKE(m, "年") || SEE(m, "代")) {
    m->at = start;
    return false;
  }
  TAKE(m, "度");
  m->has_year = m->named = true;
  m->year = year;
  m->kind = BG_SPAN_YEAR;
  set_days(m, 1, 12);
  return true;
}

/* 底, 末 and 初 of a year. */
static bool take_end_or_start (maker *m) {
  if (TAKE(m, "年底") || TAKE(m, "年末") || (m->has_year && (TAKE(m, "底") || TAKE(m, "末")))) {
    m->kind = BG_SPAN_DAY;
    set_days(m, 12, 12);
    m->from.day = 31;
    return true;
  }
  if (TAKE(m, "年初") || (m->has_year && TAKE(m, "初"))) {
    m->kind = BG_SPAN_MONTH;
    set_days(m, 1, 1);
    return true;
  }
  return false;
}

/* 11个月, 三季度, behind 前 */
static bool take_first_months (maker *m) {
  bg_numeral n;
  int value;
  if (!take_number(m, 12, &n, &value)) return false;
  if (!TAKE(m, "个月")) {
    if (value > 4 || !(TAKE(m, "季度") || TAKE(m, "个季度"))) return false;
    value *= 3;
  }
  m->kind = BG_SPAN_RANGE;
  set_days(m, 1, value);
  return true;
}

/* A day of the month, that m->at is behind then: 11日. */
static bool take_day (maker *m, int month, int after, int *day) {
  bg_numeral n;
  size_t start = m->at;
  if (take_number(m, 31, &n, day) && (SEE(m, "日") || SEE(m, "号")) && *day > after &&
      *day <= bg_days_of_month(m->year != 0 ? m->year : 2000, month)) {
    m->at += 3;
    return true;
  }
  m->at = start;
  return false;
}

/* 上旬, 底, 5日, 5日至11日, behind a month that is set already */
static void take_days (maker *m, int month) {
  int day, last;
  bool word;
  if (SEE(m, "上旬") || SEE(m, "中旬") || SEE(m, "下旬")) m->kind = BG_SPAN_RANGE;
  if (TAKE(m, "上旬")) m->to.day = 10;
  else if (TAKE(m, "中旬")) {
    m->from.day = 11;
    m->to.day = 20;
  }
  else if (TAKE(m, "下旬")) m->from.day = 21;
  else if (TAKE(m, "底") || TAKE(m, "末")) {
    m->from.day = m->to.day;
    m->kind = BG_SPAN_DAY;
  }
  else if (take_day(m, month, 0, &day)) {
    size_t after = m->at, mark = bg_range_mark(m->view, after, &word);
    m->from.day = m->to.day = day;
    m->kind = BG_SPAN_DAY;
    m->at += mark;
    if (mark != 0 && take_day(m, month, day, &last)) {
      m->to.day = last;
      m->kind = BG_SPAN_RANGE;
    }
    else m->at = after;
  }
}

/* 9, 1—11, 一、二: what counts months or quarters. */
static bool take_numbers (maker *m, int *first, int *last) {
  bg_numeral n;
  bool word;
  size_t before, mark;
  if (!take_number(m, 31, &n, first)) return false;
  *last = *first;
  before = m->at;
  mark = bg_range_mark(m->view, m->at, &word);
  if (mark == 0 && (SEE(m, "、") || SEE(m, "和"))) mark = 3;
  m->at += mark;
  if (mark != 0 && !(take_number(m, 31, &n, last) && *last > *first && (SEE(m, "月") || SEE(m, "季度")))) {
    m->at = before;
    *last = *first;
  }
  return true;
}

/* 上半年, 第三季度, 前11个月, 9月, 年底; narrows the days. */
static bool take_part (maker *m) {
  int first, last;
  size_t start = m->at;
  m->at = bg_skip_blanks(m->view, m->at);
  if (TAKE(m, "上半年") || TAKE(m, "下半年")) {
    bool second = bg_ends(m->view->text, 0, m->at, "下半年", 9);
    m->kind = BG_SPAN_HALF;
    set_days(m, second ? 7 : 1, second ? 12 : 6);
    return true;
  }
  if (take_end_or_start(m)) return true;
  if (TAKE(m, "前")) {
    if (take_first_months(m)) return true;
    m->at = start;
    return false;
  }
  TAKE(m, "第");
  if (take_numbers(m, &first, &last)) {
    if (last <= 4 && TAKE(m, "季度")) {
      m->kind = last == first ? BG_SPAN_QUARTER : BG_SPAN_RANGE;
      set_days(m, first * 3 - 2, last * 3);
      return true;
    }
    if (last <= 12 && SEE(m, "月") && !SEE(m, "月球")) {
      m->at += 3;
      TAKE(m, "份");
      m->kind = last == first ? BG_SPAN_MONTH : BG_SPAN_RANGE;
      set_days(m, first, last);
      if (last == first) take_days(m, first);
      return true;
    }
  }
  m->at = start;
  return false;
}

/* “十四五”期间, 八五时期, 十三五规划: plans of five years. */
static bool take_plan (maker *m) {
  size_t start = m->at, p;
  bool quoted = TAKE(m, "“") || TAKE(m, "\"");
  int number = 0, chars = 0, first;
  for (; chars < 4; chars++) {
    size_t l;
    uint32_t c = bg_view_char(m->view, m->at, &l);
    unsigned k = bg_class_of(c);
    int digit = BG_CLASS(k) == BG_DIGIT ? (int)(k & 15) : -1;
    if (c == L'五' && chars > 0 && !(bg_view_char(m->view, m->at + l, &p) == L'五' && number % 10 == 0)) {
      m->at += l;
      break;
    }
    if (c == L'十') number = number == 0 ? 10 : number * 10;
    else if (digit > 0) number += digit;
    else break;
    m->at += l;
  }
  if (number < 1 || number > 30 || !BG_ENDS(m->view->text, start, m->at, "五")) {
    m->at = start;
    return false;
  }
  if (quoted) {
    if (!TAKE(m, "”") && !TAKE(m, "\"") && !TAKE(m, "’")) {
      m->at = start;
      return false;
    }
  }
  else if (!SEE(m, "期间") && !SEE(m, "时期") && !SEE(m, "规划") && !SEE(m, "计划") && !SEE(m, "以来") && !SEE(m, "末")) {
    m->at = start;
    return false;
  }
  if (!TAKE(m, "规划期间") && !TAKE(m, "计划期间") && !TAKE(m, "期间")) TAKE(m, "时期");
  first = number == 1 ? 1953 : number == 2 ? 1958 : 1951 + 5 * number;
  m->kind = BG_SPAN_PLAN;
  m->year = first;
  m->has_year = true;
  set_days(m, 1, 12);
  m->to.year = first + 4;
  m->to.day = 31;
  return true;
}

/* 80年代, 二十世纪八十年代, 21世纪. */
static bool take_age (maker *m) {
  bg_numeral n;
  int value, decade;
  size_t start = m->at, after;
  int century = 20;
  bool has_century = false;
  if (TAKE(m, "上世纪")) has_century = true;
  else if (take_number(m, 30, &n, &value) && TAKE(m, "世纪")) {
    century = value;
    has_century = true;
  }
  else m->at = start;
  after = m->at;
  if (take_number(m, 90, &n, &decade) && decade % 10 == 0 && TAKE(m, "年代")) {
    m->kind = BG_SPAN_DECADE;
    m->year = (century - 1) * 100 + decade;
    set_days(m, 1, 12);
    m->to.year = m->year + 9;
  }
  else if (has_century) {
    m->at = after;
    m->kind = BG_SPAN_CENTURY;
    m->year = (century - 1) * 100 + 1;
    TAKE(m, "末");
    set_days(m, 1, 12);
    m->to.year = m->year + 99;
  }
  else {
    m->at = start;
    return false;
  }
  m->has_year = true;
  return true;
}

static bool next_sentence (uint32_t c) {
  return c == L'。' || c == L'！' || c == L'？' || c == '\n' || c == L'；';
}

static void start_maker (maker *m, const bg_view *view, bg_scan_state *state, size_t at) {
  memset(m, 0, sizeof *m);
  m->view = view;
  m->state = state;
  m->at = at;
}

/* 去年同期: the days of the span before, in the year that was taken. */
static void same_days (const maker *m, bg_span *span) {
  bg_date from, to;
  span->kind = BG_SPAN_RANGE;
  span->no_start = span->no_stop = false;
  span->known = m->state->has_last && m->year != 0;
  if (!span->known) return;
  from = bg_date_of_day(m->state->last_period.first);
  to = bg_date_of_day(m->state->last_period.last);
  to.year += m->year - from.year;
  from.year = m->year;
  span->known = to.year <= 9999;
  if (!span->known) return;
  if (from.day > bg_days_of_month(from.year, from.month)) from.day = bg_days_of_month(from.year, from.month);
  if (to.day > bg_days_of_month(to.year, to.month)) to.day = bg_days_of_month(to.year, to.month);
  span->period.first = bg_date_to_day(from);
  span->period.last = bg_date_to_day(to);
}

/* 2024—2026年, 2024-2025学年 */
static bool take_years (maker *m) {
  bg_numeral n;
  int value, first, last;
  bool word;
  size_t start = m->at, mark;
  if (take_number(m, 2199, &n, &value) && year_number(&n, value, &first) && n.digits == 4 &&
      (mark = bg_range_mark(m->view, m->at, &word)) != 0) {
    m->at += mark;
    if (take_number(m, 2199, &n, &value) && (TAKE(m, "年") || TAKE(m, "学年"))) {
      last = n.digits == 2 ? first / 100 * 100 + value : value;
      if (last > first) {
        m->year = first;
        m->has_year = m->named = true;
        set_days(m, 1, 12);
        m->to.year = last;
        m->kind = BG_SPAN_RANGE;
        return true;
      }
    }
  }
  m->at = start;
  return false;
}

/* 至2026年, 至11月, behind the first of two: the second ends the span. */
static void take_second (maker *m) {
  maker second;
  bool word, part;
  size_t mark = bg_range_mark(m->view, m->at, &word);
  if (mark == 0 || m->kind == BG_SPAN_PLAN) return;
  start_maker(&second, m->view, m->state, m->at + mark);
  if (take_year(&second)) {
    take_part(&second);
    part = true;
  }
  else {
    second.year = m->year;
    part = take_part(&second);
  }
  if (part && second.year != 0 && m->year != 0 && !TAKE(&second, "同期") &&
      (second.to.year > m->from.year || (second.to.year == m->from.year && second.to.month >= m->to.month))) {
    m->to = second.to;
    m->at = second.at;
    m->kind = BG_SPAN_RANGE;
  }
}

/* Fills the span; answers its end, or 0 where no time begins at `at`. */
static size_t span_at (const bg_view *view, size_t at, bg_scan_state *state, bg_span *span) {
  maker m;
  size_t start;
  bool until;
  uint32_t before = bg_char_before(view->text, view->begin, at, &start);
  if (bg_is_letter(before) || bg_arabic_digit(before) >= 0) return 0;
  start_maker(&m, view, state, at);
  until = TAKE(&m, "截至") || TAKE(&m, "截止到") || TAKE(&m, "截止");
  span->first = view->offset + at;
  if (take_plan(&m) || take_age(&m)) ;
  else if (take_year(&m)) {
    if (!take_part(&m) && TAKE(&m, "同期")) {
      same_days(&m, span);
      span->last = view->offset + m.at;
      return m.at;
    }
  }
  else if (!take_years(&m)) { /* a part of the year that is spoken of */
    m.year = state->named_year != 0 ? state->named_year : state->year;
    if (!take_part(&m)) return 0;
  }
  take_second(&m);
  span->no_start = until;
  span->no_stop = false;
  if (until) m.kind = BG_SPAN_UNTIL;
  if (TAKE(&m, "以来")) {
    span->no_stop = true;
    m.kind = BG_SPAN_SINCE;
  }
  else if (!TAKE(&m, "期间") && m.has_year && m.kind == BG_SPAN_YEAR) TAKE(&m, "全年");
  if (m.named && before != L'比' && before != L'较') state->named_year = m.to.year;
  span->kind = m.kind;
  span->last = view->offset + m.at;
  span->known = m.year != 0;
  if (span->known) {
    span->period.first = bg_date_to_day(m.from);
    span->period.last = bg_date_to_day(m.to);
    if (span->period.last < span->period.first) span->known = false;
  }
  return m.at;
}

/* Whether a word of time may begin here. */
static bool may_begin (uint32_t c) {
  if (c < 0x80) return c - '0' < 10u || c == '"';
  switch (c) {
    case L'上': case L'下': case L'今': case L'去': case L'前': case L'本': case L'明': case L'当': case L'全': case L'年':
    case L'截': case L'第': case L'后': case L'“':
      return true;
    default: {
      unsigned k = BG_CLASS(bg_class_of(c));
      return k == BG_DIGIT || k == BG_WIDE || bg_class_of(c) == (BG_POWER | 1) || k == BG_TENS;
    }
  }
}

void bg_scan_spans (const bg_lexicon *lexicon, const unsigned char *text, size_t length,
                    uint64_t offset, bool final, bg_scan_state *state,
                    bg_span_sink sink, void *ud) {
  size_t p = (size_t)(state->at - offset), l, next;
  bg_view view;
  bg_span span;
  memset(&span, 0, sizeof span);
  view.lexicon = lexicon;
  while (p < length && !state->stopped) {
    uint32_t c;
    if (!final && length - p < 4) break;
    c = bg_char_at(text, p, length, &l);
    if (!may_begin(c)) {
      if (next_sentence(c)) state->named_year = 0;
      p += l;
      continue;
    }
    if (!bg_scan_window(text, p, length, offset, final, &view)) break;
    if (c == L'第' || c == L'前') { /* 第一, 前进: a number follows, or no time */
      size_t q = bg_skip_blanks(&view, p + l);
      uint32_t d = bg_view_char(&view, q, &next);
      if (c == L'前' && d == L'年') ;
      else if (bg_arabic_digit(d) < 0 && !bg_is_han_numeral(d)) {
        p += l;
        continue;
      }
    }
    next = span_at(&view, p, state, &span);
    if (next != 0) {
      if (span.known && !span.no_start && !span.no_stop) {
        state->last_period = span.period;
        state->has_last = true;
      }
      if (!sink(ud, &span)) state->stopped = 1;
      p = next;
      continue;
    }
    /* past a whole numeral, lest its end be read for a time of its own */
    if (bg_arabic_digit(c) >= 0 || bg_is_han_numeral(c)) {
      bg_numeral n;
      p = bg_numeral_read(text, p, view.end, &n) ? n.last : p + l; /* GCOVR_EXCL_BR_LINE: what begins like one is one */
    }
    else p += l;
  }
  state->at = offset + p;
}
