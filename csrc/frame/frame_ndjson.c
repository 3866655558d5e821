/*
** frame_ndjson.c: one flat JSON object a line. See frame_text.h.
**
** Strict: JSON as RFC 8259 has it, every name once an object, no value that is
** itself an array or an object. Names become columns as they first appear.
*/
#include "frame_text.h"
#include "base/period.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

typedef struct column {
  bg_buffer *name;
  bg_builder builder;
  bool started, fixed, whole;
} column;

typedef struct reader {
  const bg_text_options *options;
  bg_fault *fault;
  bg_alloc alloc;
  const char *at, *end;
  size_t line;
  char *room;            /* of strings with escapes: the name's, then a value's */
  size_t room_size;
  column *columns;
  size_t count, column_room, rows, guess;
} reader;

static bg_status refuse (reader *r, const char *format, ...) {
  va_list args;
  int n = snprintf(r->fault->text, sizeof r->fault->text, "line %lu: ", (unsigned long)r->line);
  va_start(args, format);
  vsnprintf(r->fault->text + n, sizeof r->fault->text - (size_t)n, format, args);
  va_end(args);
  return BG_NO_VALUE;
}

static void skip_space (reader *r) {
  while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\r')) r->at++;
}

static bool take (reader *r, char c) {
  skip_space(r);
  if (r->at >= r->end || *r->at != c) return false;
  r->at++;
  return true;
}

static bool read_hex (reader *r, unsigned *value) {
  *value = 0;
  if (r->end - r->at < 4) return false;
  for (int i = 0; i < 4; i++) {
    char c = *r->at++;
    unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0') : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                     : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 16;
    if (digit == 16) return false;
    *value = *value * 16 + digit;
  }
  return true;
}

static size_t put_utf8 (char *to, unsigned c) {
  if (c < 0x80) {
    to[0] = (char)c;
    return 1;
  }
  if (c < 0x800) {
    to[0] = (char)(0xC0 | (c >> 6));
    to[1] = (char)(0x80 | (c & 63));
    return 2;
  }
  if (c < 0x10000) {
    to[0] = (char)(0xE0 | (c >> 12));
    to[1] = (char)(0x80 | ((c >> 6) & 63));
    to[2] = (char)(0x80 | (c & 63));
    return 3;
  }
  to[0] = (char)(0xF0 | (c >> 18));
  to[1] = (char)(0x80 | ((c >> 12) & 63));
  to[2] = (char)(0x80 | ((c >> 6) & 63));
  to[3] = (char)(0x80 | (c & 63));
  return 4;
}

/* One escape after its backslash, into `to`; 0 where it is none. */
static size_t read_escape (reader *r, char *to) {
  static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
  const char *known;
  char c;
  if (r->at >= r->end) return 0;
  c = *r->at++;
  known = (const char *)memchr(from, c, sizeof from - 1);
  if (known != NULL) {
    *to = into[known - from];
    return 1;
  }
  if (c == 'u') {
    unsigned a, b;
    if (!read_hex(r, &a)) return 0;
    if (a >= 0xD800 && a < 0xDC00) { /* the first half of a pair */
      if (r->end - r->at < 2 || r->at[0] != '\\' || r->at[1] != 'u') return 0;
      r->at += 2;
      if (!read_hex(r, &b) || b < 0xDC00 || b > 0xDFFF) return 0;
      a = 0x10000 + ((a - 0xD800) << 10) + (b - 0xDC00);
    }
    else if (a >= 0xDC00 && a <= 0xDFFF) return 0;
    return put_utf8(to, a);
  }
  return 0;
}

/* A string, its first quote taken. Where it has escapes it is put together in
** the room from `used` on. */
static bg_status read_string (reader *r, size_t used, bg_text *text) {
  const char *from = r->at;
  bool moved = false;
  size_t begin = used;
  for (;;) {
    const char *stop = r->at;
    while (stop < r->end && *stop != '"' && *stop != '\\' && (unsigned char)*stop >= 0x20) stop++;
    if (stop >= r->end) return refuse(r, "a string is never closed");
    if ((unsigned char)*stop < 0x20) return refuse(r, "a control character in a string");
    if (*stop == '"' && !moved) {
      text->at = from;
      text->length = (size_t)(stop - from);
      r->at = stop + 1;
      return BG_OK;
    }
    {
      size_t some = (size_t)(stop - r->at), n;
      bg_status status = bg_grow(&r->alloc, (void **)&r->room, &r->room_size, used + some + 8, 1);
      if (status != BG_OK) return status;
      memcpy(r->room + used, r->at, some);
      used += some;
      moved = true;
      r->at = stop + 1;
      if (*stop == '"') {
        text->at = r->room + begin;
        text->length = used - begin;
        return BG_OK;
      }
      n = read_escape(r, r->room + used);
      if (n == 0) return refuse(r, "an escape that JSON does not have");
      used += n;
    }
  }
}

