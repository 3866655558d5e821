-- What the engine's door says to a plan that the front would never make: words that name the fault, and never a crash. And
-- what such plans may ask for although the language has no way of saying it.

local core = require "baogao.core"
local frame = require "baogao.frame"
local refused = require "support.refused"

local HUGE = math.huge
local f = frame({
  { s = "a", t = "b", n = 1, v = 2.5, d = "2024-01-31", b = true, c = false, p = "2024-01/2024-11" },
  { s = "Bz", t = "Bz", n = 300, v = { value = 5, lower = 4, upper = 6, upper_open = true }, d = "2023-12-01", b = false,
    p = "2024-02-30" },
  { s = "中é", n = -7, v = -1, b = true, c = true, p = "2024-13" },
  { t = "x", v = 0.5, p = "2024-02-0x" },
}, { types = { d = "date", c = "boolean" } })

local function field(name) return { op = "field", name = name } end
local function const(value, type) return { op = "const", value = value, type = type } end
local deep = field "b"
for _ = 1, 300 do deep = { op = "not", deep } end
local certain = field "b"
for _ = 1, 300 do certain = { op = "not", certain } end
local long = ("x"):rep(100)

-- condition, the words
local REFUSED = {
  { 5, "an expression expected, got number" },
  { {}, "an expression has an op" },
  { { op = 1 }, "an expression has an op" },
  { { op = "?" }, "no operator '?'" },
  { { op = "field" }, "a field has a name" },
  { field "none", "no field 'none'" },
  { field(long), "no field '" .. ("x"):rep(80) .. "'" },
  { field "n", "a filter is a condition, not a integer" },
  { { op = "=", field "s" }, "a comparison has two operands" },
  { { op = "=", 1, field "s" }, "a comparison has two operands" },
  { { op = "=", field "s", const({}) }, "a constant is a number, string or boolean, got table" },
  { { op = "=", field "d", const("2024-02-30") }, "'2024-02-30' is no date (YYYY-MM-DD)" },
  { { op = "=", field "d", const("2024-02") }, "'2024-02' is no date (YYYY-MM-DD)" },
  { { op = "=", field "n", const(0 / 0) }, "a constant is not a number (NaN)" },
  { { op = "=", field "n", field "s" }, "cannot compare integer with string" },
  { { op = "=", field "b", const(1) }, "cannot compare boolean with number" },
  { { op = "=", field "d", field "n" }, "cannot compare date with integer" },
  { { op = "in", field "s" }, "'in' has a list" },
  { { op = "in", field "s", list = { 1 } }, "'in' has a list of constants" },
  { { op = "in", field "s", list = { const(1) } }, "'in' compares string with number" },
  { { op = "in", field "n", list = { 1 } }, "'in' has a list of constants" },
  { { op = "in", field "n", list = { const("1") } }, "'in' compares integer with string" },
  { { op = "in", field "d", list = { const(1) } }, "'in' compares date with what is no date (YYYY-MM-DD)" },
  { { op = "in", field "d", list = { const("1") } }, "'in' compares date with what is no date (YYYY-MM-DD)" },
  { { op = "in", field "b", list = { 1 } }, "'in' has a list of constants" },
  { { op = "in", field "b", list = { const(1) } }, "cannot compare boolean with number" },
  { { op = "like", field "s" }, "'like' has a pattern" },
  { { op = "like", field "n", pattern = "1" }, "like takes a string, got integer" },
  { { op = "call", field "n" }, "a call has a name" },
  { { op = "call", field "n", name = long }, "no function '" .. ("x"):rep(80) .. "'" },
  { { op = "=", { op = "call", field "b", name = "abs" }, const(1) }, "abs takes a number, got boolean" },
  { { op = "=", { op = "call", field "d", name = "floor" }, const(1) }, "floor takes a number, got date" },
  { { op = "=", { op = "call", field "n", name = "year" }, const(1) }, "year takes a date or a period, got integer" },
  { { op = "=", { op = "call", field "d", name = "length" }, const(1) }, "length takes a string, got date" },
  { { op = "=", { op = "call", field "n", name = "lower_case" }, const(1) }, "lower_case takes a string, got integer" },
  { { op = "=", { op = "+", field "s", const(1) }, const(1) }, "arithmetic takes numbers, got string" },
  { { op = "=", { op = "*", field "n", field "d" }, const(1) }, "arithmetic takes numbers, got date" },
  { { op = "=", { op = "neg", field "b" }, const(1) }, "arithmetic takes numbers, got boolean" },
  { { op = "not", field "n" }, "not takes a condition, got integer" },
  { { op = "and", field "b", field "n" }, "and takes a condition, got integer" },
  { { op = "or", field "s", field "b" }, "or takes a condition, got string" },
  { { op = "certainly", 1 }, "certainly and possibly take a comparison" },
  { { op = "certainly", { op = 1 } }, "an expression has an op" },
  { { op = "possibly", field "n" }, "a filter is a condition, not a integer" },
  { deep, "an expression nested deeper than 250" },
  { { op = "certainly", certain }, "an expression nested deeper than 250" },
}

