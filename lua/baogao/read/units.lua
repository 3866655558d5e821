-- units.lua: units of one kind brought to one, so that what reports say in 斤 and in 吨 can be compared.
--
-- The scanner has taken 万 and 亿 out already (亿斤 is 斤). Here are kinds of which reports use several units. Money is not
-- among them: an exchange rate is no unit.

local core = require "baogao.engine"

local M = {}

-- unit -> { the unit that is kept, factor }; a factor below one is written as its divisor, which is exact
local TO = {
  ["公顷"] = { "亩", times = 15 },
  ["斤"] = { "吨", by = 2000 },
  ["公斤"] = { "吨", by = 1000 },
  ["千克"] = { "吨", by = 1000 },
  ["担"] = { "吨", by = 20 },
  ["度"] = { "千瓦时", times = 1 },
  ["千米"] = { "公里", times = 1 },
  ["兆瓦"] = { "千瓦", times = 1000 },
  ["吉瓦"] = { "千瓦", times = 1000000 },
  ["兆瓦时"] = { "千瓦时", times = 1000 },
  ["吉瓦时"] = { "千瓦时", times = 1000000 },
  ["GWh"] = { "千瓦时", times = 1000000 },
  ["方"] = { "立方米", times = 1 },
  ["平方千米"] = { "平方公里", times = 1 },
  ["里"] = { "公里", by = 2 },
  ["周岁"] = { "岁", times = 1 },
  ["PF"] = { "P", times = 1 }, -- reports write the speed of computers in P, a thousand million million steps a second
  ["PFlops"] = { "P", times = 1 },
  ["EFlops"] = { "P", times = 1000 },
  ["Eflops"] = { "P", times = 1000 },
  ["标准箱"] = { "标箱", times = 1 },
  ["TEU"] = { "标箱", times = 1 },
}

---The unit that facts of this unit are brought to, nil where it stays.
---@param unit string
---@return string?
function M.common(unit) return TO[unit] and TO[unit][1] end

---Brings a fact's value and bounds to the common unit of its kind, in place. Bounds stay outward rounded.
---@param fact table
---@return table fact the same
function M.bring(fact)
  local to = fact.unit and TO[fact.unit]
  -- a temperature's or an angle's 度 is no electricity, which is never told as a level
  if not to or (fact.unit == "度" and fact.measure == "level") then return fact end
  if to.times then
    fact.value, fact.lower, fact.upper = fact.value * to.times, fact.lower * to.times, fact.upper * to.times
  else
    local divided = core.rate(fact, to.by)
    fact.value, fact.lower, fact.upper = divided.value, divided.lower, divided.upper
    fact.lower_open, fact.upper_open = divided.lower_open, divided.upper_open
  end
  fact.unit = to[1]
  return fact
end

return M
