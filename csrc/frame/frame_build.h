/*
** frame_build.h: columns in the making.
**
** A bg_strings collects strings and answers their codes; a bg_builder collects
** the rows of one column, numbers of every type as doubles. Finishing chooses
** the store and hands over a column that never changes again. Both are plain
** structures: zero them with *_start, and let go with *_drop whether or not
** they were finished.
*/
#ifndef BAOGAO_FRAME_BUILD_H
#define BAOGAO_FRAME_BUILD_H

#include "frame.h"

/* An open-addressing table of codes over the bytes gathered so far. */
typedef struct bg_strings {
  bg_alloc alloc;
  uint32_t *slots;    /* code + 1, or 0 */
  uint32_t *offsets;  /* count + 1 */
  uint32_t *hashes;
  char *bytes;
  size_t slot_count, offset_room, hash_room, byte_room;
  uint32_t count;
} bg_strings;

typedef struct bg_builder {
  bg_alloc alloc;
  bg_type type;
  size_t rows;
  double *numbers;        /* all types but string */
  uint32_t *codes;        /* strings */
  size_t number_room, code_room;
  unsigned char *valid;   /* a bit a row, once there was a null */
  size_t valid_room;
  size_t nulls;
  bg_strings strings;
  uint32_t *bound_rows;   /* rows that are not exact, ascending */
  bg_interval *bound_values;
  size_t bound_count, bound_row_room, bound_value_room;
  bool bounded;           /* some row was given bounds, or is to have them */
} bg_builder;

BG_BEGIN

uint32_t bg_hash_text (bg_text text);

void bg_strings_start (bg_strings *s, const bg_alloc *alloc);
void bg_strings_drop (bg_strings *s);
/* The code of a string, given one if it is new. */
bg_status bg_strings_add (bg_strings *s, bg_text text, uint32_t *code);
/* The code of a string that is there, or BG_NO_ROW. */
uint32_t bg_strings_find (const bg_strings *s, bg_text text);
bg_status bg_strings_finish (bg_strings *s, bg_dict **result);
/* All strings of a dictionary, with their codes. */
bg_status bg_strings_of (bg_strings *s, const bg_alloc *alloc, const bg_dict *dict);

void bg_builder_start (bg_builder *b, const bg_alloc *alloc, bg_type type);
void bg_builder_drop (bg_builder *b);
bg_status bg_builder_null (bg_builder *b);
bg_status bg_builder_number (bg_builder *b, double value);
bg_status bg_builder_text (bg_builder *b, bg_text text);
/* A value with bounds, or (value NULL) bounds alone; a value that is exact
** takes no room for them. */
bg_status bg_builder_bounded (bg_builder *b, const double *value, bg_interval bounds);
bg_status bg_builder_finish (bg_builder *b, bg_text name, bg_column *result);

/* A column from an array of doubles, nulls (a byte each, or NULL) holding 0. */
bg_status bg_column_of_numbers (const bg_alloc *alloc, bg_type type, bg_buffer *name, size_t rows,
                                const double *numbers, const unsigned char *nulls, bg_column *result);
/* A string column from codes into a dictionary, which it shares. */
bg_status bg_column_of_codes (const bg_alloc *alloc, bg_buffer *name, size_t rows, const uint32_t *codes,
                              const unsigned char *nulls, bg_dict *dict, bg_column *result);
/* Bounds for `count` rows given in ascending order, of `rows` rows. */
bg_status bg_bounds_make (const bg_alloc *alloc, size_t rows, size_t count, const uint32_t *at,
                          const bg_interval *values, bg_bounds **result);

/* frame_take.c: other arrangements of the rows of columns */

/* Rows first to first + count - 1 of `from`; nothing is copied. */
bg_status bg_frame_slice (const bg_frame *from, size_t first, size_t count, bg_frame **result);
/* The rows at the given places; BG_NO_ROW gives a row of nulls. */
bg_status bg_column_take (const bg_alloc *alloc, const bg_column *from, const uint32_t *rows,
                          size_t count, bg_column *result);
bg_status bg_frame_take (const bg_frame *from, const uint32_t *rows, size_t count, bg_frame **result);
/* The rows of one after those of the other; names and types as in `first`,
** columns found by name. */
bg_status bg_frame_append (const bg_frame *first, const bg_frame *second, bg_frame **result,
                           bg_fault *fault);
bg_status bg_column_append (const bg_alloc *alloc, const bg_column *a, size_t a_rows,
                            const bg_column *b, size_t b_rows, bg_column *result);

BG_END

#endif
