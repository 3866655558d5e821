/*
** lua_scan.c: quantities and spans between the engine and Lua.
*/
#include "lua_door.h"
#include "scan.h"

#include <string.h>

#define LEXICON "baogao.lexicon"

static void *resize (void *ud, void *block, size_t old, size_t size) {
  lua_Alloc alloc;
  void *alloc_ud;
  alloc = lua_getallocf((lua_State *)ud, &alloc_ud);
  return alloc(alloc_ud, block, old, size);
}

typedef struct vector {
  bg_alloc alloc;
  bg_quantity *at;
  size_t count, room;
  bool failed;
} vector;

static bool collect (void *ud, const bg_quantity *q) {
  vector *v = (vector *)ud;
  if (v->count == v->room) {
    size_t room = v->room == 0 ? 64 : v->room * 2;
    bg_quantity *at = (bg_quantity *)v->alloc.resize(v->alloc.ud, v->at, v->room * sizeof *at, room * sizeof *at);
    if (at == NULL) { v->failed = true; return false; }
    v->at = at;
    v->room = room;
  }
  v->at[v->count++] = *q;
  return true;
}

static int scan_text (lua_State *L) {
  size_t length, i;
  const char *text = luaL_checklstring(L, 1, &length);
  bg_lexicon *lexicon = (bg_lexicon *)lua_touserdata(L, lua_upvalueindex(1));
  vector *v = (vector *)bg_newuserdata(L, sizeof *v);
  bg_scan_state state;
  memset(v, 0, sizeof *v);
  memset(&state, 0, sizeof state);
  v->alloc.resize = resize;
  v->alloc.ud = L;
  bg_scan_quantities(lexicon, (const unsigned char *)text, length, 0, true, &state, collect, v);
  lua_createtable(L, (int)v->count, 0);
  for (i = 0; i < v->count; i++) {
    const bg_quantity *q = &v->at[i];
    lua_createtable(L, 0, 14);
    lua_pushlstring(L, text + q->first, (size_t)(q->last - q->first)); lua_setfield(L, -2, "text");
    lua_pushnumber(L, (lua_Number)q->first + 1); lua_setfield(L, -2, "first");
    lua_pushnumber(L, (lua_Number)q->last); lua_setfield(L, -2, "last");
    lua_pushlstring(L, text + q->number_first, (size_t)(q->number_last - q->number_first)); lua_setfield(L, -2, "number");
    lua_pushnumber(L, q->value); lua_setfield(L, -2, "value");
    lua_pushnumber(L, q->lower); lua_setfield(L, -2, "lower");
    lua_pushnumber(L, q->upper); lua_setfield(L, -2, "upper");
    lua_pushboolean(L, q->lower_open); lua_setfield(L, -2, "lower_open");
    lua_pushboolean(L, q->upper_open); lua_setfield(L, -2, "upper_open");
    lua_pushlstring(L, q->unit_text, q->unit_length); lua_setfield(L, -2, "unit");
    lua_pushstring(L, bg_kind_names[q->kind]); lua_setfield(L, -2, "kind");
    lua_pushstring(L, bg_sense_names[q->sense]); lua_setfield(L, -2, "qualifier");
    lua_rawseti(L, -2, (int)i + 1);
  }
  resize(L, v->at, v->room * sizeof *v->at, 0);
  return 1;
}

void bg_open_scan (lua_State *L) {
  bg_lexicon *lexicon = (bg_lexicon *)bg_newuserdata(L, sizeof *lexicon);
  if (bg_lexicon_build(lexicon) != BG_OK) luaL_error(L, "baogao: the lexicon outgrew its tree");
  lua_pushcclosure(L, scan_text, 1);
  lua_setfield(L, -2, "scan");
}
