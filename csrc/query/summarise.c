/*
** summarise.c: setting up a summary, its parts, and putting them together.
*/
#include "summarise.h"
#include "frame/frame_build.h"
#include "base/thread.h"
#include "base/vectors.h"

#include <math.h>
#include <stdio.h>

/* Keys with no more places than this are grouped by place alone: the tables
** still lie in the second-level cache. */
#define PLACES_MAX 32768

/* Tables up to this many groups are spread (see sums.h), on frames with rows
** enough to be worth the room. With more of them the same group seldom comes
** twice in a row, and a table four times as large drives the columns out of
** the first-level cache. */
#define SPREAD_GROUPS 64
#define SPREAD_ROWS 4096

static bg_status refuse (bg_summary *s, const bg_aggregate *a, const char *why, bg_type type) {
  static const char *const names[] = { "sum", "mean", "count", "min", "max", "first", "last", "quantile",
                                       "count_distinct" };
  snprintf(s->program->fault.text, sizeof s->program->fault.text, "%s %s, got %s", names[a->fn], why,
           bg_type_name(type));
  return BG_NO_VALUE;
}

static int add_lane (bg_summary *s, bg_lane_kind kind, int node) {
  for (size_t i = 0; i < s->lane_count; i++)
    if (s->lanes[i].kind == kind && s->lanes[i].node == node) return (int)i;
  s->lanes[s->lane_count].kind = kind;
  s->lanes[s->lane_count].node = node;
  return (int)s->lane_count++;
}

/* The lanes of an aggregate, and whether the program has to run for it. */
static bg_status plan (bg_summary *s, size_t which) {
  const bg_aggregate *a = &s->aggregates[which];
  const bg_node *n = a->node < 0 ? NULL : &s->program->nodes[a->node];
  bool field = n != NULL && n->op == BG_OP_NUMBER_FIELD;
  s->lanes_of[which][0] = s->lanes_of[which][1] = -1;
  if (n == NULL) return BG_OK;
  if (!(field || (a->fn == BG_FN_COUNT && n->column != NULL && n->column->valid == NULL && !n->column->bounded))) {
    bg_program_use(s->program, a->node);
    s->run_program = true;
  }
  if (a->fn != BG_FN_COUNT && bg_fn_is_lane(a->fn)) {
    if (n->type != BG_NUMBER && n->type != BG_INTEGER) return refuse(s, a, "takes numbers", n->type);
    if (field && n->column->store != BG_F64) s->lanes_of[which][0] = add_lane(s, BG_LANE_STORED, a->node);
    else if (n->type == BG_INTEGER) {
      s->lanes_of[which][0] = add_lane(s, BG_LANE_HIGH, a->node);
      (void)add_lane(s, BG_LANE_LOW, a->node);
    }
    else s->lanes_of[which][0] = add_lane(s, field ? BG_LANE_DOUBLES : BG_LANE_NODE, a->node);
  }
  if (bg_fn_is_lane(a->fn)) {
    bool no_nulls = n->column != NULL && n->column->valid == NULL
                    && (n->op == BG_OP_NUMBER_FIELD || n->op == BG_OP_STRING_FIELD || n->op == BG_OP_TRUTH_FIELD);
    if (!no_nulls) s->lanes_of[which][1] = add_lane(s, BG_LANE_VALID, a->node);
  }
  else if (a->fn == BG_FN_QUANTILE && n->type != BG_NUMBER && n->type != BG_INTEGER)
    return refuse(s, a, "takes numbers", n->type);
  return BG_OK;
}

/* Which aggregate keeps the ends of this one: parts of one result share them. */
static void plan_ends (bg_summary *s, size_t which) {
  const bg_aggregate *a = &s->aggregates[which];
  s->ends_of[which] = -1;
  if (!bg_summary_has_ends(s, which)) return;
  s->bounded = true;
  s->ends_of[which] = (int)which;
  for (size_t i = 0; i < which; i++) {
    const bg_aggregate *b = &s->aggregates[i];
    if (s->ends_of[i] != (int)i || b->fn != a->fn) continue;
    if (s->program->nodes[b->node].column != s->program->nodes[a->node].column) continue;
    if (a->fn == BG_FN_QUANTILE && (b->quantile > a->quantile || b->quantile < a->quantile)) continue;
    s->ends_of[which] = (int)i;
    return;
  }
}

