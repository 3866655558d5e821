/*
** join.c: see join.h.
*/
#include "join.h"
#include "frame/frame_build.h"
#include "group.h"
#include "base/thread.h"

#include <stdio.h>

/* Left key places up to so many are looked up once each, whatever the rows. */
#define PLACES_MAX 65536

/* The right frame by its keys. */
typedef struct key_index {
  bg_alloc alloc;
  bg_pairs *stages;      /* one a key */
  uint32_t **maps;       /* of string keys: a left code to a right code */
  const bg_frame *left, *right;
  const size_t *left_keys, *right_keys;
  size_t count;
  size_t *starts;        /* of each number of the last stage: its rows */
  uint32_t *rows;
  size_t numbers, start_room, row_room;
  bg_keys places;        /* of the left key, and what each has: see table_of */
  uint32_t *table;
} key_index;

static bg_type class_of (bg_type type) {
  return type == BG_INTEGER ? BG_NUMBER : type;
}

static uint64_t code_at (const bg_column *c, size_t row, bool *null) {
  *null = bg_column_null(c, row);
  if (*null) return 0;
  return c->type == BG_STRING ? bg_column_code(c, row) : bg_wide_code(bg_column_number(c, row), false);
}

/* Codes of the right column's strings for those of the left, or BG_NO_ROW. */
static bg_status map_strings (key_index *x, size_t k) {
  const bg_dict *from = x->left->columns[x->left_keys[k]].dict, *to = x->right->columns[x->right_keys[k]].dict;
  bg_strings strings;
  bg_status status = bg_strings_of(&strings, &x->alloc, to);
  if (status == BG_OK) {
    x->maps[k] = (uint32_t *)bg_new(&x->alloc, ((size_t)from->count + 1) * sizeof(uint32_t));
    if (x->maps[k] == NULL) status = BG_NO_MEMORY;
    else for (uint32_t i = 0; i < from->count; i++) x->maps[k][i] = bg_strings_find(&strings, bg_dict_text(from, i));
  }
  bg_strings_drop(&strings);
  return status;
}

static void index_drop (key_index *x) {
  for (size_t k = 0; k < x->count; k++) {
    const bg_dict *from = x->left->columns[x->left_keys[k]].dict;
    if (x->stages != NULL) bg_pairs_drop(&x->stages[k]);
    if (x->maps != NULL && x->maps[k] != NULL)
      bg_delete(&x->alloc, x->maps[k], ((size_t)from->count + 1) * sizeof(uint32_t));
  }
  bg_delete(&x->alloc, x->stages, (x->count + 1) * sizeof *x->stages);
  bg_delete(&x->alloc, x->maps, (x->count + 1) * sizeof *x->maps);
  bg_delete(&x->alloc, x->starts, x->start_room * sizeof *x->starts);
  bg_delete(&x->alloc, x->rows, x->row_room * sizeof *x->rows);
  bg_delete(&x->alloc, x->table, (size_t)x->places.places * sizeof *x->table);
}

