/*
** lua_facts.c: all the facts of a report as Lua tables.
**
** A report has facts by the hundred, each with some thirty fields. What is the
** same from fact to fact is pushed once and copied from its stack slot after
** that: the keys, and of each text and code the last one, which the next fact
** mostly has too (unit, period, region, measure).
**
**   1 report   2 mentions' chains   KEY.. all keys   HELD.. last texts and codes
*/
#include "lua_door.h"
#include "lua_report.h"
#include "report/facts.h"

#include <math.h>

/* The fields that are neither texts nor codes. */
#define OTHER_FIELDS(X) \
  X(value) X(lower) X(upper) X(lower_open) X(upper_open) X(part_of) X(adds_to) X(complete) \
  X(paragraph) X(paragraphs) X(text) X(first) X(last) X(mentions)

enum {
  CHAINS_SLOT = 2,
  KEY_TEXT,
  KEY_CODE = KEY_TEXT + BG_TEXT_COUNT,
  KEY_OTHER = KEY_CODE + BG_CODE_COUNT,
#define X(name) KEY_##name,
  KEY_BEFORE_OTHERS = KEY_OTHER - 1,
  OTHER_FIELDS(X)
#undef X
  HELD_TEXT,
  HELD_CODE = HELD_TEXT + BG_TEXT_COUNT,
  SLOTS_END = HELD_CODE + BG_CODE_COUNT
};

/* No offset of a text and no code. */
#define NOTHING_HELD 0xFFFFFFFFu

typedef struct facts_walk {
  lua_State *L;
  const bg_report *report;
  uint32_t text[BG_TEXT_COUNT]; /* the offsets and codes of what the slots hold */
  uint32_t code[BG_CODE_COUNT];
  const int32_t *head, *next;   /* mentions by fact, in their order; NULL where there are none */
} facts_walk;

/* Before the value is pushed, and after. */
#define push_key(L, slot) lua_pushvalue(L, slot)
#define set_key(L) lua_rawset(L, -3)

/* The slot that holds field k's text. */
static int hold_text (facts_walk *w, int k, uint32_t offset) {
  if (w->text[k] != offset) {
    w->text[k] = NOTHING_HELD; /* should memory end here */
    lua_pushstring(w->L, w->report->pool + offset);
    lua_replace(w->L, HELD_TEXT + k);
    w->text[k] = offset;
  }
  return HELD_TEXT + k;
}

static void set_held (facts_walk *w, int key, int slot) {
  push_key(w->L, key);
  lua_pushvalue(w->L, slot);
  set_key(w->L);
}

static void set_text (facts_walk *w, int k, uint32_t offset) {
  if (w->report->pool[offset] != '\0') set_held(w, KEY_TEXT + k, hold_text(w, k, offset));
}

static void set_number (facts_walk *w, int key, double value) {
  push_key(w->L, key);
  bg_pushnumber(w->L, value);
  set_key(w->L);
}

static void set_whole (facts_walk *w, int key, uint32_t value) {
  push_key(w->L, key);
  lua_pushinteger(w->L, (lua_Integer)value);
  set_key(w->L);
}

static void set_flag (facts_walk *w, int key, bool set) {
  push_key(w->L, key);
  lua_pushboolean(w->L, set);
  set_key(w->L);
}

/* paragraphs, an array, and paragraph, the first */
static void set_paragraphs (facts_walk *w, const uint32_t paragraph[2]) {
  lua_State *L = w->L;
  int count = paragraph[0] == 0 ? 0 : paragraph[1] == 0 ? 1 : 2;
  if (count == 0) return;
  set_whole(w, KEY_paragraph, paragraph[0]);
  push_key(L, KEY_paragraphs);
  lua_createtable(L, count, 0);
  for (int i = 0; i < count; i++) {
    lua_pushinteger(L, (lua_Integer)paragraph[i]);
    lua_rawseti(L, -2, i + 1);
  }
  set_key(L);
}

/* first and last, where the fact comes from a text that the caller holds */
static void set_place (facts_walk *w, uint32_t first, uint32_t last) {
  if (last == 0) return;
  set_whole(w, KEY_first, first);
  set_whole(w, KEY_last, last);
}

static void push_mention (facts_walk *w, uint32_t written, uint32_t section, const uint32_t paragraph[2],
                          uint32_t first, uint32_t last) {
  lua_createtable(w->L, 0, 6);
  set_place(w, first, last);
  set_text(w, BG_TEXT_WRITTEN, written);
  set_text(w, BG_TEXT_SECTION, section);
  set_paragraphs(w, paragraph);
}

/* mentions: every place that says the fact, the first one first */
static void set_mentions (facts_walk *w, size_t row) {
  lua_State *L = w->L;
  const bg_fact *fact = &w->report->facts[row];
  int n = 1;
  push_key(L, KEY_mentions);
  lua_createtable(L, 1, 0);
  push_mention(w, fact->text[BG_TEXT_WRITTEN], fact->text[BG_TEXT_SECTION], fact->paragraph, fact->first, fact->last);
  lua_rawseti(L, -2, n);
  for (int32_t i = w->head != NULL ? w->head[row] : BG_NO_ROW; i != BG_NO_ROW; i = w->next[i]) {
    const bg_mention *m = &w->report->mentions[i];
    push_mention(w, m->written, m->section, m->paragraph, m->first, m->last);
    lua_rawseti(L, -2, ++n);
  }
  set_key(L);
}

static void push_id (facts_walk *w, int32_t row) {
  lua_pushstring(w->L, bg_fact_string(w->report, (size_t)row, BG_TEXT_ID));
}

