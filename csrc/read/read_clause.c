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
#include "read_rules.h"

#define U(text) ((const unsigned char *)(text))

/* {====================================================== marks */

static bool is_mark (uint32_t c) {
  switch (c) {
    case L'，': case L'。': case L'；': case L'：': case L'！': case L'？': case ',': case ';': case ':': case '!': case '?':
    case '\n': case L'…': case L'—': case L'│': case '|':
      return true;
    default: return false;
  }
}

static bool is_open (uint32_t c) { return c == L'（' || c == '(' || c == L'《' || c == L'〔' || c == L'【'; }
static bool is_close (uint32_t c) { return c == L'）' || c == ')' || c == L'》' || c == L'〕' || c == L'】'; }

static bool is_blank (char c) { return c == ' ' || c == '\t'; }

/* Where the clause that ends at `at` begins: past the last mark outside of
** brackets and quotes, or past a bracket that is still open. */
static size_t clause_begin (const char *text, size_t from, size_t at) {
  size_t p = at, start;
  int depth = 0, quotes = 0;
  while (p > from) {
    uint32_t c = bg_char_before(U(text), from, p, &start);
    if (is_close(c)) depth++;
    else if (is_open(c)) {
      if (depth == 0) return p;
      depth--;
    }
    else if (c == L'”') quotes++;
    else if (c == L'“') {
      if (quotes > 0) quotes--;
    }
    else if (depth == 0 && quotes == 0 && is_mark(c)) return p;
    p = start;
  }
  return p;
}

/* Past blanks. */
static size_t skip (const char *text, size_t at, size_t end) {
  while (at < end && is_blank(text[at])) at++;
  return at;
}

/* Past a bracketed insertion that begins at `at`. */
static size_t past_bracket (const char *text, size_t at, size_t end) {
  size_t p = at, l;
  uint32_t c;
  if (at >= end || !is_open(bg_char_at(U(text), at, end, &l))) return at;
  for (p = at + l; p < end && p - at < 90; p += l) {
    c = bg_char_at(U(text), p, end, &l);
    if (is_close(c)) return p + l;
  }
  return at;
}

/* }====================================================== */

/* {====================================================== noun phrases */

/* Nouns too general to stand alone once a verb or 的 was taken off. */
static bool is_general (const char *text, bg_range r) {
  static const char nouns[][13] = {
    "项目", "工程", "面积", "资金", "任务", "里程", "基地", "中心", "机构", "人数", "人员", "数量", "规模", "总数", "比例",
    "比重", "产量", "收入", "企业", "人次", "总量", "产值", "水平", "能力", "总额", "工作", "速度", "增速", "次数", "投资",
    "占比", "标准", "贷款", "贡献率", "比率", "设施", "单位", "平台", "体系", "费用", "价格", "时间", "总值", "用地", "用房", "成果", "合同"
  };
  size_t length = r.last - r.first;
  if (length < 6 || length >= sizeof nouns[0]) return false;
  for (size_t i = 0; i < sizeof nouns / sizeof nouns[0]; i++)
    if (nouns[i][2] == text[r.first + 2] && nouns[i][length] == '\0' && memcmp(nouns[i], text + r.first, length) == 0)
      return true;
  return false;
}

/* A noun for the figure itself, whose list of owners is not to be cut off. */
static bool is_figure (const char *text, bg_range r) {
  static const char nouns[][10] = { "面积", "产量", "产值", "销量", "价格", "收入", "增加值", "投资", "出口", "装机", "指标", "比重", "占比" };
  for (size_t i = 0; i < sizeof nouns / sizeof nouns[0]; i++) if (bg_text_ends(text, r, nouns[i], strlen(nouns[i]))) return true;
  return false;
}

/* The first place of `what` in the range that stands outside of quotes, last
** one first; SIZE_MAX where there is none. */
static size_t last_outside (const char *text, bg_range r, uint32_t what) {
  size_t p = r.last, start;
  int depth = 0;
  while (p > r.first) {
    uint32_t c = bg_char_before(U(text), r.first, p, &start);
    if (c == L'”' || is_close(c)) depth++;
    else if ((c == L'“' || is_open(c)) && depth > 0) depth--;
    else if (depth == 0 && c == what) return start;
    p = start;
  }
  return SIZE_MAX;
}

/* Names of programmes may have verbs in them: 河南省引进国外智力专项. */
static bool ends_programme (const char *text, bg_range r) {
  return BG_RANGE_ENDS(text, r, "专项") || BG_RANGE_ENDS(text, r, "计划") || BG_RANGE_ENDS(text, r, "行动") ||
         BG_RANGE_ENDS(text, r, "计划项目");
}

static bool is_programme (const bg_reader *reader, bg_range r) {
  size_t length;
  const char *text = reader->text;
  if (!ends_programme(text, r)) return false;
  return bg_region_at(reader->words, text, r.first, r.last, &length) != 0 || BG_RANGE_BEGINS(text, r, "国家") || BG_RANGE_BEGINS(text, r, "省");
}

/* 在建, 在孵: 在 is part of a noun there. */
static bool is_in_noun (const char *text, size_t at, size_t end) {
  static const char after[][4] = { "建", "孵", "校", "线", "岗", "册", "编", "研", "园", "营" };
  for (size_t i = 0; i < sizeof after / sizeof after[0]; i++)
    if (bg_starts(U(text), at + 3, end, after[i], 3)) return true;
  return false;
}

static bool at_is (const char *text, size_t at, size_t end, const char *what) {
  return bg_starts(U(text), at, end, what, strlen(what));
}

/* 创建率, 保障性住房: the character at `at` only ends words, so what stands before
** it is no word of its own. */
static bool is_bound (const char *text, size_t at, size_t end) {
  static const wchar_t bound[] = L"率额量数性化度级型者费式机器";
  static const struct { wchar_t first; wchar_t next[16]; } free_there[] = { /* words that begin so */
    { L'量', L"子化具" }, { L'数', L"据字控智码学百千十万" }, { L'度', L"假夏冬汛过" }, { L'化', L"工肥学纤解债妆" },
    { L'费', L"用" }, { L'额', L"外定尔" }, { L'率', L"先" }, { L'性', L"能别" }, { L'机', L"场关构制动遇电床组车" }, { L'器', L"材械官" }
  };
  size_t l, m;
  uint32_t c, next;
  at = skip(text, at, end);
  if (at >= end) return false;
  c = bg_char_at(U(text), at, end, &l);
  if (c == 0 || c > 0xFFFF || wcschr(bound, (wchar_t)c) == NULL) return false;
  if (at + l >= end) return true;
  next = bg_char_at(U(text), at + l, end, &m);
  for (size_t i = 0; i < sizeof free_there / sizeof free_there[0]; i++)
    if ((uint32_t)free_there[i].first == c && next != 0 && next <= 0xFFFF && wcschr(free_there[i].next, (wchar_t)next) != NULL) return false;
  return true;
}

