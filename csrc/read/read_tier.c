/*
** read_tier.c: the tier that a name says. See read_tier.h.
*/
#include "read_tier.h"
#include "read_normal.h"

static bool starts (const char *s, size_t n, const char *what) {
  return bg_starts((const unsigned char *)s, 0, n, what, strlen(what));
}

/* Words of tier in front of a name; the longer first. */
static const struct tier { char word[24]; unsigned char length, level; bool kept; } tiers[] = {
#define T(word, level, kept) { word, sizeof(word) - 1, BG_LEVEL_##level, kept },
  T("省部级以上", PROVINCIAL_UP, false) T("省部级及以上", PROVINCIAL_UP, false)
  T("省级及以上", PROVINCIAL_UP, false) T("市级及以上", MUNICIPAL_UP, false) T("县级及以上", COUNTY_UP, false)
  T("省级以上", PROVINCIAL_UP, false) T("市级以上", MUNICIPAL_UP, false) T("县级以上", COUNTY_UP, false)
  T("自治区级", PROVINCIAL, false) T("国家级", NATIONAL, false) T("省级", PROVINCIAL, false)
  T("市级", MUNICIPAL, false) T("县级", COUNTY, false) T("全国重点", NATIONAL, true)
  T("国家", NATIONAL, true) T("省", PROVINCIAL, true)
#undef T
};

static const struct tier *tier_at (const char *name, size_t length) {
  if (!starts(name, length, "省") && !starts(name, length, "市") && !starts(name, length, "县") && !starts(name, length, "自") &&
      !starts(name, length, "国") && !starts(name, length, "全")) return NULL; /* what tiers begin with */
  for (size_t i = 0; i < sizeof tiers / sizeof tiers[0]; i++) {
    size_t n = tiers[i].length;
    if (length > n && name[2] == tiers[i].word[2] && memcmp(name, tiers[i].word, n) == 0) return &tiers[i];
  }
  return NULL;
}

bg_level bg_level_of (const bg_words *words, const char *name, size_t length) {
  const struct tier *t = tier_at(name, length);
  size_t n;
  uint32_t code;
  if (t != NULL) {
    static const char *const others[] = {
      "国家和", "国家与", "国家及", "国家、", "国家的", "国家对", "国家进", "国家出", "国家缔", "国家财政",
      "省份", "省内", "省外", "省际", "省会", "省属", NULL
    };
    for (int i = 0; others[i] != NULL; i++)
      if (starts(name, length, others[i])) return BG_LEVEL_NONE;
    return (bg_level)t->level;
  }
  code = length >= 3 ? bg_region_at(words, name, 0, length, &n) : 0;
  if (code != 0 && n < length) {
    char text[8];
    for (int i = 5; i >= 0; i--, code /= 10) text[i] = (char)('0' + code % 10);
    text[6] = '\0';
    return bg_region_scope(text) == 2 ? BG_LEVEL_PROVINCIAL : BG_LEVEL_MUNICIPAL;
  }
  return BG_LEVEL_NONE;
}

bool bg_has_level (const char *name, size_t length) { return tier_at(name, length) != NULL; }

size_t bg_without_level (const bg_words *words, const char *name, size_t length, char *out) {
  const struct tier *t = tier_at(name, length);
  const char *english;
  size_t n = t == NULL || t->kept ? 0 : t->length;
  return bg_normal_name(words, name + n, length - n, out, &english);
}
