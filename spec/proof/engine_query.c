/*
** engine_query.c: the engine's frames and queries where memory ends, each
** allocation of a piece of work in its turn, and where the tables of a step
** are as full as they may be.
*/
#include "engine.h"
#include "base/vectors.h"
#include "frame/frame_build.h"
#include "frame/frame_text.h"
#include "query/expr.h"
#include "query/group.h"
#include "query/join.h"
#include "query/sort.h"
#include "query/summarise.h"
#include "query/window.h"

#include <math.h>
#include <stdlib.h>

/* {====================================================== memory that ends */

typedef struct scarce {
  long left; /* allocations that go well */
  bool once, failed;
  size_t live;
} scarce;

static void *resize (void *ud, void *block, size_t old, size_t size) {
  scarce *s = (scarce *)ud;
  void *result;
  if (size == 0) {
    s->live -= old;
    free(block);
    return NULL;
  }
  if (s->failed ? !s->once : s->left-- == 0) {
    s->failed = true;
    return NULL;
  }
  result = realloc(block, size);
  if (result == NULL) abort();
  s->live += size - (block == NULL ? 0 : old);
  return result;
}

#define ALL 1000000

/* The work with each of its first allocations failing, that one alone or all from it on: it says so, and leaves nothing. */
static void each (bg_status (*work)(const bg_alloc *), long first) {
  for (int once = 0; once < 2; once++) {
    bool failed = true;
    for (long k = 0; failed && k < first; k++) {
      scarce s = { k, once != 0, false, 0 };
      bg_alloc a = { resize, NULL };
      bg_status status;
      a.ud = &s;
      status = work(&a);
      failed = s.failed;
      HOLDS(status == (failed ? BG_NO_MEMORY : BG_OK));
      HOLDS(s.live == 0);
    }
  }
}

/* }====================================================== */

/* A column of numbers; one row in `nulls` is null, 0: none. */
static bg_column numbers (const char *name, bg_type type, size_t rows, double (*value)(size_t), size_t nulls) {
  bg_builder b;
  bg_column c;
  bg_status status = BG_OK;
  bg_builder_start(&b, &engine_alloc, type);
  for (size_t i = 0; i < rows && status == BG_OK; i++)
    status = nulls != 0 && i % nulls == 0 ? bg_builder_null(&b) : bg_builder_number(&b, value(i));
  HOLDS(status == BG_OK && bg_builder_finish(&b, text_of(name), &c) == BG_OK);
  bg_builder_drop(&b);
  return c;
}

static bg_column strings (const char *name, size_t rows, size_t different, size_t nulls) {
  bg_builder b;
  bg_column c;
  bg_status status = BG_OK;
  bg_builder_start(&b, &engine_alloc, BG_STRING);
  for (size_t i = 0; i < rows && status == BG_OK; i++) {
    char text[24];
    snprintf(text, sizeof text, "s%lu", (unsigned long)(i * 7 % different));
    status = nulls != 0 && i % nulls == 0 ? bg_builder_null(&b) : bg_builder_text(&b, text_of(text));
  }
  HOLDS(status == BG_OK && bg_builder_finish(&b, text_of(name), &c) == BG_OK);
  bg_builder_drop(&b);
  return c;
}

static bg_column figures (const char *name, size_t rows) {
  bg_builder b;
  bg_column c;
  bg_status status = BG_OK;
  bg_builder_start(&b, &engine_alloc, BG_NUMBER);
  for (size_t i = 0; i < rows && status == BG_OK; i++) {
    double v = (double)(i % 9);
    bg_interval a = bg_interval_exact(v);
    if (i % 3 == 0) a.upper = v + 1;
    status = bg_builder_bounded(&b, &v, a);
  }
  HOLDS(status == BG_OK && bg_builder_finish(&b, text_of(name), &c) == BG_OK);
  bg_builder_drop(&b);
  return c;
}

