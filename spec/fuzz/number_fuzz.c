/*
** number_fuzz.c: numerals alone, plain numbers, and the way back.
*/
#include "fuzz.h"

#include "base/decimal.h"
#include "scan/numeral.h"
#include "scan/scan.h"
#include "scan/written.h"

static bg_lexicon lexicon;

int LLVMFuzzerInitialize (int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  must(bg_lexicon_build(&lexicon) == BG_OK, "the lexicon fits");
  return 0;
}

/* Every style of a number reads back as that number. */
static void way_back (double value) {
  char buffer[BG_WRITTEN_MAX];
  for (int style = BG_PLAIN; style <= BG_FINANCIAL; style++) {
    size_t length;
    bg_quantity back;
    bg_status status = bg_written(value, (bg_style)style, buffer, &length);
    must(isfinite(value) ? status != BG_NO_VALUE : status == BG_NO_VALUE, "only what is finite is written");
    must(fabs(value) < BG_WRITTEN_LIMIT || !isfinite(value) || status == BG_TOO_LARGE, "what is too large is refused");
    if (status != BG_OK) continue;
    must(length > 0 && length <= BG_WRITTEN_MAX, "written text fits");
    /* nineteen digits are read: of a long row of decimals the last are cut */
    if (fabs(value) >= 1e15 || (value != 0 && fabs(value) < 1e-9)) continue;
    must(bg_number_read(&lexicon, (const unsigned char *)buffer, length, &back) && back.value == value,
         "what is written reads back");
  }
}

/* The engine's reader of plain numbers against the C library's. */
static void plain (const unsigned char *text, size_t size) {
  bg_text t;
  double value = 0;
  bool whole = false;
  char copy[512], *end;
  t.at = (const char *)text;
  t.length = size;
  if (!bg_decimal_read(t, &value, &whole) || size >= sizeof copy) return;
  memcpy(copy, text, size);
  copy[size] = '\0';
  must(isfinite(value), "a plain number is finite");
  must(strtod(copy, &end) == value && end == copy + size, "a plain number is what strtod reads");
  must(!whole || value == floor(value), "a whole number has no fraction");
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  unsigned char *text;
  bg_quantity one;
  bg_numeral numeral;
  if (size >= sizeof(double) && (data[0] & 3) == 0) { /* a quarter of the cases: any double */
    double value;
    memcpy(&value, data + size - sizeof value, sizeof value);
    way_back(value);
    return 0;
  }
  text = fuzz_copy(data, size);
  plain(text, size);
  for (size_t at = 0; at < size && at < 8; at++)
    if (bg_numeral_read(text, at, size, &numeral)) {
      must(numeral.first >= at && numeral.first < numeral.last && numeral.last <= size, "a numeral lies in its text");
      must(bg_decimal_compare(numeral.low, numeral.high) <= 0 || (numeral.marks & (BG_N_FRACTION | BG_N_CODE)) != 0,
           "a stretch is in order");
    }
  if (bg_number_read(&lexicon, text, size, &one)) {
    must(one.lower <= one.upper && !isnan(one.value), "bounds are in order");
    must(one.sense != BG_EXACT || (one.value == one.lower && one.value == one.upper), "what is exact has no width");
    way_back(one.value);
  }
  free(text);
  return 0;
}
