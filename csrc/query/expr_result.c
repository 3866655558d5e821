/*
** expr_result.c: a program's results as a column, or as the rows to keep.
*/
#include "expr.h"
#include "frame/frame_build.h"
#include "base/thread.h"
#include "base/vectors.h"

typedef struct work {
  const bg_program *program;
  bg_machine machines[BG_PARTS];
  int node, parts;
  size_t bounds[BG_PARTS + 1]; /* rows where the parts begin */
  double *numbers;
  uint32_t *codes;
  unsigned char *nulls;
  bool any_null[BG_PARTS];
  uint32_t *rows;
  size_t kept[BG_PARTS];
} work;

static bg_status work_start (work *w, bg_program *p, int node) {
  size_t rows = p->frame->rows;
  size_t capacity = rows < BG_BATCH ? rows : BG_BATCH;
  bg_status status = BG_OK;
  memset(w, 0, sizeof *w);
  bg_program_use(p, node);
  w->program = p;
  w->node = node;
  w->parts = rows >= BG_THREAD_ROWS ? BG_PARTS : 1;
  for (int i = 0; i <= w->parts; i++)
    w->bounds[i] = i == w->parts ? rows : rows / (size_t)w->parts / BG_BATCH * BG_BATCH * (size_t)i;
  for (int i = 0; i < w->parts && status == BG_OK; i++)
    status = bg_machine_start(&w->machines[i], p, capacity);
  return status;
}

static void work_drop (work *w) {
  for (int i = 0; i < w->parts; i++) bg_machine_drop(&w->machines[i]);
}

static void fill_column (void *argument, int part) {
  work *w = (work *)argument;
  bg_machine *m = &w->machines[part];
  const bg_vector *v = &m->vectors[w->node];
  bg_kind kind = w->program->nodes[w->node].kind;
  for (size_t row = w->bounds[part]; row < w->bounds[part + 1]; row += BG_BATCH) {
    size_t n = w->bounds[part + 1] - row < BG_BATCH ? w->bounds[part + 1] - row : BG_BATCH;
    unsigned char *nulls = w->nulls + row;
    bg_machine_run(m, row, n);
    if (kind == BG_KIND_TRUTH) {
      for (size_t i = 0; i < n; i++) {
        nulls[i] = v->truths[i] == BG_NULL;
        w->numbers[row + i] = v->truths[i] == BG_YES;
        w->any_null[part] |= nulls[i];
      }
      continue;
    }
    if (v->any_null) {
      memcpy(nulls, v->nulls, n);
      w->any_null[part] = true;
    }
    else memset(nulls, 0, n);
    if (kind == BG_KIND_STRING) memcpy(w->codes + row, v->codes, n * sizeof(uint32_t));
    else memcpy(w->numbers + row, v->numbers, n * sizeof(double));
    if (!v->any_null) continue;
    for (size_t i = 0; i < n; i++) { /* null rows hold 0 */
      if (!nulls[i]) continue;
      if (kind == BG_KIND_STRING) w->codes[row + i] = 0;
      else w->numbers[row + i] = 0;
    }
  }
}

bg_status bg_expr_column (bg_program *p, int node, bg_text name, int threads, bg_column *result,
                          bool *divided_by_zero, bool *overflowed) {
  const bg_node *n = &p->nodes[node];
  size_t rows = p->frame->rows;
  bg_buffer *named = NULL;
  bg_status status = bg_buffer_text(&p->alloc, name, &named);
  work w;
  if (status != BG_OK) return status;
  if (n->op == BG_OP_NUMBER_FIELD || n->op == BG_OP_STRING_FIELD || n->op == BG_OP_TRUTH_FIELD) {
    bg_column_share(n->column, result);
    if (bg_text_equal(bg_column_name(result), name)) {
      bg_buffer_drop(named);
      return BG_OK;
    }
    bg_buffer_drop(result->name);
    result->name = named;
    bg_column_unbound(result);
    return BG_OK;
  }
  status = work_start(&w, p, node);
  if (status == BG_OK) {
    w.nulls = (unsigned char *)bg_new(&p->alloc, rows);
    if (n->kind == BG_KIND_STRING) w.codes = (uint32_t *)bg_new(&p->alloc, rows * sizeof(uint32_t));
    else w.numbers = (double *)bg_new(&p->alloc, rows * sizeof(double));
    if (w.nulls == NULL || (w.codes == NULL && w.numbers == NULL)) status = BG_NO_MEMORY;
  }
  if (status == BG_OK) {
    const unsigned char *nulls = NULL;
    bg_parallel(threads, w.parts, fill_column, &w);
    for (int i = 0; i < w.parts; i++) {
      if (w.any_null[i]) nulls = w.nulls;
      *divided_by_zero |= w.machines[i].divided_by_zero;
      *overflowed |= w.machines[i].overflowed;
    }
    if (n->kind == BG_KIND_STRING)
      status = bg_column_of_codes(&p->alloc, named, rows, w.codes, nulls, n->dict, result);
    else
      status = bg_column_of_numbers(&p->alloc, n->type, named, rows, w.numbers, nulls, result);
  }
  work_drop(&w);
  bg_delete(&p->alloc, w.nulls, rows);
  bg_delete(&p->alloc, w.codes, rows * sizeof(uint32_t));
  bg_delete(&p->alloc, w.numbers, rows * sizeof(double));
  bg_buffer_drop(named);
  return status;
}

static void fill_rows (void *argument, int part) {
  work *w = (work *)argument;
  bg_machine *m = &w->machines[part];
  uint32_t *rows = w->rows + w->bounds[part];
  size_t kept = 0;
  for (size_t row = w->bounds[part]; row < w->bounds[part + 1]; row += BG_BATCH) {
    size_t n = w->bounds[part + 1] - row < BG_BATCH ? w->bounds[part + 1] - row : BG_BATCH;
    const unsigned char *truths;
    bg_machine_run(m, row, n);
    truths = m->vectors[w->node].truths;
    for (size_t i = 0; i < n; i++) { /* writes always, moves on where true */
      rows[kept] = (uint32_t)(row + i);
      kept += truths[i] == BG_YES;
    }
  }
  w->kept[part] = kept;
}

bg_status bg_expr_rows (bg_program *p, int node, int threads, uint32_t **rows, size_t *kept, size_t *room) {
  work w;
  bg_status status = work_start(&w, p, node);
  *rows = NULL;
  *room = p->frame->rows + 1; /* the loop above may write one past the last kept */
  if (status == BG_OK) {
    w.rows = (uint32_t *)bg_new(&p->alloc, *room * sizeof(uint32_t));
    if (w.rows == NULL) status = BG_NO_MEMORY;
  }
  if (status == BG_OK) {
    bg_parallel(threads, w.parts, fill_rows, &w);
    *kept = w.kept[0];
    for (int i = 1; i < w.parts; i++) {
      memmove(w.rows + *kept, w.rows + w.bounds[i], w.kept[i] * sizeof(uint32_t));
      *kept += w.kept[i];
    }
    *rows = w.rows;
  }
  work_drop(&w);
  return status;
}
