/*
** scan.c: the walk over the text. See scan.h.
*/
#include "scan_parts.h"
#include "scan_plain.h"
#include "stops.h"

/* A quotation up to this long, without a stop in it, is a name: “三年行动”. */
#define QUOTE_MAX 72

/* A title in 《》 up to this long is passed over; a longer one has lost its
** closing mark. */
#define TITLE_MAX 420

/* A title's close is looked for once: `seen` is how far it was without one, so
** that opening marks in a row cost no more than the text between them. */
static size_t title_end (const bg_view *view, size_t at, bg_scan_state *state) {
  size_t l, p = at + 3;
  size_t limit = view->end - at > TITLE_MAX ? at + TITLE_MAX : view->end;
  if (view->offset + at < state->title_none) return 0;
  if (state->title_seen > view->offset + p) p = (size_t)(state->title_seen - view->offset);
  for (; p < limit; p += l) {
    uint32_t c = bg_char_at(view->text, p, view->end, &l);
    if (c == L'》' || c == L'〉') return p + l;
    if (c == L'。' || c == BG_NO_CHAR) {
      state->title_none = view->offset + p;
      return 0;
    }
  }
  state->title_seen = view->offset + p;
  return 0;
}

static size_t quote_end (const bg_view *view, size_t at) {
  size_t l, p = at + 3;
  size_t limit = view->end - at > QUOTE_MAX ? at + QUOTE_MAX : view->end;
  for (; p < limit; p += l) {
    uint32_t c;
    const unsigned char *t;
    /* Chinese characters, which most of a quotation are, are none of the marks: two in one word, then one */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    while (view->end - p >= 8) {
      uint64_t w;
      memcpy(&w, view->text + p, 8);
      if ((w & UINT64_C(0xC0C0F0C0C0F0)) != UINT64_C(0x8080E08080E0) || (w & 15) - 4 >= 6 || (w >> 24 & 15) - 4 >= 6) break;
      p += 6;
    }
    if (p >= limit) break;
#endif
    t = view->text + p;
    if (t[0] - 0xE4u < 6u && view->end - p >= 3 && (t[1] & 0xC0) == 0x80 && (t[2] & 0xC0) == 0x80) {
      l = 3;
      continue;
    }
    c = bg_char_at(view->text, p, view->end, &l);
    switch (c) {
      case L'”': case L'’': case L'」': case L'』': return p + l;
      case L'。': case L'；': case L'，': case L'\n': case BG_NO_CHAR: case L'“': case L'「': return 0;
      default: break;
    }
  }
  return 0;
}

/* What a numeral too long to be one goes on with. */
static bool goes_on (uint32_t c) {
  return bg_arabic_digit(c) >= 0 || bg_is_han_numeral(c) || c == '.' || c == L'．' || c == ',' ||
         c == L'·' || c == L'余' || c == L'多';
}

bool bg_scan_window (const unsigned char *text, size_t p, size_t length, uint64_t offset, bool final,
                    bg_view *view) {
  if (!final && length - p < BG_SCAN_AHEAD) return false;
  view->begin = p > BG_SCAN_BEHIND ? p - BG_SCAN_BEHIND : 0;
  /* not in the middle of a character, lest its rest be taken for another */
  view->end = length - p < BG_SCAN_AHEAD ? length : p + BG_SCAN_AHEAD;
  view->text = text;
  view->offset = offset;
  return true;
}

/* What quantity_at would come to, of a lone Chinese digit or power at `at` with
** `next` behind it: nothing, where no unit can follow and no word that bounds it,
** 三 in 三中全会, 二 in 二期. A power alone is none either where a unit follows: 百亿级,
** 万人. Answers the bytes to pass over, or 0 for what wants a closer look. */
static size_t lone_word (const bg_view *view, size_t at, uint32_t c, unsigned k, uint32_t next, uint32_t before) {
  const bg_lexicon *lexicon = view->lexicon;
  const unsigned char *text = view->text;
  bool power = BG_CLASS(k) == BG_POWER;
  size_t after = at + 6, length, name;
  uint32_t behind;
  if (!bg_is_han(next) || (lexicon->marks[next] & (BG_MARK_JOINS | BG_MARK_BEGINS_WORD | BG_MARK_GOES_ON | BG_MARK_ALTERS_UNIT)) != 0 ||
      bg_is_capital(c) || next == L'成' || next == L'折' || next == L'个' || next == L'個')
    return 0;
  name = bg_lexicon_name(lexicon, text, at, view->end);
  if (name != 0) return name;
  if (power) {
    if (before == L'负' || before == L'負' || !(bg_is_han(before) || before == L'，' || before == L'、')) return 0;
  }
  else if (bg_lexicon_unit(lexicon, text, at + 3, view->end, true, &length) != BG_NO_UNIT) return 0;
  if (bg_lexicon_unit(lexicon, text, at + 3, view->end, false, &length) != BG_NO_UNIT) after = at + 3 + length;
  behind = bg_view_char(view, after, &length);
  return behind >= 0x10000 || (lexicon->marks[behind] & (BG_MARK_BEGINS_WORD | BG_MARK_ALTERS_UNIT)) != 0 ? 0 : 3;
}

