#!/bin/sh
# Builds engine.c and its parts, with the calls of the system that it lets fail, and runs it: sh spec/proof/engine.sh PROGRAM FLAGS
cd "$(dirname "$0")/../.." || exit 1
wraps=
for call in write fsync fstat close rename open lseek mmap pthread_create; do wraps="$wraps -Wl,--wrap=$call"; done
rm -rf "$1.o" && mkdir -p "$1.o" || exit 1
for source in spec/proof/engine*.c csrc/base/*.c csrc/report/*.c csrc/scan/*.c csrc/read/*.c csrc/frame/*.c csrc/query/*.c; do
  echo "$source $1.o/$(basename "$source" .c).o"
done |
  xargs -P 2 -L 1 sh -c "${CC:-cc} -std=gnu99 $2 -Icsrc -c \$0 -o \$1" || exit 1
# shellcheck disable=SC2086
${CC:-cc} $2 $wraps -o "$1" "$1.o"/*.o -lm -lpthread && timeout 120 "$1"
