/*
** scan_quantity.c: one numeral and its surroundings, to a quantity or to none.
*/
#include "scan_parts.h"

/* 提高15、22个百分点: a number without a unit takes that of the list it stands
** in. Each member has a number of its own, and powers are not shared. */
static void share_unit (const bg_view *view, const bg_numeral *n, const bg_scan_state *state, bg_tail *tail) {
  size_t p = n->last, l, start;
  int members;
  if (!(n->marks & (BG_N_ARABIC | BG_N_POWER)) || (n->marks & (BG_N_BARE | BG_N_FRACTION | BG_N_CODE))) return;
  if (!bg_is_han(bg_char_before(view->text, view->begin, n->first, &start)) &&
      !(state->run_end != 0 && state->run_end == view->offset + start))
    return;
  for (members = 0; members < 6; members++) {
    bg_numeral next;
    bg_tail other;
    uint32_t c = bg_view_char(view, p, &l);
    if (c != L'、' && c != L'和' && c != L'与' && c != L'及') return;
    p += l;
    if (p >= view->end || !bg_numeral_read(view->text, p, view->end, &next) ||
        ((next.marks ^ n->marks) & (BG_N_ARABIC | BG_N_POWER)) != 0 ||
        (next.marks & (BG_N_CODE | BG_N_FRACTION | BG_N_BARE)) != 0 || bg_time_at(view, &next) != 0)
      return;
    bg_tail_read(view, &next, &other);
    if (other.has_unit) {
      if (bg_is_period(view, &next, other.unit_last, true) && (other.flags & BG_UNIT_TIME)) return;
      tail->has_unit = true;
      tail->kind = other.kind;
      tail->unit = other.unit;
      tail->unit_length = other.unit_length;
      memcpy(tail->unit_text, other.unit_text, other.unit_length);
      return;
    }
    if (other.last != next.last) return;
    p = next.last;
  }
}

/* 3元5角, 壹元贰角叁分: what follows 元 is a part of the same sum. */
static void add_small_money (const bg_view *view, bg_tail *tail, bg_decimal *value) {
  static const char parts[2][4] = { "角", "分" };
  size_t l;
  int part;
  if (tail->kind != BG_MONEY || tail->unit_length != 3 || memcmp(tail->unit_text, "元", 3) != 0) return;
  for (part = 0; part < 2; part++) {
    bg_numeral n;
    size_t p = tail->last;
    uint32_t c = bg_view_char(view, p, &l);
    if (bg_class_of(c) == BG_DIGIT) p += l; /* 壹元零叁分 */
    if (p >= view->end || !bg_numeral_read(view->text, p, view->end, &n) || n.digits != 1 ||
        (n.marks & ~(unsigned)(BG_N_ARABIC | BG_N_HAN)) != 0 || !bg_starts(view->text, n.last, view->end, parts[part], 3))
      continue;
    *value = bg_decimal_add(*value, bg_shifted(n.low, -1 - part));
    tail->last = tail->unit_last = n.last + 3;
  }
}

void bg_govern (bg_scan_state *state, const bg_quantity *q, unsigned senses) {
  state->governed_end = 0;
  if (senses & (1u << BG_OVER | 1u << BG_AT_LEAST | 1u << BG_UNDER | 1u << BG_AT_MOST)) {
    state->governed_end = q->last;
    state->governed_unit = q->unit;
    state->governed_sense = (unsigned char)bg_leading_sense(senses, BG_EXACT);
  }
}

/* A numeral that is none by itself: where to go on after it, or 0. `k` is the class of
** its first character c of l bytes. */
static size_t passed_over (const bg_view *view, const bg_numeral *n, uint32_t c, unsigned k, size_t l, bg_scan_state *state) {
  const unsigned char *text = view->text;
  size_t at = n->first, m;
  if ((n->marks & BG_N_CODE) && n->last - at >= BG_NUMERAL_MAX - 4) {
    state->skipping = 1;
    return n->last;
  }
  if (k == 0 && n->last < view->end && bg_char_at(text, n->last, view->end, &m) == BG_NO_CHAR) return n->last; /* noise */
  if (bg_is_capital(c) && !(n->last > at + l && bg_is_capital(bg_char_at(text, at + l, view->end, &m)))) {
    /* 陆 of 大陆架, 伍 of 队伍: a capital alone is a word, but before money */
    bg_tail tail;
    bg_tail_read(view, n, &tail);
    if (tail.kind != BG_MONEY) return at + l;
  }
  if (k == BG_DIGIT && n->last == at + l) return n->last; /* 零 alone */
  if (k != 0 && k != BG_WIDE) {
    size_t name = bg_lexicon_name(view->lexicon, text, at, view->end);
    if (name != 0) return at + name;
  }
  return 0;
}