static double count_up (size_t i) { return (double)i; }
static double sevenths (size_t i) { return (double)(i % 7) - 3; }
static double hundreds (size_t i) { return (double)(i % 7) * 100 - 300; }
static double thousands (size_t i) { return (double)(i % 7) * 10000; }
static double thirds (size_t i) { return (double)(i % 11) / 3; }
static double truths (size_t i) { return (double)(i % 2); }

enum { ID, THIRD, TEXT, FIGURE, SEVEN, TRUTH, DATE, COLUMNS };

static bg_frame *made (size_t rows) {
  bg_frame *f = NULL;
  HOLDS(bg_frame_new(&engine_alloc, COLUMNS, &f) == BG_OK);
  f->rows = rows;
  f->columns[ID] = numbers("id", BG_INTEGER, rows, count_up, 0);
  f->columns[SEVEN] = numbers("seven", BG_INTEGER, rows, sevenths, 5);
  f->columns[TEXT] = strings("text", rows, rows < 300 ? 13 : 290, 17);
  f->columns[FIGURE] = figures("figure", rows);
  f->columns[THIRD] = numbers("third", BG_NUMBER, rows, thirds, 0);
  f->columns[TRUTH] = numbers("truth", BG_BOOLEAN, rows, truths, 0);
  f->columns[DATE] = numbers("date", BG_DATE, rows, count_up, 0);
  return f;
}

static bg_frame *few, *some, *many; /* 40, 3000 and 200000 rows */

/* The frame, whose copies and results are of that memory. */
static bg_frame of (const bg_frame *f, const bg_alloc *a) {
  bg_frame g = *f;
  g.alloc = *a;
  return g;
}

/* {====================================================== reading */

static bg_status read_csv (const bg_alloc *a) {
  static char text[8000];
  bg_text_options options;
  bg_fault fault = { "" };
  bg_frame *f = NULL, *folded = NULL;
  bool did = false;
  size_t n = (size_t)snprintf(text, sizeof text, "k,value,lower,ok,day\n");
  bg_status status;
  for (int i = 0; i < 150; i++)
    n += (size_t)snprintf(text + n, sizeof text - n, i % 4 == 0 ? "\"a \"\"quote %d\"\" that is long enough\",,,true,2024-01-31\n" : "b%d,2.5,1,,\n", i);
  memset(&options, 0, sizeof options);
  options.separator = ',';
  options.header = true;
  status = bg_csv_read(a, text_of(text), &options, &f, &fault);
  if (status == BG_OK) status = bg_frame_fold(f, &folded, &did, &fault);
  HOLDS(status != BG_OK || (did && folded->rows == 150 && folded->count == 4));
  if (did) bg_frame_drop(folded);
  bg_frame_drop(f);
  return status;
}

static bg_status read_ndjson (const bg_alloc *a) {
  static char text[8000];
  bg_text_options options;
  bg_fault fault = { "" };
  bg_frame *f = NULL;
  size_t n = 0;
  bg_status status;
  for (int i = 0; i < 150; i++)
    n += (size_t)snprintf(text + n, sizeof text - n, "{\"a\":%d,\"s\":null,\"n\":null,\"b\":null}\n", i);
  (void)snprintf(text + n, sizeof text - n, "{\"s\":\"\\u00e9 and more than sixteen\",\"n\":1.5,\"b\":true,\"late\":\"x\"}\n");
  memset(&options, 0, sizeof options);
  status = bg_ndjson_read(a, text_of(text), &options, &f, &fault);
  HOLDS(status != BG_OK || (f->rows == 151 && f->count == 5));
  bg_frame_drop(f);
  return status;
}

/* }====================================================== */

static bg_status append (const bg_alloc *a) {
  bg_frame f = of(few, a), *both = NULL;
  bg_fault fault = { "" };
  bg_status status = bg_frame_append(&f, some, &both, &fault);
  HOLDS(status != BG_OK || both->rows == few->rows + some->rows);
  bg_frame_drop(both);
  return status;
}