/* Numbers the right rows by their keys, and lists the rows of each number. */
static bg_status index_make (key_index *x) {
  size_t rows = x->right->rows;
  uint32_t *numbers = (uint32_t *)bg_new(&x->alloc, rows * sizeof *numbers);
  bg_status status = numbers == NULL ? BG_NO_MEMORY : BG_OK;
  x->stages = (bg_pairs *)bg_new(&x->alloc, (x->count + 1) * sizeof *x->stages);
  x->maps = (uint32_t **)bg_new(&x->alloc, (x->count + 1) * sizeof *x->maps);
  if (x->stages == NULL || x->maps == NULL) status = BG_NO_MEMORY;
  for (size_t k = 0; k < x->count; k++) {
    if (x->stages != NULL) bg_pairs_start(&x->stages[k], &x->alloc);
    if (x->maps != NULL) x->maps[k] = NULL;
  }
  for (size_t k = 0; k < x->count && status == BG_OK; k++) {
    const bg_column *c = &x->right->columns[x->right_keys[k]];
    if (c->type == BG_STRING) status = map_strings(x, k);
    for (size_t row = 0; row < rows && status == BG_OK; row++) {
      bool null;
      uint64_t code = code_at(c, row, &null);
      if (k > 0 && numbers[row] == BG_NO_ROW) continue;
      if (null) numbers[row] = BG_NO_ROW;
      else status = bg_pairs_add(&x->stages[k], code, k == 0 ? 0 : numbers[row], &numbers[row]);
    }
  }
  if (status == BG_OK) {
    x->numbers = x->stages[x->count - 1].count;
    x->start_room = x->numbers + 2;
    x->row_room = rows;
    x->starts = (size_t *)bg_new(&x->alloc, x->start_room * sizeof *x->starts);
    x->rows = (uint32_t *)bg_new(&x->alloc, rows * sizeof *x->rows);
    if (x->starts == NULL || x->rows == NULL) status = BG_NO_MEMORY;
  }
  if (status == BG_OK) { /* counts two places on, so that filling shifts them right */
    memset(x->starts, 0, x->start_room * sizeof *x->starts);
    for (size_t row = 0; row < rows; row++)
      if (numbers[row] != BG_NO_ROW) x->starts[numbers[row] + 2]++;
    for (size_t i = 2; i < x->start_room; i++) x->starts[i] += x->starts[i - 1];
    for (size_t row = 0; row < rows; row++)
      if (numbers[row] != BG_NO_ROW) x->rows[x->starts[numbers[row] + 1]++] = (uint32_t)row;
  }
  bg_delete(&x->alloc, numbers, rows * sizeof *numbers);
  return status;
}

static uint32_t index_find (const key_index *x, size_t row) {
  uint32_t number = 0;
  for (size_t k = 0; k < x->count; k++) {
    bool null;
    uint64_t code = code_at(&x->left->columns[x->left_keys[k]], row, &null);
    if (null) return BG_NO_ROW;
    if (x->maps[k] != NULL) {
      code = x->maps[k][code];
      if (code == BG_NO_ROW) return BG_NO_ROW;
    }
    number = bg_pairs_find(&x->stages[k], code, number);
    if (number == BG_NO_ROW) return BG_NO_ROW;
  }
  return number;
}

/* Left rows by the places of their one key. */
typedef struct by_place {
  const bg_keys *keys;
  const uint32_t *table;
  uint32_t *numbers;
  size_t rows;
  int parts;
} by_place;

static void look_up (void *argument, int part) {
  const by_place *b = (const by_place *)argument;
  size_t share = b->rows / (size_t)b->parts / BG_BATCH * BG_BATCH;
  size_t from = share * (size_t)part, past = part + 1 == b->parts ? b->rows : from + share;
  for (size_t row = from; row < past; row += BG_BATCH) {
    size_t n = past - row < BG_BATCH ? past - row : BG_BATCH;
    uint32_t *numbers = b->numbers + row;
    bg_keys_batch(b->keys, row, n, numbers);
    for (size_t i = 0; i < n; i++) numbers[i] = b->table[numbers[i]];
  }
}

/* The right number of each place of the left key, where it is one of few
** places; where no two right rows have the same keys, the right row itself.
** *full where every place has one, so that no left row is without. */
static bg_status table_of (key_index *x, bool unique, bool *full) {
  size_t rows = x->left->rows;
  const bg_column *c = &x->left->columns[x->left_keys[0]];
  uint32_t *table;
  bg_status status = bg_keys_make(x->left, x->left_keys, x->count, &x->places);
  *full = false;
  if (status != BG_OK || x->count != 1 || x->places.places == 0) return status;
  if (x->places.places > PLACES_MAX && x->places.places > rows) return BG_OK;
  x->table = table = (uint32_t *)bg_new(&x->alloc, (size_t)x->places.places * sizeof *table);
  if (table == NULL) return BG_NO_MEMORY;
  *full = true;
  for (size_t place = 0; place < x->places.places; place++) {
    table[place] = BG_NO_ROW;
    *full = *full && (place == 0 || table[place - 1] != BG_NO_ROW);
    if (c->valid != NULL && place + 1 == x->places.places) continue; /* null */
    if (c->type == BG_STRING) {
      uint32_t code = place < c->dict->count ? x->maps[0][place] : BG_NO_ROW;
      if (code != BG_NO_ROW) table[place] = bg_pairs_find(&x->stages[0], code, 0);
    }
    else {
      double value = (double)((int64_t)place + c->least) / bg_power_of_ten(c->places);
      table[place] = bg_pairs_find(&x->stages[0], bg_wide_code(value, false), 0);
    }
    if (unique && table[place] != BG_NO_ROW) table[place] = x->rows[x->starts[table[place]]];
  }
  *full = *full && table[x->places.places - 1] != BG_NO_ROW;
  return BG_OK;
}

