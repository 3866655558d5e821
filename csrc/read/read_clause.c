/*
** read_clause.c: what the words around a number make of it.
**
** Chinese reports say what they count in a few shapes:
**
**   indicator [words that link] number            高新技术企业达到 5800家
**   verb number noun                               引进 12个 创新团队
**   indicator number、growth number、rank          生产总值 100亿元、增长 5%、居 第四
**   indicator 由 number 增加到 number              里程由 100公里 增加到 200公里
**   A和B 分别 verb number和number                  城镇和农村收入分别增长 4.6%和6.1%
**   number [以上] noun number                      亿元以上 项目 100个
**
** From the number leftwards the linking words are taken off, and say whether
** it is a level, a rise, a rank, a target; what then ends there is the noun
** phrase: from behind the last verb, without verbs, region and time in front.
*/
#include "read_parts.h"
#include "scan/charclass.h"

#define U(text) ((const unsigned char *)(text))

/* 1—11月, 2023年—2024年: is the dash in [first, last) one between two numbers, and
** no mark that parts clauses? */
static bool is_range (const char *text, size_t from, size_t first, size_t last, size_t at) {
  size_t start, l;
  uint32_t before = bg_char_before(U(text), from, first, &start);
  uint32_t after = last < at ? bg_char_at(U(text), last, at, &l) : BG_NO_CHAR;
  return (bg_arabic_digit(after) >= 0 || bg_is_han_numeral(after)) &&
         (bg_arabic_digit(before) >= 0 || bg_is_han_numeral(before) || before == L'年' || before == L'月');
}

/* Where the clause that ends at `at` begins: past the last mark outside of
** brackets and quotes, or past a bracket that is still open. */
static size_t clause_begin (const char *text, size_t from, size_t at) {
  size_t p = at, start;
  int depth = 0, quotes = 0;
  while (p > from) {
    uint32_t c = bg_char_before(U(text), from, p, &start);
    if (bg_is_close(c)) depth++;
    else if (bg_is_open(c)) {
      if (depth == 0) return p;
      depth--;
    }
    else if (c == L'”') quotes++;
    else if (c == L'“') {
      if (quotes > 0) quotes--;
    }
    else if (depth == 0 && quotes == 0 && bg_is_mark(c) && !(c == L'—' && is_range(text, from, start, p, at))) return p;
    p = start;
  }
  return p;
}

/* 第一产业实现增加值: a general object is its subject's. */
static bg_range subject_before (const bg_reader *reader, bg_range phrase, bg_range object) {
  static const char objects[][16] = {
    "增加值", "产值", "总产值", "投资", "营业收入", "利润", "利税", "税收", "销售收入", "销售额", "零售额", "工业增加值"
  };
  const char *text = reader->text;
  bg_range r;
  uint64_t verb = 0;
  bool general = false;
  r.first = r.last = phrase.first;
  if (object.first < phrase.first + 12) return r;
  if (memcmp(text + object.first - 6, "实现", 6) != 0 && memcmp(text + object.first - 6, "完成", 6) != 0) return r;
  for (size_t i = 0; i < sizeof objects / sizeof objects[0] && !general; i++)
    general = bg_text_is(text, object, objects[i], strlen(objects[i]));
  if (!general) return r;
  r.last = object.first - 6;
  for (;;) { /* 园区累计 | 完成投资 */
    const bg_read_word *w = bg_word_before(reader->words, text, r.first, r.last, ~(uint64_t)0);
    if (w == NULL || !(w->classes & BG_W(STRIP)) || (w->classes & BG_W(FLOW))) break;
    r.last -= w->length;
  }
  r = bg_noun_phrase(reader, r, &verb);
  if (r.last - r.first < 6) r.first = r.last = phrase.first;
  return r;
}

/* 公交线路 | 全年开行: where a name ends before words of time with nothing but verbs
** behind them. */
static size_t before_time (const bg_reader *reader, bg_range r, uint64_t *verb) {
  const char *text = reader->text;
  for (size_t p = r.first + 6, l; p < r.last; p += l) {
    uint64_t passed = 0;
    size_t at;
    bg_char_at(U(text), p, r.last, &l);
    if (!bg_at_is(text, p, r.last, "全年")) continue;
    for (at = p + 6; at < r.last; ) {
      const bg_read_word *w = bg_reader_word(reader, at, r.last, BG_W(FLOW) | BG_W(STRIP) | BG_W(LINK));
      if (w == NULL) break;
      passed |= w->classes;
      at += w->length;
    }
    if (at < r.last) continue;
    *verb |= passed;
    return p;
  }
  return r.last;
}

