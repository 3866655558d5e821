/*
** frame_build.c: from values to columns. See frame_build.h.
*/
#include "frame_build.h"
#include "base/vectors.h"

#include <math.h>

/* Offsets into a dictionary's bytes are 32 bits wide. */
#define DICT_BYTES_MAX ((size_t)0xFFFFFFFFu)

/* FNV-1a, folded in words of eight bytes first: strings here are short. */
uint32_t bg_hash_text (bg_text text) {
  uint64_t h = 0xCBF29CE484222325u ^ (uint64_t)text.length;
  const char *at = text.at;
  size_t n = text.length;
  for (; n >= 8; n -= 8, at += 8) {
    uint64_t w;
    memcpy(&w, at, 8);
    h = (h ^ w) * 0x9E3779B97F4A7C15u;
    h ^= h >> 29;
  }
  for (; n > 0; n--, at++) h = (h ^ (unsigned char)*at) * 0x100000001B3u;
  h *= 0x9E3779B97F4A7C15u;
  return (uint32_t)(h >> 32);
}

void bg_strings_start (bg_strings *s, const bg_alloc *alloc) {
  memset(s, 0, sizeof *s);
  s->alloc = *alloc;
}

void bg_strings_drop (bg_strings *s) {
  bg_delete(&s->alloc, s->slots, s->slot_count * sizeof *s->slots);
  bg_delete(&s->alloc, s->offsets, s->offset_room * sizeof *s->offsets);
  bg_delete(&s->alloc, s->hashes, s->hash_room * sizeof *s->hashes);
  bg_delete(&s->alloc, s->bytes, s->byte_room);
  memset(s, 0, sizeof *s);
}

static bg_text strings_text (const bg_strings *s, uint32_t code) {
  bg_text text;
  text.at = s->bytes + s->offsets[code];
  text.length = s->offsets[code + 1] - s->offsets[code];
  return text;
}

/* Sizes do not overflow: where one would, the strings so far had passed all memory. */
static bg_status strings_rehash (bg_strings *s) {
  size_t count = s->slot_count == 0 ? 64 : s->slot_count * 2, bytes = count * sizeof *s->slots;
  uint32_t *slots = (uint32_t *)bg_new(&s->alloc, bytes);
  if (slots == NULL) return BG_NO_MEMORY;
  memset(slots, 0, bytes);
  for (uint32_t code = 0; code < s->count; code++) {
    size_t i = s->hashes[code] & (count - 1);
    while (slots[i] != 0) i = (i + 1) & (count - 1);
    slots[i] = code + 1;
  }
  bg_delete(&s->alloc, s->slots, s->slot_count * sizeof *slots);
  s->slots = slots;
  s->slot_count = count;
  return BG_OK;
}

uint32_t bg_strings_find (const bg_strings *s, bg_text text) {
  uint32_t hash;
  if (s->count == 0) return BG_NO_ROW;
  hash = bg_hash_text(text);
  for (size_t i = hash & (s->slot_count - 1); s->slots[i] != 0; i = (i + 1) & (s->slot_count - 1)) {
    uint32_t code = s->slots[i] - 1;
    if (s->hashes[code] == hash && bg_text_equal(strings_text(s, code), text)) return code;
  }
  return BG_NO_ROW;
}

