/*
** read_context.h: in which part of a report a sentence stands.
**
** A work report looks back and then ahead: 完成 1000个 is a record in one part
** and a target in the other, in the same words. Headings say where a part
** begins; where they do not, the words of the paragraph do: each word of
** read_words.def has a cue, the logarithm of how much oftener it stands in
** plans than in records.
*/
#ifndef BAOGAO_READ_CONTEXT_H
#define BAOGAO_READ_CONTEXT_H

#include "read_rules.h"

typedef enum bg_part { BG_PART_UNKNOWN, BG_PART_RECORD, BG_PART_PLAN } bg_part;

typedef struct bg_context {
  bg_part part;
  bool work_report;  /* looks back at the year before its own */
  int alone;         /* weight of a paragraph under no heading that tells of nothing to come */
  bool expected;     /* a paragraph of expected targets: 预期目标 */
  int year;          /* of figures without words of time */
  int bias;          /* of a report without any plan */
  bg_part before;    /* what the sentence before was */
} bg_context;

BG_BEGIN

/* Finds the report's year where it is not given, and sets reader->now. */
void bg_context_start (bg_context *context, bg_reader *reader, int year);

/* The region that the title names, or 0. */
uint32_t bg_context_region (const bg_reader *reader);

/* Is the paragraph a heading? If so, the context moves on. */
bool bg_context_heading (bg_context *context, bg_reader *reader, const bg_paragraph *paragraph);
void bg_context_paragraph (bg_context *context, bg_reader *reader, const bg_paragraph *paragraph);

/* A word's place, and the sum of the cues up to it. */
typedef struct bg_cue {
  size_t at;
  int sum;
} bg_cue;

typedef struct bg_cues {
  bg_cue *at;
  size_t count, room, next;
} bg_cues;

/* The sum of cues in a paragraph, and where they stand; its words are known from then on.
** False where memory ran out. */
bool bg_context_mood (bg_reader *reader, size_t first, size_t last, bg_cues *cues, int *sum);

/* Is the sentence part of a plan? `mood` is its paragraph's. Sentences are asked
** in their order. */
bool bg_context_plan (bg_context *context, const bg_reader *reader, int mood, bg_cues *cues, bg_range sentence);

BG_END

#endif