/* The right number (or row, see above) of each left row. */
static void numbers_of (const key_index *x, bool unique, int threads, uint32_t *numbers) {
  size_t rows = x->left->rows;
  by_place b;
  if (x->table == NULL) {
    for (size_t row = 0; row < rows; row++) {
      uint32_t number = index_find(x, row);
      numbers[row] = number != BG_NO_ROW && unique ? x->rows[x->starts[number]] : number;
    }
    return;
  }
  b.keys = &x->places;
  b.table = x->table;
  b.numbers = numbers;
  b.rows = rows;
  b.parts = rows >= BG_THREAD_ROWS ? BG_PARTS : 1;
  bg_parallel(threads, b.parts, look_up, &b);
}

/* A right column for all left rows, straight from the places of their keys. */
typedef struct right_column {
  const key_index *x;
  const bg_column *from;
  unsigned char *to;
  int parts;
} right_column;

#define PICK(type) do { \
    const type *in = (const type *)(const void *)r->from->values->data + r->from->offset; \
    type *out = (type *)(void *)r->to + row; \
    for (size_t i = 0; i < n; i++) out[i] = in[r->x->table[places[i]]]; \
  } while (0)

static void pick (void *argument, int part) {
  const right_column *r = (const right_column *)argument;
  size_t rows = r->x->left->rows, share = rows / (size_t)r->parts / BG_BATCH * BG_BATCH;
  size_t from = share * (size_t)part, past = part + 1 == r->parts ? rows : from + share;
  uint32_t places[BG_BATCH];
  for (size_t row = from; row < past; row += BG_BATCH) {
    size_t n = past - row < BG_BATCH ? past - row : BG_BATCH;
    bg_keys_batch(&r->x->places, row, n, places);
    switch (bg_store_size(r->from->store)) {
      case 1: PICK(uint8_t); break;
      case 2: PICK(uint16_t); break;
      case 4: PICK(uint32_t); break;
      default: PICK(uint64_t); break;
    }
  }
}

static bg_status right_of (const key_index *x, const bg_column *from, int threads, bg_column *to) {
  right_column r;
  bg_buffer *values;
  bg_status status = bg_buffer_new(&x->alloc, x->left->rows * bg_store_size(from->store), &values);
  if (status != BG_OK) return status;
  bg_column_share(from, to);
  bg_buffer_drop(to->values);
  to->values = values;
  to->offset = 0;
  r.x = x;
  r.from = from;
  r.to = values->data;
  r.parts = x->left->rows >= BG_THREAD_ROWS ? BG_PARTS : 1;
  bg_parallel(threads, r.parts, pick, &r);
  return BG_OK;
}

/* Left and right rows side by side; *same where the left rows are all rows. */
static bg_status pair_rows (const key_index *x, bg_join_kind kind, const uint32_t *numbers, uint32_t **left,
                            uint32_t **right, size_t *count, bool *same) {
  size_t rows = x->left->rows, total = 0, at = 0;
  bool outer = kind == BG_JOIN_LEFT, beside = outer || kind == BG_JOIN_INNER;
  *same = true;
  for (size_t row = 0; row < rows; row++) {
    size_t matches = numbers[row] == BG_NO_ROW ? 0 : x->starts[numbers[row] + 1] - x->starts[numbers[row]];
    size_t kept = beside ? (matches == 0 && outer ? 1 : matches) : (matches > 0) == (kind == BG_JOIN_SEMI);
    *same = *same && kept == 1;
    if (kept > BG_ROWS_MAX - total) return BG_TOO_LARGE;
    total += kept;
  }
  *count = total;
  if (!*same) {
    *left = (uint32_t *)bg_new(&x->alloc, total * sizeof **left);
    if (*left == NULL) return BG_NO_MEMORY;
  }
  if (beside) {
    *right = (uint32_t *)bg_new(&x->alloc, total * sizeof **right);
    if (*right == NULL) return BG_NO_MEMORY;
  }
  for (size_t row = 0; row < rows; row++) {
    size_t from = numbers[row] == BG_NO_ROW ? 0 : x->starts[numbers[row]];
    size_t past = numbers[row] == BG_NO_ROW ? 0 : x->starts[numbers[row] + 1];
    if (!beside) {
      if ((past > from) == (kind == BG_JOIN_SEMI)) {
        if (*left != NULL) (*left)[at] = (uint32_t)row;
        at++;
      }
      continue;
    }
    for (size_t i = from; i < past || (i == from && outer); i++) { /* once where there is none */
      if (*left != NULL) (*left)[at] = (uint32_t)row;
      (*right)[at++] = past == from ? BG_NO_ROW : x->rows[i];
    }
  }
  return BG_OK;
}

