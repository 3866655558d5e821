/*
** lua_compat.h: the only place that knows Lua versions.
**
** The module is built twice from the same sources. Built with the headers of
** Lua 5.4 it serves lua5.4; built with those of PUC Lua 5.1 it serves lua5.1,
** LuaJIT, Neovim and nginx, since it then calls nothing that one of them
** lacks. So no function of lauxlib that differs between them is called here,
** not even luaL_register: what is needed is written below, all of it static.
*/
#ifndef BAOGAO_LUA_COMPAT_H
#define BAOGAO_LUA_COMPAT_H

#include <lua.h>
#include <lauxlib.h>

/* They never return, which neither Lua's headers nor its manual's type tell a compiler. */
#if defined(__GNUC__)
__attribute__((noreturn)) LUALIB_API int (luaL_error) (lua_State *L, const char *fmt, ...);
__attribute__((noreturn)) LUALIB_API int (luaL_argerror) (lua_State *L, int arg, const char *message);
#endif

#if LUA_VERSION_NUM < 501 || LUA_VERSION_NUM == 502
#error "baogao builds for Lua 5.1 (and LuaJIT), 5.3, 5.4 and later"
#endif

#if LUA_VERSION_NUM == 501
#define bg_rawlen(L, i) lua_objlen(L, i)
#define bg_newuserdata(L, size) lua_newuserdata(L, size)
#define bg_getuservalue(L, i) lua_getfenv(L, i)
#define bg_setuservalue(L, i) lua_setfenv(L, i)
#else
#define bg_rawlen(L, i) lua_rawlen(L, i)
#if LUA_VERSION_NUM >= 504
#define bg_newuserdata(L, size) lua_newuserdatauv(L, size, 1)
#define bg_getuservalue(L, i) lua_getiuservalue(L, i, 1)
#define bg_setuservalue(L, i) lua_setiuservalue(L, i, 1)
#else
#define bg_newuserdata(L, size) lua_newuserdata(L, size)
#define bg_getuservalue(L, i) lua_getuservalue(L, i)
#define bg_setuservalue(L, i) lua_setuservalue(L, i)
#endif
#endif

/* Numbers that are whole go to Lua 5.3 and later as integers, so that they
** print as 5616 under every Lua and not as 5616.0 under some. Past 2^53 a
** double no longer tells whole numbers apart, and stays one. */
static inline void bg_pushnumber (lua_State *L, double value) {
#if LUA_VERSION_NUM >= 503
  if (value >= -9007199254740992.0 && value <= 9007199254740992.0
      && value == (double)(lua_Integer)value) {
    lua_pushinteger(L, (lua_Integer)value);
    return;
  }
#endif
  lua_pushnumber(L, value == 0 ? 0.0 : value); /* no negative zero */
}

/* A negative stack index (no pseudo-index) made absolute. */
static inline int bg_absindex (lua_State *L, int i) {
  return i > 0 ? i : lua_gettop(L) + i + 1;
}

/* Adds the functions of the list to the table at the top of the stack. */
static inline void bg_setfuncs (lua_State *L, const luaL_Reg *list) {
  for (; list->name != NULL; list++) {
    lua_pushcfunction(L, list->func);
    lua_setfield(L, -2, list->name);
  }
}

/* Makes (once a state) the metatable of a type, with the name in
** __name and in __metatable, which also keeps the metatable itself hidden. It
** is registered only when it is whole: where memory ends half way, the next
** try must not find a type without its finalizer. */
static inline void bg_newtype (lua_State *L, const char *name, const luaL_Reg *meta) {
  luaL_getmetatable(L, name);
  if (lua_isnil(L, -1)) {
    lua_newtable(L);
    bg_setfuncs(L, meta);
    lua_pushstring(L, name);
    lua_setfield(L, -2, "__name");
    lua_pushstring(L, name);
    lua_setfield(L, -2, "__metatable");
    lua_setfield(L, LUA_REGISTRYINDEX, name);
  }
  lua_pop(L, 1);
}

static inline void bg_settype (lua_State *L, const char *name) {
  luaL_getmetatable(L, name);
  lua_setmetatable(L, -2);
}

#endif
