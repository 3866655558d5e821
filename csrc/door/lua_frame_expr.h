/*
** lua_frame_expr.h: programs from expressions in Lua tables.
*/
#ifndef BAOGAO_LUA_FRAME_EXPR_H
#define BAOGAO_LUA_FRAME_EXPR_H

#include "lua_frame.h"

BG_BEGIN

/* Pushes an empty program over a frame, which must stay on the stack; `size`
** bytes in all, of which the program is the first and the rest is 0. */
bg_program *bg_door_program (lua_State *L, const bg_frame *f, size_t size);

/* The program at stack index i, or NULL. */
bg_program *bg_door_is_program (lua_State *L, int i);

/* Adds the expression at stack index i; raises where it is none. */
int bg_door_compile (lua_State *L, bg_program *p, int i);

/* The same, and it must be a condition. */
int bg_door_condition (lua_State *L, bg_program *p, int i);

/* Threads said at i: 1 or 2. */
int bg_door_threads (lua_State *L, int i);

/* Columns named in the array at i: how many, and the index of each. */
size_t bg_door_column_count (lua_State *L, int i);
void bg_door_columns (lua_State *L, int i, const bg_frame *f, size_t count, size_t *columns);

BG_END

#endif
