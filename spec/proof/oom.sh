#!/bin/sh
# Builds oom.c with the whole engine in it: sh spec/proof/oom.sh LUA-VERSION PROGRAM FLAGS [OBJECTS]
# What knows no Lua is taken from OBJECTS, a folder PROGRAM.o that was made so with the same flags for another Lua, where it is
# given.
cd "$(dirname "$0")/../.." || exit 1
lua=$1 program=$2 flags=$3 made=$4
version=$(sed -n 's/^return "\(.*\)"/\1/p' lua/baogao/version.lua)
rm -rf "$program.o" && mkdir -p "$program.o" || exit 1
for source in spec/proof/oom.c csrc/*/*.c; do
  case $source in
    csrc/door/* | spec/*) ;;
    *) if [ -n "$made" ]; then cp "$made/$(basename "$source" .c).o" "$program.o/" || exit 1; continue; fi ;;
  esac
  echo "$source $program.o/$(basename "$source" .c).o"
done |
  xargs -P 2 -L 1 sh -c "${CC:-cc} -std=c99 $flags -DBAOGAO_VERSION='\"$version\"' -DBG_DOOR_RESIZE=oom_resize -DBG_DOOR_LOST=oom_lost -I/usr/include/lua$lua -Icsrc -c \$0 -o \$1" || exit 1
# shellcheck disable=SC2086
${CC:-cc} $flags -o "$program" "$program.o"/*.o -llua"$lua" -lm -lpthread
