/*
** scan_feed.c: the scan of text that comes in pieces.
*/
#include "scan.h"

#include <string.h>

/* Text is taken in steps of this size, so that a piece of any size costs no
** more memory than the window and one step. */
#ifndef BG_SCAN_STEP
#define BG_SCAN_STEP 65536
#endif

struct bg_feed {
  bg_alloc alloc;
  const bg_lexicon *lexicon;
  bg_quantity_sink quantities;
  bg_span_sink spans;
  void *ud;
  bg_scan_state state;
  uint64_t offset;   /* of buffer[0] in the whole text */
  size_t held;
  unsigned char buffer[BG_SCAN_BEHIND + BG_SCAN_AHEAD + BG_SCAN_STEP];
};

bg_status bg_feed_new (const bg_alloc *alloc, const bg_lexicon *lexicon, bg_quantity_sink quantities,
                       bg_span_sink spans, void *ud, int year, bg_feed **feed) {
  bg_feed *f = (bg_feed *)alloc->resize(alloc->ud, NULL, 0, sizeof *f);
  if (f == NULL) return BG_NO_MEMORY;
  memset(f, 0, offsetof(bg_feed, buffer));
  f->alloc = *alloc;
  f->lexicon = lexicon;
  f->quantities = quantities;
  f->spans = spans;
  f->ud = ud;
  f->state.year = year;
  *feed = f;
  return BG_OK;
}

static void run (bg_feed *f, bool final) {
  size_t keep;
  if (f->quantities != NULL)
    bg_scan_quantities(f->lexicon, f->buffer, f->held, f->offset, final, &f->state, f->quantities, f->ud);
  else
    bg_scan_spans(f->lexicon, f->buffer, f->held, f->offset, final, &f->state, f->spans, f->ud);
  keep = (size_t)(f->state.at - f->offset);
  keep = keep > BG_SCAN_BEHIND ? keep - BG_SCAN_BEHIND : 0;
  memmove(f->buffer, f->buffer + keep, f->held - keep);
  f->held -= keep;
  f->offset += keep;
}

bg_status bg_feed_push (bg_feed *f, const void *bytes, size_t length) {
  const unsigned char *at = (const unsigned char *)bytes;
  while (length > 0) {
    size_t room = sizeof f->buffer - f->held;
    size_t part = length < room ? length : room;
    memcpy(f->buffer + f->held, at, part);
    f->held += part;
    at += part;
    length -= part;
    if (f->held == sizeof f->buffer) run(f, false);
  }
  return BG_OK;
}

bg_status bg_feed_end (bg_feed *f) {
  run(f, true);
  return BG_OK;
}

void bg_feed_free (bg_feed *f) {
  bg_alloc alloc;
  if (f == NULL) return;
  alloc = f->alloc;
  alloc.resize(alloc.ud, f, sizeof *f, 0);
}
