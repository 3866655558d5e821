#!/bin/sh
# The thread sanitizer over what runs on two cores: frames large enough to be cut in parts, every verb that works in parts.
cd "$(dirname "$0")/../.." || exit 1
[ -f csrc/base/thread.c ] || { echo "nothing runs on two threads in this tree"; exit 3; }
tsan=$(gcc -print-file-name=libtsan.so)
[ -f "$tsan" ] || { echo "gcc has no thread sanitizer here"; exit 3; }
make --no-print-directory BUILD=build/tsan CC=gcc CFLAGS="-O1 -g -fsanitize=thread" build/tsan/5.4/baogao/core.so >/dev/null || exit 1
LUA_PATH='lua/?.lua;lua/?/init.lua;spec/?.lua;;' LUA_CPATH='build/tsan/5.4/?.so;;' TSAN_OPTIONS="halt_on_error=0 exitcode=66" \
  LD_PRELOAD="$tsan" timeout 900 lua5.4 spec/proof/threads.lua
