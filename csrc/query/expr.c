/*
** expr.c: adding nodes to a program: types, and what can be done beforehand.
*/
#include "expr.h"
#include "frame/frame_build.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* A program with more nodes is no query that a person or a page wrote. */
#define NODES_MAX 20000

void bg_program_start (bg_program *p, const bg_alloc *alloc, const bg_frame *frame) {
  memset(p, 0, sizeof *p);
  p->alloc = *alloc;
  p->frame = frame;
}

void bg_program_drop (bg_program *p) {
  for (size_t i = 0; i < p->count; i++) {
    bg_dict_drop(p->nodes[i].dict);
    bg_delete(&p->alloc, p->nodes[i].table, p->nodes[i].table_bytes);
  }
  bg_delete(&p->alloc, p->nodes, p->room * sizeof *p->nodes);
  p->nodes = NULL;
  p->count = p->room = 0;
}

static bg_status refuse (bg_program *p, const char *format, ...) {
  va_list args;
  va_start(args, format);
  vsnprintf(p->fault.text, sizeof p->fault.text, format, args);
  va_end(args);
  return BG_NO_VALUE;
}

static bg_status add (bg_program *p, bg_op op, bg_kind kind, bg_type type, int a, int b, int *node) {
  bg_status status;
  bg_node *n;
  if (p->count >= NODES_MAX) return BG_TOO_LARGE;
  status = bg_grow(&p->alloc, (void **)&p->nodes, &p->room, p->count + 1, sizeof *p->nodes);
  if (status != BG_OK) return status;
  n = &p->nodes[p->count];
  memset(n, 0, sizeof *n);
  n->op = op;
  n->kind = kind;
  n->type = type;
  n->a = a;
  n->b = b;
  *node = (int)p->count++;
  return BG_OK;
}

/* Room for the table of a node; dropped with the program. */
static bg_status table (bg_program *p, int node, size_t count, size_t size) {
  bg_node *n = &p->nodes[node];
  size_t bytes;
  if (!bg_multiply(count, size, &bytes)) return BG_TOO_LARGE;
  n->table = bg_new(&p->alloc, bytes);
  if (n->table == NULL) return BG_NO_MEMORY;
  n->table_bytes = bytes;
  n->table_count = count;
  return BG_OK;
}

static bg_kind kind_of (bg_type type) {
  return type == BG_STRING ? BG_KIND_STRING : type == BG_BOOLEAN ? BG_KIND_TRUTH : BG_KIND_NUMBER;
}

bg_status bg_expr_field (bg_program *p, bg_text name, int *node) {
  static const struct { char name[12]; bg_op op; } parts[] = {
    { "lower", BG_OP_LOWER_FIELD }, { "upper", BG_OP_UPPER_FIELD },
    { "lower_open", BG_OP_LOWER_OPEN_FIELD }, { "upper_open", BG_OP_UPPER_OPEN_FIELD }
  };
  ptrdiff_t at = bg_frame_find(p->frame, name);
  bg_status status;
  if (at >= 0) {
    const bg_column *c = &p->frame->columns[at];
    bg_kind kind = kind_of(c->type);
    bg_op op = kind == BG_KIND_STRING ? BG_OP_STRING_FIELD
               : kind == BG_KIND_TRUTH ? BG_OP_TRUTH_FIELD : BG_OP_NUMBER_FIELD;
    for (size_t i = 0; i < p->count; i++) {
      if (p->nodes[i].op != op || p->nodes[i].column != c) continue;
      *node = (int)i;
      return BG_OK;
    }
    status = add(p, op, kind, c->type, -1, -1, node);
    if (status == BG_OK) {
      p->nodes[*node].column = c;
      p->nodes[*node].dict = bg_dict_share(c->dict);
    }
    return status;
  }
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    bg_text part;
    part.at = parts[i].name;
    part.length = strlen(parts[i].name);
    if (!bg_text_equal(part, name)) continue;
    for (size_t k = 0; k < p->frame->count; k++) {
      bool number = i < 2;
      if (!p->frame->columns[k].bounded) continue;
      status = add(p, parts[i].op, number ? BG_KIND_NUMBER : BG_KIND_TRUTH, number ? BG_NUMBER : BG_BOOLEAN,
                   -1, -1, node);
      if (status == BG_OK) p->nodes[*node].column = &p->frame->columns[k];
      return status;
    }
  }
  return refuse(p, "no field '%.*s'", (int)(name.length > 80 ? 80 : name.length), name.at);
}

