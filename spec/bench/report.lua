-- Measures the bundled report against its peers, in one run: lua5.4 spec/bench/report.lua
--
-- Peers: lua-cjson for the cost of require; SQLite in memory, a prepared statement run from Lua (lua-dbi-sqlite3), for
-- totals; plain Lua tables for look-ups. A peer that is not installed is named as missing.

local baogao = require "baogao"
local shell = require "support.shell"
local together = require "bench.table"

local rows = {}
local function row(work, ours, peer, theirs, goal)
  rows[#rows + 1] = { work, ours, peer, theirs, goal }
end

-- The least mean time of several rounds, in seconds: what the work costs where nothing else disturbs it.
local function time(work)
  local count, spent = 1, 0
  while spent < 0.02 do
    count = count * 2
    local start = os.clock()
    for _ = 1, count do work() end
    spent = os.clock() - start
  end
  local least = spent / count
  for _ = 1, 7 do
    local start = os.clock()
    for _ = 1, count do work() end
    least = math.min(least, (os.clock() - start) / count)
  end
  return least
end

-- require, each time in a process of its own: the median of many
local function require_time(module)
  local times = {}
  for i = 1, 101 do
    local _, output = shell.run(shell.lua .. " -e 'local c = os.clock; local t = c(); require \"" .. module
      .. "\"; io.write(c() - t)'", { errors = false })
    times[i] = tonumber(output)
    if not times[i] then return nil end
  end
  table.sort(times)
  return times[51]
end
row("require", require_time "baogao", "lua-cjson", require_time "cjson", "at most 3 times its time")

local _, kilobytes = shell.run(shell.lua .. " -e 'collectgarbage() local b = collectgarbage \"count\" require \"baogao\" "
  .. "collectgarbage() io.write(collectgarbage \"count\" - b)'")

-- totals by category and unit, result tables made
local report = baogao.report()
local totals = time(function() return report:totals "category" end)
local has_dbi, dbi = pcall(require, "DBI")
local grouped
if has_dbi then
  local db = assert(dbi.Connect("SQLite3", ":memory:"))
  assert(db:prepare("create table facts (id text, category text, unit text, value real, lower real, upper real)")):execute()
  local insert = assert(db:prepare("insert into facts values (?, ?, ?, ?, ?, ?)"))
  for _, fact in ipairs(report.facts) do
    insert:execute(fact.id, fact.category, fact.unit, fact.value, fact.lower, fact.upper)
  end
  local statement = assert(db:prepare("select category, unit, sum(value) as value, sum(lower) as lower, "
    .. "sum(upper) as upper, count(*) as count from facts group by category, unit"))
  grouped = time(function()
    statement:execute()
    local result = {}
    for r in statement:rows(true) do result[#result + 1] = r end
    return result
  end)
end
row("totals by category, tables made", totals, "SQLite, prepared", grouped, "at least 3 times faster")

-- look-ups
local plain = {}
for _, fact in ipairs(report.facts) do plain[fact.id] = fact end
local object = setmetatable({}, { __index = { fact = function(_, id) return plain[id] end } })
local sink
row("one figure: report:fact(id, 'value')", time(function() sink = report:fact("platforms.provincial", "value") end),
  "method over a plain table", time(function() sink = object:fact("platforms.provincial").value end), "at most twice its time")
local function copy(t)
  local c = {}
  for k, v in pairs(t) do c[k] = type(v) == "table" and copy(v) or v end
  return c
end
row("a whole fact of one's own: report:fact(id)", time(function() sink = report:fact("platforms.provincial") end),
  "plain table, copied in Lua", time(function() sink = copy(plain["platforms.provincial"]) end), "at most twice its time")
row("growth from an increment", time(function() sink = report:growth("platforms.added") end), "none", nil, "")
assert(sink)

local width = require "baogao.width"
local function show(seconds) return seconds and ("%.3f µs"):format(seconds * 1e6) or "missing" end
print(("the bundled report, %s"):format(type(jit) == "table" and jit.version or _VERSION))
local lines, widest = { { "work", "baogao", "peer", "its time", "ratio", "goal" } }, {}
for _, r in ipairs(rows) do
  if r[3] == "none" then together.alone(r[1], r[2]) else together.time(r[1], r[2], r[3], r[4]) end
  lines[#lines + 1] = { r[1], show(r[2]), r[3], r[3] == "none" and "" or show(r[4]),
    r[4] and ("%.2f"):format(r[2] / r[4]) or "", r[5] }
end
for _, line in ipairs(lines) do
  for c, text in ipairs(line) do widest[c] = math.max(widest[c] or 0, width.of(text)) end
end
for _, line in ipairs(lines) do
  local cells = {}
  for c, text in ipairs(line) do cells[c] = width.pad(text, widest[c], (c == 2 or c == 4 or c == 5) and "right" or "left") end
  print((table.concat(cells, "  "):gsub("%s+$", "")))
end
print(("memory of the module until used: %.1f KB (goal: under 64)"):format(tonumber(kilobytes)))
