/*
** expr_run.c: running a program over batches of rows.
*/
#include "expr.h"
#include "frame/frame_build.h"
#include "base/period.h"
#include "base/thread.h"
#include "base/vectors.h"

#include <math.h>

/* Own vectors start on a cache line, so that a vector load never straddles. */
#define ALIGN 64

static size_t aligned (size_t n) {
  return (n + ALIGN - 1) / ALIGN * ALIGN;
}

/* Bytes of the vectors that a node fills itself. */
static size_t room_of (const bg_node *n, size_t capacity) {
  if (!n->used) return 0;
  switch (n->kind) {
    case BG_KIND_TRUTH: return aligned(capacity) * 2;
    case BG_KIND_NUMBER: return aligned(capacity * sizeof(double)) + aligned(capacity);
    default: return aligned(capacity * sizeof(uint32_t)) + aligned(capacity);
  }
}

void bg_program_use (bg_program *p, int node) {
  if (node < 0 || p->nodes[node].used) return;
  p->nodes[node].used = true;
  bg_program_use(p, p->nodes[node].a);
  bg_program_use(p, p->nodes[node].b);
}

bg_status bg_machine_start (bg_machine *m, const bg_program *p, size_t capacity) {
  size_t bytes = ALIGN;
  memset(m, 0, sizeof *m);
  m->program = p;
  m->capacity = capacity < 1 ? 1 : capacity;
  for (size_t i = 0; i < p->count; i++) bytes += room_of(&p->nodes[i], m->capacity);
  bytes += aligned(p->count * sizeof(bg_vector)) + aligned(p->count * sizeof(size_t));
  m->room = (unsigned char *)bg_new(&p->alloc, bytes);
  if (m->room == NULL) return BG_NO_MEMORY;
  m->bytes = bytes;
  {
    size_t at = (size_t)(((uintptr_t)m->room + ALIGN - 1) / ALIGN * ALIGN - (uintptr_t)m->room);
    m->vectors = (bg_vector *)(void *)(m->room + at);
    at += aligned(p->count * sizeof(bg_vector));
    m->offsets = (size_t *)(void *)(m->room + at);
    at += aligned(p->count * sizeof(size_t));
    for (size_t i = 0; i < p->count; i++) {
      m->offsets[i] = at;
      at += room_of(&p->nodes[i], m->capacity);
    }
  }
  memset(m->vectors, 0, p->count * sizeof *m->vectors);
  return BG_OK;
}

void bg_machine_drop (bg_machine *m) {
  if (m->room != NULL) bg_delete(&m->program->alloc, m->room, m->bytes);
  m->room = NULL;
}

/* The parts of a node's own room. */
static double *own_numbers (bg_machine *m, size_t i) {
  return (double *)(void *)(m->room + m->offsets[i]);
}

static uint32_t *own_codes (bg_machine *m, size_t i) {
  return (uint32_t *)(void *)(m->room + m->offsets[i]);
}

static unsigned char *own_truths (bg_machine *m, size_t i) {
  return m->room + m->offsets[i];
}

static unsigned char *own_nulls (bg_machine *m, size_t i) {
  size_t size = m->program->nodes[i].kind == BG_KIND_NUMBER ? sizeof(double)
                : m->program->nodes[i].kind == BG_KIND_STRING ? sizeof(uint32_t) : 1;
  return m->room + m->offsets[i] + aligned(m->capacity * size);
}

static void truth_and (const unsigned char *a, const unsigned char *b, unsigned char *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = a[i] < b[i] ? a[i] : b[i];
}

static void truth_or (const unsigned char *a, const unsigned char *b, unsigned char *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = a[i] > b[i] ? a[i] : b[i];
}

static void truth_not (const unsigned char *a, unsigned char *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = (unsigned char)(BG_YES - a[i]);
}

static void truth_nulls (const unsigned char *nulls, unsigned char *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = nulls[i] ? BG_NULL : out[i];
}

/* 1 where either is null; false where none is. */
static bool join_nulls (const bg_vector *a, const bg_vector *b, unsigned char *out, size_t n) {
  if (!a->any_null && (b == NULL || !b->any_null)) return false;
  if (b == NULL || !b->any_null) memcpy(out, a->nulls, n);
  else if (!a->any_null) memcpy(out, b->nulls, n);
  else for (size_t i = 0; i < n; i++) out[i] = a->nulls[i] | b->nulls[i];
  return true;
}

