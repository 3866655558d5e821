/*
** lua_frame_report.c: a frame of facts as a report, for totals that count
** nothing twice (report/totals.h).
**
** Only what totals go by is taken: the figure, its unit, measure, status,
** level, region, period, indicator, the whole that it is a part of, and the
** fields of the keys. A column is turned dictionary entry by dictionary entry
** into the report's pool of texts, so that a million rows of forty units cost
** forty texts.
**
** Facts are found by their id within their document, where a column names
** one: two reports may both have a platforms.total.
*/
#include "lua_frame.h"
#undef BG_NO_ROW /* a frame's, unsigned; rows are those of a report here */
#include "lua_report.h"

#include <math.h>
#include <stdio.h>

#define X(code, name, zh) zh,
static const char *const qualifier_words[] = { BG_QUALIFIERS(X) };
static const char *const measure_words[] = { BG_MEASURES(X) };
static const char *const status_words[] = { BG_STATUSES(X) };
static const char *const direction_words[] = { BG_DIRECTIONS(X) };
static const char *const comparison_words[] = { BG_COMPARISONS(X) };
#undef X
#define X(code, tiers, name, zh) zh,
static const char *const level_words[] = { BG_LEVELS(X) };
#undef X

/* The Chinese words for codes, in the order of BG_FACT_CODES. */
static const char *const *const code_words[] = {
  qualifier_words, measure_words, status_words, level_words, direction_words, comparison_words
};

typedef struct source {
  lua_State *L;
  const bg_frame *frame;
  bg_report_builder *own;
} source;

static uint32_t pooled (source *s, bg_text text) {
  uint32_t offset = 0;
  bg_status status = bg_report_builder_text(s->own, text, &offset);
  if (status != BG_OK) bg_door_fail(s->L, status, "totals");
  return offset;
}

/* The column of a field; NULL where the frame has none. */
static const bg_column *column_of (const bg_frame *f, const char *name) {
  bg_text text;
  ptrdiff_t at;
  text.at = name;
  text.length = strlen(name);
  at = bg_frame_find(f, text);
  return at < 0 ? NULL : &f->columns[at];
}

/* What the entries of a column's dictionary are in the pool, as a userdata on
** the stack; NULL (and nothing pushed) for a column that is not of strings. */
static const uint32_t *entries_of (source *s, const bg_column *c) {
  uint32_t *offsets;
  if (c->type != BG_STRING) return NULL;
  offsets = (uint32_t *)bg_newuserdata(s->L, ((size_t)c->dict->count + 1) * sizeof *offsets);
  for (uint32_t i = 0; i < c->dict->count; i++) offsets[i] = pooled(s, bg_dict_text(c->dict, i));
  return offsets;
}

/* The text of a row, 0 where it has none: whole numbers without a point. */
static uint32_t text_at (source *s, const bg_column *c, const uint32_t *entries, size_t row) {
  char shown[64];
  bg_text text;
  int n;
  if (bg_column_null(c, row)) return 0;
  if (entries != NULL) return entries[bg_column_code(c, row)];
  if (c->type == BG_DATE) {
    uint32_t offset;
    bg_door_push_value(s->L, c, row);
    offset = pooled(s, bg_door_text(s->L, -1));
    lua_pop(s->L, 1);
    return offset;
  }
  if (c->type == BG_BOOLEAN) n = snprintf(shown, sizeof shown, "%s", bg_column_number(c, row) != 0 ? "true" : "false");
  else n = snprintf(shown, sizeof shown, "%.14g", bg_column_number(c, row));
  text.at = shown;
  text.length = n < 0 ? 0 : (size_t)n;
  return pooled(s, text);
}

/* One text field of all facts from a column. */
static void fill_text (source *s, const char *column, bg_fact_text field) {
  const bg_column *c = column_of(s->frame, column);
  int top = lua_gettop(s->L);
  const uint32_t *entries;
  if (c == NULL) return;
  entries = entries_of(s, c);
  for (size_t i = 0; i < s->frame->rows; i++) {
    uint32_t offset = text_at(s, c, entries, i);
    s->own->facts[i].text[field] = offset;
  }
  lua_settop(s->L, top);
}

