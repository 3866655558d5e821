#!/bin/sh
# same.lua on every host that is here, compared byte for byte with what Lua 5.4 says. Ends with 3 where there is no other.
cd "$(dirname "$0")/../.." || exit 1
here=$(pwd)
dir=$(mktemp -d /tmp/baogao-hosts.XXXXXX) || exit 1
trap 'rm -rf "$dir"' EXIT INT TERM
export LUA_PATH="$here/lua/?.lua;$here/lua/?/init.lua;;"
same=$here/spec/proof/same.lua
hosts="" fault=0
plain () { # LUA BUILD
  command -v "$1" >/dev/null || { echo "left out: $1 is missing"; return; }
  LUA_CPATH="$here/build/$2/?.so;;" timeout 60 "$1" -e "io.write(dofile('$same'))" >"$dir/$1" 2>"$dir/err" || { cat "$dir/err"; fault=1; }
  hosts="$hosts $1"
}
plain lua5.4 5.4
plain lua5.1 5.1
plain luajit 5.1
if command -v nvim >/dev/null; then
  LUA_CPATH="$here/build/5.1/?.so;;" timeout 60 nvim --headless -u NONE -i NONE -n -c "lua local ok, e = pcall(function() local f = assert(io.open('$dir/nvim', 'wb')) f:write(dofile('$same')) f:close() end) if not ok then io.stderr:write(tostring(e)) vim.cmd('cquit 1') end vim.cmd('qall!')" </dev/null 2>"$dir/err" || { cat "$dir/err"; fault=1; }
  hosts="$hosts nvim"
else echo "left out: nvim is missing"; fi
modules=/usr/lib/nginx/modules
if command -v nginx >/dev/null && command -v curl >/dev/null && [ -f $modules/ngx_http_lua_module.so ]; then
  mkdir -p "$dir/ng/logs" "$dir/ng/tmp"
  chmod 755 "$dir" "$dir/ng"
  port=$((20000 + $$ % 20000))
  while grep -qi "$(printf ':%04X ' $port)" /proc/net/tcp; do port=$((port + 1)); done
  # a worker that has given up root's rights could not read a tree under /root
  user=; [ "$(id -u)" != 0 ] || user="user root;"
  cat >"$dir/ng/nginx.conf" <<EOF
$user
load_module $modules/ndk_http_module.so;
load_module $modules/ngx_http_lua_module.so;
pid logs/nginx.pid; error_log logs/error.log warn; events { worker_connections 64; }
http { access_log off; client_body_temp_path tmp/a; proxy_temp_path tmp/b; fastcgi_temp_path tmp/c; uwsgi_temp_path tmp/d; scgi_temp_path tmp/e;
  lua_package_path "$here/lua/?.lua;$here/lua/?/init.lua;;"; lua_package_cpath "$here/build/5.1/?.so;;";
  init_by_lua_block { require "baogao" local f = assert(io.open("$same")) same = assert(loadstring(f:read("*a"), "=same.lua")) f:close() }
  server { listen 127.0.0.1:$port; location / { content_by_lua_block { ngx.print(same()) } } } }
EOF
  if nginx -p "$dir/ng/" -c nginx.conf >"$dir/err" 2>&1; then
    curl -s --max-time 60 "http://127.0.0.1:$port/" >"$dir/nginx" || fault=1
    kill -QUIT "$(cat "$dir/ng/logs/nginx.pid")"
    hosts="$hosts nginx"
  else cat "$dir/err"; fault=1; fi
else echo "left out: nginx with its Lua module is missing"; fi
for host in $hosts; do
  cmp -s "$dir/lua5.4" "$dir/$host" || { fault=1; echo "$host differs from lua5.4:"; diff -a "$dir/lua5.4" "$dir/$host" | cut -c1-300 | head -n 12; }
done
echo "$(wc -l <"$dir/lua5.4") answers, $(wc -c <"$dir/lua5.4") bytes, on$hosts"
[ $fault = 0 ]
