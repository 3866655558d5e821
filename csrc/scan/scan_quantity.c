/*
** scan_quantity.c: one numeral and its surroundings, to a quantity or to none.
*/
#include "scan_parts.h"

/* A number that no unit follows: whether it counts something all the same. */
static bool bare_counts (const bg_view *view, const bg_numeral *n, const bg_tail *tail, size_t first,
                         unsigned senses) {
  size_t l, start, at = tail->last;
  uint32_t next, c;
  if (n->marks & (BG_N_FRACTION | BG_N_PERCENT | BG_N_PERMILLE)) return true;
  if (n->marks & (BG_N_MIDDLE | BG_N_SPACED)) return false;
  next = bg_view_char(view, bg_skip_blanks(view, at), &l);
  c = bg_char_before(view->text, view->begin, first, &start);
  if (bg_is_letter(next) && !(n->marks & BG_N_POWER)) return false;
  if (bg_listed(next, L"级号强届版代线期后路院年月日时点岁")) return false;
  if (n->marks & BG_N_BARE) return senses != 0;
  if ((n->marks & BG_N_POWER) && bg_decimal_compare(n->low, bg_decimal_of(1, 4)) >= 0) return true;
  if (senses != 0 && ((n->marks & BG_N_ARABIC) || (n->marks & BG_N_POWER))) return true;
  if (!(n->marks & BG_N_ARABIC)) return (n->marks & BG_N_SHORT) != 0;
  if (n->marks & BG_N_POWER) return true;
  if (n->marks & BG_N_GROUPED) return true;
  if (n->marks & BG_N_POINT) {
    if (bg_is_han(next)) /* 2.0版, 工业4.0时代; but 从6.32下降至6.08 */
      return bg_listed(next, L"下提上增降缩扩减升回") && bg_listed(c, L"从由为达到至的");
    return bg_is_han(c) && bg_listed(c, L"达为到至是值数率约在成升降于比");
  }
  if (bg_listed(c, L"达为到至是")) return bg_ends_clause(view, at);
  return false;
}

