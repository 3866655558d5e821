/*
** lua_period.c: ISO 8601 periods for Lua.
*/
#include "lua_door.h"
#include "base/period.h"

static bool read_period (lua_State *L, int i, bg_period *period) {
  bg_text text;
  text.at = luaL_checklstring(L, i, &text.length);
  return bg_period_read(text, period) == BG_OK;
}

static int push_period (lua_State *L, bg_period period) {
  char text[BG_PERIOD_TEXT];
  lua_pushlstring(L, text, bg_period_write(period, text));
  return 1;
}

/* period_months("2024-01/2024-11") -> 11 | 0 where months are torn | nil */
static int core_period_months (lua_State *L) {
  bg_period period;
  if (!read_period(L, 1, &period)) lua_pushnil(L);
  else lua_pushinteger(L, bg_period_months(period));
  return 1;
}

/* period_days("2024-01") -> first day, last day since 1970-01-01 | nil */
static int core_period_days (lua_State *L) {
  bg_period period;
  if (!read_period(L, 1, &period)) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushinteger(L, period.first);
  lua_pushinteger(L, period.last);
  return 2;
}

/* period_rest("2024", "2024-01/2024-11") -> "2024-12" | nil */
static int core_period_rest (lua_State *L) {
  bg_period whole, part, rest;
  if (read_period(L, 1, &whole) && read_period(L, 2, &part) && bg_period_rest(whole, part, &rest))
    return push_period(L, rest);
  lua_pushnil(L);
  return 1;
}

static const luaL_Reg functions[] = {
  { "period_months", core_period_months },
  { "period_days", core_period_days },
  { "period_rest", core_period_rest },
  { NULL, NULL }
};

void bg_open_period (lua_State *L) {
  bg_setfuncs(L, functions);
}
