/*
** lua_scan.c: quantities, numerals and words of time between the engine and Lua.
**
** The lexicon takes some 90 KB and 100 microseconds, which a host that scans
** nothing should not pay: it is built where `scanning` is first called, once a
** Lua state, into a userdata that every function here holds as its upvalue.
*/
#include "lua_door.h"
#include "scan/quantity_frame.h"
#include "scan/written.h"

#include <math.h>
#include <string.h>

#define FRAME "baogao.quantities"
#define SCANNER "baogao.scanner"

/* A table for every quantity is made after this many at the latest, so that
** the scratch between the engine and Lua stays small. */
#define BATCH 1024

/* {====================================================== positions */

typedef enum unit_of_position { BYTES, CHARACTERS, UTF16 } unit_of_position;

/* Counts characters, or UTF-16 code units, from left to right. A byte that is
** part of no character counts as one, as U+FFFD would that stands for it. */
typedef struct counter {
  const unsigned char *text; /* Lua's, with a 0 behind it, which continues no character */
  size_t at;
  lua_Number count;
  unit_of_position unit;
} counter;

static lua_Number count_to (counter *c, size_t to) {
  if (c->unit == BYTES) return (lua_Number)to;
  while (c->at < to) {
    unsigned char a = c->text[c->at];
    size_t length = 1;
    if (a >= 0x80) {
      size_t i, wanted = a >= 0xF0 ? 4 : a >= 0xE0 ? 3 : a >= 0xC2 ? 2 : 1;
      for (i = 1; i < wanted && (c->text[c->at + i] & 0xC0) == 0x80; i++) ;
      if (i == wanted && a < 0xF5) length = wanted;
    }
    c->at += length;
    c->count += c->unit == UTF16 && length == 4 ? 2 : 1;
  }
  return c->count;
}

static counter new_counter (const char *text, int unit) {
  counter c;
  c.text = (const unsigned char *)text;
  c.at = 0;
  c.count = 0;
  c.unit = unit == 1 ? CHARACTERS : unit == 2 ? UTF16 : BYTES;
  return c;
}

/* }====================================================== */

/* {====================================================== one quantity */

/* The fields of a quantity's table, as upvalue table KEYS holds them by number:
** a raw set with a string already at hand is far cheaper than lua_setfield. */
static const char *const field_names[] = {
  "text", "first", "last", "number", "value", "lower", "upper", "lower_open", "upper_open",
  "unit", "kind", "qualifier", "rounded"
};
enum { F_TEXT, F_FIRST, F_LAST, F_NUMBER, F_VALUE, F_LOWER, F_UPPER, F_LOWER_OPEN, F_UPPER_OPEN,
       F_UNIT, F_KIND, F_QUALIFIER, F_ROUNDED, F_COUNT };

/* Upvalues of the functions below. */
#define UP_LEXICON lua_upvalueindex(1)
#define UP_NAMES lua_upvalueindex(2)   /* field names, then kinds, then qualifiers, then units */

#define NAME_KIND (F_COUNT + 1)
#define NAME_SENSE (NAME_KIND + 10)
#define NAME_UNIT (NAME_SENSE + 10)

/* Stack of a table in the making: ..., names, table */
static void set (lua_State *L, int names, int field) {
  lua_rawgeti(L, names, field + 1);
  lua_insert(L, -2);
  lua_rawset(L, -3);
}

static void push_unit (lua_State *L, int names, const bg_quantity_frame *frame, const bg_quantity_row *row) {
  if (row->unit < bg_unit_count) lua_rawgeti(L, names, NAME_UNIT + (int)row->unit);
  else {
    bg_text unit = bg_quantity_frame_unit(frame, row);
    lua_pushlstring(L, unit.at, unit.length);
  }
}

