/*
** read_layout.c: a report's text mended. See read_layout.h.
*/
#include "read_layout.h"
#include "base/text.h"

/* A sentence is joined to what stands at most this many lines below: a page of
** a newspaper puts a caption, a heading and a paragraph in between. */
#define REACH 8

/* Sentences that wait for their end at one time. */
#define WAITING 4

/* A line this long (bytes) whose text stands above already is a repeat; shorter
** ones, as forms of address, may well stand twice. */
#define REPEAT_MIN 36

/* Lines with one beginning that are compared: tables have many. */
#define REPEAT_TRIES 64

/* A line without a stop that is longer than this (bytes) is no heading. */
#define HEADING_MAX 150

/* The longest text that is read: positions have 32 bits. */
#define TEXT_MAX 0x40000000u

typedef struct bg_line {
  size_t first, last;  /* bytes of the original, blanks at both ends left out */
  uint32_t number;
  int32_t next;        /* the line that goes on with it, or -1 */
  bool blank_before, stop, open, digit, of, quote, skip, joined, marker, comma;
} bg_line;

typedef struct mending {
  const unsigned char *text;
  size_t length;
  const bg_lexicon *lexicon;
  const bg_words *words;
  bg_alloc alloc;
  bg_line *lines;
  size_t count, room;
  bg_report_builder *out;
} mending;

static bool digit (unsigned char c) { return c >= '0' && c <= '9'; }

static size_t blank_at (const unsigned char *s, size_t at, size_t end) {
  if (s[at] == ' ' || s[at] == '\t' || s[at] == '\r' || s[at] == '\f') return 1; /* a page's end in what comes from PDF */
  if (s[at] == 0xE3 && BG_STARTS(s, at, end, "\xE3\x80\x80")) return 3;
  if (s[at] == 0xC2 && BG_STARTS(s, at, end, "\xC2\xA0")) return 2;
  if (s[at] == 0xEF && BG_STARTS(s, at, end, "\xEF\xBB\xBF")) return 3;
  return 0;
}

/* The same, ending at `at`, where there is a byte before it. */
static size_t blank_before (const unsigned char *s, size_t begin, size_t at) {
  if (s[at - 1] == ' ' || s[at - 1] == '\t' || s[at - 1] == '\r' || s[at - 1] == '\f') return 1;
  if (BG_ENDS(s, begin, at, "\xE3\x80\x80")) return 3;
  if (BG_ENDS(s, begin, at, "\xC2\xA0")) return 2;
  return 0;
}

size_t bg_marker_at (const char *text, size_t at, size_t end) {
  const unsigned char *s = (const unsigned char *)text;
  size_t p = at, l, digits = 0;
  uint32_t c;
  bool bracket = false;
  if (p >= end) return 0;
  c = bg_char_at(s, p, end, &l);
  if (c == L'（' || c == '(') { bracket = true; p += l; }
  else if (c == L'第') p += l;
  while (p < end && digits < 4) {
    c = bg_char_at(s, p, end, &l);
    if (c - '0' < 10u || (c != BG_NO_CHAR && wcschr(L"一二三四五六七八九十百零", (wchar_t)c) != NULL && c != 0)) {
      p += l;
      digits++;
    }
    else break;
  }
  if (digits == 0 || p >= end) return 0;
  c = bg_char_at(s, p, end, &l);
  if (bracket) return c == L'）' || c == ')' ? p + l - at : 0;
  if (BG_STARTS(s, at, end, "第")) return c == L'章' || c == L'节' || c == L'篇' ? p + l - at : 0;
  if (c == L'、' || c == L'．') return p + l - at;
  if (c == '.' && p + 1 < end && !digit(s[p + 1])) return p + l - at;
  return 0;
}

#define HAS(s, a, b, literal) bg_holds((const char *)(s) + (a), (b) - (a), literal, sizeof(literal) - 1)

