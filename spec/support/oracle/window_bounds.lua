-- Bounds of windows for the plain evaluator: by what the result is at the ends of
-- each figure, tried out one pair of ends after the other.

local windows = require "support.oracle.windows"

local bounds = {}

local function ends_of(row, of)
  if row[of] == nil then return nil end
  return { { row.lower, row.lower_open or row.lower == -math.huge }, { row.upper, row.upper_open or row.upper == math.huge } }
end

-- The least and greatest of points {place, open}; at one place a closed one goes before an open one.
local function hull(points)
  local low, high = points[1], points[1]
  for _, p in ipairs(points) do
    if p[1] < low[1] or (p[1] == low[1] and not p[2]) then low = p end
    if p[1] > high[1] or (p[1] == high[1] and not p[2]) then high = p end
  end
  return { lower = low[1], upper = high[1], lower_open = low[2], upper_open = high[2] }
end

local ANYTHING = { lower = -math.huge, upper = math.huge, lower_open = true, upper_open = true }

function bounds.lag(row, group, step)
  return windows.row_before(group, row, step)
end

local function each_pair(row, group, step, result)
  local points = {}
  for _, now in ipairs(ends_of(row, step.of)) do
    for _, before in ipairs(ends_of(windows.row_before(group, row, step), step.of)) do
      points[#points + 1] = { result(now, before) }
    end
  end
  return hull(points)
end

function bounds.difference(row, group, step)
  local now, before = ends_of(row, step.of), ends_of(windows.row_before(group, row, step), step.of)
  return { lower = now[1][1] - before[2][1], upper = now[2][1] - before[1][1], lower_open = now[1][2] or before[2][2],
    upper_open = now[2][2] or before[1][2] }
end

function bounds.growth(row, group, step)
  local base = windows.row_before(group, row, step)
  if not (base.lower > 0 or (base.lower == 0 and base.lower_open)) then return ANYTHING end
  return each_pair(row, group, step, function(now, before)
    local a, b = now[1], before[1]
    if a == 0 then return -1, now[2] end
    -- toward an infinite base the ratio goes to 0, unless both go there: then it is anything, which the other pairs tell
    if b == math.huge then return -1, true end
    local ratio = b == 0 and (a > 0 and math.huge or -math.huge) or a / b
    return ratio - 1, now[2] or before[2] or ratio == math.huge or ratio == -math.huge
  end)
end

-- v / (v + rest): the least where v is least and the rest is most.
function bounds.share(row, group, step, value)
  local exact = true
  for _, other in ipairs(group) do exact = exact and (other[step.of] == nil or other.lower == other.upper) end
  if exact then return { lower = value, upper = value, lower_open = false, upper_open = false } end
  local own = ends_of(row, step.of)
  local rest, open, any = { 0, 0 }, { false, false }, false
  for _, other in ipairs(group) do
    local ends = ends_of(other, step.of)
    if ends then
      if ends[1][1] < 0 then return ANYTHING end
      if other ~= row then
        any = any or ends[2][1] > 0
        for side = 1, 2 do
          rest[side] = rest[side] + ends[side][1]
          open[side] = open[side] or ends[side][2]
        end
      end
    end
  end
  if not any then return { lower = 1, upper = 1, lower_open = false, upper_open = false } end
  local function at(v, v_open, r, r_open)
    if v == 0 then return 0, v_open end
    if r == 0 then return 1, r_open end
    if r == math.huge then return 0, true end
    if v == math.huge then return 1, true end
    return v / (v + r), v_open or r_open
  end
  local made = {}
  made.lower, made.lower_open = at(own[1][1], own[1][2], rest[2], open[2])
  made.upper, made.upper_open = at(own[2][1], own[2][2], rest[1], open[1])
  return made
end

return bounds
