/*
** lua_interval.c: intervals between Lua tables and the engine.
*/
#include "lua_door.h"

#include <math.h>

/* The number in field `name` of the table at i, if it is one. */
static bool number_field (lua_State *L, int i, const char *name, double *value) {
  bool is;
  lua_getfield(L, i, name);
  is = lua_type(L, -1) == LUA_TNUMBER;
  if (is) *value = lua_tonumber(L, -1);
  lua_pop(L, 1);
  return is;
}

static bool flag_field (lua_State *L, int i, const char *name) {
  bool set;
  lua_getfield(L, i, name);
  set = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return set;
}

/* The middle, or the end that is finite. */
static double nominal_of (bg_interval a) {
  if (isinf(a.lower)) return isinf(a.upper) ? 0 : a.upper;
  if (isinf(a.upper)) return a.lower;
  return a.lower + (a.upper - a.lower) / 2;
}

bg_interval bg_door_interval (lua_State *L, int i, const char *what, double *nominal) {
  bg_interval a = { 0, 0, false, false };
  double value = 0;
  bool has_value = true;
  if (lua_type(L, i) == LUA_TNUMBER) {
    value = lua_tonumber(L, i);
    a = bg_interval_exact(value);
  }
  else if (lua_type(L, i) == LUA_TTABLE) {
    bool has_lower, has_upper;
    i = bg_absindex(L, i);
    has_value = number_field(L, i, "value", &value);
    has_lower = number_field(L, i, "lower", &a.lower);
    has_upper = number_field(L, i, "upper", &a.upper);
    a.lower_open = flag_field(L, i, "lower_open");
    a.upper_open = flag_field(L, i, "upper_open");
    if (!has_value && !has_lower && !has_upper)
      bg_door_error(L, "%s: a figure has a value, or lower and upper bounds", what);
    if (!has_lower && !has_upper) a = bg_interval_exact(value);
    else {
      if (!has_lower) a.lower = -INFINITY;
      if (!has_upper) a.upper = INFINITY;
      if (isinf(a.lower)) a.lower_open = true;
      if (isinf(a.upper)) a.upper_open = true;
    }
  }
  else {
    bg_door_error(L, "%s: a number or a figure expected, got %s", what, luaL_typename(L, i));
  }
  if (isnan(a.lower) || isnan(a.upper) || (has_value && isnan(value)))
    bg_door_error(L, "%s: not a number (NaN)", what);
  if (has_value && isinf(value))
    bg_door_error(L, "%s: a value must be finite; leave a bound open instead", what);
  if (!bg_interval_valid(a))
    bg_door_error(L, "%s: no value lies between lower %f and upper %f", what, a.lower, a.upper);
  if (nominal != NULL) *nominal = has_value ? value : nominal_of(a);
  return a;
}

bg_figure bg_door_figure (lua_State *L, int i, const char *what) {
  bg_figure f;
  f.bounds = bg_door_interval(L, i, what, &f.value);
  return f;
}

static void set_number (lua_State *L, const char *name, double value) {
  bg_pushnumber(L, value);
  lua_setfield(L, -2, name);
}

static void set_flag (lua_State *L, const char *name, bool set) {
  lua_pushboolean(L, set);
  lua_setfield(L, -2, name);
}

void bg_door_set_interval (lua_State *L, bg_interval a, double nominal) {
  set_number(L, "value", nominal);
  set_number(L, "lower", a.lower);
  set_number(L, "upper", a.upper);
  set_flag(L, "lower_open", a.lower_open && !isinf(a.lower));
  set_flag(L, "upper_open", a.upper_open && !isinf(a.upper));
}

static const char *const relations[] = { "<", "<=", ">", ">=", "==", "~=", NULL };

/* compare(a, relation, b) -> true | false | nil
** nil where the bounds cannot tell. */
static int core_compare (lua_State *L) {
  bg_interval a = bg_door_interval(L, 1, "the first figure", NULL);
  int relation = luaL_checkoption(L, 2, NULL, relations);
  bg_interval b = bg_door_interval(L, 3, "the second figure", NULL);
  bg_truth truth = bg_interval_compare(a, (bg_relation)relation, b);
  if (truth == BG_UNKNOWN) lua_pushnil(L);
  else lua_pushboolean(L, truth == BG_TRUE);
  return 1;
}

static const luaL_Reg functions[] = {
  { "compare", core_compare },
  { NULL, NULL }
};

void bg_open_interval (lua_State *L) {
  bg_setfuncs(L, functions);
}