/* Pushes the table of a row; `run` are the bytes of its text. */
static void push_row (lua_State *L, int names, const bg_quantity_frame *frame, const bg_quantity_row *row,
                      const char *run, counter *positions) {
  lua_Number first = count_to(positions, (size_t)row->first) + 1;
  lua_createtable(L, 0, F_COUNT - 1 + ((row->flags & BG_ROW_ROUNDED) != 0));
  lua_pushlstring(L, run, row->length);
  set(L, names, F_TEXT);
  bg_pushnumber(L, first);
  set(L, names, F_FIRST);
  bg_pushnumber(L, count_to(positions, (size_t)row->first + row->length));
  set(L, names, F_LAST);
  lua_pushlstring(L, run + row->number_first, row->number_length);
  set(L, names, F_NUMBER);
  bg_pushnumber(L, row->value);
  set(L, names, F_VALUE);
  bg_pushnumber(L, row->lower);
  set(L, names, F_LOWER);
  bg_pushnumber(L, row->upper);
  set(L, names, F_UPPER);
  lua_pushboolean(L, (row->flags & BG_ROW_LOWER_OPEN) != 0);
  set(L, names, F_LOWER_OPEN);
  lua_pushboolean(L, (row->flags & BG_ROW_UPPER_OPEN) != 0);
  set(L, names, F_UPPER_OPEN);
  push_unit(L, names, frame, row);
  set(L, names, F_UNIT);
  lua_rawgeti(L, names, NAME_KIND + row->kind);
  set(L, names, F_KIND);
  lua_rawgeti(L, names, NAME_SENSE + row->sense);
  set(L, names, F_QUALIFIER);
  if (row->flags & BG_ROW_ROUNDED) {
    lua_pushboolean(L, 1);
    set(L, names, F_ROUNDED);
  }
}

/* }====================================================== */

/* {====================================================== frames */

typedef struct frame_box {
  bg_quantity_frame frame;
  int positions;
} frame_box;

/* A new empty frame on the stack; it frees itself. */
static frame_box *push_frame (lua_State *L) {
  frame_box *box = (frame_box *)bg_newuserdata(L, sizeof *box);
  bg_alloc alloc = bg_door_alloc(L);
  bg_quantity_frame_init(&box->frame, &alloc);
  box->positions = 0;
  bg_settype(L, FRAME);
  return box;
}

static int frame_gc (lua_State *L) {
  frame_box *box = (frame_box *)luaL_checkudata(L, 1, FRAME);
  bg_quantity_frame_free(&box->frame);
  return 0;
}

static int frame_length (lua_State *L) {
  frame_box *box = (frame_box *)luaL_checkudata(L, 1, FRAME);
  bg_pushnumber(L, (lua_Number)box->frame.count);
  return 1;
}

static int frame_tostring (lua_State *L) {
  frame_box *box = (frame_box *)luaL_checkudata(L, 1, FRAME);
  lua_pushfstring(L, "baogao.quantities (%d)", (int)box->frame.count);
  return 1;
}

static void must_succeed (lua_State *L, const bg_quantity_frame *frame) {
  if (frame->status != BG_OK) bg_door_fail(L, frame->status, "scan");
}

/* The text that a frame was made of is its user value, in a table. */
static const char *frame_text (lua_State *L, int i, size_t *length) {
  const char *text;
  bg_getuservalue(L, i);
  lua_rawgeti(L, -1, 1);
  text = lua_tolstring(L, -1, length);
  lua_pop(L, 2);
  return text;
}