/* 第二、三产业: a number that goes on in a list of ranks, after `before`. */
static bool in_ranks (const bg_view *view, const bg_scan_state *state, uint32_t before, size_t start) {
  return state->ordinal_end != 0 && view->offset + start == state->ordinal_end &&
         (before == L'、' || before == L'和' || before == L'至' || before == L'—');
}

/* 每千人: no quantity, but a verb before it governs the one after it. */
static size_t take_each (const bg_view *view, const bg_numeral *n, size_t start, bg_scan_state *state) {
  bg_tail tail;
  bg_sense sense;
  size_t verb;
  bg_tail_read(view, n, &tail);
  verb = bg_lexicon_before(view->lexicon, view->text, view->begin, start, &sense);
  if (verb != 0) {
    state->carried_end = view->offset + tail.last;
    state->carried_sense = (unsigned char)sense;
    state->carried_first = view->offset + start - verb;
  }
  return tail.last > n->last ? tail.last : n->last;
}

/* 七、八百万: two digits in a row with the list's mark between. Where they are two
** numbers of a list after all, answers the end of the second, which is passed over
** with the first; else 0. */
static size_t join_digits (const bg_view *view, bg_candidate *f, uint32_t before) {
  bg_numeral *n = &f->n, second;
  bg_tail other;
  size_t l, m;
  uint32_t digit;
  if (n->marks != BG_N_HAN || before == L'、' || bg_view_char(view, n->last, &l) != L'、') return 0; /* one digit */
  digit = bg_view_char(view, n->last + l, &m);
  if (BG_CLASS(bg_class_of(digit)) != BG_DIGIT || (bg_class_of(digit) & 15) != n->low.mantissa + 1 ||
      !bg_numeral_read(view->text, n->last + l, view->end, &second) || /* GCOVR_EXCL_BR_LINE: at a digit there is a numeral */
      !second.simple ||
      (second.marks & (BG_N_PAIR | BG_N_DIGITS | BG_N_FRACTION)) ||
      bg_view_char(view, second.last, &m) == L'、')
    return 0;
  bg_tail_read(view, &second, &other);
  if (!(second.marks & BG_N_POWER) && !(other.has_unit && !(other.flags & BG_UNIT_WEAK) && n->low.mantissa > 1)) return second.last;
  second.low = bg_shifted(n->low, second.scale);
  second.first = n->first;
  second.marks |= BG_N_PAIR;
  second.simple = false;
  *n = second;
  return 0;
}

/* 2小时15分: two numbers, so two runs, and minutes in the second. */
static void read_minutes (const bg_view *view, bg_candidate *f) {
  bg_tail *tail = &f->tail;
  size_t l;
  if (!tail->has_unit || tail->unit_length != 3 || memcmp(tail->unit_text, "分", 3) != 0 ||
      !BG_ENDS(view->text, view->begin, f->n.first, "小时"))
    return;
  tail->unit = bg_lexicon_unit(view->lexicon, (const unsigned char *)"分钟", 0, 6, false, &l);
  tail->kind = BG_DURATION;
  tail->flags = 0;
  tail->unit_length = 6;
  memcpy(tail->unit_text, "分钟", 6);
}

/* Sums of 元角分, and the unit of a list: what may stand behind a number that is no range. */
static void read_behind (const bg_view *view, bg_candidate *f, const bg_scan_state *state) {
  f->last = f->tail.last;
  if (f->range) return;
  if (f->tail.senses == 0 && bg_decimal_compare(f->low, f->high) == 0 && !(f->n.marks & BG_N_POINT)) {
    add_small_money(view, &f->tail, &f->low);
    if (f->tail.last != f->last) f->high = f->low;
    f->last = f->tail.last;
  }
  if (!f->tail.has_unit && f->tail.last == f->n.last) share_unit(view, &f->n, state, &f->tail);
}

/* PM2.5 and the like: a letter before a number that is no sum, share or amount. */
static bool in_word (const bg_candidate *f, uint32_t before) {
  const bg_tail *tail = &f->tail;
  return bg_is_letter(before) && f->first == f->n.first &&
         !(tail->has_unit && (f->n.marks & BG_N_ARABIC) &&
           (tail->kind == BG_PERCENT || tail->kind == BG_POINTS || tail->kind == BG_MONEY || (f->n.marks & BG_N_POWER)));
}

