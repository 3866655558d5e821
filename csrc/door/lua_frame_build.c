/*
** lua_frame_build.c: frames from Lua tables, by rows or by columns.
**
** frame_build(data, shape) is private to the Lua front. `shape` says
**   by      "rows", "lists" (rows that are arrays) or "columns"
**   names   array of the names of the columns, in order
**   types   name -> type, for those that are to have a certain one
**   fold    true: lower, upper, lower_open and upper_open are bounds of value
**   rows    how many rows columns have
*/
#include "lua_frame.h"

#include "frame/frame_text.h"

#include <math.h>

#define BUILD_TYPE "baogao.frame.building"

typedef struct cell_column {
  bg_builder builder;
  bool started;     /* the type is known */
  bool fixed;       /* by the caller */
  bool whole;       /* every number so far is whole and exact */
  size_t nulls;     /* before it was started */
  size_t rows;      /* cells so far */
} cell_column;

/* Everything in the making lives in a userdata: an error thrown by a cell, or
** by Lua itself, lets go of it. */
typedef struct building {
  bg_alloc alloc;
  cell_column *columns;
  size_t count, room;
  size_t rows;
} building;

static void building_drop (building *b) {
  for (size_t i = 0; i < b->count; i++) bg_builder_drop(&b->columns[i].builder);
  bg_delete(&b->alloc, b->columns, b->room * sizeof *b->columns);
  b->columns = NULL;
  b->count = b->room = 0;
}

static int building_gc (lua_State *L) {
  building_drop((building *)lua_touserdata(L, 1));
  return 0;
}

static void check (lua_State *L, bg_status status) {
  if (status != BG_OK) bg_door_fail(L, status, "frame");
}

/* stack: 1 data, 2 shape, then */
#define NAMES 3    /* array of names */
#define PLACES 4   /* name -> place from 1 */
#define TYPES 5    /* name -> type, or nil */
#define BUILDING 6

/* Adds a column whose name is on top; pops it. */
static void add_column (lua_State *L, building *b) {
  cell_column *c;
  check(L, bg_grow(&b->alloc, (void **)&b->columns, &b->room, b->count + 1, sizeof *b->columns));
  if (b->count >= BG_COLUMNS_MAX)
    luaL_error(L, "more than %d columns: were rows given where columns are meant?", BG_COLUMNS_MAX);
  c = &b->columns[b->count];
  memset(c, 0, sizeof *c);
  c->whole = true;
  bg_builder_start(&c->builder, &b->alloc, BG_NUMBER);
  b->count++;
  lua_pushvalue(L, -1);
  lua_rawseti(L, NAMES, (int)b->count);
  if (lua_type(L, TYPES) == LUA_TTABLE) {
    lua_pushvalue(L, -1);
    lua_rawget(L, TYPES);
    if (!lua_isnil(L, -1)) {
      c->builder.type = bg_door_type(L, bg_door_text(L, -1));
      c->started = c->fixed = true;
    }
    lua_pop(L, 1);
  }
  lua_pushinteger(L, (lua_Integer)b->count);
  lua_rawset(L, PLACES);
}

static const char *name_of (lua_State *L, size_t column) {
  lua_rawgeti(L, NAMES, (int)column + 1);
  return lua_tostring(L, -1); /* stays on the stack while the error is made */
}

static void start (lua_State *L, cell_column *c, bg_type type) {
  if (c->started) return;
  c->builder.type = type;
  c->started = true;
  for (size_t i = 0; i < c->nulls; i++) check(L, bg_builder_null(&c->builder));
}

static void mismatch (lua_State *L, building *b, size_t column, const char *got) {
  bg_type type = b->columns[column].builder.type;
  luaL_error(L, "column '%s' holds %s, but row %d has %s", name_of(L, column), bg_type_name(type),
             (int)b->columns[column].rows + 1, got);
}

static void add_number (lua_State *L, building *b, size_t column, double v) {
  cell_column *c = &b->columns[column];
  bool whole = v == floor(v) && fabs(v) <= BG_WHOLE_MAX;
  if (isnan(v) || isinf(v))
    luaL_error(L, "column '%s', row %d: %s is no value of a column; leave it out", name_of(L, column),
               (int)c->rows + 1, isnan(v) ? "NaN" : "an infinite number");
  start(L, c, BG_NUMBER);
  if (c->builder.type == BG_INTEGER && !whole)
    luaL_error(L, "column '%s', row %d: %f is no whole number up to 2^53", name_of(L, column), (int)c->rows + 1, v);
  if (c->builder.type != BG_NUMBER && c->builder.type != BG_INTEGER) mismatch(L, b, column, "a number");
  c->whole = c->whole && whole;
  check(L, bg_builder_number(&c->builder, v));
}

