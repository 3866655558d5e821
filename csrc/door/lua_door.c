/*
** lua_door.c: what the files of the door share: memory for the engine, and
** errors that name the user's line. See lua_door.h.
*/
#include "lua_door.h"

#include <stdarg.h>
#include <stdlib.h>

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

/* levels from here: 1 is the front's function, 2 the one who called it */
#define USER_LEVEL 2

int bg_door_error (lua_State *L, const char *format, ...) {
  va_list arguments;
  luaL_where(L, USER_LEVEL);
  va_start(arguments, format);
  lua_pushvfstring(L, format, arguments);
  va_end(arguments);
  lua_concat(L, 2);
  return lua_error(L);
}

int bg_door_fail (lua_State *L, bg_status status, const char *what) {
  return bg_door_error(L, status == BG_NO_MEMORY ? "%s: not enough memory" : "%s: too large", what);
}