static bg_status column_of (reader *r, bg_text name, size_t *at) {
  column *c;
  bg_status status;
  for (size_t i = 0; i < r->count; i++) { /* names mostly come in the same order */
    size_t k = (r->guess + i) % r->count;
    if (r->columns[k].name->size != name.length || memcmp(r->columns[k].name->data, name.at, name.length) != 0) continue;
    *at = k;
    r->guess = k + 1;
    return BG_OK;
  }
  if (r->count >= BG_COLUMNS_MAX) return refuse(r, "more than %d columns", BG_COLUMNS_MAX);
  status = bg_grow(&r->alloc, (void **)&r->columns, &r->column_room, r->count + 1, sizeof *r->columns);
  if (status != BG_OK) return status;
  c = &r->columns[r->count];
  memset(c, 0, sizeof *c);
  c->whole = true;
  bg_builder_start(&c->builder, &r->alloc, BG_STRING);
  status = bg_buffer_text(&r->alloc, name, &c->name);
  if (status != BG_OK) return status;
  *at = r->count++;
  for (size_t i = 0; i < r->options->wanted_count; i++) {
    if (!bg_text_equal(name, r->options->wanted[i].name)) continue;
    c->builder.type = r->options->wanted[i].type;
    c->started = c->fixed = r->options->wanted[i].met = true;
  }
  for (size_t row = 0; row < r->rows && status == BG_OK; row++) status = bg_builder_null(&c->builder);
  return status;
}

/* The type is the first value's; nulls before it take any: a builder that has
** only nulls holds them alike for numbers and strings but in another array. */
static bg_status start (reader *r, column *c, bg_type type) {
  size_t nulls = c->builder.rows;
  bg_status status = BG_OK;
  if (c->started) return BG_OK;
  bg_builder_drop(&c->builder);
  bg_builder_start(&c->builder, &r->alloc, type);
  c->started = true;
  for (size_t i = 0; i < nulls && status == BG_OK; i++) status = bg_builder_null(&c->builder);
  return status;
}

static bg_status mismatch (reader *r, const column *c, const char *got) {
  return refuse(r, "'%.*s' holds %s, not %s", (int)(c->name->size > 60 ? 60 : c->name->size),
                (const char *)c->name->data, bg_type_name(c->builder.type), got);
}

static bg_status add_string (reader *r, column *c, bg_text text) {
  bg_status status = start(r, c, BG_STRING);
  bg_period period;
  if (status != BG_OK) return status;
  if (c->builder.type == BG_STRING) return bg_builder_text(&c->builder, text);
  if (c->builder.type != BG_DATE) return mismatch(r, c, "a string");
  if (text.length != 10 || bg_period_read(text, &period) != BG_OK || period.first != period.last)
    return mismatch(r, c, "a string that is no date (YYYY-MM-DD)");
  return bg_builder_number(&c->builder, period.first);
}

static bg_status add_number (reader *r, column *c) {
  bg_text text = { "", 0 };
  double value;
  bool whole;
  bg_status status = start(r, c, BG_NUMBER);
  if (status != BG_OK) return status;
  text.at = r->at;
  while (r->at < r->end && memchr("+-.0123456789eE", *r->at, 15) != NULL) r->at++;
  text.length = (size_t)(r->at - text.at);
  {
    size_t sign = text.length > 1 && text.at[0] == '-' ? 1 : 0;
    bool zero = text.length > sign + 1 && text.at[sign] == '0' && text.at[sign + 1] >= '0' && text.at[sign + 1] <= '9';
    if (zero || !bg_field_number(text, &value, &whole))
      return refuse(r, "'%.*s' is no number of JSON that a double holds",
                    (int)(text.length > 60 ? 60 : text.length), text.at);
  }
  whole = value == floor(value) && fabs(value) <= BG_WHOLE_MAX;
  if (c->builder.type == BG_INTEGER && !whole) return mismatch(r, c, "a number that is not whole, or beyond 2^53");
  if (c->builder.type != BG_NUMBER && c->builder.type != BG_INTEGER) return mismatch(r, c, "a number");
  c->whole = c->whole && whole;
  return bg_builder_number(&c->builder, value == 0 ? 0 : value);
}

static bool word (reader *r, const char *w) {
  size_t n = strlen(w);
  if ((size_t)(r->end - r->at) < n || memcmp(r->at, w, n) != 0) return false;
  r->at += n;
  return true;
}

