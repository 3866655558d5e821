#!/bin/sh
# All benchmarks in turn, or those that are named, and at the end one table of all their rows: each work, this project, each
# peer, the ratio, with the versions and the machine. Ratios count within one run on one machine only. Peers from npm are
# installed under build/bench; a peer that is not to be had is named as missing. BAOGAO_BENCH_TABLE names a file to keep the
# rows in.
#   sh spec/bench/run.sh [report scan read lsp frame web]
cd "$(dirname "$0")/../.." || exit 1
machine () { echo "machine: $(uname -m), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"; }
machine
echo

# kept from run to run; `make clean` removes them
peers=build/bench
mkdir -p "$peers"
if command -v npm >/dev/null; then
  for name in @duckdb/node-api @microsoft/recognizers-text-suite; do
    [ -d "$peers/node_modules/$name" ] ||
      npm install --silent --no-audit --no-fund --prefix "$peers" "$name" >"$peers/npm.log" 2>&1 ||
      echo "npm: $name could not be installed: $(grep -m 1 . "$peers/npm.log")"
  done
else echo "npm is missing: the peers from there are left out"
fi
NODE_PATH="$PWD/$peers/node_modules"
export NODE_PATH
[ ! -d "$NODE_PATH/@microsoft/recognizers-text-suite" ] || export RECOGNIZERS="$PWD/$peers"

BAOGAO_BENCH_TABLE=${BAOGAO_BENCH_TABLE:-$peers/rows}
export BAOGAO_BENCH_TABLE
: >"$BAOGAO_BENCH_TABLE"

failed=0
under () { # under LUA SCRIPT...
  lua=$1; shift
  case $lua in lua5.4) abi=5.4 ;; *) abi=5.1 ;; esac
  LUA_PATH="lua/?.lua;lua/?/init.lua;spec/?.lua;;" LUA_CPATH="build/$abi/?.so;;" "$lua" "$@" || { echo "FAILED: $*"; failed=1; }
  echo
}

wanted () { [ -z "$only" ] || case " $only " in *" $1 "*) ;; *) return 1 ;; esac; }
only=$*

for lua in lua5.4 luajit; do if wanted report; then under $lua spec/bench/report.lua; fi; done
if wanted scan; then under lua5.4 spec/bench/scan.lua; fi
for lua in lua5.4 luajit; do if wanted read; then under $lua spec/bench/read.lua; fi; done
if wanted lsp; then under lua5.4 spec/bench/lsp.lua; fi
# shellcheck disable=SC2086
if wanted frame; then under lua5.4 spec/bench/frame.lua ${BAOGAO_BENCH_ROWS:-50 10000 1000000 10000000}; fi
if wanted web; then sh spec/bench/web.sh || { echo "FAILED: web"; failed=1; }; fi

# one line a program: its version, or that it is missing
version () { # NAME COMMAND...
  name=$1; shift
  if command -v "$1" >/dev/null; then echo "$name: $("$@" 2>&1 | head -n 1)"; else echo "$name: missing"; fi
}
printf '\n== all in one table\n'
echo "baogao: $(sed -n 's/^return "\(.*\)"/\1/p' lua/baogao/version.lua)$(git describe --always --dirty 2>/dev/null | sed 's/^/, /')"
machine
version cc ${CC:-cc} --version
version lua5.4 lua5.4 -v
version luajit luajit -v
version rg rg --version
version sqlite3 sqlite3 --version
version node node --version
for package in @duckdb/node-api @microsoft/recognizers-text-suite; do
  file=$peers/node_modules/$package/package.json
  if [ -f "$file" ]; then echo "$package: $(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$file" | head -n 1)"; else echo "$package: missing"; fi
done
version nginx nginx -v
version wrk wrk --version
echo
LUA_PATH="lua/?.lua;lua/?/init.lua;spec/?.lua;;" LUA_CPATH="build/5.4/?.so;;" lua5.4 spec/bench/table.lua "$BAOGAO_BENCH_TABLE"
[ $failed = 0 ]
