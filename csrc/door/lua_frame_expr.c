/*
** lua_frame_expr.c: expressions as Lua tables into programs.
**
** The tables are those that the query language makes: op, operands at 1 to 3,
** name, value, list, pattern. What they say was checked there; here it is
** checked again, as far as a wrong table could do harm.
*/
#include "lua_frame_expr.h"

#include "frame/frame_text.h"

/* Deeper tables are no expression that the language's own limits let pass. */
#define DEPTH_MAX 250

#define PROGRAM_TYPE "baogao.frame.program"

static int program_gc (lua_State *L) {
  bg_program_drop((bg_program *)lua_touserdata(L, 1));
  return 0;
}

bg_program *bg_door_program (lua_State *L, const bg_frame *f, size_t size) {
  bg_alloc alloc = bg_door_frame_alloc(L);
  bg_program *p = (bg_program *)bg_newuserdata(L, size);
  memset(p, 0, size);
  bg_program_start(p, &alloc, f);
  p->wide = bg_door_wide(L, f);
  bg_settype(L, PROGRAM_TYPE);
  return p;
}

bg_program *bg_door_is_program (lua_State *L, int i) {
  return (bg_program *)bg_door_typed(L, i, PROGRAM_TYPE);
}

int bg_door_threads (lua_State *L, int i) {
  lua_Integer n = luaL_optinteger(L, i, 2);
  return n < 2 ? 1 : 2;
}

size_t bg_door_column_count (lua_State *L, int i) {
  luaL_checktype(L, i, LUA_TTABLE);
  return bg_rawlen(L, i);
}

void bg_door_columns (lua_State *L, int i, const bg_frame *f, size_t count, size_t *columns) {
  for (size_t k = 0; k < count; k++) {
    ptrdiff_t at;
    lua_rawgeti(L, i, (int)k + 1);
    if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "the name of a column expected, got %s", luaL_typename(L, -1));
    at = bg_frame_find(f, bg_door_text(L, -1));
    if (at < 0) luaL_error(L, "no column '%s'", lua_tostring(L, -1));
    columns[k] = (size_t)at;
    lua_pop(L, 1);
  }
}

static void check (lua_State *L, bg_program *p, bg_status status) {
  if (status != BG_OK) bg_door_refuse(L, status, &p->fault, "expression");
}

static int compile (lua_State *L, bg_program *p, int i, int depth);

/* The operand at place k of the expression at i. */
static int operand (lua_State *L, bg_program *p, int i, int k, int depth) {
  int node;
  lua_rawgeti(L, i, k);
  node = compile(L, p, lua_gettop(L), depth + 1);
  lua_pop(L, 1);
  return node;
}

/* A constant at i; `beside` is a node that it is compared with, or -1: text
** beside a date is a date. */
static int constant (lua_State *L, bg_program *p, int i, int beside) {
  int node = -1;
  bool date;
  lua_getfield(L, i, "type");
  date = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "date") == 0;
  lua_pop(L, 1);
  lua_getfield(L, i, "value");
  date = date || (beside >= 0 && p->nodes[beside].type == BG_DATE);
  switch (lua_type(L, -1)) {
    case LUA_TNUMBER: check(L, p, bg_expr_number(p, BG_NUMBER, (double)lua_tonumber(L, -1), &node)); break;
    case LUA_TBOOLEAN: check(L, p, bg_expr_truth(p, lua_toboolean(L, -1) ? BG_YES : BG_NO, &node)); break;
    case LUA_TSTRING: {
      double day;
      if (!date) {
        check(L, p, bg_expr_string(p, bg_door_text(L, -1), &node));
        break;
      }
      if (!bg_text_date(bg_door_text(L, -1), &day))
        luaL_error(L, "'%s' is no date (YYYY-MM-DD)", lua_tostring(L, -1));
      check(L, p, bg_expr_number(p, BG_DATE, day, &node));
      break;
    }
    case LUA_TNIL: check(L, p, bg_expr_truth(p, BG_NULL, &node)); break;
    default: luaL_error(L, "a constant is a number, string or boolean, got %s", luaL_typename(L, -1));
  }
  lua_pop(L, 1);
  return node;
}

static bool is_constant (lua_State *L, int i) {
  bool is;
  lua_getfield(L, i, "op");
  is = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "const") == 0;
  lua_pop(L, 1);
  return is;
}

/* Operands k and l of a comparison: where one is a constant it is read as of
** the other's type. */
static void compared (lua_State *L, bg_program *p, int i, int k, int l, int depth, int *a, int *b) {
  int x, y;
  lua_rawgeti(L, i, k);
  x = lua_gettop(L);
  lua_rawgeti(L, i, l);
  y = lua_gettop(L);
  if (lua_type(L, x) != LUA_TTABLE || lua_type(L, y) != LUA_TTABLE)
    luaL_error(L, "a comparison has two operands");
  if (is_constant(L, x) && !is_constant(L, y)) {
    *b = compile(L, p, y, depth + 1);
    *a = constant(L, p, x, *b);
  }
  else {
    *a = compile(L, p, x, depth + 1);
    *b = is_constant(L, y) ? constant(L, p, y, *a) : compile(L, p, y, depth + 1);
  }
  lua_pop(L, 2);
}

