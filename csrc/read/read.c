/*
** read.c: from a report's text to a report. See read.h.
*/
#include "read_state.h"

#include <math.h>

#define U(text) ((const unsigned char *)(text))

/* Members of a list that are looked through for the noun that they all modify. */
#define LIST_REACH 8

/* The longest word for a tier, 自治区级 and the like, in bytes. */
#define TIER_MAX 15

#define BG_FACTS_NONE ((size_t)-1)

/* Bytes behind a plan's name that tell that it ends or begins. */
#define PLAN_REACH 30

/* Bytes before words of time in which a quote that they stand in opens. */
#define QUOTE_REACH 48

/* Bytes of a sentence in which words of time say when all of it was. */
#define OPENING 12

/* Bytes between two numbers of a list, the first of which leaves its unit to the
** second. */
#define LIST_GAP 30

/* The longest run that is given with all that tears it apart. */
#define VERBATIM_MAX 600

static bool keep (void *ud, const bg_quantity *q) {
  bg_reader *r = ud;
  if (!bg_make_room(r->layout.alloc, (void **)&r->quantities, &r->quantity_room, r->quantity_count, sizeof *q)) return false;
  r->quantities[r->quantity_count++] = *q;
  return true;
}

static uint32_t intern (bg_reading *g, const char *at, size_t length) {
  bg_text text;
  uint32_t offset = 0;
  bg_status status;
  text.at = at;
  text.length = length;
  status = bg_report_builder_text(g->r.out, text, &offset);
  if (status != BG_OK && g->status == BG_OK) g->status = status;
  return offset;
}

static uint32_t intern_period (bg_reading *g, bg_period period) {
  char buffer[BG_PERIOD_TEXT];
  return intern(g, buffer, bg_period_write(period, buffer));
}

static uint32_t intern_region (bg_reading *g, uint32_t code) {
  char text[6];
  for (int i = 5; i >= 0; i--, code /= 10) text[i] = (char)('0' + code % 10);
  return intern(g, text, sizeof text);
}

static void set_fact (bg_reading *g, bg_fact *f, const bg_quantity *q, const bg_decision *d, const bg_paragraph *p) {
  size_t first = bg_layout_original(&g->r.layout, (size_t)q->first);
  size_t last = bg_layout_original(&g->r.layout, (size_t)q->last - 1);
  char normal[BG_INDICATOR_MAX + 64], id[48];
  const char *english;
  size_t n, pool = g->r.out->pool_size;
  f->value = q->value;
  f->bounds.lower = q->lower;
  f->bounds.upper = q->upper;
  f->bounds.lower_open = q->lower_open || isinf(q->lower);
  f->bounds.upper_open = q->upper_open || isinf(q->upper);
  f->code[BG_CODE_QUALIFIER] = q->sense;
  f->code[BG_CODE_MEASURE] = (uint8_t)d->measure;
  f->code[BG_CODE_STATUS] = (uint8_t)d->status;
  f->code[BG_CODE_LEVEL] = (uint8_t)d->level;
  f->code[BG_CODE_DIRECTION] = (uint8_t)d->direction;
  f->code[BG_CODE_COMPARISON] = (uint8_t)d->comparison;
  f->first = (uint32_t)first + 1;
  f->last = (uint32_t)last + 1;
  f->paragraph[0] = p->joint > 0 && (size_t)q->first >= p->joint ? p->line[1] : p->line[0];
  if (p->joint > 0 && (size_t)q->first < p->joint && (size_t)q->last > p->joint) f->paragraph[1] = p->line[1];
  f->text[BG_TEXT_INDICATOR] = intern(g, g->name, g->name_length);
  n = bg_normal_name(g->name, g->name_length, normal, &english);
  if (g->member > 0 && BG_STARTS(U(normal), 0, n, "城乡")) { /* as written, both are 城乡; their normal form tells them apart */
    memcpy(normal, g->member == 1 ? "城镇" : "农村", sizeof "城镇" - 1);
    n = bg_normal_name(normal, n, normal, &english);
  }
  f->text[BG_TEXT_LABEL_ZH] = intern(g, normal, n);
  g->fresh = f->text[BG_TEXT_LABEL_ZH] >= pool; /* the pool had no such text */
  f->text[BG_TEXT_LABEL_EN] = intern(g, english, strlen(english));
  f->text[BG_TEXT_WRITTEN] = intern(g, g->r.text + q->first, (size_t)(q->last - q->first));
  f->text[BG_TEXT_UNIT] = intern(g, bg_quantity_unit(q).at, q->unit_length);
  f->text[BG_TEXT_PERIOD] = !d->undated && (g->r.now > 0 || g->carried) ? intern_period(g, d->period) : 0;
  f->text[BG_TEXT_REGION] = d->region;
  f->text[BG_TEXT_SECTION] = g->section;
  f->text[BG_TEXT_CATEGORY] = g->section;
  n = bg_write_id(id, f->paragraph[0], (unsigned)(f->first));
  f->text[BG_TEXT_ID] = intern(g, id, n);
}

