/*
** engine.c: what of the engine no Lua program reaches: sizes that no memory
** holds, columns that no writer makes, and a system that says no.
**
** Built with the engine and with -Wl,--wrap of the calls below, each of which
** fails where a case asks for it. Ends with 1 and the line where something
** does not hold.
*/
#include "engine.h"

#include "base/interval.h"
#include "base/thread.h"
#include "frame/frame_build.h"
#include "frame/frame_file.h"
#include "frame/frame_text.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int engine_held, engine_wrong;

/* {====================================================== a system that fails */

/* How many calls go well before one fails; -1: none fails. */
static int write_in = -1, fsync_in = -1, lseek_in = -1, fstat_in = -1, mmap_in = -1, close_in = -1, rename_in = -1, open_in = -1,
           thread_in = -1;
static int write_interrupted, open_errno;

static int now (int *left) { return *left >= 0 && (*left)-- == 0; }

ssize_t __real_write (int file, const void *at, size_t size);
ssize_t __wrap_write (int file, const void *at, size_t size);
ssize_t __wrap_write (int file, const void *at, size_t size) {
  if (write_interrupted > 0) {
    write_interrupted--;
    errno = EINTR;
    return -1;
  }
  if (now(&write_in)) {
    errno = ENOSPC;
    return -1;
  }
  return __real_write(file, at, size > 64 ? 64 : size); /* a short write is no fault */
}

#define WRAP(name, parameters, arguments, left, code) \
  int __real_##name parameters; \
  int __wrap_##name parameters; \
  int __wrap_##name parameters { \
    if (now(&left)) { \
      errno = code; \
      return -1; \
    } \
    return __real_##name arguments; \
  }
WRAP(fsync, (int file), (file), fsync_in, EIO)
WRAP(fstat, (int file, struct stat *info), (file, info), fstat_in, EIO)
WRAP(close, (int file), (file), close_in, EIO)
WRAP(rename, (const char *from, const char *to), (from, to), rename_in, EACCES)

int __real_open (const char *path, int flags, mode_t mode);
int __wrap_open (const char *path, int flags, mode_t mode);
int __wrap_open (const char *path, int flags, mode_t mode) {
  if (open_in != -1 && (open_in > 1000 || now(&open_in))) {
    errno = open_errno;
    return -1;
  }
  return __real_open(path, flags, mode);
}
off_t __real_lseek (int file, off_t to, int from);
off_t __wrap_lseek (int file, off_t to, int from);
off_t __wrap_lseek (int file, off_t to, int from) { return now(&lseek_in) ? -1 : __real_lseek(file, to, from); }
void *__real_mmap (void *at, size_t size, int may, int flags, int file, off_t from);
void *__wrap_mmap (void *at, size_t size, int may, int flags, int file, off_t from);
void *__wrap_mmap (void *at, size_t size, int may, int flags, int file, off_t from) {
  return now(&mmap_in) ? MAP_FAILED : __real_mmap(at, size, may, flags, file, from);
}
int __real_pthread_create (pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *x);
int __wrap_pthread_create (pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *x);
int __wrap_pthread_create (pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *x) {
  return now(&thread_in) ? EAGAIN : __real_pthread_create(t, a, f, x);
}

/* }====================================================== */

void *engine_resize (void *ud, void *block, size_t old, size_t size) {
  (void)ud;
  (void)old;
  if (size == 0) {
    free(block);
    return NULL;
  }
  return realloc(block, size);
}
const bg_alloc engine_alloc = { engine_resize, NULL };
void *engine_scarce_resize (void *ud, void *block, size_t old, size_t size) {
  int *left = (int *)ud;
  if (size != 0 && (*left)-- <= 0) return NULL;
  return engine_resize(NULL, block, old, size);
}

static bg_interval between (double lower, double upper) {
  bg_interval a = bg_interval_exact(0);
  a.lower = lower;
  a.upper = upper;
  a.lower_open = isinf(lower);
  a.upper_open = isinf(upper);
  return a;
}

