/*
** lua_terms.c: the closed lists of terms.h and facts.h as Lua tables, so that
** the Lua side, its documentation and its checks have them from one place.
*/
#include "lua_door.h"
#include "report/facts.h"

typedef struct term {
  const char *name, *zh;
} term;

#define X(code, name, zh) { name, zh },
static const term qualifiers[] = { BG_QUALIFIERS(X) { NULL, NULL } };
static const term measures[] = { BG_MEASURES(X) { NULL, NULL } };
static const term statuses[] = { BG_STATUSES(X) { NULL, NULL } };
static const term directions[] = { BG_DIRECTIONS(X) { NULL, NULL } };
static const term comparisons[] = { BG_COMPARISONS(X) { NULL, NULL } };
static const term reasons[] = { BG_REASONS(X) { NULL, NULL } };
#undef X
#define X(code, tiers, name, zh) { name, zh },
static const term levels[] = { BG_LEVELS(X) { NULL, NULL } };
#undef X

/* lists[name] = { {name, zh}... } */
static void set_list (lua_State *L, const char *name, const term *list) {
  lua_newtable(L);
  for (int i = 0; list[i].name != NULL; i++) {
    lua_createtable(L, 2, 0);
    lua_pushstring(L, list[i].name);
    lua_rawseti(L, -2, 1);
    lua_pushstring(L, list[i].zh);
    lua_rawseti(L, -2, 2);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, name);
}

#define X(code, name) #name,
static const char *const fact_fields[] = {
  BG_FACT_TEXTS(X) BG_FACT_CODES(X)
  "value", "lower", "upper", "lower_open", "upper_open", "part_of", "adds_to", "complete",
  "paragraph", "paragraphs", "mentions", NULL
};
/* the fields among them that a total may be keyed by */
static const char *const key_fields[] = { BG_FACT_TEXTS(X) BG_FACT_CODES(X) NULL };
#undef X

static void set_names (lua_State *L, const char *name, const char *const *list) {
  lua_newtable(L);
  for (int i = 0; list[i] != NULL; i++) {
    lua_pushstring(L, list[i]);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, name);
}

/* terms() -> { qualifier = {{"exact", "确数"}...}, ..., fact_fields = {...}, key_fields = {...} } */
static int core_terms (lua_State *L) {
  lua_newtable(L);
  set_list(L, "qualifier", qualifiers);
  set_list(L, "measure", measures);
  set_list(L, "status", statuses);
  set_list(L, "direction", directions);
  set_list(L, "comparison", comparisons);
  set_list(L, "reason", reasons);
  set_list(L, "level", levels);
  set_names(L, "fact_fields", fact_fields);
  set_names(L, "key_fields", key_fields);
  return 1;
}

static const luaL_Reg functions[] = {
  { "terms", core_terms },
  { NULL, NULL }
};

void bg_open_terms (lua_State *L) {
  bg_setfuncs(L, functions);
}
