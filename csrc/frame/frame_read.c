/*
** frame_read.c: values out of columns, one or a batch at a time.
*/
#include "frame.h"
#include "base/vectors.h"

static const double powers[BG_PLACES_MAX + 1] = { 1.0, 10.0, 100.0, 1000.0, 10000.0 };

double bg_power_of_ten (int places) {
  return powers[places];
}

size_t bg_store_size (bg_store store) {
  static const unsigned char sizes[] = { 1, 2, 4, 8, 1, 2, 4 };
  return sizes[store];
}

const char *bg_type_name (bg_type type) {
  static const char names[][8] = { "number", "integer", "boolean", "date", "string" };
  return names[type];
}

bg_text bg_column_name (const bg_column *c) {
  bg_text name;
  name.at = (const char *)c->name->data;
  name.length = c->name->size;
  return name;
}

ptrdiff_t bg_frame_find (const bg_frame *f, bg_text name) {
  for (size_t i = 0; i < f->count; i++)
    if (bg_text_equal(bg_column_name(&f->columns[i]), name)) return (ptrdiff_t)i;
  return -1;
}

bool bg_column_null (const bg_column *c, size_t row) {
  return c->valid != NULL && !bg_bit(c->valid->data, c->offset + row);
}

double bg_column_number (const bg_column *c, size_t row) {
  const unsigned char *at = c->values->data + (c->offset + row) * bg_store_size(c->store);
  double number;
  switch (c->store) {
    case BG_I8: number = *(const int8_t *)(const void *)at; break;
    case BG_I16: number = *(const int16_t *)(const void *)at; break;
    case BG_I32: number = *(const int32_t *)(const void *)at; break;
    default: return *(const double *)(const void *)at;
  }
  return c->places > 0 ? number / powers[c->places] : number;
}

uint32_t bg_column_code (const bg_column *c, size_t row) {
  size_t at = c->offset + row;
  switch (c->store) {
    case BG_U8: return c->values->data[at];
    case BG_U16: return ((const uint16_t *)(const void *)c->values->data)[at];
    default: return ((const uint32_t *)(const void *)c->values->data)[at];
  }
}

/* The bits set in `bits` from first, a multiple of 8, up to but not including last. */
static size_t count_bits (const unsigned char *bits, size_t first, size_t last) {
  static const unsigned char nibble[16] = { 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4 };
  size_t n = 0;
  for (; first + 8 <= last; first += 8)
    n += (size_t)nibble[bits[first >> 3] & 15] + nibble[bits[first >> 3] >> 4];
  for (; first < last; first++) n += bg_bit(bits, first);
  return n;
}

size_t bg_bounds_place (const bg_bounds *b, size_t at) {
  return ((const uint32_t *)(const void *)b->rank->data)[at / BG_RANK_ROWS]
         + count_bits(b->mask->data, at / BG_RANK_ROWS * BG_RANK_ROWS, at);
}

bg_interval bg_bounds_at (const bg_bounds *b, size_t place) {
  unsigned open = b->open->data[place];
  bg_interval a;
  a.lower = ((const double *)(const void *)b->lower->data)[place];
  a.upper = ((const double *)(const void *)b->upper->data)[place];
  a.lower_open = (open & BG_LOWER_OPEN) != 0;
  a.upper_open = (open & BG_UPPER_OPEN) != 0;
  return a;
}

bool bg_column_interval (const bg_column *c, size_t row, bg_interval *result) {
  size_t at = c->offset + row;
  if (c->bounds == NULL || !bg_bit(c->bounds->mask->data, at)) {
    if (bg_column_null(c, row)) return false;
    *result = bg_interval_exact(bg_column_number(c, row));
    return true;
  }
  *result = bg_bounds_at(c->bounds, bg_bounds_place(c->bounds, at));
  return true;
}

static void widen_i8 (const int8_t *from, double *to, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] = from[i];
}

static void widen_i16 (const int16_t *from, double *to, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] = from[i];
}

static void widen_i32 (const int32_t *from, double *to, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] = from[i];
}

static void divide (double *numbers, double by, size_t count) {
  for (size_t i = 0; i < count; i++) numbers[i] /= by;
}

static void widen_u8 (const uint8_t *from, uint32_t *to, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] = from[i];
}

static void widen_u16 (const uint16_t *from, uint32_t *to, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] = from[i];
}

void bg_load_numbers (const bg_column *c, size_t row, size_t count, double *numbers) {
  const unsigned char *at = c->values->data + (c->offset + row) * bg_store_size(c->store);
  switch (c->store) {
    case BG_I8: widen_i8((const int8_t *)(const void *)at, numbers, count); break;
    case BG_I16: widen_i16((const int16_t *)(const void *)at, numbers, count); break;
    case BG_I32: widen_i32((const int32_t *)(const void *)at, numbers, count); break;
    default: memcpy(numbers, at, count * sizeof(double)); return;
  }
  if (c->places > 0) divide(numbers, powers[c->places], count);
}

void bg_load_codes (const bg_column *c, size_t row, size_t count, uint32_t *codes) {
  const unsigned char *at = c->values->data + (c->offset + row) * bg_store_size(c->store);
  switch (c->store) {
    case BG_U8: widen_u8(at, codes, count); break;
    case BG_U16: widen_u16((const uint16_t *)(const void *)at, codes, count); break;
    default: memcpy(codes, at, count * sizeof(uint32_t)); break;
  }
}

bool bg_load_nulls (const bg_column *c, size_t row, size_t count, unsigned char *nulls) {
  const unsigned char *bits;
  size_t at = c->offset + row;
  unsigned any = 0;
  if (c->valid == NULL) return false;
  bits = c->valid->data;
  for (size_t i = 0; i < count; i++) {
    nulls[i] = !bg_bit(bits, at + i);
    any |= nulls[i];
  }
  return any != 0;
}