/* Where the parts of one block lie, one after the other, each on a border. */
typedef struct layout {
  unsigned char *base; /* NULL: only their size is asked for */
  size_t used;
  bool fits;
} layout;

#define BORDER 32 /* vectors of doubles are added to the table */

static void *carve (layout *l, size_t count, size_t size) {
  size_t bytes, at = l->used;
  if (!bg_multiply(count, size, &bytes) || bytes > SIZE_MAX - BORDER || !bg_add(l->used, (bytes + BORDER - 1) / BORDER * BORDER, &l->used)) {
    l->fits = false;
    return NULL;
  }
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
  size_t lanes = s->lane_count * s->groups, groups = s->groups;
  size_t blocks = s->lane_count == 0 ? 1 : (s->lane_count + 2) / 3;
  CARVE(p->table, blocks * groups * p->spread * BG_LANES);
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

static bg_status part_start (bg_summary *s, bg_summary_part *p, size_t batch) {
  layout l = { NULL, 0, true };
  bg_status status = BG_OK;
  p->spread = s->groups <= SPREAD_GROUPS && p->past - p->first >= SPREAD_ROWS ? BG_SPREAD : 1;
  if (s->run_program) status = bg_machine_start(&p->machine, s->program, batch);
  if (status != BG_OK) return status;
  lay_out(s, p, batch, &l);
  if (!l.fits || l.used > SIZE_MAX - BORDER) return BG_TOO_LARGE;
  p->room_size = l.used + BORDER;
  p->room = (unsigned char *)bg_new(&s->alloc, p->room_size);
  if (p->room == NULL) return BG_NO_MEMORY;
  memset(p->room, 0, p->room_size);
  l.base = p->room + (BORDER - (uintptr_t)p->room % BORDER) % BORDER;
  l.used = 0;
  lay_out(s, p, batch, &l);
  return BG_OK;
}

static void part_drop (bg_summary *s, bg_summary_part *p) {
  bg_machine_drop(&p->machine);
  bg_delete(&s->alloc, p->room, p->room_size);
}

/* What `from` gathered goes into `to`, whose rows come before. */
static void merge (bg_summary *s, bg_summary_part *to, const bg_summary_part *from) {
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

static void run_part (void *argument, int part) {
  bg_summary_run((bg_summary *)argument, part);
}

/* The places of the groups that no stretch before `from` has, and this one
** has, by first appearance, as many as `left`. What is found loses its rows. */
static void order_stretch (bg_summary *s, size_t from, size_t left, uint32_t *order, uint32_t *firsts) {
  bg_summary_part *p = &s->part[0];
  size_t found = 0, rows = s->program->frame->rows;
  for (size_t row = from; found < left; row += BG_BATCH) {
    size_t n = rows - row < BG_BATCH ? rows - row : BG_BATCH, kept;
    bool all = true;
    if (s->run_program) bg_machine_run(&p->machine, row, n);
    kept = bg_summary_groups(s, p, row, n, &all);
    for (size_t i = 0; i < kept; i++) {
      uint32_t g = p->groups[i];
      if (p->rows[g] == 0) continue; /* met before */
      p->rows[g] = 0;
      order[found++] = g;
      firsts[g] = (uint32_t)(row + (all ? i : p->selected[i]));
    }
  }
}

/* Groups that have rows, by first appearance, and where they appear. With
** numbers by appearance already that is all of them; with places the stretches
** that have new groups are walked, each until all of its new ones were met. */
static bg_status order_groups (bg_summary *s, uint32_t **groups, uint32_t *firsts, size_t *count, size_t *bytes) {
  bg_summary_part *p = &s->part[0];
  size_t present = 0, found = 0;
  uint32_t *order;
  for (size_t g = 0; g < s->groups; g++) present += p->rows[g] != 0 || s->keys.count == 0;
  *bytes = (present + 1) * sizeof *order;
  order = (uint32_t *)bg_new(&s->alloc, *bytes);
  if (order == NULL) return BG_NO_MEMORY;
  *groups = order;
  *count = present;
  if (s->ids != NULL || s->keys.count == 0) {
    for (size_t g = 0; g < present; g++) order[g] = (uint32_t)g;
    return BG_OK;
  }
  while (found < present) {
    size_t from = BG_NO_ROW, left = 0;
    for (size_t g = 0; g < s->groups; g++) {
      if (p->rows[g] == 0 || p->seen[g] > from) continue;
      if (p->seen[g] < from) left = 0;
      from = p->seen[g];
      left++;
    }
    order_stretch(s, from, left, order + found, firsts);
    found += left;
  }
  return BG_OK;
}

static bg_status mark_rows (bg_summary *s, int threads) {
  uint32_t *rows;
  size_t kept, room_of_rows;
  bg_status status = bg_expr_rows(s->program, s->filter, threads, &rows, &kept, &room_of_rows);
  if (status == BG_OK) {
    for (size_t i = 0; i < s->program->frame->rows; i++) s->ids[i] = BG_NO_ROW;
    for (size_t i = 0; i < kept; i++) s->ids[rows[i]] = 0;
    s->masked = true;
  }
  bg_delete(&s->alloc, rows, room_of_rows * sizeof *rows);
  return status;
}

/* Everything between the plan and the columns of the result. */
static bg_status run (bg_summary *s, int threads, bg_frame *result) {
  size_t rows = s->program->frame->rows, batch = rows < BG_BATCH ? rows : BG_BATCH;
  uint32_t *firsts = NULL, *groups = NULL, *kept_rows = NULL;
  uint64_t *row_counts = NULL;
  size_t first_room = 0, group_count = 0, group_bytes = 0, kept_bytes = 0;
  bg_summary_part parts[BG_PARTS];
  bg_status status = BG_OK;
  memset(parts, 0, sizeof parts);
  s->part = parts;
  if (batch == 0) batch = 1;
  if (s->keys.places == 0 || s->keys.places > PLACES_MAX || (s->keys.places > 1024 && s->keys.places > rows * 4)) {
    s->ids = (uint32_t *)bg_new(&s->alloc, rows * sizeof *s->ids);
    if (s->ids == NULL) status = BG_NO_MEMORY;
    if (status == BG_OK && s->filter >= 0) {
      status = mark_rows(s, threads);
      /* a field that the filter and an aggregate share is taken from the program now */
      for (size_t i = 0; i < s->count; i++) {
        int node = s->aggregates[i].node;
        if (node >= 0 && s->program->nodes[node].used) s->run_program = true;
      }
    }
    if (status == BG_OK)
      status = bg_group_ids(&s->alloc, &s->keys, rows, s->masked, s->ids, &firsts, &first_room, &s->groups);
  }
  else {
    s->groups = (size_t)s->keys.places;
    first_room = s->groups;
    firsts = (uint32_t *)bg_new(&s->alloc, first_room * sizeof *firsts);
    if (firsts == NULL) status = BG_NO_MEMORY;
    if (s->filter >= 0) {
      bg_program_use(s->program, s->filter);
      s->run_program = true;
    }
  }
  s->parts = rows >= BG_THREAD_ROWS && s->groups <= rows / 4 ? BG_PARTS : 1;
  for (int i = 0; i < s->parts && status == BG_OK; i++) {
    size_t share = rows / (size_t)s->parts / BG_BATCH * BG_BATCH;
    parts[i].first = share * (size_t)i;
    parts[i].past = i + 1 == s->parts ? rows : share * (size_t)(i + 1);
    status = part_start(s, &parts[i], batch);
  }
  if (status == BG_OK) {
    bg_parallel(threads, s->parts, run_part, s);
    for (int i = 1; i < s->parts; i++) merge(s, &parts[0], &parts[i]);
    row_counts = (uint64_t *)bg_new(&s->alloc, s->groups * sizeof *row_counts);
    if (row_counts == NULL) status = BG_NO_MEMORY;
    else memcpy(row_counts, parts[0].rows, s->groups * sizeof *row_counts);
  }
  if (status == BG_OK) status = order_groups(s, &groups, firsts, &group_count, &group_bytes);
  if (status == BG_OK) {
    memcpy(parts[0].rows, row_counts, s->groups * sizeof *row_counts);
    result->rows = group_count;
    kept_bytes = (group_count + 1) * sizeof *kept_rows;
    kept_rows = (uint32_t *)bg_new(&s->alloc, kept_bytes);
    if (kept_rows == NULL) status = BG_NO_MEMORY;
    for (size_t i = 0; status == BG_OK && i < group_count && s->keys.count > 0; i++) kept_rows[i] = firsts[groups[i]];
  }
  for (size_t i = 0; i < s->keys.count && status == BG_OK; i++) {
    status = bg_column_take(&s->alloc, s->keys.keys[i].column, kept_rows, group_count, &result->columns[i]);
    if (status == BG_OK) bg_column_unbound(&result->columns[i]); /* a group is one of values */
  }
  for (size_t i = 0; i < s->count && status == BG_OK; i++)
    status = bg_summary_column(s, i, groups, group_count, &result->columns[s->keys.count + i]);
  bg_delete(&s->alloc, row_counts, s->groups * sizeof *row_counts);
  bg_delete(&s->alloc, groups, group_bytes);
  bg_delete(&s->alloc, kept_rows, kept_bytes);
  bg_delete(&s->alloc, firsts, first_room * sizeof *firsts);
  bg_delete(&s->alloc, s->ids, rows * sizeof *s->ids);
  for (int i = 0; i < s->parts; i++) part_drop(s, &parts[i]);
  return status;
}

bg_status bg_summarise (bg_program *program, int filter, const size_t *keys, size_t key_count,
                        const bg_aggregate *aggregates, size_t count, int threads, bg_frame **result) {
  bg_summary s;
  bg_status status;
  size_t lane_room = count * 3 + 1;
  bg_frame *f = NULL;
  memset(&s, 0, sizeof s);
  if (count > BG_AGGREGATES_MAX) return BG_TOO_LARGE;
  s.program = program;
  s.alloc = program->alloc;
  s.filter = filter;
  s.aggregates = aggregates;
  s.count = count;
  status = bg_keys_make(program->frame, keys, key_count, &s.keys);
  if (status != BG_OK) return status;
  s.keys.wide = program->wide;
  s.lanes = (bg_lane *)bg_new(&s.alloc, lane_room * sizeof *s.lanes);
  s.lanes_of = (int (*)[2])bg_new(&s.alloc, (count + 1) * sizeof *s.lanes_of);
  s.ends_of = (int *)bg_new(&s.alloc, (count + 1) * sizeof *s.ends_of);
  if (s.lanes == NULL || s.lanes_of == NULL || s.ends_of == NULL) status = BG_NO_MEMORY;
  for (size_t i = 0; i < count && status == BG_OK; i++) {
    status = plan(&s, i);
    plan_ends(&s, i);
  }
  if (status == BG_OK) status = bg_frame_new(&s.alloc, key_count + count, &f);
  if (status == BG_OK) status = run(&s, threads, f);
  if (status == BG_OK) *result = f;
  else bg_frame_drop(f);
  bg_delete(&s.alloc, s.lanes, lane_room * sizeof *s.lanes);
  bg_delete(&s.alloc, s.lanes_of, (count + 1) * sizeof *s.lanes_of);
  bg_delete(&s.alloc, s.ends_of, (count + 1) * sizeof *s.ends_of);
  return status;
}
