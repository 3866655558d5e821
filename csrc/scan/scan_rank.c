/*
** scan_rank.c: ranks (第五位) apart from ordinals (第三产业), and doublings.
*/
#include "scan_parts.h"

#include <math.h>

/* A boundary after a number that has no unit: no word goes on. */
bool bg_ends_clause (const bg_view *view, size_t at) {
  size_t l;
  uint32_t c = bg_view_char(view, at, &l);
  return c == BG_NO_CHAR || !(bg_is_han(c) || bg_is_letter(c) || bg_arabic_digit(c) >= 0);
}

/* Whether the words before 第 speak of a place among others: 居全国第四 is a rank,
** 第四， at a clause's start is a list's mark. */
static bool names_rank (const bg_view *view, size_t at) {
  static const char words[][10] = { "居", "列", "排", "位", "名", "全国", "全球", "世界", "全省", "全市", "全区",
                                    "国内", "省内", "西部", "中部", "东部", "亚洲", "同类", "总量", "增速", "规模",
                                    "数量", "跃升", "上升", "东北", "华东", "华北", "沿海", "长三角", "大湾区" };
  size_t p = at, start, i;
  int chars;
  for (chars = 0; chars < 16 && p > view->begin; chars++) {
    uint32_t c = bg_char_before(view->text, view->begin, p, &start);
    if (bg_listed(c, L"，。；：！？,;!?\n（(") || c == BG_NO_CHAR) return false;
    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
      if (bg_starts(view->text, start, at, words[i], strlen(words[i]))) return true;
    p = start;
  }
  return false;
}

/* 第三、第四季度 is no rank: what the list's last member is followed by. */
static size_t ordinals_end (const bg_view *view, size_t at) {
  bg_numeral n;
  size_t l;
  int members;
  for (members = 0; members < 8; members++) {
    uint32_t c = bg_view_char(view, at, &l);
    if ((c != L'、' && c != L'和' && c != L'至' && c != L'到') || !BG_STARTS(view->text, at + l, view->end, "第") ||
        at + l + 3 >= view->end || !bg_numeral_read(view->text, at + l + 3, view->end, &n))
      break;
    at = n.last;
  }
  return at;
}

size_t bg_rank_at (const bg_view *view, const bg_numeral *n, size_t first, bg_scan_state *state,
                       bg_quantity *q, bool *found) {
  bg_tail tail;
  bg_numeral second;
  bg_decimal high = n->high;
  size_t l, last, mark, p;
  uint32_t c;
  bool word, unit = false, continued = state->rank_end != 0 && view->offset + first <= state->rank_end + 6 &&
                          view->offset + first > state->rank_end;
  state->ordinal_end = view->offset + n->last;
  if (n->marks & (BG_N_CODE | BG_N_POINT | BG_N_SEVERAL | BG_N_FRACTION | BG_N_PERCENT | BG_N_BARE | BG_N_MORE))
    return n->last;
  last = n->last;
  c = bg_view_char(view, last, &l);
  if (bg_is_han(c) && !bg_listed(c, L"的和与及至升到位名一")) return last; /* 第三次, 第二产业 */
  bg_tail_read(view, n, &tail);
  mark = bg_range_mark(view, n->last, &word);
  if (mark != 0) {
    p = n->last + mark;
    if (BG_STARTS(view->text, p, view->end, "第")) p += 3;
    if (p < view->end && bg_numeral_read(view->text, p, view->end, &second) &&
        !(second.marks & (BG_N_CODE | BG_N_POINT)) && bg_decimal_compare(n->low, second.low) < 0) {
      bg_tail_read(view, &second, &tail);
      high = second.high;
      last = second.last;
    }
  }
  p = ordinals_end(view, last);
  c = bg_view_char(view, p, &l);
  if (p != last && !bg_ends_clause(view, p) && !bg_listed(c, L"的和与及至升到位名")) return last;
  c = bg_view_char(view, last, &l);
  if ((c == L'位' || c == L'名') && tail.has_unit && tail.unit_length == 3) {
    size_t m;
    uint32_t next = bg_view_char(view, last + l, &m);
    unit = true;
    if (bg_listed(next, L"的")) unit = false;
    if (BG_ENDS(view->text, view->begin, first, "在") || BG_ENDS(view->text, view->begin, first, "到") ||
        BG_ENDS(view->text, view->begin, first, "于")) {
      size_t from = first - 3, start;
      uint32_t verb = bg_char_before(view->text, view->begin, from, &start);
      if (bg_listed(verb, L"放摆置排摆搁列") && n->low.mantissa == 1 && n->low.exponent == 0 &&
          !names_rank(view, start))
        return tail.unit_last;
    }
    if (!unit) return tail.unit_last;
  }
  else if (!(c == BG_NO_CHAR || bg_ends_clause(view, last) || bg_listed(c, L"的和与及至升到")) ||
           (!continued && !names_rank(view, first)))
    return last;
  q->kind = BG_RANK;
  q->unit = BG_NO_UNIT;
  q->unit_length = 0;
  if (unit) bg_set_unit(q, &tail);
  q->first = view->offset + first;
  q->last = view->offset + (unit ? tail.unit_last : last);
  q->number_first = view->offset + n->first;
  q->number_last = view->offset + last;
  bg_settle(q, n->low, high, n->under, false, false, 0);
  state->rank_end = q->last;
  state->ordinal_end = q->last;
  *found = true;
  return (size_t)(q->last - view->offset);
}

