/*
** lua_frame.c: frames as Lua values: length, rows, columns, slices, closing.
*/
#include "lua_frame.h"
#include "base/period.h"
#include "base/vectors.h"

/* The pool of a state's frames, a userdata in the registry. It has no __gc,
** so that it is still there when the last frame is finalized at the end. */
typedef struct pool {
  bg_alloc store;
  size_t used;      /* bytes */
  size_t limit;     /* 0: none */
  size_t unstepped; /* bytes of frames made since the collector was stepped */
  int loops;        /* see bg_door_wide */
} pool;

enum { LOOPS_UNASKED, LOOPS_PLAIN, LOOPS_WIDE };

static const char pool_key = 'p';

/* Bytes of new frames after which the collector is stepped by as many: often
** enough that a loop that drops frames does not pile them up. */
#define STEP_BYTES ((size_t)1 << 20)

/* Blocks grow, or go. */
static void *pool_resize (void *ud, void *block, size_t old, size_t size) {
  pool *p = (pool *)ud;
  void *result;
  if (size == 0) {
    (void)p->store.resize(p->store.ud, block, old, 0);
    p->used -= old;
    return NULL;
  }
  if (p->limit != 0 && (size - old > p->limit || p->used > p->limit - (size - old))) return NULL;
  result = p->store.resize(p->store.ud, block, old, size);
  if (result != NULL) p->used = p->used - (block == NULL ? 0 : old) + size;
  return result;
}

static pool *state_pool (lua_State *L) {
  pool *p;
  lua_pushlightuserdata(L, (void *)(size_t)&pool_key);
  lua_rawget(L, LUA_REGISTRYINDEX);
  p = (pool *)lua_touserdata(L, -1);
  lua_pop(L, 1);
  return p;
}

bg_alloc bg_door_frame_alloc (lua_State *L) {
  bg_alloc alloc;
  alloc.resize = pool_resize;
  alloc.ud = state_pool(L);
  return alloc;
}

static int loops_here (void) {
  return bg_wide_here() ? LOOPS_WIDE : LOOPS_PLAIN; /* GCOVR_EXCL_BR_LINE: one processor gives one answer */
}

bool bg_door_wide (lua_State *L, const bg_frame *f) {
  pool *p = state_pool(L);
  if (f->rows < BG_WIDE_ROWS) return false;
  if (p->loops == LOOPS_UNASKED) p->loops = loops_here();
  return p->loops == LOOPS_WIDE;
}

bg_frame **bg_door_new_frame (lua_State *L) {
  bg_frame **box = (bg_frame **)bg_newuserdata(L, sizeof *box);
  *box = NULL;
  bg_settype(L, BG_FRAME_TYPE);
  return box;
}

void bg_door_made_frame (lua_State *L, const bg_frame *f) {
  pool *p = state_pool(L);
  p->unstepped += bg_frame_bytes(f);
  if (p->unstepped >= STEP_BYTES) {
    size_t kilobytes = p->unstepped >> 10;
    p->unstepped = 0;
    lua_gc(L, LUA_GCSTEP, kilobytes > 1000000 ? 1000000 : (int)kilobytes);
  }
}

void *bg_door_typed (lua_State *L, int i, const char *type) {
  bool is = false;
  if (lua_type(L, i) == LUA_TUSERDATA && lua_getmetatable(L, i)) {
    luaL_getmetatable(L, type);
    is = lua_rawequal(L, -1, -2) != 0;
    lua_pop(L, 2);
  }
  return is ? lua_touserdata(L, i) : NULL;
}

/* The box at i where it is a frame of this state, else NULL. */
static bg_frame **frame_box (lua_State *L, int i) {
  return (bg_frame **)bg_door_typed(L, i, BG_FRAME_TYPE);
}

bg_frame *bg_door_frame (lua_State *L, int i) {
  bg_frame **box = frame_box(L, i);
  bg_frame *f = box == NULL ? NULL : *box;
  if (f == NULL) {
    if (box == NULL) luaL_error(L, "a frame expected, got %s", luaL_typename(L, i));
    luaL_error(L, "the frame is closed");
  }
  return f;
}

int bg_door_refuse (lua_State *L, bg_status status, const bg_fault *fault, const char *what) {
  if (fault->text[0] != '\0') return luaL_error(L, "%s", fault->text);
  return bg_door_fail(L, status, what);
}

