/*
** read_measure.c: what kind of figure a number is, by the words around it and
** by the name of what it measures.
*/
#include "read_state.h"

/* How a name may end. */
typedef struct ending {
  char text[15];
  unsigned char length;
} ending;
#define E(text) { text, sizeof(text) - 1 }

static bool any_end (const char *s, size_t n, const ending *list, size_t count) {
  if (n == 0) return false;
  for (size_t i = 0; i < count; i++) {
    size_t m = list[i].length;
    /* the last byte tells most of them apart */
    if (n >= m && list[i].text[m - 1] == s[n - 1] && memcmp(s + n - m, list[i].text, m) == 0) return true;
  }
  return false;
}

/* What a name alone says of an amount. */
static int measure_of_name (const char *s, size_t n) {
  static const ending stocks[] = {
    E("余额"), E("里程"), E("装机"), E("装机容量"), E("规模"), E("存款"), E("资产总额"), E("人口"), E("户数"), E("保有量"), E("拥有量"),
    E("库存"), E("在校生"), E("在园幼儿"), E("用户"), E("外汇储备"), E("参保人数")
  };
  static const ending levels[] = {
    E("人均"), E("价格"), E("浓度"), E("指数"), E("能力"), E("强度"), E("均价"), E("单产"), E("寿命"), E("标准"), E("能耗"),
    E("生产率"), E("单价"), E("收入比")
  };
  static const ending flows[] = {
    E("额"), E("收入"), E("支出"), E("产值"), E("增加值"), E("总值"), E("投资"), E("产量"), E("利润"), E("税收"), E("吞吐量"),
    E("成交量"), E("发电量"), E("用电量"), E("总产"), E("经费"), E("资金"), E("赤字"), E("进出口"), E("出口"), E("进口"), E("销量"),
    E("投入"), E("客流量"), E("GDP"), E("培训"), E("招生"), E("就业"), E("经济总量"), E("客运量"), E("货运量"), E("周转量"), E("外资"),
    E("销售面积"), E("成交面积"), E("架次"), E("营收"), E("交易量"), E("销售"), E("毕业生"), E("出栏"), E("出栏量"), E("消费量"),
    E("能源消费")
  };
  if (any_end(s, n, stocks, sizeof stocks / sizeof stocks[0])) return BG_MEASURE_STOCK;
  if (bg_has(s, n, "人均") || bg_has(s, n, "户均") || bg_has(s, n, "亩均") || any_end(s, n, levels, sizeof levels / sizeof levels[0])) return BG_MEASURE_LEVEL;
  if (any_end(s, n, flows, sizeof flows / sizeof flows[0])) return BG_MEASURE_FLOW;
  return -1;
}

/* 贡献率, 占比: no rise, whatever verb stands in the name. */
bool bg_is_rate (const char *s, size_t n) {
  return bg_ends_in(s, n, "率") || bg_ends_in(s, n, "占比") || bg_ends_in(s, n, "比重") || bg_ends_in(s, n, "份额") || bg_ends_in(s, n, "比例");
}

/* 中小河流治理: the name ends in what was done. */
static bool names_action (const bg_reader *r, const char *name, size_t length) {
  const bg_read_word *w = bg_word_before(r->words, name, 0, length, ~(uint64_t)0);
  return w != NULL && (w->classes & BG_W(STRIPV)) && (w->classes & BG_W(FLOW));
}

/* 元/人, 微克/立方米: so much of one in each of another; 分: a score. */
static bool is_per (const bg_quantity *q) {
  bg_text unit = bg_quantity_unit(q);
  return memchr(unit.at, '/', unit.length) != NULL || bg_is_unit(q, "分");
}

/* 达到, 发展到 before the number: where things stand, whatever verb went before. */
static bool reaches (const bg_reading *g, const bg_clause *c) {
  size_t n = c->clause.last - c->clause.first, tail = n < 9 ? n : 9;
  return (c->seen & BG_W(TO)) != 0 || bg_has(g->r.text + c->clause.last - tail, tail, "达");
}

/* 翻番, 倍增: does the run itself say a rise? */
static bool doubles (const char *run, size_t length) {
  return bg_has(run, length, "翻") || bg_has(run, length, "倍增");
}

