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

/* A number that `follows` another of its list has a fact before it. */
bg_decision bg_decide (bg_reading *g, const bg_quantity *q, const bg_clause *c, const char *name, size_t length, bool plan,
                        bool follows, bool right) {
  bg_decision d;
  uint64_t seen = c->seen, verb = c->verb;
  bool up = (seen & (BG_W(UP) | BG_W(GROWN))) != 0, down = (seen & BG_W(DOWN)) != 0;
  bool to = (seen & BG_W(TO)) != 0, percent = q->kind == BG_PERCENT || q->kind == BG_FRACTION;
  const bg_fact *before = g->last == BG_NO_ROW ? NULL : &g->r.out->facts[g->last];
  const bg_note *noted = g->last == BG_NO_ROW ? NULL : &g->notes[g->last];
  bg_period now = bg_year_period(g->r.now > 0 ? g->r.now : 9998), when = c->timed ? c->time : g->carry;
  bool timed = c->timed || g->carried;
  bool forward = timed && when.first >= now.first && when.last > now.last, past;
  if (!timed && g->hinted) when = g->hint;
  past = (timed || g->hinted) && g->r.now > 0 && when.last < now.first;
  memset(&d, 0, sizeof d);
  if (seen & BG_W(DOWN)) up = false;
  if (c->grows) up = true;
  if (to || (seen & BG_W(FROM))) up = down = false;
  if (right) up = false;
  switch (q->kind) {
    case BG_RANK: d.measure = BG_MEASURE_RANK; up = down = false; break;
    case BG_DURATION:
      if (c->right.last > c->right.first ||
          !(bg_is_unit(q, "岁") || bg_is_unit(q, "天") || bg_is_unit(q, "小时") || bg_is_unit(q, "分钟"))) up = down = false;
      d.measure = up || down ? BG_MEASURE_CHANGE : BG_MEASURE_LEVEL; /* 寿命提高1.5岁 */
      break;
    case BG_POINTS:
      if (follows && !up && !down && before->code[BG_CODE_MEASURE] == BG_MEASURE_CHANGE) {
        up = before->code[BG_CODE_DIRECTION] == BG_DIRECTION_UP;
        down = before->code[BG_CODE_DIRECTION] == BG_DIRECTION_DOWN;
      }
      d.measure = BG_MEASURE_CHANGE;
      if (seen & BG_W(AGAINST)) up = down = false; /* above another's, which is no change */
      if (!up && !down && !(seen & BG_W(AGAINST)) && (seen & BG_W(TO))) d.measure = BG_MEASURE_LEVEL;
      break;
    case BG_PERCENT: case BG_FRACTION: case BG_MULTIPLE: {
      bool times = q->kind == BG_MULTIPLE && doubles(g->r.text + q->first, (size_t)(q->last - q->first));
      if (times) up = !down;
      bool passed = to || (seen & (BG_W(FROM) | BG_W(SHARE))); /* a verb of rise before says nothing of such a number */
      if (percent && !passed && !up && !down && !bg_is_rate(name, length) && (verb & (BG_W(UP) | BG_W(DOWN)))) {
        up = (verb & BG_W(UP)) != 0;
        down = !up;
      }
      if (follows && !up && !down && !to && !(seen & BG_W(SHARE)) && before->code[BG_CODE_DIRECTION] != BG_DIRECTION_NONE) {
        up = before->code[BG_CODE_DIRECTION] == BG_DIRECTION_UP;
        down = !up;
      }
      if ((up || down) && !(c->of && percent && !c->grows && !c->paced)) d.measure = BG_MEASURE_GROWTH;
      else {
        up = down = false;
        d.measure = percent && !bg_ends_in(name, length, "失业率") ? BG_MEASURE_SHARE : BG_MEASURE_LEVEL;
      }
      break;
    }
    default:
      if (follows && !up && !down && !to && before->code[BG_CODE_MEASURE] == BG_MEASURE_CHANGE) {
        up = before->code[BG_CODE_DIRECTION] == BG_DIRECTION_UP;
        down = !up;
      }
      if ((up || down) && !(seen & BG_W(FLOW))) d.measure = BG_MEASURE_CHANGE;
      else {
        int by_name = measure_of_name(name, length);
        up = down = false;
        if (is_per(q) || (by_name == BG_MEASURE_LEVEL && bg_has(name, length, "人均")) ||
            (c->per && !(verb & BG_W(FLOW)) && by_name != BG_MEASURE_FLOW)) d.measure = BG_MEASURE_LEVEL;
        else if (g->cumulative && !(verb & BG_W(FLOW) && bg_has(name, length, "新增")) && !(c->seen & BG_W(PART))) d.measure = BG_MEASURE_STOCK;
        else if ((seen & (BG_W(TOTAL) | BG_W(STOCK) | BG_W(HEADED))) && by_name != BG_MEASURE_FLOW) d.measure = BG_MEASURE_STOCK;
        else if ((verb & BG_W(DONE)) && right) d.measure = BG_MEASURE_FLOW;
        else if ((verb & BG_W(STOCK)) && by_name != BG_MEASURE_FLOW) d.measure = BG_MEASURE_STOCK;
        else if ((seen & BG_W(TO)) && by_name != BG_MEASURE_FLOW && q->kind == BG_COUNT && !bg_is_unit(q, "人次"))
          d.measure = by_name >= 0 ? by_name : BG_MEASURE_STOCK;
        else if (verb & BG_W(FLOW)) d.measure = BG_MEASURE_FLOW;
        else if (names_action(&g->r, name, length)) d.measure = BG_MEASURE_FLOW;
        else if (bg_has(g->r.text + c->clause.first, c->clause.last - c->clause.first, "年度")) d.measure = BG_MEASURE_FLOW;
        else if (by_name >= 0) d.measure = by_name;
        else if ((verb & BG_W(DOWN)) && !right && !reaches(g, c)) { /* 减少碳排放20万吨 */
          d.measure = BG_MEASURE_CHANGE;
          down = true;
        }
        else if (bg_word_before(g->r.words, name, 0, length, BG_W(PROC)) != NULL) d.measure = BG_MEASURE_FLOW;
        else if (bg_is_unit(q, "人次") || bg_is_unit(q, "场次") || bg_is_unit(q, "批次") || bg_is_unit(q, "场")) d.measure = BG_MEASURE_FLOW;
        else if (reaches(g, c) && (c->left.last > c->left.first || (noted != NULL && noted->adds))) d.measure = BG_MEASURE_STOCK;
        else if (before != NULL && bg_is_amount(before) && before->code[BG_CODE_DIRECTION] == BG_DIRECTION_NONE
                 && !(before->code[BG_CODE_MEASURE] == BG_MEASURE_TARGET) && before->code[BG_CODE_MEASURE] != BG_MEASURE_LEVEL)
          d.measure = before->code[BG_CODE_MEASURE];
        else d.measure = BG_MEASURE_STOCK;
        if (c->of && bg_ends_in(name, length, "规模")) d.measure = BG_MEASURE_LEVEL;
      }
      break;
  }
  if (c->attribute) { d.measure = BG_MEASURE_LEVEL; up = down = false; }
  d.direction = up ? BG_DIRECTION_UP : down ? BG_DIRECTION_DOWN : BG_DIRECTION_NONE;
  if (d.direction != BG_DIRECTION_NONE) { /* of growth or change, as no other has one */
    d.comparison = c->than || (seen & BG_W(SPAN)) ? BG_COMPARISON_SINCE : (seen & BG_W(PREV)) ? BG_COMPARISON_PREVIOUS : BG_COMPARISON_YOY;
    if (d.comparison == BG_COMPARISON_YOY && before != NULL && c->left.first == c->left.last && !(seen & BG_W(YOY)) &&
        (before->code[BG_CODE_COMPARISON] == BG_COMPARISON_SINCE || (noted->seen & BG_W(FROM))))
      d.comparison = BG_COMPARISON_SINCE; /* 较2020年增加90亿元，增长30% */
    if (bg_has(g->r.text + c->clause.first, c->clause.last - c->clause.first, "年均")) d.comparison = BG_COMPARISON_NONE;
  }
  if ((seen | verb) & BG_W(FORE)) d.status = BG_STATUS_FORECAST;
  else if (g->forecast && (follows || !(verb & BG_W(FLOW)))) d.status = BG_STATUS_FORECAST;
  {
    bool goal = ((seen | verb) & BG_W(GOAL)) != 0 || g->goal || forward;
    bool target = plan || goal;
    if (d.status == BG_STATUS_FORECAST && !g->context.expected) target = false;
    if (seen & BG_W(FROM)) target = false;
    if (c->attribute || bg_is_unit(q, "大") || (q->kind == BG_RANK && !goal)) target = false;
    if (q->kind == BG_DURATION && (bg_is_unit(q, "年") || bg_is_unit(q, "周年") || c->left.last == c->left.first)) target = false;
    if (past && !goal) target = false;
    if (q->first >= 3 && memcmp(g->r.text + q->first - 3, "有", 3) == 0 && !((seen | verb) & BG_W(GOAL))) target = false;
    if (d.measure == BG_MEASURE_RANK && !((seen | verb) & BG_W(GOAL))) target = false;
    if (target) d.measure = BG_MEASURE_TARGET;
    if (target && g->context.expected) d.status = BG_STATUS_FORECAST;
  }
  d.undated = (seen & BG_W(FROM)) && !c->timed;
  if (c->timed) d.period = c->time;
  else if (g->carried) d.period = g->carry;
  else d.period = bg_year_period(plan && g->r.now > 0 ? g->r.now : g->context.year > 0 ? g->context.year : 1);
  if (!is_place(q, before, right)) d.level = bg_level_of(g->r.words, name, length);
  return d;
}
