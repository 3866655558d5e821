/*
** lua_frame_shape.c: the verbs that set frames beside each other or turn them:
** joins, windows, and the two pivots.
*/
#include "lua_frame.h"

#include "query/join.h"
#include "query/window.h"
#include "query/group.h"

/* The index of the column whose name is at stack index i. */
static size_t column_at (lua_State *L, int i, const bg_frame *f) {
  ptrdiff_t at;
  if (lua_type(L, i) != LUA_TSTRING) luaL_error(L, "the name of a column expected, got %s", luaL_typename(L, i));
  at = bg_frame_find(f, bg_door_text(L, i));
  if (at < 0) luaL_error(L, "no column '%s'", lua_tostring(L, i));
  return (size_t)at;
}

/* Indices of the columns named in field `name` of the table at i, as a
** userdata that stays on the stack; none where the field is nil. */
static const size_t *columns_field (lua_State *L, int i, const char *name, const bg_frame *f, size_t *count) {
  size_t *columns;
  lua_getfield(L, i, name);
  if (!lua_isnil(L, -1) && lua_type(L, -1) != LUA_TTABLE) luaL_error(L, "'%s' is a list of columns", name);
  *count = lua_isnil(L, -1) ? 0 : bg_rawlen(L, -1);
  columns = (size_t *)bg_newuserdata(L, (*count + 1) * sizeof *columns);
  for (size_t k = 0; k < *count; k++) {
    lua_rawgeti(L, -2, (int)k + 1);
    columns[k] = column_at(L, -1, f);
    lua_pop(L, 1);
  }
  lua_remove(L, -2);
  return columns;
}

/* frame_join(left, right, kind, {{left, right} …}, suffix, threads) -> frame */
static int core_frame_join (lua_State *L) {
  static const char *const kinds[] = { "inner", "left", "semi", "anti", NULL };
  const bg_frame *left = bg_door_frame(L, 1), *right = bg_door_frame(L, 2);
  bg_join_kind kind = (bg_join_kind)luaL_checkoption(L, 3, NULL, kinds);
  size_t count, *left_keys, *right_keys;
  bg_text suffix;
  bg_frame **box;
  bg_fault fault = { "" };
  bg_status status;
  luaL_checktype(L, 4, LUA_TTABLE);
  luaL_checktype(L, 5, LUA_TSTRING);
  suffix = bg_door_text(L, 5);
  count = bg_rawlen(L, 4);
  if (count == 0) return luaL_error(L, "join: on which columns?");
  left_keys = (size_t *)bg_newuserdata(L, count * 2 * sizeof *left_keys);
  right_keys = left_keys + count;
  for (size_t k = 0; k < count; k++) {
    lua_rawgeti(L, 4, (int)k + 1);
    if (lua_type(L, -1) != LUA_TTABLE) return luaL_error(L, "join: a pair of columns expected");
    lua_getfield(L, -1, "left");
    left_keys[k] = column_at(L, -1, left);
    lua_getfield(L, -2, "right");
    right_keys[k] = column_at(L, -1, right);
    lua_pop(L, 3);
  }
  box = bg_door_new_frame(L);
  status = bg_join(left, right, kind, left_keys, right_keys, count, suffix,
                   luaL_optinteger(L, 6, 2) < 2 ? 1 : 2, box, &fault);
  if (status != BG_OK) return bg_door_refuse(L, status, &fault, "join");
  bg_door_made_frame(L, *box);
  return 1;
}

/* Puts a column into a copy of f: in the place of one of its name, or last. */
static bg_status with_column (const bg_frame *f, bg_column *c, bg_frame **result) {
  ptrdiff_t at = bg_frame_find(f, bg_column_name(c));
  bg_frame *made;
  bg_status status = bg_frame_new(&f->alloc, f->count + (at < 0), &made);
  if (status != BG_OK) return status;
  made->rows = f->rows;
  for (size_t i = 0; i < f->count; i++)
    if ((ptrdiff_t)i != at) bg_column_share(&f->columns[i], &made->columns[i]);
  made->columns[at < 0 ? f->count : (size_t)at] = *c;
  memset(c, 0, sizeof *c);
  *result = made;
  return BG_OK;
}

