/*
** lua_frame.h: what the files of the frame's door share.
**
** A frame in Lua is a userdata that points to a bg_frame, or to nothing once
** it was closed. Its memory does not come from Lua's allocator, whose limits
** (LuaJIT's 2 GB) and rules (one thread) do not suit columns; so each Lua
** state has a pool that counts it, may limit it, and steps Lua's collector as
** frames are made, since the collector sees but a few bytes of each.
*/
#ifndef BAOGAO_LUA_FRAME_H
#define BAOGAO_LUA_FRAME_H

#include "query/expr.h"
#include "frame/frame.h"
#include "frame/frame_build.h"
#include "lua_door.h"

#define BG_FRAME_TYPE "baogao.frame"

BG_BEGIN

/* The allocator of this state's frames. */
bg_alloc bg_door_frame_alloc (lua_State *L);

/* Whether loops over a frame are to be run wide (base/vectors.h): asked of the
** processor by the first frame that is large enough for it to matter. */
bool bg_door_wide (lua_State *L, const bg_frame *f);

/* The userdata at i where it is one of a type of bg_newtype, else NULL. */
void *bg_door_typed (lua_State *L, int i, const char *type);

/* Pushes an empty (closed) frame and answers where its pointer goes. */
bg_frame **bg_door_new_frame (lua_State *L);

/* Tells the collector of the frame just made. */
void bg_door_made_frame (lua_State *L, const bg_frame *f);

/* The frame at stack index i; raises where it is none, or is closed. */
bg_frame *bg_door_frame (lua_State *L, int i);

/* Raises for a status with `fault`'s words, or the status' own. */
int bg_door_refuse (lua_State *L, bg_status status, const bg_fault *fault, const char *what);

bg_text bg_door_text (lua_State *L, int i);

/* The index of the column whose name is at stack index i; raises where there is none. */
size_t bg_door_column_at (lua_State *L, int i, const bg_frame *f);

/* Indices of the columns named in field `name` of the table at i, as a
** userdata that stays on the stack; none where the field is nil. */
const size_t *bg_door_columns_field (lua_State *L, int i, const char *name, const bg_frame *f, size_t *count);

/* A value of a column; nil for null. */
void bg_door_push_value (lua_State *L, const bg_column *c, size_t row);

/* Lua text to a type, raising for another. */
bg_type bg_door_type (lua_State *L, bg_text name);

BG_END

#endif
