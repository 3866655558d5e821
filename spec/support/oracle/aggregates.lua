-- Aggregates of the plain evaluator, and the bounds of those that have some.
--
-- An end of a figure is {place, side}: where it is open, side is 1 for a lower
-- end and -1 for an upper one, a hair beside its place. So ends have an order,
-- and the least, the greatest and any quantile of figures have as their ends the
-- least, the greatest and the quantile of theirs.

local evaluate = require("support.oracle.expressions").evaluate
local values = require "support.oracle.values"

local key_of, less = values.key, values.less

local function extreme(list, sign)
  local best
  for i = 1, #list do
    if best == nil or (sign < 0 and less(list[i], best)) or (sign > 0 and less(best, list[i])) then best = list[i] end
  end
  return best
end

local function total(list)
  if #list == 0 then return nil end
  local sum = 0
  for i = 1, #list do sum = sum + list[i] end
  return sum
end

local AGGREGATES = {}
AGGREGATES.sum = total
function AGGREGATES.mean(list) return #list > 0 and total(list) / #list or nil end
function AGGREGATES.min(list) return extreme(list, -1) end
function AGGREGATES.max(list) return extreme(list, 1) end
function AGGREGATES.count(list) return #list end
function AGGREGATES.count_distinct(list)
  local seen, n = {}, 0
  for i = 1, #list do
    local key = key_of(list[i])
    if not seen[key] then seen[key], n = true, n + 1 end
  end
  return n
end
function AGGREGATES.quantile(list, q)
  if #list == 0 then return nil end
  table.sort(list)
  local h = q * (#list - 1)
  local lo, hi = math.floor(h), math.ceil(h)
  if lo == hi then return list[lo + 1] end
  return list[lo + 1] + (h - lo) * (list[hi + 1] - list[lo + 1])
end
function AGGREGATES.median(list) return AGGREGATES.quantile(list, 0.5) end
function AGGREGATES.first(list) return list[1] end
function AGGREGATES.last(list) return list[#list] end

-- The ends of the figures of rows on one side, {place, hair}; a figure without a value is none.
local function ends_of(rows, side, bounded)
  local list = {}
  for i = 1, #rows do
    local row = rows[i]
    if row[bounded] ~= nil then
      local open = row[side .. "_open"]
      list[#list + 1] = { row[side], open and (side == "lower" and 1 or -1) or 0 }
    end
  end
  return list
end

local function before(a, b)
  if a[1] ~= b[1] then return a[1] < b[1] end
  return a[2] < b[2]
end

local ENDS = {}

function ENDS.sum(list)
  local sum = { 0, 0 }
  for i = 1, #list do
    sum[1] = sum[1] + list[i][1]
    if list[i][2] ~= 0 then sum[2] = 1 end
  end
  return sum
end
function ENDS.mean(list)
  local sum = ENDS.sum(list)
  return { sum[1] / #list, sum[2] }
end
function ENDS.quantile(list, q)
  table.sort(list, before)
  local h = q * (#list - 1)
  local a, b = list[math.floor(h) + 1], list[math.ceil(h) + 1]
  local open = (a[2] ~= 0 or b[2] ~= 0) and 1 or 0
  if a[1] == b[1] or a[1] == -math.huge then return { a[1], open } end
  if b[1] == math.huge then return { b[1], open } end
  return { a[1] + (h - math.floor(h)) * (b[1] - a[1]), open }
end
function ENDS.median(list) return ENDS.quantile(list, 0.5) end
function ENDS.min(list)
  table.sort(list, before)
  return list[1]
end
function ENDS.max(list)
  table.sort(list, before)
  return list[#list]
end
function ENDS.first(list) return list[1] end
function ENDS.last(list) return list[#list] end

--- One end of what an aggregate makes of figures, and whether it is open.
local function ends(fn, q, rows, side, bounded)
  local list = ends_of(rows, side, bounded)
  if #list == 0 then return nil end
  local made = ENDS[fn](list, q)
  return made[1], made[2] ~= 0
end

local aggregates = { of = AGGREGATES }

--- Fills a column of a summary (and its bounds, where it keeps them) of a group of rows into a row.
---@param made table the row
---@param column table {name=, fn=, expr=, q=, bounded=} of a step
---@param rows table[]
---@param bounded string? the column with bounds
function aggregates.fill(made, column, rows, bounded)
  local part, fn = column.fn:match("^([lu][a-z]+er_open)_(.+)$")
  if not part then part, fn = column.fn:match("^([lu][a-z]+er)_(.+)$") end
  if part then
    local side = part:match("^%a+")
    local place, open = ends(fn, column.q, rows, side, bounded)
    if part == side then made[column.name] = place else made[column.name] = open end
    return
  end
  local list = {}
  for i = 1, #rows do
    local v = true
    if column.expr then v = evaluate(column.expr, rows[i], bounded) end
    if v ~= nil then list[#list + 1] = v end
  end
  made[column.name] = AGGREGATES[column.fn](list, column.q)
  if column.bounded then
    made.lower, made.lower_open = ends(column.fn, column.q, rows, "lower", bounded)
    made.upper, made.upper_open = ends(column.fn, column.q, rows, "upper", bounded)
  end
end

return aggregates