/* Where the clause's noun ends before the verb that a rank or multiple needs: what
** has the rank stands before it, among whom behind it. */
static size_t before_verb (const bg_reader *reader, const bg_quantity *q, bg_clause *clause, size_t begin, size_t links, int year) {
  const char *text = reader->text;
  const uint64_t verb = q->kind == BG_RANK ? BG_W(RANK) : BG_W(TO);
  for (size_t p = begin, l; p < links; p += l) {
    const bg_read_word *w = bg_reader_word(reader, p, links, ~(uint64_t)0);
    bg_char_at(U(text), p, links, &l);
    if (w == NULL) continue;
    l = w->length;
    if ((w->classes & verb) || (q->kind != BG_RANK && w->length == 3 && bg_at_is(text, p, links, "是"))) {
      clause->seen |= w->classes;
      return bg_strip_links(reader, clause, begin, p, year);
    }
  }
  return links;
}

/* 景区新增…、总数达到16家: the noun of a total ends before the verb of what was added. */
static size_t before_addition (const bg_reader *reader, size_t begin, size_t links) {
  const char *text = reader->text;
  for (size_t p = begin + 6, l; p < links; p += l) {
    const bg_read_word *w = bg_reader_word(reader, p, links, ~(uint64_t)0);
    bg_char_at(U(text), p, links, &l);
    if (w == NULL) continue;
    l = w->length;
    if ((w->classes & BG_W(FLOW)) && (w->classes & BG_W(STRIP))) return p;
  }
  return links;
}

/* 下达的90亿元资金: nothing before 的 names the number; but 出口占全国出口总值的98.5% is
** 出口's share. */
static bg_range before_of (const bg_reader *reader, const bg_quantity *q, bg_clause *clause, bg_range phrase, int year) {
  const char *text = reader->text;
  bg_range none = { phrase.last, phrase.last };
  bg_clause ignored;
  size_t of;
  if (q->kind != BG_PERCENT && q->kind != BG_FRACTION) return none;
  of = bg_last_outside(text, phrase, L'占');
  if (of == SIZE_MAX || of <= phrase.first + 3) return none;
  if (bg_at_is(text, of, phrase.last, "占地") || bg_at_is(text, of, phrase.last, "占用")) return none;
  memset(&ignored, 0, sizeof ignored);
  phrase.last = bg_strip_links(reader, &ignored, phrase.first, of, year);
  clause->seen |= BG_W(SHARE) | (ignored.seen & BG_W(LIST));
  return phrase;
}

/* 收入增速高于全省、超过2万元: an amount is of what stands before the comparison. */
static size_t before_comparison (const bg_reader *reader, bg_clause *clause, bg_range phrase, int year) {
  const char *text = reader->text;
  for (size_t p = phrase.first, l; p < phrase.last; p += l) {
    const bg_read_word *w = bg_reader_word(reader, p, phrase.last, ~(uint64_t)0);
    bg_char_at(U(text), p, phrase.last, &l);
    if (w == NULL) continue;
    l = w->length;
    if ((w->classes & BG_W(AGAINST)) && w->length >= 6) {
      bg_clause ignored;
      memset(&ignored, 0, sizeof ignored);
      clause->seen &= ~(BG_W(UP) | BG_W(GROWN));
      return bg_strip_links(reader, &ignored, phrase.first, p, year);
    }
  }
  return phrase.last;
}

/* The words from `begin` to the links that hold the name of what is measured. */
static bg_range name_before (const bg_reader *reader, const bg_quantity *q, bg_clause *clause, size_t begin, size_t links, int year) {
  const char *text = reader->text;
  bg_range phrase;
  const bg_read_word *w;
  size_t past;
  if (q->kind == BG_RANK || q->kind == BG_MULTIPLE) links = before_verb(reader, q, clause, begin, links, year);
  else if (clause->seen & BG_W(TOTAL)) links = before_addition(reader, begin, links);
  phrase.first = begin;
  phrase.last = links;
  if (BG_RANGE_ENDS(text, phrase, "的")) phrase = before_of(reader, q, clause, phrase, year);
  w = bg_word_before(reader->words, text, begin, links, ~(uint64_t)0);
  if (w != NULL && (w->classes & BG_W(SIZE)) && (w->classes & BG_W(STOP))) phrase.first = links; /* 4个万亿台阶、达14万亿 */
  if (q->kind == BG_MONEY || q->kind == BG_COUNT || q->kind == BG_MEASURE) phrase.last = before_comparison(reader, clause, phrase, year);
  past = bg_past_terms(text, bg_past_blanks(text, phrase.first, phrase.last), phrase.last);
  if (past > phrase.first + 6) phrase.first = past;
  return phrase;
}

