/*
** lua_frame_pivot.c: the verbs that turn a frame: values of one column spread
** over many, and many columns gathered into one.
*/
#include "lua_frame.h"

#include "query/group.h"

/* Room for a * b row numbers and one more, as a userdata on top. */
static uint32_t *row_room (lua_State *L, size_t a, size_t b, const char *what) {
  size_t bytes = 0;
  bool fits = bg_multiply(a, b, &bytes) && bg_add(bytes, 1, &bytes) /* GCOVR_EXCL_BR_LINE: in sizes of 64 bits */
              && bg_multiply(bytes, sizeof(uint32_t), &bytes); /* GCOVR_EXCL_BR_LINE: the same */
  if (!fits) bg_door_fail(L, BG_TOO_LARGE, what); /* GCOVR_EXCL_BR_LINE: where sizes have 32 bits */
  return (uint32_t *)bg_newuserdata(L, bytes);
}

/* Numbers of the groups of rows, and the first row of each; both stay on the stack. */
static uint32_t *group_ids (lua_State *L, const bg_frame *f, const size_t *keys, size_t count, uint32_t **firsts,
                            size_t *groups) {
  bg_keys k;
  uint32_t *ids, *rows = NULL;
  size_t room = 0;
  bg_status status = bg_keys_make(f, keys, count, &k);
  ids = row_room(L, f->rows, 1, "pivot");
  /* as many as there can be, and before the engine hands out rows, which an error here would leave behind */
  *firsts = row_room(L, f->rows, 1, "pivot");
  if (status == BG_OK) status = bg_group_ids(&f->alloc, &k, f->rows, false, ids, &rows, &room, groups);
  if (status != BG_OK) bg_door_fail(L, status, "pivot");
  if (rows != NULL) memcpy(*firsts, rows, *groups * sizeof *rows);
  bg_delete(&f->alloc, rows, room * sizeof *rows);
  return ids;
}

/* A column under another name. */
static bg_status rename_column (const bg_alloc *alloc, bg_column *c, bg_text name) {
  bg_buffer *named = NULL;
  bg_status status = bg_buffer_text(alloc, name, &named);
  if (status != BG_OK) return status;
  bg_buffer_drop(c->name);
  c->name = named;
  return BG_OK;
}

/* The columns that a wider pivot makes. */
typedef struct spread {
  const bg_frame *f;
  size_t count;          /* columns to make */
  size_t slots;          /* different values of `names` that they are of */
  size_t *slot;          /* [column] from 0 */
  size_t *from;          /* [column] the column that its values come from */
  int list;              /* the columns as they were given, on the stack */
  int lookup;            /* there too: value of `names` -> slot from 1 */
} spread;

/* Reads the list of columns, {name, value, from} each, in field `columns` of the table at i. */
static void read_columns (lua_State *L, int i, spread *s) {
  lua_getfield(L, i, "columns");
  luaL_checktype(L, -1, LUA_TTABLE);
  s->list = lua_gettop(L);
  s->count = bg_rawlen(L, s->list);
  s->slot = (size_t *)bg_newuserdata(L, (s->count + 1) * 2 * sizeof *s->slot);
  s->from = s->slot + s->count + 1;
  s->slots = 0;
  lua_newtable(L);
  s->lookup = lua_gettop(L);
  for (size_t k = 0; k < s->count; k++) {
    lua_rawgeti(L, s->list, (int)k + 1);
    if (lua_type(L, -1) != LUA_TTABLE) luaL_error(L, "pivot_wider: a column has a name and a value");
    lua_getfield(L, -1, "from");
    s->from[k] = bg_door_column_at(L, -1, s->f);
    lua_getfield(L, -2, "value");
    if (lua_isnil(L, -1)) luaL_error(L, "pivot_wider: a column has a value");
    lua_pushvalue(L, -1);
    lua_rawget(L, s->lookup);
    s->slot[k] = lua_isnil(L, -1) ? s->slots : (size_t)lua_tointeger(L, -1) - 1;
    lua_pop(L, 1);
    if (s->slot[k] == s->slots) {
      lua_pushinteger(L, (lua_Integer)++s->slots);
      lua_rawset(L, s->lookup);
    }
    else lua_pop(L, 1);
    lua_pop(L, 2);
  }
}

