#!/bin/sh
# The suite: every part, then one line "N passed, N failed". `sh spec/run.sh lint` runs the checks of the source alone;
# `sh spec/run.sh lua5.4` the specs under that Lua alone. All parts together run side by side in two lanes, a core each,
# and are shown in the order of their names here.
#
# A spec that leaves a case out says so by busted's "pending"; these are counted apart and never as passed.

cd "$(dirname "$0")/.." || exit 1
LANE_1='lint sanitizers valgrind memory'
LANE_2='lua5.4 lua5.1 luajit hosts differential'
only=${1:-all}
case " all $LANE_1 $LANE_2 " in *" $only "*) ;; *) echo "no part '$only': $LANE_1 $LANE_2" >&2; exit 2 ;; esac
passed=0 failed=0 left_out=0

# ended LEFT-OUT PASSED FAILED: the last lines, of a part as of all
ended () {
  printf '\n'
  [ "$1" = 0 ] || echo "left out: $1 (each is named above)"
  echo "$2 passed, $3 failed"
  [ "$3" = 0 ]
}

# lane PART...: one after the other, each into a file that gets its name when it is whole
lane () {
  trap 'kill "$going" 2>/dev/null; exit 143' TERM
  for part; do
    sh spec/run.sh "$part" >"$parts/$part.going" 2>&1 & going=$!
    wait $going
    mv "$parts/$part.going" "$parts/$part"
  done
}

