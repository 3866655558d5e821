#!/bin/sh
# What serving costs; BAOGAO_BENCH_MEMORY=1 also watches the workers' memory over a million requests.
cd "$(dirname "$0")/../.." || exit 1
LUA_PATH="lua/?.lua;lua/?/init.lua;spec/?.lua;;" LUA_CPATH="build/5.4/?.so;;" timeout 1200 lua5.4 spec/bench/web.lua
