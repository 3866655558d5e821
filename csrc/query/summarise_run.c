/*
** summarise_run.c: the loop over the batches of one part.
*/
#include "summarise.h"
#include "base/vectors.h"

#include <math.h>

/* Rows between two emptyings of a table. Doubles are added in stretches short
** enough that their rounding stays far below what a figure says; whole numbers
** are exact for BG_SUM_ROWS. A table of many groups is emptied less often: in
** each of them there are few rows, and to empty it costs more. */
#define STRETCH ((size_t)1 << 16)
#define STRETCH_GROUP 64

static size_t select_rows (const unsigned char *truths, size_t n, uint16_t *selected) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    selected[kept] = (uint16_t)i;
    kept += truths[i] == BG_YES;
  }
  return kept;
}

size_t bg_summary_groups (const bg_summary *s, bg_summary_part *p, size_t row, size_t n, bool *all) {
  size_t kept = n;
  if (s->ids != NULL) {
    const uint32_t *ids = s->ids + row;
    if (s->masked) {
      kept = 0;
      for (size_t i = 0; i < n; i++) {
        p->selected[kept] = (uint16_t)i;
        kept += ids[i] != BG_NO_ROW;
      }
    }
    if (kept == n) memcpy(p->groups, ids, n * sizeof *ids);
    else for (size_t i = 0; i < kept; i++) p->groups[i] = ids[p->selected[i]];
  }
  else {
    if (s->filter >= 0) {
      kept = select_rows(p->machine.vectors[s->filter].truths, n, p->selected);
      if (kept == 0) return 0;
    }
    bg_keys_batch(&s->keys, row, n, p->groups);
    if (kept < n)
      for (size_t i = 0; i < kept; i++) p->groups[i] = p->groups[p->selected[i]];
  }
  *all = kept == n;
  return kept;
}

BG_CLONES static void widen_i8 (const int8_t *from, int32_t *to, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] = from[i];
}

BG_CLONES static void widen_i16 (const int16_t *from, int32_t *to, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] = from[i];
}

/* Stored integers of the kept rows as 32 bits; where they lie, if they do. */
static const int32_t *stored_batch (const bg_column *c, size_t row, size_t n, size_t kept, const uint16_t *selected,
                                    int32_t *room) {
  const void *at = c->values->data + (c->offset + row) * bg_store_size(c->store);
  if (c->store == BG_I32) {
    const int32_t *v = (const int32_t *)at;
    if (kept == n) return v;
    for (size_t i = 0; i < kept; i++) room[i] = v[selected[i]];
  }
  else if (c->store == BG_I16) {
    const int16_t *v = (const int16_t *)at;
    if (kept == n) widen_i16(v, room, n);
    else for (size_t i = 0; i < kept; i++) room[i] = v[selected[i]];
  }
  else {
    const int8_t *v = (const int8_t *)at;
    if (kept == n) widen_i8(v, room, n);
    else for (size_t i = 0; i < kept; i++) room[i] = v[selected[i]];
  }
  return room;
}

const double *bg_summary_values (const bg_summary *s, bg_summary_part *p, int node, size_t row, size_t n,
                                 const unsigned char **nulls) {
  const bg_node *at = &s->program->nodes[node];
  *nulls = NULL;
  /* a plain field of numbers that the program did not run (a filter that marked rows beforehand may use it too) */
  if (!at->used || !s->run_program) {
    if (bg_load_nulls(at->column, row, n, p->nulls)) *nulls = p->nulls;
    if (at->column->store == BG_F64)
      return (const double *)(const void *)at->column->values->data + at->column->offset + row;
    bg_load_numbers(at->column, row, n, p->values);
    return p->values;
  }
  {
    const bg_vector *v = &p->machine.vectors[node];
    if (at->kind == BG_KIND_NUMBER) {
      if (v->any_null) *nulls = v->nulls;
      return v->numbers;
    }
    if (at->kind == BG_KIND_STRING) {
      for (size_t i = 0; i < n; i++) p->values[i] = v->codes[i];
      if (v->any_null) *nulls = v->nulls;
    }
    else {
      for (size_t i = 0; i < n; i++) {
        p->nulls[i] = v->truths[i] == BG_NULL;
        p->values[i] = v->truths[i] == BG_YES;
      }
      *nulls = p->nulls;
    }
  }
  return p->values;
}

#define TWO_27 134217728.0

