-- calendar.lua: days of the engine as years, months and dates; periods in words; the marks of an axis of time.

local core = require "baogao.engine"

local M = {}

---True where a text is a period of ISO 8601.
function M.is_period(text) return core.period_days(text) ~= nil end

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

local MONTHS = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" }

local function date(text, lang)
  local year, month, day = text:match("^(%d%d%d%d)%-?(%d?%d?)%-?(%d?%d?)$")
  month, day = tonumber(month), tonumber(day)
  if not year then return text end
  if lang == "zh" then return year .. "年" .. (month and month .. "月" or "") .. (day and day .. "日" or "") end
  return (day and day .. " " or "") .. (month and MONTHS[month] .. " " or "") .. year
end

---A period as people write it: "2024-01/2024-11" -> "Jan–Nov 2024", "2024年1—11月".
---@param period string ISO 8601
---@param lang "en"|"zh"
---@return string
function M.words(period, lang)
  local from, to = period:match("^([^/]+)/([^/]+)$")
  if not from then return date(period, lang) end
  local y1, m1 = from:match("^(%d%d%d%d)%-(%d%d)$")
  local y2, m2 = to:match("^(%d%d%d%d)%-(%d%d)$")
  if y1 and y1 == y2 then
    if lang == "zh" then return ("%s年%d—%d月"):format(y1, tonumber(m1), tonumber(m2)) end
    return ("%s–%s %s"):format(MONTHS[tonumber(m1)], MONTHS[tonumber(m2)], y1)
  end
  return date(from, lang) .. (lang == "zh" and "—" or "–") .. date(to, lang)
end

-- As many words fit below an axis.
local MOST_WORDS = 12

---The marks of an axis: each month where the span is within two years, with words at each quarter; else years. A mark is
---{ day, words or nil, the year where it is the first with words in its year }.
---@param first number day
---@param last number day
---@param lang "en"|"zh"
---@param few? boolean room for few years, as on a telephone
function M.marks(first, last, lang, few)
  local marks, named = {}, nil
  local from, to = M.year_of(first), M.year_of(last)
  if to - from <= 1 then
    local every = to > from and few and 6 or 3
    for year = from, to do
      for month = 1, 12 do
        local day = M.month_begins(year, month)
        if day >= first and day <= last then
          local words = (month - 1) % every == 0 and (lang == "zh" and month .. "月" or MONTHS[month]) or nil
          local names = words and named ~= year
          if names then named = year end
          marks[#marks + 1] = { day, words, names and (lang == "zh" and year .. "年" or tostring(year)) or nil }
        end
      end
    end
  else
    local every = math.ceil((to - from + 1) / (few and MOST_WORDS / 2 or MOST_WORDS))
    for year = from, to do
      local day = M.month_begins(year, 1)
      if day >= first then marks[#marks + 1] = { day, (year - from) % every == 0 and tostring(year) or nil } end
    end
  end
  return marks
end

return M