/* The row of each slot and group, BG_NO_ROW where there is none. */
static uint32_t *find_rows (lua_State *L, const spread *s, size_t names, const uint32_t *ids, size_t groups) {
  uint32_t *rows = row_room(L, groups, s->slots, "pivot_wider");
  for (size_t i = 0; i < groups * s->slots; i++) rows[i] = BG_NO_ROW;
  for (size_t i = 0; i < s->f->rows; i++) {
    lua_Integer slot;
    bg_door_push_value(L, &s->f->columns[names], i);
    if (!lua_isnil(L, -1)) {
      lua_rawget(L, s->lookup);
      slot = lua_tointeger(L, -1);
      if (slot > 0) rows[((size_t)slot - 1) * groups + ids[i]] = (uint32_t)i;
    }
    lua_pop(L, 1);
  }
  return rows;
}

/* Adds a column of the rows taken; where `zero`, what is not there is 0. */
static void add_spread (lua_State *L, const spread *s, size_t k, const uint32_t *rows, bool zero, bg_frame *made) {
  bg_column *c = &made->columns[made->count];
  bg_text name;
  bg_status status;
  lua_rawgeti(L, s->list, (int)k + 1);
  lua_getfield(L, -1, "name");
  if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "pivot_wider: a column has a name");
  name = bg_door_text(L, -1);
  if (bg_frame_find(made, name) >= 0) luaL_error(L, "pivot_wider: column '%s' twice", name.at);
  status = bg_column_take(&s->f->alloc, &s->f->columns[s->from[k]], rows + s->slot[k] * made->rows, made->rows, c);
  if (status == BG_OK) {
    made->count++;
    status = rename_column(&s->f->alloc, c, name);
  }
  if (status != BG_OK) bg_door_fail(L, status, "pivot_wider");
  if (zero) { /* null rows hold 0 already */
    bg_buffer_drop(c->valid);
    c->valid = NULL;
  }
  bg_column_unbound(c);
  lua_pop(L, 2);
}

/* frame_spread(frame, {keys, names, columns = {{name, value, from} …}, zero}) -> frame
** One row for each different keys; a column for each value of `names`, which
** with the keys must be different in all rows (a summary is), of what column
** `from` holds. zero: what is not there is 0, as a count is. */
static int core_frame_spread (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  size_t key_count, groups = 0, names;
  const size_t *keys;
  uint32_t *ids, *firsts, *rows;
  bool zero;
  spread s;
  bg_frame **box, *made;
  bg_status status;
  luaL_checktype(L, 2, LUA_TTABLE);
  keys = bg_door_columns_field(L, 2, "keys", f, &key_count);
  lua_getfield(L, 2, "names");
  names = bg_door_column_at(L, -1, f);
  lua_getfield(L, 2, "zero");
  zero = lua_toboolean(L, -1) != 0;
  s.f = f;
  read_columns(L, 2, &s);
  ids = group_ids(L, f, keys, key_count, &firsts, &groups);
  rows = find_rows(L, &s, names, ids, groups);
  box = bg_door_new_frame(L);
  status = bg_frame_new(&f->alloc, key_count + s.count, box);
  if (status != BG_OK) return bg_door_fail(L, status, "pivot_wider");
  made = *box;
  made->rows = groups;
  made->count = 0;
  for (size_t k = 0; k < key_count; k++) {
    status = bg_column_take(&f->alloc, &f->columns[keys[k]], firsts, groups, &made->columns[k]);
    if (status != BG_OK) return bg_door_fail(L, status, "pivot_wider");
    bg_column_unbound(&made->columns[k]);
    made->count++;
  }
  for (size_t k = 0; k < s.count; k++) add_spread(L, &s, k, rows, zero, made);
  bg_door_made_frame(L, made);
  return 1;
}

/* Columns that are gathered, and the frame in the making. */
typedef struct gather {
  const bg_frame *f;
  const size_t *columns;
  size_t count, total;   /* of the columns; rows of the result */
  uint32_t *rows;        /* room for `total` of them */
  bg_frame *made;        /* whose count grows with each column */
} gather;

static bool is_gathered (const gather *g, size_t column) {
  for (size_t k = 0; k < g->count; k++)
    if (g->columns[k] == column) return true;
  return false;
}

static void check_types (lua_State *L, const gather *g) {
  for (size_t k = 1; k < g->count; k++) {
    bg_type a = g->f->columns[g->columns[0]].type, b = g->f->columns[g->columns[k]].type;
    bool numbers = (a == BG_NUMBER || a == BG_INTEGER) && (b == BG_NUMBER || b == BG_INTEGER);
    if (a != b && !numbers)
      luaL_error(L, "pivot_longer: columns of %s and of %s do not go into one", bg_type_name(a), bg_type_name(b));
  }
}

