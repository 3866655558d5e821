/*
** sort.h: rows in order.
**
** A sort key is turned into 64 bits whose order as whole numbers is the order
** that is wanted: a double with its bits mirrored below zero, the rank of a
** string in its dictionary, all bits turned over for a descending key, and all
** ones for a null, which stands last either way. Keys are sorted from the last
** to the first, each by its bytes from the least, skipping bytes that are the
** same in all rows: a stable order without one comparison.
*/
#ifndef BAOGAO_SORT_H
#define BAOGAO_SORT_H

#include "expr.h"

typedef struct bg_sort_key {
  int node;
  bool descending;
} bg_sort_key;

/* A row is ordered by no more keys than a person would write. */
#define BG_SORT_KEYS_MAX 64

BG_BEGIN

/* Bits of a double that order as it does. */
uint64_t bg_order_bits (double value);
double bg_order_value (uint64_t bits);

/* Sorts `count` values in place; `room` is as long. */
void bg_sort_bits (uint64_t *values, uint64_t *room, size_t count);

/* The same, and order[i] goes where keys[i] goes; equal keys stay as they
** stand. */
void bg_sort_rows (uint64_t *keys, uint64_t *key_room, uint32_t *order, uint32_t *order_room, size_t count);

/* The places of the rows of the program's frame in order, in a new block of
** *entries entries that the caller deletes; only the first `limit` are asked
** for, and *length are given. */
bg_status bg_sort (bg_program *p, const bg_sort_key *keys, size_t count, size_t limit, uint32_t **order,
                   size_t *length, size_t *entries);

BG_END

#endif
