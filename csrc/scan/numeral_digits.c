/*
** numeral_digits.c: Arabic digits as print has them: of either width, grouped
** by thousands, parted by blanks, with any of several decimal points.
*/
#include "numeral_digits.h"

/* Digits that a figure may have; longer runs are codes. */
#define DIGITS_MAX 30

/* Old typesetting put letters for digits: 25l亿元, 2O05. Only between digits,
** or between a digit and a power. */
static int letter_digit (const bg_cursor *c, size_t at) {
  unsigned char a = at < c->end ? c->text[at] : 0;
  size_t length;
  uint32_t next;
  if (a != 'l' && a != 'I' && a != 'O' && a != 'o') return -1;
  if (at + 1 >= c->end) return -1;
  next = bg_char_at(c->text, at + 1, c->end, &length);
  if (bg_arabic_digit(next) < 0 && next != L'亿' && next != L'万' && next != '%' && next != L'％')
    return -1;
  return a == 'l' || a == 'I';
}

/* Three digits and no fourth after a comma. */
static bool group_after (const bg_cursor *c, size_t at, size_t *length) {
  size_t l, p = at;
  int i;
  for (i = 0; i < 3; i++) {
    if (bg_digit_at(c, p, &l) < 0) return false;
    p += l;
  }
  if (bg_digit_at(c, p, &l) >= 0) return false;
  *length = p - at;
  return true;
}

/* 1 200万: print's blank between thousands, of any width that does not break. */
static bool is_group_blank (uint32_t c) {
  return c == ' ' || c == 0xA0 || c == 0x2009 || c == 0x202F;
}

/* Whether the blank after one to three digits parts thousands: groups of three
** follow, and right after them what is counted. Not in a row of numbers, and not
** after 第 or 表, whose number ends there. */
static bool blank_groups (const bg_cursor *c, const bg_numeral *n) {
  size_t p = c->at, l, group, start = n->first;
  uint32_t ch = 0;
  if (start > 0 && c->text[start - 1] == ' ') start--;
  if (start > 0) {
    ch = bg_char_before(c->text, start > 4 ? start - 4 : 0, start, &l);
    if (bg_arabic_digit(ch) >= 0 || ch == L'第' || ch == L'表' || ch == L'图' || ch == '.' || ch == '-') return false;
  }
  while (p < c->end && is_group_blank(bg_char_at(c->text, p, c->end, &l))) {
    if (!group_after(c, p + l, &group)) break;
    p += l + group;
  }
  if (p == c->at) return false;
  if (p < c->end && c->text[p] == ' ' && start > 0 && bg_is_han(ch)) p++; /* 人口1 200 人: prose leads to it */
  if (p >= c->end) return false;
  ch = bg_char_at(c->text, p, c->end, &l);
  if (ch == '.') return bg_digit_at(c, p + l, &group) >= 0;
  return bg_is_han(ch) && ch != L'年' && ch != L'月' && ch != L'号';
}

/* 21，7％: old print's comma for a point, one digit after it and a percent sign;
** but 3，5，7％ is a list. */
static bool comma_point (const bg_cursor *c, size_t length, size_t first) {
  size_t at = c->at + length, l, m, start;
  uint32_t ch;
  if (first > 0) {
    ch = bg_char_before(c->text, first > 4 ? first - 4 : 0, first, &start);
    if ((ch == ',' || ch == L'，') && start > 0 &&
        bg_arabic_digit(bg_char_before(c->text, start > 4 ? start - 4 : 0, start, &m)) >= 0)
      return false;
  }
  if (bg_digit_at(c, at, &l) < 0 || at + l >= c->end) return false;
  ch = bg_char_at(c->text, at + l, c->end, &m);
  return ch == '%' || ch == L'％' || ch == L'‰';
}

/* `7 4 7 7 2`: single digits parted by single spaces, two at least. A point
** may stand among them. Answers the end, or 0. */
static size_t spaced_end (const bg_cursor *c) {
  size_t p = c->at, end = 0, l;
  int digits = 0, points = 0;
  for (;;) {
    if (bg_digit_at(c, p, &l) < 0) return digits > 1 ? end : 0;
    p += l;
    end = p;
    digits++;
    if (bg_digit_at(c, p, &l) >= 0) return 0;
    if (p < c->end && c->text[p] == ' ') p++;
    if (points == 0 && p < c->end) {
      uint32_t dot = bg_char_at(c->text, p, c->end, &l);
      if (dot == '.' || dot == L'．' || dot == L'·') {
        size_t q = p + l;
        if (q < c->end && c->text[q] == ' ') q++;
        if (bg_digit_at(c, q, &l) < 0) return digits > 1 ? end : 0;
        points = 1;
        p = q;
        continue;
      }
    }
    if (p == end) return end; /* not after the first digit, which a blank follows */
  }
}

