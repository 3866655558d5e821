/*
** read_links.c: the words that link an indicator to its number. From the number
** leftwards they are taken off, and say whether it is a level, a rise, a rank, a
** target.
*/
#include "read_parts.h"

#define U(text) ((const unsigned char *)(text))

#define LINKING (BG_W(LINK) | BG_W(UP) | BG_W(DOWN) | BG_W(TO) | BG_W(TO2) | BG_W(FROM) | BG_W(CUM) | BG_W(FORE) | BG_W(GOAL) | \
  BG_W(YOY) | BG_W(PREV) | BG_W(THAN) | BG_W(RANK) | BG_W(TOTAL) | BG_W(LIST) | BG_W(DONE) | BG_W(GROWN) | BG_W(AGAINST) | \
  BG_W(SPAN) | BG_W(PART) | BG_W(FLOW) | BG_W(STOCK) | BG_W(SHARE) | BG_W(SCOPE))

/* What is taken off, and how far. */
typedef struct strip {
  const bg_reader *reader;
  bg_clause *clause;
  size_t begin, at;
  int year;
} strip;

/* What a step did: nothing, so that the next is asked; took words off; saw the end. */
typedef enum step { STEP_NONE, STEP_TAKEN, STEP_END } step;

static step take_to (strip *s, size_t at) {
  s->at = at;
  return STEP_TAKEN;
}

/* The character c that begins at `start`: a mark of a list, or 和 of 总量和增速. */
static step take_mark (strip *s, uint32_t c, size_t start) {
  if (c == L'、') return take_to(s, start);
  if ((c == L'和' || c == L'与' || c == L'及') && (s->clause->seen & BG_W(GROWN))) return take_to(s, start);
  return STEP_NONE;
}

/* An insertion in brackets before the number is passed where a linking word stands before it. */
static step take_insertion (strip *s, uint32_t c, size_t start) {
  const char *text = s->reader->text;
  size_t open = start, p;
  if (c != L'）' && c != ')') return STEP_NONE;
  while (open > s->begin && start - open < BG_INSERTION_MAX) {
    c = bg_char_before(U(text), s->begin, open, &p);
    open = p;
    if (bg_is_open(c)) break;
  }
  if (bg_is_open(c) && open > s->begin && bg_word_before(s->reader->words, text, s->begin, open, BG_W(LINK) | BG_W(UP) | BG_W(DOWN)))
    return take_to(s, open);
  return STEP_END;
}

/* 比2020年, 较2020年的, 高于上年: the time t, now taken off, is what the figure is held
** against; `of` is set where 的 stands behind it. */
static void take_than (strip *s, const bg_time_words *t, bool of) {
  const char *text = s->reader->text;
  bg_clause *clause = s->clause;
  const bg_read_word *than = bg_word_before(s->reader->words, text, s->begin, s->at, BG_W(THAN));
  const bg_read_word *above = bg_word_before(s->reader->words, text, s->begin, s->at, BG_W(AGAINST));
  if (than == NULL && above != NULL && !of) than = above;
  if (than == NULL) return;
  s->at -= than->length;
  if (of) { /* the base of a comparison to come */
    clause->seen |= BG_W(FROM);
    return;
  }
  /* against 上年 and 去年 is against the year before */
  clause->than = !(bg_at_is(text, t->first, t->last, "上年") || bg_at_is(text, t->first, t->last, "去年"));
  if (!clause->than) clause->seen |= BG_W(YOY);
  clause->timed = false;
  if (than == above) {
    clause->seen |= BG_W(AGAINST);
    clause->way = bg_at_is(text, s->at, s->at + 3, "低") ? -1 : 1;
  }
}

static step take_time (strip *s, uint32_t c, size_t start) {
  const char *text = s->reader->text;
  bg_time_words t;
  bool of = c == L'的' && bg_time_words_before(text, s->begin, start, s->reader->now, s->year, &t);
  if (!of && !bg_time_words_before(text, s->begin, s->at, s->reader->now, s->year, &t)) return STEP_NONE;
  s->at = t.first;
  if (of && bg_is_multiple_of(text, s->begin, t.first, start, start + 3)) return STEP_TAKEN; /* 是2015年的2倍 */
  if (!s->clause->timed) {
    s->clause->timed = true;
    s->clause->time = t.period;
  }
  take_than(s, &t, of);
  return STEP_TAKEN;
}

