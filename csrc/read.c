/*
** read.c: from a report's text to a report. See read.h.
*/
#include "read_rules.h"
#include "read_context.h"

#include <math.h>

/* Facts so far back are still asked whether they say the same. */
#define SAME_REACH 512

/* Facts so far back may be the whole of a part, the stock of an increment. */
#define RELATION_REACH 12

/* What the reader holds of a fact beside what the report holds. */
typedef struct note {
  uint32_t sentence;
  uint32_t base;      /* the normal form without its level: 省级创新平台 -> 创新平台 */
  uint64_t verb, seen;
  bool part, cumulative, inherited, right, attribute, adds;
} note;

typedef struct reading {
  bg_reader r;
  bg_read_options options;
  bg_context context;
  note *notes;
  size_t note_count, note_room;
  uint32_t sentence;     /* its number */
  uint32_t region, section, year_text;
  bg_status status;
  /* within a sentence */
  bool cumulative, goal, forecast, part;
  int32_t whole;
  int32_t last;          /* the row before in this sentence, or BG_NO_ROW */
  size_t last_end;
  bool carried;          /* a period is carried from words before, */
  bg_period carry;       /* this one */
  bg_range subject;      /* the indicator before in this sentence */
  char name[BG_INDICATOR_MAX + 64];
  size_t name_length;
} reading;

#define U(text) ((const unsigned char *)(text))

static bool keep (void *ud, const bg_quantity *q) {
  bg_reader *r = ud;
  if (!bg_make_room(r->layout.alloc, (void **)&r->quantities, &r->quantity_room, r->quantity_count, sizeof *q)) return false;
  r->quantities[r->quantity_count++] = *q;
  return true;
}

static uint32_t intern (reading *g, const char *at, size_t length) {
  bg_text text;
  uint32_t offset = 0;
  bg_status status;
  text.at = at;
  text.length = length;
  status = bg_report_builder_text(g->r.out, text, &offset);
  if (status != BG_OK && g->status == BG_OK) g->status = status;
  return offset;
}

static uint32_t intern_period (reading *g, bg_period period) {
  char buffer[BG_PERIOD_TEXT];
  return intern(g, buffer, bg_period_write(period, buffer));
}

static bg_period year_period (int year) {
  bg_period p;
  bg_date a = { 1, 1, 1 }, b = { 1, 12, 31 };
  a.year = b.year = year;
  p.first = bg_date_to_day(a);
  p.last = bg_date_to_day(b);
  return p;
}

/* {====================================================== indicators */

static void name_clear (reading *g) { g->name_length = 0; }

static void name_add (reading *g, const char *at, size_t length) {
  for (size_t i = 0; i < length && g->name_length + 1 < sizeof g->name; i++) {
    char c = at[i];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\0') continue;
    g->name[g->name_length++] = c;
  }
}

static void name_range (reading *g, bg_range r) {
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
  name_add(g, text + r.first, r.last - r.first);
}

typedef struct synonym {
  const char name[44], normal[34], english[64];
} synonym;

static const synonym synonyms[] = {
#define N(name, normal, english) { name, normal, english },
#include "read_names.def"
#undef N
};
#define SYNONYMS (sizeof synonyms / sizeof synonyms[0])

static const synonym *find_synonym (const char *at, size_t length) {
  for (size_t i = 0; i < SYNONYMS; i++)
    if (synonyms[i].name[0] == at[0] && strlen(synonyms[i].name) == length && memcmp(synonyms[i].name, at, length) == 0)
      return &synonyms[i];
  return NULL;
}

size_t bg_normal_name (const char *at, size_t length, char *out, const char **english) {
  size_t n = 0;
  const synonym *s;
  static const char dropped[][13] = { "各级各类", "各类", "各种", "的" };
  *english = "";
  for (size_t p = 0; p < length && n + 1 < BG_INDICATOR_MAX + 64; ) {
    size_t skip = 0;
    for (size_t i = 0; i < 4 && skip == 0; i++) {
      size_t d = strlen(dropped[i]);
      if (p + d <= length && memcmp(at + p, dropped[i], d) == 0 && p + d < length) skip = d;
    }
    if (skip > 0) { p += skip; continue; }
    out[n++] = at[p++];
  }
  s = find_synonym(out, n);
  if (s == NULL) return n;
  n = strlen(s->normal);
  memcpy(out, s->normal, n);
  *english = s->english;
  return n;
}

/* Steps towards a stock at the name's end: 高新技术企业申报 -> 高新技术企业. */
static size_t without_steps (const reading *g, const char *at, size_t length) {
  const bg_read_word *w = bg_word_before(g->r.words, at, 0, length, BG_W(PROC));
  return w != NULL && w->length < length ? length - w->length : length;
}

/* }====================================================== */

/* {====================================================== measure */

static bool ends_with (const char *s, size_t n, const char *what) {
  size_t m = strlen(what);
  return n >= m && memcmp(s + n - m, what, m) == 0;
}

static bool has (const char *s, size_t n, const char *what) {
  size_t m = strlen(what);
  for (size_t i = 0; i + m <= n; i++) if (memcmp(s + i, what, m) == 0) return true;
  return false;
}

