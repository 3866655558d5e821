-- nginx.lua: a real nginx with the Lua module, unprivileged, in a temporary folder, on a free port of the loopback.
--
-- It is Debian's, with its modules loaded. BAOGAO_NGINX names another that has the Lua module built in, such as OpenResty's
-- (/usr/local/openresty/nginx/sbin/nginx); BAOGAO_NGINX_LUA the folder of its lua-resty-core, where that is not its own place;
-- BAOGAO_NGINX_C the folder of lpeg for Lua 5.1, which OpenResty has not.

local shell = require "support.shell"

local M = {}

local MODULES = "/usr/lib/nginx/modules"
M.MODULES = MODULES

local OTHER = os.getenv("BAOGAO_NGINX")
M.BINARY = OTHER or "nginx"
local OTHER_LUA, OTHER_C = os.getenv("BAOGAO_NGINX_LUA"), os.getenv("BAOGAO_NGINX_C")

---The lines that load the Lua module, empty where it is built in.
function M.load_lines()
  if OTHER then return "" end
  return ("load_module %s/ndk_http_module.so;\nload_module %s/ngx_http_lua_module.so;\n"):format(MODULES, MODULES)
end

---True where nginx and its Lua module are there.
function M.is_here()
  return shell.has(M.BINARY) and shell.has("curl")
    and (OTHER ~= nil or shell.run("test -f " .. MODULES .. "/ngx_http_lua_module.so") == 0)
end

-- A port that nothing listens on now; the kernel's own choice where a shell can ask for it.
function M.free_port(attempt)
  local _, taken = shell.run("cat /proc/net/tcp /proc/net/tcp6")
  local port = 18000 + (os.time() * 7 + attempt * 101 + math.floor(os.clock() * 1e6)) % 20000
  while taken:find((":%04X "):format(port), 1, true) do port = port + 1 end
  return port
end

---Starts nginx with `http` (directives in the http block; lua paths are set) and `server` (directives in the server
---block), the module in the build for Lua `abi` ("5.1"). Answers { get = function(path, curl_options), log = function(),
---stop = function() }, or nil and what nginx said.
function M.start(http, server, workers, abi)
  local _, here = shell.run("pwd")
  here = here:gsub("\n$", "")
  local folder = shell.folder()
  shell.run(("mkdir -p %s/conf %s/logs %s/tmp && chmod 755 %s"):format(folder, folder, folder, folder))
  for attempt = 1, 5 do
    local port = M.free_port(attempt)
    local temp = {}
    for _, kind in ipairs { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" } do
      temp[#temp + 1] = ("  %s_temp_path %s/tmp/%s;"):format(kind, folder, kind)
    end
    -- a worker that has given up root's rights could not read a tree under /root
    local _, user = shell.run("id -u")
    shell.write(folder .. "/conf/nginx.conf", (user:find("^0%s") and "user root;\n" or "") .. ([[
%sworker_processes %d;
pid logs/nginx.pid;
error_log logs/error.log warn;
events { worker_connections 64; }
http {
  access_log off;
%s
  lua_package_path "%s/lua/?.lua;%s/lua/?/init.lua;%s;";
  lua_package_cpath "%s/build/%s/?.so;%s;";
%s
  server {
    listen 127.0.0.1:%d;
%s
  }
}
]]):format(M.load_lines(), workers or 1, table.concat(temp, "\n"), here, here, OTHER_LUA and OTHER_LUA .. "/?.lua;" or "", here,
      abi or "5.1", OTHER_C and OTHER_C .. "/?.so;" or "", http, port, server))
    local code, output = shell.run(("%s -p %s/ -c conf/nginx.conf"):format(M.BINARY, folder))
    if code == 0 then
      local pid = (shell.read(folder .. "/logs/nginx.pid") or ""):match("%d+")
      return {
        url = ("http://127.0.0.1:%d"):format(port),
        folder = folder,
        get = function(path, options)
          return shell.run(("curl -sS -m 10 %s 'http://127.0.0.1:%d%s'"):format(options or "", port, path))
        end,
        log = function() return shell.read(folder .. "/logs/error.log") or "" end,
        stop = function()
          shell.run(("kill -QUIT %s; i=0; while kill -0 %s 2>/dev/null && [ $i -lt 50 ]; do sleep 0.1; i=$((i+1)); done; "
            .. "kill -9 %s 2>/dev/null"):format(pid, pid, pid))
          shell.remove(folder)
        end,
      }
    end
    if not output:find("Address already in use", 1, true) then
      local log = shell.read(folder .. "/logs/error.log") or ""
      shell.remove(folder)
      return nil, output .. log
    end
  end
  shell.remove(folder)
  return nil, "no free port"
end

return M
