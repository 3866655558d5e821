/*
** frame_file_check.c: whether the columns of a file may be followed.
**
** A checksum can be made by anyone. So before a column of a file is used, all
** that other code takes for granted of a column is looked at: sizes, codes
** within the dictionary, stored integers within least and most, ranks that
** count their mask.
*/
#include "frame_file.h"

#include <math.h>

static bool dict_sound (const bg_dict *d) {
  const uint32_t *offsets = (const uint32_t *)(const void *)d->offsets->data;
  uint64_t bytes = ((uint64_t)d->count + 1) * sizeof *offsets; /* where sizes are 32 bits wide it may be none */
  if (d->offsets->size != bytes || offsets[0] != 0) return false;
  for (uint32_t i = 0; i < d->count; i++)
    if (offsets[i] > offsets[i + 1]) return false;
  return offsets[d->count] == d->bytes->size;
}

static bool codes_sound (const bg_column *c, size_t rows) {
  uint32_t codes[BG_BATCH], most = 0;
  for (size_t row = 0; row < rows; row += BG_BATCH) {
    size_t n = rows - row < BG_BATCH ? rows - row : BG_BATCH;
    bg_load_codes(c, row, n, codes);
    for (size_t i = 0; i < n; i++) most = codes[i] > most ? codes[i] : most;
  }
  if (most < c->dict->count) return true;
  /* nothing but nulls needs no strings */
  for (size_t row = 0; row < rows; row++)
    if (!bg_column_null(c, row)) return false;
  return most == 0;
}

static bool numbers_sound (const bg_column *c, size_t rows) {
  double numbers[BG_BATCH];
  bg_column stored = *c;
  stored.places = 0;
  for (size_t row = 0; row < rows; row += BG_BATCH) {
    size_t n = rows - row < BG_BATCH ? rows - row : BG_BATCH;
    bg_load_numbers(&stored, row, n, numbers);
    for (size_t i = 0; i < n; i++) {
      if (!isfinite(numbers[i])) return false; /* bounds may be infinite, values are not */
      if (c->type == BG_INTEGER && (numbers[i] != floor(numbers[i]) || fabs(numbers[i]) > BG_WHOLE_MAX)) return false;
      if (c->store != BG_F64 && (numbers[i] < c->least || numbers[i] > c->most)) return false;
      if (c->type == BG_BOOLEAN && numbers[i] != 0 && numbers[i] != 1) return false;
      if (numbers[i] != 0 && bg_column_null(c, row + i)) return false;
    }
  }
  return true;
}

static bool bounds_sound (const bg_bounds *b, size_t rows) {
  const uint32_t *ranks = (const uint32_t *)(const void *)b->rank->data;
  const double *lower = (const double *)(const void *)b->lower->data;
  const double *upper = (const double *)(const void *)b->upper->data;
  size_t set = 0, words = rows / BG_RANK_ROWS + 1, bytes;
  if (b->mask->size != rows / 8 + 1 || b->rank->size != words * sizeof *ranks) return false;
  if (!bg_multiply(b->count, sizeof(double), &bytes) || b->lower->size != bytes || b->upper->size != bytes
      || b->open->size != b->count) return false;
  for (size_t i = 0; i < words; i++) {
    if (ranks[i] != set) return false;
    for (size_t row = i * BG_RANK_ROWS; row < rows && row < (i + 1) * BG_RANK_ROWS; row++) set += bg_bit(b->mask->data, row);
  }
  for (size_t i = 0; i < b->count; i++)
    if (isnan(lower[i]) || isnan(upper[i])) return false;
  return set == b->count;
}

bool bg_column_sound (const bg_column *c, size_t rows) {
  bool string = c->type == BG_STRING;
  size_t bytes;
  if ((unsigned)c->type > BG_STRING || (unsigned)c->store > BG_U32 || string != (c->store >= BG_U8)) return false;
  if ((c->type == BG_BOOLEAN && c->store != BG_I8) || (c->type == BG_DATE && c->store == BG_F64)) return false;
  if (c->type == BG_DATE && (c->least < BG_FIRST_DAY || c->most > BG_LAST_DAY)) return false;
  if (c->places < 0 || c->places > BG_PLACES_MAX || (c->places > 0 && (c->type != BG_NUMBER || c->store == BG_F64)))
    return false;
  if (!bg_multiply(rows, bg_store_size(c->store), &bytes) || c->values->size != bytes) return false;
  if (c->valid != NULL && c->valid->size != rows / 8 + 1) return false;
  if (string != (c->dict != NULL) || (c->bounds != NULL && (c->type != BG_NUMBER || !c->bounded))) return false;
  if (c->bounds != NULL && !bounds_sound(c->bounds, rows)) return false;
  return string ? dict_sound(c->dict) && codes_sound(c, rows) : c->least <= c->most && numbers_sound(c, rows);
}
