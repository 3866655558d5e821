/*
** scan_plain.c: Arabic digits with a unit, and years, without a closer look.
*/
#include "scan_plain.h"
#include "scan_parts.h"

/* {====================================================== digits */

#if defined(__GNUC__) && defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

/* The digits at `t`, one at least and eight at most, and what they say: all eight bytes are
** looked at together, so that no branch depends on how many there are. */
static inline unsigned read_digits (const unsigned char *t, uint64_t *value) {
  uint64_t w, other;
  unsigned count;
  memcpy(&w, t, 8);
  w ^= UINT64_C(0x3030303030303030);
  other = ((w + UINT64_C(0x7676767676767676)) | w) & UINT64_C(0x8080808080808080);
  count = other == 0 ? 8 : (unsigned)__builtin_ctzll(other) / 8;
  w <<= 64 - 8 * count; /* zeros before the first */
  w = w * 10 + (w >> 8);
  *value = ((w & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064) +
            (w >> 16 & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001)) >> 32;
  return count;
}

#else

static inline unsigned read_digits (const unsigned char *t, uint64_t *value) {
  unsigned count = 0;
  *value = 0;
  while (count < 8 && t[count] - '0' < 10 && t[count] >= '0') *value = *value * 10 + (uint64_t)(t[count++] - '0');
  return count;
}

#endif

/* Up to 万亿; each is a double of its own. */
static const double tens[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12 };

/* Beyond this, whole numbers may have no double of their own. */
#define EXACT_WHOLE 9007199254740992.0

static const uint32_t places_of_ten[8] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000 };

static inline bool is_digit (unsigned char c) {
  return (unsigned)c - '0' < 10u;
}

/* The three bytes at `t` as one number. */
static inline uint32_t three (const unsigned char *t) {
  return (uint32_t)t[0] | (uint32_t)t[1] << 8 | (uint32_t)t[2] << 16;
}
#define THREE(a, b, c) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16)
#define WAN THREE(0xE4, 0xB8, 0x87) /* 万 */
#define YI THREE(0xE4, 0xBA, 0xBF) /* 亿 */
#define NIAN THREE(0xE5, 0xB9, 0xB4) /* 年 */
#define DAI THREE(0xE4, 0xBB, 0xA3) /* 代 */

/* The character of three bytes at `t`, or BG_NO_CHAR for any other. */
static inline uint32_t wide_char (const unsigned char *t) {
  uint32_t c = (t[0] & 0xFu) << 12 | (t[1] & 0x3Fu) << 6 | (t[2] & 0x3Fu);
  bool good = (t[0] & 0xF0) == 0xE0 && ((t[1] ^ 0x80) | (t[2] ^ 0x80)) < 0x40 && c >= 0x2E80 && c - 0xD800u >= 0x800u;
  return good ? c : BG_NO_CHAR;
}

/* }====================================================== */

/* After 年 of a year: whether nothing goes on with it. */
static bool year_ends (const unsigned char *t) {
  uint32_t c = wide_char(t);
  return c != BG_NO_CHAR && c != L'代' && c != L'　' && bg_class_of(c) == 0;
}

/* 千 that is a unit's: 千瓦, 千米. */
static bool starts_unit (const unsigned char *t) {
  return bg_listed(wide_char(t + 3), L"瓦米伏克卡帕升焦赫乏电");
}

/* ASCII of which nothing can come beside a number, on its left 1, on its right 2:
** no sign, blank, point or part of a unit. */
static const unsigned char dull[0x80] = {
#define DULL8 3, 3, 3, 3, 3, 3, 3, 3
  DULL8, 3, 3, 2, 3, 3, 3, 3, 3, DULL8, DULL8, /* after a line's end words may stand */
  ['!'] = 3, ['"'] = 3, ['#'] = 2, ['$'] = 3, ['&'] = 3, ['\''] = 3, [')'] = 3, ['*'] = 3, [';'] = 3, ['<'] = 2, ['='] = 3,
  ['>'] = 2, ['?'] = 3, ['@'] = 2, ['['] = 3, ['\\'] = 3, [']'] = 3, ['^'] = 3, ['_'] = 2, ['`'] = 3, ['{'] = 3, ['|'] = 3,
  ['}'] = 3, [0x7F] = 3
};