/* How many of this quotation mark: they differ in their last byte. */
static size_t count_of (const unsigned char *s, size_t a, size_t b, const char *what) {
  size_t n = 0;
  const unsigned char *p = s + a;
  while ((p = memchr(p, (unsigned char)what[2], (size_t)(s + b - p))) != NULL) {
    if ((size_t)(p - s) >= a + 2 && memcmp(p - 2, what, 2) == 0) n++;
    p++;
  }
  return n;
}

/* What a line's end says. */
static void look_at_end (const mending *m, bg_line *line) {
  const unsigned char *s = m->text;
  size_t start, l;
  uint32_t c = bg_char_before(s, line->first, line->last, &start);
  if (c == L'”' || c == L'’' || c == L'）' || c == ')' || c == L'》') c = bg_char_before(s, line->first, start, &start);
  switch (c) {
    case L'。': case L'！': case L'？': case L'；': case L'：': case L'…': case ';': case ':': case '!': case '?':
      line->stop = true;
      return;
    case '.':
      line->stop = line->last - line->first > 30;
      return;
    default: break;
  }
  c = bg_char_before(s, line->first, line->last, &start);
  line->digit = c - '0' < 10u || bg_fold(c) - '0' < 10u;
  line->of = c == L'的';
  line->comma = c == L'，' || c == L'、' || c == ',';
  line->marker = bg_marker_at((const char *)s, line->first, line->last) != 0;
  line->quote = count_of(s, line->first, line->last, "“") > count_of(s, line->first, line->last, "”");
  if (line->comma || line->of || line->quote) line->open = true;
  else if (line->marker && line->last - line->first < HEADING_MAX) line->open = false;
  else
    line->open = HAS(s, line->first, line->last, "。") || HAS(s, line->first, line->last, "，") ||
                 (HAS(s, line->first, line->last, ",") && !HAS(s, line->first, line->last, ", ")) ||
                 line->last - line->first > HEADING_MAX ||
                 (line->digit && line->last - line->first > 12 && HAS(s, line->first, line->last, "\xE7\x9A\x84"));
  if (line->open && bg_char_at(s, line->first, line->last, &l) == L'—') line->open = line->comma;
}

/* — 12 —, 第3页, a line of digits or dashes alone. */
static bool is_furniture (const mending *m, const bg_line *line) {
  const unsigned char *s = m->text;
  size_t l;
  if (line->last - line->first > 24) return false;
  for (size_t p = line->first; p < line->last; p += l) {
    uint32_t c = bg_fold(bg_char_at(s, p, line->last, &l));
    bool page = c - '0' < 10u || c == '-' || c == L'—' || c == L'–' || c == L'第' || c == L'页' || c == L'共' ||
                c == '/' || c == '_' || c == '=' || c == '*' || c == L'·' || c == L'　' || c == ' ' || c == L'─';
    if (!page) return false;
  }
  return true;
}

/* The next line break from `at` on: LF, or the CR alone of old Macs. `*lf` is
** the next LF, which is looked for once, however many CR stand before it. */
static size_t line_end (const mending *m, size_t at, size_t *lf) {
  const unsigned char *p;
  if (at == 0 || *lf < at) {
    p = memchr(m->text + at, '\n', m->length - at);
    *lf = p != NULL ? (size_t)(p - m->text) : m->length;
  }
  p = memchr(m->text + at, '\r', *lf - at);
  if (p == NULL || (size_t)(p - m->text) + 1 == *lf) return *lf;
  return (size_t)(p - m->text);
}

static bg_status split (mending *m) {
  size_t at = 0, lf = 0;
  uint32_t number = 0;
  bool blank = true;
  while (at < m->length) {
    size_t end, first = at, last, l;
    end = last = line_end(m, at, &lf);
    number++;
    at = end + 1;
    while (first < last && (l = blank_at(m->text, first, last)) != 0) first += l;
    while (last > first && (l = blank_before(m->text, first, last)) != 0) last -= l;
    if (first == last) { blank = true; continue; }
    if (!bg_make_room(m->alloc, (void **)&m->lines, &m->room, m->count, sizeof *m->lines)) return BG_NO_MEMORY;
    memset(&m->lines[m->count], 0, sizeof *m->lines);
    m->lines[m->count].first = first;
    m->lines[m->count].last = last;
    m->lines[m->count].number = number;
    m->lines[m->count].next = -1;
    m->lines[m->count].blank_before = blank;
    look_at_end(m, &m->lines[m->count]);
    m->count++;
    blank = false;
  }
  return BG_OK;
}

