/*
** oom.c: fails every allocation, one after the other.
**
** The state's allocator and the engine's own are one counter. Each case of
** oom.lua runs once, without a failure, in a new state; at every allocation it
** makes, the program forks twice: in one child that allocation and all after
** it fail, in the other that one alone. So no work before the k-th allocation
** is done again for each k. In a child the case must end (well, or with an
** error), and then, memory being there again, the same case must give its right
** answer in the same state; after the state is closed nothing may be left. A
** crash, a leak, a wrong answer and a child that never ends are told with the
** case and k, and the rest goes on. Memory that only the end of the state frees
** is a leak too, unless Lua told that it dropped a finalizer.
**
** usage: oom CASES.lua [step [name [first last]]]    with LUA_PATH set
**
** step N tries each N-th allocation; "paths" those alone whose C functions, from
** the allocation to the case, no allocation of the program came through before
** (each way to a place that can fail, each once); "places" looks at the
** innermost frames alone, for coverage, and "short" at those three or so that
** asked, for the suite. A case alone, and its allocations from first to last,
** let many programs share the work.
**
** A case whose fourth field is true writes files, which a child would take from
** under its parent: there the fork is before the case, and the case is run anew
** for each k. One whose fifth field is true takes finalizers away, so that there
** must be something left for the end of the state to free.
*/
#define _GNU_SOURCE
#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>

#include <execinfo.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child that takes longer than this hangs; the longest case takes a second. */
#define CHILD_SECONDS 120

/* Frames of C that tell two ways to an allocation apart. */
#define DEPTH 24
#define NEAR 11 /* for "places": the four or five of this file, and those that asked */
#define NEAREST 7 /* for "short" */
#define PATHS 65536 /* room for the ways that were seen, a power of two */

static struct counter {
  unsigned long calls, live_blocks;
  size_t live_bytes;
  enum { IDLE, FORKING, COUNTING, FAILING } mode;
  unsigned long fail_at; /* COUNTING: the allocation that fails */
  int for_good, failing;
  size_t lost;  /* bytes that no finalizer freed, but the state's store at its end */
  int dropped;  /* Lua told of a finalizer that it did not call */
} memory; /* one program, one state at a time */

static struct plan {
  unsigned long step, first, last, runs, found;
  int depth; /* 0: no look at the ways */
  const char *name;
  lua_State *L;
  int index;
  int drops;
} plan;

static uint64_t seen[PATHS];

/* Whether no allocation came this way before. */
static int new_path (void) {
  void *frames[DEPTH];
  int count = backtrace(frames, plan.depth);
  uint64_t h = 1469598103934665603u;
  size_t i;
  for (int k = 2; k < count; k++) h = (h ^ (uint64_t)(uintptr_t)frames[k]) * 1099511628211u;
  if (h == 0) h = 1;
  for (i = (size_t)(h >> 20) % PATHS; seen[i] != 0; i = (i + 1) % PATHS)
    if (seen[i] == h) return 0;
  seen[i] = h;
  return 1;
}

static int run_case (lua_State *L, int i);

/* In a child, where the case is over: the same must work now, and leave nothing. Ends the program. */
static void afterwards (void) {
  const char *how = memory.for_good ? "for good" : "once";
  unsigned long k = memory.calls;
  memory.mode = IDLE;
  if (run_case(plan.L, plan.index)) {
    printf("oom: '%s' does not work after allocation %lu failed %s: %s\n", plan.name, k, how, lua_tostring(plan.L, -1));
    exit(1);
  }
  lua_close(plan.L);
  if (memory.lost != 0 && !memory.dropped && !plan.drops) {
    printf("oom: '%s' frees %lu bytes only with the state where allocation %lu failed %s\n", plan.name,
           (unsigned long)memory.lost, k, how);
    exit(1);
  }
  if (memory.live_bytes != 0) {
    printf("oom: '%s' leaks %lu bytes in %lu blocks where allocation %lu failed %s\n", plan.name,
           (unsigned long)memory.live_bytes, memory.live_blocks, k, how);
    exit(1);
  }
  exit(0);
}

/* A child shares its parent's place in each open file, and would move it. */
static void own_files (void) {
  for (int fd = 3; fd < 64; fd++) {
    char path[40];
    int flags = fcntl(fd, F_GETFL), own;
    off_t at = flags < 0 ? -1 : lseek(fd, 0, SEEK_CUR);
    if (at < 0) continue;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    own = open(path, flags & O_ACCMODE);
    if (own < 0) continue;
    lseek(own, at, SEEK_SET);
    dup2(own, fd);
    close(own);
  }
}