/* 总规模10亿元、首期3亿元的基金: 的 follows the number, or its list; `head` is where
** what they are of begins. */
static bool before_of (const bg_reading *g, size_t index, size_t last, size_t *head) {
  const unsigned char *text = U(g->r.text);
  size_t length = g->r.layout.length;
  for (size_t end = index + LIST_REACH; index < last && index < end; index++) {
    size_t at = (size_t)g->r.quantities[index].last;
    if (BG_STARTS(text, at, length, "的")) {
      *head = at + 3;
      return !BG_STARTS(text, at + 3, length, "增长");
    }
    if (!BG_STARTS(text, at, length, "、")) return false;
    if (index + 1 < last) {
      size_t p, next = (size_t)g->r.quantities[index + 1].first;
      for (p = at + 3; p < next; p++)
        if (BG_STARTS(text, p, next, "，") || BG_STARTS(text, p, next, "。") || BG_STARTS(text, p, next, "、") || text[p] == ',') return false;
    }
  }
  return false;
}

/* 其中，甲5亿元；乙3亿元: a sentence of parts of what the sentence before told. */
static bool opens_parts (const bg_reading *g, bg_range sentence) {
  const unsigned char *text = U(g->r.text);
  size_t at = sentence.first, end = sentence.last;
  return BG_STARTS(text, at, end, "其中，") || BG_STARTS(text, at, end, "其中,") || BG_STARTS(text, at, end, "其中：");
}

/* Words of time in a clause without a number: what follows may be of that time, or
** at least is no plan where the time is past. */
static void take_time (bg_reading *g, size_t begin, const bg_time_words *t, size_t end, bool holds) {
  const unsigned char *text = U(g->r.text);
  size_t p = t->first, start;
  /* a name in quotes is no time; 创10年来新高 is of no ten years */
  while (p > begin && t->first - p < QUOTE_REACH) {
    uint32_t c = bg_char_before(text, begin, p, &start);
    if (c == L'”') break;
    if (c == L'“') return;
    p = start;
  }
  /* a plan that ends or begins is no time of what follows: “十四五”规划收官 */
  if (BG_STARTS(text, t->first, t->last, "“")) {
    static const char events[][10] = { "收官", "收尾", "开局", "开好局", "圆满", "谋划", "编制", "胜利" };
    size_t reach = t->last + PLAN_REACH < end ? t->last + PLAN_REACH : end;
    for (size_t i = 0; i < sizeof events / sizeof events[0] && holds; i++)
      holds = !bg_has(g->r.text + t->last, reach - t->last, events[i]);
  }
  if (t->span && t->first > begin + OPENING && !BG_ENDS(text, begin, t->first, "，")) holds = false;
  if (holds && !bg_time_is_base(&g->r, begin, t, end)) {
    g->carried = true;
    g->carry = t->period;
  }
  if (bg_word_before(g->r.words, g->r.text, begin, t->first, BG_W(THAN)) == NULL) {
    g->hinted = true;
    g->hint = t->period;
  }
}

/* 新增, 新获批, 净增: does a verb of the clause add to what was there? */
static bool adds (const bg_reading *g, bg_range clause) {
  const char *text = g->r.text;
  for (size_t p = clause.first, l; p < clause.last; p += l) {
    const bg_read_word *w = bg_word_at(g->r.words, text, p, clause.last, ~(uint64_t)0);
    bg_char_at(U(text), p, clause.last, &l);
    if (w == NULL) continue;
    l = w->length;
    if ((w->classes & BG_W(FLOW)) && w->length >= 6 && (BG_STARTS(U(w->text), 0, w->length, "新") || BG_STARTS(U(w->text), 0, w->length, "净增"))) return true;
  }
  return bg_has(text + clause.first, clause.last - clause.first, "新增");
}

/* Parts told before, with this one, are no more than their whole. */
static bool fits (const bg_reading *g, int32_t whole, const bg_fact *part, size_t row) {
  const bg_fact *facts = g->r.out->facts;
  double sum = part->bounds.lower;
  for (size_t i = (size_t)whole + 1; i < row; i++) if (facts[i].part_of == whole) sum += facts[i].bounds.lower;
  return !(sum > facts[whole].bounds.upper * 1.001);
}

