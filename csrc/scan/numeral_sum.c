/*
** numeral_sum.c: Chinese numerals, Arabic ones and both mixed, as sums.
**
** A Chinese numeral is a sum of groups: digits and powers up to 千 fill a
** group, 万 lifts the group, 亿 lifts all that came before it. The reader below
** keeps the three sums apart and walks the characters once; the width of a
** stretch (十几 is 11 to 19, so 8) is lifted along with the part it stands in.
*/
#include "numeral_sum.h"

/* No group has a power yet: any may come. */
#define NO_POWER 99

/* Where the width of a stretch stands. */
enum { IN_NONE, IN_CURRENT, IN_GROUP, IN_WAN, IN_YI };

typedef struct sums {
  bg_decimal current, group, wan, yi; /* 4; 34; 1234万; 12亿 */
  bg_decimal width;                   /* high - low */
  int width_in;                       /* IN_... */
  bool has_current, any;
  bool after_zero;
  size_t zero_at;                     /* where that stands */
  bool closed;                        /* 余, 多, 来 or 几 was read: only 万 and 亿 may follow */
  int group_power, last_power;        /* the last power in the group; of all */
  int parts;                          /* coefficients */
} sums;

static int han_digit (uint32_t c) {
  unsigned k = bg_class_of(c);
  return BG_CLASS(k) == BG_DIGIT ? (int)(k & 15) : -1;
}

/* 两 is no digit of a row: 一九八○两年 is a year and two of them. */
static int row_digit (uint32_t c) {
  return c == L'两' || c == L'兩' ? -1 : han_digit(c);
}

/* Whether two digits side by side name a stretch: 三四, and by custom 三五. */
static bool is_pair (int a, int b) {
  return a > 0 && (b == a + 1 || (a == 3 && b == 5));
}

/* 二三·三 is 23.3: the two digits are no stretch. */
static bool point_digit (const bg_cursor *c, size_t point) {
  size_t l;
  return c->at + point < c->end && han_digit(bg_char_at(c->text, c->at + point, c->end, &l)) >= 0;
}

static bg_decimal lifted (bg_decimal a, int power) {
  if (a.mantissa != 0) a.exponent += power;
  return a;
}

/* {====================================================== digits in a row */

/* Pushes the digits at c->at into *value; answers how many they are. */
static int push_digits (bg_cursor *c, bg_decimal *value) {
  size_t l;
  int taken = 0, d;
  while ((d = row_digit(bg_peek(c, &l))) >= 0) {
    bg_decimal_push(value, (unsigned)d);
    taken++;
    c->at += l;
  }
  return taken;
}

/* Passes 、 or ， between thousands: just three digits follow it. */
static bool pass_separator (bg_cursor *c) {
  size_t l;
  uint32_t ch = bg_peek(c, &l);
  bg_cursor ahead = *c;
  bg_decimal ignored = bg_decimal_of(0, 0);
  if (ch != L'、' && ch != L'，' && ch != ',') return false;
  ahead.at += l;
  if (push_digits(&ahead, &ignored) != 3) return false;
  c->at += l;
  return true;
}

/* Chinese digits in a row at c->at: 一九八五, 五八九, 四、五○○ (an old
** separator), 八四一·二. Answers how many were taken, 4 and more where a
** separator was passed; 0 leaves the cursor. */
static int digit_row (bg_cursor *c, bg_decimal *value, bg_numeral *n) {
  bg_cursor look = *c, ahead;
  size_t l;
  bg_decimal v = bg_decimal_of(0, 0);
  int taken = push_digits(&look, &v), d;
  if (taken == 0) return 0;
  if (taken <= 3 && pass_separator(&look)) taken = 3 + push_digits(&look, &v);
  if (bg_is_point(bg_peek(&look, &l))) {
    ahead = look;
    ahead.at += l;
    if (han_digit(bg_peek(&ahead, &l)) >= 0) {
      look = ahead;
      n->marks |= BG_N_POINT | BG_N_MIDDLE;
      while ((d = han_digit(bg_peek(&look, &l))) >= 0) {
        bg_decimal_push(&v, (unsigned)d);
        v.exponent--;
        look.at += l;
      }
    }
  }
  *value = v;
  *c = look;
  return taken;
}

