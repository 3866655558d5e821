#!/bin/sh
# Runs the inputs that the fuzzers keep in the tree (spec/fuzz/corpus, seeds.lua), each once: sh spec/fuzz/replay.sh FOLDER FLAGS
#
# Programs and objects go to FOLDER; FLAGS are those of the compiler: a sanitizer's, or coverage's. A target whose words do
# not hold ends with its input named.
cd "$(dirname "$0")/../.." || exit 1
out=$1 flags=$2
mkdir -p "$out/door" "$out/engine" "$out/scan-pieces" || exit 1
version=$(sed -n 's/^return "\(.*\)"/\1/p' lua/baogao/version.lua)
inc=/usr/include/lua5.4
rm -rf "$out/seeds"
LUA_PATH='lua/?.lua;lua/?/init.lua;;' LUA_CPATH='build/5.4/?.so;;' lua5.4 spec/fuzz/seeds.lua "$out/seeds" || exit 1

compile () { # FOLDER FLAGS SOURCE...: objects of the sources
  folder=$1 more=$2; shift 2
  for source in "$@"; do echo "$source $folder/$(basename "$source" .c).o"; done |
    xargs -P 2 -L 1 sh -c "${CC:-cc} -std=c99 $flags $more -Icsrc -DBAOGAO_VERSION='\"$version\"' -c \$0 -o \$1" || exit 1
}
# shellcheck disable=SC2046
compile "$out/engine" "" $(ls csrc/*/*.c | grep -vE '/(door|reports)/') spec/fuzz/replay.c
compile "$out/door" "-I$inc" csrc/door/*.c csrc/reports/*.c spec/fuzz/lua_fuzz.c
mkdir -p "$out/tables"
compile "$out/tables" "-DFUZZ_NDJSON" spec/fuzz/table_fuzz.c
compile "$out/scan-pieces" "-DBG_SCAN_AHEAD=200 -DBG_SCAN_STEP=16 -DBG_STOPS_NARROW" csrc/scan/scan.c csrc/scan/scan_feed.c csrc/scan/stops.c
compile "$out" "" spec/fuzz/scan_fuzz.c spec/fuzz/number_fuzz.c spec/fuzz/period_fuzz.c spec/fuzz/table_fuzz.c spec/fuzz/frame_file_fuzz.c

all=0
replay () { # TARGET CASE OBJECT...
  target=$1 case=$2; shift 2
  # shellcheck disable=SC2086
  ${CC:-cc} $flags -o "$out/$target" "$@" -lm -lpthread -llua5.4 || exit 1
  BAOGAO_FUZZ_CASE=$case LUA_PATH='lua/?.lua;lua/?/init.lua;;' LUA_CPATH=';;' \
    timeout 300 "$out/$target" "$out/seeds/$target"/* >"$out/$target.log" 2>&1 || {
      echo "FAILED  $target:"; tr '\r' '\n' <"$out/$target.log" | tail -n 15; all=failed; return; }
  echo "$target: $(tail -n 1 "$out/$target.log" | tr '\r' '\n' | tail -n 1)"
}
engine=$(ls "$out"/engine/*.o)
without () { echo "$engine" | grep -v "/$1\.o"; }
# shellcheck disable=SC2046,SC2086
{
  replay scan "" "$out/scan_fuzz.o" "$out"/scan-pieces/*.o $(without '\(scan\|scan_feed\|stops\)')
  replay number "" "$out/number_fuzz.o" $engine
  replay period "" "$out/period_fuzz.o" $engine
  replay csv "" "$out/table_fuzz.o" $engine
  replay ndjson "" "$out/tables/table_fuzz.o" $engine
  replay frame_file "" "$out/frame_file_fuzz.o" $(without frame_file)
  for case in filter http read check lsp; do replay $case spec/fuzz/cases/$case.lua "$out"/door/*.o $engine; done
}
[ "$all" = 0 ]