/* 甲5亿元、乙3亿元，分别增长2%和4%: the rows that a list without names of its own
** speaks of, as many as its members; false where they cannot be told. */
static bool told_before (const bg_reading *g, size_t count, size_t *rows) {
  const bg_report_builder *b = g->r.out;
  size_t n = count, last = BG_FACTS_NONE;
  for (size_t i = b->fact_count; i-- > 0 && n > 0 && g->notes[i].sentence == g->sentence; ) {
    const bg_fact *f = &b->facts[i];
    if (f->code[BG_CODE_DIRECTION] != BG_DIRECTION_NONE || f->code[BG_CODE_MEASURE] == BG_MEASURE_RANK || g->notes[i].attribute || g->notes[i].duration) continue;
    if (last != BG_FACTS_NONE && b->facts[last].text[BG_TEXT_INDICATOR] == f->text[BG_TEXT_INDICATOR]) continue;
    rows[--n] = last = i;
  }
  return n == 0;
}

/* 15岁及以上人口平均受教育年限: an age in the name of the next number is no figure of
** its own. */
static bool is_age_of_name (const bg_reading *g, bg_range sentence, size_t from, size_t index, size_t last, const bg_clause *c) {
  const bg_quantity *q = &g->r.quantities[index];
  bg_clause next;
  if (!bg_is_unit(q, "岁") || c->right.last <= c->right.first || c->of || index + 1 >= last || (c->seen & (BG_W(UP) | BG_W(DOWN) | BG_W(TO) | BG_W(LINK)))) return false;
  bg_clause_read(&g->r, sentence, from, index + 1, g->year, &next);
  return next.left.last > next.left.first && next.left.first <= (size_t)q->first && next.left.last >= (size_t)q->last;
}

