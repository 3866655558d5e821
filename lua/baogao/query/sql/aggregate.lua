-- The columns of a summary as SQL: what each is taken of, and how it is written
-- once that has names.
--
-- An end of a figure's bounds is summarised as the engine does it
-- (summarise_bounds.c): a sum of ends is open where one of them is; of least and
-- greatest and of quantiles the ends stand in order of their places, and at one
-- place a closed lower end before an open one, an open upper end before a closed
-- one. A figure without a value is null, and passed over with its bounds.

local expression = require "baogao.query.sql.expression"
local functions = require "baogao.query.functions"

local aggregate = {}

-- The order of ends at one place: of the flags that say which are open.
local function flag_order(side) return side == "upper" and " DESC" or "" end

-- first, last and quantiles for a dialect that has no aggregate for them: the
-- rows are numbered in their group first, and the aggregate picks by number.
local function picked(partition, row, fn, sql)
  local order = "ORDER BY (" .. sql .. " IS NULL), " .. row .. (fn == "last" and " DESC" or "")
  return { "FIRST_VALUE(" .. sql .. ") OVER (" .. partition .. order .. ")" }, function(names)
    return "MIN(" .. names[1] .. ")"
  end
end

-- A quantile so: of numbers, of ends (`open` is their flag), or of those flags.
local function picked_quantile(w, partition, q, sql, side, open, flag)
  local d = w.dialect
  local order = "ORDER BY " .. sql .. d.nulls_last .. (open and ", " .. open .. flag_order(side) or "")
  local parts = { flag and open or sql, "ROW_NUMBER() OVER (" .. partition .. order .. ")",
    "(" .. q .. " * (COUNT(" .. sql .. ") OVER (" .. (partition:gsub(" $", "")) .. ") - 1))" }
  return parts, function(names)
    local x, place, h = names[1], names[2], names[3]
    local low = "CAST(" .. h .. " AS INTEGER)"
    local at_low = "MAX(CASE WHEN " .. place .. " = " .. low .. " + 1 THEN " .. x .. " END)"
    local high = low .. " + 1 + (" .. h .. " > " .. low .. ")"
    if flag then return "MAX(CASE WHEN " .. place .. " IN (" .. low .. " + 1, " .. high .. ") THEN " .. x .. " END)" end
    local at_high = "MAX(CASE WHEN " .. place .. " = " .. high .. " THEN " .. x .. " END)"
    local between = "(" .. at_low .. " + (MAX(" .. h .. ") - MAX(" .. low .. ")) * (" .. at_high .. " - " .. at_low .. "))"
    return side and aggregate.steady(w, at_low, at_high, between) or between
  end
end

--- What lies between two ends, of which one may be infinite.
function aggregate.steady(w, low, high, between)
  return "CASE WHEN " .. low .. " = " .. high .. " OR " .. low .. " = " .. w.dialect.literal(-math.huge, "number") .. " THEN "
    .. low .. " WHEN " .. high .. " = " .. w.dialect.literal(math.huge, "number") .. " THEN " .. high .. " ELSE " .. between
    .. " END"
end

-- Whether the end that is the least (or greatest) of all is open: where the
-- closed ones come first, only if all at that place are; else if any is.
local function extreme_open(w, fn, side)
  local d = w.dialect
  local closed_first = (fn == "min") == (side == "lower")
  return function(names)
    local of, open = names[1], names[2]
    local all = d.aggregates[fn](of, "number")
    local some = d.aggregates[fn]("CASE WHEN " .. (closed_first and "NOT " or "") .. open .. " THEN " .. of .. " END", "number")
    return "CASE WHEN " .. all .. " IS NOT NULL THEN COALESCE(" .. some .. (closed_first and " <> " or " = ") .. all .. ", "
      .. d.literal(closed_first, "boolean") .. ") END"
  end
end

-- One end, or whether it is open.
local function of_bounds(w, level, partition, row, known, value, q)
  local d = w.dialect
  local fn, side = known.of, known.part:match "^%a+"
  local flag = known.part ~= side
  local function where_valued(sql) return "CASE WHEN " .. value .. " IS NOT NULL THEN " .. sql .. " END" end
  local of, open = where_valued(level.fields[side]), where_valued(level.fields[side .. "_open"])
  if fn == "quantile" or fn == "median" then
    if not d.end_quantile then return picked_quantile(w, partition, q, of, side, open, flag) end
    return { of, open }, function(names) return d.end_quantile(w, names[1], names[2], q, side, flag) end
  elseif not flag then
    if not d.aggregates[fn] then return picked(partition, row, fn, of) end
    return { of }, function(names, now_row) return d.aggregates[fn](names[1], "number", nil, now_row, w) end
  elseif fn == "sum" or fn == "mean" then
    return { open }, function(names) return d.aggregates.max(names[1], "boolean") end
  elseif fn == "min" or fn == "max" then
    return { of, open }, extreme_open(w, fn, side)
  end
  if not d.aggregates[fn] then return picked(partition, row, fn, open) end
  return { open }, function(names, now_row) return d.aggregates[fn](names[1], "boolean", nil, now_row, w) end
end

--- How one column of a summary is written on a level whose fields are columns.
---@param entry table {name=, fn=, expr=, q=}
---@param by string[] the groups' SQL
---@param row string the rows' number
---@return table {parts = SQL that it is taken of, write = function(names of these, row) -> SQL, close = true where the
--- parts must be columns, infinite = whether its values may be}
function aggregate.prepare(w, level, entry, by, row)
  local d = w.dialect
  local known = functions.aggregate[entry.fn]
  local expr, fn, q = entry.expr, known.of or entry.fn, nil
  local partition = #by > 0 and "PARTITION BY " .. table.concat(by, ", ") .. " " or ""
  if fn == "median" or fn == "quantile" then fn, q = "quantile", w:bind(fn == "median" and 0.5 or entry.q, "number") end
  local made = { infinite = known.part == "lower" or known.part == "upper" or (expr and expression.may_be_infinite(expr, level)) }
  local sql = expr and expression.write(w, expr, level)
  if known.of then
    made.parts, made.write = of_bounds(w, level, partition, row, known, sql, q)
    made.close = fn == "quantile" and not d.end_quantile or (fn ~= "quantile" and not d.aggregates[fn])
    return made
  end
  local kind = expr and expr.type
  if d.aggregates[fn] then
    made.parts, made.close = { sql }, sql ~= nil and not level.plain[sql]
    made.write = function(names, now_row) return d.aggregates[fn](names[1], kind, q, now_row, w) end
  elseif fn == "quantile" then
    made.parts, made.write = picked_quantile(w, partition, q, kind == "integer" and d.double(sql) or sql)
    made.close = true
  else
    made.parts, made.write = picked(partition, row, fn, sql)
    made.close = true
  end
  return made
end

--- The columns of a summary with the parts of their bounds that the query's
--- column with bounds stands for: {name=, fn=, expr=, q=} each.
function aggregate.expanded(list)
  local made = {}
  for _, entry in ipairs(list) do
    made[#made + 1] = entry
    for _, part in ipairs(entry.bounded and functions.parts or {}) do
      made[#made + 1] = { name = part, fn = part .. "_" .. entry.fn, expr = entry.expr, q = entry.q }
    end
  end
  return made
end

return aggregate
