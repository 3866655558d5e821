-- PostgreSQL 11 or later (RANGE with an offset in window functions).
--
-- Texts compare by bytes: the table that load makes has COLLATE "C" on them,
-- and so have the constants here. Every parameter is cast, so that a driver may
-- send it as text.

local postgres = {
  name = "postgres",
  zero = "0",
  nulls_last = " NULLS LAST",
  windows = true,
  common_tables = true,
  -- the server keeps 63 bytes of a name and drops the rest without a word
  name_bytes = 63,
  bound_values = 60000,
  types = { number = "double precision", integer = "bigint", boolean = "boolean", date = "date",
    string = 'text COLLATE "C"' },
}

local CASTS = { number = "::double precision", integer = "::bigint", boolean = "::boolean", date = "::date",
  string = '::text COLLATE "C"' }

function postgres.quote(name) return '"' .. name:gsub('"', '""') .. '"' end

function postgres.placeholder(index, kind)
  return "($" .. index .. CASTS[kind] .. ")"
end

function postgres.bound(value) return value end

function postgres.literal(value, kind)
  if kind == "boolean" then return value and "TRUE" or "FALSE" end
  if kind == "number" then
    if value == math.huge then return "'Infinity'::double precision" end
    if value == -math.huge then return "'-Infinity'::double precision" end
    return ("'%.17g'::double precision"):format(value)
  elseif kind == "integer" then
    return ("'%.0f'::bigint"):format(value)
  end
  if value:find("%z") then return nil, "PostgreSQL keeps no NUL in a text" end
  local quoted = value:gsub("'", "''")
  -- control characters and backslashes as escapes, so that no line breaks a statement
  if value:find("[%c\\]") then
    quoted = "E'" .. quoted:gsub("\\", "\\\\"):gsub("%c", function(c) return ("\\x%02x"):format(c:byte()) end) .. "'"
  else
    quoted = "'" .. quoted .. "'"
  end
  return "(" .. quoted .. CASTS[kind] .. ")"
end

function postgres.double(sql) return sql .. "::double precision" end

function postgres.finite(_, sql)
  return "NULLIF(NULLIF(NULLIF(" .. sql .. ", 'NaN'), 'Infinity'), '-Infinity')"
end

function postgres.like(w, sql, pattern)
  return "(" .. sql .. " LIKE " .. w:bind(pattern, "string") .. " ESCAPE '')"
end

local SHAPES = {
  year = { "^[0-9]{4}([-/]|$)", 1, 4 },
  month = { "^[0-9]{4}-(0[1-9]|1[0-2])([-/]|$)", 6, 2 },
  day = { "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(/|$)", 9, 2 },
}
local function part(name)
  return function(_, sql, kind)
    if kind == "date" then return "EXTRACT(" .. name .. " FROM " .. sql .. ")::bigint" end
    local s = SHAPES[name]
    return ("(CASE WHEN %s ~ '%s' THEN substr(%s, %d, %d)::bigint END)"):format(sql, s[1], sql, s[2], s[3])
  end
end

postgres.functions = {
  year = part "year",
  month = part "month",
  day = part "day",
  quarter = function(w, sql, kind) return "((" .. part "month"(w, sql, kind) .. " + 2) / 3)" end,
  abs = function(_, sql) return "abs(" .. sql .. ")" end,
  floor = function(_, sql, kind) return "floor(" .. sql .. ")" .. (kind == "integer" and "::bigint" or "") end,
  ceil = function(_, sql, kind) return "ceil(" .. sql .. ")" .. (kind == "integer" and "::bigint" or "") end,
  length = function(_, sql) return "char_length(" .. sql .. ")::bigint" end,
  lower_case = function(_, sql) return "lower(" .. sql .. ")" end,
  upper_case = function(_, sql) return "upper(" .. sql .. ")" end,
}

function postgres.whole(sql) return "(" .. sql .. ")::bigint" end
function postgres.date_part(name, sql, kind) return part(name)(nil, sql, kind) end
function postgres.substring(sql, from, count)
  return "substr(" .. sql .. ", " .. from .. (count and ", " .. count or "") .. ")"
end
function postgres.matches(sql, shape) return "(" .. sql .. " ~ '^" .. shape:gsub("d", "[0-9]") .. "$')" end
function postgres.first_part(sql)
  return "(CASE WHEN strpos(" .. sql .. ", '/') > 0 THEN substr(" .. sql .. ", 1, strpos(" .. sql .. ", '/') - 1) ELSE "
    .. sql .. " END)"
end
function postgres.second_part(sql)
  return "(CASE WHEN strpos(" .. sql .. ", '/') > 0 THEN substr(" .. sql .. ", strpos(" .. sql .. ", '/') + 1) END)"
end
function postgres.quotient(a, b) return "((" .. a .. ") / " .. b .. ")" end
function postgres.as_text(sql) return sql .. "::text" end
function postgres.concat(list) return "(" .. table.concat(list, " || ") .. ")" end

local function first_of(sql, order)
  return "(ARRAY_AGG(" .. sql .. " ORDER BY " .. order .. ") FILTER (WHERE " .. sql .. " IS NOT NULL))[1]"
end

postgres.aggregates = {
  sum = function(sql, kind) return "SUM(" .. sql .. ")" .. (kind == "integer" and "::bigint" or "") end,
  mean = function(sql, kind) return "AVG(" .. (kind == "integer" and postgres.double(sql) or sql) .. ")" end,
  min = function(sql, kind) return (kind == "boolean" and "BOOL_AND(" or "MIN(") .. sql .. ")" end,
  max = function(sql, kind) return (kind == "boolean" and "BOOL_OR(" or "MAX(") .. sql .. ")" end,
  count = function(sql) return sql and "COUNT(" .. sql .. ")" or "COUNT(*)" end,
  count_distinct = function(sql) return "COUNT(DISTINCT " .. sql .. ")" end,
  quantile = function(sql, kind, q)
    return "PERCENTILE_CONT(" .. q .. ") WITHIN GROUP (ORDER BY " .. (kind == "integer" and postgres.double(sql) or sql) .. ")"
  end,
  first = function(sql, _, _, row) return first_of(sql, row) end,
  last = function(sql, _, _, row) return first_of(sql, row .. " DESC") end,
}

-- Sorted arrays of ends, and of whether they are open. (PERCENTILE_CONT makes NaN of infinite ends.)
function postgres.end_quantile(w, of, open, q, side, flag)
  local function sorted(sql)
    return "(ARRAY_AGG(" .. sql .. " ORDER BY " .. of .. ", " .. open .. (side == "upper" and " DESC" or "") .. ") FILTER (WHERE "
      .. of .. " IS NOT NULL))"
  end
  local h = "(" .. q .. " * (COUNT(" .. of .. ") - 1))"
  local list = sorted(flag and open or of)
  local low, high = list .. "[floor(" .. h .. ")::integer + 1]", list .. "[ceil(" .. h .. ")::integer + 1]"
  if flag then return "(" .. low .. " OR " .. high .. ")" end
  return require("baogao.query.sql.aggregate").steady(w, low, high,
    "(" .. low .. " + (" .. h .. " - floor(" .. h .. ")) * (" .. high .. " - " .. low .. "))")
end

function postgres.limit(w, n, offset)
  return "LIMIT " .. w:bind(n, "integer") .. " OFFSET " .. w:bind(offset, "integer")
end

return postgres