/* frame:column("value") -> array of one field of all quantities, in order */
static int frame_column (lua_State *L) {
  frame_box *box = (frame_box *)luaL_checkudata(L, 1, FRAME);
  const char *name = luaL_checkstring(L, 2);
  const bg_quantity_frame *frame = &box->frame;
  size_t i, length = 0;
  int field = 0;
  const char *text = frame_text(L, 1, &length);
  counter positions = new_counter(text, box->positions);
  while (field < F_COUNT && strcmp(field_names[field], name) != 0) field++;
  if (field == F_COUNT)
    return luaL_error(L, "column: unknown '%s'; known are text, first, last, number, value, lower, upper, "
                         "lower_open, upper_open, unit, kind, qualifier, rounded", name);
  lua_createtable(L, (int)(frame->count & INT32_MAX), 0); /* no more than a hint */
  for (i = 0; i < frame->count; i++) {
    const bg_quantity_row *row = &frame->rows[i];
    switch (field) {
      case F_TEXT: lua_pushlstring(L, text + row->first, row->length); break;
      case F_FIRST: bg_pushnumber(L, count_to(&positions, (size_t)row->first) + 1); break;
      case F_LAST: bg_pushnumber(L, count_to(&positions, (size_t)row->first + row->length)); break;
      case F_NUMBER: lua_pushlstring(L, text + row->first + row->number_first, row->number_length); break;
      case F_VALUE: bg_pushnumber(L, row->value); break;
      case F_LOWER: bg_pushnumber(L, row->lower); break;
      case F_UPPER: bg_pushnumber(L, row->upper); break;
      case F_LOWER_OPEN: lua_pushboolean(L, (row->flags & BG_ROW_LOWER_OPEN) != 0); break;
      case F_UPPER_OPEN: lua_pushboolean(L, (row->flags & BG_ROW_UPPER_OPEN) != 0); break;
      case F_UNIT: push_unit(L, UP_NAMES, frame, row); break;
      case F_KIND: lua_rawgeti(L, UP_NAMES, NAME_KIND + row->kind); break;
      case F_QUALIFIER: lua_rawgeti(L, UP_NAMES, NAME_SENSE + row->sense); break;
      default: lua_pushboolean(L, (row->flags & BG_ROW_ROUNDED) != 0); break;
    }
    lua_rawseti(L, -2, (int)i + 1);
  }
  return 1;
}

/* frame[i] -> the quantity as a table, or nil; frame.column -> the method */
static int frame_index (lua_State *L) {
  frame_box *box = (frame_box *)luaL_checkudata(L, 1, FRAME);
  if (lua_type(L, 2) == LUA_TNUMBER) {
    lua_Number i = lua_tonumber(L, 2);
    size_t length = 0;
    const char *text;
    counter positions;
    if (!(i >= 1 && i <= (lua_Number)box->frame.count) || i != floor(i)) return 0;
    text = frame_text(L, 1, &length);
    positions = new_counter(text, box->positions);
    push_row(L, UP_NAMES, &box->frame, &box->frame.rows[(size_t)i - 1],
             text + box->frame.rows[(size_t)i - 1].first, &positions);
    return 1;
  }
  if (lua_type(L, 2) == LUA_TSTRING && strcmp(lua_tostring(L, 2), "column") == 0) {
    lua_pushvalue(L, lua_upvalueindex(3));
    return 1;
  }
  return 0;
}

/* }====================================================== */

static const bg_lexicon *lexicon_of (lua_State *L) {
  return (const bg_lexicon *)lua_touserdata(L, UP_LEXICON);
}

/* scan_frame(text, positions) -> frame */
static int core_scan_frame (lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  int unit = (int)luaL_optnumber(L, 2, 0);
  frame_box *box = push_frame(L);
  bg_scan_state state;
  box->positions = unit;
  lua_createtable(L, 1, 0);
  lua_pushvalue(L, 1);
  lua_rawseti(L, -2, 1);
  bg_setuservalue(L, -2);
  memset(&state, 0, sizeof state);
  bg_scan_quantities(lexicon_of(L), (const unsigned char *)text, length, 0, true, &state,
                     bg_quantity_frame_add, &box->frame);
  must_succeed(L, &box->frame);
  return 1;
}

/* A frame that is handed over when it holds a batch. */
static bool add_to_batch (void *ud, const bg_quantity *q) {
  bg_quantity_frame *frame = (bg_quantity_frame *)ud;
  return bg_quantity_frame_add(frame, q) && frame->count < BATCH;
}