bg_status bg_strings_add (bg_strings *s, bg_text text, uint32_t *code) {
  uint32_t hash = bg_hash_text(text);
  size_t i, used;
  bg_status status;
  if ((size_t)s->count + s->count / 2 >= s->slot_count) {
    status = strings_rehash(s);
    if (status != BG_OK) return status;
  }
  for (i = hash & (s->slot_count - 1); s->slots[i] != 0; i = (i + 1) & (s->slot_count - 1)) {
    uint32_t c = s->slots[i] - 1;
    if (s->hashes[c] == hash && bg_text_equal(strings_text(s, c), text)) {
      *code = c;
      return BG_OK;
    }
  }
  used = s->count == 0 ? 0 : s->offsets[s->count];
  if (text.length > DICT_BYTES_MAX - used) return BG_TOO_LARGE; /* and so many bytes are no BG_ROWS_MAX different strings */
  status = bg_grow(&s->alloc, (void **)&s->offsets, &s->offset_room, (size_t)s->count + 2, sizeof *s->offsets);
  if (status == BG_OK)
    status = bg_grow(&s->alloc, (void **)&s->hashes, &s->hash_room, (size_t)s->count + 1, sizeof *s->hashes);
  if (status == BG_OK)
    status = bg_grow(&s->alloc, (void **)&s->bytes, &s->byte_room, used + text.length + 1, 1);
  if (status != BG_OK) return status;
  if (text.length > 0) memcpy(s->bytes + used, text.at, text.length);
  s->offsets[s->count] = (uint32_t)used;
  s->offsets[s->count + 1] = (uint32_t)(used + text.length);
  s->hashes[s->count] = hash;
  s->slots[i] = s->count + 1;
  *code = s->count++;
  return BG_OK;
}

bg_status bg_strings_finish (bg_strings *s, bg_dict **result) {
  bg_dict *d = (bg_dict *)bg_new(&s->alloc, sizeof *d);
  size_t used = s->count == 0 ? 0 : s->offsets[s->count];
  bg_status status;
  if (d == NULL) return BG_NO_MEMORY;
  d->alloc = s->alloc;
  d->refs = 1;
  d->count = s->count;
  d->offsets = d->bytes = NULL;
  status = bg_buffer_new(&s->alloc, ((size_t)s->count + 1) * sizeof(uint32_t), &d->offsets);
  if (status == BG_OK) status = bg_buffer_new(&s->alloc, used, &d->bytes);
  if (status != BG_OK) {
    bg_dict_drop(d);
    return status;
  }
  if (s->count == 0) memset(d->offsets->data, 0, sizeof(uint32_t));
  else memcpy(d->offsets->data, s->offsets, d->offsets->size);
  if (used > 0) memcpy(d->bytes->data, s->bytes, used);
  *result = d;
  return BG_OK;
}

bg_status bg_strings_of (bg_strings *s, const bg_alloc *alloc, const bg_dict *dict) {
  bg_strings_start(s, alloc);
  for (uint32_t i = 0; i < dict->count; i++) {
    uint32_t code;
    bg_status status = bg_strings_add(s, bg_dict_text(dict, i), &code);
    if (status != BG_OK) return status;
  }
  return BG_OK;
}

void bg_builder_start (bg_builder *b, const bg_alloc *alloc, bg_type type) {
  memset(b, 0, sizeof *b);
  b->alloc = *alloc;
  b->type = type;
  bg_strings_start(&b->strings, alloc);
}

void bg_builder_drop (bg_builder *b) {
  bg_delete(&b->alloc, b->numbers, b->number_room * sizeof *b->numbers);
  bg_delete(&b->alloc, b->codes, b->code_room * sizeof *b->codes);
  bg_delete(&b->alloc, b->valid, b->valid_room);
  bg_delete(&b->alloc, b->bound_rows, b->bound_row_room * sizeof *b->bound_rows);
  bg_delete(&b->alloc, b->bound_values, b->bound_value_room * sizeof *b->bound_values);
  bg_strings_drop(&b->strings);
  memset(b, 0, sizeof *b);
}

/* Room for one row more, marked as a value. */
static bg_status next_row (bg_builder *b) {
  bg_status status = BG_OK;
  if (b->rows >= BG_ROWS_MAX) return BG_TOO_LARGE;
  if (b->type == BG_STRING) {
    if (b->rows >= b->code_room)
      status = bg_grow(&b->alloc, (void **)&b->codes, &b->code_room, b->rows + 1, sizeof *b->codes);
  }
  else if (b->rows >= b->number_room)
    status = bg_grow(&b->alloc, (void **)&b->numbers, &b->number_room, b->rows + 1, sizeof *b->numbers);
  if (status == BG_OK && b->valid != NULL) {
    size_t room = b->valid_room;
    status = bg_grow(&b->alloc, (void **)&b->valid, &b->valid_room, b->rows / 8 + 1, 1);
    if (status == BG_OK) {
      if (b->valid_room > room) memset(b->valid + room, 0, b->valid_room - room);
      bg_bit_set(b->valid, b->rows);
    }
  }
  return status;
}

