/*
** scan_tail.c: units and the words of bounds around a number.
*/
#include "scan_parts.h"

bool bg_is_small (const bg_numeral *n) {
  return !(n->marks & (BG_N_ARABIC | BG_N_SEVERAL | BG_N_FRACTION | BG_N_PERCENT | BG_N_PERMILLE |
                       BG_N_POINT)) &&
         (n->low.exponent == 0 ? n->low.mantissa <= 10 : n->low.exponent == 1 && n->low.mantissa == 1);
}

/* {====================================================== units */

static void unit_add (bg_tail *tail, const char *text, size_t length) {
  if (tail->unit_length + length > BG_SCAN_UNIT) return;
  memcpy(tail->unit_text + tail->unit_length, text, length);
  tail->unit_length = (unsigned char)(tail->unit_length + length);
}

static void unit_take (const bg_view *view, bg_tail *tail, uint16_t unit, size_t last) {
  tail->unit = unit;
  tail->kind = bg_units[unit].kind;
  tail->flags = bg_units[unit].flags;
  tail->has_unit = true;
  tail->unit_length = view->lexicon->unit[unit].base_length;
  memcpy(tail->unit_text, bg_unit_base(unit), BG_WORD_MAX); /* all of its room: no length to loop over */
  tail->unit_last = tail->last = last;
}

/* Units that only stand under a stroke: 元/月, 次/日, 公里/时. */
static size_t bare_denominator (const bg_view *view, size_t at) {
  static const char words[][8] = { "年", "月", "日", "时", "秒", "分", "季", "旬", "h", "s", "d", "a", "min", "GDP", "小时", "人均", "生", "件", "床", "车" };
  size_t i, best = 0;
  for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
    size_t length = strlen(words[i]);
    if (length > best && bg_starts(view->text, at, view->end, words[i], length)) best = length;
  }
  return best;
}

/* /平方米, /万元, ／立方米, /人·年 after a unit. */
static void read_denominators (const bg_view *view, bg_tail *tail) {
  int parts;
  for (parts = 0; parts < 3; parts++) {
    size_t l, p = tail->unit_last, from, length;
    uint32_t c = bg_view_char(view, p, &l);
    uint16_t unit;
    bool stroke = c == '/' || c == L'／';
    if (!stroke && !(parts > 0 && (c == L'·' || c == L'・'))) return;
    p += l;
    from = p;
    for (;;) { /* 万元, 百人, 10万人 */
      unsigned k;
      c = bg_view_char(view, p, &l);
      k = c < 0x10000 ? bg_char_class[c] : 0;
      if (BG_CLASS(k) != BG_POWER && bg_arabic_digit(c) < 0) break;
      p += l;
    }
    unit = bg_lexicon_unit(view->lexicon, view->text, p, view->end, false, &length);
    if (length < bare_denominator(view, p)) {
      length = bare_denominator(view, p);
      unit = BG_NO_UNIT;
    }
    if (length == 0) return;
    unit_add(tail, stroke ? "/" : "·", stroke ? 1 : 2);
    unit_add(tail, (const char *)view->text + from, p - from);
    if (unit != BG_NO_UNIT) unit_add(tail, bg_unit_base(unit), strlen(bg_unit_base(unit)));
    else unit_add(tail, (const char *)view->text + p, length);
    tail->unit = BG_NO_UNIT;
    tail->unit_last = tail->last = p + length;
    if (tail->kind == BG_COUNT || tail->kind == BG_DURATION) tail->kind = BG_MEASURE;
  }
}

/* 个 with 多, 余 or 半 and the rest of the unit after it: 两个多月, 三个半小时. */
static bool split_unit (const bg_view *view, size_t at, bg_tail *tail) {
  size_t l, rest, length;
  uint32_t c;
  unsigned char joined[32] = "个";
  uint16_t unit;
  if (!BG_STARTS(view->text, at, view->end, "个")) return false;
  c = bg_view_char(view, at + 3, &l);
  if (c != L'多' && c != L'余' && c != L'半') return false;
  rest = at + 3 + l;
  length = view->end - rest < sizeof joined - 3 ? view->end - rest : sizeof joined - 3;
  memcpy(joined + 3, view->text + rest, length);
  unit = bg_lexicon_unit(view->lexicon, joined, 0, length + 3, false, &l);
  if (l <= 3 || bg_units[unit].kind != BG_DURATION) return false; /* 个 is a unit itself */
  unit_take(view, tail, unit, rest + l - 3);
  if (c == L'半') tail->half = true;
  else tail->senses |= 1u << BG_MORE;
  return true;
}