static void sizes (void) {
  size_t n = 0, room = 0;
  void *block = NULL;
  bg_buffer *b = NULL;
  bg_frame *f = NULL;
  HOLDS(bg_multiply(0, SIZE_MAX, &n) && n == 0);
  HOLDS(bg_multiply(SIZE_MAX, 0, &n) && n == 0);
  HOLDS(!bg_multiply(SIZE_MAX / 2, 3, &n));
  HOLDS(bg_add(1, 2, &n) && n == 3);
  HOLDS(!bg_add(SIZE_MAX, 1, &n));
  HOLDS(bg_grow(&engine_alloc, &block, &room, SIZE_MAX / 2, 8) == BG_TOO_LARGE && block == NULL);
  HOLDS(bg_buffer_new(&engine_alloc, SIZE_MAX - 8, &b) == BG_TOO_LARGE && b == NULL);
  HOLDS(bg_frame_new(&engine_alloc, SIZE_MAX / 4, &f) == BG_TOO_LARGE && f == NULL);
  HOLDS(bg_buffer_new(&engine_alloc, (size_t)48 << 20, &b) == BG_OK); /* what a huge page is asked for */
  bg_buffer_drop(b);
}

/* Rows and bytes beyond what is counted in 32 bits, in structures that say so of themselves. */
static void limits (void) {
  bg_strings strings;
  bg_builder b;
  bg_text_reader r;
  bg_frame *f = NULL, *g = NULL, *both = NULL;
  bg_fault fault = { "" };
  uint32_t code = 0;
  bg_strings_start(&strings, &engine_alloc);
  HOLDS(bg_strings_add(&strings, text_of("one"), &code) == BG_OK && code == 0);
  strings.offsets[1] = UINT32_MAX - 2; /* as if it were 4 GB long */
  HOLDS(bg_strings_add(&strings, text_of("four"), &code) == BG_TOO_LARGE && strings.count == 1);
  strings.offsets[1] = 3;
  HOLDS(bg_strings_add(&strings, text_of("four"), &code) == BG_OK && code == 1);
  bg_strings_drop(&strings);
  bg_builder_start(&b, &engine_alloc, BG_NUMBER);
  b.rows = BG_ROWS_MAX;
  HOLDS(bg_builder_number(&b, 1) == BG_TOO_LARGE && b.rows == BG_ROWS_MAX);
  bg_builder_drop(&b);
  memset(&r, 0, sizeof r);
  r.alloc = engine_alloc;
  r.rows = BG_ROWS_MAX + 1; /* of no columns: {} a line */
  HOLDS(bg_text_frame(&r, &f) == BG_TOO_LARGE && f == NULL);
  HOLDS(bg_frame_new(&engine_alloc, 0, &f) == BG_OK && bg_frame_new(&engine_alloc, 0, &g) == BG_OK);
  f->rows = BG_ROWS_MAX - 1;
  g->rows = 2;
  HOLDS(bg_frame_append(f, g, &both, &fault) == BG_TOO_LARGE && both == NULL);
  g->rows = 1;
  HOLDS(bg_frame_append(f, g, &both, &fault) == BG_OK && both->rows == BG_ROWS_MAX);
  bg_frame_drop(both);
  bg_frame_drop(g);
  bg_frame_drop(f);
}

static void intervals (void) {
  bg_interval r, none = between(-INFINITY, INFINITY), up = between(1, INFINITY), down = between(-INFINITY, -1);
  r = bg_interval_add(up, down);
  HOLDS(isinf(r.lower) && r.lower < 0 && isinf(r.upper) && r.upper > 0);
  r = bg_interval_add(between(INFINITY, INFINITY), none); /* what is not valid says nothing, and is open */
  HOLDS(isinf(r.lower) && r.lower < 0 && r.lower_open && isinf(r.upper) && r.upper > 0 && r.upper_open);
  HOLDS(!bg_interval_valid(between(NAN, 1)) && !bg_interval_valid(between(1, NAN)) && bg_interval_valid(none));
  r = between(-INFINITY, 1);
  r.lower_open = false;
  HOLDS(!bg_interval_valid(r));
  HOLDS(!bg_interval_valid(between(INFINITY, INFINITY)) && !bg_interval_valid(between(-INFINITY, -INFINITY)));
  r = between(1, INFINITY);
  r.upper_open = false;
  HOLDS(!bg_interval_valid(r));
  HOLDS(bg_interval_root(between(4, 9), INFINITY, &r) == BG_NO_VALUE && bg_interval_root(between(4, 9), 0, &r) == BG_NO_VALUE);
  HOLDS(bg_interval_root(between(-1, 9), 2, &r) == BG_NO_VALUE);
  HOLDS(bg_interval_root(between(0, 5e-324), 3, &r) == BG_OK && r.lower == 0);
  HOLDS(bg_interval_root(between(1e-200, 1), 0.5, &r) == BG_OK && r.lower == 0); /* less than any double, and no less than 0 */
  r = bg_interval_add(between(-INFINITY, -INFINITY), none);
  HOLDS(isinf(r.lower) && r.lower < 0 && r.lower_open && isinf(r.upper) && r.upper > 0 && r.upper_open);
  HOLDS(!bg_relation_holds((bg_relation)BG_RELATION_COUNT, 0) && bg_relation_holds(BG_EQ, 0));
}