static void unknown_code (source *s, const char *name, bg_text got, const char *const *names, int count) {
  luaL_Buffer list;
  luaL_buffinit(s->L, &list);
  for (int k = 0, said = 0; k < count; k++) {
    if (names[k][0] == '\0') continue;
    if (said++ > 0) luaL_addstring(&list, ", ");
    luaL_addstring(&list, names[k]);
  }
  luaL_pushresult(&list);
  lua_pushlstring(s->L, got.at, got.length > 60 ? 60 : got.length);
  luaL_error(s->L, "'%s' is no %s (there are: %s)", lua_tostring(s->L, -1), name, lua_tostring(s->L, -2));
}

static bool says (bg_text text, const char *word) {
  return text.length == strlen(word) && memcmp(text.at, word, text.length) == 0;
}

/* One coded field, "national" or 国家级; a row that says nothing has the first
** of the codes. */
static void fill_code (source *s, int code) {
  const char *name = bg_fact_code_names[code];
  const char *const *names = bg_code_names[code];
  int count = bg_code_counts[code];
  const bg_column *c = column_of(s->frame, name);
  uint8_t *codes;
  if (c == NULL) return;
  if (c->type != BG_STRING) luaL_error(s->L, "column '%s' is of %ss, not of strings", name, bg_type_name(c->type));
  codes = (uint8_t *)bg_newuserdata(s->L, (size_t)c->dict->count + 1);
  /* an entry that no row has is no fault: 0xFF until it is met */
  for (uint32_t i = 0; i < c->dict->count; i++) {
    bg_text text = bg_dict_text(c->dict, i);
    codes[i] = 0xFF;
    for (int k = 0; k < count; k++)
      if (says(text, names[k]) || says(text, code_words[code][k])) codes[i] = (uint8_t)k;
  }
  for (size_t i = 0; i < s->frame->rows; i++) {
    uint32_t entry;
    if (bg_column_null(c, i)) continue;
    entry = bg_column_code(c, i);
    if (codes[entry] == 0xFF) unknown_code(s, name, bg_dict_text(c->dict, entry), names, count);
    s->own->facts[i].code[code] = codes[entry];
  }
  lua_pop(s->L, 1);
}

static void fill_figures (source *s, const char *name, unsigned char *chosen) {
  const bg_column *c = column_of(s->frame, name);
  if (c == NULL) luaL_error(s->L, "no column '%s'", name);
  if (c->type != BG_NUMBER && c->type != BG_INTEGER)
    luaL_error(s->L, "column '%s' is of %ss, not of numbers", name, bg_type_name(c->type));
  for (size_t i = 0; i < s->frame->rows; i++) {
    bg_fact *f = &s->own->facts[i];
    chosen[i] = !bg_column_null(c, i);
    if (!chosen[i]) continue;
    f->value = bg_column_number(c, i);
    (void)bg_column_interval(c, i, &f->bounds); /* a value has some */
    f->bounds.lower_open = f->bounds.lower_open || isinf(f->bounds.lower);
    f->bounds.upper_open = f->bounds.upper_open || isinf(f->bounds.upper);
  }
}

/* Rows by document and id, in a table of `mask` + 1 slots of row + 1. */
typedef struct places {
  uint32_t *slots;
  uint32_t mask;
  const uint32_t *documents; /* by row; NULL: one document */
} places;

static uint32_t place_of (uint32_t id, uint32_t document) {
  uint32_t hash = id * 0x9e3779b1u;
  hash = (hash ^ (hash >> 15) ^ document) * 0x85ebca6bu;
  return hash ^ (hash >> 13);
}

/* The slot of an id: that of its row, or the free one where it would be. */
static uint32_t *slot_of (const source *s, const places *p, uint32_t id, uint32_t document) {
  uint32_t at = place_of(id, document) & p->mask;
  for (; p->slots[at] != 0; at = (at + 1) & p->mask) {
    size_t row = p->slots[at] - 1;
    if (s->own->facts[row].text[BG_TEXT_ID] == id && (p->documents == NULL || p->documents[row] == document)) break;
  }
  return &p->slots[at];
}

static uint32_t document_of (const places *p, size_t row) {
  return p->documents == NULL ? 0 : p->documents[row];
}

/* Texts of a column by row, as a userdata; NULL where there is none. */
static const uint32_t *texts_of (source *s, const bg_column *c, size_t rows) {
  uint32_t *texts;
  const uint32_t *entries;
  if (c == NULL) return NULL;
  texts = (uint32_t *)bg_newuserdata(s->L, (rows + 1) * sizeof *texts);
  entries = entries_of(s, c);
  for (size_t i = 0; i < rows; i++) texts[i] = text_at(s, c, entries, i);
  if (entries != NULL) lua_pop(s->L, 1);
  return texts;
}

