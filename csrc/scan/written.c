/*
** written.c: numbers to numerals.
*/
#include "written.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A decimal: `count` digits, the point after the first `whole` of them (which
** may be negative, or more than there are). */
typedef struct digits {
  char at[20];
  int count, whole;
} digits;

typedef struct output {
  char *at;
  size_t length;
} output;

/* Of what stays below BG_WRITTEN_LIMIT nothing is longer than BG_WRITTEN_MAX. */
static void put (output *o, const char *text, size_t length) {
  memcpy(o->at + o->length, text, length);
  o->length += length;
}
#define PUT(o, literal) put(o, literal, sizeof(literal) - 1)

static const char han_digits[2][10][4] = {
  { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" },
  { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" }
};
static const char han_powers[2][4][4] = {
  { "", "十", "百", "千" },
  { "", "拾", "佰", "仟" }
};

/* The shortest digits that read back as the value (which is above zero). No
** decimal point is read or written, so that no locale can change it. */
static digits shortest (double value) {
  char text[40];
  digits d;
  int precision, i;
  for (precision = 14; ; precision++) {
    char joined[48];
    int exponent;
    snprintf(text, sizeof text, "%.*e", precision, value);
    exponent = atoi(strchr(text, 'e') + 1);
    d.count = precision + 1;
    d.at[0] = text[0];
    memcpy(d.at + 1, text + 2, (size_t)precision);
    d.whole = exponent + 1;
    snprintf(joined, sizeof joined, "%.*se%d", d.count, d.at, exponent - precision);
    if (precision == 16 || strtod(joined, NULL) == value) break; /* seventeen digits always do */
  }
  for (i = d.count; i > 1 && d.at[i - 1] == '0'; i--) ;
  d.count = i;
  return d;
}

static char digit_at (const digits *d, int place) {
  return place < d->count ? d->at[place] : '0';
}

static void put_plain (output *o, const digits *d, bool grouped) {
  int i;
  if (d->whole <= 0) PUT(o, "0");
  for (i = 0; i < d->whole; i++) {
    char c = digit_at(d, i);
    if (grouped && i > 0 && (d->whole - i) % 3 == 0) PUT(o, ",");
    put(o, &c, 1);
  }
  if (d->count > d->whole) {
    PUT(o, ".");
    for (i = d->whole; i < d->count; i++) {
      char c = i < 0 ? '0' : d->at[i];
      put(o, &c, 1);
    }
  }
}

/* Four digits as 千百十个. `gap` tells that a 零 is owed to what stood before. */
static bool put_group (output *o, unsigned value, int form, bool leads, bool gap) {
  static const unsigned unit[4] = { 1, 10, 100, 1000 };
  int power;
  for (power = 3; power >= 0; power--) {
    unsigned digit = value / unit[power] % 10;
    if (digit == 0) {
      if (!leads) gap = true;
      continue;
    }
    if (gap) PUT(o, "零");
    gap = false;
    /* 十二, but 一百一十二, and 壹拾贰 in capitals */
    if (!(form == 0 && power == 1 && digit == 1 && leads))
      put(o, han_digits[form][digit], strlen(han_digits[form][digit]));
    put(o, han_powers[form][power], strlen(han_powers[form][power]));
    leads = false;
  }
  return gap;
}

static void put_han (output *o, const digits *d, int form) {
  unsigned group[4] = { 0, 0, 0, 0 }; /* 个 万 亿 万亿 */
  int i;
  bool leads = true, gap = false;
  for (i = 0; i < d->whole; i++) {
    int place = d->whole - 1 - i;
    group[place / 4] = group[place / 4] * 10 + (unsigned)(digit_at(d, i) - '0');
  }
  for (i = 3; i >= 0; i--) {
    if (group[i] != 0) {
      /* within 万亿 and 亿 both belong to 亿 */
      put_group(o, group[i], form, leads, gap);
      leads = false;
      gap = false;
      if (i == 1 || i == 3) PUT(o, "万");
    }
    else if (!leads) gap = true;
    if (i == 2 && (group[2] != 0 || group[3] != 0)) PUT(o, "亿");
    if (group[i] != 0 && i > 0 && group[i - 1] != 0 && group[i - 1] < 1000) gap = true;
  }
  if (leads) put(o, "零", 3);
  if (d->count > d->whole) {
    PUT(o, "点");
    for (i = d->whole; i < d->count; i++) {
      int digit = i < 0 ? 0 : d->at[i] - '0';
      put(o, digit == 0 ? "零" : han_digits[form][digit], 3);
    }
  }
}

bg_status bg_written (double value, bg_style style, char buffer[BG_WRITTEN_MAX], size_t *length) {
  output o;
  digits d;
  o.at = buffer;
  o.length = 0;
  *length = 0;
  if (value != value || isinf(value)) return BG_NO_VALUE;
  if (fabs(value) >= BG_WRITTEN_LIMIT || (value != 0 && fabs(value) < 1e-17)) return BG_TOO_LARGE;
  if (value < 0) {
    if (style == BG_HAN || style == BG_FINANCIAL) PUT(&o, "负");
    else PUT(&o, "-");
    value = -value;
  }
  if (value == 0) {
    d.count = d.whole = 1;
    d.at[0] = '0';
  }
  else d = shortest(value);
  switch (style) {
    case BG_WAN: {
      int power = d.whole > 12 ? 12 : d.whole > 8 ? 8 : d.whole > 4 ? 4 : 0;
      d.whole -= power;
      put_plain(&o, &d, false);
      if (power == 12) PUT(&o, "万亿");
      else if (power == 8) PUT(&o, "亿");
      else if (power == 4) PUT(&o, "万");
      break;
    }
    case BG_HAN: put_han(&o, &d, 0); break;
    case BG_FINANCIAL: put_han(&o, &d, 1); break;
    default: put_plain(&o, &d, style == BG_GROUPED);
  }
  *length = o.length;
  return BG_OK;
}
