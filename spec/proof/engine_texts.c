/*
** engine_texts.c: what of numbers, texts and reports no Lua program reaches.
** See engine.c.
*/
#include "engine.h"

#include "base/decimal.h"
#include "base/interval.h"
#include "base/period.h"
#include "base/text.h"
#include "report/build.h"
#include "report/totals.h"
#include "scan/quantity_frame.h"
#include "scan/scan.h"
#include "scan/stops.h"

#include <stdlib.h>

static const bg_alloc alloc = { engine_resize, NULL };

/* {====================================================== numbers and texts */

static bool decimal_is (bg_decimal a, uint64_t mantissa, int exponent, bool cut) {
  return a.mantissa == mantissa && a.exponent == exponent && a.cut == cut;
}

static void decimals (void) {
  bg_decimal none = bg_decimal_of(0, 3), five = bg_decimal_of(5, 0), cut = bg_decimal_of(7, 0), no_more = bg_decimal_of(0, 0);
  bool exact;
  cut.cut = no_more.cut = true;
  HOLDS(decimal_is(bg_decimal_subtract(five, none), 5, 0, false));
  HOLDS(decimal_is(bg_decimal_add(no_more, five), 5, 0, true));
  HOLDS(decimal_is(bg_decimal_add(five, no_more), 5, 0, true));
  HOLDS(decimal_is(bg_decimal_add(cut, no_more), 7, 0, true));
  HOLDS(decimal_is(bg_decimal_add(no_more, cut), 7, 0, true));
  HOLDS(decimal_is(bg_decimal_add(cut, five), 12, 0, true));
  HOLDS(decimal_is(bg_decimal_add(five, cut), 12, 0, true));
  HOLDS(decimal_is(bg_decimal_subtract(cut, five), 2, 0, true));
  HOLDS(decimal_is(bg_decimal_subtract(bg_decimal_of(9, 0), cut), 2, 0, true));
  /* a whole number that a double holds, said with a tenth more */
  HOLDS(bg_decimal_double(bg_decimal_of(UINT64_C(90071992547409920), -1), &exact) == 9007199254740992.0 && exact);
}

/* What is written, and what strtod reads in it. */
static void numbers (void) {
  static const char *const good[] = {
    "2.4703282292062327208828439643411069e-324", /* more than half of the least double */
    "2.4703282292062327208828439643411068e-324", /* less */
    "1606938044258990275541962092341162602522202993782792835301376", /* 2^200: nothing but zeros below its top bit */
    "1606938044258990275541962092341162602522202993782792835301376E-3", "-0.00000000000000000000000000123456789012345678901E25",
    "123456789012345678901234567890e-400", "10000000000000000001", "18446744073709551617e0"
  };
  char longest[BG_DECIMAL_TEXT_MAX + 2];
  double value;
  bool whole;
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
    HOLDS(bg_decimal_read(text_of(good[i]), &value, &whole) && value == strtod(good[i], NULL));
  HOLDS(!bg_decimal_read(text_of(""), &value, &whole));
  memset(longest, '9', sizeof longest);
  longest[BG_DECIMAL_TEXT_MAX + 1] = '\0';
  HOLDS(!bg_decimal_read(text_of(longest), &value, &whole)); /* too long */
  longest[BG_DECIMAL_TEXT_MAX] = '\0';
  HOLDS(!bg_decimal_read(text_of(longest), &value, &whole)); /* beyond all doubles */
  memcpy(longest + BG_DECIMAL_TEXT_MAX - 4, "e310", 4); /* the most that is ever held */
  HOLDS(!bg_decimal_read(text_of(longest), &value, &whole));
  memcpy(longest + BG_DECIMAL_TEXT_MAX - 4, "e-99", 4);
  HOLDS(bg_decimal_read(text_of(longest), &value, &whole) && value == strtod(longest, NULL));
  memcpy(longest, "0.", 2);
  memcpy(longest + BG_DECIMAL_TEXT_MAX - 5, "e-310", 5);
  HOLDS(bg_decimal_read(text_of(longest), &value, &whole) && value == strtod(longest, NULL));
}

static void days (void) {
  static const bg_date dates[] = { { 1970, 1, 1 }, { 0, 3, 1 }, { 0, 2, 29 }, { 0, 1, 1 }, { -1, 12, 31 }, { -401, 2, 28 } };
  for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
    bg_date d = bg_date_of_day(bg_date_to_day(dates[i]));
    HOLDS(d.year == dates[i].year && d.month == dates[i].month && d.day == dates[i].day);
  }
  HOLDS(bg_date_to_day(dates[3]) - bg_date_to_day(dates[4]) == 1 && bg_date_to_day(dates[0]) == 0);
}

