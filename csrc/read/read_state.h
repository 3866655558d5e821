/*
** read_state.h: what the rooms of the reader hold in common while they read.
*/
#ifndef BAOGAO_READ_STATE_H
#define BAOGAO_READ_STATE_H

#include "read_context.h"
#include "read_rules.h"
#include "read_tier.h"

/* Bytes of a sentence in which words of time say when all of it was. */
#define BG_OPENING 12

/* Facts so far back may be the whole of a part, the stock of an increment. */
#define RELATION_REACH 12

/* What the reader holds of a fact beside what the report holds. */
typedef struct bg_note {
  uint32_t sentence;
  uint32_t base;      /* the normal form without its level: 省级创新平台 -> 创新平台 */
  uint64_t verb, seen;
  bool part, cumulative, inherited, right, attribute, adds, duration;
} bg_note;

typedef struct bg_reading {
  bg_reader r;
  bg_text source;
  bg_read_options options;
  bg_context context;
  bg_cues cues;
  bg_note *notes;
  size_t note_count, note_room;
  uint32_t sentence;     /* its number */
  uint32_t region, section;
  bg_period period;      /* of the fact before, */
  uint32_t period_text;  /* as it is written */
  bg_status status;
  /* within a sentence */
  bool cumulative, goal, forecast, part;
  bool opened;           /* by 其中， at the head of a sentence, so that what follows ； goes on */
  int32_t whole;
  int32_t last;          /* the row before in this sentence, or BG_NO_ROW */
  size_t last_end;       /* where the number before ends, */
  size_t noun_end;       /* and its noun, where that follows it */
  int year;              /* of words of time without one: 全年, 9月 */
  bool carried;          /* a period is carried from words before, */
  bg_period carry;       /* this one */
  bool hinted;           /* words of time stand before, that may say no more than past or to come: */
  bg_period hint;
  bg_range subject;      /* the indicator before in this sentence */
  int member;            /* of 城乡 居民收入分别: 1 is 城镇, 2 is 农村; 0 of no such list */
  bool fresh;            /* no fact before has the normal form of this name */
  char name[BG_NAME_ROOM];
  size_t name_length;
} bg_reading;

/* What is made of one quantity. */
typedef struct bg_decision {
  int measure, direction, comparison, status, level;
  bool undated;     /* the level that a change starts at, of no year that is told */
  uint32_t region;
  bg_period period;
} bg_decision;

/* One number of a sentence while it is read. */
typedef struct bg_figure {
  bg_range sentence;
  size_t first, last;      /* the numbers of the sentence, */
  size_t index;            /* and this one's */
  const bg_quantity *q;
  size_t from;             /* where its clause may begin */
  bg_clause clause;
  bg_level tier;           /* of what it is the size of: 3亿元的市级基金 */
  bool follows;            /* behind another in a list */
  bool right, inherited;   /* named by the noun behind it, by what was told before */
} bg_figure;

static inline bool bg_ends_in (const char *s, size_t n, const char *what) {
  size_t m = strlen(what);
  return n >= m && s[n - 1] == what[m - 1] && memcmp(s + n - m, what, m) == 0; /* no call for most */
}

static inline bool bg_has (const char *s, size_t n, const char *what) {
  return bg_holds(s, n, what, strlen(what));
}

static inline bool bg_is_unit (const bg_quantity *q, const char *unit) {
  return q->unit_length == strlen(unit) && memcmp(bg_quantity_unit(q).at, unit, q->unit_length) == 0;
}

static inline bool bg_is_unit_of (const bg_quantity *q, const bg_quantity *other) {
  return q->unit_length == other->unit_length && memcmp(bg_quantity_unit(q).at, bg_quantity_unit(other).at, q->unit_length) == 0;
}

