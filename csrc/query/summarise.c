/*
** summarise.c: setting up a summary, its parts, and putting them together.
*/
#include "summarise.h"
#include "summary.h"
#include "frame/frame_build.h"
#include "base/thread.h"
#include "base/vectors.h"

#include <math.h>
#include <stdio.h>

/* Keys with no more places than this are grouped by place alone: the tables
** still lie in the second-level cache. */
#define PLACES_MAX 32768

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

/* Sums, means and quantiles do; and bounds are those of figures. */
static bool wants_numbers (const bg_aggregate *a) {
  return a->fn == BG_FN_SUM || a->fn == BG_FN_MEAN || a->fn == BG_FN_QUANTILE || a->part != BG_PART_VALUE;
}

/* The lanes of an aggregate, and whether the program has to run for it. */
static bg_status plan (bg_summary *s, size_t which) {
  const bg_aggregate *a = &s->aggregates[which];
  const bg_node *n;
  bool field;
  s->lanes_of[which][0] = s->lanes_of[which][1] = -1;
  if (a->node < 0) return BG_OK;
  n = &s->program->nodes[a->node];
  field = n->op == BG_OP_NUMBER_FIELD;
  if (wants_numbers(a) && n->type != BG_NUMBER && n->type != BG_INTEGER) return refuse(s, a, "takes numbers", n->type);
  if (!(field || (a->fn == BG_FN_COUNT && n->column != NULL && n->column->valid == NULL && !n->column->bounded))) {
    bg_program_use(s->program, a->node);
    s->run_program = true;
  }
  if (a->fn != BG_FN_COUNT && bg_fn_is_lane(a->fn)) {
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

/* What is made on the way to the result, with the bytes of each. */
typedef struct work {
  uint32_t *firsts;      /* [group] the row that had it first */
  size_t first_bytes;
  uint32_t *order;       /* the groups that have rows, as they appear */
  size_t order_bytes, count;
  uint32_t *kept_rows;   /* [in that order] the first row of each */
  size_t kept_bytes;
} work;

/* Rows by numbers of groups: where there are keys, but no places for them in a
** table that the caches hold, or far more places than rows. */
static bool wants_ids (const bg_summary *s, size_t rows) {
  uint64_t places = s->keys.places;
  return places == 0 || places > PLACES_MAX || (places > 1024 && places > rows * 4);
}

static bg_status number_groups (bg_summary *s, size_t rows, int threads, work *w) {
  size_t first_room = 0;
  bg_status status = BG_OK;
  s->ids = (uint32_t *)bg_new(&s->alloc, rows * sizeof *s->ids);
  if (s->ids == NULL) return BG_NO_MEMORY;
  if (s->filter >= 0) {
    status = mark_rows(s, threads);
    /* a field that the filter and an aggregate share is taken from the program now */
    for (size_t i = 0; i < s->count; i++) {
      int node = s->aggregates[i].node;
      if (node >= 0 && s->program->nodes[node].used) s->run_program = true;
    }
  }
  if (status == BG_OK)
    status = bg_group_ids(&s->alloc, &s->keys, rows, s->masked, s->ids, &w->firsts, &first_room, &s->groups);
  w->first_bytes = first_room * sizeof *w->firsts;
  return status;
}

static bg_status place_groups (bg_summary *s, work *w) {
  s->groups = (size_t)s->keys.places;
  w->first_bytes = s->groups * sizeof *w->firsts;
  w->firsts = (uint32_t *)bg_new(&s->alloc, w->first_bytes);
  if (s->filter >= 0) {
    bg_program_use(s->program, s->filter);
    s->run_program = true;
  }
  return w->firsts == NULL ? BG_NO_MEMORY : BG_OK;
}

/* Whether a frame is cut does not depend on the number of threads: so the
** results do not either. */
static bg_status start_parts (bg_summary *s, size_t rows) {
  size_t batch = rows == 0 ? 1 : rows < BG_BATCH ? rows : BG_BATCH;
  bg_status status = BG_OK;
  s->parts = rows >= BG_THREAD_ROWS && s->groups <= rows / 4 ? BG_PARTS : 1;
  for (int i = 0; i < s->parts && status == BG_OK; i++) {
    bg_summary_part *p = &s->part[i];
    size_t share = rows / (size_t)s->parts / BG_BATCH * BG_BATCH;
    p->first = share * (size_t)i;
    p->past = i + 1 == s->parts ? rows : share * (size_t)(i + 1);
    status = bg_summary_part_start(s, p, batch);
  }
  return status;
}

/* All parts, and then all of them in the first. */
static void run_parts (bg_summary *s, int threads) {
  bg_parallel(threads, s->parts, run_part, s);
  for (int i = 1; i < s->parts; i++) bg_summary_merge(s, &s->part[0], &s->part[i]);
}

/* The groups as they appear, with the first row of each. */
static bg_status find_groups (bg_summary *s, work *w) {
  uint64_t *rows = s->part[0].rows; /* ordering takes them off */
  size_t bytes = s->groups * sizeof *rows;
  uint64_t *saved = (uint64_t *)bg_new(&s->alloc, bytes);
  bg_status status;
  if (saved == NULL) return BG_NO_MEMORY;
  memcpy(saved, rows, bytes);
  status = order_groups(s, &w->order, w->firsts, &w->count, &w->order_bytes);
  memcpy(rows, saved, bytes);
  bg_delete(&s->alloc, saved, bytes);
  if (status != BG_OK) return status;
  w->kept_bytes = (w->count + 1) * sizeof *w->kept_rows;
  w->kept_rows = (uint32_t *)bg_new(&s->alloc, w->kept_bytes);
  if (w->kept_rows == NULL) return BG_NO_MEMORY;
  for (size_t i = 0; i < w->count && s->keys.count > 0; i++) w->kept_rows[i] = w->firsts[w->order[i]];
  return BG_OK;
}

static bg_status write_result (bg_summary *s, const work *w, bg_frame *result) {
  bg_status status = BG_OK;
  result->rows = w->count;
  for (size_t i = 0; i < s->keys.count && status == BG_OK; i++) {
    status = bg_column_take(&s->alloc, s->keys.keys[i].column, w->kept_rows, w->count, &result->columns[i]);
    if (status == BG_OK) bg_column_unbound(&result->columns[i]); /* a group is one of values */
  }
  for (size_t i = 0; i < s->count && status == BG_OK; i++)
    status = bg_summary_column(s, i, w->order, w->count, &result->columns[s->keys.count + i]);
  return status;
}

/* Everything between the plan and the columns of the result. */
static bg_status run (bg_summary *s, int threads, bg_frame *result) {
  size_t rows = s->program->frame->rows;
  bg_summary_part parts[BG_PARTS];
  work w;
  bg_status status;
  memset(parts, 0, sizeof parts);
  memset(&w, 0, sizeof w);
  s->part = parts;
  status = wants_ids(s, rows) ? number_groups(s, rows, threads, &w) : place_groups(s, &w);
  if (status == BG_OK) status = start_parts(s, rows);
  if (status == BG_OK) {
    run_parts(s, threads);
    status = find_groups(s, &w);
  }
  if (status == BG_OK) status = write_result(s, &w, result);
  for (int i = 0; i < s->parts; i++) bg_summary_part_drop(s, &parts[i]);
  bg_delete(&s->alloc, w.kept_rows, w.kept_bytes);
  bg_delete(&s->alloc, w.order, w.order_bytes);
  bg_delete(&s->alloc, w.firsts, w.first_bytes);
  bg_delete(&s->alloc, s->ids, rows * sizeof *s->ids);
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
