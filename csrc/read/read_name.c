/*
** read_name.c: the name of what a number measures: taken from before or behind
** it, from the clause before, or shared with the other numbers of a list.
*/
#include "read_state.h"

#define U(text) ((const unsigned char *)(text))

void bg_name_clear (bg_reading *g) { g->name_length = 0; }

void bg_name_add (bg_reading *g, const char *at, size_t length) {
  for (size_t i = 0; i < length && g->name_length + 1 < sizeof g->name; i++) {
    char c = at[i];
    if ((unsigned char)c <= ' ') continue;
    g->name[g->name_length++] = c;
  }
}

void bg_name_range (bg_reading *g, bg_range r) {
  const char *text = g->r.text;
  if (r.last - r.first > BG_INDICATOR_MAX) { /* keep the end, from a mark or a character on */
    size_t from = r.last - BG_INDICATOR_MAX, p;
    for (p = from; p + 3 <= r.last; p++)
      if (memcmp(text + p, "、", 3) == 0) { p += 3; break; }
    if (p + 6 > r.last) {
      p = from;
      while (p < r.last && ((unsigned char)text[p] & 0xC0) == 0x80) p++;
    }
    r.first = p;
  }
  bg_name_add(g, text + r.first, r.last - r.first);
}

/* Steps towards a stock at the name's end: 高新技术企业申报 -> 高新技术企业. */
size_t bg_without_steps (const bg_reading *g, const char *at, size_t length) {
  const bg_read_word *w = bg_word_before(g->r.words, at, 0, length, BG_W(PROC));
  return w != NULL && w->length < length ? length - w->length : length;
}

/* Only 、和及与 between two runs: they are members of one list. */
bool bg_is_list (const char *text, size_t a, size_t b) {
  static const char joints[][8] = { "、", "和", "及", "与", "以及", "，和", "" , "或" };
  while (a < b && text[a] == ' ') a++;
  while (b > a && text[b - 1] == ' ') b--;
  for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++) {
    size_t n = strlen(joints[i]);
    if (n == b - a && n > 0 && memcmp(text + a, joints[i], n) == 0) return true;
  }
  return false;
}

/* Is the phrase made of words that are no names: 高质量? */
static bool is_adverb (const bg_reading *g, bg_range r) {
  while (r.first < r.last) {
    const bg_read_word *w = bg_reader_word(&g->r, r.first, r.last,
                                       BG_W(STRIP) | BG_W(STRIP1) | BG_W(STRIPV) | BG_W(LINK) | BG_W(CUT) | BG_W(STOP));
    if (w == NULL) return false;
    r.first += w->length;
  }
  return true;
}

/* Is it an adverb alone: 稳定? */
static bool says_how (const bg_reading *g, bg_range r) {
  while (r.first < r.last) {
    const bg_read_word *w = bg_reader_word(&g->r, r.first, r.last, ~(uint64_t)0);
    if (w == NULL || !(w->classes & (BG_W(STRIP) | BG_W(LINK)))) return false;
    if (w->classes & (BG_W(FLOW) | BG_W(STOCK) | BG_W(STRIPV))) return false;
    r.first += w->length;
  }
  return true;
}

/* The subject of a clause without a number: what stands before its verb. Empty
** where the clause begins with one. */
static bg_range subject_of (const bg_reading *g, bg_range r) {
  uint64_t verb = 0;
  const char *text = g->r.text;
  size_t p, l;
  bg_range none = { r.last, r.last };
  for (p = r.first; p < r.last; p += l) {
    const bg_read_word *w = bg_reader_word(&g->r, p, r.last, ~(uint64_t)0);
    bg_char_at(U(text), p, r.last, &l);
    if (w == NULL) continue;
    if ((w->classes & (BG_W(CUT) | BG_W(STOP) | BG_W(UP) | BG_W(DOWN) | BG_W(RANK) | BG_W(LINK))) && p > r.first &&
        (w->length >= 6 || memcmp(w->text, "被", 3) == 0)) {
      bg_range before;
      before.first = r.first;
      before.last = p;
      before = bg_noun_phrase(&g->r, before, &verb);
      if (before.last - before.first >= 6 && !is_adverb(g, before)) return before;
    }
    l = w->length;
  }
  return none;
}