/* text = "s1" or third * figure > 2, on rows enough for two threads */
static int condition (bg_program *p, bg_status *status) {
  int text = 0, one = 0, equal = 0, third = 0, figure = 0, product = 0, two = 0, more = 0, either = 0;
  *status = bg_expr_field(p, text_of("text"), &text);
  if (*status == BG_OK) *status = bg_expr_string(p, text_of("s1"), &one);
  if (*status == BG_OK) *status = bg_expr_compare(p, BG_EQ, text, one, &equal);
  if (*status == BG_OK) *status = bg_expr_field(p, text_of("third"), &third);
  if (*status == BG_OK) *status = bg_expr_field(p, text_of("figure"), &figure);
  if (*status == BG_OK) *status = bg_expr_arithmetic(p, BG_OP_MULTIPLY, third, figure, &product);
  if (*status == BG_OK) *status = bg_expr_number(p, BG_NUMBER, 2, &two);
  if (*status == BG_OK) *status = bg_expr_compare(p, BG_GT, product, two, &more);
  if (*status == BG_OK) *status = bg_expr_or(p, equal, more, &either);
  return either;
}

static bg_status filter (const bg_alloc *a) {
  bg_program p;
  uint32_t *rows = NULL;
  size_t kept = 0, room = 0;
  bg_status status;
  int node;
  bg_program_start(&p, a, many);
  node = condition(&p, &status);
  if (status == BG_OK) status = bg_expr_rows(&p, node, 2, &rows, &kept, &room);
  HOLDS(status != BG_OK || (kept > 0 && kept < many->rows));
  bg_delete(a, rows, room * sizeof *rows);
  bg_program_drop(&p);
  return status;
}

static bg_status derive (const bg_alloc *a) {
  static const char *const calls[] = { "upper_case", "length" };
  bool divided = false, overflowed = false;
  bg_status status = BG_OK;
  for (size_t i = 0; i < 3 && status == BG_OK; i++) {
    bg_program p;
    bg_column c;
    int node = 0, text = 0;
    memset(&c, 0, sizeof c);
    bg_program_start(&p, a, many);
    if (i < 2) {
      status = bg_expr_field(&p, text_of("text"), &text);
      if (status == BG_OK) status = bg_expr_call(&p, text_of(calls[i]), text, &node);
    }
    else node = condition(&p, &status);
    if (status == BG_OK) status = bg_expr_column(&p, node, text_of("made"), 2, &c, &divided, &overflowed);
    HOLDS(status != BG_OK || c.type == (i == 0 ? BG_STRING : i == 1 ? BG_INTEGER : BG_BOOLEAN));
    bg_column_drop(&c);
    bg_program_drop(&p);
  }
  return status;
}

/* {====================================================== sorts */

static bg_status sorted (const bg_alloc *a, const bg_frame *f, size_t limit, bool second) {
  bg_program p;
  bg_sort_key keys[2] = { { 0, true }, { 0, false } };
  uint32_t *order = NULL;
  size_t length = 0, entries = 0;
  bg_status status;
  bg_program_start(&p, a, f);
  status = bg_expr_field(&p, text_of("third"), &keys[0].node);
  if (status == BG_OK) status = bg_expr_field(&p, text_of("text"), &keys[1].node);
  if (status == BG_OK) status = bg_sort(&p, keys, second ? 2 : 1, limit, &order, &length, &entries);
  HOLDS(status != BG_OK || (length == (limit < f->rows ? limit : f->rows) && (length == 0 || order[0] % 11 == 10)));
  bg_delete(a, order, entries * sizeof *order);
  bg_program_drop(&p);
  return status;
}

static bg_status sort_few (const bg_alloc *a) { return sorted(a, few, 5, true); }
static bg_status sort_all (const bg_alloc *a) { return sorted(a, some, some->rows, true); }
static bg_status sort_first (const bg_alloc *a) { return sorted(a, some, 20, true); }
static bg_status sort_by_one (const bg_alloc *a) { return sorted(a, some, 20, false); }

/* }====================================================== */

