/*
** quantity_frame.c: quantities in columns.
*/
#include "quantity_frame.h"

#include <string.h>

void bg_quantity_frame_init (bg_quantity_frame *frame, const bg_alloc *alloc) {
  memset(frame, 0, sizeof *frame);
  frame->alloc = *alloc;
}

void bg_quantity_frame_free (bg_quantity_frame *frame) {
  if (frame->rows != NULL)
    frame->alloc.resize(frame->alloc.ud, frame->rows, frame->room * sizeof *frame->rows, 0);
  if (frame->compounds != NULL)
    frame->alloc.resize(frame->alloc.ud, frame->compounds, frame->compound_room * sizeof *frame->compounds, 0);
  frame->rows = NULL;
  frame->compounds = NULL;
  frame->count = frame->room = frame->compound_count = frame->compound_room = 0;
}

/* Room for one more; NULL where there is none. */
static void *grown (const bg_alloc *alloc, void *at, size_t count, size_t *room, size_t size) {
  size_t wanted, bytes;
  void *block;
  if (count < *room) return at;
  if (!bg_add(*room, *room == 0 ? 64 : *room, &wanted) || !bg_multiply(wanted, size, &bytes)) return NULL;
  block = alloc->resize(alloc->ud, at, *room * size, bytes);
  if (block != NULL) *room = wanted;
  return block;
}

/* The code of a compound unit: texts have few of them, so a walk will do; the
** last found is tried first. */
static bool compound_code (bg_quantity_frame *frame, const bg_quantity *q, uint32_t *code) {
  bg_compound *list;
  size_t i;
  for (i = frame->compound_count; i > 0; i--) {
    const bg_compound *c = &frame->compounds[i - 1];
    if (c->length == q->unit_length && memcmp(c->text, q->unit_text, q->unit_length) == 0) break;
  }
  if (i == 0) {
    if (frame->compound_count >= BG_COMPOUNDS_MAX) {
      frame->status = BG_TOO_LARGE;
      return false;
    }
    list = (bg_compound *)grown(&frame->alloc, frame->compounds, frame->compound_count, &frame->compound_room,
                                sizeof *list);
    if (list == NULL) {
      frame->status = BG_NO_MEMORY;
      return false;
    }
    frame->compounds = list;
    list[frame->compound_count].length = q->unit_length;
    memcpy(list[frame->compound_count].text, q->unit_text, q->unit_length);
    i = ++frame->compound_count;
  }
  *code = (uint32_t)(bg_unit_count + i - 1);
  return true;
}

bool bg_quantity_frame_add (void *ud, const bg_quantity *q) {
  bg_quantity_frame *frame = (bg_quantity_frame *)ud;
  bg_quantity_row *row, *rows;
  uint32_t unit = BG_ROW_NO_UNIT;
  if (q->unit != BG_NO_UNIT) unit = q->unit;
  else if (q->unit_length != 0 && !compound_code(frame, q, &unit)) return false;
  rows = (bg_quantity_row *)grown(&frame->alloc, frame->rows, frame->count, &frame->room, sizeof *rows);
  if (rows == NULL) {
    frame->status = BG_NO_MEMORY;
    return false;
  }
  frame->rows = rows;
  row = &rows[frame->count++];
  row->first = q->first;
  row->length = (uint32_t)(q->last - q->first);
  row->number_first = (uint16_t)(q->number_first - q->first);
  row->number_length = (uint16_t)(q->number_last - q->number_first);
  row->value = q->value;
  row->lower = q->lower;
  row->upper = q->upper;
  row->unit = unit;
  row->kind = q->kind;
  row->sense = q->sense;
  row->flags = (unsigned char)((q->lower_open ? BG_ROW_LOWER_OPEN : 0) | (q->upper_open ? BG_ROW_UPPER_OPEN : 0) |
                               (q->exact ? 0 : BG_ROW_ROUNDED));
  return true;
}

bg_text bg_quantity_frame_unit (const bg_quantity_frame *frame, const bg_quantity_row *row) {
  bg_text text = { "", 0 };
  if (row->unit != BG_ROW_NO_UNIT) {
    const bg_compound *c = &frame->compounds[row->unit - bg_unit_count];
    text.at = c->text;
    text.length = c->length;
  }
  return text;
}
