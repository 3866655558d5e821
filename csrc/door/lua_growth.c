/*
** lua_growth.c: derived figures. Each function takes figures (numbers, or
** tables with value, lower, upper) and returns a new table with value, lower,
** upper, lower_open and upper_open; or nil where there is no answer. Why there
** is none, the Lua front says: it knows what the figures are called.
*/
#include "lua_door.h"

static int push_figure (lua_State *L, bg_status status, bg_figure f) {
  if (status != BG_OK) {
    lua_pushnil(L);
    return 1;
  }
  lua_createtable(L, 0, 8);
  bg_door_set_interval(L, f.bounds, f.value);
  return 1;
}

/* growth(from, to) -> figure | nil */
static int core_growth (lua_State *L) {
  bg_figure from = bg_door_figure(L, 1, "from"), to = bg_door_figure(L, 2, "to"), r;
  bg_status status = bg_growth(from, to, &r);
  return push_figure(L, status, r);
}

/* growth_of_increment(stock, increment) -> figure, figure before | nil */
static int core_growth_of_increment (lua_State *L) {
  bg_figure stock = bg_door_figure(L, 1, "stock"), increment = bg_door_figure(L, 2, "increment");
  bg_figure before, r;
  bg_status status = bg_growth_of_increment(stock, increment, &before, &r);
  push_figure(L, status, r);
  if (status != BG_OK) return 1;
  return 1 + push_figure(L, BG_OK, before);
}

/* difference(to, from) -> figure */
static int core_difference (lua_State *L) {
  bg_figure to = bg_door_figure(L, 1, "to"), from = bg_door_figure(L, 2, "from");
  return push_figure(L, BG_OK, bg_difference(to, from));
}

/* sum(figures) -> figure: the sum of an array */
static int core_sum (lua_State *L) {
  bg_figure sum = bg_figure_exact(0);
  int n;
  luaL_checktype(L, 1, LUA_TTABLE);
  n = (int)bg_rawlen(L, 1);
  for (int i = 1; i <= n; i++) {
    bg_figure f;
    lua_rawgeti(L, 1, i);
    f = bg_door_figure(L, -1, "an addend");
    lua_pop(L, 1);
    sum.bounds = bg_interval_add(sum.bounds, f.bounds);
    sum.value += f.value;
  }
  return push_figure(L, BG_OK, sum);
}

/* share(part, whole, within) -> figure | nil */
static int core_share (lua_State *L) {
  bg_figure part = bg_door_figure(L, 1, "part"), whole = bg_door_figure(L, 2, "whole"), r;
  bg_status status = bg_share(part, whole, lua_toboolean(L, 3) != 0, &r);
  return push_figure(L, status, r);
}

/* remainder(whole, parts) -> figure | nil where the parts exceed the whole */
static int core_remainder (lua_State *L) {
  bg_figure whole = bg_door_figure(L, 1, "whole"), parts = bg_door_figure(L, 2, "parts"), r;
  bg_status status = bg_remainder(whole, parts, &r);
  return push_figure(L, status, r);
}

/* cagr(from, to, periods) -> figure | nil */
static int core_cagr (lua_State *L) {
  bg_figure from = bg_door_figure(L, 1, "from"), to = bg_door_figure(L, 2, "to"), r;
  bg_status status = bg_cagr(from, to, luaL_checknumber(L, 3), &r);
  return push_figure(L, status, r);
}

/* contribution(part_from, part_to, whole_from) -> figure | nil */
static int core_contribution (lua_State *L) {
  bg_figure from = bg_door_figure(L, 1, "part_from"), to = bg_door_figure(L, 2, "part_to");
  bg_figure whole = bg_door_figure(L, 3, "whole_from"), r;
  bg_status status = bg_contribution(from, to, whole, &r);
  return push_figure(L, status, r);
}

/* index(value, base) -> figure | nil */
static int core_index (lua_State *L) {
  bg_figure value = bg_door_figure(L, 1, "value"), base = bg_door_figure(L, 2, "base"), r;
  bg_status status = bg_index(value, base, &r);
  return push_figure(L, status, r);
}

/* rate(total, count) -> figure | nil */
static int core_rate (lua_State *L) {
  bg_figure total = bg_door_figure(L, 1, "total"), r;
  bg_status status = bg_rate(total, luaL_checknumber(L, 2), &r);
  return push_figure(L, status, r);
}

static const luaL_Reg functions[] = {
  { "growth", core_growth },
  { "growth_of_increment", core_growth_of_increment },
  { "difference", core_difference },
  { "sum", core_sum },
  { "share", core_share },
  { "remainder", core_remainder },
  { "cagr", core_cagr },
  { "contribution", core_contribution },
  { "index", core_index },
  { "rate", core_rate },
  { NULL, NULL }
};

void bg_open_growth (lua_State *L) {
  bg_setfuncs(L, functions);
}