/* 点 and digits: 四点三. 八点三十 is a time, so no power may follow. */
static void decimal_places (bg_cursor *c, bg_decimal *value, bg_numeral *n) {
  bg_cursor look = *c;
  bg_decimal v = *value;
  size_t l;
  int d, places = 0;
  uint32_t ch = bg_peek(&look, &l);
  if (ch != L'点' && ch != L'點' && !bg_is_point(ch)) return;
  look.at += l;
  while ((d = han_digit(bg_peek(&look, &l))) >= 0) {
    if (v.exponent > 0) { /* 一百点五: fill the places first */
      while (v.exponent > 0 && v.mantissa <= BG_DECIMAL_MAX / 10) {
        v.mantissa *= 10;
        v.exponent--;
      }
    }
    bg_decimal_push(&v, (unsigned)d);
    v.exponent--;
    places++;
    look.at += l;
  }
  if (places == 0) return;
  if (ch != L'点' && ch != L'點') n->marks |= BG_N_MIDDLE;
  d = bg_power_of(bg_peek(&look, &l));
  if (d > 0 && d < 4) return;
  n->marks |= BG_N_POINT;
  *value = v;
  *c = look;
}

/* }====================================================== */

/* {====================================================== what stands behind a number */

/* 千 of 千伏 and 百 of 百分点 and 百帕 are the unit's, where a number stands before them.
** 三千米 and 五千克 in Chinese digits are read as thousands, as they are said. */
static bool starts_unit (const bg_cursor *c, uint32_t ch, size_t length, bool arabic) {
  size_t l;
  uint32_t next;
  if (c->at + length >= c->end) return false;
  next = bg_char_at(c->text, c->at + length, c->end, &l);
  if (ch == L'千')
    return next == L'瓦' || next == L'伏' || next == L'卡' || next == L'帕' || next == L'焦' || next == L'赫' ||
           next == L'乏' || next == L'电' || (arabic && (next == L'米' || next == L'克' || next == L'升')) ||
           (next == L'分' && BG_STARTS(c->text, c->at + length + l, c->end, "点"));
  if (ch == L'百' && next == L'帕') return true;
  return ch == L'百' && next == L'分' && BG_STARTS(c->text, c->at + length + l, c->end, "点");
}

/* 3个亿, as is said for 3亿; but 3个亿元以上项目 and 3个亿吨大港 count what is of
** that size. `at` is past the number, at 个. */
bool bg_counted_yi (const unsigned char *text, size_t at, size_t end) {
  static const wchar_t sizes[] = L"级吨千斤立方人平标大产县村园企项镇户万亿度公亩美欧港";
  size_t l, i;
  uint32_t c;
  if (!BG_STARTS(text, at + 3, end, "亿") && !BG_STARTS(text, at + 3, end, "億")) return false;
  at += 6;
  if (at >= end) return true;
  c = bg_char_at(text, at, end, &l);
  if (c == L'元' || c == L'圆') {
    if (at + l >= end) return true;
    c = bg_char_at(text, at + l, end, &i);
    return !bg_is_han(c) || c == L'的' || BG_STARTS(text, at + l, end, "左右");
  }
  for (i = 0; sizes[i] != 0; i++)
    if ((uint32_t)sizes[i] == c) return false;
  return true;
}

/* }====================================================== */

/* {====================================================== one step of the sum
** Each takes what stands at c->at, or leaves all as it was and answers false:
** there the numeral ends. `l` is the length of the character there. */

/* A coefficient is read: *value is the one the sum goes on with. */
static void begin_part (bg_numeral *n, sums *s, bg_decimal value) {
  s->current = value;
  s->has_current = s->any = true;
  if (++s->parts == 1) n->head = value;
}

static void widen (sums *s, bg_decimal width, int where) {
  s->width = width;
  s->width_in = where;
}

/* What is lifted by 万 or 亿 takes its width along. */
static void lift_width (sums *s, int power, int where) {
  s->width = lifted(s->width, power);
  s->width_in = where;
}

static void close_current (sums *s, int power) {
  if (s->width_in == IN_CURRENT) lift_width(s, power, IN_GROUP);
  s->group = bg_decimal_add(s->group, lifted(s->current, power));
  s->has_current = false;
  s->current = bg_decimal_of(0, 0);
}

/* 3，200 万亩: past the blanks between a number and its 万, 亿 or 多. */
static void pass_blanks (bg_cursor *c) {
  bg_cursor after = *c;
  size_t l;
  uint32_t next = bg_peek(&after, &l);
  int power;
  for (int blanks = 0; blanks < 2 && (next == ' ' || next == 0x200B || next == 0xFEFF || next == 0x2060); blanks++) {
    after.at += l;
    next = bg_peek(&after, &l);
  }
  power = bg_power_of(next);
  if (after.at != c->at && (power == 4 || power == 8 || (after.text[c->at] != ' ' && next == L'多'))) *c = after;
}