/* 居第三, 比上年前移2位: a place is none of a tier's. */
static bool is_place (const bg_quantity *q, const bg_fact *before, bool right) {
  if (q->kind == BG_RANK) return true;
  return before != NULL && before->code[BG_CODE_MEASURE] == BG_MEASURE_RANK && bg_is_unit(q, "位") && !right;
}

/* What is known of a figure while it is decided what kind it is. */
typedef struct deciding {
  const bg_reading *g;
  const bg_quantity *q;
  const bg_clause *c;
  const char *name; /* of what is measured */
  size_t length;
  bool right;            /* the name stands behind the number */
  const bg_fact *before; /* the fact before this one, or NULL, and what was noted of it */
  const bg_note *noted;
  const bg_fact *listed; /* the same, where this one goes on with its list, else NULL */
  bool up, down;         /* what moved, as far as it is known yet */
} deciding;

static void still (deciding *f) { f->up = f->down = false; }

/* Moves as `other` did. */
static void move_like (deciding *f, const bg_fact *other) {
  f->up = other->code[BG_CODE_DIRECTION] == BG_DIRECTION_UP;
  f->down = other->code[BG_CODE_DIRECTION] == BG_DIRECTION_DOWN;
}

/* The move that the clause's own words tell. */
static void move_of_words (deciding *f) {
  uint64_t seen = f->c->seen;
  f->down = (seen & BG_W(DOWN)) != 0;
  f->up = ((seen & (BG_W(UP) | BG_W(GROWN))) != 0 && !f->down) || f->c->grows;
  if (seen & (BG_W(TO) | BG_W(FROM))) still(f);
  if (f->right) f->up = false;
}

/* 寿命提高1.5岁; 用时压缩到3天 */
static bg_measure measure_of_duration (deciding *f) {
  const bg_quantity *q = f->q;
  if (f->c->right.last > f->c->right.first ||
      !(bg_is_unit(q, "岁") || bg_is_unit(q, "天") || bg_is_unit(q, "小时") || bg_is_unit(q, "分钟"))) still(f);
  return f->up || f->down ? BG_MEASURE_CHANGE : BG_MEASURE_LEVEL;
}

/* 提高2个百分点, 高于全国2个百分点 */
static bg_measure measure_of_points (deciding *f) {
  uint64_t seen = f->c->seen;
  if (f->listed != NULL && !f->up && !f->down && f->listed->code[BG_CODE_MEASURE] == BG_MEASURE_CHANGE)
    move_like(f, f->listed);
  if (seen & BG_W(AGAINST)) { /* above another's, which is no change */
    still(f);
    return BG_MEASURE_CHANGE;
  }
  return !f->up && !f->down && (seen & BG_W(TO)) ? BG_MEASURE_LEVEL : BG_MEASURE_CHANGE;
}

/* 增长5%, 占5%, 翻一番 */
static bg_measure measure_of_ratio (deciding *f) {
  const bg_quantity *q = f->q;
  const bg_clause *c = f->c;
  uint64_t seen = c->seen, verb = c->verb;
  bool to = (seen & BG_W(TO)) != 0, percent = q->kind != BG_MULTIPLE;
  if (!percent && doubles(f->g->r.text + q->first, (size_t)(q->last - q->first))) f->up = !f->down;
  /* a verb of rise before says nothing of a number that another word took */
  if (percent && !to && !(seen & (BG_W(FROM) | BG_W(SHARE))) && !f->up && !f->down && !bg_is_rate(f->name, f->length) &&
      (verb & (BG_W(UP) | BG_W(DOWN)))) {
    f->up = (verb & BG_W(UP)) != 0;
    f->down = !f->up;
  }
  if (f->listed != NULL && !f->up && !f->down && !to && !(seen & BG_W(SHARE)) && f->listed->code[BG_CODE_DIRECTION] != BG_DIRECTION_NONE)
    move_like(f, f->listed);
  if ((f->up || f->down) && !(c->of && percent && !c->grows && !c->paced)) return BG_MEASURE_GROWTH;
  still(f);
  return percent && !bg_ends_in(f->name, f->length, "失业率") ? BG_MEASURE_SHARE : BG_MEASURE_LEVEL;
}