bg_status bg_builder_null (bg_builder *b) {
  bg_status status;
  if (b->valid == NULL) { /* the first: all rows before it are values */
    status = bg_grow(&b->alloc, (void **)&b->valid, &b->valid_room, b->rows / 8 + 1, 1);
    if (status != BG_OK) return status;
    memset(b->valid, 0, b->valid_room);
    memset(b->valid, 0xFF, b->rows / 8);
    for (size_t i = b->rows / 8 * 8; i < b->rows; i++) bg_bit_set(b->valid, i);
  }
  status = next_row(b);
  if (status != BG_OK) return status;
  b->valid[b->rows >> 3] = (unsigned char)(b->valid[b->rows >> 3] & ~(1u << (b->rows & 7)));
  if (b->type == BG_STRING) b->codes[b->rows] = 0;
  else b->numbers[b->rows] = 0;
  b->rows++;
  b->nulls++;
  return BG_OK;
}

bg_status bg_builder_number (bg_builder *b, double value) {
  bg_status status = next_row(b);
  if (status == BG_OK) b->numbers[b->rows++] = value;
  return status;
}

bg_status bg_builder_text (bg_builder *b, bg_text text) {
  uint32_t code = 0;
  bg_status status = bg_strings_add(&b->strings, text, &code);
  if (status == BG_OK) status = next_row(b);
  if (status == BG_OK) b->codes[b->rows++] = code;
  return status;
}

bg_status bg_builder_bounded (bg_builder *b, const double *value, bg_interval bounds) {
  bg_status status;
  bool exact = value != NULL && bg_interval_is_exact(bounds) && bounds.lower == *value;
  b->bounded = true;
  if (!exact) {
    status = bg_grow(&b->alloc, (void **)&b->bound_rows, &b->bound_row_room, b->bound_count + 1,
                     sizeof *b->bound_rows);
    if (status == BG_OK)
      status = bg_grow(&b->alloc, (void **)&b->bound_values, &b->bound_value_room, b->bound_count + 1,
                       sizeof *b->bound_values);
    if (status != BG_OK) return status;
  }
  status = value == NULL ? bg_builder_null(b) : bg_builder_number(b, *value);
  if (status == BG_OK && !exact) {
    b->bound_rows[b->bound_count] = (uint32_t)(b->rows - 1);
    b->bound_values[b->bound_count++] = bounds;
  }
  return status;
}

bg_status bg_bounds_make (const bg_alloc *alloc, size_t rows, size_t count, const uint32_t *at,
                          const bg_interval *values, bg_bounds **result) {
  bg_bounds *b = (bg_bounds *)bg_new(alloc, sizeof *b);
  size_t ranks = rows / BG_RANK_ROWS + 1;
  bg_status status;
  if (b == NULL) return BG_NO_MEMORY;
  memset(b, 0, sizeof *b);
  b->alloc = *alloc;
  b->refs = 1;
  b->count = count;
  status = bg_buffer_new(alloc, rows / 8 + 1, &b->mask);
  if (status == BG_OK) status = bg_buffer_new(alloc, ranks * sizeof(uint32_t), &b->rank);
  if (status == BG_OK) status = bg_buffer_new(alloc, count * sizeof(double), &b->lower);
  if (status == BG_OK) status = bg_buffer_new(alloc, count * sizeof(double), &b->upper);
  if (status == BG_OK) status = bg_buffer_new(alloc, count, &b->open);
  if (status != BG_OK) {
    bg_bounds_drop(b);
    return status;
  }
  {
    uint32_t *rank = (uint32_t *)(void *)b->rank->data;
    double *lower = (double *)(void *)b->lower->data, *upper = (double *)(void *)b->upper->data;
    size_t next = 0;
    memset(b->mask->data, 0, b->mask->size);
    for (size_t i = 0; i < count; i++) {
      for (; next <= at[i] / BG_RANK_ROWS; next++) rank[next] = (uint32_t)i;
      bg_bit_set(b->mask->data, at[i]);
      lower[i] = values[i].lower;
      upper[i] = values[i].upper;
      b->open->data[i] = (unsigned char)((values[i].lower_open ? BG_LOWER_OPEN : 0)
                                         | (values[i].upper_open ? BG_UPPER_OPEN : 0));
    }
    for (; next < ranks; next++) rank[next] = (uint32_t)count;
  }
  *result = b;
  return BG_OK;
}

