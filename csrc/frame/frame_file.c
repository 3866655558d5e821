/*
** frame_file.c: see frame_file.h.
*/
#if defined(__unix__) || defined(__APPLE__)
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#define HAVE_FILES 1
#endif
#include "frame_file.h"
#include "frame_build.h"

#include <errno.h>
#include <stdio.h>

#define MAGIC "\x89" "BGFRAME"
#define BYTE_ORDER_MARK 0x01020304u
#define BLOCK 64
#define PARTS 10

typedef struct header {
  char magic[8];
  uint32_t version, byte_order;
  uint64_t size, checksum; /* the checksum is taken with 0 here */
  uint64_t rows, columns;
  uint64_t more[2];        /* 0 */
} header;

typedef struct part {
  uint64_t at, size;
} part;

typedef struct entry {
  uint32_t type, store;
  int32_t places, least, most;
  uint32_t flags;          /* 1 bounded, 2 valid, 4 dictionary, 8 bounds */
  uint32_t dict_count, bound_count;
  part parts[PARTS];
} entry;

enum { NAME, VALUES, VALID, OFFSETS, BYTES, MASK, RANK, LOWER, UPPER, OPEN };

static bg_status refuse (bg_fault *fault, const char *path, const char *why) {
  snprintf(fault->text, sizeof fault->text, "%.120s: %s", path, why);
  return BG_NO_VALUE;
}

#if defined(HAVE_FILES)

/* Four lanes of 64 bits. Each step maps a lane one to one for what it takes
** in, and so does the end for each lane: two files that differ in one lane
** only, as by one byte, never have the same checksum. */
typedef struct checksum {
  uint64_t lanes[4];
} checksum;

static void checksum_start (checksum *c) {
  static const uint64_t first[4] = { 0x243F6A8885A308D3u, 0x13198A2E03707344u, 0xA4093822299F31D0u, 0x082EFA98EC4E6C89u };
  memcpy(c->lanes, first, sizeof first);
}

/* `size` is a multiple of 32. */
static void checksum_add (checksum *c, const unsigned char *at, size_t size) {
  uint64_t a = c->lanes[0], b = c->lanes[1], d = c->lanes[2], e = c->lanes[3], w[4];
  for (size_t i = 0; i < size; i += 32) {
    memcpy(w, at + i, 32);
    a = (a ^ w[0]) * 0x9E3779B97F4A7C15u;
    b = (b ^ w[1]) * 0x9E3779B97F4A7C15u;
    d = (d ^ w[2]) * 0x9E3779B97F4A7C15u;
    e = (e ^ w[3]) * 0x9E3779B97F4A7C15u;
    a ^= a >> 29;
    b ^= b >> 29;
    d ^= d >> 29;
    e ^= e >> 29;
  }
  c->lanes[0] = a;
  c->lanes[1] = b;
  c->lanes[2] = d;
  c->lanes[3] = e;
}

static uint64_t checksum_end (const checksum *c) {
  uint64_t h = 0;
  for (int i = 0; i < 4; i++) {
    h = (h ^ c->lanes[i]) * 0xD6E8FEB86659FD93u;
    h ^= h >> 32;
  }
  return h;
}

static bg_status system_fault (bg_fault *fault, const char *path) {
  return refuse(fault, path, strerror(errno));
}

bg_status bg_map_file (const bg_alloc *alloc, const char *path, bg_mapping **result, bg_fault *fault) {
  struct stat info;
  bg_mapping *m;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return system_fault(fault, path);
  if (fstat(file, &info) != 0) {
    bg_status status = system_fault(fault, path);
    (void)close(file);
    return status;
  }
  if (!S_ISREG(info.st_mode)) {
    (void)close(file);
    return refuse(fault, path, "not a regular file");
  }
  m = (bg_mapping *)bg_new(alloc, sizeof *m);
  if (m == NULL) {
    (void)close(file);
    return BG_NO_MEMORY;
  }
  m->alloc = *alloc;
  m->refs = 1;
  m->size = (size_t)info.st_size;
  m->at = m->size == 0 ? NULL : mmap(NULL, m->size, PROT_READ, MAP_SHARED, file, 0);
  if (m->at == MAP_FAILED) {
    bg_status status = system_fault(fault, path);
    bg_delete(alloc, m, sizeof *m);
    (void)close(file);
    return status;
  }
  (void)close(file);
  *result = m;
  return BG_OK;
}

/* The file in the making. */
typedef struct sink {
  int file;
  bool failed;
  checksum sum;
  unsigned char block[BLOCK];
} sink;

