/*
** frame.h: columns of data, millions of rows, each in the fewest bytes that
** say it exactly.
**
** A frame is a list of named columns of one length. What a column means (its
** bg_type) and how its values lie in memory (its bg_store) are two things:
**
**   type      meaning                     stores
**   number    a finite double, perhaps    f64, or i8 i16 i32 where every value
**             with bounds                 is value = stored / 10^places exactly
**   integer   a whole number, |v| <= 2^53 i8 i16 i32 f64
**   boolean   false, true                 i8
**   date      days from 1970-01-01        i8 i16 i32
**   string    any bytes                   u8 u16 u32: places in a dictionary
**
** Narrow stores are the reason why a sum over ten million rows is quick: what
** it costs is the bytes that memory has to bring. A store is chosen once, when
** a column is finished, by looking at all its values; reading a value back
** gives the very double that went in.
**
**   column --> values  [ ....|....|.... ]   one buffer, shared by slices
**          --> valid   [ 1101...        ]   a bit a row; absent: no nulls
**          --> dict    offsets, bytes       strings only, each string once
**          --> bounds  a bit a row, and lower, upper, open only for the rows
**                      that are not exact (most figures are)
**
** Everything a column points to is counted and never changes once the column
** is finished, so a slice is the same buffers with another offset, and a
** column may stand in many frames. Null rows hold 0 in `values`. The counts
** are plain integers: a frame belongs to one Lua state, and worker threads
** read columns but never share or free them.
*/
#ifndef BAOGAO_FRAME_H
#define BAOGAO_FRAME_H

#include "base/common.h"
#include "base/interval.h"

#include <string.h>

typedef enum bg_type {
  BG_NUMBER, BG_INTEGER, BG_BOOLEAN, BG_DATE, BG_STRING
} bg_type;

typedef enum bg_store {
  BG_I8, BG_I16, BG_I32, BG_F64, BG_U8, BG_U16, BG_U32
} bg_store;

/* Whole numbers up to here are doubles exactly, on every Lua alike. */
#define BG_WHOLE_MAX 9007199254740992.0

/* 0001-01-01 and 9999-12-31: a date is a day of these years. */
#define BG_FIRST_DAY (-719162)
#define BG_LAST_DAY 2932896

/* Rows are numbered in 32 bits, with the last value kept for "none". */
#define BG_ROWS_MAX ((size_t)0xFFFFFFFEu)
#define BG_NO_ROW 0xFFFFFFFFu

/* Columns are looked up by a walk over their names; a table of figures with
** more of them than this is taken for a mistake (rows given as columns). */
#define BG_COLUMNS_MAX 4096

/* Decimal places that a narrow store may carry: 10^4 keeps i32 useful. */
#define BG_PLACES_MAX 4

/* Rows handled at a time: a few vectors of doubles of this length stay in the
** first-level cache. */
#define BG_BATCH 1024

/* Rows from which a second thread earns its start (some 30 microseconds). */
#define BG_THREAD_ROWS 200000

/* Parts that a large frame is cut in for work whose result could depend on
** the order of additions. It is a constant, not the number of threads: with
** one thread the parts are done in turn, and the bits are the same. */
#define BG_PARTS 2

/* What went wrong, in words for the user; empty where the status says all. */
typedef struct bg_fault {
  char text[256];
} bg_fault;

/* A mapped file, alive while any buffer lies in it. */
typedef struct bg_mapping {
  bg_alloc alloc;
  size_t refs;
  void *at;
  size_t size;
} bg_mapping;

typedef struct bg_buffer {
  bg_alloc alloc;
  size_t refs;
  size_t size;         /* bytes at data */
  unsigned char *data; /* behind this header, or in the mapping */
  bg_mapping *mapping;
} bg_buffer;

/* The strings of a column, each once, in order of first appearance. */
typedef struct bg_dict {
  bg_alloc alloc;
  size_t refs;
  uint32_t count;
  bg_buffer *offsets; /* count + 1 of uint32_t */
  bg_buffer *bytes;
} bg_dict;

#define BG_LOWER_OPEN 1
#define BG_UPPER_OPEN 2

/* Bounds of the rows that are not exact. Row r has some where bit r of `mask`
** is set; they stand at rank[r / BG_RANK_ROWS] + the bits set before r. */
#define BG_RANK_ROWS 512
typedef struct bg_bounds {
  bg_alloc alloc;
  size_t refs;
  size_t count;
  bg_buffer *mask, *rank, *lower, *upper, *open;
} bg_bounds;

