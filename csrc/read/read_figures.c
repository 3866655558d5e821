/*
** read_figures.c: the numbers of a sentence in turn: their clauses, what lists and
** neighbours give them, and the facts that they make.
*/
#include "read_state.h"

#include <math.h>

#define U(text) ((const unsigned char *)(text))

/* Members of a list that are looked through for the noun that they all modify. */
#define LIST_REACH 8

/* The longest word for a tier, 自治区级 and the like, in bytes. */
#define TIER_MAX 15

#define BG_FACTS_NONE ((size_t)-1)

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
        if (BG_STARTS(text, p, next, "，") || BG_STARTS(text, p, next, "、") || text[p] == ',') return false;
    }
  }
  return false;
}

/* 其中，甲5亿元；乙3亿元: a sentence of parts of what the sentence before told. */
static bool opens_parts (const bg_reading *g, bg_range sentence) {
  const unsigned char *text = U(g->r.text);
  size_t at = sentence.first, end = sentence.last;
  return BG_STARTS(text, at, end, "其中，") || BG_STARTS(text, at, end, "其中,") || BG_STARTS(text, at, end, "其中：") ||
         BG_STARTS(text, at, end, "其中:");
}

/* 甲5亿元、乙3亿元，分别增长2%和4%: the rows that a list without names of its own
** speaks of, as many as its members; false where they cannot be told. */
static bool told_before (const bg_reading *g, size_t count, size_t *rows) {
  const bg_report_builder *b = g->r.out;
  size_t n = count, last = BG_FACTS_NONE;
  for (size_t i = b->fact_count; i-- > 0 && n > 0 && g->notes[i].sentence == g->sentence; ) {
    const bg_fact *f = &b->facts[i];
    if (f->code[BG_CODE_DIRECTION] != BG_DIRECTION_NONE || f->code[BG_CODE_MEASURE] == BG_MEASURE_RANK) continue;
    if (g->notes[i].attribute || g->notes[i].duration) continue;
    if (last != BG_FACTS_NONE && b->facts[last].text[BG_TEXT_INDICATOR] == f->text[BG_TEXT_INDICATOR]) continue;
    rows[--n] = last = i;
  }
  return n == 0;
}

/* 15岁及以上人口平均受教育年限: an age in the name of the next number is no figure of
** its own. */
static bool is_age_of_name (const bg_reading *g, const bg_figure *f) {
  const bg_quantity *q = f->q;
  const bg_clause *c = &f->clause;
  bg_clause next;
  if (!bg_is_unit(q, "岁") || c->right.last <= c->right.first || c->of || f->index + 1 >= f->last) return false;
  if (c->seen & (BG_W(UP) | BG_W(DOWN) | BG_W(TO) | BG_W(LINK))) return false;
  bg_clause_read(&g->r, f->sentence, f->from, f->index + 1, g->year, &next);
  return next.left.first <= (size_t)q->first;
}

/* Are the numbers i and i + 1 members of one list? */
static bool joined (const bg_reading *g, size_t i) {
  return bg_is_list(g->r.text, (size_t)g->r.quantities[i].last, (size_t)g->r.quantities[i + 1].first);
}

/* The clause of the number behind, which begins where this one ends. */
static void next_clause (const bg_reading *g, const bg_figure *f, bg_clause *next) {
  bg_clause_read(&g->r, f->sentence, (size_t)f->q->last, f->index + 1, g->year, next);
}

/* The noun that this number shares with the one behind it: 43条、16条举措. */
static void take_next_noun (const bg_reading *g, bg_figure *f) {
  const bg_quantity *q = f->q, *next = q + 1;
  bg_clause *c = &f->clause, behind;
  if (q->kind != BG_COUNT || f->index + 1 >= f->last) return;
  if (next->first == q->last) {
    next_clause(g, f, &behind);
    c->right = behind.right;
    c->verb |= behind.verb;
  }
  if (c->right.last == c->right.first && c->left.last == c->left.first && joined(g, f->index) && bg_is_unit_of(next, q)) {
    next_clause(g, f, &behind);
    c->right = behind.right;
    c->verb |= behind.verb & ~(BG_W(UP) | BG_W(DOWN));
  }
}