/* Whether a character that numerals are made of is a part of a word: 一 in 一些,
** 统一 and 进一步, which is most of all, 三 in 三农, 数 in 数据, 陆 in 大陆架. Two
** characters tell, so that nothing else about it need be read. `c` is the
** character, k its class. Answers the bytes to pass over, or 0. */
static size_t word_at (const bg_view *view, size_t at, uint32_t c, unsigned k, bg_scan_state *state) {
  const unsigned char *text = view->text;
  size_t l, start;
  uint32_t next = bg_view_char(view, at + 3, &l), before, after;
  switch (BG_CLASS(k)) {
    case BG_SOME:
      if (k != BG_SOME_NUMBER) return 0;
      if (BG_CLASS(bg_class_of(next)) != BG_POWER) return 3;
      before = bg_char_before(text, view->begin, at, &start);
      return bg_listed(before, L"总人户个件指次家天多少倍位基系参分岁半度函常整款台股例篇商字额单代点算口") ? 3 : 0;
    case BG_DIGIT:
      if (bg_is_han_numeral(next)) return 0;
      if (k == BG_DIGIT && (next == L'。' || (bg_is_han(next) && next != L'点' && next != L'點'))) return 3; /* 清零 */
      if (k == (BG_DIGIT | 1) && c == L'一') {
        switch (next) {
          case L'半': case L'倍': case L'成': case L'个': case L'百': case L'年': case L'点': case L'、': case L'至':
          case L'到': case L'－': case L'—': case '-': case L'·': case L'分': case L'小': case L'月':
            break;
          default:
            if (!BG_ENDS(text, view->begin, at, "第")) return 3;
        }
      }
      break;
    case BG_POWER:
      if (k == (BG_POWER | 1)) return 0;
      before = bg_char_before(text, view->begin, at, &start);
      if (bg_mark(view->lexicon, before, BG_MARK_ENDS_WORD) || bg_listed(before, L"上过過")) return 0;
      break;
    case BG_FAN:
      return k == BG_BEI && next != L'增' ? 3 : 0;
    default:
      return 0;
  }
  /* a lone one, with nothing about it to look at */
  if (l != 3 || next < 0x3000 || bg_class_of(next) != 0 || next == L'。' || next == L'，' ||
      next == L'半' || next == L'分')
    return 0;
  before = bg_char_before(text, view->begin, at, &start);
  if (before == L'第') { /* 第三次, 第二产业; the list of 第二、三产业 may go on */
    if (!bg_is_han(next) || bg_mark(view->lexicon, next, BG_MARK_GOES_ON) || bg_listed(next, L"个個的和与及至升到位名一"))
      return 0;
    state->ordinal_end = view->offset + at + 3;
    return 3;
  }
  if (before == L'前' || before == L'每' || state->ordinal_end == view->offset + start) return 0;
  if (!bg_mark(view->lexicon, next, BG_MARK_FOLLOWS)) return 3;
  after = bg_view_char(view, at + 3 + l, &l);
  if (c == L'一' && (next == L'年' || next == L'个')) /* an article, unless a half or a range follows */
    return bg_is_han(after) && bg_class_of(after) == 0 && after != L'半' && after != L'多' && after != L'余' &&
           !bg_mark(view->lexicon, after, BG_MARK_JOINS) ? 3 : 0;
  start = lone_word(view, at, c, k, next, before);
  if (start != 0) return start;
  return bg_is_capital(c) && bg_is_han(next) && !bg_listed(next, L"元圆圓角美欧英日港澳新加纽台人卢法瑞马韩泰林越比雷里迪特块毛") ? 3 : 0;
}

void bg_scan_quantities (const bg_lexicon *lexicon, const unsigned char *text, size_t length,
                         uint64_t offset, bool final, bg_scan_state *state,
                         bg_quantity_sink sink, void *ud) {
  size_t p = (size_t)(state->at - offset), l;
  /* the tail may hold a part of a character: left for the next piece */
  size_t limit = final ? length : length > 3 ? length - 3 : 0;
  bg_view view;
  bg_quantity quantity;
  bg_stops stops;
  bool found;
  bg_stops_start(&stops);
  view.lexicon = lexicon;
  while (p < length && !state->stopped) {
    uint32_t c;
    unsigned k;
    size_t next;
    if (state->skipping) {
      while (p < length) {
        if (!final && length - p < 4) goto done;
        c = bg_char_at(text, p, length, &l);
        if (!goes_on(c)) break;
        p += l;
      }
      if (p >= length) break;
      state->skipping = 0;
    }
    p = bg_stop_next(lexicon, text, p, length, limit, &stops);
    if (p >= limit) break;
    if (text[p] < 0x80) { /* an Arabic digit */
      next = 0;
      if (p >= BG_PLAIN_BEHIND && length - p >= (final ? BG_PLAIN_AHEAD : BG_SCAN_AHEAD))
        next = bg_plain_at(lexicon, text, p, length, offset, state, &quantity, &found);
      if (next == 0) {
        if (!bg_scan_window(text, p, length, offset, final, &view)) break;
        next = bg_quantity_at(&view, p, state, &quantity, &found);
      }
    }
    else {
      if (!bg_scan_window(text, p, length, offset, final, &view)) break;
      c = bg_char_at(text, p, view.end, &l); /* of three bytes, as all stops are */
      k = bg_class_of(c);
      if (k == BG_TITLE || k == BG_QUOTE) {
        if (k == BG_QUOTE && bg_stops_none(&stops, p, QUOTE_MAX + l)) next = 0; /* nothing in it to pass over */
        else next = k == BG_TITLE ? title_end(&view, p, state) : quote_end(&view, p);
        p = next != 0 ? next : p + l;
        continue;
      }
      next = word_at(&view, p, c, k, state);
      if (next != 0) {
        p += next;
        continue;
      }
      next = bg_quantity_at(&view, p, state, &quantity, &found);
    }
    if (found) {
      state->run_end = quantity.last;
      quantity.run = text + (size_t)(quantity.first - offset);
      if (!sink(ud, &quantity)) state->stopped = 1;
    }
    p = next;
  }
done:
  state->at = offset + p;
}
