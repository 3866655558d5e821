/*
** window.c: see window.h.
*/
#include "window.h"
#include "frame/frame_build.h"
#include "group.h"
#include "sort.h"
#include "sums.h"

#include <math.h>
#include <stdio.h>

/* A table of groups by places may have this many entries a row, and some
** more; beyond, pairs are hashed. */
#define TABLE_SHARE 4
#define TABLE_MORE 65536

/* Distinct periods that may be numbered by place: all days of a calendar. */
#define PERIODS_MAX ((uint64_t)1 << 24)

/* In a table of rows: two rows or more have that place. */
#define SEVERAL 0xFFFFFFFEu

typedef struct groups {
  uint32_t *ids;
  size_t count;
} groups;

/* A table of entries by group and place. */
typedef struct cells {
  bg_alloc alloc;
  size_t groups, places;
  bool direct;
  bg_pairs pairs;
} cells;

static bg_status refuse (bg_fault *fault, const char *what, const bg_column *c) {
  snprintf(fault->text, sizeof fault->text, "window: %s, and '%.*s' holds %s", what,
           (int)(c->name->size > 80 ? 80 : c->name->size), (const char *)c->name->data, bg_type_name(c->type));
  return BG_NO_VALUE;
}

static bg_status groups_make (const bg_frame *f, const size_t *by, size_t count, groups *g) {
  bg_keys keys;
  uint32_t *firsts = NULL;
  size_t room = 0;
  bg_status status = bg_keys_make(f, by, count, &keys);
  g->ids = NULL;
  if (status != BG_OK) return status;
  g->ids = (uint32_t *)bg_new(&f->alloc, f->rows * sizeof *g->ids);
  if (g->ids == NULL) return BG_NO_MEMORY;
  status = bg_group_ids(&f->alloc, &keys, f->rows, false, g->ids, &firsts, &room, &g->count);
  bg_delete(&f->alloc, firsts, room * sizeof *firsts);
  return status;
}

static void groups_drop (const bg_frame *f, groups *g) {
  bg_delete(&f->alloc, g->ids, f->rows * sizeof *g->ids);
}

static void cells_start (cells *c, const bg_frame *f, size_t group_count, size_t places) {
  c->alloc = f->alloc;
  c->groups = group_count;
  c->places = places;
  c->direct = group_count <= (f->rows * TABLE_SHARE + TABLE_MORE) / places;
  bg_pairs_start(&c->pairs, &f->alloc);
}

/* The entry of a group and place, made if need be. */
static bg_status cell_add (cells *c, uint32_t group, uint32_t place, uint32_t *entry) {
  if (!c->direct) return bg_pairs_add(&c->pairs, place, group, entry);
  *entry = (uint32_t)(group * c->places + place);
  return BG_OK;
}

static uint32_t cell_find (const cells *c, uint32_t group, uint32_t place) {
  return c->direct ? (uint32_t)(group * c->places + place) : bg_pairs_find(&c->pairs, place, group);
}

/* Entries that a table needs: all of them, or as many as there can be rows. */
static size_t cells_room (const cells *c, size_t rows) {
  return c->direct ? c->groups * c->places + 1 : rows + 1;
}

/* Places of the periods n units before each place, BG_NO_ROW where there is
** none; *count of them. */
static bg_status shift_places (const bg_frame *f, const bg_window *w, const bg_keys *key, uint32_t **shifts,
                               bg_fault *fault) {
  const bg_column *c = &f->columns[w->period];
  size_t count = (size_t)key->places;
  uint32_t *to;
  bg_status status = BG_OK;
  if (c->type == BG_NUMBER || c->type == BG_BOOLEAN)
    return refuse(fault, "a period is a string, a date or an integer year", c);
  if (c->type == BG_INTEGER && w->unit != BG_UNIT_YEAR)
    return refuse(fault, "only years are counted in an integer", c);
  if (key->places == 0 || key->places > PERIODS_MAX) return refuse(fault, "its periods lie too far apart", c);
  *shifts = to = (uint32_t *)bg_new(&f->alloc, count * sizeof *to);
  if (to == NULL) return BG_NO_MEMORY;
  for (size_t i = 0; i < count; i++) to[i] = BG_NO_ROW;
  if (c->type == BG_STRING) {
    bg_strings strings;
    status = bg_strings_of(&strings, &f->alloc, c->dict);
    for (uint32_t i = 0; i < c->dict->count && status == BG_OK; i++) {
      char text[BG_SHIFTED_TEXT];
      bg_text shifted;
      shifted.length = bg_shift_text(bg_dict_text(c->dict, i), w->unit, w->n, text);
      shifted.at = text;
      if (shifted.length > 0) to[i] = bg_strings_find(&strings, shifted);
    }
    bg_strings_drop(&strings);
    return status;
  }
  for (size_t i = 0; i < count; i++) {
    int64_t value = (int64_t)i + c->least, before = value - w->n;
    int32_t day;
    if (c->valid != NULL && i + 1 == count) continue; /* null */
    if (c->type == BG_DATE) {
      if (!bg_shift_day((int32_t)value, w->unit, w->n, &day)) continue;
      before = day;
    }
    if (before >= c->least) to[i] = (uint32_t)(before - c->least);
  }
  return BG_OK;
}

