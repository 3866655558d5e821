#!/bin/sh
# Fuzzes the scanner (with a small window, so that short texts cross many borders): sh spec/fuzz/run.sh [EXECUTIONS]. Needs clang with its sanitizers. A finding stays in build/fuzz.
cd "$(dirname "$0")/../.." || exit 1
command -v clang >/dev/null || { echo "clang is missing: nothing was fuzzed"; exit 1; }
mkdir -p build/fuzz/corpus
clang -std=c99 -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
  -DBG_SCAN_AHEAD=200 -DBG_SCAN_STEP=16 -Icsrc -o build/fuzz/scan_fuzz spec/fuzz/scan_fuzz.c csrc/scan.c csrc/scan_quantity.c csrc/scan_tail.c \
  csrc/scan_time.c csrc/scan_span.c csrc/lexicon.c csrc/numeral.c csrc/decimal.c csrc/charclass.c csrc/text.c \
  csrc/written.c csrc/period.c -lm || exit 1
cd build/fuzz && exec ./scan_fuzz -runs="${1:-100000}" -max_len=2048 -dict=../../spec/fuzz/scan.dict -artifact_prefix=./ \
  -print_final_stats=1 corpus
