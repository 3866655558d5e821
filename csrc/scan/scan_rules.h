/*
** scan_rules.h: what the files of the scanner share.
*/
#ifndef BAOGAO_SCAN_RULES_H
#define BAOGAO_SCAN_RULES_H

#include "charclass.h"
#include "numeral.h"
#include "scan.h"
#include "base/text.h"

/* The text around one place: nothing outside [begin, end) is looked at. */
typedef struct bg_view {
  const bg_lexicon *lexicon;
  const unsigned char *text;
  size_t begin, end;
  uint64_t offset; /* of text[0] in the whole text; states hold whole offsets */
} bg_view;

BG_BEGIN

/*
** Reads the quantity whose numeral starts at `at`. Answers where to go on, past
** `at` in any case; *found says whether there is a quantity. Offsets in state
** and in the quantity are those of the whole text.
*/
size_t bg_quantity_at (const bg_view *view, size_t at, bg_scan_state *state,
                       bg_quantity *quantity, bool *found);

/* A time whose numeral starts at n->first (一九八五年, 9月11日, 前11个月, 2024—2026
** 年): the end of it, or 0 where it is none. */
size_t bg_time_at (const bg_view *view, const bg_numeral *n);

/* An hour with a zero before it (07时, 07时41分), which is a code anywhere else: its
** end, or 0. */
size_t bg_clock_at (const bg_view *view, const bg_numeral *n);

/* The view around `p`; false where the text does not reach far enough yet. */
bool bg_scan_window (const unsigned char *text, size_t p, size_t length, uint64_t offset, bool final,
                     bg_view *view);

/* Past blanks, three at most. */
size_t bg_skip_blanks (const bg_view *view, size_t at);

/* The character at `at`, BG_NO_CHAR at the end of the view. */
static inline uint32_t bg_view_char (const bg_view *view, size_t at, size_t *length) {
  if (at >= view->end) {
    *length = 0;
    return BG_NO_CHAR;
  }
  return bg_char_at(view->text, at, view->end, length);
}

/* A mark between the ends of a range; its length, or 0. *word is set for 至 and
** 到, which may also tell of a change. */
size_t bg_range_mark (const bg_view *view, size_t at, bool *word);

/* Whether the words around a stretch of time make it a period (近五年, 五年来,
** 前11个月) or a name (三年行动), and no length of time. */
bool bg_is_period (const bg_view *view, const bg_numeral *n, size_t unit_end, bool is_year);

BG_END

#endif