static bool tell (mending *m, int kind, size_t first, size_t last, uint32_t a, uint32_t b) {
  bg_mend *mend = bg_report_builder_mend(m->out);
  if (mend == NULL) return false;
  mend->kind = (uint8_t)kind;
  mend->first = (uint32_t)first;
  mend->last = (uint32_t)last;
  mend->paragraph[0] = a;
  mend->paragraph[1] = b;
  return true;
}

/* Lines that stand above already, or whose beginning a later one has. */
static bg_status find_repeats (mending *m) {
  size_t room = 16, bytes;
  uint32_t *slots;
  bg_status status = BG_OK;
  while (room < m->count * 2) room *= 2;
  bytes = room * sizeof *slots; /* less than the lines take already */
  slots = m->alloc.resize(m->alloc.ud, NULL, 0, bytes);
  if (slots == NULL) return BG_NO_MEMORY;
  memset(slots, 0, bytes);
  for (size_t i = 0; i < m->count; i++) {
    bg_line *here = &m->lines[i];
    size_t length = here->last - here->first, at;
    uint32_t h = 2166136261u;
    int tries = 0;
    if (is_furniture(m, here)) {
      here->skip = true;
      if (!tell(m, BG_MEND_FURNITURE, here->first, here->last, here->number, 0)) status = BG_NO_MEMORY;
      continue;
    }
    if (length < REPEAT_MIN) continue;
    for (size_t k = 0; k < REPEAT_MIN; k++) h = (h ^ m->text[here->first + k]) * 16777619u;
    for (at = h ^ h >> 15; slots[at & (room - 1)] != 0; at++) {
      if (++tries > REPEAT_TRIES) goto next;
      bg_line *held = &m->lines[slots[at & (room - 1)] - 1];
      size_t other = held->last - held->first, shorter = length < other ? length : other;
      if (memcmp(m->text + held->first, m->text + here->first, shorter) != 0) continue;
      if (length <= other && (length == other || !here->stop)) {
        here->skip = true;
        if (!tell(m, BG_MEND_REPEATED, here->first, here->last, here->number, held->number)) status = BG_NO_MEMORY;
      }
      else if (length > other && !held->stop) {
        held->skip = true;
        if (!tell(m, BG_MEND_REPEATED, held->first, held->last, held->number, here->number)) status = BG_NO_MEMORY;
        slots[at & (room - 1)] = (uint32_t)i + 1;
      }
      else continue;
      goto next;
    }
    slots[at & (room - 1)] = (uint32_t)i + 1;
  next: ;
  }
  m->alloc.resize(m->alloc.ud, slots, bytes, 0);
  return status;
}

static bool mark_at (const unsigned char *s, size_t at, size_t end) {
  size_t l;
  uint32_t c;
  if (at >= end) return true;
  c = bg_char_at(s, at, end, &l);
  return c == L'，' || c == L'。' || c == L'、' || c == L'；' || c == ',' || c == ';' || c == L'）' || c == L'”';
}

/* Does the line begin with a unit and a mark (家,其中), so that a number lacks it? */
static bool begins_unit (const mending *m, const bg_line *line) {
  size_t length = 0;
  if (bg_lexicon_unit(m->lexicon, m->text, line->first, line->last, false, &length) == BG_NO_UNIT) return false;
  return mark_at(m->text, line->first + length, line->last);
}