static bool any_end (const char *s, size_t n, const char (*list)[16], size_t count) {
  for (size_t i = 0; i < count; i++) if (ends_with(s, n, list[i])) return true;
  return false;
}

/* What a name alone says of an amount. */
static int measure_of_name (const char *s, size_t n) {
  static const char stocks[][16] = { "余额", "里程", "装机", "装机容量", "规模", "存款", "资产总额", "人口", "户数", "保有量", "拥有量", "库存" };
  static const char levels[][16] = { "人均", "价格", "浓度", "指数", "能力", "强度", "均价", "单产", "寿命", "标准" };
  static const char flows[][16] = { "额", "收入", "支出", "产值", "增加值", "总值", "投资", "产量", "利润", "税收", "吞吐量", "成交量", "发电量", "用电量", "总产", "经费", "资金", "赤字", "进出口", "出口", "进口", "销量", "投入", "客流量", "GDP", "培训", "招生", "就业", "客运量", "货运量", "周转量" };
  if (any_end(s, n, stocks, sizeof stocks / sizeof stocks[0])) return BG_MEASURE_STOCK;
  if (has(s, n, "人均") || any_end(s, n, levels, sizeof levels / sizeof levels[0])) return BG_MEASURE_LEVEL;
  if (any_end(s, n, flows, sizeof flows / sizeof flows[0])) return BG_MEASURE_FLOW;
  return -1;
}

static bool is_unit (const bg_quantity *q, const char *unit) {
  return q->unit_length == strlen(unit) && memcmp(q->unit_text, unit, q->unit_length) == 0;
}

static bool amount_unit (const bg_quantity *q) {
  return q->kind == BG_COUNT || q->kind == BG_MONEY || q->kind == BG_MEASURE || q->kind == BG_NUMBER;
}

/* Units that tell a thing's size where a noun follows: 120万吨乙烯项目. */
static bool size_unit (const bg_quantity *q) {
  static const char units[][16] = { "吨", "千伏", "兆瓦", "千瓦", "吉瓦", "岁", "度", "米", "层", "级", "摄氏度", "公斤", "微米", "纳米", "瓦", "伏" };
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) if (is_unit(q, units[i])) return true;
  return false;
}

/* }====================================================== */

/* {====================================================== parts of a sentence */

/* Only 、和及与 between two runs: they are members of one list. */
static bool listed (const char *text, size_t a, size_t b) {
  static const char joints[][8] = { "、", "和", "及", "与", "以及", "，和", "" , "或" };
  while (a < b && text[a] == ' ') a++;
  while (b > a && text[b - 1] == ' ') b--;
  for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++) {
    size_t n = strlen(joints[i]);
    if (n == b - a && n > 0 && memcmp(text + a, joints[i], n) == 0) return true;
  }
  return false;
}

/* The subject of a clause without a number: what stands before its verb. */
static bg_range subject_of (const reading *g, bg_range r) {
  uint64_t verb = 0;
  const char *text = g->r.text;
  size_t p, l;
  bg_range whole = r;
  for (p = r.first; p < r.last; p += l) {
    const bg_read_word *w = bg_word_at(g->r.words, text, p, r.last, ~(uint64_t)0);
    bg_char_at(U(text), p, r.last, &l);
    if (w == NULL) continue;
    if ((w->classes & (BG_W(CUT) | BG_W(STOP) | BG_W(UP) | BG_W(DOWN) | BG_W(RANK) | BG_W(LINK))) && w->length >= 6 && p > r.first) {
      bg_range before;
      before.first = r.first;
      before.last = p;
      before = bg_noun_phrase(&g->r, before, &verb);
      if (before.last - before.first >= 6) return before;
    }
    l = w->length;
  }
  return bg_noun_phrase(&g->r, whole, &verb);
}

/* Splits A、B和C at its joints; answers the number of parts, 0 past `room`. */
static size_t split_list (const char *text, bg_range r, bg_range *parts, size_t room) {
  size_t n = 0, p = r.first, start = r.first, l;
  int quotes = 0;
  while (p < r.last) {
    uint32_t c = bg_char_at(U(text), p, r.last, &l);
    if (c == L'“' || c == L'（' || c == '(') quotes++;
    else if (c == L'”' || c == L'）' || c == ')') quotes -= quotes > 0;
    else if (quotes == 0 && (c == L'、' || ((c == L'和' || c == L'与' || c == L'及') && p > start && p + l < r.last))) {
      if (n == room) return 0;
      parts[n].first = start;
      parts[n++].last = p;
      start = p + l;
    }
    p += l;
  }
  if (n == room) return 0;
  parts[n].first = start;
  parts[n++].last = r.last;
  return n;
}

/* }====================================================== */

static bool same_bounds (const bg_interval *a, const bg_interval *b) {
  return a->lower == b->lower && a->upper == b->upper;
}