/* 前5位, 前十: a rank at most. */
static bool is_place (const bg_view *view, const bg_candidate *f, uint32_t before) {
  const unsigned char *text = view->text;
  const bg_numeral *n = &f->n;
  const bg_tail *tail = &f->tail;
  bool unit;
  if (before != L'前' || f->first != n->first || (n->marks & BG_N_POWER & (unsigned)~BG_N_TEN) ||
      BG_ENDS(text, view->begin, f->first, "提前") || BG_ENDS(text, view->begin, f->first, "目前") ||
      BG_ENDS(text, view->begin, f->first, "以前") || BG_ENDS(text, view->begin, f->first, "之前"))
    return false;
  unit = tail->has_unit && tail->unit_length == 3 &&
         (memcmp(tail->unit_text, "位", 3) == 0 || memcmp(tail->unit_text, "名", 3) == 0);
  return (unit || (!tail->has_unit && bg_ends_clause(view, n->last))) && f->high.mantissa != 0 &&
         !(n->marks & (BG_N_POINT | BG_N_FRACTION | BG_N_PERCENT | BG_N_PERMILLE | BG_N_SEVERAL | BG_N_MORE));
}

/* Where it stands, and what it counts. */
static void place (const bg_view *view, const bg_candidate *f, size_t first, size_t last, bg_quantity *q) {
  bg_set_unit(q, &f->tail);
  q->first = view->offset + first;
  q->last = view->offset + last;
  q->number_first = view->offset + f->n.first;
  q->number_last = view->offset + f->n.last;
}

/* 1.4十万, 一百二, 三个半: what the tail adds to the number. */
static void add_tail (bg_candidate *f) {
  const bg_tail *tail = &f->tail;
  bg_decimal more = bg_decimal_of(0, 0);
  if (tail->tenfold != 0) {
    f->low = bg_shifted(f->low, tail->tenfold);
    f->high = bg_shifted(f->high, tail->tenfold);
  }
  if (tail->hundredths != 0) more = bg_decimal_of(tail->hundredths, 0);
  if (tail->half) more = bg_decimal_add(more, bg_decimal_of(5, -1));
  if (more.mantissa == 0) return;
  f->low = bg_decimal_add(f->low, more);
  f->high = bg_decimal_add(f->high, more);
}

static bg_kind kind_of (const bg_view *view, const bg_candidate *f) {
  const bg_numeral *n = &f->n;
  size_t l;
  if (f->tail.has_unit) return f->tail.kind;
  if (n->marks & BG_N_FRACTION) return BG_FRACTION;
  return bg_is_han(bg_view_char(view, f->tail.last, &l)) && !(n->marks & BG_N_POINT && !(n->marks & BG_N_POWER)) ? BG_COUNT : BG_NUMBER;
}

/* 分别超过8万元、4.5万元: whether the verb that bounded the number before bounds this one. */
static bool is_governed (const bg_view *view, const bg_candidate *f, const bg_quantity *q, const bg_scan_state *state) {
  const unsigned char *text = view->text;
  size_t from, first = f->first;
  if (state->governed_end == 0 || q->first <= state->governed_end || state->governed_unit != q->unit ||
      q->unit == BG_NO_UNIT || q->first - state->governed_end > BG_GOVERNED_GAP)
    return false;
  from = (size_t)(state->governed_end - view->offset); /* the view reaches further back than the gap */
  if (first - from == 3)
    return BG_STARTS(text, from, first, "、") || BG_STARTS(text, from, first, "和") ||
           BG_STARTS(text, from, first, "及") || BG_STARTS(text, from, first, "与");
  return BG_STARTS(text, from, first, "以及");
}

/* The words that bound it: its own, and those of a verb that stands further back. */
static void settle (const bg_view *view, bg_candidate *f, unsigned own, bg_scan_state *state, bg_quantity *q) {
  if (f->senses == 0 && state->carried_end == q->first && state->carried_end != 0) /* 超每千人6.5批次 */
    f->senses |= 1u << state->carried_sense;
  if (f->senses == 0 && is_governed(view, f, q, state)) {
    f->senses |= 1u << state->governed_sense;
    own = f->senses;
  }
  bg_govern(state, q, own);
  bg_settle(q, f->low, f->high, f->n.under, (f->n.marks & BG_N_SEVERAL) != 0, f->negative, f->senses);
  if (f->range && f->crosses) bg_settle_across(q, f->low, f->high);
}

