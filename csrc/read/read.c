/*
** read.c: from a report's text to a report. See read.h.
*/
#include "read_parts.h"
#include "read_state.h"

#if defined(__GNUC__) && defined(__SSE2__)
#include <emmintrin.h>
#endif

#define U(text) ((const unsigned char *)(text))

/* Bytes between two numbers of a list, the first of which leaves its unit to the
** second. */
#define LIST_GAP 30

bg_status bg_read_prepare (bg_words *words) {
  bg_status status = bg_words_build(words);
  if (status == BG_OK) status = bg_names_build(words);   /* GCOVR_EXCL_BR_LINE: the lists are constant, */
  if (status == BG_OK) status = bg_regions_build(words); /* GCOVR_EXCL_BR_LINE: and each build of them would fail */
  return status;
}

static bool keep (void *ud, const bg_quantity *q) {
  bg_reader *r = ud;
  if (!bg_make_room(r->layout.alloc, (void **)&r->quantities, &r->quantity_room, r->quantity_count, sizeof *q)) return false;
  r->quantities[r->quantity_count++] = *q;
  return true;
}

/* 提高0.8个、0.6个百分点: a number that leaves its unit to the next of its list is
** in points as well. */
static void share_points (bg_reader *r) {
  for (size_t i = r->quantity_count; i-- > 1; ) {
    bg_quantity *q = &r->quantities[i - 1];
    const bg_quantity *next = &r->quantities[i];
    size_t at = (size_t)q->last, end = (size_t)next->first, l;
    bool list;
    if (next->kind != BG_POINTS || end - at > LIST_GAP || q->kind != BG_COUNT || !bg_is_unit(q, "个")) continue;
    list = bg_is_list(r->text, at, end);
    if (!list && (BG_STARTS(U(r->text), at, end, "、") || BG_STARTS(U(r->text), at, end, "和"))) { /* 高于全国0.8个、全省0.6个百分点 */
      list = true;
      for (at += 3; at < end && list; at += l) {
        const bg_read_word *w = bg_word_at(r->words, r->text, at, end, ~(uint64_t)0);
        uint32_t c = bg_char_at(U(r->text), at, end, &l);
        if (w != NULL) l = w->length;
        list = !bg_is_mark(c) && (w == NULL || !(w->classes & (BG_W(UP) | BG_W(DOWN) | BG_W(CUT) | BG_W(FLOW) | BG_W(AGAINST))));
      }
    }
    if (!list) continue;
    q->kind = next->kind;
    q->unit = next->unit;
    q->unit_length = next->unit_length;
    memcpy(q->unit_text, next->unit_text, sizeof q->unit_text);
  }
}

/* {====================================================== sentences and paragraphs */

#if defined(__GNUC__) && defined(__SSE2__)

/* Which of sixteen places from `t` on end a sentence; eighteen bytes are read. A mark's
** first byte is nowhere but at the start of a character. */
static unsigned stops_in (const unsigned char *t) {
#define EQUAL(x, byte) _mm_cmpeq_epi8(x, _mm_set1_epi8((char)(byte)))
#define OR(x, y) _mm_or_si128(x, y)
  __m128i a = _mm_loadu_si128((const __m128i *)(const void *)t);
  __m128i b = _mm_loadu_si128((const __m128i *)(const void *)(t + 1)), c = _mm_loadu_si128((const __m128i *)(const void *)(t + 2));
  __m128i stop = _mm_and_si128(_mm_and_si128(EQUAL(a, 0xE3), EQUAL(b, 0x80)), EQUAL(c, 0x82)); /* 。 */
  __m128i wide = _mm_and_si128(_mm_and_si128(EQUAL(a, 0xEF), EQUAL(b, 0xBC)), OR(EQUAL(c, 0x81), OR(EQUAL(c, 0x9B), EQUAL(c, 0x9F)))); /* ！；？ */
  __m128i plain = OR(OR(EQUAL(a, ';'), EQUAL(a, '!')), OR(EQUAL(a, '?'), EQUAL(a, '\n')));
  return (unsigned)_mm_movemask_epi8(OR(OR(stop, wide), plain));
#undef EQUAL
#undef OR
}

#endif

static size_t sentence_end (const char *text, size_t at, size_t end) {
  size_t l;
#if defined(__GNUC__) && defined(__SSE2__)
  for (; end - at >= 18; at += 16) {
    unsigned stops = stops_in(U(text) + at);
    if (stops == 0) continue;
    at += (unsigned)__builtin_ctz(stops);
    return at + ((unsigned char)text[at] < 0x80 ? 1 : 3);
  }
#endif
  while (at < end) {
    unsigned char a = (unsigned char)text[at];
    if (a < 0x80) {
      if (a == ';' || a == '!' || a == '?') return at + 1;
      at++;
    }
    else if (a == 0xE3 || a == 0xEF) {
      uint32_t c = bg_char_at(U(text), at, end, &l);
      if (c == L'。' || c == L'！' || c == L'？' || c == L'；') return at + l;
      at += l;
    }
    else at++;
  }
  return end;
}

/* 到2030年: does the sentence tell of years still to come? */
static bool is_to_come (const bg_reading *g, bg_range sentence) {
  const char *text = g->r.text;
  size_t l;
  bool later = false;
  if (g->r.now == 0) return false;
  for (size_t s = bg_next_time(g->r.words, text, sentence.first, sentence.last); s < sentence.last && !later;
       s = bg_next_time(g->r.words, text, s + l, sentence.last)) {
    bg_time_words t;
    bg_char_at(U(text), s, sentence.last, &l);
    if (!bg_time_words_at(text, s, sentence.last, g->r.now, 0, &t)) continue;
    later = t.whole && t.period.first > bg_year_period(g->r.now).last;
    l = t.last - s;
  }
  return later;
}

