-- scale.lua: from values to places, with round steps.

local M = {}

local STEPS = { 1, 2, 2.5, 5, 10 }

---The smallest round step that divides a span into at most `most` parts.
---@param span number above zero
---@param most integer
---@return number
function M.step(span, most)
  local power = 10 ^ math.floor(math.log(span / most) / math.log(10))
  for _, factor in ipairs(STEPS) do
    if span / (factor * power) <= most * (1 + 1e-9) then return factor * power end
  end
  return 10 * power
end

-- room beyond the last value for the arrow of an end that is not bounded
local ARROW_ROOM = 1.07

---The ends of a scale that holds every figure: zero, the values, the bounds there are, and room for arrows.
---@param figures { value: number, lower: number, upper: number }[]
---@return number from
---@return number to
function M.ends(figures)
  local from, to = 0, 0
  for _, figure in ipairs(figures) do
    local lower, upper = figure.lower, figure.upper
    if upper == math.huge then upper = math.max(figure.value, lower > -math.huge and lower or figure.value) * ARROW_ROOM end
    if lower == -math.huge then lower = math.min(figure.value, upper) * (figure.value < 0 and ARROW_ROOM or 1) end
    from, to = math.min(from, lower, figure.value), math.max(to, upper, figure.value)
  end
  if from == to then to = from + 1 end
  return from, to
end

---A function from values to fractions of the width.
---@param from number
---@param to number
---@return fun(value: number): number
function M.linear(from, to)
  local span = to - from
  return function(value)
    return math.min(1, math.max(0, (value - from) / span))
  end
end

return M
