/*
** summary_part.c: the memory that a part of a summary works on, and two as one.
*/
#include "summary.h"

/* Tables up to this many groups are spread (see sums.h), on frames with rows
** enough to be worth the room. With more of them the same group seldom comes
** twice in a row, and a table four times as large drives the columns out of
** the first-level cache. */
#define SPREAD_GROUPS 64
#define SPREAD_ROWS 4096

/* Where the parts of one block lie, one after the other, each on a border. */
typedef struct layout {
  unsigned char *base; /* NULL: only their size is asked for */
  uint64_t used;       /* where sizes are 32 bits wide it may pass them */
} layout;

#define BORDER 32 /* vectors of doubles are added to the table */

static void *carve (layout *l, uint64_t count, size_t size) {
  uint64_t at = l->used;
  l->used += (count * size + BORDER - 1) / BORDER * BORDER;
  return l->base == NULL ? NULL : l->base + at;
}

#define CARVE(field, count) ((field) = carve(l, (count), sizeof *(field)))

static void lay_out_ends (const bg_summary *s, bg_summary_part *p, size_t which, layout *l) {
  bg_ends unplaced = { { NULL, NULL }, { NULL, NULL }, { NULL, NULL }, NULL, NULL, NULL, NULL, NULL, { NULL, NULL }, NULL, 0 };
  bg_ends *ends = l->base == NULL ? &unplaced : &p->ends[which];
  bg_fn fn = s->aggregates[which].fn;
  CARVE(ends->n, s->groups);
  CARVE(ends->inexact, s->groups);
  if (fn == BG_FN_QUANTILE) {
    for (size_t i = 0; i < 2; i++) CARVE(ends->figure_end[i], p->past - p->first);
    CARVE(ends->figure_group, p->past - p->first);
    CARVE(ends->figure_open, p->past - p->first);
    return;
  }
  CARVE(ends->open, s->groups);
  for (size_t i = 0; i < 2; i++) {
    CARVE(ends->end[i], s->groups);
    if (bg_fn_is_lane(fn)) {
      CARVE(ends->error[i], s->groups);
      CARVE(ends->slack[i], s->groups);
    }
  }
  if (bg_fn_is_lane(fn)) CARVE(ends->taken, s->groups);
}

/* All that a part works on is one block: a summary of fifty rows would else
** spend more time on its allocations than on its rows. */
static void lay_out (const bg_summary *s, bg_summary_part *p, size_t batch, layout *l) {
  uint64_t groups = s->groups, lanes = groups * s->lane_count;
  size_t blocks = s->lane_count == 0 ? 1 : (s->lane_count + 2) / 3;
  CARVE(p->table, groups * blocks * p->spread * BG_LANES);
  CARVE(p->whole, lanes);
  CARVE(p->sum, lanes);
  CARVE(p->error, lanes);
  CARVE(p->rows, groups);
  CARVE(p->seen, groups);
  CARVE(p->states, s->count);
  for (size_t i = 0; i < 3; i++) {
    CARVE(p->doubles[i], batch);
    CARVE(p->integers[i], batch);
  }
  CARVE(p->values, batch);
  CARVE(p->groups, batch);
  CARVE(p->selected, batch);
  CARVE(p->nulls, batch);
  if (s->bounded) {
    CARVE(p->ends, s->count);
    for (size_t i = 0; i < s->count; i++)
      if (s->ends_of[i] == (int)i) lay_out_ends(s, p, i, l);
  }
  for (size_t i = 0; i < s->count; i++) {
    bg_state unplaced = { NULL, NULL, NULL, NULL, 0 };
    bg_state *state = l->base == NULL ? &unplaced : &p->states[i];
    bg_fn fn = s->aggregates[i].fn;
    if (bg_fn_is_lane(fn)) continue;
    CARVE(state->value, groups);
    CARVE(state->n, groups);
    if (fn == BG_FN_QUANTILE || fn == BG_FN_COUNT_DISTINCT) {
      CARVE(state->pair_group, p->past - p->first);
      CARVE(state->pair_value, p->past - p->first);
    }
  }
}

bg_status bg_summary_part_start (bg_summary *s, bg_summary_part *p, size_t batch) {
  layout l = { NULL, 0 };
  bg_status status = BG_OK;
  p->spread = s->groups <= SPREAD_GROUPS && p->past - p->first >= SPREAD_ROWS ? BG_SPREAD : 1;
  if (s->run_program) status = bg_machine_start(&p->machine, s->program, batch);
  if (status != BG_OK) return status;
  lay_out(s, p, batch, &l);
  if (l.used > SIZE_MAX - BORDER) return BG_TOO_LARGE; /* GCOVR_EXCL_BR_LINE: where sizes have 32 bits */
  p->room_size = (size_t)l.used + BORDER;
  p->room = (unsigned char *)bg_new(&s->alloc, p->room_size);
  if (p->room == NULL) return BG_NO_MEMORY;
  memset(p->room, 0, p->room_size);
  l.base = p->room + (BORDER - (uintptr_t)p->room % BORDER) % BORDER;
  l.used = 0;
  lay_out(s, p, batch, &l);
  return BG_OK;
}

void bg_summary_part_drop (bg_summary *s, bg_summary_part *p) {
  bg_machine_drop(&p->machine);
  bg_delete(&s->alloc, p->room, p->room_size);
}

void bg_summary_merge (bg_summary *s, bg_summary_part *to, const bg_summary_part *from) {
  size_t groups = s->groups;
  for (size_t g = 0; g < groups; g++) {
    if (to->rows[g] == 0) to->seen[g] = from->seen[g];
    to->rows[g] += from->rows[g];
  }
  for (size_t i = 0; i < s->lane_count * groups; i++) {
    to->whole[i] += from->whole[i];
    to->sum[i] = bg_two_sum(to->sum[i], from->sum[i], &to->error[i]);
    to->error[i] += from->error[i];
  }
  for (size_t i = 0; i < s->count; i++) {
    bg_state *a = &to->states[i];
    const bg_state *b = &from->states[i];
    const bg_aggregate *aggregate = &s->aggregates[i];
    if (s->ends_of[i] == (int)i) bg_summary_merge_ends(s, i, to, from);
    if (bg_fn_is_lane(aggregate->fn)) continue;
    for (size_t g = 0; g < groups; g++) {
      if (b->n[g] == 0) continue;
      if (a->n[g] == 0 || aggregate->fn == BG_FN_LAST) a->value[g] = b->value[g];
      else if (aggregate->fn == BG_FN_MIN || aggregate->fn == BG_FN_MAX) {
        const bg_dict *dict = s->program->nodes[aggregate->node].dict;
        int order = dict == NULL ? (b->value[g] > a->value[g]) - (b->value[g] < a->value[g])
                    : bg_text_compare(bg_dict_text(dict, (uint32_t)b->value[g]),
                                      bg_dict_text(dict, (uint32_t)a->value[g]));
        if (aggregate->fn == BG_FN_MIN ? order < 0 : order > 0) a->value[g] = b->value[g];
      }
      a->n[g] += b->n[g];
    }
  }
}