static bool take_arabic (bg_cursor *c, bg_numeral *n, sums *s) {
  bg_decimal value;
  bg_cursor before = *c;
  unsigned marks = n->marks;
  int digits = n->digits;
  size_t l;
  if (s->has_current || s->closed || (s->any && (s->last_power < 3 || (marks & BG_N_BARE)))) return false;
  bg_arabic_read(c, &value, n);
  if (s->any && (n->marks & (BG_N_CODE | BG_N_SPACED | BG_N_MIDDLE)) != 0 && !(marks & BG_N_SPACED)) {
    *c = before;
    n->marks = marks;
    return false;
  }
  if (s->any && n->digits != s->last_power && bg_power_of(bg_peek(c, &l)) < 0) {
    /* 3万4000 and 2万3千 go on; in 390万65岁以上 another number begins */
    *c = before;
    n->marks = marks;
    n->digits = digits;
    return false;
  }
  begin_part(n, s, value);
  pass_blanks(c);
  return true;
}

/* 廿三 */
static bool take_tens (bg_cursor *c, bg_numeral *n, sums *s, size_t l, unsigned tens) {
  if (s->has_current || s->closed) return false;
  s->group = bg_decimal_add(s->group, bg_decimal_of((uint64_t)tens * 10, 0));
  s->any = true;
  s->group_power = s->last_power = 1;
  s->parts++;
  n->marks |= BG_N_HAN | BG_N_POWER;
  c->at += l;
  return true;
}

/* 三四 of 三四百: `d` is behind the cursor, `next` of m bytes at it. */
static bool take_pair (bg_cursor *c, bg_numeral *n, sums *s, int d, int next, size_t m) {
  bg_cursor third = *c;
  size_t l;
  uint32_t ch;
  if (!is_pair(d, next)) return false;
  third.at += m;
  ch = bg_peek(&third, &l);
  if (han_digit(ch) >= 0 || (bg_is_point(ch) && point_digit(&third, l))) return false;
  *c = third;
  begin_part(n, s, bg_decimal_of((uint64_t)d, 0));
  widen(s, bg_decimal_of((uint64_t)(next - d), 0), IN_CURRENT);
  n->marks |= BG_N_HAN | BG_N_PAIR;
  n->digits = 2;
  return true;
}

static bool take_digit (bg_cursor *c, bg_numeral *n, sums *s, size_t l, int d) {
  bg_cursor row = *c;
  bg_decimal value = bg_decimal_of((uint64_t)d, 0);
  size_t m;
  int next;
  if (s->has_current || s->closed) return false;
  if (s->any && (n->marks & BG_N_BARE)) return false; /* 千三 is no numeral */
  c->at += l;
  if (d == 0 && s->any) { /* 一千零五 */
    if (!s->after_zero) s->zero_at = row.at;
    s->after_zero = true;
    return true;
  }
  next = han_digit(bg_peek(c, &m));
  if (take_pair(c, n, s, d, next, m)) return true;
  if (!s->any) {
    int taken = digit_row(&row, &value, n);
    if (taken >= 2 || row.at > c->at) {
      *c = row;
      n->marks |= BG_N_DIGITS;
      n->digits = taken;
    }
  }
  else if (next >= 0 && s->last_power == 1 && !s->after_zero) n->marks |= BG_N_CODE; /* 十二五: no sum */
  n->marks |= BG_N_HAN;
  begin_part(n, s, value);
  if (n->marks & BG_N_DIGITS) return true;
  n->digits = 1;
  decimal_places(c, &s->current, n); /* nothing but 万 and 亿 may follow these */
  if (s->parts == 1) n->head = s->current;
  return true;
}

static bg_decimal whole_width (int power) { /* 8 * 10^power - 1: 几百 is 200 to 999 */
  uint64_t m = 8;
  int i;
  for (i = 0; i < power; i++) m *= 10;
  return bg_decimal_of(m - 1, 0);
}

