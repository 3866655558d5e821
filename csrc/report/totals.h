/*
** totals.h: totals by any field that never count a thing twice.
**
** Facts with equal keys and equal unit make one row. Within a row only facts
** of one class are added: one measure, one status, one tier of region. The
** class is the best that the row has (actual before forecast, the report's own
** region (or that of most facts) before others, stock before flow before the rest), and whatever stays
** outside is kept with the reason. Rates and ranks are never added; a part is
** not added to its whole, nor an indicator to itself over a period that
** overlaps.
**
** Where the key is the level, a whole of several tiers steps back behind its
** parts, and the tier that they leave gets the rest as a derived addend:
** 5616 of municipal level and above, 63 national and 2197 provincial leave
** 3356 municipal.
*/
#ifndef BAOGAO_TOTALS_H
#define BAOGAO_TOTALS_H

#include "facts.h"
#include "growth.h"

#define BG_TOTALS_KEYS 4 /* fields that a total may be keyed by at once */

/* A field to key or filter by: texts first, then codes. */
typedef int bg_fact_field;
#define BG_FIELD_OF_TEXT(text) (text)
#define BG_FIELD_OF_CODE(code) (BG_TEXT_COUNT + (code))
#define BG_FIELD_COUNT (BG_TEXT_COUNT + BG_CODE_COUNT)

typedef struct bg_total_row {
  bg_figure sum;
  bg_figure rest;       /* the derived addends within the sum */
  int32_t first;        /* a fact with this row's unit, and its keys but for `level` */
  int32_t addends;      /* where its facts start in bg_totals.order */
  int32_t count;        /* stated facts in the sum */
  int32_t rest_of;      /* the last whole that left a rest here, or BG_NO_ROW */
  uint32_t rest_count;  /* derived addends in the sum */
  uint8_t level;        /* the row's level where it is keyed by level */
  uint8_t measure, status;
  bool additive;        /* its unit can be added at all */
} bg_total_row;

typedef struct bg_left_out {
  int32_t fact;
  int32_t row;     /* the total that it stands outside of */
  int32_t because; /* the fact that stands in its way, or BG_NO_ROW */
  uint8_t reason;
} bg_left_out;

typedef struct bg_totals {
  bg_total_row *rows;
  bg_left_out *left_out;
  int32_t *order;      /* facts in the totals, row by row, in report order */
  size_t row_count, left_out_count;
  void *block;         /* the one block that holds all of these */
  size_t block_size;
} bg_totals;

BG_BEGIN

/* Totals of the facts whose `chosen` byte is set (all where it is NULL), by
** `keys`. Free with bg_totals_free, also after BG_NO_MEMORY. */
bg_status bg_totals_make (const bg_report *report, const bg_fact_field *keys,
                          size_t key_count, const unsigned char *chosen,
                          bg_alloc alloc, bg_totals *totals);

void bg_totals_free (bg_totals *totals, bg_alloc alloc);

BG_END

#endif