static step take_more (strip *s) {
  int way = 0;
  size_t n = bg_more_or_less(s->reader, s->begin, s->at, &way);
  if (n == 0 || (s->clause->seen & ~(BG_W(LINK) | BG_W(STRIP) | BG_W(STOP))) != 0) return STEP_NONE;
  s->clause->way = way;
  s->clause->seen |= BG_W(AGAINST);
  return take_to(s, s->at - n);
}

/* 每千人, 每亩: the rate's base, whose last character is c. */
static step take_each (strip *s, uint32_t c) {
  const char *text = s->reader->text;
  size_t k, room = s->at - s->begin;
  if (room <= 9) return STEP_NONE;
  for (k = 6; k <= 12 && k < room; k += 3) if (memcmp(text + s->at - k, "每", 3) == 0) break;
  if (k <= 12 && k < room && (c == L'人' || c == L'户' || c == L'家' || c == L'元')) {
    s->clause->per = true;
    return take_to(s, s->at - k);
  }
  if (k == 6 && (c == L'亩' || c == L'吨' || c == L'月' || c == L'天' || c == L'日' || c == L'次' || c == L'床' || c == L'车')) { /* 每人每月, 每亩 */
    s->clause->per = s->clause->per || (c != L'月' && c != L'天' && c != L'日');
    return take_to(s, s->at - k);
  }
  return STEP_NONE;
}

/* 户均增收, 酒店新增, 收入比: does the word w, that ends at s->at, belong to what stands before it? */
static bool is_of_name (const strip *s, const bg_read_word *w) {
  const char *text = s->reader->text;
  uint64_t seen = s->clause->seen;
  if (w->length == 6 && bg_at_is(text, s->at - 3, s->at, "收") && BG_ENDS(U(text), s->begin, s->at - 6, "均")) return true;
  /* verbs of a flow end the clause too, unless they are all of it */
  if ((w->classes & (BG_W(FLOW) | BG_W(STOCK))) && !(w->classes & (BG_W(LINK) | BG_W(UP) | BG_W(TO) | BG_W(CUM) | BG_W(TOTAL) | BG_W(GROWN)))
      && (!(w->classes & (BG_W(STRIP) | BG_W(DONE))) || (w->classes & BG_W(CUTL)))) return true;
  if ((w->classes & BG_W(THAN)) && seen != 0 && BG_ENDS(U(text), s->begin, s->at, "比")) return true;
  return (w->classes & BG_W(GROWN)) && (seen & BG_W(TO)); /* 增长率降到6‰: the rate itself */
}

static step take_word (strip *s) {
  const char *text = s->reader->text;
  bg_clause *clause = s->clause;
  const bg_read_word *w = bg_word_before(s->reader->words, text, s->begin, s->at, ~(uint64_t)0);
  if (w == NULL || (w->classes & LINKING) == 0 || is_of_name(s, w)) return STEP_END;
  if ((w->classes & BG_W(SHARE)) && w->length == 6) { /* 占比 stays in the name */
    clause->seen |= BG_W(SHARE);
    return STEP_END;
  }
  clause->seen |= w->classes;
  if ((w->classes & BG_W(TOTAL)) && s->at >= s->begin + w->length + 6 && memcmp(w->text, "总量", 6) == 0 &&
      memcmp(text + s->at - w->length - 6, "经济", 6) == 0) { /* 经济总量 is a name */
    s->at -= w->length - 6u;
    return STEP_END;
  }
  if (w->classes & (BG_W(FLOW) | BG_W(STOCK) | BG_W(DONE))) clause->verb |= w->classes;
  return take_to(s, s->at - w->length);
}

static step take_one (strip *s) {
  const char *text = s->reader->text;
  size_t start;
  uint32_t c;
  step done;
  while (s->at > s->begin && bg_is_blank(text[s->at - 1])) s->at--;
  if (s->at <= s->begin) return STEP_END;
  c = bg_char_before(U(text), s->begin, s->at, &start);
  if ((done = take_mark(s, c, start)) != STEP_NONE) return done;
  if ((done = take_insertion(s, c, start)) != STEP_NONE) return done;
  if ((done = take_time(s, c, start)) != STEP_NONE) return done;
  if ((done = take_more(s)) != STEP_NONE) return done;
  if ((done = take_each(s, c)) != STEP_NONE) return done;
  return take_word(s);
}

size_t bg_strip_links (const bg_reader *reader, bg_clause *clause, size_t begin, size_t at, int year) {
  strip s = { reader, clause, begin, at, year };
  while (take_one(&s) == STEP_TAKEN) ;
  return s.at;
}