/* The sentence that holds `q`, from `at` on; words of time that open sentences before it,
** which have no number, hold on. */
static bg_range next_sentence (bg_reading *g, const bg_quantity *q, size_t at, size_t end) {
  bg_range sentence = { at, at };
  for (;;) {
    sentence.last = sentence_end(g->r.text, sentence.first, end);
    if (sentence.last > (size_t)q->first) break;
    g->sentence++;
    bg_carry_times(g, sentence, g->context.part == BG_PART_PLAN ? g->r.now : g->context.year, sentence.last, BG_OPENING);
    sentence.first = sentence.last;
  }
  while (sentence.last < end && sentence.last < (size_t)q->last) /* GCOVR_EXCL_BR_LINE: no run of today's scanner holds a stop */
    sentence.last = sentence_end(g->r.text, sentence.last, end); /* GCOVR_EXCL_LINE: as above */
  g->sentence++;
  return sentence;
}

static void read_sentence (bg_reading *g, bg_range sentence, size_t first, size_t last, const bg_paragraph *p, int mood) {
  bool plan = bg_context_plan(&g->context, &g->r, mood, &g->cues, sentence) || is_to_come(g, sentence);
  g->year = plan ? g->r.now : g->context.year;
  if (bg_has(g->r.text + sentence.first, sentence.last - sentence.first, "目前")) g->carried = g->hinted = false;
  else /* words of time before the first number */
    bg_carry_times(g, (bg_range){ sentence.first, (size_t)g->r.quantities[first].first }, g->year, sentence.last, SIZE_MAX);
  bg_read_figures(g, sentence, first, last, p, plan);
  if (g->goal) g->context.before = BG_PART_PLAN;
}

static void read_paragraph (bg_reading *g, const bg_paragraph *p, size_t *next) {
  const bg_quantity *q = g->r.quantities;
  size_t first = *next, last, at = p->first;
  int mood;
  for (last = first; last < g->r.quantity_count && (size_t)q[last].first < p->last; last++) ;
  *next = last;
  if (bg_context_heading(&g->context, &g->r, p)) {
    bg_range r = { p->first, p->last };
    bg_name_clear(g);
    bg_name_range(g, r);
    g->section = bg_intern(g, g->name, g->name_length);
  }
  if (first == last) return;
  if (!bg_context_mood(&g->r, p->first, p->last, &g->cues, &mood)) { g->status = BG_NO_MEMORY; return; }
  bg_context_paragraph(&g->context, &g->r, p);
  g->carried = g->hinted = false;
  while (first < last && g->status == BG_OK) {
    bg_range sentence = next_sentence(g, &q[first], at, p->last);
    size_t end = first;
    while (end < last && (size_t)q[end].first < sentence.last) end++;
    read_sentence(g, sentence, first, end, p, mood);
    first = end;
    at = sentence.last;
  }
}

/* }====================================================== */

static void start (bg_reading *g) {
  uint32_t code = 0;
  const bg_layout *l = &g->r.layout;
  bg_context_start(&g->context, &g->r, g->options.year);
  if (g->options.region.length == 0) code = bg_context_region(&g->r);
  if (code != 0) g->region = bg_intern_region(g, code);
  else g->region = bg_intern(g, g->options.region.at, g->options.region.length);
  g->r.out->text[BG_REPORT_REGION] = g->region;
  g->r.out->text[BG_REPORT_NAME] = bg_intern(g, g->options.name.at, g->options.name.length);
  if (l->count > 0) {
    bg_range title = { l->paragraphs[0].first, l->paragraphs[0].last };
    if (title.last - title.first <= BG_INDICATOR_MAX) {
      bg_name_clear(g);
      bg_name_range(g, title);
      g->r.out->text[BG_REPORT_TITLE_ZH] = bg_intern(g, g->name, g->name_length);
    }
  }
  if (g->r.now > 0) g->r.out->text[BG_REPORT_PERIOD] = bg_intern_period(g, bg_year_period(g->r.now));
}

bg_status bg_read (const bg_lexicon *lexicon, const bg_words *words, bg_text text,
                   const bg_read_options *options, bg_report_builder *out) {
  bg_reading g;
  bg_scan_state scan;
  size_t next = 0;
  memset(&g, 0, sizeof g);
  memset(&scan, 0, sizeof scan);
  g.options = *options;
  g.source = text;
  g.r.lexicon = lexicon;
  g.r.words = words;
  g.r.out = out;
  g.r.layout.alloc = out->alloc;
  g.status = bg_layout_make(&g.r.layout, lexicon, words, text, out);
  if (g.status == BG_OK) {
    g.r.text = g.r.layout.text;
    bg_scan_quantities(lexicon, U(g.r.text), g.r.layout.length, 0, true, &scan, keep, &g.r);
    if (scan.stopped) g.status = BG_NO_MEMORY;
    share_points(&g.r);
  }
  if (g.status == BG_OK) start(&g);
  for (size_t i = 0; i < g.r.layout.count && g.status == BG_OK; i++) read_paragraph(&g, &g.r.layout.paragraphs[i], &next);
  if (g.r.quantities != NULL)
    out->alloc.resize(out->alloc.ud, g.r.quantities, g.r.quantity_room * sizeof *g.r.quantities, 0);
  if (g.r.known != NULL) out->alloc.resize(out->alloc.ud, g.r.known, g.r.known_room * sizeof *g.r.known, 0);
  if (g.cues.at != NULL) out->alloc.resize(out->alloc.ud, g.cues.at, g.cues.room * sizeof *g.cues.at, 0);
  if (g.notes != NULL) out->alloc.resize(out->alloc.ud, g.notes, g.note_room * sizeof *g.notes, 0);
  bg_layout_free(&g.r.layout);
  return g.status;
}