static void sink_write (sink *s, const unsigned char *at, size_t size) {
  while (size > 0 && !s->failed) {
    size_t some = size > ((size_t)1 << 30) ? (size_t)1 << 30 : size;
    ssize_t n = write(s->file, at, some);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) s->failed = true;
    else {
      at += n;
      size -= (size_t)n;
    }
  }
}

/* Bytes, and zeros up to the next border. */
static void sink_part (sink *s, const void *data, size_t size) {
  const unsigned char *at = (const unsigned char *)data;
  size_t whole = size / BLOCK * BLOCK, rest = size - whole;
  if (whole > 0) {
    checksum_add(&s->sum, at, whole);
    sink_write(s, at, whole);
  }
  if (rest > 0) {
    memset(s->block, 0, BLOCK);
    memcpy(s->block, at + whole, rest);
    checksum_add(&s->sum, s->block, BLOCK);
    sink_write(s, s->block, BLOCK);
  }
}

static uint64_t border (uint64_t size) {
  return (size + BLOCK - 1) / BLOCK * BLOCK;
}

/* What part k of a column is, cut to its rows. */
static const void *part_of (const bg_column *c, size_t rows, int k, size_t *size) {
  const bg_buffer *b = NULL;
  size_t most = SIZE_MAX;
  switch (k) {
    case NAME: b = c->name; break;
    case VALUES: b = c->values; most = rows * bg_store_size(c->store); break;
    case VALID: b = c->valid; most = rows / 8 + 1; break;
    case OFFSETS: b = c->dict == NULL ? NULL : c->dict->offsets; break;
    case BYTES: b = c->dict == NULL ? NULL : c->dict->bytes; break;
    case MASK: b = c->bounds == NULL ? NULL : c->bounds->mask; break;
    case RANK: b = c->bounds == NULL ? NULL : c->bounds->rank; break;
    case LOWER: b = c->bounds == NULL ? NULL : c->bounds->lower; break;
    case UPPER: b = c->bounds == NULL ? NULL : c->bounds->upper; break;
    default: b = c->bounds == NULL ? NULL : c->bounds->open; break;
  }
  *size = b == NULL ? 0 : b->size < most ? b->size : most;
  return b == NULL ? NULL : b->data;
}

/* A frame whose columns all start at row 0 and whose bounds are its own rows'. */
static bool plain (const bg_frame *f) {
  for (size_t i = 0; i < f->count; i++) {
    const bg_column *c = &f->columns[i];
    size_t bounds = 0;
    if (c->offset != 0 || (c->bounds != NULL && c->bounds->mask->size != f->rows / 8 + 1)) return false;
    for (size_t row = 0; c->bounds != NULL && row < f->rows; row++) bounds += bg_bit(c->bounds->mask->data, row);
    if (c->bounds != NULL && bounds != c->bounds->count) return false;
    if (c->valid != NULL && c->valid->size != f->rows / 8 + 1) return false;
  }
  return true;
}

static void write_frame (sink *s, const bg_frame *f, entry *entries, header *h) {
  uint64_t at = border(sizeof *h) + border(f->count * sizeof *entries);
  unsigned char zero[BLOCK] = { 0 };
  memset(entries, 0, f->count * sizeof *entries);
  for (size_t i = 0; i < f->count; i++) {
    const bg_column *c = &f->columns[i];
    entry *e = &entries[i];
    e->type = (uint32_t)c->type;
    e->store = (uint32_t)c->store;
    e->places = c->places;
    e->least = c->least;
    e->most = c->most;
    e->flags = (c->bounded ? 1u : 0) | (c->valid != NULL ? 2u : 0) | (c->dict != NULL ? 4u : 0)
               | (c->bounds != NULL ? 8u : 0);
    e->dict_count = c->dict == NULL ? 0 : c->dict->count;
    e->bound_count = c->bounds == NULL ? 0 : (uint32_t)c->bounds->count;
    for (int k = 0; k < PARTS; k++) {
      size_t size;
      (void)part_of(c, f->rows, k, &size);
      e->parts[k].at = at;
      e->parts[k].size = size;
      at += border(size);
    }
  }
  memset(h, 0, sizeof *h);
  memcpy(h->magic, MAGIC, sizeof h->magic);
  h->version = BG_FILE_VERSION;
  h->byte_order = BYTE_ORDER_MARK;
  h->size = at;
  h->rows = f->rows;
  h->columns = f->count;
  checksum_start(&s->sum);
  checksum_add(&s->sum, (const unsigned char *)(const void *)h, sizeof *h);
  sink_write(s, zero, sizeof *h); /* its place; the header itself comes last */
  sink_part(s, entries, f->count * sizeof *entries);
  for (size_t i = 0; i < f->count; i++)
    for (int k = 0; k < PARTS; k++) {
      size_t size;
      const void *data = part_of(&f->columns[i], f->rows, k, &size);
      sink_part(s, data, size);
    }
  h->checksum = checksum_end(&s->sum);
  if (!s->failed && lseek(s->file, 0, SEEK_SET) != 0) s->failed = true;
  sink_write(s, (const unsigned char *)(const void *)h, sizeof *h);
  if (!s->failed && fsync(s->file) != 0) s->failed = true;
}

