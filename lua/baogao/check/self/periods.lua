-- periods.lua: periods that are over before they start, and dates that no calendar has.

local TO = { "—", "–", "-", "－", "至", "到", "~", "～" }
local DAYS = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function days_of(year, month)
  if month == 2 and year and not (year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)) then return 28 end
  return DAYS[month]
end

local function reversed(tell, first, last, text, swapped)
  tell(first, last, { verdict = "period_reversed", grade = "error", mend = swapped,
    message = ("the period %s is over before it starts"):format(text),
    message_zh = ("时期%s的终点早于起点"):format(text) })
end

local function periods(text, _, tell)
  if not text:find("年", 1, true) and not text:find("月", 1, true) then return end
  for _, to in ipairs(TO) do
    local dash = to == "-" and "%-" or to
    -- 2026—2024年, 2026年至2024年
    for first, a, b, last in text:gmatch("()(%d%d%d%d)年?" .. dash .. "+(%d%d%d%d)年()") do
      local before, after = text:sub(first - 1, first - 1), text:sub(last)
      if not before:find("[%d.]") and tonumber(b) < tonumber(a) and tonumber(a) <= 2200 and tonumber(b) >= 1800
        and not after:find("^%d") then
        local run = text:sub(first, last - 1)
        reversed(tell, first, last - 1, run, (run:gsub("%d%d%d%d", { [a] = b, [b] = a })))
      end
    end
    -- 2024年9月至2024年3月
    for first, ya, ma, yb, mb, last in text:gmatch("()(%d%d%d%d)年(%d%d?)月" .. dash .. "+(%d%d%d%d)年(%d%d?)月()") do
      local a, b = tonumber(ya) * 12 + tonumber(ma), tonumber(yb) * 12 + tonumber(mb)
      if b < a then
        reversed(tell, first, last - 1, text:sub(first, last - 1), yb .. "年" .. mb .. "月" .. to .. ya .. "年" .. ma .. "月")
      end
    end
    -- 2024年9月至3月, of one year
    for first, year, ma, mb, last in text:gmatch("()(%d%d%d%d)年(%d%d?)月?" .. dash .. "+(%d%d?)月()") do
      if tonumber(mb) < tonumber(ma) and tonumber(ma) <= 12 then
        local _ = year
        reversed(tell, first, last - 1, text:sub(first, last - 1))
      end
    end
  end
  for first, month, last in text:gmatch("()(%d%d?)月()份?") do
    local before = text:sub(math.max(1, first - 3), first - 1)
    local m = tonumber(month)
    local day = text:match("^(%d%d?)日", last)
    local bad = m == 0 or m > 12
    local year = tonumber(text:sub(1, first - 1):match("(%d%d%d%d)年$") or "")
    if not before:find("[%d.]$") and (bad and (before:find("年$") or day) or not bad and day
      and (tonumber(day) == 0 or tonumber(day) > days_of(year, m))) then
      local stop = day and last + #day + 2 or last - 1
      tell(first, stop, { verdict = "impossible", grade = "error",
        message = ("no calendar has the date %s"):format(text:sub(first, stop)),
        message_zh = ("没有%s这个日期"):format(text:sub(first, stop)) })
    end
  end
end

return periods