bg_text bg_door_text (lua_State *L, int i) {
  bg_text text;
  text.at = lua_tolstring(L, i, &text.length);
  if (text.at == NULL) {
    text.at = "";
    text.length = 0;
  }
  return text;
}

bg_type bg_door_type (lua_State *L, bg_text name) {
  for (int type = BG_NUMBER; type <= BG_STRING; type++) {
    const char *known = bg_type_name((bg_type)type);
    if (name.length == strlen(known) && memcmp(known, name.at, name.length) == 0) return (bg_type)type;
  }
  luaL_error(L, "no type '%s' (a column is number, integer, boolean, date or string)", name.at);
  return BG_NUMBER;
}

static void push_date (lua_State *L, double day) {
  char text[BG_PERIOD_TEXT];
  bg_period period;
  period.first = period.last = (int32_t)day;
  lua_pushlstring(L, text, bg_period_write(period, text));
}

void bg_door_push_value (lua_State *L, const bg_column *c, size_t row) {
  if (bg_column_null(c, row)) {
    lua_pushnil(L);
    return;
  }
  switch (c->type) {
    case BG_STRING: {
      bg_text text = bg_dict_text(c->dict, bg_column_code(c, row));
      lua_pushlstring(L, text.at, text.length);
      break;
    }
    case BG_BOOLEAN: lua_pushboolean(L, bg_column_number(c, row) != 0); break;
    case BG_DATE: push_date(L, bg_column_number(c, row)); break;
    default: bg_pushnumber(L, bg_column_number(c, row)); break;
  }
}

/* Sets the bounds of a row in the table below the top; a pair of names. */
static void set_bounds (lua_State *L, int table, const bg_column *c, size_t row) {
  bg_interval a;
  if (!bg_column_interval(c, row, &a)) return;
  bg_pushnumber(L, a.lower);
  lua_setfield(L, table, "lower");
  bg_pushnumber(L, a.upper);
  lua_setfield(L, table, "upper");
  lua_pushboolean(L, a.lower_open);
  lua_setfield(L, table, "lower_open");
  lua_pushboolean(L, a.upper_open);
  lua_setfield(L, table, "upper_open");
}

/* Pushes the names of the columns; answers the stack index of the first. */
static int push_names (lua_State *L, const bg_frame *f) {
  int base = lua_gettop(L) + 1;
  luaL_checkstack(L, (int)f->count + 8, "too many columns");
  for (size_t i = 0; i < f->count; i++) {
    bg_text name = bg_column_name(&f->columns[i]);
    lua_pushlstring(L, name.at, name.length);
  }
  return base;
}

static void push_row (lua_State *L, const bg_frame *f, size_t row, int names) {
  lua_createtable(L, 0, (int)f->count);
  for (size_t i = 0; i < f->count; i++) {
    if (bg_column_null(&f->columns[i], row) && !f->columns[i].bounded) continue;
    lua_pushvalue(L, names + (int)i);
    bg_door_push_value(L, &f->columns[i], row);
    lua_rawset(L, -3);
    if (f->columns[i].bounded) set_bounds(L, lua_gettop(L), &f->columns[i], row);
  }
}

/* A row of a frame by its number from 1, or false. */
static bool row_of (const bg_frame *f, lua_Number n, size_t *row) {
  if (!(n >= 1) || n > (lua_Number)f->rows) return false;
  *row = (size_t)n - 1;
  return (lua_Number)(*row + 1) == n;
}

/* frame[i] -> row | nil; frame.name -> method */
static int frame_index (lua_State *L) {
  if (lua_type(L, 2) == LUA_TNUMBER) {
    const bg_frame *f = bg_door_frame(L, 1);
    size_t row;
    if (!row_of(f, lua_tonumber(L, 2), &row)) return 0;
    push_row(L, f, row, push_names(L, f));
    return 1;
  }
  lua_pushvalue(L, 2);
  lua_rawget(L, lua_upvalueindex(1));
  return 1;
}

/* #frame -> rows */
static int frame_length (lua_State *L) {
  lua_pushinteger(L, (lua_Integer)bg_door_frame(L, 1)->rows);
  return 1;
}

/* frame:close(); closing twice is no fault */
static int frame_close (lua_State *L) {
  bg_frame **box = frame_box(L, 1);
  if (box == NULL) return luaL_error(L, "a frame expected, got %s", luaL_typename(L, 1));
  bg_frame_drop(*box);
  *box = NULL;
  return 0;
}

