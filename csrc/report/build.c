/*
** build.c: a report made at run time. See build.h.
*/
#include "build.h"

#include <string.h>

bool bg_make_room (bg_alloc alloc, void **at, size_t *room, size_t count, size_t size) {
  size_t more, bytes;
  void *block;
  if (count < *room) return true;
  more = *room == 0 ? 32 : *room;
  if (!bg_add(*room, more, &more) || !bg_multiply(more, size, &bytes)) return false;
  block = alloc.resize(alloc.ud, *at, *room * size, bytes);
  if (block == NULL) return false;
  *at = block;
  *room = more;
  return true;
}

void bg_report_builder_start (bg_report_builder *b, bg_alloc alloc) {
  memset(b, 0, sizeof *b);
  b->alloc = alloc;
}

static void release (bg_report_builder *b, void *block, size_t size) {
  if (block != NULL) b->alloc.resize(b->alloc.ud, block, size, 0);
}

void bg_report_builder_free (bg_report_builder *b) {
  bg_alloc alloc = b->alloc;
  release(b, b->pool, b->pool_room);
  release(b, b->slots, b->slot_room * sizeof *b->slots);
  release(b, b->facts, b->fact_room * sizeof *b->facts);
  release(b, b->mentions, b->mention_room * sizeof *b->mentions);
  release(b, b->mends, b->mend_room * sizeof *b->mends);
  bg_report_builder_start(b, alloc);
}

static uint32_t hash_of (bg_text text) {
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < text.length; i++)
    if (text.at[i] != '\0') h = (h ^ (unsigned char)text.at[i]) * 16777619u;
  return h ^ h >> 15;
}

static bool same (const char *held, bg_text text) {
  for (size_t i = 0; i < text.length; i++)
    if (text.at[i] != '\0' && *held++ != text.at[i]) return false;
  return *held == '\0';
}

static bool grow_slots (bg_report_builder *b) {
  size_t room = b->slot_room == 0 ? 256 : b->slot_room * 2, bytes;
  uint32_t *slots;
  if (!bg_multiply(room, sizeof *slots, &bytes)) return false;
  slots = b->alloc.resize(b->alloc.ud, NULL, 0, bytes);
  if (slots == NULL) return false;
  memset(slots, 0, bytes);
  for (size_t i = 0; i < b->slot_room; i++) {
    bg_text held;
    size_t at;
    if (b->slots[i] == 0) continue;
    held.at = b->pool + b->slots[i];
    held.length = strlen(held.at);
    for (at = hash_of(held) & (room - 1); slots[at] != 0; at = (at + 1) & (room - 1)) ;
    slots[at] = b->slots[i];
  }
  release(b, b->slots, b->slot_room * sizeof *b->slots);
  b->slots = slots;
  b->slot_room = room;
  return true;
}

static bool grow_pool (bg_report_builder *b, size_t more) {
  size_t need, room;
  char *pool;
  if (!bg_add(b->pool_size, more, &need)) return false;
  if (need <= b->pool_room) return true;
  room = b->pool_room == 0 ? 4096 : b->pool_room;
  while (room < need) if (!bg_multiply(room, 2, &room)) return false;
  pool = b->alloc.resize(b->alloc.ud, b->pool, b->pool_room, room);
  if (pool == NULL) return false;
  b->pool = pool;
  b->pool_room = room;
  return true;
}

bg_status bg_report_builder_text (bg_report_builder *b, bg_text text, uint32_t *offset) {
  size_t at;
  if (b->pool_size == 0) { /* offset 0 is the empty text */
    if (!grow_pool(b, 1)) return BG_NO_MEMORY;
    b->pool[b->pool_size++] = '\0';
  }
  *offset = 0;
  if (text.length == 0) return BG_OK;
  if (text.length > BG_POOL_MAX - b->pool_size) return BG_TOO_LARGE;
  if (b->slot_used * 2 >= b->slot_room && !grow_slots(b)) return BG_NO_MEMORY;
  for (at = hash_of(text) & (b->slot_room - 1); b->slots[at] != 0; at = (at + 1) & (b->slot_room - 1))
    if (same(b->pool + b->slots[at], text)) {
      *offset = b->slots[at];
      return BG_OK;
    }
  if (!grow_pool(b, text.length + 1)) return BG_NO_MEMORY;
  *offset = (uint32_t)b->pool_size;
  for (size_t i = 0; i < text.length; i++)
    if (text.at[i] != '\0') b->pool[b->pool_size++] = text.at[i];
  b->pool[b->pool_size++] = '\0';
  b->slots[at] = *offset;
  b->slot_used++;
  return BG_OK;
}

bg_fact *bg_report_builder_fact (bg_report_builder *b) {
  bg_fact *fact;
  if (!bg_make_room(b->alloc, (void **)&b->facts, &b->fact_room, b->fact_count, sizeof *fact)) return NULL;
  fact = &b->facts[b->fact_count++];
  memset(fact, 0, sizeof *fact);
  fact->part_of = BG_NO_ROW;
  for (int i = 0; i < BG_ADDS_TO_MAX; i++) fact->adds_to[i] = BG_NO_ROW;
  fact->complete = -1;
  return fact;
}

bg_mention *bg_report_builder_mention (bg_report_builder *b) {
  bg_mention *mention;
  if (!bg_make_room(b->alloc, (void **)&b->mentions, &b->mention_room, b->mention_count, sizeof *mention)) return NULL;
  mention = &b->mentions[b->mention_count++];
  memset(mention, 0, sizeof *mention);
  return mention;
}

bg_mend *bg_report_builder_mend (bg_report_builder *b) {
  bg_mend *mend;
  if (!bg_make_room(b->alloc, (void **)&b->mends, &b->mend_room, b->mend_count, sizeof *mend)) return NULL;
  mend = &b->mends[b->mend_count++];
  memset(mend, 0, sizeof *mend);
  return mend;
}

bg_report bg_report_builder_report (const bg_report_builder *b) {
  static const char nothing[1] = "";
  bg_report report;
  memset(&report, 0, sizeof report);
  report.pool = b->pool_size > 0 ? b->pool : nothing;
  report.facts = b->facts;
  report.mentions = b->mentions;
  report.fact_count = b->fact_count;
  report.mention_count = b->mention_count;
  memcpy(report.text, b->text, sizeof report.text);
  return report;
}