/* What a count's noun is where another number stands right behind it. */
static void mend_noun (const bg_reading *g, bg_figure *f) {
  const char *text = g->r.text;
  const bg_quantity *q = f->q, *next = q + 1;
  bg_clause *c = &f->clause;
  if (q->kind != BG_COUNT || f->index + 1 >= f->last || c->right.last <= c->right.first) return;
  if ((next->kind == BG_MONEY || next->kind == BG_NUMBER) && c->right.last + 6 >= (size_t)next->first &&
      BG_STARTS(U(text), (size_t)next->last, f->sentence.last, "的")) { /* 2个 产值过百亿的 园区 */
    bg_clause behind;
    next_clause(g, f, &behind);
    c->right = behind.right;
  }
  else if (c->right.last == (size_t)next->first) { /* 175家企业发行债券1193只 */
    for (size_t p = c->right.first, l; p < c->right.last; p += l) {
      const bg_read_word *w = bg_reader_word(&g->r, p, c->right.last, ~(uint64_t)0);
      bg_char_at(U(text), p, c->right.last, &l);
      if (w == NULL) continue;
      l = w->length;
      if ((w->classes & BG_W(FLOW)) && p >= c->right.first + 6) { c->right.last = p; break; }
    }
  }
}

/* Is the number the size of what the next one counts: 亿元以上 项目 100个? */
static bool is_size_of_next (const bg_reading *g, const bg_figure *f) {
  const unsigned char *text = U(g->r.text);
  const bg_quantity *q = f->q, *next = q + 1;
  const bg_clause *c = &f->clause;
  if (f->index + 1 >= f->last || c->right.last <= c->right.first || c->right.first != (size_t)q->last || next->kind != BG_COUNT) return false;
  if (q->kind != BG_COUNT && q->kind != BG_PERCENT && q->kind != BG_RANK && c->right.last == (size_t)next->first) return true;
  if (q->kind != BG_MONEY || !isinf(q->upper) || c->left.last > c->left.first) return false;
  return BG_STARTS(text, c->right.last, f->sentence.last, "达"); /* 百亿元以上 产业 达到 8个 */
}

/* Is the number no more than an attribute of a noun: 750千伏输变电工程, 65岁老人? */
static bool is_attribute (const bg_reading *g, const bg_figure *f) {
  const bg_quantity *q = f->q;
  const bg_clause *c = &f->clause;
  bool noun = c->right.last > c->right.first, moved = (c->seen & (BG_W(UP) | BG_W(DOWN) | BG_W(TO))) != 0;
  if (bg_is_unit(q, "岁") && (noun || !moved)) return true;
  if (bg_is_size_unit(q) && noun && !c->of && !moved) return true;
  return q->kind == BG_MONEY && f->index > f->first && g->r.quantities[f->index - 1].last == q->first && noun; /* 50项 亿元以上 项目 */
}

/* Reads the number's clause, with what its neighbours give it. False where the number
** is part of the next one's name. */
static bool read_clause (bg_reading *g, bg_figure *f) {
  const bg_note *before = g->last == BG_NO_ROW ? NULL : &g->notes[g->last];
  bg_clause *c = &f->clause;
  size_t head = 0;
  /* an attribute belongs to the next number's name: 亿元以上项目100个 */
  bool sized = before != NULL && before->attribute && !before->duration &&
               !BG_STARTS(U(g->r.text), g->last_end, g->r.layout.length, "、");
  f->from = sized ? (size_t)f->q[-1].first : g->noun_end;
  bg_clause_read(&g->r, f->sentence, f->from, f->index, g->year, c);
  if (sized && f->from < g->last_end) c->verb |= before->verb;
  if (f->index > f->first) /* words of time in clauses without a number */
    bg_carry_times(g, (bg_range){ g->last_end, c->clause.first }, g->year, f->sentence.last, SIZE_MAX);
  c->attribute = is_size_of_next(g, f);
  take_next_noun(g, f);
  mend_noun(g, f);
  if (f->q->kind == BG_MONEY && c->left.last > c->left.first && before_of(g, f->index, f->last, &head)) {
    c->attribute = true;
    f->tier = bg_level_of(g->r.words, g->r.text + head, f->sentence.last - head); /* 的市级基金: the tier of its size too */
  }
  if (is_age_of_name(g, f)) return false;
  c->attribute = c->attribute || is_attribute(g, f);
  return true;
}

