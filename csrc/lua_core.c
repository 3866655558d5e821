/*
** lua_core.c: opens baogao.core.
*/
#include "lua_door.h"

#include <stdlib.h>

#ifndef BAOGAO_VERSION
#error "BAOGAO_VERSION comes from lua/baogao/version.lua by way of the Makefile"
#endif

static void *resize (void *ud, void *block, size_t old, size_t size) {
  (void)ud;
  (void)old;
  if (size == 0) {
    free(block);
    return NULL;
  }
  return realloc(block, size);
}

/* A test that fails allocations builds with its own function of this shape. */
#ifdef BG_DOOR_RESIZE
void *BG_DOOR_RESIZE (void *ud, void *block, size_t old, size_t size);
const bg_alloc bg_door_alloc = { BG_DOOR_RESIZE, NULL };
#else
const bg_alloc bg_door_alloc = { resize, NULL };
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
  bg_open_growth(L);
  bg_open_period(L);
  bg_open_report(L);
  bg_open_terms(L);
  bg_open_frame(L);
  lua_pushliteral(L, BAOGAO_VERSION);
  lua_setfield(L, -2, "version");
  return 1;
}