/* The fact that says the same, or BG_NO_ROW. */
static int32_t find_same (const reading *g, const bg_fact *f, size_t row, bool again) {
  const bg_report_builder *b = g->r.out;
  size_t from = row > SAME_REACH ? row - SAME_REACH : 0;
  size_t characters = strlen(b->pool + f->text[BG_TEXT_INDICATOR]) / 3;
  if (characters < 3) return BG_NO_ROW;
  for (size_t i = row; i-- > from; ) {
    const bg_fact *o = &b->facts[i];
    if (o->text[BG_TEXT_LABEL_ZH] != f->text[BG_TEXT_LABEL_ZH] || o->value != f->value || o->text[BG_TEXT_UNIT] != f->text[BG_TEXT_UNIT])
      continue;
    if (!same_bounds(&o->bounds, &f->bounds) || g->notes[i].sentence == g->sentence) continue;
    if (o->code[BG_CODE_DIRECTION] != f->code[BG_CODE_DIRECTION] || o->code[BG_CODE_STATUS] != f->code[BG_CODE_STATUS]) continue;
    if ((o->code[BG_CODE_MEASURE] == BG_MEASURE_TARGET) != (f->code[BG_CODE_MEASURE] == BG_MEASURE_TARGET)) continue;
    if (again) return (int32_t)i;
    if (o->text[BG_TEXT_PERIOD] != f->text[BG_TEXT_PERIOD]) continue;
    /* small numbers of a short name meet by chance */
    if (f->code[BG_CODE_MEASURE] == BG_MEASURE_LEVEL || (f->value < 20 && characters < 5) || characters < 4) continue;
    if (f->code[BG_CODE_MEASURE] != o->code[BG_CODE_MEASURE]) continue;
    return (int32_t)i;
  }
  return BG_NO_ROW;
}

static bool amount_fact (const bg_fact *f) {
  int m = f->code[BG_CODE_MEASURE];
  return m == BG_MEASURE_STOCK || m == BG_MEASURE_FLOW || m == BG_MEASURE_LEVEL || m == BG_MEASURE_TARGET;
}

/* The nearest amount before with this unit, for 其中. */
static int32_t find_whole (const reading *g, const bg_fact *f, size_t row) {
  const bg_report_builder *b = g->r.out;
  size_t from = row > RELATION_REACH ? row - RELATION_REACH : 0;
  for (size_t i = row; i-- > from; ) {
    const bg_fact *o = &b->facts[i];
    if (g->sentence - g->notes[i].sentence > 1) break;
    if (o->text[BG_TEXT_UNIT] == f->text[BG_TEXT_UNIT] && amount_fact(o) && !g->notes[i].part && o->value >= f->value
        && o->code[BG_CODE_DIRECTION] == BG_DIRECTION_NONE)
      return (int32_t)i;
  }
  return BG_NO_ROW;
}

/* Growth that adds to a stock just told: in the words of one sentence. */
static void relate_increment (reading *g, bg_fact *stock, size_t row) {
  const bg_report_builder *b = g->r.out;
  size_t from = row > RELATION_REACH ? row - RELATION_REACH : 0;
  if (stock->code[BG_CODE_MEASURE] != BG_MEASURE_STOCK) return;
  for (size_t i = row; i-- > from; ) {
    bg_fact *flow = &b->facts[i];
    if (g->notes[i].sentence != g->sentence) break;
    if (flow->code[BG_CODE_MEASURE] != BG_MEASURE_FLOW || !g->notes[i].adds || flow->adds_to[0] != BG_NO_ROW) continue;
    if (flow->text[BG_TEXT_UNIT] != stock->text[BG_TEXT_UNIT] || flow->code[BG_CODE_LEVEL] != stock->code[BG_CODE_LEVEL]) continue;
    if (g->notes[i].base != g->notes[row].base || flow->value > stock->bounds.upper) continue;
    flow->adds_to[0] = (int32_t)row;
    break;
  }
}

/* An increment of 省级以上 and a whole whose stated parts are 国家级 and 省级:
** it adds to these two. */
static void relate_levels (reading *g, size_t row) {
  const bg_report_builder *b = g->r.out;
  const bg_fact *part = &b->facts[row];
  size_t from = row > RELATION_REACH ? row - RELATION_REACH : 0;
  int32_t other = BG_NO_ROW;
  for (size_t i = row; i-- > from; )
    if (b->facts[i].part_of == part->part_of && part->part_of != BG_NO_ROW) other = (int32_t)i;
  if (other == BG_NO_ROW) return;
  for (size_t i = row; i-- > from; ) {
    bg_fact *flow = &b->facts[i];
    unsigned tiers = bg_level_tiers(part->code[BG_CODE_LEVEL]), others = bg_level_tiers(b->facts[other].code[BG_CODE_LEVEL]);
    if (g->sentence - g->notes[i].sentence > 1) break;
    if (!g->notes[i].adds || flow->code[BG_CODE_MEASURE] != BG_MEASURE_FLOW || flow->adds_to[0] != BG_NO_ROW) continue;
    if (flow->text[BG_TEXT_UNIT] != part->text[BG_TEXT_UNIT] || tiers == 0 || others == 0 || (tiers & others) != 0) continue;
    if ((tiers | others) != bg_level_tiers(flow->code[BG_CODE_LEVEL])) continue;
    if (g->notes[part->part_of].base != g->notes[i].base) continue;
    flow->adds_to[0] = other;
    flow->adds_to[1] = (int32_t)row;
    break;
  }
}

