/*
** lua_core.c: opens baogao.core.
*/
#include "lua_door.h"

#ifndef BAOGAO_VERSION
#error "BAOGAO_VERSION comes from lua/baogao/version.lua by way of the Makefile"
#endif

int bg_door_fail (lua_State *L, bg_status status, const char *what) {
  switch (status) {
    case BG_NO_MEMORY: return luaL_error(L, "%s: not enough memory", what);
    case BG_TOO_LARGE: return luaL_error(L, "%s: too large", what);
    case BG_BAD_TEXT: return luaL_error(L, "%s: malformed text", what);
    default: return luaL_error(L, "%s: no value", what);
  }
}

BG_EXPORT int luaopen_baogao_core (lua_State *L);

BG_EXPORT int luaopen_baogao_core (lua_State *L) {
  lua_newtable(L);
  bg_open_interval(L);
  bg_open_frame(L);
  lua_pushliteral(L, BAOGAO_VERSION);
  lua_setfield(L, -2, "version");
#if LUA_VERSION_NUM == 501
  lua_pushliteral(L, "Lua 5.1 / LuaJIT");
#else
  lua_pushliteral(L, LUA_VERSION);
#endif
  lua_setfield(L, -2, "built_for");
  return 1;
}