/* What a name beside another has more: ".", a process of 20 digits at most, "-", two digits, ".new". */
#define NAME_MORE 40

/* A name beside `path` that no file has; opened. */
static int open_beside (const char *path, char *name, size_t size) {
  for (int i = 0; i < 100; i++) {
    int file;
    (void)snprintf(name, size, "%s.%ld-%d.new", path, (long)getpid(), i); /* NAME_MORE is enough for any */
    file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file >= 0 || errno != EEXIST) return file;
  }
  return -1;
}

static bg_status save_plain (const bg_frame *f, const char *path, entry *entries, char *name, size_t name_size,
                             bg_fault *fault) {
  sink s;
  header h;
  bg_status status = BG_OK;
  memset(&s, 0, sizeof s);
  s.file = open_beside(path, name, name_size);
  if (s.file < 0) return system_fault(fault, path);
  write_frame(&s, f, entries, &h);
  if (s.failed) status = system_fault(fault, path);
  if (close(s.file) != 0 && status == BG_OK) status = system_fault(fault, path);
  if (status == BG_OK && rename(name, path) != 0) status = system_fault(fault, path);
  if (status != BG_OK) (void)unlink(name);
  return status;
}

bg_status bg_frame_save (const bg_frame *f, const char *path, bg_fault *fault) {
  const bg_alloc *alloc = &f->alloc;
  size_t name_size = strlen(path) + NAME_MORE, entries_size = (f->count + 1) * sizeof(entry);
  char *name = (char *)bg_new(alloc, name_size);
  entry *entries = (entry *)bg_new(alloc, entries_size);
  bg_status status = name == NULL || entries == NULL ? BG_NO_MEMORY : BG_OK;
  if (status == BG_OK && plain(f)) status = save_plain(f, path, entries, name, name_size, fault);
  else if (status == BG_OK) { /* a slice: its rows by themselves */
    uint32_t *rows = (uint32_t *)bg_new(alloc, f->rows * sizeof *rows);
    bg_frame *copy = NULL;
    status = rows == NULL ? BG_NO_MEMORY : BG_OK;
    for (size_t i = 0; status == BG_OK && i < f->rows; i++) rows[i] = (uint32_t)i;
    if (status == BG_OK) status = bg_frame_take(f, rows, f->rows, &copy);
    if (status == BG_OK) status = save_plain(copy, path, entries, name, name_size, fault);
    bg_frame_drop(copy);
    bg_delete(alloc, rows, f->rows * sizeof *rows);
  }
  bg_delete(alloc, name, name_size);
  bg_delete(alloc, entries, entries_size);
  return status;
}

/* A buffer in the mapping. */
static bg_status part_open (bg_mapping *m, const part *p, bg_buffer **result) {
  bg_buffer *b = (bg_buffer *)bg_new(&m->alloc, sizeof *b);
  if (b == NULL) return BG_NO_MEMORY;
  b->alloc = m->alloc;
  b->refs = 1;
  b->size = (size_t)p->size;
  b->data = (unsigned char *)m->at + p->at;
  b->mapping = m;
  m->refs++;
  *result = b;
  return BG_OK;
}

static bg_status column_open (bg_mapping *m, const entry *e, bg_column *c) {
  const bg_alloc *alloc = &m->alloc;
  bg_status status = part_open(m, &e->parts[NAME], &c->name);
  c->type = (bg_type)e->type;
  c->store = (bg_store)e->store;
  c->places = e->places;
  c->least = e->least;
  c->most = e->most;
  c->bounded = (e->flags & 1) != 0;
  if (status == BG_OK) status = part_open(m, &e->parts[VALUES], &c->values);
  if (status == BG_OK && (e->flags & 2) != 0) status = part_open(m, &e->parts[VALID], &c->valid);
  if (status == BG_OK && (e->flags & 4) != 0) {
    c->dict = (bg_dict *)bg_new(alloc, sizeof *c->dict);
    if (c->dict == NULL) return BG_NO_MEMORY;
    memset(c->dict, 0, sizeof *c->dict);
    c->dict->alloc = *alloc;
    c->dict->refs = 1;
    c->dict->count = e->dict_count;
    status = part_open(m, &e->parts[OFFSETS], &c->dict->offsets);
    if (status == BG_OK) status = part_open(m, &e->parts[BYTES], &c->dict->bytes);
  }
  if (status == BG_OK && (e->flags & 8) != 0) {
    bg_bounds *b = c->bounds = (bg_bounds *)bg_new(alloc, sizeof *b);
    if (b == NULL) return BG_NO_MEMORY;
    memset(b, 0, sizeof *b);
    b->alloc = *alloc;
    b->refs = 1;
    b->count = e->bound_count;
    status = part_open(m, &e->parts[MASK], &b->mask);
    if (status == BG_OK) status = part_open(m, &e->parts[RANK], &b->rank);
    if (status == BG_OK) status = part_open(m, &e->parts[LOWER], &b->lower);
    if (status == BG_OK) status = part_open(m, &e->parts[UPPER], &b->upper);
    if (status == BG_OK) status = part_open(m, &e->parts[OPEN], &b->open);
  }
  return status;
}

