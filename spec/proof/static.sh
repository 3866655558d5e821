#!/bin/sh
# Static analysis of csrc: gcc -fanalyzer, clang-tidy (.clang-tidy), cppcheck. What is told and is not so is listed in
# static_known.txt, one line a place with its reason; anything else fails, and so does a line there that is no longer told.
cd "$(dirname "$0")/../.." || exit 1
out=build/proof
mkdir -p $out
flags="-std=c99 -Icsrc -I/usr/include/lua5.4 -DBAOGAO_VERSION=\\\"0\\\""
ran="" missing=""
: >$out/told
if gcc --version 2>/dev/null | grep -q Free; then
  ran="$ran gcc-$(gcc -dumpversion)"
  ls csrc/*/*.c | xargs -P 2 -n 1 sh -c 'gcc -O1 -fanalyzer '"$flags"' -c "$0" -o /dev/null 2>&1' >$out/analyzer.log
  sed -n 's/^\(csrc\/[a-z_\/0-9]*\.[ch]\):[0-9:]* warning: .*\[-W\(analyzer-[a-z-]*\)\]$/\1 \2/p' $out/analyzer.log >>$out/told
else missing="$missing gcc"; fi
if command -v clang-tidy >/dev/null; then
  ran="$ran clang-tidy"
  ls csrc/*/*.c | xargs -P 2 -n 1 sh -c 'clang-tidy --quiet "$0" -- '"$flags"' 2>/dev/null' >$out/tidy.log
  sed -n "s,^\($(pwd)/\)*\(csrc/[a-z_/0-9]*\.[ch]\):[0-9:]* error: .*\[\([a-zA-Z.-]*\)\,-warnings-as-errors\]$,\2 \3,p" $out/tidy.log >>$out/told
else missing="$missing clang-tidy"; fi
if command -v cppcheck >/dev/null; then
  ran="$ran cppcheck"
  cppcheck --quiet --std=c99 --enable=warning,performance,portability --inline-suppr --suppress=missingIncludeSystem \
    --template='{file} cppcheck-{id}' -DBAOGAO_VERSION='"0"' -D__GNUC__ -DLUA_VERSION_NUM=504 -Icsrc csrc 2>&1 | grep '^csrc' >>$out/told
else missing="$missing cppcheck"; fi
sort -u $out/told >$out/told.sorted
grep -v '^#' spec/proof/static_known.txt | awk 'NF { print $1, $2 }' | sort -u >$out/known
[ -z "$missing" ] || echo "left out:$missing"
comm -23 $out/told.sorted $out/known | sed 's/^/new: /'
[ -n "$missing" ] || comm -13 $out/told.sorted $out/known | sed 's/^/no longer told: /'
new=$(comm -23 $out/told.sorted $out/known | wc -l) stale=0
[ -n "$missing" ] || stale=$(comm -13 $out/told.sorted $out/known | wc -l)
echo "$(echo $ran | tr ' ' ','): $new new, $(wc -l <$out/known) known and explained, $stale no longer told"
[ "$new" = 0 ] && [ "$stale" = 0 ]
