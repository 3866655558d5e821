/*
** oom.c: fails every allocation, one after the other.
**
** The state's allocator and the engine's own are one counter. For each case
** of oom.lua and for k = 1, 2, 3, ... the case runs in a new state in which
** the k-th allocation and all after it fail, and once more in which only the
** k-th fails, until a run meets no failure. After each run the allocator works
** again and the same case must give its right answer in the same state; after
** the state is closed nothing may be left. A crash ends the program.
**
** usage: oom CASES.lua [step [name]]    with LUA_PATH set; step > 1 tries each step-th k, name one case alone
*/
#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct counter {
  unsigned long calls, fail_from, live_blocks;
  size_t live_bytes;
  int armed, persistent, failed;
} counter;

static counter memory; /* one program, one state at a time */

static int fails (void) {
  if (!memory.armed) return 0;
  memory.calls++;
  if (memory.persistent ? memory.calls >= memory.fail_from : memory.calls == memory.fail_from) {
    memory.failed = 1;
    return 1;
  }
  return 0;
}

/* Blocks carry their size, so that a wrong `old` is found as well. */
typedef union header { size_t size; long double align; } header;

static void *resize (void *ud, void *block, size_t old, size_t size) {
  header *h = block ? (header *)block - 1 : NULL;
  (void)ud;
  (void)old;
  if (size == 0) {
    if (h) {
      memory.live_bytes -= h->size;
      memory.live_blocks--;
      memset(block, 0xDB, h->size); /* what is used after this is seen */
      free(h);
    }
    return NULL;
  }
  /* Lua counts on shrinking to succeed */
  if (!(h && size <= h->size) && fails()) return NULL;
  {
    size_t before = h ? h->size : 0;
    header *n = malloc(sizeof *n + size);
    if (n == NULL) abort();
    n->size = size;
    if (h) {
      memcpy(n + 1, block, before < size ? before : size);
      memset(block, 0xDB, before);
      free(h);
      memory.live_bytes -= before;
    }
    else memory.live_blocks++;
    memory.live_bytes += size;
    return n + 1;
  }
}

/* the engine's allocator: csrc/door/lua_door.c is built with BG_DOOR_RESIZE=oom_resize */
void *oom_resize (void *ud, void *block, size_t old, size_t size);
void *oom_resize (void *ud, void *block, size_t old, size_t size) {
  return resize(ud, block, old, size);
}

int luaopen_baogao_core (lua_State *L);

static lua_State *open_state (const char *cases) {
  lua_State *L = lua_newstate(resize, NULL);
  if (L == NULL) abort();
  luaL_openlibs(L);
  lua_getglobal(L, "package");
  lua_getfield(L, -1, "preload");
  lua_pushcfunction(L, luaopen_baogao_core);
  lua_setfield(L, -2, "baogao.core");
  lua_pop(L, 2);
  if (luaL_loadfile(L, cases) || lua_pcall(L, 0, 1, 0)) {
    fprintf(stderr, "oom: %s\n", lua_tostring(L, -1));
    exit(2);
  }
  return L; /* the array of cases is on top */
}

/* Runs case i of the array at index 1: 0, or an error with its message on top.
** Memory fails only within the protected call: outside of one an error would
** end the program, as Lua's manual says. */
static int run_case (lua_State *L, int i, int armed) {
  int result;
  lua_settop(L, 1);
  lua_rawgeti(L, 1, i);
  lua_rawgeti(L, -1, 2);
  lua_remove(L, -2);
  memory.armed = armed;
  result = lua_pcall(L, 0, 0, 0);
  memory.armed = 0;
  return result;
}

static unsigned long runs;

/* One run with the k-th allocation failing; answers whether any failed. */
static int attempt (const char *cases, int i, const char *name, unsigned long k, int persistent) {
  lua_State *L = open_state(cases);
  lua_rawgeti(L, 1, i);
  lua_rawgeti(L, -1, 3); /* what the case wants loaded beforehand */
  if (!lua_isnil(L, -1) && lua_pcall(L, 0, 0, 0)) {
    fprintf(stderr, "oom: '%s' cannot be prepared: %s\n", name, lua_tostring(L, -1));
    exit(2);
  }
  memory.calls = 0;
  memory.fail_from = k;
  memory.persistent = persistent;
  memory.failed = 0;
  (void)run_case(L, i, 1);
  if (run_case(L, i, 0)) {
    fprintf(stderr, "oom: '%s' does not work after allocation %lu failed%s: %s\n", name, k,
            persistent ? " for good" : " once", lua_tostring(L, -1));
    exit(1);
  }
  lua_close(L);
  if (memory.live_bytes != 0) {
    fprintf(stderr, "oom: '%s' leaks %lu bytes in %lu blocks where allocation %lu failed%s\n", name,
            (unsigned long)memory.live_bytes, memory.live_blocks, k, persistent ? " for good" : " once");
    exit(1);
  }
  runs++;
  return memory.failed;
}

int main (int argc, char **argv) {
  unsigned long step = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
  lua_State *L;
  int count;
  if (argc < 2 || step == 0) return 2;
  setvbuf(stdout, NULL, _IOLBF, 0);
  L = open_state(argv[1]);
  lua_getfield(L, 1, "left_out");
  if (lua_isstring(L, -1)) fputs(lua_tostring(L, -1), stdout);
#if LUA_VERSION_NUM >= 502
  count = (int)lua_rawlen(L, 1);
#else
  count = (int)lua_objlen(L, 1);
#endif
  lua_close(L);
  for (int i = 1; i <= count; i++) {
    char name[80];
    unsigned long k = 1, before = runs;
    L = open_state(argv[1]);
    lua_rawgeti(L, 1, i);
    lua_rawgeti(L, -1, 1);
    strncpy(name, lua_tostring(L, -1), sizeof name - 1);
    name[sizeof name - 1] = '\0';
    lua_close(L);
    if (argc > 3 && strcmp(argv[3], name) != 0) continue;
    for (;; k += step) {
      int for_good;
      if (argc > 3) fprintf(stderr, "\r%lu ", k);
      for_good = attempt(argv[1], i, name, k, 1);
      int once = attempt(argv[1], i, name, k, 0);
      if (!for_good && !once) break;
    }
    printf("%-40s %6lu allocations, %6lu runs\n", name, k - 1, runs - before);
    fflush(stdout);
  }
  printf("%lu runs, no crash, no leak, every state usable afterwards\n", runs);
  return 0;
}