/* Whether a unit that the lexicon gave is one here. */
static bool unit_holds (const bg_view *view, const bg_numeral *n, const bg_tail *tail) {
  size_t l, start, before;
  const char *unit = tail->unit_text;
  uint32_t next = bg_view_char(view, tail->unit_last, &l);
  uint32_t c = bg_char_before(view->text, view->begin, n->first, &start);
  bool han = !(n->marks & BG_N_ARABIC);
  if (!han && n->digits == 4 && (tail->flags & BG_UNIT_WEAK) && !(n->marks & (BG_N_POWER | BG_N_POINT)) &&
      n->low.exponent <= 1 && bg_decimal_compare(n->low, bg_decimal_of(1949, 0)) > 0 &&
      bg_decimal_compare(n->low, bg_decimal_of(2060, 0)) < 0 && tail->kind == BG_COUNT)
    return false; /* 2025回望 */
  if (tail->unit_length == 3) {
    if (memcmp(unit, "大", 3) == 0) {
      if (n->low.exponent > 1 || bg_decimal_compare(n->low, bg_decimal_of(han ? 10 : 99, 0)) > 0) return false;
      if (!bg_is_han(next) && !bg_listed(next, L"“")) return false;
      if (BG_ENDS(view->text, view->begin, n->first, "党的")) return false;
      if (bg_decimal_compare(n->low, bg_decimal_of(10, 0)) == 0) {
        /* 全国十大…, 年度十大… are awards */
        if (c == L'国' || c == L'球' || c == L'界' || c == L'度' || c == L'届') return false;
      }
      return true;
    }
    if (memcmp(unit, "元", 3) == 0 && han && n->last - n->first == 3) /* 二元结构, 三元桥 are no sums */
      return !BG_STARTS(view->text, n->first, view->end, "二") &&
             !(BG_STARTS(view->text, n->first, view->end, "三") && bg_listed(next, L"里区桥食牛乳锂材结"));
    if (memcmp(unit, "届", 3) == 0) return !han;
    if (memcmp(unit, "线", 3) == 0) return (n->marks & BG_N_POWER) != 0;
    if (memcmp(unit, "级", 3) == 0)
      return (n->marks & BG_N_POINT) != 0 || bg_listed(next, L"地") || BG_STARTS(view->text, tail->unit_last, view->end, "左右");
    if (memcmp(unit, "次", 3) == 0 && han && bg_listed(c, L"大协会届国院代委、和及党")) {
      /* 六届五次、六次全会 numbers its meetings */
      size_t p = tail->unit_last;
      for (;;) {
        bg_numeral more;
        next = bg_view_char(view, p, &l);
        if ((next != L'、' && next != L'和' && next != L'及') || p + l >= view->end ||
            !bg_numeral_read(view->text, p + l, view->end, &more) ||
            bg_view_char(view, more.last, &before) != L'次')
          break;
        p = more.last + before;
      }
      if (BG_STARTS(view->text, p, view->end, "会议") || BG_STARTS(view->text, p, view->end, "全") ||
          BG_STARTS(view->text, p, view->end, "党代会") || BG_STARTS(view->text, p, view->end, "代表") ||
          BG_STARTS(view->text, p, view->end, "扩大会") || BG_STARTS(view->text, p, view->end, "常"))
        return false;
    }
    if (han && n->digits == 1 && n->low.mantissa == 2 && n->low.exponent == 0 && n->last - n->first == 3 &&
        BG_STARTS(view->text, n->first, view->end, "二") && bg_listed(bg_char_at((const unsigned char *)unit, 0, 3, &l), L"轮次类批"))
      return false; /* 二轮承包 is the second; two would be 两轮 */
    if (memcmp(unit, "期", 3) == 0 &&
        (BG_STARTS(view->text, tail->unit_last, view->end, "工程") || BG_STARTS(view->text, tail->unit_last, view->end, "项目")))
      return false;
  }
  return true;
}

/* The left context in which no number is a figure: codes, sums, ratios. */
static bool is_code (const bg_view *view, const bg_numeral *n, bg_scan_state *state) {
  size_t start, before, l;
  uint32_t c = bg_char_before(view->text, view->begin, n->first, &start), earlier, next;
  next = bg_view_char(view, n->last, &l);
  if (n->marks & BG_N_CODE) return true;
  if (next == '+' || next == L'＋' || c == '+' || c == L'＋') return true;
  if (next == ':' || next == L'：' || next == 0x2236) {
    size_t p = bg_skip_blanks(view, n->last + l);
    if (bg_arabic_digit(bg_view_char(view, p, &before)) >= 0 && !(n->marks & BG_N_POWER)) {
      state->ratio_end = view->offset + p;
      return true;
    }
  }
  if (state->ratio_end == view->offset + n->first && state->ratio_end != 0) return true;
  if (!(n->marks & BG_N_ARABIC)) return false;
  if (c == '/' || c == L'／' || c == '_' || c == '#' || c == '.' || c == '@') return true;
  if (c == '-' || c == 0x2013 || c == L'—' || c == L'－' || c == '~') {
    earlier = bg_char_before(view->text, view->begin, start, &before);
    return bg_is_letter(earlier) || (bg_arabic_digit(earlier) >= 0 && c == '-');
  }
  return false;
}

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

/* Both numbers of a range, once the second is known to belong to it. */
static void share_power (const bg_numeral *second, bg_decimal *low, const bg_numeral *first) {
  if (!(first->marks & BG_N_POWER) && second->simple && second->scale > 1 &&
      bg_decimal_compare(first->low, second->head) <= 0 &&
      (second->scale >= 4 || first->low.exponent == 0))
    *low = bg_shifted(first->low, second->scale);
  else if (!(first->marks & BG_N_POWER) && !second->simple && (second->marks & BG_N_POWER) &&
           second->low.exponent >= 4 && bg_decimal_compare(first->low, bg_decimal_of(second->low.mantissa, 0)) <= 0 &&
           second->low.mantissa < 10000)
    *low = bg_shifted(first->low, second->low.exponent);
}

