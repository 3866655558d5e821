/*
** lua_frame_run.c: the verbs on frames, one function each, for frame.run.
**
** Each makes its result's userdata first and calls the engine with nothing of
** Lua between an allocation and its release.
*/
#include "lua_frame_expr.h"

#include "query/sort.h"
#include "query/summarise.h"

/* threads at i: 1 or 2 */
static int threads_at (lua_State *L, int i) {
  lua_Integer n = luaL_optinteger(L, i, 2);
  return n < 2 ? 1 : 2;
}

/* Indices of the columns named in the array at i, as a userdata on top. */
static size_t *columns_at (lua_State *L, int i, const bg_frame *f, size_t *count) {
  size_t *columns;
  luaL_checktype(L, i, LUA_TTABLE);
  *count = bg_rawlen(L, i);
  columns = (size_t *)bg_newuserdata(L, (*count + 1) * sizeof *columns);
  for (size_t k = 0; k < *count; k++) {
    ptrdiff_t at;
    lua_rawgeti(L, i, (int)k + 1);
    if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "the name of a column expected, got %s", luaL_typename(L, -1));
    at = bg_frame_find(f, bg_door_text(L, -1));
    if (at < 0) luaL_error(L, "no column '%s'", lua_tostring(L, -1));
    columns[k] = (size_t)at;
    lua_pop(L, 1);
  }
  return columns;
}

/* frame_filter(frame, condition, threads) -> frame */
static int core_frame_filter (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  bg_program *p = bg_door_program(L, f);
  int node = bg_door_condition(L, p, 2);
  bg_frame **box = bg_door_new_frame(L);
  uint32_t *rows;
  size_t kept = 0, room;
  bg_status status = bg_expr_rows(p, node, threads_at(L, 3), &rows, &kept, &room);
  if (status == BG_OK) status = kept == f->rows ? bg_frame_slice(f, 0, kept, box) : bg_frame_take(f, rows, kept, box);
  bg_delete(&p->alloc, rows, room * sizeof *rows);
  if (status != BG_OK) return bg_door_refuse(L, status, &p->fault, "filter");
  bg_door_made_frame(L, *box);
  return 1;
}

/* frame_columns(frame, {{name, expr} …}, keep, threads) -> frame, divided, overflowed
** keep: the new columns replace those of their names, or go after the others. */
static int core_frame_columns (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  bool keep = lua_toboolean(L, 3) != 0, divided = false, overflowed = false;
  int threads = threads_at(L, 4);
  size_t count, total;
  bg_frame **box;
  luaL_checktype(L, 2, LUA_TTABLE);
  count = bg_rawlen(L, 2);
  if (count > BG_COLUMNS_MAX) return luaL_error(L, "more than %d columns", BG_COLUMNS_MAX);
  box = bg_door_new_frame(L);
  total = keep ? f->count : 0;
  {
    bg_alloc alloc = bg_door_frame_alloc(L);
    bg_status status = bg_frame_new(&alloc, total + count, box);
    if (status != BG_OK) return bg_door_fail(L, status, "columns");
  }
  (*box)->rows = f->rows;
  for (size_t i = 0; i < total; i++) bg_column_share(&f->columns[i], &(*box)->columns[i]);
  (*box)->count = total; /* grows with each column that is made */
  for (size_t i = 0; i < count; i++) {
    bg_program *p;
    bg_text name;
    int node;
    ptrdiff_t at;
    bg_status status;
    bg_column made;
    lua_rawgeti(L, 2, (int)i + 1);
    lua_getfield(L, -1, "name");
    if (lua_type(L, -1) != LUA_TSTRING) return luaL_error(L, "a column has a name");
    name = bg_door_text(L, -1);
    lua_getfield(L, -2, "expr");
    p = bg_door_program(L, f);
    node = bg_door_compile(L, p, lua_gettop(L) - 1);
    memset(&made, 0, sizeof made);
    status = bg_expr_column(p, node, name, threads, &made, &divided, &overflowed);
    bg_program_drop(p);
    if (status != BG_OK) return bg_door_refuse(L, status, &p->fault, "columns");
    at = bg_frame_find(*box, name);
    if (at >= 0) {
      bg_column_drop(&(*box)->columns[at]);
      (*box)->columns[at] = made;
    }
    else (*box)->columns[(*box)->count++] = made;
    lua_pop(L, 4);
  }
  bg_door_made_frame(L, *box);
  lua_pushboolean(L, divided);
  lua_pushboolean(L, overflowed);
  return 3;
}

