/*
** frame_text.h: frames out of text, CSV (RFC 4180) and NDJSON.
**
** CSV has no types, so all of a file is looked at twice: first for what type
** every column has, then to read it. A column is integer, number, boolean
** (true, false) or date (YYYY-MM-DD) where all its fields are, and string
** otherwise: also where whole numbers begin with 0 or pass 2^53, since those
** name things and their digits are to stay. An empty field that is not quoted
** is null.
**
** NDJSON is one flat object a line; its types are JSON's.
*/
#ifndef BAOGAO_FRAME_TEXT_H
#define BAOGAO_FRAME_TEXT_H

#include "frame_build.h"
#include "base/decimal.h"

/* A type that the caller wants for a column. */
typedef struct bg_wanted {
  bg_text name;
  bg_type type;
  bool met; /* set by the reader */
} bg_wanted;

/* Texts that stand for null, beside the empty one. */
#define BG_NULLS_MAX 16

typedef struct bg_text_options {
  char separator;
  bool header;
  bg_text nulls[BG_NULLS_MAX];
  size_t null_count;
  bg_wanted *wanted;
  size_t wanted_count;
} bg_text_options;

BG_BEGIN

/* BG_NO_VALUE with a fault that names line and column where the text is wrong. */
bg_status bg_csv_read (const bg_alloc *alloc, bg_text text, const bg_text_options *options, bg_frame **result,
                       bg_fault *fault);
bg_status bg_ndjson_read (const bg_alloc *alloc, bg_text text, const bg_text_options *options, bg_frame **result,
                          bg_fault *fault);

/* frame_fold.c. Where there is a numeric column `value` and `lower` or `upper`
** beside it: the frame with these (and lower_open, upper_open) as bounds of value.
** Otherwise f itself, unchanged, is *result and *folded is false. */
bg_status bg_frame_fold (bg_frame *f, bg_frame **result, bool *folded, bg_fault *fault);

/* What both readers put a frame together with. */

typedef struct bg_text_column {
  bg_buffer *name;
  bg_builder builder;
  bool fixed;           /* its type is the caller's */
  bool started, whole;  /* NDJSON: a value was there; all of them were whole numbers */
  unsigned can;         /* CSV: what it can still be */
} bg_text_column;

typedef struct bg_text_reader {
  bg_alloc alloc;
  const bg_text_options *options;
  bg_fault *fault;
  const char *at, *end;
  size_t line;          /* of what is being read, from 1 */
  char *room;           /* for text that does not stand in the source as it is meant */
  size_t room_size;
  bg_text_column *columns;
  size_t count, column_room, rows;
} bg_text_reader;

/* A reader that stands at the start of the text, past a byte order mark. */
void bg_text_start (bg_text_reader *r, const bg_alloc *alloc, bg_text text, const bg_text_options *options,
                    bg_fault *fault);
void bg_text_drop (bg_text_reader *r);

/* The fault is "line N: " and the words; answers BG_NO_VALUE. */
bg_status bg_text_refuse (bg_text_reader *r, const char *format, ...);

/* A new column at the end, of strings or of the type that the caller wants. */
bg_status bg_text_add (bg_text_reader *r, bg_text name);
/* Its place, or the count where there is none; looked for from `from` on, and
** then from the first. */
size_t bg_text_find (const bg_text_reader *r, bg_text name, size_t from);

/* YYYY-MM-DD as a day; false for other text. */
bool bg_text_date (bg_text text, double *day);

/* The columns as a frame. */
bg_status bg_text_frame (bg_text_reader *r, bg_frame **result);

BG_END

/* The name of a column, and a text, cut for a message of "%.*s". */
#define BG_TEXT_SHOWN 60
#define BG_SHOWN(length, at) (int)((length) > BG_TEXT_SHOWN ? BG_TEXT_SHOWN : (length)), (const char *)(at)

#endif
