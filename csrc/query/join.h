/*
** join.h: rows of one frame beside those rows of another that have the same
** keys.
**
** Keys of the right frame are numbered; the left keys are looked up among
** them. Where the left key is one column of few places (a dictionary, small
** whole numbers) each place is looked up once and the rows go by a table. A
** null matches nothing. Strings are compared as strings, whatever their codes.
*/
#ifndef BAOGAO_JOIN_H
#define BAOGAO_JOIN_H

#include "frame/frame.h"

typedef enum bg_join_kind { BG_JOIN_INNER, BG_JOIN_LEFT, BG_JOIN_SEMI, BG_JOIN_ANTI } bg_join_kind;

BG_BEGIN

/* Left rows in order, for each the right rows in order. The right frame's key
** columns are left out, and a right name that the left has gets the suffix;
** semi and anti give left columns only. BG_NO_VALUE with a fault where types
** of keys do not fit or a name with its suffix is still taken. */
bg_status bg_join (const bg_frame *left, const bg_frame *right, bg_join_kind kind, const size_t *left_keys,
                   const size_t *right_keys, size_t count, bg_text suffix, int threads, bg_frame **result,
                   bg_fault *fault);

BG_END

#endif
