/*
** scan_range.c: signs, and the second number of a range.
*/
#include "scan_parts.h"

/* Both numbers of a range, once the second is known to belong to it. */
static void share_power (const bg_numeral *second, bg_decimal *low, const bg_numeral *first) {
  if (!(first->marks & BG_N_POWER) && second->simple && second->scale > 1 &&
      bg_decimal_compare(first->low, second->head) <= 0 &&
      (second->scale >= 4 || first->low.exponent == 0))
    *low = bg_shifted(first->low, second->scale);
  else if (!(first->marks & BG_N_POWER) && !second->simple &&
           second->low.exponent >= 4 && bg_decimal_compare(first->low, bg_decimal_of(second->low.mantissa, 0)) <= 0 &&
           second->low.mantissa < 10000)
    *low = bg_shifted(first->low, second->low.exponent);
}

size_t bg_sign_before (const bg_view *view, const bg_numeral *n, const bg_tail *tail, size_t limit, bool *negative) {
  const unsigned char *text = view->text;
  size_t start, before;
  uint32_t c = bg_char_before(text, view->begin, n->first, &start), earlier;
  bool degrees = tail->has_unit && (memcmp(tail->unit_text, "℃", 3) == 0 || memcmp(tail->unit_text, "度", 3) == 0 ||
                                    memcmp(tail->unit_text, "摄氏度", 9) == 0);
  bool share = tail->kind == BG_PERCENT || tail->kind == BG_POINTS;
  *negative = false;
  if (start < limit) return n->first;
  earlier = bg_char_before(text, view->begin, start, &before);
  if (c == L'负' || c == L'負') {
    if (bg_listed(earlier, L"减減不肩抱担擔背正胜勝辜自税債债欠重亏虧") || tail->kind == BG_COUNT || tail->kind == BG_DURATION)
      return n->first;
  }
  else if (c == L'下' && earlier == L'零' && degrees) {
    if (before < limit) return n->first; /* GCOVR_EXCL_BR_LINE: no run that is known ends in 零 */
    start = before;
  }
  else if ((c == '-' || c == 0x2212 || c == L'－') && (share || degrees)) {
    if (bg_arabic_digit(earlier) >= 0 || earlier == '%' || earlier == L'％') return n->first;
  }
  else return n->first;
  *negative = true;
  return start;
}

/* The length of a sign before the second number of a range. */
static size_t sign_length (const bg_view *view, size_t at) {
  size_t l;
  uint32_t c = bg_view_char(view, at, &l);
  if (c == '-' || c == 0x2212 || c == L'－' || c == L'负') return l;
  return bg_starts(view->text, at, view->end, "零下", 6) ? 6 : 0;
}

/* Whether low comes before high, each below nothing or not: the high one only
** where the low one is. */
static int order_of (bg_decimal low, bg_decimal high, bool low_below, bool high_below) {
  if (low_below != high_below) return -1;
  return low_below ? bg_decimal_compare(high, low) : bg_decimal_compare(low, high);
}

void bg_settle_across (bg_quantity *q, bg_decimal low, bg_decimal high) {
  bool exact;
  bool less = bg_decimal_compare(high, low) < 0;
  bg_decimal apart = less ? bg_decimal_subtract(low, high) : bg_decimal_subtract(high, low), half = bg_decimal_of(0, 0);
  int i;
  for (i = 0; i < 5; i++) half = bg_decimal_add(half, apart);
  half.exponent -= 1;
  q->value = bg_decimal_double(bg_decimal_trim(half), &exact);
  if (less) q->value = -q->value;
  q->lower = -bg_decimal_double(low, &exact);
  q->upper = bg_decimal_double(high, &exact);
  if (q->sense == BG_EXACT) q->sense = BG_RANGE; /* where the two were one without their signs */
  q->lower_open = q->upper_open = false;
}

/* Whether 从10万人增至 and the like name two values, not a range: the number has a unit and a word between. */
static bool is_change (const bg_view *view, const bg_candidate *f, bool word) {
  const bg_tail *tail = &f->tail;
  size_t start;
  uint32_t before;
  if (!word || !tail->has_unit) return false;
  before = bg_char_before(view->text, view->begin, f->n.first, &start);
  return before == L'从' || before == L'由' || before == L'自' ||
         !(tail->kind == BG_PERCENT || tail->kind == BG_POINTS || tail->unit != BG_NO_UNIT);
}

/* Whether the second number, which stands at `at`, can be the upper of a range. */
static bool read_second (const bg_view *view, const bg_candidate *f, size_t at, bg_numeral *second) {
  size_t l;
  return at < view->end && bg_class_of(bg_view_char(view, at, &l)) != BG_SOME_NUMBER &&
         bg_numeral_read(view->text, at, view->end, second) &&
         !(second->marks & (BG_N_CODE | BG_N_FRACTION | BG_N_SEVERAL | BG_N_BARE)) &&
         !(f->n.marks & BG_N_BARE) && bg_time_at(view, second) == 0;
}

/* Whether two numbers of these tails are of one thing. */
static bool same_unit (const bg_tail *tail, const bg_tail *other) {
  return !tail->has_unit || (other->has_unit && tail->unit_length == other->unit_length &&
                             memcmp(tail->unit_text, other->unit_text, tail->unit_length) == 0);
}

void bg_range_read (const bg_view *view, bg_candidate *f) {
  bg_numeral second;
  bg_tail other;
  bg_decimal low;
  unsigned marks = f->n.marks, points;
  bool word = false, below = false;
  size_t at = f->tail.last == f->n.last ? bg_skip_blanks(view, f->n.last) : f->tail.last, mark, sign;
  if ((marks & (BG_N_FRACTION | BG_N_SEVERAL)) || f->tail.half || (f->tail.senses & ~(1u << BG_MORE))) return;
  mark = bg_range_mark(view, at, &word);
  if (mark == 0 || is_change(view, f, word)) return;
  at = bg_skip_blanks(view, at + mark);
  sign = sign_length(view, at);
  if (!read_second(view, f, at + sign, &second)) return;
  bg_tail_read(view, &second, &other);
  low = f->n.low;
  if ((marks & BG_N_PERCENT) && !(second.marks & BG_N_PERCENT) && !other.has_unit) { /* 百分之三至五 */
    second.marks |= BG_N_PERCENT;
    bg_tail_read(view, &second, &other);
  }
  if (!f->tail.has_unit || (marks & BG_N_PERCENT)) share_power(&second, &low, &f->n);
  (void)bg_sign_before(view, &f->n, f->tail.has_unit ? &f->tail : &other, f->limit, &below);
  if ((sign != 0) > below ||
      order_of(bg_shifted(low, other.tenfold), bg_shifted(second.high, other.tenfold), below, sign != 0) >= 0 ||
      !same_unit(&f->tail, &other))
    return;
  points = word ? second.marks : marks & second.marks;
  if (!other.has_unit && !(second.marks & BG_N_POWER) && !(points & BG_N_POINT)) return;
  f->range = true;
  f->crosses = below && sign == 0;
  f->low = below && sign != 0 ? second.low : low; /* -10℃至-5℃: the smaller number is the higher */
  f->high = below && sign != 0 ? low : second.high;
  second.first = f->n.first;
  second.marks |= marks & (BG_N_ARABIC | BG_N_HAN | BG_N_MIDDLE);
  f->n = second;
  f->tail = other;
}