static void texts (void) {
  const unsigned char *text = (const unsigned char *)"abc";
  HOLDS(bg_starts(text, 1, 3, "bc", 2) && !bg_starts(text, 4, 3, "", 0) && !bg_starts(text, 2, 3, "cd", 2));
  HOLDS(bg_ends(text, 1, 3, "bc", 2) && !bg_ends(text, 3, 2, "", 0) && !bg_ends(text, 2, 3, "bc", 2));
  HOLDS(bg_is_han(0x4E00) && bg_is_han(0x3400) && bg_is_han(0x3007) && !bg_is_han('a'));
}

/* }====================================================== */

/* {====================================================== reports */

static void builders (void) {
  bg_report_builder b;
  uint32_t first, second, third;
  int left = 0;
  bg_alloc scarce = { engine_scarce_resize, NULL };
  void *block = NULL;
  size_t room = SIZE_MAX;
  scarce.ud = &left;
  HOLDS(!bg_make_room(alloc, &block, &room, SIZE_MAX, 1)); /* twice as much is no size */
  room = SIZE_MAX / 4;
  HOLDS(!bg_make_room(alloc, &block, &room, SIZE_MAX / 4, 8) && block == NULL);
  bg_report_builder_start(&b, alloc);
  /* two texts of one hash are two */
  HOLDS(bg_report_builder_text(&b, text_of("figure 1091344 of it"), &first) == BG_OK && bg_report_builder_text(&b, text_of("figure 2493575 of it"), &second) == BG_OK);
  HOLDS(first != second && bg_report_builder_text(&b, text_of("figure 2493575 of it"), &third) == BG_OK && third == second);
  HOLDS(strcmp(b.pool + first, "figure 1091344 of it") == 0 && strcmp(b.pool + second, "figure 2493575 of it") == 0);
  room = b.pool_size;
  b.pool_size = BG_POOL_MAX - 3;
  HOLDS(bg_report_builder_text(&b, text_of("abc"), &first) == BG_TOO_LARGE);
  b.pool_size = room;
  room = b.slot_room;
  b.slot_room = SIZE_MAX / 8;
  b.slot_used = SIZE_MAX / 8;
  HOLDS(bg_report_builder_text(&b, text_of("abc"), &first) == BG_NO_MEMORY);
  b.slot_room = room;
  bg_report_builder_free(&b);
  /* memory that ends at each of its blocks: the builder keeps what it had, and is freed */
  for (int blocks = 0; blocks < 3; blocks++) {
    char big[5000];
    memset(big, 'x', sizeof big);
    bg_report_builder_start(&b, scarce);
    left = blocks;
    HOLDS(bg_report_builder_text(&b, (bg_text) { big, sizeof big }, &first) == BG_NO_MEMORY);
    HOLDS(bg_report_builder_fact(&b) == NULL && bg_report_builder_mention(&b) == NULL && bg_report_builder_mend(&b) == NULL);
    HOLDS(bg_report_builder_report(&b).fact_count == 0);
    bg_report_builder_free(&b);
  }
}

static void totals (void) {
  const bg_fact_field unit = BG_TEXT_UNIT;
  bg_report report;
  bg_totals t;
  memset(&report, 0, sizeof report);
  report.fact_count = INT32_MAX;
  HOLDS(bg_totals_make(&report, &unit, 1, NULL, alloc, &t) == BG_TOO_LARGE);
}

/* }====================================================== */

/* Rows of a frame of quantities, whose room cannot be doubled. */
static void quantities (void) {
  bg_quantity q;
  bg_quantity_frame frame;
  memset(&q, 0, sizeof q);
  bg_quantity_frame_init(&frame, &alloc);
  frame.count = frame.room = SIZE_MAX - 1;
  HOLDS(!bg_quantity_frame_add(&frame, &q) && frame.status == BG_NO_MEMORY);
  frame.count = frame.room = SIZE_MAX / 4;
  HOLDS(!bg_quantity_frame_add(&frame, &q) && frame.status == BG_NO_MEMORY);
  frame.count = frame.room = 0;
  q.unit = 0;
  HOLDS(bg_quantity_frame_add(&frame, &q) && frame.count == 1);
  bg_quantity_frame_free(&frame);
}