/* 2个国家级、3个省级 医学中心: the noun behind the list is the first one's too. */
static void add_shared_noun (bg_reading *g, const bg_figure *f) {
  const char *text = g->r.text;
  bg_clause next;
  if (!f->right || f->index + 1 >= f->last || g->name_length > TIER_MAX || !BG_ENDS(U(g->name), 0, g->name_length, "级") ||
      !bg_is_list(text, f->clause.right.last, (size_t)f->q[1].first)) return;
  next_clause(g, f, &next);
  for (size_t p = next.right.first; p < next.right.last && p - next.right.first <= TIER_MAX; p++)
    if (BG_ENDS(U(text), next.right.first, p, "级")) {
      next.right.first = p;
      bg_name_range(g, next.right);
      return;
    }
}

/* Names that numbers of a list have together. */
typedef struct names {
  bg_range parts[LIST_REACH], object; /* A和B分别…a和b: their places, */
  size_t part_count, part_at;         /* how many, and the first one's number */
  size_t told[LIST_REACH];            /* of rows before: 甲5亿元、乙3亿元，分别增长2%和4% */
  size_t told_count, told_at;
} names;

/* How many numbers from this one on are members of one list, of its kind alone where `alike`. */
static size_t list_of (const bg_reading *g, const bg_figure *f, bool alike) {
  size_t count = 1;
  for (; count < LIST_REACH && f->index + count < f->last; count++)
    if ((alike && f->q[count].kind != f->q->kind) || !joined(g, f->index + count - 1)) break;
  return count;
}

/* Are the numbers [first, last) one list? */
static bool all_joined (const bg_reading *g, size_t first, size_t last) {
  for (size_t i = first; i + 1 < last; i++) if (!joined(g, i)) return false;
  return true;
}

/* 分别增长2%和4%: does the list that begins here speak of rows told before? */
static void find_told (bg_reading *g, const bg_figure *f, names *n) {
  size_t count = list_of(g, f, false);
  if (count < 2 || !told_before(g, count, n->told)) return;
  n->told_count = count;
  n->told_at = f->index;
}

/* 甲、乙占比达到3%、5%，提高1个、2个百分点: the same where the list before has as many members. */
static void find_moved (bg_reading *g, const bg_figure *f, names *n) {
  size_t count = list_of(g, f, true);
  if (count < 2 || f->index < f->first + count || !told_before(g, count, n->told)) return;
  if (n->told[0] + count != g->r.out->fact_count || !all_joined(g, f->index - count, f->index)) return;
  n->told_count = count;
  n->told_at = f->index;
}

/* Do names shared by a list begin with this number? */
static void find_names (bg_reading *g, const bg_figure *f, names *n) {
  const bg_clause *c = &f->clause;
  bool moved = (c->seen & (BG_W(UP) | BG_W(DOWN))) != 0;
  if (n->told_count > 0 && f->index >= n->told_at + n->told_count) n->told_count = 0;
  if ((c->seen & BG_W(LIST)) || bg_has(g->r.text + c->clause.first, c->clause.last - c->clause.first, "分别")) {
    n->part_count = bg_share_list(g, f->index, f->last, c, n->parts, &n->object);
    n->part_at = f->index;
    if (n->part_count == 0 && f->inherited) find_told(g, f, n);
  }
  else if (f->inherited && !f->follows && moved && (f->q->kind == BG_PERCENT || f->q->kind == BG_POINTS)) find_moved(g, f, n);
}

/* Gives the number its name of such a list. */
static void use_names (bg_reading *g, bg_figure *f, names *n) {
  static const bg_note nothing;
  const bg_note *before = g->note_count > 0 ? &g->notes[g->note_count - 1] : &nothing;
  if (n->told_count > 0) {
    const char *name = g->r.out->pool + g->r.out->facts[n->told[f->index - n->told_at]].text[BG_TEXT_INDICATOR];
    char held[sizeof g->name];
    size_t length = strlen(name);
    memcpy(held, name, length);
    bg_name_clear(g);
    bg_name_add(g, held, length);
    f->right = false;
    if (f->index > n->told_at) { f->clause.seen |= before->seen; f->clause.verb |= before->verb; }
  }
  if (n->part_count > 0 && f->index < n->part_at + n->part_count) {
    if (f->index > n->part_at) { f->clause.seen |= before->seen; f->clause.verb |= before->verb; }
    bg_name_part(g, n->parts, n->part_count, f->index - n->part_at, n->object);
    f->right = f->inherited = false;
  }
}

