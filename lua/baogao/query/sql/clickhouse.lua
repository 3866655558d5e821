-- ClickHouse, from 18.16 on.
--
-- That version knows no window functions, no WITH, no three-valued AND and OR,
-- and takes an alias for the column of that name all over a SELECT. So windows
-- are joins and arrays, conditions are written as "is true", and computed
-- columns get names of their own. Dates are texts YYYY-MM-DD (its Date begins
-- in 1970), booleans Nullable(UInt8). Parameters are {p1:Type}, which servers
-- from 20.1 on take over HTTP as param_p1; for older ones ask for literals.

local clickhouse = {
  name = "clickhouse",
  zero = "0",
  -- a server writes -(-x) to its shards as --x, which is a comment
  negative = "0 - ",
  nulls_last = " NULLS LAST",
  windows = false,
  two_valued = true,
  zero_has_sign = true,
  aliases_shadow = true,
  bound_values = 30000,
  -- max_query_size of a server as it comes is 256 KB
  statement_bytes = 260000,
  -- pushing conditions into subqueries loses columns in 18.16
  settings = "SETTINGS join_use_nulls = 1, enable_optimize_predicate_expression = 0",
  types = { number = "Nullable(Float64)", integer = "Nullable(Int64)", boolean = "Nullable(UInt8)",
    date = "Nullable(String)", string = "Nullable(String)" },
}

local PARAMETER_TYPES = { number = "Float64", integer = "Int64", boolean = "UInt8", date = "String", string = "String" }

local ESCAPES = { ["\\"] = "\\\\", ["'"] = "\\'", ["`"] = "\\`", ["\0"] = "\\0", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t",
  ["\b"] = "\\b", ["\f"] = "\\f" }

-- The one place where text becomes a literal: a backslash before what ends or
-- escapes, control characters by name or by \xHH, and every other byte as it is.
local function escaped(value)
  return (value:gsub("[%c\\'`]", function(c) return ESCAPES[c] or ("\\x%02X"):format(c:byte()) end))
end

function clickhouse.quote(name) return "`" .. escaped(name) .. "`" end

function clickhouse.placeholder(index, kind) return "{p" .. index .. ":" .. PARAMETER_TYPES[kind] .. "}" end

function clickhouse.bound(value, kind)
  if kind == "boolean" then return value and 1 or 0 end
  return value
end

function clickhouse.literal(value, kind)
  if kind == "boolean" then return value and "1" or "0" end
  if kind == "number" then
    if value == math.huge then return "inf" elseif value == -math.huge then return "-inf" end
    local shown = ("%.17g"):format(value == 0 and 0 or value)
    -- a whole number must not be read as an integer; its parser fails on denormals
    if not shown:find("[.e]") then shown = shown .. ".0" end
    if value ~= 0 and math.abs(value) < 2.2250738585072014e-308 then return "toFloat64('" .. shown .. "')" end
    -- no parentheses: shards would name a column of -1.0 otherwise than the server that asks them
    return shown
  elseif kind == "integer" then
    return "toInt64(" .. ("%.0f"):format(value) .. ")"
  end
  return "'" .. escaped(value) .. "'"
end

--- A value of INSERT ... VALUES, for a row too long for the form below. Numbers
--- there are read by a quick reader that misses the last digit of many decimals;
--- in parentheses they go to the parser of expressions, which reads them exactly.
function clickhouse.inserted(value, kind)
  if kind == "integer" then return ("%.0f"):format(value) end
  if kind ~= "number" or value == math.huge or value == -math.huge then return clickhouse.literal(value, kind) end
  if value % 1 == 0 and value > -1e15 and value < 1e15 then return ("%.0f"):format(value) end
  return "(" .. clickhouse.literal(value, kind) .. ")"
end

--- A value of an array. Whole numbers are written as doubles, which hold them: an
--- array of 2^40 and -1 would have no type.
function clickhouse.element(value, kind)
  if value == nil then return "NULL" end
  if kind == "integer" then return ("%.1f"):format(value) end
  return clickhouse.literal(value, kind)
end

