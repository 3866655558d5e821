/*
** read.h: from a report's text to a report.
**
** The text is mended, scanned for quantities once, and read a paragraph, a
** sentence, a clause at a time. Who reads what:
**
**   read_layout    lines to paragraphs; what was torn, repeated, furniture
**   read           paragraphs and sentences of the mended text
**   read_context   record or plan, and the year of figures without one
**   read_carry     words of time that hold for what follows
**   read_figures   the numbers of a sentence in turn, with their lists
**   read_clause    the words around one number (its parts: read_parts.h)
**   read_name      the name of what is measured; read_normal its normal form,
**                  read_tier its tier
**   read_measure   stock, flow, growth, rank, target ...
**   read_fact      the fact as the report holds it
**   read_relate    the same told twice, a part and its whole
**   read_time      words of time; read_words, regions: the tables
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
  bg_text region;    /* GB/T 2260 code of a region; empty: from the title */
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

/* All tables that bg_read asks. BG_TOO_LARGE where a list outgrew its own; a spec holds
** that none does. */
bg_status bg_read_prepare (bg_words *words);

BG_END

#endif