size_t bg_quantity_at (const bg_view *view, size_t at, bg_scan_state *state, bg_quantity *q, bool *found) {
  const unsigned char *text = view->text;
  size_t l, start, end;
  uint32_t c = bg_char_at(text, at, view->end, &l), before;
  unsigned k = c < 0x80 ? 0 : bg_class_of(c), own = 0;
  bg_candidate f;
  *found = false;
  if (k == BG_FAN) return bg_doubling_at(view, at, state, q, found);
  if (k == BG_BEI) return bg_redoubling_at(view, at, q, found);
  if (!bg_numeral_read(text, at, view->end, &f.n)) return at + l;
  end = passed_over(view, &f.n, c, k, l, state);
  if (end != 0) return end;

  before = bg_char_before(text, view->begin, at, &start);
  if (before == L'第') return bg_rank_at(view, &f.n, start, state, q, found);
  if (in_ranks(view, state, before, start)) {
    bg_quantity ignored;
    bool none = false;
    return bg_rank_at(view, &f.n, at, state, &ignored, &none);
  }
  if (bg_is_code(view, &f.n, state)) {
    end = bg_clock_at(view, &f.n);
    return end != 0 ? end : f.n.last;
  }
  if (before == L'每') return take_each(view, &f.n, start, state);
  if ((f.n.marks & BG_N_BARE) && (bg_arabic_digit(before) >= 0 || bg_is_letter(before))) return f.n.last; /* H000亿 */
  if (f.n.last < view->end && ((f.n.marks & BG_N_HAN) || bg_mark(view->lexicon, bg_char_at(text, f.n.last, view->end, &l), BG_MARK_JOINS))) {
    end = bg_time_at(view, &f.n);
    if (end != 0) return end;
  }

  end = join_digits(view, &f, before);
  if (end != 0) return end;
  f.low = f.n.low;
  f.high = f.n.high;
  f.range = f.crosses = false;
  f.senses = 0;
  /* no run reaches back into the one before it */
  f.limit = state->run_end > view->offset ? (size_t)(state->run_end - view->offset) : 0;
  bg_tail_read(view, &f.n, &f.tail);
  read_minutes(view, &f);
  bg_range_read(view, &f);
  read_behind(view, &f, state);
  f.first = bg_sign_before(view, &f.n, &f.tail, f.limit, &f.negative);
  f.first = bg_before_read(view, f.first, f.limit, &f.n, &own);
  f.senses = own | f.tail.senses;

  before = bg_char_before(text, view->begin, f.first, &start);
  if (in_word(&f, before)) return f.last;
  if (is_place(view, &f, before)) {
    place(view, &f, start, f.tail.unit_last, q);
    q->kind = BG_RANK;
    bg_settle(q, f.high, f.high, f.n.under, false, false, 1u << BG_AT_MOST);
    *found = true;
    return f.tail.unit_last;
  }
  end = bg_no_quantity(view, &f);
  if (end != 0) return end;
  add_tail(&f);
  place(view, &f, f.first, f.last, q);
  q->kind = kind_of(view, &f);
  settle(view, &f, own, state, q);
  *found = true;
  return f.last;
}

bool bg_number_read (const bg_lexicon *lexicon, const unsigned char *text, size_t length, bg_quantity *q) {
  bg_view view;
  size_t at, l;
  view.lexicon = lexicon;
  view.text = text;
  view.begin = 0;
  view.end = length;
  view.offset = 0;
  if (length > BG_NUMERAL_MAX + 2 * BG_SCAN_BEHIND) return false; /* no numeral with its words is longer */
  for (at = 0; at < length && at < BG_SCAN_BEHIND; at += l) {
    bg_numeral n;
    bg_tail tail;
    unsigned senses = 0;
    size_t first;
    bool negative = false;
    uint32_t c = bg_char_at(text, at, length, &l);
    if (bg_arabic_digit(c) < 0 && !bg_is_han_numeral(c)) continue;
    if (!bg_numeral_read(text, at, length, &n) || (n.marks & BG_N_CODE)) return false;
    bg_tail_read(&view, &n, &tail);
    if (tail.last != length || (tail.unit_last > n.last && tail.unit_length != 0)) return false;
    first = at;
    if (BG_ENDS(text, 0, first, "负") || BG_ENDS(text, 0, first, "－")) {
      negative = true;
      first -= 3;
    }
    else if (BG_ENDS(text, 0, first, "-")) {
      negative = true;
      first -= 1;
    }
    if (bg_before_read(&view, first, 0, &n, &senses) != 0) return false;
    memset(q, 0, sizeof *q);
    q->last = length;
    q->number_first = at;
    q->number_last = n.last;
    q->kind = n.marks & BG_N_FRACTION ? BG_FRACTION : tail.has_unit ? tail.kind : BG_NUMBER;
    bg_set_unit(q, &tail);
    bg_settle(q, n.low, n.high, n.under, (n.marks & BG_N_SEVERAL) != 0, negative, senses | tail.senses);
    return true;
  }
  return false;
}