/* What a clause that names nothing speaks of: the subject of the nearest
** clause before it that has one, else the object of the last. */
static bg_range topic_of (const bg_reading *g, bg_range gap) {
  const char *text = g->r.text;
  bg_range part, nearest = { gap.last, gap.last };
  size_t end = gap.last, p, start;
  uint64_t verb = 0;
  int parts = 0;
  while (end > gap.first && parts < 4) {
    for (p = end; p > gap.first; p = start) {
      uint32_t c = bg_char_before(U(text), gap.first, p, &start);
      if ((c == L'，' || c == ',' || c == L'：') && p < end) break;
    }
    part.first = p;
    part.last = end;
    while (part.last > part.first) {
      uint32_t c = bg_char_before(U(text), part.first, part.last, &start);
      if (c != L'，' && c != ',' && c != L'：') break;
      part.last = start;
    }
    if (!bg_text_begins(text, part, "按", 3) && !bg_text_begins(text, part, "扣除", 6) && !bg_text_begins(text, part, "剔除", 6)) {
      if (part.last - part.first >= 9) {
        bg_range found = subject_of(g, part);
        if (found.last > found.first) return found;
      }
      if (nearest.last == nearest.first) nearest = part;
    }
    parts++;
    if (p <= gap.first) break;
    bg_char_before(U(text), gap.first, p, &start);
    end = start;
  }
  return nearest.last > nearest.first ? bg_noun_phrase(&g->r, nearest, &verb) : nearest;
}

/* Splits A、B和C at its joints; answers the number of parts, 0 past `room`. */
static size_t split_at (const char *text, bg_range r, bg_range *parts, size_t room, bool words) {
  size_t n = 0, start = r.first, l;
  int quotes = 0;
  for (size_t p = r.first; p < r.last; p += l) {
    uint32_t c = bg_char_at(U(text), p, r.last, &l);
    if (c == L'“' || c == L'（' || c == '(') quotes++;
    else if (c == L'”' || c == L'）' || c == ')') quotes -= quotes > 0;
    else if (quotes == 0 && (c == L'、' || (words && (c == L'和' || c == L'与' || c == L'及')))) {
      if (n == room) return 0;
      parts[n].first = start;
      parts[n++].last = p;
      start = p + l;
    }
  }
  if (n == room) return 0;
  parts[n].first = start;
  parts[n++].last = r.last;
  return n;
}

/* Into `count` parts, where it has as many: at 、 alone, or at 和 as well. */
static size_t split_list (const char *text, bg_range r, bg_range *parts, size_t count) {
  size_t n = split_at(text, r, parts, 8, false);
  return n == count ? n : split_at(text, r, parts, 8, true);
}

static bool after_is (const char *text, size_t at, size_t end, const char *what) {
  return bg_starts(U(text), at, end, what, strlen(what));
}

/* 连续五年保持100%的省份: the number is what its subject keeps. */
static bool keeps (const bg_reading *g, const bg_clause *c) {
  const unsigned char *text = U(g->r.text);
  size_t a = c->clause.first, b = c->clause.last;
  return BG_ENDS(text, a, b, "保持") || BG_ENDS(text, a, b, "保持在") || BG_ENDS(text, a, b, "达到") || BG_ENDS(text, a, b, "达") ||
         BG_ENDS(text, a, b, "稳定在");
}

/* 粮食播种面积90万亩、产量60万吨: what a bare 产量 is of stands before in its sentence. */
static void name_crop (bg_reading *g, bg_range sentence, const bg_clause *c) {
  static const char yields[][16] = { "产量", "总产", "总产量", "单产", "年产量" };
  static const char crops[][10] = {
    "粮食", "棉花", "油料", "油菜籽", "蔬菜", "水果", "茶叶", "大豆", "玉米", "水稻", "小麦", "水产品", "肉类"
  };
  const char *text = g->r.text;
  size_t nearest = sentence.first;
  const char *crop = NULL;
  bool bare = false;
  for (size_t i = 0; i < sizeof yields / sizeof yields[0] && !bare; i++) bare = bg_text_is(text, c->left, yields[i], strlen(yields[i]));
  if (!bare) return;
  for (size_t i = 0; i < sizeof crops / sizeof crops[0]; i++) {
    size_t n = strlen(crops[i]);
    for (size_t p = c->clause.first; p >= nearest + n; p--) {
      if (memcmp(text + p - n, crops[i], n) != 0) continue;
      nearest = p - n;
      crop = crops[i];
      break;
    }
  }
  if (crop != NULL) bg_name_add(g, crop, strlen(crop));
}

