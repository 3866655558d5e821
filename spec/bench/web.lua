-- What serving costs: wrk against a real nginx with two workers on the loopback, each figure beside the same nginx that
-- answers a constant JSON of the same size from Lua. Run from the project's folder: sh spec/bench/web.sh
--
-- wrk asks 127.0.0.1 alone, for a few seconds a round. Rounds alternate, and the median counts.

local nginx = require "support.nginx"
local together = require "bench.table"
local shell = require "support.shell"

local SECONDS = tonumber(os.getenv("BAOGAO_BENCH_SECONDS") or "3")
local ROUNDS = 3

if not shell.has("wrk") or not nginx.is_here() then
  together.missing("GET facts/{id}", "wrk, or nginx with its Lua module")
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
      ngx.header["Content-Length"] = #require("bench.constant").body
      ngx.print(require("bench.constant").body)
    } }
    location = /collect { content_by_lua_block {
      collectgarbage() collectgarbage()
      ngx.print(ngx.worker.pid(), " ", collectgarbage("count"))
    } }
    location = /constant-totals { content_by_lua_block {
      ngx.header["Content-Type"] = "application/json"
      ngx.header["Content-Length"] = #require("bench.constant").totals
      ngx.print(require("bench.constant").totals)
    } }
]], 2))

local function workers_of()
  local master = shell.read(server.folder .. "/logs/nginx.pid"):match("%d+")
  local pids = {}
  for pid in shell.read(("/proc/%s/task/%s/children"):format(master, master)):gmatch("%d+") do pids[#pids + 1] = pid end
  return pids
end

-- Hundredths of a second that the workers have had of a processor, their own and the kernel's for them.
local function worked()
  local sum = 0
  for _, pid in ipairs(workers_of()) do
    local fields = {}
    local text = shell.read("/proc/" .. pid .. "/stat"):match("%) (.*)")
    for field in text:gmatch("%S+") do fields[#fields + 1] = tonumber(field) end
    sum = sum + fields[11] + fields[12] -- the state, which is no number, is not in the list
  end
  return sum
end

-- Requests a second of one address, and microseconds of a worker's processor for each; a script of wrk's may vary it. The
-- second stays what it is where other programs take the machine's time.
local function measure(path, script)
  local before = worked()
  local code, output = shell.run(("wrk -t1 -c16 -d%ds %s '%s%s'"):format(SECONDS, script and "-s " .. script or "", server.url,
    path), { seconds = SECONDS + 20 })
  local rate = tonumber(output:match("Requests/sec:%s*([%d.]+)"))
  assert(code == 0 and rate, output)
  assert(not output:find("Non-2xx", 1, true), output)
  return rate, (worked() - before) * 10000 / tonumber(output:match("(%d+) requests in"))
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
  return wrk.format("GET", "/report/facts?fields=id,value&filter=level%20%3D%20%27national%27%20and%20value%20%3E%20"
    .. n % 100000)
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

local rates, costs = {}, {}
for _ = 1, ROUNDS do
  for _, case in ipairs(CASES) do
    rates[case[1]], costs[case[1]] = rates[case[1]] or {}, costs[case[1]] or {}
    local rate, cost = measure(case[2], case[3])
    table.insert(rates[case[1]], rate)
    table.insert(costs[case[1]], cost)
  end
end
print(("%-34s %12s %16s %10s %16s"):format("two workers, " .. ROUNDS .. " rounds of " .. SECONDS .. " s", "requests/s",
  "of the constant", "us each", "of the constant"))
local failed = false
for _, case in ipairs(CASES) do
  local rate = median(rates[case[1]])
  local ratio = case.against and rate / median(rates[case.against])
  if case.against then
    together.rate("GET " .. case[1], rate, "requests/s", case.against, median(rates[case.against]))
  end
  local cost = median(costs[case[1]])
  local cheaper = case.against and median(costs[case.against]) / cost
  print(("%-34s %12.0f %16s %10.1f %16s"):format(case[1], rate, ratio and ("%.0f %%"):format(ratio * 100) or "", cost,
    cheaper and ("%.0f %%"):format(cheaper * 100) or ""))
  if case[1] == "facts/{id}" and ratio < 0.6 then failed = true end
end

-- Memory of the workers over a million requests. A collector's heap goes up and down with its cycle, and so does what a
-- worker holds at any moment: two looks under the same load differ by some percent though nothing leaks. So each look comes
-- after a full collection in both workers, when only what is held on to is left; what it was just before stands beside it.

-- kB of all workers: what each holds for itself, and its share of what they share
local function memory_now()
  local sum = 0
  for _, pid in ipairs(workers_of()) do
    sum = sum + tonumber((shell.read("/proc/" .. pid .. "/smaps_rollup") or ""):match("Pss:%s*(%d+)"))
  end
  return sum
end

-- Collects in every worker; answers the kB that their Lua states hold on to. A connection is taken by whichever worker is
-- awake, so it is asked until each has answered.
local function collect()
  local heaps, left = {}, #workers_of()
  for _ = 1, 400 do
    local _, answer = server.get("/collect")
    local pid, kilobytes = answer:match("^(%d+) ([%d.]+)")
    if not heaps[pid] then left = left - 1 end
    heaps[pid] = tonumber(kilobytes)
    if left == 0 then break end
  end
  assert(left == 0, "a worker did not collect")
  local sum = 0
  for _, kilobytes in pairs(heaps) do sum = sum + kilobytes end
  return sum
end

local function requests(count, path, script)
  local done = 0
  while done < count do
    local _, output = shell.run(("wrk -t1 -c16 -d%ds -s %s '%s%s'"):format(10, script, server.url, path), { seconds = 40 })
    local n = tonumber(output:match("(%d+) requests in"))
    assert(n and n > 0, output)
    done = done + n
  end
  return done
end

local SAMPLES = 9
local function look(script)
  local at_once, settled, heaps = {}, {}, {}
  for i = 1, SAMPLES do
    shell.run(("wrk -t1 -c16 -d1s -s %s '%s/report/'"):format(script, server.url))
    at_once[i] = memory_now()
    heaps[i] = collect()
    settled[i] = memory_now()
  end
  return { at_once = median(at_once), settled = median(settled), heap = median(heaps),
    spread = (settled[SAMPLES] / settled[1] - 1) * 100 } -- median() sorted them
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
  local before = look(mixed)
  local second = requests(1000000, "/report/", mixed)
  local after = look(mixed)
  print(("memory of both workers after %d requests, and after %d more; %d looks each, medians:"):format(first, second, SAMPLES))
  for _, row in ipairs { { "under load", "at_once" }, { "after a full collection", "settled" },
    { "of it Lua's heaps (answers kept)", "heap" } } do
    local a, b = before[row[2]], after[row[2]]
    print(("  %-34s %8.0f kB -> %8.0f kB  %+.2f %%"):format(row[1], a, b, (b / a - 1) * 100))
  end
  print(("  looks after a collection differ by %.1f %% before, %.1f %% after"):format(before.spread, after.spread))
  if after.settled > before.settled * 1.02 then failed = true end
end

local log = server.log()
server.stop()
if log ~= "" then
  print("the error log is not empty: " .. log:sub(1, 1000))
  failed = true
end
os.exit(failed and 1 or 0)