/* frame_window(frame, {fn, by, period, of, n, unit, name, within, descending}) -> frame */
static int core_frame_window (lua_State *L) {
  static const char *const fns[] = { "lag", "growth", "difference", "contribution", "share", "rank", "cumulative",
                                     NULL };
  static const char *const units[] = { "year", "quarter", "month", "week", "day", NULL };
  const bg_frame *f = bg_door_frame(L, 1);
  bg_window w;
  bg_column column;
  bg_frame **box;
  bg_fault fault = { "" };
  bg_status status;
  luaL_checktype(L, 2, LUA_TTABLE);
  memset(&w, 0, sizeof w);
  lua_getfield(L, 2, "fn");
  w.fn = (bg_window_fn)luaL_checkoption(L, -1, NULL, fns);
  w.by = columns_field(L, 2, "by", f, &w.by_count);
  w.within = columns_field(L, 2, "within", f, &w.within_count);
  lua_getfield(L, 2, "of");
  w.of = column_at(L, -1, f);
  if (w.fn <= BG_WINDOW_CONTRIBUTION) {
    lua_Number n;
    lua_getfield(L, 2, "period");
    if (lua_isnil(L, -1)) return luaL_error(L, "%s: by which period?", fns[w.fn]);
    w.period = column_at(L, -1, f);
    lua_getfield(L, 2, "unit");
    w.unit = (bg_unit)luaL_checkoption(L, -1, "year", units);
    lua_getfield(L, 2, "n");
    n = lua_isnil(L, -1) ? 1 : lua_tonumber(L, -1);
    if (!(n >= 1 && n <= 1e6) || n != (lua_Number)(int32_t)n)
      return luaL_error(L, "%s: n is a whole number from 1", fns[w.fn]);
    w.n = (int32_t)n;
  }
  lua_getfield(L, 2, "descending");
  w.descending = lua_toboolean(L, -1) != 0;
  lua_getfield(L, 2, "name");
  if (lua_type(L, -1) != LUA_TSTRING) return luaL_error(L, "%s: the new column has a name", fns[w.fn]);
  w.name = bg_door_text(L, -1);
  box = bg_door_new_frame(L);
  status = bg_window_column(f, &w, &column, &fault);
  if (status == BG_OK) {
    status = with_column(f, &column, box);
    bg_column_drop(&column);
  }
  if (status != BG_OK) return bg_door_refuse(L, status, &fault, "window");
  bg_door_made_frame(L, *box);
  return 1;
}

/* Room for a * b row numbers and one more, as a userdata on top. */
static uint32_t *row_room (lua_State *L, size_t a, size_t b, const char *what) {
  size_t bytes = 0;
  bool fits = bg_multiply(a, b, &bytes) && bg_add(bytes, 1, &bytes) /* GCOVR_EXCL_BR_LINE: in sizes of 64 bits */
              && bg_multiply(bytes, sizeof(uint32_t), &bytes); /* GCOVR_EXCL_BR_LINE: the same */
  if (!fits) bg_door_fail(L, BG_TOO_LARGE, what); /* GCOVR_EXCL_BR_LINE: where sizes have 32 bits */
  return (uint32_t *)bg_newuserdata(L, bytes);
}

/* frame_groups(frame, {keys = names}) -> userdata of group numbers, rows of groups: a helper of the
** two below */
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