/* 四年中, 五年内: the length of such words, or 0. */
static size_t years_within (const char *text, size_t at, size_t end) {
  size_t p = at, l;
  while (p < end && p - at < 9) {
    uint32_t c = bg_fold(bg_char_at(U(text), p, end, &l));
    if (c - '0' >= 10u && (c == 0 || c > 0xFFFF || wcschr(L"一二三四五六七八九十两", (wchar_t)c) == NULL)) break;
    p += l;
  }
  if (p == at || !at_is(text, p, end, "年")) return 0;
  p += 3;
  if (at_is(text, p, end, "中") || at_is(text, p, end, "内") || at_is(text, p, end, "间")) return p + 3 - at;
  return 0;
}

/* Takes off what stands in front and is no part of the noun phrase. */
static bg_range strip_front (const bg_reader *reader, bg_range r, uint64_t *verb) {
  const char *text = reader->text;
  size_t begin = r.first;
  for (;;) {
    size_t l, n;
    uint32_t c;
    bg_time_words t;
    const bg_read_word *w;
    bg_range rest;
    r.first = skip(text, r.first, r.last);
    if (r.first >= r.last) break;
    c = bg_char_at(U(text), r.first, r.last, &l);
    if (c == L'、' || c == L'，' || c == L'·' || c == L'”' || c == L'）' || c == ')' || c == L'》' || is_mark(c) || c == BG_NO_CHAR ||
        c == L'　') {
      r.first += l;
      continue;
    }
    if (is_open(c)) { /* 认定(备案)市级载体 */
      size_t past = past_bracket(text, r.first, r.last);
      if (past > r.first && past < r.last) { r.first = past; continue; }
      if (past == r.first) { r.first += l; continue; }
    }
    n = r.first == begin ? bg_marker_at(text, r.first, r.last) : 0;
    if (n > 0 && n < r.last - r.first && bg_marker_at(text, r.first + n, r.last) == 0) { r.first += n; continue; } /* not 一、二、三产业 */
    if (bg_region_at(reader->words, text, r.first, r.last, &n) != 0 && n < r.last - r.first && (r.first > begin || at_is(text, r.first + n, r.last, "地区生产"))
        && (at_is(text, r.first + n, r.last, "省") || at_is(text, r.first + n, r.last, "国家") || at_is(text, r.first + n, r.last, "地区生产"))) {
      r.first += n;
      continue;
    }
    if (bg_time_words_at(text, r.first, r.last, 2000, 2000, &t)) {
      r.first = t.last;
      continue;
    }
    n = years_within(text, r.first, r.last);
    if (n > 0 && n < r.last - r.first) { r.first += n; continue; }
    w = bg_word_at(reader->words, text, r.first, r.last, ~(uint64_t)0);
    if (w == NULL || (w->classes & (BG_W(STRIP) | BG_W(STRIP1) | BG_W(STRIPV) | BG_W(STRIPC) | BG_W(LINK) | BG_W(CUT) | BG_W(FROM))) == 0)
      break;
    rest.first = r.first + w->length;
    rest.last = r.last;
    if ((w->classes & (BG_W(STRIP) | BG_W(CUT))) == 0 && (w->classes & BG_W(STRIPC)) == 0) {
      size_t length = rest.last - skip(text, rest.first, rest.last);
      if (length < 6) break;
      if ((w->classes & BG_W(STRIPV)) && is_general(text, rest)) break;
      if (w->length == 3 && (w->classes & BG_W(LINK)) && !(w->classes & BG_W(STRIP1)) &&
          !(at_is(text, r.first, r.last, "有") && (BG_ENDS(U(text), begin, r.first, "市") || BG_ENDS(U(text), begin, r.first, "省") ||
            BG_ENDS(U(text), begin, r.first, "区") || BG_ENDS(U(text), begin, r.first, "县") || BG_ENDS(U(text), begin, r.first, "国")))) break; /* 全市有幼儿园 */
    }
    if (w->length == 3 && at_is(text, r.first, r.last, "在") && is_in_noun(text, r.first, r.last)) break;
    if (is_bound(text, rest.first, rest.last)) break;
    *verb |= w->classes;
    r = rest;
  }
  return r;
}

/* A quoted modifier as long as a sentence is no part of the shortest name:
** “…全覆盖”系列培训 -> 系列培训. */
static bg_range drop_quoted (const char *text, bg_range r) {
  size_t p;
  if (!BG_RANGE_BEGINS(text, r, "“")) return r;
  for (p = r.first + 3; p + 3 <= r.last; p++) {
    if (memcmp(text + p, "”", 3) != 0) continue;
    if (p - r.first >= 30 && r.last - (p + 3) >= 12) r.first = p + 3;
    break;
  }
  return r;
}

/* 新增, 新设 at `at`: what was new begins behind it, unless it is 城镇新增就业. */
static bool is_new (const char *text, size_t at, bg_range r, const bg_read_word *w) {
  size_t l;
  if (!(w->classes & BG_W(FLOW)) || !(w->classes & BG_W(STRIP)) || w->length < 6 || memcmp(w->text, "新", 3) != 0) return false;
  if (r.last < at + w->length + 9 || BG_ENDS(U(text), r.first, at, "城镇") || BG_ENDS(U(text), r.first, at, "累计")) return false;
  for (at += w->length; at < r.last; at += l) if (bg_char_at(U(text), at, r.last, &l) == L'、') return false;
  return true;
}

/* 22个集群中, 国家考核中: where the noun ends before 中, unless 中 is part of it. */
static size_t without_among (const char *text, bg_range r) {
  static const char held[][4] = { "高", "初", "集", "其", "空", "城", "水", "手", "途", "心", "之", "年", "期", "当", "从", "国" };
  if (r.last - r.first < 9 || !BG_RANGE_ENDS(text, r, "中")) return r.last;
  for (size_t i = 0; i < sizeof held / sizeof held[0]; i++) if (bg_ends(U(text), r.first, r.last - 3, held[i], 3)) return r.last;
  return r.last - 3;
}