/* The row whose name is carried on to a number without one. What grows by so much
** per cent is the whole, not the share that 其中 told of it: 收入10亿元，其中税收占比70%，
** 增长6%. */
static int32_t carried_row (const bg_reading *g, const bg_quantity *q, const bg_clause *c) {
  const bg_report_builder *b = g->r.out;
  const bg_note *told = &g->notes[g->last];
  if (q->kind != BG_PERCENT || !(c->seen & (BG_W(UP) | BG_W(DOWN)))) return g->last;
  if (b->facts[g->last].code[BG_CODE_MEASURE] != BG_MEASURE_SHARE || !((told->seen | told->verb) & BG_W(PART))) return g->last;
  for (int32_t i = g->last; i-- > 0 && g->notes[i].sentence == g->sentence; ) if (bg_is_amount(&b->facts[i])) return i;
  return g->last;
}

/* Does the noun behind the number name it, rather than the one before it? */
static bool named_behind (const bg_reading *g, const bg_quantity *q, const bg_clause *c, bool has_left) {
  const char *text = g->r.text;
  bool moved = (c->seen & (BG_W(TO) | BG_W(UP) | BG_W(DOWN))) != 0;
  switch (q->kind) {
    case BG_COUNT: return true;
    case BG_MEASURE: case BG_NUMBER: return c->attribute || !has_left || !moved;
    case BG_DURATION: return c->attribute;
    case BG_MONEY: return (!has_left || (c->attribute && !c->of)) && !moved;
    case BG_PERCENT: case BG_FRACTION:
      if (c->grows || moved || (!c->of && has_left)) return false;
      if (c->of && g->last != BG_NO_ROW && keeps(g, c)) return false;
      return !(has_left && (BG_RANGE_ENDS(text, c->left, "量") || BG_RANGE_ENDS(text, c->left, "率")));
    default: return false;
  }
}

/* Is it a size that says nothing of what: 规模, 总额? */
static bool is_bare_size (const char *text, bg_range r) {
  return BG_IS(text, r, "规模") || BG_IS(text, r, "总额") || BG_IS(text, r, "金额") || BG_IS(text, r, "面积");
}

/* 发酵酒（增长87%）: what stands before the bracket that the clause begins in, or an empty range. */
static bg_range before_bracket (const bg_reading *g, const bg_clause *c) {
  const char *text = g->r.text;
  bg_range owner = { c->clause.first, c->clause.first };
  uint64_t verb = 0;
  size_t p, start;
  if (c->clause.first < g->last_end + 9) return owner;
  if (BG_ENDS(U(text), g->last_end, c->clause.first, "（")) owner.last -= 3;
  else if (text[c->clause.first - 1] == '(') owner.last--;
  else return owner;
  for (p = owner.last; p > g->last_end; p = start) {
    uint32_t ch = bg_char_before(U(text), g->last_end, p, &start);
    if (ch == L'，' || ch == L'、' || ch == L'：' || ch == ',' || ch == L'）') break;
  }
  owner.first = p;
  owner = bg_noun_phrase(&g->r, owner, &verb);
  if (BG_RANGE_BEGINS(text, owner, "有")) owner.first += 3;
  return owner;
}