static void load_all (const bg_column *c, size_t rows, double *numbers) {
  bg_load_numbers(c, 0, rows, numbers);
}

/* The row that each row looks back at, or BG_NO_ROW. `places` gets the place
** of each row's period. */
static bg_status look_back (const bg_frame *f, const bg_keys *key, const groups *by, const uint32_t *shifts,
                            uint32_t *places, uint32_t *back) {
  const bg_column *period = key->keys[0].column;
  cells c;
  uint32_t *table;
  size_t entries;
  bg_status status = BG_OK;
  cells_start(&c, f, by->count, (size_t)key->places);
  entries = cells_room(&c, f->rows);
  table = (uint32_t *)bg_new(&f->alloc, entries * sizeof *table);
  if (table == NULL) return BG_NO_MEMORY;
  for (size_t i = 0; i < entries; i++) table[i] = BG_NO_ROW;
  for (size_t row = 0; row < f->rows && status == BG_OK; row += BG_BATCH) {
    size_t n = f->rows - row < BG_BATCH ? f->rows - row : BG_BATCH;
    bg_keys_batch(key, row, n, places + row);
    for (size_t i = row; i < row + n && status == BG_OK; i++) {
      uint32_t entry;
      if (period->valid != NULL && bg_column_null(period, i)) continue;
      status = cell_add(&c, by->ids[i], places[i], &entry);
      if (status == BG_OK) table[entry] = table[entry] == BG_NO_ROW ? (uint32_t)i : SEVERAL;
    }
  }
  for (size_t i = 0; i < f->rows && status == BG_OK; i++) {
    uint32_t place = shifts[places[i]], entry;
    back[i] = BG_NO_ROW;
    if (place == BG_NO_ROW) continue;
    entry = cell_find(&c, by->ids[i], place);
    if (entry != BG_NO_ROW && table[entry] != SEVERAL) back[i] = table[entry];
  }
  bg_delete(&f->alloc, table, entries * sizeof *table);
  bg_pairs_drop(&c.pairs);
  return status;
}

/* Sums of `of` by whole and period; the sum that each row looks back at. */
static bg_status whole_before (const bg_frame *f, const bg_window *w, const bg_keys *key, const uint32_t *shifts,
                               const uint32_t *places, const double *v, double *totals, unsigned char *none) {
  groups within;
  cells c;
  size_t entries = 0;
  double *sum = NULL, *error = NULL;
  uint32_t *n = NULL;
  const bg_column *of = &f->columns[w->of], *period = key->keys[0].column;
  bg_status status = groups_make(f, w->within, w->within_count, &within);
  memset(&c, 0, sizeof c);
  if (status == BG_OK) {
    cells_start(&c, f, within.count, (size_t)key->places);
    entries = cells_room(&c, f->rows);
    sum = (double *)bg_new(&f->alloc, entries * sizeof *sum);
    error = (double *)bg_new(&f->alloc, entries * sizeof *error);
    n = (uint32_t *)bg_new(&f->alloc, entries * sizeof *n);
    if (sum == NULL || error == NULL || n == NULL) status = BG_NO_MEMORY;
  }
  if (status == BG_OK) {
    memset(sum, 0, entries * sizeof *sum);
    memset(error, 0, entries * sizeof *error);
    memset(n, 0, entries * sizeof *n);
  }
  for (size_t i = 0; i < f->rows && status == BG_OK; i++) {
    uint32_t entry;
    if (bg_column_null(of, i) || bg_column_null(period, i)) continue;
    status = cell_add(&c, within.ids[i], places[i], &entry);
    if (status != BG_OK) break;
    sum[entry] = bg_two_sum(sum[entry], v[i], &error[entry]);
    n[entry]++;
  }
  for (size_t i = 0; i < f->rows && status == BG_OK; i++) {
    uint32_t place = shifts[places[i]];
    uint32_t entry = place == BG_NO_ROW ? BG_NO_ROW : cell_find(&c, within.ids[i], place);
    none[i] = entry == BG_NO_ROW || n[entry] == 0;
    totals[i] = none[i] ? 0 : sum[entry] + error[entry];
  }
  bg_delete(&f->alloc, sum, entries * sizeof *sum);
  bg_delete(&f->alloc, error, entries * sizeof *error);
  bg_delete(&f->alloc, n, entries * sizeof *n);
  if (entries > 0) bg_pairs_drop(&c.pairs);
  groups_drop(f, &within);
  return status;
}

