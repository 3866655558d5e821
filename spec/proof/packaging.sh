#!/bin/sh
# Build and suite from a release archive alone, by other hands and with other flags. One line a way: ok, FAILED, or left out.
# The suite is every spec/*_spec.lua under the Lua that the build is for, without the corpus that stands beside a checkout.
cd "$(dirname "$0")/../.." || exit 1
dir=$(mktemp -d /tmp/baogao-packaging.XXXXXX) || exit 1
trap 'rm -rf "$dir"' EXIT INT TERM
if git rev-parse --git-dir >/dev/null 2>&1; then git archive HEAD >"$dir/release.tar"
else tar -c --exclude=./build . >"$dir/release.tar"; fi # this is such an archive
mkdir "$dir/release" && tar -x -f "$dir/release.tar" -C "$dir/release"
cd "$dir/release" || exit 1
[ ! -e .git ] || exit 1
specs=$(ls spec/*_spec.lua)
inside="" # what goes before a command that is to run elsewhere
# suite NAME LUA BUILD [LUA-FILES]: every spec in a process, counts added up
suite () {
  ok=0 bad=0 which=""
  for spec in $specs; do
    line=$($inside env LUA_PATH="${4:-lua/?.lua;lua/?/init.lua};spec/?.lua;;" LUA_CPATH="$3/?.so;;" \
      timeout 300 "$2" "$(command -v busted)" "$spec" 2>/dev/null | grep -E '^[0-9]+ success' | tail -n 1)
    good=$(echo "$line" | sed -n 's/^\([0-9]*\) success.*/\1/p')
    wrong=$(echo "$line" | sed -n 's,.*/ \([0-9]*\) failure.*/ \([0-9]*\) error.*,\1+\2,p')
    ok=$((ok + ${good:-0})) bad=$((bad + ${wrong:-1}))
    [ "${wrong:-1}" = 0+0 ] || which="$which $spec"
  done
  if [ $bad = 0 ]; then echo "ok $1: $ok specs"; else echo "FAILED $1: $bad of $((ok + bad)) specs:$which"; fi
}
built () { # NAME BUILD MAKE-ARGUMENT...
  name=$1 build=$2; shift 2
  make --no-print-directory BUILD="$build" "$@" "$build/5.4/baogao/core.so" >"$dir/log" 2>&1 && return 0
  echo "FAILED $name: it does not build: $(grep -m 1 -E 'error' "$dir/log")"; return 1
}
built "release archive" build && suite "release archive, cc -O2" lua5.4 build/5.4
if command -v clang >/dev/null; then built clang b-clang CC=clang && suite "clang -O2" lua5.4 b-clang/5.4; else echo "left out clang: not installed"; fi
built "-O0" b-o0 CFLAGS=-O0 && suite "cc -O0" lua5.4 b-o0/5.4
built "-O3 -flto" b-lto CFLAGS="-O3 -flto" && suite "cc -O3 -flto" lua5.4 b-lto/5.4
if command -v luarocks >/dev/null; then
  if luarocks --lua-version 5.4 --tree "$dir/tree" make --deps-mode none rockspec/*scm*.rockspec >"$dir/log" 2>&1; then
    suite "luarocks make" lua5.4 "$dir/tree/lib/lua/5.4" "$dir/tree/share/lua/5.4/?.lua;$dir/tree/share/lua/5.4/?/init.lua"
  else echo "FAILED luarocks make: $(tail -n 2 "$dir/log" | tr '\n' ' ')"; fi
else echo "left out luarocks: not installed"; fi
# 32 bits: a small Debian of i386 in the temporary folder, with its own compiler, Luas and busted. The Makefile asks for SSE2
# there: x87 is wider than double, and bounds would grow.
small=$dir/i386
wanted=gcc,libc6-dev,make,git,lua5.4,liblua5.4-dev,lua5.1,liblua5.1-0-dev,luajit,lua-lpeg,lua-dkjson,lua-filesystem,lua-busted
code_name=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
if ! command -v debootstrap >/dev/null; then echo "left out 32 bits: debootstrap is not installed"
elif [ "$(id -u)" != 0 ]; then echo "left out 32 bits: only root may make a Debian of i386 (debootstrap) and go there (chroot)"
elif ! debootstrap --arch=i386 --variant=minbase --include=$wanted "$code_name" "$small" >"$dir/log" 2>&1; then
  echo "left out 32 bits: no Debian of i386: $(tail -n 1 "$dir/log")"
else
  mkdir "$small/release" && tar -x -f "$dir/release.tar" -C "$small/release"
  inside="chroot $small env -C /release"
  if $inside make -j2 all >"$dir/log" 2>&1; then
    suite "32 bits, Lua 5.4" lua5.4 build/5.4
    suite "32 bits, Lua 5.1" lua5.1 build/5.1
    suite "32 bits, LuaJIT" luajit build/5.1
  else echo "FAILED 32 bits: it does not build: $(grep -m 1 -E 'error' "$dir/log")"; fi
fi