/* 培训 500名 教师: a name before the number that is a verb alone is none. */
static void drop_verb (const bg_reader *reader, bg_clause *clause) {
  const bg_read_word *w;
  if (clause->right.last <= clause->right.first || clause->left.last <= clause->left.first) return;
  w = bg_reader_word(reader, clause->left.first, clause->left.last, ~(uint64_t)0);
  if (w == NULL || w->length != clause->left.last - clause->left.first || !(w->classes & BG_W(FLOW))) return;
  clause->verb |= w->classes;
  clause->left.first = clause->left.last;
}

/* A region that stands before the name, or before the number whose noun follows it. */
static uint32_t region_before (const bg_reader *reader, size_t begin, size_t name) {
  const char *text = reader->text;
  uint32_t region = 0;
  for (size_t p = begin, l, length; p < name; p += l) {
    uint32_t code = bg_region_at(reader->words, text, p, name, &length);
    bg_char_at(U(text), p, name, &l);
    if (code == 0) continue;
    if (bg_past_blanks(text, p + length, name) == name) region = code;
    l = length;
  }
  return region;
}

/* The last words of time in the clause. */
static void read_time (const bg_reader *reader, bg_clause *clause, size_t begin, size_t at, int year) {
  const char *text = reader->text;
  size_t l;
  for (size_t p = bg_next_time(reader->words, text, begin, at); p < at; p = bg_next_time(reader->words, text, p + l, at)) {
    bg_time_words t;
    bg_char_at(U(text), p, at, &l);
    if (!bg_time_words_at(text, p, at, reader->now, year, &t)) continue;
    l = t.last - p;
    if (bg_is_multiple_of(text, begin, p, t.last, at)) continue;
    if (p > begin && bg_word_before(reader->words, text, begin, p, BG_W(THAN) | BG_W(AGAINST)) != NULL) {
      if (bg_at_is(text, p, at, "上年") || bg_at_is(text, p, at, "去年")) clause->seen |= BG_W(YOY);
      else clause->than = true;
      continue;
    }
    clause->timed = true;
    clause->time = t.period;
  }
}

void bg_clause_read (const bg_reader *reader, bg_range sentence, size_t from, size_t index, int year, bg_clause *clause) {
  const char *text = reader->text;
  const bg_quantity *q = &reader->quantities[index];
  size_t at = (size_t)q->first, end = sentence.last, begin, links, standard;
  bg_range phrase;
  memset(clause, 0, sizeof *clause);
  begin = clause_begin(text, from, at);
  if (index + 1 < reader->quantity_count && (size_t)reader->quantities[index + 1].first < end)
    end = (size_t)reader->quantities[index + 1].first;
  clause->clause.first = begin;
  clause->clause.last = at;
  links = bg_strip_links(reader, clause, begin, at, year);
  standard = bg_strip_standard(reader, clause, q, begin, links);
  if (standard < links) links = bg_strip_links(reader, clause, begin, standard, year);
  if ((clause->seen & BG_W(AGAINST)) && clause->way != 0 && (clause->than || (clause->seen & BG_W(YOY)))) { /* held against itself at another time */
    clause->seen = (clause->seen & ~BG_W(AGAINST)) | (clause->way > 0 ? BG_W(UP) : BG_W(DOWN));
  }
  phrase = name_before(reader, q, clause, begin, links, year);
  clause->left = bg_noun_phrase(reader, phrase, &clause->verb);
  clause->left.last = before_time(reader, clause->left, &clause->verb);
  clause->subject = subject_before(reader, phrase, clause->left);
  clause->right = bg_phrase_behind(reader, q, (size_t)q->last, end, clause);
  drop_verb(reader, clause);
  clause->region = region_before(reader, begin, clause->right.last > clause->right.first ? at : clause->left.first);
  if (!clause->timed) read_time(reader, clause, begin, at, year);
}
