/*
** summary_buckets.c: values put in buckets by group, for what wants all of them.
*/
#include "summary.h"
#include "sort.h"

/* The pairs of one part: values, or the ends of figures. */
static size_t pairs_of (const bg_summary *s, int part, size_t which, int end, const uint32_t **groups,
                        const double **values) {
  if (end < 0) {
    const bg_state *state = &s->part[part].states[which];
    *groups = state->pair_group;
    *values = state->pair_value;
    return state->pairs;
  }
  *groups = s->part[part].ends[which].figure_group;
  *values = s->part[part].ends[which].figure_end[end];
  return s->part[part].ends[which].figures;
}

bg_status bg_summary_buckets (bg_summary *s, size_t which, int end, bg_buckets *b) {
  const uint32_t *groups;
  const double *values;
  size_t total = 0;
  memset(b, 0, sizeof *b);
  for (int i = 0; i < s->parts; i++) total += pairs_of(s, i, which, end, &groups, &values);
  b->count = total + 1;
  b->values = (uint64_t *)bg_new(&s->alloc, b->count * sizeof *b->values);
  b->room = (uint64_t *)bg_new(&s->alloc, b->count * sizeof *b->room);
  b->starts = (size_t *)bg_new(&s->alloc, (s->groups + 2) * sizeof *b->starts);
  if (b->values == NULL || b->room == NULL || b->starts == NULL) return BG_NO_MEMORY;
  memset(b->starts, 0, (s->groups + 2) * sizeof *b->starts);
  for (int i = 0; i < s->parts; i++) {
    size_t pairs = pairs_of(s, i, which, end, &groups, &values);
    for (size_t k = 0; k < pairs; k++) b->starts[groups[k] + 2]++;
  }
  for (size_t g = 2; g < s->groups + 2; g++) b->starts[g] += b->starts[g - 1];
  for (int i = 0; i < s->parts; i++) {
    size_t pairs = pairs_of(s, i, which, end, &groups, &values);
    for (size_t k = 0; k < pairs; k++) b->values[b->starts[groups[k] + 1]++] = bg_order_bits(values[k]);
  }
  return BG_OK;
}

void bg_summary_drop_buckets (bg_summary *s, bg_buckets *b) {
  bg_delete(&s->alloc, b->values, b->count * sizeof *b->values);
  bg_delete(&s->alloc, b->room, b->count * sizeof *b->room);
  bg_delete(&s->alloc, b->starts, (s->groups + 2) * sizeof *b->starts);
}