static bool is_key (const key_index *x, size_t column) {
  for (size_t k = 0; k < x->count; k++)
    if (x->right_keys[k] == column) return true;
  return false;
}

/* The name of a right column among those already there. */
static bg_status name_right (const bg_alloc *alloc, bg_frame *f, bg_column *c, bg_text suffix, bg_fault *fault) {
  bg_text name = bg_column_name(c), longer;
  bg_buffer *named = NULL;
  bg_status status;
  if (bg_frame_find(f, name) < 0) return BG_OK;
  status = bg_buffer_new(alloc, name.length + suffix.length, &named);
  if (status != BG_OK) return status;
  if (name.length > 0) memcpy(named->data, name.at, name.length);
  if (suffix.length > 0) memcpy(named->data + name.length, suffix.at, suffix.length);
  longer.at = (const char *)named->data;
  longer.length = named->size;
  if (bg_frame_find(f, longer) >= 0) {
    snprintf(fault->text, sizeof fault->text, "join: both frames have a column '%.*s', and '%.*s' is taken too",
             (int)(name.length > 60 ? 60 : name.length), name.at,
             (int)(longer.length > 60 ? 60 : longer.length), longer.at);
    bg_buffer_drop(named);
    return BG_NO_VALUE;
  }
  bg_buffer_drop(c->name);
  c->name = named;
  return BG_OK;
}

/* Columns of the result, the left ones first. */
static bg_status put_together (const key_index *x, bg_join_kind kind, const uint32_t *left, const uint32_t *right,
                               size_t count, bool same, bg_text suffix, int threads, bg_frame *f, bg_fault *fault) {
  bool bounded = false;
  bg_status status = BG_OK;
  f->rows = count;
  f->count = 0;
  for (size_t i = 0; i < x->left->count && status == BG_OK; i++) {
    bounded = bounded || x->left->columns[i].bounded;
    if (same) bg_column_share(&x->left->columns[i], &f->columns[f->count]);
    else status = bg_column_take(&x->alloc, &x->left->columns[i], left, count, &f->columns[f->count]);
    if (status == BG_OK) f->count++;
  }
  if (kind == BG_JOIN_SEMI || kind == BG_JOIN_ANTI) return status;
  for (size_t i = 0; i < x->right->count && status == BG_OK; i++) {
    bg_column *c = &f->columns[f->count];
    if (is_key(x, i)) continue;
    status = right == NULL ? right_of(x, &x->right->columns[i], threads, c)
             : bg_column_take(&x->alloc, &x->right->columns[i], right, count, c);
    if (status != BG_OK) break;
    /* the fields lower and upper are those of one column, and of no other name */
    if (bounded || bg_frame_find(f, bg_column_name(c)) >= 0) {
      bg_column_unbound(c);
    }
    status = name_right(&x->alloc, f, c, suffix, fault);
    if (status == BG_OK) f->count++;
    else bg_column_drop(c);
  }
  return status;
}

/* Keys beside each other hold the same kind of thing. */
static bg_status check_keys (const key_index *x, bg_fault *fault) {
  for (size_t k = 0; k < x->count; k++) {
    const bg_column *a = &x->left->columns[x->left_keys[k]], *b = &x->right->columns[x->right_keys[k]];
    if (class_of(a->type) == class_of(b->type)) continue;
    snprintf(fault->text, sizeof fault->text, "join: '%.*s' holds %s, '%.*s' on the right holds %s",
             (int)(a->name->size > 60 ? 60 : a->name->size), (const char *)a->name->data, bg_type_name(a->type),
             (int)(b->name->size > 60 ? 60 : b->name->size), (const char *)b->name->data, bg_type_name(b->type));
    return BG_NO_VALUE;
  }
  return BG_OK;
}

