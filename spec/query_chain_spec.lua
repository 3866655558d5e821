-- The chain: verbs on row tables, what they answer, what they refuse.

local oracle = require "support.oracle"
local query = require "baogao.query"
local sql = require "baogao.sql"

local FACTS = { columns = {
  { name = "id", type = "string" }, { name = "category", type = "string" }, { name = "level", type = "string" },
  { name = "value", type = "number", bounded = true }, { name = "period", type = "string" },
}, rows = {} }
local function fact(id, category, level, value, period, lower, upper)
  FACTS.rows[#FACTS.rows + 1] = { id = id, category = category, level = level, value = value, period = period,
    lower = lower or value, upper = upper or value, lower_open = false, upper_open = upper == math.huge }
end
fact("a", "platforms", "national", 63, "2024")
fact("b", "platforms", "provincial", 2197, "2024")
fact("c", "platforms", "national", 60, "2023")
fact("d", "platforms", "provincial", 1977, "2023")
fact("e", "contracts", nil, 800, "2024", 800, math.huge)
fact("f", "enterprises", "national", 5800, "2024", 5750, 5850)

local function facts() return query.from(oracle.provider(FACTS, "facts")) end

-- A frame runs the same chains where the engine is built.
local function frame_of(t)
  local frame = require "baogao.frame"
  local types = {}
  for _, c in ipairs(t.columns) do types[c.name] = c.type end
  return frame.new(t.rows, { types = types })
end

local sources = { { "row tables", facts } }
if pcall(require, "baogao.frame") then
  sources[2] = { "a frame", function() return query.from(frame_of(FACTS), { table = "facts" }) end }
end

local function values(rows, name)
  local list = {}
  for i, row in ipairs(rows) do list[i] = row[name] == nil and "null" or row[name] end
  return list
end