static bg_status add_value (reader *r, size_t at, size_t used) {
  column *c = &r->columns[at];
  bg_text text = { "", 0 };
  bg_status status;
  skip_space(r);
  if (c->builder.rows > r->rows)
    return refuse(r, "'%.*s' twice in one object", (int)(c->name->size > 60 ? 60 : c->name->size),
                  (const char *)c->name->data);
  if (r->at >= r->end) return refuse(r, "a value is missing");
  if (take(r, '"')) {
    status = read_string(r, used, &text);
    return status == BG_OK ? add_string(r, c, text) : status;
  }
  if (word(r, "null")) return bg_builder_null(&c->builder);
  if (*r->at == 't' || *r->at == 'f') {
    bool yes = word(r, "true");
    if (!yes && !word(r, "false")) return refuse(r, "a value that is not JSON");
    status = start(r, c, BG_BOOLEAN);
    if (status != BG_OK) return status;
    return c->builder.type == BG_BOOLEAN ? bg_builder_number(&c->builder, yes) : mismatch(r, c, "a boolean");
  }
  if (*r->at == '{' || *r->at == '[')
    return refuse(r, "'%.*s' is %s: a row is flat", (int)(c->name->size > 60 ? 60 : c->name->size),
                  (const char *)c->name->data, *r->at == '{' ? "an object" : "an array");
  if (*r->at == '-' || (*r->at >= '0' && *r->at <= '9')) return add_number(r, c);
  return refuse(r, "a value that is not JSON");
}

static bg_status read_object (reader *r) {
  bg_status status = BG_OK;
  if (!take(r, '{')) return refuse(r, "an object expected");
  if (!take(r, '}')) {
    do {
      bg_text name = { "", 0 };
      size_t at = 0;
      if (!take(r, '"')) return refuse(r, "a name in quotes expected");
      status = read_string(r, 0, &name);
      if (status == BG_OK) status = column_of(r, name, &at);
      if (status == BG_OK && !take(r, ':')) status = refuse(r, "a colon expected after a name");
      if (status == BG_OK) status = add_value(r, at, name.at == r->room ? name.length : 0);
      if (status != BG_OK) return status;
    } while (take(r, ','));
    if (!take(r, '}')) return refuse(r, "a comma or a closing brace expected");
  }
  skip_space(r);
  if (r->at < r->end) return refuse(r, "text after the object");
  if (r->rows == BG_ROWS_MAX) return BG_TOO_LARGE;
  r->rows++;
  for (size_t i = 0; i < r->count && status == BG_OK; i++)
    if (r->columns[i].builder.rows < r->rows) status = bg_builder_null(&r->columns[i].builder);
  return status;
}

static bg_status read_lines (reader *r, bg_text text) {
  const char *end = text.at + text.length;
  const char *at = text.length >= 3 && memcmp(text.at, "\xEF\xBB\xBF", 3) == 0 ? text.at + 3 : text.at;
  while (at < end) {
    const char *stop = (const char *)memchr(at, '\n', (size_t)(end - at));
    bg_status status;
    r->line++;
    r->at = at;
    r->end = stop == NULL ? end : stop;
    at = stop == NULL ? end : stop + 1;
    skip_space(r);
    if (r->at == r->end) continue;
    status = read_object(r);
    if (status != BG_OK) return status;
  }
  return BG_OK;
}

bg_status bg_ndjson_read (const bg_alloc *alloc, bg_text text, const bg_text_options *options, bg_frame **result,
                          bg_fault *fault) {
  reader r;
  bg_frame *f = NULL;
  bg_status status;
  memset(&r, 0, sizeof r);
  r.options = options;
  r.fault = fault;
  r.alloc = *alloc;
  status = read_lines(&r, text);
  if (status == BG_OK) status = bg_frame_new(alloc, r.count, &f);
  for (size_t i = 0; i < r.count && status == BG_OK; i++) {
    column *c = &r.columns[i];
    bg_text name = { "", 0 };
    name.at = (const char *)c->name->data;
    name.length = c->name->size;
    if (c->builder.type == BG_NUMBER && !c->fixed && c->whole) c->builder.type = BG_INTEGER;
    status = bg_builder_finish(&c->builder, name, &f->columns[i]);
  }
  for (size_t i = 0; i < r.count; i++) {
    bg_buffer_drop(r.columns[i].name);
    bg_builder_drop(&r.columns[i].builder);
  }
  bg_delete(alloc, r.columns, r.column_room * sizeof *r.columns);
  bg_delete(alloc, r.room, r.room_size);
  if (status == BG_OK) {
    f->rows = r.rows;
    *result = f;
  }
  else bg_frame_drop(f);
  return status;
}
