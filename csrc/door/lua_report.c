/*
** lua_report.c: a report for Lua. The userdata `baogao.report` holds where the
** facts lie: in the engine's constant data, or in blocks of its own, which its
** finalizer frees. Rows are counted from 1 here, as in Lua.
*/
#include "lua_report.h"
#include "lua_door.h"
#include "report/facts.h"
#include "report/totals.h"

#include <math.h>
#include <string.h>

#define REPORT_TYPE "baogao.report"
#define TOTALS_TYPE "baogao.totals"

static const bg_report *check_report (lua_State *L, int i) {
  return luaL_checkudata(L, i, REPORT_TYPE);
}

static size_t check_row (lua_State *L, int i, const bg_report *report) {
  lua_Integer row = luaL_checkinteger(L, i);
  luaL_argcheck(L, row >= 1 && (size_t)row <= report->fact_count, i, "no such row");
  return (size_t)row - 1;
}

/* t[name] = text, where there is one, in the table on top */
static void set_text (lua_State *L, const char *name, const char *text) {
  if (text[0] == '\0') return;
  lua_pushstring(L, text);
  lua_setfield(L, -2, name);
}

#define X(code, name) #name,
const char *const bg_fact_text_names[] = { BG_FACT_TEXTS(X) };
const char *const bg_fact_code_names[] = { BG_FACT_CODES(X) };
#undef X
#define text_names bg_fact_text_names
#define code_names bg_fact_code_names

#define X(code, name, zh) name,
static const char *const qualifier_names[] = { BG_QUALIFIERS(X) };
static const char *const measure_names[] = { BG_MEASURES(X) };
static const char *const status_names[] = { BG_STATUSES(X) };
static const char *const direction_names[] = { BG_DIRECTIONS(X) };
static const char *const comparison_names[] = { BG_COMPARISONS(X) };
static const char *const reason_names[] = { BG_REASONS(X) };
#undef X
#define X(code, tiers, name, zh) name,
static const char *const level_names[] = { BG_LEVELS(X) };
#undef X

/* in the order of BG_FACT_CODES */
const char *const *const bg_code_names[] = {
  qualifier_names, measure_names, status_names, level_names, direction_names, comparison_names
};
const unsigned char bg_code_counts[] = {
  BG_QUALIFIER_COUNT, BG_MEASURE_COUNT, BG_STATUS_COUNT, BG_LEVEL_COUNT, BG_DIRECTION_COUNT, BG_COMPARISON_COUNT
};

static const char *code_text (const bg_fact *fact, int code) {
  return bg_code_names[code][fact->code[code]];
}

bg_report_box *bg_new_report_box (lua_State *L) {
  bg_report_box *box = bg_newuserdata(L, sizeof *box);
  memset(box, 0, sizeof *box);
  bg_report_builder_start(&box->own, bg_door_alloc(L));
  box->report = bg_report_builder_report(&box->own);
  bg_settype(L, REPORT_TYPE);
  return box;
}

bg_report_box *bg_check_report_box (lua_State *L, int i) {
  return luaL_checkudata(L, i, REPORT_TYPE);
}

static int report_gc (lua_State *L) {
  bg_report_box *box = bg_check_report_box(L, 1);
  bg_report_builder_free(&box->own);
  box->report = bg_report_builder_report(&box->own);
  return 0;
}

/* report(index) -> report | nil where there is none */
static int core_report (lua_State *L) {
  lua_Integer index = luaL_checkinteger(L, 1);
  if (index < 1 || index > BG_BUNDLED_COUNT) {
    lua_pushnil(L);
    return 1;
  }
  bg_new_report_box(L)->report = bg_bundled_report((size_t)index - 1);
  return 1;
}

#define X(code, name) #name,
const char *const bg_report_text_names[] = { BG_REPORT_TEXTS(X) };
#undef X

/* report_meta(report) -> { name, title_zh, ..., count = facts } */
static int core_report_meta (lua_State *L) {
  const bg_report *report = check_report(L, 1);
  lua_createtable(L, 0, BG_REPORT_TEXT_COUNT + 1);
  for (int i = 0; i < BG_REPORT_TEXT_COUNT; i++)
    set_text(L, bg_report_text_names[i], report->pool + report->text[i]);
  lua_pushinteger(L, (lua_Integer)report->fact_count);
  lua_setfield(L, -2, "count");
  return 1;
}

/* report_names(report) -> { ["platforms"] = "创新平台", ... } */
static int core_report_names (lua_State *L) {
  const bg_report *report = check_report(L, 1);
  lua_newtable(L);
  for (size_t i = 0; i < report->name_count; i++) {
    lua_pushstring(L, report->pool + report->names[i].zh);
    lua_setfield(L, -2, report->pool + report->names[i].text);
  }
  return 1;
}