/* 几 and 数: 十几, 几百, 数十万 */
static bool take_several (bg_cursor *c, bg_numeral *n, sums *s, size_t l) {
  bg_cursor after = *c;
  size_t m;
  int power;
  bool after_ten; /* 十几, 二十几, 十几万: 1 to 9 more */
  if (s->has_current || s->closed) return false;
  after.at += l;
  power = bg_power_of(bg_peek(&after, &m));
  after_ten = s->last_power == 1 && (power < 0 || power >= 4);
  if (after_ten ? power < 0 && s->width_in != IN_NONE : power < 0 || (s->any && power >= s->group_power)) return false;
  s->closed = true;
  n->marks |= BG_N_SEVERAL | BG_N_HAN;
  *c = after;
  if (after_ten) {
    s->group = bg_decimal_add(s->group, bg_decimal_of(1, 0));
    widen(s, bg_decimal_of(8, 0), IN_GROUP);
    return true;
  }
  c->at += m;
  n->marks |= BG_N_POWER;
  n->simple = false;
  s->any = true;
  s->last_power = power;
  s->current = bg_decimal_of(2, 0); /* 几百 is 200 to 999 */
  if (power < 4) {
    s->group = bg_decimal_add(s->group, lifted(s->current, power));
    s->group_power = power;
  }
  else if (power == 4) s->wan = bg_decimal_add(s->wan, lifted(s->current, 4));
  else s->yi = lifted(s->current, 8);
  widen(s, power == 1 ? bg_decimal_of(79, 0) : whole_width(power), power < 4 ? IN_GROUP : power == 4 ? IN_WAN : IN_YI);
  s->current = bg_decimal_of(0, 0);
  return true;
}

/* A power alone is one of it: 百万. */
static bg_decimal one_of_it (bg_numeral *n, sums *s) {
  n->head = bg_decimal_of(1, 0);
  s->parts++;
  return n->head;
}

/* What every power leaves behind. */
static bool end_power (bg_cursor *c, bg_numeral *n, sums *s, size_t l, int power) {
  if (s->parts > 1) n->simple = false;
  s->any = true;
  s->after_zero = false;
  s->last_power = power;
  n->marks |= BG_N_POWER;
  c->at += l;
  return true;
}

/* 十百千 */
static bool take_power (bg_cursor *c, bg_numeral *n, sums *s, size_t l, int power) {
  if (s->closed || power >= s->group_power) return false;
  if (!s->has_current) {
    if (s->any && !(power == 1 && !(n->marks & BG_N_BARE))) return false; /* 二百十 */
    s->current = bg_decimal_of(1, 0);
    if (s->any) n->simple = false;
    else {
      s->current = one_of_it(n, s);
      if (power > 1) n->marks |= BG_N_BARE;
    }
  }
  close_current(s, power);
  s->group_power = power;
  return end_power(c, n, s, l, power);
}

static bool take_wan (bg_cursor *c, bg_numeral *n, sums *s, size_t l) {
  bool empty = !s->has_current && s->group.mantissa == 0;
  if (s->wan.mantissa != 0) {
    if (!empty || s->after_zero || s->last_power != 4 || (n->marks & BG_N_BARE) || s->yi.mantissa != 0) return false;
    s->yi = lifted(s->wan, 4); /* 六万万, as 亿 was said */
    s->wan = bg_decimal_of(0, 0);
    if (s->width_in != IN_NONE) lift_width(s, 4, IN_YI);
    s->last_power = 8;
    c->at += l;
    return true;
  }
  if (empty) {
    if (s->any) return false;
    s->current = one_of_it(n, s);
    n->marks |= BG_N_BARE;
  }
  close_current(s, 0);
  s->wan = lifted(s->group, 4);
  if (s->width_in == IN_GROUP) lift_width(s, 4, IN_WAN);
  s->group = bg_decimal_of(0, 0);
  s->group_power = NO_POWER;
  return end_power(c, n, s, l, 4);
}

/* 百亿亿次: 10^16, where no third follows */
static bool take_second_yi (bg_cursor *c, const bg_numeral *n, sums *s, size_t l) {
  bg_cursor after = *c;
  after.at += l;
  if (s->has_current || s->after_zero || s->last_power != 8 || s->yi.exponent >= 16 || (n->marks & BG_N_BARE) ||
      bg_power_of(bg_peek(&after, &l)) > 0)
    return false;
  s->yi = lifted(s->yi, 8);
  s->width = lifted(s->width, 8);
  *c = after;
  return true;
}

static bool take_yi (bg_cursor *c, bg_numeral *n, sums *s, size_t l) {
  bg_decimal part;
  if (s->yi.mantissa != 0) return take_second_yi(c, n, s, l);
  close_current(s, 0);
  part = bg_decimal_add(s->wan, s->group);
  if (part.mantissa == 0) {
    if (s->any) return false;
    part = one_of_it(n, s);
    n->marks |= BG_N_BARE;
  }
  s->yi = lifted(part, 8);
  if (s->width_in != IN_NONE) lift_width(s, 8, IN_YI);
  s->wan = s->group = bg_decimal_of(0, 0);
  s->group_power = NO_POWER;
  return end_power(c, n, s, l, 8);
}