/* frame_spread(frame, {keys, names, values, columns = {{name, value} …}, zero}) -> frame
** One row for each different keys; a column for each value of `names`, which
** with the keys must be different in all rows (a summary is). zero: what is
** not there is 0, as a count is. */
static int core_frame_spread (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  size_t key_count, column_count, groups = 0, names, values;
  const size_t *keys;
  uint32_t *ids, *firsts, *rows;
  bool zero;
  int lookup;
  bg_frame **box, *made;
  bg_status status;
  luaL_checktype(L, 2, LUA_TTABLE);
  keys = columns_field(L, 2, "keys", f, &key_count);
  lua_getfield(L, 2, "names");
  names = column_at(L, -1, f);
  lua_getfield(L, 2, "values");
  values = column_at(L, -1, f);
  lua_getfield(L, 2, "zero");
  zero = lua_toboolean(L, -1) != 0;
  lua_getfield(L, 2, "columns");
  luaL_checktype(L, -1, LUA_TTABLE);
  column_count = bg_rawlen(L, -1);
  lua_newtable(L); /* value of `names` -> its column, from 1 */
  lookup = lua_gettop(L);
  for (size_t k = 1; k <= column_count; k++) {
    lua_rawgeti(L, -2, (int)k);
    if (lua_type(L, -1) != LUA_TTABLE) return luaL_error(L, "pivot_wider: a column has a name and a value");
    lua_getfield(L, -1, "value");
    if (lua_isnil(L, -1)) return luaL_error(L, "pivot_wider: a column has a value");
    lua_pushinteger(L, (lua_Integer)k);
    lua_rawset(L, lookup);
    lua_pop(L, 1);
  }
  ids = group_ids(L, f, keys, key_count, &firsts, &groups);
  rows = row_room(L, groups, column_count, "pivot_wider");
  for (size_t i = 0; i < groups * column_count; i++) rows[i] = BG_NO_ROW;
  for (size_t i = 0; i < f->rows; i++) {
    lua_Integer k;
    bg_door_push_value(L, &f->columns[names], i);
    if (!lua_isnil(L, -1)) {
      lua_rawget(L, lookup);
      k = lua_tointeger(L, -1);
      if (k > 0) rows[((size_t)k - 1) * groups + ids[i]] = (uint32_t)i;
    }
    lua_pop(L, 1);
  }
  box = bg_door_new_frame(L);
  status = bg_frame_new(&f->alloc, key_count + column_count, box);
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
  for (size_t k = 0; k < column_count; k++) {
    bg_column *c = &made->columns[key_count + k];
    bg_text name;
    bg_buffer *named = NULL;
    lua_rawgeti(L, lookup - 1, (int)k + 1);
    lua_getfield(L, -1, "name");
    if (lua_type(L, -1) != LUA_TSTRING) return luaL_error(L, "pivot_wider: a column has a name");
    name = bg_door_text(L, -1);
    if (bg_frame_find(made, name) >= 0) return luaL_error(L, "pivot_wider: column '%s' twice", name.at);
    status = bg_column_take(&f->alloc, &f->columns[values], rows + k * groups, groups, c);
    if (status != BG_OK) return bg_door_fail(L, status, "pivot_wider");
    made->count++;
    status = bg_buffer_text(&f->alloc, name, &named);
    if (status != BG_OK) return bg_door_fail(L, status, "pivot_wider");
    bg_buffer_drop(c->name);
    c->name = named;
    if (zero) { /* null rows hold 0 already */
      bg_buffer_drop(c->valid);
      c->valid = NULL;
    }
    bg_column_unbound(c);
    lua_pop(L, 2);
  }
  bg_door_made_frame(L, made);
  return 1;
}