-- condition, the rows that it keeps
local KEPT = {
  { const(true), { 1, 2, 3, 4 } },
  { const(false), {} },
  { const(nil), {} },
  { { op = "not", const(nil) }, {} },
  { { op = "is_null", const(nil) }, { 1, 2, 3, 4 } },
  { { op = "is_null", { op = "and", field "b", field "c" } }, { 4 } },
  { { op = "is_null", { op = "=", field "s", field "t" } }, { 3, 4 } },
  { { op = "in", field "b", list = { const(true), const(false) } }, { 1, 2, 3 } },
  { { op = "in", field "b", list = {} }, {} },
  { { op = "in", field "c", list = { const(true) } }, { 3 } },
  { { op = "in", field "n", list = { const(300), const(0.5), const(-7) } }, { 2, 3 } },
  { { op = "in", field "n", list = {} }, {} },
  { { op = "in", field "d", list = { const("2024-01-31"), const("2020-01-01") } }, { 1 } },
  { { op = "in", field "s", list = {} }, {} },
  { { op = "not", { op = "in", field "s", list = { const("a") } } }, { 2, 3 } },
  { { op = "=", field "s", field "t" }, { 2 } },
  { { op = "!=", field "s", field "t" }, { 1 } },
  { { op = "<", field "s", field "t" }, { 1 } },
  { { op = "<=", field "s", field "t" }, { 1, 2 } },
  { { op = ">", field "s", field "t" }, {} },
  { { op = ">=", field "s", field "t" }, { 2 } },
  { { op = "<", field "s", const("a") }, { 2 } },
  { { op = "<=", const("a"), field "s" }, { 1, 3 } },
  { { op = "<=", field "s", const("a") }, { 1, 2 } },
  { { op = ">=", field "s", const("a") }, { 1, 3 } },
  { { op = ">", const("a"), const("B") }, { 1, 2, 3, 4 } },
  { { op = "=", field "b", field "c" }, { 3 } },
  { { op = "<", field "c", field "b" }, { 1 } },
  { { op = "=", field "n", field "n" }, { 1, 2, 3 } },
  { { op = ">", field "n", const(HUGE) }, {} },
  { { op = "<", field "n", const(HUGE) }, { 1, 2, 3 } },
  { { op = "<", const(-HUGE), field "n" }, { 1, 2, 3 } },
  { { op = "=", field "n", const(0.5) }, {} },
  { { op = "!=", field "n", const(0.5) }, { 1, 2, 3 } },
  { { op = ">=", field "n", const(0.5) }, { 1, 2 } },
  { { op = "<=", field "n", const(-6.5) }, { 3 } },
  { { op = ">", field "n", const(1e300) }, {} },
  { { op = "<", field "n", const(-1e300) }, {} },
  { { op = "=", const("2024-01-31"), field "d" }, { 1 } },
  { { op = "<", field "d", const("2024-01-31", "date") }, { 2 } },
  { { op = "certainly", { op = ">", field "v", const(4.5) } }, {} },
  { { op = "possibly", { op = ">", field "v", const(5.5) } }, { 2 } },
  { { op = "certainly", { op = "not", { op = ">", field "v", const(5.5) } } }, { 1, 3, 4 } },
  { { op = "possibly", { op = "not", { op = "<", field "v", const(5) } } }, { 2 } },
  { { op = "certainly", { op = "=", field "s", const("a") } }, { 1 } },
  { { op = "certainly", { op = "or", { op = "<", field "v", const(0) }, { op = ">=", field "v", const(4) } } }, { 2, 3 } },
  { { op = "possibly", { op = "and", { op = ">", field "v", const(4) }, field "b" } }, {} },
  { { op = "certainly", { op = "=", field "b", const(true) } }, { 1, 3 } },
  { { op = "=", { op = "call", field "s", name = "upper_case" }, const("BZ") }, { 2 } },
  { { op = "=", { op = "call", field "s", name = "lower_case" }, const("bz") }, { 2 } },
  { { op = "=", { op = "call", field "s", name = "length" }, const(2) }, { 2, 3 } },
  { { op = "=", { op = "call", field "v", name = "ceil" }, const(3) }, { 1 } },
  { { op = "=", { op = "call", field "v", name = "floor" }, const(0) }, { 4 } },
  { { op = "=", { op = "call", field "n", name = "abs" }, const(7) }, { 3 } },
  { { op = "=", { op = "neg", field "n" }, const(7) }, { 3 } },
  { { op = "=", { op = "call", field "d", name = "quarter" }, const(4) }, { 2 } },
  { { op = "=", { op = "call", field "d", name = "month" }, const(1) }, { 1 } },
  { { op = "=", { op = "call", field "d", name = "day" }, const(31) }, { 1 } },
  { { op = "=", { op = "call", field "d", name = "year" }, const(2023) }, { 2 } },
  { { op = "between", field "n", const(1), const(300) }, { 1, 2 } },
}