#define COMPARE(name, operator) \
  BG_LOOP(void, name, (const double *a, const double *b, unsigned char *out, size_t n), { \
    for (size_t i = 0; i < n; i++) out[i] = a[i] operator b[i] ? BG_YES : BG_NO; \
  })

#define X(code, sign, operator, mirror) COMPARE(compare_##code, operator)
BG_RELATIONS(X)
#undef X

static void compare (bool wide, bg_relation relation, const double *a, const double *b, unsigned char *out, size_t n) {
  switch (relation) {
    default: /* there is no other: the first */
#define X(code, sign, operator, mirror) case BG_##code: BG_PICK(wide, compare_##code)(a, b, out, n); break;
    BG_RELATIONS(X)
#undef X
  }
}

/* lo <= v <= hi as one unsigned comparison in the width of the store */
#define RANGE(name, type, unsigned_type) \
  BG_LOOP(void, name, (const type *v, int32_t lo, int32_t hi, unsigned char yes, unsigned char *out, size_t n), { \
    unsigned_type from = (unsigned_type)lo, span = (unsigned_type)((unsigned_type)hi - from); \
    unsigned char no = (unsigned char)(BG_YES - yes); \
    for (size_t i = 0; i < n; i++) out[i] = (unsigned_type)((unsigned_type)v[i] - from) <= span ? yes : no; \
  })

RANGE(range_i8, int8_t, uint8_t)
RANGE(range_i16, int16_t, uint16_t)
RANGE(range_i32, int32_t, uint32_t)

static void run_range (const bg_node *node, size_t row, size_t n, bool wide, unsigned char *out) {
  const bg_column *c = node->column;
  const unsigned char *at = c->values->data + (c->offset + row) * bg_store_size(c->store);
  unsigned char yes = node->negated ? BG_NO : BG_YES;
  int32_t least = c->store == BG_I8 ? INT8_MIN : c->store == BG_I16 ? INT16_MIN : INT32_MIN;
  int32_t most = c->store == BG_I8 ? INT8_MAX : c->store == BG_I16 ? INT16_MAX : INT32_MAX;
  int32_t lo = node->lo < least ? least : node->lo, hi = node->hi > most ? most : node->hi;
  if (lo > hi) {
    memset(out, BG_YES - yes, n);
    return;
  }
  if (c->store == BG_I8) BG_PICK(wide, range_i8)((const int8_t *)(const void *)at, lo, hi, yes, out, n);
  else if (c->store == BG_I16) BG_PICK(wide, range_i16)((const int16_t *)(const void *)at, lo, hi, yes, out, n);
  else BG_PICK(wide, range_i32)((const int32_t *)(const void *)at, lo, hi, yes, out, n);
}

#define ARITHMETIC(name, operator) \
  BG_LOOP(void, name, (const double *a, const double *b, double *out, size_t n), { \
    for (size_t i = 0; i < n; i++) out[i] = a[i] operator b[i]; \
  })

ARITHMETIC(numbers_add, +)
ARITHMETIC(numbers_subtract, -)
ARITHMETIC(numbers_multiply, *)
ARITHMETIC(numbers_divide, /)

static bool all_finite (const double *v, size_t n) {
  double sum = 0; /* stays 0 until something is not finite: then it is NaN */
  for (size_t i = 0; i < n; i++) sum += v[i] * 0.0;
  return sum == 0;
}

