/*
** build.h: a report made at run time.
**
** A builder grows the blocks of a bg_report: facts, mentions, mends, and the
** pool of texts, in which equal texts are held once, so that grouping by a
** text compares numbers for a read report as it does for a bundled one. It
** owns its blocks until bg_report_builder_free; the report of bg_report_builder_report only
** points into them. After a status that is not BG_OK the builder still holds
** all that it held before and may be freed.
*/
#ifndef BAOGAO_BUILD_H
#define BAOGAO_BUILD_H

#include "facts.h"

/* What was done to torn or doubled text: X(CODE, "name"). */
#define BG_MENDS(X) \
  X(JOINED, "joined") /* a sentence that the layout tears apart */ \
  X(REPEATED, "repeated") /* a beginning or paragraph that stands twice, read once */ \
  X(FURNITURE, "furniture") /* page numbers and rules, passed over */

#define X(code, name) BG_MEND_##code,
typedef enum bg_mend_kind { BG_MENDS(X) BG_MEND_COUNT } bg_mend_kind;
#undef X

/* Bytes of the original, from 0, `last` one past the end. A join has the place
** where the text breaks off and the place where it goes on. */
typedef struct bg_mend {
  uint32_t first, last;
  uint32_t paragraph[2]; /* for a repeat: where it stands, and where first */
  uint8_t kind;
} bg_mend;

/* A text of the pool by its hash; offset 0 is a free slot. */
typedef struct bg_pool_slot {
  uint32_t offset, hash;
} bg_pool_slot;

typedef struct bg_report_builder {
  bg_alloc alloc;
  char *pool;
  bg_pool_slot *slots;
  bg_fact *facts;
  bg_mention *mentions;
  bg_mend *mends;
  size_t pool_size, pool_room, slot_room, slot_used;
  size_t fact_count, fact_room, mention_count, mention_room, mend_count, mend_room;
  uint32_t text[BG_REPORT_TEXT_COUNT];
} bg_report_builder;

/* The pool's offsets have 32 bits, and its room is doubled where a size may have
** no more. */
#define BG_POOL_MAX 0x7FFF0000u

BG_BEGIN

void bg_report_builder_start (bg_report_builder *builder, bg_alloc alloc);
void bg_report_builder_free (bg_report_builder *builder);

/* The offset of the text, which is added where it is not there yet. Bytes 0
** are left out: texts end in one. */
bg_status bg_report_builder_text (bg_report_builder *builder, bg_text text, uint32_t *offset);

/* Room for one more, zeroed (rows are BG_NO_ROW); NULL where memory ran out. */
bg_fact *bg_report_builder_fact (bg_report_builder *builder);
bg_mention *bg_report_builder_mention (bg_report_builder *builder);
bg_mend *bg_report_builder_mend (bg_report_builder *builder);

/* The report as it stands; good until the builder grows or is freed. */
bg_report bg_report_builder_report (const bg_report_builder *builder);

/* Grows an array to hold `count` + 1 elements; false where it cannot. */
bool bg_make_room (bg_alloc alloc, void **at, size_t *room, size_t count, size_t size);

BG_END

#endif
