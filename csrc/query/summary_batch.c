/*
** summary_batch.c: what a batch of rows holds: places of groups, and values.
*/
#include "summary.h"

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

const double *bg_summary_values (const bg_summary *s, bg_summary_part *p, int node, size_t row, size_t n,
                                 const unsigned char **nulls) {
  const bg_node *at = &s->program->nodes[node];
  *nulls = NULL;
  if (!at->used) { /* a plain field of numbers, that the program does not run */
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