/* The columns that stay, each row `count` times. */
static bg_status gather_others (gather *g) {
  bg_status status = BG_OK;
  for (size_t i = 0; i < g->total; i++) g->rows[i] = (uint32_t)(i / g->count);
  for (size_t i = 0; i < g->f->count && status == BG_OK; i++) {
    if (is_gathered(g, i)) continue;
    status = bg_column_take(&g->f->alloc, &g->f->columns[i], g->rows, g->total, &g->made->columns[g->made->count]);
    if (status == BG_OK) g->made->count++;
  }
  return status;
}

/* The names of the columns, over and over; `names` is a builder that Lua keeps. */
static bg_status gather_names (gather *g, bg_text names_to, bg_builder *names) {
  bg_status status = BG_OK;
  bg_builder_start(names, &g->f->alloc, BG_STRING);
  for (size_t i = 0; i < g->total && status == BG_OK; i++)
    status = bg_builder_text(names, bg_column_name(&g->f->columns[g->columns[i % g->count]]));
  if (status == BG_OK) status = bg_builder_finish(names, names_to, &g->made->columns[g->made->count]);
  if (status == BG_OK) g->made->count++;
  bg_builder_drop(names);
  return status;
}

/* The values, appended column by column in `work`, then taken row by row; with
** bounds, where one of the columns has them. */
static bg_status gather_values (gather *g, bg_text values_to, bg_frame *work) {
  const bg_alloc *alloc = &g->f->alloc;
  size_t rows = g->f->rows;
  bg_column *all = &work->columns[0], *c = &g->made->columns[g->made->count];
  bg_status status = BG_OK;
  bg_column_share(&g->f->columns[g->columns[0]], all);
  for (size_t k = 1; k < g->count; k++) {
    bg_column next = g->f->columns[g->columns[k]];
    if (all->type != next.type) all->type = next.type = BG_NUMBER;
    status = bg_column_append(alloc, all, rows * k, &next, rows, &work->columns[1]);
    if (status != BG_OK) break;
    bg_column_drop(all);
    *all = work->columns[1];
    memset(&work->columns[1], 0, sizeof work->columns[1]);
  }
  for (size_t i = 0; i < g->total; i++) g->rows[i] = (uint32_t)(i % g->count * rows + i / g->count);
  if (status == BG_OK) status = bg_column_take(alloc, all, g->rows, g->total, c);
  if (status == BG_OK) {
    g->made->count++;
    status = rename_column(alloc, c, values_to);
  }
  return status;
}

/* frame_gather(frame, {columns, names_to, values_to}) -> frame
** A row for each row and each of the columns, in that order. */
static int core_frame_gather (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  gather g;
  bg_frame **box, **scratch;
  bg_text names_to, values_to;
  bg_builder *names;
  bg_status status;
  luaL_checktype(L, 2, LUA_TTABLE);
  g.f = f;
  g.columns = bg_door_columns_field(L, 2, "columns", f, &g.count);
  if (g.count == 0) return luaL_error(L, "pivot_longer: of which columns?");
  if (f->rows > BG_ROWS_MAX / g.count) return bg_door_fail(L, BG_TOO_LARGE, "pivot_longer");
  check_types(L, &g);
  g.total = f->rows * g.count;
  lua_getfield(L, 2, "names_to"); /* both stay while they are used */
  lua_getfield(L, 2, "values_to");
  if (lua_type(L, -1) != LUA_TSTRING || lua_type(L, -2) != LUA_TSTRING)
    return luaL_error(L, "pivot_longer: names_to and values_to are names");
  names_to = bg_door_text(L, -2);
  values_to = bg_door_text(L, -1);
  g.rows = row_room(L, g.total, 1, "pivot_longer");
  names = (bg_builder *)bg_newuserdata(L, sizeof *names);
  scratch = bg_door_new_frame(L); /* the columns one after the other */
  box = bg_door_new_frame(L);
  status = bg_frame_new(&f->alloc, 2, scratch);
  if (status == BG_OK) status = bg_frame_new(&f->alloc, f->count + 2, box);
  if (status != BG_OK) return bg_door_fail(L, status, "pivot_longer");
  g.made = *box;
  g.made->count = 0;
  g.made->rows = g.total;
  status = gather_others(&g);
  if (status == BG_OK) status = gather_names(&g, names_to, names);
  if (status == BG_OK) status = gather_values(&g, values_to, *scratch);
  bg_frame_drop(*scratch);
  *scratch = NULL;
  if (status != BG_OK) return bg_door_fail(L, status, "pivot_longer");
  bg_door_made_frame(L, g.made);
  return 1;
}

static const luaL_Reg functions[] = {
  { "frame_spread", core_frame_spread },
  { "frame_gather", core_frame_gather },
  { NULL, NULL }
};

void bg_open_frame_pivot (lua_State *L) {
  bg_setfuncs(L, functions);
}