static void run_arithmetic (bg_machine *m, size_t i, size_t n) {
  const bg_node *node = &m->program->nodes[i];
  const bg_vector *a = &m->vectors[node->a], *b = &m->vectors[node->b < 0 ? node->a : node->b];
  bg_vector *v = &m->vectors[i];
  double *out = own_numbers(m, i);
  unsigned char *nulls = own_nulls(m, i);
  bool wide = m->program->wide;
  switch (node->op) {
    case BG_OP_ADD: BG_PICK(wide, numbers_add)(a->numbers, b->numbers, out, n); break;
    case BG_OP_SUBTRACT: BG_PICK(wide, numbers_subtract)(a->numbers, b->numbers, out, n); break;
    case BG_OP_MULTIPLY: BG_PICK(wide, numbers_multiply)(a->numbers, b->numbers, out, n); break;
    case BG_OP_DIVIDE: BG_PICK(wide, numbers_divide)(a->numbers, b->numbers, out, n); break;
    case BG_OP_NEGATE: for (size_t k = 0; k < n; k++) out[k] = -a->numbers[k]; break;
    case BG_OP_ABS: for (size_t k = 0; k < n; k++) out[k] = fabs(a->numbers[k]); break;
    case BG_OP_FLOOR: for (size_t k = 0; k < n; k++) out[k] = floor(a->numbers[k]); break;
    default: for (size_t k = 0; k < n; k++) out[k] = ceil(a->numbers[k]); break;
  }
  v->numbers = out;
  v->nulls = nulls;
  v->any_null = join_nulls(a, b, nulls, n);
  if (all_finite(out, n)) return;
  for (size_t k = 0; k < n; k++) {
    if (isfinite(out[k])) continue;
    if (!v->any_null) {
      memset(nulls, 0, n);
      v->any_null = true;
    }
    if (!nulls[k]) {
      if (node->op == BG_OP_DIVIDE && b->numbers[k] == 0) m->divided_by_zero = true;
      else m->overflowed = true;
    }
    nulls[k] = 1;
    out[k] = 0;
  }
}

static void run_date_part (bg_machine *m, size_t i, size_t n) {
  const bg_node *node = &m->program->nodes[i];
  const bg_vector *a = &m->vectors[node->a];
  bg_vector *v = &m->vectors[i];
  double *out = own_numbers(m, i);
  for (size_t k = 0; k < n; k++) {
    bg_date d = bg_date_of_day((int32_t)a->numbers[k]);
    out[k] = node->op == BG_OP_YEAR ? d.year : node->op == BG_OP_MONTH ? d.month
             : node->op == BG_OP_QUARTER ? (d.month + 2) / 3 : d.day;
  }
  v->numbers = out;
  v->nulls = a->nulls;
  v->any_null = a->any_null;
}

static void run_bound_field (bg_machine *m, size_t i, size_t row, size_t n) {
  const bg_node *node = &m->program->nodes[i];
  bg_vector *v = &m->vectors[i];
  bool number = node->kind == BG_KIND_NUMBER;
  double *out = own_numbers(m, i);
  unsigned char *truths = own_truths(m, i), *nulls = own_nulls(m, i);
  v->any_null = false;
  for (size_t k = 0; k < n; k++) {
    bg_interval a = { 0, 0, false, false };
    bool there = bg_column_interval(node->column, row + k, &a);
    if (number) {
      out[k] = node->op == BG_OP_LOWER_FIELD ? a.lower : a.upper;
      nulls[k] = !there;
      v->any_null |= !there;
    }
    else {
      bool open = node->op == BG_OP_LOWER_OPEN_FIELD ? a.lower_open : a.upper_open;
      truths[k] = !there ? BG_NULL : open ? BG_YES : BG_NO;
    }
  }
  v->numbers = out;
  v->truths = truths;
  v->nulls = nulls;
}

static bool interval_at (const bg_machine *m, int node, size_t row, size_t k, bg_interval *result) {
  const bg_node *n = &m->program->nodes[node];
  const bg_vector *v = &m->vectors[node];
  if (n->op == BG_OP_NUMBER_FIELD && n->column->bounded) {
    if (!bg_column_interval(n->column, row + k, result)) return false;
    result->lower_open = result->lower_open || isinf(result->lower);
    result->upper_open = result->upper_open || isinf(result->upper);
    return true;
  }
  if (v->any_null && v->nulls[k]) return false;
  *result = bg_interval_exact(v->numbers[k]);
  return true;
}

static void run_bounds (bg_machine *m, size_t i, size_t row, size_t n) {
  const bg_node *node = &m->program->nodes[i];
  unsigned char *out = own_truths(m, i);
  for (size_t k = 0; k < n; k++) {
    bg_interval a, b;
    bg_truth truth;
    out[k] = BG_NULL;
    if (!interval_at(m, node->a, row, k, &a) || !interval_at(m, node->b, row, k, &b)) continue;
    truth = bg_interval_compare(a, node->relation, b);
    out[k] = truth == BG_TRUE || (truth == BG_UNKNOWN && node->op == BG_OP_POSSIBLY) ? BG_YES : BG_NO;
  }
  m->vectors[i].truths = out;
}