/* scan(text, positions) -> array of quantities */
static int core_scan (lua_State *L) {
  size_t length, i;
  const char *text = luaL_checklstring(L, 1, &length);
  counter positions = new_counter(text, (int)luaL_optnumber(L, 2, 0));
  frame_box *box;
  bg_scan_state state;
  int count = 0;
  lua_settop(L, 2);
  lua_newtable(L);        /* 3: the result */
  box = push_frame(L);    /* 4: scratch */
  lua_pushvalue(L, UP_NAMES); /* 5 */
  memset(&state, 0, sizeof state);
  do {
    state.stopped = 0;
    box->frame.count = 0;
    bg_scan_quantities(lexicon_of(L), (const unsigned char *)text, length, 0, true, &state,
                       add_to_batch, &box->frame);
    must_succeed(L, &box->frame);
    for (i = 0; i < box->frame.count; i++) {
      const bg_quantity_row *row = &box->frame.rows[i];
      push_row(L, 5, &box->frame, row, text + row->first, &positions);
      lua_rawseti(L, 3, ++count);
    }
  } while (state.stopped);
  lua_settop(L, 3);
  return 1;
}

/* {====================================================== scanner: text in pieces */

/* Rows with copies of their runs, until Lua takes them. */
typedef struct scanner {
  bg_quantity_frame frame;
  char *runs;
  size_t length, room;
  bg_feed *feed;
} scanner;

static bool scanner_add (void *ud, const bg_quantity *q) {
  scanner *s = (scanner *)ud;
  size_t length = (size_t)(q->last - q->first);
  if (s->room - s->length < length) {
    size_t room = s->room * 2 + length;
    char *runs = (char *)s->frame.alloc.resize(s->frame.alloc.ud, s->runs, s->room, room);
    if (runs == NULL) {
      s->frame.status = BG_NO_MEMORY;
      return false;
    }
    s->runs = runs;
    s->room = room;
  }
  memcpy(s->runs + s->length, q->run, length);
  s->length += length;
  return bg_quantity_frame_add(&s->frame, q);
}

static int scanner_gc (lua_State *L) {
  scanner *s = (scanner *)luaL_checkudata(L, 1, SCANNER);
  bg_quantity_frame_free(&s->frame);
  if (s->runs != NULL) s->frame.alloc.resize(s->frame.alloc.ud, s->runs, s->room, 0);
  bg_feed_free(s->feed);
  s->runs = NULL;
  s->room = s->length = 0;
  s->feed = NULL;
  return 0;
}

/* scanner() -> scanner */
static int core_scanner (lua_State *L) {
  scanner *s = (scanner *)bg_newuserdata(L, sizeof *s);
  bg_alloc alloc = bg_door_alloc(L);
  bg_status status;
  memset(s, 0, sizeof *s);
  bg_quantity_frame_init(&s->frame, &alloc);
  bg_settype(L, SCANNER);
  lua_createtable(L, 1, 0); /* the lexicon must outlive the feed */
  lua_pushvalue(L, UP_LEXICON);
  lua_rawseti(L, -2, 1);
  bg_setuservalue(L, -2);
  status = bg_feed_new(&alloc, lexicon_of(L), scanner_add, NULL, s, 0, &s->feed);
  if (status != BG_OK) return bg_door_fail(L, status, "scan");
  return 1;
}

/* scanner_push(scanner, text | nil) -> array of the quantities known by now; nil ends the text. Positions are those of
** the whole text in bytes. */
static int core_scanner_push (lua_State *L) {
  scanner *s = (scanner *)luaL_checkudata(L, 1, SCANNER);
  size_t length, i, run = 0;
  counter positions = new_counter(NULL, 0);
  if (s->feed == NULL) return luaL_error(L, "scanner: the text has ended");
  if (lua_isnoneornil(L, 2)) {
    bg_feed_end(s->feed);
    bg_feed_free(s->feed);
    s->feed = NULL;
  }
  else {
    const char *text = luaL_checklstring(L, 2, &length);
    bg_feed_push(s->feed, text, length);
  }
  must_succeed(L, &s->frame);
  lua_settop(L, 2);
  lua_createtable(L, (int)s->frame.count, 0);
  for (i = 0; i < s->frame.count; i++) {
    const bg_quantity_row *row = &s->frame.rows[i];
    push_row(L, UP_NAMES, &s->frame, row, s->runs + run, &positions);
    run += row->length;
    lua_rawseti(L, -2, (int)i + 1);
  }
  s->frame.count = 0;
  s->length = 0;
  return 1;
}

