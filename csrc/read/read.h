/*
** read.h: from a report's text to a report.
**
** The text is mended (read_layout), scanned for quantities once, and read a
** paragraph, a sentence, a clause at a time: what the number measures
** (read_clause), of which period (read_time), in which part of the report, as
** record or as plan (read_mood), and how facts hang together (read_relate).
**
**   text -> layout -> quantities -> clauses -> facts -> relations -> report
*/
#ifndef BAOGAO_READ_H
#define BAOGAO_READ_H

#include "report/build.h"
#include "scan/lexicon.h"
#include "read_words.h"

typedef struct bg_read_options {
  int year;          /* of the report; 0 where it is not known */
  bg_text region;    /* GB/T 2260 code or full name of a region; empty: from the title */
  bg_text name;
} bg_read_options;

BG_BEGIN

/* Reads the text into `out`, which was started; what `out` then holds is the
** report. BG_TOO_LARGE for texts past the limit of read_layout.c. */
bg_status bg_read (const bg_lexicon *lexicon, const bg_words *words, bg_text text,
                   const bg_read_options *options, bg_report_builder *out);

/* The code of a province or prefecture by its full or short name, or 0. */
uint32_t bg_region_code (bg_text name);

/* The name of a region's code, or NULL. */
const char *bg_region_name (uint32_t code);

BG_END

#endif
