/*
** lua_frame_shape.c: the verbs that set rows beside each other: joins and windows.
*/
#include "lua_frame.h"

#include "query/join.h"
#include "query/window.h"

/* frame_join(left, right, kind, {{left, right} …}, suffix, threads) -> frame */
static int core_frame_join (lua_State *L) {
  static const char *const kinds[] = { "inner", "left", "semi", "anti", NULL };
  const bg_frame *left = bg_door_frame(L, 1), *right = bg_door_frame(L, 2);
  bg_join_kind kind = (bg_join_kind)luaL_checkoption(L, 3, NULL, kinds);
  size_t count, *left_keys, *right_keys;
  bg_text suffix;
  bg_frame **box;
  bg_fault fault = { "" };
  bg_status status;
  luaL_checktype(L, 4, LUA_TTABLE);
  luaL_checktype(L, 5, LUA_TSTRING);
  suffix = bg_door_text(L, 5);
  count = bg_rawlen(L, 4);
  if (count == 0) return luaL_error(L, "join: on which columns?");
  left_keys = (size_t *)bg_newuserdata(L, count * 2 * sizeof *left_keys);
  right_keys = left_keys + count;
  for (size_t k = 0; k < count; k++) {
    lua_rawgeti(L, 4, (int)k + 1);
    if (lua_type(L, -1) != LUA_TTABLE) return luaL_error(L, "join: a pair of columns expected");
    lua_getfield(L, -1, "left");
    left_keys[k] = bg_door_column_at(L, -1, left);
    lua_getfield(L, -2, "right");
    right_keys[k] = bg_door_column_at(L, -1, right);
    lua_pop(L, 3);
  }
  box = bg_door_new_frame(L);
  status = bg_join(left, right, kind, left_keys, right_keys, count, suffix,
                   luaL_optinteger(L, 6, 2) < 2 ? 1 : 2, box, &fault);
  if (status != BG_OK) return bg_door_refuse(L, status, &fault, "join");
  bg_door_made_frame(L, *box);
  return 1;
}

/* Puts columns into a copy of f, each in the place of one of its name, or last. */
static bg_status with_columns (const bg_frame *f, bg_column *columns, size_t count, bg_frame **result) {
  bg_frame *made;
  size_t total = f->count;
  bg_status status;
  for (size_t k = 0; k < count; k++) total += bg_frame_find(f, bg_column_name(&columns[k])) < 0;
  status = bg_frame_new(&f->alloc, total, &made);
  if (status != BG_OK) return status;
  made->rows = f->rows;
  made->count = f->count;
  for (size_t i = 0; i < f->count; i++) bg_column_share(&f->columns[i], &made->columns[i]);
  for (size_t k = 0; k < count; k++) {
    ptrdiff_t at = bg_frame_find(made, bg_column_name(&columns[k]));
    if (at < 0) at = (ptrdiff_t)made->count++;
    else bg_column_drop(&made->columns[at]);
    made->columns[at] = columns[k];
    memset(&columns[k], 0, sizeof columns[k]);
  }
  *result = made;
  return BG_OK;
}

/* The names of the columns of bounds in field `parts` of the table at i, if
** there is one; they stay alive in it. */
static void window_parts (lua_State *L, int i, const bg_frame *f, bg_window *w) {
  static const char *const names[BG_WINDOW_PARTS] = { "lower", "upper", "lower_open", "upper_open" };
  lua_getfield(L, i, "parts");
  if (lua_type(L, -1) == LUA_TTABLE) {
    if (!f->columns[w->of].bounded || w->fn == BG_WINDOW_RANK || w->fn == BG_WINDOW_CONTRIBUTION
        || w->fn == BG_WINDOW_CUMULATIVE)
      luaL_error(L, "window: no bounds of these");
    w->bounds = true;
    for (size_t k = 0; k < BG_WINDOW_PARTS; k++) {
      lua_getfield(L, -1, names[k]);
      if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "window: the column of a bound has a name");
      w->part_names[k] = bg_door_text(L, -1);
      lua_pop(L, 1);
    }
  }
  lua_pop(L, 1);
}

/* frame_window(frame, {fn, by, period, of, n, unit, name, within, descending, parts}) -> frame
** parts: names of columns for lower, upper, lower_open and upper_open */
static int core_frame_window (lua_State *L) {
  static const char *const fns[] = { "lag", "growth", "difference", "contribution", "share", "rank", "cumulative",
                                     NULL };
  static const char *const units[] = { "year", "quarter", "month", "week", "day", NULL };
  const bg_frame *f = bg_door_frame(L, 1);
  bg_window w;
  bg_column columns[1 + BG_WINDOW_PARTS];
  bg_frame **box;
  bg_fault fault = { "" };
  bg_status status;
  luaL_checktype(L, 2, LUA_TTABLE);
  memset(&w, 0, sizeof w);
  lua_getfield(L, 2, "fn");
  w.fn = (bg_window_fn)luaL_checkoption(L, -1, NULL, fns);
  w.by = bg_door_columns_field(L, 2, "by", f, &w.by_count);
  w.within = bg_door_columns_field(L, 2, "within", f, &w.within_count);
  lua_getfield(L, 2, "of");
  w.of = bg_door_column_at(L, -1, f);
  if (w.fn <= BG_WINDOW_CONTRIBUTION) {
    lua_Number n;
    lua_getfield(L, 2, "period");
    if (lua_isnil(L, -1)) return luaL_error(L, "%s: by which period?", fns[w.fn]);
    w.period = bg_door_column_at(L, -1, f);
    lua_getfield(L, 2, "unit");
    w.unit = (bg_unit)luaL_checkoption(L, -1, "year", units);
    lua_getfield(L, 2, "n");
    n = lua_isnil(L, -1) ? 1 : lua_tonumber(L, -1);
    if (!(n >= 1 && n <= 1e6) || n != (lua_Number)(int32_t)n)
      return luaL_error(L, "%s: n is a whole number from 1", fns[w.fn]);
    w.n = (int32_t)n;
  }
  lua_getfield(L, 2, "descending");
  w.descending = lua_toboolean(L, -1) != 0;
  lua_getfield(L, 2, "name");
  if (lua_type(L, -1) != LUA_TSTRING) return luaL_error(L, "%s: the new column has a name", fns[w.fn]);
  w.name = bg_door_text(L, -1);
  window_parts(L, 2, f, &w);
  box = bg_door_new_frame(L);
  status = bg_window_column(f, &w, columns, &fault);
  if (status == BG_OK) {
    size_t count = w.bounds ? 1 + BG_WINDOW_PARTS : 1;
    status = with_columns(f, columns, count, box);
    for (size_t k = 0; k < count; k++) bg_column_drop(&columns[k]);
  }
  if (status != BG_OK) return bg_door_refuse(L, status, &fault, "window");
  bg_door_made_frame(L, *box);
  return 1;
}

static const luaL_Reg functions[] = {
  { "frame_join", core_frame_join },
  { "frame_window", core_frame_window },
  { NULL, NULL }
};

void bg_open_frame_shape (lua_State *L) {
  bg_setfuncs(L, functions);
}