/* frame_gather(frame, {columns, names_to, values_to}) -> frame
** A row for each row and each of the columns, in that order. */
static int core_frame_gather (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  bg_alloc alloc = f->alloc;
  size_t count, total, kept = 0;
  const size_t *columns;
  uint32_t *rows;
  bg_frame **box, **scratch, *made, *work;
  bg_status status;
  bg_builder *names;
  luaL_checktype(L, 2, LUA_TTABLE);
  columns = columns_field(L, 2, "columns", f, &count);
  if (count == 0) return luaL_error(L, "pivot_longer: of which columns?");
  if (f->rows > BG_ROWS_MAX / count) return bg_door_fail(L, BG_TOO_LARGE, "pivot_longer");
  for (size_t k = 1; k < count; k++) {
    bg_type a = f->columns[columns[0]].type, b = f->columns[columns[k]].type;
    bool numbers = (a == BG_NUMBER || a == BG_INTEGER) && (b == BG_NUMBER || b == BG_INTEGER);
    if (a != b && !numbers)
      return luaL_error(L, "pivot_longer: columns of %s and of %s do not go into one", bg_type_name(a), bg_type_name(b));
  }
  total = f->rows * count;
  lua_getfield(L, 2, "names_to");
  lua_getfield(L, 2, "values_to");
  if (lua_type(L, -1) != LUA_TSTRING || lua_type(L, -2) != LUA_TSTRING)
    return luaL_error(L, "pivot_longer: names_to and values_to are names");
  {
    int named = lua_gettop(L) - 1;
    bg_text names_to = bg_door_text(L, named), values_to = bg_door_text(L, named + 1);
    rows = row_room(L, total, 1, "pivot_longer");
    scratch = bg_door_new_frame(L); /* the columns one after the other */
    box = bg_door_new_frame(L);
    status = bg_frame_new(&alloc, 2, scratch);
    if (status == BG_OK) status = bg_frame_new(&alloc, f->count + 2, box);
    if (status != BG_OK) return bg_door_fail(L, status, "pivot_longer");
    made = *box;
    work = *scratch;
    made->count = 0;
    made->rows = total;
    /* the columns that stay, each row `count` times */
    for (size_t i = 0; i < total; i++) rows[i] = (uint32_t)(i / count);
    for (size_t i = 0; i < f->count && status == BG_OK; i++) {
      bool taken = false;
      for (size_t k = 0; k < count; k++) taken = taken || columns[k] == i;
      if (taken) continue;
      status = bg_column_take(&alloc, &f->columns[i], rows, total, &made->columns[kept]);
      if (status == BG_OK) made->count = ++kept;
    }
    /* the names */
    names = (bg_builder *)bg_newuserdata(L, sizeof *names);
    if (status == BG_OK) {
      bg_builder_start(names, &alloc, BG_STRING);
      for (size_t i = 0; i < total && status == BG_OK; i++)
        status = bg_builder_text(names, bg_column_name(&f->columns[columns[i % count]]));
      if (status == BG_OK) status = bg_builder_finish(names, names_to, &made->columns[kept]);
      if (status == BG_OK) made->count = ++kept;
      bg_builder_drop(names);
    }
    /* the values, appended column by column, then taken row by row */
    if (status == BG_OK) {
      bg_column_share(&f->columns[columns[0]], &work->columns[0]);
      for (size_t k = 1; k < count; k++) {
        bg_column next = f->columns[columns[k]];
        if (work->columns[0].type != next.type) work->columns[0].type = next.type = BG_NUMBER;
        status = bg_column_append(&alloc, &work->columns[0], f->rows * k, &next, f->rows, &work->columns[1]);
        if (status != BG_OK) break;
        bg_column_drop(&work->columns[0]);
        work->columns[0] = work->columns[1];
        memset(&work->columns[1], 0, sizeof work->columns[1]);
      }
      for (size_t i = 0; i < total; i++) rows[i] = (uint32_t)(i % count * f->rows + i / count);
    }
    if (status == BG_OK) status = bg_column_take(&alloc, &work->columns[0], rows, total, &made->columns[kept]);
    if (status == BG_OK) {
      bg_column *c = &made->columns[kept];
      bg_buffer *name = NULL;
      made->count = ++kept;
      status = bg_buffer_text(&alloc, values_to, &name);
      if (status == BG_OK) {
        bg_buffer_drop(c->name);
        c->name = name;
      }
      bg_column_unbound(c);
    }
    bg_frame_drop(work);
    *scratch = NULL;
  }
  if (status != BG_OK) return bg_door_fail(L, status, "pivot_longer");
  bg_door_made_frame(L, made);
  lua_pushvalue(L, -2);
  return 1;
}

static const luaL_Reg functions[] = {
  { "frame_join", core_frame_join },
  { "frame_window", core_frame_window },
  { "frame_spread", core_frame_spread },
  { "frame_gather", core_frame_gather },
  { NULL, NULL }
};

void bg_open_frame_shape (lua_State *L) {
  bg_setfuncs(L, functions);
}
