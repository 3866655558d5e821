#!/bin/sh
# Lines and branches of csrc that the suite and the drivers reach, on Lua 5.4 and 5.1 together. Prints what is not reached
# and ends with 1 where there is any that is not marked, with its reason, as unreachable (GCOVR_EXCL_...).
cd "$(dirname "$0")/../.." || exit 1
out=build/coverage
rm -rf $out
# frames are worked on by two threads
flags="-O0 -g --coverage -fprofile-abs-path -fprofile-update=atomic"
make --no-print-directory BUILD=$out CFLAGS="$flags" $out/5.4/baogao/core.so $out/5.1/baogao/core.so >/dev/null || exit 2
specs=$(ls spec/*_spec.lua)
run () { # LUA BUILD
  command -v "$1" >/dev/null || { echo "left out: $1 is missing"; return; }
  for spec in $specs; do
    LUA_PATH='lua/?.lua;lua/?/init.lua;spec/?.lua;;' LUA_CPATH="$out/$2/?.so;;" BAOGAO_SLOW=1 timeout 600 "$1" "$(command -v busted)" \
      "$spec" >$out/log 2>&1 || echo "note: $spec under $1 does not pass (its lines count all the same)"
  done
}
run lua5.4 5.4
run lua5.1 5.1
# memory that fails reaches what no spec can: the drivers, built with the same flags, beside the modules' own objects
for lua in 5.4 5.1; do
  sh spec/proof/oom.sh $lua $out/oom-$lua "$flags" >$out/log 2>&1 || { cat $out/log; exit 2; }
  LUA_CPATH=';;' LUA_PATH='lua/?.lua;lua/?/init.lua;;' timeout 1800 $out/oom-$lua spec/proof/oom.lua places >$out/log 2>&1 ||
    { echo "note: the out-of-memory driver for Lua $lua does not pass"; grep oom: $out/log; }
done
# the arithmetic, and what no Lua program reaches
sh spec/proof/engine.sh $out/engine "$flags" >$out/log 2>&1 || { echo "note: engine.c does not hold"; cat $out/log; }
# shellcheck disable=SC2086
mkdir -p $out/interval && cc -std=c99 $flags -Icsrc spec/proof/interval_exact.c csrc/base/interval.c csrc/report/growth.c \
  -o $out/interval/exact -lm && timeout 300 $out/interval/exact 50000 >$out/log 2>&1 || echo "note: interval_exact.c does not hold"
# what the fuzzers found their way with
sh spec/fuzz/replay.sh $out/replay "$flags" >$out/log 2>&1 || { echo "note: an input of spec/fuzz/corpus does not hold"; cat $out/log; }
gcovr -r . --filter 'csrc/' --exclude-unreachable-branches --exclude-throw-branches --branches -s $out >$out/branches 2>&1
gcovr -r . --filter 'csrc/' --exclude-unreachable-branches -s $out >$out/lines 2>&1
echo "lines not reached:"
grep -E '^csrc|^ +[0-9]' $out/lines | grep -v '100%'
echo "branches not reached:"
grep -E '^csrc|^ +[0-9]' $out/branches | grep -v '100%'
grep -E '^(lines|branches): ' $out/lines
grep -E '^lines: 100' $out/lines >/dev/null && grep -E '^branches: 100' $out/lines >/dev/null
