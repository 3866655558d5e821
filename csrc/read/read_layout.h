/*
** read_layout.h: a report's text mended.
**
** A text that comes out of a page layout is torn: a caption stands between a
** number and its unit, a sentence breaks off and goes on two paragraphs below,
** a paragraph's beginning is printed twice. Mending makes a second text, a
** paragraph a line, in which what belongs together stands together, with a map
** back: positions always point into the original.
**
**   original  | ..平台5616 |  (blank)  | 家,其中.. |
**                  \_______            ___/
**   mended    | .. 平台5616|家,其中 .. |       segments: (mended, original)
*/
#ifndef BAOGAO_READ_LAYOUT_H
#define BAOGAO_READ_LAYOUT_H

#include "report/build.h"
#include "scan/lexicon.h"
#include "read_words.h"

typedef struct bg_paragraph {
  size_t first, last;     /* bytes of the mended text */
  uint32_t line[2];       /* of the original, from 1; the second where it is joined */
  size_t joint;           /* where in the mended text the second begins, or 0 */
  bool heading, title;
} bg_paragraph;

typedef struct bg_segment {
  size_t mended, original;
} bg_segment;

typedef struct bg_layout {
  bg_alloc alloc;
  char *text;
  bg_paragraph *paragraphs;
  bg_segment *segments;
  size_t length, room, count, paragraph_room, segment_count, segment_room;
} bg_layout;

BG_BEGIN

/* Mends the text; what was mended goes to `out`. Free with bg_layout_free, also
** after a status that is not BG_OK. */
bg_status bg_layout_make (bg_layout *layout, const bg_lexicon *lexicon, const bg_words *words,
                          bg_text text, bg_report_builder *out);
void bg_layout_free (bg_layout *layout);

/* Where a byte of the mended text stands in the original. */
size_t bg_layout_original (const bg_layout *layout, size_t at);

/* 一、 （二） 3. 第四章: the length of a list marker at `at`, or 0. */
size_t bg_marker_at (const char *text, size_t at, size_t end);

BG_END

#endif