static bg_status join (const bg_alloc *a) {
  static const struct {
    bg_join_kind kind;
    size_t left, right, keys;
  } rows[] = {
    { BG_JOIN_LEFT, 0, 0, 1 },  /* of one right row each, by place */
    { BG_JOIN_INNER, 0, 0, 1 }, { BG_JOIN_INNER, 0, 1, 1 }, { BG_JOIN_LEFT, 0, 1, 2 }, { BG_JOIN_INNER, 1, 0, 1 },
    { BG_JOIN_SEMI, 1, 0, 1 }, { BG_JOIN_ANTI, 1, 0, 2 },
    { BG_JOIN_INNER, 2, 0, 1 }, { BG_JOIN_INNER, 2, 3, 1 }, /* all left rows have one; the right's columns are picked */
    { BG_JOIN_INNER, 4, 0, 1 }, { BG_JOIN_LEFT, 4, 0, 1 },  /* many each */
  };
  static const size_t ids[2] = { ID, TEXT }, seven[2] = { SEVEN, TEXT }, texts[1] = { TEXT };
  bg_status status = BG_OK;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0] && status == BG_OK; i++) {
    bg_frame left = of(rows[i].left == 1 ? some : few, a), right = of(rows[i].right == 1 ? some : few, a), *f = NULL;
    bg_fault fault = { "" };
    const size_t *left_keys = rows[i].left == 1 ? seven : ids;
    if (rows[i].left == 2) left.count = right.count = 2;
    if (rows[i].right == 3) right.count = 1;
    status = bg_join(&left, &right, rows[i].kind, rows[i].left == 4 ? texts : left_keys, rows[i].left == 4 ? texts : ids, rows[i].keys, text_of("_r"), 2, &f, &fault);
    bg_frame_drop(f);
  }
  return status;
}

static bg_status window (const bg_alloc *a) {
  static const size_t id = ID, text = TEXT;
  bg_status status = BG_OK;
  for (int fn = BG_WINDOW_LAG; fn <= BG_WINDOW_CUMULATIVE && status == BG_OK; fn++) {
    bg_frame f = of(some, a);
    bg_window w;
    bg_column columns[1 + BG_WINDOW_PARTS];
    bg_fault fault = { "" };
    memset(&w, 0, sizeof w);
    w.fn = (bg_window_fn)fn;
    w.by = w.within = &id; /* as many groups as rows, times as many dates: their pairs are hashed */
    w.by_count = w.within_count = 1;
    if (fn == BG_WINDOW_LAG) w.by = &text;
    w.of = THIRD;
    if (fn <= BG_WINDOW_DIFFERENCE || fn == BG_WINDOW_SHARE) { /* those that have bounds */
      w.of = FIGURE;
      w.bounds = true;
      for (size_t k = 0; k < BG_WINDOW_PARTS; k++) w.part_names[k] = text_of("part");
    }
    w.period = DATE;
    w.unit = BG_UNIT_DAY;
    w.n = 1;
    w.name = text_of("w");
    memset(columns, 0, sizeof columns);
    status = bg_window_column(&f, &w, columns, &fault);
    for (size_t k = 0; k < 1 + BG_WINDOW_PARTS; k++) bg_column_drop(&columns[k]);
  }
  return status;
}

