-- calendar.lua: days of the engine as years, months and dates.

local core = require "baogao.engine"

local M = {}

---The day on which a month begins.
function M.month_begins(year, month) return (core.period_days(("%04d-%02d"):format(year, month))) end

---The year that a day lies in.
function M.year_of(day)
  -- from a guess, a step or two
  local year = math.floor((day - M.month_begins(2000, 1)) / 365.2425) + 2000
  while M.month_begins(year, 1) > day do year = year - 1 end
  while M.month_begins(year + 1, 1) <= day do year = year + 1 end
  return year
end

---A day as "2024-11-30".
function M.date_of(day)
  local year, month = M.year_of(day), 12
  while M.month_begins(year, month) > day do month = month - 1 end
  return ("%04d-%02d-%02d"):format(year, month, day - M.month_begins(year, month) + 1)
end

return M
