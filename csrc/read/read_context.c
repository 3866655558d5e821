/*
** read_context.c: record or plan, year, region, tier. See read_context.h.
*/
#include "read_context.h"

#define U(text) ((const unsigned char *)(text))

/* What a heading weighs against the words of a paragraph, in tenths of a
** natural logarithm of odds. */
#define HEADING_CUE 45

/* A sentence that explains a term tells what is. */
#define DEFINITION_CUE 40

/* The words of a paragraph weigh no more than this. */
#define MOOD_MAX 60

/* Records are somewhat more common among sentences with figures. */
#define MOOD_BIAS (-6)

/* A report of several paragraphs that nowhere announces plans tells what was. */
#define RECORD_BIAS (-25)
#define RECORD_PARAGRAPHS 6

/* A paragraph under no heading that speaks of nothing to come tells what was done. */
#define ALONE_CUE 15

/* The words of a single sentence are too few to say otherwise. */
#define SENTENCE_CUE 60

/* Words of a paragraph longer than this (bytes) are not kept: no report has one. */
#define KNOWN_MAX 65536

/* A sentence goes on as the one before it, most of all from 其中 or ；. */
#define SAME_CUE 5
#define JOINED_CUE 35

static bool has (const char *s, size_t a, size_t b, const char *what) {
  return bg_holds(s + a, b - a, what, strlen(what));
}

static bool has_any (const char *s, size_t a, size_t b, const char *const *words) {
  for (; *words != NULL; words++) if (has(s, a, b, *words)) return true;
  return false;
}

static const char *const record_words[] = { "回顾", "成就", "成绩", "过去", "上年", "去年", "主要做了", "工作总结", NULL };
static const char *const plan_words[] = {
  "目标", "任务", "安排", "重点工作", "总体要求", "总体考虑", "主要考虑", "打算", "举措", "下一步", "下步", "今后", "建议", "计划", "思路",
  "部署", "重点抓好", "重点做好", "着力抓好", "今年工作", "的重点", "民生实事", NULL
};
static const char *const gloss_words[] = { "名词解释", "注释", "有关用语", "用语说明", "名词说明", "附注", NULL };

/* Is it a line that opens a part of plans? */
static bool announces (const char *text, const bg_paragraph *p) {
  size_t length = p->last - p->first;
  if (length > 105 || !(p->heading || bg_marker_at(text, p->first, p->last) != 0)) return false;
  return has_any(text, p->first, p->last, plan_words);
}

/* What stands before a report begins: lines, and bytes in a line. */
#define PREFACE 12
#define PREFACE_LINE 330

/* The latest year named in a line, 0 where none is. */
static int last_year (const char *text, const bg_paragraph *p, int now) {
  int year = 0;
  size_t at, length;
  for (at = p->first; at < p->last; at += length) {
    bg_time_words t;
    bg_char_at(U(text), at, p->last, &length);
    if (!bg_time_words_at(text, at, p->last, now, 0, &t) || text[at] == '\xE2') continue; /* no plan's years */
    length = t.last - at;
    if (bg_date_of_day(t.period.last).year > year) year = bg_date_of_day(t.period.last).year;
  }
  return year;
}

void bg_context_start (bg_context *context, bg_reader *reader, int year) {
  const bg_layout *l = &reader->layout;
  memset(context, 0, sizeof *context);
  for (size_t i = 0; i < l->count && i < PREFACE; i++) {
    const bg_paragraph *p = &l->paragraphs[i];
    if (p->last - p->first > PREFACE_LINE) continue;
    if (has(l->text, p->first, p->last, "工作报告")) context->work_report = true;
    if (year == 0 && bg_marker_at(l->text, p->first, p->last) == 0) year = last_year(l->text, p, 0);
    if (year == 0 && has_any(l->text, p->first, p->last, record_words)) { /* the year looked back at */
      year = last_year(l->text, p, 0);
      if (year > 0) { year++; context->work_report = true; }
    }
  }
  if (l->count >= RECORD_PARAGRAPHS) {
    bool plans = false;
    for (size_t i = 1; i < l->count && !plans; i++) plans = announces(l->text, &l->paragraphs[i]);
    if (!plans) context->bias = RECORD_BIAS;
  }
  reader->now = year;
  context->year = year > 0 && context->work_report ? year - 1 : year;
}