/* The name for one quantity into g->name; false where none can be had. */
void bg_choose_name (bg_reading *g, bg_range sentence, size_t index, bg_clause *c, bool follows, bool *right, bool *inherited) {
  const char *text = g->r.text;
  const bg_quantity *q = &g->r.quantities[index];
  bool has_left = c->left.last > c->left.first, has_right = c->right.last > c->right.first;
  /* 占总人口的比重达到40%: the share of what was told last */
  if (has_left && g->last != BG_NO_ROW && BG_RANGE_BEGINS(text, c->left, "占") && (q->kind == BG_PERCENT || q->kind == BG_FRACTION)) {
    has_left = false;
    c->left.first = c->left.last;
    c->seen |= BG_W(SHARE);
  }
  *inherited = false;
  if (has_right && has_left) { /* “医惠保” 500万人 参保 */
    const bg_read_word *w = bg_reader_word(&g->r, c->right.first, c->right.last, BG_W(STOP));
    if (w != NULL && (w->classes & BG_W(STRIPV)) && w->length == c->right.last - c->right.first) {
      has_right = false;
      c->right.first = c->right.last;
    }
  }
  if (has_right && says_how(g, c->right)) { /* 173户 稳定 脱贫 */
    has_right = false;
    c->right.first = c->right.last;
  }
  *right = has_right && named_behind(g, q, c, has_left);
  bg_name_clear(g);
  if (*right) { bg_name_range(g, c->right); g->subject = c->right; return; }
  if (has_left) {
    /* 转移支付增加1万亿元、规模近9万亿元: the size of what was named */
    if (g->last != BG_NO_ROW && is_bare_size(text, c->left) && c->clause.first <= g->last_end + 6) {
      const char *name = g->r.out->pool + g->r.out->facts[g->last].text[BG_TEXT_INDICATOR];
      char held[sizeof g->name];
      size_t n = strlen(name), size = c->left.last - c->left.first;
      if (n > size && memcmp(name + n - size, text + c->left.first, size) == 0) n -= size; /* 规模6亿元、规模7亿元 */
      memcpy(held, name, n);
      bg_name_add(g, held, n);
    }
    if (c->subject.last > c->subject.first) bg_name_range(g, c->subject);
    else name_crop(g, sentence, c);
    if (c->attribute && q->kind == BG_MONEY) { /* 规模最大、总投资20亿元的 基地 */
      size_t p;
      for (p = c->left.last; p > c->left.first; p -= 1) if (BG_ENDS(U(text), c->left.first, p, "、")) break;
      c->left.first = p;
    }
    bg_name_range(g, c->left);
    g->subject = c->left;
    return;
  }
  *inherited = true;
  {
    bg_range owner = before_bracket(g, c);
    if (owner.last - owner.first >= 6) {
      bg_name_range(g, owner);
      g->subject = owner;
      return;
    }
  }
  /* the clause before, where it has a subject of its own and no number */
  {
    size_t from = g->last_end > sentence.first ? g->last_end : sentence.first;
    bg_range gap, subject;
    gap.first = from;
    gap.last = c->clause.first;
    subject.first = subject.last = from;
    if (!follows && gap.last > gap.first + 9 && !(g->last != BG_NO_ROW && (c->seen & BG_W(GROWN)))) {
      subject = topic_of(g, gap);
    }
    if (subject.last - subject.first >= 6 && (g->last == BG_NO_ROW || gap.last - gap.first >= 18)) {
      bg_name_range(g, subject);
      g->subject = subject;
      return;
    }
  }
  if (g->last != BG_NO_ROW) {
    const char *name = g->r.out->pool + g->r.out->facts[carried_row(g, q, c)].text[BG_TEXT_INDICATOR];
    size_t n = strlen(name);
    if (c->seen & (BG_W(TOTAL) | BG_W(CUM))) n = bg_without_steps(g, name, n);
    if (n > 0) {
      char held[sizeof g->name];
      memcpy(held, name, n);
      bg_name_add(g, held, n);
      return;
    }
  }
  if (bg_has(text + c->clause.first, c->clause.last - c->clause.first, "增长") || after_is(text, (size_t)q->last, sentence.last, "的增长"))
    bg_name_add(g, "经济", sizeof "经济" - 1);
  else if (c->right.last > c->right.first) bg_name_range(g, c->right);
}