static void read_quantities (bg_reading *g, bg_range sentence, size_t first, size_t last, const bg_paragraph *paragraph, bool plan) {
  const char *text = g->r.text;
  bg_range parts[8], object = { 0, 0 };
  size_t listed_count = 0, listed_at = 0, told[LIST_REACH], told_count = 0, told_at = 0;
  int member = 0;
  g->last = BG_NO_ROW;
  g->last_end = g->noun_end = sentence.first;
  g->cumulative = g->goal = g->forecast = false;
  if (!BG_ENDS(U(text), 0, sentence.first, "；")) g->part = g->opened = false;
  if (opens_parts(g, sentence)) {
    g->whole = BG_NO_ROW;
    g->part = g->opened = true;
  }
  else if (!g->opened) g->part = false;
  if (first < last && bg_has(text + sentence.first, (size_t)g->r.quantities[first].first - sentence.first, "预计")) g->forecast = true;
  for (size_t i = first; i < last && g->status == BG_OK; i++) {
    const bg_quantity *q = &g->r.quantities[i];
    bool follows = i > first && bg_is_list(text, (size_t)g->r.quantities[i - 1].last, (size_t)q->first);
    bool right, inherited, again;
    bg_clause c;
    bg_decision d;
    bg_fact *f;
    bg_note *n;
    int32_t same;
    size_t row, from = g->noun_end, head = 0;
    bg_level tier = BG_LEVEL_NONE;
    /* an attribute belongs to the next number's name: 亿元以上项目100个 */
    if (i > first && g->note_count > 0 && g->notes[g->note_count - 1].attribute && !g->notes[g->note_count - 1].duration && !follows && g->last != BG_NO_ROW &&
        !BG_STARTS(U(text), g->last_end, g->r.layout.length, "、")) from = (size_t)g->r.quantities[i - 1].first;
    bg_clause_read(&g->r, sentence, from, i, g->year, &c);
    if (from < g->last_end) c.verb |= g->notes[g->note_count - 1].verb;
    if (i > first) { /* words of time in clauses without a number */
      size_t s, l;
      for (s = bg_next_time(g->r.words, text, g->last_end, c.clause.first); s < c.clause.first; s = bg_next_time(g->r.words, text, s + l, c.clause.first)) {
        bg_time_words t;
        bg_char_at(U(text), s, c.clause.first, &l);
        if (bg_time_words_at(text, s, c.clause.first, g->r.now, g->year, &t)) {
          take_time(g, g->last_end, &t, sentence.last, true);
          l = t.last - s;
        }
      }
    }
    if (i + 1 < last && c.right.last > c.right.first && q->kind != BG_COUNT && q->kind != BG_PERCENT && q->kind != BG_RANK) {
      size_t next = (size_t)g->r.quantities[i + 1].first;
      if (c.right.last == next && c.right.first == (size_t)q->last && g->r.quantities[i + 1].kind == BG_COUNT) c.attribute = true;
    }
    if (i + 1 < last && (size_t)g->r.quantities[i + 1].first == (size_t)q->last && c.right.last == c.right.first && q->kind == BG_COUNT) {
      bg_clause next;
      bg_clause_read(&g->r, sentence, (size_t)q->last, i + 1, g->year, &next);
      c.right = next.right;
      c.verb |= next.verb;
    }
    if (q->kind == BG_COUNT && i + 1 < last && c.right.last == c.right.first && c.left.last == c.left.first &&
        bg_is_list(text, (size_t)q->last, (size_t)g->r.quantities[i + 1].first) && q->unit_length > 0 &&
        bg_is_unit_of(&g->r.quantities[i + 1], q)) { /* 出台 43条、16条 举措 */
      bg_clause next;
      bg_clause_read(&g->r, sentence, (size_t)q->last, i + 1, g->year, &next);
      c.right = next.right;
      c.verb |= next.verb & ~(BG_W(UP) | BG_W(DOWN));
    }
    if ((q->kind == BG_NUMBER || q->kind == BG_MONEY) && isinf(q->upper) && i + 1 < last && c.right.first == (size_t)q->last && c.right.last > c.right.first &&
        c.left.last == c.left.first && g->r.quantities[i + 1].kind == BG_COUNT &&
        (BG_STARTS(U(text), c.right.last, sentence.last, "达") || BG_STARTS(U(text), c.right.last, sentence.last, "有"))) c.attribute = true; /* 百亿以上 产业 达到 8个 */
    if (q->kind == BG_COUNT && i + 1 < last && (g->r.quantities[i + 1].kind == BG_MONEY || g->r.quantities[i + 1].kind == BG_NUMBER) &&
        c.right.last > c.right.first && c.right.last + 6 >= (size_t)g->r.quantities[i + 1].first &&
        BG_STARTS(U(text), (size_t)g->r.quantities[i + 1].last, sentence.last, "的")) { /* 2个 产值过百亿的 园区 */
      bg_clause next;
      bg_clause_read(&g->r, sentence, (size_t)q->last, i + 1, g->year, &next);
      if (next.right.last > next.right.first) c.right = next.right;
    }
    else if (q->kind == BG_COUNT && i + 1 < last && c.right.last > c.right.first && c.right.last == (size_t)g->r.quantities[i + 1].first) {
      size_t p = c.right.first, l; /* 175家企业发行债券1193只 */
      for (; p < c.right.last; p += l) {
        const bg_read_word *w = bg_word_at(g->r.words, text, p, c.right.last, ~(uint64_t)0);
        bg_char_at(U(text), p, c.right.last, &l);
        if (w == NULL) continue;
        l = w->length;
        if ((w->classes & BG_W(FLOW)) && p >= c.right.first + 6 && p + l + 6 <= c.right.last) { c.right.last = p; break; }
      }
    }
    if (q->kind == BG_MONEY && c.left.last > c.left.first && before_of(g, i, last, &head)) {
      c.attribute = true;
      tier = bg_level_of(g->r.words, text + head, sentence.last - head); /* 的市级基金: the tier of its size too */
    }
    if (is_age_of_name(g, sentence, from, i, last, &c)) continue;
    if (bg_is_unit(q, "岁") && c.right.last > c.right.first) c.attribute = true;
    if (bg_is_size_unit(q) && c.right.last > c.right.first && !c.of && !(c.seen & (BG_W(TO) | BG_W(UP) | BG_W(DOWN)))) c.attribute = true;
    if (bg_is_unit(q, "岁") && !(c.seen & (BG_W(UP) | BG_W(DOWN) | BG_W(TO)))) c.attribute = true;
    if (q->kind == BG_MONEY && i > first && g->r.quantities[i - 1].last == q->first && c.right.last > c.right.first) c.attribute = true; /* 50项 亿元以上 项目 */
    if (c.seen & (BG_W(CUM)) || c.verb & BG_W(CUM)) g->cumulative = true;
    if (bg_has(text + c.clause.first, c.clause.last - c.clause.first, "新增") && !(c.seen & BG_W(CUM))) g->cumulative = false;
    if ((c.seen | c.verb) & BG_W(GOAL)) g->goal = true;
    bg_choose_name(g, sentence, i, &c, follows, &right, &inherited);
    if (right && i + 1 < last && g->name_length <= TIER_MAX && BG_ENDS(U(g->name), 0, g->name_length, "级") &&
        bg_is_list(text, c.right.last, (size_t)g->r.quantities[i + 1].first) && bg_is_unit_of(&g->r.quantities[i + 1], q)) {
      bg_clause next; /* 2个国家级、3个省级 医学中心 */
      size_t p;
      bg_clause_read(&g->r, sentence, (size_t)q->last, i + 1, g->year, &next);
      for (p = next.right.first; p < next.right.last && p - next.right.first <= TIER_MAX; p++)
        if (BG_ENDS(U(text), next.right.first, p, "级")) {
          next.right.first = p;
          bg_name_range(g, next.right);
          break;
        }
    }
    if (c.seen & BG_W(LIST) || bg_has(text + c.clause.first, c.clause.last - c.clause.first, "分别")) {
      listed_count = bg_share_list(g, sentence, i, last, &c, parts, &object);
      listed_at = i;
      if (listed_count == 0 && inherited && told_count == 0) {
        size_t count = 1;
        while (count < LIST_REACH && i + count < last &&
               bg_is_list(text, (size_t)g->r.quantities[i + count - 1].last, (size_t)g->r.quantities[i + count].first)) count++;
        if (count > 1 && told_before(g, count, told)) {
          told_count = count;
          told_at = i;
        }
      }
    }
    else if (inherited && !follows && told_count == 0 && (c.seen & (BG_W(UP) | BG_W(DOWN))) && (q->kind == BG_PERCENT || q->kind == BG_POINTS)) {
      size_t count = 1, of = g->r.out->fact_count; /* 甲、乙占比达到3%、5%，提高1个、2个百分点 */
      while (count < LIST_REACH && i + count < last && g->r.quantities[i + count].kind == q->kind &&
             bg_is_list(text, (size_t)g->r.quantities[i + count - 1].last, (size_t)g->r.quantities[i + count].first)) count++;
      if (count > 1 && i >= first + count && told_before(g, count, told) && told[0] + count == of) {
        bool list = true;
        for (size_t k = i - count + 1; k < i && list; k++)
          list = bg_is_list(text, (size_t)g->r.quantities[k - 1].last, (size_t)g->r.quantities[k].first);
        if (list) {
          told_count = count;
          told_at = i;
        }
      }
    }
    if (told_count > 0 && i >= told_at + told_count) told_count = 0;
    if (told_count > 0) {
      const char *name = g->r.out->pool + g->r.out->facts[told[i - told_at]].text[BG_TEXT_INDICATOR];
      char held[sizeof g->name];
      size_t n_held = strlen(name);
      if (n_held > sizeof held) n_held = sizeof held;
      memcpy(held, name, n_held);
      bg_name_clear(g);
      bg_name_add(g, held, n_held);
      right = false;
      if (i > told_at) { c.seen |= g->notes[g->note_count - 1].seen; c.verb |= g->notes[g->note_count - 1].verb; }
    }
    if (listed_count > 0 && i < listed_at + listed_count) {
      if (i > listed_at) { c.seen |= g->notes[g->note_count - 1].seen; c.verb |= g->notes[g->note_count - 1].verb; }
      bg_name_part(g, parts, listed_count, i - listed_at, object);
      right = false;
    }
    g->member = 0;
    if (BG_STARTS(U(g->name), 0, g->name_length, "城乡")) {
      if (follows && member == 1) g->member = 2;
      else if (i + 1 < last && bg_has(text + c.clause.first, c.clause.last - c.clause.first, "分别") &&
               bg_is_list(text, (size_t)q->last, (size_t)g->r.quantities[i + 1].first)) g->member = 1;
    }
    member = g->member;
    d = bg_decide(g, q, &c, g->name, g->name_length, plan, follows, right);
    if (c.region != 0) d.region = intern_region(g, c.region);
    else d.region = inherited && g->last != BG_NO_ROW ? g->r.out->facts[g->last].text[BG_TEXT_REGION] : g->region;
    if (tier != BG_LEVEL_NONE) d.level = tier;
    if (d.status == BG_STATUS_FORECAST) g->forecast = true;
    /* 由去年的… is no time of what follows, nor what stands in brackets */
    if (c.timed && !(c.seen & BG_W(FROM)) && !(c.clause.first > 0 && (BG_ENDS(U(text), 0, c.clause.first, "（") || text[c.clause.first - 1] == '('))) {
      g->carried = true;
      g->carry = g->hint = c.time;
      g->hinted = true;
    }
    f = bg_report_builder_fact(g->r.out);
    if (f == NULL || !bg_make_room(g->r.layout.alloc, (void **)&g->notes, &g->note_room, g->note_count, sizeof *g->notes)) {
      g->status = BG_NO_MEMORY;
      return;
    }
    row = g->r.out->fact_count - 1;
    set_fact(g, f, q, &d, paragraph);
    n = &g->notes[g->note_count++];
    memset(n, 0, sizeof *n);
    n->sentence = g->sentence;
    n->seen = c.seen;
    n->verb = c.verb;
    n->cumulative = g->cumulative;
    n->inherited = inherited;
    n->right = right;
    n->attribute = c.attribute;
    n->duration = q->kind == BG_DURATION && !bg_is_unit(q, "岁");
    n->adds = adds(g, c.clause) || bg_has(g->name, g->name_length, "入库");
    {
      char base[BG_INDICATOR_MAX + 64];
      size_t steps = bg_without_steps(g, g->name, g->name_length);
      n->base = f->text[BG_TEXT_LABEL_ZH];
      if (steps < g->name_length || bg_has_level(g->name, g->name_length)) n->base = intern(g, base, bg_without_level(g->name, steps, base));
    }
    if (g->status != BG_OK) return;
    f = &g->r.out->facts[row];
    /* what stands apart in the original is kept as it stands there */
    f->verbatim = f->text[BG_TEXT_WRITTEN];
    if (f->last + 1 - f->first != (size_t)(q->last - q->first) && f->last + 1 - f->first <= VERBATIM_MAX) {
      uint32_t verbatim = intern(g, g->source.at + f->first - 1, f->last + 1 - f->first);
      f = &g->r.out->facts[row];
      f->verbatim = verbatim;
    }
    again = right && bg_has(text + c.clause.first, c.clause.last - c.clause.first, "这") && c.clause.last - c.clause.first <= 9;
    same = bg_find_same(g, f, row, again);
    if (same != BG_NO_ROW) {
      bg_mention *m = bg_report_builder_mention(g->r.out);
      if (m == NULL) { g->status = BG_NO_MEMORY; return; }
      f = &g->r.out->facts[row];
      m->written = f->text[BG_TEXT_WRITTEN];
      m->section = f->text[BG_TEXT_SECTION];
      m->fact = same;
      memcpy(m->paragraph, f->paragraph, sizeof m->paragraph);
      m->first = f->first;
      m->last = f->last;
      g->r.out->fact_count--;
      g->note_count--;
      g->notes[same].sentence = g->sentence;
      row = (size_t)same;
    }
    else {
      /* 其中, and what goes on with it */
      bool part = ((c.seen | c.verb) & BG_W(PART)) != 0;
      if (part) {
        g->whole = bg_find_whole(g, f, row);
        g->part = true;
        g->opened = false;
      }
      else if (g->part && g->opened) { /* each part of a list that 其中， opened stands alone */
        if (g->whole == BG_NO_ROW && bg_is_amount(f)) g->whole = bg_find_whole(g, f, row);
        part = g->whole != BG_NO_ROW && fits(g, g->whole, f, row);
      }
      else if (g->part && !follows && ((c.verb & (BG_W(FLOW) | BG_W(STOCK))) || (c.seen & (BG_W(TOTAL) | BG_W(CUM))))) g->part = false;
      if (g->part && g->whole != BG_NO_ROW && bg_is_amount(f) && f->code[BG_CODE_DIRECTION] == BG_DIRECTION_NONE && !inherited
          && g->r.out->facts[g->whole].text[BG_TEXT_UNIT] == f->text[BG_TEXT_UNIT]
          && (part || f->code[BG_CODE_LEVEL] != BG_LEVEL_NONE || follows || g->last == BG_NO_ROW || g->r.out->facts[g->last].part_of != BG_NO_ROW)) {
        f->part_of = g->whole;
        g->notes[row].part = true;
        bg_relate_levels(g, row);
      }
      if (bg_has(g->name, g->name_length, "首期")) {
        f->part_of = bg_find_whole(g, f, row);
      }
      if ((c.verb & BG_W(STOCK)) && right && f->code[BG_CODE_LEVEL] != BG_LEVEL_NONE && f->part_of == BG_NO_ROW) {
        size_t reach = row > RELATION_REACH ? row - RELATION_REACH : 0;
        for (size_t k = row; k-- > reach; )
          if (g->notes[k].base == g->notes[row].base && g->r.out->facts[k].code[BG_CODE_LEVEL] == BG_LEVEL_NONE
              && g->r.out->facts[k].code[BG_CODE_MEASURE] == BG_MEASURE_STOCK && g->r.out->facts[k].text[BG_TEXT_UNIT] == f->text[BG_TEXT_UNIT]) {
            f->part_of = (int32_t)k;
            break;
          }
      }
      bg_relate_increment(g, f, row);
    }
    g->last = (int32_t)row;
    g->last_end = g->noun_end = (size_t)q->last;
    if (right && c.right.first >= g->last_end && (i + 1 == last || c.right.last < (size_t)g->r.quantities[i + 1].first)) g->noun_end = c.right.last;
  }
}

