/*
** frame_take.c: slices, rows by their places, and one frame after another.
*/
#include "frame_build.h"
#include "base/vectors.h"

#include <stdio.h>

bg_status bg_frame_slice (const bg_frame *from, size_t first, size_t count, bg_frame **result) {
  bg_frame *f;
  bg_status status = bg_frame_new(&from->alloc, from->count, &f);
  if (status != BG_OK) return status;
  f->rows = count;
  for (size_t i = 0; i < from->count; i++) {
    bg_column_share(&from->columns[i], &f->columns[i]);
    f->columns[i].offset += first;
  }
  *result = f;
  return BG_OK;
}

#define TAKE(type) do { \
    const type *in = (const type *)(const void *)c->values->data + c->offset; \
    type *out = (type *)(void *)to; \
    if (missing) for (size_t i = 0; i < count; i++) out[i] = rows[i] == BG_NO_ROW ? (type)0 : in[rows[i]]; \
    else for (size_t i = 0; i < count; i++) out[i] = in[rows[i]]; \
  } while (0)

static void take_values (const bg_column *c, const uint32_t *rows, size_t count, bool missing, unsigned char *to) {
  switch (bg_store_size(c->store)) {
    case 1: TAKE(uint8_t); break;
    case 2: TAKE(uint16_t); break;
    case 4: TAKE(uint32_t); break;
    default: TAKE(uint64_t); break;
  }
}

/* Bounds of the rows taken; none where all rows taken are exact. */
static bg_status take_bounds (const bg_alloc *alloc, const bg_column *from, const uint32_t *rows, size_t count,
                              bg_bounds **result) {
  size_t n = 0;
  uint32_t *at;
  bg_interval *values;
  bg_status status = BG_OK;
  for (size_t i = 0; i < count; i++)
    n += rows[i] != BG_NO_ROW && bg_bit(from->bounds->mask->data, from->offset + rows[i]);
  if (n == 0) return BG_OK;
  at = (uint32_t *)bg_new(alloc, n * sizeof *at);
  values = (bg_interval *)bg_new(alloc, n * sizeof *values);
  if (at == NULL || values == NULL) status = BG_NO_MEMORY;
  else {
    size_t k = 0;
    for (size_t i = 0; i < count; i++) {
      if (rows[i] == BG_NO_ROW || !bg_bit(from->bounds->mask->data, from->offset + rows[i])) continue;
      at[k] = (uint32_t)i;
      (void)bg_column_interval(from, rows[i], &values[k++]);
    }
    status = bg_bounds_make(alloc, count, n, at, values, result);
  }
  bg_delete(alloc, at, n * sizeof *at);
  bg_delete(alloc, values, n * sizeof *values);
  return status;
}

bg_status bg_column_take (const bg_alloc *alloc, const bg_column *from, const uint32_t *rows,
                          size_t count, bg_column *result) {
  bg_status status;
  bool missing = false;
  memset(result, 0, sizeof *result);
  for (size_t i = 0; i < count; i++) missing |= rows[i] == BG_NO_ROW;
  status = bg_buffer_new(alloc, count * bg_store_size(from->store), &result->values);
  if (status != BG_OK) return status;
  result->name = bg_buffer_share(from->name);
  result->dict = bg_dict_share(from->dict);
  result->type = from->type;
  result->store = from->store;
  result->places = from->places;
  result->bounded = from->bounded;
  result->least = missing && from->least > 0 ? 0 : from->least;
  result->most = missing && from->most < 0 ? 0 : from->most;
  take_values(from, rows, count, missing, result->values->data);
  if (from->valid != NULL || missing) {
    size_t nulls = 0;
    status = bg_buffer_new(alloc, count / 8 + 1, &result->valid);
    if (status == BG_OK) {
      memset(result->valid->data, 0, result->valid->size);
      for (size_t i = 0; i < count; i++) {
        if (rows[i] != BG_NO_ROW && !bg_column_null(from, rows[i])) bg_bit_set(result->valid->data, i);
        else nulls++;
      }
      if (nulls == 0) {
        bg_buffer_drop(result->valid);
        result->valid = NULL;
      }
    }
  }
  if (status == BG_OK && from->bounds != NULL)
    status = take_bounds(alloc, from, rows, count, &result->bounds);
  if (status != BG_OK) bg_column_drop(result);
  return status;
}

