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
      local before = text:sub(1, first - 1)
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

local function periods(text, _, tell)
  if text:find("年", 1, true) then spans(text, tell) end
  if text:find("月", 1, true) then dates(text, tell) end
end

return periods