/* a is among the constants of the list in field `list` */
static int among (lua_State *L, bg_program *p, int i, int depth) {
  int a = operand(L, p, i, 1, depth), node = -1;
  size_t count;
  bg_kind kind = p->nodes[a].kind;
  lua_getfield(L, i, "list");
  if (lua_type(L, -1) != LUA_TTABLE) luaL_error(L, "'in' has a list");
  count = bg_rawlen(L, -1);
  if (kind == BG_KIND_STRING) {
    bg_text *texts = (bg_text *)bg_newuserdata(L, (count + 1) * sizeof *texts);
    for (size_t k = 0; k < count; k++) { /* the strings stay alive in the list */
      lua_rawgeti(L, -2, (int)k + 1);
      if (lua_type(L, -1) != LUA_TTABLE) luaL_error(L, "'in' has a list of constants");
      lua_getfield(L, -1, "value");
      if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "'in' compares string with %s", luaL_typename(L, -1));
      texts[k] = bg_door_text(L, -1);
      lua_pop(L, 2);
    }
    check(L, p, bg_expr_in_strings(p, a, texts, count, &node));
  }
  else if (kind == BG_KIND_NUMBER) {
    double *numbers = (double *)bg_newuserdata(L, (count + 1) * sizeof *numbers);
    for (size_t k = 0; k < count; k++) {
      lua_rawgeti(L, -2, (int)k + 1);
      if (lua_type(L, -1) != LUA_TTABLE) luaL_error(L, "'in' has a list of constants");
      lua_getfield(L, -1, "value");
      if (p->nodes[a].type == BG_DATE) {
        if (lua_type(L, -1) != LUA_TSTRING || !bg_text_date(bg_door_text(L, -1), &numbers[k]))
          luaL_error(L, "'in' compares date with what is no date (YYYY-MM-DD)");
      }
      else if (lua_type(L, -1) == LUA_TNUMBER) numbers[k] = (double)lua_tonumber(L, -1);
      else luaL_error(L, "'in' compares %s with %s", bg_type_name(p->nodes[a].type), luaL_typename(L, -1));
      lua_pop(L, 2);
    }
    check(L, p, bg_expr_in_numbers(p, a, numbers, count, &node));
  }
  else {
    check(L, p, bg_expr_truth(p, BG_NO, &node));
    lua_pushnil(L);
    for (size_t k = 0; k < count; k++) {
      int other, equal;
      lua_rawgeti(L, -2, (int)k + 1);
      if (lua_type(L, -1) != LUA_TTABLE) luaL_error(L, "'in' has a list of constants");
      other = constant(L, p, lua_gettop(L), a);
      check(L, p, bg_expr_compare(p, BG_EQ, a, other, &equal));
      check(L, p, bg_expr_or(p, node, equal, &node));
      lua_pop(L, 1);
    }
  }
  lua_pop(L, 2);
  return node;
}

/* certainly or possibly of a condition: down to its comparisons, `not` turning
** the one into the other */
static int bounds (lua_State *L, bg_program *p, int i, bool certainly, int depth) {
  int node = -1, a, b, relation;
  const char *op;
  if (depth > DEPTH_MAX) luaL_error(L, "an expression nested deeper than %d", DEPTH_MAX);
  luaL_checkstack(L, 10, "expression");
  if (lua_type(L, i) != LUA_TTABLE) luaL_error(L, "certainly and possibly take a comparison");
  lua_getfield(L, i, "op");
  op = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
  relation = bg_relation_of(op);
  if (relation >= 0) {
    compared(L, p, i, 1, 2, depth, &a, &b);
    if (p->nodes[a].kind == BG_KIND_NUMBER && p->nodes[b].kind == BG_KIND_NUMBER)
      check(L, p, bg_expr_bounds(p, certainly, (bg_relation)relation, a, b, &node));
    else check(L, p, bg_expr_compare(p, (bg_relation)relation, a, b, &node));
  }
  else if (strcmp(op, "and") == 0 || strcmp(op, "or") == 0) {
    lua_rawgeti(L, i, 1);
    a = bounds(L, p, lua_gettop(L), certainly, depth + 1);
    lua_rawgeti(L, i, 2);
    b = bounds(L, p, lua_gettop(L), certainly, depth + 1);
    lua_pop(L, 2);
    check(L, p, op[0] == 'a' ? bg_expr_and(p, a, b, &node) : bg_expr_or(p, a, b, &node));
  }
  else if (strcmp(op, "not") == 0) {
    lua_rawgeti(L, i, 1);
    a = bounds(L, p, lua_gettop(L), !certainly, depth + 1);
    lua_pop(L, 1);
    check(L, p, bg_expr_not(p, a, &node));
  }
  else node = compile(L, p, i, depth + 1);
  lua_pop(L, 1);
  return node;
}