bg_status bg_frame_take (const bg_frame *from, const uint32_t *rows, size_t count, bg_frame **result) {
  bg_frame *f;
  bg_status status = bg_frame_new(&from->alloc, from->count, &f);
  if (status != BG_OK) return status;
  f->rows = count;
  for (size_t i = 0; i < from->count && status == BG_OK; i++)
    status = bg_column_take(&from->alloc, &from->columns[i], rows, count, &f->columns[i]);
  if (status == BG_OK) *result = f;
  else bg_frame_drop(f);
  return status;
}

/* Codes of b's strings among those of both columns; a's come first. */
static bg_status merge_dicts (const bg_alloc *alloc, const bg_dict *a, const bg_dict *b,
                              uint32_t *map, bg_dict **result) {
  bg_strings strings;
  bg_status status = bg_strings_of(&strings, alloc, a);
  for (uint32_t i = 0; i < b->count && status == BG_OK; i++)
    status = bg_strings_add(&strings, bg_dict_text(b, i), &map[i]);
  if (status == BG_OK) status = bg_strings_finish(&strings, result);
  bg_strings_drop(&strings);
  return status;
}

/* The rows of both into arrays, batch by batch; nulls only where `nulls`. */
static void append_codes (const bg_column *a, size_t a_rows, const bg_column *b, size_t b_rows,
                          const uint32_t *map, uint32_t *codes) {
  bg_load_codes(a, 0, a_rows, codes);
  bg_load_codes(b, 0, b_rows, codes + a_rows);
  if (map != NULL)
    for (size_t i = 0; i < b_rows; i++)
      codes[a_rows + i] = bg_column_null(b, i) ? 0 : map[codes[a_rows + i]];
}

static bg_status append_bounds (const bg_alloc *alloc, const bg_column *a, size_t a_rows,
                                const bg_column *b, size_t b_rows, bg_bounds **result) {
  size_t room = (a->bounds == NULL ? 0 : a->bounds->count) + (b->bounds == NULL ? 0 : b->bounds->count), n = 0;
  uint32_t *at = (uint32_t *)bg_new(alloc, room * sizeof *at);
  bg_interval *values = (bg_interval *)bg_new(alloc, room * sizeof *values);
  bg_status status = at == NULL || values == NULL ? BG_NO_MEMORY : BG_OK;
  for (size_t i = 0; status == BG_OK && i < a_rows + b_rows; i++) {
    const bg_column *c = i < a_rows ? a : b;
    size_t row = i < a_rows ? i : i - a_rows;
    if (c->bounds == NULL || !bg_bit(c->bounds->mask->data, c->offset + row)) continue;
    at[n] = (uint32_t)i;
    (void)bg_column_interval(c, row, &values[n++]);
  }
  if (status == BG_OK && n > 0) status = bg_bounds_make(alloc, a_rows + b_rows, n, at, values, result);
  bg_delete(alloc, at, room * sizeof *at);
  bg_delete(alloc, values, room * sizeof *values);
  return status;
}

