/*
** group.c: see group.h.
*/
#include "group.h"
#include "base/vectors.h"

bg_status bg_keys_make (const bg_frame *f, const size_t *columns, size_t count, bg_keys *keys) {
  bool fits = true;
  if (count > BG_KEYS_MAX) return BG_TOO_LARGE;
  keys->count = count;
  keys->places = 1;
  keys->wide = false;
  for (size_t i = 0; i < count; i++) {
    const bg_column *c = &f->columns[columns[i]];
    bg_key *k = &keys->keys[i];
    k->column = c;
    k->wide = c->store == BG_F64;
    k->stride = keys->places;
    k->count = k->wide ? 0 : c->type == BG_STRING ? (c->dict->count == 0 ? 1 : c->dict->count)
               : (uint64_t)((int64_t)c->most - c->least) + 1;
    if (!k->wide && c->valid != NULL) k->count++;
    if (k->count > 0xFFFFFFFFu) k->wide = true; /* codes of a batch are 32 bits wide */
    if (k->wide || keys->places > ((uint64_t)1 << 63) / k->count) fits = false;
    else keys->places *= k->count;
  }
  if (!fits) keys->places = 0;
  return BG_OK;
}

#define PLACES(name, type) \
  BG_LOOP(void, name, (const type *v, uint32_t least, uint32_t stride, uint32_t *out, size_t n, bool first), { \
    if (first) for (size_t i = 0; i < n; i++) out[i] = (uint32_t)v[i] - least; /* stride 1 */ \
    else for (size_t i = 0; i < n; i++) out[i] += ((uint32_t)v[i] - least) * stride; \
  })

PLACES(places_i8, int8_t)
PLACES(places_i16, int16_t)
PLACES(places_i32, int32_t)
PLACES(places_u8, uint8_t)
PLACES(places_u16, uint16_t)
PLACES(places_u32, uint32_t)

void bg_keys_batch (const bg_keys *keys, size_t row, size_t count, uint32_t *places) {
  if (keys->count == 0) memset(places, 0, count * sizeof *places);
  for (size_t k = 0; k < keys->count; k++) {
    const bg_column *c = keys->keys[k].column;
    const void *at = c->values->data + (c->offset + row) * bg_store_size(c->store);
    uint32_t least = (uint32_t)c->least, stride = (uint32_t)keys->keys[k].stride;
    unsigned char nulls[BG_BATCH];
    switch (c->store) {
      case BG_I8: BG_PICK(keys->wide, places_i8)((const int8_t *)at, least, stride, places, count, k == 0); break;
      case BG_I16: BG_PICK(keys->wide, places_i16)((const int16_t *)at, least, stride, places, count, k == 0); break;
      case BG_I32: BG_PICK(keys->wide, places_i32)((const int32_t *)at, least, stride, places, count, k == 0); break;
      case BG_U8: BG_PICK(keys->wide, places_u8)((const uint8_t *)at, 0, stride, places, count, k == 0); break;
      case BG_U16: BG_PICK(keys->wide, places_u16)((const uint16_t *)at, 0, stride, places, count, k == 0); break;
      default: BG_PICK(keys->wide, places_u32)((const uint32_t *)at, 0, stride, places, count, k == 0); break;
    }
    if (!bg_load_nulls(c, row, count, nulls)) continue;
    /* a null stands as 0 (less the least): take that off, add the last */
    least = c->type == BG_STRING ? 0 : (0u - least) * stride;
    stride *= (uint32_t)(keys->keys[k].count - 1);
    for (size_t i = 0; i < count; i++)
      if (nulls[i]) places[i] += stride - least;
  }
}