/* 翻一番, 翻了两番, 翻番, 翻倍: doubled once, twice. */
size_t bg_doubling_at (const bg_view *view, size_t at, bg_scan_state *state, bg_quantity *q, bool *found) {
  size_t l, p = at + 3, number = at, number_last, start;
  bg_numeral n;
  bg_decimal value = bg_decimal_of(2, 0);
  bg_tail tail;
  unsigned senses = 0;
  uint32_t c = bg_view_char(view, p, &l);
  bg_sense sense;
  if (c == L'了') p += l;
  if (BG_STARTS(view->text, p, view->end, "近")) {
    senses |= 1u << BG_NEARLY;
    p += 3;
  }
  c = bg_view_char(view, p, &l);
  if (c == L'番' || c == L'倍') {
    number_last = p + l;
    p += l;
  }
  else {
    bool exact;
    double times;
    int i;
    if (p >= view->end || !bg_numeral_read(view->text, p, view->end, &n)) return at + 3;
    number = n.first;
    number_last = n.last;
    if ((n.marks & (BG_N_CODE | BG_N_SEVERAL | BG_N_PAIR | BG_N_FRACTION | BG_N_PERCENT | BG_N_BARE)) != 0)
      return at + 3;
    p = bg_skip_blanks(view, n.last);
    c = bg_view_char(view, p, &l);
    if (c != L'番' && !(c == L'翻' && n.low.mantissa == 1)) return at + 3;
    p += l;
    times = bg_decimal_double(n.low, &exact);
    if (times < 1 || times > 32 || times != floor(times)) return p;
    for (i = 1; i < (int)times; i++) value.mantissa *= 2;
  }
  if (BG_STARTS(view->text, p, view->end, "计划") || BG_STARTS(view->text, p, view->end, "行动") ||
      BG_STARTS(view->text, p, view->end, "工程"))
    return p;
  memset(&tail, 0, sizeof tail);
  q->unit = bg_lexicon_unit(view->lexicon, (const unsigned char *)"倍", 0, 3, false, &l);
  q->unit_length = 3;
  memcpy(q->unit_text, "倍", 3);
  q->kind = BG_MULTIPLE;
  l = bg_lexicon_after(view->lexicon, view->text, p, view->end, &sense);
  if (l != 0 && !(sense == BG_ABOUT && l < 6)) {
    senses |= 1u << sense;
    p += l;
  }
  memset(&n, 0, sizeof n);
  start = state->run_end > view->offset ? (size_t)(state->run_end - view->offset) : 0;
  q->first = view->offset + bg_before_read(view, at, start, &n, &senses);
  q->last = view->offset + p;
  q->number_first = view->offset + number;
  q->number_last = view->offset + number_last;
  bg_settle(q, value, value, bg_decimal_of(1, 0), false, false, senses);
  *found = true;
  return p;
}

/* 倍增 at `at`, where it tells a result and is no name (倍增计划, 倍增效应). */
size_t bg_redoubling_at (const bg_view *view, size_t at, bg_quantity *q, bool *found) {
  size_t start, l;
  uint32_t c;
  c = bg_char_before(view->text, view->begin, at, &start);
  if (bg_listed(c, L"成数加几") || !(bg_ends_clause(view, at + 6) || bg_listed(bg_view_char(view, at + 6, &l), L"的和")))
    return at + 6;
  c = bg_view_char(view, at + 6, &l);
  if (bg_listed(c, L"”’」』》")) return at + 6;
  q->unit = bg_lexicon_unit(view->lexicon, (const unsigned char *)"倍", 0, 3, false, &l);
  q->unit_length = 3;
  memcpy(q->unit_text, "倍", 3);
  q->kind = BG_MULTIPLE;
  q->first = q->number_first = view->offset + at;
  q->last = q->number_last = view->offset + at + 6;
  bg_settle(q, bg_decimal_of(2, 0), bg_decimal_of(2, 0), bg_decimal_of(1, 0), false, false, 0);
  *found = true;
  return at + 6;
}