/* Sums, means and quantiles with their bounds, by what keys and of which rows there may be. */
static bg_status summarised (const bg_alloc *a, const bg_frame *f, bg_text key, const char *where) {
  static const struct {
    bg_fn fn;
    bg_part part;
    char field[8];
  } rows[] = {
    { BG_FN_SUM, BG_PART_BOUNDED, "figure" }, { BG_FN_MEAN, BG_PART_UPPER, "figure" }, { BG_FN_MIN, BG_PART_LOWER, "figure" },
    { BG_FN_QUANTILE, BG_PART_BOUNDED, "figure" }, { BG_FN_COUNT, BG_PART_VALUE, "seven" }, { BG_FN_MAX, BG_PART_VALUE, "text" },
    { BG_FN_COUNT_DISTINCT, BG_PART_VALUE, "text" }, { BG_FN_SUM, BG_PART_VALUE, "third" }, { BG_FN_LAST, BG_PART_VALUE, "truth" },
  };
  bg_aggregate aggregates[sizeof rows / sizeof rows[0]];
  bg_program p;
  bg_frame *made_frame = NULL;
  size_t columns[2] = { (size_t)bg_frame_find(f, key), TRUTH };
  int filter = -1;
  bg_status status = BG_OK;
  bg_program_start(&p, a, f);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0] && status == BG_OK; i++) {
    aggregates[i].fn = rows[i].fn;
    aggregates[i].part = rows[i].part;
    aggregates[i].quantile = 0.5;
    aggregates[i].name = text_of("x");
    status = bg_expr_field(&p, text_of(rows[i].field), &aggregates[i].node);
  }
  if (status == BG_OK && where[0] != '\0') status = bg_expr_field(&p, text_of(where), &filter);
  if (status == BG_OK)
    status = bg_summarise(&p, filter, columns, 2, aggregates, sizeof rows / sizeof rows[0], 2, &made_frame);
  bg_frame_drop(made_frame);
  bg_program_drop(&p);
  return status;
}
static bg_status sum_in_parts (const bg_alloc *a) { return summarised(a, many, text_of("text"), ""); }
static bg_status sum_by_places (const bg_alloc *a) { return summarised(a, some, text_of("text"), ""); }
static bg_status sum_some_by_places (const bg_alloc *a) { return summarised(a, few, text_of("seven"), "truth"); }
static bg_status sum_by_numbers (const bg_alloc *a) { return summarised(a, some, text_of("third"), ""); }
static bg_status sum_some_by_numbers (const bg_alloc *a) { return summarised(a, some, text_of("third"), "truth"); }

/* Every left row of many has its one right row, which is picked by two threads. */
static void join_many (void) {
  static const size_t left_key = TRUTH, right_key = 0;
  bg_frame *right = NULL, *f = NULL;
  bg_fault fault = { "" };
  size_t wrong_rows = 0;
  HOLDS(bg_frame_new(&engine_alloc, 2, &right) == BG_OK);
  right->rows = 2;
  right->columns[0] = numbers("truth", BG_BOOLEAN, 2, truths, 0);
  right->columns[1] = numbers("picked", BG_NUMBER, 2, thirds, 0);
  HOLDS(bg_join(many, right, BG_JOIN_INNER, &left_key, &right_key, 1, text_of("_r"), 2, &f, &fault) == BG_OK);
  HOLDS(f->rows == many->rows && f->count == COLUMNS + 1);
  for (size_t row = 0; row < f->rows; row++)
    wrong_rows += bg_column_number(&f->columns[COLUMNS], row) != thirds(row % 2);
  HOLDS(wrong_rows == 0);
  bg_frame_drop(f);
  bg_frame_drop(right);
}

/* Groups that appear in the second part alone, or whose least and greatest, first and last values stand there. */
static double late_group (size_t i) { return i < 120000 ? (double)(i % 3) : (double)(i % 6); }
static double hill (size_t i) { return i < 150000 ? (double)i : 300000.0 - (double)i; }
static double valley (size_t i) { return -hill(i); }