-- name, chain, column, its values in order
local CHAINS = {
  { "filter by a text", function(q) return q:filter("level = 'national' and value > 60") end, "id", { "a", "f" } },
  { "filter by a table", function(q) return q:filter { level = "national", value = { [">"] = 60 } } end, "id", { "a", "f" } },
  { "filter by a list", function(q) return q:filter { id = { "a", "e" } } end, "id", { "a", "e" } },
  { "filter by groups of conditions",
    function(q) return q:filter { any = { { id = "a" }, { value = { between = { 700, 900 } } } } } end, "id", { "a", "e" } },
  { "filter by none", function(q) return q:filter { none = { { level = "national" }, { value = { [">="] = 1000 } } } } end,
    "id", {} },
  { "filter by null", function(q) return q:filter { level = { is_null = true } } end, "id", { "e" } },
  { "filter by like", function(q) return q:filter { category = { like = "p%" }, level = { ["!="] = "national" } } end,
    "id", { "b", "d" } },
  { "filter by an empty list", function(q) return q:filter { level = {} } end, "id", {} },
  { "certainly", function(q) return q:filter("certainly(value > 5800)") end, "id", {} },
  { "possibly", function(q) return q:filter("possibly(value > 5800)") end, "id", { "e", "f" } },
  { "a parameter", function(q) return q:filter("category = $c", { c = "contracts" }) end, "id", { "e" } },
  { "where is filter", function(q) return q:where("id = 'a'") end, "id", { "a" } },
  { "sort", function(q) return q:sort("value desc") end, "id", { "f", "b", "d", "e", "a", "c" } },
  { "sort, nulls last, stable", function(q) return q:sort("level desc, period") end, "id", { "d", "b", "c", "a", "f", "e" } },
  { "head", function(q) return q:sort("value"):head(2, 1) end, "id", { "a", "e" } },
  { "distinct", function(q) return q:distinct("category") end, "id", { "a", "e", "f" } },
  { "count", function(q) return q:count("category") end, "count", { 4, 1, 1 } },
  { "summarise", function(q) return q:group_by("category"):summarise { total = "sum(value)" } end, "total", { 4297, 800, 5800 } },
  { "summarise in the order given", function(q) return q:summarise("max(value) as most", "count()") end, "most", { 5800 } },
  { "summarise by lists", function(q) return q:summarise { p = { "quantile", "value", 0.5 } } end, "p", { 1388.5 } },
  { "sums of bounds", function(q) return q:filter("id = 'f' or id = 'a'"):summarise("lower_sum(value) as l") end, "l", { 5813 } },
  { "derive", function(q) return q:derive("half", "value / 2"):filter("half < 35") end, "half", { 31.5, 30 } },
  { "derive many", function(q) return q:derive { a = "value + 1", b = "value * 2" }:head(1) end, "b", { 126 } },
  { "select", function(q) return q:select("id", "value * 2 as twice"):head(1) end, "twice", { 126 } },
  { "growth by period", function(q) return q:growth("value",
    { by = { "category", "level" } }):filter("growth_value is not null") end,
    "growth_value", { 63 / 60 - 1, 2197 / 1977 - 1 } },
  { "select after a window of groups", function(q) return q:group_by("category"):rank("value", { as = "r" }):select("id", "r")
    :head(3) end, "r", { 3, 1, 4 } },
  { "lag", function(q) return q:group_by("category", "level"):lag("value", { as = "before" }) end, "before",
    { 60, 1977, "null", "null", "null", "null" } },
  { "share", function(q) return q:filter("period = '2023'"):share("value", { as = "s" }) end, "s", { 60 / 2037, 1977 / 2037 } },
  { "rank", function(q) return q:rank("value", { as = "r" }) end, "r", { 5, 2, 6, 3, 4, 1 } },
  { "cumulative", function(q) return q:cumulative("value", { as = "c", by = "period" }) end, "c",
    { 63, 2260, 60, 2037, 3060, 8860 } },
  { "contribution", function(q)
    return q:filter("category = 'platforms'"):contribution("value", { by = { "level" }, within = { "category" }, as = "c" })
  end, "c", { 3 / 2037, 220 / 2037, "null", "null" } },
  { "a wider pivot", function(q) return q:pivot { names = "period", values = "value", keys = { "level" } } end, "2024",
    { 5863, 2197, 800 } },
  { "a wider pivot of named columns",
    function(q) return q:pivot { names = "period", values = "id", keys = {}, fn = "count", columns = { "2022", "2023" } } end,
    "2022", { 0 } },
  { "a longer pivot", function(q)
    return q:pivot { names = "period", values = "value", keys = { "level" } }
      :pivot { columns = { "2023", "2024" }, names_to = "year", values_to = "v" }
  end, "v", { 60, 5863, 1977, 2197, "null", 800 } },
}

