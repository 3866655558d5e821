/*
** scan_time.c: which numbers are dates and periods, and so no quantities.
*/
#include "scan_rules.h"

size_t bg_skip_blanks (const bg_view *view, size_t at) {
  int i;
  for (i = 0; i < 3 && at < view->end; i++) {
    if (view->text[at] == ' ') at++;
    else if (view->text[at] == 0xE2 && BG_STARTS(view->text, at, view->end, "\xE2\x80\x8B")) at += 3; /* of no width */
    else if (i == 0 && BG_STARTS(view->text, at, view->end, "　")) return at + 3;
    else break;
  }
  return at;
}

size_t bg_range_mark (const bg_view *view, size_t at, bool *word) {
  size_t l, i;
  uint32_t c = bg_view_char(view, at, &l);
  *word = false;
  switch (c) {
    case '-':
      for (i = 1; i < 4 && at + i < view->end && view->text[at + i] == '-'; i++) ;
      return i;
    case L'一': /* a dash as old print was read: 14％一15％ */
      return bg_arabic_digit(bg_view_char(view, at + l, &i)) >= 0 ? l : 0;
    case '~': case 0x2010: case 0x2011: case 0x2013: case 0x2212: case 0x301C:
    case 0xFF0D: case 0xFF5E: case 0x223C: case 0xFE63: case 0x2500: case 0xFF70:
      return l;
    case 0x2014: case 0x2015: /* one em dash, or a doubled one */
      if (bg_view_char(view, at + l, &l) == c) return 2 * l;
      return 3;
    case L'至': case L'到':
      *word = true;
      return l;
    default:
      return 0;
  }
}

/* A calendar year as written: 2024, 一九八五, 八五. */
static bool is_year (const bg_numeral *n) {
  bool exact;
  double value;
  if (n->marks & (BG_N_CODE | BG_N_POINT | BG_N_GROUPED | BG_N_POWER | BG_N_PAIR | BG_N_FRACTION))
    return false;
  if (n->digits != 4 && n->digits != 2) return false;
  value = bg_decimal_double(n->low, &exact);
  if (n->marks & BG_N_ARABIC) return n->digits == 4 && value > 1000 && value < 2200;
  return n->digits == 2 || (value >= 1000 && value < 2200); /* digits in a row, which else have no power */
}

static bool within (const bg_numeral *n, double low, double high) {
  bool exact;
  double value = bg_decimal_double(n->low, &exact);
  return (n->marks & (BG_N_CODE | BG_N_POINT | BG_N_FRACTION)) == 0 && value >= low && value <= high;
}

#define STARTS(view, at, literal) BG_STARTS((view)->text, at, (view)->end, literal)

/* A numeral at `at` that is followed by the character; the end past it, or 0. */
static size_t numeral_then (const bg_view *view, size_t at, uint32_t c, double high) {
  bg_numeral n;
  size_t l, p;
  at = bg_skip_blanks(view, at);
  if (at >= view->end || !bg_numeral_read(view->text, at, view->end, &n)) return 0;
  if (!within(&n, 0, high)) return 0;
  p = bg_skip_blanks(view, n.last);
  return bg_view_char(view, p, &l) == c ? p + l : 0;
}

/* After 年: a month and a day, if they follow. */
static size_t month_and_day (const bg_view *view, size_t at) {
  size_t month = numeral_then(view, at, L'月', 12), day;
  if (month == 0) return at;
  day = numeral_then(view, month, L'日', 31);
  if (day == 0) day = numeral_then(view, month, L'号', 31);
  return day != 0 ? day : month;
}