/* {====================================================== one quantity */

typedef struct decision {
  int measure, direction, comparison, status, level;
  uint32_t region;
  bg_period period;
} decision;

static decision decide (reading *g, const bg_quantity *q, const bg_clause *c, const char *name, size_t length, bool plan,
                        bool follows, bool right) {
  decision d;
  uint64_t seen = c->seen, verb = c->verb;
  bool up = (seen & (BG_W(UP) | BG_W(GROWN))) != 0, down = (seen & BG_W(DOWN)) != 0;
  bool to = (seen & BG_W(TO)) != 0, percent = q->kind == BG_PERCENT || q->kind == BG_FRACTION;
  const bg_fact *before = g->last == BG_NO_ROW ? NULL : &g->r.out->facts[g->last];
  const note *noted = g->last == BG_NO_ROW ? NULL : &g->notes[g->last];
  bool forward = c->timed && c->time.first > year_period(g->r.now > 0 ? g->r.now : 9998).last;
  memset(&d, 0, sizeof d);
  if (seen & BG_W(DOWN)) up = false;
  if (c->grows) up = true;
  if (to || (seen & BG_W(FROM))) up = down = false;
  if (right) up = up && !amount_unit(q);
  switch (q->kind) {
    case BG_RANK: d.measure = BG_MEASURE_RANK; up = down = false; break;
    case BG_DURATION: d.measure = BG_MEASURE_LEVEL; up = down = false; break;
    case BG_POINTS:
      if (follows && !up && !down && before != NULL && before->code[BG_CODE_MEASURE] == BG_MEASURE_CHANGE) {
        up = before->code[BG_CODE_DIRECTION] == BG_DIRECTION_UP;
        down = before->code[BG_CODE_DIRECTION] == BG_DIRECTION_DOWN;
      }
      d.measure = BG_MEASURE_CHANGE;
      if (!up && !down && (seen & (BG_W(AGAINST) | BG_W(TO)))) d.measure = BG_MEASURE_LEVEL;
      break;
    case BG_PERCENT: case BG_FRACTION: case BG_MULTIPLE: {
      bool times = q->kind == BG_MULTIPLE && bg_read_doubles(g->r.text + q->first, (size_t)(q->last - q->first));
      if (times) up = !down;
      if (percent && (verb & (BG_W(UP) | BG_W(DOWN))) && !(verb & BG_W(FLOW)) && !to && !(seen & (BG_W(FROM) | BG_W(SHARE))) && !up && !down) {
        up = (verb & BG_W(UP)) != 0;
        down = !up;
      }
      if (follows && !up && !down && !to && !(seen & BG_W(SHARE)) && before != NULL && before->code[BG_CODE_DIRECTION] != BG_DIRECTION_NONE) {
        up = before->code[BG_CODE_DIRECTION] == BG_DIRECTION_UP;
        down = !up;
      }
      if ((up || down) && !(c->of && percent && !c->grows)) d.measure = BG_MEASURE_GROWTH;
      else {
        up = down = false;
        d.measure = percent && !ends_with(name, length, "失业率") ? BG_MEASURE_SHARE : BG_MEASURE_LEVEL;
      }
      break;
    }
    default:
      if (follows && !up && !down && !to && before != NULL && before->code[BG_CODE_MEASURE] == BG_MEASURE_CHANGE && c->left.first == c->left.last) {
        up = before->code[BG_CODE_DIRECTION] == BG_DIRECTION_UP;
        down = !up;
      }
      if ((up || down) && !(seen & BG_W(FLOW) & ~BG_W(UP)) && !(seen & BG_W(FLOW))) d.measure = BG_MEASURE_CHANGE;
      else {
        int by_name = measure_of_name(name, length);
        up = down = false;
        if (g->cumulative && !(verb & BG_W(FLOW) && has(name, length, "新增")) && !(c->seen & BG_W(PART))) d.measure = BG_MEASURE_STOCK;
        else if (seen & (BG_W(TOTAL) | BG_W(STOCK))) d.measure = BG_MEASURE_STOCK;
        else if ((verb & BG_W(DONE)) && right) d.measure = BG_MEASURE_FLOW;
        else if (verb & BG_W(STOCK)) d.measure = BG_MEASURE_STOCK;
        else if (verb & BG_W(FLOW)) d.measure = BG_MEASURE_FLOW;
        else if (by_name >= 0) d.measure = by_name;
        else if (bg_word_before(g->r.words, name, 0, length, BG_W(PROC)) != NULL) d.measure = BG_MEASURE_FLOW;
        else if (is_unit(q, "人次") || is_unit(q, "场次") || is_unit(q, "批次") || is_unit(q, "场")) d.measure = BG_MEASURE_FLOW;
        else if (before != NULL && noted != NULL && amount_fact(before) && before->code[BG_CODE_DIRECTION] == BG_DIRECTION_NONE
                 && !(before->code[BG_CODE_MEASURE] == BG_MEASURE_TARGET) && before->code[BG_CODE_MEASURE] != BG_MEASURE_LEVEL)
          d.measure = before->code[BG_CODE_MEASURE];
        else d.measure = BG_MEASURE_STOCK;
        if (c->of && ends_with(name, length, "规模")) d.measure = BG_MEASURE_LEVEL;
      }
      break;
  }
  if (c->attribute) { d.measure = BG_MEASURE_LEVEL; up = down = false; }
  d.direction = up ? BG_DIRECTION_UP : down ? BG_DIRECTION_DOWN : BG_DIRECTION_NONE;
  if (d.direction != BG_DIRECTION_NONE && (d.measure == BG_MEASURE_GROWTH || d.measure == BG_MEASURE_CHANGE)) {
    d.comparison = c->than || (seen & BG_W(SPAN)) ? BG_COMPARISON_SINCE : (seen & BG_W(PREV)) ? BG_COMPARISON_PREVIOUS : BG_COMPARISON_YOY;
    if (has(g->r.text + c->clause.first, c->clause.last - c->clause.first, "年均")) d.comparison = BG_COMPARISON_NONE;
  }
  if ((seen | verb) & BG_W(FORE)) d.status = BG_STATUS_FORECAST;
  else if (g->forecast && follows) d.status = BG_STATUS_FORECAST;
  {
    bool goal = ((seen | verb) & BG_W(GOAL)) != 0 || g->goal || forward;
    bool target = plan || goal;
    if (d.status == BG_STATUS_FORECAST && !g->context.expected) target = false;
    if (seen & BG_W(FROM)) target = false;
    if (c->attribute || q->kind == BG_DURATION || is_unit(q, "大") || (q->kind == BG_RANK && !goal)) target = false;
    if (c->timed && g->r.now > 0 && c->time.last < year_period(g->r.now).first && !goal) target = false;
    if (d.measure == BG_MEASURE_RANK && !((seen | verb) & BG_W(GOAL))) target = false;
    if (target) d.measure = BG_MEASURE_TARGET;
    if (target && g->context.expected) d.status = BG_STATUS_FORECAST;
  }
  if (c->timed) d.period = c->time;
  else if (g->carried) d.period = g->carry;
  else d.period = year_period(plan && g->r.now > 0 ? g->r.now : g->context.year > 0 ? g->context.year : 1);
  d.level = bg_level_of(name, length);
  return d;
}

