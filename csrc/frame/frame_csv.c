/*
** frame_csv.c: CSV as RFC 4180 has it. See frame_text.h.
**
** Records end in CRLF or LF. A field is quoted as a whole or not at all; in
** quotes "" is a quote, and anything may stand. A byte order mark before the
** text is skipped, and so is an empty line where there are several columns.
*/
#include "frame_text.h"

#include <math.h>
#include <stdio.h>

typedef struct reader {
  bg_text_reader t;     /* its room: for a quoted field with quotes in it */
  size_t lines;         /* line breaks met */
} reader;

typedef struct field {
  bg_text text;
  bool quoted;
  bool last;            /* of its record */
} field;

/* What ends a field: the separator, or the end of the record. */
static bg_status end_field (reader *r, field *f) {
  if (r->t.at < r->t.end && *r->t.at == r->t.options->separator) {
    r->t.at++;
    f->last = false;
    return BG_OK;
  }
  f->last = true;
  if (r->t.at >= r->t.end) return BG_OK;
  if (*r->t.at == '\r' && r->t.at + 1 < r->t.end && r->t.at[1] == '\n') r->t.at++;
  if (*r->t.at == '\n') {
    r->t.at++;
    r->lines++;
    return BG_OK;
  }
  return bg_text_refuse(&r->t, "text after a closing quote");
}

static bg_status read_field (reader *r, field *f) {
  const char *from = r->t.at;
  char separator = r->t.options->separator;
  f->quoted = false;
  if (r->t.at < r->t.end && *r->t.at == '"') {
    size_t used = 0;
    bool doubled = false;
    f->quoted = true;
    from = ++r->t.at;
    for (;;) {
      const char *quote = (const char *)memchr(r->t.at, '"', (size_t)(r->t.end - r->t.at));
      if (quote == NULL) return bg_text_refuse(&r->t, "a quote is never closed");
      for (const char *c = r->t.at; c < quote; c++) r->lines += *c == '\n';
      if (quote + 1 < r->t.end && quote[1] == '"') { /* keep one of the two */
        size_t some = (size_t)(quote - r->t.at) + 1;
        bg_status status = bg_grow(&r->t.alloc, (void **)&r->t.room, &r->t.room_size, used + some, 1);
        if (status != BG_OK) return status;
        memcpy(r->t.room + used, r->t.at, some);
        used += some;
        doubled = true;
        r->t.at = quote + 2;
        continue;
      }
      if (doubled) {
        size_t some = (size_t)(quote - r->t.at);
        bg_status status = bg_grow(&r->t.alloc, (void **)&r->t.room, &r->t.room_size, used + some + 1, 1);
        if (status != BG_OK) return status;
        memcpy(r->t.room + used, r->t.at, some);
        f->text.at = r->t.room;
        f->text.length = used + some;
      }
      else {
        f->text.at = from;
        f->text.length = (size_t)(quote - from);
      }
      r->t.at = quote + 1;
      return end_field(r, f);
    }
  }
  while (r->t.at < r->t.end && *r->t.at != separator && *r->t.at != '\n') {
    if (*r->t.at == '"') return bg_text_refuse(&r->t, "a quote within a field that does not begin with one");
    if (*r->t.at == '\r' && r->t.at + 1 < r->t.end && r->t.at[1] == '\n') break;
    r->t.at++;
  }
  f->text.at = from;
  f->text.length = (size_t)(r->t.at - from);
  return end_field(r, f);
}

/* Past an empty line, if the reader stands on one. */
static bool skip_line (reader *r) {
  if (r->t.at < r->t.end && *r->t.at == '\n') r->t.at++;
  else if (r->t.at + 1 < r->t.end && *r->t.at == '\r' && r->t.at[1] == '\n') r->t.at += 2;
  else return false;
  r->lines++;
  return true;
}

static bool is_word (bg_text text, const char *word) {
  return text.length == strlen(word) && memcmp(text.at, word, text.length) == 0;
}

/* `inf` as an upper bound and `-inf` as a lower one are bounds that are not there, as is an empty field. */
static bool is_no_bound (const bg_text_column *c, bg_text text) {
  bg_text name;
  name.at = (const char *)c->name->data;
  name.length = c->name->size;
  return (is_word(text, "inf") && is_word(name, "upper")) || (is_word(text, "-inf") && is_word(name, "lower"));
}

static bool is_null (const reader *r, const bg_text_column *c, const field *f) {
  if (f->quoted) return false;
  if (f->text.length == 0 || is_no_bound(c, f->text)) return true;
  for (size_t i = 0; i < r->t.options->null_count; i++)
    if (bg_text_equal(f->text, r->t.options->nulls[i])) return true;
  return false;
}

static bool is_boolean (bg_text text, double *value) {
  *value = is_word(text, "true") || is_word(text, "TRUE");
  return *value != 0 || is_word(text, "false") || is_word(text, "FALSE");
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
    if (bg_text_date(text, &value)) return CAN_DATE;
    if (!bg_decimal_read(text, &value, &whole)) return 0;
    /* digits that name something: 007, or more of them than a double keeps */
    if (c == '0' && text.length > sign + 1 && text.at[sign + 1] >= '0' && text.at[sign + 1] <= '9') return 0;
    if (!whole) return CAN_NUMBER;
    /* 2^53 itself is what 2^53 + 1 is rounded to */
    if (fabs(value) < BG_WHOLE_MAX || is_word(digits, "9007199254740992")) return CAN_INTEGER | CAN_NUMBER;
    return 0;
  }
  return text.length > 0 && is_boolean(text, &value) ? CAN_BOOLEAN : 0;
}

