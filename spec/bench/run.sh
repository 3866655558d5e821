#!/bin/sh
# All benchmarks in turn, each a table of its own; ratios count within one run on one machine only. Peers from npm are
# installed into a temporary folder; a peer that is not to be had is named as missing by the benchmark itself.
cd "$(dirname "$0")/../.." || exit 1
echo "machine: $(uname -m), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
echo

peers=$(mktemp -d) || exit 1
trap 'rm -rf "$peers"' EXIT INT TERM
if command -v npm >/dev/null; then
  npm install --silent --no-audit --no-fund --prefix "$peers" @duckdb/node-api @microsoft/recognizers-text-suite \
    >/dev/null 2>&1 || echo "npm: the peers could not be installed"
fi
export NODE_PATH="$peers/node_modules"
[ -d "$peers/node_modules/@microsoft" ] && export RECOGNIZERS="$peers"

under () { # under LUA SCRIPT...
  lua=$1; shift
  case $lua in lua5.4) abi=5.4 ;; *) abi=5.1 ;; esac
  LUA_PATH="lua/?.lua;lua/?/init.lua;spec/?.lua;;" LUA_CPATH="build/$abi/?.so;;" "$lua" "$@" || exit 1
  echo
}

for lua in lua5.4 luajit; do under $lua spec/bench/report.lua; done
under lua5.4 spec/bench/scan.lua
for lua in lua5.4 luajit; do under $lua spec/bench/read.lua; done
under lua5.4 spec/bench/lsp.lua
# shellcheck disable=SC2086
under lua5.4 spec/bench/frame.lua ${BAOGAO_BENCH_ROWS:-50 10000 1000000 10000000}
sh spec/bench/web.sh
