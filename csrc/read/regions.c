/*
** regions.c: provinces and prefectures of GB/T 2260 by name.
*/
#include "read_rules.h"

#define REGION_NAME 34

typedef struct region {
  uint32_t code;
  char name[REGION_NAME];
} region;

#define X(code, name) { code, name },
static const region regions[] = {
#include "regions.def"
};
#undef X
#define COUNT (sizeof regions / sizeof regions[0])

/* How a region's name ends; without it, it is the short name (河南, 内蒙古). */
static const char endings[][16] = { "特别行政区", "自治区", "自治州", "地区", "省", "市", "盟", "州" };

/* The nationalities in an autonomous region's name, left out of the short one. */
static const char nationalities[][13] = { "维吾尔", "壮族", "回族" };

static size_t short_length (const char *name) {
  size_t length = strlen(name);
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) { /* GCOVR_EXCL_BR_LINE: each name of the list has one */
    size_t n = strlen(endings[i]);
    if (length > n + 3 && memcmp(name + length - n, endings[i], n) == 0) {
      length -= n;
      break;
    }
  }
  for (size_t i = 0; i < sizeof nationalities / sizeof nationalities[0]; i++) {
    size_t n = strlen(nationalities[i]);
    if (length > n && memcmp(name + length - n, nationalities[i], n) == 0) length -= n;
  }
  return length;
}

uint32_t bg_region_code (bg_text name) {
  for (size_t i = 0; i < COUNT; i++) {
    size_t length = strlen(regions[i].name);
    if (name.length == length && memcmp(name.at, regions[i].name, length) == 0) return regions[i].code;
  }
  for (size_t i = 0; i < COUNT; i++)
    if (name.length == short_length(regions[i].name) && memcmp(name.at, regions[i].name, name.length) == 0)
      return regions[i].code;
  return 0;
}

const char *bg_region_name (uint32_t code) {
  for (size_t i = 0; i < COUNT; i++) if (regions[i].code == code) return regions[i].name;
  return NULL;
}

static unsigned bucket_of (const char *name) {
  return bg_word_two_slot(bg_word_two(name)) & (BG_REGION_BUCKETS - 1);
}

bg_status bg_regions_build (bg_words *words) {
  if (COUNT > BG_REGIONS_MAX) return BG_TOO_LARGE;
  for (size_t i = COUNT; i-- > 0; ) { /* provinces end up in front */
    unsigned b = bucket_of(regions[i].name);
    words->region_next[i] = words->region_first[b];
    words->region_first[b] = (uint16_t)(i + 1);
    words->region_length[i] = (unsigned char)strlen(regions[i].name);
  }
  return BG_OK;
}

uint32_t bg_region_at (const bg_words *words, const char *text, size_t at, size_t end, size_t *length) {
  if (end - at < 6) return 0;
  for (unsigned i = words->region_first[bucket_of(text + at)]; i != 0; i = words->region_next[i - 1]) {
    size_t n = words->region_length[i - 1];
    if (n <= end - at && memcmp(regions[i - 1].name, text + at, n) == 0) {
      *length = n;
      return regions[i - 1].code;
    }
  }
  return 0;
}