/* A decimal point and the digit after it: the length up to that digit, or 0.
** Scans of old print part it from its digits: 4 · 9％, 1. 8亿亩. A full stop
** with a blank after it is one only where prose leads to the number, since
** `1. 8` at a line's start is a list's mark. */
static size_t point_length (const bg_cursor *c, const bg_numeral *n) {
  size_t p = c->at, l, start;
  uint32_t ch;
  bool before = p < c->end && c->text[p] == ' ', after;
  if (before) p++;
  if (p >= c->end) return 0;
  ch = bg_char_at(c->text, p, c->end, &l);
  if (!bg_is_point(ch)) return 0;
  p += l;
  after = p < c->end && c->text[p] == ' ';
  if (after) p++;
  if (bg_digit_at(c, p, &l) < 0) return 0;
  if ((before || after) && ch == '.' &&
      (before || n->first < 3 || !bg_is_han(bg_char_before(c->text, n->first - 3, n->first, &start))))
    return 0;
  return p - c->at;
}

/* Arabic digits at c->at into *value; sets marks and the count of digits. */
void bg_arabic_read (bg_cursor *c, bg_decimal *value, bg_numeral *n) {
  size_t l = 0, spaced;
  int d, digits = 0, places = 0;
  uint32_t ch;
  bool grouped = false, blanks = false, zero;
  *value = bg_decimal_of(0, 0);
  zero = bg_digit_at(c, c->at, &l) == 0;
  spaced = c->at + l < c->end && c->text[c->at + l] == ' ' ? spaced_end(c) : 0;
  if (spaced != 0) {
    bool point = false;
    while (c->at < spaced) {
      d = bg_digit_at(c, c->at, &l);
      if (d >= 0) {
        bg_decimal_push(value, (unsigned)d);
        if (point) value->exponent--;
        else digits++;
      }
      else if (bg_is_point(bg_peek(c, &l))) point = true;
      c->at += l;
    }
    n->marks |= BG_N_ARABIC | BG_N_SPACED | (point ? BG_N_POINT : 0u);
    n->digits = digits;
    return;
  }
  for (;;) {
    if ((d = bg_digit_at(c, c->at, &l)) >= 0) ;
    else if ((d = letter_digit(c, c->at)) >= 0) l = 1; /* never the first */
    else break;
    bg_decimal_push(value, (unsigned)d);
    digits++;
    c->at += l;
  }
  /* 1,234,567 and 1，234: one to three digits, then groups of three */
  while (digits <= 3 || grouped) {
    size_t group;
    ch = bg_peek(c, &l);
    if (is_group_blank(ch) ? !(blanks || (!grouped && blank_groups(c, n))) : blanks || (ch != ',' && ch != L'，' && ch != L'＇')) break;
    if (zero || !group_after(c, c->at + l, &group)) break;
    blanks = is_group_blank(ch);
    c->at += l;
    for (; group > 0; group -= l) {
      d = bg_digit_at(c, c->at, &l);
      bg_decimal_push(value, (unsigned)d);
      digits++;
      c->at += l;
    }
    grouped = true;
    n->marks |= BG_N_GROUPED;
  }
  n->digits = digits;
  n->marks |= BG_N_ARABIC;
  if (digits > DIGITS_MAX || (zero && digits > 1)) n->marks |= BG_N_CODE;
  ch = bg_peek(c, &l);
  spaced = point_length(c, n);
  if (!grouped && digits <= 3 && (ch == ',' || ch == L'，') && comma_point(c, l, n->first)) {
    spaced = l;
    ch = '.';
  }
  if (spaced != 0) {
    if (ch != '.' && ch != L'．') n->marks |= BG_N_MIDDLE;
    n->marks |= BG_N_POINT;
    c->at += spaced;
    while ((d = bg_digit_at(c, c->at, &l)) >= 0) {
      bg_decimal_push(value, (unsigned)d);
      value->exponent--;
      places++;
      c->at += l;
    }
    if (places > DIGITS_MAX) n->marks |= BG_N_CODE;
    ch = bg_peek(c, &l);
    while (bg_is_point(ch) && bg_digit_at(c, c->at + l, &spaced) >= 0) { /* 1.2.3 */
      n->marks |= BG_N_CODE;
      c->at += l;
      while (bg_digit_at(c, c->at, &l) >= 0) c->at += l;
      ch = bg_peek(c, &l);
    }
  }
}
