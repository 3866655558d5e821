/*
** summarise.h: one row a group.
*/
#ifndef BAOGAO_SUMMARISE_H
#define BAOGAO_SUMMARISE_H

#include "aggregate.h"
#include "expr.h"

BG_BEGIN

/* One row a group of the rows where `filter` (a node, or -1) is true, groups
** in order of first appearance; keys first, then the aggregates. Without keys
** one row always. BG_NO_VALUE with program->fault where a sum overflows or a
** type does not fit. */
bg_status bg_summarise (bg_program *program, int filter, const size_t *keys, size_t key_count,
                        const bg_aggregate *aggregates, size_t count, int threads, bg_frame **result);

BG_END

#endif
