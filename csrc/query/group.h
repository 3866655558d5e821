/*
** group.h: which rows belong together.
**
** A key column is read as small whole numbers: dictionary codes, stored
** integers less the least of them; a null is the number after the last. Where
** the product of the keys' counts is small, the numbers, each times the counts
** before it, are a place in a table themselves (bg_keys_batch): no hashing and
** no comparing. Else rows get group numbers in order of first appearance
** (bg_group_ids) from a hash table of packed keys, in stages where the packed
** keys pass 64 bits.
*/
#ifndef BAOGAO_GROUP_H
#define BAOGAO_GROUP_H

#include "frame/frame.h"

typedef struct bg_key {
  const bg_column *column;
  bool wide;        /* known by the bits of its doubles: no count */
  uint64_t count;   /* of values, one for null included where there are nulls */
  uint64_t stride;
} bg_key;

/* More keys than columns make no new groups; a plan with more is refused. */
#define BG_KEYS_MAX 64

typedef struct bg_keys {
  size_t count;
  uint64_t places;  /* product of the counts, or 0 where there is a wide key
                    ** or the product passes 2^63 */
  bool wide;        /* vectors.h: false until the caller says so */
  bg_key keys[BG_KEYS_MAX];
} bg_keys;

BG_BEGIN

/* Keys of the named columns, by index. BG_TOO_LARGE beyond BG_KEYS_MAX. */
bg_status bg_keys_make (const bg_frame *f, const size_t *columns, size_t count, bg_keys *keys);

/* The places of `count` rows (at most BG_BATCH) from `row` on; only where
** 0 < places <= 2^32. */
void bg_keys_batch (const bg_keys *keys, size_t row, size_t count, uint32_t *places);

/* Group numbers of all rows by first appearance, rows with ids[i] == BG_NO_ROW
** at the call left out where `masked`. *firsts (room *room) gets the first row
** of each group. The caller deletes it. */
bg_status bg_group_ids (const bg_alloc *alloc, const bg_keys *keys, size_t rows, bool masked, uint32_t *ids,
                        uint32_t **firsts, size_t *room, size_t *groups);

/* Numbers for pairs of a code and a number (a group so far), in the order in
** which they were added: what a key in stages is looked up in. */
typedef struct bg_pairs {
  bg_alloc alloc;
  uint32_t *slots;      /* number + 1, or 0 */
  uint64_t *codes;
  uint32_t *before;
  size_t slot_count, code_room, before_room;
  size_t count;
} bg_pairs;

void bg_pairs_start (bg_pairs *p, const bg_alloc *alloc);
void bg_pairs_drop (bg_pairs *p);
bg_status bg_pairs_add (bg_pairs *p, uint64_t code, uint32_t before, uint32_t *number);
/* The number of a pair, or BG_NO_ROW. */
uint32_t bg_pairs_find (const bg_pairs *p, uint64_t code, uint32_t before);

/* The code of a double as a key: -0 is 0; a null has a code of its own. */
uint64_t bg_wide_code (double value, bool null);

/* A hash of two words, for tables of a power of two of slots. */
static inline uint64_t bg_mix (uint64_t a, uint64_t b) {
  uint64_t h = (a ^ (b * 0xD6E8FEB86659FD93u)) * 0x9E3779B97F4A7C15u;
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93u;
  return h ^ (h >> 29);
}

BG_END

#endif
