/*
** frame_csv.c: CSV as RFC 4180 has it. See frame_text.h.
**
** Records end in CRLF or LF. A field is quoted as a whole or not at all; in
** quotes "" is a quote, and anything may stand. A byte order mark before the
** text is skipped, and so is an empty line where there are several columns.
*/
#include "frame_text.h"
#include "base/period.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

typedef struct reader {
  const bg_text_options *options;
  bg_fault *fault;
  const char *at, *end;
  size_t line;          /* of the record being read, from 1 */
  size_t lines;         /* line breaks met */
  char *room;           /* for a quoted field with quotes in it */
  size_t room_size;
  bg_alloc alloc;
} reader;

typedef struct field {
  bg_text text;
  bool quoted;
  bool last;            /* of its record */
} field;

static bg_status refuse (reader *r, const char *format, ...) {
  va_list args;
  int n = snprintf(r->fault->text, sizeof r->fault->text, "line %lu: ", (unsigned long)r->line);
  va_start(args, format);
  vsnprintf(r->fault->text + n, sizeof r->fault->text - (size_t)n, format, args);
  va_end(args);
  return BG_NO_VALUE;
}

/* What ends a field: the separator, or the end of the record. */
static bg_status end_field (reader *r, field *f) {
  if (r->at < r->end && *r->at == r->options->separator) {
    r->at++;
    f->last = false;
    return BG_OK;
  }
  f->last = true;
  if (r->at >= r->end) return BG_OK;
  if (*r->at == '\r' && r->at + 1 < r->end && r->at[1] == '\n') r->at++;
  if (*r->at == '\n') {
    r->at++;
    r->lines++;
    return BG_OK;
  }
  return refuse(r, "text after a closing quote");
}

static bg_status read_field (reader *r, field *f) {
  const char *from = r->at;
  char separator = r->options->separator;
  f->quoted = false;
  if (r->at < r->end && *r->at == '"') {
    size_t used = 0;
    bool doubled = false;
    f->quoted = true;
    from = ++r->at;
    for (;;) {
      const char *quote = (const char *)memchr(r->at, '"', (size_t)(r->end - r->at));
      if (quote == NULL) return refuse(r, "a quote is never closed");
      for (const char *c = r->at; c < quote; c++) r->lines += *c == '\n';
      if (quote + 1 < r->end && quote[1] == '"') { /* keep one of the two */
        size_t some = (size_t)(quote - r->at) + 1;
        bg_status status = bg_grow(&r->alloc, (void **)&r->room, &r->room_size, used + some, 1);
        if (status != BG_OK) return status;
        memcpy(r->room + used, r->at, some);
        used += some;
        doubled = true;
        r->at = quote + 2;
        continue;
      }
      if (doubled) {
        size_t some = (size_t)(quote - r->at);
        bg_status status = bg_grow(&r->alloc, (void **)&r->room, &r->room_size, used + some + 1, 1);
        if (status != BG_OK) return status;
        memcpy(r->room + used, r->at, some);
        f->text.at = r->room;
        f->text.length = used + some;
      }
      else {
        f->text.at = from;
        f->text.length = (size_t)(quote - from);
      }
      r->at = quote + 1;
      return end_field(r, f);
    }
  }
  while (r->at < r->end && *r->at != separator && *r->at != '\n') {
    if (*r->at == '"') return refuse(r, "a quote within a field that does not begin with one");
    if (*r->at == '\r' && r->at + 1 < r->end && r->at[1] == '\n') break;
    r->at++;
  }
  f->text.at = from;
  f->text.length = (size_t)(r->at - from);
  return end_field(r, f);
}

/* Past an empty line, if the reader stands on one. */
static bool skip_line (reader *r) {
  if (r->at < r->end && *r->at == '\n') r->at++;
  else if (r->at + 1 < r->end && *r->at == '\r' && r->at[1] == '\n') r->at += 2;
  else return false;
  r->lines++;
  return true;
}

static bool is_null (const reader *r, const field *f) {
  if (f->quoted) return false;
  if (f->text.length == 0) return true;
  for (size_t i = 0; i < r->options->null_count; i++)
    if (bg_text_equal(f->text, r->options->nulls[i])) return true;
  return false;
}

static bool is_word (bg_text text, const char *word) {
  return text.length == strlen(word) && memcmp(text.at, word, text.length) == 0;
}

