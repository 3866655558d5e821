-- Periods in SQL, for lag and growth: each row gets a class and a whole number,
-- so that "one year earlier" is "the same class, the number less one".
--
--   date, by year           class month and day    number the year
--   date, by month          class day              number year * 12 + month
--   date, by day            no class               number of the day
--   text 2024-01/2024-11    class what is left of the text when its years or
--                           months are cut, and the distance of its two ends
--
-- A text that is no period, or names a day that is not in the calendar, has no
-- number and meets nothing.

local level = require "baogao.query.sql.level"

local period = {}

local MONTHS = { month = 1, quarter = 3 }
local DAYS = { day = 1, week = 7 }

--- How far back a step goes, in the numbers of its rows.
function period.distance(step)
  return step.n * (MONTHS[step.unit] or DAYS[step.unit] or 1)
end

-- Days up to a date from its year, month, day: the Julian day number of the
-- Gregorian calendar, in whole numbers only.
local function day_number(d, y, m, day)
  local q = d.quotient
  local a = q("14 - " .. m, "12")
  local years = "(" .. y .. " + 4800 - " .. a .. ")"
  local months = "(" .. m .. " + 12 * " .. a .. " - 3)"
  return "(" .. day .. " + " .. q("(153 * " .. months .. " + 2)", "5") .. " + 365 * " .. years .. " + " .. q(years, "4")
    .. " - " .. q(years, "100") .. " + " .. q(years, "400") .. ")"
end

local function of_date(w, self, step, sql)
  local d = w.dialect
  local parts
  self, parts = level.close(w, self, {
    d.date_part("year", sql, "date"), d.date_part("month", sql, "date"), d.date_part("day", sql, "date"),
  })
  local y, m, day = parts[1], parts[2], parts[3]
  if step.unit == "year" then return self, { m, day }, y end
  if MONTHS[step.unit] then return self, { day }, "(" .. y .. " * 12 + " .. m .. ")" end
  return self, {}, day_number(d, y, m, day)
end

-- The last day of a month.
local function month_days(y, m)
  return "CASE WHEN " .. m .. " IN (4, 6, 9, 11) THEN 30 WHEN " .. m .. " <> 2 THEN 31 WHEN (" .. y .. " % 4 = 0 AND " .. y
    .. " % 100 <> 0) OR " .. y .. " % 400 = 0 THEN 29 ELSE 28 END"
end

local function of_text(w, self, step, sql)
  local d = w.dialect
  local ends, parts, numbers
  -- its two ends
  self, ends = level.close(w, self, { d.first_part(sql), d.second_part(sql) })
  local first, second = ends[1], ends[2]
  -- year, month and day of each, null where it has none or its shape is wrong
  local list = {}
  for _, part in ipairs { first, second } do
    local year, month, day = d.matches(part, "dddd"), d.matches(part, "dddd-dd"), d.matches(part, "dddd-dd-dd")
    local function cut(condition, from, count)
      return "CASE WHEN " .. condition .. " THEN " .. d.whole(d.substring(part, from, count)) .. " END"
    end
    list[#list + 1] = cut("(" .. year .. " OR " .. month .. " OR " .. day .. ")", 1, 4)
    list[#list + 1] = cut("(" .. month .. " OR " .. day .. ")", 6, 2)
    list[#list + 1] = cut(day, 9, 2)
    list[#list + 1] = d.substring(part, MONTHS[step.unit] and 8 or 5)
  end
  list[#list + 1] = second
  self, parts = level.close(w, self, list)
  second = parts[9]
  -- the number of each end, null where no such day is
  local function number(at)
    local y, m, day = parts[at], parts[at + 1], parts[at + 2]
    -- a month or a day that is not there is no fault: CASE goes on where a test is null
    local fits = "CASE WHEN " .. y .. " < 1 THEN 0 WHEN " .. m .. " < 1 OR " .. m .. " > 12 THEN 0 WHEN " .. day .. " < 1 OR "
      .. day .. " > " .. month_days(y, m) .. " THEN 0 ELSE 1 END"
    local value = MONTHS[step.unit] and "(" .. y .. " * 12 + " .. m .. ")" or y
    return "CASE WHEN " .. fits .. " = 1 THEN " .. value .. " END"
  end
  self, numbers = level.close(w, self, { number(1), number(5), parts[4], parts[8], second })
  local one, two, rest, rest2
  one, two, rest, rest2, second = numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]
  -- one class of text: the rest of the first end, then the second's, with their distance
  local class = "CASE WHEN " .. second .. " IS NULL THEN " .. rest .. " ELSE "
    .. d.concat { rest, "'/'", d.as_text("(" .. two .. " - " .. one .. ")"), "'/'", rest2 } .. " END"
  local own = "CASE WHEN " .. second .. " IS NULL OR " .. two .. " IS NOT NULL THEN " .. one .. " END"
  return self, { class }, own
end

--- Gives each row of a level its class and number.
---@return table level, string[] class columns, string number column
function period.keys(w, self, step, kind)
  self = level.settled(w, self)
  local sql = self.fields[step.period]
  local class, number
  if kind == "integer" then
    class, number = {}, sql
  elseif kind == "date" then
    self, class, number = of_date(w, self, step, sql)
  else
    self, class, number = of_text(w, self, step, sql)
  end
  local extra = { number }
  for i = 1, #class do extra[i + 1] = class[i] end
  local made, names = level.close(w, self, extra)
  local classes = {}
  for i = 2, #names do classes[i - 1] = names[i] end
  return made, classes, names[1]
end

return period