/* Room for a column of doubles, its nulls and one array more. */
typedef struct results {
  double *numbers, *v;
  unsigned char *nulls;
  bg_buffer *name;
} results;

static bg_status results_start (const bg_frame *f, const bg_window *w, results *r) {
  memset(r, 0, sizeof *r);
  r->numbers = (double *)bg_new(&f->alloc, f->rows * sizeof *r->numbers);
  r->v = (double *)bg_new(&f->alloc, f->rows * sizeof *r->v);
  r->nulls = (unsigned char *)bg_new(&f->alloc, f->rows);
  if (r->numbers == NULL || r->v == NULL || r->nulls == NULL) return BG_NO_MEMORY;
  return bg_buffer_text(&f->alloc, w->name, &r->name);
}

static void results_drop (const bg_frame *f, results *r) {
  bg_delete(&f->alloc, r->numbers, f->rows * sizeof *r->numbers);
  bg_delete(&f->alloc, r->v, f->rows * sizeof *r->v);
  bg_delete(&f->alloc, r->nulls, f->rows);
  bg_buffer_drop(r->name);
}

static bg_status by_period (const bg_frame *f, const bg_window *w, const groups *by, results *r, bg_column *result,
                            bg_fault *fault) {
  const bg_column *of = &f->columns[w->of];
  uint32_t *shifts = NULL, *places, *back;
  bg_keys key;
  bg_status status;
  (void)bg_keys_make(f, &w->period, 1, &key); /* one key is never too many */
  status = shift_places(f, w, &key, &shifts, fault);
  places = (uint32_t *)bg_new(&f->alloc, f->rows * sizeof *places);
  back = (uint32_t *)bg_new(&f->alloc, f->rows * sizeof *back);
  if (status == BG_OK && (places == NULL || back == NULL)) status = BG_NO_MEMORY;
  if (status == BG_OK) status = look_back(f, &key, by, shifts, places, back);
  if (status == BG_OK && w->fn == BG_WINDOW_LAG) {
    status = bg_column_take(&f->alloc, of, back, f->rows, result);
    if (status == BG_OK) {
      bg_column_unbound(result);
      bg_buffer_drop(result->name);
      result->name = bg_buffer_share(r->name);
    }
  }
  else if (status == BG_OK) {
    load_all(of, f->rows, r->v);
    if (w->fn == BG_WINDOW_CONTRIBUTION)
      status = whole_before(f, w, &key, shifts, places, r->v, r->numbers, r->nulls);
    else memset(r->nulls, 0, f->rows);
    for (size_t i = 0; i < f->rows && status == BG_OK; i++) {
      double now = r->v[i], then, whole = r->numbers[i];
      bool none = r->nulls[i] || back[i] == BG_NO_ROW || bg_column_null(of, i) || bg_column_null(of, back[i]);
      r->numbers[i] = 0;
      if (!none) {
        then = r->v[back[i]];
        if (w->fn == BG_WINDOW_GROWTH) {
          none = then <= 0;
          if (!none) r->numbers[i] = now / then - 1;
        }
        else if (w->fn == BG_WINDOW_DIFFERENCE) r->numbers[i] = now - then;
        else {
          none = whole <= 0;
          if (!none) r->numbers[i] = (now - then) / whole;
        }
        if (!isfinite(r->numbers[i])) {
          none = true;
          r->numbers[i] = 0;
        }
      }
      r->nulls[i] = none;
    }
    if (status == BG_OK)
      status = bg_column_of_numbers(&f->alloc, BG_NUMBER, r->name, f->rows, r->numbers, r->nulls, result);
  }
  if (status == BG_OK && w->bounds) status = bg_window_bounds_before(f, w, result, back, result + 1);
  bg_delete(&f->alloc, shifts, (size_t)key.places * sizeof *shifts);
  bg_delete(&f->alloc, places, f->rows * sizeof *places);
  bg_delete(&f->alloc, back, f->rows * sizeof *back);
  return status;
}