/* Units that tell a thing's size where a noun follows: 120万吨乙烯项目. */
static inline bool bg_is_size_unit (const bg_quantity *q) {
  static const char ones[][4] = { "吨", "岁", "度", "米", "层", "级", "瓦", "伏" };
  static const char twos[][7] = { "千伏", "兆瓦", "千瓦", "吉瓦", "公斤", "微米", "纳米" };
  const char *unit = bg_quantity_unit(q).at;
  switch (q->unit_length) {
    case 3:
      for (size_t i = 0; i < sizeof ones / sizeof ones[0]; i++) if (memcmp(unit, ones[i], 3) == 0) return true;
      return false;
    case 6:
      for (size_t i = 0; i < sizeof twos / sizeof twos[0]; i++) if (memcmp(unit, twos[i], 6) == 0) return true;
      return false;
    default: return bg_is_unit(q, "摄氏度");
  }
}

static inline bool bg_is_amount (const bg_fact *f) {
  int m = f->code[BG_CODE_MEASURE];
  return m == BG_MEASURE_STOCK || m == BG_MEASURE_FLOW || m == BG_MEASURE_LEVEL || m == BG_MEASURE_TARGET;
}

static inline bg_period bg_year_period (int year) {
  bg_period p;
  bg_date a = { 1, 1, 1 }, b = { 1, 12, 31 };
  a.year = b.year = year;
  p.first = bg_date_to_day(a);
  p.last = bg_date_to_day(b);
  return p;
}

BG_BEGIN

/* Text into the report's pool; where that fails, g->status says so. */
uint32_t bg_intern (bg_reading *g, const char *at, size_t length);
uint32_t bg_intern_period (bg_reading *g, bg_period period);
uint32_t bg_intern_region (bg_reading *g, uint32_t code);

/* Words of time in `where`, a stretch without a number: what follows may be of that
** time, where they stand in its first `opening` bytes. The sentence ends at `end`;
** months without a year are of `year`. */
void bg_carry_times (bg_reading *g, bg_range where, int year, size_t end, size_t opening);

/* The facts of a sentence, whose quantities are [first, last). */
void bg_read_figures (bg_reading *g, bg_range sentence, size_t first, size_t last, const bg_paragraph *paragraph, bool plan);

/* Writes a number's fact, or its mention of one told before. */
void bg_add_fact (bg_reading *g, const bg_figure *f, const bg_decision *d, const bg_paragraph *p);

/* The name under construction, reading->name. */
void bg_name_clear (bg_reading *g);
void bg_name_add (bg_reading *g, const char *at, size_t length);
void bg_name_range (bg_reading *g, bg_range r);

/* The length of a name without the steps that lead to a stock. */
size_t bg_without_steps (const bg_reading *g, const char *at, size_t length);

/* Only 、和及与 between two places: members of one list. */
bool bg_is_list (const char *text, size_t a, size_t b);

/* Names the quantity `index`, whose clause is `c`; says whether by the noun behind
** it, or by what was told before. */
void bg_choose_name (bg_reading *g, bg_range sentence, size_t index, bg_clause *c, bool follows, bool *right, bool *inherited);

/* A和B分别…a和b: the names of a list's members; answers their number, or 0. */
size_t bg_share_list (bg_reading *g, size_t index, size_t last, const bg_clause *c, bg_range *parts, bg_range *object);

/* Names member `i` of such a list. */
void bg_name_part (bg_reading *g, const bg_range *parts, size_t count, size_t i, bg_range object);

/* 贡献率, 占比: a rate or share by its name. */
bool bg_is_rate (const char *s, size_t n);

/* Measure, direction, comparison, status, period and level of a quantity. */
bg_decision bg_decide (bg_reading *g, const bg_quantity *q, const bg_clause *c, const char *name, size_t length, bool plan,
                        bool follows, bool right);

/* The row that says the same already, or BG_NO_ROW. */
int32_t bg_find_same (const bg_reading *g, const bg_fact *f, size_t row, bool again);

/* The row of the whole of a part, or BG_NO_ROW. */
int32_t bg_find_whole (const bg_reading *g, const bg_fact *f, size_t row);

/* Joins a stock to the flow of its sentence that adds to it. */
void bg_relate_increment (bg_reading *g, bg_fact *stock, size_t row);

/* Joins parts by level to the increment of just these levels. */
void bg_relate_levels (bg_reading *g, size_t row);

BG_END

#endif