/* Rows that stand beside each other in the result. */
typedef struct pairing {
  uint32_t *left;   /* NULL: all left rows, in order */
  uint32_t *right;  /* NULL: of no right row, or straight from the places of the keys */
  size_t count;
  bool same;        /* the left rows are all rows */
} pairing;

/* Left rows that have one right row each, where no key stands twice there. */
static bg_status pair_unique (const key_index *x, const uint32_t *numbers, pairing *p) {
  size_t at = 0;
  for (size_t row = 0; row < x->left->rows; row++) p->count += numbers[row] != BG_NO_ROW;
  p->left = (uint32_t *)bg_new(&x->alloc, p->count * sizeof *p->left);
  p->right = (uint32_t *)bg_new(&x->alloc, p->count * sizeof *p->right);
  if (p->left == NULL || p->right == NULL) return BG_NO_MEMORY;
  for (size_t row = 0; row < x->left->rows; row++) {
    if (numbers[row] == BG_NO_ROW) continue;
    p->left[at] = (uint32_t)row;
    p->right[at++] = numbers[row];
  }
  return BG_OK;
}

/* Right rows are looked up first, and then paired in the cheapest way there is. */
static bg_status look_up_and_pair (const key_index *x, bg_join_kind kind, bool unique, int threads, pairing *p) {
  size_t rows = x->left->rows;
  bool missing = false;
  bg_status status = BG_OK;
  uint32_t *numbers = (uint32_t *)bg_new(&x->alloc, rows * sizeof *numbers);
  if (numbers == NULL) return BG_NO_MEMORY;
  numbers_of(x, unique, threads, numbers);
  for (size_t row = 0; unique && row < rows; row++) missing |= numbers[row] == BG_NO_ROW;
  if (unique && (kind == BG_JOIN_LEFT || !missing)) { /* each left row once */
    p->same = true;
    p->count = rows;
    p->right = numbers;
    return BG_OK;
  }
  if (unique) status = pair_unique(x, numbers, p);
  else status = pair_rows(x, kind, numbers, &p->left, &p->right, &p->count, &p->same);
  bg_delete(&x->alloc, numbers, rows * sizeof *numbers);
  return status;
}

bg_status bg_join (const bg_frame *left, const bg_frame *right, bg_join_kind kind, const size_t *left_keys,
                   const size_t *right_keys, size_t count, bg_text suffix, int threads, bg_frame **result,
                   bg_fault *fault) {
  key_index x;
  pairing p;
  bool unique = false, direct = false;
  bg_frame *f = NULL;
  bg_status status;
  memset(&x, 0, sizeof x);
  memset(&p, 0, sizeof p);
  x.alloc = left->alloc;
  x.left = left;
  x.right = right;
  x.left_keys = left_keys;
  x.right_keys = right_keys;
  x.count = count;
  status = check_keys(&x, fault);
  if (status == BG_OK) status = index_make(&x);
  if (status == BG_OK) {
    unique = (kind == BG_JOIN_INNER || kind == BG_JOIN_LEFT) && x.starts[x.numbers] == x.numbers;
    status = table_of(&x, unique, &direct);
    for (size_t i = 0; i < right->count; i++)
      direct = direct && unique && right->columns[i].valid == NULL && right->columns[i].bounds == NULL;
  }
  if (status == BG_OK && direct) { /* each left row once, and no list of rows at all */
    p.same = true;
    p.count = left->rows;
  }
  else if (status == BG_OK) status = look_up_and_pair(&x, kind, unique, threads, &p);
  if (status == BG_OK) status = bg_frame_new(&x.alloc, left->count + right->count, &f);
  if (status == BG_OK) status = put_together(&x, kind, p.left, p.right, p.count, p.same, suffix, threads, f, fault);
  bg_delete(&x.alloc, p.left, p.count * sizeof *p.left);
  bg_delete(&x.alloc, p.right, p.count * sizeof *p.right);
  index_drop(&x);
  if (status == BG_OK) *result = f;
  else bg_frame_drop(f);
  return status;
}