size_t bg_time_at (const bg_view *view, const bg_numeral *n) {
  size_t l, at = bg_skip_blanks(view, n->last), p;
  uint32_t c = bg_view_char(view, at, &l);
  bg_numeral second;
  size_t mark;
  bool word;
  switch (c) {
    case L'年':
      if (STARTS(view, at + l, "代")) return at + l + 3;
      if (is_year(n)) return month_and_day(view, at + l);
      if ((n->marks & BG_N_ARABIC) && n->digits == 2 && within(n, 70, 99) &&
          numeral_then(view, at + l, L'月', 12) != 0) /* 97年7月 */
        return month_and_day(view, at + l);
      return 0;
    case L'月':
      if (!within(n, 1, 12) || STARTS(view, at + l, "球")) return 0;
      p = numeral_then(view, at + l, L'日', 31);
      if (p == 0) p = numeral_then(view, at + l, L'号', 31);
      return p != 0 ? p : at + l;
    case L'日':
      return within(n, 1, 31) && !(n->marks & BG_N_PAIR) ? at + l : 0;
    case L'季':
      return within(n, 1, 4) && STARTS(view, at + l, "度") ? at + l + 3 : 0;
    case L'世':
      return STARTS(view, at + l, "纪") ? at + l + 3 : 0;
    case L'学':
      return is_year(n) && STARTS(view, at + l, "年") ? at + l + 3 : 0;
    case L'时': case L'點': case L'点':
      if (within(n, 0, 24)) {
        if (STARTS(view, at + l, "整") || STARTS(view, at + l, "半") || STARTS(view, at + l, "许"))
          return at + l + 3;
        p = numeral_then(view, at + l, L'分', 59);
        if (p != 0) return p;
        if (c == L'时' && !STARTS(view, at + l, "代")) return at + l;
      }
      return 0;
    default: break;
  }
  mark = bg_range_mark(view, at, &word);
  if (mark == 0 && c != L'、' && c != L'和' && c != L'及' && c != L'与' && c != '/' && c != L'比' && c != L'或' &&
      !((n->marks & BG_N_HAN) && n->digits == 4))
    return 0;
  if (is_year(n) && ((n->marks & BG_N_ARABIC) || n->digits == 4)) {
    /* 2024—2026年, 2021、2022年, 一九八○比一九七五年 */
    if (mark == 0 && (c == L'、' || c == L'和' || c == L'及' || c == L'与' || c == '/' || c == L'比')) mark = l;
    if (mark != 0) {
      p = bg_skip_blanks(view, at + mark);
      if (p < view->end && bg_numeral_read(view->text, p, view->end, &second)) {
        size_t q = bg_skip_blanks(view, second.last);
        uint32_t after = bg_view_char(view, q, &l);
        if ((is_year(&second) || (second.digits == 2 && (second.marks & BG_N_ARABIC))) &&
            (after == L'年' || STARTS(view, q, "学年") || bg_range_mark(view, q, &word) != 0 ||
             after == L'、' || after == L'和'))
          return c == L'、' || c == L'和' || c == L'及' || c == L'与' || c == L'比' ? n->last : q + l;
      }
    }
    if (n->marks & BG_N_HAN) return n->last;
  }
  /* 1—11月, 7至8月, 3—5日, 一、二季度, 二至三季度 */
  mark = bg_range_mark(view, at, &word);
  if (mark == 0 && (c == L'、' || c == L'和' || c == L'及' || c == L'或')) mark = l;
  if (mark != 0 && within(n, 1, 31)) {
    p = bg_skip_blanks(view, at + mark);
    if (p < view->end && bg_numeral_read(view->text, p, view->end, &second) && within(&second, 1, 31)) {
      size_t q = bg_skip_blanks(view, second.last);
      uint32_t after = bg_view_char(view, q, &l);
      if (after == L'月' || (after == L'日' && !(second.marks & BG_N_HAN)) ||
          STARTS(view, q, "季度") || STARTS(view, q, "世纪"))
        return q + l;
      if (after == L'年' && STARTS(view, q + l, "代")) return q + l + 3;
    }
  }
  return 0;
}

size_t bg_clock_at (const bg_view *view, const bg_numeral *n) {
  size_t l, at = n->last, minutes;
  uint32_t c = bg_view_char(view, at, &l);
  if (n->marks != (BG_N_ARABIC | BG_N_CODE) || n->digits != 2 || (c != L'时' && c != L'點' && c != L'点')) return 0;
  minutes = numeral_then(view, at + l, L'分', 59);
  return minutes != 0 ? minutes : at + l;
}