/* frame_sort(frame, {{expr, descending} …}, limit) -> frame */
static int core_frame_sort (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  bg_program *p;
  bg_sort_key *keys;
  size_t count, length = 0, entries = 0, limit = f->rows;
  uint32_t *order;
  bg_frame **box;
  bg_status status;
  luaL_checktype(L, 2, LUA_TTABLE);
  count = bg_rawlen(L, 2);
  if (lua_type(L, 3) == LUA_TNUMBER && lua_tonumber(L, 3) < (lua_Number)limit) limit = (size_t)lua_tonumber(L, 3);
  keys = (bg_sort_key *)bg_newuserdata(L, (count + 1) * sizeof *keys);
  p = bg_door_program(L, f);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, 2, (int)i + 1);
    if (lua_type(L, -1) != LUA_TTABLE) return luaL_error(L, "a key of a sort has an expr");
    lua_getfield(L, -1, "descending");
    keys[i].descending = lua_toboolean(L, -1) != 0;
    lua_getfield(L, -2, "expr");
    keys[i].node = bg_door_compile(L, p, -1);
    lua_pop(L, 3);
  }
  box = bg_door_new_frame(L);
  status = bg_sort(p, keys, count, limit, &order, &length, &entries);
  if (status == BG_OK) status = bg_frame_take(f, order, length, box);
  bg_delete(&p->alloc, order, entries * sizeof *order);
  if (status != BG_OK) return bg_door_refuse(L, status, &p->fault, "sort");
  bg_door_made_frame(L, *box);
  return 1;
}

/* frame_distinct(frame, names) -> frame of the first row of each */
static int core_frame_distinct (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  bg_alloc alloc = bg_door_frame_alloc(L);
  size_t count, room = 0, groups = 0;
  size_t *columns = columns_at(L, 2, f, &count);
  bg_frame **box = bg_door_new_frame(L);
  uint32_t *ids, *firsts = NULL;
  bg_keys keys;
  bg_status status = bg_keys_make(f, columns, count, &keys);
  if (status != BG_OK) return bg_door_fail(L, status, "distinct");
  ids = (uint32_t *)bg_new(&alloc, f->rows * sizeof *ids);
  status = ids == NULL ? BG_NO_MEMORY
           : bg_group_ids(&alloc, &keys, f->rows, false, ids, &firsts, &room, &groups);
  if (status == BG_OK) status = bg_frame_take(f, firsts, groups, box);
  bg_delete(&alloc, ids, f->rows * sizeof *ids);
  bg_delete(&alloc, firsts, room * sizeof *firsts);
  if (status != BG_OK) return bg_door_fail(L, status, "distinct");
  bg_door_made_frame(L, *box);
  return 1;
}

/* A name of the query language to a function of the engine; `bounded`: of
** figures with bounds it has bounds. */
static const struct { char name[16]; bg_fn fn; bool bounded; } fns[] = {
  { "sum", BG_FN_SUM, true }, { "mean", BG_FN_MEAN, true }, { "count", BG_FN_COUNT, false },
  { "min", BG_FN_MIN, true }, { "max", BG_FN_MAX, true }, { "first", BG_FN_FIRST, true }, { "last", BG_FN_LAST, true },
  { "median", BG_FN_QUANTILE, true }, { "quantile", BG_FN_QUANTILE, true },
  { "count_distinct", BG_FN_COUNT_DISTINCT, false }
};

/* "lower_open_sum" is that part of the bounds of "sum"; the longer ones first. */
static const struct { char prefix[12]; bg_part part; } parts[] = {
  { "lower_open_", BG_PART_LOWER_OPEN }, { "upper_open_", BG_PART_UPPER_OPEN },
  { "lower_", BG_PART_LOWER }, { "upper_", BG_PART_UPPER }
};

