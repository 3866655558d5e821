#!/bin/sh
# Builds oom.c with the whole engine in it: sh spec/proof/oom.sh LUA-VERSION PROGRAM FLAGS
cd "$(dirname "$0")/../.." || exit 1
lua=$1 program=$2 flags=$3
version=$(sed -n 's/^return "\(.*\)"/\1/p' lua/baogao/version.lua)
rm -rf "$program.o" && mkdir -p "$program.o" || exit 1
for source in spec/proof/oom.c csrc/*/*.c; do echo "$source $program.o/$(basename "$source" .c).o"; done |
  xargs -P 2 -L 1 sh -c "${CC:-cc} -std=c99 $flags -DBAOGAO_VERSION='\"$version\"' -DBG_DOOR_RESIZE=oom_resize -DBG_DOOR_LOST=oom_lost -I/usr/include/lua$lua -Icsrc -c \$0 -o \$1" || exit 1
# shellcheck disable=SC2086
${CC:-cc} $flags -o "$program" "$program.o"/*.o -llua"$lua" -lm -lpthread
