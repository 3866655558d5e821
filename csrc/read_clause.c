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
    "占比", "标准", "贷款", "设施", "单位", "平台", "体系", "费用", "价格", "时间", "总值", "用地", "用房", "成果", "合同"
  };
  for (size_t i = 0; i < sizeof nouns / sizeof nouns[0]; i++)
    if (bg_text_is(text, r, nouns[i], strlen(nouns[i]))) return true;
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
static bool is_programme (const bg_reader *reader, bg_range r) {
  size_t length;
  const char *text = reader->text;
  if (!BG_RANGE_ENDS(text, r, "专项") && !BG_RANGE_ENDS(text, r, "计划") && !BG_RANGE_ENDS(text, r, "行动")) return false;
  return bg_region_at(text, r.first, r.last, &length) != 0 || BG_RANGE_BEGINS(text, r, "国家") || BG_RANGE_BEGINS(text, r, "省");
}

/* 在建, 在孵: 在 is part of a noun there. */
static bool is_in_noun (const char *text, size_t at, size_t end) {
  static const char after[][4] = { "建", "孵", "校", "线", "岗", "册", "编", "研", "园", "营" };
  for (size_t i = 0; i < sizeof after / sizeof after[0]; i++)
    if (end - at >= 6 && memcmp(text + at + 3, after[i], 3) == 0) return true;
  return false;
}

static bool at_is (const char *text, size_t at, size_t end, const char *what) {
  size_t n = strlen(what);
  return end - at >= n && memcmp(text + at, what, n) == 0;
}

