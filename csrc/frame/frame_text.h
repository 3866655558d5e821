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

/* Where there is a numeric column `value` and `lower` or `upper` beside it:
** the frame with these (and lower_open, upper_open) as bounds of value.
** Otherwise f itself, unchanged, is *result and *folded is false. */
bg_status bg_frame_fold (bg_frame *f, bg_frame **result, bool *folded, bg_fault *fault);

/* A decimal number, the whole text, correctly rounded; false for any other
** text, and for one that no double holds. *whole: no point or exponent. */
bool bg_field_number (bg_text text, double *value, bool *whole);

BG_END

#endif