bg_status bg_column_append (const bg_alloc *alloc, const bg_column *a, size_t a_rows,
                            const bg_column *b, size_t b_rows, bg_column *result) {
  size_t rows = a_rows + b_rows;
  bool any_null = a->valid != NULL || b->valid != NULL;
  unsigned char *nulls = any_null ? (unsigned char *)bg_new(alloc, rows) : NULL;
  bg_status status = any_null && nulls == NULL ? BG_NO_MEMORY : BG_OK;
  memset(result, 0, sizeof *result);
  if (status == BG_OK && any_null) {
    memset(nulls, 0, rows);
    (void)bg_load_nulls(a, 0, a_rows, nulls);
    (void)bg_load_nulls(b, 0, b_rows, nulls + a_rows);
  }
  if (status == BG_OK && a->type == BG_STRING) {
    uint32_t *codes = (uint32_t *)bg_new(alloc, rows * sizeof *codes);
    uint32_t *map = (uint32_t *)bg_new(alloc, (size_t)b->dict->count * sizeof *map);
    bg_dict *dict = NULL;
    status = codes == NULL || map == NULL ? BG_NO_MEMORY : BG_OK;
    if (status == BG_OK) {
      if (a->dict == b->dict) dict = bg_dict_share(a->dict);
      else status = merge_dicts(alloc, a->dict, b->dict, map, &dict);
    }
    if (status == BG_OK) {
      append_codes(a, a_rows, b, b_rows, a->dict == b->dict ? NULL : map, codes);
      status = bg_column_of_codes(alloc, a->name, rows, codes, nulls, dict, result);
    }
    bg_dict_drop(dict);
    bg_delete(alloc, codes, rows * sizeof *codes);
    bg_delete(alloc, map, (size_t)b->dict->count * sizeof *map);
  }
  else if (status == BG_OK) {
    double *numbers = (double *)bg_new(alloc, rows * sizeof *numbers);
    status = numbers == NULL ? BG_NO_MEMORY : BG_OK;
    if (status == BG_OK) {
      bg_load_numbers(a, 0, a_rows, numbers);
      bg_load_numbers(b, 0, b_rows, numbers + a_rows);
      status = bg_column_of_numbers(alloc, a->type, a->name, rows, numbers, nulls, result);
    }
    bg_delete(alloc, numbers, rows * sizeof *numbers);
    if (status == BG_OK && (a->bounds != NULL || b->bounds != NULL)) {
      status = append_bounds(alloc, a, a_rows, b, b_rows, &result->bounds);
      if (status != BG_OK) bg_column_drop(result);
    }
  }
  bg_delete(alloc, nulls, rows);
  if (status == BG_OK) result->bounded = a->bounded || b->bounded;
  return status;
}

bg_status bg_frame_append (const bg_frame *first, const bg_frame *second, bg_frame **result,
                           bg_fault *fault) {
  bg_frame *f;
  bg_status status;
  if (second->rows > BG_ROWS_MAX - first->rows) return BG_TOO_LARGE;
  for (size_t i = 0; i < second->count; i++) {
    bg_text name = bg_column_name(&second->columns[i]);
    if (bg_frame_find(first, name) >= 0) continue;
    snprintf(fault->text, sizeof fault->text, "column '%.*s' is not one of the frame that is appended to",
             (int)(name.length > 80 ? 80 : name.length), name.at);
    return BG_NO_VALUE;
  }
  status = bg_frame_new(&first->alloc, first->count, &f);
  if (status != BG_OK) return status;
  f->rows = first->rows + second->rows;
  for (size_t i = 0; i < first->count && status == BG_OK; i++) {
    const bg_column *a = &first->columns[i];
    bg_text name = bg_column_name(a);
    ptrdiff_t at = bg_frame_find(second, name);
    int shown = (int)(name.length > 80 ? 80 : name.length);
    bg_column first_as = *a, as;
    if (at < 0) {
      snprintf(fault->text, sizeof fault->text, "column '%.*s' is missing in what is appended", shown, name.at);
      status = BG_NO_VALUE;
      break;
    }
    as = second->columns[at];
    /* a whole number is a number, so the two together are numbers */
    if (as.type == BG_INTEGER && a->type == BG_NUMBER) as.type = BG_NUMBER;
    if (as.type == BG_NUMBER && a->type == BG_INTEGER) first_as.type = BG_NUMBER;
    if (as.type != first_as.type) {
      snprintf(fault->text, sizeof fault->text, "column '%.*s' holds %s, but %s is appended", shown, name.at,
               bg_type_name(a->type), bg_type_name(as.type));
      status = BG_NO_VALUE;
      break;
    }
    status = bg_column_append(&first->alloc, &first_as, first->rows, &as, second->rows, &f->columns[i]);
  }
  if (status == BG_OK) *result = f;
  else bg_frame_drop(f);
  return status;
}
