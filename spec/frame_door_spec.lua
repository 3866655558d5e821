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
  { { op = "=", { op = 1 }, field "n" }, "an expression has an op" },
  { { op = "certainly", { op = "=", field "n", field "s" } }, "cannot compare integer with string" },
  { { op = "call", field "n", name = "sqrt" }, "no function 'sqrt'" },
  { { op = "=", { op = "call", field "d", name = "lower_case" }, const(1) }, "lower_case takes a string, got date" },
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
  { { op = "=", { op = "call", field "t", name = "upper_case" }, { op = "call", field "t", name = "upper_case" } }, { 1, 2, 4 } },
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

local many_n = {}
for i = 1, 65 do many_n[i] = "n" end

-- the call, the words
local CALLS = {
  { function() return f.close(5) end, "a frame expected, got number" },
  { function() return f.is_closed {} end, "a frame expected, got table" },
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
  { function() return build({}, { types = { a = {} }, names = { "a" } }) end, "no type ''" },
  { function() return build({ { 1, n = "x", 5 } }, { by = "lists", names = { "a" } }) end, "row 1 has 2 values" },
  { function() return build({ { 1, x = 5 } }, { by = "lists", names = { "a" } }) end, "row 1: a list of values expected" },
  { function() return build({ { 1, n = 3 } }, { by = "lists", names = { "a" } }) end, "row 1 has 3 values" },
  { function() return build({ { [long] = { lower = 2, upper = 1 } } }, { names = { long } }) end,
    "column '" .. ("x"):rep(80) .. "'" },
  { function() return build({ { a = 1 }, { a = 1.5 } }, { types = { a = "integer" }, names = { "a" } }) end, "column 'a'" },
  -- reading
  { function() return read("csv", "a\n1\n", { nulls = names(100) }) end, "texts for null" },
  { function() return read("csv", "a\n1\n", { nulls = { 5 } }) end, "option 'nulls' is a list of strings" },
  { function() return read("csv", "a\n1\n", { types = { "number" } }) end,
    "option 'types' gives names of types by names of columns" },
  { function() return read("csv", "a\n1\n", { types = { a = 1 } }) end,
    "option 'types' gives names of types by names of columns" },
  -- columns and sorts
  { function() return core.frame_distinct(f, names(65)) end, "distinct: too large" },
  { function() return core.frame_sort(f, names(65)) end, "more than 64 keys of a sort" },
  { function() return core.frame_append(frame { { v = 1, [long] = 2 } }, frame { { v = 1 } }) end,
    "column '" .. ("x"):rep(80) .. "' is missing in what is appended" },
  { function() return core.frame_columns(frame { { v = 1 } }, { { name = "x", expr = field "lower" } }, true, 1) end,
    "no field 'lower'" },
  { function() return core.frame_columns(f, { { expr = field "n" } }, true, 1) end, "a column has a name" },
  { function() return core.frame_columns(f, names(4097), false, 1) end, "more than 4096 columns" },
  { function() return core.frame_sort(f, { 5 }) end, "a key of a sort has an expr" },
  { function() return core.frame_distinct(f, { 5 }) end, "the name of a column expected, got number" },
  { function() return core.frame_distinct(f, { "none" }) end, "no column 'none'" },
  -- summaries
  { function() return core.frame_summarise(f, nil, names(65), {}, 1) end, "more than 64 columns to group by" },
  { function() return summarise({ name = "x", fn = "lower_count", expr = field "v" }) end, "no function 'lower_count'" },
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
  { function() -- 4.4 billion rows, before there is room for one
    local k = {}
    for i = 1, 66000 do k[i] = 1 end
    local all = frame { k = k }
    return core.frame_join(all, all, "inner", { { left = "k", right = "k" } }, "_r", 1)
  end, "join: too large" },
  -- windows
  { function() return window { by = many_n } end, "window: too large" },
  { function()
    local far = frame { { y = 1e12, v = 1 } }
    return core.frame_window(far, { fn = "lag", of = "v", period = "y", name = "w" })
  end, "its periods lie too far apart" },
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
  { function() return core.frame_spread(f, { keys = many_n, names = "b", columns = {} }) end, "pivot: too large" },
  { function()
    local list, v = {}, {}
    for i = 1, 66000 do list[i], v[i] = "v", 1 end
    return core.frame_gather(frame { v = v }, { columns = list, names_to = "k", values_to = "x" })
  end, "pivot_longer: too large" },
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
      "2024/2026", "2024-05-07/2024-06", "2024-00", "2024-05-07x", "2024-05x", "2024-05-0", "2024-05", "2024-05-00" }
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
      "2024 nil nil nil", "2024 2 5 nil", "2024 2 5 nil", "2024 2 5 nil" }, told)
  end)

  it("knows a frame by its type, and nothing else for one", function()
    local things = { io.stdout, {}, "x", 5, rawget(_G, "newproxy") or type }
    if type(things[5]) == "function" and things[5] ~= type then things[5] = things[5]() end -- a userdata without a type
    local upvalueid = rawget(debug, "upvalueid")
    if upvalueid then things[6] = upvalueid(function() return field end, 1) end -- a light one
    for _, thing in ipairs(things) do assert.is_false(core.frame_is(thing)) end
    assert.is_true(core.frame_is(f))
    local light = things[6]
    if type(light) == "userdata" then
      local ok, message = pcall(build, { { a = light } }, { names = { "a" } })
      assert.is_false(ok)
      assert.truthy(message:find("column 'a', row 1: a userdata is no value of a column", 1, true))
    end
  end)

  it("takes lists that say their length, with nulls at their end", function()
    local made = build({ { 1, 2, n = 2 }, { 3, nil, n = 2 }, { 5, 6, n = 1 }, { 7, 8, n = "2" } }, { by = "lists",
      names = { "a", "b" } })
    assert.same({ { a = 1, b = 2 }, { a = 3 }, { a = 5, b = 6 }, { a = 7, b = 8 } }, made:rows())
  end)

  it("cuts rows to those that there are", function()
    local function told(...)
      local list = {}
      for i, row in ipairs(f:rows(...)) do list[i] = row.v end
      return list
    end
    assert.same({ 2.5, 5 }, told(0, 2))
    assert.same({ 2.5, 5 }, told(-100, 2))
    assert.same({ -1, 0.5 }, told(3, 100))
    assert.same({}, told(5))
  end)

  it("refuses what passes the limit on memory, in one piece or in all", function()
    finally(function() core.frame_memory(0) end)
    for _, limit in ipairs { 1, core.frame_memory() + 10 } do
      core.frame_memory(limit)
      local ok, message = pcall(frame, { { a = 1 } })
      assert.is_false(ok)
      assert.truthy(message:find("not enough memory", 1, true))
    end
    core.frame_memory(0)
    assert.equal(1, frame({ { a = 1 } })[1].a)
  end)

  it("keeps bounds only of a plain column that has them", function()
    local function bounded(fn, expr)
      local made = core.frame_summarise(f, nil, {}, { { name = "x", fn = fn, expr = expr, bounded = true } }, 1)
      return made:schema()[1].bounded, made[1].x, made[1].lower, made[1].upper
    end
    assert.same({ true, 7, 6, 8 }, { bounded("sum", field "v") })
    assert.same({ nil, 294 }, { bounded("sum", field "n") })
    assert.same({ nil, -7 }, { bounded("sum", { op = "neg", field "v" }) })
    assert.same({ nil, 4 }, { bounded("count", field "v") })
    assert.same({ nil, 6 }, { bounded("lower_sum", field "v") })
  end)

  it("tells apart strings whose hashes are the same", function()
    local twins = frame { { k = "k46383" }, { k = "k261981" }, { k = "k46383" } }
    assert.same({ "k46383", "k261981", "k46383", n = 3 }, twins:column "k")
    assert.equal(2, #core.frame_distinct(twins, { "k" }))
    local one = frame { { k = "k46383" }, { k = "k46383" } }
    assert.equal(2, #core.frame_filter(one, { op = "in", field "k", list = { const "k261981", const "k46383" } }, 1))
    assert.equal(0, #core.frame_filter(one, { op = "in", field "k", list = { const "k261981" } }, 1))
  end)

  it("gives the case of letters alone, and of nulls none", function()
    local p = frame({ p = { "az{|}~é", nil, "AZ[@`", n = 3 } }, { columns = { "p" }, rows = 3 })
    local made = core.frame_columns(p, { { name = "up", expr = { op = "call", field "p", name = "upper_case" } },
      { name = "low", expr = { op = "call", field "p", name = "lower_case" } } }, false, 1):rows()
    assert.same({ { up = "AZ{|}~é", low = "az{|}~é" }, {}, { up = "AZ[@`", low = "az[@`" } }, made)
  end)

  it("compares strings of columns without nulls, and figures that are open below", function()
    local p = frame { { a = "x", b = "x", v = { value = 5, upper = 6 } }, { a = "x", b = "y", v = 3 } }
    assert.equal(1, #core.frame_filter(p, { op = "=", field "a", field "b" }, 1))
    assert.equal(1, #core.frame_filter(p, { op = "possibly", { op = "<", field "v", const(-1000) } }, 1))
    assert.equal(2, #core.frame_filter(p, { op = "certainly", { op = "<=", field "v", const(6) } }, 1))
  end)

  it("groups by keys that are all null, and by all that 32 bits hold", function()
    local p = frame({ n = { -2147483648, 2147483647, -2147483648, nil }, v = { 1, 2, 4, 8 }, s = {} },
      { types = { s = "string" }, columns = { "n", "v", "s" }, rows = 4 })
    local function sums(...)
      local list = {}
      for i, row in ipairs(core.frame_summarise(p, nil, { ... }, { { name = "x", fn = "sum", expr = field "v" } }, 1):rows()) do
        list[i] = row.x
      end
      return list
    end
    assert.same({ 5, 2, 8 }, sums "n")
    assert.same({ 15 }, sums "s")
    assert.same({ 5, 2, 8 }, sums("s", "n"))
  end)

  it("joins where one side has nothing", function()
    local left = frame({ n = { 1, 2 }, s = {}, m = {} }, { types = { s = "string", m = "number" }, columns = { "n", "s", "m" },
      rows = 2 })
    local none = left:slice(1, 0)
    local function count(l, r, kind, key) return #core.frame_join(l, r, kind, { { left = key, right = key } }, "_r", 1) end
    for _, row in ipairs { { "n", left, none, 0, 2 }, { "n", none, left, 0, 0 }, { "s", left, left, 0, 2 },
      { "m", left, left, 0, 2 }, { "n", frame { { n = 1e12 } }, none, 0, 1 } } do
      assert.equal(row[4], count(row[2], row[3], "inner", row[1]))
      assert.equal(row[5], count(row[2], row[3], "left", row[1]))
      assert.equal(row[5], count(row[2], row[3], "anti", row[1]))
    end
  end)

  it("joins columns without a name, figures with bounds, and numbers below zero", function()
    local left = frame { { k = 1, [""] = 10 }, { k = 2, [""] = 20 } }
    local right = frame { { k = 1, [""] = -1, v = { value = -5, lower = -6, upper = -4 } }, { k = 2, [""] = -2, v = -7 } }
    local on = { { left = "k", right = "k" } }
    assert.same({ { k = 1, [""] = 10, _r = -1, v = -5, lower = -6, upper = -4, lower_open = false, upper_open = false },
      { k = 2, [""] = 20, _r = -2, v = -7, lower = -7, upper = -7, lower_open = false, upper_open = false } },
      core.frame_join(left, right, "inner", on, "_r", 1):rows())
    local outer = core.frame_join(frame { { k = 3 }, { k = 1 } }, right, "left", on, "_r", 1)
    assert.same({ { k = 3 }, { k = 1, [""] = -1, v = -5, lower = -6, upper = -4, lower_open = false, upper_open = false } },
      outer:rows())
    assert.equal(-1, core.frame_sort(outer, { { expr = field "" } }, 1)[1][""])
  end)

  it("appends figures to numbers, numbers to whole ones, and the other way", function()
    local exact, figures = frame { v = { 1, 2.5 } }, frame { { v = { value = 5, lower = 4, upper = 6 } } }
    local whole = frame { v = { 7 } }
    local nothing = frame.append(figures, figures):slice(1, 0)
    for _, row in ipairs { { exact, figures, true }, { figures, exact, true }, { exact, whole }, { whole, exact },
      { figures, figures, true }, { whole, figures, true }, { nothing, exact, true } } do
      local both, rows = core.frame_append(row[1], row[2]), {}
      for _, part in ipairs { row[1], row[2] } do for _, r in ipairs(part:rows()) do rows[#rows + 1] = r.v end end
      assert.same(rows, (function()
        local list = {}
        for i, r in ipairs(both:rows()) do list[i] = r.v end
        return list
      end)())
      assert.equal(row[3], both:schema()[1].bounded)
    end
    assert.equal(6, core.frame_append(exact, figures)[3].upper)
    assert.equal(2.5, core.frame_append(figures, exact)[3].upper)
  end)

  it("turns a frame without rows", function()
    local none = f:slice(1, 0)
    local made = core.frame_spread(none, { keys = { "s" }, names = "b",
      columns = { { name = "x", value = true, from = "n" } } })
    assert.equal(0, #made)
    assert.equal(2, #made:schema())
    assert.equal(0, #core.frame_sort(f, { { expr = field "n" } }, 0))
    assert.equal(0, #core.frame_gather(none, { columns = { "n", "v" }, names_to = "k", values_to = "x" }))
  end)

  it("gives no share of a whole that is nothing", function()
    local made = core.frame_window(frame { { k = "a", v = 1 }, { k = "a", v = -1 }, { k = "b", v = 5 } }, { fn = "share",
      of = "v", by = { "k" }, name = "w" }):rows()
    assert.same({ nil, nil, 1 }, { made[1].w, made[2].w, made[3].w })
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

-- A period, the unit and how many of it back, and the period that stands there; nil: none does.
local EARLIER = {
  { "2024", "year", 1, "2023" }, { "2024", "year", 2023, "0001" }, { "2024", "year", 2024 }, { "2024", "quarter", 4 },
  { "2024", "month", 12 }, { "2024", "day", 366 }, { "0000", "year", 1 }, { "202x", "year", 1 }, { "20240", "year", 1 },
  { "2024-03", "month", 5, "2023-10" }, { "2024-03", "quarter", 1, "2023-12" }, { "2024-03", "year", 10, "2014-03" },
  { "2024-03", "week", 1 }, { "2024-03", "day", 31 }, { "0001-03", "month", 2, "0001-01" }, { "0001-03", "month", 3 },
  { "2024-00", "month", 1 }, { "2024-13", "month", 1 }, { "2024/03", "month", 1 }, { "2024x03", "month", 1 },
  { "2024-3x", "month", 1 },
  { "2024-03-1", "day", 1 }, { "2024-03x10", "day", 1 }, { "2024-03-1x", "day", 1 }, { "2024-03-00", "day", 1 },
  { "2024-02-30", "day", 1 }, { "2024-03-01", "day", 1, "2024-02-29" }, { "2024-03-01", "week", 1, "2024-02-23" },
  { "2024-03-31", "month", 1 }, { "2024-03-31", "quarter", 1, "2023-12-31" }, { "2024-02-29", "year", 1 },
  { "2024-02-29", "year", 4, "2020-02-29" }, { "0001-01-08", "day", 7, "0001-01-01" }, { "0001-01-08", "week", 2 },
  { "0001-01-08", "day", 8 }, { "0001-01-08", "month", 1 },
  { "2024-01/2024-11", "year", 1, "2023-01/2023-11" }, { "2024-01-01/2024-01-31", "week", 1, "2023-12-25/2024-01-24" },
  { "2024-01/", "year", 1 }, { "/2024-01", "year", 1 }, { "0001/2024", "year", 1 }, { "2023/0001", "year", 1 }, { "", "year", 1 },
}

describe("a window by periods", function()
  for _, row in ipairs(EARLIER) do
    local text, unit, n, before = row[1], row[2], row[3], row[4]
    it(("looks from '%s' %d %s back at %s"):format(text, n, unit, before or "nothing"), function()
      local rows = { { p = text, v = 2 } }
      -- beside it all periods that it could be taken for
      for i, other in ipairs { "2023", "0001", "0000", "2023-02", "2023-03", "2024-02", "2024-01-31", "2024-02-29", "2024-03-09",
        before } do
        if other ~= text and not (other == before and i < 10) then rows[#rows + 1] = { p = other, v = 100 + i } end
      end
      local step = { fn = "lag", of = "v", period = "p", unit = unit, n = n, name = "w" }
      assert.equal(before and rows[#rows].v or nil, core.frame_window(frame(rows), step)[1].w)
      -- days of a column of dates are counted alike
      local ok, dates = pcall(frame, { { p = text, v = 2 }, { p = before, v = 3 } }, { types = { p = "date" } })
      if ok then assert.equal(before and 3 or nil, core.frame_window(dates, step)[1].w) end
    end)
  end
end)