/* 提高0.8个、0.6个百分点: a number that leaves its unit to the next of its list is
** in points as well. */
static void share_points (bg_reader *r) {
  for (size_t i = r->quantity_count; i-- > 1; ) {
    bg_quantity *q = &r->quantities[i - 1];
    const bg_quantity *next = &r->quantities[i];
    size_t at = (size_t)q->last, end = (size_t)next->first, l;
    bool list;
    if (next->kind != BG_POINTS || end - at > LIST_GAP || !((q->kind == BG_COUNT && bg_is_unit(q, "个")) || (q->kind == BG_NUMBER && q->unit_length == 0))) continue;
    list = bg_is_list(r->text, at, end);
    if (!list && q->kind == BG_COUNT && (BG_STARTS(U(r->text), at, end, "、") || BG_STARTS(U(r->text), at, end, "和"))) { /* 高于全国0.8个、全省0.6个百分点 */
      list = true;
      for (at += 3; at < end && list; at += l) {
        const bg_read_word *w = bg_word_at(r->words, r->text, at, end, ~(uint64_t)0);
        uint32_t c = bg_char_at(U(r->text), at, end, &l);
        if (w != NULL) l = w->length;
        list = c != L'，' && c != L'。' && c != L'；' && (w == NULL || !(w->classes & (BG_W(UP) | BG_W(DOWN) | BG_W(CUT) | BG_W(FLOW) | BG_W(AGAINST))));
      }
    }
    if (!list) continue;
    q->kind = next->kind;
    q->unit = next->unit;
    q->unit_length = next->unit_length;
    memcpy(q->unit_text, next->unit_text, sizeof q->unit_text);
  }
}