static bool is_boolean (bg_text text, double *value) {
  *value = is_word(text, "true") || is_word(text, "TRUE");
  return *value != 0 || is_word(text, "false") || is_word(text, "FALSE");
}

static bool is_date (bg_text text, double *day) {
  bg_period period;
  if (text.length != 10 || bg_period_read(text, &period) != BG_OK || period.first != period.last) return false;
  *day = period.first;
  return true;
}

/* What a column can still be. */
enum { CAN_INTEGER = 1, CAN_NUMBER = 2, CAN_BOOLEAN = 4, CAN_DATE = 8, SOME = 16 };

static unsigned what_can (bg_text text) {
  double value = 0;
  bool whole = false;
  size_t sign = text.length > 1 && text.at[0] == '-' ? 1 : 0;
  char c = text.length == 0 ? '\0' : text.at[sign];
  if (c >= '0' && c <= '9') {
    bg_text digits;
    digits.at = text.at + sign;
    digits.length = text.length - sign;
    if (is_date(text, &value)) return CAN_DATE;
    if (!bg_field_number(text, &value, &whole)) return 0;
    /* digits that name something: 007, or more of them than a double keeps */
    if (c == '0' && text.length > sign + 1 && text.at[sign + 1] >= '0' && text.at[sign + 1] <= '9') return 0;
    if (!whole) return CAN_NUMBER;
    /* 2^53 itself is what 2^53 + 1 is rounded to */
    if (fabs(value) < BG_WHOLE_MAX || is_word(digits, "9007199254740992")) return CAN_INTEGER | CAN_NUMBER;
    return 0;
  }
  return text.length > 0 && is_boolean(text, &value) ? CAN_BOOLEAN : 0;
}

typedef struct column {
  bg_buffer *name;
  unsigned can;
  bool fixed;
  bg_builder builder;
} column;

typedef struct table {
  column *columns;
  size_t count, room, rows;
} table;

static bg_status add_column (reader *r, table *t, bg_text name) {
  column *c;
  bg_status status;
  if (t->count >= BG_COLUMNS_MAX) return refuse(r, "more than %d columns", BG_COLUMNS_MAX);
  status = bg_grow(&r->alloc, (void **)&t->columns, &t->room, t->count + 1, sizeof *t->columns);
  if (status != BG_OK) return status;
  for (size_t i = 0; i < t->count; i++) {
    bg_text other;
    other.at = (const char *)t->columns[i].name->data;
    other.length = t->columns[i].name->size;
    if (bg_text_equal(name, other))
      return refuse(r, "two columns are named '%.*s'", (int)(name.length > 80 ? 80 : name.length), name.at);
  }
  c = &t->columns[t->count];
  memset(c, 0, sizeof *c);
  c->can = CAN_INTEGER | CAN_NUMBER | CAN_BOOLEAN | CAN_DATE;
  bg_builder_start(&c->builder, &r->alloc, BG_STRING);
  status = bg_buffer_text(&r->alloc, name, &c->name);
  if (status != BG_OK) return status;
  for (size_t i = 0; i < r->options->wanted_count; i++) {
    if (!bg_text_equal(name, r->options->wanted[i].name)) continue;
    c->builder.type = r->options->wanted[i].type;
    c->fixed = r->options->wanted[i].met = true;
  }
  t->count++;
  return BG_OK;
}

static void table_drop (reader *r, table *t) {
  for (size_t i = 0; i < t->count; i++) {
    bg_buffer_drop(t->columns[i].name);
    bg_builder_drop(&t->columns[i].builder);
  }
  bg_delete(&r->alloc, t->columns, t->room * sizeof *t->columns);
  bg_delete(&r->alloc, r->room, r->room_size);
}

/* Names from the first record, or c1, c2 … for as many fields as it has. */
static bg_status read_names (reader *r, table *t) {
  field f = { { NULL, 0 }, false, false };
  const char *begin = r->at;
  size_t lines = r->lines;
  do {
    char made[32];
    bg_status status = read_field(r, &f);
    if (status != BG_OK) return status;
    if (!r->options->header) {
      f.text.length = (size_t)snprintf(made, sizeof made, "c%lu", (unsigned long)t->count + 1);
      f.text.at = made;
    }
    status = add_column(r, t, f.text);
    if (status != BG_OK) return status;
  } while (!f.last);
  if (!r->options->header) {
    r->at = begin;
    r->lines = lines;
  }
  return BG_OK;
}

