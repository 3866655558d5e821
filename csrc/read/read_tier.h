/*
** read_tier.h: the tier of what a name names: 国家级, 省级以上, 市级.
*/
#ifndef BAOGAO_READ_TIER_H
#define BAOGAO_READ_TIER_H

#include "read_rules.h"

BG_BEGIN

/* The tier that a name says: 省级以上创新平台. */
bg_level bg_level_of (const bg_words *words, const char *name, size_t length);

/* Does a word of tier stand in front of the name? */
bool bg_has_level (const char *name, size_t length);

/* The name without its tier, into `out` (BG_NAME_ROOM bytes); answers its length. */
size_t bg_without_level (const bg_words *words, const char *name, size_t length, char *out);

BG_END

#endif