static void set_fact (reading *g, bg_fact *f, const bg_quantity *q, const decision *d, const bg_paragraph *p) {
  const bg_report_builder *b = g->r.out;
  size_t first = bg_layout_original(&g->r.layout, (size_t)q->first);
  size_t last = bg_layout_original(&g->r.layout, (size_t)q->last - 1);
  char normal[BG_INDICATOR_MAX + 64], id[48];
  const char *english;
  size_t n;
  (void)b;
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
  f->text[BG_TEXT_LABEL_ZH] = intern(g, normal, n);
  f->text[BG_TEXT_LABEL_EN] = intern(g, english, strlen(english));
  f->text[BG_TEXT_WRITTEN] = intern(g, g->r.text + q->first, (size_t)(q->last - q->first));
  f->text[BG_TEXT_UNIT] = intern(g, q->unit_text, q->unit_length);
  f->text[BG_TEXT_PERIOD] = g->r.now > 0 || g->carried ? intern_period(g, d->period) : 0;
  f->text[BG_TEXT_REGION] = g->region;
  f->text[BG_TEXT_SECTION] = g->section;
  f->text[BG_TEXT_CATEGORY] = g->section;
  n = bg_write_id(id, f->paragraph[0], (unsigned)(f->first));
  f->text[BG_TEXT_ID] = intern(g, id, n);
}

/* }====================================================== */

static bool after_is (const char *text, size_t at, size_t end, const char *what) {
  size_t n = strlen(what);
  return end - at >= n && memcmp(text + at, what, n) == 0;
}