/* 场次, 批次: what is counted in these happens, and is not there at a time. */
static bool happens (const bg_quantity *q) {
  return bg_is_unit(q, "人次") || bg_is_unit(q, "场次") || bg_is_unit(q, "批次") || bg_is_unit(q, "场");
}

/* Where no word tells: what the fact before it was, else what is there at a time. */
static bg_measure measure_of_neighbour (const deciding *f) {
  const bg_clause *c = f->c;
  const bg_fact *before = f->before;
  if (reaches(f->g, c) && (c->left.last > c->left.first || (f->noted != NULL && f->noted->adds))) return BG_MEASURE_STOCK;
  if (before != NULL && bg_is_amount(before) && before->code[BG_CODE_DIRECTION] == BG_DIRECTION_NONE &&
      before->code[BG_CODE_MEASURE] != BG_MEASURE_TARGET && before->code[BG_CODE_MEASURE] != BG_MEASURE_LEVEL)
    return (bg_measure)before->code[BG_CODE_MEASURE];
  return BG_MEASURE_STOCK;
}

/* An amount that stands: the words about the number come before those of its name, and the name before its neighbours. */
static bg_measure measure_of_amount (deciding *f) {
  const bg_reading *g = f->g;
  const bg_quantity *q = f->q;
  const bg_clause *c = f->c;
  const char *name = f->name;
  size_t length = f->length;
  uint64_t seen = c->seen, verb = c->verb;
  int by_name = measure_of_name(name, length);
  if (is_per(q) || (by_name == BG_MEASURE_LEVEL && bg_has(name, length, "人均")) ||
      (c->per && !(verb & BG_W(FLOW)) && by_name != BG_MEASURE_FLOW)) return BG_MEASURE_LEVEL;
  if (g->cumulative && !(verb & BG_W(FLOW) && bg_has(name, length, "新增")) && !(seen & BG_W(PART))) return BG_MEASURE_STOCK;
  if ((seen & (BG_W(TOTAL) | BG_W(STOCK) | BG_W(HEADED))) && by_name != BG_MEASURE_FLOW) return BG_MEASURE_STOCK;
  if ((verb & BG_W(DONE)) && f->right) return BG_MEASURE_FLOW;
  if ((verb & BG_W(STOCK)) && by_name != BG_MEASURE_FLOW) return BG_MEASURE_STOCK;
  if ((seen & BG_W(TO)) && by_name != BG_MEASURE_FLOW && q->kind == BG_COUNT && !bg_is_unit(q, "人次"))
    return by_name >= 0 ? (bg_measure)by_name : BG_MEASURE_STOCK;
  if (verb & BG_W(FLOW)) return BG_MEASURE_FLOW;
  if (names_action(&g->r, name, length)) return BG_MEASURE_FLOW;
  if (bg_has(g->r.text + c->clause.first, c->clause.last - c->clause.first, "年度")) return BG_MEASURE_FLOW;
  if (by_name >= 0) return (bg_measure)by_name;
  if ((verb & BG_W(DOWN)) && !f->right && !reaches(g, c)) { /* 减少碳排放20万吨 */
    f->down = true;
    return BG_MEASURE_CHANGE;
  }
  if (bg_word_before(g->r.words, name, 0, length, BG_W(PROC)) != NULL || happens(q)) return BG_MEASURE_FLOW;
  return measure_of_neighbour(f);
}

/* 1200家, 增加200家 */
static bg_measure measure_of_count (deciding *f) {
  bg_measure measure;
  if (f->listed != NULL && !f->up && !f->down && !(f->c->seen & BG_W(TO)) && f->listed->code[BG_CODE_MEASURE] == BG_MEASURE_CHANGE)
    move_like(f, f->listed);
  if ((f->up || f->down) && !(f->c->seen & BG_W(FLOW))) return BG_MEASURE_CHANGE;
  still(f);
  measure = measure_of_amount(f);
  return f->c->of && bg_ends_in(f->name, f->length, "规模") ? BG_MEASURE_LEVEL : measure;
}

static bg_measure measure_of (deciding *f) {
  switch (f->q->kind) {
    case BG_RANK: still(f); return BG_MEASURE_RANK;
    case BG_DURATION: return measure_of_duration(f);
    case BG_POINTS: return measure_of_points(f);
    case BG_PERCENT: case BG_FRACTION: case BG_MULTIPLE: return measure_of_ratio(f);
    default: return measure_of_count(f);
  }
}

