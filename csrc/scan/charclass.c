/*
** charclass.c: the table of character classes.
*/
#include "charclass.h"
#include "base/text.h"

const unsigned char bg_char_class[0x10000] = {
  [L'〇'] = BG_DIGIT, [L'零'] = BG_DIGIT, [L'○'] = BG_DIGIT, [L'◯'] = BG_DIGIT,
  [L'一'] = BG_DIGIT | 1, [L'壹'] = BG_DIGIT | 1, [L'壱'] = BG_DIGIT | 1, [L'弌'] = BG_DIGIT | 1,
  [L'二'] = BG_DIGIT | 2, [L'贰'] = BG_DIGIT | 2, [L'貳'] = BG_DIGIT | 2, [L'两'] = BG_DIGIT | 2,
  [L'兩'] = BG_DIGIT | 2, [L'俩'] = BG_PROSE,
  [L'三'] = BG_DIGIT | 3, [L'叁'] = BG_DIGIT | 3, [L'參'] = BG_PROSE, [L'叄'] = BG_DIGIT | 3,
  [L'四'] = BG_DIGIT | 4, [L'肆'] = BG_DIGIT | 4,
  [L'五'] = BG_DIGIT | 5, [L'伍'] = BG_DIGIT | 5,
  [L'六'] = BG_DIGIT | 6, [L'陆'] = BG_DIGIT | 6, [L'陸'] = BG_DIGIT | 6,
  [L'七'] = BG_DIGIT | 7, [L'柒'] = BG_DIGIT | 7,
  [L'八'] = BG_DIGIT | 8, [L'捌'] = BG_DIGIT | 8,
  [L'九'] = BG_DIGIT | 9, [L'玖'] = BG_DIGIT | 9,
  [L'十'] = BG_POWER | 1, [L'拾'] = BG_POWER | 1,
  [L'百'] = BG_POWER | 2, [L'佰'] = BG_POWER | 2,
  [L'千'] = BG_POWER | 3, [L'仟'] = BG_POWER | 3,
  [L'万'] = BG_POWER | 4, [L'萬'] = BG_POWER | 4,
  [L'亿'] = BG_POWER | 8, [L'億'] = BG_POWER | 8,
  [L'廿'] = BG_TENS | 2, [L'卅'] = BG_TENS | 3, [L'卌'] = BG_TENS | 4,
  [L'０'] = BG_WIDE, [L'１'] = BG_WIDE | 1, [L'２'] = BG_WIDE | 2, [L'３'] = BG_WIDE | 3,
  [L'４'] = BG_WIDE | 4, [L'５'] = BG_WIDE | 5, [L'６'] = BG_WIDE | 6, [L'７'] = BG_WIDE | 7,
  [L'８'] = BG_WIDE | 8, [L'９'] = BG_WIDE | 9,
  [L'几'] = BG_SOME, [L'幾'] = BG_SOME, [L'数'] = BG_SOME_NUMBER, [L'數'] = BG_SOME_NUMBER,
  [L'翻'] = BG_FAN, [L'倍'] = BG_BEI,
  [L'《'] = BG_TITLE, [L'〈'] = BG_TITLE,
  [L'“'] = BG_QUOTE, [L'「'] = BG_QUOTE, [L'『'] = BG_QUOTE, [L'＂'] = BG_PROSE
};