bg_range bg_noun_phrase (const bg_reader *reader, bg_range r, uint64_t *verb) {
  const char *text = reader->text;
  size_t p, cut, l, of;
  int quotes = 0;
  bool listed = false;
  uint64_t passed = 0;
  bg_range all = r;
  while (r.last > r.first && is_blank(text[r.last - 1])) r.last--;
  if (ends_programme(text, r)) {
    uint64_t ignored = 0;
    bg_range bare = strip_front(reader, r, &ignored);
    if (is_programme(reader, bare)) {
      *verb |= ignored;
      return bare;
    }
  }
  /* behind the last verb */
  cut = r.first;
  for (p = r.first; p < r.last; ) {
    const bg_read_word *w;
    uint32_t c = bg_char_at(U(text), p, r.last, &l);
    if (c == L'“' || is_open(c)) quotes++;
    else if ((c == L'”' || is_close(c)) && quotes > 0) quotes--;
    if (quotes == 0) {
      w = bg_word_at(reader->words, text, p, r.last, ~(uint64_t)0);
      if (c == L'、') listed = true;
      if (w != NULL) {
        passed |= w->classes;
        if (w->length == 3 && c == L'等' && listed && r.last >= p + 9 && !at_is(text, p + 3, r.last, "方面") && !at_is(text, p + 3, r.last, "领域") &&
            !(r.last - p <= 18 && is_figure(text, r))) {
          bg_range before = { cut, p }; /* 新建 甲、乙等城市道路 */
          uint64_t stripped = 0;
          strip_front(reader, before, &stripped);
          *verb |= stripped & (BG_W(FLOW) | BG_W(STOCK));
          cut = p + 3;
        }
        if ((w->classes & (BG_W(CUT) | BG_W(CUTL))) || (p >= cut + 9 && !(passed & BG_W(SHARE)) && is_new(text, p, r, w))) {
          size_t end = p + w->length;
          if ((r.last - skip(text, end, r.last) >= 6 || (skip(text, end, r.last) < r.last && (unsigned char)text[r.last - 1] < 0x80)) &&
              !is_bound(text, end, r.last)) {
            cut = end;
            *verb = w->classes | (*verb & (BG_W(CUM) | BG_W(GOAL) | BG_W(FORE) | BG_W(PART) | BG_W(LIST)));
          }
        }
        else if (w->classes & (BG_W(CUM) | BG_W(PART) | BG_W(LIST) | BG_W(GOAL) | BG_W(FORE)))
          *verb |= w->classes & (BG_W(CUM) | BG_W(PART) | BG_W(LIST) | BG_W(GOAL) | BG_W(FORE));
        p += w->length;
        continue;
      }
    }
    p += l;
  }
  r.first = cut;
  /* behind the last 的 */
  of = last_outside(text, r, L'的');
  if (of != SIZE_MAX) {
    bg_range head;
    head.first = of + 3;
    head.last = r.last;
    if (head.last - head.first >= 6 && !is_general(text, head)) r = head;
  }
  {
    bg_range whole = r;
    r = strip_front(reader, r, verb);
    /* 粮食的年平均产量: a general noun keeps what it is of */
    if (of != SIZE_MAX && r.first > of && is_general(text, r) && of > cut + 3) {
      whole.first = cut;
      r = strip_front(reader, whole, verb);
    }
  }
  r = drop_quoted(text, r);
  if (BG_RANGE_ENDS(text, r, "的") || BG_RANGE_ENDS(text, r, "、")) r.last -= 3;
  r.last = without_among(text, r);
  if (r.first >= r.last) { r.first = r.last = all.last; }
  return r;
}

/* }====================================================== */

/* {====================================================== before the number */

#define LINKING (BG_W(LINK) | BG_W(UP) | BG_W(DOWN) | BG_W(TO) | BG_W(TO2) | BG_W(FROM) | BG_W(CUM) | BG_W(FORE) | BG_W(GOAL) | \
  BG_W(YOY) | BG_W(PREV) | BG_W(THAN) | BG_W(RANK) | BG_W(TOTAL) | BG_W(LIST) | BG_W(DONE) | BG_W(GROWN) | BG_W(AGAINST) | \
  BG_W(SPAN) | BG_W(PART) | BG_W(FLOW) | BG_W(STOCK) | BG_W(SHARE) | BG_W(SCOPE))

/* 是2015年的2倍, 恢复到2019年的108%: the time at [first, last) is what the number is a
** multiple of. */
static bool is_multiple_of (const char *text, size_t begin, size_t first, size_t last, size_t end) {
  return at_is(text, last, end, "的") && (BG_ENDS(U(text), begin, first, "是") || BG_ENDS(U(text), begin, first, "为") ||
                                          BG_ENDS(U(text), begin, first, "相当于") || BG_ENDS(U(text), begin, first, "恢复到") ||
                                          BG_ENDS(U(text), begin, first, "恢复至"));
}

bool bg_time_is_base (const bg_reader *reader, size_t begin, const bg_time_words *t, size_t end) {
  const char *text = reader->text;
  if (at_is(text, t->last, end, "相比") || at_is(text, t->last, end, "比较")) return true;
  if (BG_ENDS(U(text), begin, t->first, "是") || BG_ENDS(U(text), begin, t->first, "相当于") || BG_ENDS(U(text), begin, t->first, "超过")) return true;
  if (BG_ENDS(U(text), begin, t->first, "到") || BG_ENDS(U(text), begin, t->first, "至")) { /* 等于1960年到1980年 */
    bg_time_words from;
    if (t->first >= begin + 3 && bg_time_words_before(text, begin, t->first - 3, reader->now, 0, &from))
      return bg_time_is_base(reader, begin, &from, from.last);
  }
  return bg_word_before(reader->words, text, begin, t->first, BG_W(THAN) | BG_W(FROM)) != NULL ||
         is_multiple_of(text, begin, t->first, t->last, end);
}

/* 比年初, 比全省平均水平, 优于考核目标, 超计划: what a figure is held against stands
** between the indicator and the verb. Answers where it begins, or `at`. */
static size_t strip_standard (const bg_reader *reader, bg_clause *clause, const bg_quantity *q, size_t begin, size_t at) {
  static const char norms[][16] = { "目标", "计划", "任务", "进度", "平均水平", "平均", "水平", "要求", "标准", "预期", "预算", "决算", "概算", "年前", "年初", "期初", "初", "末", "同期", "底" };
  const char *text = reader->text;
  bool moved = (clause->seen & (BG_W(UP) | BG_W(DOWN) | BG_W(AGAINST))) != 0, normed = false;
  bg_range rest = { begin, at };
  size_t found = at, p, l;
  for (size_t i = 0; i < sizeof norms / sizeof norms[0] && !normed; i++) normed = bg_text_ends(text, rest, norms[i], strlen(norms[i]));
  if (!moved && !(normed && (q->kind == BG_PERCENT || q->kind == BG_POINTS))) return at;
  for (p = begin; p < at; p += l) {
    const bg_read_word *w = bg_word_at(reader->words, text, p, at, ~(uint64_t)0);
    bool than;
    bg_char_at(U(text), p, at, &l);
    if (w == NULL) continue;
    l = w->length;
    than = moved && (w->classes & BG_W(THAN)) && w->length == 3 && (normed || (clause->seen & BG_W(AGAINST)));
    if ((than || (normed && (w->classes & BG_W(AGAINST)) && w->length >= 6) ||
         (normed && w->length <= 6 && (at_is(text, p, at, "超过") || at_is(text, p, at, "超")))) && at - p >= l + 6) {
      found = p;
      if (!than) clause->seen |= BG_W(AGAINST);
      else if (bg_text_ends(text, rest, "同期", 6)) clause->seen |= BG_W(YOY);
      else if (!(clause->seen & BG_W(AGAINST))) clause->than = true;
    }
  }
  return found;
}

