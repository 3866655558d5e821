-- Windows of the plain evaluator: what a row has of the others of its group.

local periods = require "support.oracle.periods"
local values = require "support.oracle.values"

local finite, less = values.finite, values.less

local function total(list)
  if #list == 0 then return nil end
  local sum = 0
  for i = 1, #list do sum = sum + list[i] end
  return sum
end

local WINDOWS = {}

--- The one row of the group at the earlier period; nil where none or several.
function WINDOWS.row_before(group, row, step)
  local period = row[step.period]
  local target = period ~= nil and periods.earlier(period, step)
  if not target then return nil end
  local found
  for _, other in ipairs(group) do
    if other[step.period] == target then
      if found then return nil end
      found = other
    end
  end
  return found
end

local function total_before(rows, row, step)
  local period = row[step.period]
  local target = period ~= nil and periods.earlier(period, step)
  local sum
  for _, other in ipairs(rows) do
    if target and other[step.period] == target and values.key_of_row(other, step.within) == values.key_of_row(row, step.within)
      and other[step.of] ~= nil then
      sum = (sum or 0) + other[step.of]
    end
  end
  return sum
end

function WINDOWS.lag(row, group, step)
  local before = WINDOWS.row_before(group, row, step)
  return before and before[step.of]
end

function WINDOWS.growth(row, group, step)
  local v, base = row[step.of], WINDOWS.lag(row, group, step)
  if v == nil or base == nil or base <= 0 then return nil end
  return finite(v / base - 1)
end

function WINDOWS.difference(row, group, step)
  local v, base = row[step.of], WINDOWS.lag(row, group, step)
  if v == nil or base == nil then return nil end
  return finite(v - base)
end

function WINDOWS.contribution(row, group, step, rows)
  local v, base = row[step.of], WINDOWS.lag(row, group, step)
  local whole = total_before(rows, row, step)
  if v == nil or base == nil or whole == nil or whole <= 0 then return nil end
  return finite((v - base) / whole)
end

local function values_of(group, name)
  local list = {}
  for _, row in ipairs(group) do
    if row[name] ~= nil then list[#list + 1] = row[name] end
  end
  return list
end

function WINDOWS.share(row, group, step)
  local sum = total(values_of(group, step.of))
  if row[step.of] == nil or sum == 0 then return nil end
  return finite(row[step.of] / sum)
end

function WINDOWS.rank(row, group, step)
  local v = row[step.of]
  if v == nil then return nil end
  local rank = 1
  for _, other in ipairs(values_of(group, step.of)) do
    if step.descending then
      if less(v, other) then rank = rank + 1 end
    elseif less(other, v) then
      rank = rank + 1
    end
  end
  return rank
end

function WINDOWS.cumulative(row, group, step)
  if row[step.of] == nil then return nil end
  local sum = 0
  for _, other in ipairs(group) do
    if other[step.of] ~= nil then sum = sum + other[step.of] end
    if other == row then return sum end
  end
end

return WINDOWS
