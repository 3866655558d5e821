#!/bin/sh
# Fuzzes under the address and undefined-behaviour sanitizers: sh spec/fuzz/run.sh [TARGET...]
#
#   BAOGAO_FUZZ_SECONDS=60   how long each target runs
#   BAOGAO_FUZZ_RECORD=1     adds this run to spec/fuzz/record.tsv
#
# Needs clang and its sanitizers, and Lua 5.4 with its headers for what is written in Lua. Findings stay in
# build/fuzz/found/. The summary adds up the executions that libFuzzer counted.

cd "$(dirname "$0")/../.." || exit 1
command -v clang >/dev/null || { echo "clang is missing: nothing was fuzzed"; exit 3; }
seconds=${BAOGAO_FUZZ_SECONDS:-60}
out=build/fuzz
mkdir -p $out/corpus $out/found $out/log
flags="-std=c99 -g -O1 -fno-omit-frame-pointer -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -Icsrc"
version=$(sed -n 's/^return "\(.*\)"/\1/p' lua/baogao/version.lua)
engine=$(ls csrc/*/*.c | grep -vE '/(door|reports)/')
lua_inc=/usr/include/lua5.4
failed=0

make --no-print-directory build/5.4/baogao/core.so >$out/log/make 2>&1 || { tail $out/log/make; exit 1; }
rm -rf $out/seeds
LUA_PATH='lua/?.lua;lua/?/init.lua;;' LUA_CPATH='build/5.4/?.so;;' lua5.4 spec/fuzz/seeds.lua $out/seeds || exit 1

newer () { # TARGET: whether the target must be built
  [ ! -x "$out/$1" ] || [ -n "$(find csrc spec/fuzz -name '*.[ch]' -newer "$out/$1" | head -n 1)" ] ||
    [ -n "$(find csrc -name '*.def' -newer "$out/$1" | head -n 1)" ]
}
# the engine, built once for all targets that take it as it is
engine_objects () {
  mkdir -p $out/obj
  for object in $out/obj/*.o; do # of a file that is gone: its functions may now be another's
    case " $(echo $engine) " in *"/$(basename "$object" .o).c "*) ;; *) rm -f "$object" ;; esac
  done
  for source in $engine; do
    object=$out/obj/$(basename "$source" .c).o
    [ -f "$object" ] && [ -z "$(find "$source" csrc \( -name '*.h' -o -name '*.def' -o -path "$source" \) -newer "$object" | head -n 1)" ] ||
      echo "$source $object"
  done | xargs -r -P 2 -L 1 sh -c 'clang '"$flags"' -c "$0" -o "$1"' >$out/log/engine 2>&1 || { tail $out/log/engine; exit 1; }
  rm -f $out/engine.a
  ar rcs $out/engine.a $out/obj/*.o
}
# build TARGET SOURCE FLAG...
build () {
  target=$1 source=$2; shift 2
  newer "$target" || return 0
  # shellcheck disable=SC2086
  clang $flags "$@" -o "$out/$target" $source -lm -lpthread >$out/log/build-"$target" 2>&1 || {
    echo "FAILED  $target does not build"; tail -n 5 $out/log/build-"$target"; failed=1; return 1; }
}

# fuzz TARGET PROGRAM MAX_LENGTH [CASE]
total=0 lines=""
fuzz () {
  name=$1 program=$2 longest=$3 case=$4
  mkdir -p "$out/corpus/$name" "$out/seeds/$name"
  dict=; [ ! -f "spec/fuzz/$name.dict" ] || dict="-dict=spec/fuzz/$name.dict"
  # a Lua state holds on to memory from case to case, which is no leak: the other specs look for those
  leaks=; [ -z "$case" ] || leaks=-detect_leaks=0
  # shellcheck disable=SC2086
  BAOGAO_FUZZ_CASE=$case LUA_PATH='lua/?.lua;lua/?/init.lua;;' timeout $((seconds + 60)) "$out/$program" -max_total_time="$seconds" \
    -max_len="$longest" -timeout=20 -rss_limit_mb=2048 $dict $leaks -artifact_prefix="$out/found/$name-" -print_final_stats=1 \
    "$out/corpus/$name" "$out/seeds/$name" >$out/log/"$name" 2>&1
  code=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' $out/log/"$name" | tail -n 1)
  cover=$(grep -o 'cov: [0-9]*' $out/log/"$name" | tail -n 1 | tr -dc 0-9)
  runs=${runs:-0}
  total=$((total + runs))
  if [ $code = 0 ]; then echo "ok      $name: $runs executions in $seconds s, ${cover:-0} edges"
  else
    failed=1
    echo "FAILED  $name (exit $code) after $runs executions:"
    grep -E 'does not hold|case raised|ERROR: |runtime error|SUMMARY|Test unit written' $out/log/"$name" | head -n 6 | sed 's/^/        /'
  fi
  if [ -n "$BAOGAO_FUZZ_RECORD" ] && [ $code = 0 ]; then
    printf '%s\t%s\t%s\t%s\n' "$(date +%F)" "$name" "$runs" "$seconds" >>spec/fuzz/record.tsv
  fi
}

wanted () { [ -z "$only" ] || case " $only " in *" $1 "*) ;; *) return 1 ;; esac; }
only=$*

# of these three all lies in two rooms
small=$(ls csrc/scan/*.c csrc/base/*.c | tr '\n' ' ')
wanted scan && build scan "spec/fuzz/scan_fuzz.c $small" -DBG_SCAN_AHEAD=200 -DBG_SCAN_STEP=16 -DBG_STOPS_NARROW && fuzz scan scan 512
wanted number && build number "spec/fuzz/number_fuzz.c $small" && fuzz number number 128
wanted period && build period "spec/fuzz/period_fuzz.c $small" && fuzz period period 48
for name in csv ndjson frame_file filter http read check lsp; do wanted $name && { engine_objects; break; }; done
wanted csv && build csv "spec/fuzz/table_fuzz.c $out/engine.a" && fuzz csv csv 1024
wanted ndjson && build ndjson "spec/fuzz/table_fuzz.c $out/engine.a" -DFUZZ_NDJSON && fuzz ndjson ndjson 1024
wanted frame_file && build frame_file "spec/fuzz/frame_file_fuzz.c $(ls $out/obj/*.o | grep -v '/frame_file\.o' | tr '\n' ' ')" && fuzz frame_file frame_file 4096

# what is written in Lua; a case whose module is not in this tree is left out by name
in_lua () {
  name=$1 module=$2 longest=$3
  wanted "$name" || return 0
  if [ ! -e "lua/baogao/$module.lua" ] && [ ! -e "lua/baogao/$module/init.lua" ]; then
    echo "left out: $name (lua/baogao/$module is not in this tree)"; return 0
  fi
  if [ ! -f $lua_inc/lua.h ]; then echo "left out: $name (no Lua 5.4 headers)"; return 0; fi
  build lua "spec/fuzz/lua_fuzz.c $(ls csrc/door/*.c csrc/reports/*.c | tr '\n' ' ') $out/engine.a" -I$lua_inc -DBAOGAO_VERSION="\"$version\"" -llua5.4 &&
    fuzz "$name" lua "$longest" "spec/fuzz/cases/$name.lua"
}
in_lua filter query 512
in_lua http web 512
in_lua read read 2048
in_lua check check 2048
in_lua lsp lsp/server 1024

echo "fuzz: $total executions in this run"
[ ! -f spec/fuzz/record.tsv ] || awk -F '\t' '!/^#/ { all += $3 } END { printf "fuzz: %d executions on record\n", all }' spec/fuzz/record.tsv
[ $failed = 0 ]