static void set_relations (facts_walk *w, const bg_fact *fact) {
  lua_State *L = w->L;
  if (fact->part_of != BG_NO_ROW) {
    push_key(L, KEY_part_of);
    push_id(w, fact->part_of);
    set_key(L);
  }
  if (fact->adds_to[0] == BG_NO_ROW) return;
  push_key(L, KEY_adds_to);
  push_id(w, fact->adds_to[0]);
  if (fact->adds_to[1] != BG_NO_ROW) {
    lua_pushliteral(L, "+");
    push_id(w, fact->adds_to[1]);
    lua_concat(L, 3);
  }
  set_key(L);
}

static void push_fact (facts_walk *w, size_t row) {
  lua_State *L = w->L;
  const bg_fact *fact = &w->report->facts[row];
  uint32_t verbatim = fact->verbatim;
  lua_createtable(L, 0, BG_TEXT_COUNT + BG_CODE_COUNT + HELD_TEXT - KEY_OTHER);
  for (int k = 0; k < BG_TEXT_COUNT; k++) {
    if (k == BG_TEXT_LABEL_ZH && fact->text[k] == w->text[BG_TEXT_INDICATOR]) /* mostly its own normal form */
      set_held(w, KEY_TEXT + k, HELD_TEXT + BG_TEXT_INDICATOR);
    else set_text(w, k, fact->text[k]);
  }
  for (int k = 0; k < BG_CODE_COUNT; k++) {
    const char *name = bg_code_names[k][fact->code[k]];
    if (name[0] == '\0') continue;
    if (w->code[k] != fact->code[k]) {
      w->code[k] = NOTHING_HELD;
      lua_pushstring(L, name);
      lua_replace(L, HELD_CODE + k);
      w->code[k] = fact->code[k];
    }
    set_held(w, KEY_CODE + k, HELD_CODE + k);
  }
  set_number(w, KEY_value, fact->value);
  set_number(w, KEY_lower, fact->bounds.lower);
  set_number(w, KEY_upper, fact->bounds.upper);
  set_flag(w, KEY_lower_open, fact->bounds.lower_open && !isinf(fact->bounds.lower));
  set_flag(w, KEY_upper_open, fact->bounds.upper_open && !isinf(fact->bounds.upper));
  set_relations(w, fact);
  if (fact->complete >= 0) set_flag(w, KEY_complete, fact->complete != 0);
  set_paragraphs(w, fact->paragraph);
  if (verbatim == fact->text[BG_TEXT_WRITTEN] && w->report->pool[verbatim] != '\0')
    set_held(w, KEY_text, hold_text(w, BG_TEXT_WRITTEN, verbatim));
  else if (w->report->pool[verbatim] != '\0') {
    push_key(L, KEY_text);
    lua_pushstring(L, w->report->pool + verbatim);
    set_key(L);
  }
  set_place(w, fact->first, fact->last);
  set_mentions(w, row);
}

/* Chains of the mentions of each fact, in a block that Lua frees. */
static void chain_mentions (facts_walk *w) {
  const bg_report *report = w->report;
  int32_t *head, *next;
  if (report->mention_count == 0) {
    lua_pushnil(w->L);
    return;
  }
  /* facts and mentions lie in memory, each in more bytes than here */
  head = bg_newuserdata(w->L, (report->fact_count + report->mention_count) * sizeof *head);
  next = head + report->fact_count;
  for (size_t i = 0; i < report->fact_count; i++) head[i] = BG_NO_ROW;
  for (size_t i = report->mention_count; i-- > 0; ) {
    int32_t fact = report->mentions[i].fact;
    next[i] = head[fact];
    head[fact] = (int32_t)i;
  }
  w->head = head;
  w->next = next;
}

/* report_facts(report [, first [, last]]) -> array of tables, one a fact, each
** the caller's own; of all facts, or of those rows, counted from 1 */
static int core_report_facts (lua_State *L) {
  facts_walk w;
  lua_Integer first = luaL_optinteger(L, 2, 1), last;
  w.L = L;
  w.report = &bg_check_report_box(L, 1)->report;
  w.head = w.next = NULL;
  last = luaL_optinteger(L, 3, (lua_Integer)w.report->fact_count);
  if (first < 1) first = 1;
  if (last > (lua_Integer)w.report->fact_count) last = (lua_Integer)w.report->fact_count;
  lua_settop(L, 1);
  luaL_checkstack(L, SLOTS_END + 16, "a report's facts");
  chain_mentions(&w);
  for (int k = 0; k < BG_TEXT_COUNT; k++) lua_pushstring(L, bg_fact_text_names[k]);
  for (int k = 0; k < BG_CODE_COUNT; k++) lua_pushstring(L, bg_fact_code_names[k]);
#define X(name) lua_pushliteral(L, #name);
  OTHER_FIELDS(X)
#undef X
  for (int k = 0; k < BG_TEXT_COUNT; k++) {
    w.text[k] = NOTHING_HELD;
    lua_pushnil(L);
  }
  for (int k = 0; k < BG_CODE_COUNT; k++) {
    w.code[k] = NOTHING_HELD;
    lua_pushnil(L);
  }
  lua_createtable(L, last < first ? 0 : (int)(last - first + 1), 0);
  for (lua_Integer row = first; row <= last; row++) {
    push_fact(&w, (size_t)row - 1);
    lua_rawseti(L, -2, (int)(row - first + 1));
  }
  return 1;
}

static const luaL_Reg functions[] = {
  { "report_facts", core_report_facts },
  { NULL, NULL }
};

void bg_open_facts (lua_State *L) { bg_setfuncs(L, functions); }
