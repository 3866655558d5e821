/*
** read_behind.c: the noun behind a number, which it counts: 引进 12个 创新团队.
*/
#include "read_parts.h"

#define U(text) ((const unsigned char *)(text))

/* The longest brackets with other kinds of what is counted that are part of its name, in bytes: 县（市、区）. */
#define KINDS_MAX 36

/* 道路的扩建和绿化: nothing but actions behind 的, so the noun before it is counted. */
static bool is_action (const bg_reader *reader, size_t at, size_t end) {
  const char *text = reader->text;
  while (at < end) {
    const bg_read_word *w = bg_reader_word(reader, at, end,
                                       BG_W(STRIPV) | BG_W(FLOW) | BG_W(STRIPC) | BG_W(UP) | BG_W(DOWN));
    bg_range two;
    two.first = at;
    two.last = at + 6;
    if (w != NULL) { at += w->length; continue; }
    if (end - at < 6 || !(BG_IS(text, two, "任务") || BG_IS(text, two, "工作") || BG_IS(text, two, "绿化") || BG_IS(text, two, "亮化") ||
                          BG_IS(text, two, "硬化") || BG_IS(text, two, "养护"))) {
      return false;
    }
    at += 6;
  }
  return true;
}

/* 国控断面中I类及以上: the noun ends before 中, where that is no part of a word. */
static size_t before_among (const char *text, bg_range r) {
  static const char after[][4] = {
    "心", "小", "国", "央", "学", "医", "药", "试", "介", "型", "部", "等", "高", "欧", "华", "原", "低", "期", "文", "年", "西", "东",
    "科", "铁", "长", "级"
  };
  size_t p;
  for (p = r.first + 6; p + 9 <= r.last; p++) {
    bool word = false;
    if (memcmp(text + p, "中", 3) != 0) continue;
    for (size_t i = 0; i < sizeof after / sizeof after[0] && !word; i++) word = memcmp(text + p + 3, after[i], 3) == 0;
    if (BG_ENDS(U(text), r.first, p, "集") || BG_ENDS(U(text), r.first, p, "高") || BG_ENDS(U(text), r.first, p, "初")) word = true;
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
    "企业", "群众", "居民", "家庭", "道路", "巷道", "街巷", "小区", "社区", "景区", "景点", "地区", "区域", "城市", "口岸", "建筑",
    "建筑物", "楼体", "楼房", "牌匾", "驿站", "房屋", "学校", "医院", "人员", "老人", "老年人", "儿童", "学生", "教师", "职工", "农民",
    "市民", "人民", "百姓", "村", "村民", "新村", "行政村", "自然村", "县", "乡镇", "街道", "试点县", "收费", "户", "农户", "贫困户",
    "河流", "水库", "机场", "车站", "方面", "领域"
  };
  const char *text = reader->text;
  bg_range r = { at, end };
  bool ends = false;
  for (size_t i = 0; i < sizeof things / sizeof things[0] && !ends; i++) ends = bg_text_ends(text, r, things[i], strlen(things[i]));
  for (size_t l; ends && at < end; at += l) {
    const bg_read_word *w = bg_reader_word(reader, at, end, ~(uint64_t)0);
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
  uint32_t after = bg_char_at(U(text), stop, reader->layout.length, &l); /* a line's end, where nothing else follows */
  bool verb = r.last == stop && !bg_is_mark(after) && after != L'、' && after != L'的' && !bg_is_open(after) && !bg_is_close(after);
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
  if (r.last == stop && BG_RANGE_ENDS(text, r, "看")) return r.last - 3;
  if (r.last == stop && bg_without_among(text, r) < r.last) return bg_without_among(text, r);
  if (BG_RANGE_ENDS(text, r, "项目建设") || BG_RANGE_ENDS(text, r, "镇建设") || BG_RANGE_ENDS(text, r, "村建设") ||
      BG_RANGE_ENDS(text, r, "区建设") || BG_RANGE_ENDS(text, r, "城建设")) return r.last - 6;
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
  static const char adjectives[][4] = {
    "强", "广", "高", "大", "优", "好", "多", "新", "美", "齐", "全", "快", "足", "密", "深", "实", "型", "级", "类"
  };
  if (end < at + 6) return false;
  for (size_t i = 0; i < sizeof adjectives / sizeof adjectives[0]; i++)
    if (bg_ends(U(text), at, end, adjectives[i], 3)) return true;
  return false;
}

/* Past the 的 that ends such a list; `at` where there is none. */
static size_t head_of_list (const char *text, size_t begin, size_t at, size_t end) {
  size_t l;
  bool kinds = BG_ENDS(U(text), begin, at, "型");
  for (size_t p = at; p < end; p += l) {
    uint32_t c = bg_char_at(U(text), p, end, &l);
    if (bg_is_mark(c)) return at;
    if (c == L'的') return p + l;
    if (c == L'、' && p > at && !describes(text, at, p)) return at;
    if (c == L'型' && kinds) return p + l; /* 行业型、专业型、区域型 平台 */
  }
  return at;
}

/* 3家 在国内具有影响力的 平台: what is counted stands behind the description's 的. */
static bool leads_to_head (const char *text, size_t at, size_t end) {
  static const char words[][12] = {
    "存在", "在国内", "在全国", "在国际", "具有", "拥有", "面向", "达到", "覆盖", "服务", "承担", "符合", "集成", "来自", "获得", "列入",
    "纳入"
  };
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) if (bg_at_is(text, at, end, words[i])) return true;
  return false;
}