/* 比上年多, 较上年长: the length of a word that says more or less and ends at `at`,
** where a base of comparison stands before it; +1 or -1 into `way`. */
static size_t more_or_less (const bg_reader *reader, size_t begin, size_t at, int *way) {
  static const struct { char word[4]; signed char way; } words[] = {
    { "多", 1 }, { "少", -1 }, { "高", 1 }, { "低", -1 }, { "快", 1 }, { "慢", -1 }, { "长", 1 }, { "短", -1 }, { "早", 1 }, { "晚", -1 }
  };
  const char *text = reader->text;
  size_t p, last = at, l;
  const bg_read_word *word;
  if (BG_ENDS(U(text), begin, last, "了") || BG_ENDS(U(text), begin, last, "出")) last -= 3;
  word = bg_word_before(reader->words, text, begin, last, ~(uint64_t)0);
  if (word != NULL && word->length > 3) return 0; /* 增长, 提高 */
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (!bg_ends(U(text), begin, last, words[i].word, 3)) continue;
    for (p = begin; p + 9 <= last; p += l) {
      const bg_read_word *w = bg_word_at(reader->words, text, p, last - 3, ~(uint64_t)0);
      bg_char_at(U(text), p, last, &l);
      if (w == NULL) continue;
      l = w->length;
      if ((at_is(text, p, last, "比") && (w->length == 3 || (w->classes & BG_W(YOY)))) || (at_is(text, p, last, "较") && (w->length == 3 || (w->classes & BG_W(YOY))))) {
        *way = words[i].way;
        return at - last + 3;
      }
    }
    break;
  }
  return 0;
}

/* Takes the linking words off the end of the clause, the number's side. */
static size_t strip_links (const bg_reader *reader, bg_clause *clause, size_t begin, size_t at, int year) {
  const char *text = reader->text;
  bool after_time = false;
  for (;;) {
    const bg_read_word *w;
    bg_time_words t;
    size_t start;
    uint32_t c;
    while (at > begin && is_blank(text[at - 1])) at--;
    if (at <= begin) break;
    c = bg_char_before(U(text), begin, at, &start);
    if (c == L'、' || c == L'，') { at = start; continue; }
    if ((c == L'和' || c == L'与' || c == L'及') && (clause->seen & BG_W(GROWN)) && start > begin) { at = start; continue; } /* 总量和增速 */
    if (is_close(c) && (c == L'）' || c == ')')) { /* an insertion in brackets before the number is passed */
      size_t open = start, s;
      while (open > begin && start - open < 90) {
        c = bg_char_before(U(text), begin, open, &s);
        open = s;
        if (is_open(c)) break;
      }
      if (is_open(c) && open > begin && bg_word_before(reader->words, text, begin, open, BG_W(LINK) | BG_W(UP) | BG_W(DOWN))) {
        at = open;
        continue;
      }
      break;
    }
    bool of_time = c == L'的' && bg_time_words_before(text, begin, start, reader->now, year, &t);
    if (of_time) at = start;
    if (bg_time_words_before(text, begin, at, reader->now, year, &t)) {
      if (of_time && is_multiple_of(text, begin, t.first, at, start + 3)) { /* 是2015年的2倍 */
        at = t.first;
        continue;
      }
      if (!clause->timed) {
        clause->timed = true;
        clause->time = t.period;
      }
      at = t.first;
      after_time = true;
      {
        const bg_read_word *than = bg_word_before(reader->words, text, begin, at, BG_W(THAN));
        const bg_read_word *above = bg_word_before(reader->words, text, begin, at, BG_W(AGAINST));
        if (than == NULL && above != NULL && above->length == 6 && !of_time) than = above; /* 高于上年 */
        if (than != NULL) {
          /* against 上年 and 去年 is against the year before */
          if (of_time) { /* 较2020年的90亿元: the base of a comparison to come */
            clause->seen |= BG_W(FROM);
            at -= than->length;
            continue;
          }
          clause->than = !(at_is(text, t.first, t.last, "上年") || at_is(text, t.first, t.last, "去年"));
          if (!clause->than) clause->seen |= BG_W(YOY);
          clause->timed = false;
          at -= than->length;
          if (than == above) {
            clause->seen |= BG_W(AGAINST);
            clause->way = at_is(text, at, at + 3, "低") ? -1 : 1;
          }
        }
      }
      continue;
    }
    {
      int way = 0;
      size_t n = more_or_less(reader, begin, at, &way);
      if (n > 0 && (clause->seen & ~(BG_W(LINK) | BG_W(STRIP) | BG_W(STOP))) == 0) {
        clause->way = way;
        clause->seen |= BG_W(AGAINST);
        at -= n;
        continue;
      }
    }
    if (at - begin > 9) { /* 每千人, 每万户: the rate's base */
      size_t k;
      for (k = 6; k <= 12 && k < at - begin; k += 3) if (memcmp(text + at - k, "每", 3) == 0) break;
      if (k <= 12 && k < at - begin && (c == L'人' || c == L'户' || c == L'家' || c == L'元')) { at -= k; clause->per = true; continue; }
      if (k == 6 && (c == L'亩' || c == L'吨' || c == L'月' || c == L'天' || c == L'日' || c == L'次' || c == L'床' || c == L'车')) { /* 每人每月, 每亩 */
        at -= k;
        clause->per = clause->per || (c != L'月' && c != L'天' && c != L'日');
        continue;
      }
    }
    w = bg_word_before(reader->words, text, begin, at, ~(uint64_t)0);
    if (w == NULL || (w->classes & LINKING) == 0) break;
    if (w->length == 6 && at_is(text, at - 3, at, "收") && BG_ENDS(U(text), begin, at - 6, "均")) break; /* 户均增收: a name */
    /* verbs of a flow end the clause too (酒店新增7家), unless they are all of it */
    if ((w->classes & (BG_W(FLOW) | BG_W(STOCK))) && !(w->classes & (BG_W(LINK) | BG_W(UP) | BG_W(TO) | BG_W(CUM) | BG_W(TOTAL) | BG_W(GROWN)))
        && (!(w->classes & (BG_W(STRIP) | BG_W(DONE))) || (w->classes & BG_W(CUTL)))) break;
    if ((w->classes & BG_W(THAN)) && w->length == 3 && clause->seen != 0 && !after_time && BG_ENDS(U(text), begin, at, "比")) break; /* 收入比降至 */
    after_time = false;
    if ((w->classes & BG_W(GROWN)) && (clause->seen & BG_W(TO))) break; /* 增长率降到6‰: the rate itself */
    if ((w->classes & BG_W(SHARE)) && w->length == 6) { /* 占比 stays in the name */
      clause->seen |= BG_W(SHARE);
      break;
    }
    if ((w->classes & BG_W(RANK)) && (clause->seen & BG_W(RANK)) == 0) clause->seen |= w->classes;
    clause->seen |= w->classes;
    if ((w->classes & BG_W(TOTAL)) && at >= begin + w->length + 6 && memcmp(w->text, "总量", 6) == 0 &&
        memcmp(text + at - w->length - 6, "经济", 6) == 0) { /* 经济总量 is a name */
      at -= w->length - 6u;
      break;
    }
    if (w->classes & (BG_W(FLOW) | BG_W(STOCK) | BG_W(DONE))) clause->verb |= w->classes;
    at -= w->length;
  }
  return at;
}

/* }====================================================== */

/* {====================================================== behind the number */

