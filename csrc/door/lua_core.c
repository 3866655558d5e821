/*
** lua_core.c: opens baogao.core, a part after the other.
*/
#include "lua_door.h"

#ifndef BAOGAO_VERSION
#error "BAOGAO_VERSION comes from lua/baogao/version.lua by way of the Makefile"
#endif

BG_EXPORT int luaopen_baogao_core (lua_State *L);

BG_EXPORT int luaopen_baogao_core (lua_State *L) {
  bg_open_store(L);
  lua_newtable(L);
  bg_open_interval(L);
  bg_open_frame(L);
  bg_open_frame_build(L);
  bg_open_frame_expr(L);
  bg_open_frame_run(L);
  bg_open_frame_prepare(L);
  bg_open_frame_shape(L);
  bg_open_frame_pivot(L);
  bg_open_frame_file(L);
  bg_open_frame_report(L);
  bg_open_growth(L);
  bg_open_period(L);
  bg_open_report(L);
  bg_open_facts(L);
  bg_open_terms(L);
  bg_open_scan(L);
  bg_open_stdin(L);
  bg_open_read(L);
  lua_pushliteral(L, BAOGAO_VERSION);
  lua_setfield(L, -2, "version");
  return 1;
}