/* 320个 共建重点项目: the verb behind the number is part of a noun, for the next thing
** is a kind of things. */
static bool is_kind (const bg_reader *reader, size_t at, size_t end) {
  static const char kinds[][12] = { "项目", "工程", "企业", "机构", "基地", "平台", "园区", "对象", "产品", "设备", "重点县", "示范县" };
  const char *text = reader->text;
  size_t p, l;
  for (p = at; p < end && p < at + 18; p += l) {
    const bg_read_word *w = bg_reader_word(reader, p, end, BG_W(CUT) | BG_W(STOP) | BG_W(LINK) | BG_W(UP) | BG_W(DOWN));
    uint32_t c = bg_char_at(U(text), p, end, &l);
    if (bg_is_mark(c) || c == L'、' || c == L'的' || w != NULL) break;
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
    if (!bg_at_is(text, at, end, words[i].word)) continue;
    for (const char *b = words[i].before; *b != '\0'; b += 3) if (bg_ends(U(text), begin, at, b, 3)) return false;
    for (const char *a = words[i].after; *a != '\0'; a += 3) if (bg_starts(U(text), at + 3, end, a, 3)) return false;
    return true;
  }
  return false;
}

/* What is read behind one number. */
typedef struct behind {
  const bg_reader *reader;
  bg_clause *clause;
  size_t at, end;     /* where the noun begins, and what it lies before */
  size_t of;          /* the last 的, or SIZE_MAX */
  bool counted;       /* the number has a unit of things */
  bool pivots;        /* 帮助 6家企业 修复信用: what is counted does something itself */
} behind;

/* What a character or word does to the noun: nothing; nothing, and no word begins at
** it; ends it; shows that there is none; is passed, on to another beginning. */
typedef enum part { PART_WORD, PART_NONE, PART_END, PART_NO_NOUN, PART_HEAD } part;

static bool any_at (const char *text, size_t at, size_t end, const char words[][13], size_t count) {
  for (size_t i = 0; i < count; i++) if (bg_at_is(text, at, end, words[i])) return true;
  return false;
}

/* 的, 的增长, 的速度 behind the number. */
static void take_of (behind *b) {
  static const char paces[][13] = { "速度", "幅度", "目标", "势头", "要求", "水平" };
  static const char growths[][13] = { "增长", "增速", "增幅", "速度增长", "速度递增" };
  const char *text = b->reader->text;
  bg_clause *clause = b->clause;
  size_t at = b->at, end = b->end, l;
  if (at < end && bg_at_is(text, at, end, "的")) {
    clause->of = true;
    at = b->at += 3;
    if (clause->seen & (BG_W(UP) | BG_W(DOWN))) clause->paced = any_at(text, at, end, paces, sizeof paces / sizeof paces[0]);
    clause->grows = any_at(text, at, end, growths, sizeof growths / sizeof growths[0]);
  }
  else if (bg_at_is(text, at, end, "增长")) {
    size_t after = at + 6;
    if (after < end && bg_reader_word(b->reader, after, end, ~(uint64_t)0) == NULL &&
        bg_is_mark(bg_char_at(U(text), after, end, &l))) clause->grows = true;
  }
}

