--- frame.lua: the frame engine against DuckDB, SQLite and a plain Lua loop.
--
--   lua5.4 spec/bench/frame.lua [ROWS …]         (50 10000 1000000 10000000)
--
-- All sides make the same rows by the same formulas (frame_data.lua), run in
-- turn on this machine, and print their best time and a sum over the result,
-- which must agree. DuckDB (@duckdb/node-api) runs where node finds it, by
-- NODE_PATH; SQLite where a C compiler and its header are. What is missing is
-- said. Figures: "figures" are whole or have two decimals, as those of reports
-- are; "doubles" are sevenths, which no narrow store takes. All sides have their
-- queries prepared once. SQLite is met twice: stepped from C, and through
-- lua-dbi with the rows fetched into tables.

local here = (arg and arg[0] or ""):match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. package.path

local data = require "frame_data"
local together = require "bench.table"
local frame = require "baogao.frame"
local clock = require("system").monotime

local function field(name) return { op = "field", name = name } end
local function const(value) return { op = "const", value = value, type = "number" } end
local function sums(by, a, b, c)
  return { { verb = "summarise", by = by, columns = {
    { name = "a", fn = "sum", expr = field(a) }, { name = "b", fn = "sum", expr = field(b) },
    { name = "c", fn = "sum", expr = field(c) },
  } } }
end

local function queries(t, regions, series)
  local mean = { verb = "summarise", by = {}, columns = { { name = "g", fn = "mean", expr = field "g" } } }
  return {
    { "category", "three sums by category, figures", t, sums({ "category" }, "a", "b", "c"), { "a", "b", "c" } },
    { "category_double", "three sums by category, doubles", t, sums({ "category" }, "x", "y", "z"), { "a", "b", "c" } },
    { "region_year_category", "three sums by region, year, category, figures", t,
      sums({ "region", "year", "category" }, "a", "b", "c"), { "a", "b", "c" } },
    { "region_year_category_double", "three sums by region, year, category, doubles", t,
      sums({ "region", "year", "category" }, "x", "y", "z"), { "a", "b", "c" } },
    { "filter_sum", "filter with a sum by category", t, {
      { verb = "filter", where = { op = "and", { op = ">", field "a", const(50000) },
        { op = ">=", field "year", const(2010) } } },
      { verb = "summarise", by = { "category" }, columns = { { name = "b", fn = "sum", expr = field "b" } } } }, { "b" } },
    { "top10", "top 10", t, { { verb = "sort", by = { { expr = field "x", descending = true }, { expr = field "a" } } },
      { verb = "head", n = 10 } }, { "x" } },
    { "join", "join to a small table, sum by its column", t, {
      { verb = "join", kind = "inner", right = regions, on = { { left = "region", right = "region" } } },
      { verb = "summarise", by = { "zone" }, columns = { { name = "a", fn = "sum", expr = field "a" } } } }, { "a" } },
    { "growth", "growth by period, its mean", series, {
      { verb = "window", fn = "growth", by = { "series" }, period = "year", of = "v", n = 1, unit = "year", name = "g" }, mean },
      { "g" } },
  }
end

local function check_of(rows, columns)
  local sum = 0
  for _, row in ipairs(rows) do for _, name in ipairs(columns) do sum = sum + (row[name] or 0) end end
  return sum
end

-- milliseconds, best of at least `least` runs and a second's worth at most
local function measure(least, f)
  local best, began, runs = math.huge, clock(), 0
  repeat
    local start = clock()
    f()
    best = math.min(best, clock() - start)
    runs = runs + 1
  until runs >= least and (clock() - began > 1 or runs >= 3000)
  return best * 1e3
end

-- The plain loop: what a script does without a library, one table a column.
local LOOP_ROWS, SCRIPT_ROWS = 1000000, 10000 -- the most rows that a loop, and SQLite filled by a script, are met on

