/*
** facts.h: a report as the engine sees it.
**
** A report is an array of facts over one pool of text. A fact holds no
** pointer: its texts are offsets into the pool (each ends in NUL there), its
** wholes and stocks are row numbers. So a bundled report is plain constant
** data without relocations, shared by every process that maps the library,
** and a report read at run time is two blocks of memory.
**
**      facts                         pool
**      +---------------------+      +--------------------------------------+
**   0  | id  unit  period ...|----->| platforms.total\0 家\0 2024\0 ...    |
**      | value  bounds       |      +--------------------------------------+
**   1  | part_of = 0         |
**      +---------------------+
**
** Texts of one kind that are equal have equal offsets (units, categories,
** periods, regions, sections), so grouping compares numbers.
*/
#ifndef BAOGAO_FACTS_H
#define BAOGAO_FACTS_H

#include "base/common.h"
#include "base/interval.h"
#include "base/period.h"
#include "base/terms.h"

/* The texts of a fact: X(CODE, name). Their names are field names in Lua. */
#define BG_FACT_TEXTS(X) \
  X(ID, id) \
  X(CATEGORY, category) \
  X(INDICATOR, indicator) \
  X(LABEL_ZH, label_zh) \
  X(LABEL_EN, label_en) \
  X(WRITTEN, written) \
  X(UNIT, unit) \
  X(PERIOD, period) \
  X(REGION, region) \
  X(SECTION, section) \
  X(NOTE, note)

#define X(code, name) BG_TEXT_##code,
typedef enum bg_fact_text { BG_FACT_TEXTS(X) BG_TEXT_COUNT } bg_fact_text;
#undef X

/* Coded fields: X(CODE, name), in the order of bg_fact.code. */
#define BG_FACT_CODES(X) \
  X(QUALIFIER, qualifier) \
  X(MEASURE, measure) \
  X(STATUS, status) \
  X(LEVEL, level) \
  X(DIRECTION, direction) \
  X(COMPARISON, comparison)

#define X(code, name) BG_CODE_##code,
typedef enum bg_fact_code { BG_FACT_CODES(X) BG_CODE_COUNT } bg_fact_code;
#undef X

#define BG_NO_ROW (-1)
#define BG_ADDS_TO_MAX 2 /* an increment "of provincial level and above" has two stocks */

typedef struct bg_fact {
  double value;
  bg_interval bounds;
  uint32_t text[BG_TEXT_COUNT];
  int32_t part_of;                 /* row of the whole, or BG_NO_ROW */
  int32_t adds_to[BG_ADDS_TO_MAX]; /* rows of the stocks, filled from the left */
  uint32_t paragraph[2];           /* where it stands: the second is set where it is torn in two */
  uint8_t code[BG_CODE_COUNT];
  int8_t complete;                 /* a whole: 1 its parts exhaust it, 0 they do not; else -1 */
  uint32_t verbatim;               /* of a read report: the run with all that tears it apart, */
  uint32_t first, last;            /* and its bytes in the original, from 1, both included */
} bg_fact;

/* The same fact said once more. */
typedef struct bg_mention {
  uint32_t written, section;
  int32_t fact;
  uint32_t paragraph[2];
  uint32_t first, last; /* as in bg_fact */
} bg_mention;

typedef struct bg_milestone {
  uint32_t kind, name_zh, name_en, scope, date;
  uint16_t paragraph;
} bg_milestone;

/* The Chinese name of a section or category. */
typedef struct bg_name {
  uint32_t text, zh;
} bg_name;

/* Texts about the report itself: X(CODE, name). */
#define BG_REPORT_TEXTS(X) \
  X(NAME, name) \
  X(TITLE_ZH, title_zh) \
  X(TITLE_EN, title_en) \
  X(AUTHOR, author) \
  X(PLACE_ZH, place_zh) \
  X(PLACE_EN, place_en) \
  X(REGION, region) \
  X(PERIOD, period)

#define X(code, name) BG_REPORT_##code,
typedef enum bg_report_text { BG_REPORT_TEXTS(X) BG_REPORT_TEXT_COUNT } bg_report_text;
#undef X

typedef struct bg_report {
  const char *pool;
  const bg_fact *facts;
  const bg_mention *mentions;
  const bg_milestone *milestones;
  const bg_name *names;
  size_t fact_count, mention_count, milestone_count, name_count;
  uint32_t text[BG_REPORT_TEXT_COUNT];
  bool pooled; /* equal texts have equal offsets, of whatever field; else of the fields named above alone */
} bg_report;

BG_BEGIN

static inline const char *bg_fact_string (const bg_report *report, size_t row, bg_fact_text text) {
  return report->pool + report->facts[row].text[text];
}

/* Whether two texts are the same, and a number that texts which are share (and
** others may). */
bool bg_report_same (const bg_report *report, uint32_t a, uint32_t b);
uint32_t bg_report_mark (const bg_report *report, uint32_t text);

/* The days of a fact's period; false where it has none or none that reads. */
bool bg_fact_period (const bg_report *report, size_t row, bg_period *period);

/* The tier of a GB/T 2260 code by its trailing zeros: 1 nation, 2 province,
** 3 prefecture, 4 county; 0 where the text is no such code. */
int bg_region_scope (const char *code);

/* The tiers (BG_TIER_ bits) that a level takes in. */
unsigned bg_level_tiers (unsigned level);

/* The row of the flow that is the increment of just this stock, or BG_NO_ROW. */
int32_t bg_report_increment (const bg_report *report, size_t stock);

/* What stands against setting fact `a` beside fact `b` as values of one
** series: a set of BG_BARRIER_ bits, 0 where nothing does. */
unsigned bg_fact_barriers (const bg_report *report, size_t a, size_t b);

/* The parts of each whole in a list: the first, then the next after each, by
** row; BG_NO_ROW ends it. */
typedef struct bg_parts {
  int32_t *first, *next;
} bg_parts;

/* What the parts of a whole leave where their levels leave just one tier of
** the whole's: false where they do not, or where no part is stated. `rest` gets
** bounds, `nominal` the value and `level` the tier that remains. Where `parts`
** is NULL they are looked for among all facts. */
bool bg_report_remainder (const bg_report *report, size_t whole, const bg_parts *parts,
                          bg_interval *rest, double *nominal, bg_level *level);

/* The bundled reports, and their number. */
#define BG_BUNDLED_COUNT 1
bg_report bg_bundled_report (size_t index);

BG_END

#endif