static const char *text_of (const source *s, uint32_t offset) {
  return s->own->pool + offset;
}

static void find_places (source *s, places *p, const char *document) {
  size_t rows = s->frame->rows, room = 16;
  if (document != NULL) p->documents = texts_of(s, column_of(s->frame, document), rows);
  while (room < rows * 2) room *= 2;
  p->mask = (uint32_t)(room - 1);
  p->slots = (uint32_t *)bg_newuserdata(s->L, room * sizeof *p->slots);
  memset(p->slots, 0, room * sizeof *p->slots);
  for (size_t i = 0; i < rows; i++) {
    uint32_t id = s->own->facts[i].text[BG_TEXT_ID];
    uint32_t *slot = slot_of(s, p, id, document_of(p, i));
    if (*slot != 0)
      luaL_error(s->L, "two facts have the id '%s', rows %d and %d: a column 'document' tells reports apart",
                 text_of(s, id), (int)*slot, (int)i + 1);
    *slot = (uint32_t)i + 1;
  }
}

static void fill_wholes (source *s, const places *p) {
  const bg_column *c = column_of(s->frame, "part_of");
  const uint32_t *wholes = texts_of(s, c, s->frame->rows);
  for (size_t i = 0; i < s->frame->rows && wholes != NULL; i++) {
    uint32_t slot = wholes[i] == 0 ? 0 : *slot_of(s, p, wholes[i], document_of(p, i));
    if (slot != 0) s->own->facts[i].part_of = (int32_t)slot - 1; /* a whole that is not here is none */
  }
}

/* Raises where wholes are parts of themselves. Each row is walked up from once:
** walked[i] is the walk that came by. */
static void refuse_circles (source *s) {
  size_t rows = s->frame->rows;
  uint32_t *walked = (uint32_t *)bg_newuserdata(s->L, (rows + 1) * sizeof *walked);
  memset(walked, 0, (rows + 1) * sizeof *walked);
  for (size_t i = 0; i < rows; i++) {
    int32_t at = (int32_t)i;
    while (at != BG_NO_ROW && walked[at] == 0) {
      walked[at] = (uint32_t)i + 1;
      at = s->own->facts[at].part_of;
    }
    if (at != BG_NO_ROW && walked[at] == (uint32_t)i + 1) {
      int32_t start = at;
      int names = 0;
      luaL_Buffer list;
      luaL_buffinit(s->L, &list);
      do {
        luaL_addstring(&list, text_of(s, s->own->facts[at].text[BG_TEXT_ID]));
        luaL_addstring(&list, " \xE2\x86\x92 ");
        at = s->own->facts[at].part_of;
      } while (at != start && ++names < 5);
      luaL_addstring(&list, at == start ? text_of(s, s->own->facts[at].text[BG_TEXT_ID]) : "\xE2\x80\xA6");
      luaL_pushresult(&list);
      luaL_error(s->L, "part_of goes in a circle: %s", lua_tostring(s->L, -1));
    }
  }
  lua_pop(s->L, 1);
}

/* Those that are left of the facts: found by their ids. */
static void choose (source *s, const places *p, const bg_frame *kept, const char *document, unsigned char *chosen) {
  size_t rows = s->frame->rows;
  const bg_column *c = column_of(kept, "id");
  const uint32_t *ids = texts_of(s, c, kept->rows), *documents = NULL;
  unsigned char *left = (unsigned char *)bg_newuserdata(s->L, rows + 1);
  memset(left, 0, rows + 1);
  if (document != NULL) documents = texts_of(s, column_of(kept, document), kept->rows);
  for (size_t i = 0; i < kept->rows && ids != NULL; i++) {
    uint32_t slot = *slot_of(s, p, ids[i], documents == NULL ? 0 : documents[i]);
    if (slot != 0) left[slot - 1] = 1;
  }
  for (size_t i = 0; i < rows; i++) chosen[i] = chosen[i] && left[i];
}

