/*
** lua_read.c: reading reports for Lua, and making them of facts. A report that
** is made at run time is a userdata `baogao.report` as a bundled one is; the
** blocks that it owns hang on it before anything is read, so that they are
** freed whatever is thrown.
*/
#include "lua_door.h"
#include "lua_report.h"
#include "read/read.h"
#include "read/read_normal.h"

#include <math.h>
#include <string.h>

typedef struct tables {
  bg_lexicon lexicon;
  bg_words words;
} tables;

/* The word tables, some 180 KB, built by the first text that is read or name that is
** asked for: a host that does neither pays nothing. They are kept, in the table that is the
** function's upvalue, only when they are whole. */
static const tables *tables_of (lua_State *L) {
  tables *t;
  lua_rawgeti(L, lua_upvalueindex(1), 1);
  t = lua_touserdata(L, -1);
  lua_pop(L, 1); /* the upvalue holds it */
  if (t != NULL) return t;
  t = bg_newuserdata(L, sizeof *t);
  if (bg_lexicon_build(&t->lexicon) != BG_OK || bg_read_prepare(&t->words) != BG_OK) /* GCOVR_EXCL_BR_LINE: the lists are constant, */
    luaL_error(L, "baogao: a word list outgrew its table"); /* GCOVR_EXCL_LINE: and each build of them would fail */
  lua_rawseti(L, lua_upvalueindex(1), 1);
  return t;
}

static bg_text text_field (lua_State *L, int i, const char *name) {
  bg_text text;
  text.at = "";
  text.length = 0;
  lua_getfield(L, i, name);
  if (lua_type(L, -1) == LUA_TSTRING) text.at = lua_tolstring(L, -1, &text.length);
  lua_pop(L, 1); /* the table holds it */
  return text;
}

static const char *const mend_names[] = {
#define X(code, name) name,
  BG_MENDS(X)
#undef X
};

/* report_mended(report) -> array of { kind, first, last, paragraph, other } */
static int core_report_mended (lua_State *L) {
  const bg_report_builder *own = &bg_check_report_box(L, 1)->own;
  lua_createtable(L, (int)own->mend_count, 0);
  for (size_t i = 0; i < own->mend_count; i++) {
    const bg_mend *m = &own->mends[i];
    lua_createtable(L, 0, 5);
    lua_pushstring(L, mend_names[m->kind]);
    lua_setfield(L, -2, "kind");
    lua_pushinteger(L, (lua_Integer)m->first + 1);
    lua_setfield(L, -2, "first");
    lua_pushinteger(L, (lua_Integer)m->last);
    lua_setfield(L, -2, "last");
    lua_pushinteger(L, (lua_Integer)m->paragraph[0]);
    lua_setfield(L, -2, "paragraph");
    if (m->paragraph[1] != 0) {
      lua_pushinteger(L, (lua_Integer)m->paragraph[1]);
      lua_setfield(L, -2, "other");
    }
    lua_rawseti(L, -2, (int)i + 1);
  }
  return 1;
}

/* read(text, { year =, region =, name = }) -> report */
static int core_read (lua_State *L) {
  bg_text text;
  bg_read_options options;
  bg_report_box *box;
  bg_status status;
  const tables *t = tables_of(L);
  text.at = luaL_checklstring(L, 1, &text.length);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_getfield(L, 2, "year");
  options.year = (int)lua_tointeger(L, -1);
  lua_pop(L, 1);
  options.region = text_field(L, 2, "region");
  options.name = text_field(L, 2, "name");
  box = bg_new_report_box(L);
  status = bg_read(&t->lexicon, &t->words, text, &options, &box->own);
  if (status != BG_OK) {
    bg_report_builder_free(&box->own);
    bg_door_fail(L, status, "a report's text");
  }
  box->report = bg_report_builder_report(&box->own);
  return 1;
}

/* indicator_normal(name) -> normal form, English name or nil */
static int core_indicator_normal (lua_State *L) {
  size_t length;
  const char *name = luaL_checklstring(L, 1, &length), *english;
  char out[BG_NAME_ROOM];
  size_t n;
  if (length >= sizeof out) length = sizeof out - 1;
  n = bg_normal_name(&tables_of(L)->words, name, length, out, &english);
  lua_pushlstring(L, out, n);
  if (english[0] == '\0') lua_pushnil(L);
  else lua_pushstring(L, english);
  return 2;
}

/* region_code(name) -> "410100" | nil */
static int core_region_code (lua_State *L) {
  bg_text name;
  uint32_t code;
  char text[8];
  name.at = luaL_checklstring(L, 1, &name.length);
  code = bg_region_code(name);
  if (code == 0) {
    lua_pushnil(L);
    return 1;
  }
  for (int i = 5; i >= 0; i--, code /= 10) text[i] = (char)('0' + code % 10);
  lua_pushlstring(L, text, 6);
  return 1;
}

