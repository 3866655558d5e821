/*
** frame_file_fuzz.c: hostile frame files.
**
** A checksum would keep the fuzzer out of everything behind it, and keeps out
** no one who means harm. So the header is mended before the file is opened:
** magic, version, byte order, size and checksum are made to fit, and what is
** behind them is the fuzzer's. A frame that opens is then read, taken,
** appended, sorted by bits and saved; none of these may step outside.
*/
#define _GNU_SOURCE
#include "frame/frame_file.c" /* for the checksum, which is its own */

#include "fuzz.h"

#include <sys/mman.h>

static int file = -1;
static char path[64], saved[64];
static double sum;

int LLVMFuzzerInitialize (int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  file = memfd_create("frame", 0);
  must(file >= 0, "there is a file in memory");
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  snprintf(saved, sizeof saved, "/dev/shm/baogao-fuzz-%ld", (long)getpid());
  return 0;
}

static void walk (const bg_frame *f) {
  for (size_t i = 0; i < f->count; i++) {
    const bg_column *c = &f->columns[i];
    for (size_t row = 0; row < f->rows && row < 4096; row++) {
      bg_interval bounds;
      if (c->type != BG_STRING && bg_column_interval(c, row, &bounds)) sum += bounds.lower;
      if (bg_column_null(c, row)) continue;
      if (c->type == BG_STRING) {
        bg_text text = bg_dict_text(c->dict, bg_column_code(c, row));
        for (size_t k = 0; k < text.length; k++) sum += text.at[k];
      }
      else sum += bg_column_number(c, row);
    }
  }
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  bg_frame *f = NULL, *other = NULL;
  bg_fault fault = { "" };
  size_t whole = (size + BLOCK - 1) / BLOCK * BLOCK;
  unsigned char *bytes;
  if (size < 1) return 0;
  bytes = (unsigned char *)calloc(1, whole);
  must(bytes != NULL, "there is memory for a case");
  memcpy(bytes, data, size);
  if (data[0] != 0) { /* mend it */
    header h;
    checksum s;
    memcpy(&h, bytes, sizeof h);
    memcpy(h.magic, MAGIC, sizeof h.magic);
    h.version = BG_FILE_VERSION;
    h.byte_order = BYTE_ORDER_MARK;
    h.size = whole;
    h.checksum = 0;
    checksum_start(&s);
    checksum_add(&s, (const unsigned char *)(const void *)&h, sizeof h);
    checksum_add(&s, bytes + sizeof h, whole - sizeof h);
    h.checksum = checksum_end(&s);
    memcpy(bytes, &h, sizeof h);
  }
  must(ftruncate(file, 0) == 0 && pwrite(file, bytes, whole, 0) == (ssize_t)whole, "the case is written");
  free(bytes);
  if (bg_frame_open(&fuzz_alloc, path, &f, &fault) == BG_OK) {
    uint32_t rows[3] = { BG_NO_ROW, 0, 0 };
    walk(f);
    sum += (double)bg_frame_bytes(f);
    if (f->rows > 0 && f->rows < 100000) {
      rows[1] = (uint32_t)f->rows - 1;
      if (bg_frame_take(f, rows, 3, &other) == BG_OK) {
        walk(other);
        bg_frame_drop(other);
      }
      if (bg_frame_append(f, f, &other, &fault) == BG_OK) {
        walk(other);
        if ((data[0] & 15) == 1 && bg_frame_save(other, saved, &fault) == BG_OK) {
          bg_frame *back = NULL;
          must(bg_frame_open(&fuzz_alloc, saved, &back, &fault) == BG_OK, "what is saved opens");
          must(back->rows == other->rows && back->count == other->count, "what is saved is what opens");
          bg_frame_drop(back);
          (void)unlink(saved);
        }
        bg_frame_drop(other);
      }
      if (bg_frame_slice(f, f->rows / 2, f->rows - f->rows / 2, &other) == BG_OK) {
        walk(other);
        bg_frame_drop(other);
      }
    }
    bg_frame_drop(f);
  }
  else must(f == NULL && fault.text[0] != '\0', "a refusal has words and leaves no frame");
  must(fuzz_held == 0, "nothing is left");
  return 0;
}