for _, source in ipairs(sources) do
  describe("a chain on " .. source[1], function()
    for _, case in ipairs(CHAINS) do
      it(case[1], function()
        assert.same(case[4], values(case[2](source[2]()):rows(), case[3]))
      end)
    end

    it("joins", function()
      local levels = { columns = { { name = "level", type = "string" }, { name = "value", type = "integer" } }, rows = {
        { level = "national", value = 1 }, { level = "provincial", value = 2 }, { level = "provincial", value = 3 } } }
      local right = source[1] == "a frame" and frame_of(levels) or query.from(oracle.provider(levels, "levels"))
      local q = source[2]():filter("category = 'platforms'")
      assert.same({ 1, 2, 3, 1, 2, 3 }, values(q:join(right, { on = "level" }):rows(), "value_right"))
      assert.same({ "a", "c" }, values(q:join(query.from(right):filter("value = 1"), { on = "level", kind = "semi" }):rows(),
        "id"))
      assert.same({ "e" }, values(source[2]():join(right, { on = "level", kind = "anti" }):rows(), "id"))
      assert.same({ 5 }, values(source[2]():join(right, { on = { level = "level" }, kind = "left", suffix = "_x" })
        :summarise("count_distinct(id) as n", "count() as all"):derive("n", "n - 1"):rows(), "n"))
    end)

    it("never changes: its beginning serves many ends", function()
      local base = source[2]():filter("category = 'platforms'")
      local by_level = base:group_by("level")
      assert.equal(2, #by_level:summarise("sum(value)"):rows())
      assert.equal(4, #base:rows())
      assert.equal(2, #by_level:count():rows())
      assert.equal(1, #base:head(1):rows())
      assert.equal(4, #base:rows())
    end)

    it("iterates", function()
      local seen = {}
      for i, row in source[2]():sort("value"):each() do
        seen[i] = row.id
        if i == 2 then break end
      end
      assert.same({ "c", "a" }, seen)
    end)

    it("tells its columns, bounds among them", function()
      local q = source[2]():select("value", "level"):derive("x", "value > 1")
      assert.same({ { name = "value", type = "number", bounded = true }, { name = "level", type = "string" },
        { name = "x", type = "boolean" } }, q:schema())
      assert.same({ 5750, 5850 }, { q:rows()[6].lower, q:rows()[6].upper })
      assert.is_nil(source[2]():select("value as v"):rows()[6].lower)
      assert.is_nil(source[2]():select("value", "upper"):schema()[1].bounded)
    end)
  end)
end

if sources[2] then
  -- The bug: where groups are found by hashing, a field that the filter and an
  -- aggregate share was read from memory that was never written.
  it("a frame's filter and its aggregate may share a field, however the groups are found", function()
    local frame = require "baogao.frame"
    local w, u, s = {}, {}, {}
    for i = 1, 9 do w[i], u[i], s[i] = i * 1.37, i / 4, "x" .. i end
    w[3] = -5000.25
    local q = query.from(frame.new({ w = w, u = u, s = s },
      { columns = { "w", "u", "s" }, types = { w = "number", u = "number" } }))
    local rows = q:filter("w > u"):group_by("w", "s"):summarise("count_distinct(u) as n", "median(u) as m"):rows()
    assert.equal(8, #rows)
    assert.same({ 1, 0.25 }, { rows[1].n, rows[1].m })
  end)
end

-- What is raised, word for word.
local MISUSE = {
  { function(q) q:filter("valu > 3") end, "filter: no field 'valu' (did you mean 'value'?)\n  valu > 3\n  ^^^^" },
  { function(q) q:filter { valu = 3 } end, "filter: no field 'valu' (did you mean 'value'?)" },
  { function(q) q:filter { value = { ["=>"] = 3 } } end, "filter: 'value': unknown operator '=>' (did you mean '='?)" },
  { function(q) q:filter { value = "x" } end, "filter: cannot compare 'value' (number) with 'x' (string)" },
  { function(q) q:filter { value = print } end, "filter: 'value': a function cannot be compared with" },
  { function(q) q:filter {} end, "filter: an empty condition: a field such as {level = 'national'} expected" },
  { function(q) q:filter(3) end, "filter: condition: table expected, got number" },
  { function(q) q:filter({ level = "a" }, {}) end, "filter: parameters: only a text takes them" },
  { function(q) q:group_by("lower") end,
    "group_by: columns: 'lower' is a bound of 'value', not a column of its own: derive one from it" },
  { function(q) q:group_by("levl") end, "group_by: columns: no field 'levl' (did you mean 'level'?)" },
  { function(q) q:group_by() end, "group_by: no column named" },
  { function(q) q:group_by("level"):rows() end, "rows: group_by needs a summarise or count after it" },
  { function(q) q:group_by("level"):head(3) end, "head: after group_by, first summarise or count (head would mix the groups)" },
  { function(q) q:summarise {} end, "summarise: no aggregate: write summarise{total = 'sum(value)'}" },
  { function(q) q:summarise("sun(value)") end, "summarise: no aggregate 'sun' (did you mean 'sum'?)\n  sun(value)\n  ^^^" },
  { function(q) q:summarise { x = "sum(level)" } end,
    "summarise: 'sum' takes numbers, not 'level' (string)\n  sum(level)\n      ^^^^^" },
  { function(q) q:summarise { x = { "quantile", "value", 2 } } end,
    "summarise: summarise.x[3]: a quantile from 0 to 1 expected" },
  { function(q) q:summarise("lower_sum(level)") end, "summarise: 'lower_sum' takes a field with bounds ('value')"
    .. "\n  lower_sum(level)\n            ^^^^^" },
  { function(q) q:derive("x", "value +") end,
    "derive: expected a field, a value or '(', got the end\n  value +\n         ^" },
  { function(q) q:derive("lower", "value") end, "derive: columns: 'lower' is a bound of 'value', and cannot be a column too" },
  { function(q) q:select("value + 1") end, "select: 'value + 1': a name is needed: write 'value + 1 as name'" },
  { function(q) q:select("value", "value") end, "select: select: 'value' stands twice" },
  { function(q) q:sort() end, "sort: nothing to sort by" },
  { function(q) q:head(-1) end, "head: n: a whole number from 0 on expected" },
  { function(q) q:head(1.5) end, "head: n: a whole number from 0 on expected" },
  { function(q) q:join(q) end, "join: on: the fields to join by are missing" },
  { function(q) q:join(q, { onn = "id" }) end, "join: options: unknown option 'onn' (did you mean 'on'?)" },
  { function(q) q:join(q, { on = "id", kind = "outer" }) end,
    "join: kind: unknown 'outer' (there are: inner, left, semi, anti)" },
  { function(q) q:join(q, { on = { value = "level" } }) end,
    "join: on: 'value' (number) cannot be joined with 'level' (string)" },
  { function(q) q:join({}, { on = "id" }) end, "join: right: a frame, a query or {columns = {...}} expected, got table" },
  { function(q) q:growth("value", { unit = "day" }) end, "growth: unit: 'period' (string) cannot be stepped by day" },
  { function(q) q:growth("level") end, "growth: of: 'level' is a string, and growth takes numbers" },
  { function(q) q:rank("level") end, "rank: of: 'level' is a string, and rank takes numbers or dates" },
  { function(q) q:rank("value", { descending = 1 }) end, "rank: descending: boolean expected, got number" },
  { function(q) q:pivot { names = "value", values = "value" } end, "pivot: names and values are the same column, 'value'" },
  { function(q) q:pivot { names = "level", values = "value", fn = "quantile" } end, "pivot: fn: no aggregate 'quantile' for a "
    .. "pivot (there are: count, count_distinct, first, last, max, mean, median, min, sum)" },
  { function(q) q:pivot { columns = { "value", "level" } } end,
    "pivot: columns: their types differ, and cannot share one column" },
  { function(q) q:sql("mysql") end, "sql: unknown dialect 'mysql' (there are: sqlite, postgres, clickhouse)" },
  { function(q) q:sql("postgress") end, "sql: unknown dialect 'postgress' (did you mean 'postgres'?)" },
  { function(q) q:sql("sqlite", { tabel = "x" }) end, "sql: options: unknown option 'tabel' (did you mean 'table'?)" },
  { function(q) q:derive(("x"):rep(64), "1"):sql("postgres") end,
    "sql: postgres: a name has more than 63 bytes: '" .. ("x"):rep(64) .. "'" },
  { function(q) q:derive("Value", "1"):sql("sqlite") end, "sql: sqlite: the names 'value' and 'Value' are the same there" },
  { function(q) q:derive("x", ("abs("):rep(40) .. "1" .. (")"):rep(40)):sql("sqlite") end,
    "sql: sqlite: nested too deeply for its parser: 41 levels of parentheses where 24 are taken" },
  { function(q)
    for i = 1, 60 do q = q:lag("value", { as = "l" .. i }) end
    q:sql("clickhouse")
  end, "sql: clickhouse: the statement is longer than the 260000 bytes it takes: windows by period are joins there, "
    .. "and each repeats what stands before it" },
  { function() query.from({ columns = { { name = "a", type = "number" } } }):rows() end,
    "rows: this query stands on a description of columns: it has no rows of its own" },
  { function() query.from({ columns = { { name = "a", type = "number" } } }):sql("sqlite") end,
    "sql: table: the table has no name: give it as query.from(source, {table = ...})" },
  { function() query.from(3) end, "from: source: a frame, a query or {columns = {...}} expected, got number" },
}

describe("misuse of a chain", function()
  for i, case in ipairs(MISUSE) do
    it(i .. ": " .. case[2]:match("^[^\n]*"), function()
      local ok, message = pcall(case[1], facts())
      assert.is_false(ok)
      -- at this file's line, so that a user finds his own
      assert.equal(1, message:find("spec/query_chain_spec.lua:%d+: baogao.query:"), message)
      assert.equal("baogao.query:" .. case[2], message:match("baogao%.query:.*$"))
    end)
  end

  it("counts steps", function()
    local q = facts()
    local ok, message = pcall(function()
      for _ = 1, 300 do q = q:head(5) end
    end)
    assert.is_false(ok)
    assert.truthy(message:find("at most 200 steps in one query", 1, true))
  end)
end)

describe("explain", function()
  it("shows the plan, a step a line", function()
    local q = facts():filter("(level = 'national' or value > 800亿) and certainly(value > 1)"):derive("x", "-(value - 1) / 2")
      :join(query.from({ columns = { { name = "level", type = "string" } }, table = "levels" }):head(3), { on = "level" })
      :growth("value", { by = { "level" } }):group_by("level"):summarise("sum(value) as total", "quantile(x, 0.9) as q",
        "count()")
      :sort("total desc", "level"):head(5, 2)
    assert.equal(table.concat({
      "from         facts: id string, category string, level string,",
      "             value number with bounds, period string",
      "filter       (level = 'national' or value > 80000000000) and certainly(value > 1)",
      "derive       -(value - 1) / 2 as x",
      "join         inner on level",
      "  | from         levels: level string",
      "  | head         3",
      "window       growth of value as growth_value, 1 year before by period, in each level",
      "summarise    sum(value) as total, quantile(x, 0.9) as q, count() as count by level",
      "sort         total desc, level",
      "head         5 after 2",
    }, "\n"), q:explain())
    assert.equal("baogao.query\n" .. q:explain(), tostring(q))
  end)
end)

describe("a parsed condition", function()
  it("filters any query that has its fields", function()
    local condition = assert(query.parse("value > $least", facts(), { least = 1000 }))
    assert.same({ "b", "d", "f" }, values(facts():filter(condition):rows(), "id"))
    assert.same({ "f" }, values(facts():filter("category = 'enterprises'"):filter(condition):rows(), "id"))
    local ok, message = pcall(function() facts():select("id"):filter(condition) end)
    assert.is_false(ok)
    assert.truthy(message:find("no field 'value'", 1, true))
  end)
  it("is nil and a message for a text at fault, and raises for misuse", function()
    local condition, message = query.parse("value >", facts())
    assert.is_nil(condition)
    assert.equal("expected a field, a value or '(', got the end\n  value >\n         ^", message)
    assert.has_error(function() query.parse(nil, facts()) end, "baogao.query.parse: text: a string expected, got nil")
    assert.has_error(function() query.parse("value > 1", { { name = "x" } }) end)
  end)
end)

-- The same chain in three dialects: what each binds, and that no value is in the text.
describe("sql", function()
  local q = facts():filter("level = $l and value > 800", { l = "it's" }):group_by("category"):summarise("sum(value) as total")
    :sort("total desc"):head(3)

  it("binds in SQLite", function()
    local text, parameters, columns = q:sql("sqlite")
    assert.equal([[
WITH bg_t1 AS (
  SELECT `category`, SUM(`value`) AS `total`, SUM(CASE WHEN `value` IS NOT NULL THEN `lower` END) AS `lower`, ]]
.. [[SUM(CASE WHEN `value` IS NOT NULL THEN `upper` END) AS `upper`, ]]
.. [[MAX(CASE WHEN `value` IS NOT NULL THEN `lower_open` END) AS `lower_open`, ]]
.. [[MAX(CASE WHEN `value` IS NOT NULL THEN `upper_open` END) AS `upper_open`, MIN(`baogao_row`) AS `bg_1`
  FROM `facts`
  WHERE ((`level` = ?1) AND (`value` > ?2))
  GROUP BY `category`
)
SELECT `category`, `total`, `lower`, `upper`, `lower_open`, `upper_open`
FROM bg_t1
ORDER BY `total` DESC NULLS LAST, `bg_1`
LIMIT ?3 OFFSET ?4]], text)
    assert.same({ "it's", 800, 3, 0 }, parameters)
    assert.same({ { name = "category", type = "string" }, { name = "total", type = "number" },
      { name = "lower", type = "number" }, { name = "upper", type = "number" }, { name = "lower_open", type = "boolean" },
      { name = "upper_open", type = "boolean" } }, columns)
  end)

  it("binds in PostgreSQL", function()
    local text, parameters = q:sql("postgres", { table = "public.facts" })
    assert.truthy(text:find('FROM "public"."facts"', 1, true))
    assert.truthy(text:find('("level" = ($1::text COLLATE "C"))', 1, true))
    assert.truthy(text:find('("value" > ($2::double precision))', 1, true))
    assert.same({ "it's", 800, 3, 0 }, parameters)
  end)

  it("binds in ClickHouse", function()
    local text, parameters = q:sql("clickhouse")
    assert.truthy(text:find("ifNull(`level` = {p1:String}, 0)", 1, true))
    assert.truthy(text:find("LIMIT 0, 3", 1, true))
    assert.same({ "it's", 800 }, parameters)
  end)

  it("writes literals by each dialect's rules where it is asked to", function()
    local text, parameters = q:sql("clickhouse", { literals = true })
    assert.truthy(text:find("`level` = 'it\\'s'", 1, true))
    assert.same({}, parameters)
  end)

  -- value, sqlite, postgres, clickhouse
  for _, case in ipairs {
    { "it's", "'it''s'", "('it''s'::text COLLATE \"C\")", "'it\\'s'" },
    { "a\\b", "'a\\b'", "(E'a\\\\b'::text COLLATE \"C\")", "'a\\\\b'" },
    { "'; drop table facts; --", "'''; drop table facts; --'", "('''; drop table facts; --'::text COLLATE \"C\")",
      "'\\'; drop table facts; --'" },
    { "\\'", "'\\'''", "(E'\\\\'''::text COLLATE \"C\")", "'\\\\\\''" },
    { "国家级", "'国家级'", "('国家级'::text COLLATE \"C\")", "'国家级'" },
    { "a\nb", "CAST(X'610A62' AS TEXT)", "(E'a\\x0ab'::text COLLATE \"C\")", "'a\\nb'" },
    { "", "''", "(''::text COLLATE \"C\")", "''" },
    { 10, "10.0", "'10'::double precision", "10.0" },
    { -0.5, "-0.5", "'-0.5'::double precision", "-0.5" },
    { 1e300, "1.0000000000000001e+300", "'1.0000000000000001e+300'::double precision", "1.0000000000000001e+300" },
    { math.huge, "9e999", "'Infinity'::double precision", "inf" },
    { true, "1", "TRUE", "1" },
  } do
    it(("has a literal for %q"):format(tostring(case[1])), function()
      assert.equal(case[2], sql.literal(case[1], "sqlite"))
      assert.equal(case[3], sql.literal(case[1], "postgres"))
      assert.equal(case[4], sql.literal(case[1], "clickhouse"))
    end)
  end

  it("keeps NUL where the engine can, and says where it cannot", function()
    assert.equal("CAST(X'610062' AS TEXT)", sql.literal("a\0b", "sqlite"))
    assert.equal("'a\\0b'", sql.literal("a\0b", "clickhouse"))
    local literal, message = sql.literal("a\0b", "postgres")
    assert.is_nil(literal)
    assert.equal("PostgreSQL keeps no NUL in a text", message)
    assert.equal("NULL", sql.literal(nil, "postgres"))
  end)

  it("gives names of its own that no column has", function()
    local odd = query.from { columns = { { name = "bg_1", type = "number" }, { name = "a`\"b", type = "number" } }, table = "t" }
    local text = odd:derive("x", "bg_1 / 2"):group_by("x"):count():sql("sqlite")
    assert.truthy(text:find("`bg__", 1, true))
    text = odd:select("`a``\"b` as y"):sql("sqlite")
    assert.truthy(text:find("`a``\"b` AS `y`", 1, true))
    text = odd:select("`a``\"b` as y"):sql("postgres")
    assert.truthy(text:find("\"a`\"\"b\" AS \"y\"", 1, true))
    text = odd:select("`a``\"b` as y"):sql("clickhouse")
    assert.truthy(text:find("`a\\`\"b` AS `y`", 1, true))
  end)
end)

describe("sql.load", function()
  local small = { columns = FACTS.columns, rows = { FACTS.rows[1], FACTS.rows[5], { id = "it's" } } }

  local function statements(...)
    local list = {}
    for text, parameters, kind in sql.load(...) do list[#list + 1] = { text, parameters, kind } end
    return list
  end

  it("creates and fills in batches", function()
    local list = statements(oracle.provider(small), "sqlite", "facts", { batch = 2 })
    assert.equal(3, #list)
    assert.same({ "create", "insert", "insert" }, { list[1][3], list[2][3], list[3][3] })
    assert.equal([[
CREATE TABLE `facts` (
  `baogao_row` INTEGER PRIMARY KEY,
  `id` TEXT,
  `category` TEXT,
  `level` TEXT,
  `value` REAL,
  `lower` REAL,
  `upper` REAL,
  `lower_open` INTEGER,
  `upper_open` INTEGER,
  `period` TEXT
)]], list[1][1])
    assert.equal("(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", list[2][1]:match("VALUES\n([^\n]*),"))
    assert.same({ 1, "a", "platforms", "national", 63, 63, 63, 0, 0, "2024", 2, "e", "contracts", 800, 800, math.huge, 0, 1,
      "2024" },
      list[2][2])
    assert.equal("(?1, ?2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)", list[3][1]:match("VALUES\n(.*)$"))
    assert.same({ 3, "it's" }, list[3][2])
  end)

  it("has ClickHouse's cluster as two tables", function()
    local list = statements(oracle.provider(small), "clickhouse", "facts", { cluster = "two" })
    assert.same({ "create", "create", "insert" }, { list[1][3], list[2][3], list[3][3] })
    assert.truthy(list[1][1]:find("CREATE TABLE `facts_local`", 1, true))
    assert.truthy(list[2][1]:find("ENGINE = Distributed(`two`, `default`, `facts_local`, `baogao_row`)", 1, true))
    assert.equal("INSERT INTO `facts` (`baogao_row`, `id`, `category`, `level`, `value`, `lower`, `upper`, `lower_open`, "
      .. "`upper_open`, `period`) SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10 FROM system.one ARRAY JOIN\n"
      .. "[1.0,2.0,3.0] AS c1,\n['a','e','it\\'s'] AS c2,\n['platforms','contracts',NULL] AS c3,\n['national',NULL,NULL] AS c4,\n"
      .. "[63.0,800.0,NULL] AS c5,\n[63.0,800.0,NULL] AS c6,\n[63.0,inf,NULL] AS c7,\n[0,0,NULL] AS c8,\n[0,1,NULL] AS c9,\n"
      .. "['2024','2024',NULL] AS c10", list[3][1])
  end)

  it("keeps ClickHouse's statements below what its parser takes", function()
    local rows = {}
    for i = 1, 30 do rows[i] = { id = ("x"):rep(i == 20 and 300000 or 20000) } end
    local list = statements(oracle.provider { columns = FACTS.columns, rows = rows }, "clickhouse", "facts")
    local got = 0
    for i = 2, #list do
      local text = list[i][1]
      if text:find("VALUES", 1, true) then
        assert.truthy(text:find("VALUES\n(20, 'xxx", 1, true))
        got = got + 1
      else
        assert.is_true(#text < 262144)
        assert.truthy(text:find("SELECT c1, c2, NULL, NULL", 1, true))
        for _ in text:match("%[([%d.,]+)%] AS c1"):gmatch "[^,]+" do got = got + 1 end
      end
    end
    assert.equal(30, got)
    assert.equal(31, #statements(oracle.provider { columns = FACTS.columns, rows = rows }, "clickhouse", "facts", { batch = 1 }))
  end)

  for _, case in ipairs {
    { { { id = 5 } }, "postgres", "row 1, 'id': a string expected, got number" },
    { { { id = "a" }, { id = "a\0b" } }, "postgres", "row 2, 'id': PostgreSQL keeps no NUL in a text" },
    { { { value = 0 / 0 } }, "sqlite", "row 1, 'value': not a number" },
  } do
    it("refuses by row and column: " .. case[3], function()
      local ok, message = pcall(statements, oracle.provider { columns = FACTS.columns, rows = case[1] }, case[2], "facts")
      assert.is_false(ok)
      assert.equal("baogao.query:sql.load: " .. case[3], message:match("baogao%.query:.*$"))
    end)
  end
end)
