/*
** summary_run.c: the loop over the batches of one part.
*/
#include "summary.h"
#include "base/vectors.h"

#include <math.h>

/* Rows between two emptyings of a table. Doubles are added in stretches short
** enough that their rounding stays far below what a figure says; whole numbers
** are exact for BG_SUM_ROWS. A table of many groups is emptied less often: in
** each of them there are few rows, and to empty it costs more. */
#define STRETCH ((size_t)1 << 16)
#define STRETCH_GROUP 64

BG_LOOP(void, widen_i8, (const int8_t *from, int32_t *to, size_t n), {
  for (size_t i = 0; i < n; i++) to[i] = from[i];
})

BG_LOOP(void, widen_i16, (const int16_t *from, int32_t *to, size_t n), {
  for (size_t i = 0; i < n; i++) to[i] = from[i];
})

/* Stored integers of the kept rows as 32 bits; where they lie, if they do. */
static const int32_t *stored_batch (const bg_column *c, size_t row, size_t n, size_t kept, const uint16_t *selected,
                                    bool wide, int32_t *room) {
  const void *at = c->values->data + (c->offset + row) * bg_store_size(c->store);
  if (c->store == BG_I32) {
    const int32_t *v = (const int32_t *)at;
    if (kept == n) return v;
    for (size_t i = 0; i < kept; i++) room[i] = v[selected[i]];
  }
  else if (c->store == BG_I16) {
    const int16_t *v = (const int16_t *)at;
    if (kept == n) BG_PICK(wide, widen_i16)(v, room, n);
    else for (size_t i = 0; i < kept; i++) room[i] = v[selected[i]];
  }
  else {
    const int8_t *v = (const int8_t *)at;
    if (kept == n) BG_PICK(wide, widen_i8)(v, room, n);
    else for (size_t i = 0; i < kept; i++) room[i] = v[selected[i]];
  }
  return room;
}

#define TWO_27 134217728.0

static const double *lane_batch (const bg_summary *s, bg_summary_part *p, const bg_lane *lane, size_t row, size_t n,
                                 size_t kept, double *room, int32_t *integers) {
  const unsigned char *nulls;
  const double *v;
  bool all = kept == n;
  if (lane->kind == BG_LANE_STORED) {
    const int32_t *w = stored_batch(s->program->nodes[lane->node].column, row, n, kept, p->selected,
                                    s->program->wide, integers);
    for (size_t i = 0; i < kept; i++) room[i] = w[i];
    return room;
  }
  v = bg_summary_values(s, p, lane->node, row, n, &nulls);
  if (lane->kind == BG_LANE_DOUBLES && all) return v; /* nulls hold 0 */
  for (size_t i = 0; i < kept; i++) {
    size_t k = all ? i : p->selected[i];
    double x = nulls != NULL && nulls[k] ? 0 : v[k];
    if (lane->kind == BG_LANE_VALID) x = nulls == NULL || !nulls[k];
    else if (lane->kind == BG_LANE_HIGH) x = trunc(x / TWO_27);
    else if (lane->kind == BG_LANE_LOW) x = x - trunc(x / TWO_27) * TWO_27;
    room[i] = x;
  }
  return room;
}

static void add_ahead (bg_ahead *ahead, const bg_column *c, size_t row) {
  size_t size = bg_store_size(c->store);
  if (ahead->count == BG_AHEAD_MAX) return;
  ahead->columns[ahead->count].at = c->values->data + (c->offset + row) * size;
  ahead->columns[ahead->count++].size = size;
}

/* The lanes of one block take in a batch. While all rows are taken, those of
** the next batch, from `next` on, are asked for; 0: no more. */
static void run_block (const bg_summary *s, bg_summary_part *p, size_t block, const uint8_t *bytes, size_t row,
                       size_t n, size_t kept, size_t next) {
  double *table = p->table + block * s->groups * p->spread * BG_LANES;
  size_t first = block * 3, count = s->lane_count - first < 3 ? s->lane_count - first : 3;
  bool stored = count > 0, wide = s->program->wide;
  bg_addends rows = { kept, p->groups, bytes, { NULL, NULL, NULL }, { NULL, NULL, NULL } };
  bg_ahead ahead;
  ahead.count = 0;
  for (size_t i = 0; i < count; i++) {
    const bg_lane *lane = &s->lanes[first + i];
    stored = stored && lane->kind == BG_LANE_STORED;
    if (next != 0 && (lane->kind == BG_LANE_STORED || lane->kind == BG_LANE_DOUBLES))
      add_ahead(&ahead, s->program->nodes[lane->node].column, next);
  }
  for (size_t i = 0; next != 0 && block == 0 && i < s->keys.count; i++) add_ahead(&ahead, s->keys.keys[i].column, next);
  for (size_t i = 0; i < 3; i++) {
    const bg_lane *lane = i < count ? &s->lanes[first + i] : NULL;
    if (stored) /* a lane that is not there is summed, and not looked at */
      rows.integers[i] = lane == NULL ? rows.integers[0]
                         : stored_batch(s->program->nodes[lane->node].column, row, n, kept, p->selected, wide,
                                        p->integers[i]);
    else
      rows.doubles[i] = lane != NULL ? lane_batch(s, p, lane, row, n, kept, p->doubles[i], p->integers[i])
                        : i == 0 ? p->doubles[0] /* which is all zero */ : rows.doubles[0];
  }
  bg_sum(&rows, p->spread, wide, &ahead, table);
}