local function loops(rows)
  if rows > LOOP_ROWS then return {} end
  local category, a, b, c = {}, {}, {}, {}
  for i = 1, rows do
    category[i] = "c" .. ("%d"):format((i * 48271) % 2147483647 % 10)
    a[i] = (i * 39373) % 2147483647 % 100000
    b[i] = (i * 630360016) % 2147483647 % 1000000 / 100
    c[i] = (i * 62089911) % 2147483647 % 10000 / 4
  end
  return { category = measure(3, function()
    local sa, sb, sc = {}, {}, {}
    for i = 1, rows do
      local k = category[i]
      sa[k], sb[k], sc[k] = (sa[k] or 0) + a[i], (sb[k] or 0) + b[i], (sc[k] or 0) + c[i]
    end
    return sa, sb, sc
  end) }
end

-- SQLite as a Lua script has it: prepared once through lua-dbi, every row fetched
-- as a table, as the frame's rows are.
local SQL = {
  category = "select category, sum(a) as a, sum(b) as b, sum(c) as c from t group by category",
  category_double = "select category, sum(x) as a, sum(y) as b, sum(z) as c from t group by category",
  region_year_category = "select region, year, category, sum(a) as a, sum(b) as b, sum(c) as c from t "
    .. "group by region, year, category",
  region_year_category_double = "select region, year, category, sum(x) as a, sum(y) as b, sum(z) as c from t "
    .. "group by region, year, category",
  filter_sum = "select category, sum(b) as b from t where a > 50000 and year >= 2010 group by category",
  top10 = "select * from t order by x desc, a limit 10",
  join = "select zone, sum(a) as a from t join regions using (region) group by zone",
  growth = "select avg(g) as g from (select s.v / p.v - 1 as g from s join s p on p.series = s.series and p.year = s.year - 1)",
}

local unpack = table.unpack or unpack -- luacheck: ignore

