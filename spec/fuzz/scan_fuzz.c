/*
** scan_fuzz.c: libFuzzer on scan, spans, numerals and the way back.
**
**   sh spec/fuzz/run.sh [EXECUTIONS]
**
** Any bytes are a text. Beyond not crashing, what must hold is checked: runs
** follow each other within the text, bounds are in order, and a text in pieces
** gives what the whole gives, cut where the first byte says.
*/
#include "scan/scan.h"
#include "scan/written.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 4096

typedef struct list {
  bg_quantity at[MOST];
  size_t count;
} list;

typedef struct span_list {
  bg_span at[MOST];
  size_t count;
} span_list;

static bg_lexicon lexicon;
static list whole, pieces;
static span_list whole_spans, piece_spans;

static void must (bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "does not hold: %s\n", what);
  abort();
}

static bool add (void *ud, const bg_quantity *q) {
  list *l = (list *)ud;
  if (l->count < MOST) {
    l->at[l->count] = *q;
    l->at[l->count++].run = NULL;
  }
  return true;
}

static bool add_span (void *ud, const bg_span *s) {
  span_list *l = (span_list *)ud;
  if (l->count < MOST) l->at[l->count++] = *s;
  return true;
}

static void *resize (void *ud, void *block, size_t old, size_t size) {
  (void)ud;
  (void)old;
  if (size == 0) {
    free(block);
    return NULL;
  }
  return realloc(block, size);
}

static void check (const list *l, size_t length) {
  size_t i;
  uint64_t end = 0;
  for (i = 0; i < l->count; i++) {
    const bg_quantity *q = &l->at[i];
    must(q->first >= end && q->first < q->last && q->last <= length, "runs follow each other");
    must(q->number_first >= q->first && q->number_last <= q->last && q->number_first < q->number_last,
         "the numeral is within the run");
    if (!(q->lower <= q->upper))
      fprintf(stderr, "bytes %lu to %lu: %g in %g, %g\n", (unsigned long)q->first, (unsigned long)q->last, q->value,
              q->lower, q->upper);
    must(q->lower <= q->upper && !isnan(q->value), "bounds are in order");
    must(q->unit_length <= BG_SCAN_UNIT && q->kind <= BG_NUMBER && q->sense <= BG_SEVERAL, "codes are known");
    must(q->sense != BG_EXACT || (q->value == q->lower && q->value == q->upper), "what is exact has no width");
    end = q->last;
  }
}

static void same (const list *a, const list *b) {
  size_t i;
  must(a->count == b->count, "as many quantities in pieces as in the whole");
  for (i = 0; i < a->count; i++) {
    const bg_quantity *p = &a->at[i], *q = &b->at[i];
    must(p->first == q->first && p->last == q->last && p->value == q->value && p->lower == q->lower &&
         p->upper == q->upper && p->kind == q->kind && p->sense == q->sense && p->unit_length == q->unit_length &&
         memcmp(bg_quantity_unit(p).at, bg_quantity_unit(q).at, p->unit_length) == 0, "the same quantity in pieces");
  }
}

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int LLVMFuzzerInitialize (int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  must(bg_lexicon_build(&lexicon) == BG_OK, "the lexicon fits");
  return 0;
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  bg_scan_state state;
  bg_alloc alloc = { resize, NULL };
  bg_feed *feed;
  bg_quantity one;
  unsigned char *text;
  size_t step, at, i;
  if (size < 1) return 0;
  step = data[0] == 0 ? 1 : data[0];
  size--;
  text = (unsigned char *)malloc(size == 0 ? 1 : size); /* its very size, so that reading past it is seen */
  if (text == NULL) return 0;
  memcpy(text, data + 1, size);

  memset(&state, 0, sizeof state);
  whole.count = 0;
  bg_scan_quantities(&lexicon, text, size, 0, true, &state, add, &whole);
  check(&whole, size);
  memset(&state, 0, sizeof state);
  state.year = 2024;
  whole_spans.count = 0;
  bg_scan_spans(&lexicon, text, size, 0, true, &state, add_span, &whole_spans);

  pieces.count = 0;
  if (bg_feed_new(&alloc, &lexicon, add, NULL, &pieces, 0, &feed) == BG_OK) {
    for (at = 0; at < size; at += step) bg_feed_push(feed, text + at, size - at < step ? size - at : step);
    bg_feed_end(feed);
    bg_feed_free(feed);
    same(&whole, &pieces);
  }
  piece_spans.count = 0;
  if (bg_feed_new(&alloc, &lexicon, NULL, add_span, &piece_spans, 2024, &feed) == BG_OK) {
    for (at = 0; at < size; at += step) bg_feed_push(feed, text + at, size - at < step ? size - at : step);
    bg_feed_end(feed);
    bg_feed_free(feed);
    must(whole_spans.count == piece_spans.count, "as many spans in pieces as in the whole");
    for (i = 0; i < whole_spans.count; i++) {
      const bg_span *p = &whole_spans.at[i], *q = &piece_spans.at[i];
      must(p->first == q->first && p->last == q->last && p->kind == q->kind && p->known == q->known, "the same span");
      must(p->first < p->last && p->last <= size, "spans are within the text");
      must(!p->known || p->period.first <= p->period.last, "a span's days are in order");
    }
  }

  if (bg_number_read(&lexicon, text, size, &one)) {
    char buffer[BG_WRITTEN_MAX];
    int style;
    must(one.lower <= one.upper, "a numeral's bounds are in order");
    for (style = BG_PLAIN; style <= BG_FINANCIAL; style++) {
      size_t length;
      bg_quantity back;
      if (bg_written(one.value, (bg_style)style, buffer, &length) != BG_OK) continue;
      must(length <= BG_WRITTEN_MAX, "written text fits");
      if (fabs(one.value) >= 1e15 || (one.value != 0 && fabs(one.value) < 1e-9)) continue;
      must(bg_number_read(&lexicon, (const unsigned char *)buffer, length, &back) && back.value == one.value,
           "what is written reads back");
    }
  }
  free(text);
  return 0;
}