/* 城乡居民收入分别…a和b: the first is 城镇's, the second 农村's. */
static void find_member (bg_reading *g, const bg_figure *f) {
  int before = g->member;
  g->member = 0;
  if (!BG_STARTS(U(g->name), 0, g->name_length, "城乡")) return;
  if (f->follows && before == 1) g->member = 2;
  else if (f->index + 1 < f->last && bg_has(g->r.text + f->clause.clause.first, f->clause.clause.last - f->clause.clause.first, "分别") &&
           joined(g, f->index)) g->member = 1;
}

/* What the clause says of those that follow in its sentence. */
static void note_clause (bg_reading *g, const bg_clause *c) {
  if ((c->seen | c->verb) & BG_W(CUM)) g->cumulative = true;
  if (bg_has(g->r.text + c->clause.first, c->clause.last - c->clause.first, "新增") && !(c->seen & BG_W(CUM))) g->cumulative = false;
  if ((c->seen | c->verb) & BG_W(GOAL)) g->goal = true;
}

/* 由去年的… is no time of what follows, nor what stands in brackets. */
static void carry_time (bg_reading *g, const bg_clause *c) {
  size_t at = c->clause.first;
  if (!c->timed || (c->seen & BG_W(FROM)) || (at > 0 && (BG_ENDS(U(g->r.text), 0, at, "（") || g->r.text[at - 1] == '('))) return;
  g->carried = g->hinted = true;
  g->carry = g->hint = c->time;
}

static void start_sentence (bg_reading *g, bg_range sentence, size_t first) {
  const char *text = g->r.text;
  g->last = BG_NO_ROW;
  g->last_end = g->noun_end = sentence.first;
  g->cumulative = g->goal = g->forecast = false;
  g->member = 0;
  if (!BG_ENDS(U(text), 0, sentence.first, "；")) g->part = g->opened = false;
  if (opens_parts(g, sentence)) {
    g->whole = BG_NO_ROW;
    g->part = g->opened = true;
  }
  else if (!g->opened) g->part = false;
  if (bg_has(text + sentence.first, (size_t)g->r.quantities[first].first - sentence.first, "预计")) g->forecast = true;
}

void bg_read_figures (bg_reading *g, bg_range sentence, size_t first, size_t last, const bg_paragraph *paragraph, bool plan) {
  names shared;
  bg_figure f;
  memset(&shared, 0, sizeof shared);
  start_sentence(g, sentence, first);
  for (size_t i = first; i < last && g->status == BG_OK; i++) {
    bg_decision d;
    f.sentence = sentence;
    f.first = first;
    f.last = last;
    f.index = i;
    f.q = &g->r.quantities[i];
    f.follows = i > first && joined(g, i - 1);
    f.tier = BG_LEVEL_NONE;
    if (!read_clause(g, &f)) continue;
    note_clause(g, &f.clause);
    bg_choose_name(g, sentence, i, &f.clause, f.follows, &f.right, &f.inherited);
    add_shared_noun(g, &f);
    find_names(g, &f, &shared);
    use_names(g, &f, &shared);
    find_member(g, &f);
    d = bg_decide(g, f.q, &f.clause, g->name, g->name_length, plan, f.follows, f.right);
    if (f.clause.region != 0) d.region = bg_intern_region(g, f.clause.region);
    else d.region = f.inherited && g->last != BG_NO_ROW ? g->r.out->facts[g->last].text[BG_TEXT_REGION] : g->region;
    if (f.tier != BG_LEVEL_NONE) d.level = f.tier;
    if (d.status == BG_STATUS_FORECAST) g->forecast = true;
    carry_time(g, &f.clause);
    bg_add_fact(g, &f, &d, paragraph);
  }
}