static void parts_together (void) {
  static const bg_fn fns[] = { BG_FN_MIN, BG_FN_MAX, BG_FN_FIRST, BG_FN_LAST, BG_FN_SUM };
  static const char *const fields[] = { "hill", "valley", "text" };
  enum { FNS = 5, FIELDS = 3, GROUPS = 6 };
  size_t rows = BG_THREAD_ROWS, key = 0, wrong_values = 0;
  bg_frame *f = NULL, *r = NULL;
  bg_program p;
  bg_aggregate aggregates[FNS * FIELDS];
  HOLDS(bg_frame_new(&engine_alloc, 4, &f) == BG_OK);
  f->rows = rows;
  f->columns[0] = numbers("late", BG_INTEGER, rows, late_group, 0);
  f->columns[1] = numbers("hill", BG_NUMBER, rows, hill, 4);
  f->columns[2] = numbers("valley", BG_NUMBER, rows, valley, 7);
  bg_column_share(&many->columns[TEXT], &f->columns[3]);
  bg_program_start(&p, &engine_alloc, f);
  for (size_t i = 0; i < FNS * FIELDS; i++) {
    aggregates[i].fn = i == FNS * FIELDS - 1 ? BG_FN_COUNT : fns[i % FNS]; /* text has no sum */
    aggregates[i].part = BG_PART_VALUE;
    aggregates[i].name = text_of("x");
    HOLDS(bg_expr_field(&p, text_of(fields[i / FNS]), &aggregates[i].node) == BG_OK);
  }
  HOLDS(bg_summarise(&p, -1, &key, 1, aggregates, FNS * FIELDS, 2, &r) == BG_OK && r->rows == GROUPS);
  for (size_t g = 0; g < GROUPS; g++)
    for (size_t i = 0; i < FNS * FIELDS - 1; i++) {
      const bg_column *c = &f->columns[1 + i / FNS], *result = &r->columns[1 + i];
      double expected = 0;
      bg_text text = { NULL, 0 };
      bool any = false;
      for (size_t row = 0; row < rows; row++) {
        bool better;
        if (late_group(row) != bg_column_number(&r->columns[0], g) || bg_column_null(c, row)) continue;
        if (c->type == BG_STRING) {
          bg_text t = bg_dict_text(c->dict, bg_column_code(c, row));
          int order = any ? bg_text_compare(t, text) : 0;
          better = !any || (fns[i % FNS] == BG_FN_MIN && order < 0) || (fns[i % FNS] == BG_FN_MAX && order > 0)
                   || fns[i % FNS] == BG_FN_LAST;
          if (better) text = t;
        }
        else {
          double v = bg_column_number(c, row);
          better = !any || (fns[i % FNS] == BG_FN_MIN && v < expected) || (fns[i % FNS] == BG_FN_MAX && v > expected)
                   || fns[i % FNS] == BG_FN_LAST;
          if (fns[i % FNS] == BG_FN_SUM) expected += v;
          else if (better) expected = v;
        }
        any = true;
      }
      wrong_values += c->type == BG_STRING ? !bg_text_equal(text, bg_dict_text(result->dict, bg_column_code(result, g)))
                      : bg_column_number(result, g) != expected;
    }
  HOLDS(wrong_values == 0);
  bg_frame_drop(r);
  bg_program_drop(&p);
  bg_frame_drop(f);
}

/* A sum of stored whole numbers beyond 2^53 takes four million rows of the greatest. */
static void sum_beyond (void) {
  size_t rows = ((size_t)1 << 22) + 1000;
  bg_frame *f = NULL, *r = NULL;
  bg_column *c;
  bg_program p;
  bg_aggregate a = { BG_FN_SUM, BG_PART_VALUE, 0, 0, { "s", 1 } };
  HOLDS(bg_frame_new(&engine_alloc, 1, &f) == BG_OK);
  f->rows = rows;
  c = &f->columns[0];
  c->type = BG_INTEGER;
  c->store = BG_I32;
  c->least = c->most = INT32_MAX;
  HOLDS(bg_buffer_text(&engine_alloc, text_of("v"), &c->name) == BG_OK);
  HOLDS(bg_buffer_new(&engine_alloc, rows * sizeof(int32_t), &c->values) == BG_OK);
  for (size_t i = 0; i < rows; i++) ((int32_t *)(void *)c->values->data)[i] = INT32_MAX;
  bg_program_start(&p, &engine_alloc, f);
  HOLDS(bg_expr_field(&p, text_of("v"), &a.node) == BG_OK);
  HOLDS(bg_summarise(&p, -1, NULL, 0, &a, 1, 2, &r) == BG_NO_VALUE && r == NULL);
  HOLDS(strstr(p.fault.text, "sum 's': beyond 2^53") != NULL);
  a.fn = BG_FN_MEAN;
  HOLDS(bg_summarise(&p, -1, NULL, 0, &a, 1, 2, &r) == BG_OK && bg_column_number(&r->columns[0], 0) == INT32_MAX);
  bg_frame_drop(r);
  bg_program_drop(&p);
  bg_frame_drop(f);
}