static int frame_is_closed (lua_State *L) {
  bg_frame **box = frame_box(L, 1);
  if (box == NULL) return luaL_error(L, "a frame expected, got %s", luaL_typename(L, 1));
  lua_pushboolean(L, *box == NULL);
  return 1;
}

/* frame_is(x) -> boolean */
static int core_frame_is (lua_State *L) {
  lua_pushboolean(L, frame_box(L, 1) != NULL);
  return 1;
}

/* The numbers `first` and `last` at i and i + 1, cut to the rows there are;
** negative ones count from the end, as in string.sub. */
static size_t range_of (lua_State *L, int i, const bg_frame *f, size_t *count) {
  lua_Number rows = (lua_Number)f->rows, first = luaL_optnumber(L, i, 1), last = luaL_optnumber(L, i + 1, -1);
  if (first != first || last != last) luaL_error(L, "rows are counted with numbers, got NaN");
  if (first < 0) first = first + rows + 1;
  if (last < 0) last = last + rows + 1;
  if (first < 1) first = 1;
  if (last > rows) last = rows;
  *count = first > last ? 0 : (size_t)last - (size_t)first + 1;
  return *count == 0 ? 0 : (size_t)first - 1;
}

/* frame:slice([first [, last]]) -> frame that shares memory */
static int frame_slice (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  size_t count, first = range_of(L, 2, f, &count);
  bg_frame **box = bg_door_new_frame(L);
  bg_status status = bg_frame_slice(f, first, count, box);
  if (status != BG_OK) return bg_door_fail(L, status, "slice");
  return 1;
}

/* Room to ask of Lua for an array: a hint, and no int for all that there may be. */
static int array_of (size_t count) {
  return count > 100000000 ? 0 : (int)count; /* GCOVR_EXCL_BR_LINE: tests are not made of so many rows */
}

/* frame:rows([first [, last]]) -> array of row tables */
static int frame_rows (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  size_t count, first = range_of(L, 2, f, &count);
  int names = push_names(L, f);
  lua_createtable(L, array_of(count), 0);
  for (size_t i = 0; i < count; i++) {
    push_row(L, f, first + i, names);
    lua_rawseti(L, -2, (int)(i + 1));
  }
  return 1;
}

size_t bg_door_column_at (lua_State *L, int i, const bg_frame *f) {
  ptrdiff_t at;
  if (lua_type(L, i) != LUA_TSTRING) luaL_error(L, "the name of a column expected, got %s", luaL_typename(L, i));
  at = bg_frame_find(f, bg_door_text(L, i));
  if (at < 0) luaL_error(L, "no column '%s'", lua_tostring(L, i));
  return (size_t)at;
}

const size_t *bg_door_columns_field (lua_State *L, int i, const char *name, const bg_frame *f, size_t *count) {
  size_t *columns;
  lua_getfield(L, i, name);
  if (!lua_isnil(L, -1) && lua_type(L, -1) != LUA_TTABLE) luaL_error(L, "'%s' is a list of columns", name);
  *count = lua_isnil(L, -1) ? 0 : bg_rawlen(L, -1);
  columns = (size_t *)bg_newuserdata(L, (*count + 1) * sizeof *columns);
  for (size_t k = 0; k < *count; k++) {
    lua_rawgeti(L, -2, (int)k + 1);
    columns[k] = bg_door_column_at(L, -1, f);
    lua_pop(L, 1);
  }
  lua_remove(L, -2);
  return columns;
}

/* frame:column(name) -> array with n; nulls are nil */
static int frame_column (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  const bg_column *c = &f->columns[bg_door_column_at(L, 2, f)];
  lua_createtable(L, array_of(f->rows), 1);
  for (size_t i = 0; i < f->rows; i++) {
    if (bg_column_null(c, i)) continue;
    bg_door_push_value(L, c, i);
    lua_rawseti(L, -2, (int)(i + 1));
  }
  lua_pushinteger(L, (lua_Integer)f->rows);
  lua_setfield(L, -2, "n");
  return 1;
}