/* What a growth or a change is held against. */
static bg_comparison comparison_of (const deciding *f) {
  const bg_clause *c = f->c;
  if (bg_has(f->g->r.text + c->clause.first, c->clause.last - c->clause.first, "年均")) return BG_COMPARISON_NONE;
  if (c->than || (c->seen & BG_W(SPAN))) return BG_COMPARISON_SINCE;
  if (c->seen & BG_W(PREV)) return BG_COMPARISON_PREVIOUS;
  if (f->before != NULL && c->left.first == c->left.last && !(c->seen & BG_W(YOY)) &&
      (f->before->code[BG_CODE_COMPARISON] == BG_COMPARISON_SINCE || (f->noted->seen & BG_W(FROM))))
    return BG_COMPARISON_SINCE; /* 较2020年增加90亿元，增长30% */
  return BG_COMPARISON_YOY;
}

/* Is it what is to be, and no record? `forecast`: its status so far. */
static bool is_target (const deciding *f, bg_measure measure, bool forecast, bool plan) {
  const bg_reading *g = f->g;
  const bg_quantity *q = f->q;
  const bg_clause *c = f->c;
  bg_period now = bg_year_period(g->r.now > 0 ? g->r.now : 9998);
  bg_period when = c->timed ? c->time : g->carried || !g->hinted ? g->carry : g->hint;
  bool timed = c->timed || g->carried;
  bool past = (timed || g->hinted) && g->r.now > 0 && when.last < now.first;
  bool said = ((c->seen | c->verb) & BG_W(GOAL)) != 0;
  bool goal = said || g->goal || (timed && when.first >= now.first && when.last > now.last);
  if (!plan && !goal) return false;
  if (forecast && !g->context.expected) return false;
  if (c->seen & BG_W(FROM)) return false;
  if (c->attribute || bg_is_unit(q, "大") || (q->kind == BG_RANK && !goal)) return false;
  if (q->kind == BG_DURATION && (bg_is_unit(q, "年") || bg_is_unit(q, "周年") || c->left.last == c->left.first)) return false;
  if (past && !goal) return false;
  if (q->first >= 3 && memcmp(g->r.text + q->first - 3, "有", 3) == 0 && !said) return false;
  return measure != BG_MEASURE_RANK || said;
}

/* A number that `follows` another of its list has a fact before it. */
bg_decision bg_decide (bg_reading *g, const bg_quantity *q, const bg_clause *c, const char *name, size_t length, bool plan,
                        bool follows, bool right) {
  bg_decision d;
  deciding f = { g, q, c, name, length, right, NULL, NULL, NULL, false, false };
  uint64_t words = c->seen | c->verb;
  if (g->last != BG_NO_ROW) {
    f.before = &g->r.out->facts[g->last];
    f.noted = &g->notes[g->last];
    if (follows) f.listed = f.before;
  }
  memset(&d, 0, sizeof d);
  move_of_words(&f);
  d.measure = measure_of(&f);
  if (c->attribute) {
    d.measure = BG_MEASURE_LEVEL;
    still(&f);
  }
  d.direction = f.up ? BG_DIRECTION_UP : f.down ? BG_DIRECTION_DOWN : BG_DIRECTION_NONE;
  if (d.direction != BG_DIRECTION_NONE) d.comparison = comparison_of(&f); /* of growth or change, as no other has a direction */
  if ((words & BG_W(FORE)) || (g->forecast && (follows || !(c->verb & BG_W(FLOW))))) d.status = BG_STATUS_FORECAST;
  if (is_target(&f, d.measure, d.status == BG_STATUS_FORECAST, plan)) {
    d.measure = BG_MEASURE_TARGET;
    if (g->context.expected) d.status = BG_STATUS_FORECAST;
  }
  d.undated = (c->seen & BG_W(FROM)) && !c->timed;
  if (c->timed) d.period = c->time;
  else if (g->carried) d.period = g->carry;
  else d.period = bg_year_period(plan && g->r.now > 0 ? g->r.now : g->context.year > 0 ? g->context.year : 1);
  if (!is_place(q, f.before, right)) d.level = bg_level_of(g->r.words, name, length);
  return d;
}