uint32_t bg_context_region (const bg_reader *reader) {
  const bg_layout *l = &reader->layout;
  for (size_t i = 0; i < l->count && i < PREFACE; i++) {
    const bg_paragraph *p = &l->paragraphs[i];
    size_t at, length;
    if (p->last - p->first > PREFACE_LINE) continue;
    for (at = p->first; at < p->last; at += length) {
      uint32_t code;
      bg_char_at(U(l->text), at, p->last, &length);
      if (length < 3) continue;
      code = bg_region_at(reader->words, l->text, at, p->last, &length);
      if (code != 0) return code;
      length = 3;
    }
  }
  return 0;
}

bool bg_context_heading (bg_context *context, bg_reader *reader, const bg_paragraph *p) {
  const char *text = reader->text;
  size_t length = p->last - p->first;
  bool marked = bg_marker_at(text, p->first, p->last) != 0;
  bg_time_words t;
  size_t at, l;
  if (length > 150 || p->title) return false;
  if (!p->heading && !(length <= 105 && (marked || has_any(text, p->first, p->last, plan_words)))) return false;
  if (has_any(text, p->first, p->last, gloss_words)) {
    context->part = BG_PART_UNKNOWN;
    return p->heading;
  }
  if (has_any(text, p->first, p->last, record_words)) {
    context->part = BG_PART_RECORD;
    if (reader->now > 0)
      for (at = p->first; at < p->last; at += l) {
        bg_char_at(U(text), at, p->last, &l);
        if (bg_time_words_at(text, at, p->last, reader->now, 0, &t)) {
          bg_date first = bg_date_of_day(t.period.first), last = bg_date_of_day(t.period.last);
          if (first.year == last.year && last.year <= reader->now && last.year >= reader->now - 2) context->year = last.year;
          l = t.last - at;
        }
      }
  }
  else if (has_any(text, p->first, p->last, plan_words) ||
           (reader->now > 0 && p->heading && marked && last_year(text, p, reader->now) >= reader->now)) { /* 二、关于2025年工作 */
    context->part = BG_PART_PLAN;
    context->work_report = true;
  }
  return p->heading;
}

/* 主要预期目标是: targets follow; 高于预期目标 is a record. */
static bool expects (const char *text, size_t a, size_t b) {
  static const char *const before[] = { "预期", "主要", "发展", NULL };
  static const char *const after[] = { "是", "为", "：", ":", "如下", NULL };
  static const char word[] = "目标";
  size_t n = sizeof word - 1;
  for (; a + n <= b; a++) { /* its last byte is looked for: what Chinese characters begin with says little */
    const char *p = memchr(text + a + n - 1, (unsigned char)word[n - 1], b - a - (n - 1));
    bool led = false;
    if (p == NULL) return false;
    p -= n - 1;
    a = (size_t)(p - text);
    if (memcmp(p, word, n) != 0) continue;
    for (int i = 0; before[i] != NULL; i++) led = led || (a >= 6 && memcmp(p - 6, before[i], 6) == 0);
    for (int i = 0; led && after[i] != NULL; i++) {
      size_t m = strlen(after[i]);
      if (a + n + m <= b && memcmp(p + n, after[i], m) == 0) return true;
    }
  }
  return false;
}

/* 将, 力争, 计划, 到2030年: does the paragraph speak of what is to come? */
static bool foretells (const bg_reader *reader, const bg_paragraph *p) {
  static const char *const words[] = { "计划", "目标", "争取", "规划", "任务", "今年", "明年", "未来", "下一步", "今后", NULL };
  const char *text = reader->text;
  size_t at, l;
  if (has_any(text, p->first, p->last, words)) return true;
  for (at = p->first; at < p->last; at += l) {
    const bg_read_word *w = bg_reader_word(reader, at, p->last, ~(uint64_t)0);
    bg_time_words t;
    bg_char_at(U(text), at, p->last, &l);
    if (w != NULL) {
      if (w->classes & BG_W(GOAL)) return true;
      l = w->length;
    }
    else if (reader->now > 0 && bg_time_words_at(text, at, p->last, reader->now, 0, &t)) {
      if (t.period.last > bg_date_to_day((bg_date){ reader->now, 12, 31 })) return true;
      l = t.last - at;
    }
  }
  return false;
}