/* What bg_door_interval takes, from a table at i. */
static void add_figure (lua_State *L, building *b, size_t column, int i) {
  cell_column *c = &b->columns[column];
  char what[128];
  double value = 0;
  bool has_value;
  bg_interval a;
  const char *name = name_of(L, column);
  size_t n = strlen(name) > 80 ? 80 : strlen(name);
  memcpy(what, "column '", 8);
  memcpy(what + 8, name, n);
  memcpy(what + 8 + n, "'", 2);
  lua_pop(L, 1);
  i = bg_absindex(L, i);
  lua_getfield(L, i, "value");
  has_value = lua_type(L, -1) == LUA_TNUMBER;
  lua_pop(L, 1);
  a = bg_door_interval(L, i, what, &value);
  if (isinf(a.lower)) { /* no bound is no value to exclude, unless it was said so */
    lua_getfield(L, i, "lower_open");
    a.lower_open = lua_toboolean(L, -1) != 0;
    lua_pop(L, 1);
  }
  if (isinf(a.upper)) {
    lua_getfield(L, i, "upper_open");
    a.upper_open = lua_toboolean(L, -1) != 0;
    lua_pop(L, 1);
  }
  start(L, c, BG_NUMBER);
  if (c->builder.type != BG_NUMBER) mismatch(L, b, column, "a figure with bounds");
  c->fixed = true;
  check(L, bg_builder_bounded(&c->builder, has_value ? &value : NULL, a));
}

static bool is_null (lua_State *L, int i) {
  return lua_isnoneornil(L, i) || (lua_islightuserdata(L, i) && lua_touserdata(L, i) == NULL);
}

/* The value on top of the stack becomes the next cell of a column. */
static void add_cell (lua_State *L, building *b, size_t column) {
  cell_column *c = &b->columns[column];
  if (is_null(L, -1)) {
    if (c->started) check(L, bg_builder_null(&c->builder));
    else c->nulls++;
    c->rows++;
    return;
  }
  switch (lua_type(L, -1)) {
    case LUA_TNUMBER: add_number(L, b, column, (double)lua_tonumber(L, -1)); break;
    case LUA_TBOOLEAN:
      start(L, c, BG_BOOLEAN);
      if (c->builder.type != BG_BOOLEAN) mismatch(L, b, column, "a boolean");
      check(L, bg_builder_number(&c->builder, lua_toboolean(L, -1)));
      break;
    case LUA_TSTRING: {
      bg_text text = bg_door_text(L, -1);
      double day;
      start(L, c, BG_STRING);
      if (c->builder.type == BG_DATE) {
        if (!bg_text_date(text, &day))
          luaL_error(L, "column '%s', row %d: '%s' is no date (YYYY-MM-DD)", name_of(L, column), (int)c->rows + 1,
                     text.at);
        check(L, bg_builder_number(&c->builder, day));
        break;
      }
      if (c->builder.type != BG_STRING) mismatch(L, b, column, "a string");
      check(L, bg_builder_text(&c->builder, text));
      break;
    }
    case LUA_TTABLE: add_figure(L, b, column, -1); break;
    default: {
      const char *kind = luaL_typename(L, -1); /* before name_of, which pushes; C leaves the order of arguments open */
      luaL_error(L, "column '%s', row %d: a %s is no value of a column", name_of(L, column), (int)c->rows + 1, kind);
    }
  }
  c->rows++;
}

static const char *const bound_names[] = { "lower", "upper", "lower_open", "upper_open" };

static bool is_bound_name (bg_text name) {
  for (size_t i = 0; i < 4; i++)
    if (name.length == strlen(bound_names[i]) && memcmp(name.at, bound_names[i], name.length) == 0) return true;
  return false;
}