/* Does it begin with a number, its unit and a mark (1500家,), so that the words before are missing? */
static bool begins_number (const mending *m, const bg_line *line) {
  const unsigned char *s = m->text;
  size_t p = line->first, length = 0, l;
  while (p < line->last && (digit(s[p]) || s[p] == '.')) p++;
  if (p == line->first || p >= line->last) return false;
  while (p < line->last) {
    uint32_t c = bg_char_at(s, p, line->last, &l);
    if (c != L'万' && c != L'亿' && c != L'千' && c != L'百' && c != L'余' && c != L'多') break;
    p += l;
  }
  if (bg_lexicon_unit(m->lexicon, s, p, line->last, false, &length) == BG_NO_UNIT) return false;
  return mark_at(s, p + length, line->last);
}

static bool closes_quote (const mending *m, const bg_line *line) {
  const unsigned char *s = m->text;
  for (size_t p = line->first; p + 3 <= line->last && p < line->first + 60; p++) {
    if (memcmp(s + p, "“", 3) == 0) return false;
    if (memcmp(s + p, "”", 3) == 0) return true;
  }
  return false;
}

static bool is_short (const bg_line *line) { return line->last - line->first < 60; }

/* A line that stands between paragraphs: no stop, and not broken off. */
static bool is_heading (const bg_line *line) { return !line->stop && !line->open && !line->digit; }

/* Which waiting line goes on here? Its place in `waiting`, or -1. */
static int goes_on (const mending *m, size_t here, const size_t *waiting, int count) {
  const bg_line *now = &m->lines[here];
  const unsigned char *s = m->text;
  bool number = begins_number(m, now);
  int best = -1;
  for (int i = count - 1; i >= 0; i--) {
    const bg_line *open = &m->lines[waiting[i]];
    bool beside = waiting[i] + 1 == here && !now->blank_before;
    if (beside && !now->marker) return i;
    if (open->digit && begins_unit(m, now)) return i;
    if (open->quote && closes_quote(m, now)) return i;
    if (open->digit || open->quote) continue;
    if (number) { /* a sentence that counts already, before one that only begins */
      bool counts = false;
      for (size_t p = open->last; p > open->first && open->last - p < 120; p--)
        if (digit(s[p - 1])) counts = true;
      if (best < 0 || counts) best = i;
      continue;
    }
    if (mark_at(s, now->first, now->last)) return i;
    if (open->of && !is_heading(now) && best < 0) best = i;
    if (!open->of && best < 0 && !is_heading(now)) {
      const bg_read_word *w = bg_word_at(m->words, (const char *)s, now->first, now->last,
                                         BG_W(FLOW) | BG_W(STOCK) | BG_W(CUT));
      if (w != NULL && w->length >= 6 && is_short(open)) best = i;
    }
  }
  return best;
}

/* The first line is a title, unless it is plainly a sentence. */
static bool is_title (const mending *m, const bg_line *first) {
  const unsigned char *s = m->text;
  return !first->digit && !HAS(s, first->first, first->last, "，") && !HAS(s, first->first, first->last, "。") &&
         !HAS(s, first->first, first->last, "；");
}

static bg_status join (mending *m) {
  size_t waiting[WAITING];
  int count = 0;
  for (size_t i = 0; i < m->count; i++) {
    bg_line *now = &m->lines[i];
    int which;
    size_t tail;
    if (now->skip) continue;
    while (count > 0 && i - waiting[0] > REACH) {
      memmove(waiting, waiting + 1, (size_t)(count - 1) * sizeof waiting[0]);
      count--;
    }
    which = count > 0 ? goes_on(m, i, waiting, count) : -1;
    tail = i;
    if (which >= 0) {
      bg_line *open = &m->lines[waiting[which]];
      open->next = (int32_t)i;
      now->joined = true;
      if (!tell(m, BG_MEND_JOINED, open->last, now->first, open->number, now->number)) return BG_NO_MEMORY;
      memmove(waiting + which, waiting + which + 1, (size_t)(count - which - 1) * sizeof waiting[0]);
      count--;
    }
    if ((now->open || (now->digit && !is_short(now))) && (i > 0 || !is_title(m, now))) {
      if (count == WAITING) {
        memmove(waiting, waiting + 1, (WAITING - 1) * sizeof waiting[0]);
        count--;
      }
      waiting[count++] = tail;
    }
  }
  return BG_OK;
}