/* {====================================================== columns */

/* A frame of a column of each kind, 1200 rows: past a batch and two ranks. */
static bg_frame *made (void) {
  static const bg_type types[] = { BG_NUMBER, BG_INTEGER, BG_BOOLEAN, BG_DATE, BG_STRING, BG_NUMBER };
  static const char *const names[] = { "bounded", "integer", "boolean", "date", "string", "places" };
  bg_frame *f = NULL;
  HOLDS(bg_frame_new(&engine_alloc, 6, &f) == BG_OK);
  for (size_t i = 0; i < 6; i++) {
    bg_builder b;
    bg_builder_start(&b, &engine_alloc, types[i]);
    for (int row = 0; row < 1200; row++) {
      double value = row % 2;
      if (row % 11 == 0) HOLDS(bg_builder_null(&b) == BG_OK);
      else if (i == 0) HOLDS(bg_builder_bounded(&b, &value, between(value - 0.5, value + 1)) == BG_OK);
      else if (i == 4) HOLDS(bg_builder_text(&b, text_of(row % 3 ? "one" : "two")) == BG_OK);
      else HOLDS(bg_builder_number(&b, i == 5 ? row / 4.0 : i == 2 ? value : row) == BG_OK);
    }
    HOLDS(bg_builder_finish(&b, text_of(names[i]), &f->columns[i]) == BG_OK);
    bg_builder_drop(&b);
  }
  f->rows = 1200;
  return f;
}

static double *doubles (bg_buffer *b) { return (double *)(void *)b->data; }
static uint32_t *words (bg_buffer *b) { return (uint32_t *)(void *)b->data; }

/* What a change to a column makes of it: not sound, and sound again without it. */
#define SPOILT(c, place, value) \
  do { \
    __typeof__(place) was = (place); \
    HOLDS(bg_column_sound(c, 1200)); \
    (place) = (value); \
    HOLDS(!bg_column_sound(c, 1200)); \
    (place) = was; \
  } while (0)