/* The name for one quantity into g->name; false where none can be had. */
static void choose_name (reading *g, bg_range sentence, size_t index, bg_clause *c, bool follows, bool *right, bool *inherited) {
  const char *text = g->r.text;
  const bg_quantity *q = &g->r.quantities[index];
  bool has_left = c->left.last > c->left.first, has_right = c->right.last > c->right.first;
  *inherited = false;
  *right = false;
  switch (q->kind) {
    case BG_COUNT: *right = has_right; break;
    case BG_MEASURE: case BG_NUMBER:
      *right = has_right && !(has_left && (c->seen & (BG_W(TO) | BG_W(UP) | BG_W(DOWN))));
      break;
    case BG_MONEY: *right = has_right && !has_left && !(c->seen & (BG_W(UP) | BG_W(DOWN) | BG_W(TO))); break;
    case BG_PERCENT: case BG_FRACTION:
      *right = has_right && !c->grows && (c->of || !has_left) && !(c->seen & (BG_W(UP) | BG_W(DOWN) | BG_W(TO) | BG_W(GROWN)));
      break;
    default: break;
  }
  name_clear(g);
  if (*right) { name_range(g, c->right); g->subject = c->right; return; }
  if (has_left) { name_range(g, c->left); g->subject = c->left; return; }
  *inherited = true;
  /* the clause before, where it has a subject of its own and no number */
  {
    size_t from = g->last_end > sentence.first ? g->last_end : sentence.first;
    bg_range gap, subject;
    gap.first = from;
    gap.last = c->clause.first;
    subject.first = subject.last = from;
    if (!follows && gap.last > gap.first + 9) {
      uint64_t dropped = 0;
      subject = subject_of(g, gap);
      (void)dropped;
    }
    if (subject.last - subject.first >= 6 && (g->last == BG_NO_ROW || gap.last - gap.first >= 18)) {
      name_range(g, subject);
      g->subject = subject;
      return;
    }
  }
  if (g->last != BG_NO_ROW) {
    const char *name = g->r.out->pool + g->r.out->facts[g->last].text[BG_TEXT_INDICATOR];
    size_t n = strlen(name);
    if (c->seen & (BG_W(TOTAL) | BG_W(CUM))) n = without_steps(g, name, n);
    if (n > 0) {
      char held[sizeof g->name];
      memcpy(held, name, n < sizeof held ? n : sizeof held - 1);
      name_add(g, held, n < sizeof held ? n : sizeof held - 1);
      return;
    }
  }
  if (has(text + c->clause.first, c->clause.last - c->clause.first, "增长") || after_is(text, (size_t)q->last, sentence.last, "的增长"))
    name_add(g, "经济", sizeof "经济" - 1);
  else if (c->right.last > c->right.first) name_range(g, c->right);
}

/* A和B分别…a和b: gives the members of the list their own names. */
static size_t share_list (reading *g, bg_range sentence, size_t index, size_t last, const bg_clause *c, bg_range *parts, bg_range *object) {
  const char *text = g->r.text;
  const bg_reader *r = &g->r;
  size_t count = 1, p, n;
  bg_range subject = c->left;
  uint64_t verb = 0;
  (void)sentence;
  object->first = object->last = 0;
  while (index + count < last && listed(text, (size_t)r->quantities[index + count - 1].last, (size_t)r->quantities[index + count].first)) count++;
  if (count < 2 || count > 8) return 0;
  for (p = c->clause.first; p + 6 <= c->clause.last; p++)
    if (memcmp(text + p, "分别", 6) == 0) break;
  if (p + 6 > c->clause.last) return 0;
  if (p < c->left.first) { /* 分别完成投资: the subject stands before, the object between */
    *object = c->left;
    subject.first = c->clause.first;
    subject.last = p;
    subject = bg_noun_phrase(r, subject, &verb);
  }
  n = split_list(text, subject, parts, 8);
  return n == count ? n : 0;
}

static size_t characters_in (const char *s, size_t n) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) if (((unsigned char)s[i] & 0xC0) != 0x80) count++;
  return count;
}

/* Part `i` of a shared list: 城镇 of 城镇和农村居民收入 is 城镇居民收入. */
static void name_part (reading *g, const bg_range *parts, size_t count, size_t i, bg_range object) {
  const char *text = g->r.text;
  bg_range tail = parts[count - 1];
  size_t own = characters_in(text + parts[i].first, parts[i].last - parts[i].first);
  size_t whole = characters_in(text + tail.first, tail.last - tail.first);
  name_clear(g);
  name_range(g, parts[i]);
  if (object.last > object.first) name_range(g, object);
  else if (i + 1 < count && own + 2 <= whole && own <= 4) {
    size_t p = tail.first, l;
    for (size_t k = 0; k < own && p < tail.last; k++) {
      bg_char_at(U(text), p, tail.last, &l);
      p += l;
    }
    tail.first = p;
    name_range(g, tail);
  }
}