/* 三成, 八五折: tenths, given as percent. */
static bool read_tenths (const bg_view *view, const bg_numeral *n, size_t at, bg_tail *tail) {
  size_t l, next_length;
  uint32_t c = bg_view_char(view, at, &l), next;
  bool tenths = !(n->marks & (BG_N_POWER | BG_N_CODE | BG_N_FRACTION | BG_N_PERCENT | BG_N_GROUPED)) &&
                bg_decimal_compare(n->low, bg_decimal_of(10, 0)) <= 0;
  bool hundredths = (n->marks & BG_N_DIGITS) && n->digits == 2;
  if (c == L'成') {
    if (!tenths || hundredths) return false;
    next = bg_view_char(view, at + l, &next_length);
    if (bg_listed(next, L"立为功果员长長本效绩都品熟交套型形就因渝灌份片方人新批员分语名倍军药员昆县"))
      return false;
    if (bg_class_of(next) >= (BG_DIGIT | 1) && BG_CLASS(bg_class_of(next)) == BG_DIGIT) {
      /* 四成五 is 45 %; in 三成三倍 another number begins */
      size_t m;
      uint32_t after = bg_view_char(view, at + l + next_length, &m);
      if ((n->marks & BG_N_ARABIC) || (bg_is_han(after) && !bg_listed(after, L"以左的多和及与至"))) return false;
      tail->hundredths = (unsigned char)(bg_class_of(next) & 15);
      l += next_length;
    }
  }
  else if (c == L'折') {
    if ((n->marks & BG_N_ARABIC) && n->digits == 2 && !(n->marks & BG_N_POINT)) hundredths = true;
    if (!tenths && !hundredths) return false;
    next = bg_view_char(view, at + l, &next_length);
    if (bg_listed(next, L"合算叠旧射扣腾磨返页线")) return false;
  }
  else return false;
  unit_take(view, tail, bg_lexicon_unit(view->lexicon, (const unsigned char *)"%", 0, 1, false, &next_length), at + l);
  tail->tenfold = hundredths ? 0 : 1;
  return true;
}

/* }====================================================== */