/* The fewest nodes that a program has room for are sixteen; all adding functions where there is no more. */
static void full_program (void) {
  bg_program p;
  double value = 1;
  bg_text text = text_of("x");
  int number = 0, truth = 0, string = 0, string2 = 0, node = 0;
  bg_program_start(&p, &engine_alloc, few);
  HOLDS(bg_expr_field(&p, text_of("third"), &number) == BG_OK && bg_expr_field(&p, text_of("truth"), &truth) == BG_OK);
  HOLDS(bg_expr_field(&p, text_of("text"), &string) == BG_OK && bg_expr_string(&p, text, &string2) == BG_OK);
  HOLDS(bg_expr_in_numbers(&p, number, &value, SIZE_MAX / 4, &node) == BG_TOO_LARGE); /* a list that no memory holds */
  while (bg_expr_truth(&p, 1, &node) == BG_OK) continue;
  HOLDS(p.count == 20000);
#define FULL(call) HOLDS((call) == BG_TOO_LARGE && p.count == 20000)
  FULL(bg_expr_field(&p, text_of("date"), &node));
  FULL(bg_expr_field(&p, text_of("lower"), &node));
  FULL(bg_expr_number(&p, BG_NUMBER, 1, &node));
  FULL(bg_expr_truth(&p, 1, &node));
  FULL(bg_expr_string(&p, text, &node));
  FULL(bg_expr_and(&p, truth, truth, &node));
  FULL(bg_expr_or(&p, truth, truth, &node));
  FULL(bg_expr_not(&p, truth, &node));
  FULL(bg_expr_compare(&p, BG_LT, number, number, &node));
  FULL(bg_expr_compare(&p, BG_LT, truth, truth, &node));
  FULL(bg_expr_compare(&p, BG_LT, string, string, &node));
  FULL(bg_expr_compare(&p, BG_LT, string, string2, &node));
  FULL(bg_expr_bounds(&p, true, BG_LT, number, number, &node));
  FULL(bg_expr_arithmetic(&p, BG_OP_ADD, number, number, &node));
  FULL(bg_expr_in_numbers(&p, number, &value, 1, &node));
  FULL(bg_expr_in_strings(&p, string, &text, 1, &node));
  FULL(bg_expr_like(&p, string, text, &node));
  FULL(bg_expr_is_null(&p, number, &node));
  FULL(bg_expr_call(&p, text_of("abs"), number, &node));
  FULL(bg_expr_call(&p, text_of("length"), string, &node));
  FULL(bg_expr_call(&p, text_of("lower_case"), string, &node));
  bg_program_drop(&p);
  /* a narrow field and a constant are one node, for which there is no room either */
  bg_program_start(&p, &engine_alloc, few);
  HOLDS(bg_expr_field(&p, text_of("id"), &number) == BG_OK && bg_expr_number(&p, BG_NUMBER, 1, &truth) == BG_OK);
  while (bg_expr_truth(&p, 1, &node) == BG_OK) continue;
  FULL(bg_expr_compare(&p, BG_LT, number, truth, &node));
  bg_program_drop(&p);
}

/* More keys or columns than a step takes; the door refuses them in words. */
static void too_many (void) {
  static size_t keys[BG_KEYS_MAX + 1];
  static bg_sort_key order[BG_SORT_KEYS_MAX + 1];
  static bg_aggregate aggregates[BG_AGGREGATES_MAX + 1];
  bg_program p;
  bg_frame *f = NULL;
  bg_keys made_keys;
  bg_fault fault = { "" };
  uint32_t *rows;
  size_t length, entries;
  bg_program_start(&p, &engine_alloc, few);
  HOLDS(bg_keys_make(few, keys, BG_KEYS_MAX + 1, &made_keys) == BG_TOO_LARGE);
  HOLDS(bg_sort(&p, order, BG_SORT_KEYS_MAX + 1, 1, &rows, &length, &entries) == BG_TOO_LARGE);
  HOLDS(bg_summarise(&p, -1, keys, BG_KEYS_MAX + 1, aggregates, 0, 1, &f) == BG_TOO_LARGE);
  HOLDS(bg_summarise(&p, -1, keys, 0, aggregates, BG_AGGREGATES_MAX + 1, 1, &f) == BG_TOO_LARGE);
  HOLDS(bg_join(few, few, BG_JOIN_INNER, keys, keys, BG_KEYS_MAX + 1, text_of("_"), 1, &f, &fault) == BG_TOO_LARGE);
  HOLDS(f == NULL);
  bg_program_drop(&p);
}

