/*
** frame_ndjson.c: one flat JSON object a line. See frame_text.h.
**
** Strict: JSON as RFC 8259 has it, every name once an object, no value that is
** itself an array or an object. Names become columns as they first appear.
*/
#include "frame_text.h"

#include <math.h>

typedef struct reader {
  bg_text_reader t;      /* its room: of strings with escapes, the name's, then a value's */
  size_t guess;          /* names mostly come in the same order */
} reader;

static void skip_space (reader *r) {
  while (r->t.at < r->t.end && (*r->t.at == ' ' || *r->t.at == '\t' || *r->t.at == '\r')) r->t.at++;
}

static bool take (reader *r, char c) {
  skip_space(r);
  if (r->t.at >= r->t.end || *r->t.at != c) return false;
  r->t.at++;
  return true;
}

static bool read_hex (reader *r, unsigned *value) {
  *value = 0;
  if (r->t.end - r->t.at < 4) return false;
  for (int i = 0; i < 4; i++) {
    char c = *r->t.at++;
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
  if (r->t.at >= r->t.end) return 0;
  c = *r->t.at++;
  known = (const char *)memchr(from, c, sizeof from - 1);
  if (known != NULL) {
    *to = into[known - from];
    return 1;
  }
  if (c == 'u') {
    unsigned a, b;
    if (!read_hex(r, &a)) return 0;
    if (a >= 0xD800 && a < 0xDC00) { /* the first half of a pair */
      if (r->t.end - r->t.at < 2 || r->t.at[0] != '\\' || r->t.at[1] != 'u') return 0;
      r->t.at += 2;
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
  const char *from = r->t.at;
  bool moved = false;
  size_t begin = used;
  for (;;) {
    const char *stop = r->t.at;
    while (stop < r->t.end && *stop != '"' && *stop != '\\' && (unsigned char)*stop >= 0x20) stop++;
    if (stop >= r->t.end) return bg_text_refuse(&r->t, "a string is never closed");
    if ((unsigned char)*stop < 0x20) return bg_text_refuse(&r->t, "a control character in a string");
    if (*stop == '"' && !moved) {
      text->at = from;
      text->length = (size_t)(stop - from);
      r->t.at = stop + 1;
      return BG_OK;
    }
    {
      size_t some = (size_t)(stop - r->t.at), n;
      bg_status status = bg_grow(&r->t.alloc, (void **)&r->t.room, &r->t.room_size, used + some + 8, 1);
      if (status != BG_OK) return status;
      memcpy(r->t.room + used, r->t.at, some);
      used += some;
      moved = true;
      r->t.at = stop + 1;
      if (*stop == '"') {
        text->at = r->t.room + begin;
        text->length = used - begin;
        return BG_OK;
      }
      n = read_escape(r, r->t.room + used);
      if (n == 0) return bg_text_refuse(&r->t, "an escape that JSON does not have");
      used += n;
    }
  }
}

static bg_status column_of (reader *r, bg_text name, size_t *at) {
  bg_status status = BG_OK;
  *at = bg_text_find(&r->t, name, r->guess);
  r->guess = *at + 1;
  if (*at < r->t.count) return BG_OK;
  status = bg_text_add(&r->t, name);
  for (size_t row = 0; row < r->t.rows && status == BG_OK; row++) status = bg_builder_null(&r->t.columns[*at].builder);
  return status;
}

/* The type is the first value's; nulls before it take any: a builder that has
** only nulls holds them alike for numbers and strings but in another array. */
static bg_status start (reader *r, bg_text_column *c, bg_type type) {
  size_t nulls = c->builder.rows;
  bg_status status = BG_OK;
  if (c->started) return BG_OK;
  bg_builder_drop(&c->builder);
  bg_builder_start(&c->builder, &r->t.alloc, type);
  c->started = true;
  for (size_t i = 0; i < nulls && status == BG_OK; i++) status = bg_builder_null(&c->builder);
  return status;
}

static bg_status mismatch (reader *r, const bg_text_column *c, const char *got) {
  return bg_text_refuse(&r->t, "'%.*s' holds %s, not %s", BG_SHOWN(c->name->size, c->name->data),
                        bg_type_name(c->builder.type), got);
}

static bg_status add_string (reader *r, bg_text_column *c, bg_text text) {
  bg_status status = start(r, c, BG_STRING);
  double day;
  if (status != BG_OK) return status;
  if (c->builder.type == BG_STRING) return bg_builder_text(&c->builder, text);
  if (c->builder.type != BG_DATE) return mismatch(r, c, "a string");
  if (!bg_text_date(text, &day)) return mismatch(r, c, "a string that is no date (YYYY-MM-DD)");
  return bg_builder_number(&c->builder, day);
}

static bg_status add_number (reader *r, bg_text_column *c) {
  bg_text text = { "", 0 };
  double value;
  bool whole;
  bg_status status = start(r, c, BG_NUMBER);
  if (status != BG_OK) return status;
  text.at = r->t.at;
  while (r->t.at < r->t.end && memchr("+-.0123456789eE", *r->t.at, 15) != NULL) r->t.at++;
  text.length = (size_t)(r->t.at - text.at);
  {
    size_t sign = text.length > 1 && text.at[0] == '-' ? 1 : 0;
    bool zero = text.length > sign + 1 && text.at[sign] == '0' && text.at[sign + 1] >= '0' && text.at[sign + 1] <= '9';
    if (zero || !bg_decimal_read(text, &value, &whole))
      return bg_text_refuse(&r->t, "'%.*s' is no number of JSON that a double holds",
                    BG_SHOWN(text.length, text.at));
  }
  whole = value == floor(value) && fabs(value) <= BG_WHOLE_MAX;
  if (c->builder.type == BG_INTEGER && !whole) return mismatch(r, c, "a number that is not whole, or beyond 2^53");
  if (c->builder.type != BG_NUMBER && c->builder.type != BG_INTEGER) return mismatch(r, c, "a number");
  c->whole = c->whole && whole;
  return bg_builder_number(&c->builder, value == 0 ? 0 : value);
}

static bool word (reader *r, const char *w) {
  size_t n = strlen(w);
  if ((size_t)(r->t.end - r->t.at) < n || memcmp(r->t.at, w, n) != 0) return false;
  r->t.at += n;
  return true;
}

static bg_status add_value (reader *r, size_t at, size_t used) {
  bg_text_column *c = &r->t.columns[at];
  bg_text text = { "", 0 };
  bg_status status;
  skip_space(r);
  if (c->builder.rows > r->t.rows)
    return bg_text_refuse(&r->t, "'%.*s' twice in one object", BG_SHOWN(c->name->size, c->name->data));
  if (r->t.at >= r->t.end) return bg_text_refuse(&r->t, "a value is missing");
  if (take(r, '"')) {
    status = read_string(r, used, &text);
    return status == BG_OK ? add_string(r, c, text) : status;
  }
  if (word(r, "null")) return bg_builder_null(&c->builder);
  if (*r->t.at == 't' || *r->t.at == 'f') {
    bool yes = word(r, "true");
    if (!yes && !word(r, "false")) return bg_text_refuse(&r->t, "a value that is not JSON");
    status = start(r, c, BG_BOOLEAN);
    if (status != BG_OK) return status;
    return c->builder.type == BG_BOOLEAN ? bg_builder_number(&c->builder, yes) : mismatch(r, c, "a boolean");
  }
  if (*r->t.at == '{' || *r->t.at == '[')
    return bg_text_refuse(&r->t, "'%.*s' is %s: a row is flat", BG_SHOWN(c->name->size, c->name->data),
                          *r->t.at == '{' ? "an object" : "an array");
  if (*r->t.at == '-' || (*r->t.at >= '0' && *r->t.at <= '9')) return add_number(r, c);
  return bg_text_refuse(&r->t, "a value that is not JSON");
}

static bg_status read_object (reader *r) {
  bg_status status = BG_OK;
  if (!take(r, '{')) return bg_text_refuse(&r->t, "an object expected");
  if (!take(r, '}')) {
    do {
      bg_text name = { "", 0 };
      size_t at = 0;
      if (!take(r, '"')) return bg_text_refuse(&r->t, "a name in quotes expected");
      status = read_string(r, 0, &name);
      if (status == BG_OK) status = column_of(r, name, &at);
      if (status == BG_OK && !take(r, ':')) status = bg_text_refuse(&r->t, "a colon expected after a name");
      if (status == BG_OK) status = add_value(r, at, name.at == r->t.room ? name.length : 0);
      if (status != BG_OK) return status;
    } while (take(r, ','));
    if (!take(r, '}')) return bg_text_refuse(&r->t, "a comma or a closing brace expected");
  }
  skip_space(r);
  if (r->t.at < r->t.end) return bg_text_refuse(&r->t, "text after the object");
  r->t.rows++;
  for (size_t i = 0; i < r->t.count && status == BG_OK; i++)
    if (r->t.columns[i].builder.rows < r->t.rows) status = bg_builder_null(&r->t.columns[i].builder);
  return status;
}

static bg_status read_lines (reader *r) {
  const char *at = r->t.at, *end = r->t.end;
  while (at < end) {
    const char *stop = (const char *)memchr(at, '\n', (size_t)(end - at));
    bg_status status;
    r->t.line++;
    r->t.at = at;
    r->t.end = stop == NULL ? end : stop;
    at = stop == NULL ? end : stop + 1;
    skip_space(r);
    if (r->t.at == r->t.end) continue;
    status = read_object(r);
    if (status != BG_OK) return status;
  }
  return BG_OK;
}

bg_status bg_ndjson_read (const bg_alloc *alloc, bg_text text, const bg_text_options *options, bg_frame **result,
                          bg_fault *fault) {
  reader r;
  bg_status status;
  bg_text_start(&r.t, alloc, text, options, fault);
  r.guess = 0;
  status = read_lines(&r);
  for (size_t i = 0; i < r.t.count; i++) {
    bg_text_column *c = &r.t.columns[i];
    if (c->builder.type == BG_NUMBER && !c->fixed && c->whole) c->builder.type = BG_INTEGER;
  }
  if (status == BG_OK) status = bg_text_frame(&r.t, result);
  bg_text_drop(&r.t);
  return status;
}