local function build(data, more)
  local options = { types = {}, by = "rows", fold = false, names = {} }
  for key, value in pairs(more or {}) do options[key] = value end
  return core.frame_build(data, options)
end
local function read(kind, text, more)
  local options = { text = true }
  for key, value in pairs(more or {}) do options[key] = value end
  return core.frame_read(kind, text, options)
end
local function window(more)
  local step = { fn = "lag", of = "n", period = "n", name = "w" }
  for key, value in pairs(more) do step[key] = value ~= "none" and value or nil end
  return core.frame_window(f, step)
end
local function summarise(column, by) return core.frame_summarise(f, nil, by or {}, { column }, 1) end
local function names(count)
  local list = {}
  for i = 1, count do list[i] = "c" .. i end
  return list
end

-- the call, the words
local CALLS = {
  { function() return f.slice(5) end, "a frame expected, got number" },
  { function() return f.rows(io.stdout) end, "a frame expected, got userdata" },
  { function() return f:slice(0 / 0) end, "rows are counted with numbers, got NaN" },
  { function() return f:column(5) end, "the name of a column expected, got number" },
  { function() return core.frame_memory(-1) end, "a number of bytes expected" },
  { function() return core.frame_memory(1e15) end, "a number of bytes expected" },
  -- building
  { function() return build({ { [1] = 2 } }) end, "row 1: a row has named values, got one at [a number]" },
  { function() return build({ { [true] = 2 } }) end, "row 1: a row has named values, got one at [boolean]" },
  { function() return build({ 5 }) end, "row 1: a table expected, got number" },
  { function() return build({}, { names = { 5 } }) end, "names of columns are strings, got number" },
  { function() return build({}, { fold = true }) end, "bounds without a column 'value'" },
  { function() return build({ { [0] = 1 } }, { by = "lists", names = { "a" } }) end, "row 1: a list of values expected" },
  { function() return build({}, { names = names(4097) }) end,
    "more than 4096 columns: were rows given where columns are meant?" },
  { function() return build({ { a = 1 }, { a = true } }, { names = { "a" } }) end, "column 'a'" },
  { function() return build({ { a = "x" }, { a = { value = 1, lower = 0, upper = 2 } } }, { names = { "a" } }) end,
    "column 'a'" },
  { function() return build({ { [long] = 1 }, { [long] = true } }, { names = { long } }) end,
    "x' holds number, but row 2 has a boolean" },
  { function() return build({ { a = 1 }, { a = 1.5 } }, { types = { a = "integer" }, names = { "a" } }) end, "column 'a'" },
  -- reading
  { function() return read("csv", "a\n1\n", { nulls = names(100) }) end, "texts for null" },
  { function() return read("csv", "a\n1\n", { nulls = { 5 } }) end, "option 'nulls' is a list of strings" },
  { function() return read("csv", "a\n1\n", { types = { "number" } }) end,
    "option 'types' gives names of types by names of columns" },
  { function() return read("csv", "a\n1\n", { types = { a = 1 } }) end,
    "option 'types' gives names of types by names of columns" },
  -- columns and sorts
  { function() return core.frame_columns(f, { { expr = field "n" } }, true, 1) end, "a column has a name" },
  { function() return core.frame_columns(f, names(4097), false, 1) end, "more than 4096 columns" },
  { function() return core.frame_sort(f, { 5 }) end, "a key of a sort has an expr" },
  { function() return core.frame_distinct(f, { 5 }) end, "the name of a column expected, got number" },
  { function() return core.frame_distinct(f, { "none" }) end, "no column 'none'" },
  -- summaries
  { function() return summarise({ fn = "sum" }) end, "a column has a name" },
  { function() return summarise({ name = "x" }) end, "no function ''" },
  { function() return summarise({ name = "x", fn = "total" }) end, "no function 'total'" },
  { function() return summarise({ name = "x", fn = "sum" }) end, "sum of what? an expr is missing" },
  { function() return summarise(5) end, "a column of a summary has a name and a fn" },
  { function() return summarise({ name = "x", fn = "sum", expr = field "s" }) end, "sum takes numbers, got string" },
  { function() return summarise({ name = "x", fn = "mean", expr = field "d" }) end, "mean takes numbers, got date" },
  { function() return summarise({ name = "x", fn = "quantile", expr = field "n" }) end, "quantile" },
  { function() return summarise({ name = "x", fn = "quantile", expr = field "n", q = 1.5 }) end, "quantile" },
  { function() return summarise({ name = "x", fn = "quantile", expr = field "n", q = -1 }) end, "quantile" },
  { function() return summarise({ name = "x", fn = "lower_sum", expr = field "s" }) end, "sum takes numbers, got string" },
  { function() return core.frame_summarise(f, nil, {}, names(1025), 1) end, "columns in a summary" },
  -- joins
  { function() return core.frame_join(f, f, "inner", {}, "_r", 1) end, "join: on which columns?" },
  { function() return core.frame_join(f, f, "inner", { 5 }, "_r", 1) end, "join: a pair of columns expected" },
  { function() return core.frame_join(f, f, "inner", { { left = 5, right = "n" } }, "_r", 1) end,
    "the name of a column expected, got number" },
  { function() return core.frame_join(f, f, "inner", { { left = "none", right = "n" } }, "_r", 1) end, "no column 'none'" },
  { function() return core.frame_join(f, f, "inner", { { left = "s", right = "n" } }, "_r", 1) end,
    "join: 's' holds string, 'n' on the right holds integer" },
  { function() return core.frame_join(f, f, "outer", { { left = "s", right = "s" } }, "_r", 1) end, "invalid option 'outer'" },
  { function() return core.frame_join(f, f, "inner", { { left = "s", right = "s" } }, "", 1) end, "is taken too" },
  { function()
    local l, r = frame { { [long] = "a", n = 1 } }, frame { { [long] = 1, n = 1 } }
    return core.frame_join(l, r, "inner", { { left = long, right = long } }, "_r", 1)
  end, "holds string" },
  { function()
    local l = frame { { [long] = "a", n = 1 } }
    return core.frame_join(l, l, "inner", { { left = "n", right = "n" } }, "", 1)
  end, "both frames have a column '" .. ("x"):rep(60) .. "'" },
  -- windows
  { function() return window { fn = "none of these" } end, "invalid option" },
  { function() return window { period = "none" } end, "by which period?" },
  { function() return window { n = 0 } end, "lag: n is a whole number from 1" },
  { function() return window { n = 1.5 } end, "lag: n is a whole number from 1" },
  { function() return window { n = 1e7 } end, "lag: n is a whole number from 1" },
  { function() return window { name = "none" } end, "lag: the new column has a name" },
  { function() return window { by = 5 } end, "'by' is a list of columns" },
  { function() return window { within = { 5 } } end, "the name of a column expected, got number" },
  { function() return window { period = "v" } end, "and 'v' holds number" },
  { function() return window { period = "b" } end, "and 'b' holds boolean" },
  { function() return window { unit = "month" } end, "only years are counted in an integer, and 'n' holds integer" },
  { function() return window { fn = "growth", of = "s" } end, "numbers are asked for, and 's' holds string" },
  { function() return window { fn = "rank", of = "s" } end, "numbers are asked for, and 's' holds string" },
  { function() return window { fn = "share", of = "d" } end, "numbers are asked for, and 'd' holds date" },
  { function()
    local far = frame { { y = 1, v = 1, [long] = "a" }, { y = 2e9, v = 2 } }
    return core.frame_window(far, { fn = "lag", of = "v", period = "y", name = "w" })
  end, "its periods lie too far apart" },
  { function()
    local far = frame { { [long] = true, v = 1 } }
    return core.frame_window(far, { fn = "lag", of = "v", period = long, name = "w" })
  end, "and '" .. ("x"):rep(80) .. "' holds boolean" },
  { function() return window { parts = {} } end, "window: no bounds of these" },
  { function()
    local bounded = frame { { y = 1, value = 1, lower = 0 } }
    return core.frame_window(bounded, { fn = "lag", of = "value", period = "y", name = "w", parts = { lower = "a" } })
  end, "window: the column of a bound has a name" },
  -- pivots
  { function() return core.frame_spread(f, { keys = { "s" }, names = "b", columns = { 5 } }) end,
    "pivot_wider: a column has a name and a value" },
  { function() return core.frame_spread(f, { keys = { "s" }, names = "b", columns = { { name = "x", from = "n" } } }) end,
    "pivot_wider: a column has a value" },
  { function() return core.frame_spread(f, { keys = { "s" }, names = "b", columns = { { value = true, from = "n" } } }) end,
    "pivot_wider: a column has a name" },
  { function()
    return core.frame_spread(f, { keys = { "s" }, names = "b", columns = { { name = "s", value = true, from = "n" } } })
  end, "pivot_wider: column 's' twice" },
  { function() return core.frame_gather(f, { columns = {}, names_to = "k", values_to = "x" }) end,
    "pivot_longer: of which columns?" },
  { function() return core.frame_gather(f, { columns = { "n", "s" }, names_to = "k", values_to = "x" }) end,
    "pivot_longer: columns of integer and of string do not go into one" },
  { function() return core.frame_gather(f, { columns = { "v", "s" }, names_to = "k", values_to = "x" }) end,
    "pivot_longer: columns of number and of string do not go into one" },
  { function() return core.frame_gather(f, { columns = { "s", "n" }, names_to = "k", values_to = "x" }) end,
    "pivot_longer: columns of string and of integer do not go into one" },
  { function() return core.frame_gather(f, { columns = { "n" }, values_to = "x" }) end,
    "pivot_longer: names_to and values_to are names" },
  { function() return core.frame_gather(f, { columns = { "n" }, names_to = "x" }) end,
    "pivot_longer: names_to and values_to are names" },
}