/* Takes off what stands in front and is no part of the noun phrase. */
static bg_range strip_front (const bg_reader *reader, bg_range r, uint64_t *verb) {
  const char *text = reader->text;
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
    n = bg_marker_at(text, r.first, r.last);
    if (n > 0 && n < r.last - r.first) { r.first += n; continue; }
    if (bg_time_words_at(text, r.first, r.last, 2000, 2000, &t)) {
      r.first = t.last;
      continue;
    }
    w = bg_word_at(reader->words, text, r.first, r.last,
                   BG_W(STRIP) | BG_W(STRIP1) | BG_W(STRIPV) | BG_W(STRIPC) | BG_W(LINK) | BG_W(CUT) | BG_W(SCOPE) | BG_W(FROM));
    if (w == NULL) break;
    rest.first = r.first + w->length;
    rest.last = r.last;
    if ((w->classes & (BG_W(STRIP) | BG_W(CUT))) == 0 && (w->classes & BG_W(STRIPC)) == 0) {
      size_t length = rest.last - skip(text, rest.first, rest.last);
      if (length < 6) break;
      if ((w->classes & BG_W(STRIPV)) && is_general(text, rest)) break;
      if (w->length == 3 && (w->classes & BG_W(LINK)) && !(w->classes & BG_W(STRIP1))) break;
    }
    if (w->length == 3 && at_is(text, r.first, r.last, "在") && is_in_noun(text, r.first, r.last)) break;
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

bg_range bg_noun_phrase (const bg_reader *reader, bg_range r, uint64_t *verb) {
  const char *text = reader->text;
  size_t p, cut, l, of;
  int quotes = 0;
  bg_range all = r;
  while (r.last > r.first && is_blank(text[r.last - 1])) r.last--;
  {
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
      if (w != NULL) {
        if (w->classes & (BG_W(CUT) | BG_W(CUTL))) {
          size_t end = p + w->length;
          if (skip(text, end, r.last) < r.last) {
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
  r = strip_front(reader, r, verb);
  r = drop_quoted(text, r);
  if (r.first >= r.last) { r.first = r.last = all.last; }
  return r;
}

/* }====================================================== */

/* {====================================================== before the number */

#define LINKING (BG_W(LINK) | BG_W(UP) | BG_W(DOWN) | BG_W(TO) | BG_W(TO2) | BG_W(FROM) | BG_W(CUM) | BG_W(FORE) | BG_W(GOAL) | \
  BG_W(YOY) | BG_W(PREV) | BG_W(THAN) | BG_W(RANK) | BG_W(TOTAL) | BG_W(LIST) | BG_W(DONE) | BG_W(GROWN) | BG_W(AGAINST) | \
  BG_W(SPAN) | BG_W(PART) | BG_W(FLOW) | BG_W(STOCK) | BG_W(SHARE) | BG_W(SCOPE))

/* Takes the linking words off the end of the clause, the number's side. */
static size_t strip_links (const bg_reader *reader, bg_clause *clause, size_t begin, size_t at, int year) {
  const char *text = reader->text;
  for (;;) {
    const bg_read_word *w;
    bg_time_words t;
    size_t start;
    uint32_t c;
    while (at > begin && is_blank(text[at - 1])) at--;
    if (at <= begin) break;
    c = bg_char_before(U(text), begin, at, &start);
    if (c == L'、' || c == L'，') { at = start; continue; }
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
    if (c == L'的' && bg_time_words_before(text, begin, start, reader->now, year, &t)) at = start;
    if (bg_time_words_before(text, begin, at, reader->now, year, &t)) {
      if (!clause->timed) {
        clause->timed = true;
        clause->time = t.period;
      }
      at = t.first;
      {
        const bg_read_word *than = bg_word_before(reader->words, text, begin, at, BG_W(THAN));
        if (than != NULL) {
          clause->than = true;
          clause->than_year = false;
          clause->timed = false;
          at -= than->length;
        }
      }
      continue;
    }
    w = bg_word_before(reader->words, text, begin, at, LINKING);
    if (w == NULL) break;
    /* verbs of a flow end the clause too (酒店新增7家), unless they are all of it */
    if ((w->classes & (BG_W(FLOW) | BG_W(STOCK))) && !(w->classes & (BG_W(LINK) | BG_W(UP) | BG_W(TO) | BG_W(CUM) | BG_W(TOTAL) | BG_W(GROWN)))
        && !(w->classes & (BG_W(STRIP) | BG_W(DONE)))) break;
    if ((w->classes & BG_W(SHARE)) && w->length == 6) { /* 占比 stays in the name */
      clause->seen |= BG_W(SHARE);
      break;
    }
    if ((w->classes & BG_W(RANK)) && (clause->seen & BG_W(RANK)) == 0) clause->seen |= w->classes;
    clause->seen |= w->classes;
    if (w->classes & (BG_W(FLOW) | BG_W(STOCK) | BG_W(DONE))) clause->verb |= w->classes;
    at -= w->length;
  }
  return at;
}

/* }====================================================== */

/* {====================================================== behind the number */

static bg_range right_phrase (const bg_reader *reader, size_t at, size_t end, bg_clause *clause) {
  const char *text = reader->text;
  bg_range r, none;
  size_t p, l, stop, quotes = 0, of = SIZE_MAX;
  none.first = none.last = at;
  at = skip(text, at, end);
  at = past_bracket(text, at, end);
  if (at < end && at_is(text, at, end, "的")) {
    clause->of = true;
    at += 3;
    if (at_is(text, at, end, "增长") || at_is(text, at, end, "增速") || at_is(text, at, end, "增幅") || at_is(text, at, end, "速度增长") ||
        at_is(text, at, end, "速度递增"))
      clause->grows = true;
  }
  if (at_is(text, at, end, "增长") && !clause->of) {
    const bg_read_word *w = bg_word_at(reader->words, text, at + 6, end, ~(uint64_t)0);
    size_t q = at + 6;
    uint32_t c = q < end ? bg_char_at(U(text), q, end, &l) : L'，';
    if (w == NULL && (is_mark(c) || q == end)) clause->grows = true;
  }
  stop = end;
  r.first = at;
  for (p = at; p < end; p += l) {
    uint32_t c = bg_char_at(U(text), p, end, &l);
    const bg_read_word *w;
    if (c == L'“') { quotes = 1; continue; }
    if (c == L'”') { quotes = 0; continue; }
    if (quotes) continue;
    if (is_mark(c) || c == L'、' || is_open(c) || is_close(c) || c == BG_NO_CHAR) { stop = p; break; }
    if (c == L'的') { of = p; continue; }
    w = bg_word_at(reader->words, text, p, end, ~(uint64_t)0);
    if (w == NULL) continue;
    if (p == at && (w->classes & BG_W(SIZE))) return none;
    if ((w->classes & (BG_W(CUT) | BG_W(STOP) | BG_W(TO) | BG_W(RANK) | BG_W(YOY) | BG_W(FORE) | BG_W(GOAL) | BG_W(DONE) | BG_W(FROM))) ||
        ((w->classes & (BG_W(UP) | BG_W(DOWN) | BG_W(LINK))) && w->length >= 6 && !(w->classes & BG_W(GROWN)) &&
         !(w->classes & (BG_W(FLOW) | BG_W(STRIPV))))) {
      if (w->length == 3 && at_is(text, p, end, "在") && is_in_noun(text, p, end)) { continue; }
      if (w->length == 3 && at_is(text, p, end, "到") && at_is(text, p + 3, end, "位")) { continue; }
      if (w->classes & BG_W(DONE)) clause->verb |= w->classes & ~BG_W(STRIP);
      if (p == at) {
        /* a verb right behind the number: only a head behind 的 can be counted */
        size_t q, m = 0;
        bg_range head;
        for (q = p, of = SIZE_MAX; q < end; q += m) {
          uint32_t d = bg_char_at(U(text), q, end, &m);
          if (is_mark(d) || d == L'、') break;
          if (d == L'的') of = q;
        }
        if (of == SIZE_MAX || !at_is(text, p, end, "存在")) return none;
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
  if (of != SIZE_MAX && of > r.first && of + 3 < stop) r.first = of + 3;
  else if (of != SIZE_MAX && of + 3 >= stop && of > r.first) r.last = of;
  {
    uint64_t ignored = 0;
    r = strip_front(reader, r, &ignored);
    r = drop_quoted(text, r);
  }
  while (r.last > r.first && is_blank(text[r.last - 1])) r.last--;
  if (r.first >= r.last) return none;
  return r;
}

/* }====================================================== */

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
  phrase.first = begin;
  phrase.last = links;
  clause->left = bg_noun_phrase(reader, phrase, &clause->verb);
  clause->right = right_phrase(reader, (size_t)q->last, end, clause);
  if (!clause->timed) { /* the last words of time in the clause */
    size_t p, l;
    for (p = begin; p < at; p += l) {
      bg_time_words t;
      bg_char_at(U(text), p, at, &l);
      if (bg_time_words_at(text, p, at, reader->now, year, &t)) {
        if (p > begin && bg_word_before(reader->words, text, begin, p, BG_W(THAN)) != NULL) clause->than = true;
        else {
          clause->timed = true;
          clause->time = t.period;
        }
        l = t.last - p;
      }
    }
  }
}