/* 道路的扩建和绿化: nothing but actions behind 的, so the noun before it is counted. */
static bool is_action (const bg_reader *reader, size_t at, size_t end) {
  const char *text = reader->text;
  while (at < end) {
    const bg_read_word *w = bg_word_at(reader->words, text, at, end,
                                       BG_W(STRIPV) | BG_W(FLOW) | BG_W(STRIPC) | BG_W(UP) | BG_W(DOWN));
    bg_range two;
    two.first = at;
    two.last = at + 6;
    if (w != NULL) { at += w->length; continue; }
    if (end - at < 6 || !(BG_IS(text, two, "任务") || BG_IS(text, two, "工作") || BG_IS(text, two, "绿化") || BG_IS(text, two, "亮化") ||
                          BG_IS(text, two, "硬化") || BG_IS(text, two, "维修") || BG_IS(text, two, "养护"))) {
      return false;
    }
    at += 6;
  }
  return true;
}

/* 国控断面中I类及以上: the noun ends before 中, where that is no part of a word. */
static size_t before_among (const char *text, bg_range r) {
  static const char after[][4] = { "心", "小", "国", "央", "学", "医", "药", "试", "介", "型", "部", "等", "高", "欧", "华", "原", "低", "期", "文", "年", "西", "东", "科", "铁", "长", "级" };
  size_t p;
  for (p = r.first + 6; p + 9 <= r.last; p++) {
    bool word = false;
    if (memcmp(text + p, "中", 3) != 0) continue;
    for (size_t i = 0; i < sizeof after / sizeof after[0] && !word; i++) word = memcmp(text + p + 3, after[i], 3) == 0;
    if (memcmp(text + p - 3, "集", 3) == 0 || memcmp(text + p - 3, "高", 3) == 0 || memcmp(text + p - 3, "初", 3) == 0 || memcmp(text + p - 3, "其", 3) == 0) word = true;
    if (!word) return p;
  }
  return r.last;
}

/* 帮助, 支持: what is counted behind does something itself. */
static bool is_pivot (const char *text, size_t at) {
  static const char verbs[][8] = { "帮助", "推动", "引导", "鼓励", "指导", "选派", "支持", "促进", "带动", "组织" };
  for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) if (bg_ends(U(text), 0, at, verbs[i], 6)) return true;
  return false;
}

/* 14个 景区 的环境: a plain noun before 的 is what is counted, whatever of it comes
** behind; 10条 具有优势 的产业链: a description is not. */
static bool is_thing (const bg_reader *reader, size_t at, size_t end) {
  static const char things[][10] = {
    "国家", "关系", "中国人", "人口",
    "企业", "群众", "居民", "家庭", "道路", "巷道", "街巷", "小区", "社区", "景区", "景点", "地区", "区域", "城市", "口岸", "建筑", "建筑物",
    "楼体", "楼房", "牌匾", "驿站", "房屋", "学校", "医院", "人员", "老人", "老年人", "儿童", "学生", "教师", "职工", "农民", "市民", "人民", "百姓",
    "村", "村民", "新村", "行政村", "自然村", "县", "乡镇", "街道", "试点县", "收费", "户", "农户", "贫困户", "河流", "水库", "机场", "车站", "方面", "领域"
  };
  const char *text = reader->text;
  bg_range r = { at, end };
  bool ends = false;
  for (size_t i = 0; i < sizeof things / sizeof things[0] && !ends; i++) ends = bg_text_ends(text, r, things[i], strlen(things[i]));
  for (size_t l; ends && at < end; at += l) {
    const bg_read_word *w = bg_word_at(reader->words, text, at, end, ~(uint64_t)0);
    bg_char_at(U(text), at, end, &l);
    if (w == NULL) continue;
    l = w->length;
    ends = (w->classes & (BG_W(CUT) | BG_W(LINK) | BG_W(UP) | BG_W(DOWN) | BG_W(AGAINST) | BG_W(THAN))) == 0;
  }
  return ends;
}

/* Where a noun behind a number really ends: 学校运动场和 | 2座, 医院建设 | 加速推进,
** 牧场建设任务. */
static size_t without_end (const bg_reader *reader, bg_range r, size_t stop) {
  static const char tasks[][20] = { "之一", "饮水安全问题", "建设任务", "改造任务", "治理任务", "工作任务", "整治任务", "建设工作", "改造工作" };
  static const char done[][8] = { "开工", "投产", "完工", "竣工", "通车", "投用", "投运" };
  const char *text = reader->text;
  const bg_read_word *w;
  size_t l;
  uint32_t after = stop < reader->layout.length ? bg_char_at(U(text), stop, reader->layout.length, &l) : '\n';
  bool verb = r.last == stop && !is_mark(after) && after != L'、' && after != L'的' && !is_open(after) && !is_close(after);
  for (size_t i = 0; i < sizeof tasks / sizeof tasks[0]; i++) {
    size_t n = strlen(tasks[i]);
    if (bg_text_ends(text, r, tasks[i], n) && r.last - r.first >= n + (n > 12 ? 9u : 6u)) { r.last -= n; break; }
  }
  for (size_t p = r.first + 6; p < r.last; p += l) { /* 新开工项目 | 9月底前 */
    bg_time_words t;
    bg_char_at(U(text), p, r.last, &l);
    if ((unsigned)U(text)[p] - '0' < 10u && bg_time_words_at(text, p, reader->layout.length, 2000, 2000, &t)) { r.last = p; break; }
  }
  for (size_t i = 0; i < sizeof done / sizeof done[0]; i++) { /* 航道工程 | 开工 */
    bg_range before = { r.first, r.last };
    if (!bg_text_ends(text, r, done[i], 6) || r.last - r.first < 18) continue;
    before.last -= 6;
    if (BG_RANGE_ENDS(text, before, "工程") || BG_RANGE_ENDS(text, before, "项目")) return before.last;
  }
  if (r.last == stop && BG_RANGE_ENDS(text, r, "看") && r.last - r.first >= 9) return r.last - 3;
  if (r.last == stop && without_among(text, r) < r.last) return without_among(text, r);
  if (BG_RANGE_ENDS(text, r, "项目建设") && r.last - r.first >= 12) return r.last - 6;
  if (BG_RANGE_ENDS(text, r, "镇建设") || BG_RANGE_ENDS(text, r, "村建设") || BG_RANGE_ENDS(text, r, "区建设") || BG_RANGE_ENDS(text, r, "城建设")) return r.last - 6;
  w = bg_word_before(reader->words, text, r.first, r.last, ~(uint64_t)0);
  while (verb && w != NULL && w->length >= 6 && (w->classes & BG_W(STRIP)) && !(w->classes & (BG_W(FLOW) | BG_W(STOCK))) &&
         r.last - r.first >= w->length + 6u) { /* 专项深入 | 实施 */
    r.last -= w->length;
    w = bg_word_before(reader->words, text, r.first, r.last, ~(uint64_t)0);
  }
  if (w == NULL) return r.last;
  if ((w->classes & BG_W(STRIPC)) && r.last - r.first >= w->length + 6u) return r.last - w->length;
  if (verb && (w->classes & BG_W(STRIPV)) && r.last - r.first >= w->length + 6u) return r.last - w->length;
  return r.last;
}

/* 吸引力强、带动面广的: what stands before 、 describes. */
static bool describes (const char *text, size_t at, size_t end) {
  static const char adjectives[][4] = { "强", "广", "高", "大", "优", "好", "多", "新", "美", "齐", "全", "快", "足", "密", "深", "实", "型", "级", "类" };
  if (end < at + 6) return false;
  for (size_t i = 0; i < sizeof adjectives / sizeof adjectives[0]; i++) if (bg_ends(U(text), at, end, adjectives[i], 3)) return true;
  return false;
}