static void tell (pid_t child, unsigned long k, int for_good) {
  int status = 0;
  if (waitpid(child, &status, 0) != child) abort();
  plan.runs++;
  if (status == 0) return;
  plan.found++;
  if (WIFSIGNALED(status))
    printf("oom: '%s' ends by signal %d where allocation %lu failed %s\n", plan.name, WTERMSIG(status), k,
           for_good ? "for good" : "once");
  else if (WEXITSTATUS(status) != 1) /* 1 has told its words itself */
    printf("oom: '%s' crashes (exit %d) where allocation %lu failed %s\n", plan.name, WEXITSTATUS(status), k,
           for_good ? "for good" : "once");
}

static int wanted (unsigned long k) {
  if (k < plan.first || k > plan.last) return 0;
  return plan.depth > 0 ? new_path() : (k - 1) % plan.step == 0;
}

/* Whether this allocation fails. */
static int fails (void) {
  if (memory.mode == IDLE) return 0;
  if (memory.failing) return memory.for_good;
  memory.calls++;
  if (memory.mode == COUNTING) {
    if (memory.calls != memory.fail_at) return 0;
    memory.failing = 1;
    return 1;
  }
  if (memory.mode == FORKING && wanted(memory.calls)) {
    pid_t children[2];
    for (int i = 0; i < 2; i++) {
      fflush(stdout);
      children[i] = fork();
      if (children[i] < 0) abort();
      if (children[i] == 0) {
        alarm(CHILD_SECONDS);
        own_files();
        memory.mode = FAILING;
        memory.for_good = i == 0;
        memory.failing = 1;
        return 1;
      }
    }
    for (int i = 0; i < 2; i++) tell(children[i], memory.calls, i == 0);
  }
  return 0;
}

/* Blocks carry their size, so that a wrong `old` is found as well. */
typedef union header { size_t size; long double align; } header;

