#!/bin/sh
# Build and suite from a release archive alone, by other hands and with other flags. One line a way: ok, FAILED, or left out.
# The suite is every spec/*_spec.lua under the Lua that the build is for, without the corpus that stands beside a checkout.
cd "$(dirname "$0")/../.." || exit 1
dir=$(mktemp -d /tmp/baogao-packaging.XXXXXX) || exit 1
trap 'rm -rf "$dir"' EXIT INT TERM
if git rev-parse --git-dir >/dev/null 2>&1; then
  mkdir "$dir/release" && git archive HEAD | tar -x -C "$dir/release"
else # this is such an archive
  mkdir "$dir/release" && tar -c --exclude=./build . | tar -x -C "$dir/release"
fi
cd "$dir/release" || exit 1
[ ! -e .git ] || exit 1
specs=$(ls spec/*_spec.lua)
# suite NAME LUA BUILD: every spec in a process, counts added up
suite () {
  ok=0 bad=0 which=""
  for spec in $specs; do
    line=$(LUA_PATH="${4:-lua/?.lua;lua/?/init.lua};spec/?.lua;;" LUA_CPATH="$3/?.so;;" timeout 300 $2 "$(command -v busted)" "$spec" 2>/dev/null |
      grep -E '^[0-9]+ success' | tail -n 1)
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
# 32 bits: an interpreter and its libraries of Debian's i386, unpacked beside the system's; the engine built with -m32
if echo 'int main(void){return 0;}' | cc -m32 -x c - -o "$dir/m32" 2>/dev/null && "$dir/m32" 2>/dev/null; then
  mkdir "$dir/i386"
  if (cd "$dir/i386" && apt-get download lua5.4:i386 liblua5.4-0:i386 libreadline8:i386 libtinfo6:i386 lua-lpeg:i386 lua-filesystem:i386 \
      lua-system:i386 lua-term:i386 lua-cjson:i386 && for deb in *.deb; do dpkg -x "$deb" root; done) >"$dir/log" 2>&1; then
    root=$dir/i386/root
    cat >"$dir/lua32" <<EOF
#!/bin/sh
LD_LIBRARY_PATH=$root/usr/lib/i386-linux-gnu:$root/lib/i386-linux-gnu LUA_CPATH="\$LUA_CPATH;$root/usr/lib/i386-linux-gnu/lua/5.4/?.so" exec $root/usr/bin/lua5.4 "\$@"
EOF
    chmod 755 "$dir/lua32"
    # the Makefile asks for SSE2 there: x87 is wider than double, and bounds would grow
    built "32 bits" b-32 CFLAGS="-O2 -m32 -idirafter /usr/include/x86_64-linux-gnu" && suite "32 bits, cc -O2 -m32" "$dir/lua32" b-32/5.4
  else echo "left out 32 bits: Debian's i386 packages cannot be had (dpkg --add-architecture i386 and apt-get update)"; fi
else echo "left out 32 bits: no 32-bit C library (gcc-multilib)"; fi
