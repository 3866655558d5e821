/*
** frame_text.c: what the readers of CSV and of NDJSON have in common.
*/
#include "frame_text.h"
#include "base/period.h"

#include <stdarg.h>
#include <stdio.h>

static const char mark[] = "\xEF\xBB\xBF";

void bg_text_start (bg_text_reader *r, const bg_alloc *alloc, bg_text text, const bg_text_options *options,
                    bg_fault *fault) {
  memset(r, 0, sizeof *r);
  r->alloc = *alloc;
  r->options = options;
  r->fault = fault;
  r->at = text.at;
  r->end = text.at + text.length;
  if (text.length >= 3 && memcmp(text.at, mark, 3) == 0) r->at += 3;
}

void bg_text_drop (bg_text_reader *r) {
  for (size_t i = 0; i < r->count; i++) {
    bg_buffer_drop(r->columns[i].name);
    bg_builder_drop(&r->columns[i].builder);
  }
  bg_delete(&r->alloc, r->columns, r->column_room * sizeof *r->columns);
  bg_delete(&r->alloc, r->room, r->room_size);
}

bg_status bg_text_refuse (bg_text_reader *r, const char *format, ...) {
  va_list args;
  int n = snprintf(r->fault->text, sizeof r->fault->text, "line %lu: ", (unsigned long)r->line);
  va_start(args, format);
  vsnprintf(r->fault->text + n, sizeof r->fault->text - (size_t)n, format, args);
  va_end(args);
  return BG_NO_VALUE;
}

size_t bg_text_find (const bg_text_reader *r, bg_text name, size_t from) {
  for (size_t i = 0; i < r->count; i++) {
    size_t k = (from + i) % r->count;
    const bg_buffer *other = r->columns[k].name;
    if (other->size == name.length && memcmp(other->data, name.at, name.length) == 0) return k;
  }
  return r->count;
}

bg_status bg_text_add (bg_text_reader *r, bg_text name) {
  bg_text_column *c;
  bg_status status;
  if (r->count >= BG_COLUMNS_MAX) return bg_text_refuse(r, "more than %d columns", BG_COLUMNS_MAX);
  status = bg_grow(&r->alloc, (void **)&r->columns, &r->column_room, r->count + 1, sizeof *r->columns);
  if (status != BG_OK) return status;
  c = &r->columns[r->count];
  memset(c, 0, sizeof *c);
  c->whole = true;
  bg_builder_start(&c->builder, &r->alloc, BG_STRING);
  status = bg_buffer_text(&r->alloc, name, &c->name);
  if (status != BG_OK) return status;
  r->count++;
  for (size_t i = 0; i < r->options->wanted_count; i++) {
    if (!bg_text_equal(name, r->options->wanted[i].name)) continue;
    c->builder.type = r->options->wanted[i].type;
    c->started = c->fixed = r->options->wanted[i].met = true;
  }
  return BG_OK;
}

/* Of ten bytes no other period can be. */
bool bg_text_date (bg_text text, double *day) {
  bg_period period;
  if (text.length != 10 || bg_period_read(text, &period) != BG_OK) return false;
  *day = period.first;
  return true;
}

bg_status bg_text_frame (bg_text_reader *r, bg_frame **result) {
  bg_frame *f = NULL;
  bg_status status = r->rows > BG_ROWS_MAX ? BG_TOO_LARGE : bg_frame_new(&r->alloc, r->count, &f); /* rows without a column */
  for (size_t i = 0; i < r->count && status == BG_OK; i++) {
    bg_text name;
    name.at = (const char *)r->columns[i].name->data;
    name.length = r->columns[i].name->size;
    status = bg_builder_finish(&r->columns[i].builder, name, &f->columns[i]);
  }
  if (status != BG_OK) {
    bg_frame_drop(f);
    return status;
  }
  f->rows = r->rows;
  *result = f;
  return BG_OK;
}
