/*
** engine_read.c: what of the reader no Lua program reaches: memory that ends at
** each of its blocks, and texts of no length or of too much. See engine.c.
*/
#include "engine.h"

#include "read/read_rules.h"

#include <stdlib.h>

/* A line that is mended in each way, and said again. */
static const char report[] =
  "某市2025年政府工作报告\n\n一、2024年工作回顾\n\n"
  "— 12 —\n\n"
  "全市高新技术企业达到5800家，新增900家；其中国家级60家、省级840家。居民收入3.5万元，增长\n5.1%，其中，\n甲5亿元；乙3亿元。\n\n"
  "全市高新技术企业达到5800家，新增900家；其中国家级60家、省级840家。居民收入3.5万元，增长\n\n"
  "去年新建改建农村公路里程和城市道路合计达到1200公里，总投资35亿元，\n这是上面一行的后半句。共有12\n\n34\n\n家，其中民营企业8家。\n\n"
  "全市高新技术企业达到5800家。二、2025年主要目标是：生产总值增长5%左右，城镇新增就业12万人。\n\n"
  "全市高新技术企业达到5800家，新增900家；其中国家级60家、省级840家。居民收入3.5万元，增长5.1%，比上年多一些，更长的一行。\n";

static bg_status read_with (const bg_lexicon *lexicon, const bg_words *words, const char *text, bg_alloc memory, size_t *facts) {
  bg_report_builder out;
  bg_read_options options;
  bg_status status;
  memset(&options, 0, sizeof options);
  options.region = text_of("");
  options.name = text_of("");
  options.year = 2025;
  bg_report_builder_start(&out, memory);
  status = bg_read(lexicon, words, text_of(text), &options, &out);
  *facts = out.fact_count;
  bg_report_builder_free(&out);
  return status;
}

/* Mends of one kind, so many that the room for them is doubled at one of the kind. */
static void many_mends (char *text, size_t room, int kind) {
  size_t at = 0;
  text[0] = '\0';
  for (int i = 0; i < 80; i++) {
    int line = i % 40;
    bool second = i >= 40;
    if (kind == 0) at += (size_t)snprintf(text + at, room - at, "%02d这一行说到一半就断了，\n%02d后半句在下面一行里说完。\n\n", line, line);
    else if (kind == 1) at += (size_t)snprintf(text + at, room - at, "这一行会原样再说一遍，说了一遍又一遍，一共说了很多遍。\n\n");
    else at += (size_t)snprintf(text + at, room - at, "第%02d行先只说了前面的一半而没有说完%s\n\n", line, second ? "，后来说完了。" : "");
    if (kind == 0 && second) break;
  }
}

static void memory_ends (const bg_lexicon *lexicon, const bg_words *words, const char *text, size_t least) {
  int left = 1000000, blocks;
  size_t facts, all;
  bg_alloc scarce = { engine_scarce_resize, NULL };
  scarce.ud = &left;
  HOLDS(read_with(lexicon, words, text, scarce, &all) == BG_OK && all >= least);
  blocks = 1000000 - left;
  for (int given = 0; given < blocks; given++) {
    left = given;
    HOLDS(read_with(lexicon, words, text, scarce, &facts) == BG_NO_MEMORY && facts <= all + 1); /* one in the making */
  }
  left = blocks;
  HOLDS(read_with(lexicon, words, text, scarce, &facts) == BG_OK && facts == all);
}

static void limits (const bg_lexicon *lexicon, const bg_words *words) {
  static const bg_alloc memory = { engine_resize, NULL };
  bg_report_builder out;
  bg_read_options options;
  bg_text text = text_of("5");
  bg_time_words t;
  memset(&options, 0, sizeof options);
  options.region = options.name = text_of("");
  bg_report_builder_start(&out, memory);
  text.length = (size_t)0x40000000u + 1; /* refused before it is looked at */
  HOLDS(bg_read(lexicon, words, text, &options, &out) == BG_TOO_LARGE);
  text.length = 0;
  HOLDS(bg_read(lexicon, words, text, &options, &out) == BG_OK && out.fact_count == 0);
  bg_report_builder_free(&out);
  HOLDS(bg_marker_at("1", 1, 1) == 0 && bg_marker_at("1、", 0, 4) == 4);
  HOLDS(!bg_time_words_at("2024", 4, 4, 2024, 2024, &t));
}

void engine_read (void) {
  static char many[16000];
  bg_lexicon *lexicon = (bg_lexicon *)malloc(sizeof *lexicon);
  bg_words *words = (bg_words *)malloc(sizeof *words);
  HOLDS(lexicon != NULL && bg_lexicon_build(lexicon) == BG_OK);
  HOLDS(words != NULL && bg_read_prepare(words) == BG_OK);
  memory_ends(lexicon, words, report, 10);
  for (int kind = 0; kind < 3; kind++) {
    static char text[20000];
    many_mends(text, sizeof text, kind);
    memory_ends(lexicon, words, text, 0);
  }
  for (int said = 0; said < 2; said++) { /* as many facts, and the same facts as often */
    size_t at = 0;
    for (int i = 0; i < 100; i++)
      at += (size_t)snprintf(many + at, sizeof many - at, "全市高新技术企业%d家、农民专业合作社%d个。", 5800 + (said ? 0 : i), 900 + (said ? 0 : i));
    memory_ends(lexicon, words, many, said ? 2 : 200);
  }
  limits(lexicon, words);
  free(words);
  free(lexicon);
}
