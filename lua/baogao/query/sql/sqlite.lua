-- SQLite 3.30 or later (nulls last, window functions).
--
-- Texts compare by bytes (BINARY), like is GLOB with its wildcards, since
-- SQLite's LIKE takes a for A. Dates are texts YYYY-MM-DD, booleans 0 and 1.

local sqlite = {
  name = "sqlite",
  zero = "0.0",
  nulls_last = " NULLS LAST",
  windows = true,
  common_tables = true,
  -- names that differ in case only are one name
  case_blind = true,
  -- a subquery cannot name a column so: SQLite takes the name for the constant
  no_alias = { ["true"] = true, ["false"] = true },
  -- its parser's stack holds 100 entries, and a level takes three
  depth = 24,
  bound_values = 30000,
  types = { number = "REAL", integer = "INTEGER", boolean = "INTEGER", date = "TEXT", string = "TEXT" },
}

-- In backquotes, since SQLite takes a column that it does not know in double
-- quotes for a text, without a word.
function sqlite.quote(name) return "`" .. name:gsub("`", "``") .. "`" end

function sqlite.placeholder(index) return "?" .. index end

-- What the driver binds for a value.
function sqlite.bound(value, kind)
  if kind == "boolean" then return value and 1 or 0 end
  return value
end

function sqlite.literal(value, kind)
  if kind == "boolean" then return value and "1" or "0" end
  if kind == "number" then
    if value == math.huge then return "9e999" elseif value == -math.huge then return "-9e999" end
    local shown = ("%.17g"):format(value)
    return shown:find("[.e]") and shown or shown .. ".0"
  elseif kind == "integer" then
    return ("%.0f"):format(value)
  end
  -- a text with NUL or a control character goes by its bytes
  if value:find("%c") then
    return "CAST(X'" .. value:gsub(".", function(c) return ("%02X"):format(c:byte()) end) .. "' AS TEXT)"
  end
  return "'" .. value:gsub("'", "''") .. "'"
end

function sqlite.double(sql) return "CAST(" .. sql .. " AS REAL)" end

-- inf - inf is NULL in SQLite by itself
function sqlite.finite(_, sql) return "NULLIF(NULLIF(" .. sql .. ", 9e999), -9e999)" end

function sqlite.like(w, sql, pattern)
  local glob = pattern:gsub("[*?%[%%_]", { ["*"] = "[*]", ["?"] = "[?]", ["["] = "[[]", ["%"] = "*", ["_"] = "?" })
  return "(" .. sql .. " GLOB " .. w:bind(glob, "string") .. ")"
end

-- A part of a date, or of the start of an ISO 8601 period: its digits, where
-- the text has its shape.
local SHAPES = {
  year = { 5, "('', '-', '/')", 4, "[0-9][0-9][0-9][0-9]", 1, 4 },
  month = { 8, "('', '-', '/')", 7, "[0-9][0-9][0-9][0-9]-[0-9][0-9]", 6, 2, "'01' AND '12'" },
  day = { 11, "('', '/')", 10, "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]", 9, 2, "'01' AND '31'" },
}
local function part(name)
  local s = SHAPES[name]
  return function(_, sql)
    local test = ("substr(%s, %d, 1) IN %s AND substr(%s, 1, %d) GLOB '%s'"):format(sql, s[1], s[2], sql, s[3], s[4])
    if s[7] then test = test .. (" AND substr(%s, %d, %d) BETWEEN %s"):format(sql, s[5], s[6], s[7]) end
    if name == "day" then test = test .. (" AND substr(%s, 6, 2) BETWEEN '01' AND '12'"):format(sql) end
    return ("(CASE WHEN %s THEN CAST(substr(%s, %d, %d) AS INTEGER) END)"):format(test, sql, s[5], s[6])
  end
end

sqlite.functions = {
  year = part "year",
  month = part "month",
  day = part "day",
  quarter = function(w, sql) return "((" .. part "month"(w, sql) .. " + 2) / 3)" end,
  abs = function(_, sql) return "abs(" .. sql .. ")" end,
  floor = function(_, sql) return "floor(" .. sql .. ")" end,
  ceil = function(_, sql) return "ceil(" .. sql .. ")" end,
  length = function(_, sql) return "length(" .. sql .. ")" end,
  lower_case = function(_, sql) return "lower(" .. sql .. ")" end,
  upper_case = function(_, sql) return "upper(" .. sql .. ")" end,
}

-- Whole number of a part of a text; the day number of a date text.
function sqlite.whole(sql) return "CAST(" .. sql .. " AS INTEGER)" end
function sqlite.date_part(name, sql) return sqlite.functions[name](nil, sql) end
function sqlite.substring(sql, from, count)
  return "substr(" .. sql .. ", " .. from .. (count and ", " .. count or "") .. ")"
end
function sqlite.matches(sql, shape)
  return "(" .. sql .. " GLOB '" .. shape:gsub("d", "[0-9]") .. "')"
end
function sqlite.first_part(sql)
  return "(CASE WHEN instr(" .. sql .. ", '/') > 0 THEN substr(" .. sql .. ", 1, instr(" .. sql .. ", '/') - 1) ELSE "
    .. sql .. " END)"
end
function sqlite.second_part(sql)
  return "(CASE WHEN instr(" .. sql .. ", '/') > 0 THEN substr(" .. sql .. ", instr(" .. sql .. ", '/') + 1) END)"
end
function sqlite.quotient(a, b) return "((" .. a .. ") / " .. b .. ")" end
function sqlite.as_text(sql) return "CAST(" .. sql .. " AS TEXT)" end
function sqlite.concat(list) return "(" .. table.concat(list, " || ") .. ")" end

sqlite.aggregates = {
  sum = function(sql) return "SUM(" .. sql .. ")" end,
  mean = function(sql) return "AVG(" .. sql .. ")" end,
  min = function(sql) return "MIN(" .. sql .. ")" end,
  max = function(sql) return "MAX(" .. sql .. ")" end,
  count = function(sql) return sql and "COUNT(" .. sql .. ")" or "COUNT(*)" end,
  count_distinct = function(sql) return "COUNT(DISTINCT " .. sql .. ")" end,
}

function sqlite.limit(w, n, offset)
  return "LIMIT " .. w:bind(n, "integer") .. " OFFSET " .. w:bind(offset, "integer")
end

return sqlite