bg_status bg_expr_number (bg_program *p, bg_type type, double value, int *node) {
  bg_status status;
  if (isnan(value)) return refuse(p, "a constant is not a number (NaN)");
  status = add(p, BG_OP_NUMBER, BG_KIND_NUMBER, type, -1, -1, node);
  if (status == BG_OK) p->nodes[*node].number = value;
  return status;
}

bg_status bg_expr_truth (bg_program *p, int truth, int *node) {
  bg_status status = add(p, BG_OP_TRUTH, BG_KIND_TRUTH, BG_BOOLEAN, -1, -1, node);
  if (status == BG_OK) p->nodes[*node].number = truth;
  return status;
}

bg_status bg_expr_string (bg_program *p, bg_text text, int *node) {
  bg_strings strings;
  uint32_t code;
  bg_status status = add(p, BG_OP_STRING, BG_KIND_STRING, BG_STRING, -1, -1, node);
  if (status != BG_OK) return status;
  bg_strings_start(&strings, &p->alloc);
  status = bg_strings_add(&strings, text, &code);
  if (status == BG_OK) status = bg_strings_finish(&strings, &p->nodes[*node].dict);
  bg_strings_drop(&strings);
  return status;
}

static bg_status need (bg_program *p, int a, bg_kind kind, const char *what) {
  static const char *const kinds[] = { "a number", "a condition", "a string" };
  if (p->nodes[a].kind == kind) return BG_OK;
  return refuse(p, "%s takes %s, got %s", what, kinds[kind], bg_type_name(p->nodes[a].type));
}

static bg_status connective (bg_program *p, bg_op op, const char *what, int a, int b, int *node) {
  bg_status status = need(p, a, BG_KIND_TRUTH, what);
  if (status == BG_OK) status = need(p, b, BG_KIND_TRUTH, what);
  return status == BG_OK ? add(p, op, BG_KIND_TRUTH, BG_BOOLEAN, a, b, node) : status;
}

bg_status bg_expr_and (bg_program *p, int a, int b, int *node) {
  return connective(p, BG_OP_AND, "and", a, b, node);
}

bg_status bg_expr_or (bg_program *p, int a, int b, int *node) {
  return connective(p, BG_OP_OR, "or", a, b, node);
}

bg_status bg_expr_not (bg_program *p, int a, int *node) {
  bg_status status = need(p, a, BG_KIND_TRUTH, "not");
  return status == BG_OK ? add(p, BG_OP_NOT, BG_KIND_TRUTH, BG_BOOLEAN, a, -1, node) : status;
}

/* The least whole i with (double)i / power >= c, or > c where `above`; one
** past INT32_MAX where there is none. Division keeps the order. */
static int64_t first_at (double c, bool above, double power) {
  int64_t low = INT32_MIN, high = (int64_t)INT32_MAX + 1;
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    double v = (double)middle / power;
    if (above ? v > c : v >= c) high = middle;
    else low = middle + 1;
  }
  return low;
}