/* The words for what is wrong with the bytes, or NULL. */
static const char *wrong (const bg_mapping *m, char *room, size_t room_size) {
  header h;
  checksum sum;
  uint64_t said;
  if (m->size < sizeof h) return "too short for a frame";
  memcpy(&h, m->at, sizeof h);
  if (memcmp(h.magic, MAGIC, sizeof h.magic) != 0) return "not a frame";
  if (h.byte_order != BYTE_ORDER_MARK) return "written on a machine of another byte order, or altered";
  if (h.version != BG_FILE_VERSION) {
    snprintf(room, room_size, "version %u of the format, this library reads version %d", (unsigned)h.version,
             BG_FILE_VERSION);
    return room;
  }
  if (h.size != m->size) return h.size > m->size ? "torn: its end is missing" : "altered: it is longer than it says";
  if (h.size % BLOCK != 0) return "altered: its checksum does not fit";
  said = h.checksum;
  h.checksum = 0;
  checksum_start(&sum);
  checksum_add(&sum, (const unsigned char *)(const void *)&h, sizeof h);
  checksum_add(&sum, (const unsigned char *)m->at + sizeof h, m->size - sizeof h);
  if (checksum_end(&sum) != said) return "altered: its checksum does not fit";
  if (h.rows > BG_ROWS_MAX || h.columns > BG_COLUMNS_MAX
      || sizeof h + border(h.columns * sizeof(entry)) > m->size) return "altered: its directory does not fit";
  return NULL;
}

bg_status bg_frame_open (const bg_alloc *alloc, const char *path, bg_frame **result, bg_fault *fault) {
  bg_mapping *m = NULL;
  bg_frame *f = NULL;
  const char *why;
  char room[100];
  header h;
  bg_status status = bg_map_file(alloc, path, &m, fault);
  if (status != BG_OK) return status;
  why = wrong(m, room, sizeof room);
  if (why == NULL) {
    memcpy(&h, m->at, sizeof h);
    status = bg_frame_new(alloc, (size_t)h.columns, &f);
    if (status == BG_OK) f->rows = (size_t)h.rows;
    for (size_t i = 0; status == BG_OK && why == NULL && i < f->count; i++) {
      entry e;
      memcpy(&e, (const unsigned char *)m->at + sizeof h + i * sizeof e, sizeof e);
      for (int k = 0; k < PARTS; k++)
        if (e.parts[k].at % BLOCK != 0 || e.parts[k].at > m->size || e.parts[k].size > m->size - e.parts[k].at)
          why = "altered: its directory does not fit";
      if (why != NULL) break;
      status = column_open(m, &e, &f->columns[i]);
      if (status == BG_OK && !bg_column_sound(&f->columns[i], f->rows)) why = "altered: its columns do not fit";
    }
    for (size_t i = 0; status == BG_OK && why == NULL && i < f->count; i++)
      if (bg_frame_find(f, bg_column_name(&f->columns[i])) != (ptrdiff_t)i) why = "altered: two columns of one name";
  }
  bg_mapping_drop(m);
  if (why != NULL) status = refuse(fault, path, why);
  if (status == BG_OK) *result = f;
  else bg_frame_drop(f);
  return status;
}

#else

bg_status bg_map_file (const bg_alloc *alloc, const char *path, bg_mapping **result, bg_fault *fault) {
  (void)alloc;
  (void)result;
  return refuse(fault, path, "files cannot be mapped on this system");
}

bg_status bg_frame_save (const bg_frame *f, const char *path, bg_fault *fault) {
  (void)f;
  return refuse(fault, path, "frames cannot be saved on this system");
}

bg_status bg_frame_open (const bg_alloc *alloc, const char *path, bg_frame **result, bg_fault *fault) {
  (void)alloc;
  (void)result;
  return refuse(fault, path, "frames cannot be opened on this system");
}

#endif