/* }====================================================== */

/* number(text) -> { value, lower, upper, lower_open, upper_open, qualifier, kind, unit } | nil */
static int core_number (lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  bg_quantity q;
  if (!bg_number_read(lexicon_of(L), (const unsigned char *)text, length, &q)) {
    lua_pushnil(L);
    return 1;
  }
  lua_settop(L, 1);
  lua_createtable(L, 0, 9);
  bg_pushnumber(L, q.value);
  lua_setfield(L, -2, "value");
  bg_pushnumber(L, q.lower);
  lua_setfield(L, -2, "lower");
  bg_pushnumber(L, q.upper);
  lua_setfield(L, -2, "upper");
  lua_pushboolean(L, q.lower_open);
  lua_setfield(L, -2, "lower_open");
  lua_pushboolean(L, q.upper_open);
  lua_setfield(L, -2, "upper_open");
  lua_pushstring(L, bg_sense_names[q.sense]);
  lua_setfield(L, -2, "qualifier");
  lua_pushstring(L, bg_kind_names[q.kind]);
  lua_setfield(L, -2, "kind");
  lua_pushlstring(L, bg_quantity_unit(&q).at, q.unit_length);
  lua_setfield(L, -2, "unit");
  if (!q.exact) {
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, "rounded");
  }
  return 1;
}

/* written(value, style) -> text | nil; style is a bg_style */
static int core_written (lua_State *L) {
  char buffer[BG_WRITTEN_MAX];
  size_t length;
  int style = (int)luaL_checknumber(L, 2);
  if (style < BG_PLAIN || style > BG_FINANCIAL ||
      bg_written(luaL_checknumber(L, 1), (bg_style)style, buffer, &length) != BG_OK)
    lua_pushnil(L);
  else lua_pushlstring(L, buffer, length);
  return 1;
}

/* {====================================================== spans */

static const char *const span_names[] = {
  "year", "half", "quarter", "month", "day", "range", "plan", "decade", "century", "since", "until"
};

/* A batch of spans between the engine and Lua. */
typedef struct span_batch {
  bg_span at[64];
  int count;
} span_batch;

static bool add_span (void *ud, const bg_span *span) {
  span_batch *batch = (span_batch *)ud;
  batch->at[batch->count++] = *span;
  return batch->count < 64;
}

static void set_day (lua_State *L, int32_t day, const char *name) {
  char text[BG_PERIOD_TEXT];
  bg_period one;
  one.first = one.last = day;
  lua_pushlstring(L, text, bg_period_write(one, text));
  lua_setfield(L, -2, name);
}

/* periods(text, positions, year | 0) -> array of spans */
static int core_periods (lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  counter positions = new_counter(text, (int)luaL_optnumber(L, 2, 0));
  bg_scan_state state;
  span_batch batch;
  int i, count = 0;
  memset(&state, 0, sizeof state);
  state.year = (int)luaL_optnumber(L, 3, 0);
  lua_settop(L, 3);
  lua_newtable(L);
  do {
    state.stopped = 0;
    batch.count = 0;
    bg_scan_spans(lexicon_of(L), (const unsigned char *)text, length, 0, true, &state, add_span, &batch);
    for (i = 0; i < batch.count; i++) {
      const bg_span *span = &batch.at[i];
      char iso[BG_PERIOD_TEXT];
      lua_createtable(L, 0, 7);
      lua_pushlstring(L, text + span->first, (size_t)(span->last - span->first));
      lua_setfield(L, -2, "text");
      bg_pushnumber(L, count_to(&positions, (size_t)span->first) + 1);
      lua_setfield(L, -2, "first");
      bg_pushnumber(L, count_to(&positions, (size_t)span->last));
      lua_setfield(L, -2, "last");
      lua_pushstring(L, span_names[span->kind]);
      lua_setfield(L, -2, "kind");
      if (span->known) {
        if (!span->no_start && !span->no_stop) {
          lua_pushlstring(L, iso, bg_period_write(span->period, iso));
          lua_setfield(L, -2, "period");
        }
        if (!span->no_start) set_day(L, span->period.first, "start");
        if (!span->no_stop) set_day(L, span->period.last, "stop");
      }
      lua_rawseti(L, -2, ++count);
    }
  } while (state.stopped);
  return 1;
}

