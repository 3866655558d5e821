/*
** numeral.c: numerals as exact decimals.
**
** A Chinese numeral is a sum of groups: digits and powers up to 千 fill a
** group, 万 lifts the group, 亿 lifts all that came before it. The reader below
** keeps the three sums apart and walks the characters once; the width of a
** stretch (十几 is 11 to 19, so 8) is lifted along with the part it stands in.
*/
#include "numeral_digits.h"

static int han_digit (uint32_t c) {
  unsigned k = bg_class_of(c);
  return BG_CLASS(k) == BG_DIGIT ? (int)(k & 15) : -1;
}

/* 两 is no digit of a row: 一九八○两年 is a year and two of them. */
static int row_digit (uint32_t c) {
  return c == L'两' || c == L'兩' ? -1 : han_digit(c);
}

static int power_of (uint32_t c) {
  unsigned k = bg_class_of(c);
  return BG_CLASS(k) == BG_POWER ? (int)(k & 15) : -1;
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

typedef struct sums {
  bg_decimal current, group, wan, yi; /* 4; 34; 1234万; 12亿 */
  bg_decimal width;                   /* high - low */
  int width_in;                       /* 0 none, 1 current, 2 group, 3 wan, 4 yi */
  bool has_current, any;
  int group_power, last_power;        /* the last power in the group; of all */
  bool after_zero;
} sums;

static bg_decimal lifted (bg_decimal a, int power) {
  if (a.mantissa != 0) a.exponent += power;
  return a;
}

/* Chinese digits in a row at c->at, after the first: 一九八五, 五八九,
** 四、五○○ (an old separator), 八四一·二. Answers how many were taken; 1 leaves
** the bg_cursor after the first. */
static int digit_row (bg_cursor *c, bg_decimal *value, bg_numeral *n) {
  bg_cursor look = *c;
  size_t l;
  int taken = 0, d;
  bg_decimal v = bg_decimal_of(0, 0);
  for (;;) {
    while ((d = row_digit(bg_peek(&look, &l))) >= 0) {
      bg_decimal_push(&v, (unsigned)d);
      taken++;
      look.at += l;
    }
    /* 、 or ， between thousands: just three digits follow, one of them 〇 or a
    ** power after them, so that 一、二 stays a list */
    if (taken >= 1 && taken <= 3) {
      uint32_t ch = bg_peek(&look, &l);
      bg_cursor ahead = look;
      int zeros = 0, count = 0;
      size_t m;
      if (ch != L'、' && ch != L'，' && ch != ',') break;
      ahead.at += l;
      while ((d = row_digit(bg_peek(&ahead, &m))) >= 0) {
        count++;
        zeros += d == 0;
        ahead.at += m;
      }
      if (count != 3) break;
      (void)zeros;
      look.at += l;
      taken = 3; /* marks that a separator was passed */
      while ((d = row_digit(bg_peek(&look, &l))) >= 0) {
        bg_decimal_push(&v, (unsigned)d);
        taken++;
        look.at += l;
      }
    }
    break;
  }
  if (taken >= 1) {
    uint32_t ch = bg_peek(&look, &l);
    if (bg_is_point(ch)) {
      bg_cursor ahead = look;
      ahead.at += l;
      if (han_digit(bg_peek(&ahead, &l)) >= 0) {
        look.at = ahead.at;
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
  }
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
  d = power_of(bg_peek(&look, &l));
  if (d > 0 && d < 4) return;
  n->marks |= BG_N_POINT;
  *value = v;
  *c = look;
}

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

static bg_decimal whole_width (int power) { /* 8 * 10^power - 1: 几百 is 200 to 999 */
  uint64_t m = 8;
  int i;
  for (i = 0; i < power; i++) m *= 10;
  return bg_decimal_of(m - 1, 0);
}

static void close_current (sums *s, int power) {
  bg_decimal part = lifted(s->current, power);
  if (s->width_in == 1) {
    s->width = lifted(s->width, power);
    s->width_in = 2;
  }
  s->group = bg_decimal_add(s->group, part);
  s->has_current = false;
  s->current = bg_decimal_of(0, 0);
}

/* 3个亿, as is said for 3亿; but 3个亿元以上项目 and 3个亿吨大港 count what is of
** that size. `at` is past the number, at 个. */
static bool counted_yi (const unsigned char *text, size_t at, size_t end) {
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

/* The sum of 十百千 and 万亿 at c->at. */
static bool read_sum (bg_cursor *c, bg_numeral *n) {
  sums s;
  size_t l;
  bool closed = false; /* 余, 多 or 来 was read: only 万 and 亿 may follow */
  int parts = 0;
  memset(&s, 0, sizeof s);
  s.group_power = 99;
  s.last_power = 0;
  n->simple = true;
  for (;;) {
    uint32_t ch = bg_peek(c, &l);
    int d, power;
    if (l == 0) break;
    if (bg_arabic_digit(ch) >= 0) {
      bg_decimal value;
      bg_cursor before = *c;
      unsigned marks = n->marks;
      int digits_before = n->digits;
      if (s.has_current || closed || (s.any && s.last_power < 3) || (s.any && (marks & BG_N_BARE))) break;
      bg_arabic_read(c, &value, n);
      if (s.any && (n->marks & (BG_N_CODE | BG_N_SPACED | BG_N_MIDDLE)) != 0 && !(marks & BG_N_SPACED)) {
        *c = before;
        n->marks = marks;
        break;
      }
      if (s.any && n->digits != s.last_power && power_of(bg_peek(c, &l)) < 0) {
        /* 3万4000 and 2万3千 go on; in 390万65岁以上 another number begins */
        *c = before;
        n->marks = marks;
        n->digits = digits_before;
        break;
      }
      s.current = value;
      s.has_current = s.any = true;
      if (++parts == 1) n->head = value;
      { /* 3，200 万亩 */
        bg_cursor after = *c;
        uint32_t next;
        int blanks;
        for (blanks = 0; blanks < 2; blanks++) {
          next = bg_peek(&after, &l);
          if (next != ' ' && next != 0x200B && next != 0xFEFF && next != 0x2060) break;
          after.at += l;
        }
        next = bg_peek(&after, &l);
        power = power_of(next);
        if (after.at != c->at && (power == 4 || power == 8 || (after.text[c->at] != ' ' && next == L'多'))) *c = after;
      }
      continue;
    }
    d = han_digit(ch);
    if (d == 1 && (n->marks & BG_N_ARABIC)) { /* 1，250万一1，300万吨: print's dash */
      size_t m;
      if (bg_digit_at(c, c->at + l, &m) >= 0) break;
    }
    if (d >= 0 || BG_CLASS(bg_class_of(ch)) == BG_TENS) {
      if (s.has_current || closed) break;
      if (d < 0) { /* 廿三 */
        s.group = bg_decimal_add(s.group, bg_decimal_of((uint64_t)(bg_class_of(ch) & 15) * 10, 0));
        s.any = true;
        s.group_power = s.last_power = 1;
        c->at += l;
        parts++;
        n->marks |= BG_N_HAN | BG_N_POWER;
        continue;
      }
      if (s.any && (n->marks & BG_N_BARE)) break; /* 千三 is no numeral */
      if (d == 0 && s.any) { /* 一千零五 */
        s.after_zero = true;
        c->at += l;
        continue;
      }
      {
        bg_cursor row = *c;
        bg_decimal value = bg_decimal_of((uint64_t)d, 0);
        size_t second;
        int next;
        c->at += l;
        next = han_digit(bg_peek(c, &second));
        if (next >= 0 && is_pair(d, next)) {
          bg_cursor third = *c;
          third.at += second;
          if (han_digit(bg_peek(&third, &second)) < 0 && !(bg_is_point(bg_peek(&third, &second)) && point_digit(&third, second))) {
            *c = third;
            s.current = value;
            s.width = bg_decimal_of((uint64_t)(next - d), 0);
            s.width_in = 1;
            s.has_current = s.any = true;
            n->marks |= BG_N_HAN | BG_N_PAIR;
            n->digits = 2;
            if (++parts == 1) n->head = value;
            continue;
          }
        }
        if (!s.any) {
          int taken = digit_row(&row, &value, n);
          if (taken >= 2 || row.at > c->at) {
            *c = row;
            n->marks |= BG_N_DIGITS;
            n->digits = taken;
          }
        }
        else if (next >= 0 && s.last_power == 1 && !s.after_zero) {
          /* 十二五: no sum */
          n->marks |= BG_N_CODE;
        }
        n->marks |= BG_N_HAN;
        if (!(n->marks & BG_N_DIGITS)) n->digits = 1;
        s.current = value;
        s.has_current = s.any = true;
        if (++parts == 1) n->head = value;
        /* a decimal only where nothing but powers of 万 may follow */
        if (!(n->marks & BG_N_DIGITS)) decimal_places(c, &s.current, n);
        if (parts == 1) n->head = s.current;
        continue;
      }
    }
    if (bg_class_of(ch) == BG_SOME || (bg_class_of(ch) == BG_SOME_NUMBER && !s.any)) {
      bg_cursor after = *c;
      size_t m;
      if (s.has_current || closed) break;
      after.at += l;
      power = power_of(bg_peek(&after, &m));
      if (power < 0) {
        if (bg_class_of(ch) != BG_SOME || s.last_power != 1 || s.width_in != 0) break;
        /* 十几, 二十几: 1 to 9 more */
        s.group = bg_decimal_add(s.group, bg_decimal_of(1, 0));
        s.width = bg_decimal_of(8, 0);
        s.width_in = 2;
        n->marks |= BG_N_SEVERAL | BG_N_HAN;
        *c = after;
        closed = true;
        continue;
      }
      if (s.last_power == 1 && power >= 4) { /* 十几万 */
        s.group = bg_decimal_add(s.group, bg_decimal_of(1, 0));
        s.width = bg_decimal_of(8, 0);
        s.width_in = 2;
        n->marks |= BG_N_SEVERAL | BG_N_HAN;
        *c = after;
        closed = true;
        continue;
      }
      if (s.any && power >= s.group_power) break;
      s.width = power == 1 ? bg_decimal_of(79, 0) : whole_width(power);
      s.current = bg_decimal_of(2, 0);
      n->marks |= BG_N_SEVERAL | BG_N_HAN | BG_N_POWER;
      n->simple = false;
      *c = after;
      c->at += m;
      s.any = true;
      if (power < 4) {
        s.group = bg_decimal_add(s.group, lifted(s.current, power));
        s.group_power = s.last_power = power;
        s.width_in = 2;
      }
      else if (power == 4) {
        s.wan = bg_decimal_add(s.wan, lifted(s.current, 4));
        s.last_power = 4;
        s.width_in = 3;
      }
      else {
        s.yi = lifted(s.current, 8);
        s.last_power = 8;
        s.width_in = 4;
      }
      s.current = bg_decimal_of(0, 0);
      closed = true;
      continue;
    }
    power = power_of(ch);
    if (power > 0 && s.any && starts_unit(c, ch, l, (n->marks & BG_N_ARABIC) != 0 || s.last_power >= 3)) break;
    if (power > 0) {
      bool implicit = !s.has_current;
      if (power < 4) {
        if (closed) break;
        if (power >= s.group_power) break;
        if (implicit) {
          if (s.any && !(power == 1 && !(n->marks & BG_N_BARE))) break; /* 二百十 */
          s.current = bg_decimal_of(1, 0);
          if (!s.any) {
            n->head = s.current;
            parts++;
            if (power > 1) n->marks |= BG_N_BARE;
          }
          else n->simple = false;
        }
        if (parts > 1) n->simple = false;
        close_current(&s, power);
        s.group_power = power;
      }
      else if (power == 4) {
        bool empty = !s.has_current && s.group.mantissa == 0;
        if (s.wan.mantissa != 0 && empty && s.last_power == 4 && !(n->marks & BG_N_BARE) && s.yi.mantissa == 0) {
          s.yi = lifted(s.wan, 4); /* 六万万, as 亿 was said */
          s.wan = bg_decimal_of(0, 0);
          if (s.width_in != 0) {
            s.width = lifted(s.width, 4);
            s.width_in = 4;
          }
          s.last_power = 8;
          c->at += l;
          continue;
        }
        if (s.wan.mantissa != 0) break;
        if (empty) {
          if (s.any) break;
          s.current = bg_decimal_of(1, 0);
          n->head = s.current;
          parts++;
          n->marks |= BG_N_BARE;
        }
        close_current(&s, 0);
        s.wan = lifted(s.group, 4);
        if (s.width_in == 2) {
          s.width = lifted(s.width, 4);
          s.width_in = 3;
        }
        s.group = bg_decimal_of(0, 0);
        s.group_power = 99;
      }
      else { /* 亿 */
        bg_decimal part;
        if (s.yi.mantissa != 0) { /* 百亿亿次: 10^16, where no third follows */
          bg_cursor after = *c;
          after.at += l;
          if (s.has_current || s.last_power != 8 || s.yi.exponent >= 16 || (n->marks & BG_N_BARE) ||
              power_of(bg_peek(&after, &l)) > 0)
            break;
          s.yi = lifted(s.yi, 8);
          s.width = lifted(s.width, 8);
          *c = after;
          continue;
        }
        close_current(&s, 0);
        part = bg_decimal_add(s.wan, s.group);
        if (part.mantissa == 0) {
          if (s.any) break;
          part = bg_decimal_of(1, 0);
          n->head = part;
          parts++;
          n->marks |= BG_N_BARE;
        }
        s.yi = lifted(part, 8);
        if (s.width_in != 0) {
          s.width = lifted(s.width, 8);
          s.width_in = 4;
        }
        s.wan = s.group = bg_decimal_of(0, 0);
        s.group_power = 99;
      }
      if (parts > 1) n->simple = false;
      s.any = true;
      s.after_zero = false;
      s.last_power = power;
      n->marks |= BG_N_POWER;
      c->at += l;
      continue;
    }
    if (ch == L'个' || ch == L'個') {
      if (!s.any || s.yi.mantissa != 0 || !counted_yi(c->text, c->at, c->end)) break;
      c->at += l;
      continue;
    }
    /* 余, 多, 来 with a power after it: 9800多万, 十余万, 二百三十余万 */
    if (s.any && !closed && (ch == L'余' || ch == L'餘' || ch == L'多' || ch == L'来' || ch == L'來')) {
      bg_cursor after = *c;
      size_t m;
      after.at += l;
      power = power_of(bg_peek(&after, &m));
      if (power < 4 && !(power == 3 && s.group_power > 3 && s.last_power == 0)) break;
      if (power < 4) break;
      n->marks |= ch == L'来' || ch == L'來' ? BG_N_SOME : BG_N_MORE;
      *c = after;
      closed = true;
      continue;
    }
    break;
  }
  if (!s.any) return false;
  if (s.has_current) {
    int short_power = s.last_power;
    bool han_tail = parts > 1 && (n->marks & BG_N_HAN) && short_power >= 2 && !s.after_zero &&
                    !(n->marks & BG_N_POINT) && s.current.mantissa < 10 &&
                    !((n->marks & BG_N_ARABIC) && bg_arabic_digit(bg_char_before(c->text, n->first, c->at, &l)) >= 0);
    if (han_tail) { /* 一万二, 三百五 */
      n->marks |= BG_N_SHORT;
      close_current(&s, short_power == 8 ? 7 : short_power - 1);
    }
    else close_current(&s, 0);
    if (parts > 1) n->simple = false;
  }
  else if (s.last_power == 1) n->marks |= BG_N_TEN;
  n->low = bg_decimal_add(bg_decimal_add(s.yi, s.wan), s.group);
  n->high = s.width_in != 0 ? bg_decimal_add(n->low, s.width) : n->low;
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
    n->scale = head.mantissa == n->low.mantissa && head.mantissa != 0 ? n->low.exponent - head.exponent : 0;
    if (head.mantissa != n->low.mantissa) n->simple = false;
  }
  return true;
}

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
      return !counted_yi(text, at, end);
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
      if (counted_yi(text, at + l, end)) return false;
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
    if (!read_sum(&c, n)) return false;
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
  if (!read_sum(&c, n)) return false;
  if (power_of(bg_peek(&c, &l)) > 0) {
    /* 亿亿亿: powers that no sum takes, and not the one of 5万百姓; the whole row
    ** is no numeral */
    bg_cursor stray = c;
    stray.at += l;
    if (power_of(bg_peek(&stray, &l)) > 0) {
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
    if (read_sum(&upper, &over) && n->low.mantissa != 0 &&
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
      if (read_sum(&upper, &under) && under.marks == BG_N_ARABIC && under.digits <= 2 &&
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
