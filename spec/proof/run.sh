#!/bin/sh
# The proof: what the suite does in short, done in full. `make proof`, or `sh spec/proof/run.sh STEP...` for some of
#
#   memory coverage fuzz intervals scan sql hosts static threads time packaging
#
# BAOGAO_FUZZ_SECONDS (60 a target), BAOGAO_OOM_STEP (1: every allocation). A step whose tool is missing says so and is
# counted as left out. The summary prints the figures of this run, and the README says no others.

cd "$(dirname "$0")/../.." || exit 1
steps=${*:-memory coverage fuzz intervals scan sql hosts static threads time packaging}
out=build/proof
mkdir -p $out
version=$(sed -n 's/^return "\(.*\)"/\1/p' lua/baogao/version.lua)
export LUA_PATH='lua/?.lua;lua/?/init.lua;spec/?.lua;;' LUA_CPATH='build/5.4/?.so;;'
failed=0 left=0
: >$out/summary

say () { printf '%-10s %-8s %s\n' "$1" "$2" "$3" | tee -a $out/summary; }
ok () { say "$1" ok "$2"; }
bad () { say "$1" FAILED "$2"; failed=$((failed + 1)); }
left_out () { say "$1" 'left out' "$2"; left=$((left + 1)); }
has () { command -v "$1" >/dev/null; }
# shown STEP LOG: the end of a log, under a failed step
shown () { tail -n "${2:-15}" "$1" | sed 's/^/    /'; }

make --no-print-directory all >$out/make.log 2>&1 || { shown $out/make.log; exit 1; }

# every allocation in a plain build, whose memory is counted; each way to an allocation under the sanitizers; both Luas at once
memory () {
  rm -f $out/oom-*.log
  for lua in 5.4 5.1; do
    [ -f /usr/include/lua$lua/lua.h ] || { left_out memory "no headers of Lua $lua"; continue; }
    for how in "${BAOGAO_OOM_STEP:-1}" paths; do
      log=$out/oom-$lua-$how.log flags=""
      [ $how = paths ] && flags="-fsanitize=address,undefined"
      sh spec/proof/oom.sh $lua $out/oom-$lua-$how "-g -O1 $flags" >$log 2>&1 || { bad memory "the driver does not build for Lua $lua"; shown $log; rm -f $log; }
    done
  done
  for lua in 5.4 5.1; do
    for how in "${BAOGAO_OOM_STEP:-1}" paths; do
      log=$out/oom-$lua-$how.log
      [ -f $log ] || continue
      LUA_CPATH=';;' ASAN_OPTIONS=detect_leaks=0 timeout 7200 $out/oom-$lua-$how spec/proof/oom.lua $how >$log 2>&1
      echo "ended: $?" >>$log
    done &
  done
  wait
  for lua in 5.4 5.1; do
    for how in "${BAOGAO_OOM_STEP:-1}" paths; do
      log=$out/oom-$lua-$how.log words="Lua $lua"
      [ -f $log ] || continue
      [ $how = paths ] && words="Lua $lua, sanitizers, each way to an allocation"
      line=$(tail -n 2 $log | head -n 1)
      if grep -q '^ended: 0$' $log; then
        ok memory "$words: $line"
        grep '^left out' $log
      else bad memory "$words: $line"; grep '^oom:' $log | head -n 12 | sed 's/^/    /'; fi
    done
  done
}

coverage () {
  has gcovr || { left_out coverage "gcovr is missing"; return; }
  sh spec/proof/coverage.sh >$out/coverage.log 2>&1
  code=$?
  line=$(grep '^lines: ' $out/coverage.log | tail -n 1) branch=$(grep '^branches: ' $out/coverage.log | tail -n 1)
  grep '^left out' $out/coverage.log
  if [ $code = 0 ]; then ok coverage "$line; $branch"
  else bad coverage "$line; $branch (the list: $out/coverage.log)"; fi
}

fuzz () {
  has clang || { left_out fuzz "clang is missing"; return; }
  if sh spec/fuzz/run.sh >$out/fuzz.log 2>&1; then word=ok; else word=bad; fi
  sed 's/^/    /' $out/fuzz.log
  grep -E '^left out' $out/fuzz.log >/dev/null && left=$((left + 1))
  $word fuzz "$(grep '^fuzz: ' $out/fuzz.log | sed 's/^fuzz: //' | paste -sd ';' -)"
}

intervals () {
  ${CC:-cc} -std=c99 -O2 -Icsrc spec/proof/interval_exact.c csrc/base/interval.c csrc/report/growth.c -o $out/interval_exact -lm >$out/intervals.log 2>&1 &&
    timeout 900 $out/interval_exact "${BAOGAO_INTERVALS:-2000000}" >$out/intervals.log 2>&1
  if [ $? = 0 ]; then ok intervals "$(tail -n 1 $out/intervals.log | sed 's/^intervals: //')"
  else bad intervals "$(tail -n 1 $out/intervals.log)"; shown $out/intervals.log; fi
}

# a Lua script whose last line is its figures and whose exit code is 3 where it left itself out
script () {
  name=$1; shift
  timeout 1800 "$@" >"$out/$name.log" 2>&1
  case $? in
    0) ok "$name" "$(tail -n 1 "$out/$name.log")" ;;
    3) left_out "$name" "$(tail -n 1 "$out/$name.log")" ;;
    *) bad "$name" "$(tail -n 1 "$out/$name.log")"; shown "$out/$name.log" ;;
  esac
}
scan () { script scan lua5.4 spec/proof/scan_slow.lua; }
sql () { script sql lua5.4 spec/proof/sql_random.lua; }
hosts () { script hosts sh spec/proof/hosts.sh; }
static () { script static sh spec/proof/static.sh; }
threads () { script threads sh spec/proof/threads.sh; }
time_ () { script time lua5.4 spec/proof/growth_of_time.lua; grep -E '^  ' $out/time.log; }
packaging () {
  sh spec/proof/packaging.sh >$out/packaging.log 2>&1
  while IFS= read -r line; do
    case $line in
      'ok '*) ok packaging "${line#ok }" ;;
      'left out '*) left_out packaging "${line#left out }" ;;
      'FAILED '*) bad packaging "${line#FAILED }" ;;
    esac
  done <$out/packaging.log
}

for step in $steps; do
  printf '\n== %s\n' "$step"
  case $step in
    time) time_ ;;
    memory|coverage|fuzz|intervals|scan|sql|hosts|static|threads|packaging) $step ;;
    *) echo "no step '$step'"; exit 2 ;;
  esac
done

printf '\n== summary (%s, %s, %s cores)\n' "$(git describe --always --dirty 2>/dev/null || echo "$version")" "$(uname -sm)" "$(nproc 2>/dev/null || echo '?')"
cat $out/summary
[ $left = 0 ] || echo "left out: $left (each is named above)"
echo "$failed failed"
[ $failed = 0 ]
