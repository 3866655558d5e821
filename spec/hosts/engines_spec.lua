-- Queries past one machine, on real engines that this file starts and stops:
-- SQLite, PostgreSQL, and ClickHouse as two servers with one table over both.
-- Random queries give the rows of the plain evaluator on each, nulls, bounds and
-- ties included; values come back as they went in.
--
-- BAOGAO_SEED=n repeats a run, BAOGAO_QUERIES=n makes it longer or shorter.

local engines = require "support.engines"
local oracle = require "support.oracle"
local query = require "baogao.query"
local random = require "support.random"
local random_query = require "support.random_query"
local sql = require "baogao.sql"

local COUNT = tonumber(os.getenv "BAOGAO_QUERIES") or 2000
local SEED = tonumber(os.getenv "BAOGAO_SEED") or os.time() % 1000000
local ROWS = 60

local FACTS, REGIONS = random_query.facts(SEED, ROWS), random_query.regions()
local base = query.from(oracle.provider(FACTS, "facts"))
local right = query.from(oracle.provider(REGIONS, "regions"))

-- Values that are hard to carry, in each type.
local function hard_values(with_nul)
  local texts = { "", "'", "''", "\\", "\\'", "\"", "`", "a\nb", "a\r\nb", "\t", "国家级", "“引号”", "$1", "?1", "{p1:String}",
    "--", "/*", "\\n", "\\N", "NULL", "%_", "a\\", "\1\2\127", "🙂", "x'; drop table facts; --", (" "):rep(3), "E'x'",
      "\\x41", "\\0" }
  if with_nul then
    texts[#texts + 1] = "a\0b"
    texts[#texts + 1] = "\0"
  end
  local numbers = { 0, 0.1, -0.1, 1 / 3, 0.1 + 0.2, 1e15, 1e16, 123456789.123456789, 2 ^ 53, 8.41e21, 1e22,
    1.7976931348623157e308, 2.2250738585072014e-308, -1e-7, 12345.678e-10, 5e-5, 1e-300 }
  local r = random.new(SEED)
  for _ = 1, 200 do numbers[#numbers + 1] = (r:next() * 1024 + r:next()) / 2 ^ r:between(0, 60) * (r:chance(50) and 1 or -1) end
  local rows = {}
  for i = 1, math.max(#texts, #numbers) do
    rows[i] = { text = texts[i], number = numbers[i], whole = r:between(-9, 9) * 2 ^ 49 + i, flag = i % 3 == 0,
      day = "0001-01-01" }
    if i % 5 == 0 then rows[i].flag, rows[i].day = nil, "9999-12-31" end
  end
  return { columns = { { name = "text", type = "string" }, { name = "number", type = "number" },
    { name = "whole", type = "integer" }, { name = "flag", type = "boolean" }, { name = "day", type = "date" } }, rows = rows }
end

local function fill(engine, dialect, source, name, options)
  options = options or {}
  options.literals = true
  for text, _, kind in sql.load(source, dialect, name, options) do
    engine:run(text)
    if kind == "create" and options.cluster then engine:run(text, 2) end
  end
end

-- The statements of `count` random chains with their chains: {seed, chain, text}.
local function statements(dialect, first, count)
  local list, seed, refused = {}, first, 0
  while #list < count do
    seed = seed + 1
    local q = random_query.chain(seed, base, right, {})
    if q then
      local ok, text, parameters = pcall(q.sql, q, dialect, { literals = true })
      if ok then
        list[#list + 1] = { seed = seed, chain = q, text = text, parameters = parameters }
      else
        -- a dialect may refuse by name what it cannot express; nothing else may fail
        assert(tostring(text):find("baogao.query:sql: " .. dialect .. ": ", 1, true), text)
        refused = refused + 1
      end
    end
  end
  assert(refused <= count / 100, dialect .. " refused " .. refused .. " queries")
  return list
end

local function judge(case, rows, message)
  local difference = message
  if rows then difference = random_query.difference(random_query.fields(case.chain), case.chain:rows(), rows) end
  if difference then
    error(("BAOGAO_SEED=%d, query %d: %s\n%s\n%s"):format(SEED, case.seed, difference, case.chain:explain(), case.text), 0)
  end
end

-- Runs chains one by one; statements in which an engine's answers differ fail the test.
local function compare(engine, dialect)
  for _, case in ipairs(statements(dialect, SEED, COUNT)) do
    local ok, rows = pcall(engine.rows, engine, case.text, random_query.fields(case.chain))
    judge(case, ok and rows or nil, rows)
  end
end

local function same_values(t, rows)
  assert.equal(#t.rows, #rows)
  for i, row in ipairs(t.rows) do
    for _, c in ipairs(t.columns) do
      assert.equal(row[c.name], rows[i][c.name], ("row %d, '%s'"):format(i, c.name))
    end
  end
end

-- A text is found by its value, and by nothing else: literals end where they should.
local function found_by_value(engine, dialect, t)
  local q = query.from(oracle.provider(t, "hard"))
  for i, row in ipairs(t.rows) do
    if row.text then
      local one = q:filter { text = row.text }:select("whole")
      local rows = engine:rows((one:sql(dialect, { literals = true })), one:schema())
      assert.same({ { whole = t.rows[i].whole } }, rows, "text " .. i)
    end
  end
end

-- Names that are hard to write, each a column that is filtered, grouped by and computed.
local NAMES = { "select", "order", "true", "null", "a b", "a`b", "a\"b", "a'b", "a\\b", "中 文", "国家级", "$1", "?1", "{p1:String}",
  "--", "a)", "baogao", "count", "ÀÉ", "a.b" }

local function hard_names(engine, dialect)
  local columns, rows = {}, { {}, {}, {} }
  for i, name in ipairs(NAMES) do
    columns[i] = { name = name, type = "number" }
    for k = 1, 3 do rows[k][name] = k * i end
  end
  local t = oracle.provider({ columns = columns, rows = rows }, "names of 'columns'")
  fill(engine, dialect, t, "names of 'columns'")
  for i, name in ipairs(NAMES) do
    local field = "`" .. name:gsub("`", "``") .. "`"
    local q = query.from(t):filter(field .. " > " .. i):derive(name, field .. " * 2"):group_by(name):summarise("count() as times")
      :sort(field .. " desc"):head(5):growth("times", { period = "times", by = { name }, as = name .. "!" })
    local rows_there = engine:rows((q:sql(dialect, { literals = true })), q:schema())
    assert.same(q:rows(), rows_there, name)
  end
end

-- The bug: what was grouped by was taken for finite, and the product of an infinite bound for a number: a frame has null.
local INFINITE = {
  function(q) return q:count "u":derive("v", "u * 5.5 < 0.25") end,
  function(q) return q:count "l":derive("v", "-l"):sort "count" end,
  function(q) return q:distinct "u":select("u"):derive("v", "u - 1"):derive("w", "v is null") end,
  function(q) return q:pivot_wider { names = "ok", values = "n", keys = "u" }:derive("v", "abs(u) + 1") end,
  function(q) return q:group_by "n":summarise "max(u) as m":count "m":derive("v", "m + 1 > 0") end,
}

local function infinite_keys(engine, dialect)
  for i, step in ipairs(INFINITE) do
    local q = step(base:derive("l", "lower"):derive("u", "upper"))
    local fields = random_query.fields(q)
    local rows = engine:rows((q:sql(dialect, { literals = true })), fields)
    assert.is_nil(random_query.difference(fields, q:rows(), rows), i)
  end
end

print(("\nqueries on real engines: BAOGAO_SEED=%d, %d each"):format(SEED, COUNT))

describe("SQLite", function()
  if not pcall(require, "luasql.sqlite3") then
    pending("left out: lua-sql-sqlite3 is not installed")
    return
  end
  local engine
  setup(function()
    engine = engines.sqlite()
    fill(engine, "sqlite", base, "facts")
    fill(engine, "sqlite", right, "regions")
  end)
  teardown(function() engine:close() end)

  it("answers random queries as the plain evaluator does", function() compare(engine, "sqlite") end)

  it("keeps every value", function()
    -- LuaSQL reads a text up to its NUL: that is tested below by its bytes
    local t = hard_values(false)
    fill(engine, "sqlite", oracle.provider(t), "hard")
    local all = query.from(oracle.provider(t, "hard"))
    same_values(t, engine:rows((all:sql("sqlite")), all:schema()))
    found_by_value(engine, "sqlite", t)
    engine:run("CREATE TABLE nul (t TEXT)")
    engine:run("INSERT INTO nul VALUES (" .. sql.literal("a\0b", "sqlite") .. ")")
    assert.equal("610062", engine:rows("SELECT hex(t) AS h FROM nul", { { name = "h", type = "string" } })[1].h)
  end)

  it("keeps every name", function() hard_names(engine, "sqlite") end)

  it("knows what may be infinite, in groups too", function() infinite_keys(engine, "sqlite") end)

  it("answers the same with values bound by the program sqlite3", function()
    if not engines.has "sqlite3" then return pending("left out: sqlite3 is not installed") end
    local folder = engines.folder()
    local path = folder .. "/facts.db"
    local stored = engines.sqlite(path)
    local ok, message = pcall(function()
      fill(stored, "sqlite", base, "facts")
      fill(stored, "sqlite", right, "regions")
      local cases, script = statements("sqlite", SEED, 150), {}
      for i, case in ipairs(cases) do
        local text, parameters, columns = case.chain:sql("sqlite")
        local names = {}
        for k = 1, #columns do names[k] = "c" .. k end
        script[#script + 1] = ".parameter clear\n.parameter init"
        for k, value in ipairs(parameters) do
          script[#script + 1] = ("INSERT INTO temp.sqlite_parameters VALUES ('?%d', %s);"):format(k, sql.literal(value, "sqlite"))
        end
        script[#script + 1] = ("CREATE TABLE r%d (%s);"):format(i, table.concat(names, ", "))
        script[#script + 1] = ("INSERT INTO r%d %s;"):format(i, text)
      end
      engines.sqlite_script(path, table.concat(script, "\n") .. "\n")
      for i, case in ipairs(cases) do
        judge(case, stored:rows("SELECT * FROM r" .. i .. " ORDER BY rowid", random_query.fields(case.chain)))
      end
    end)
    stored:close()
    engines.remove(folder)
    assert(ok, message)
  end)
end)

describe("PostgreSQL", function()
  local installed = engines.shell("ls /usr/lib/postgresql/*/bin/postgres 2>/dev/null") ~= ""
  if not installed or not pcall(require, "luasql.postgres") then
    pending("left out: postgresql or lua-sql-postgres is not installed")
    return
  end
  local engine, folder
  setup(function()
    folder = engines.folder()
    engine = engines.postgres(folder)
    fill(engine, "postgres", base, "facts")
    fill(engine, "postgres", right, "regions")
  end)
  teardown(function()
    if engine then engine:close() end
    engines.remove(folder)
  end)

  it("answers random queries as the plain evaluator does", function() compare(engine, "postgres") end)

  it("keeps every name", function() hard_names(engine, "postgres") end)

  it("knows what may be infinite, in groups too", function() infinite_keys(engine, "postgres") end)

  it("answers the same with bound values", function()
    for _, case in ipairs(statements("postgres", SEED, 300)) do
      local text, parameters = case.chain:sql("postgres")
      local values = {}
      for i, value in ipairs(parameters) do
        -- a text without its cast, as a driver sends it: dates come so too
        values[i] = sql.literal(value, "postgres"):gsub("^%((.*)::text COLLATE \"C\"%)$", "%1")
      end
      engine:run("PREPARE q AS " .. text)
      local arguments = #values > 0 and "(" .. table.concat(values, ", ") .. ")" or ""
      local ok, rows = pcall(engine.rows, engine, "EXECUTE q" .. arguments, random_query.fields(case.chain))
      judge(case, ok and rows or nil, rows)
      engine:run("DEALLOCATE q")
    end
  end)

  it("keeps every value", function()
    local t = hard_values(false)
    fill(engine, "postgres", oracle.provider(t), "hard")
    local all = query.from(oracle.provider(t, "hard"))
    same_values(t, engine:rows((all:sql("postgres")), all:schema()))
    found_by_value(engine, "postgres", t)
  end)
end)

describe("ClickHouse over two shards", function()
  if not engines.has "clickhouse-server" or not engines.has "curl" then
    pending("left out: clickhouse-server or curl is not installed")
    return
  end
  local engine, folder
  -- rows travel to the shards after the insert: wait until all have come
  local function wait_for(name, count)
    for _ = 1, 200 do
      if tonumber(engine:run("SELECT count() FROM " .. name)) == count then return end
      engines.shell("sleep 0.1")
    end
    error("the rows of " .. name .. " have not reached the shards")
  end
  setup(function()
    folder = engines.folder()
    engine = engines.clickhouse(folder)
    for name, t in pairs { facts = FACTS, regions = REGIONS, hard = hard_values(true) } do
      fill(engine, "clickhouse", oracle.provider(t), name, { cluster = "two" })
      wait_for(name, #t.rows)
    end
  end)
  teardown(function()
    if engine then engine:close() end
    engines.remove(folder)
  end)

  it("holds a part of the rows on each shard", function()
    local count = "SELECT count() FROM facts_local"
    local one, two = tonumber(engine:run(count, 1)), tonumber(engine:run(count, 2))
    assert.equal(ROWS, one + two)
    assert.is_true(one > 0 and two > 0)
    -- and the other server answers for both
    assert.equal(ROWS, tonumber(engine:run("SELECT count() FROM facts", 2)))
  end)

  it("answers random queries as the plain evaluator does", function()
    local cases = statements("clickhouse", SEED, COUNT)
    for from = 1, #cases, 50 do
      local texts = {}
      for i = from, math.min(from + 49, #cases) do texts[#texts + 1] = cases[i].text .. "\nFORMAT TabSeparated" end
      local outputs = engine:send(texts)
      for i, output in ipairs(outputs) do
        local case = cases[from + i - 1]
        local ok, rows, message = pcall(engine.parse, engine, output, random_query.fields(case.chain))
        judge(case, ok and rows or nil, message or rows)
      end
    end
  end)

  it("keeps every name", function() hard_names(engine, "clickhouse") end)

  it("knows what may be infinite, in groups too", function() infinite_keys(engine, "clickhouse") end)

  -- The bug: ClickHouse groups doubles by their bits, and 0 / -2 is -0.
  it("has one group of 0 and -0", function()
    local q = base:filter("n is not null"):derive("z", "(n - n) / (n - 0.5)"):group_by("z"):summarise("count() as c")
    assert.equal(1, #q:rows())
    assert.same(q:rows(), engine:rows((q:sql("clickhouse", { literals = true })), q:schema()))
  end)

  it("fails where a sum of whole numbers would wrap", function()
    local rows = {}
    for i = 1, 1100 do rows[i] = { n = 2 ^ 53 } end
    local t = oracle.provider({ columns = { { name = "n", type = "integer" } }, rows = rows }, "great")
    fill(engine, "clickhouse", t, "great")
    local q = query.from(t):summarise("sum(n) as s")
    local ok, message = pcall(engine.rows, engine, (q:sql("clickhouse", { literals = true })), q:schema())
    assert.is_false(ok)
    assert.truthy(message:find("throwIf", 1, true))
    q = query.from(t):head(1):summarise("sum(n) as s")
    assert.same({ { s = 2 ^ 53 } }, engine:rows((q:sql("clickhouse", { literals = true })), q:schema()))
  end)

  it("keeps every value", function()
    local t = hard_values(true)
    local all = query.from(oracle.provider(t, "hard"))
    same_values(t, engine:rows((all:sql("clickhouse")), all:schema()))
    found_by_value(engine, "clickhouse", t)
  end)
end)