/* 5个 吸引力强、带动面广的 夜市: past the list of descriptions that begins at p, or p. */
static size_t past_descriptions (const behind *b, size_t p) {
  const char *text = b->reader->text;
  size_t k = p, l;
  for (; k < b->end; k += l) {
    uint32_t c = bg_char_at(U(text), k, b->end, &l);
    if (bg_is_mark(c) || c == L'的' || c == L'、') break;
  }
  if (k >= b->end || !bg_at_is(text, k, b->end, "、") || !describes(text, p, k)) return p;
  k = head_of_list(text, p, k, b->end);
  return k > p ? k : p;
}

/* 3家 在国内具有影响力的 平台: past the first 的 behind p where a description leads to it, or p. */
static size_t past_description (const behind *b, size_t p) {
  const char *text = b->reader->text;
  if (!leads_to_head(text, p, b->end)) return p;
  for (size_t k = p, l; k < b->end; k += l) {
    uint32_t c = bg_char_at(U(text), k, b->end, &l);
    if (bg_is_mark(c)) break;
    if (c == L'的') return k + 3;
  }
  return p;
}

/* A verb right behind the number: only a head behind its description can be counted. */
static part begin_behind (behind *b, size_t p) {
  size_t head = b->counted ? past_descriptions(b, p) : p;
  if (head == p) head = past_description(b, p);
  if (head == p) return PART_NO_NOUN;
  b->at = head;
  b->of = SIZE_MAX;
  return PART_HEAD;
}

/* The character c at p, `*length` bytes of it. */
static part take_mark (behind *b, size_t p, uint32_t c, size_t *length) {
  const char *text = b->reader->text;
  if (bg_is_open(c) && p == b->at + 3) { /* 县（市、区） */
    size_t past = bg_past_bracket(text, p, b->end);
    if (past > p && past - p <= KINDS_MAX) {
      *length = past - p;
      return PART_END;
    }
  }
  if (c == L'、' && b->counted && describes(text, b->at, p)) { /* 吸引力强、带动面广的 场景 */
    size_t head = head_of_list(text, b->at, p, b->end);
    if (head > p) {
      b->at = head;
      b->of = SIZE_MAX;
      return PART_HEAD;
    }
  }
  *length = 0;
  if (bg_is_mark(c) || c == L'、' || bg_is_open(c) || bg_is_close(c) || c == BG_NO_CHAR) return PART_END;
  if (c != L'的') return PART_WORD;
  b->of = p;
  return PART_NONE;
}

/* Does a word of these classes end a noun behind a number? */
static bool ends_noun (const bg_read_word *w) {
  const uint64_t ends = BG_W(CUT) | BG_W(STOP) | BG_W(TO) | BG_W(RANK) | BG_W(YOY) | BG_W(FORE) | BG_W(GOAL) | BG_W(DONE) | BG_W(FROM);
  return (w->classes & ends) != 0 ||
         ((w->classes & (BG_W(UP) | BG_W(DOWN))) && w->length >= 6 && !(w->classes & (BG_W(GROWN) | BG_W(FLOW) | BG_W(STRIPV))));
}

/* The word w at p. */
static part take_word (behind *b, size_t p, const bg_read_word *w) {
  const char *text = b->reader->text;
  size_t at = b->at, end = b->end, after = p + w->length;
  bool first = p == at, one = w->length == 3;
  if (((w->classes & BG_W(NEXT)) || (one && (w->classes & BG_W(SHARE)))) && p >= at + 3) return PART_END;
  if (w->length == 6 && BG_ENDS(U(text), at, p, "级") && (bg_at_is(text, p, end, "以上") || bg_at_is(text, p, end, "以下"))) return PART_WORD;
  if (b->pivots && p >= at + 6 && (w->classes & BG_W(STRIPV)) && !(w->classes & BG_W(STOP)) && after + 6 <= end) /* 帮助 6家企业 修复信用 */
    return is_kind(b->reader, after, end) ? PART_WORD : PART_END;
  if (first && b->counted && (w->classes & (BG_W(FLOW) | BG_W(STOCK))) && w->length >= 6 && is_kind(b->reader, after, end)) return PART_WORD;
  if (first && (w->classes & BG_W(SIZE))) return PART_NO_NOUN;
  if (first && bg_is_bound(text, after, end)) return PART_WORD; /* 压缩式转运站 */
  if (!first && b->counted && bg_at_is(text, p, end, "提升") && is_kind(b->reader, p + 6, end)) return PART_WORD; /* 25个 产能提升重点县 */
  if (!first && one && ends_counted(text, at, p, end)) return PART_END;
  if (first && (w->classes & BG_W(STRIPV)) && (w->classes & BG_W(STOP))) return PART_WORD; /* 5家 入驻企业 */
  if (!ends_noun(w)) return PART_WORD;
  if (one && !(w->classes & BG_W(STOP))) return PART_NONE;
  if (w->classes & BG_W(SIZE)) return PART_NO_NOUN; /* 4个千亿台阶 */
  if (one && bg_at_is(text, p, end, "在") && bg_is_in_noun(text, p, end)) return PART_NONE;
  if (w->classes & BG_W(DONE)) b->clause->verb |= w->classes & ~BG_W(STRIP);
  return first ? begin_behind(b, p) : PART_END;
}

