/*
** quantity_frame.h: quantities in columns, without an object for each.
**
** A row takes 56 bytes: where the run and its numeral stand, the value and its
** bounds, and codes for unit, kind and qualifier. Units of the lexicon are
** their own code; compound ones (元/吨) are kept once each in a list.
*/
#ifndef BAOGAO_QUANTITY_FRAME_H
#define BAOGAO_QUANTITY_FRAME_H

#include "scan.h"

typedef struct bg_quantity_row {
  uint64_t first;
  double value, lower, upper;
  uint32_t length;                       /* of the run */
  uint16_t number_first, number_length;  /* the numeral, from `first` on */
  uint32_t unit;                         /* lexicon index, or count + place in `compounds` */
  unsigned char kind, sense, flags;      /* BG_ROW_... */
} bg_quantity_row;

enum { BG_ROW_LOWER_OPEN = 1, BG_ROW_UPPER_OPEN = 2, BG_ROW_ROUNDED = 4 };

/* The code of the empty unit. */
#define BG_ROW_NO_UNIT UINT32_C(0xFFFFFFFF)

/* Different compound units of one text. Each new one walks the list, so hostile
** text must not make it long; the most that a real report had is about thirty. */
#define BG_COMPOUNDS_MAX 4096

typedef struct bg_compound {
  unsigned char length;
  char text[BG_SCAN_UNIT];
} bg_compound;

typedef struct bg_quantity_frame {
  bg_alloc alloc;
  bg_quantity_row *rows;
  size_t count, room;
  bg_compound *compounds;
  size_t compound_count, compound_room;
  bg_status status; /* what went wrong while rows were added */
} bg_quantity_frame;

BG_BEGIN

void bg_quantity_frame_init (bg_quantity_frame *frame, const bg_alloc *alloc);
void bg_quantity_frame_free (bg_quantity_frame *frame);

/* A bg_quantity_sink; `ud` is the frame. */
bool bg_quantity_frame_add (void *ud, const bg_quantity *quantity);

/* The unit of a row, where it is none of the lexicon's. */
bg_text bg_quantity_frame_unit (const bg_quantity_frame *frame, const bg_quantity_row *row);

BG_END

#endif
