/*
** expr.h: expressions over the columns of a frame.
**
** An expression is compiled once into a program, a list of nodes in which
** operands stand before what uses them, and is then run over batches of rows:
** each node turns the vectors of its operands into one of its own. So the cost
** of deciding what to do is paid once a batch and not once a row.
**
** Types are settled while nodes are added. What can be known then is done
** then: a comparison of a narrow column with a constant becomes a range of
** stored integers, and whatever asks about one string column (a comparison,
** `in`, `like`, a function) is answered once for each string of its dictionary
** and becomes a table by code.
**
** Truth has three values, as in SQL, kept as BG_NO < BG_NULL < BG_YES: `and`
** is then the least of two, `or` the most, `not` the mirror. A number that is
** no number (0/0, x/0, an overflow) is null.
*/
#ifndef BAOGAO_EXPR_H
#define BAOGAO_EXPR_H

#include "frame/frame.h"

enum { BG_NO = 0, BG_NULL = 1, BG_YES = 2 };

typedef enum bg_kind { BG_KIND_NUMBER, BG_KIND_TRUTH, BG_KIND_STRING } bg_kind;

typedef enum bg_op {
  BG_OP_NUMBER_FIELD, BG_OP_TRUTH_FIELD, BG_OP_STRING_FIELD,
  BG_OP_LOWER_FIELD, BG_OP_UPPER_FIELD, BG_OP_LOWER_OPEN_FIELD, BG_OP_UPPER_OPEN_FIELD,
  BG_OP_NUMBER, BG_OP_TRUTH, BG_OP_STRING,
  BG_OP_AND, BG_OP_OR, BG_OP_NOT,
  BG_OP_COMPARE, BG_OP_COMPARE_TRUTH, BG_OP_COMPARE_STRING,
  BG_OP_RANGE,       /* lo <= stored integer <= hi, or not */
  BG_OP_CERTAINLY, BG_OP_POSSIBLY,
  BG_OP_ADD, BG_OP_SUBTRACT, BG_OP_MULTIPLY, BG_OP_DIVIDE, BG_OP_NEGATE,
  BG_OP_IN,          /* a number among constants */
  BG_OP_IS_NULL,
  BG_OP_ABS, BG_OP_FLOOR, BG_OP_CEIL,
  BG_OP_YEAR, BG_OP_QUARTER, BG_OP_MONTH, BG_OP_DAY, /* of a date */
  BG_OP_CODE_TRUTH,  /* a table by code: truth, number, or another code */
  BG_OP_CODE_NUMBER,
  BG_OP_CODE_STRING
} bg_op;

typedef struct bg_node {
  bg_op op;
  bg_kind kind;
  bg_type type;
  int a, b;                /* operands, or -1 */
  bg_relation relation;
  const bg_column *column; /* of the field ops and BG_OP_RANGE */
  double number;           /* of a constant */
  int32_t lo, hi;          /* BG_OP_RANGE */
  bool negated;
  bool used;               /* run: some result needs it */
  bg_dict *dict;           /* of a string */
  void *table;             /* by code, or the constants of BG_OP_IN */
  size_t table_bytes;
  size_t table_count;
} bg_node;

typedef struct bg_program {
  bg_alloc alloc;
  const bg_frame *frame;
  bg_node *nodes;
  size_t count, room;
  bool wide;       /* loops are to be run wide: see vectors.h */
  bg_fault fault;
} bg_program;

/* What a node gives for a batch. Only the parts of its kind are there; nulls
** hold a 1 for each null where any_null, and are not to be read otherwise. */
typedef struct bg_vector {
  const double *numbers;
  const unsigned char *truths;
  const uint32_t *codes;
  const unsigned char *nulls;
  bool any_null;
} bg_vector;

/* Room to run a program in; one a thread. */
typedef struct bg_machine {
  const bg_program *program;
  bg_vector *vectors;
  unsigned char *room;     /* own vectors of the nodes, at the offsets below */
  size_t *offsets;
  size_t bytes, capacity;
  bool divided_by_zero;    /* some number was null for want of a value */
  bool overflowed;
} bg_machine;

BG_BEGIN

void bg_program_start (bg_program *p, const bg_alloc *alloc, const bg_frame *frame);
void bg_program_drop (bg_program *p);

/* Each adds a node and answers its index in *node. BG_NO_VALUE where types do
** not fit: p->fault then says how. */
bg_status bg_expr_field (bg_program *p, bg_text name, int *node);
bg_status bg_expr_number (bg_program *p, bg_type type, double value, int *node);
bg_status bg_expr_truth (bg_program *p, int truth, int *node);
bg_status bg_expr_string (bg_program *p, bg_text text, int *node);
bg_status bg_expr_and (bg_program *p, int a, int b, int *node);
bg_status bg_expr_or (bg_program *p, int a, int b, int *node);
bg_status bg_expr_not (bg_program *p, int a, int *node);
bg_status bg_expr_compare (bg_program *p, bg_relation relation, int a, int b, int *node);
/* certainly (or possibly) a relation b, both of them numbers, read on bounds */
bg_status bg_expr_bounds (bg_program *p, bool certainly, bg_relation relation, int a, int b, int *node);
bg_status bg_expr_arithmetic (bg_program *p, bg_op op, int a, int b, int *node);
/* a, of numbers or of strings, is among the values */
bg_status bg_expr_in_numbers (bg_program *p, int a, const double *values, size_t count, int *node);
bg_status bg_expr_in_strings (bg_program *p, int a, const bg_text *values, size_t count, int *node);
bg_status bg_expr_like (bg_program *p, int a, bg_text pattern, int *node);
bg_status bg_expr_is_null (bg_program *p, int a, int *node);
bg_status bg_expr_call (bg_program *p, bg_text name, int a, int *node);

/* expr_text.c: what functions and `like` say of one string */
bool bg_like (bg_text text, bg_text pattern);
/* which: BG_OP_YEAR … BG_OP_DAY; false where the text does not say */
bool bg_period_part (bg_text text, bg_op which, int *part);
size_t bg_code_points (bg_text text);

/* Marks a node, and all that it takes, to be run. */
void bg_program_use (bg_program *p, int node);

/* After the marks are set. */
bg_status bg_machine_start (bg_machine *m, const bg_program *p, size_t capacity);
void bg_machine_drop (bg_machine *m);
/* Runs all marked nodes over `count` rows (at most the capacity) from `row` on. */
void bg_machine_run (bg_machine *m, size_t row, size_t count);

/* A new column: `node` run over all rows. A plain field is shared, and keeps
** its bounds under its own name only. */
bg_status bg_expr_column (bg_program *p, int node, bg_text name, int threads, bg_column *result,
                          bool *divided_by_zero, bool *overflowed);
/* The rows where `node` is true, in *rows (count in *kept), a block of *room
** entries that the caller deletes. */
bg_status bg_expr_rows (bg_program *p, int node, int threads, uint32_t **rows, size_t *kept, size_t *room);

BG_END

#endif