/* Walks to the noun's end, into *stop; false where there is no noun. */
static bool find_stop (behind *b, size_t *stop) {
  const char *text = b->reader->text;
  bool quoted = false;
  *stop = b->end;
  for (size_t p = b->at, l; p < b->end; p += l) {
    const bg_read_word *w = NULL;
    uint32_t c = bg_char_at(U(text), p, b->end, &l);
    size_t more;
    part found;
    if (c == L'“') quoted = true;
    else if (c == L'”') { quoted = false; continue; }
    if (quoted) continue;
    found = take_mark(b, p, c, &more);
    if (found == PART_WORD) {
      more = 0;
      w = bg_reader_word(b->reader, p, b->end, ~(uint64_t)0);
      if (w == NULL) continue;
      found = take_word(b, p, w);
    }
    switch (found) {
      case PART_END: *stop = p + more; return true;
      case PART_NO_NOUN: return false;
      case PART_HEAD: l = b->at - p; break;
      case PART_WORD: l = w->length; break;
      default: break; /* PART_NONE */
    }
  }
  return true;
}

/* What was done to it: 6家省实验室在郑州揭牌. */
static void take_done (const behind *b, size_t stop) {
  const char *text = b->reader->text;
  for (size_t p = stop, l; p < b->end; p += l) {
    uint32_t c = bg_char_at(U(text), p, b->end, &l);
    const bg_read_word *w;
    if (bg_is_mark(c) || c == L'、') break;
    w = bg_reader_word(b->reader, p, b->end, ~(uint64_t)0);
    if (w == NULL) continue;
    if (w->classes & BG_W(DONE)) b->clause->verb |= w->classes & ~BG_W(STRIP);
    else if ((w->classes & BG_W(STOCK)) && (w->classes & BG_W(CUT)) && !(w->classes & BG_W(STRIP))) b->clause->verb |= w->classes;
    l = w->length;
  }
}

/* The noun in [b->at, stop): behind its 的, or before it. */
static bg_range noun_of (const behind *b, bool things, size_t stop) {
  const bg_reader *reader = b->reader;
  bg_range r = { b->at, stop };
  uint64_t ignored = 0;
  if (b->of != SIZE_MAX) {
    size_t head = b->of + 3;
    if (head >= stop || is_action(reader, head, stop) || (things && is_thing(reader, r.first, b->of))) r.last = b->of;
    else r.first = head;
  }
  r = bg_strip_front(reader, r, &ignored);
  r = bg_drop_quoted(reader->text, r);
  r.last = before_among(reader->text, r);
  r.last = without_end(reader, r, stop);
  return r;
}

bg_range bg_phrase_behind (const bg_reader *reader, const bg_quantity *q, size_t at, size_t end, bg_clause *clause) {
  const char *text = reader->text;
  behind b = { reader, clause, at, end, SIZE_MAX, q->kind == BG_COUNT && q->unit_length > 0, false };
  bg_range r, none = { at, at };
  const bg_read_word *w;
  size_t stop;
  b.pivots = b.counted && is_pivot(text, (size_t)q->first);
  b.at = bg_past_bracket(text, bg_past_blanks(text, at, end), end);
  if (q->kind == BG_MEASURE && bg_at_is(text, b.at, end, "级")) b.at += 3; /* 30万吨级航道 */
  if (bg_at_is(text, b.at, end, "每")) return none; /* 35微克每立方米 */
  take_of(&b);
  w = bg_reader_word(reader, b.at, end, ~(uint64_t)0);
  if (w != NULL && (w->classes & BG_W(STRIPC))) return none; /* not 和美乡村 */
  if (!find_stop(&b, &stop)) return none;
  r = noun_of(&b, b.counted || q->unit_length == 0, stop);
  take_done(&b, stop);
  while (r.last > r.first && bg_is_blank(text[r.last - 1])) r.last--;
  return r.first < r.last ? r : none;
}