static void *resize (void *ud, void *block, size_t old, size_t size) {
  header *h = block ? (header *)block - 1 : NULL;
  size_t before = h ? h->size : 0;
  header *n;
  (void)ud;
  (void)old;
  if (size == 0) {
    if (h) {
      memory.live_bytes -= before;
      memory.live_blocks--;
      memset(block, 0xDB, before); /* what is used after this is seen */
      free(h);
    }
    return NULL;
  }
  /* Lua counts on shrinking to succeed */
  if (!(h && size <= before) && fails()) return NULL;
  n = malloc(sizeof *n + size);
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

/* the engine's allocator: csrc/door/lua_door.c is built with BG_DOOR_RESIZE=oom_resize and BG_DOOR_LOST=oom_lost */
void *oom_resize (void *ud, void *block, size_t old, size_t size);
void *oom_resize (void *ud, void *block, size_t old, size_t size) {
  if (block != NULL && ((header *)block - 1)->size != old) {
    printf("oom: '%s': a block of %lu bytes is said to have %lu\n", plan.name,
           (unsigned long)((header *)block - 1)->size, (unsigned long)old);
    abort();
  }
  return resize(ud, block, old, size);
}

void oom_lost (size_t bytes);
void oom_lost (size_t bytes) { memory.lost += bytes; }

/* Lua 5.4 calls no finalizer that it has no memory to call, and says so here. */
#if LUA_VERSION_NUM >= 504
static void warned (void *ud, const char *message, int to_be_continued) {
  (void)ud;
  (void)to_be_continued;
  if (strcmp(message, "__gc") == 0) memory.dropped = 1;
}
#endif

int luaopen_baogao_core (lua_State *L);

static lua_State *open_state (const char *cases) {
  lua_State *L = lua_newstate(resize, NULL);
  if (L == NULL) abort();
  luaL_openlibs(L);
  lua_pushlightuserdata(L, NULL); /* a host's null, as cjson and OpenResty have one */
  lua_setglobal(L, "NULL");
#if LUA_VERSION_NUM >= 504
  lua_setwarnf(L, warned, NULL);
#endif
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
static int run_case (lua_State *L, int i) {
  int mode = memory.mode, result;
  memory.mode = IDLE;
  lua_settop(L, 1);
  lua_rawgeti(L, 1, i);
  lua_rawgeti(L, -1, 2);
  lua_remove(L, -2);
  memory.mode = mode;
  result = lua_pcall(L, 0, 0, 0);
  if (memory.mode == FAILING || memory.mode == COUNTING) return result; /* the caller goes on to `afterwards` */
  memory.mode = IDLE;
  return result;
}

/* A state in which the case may begin. */
static void prepare (const char *cases) {
  plan.L = open_state(cases);
  lua_rawgeti(plan.L, 1, plan.index);
  lua_rawgeti(plan.L, -1, 3); /* what the case wants loaded beforehand */
  if (!lua_isnil(plan.L, -1) && lua_pcall(plan.L, 0, 0, 0)) {
    printf("oom: '%s' cannot be prepared: %s\n", plan.name, lua_tostring(plan.L, -1));
    exit(2);
  }
  memory.calls = 0;
  memory.failing = 0;
}

/* The case, forking at its allocations; answers how many it made. */
static unsigned long within (const char *cases) {
  int result;
  prepare(cases);
  memory.mode = FORKING;
  result = run_case(plan.L, plan.index);
  if (memory.mode == FAILING) afterwards();
  if (result) {
    printf("oom: '%s' does not work where nothing fails: %s\n", plan.name, lua_tostring(plan.L, -1));
    plan.found++;
  }
  lua_close(plan.L);
  return memory.calls;
}

/* The same for a case that writes files: a fork before the case for each k. */
static unsigned long before (const char *cases) {
  unsigned long count;
  prepare(cases);
  memory.mode = COUNTING;
  memory.fail_at = 0; /* none */
  if (run_case(plan.L, plan.index)) {
    printf("oom: '%s' does not work where nothing fails: %s\n", plan.name, lua_tostring(plan.L, -1));
    plan.found++;
  }
  memory.mode = IDLE;
  count = memory.calls;
  lua_close(plan.L);
  for (unsigned long k = 1; k <= count; k++) {
    if (k < plan.first || k > plan.last || (plan.depth == 0 && (k - 1) % plan.step != 0)) continue;
    for (int for_good = 1; for_good >= 0; for_good--) {
      pid_t child;
      fflush(stdout);
      child = fork();
      if (child < 0) abort();
      if (child == 0) {
        alarm(CHILD_SECONDS);
        prepare(cases);
        memory.fail_at = k;
        memory.for_good = for_good;
        memory.mode = COUNTING;
        (void)run_case(plan.L, plan.index);
        afterwards();
      }
      tell(child, k, for_good);
    }
  }
  return count;
}

int main (int argc, char **argv) {
  static const struct {
    const char *name;
    int depth;
  } modes[] = { { "paths", DEPTH }, { "places", NEAR }, { "short", NEAREST } };
  unsigned long all = 0;
  lua_State *L;
  int count;
  if (argc < 2) return 2;
  for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
    if (argc > 2 && strcmp(argv[2], modes[i].name) == 0) plan.depth = modes[i].depth;
  plan.step = argc > 2 && plan.depth == 0 ? strtoul(argv[2], NULL, 10) : 1;
  plan.first = argc > 4 ? strtoul(argv[4], NULL, 10) : 1;
  plan.last = argc > 5 ? strtoul(argv[5], NULL, 10) : (unsigned long)-1;
  if (plan.step == 0) return 2;
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
    unsigned long runs = plan.runs, made;
    int files;
    L = open_state(argv[1]);
    lua_rawgeti(L, 1, i);
    lua_rawgeti(L, -1, 1);
    lua_rawgeti(L, -2, 5);
    plan.drops = lua_toboolean(L, -1);
    lua_pop(L, 1);
    lua_rawgeti(L, -2, 4);
    files = lua_toboolean(L, -1);
    strncpy(name, lua_tostring(L, -2), sizeof name - 1);
    name[sizeof name - 1] = '\0';
    lua_close(L);
    if (argc > 3 && argv[3][0] != '\0' && strcmp(argv[3], name) != 0) continue;
    plan.name = name;
    plan.index = i;
    memset(&memory, 0, sizeof memory);
    made = files ? before(argv[1]) : within(argv[1]);
    all += made;
    if (memory.live_bytes != 0 || (memory.lost != 0) != plan.drops) {
      printf("oom: '%s' leaks %lu bytes where nothing fails\n", name, (unsigned long)(memory.live_bytes + memory.lost));
      plan.found++;
    }
    printf("%-40s %6lu allocations, %6lu runs\n", name, made, plan.runs - runs);
  }
  if (plan.found > 0) {
    printf("%lu allocations, %lu runs, %lu of them with a fault\n", all, plan.runs, plan.found);
    return 1;
  }
  printf("%lu allocations, %lu runs: no crash, no leak, every state usable afterwards\n", all, plan.runs);
  return 0;
}