/* Each has an id, if only its row's number; what is not named is a thing of its own. */
static void fill_names (source *s) {
  fill_text(s, "id", BG_TEXT_ID);
  for (size_t i = 0; i < s->frame->rows; i++) {
    char shown[32];
    bg_text text;
    uint32_t offset;
    if (s->own->facts[i].text[BG_TEXT_ID] != 0) continue;
    text.at = shown;
    text.length = (size_t)snprintf(shown, sizeof shown, "row %.0f", (double)i + 1);
    offset = pooled(s, text);
    s->own->facts[i].text[BG_TEXT_ID] = offset;
  }
  fill_text(s, "indicator", BG_TEXT_INDICATOR);
  for (size_t i = 0; i < s->frame->rows; i++) {
    bg_fact *fact = &s->own->facts[i];
    if (fact->text[BG_TEXT_INDICATOR] == 0) fact->text[BG_TEXT_INDICATOR] = fact->text[BG_TEXT_ID];
  }
}

/* Columns that stand for fields of other names: pairs in the table at i. */
static void fill_pairs (source *s, int i) {
  lua_State *L = s->L;
  for (size_t pair = 1; pair <= bg_rawlen(L, i); pair++) {
    const char *column, *field;
    lua_rawgeti(L, i, (int)pair);
    luaL_checktype(L, -1, LUA_TTABLE);
    lua_rawgeti(L, -1, 1);
    lua_rawgeti(L, -2, 2);
    column = luaL_checkstring(L, -2);
    field = luaL_checkstring(L, -1);
    for (int k = 0; k < BG_TEXT_COUNT; k++)
      if (strcmp(bg_fact_text_names[k], field) == 0) fill_text(s, column, (bg_fact_text)k);
    lua_pop(L, 3);
  }
}

/* frame_report(frame, value, { {column, field} … } [, kept [, document]]) -> report, chosen
** The texts of the columns become fields of the facts; `kept` is a frame with
** the ids of the facts to take. `chosen` has a byte a fact, "\1" for those. */
static int core_frame_report (lua_State *L) {
  static const int codes[] = { BG_CODE_MEASURE, BG_CODE_STATUS, BG_CODE_LEVEL, BG_CODE_QUALIFIER, BG_CODE_DIRECTION,
                               BG_CODE_COMPARISON };
  const bg_frame *f = bg_door_frame(L, 1), *kept = lua_isnoneornil(L, 4) ? NULL : bg_door_frame(L, 4);
  const char *value = luaL_checkstring(L, 2), *document = luaL_optstring(L, 5, NULL);
  bg_report_box *box;
  int report; /* where the box stands, below all that is made on the way */
  unsigned char *chosen;
  source s;
  places p;
  memset(&p, 0, sizeof p);
  luaL_checktype(L, 3, LUA_TTABLE);
  luaL_checkstack(L, 40, "totals");
  if (document != NULL && column_of(f, document) == NULL) document = NULL;
  if (document != NULL && kept != NULL && column_of(kept, document) == NULL)
    return luaL_error(L, "'%s' is gone, which tells the reports apart", document);
  box = bg_new_report_box(L);
  report = lua_gettop(L);
  s.L = L;
  s.frame = f;
  s.own = &box->own;
  (void)pooled(&s, (bg_text){ "", 0 });
  for (size_t i = 0; i < f->rows; i++)
    if (bg_report_builder_fact(&box->own) == NULL) return bg_door_fail(L, BG_NO_MEMORY, "totals");
  chosen = (unsigned char *)bg_newuserdata(L, f->rows + 1);
  fill_figures(&s, value, chosen);
  fill_names(&s);
  fill_text(&s, "unit", BG_TEXT_UNIT);
  fill_text(&s, "period", BG_TEXT_PERIOD);
  fill_text(&s, "region", BG_TEXT_REGION);
  fill_pairs(&s, 3);
  for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) fill_code(&s, codes[i]);
  find_places(&s, &p, document);
  fill_wholes(&s, &p);
  refuse_circles(&s);
  if (kept != NULL) choose(&s, &p, kept, document, chosen);
  box->report = bg_report_builder_report(&box->own);
  lua_pushvalue(L, report);
  lua_pushlstring(L, (const char *)chosen, f->rows);
  return 2;
}

static const luaL_Reg functions[] = {
  { "frame_report", core_frame_report },
  { NULL, NULL }
};

void bg_open_frame_report (lua_State *L) {
  bg_setfuncs(L, functions);
}