static bg_status add_column (reader *r, bg_text name) {
  bg_status status;
  if (bg_text_find(&r->t, name, 0) < r->t.count)
    return bg_text_refuse(&r->t, "two columns are named '%.*s'", BG_SHOWN(name.length, name.at));
  status = bg_text_add(&r->t, name);
  if (status == BG_OK) r->t.columns[r->t.count - 1].can = CAN_INTEGER | CAN_NUMBER | CAN_BOOLEAN | CAN_DATE;
  return status;
}

/* Names from the first record, or c1, c2 … for as many fields as it has. */
static bg_status read_names (reader *r) {
  field f = { { NULL, 0 }, false, false };
  const char *begin = r->t.at;
  size_t lines = r->lines;
  do {
    char made[32];
    bg_status status = read_field(r, &f);
    if (status != BG_OK) return status;
    if (!r->t.options->header) {
      f.text.length = (size_t)snprintf(made, sizeof made, "c%lu", (unsigned long)r->t.count + 1);
      f.text.at = made;
    }
    status = add_column(r, f.text);
    if (status != BG_OK) return status;
  } while (!f.last);
  if (!r->t.options->header) {
    r->t.at = begin;
    r->lines = lines;
  }
  return BG_OK;
}

static bg_status add_field (reader *r, bg_text_column *c, const field *f) {
  double value = 0;
  bool whole = false, fits;
  if (is_null(r, c, f)) return bg_builder_null(&c->builder);
  switch (c->builder.type) {
    case BG_STRING: return bg_builder_text(&c->builder, f->text);
    case BG_BOOLEAN: fits = is_boolean(f->text, &value); break;
    case BG_DATE: fits = bg_text_date(f->text, &value); break;
    default:
      fits = bg_decimal_read(f->text, &value, &whole);
      if (c->builder.type == BG_INTEGER) fits = fits && value == floor(value) && fabs(value) <= BG_WHOLE_MAX;
      break;
  }
  if (fits) return bg_builder_number(&c->builder, value == 0 ? 0 : value); /* no -0 */
  return bg_text_refuse(&r->t, "column '%.*s' holds %s, not '%.*s'", BG_SHOWN(c->name->size, c->name->data),
                        bg_type_name(c->builder.type), BG_SHOWN(f->text.length, f->text.at));
}

/* All records: looked at for types, or (`read`) into the builders. */
static bg_status walk (reader *r, bool read) {
  while (r->t.at < r->t.end) {
    field f = { { NULL, 0 }, false, false };
    size_t i = 0;
    r->t.line = r->lines + 1;
    if (r->t.count > 1 && skip_line(r)) continue;
    do {
      bg_status status = read_field(r, &f);
      if (status != BG_OK) return status;
      if (i < r->t.count) {
        bg_text_column *c = &r->t.columns[i];
        if (read) status = add_field(r, c, &f);
        else if (!c->fixed && !is_null(r, c, &f)) c->can = (c->can & what_can(f.text)) | SOME;
        if (status != BG_OK) return status;
      }
      i++;
    } while (!f.last);
    if (i != r->t.count)
      return bg_text_refuse(&r->t, "%lu field%s, but there are %lu columns", (unsigned long)i, i == 1 ? "" : "s",
                    (unsigned long)r->t.count);
    if (read) r->t.rows++; /* the builders refuse more than there may be */
  }
  return BG_OK;
}

static bg_status read_all (reader *r, bg_frame **result) {
  const char *begin;
  size_t lines;
  bg_status status = BG_OK;
  while (skip_line(r)) continue; /* empty lines before the first record */
  r->t.line = r->lines + 1;
  if (r->t.at < r->t.end) status = read_names(r);
  begin = r->t.at;
  lines = r->lines;
  if (status == BG_OK) status = walk(r, false);
  for (size_t i = 0; i < r->t.count; i++) {
    bg_text_column *c = &r->t.columns[i];
    if (c->fixed || (c->can & SOME) == 0) continue;
    c->builder.type = (c->can & CAN_INTEGER) != 0 ? BG_INTEGER : (c->can & CAN_NUMBER) != 0 ? BG_NUMBER
                      : (c->can & CAN_BOOLEAN) != 0 ? BG_BOOLEAN : (c->can & CAN_DATE) != 0 ? BG_DATE : BG_STRING;
  }
  r->t.at = begin;
  r->lines = lines;
  if (status == BG_OK) status = walk(r, true);
  return status == BG_OK ? bg_text_frame(&r->t, result) : status;
}

bg_status bg_csv_read (const bg_alloc *alloc, bg_text text, const bg_text_options *options, bg_frame **result,
                       bg_fault *fault) {
  reader r;
  bg_status status;
  bg_text_start(&r.t, alloc, text, options, fault);
  r.lines = 0;
  status = read_all(&r, result);
  bg_text_drop(&r.t);
  return status;
}
