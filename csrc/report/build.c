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

/* Eight bytes at a time; the last eight overlap those before. */
static uint32_t hash_of (const char *at, size_t length) {
  uint64_t h = length * UINT64_C(0x9E3779B97F4A7C15), w = 0;
  if (length < sizeof w) {
    for (size_t i = 0; i < length; i++) w = w << 8 | (unsigned char)at[i];
    h = (h ^ w) * UINT64_C(0xBF58476D1CE4E5B9);
  }
  else {
    for (size_t i = 0; i + sizeof w < length; i += sizeof w) {
      memcpy(&w, at + i, sizeof w);
      h = (h ^ w) * UINT64_C(0xBF58476D1CE4E5B9);
      h ^= h >> 32;
    }
    memcpy(&w, at + length - sizeof w, sizeof w);
    h = (h ^ w) * UINT64_C(0xBF58476D1CE4E5B9);
  }
  return (uint32_t)(h >> 32);
}

static bool grow_slots (bg_report_builder *b) {
  size_t room = b->slot_room == 0 ? 256 : b->slot_room * 2, bytes;
  bg_pool_slot *slots;
  if (!bg_multiply(room, sizeof *slots, &bytes)) return false;
  slots = b->alloc.resize(b->alloc.ud, NULL, 0, bytes);
  if (slots == NULL) return false;
  memset(slots, 0, bytes);
  for (size_t i = 0; i < b->slot_room; i++) {
    size_t at;
    if (b->slots[i].offset == 0) continue;
    for (at = b->slots[i].hash & (room - 1); slots[at].offset != 0; at = (at + 1) & (room - 1)) ;
    slots[at] = b->slots[i];
  }
  release(b, b->slots, b->slot_room * sizeof *b->slots);
  b->slots = slots;
  b->slot_room = room;
  return true;
}

/* Room for so many bytes more, which with those that are there are not above
** BG_POOL_MAX. */
static bool grow_pool (bg_report_builder *b, size_t more) {
  size_t need = b->pool_size + more, room = b->pool_room == 0 ? 4096 : b->pool_room;
  char *pool;
  if (need <= b->pool_room) return true;
  while (room < need) room *= 2;
  pool = b->alloc.resize(b->alloc.ud, b->pool, b->pool_room, room);
  if (pool == NULL) return false;
  b->pool = pool;
  b->pool_room = room;
  return true;
}

bg_status bg_report_builder_text (bg_report_builder *b, bg_text text, uint32_t *offset) {
  size_t at, length = 0;
  uint32_t hash;
  char *held;
  if (b->pool_size == 0) { /* offset 0 is the empty text */
    if (!grow_pool(b, 1)) return BG_NO_MEMORY;
    b->pool[b->pool_size++] = '\0';
  }
  *offset = 0;
  if (text.length == 0) return BG_OK;
  if (text.length >= BG_POOL_MAX - b->pool_size) return BG_TOO_LARGE;
  if (b->slot_used * 2 >= b->slot_room && !grow_slots(b)) return BG_NO_MEMORY;
  /* written behind the pool, and kept there where no text in it is the same */
  if (!grow_pool(b, text.length + 1)) return BG_NO_MEMORY;
  held = b->pool + b->pool_size;
  if (memchr(text.at, '\0', text.length) == NULL) {
    memcpy(held, text.at, text.length);
    length = text.length;
  }
  else {
    for (size_t i = 0; i < text.length; i++)
      if (text.at[i] != '\0') held[length++] = text.at[i];
    if (length == 0) return BG_OK;
  }
  held[length] = '\0';
  hash = hash_of(held, length);
  for (at = hash & (b->slot_room - 1); b->slots[at].offset != 0; at = (at + 1) & (b->slot_room - 1))
    if (b->slots[at].hash == hash && memcmp(b->pool + b->slots[at].offset, held, length + 1) == 0) {
      *offset = b->slots[at].offset;
      return BG_OK;
    }
  *offset = (uint32_t)b->pool_size;
  b->pool_size += length + 1;
  b->slots[at].offset = *offset;
  b->slots[at].hash = hash;
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
  report.pooled = true;
  return report;
}