/* Past the 的 that ends such a list; `at` where there is none. */
static size_t head_of_list (const char *text, size_t begin, size_t at, size_t end) {
  size_t l;
  bool kinds = BG_ENDS(U(text), begin, at, "型");
  for (size_t p = at; p < end; p += l) {
    uint32_t c = bg_char_at(U(text), p, end, &l);
    if (is_mark(c) || is_open(c) || c == L'“') return at;
    if (c == L'的') return p + l;
    if (c == L'、' && p > at && !describes(text, at, p)) return at;
    if (c == L'型' && kinds) return p + l; /* 行业型、专业型、区域型 平台 */
  }
  return at;
}

/* 3家 在国内具有影响力的 平台: what is counted stands behind the description's 的. */
static bool leads_to_head (const char *text, size_t at, size_t end) {
  static const char words[][12] = { "存在", "在国内", "在全国", "在国际", "具有", "拥有", "面向", "达到", "覆盖", "服务", "承担", "符合", "集成", "来自", "获得", "列入", "纳入" };
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) if (at_is(text, at, end, words[i])) return true;
  return false;
}

/* 320个 共建重点项目: the verb behind the number is part of a noun, for the next thing
** is a kind of things. */
static bool is_kind (const bg_reader *reader, size_t at, size_t end) {
  static const char kinds[][12] = { "项目", "工程", "企业", "机构", "基地", "平台", "园区", "对象", "产品", "设备", "重点县", "示范县" };
  const char *text = reader->text;
  size_t p, l;
  for (p = at; p < end && p < at + 18; p += l) {
    const bg_read_word *w = bg_word_at(reader->words, text, p, end, BG_W(CUT) | BG_W(STOP) | BG_W(LINK) | BG_W(UP) | BG_W(DOWN));
    uint32_t c = bg_char_at(U(text), p, end, &l);
    if (is_mark(c) || c == L'、' || is_open(c) || c == L'的' || c == L'了' || w != NULL) break;
  }
  if (p - at > 15) return false;
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) if (bg_ends(U(text), at, p, kinds[i], strlen(kinds[i]))) return true;
  return false;
}

/* 23条 主干道 | 已, 9项 问题 | 均, 6项 内容 | 为: an adverb or verb of one character ends
** what was counted, unless it is part of a longer word. */
static bool ends_counted (const char *text, size_t begin, size_t at, size_t end) {
  static const struct { char word[4]; char before[40], after[28]; } words[] = {
    { "已", "而不早", "" }, { "均", "人平年日月户", "衡价值分等" }, { "为", "行作成认人因以视称", "主民" }
  };
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (!at_is(text, at, end, words[i].word)) continue;
    for (const char *b = words[i].before; *b != '\0'; b += 3) if (bg_ends(U(text), begin, at, b, 3)) return false;
    for (const char *a = words[i].after; *a != '\0'; a += 3) if (bg_starts(U(text), at + 3, end, a, 3)) return false;
    return true;
  }
  return false;
}