static void run_compare (bg_machine *m, size_t i, size_t n) {
  const bg_node *node = &m->program->nodes[i];
  const bg_vector *a = &m->vectors[node->a], *b = &m->vectors[node->b];
  unsigned char *out = own_truths(m, i), *nulls = own_nulls(m, i);
  m->vectors[i].truths = out;
  if (node->op == BG_OP_COMPARE_TRUTH) {
    for (size_t k = 0; k < n; k++)
      out[k] = a->truths[k] == BG_NULL || b->truths[k] == BG_NULL ? BG_NULL
               : bg_relation_holds(node->relation, (int)a->truths[k] - (int)b->truths[k]) ? BG_YES : BG_NO;
    return;
  }
  if (node->op == BG_OP_COMPARE) {
    compare(m->program->wide, node->relation, a->numbers, b->numbers, out, n);
    if (join_nulls(a, b, nulls, n)) truth_nulls(nulls, out, n);
    return;
  }
  {
    const bg_dict *x = m->program->nodes[node->a].dict, *y = m->program->nodes[node->b].dict;
    bool some = join_nulls(a, b, nulls, n);
    for (size_t k = 0; k < n; k++) {
      if (some && nulls[k]) out[k] = BG_NULL;
      else {
        int order = bg_text_compare(bg_dict_text(x, a->codes[k]), bg_dict_text(y, b->codes[k]));
        out[k] = bg_relation_holds(node->relation, order) ? BG_YES : BG_NO;
      }
    }
  }
}

static void run_in (bg_machine *m, size_t i, size_t n) {
  const bg_node *node = &m->program->nodes[i];
  const bg_vector *a = &m->vectors[node->a];
  const double *set = (const double *)node->table;
  unsigned char *out = own_truths(m, i);
  for (size_t k = 0; k < n; k++) {
    size_t low = 0, high = node->table_count;
    double v = a->numbers[k];
    while (low < high) {
      size_t middle = low + (high - low) / 2;
      if (set[middle] < v) low = middle + 1;
      else high = middle;
    }
    out[k] = low < node->table_count && set[low] == v ? BG_YES : BG_NO;
  }
  if (a->any_null) truth_nulls(a->nulls, out, n);
  m->vectors[i].truths = out;
}

static void run_codes (bg_machine *m, size_t i, size_t n) {
  const bg_node *node = &m->program->nodes[i];
  const bg_vector *a = &m->vectors[node->a];
  bg_vector *v = &m->vectors[i];
  v->nulls = a->nulls;
  v->any_null = a->any_null;
  if (node->op == BG_OP_CODE_TRUTH) {
    const unsigned char *truths = (const unsigned char *)node->table;
    unsigned char *out = own_truths(m, i);
    for (size_t k = 0; k < n; k++) out[k] = truths[a->codes[k]];
    if (a->any_null) truth_nulls(a->nulls, out, n);
    v->truths = out;
  }
  else if (node->op == BG_OP_CODE_STRING) {
    const uint32_t *map = (const uint32_t *)node->table;
    uint32_t *out = own_codes(m, i);
    for (size_t k = 0; k < n; k++) out[k] = map[a->codes[k]];
    v->codes = out;
  }
  else {
    const double *numbers = (const double *)node->table;
    double *out = own_numbers(m, i);
    unsigned char *nulls = own_nulls(m, i);
    if (!join_nulls(a, NULL, nulls, n)) memset(nulls, 0, n);
    v->any_null = false;
    for (size_t k = 0; k < n; k++) {
      double number = numbers[a->codes[k]];
      if (isnan(number)) nulls[k] = 1;
      out[k] = nulls[k] ? 0 : number;
      v->any_null |= nulls[k];
    }
    v->numbers = out;
    v->nulls = nulls;
  }
}