typedef struct bg_column {
  bg_buffer *name;
  bg_type type;
  bg_store store;
  int places;         /* number = stored / 10^places; 0 for F64 and others */
  bool bounded;       /* rows may have bounds (fields lower, upper …) */
  size_t offset;      /* row 0 of this column in its buffers */
  bg_buffer *values;
  bg_buffer *valid;   /* NULL: no nulls */
  bg_dict *dict;      /* strings only */
  bg_bounds *bounds;  /* NULL: every row is exact */
  int32_t least, most; /* of what is stored, integer stores; may be wider */
} bg_column;

typedef struct bg_frame {
  bg_alloc alloc;
  size_t rows, count;
  size_t room;         /* columns that there is room for */
  bg_column *columns;
} bg_frame;

BG_BEGIN

/* memory: every *_drop takes NULL */
void *bg_new (const bg_alloc *alloc, size_t size);
void bg_delete (const bg_alloc *alloc, void *block, size_t size);
/* Room for `count` things of `size` bytes in *block, which held *room; grows
** by half at least. */
bg_status bg_grow (const bg_alloc *alloc, void **block, size_t *room, size_t count, size_t size);
bg_status bg_buffer_new (const bg_alloc *alloc, size_t size, bg_buffer **result);
bg_buffer *bg_buffer_share (bg_buffer *b);
void bg_buffer_drop (bg_buffer *b);
bg_status bg_buffer_text (const bg_alloc *alloc, bg_text text, bg_buffer **result);
void bg_mapping_drop (bg_mapping *m);
bg_dict *bg_dict_share (bg_dict *d);
void bg_dict_drop (bg_dict *d);
bg_bounds *bg_bounds_share (bg_bounds *b);
void bg_bounds_drop (bg_bounds *b);
void bg_column_drop (bg_column *c);
void bg_column_share (const bg_column *from, bg_column *to);
/* Leaves the values alone: a plain column of numbers. */
void bg_column_unbound (bg_column *c);
bg_status bg_frame_new (const bg_alloc *alloc, size_t columns, bg_frame **result);
void bg_frame_drop (bg_frame *f);

/* Bytes that the columns of a frame lie in, dictionaries and bounds included;
** buffers that are shared count whole. */
size_t bg_frame_bytes (const bg_frame *f);

/* reading */
size_t bg_store_size (bg_store store);
const char *bg_type_name (bg_type type);
bg_text bg_column_name (const bg_column *c);
/* The index of a column, or -1. */
ptrdiff_t bg_frame_find (const bg_frame *f, bg_text name);
bool bg_column_null (const bg_column *c, size_t row);
double bg_column_number (const bg_column *c, size_t row);
uint32_t bg_column_code (const bg_column *c, size_t row);
/* The bounds of a row; false where it has neither a value nor bounds. Whether
** an infinite bound is marked open is as the caller said it: before arithmetic
** on intervals, which asks that it is, see to that. */
bool bg_column_interval (const bg_column *c, size_t row, bg_interval *result);
/* Where the bounds of the first row from `at` on that has some stand (rows
** counted from the start of the buffers), and those that stand there. */
size_t bg_bounds_place (const bg_bounds *b, size_t at);
bg_interval bg_bounds_at (const bg_bounds *b, size_t place);
/* `count` rows from `row` on: values as doubles, codes, and a byte 1 for each
** null (false where there is none, and `nulls` is then untouched). */
void bg_load_numbers (const bg_column *c, size_t row, size_t count, double *numbers);
void bg_load_codes (const bg_column *c, size_t row, size_t count, uint32_t *codes);
bool bg_load_nulls (const bg_column *c, size_t row, size_t count, unsigned char *nulls);

/* the powers of ten of places 0 to BG_PLACES_MAX */
double bg_power_of_ten (int places);

BG_END

static inline bg_text bg_dict_text (const bg_dict *d, uint32_t code) {
  const uint32_t *offsets = (const uint32_t *)(const void *)d->offsets->data;
  bg_text text;
  text.at = (const char *)d->bytes->data + offsets[code];
  text.length = offsets[code + 1] - offsets[code];
  return text;
}

static inline bool bg_text_equal (bg_text a, bg_text b) {
  return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static inline int bg_text_compare (bg_text a, bg_text b) {
  size_t n = a.length < b.length ? a.length : b.length;
  int order = n == 0 ? 0 : memcmp(a.at, b.at, n);
  if (order != 0) return order;
  return a.length < b.length ? -1 : a.length > b.length;
}

static inline bool bg_bit (const unsigned char *bits, size_t i) {
  return (bits[i >> 3] >> (i & 7)) & 1;
}

static inline void bg_bit_set (unsigned char *bits, size_t i) {
  bits[i >> 3] = (unsigned char)(bits[i >> 3] | (1u << (i & 7)));
}

#endif
