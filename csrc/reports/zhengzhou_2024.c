/*
** zhengzhou_2024.c: turns zhengzhou_2024.def into constant data.
**
** The list is read several times, each time with other macros: for a structure
** with one member a text, which is the pool; for the offsets of these members;
** for row numbers; for the facts. Nothing here is a pointer, so all of it lies
** in .rodata and needs no relocation when the library is loaded.
*/
#include "report/facts.h"

#include <math.h>

/* The pool: a structure of char arrays, so that offsetof names each text. */
static const struct pool {
  char none[1];
  char report_name[sizeof "zhengzhou-2024"];
  char report_title_zh[sizeof "郑州市2024年科技创新报告"];
  char report_title_en[sizeof "Zhengzhou science and technology report 2024"];
  char report_author[sizeof "李娜"];
  char report_place_zh[sizeof "郑州"];
  char report_place_en[sizeof "Zhengzhou"];
#define TEXT(kind, code, text) char kind##_##code[sizeof text];
#define NAMED(kind, code, text, zh) char kind##_##code[sizeof text]; char kind##_##code##_zh[sizeof zh];
#define FACT(group, name, section, paragraph, torn, category, indicator, label_zh, label_en, written, value, lower, upper, open, qualifier, unit, measure, status, period, region, level, part_of, adds_1, adds_2, complete, note) \
  char group##_##name##_id[sizeof #group "." #name]; \
  char group##_##name##_indicator[sizeof indicator]; \
  char group##_##name##_label_zh[sizeof label_zh]; \
  char group##_##name##_label_en[sizeof label_en]; \
  char group##_##name##_written[sizeof written]; \
  char group##_##name##_note[sizeof note];
#define MENTION(group, name, section, paragraph, torn, written) \
  char mention_##group##_##name[sizeof written];
#define MILESTONE(number, kind, paragraph, name_zh, name_en, scope, date) \
  char milestone_##number##_kind[sizeof kind]; \
  char milestone_##number##_name_zh[sizeof name_zh]; \
  char milestone_##number##_name_en[sizeof name_en]; \
  char milestone_##number##_scope[sizeof scope]; \
  char milestone_##number##_date[sizeof date];
#include "zhengzhou_2024.def"
} pool = {
  "",
  "zhengzhou-2024",
  "郑州市2024年科技创新报告",
  "Zhengzhou science and technology report 2024",
  "李娜",
  "郑州",
  "Zhengzhou",
#define TEXT(kind, code, text) text,
#define NAMED(kind, code, text, zh) text, zh,
#define FACT(group, name, section, paragraph, torn, category, indicator, label_zh, label_en, written, value, lower, upper, open, qualifier, unit, measure, status, period, region, level, part_of, adds_1, adds_2, complete, note) \
  #group "." #name, indicator, label_zh, label_en, written, note,
#define MENTION(group, name, section, paragraph, torn, written) written,
#define MILESTONE(number, kind, paragraph, name_zh, name_en, scope, date) \
  kind, name_zh, name_en, scope, date,
#include "zhengzhou_2024.def"
};

#define AT(member) ((uint32_t)offsetof(struct pool, member))

enum {
#define FACT(group, name, section, paragraph, torn, category, indicator, label_zh, label_en, written, value, lower, upper, open, qualifier, unit, measure, status, period, region, level, part_of, adds_1, adds_2, complete, note) \
  ROW_##group##_##name,
#include "zhengzhou_2024.def"
  ROW_COUNT
};

/* the words of the list that are no terms */
enum { CLOSED = 0, LOWER = 1, UPPER = 2, BOTH = 3 };
enum { NO_PARTS = -1, OPEN_SET = 0, EXHAUSTIVE = 1 };
#define NO_ROW BG_NO_ROW
#define ROW(group, name) ROW_##group##_##name

static const bg_fact facts[] = {
#define FACT(group, name, section, paragraph, torn, category, indicator, label_zh, label_en, written, value, lower, upper, open, qualifier, unit, measure, status, period, region, level, part_of, adds_1, adds_2, complete, note) \
  { value, \
    { lower, upper, ((open) & LOWER) != 0, ((open) & UPPER) != 0 || (upper) == INFINITY }, \
    { AT(group##_##name##_id), AT(CATEGORY_##category), AT(group##_##name##_indicator), \
      AT(group##_##name##_label_zh), AT(group##_##name##_label_en), \
      AT(group##_##name##_written), AT(UNIT_##unit), AT(PERIOD_##period), AT(REGION_##region), \
      AT(SECTION_##section), AT(group##_##name##_note) }, \
    part_of, { adds_1, adds_2 }, { paragraph, torn }, \
    { BG_QUALIFIER_##qualifier, BG_MEASURE_##measure, BG_STATUS_##status, BG_LEVEL_##level, \
      BG_DIRECTION_NONE, BG_COMPARISON_NONE }, \
    complete, 0, 0, 0 },
#include "zhengzhou_2024.def"
};

static const bg_mention mentions[] = {
#define MENTION(group, name, section, paragraph, torn, written) \
  { AT(mention_##group##_##name), AT(SECTION_##section), ROW(group, name), { paragraph, torn }, 0, 0 },
#include "zhengzhou_2024.def"
};

static const bg_milestone milestones[] = {
#define MILESTONE(number, kind, paragraph, name_zh, name_en, scope, date) \
  { AT(milestone_##number##_kind), AT(milestone_##number##_name_zh), \
    AT(milestone_##number##_name_en), AT(milestone_##number##_scope), \
    AT(milestone_##number##_date), paragraph },
#include "zhengzhou_2024.def"
};

static const bg_name names[] = {
#define NAMED(kind, code, text, zh) { AT(kind##_##code), AT(kind##_##code##_zh) },
#include "zhengzhou_2024.def"
};

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static bg_report zhengzhou_2024 (void) {
  bg_report r;
  r.pool = (const char *)&pool;
  r.facts = facts;
  r.mentions = mentions;
  r.milestones = milestones;
  r.names = names;
  r.name_count = COUNT(names);
  r.fact_count = COUNT(facts);
  r.mention_count = COUNT(mentions);
  r.milestone_count = COUNT(milestones);
  r.pooled = false;
  r.text[BG_REPORT_NAME] = AT(report_name);
  r.text[BG_REPORT_TITLE_ZH] = AT(report_title_zh);
  r.text[BG_REPORT_TITLE_EN] = AT(report_title_en);
  r.text[BG_REPORT_AUTHOR] = AT(report_author);
  r.text[BG_REPORT_PLACE_ZH] = AT(report_place_zh);
  r.text[BG_REPORT_PLACE_EN] = AT(report_place_en);
  r.text[BG_REPORT_REGION] = AT(REGION_R410100);
  r.text[BG_REPORT_PERIOD] = AT(PERIOD_P2024);
  return r;
}

bg_report bg_bundled_report (size_t index) {
  (void)index; /* there is one, so far */
  return zhengzhou_2024();
}
