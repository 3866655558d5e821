/*
** read_normal.h: names of indicators in their normal form; the synonyms are
** read_names.def.
*/
#ifndef BAOGAO_READ_NORMAL_H
#define BAOGAO_READ_NORMAL_H

#include "read_words.h"

/* An indicator longer than this (bytes) is cut down to its end. */
#define BG_INDICATOR_MAX 150

/* Room for a name and for its normal form. */
#define BG_NAME_ROOM (BG_INDICATOR_MAX + 64)

BG_BEGIN

/* The normal form of a name into `out` (BG_NAME_ROOM bytes); answers its length.
** `english` is "" where there is none. */
size_t bg_normal_name (const bg_words *words, const char *name, size_t length, char *out, const char **english);

BG_END

#endif
