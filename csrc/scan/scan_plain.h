/*
** scan_plain.h: the short way for what most figures are.
**
** Nine of ten figures of today's reports are Arabic digits, perhaps a point,
** 万 or 亿, and a unit: 5616家, 增长8.1%, 超过1.4万亿元. They are read here from
** eight bytes at a time, and so are plain years, which are none. Whatever could
** be more than that, by any character around it, is left to bg_quantity_at,
** which would come to the same for all that is read here: both ways are held
** against each other by spec/fuzz/scan_fuzz.c.
*/
#ifndef BAOGAO_SCAN_PLAIN_H
#define BAOGAO_SCAN_PLAIN_H

#include "scan_rules.h"

/* What must be there before and after the first digit, so that nothing here
** asks where the text begins or ends: the character before; digits, a point,
** digits, powers, the longest unit and the longest words after it. */
#define BG_PLAIN_BEHIND 4
#define BG_PLAIN_AHEAD 112

BG_BEGIN

/* The digit at text[at]. Answers where to go on, or 0 for what wants a closer
** look; *found says whether there is a quantity. */
size_t bg_plain_at (const bg_lexicon *lexicon, const unsigned char *text, size_t at, size_t length,
                    uint64_t offset, bg_scan_state *state, bg_quantity *quantity, bool *found);

BG_END

#endif