/* Digits among bytes that are no text: right before a byte that fits in no
** character, or between such bytes or marks that say nothing of a number. */
static bool is_noise (const unsigned char *t, unsigned digits, uint32_t before, size_t length) {
  unsigned char after = t[digits];
  size_t l;
  if (after >= 0x80) return (after & 0xF0) != 0xE0 && bg_char_at(t, digits, length, &l) == BG_NO_CHAR;
  if (before != BG_NO_CHAR || (dull[after] & 2) == 0) return false;
  if (t[-1] < 0x80) return (dull[t[-1]] & 1) != 0 || bg_is_letter(t[-1]);
  return bg_char_before(t - BG_PLAIN_BEHIND, 0, BG_PLAIN_BEHIND, &l) == BG_NO_CHAR;
}

/* Whether a number may be one after the character, though no unit follows. */
static bool speaks_of (const bg_lexicon *lexicon, uint32_t before) {
  return bg_mark(lexicon, before, BG_MARK_ENDS_WORD) || bg_listed(before, L"达为到至是");
}

size_t bg_plain_at (const bg_lexicon *lexicon, const unsigned char *text, size_t at, size_t length,
                    uint64_t offset, bg_scan_state *state, bg_quantity *q, bool *found) {
  const unsigned char *t = text + at;
  uint64_t mantissa, whole = offset + at;
  uint32_t before, next;
  unsigned digits, places = 0, power = 0, own = 0, senses = 0;
  uint16_t index;
  bg_unit_brief unit;
  size_t p, l, last, first = at, number_last;
  bool bare;
  bg_view view;
  bg_numeral number; /* no more of it than is asked */
  int words;
  *found = false;
  /* the number */
  digits = read_digits(t, &mantissa);
  before = wide_char(t - 3);
  if (before == BG_NO_CHAR && t[-3] == 0xE2 && t[-2] == 0x80 && t[-1] - 0x98u < 6) before = L'”'; /* any of “ ” ‘ ’ */
  if (digits < 8 && is_noise(t, digits, before, length - at)) return at + digits;
  if (digits == 8 || (t[0] == '0' && digits > 1)) return 0;
  /* what stands before */
  if (before == BG_NO_CHAR) {
    if (t[-1] != '\n') return 0;
    before = '\n';
  }
  if (bg_mark(lexicon, before, BG_MARK_ALTERS_NEXT) || bg_is_letter(before)) return 0;
  if (state->carried_end == whole || state->ordinal_end + 3 == whole ||
      (state->governed_end != 0 && whole <= state->governed_end + BG_GOVERNED_GAP))
    return 0;
  p = at + digits;
  if (text[p] == '.' && is_digit(text[p + 1])) {
    uint64_t more;
    places = read_digits(text + p + 1, &more);
    if (places > 5) return 0;
    mantissa = mantissa * places_of_ten[places] + more;
    p += 1 + places;
  }
  if (three(text + p) == WAN) {
    power = 4;
    p += 3;
  }
  if (three(text + p) == YI) {
    power += 8;
    p += 3;
  }
  number_last = p;
  bare = power == 0 && places == 0;
  /* the unit */
  if (text[p] == '%') {
    index = lexicon->percent;
    last = p + 1;
  }
  else if (text[p] < 0x80) {
    if (text[p] == '+') return p; /* a sum of parts: 1+3+N */
    if (text[p] == '.')
      return text[p + 1] == ' ' || text[p + 1] >= 0x80 || !bare || speaks_of(lexicon, before) ? 0 : p;
    if (!bg_is_letter(text[p]) || text[p] == 'l' || text[p] == 'I' || text[p] == 'O' || text[p] == 'o') return 0;
    index = bg_lexicon_unit(lexicon, text, p, length, false, &l);
    if (index == BG_NO_UNIT) return power == 0 ? p : 0; /* 5G, 4A级 */
    last = p + l;
  }
  else {
    next = wide_char(text + p);
    if (next == BG_NO_CHAR || bg_mark(lexicon, next, BG_MARK_GOES_ON)) return 0;
    if (bg_class_of(next) != 0 && bg_class_of(next) < BG_FAN && !(next == L'千' && mantissa != 0 && starts_unit(text + p)))
      return 0;
    if (bg_mark(lexicon, next, BG_MARK_JOINS)) {
      if (next != L'年' || power != 0) return 0;
      if (digits == 4 && places == 0 && mantissa > 1000 && mantissa < 2200 && year_ends(text + p + 3)) return p + 3;
      if (digits > 2 || mantissa >= 70 || three(text + p + 3) == DAI) return 0;
    }
    if (next == L'个' && (three(text + p + 3) == YI || wide_char(text + p + 3) == L'億')) return 0;
    index = bg_lexicon_unit(lexicon, text, p, length, false, &l);
    last = p + l;
    if (index == BG_NO_UNIT) {
      if (!bg_is_han(next) || next == L'成' || next == L'折' || next == L'千' || bg_mark(lexicon, next, BG_MARK_BEGINS_WORD)) return 0;
      if (bare) return speaks_of(lexicon, before) ? 0 : p; /* 500强, PM2.5浓度 */
      /* 7100万群众 */
      if (power == 0 || (power == 4 && t[0] == '0') || bg_listed(next, L"级号强届版代线期后路院年月日时点岁")) return 0;
    }
  }
  unit.kind = BG_COUNT;
  unit.flags = unit.base_length = 0;
  if (index != BG_NO_UNIT) unit = lexicon->unit[index];
  if (unit.flags != 0 && unit.flags != BG_UNIT_TIME && !(unit.flags == BG_UNIT_CHECK && unit.kind == BG_MONEY))
    return 0; /* 元 is one after Arabic digits */
  /* what stands after */
  next = bg_char_at(text, last, length, &l);
  if (bg_mark(lexicon, next, BG_MARK_ALTERS_UNIT) ||
      (unit.kind == BG_MONEY ? bg_is_han_numeral(next) || bg_arabic_digit(next) >= 0 : next == L'多' || next == L'余'))
    return 0;
  view.lexicon = lexicon;
  view.text = text;
  view.begin = at > BG_SCAN_BEHIND ? at - BG_SCAN_BEHIND : 0;
  view.end = length;
  view.offset = offset;
  number.low = bg_decimal_of(mantissa, mantissa == 0 ? -(int)places : (int)power - (int)places);
  if (mantissa % 10 == 0) number.low = bg_decimal_trim(number.low);
  number.marks = BG_N_ARABIC | (places != 0 ? BG_N_POINT : 0u) | (power != 0 ? BG_N_POWER : 0u);
  number.first = at;
  if (unit.flags == BG_UNIT_TIME && bg_is_period(&view, &number, last, last - p == 3 && three(text + p) == NIAN)) return last;
  for (words = 0; words < 2 && bg_mark(lexicon, next, BG_MARK_BEGINS_WORD); words++) {
    bg_sense sense;
    size_t word = bg_lexicon_after(lexicon, text, last, length, &sense);
    if (word == 0 || (sense == BG_ABOUT && word < 6)) break;
    if (sense == BG_MORE) return 0;
    senses |= 1u << sense;
    last += word;
    next = bg_char_at(text, last, length, &l);
    if (bg_mark(lexicon, next, BG_MARK_ALTERS_UNIT)) return 0;
  }
  if (bg_mark(lexicon, before, BG_MARK_ENDS_WORD))
    first = bg_before_read(&view, at, state->run_end > offset ? (size_t)(state->run_end - offset) : 0, &number, &own);
  q->kind = unit.kind;
  q->unit = index;
  q->unit_length = unit.base_length;
  q->first = offset + first;
  q->number_first = whole;
  q->number_last = offset + number_last;
  q->last = offset + last;
  if ((own | senses) != 0) bg_settle(q, number.low, number.low, bg_decimal_of(1, 0), false, false, own | senses);
  else {
    /* of twelve digits at most, so both sides are exact, and the one operation rounds correctly */
    q->value = power < places ? (double)mantissa / tens[places - power] : (double)mantissa * tens[power - places];
    q->lower = q->upper = q->value;
    q->lower_open = q->upper_open = false;
    q->sense = BG_EXACT;
    q->exact = q->value <= EXACT_WHOLE;
  }
  bg_govern(state, q, own);
  *found = true;
  return last;
}