/* True where every number times 10^places is whole, fits 32 bits and gives
** the number back; then also the least and most. -0.0 does not: it is kept. */
static bool fits_places (const double *numbers, size_t rows, double power, int32_t *least, int32_t *most) {
  double low = INFINITY, high = -INFINITY;
  for (size_t at = 0; at < rows; at += BG_BATCH) {
    size_t end = rows - at < BG_BATCH ? rows : at + BG_BATCH;
    int bad = 0;
    for (size_t i = at; i < end; i++) {
      double v = numbers[i], scaled = v * power;
      double inside = scaled >= -2147483648.0 && scaled <= 2147483647.0 ? scaled : 0;
      double whole = (double)(int32_t)(inside < 0 ? inside - 0.5 : inside + 0.5);
      uint64_t bits, back_bits;
      double back = whole / power;
      memcpy(&bits, &v, sizeof bits);
      memcpy(&back_bits, &back, sizeof bits);
      bad |= bits != back_bits;
      low = whole < low ? whole : low;
      high = whole > high ? whole : high;
    }
    if (bad) return false;
  }
  *least = rows == 0 ? 0 : (int32_t)low;
  *most = rows == 0 ? 0 : (int32_t)high;
  return true;
}

/* (v * power + 0.5) may pass INT32_MAX by a half: the cast of 2147483647.5
** truncates to 2147483647, so it is still defined. */

static void narrow_i8 (const double *from, int8_t *to, size_t n, double power) {
  for (size_t i = 0; i < n; i++) {
    double s = from[i] * power;
    to[i] = (int8_t)(int32_t)(s < 0 ? s - 0.5 : s + 0.5);
  }
}

static void narrow_i16 (const double *from, int16_t *to, size_t n, double power) {
  for (size_t i = 0; i < n; i++) {
    double s = from[i] * power;
    to[i] = (int16_t)(int32_t)(s < 0 ? s - 0.5 : s + 0.5);
  }
}

static void narrow_i32 (const double *from, int32_t *to, size_t n, double power) {
  for (size_t i = 0; i < n; i++) {
    double s = from[i] * power;
    to[i] = (int32_t)(s < 0 ? s - 0.5 : s + 0.5);
  }
}

static bg_status make_valid (const bg_alloc *alloc, size_t rows, const unsigned char *nulls, bg_buffer **result) {
  bg_status status = BG_OK;
  size_t any = 0;
  *result = NULL;
  if (nulls == NULL) return BG_OK;
  for (size_t i = 0; i < rows; i++) any += nulls[i];
  if (any == 0) return BG_OK;
  status = bg_buffer_new(alloc, rows / 8 + 1, result);
  if (status != BG_OK) return status;
  memset((*result)->data, 0, (*result)->size);
  for (size_t i = 0; i < rows; i++)
    if (!nulls[i]) bg_bit_set((*result)->data, i);
  return BG_OK;
}