describe("the engine's door", function()
  for i, row in ipairs(REFUSED) do
    it("refuses condition " .. i .. ": " .. row[2], function() refused(row[2], core.frame_filter, f, row[1], 1) end)
  end
  for i, row in ipairs(KEPT) do
    it("keeps the rows of condition " .. i, function()
      local kept, made = {}, core.frame_filter(f, row[1], 1):rows()
      local all = f:rows()
      for _, r in ipairs(made) do
        for k, other in ipairs(all) do
          if r.v == other.v and r.s == other.s then kept[#kept + 1] = k end
        end
      end
      assert.same(row[2], kept)
    end)
  end

  for i, row in ipairs(CALLS) do
    it("refuses call " .. i .. ": " .. row[2], function() refused(row[2], row[1]) end)
  end

  it("reads parts of periods, and null where there is none", function()
    local texts = { "2024-01/2024-11", "2024", "2024-13", "2024-02-30", "2024-02-32", "2024-02-0x", "2024-1a", "2024x", "202",
      "x024",
      "2024/2026", "2024-05-07/2024-06", "2024-00", "2024-05-07x", "2024-05x", "2024-05-0" }
    local p = frame({ p = texts }, { columns = { "p" } })
    local made = core.frame_columns(p, {
      { name = "y", expr = { op = "call", field "p", name = "year" } }, { name = "q", expr = { op = "call", field "p",
        name = "quarter" } },
      { name = "m", expr = { op = "call", field "p", name = "month" } }, { name = "d", expr = { op = "call", field "p",
        name = "day" } },
    }, true, 1):rows()
    local told = {}
    for i, row in ipairs(made) do told[i] = ("%s %s %s %s"):format(tostring(row.y), tostring(row.q), tostring(row.m),
      tostring(row.d)) end
    assert.same({ "2024 1 1 nil", "2024 nil nil nil", "2024 nil nil nil", "2024 1 2 30", "2024 1 2 nil", "2024 1 2 nil",
      "2024 nil nil nil",
      "nil nil nil nil", "nil nil nil nil", "nil nil nil nil", "2024 nil nil nil", "2024 2 5 7", "2024 nil nil nil",
        "2024 2 5 nil",
      "2024 nil nil nil", "2024 2 5 nil" }, told)
  end)

  it("counts characters of text that is broken", function()
    local texts = { "\240\159\152\128", "\240\159\152", "\228\184", "\228\184a", "\195\169", "\255a", "\244\143\191\191",
      "\245\143\191\191" }
    local p = frame({ p = texts }, { columns = { "p" } })
    local made = core.frame_columns(p, { { name = "n", expr = { op = "call", field "p", name = "length" } } }, false, 1)
    local told = {}
    for i = 1, #made do told[i] = made[i].n end
    assert.same({ 1, 3, 2, 3, 1, 2, 1, 4 }, told)
  end)
end)