uint64_t bg_wide_code (double value, bool null) {
  uint64_t bits;
  if (null) return 0x7FF8000000000001u; /* a NaN: no value of a column */
  if (value == 0) return 0;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

void bg_pairs_start (bg_pairs *p, const bg_alloc *alloc) {
  memset(p, 0, sizeof *p);
  p->alloc = *alloc;
}

void bg_pairs_drop (bg_pairs *p) {
  bg_delete(&p->alloc, p->slots, p->slot_count * sizeof *p->slots);
  bg_delete(&p->alloc, p->codes, p->code_room * sizeof *p->codes);
  bg_delete(&p->alloc, p->before, p->before_room * sizeof *p->before);
}

static bg_status pairs_rehash (bg_pairs *p) {
  size_t count = p->slot_count == 0 ? 256 : p->slot_count * 2;
  uint32_t *slots = (uint32_t *)bg_new(&p->alloc, count * sizeof *slots);
  if (slots == NULL) return BG_NO_MEMORY;
  memset(slots, 0, count * sizeof *slots);
  for (size_t g = 0; g < p->count; g++) {
    size_t i = (size_t)bg_mix(p->codes[g], p->before[g]) & (count - 1);
    while (slots[i] != 0) i = (i + 1) & (count - 1);
    slots[i] = (uint32_t)g + 1;
  }
  bg_delete(&p->alloc, p->slots, p->slot_count * sizeof *slots);
  p->slots = slots;
  p->slot_count = count;
  return BG_OK;
}

/* The slot of a pair, or the empty one where it would go. */
static size_t pairs_slot (const bg_pairs *p, uint64_t code, uint32_t before) {
  size_t i = (size_t)bg_mix(code, before) & (p->slot_count - 1);
  while (p->slots[i] != 0 && (p->codes[p->slots[i] - 1] != code || p->before[p->slots[i] - 1] != before))
    i = (i + 1) & (p->slot_count - 1);
  return i;
}

uint32_t bg_pairs_find (const bg_pairs *p, uint64_t code, uint32_t before) {
  size_t i;
  if (p->slot_count == 0) return BG_NO_ROW;
  i = pairs_slot(p, code, before);
  return p->slots[i] == 0 ? BG_NO_ROW : p->slots[i] - 1;
}

bg_status bg_pairs_add (bg_pairs *p, uint64_t code, uint32_t before, uint32_t *number) {
  size_t i;
  bg_status status;
  if (p->count * 2 >= p->slot_count) {
    status = pairs_rehash(p);
    if (status != BG_OK) return status;
  }
  i = pairs_slot(p, code, before);
  if (p->slots[i] == 0) {
    status = bg_grow(&p->alloc, (void **)&p->codes, &p->code_room, p->count + 1, sizeof *p->codes);
    if (status == BG_OK)
      status = bg_grow(&p->alloc, (void **)&p->before, &p->before_room, p->count + 1, sizeof *p->before);
    if (status != BG_OK) return status;
    p->codes[p->count] = code;
    p->before[p->count] = before;
    p->slots[i] = (uint32_t)++p->count;
  }
  *number = p->slots[i] - 1;
  return BG_OK;
}

/* One stage of grouping: what was grouped so far, and up to 64 bits more. */
typedef struct stage {
  bg_pairs pairs;
  uint32_t *firsts;     /* the first row of each group */
  size_t first_room;
  size_t groups;
} stage;

static void stage_drop (stage *s) {
  bg_delete(&s->pairs.alloc, s->firsts, s->first_room * sizeof *s->firsts);
  bg_pairs_drop(&s->pairs);
}

static bg_status stage_row (stage *s, size_t row) {
  bg_status status = bg_grow(&s->pairs.alloc, (void **)&s->firsts, &s->first_room, s->groups + 1, sizeof *s->firsts);
  if (status == BG_OK) s->firsts[s->groups++] = (uint32_t)row;
  return status;
}

static bg_status stage_add (stage *s, uint64_t code, uint32_t before, size_t row, uint32_t *id) {
  bg_status status = bg_pairs_add(&s->pairs, code, before, id);
  return status == BG_OK && s->pairs.count > s->groups ? stage_row(s, row) : status;
}

/* The codes of one key for a batch, its count times over those before. */
static void key_codes (const bg_key *k, size_t row, size_t n, uint64_t times, bool first, uint64_t *codes) {
  const bg_column *c = k->column;
  unsigned char nulls[BG_BATCH];
  bool some = bg_load_nulls(c, row, n, nulls);
  if (k->wide) {
    double v[BG_BATCH];
    bg_load_numbers(c, row, n, v);
    for (size_t i = 0; i < n; i++) codes[i] = bg_wide_code(v[i], some && nulls[i]);
    return;
  }
  {
    uint32_t small[BG_BATCH];
    bg_keys one;
    one.count = 1;
    one.wide = false;
    one.places = k->count;
    one.keys[0] = *k;
    one.keys[0].stride = 1;
    bg_keys_batch(&one, row, n, small); /* puts the nulls last */
    for (size_t i = 0; i < n; i++) codes[i] = (first ? 0 : codes[i]) + small[i] * times;
  }
}

/* Groups by keys from `from` up to `past`, packed; `ids` holds the groups of
** the stage before. A table by place where there are few places for the rows. */
static bg_status run_stage (stage *s, const bg_keys *keys, size_t from, size_t past, uint64_t places, size_t rows,
                            bool masked, bool first_stage, uint32_t *ids) {
  uint64_t codes[BG_BATCH];
  uint32_t *table = NULL;
  size_t table_bytes = 0;
  bg_status status = BG_OK;
  if (first_stage && places > 0 && places <= (uint64_t)rows * 4 + 1024) {
    table_bytes = (size_t)places * sizeof *table;
    table = (uint32_t *)bg_new(&s->pairs.alloc, table_bytes);
    if (table == NULL) return BG_NO_MEMORY;
    memset(table, 0, table_bytes);
  }
  for (size_t row = 0; row < rows && status == BG_OK; row += BG_BATCH) {
    size_t n = rows - row < BG_BATCH ? rows - row : BG_BATCH;
    uint64_t times = 1;
    for (size_t k = from; k < past; k++) {
      key_codes(&keys->keys[k], row, n, times, k == from, codes);
      times *= keys->keys[k].wide ? 1 : keys->keys[k].count;
    }
    if (from == past) memset(codes, 0, n * sizeof codes[0]);
    for (size_t i = 0; i < n && status == BG_OK; i++) {
      if (masked && ids[row + i] == BG_NO_ROW) continue;
      if (table == NULL) {
        status = stage_add(s, codes[i], first_stage ? 0 : ids[row + i], row + i, &ids[row + i]);
        continue;
      }
      if (table[codes[i]] == 0) {
        status = stage_row(s, row + i);
        if (status != BG_OK) break;
        table[codes[i]] = (uint32_t)s->groups;
      }
      ids[row + i] = table[codes[i]] - 1;
    }
  }
  bg_delete(&s->pairs.alloc, table, table_bytes);
  return status;
}

bg_status bg_group_ids (const bg_alloc *alloc, const bg_keys *keys, size_t rows, bool masked, uint32_t *ids,
                        uint32_t **firsts, size_t *room, size_t *groups) {
  size_t from = 0;
  bool first_stage = true;
  bg_status status;
  stage s;
  do {
    size_t past = from;
    uint64_t places = 1;
    if (past < keys->count && keys->keys[past].wide) {
      past++;
      places = 0;
    }
    else {
      while (past < keys->count && !keys->keys[past].wide
             && places <= ((uint64_t)1 << 63) / keys->keys[past].count) places *= keys->keys[past++].count;
    }
    memset(&s, 0, sizeof s);
    bg_pairs_start(&s.pairs, alloc);
    status = run_stage(&s, keys, from, past, places, rows, masked, first_stage, ids);
    first_stage = false;
    from = past;
    if (status == BG_OK && from >= keys->count) {
      *firsts = s.firsts;
      *room = s.first_room;
      *groups = s.groups;
      s.firsts = NULL;
      s.first_room = 0;
    }
    stage_drop(&s);
  } while (status == BG_OK && from < keys->count);
  return status;
}
