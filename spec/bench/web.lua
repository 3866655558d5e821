-- What serving costs: wrk against a real nginx with two workers on the loopback, each figure beside the same nginx that
-- answers a constant JSON of the same size from Lua. Run from the project's folder: sh spec/bench/web.sh
--
-- wrk asks 127.0.0.1 alone, for a few seconds a round. Rounds alternate, and the median counts.

local nginx = require "support.nginx"
local shell = require "support.shell"

local SECONDS = tonumber(os.getenv("BAOGAO_BENCH_SECONDS") or "3")
local ROUNDS = 3

if not shell.has("wrk") or not nginx.is_here() then
  print("left out: wrk, or nginx with its Lua module, is not here")
  os.exit(0)
end

local server = assert(nginx.start([[
  lua_shared_dict kept 8m;
  init_by_lua_block {
    require("resty.baogao").init{}
    local app = require("baogao.web").new()
    package.loaded["bench.constant"] = {
      body = app:respond({ method = "GET", path = "facts/platforms.total", query = "" }).body,
      totals = app:respond({ method = "GET", path = "totals", query = "" }).body,
    }
  }
]], [[
    location /report/ { content_by_lua_block { require("resty.baogao").serve() } }
    location = /constant { content_by_lua_block {
      ngx.header["Content-Type"] = "application/json"
      ngx.print(require("bench.constant").body)
    } }
    location = /constant-totals { content_by_lua_block {
      ngx.header["Content-Type"] = "application/json"
      ngx.print(require("bench.constant").totals)
    } }
]], 2))

-- Requests a second of one address; a script of wrk's may vary it.
local function measure(path, script)
  local code, output = shell.run(("wrk -t1 -c16 -d%ds %s '%s%s'"):format(SECONDS, script and "-s " .. script or "", server.url,
    path), { seconds = SECONDS + 20 })
  local rate = tonumber(output:match("Requests/sec:%s*([%d.]+)"))
  assert(code == 0 and rate, output)
  assert(not output:find("Non-2xx", 1, true), output)
  return rate
end

local function median(list)
  table.sort(list)
  return list[math.ceil(#list / 2)]
end

-- a filter that differs from request to request, so that no kept answer serves it
local varying = server.folder .. "/varying.lua"
shell.write(varying, [[
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", "/report/facts?fields=id,value&filter=level%20%3D%20%27national%27%20and%20value%20%3E%20" .. n % 100000)
end
]])
local totals = server.folder .. "/totals.lua"
shell.write(totals, [[
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", "/report/totals?by=category&category=c" .. n)
end
]])

local CASES = {
  { "constant JSON", "/constant" },
  { "facts/{id}", "/report/facts/platforms.total", against = "constant JSON" },
  { "constant JSON, size of totals", "/constant-totals" },
  { "totals", "/report/totals", against = "constant JSON, size of totals" },
  { "totals, made anew", "/report/totals", totals },
  { "facts, one filter", "/report/facts?filter=level%20%3D%20%27national%27", against = "constant JSON, size of totals" },
  { "facts, a new filter each time", "/report/facts", varying },
}

local rates = {}
for _ = 1, ROUNDS do
  for _, case in ipairs(CASES) do
    rates[case[1]] = rates[case[1]] or {}
    table.insert(rates[case[1]], measure(case[2], case[3]))
  end
end
print(("%-34s %12s   %s"):format("two workers, " .. ROUNDS .. " rounds of " .. SECONDS .. " s", "requests/s", "of the constant"))
local failed = false
for _, case in ipairs(CASES) do
  local rate = median(rates[case[1]])
  local ratio = case.against and rate / median(rates[case.against])
  print(("%-34s %12.0f   %s"):format(case[1], rate, ratio and ("%.0f %%"):format(ratio * 100) or ""))
  if case[1] == "facts/{id}" and ratio < 0.6 then failed = true end
end

-- Memory of the workers over a million requests: measured after a tenth of them, when what is kept is there.
local function memory()
  local _, pids = shell.run("pgrep -P $(cat " .. server.folder .. "/logs/nginx.pid)")
  local sum = 0
  for pid in pids:gmatch("%d+") do
    local status = shell.read("/proc/" .. pid .. "/smaps_rollup") or ""
    sum = sum + (tonumber(status:match("Pss:%s*(%d+)")) or 0)
  end
  return sum
end

local function requests(count, path, script)
  local done = 0
  while done < count do
    local _, output = shell.run(("wrk -t1 -c16 -d%ds %s '%s%s'"):format(10, script and "-s " .. script or "", server.url, path),
      { seconds = 40 })
    local n = tonumber(output:match("(%d+) requests in"))
    assert(n and n > 0, output)
    done = done + n
  end
  return done
end

if os.getenv("BAOGAO_BENCH_MEMORY") then
  local mixed = server.folder .. "/mixed.lua"
  shell.write(mixed, [[
local n = 0
local paths = { "facts/platforms.total", "totals", "growth", "facts?limit=10", "", "openapi.json", "citations/platforms.added" }
request = function()
  n = n + 1
  if n % 10 == 0 then return wrk.format("GET", "/report/facts?fields=id&filter=value%20%3E%20" .. n % 200000) end
  return wrk.format("GET", "/report/" .. paths[n % #paths + 1])
end
]])
  local first = requests(200000, "/report/", mixed)
  local before = memory()
  local second = requests(1000000, "/report/", mixed)
  local after = memory()
  print(("memory of both workers: %d kB after %d requests, %d kB after %d more: %+.1f %%"):format(before, first, after, second,
    (after / before - 1) * 100))
  if after > before * 1.02 then failed = true end
end

local log = server.log()
server.stop()
if log ~= "" then
  print("the error log is not empty: " .. log:sub(1, 1000))
  failed = true
end
os.exit(failed and 1 or 0)