static const char *id_of (const bg_report *report, int32_t row) {
  return bg_fact_string(report, (size_t)row, BG_TEXT_ID);
}

/* report_milestones(report) -> array of { kind, paragraph, name_zh, name_en, scope, date } */
static int core_report_milestones (lua_State *L) {
  const bg_report *report = check_report(L, 1);
  lua_createtable(L, (int)report->milestone_count, 0);
  for (size_t i = 0; i < report->milestone_count; i++) {
    const bg_milestone *m = &report->milestones[i];
    lua_createtable(L, 0, 6);
    set_text(L, "kind", report->pool + m->kind);
    set_text(L, "name_zh", report->pool + m->name_zh);
    set_text(L, "name_en", report->pool + m->name_en);
    set_text(L, "scope", report->pool + m->scope);
    set_text(L, "date", report->pool + m->date);
    lua_pushinteger(L, m->paragraph);
    lua_setfield(L, -2, "paragraph");
    lua_rawseti(L, -2, (int)i + 1);
  }
  return 1;
}

/* report_increment(report, row) -> row of the flow that adds to just this stock | nil */
static int core_report_increment (lua_State *L) {
  const bg_report *report = check_report(L, 1);
  int32_t flow = bg_report_increment(report, check_row(L, 2, report));
  if (flow == BG_NO_ROW) lua_pushnil(L);
  else lua_pushinteger(L, flow + 1);
  return 1;
}

/* report_barriers(report, row, row) -> { unit = true, ... } | nil where nothing bars */
static int core_report_barriers (lua_State *L) {
  const bg_report *report = check_report(L, 1);
  unsigned barriers = bg_fact_barriers(report, check_row(L, 2, report), check_row(L, 3, report));
  if (barriers == 0) {
    lua_pushnil(L);
    return 1;
  }
  lua_newtable(L);
#define X(code, bit, name) \
  if (barriers & (bit)) { lua_pushboolean(L, 1); lua_setfield(L, -2, name); }
  BG_BARRIERS(X)
#undef X
  return 1;
}

/* report_remainder(report, row) -> figure with `level` | nil where the parts'
** levels do not leave one tier */
static int core_report_remainder (lua_State *L) {
  const bg_report *report = check_report(L, 1);
  bg_interval rest;
  double value;
  bg_level level;
  if (!bg_report_remainder(report, check_row(L, 2, report), NULL, &rest, &value, &level)) {
    lua_pushnil(L);
    return 1;
  }
  lua_createtable(L, 0, 8);
  bg_door_set_interval(L, rest, value);
  set_text(L, "level", level_names[level]);
  return 1;
}

/*
** Totals. The engine's block of memory hangs on a userdata with a finalizer
** before anything is pushed that could throw.
*/

static int totals_gc (lua_State *L) {
  bg_totals_free(luaL_checkudata(L, 1, TOTALS_TYPE), bg_door_alloc(L));
  return 0;
}

/* The fields named in the array at i. */
static size_t check_keys (lua_State *L, int i, bg_fact_field keys[BG_TOTALS_KEYS]) {
  size_t n;
  luaL_checktype(L, i, LUA_TTABLE);
  n = bg_rawlen(L, i);
  luaL_argcheck(L, n >= 1 && n <= BG_TOTALS_KEYS, i, "one to four fields expected");
  for (size_t k = 0; k < n; k++) {
    const char *name;
    int field = 0;
    lua_rawgeti(L, i, (int)k + 1);
    name = lua_tostring(L, -1);
    luaL_argcheck(L, name != NULL, i, "field names expected");
    while (field < BG_FIELD_COUNT
           && strcmp(name, field < BG_TEXT_COUNT ? text_names[field]
                                                 : code_names[field - BG_TEXT_COUNT]) != 0) field++;
    luaL_argcheck(L, field < BG_FIELD_COUNT, i, "no such field");
    keys[k] = field;
    lua_pop(L, 1);
  }
  return n;
}

/* Arguments report, keys, chosen; leaves the totals' userdata on the stack. */
static const bg_totals *make_totals (lua_State *L, const bg_report *report,
                                     bg_fact_field *keys, size_t *key_count) {
  const char *chosen = NULL;
  size_t length;
  bg_totals *totals;
  bg_status status;
  *key_count = check_keys(L, 2, keys);
  if (!lua_isnoneornil(L, 3)) {
    chosen = luaL_checklstring(L, 3, &length);
    luaL_argcheck(L, length == report->fact_count, 3, "one byte a fact expected");
  }
  totals = bg_newuserdata(L, sizeof *totals);
  memset(totals, 0, sizeof *totals);
  bg_settype(L, TOTALS_TYPE);
  status = bg_totals_make(report, keys, *key_count, (const unsigned char *)chosen,
                          bg_door_alloc(L), totals);
  if (status != BG_OK) bg_door_fail(L, status, "totals");
  return totals;
}