/* }====================================================== */

static const luaL_Reg frame_meta[] = {
  { "__gc", frame_gc },
  { "__close", frame_gc },
  { "__len", frame_length },
  { "__tostring", frame_tostring },
  { NULL, NULL }
};

static const luaL_Reg scanner_meta[] = {
  { "__gc", scanner_gc },
  { "__close", scanner_gc },
  { NULL, NULL }
};

static const luaL_Reg functions[] = {
  { "scan", core_scan },
  { "scan_frame", core_scan_frame },
  { "scanner", core_scanner },
  { "scanner_push", core_scanner_push },
  { "number", core_number },
  { "written", core_written },
  { "periods", core_periods },
  { NULL, NULL }
};

/* The strings that every table of a quantity shares. */
static void push_names (lua_State *L) {
  size_t i;
  lua_createtable(L, NAME_UNIT + (int)bg_unit_count, 0);
  for (i = 0; i < F_COUNT; i++) {
    lua_pushstring(L, field_names[i]);
    lua_rawseti(L, -2, (int)i + 1);
  }
  for (i = 0; i < 10; i++) {
    lua_pushstring(L, bg_kind_names[i]);
    lua_rawseti(L, -2, NAME_KIND + (int)i);
    lua_pushstring(L, bg_sense_names[i]);
    lua_rawseti(L, -2, NAME_SENSE + (int)i);
  }
  for (i = 0; i < bg_unit_count; i++) {
    lua_pushstring(L, bg_unit_base(i));
    lua_rawseti(L, -2, NAME_UNIT + (int)i);
  }
}

/* scanning() -> table of the functions above. Built by the first call; it is
** kept, in the table that is the upvalue, only when it is whole, so that where
** memory ends half way the next call starts anew. */
static int core_scanning (lua_State *L) {
  enum { LEXICON = 1, NAMES, MODULE };
  const luaL_Reg *f;
  bg_lexicon *built;
  lua_settop(L, 0);
  lua_rawgeti(L, lua_upvalueindex(1), 1);
  if (lua_istable(L, -1)) return 1;
  lua_settop(L, 0);
  built = (bg_lexicon *)bg_newuserdata(L, sizeof *built);
  if (bg_lexicon_build(built) != BG_OK) /* GCOVR_EXCL_BR_LINE: the lists are constant, and each build of them would fail */
    return bg_door_error(L, "baogao: the lexicon outgrew its tree"); /* GCOVR_EXCL_LINE: so */
  push_names(L);
  lua_newtable(L);
  bg_newtype(L, SCANNER, scanner_meta);
  bg_newtype(L, FRAME, frame_meta);
  luaL_getmetatable(L, FRAME); /* no frame is made before this is through */
  lua_pushvalue(L, LEXICON);
  lua_pushvalue(L, NAMES);
  lua_pushvalue(L, LEXICON);
  lua_pushvalue(L, NAMES);
  lua_pushcclosure(L, frame_column, 2);
  lua_pushcclosure(L, frame_index, 3);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  for (f = functions; f->name != NULL; f++) {
    lua_pushvalue(L, LEXICON);
    lua_pushvalue(L, NAMES);
    lua_pushcclosure(L, f->func, 2);
    lua_setfield(L, MODULE, f->name);
  }
  lua_pushvalue(L, MODULE);
  lua_rawseti(L, lua_upvalueindex(1), 1);
  return 1;
}

void bg_open_scan (lua_State *L) {
  lua_newtable(L);
  lua_pushcclosure(L, core_scanning, 1);
  lua_setfield(L, -2, "scanning");
}