bg_status bg_column_of_numbers (const bg_alloc *alloc, bg_type type, bg_buffer *name, size_t rows,
                                const double *numbers, const unsigned char *nulls, bg_column *result) {
  bg_status status;
  int places = 0;
  bool fits;
  memset(result, 0, sizeof *result);
  result->type = type;
  fits = fits_places(numbers, rows, 1, &result->least, &result->most);
  while (!fits && type == BG_NUMBER && places < BG_PLACES_MAX) {
    places++;
    fits = fits_places(numbers, rows, bg_power_of_ten(places), &result->least, &result->most);
  }
  if (!fits) {
    result->store = BG_F64;
    result->least = result->most = 0;
  }
  else {
    result->places = places;
    result->store = result->least >= INT8_MIN && result->most <= INT8_MAX ? BG_I8
                    : result->least >= INT16_MIN && result->most <= INT16_MAX ? BG_I16 : BG_I32;
  }
  status = make_valid(alloc, rows, nulls, &result->valid);
  if (status == BG_OK) status = bg_buffer_new(alloc, rows * bg_store_size(result->store), &result->values);
  if (status != BG_OK) {
    bg_column_drop(result);
    return status;
  }
  result->name = bg_buffer_share(name);
  {
    unsigned char *to = result->values->data;
    double power = bg_power_of_ten(result->places);
    switch (result->store) {
      case BG_I8: narrow_i8(numbers, (int8_t *)(void *)to, rows, power); break;
      case BG_I16: narrow_i16(numbers, (int16_t *)(void *)to, rows, power); break;
      case BG_I32: narrow_i32(numbers, (int32_t *)(void *)to, rows, power); break;
      default: memcpy(to, numbers, rows * sizeof *numbers); break; /* some row, since none would fit a byte */
    }
  }
  return BG_OK;
}

bg_status bg_column_of_codes (const bg_alloc *alloc, bg_buffer *name, size_t rows, const uint32_t *codes,
                              const unsigned char *nulls, bg_dict *dict, bg_column *result) {
  bg_status status;
  memset(result, 0, sizeof *result);
  result->type = BG_STRING;
  result->store = dict->count <= 256 ? BG_U8 : dict->count <= 65536 ? BG_U16 : BG_U32;
  status = make_valid(alloc, rows, nulls, &result->valid);
  if (status == BG_OK) status = bg_buffer_new(alloc, rows * bg_store_size(result->store), &result->values);
  if (status != BG_OK) {
    bg_column_drop(result);
    return status;
  }
  result->name = bg_buffer_share(name);
  result->dict = bg_dict_share(dict);
  if (result->store == BG_U8) {
    uint8_t *to = result->values->data;
    for (size_t i = 0; i < rows; i++) to[i] = (uint8_t)codes[i];
  }
  else if (result->store == BG_U16) {
    uint16_t *to = (uint16_t *)(void *)result->values->data;
    for (size_t i = 0; i < rows; i++) to[i] = (uint16_t)codes[i];
  }
  else memcpy(result->values->data, codes, rows * sizeof *codes);
  return BG_OK;
}

bg_status bg_builder_finish (bg_builder *b, bg_text name, bg_column *result) {
  bg_buffer *named = NULL;
  bg_dict *dict = NULL;
  bg_status status = bg_buffer_text(&b->alloc, name, &named);
  if (status != BG_OK) return status;
  if (b->type == BG_STRING) {
    status = bg_strings_finish(&b->strings, &dict);
    if (status == BG_OK)
      status = bg_column_of_codes(&b->alloc, named, b->rows, b->codes, NULL, dict, result);
    bg_dict_drop(dict);
  }
  else {
    status = bg_column_of_numbers(&b->alloc, b->type, named, b->rows, b->numbers, NULL, result);
  }
  bg_buffer_drop(named);
  if (status == BG_OK && b->nulls > 0) {
    status = bg_buffer_new(&b->alloc, b->rows / 8 + 1, &result->valid);
    if (status == BG_OK) {
      memset(result->valid->data, 0, result->valid->size);
      memcpy(result->valid->data, b->valid, (b->rows + 7) / 8);
    }
  }
  if (status == BG_OK && b->bound_count > 0)
    status = bg_bounds_make(&b->alloc, b->rows, b->bound_count, b->bound_rows, b->bound_values, &result->bounds);
  if (status != BG_OK) bg_column_drop(result);
  else result->bounded = b->bounded;
  return status;
}
