/*
** table_fuzz.c: CSV and NDJSON into frames. Built twice: -DFUZZ_NDJSON for the
** latter. The first byte chooses options.
*/
#include "fuzz.h"

#include "frame/frame_file.h"
#include "frame/frame_text.h"

static double sum; /* so that no reading is left out */

/* Reads all of a frame, as a program would. */
static void walk (const bg_frame *f) {
  for (size_t i = 0; i < f->count; i++) {
    const bg_column *c = &f->columns[i];
    must(bg_column_sound(c, f->rows), "a column that was read is sound");
    must(bg_frame_find(f, bg_column_name(c)) == (ptrdiff_t)i, "a column is found by its name");
    for (size_t row = 0; row < f->rows; row++) {
      bg_interval bounds;
      if (c->type != BG_STRING && bg_column_interval(c, row, &bounds)) sum += bounds.lower;
      if (bg_column_null(c, row)) continue;
      if (c->type == BG_STRING) {
        bg_text text = bg_dict_text(c->dict, bg_column_code(c, row));
        for (size_t k = 0; k < text.length; k++) sum += text.at[k];
      }
      else {
        double value = bg_column_number(c, row);
        must(isfinite(value), "what was read is finite");
        must(c->type != BG_INTEGER || value == floor(value), "an integer is whole");
      }
    }
  }
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  bg_text_options options;
  bg_wanted wanted[2];
  bg_text text;
  bg_frame *f = NULL, *folded = NULL;
  bg_fault fault = { "" };
  unsigned char *copy;
  bg_status status;
  bool did = false;
  if (size < 1) return 0;
  memset(&options, 0, sizeof options);
  memset(wanted, 0, sizeof wanted);
  options.separator = (data[0] & 1) ? '\t' : ',';
  options.header = (data[0] & 2) == 0;
  if (data[0] & 4) {
    options.nulls[0].at = "-";
    options.nulls[0].length = 1;
    options.null_count = 1;
  }
  if (data[0] & 8) {
    wanted[0].name.at = "value";
    wanted[0].name.length = 5;
    wanted[0].type = (bg_type)(data[0] >> 4 & 3); /* number, integer, boolean, date */
    wanted[1].name.at = "level";
    wanted[1].name.length = 5;
    wanted[1].type = BG_STRING;
    options.wanted = wanted;
    options.wanted_count = 2;
  }
  copy = fuzz_copy(data + 1, size - 1);
  text.at = (const char *)copy;
  text.length = size - 1;
#ifdef FUZZ_NDJSON
  status = bg_ndjson_read(&fuzz_alloc, text, &options, &f, &fault);
#else
  status = bg_csv_read(&fuzz_alloc, text, &options, &f, &fault);
#endif
  must(memchr(fault.text, '\0', sizeof fault.text) != NULL, "a fault ends");
  must(status != BG_NO_VALUE || fault.text[0] != '\0', "a refusal has words");
  must(status == BG_OK || f == NULL, "a refusal leaves no frame");
  free(copy); /* a frame keeps nothing of its text */
  if (status == BG_OK) {
    walk(f);
    status = bg_frame_fold(f, &folded, &did, &fault);
    if (status == BG_OK && did) {
      walk(folded);
      bg_frame_drop(folded);
    }
    bg_frame_drop(f);
  }
  must(fuzz_held == 0, "nothing is left");
  return 0;
}