/* x between a and b: two comparisons of it */
static int between (lua_State *L, bg_program *p, int i, int depth) {
  int a, b, above, below, node;
  compared(L, p, i, 1, 2, depth, &a, &b);
  check(L, p, bg_expr_compare(p, BG_GE, a, b, &above));
  compared(L, p, i, 1, 3, depth, &a, &b);
  check(L, p, bg_expr_compare(p, BG_LE, a, b, &below));
  check(L, p, bg_expr_and(p, above, below, &node));
  return node;
}

/* The text in a field of the expression at i, which stays alive in it; `why`
** is said where there is none. */
static bg_text text_of (lua_State *L, int i, const char *field, const char *why) {
  bg_text text;
  lua_getfield(L, i, field);
  if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "%s", why);
  text = bg_door_text(L, -1);
  lua_pop(L, 1);
  return text;
}

static int arithmetic (lua_State *L, bg_program *p, int i, const char *op, int depth) {
  static const struct { char name[4]; bg_op op; } binary[] = {
    { "+", BG_OP_ADD }, { "-", BG_OP_SUBTRACT }, { "*", BG_OP_MULTIPLY }, { "/", BG_OP_DIVIDE }
  };
  int node = -1;
  for (size_t k = 0; k < sizeof binary / sizeof binary[0]; k++) {
    int a, b;
    if (strcmp(op, binary[k].name) != 0) continue;
    a = operand(L, p, i, 1, depth);
    b = operand(L, p, i, 2, depth);
    check(L, p, bg_expr_arithmetic(p, binary[k].op, a, b, &node));
  }
  if (node < 0) luaL_error(L, "no operator '%s'", op);
  return node;
}

static int compile (lua_State *L, bg_program *p, int i, int depth) {
  int node = -1, a, b, relation;
  const char *op;
  if (depth > DEPTH_MAX) luaL_error(L, "an expression nested deeper than %d", DEPTH_MAX);
  luaL_checkstack(L, 10, "expression");
  if (lua_type(L, i) != LUA_TTABLE) luaL_error(L, "an expression expected, got %s", luaL_typename(L, i));
  lua_getfield(L, i, "op"); /* stays while `op` is used */
  if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "an expression has an op");
  op = lua_tostring(L, -1);
  relation = bg_relation_of(op);
  if (strcmp(op, "field") == 0)
    check(L, p, bg_expr_field(p, text_of(L, i, "name", "a field has a name"), &node));
  else if (strcmp(op, "const") == 0) node = constant(L, p, i, -1);
  else if (strcmp(op, "and") == 0 || strcmp(op, "or") == 0) {
    a = operand(L, p, i, 1, depth);
    b = operand(L, p, i, 2, depth);
    check(L, p, op[0] == 'a' ? bg_expr_and(p, a, b, &node) : bg_expr_or(p, a, b, &node));
  }
  else if (strcmp(op, "not") == 0) {
    a = operand(L, p, i, 1, depth);
    check(L, p, bg_expr_not(p, a, &node));
  }
  else if (relation >= 0) {
    compared(L, p, i, 1, 2, depth, &a, &b);
    check(L, p, bg_expr_compare(p, (bg_relation)relation, a, b, &node));
  }
  else if (strcmp(op, "between") == 0) node = between(L, p, i, depth);
  else if (strcmp(op, "in") == 0) node = among(L, p, i, depth);
  else if (strcmp(op, "like") == 0) {
    a = operand(L, p, i, 1, depth);
    check(L, p, bg_expr_like(p, a, text_of(L, i, "pattern", "'like' has a pattern"), &node));
  }
  else if (strcmp(op, "is_null") == 0) {
    a = operand(L, p, i, 1, depth);
    check(L, p, bg_expr_is_null(p, a, &node));
  }
  else if (strcmp(op, "certainly") == 0 || strcmp(op, "possibly") == 0) {
    lua_rawgeti(L, i, 1);
    node = bounds(L, p, lua_gettop(L), op[0] == 'c', depth + 1);
    lua_pop(L, 1);
  }
  else if (strcmp(op, "neg") == 0) {
    a = operand(L, p, i, 1, depth);
    check(L, p, bg_expr_arithmetic(p, BG_OP_NEGATE, a, -1, &node));
  }
  else if (strcmp(op, "call") == 0) {
    bg_text name = text_of(L, i, "name", "a call has a name");
    a = operand(L, p, i, 1, depth);
    check(L, p, bg_expr_call(p, name, a, &node));
  }
  else node = arithmetic(L, p, i, op, depth);
  lua_pop(L, 1);
  return node;
}

int bg_door_compile (lua_State *L, bg_program *p, int i) {
  return compile(L, p, bg_absindex(L, i), 0);
}

int bg_door_condition (lua_State *L, bg_program *p, int i) {
  int node = bg_door_compile(L, p, i);
  if (p->nodes[node].kind != BG_KIND_TRUTH)
    luaL_error(L, "a filter is a condition, not a %s", bg_type_name(p->nodes[node].type));
  return node;
}

void bg_open_frame_expr (lua_State *L) {
  static const luaL_Reg meta[] = {
    { "__gc", program_gc },
    { NULL, NULL }
  };
  bg_newtype(L, PROGRAM_TYPE, meta);
}
