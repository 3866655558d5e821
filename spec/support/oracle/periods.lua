-- Periods of the plain evaluator: the one that lies n units earlier.

local periods = {}

local LENGTHS = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }
local function days_of(year, month)
  if month == 2 and (year % 4 == 0 and year % 100 ~= 0 or year % 400 == 0) then return 29 end
  return LENGTHS[month]
end

local function back_days(y, m, d, n)
  d = d - n
  while d < 1 do
    m = m - 1
    if m < 1 then y, m = y - 1, 12 end
    d = d + days_of(y, m)
  end
  return y, m, d
end

-- One date of ISO 8601, n units earlier; nil where there is none.
local function shifted(text, n, unit)
  local y, m, d = text:match("^(%d%d%d%d)%-?(%d?%d?)%-?(%d?%d?)$")
  if not y or (#text ~= 4 and #text ~= 7 and #text ~= 10) then return nil end
  if #text > 4 and (text:sub(5, 5) ~= "-" or #m ~= 2) then return nil end
  if #text > 7 and (text:sub(8, 8) ~= "-" or #d ~= 2) then return nil end
  y, m, d = tonumber(y), tonumber(m), tonumber(d)
  if m and (m < 1 or m > 12) then return nil end
  if d and (d < 1 or d > days_of(y, m)) then return nil end
  if unit == "year" then
    y = y - n
  elseif unit == "month" or unit == "quarter" then
    if not m then return nil end
    local index = y * 12 + m - 1 - n * (unit == "quarter" and 3 or 1)
    y, m = math.floor(index / 12), index % 12 + 1
  else
    if not d then return nil end
    y, m, d = back_days(y, m, d, n * (unit == "week" and 7 or 1))
  end
  if y < 1 then return nil end
  if d and d > days_of(y, m) then return nil end
  if d then return ("%04d-%02d-%02d"):format(y, m, d) end
  if m then return ("%04d-%02d"):format(y, m) end
  return ("%04d"):format(y)
end

--- The period before that of a row, by a step.
function periods.earlier(value, step)
  if type(value) == "number" then return value - step.n end
  local a, b = value:match("^([^/]*)/([^/]*)$")
  if not a then return shifted(value, step.n, step.unit) end
  a, b = shifted(a, step.n, step.unit), shifted(b, step.n, step.unit)
  return a and b and a .. "/" .. b
end

return periods