/* The row at the top, a table by names. */
static void add_row (lua_State *L, building *b, bool fold) {
  int row = lua_gettop(L);
  size_t value = BG_COLUMNS_MAX;
  if (fold) {
    lua_getfield(L, PLACES, "value");
    value = (size_t)lua_tointeger(L, -1) - 1;
    lua_pop(L, 1);
  }
  lua_pushnil(L);
  while (lua_next(L, row)) {
    size_t column;
    if (lua_type(L, -2) != LUA_TSTRING)
      luaL_error(L, "row %d: a row has named values, got one at [%s]; give `columns` for rows that are lists",
                 (int)b->rows + 1, lua_type(L, -2) == LUA_TNUMBER ? "a number" : luaL_typename(L, -2));
    if (fold && is_bound_name(bg_door_text(L, -2))) {
      lua_pop(L, 1);
      continue;
    }
    lua_pushvalue(L, -2);
    lua_rawget(L, PLACES);
    column = (size_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
    if (column == 0) luaL_error(L, "row %d: no column '%s'", (int)b->rows + 1, lua_tostring(L, -2));
    if (column - 1 == value) lua_pop(L, 1);
    else {
      add_cell(L, b, column - 1);
      lua_pop(L, 1);
    }
  }
  if (fold) {
    bool any = false;
    for (size_t i = 0; i < 2; i++) {
      lua_getfield(L, row, bound_names[i]);
      any = any || !is_null(L, -1);
      lua_pop(L, 1);
    }
    if (any) {
      add_figure(L, b, value, row);
      b->columns[value].rows++;
    }
    else {
      lua_getfield(L, row, "value");
      add_cell(L, b, value);
      lua_pop(L, 1);
    }
  }
  b->rows++;
  for (size_t i = 0; i < b->count; i++) { /* what the row did not say is null */
    if (b->columns[i].rows == b->rows) continue;
    lua_pushnil(L);
    add_cell(L, b, i);
    lua_pop(L, 1);
  }
}

/* The row at the top, an array of all columns in order. */
static void add_list (lua_State *L, building *b) {
  int row = lua_gettop(L);
  lua_Number most = 0;
  lua_pushnil(L);
  while (lua_next(L, row)) {
    lua_Number key = lua_type(L, -2) == LUA_TNUMBER ? lua_tonumber(L, -2) : 0;
    if (lua_type(L, -2) == LUA_TNUMBER && key > most) most = key;
    if (lua_type(L, -2) == LUA_TSTRING && strcmp(lua_tostring(L, -2), "n") == 0) {
      if (lua_type(L, -1) == LUA_TNUMBER && lua_tonumber(L, -1) > most) most = lua_tonumber(L, -1);
    }
    else if (key < 1) luaL_error(L, "row %d: a list of values expected", (int)b->rows + 1);
    lua_pop(L, 1);
  }
  if (most != (lua_Number)b->count)
    luaL_error(L, "row %d has %d values, but there are %d columns", (int)b->rows + 1, (int)most, (int)b->count);
  for (size_t i = 0; i < b->count; i++) {
    lua_rawgeti(L, row, (int)i + 1);
    add_cell(L, b, i);
    lua_pop(L, 1);
  }
  b->rows++;
}

/* Column `name` of the data, cell by cell. */
static void add_whole_column (lua_State *L, building *b, size_t column, size_t rows, bool fold) {
  bool figures;
  lua_rawgeti(L, NAMES, (int)column + 1);
  figures = fold && strcmp(lua_tostring(L, -1), "value") == 0;
  lua_gettable(L, 1);
  if (lua_type(L, -1) != LUA_TTABLE) {
    const char *got = luaL_typename(L, -1);
    luaL_error(L, "column '%s': a table of values expected, got %s", name_of(L, column), got);
  }
  for (size_t i = 1; i <= rows; i++) {
    lua_rawgeti(L, -1, (int)i);
    if (figures) {
      bool any = false;
      lua_createtable(L, 0, 5);
      lua_pushvalue(L, -2);
      lua_setfield(L, -2, "value");
      for (size_t k = 0; k < 4; k++) {
        lua_getfield(L, 1, bound_names[k]);
        if (lua_type(L, -1) == LUA_TTABLE) {
          lua_rawgeti(L, -1, (int)i);
          if (is_null(L, -1)) {
            lua_pop(L, 1);
            lua_pushnil(L);
          }
          any = any || (k < 2 && !lua_isnil(L, -1));
          lua_setfield(L, -3, bound_names[k]);
        }
        lua_pop(L, 1);
      }
      if (any) {
        add_figure(L, b, column, -1);
        b->columns[column].rows++;
        lua_pop(L, 2);
        continue;
      }
      lua_pop(L, 1);
    }
    add_cell(L, b, column);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* frame_build(data, shape) -> frame */
/* Columns that are named beforehand; the list of names stays on the stack. */
static void name_columns (lua_State *L, building *b) {
  size_t count;
  lua_getfield(L, 2, "names");
  luaL_checktype(L, -1, LUA_TTABLE);
  count = bg_rawlen(L, -1);
  for (size_t i = 1; i <= count; i++) {
    lua_rawgeti(L, -1, (int)i);
    if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "names of columns are strings, got %s", luaL_typename(L, -1));
    add_column(L, b);
  }
}

static void add_rows (lua_State *L, building *b, bool lists, bool fold) {
  size_t count = bg_rawlen(L, 1);
  for (size_t i = 1; i <= count; i++) {
    lua_rawgeti(L, 1, (int)i);
    if (lua_type(L, -1) != LUA_TTABLE) luaL_error(L, "row %d: a table expected, got %s", (int)i, luaL_typename(L, -1));
    if (lists) add_list(L, b);
    else add_row(L, b, fold);
    lua_settop(L, BUILDING);
  }
}

static void add_columns (lua_State *L, building *b, bool fold) {
  lua_getfield(L, 2, "rows");
  b->rows = (size_t)luaL_checknumber(L, -1);
  for (size_t i = 0; i < b->count; i++) add_whole_column(L, b, i, b->rows, fold);
}

/* A column of what was gathered in place i. */
static void finish_column (lua_State *L, building *b, size_t i, bool fold, bg_column *result) {
  cell_column *c = &b->columns[i];
  lua_rawgeti(L, NAMES, (int)i + 1);
  if (fold && strcmp(lua_tostring(L, -1), "value") == 0) { /* bounded though every figure be exact, or there be none */
    start(L, c, BG_NUMBER);
    c->fixed = true;
    c->builder.bounded = c->builder.type == BG_NUMBER;
  }
  start(L, c, BG_STRING); /* nothing but nulls */
  if (!c->fixed && c->builder.type == BG_NUMBER && c->whole) c->builder.type = BG_INTEGER;
  check(L, bg_builder_finish(&c->builder, bg_door_text(L, -1), result));
  bg_builder_drop(&c->builder);
  lua_pop(L, 1);
}

static int core_frame_build (lua_State *L) {
  building *b;
  const char *by;
  bool fold;
  bg_frame **box;
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  lua_newtable(L);
  lua_newtable(L);
  lua_getfield(L, 2, "types");
  b = (building *)bg_newuserdata(L, sizeof *b);
  memset(b, 0, sizeof *b);
  b->alloc = bg_door_frame_alloc(L);
  bg_settype(L, BUILD_TYPE);
  lua_getfield(L, 2, "fold");
  fold = lua_toboolean(L, -1) != 0;
  lua_getfield(L, 2, "by"); /* stays while `by` is used */
  by = luaL_checkstring(L, -1);
  name_columns(L, b);
  if (fold) {
    lua_getfield(L, PLACES, "value");
    if (lua_isnil(L, -1)) return luaL_error(L, "bounds without a column 'value'");
    lua_pop(L, 1);
  }
  if (strcmp(by, "columns") == 0) add_columns(L, b, fold);
  else add_rows(L, b, strcmp(by, "lists") == 0, fold);
  box = bg_door_new_frame(L);
  check(L, bg_frame_new(&b->alloc, b->count, box));
  for (size_t i = 0; i < b->count; i++) finish_column(L, b, i, fold, &(*box)->columns[i]);
  (*box)->rows = b->rows;
  building_drop(b); /* now, not when the collector comes to it */
  bg_door_made_frame(L, *box);
  return 1;
}

static const luaL_Reg building_meta[] = {
  { "__gc", building_gc },
  { NULL, NULL }
};

static const luaL_Reg functions[] = {
  { "frame_build", core_frame_build },
  { NULL, NULL }
};

void bg_open_frame_build (lua_State *L) {
  bg_setfuncs(L, functions);
  bg_newtype(L, BUILD_TYPE, building_meta);
}
