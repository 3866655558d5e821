/*
** read_noun.c: the noun phrase that names what is measured: from behind the last
** verb, without verbs, region and time in front.
*/
#include "read_parts.h"

#define U(text) ((const unsigned char *)(text))

/* Nouns too general to stand alone once a verb or 的 was taken off. */
static bool is_general (const char *text, bg_range r) {
  static const char nouns[][13] = {
    "项目", "工程", "面积", "资金", "任务", "里程", "基地", "中心", "机构", "人数", "人员", "数量", "规模", "总数", "比例",
    "比重", "产量", "收入", "企业", "人次", "总量", "产值", "水平", "能力", "总额", "工作", "速度", "增速", "次数", "投资",
    "占比", "标准", "贷款", "贡献率", "比率", "设施", "单位", "平台", "体系", "费用", "价格", "时间", "总值", "用地", "用房", "成果",
    "合同"
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
  static const char nouns[][10] = {
    "面积", "产量", "产值", "销量", "价格", "收入", "增加值", "投资", "出口", "装机", "指标", "比重", "占比"
  };
  for (size_t i = 0; i < sizeof nouns / sizeof nouns[0]; i++) if (bg_text_ends(text, r, nouns[i], strlen(nouns[i]))) return true;
  return false;
}

/* The first place of `what` in the range that stands outside of quotes, last
** one first; SIZE_MAX where there is none. */
size_t bg_last_outside (const char *text, bg_range r, uint32_t what) {
  size_t p = r.last, start;
  int depth = 0;
  while (p > r.first) {
    uint32_t c = bg_char_before(U(text), r.first, p, &start);
    if (c == L'”' || bg_is_close(c)) depth++;
    else if ((c == L'“' || bg_is_open(c)) && depth > 0) depth--;
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

/* Of a name that ends in one of these words. */
static bool is_programme (const bg_reader *reader, bg_range r) {
  size_t length;
  const char *text = reader->text;
  return BG_RANGE_BEGINS(text, r, "国家") || BG_RANGE_BEGINS(text, r, "省") || bg_region_at(reader->words, text, r.first, r.last, &length) != 0;
}

/* 在建, 在孵: 在 is part of a noun there. */
bool bg_is_in_noun (const char *text, size_t at, size_t end) {
  static const char after[][4] = { "建", "孵", "校", "线", "岗", "册", "编", "研", "园", "营" };
  for (size_t i = 0; i < sizeof after / sizeof after[0]; i++)
    if (bg_starts(U(text), at + 3, end, after[i], 3)) return true;
  return false;
}

static bool is_among (const wchar_t *set, uint32_t c) {
  return c != 0 && c <= 0xFFFF && wcschr(set, (wchar_t)c) != NULL;
}

/* 创建率, 保障性住房: the character at `at` only ends words, so what stands before
** it is no word of its own. */
bool bg_is_bound (const char *text, size_t at, size_t end) {
  static const wchar_t bound[] = L"率额量数性化度级型者费式机器";
  static const struct { wchar_t first; wchar_t next[16]; } free_there[] = { /* words that begin so */
    { L'量', L"子化具" }, { L'数', L"据字控智码学百千十万" }, { L'度', L"假夏冬汛过" }, { L'化', L"工肥学纤解债妆" },
    { L'费', L"用" }, { L'额', L"外定尔" }, { L'率', L"先" }, { L'性', L"能别" }, { L'机', L"场关构制动遇电床组车" }, { L'器', L"材械官" }
  };
  size_t l, m;
  uint32_t c, next;
  at = bg_past_blanks(text, at, end);
  if (at >= end) return false;
  c = bg_char_at(U(text), at, end, &l);
  if (!is_among(bound, c)) return false;
  if (at + l >= end) return true;
  next = bg_char_at(U(text), at + l, end, &m);
  for (size_t i = 0; i < sizeof free_there / sizeof free_there[0]; i++)
    if ((uint32_t)free_there[i].first == c && is_among(free_there[i].next, next)) return false;
  return true;
}

/* 四年中, 五年内: the length of such words, or 0. */
static size_t years_within (const char *text, size_t at, size_t end) {
  size_t p = at, l;
  while (p < end && p - at < 9) {
    uint32_t c = bg_fold(bg_char_at(U(text), p, end, &l));
    if (c - '0' >= 10u && !is_among(L"一二三四五六七八九十两", c)) break;
    p += l;
  }
  if (p == at || !bg_at_is(text, p, end, "年")) return 0;
  p += 3;
  return bg_at_is(text, p, end, "中") || bg_at_is(text, p, end, "内") ? p + 3 - at : 0;
}

/* A region that only says whose 省 or 国家 follows: 河南省国家… , 全省地区生产总值. Its length, or 0. */
static size_t owner_at (const bg_reader *reader, size_t begin, bg_range r) {
  const char *text = reader->text;
  size_t n;
  bool product;
  if (bg_region_at(reader->words, text, r.first, r.last, &n) == 0 || n >= r.last - r.first) return 0;
  product = bg_at_is(text, r.first + n, r.last, "地区生产");
  if (r.first == begin && !product) return 0;
  return product || bg_at_is(text, r.first + n, r.last, "省") || bg_at_is(text, r.first + n, r.last, "国家") ? n : 0;
}

/* Marks, insertions, list markers, regions and time in front: their length, or 0. */
static size_t no_word_at (const bg_reader *reader, size_t begin, bg_range r) {
  const char *text = reader->text;
  size_t l, n;
  bg_time_words t;
  uint32_t c = bg_char_at(U(text), r.first, r.last, &l);
  if (c == L'、' || c == L'　' || c == L'”' || c == L'）' || c == ')' || c == L'》' || bg_is_mark(c) || c == BG_NO_CHAR) return l;
  if (bg_is_open(c)) { /* 认定(备案)市级载体 */
    size_t past = bg_past_bracket(text, r.first, r.last);
    if (past > r.first && past < r.last) return past - r.first;
    if (past == r.first) return l;
  }
  n = r.first == begin ? bg_marker_at(text, r.first, r.last) : 0;
  if (n > 0 && bg_marker_at(text, r.first + n, r.last) == 0) return n; /* not 一、二、三产业 */
  n = owner_at(reader, begin, r);
  if (n > 0) return n;
  if (bg_time_words_at(text, r.first, r.last, 2000, 2000, &t)) return t.last - r.first;
  return years_within(text, r.first, r.last);
}

/* 全市有幼儿园: 有 is a verb behind the name of a place. */
static bool is_have (const char *text, size_t begin, bg_range r) {
  return bg_at_is(text, r.first, r.last, "有") &&
         (BG_ENDS(U(text), begin, r.first, "市") || BG_ENDS(U(text), begin, r.first, "省") || BG_ENDS(U(text), begin, r.first, "区") ||
          BG_ENDS(U(text), begin, r.first, "县") || BG_ENDS(U(text), begin, r.first, "国"));
}

/* Is the word in front no part of what follows? */
static bool comes_off (const char *text, size_t begin, bg_range r, const bg_read_word *w) {
  bg_range rest = { r.first + w->length, r.last };
  if ((w->classes & (BG_W(STRIP) | BG_W(STRIP1) | BG_W(STRIPV) | BG_W(STRIPC) | BG_W(LINK) | BG_W(CUT) | BG_W(FROM))) == 0) return false;
  if ((w->classes & (BG_W(STRIP) | BG_W(CUT) | BG_W(STRIPC))) == 0) {
    if (rest.last - bg_past_blanks(text, rest.first, rest.last) < 6) return false;
    if ((w->classes & BG_W(STRIPV)) && is_general(text, rest)) return false;
    if (w->length == 3 && (w->classes & BG_W(LINK)) && !(w->classes & BG_W(STRIP1)) && !is_have(text, begin, r)) return false;
  }
  if (w->length == 3 && bg_at_is(text, r.first, r.last, "在") && bg_is_in_noun(text, r.first, r.last)) return false;
  return !bg_is_bound(text, rest.first, rest.last);
}

bg_range bg_strip_front (const bg_reader *reader, bg_range r, uint64_t *verb) {
  const char *text = reader->text;
  size_t begin = r.first;
  for (;;) {
    size_t n;
    const bg_read_word *w;
    r.first = bg_past_blanks(text, r.first, r.last);
    if (r.first >= r.last) break;
    n = no_word_at(reader, begin, r);
    if (n > 0) { r.first += n; continue; }
    w = bg_reader_word(reader, r.first, r.last, ~(uint64_t)0);
    if (w == NULL || !comes_off(text, begin, r, w)) break;
    *verb |= w->classes;
    r.first += w->length;
  }
  return r;
}

/* A quoted modifier as long as a sentence is no part of the shortest name:
** “…全覆盖”系列培训 -> 系列培训. */
bg_range bg_drop_quoted (const char *text, bg_range r) {
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
size_t bg_without_among (const char *text, bg_range r) {
  static const char held[][4] = { "高", "初", "集", "其", "空", "城", "水", "手", "途", "心", "之", "年", "期", "当", "从", "国" };
  if (r.last - r.first < 9 || !BG_RANGE_ENDS(text, r, "中")) return r.last;
  for (size_t i = 0; i < sizeof held / sizeof held[0]; i++) if (bg_ends(U(text), r.first, r.last - 3, held[i], 3)) return r.last;
  return r.last - 3;
}

/* Classes of words that hold for the whole clause, wherever they stand in it. */
#define LASTING (BG_W(CUM) | BG_W(PART) | BG_W(LIST) | BG_W(GOAL) | BG_W(FORE))

/* 甲、乙等城市道路: does 等 at `at` end a list of examples, so that what is named stands behind it? */
static bool ends_examples (const char *text, size_t at, bg_range r) {
  return r.last >= at + 9 && !bg_at_is(text, at + 3, r.last, "方面") && !bg_at_is(text, at + 3, r.last, "领域") &&
         !(r.last - at <= 18 && is_figure(text, r));
}

/* Is enough left behind a verb to be a name? */
static bool leaves_name (const char *text, size_t end, size_t last) {
  size_t rest = bg_past_blanks(text, end, last);
  return (last - rest >= 6 || (rest < last && (unsigned char)text[last - 1] < 0x80)) && !bg_is_bound(text, end, last);
}

/* 人才支持计划项目: what stands from `at` on is but the end of a programme's name, so that
** a verb right before it is a part of the name too. */
static bool is_programme_name (const char *text, size_t at, size_t end) {
  bg_range r = { at, end };
  return BG_IS(text, r, "计划") || BG_IS(text, r, "计划项目") || BG_IS(text, r, "行动计划") || BG_IS(text, r, "专项行动");
}

/* Where the name begins behind the last verb. */
static size_t behind_verb (const bg_reader *reader, bg_range r, uint64_t *verb) {
  const char *text = reader->text;
  size_t cut = r.first, l;
  int quotes = 0;
  bool listed = false;
  uint64_t passed = 0;
  for (size_t p = r.first; p < r.last; p += l) {
    const bg_read_word *w;
    uint32_t c = bg_char_at(U(text), p, r.last, &l);
    if (c == L'“' || bg_is_open(c)) quotes++;
    else if ((c == L'”' || bg_is_close(c)) && quotes > 0) quotes--;
    if (quotes > 0) continue;
    w = bg_reader_word(reader, p, r.last, ~(uint64_t)0);
    if (c == L'、') listed = true;
    if (w == NULL) continue;
    l = w->length;
    passed |= w->classes;
    if (l == 3 && c == L'等' && listed && ends_examples(text, p, r)) {
      bg_range before = { cut, p }; /* 新建 甲、乙等城市道路 */
      uint64_t stripped = 0;
      bg_strip_front(reader, before, &stripped);
      *verb |= stripped & (BG_W(FLOW) | BG_W(STOCK));
      cut = p + 3;
    }
    if (p > cut && l == 6 && is_programme_name(text, p + l, r.last)) continue;
    if ((w->classes & (BG_W(CUT) | BG_W(CUTL))) || (p >= cut + 9 && !(passed & BG_W(SHARE)) && is_new(text, p, r, w))) {
      if (leaves_name(text, p + l, r.last)) {
        cut = p + l;
        *verb = w->classes | (*verb & LASTING);
      }
    }
    else *verb |= w->classes & LASTING;
  }
  return cut;
}

/* The name behind the last 的, and without what stands in front of it. A general noun
** keeps what it is of: 粮食的年平均产量. */
static bg_range behind_of (const bg_reader *reader, bg_range r, uint64_t *verb) {
  const char *text = reader->text;
  bg_range whole = r;
  size_t of = bg_last_outside(text, r, L'的');
  if (of != SIZE_MAX) {
    bg_range head = { of + 3, r.last };
    if (head.last - head.first >= 6 && !is_general(text, head)) r = head;
  }
  r = bg_strip_front(reader, r, verb);
  if (of != SIZE_MAX && r.first > of && is_general(text, r)) r = bg_strip_front(reader, whole, verb);
  return r;
}

bg_range bg_noun_phrase (const bg_reader *reader, bg_range r, uint64_t *verb) {
  const char *text = reader->text;
  size_t end = r.last;
  while (r.last > r.first && bg_is_blank(text[r.last - 1])) r.last--;
  if (ends_programme(text, r)) {
    uint64_t passed = 0;
    bg_range bare = bg_strip_front(reader, r, &passed);
    if (is_programme(reader, bare)) {
      *verb |= passed;
      return bare;
    }
  }
  r.first = behind_verb(reader, r, verb);
  r = behind_of(reader, r, verb);
  r = bg_drop_quoted(text, r);
  if (BG_RANGE_ENDS(text, r, "的")) r.last -= 3;
  r.last = bg_without_among(text, r);
  if (r.first >= r.last) r.first = r.last = end;
  return r;
}