/* A和B分别…a和b: gives the members of the list their own names. */
size_t bg_share_list (bg_reading *g, size_t index, size_t last, const bg_clause *c, bg_range *parts, bg_range *object) {
  const char *text = g->r.text;
  const bg_reader *r = &g->r;
  size_t count = 1, p, n;
  bg_range subject = c->left;
  uint64_t verb = 0;
  object->first = object->last = 0;
  for (; count <= 8 && index + count < last; count++)
    if (!bg_is_list(text, (size_t)r->quantities[index + count - 1].last, (size_t)r->quantities[index + count].first)) break;
  if (count < 2 || count > 8) return 0;
  for (p = c->clause.first; p + 6 <= c->clause.last; p++) /* GCOVR_EXCL_BR_LINE: it stands in the clause of such a list */
    if (memcmp(text + p, "分别", 6) == 0) break;
  if (p + 6 > c->clause.last) return 0; /* GCOVR_EXCL_BR_LINE: as above */
  if (p < c->left.first) { /* 分别完成投资: the subject stands before, the object between */
    *object = c->left;
    subject.first = c->clause.first;
    subject.last = p;
    subject = bg_noun_phrase(r, subject, &verb);
  }
  if (subject.last == subject.first && g->last != BG_NO_ROW && g->notes[g->last].duration) subject = g->subject; /* 收入、利润五年分别增长 */
  n = split_list(text, subject, parts, count);
  if (n + 1 == count && g->last != BG_NO_ROW && g->notes[g->last].right && subject.first >= g->last_end) { /* 六大产业、制造业增加值分别 */
    size_t at = (size_t)r->quantities[index - 1].first, gap = g->last_end, l;
    bool mark = false;
    for (; gap < subject.first && !mark; gap += l) mark = bg_char_at(U(text), gap, subject.first, &l) == L'，';
    if (!mark) {
      subject.first = at;
      n = split_list(text, subject, parts, count);
    }
  }
  return n == count ? n : 0;
}

static size_t characters_in (const char *s, size_t n) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) if (((unsigned char)s[i] & 0xC0) != 0x80) count++;
  return count;
}

/* What a list's last member shares with the others, the longer first. */
static const char shared_heads[][34] = {
  "居民人均可支配收入", "人均可支配收入", "居民人均消费支出", "人均消费支出", "居民收入", "产业增加值", "增加值", "零售额", "吞吐量",
  "综合指数", "销售额", "销售收入", "营业收入", "总产值", "产值", "产量", "可支配收入", "收入", "支出", "投资", "进出口", "出口", "进口",
  "面积", "覆盖率", "普及率", "合格率", "处理率", "利用率", "优良率", "满意率", "参保率", "毛入学率", "入学率", "保障标准", "月标准",
  "标准", "贷款余额", "存款余额", "贷款", "存款", "余额", "价格", "浓度", "比例", "占比", "比重", "人数", "数量", "利润", "税收", "营收",
  "里程", "装机", "发电量", "用电量", "项目", "企业", "基地", "平台", "案件"
};

/* Part `i` of a shared list: 城镇 of 城镇和农村居民收入 is 城镇居民收入. */
void bg_name_part (bg_reading *g, const bg_range *parts, size_t count, size_t i, bg_range object) {
  const char *text = g->r.text;
  bg_range tail = parts[count - 1], rest = tail;
  size_t own = characters_in(text + parts[i].first, parts[i].last - parts[i].first), start, other;
  bg_name_clear(g);
  bg_name_range(g, parts[i]);
  if (object.last > object.first) { bg_name_range(g, object); return; }
  if (i + 1 == count || bg_is_rate(g->name, g->name_length)) return;
  if (bg_ends_in(g->name, g->name_length, "数") || bg_ends_in(g->name, g->name_length, "量") || bg_ends_in(g->name, g->name_length, "额") ||
      bg_ends_in(g->name, g->name_length, "值") || bg_ends_in(g->name, g->name_length, "费")) return;
  for (size_t k = 0; k < own && rest.first < rest.last; k++) {
    size_t l;
    bg_char_at(U(text), rest.first, rest.last, &l);
    rest.first += l;
  }
  /* 基础教育、职业教育…指数: members built alike */
  if (own >= 2 && rest.last - rest.first >= 6 &&
      bg_char_before(U(text), tail.first, rest.first, &start) == bg_char_before(U(text), parts[i].first, parts[i].last, &other)) {
    bg_name_range(g, rest);
    return;
  }
  for (size_t k = 0; k < sizeof shared_heads / sizeof shared_heads[0]; k++) {
    size_t n = strlen(shared_heads[k]);
    if (bg_ends_in(g->name, g->name_length, shared_heads[k])) return;
    if (strncmp(shared_heads[k], "产业", 6) == 0 && bg_ends_in(g->name, g->name_length, "业")) continue; /* 制造业、优势产业增加值 */
    if (bg_text_ends(text, tail, shared_heads[k], n) && tail.last - tail.first > n) {
      bg_name_add(g, shared_heads[k], n);
      return;
    }
  }
}
