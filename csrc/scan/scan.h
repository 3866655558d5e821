/*
** scan.h: text to quantities and to spans of time.
**
** The text passes once, left to right. Prose is skipped a character at a time
** by a table; where a numeral begins, everything about it is decided from a
** window of the text around it, BG_SCAN_BEHIND bytes before and BG_SCAN_AHEAD
** after, and from a few words of state that travel with the scan. Nothing
** outside of the window can change a result. So a text may come in pieces of
** any size: a feed keeps the window's tail and waits where it is not full yet,
** and the results are those of the whole text, in constant memory.
**
**      ... 累计超过1.4万家，同比 ...
**             |   |     |
**       before  numeral  unit, words after
*/
#ifndef BAOGAO_SCAN_H
#define BAOGAO_SCAN_H

#include "base/common.h"
#include "lexicon.h"
#include "base/period.h"

/* What a rule may look at from the first byte of a numeral. Behind: the longest
** word before a number and the words by which a rank is known. Ahead: two
** numerals of a range with all that may stand between, or a title in 《》. */
#define BG_SCAN_BEHIND 96
#ifndef BG_SCAN_AHEAD
#define BG_SCAN_AHEAD 768
#endif

/* The longest unit that is reported, a compound as 吨标准煤/万元 included. */
#define BG_SCAN_UNIT 64

typedef struct bg_quantity {
  uint64_t first, last;               /* bytes, from 0; last is one past the end */
  uint64_t number_first, number_last; /* the numeral alone */
  double value, lower, upper;
  bool lower_open, upper_open;
  bool exact;             /* false where no double holds the whole number */
  unsigned char kind;     /* bg_kind */
  unsigned char sense;    /* bg_sense */
  uint16_t unit;          /* index into bg_units, or BG_NO_UNIT for one put together */
  unsigned char unit_length;
  const unsigned char *run; /* the bytes from `first`; only while the sink is called */
  char unit_text[BG_SCAN_UNIT]; /* a unit put together: see bg_quantity_unit */
} bg_quantity;

/* The unit in base form; its length may be 0. */
static inline bg_text bg_quantity_unit (const bg_quantity *q) {
  bg_text unit;
  unit.at = q->unit != BG_NO_UNIT ? bg_unit_base(q->unit) : q->unit_text;
  unit.length = q->unit_length;
  return unit;
}

/* What words of time say: see span.c. */
typedef enum bg_span_kind {
  BG_SPAN_YEAR, BG_SPAN_HALF, BG_SPAN_QUARTER, BG_SPAN_MONTH, BG_SPAN_DAY,
  BG_SPAN_RANGE, BG_SPAN_PLAN, BG_SPAN_DECADE, BG_SPAN_CENTURY, BG_SPAN_SINCE,
  BG_SPAN_UNTIL
} bg_span_kind;

typedef struct bg_span {
  uint64_t first, last;
  bool known;        /* false where the year that it counts from is not */
  bool no_start, no_stop; /* 截至10月底 only tells its end, 2020年以来 its start */
  bg_period period;
  unsigned char kind;
} bg_span;

/* Answer false to stop the scan. A sink must not raise. */
typedef bool (*bg_quantity_sink)(void *ud, const bg_quantity *quantity);
typedef bool (*bg_span_sink)(void *ud, const bg_span *span);

/* What travels with a scan; start from zeros. */
typedef struct bg_scan_state {
  uint64_t at;            /* the next byte to look at */
  uint64_t run_end;       /* the end of the last run, which a prefix cannot cross */
  uint64_t governed_end;  /* the end of a run whose bounding verb governs a list */
  uint64_t carried_end;   /* the end of 每千人 after a bounding verb */
  uint64_t rank_end;      /* the end of the last rank, which a list may go on */
  uint64_t ordinal_end;   /* the end of the last 第N, whose list may go on */
  uint64_t title_seen, title_none; /* see title_end in scan.c */
  uint64_t ratio_end;     /* where the second number of a ratio stands */
  unsigned char governed_sense, carried_sense, skipping, stopped;
  uint64_t carried_first; /* where that verb stands */
  int year;               /* for spans: the text's own year, or 0 */
  int named_year;         /* the year last named in this sentence, or 0 */
  bg_period last_period;  /* the span before, for 同期 */
  bool has_last;
  uint16_t governed_unit;
} bg_scan_state;

typedef struct bg_feed bg_feed;

BG_BEGIN

/*
** Scans text[0 .. length) that stands at byte `offset` of the whole, from
** state->at on, and answers with state->at moved: to the end where `final`,
** else to the first place whose window is not full. All of the window behind
** state->at must be in the text.
*/
void bg_scan_quantities (const bg_lexicon *lexicon, const unsigned char *text, size_t length,
                         uint64_t offset, bool final, bg_scan_state *state,
                         bg_quantity_sink sink, void *ud);

void bg_scan_spans (const bg_lexicon *lexicon, const unsigned char *text, size_t length,
                    uint64_t offset, bool final, bg_scan_state *state,
                    bg_span_sink sink, void *ud);

/* A numeral alone, with the words that bound it, and nothing else:
** 二百三十余万. False where the text is anything but that. */
bool bg_number_read (const bg_lexicon *lexicon, const unsigned char *text, size_t length,
                     bg_quantity *quantity);

/* A scan of text that comes in pieces. Just one sink is given. */
bg_status bg_feed_new (const bg_alloc *alloc, const bg_lexicon *lexicon, bg_quantity_sink quantities,
                       bg_span_sink spans, void *ud, int year, bg_feed **feed);
bg_status bg_feed_push (bg_feed *feed, const void *bytes, size_t length);
/* No more text: reports what was held back. */
bg_status bg_feed_end (bg_feed *feed);
void bg_feed_free (bg_feed *feed);

BG_END

#endif
