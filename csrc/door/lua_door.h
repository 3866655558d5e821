/*
** lua_door.h: what the files of the door share.
**
** The door is every file named lua_*.c. It checks arguments, calls the engine
** and pushes results, and holds no rule of the domain. Each file opens its
** part by adding functions to the table at the top of the stack; lua_core.c
** calls them in order. `baogao.core` is private to lua/baogao/: its functions
** may assume what the Lua front has checked, but never so that a wrong call
** could corrupt memory.
*/
#ifndef BAOGAO_LUA_DOOR_H
#define BAOGAO_LUA_DOOR_H

#include "base/common.h"
#include "report/growth.h"
#include "base/interval.h"
#include "lua_compat.h"

BG_BEGIN

/* Raises with the position of the user's call: the one who called the function
** of the Lua front that called the core. Formats are those of lua_pushfstring. */
int bg_door_error (lua_State *L, const char *format, ...);

/* Raises with the plain words for a status that is of memory: BG_NO_MEMORY or BG_TOO_LARGE. */
int bg_door_fail (lua_State *L, bg_status status, const char *what);

/* The allocator that the door hands to the engine: the C library's, with a store
** of this state's blocks, which frees at its end what no finalizer did. */
bg_alloc bg_door_alloc (lua_State *L);

/* Reads an interval at stack index i: a number, or a table with `value` alone
** or with `lower` and `upper` (and `lower_open`, `upper_open`). Raises, naming
** `what`, where it is neither, is not a number, or holds no value. `nominal`
** (may be NULL) gets `value`, or the one bound that is finite, or the middle. */
bg_interval bg_door_interval (lua_State *L, int i, const char *what, double *nominal);

/* The same as a bg_figure. */
bg_figure bg_door_figure (lua_State *L, int i, const char *what);

/* Sets value, lower, upper, lower_open and upper_open in the table on top. In
** Lua an infinite bound is not marked open: it is no value to exclude. */
void bg_door_set_interval (lua_State *L, bg_interval a, double nominal);

/* Before all other parts: what makes a finalizer must find the store there. */
void bg_open_store (lua_State *L);

/* The parts of the door; each adds to the table at the top of the stack. */
void bg_open_interval (lua_State *L);
void bg_open_facts (lua_State *L);
void bg_open_frame (lua_State *L);
void bg_open_frame_build (lua_State *L);
void bg_open_frame_expr (lua_State *L);
void bg_open_frame_run (lua_State *L);
void bg_open_frame_prepare (lua_State *L);
void bg_open_frame_shape (lua_State *L);
void bg_open_frame_pivot (lua_State *L);
void bg_open_frame_file (lua_State *L);
void bg_open_frame_report (lua_State *L);
void bg_open_growth (lua_State *L);
void bg_open_period (lua_State *L);
void bg_open_report (lua_State *L);
void bg_open_terms (lua_State *L);
void bg_open_scan (lua_State *L);
void bg_open_stdin (lua_State *L);
void bg_open_read (lua_State *L);

BG_END

#endif