static const double *lane_batch (const bg_summary *s, bg_summary_part *p, const bg_lane *lane, size_t row, size_t n,
                                 size_t kept, double *room, int32_t *integers) {
  const unsigned char *nulls;
  const double *v;
  bool all = kept == n;
  if (lane->kind == BG_LANE_STORED) {
    const int32_t *w = stored_batch(s->program->nodes[lane->node].column, row, n, kept, p->selected, integers);
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

static void run_lanes (const bg_summary *s, bg_summary_part *p, const uint8_t *bytes, size_t row, size_t n,
                       size_t kept) {
  size_t blocks = (s->lane_count + 2) / 3;
  if (blocks == 0) blocks = 1;
  for (size_t block = 0; block < blocks; block++) {
    double *table = p->table + block * s->groups * p->spread * BG_LANES;
    size_t first = block * 3, count = s->lane_count - first < 3 ? s->lane_count - first : 3;
    bool stored = count > 0;
    for (size_t i = 0; i < count; i++) stored = stored && s->lanes[first + i].kind == BG_LANE_STORED;
    if (stored) {
      const int32_t *v[3];
      for (size_t i = 0; i < count; i++)
        v[i] = stored_batch(s->program->nodes[s->lanes[first + i].node].column, row, n, kept, p->selected,
                            p->integers[i]);
      for (size_t i = count; i < 3; i++) v[i] = v[0]; /* summed, and not looked at */
      bg_sum_integers(p->groups, bytes, v[0], v[1], v[2], kept, p->spread, table);
    }
    else {
      const double *v[3];
      for (size_t i = 0; i < count; i++)
        v[i] = lane_batch(s, p, &s->lanes[first + i], row, n, kept, p->doubles[i], p->integers[i]);
      for (size_t i = count; i < 3; i++) v[i] = count > 0 ? v[0] : p->doubles[0]; /* which is all zero */
      bg_sum_doubles(p->groups, bytes, v[0], v[1], v[2], kept, p->spread, table);
    }
  }
}

static void empty_table (const bg_summary *s, bg_summary_part *p) {
  size_t blocks = s->lane_count == 0 ? 1 : (s->lane_count + 2) / 3;
  for (size_t block = 0; block < blocks; block++) {
    double *table = p->table + block * s->groups * p->spread * BG_LANES;
    for (size_t g = 0; g < s->groups; g++) {
      double total[BG_LANES] = { 0, 0, 0, 0 };
      for (size_t k = 0; k < p->spread; k++)
        for (size_t lane = 0; lane < BG_LANES; lane++) total[lane] += table[(g * p->spread + k) * BG_LANES + lane];
      if (total[3] == 0) continue;
      if (block == 0) p->rows[g] += (uint64_t)total[3];
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
      case BG_FN_QUANTILE: case BG_FN_COUNT_DISTINCT:
        state->pair_group[state->pairs] = g;
        state->pair_value[state->pairs++] = x;
        break;
      default: break; /* a lane */
    }
    state->n[g]++;
  }
}

void bg_summary_run (bg_summary *s, int part) {
  bg_summary_part *p = &s->part[part];
  size_t stretch = s->groups > STRETCH / STRETCH_GROUP ? s->groups * STRETCH_GROUP : STRETCH, since = 0;
  const uint8_t *bytes = NULL;
  bool states = false;
  if (stretch > BG_SUM_ROWS) stretch = BG_SUM_ROWS;
  for (size_t i = 0; i < s->count; i++) states = states || !bg_fn_is_lane(s->aggregates[i].fn);
  /* all rows, by one column of bytes: its codes are the groups as they lie */
  if (!states && !s->bounded && s->ids == NULL && s->filter < 0 && s->keys.count == 1 && p->spread > 1) {
    const bg_column *c = s->keys.keys[0].column;
    if (c->store == BG_U8 && c->valid == NULL) bytes = c->values->data + c->offset;
  }
  for (size_t row = p->first; row < p->past; row += BG_BATCH) {
    size_t n = p->past - row < BG_BATCH ? p->past - row : BG_BATCH, kept = n;
    bool all = true;
    if (s->run_program) bg_machine_run(&p->machine, row, n);
    if (bytes == NULL) kept = bg_summary_groups(s, p, row, n, &all);
    if (kept == 0) continue;
    run_lanes(s, p, bytes == NULL ? NULL : bytes + row, row, n, kept);
    if (states)
      for (size_t i = 0; i < s->count; i++)
        if (!bg_fn_is_lane(s->aggregates[i].fn)) run_state(s, p, i, row, n, kept);
    if (s->bounded)
      for (size_t i = 0; i < s->count; i++)
        if (s->ends_of[i] == (int)i) bg_summary_run_ends(s, p, i, row, n, kept);
    since += kept;
    if (since + BG_BATCH > stretch) {
      empty_table(s, p);
      since = 0;
    }
  }
  empty_table(s, p);
}