/* {====================================================== sentences and paragraphs */

static size_t sentence_end (const char *text, size_t at, size_t end) {
  size_t l;
  while (at < end) {
    unsigned char a;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    while (end - at >= 8) { /* two characters of three bytes that begin with neither E3 nor EF: most of Chinese */
      uint64_t w;
      memcpy(&w, text + at, 8);
      if ((w & UINT64_C(0xC0C0F0C0C0F0)) != UINT64_C(0x8080E08080E0)) break;
      if ((w & 0xFF) - 0xE4 > 0xEE - 0xE4 || (w >> 24 & 0xFF) - 0xE4 > 0xEE - 0xE4) break;
      at += 6;
    }
    if (at >= end) break;
#endif
    a = (unsigned char)text[at];
    if (a < 0x80) {
      if (a == ';' || a == '!' || a == '?' || a == '\n') return at + 1;
      at++;
    }
    else if (a == 0xE3 || a == 0xEF) {
      uint32_t c = bg_char_at(U(text), at, end, &l);
      if (c == L'。' || c == L'！' || c == L'？' || c == L'；') return at + l;
      at += l;
    }
    else at++;
  }
  return end;
}

static void read_paragraph (bg_reading *g, const bg_paragraph *p, size_t *next) {
  const char *text = g->r.text;
  size_t first = *next, last, at = p->first;
  int mood;
  while (first < g->r.quantity_count && (size_t)g->r.quantities[first].first < p->first) first++;
  for (last = first; last < g->r.quantity_count && (size_t)g->r.quantities[last].first < p->last; last++) ;
  *next = last;
  if (bg_context_heading(&g->context, &g->r, p)) {
    bg_range r = { p->first, p->last };
    bg_name_clear(g);
    bg_name_range(g, r);
    g->section = intern(g, g->name, g->name_length);
  }
  if (first == last) return;
  if (!bg_context_mood(&g->r, p->first, p->last, &g->cues, &mood)) { g->status = BG_NO_MEMORY; return; }
  bg_context_paragraph(&g->context, &g->r, p);
  g->carried = g->hinted = false;
  while (first < last && g->status == BG_OK) {
    bg_range sentence;
    size_t end, q = first;
    bg_time_words t;
    size_t s, l;
    bool plan;
    for (;;) { /* the sentence of the next quantity */
      end = sentence_end(text, at, p->last);
      if (end > (size_t)g->r.quantities[first].first) break;
      g->sentence++;
      /* words of time that open a sentence without a number hold on */
      for (s = bg_next_time(g->r.words, text, at, end); s < end; s = bg_next_time(g->r.words, text, s + l, end)) {
        bg_char_at(U(text), s, end, &l);
        if (bg_time_words_at(text, s, end, g->r.now, g->context.part == BG_PART_PLAN ? g->r.now : g->context.year, &t)) {
          take_time(g, at, &t, end, s < at + OPENING);
          l = t.last - s;
        }
      }
      at = end;
    }
    while (end < p->last && end < (size_t)g->r.quantities[first].last) end = sentence_end(text, end, p->last);
    sentence.first = at;
    sentence.last = end;
    while (q < last && (size_t)g->r.quantities[q].first < end) q++;
    g->sentence++;
    plan = bg_context_plan(&g->context, &g->r, mood, &g->cues, sentence);
    for (s = plan || g->r.now == 0 ? end : bg_next_time(g->r.words, text, at, end); s < end && !plan; s = bg_next_time(g->r.words, text, s + l, end)) { /* 到2030年: what is still to come is a plan */
      bg_char_at(U(text), s, end, &l);
      if (bg_time_words_at(text, s, end, g->r.now, 0, &t)) {
        plan = t.whole && t.period.first > bg_year_period(g->r.now).last;
        l = t.last - s;
      }
    }
    g->year = plan ? g->r.now : g->context.year;
    if (bg_has(text + at, end - at, "目前")) g->carried = g->hinted = false;
    else { /* words of time before the first number's clause */
      size_t before = (size_t)g->r.quantities[first].first;
      for (s = bg_next_time(g->r.words, text, at, before); s < before; s = bg_next_time(g->r.words, text, s + l, before)) {
        bg_char_at(U(text), s, before, &l);
        if (bg_time_words_at(text, s, before, g->r.now, g->year, &t)) {
          take_time(g, at, &t, end, true);
          l = t.last - s;
        }
      }
    }
    read_quantities(g, sentence, first, q, p, plan);
    if (g->goal) g->context.before = BG_PART_PLAN;
    first = q;
    at = end;
  }
}