/* A narrow column against a constant: the stored integers for which it is so. */
static bg_status range (bg_program *p, bg_relation relation, const bg_column *column, double c, int *node) {
  double power = bg_power_of_ten(column->places);
  int64_t from = first_at(c, false, power), past = first_at(c, true, power);
  int64_t lo = INT32_MIN, hi = INT32_MAX;
  bg_status status;
  switch (relation) {
    case BG_LT: hi = from - 1; break;
    case BG_LE: hi = past - 1; break;
    case BG_GT: lo = past; break;
    case BG_GE: lo = from; break;
    default: lo = from; hi = past - 1; break;
  }
  status = add(p, BG_OP_RANGE, BG_KIND_TRUTH, BG_BOOLEAN, -1, -1, node);
  if (status != BG_OK) return status;
  p->nodes[*node].column = column;
  p->nodes[*node].negated = relation == BG_NE;
  if (lo > hi) { /* no integer at all: 1 to 0 */
    lo = 1;
    hi = 0;
  }
  p->nodes[*node].lo = (int32_t)lo;
  p->nodes[*node].hi = (int32_t)hi;
  return BG_OK;
}

/* A truth for each string of the dictionary of `a`, asked of `text`. */
static bg_status code_truth (bg_program *p, int a, int *node) {
  bg_status status = add(p, BG_OP_CODE_TRUTH, BG_KIND_TRUTH, BG_BOOLEAN, a, -1, node);
  if (status == BG_OK) status = table(p, *node, (size_t)p->nodes[a].dict->count + 1, 1);
  if (status == BG_OK) memset(p->nodes[*node].table, BG_NO, p->nodes[*node].table_bytes);
  return status;
}

static bg_status compare_string (bg_program *p, bg_relation relation, int a, int b, int *node) {
  bg_status status;
  if (p->nodes[a].op == BG_OP_STRING && p->nodes[b].op != BG_OP_STRING) {
    int swap = a;
    a = b;
    b = swap;
    relation = bg_relation_mirrored(relation);
  }
  if (p->nodes[b].op != BG_OP_STRING) {
    status = add(p, BG_OP_COMPARE_STRING, BG_KIND_TRUTH, BG_BOOLEAN, a, b, node);
    if (status == BG_OK) p->nodes[*node].relation = relation;
    return status;
  }
  status = code_truth(p, a, node);
  if (status == BG_OK) {
    const bg_dict *dict = p->nodes[a].dict;
    bg_text text = bg_dict_text(p->nodes[b].dict, 0);
    unsigned char *truths = (unsigned char *)p->nodes[*node].table;
    for (uint32_t i = 0; i < dict->count; i++)
      truths[i] = bg_relation_holds(relation, bg_text_compare(bg_dict_text(dict, i), text)) ? BG_YES : BG_NO;
  }
  return status;
}

bg_status bg_expr_compare (bg_program *p, bg_relation relation, int a, int b, int *node) {
  const bg_node *x = &p->nodes[a], *y = &p->nodes[b];
  bg_status status;
  bool dates = (x->type == BG_DATE) != (y->type == BG_DATE);
  if (x->kind != y->kind || dates)
    return refuse(p, "'%s' cannot compare %s with %s", bg_relation_signs[relation], bg_type_name(x->type),
                  bg_type_name(y->type));
  if (x->kind == BG_KIND_STRING) return compare_string(p, relation, a, b, node);
  if (x->kind == BG_KIND_NUMBER) {
    if (x->op == BG_OP_NUMBER_FIELD && x->column->store != BG_F64 && y->op == BG_OP_NUMBER)
      return range(p, relation, x->column, y->number, node);
    if (y->op == BG_OP_NUMBER_FIELD && y->column->store != BG_F64 && x->op == BG_OP_NUMBER)
      return range(p, bg_relation_mirrored(relation), y->column, x->number, node);
  }
  status = add(p, x->kind == BG_KIND_NUMBER ? BG_OP_COMPARE : BG_OP_COMPARE_TRUTH, BG_KIND_TRUTH, BG_BOOLEAN,
               a, b, node);
  if (status == BG_OK) p->nodes[*node].relation = relation;
  return status;
}