void bg_govern (bg_scan_state *state, const bg_quantity *q, unsigned senses) {
  state->governed_end = 0;
  if (senses & (1u << BG_OVER | 1u << BG_AT_LEAST | 1u << BG_UNDER | 1u << BG_AT_MOST)) {
    state->governed_end = q->last;
    state->governed_unit = q->unit;
    state->governed_sense = (unsigned char)bg_leading_sense(senses, BG_EXACT);
  }
}

/* A sign before the numeral: 负3.5%, -18.5℃, 零下12摄氏度. Answers where the run
** starts with it, which is the numeral where there is none. 负 is one only where
** it ends no word (减负2500亿元 lightens a burden), and nobody counts below none. */
static size_t sign_before (const bg_view *view, const bg_numeral *n, const bg_tail *tail, size_t limit, bool *negative) {
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
  else if (c == L'下' && earlier == L'零' && degrees) start = before;
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

/* -5℃到8℃: a range from -low to high. */
static void settle_across (bg_quantity *q, bg_decimal low, bg_decimal high) {
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

size_t bg_quantity_at (const bg_view *view, size_t at, bg_scan_state *state, bg_quantity *q, bool *found) {
  const unsigned char *text = view->text;
  size_t l, start, limit, first, last, p, mark;
  uint32_t c = bg_char_at(text, at, view->end, &l), pc;
  unsigned k = c < 0x80 ? 0 : bg_class_of(c);
  unsigned senses = 0, own = 0;
  bg_numeral n, second;
  bg_tail tail, other;
  bg_decimal low, high;
  bool word = false, negative = false, range = false, crosses = false, joined;
  *found = false;
  if (k == BG_FAN) return bg_doubling_at(view, at, state, q, found);
  if (k == BG_BEI) return bg_redoubling_at(view, at, q, found);
  if (!bg_numeral_read(text, at, view->end, &n)) return at + l;
  if ((n.marks & BG_N_CODE) && n.last - at >= BG_NUMERAL_MAX - 4) {
    state->skipping = 1;
    return n.last;
  }
  if (k == 0 && n.last < view->end && bg_char_at(text, n.last, view->end, &l) == BG_NO_CHAR) return n.last; /* noise */
  if (bg_is_capital(c) && !(n.last > at + l && bg_is_capital(bg_char_at(text, at + l, view->end, &p)))) {
    /* 陆 of 大陆架, 伍 of 队伍: a capital alone is a word, but before money */
    bg_tail_read(view, &n, &tail);
    if (tail.kind != BG_MONEY) return at + l;
  }
  if (k == BG_DIGIT && n.last == at + l) return n.last; /* 零 alone */
  if (k != 0 && k != BG_WIDE) {
    size_t name = bg_lexicon_name(view->lexicon, text, at, view->end);
    if (name != 0) return at + name;
  }
  pc = bg_char_before(text, view->begin, at, &start);
  if (pc == L'第') return bg_rank_at(view, &n, start, state, q, found);
  if (state->ordinal_end != 0 && view->offset + start == state->ordinal_end &&
      (pc == L'、' || pc == L'和' || pc == L'至' || pc == L'—')) { /* 第二、三产业 */
    bg_quantity ignored;
    bool none = false;
    return bg_rank_at(view, &n, at, state, &ignored, &none);
  }
  if (is_code(view, &n, state)) return n.last;
  if (pc == L'每') {
    bg_sense sense;
    bg_tail_read(view, &n, &tail);
    first = bg_lexicon_before(view->lexicon, text, view->begin, start, &sense);
    if (first != 0) {
      state->carried_end = view->offset + tail.last;
      state->carried_sense = (unsigned char)sense;
      state->carried_first = view->offset + start - first;
    }
    return tail.last > n.last ? tail.last : n.last;
  }
  if ((n.marks & BG_N_BARE) && (bg_arabic_digit(pc) >= 0 || bg_is_letter(pc))) return n.last; /* H000亿 */
  joined = n.last < view->end && (bg_mark(view->lexicon, bg_char_at(text, n.last, view->end, &l), BG_MARK_JOINS) ||
                                  (n.marks & BG_N_HAN));
  if (joined) {
    p = bg_time_at(view, &n);
    if (p != 0) return p;
  }

  /* 七、八百万: two digits in a row with the list's mark between */
  low = n.low;
  high = n.high;
  if (n.marks == BG_N_HAN && pc != L'、' && /* one digit */
      bg_view_char(view, n.last, &l) == L'、') {
    size_t m;
    uint32_t digit = bg_view_char(view, n.last + l, &m);
    if (BG_CLASS(bg_class_of(digit)) == BG_DIGIT && (bg_class_of(digit) & 15) == n.low.mantissa + 1 &&
        bg_numeral_read(text, n.last + l, view->end, &second) && second.simple &&
        !(second.marks & (BG_N_PAIR | BG_N_DIGITS | BG_N_FRACTION)) &&
        bg_view_char(view, second.last, &m) != L'、') {
      bg_tail_read(view, &second, &other);
      if ((second.marks & BG_N_POWER) || (other.has_unit && !(other.flags & BG_UNIT_WEAK) && n.low.mantissa > 1)) {
        bg_numeral pair = second;
        pair.low = bg_shifted(n.low, second.scale);
        pair.first = n.first;
        pair.marks |= BG_N_PAIR;
        pair.simple = false;
        n = pair;
        low = n.low;
        high = n.high = second.high;
      }
      else return second.last;
    }
  }
  bg_tail_read(view, &n, &tail);
  if (tail.has_unit && tail.unit_length == 3 && memcmp(tail.unit_text, "分", 3) == 0 && BG_ENDS(text, view->begin, at, "小时")) {
    /* 2小时15分: two numbers, so two runs, and minutes in the second */
    tail.unit = bg_lexicon_unit(view->lexicon, (const unsigned char *)"分钟", 0, 6, false, &l);
    tail.kind = BG_DURATION;
    tail.flags = 0;
    tail.unit_length = 6;
    memcpy(tail.unit_text, "分钟", 6);
  }
  last = tail.last;

  /* a range, with the unit on both sides or on the right alone */
  limit = state->run_end > view->offset ? (size_t)(state->run_end - view->offset) : 0;
  p = tail.last == n.last ? bg_skip_blanks(view, n.last) : tail.last;
  mark = (n.marks & (BG_N_FRACTION | BG_N_SEVERAL)) || tail.half || (tail.senses & ~(1u << BG_MORE)) ? 0 : bg_range_mark(view, p, &word);
  if (mark != 0) {
    size_t from = bg_skip_blanks(view, p + mark), sign = sign_length(view, from);
    bool below = false, change = word && tail.has_unit &&
                  (pc == L'从' || pc == L'由' || pc == L'自' || !(tail.kind == BG_PERCENT || tail.kind == BG_POINTS || tail.unit != BG_NO_UNIT));
    from += sign;
    if (from < view->end && !change && bg_class_of(bg_view_char(view, from, &l)) != BG_SOME_NUMBER &&
        bg_numeral_read(text, from, view->end, &second) &&
        !(second.marks & (BG_N_CODE | BG_N_FRACTION | BG_N_SEVERAL | BG_N_BARE)) &&
        !(n.marks & BG_N_BARE) && bg_time_at(view, &second) == 0) {
      bg_tail_read(view, &second, &other);
      low = n.low;
      if ((n.marks & BG_N_PERCENT) && !(second.marks & BG_N_PERCENT) && !other.has_unit) {
        second.marks |= BG_N_PERCENT;
        bg_tail_read(view, &second, &other);
      }
      if (!tail.has_unit || (n.marks & BG_N_PERCENT)) share_power(&second, &low, &n);
      (void)sign_before(view, &n, tail.has_unit ? &tail : &other, limit, &below);
      if ((sign != 0) <= below && order_of(bg_shifted(low, other.tenfold), bg_shifted(second.high, other.tenfold), below, sign != 0) < 0 &&
          (!tail.has_unit || (other.has_unit && tail.unit_length == other.unit_length &&
                              memcmp(tail.unit_text, other.unit_text, tail.unit_length) == 0)) &&
          (other.has_unit || (second.marks & BG_N_POWER) || (n.marks & second.marks & BG_N_POINT) || word)) {
        range = true;
        high = second.high;
        if (!other.has_unit && word && !(second.marks & BG_N_POWER) && !(second.marks & BG_N_POINT)) range = false;
        crosses = below && sign == 0;
        if (below && sign != 0) { /* -10℃至-5℃: the smaller number is the higher */
          high = low;
          low = second.low;
        }
      }
    }
  }
  if (range) {
    unsigned marks = n.marks;
    size_t number = n.first;
    n = second;
    n.first = number;
    n.marks |= marks & (BG_N_ARABIC | BG_N_HAN | BG_N_MIDDLE);
    tail = other;
    last = tail.last;
  }
  if (!range && tail.senses == 0 && bg_decimal_compare(low, high) == 0 && !(n.marks & BG_N_POINT)) {
    add_small_money(view, &tail, &low);
    if (tail.last != last) high = low;
  }
  last = tail.last;
  if (!tail.has_unit && !range && tail.last == n.last) share_unit(view, &n, state, &tail);

  first = sign_before(view, &n, &tail, limit, &negative);
  first = bg_before_read(view, first, limit, &n, &senses);
  own = senses;
  senses |= tail.senses;
  pc = bg_char_before(text, view->begin, first, &start);

  if (bg_is_letter(pc) && first == n.first &&
      !(tail.has_unit && (n.marks & BG_N_ARABIC) &&
        (tail.kind == BG_PERCENT || tail.kind == BG_POINTS || tail.kind == BG_MONEY || (n.marks & BG_N_POWER))))
    return last;
  if (pc == L'前' && !BG_ENDS(text, view->begin, first, "提前") && !BG_ENDS(text, view->begin, first, "目前") &&
      !BG_ENDS(text, view->begin, first, "以前") && !BG_ENDS(text, view->begin, first, "之前") &&
      first == n.first && !(n.marks & BG_N_POWER & (unsigned)~BG_N_TEN)) {
    bool place = tail.has_unit && tail.unit_length == 3 &&
                 (memcmp(tail.unit_text, "位", 3) == 0 || memcmp(tail.unit_text, "名", 3) == 0);
    if ((place || (!tail.has_unit && bg_ends_clause(view, n.last))) && high.mantissa != 0 &&
        !(n.marks & (BG_N_POINT | BG_N_FRACTION | BG_N_PERCENT | BG_N_PERMILLE | BG_N_SEVERAL | BG_N_MORE))) {
      q->kind = BG_RANK;
      bg_set_unit(q, &tail);
      q->first = view->offset + start;
      q->last = view->offset + tail.unit_last;
      q->number_first = view->offset + n.first;
      q->number_last = view->offset + n.last;
      bg_settle(q, high, high, n.under, false, false, 1u << BG_AT_MOST);
      *found = true;
      return tail.unit_last;
    }
  }

  /* what is no quantity */
  if (pc == '-' && first == n.first && (tail.kind == BG_COUNT || !tail.has_unit) && !(n.marks & BG_N_POWER) &&
      bg_is_han(bg_char_before(text, view->begin, start, &l)))
    return last; /* 歼-35系列 is a name */
  if (tail.has_unit && !range && n.marks == BG_N_HAN && n.low.mantissa == 1 &&
      !tail.half && tail.kind != BG_PERCENT && tail.kind != BG_POINTS &&
      !(tail.kind == BG_MULTIPLE && BG_STARTS(text, n.last, view->end, "倍")))
    return n.last; /* 一 with a classifier is an article */
  if ((n.marks & BG_N_BARE) && senses == 0) return n.last;
  if (tail.has_unit && (tail.flags & BG_UNIT_TIME) &&
      bg_is_period(view, &n, tail.unit_last, tail.unit_length == 3 && memcmp(tail.unit_text, "年", 3) == 0))
    return tail.unit_last;
  if ((n.marks & BG_N_DIGITS) && n.digits == 2 && !(n.marks & BG_N_POWER) && n.low.exponent == 0 &&
      tail.kind != BG_PERCENT && n.low.mantissa % 10 != 0 &&
      (!tail.has_unit || tail.kind == BG_DURATION || (tail.flags & BG_UNIT_WEAK)))
    return n.last; /* 一五, 三八: names of plans and days */
  if (tail.has_unit && (tail.flags & (BG_UNIT_WEAK | BG_UNIT_CHECK)) != 0 && !unit_holds(view, &n, &tail)) return tail.unit_last;
  if (!tail.has_unit && !bare_counts(view, &n, &tail, first, senses) && !range) return n.last;
  if (!tail.has_unit && range && !(n.marks & BG_N_POWER) && bg_is_han(bg_view_char(view, tail.last, &l)))
    return n.last;

  if (tail.tenfold != 0) {
    low = bg_shifted(low, tail.tenfold);
    high = bg_shifted(high, tail.tenfold);
  }
  if (tail.hundredths != 0) {
    low = bg_decimal_add(low, bg_decimal_of(tail.hundredths, 0));
    high = bg_decimal_add(high, bg_decimal_of(tail.hundredths, 0));
  }
  if (tail.half) {
    low = bg_decimal_add(low, bg_decimal_of(5, -1));
    high = bg_decimal_add(high, bg_decimal_of(5, -1));
  }
  q->kind = tail.kind;
  if (!tail.has_unit) {
    q->kind = BG_NUMBER;
    if (n.marks & BG_N_FRACTION) q->kind = BG_FRACTION;
    else {
      uint32_t next = bg_view_char(view, tail.last, &l);
      if (bg_is_han(next) && !(n.marks & BG_N_POINT && !(n.marks & BG_N_POWER))) q->kind = BG_COUNT;
    }
  }
  bg_set_unit(q, &tail);
  q->first = view->offset + first;
  q->last = view->offset + last;
  q->number_first = view->offset + n.first;
  q->number_last = view->offset + n.last;

  /* 超每千人6.5批次: the verb stands before 每 */
  if (senses == 0 && state->carried_end == q->first && state->carried_end != 0)
    senses |= 1u << state->carried_sense;
  /* 分别超过8万元、4.5万元: a bounding verb governs the list */
  if (senses == 0 && state->governed_end != 0 && q->first > state->governed_end && state->governed_unit == q->unit &&
      q->unit != BG_NO_UNIT && q->first - state->governed_end <= BG_GOVERNED_GAP) {
    size_t from = (size_t)(state->governed_end - view->offset);
    /* the view reaches further back than the gap */
    if ((first - from == 3 ? BG_STARTS(text, from, first, "、") || BG_STARTS(text, from, first, "和") ||
                             BG_STARTS(text, from, first, "及") || BG_STARTS(text, from, first, "与")
                           : BG_STARTS(text, from, first, "以及"))) {
      senses |= 1u << state->governed_sense;
      own = senses;
    }
  }
  bg_govern(state, q, own);
  bg_settle(q, low, high, n.under, (n.marks & BG_N_SEVERAL) != 0, negative, senses);
  if (range && crosses) settle_across(q, low, high);
  *found = true;
  return last;
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
