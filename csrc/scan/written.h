/*
** written.h: the way back, from a number to its numeral.
*/
#ifndef BAOGAO_WRITTEN_H
#define BAOGAO_WRITTEN_H

#include "base/common.h"

typedef enum bg_style {
  BG_PLAIN,    /* 14000 */
  BG_GROUPED,  /* 14,000 */
  BG_WAN,      /* 1.4万 */
  BG_HAN,      /* 一万四千 */
  BG_FINANCIAL /* 壹万肆仟 */
} bg_style;

/* The longest numeral: sixteen Chinese digits with their powers, a point and
** seventeen decimals, three bytes each, with room to spare. */
#define BG_WRITTEN_MAX 320

/* Numbers from here on have no name in Chinese numerals below 兆. */
#define BG_WRITTEN_LIMIT 1e16

BG_BEGIN

/* Writes the shortest decimal that reads back as `value`. BG_NO_VALUE for what
** is no finite number, BG_TOO_LARGE from BG_WRITTEN_LIMIT on or below 1e-17. */
bg_status bg_written (double value, bg_style style, char buffer[BG_WRITTEN_MAX], size_t *length);

BG_END

#endif