--- Rows as one INSERT ... SELECT of an array a column, which the parser of
--- expressions reads exactly and as one literal: twice as fast as values in
--- parentheses. `rows` are arrays of elements.
function clickhouse.inserted_rows(head, rows, columns)
  local select, arrays = {}, {}
  for i = 1, #columns do
    local list, any = {}, false
    for k = 1, #rows do
      list[k] = rows[k][i]
      any = any or list[k] ~= "NULL"
    end
    -- an array of nulls alone has no type
    select[i] = any and "c" .. i or "NULL"
    if any then arrays[#arrays + 1] = "[" .. table.concat(list, ",") .. "] AS c" .. i end
  end
  return head .. "SELECT " .. table.concat(select, ", ") .. " FROM system.one ARRAY JOIN\n" .. table.concat(arrays, ",\n")
end

function clickhouse.double(sql) return "toFloat64(" .. sql .. ")" end

function clickhouse.finite(w, sql)
  local name = w:fresh()
  return "if(isFinite(" .. sql .. " AS " .. name .. "), " .. name .. ", NULL)"
end

function clickhouse.boolean(is_true, is_false)
  return "multiIf(" .. is_true .. ", toNullable(toUInt8(1)), " .. is_false .. ", toNullable(toUInt8(0)), NULL)"
end

-- in (...) through an array: IN with a null on its left is 0, not null, here
function clickhouse.membership(w, node, sql, wanted)
  local list = {}
  for i = 1, #node.list do list[i] = w:bind(node.list[i].value, node.list[i].type) end
  local value = "assumeNotNull(" .. sql .. ")"
  if node[1].type == "integer" or node[1].type == "number" then value = "toFloat64(" .. value .. ")" end
  local has = "has([" .. table.concat(list, ", ") .. "], " .. value .. ")"
  return "(isNotNull(" .. sql .. ") AND " .. (wanted and has or "NOT " .. has) .. ")"
end

-- like as a regular expression: its own LIKE escapes by backslash
function clickhouse.like(w, sql, pattern)
  local expression = pattern:gsub("[%c%p]", function(c)
    if c == "%" then return ".*" elseif c == "_" then return "." end
    if c == "\0" then return "\\x00" end
    return "\\" .. c
  end)
  return "match(" .. sql .. ", " .. w:bind("(?s)^" .. expression .. "$", "string") .. ")"
end

local SHAPES = {
  year = { "^[0-9]{4}([-/]|$)", 1, 4 },
  month = { "^[0-9]{4}-(0[1-9]|1[0-2])([-/]|$)", 6, 2 },
  day = { "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(/|$)", 9, 2 },
}
local function part(name)
  return function(_, sql)
    local s = SHAPES[name]
    return ("if(ifNull(match(%s, '%s'), 0), toInt64OrNull(substring(ifNull(%s, ''), %d, %d)), NULL)")
      :format(sql, s[1], sql, s[2], s[3])
  end
end

clickhouse.functions = {
  year = part "year",
  month = part "month",
  day = part "day",
  quarter = function(w, sql) return "intDiv(" .. part "month"(w, sql) .. " + 2, 3)" end,
  abs = function(_, sql) return "abs(" .. sql .. ")" end,
  floor = function(_, sql) return "floor(" .. sql .. ")" end,
  ceil = function(_, sql) return "(ceil(" .. sql .. ") + 0)" end,
  length = function(_, sql) return "toInt64(lengthUTF8(" .. sql .. "))" end,
  lower_case = function(_, sql) return "lower(" .. sql .. ")" end,
  upper_case = function(_, sql) return "upper(" .. sql .. ")" end,
}

function clickhouse.whole(sql) return "toInt64OrNull(ifNull(" .. sql .. ", ''))" end
function clickhouse.date_part(name, sql) return part(name)(nil, sql) end
function clickhouse.substring(sql, from, count)
  -- its substring takes no null and needs a length
  return "substring(ifNull(" .. sql .. ", ''), " .. from .. ", " .. (count or 1000) .. ")"
end
function clickhouse.matches(sql, shape)
  return "ifNull(match(" .. sql .. ", '^" .. shape:gsub("d", "[0-9]") .. "$'), 0)"
end
function clickhouse.first_part(sql)
  return "if(position(ifNull(" .. sql .. ", ''), '/') > 0, substring(ifNull(" .. sql .. ", ''), 1, position(ifNull("
    .. sql .. ", ''), '/') - 1), " .. sql .. ")"
end
function clickhouse.second_part(sql)
  return "if(position(ifNull(" .. sql .. ", ''), '/') > 0, substring(ifNull(" .. sql .. ", ''), position(ifNull("
    .. sql .. ", ''), '/') + 1, 1000), NULL)"
end
function clickhouse.quotient(a, b) return "intDiv(" .. a .. ", " .. b .. ")" end
function clickhouse.as_text(sql) return "toString(" .. sql .. ")" end
function clickhouse.concat(list) return "concat(" .. table.concat(list, ", ") .. ")" end

-- toNullable: of no rows, what cannot be null has the sum 0 and the mean nan
clickhouse.aggregates = {
  sum = function(sql, kind)
    local sum = "sum(toNullable(" .. sql .. "))"
    if kind ~= "integer" then return sum end
    -- an Int64 would wrap without a word: the statement fails instead
    return "(" .. sum .. " + throwIf(ifNull(abs(sum(toFloat64(toNullable(" .. sql .. ")))) > 9007199254740992., 0)))"
  end,
  mean = function(sql) return "avg(toNullable(" .. sql .. "))" end,
  min = function(sql) return "min(toNullable(" .. sql .. "))" end,
  max = function(sql) return "max(toNullable(" .. sql .. "))" end,
  count = function(sql) return sql and "toInt64(count(" .. sql .. "))" or "toInt64(count())" end,
  count_distinct = function(sql) return "ifNull(toInt64(uniqExact(" .. sql .. ")), 0)" end,
  quantile = function(sql, kind, q, _, w)
    local values, h = w:fresh(), w:fresh()
    local list = "(arraySort(groupArray(" .. (kind == "integer" and clickhouse.double(sql) or sql) .. ")) AS " .. values .. ")"
    local place = "((" .. q .. " * (length(" .. values .. ") - 1)) AS " .. h .. ")"
    local low = values .. "[toUInt64(floor(" .. h .. ")) + 1]"
    local high = values .. "[toUInt64(ceil(" .. h .. ")) + 1]"
    return "if(length(" .. list .. ") = 0, NULL, if(floor(" .. place .. ") = ceil(" .. h .. "), " .. low .. ", " .. low
      .. " + (" .. h .. " - floor(" .. h .. ")) * (" .. high .. " - " .. low .. ")))"
  end,
  first = function(sql, _, _, row) return "argMin(toNullable(" .. sql .. "), " .. row .. ")" end,
  last = function(sql, _, _, row) return "argMax(toNullable(" .. sql .. "), " .. row .. ")" end,
}

-- Sorted arrays of ends, or of whether they are open.
function clickhouse.end_quantile(w, of, open, q, side, flag)
  local values, h = w:fresh(), w:fresh()
  local list = "arraySort(groupArray(" .. of .. "))"
  if flag then
    local x, e = w:fresh(), w:fresh()
    list = ("arraySort((%s, %s) -> (%s, %s), groupArray(%s), groupArray(%s))"):format(x, e, e,
      side == "upper" and "1 - " .. x or x, open, of)
  end
  list = "(" .. list .. " AS " .. values .. ")"
  local place = "((" .. q .. " * (length(" .. values .. ") - 1)) AS " .. h .. ")"
  local low = values .. "[toUInt64(floor(" .. h .. ")) + 1]"
  local high = values .. "[toUInt64(ceil(" .. h .. ")) + 1]"
  local between = low .. " + (" .. h .. " - floor(" .. h .. ")) * (" .. high .. " - " .. low .. ")"
  local picked = flag and "greatest(" .. low .. ", " .. high .. ")"
    or ("multiIf(%s = %s OR %s = -inf, %s, %s = inf, %s, %s)"):format(low, high, low, low, high, high, between)
  return "if(length(" .. list .. ") = 0 OR " .. place .. " < 0, NULL, " .. picked .. ")"
end

function clickhouse.limit(_, n, offset)
  -- LIMIT takes no parameter in old versions; both are checked whole numbers
  return ("LIMIT %.0f, %.0f"):format(offset, n)
end

return clickhouse
