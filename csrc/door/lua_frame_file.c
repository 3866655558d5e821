/*
** lua_frame_file.c: frames from and to files. A failing world is nil and a
** message here, never an error.
*/
#include "lua_frame.h"

#include "frame/frame_file.h"
#include "frame/frame_text.h"

#include <stdio.h>

static int failed (lua_State *L, bg_status status, const bg_fault *fault) {
  lua_pushnil(L);
  if (fault->text[0] != '\0') lua_pushstring(L, fault->text);
  else lua_pushstring(L, status == BG_NO_MEMORY ? "not enough memory" : "too large"); /* GCOVR_EXCL_BR_LINE: 4 GB are too large */
  return 2;
}

/* frame_save(frame, path) -> true | nil, message */
static int core_frame_save (lua_State *L) {
  const bg_frame *f = bg_door_frame(L, 1);
  bg_fault fault = { "" };
  bg_status status = bg_frame_save(f, luaL_checkstring(L, 2), &fault);
  if (status != BG_OK) return failed(L, status, &fault);
  lua_pushboolean(L, 1);
  return 1;
}

/* frame_open(path) -> frame | nil, message */
static int core_frame_open (lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  bg_alloc alloc = bg_door_frame_alloc(L);
  bg_frame **box = bg_door_new_frame(L);
  bg_fault fault = { "" };
  bg_status status = bg_frame_open(&alloc, path, box, &fault);
  return status == BG_OK ? 1 : failed(L, status, &fault);
}

/* Options from the table at i: separator, header, nulls, types, as the Lua
** front leaves them. Its strings stay alive in the table. */
static void options_at (lua_State *L, int i, bg_text_options *o) {
  size_t count = 0;
  memset(o, 0, sizeof *o);
  lua_getfield(L, i, "separator");
  o->separator = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1)[0] : ',';
  lua_getfield(L, i, "header");
  o->header = lua_isnil(L, -1) || lua_toboolean(L, -1);
  lua_getfield(L, i, "nulls");
  if (lua_type(L, -1) == LUA_TTABLE) {
    count = bg_rawlen(L, -1);
    if (count > BG_NULLS_MAX) luaL_error(L, "more than %d texts for null", BG_NULLS_MAX);
    for (size_t k = 0; k < count; k++) {
      lua_rawgeti(L, -1, (int)k + 1);
      if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "option 'nulls' is a list of strings");
      o->nulls[o->null_count++] = bg_door_text(L, -1);
      lua_pop(L, 1);
    }
  }
  lua_getfield(L, i, "types");
  if (lua_type(L, -1) == LUA_TTABLE) {
    int types = lua_gettop(L);
    count = 0;
    for (lua_pushnil(L); lua_next(L, types); lua_pop(L, 1)) count++;
    o->wanted = (bg_wanted *)bg_newuserdata(L, (count + 1) * sizeof *o->wanted);
    for (lua_pushnil(L); lua_next(L, types); lua_pop(L, 1)) {
      bg_wanted *w = &o->wanted[o->wanted_count++];
      if (lua_type(L, -1) != LUA_TSTRING || lua_type(L, -2) != LUA_TSTRING)
        luaL_error(L, "option 'types' gives names of types by names of columns");
      w->name = bg_door_text(L, -2);
      w->type = bg_door_type(L, bg_door_text(L, -1));
      w->met = false;
    }
  }
}

/* frame_read(kind, source, options) -> frame | nil, message
** kind: "csv" or "ndjson". options.text: the source is the text itself, not
** the name of a file; options.bounds = false: no bounds out of columns. */
static int core_frame_read (lua_State *L) {
  static const char *const kinds[] = { "csv", "ndjson", NULL };
  int kind = luaL_checkoption(L, 1, NULL, kinds);
  bg_alloc alloc = bg_door_frame_alloc(L);
  bg_text_options options;
  bg_text text;
  bg_mapping *mapping = NULL;
  bg_frame **box, *folded = NULL;
  bg_fault fault = { "" };
  bool is_text, fold, did = false;
  bg_status status = BG_OK;
  luaL_checktype(L, 2, LUA_TSTRING);
  luaL_checktype(L, 3, LUA_TTABLE);
  options_at(L, 3, &options);
  lua_getfield(L, 3, "text");
  is_text = lua_toboolean(L, -1) != 0;
  lua_getfield(L, 3, "bounds");
  fold = lua_isnil(L, -1) || lua_toboolean(L, -1);
  box = bg_door_new_frame(L);
  text = bg_door_text(L, 2);
  if (!is_text) {
    status = bg_map_file(&alloc, text.at, &mapping, &fault);
    if (status != BG_OK) return failed(L, status, &fault);
    text.at = mapping->at == NULL ? "" : (const char *)mapping->at;
    text.length = mapping->size;
  }
  status = kind == 0 ? bg_csv_read(&alloc, text, &options, box, &fault)
           : bg_ndjson_read(&alloc, text, &options, box, &fault);
  bg_mapping_drop(mapping);
  for (size_t i = 0; status == BG_OK && i < options.wanted_count; i++) {
    if (options.wanted[i].met) continue;
    snprintf(fault.text, sizeof fault.text, "option 'types' names a column '%.80s' that is not there",
             options.wanted[i].name.at);
    status = BG_NO_VALUE;
  }
  if (status == BG_OK && fold) status = bg_frame_fold(*box, &folded, &did, &fault);
  if (status != BG_OK) return failed(L, status, &fault);
  if (did) {
    bg_frame_drop(*box);
    *box = folded;
  }
  bg_door_made_frame(L, *box);
  return 1;
}

static const luaL_Reg functions[] = {
  { "frame_save", core_frame_save },
  { "frame_open", core_frame_open },
  { "frame_read", core_frame_read },
  { NULL, NULL }
};

void bg_open_frame_file (lua_State *L) {
  bg_setfuncs(L, functions);
}