/* Places by two keys, of every store, plain and wide, are what the keys' strides say. */
static void places (void) {
  enum { STORES = 6, ROWS = 1200 };
  static const size_t different[] = { 2, 300, 70000 };
  static uint32_t at[BG_BATCH];
  bg_frame *f = NULL;
  HOLDS(bg_frame_new(&engine_alloc, STORES, &f) == BG_OK);
  f->rows = ROWS;
  f->columns[0] = numbers("i8", BG_INTEGER, ROWS, sevenths, 5);
  f->columns[1] = numbers("i16", BG_INTEGER, ROWS, hundreds, 0);
  f->columns[2] = numbers("i32", BG_INTEGER, ROWS, thousands, 3);
  for (int i = 0; i < 3; i++) { /* the dictionary says that it is longer */
    bg_column c = strings("u", ROWS, 2, 0);
    uint32_t codes[ROWS];
    for (size_t row = 0; row < ROWS; row++) codes[row] = bg_column_code(&c, row);
    c.dict->count = (uint32_t)different[i];
    HOLDS(bg_column_of_codes(&engine_alloc, c.name, ROWS, codes, NULL, c.dict, &f->columns[3 + i]) == BG_OK);
    HOLDS(f->columns[3 + i].store == (i == 0 ? BG_U8 : i == 1 ? BG_U16 : BG_U32));
    bg_column_drop(&c);
  }
  for (size_t i = 0; i < STORES * STORES * 2; i++) {
    size_t columns[2], wrong_places = 0;
    bg_keys keys;
    columns[0] = i / 2 / STORES;
    columns[1] = i / 2 % STORES;
    HOLDS(bg_keys_make(f, columns, 2, &keys) == BG_OK && keys.places > 0);
    if (keys.places > UINT32_MAX) continue;
    keys.wide = i % 2 == 1 && bg_wide_here();
    bg_keys_batch(&keys, 100, BG_BATCH, at);
    for (size_t row = 0; row < BG_BATCH; row++) {
      uint64_t expected = 0;
      for (int k = 0; k < 2; k++) {
        const bg_column *c = keys.keys[k].column;
        uint64_t own = bg_column_null(c, row + 100) ? keys.keys[k].count - 1
                       : c->type == BG_STRING ? bg_column_code(c, row + 100)
                       : (uint64_t)(bg_column_number(c, row + 100) - c->least);
        expected += own * keys.keys[k].stride;
      }
      wrong_places += at[row] != expected;
    }
    HOLDS(wrong_places == 0);
  }
  bg_frame_drop(f);
}

void engine_queries (void) {
  few = made(40);
  some = made(3000);
  many = made(BG_THREAD_ROWS);
  each(read_csv, ALL);
  each(read_ndjson, ALL);
  each(append, ALL);
  each(filter, 13); /* what comes before the rows, which are many */
  each(derive, 13);
  each(sort_few, ALL);
  each(sort_all, ALL);
  each(sort_first, ALL);
  each(sort_by_one, ALL);
  each(join, ALL);
  each(window, ALL);
  each(sum_in_parts, 14);
  each(sum_by_places, ALL);
  each(sum_some_by_places, ALL);
  each(sum_by_numbers, ALL);
  each(sum_some_by_numbers, ALL);
  HOLDS(summarised(&engine_alloc, many, text_of("id"), "") == BG_OK); /* groups too many to be worth two parts */
  join_many();
  parts_together();
  sum_beyond();
  full_program();
  too_many();
  places();
  bg_frame_drop(few);
  bg_frame_drop(some);
  bg_frame_drop(many);
}
