/*
** lua_frame_expr.h: programs from expressions in Lua tables.
*/
#ifndef BAOGAO_LUA_FRAME_EXPR_H
#define BAOGAO_LUA_FRAME_EXPR_H

#include "lua_frame.h"

BG_BEGIN

/* Pushes an empty program over a frame, which must stay on the stack. */
bg_program *bg_door_program (lua_State *L, const bg_frame *f);

/* Adds the expression at stack index i; raises where it is none. */
int bg_door_compile (lua_State *L, bg_program *p, int i);

/* The same, and it must be a condition. */
int bg_door_condition (lua_State *L, bg_program *p, int i);

void bg_open_frame_expr (lua_State *L);

BG_END

#endif
