/*
** frame_fold.c: columns of bounds beside a column of values become its bounds.
*/
#include "frame_text.h"

#include <stdio.h>
#include <math.h>

static const bg_column *find (const bg_frame *f, const char *name) {
  bg_text text;
  ptrdiff_t at;
  text.at = name;
  text.length = strlen(name);
  at = bg_frame_find(f, text);
  return at < 0 ? NULL : &f->columns[at];
}

static bool numeric (const bg_column *c) {
  return c != NULL && (c->type == BG_NUMBER || c->type == BG_INTEGER);
}

/* A bound that no row has: such a column has no type of its own. */
static bool empty (const bg_frame *f, const bg_column *c) {
  for (size_t row = 0; c != NULL && row < f->rows; row++)
    if (!bg_column_null(c, row)) return false;
  return c != NULL;
}

bg_status bg_frame_fold (bg_frame *f, bg_frame **result, bool *folded, bg_fault *fault) {
  const bg_column *value = find(f, "value"), *lower = find(f, "lower"), *upper = find(f, "upper");
  const bg_column *opens[2] = { find(f, "lower_open"), find(f, "upper_open") };
  bg_builder b;
  bg_frame *made = NULL;
  bg_status status = BG_OK;
  *folded = false;
  *result = f;
  if (!numeric(value) || (!numeric(lower) && !numeric(upper))) return BG_OK;
  if (!numeric(lower) && !empty(f, lower)) lower = NULL;
  if (!numeric(upper) && !empty(f, upper)) upper = NULL;
  for (int i = 0; i < 2; i++)
    if (opens[i] != NULL && opens[i]->type != BG_BOOLEAN) opens[i] = NULL;
  bg_builder_start(&b, &f->alloc, BG_NUMBER);
  b.bounded = true;
  for (size_t row = 0; row < f->rows && status == BG_OK; row++) {
    bool has_lower = lower != NULL && !bg_column_null(lower, row), has_upper = upper != NULL && !bg_column_null(upper, row);
    bool has_value = !bg_column_null(value, row);
    double v = bg_column_number(value, row);
    bg_interval a;
    if (!has_lower && !has_upper) {
      status = has_value ? bg_builder_number(&b, v) : bg_builder_null(&b);
      continue;
    }
    a.lower = has_lower ? bg_column_number(lower, row) : -INFINITY;
    a.upper = has_upper ? bg_column_number(upper, row) : INFINITY;
    a.lower_open = !has_lower || (opens[0] != NULL && !bg_column_null(opens[0], row) && bg_column_number(opens[0], row) != 0);
    a.upper_open = !has_upper || (opens[1] != NULL && !bg_column_null(opens[1], row) && bg_column_number(opens[1], row) != 0);
    if (!bg_interval_valid(a)) {
      snprintf(fault->text, sizeof fault->text, "row %lu: no value lies between lower %g and upper %g",
               (unsigned long)row + 1, a.lower, a.upper);
      status = BG_NO_VALUE;
    }
    else {
      if (!has_lower) a.lower_open = false; /* no bound is no value to exclude */
      if (!has_upper) a.upper_open = false;
      status = bg_builder_bounded(&b, has_value ? &v : NULL, a);
    }
  }
  if (status == BG_OK) status = bg_frame_new(&f->alloc, f->count, &made);
  if (status == BG_OK) {
    made->rows = f->rows;
    made->count = 0;
    for (size_t i = 0; i < f->count && status == BG_OK; i++) {
      const bg_column *c = &f->columns[i];
      if (c == lower || c == upper || c == opens[0] || c == opens[1]) continue;
      if (c == value) status = bg_builder_finish(&b, bg_column_name(c), &made->columns[made->count]);
      else bg_column_share(c, &made->columns[made->count]);
      if (status == BG_OK) made->count++;
    }
  }
  bg_builder_drop(&b);
  if (status == BG_OK) {
    *result = made;
    *folded = true;
  }
  else bg_frame_drop(made);
  return status;
}