static void columns (void) {
  bg_frame *f = made();
  bg_column *bounded = &f->columns[0], *integer = &f->columns[1], *boolean = &f->columns[2], *date = &f->columns[3],
            *string = &f->columns[4], *places = &f->columns[5];
  bg_column wide;
  bg_buffer *nulls, *values;
  unsigned char all[1200];
  SPOILT(integer, integer->type, (bg_type)77);
  SPOILT(integer, integer->type, (bg_type)-1);
  SPOILT(integer, integer->store, (bg_store)77);
  SPOILT(integer, integer->store, BG_U8);
  SPOILT(string, string->store, BG_I8);
  SPOILT(string, string->type, BG_NUMBER);
  SPOILT(boolean, boolean->store, BG_I16);
  SPOILT(date, date->store, BG_F64);
  SPOILT(places, places->places, -1);
  SPOILT(places, places->places, BG_PLACES_MAX + 1);
  SPOILT(integer, integer->places, 1);
  SPOILT(string, string->places, 1);
  SPOILT(integer, integer->values->size, integer->values->size - 1);
  SPOILT(integer, integer->valid->size, integer->valid->size + 1);
  SPOILT(string, string->dict, NULL);
  SPOILT(integer, integer->dict, string->dict);
  SPOILT(integer, integer->bounds, bounded->bounds);
  SPOILT(bounded, bounded->bounded, false);
  SPOILT(string, string->bounds, bounded->bounds);
  HOLDS(!bg_column_sound(integer, SIZE_MAX / 1));
  /* what is stored */
  SPOILT(integer, integer->least, 5000);
  SPOILT(integer, integer->least, 5);
  SPOILT(integer, integer->most, 5);
  SPOILT(boolean, ((int8_t *)boolean->values->data)[1], 2);
  boolean->most = 2; /* wider than what is stored, as it may be */
  SPOILT(boolean, ((int8_t *)boolean->values->data)[1], 2);
  SPOILT(date, date->least, BG_FIRST_DAY - 1);
  SPOILT(date, date->most, BG_LAST_DAY + 1);
  SPOILT(boolean, ((int8_t *)boolean->values->data)[0], 1); /* a null holds 0 */
  SPOILT(string, string->values->data[3], 200);
  SPOILT(string, string->dict->offsets->size, string->dict->offsets->size + 4);
  SPOILT(string, words(string->dict->offsets)[0], 1);
  SPOILT(string, words(string->dict->offsets)[1], 100);
  SPOILT(string, words(string->dict->offsets)[2], 5);
  /* bounds */
  SPOILT(bounded, bounded->bounds->mask->size, 3);
  SPOILT(bounded, bounded->bounds->rank->size, 3);
  SPOILT(bounded, bounded->bounds->lower->size, 3);
  SPOILT(bounded, bounded->bounds->upper->size, 3);
  SPOILT(bounded, bounded->bounds->open->size, 3);
  SPOILT(bounded, bounded->bounds->count, SIZE_MAX / 4);
  SPOILT(bounded, words(bounded->bounds->rank)[1], 3);
  SPOILT(bounded, bounded->bounds->mask->data[149], 0);
  SPOILT(bounded, doubles(bounded->bounds->lower)[2], NAN);
  SPOILT(bounded, doubles(bounded->bounds->upper)[2], NAN);
  /* doubles as they are */
  HOLDS(bg_buffer_new(&engine_alloc, 1200 * sizeof(double), &values) == BG_OK);
  for (int i = 0; i < 1200; i++) doubles(values)[i] = i % 11 == 0 ? 0 : i / 3.0;
  wide = *places;
  wide.store = BG_F64;
  wide.places = 0;
  wide.values = values;
  SPOILT(&wide, doubles(values)[1], NAN);
  SPOILT(&wide, doubles(values)[0], 1);
  SPOILT(&wide, wide.type, BG_INTEGER);
  SPOILT(&wide, wide.places, 1);
  for (int i = 0; i < 1200; i++) doubles(values)[i] = 0;
  wide.type = BG_INTEGER;
  SPOILT(&wide, doubles(values)[1], 1e300);
  bg_buffer_drop(values);
  /* nothing but nulls needs no strings; a row that is none does */
  memset(all, 0, sizeof all);
  wide = *string;
  HOLDS(bg_buffer_new(&engine_alloc, 1200 / 8 + 1, &nulls) == BG_OK);
  memset(nulls->data, 0, nulls->size);
  wide.valid = nulls;
  wide.dict = (bg_dict *)bg_new(&engine_alloc, sizeof(bg_dict));
  *wide.dict = *string->dict;
  wide.dict->count = 0;
  HOLDS(bg_buffer_new(&engine_alloc, 4, &wide.dict->offsets) == BG_OK && bg_buffer_new(&engine_alloc, 0, &wide.dict->bytes) == BG_OK);
  memset(wide.dict->offsets->data, 0, 4);
  HOLDS(bg_buffer_new(&engine_alloc, 1200, &values) == BG_OK);
  memset(values->data, 0, 1200);
  wide.values = values;
  SPOILT(&wide, nulls->data[0], 1);
  SPOILT(&wide, values->data[7], 1);
  bg_buffer_drop(values);
  bg_buffer_drop(nulls);
  bg_buffer_drop(wide.dict->offsets);
  bg_buffer_drop(wide.dict->bytes);
  bg_delete(&engine_alloc, wide.dict, sizeof(bg_dict));
  bg_frame_drop(f);
}

/* }====================================================== */

