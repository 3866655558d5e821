/*
** numeral.c: numerals alone, as parts, halves and fractions. What most numerals
** are has a reader of its own; the sums are in numeral_sum.c.
*/
#include "numeral_sum.h"

/* Whether a plain numeral certainly ends before the character at `at`. */
static bool plain_end (const unsigned char *text, size_t at, size_t end) {
  size_t l;
  uint32_t c;
  if (at >= end) return true;
  if (text[at] == ',') /* of thousands or a point only where digits follow */
    return end - at < 2 || text[at + 1] - '0' >= 10 || text[at + 1] < '0';
  if (text[at] < 0x80)
    return !(text[at] - '0' < 10 && text[at] >= '0') && text[at] != ' ' && text[at] != '.' &&
           text[at] != '/' && text[at] != 'l' && text[at] != 'I' && text[at] != 'O' && text[at] != 'o';
  c = bg_char_at(text, at, end, &l);
  if (l != 3 || c < 0x2E80 || bg_class_of(c) != 0) return c == BG_NO_CHAR || bg_class_of(c) >= BG_FAN;
  switch (c) {
    case L'余': case L'餘': case L'多': case L'来': case L'來': case L'点': case L'點': case L'．': case L'・':
    case L'／': case L'分':
      return false;
    case L'，':
      return at + 3 >= end || text[at + 3] - '0' >= 10 || text[at + 3] < '0';
    case L'个': case L'個':
      return !bg_counted_yi(text, at, end);
    default:
      return true;
  }
}

/* What most numerals of today are, 1782, 22.7 and 1.3万亿, without the general
** reader's bookkeeping; false for all that it might read otherwise. */
static bool read_plain (const unsigned char *text, size_t at, size_t end, bg_numeral *n) {
  size_t p = at;
  uint64_t m = 0;
  int places = 0, power = 0, digits;
  while (p < end && text[p] >= '0' && text[p] <= '9') m = m * 10 + (uint64_t)(text[p++] - '0');
  digits = (int)(p - at);
  if (digits > 12 || (text[at] == '0' && digits > 1)) return false;
  n->marks = BG_N_ARABIC;
  if (p + 1 < end && text[p] == '.' && text[p + 1] >= '0' && text[p + 1] <= '9') {
    for (p++; p < end && text[p] >= '0' && text[p] <= '9' && places < 5; places++)
      m = m * 10 + (uint64_t)(text[p++] - '0');
    n->marks |= BG_N_POINT;
  }
  if (end - p >= 3 && BG_STARTS(text, p, end, "万")) {
    power = 4;
    p += 3;
  }
  if (end - p >= 3 && BG_STARTS(text, p, end, "亿")) {
    power += 8;
    p += 3;
  }
  if (!plain_end(text, p, end)) return false;
  if (power != 0) n->marks |= BG_N_POWER;
  n->first = at;
  n->last = p;
  n->digits = digits;
  n->simple = true;
  n->head = bg_decimal_of(m, -places);
  n->low = n->head;
  if (m != 0) n->low.exponent += power;
  if (m % 10 == 0) n->low = bg_decimal_trim(n->low);
  n->high = n->low;
  n->scale = m == 0 ? 0 : power;
  n->under = bg_decimal_of(1, 0);
  return true;
}

/* One Chinese digit or power with prose after it, as 三 in 三农: most of what
** begins like a Chinese numeral. */
static bool read_lone (const unsigned char *text, size_t at, size_t end, bg_numeral *n) {
  size_t l, m;
  uint32_t next;
  unsigned k = bg_class_of(bg_char_at(text, at, end, &l));
  if (l != 3 || at + l >= end || text[at + l] < 0x80) return false;
  next = bg_char_at(text, at + l, end, &m);
  if (m != 3 || next < 0x4E00 || bg_class_of(next) != 0) return false;
  switch (next) {
    case L'余': case L'餘': case L'多': case L'来': case L'來': case L'点': case L'點': case L'分': case L'半':
    case L'，': case L'．':
      return false;
    case L'个': case L'個':
      if (bg_counted_yi(text, at + l, end)) return false;
      break;
    default: break;
  }
  n->first = at;
  n->last = at + 3;
  n->simple = true;
  n->scale = n->digits = 0;
  n->under = bg_decimal_of(1, 0);
  if (BG_CLASS(k) == BG_DIGIT) {
    n->marks = BG_N_HAN;
    n->digits = 1;
    n->head = n->low = n->high = bg_decimal_of(k & 15, 0);
    return true;
  }
  if (BG_CLASS(k) != BG_POWER) return false;
  n->marks = BG_N_POWER | ((k & 15) > 1 ? BG_N_BARE : BG_N_TEN);
  n->head = bg_decimal_of(1, 0);
  n->scale = (int)(k & 15);
  n->low = n->high = bg_decimal_of(1, n->scale);
  return true;
}

