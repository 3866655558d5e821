/*
** read_base.c: what a figure is held against: 比2015年, 是2015年的2倍, 比全省平均水平,
** 比上年多, and on what terms: 扣除价格因素后.
*/
#include "read_parts.h"

#define U(text) ((const unsigned char *)(text))

/* 是2015年的2倍, 恢复到2019年的108%: the time at [first, last) is what the number is a
** multiple of. */
bool bg_is_multiple_of (const char *text, size_t begin, size_t first, size_t last, size_t end) {
  return bg_at_is(text, last, end, "的") && (BG_ENDS(U(text), begin, first, "是") || BG_ENDS(U(text), begin, first, "为") ||
                                          BG_ENDS(U(text), begin, first, "相当于") || BG_ENDS(U(text), begin, first, "恢复到") ||
                                          BG_ENDS(U(text), begin, first, "恢复至"));
}

bool bg_time_is_base (const bg_reader *reader, size_t begin, const bg_time_words *t, size_t end) {
  const char *text = reader->text;
  if (bg_at_is(text, t->last, end, "相比") || bg_at_is(text, t->last, end, "比较")) return true;
  if (BG_ENDS(U(text), begin, t->first, "是") || BG_ENDS(U(text), begin, t->first, "相当于") || BG_ENDS(U(text), begin, t->first, "超过")) return true;
  if (BG_ENDS(U(text), begin, t->first, "到") || BG_ENDS(U(text), begin, t->first, "至")) { /* 等于1960年到1980年 */
    bg_time_words from;
    if (bg_time_words_before(text, begin, t->first - 3, reader->now, 0, &from))
      return bg_time_is_base(reader, begin, &from, from.last);
  }
  return bg_word_before(reader->words, text, begin, t->first, BG_W(THAN) | BG_W(AGAINST) | BG_W(FROM)) != NULL ||
         bg_is_multiple_of(text, begin, t->first, t->last, end);
}

/* 考核目标, 全省平均水平, 年初: what a figure may be held against. */
static bool is_norm (const char *text, bg_range r) {
  static const char norms[][7] = {
    "目标", "计划", "任务", "进度", "平均", "水平", "要求", "标准", "预期", "预算", "决算", "概算", "年前", "同期"
  };
  if (BG_RANGE_ENDS(text, r, "初") || BG_RANGE_ENDS(text, r, "末") || BG_RANGE_ENDS(text, r, "底")) return true;
  for (size_t i = 0; i < sizeof norms / sizeof norms[0]; i++) if (bg_text_ends(text, r, norms[i], 6)) return true;
  return false;
}

/* 优于, 高于, 超过, 超: the word w at p, which what a figure is held against follows. */
static bool is_above (const char *text, size_t p, size_t end, const bg_read_word *w) {
  if (w->classes & BG_W(AGAINST)) return true;
  return w->length <= 6 && (bg_at_is(text, p, end, "超过") || bg_at_is(text, p, end, "超"));
}

/* 比年初, 比全省平均水平, 优于考核目标, 超计划: what a figure is held against stands
** between the indicator and the verb. Answers where it begins, or `at`. */
size_t bg_strip_standard (const bg_reader *reader, bg_clause *clause, const bg_quantity *q, size_t begin, size_t at) {
  const char *text = reader->text;
  bool moved = (clause->seen & (BG_W(UP) | BG_W(DOWN) | BG_W(AGAINST))) != 0, normed;
  bg_range rest = { begin, at };
  size_t found = at, p, l;
  if (!moved && q->kind != BG_PERCENT && q->kind != BG_POINTS) return at;
  normed = is_norm(text, rest);
  if (!moved && !normed) return at;
  for (p = begin; p < at; p += l) {
    const bg_read_word *w = bg_reader_word(reader, p, at, ~(uint64_t)0);
    bool than;
    bg_char_at(U(text), p, at, &l);
    if (w == NULL) continue;
    l = w->length;
    than = moved && (w->classes & BG_W(THAN)) && (normed || (clause->seen & BG_W(AGAINST)));
    if (!than && !(normed && is_above(text, p, at, w))) continue;
    found = p;
    if (!than) clause->seen |= BG_W(AGAINST);
    else if (bg_text_ends(text, rest, "同期", 6)) clause->seen |= BG_W(YOY);
    else if (!(clause->seen & BG_W(AGAINST))) clause->than = true;
  }
  return found;
}

/* 比上年多, 较上年长: the length of a word that says more or less and ends at `at`,
** where a base of comparison stands before it; +1 or -1 into `way`. */
size_t bg_more_or_less (const bg_reader *reader, size_t begin, size_t at, int *way) {
  static const struct { char word[4]; signed char way; } words[] = {
    { "多", 1 }, { "少", -1 }, { "高", 1 }, { "低", -1 }, { "快", 1 }, { "慢", -1 }, { "长", 1 }, { "短", -1 }, { "早", 1 }, { "晚", -1 }
  };
  const char *text = reader->text;
  size_t p, last = at, l;
  const bg_read_word *word;
  if (BG_ENDS(U(text), begin, last, "了") || BG_ENDS(U(text), begin, last, "出")) last -= 3;
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (!bg_ends(U(text), begin, last, words[i].word, 3)) continue;
    word = bg_word_before(reader->words, text, begin, last, ~(uint64_t)0);
    if (word != NULL && word->length > 3) return 0; /* 增长, 提高 */
    for (p = begin; p + 9 <= last; p += l) {
      const bg_read_word *w = bg_reader_word(reader, p, last - 3, ~(uint64_t)0);
      bg_char_at(U(text), p, last, &l);
      if (w == NULL) continue;
      l = w->length;
      if ((bg_at_is(text, p, last, "比") || bg_at_is(text, p, last, "较")) && (w->length == 3 || (w->classes & BG_W(YOY)))) {
        *way = words[i].way;
        return at - last + 3;
      }
    }
    break;
  }
  return 0;
}

/* 扣除价格因素后, 按可比价格计算: on what terms a figure is told, which is no part of
** its name. Answers where such words at `at` end, or `at`. */
size_t bg_past_terms (const char *text, size_t at, size_t end) {
  static const char without[][10] = { "扣除", "剔除", "除去", "不考虑", "考虑" };
  static const char without_ends[][10] = { "因素", "影响", "后" };
  static const char by_ends[][10] = { "计算", "不变价", "可比价", "现价", "价格", "汇率", "口径" };
  bool less = false;
  size_t best = at;
  if (!bg_at_is(text, at, end, "按") && !bg_at_is(text, at, end, "扣") && !bg_at_is(text, at, end, "剔") && !bg_at_is(text, at, end, "除") &&
      !bg_at_is(text, at, end, "不") && !bg_at_is(text, at, end, "考")) return at;
  for (size_t i = 0; i < sizeof without / sizeof without[0] && !less; i++) less = bg_at_is(text, at, end, without[i]);
  if (!less && !bg_at_is(text, at, end, "按")) return at;
  for (size_t p = at + 3; p < end && (best == at || p <= best); p++) { /* 因素影响后: the last of those that follow each other */
    size_t count = less ? sizeof without_ends / sizeof without_ends[0] : sizeof by_ends / sizeof by_ends[0];
    for (size_t i = 0; i < count; i++) {
      const char *word = less ? without_ends[i] : by_ends[i];
      if (bg_at_is(text, p, end, word) && !bg_at_is(text, p, end, "后续")) best = p + strlen(word);
    }
  }
  return best;
}