/* }====================================================== */

static uint32_t region_of (const bg_reading *g) {
  uint32_t code = 0;
  if (g->options.region.length == 6 && g->options.region.at[0] >= '0' && g->options.region.at[0] <= '9') return 0;
  if (g->options.region.length > 0) code = bg_region_code(g->options.region);
  return code;
}

static void start (bg_reading *g) {
  uint32_t code;
  const bg_layout *l = &g->r.layout;
  bg_context_start(&g->context, &g->r, g->options.year);
  code = region_of(g);
  if (code == 0 && g->options.region.length == 0 && l->count > 0) code = bg_context_region(&g->r);
  if (code != 0) g->region = intern_region(g, code);
  else g->region = intern(g, g->options.region.at, g->options.region.length);
  g->r.out->text[BG_REPORT_REGION] = g->region;
  g->r.out->text[BG_REPORT_NAME] = intern(g, g->options.name.at, g->options.name.length);
  if (l->count > 0) {
    bg_range title = { l->paragraphs[0].first, l->paragraphs[0].last };
    if (title.last - title.first <= BG_INDICATOR_MAX) {
      bg_name_clear(g);
      bg_name_range(g, title);
      g->r.out->text[BG_REPORT_TITLE_ZH] = intern(g, g->name, g->name_length);
    }
  }
  if (g->r.now > 0) g->r.out->text[BG_REPORT_PERIOD] = intern_period(g, bg_year_period(g->r.now));
}