static const char *key_text (const bg_report *report, const bg_total_row *row, bg_fact_field key) {
  const bg_fact *first = &report->facts[row->first];
  if (key < BG_TEXT_COUNT) return report->pool + first->text[key];
  if (key == BG_FIELD_OF_CODE(BG_CODE_LEVEL)) return level_names[row->level];
  return code_text(first, key - BG_TEXT_COUNT);
}

/* key: the value of the one field, or of all joined by " / "; and by name */
static void set_keys (lua_State *L, const bg_report *report, const bg_total_row *row,
                      const bg_fact_field *keys, size_t key_count) {
  for (size_t k = 0; k < key_count; k++) {
    if (k > 0) lua_pushliteral(L, " / ");
    lua_pushstring(L, key_text(report, row, keys[k]));
  }
  if (key_count > 1) {
    lua_concat(L, (int)(2 * key_count - 1));
    for (size_t k = 0; k < key_count; k++) {
      lua_pushstring(L, key_text(report, row, keys[k]));
      lua_setfield(L, -3, keys[k] < BG_TEXT_COUNT ? text_names[keys[k]]
                                                  : code_names[keys[k] - BG_TEXT_COUNT]);
    }
  }
  lua_setfield(L, -2, "key");
}

/* row.remainder = { value, ..., of = id of the whole } */
static void set_remainder (lua_State *L, const bg_report *report, const bg_total_row *row) {
  if (row->rest_count == 0) return;
  lua_createtable(L, 0, 6);
  bg_door_set_interval(L, row->rest.bounds, row->rest.value);
  set_text(L, "of", id_of(report, row->rest_of));
  lua_setfield(L, -2, "remainder");
}

/*
** Rows of totals are made by the score, each with a dozen fields, so their
** keys are pushed once and copied from their stack slots: setting by name
** would hash each name anew for each row.
*/
#define ROW_KEYS(X) \
  X(unit) X(value) X(lower) X(upper) X(lower_open) X(upper_open) X(measure) X(status) X(count) X(facts)
enum {
#define X(name) ROW_##name,
  ROW_KEYS(X)
#undef X
  ROW_KEY_COUNT
};

/* the first of these slots: after the three arguments and the totals */
#define ROW_KEY_SLOT 5

static void push_row_keys (lua_State *L) {
#define X(name) lua_pushliteral(L, #name);
  ROW_KEYS(X)
#undef X
}

/* before the value is pushed, and after */
#define push_key(L, name) lua_pushvalue(L, ROW_KEY_SLOT + ROW_##name)
#define set_key(L) lua_rawset(L, -3)

static bool is_unbounded (bg_interval a) { return isinf(a.lower) || isinf(a.upper); }

/* row.unbounded = ids of the addends that leave a bound of the sum infinite */
static void set_unbounded (lua_State *L, const bg_report *report, const bg_totals *totals,
                           const bg_total_row *row) {
  int n = 0;
  if (!is_unbounded(row->sum.bounds)) return;
  lua_newtable(L);
  for (int32_t i = 0; i < row->count; i++) {
    int32_t fact = totals->order[row->addends + i];
    if (!is_unbounded(report->facts[fact].bounds)) continue;
    lua_pushstring(L, id_of(report, fact));
    lua_rawseti(L, -2, ++n);
  }
  lua_setfield(L, -2, "unbounded");
}

static void push_total_row (lua_State *L, const bg_report *report, const bg_totals *totals,
                            const bg_total_row *row) {
  lua_createtable(L, 0, ROW_KEY_COUNT + 2);
  push_key(L, unit);
  lua_pushstring(L, bg_fact_string(report, (size_t)row->first, BG_TEXT_UNIT));
  set_key(L);
  push_key(L, value);
  bg_pushnumber(L, row->sum.value);
  set_key(L);
  push_key(L, lower);
  bg_pushnumber(L, row->sum.bounds.lower);
  set_key(L);
  push_key(L, upper);
  bg_pushnumber(L, row->sum.bounds.upper);
  set_key(L);
  push_key(L, lower_open);
  lua_pushboolean(L, row->sum.bounds.lower_open && !isinf(row->sum.bounds.lower));
  set_key(L);
  push_key(L, upper_open);
  lua_pushboolean(L, row->sum.bounds.upper_open && !isinf(row->sum.bounds.upper));
  set_key(L);
  push_key(L, measure);
  lua_pushstring(L, measure_names[row->measure]);
  set_key(L);
  push_key(L, status);
  lua_pushstring(L, status_names[row->status]);
  set_key(L);
  push_key(L, count);
  lua_pushinteger(L, row->count + (lua_Integer)row->rest_count);
  set_key(L);
  push_key(L, facts);
  lua_createtable(L, row->count, 0);
  for (int32_t i = 0; i < row->count; i++) {
    lua_pushstring(L, id_of(report, totals->order[row->addends + i]));
    lua_rawseti(L, -2, i + 1);
  }
  set_key(L);
}