local function fill(db, name, f)
  local names, marks, values = {}, {}, {}
  for i, column in ipairs(f:schema()) do names[i], marks[i] = column.name, "?" end
  assert(db:prepare("create table " .. name .. " (" .. table.concat(names, ", ") .. ")")):execute()
  local insert = assert(db:prepare("insert into " .. name .. " values (" .. table.concat(marks, ", ") .. ")"))
  for _, row in f:each() do
    for i, column in ipairs(names) do values[i] = row[column] end
    insert:execute(unpack(values, 1, #names))
  end
end

local function scripted(t, regions, series)
  local has, DBI = pcall(require, "DBI")
  if not has or #t > SCRIPT_ROWS then return {} end
  local db = DBI.Connect("SQLite3", ":memory:")
  if not db then return {} end
  fill(db, "t", t)
  fill(db, "regions", regions)
  fill(db, "s", series)
  assert(db:prepare "create index s_key on s (series, year)"):execute()
  local times = {}
  for name, sql in pairs(SQL) do
    local statement = assert(db:prepare(sql))
    times[name] = measure(10, function()
      statement:execute()
      local rows = {}
      for row in statement:rows(true) do rows[#rows + 1] = row end
      return rows
    end)
  end
  db:close()
  return times
end

-- Lines "name milliseconds check" of a command; {} and a word where it fails.
local function peer(command)
  local pipe = io.popen(command .. " 2>/dev/null")
  local times, checks = {}, {}
  for line in pipe:lines() do
    local name, ms, check = line:match "^(%S+) (%S+) (%S+)$"
    if name then times[name], checks[name] = tonumber(ms), tonumber(check) end
  end
  pipe:close()
  return times, checks
end

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local sqlite = os.tmpname()
local function succeeds(command)
  local code = os.execute(command .. " 2>/dev/null")
  return code == true or code == 0
end

local has_sqlite = succeeds(("cc -O2 %s -o %s -lsqlite3"):format(quoted(here .. "/frame_sqlite.c"), sqlite))

-- Why a peer that is there has no time; nil where it is missing.
local WHY = {
  ["DuckDB, one thread"] = function()
    return succeeds 'node -e "require(\'@duckdb/node-api\')"' and "it gave no answer"
  end,
  ["SQLite from C"] = function() return has_sqlite and "it gave no answer" end,
  ["SQLite from Lua"] = function(rows)
    return rows > SCRIPT_ROWS and pcall(require, "DBI") and ("a script fills %d rows at most"):format(SCRIPT_ROWS)
  end,
}

local function ratio(theirs, ours)
  return theirs and ("%8.1f×"):format(theirs / ours) or "       –"
end

local sizes = {}
for i = 1, #arg do sizes[i] = tonumber(arg[i]) end
if #sizes == 0 then sizes = { 50, 10000, 1000000, 10000000 } end

for _, rows in ipairs(sizes) do
  local repeats = 10
  local node = "node " .. quoted(here .. "/frame_duckdb.js") .. " " .. ("%d"):format(rows)
  local duck1, checks = peer(node .. " 1 " .. repeats)
  local duck2 = peer(node .. " 2 " .. repeats)
  local lite, lite_checks = {}, {}
  if has_sqlite then
    lite, lite_checks = peer(("%s %d %d"):format(sqlite, rows, rows > 1000000 and 1 or rows > 100000 and 2 or 500))
  end
  for _, times in ipairs { duck1, duck2 } do -- the quicker of its two ways
    if times.growth_lag and times.growth_lag < times.growth then times.growth = times.growth_lag end
  end
  local loop = loops(rows)
  local t, regions, series = data.facts(rows), data.regions(), data.series(rows)
  print(("\n%d rows, %.1f bytes a row%s%s"):format(rows, t:bytes() / rows, next(duck1) and "" or "; DuckDB not found",
    has_sqlite and "" or "; no SQLite to compile with"))
  print(("%-46s %9s %9s %9s %9s %9s %9s %9s"):format("", "ms, 1", "ms, 2", "DuckDB 1", "DuckDB 2", "SQLite C", "by Lua",
    "Lua loop"))
  local script = scripted(t, regions, series)
  for _, q in ipairs(queries(t, regions, series)) do
    local name, title, source, plan, columns = q[1], q[2], q[3], q[4], q[5]
    local times = {}
    for threads = 1, 2 do
      local work = frame.prepare(source, plan, { threads = threads })
      times[threads] = measure(repeats, function() work():rows() end)
    end
    local check = check_of(frame.run(source, plan):rows(), columns)
    for _, other in ipairs { checks[name] or check, lite_checks[name] or check } do
      assert(math.abs(other - check) <= 1e-9 * math.abs(check), name .. ": the results differ")
    end
    for _, beside in ipairs { { "DuckDB, one thread", duck1[name] }, { "SQLite from C", lite[name] },
      { "SQLite from Lua", script[name] } } do
      together.time(("%s, %d rows"):format(title, rows), times[1] / 1000, beside[1], beside[2] and beside[2] / 1000,
        not beside[2] and WHY[beside[1]](rows) or nil)
    end
    if name == "category" and not loop[name] then
      together.time(("%s, %d rows"):format(title, rows), times[1] / 1000, "a Lua loop", nil,
        ("its tables take %d rows at most"):format(LOOP_ROWS))
    end
    if loop[name] then together.time(("%s, %d rows"):format(title, rows), times[1] / 1000, "a Lua loop", loop[name] / 1000) end
    if duck2[name] then
      together.time(("%s, %d rows, two threads"):format(title, rows), times[2] / 1000, "DuckDB, two threads", duck2[name] / 1000)
    end
    print(("%-46s %9.4f %9.4f %9s %9s %9s %9s %9s"):format(title, times[1], times[2], ratio(duck1[name], times[1]),
      ratio(duck2[name], times[2]), ratio(lite[name], times[1]), ratio(script[name], times[1]), ratio(loop[name], times[1])))
  end
  t:close()
  series:close()
  collectgarbage()
end
os.remove(sqlite)
