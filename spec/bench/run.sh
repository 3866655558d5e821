#!/bin/sh
# All benchmarks in turn, each a table of its own; ratios count within one run on one machine only.
cd "$(dirname "$0")/../.." || exit 1
echo "machine: $(uname -m), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
echo
for lua in lua5.4 luajit; do
  case $lua in lua5.4) abi=5.4 ;; *) abi=5.1 ;; esac
  LUA_PATH="lua/?.lua;lua/?/init.lua;spec/?.lua;;" LUA_CPATH="build/$abi/?.so;;" $lua spec/bench/report.lua || exit 1
  echo
done
