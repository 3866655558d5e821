/*
** lua_frame_prepare.c: summaries and sorts, prepared once and run at will.
**
** To compile a step costs as much as to run it on fifty rows. So the two steps
** that a chain most often begins with, on a frame that never changes, can be
** kept compiled: a userdata with the program and all that the engine asks for
** beside it, which keeps the frame and the tables of its names alive. It has
** the type of a program, whose finalizer lets go of it.
*/
#include "lua_frame_expr.h"

#include "query/group.h"
#include "query/sort.h"
#include "query/summarise.h"

typedef struct prepared {
  bg_program program; /* first: see bg_door_program */
  bool sort;          /* or a summary */
  int filter;         /* of a summary: a node, or -1 */
  size_t count, key_count;
  bg_aggregate *aggregates;
  size_t *keys;
  bg_sort_key *order; /* of a sort: `count` keys */
  size_t limit;
} prepared;

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
    if (lua_toboolean(L, -1) && fns[k].bounded && a->part == BG_PART_VALUE) { /* and of something: no count of rows */
      const bg_node *n = &p->nodes[a->node];
      if (n->op == BG_OP_NUMBER_FIELD && n->column->bounded) a->part = BG_PART_BOUNDED;
    }
    lua_pop(L, 4);
    return;
  }
  luaL_error(L, "no function '%s' to summarise with", fn);
}

/* A step made ready, on top: of a summary (frame, condition | nil, names,
** {{name, fn, expr, q, bounded} …}). */
static prepared *prepare_summary (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  size_t key_count = bg_door_column_count(L, 3), count;
  prepared *p;
  luaL_checktype(L, 4, LUA_TTABLE);
  count = bg_rawlen(L, 4);
  if (count > BG_AGGREGATES_MAX) luaL_error(L, "more than %d columns in a summary", BG_AGGREGATES_MAX);
  if (key_count > BG_KEYS_MAX) luaL_error(L, "more than %d columns to group by", BG_KEYS_MAX);
  p = (prepared *)(void *)bg_door_program(L, f, sizeof *p + count * sizeof *p->aggregates + key_count * sizeof *p->keys);
  p->aggregates = (bg_aggregate *)(void *)(p + 1);
  p->keys = (size_t *)(void *)(p->aggregates + count);
  p->count = count;
  p->key_count = key_count;
  bg_door_columns(L, 3, f, key_count, p->keys);
  p->filter = lua_isnil(L, 2) ? -1 : bg_door_condition(L, &p->program, 2);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, 4, (int)i + 1);
    if (lua_type(L, -1) != LUA_TTABLE) luaL_error(L, "a column of a summary has a name and a fn");
    aggregate_at(L, &p->program, lua_gettop(L), &p->aggregates[i]);
    lua_pop(L, 1);
  }
  return p;
}

/* The same of a sort: (frame, {{expr, descending} …}, limit | nil). */
static prepared *prepare_sort (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  size_t count;
  prepared *p;
  luaL_checktype(L, 2, LUA_TTABLE);
  count = bg_rawlen(L, 2);
  if (count > BG_SORT_KEYS_MAX) luaL_error(L, "more than %d keys of a sort", BG_SORT_KEYS_MAX);
  p = (prepared *)(void *)bg_door_program(L, f, sizeof *p + count * sizeof *p->order);
  p->order = (bg_sort_key *)(void *)(p + 1);
  p->count = count;
  p->limit = f->rows;
  if (lua_type(L, 3) == LUA_TNUMBER && lua_tonumber(L, 3) < (lua_Number)p->limit) p->limit = (size_t)lua_tonumber(L, 3);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, 2, (int)i + 1);
    if (lua_type(L, -1) != LUA_TTABLE) luaL_error(L, "a key of a sort has an expr");
    lua_getfield(L, -1, "descending");
    p->order[i].descending = lua_toboolean(L, -1) != 0;
    lua_getfield(L, -2, "expr");
    p->order[i].node = bg_door_compile(L, &p->program, -1);
    lua_pop(L, 3);
  }
  p->sort = true;
  return p;
}

/* Runs what is prepared, whose frame is open; the result on top. */
static int run_prepared (lua_State *L, prepared *p, int threads) {
  const bg_alloc *alloc = &p->program.alloc;
  bg_frame **box = bg_door_new_frame(L);
  bg_status status;
  p->program.fault.text[0] = '\0';
  if (!p->sort) {
    status = bg_summarise(&p->program, p->filter, p->keys, p->key_count, p->aggregates, p->count, threads, box);
  }
  else {
    uint32_t *order;
    size_t length = 0, entries = 0;
    status = bg_sort(&p->program, p->order, p->count, p->limit, &order, &length, &entries);
    if (status == BG_OK) status = bg_frame_take(p->program.frame, order, length, box);
    bg_delete(alloc, order, entries * sizeof *order);
  }
  if (status != BG_OK) return bg_door_refuse(L, status, &p->program.fault, p->sort ? "sort" : "summarise");
  bg_door_made_frame(L, *box);
  return 1;
}

/* frame_summarise(frame, condition | nil, names, {{name, fn, expr, q, bounded} …}, threads) -> frame
** bounded: the result keeps the bounds of the figures it is made of. */
static int core_frame_summarise (lua_State *L) {
  int threads = bg_door_threads(L, 5);
  return run_prepared(L, prepare_summary(L), threads);
}

/* frame_sort(frame, {{expr, descending} …}, limit) -> frame */
static int core_frame_sort (lua_State *L) {
  return run_prepared(L, prepare_sort(L), 1);
}

/* What was prepared keeps what it points to. */
static int keep (lua_State *L) {
  lua_createtable(L, 2, 0);
  lua_pushvalue(L, 1);
  lua_rawseti(L, -2, 1);
  lua_pushvalue(L, 4); /* the names of a summary's columns */
  lua_rawseti(L, -2, 2);
  (void)bg_setuservalue(L, -2);
  return 1;
}

/* frame_prepare_summary(frame, condition | nil, names, columns) -> prepared */
static int core_frame_prepare_summary (lua_State *L) {
  lua_settop(L, 4);
  (void)prepare_summary(L);
  return keep(L);
}

/* frame_prepare_sort(frame, keys, limit) -> prepared */
static int core_frame_prepare_sort (lua_State *L) {
  lua_settop(L, 4);
  (void)prepare_sort(L);
  return keep(L);
}

/* frame_run_prepared(prepared, threads) -> frame; raises where its frame was closed */
static int core_frame_run_prepared (lua_State *L) {
  prepared *p = (prepared *)(void *)bg_door_is_program(L, 1);
  int threads = bg_door_threads(L, 2);
  if (p == NULL) return luaL_error(L, "a prepared step expected, got %s", luaL_typename(L, 1));
  (void)bg_getuservalue(L, 1);
  lua_rawgeti(L, -1, 1);
  (void)bg_door_frame(L, lua_gettop(L));
  return run_prepared(L, p, threads);
}

static const luaL_Reg functions[] = {
  { "frame_summarise", core_frame_summarise },
  { "frame_sort", core_frame_sort },
  { "frame_prepare_summary", core_frame_prepare_summary },
  { "frame_prepare_sort", core_frame_prepare_sort },
  { "frame_run_prepared", core_frame_run_prepared },
  { NULL, NULL }
};

void bg_open_frame_prepare (lua_State *L) {
  bg_setfuncs(L, functions);
}
