/*
** stops.h: where prose stops, that is, where a numeral may begin.
**
** Of a report's bytes one in a hundred matters to the scanner. Where the
** processor can, prose is passed over 64 bytes at a time: each byte is looked at
** as the first of a character of three, whose half-bytes (the first is always E)
** pick bits out of tables of sixteen:
**
**      E 4   B 8   8 0      一
**        |   : |   : |
**        &   & &   & &   =  the groups that may have this character
**
** A group is a set of characters that share half-bytes, such as 一二七万, so that
** hardly another character fits into it; there are sixteen groups, two tables
** of eight bits. (The upper half-bytes of the second and third byte are 8 to B,
** and share a table.) What is found is looked up once more, so that a group too
** wide costs time and nothing else. A processor that looks up tables of 64 bytes
** takes the lower six bits of each byte as they are. Elsewhere characters are
** looked up one by one.
*/
#ifndef BAOGAO_STOPS_H
#define BAOGAO_STOPS_H

#include "charclass.h"
#include "lexicon.h"

/* Bytes that are looked through at once. What is found there is held as a list,
** so that no branch depends on how far one stop is from the next. */
#define BG_STOPS_CHUNK 4096

typedef struct bg_stops {
  bool wide;           /* the processor takes blocks, */
  bool wider;          /* and tables of 64 bytes */
  size_t base, end;    /* the chunk; both 0 where there is none yet */
  unsigned next, count;
  uint16_t at[BG_STOPS_CHUNK + 8]; /* bytes from `base`; some are written past the last */
} bg_stops;

/* Whether no stop is listed from p on to p + reach; false where that is not known. */
static inline bool bg_stops_none (const bg_stops *stops, size_t p, size_t reach) {
  size_t next = stops->next < stops->count ? stops->base + stops->at[stops->next] : stops->end;
  return next >= p && next - p >= reach;
}

BG_BEGIN

/* For a new walk over any text. */
void bg_stops_start (bg_stops *stops);

/* The tables of groups, from bg_char_class. */
void bg_stops_build (bg_lexicon *lexicon);

/* The next byte from p on that begins anything but prose, or the first at or
** after `limit`. A byte that fits in no character is passed over alone. */
size_t bg_stop_next (const bg_lexicon *lexicon, const unsigned char *text, size_t p, size_t end, size_t limit,
                     bg_stops *stops);

BG_END

#endif