/* Saving where the system says no leaves no file behind, and the one that was there as it was. */
static void files (void) {
  char path[] = "/tmp/baogao-engine.XXXXXX", command[64];
  int made_file = mkstemp(path);
  bg_frame *f = made(), *g = NULL, *slice = NULL;
  bg_fault fault = { "" };
  bg_mapping *m = NULL;
  FILE *rest;
  HOLDS(made_file >= 0);
  close(made_file);
  HOLDS(bg_frame_save(f, path, &fault) == BG_OK);
#define REFUSED(left, after, call, words_) \
  do { \
    (left) = (after); \
    fault.text[0] = '\0'; \
    HOLDS((call) == BG_NO_VALUE); \
    HOLDS(strstr(fault.text, words_) != NULL); \
    (left) = -1; \
    HOLDS(bg_frame_open(&engine_alloc, path, &g, &fault) == BG_OK); \
    bg_frame_drop(g); \
    g = NULL; \
  } while (0)
  REFUSED(write_in, 0, bg_frame_save(f, path, &fault), strerror(ENOSPC));
  REFUSED(write_in, 50, bg_frame_save(f, path, &fault), strerror(ENOSPC));
  REFUSED(lseek_in, 0, bg_frame_save(f, path, &fault), path);
  REFUSED(fsync_in, 0, bg_frame_save(f, path, &fault), strerror(EIO));
  REFUSED(close_in, 0, bg_frame_save(f, path, &fault), strerror(EIO));
  write_in = 0;
  REFUSED(close_in, 0, bg_frame_save(f, path, &fault), strerror(ENOSPC)); /* the first fault is told */
  REFUSED(rename_in, 0, bg_frame_save(f, path, &fault), strerror(EACCES));
  open_errno = EACCES;
  REFUSED(open_in, 0, bg_frame_save(f, path, &fault), strerror(EACCES));
  REFUSED(open_in, 0, bg_frame_open(&engine_alloc, path, &g, &fault), strerror(EACCES));
  open_errno = EEXIST; /* every name is taken */
  REFUSED(open_in, 2000, bg_frame_save(f, path, &fault), strerror(EEXIST));
  REFUSED(fstat_in, 0, bg_frame_open(&engine_alloc, path, &g, &fault), strerror(EIO));
  REFUSED(mmap_in, 0, bg_frame_open(&engine_alloc, path, &g, &fault), path);
  REFUSED(mmap_in, 0, bg_map_file(&engine_alloc, path, &m, &fault), path);
  /* a call that a signal interrupts is made again */
  write_interrupted = 3;
  HOLDS(bg_frame_save(f, path, &fault) == BG_OK);
  HOLDS(bg_frame_slice(f, 3, 900, &slice) == BG_OK && bg_frame_save(slice, path, &fault) == BG_OK);
  HOLDS(bg_frame_open(&engine_alloc, path, &g, &fault) == BG_OK && g->rows == 900);
  bg_frame_drop(g);
  bg_frame_drop(slice);
  HOLDS(bg_frame_new(&engine_alloc, 2, &g) == BG_OK); /* a frame that no one makes, saved */
  bg_column_share(&f->columns[1], &g->columns[0]);
  bg_column_share(&f->columns[1], &g->columns[1]);
  g->rows = f->rows;
  HOLDS(bg_frame_save(g, path, &fault) == BG_OK);
  bg_frame_drop(g);
  HOLDS(bg_frame_open(&engine_alloc, path, &g, &fault) == BG_NO_VALUE && strstr(fault.text, "two columns of one name") != NULL);
  bg_frame_drop(f);
  snprintf(command, sizeof command, "ls %s.* 2>/dev/null | wc -l", path);
  rest = popen(command, "r");
  HOLDS(rest != NULL && fgetc(rest) == '0');
  if (rest) pclose(rest);
  unlink(path);
}

static void part (void *argument, int i) { ((int *)argument)[i]++; }

/* Where there is no second thread, the first does all. */
static void threads (void) {
  int done[5] = { 0, 0, 0, 0, 0 };
  bg_parallel(2, 5, part, done);
  thread_in = 0;
  bg_parallel(2, 5, part, done);
  thread_in = -1;
  bg_parallel(1, 5, part, done);
  for (int i = 0; i < 5; i++) HOLDS(done[i] == 3);
}

int main (void) {
  sizes();
  limits();
  intervals();
  engine_texts();
  engine_read();
  columns();
  files();
  threads();
  engine_queries();
  printf("%d held, %d did not\n", engine_held - engine_wrong, engine_wrong);
  return engine_wrong == 0 ? 0 : 1;
}