bool bg_is_period (const bg_view *view, const bg_numeral *n, size_t unit_end, bool years) {
  const unsigned char *text = view->text;
  size_t at = n->first, before, l;
  uint32_t c;
  bool small = within(n, 0, 10);
  while (at > view->begin && text[at - 1] == ' ') at--;
  c = bg_char_before(text, view->begin, at, &before);
  if (BG_CLASS(bg_class_of(c)) == BG_DIGIT || bg_arabic_digit(c) >= 0 || c == L'年') return true; /* 一九八○两年 */
  switch (c) {
    case L'前':
      if (!BG_ENDS(text, view->begin, at, "提前") && !BG_ENDS(text, view->begin, at, "超前")) return true;
      break;
    case L'近':
      if ((small || (n->marks & BG_N_BARE)) && !BG_ENDS(text, view->begin, at, "将近") && !BG_ENDS(text, view->begin, at, "接近") &&
          !BG_ENDS(text, view->begin, at, "历时近") && !BG_ENDS(text, view->begin, at, "用了近") &&
          !BG_ENDS(text, view->begin, at, "长达近"))
        return true;
      break;
    case L'后': case L'後': case L'头': case L'这': case L'這': case L'那': case L'末': case L'本': case L'首':
    case L'该': case L'个': case L'此': case L'来': case L'去': case L'每': case L'其': case L'上': case L'下': case L'当':
      if (BG_ENDS(text, view->begin, at, "推后") || BG_ENDS(text, view->begin, at, "延后") ||
          BG_ENDS(text, view->begin, at, "以上") || BG_ENDS(text, view->begin, at, "落后"))
        break;
      return true;
    case L'的':
      if (BG_ENDS(text, view->begin, at, "过去的") || BG_ENDS(text, view->begin, at, "今后的") ||
          BG_ENDS(text, view->begin, at, "未来的") || BG_ENDS(text, view->begin, at, "以后的") ||
          BG_ENDS(text, view->begin, at, "最近的") ||
          BG_ENDS(text, view->begin, at, "后的") || BG_ENDS(text, view->begin, at, "前的"))
        return true;
      if (years && (STARTS(view, unit_end, "。") || STARTS(view, unit_end, "，"))) return true; /* 攻坚克难的五年。 */
      break;
    default: break;
  }
  if (STARTS(view, unit_end, "多") || STARTS(view, unit_end, "余")) unit_end += 3;
  c = bg_view_char(view, unit_end, &l);
  switch (c) {
    case L'来': case L'來': case L'间': case L'間': case L'中': case L'里': case L'裡':
      if (c == L'中' && (STARTS(view, unit_end + l, "央") || STARTS(view, unit_end + l, "国"))) return false;
      return true;
    case L'前': case L'后': case L'後':
      return true;
    case L'以':
      return STARTS(view, unit_end, "以来") || STARTS(view, unit_end, "以前") || STARTS(view, unit_end, "以后");
    case L'之':
      return STARTS(view, unit_end, "之前") || STARTS(view, unit_end, "之后") || STARTS(view, unit_end, "之间") ||
             STARTS(view, unit_end, "之中") || (years && STARTS(view, unit_end, "之内"));
    case L'内': case L'內':
      return years;
    case L'度':
      return years;
    case L'制': case L'级':
      return years;
    case L'规': case L'計': case L'计': case L'行': case L'攻': case L'方': case L'纲': case L'建':
      return STARTS(view, unit_end, "规划") || STARTS(view, unit_end, "计划") || STARTS(view, unit_end, "行动") ||
             STARTS(view, unit_end, "攻坚") || STARTS(view, unit_end, "方案") || STARTS(view, unit_end, "纲要") ||
             STARTS(view, unit_end, "建设计划") || STARTS(view, unit_end, "建设规划");
    case L'滚': case L'倍': case L'期':
      return STARTS(view, unit_end, "滚动") || STARTS(view, unit_end, "倍增") || STARTS(view, unit_end, "期间") ||
             STARTS(view, unit_end, "期计划");
    default:
      return false;
  }
}