static void aggregate_at (lua_State *L, bg_program *p, int i, bg_aggregate *a) {
  const char *fn, *plain;
  lua_getfield(L, i, "name"); /* the name stays alive in the table */
  if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "a column has a name");
  a->name = bg_door_text(L, -1);
  lua_getfield(L, i, "fn");
  plain = fn = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
  a->part = BG_PART_VALUE;
  for (size_t k = 0; k < sizeof parts / sizeof parts[0] && a->part == BG_PART_VALUE; k++) {
    size_t length = strlen(parts[k].prefix);
    if (strncmp(fn, parts[k].prefix, length) != 0) continue;
    a->part = parts[k].part;
    plain = fn + length;
  }
  a->node = -1;
  a->quantile = 0.5;
  lua_getfield(L, i, "expr");
  for (size_t k = 0; k < sizeof fns / sizeof fns[0]; k++) {
    if (strcmp(fns[k].name, plain) != 0 || (a->part != BG_PART_VALUE && !fns[k].bounded)) continue;
    a->fn = fns[k].fn;
    if (lua_isnil(L, -1)) {
      if (a->fn != BG_FN_COUNT) luaL_error(L, "%s of what? an expr is missing", fn);
    }
    else a->node = bg_door_compile(L, p, -1);
    if (strcmp(plain, "quantile") == 0) {
      lua_getfield(L, i, "q");
      a->quantile = (double)lua_tonumber(L, -1);
      if (lua_type(L, -1) != LUA_TNUMBER || !(a->quantile >= 0 && a->quantile <= 1))
        luaL_error(L, "quantile takes a q from 0 to 1");
      lua_pop(L, 1);
    }
    lua_getfield(L, i, "bounded");
    if (lua_toboolean(L, -1) && fns[k].bounded && a->part == BG_PART_VALUE && a->node >= 0) {
      const bg_node *n = &p->nodes[a->node];
      if (n->op == BG_OP_NUMBER_FIELD && n->column->bounded) a->part = BG_PART_BOUNDED;
    }
    lua_pop(L, 4);
    return;
  }
  luaL_error(L, "no function '%s' to summarise with", fn);
}

/* frame_summarise(frame, condition | nil, names, {{name, fn, expr, q, bounded} …}, threads) -> frame
** bounded: the result keeps the bounds of the figures it is made of. */
static int core_frame_summarise (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  int threads = threads_at(L, 5), filter = -1;
  size_t key_count, count;
  size_t *keys = columns_at(L, 3, f, &key_count);
  bg_aggregate *aggregates;
  bg_program *p;
  bg_frame **box;
  bg_status status;
  luaL_checktype(L, 4, LUA_TTABLE);
  count = bg_rawlen(L, 4);
  if (count > BG_AGGREGATES_MAX) return luaL_error(L, "more than %d columns in a summary", BG_AGGREGATES_MAX);
  aggregates = (bg_aggregate *)bg_newuserdata(L, (count + 1) * sizeof *aggregates);
  p = bg_door_program(L, f);
  if (!lua_isnil(L, 2)) filter = bg_door_condition(L, p, 2);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, 4, (int)i + 1);
    if (lua_type(L, -1) != LUA_TTABLE) return luaL_error(L, "a column of a summary has a name and a fn");
    aggregate_at(L, p, lua_gettop(L), &aggregates[i]);
    lua_pop(L, 1);
  }
  box = bg_door_new_frame(L);
  status = bg_summarise(p, filter, keys, key_count, aggregates, count, threads, box);
  if (status != BG_OK) return bg_door_refuse(L, status, &p->fault, "summarise");
  bg_door_made_frame(L, *box);
  return 1;
}

/* frame_append(first, second) -> frame */
static int core_frame_append (lua_State *L) {
  const bg_frame *a = bg_door_frame(L, 1), *b = bg_door_frame(L, 2);
  bg_frame **box = bg_door_new_frame(L);
  bg_fault fault = { "" };
  bg_status status = bg_frame_append(a, b, box, &fault);
  if (status != BG_OK) return bg_door_refuse(L, status, &fault, "append");
  bg_door_made_frame(L, *box);
  return 1;
}

static const luaL_Reg functions[] = {
  { "frame_filter", core_frame_filter },
  { "frame_columns", core_frame_columns },
  { "frame_sort", core_frame_sort },
  { "frame_distinct", core_frame_distinct },
  { "frame_summarise", core_frame_summarise },
  { "frame_append", core_frame_append },
  { NULL, NULL }
};

void bg_open_frame_run (lua_State *L) {
  bg_setfuncs(L, functions);
  bg_open_frame_expr(L);
}
