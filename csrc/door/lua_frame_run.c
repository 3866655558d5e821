/*
** lua_frame_run.c: the verbs on frames, one function each, for frame.run.
**
** Each makes its result's userdata first and calls the engine with nothing of
** Lua between an allocation and its release.
*/
#include "lua_frame_expr.h"

#include "query/group.h"

/* frame_filter(frame, condition, threads) -> frame */
static int core_frame_filter (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  bg_program *p = bg_door_program(L, f, sizeof(bg_program));
  int node = bg_door_condition(L, p, 2);
  bg_frame **box = bg_door_new_frame(L);
  uint32_t *rows;
  size_t kept = 0, room;
  bg_status status = bg_expr_rows(p, node, bg_door_threads(L, 3), &rows, &kept, &room);
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
  int threads = bg_door_threads(L, 4);
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
    p = bg_door_program(L, f, sizeof(bg_program));
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

/* frame_distinct(frame, names) -> frame of the first row of each */
static int core_frame_distinct (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  bg_alloc alloc = bg_door_frame_alloc(L);
  size_t count = bg_door_column_count(L, 2), columns[BG_KEYS_MAX], room = 0, groups = 0;
  bg_frame **box = bg_door_new_frame(L);
  uint32_t *ids, *firsts = NULL;
  bg_keys keys;
  bg_status status;
  if (count > BG_KEYS_MAX) return bg_door_fail(L, BG_TOO_LARGE, "distinct");
  bg_door_columns(L, 2, f, count, columns);
  (void)bg_keys_make(f, columns, count, &keys); /* no more than it takes */
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
  { "frame_distinct", core_frame_distinct },
  { "frame_append", core_frame_append },
  { NULL, NULL }
};

void bg_open_frame_run (lua_State *L) {
  bg_setfuncs(L, functions);
}
