-- periods.lua: periods that are over before they start, and dates that no calendar has.

local TO = { "——", "—", "–", "-", "－", "至", "到", "~", "～" }
local DAYS = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function days_of(year, month)
  if month == 2 and year and not (year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)) then return 28 end
  return DAYS[month]
end

-- 2024年9月 at a byte: year, month or nil, how it is written, the byte after it. A month alone where no year is.
local function time_at(text, at, need_year)
  local year, stop = text:match("^(%d%d%d%d)()", at)
  if year and not text:find("^%d", stop) then
    local with = text:match("^年()", stop)
    if with then
      local month, after = text:match("^(%d%d?)月()", with)
      if month then return tonumber(year), tonumber(month), after end
      return tonumber(year), nil, with
    end
    -- 2026—2024年: the first of two years may lack its 年
    return tonumber(year), nil, stop, true
  end
  if need_year then return nil end
  local month, after = text:match("^(%d%d?)月()", at)
  if month then return nil, tonumber(month), after end
  return nil
end

local function reversed(tell, text, first, last)
  local run = text:sub(first, last)
  tell(first, last, { verdict = "period_reversed", grade = "error",
    message = ("the period %s is over before it starts"):format(run),
    message_zh = ("时期%s的终点早于起点"):format(run) })
end

-- Years outside of these are numbers of something else.
local FIRST_YEAR, LAST_YEAR = 1800, 2200

local function spans(text, tell)
  local at = 1
  while true do
    at = text:find("%d%d%d%d", at)
    if not at then return end
    local year, month, stop, bare = time_at(text, at, true)
    local next_at = (text:find("[^%d]", at) or #text + 1)
    if year and year >= FIRST_YEAR and year <= LAST_YEAR and not text:sub(at - 1, at - 1):find("[%d.,]") then
      for _, to in ipairs(TO) do
        if text:sub(stop, stop + #to - 1) == to then
          local year2, month2, stop2, bare2 = time_at(text, stop + #to, month == nil)
          if year2 or month2 then
            local ends = (year2 or year) * 12 + (month2 or (month and not year2 and 0) or 12)
            local starts = year * 12 + (month or 1)
            local sane = not bare2 and (not year2 or year2 >= FIRST_YEAR and year2 <= LAST_YEAR)
              and not (bare and not year2)
            if sane and ends < starts then reversed(tell, text, at, stop2 - 1) end
          end
          break
        end
      end
    end
    at = next_at
  end
end

local function dates(text, tell)
  for first, month, last in text:gmatch("()(%d+)月()") do
    if #month <= 2 then
      local m = tonumber(month)
      local before = text:sub(math.max(1, first - 16), first - 1)
      local year = tonumber(before:match("(%d%d%d%d)年$") or "")
      local day = text:match("^(%d%d?)日", last)
      local bad = m == 0 or m > 12
      local wrong_month = bad and (year or day)
      local wrong_day = not bad and day and (tonumber(day) == 0 or tonumber(day) > days_of(year, m))
      if not before:find("[%d.]$") and (wrong_month or wrong_day) then
        local stop = day and last + #day + #"日" - 1 or last - 1
        tell(first, stop, { verdict = "impossible", grade = "error",
          message = ("no calendar has the date %s"):format(text:sub(first, stop)),
          message_zh = ("没有%s这个日期"):format(text:sub(first, stop)) })
      end
    end
  end
end

-- Five-year plans and their years; a quotation mark may stand about the name.
local PLANS = { ["十五"] = 2001, ["十一五"] = 2006, ["十二五"] = 2011, ["十三五"] = 2016, ["十四五"] = 2021, ["十五五"] = 2026,
  ["十六五"] = 2031 }
local DASHES = { "——", "—", "–", "-", "－", "至", "~", "～" }

-- “十四五”（2021—2026年）
local function plans(text, tell)
  for name, bracket_first, years_first in text:gmatch("“([^%w“”]-)”([^%w]-)()%d%d%d%d") do
    local starts = PLANS[name]
    local bracket = bracket_first
    if starts and (bracket == "（" or bracket == "时期（" or bracket == "期间（" or bracket == "规划（" or bracket == "(") then
      local from = tonumber(text:sub(years_first, years_first + 3))
      local at = years_first + 4
      if text:sub(at, at + 2) == "年" then at = at + 3 end
      for _, dash in ipairs(DASHES) do
        if text:sub(at, at + #dash - 1) == dash then
          local to = text:match("^(%d%d%d%d)年", at + #dash)
          if to and (from ~= starts or tonumber(to) ~= starts + 4) then
            tell(years_first, at + #dash + 3 + #"年", { verdict = "impossible", grade = "error",
              mend = ("%d%s%d年"):format(starts, dash, starts + 4),
              message = ("the plan “%s” runs from %d to %d"):format(name, starts, starts + 4),
              message_zh = ("“%s”是%d—%d年"):format(name, starts, starts + 4) })
          end
          break
        end
      end
    end
  end
end

-- 前15个月, 第五季度
local function parts_of_a_year(text, tell)
  for first, months, last in text:gmatch("前()(%d+)个月()") do
    local n = tonumber(months)
    -- 前24个月 may be two years; a thirteenth to a seventeenth month is none's
    if n == 0 or n > 12 and n < 18 then
      tell(first - #"前", last - 1, { verdict = "impossible", grade = "error",
        message = ("a year has no %d months"):format(n), message_zh = ("一年没有%d个月"):format(n) })
    end
  end
  for _, quarter in ipairs { "第五季度", "第六季度", "第5季度", "第6季度", "第0季度" } do
    local first, last = text:find(quarter, 1, true)
    if first then
      tell(first, last, { verdict = "impossible", grade = "error", message = "a year has four quarters",
        message_zh = "一年只有四个季度" })
    end
  end
end

local function periods(text, _, tell)
  if text:find("年", 1, true) then spans(text, tell) end
  if text:find("月", 1, true) then dates(text, tell) end
  if text:find("五”", 1, true) then plans(text, tell) end
  if text:find("个月", 1, true) or text:find("季度", 1, true) then parts_of_a_year(text, tell) end
end

return periods