static void run_field (bg_machine *m, size_t i, size_t row, size_t n) {
  const bg_node *node = &m->program->nodes[i];
  const bg_column *c = node->column;
  bg_vector *v = &m->vectors[i];
  unsigned char *nulls = own_nulls(m, i);
  v->nulls = nulls;
  v->any_null = bg_load_nulls(c, row, n, nulls);
  if (node->op == BG_OP_STRING_FIELD) {
    uint32_t *out = own_codes(m, i);
    bg_load_codes(c, row, n, out);
    v->codes = out;
  }
  else if (node->op == BG_OP_TRUTH_FIELD) {
    const signed char *in = (const signed char *)(const void *)c->values->data + c->offset + row;
    unsigned char *out = own_truths(m, i);
    for (size_t k = 0; k < n; k++) out[k] = in[k] ? BG_YES : BG_NO;
    if (v->any_null) truth_nulls(nulls, out, n);
    v->truths = out;
  }
  else if (c->store == BG_F64) {
    v->numbers = (const double *)(const void *)c->values->data + c->offset + row;
  }
  else {
    double *out = own_numbers(m, i);
    bg_load_numbers(c, row, n, out);
    v->numbers = out;
  }
}

static void run_node (bg_machine *m, size_t i, size_t row, size_t n) {
  const bg_node *node = &m->program->nodes[i];
  bg_vector *v = &m->vectors[i];
  switch (node->op) {
    case BG_OP_NUMBER_FIELD: case BG_OP_TRUTH_FIELD: case BG_OP_STRING_FIELD:
      run_field(m, i, row, n);
      break;
    case BG_OP_LOWER_FIELD: case BG_OP_UPPER_FIELD: case BG_OP_LOWER_OPEN_FIELD: case BG_OP_UPPER_OPEN_FIELD:
      run_bound_field(m, i, row, n);
      break;
    case BG_OP_NUMBER: {
      double *out = own_numbers(m, i);
      if (v->numbers != NULL) break; /* filled by the first batch, the longest */
      for (size_t k = 0; k < m->capacity; k++) out[k] = node->number;
      v->numbers = out;
      break;
    }
    case BG_OP_TRUTH:
      memset(own_truths(m, i), (int)node->number, n);
      v->truths = own_truths(m, i);
      break;
    case BG_OP_STRING:
      memset(own_codes(m, i), 0, n * sizeof(uint32_t));
      v->codes = own_codes(m, i);
      break;
    case BG_OP_AND:
      truth_and(m->vectors[node->a].truths, m->vectors[node->b].truths, own_truths(m, i), n);
      v->truths = own_truths(m, i);
      break;
    case BG_OP_OR:
      truth_or(m->vectors[node->a].truths, m->vectors[node->b].truths, own_truths(m, i), n);
      v->truths = own_truths(m, i);
      break;
    case BG_OP_NOT:
      truth_not(m->vectors[node->a].truths, own_truths(m, i), n);
      v->truths = own_truths(m, i);
      break;
    case BG_OP_COMPARE: case BG_OP_COMPARE_TRUTH: case BG_OP_COMPARE_STRING:
      run_compare(m, i, n);
      break;
    case BG_OP_RANGE: {
      unsigned char *nulls = own_nulls(m, i);
      run_range(node, row, n, m->program->wide, own_truths(m, i));
      if (bg_load_nulls(node->column, row, n, nulls)) truth_nulls(nulls, own_truths(m, i), n);
      v->truths = own_truths(m, i);
      break;
    }
    case BG_OP_CERTAINLY: case BG_OP_POSSIBLY:
      run_bounds(m, i, row, n);
      break;
    case BG_OP_IN:
      run_in(m, i, n);
      break;
    case BG_OP_IS_NULL: {
      const bg_vector *a = &m->vectors[node->a];
      unsigned char *out = own_truths(m, i);
      if (m->program->nodes[node->a].kind == BG_KIND_TRUTH)
        for (size_t k = 0; k < n; k++) out[k] = a->truths[k] == BG_NULL ? BG_YES : BG_NO;
      else if (!a->any_null) memset(out, BG_NO, n);
      else for (size_t k = 0; k < n; k++) out[k] = a->nulls[k] ? BG_YES : BG_NO;
      v->truths = out;
      break;
    }
    case BG_OP_YEAR: case BG_OP_QUARTER: case BG_OP_MONTH: case BG_OP_DAY:
      run_date_part(m, i, n);
      break;
    case BG_OP_CODE_TRUTH: case BG_OP_CODE_NUMBER: case BG_OP_CODE_STRING:
      run_codes(m, i, n);
      break;
    default:
      run_arithmetic(m, i, n);
      break;
  }
}

void bg_machine_run (bg_machine *m, size_t row, size_t count) {
  for (size_t i = 0; i < m->program->count; i++)
    if (m->program->nodes[i].used) run_node(m, i, row, count);
}
