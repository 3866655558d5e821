/*
** scan_doubt.c: numbers that are no quantities, by what stands around them.
*/
#include "scan_parts.h"

bool bg_is_code (const bg_view *view, const bg_numeral *n, bg_scan_state *state) {
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

/* 歼-35系列: a name. */
static bool is_model (const bg_view *view, const bg_candidate *f, uint32_t before, size_t start) {
  size_t l;
  return before == '-' && f->first == f->n.first && (f->tail.kind == BG_COUNT || !f->tail.has_unit) && !(f->n.marks & BG_N_POWER) &&
         bg_is_han(bg_char_before(view->text, view->begin, start, &l));
}

/* 一 with a classifier is an article; but 一倍 is a multiple. */
static bool is_article (const bg_candidate *f) {
  const bg_numeral *n = &f->n;
  const bg_tail *tail = &f->tail;
  return tail->has_unit && !f->range && n->marks == BG_N_HAN && n->low.mantissa == 1 && !tail->half &&
         tail->kind != BG_PERCENT && tail->kind != BG_POINTS && tail->kind != BG_MULTIPLE;
}

/* 一五, 三八: names of plans and days. */
static bool is_plan (const bg_candidate *f) {
  const bg_numeral *n = &f->n;
  const bg_tail *tail = &f->tail;
  return (n->marks & BG_N_DIGITS) && n->digits == 2 && !(n->marks & BG_N_POWER) && n->low.exponent == 0 &&
         tail->kind != BG_PERCENT && n->low.mantissa % 10 != 0 &&
         (!tail->has_unit || tail->kind == BG_DURATION || (tail->flags & BG_UNIT_WEAK));
}

size_t bg_no_quantity (const bg_view *view, const bg_candidate *f) {
  const bg_numeral *n = &f->n;
  const bg_tail *tail = &f->tail;
  size_t start, l;
  uint32_t before = bg_char_before(view->text, view->begin, f->first, &start);
  if (is_model(view, f, before, start)) return f->last;
  if (is_article(f)) return n->last;
  if ((n->marks & BG_N_BARE) && f->senses == 0) return n->last;
  if (tail->has_unit && (tail->flags & BG_UNIT_TIME) &&
      bg_is_period(view, n, tail->unit_last, tail->unit_length == 3 && memcmp(tail->unit_text, "年", 3) == 0))
    return tail->unit_last;
  if (is_plan(f)) return n->last;
  if (tail->has_unit) return (tail->flags & (BG_UNIT_WEAK | BG_UNIT_CHECK)) != 0 && !unit_holds(view, n, tail) ? tail->unit_last : 0;
  if (!f->range) return bare_counts(view, n, tail, f->first, f->senses) ? 0 : n->last;
  return !(n->marks & BG_N_POWER) && bg_is_han(bg_view_char(view, tail->last, &l)) ? n->last : 0;
}