/* report_totals(report, keys [, chosen]) -> array of
** { key, unit, value, lower, upper, ..., count, measure, status, facts = ids, unbounded, remainder }
** `chosen` is a string of one byte a fact, "\1" to take it and "\0" to pass. */
static int core_report_totals (lua_State *L) {
  const bg_report *report = check_report(L, 1);
  bg_fact_field keys[BG_TOTALS_KEYS];
  size_t key_count;
  const bg_totals *totals;
  int n = 0;
  lua_settop(L, 3);
  totals = make_totals(L, report, keys, &key_count);
  luaL_checkstack(L, ROW_KEY_COUNT + 16, "totals");
  push_row_keys(L);
  lua_createtable(L, (int)totals->row_count, 0);
  for (size_t r = 0; r < totals->row_count; r++) {
    const bg_total_row *row = &totals->rows[r];
    if (row->count == 0 && row->rest_count == 0) continue; /* all its facts are left out */
    push_total_row(L, report, totals, row);
    set_keys(L, report, row, keys, key_count);
    set_unbounded(L, report, totals, row);
    set_remainder(L, report, row);
    lua_rawseti(L, -2, ++n);
  }
  return 1;
}

/* report_left_out(report, keys [, chosen]) -> array of { id, key, unit, reason, because } */
static int core_report_left_out (lua_State *L) {
  const bg_report *report = check_report(L, 1);
  bg_fact_field keys[BG_TOTALS_KEYS];
  size_t key_count;
  const bg_totals *totals = make_totals(L, report, keys, &key_count);
  lua_createtable(L, (int)totals->left_out_count, 0);
  for (size_t i = 0; i < totals->left_out_count; i++) {
    const bg_left_out *left = &totals->left_out[i];
    lua_createtable(L, 0, 5);
    set_text(L, "id", id_of(report, left->fact));
    set_keys(L, report, &totals->rows[left->row], keys, key_count);
    set_text(L, "unit", bg_fact_string(report, (size_t)left->fact, BG_TEXT_UNIT));
    set_text(L, "reason", reason_names[left->reason]);
    if (left->because != BG_NO_ROW) set_text(L, "because", id_of(report, left->because));
    lua_rawseti(L, -2, (int)i + 1);
  }
  return 1;
}

/* copy(table) -> a copy, tables in it copied too */
static int core_copy (lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checkstack(L, 8, "a table nested too deeply");
  lua_settop(L, 1);
  lua_createtable(L, (int)bg_rawlen(L, 1), bg_rawlen(L, 1) > 0 ? 0 : 32);
  lua_pushnil(L);
  while (lua_next(L, 1)) {
    lua_pushvalue(L, 3);
    if (lua_istable(L, 4)) {
      lua_pushcfunction(L, core_copy);
      lua_pushvalue(L, 4);
      lua_call(L, 1, 1);
    }
    else lua_pushvalue(L, 4);
    lua_rawset(L, 2);
    lua_settop(L, 3);
  }
  lua_settop(L, 2);
  return 1;
}

static const luaL_Reg functions[] = {
  { "report", core_report },
  { "report_meta", core_report_meta },
  { "report_names", core_report_names },
  { "report_milestones", core_report_milestones },
  { "report_increment", core_report_increment },
  { "report_barriers", core_report_barriers },
  { "report_remainder", core_report_remainder },
  { "report_totals", core_report_totals },
  { "report_left_out", core_report_left_out },
  { "copy", core_copy },
  { NULL, NULL }
};

static const luaL_Reg report_meta[] = {
  { "__gc", report_gc },
  { NULL, NULL }
};

static const luaL_Reg totals_meta[] = {
  { "__gc", totals_gc },
  { NULL, NULL }
};

void bg_open_report (lua_State *L) {
  bg_newtype(L, REPORT_TYPE, report_meta);
  bg_newtype(L, TOTALS_TYPE, totals_meta);
  bg_setfuncs(L, functions);
}