# shows the part when it is whole, and adds up what its last lines count
show () {
  while [ ! -f "$parts/$1" ]; do
    kill -0 "$2" 2>/dev/null || [ -f "$parts/$1" ] || { echo "FAILED  $1 did not come to its end"; failed=$((failed + 1)); return; }
    sleep 0.2
  done
  counts=$(sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$parts/$1")
  if [ -z "$counts" ]; then cat "$parts/$1"; echo "FAILED  $1 did not come to its end"; failed=$((failed + 1)); return; fi
  sed -e '/^left out: [0-9]* (each is named above)$/d' -e '$d' "$parts/$1"
  passed=$((passed + ${counts% *})) failed=$((failed + ${counts#* }))
  left_out=$((left_out + $(sed -n 's/^left out: \([0-9]*\) (each is named above)$/\1/p' "$parts/$1" | grep . || echo 0)))
}

if [ "$only" = all ]; then
  parts=$(mktemp -d) || exit 1
  trap 'rm -rf "$parts"' EXIT
  trap 'kill "$lane_1" "$lane_2" 2>/dev/null; exit 130' INT TERM
  # shellcheck disable=SC2086
  { lane $LANE_1 & lane_1=$!; lane $LANE_2 & lane_2=$!; }
  for part in lint lua5.4 lua5.1 luajit hosts sanitizers valgrind memory differential; do
    case " $LANE_1 " in *" $part "*) show $part $lane_1 ;; *) show $part $lane_2 ;; esac
  done
  wait
  ended $left_out $passed $failed
  exit
fi

log=$(mktemp) || exit 1
child=
trap 'rm -rf "$log"' EXIT
trap 'kill $child 2>/dev/null; exit 143' INT TERM

wanted () { [ "$only" = "$1" ]; }

heading () { printf '\n== %s\n' "$1"; }

# check NAME COMMAND...: one check, passed where the command succeeds
check () {
  check_name=$1; shift
  if "$@" >"$log" 2>&1; then passed=$((passed + 1)); echo "ok      $check_name"
  else failed=$((failed + 1)); echo "FAILED  $check_name"; tail -n 60 "$log" | sed 's/^/        /'; fi
}

# specs LUA BUILD FILE...: busted under the named Lua, its counts added up
specs () {
  lua=$1; build=$2; shift 2
  LUA_PATH="lua/?.lua;lua/?/init.lua;spec/?.lua;;" LUA_CPATH="$build/?.so;;" \
    timeout 900 $before $lua "$(command -v busted)" --output=plainTerminal "$@" >"$log" 2>&1 & child=$!
  wait $child
  code=$? child=
  line=$(grep -E '^[0-9]+ success' "$log" | tail -n 1)
  number () { echo "$line" | sed -n "s,.*[^0-9]*\\b\\([0-9][0-9]*\\) $1.*,\\1,p"; }
  ok=$(number success) bad=$(number failure) errors=$(number error) pending=$(number pending)
  if [ -z "$line" ]; then
    failed=$((failed + 1)); echo "FAILED  the specs did not come to their end (exit $code)"; tail -n 40 "$log"; return
  fi
  passed=$((passed + ok)) failed=$((failed + bad + errors)) left_out=$((left_out + pending))
  echo "$line"
  [ "$pending" = 0 ] || grep -A1 '^Pending' "$log" | grep -v '^--$' | sed 's/^/        /'
  if [ "$code" != 0 ]; then
    [ $((bad + errors)) != 0 ] || { failed=$((failed + 1)); echo "FAILED  exit $code"; }
    sed -n '/^Failure\|^Error/,$p' "$log" | head -n 150
    grep -A25 'ERROR: AddressSanitizer\|runtime error\|^==[0-9]*==' "$log" | head -n 60
  fi
}
before=

SPECS=$(ls spec/*_spec.lua)
# what runs other processes, or the engine only by way of pages of text, has nothing of its own to show a checker of memory
ENGINE_SPECS=$(ls spec/*_spec.lua | grep -vE \
  '/(cli|readme|web|scan_cli|read_cli|cli_check|query_cli|read_streams|read_documents|check_corpus|check_edits|lsp_work)_spec')

compile_strictly () {
  make --no-print-directory BUILD=build/strict CFLAGS="-O2 -Werror" build/strict/5.4/baogao/core.so build/strict/5.1/baogao/core.so
}
one_symbol () {
  for so in build/5.4/baogao/core.so build/5.1/baogao/core.so; do
    symbols=$(nm -D --defined-only "$so" | awk '{print $3}')
    [ "$symbols" = luaopen_baogao_core ] || { echo "$so exports: $symbols"; return 1; }
  done
}
# the dataset is constant: its tables are in read-only data, and need no relocation when the library is loaded
constant_data () {
  object=build/5.4/obj/reports/zhengzhou_2024.o
  for name in facts pool mentions milestones; do
    nm "$object" | grep -q " r $name\$" || { echo "$name is not read-only data"; return 1; }
  done
  ! readelf -SW "$object" | grep -E '\.rela?\.(data|rodata)|\.data\.rel'
}
cppcheck_clean () {
  for version in 501 504; do
    cppcheck --quiet --error-exitcode=1 --std=c99 --enable=warning,performance,portability --inline-suppr \
      --suppress=missingIncludeSystem -DBAOGAO_VERSION='"0"' -D__GNUC__ -DLUA_VERSION_NUM=$version -Icsrc csrc || return 1
  done
}

if wanted lint; then
  heading "the source"
  check "compiles without a warning" compile_strictly
  check "exports luaopen_baogao_core alone" one_symbol
  check "keeps the dataset in read-only data" constant_data
  check "luacheck" luacheck --quiet lua spec rockspec
  check "cppcheck" cppcheck_clean
  check "the rockspec passes luarocks lint" sh -c 'for f in rockspec/*.rockspec; do luarocks lint "$f" || exit 1; done'
fi

for lua in lua5.4 lua5.1 luajit; do
  wanted $lua || continue
  heading "the specs under $lua"
  case $lua in lua5.4) abi=5.4 ;; *) abi=5.1 ;; esac
  # shellcheck disable=SC2086
  specs $lua build/$abi $SPECS
done

if wanted hosts; then
  heading "hosts and tools"
  # shellcheck disable=SC2046
  specs lua5.4 build/5.4 $(ls spec/hosts/*_spec.lua)
fi

if wanted sanitizers; then
  heading "the specs under address and undefined-behaviour sanitizers"
  check "builds with sanitizers" make --no-print-directory BUILD=build/sanitized \
    CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all" build/sanitized/5.4/baogao/core.so
  before="env LD_PRELOAD=$(gcc -print-file-name=libasan.so):$(gcc -print-file-name=libubsan.so) ASAN_OPTIONS=detect_leaks=0"
  # shellcheck disable=SC2086
  specs lua5.4 build/sanitized/5.4 $ENGINE_SPECS
  before=
  heading "the fuzzers' inputs, each once, under the same sanitizers"
  check "every input of spec/fuzz/corpus" sh spec/fuzz/replay.sh build/replay "-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all"
fi

if wanted valgrind; then
  heading "the specs under valgrind"
  before="valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite"
  # a million numbers, and frames of every width, take too long here; the sanitizers run them
  # shellcheck disable=SC2046
  BAOGAO_SLOW=1 specs lua5.1 build/5.1 $(echo "$ENGINE_SPECS" | grep -vE '/(decimal|frame_wide)_spec')
  before=
fi

# Each place that allocates fails once, and from then on, over all that oom.lua does; every allocation, and every way to a
# place under the sanitizers, in `make proof`
out_of_memory () {
  mkdir -p build/proof
  CC=${CC:-cc} sh spec/proof/oom.sh "$1" build/proof/oom-"$1" "-g -O1" || return 1
  LUA_CPATH=';;' LUA_PATH="lua/?.lua;lua/?/init.lua;;" timeout 600 build/proof/oom-"$1" spec/proof/oom.lua short
}

if wanted memory; then
  heading "out of memory at each place that allocates"
  for version in 5.4 5.1; do check "Lua $version: no crash, no leak, usable afterwards" out_of_memory $version; done
fi

# Short forms of what `make proof` does in full
intervals_exact () {
  ${CC:-cc} -std=c99 -O2 -Icsrc spec/proof/interval_exact.c csrc/base/interval.c csrc/report/growth.c -o build/proof/interval_exact -lm || return 1
  timeout 60 build/proof/interval_exact 50000
}
# a script that ends with 3 left itself out, and says why
differential () {
  differential_name=$1; shift
  LUA_PATH="lua/?.lua;lua/?/init.lua;spec/?.lua;;" LUA_CPATH="build/5.4/?.so;;" timeout 300 "$@" >"$log" 2>&1
  case $? in
    0) passed=$((passed + 1)); echo "ok      $differential_name: $(tail -n 1 "$log")" ;;
    3) left_out=$((left_out + 1)); echo "left out  $differential_name: $(tail -n 1 "$log")" ;;
    *) failed=$((failed + 1)); echo "FAILED  $differential_name"; tail -n 30 "$log" | sed 's/^/        /' ;;
  esac
}

if wanted differential; then
  heading "against other ways to the same answers"
  mkdir -p build/proof
  check "intervals against exact arithmetic" intervals_exact
  check "the engine where sizes overflow and the system says no" sh spec/proof/engine.sh build/proof/engine "-g -O1 -fsanitize=address,undefined"
  differential "one script on every host" sh spec/proof/hosts.sh
  differential "the scanner against a slow reading of its rules" lua5.4 spec/proof/scan_slow.lua
  differential "frames against SQLite" env BAOGAO_QUERIES=300 lua5.4 spec/proof/sql_random.lua
fi

ended $left_out $passed $failed