static bg_status share_or_cumulative (const bg_frame *f, const bg_window *w, const groups *by, results *r,
                                      bg_column *result) {
  const bg_column *of = &f->columns[w->of];
  size_t count = by->count + 1;
  double *sum = (double *)bg_new(&f->alloc, count * sizeof *sum);
  double *error = (double *)bg_new(&f->alloc, count * sizeof *error);
  bg_status status = sum == NULL || error == NULL ? BG_NO_MEMORY : BG_OK;
  if (status == BG_OK) {
    memset(sum, 0, count * sizeof *sum);
    memset(error, 0, count * sizeof *error);
    load_all(of, f->rows, r->v);
    for (size_t i = 0; i < f->rows; i++) {
      uint32_t g = by->ids[i];
      r->nulls[i] = bg_column_null(of, i);
      if (!r->nulls[i]) sum[g] = bg_two_sum(sum[g], r->v[i], &error[g]);
      r->numbers[i] = r->nulls[i] ? 0 : sum[g] + error[g];
    }
    for (size_t i = 0; i < f->rows; i++) {
      if (w->fn == BG_WINDOW_SHARE && !r->nulls[i]) {
        double whole = sum[by->ids[i]] + error[by->ids[i]];
        r->numbers[i] = whole == 0 ? 0 : r->v[i] / whole;
        r->nulls[i] = whole == 0;
      }
      if (!isfinite(r->numbers[i])) {
        r->nulls[i] = 1;
        r->numbers[i] = 0;
      }
    }
    status = bg_column_of_numbers(&f->alloc, BG_NUMBER, r->name, f->rows, r->numbers, r->nulls, result);
  }
  if (status == BG_OK && w->bounds) status = bg_window_bounds_share(f, w, result, by->ids, by->count, result + 1);
  bg_delete(&f->alloc, sum, count * sizeof *sum);
  bg_delete(&f->alloc, error, count * sizeof *error);
  return status;
}

/* Rows sorted by value, then, keeping that order, by group: within a group
** the rank is the number of rows that stand strictly before, and one. */
static bg_status rank (const bg_frame *f, const bg_window *w, const groups *by, results *r, bg_column *result) {
  const bg_column *of = &f->columns[w->of];
  size_t n = 0, rows = f->rows;
  uint64_t *keys = (uint64_t *)bg_new(&f->alloc, rows * sizeof *keys);
  uint64_t *key_room = (uint64_t *)bg_new(&f->alloc, rows * sizeof *key_room);
  uint32_t *order = (uint32_t *)bg_new(&f->alloc, rows * sizeof *order);
  uint32_t *order_room = (uint32_t *)bg_new(&f->alloc, rows * sizeof *order_room);
  bg_status status = keys == NULL || key_room == NULL || order == NULL || order_room == NULL ? BG_NO_MEMORY : BG_OK;
  if (status == BG_OK) {
    load_all(of, rows, r->v);
    for (size_t i = 0; i < rows; i++) {
      r->nulls[i] = bg_column_null(of, i);
      r->numbers[i] = 0;
      if (r->nulls[i]) continue;
      keys[n] = bg_order_bits(r->v[i]);
      if (w->descending) keys[n] = ~keys[n];
      order[n++] = (uint32_t)i;
    }
    bg_sort_rows(keys, key_room, order, order_room, n);
    for (size_t i = 0; i < n; i++) keys[i] = by->ids[order[i]];
    bg_sort_rows(keys, key_room, order, order_room, n);
    for (size_t i = 0, first = 0; i < n; i++) {
      if (i > 0 && keys[i] != keys[i - 1]) first = i;
      r->numbers[order[i]] = i > first && r->v[order[i]] == r->v[order[i - 1]] ? r->numbers[order[i - 1]]
                             : (double)(i - first + 1);
    }
    status = bg_column_of_numbers(&f->alloc, BG_INTEGER, r->name, rows, r->numbers, r->nulls, result);
  }
  bg_delete(&f->alloc, keys, rows * sizeof *keys);
  bg_delete(&f->alloc, key_room, rows * sizeof *key_room);
  bg_delete(&f->alloc, order, rows * sizeof *order);
  bg_delete(&f->alloc, order_room, rows * sizeof *order_room);
  return status;
}

bg_status bg_window_column (const bg_frame *f, const bg_window *w, bg_column *result, bg_fault *fault) {
  const bg_column *of = &f->columns[w->of];
  groups by;
  results r;
  bg_status status;
  memset(result, 0, (w->bounds ? 1 + BG_WINDOW_PARTS : 1) * sizeof *result);
  if (w->fn == BG_WINDOW_RANK ? of->type == BG_STRING
      : w->fn != BG_WINDOW_LAG && of->type != BG_NUMBER && of->type != BG_INTEGER)
    return refuse(fault, "numbers are asked for", of);
  status = groups_make(f, w->by, w->by_count, &by);
  memset(&r, 0, sizeof r);
  if (status == BG_OK) status = results_start(f, w, &r);
  if (status == BG_OK)
    status = w->fn == BG_WINDOW_RANK ? rank(f, w, &by, &r, result)
             : w->fn <= BG_WINDOW_CONTRIBUTION ? by_period(f, w, &by, &r, result, fault)
             : share_or_cumulative(f, w, &by, &r, result);
  results_drop(f, &r);
  groups_drop(f, &by);
  if (status != BG_OK) bg_column_drop(result); /* made before its bounds failed */
  return status;
}
