/*
** sort.c: see sort.h. At the end, the first few rows without sorting the rest.
*/
#include "sort.h"
#include "base/vectors.h"

/* Below this an insertion is quicker than counting 256 buckets. */
#define INSERTION_MAX 48

/* "The first few" are at most so many, and at most this share of the rows. */
#define TOP_MAX 65536
#define TOP_SHARE 16

uint64_t bg_order_bits (double value) {
  uint64_t bits;
  if (value == 0) value = 0; /* -0 stands with 0 */
  memcpy(&bits, &value, sizeof bits);
  return bits >> 63 ? ~bits : bits | ((uint64_t)1 << 63);
}

double bg_order_value (uint64_t bits) {
  double value;
  bits = bits >> 63 ? bits & ~((uint64_t)1 << 63) : ~bits;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/* One pass by the byte at `shift`; `order` may be NULL. */
static void pass (const uint64_t *from, uint64_t *to, const uint32_t *order, uint32_t *order_to, size_t count,
                  int shift, const size_t *histogram) {
  size_t at[256], sum = 0;
  for (int i = 0; i < 256; i++) {
    at[i] = sum;
    sum += histogram[i];
  }
  for (size_t i = 0; i < count; i++) {
    size_t place = at[(from[i] >> shift) & 255]++;
    to[place] = from[i];
    if (order != NULL) order_to[place] = order[i];
  }
}

static void sort_both (uint64_t *keys, uint64_t *key_room, uint32_t *order, uint32_t *order_room, size_t count) {
  static const int bytes = 8;
  size_t histogram[8][256];
  uint64_t *k = keys, *k_to = key_room;
  uint32_t *o = order, *o_to = order_room;
  if (count <= INSERTION_MAX) {
    for (size_t i = 1; i < count; i++) {
      uint64_t key = keys[i];
      uint32_t row = order == NULL ? 0 : order[i];
      size_t j = i;
      for (; j > 0 && keys[j - 1] > key; j--) {
        keys[j] = keys[j - 1];
        if (order != NULL) order[j] = order[j - 1];
      }
      keys[j] = key;
      if (order != NULL) order[j] = row;
    }
    return;
  }
  memset(histogram, 0, sizeof histogram);
  for (size_t i = 0; i < count; i++)
    for (int b = 0; b < bytes; b++) histogram[b][(keys[i] >> (b * 8)) & 255]++;
  for (int b = 0; b < bytes; b++) {
    uint64_t *swap = k;
    uint32_t *swap_order = o;
    if (histogram[b][(keys[0] >> (b * 8)) & 255] == count) continue; /* the same in all rows */
    pass(k, k_to, o, o_to, count, b * 8, histogram[b]);
    k = k_to;
    k_to = swap;
    o = o_to;
    o_to = swap_order;
  }
  if (k != keys) {
    memcpy(keys, k, count * sizeof *keys);
    if (order != NULL) memcpy(order, o, count * sizeof *order);
  }
}

void bg_sort_bits (uint64_t *values, uint64_t *room, size_t count) {
  sort_both(values, room, NULL, NULL, count);
}

void bg_sort_rows (uint64_t *keys, uint64_t *key_room, uint32_t *order, uint32_t *order_room, size_t count) {
  sort_both(keys, key_room, order, order_room, count);
}

/* Ranks of the strings of a dictionary, by a merge of runs of codes. */
static bg_status dict_ranks (const bg_alloc *alloc, const bg_dict *dict, uint32_t **result) {
  size_t n = dict->count, bytes = (n + 1) * sizeof(uint32_t);
  uint32_t *codes = (uint32_t *)bg_new(alloc, bytes), *room = (uint32_t *)bg_new(alloc, bytes), *from, *to;
  if (codes == NULL || room == NULL) {
    bg_delete(alloc, codes, bytes);
    bg_delete(alloc, room, bytes);
    return BG_NO_MEMORY;
  }
  for (size_t i = 0; i < n; i++) codes[i] = (uint32_t)i;
  from = codes;
  to = room;
  for (size_t width = 1; width < n; width *= 2) {
    uint32_t *swap = from;
    for (size_t left = 0; left < n; left += width * 2) {
      size_t middle = left + width < n ? left + width : n, end = left + width * 2 < n ? left + width * 2 : n;
      size_t a = left, b = middle;
      for (size_t i = left; i < end; i++) {
        if (a < middle && (b >= end || bg_text_compare(bg_dict_text(dict, from[a]), bg_dict_text(dict, from[b])) <= 0))
          to[i] = from[a++];
        else to[i] = from[b++];
      }
    }
    from = to;
    to = swap;
  }
  for (size_t i = 0; i < n; i++) to[from[i]] = (uint32_t)i;
  to[n] = 0; /* the code 0 of nulls where there are no strings */
  bg_delete(alloc, from, bytes);
  *result = to;
  return BG_OK;
}

/* The key bits of one batch of a node that the machine ran. */
static void batch_bits (const bg_node *node, const bg_vector *v, const uint32_t *ranks, bool descending, size_t n,
                        uint64_t *bits) {
  for (size_t i = 0; i < n; i++) {
    bool null;
    uint64_t b;
    if (node->kind == BG_KIND_TRUTH) {
      null = v->truths[i] == BG_NULL;
      b = v->truths[i];
    }
    else {
      null = v->any_null && v->nulls[i];
      b = node->kind == BG_KIND_STRING ? ranks[null ? 0 : v->codes[i]] : bg_order_bits(v->numbers[i]);
    }
    bits[i] = null ? UINT64_MAX : descending ? ~b - 1 : b;
  }
}

/* ~b - 1: a descending 0 would else be the bits of a null. No key is all ones
** less one, since those are no double's bits and no rank. */

#define ANY(name, type) \
  BG_LOOP(int, name, (const type *v, type limit, bool above, size_t n), { \
    int any = 0; \
    if (above) for (size_t i = 0; i < n; i++) any |= v[i] >= limit; \
    else for (size_t i = 0; i < n; i++) any |= v[i] <= limit; \
    return any; \
  })

ANY(any_i8, int8_t)
ANY(any_i16, int16_t)
ANY(any_i32, int32_t)
ANY(any_f64, double)

/* False where no row of a batch of a plain field can be among the first: none
** is as far out as `limit`. */
static bool may_hold (const bg_node *node, double limit, bool above, size_t row, size_t n, bool wide) {
  const bg_column *c = node->column;
  const void *at = c->values->data + (c->offset + row) * bg_store_size(c->store);
  double stored = limit * bg_power_of_ten(c->places);
  int32_t whole = (int32_t)(stored < 0 ? stored - 0.5 : stored + 0.5);
  switch (c->store) {
    case BG_I8: return BG_PICK(wide, any_i8)((const int8_t *)at, (int8_t)whole, above, n) != 0;
    case BG_I16: return BG_PICK(wide, any_i16)((const int16_t *)at, (int16_t)whole, above, n) != 0;
    case BG_I32: return BG_PICK(wide, any_i32)((const int32_t *)at, whole, above, n) != 0;
    default: return BG_PICK(wide, any_f64)((const double *)at, limit, above, n) != 0;
  }
}

/* Rows that may be among the first `limit` by the first key: all rows with a
** key up to that of the limit-th, or, where it is the only key, no later row
** with the same. In row order, so that a stable sort of them gives what a sort
** of all rows would. Ties may be many: the next look at what to keep waits
** until there are twice as many rows. */
static bg_status candidates (bg_program *p, bg_machine *m, const bg_sort_key *key, const uint32_t *ranks, size_t limit,
                             bool only, uint32_t **rows, size_t *length, size_t *entries) {
  const bg_node *node = &p->nodes[key->node];
  size_t total = p->frame->rows, n = 0, next = BG_BATCH < limit ? limit : BG_BATCH, room = 0, key_room = 0, work_room = 0;
  uint64_t *keys = NULL, *work = NULL, bits[BG_BATCH], most = UINT64_MAX;
  bool field = node->op == BG_OP_NUMBER_FIELD && node->column->valid == NULL, known = false;
  bg_status status = BG_OK;
  *rows = NULL;
  for (size_t row = 0; row < total && status == BG_OK; row += BG_BATCH) {
    size_t count = total - row < BG_BATCH ? total - row : BG_BATCH;
    if (field && known
        && !may_hold(node, bg_order_value(key->descending ? ~(most + 1) : most), key->descending, row, count, p->wide)) continue;
    bg_machine_run(m, row, count);
    batch_bits(node, &m->vectors[key->node], ranks, key->descending, count, bits);
    status = bg_grow(&p->alloc, (void **)&keys, &key_room, n + count, sizeof *keys);
    if (status == BG_OK) status = bg_grow(&p->alloc, (void **)rows, &room, n + count, sizeof **rows);
    if (status != BG_OK) break;
    for (size_t i = 0; i < count; i++) {
      keys[n] = bits[i];
      (*rows)[n] = (uint32_t)(row + i);
      n += bits[i] <= most;
    }
    if (n >= next) {
      size_t kept = 0, ties = limit;
      status = bg_grow(&p->alloc, (void **)&work, &work_room, n * 2, sizeof *work);
      if (status != BG_OK) break;
      memcpy(work, keys, n * sizeof *keys);
      bg_sort_bits(work, work + n, n);
      most = work[limit - 1];
      known = most != UINT64_MAX;
      if (only)
        while (work[limit - ties] < most) ties--; /* the last of the first is one of them */
      for (size_t i = 0; i < n; i++) {
        keys[kept] = keys[i];
        (*rows)[kept] = (*rows)[i];
        if (keys[i] == most && only) {
          if (ties > 0) {
            ties--;
            kept++;
          }
        }
        else kept += keys[i] <= most;
      }
      n = kept;
      next = n * 2 > limit * 2 + (size_t)BG_BATCH * 4 ? n * 2 : limit * 2 + (size_t)BG_BATCH * 4;
      if (only && most > 0) most--; /* a later row with the same key is no better */
    }
  }
  bg_delete(&p->alloc, keys, key_room * sizeof *keys);
  bg_delete(&p->alloc, work, work_room * sizeof *work);
  *length = n;
  *entries = room;
  return status;
}

/* The candidates put in order by all keys. */
static bg_status in_order (bg_program *p, const bg_sort_key *keys, size_t count, uint32_t **ranks, bg_machine *m,
                           uint32_t *order, size_t n) {
  size_t rows = p->frame->rows;
  bool all = n == rows;
  uint64_t *bits = all ? (uint64_t *)bg_new(&p->alloc, rows * sizeof *bits) : NULL;
  uint64_t *sorted = (uint64_t *)bg_new(&p->alloc, n * sizeof *sorted);
  uint64_t *room = (uint64_t *)bg_new(&p->alloc, n * sizeof *room);
  uint32_t *order_room = (uint32_t *)bg_new(&p->alloc, n * sizeof *order_room);
  bg_status status = (all && bits == NULL) || sorted == NULL || room == NULL || order_room == NULL ? BG_NO_MEMORY : BG_OK;
  for (size_t k = count; k-- > 0 && status == BG_OK; ) {
    const bg_node *node = &p->nodes[keys[k].node];
    const bg_vector *v = &m->vectors[keys[k].node];
    for (size_t row = 0; all && row < rows; row += BG_BATCH) {
      size_t len = rows - row < BG_BATCH ? rows - row : BG_BATCH;
      bg_machine_run(m, row, len);
      batch_bits(node, v, ranks[k], keys[k].descending, len, bits + row);
    }
    for (size_t i = 0; i < n; i++) {
      if (all) {
        sorted[i] = bits[order[i]];
        continue;
      }
      bg_machine_run(m, order[i], 1); /* few rows, one at a time */
      batch_bits(node, v, ranks[k], keys[k].descending, 1, &sorted[i]);
    }
    bg_sort_rows(sorted, room, order, order_room, n);
  }
  bg_delete(&p->alloc, bits, rows * sizeof *bits);
  bg_delete(&p->alloc, sorted, n * sizeof *sorted);
  bg_delete(&p->alloc, room, n * sizeof *room);
  bg_delete(&p->alloc, order_room, n * sizeof *order_room);
  return status;
}

/* The first few of few rows: each row goes to its place among the first so
** far. All keys at a time, in one batch; equal rows keep their order. */
#define FEW_MAX 64

static bool stands_before (const uint64_t *bits, size_t count, size_t rows, size_t a, size_t b) {
  for (size_t k = 0; k < count; k++, bits += rows)
    if (bits[a] != bits[b]) return bits[a] < bits[b];
  return false;
}

static bg_status few_in_order (bg_program *p, const bg_sort_key *keys, size_t count, uint32_t **ranks, bg_machine *m,
                               uint32_t *order, size_t limit) {
  size_t rows = p->frame->rows, kept = 0, bytes = count * rows * sizeof(uint64_t);
  uint64_t *bits = (uint64_t *)bg_new(&p->alloc, bytes);
  if (bits == NULL) return BG_NO_MEMORY;
  bg_machine_run(m, 0, rows);
  for (size_t k = 0; k < count; k++)
    batch_bits(&p->nodes[keys[k].node], &m->vectors[keys[k].node], ranks[k], keys[k].descending, rows, bits + k * rows);
  for (size_t i = 0; i < rows; i++) {
    size_t at;
    if (kept == limit && !stands_before(bits, count, rows, i, order[limit - 1])) continue;
    at = kept < limit ? kept++ : limit - 1;
    for (; at > 0 && stands_before(bits, count, rows, i, order[at - 1]); at--) order[at] = order[at - 1];
    order[at] = (uint32_t)i;
  }
  bg_delete(&p->alloc, bits, bytes);
  return BG_OK;
}

bg_status bg_sort (bg_program *p, const bg_sort_key *keys, size_t count, size_t limit, uint32_t **order,
                   size_t *length, size_t *entries) {
  size_t rows = p->frame->rows;
  uint32_t *ranks[BG_SORT_KEYS_MAX];
  bool few = rows > 0 && rows <= BG_BATCH && limit > 0 && (limit <= FEW_MAX || rows <= FEW_MAX);
  bg_machine m;
  bg_status status = BG_OK;
  *order = NULL;
  *length = *entries = 0;
  if (count > BG_SORT_KEYS_MAX) return BG_TOO_LARGE;
  for (size_t k = 0; k < count; k++) {
    bg_program_use(p, keys[k].node);
    ranks[k] = NULL;
  }
  memset(&m, 0, sizeof m);
  status = bg_machine_start(&m, p, rows < BG_BATCH ? rows : BG_BATCH);
  for (size_t k = 0; k < count && status == BG_OK; k++)
    if (p->nodes[keys[k].node].kind == BG_KIND_STRING)
      status = dict_ranks(&p->alloc, p->nodes[keys[k].node].dict, &ranks[k]);
  if (status == BG_OK && few) {
    *length = limit < rows ? limit : rows;
    *entries = rows;
    *order = (uint32_t *)bg_new(&p->alloc, rows * sizeof **order);
    status = *order == NULL ? BG_NO_MEMORY : few_in_order(p, keys, count, ranks, &m, *order, *length);
  }
  else if (status == BG_OK && count > 0 && limit > 0 && limit <= TOP_MAX && limit <= rows / TOP_SHARE) {
    status = candidates(p, &m, &keys[0], ranks[0], limit, count == 1, order, length, entries);
  }
  else if (status == BG_OK) {
    *order = (uint32_t *)bg_new(&p->alloc, rows * sizeof **order);
    if (*order == NULL) status = BG_NO_MEMORY;
    *length = *entries = rows;
    for (size_t i = 0; status == BG_OK && i < rows; i++) (*order)[i] = (uint32_t)i;
  }
  if (status == BG_OK && !few) status = in_order(p, keys, count, ranks, &m, *order, *length);
  for (size_t k = 0; k < count; k++)
    bg_delete(&p->alloc, ranks[k],
              ((size_t)(p->nodes[keys[k].node].dict == NULL ? 0 : p->nodes[keys[k].node].dict->count) + 1)
              * sizeof(uint32_t));
  bg_machine_drop(&m);
  if (status == BG_OK && *length > limit) *length = limit;
  return status;
}
