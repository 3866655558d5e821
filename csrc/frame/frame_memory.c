/*
** frame_memory.c: buffers, dictionaries, bounds, columns and frames: making,
** sharing and letting go.
*/
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE /* madvise */
#endif
#include "frame.h"

#if defined(__unix__) || defined(__APPLE__)
#include <sys/mman.h>
#define HAVE_MMAP 1
#endif

/* Large buffers start on a huge page's border and ask for huge pages: a scan
** over 100 MB else spends a quarter of its time on page tables. */
#define HUGE_PAGE ((size_t)2 << 20)
#define HUGE_FROM ((size_t)8 << 20)

/* Values start on a cache line. */
#define LINE 64

void *bg_new (const bg_alloc *alloc, size_t size) {
  return alloc->resize(alloc->ud, NULL, 0, size == 0 ? 1 : size);
}

void bg_delete (const bg_alloc *alloc, void *block, size_t size) {
  if (block != NULL) alloc->resize(alloc->ud, block, size == 0 ? 1 : size, 0);
}

bg_status bg_grow (const bg_alloc *alloc, void **block, size_t *room, size_t count, size_t size) {
  size_t more = *room + *room / 2, bytes;
  void *grown;
  if (count <= *room) return BG_OK;
  if (more < count) more = count;
  if (more < 16) more = 16;
  if (!bg_multiply(more, size, &bytes)) return BG_TOO_LARGE;
  grown = alloc->resize(alloc->ud, *block, *room * size, bytes);
  if (grown == NULL) return BG_NO_MEMORY;
  *block = grown;
  *room = more;
  return BG_OK;
}

/* What lies before the data: the header, and slack to reach the border. */
static size_t slack_of (size_t size) {
  return size >= HUGE_FROM ? HUGE_PAGE : LINE;
}

bg_status bg_buffer_new (const bg_alloc *alloc, size_t size, bg_buffer **result) {
  size_t slack = slack_of(size), total;
  bg_buffer *b;
  uintptr_t at;
  if (!bg_add(size, sizeof(bg_buffer) + slack + 8, &total)) return BG_TOO_LARGE;
  b = (bg_buffer *)bg_new(alloc, total);
  if (b == NULL) return BG_NO_MEMORY;
  b->alloc = *alloc;
  b->refs = 1;
  b->size = size;
  b->mapping = NULL;
  at = (uintptr_t)(b + 1);
  at = (at + slack - 1) / slack * slack;
  b->data = (unsigned char *)at;
#if defined(HAVE_MMAP) && defined(MADV_HUGEPAGE)
  if (size >= HUGE_FROM) (void)madvise(b->data, size, MADV_HUGEPAGE);
#endif
  *result = b;
  return BG_OK;
}

bg_buffer *bg_buffer_share (bg_buffer *b) {
  if (b != NULL) b->refs++;
  return b;
}

void bg_mapping_drop (bg_mapping *m) {
  bg_alloc alloc;
  if (m == NULL || --m->refs > 0) return;
  alloc = m->alloc;
#if defined(HAVE_MMAP)
  (void)munmap(m->at, m->size);
#endif
  bg_delete(&alloc, m, sizeof *m);
}

void bg_buffer_drop (bg_buffer *b) {
  bg_alloc alloc;
  if (b == NULL || --b->refs > 0) return;
  alloc = b->alloc;
  if (b->mapping != NULL) {
    bg_mapping_drop(b->mapping);
    bg_delete(&alloc, b, sizeof *b);
  }
  else {
    bg_delete(&alloc, b, b->size + sizeof(bg_buffer) + slack_of(b->size) + 8);
  }
}

bg_status bg_buffer_text (const bg_alloc *alloc, bg_text text, bg_buffer **result) {
  bg_status status = bg_buffer_new(alloc, text.length, result);
  if (status == BG_OK && text.length > 0) memcpy((*result)->data, text.at, text.length);
  return status;
}

bg_dict *bg_dict_share (bg_dict *d) {
  if (d != NULL) d->refs++;
  return d;
}

void bg_dict_drop (bg_dict *d) {
  bg_alloc alloc;
  if (d == NULL || --d->refs > 0) return;
  alloc = d->alloc;
  bg_buffer_drop(d->offsets);
  bg_buffer_drop(d->bytes);
  bg_delete(&alloc, d, sizeof *d);
}

bg_bounds *bg_bounds_share (bg_bounds *b) {
  if (b != NULL) b->refs++;
  return b;
}

void bg_bounds_drop (bg_bounds *b) {
  bg_alloc alloc;
  if (b == NULL || --b->refs > 0) return;
  alloc = b->alloc;
  bg_buffer_drop(b->mask);
  bg_buffer_drop(b->rank);
  bg_buffer_drop(b->lower);
  bg_buffer_drop(b->upper);
  bg_buffer_drop(b->open);
  bg_delete(&alloc, b, sizeof *b);
}

void bg_column_drop (bg_column *c) {
  bg_buffer_drop(c->name);
  bg_buffer_drop(c->values);
  bg_buffer_drop(c->valid);
  bg_dict_drop(c->dict);
  bg_bounds_drop(c->bounds);
  memset(c, 0, sizeof *c);
}

void bg_column_unbound (bg_column *c) {
  bg_bounds_drop(c->bounds);
  c->bounds = NULL;
  c->bounded = false;
}

void bg_column_share (const bg_column *from, bg_column *to) {
  *to = *from;
  (void)bg_buffer_share(to->name);
  (void)bg_buffer_share(to->values);
  (void)bg_buffer_share(to->valid);
  (void)bg_dict_share(to->dict);
  (void)bg_bounds_share(to->bounds);
}

bg_status bg_frame_new (const bg_alloc *alloc, size_t columns, bg_frame **result) {
  bg_frame *f;
  size_t bytes = columns * sizeof(bg_column);
  if (columns > BG_COLUMNS_MAX) return BG_TOO_LARGE;
  f = (bg_frame *)bg_new(alloc, sizeof *f + bytes);
  if (f == NULL) return BG_NO_MEMORY;
  f->alloc = *alloc;
  f->rows = 0;
  f->count = f->room = columns;
  f->columns = (bg_column *)(void *)(f + 1);
  memset(f->columns, 0, bytes);
  *result = f;
  return BG_OK;
}

void bg_frame_drop (bg_frame *f) {
  bg_alloc alloc;
  if (f == NULL) return;
  alloc = f->alloc;
  for (size_t i = 0; i < f->count; i++) bg_column_drop(&f->columns[i]);
  bg_delete(&alloc, f, sizeof *f + f->room * sizeof(bg_column));
}

static size_t size_of (const bg_buffer *b) {
  return b == NULL ? 0 : b->size;
}

size_t bg_frame_bytes (const bg_frame *f) {
  size_t bytes = 0;
  for (size_t i = 0; i < f->count; i++) {
    const bg_column *c = &f->columns[i];
    bytes += size_of(c->values) + size_of(c->valid);
    if (c->dict != NULL) bytes += size_of(c->dict->offsets) + size_of(c->dict->bytes);
    if (c->bounds != NULL)
      bytes += size_of(c->bounds->mask) + size_of(c->bounds->rank) + size_of(c->bounds->lower)
               + size_of(c->bounds->upper) + size_of(c->bounds->open);
  }
  return bytes;
}