bg_status bg_expr_bounds (bg_program *p, bool certainly, bg_relation relation, int a, int b, int *node) {
  bg_status status = add(p, certainly ? BG_OP_CERTAINLY : BG_OP_POSSIBLY, BG_KIND_TRUTH, BG_BOOLEAN, a, b, node);
  if (status == BG_OK) p->nodes[*node].relation = relation;
  return status;
}

static bool arithmetic_type (bg_type type) {
  return type == BG_NUMBER || type == BG_INTEGER;
}

bg_status bg_expr_arithmetic (bg_program *p, bg_op op, int a, int b, int *node) {
  if (!arithmetic_type(p->nodes[a].type) || (b >= 0 && !arithmetic_type(p->nodes[b].type)))
    return refuse(p, "arithmetic takes numbers, got %s",
                  bg_type_name(arithmetic_type(p->nodes[a].type) ? p->nodes[b].type : p->nodes[a].type));
  return add(p, op, BG_KIND_NUMBER, BG_NUMBER, a, b, node);
}

static int by_value (const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

bg_status bg_expr_in_numbers (bg_program *p, int a, const double *values, size_t count, int *node) {
  bg_status status = add(p, BG_OP_IN, BG_KIND_TRUTH, BG_BOOLEAN, a, -1, node);
  if (status == BG_OK) status = table(p, *node, count, sizeof(double));
  if (status != BG_OK) return status;
  if (count > 0) memcpy(p->nodes[*node].table, values, count * sizeof(double));
  qsort(p->nodes[*node].table, count, sizeof(double), by_value);
  return BG_OK;
}

bg_status bg_expr_in_strings (bg_program *p, int a, const bg_text *values, size_t count, int *node) {
  bg_strings strings;
  bg_status status = BG_OK;
  bg_strings_start(&strings, &p->alloc);
  for (size_t i = 0; i < count && status == BG_OK; i++) {
    uint32_t code;
    status = bg_strings_add(&strings, values[i], &code);
  }
  if (status == BG_OK) status = code_truth(p, a, node);
  if (status == BG_OK) {
    const bg_dict *dict = p->nodes[a].dict;
    unsigned char *truths = (unsigned char *)p->nodes[*node].table;
    for (uint32_t i = 0; i < dict->count; i++)
      truths[i] = bg_strings_find(&strings, bg_dict_text(dict, i)) != BG_NO_ROW ? BG_YES : BG_NO;
  }
  bg_strings_drop(&strings);
  return status;
}

bg_status bg_expr_like (bg_program *p, int a, bg_text pattern, int *node) {
  bg_status status = need(p, a, BG_KIND_STRING, "like");
  if (status == BG_OK) status = code_truth(p, a, node);
  if (status == BG_OK) {
    const bg_dict *dict = p->nodes[a].dict;
    unsigned char *truths = (unsigned char *)p->nodes[*node].table;
    for (uint32_t i = 0; i < dict->count; i++)
      truths[i] = bg_like(bg_dict_text(dict, i), pattern) ? BG_YES : BG_NO;
  }
  return status;
}

bg_status bg_expr_is_null (bg_program *p, int a, int *node) {
  return add(p, BG_OP_IS_NULL, BG_KIND_TRUTH, BG_BOOLEAN, a, -1, node);
}

/* A number for each string; NaN where there is none. */
static bg_status code_number (bg_program *p, int a, bg_op part, int *node) {
  bg_status status = add(p, BG_OP_CODE_NUMBER, BG_KIND_NUMBER, BG_INTEGER, a, -1, node);
  if (status == BG_OK) status = table(p, *node, (size_t)p->nodes[a].dict->count + 1, sizeof(double));
  if (status == BG_OK) {
    const bg_dict *dict = p->nodes[a].dict;
    double *numbers = (double *)p->nodes[*node].table;
    for (uint32_t i = 0; i < dict->count; i++) {
      bg_text text = bg_dict_text(dict, i);
      int value = 0;
      if (part == BG_OP_CODE_NUMBER) numbers[i] = (double)bg_code_points(text);
      else numbers[i] = bg_period_part(text, part, &value) ? (double)value : (double)NAN;
    }
    numbers[dict->count] = 0; /* the code 0 of nulls, where there are no strings */
  }
  return status;
}

/* ASCII letters only: other letters have no case that every engine agrees on. */
static bg_status code_string (bg_program *p, int a, bool lower, int *node) {
  bg_strings strings;
  bg_status status = add(p, BG_OP_CODE_STRING, BG_KIND_STRING, BG_STRING, a, -1, node);
  if (status == BG_OK) status = table(p, *node, (size_t)p->nodes[a].dict->count + 1, sizeof(uint32_t));
  if (status != BG_OK) return status;
  bg_strings_start(&strings, &p->alloc);
  {
    const bg_dict *dict = p->nodes[a].dict;
    uint32_t *map = (uint32_t *)p->nodes[*node].table;
    char *room = NULL;
    size_t room_size = 0;
    map[dict->count] = 0;
    for (uint32_t i = 0; i < dict->count && status == BG_OK; i++) {
      bg_text text = bg_dict_text(dict, i);
      status = bg_grow(&p->alloc, (void **)&room, &room_size, text.length + 1, 1);
      if (status != BG_OK) break;
      for (size_t k = 0; k < text.length; k++) {
        char c = text.at[k];
        if (lower && c >= 'A' && c <= 'Z') c = (char)(c + ('a' - 'A'));
        if (!lower && c >= 'a' && c <= 'z') c = (char)(c - ('a' - 'A'));
        room[k] = c;
      }
      text.at = room;
      status = bg_strings_add(&strings, text, &map[i]);
    }
    bg_delete(&p->alloc, room, room_size);
  }
  if (status == BG_OK) status = bg_strings_finish(&strings, &p->nodes[*node].dict);
  bg_strings_drop(&strings);
  return status;
}

bg_status bg_expr_call (bg_program *p, bg_text name, int a, int *node) {
  static const struct { char name[12]; bg_op op; } functions[] = {
    { "abs", BG_OP_ABS }, { "floor", BG_OP_FLOOR }, { "ceil", BG_OP_CEIL },
    { "year", BG_OP_YEAR }, { "quarter", BG_OP_QUARTER }, { "month", BG_OP_MONTH }, { "day", BG_OP_DAY },
    { "length", BG_OP_CODE_NUMBER }, { "lower_case", BG_OP_CODE_STRING }, { "upper_case", BG_OP_CODE_STRING }
  };
  bg_type type = p->nodes[a].type;
  for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
    bg_text known;
    bg_op op = functions[i].op;
    known.at = functions[i].name;
    known.length = strlen(functions[i].name);
    if (!bg_text_equal(known, name)) continue;
    if (op == BG_OP_ABS || op == BG_OP_FLOOR || op == BG_OP_CEIL) {
      if (!arithmetic_type(type)) return refuse(p, "%s takes a number, got %s", known.at, bg_type_name(type));
      return add(p, op, BG_KIND_NUMBER, op == BG_OP_ABS ? type : BG_NUMBER, a, -1, node);
    }
    if (type == BG_STRING)
      return op == BG_OP_CODE_STRING ? code_string(p, a, known.at[0] == 'l', node) : code_number(p, a, op, node);
    if (type == BG_DATE && op != BG_OP_CODE_NUMBER && op != BG_OP_CODE_STRING)
      return add(p, op, BG_KIND_NUMBER, BG_INTEGER, a, -1, node);
    return refuse(p, "%s takes %s, got %s", known.at,
                  op == BG_OP_CODE_NUMBER || op == BG_OP_CODE_STRING ? "a string" : "a date or a period",
                  bg_type_name(type));
  }
  return refuse(p, "no function '%.*s'", (int)(name.length > 80 ? 80 : name.length), name.at);
}