static bg_range right_phrase (const bg_reader *reader, const bg_quantity *q, size_t at, size_t end, bg_clause *clause) {
  const char *text = reader->text;
  bg_range r, none;
  size_t p, l, stop, quotes = 0, of = SIZE_MAX;
  bool counted = q->kind == BG_COUNT && q->unit_length > 0, pivots = counted && is_pivot(text, (size_t)q->first);
  none.first = none.last = at;
  at = skip(text, at, end);
  at = past_bracket(text, at, end);
  if (q->kind == BG_MEASURE && at_is(text, at, end, "级")) at += 3; /* 30万吨级航道 */
  if (at_is(text, at, end, "每")) return none; /* 35微克每立方米 */
  if (at < end && at_is(text, at, end, "的")) {
    clause->of = true;
    at += 3;
    if ((clause->seen & (BG_W(UP) | BG_W(DOWN))) && (at_is(text, at, end, "速度") || at_is(text, at, end, "幅度") || at_is(text, at, end, "目标") ||
        at_is(text, at, end, "势头") || at_is(text, at, end, "要求") || at_is(text, at, end, "水平"))) clause->paced = true;
    if (at_is(text, at, end, "增长") || at_is(text, at, end, "增速") || at_is(text, at, end, "增幅") || at_is(text, at, end, "速度增长") ||
        at_is(text, at, end, "速度递增"))
      clause->grows = true;
  }
  if (at_is(text, at, end, "增长") && !clause->of) {
    const bg_read_word *w = bg_word_at(reader->words, text, at + 6, end, ~(uint64_t)0);
    size_t after = at + 6;
    if (w == NULL && after < end && is_mark(bg_char_at(U(text), after, end, &l))) clause->grows = true;
  }
  {
    const bg_read_word *w = bg_word_at(reader->words, text, at, end, ~(uint64_t)0);
    if (w != NULL && (w->classes & BG_W(STRIPC))) return none; /* not 和美乡村 */
  }
  stop = end;
  r.first = at;
  for (p = at; p < end; p += l) {
    uint32_t c = bg_char_at(U(text), p, end, &l);
    const bg_read_word *w;
    if (c == L'“') { quotes = 1; continue; }
    if (c == L'”') { quotes = 0; continue; }
    if (quotes) continue;
    if (is_open(c) && p == at + 3 && past_bracket(text, p, end) > p && past_bracket(text, p, end) - p <= 36) { /* 县（市、区） */
      stop = past_bracket(text, p, end);
      break;
    }
    if (c == L'、' && counted && describes(text, at, p)) { /* 吸引力强、带动面广的 场景 */
      size_t head = head_of_list(text, at, p, end);
      if (head > p) { r.first = at = head; of = SIZE_MAX; l = head - p; continue; }
    }
    if (is_mark(c) || c == L'、' || is_open(c) || is_close(c) || c == BG_NO_CHAR) { stop = p; break; }
    if (c == L'的') { of = p; continue; }
    w = bg_word_at(reader->words, text, p, end, ~(uint64_t)0);
    if (w == NULL) continue;
    if (((w->classes & BG_W(NEXT)) || (w->length == 3 && (w->classes & BG_W(SHARE)))) && p >= at + 3 && counted) { stop = p; break; }
    if (w->length == 6 && BG_ENDS(U(text), at, p, "级") && (at_is(text, p, end, "以上") || at_is(text, p, end, "以下"))) { l = w->length; continue; }
    if (pivots && counted && p >= at + 6 && (w->classes & BG_W(STRIPV)) && !(w->classes & BG_W(STOP)) && p + w->length + 6 <= end &&
        !is_kind(reader, p + w->length, end)) { stop = p; break; } /* 帮助 6家企业 修复信用 */
    if (p == at && counted && (w->classes & (BG_W(FLOW) | BG_W(STOCK))) && w->length >= 6 && is_kind(reader, p + w->length, end)) { l = w->length; continue; }
    if (p == at && (w->classes & BG_W(SIZE))) return none;
    if (p == at && is_bound(text, p + w->length, end)) { l = w->length; continue; } /* 压缩式转运站 */
    if (p > at && counted && at_is(text, p, end, "提升") && is_kind(reader, p + 6, end)) { l = w->length; continue; } /* 25个 产能提升重点县 */
    if (p > at && w->length == 3 && ends_counted(text, at, p, end)) { stop = p; break; }
    if (p == at && (w->classes & BG_W(STRIPV)) && (w->classes & BG_W(STOP))) { l = w->length; continue; } /* 5家 入驻企业 */
    if ((w->classes & (BG_W(CUT) | BG_W(STOP) | BG_W(TO) | BG_W(RANK) | BG_W(YOY) | BG_W(FORE) | BG_W(GOAL) | BG_W(DONE) | BG_W(FROM))) ||
        ((w->classes & (BG_W(UP) | BG_W(DOWN))) && w->length >= 6 && !(w->classes & (BG_W(GROWN) | BG_W(FLOW) | BG_W(STRIPV))))) {
      if (w->length == 3 && !(w->classes & BG_W(STOP))) continue;
      if (w->classes & BG_W(SIZE)) return none; /* 4个千亿台阶 */
      if (w->length == 3 && at_is(text, p, end, "在") && is_in_noun(text, p, end)) { continue; }
      if (w->length == 3 && at_is(text, p, end, "到") && at_is(text, p + 3, end, "位")) { continue; }
      if (w->classes & BG_W(DONE)) clause->verb |= w->classes & ~BG_W(STRIP);
      if (p == at) {
        /* a verb right behind the number: only a head behind 的 can be counted */
        size_t k, m = 0;
        bg_range head;
        if (counted) { /* 5个 吸引力强、带动面广的 夜市 */
          for (k = p; k < end; k += m) {
            uint32_t d = bg_char_at(U(text), k, end, &m);
            if (is_mark(d) || d == L'的' || d == L'、') break;
          }
          if (k < end && at_is(text, k, end, "、") && describes(text, p, k) && head_of_list(text, p, k, end) > k) {
            p = r.first = at = head_of_list(text, p, k, end);
            of = SIZE_MAX;
            l = 0;
            continue;
          }
        }
        for (k = p, of = SIZE_MAX; k < end; k += m) {
          uint32_t d = bg_char_at(U(text), k, end, &m);
          if (is_mark(d)) break;
          if (d == L'的' && of == SIZE_MAX) of = k;
          if (d == L'、' && of != SIZE_MAX) break;
        }
        if (of == SIZE_MAX || !leads_to_head(text, p, end)) return none;
        head.first = of + 3;
        at = p = head.first;
        of = SIZE_MAX;
        r.first = at;
        l = 0;
        continue;
      }
      stop = p;
      break;
    }
    l = w->length;
  }
  r.last = stop;
  if (of != SIZE_MAX && of > r.first && of + 3 < stop && (is_action(reader, of + 3, stop) || ((counted || q->unit_length == 0) && is_thing(reader, r.first, of)))) r.last = of;
  else if (of != SIZE_MAX && of > r.first && of + 3 < stop) r.first = of + 3;
  else if (of != SIZE_MAX && of + 3 >= stop && of > r.first) r.last = of;
  {
    uint64_t ignored = 0;
    r = strip_front(reader, r, &ignored);
    r = drop_quoted(text, r);
    r.last = before_among(text, r);
    r.last = without_end(reader, r, stop);
  }
  /* what was done to it: 6家省实验室在郑州揭牌 */
  for (p = stop; p < end; p += l) {
    uint32_t c = bg_char_at(U(text), p, end, &l);
    const bg_read_word *w;
    if (is_mark(c) || c == L'、') break;
    w = bg_word_at(reader->words, text, p, end, ~(uint64_t)0);
    if (w == NULL) continue;
    if (w->classes & BG_W(DONE)) clause->verb |= w->classes & ~BG_W(STRIP);
    else if ((w->classes & BG_W(STOCK)) && (w->classes & BG_W(CUT)) && !(w->classes & BG_W(STRIP))) clause->verb |= w->classes;
    l = w->length;
  }
  while (r.last > r.first && is_blank(text[r.last - 1])) r.last--;
  if (r.first >= r.last) return none;
  return r;
}

/* }====================================================== */

/* 第一产业实现增加值: a general object is its subject's. */
static bg_range subject_before (const bg_reader *reader, bg_range phrase, bg_range object) {
  static const char objects[][16] = { "增加值", "产值", "总产值", "投资", "营业收入", "利润", "利税", "税收", "销售收入", "销售额", "零售额", "工业增加值" };
  const char *text = reader->text;
  bg_range r;
  uint64_t verb = 0;
  bool general = false;
  r.first = r.last = phrase.first;
  for (size_t i = 0; i < sizeof objects / sizeof objects[0] && !general; i++)
    general = bg_text_is(text, object, objects[i], strlen(objects[i]));
  if (!general || object.first < phrase.first + 12) return r;
  if (memcmp(text + object.first - 6, "实现", 6) != 0 && memcmp(text + object.first - 6, "完成", 6) != 0) return r;
  r.last = object.first - 6;
  for (;;) { /* 园区累计 | 完成投资 */
    const bg_read_word *w = bg_word_before(reader->words, text, r.first, r.last, ~(uint64_t)0);
    if (w == NULL || !(w->classes & BG_W(STRIP)) || (w->classes & BG_W(FLOW))) break;
    r.last -= w->length;
  }
  r = bg_noun_phrase(reader, r, &verb);
  if (r.last - r.first < 6 || r.last - r.first > 36) r.first = r.last = phrase.first;
  return r;
}