void bg_tail_read (const bg_view *view, const bg_numeral *n, bg_tail *tail) {
  size_t p = n->last, l, length;
  bg_sense sense;
  uint32_t c;
  int words;
  bool small = bg_is_small(n);
  memset(tail, 0, offsetof(bg_tail, unit_text));
  tail->unit = BG_NO_UNIT;
  tail->kind = BG_NUMBER;
  tail->last = tail->unit_last = p;
  if (n->marks & BG_N_MORE) tail->senses |= 1u << BG_MORE;
  if (n->marks & BG_N_SOME) tail->senses |= 1u << BG_ABOUT;
  if (n->marks & (BG_N_PERCENT | BG_N_PERMILLE)) {
    unit_take(view, tail, bg_lexicon_unit(view->lexicon, (const unsigned char *)(n->marks & BG_N_PERCENT ? "%" : "‰"), 0,
                                    n->marks & BG_N_PERCENT ? 1 : 3, false, &l), p);
  }
  else if (!(n->marks & BG_N_FRACTION)) {
    /* 余, 多, 来 between the number and its unit */
    c = bg_view_char(view, p, &l);
    if ((c == L'余' || c == L'餘' || c == L'多' || c == L'来' || c == L'來') && !(n->marks & BG_N_CODE)) {
      size_t m;
      uint32_t next = bg_view_char(view, p + l, &m);
      bool round = n->low.exponent > 0 || (n->marks & BG_N_POWER) ||
                   bg_decimal_compare(n->low, bg_decimal_of(10, 0)) > 0;
      if (round && !((c == L'余' || c == L'餘') && bg_listed(next, L"额額热热杭姚")) &&
          !(c == L'多' && (bg_listed(next, L"功边样党民维媒语彩云式晶") ||
                           (next == L'元' && !(n->marks & BG_N_POWER))))) {
        bool some = c == L'来' || c == L'來';
        if (!some || bg_lexicon_unit(view->lexicon, view->text, p + l, view->end, false, &length) != BG_NO_UNIT) {
          tail->senses |= 1u << (some ? BG_ABOUT : BG_MORE);
          p += l;
          tail->last = tail->unit_last = p;
          small = false;
        }
      }
    }
    else if (n->marks & BG_N_ARABIC) {
      p = bg_skip_blanks(view, p);
    }
    if (!read_tenths(view, n, p, tail) && !split_unit(view, p, tail)) {
      uint16_t unit = bg_lexicon_unit(view->lexicon, view->text, p, view->end, small, &length);
      if (unit != BG_NO_UNIT && (view->lexicon->unit[unit].flags & BG_UNIT_SMALL) != 0 &&
          bg_decimal_compare(n->low, bg_decimal_of(1, 4)) >= 0)
        unit = BG_NO_UNIT; /* 2300万省外游客 */
      if (unit == BG_NO_UNIT && small) { /* 两头以上 counts where 两头 need not */
        size_t wide;
        uint16_t weak = bg_lexicon_unit(view->lexicon, view->text, p, view->end, false, &wide);
        if (weak != BG_NO_UNIT && bg_lexicon_after(view->lexicon, view->text, p + wide, view->end, &sense) >= 6 &&
            !BG_STARTS(view->text, p, view->end, "级")) {
          unit = weak;
          length = wide;
        }
      }
      if (unit != BG_NO_UNIT) {
        unit_take(view, tail, unit, p + length);
        read_denominators(view, tail);
      }
    }
    if (tail->has_unit && (tail->kind == BG_DURATION || tail->kind == BG_MULTIPLE)) {
      c = bg_view_char(view, tail->unit_last, &l);
      if (c == L'半' && !tail->half) {
        size_t m;
        uint32_t next = bg_view_char(view, tail->unit_last + l, &m);
        if (!bg_listed(next, L"自径球导成岛数山工年天个")) {
          tail->half = true;
          tail->last = tail->unit_last + l;
        }
      }
    }
  }
  /* 以上, 左右 and their kind; 多 and 余 also after a measure (三年多) */
  for (words = 0; words < 2; words++) {
    p = tail->last;
    length = bg_lexicon_after(view->lexicon, view->text, p, view->end, &sense);
    if (length == 0) {
      size_t q = bg_skip_blanks(view, p);
      if (q == p || q - p > 1 || !(n->marks & BG_N_ARABIC)) break;
      length = bg_lexicon_after(view->lexicon, view->text, q, view->end, &sense);
      if (length == 0 || sense == BG_MORE || (sense == BG_ABOUT && length < 6)) break;
      p = q;
    }
    if (sense == BG_ABOUT && length < 6) break; /* 来 only stands before a unit */
    if (sense == BG_MORE) {
      if (tail->has_unit && tail->kind == BG_COUNT) break;
      if (!tail->has_unit && !(n->marks & (BG_N_FRACTION | BG_N_POWER)) && n->low.exponent == 0 &&
          length < 6) break;
    }
    tail->senses |= 1u << sense;
    tail->last = p + length;
  }
}

size_t bg_before_read (const bg_view *view, size_t at, size_t limit, const bg_numeral *n,
                       unsigned *senses) {
  size_t first = at, begin = limit > view->begin ? limit : view->begin;
  int words;
  for (words = 0; words < 2; words++) {
    size_t p = first, start, before;
    bg_sense sense = BG_EXACT;
    size_t length;
    uint32_t c;
    if (p > begin && view->text[p - 1] == ' ' && (n->marks & BG_N_ARABIC)) p--;
    length = bg_lexicon_before(view->lexicon, view->text, begin, p, &sense);
    if (length != 0) {
      *senses |= 1u << sense;
      first = p - length;
      continue;
    }
    if (p <= begin) break;
    c = bg_char_before(view->text, begin, p, &start);
    if ((c == L'上' || c == L'过' || c == L'過' || c == L'成') && (n->marks & BG_N_BARE)) {
      uint32_t earlier = bg_char_before(view->text, begin, start, &before);
      if (c == L'成') break;
      if (c == L'上' && !bg_listed(earlier, L"以网線线车陆海水路会场际晚早马船街地天山世史身手掌迈跨登踏走站爬冲攀赶追跃奔再迎挺")) {
        *senses |= 1u << BG_AT_LEAST;
        first = start;
      }
      else if (c != L'上' && !bg_listed(earlier, L"通经超不越透路错跨胜渡难闯掠飞去太")) {
        *senses |= 1u << BG_OVER;
        first = start;
      }
      break;
    }
    if (c == L'好' && (n->marks & BG_N_SEVERAL)) first = start;
    break;
  }
  return first;
}