/* The ways to pass over prose find the same: by 64 bytes, by 32, and one by one. */
static void stops (const bg_lexicon *lexicon) {
  static const char *const pieces[] = { "话", "说", "。", "5", "12", "万", "x", " ", "\xE4", "\xBA\x8C", "《", "😀", "é", "亿" };
  enum { LENGTH = 9000, WAYS = 3 };
  static unsigned char text[LENGTH + 8];
  static size_t found[WAYS][LENGTH];
  static bg_stops s;
  size_t length = 0, counts[WAYS];
  unsigned random = 20241;
  while (length < LENGTH) {
    size_t n, which;
    random = random * 1103515245u + 12345u;
    which = random >> 16 & 63u;
    if (which >= sizeof pieces / sizeof pieces[0]) which = 0; /* prose, most of it */
    n = strlen(pieces[which]);
    memcpy(text + length, pieces[which], n);
    length += n;
  }
  for (int way = 0; way < WAYS; way++)
    for (size_t short_of = 0; short_of < 4; short_of++) { /* whole, and cut where the next piece would come */
      size_t limit = LENGTH - short_of, p = 0;
      bg_stops_start(&s);
      s.wide = s.wide && way < 2;
      s.wider = s.wider && way < 1;
      counts[way] = 0;
      while ((p = bg_stop_next(lexicon, text, p, LENGTH, limit, &s)) < limit) {
        found[way][counts[way]++] = p;
        while (p < limit && text[p] >= '0' && text[p] <= '9') p++;
        if (p == found[way][counts[way] - 1]) p += 3;
      }
      HOLDS(counts[way] > 200 && counts[way] == counts[0]);
      HOLDS(memcmp(found[way], found[0], counts[way] * sizeof found[0][0]) == 0);
    }
  /* a walk that begins past the limit is at its end */
  bg_stops_start(&s);
  HOLDS(bg_stop_next(lexicon, text, LENGTH - 1, LENGTH, LENGTH - 3, &s) >= LENGTH - 3);
  /* prose to the end, from each place of a block */
  for (size_t before = 0; before < 6; before++) {
    bg_stops_start(&s);
    s.wide = false;
    memset(text, 'x', before);
    for (length = before; length + 3 <= 600; length += 3) memcpy(text + length, "话", 3);
    HOLDS(bg_stop_next(lexicon, text, before, length, length - 3, &s) >= length - 3);
  }
}

typedef struct spans {
  uint64_t sum;
  int count, most;
} spans;

static bool add_span (void *ud, const bg_span *span) {
  spans *all = (spans *)ud;
  all->sum += span->first * 31 + span->last + (uint64_t)span->period.last;
  return ++all->count != all->most;
}

/* Spans of a text that comes in pieces, and of the whole. */
static void feeds (const bg_lexicon *lexicon) {
  static const char sentence[] = "2024年1—11月，新增5家，去年同期3家；第三季度和上半年话说。";
  enum { TIMES = 3000 };
  size_t length = (sizeof sentence - 1) * TIMES;
  char *text = (char *)malloc(length + 1);
  spans whole = { 0, 0, 0 }, pieces = { 0, 0, 0 };
  bg_scan_state state;
  bg_feed *feed = NULL;
  HOLDS(text != NULL);
  for (size_t i = 0; i < TIMES; i++) memcpy(text + i * (sizeof sentence - 1), sentence, sizeof sentence);
  memset(&state, 0, sizeof state);
  state.year = 2024;
  bg_scan_spans(lexicon, (const unsigned char *)text, length, 0, true, &state, add_span, &whole);
  HOLDS(whole.count == 4 * TIMES);
  HOLDS(bg_feed_new(&alloc, lexicon, NULL, add_span, &pieces, 2024, &feed) == BG_OK);
  for (size_t at = 0; at < length; at += 7001)
    HOLDS(bg_feed_push(feed, text + at, length - at < 7001 ? length - at : 7001) == BG_OK);
  HOLDS(bg_feed_end(feed) == BG_OK && pieces.count == whole.count && pieces.sum == whole.sum);
  bg_feed_free(feed);
  bg_feed_free(NULL);
  /* a sink that has enough ends the walk */
  memset(&state, 0, sizeof state);
  whole.count = 0;
  whole.most = 3;
  bg_scan_spans(lexicon, (const unsigned char *)text, length, 0, true, &state, add_span, &whole);
  HOLDS(whole.count == 3 && state.stopped != 0);
  bg_scan_spans(lexicon, (const unsigned char *)text, length, 0, true, &state, add_span, &whole);
  HOLDS(whole.count == 3);
  /* prose to the end of a step, where no more than the end of a character is left for the next */
  for (int before = 0; before < 6; before++) {
    pieces.count = 0;
    HOLDS(bg_feed_new(&alloc, lexicon, NULL, add_span, &pieces, 2024, &feed) == BG_OK);
    HOLDS(bg_feed_push(feed, "xxxxxx", (size_t)before) == BG_OK);
    for (int i = 0; i < 30000; i++) (void)bg_feed_push(feed, "话", 3);
    HOLDS(bg_feed_push(feed, sentence, sizeof sentence - 1) == BG_OK && bg_feed_end(feed) == BG_OK && pieces.count == 4);
    bg_feed_free(feed);
  }
  free(text);
}

static void scanning (void) {
  bg_lexicon *lexicon = (bg_lexicon *)malloc(sizeof *lexicon);
  HOLDS(lexicon != NULL && bg_lexicon_build(lexicon) == BG_OK);
  stops(lexicon);
  feeds(lexicon);
  free(lexicon);
}

void engine_texts (void) {
  decimals();
  numbers();
  days();
  texts();
  builders();
  totals();
  quantities();
  scanning();
}