/* 公交线路 | 全年开行: where a name ends before words of time with nothing but verbs
** behind them. */
static size_t before_time (const bg_reader *reader, bg_range r, int year, uint64_t *verb) {
  const char *text = reader->text;
  for (size_t p = r.first + 6, l; p < r.last; p += l) {
    bg_time_words t;
    uint64_t passed = 0;
    size_t at;
    bg_char_at(U(text), p, r.last, &l);
    if (!at_is(text, p, r.last, "全年") || !bg_time_words_at(text, p, r.last, reader->now, year, &t)) continue;
    for (at = t.last; at < r.last; ) {
      const bg_read_word *w = bg_word_at(reader->words, text, at, r.last, BG_W(FLOW) | BG_W(STRIP) | BG_W(LINK));
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

/* 扣除价格因素后, 按可比价格计算: on what terms a figure is told, which is no part of
** its name. Answers where such words at `at` end, or `at`. */
static size_t past_terms (const char *text, size_t at, size_t end) {
  static const char without[][10] = { "扣除", "剔除", "除去", "不考虑", "考虑" };
  static const char without_ends[][10] = { "因素", "影响", "后" };
  static const char by_ends[][10] = { "计算", "不变价", "可比价", "现价", "价格", "汇率", "口径" };
  bool less = false;
  size_t best = at;
  for (size_t i = 0; i < sizeof without / sizeof without[0] && !less; i++) less = at_is(text, at, end, without[i]);
  if (!less && !at_is(text, at, end, "按")) return at;
  for (size_t p = at + 3; p < end && (best == at || p <= best); p++) { /* 因素影响后: the last of those that follow each other */
    size_t count = less ? sizeof without_ends / sizeof without_ends[0] : sizeof by_ends / sizeof by_ends[0];
    for (size_t i = 0; i < count; i++) {
      const char *word = less ? without_ends[i] : by_ends[i];
      if (at_is(text, p, end, word) && p + strlen(word) > best && !at_is(text, p, end, "后续")) best = p + strlen(word);
    }
  }
  return best;
}

void bg_clause_read (const bg_reader *reader, bg_range sentence, size_t from, size_t index, int year, bg_clause *clause) {
  const char *text = reader->text;
  const bg_quantity *q = &reader->quantities[index];
  size_t at = (size_t)q->first, end = sentence.last, begin, links;
  bg_range phrase;
  memset(clause, 0, sizeof *clause);
  begin = clause_begin(text, from, at);
  if (index + 1 < reader->quantity_count && (size_t)reader->quantities[index + 1].first < end)
    end = (size_t)reader->quantities[index + 1].first;
  clause->clause.first = begin;
  clause->clause.last = at;
  links = strip_links(reader, clause, begin, at, year);
  {
    size_t standard = strip_standard(reader, clause, q, begin, links);
    if (standard < links) links = strip_links(reader, clause, begin, standard, year);
  }
  if ((clause->seen & BG_W(AGAINST)) && clause->way != 0 && (clause->than || (clause->seen & BG_W(YOY)))) { /* held against itself at another time */
    clause->seen = (clause->seen & ~BG_W(AGAINST)) | (clause->way > 0 ? BG_W(UP) : BG_W(DOWN));
  }
  if (q->kind == BG_RANK || q->kind == BG_MULTIPLE) { /* the subject stands before the verb, the scope behind it */
    size_t p, l;
    for (p = begin; p < links; p += l) {
      const bg_read_word *w = bg_word_at(reader->words, text, p, links, ~(uint64_t)0);
      bg_char_at(U(text), p, links, &l);
      if (w == NULL) continue;
      l = w->length;
      if (q->kind == BG_RANK ? (w->classes & BG_W(RANK)) != 0 : (w->classes & BG_W(TO)) != 0 || (w->length == 3 && at_is(text, p, links, "是"))) {
        clause->seen |= w->classes;
        links = strip_links(reader, clause, begin, p, year);
        break;
      }
    }
  }
  else if (clause->seen & BG_W(TOTAL)) { /* 景区新增…、总数达到16家 */
    size_t p, l;
    for (p = begin + 6; p < links; p += l) {
      const bg_read_word *w = bg_word_at(reader->words, text, p, links, ~(uint64_t)0);
      bg_char_at(U(text), p, links, &l);
      if (w == NULL) continue;
      l = w->length;
      if ((w->classes & BG_W(FLOW)) && (w->classes & BG_W(STRIP)) && p + l < links) { links = p; break; }
    }
  }
  phrase.first = begin;
  phrase.last = links;
  if (links >= begin + 3 && at_is(text, links - 3, links, "的")) { /* 下达的90亿元资金 */
    phrase.first = links;
    if (q->kind == BG_PERCENT || q->kind == BG_FRACTION) { /* 出口占全国出口总值的98.5% */
      size_t of = last_outside(text, (bg_range){ begin, links }, L'占');
      if (of != SIZE_MAX && of > begin + 3 && !at_is(text, of, links, "占地") && !at_is(text, of, links, "占用")) {
        bg_clause ignored;
        memset(&ignored, 0, sizeof ignored);
        phrase.first = begin;
        phrase.last = strip_links(reader, &ignored, begin, of, year);
        clause->seen |= BG_W(SHARE) | (ignored.seen & BG_W(LIST));
      }
    }
  }
  {
    const bg_read_word *w = bg_word_before(reader->words, text, begin, links, ~(uint64_t)0);
    if (w != NULL && (w->classes & BG_W(SIZE)) && (w->classes & BG_W(STOP))) phrase.first = links; /* 4个万亿台阶、达14万亿 */
  }
  if (q->kind == BG_MONEY || q->kind == BG_COUNT || q->kind == BG_MEASURE) { /* 收入增速高于全省、超过2万元 */
    size_t p, l;
    for (p = phrase.first; p < phrase.last; p += l) {
      const bg_read_word *w = bg_word_at(reader->words, text, p, phrase.last, ~(uint64_t)0);
      bg_char_at(U(text), p, phrase.last, &l);
      if (w == NULL) continue;
      l = w->length;
      if ((w->classes & BG_W(AGAINST)) && w->length >= 6 && p >= phrase.first + 6 && p + l + 6 <= phrase.last) {
        bg_clause ignored;
        memset(&ignored, 0, sizeof ignored);
        phrase.last = strip_links(reader, &ignored, phrase.first, p, year);
        clause->seen &= ~(BG_W(UP) | BG_W(GROWN));
        break;
      }
    }
  }
  {
    size_t past = past_terms(text, skip(text, phrase.first, phrase.last), phrase.last);
    if (past > phrase.first + 6 && past <= phrase.last) phrase.first = past;
  }
  clause->left = bg_noun_phrase(reader, phrase, &clause->verb);
  clause->left.last = before_time(reader, clause->left, year, &clause->verb);
  clause->subject = subject_before(reader, phrase, clause->left);
  clause->right = right_phrase(reader, q, (size_t)q->last, end, clause);
  if (clause->right.last > clause->right.first && clause->left.last > clause->left.first) { /* 培训 500名 教师 */
    const bg_read_word *w = bg_word_at(reader->words, text, clause->left.first, clause->left.last, ~(uint64_t)0);
    if (w != NULL && w->length == clause->left.last - clause->left.first && (w->classes & BG_W(FLOW))) {
      clause->verb |= w->classes;
      clause->left.first = clause->left.last;
    }
  }
  { /* a region that stands before the name, or before the number whose noun follows it */
    size_t p, l, length, name = clause->right.last > clause->right.first && clause->right.first >= at ? at : clause->left.first;
    for (p = begin; p < name; p += l) {
      uint32_t code = bg_region_at(reader->words, text, p, name, &length);
      bg_char_at(U(text), p, name, &l);
      if (code == 0) continue;
      if (skip(text, p + length, name) == name) clause->region = code;
      l = length;
    }
  }
  if (!clause->timed) { /* the last words of time in the clause */
    size_t p, l;
    for (p = bg_next_time(reader->words, text, begin, at); p < at; p = bg_next_time(reader->words, text, p + l, at)) {
      bg_time_words t;
      bg_char_at(U(text), p, at, &l);
      if (bg_time_words_at(text, p, at, reader->now, year, &t)) {
        if (is_multiple_of(text, begin, p, t.last, at)) ;
        else if (p > begin && bg_word_before(reader->words, text, begin, p, BG_W(THAN)) != NULL) {
          if (at_is(text, p, at, "上年") || at_is(text, p, at, "去年")) clause->seen |= BG_W(YOY);
          else clause->than = true;
        }
        else {
          clause->timed = true;
          clause->time = t.period;
        }
        l = t.last - p;
      }
    }
  }
}