/* region_name(code) -> "郑州市" | nil */
static int core_region_name (lua_State *L) {
  const char *name = NULL;
  size_t length;
  const char *code = luaL_checklstring(L, 1, &length);
  uint32_t value = 0;
  for (size_t i = 0; i < length && length == 6; i++) {
    if (code[i] < '0' || code[i] > '9') { value = 0; break; }
    value = value * 10 + (uint32_t)(code[i] - '0');
  }
  if (value != 0) name = bg_region_name(value);
  if (name == NULL) lua_pushnil(L);
  else lua_pushstring(L, name);
  return 1;
}

/* {====================================================== reports made of facts */

static int code_of (lua_State *L, int i, const char *field, const char *const *names, int count, int otherwise) {
  int found = otherwise;
  lua_getfield(L, i, field);
  if (lua_type(L, -1) == LUA_TSTRING) {
    const char *s = lua_tostring(L, -1);
    for (int k = 0; k < count; k++) if (strcmp(names[k], s) == 0) found = k;
  }
  lua_pop(L, 1);
  return found;
}

static uint32_t whole_field (lua_State *L, int i, const char *field) {
  lua_Number n;
  lua_getfield(L, i, field);
  n = lua_tonumber(L, -1);
  lua_pop(L, 1);
  return n >= 1 && n < 4294967295.0 ? (uint32_t)n : 0;
}

static uint32_t pool_field (lua_State *L, int i, const char *field, bg_report_builder *own) {
  uint32_t offset = 0;
  bg_status status = bg_report_builder_text(own, text_field(L, i, field), &offset);
  if (status != BG_OK) bg_door_fail(L, status, "a report");
  return offset;
}

static double number_field (lua_State *L, int i, const char *field, double otherwise) {
  double n;
  lua_getfield(L, i, field);
  n = lua_isnumber(L, -1) ? lua_tonumber(L, -1) : otherwise;
  lua_pop(L, 1);
  return n;
}

static bool flag_field (lua_State *L, int i, const char *field) {
  bool set;
  lua_getfield(L, i, field);
  set = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return set;
}

/* report_make(facts, meta) -> report; part_of and adds_to are rows, counted
** from 1, in the fields part_row, adds_row and adds_row_2. */
static int core_report_make (lua_State *L) {
  bg_report_box *box;
  size_t count;
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checktype(L, 2, LUA_TTABLE);
  count = bg_rawlen(L, 1);
  box = bg_new_report_box(L);
  for (int i = 0; i < BG_REPORT_TEXT_COUNT; i++)
    box->own.text[i] = pool_field(L, 2, bg_report_text_names[i], &box->own);
  for (size_t k = 0; k < count; k++) {
    bg_fact *f;
    int at;
    uint32_t part, adds, adds_2;
    uint32_t text[BG_TEXT_COUNT];
    lua_rawgeti(L, 1, (int)k + 1);
    luaL_argcheck(L, lua_istable(L, -1), 1, "facts expected");
    at = lua_gettop(L);
    for (int i = 0; i < BG_TEXT_COUNT; i++) text[i] = pool_field(L, at, bg_fact_text_names[i], &box->own);
    f = bg_report_builder_fact(&box->own);
    if (f == NULL) return bg_door_fail(L, BG_NO_MEMORY, "a report");
    memcpy(f->text, text, sizeof text);
    f->value = number_field(L, at, "value", 0);
    f->bounds.lower = number_field(L, at, "lower", f->value);
    f->bounds.upper = number_field(L, at, "upper", f->value);
    f->bounds.lower_open = flag_field(L, at, "lower_open") || isinf(f->bounds.lower);
    f->bounds.upper_open = flag_field(L, at, "upper_open") || isinf(f->bounds.upper);
    for (int i = 0; i < BG_CODE_COUNT; i++)
      f->code[i] = (uint8_t)code_of(L, at, bg_fact_code_names[i], bg_code_names[i], bg_code_counts[i], 0);
    f->first = whole_field(L, at, "first");
    f->last = whole_field(L, at, "last");
    f->paragraph[0] = whole_field(L, at, "paragraph");
    part = whole_field(L, at, "part_row");
    adds = whole_field(L, at, "adds_row");
    adds_2 = whole_field(L, at, "adds_row_2");
    if (part >= 1 && part <= count) f->part_of = (int32_t)part - 1;
    if (adds >= 1 && adds <= count) f->adds_to[0] = (int32_t)adds - 1;
    if (adds_2 >= 1 && adds_2 <= count) f->adds_to[1] = (int32_t)adds_2 - 1;
    {
      uint32_t verbatim = pool_field(L, at, "text", &box->own);
      box->own.facts[k].verbatim = verbatim;
    }
    lua_settop(L, at - 1);
  }
  box->report = bg_report_builder_report(&box->own);
  return 1;
}

/* }====================================================== */

static const luaL_Reg functions[] = {
  { "report_mended", core_report_mended },
  { "report_make", core_report_make },
  { "region_code", core_region_code },
  { "region_name", core_region_name },
  { NULL, NULL }
};

void bg_open_read (lua_State *L) {
  lua_newtable(L); /* of both: see tables_of */
  lua_pushvalue(L, -1);
  lua_pushcclosure(L, core_read, 1);
  lua_setfield(L, -3, "read");
  lua_pushcclosure(L, core_indicator_normal, 1);
  lua_setfield(L, -2, "indicator_normal");
  bg_setfuncs(L, functions);
}