static bg_status add_field (reader *r, column *c, const field *f) {
  double value = 0;
  bool whole = false, fits;
  if (is_null(r, f)) return bg_builder_null(&c->builder);
  switch (c->builder.type) {
    case BG_STRING: return bg_builder_text(&c->builder, f->text);
    case BG_BOOLEAN: fits = is_boolean(f->text, &value); break;
    case BG_DATE: fits = is_date(f->text, &value); break;
    default:
      fits = bg_field_number(f->text, &value, &whole);
      if (c->builder.type == BG_INTEGER) fits = fits && value == floor(value) && fabs(value) <= BG_WHOLE_MAX;
      break;
  }
  if (fits) return bg_builder_number(&c->builder, value == 0 ? 0 : value); /* no -0 */
  return refuse(r, "column '%.*s' holds %s, not '%.*s'", (int)(c->name->size > 60 ? 60 : c->name->size),
                (const char *)c->name->data, bg_type_name(c->builder.type),
                (int)(f->text.length > 60 ? 60 : f->text.length), f->text.at);
}

/* All records: looked at for types, or (`read`) into the builders. */
static bg_status walk (reader *r, table *t, bool read) {
  while (r->at < r->end) {
    field f = { { NULL, 0 }, false, false };
    size_t i = 0;
    r->line = r->lines + 1;
    if (t->count > 1 && skip_line(r)) continue;
    do {
      bg_status status = read_field(r, &f);
      if (status != BG_OK) return status;
      if (i < t->count) {
        column *c = &t->columns[i];
        if (read) status = add_field(r, c, &f);
        else if (!c->fixed && !is_null(r, &f)) c->can = (c->can & what_can(f.text)) | SOME;
        if (status != BG_OK) return status;
      }
      i++;
    } while (!f.last);
    if (i != t->count)
      return refuse(r, "%lu field%s, but there are %lu columns", (unsigned long)i, i == 1 ? "" : "s",
                    (unsigned long)t->count);
    if (t->rows == BG_ROWS_MAX) return BG_TOO_LARGE;
    if (read) t->rows++;
  }
  return BG_OK;
}

static bg_status read_all (reader *r, table *t, bg_frame **result) {
  const char *begin;
  size_t lines;
  bg_frame *f = NULL;
  bg_status status = BG_OK;
  while (skip_line(r)) continue; /* empty lines before the first record */
  r->line = r->lines + 1;
  if (r->at < r->end) status = read_names(r, t);
  begin = r->at;
  lines = r->lines;
  if (status == BG_OK) status = walk(r, t, false);
  for (size_t i = 0; i < t->count; i++) {
    column *c = &t->columns[i];
    if (c->fixed || (c->can & SOME) == 0) continue;
    c->builder.type = (c->can & CAN_INTEGER) != 0 ? BG_INTEGER : (c->can & CAN_NUMBER) != 0 ? BG_NUMBER
                      : (c->can & CAN_BOOLEAN) != 0 ? BG_BOOLEAN : (c->can & CAN_DATE) != 0 ? BG_DATE : BG_STRING;
  }
  r->at = begin;
  r->lines = lines;
  if (status == BG_OK) status = walk(r, t, true);
  if (status == BG_OK) status = bg_frame_new(&r->alloc, t->count, &f);
  for (size_t i = 0; i < t->count && status == BG_OK; i++) {
    bg_text name;
    name.at = (const char *)t->columns[i].name->data;
    name.length = t->columns[i].name->size;
    status = bg_builder_finish(&t->columns[i].builder, name, &f->columns[i]);
  }
  if (status == BG_OK) {
    f->rows = t->rows;
    *result = f;
  }
  else bg_frame_drop(f);
  return status;
}

bg_status bg_csv_read (const bg_alloc *alloc, bg_text text, const bg_text_options *options, bg_frame **result,
                       bg_fault *fault) {
  reader r;
  table t;
  bg_status status;
  memset(&r, 0, sizeof r);
  memset(&t, 0, sizeof t);
  r.options = options;
  r.fault = fault;
  r.alloc = *alloc;
  r.at = text.at;
  r.end = text.at + text.length;
  if (text.length >= 3 && memcmp(text.at, "\xEF\xBB\xBF", 3) == 0) r.at += 3;
  status = read_all(&r, &t, result);
  table_drop(&r, &t);
  return status;
}