/* frame:schema() -> array of {name, type, bounded}; also store, as a help to
** those who wonder about its size */
static int frame_schema (lua_State *L) {
  static const char stores[][4] = { "i8", "i16", "i32", "f64", "u8", "u16", "u32" };
  const bg_frame *f = bg_door_frame(L, 1);
  lua_createtable(L, (int)f->count, 0);
  for (size_t i = 0; i < f->count; i++) {
    const bg_column *c = &f->columns[i];
    bg_text name = bg_column_name(c);
    lua_createtable(L, 0, 4);
    lua_pushlstring(L, name.at, name.length);
    lua_setfield(L, -2, "name");
    lua_pushstring(L, bg_type_name(c->type));
    lua_setfield(L, -2, "type");
    lua_pushstring(L, stores[c->store]);
    lua_setfield(L, -2, "store");
    if (c->bounded) {
      lua_pushboolean(L, 1);
      lua_setfield(L, -2, "bounded");
    }
    lua_rawseti(L, -2, (int)(i + 1));
  }
  return 1;
}

/* frame:bytes() -> bytes of its columns */
static int frame_bytes (lua_State *L) {
  bg_pushnumber(L, (double)bg_frame_bytes(bg_door_frame(L, 1)));
  return 1;
}

/* frame_memory([limit]) -> bytes in use by this state's frames, limit
** A limit of 0 is none; an operation that would pass it fails as one that the
** system has no memory for. */
static int core_frame_memory (lua_State *L) {
  pool *p = state_pool(L);
  if (!lua_isnoneornil(L, 1)) {
    lua_Number limit = luaL_checknumber(L, 1);
    luaL_argcheck(L, limit >= 0 && limit < 1e15, 1, "a number of bytes expected");
    p->limit = (size_t)limit;
  }
  bg_pushnumber(L, (double)p->used);
  bg_pushnumber(L, (double)p->limit);
  return 2;
}

/* frame_loops(["plain" | "wide"]) -> "plain" | "wide"
** Which loops this state's large frames are run with, after the change if one
** is asked for: "wide" stays plain where the processor has nothing wide. The
** results are the same; tests hold them against each other. */
static int core_frame_loops (lua_State *L) {
  static const char *const names[] = { "plain", "wide", NULL };
  pool *p = state_pool(L);
  if (!lua_isnoneornil(L, 1) || p->loops == LOOPS_UNASKED)
    p->loops = luaL_checkoption(L, 1, "wide", names) == 1 ? loops_here() : LOOPS_PLAIN;
  lua_pushstring(L, names[p->loops == LOOPS_WIDE]);
  return 1;
}

/* frame_tostring(f): what tostring of a frame calls, which is Lua's to write */
static int core_frame_tostring (lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  luaL_getmetatable(L, BG_FRAME_TYPE);
  lua_pushvalue(L, 1);
  lua_setfield(L, -2, "__tostring");
  return 0;
}

/* frame_methods() -> the table of methods, for the Lua front to add to */
static int core_frame_methods (lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  return 1;
}

static const luaL_Reg methods[] = {
  { "close", frame_close },
  { "is_closed", frame_is_closed },
  { "slice", frame_slice },
  { "rows", frame_rows },
  { "column", frame_column },
  { "schema", frame_schema },
  { "bytes", frame_bytes },
  { NULL, NULL }
};

static const luaL_Reg meta[] = {
  { "__len", frame_length },
  { "__gc", frame_close },
  { "__close", frame_close },
  { NULL, NULL }
};

static const luaL_Reg functions[] = {
  { "frame_is", core_frame_is },
  { "frame_memory", core_frame_memory },
  { "frame_loops", core_frame_loops },
  { "frame_tostring", core_frame_tostring },
  { NULL, NULL }
};

void bg_open_frame (lua_State *L) {
  pool *p;
  bg_setfuncs(L, functions);
  if (state_pool(L) == NULL) { /* opened again, the old frames still count there */
    lua_pushlightuserdata(L, (void *)(size_t)&pool_key);
    p = (pool *)bg_newuserdata(L, sizeof *p);
    memset(p, 0, sizeof *p);
    p->store = bg_door_alloc(L);
    lua_rawset(L, LUA_REGISTRYINDEX);
  }
  bg_newtype(L, BG_FRAME_TYPE, meta);
  lua_newtable(L);
  bg_setfuncs(L, methods);
  luaL_getmetatable(L, BG_FRAME_TYPE);
  lua_pushvalue(L, -2);
  lua_pushcclosure(L, frame_index, 1);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  lua_pushcclosure(L, core_frame_methods, 1);
  lua_setfield(L, -2, "frame_methods");
}
