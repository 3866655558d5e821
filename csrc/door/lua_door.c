/*
** lua_door.c: what the files of the door share: memory for the engine, and
** errors that name the user's line. See lua_door.h.
*/
#include "lua_door.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

/* A test that fails allocations builds with its own functions of these shapes. */
#ifdef BG_DOOR_RESIZE
void *BG_DOOR_RESIZE (void *ud, void *block, size_t old, size_t size);
void BG_DOOR_LOST (size_t bytes);
#else
static void *resize (void *ud, void *block, size_t old, size_t size) {
  (void)ud;
  (void)old;
  if (size == 0) {
    free(block);
    return NULL;
  }
  return realloc(block, size);
}
#define BG_DOOR_RESIZE resize
#define BG_DOOR_LOST(bytes) ((void)(bytes))
#endif

/*
** The store of a state: a ring of all blocks that the engine has for it. A
** finalizer frees what its object owns, but Lua 5.4 drops one that it has no
** memory to call (GCTM of its lgc.c warns "error in __gc", and the object is
** gone), and the others may. What is lost so stays in the ring and goes with
** the state: of all finalizers of this library the store's is the first that a
** state gets, so that closing the state runs it last.
*/
typedef struct link {
  struct link *previous, *next;
  size_t size; /* of the block after it */
} link;

/* What stands before a block: what follows suits any type. (The ring's ends are
** in a userdata of Lua's, which suits fewer.) */
typedef union header {
  link is;
  long double align;
} header;

#define STORE_TYPE "baogao.store"
static const char store_key = 's';

static void *store_resize (void *ud, void *block, size_t old, size_t size) {
  link *ends = (link *)ud;
  header *at = NULL, *made;
  size_t held = 0;
  if (size == 0) { /* of a block: the engine frees no NULL */
    at = (header *)block - 1;
    at->is.previous->next = at->is.next;
    at->is.next->previous = at->is.previous;
    return BG_DOOR_RESIZE(NULL, at, old + sizeof *at, 0);
  }
  if (size > SIZE_MAX - sizeof *at) return NULL; /* GCOVR_EXCL_BR_LINE: sizes so near to the end are refused where they are added up */
  if (block != NULL) {
    at = (header *)block - 1;
    held = old + sizeof *at;
  }
  made = (header *)BG_DOOR_RESIZE(NULL, at, held, size + sizeof *at);
  if (made == NULL) return NULL; /* the old one is as it was, and in the ring */
  if (at == NULL) {
    made->is.previous = ends->previous;
    made->is.next = ends;
  }
  made->is.size = size;
  made->is.previous->next = made->is.next->previous = &made->is;
  return made + 1;
}

static int store_gc (lua_State *L) {
  link *ends = (link *)lua_touserdata(L, 1);
  size_t lost = 0;
  for (link *at = ends->next, *next; at != ends; at = next) { /* it stands first in its header */
    next = at->next;
    lost += at->size;
    (void)BG_DOOR_RESIZE(NULL, at, at->size + sizeof (header), 0);
  }
  ends->previous = ends->next = ends;
  BG_DOOR_LOST(lost);
  return 0;
}

bg_alloc bg_door_alloc (lua_State *L) {
  bg_alloc alloc;
  lua_pushlightuserdata(L, (void *)(size_t)&store_key);
  lua_rawget(L, LUA_REGISTRYINDEX);
  alloc.resize = store_resize;
  alloc.ud = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return alloc;
}

void bg_open_store (lua_State *L) {
  static const luaL_Reg meta[] = {
    { "__gc", store_gc },
    { NULL, NULL }
  };
  link *ends;
  if (bg_door_alloc(L).ud != NULL) return; /* opened again */
  bg_newtype(L, STORE_TYPE, meta);
  lua_pushlightuserdata(L, (void *)(size_t)&store_key);
  ends = (link *)bg_newuserdata(L, sizeof *ends);
  ends->previous = ends->next = ends;
  ends->size = 0;
  bg_settype(L, STORE_TYPE);
  lua_rawset(L, LUA_REGISTRYINDEX);
}

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