/* 余, 多, 来 with 万 or 亿 after it: 9800多万, 十余万, 二百三十余万 */
static bool take_more (bg_cursor *c, bg_numeral *n, sums *s, size_t l, unsigned mark) {
  bg_cursor after = *c;
  after.at += l;
  if (!s->any || s->closed || bg_power_of(bg_peek(&after, &l)) < 4) return false;
  n->marks |= mark;
  *c = after;
  s->closed = true;
  return true;
}

static bool take (bg_cursor *c, bg_numeral *n, sums *s) {
  size_t l, m;
  uint32_t ch = bg_peek(c, &l);
  unsigned k;
  int d, power;
  if (l == 0) return false;
  if (bg_arabic_digit(ch) >= 0) return take_arabic(c, n, s);
  k = bg_class_of(ch);
  d = han_digit(ch);
  if (d == 1 && (n->marks & BG_N_ARABIC) && bg_digit_at(c, c->at + l, &m) >= 0) return false; /* 1，250万一1，300万吨: print's dash */
  if (d >= 0) return take_digit(c, n, s, l, d);
  if (BG_CLASS(k) == BG_TENS) return take_tens(c, n, s, l, k & 15);
  if (k == BG_SOME || (k == BG_SOME_NUMBER && !s->any)) return take_several(c, n, s, l);
  power = bg_power_of(ch);
  if (power > 0) {
    if (s->any && starts_unit(c, ch, l, (n->marks & BG_N_ARABIC) != 0 || s->last_power >= 3)) return false;
    return power == 8 ? take_yi(c, n, s, l) : power == 4 ? take_wan(c, n, s, l) : take_power(c, n, s, l, power);
  }
  switch (ch) {
    case L'个': case L'個':
      if (!s->any || s->yi.mantissa != 0 || !bg_counted_yi(c->text, c->at, c->end)) return false;
      c->at += l;
      return true;
    case L'余': case L'餘': case L'多': return take_more(c, n, s, l, BG_N_MORE);
    case L'来': case L'來': return take_more(c, n, s, l, BG_N_SOME);
    default: return false;
  }
}

/* }====================================================== */

/* The last coefficient, without a power of its own: 一万二 and 三百五 leave it out. */
static void end_part (bg_cursor *c, bg_numeral *n, sums *s) {
  size_t l;
  int power = s->last_power;
  if (s->parts > 1 && (n->marks & BG_N_HAN) && power >= 2 && !s->after_zero && !(n->marks & BG_N_POINT) && s->current.mantissa < 10 &&
      !((n->marks & BG_N_ARABIC) && bg_arabic_digit(bg_char_before(c->text, n->first, c->at, &l)) >= 0)) {
    n->marks |= BG_N_SHORT;
    close_current(s, power == 8 ? 7 : power - 1);
  }
  else close_current(s, 0);
  if (s->parts > 1) n->simple = false;
}

bool bg_sum_read (bg_cursor *c, bg_numeral *n) {
  sums s;
  memset(&s, 0, sizeof s);
  s.group_power = NO_POWER;
  n->simple = true;
  while (take(c, n, &s)) ;
  if (!s.any) return false;
  if (s.has_current) end_part(c, n, &s);
  else if (s.after_zero) c->at = s.zero_at; /* 三个亿零下五度: no digit follows, so it is another word's */
  else if (s.last_power == 1) n->marks |= BG_N_TEN;
  n->low = bg_decimal_add(bg_decimal_add(s.yi, s.wan), s.group);
  n->high = s.width_in != IN_NONE ? bg_decimal_add(n->low, s.width) : n->low;
  n->low = bg_decimal_trim(n->low);
  n->high = bg_decimal_trim(n->high);
  if ((n->marks & (BG_N_HAN | BG_N_POWER)) != 0 &&
      !(n->marks & (BG_N_ARABIC | BG_N_POINT | BG_N_SEVERAL | BG_N_PAIR | BG_N_MORE | BG_N_SOME | BG_N_BARE | BG_N_DIGITS))) {
    size_t before = c->at; /* 二百五十点五 */
    decimal_places(c, &n->low, n);
    if (c->at != before) {
      n->high = n->low;
      n->simple = false;
    }
  }
  if (n->simple) {
    bg_decimal head = bg_decimal_trim(n->head);
    n->simple = head.mantissa == n->low.mantissa;
    n->scale = n->simple && head.mantissa != 0 ? n->low.exponent - head.exponent : 0;
  }
  return true;
}