bool bg_numeral_read (const unsigned char *text, size_t at, size_t end, bg_numeral *n) {
  bg_cursor c;
  size_t l;
  if (text[at] >= 0xE0 && read_lone(text, at, end, n)) return true;
  if (text[at] - '0' < 10 && text[at] >= '0' &&
      read_plain(text, at, end - at > BG_NUMERAL_MAX ? at + BG_NUMERAL_MAX : end, n))
    return true;
  memset(n, 0, sizeof *n);
  c.text = text;
  c.at = at;
  c.end = end - at > BG_NUMERAL_MAX ? at + BG_NUMERAL_MAX : end;
  n->first = at;
  n->under = bg_decimal_of(1, 0);
  if (BG_STARTS(text, at, c.end, "百分之") || BG_STARTS(text, at, c.end, "千分之")) {
    bool permille = !BG_STARTS(text, at, c.end, "百分之");
    c.at += 9;
    if (!bg_sum_read(&c, n)) return false;
    n->last = c.at;
    n->marks &= ~(unsigned)BG_N_BARE;
    n->marks |= permille ? BG_N_PERMILLE : BG_N_PERCENT;
    return true;
  }
  if (BG_STARTS(text, at, c.end, "一半")) {
    n->low = n->high = bg_decimal_of(1, 0);
    n->under = bg_decimal_of(2, 0);
    n->marks = BG_N_HAN | BG_N_FRACTION | BG_N_HALF;
    n->last = at + 6;
    return true;
  }
  if (!bg_sum_read(&c, n)) return false;
  if (bg_power_of(bg_peek(&c, &l)) > 0) {
    /* 亿亿亿: powers that no sum takes, and not the one of 5万百姓; the whole row
    ** is no numeral */
    bg_cursor stray = c;
    stray.at += l;
    if (bg_power_of(bg_peek(&stray, &l)) > 0) {
      n->marks |= BG_N_CODE;
      while (bg_is_han_numeral(bg_peek(&c, &l))) c.at += l;
    }
  }
  n->last = c.at;
  if (c.at - at >= BG_NUMERAL_MAX - 4) n->marks |= BG_N_CODE;
  if (BG_STARTS(text, c.at, c.end, "分之")) {
    bg_cursor upper = c;
    bg_numeral over;
    memset(&over, 0, sizeof over);
    upper.at += 6;
    over.first = upper.at;
    if (bg_sum_read(&upper, &over) && n->low.mantissa != 0 &&
        ((n->marks | over.marks) & (BG_N_SEVERAL | BG_N_PAIR | BG_N_MORE | BG_N_CODE)) == 0) {
      n->under = n->low;
      n->low = n->high = over.low;
      n->last = upper.at;
      n->marks = BG_N_FRACTION | BG_N_HAN;
      return true;
    }
  }
  /* 1/3; but not 2024/25, 9/11/2001 or 24/7 */
  if ((n->marks & ~(unsigned)BG_N_ARABIC) == 0 && n->digits <= 2) {
    uint32_t slash = bg_peek(&c, &l);
    if (slash == '/' || slash == L'／') {
      bg_cursor upper = c;
      bg_numeral under;
      memset(&under, 0, sizeof under);
      upper.at += l;
      under.first = upper.at;
      if (bg_sum_read(&upper, &under) && under.marks == BG_N_ARABIC && under.digits <= 2 &&
          bg_decimal_compare(n->low, under.low) < 0 && n->low.mantissa != 0 &&
          (bg_fold(bg_peek(&upper, &l)) != '/')) {
        n->under = under.low;
        n->marks |= BG_N_FRACTION;
        n->last = upper.at;
      }
    }
  }
  return true;
}
