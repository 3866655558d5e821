/*
** lua_fuzz.c: the fuzzer for what is written in Lua.
**
** BAOGAO_FUZZ_CASE names a file that returns a function of one string. It runs
** in one Lua state, the engine built in; an error that comes out of it is a
** finding. libFuzzer sees the engine's branches by itself; the lines of Lua
** that run are told to it by a hook, through its table of extra counters, so
** that it finds its way through parsers in Lua too.
*/
#include "fuzz.h"

#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>

#define LINES 65536
__attribute__((section("__libfuzzer_extra_counters"))) static unsigned char lines[LINES];

int luaopen_baogao_core (lua_State *L);

static lua_State *L;

static void on_line (lua_State *S, lua_Debug *where) {
  size_t h;
  if (!lua_getinfo(S, "S", where)) return;
  h = (size_t)where->source * 31u + (size_t)where->currentline * 2654435761u;
  h ^= h >> 16;
  if (lines[h % LINES] < 255) lines[h % LINES]++;
}

static void failed (const char *what) {
  const char *message = lua_tostring(L, -1);
  fprintf(stderr, "%s: %s\n", what, message ? message : "(an error that is no string)");
  abort();
}

int LLVMFuzzerInitialize (int *argc, char ***argv) {
  const char *name = getenv("BAOGAO_FUZZ_CASE");
  (void)argc;
  (void)argv;
  must(name != NULL, "BAOGAO_FUZZ_CASE names a file");
  L = luaL_newstate();
  must(L != NULL, "there is memory for a state");
  luaL_openlibs(L);
  lua_getglobal(L, "package");
  lua_getfield(L, -1, "preload");
  lua_pushcfunction(L, luaopen_baogao_core);
  lua_setfield(L, -2, "baogao.core");
  lua_pop(L, 2);
  if (luaL_loadfile(L, name) || lua_pcall(L, 0, 1, 0)) failed(name);
  lua_sethook(L, on_line, LUA_MASKLINE, 0);
  return 0; /* the function stays at index 1 */
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  lua_pushvalue(L, 1);
  lua_pushlstring(L, (const char *)data, size);
  if (lua_pcall(L, 1, 0, 0)) failed("the case raised");
  return 0;
}
