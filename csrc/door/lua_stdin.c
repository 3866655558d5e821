/*
** lua_stdin.c: standard input with a time limit.
**
** A language server answers as messages come and tells faults a moment after
** the last edit. Lua's io.read can only wait for ever, so this reads what is
** there, or nothing once the time is over. It reads the descriptor itself, by
** the side of C's buffer: a program that uses it reads standard input in no
** other way.
*/
#if defined(__unix__) || defined(__APPLE__)
#define _POSIX_C_SOURCE 200112L
#define BG_HAS_POLL 1
#include <errno.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>
#endif

#include "lua_door.h"

/* One read takes at most this: more than any message of typing, little enough
** for the stack. */
#define BG_STDIN_CHUNK 16384

/* stdin_read(milliseconds) -> text | "" after the time | nil at the end, or
** nil, message. Below 0 it waits for ever. Without poll (not a Unix) there is
** no such function, and io.read must do. */
#ifdef BG_HAS_POLL
static int core_stdin_read (lua_State *L) {
  char buffer[BG_STDIN_CHUNK];
  struct pollfd input = { 0, POLLIN, 0 };
  lua_Number wanted = luaL_checknumber(L, 1);
  int wait = wanted < 0 ? -1 : wanted > 3600000 ? 3600000 : (int)wanted;
  ssize_t got;
  int ready;
  do ready = poll(&input, 1, wait);
  while (ready < 0 && errno == EINTR); /* GCOVR_EXCL_BR_LINE: one open file is no cause for any other error */
  if (ready == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  do got = read(0, buffer, sizeof buffer);
  while (got < 0 && errno == EINTR); /* GCOVR_EXCL_BR_LINE: no wait, so no signal, but where another process took the text */
  if (got < 0) {
    lua_pushnil(L);
    lua_pushliteral(L, "standard input cannot be read");
    return 2;
  }
  if (got == 0) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushlstring(L, buffer, (size_t)got);
  return 1;
}

/* now() -> seconds that only rise, whatever is done to the clock on the wall */
static int core_now (lua_State *L) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return luaL_error(L, "there is no clock"); /* GCOVR_EXCL_BR_LINE: the system has one */
  lua_pushnumber(L, (lua_Number)now.tv_sec + (lua_Number)now.tv_nsec / 1e9);
  return 1;
}
#endif

static const luaL_Reg functions[] = {
#ifdef BG_HAS_POLL
  { "now", core_now },
  { "stdin_read", core_stdin_read },
#endif
  { NULL, NULL }
};

void bg_open_stdin (lua_State *L) { bg_setfuncs(L, functions); }