bg_status bg_read (const bg_lexicon *lexicon, const bg_words *words, bg_text text,
                   const bg_read_options *options, bg_report_builder *out) {
  bg_reading g;
  bg_scan_state scan;
  size_t next = 0;
  memset(&g, 0, sizeof g);
  memset(&scan, 0, sizeof scan);
  g.options = *options;
  g.source = text;
  g.r.lexicon = lexicon;
  g.r.words = words;
  g.r.out = out;
  g.r.layout.alloc = out->alloc;
  g.status = bg_layout_make(&g.r.layout, lexicon, words, text, out);
  if (g.status == BG_OK) {
    g.r.text = g.r.layout.text;
    bg_scan_quantities(lexicon, U(g.r.text), g.r.layout.length, 0, true, &scan, keep, &g.r);
    if (scan.stopped) g.status = BG_NO_MEMORY;
    share_points(&g.r);
  }
  if (g.status == BG_OK) start(&g);
  for (size_t i = 0; i < g.r.layout.count && g.status == BG_OK; i++) read_paragraph(&g, &g.r.layout.paragraphs[i], &next);
  if (g.r.quantities != NULL)
    out->alloc.resize(out->alloc.ud, g.r.quantities, g.r.quantity_room * sizeof *g.r.quantities, 0);
  if (g.cues.at != NULL) out->alloc.resize(out->alloc.ud, g.cues.at, g.cues.room * sizeof *g.cues.at, 0);
  if (g.notes != NULL) out->alloc.resize(out->alloc.ud, g.notes, g.note_room * sizeof *g.notes, 0);
  bg_layout_free(&g.r.layout);
  return g.status;
}