static void read_quantities (reading *g, bg_range sentence, size_t first, size_t last, const bg_paragraph *paragraph, bool plan) {
  const char *text = g->r.text;
  bg_range parts[8], object = { 0, 0 };
  size_t listed_count = 0, listed_at = 0;
  g->last = BG_NO_ROW;
  g->whole = BG_NO_ROW;
  g->last_end = sentence.first;
  g->cumulative = g->goal = g->forecast = g->part = false;
  for (size_t i = first; i < last && g->status == BG_OK; i++) {
    const bg_quantity *q = &g->r.quantities[i];
    bool follows = i > first && listed(text, (size_t)g->r.quantities[i - 1].last, (size_t)q->first);
    bool right, inherited, again;
    bg_clause c;
    decision d;
    bg_fact *f;
    note *n;
    int32_t same;
    size_t row, from = g->last_end;
    /* an attribute belongs to the next number's name: 亿元以上项目100个 */
    if (i > first && g->notes[g->note_count - 1].attribute && !follows && g->last != BG_NO_ROW) from = (size_t)g->r.quantities[i - 1].first;
    bg_clause_read(&g->r, sentence, from, i, g->context.year, &c);
    if (i + 1 < last && c.right.last > c.right.first && q->kind != BG_COUNT && q->kind != BG_PERCENT && q->kind != BG_RANK) {
      size_t next = (size_t)g->r.quantities[i + 1].first;
      if (c.right.last == next && c.right.first == (size_t)q->last && g->r.quantities[i + 1].kind == BG_COUNT) c.attribute = true;
    }
    if (i + 1 < last && (size_t)g->r.quantities[i + 1].first == (size_t)q->last && c.right.last == c.right.first && q->kind == BG_COUNT) {
      bg_clause next;
      bg_clause_read(&g->r, sentence, (size_t)q->last, i + 1, g->context.year, &next);
      c.right = next.right;
      c.verb |= next.verb;
    }
    if (size_unit(q) && c.right.last > c.right.first && !c.of && !(c.seen & (BG_W(TO) | BG_W(UP) | BG_W(DOWN)))) c.attribute = true;
    if (is_unit(q, "岁")) c.attribute = true;
    if (c.seen & (BG_W(CUM)) || c.verb & BG_W(CUM)) g->cumulative = true;
    else if ((c.verb | c.seen) & (BG_W(PART))) g->cumulative = g->cumulative && false;
    if (has(text + c.clause.first, c.clause.last - c.clause.first, "新增") && !(c.seen & BG_W(CUM))) g->cumulative = false;
    if ((c.seen | c.verb) & BG_W(GOAL)) g->goal = true;
    choose_name(g, sentence, i, &c, follows, &right, &inherited);
    if (c.seen & BG_W(LIST) || has(text + c.clause.first, c.clause.last - c.clause.first, "分别")) {
      listed_count = share_list(g, sentence, i, last, &c, parts, &object);
      listed_at = i;
    }
    if (listed_count > 0 && i < listed_at + listed_count) {
      if (i > listed_at) { c.seen |= g->notes[g->note_count - 1].seen; c.verb |= g->notes[g->note_count - 1].verb; }
      name_part(g, parts, listed_count, i - listed_at, object);
      right = false;
    }
    if (right && c.attribute == false && amount_unit(q) && c.left.last > c.left.first && q->kind == BG_COUNT && (c.verb & BG_W(DONE)) == 0) right = true;
    d = decide(g, q, &c, g->name, g->name_length, plan, follows, right);
    if (d.status == BG_STATUS_FORECAST) g->forecast = true;
    if (c.timed && !g->carried) { g->carried = true; g->carry = c.time; }
    else if (c.timed) g->carry = c.time;
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
    n->adds = has(text + c.clause.first, c.clause.last - c.clause.first, "新增") || has(g->name, g->name_length, "入库") ||
              has(text + c.clause.first, c.clause.last - c.clause.first, "净增");
    {
      char base[BG_INDICATOR_MAX + 64];
      size_t length = bg_without_level(g->name, without_steps(g, g->name, g->name_length), base);
      n->base = intern(g, base, length);
    }
    if (g->status != BG_OK) return;
    f = &g->r.out->facts[row];
    /* what stands apart in the original is kept as it stands there */
    f->verbatim = f->text[BG_TEXT_WRITTEN];
    again = right && has(text + c.clause.first, c.clause.last - c.clause.first, "这") && c.clause.last - c.clause.first <= 9;
    same = find_same(g, f, row, again);
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
      f = &g->r.out->facts[row];
    }
    else {
      /* 其中, and what goes on with it */
      bool part = ((c.seen | c.verb) & BG_W(PART)) != 0;
      if (part) {
        g->whole = find_whole(g, f, row);
        g->part = true;
      }
      else if (g->part && !follows && ((c.verb & (BG_W(FLOW) | BG_W(STOCK))) || (c.seen & (BG_W(TOTAL) | BG_W(CUM))))) g->part = false;
      if (g->part && g->whole != BG_NO_ROW && amount_fact(f) && f->code[BG_CODE_DIRECTION] == BG_DIRECTION_NONE && !inherited
          && g->r.out->facts[g->whole].text[BG_TEXT_UNIT] == f->text[BG_TEXT_UNIT]
          && (part || f->code[BG_CODE_LEVEL] != BG_LEVEL_NONE || follows || g->last == BG_NO_ROW || g->r.out->facts[g->last].part_of != BG_NO_ROW)) {
        f->part_of = g->whole;
        g->notes[row].part = true;
        relate_levels(g, row);
      }
      if (has(g->name, g->name_length, "首期")) {
        f->part_of = find_whole(g, f, row);
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
      relate_increment(g, f, row);
    }
    g->last = (int32_t)row;
    g->last_end = (size_t)q->last;
  }
}

/* {====================================================== sentences and paragraphs */

static size_t sentence_end (const char *text, size_t at, size_t end) {
  size_t l;
  int depth = 0;
  while (at < end) {
    unsigned char a = (unsigned char)text[at];
    if (a < 0x80) {
      if (a == ';' || a == '!' || a == '?' || a == '\n') return at + 1;
      at++;
      continue;
    }
    if (a == 0xE3 || a == 0xEF) {
      uint32_t c = bg_char_at(U(text), at, end, &l);
      if (c == L'。' || c == L'！' || c == L'？' || (c == L'；' && depth == 0)) return at + l;
      at += l;
      continue;
    }
    at++;
  }
  return end;
}