void bg_context_paragraph (bg_context *context, bg_reader *reader, const bg_paragraph *p) {
  context->alone = 0;
  if (context->part == BG_PART_UNKNOWN && reader->layout.count < RECORD_PARAGRAPHS && !foretells(reader, p)) {
    size_t end = p->last >= p->first + 3 ? p->last - 3 : p->first;
    context->alone = has(reader->text, p->first, end, "。") ? ALONE_CUE : SENTENCE_CUE;
  }
  context->expected = expects(reader->text, p->first, p->last);
  context->before = BG_PART_UNKNOWN;
}

/* Plans have round numbers, records have all their places. */
static int number_cue (const char *text, size_t at, size_t end, size_t *length) {
  static const int cues[] = { 2, 2, -5, -12, -14 };
  size_t p = at, places = 0, zeros = 0;
  bool point = false;
  while (p < end && ((text[p] >= '0' && text[p] <= '9') || (text[p] == '.' && !point))) {
    if (text[p] == '.') { point = true; zeros = 0; }
    else {
      places++;
      zeros = text[p] == '0' ? zeros + 1 : 0;
    }
    p++;
  }
  *length = p - at;
  if (end - p >= 3 && memcmp(text + p, "年", 3) == 0) return 0;
  if (!point) places -= zeros;
  return cues[places > 4 ? 4 : places];
}

bool bg_context_mood (bg_reader *reader, size_t first, size_t last, bg_cues *cues, int *sum) {
  size_t p, l;
  reader->known_first = reader->known_last = 0;
  if (last - first <= KNOWN_MAX) {
    while (reader->known_room < last - first)
      if (!bg_make_room(reader->layout.alloc, (void **)&reader->known, &reader->known_room, reader->known_room, sizeof *reader->known)) return false;
    memset(reader->known, 0, (last - first) * sizeof *reader->known);
    reader->known_first = first;
    reader->known_last = last;
  }
  *sum = 0;
  cues->count = cues->next = 0;
  for (p = first; p < last; p += l) {
    unsigned char a = (unsigned char)reader->text[p];
    const bg_read_word *w;
    int cue = 0;
    if (a < 0xE0) {
      l = 1;
      if (a >= '0' && a <= '9') cue = number_cue(reader->text, p, last, &l);
    }
    else {
      l = 3;
      w = reader->known_last > first ? bg_reader_learn(reader, p) : bg_word_at(reader->words, reader->text, p, last, ~(uint64_t)0);
      if (w != NULL) {
        cue = w->cue;
        l = w->length;
      }
    }
    if (cue == 0) continue;
    *sum += cue;
    if (!bg_make_room(reader->layout.alloc, (void **)&cues->at, &cues->room, cues->count, sizeof *cues->at)) return false;
    cues->at[cues->count].at = p;
    cues->at[cues->count++].sum = *sum;
  }
  return true;
}

/* The cues of a sentence. */
static int own_mood (bg_cues *cues, bg_range sentence) {
  int before, after;
  while (cues->next < cues->count && cues->at[cues->next].at < sentence.first) cues->next++;
  before = cues->next == 0 ? 0 : cues->at[cues->next - 1].sum;
  while (cues->next < cues->count && cues->at[cues->next].at < sentence.last) cues->next++;
  after = cues->next == 0 ? 0 : cues->at[cues->next - 1].sum;
  return after - before;
}

bool bg_context_plan (bg_context *context, const bg_reader *reader, int mood, bg_cues *cues, bg_range sentence) {
  int score = MOOD_BIAS + context->bias, own = own_mood(cues, sentence);
  bool joined = BG_STARTS(U(reader->text), sentence.first, sentence.last, "其中") ||
                (sentence.first >= 3 && memcmp(reader->text + sentence.first - 3, "；", 3) == 0);
  if (mood > MOOD_MAX) mood = MOOD_MAX;
  if (mood < -MOOD_MAX) mood = -MOOD_MAX;
  if (context->expected) return true;
  if (context->part == BG_PART_RECORD) score -= HEADING_CUE;
  if (context->part == BG_PART_PLAN) score += HEADING_CUE;
  score -= context->alone;
  score += mood + own;
  if (context->before != BG_PART_UNKNOWN)
    score += (context->before == BG_PART_PLAN ? 1 : -1) * (joined ? JOINED_CUE : SAME_CUE);
  if (score > 0 && (has(reader->text, sentence.first, sentence.last, "”是") || has(reader->text, sentence.first, sentence.last, "是指")))
    score -= DEFINITION_CUE;
  context->before = score > 0 ? BG_PART_PLAN : BG_PART_RECORD;
  return score > 0;
}