static bool segment (bg_layout *out, size_t original) {
  if (!bg_make_room(out->alloc, (void **)&out->segments, &out->segment_room, out->segment_count, sizeof *out->segments))
    return false;
  out->segments[out->segment_count].mended = out->length;
  out->segments[out->segment_count++].original = original;
  return true;
}

static bg_status emit (const mending *m, bg_layout *out) {
  for (size_t i = 0; i < m->count; i++) {
    const bg_line *head = &m->lines[i], *l = head;
    bg_paragraph *p;
    if (head->skip || head->joined) continue;
    if (!bg_make_room(out->alloc, (void **)&out->paragraphs, &out->paragraph_room, out->count, sizeof *p)) return BG_NO_MEMORY;
    p = &out->paragraphs[out->count++];
    memset(p, 0, sizeof *p);
    p->first = out->length;
    p->line[0] = head->number;
    p->heading = is_heading(head);
    p->title = i == 0;
    for (;;) {
      if (!segment(out, l->first)) return BG_NO_MEMORY;
      memcpy(out->text + out->length, m->text + l->first, l->last - l->first);
      out->length += l->last - l->first;
      if (l->next < 0) break;
      l = &m->lines[l->next];
      if (p->joint == 0) {
        p->joint = out->length;
        p->line[1] = l->number;
      }
    }
    p->last = out->length;
    out->text[out->length++] = '\n';
  }
  return BG_OK;
}

bg_status bg_layout_make (bg_layout *layout, const bg_lexicon *lexicon, const bg_words *words,
                          bg_text text, bg_report_builder *out) {
  mending m;
  bg_status status;
  memset(&m, 0, sizeof m);
  m.text = (const unsigned char *)text.at;
  m.length = text.length;
  m.lexicon = lexicon;
  m.words = words;
  m.alloc = layout->alloc;
  m.out = out;
  if (text.length > TEXT_MAX) return BG_TOO_LARGE;
  status = split(&m);
  if (status == BG_OK) status = find_repeats(&m);
  if (status == BG_OK) status = join(&m);
  if (status == BG_OK) {
    layout->room = text.length + m.count + 1; /* each line but the last had its end already */
    layout->text = layout->alloc.resize(layout->alloc.ud, NULL, 0, layout->room);
    status = layout->text == NULL ? BG_NO_MEMORY : emit(&m, layout);
  }
  if (status == BG_OK && layout->length > 0) { /* no byte past the end, so that sanitizers see a look there */
    char *fit = layout->alloc.resize(layout->alloc.ud, layout->text, layout->room, layout->length);
    if (fit == NULL) status = BG_NO_MEMORY;
    else {
      layout->text = fit;
      layout->room = layout->length;
    }
  }
  if (m.lines != NULL) m.alloc.resize(m.alloc.ud, m.lines, m.room * sizeof *m.lines, 0);
  return status;
}

void bg_layout_free (bg_layout *layout) {
  bg_alloc a = layout->alloc;
  if (layout->text != NULL) a.resize(a.ud, layout->text, layout->room, 0);
  if (layout->paragraphs != NULL)
    a.resize(a.ud, layout->paragraphs, layout->paragraph_room * sizeof *layout->paragraphs, 0);
  if (layout->segments != NULL)
    a.resize(a.ud, layout->segments, layout->segment_room * sizeof *layout->segments, 0);
  memset(layout, 0, sizeof *layout);
  layout->alloc = a;
}

size_t bg_layout_original (const bg_layout *layout, size_t at) {
  size_t low = 0, high = layout->segment_count;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (layout->segments[middle].mended <= at) low = middle;
    else high = middle;
  }
  return layout->segments[low].original + (at - layout->segments[low].mended);
}