static void read_paragraph (reading *g, const bg_paragraph *p, size_t *next) {
  const char *text = g->r.text;
  size_t first = *next, last, at = p->first;
  int mood;
  while (first < g->r.quantity_count && (size_t)g->r.quantities[first].first < p->first) first++;
  for (last = first; last < g->r.quantity_count && (size_t)g->r.quantities[last].first < p->last; last++) ;
  *next = last;
  if (bg_context_heading(&g->context, &g->r, p)) {
    bg_range r = { p->first, p->last };
    name_clear(g);
    name_range(g, r);
    g->section = intern(g, g->name, g->name_length);
  }
  if (first == last) return;
  mood = bg_context_mood(&g->r, p->first, p->last);
  bg_context_paragraph(&g->context, &g->r, p);
  g->carried = false;
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
      /* words of time in a sentence without a number hold on */
      for (s = at; s < end; s += l) {
        bg_char_at(U(text), s, end, &l);
        if (bg_time_words_at(text, s, end, g->r.now, g->context.year, &t)) {
          g->carried = true;
          g->carry = t.period;
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
    plan = bg_context_plan(&g->context, &g->r, mood, sentence);
    if (has(text + at, end - at, "目前")) g->carried = false;
    else { /* words of time before the first number's clause */
      for (s = at; s < (size_t)g->r.quantities[first].first; s += l) {
        size_t before = (size_t)g->r.quantities[first].first;
        bg_char_at(U(text), s, before, &l);
        if (bg_time_words_at(text, s, before, g->r.now, g->context.year, &t)) {
          if (bg_word_before(g->r.words, text, at, s, BG_W(THAN)) == NULL) {
            g->carried = true;
            g->carry = t.period;
          }
          l = t.last - s;
        }
      }
    }
    read_quantities(g, sentence, first, q, p, plan);
    first = q;
    at = end;
  }
}

/* }====================================================== */

static uint32_t region_of (const reading *g) {
  uint32_t code = 0;
  char text[8];
  if (g->options.region.length == 6 && g->options.region.at[0] >= '0' && g->options.region.at[0] <= '9') return 0;
  if (g->options.region.length > 0) code = bg_region_code(g->options.region);
  (void)text;
  return code;
}

static void start (reading *g) {
  uint32_t code;
  char text[16];
  const bg_layout *l = &g->r.layout;
  bg_context_start(&g->context, &g->r, g->options.year);
  code = region_of(g);
  if (code == 0 && g->options.region.length == 0 && l->count > 0) code = bg_context_region(&g->r);
  if (code != 0) {
    for (int i = 5; i >= 0; i--, code /= 10) text[i] = (char)('0' + code % 10);
    g->region = intern(g, text, 6);
  }
  else g->region = intern(g, g->options.region.at, g->options.region.length);
  g->r.out->text[BG_REPORT_REGION] = g->region;
  g->r.out->text[BG_REPORT_NAME] = intern(g, g->options.name.at, g->options.name.length);
  if (l->count > 0) {
    bg_range title = { l->paragraphs[0].first, l->paragraphs[0].last };
    if (title.last - title.first <= BG_INDICATOR_MAX) {
      name_clear(g);
      name_range(g, title);
      g->r.out->text[BG_REPORT_TITLE_ZH] = intern(g, g->name, g->name_length);
    }
  }
  if (g->r.now > 0) g->r.out->text[BG_REPORT_PERIOD] = intern_period(g, year_period(g->r.now));
}

bg_status bg_read (const bg_lexicon *lexicon, const bg_words *words, bg_text text,
                   const bg_read_options *options, bg_report_builder *out) {
  reading g;
  bg_scan_state scan;
  size_t next = 0;
  memset(&g, 0, sizeof g);
  memset(&scan, 0, sizeof scan);
  g.options = *options;
  g.r.lexicon = lexicon;
  g.r.words = words;
  g.r.out = out;
  g.r.layout.alloc = out->alloc;
  g.status = bg_layout_make(&g.r.layout, lexicon, words, text, out);
  if (g.status == BG_OK) {
    g.r.text = g.r.layout.text;
    bg_scan_quantities(lexicon, U(g.r.text), g.r.layout.length, 0, true, &scan, keep, &g.r);
    if (scan.stopped) g.status = BG_NO_MEMORY;
  }
  if (g.status == BG_OK) start(&g);
  for (size_t i = 0; i < g.r.layout.count && g.status == BG_OK; i++) read_paragraph(&g, &g.r.layout.paragraphs[i], &next);
  if (g.r.quantities != NULL)
    out->alloc.resize(out->alloc.ud, g.r.quantities, g.r.quantity_room * sizeof *g.r.quantities, 0);
  if (g.notes != NULL) out->alloc.resize(out->alloc.ud, g.notes, g.note_room * sizeof *g.notes, 0);
  bg_layout_free(&g.r.layout);
  return g.status;
}