/* The table of the stretch that began at `row` goes into the totals. */
static void empty_table (const bg_summary *s, bg_summary_part *p, size_t row) {
  size_t blocks = s->lane_count == 0 ? 1 : (s->lane_count + 2) / 3;
  for (size_t block = 0; block < blocks; block++) {
    double *table = p->table + block * s->groups * p->spread * BG_LANES;
    for (size_t g = 0; g < s->groups; g++) {
      double total[BG_LANES] = { 0, 0, 0, 0 };
      for (size_t k = 0; k < p->spread; k++)
        for (size_t lane = 0; lane < BG_LANES; lane++) total[lane] += table[(g * p->spread + k) * BG_LANES + lane];
      if (total[3] == 0) continue;
      if (block == 0) {
        if (p->rows[g] == 0) p->seen[g] = (uint32_t)row;
        p->rows[g] += (uint64_t)total[3];
      }
      for (size_t i = 0; i < 3 && block * 3 + i < s->lane_count; i++) {
        size_t lane = block * 3 + i, at = lane * s->groups + g;
        if (bg_lane_is_whole(s->lanes[lane].kind)) p->whole[at] += (int64_t)total[i];
        else p->sum[at] = bg_two_sum(p->sum[at], total[i], &p->error[at]);
      }
    }
    memset(table, 0, s->groups * p->spread * BG_LANES * sizeof *table);
  }
}

/* The state of one aggregate takes in a batch. */
static void run_state (const bg_summary *s, bg_summary_part *p, size_t which, size_t row, size_t n, size_t kept) {
  const bg_aggregate *a = &s->aggregates[which];
  bg_state *state = &p->states[which];
  const bg_dict *dict = s->program->nodes[a->node].dict;
  const unsigned char *nulls;
  const double *v = bg_summary_values(s, p, a->node, row, n, &nulls);
  for (size_t i = 0; i < kept; i++) {
    size_t k = kept == n ? i : p->selected[i];
    uint32_t g = p->groups[i];
    double x = v[k];
    if (nulls != NULL && nulls[k]) continue;
    switch (a->fn) {
      case BG_FN_MIN: case BG_FN_MAX:
        if (state->n[g] != 0) {
          int order = dict == NULL ? (x > state->value[g]) - (x < state->value[g])
                      : bg_text_compare(bg_dict_text(dict, (uint32_t)x), bg_dict_text(dict, (uint32_t)state->value[g]));
          if (a->fn == BG_FN_MIN ? order >= 0 : order <= 0) break;
        }
        state->value[g] = x;
        break;
      case BG_FN_FIRST:
        if (state->n[g] == 0) state->value[g] = x;
        break;
      case BG_FN_LAST:
        state->value[g] = x;
        break;
      default: /* all values are kept; a lane has no state */
        state->pair_group[state->pairs] = g;
        state->pair_value[state->pairs++] = x;
        break;
    }
    state->n[g]++;
  }
}

void bg_summary_run (bg_summary *s, int part) {
  bg_summary_part *p = &s->part[part];
  size_t stretch = s->groups > STRETCH / STRETCH_GROUP ? s->groups * STRETCH_GROUP : STRETCH, since = 0;
  size_t blocks = s->lane_count == 0 ? 1 : (s->lane_count + 2) / 3, began = p->first;
  const uint8_t *bytes = NULL;
  bool states = false;
  if (stretch > BG_SUM_ROWS) stretch = BG_SUM_ROWS;
  for (size_t i = 0; i < s->count; i++) states = states || !bg_fn_is_lane(s->aggregates[i].fn);
  /* all rows, by one column of bytes: its codes are the groups as they lie */
  if (!states && !s->bounded && s->ids == NULL && s->filter < 0 && s->keys.count == 1) {
    const bg_column *c = s->keys.keys[0].column;
    if (c->store == BG_U8 && c->valid == NULL) bytes = c->values->data + c->offset;
  }
  for (size_t row = p->first; row < p->past; row += BG_BATCH) {
    size_t n = p->past - row < BG_BATCH ? p->past - row : BG_BATCH, kept = n, next;
    bool all = true;
    if (s->run_program) bg_machine_run(&p->machine, row, n);
    if (bytes == NULL) kept = bg_summary_groups(s, p, row, n, &all);
    if (kept == 0) continue;
    next = s->ids == NULL && kept == n && p->past - row >= (size_t)2 * BG_BATCH ? row + BG_BATCH : 0;
    for (size_t block = 0; block < blocks; block++)
      run_block(s, p, block, bytes == NULL ? NULL : bytes + row, row, n, kept, next);
    if (states)
      for (size_t i = 0; i < s->count; i++)
        if (!bg_fn_is_lane(s->aggregates[i].fn)) run_state(s, p, i, row, n, kept);
    if (s->bounded)
      for (size_t i = 0; i < s->count; i++)
        if (s->ends_of[i] == (int)i) bg_summary_run_ends(s, p, i, row, n, kept);
    since += kept;
    if (since + BG_BATCH > stretch) {
      empty_table(s, p, began);
      since = 0;
      began = row + n;
    }
  }
  empty_table(s, p, began);
}
