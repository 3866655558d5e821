/*
** scan.c: the walk over the text, and the feed for text in pieces.
*/
#include "scan_rules.h"

/* A quotation up to this long, without a stop in it, is a name: “三年行动”. */
#define QUOTE_MAX 72

/* A title in 《》 up to this long is passed over; a longer one has lost its
** closing mark. */
#define TITLE_MAX 420

/* A title's close is looked for once: `seen` is how far it was without one, so
** that opening marks in a row cost no more than the text between them. */
static size_t title_end (const bg_view *view, size_t at, bg_scan_state *state) {
  size_t l, p = at + 3;
  size_t limit = view->end - at > TITLE_MAX ? at + TITLE_MAX : view->end;
  if (view->offset + at < state->title_none) return 0;
  if (state->title_seen > view->offset + p) p = (size_t)(state->title_seen - view->offset);
  for (; p < limit; p += l) {
    uint32_t c = bg_char_at(view->text, p, view->end, &l);
    if (c == L'》' || c == L'〉') return p + l;
    if (c == L'。' || c == BG_NO_CHAR) {
      state->title_none = view->offset + p;
      return 0;
    }
  }
  state->title_seen = view->offset + p;
  return 0;
}

static size_t quote_end (const bg_view *view, size_t at) {
  size_t l, p = at + 3;
  size_t limit = view->end - at > QUOTE_MAX ? at + QUOTE_MAX : view->end;
  for (; p < limit; p += l) {
    uint32_t c;
    const unsigned char *t = view->text + p;
    /* a Chinese character, which most of a quotation are, is none of the marks */
    if (t[0] - 0xE4u < 6u && view->end - p >= 3 && (t[1] & 0xC0) == 0x80 && (t[2] & 0xC0) == 0x80) {
      l = 3;
      continue;
    }
    c = bg_char_at(view->text, p, view->end, &l);
    switch (c) {
      case L'”': case L'’': case L'」': case L'』': return p + l;
      case L'。': case L'；': case L'，': case L'\n': case BG_NO_CHAR: case L'“': case L'「': return 0;
      default: break;
    }
  }
  return 0;
}

/* The next byte from p on that begins anything but prose, or the first at or
** after `limit`. A byte that fits in no character is passed over alone. */
static size_t skip_prose (const bg_lexicon *lexicon, const unsigned char *text, size_t p, size_t end, size_t limit) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  const uint16_t *stops = lexicon->stops;
  size_t safe = end < 8 ? 0 : end - 8 < limit ? end - 8 : limit; /* eight bytes can be read before it */
#else
  (void)lexicon;
#endif
  while (p < limit) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    /* two characters of three bytes, which Chinese is made of, in one word: one
    ** mask tells that they are, two look-ups that they are prose */
    while (p < safe) {
      uint64_t w;
      memcpy(&w, text + p, 8);
      if ((w & UINT64_C(0xC0C0F0C0C0F0)) != UINT64_C(0x8080E08080E0)) break;
      if (stops[(w >> 8 & 0xFFFF) - BG_STOPS_FIRST] >> (w & 15) & 1) return p;
      if (stops[(w >> 32 & 0xFFFF) - BG_STOPS_FIRST] >> (w >> 24 & 15) & 1) return p + 3;
      p += 6;
    }
    if (p >= limit) break;
#endif
    if ((text[p] & 0xF0) == 0xE0 && end - p >= 3 && (text[p + 1] & 0xC0) == 0x80 && (text[p + 2] & 0xC0) == 0x80) {
      unsigned c = (text[p] & 15u) << 12 | (text[p + 1] & 63u) << 6 | (text[p + 2] & 63u);
      if (bg_char_class[c] != 0) return p; /* nothing below U+0800 has a class */
      p += 3;
    }
    else if ((unsigned)text[p] - '0' < 10u) return p;
    else p++;
  }
  return p;
}

/* What a numeral too long to be one goes on with. */
static bool goes_on (uint32_t c) {
  return bg_arabic_digit(c) >= 0 || bg_is_han_numeral(c) || c == '.' || c == L'．' || c == ',' ||
         c == L'·' || c == L'余' || c == L'多';
}

bool bg_scan_window (const unsigned char *text, size_t p, size_t length, uint64_t offset, bool final,
                    bg_view *view) {
  if (!final && length - p < BG_SCAN_AHEAD) return false;
  view->begin = p > BG_SCAN_BEHIND ? p - BG_SCAN_BEHIND : 0;
  /* not in the middle of a character, lest its rest be taken for another */
  view->end = length - p < BG_SCAN_AHEAD ? length : p + BG_SCAN_AHEAD;
  view->text = text;
  view->offset = offset;
  return true;
}

void bg_scan_quantities (const bg_lexicon *lexicon, const unsigned char *text, size_t length,
                         uint64_t offset, bool final, bg_scan_state *state,
                         bg_quantity_sink sink, void *ud) {
  size_t p = (size_t)(state->at - offset), l;
  /* the tail may hold a part of a character: left for the next piece */
  size_t limit = final ? length : length > 3 ? length - 3 : 0;
  bg_view view;
  bg_quantity quantity;
  bool found;
  view.lexicon = lexicon;
  while (p < length && !state->stopped) {
    uint32_t c;
    size_t next;
    if (state->skipping) {
      while (p < length) {
        if (!final && length - p < 4) goto done;
        c = bg_char_at(text, p, length, &l);
        if (!goes_on(c)) break;
        p += l;
      }
      if (p >= length) break;
      state->skipping = 0;
    }
    p = skip_prose(lexicon, text, p, length, limit);
    if (p >= limit) break;
    if (!bg_scan_window(text, p, length, offset, final, &view)) break;
    c = bg_char_at(text, p, view.end, &l);
    switch (c < 0x80 ? 0 : bg_class_of(c)) {
      case BG_TITLE: case BG_QUOTE:
        next = bg_class_of(c) == BG_TITLE ? title_end(&view, p, state) : quote_end(&view, p);
        p = next != 0 ? next : p + l;
        continue;
      default: break;
    }
    next = bg_quantity_at(&view, p, state, &quantity, &found);
    if (found) {
      state->run_end = quantity.last;
      quantity.run = text + (size_t)(quantity.first - offset);
      if (!sink(ud, &quantity)) state->stopped = 1;
    }
    p = next;
  }
done:
  state->at = offset + p;
}

/* {====================================================== feed */

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

/* }====================================================== */
