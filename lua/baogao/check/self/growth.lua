-- growth.lua: growth that does not follow from the two values it is stated with: 由100增至120，增长25%.
--
-- All values that round to what is written are tried at once, on intervals: where the growth of no two of them is what
-- is stated, the sentence is wrong. A mean of several years, and growth at comparable prices, do not follow from two
-- values and are passed over.

local growth_words = require "baogao.check.self.growth_words"
local words = require "baogao.check.words"

local COMMA, amount, change_words, exactly, is_real = growth_words.COMMA, growth_words.amount, growth_words.change_words,
  growth_words.exactly, growth_words.is_real
local leads_to, percent, places_of, show, starts_from = growth_words.leads_to, growth_words.percent, growth_words.places_of,
  growth_words.show, growth_words.starts_from
local TO = growth_words.TO

-- The interval of values that are written so; the paths of require would be circular at load.
local function widened(claim) return require("baogao.check.self").widened(claim) end

-- 由2020年的100增至2024年的150，年均增长10.7%: the mean of the years between, where both are written.
local MEAN = { "年均增长", "年均增速", "年均增速为", "年均增速达", "年均提高", "年均增加" }
local function mean(tell, from, to, growth)
  local first = from.lead:match("(%d%d%d%d)年")
  local last = to.lead:match("(%d%d%d%d)年")
  local years = first and last and tonumber(last) - tonumber(first)
  if not years or years < 2 or years > 50 then return end
  if not exactly(MEAN, (words.without_first(words.bare(growth.lead), COMMA))) then return end
  local a_low, a_high = widened(from)
  local b_low, b_high = widened(to)
  if a_low <= 0 or b_low <= 0 or a_high == math.huge or b_high == math.huge then return end
  local low, high = ((b_low / a_high) ^ (1 / years) - 1) * 100, ((b_high / a_low) ^ (1 / years) - 1) * 100
  if growth.upper + growth.place < low - 1e-9 or growth.lower - growth.place > high + 1e-9 then
    local one = show(((to.value / from.value) ^ (1 / years) - 1) * 100, 0, math.max(places_of(growth), 1))
    tell(growth.first, growth.last, { verdict = "growth_does_not_follow", grade = "error", mend = one .. "%",
      message = ("from %s to %s in %d years is %s%% a year, not %s"):format(from.text, to.text, years, one, growth.text),
      message_zh = ("%d年由%s到%s应为年均增长%s%%，不是%s"):format(years, from.text, to.text, one, growth.text) })
  end
end

-- 达到120家，比上年增加20家、增长25%: what was added, and to what, give the rate.
local ADDED = { "增加", "净增", "比上年增加", "较上年增加", "比去年增加", "较去年增加", "同比增加", "比上年净增", "较上年净增", "多增" }
local TAKEN = { "减少", "比上年减少", "较上年减少", "比去年减少", "同比减少", "压减" }
local function added(tell, level, change, growth)
  local lead = words.without_first(words.bare(change.lead), COMMA)
  local sign = exactly(ADDED, lead) and 1 or exactly(TAKEN, lead) and -1
  if not sign or change_words(growth) ~= sign or level.direction or level.measure == "flow" then return end
  local b_low, b_high = widened(level)
  local d_low, d_high = widened(change)
  -- 比上年的100家增加20家: what stands before is the base itself
  local pre = words.bare(level.pre)
  if words.has_any(pre, { "较", "比" }) then
    b_low, b_high = b_low + sign * d_low, b_high + sign * d_high
  end
  if d_low < 0 or b_high == math.huge or d_high == math.huge or b_low - sign * d_high <= 0 then return end
  local low, high = d_low / (b_high - sign * d_low) * 100, d_high / (b_low - sign * d_high) * 100
  if sign < 0 then low, high = d_low / (b_high + d_low) * 100, d_high / (b_low + d_high) * 100 end
  if growth.upper + growth.place < low - 1e-9 or growth.lower - growth.place > high + 1e-9 then
    local middle = change.value / (words.has_any(pre, { "较", "比" }) and level.value or level.value - sign * change.value)
    local one = show(middle * 100, 0, math.max(places_of(growth), 1))
    tell(growth.first, growth.last, { verdict = "growth_does_not_follow", grade = "error", mend = one .. "%",
      message = ("%s %s to reach %s is %s%%, not %s"):format(change.text, sign > 0 and "more" or "less", level.text, one,
        growth.text),
      message_zh = ("%s%s后为%s，应为%s%%，不是%s"):format(sign > 0 and "增加" or "减少", change.text, level.text, one,
        growth.text) })
  end
end

-- A bare number before the verb (由100增至120) is no quantity to the scanner; here its place tells what it is.
local function bare_start(to)
  local lead = words.bare(to.lead)
  local word
  for _, verb in ipairs(TO) do
    if lead:sub(-#verb) == verb and (not word or #verb > #word) then word = verb end
  end
  if not word then return nil end
  local numeral = lead:sub(1, -#word - 1):match("[由从]+([%d.,]+)$") -- the bytes of 由 and 从 end in these sets' bytes
  if not numeral then return nil end
  local value = tonumber((numeral:gsub(",", "")))
  if not value then return nil end
  local decimals = numeral:match("%.(%d+)")
  return { text = numeral, number = numeral, value = value, lower = value, upper = value, unit = to.unit, kind = "number",
    place = 10 ^ -(decimals and #decimals or 0), lead = to.lead, sentence = to.sentence }
end

local function growth(_, claims, tell)
  for i = 1, #claims - 1 do
    local to, change = claims[i], claims[i + 1]
    local from = to.kind == "number" and change.kind == "percent" and change.sentence == to.sentence and bare_start(to)
    local sign = from and change_words(change)
    if sign and not is_real(claims, i) then percent(tell, from, to, change, sign) end
  end
  for i = 1, #claims - 2 do
    local from, to, change = claims[i], claims[i + 1], claims[i + 2]
    if from.sentence == change.sentence and change.kind == "percent" and from.unit == to.unit and from.kind == to.kind
      and from.kind ~= "percent" and not is_real(claims, i) then
      if starts_from(from) and leads_to(to) then mean(tell, from, to, change) else added(tell, from, to, change) end
    end
    if from.sentence == to.sentence and to.sentence == change.sentence and starts_from(from) and leads_to(to)
      and (from.unit == to.unit) then
      local sign = change_words(change)
      if sign then
        if change.kind == "percent" and from.kind ~= "percent"
          and not is_real(claims, i) then
          percent(tell, from, to, change, sign)
        elseif change.kind == "multiple" and change.unit == "倍" and change.number:find("%d") and sign > 0
          and not is_real(claims, i) then
          percent(tell, from, to, change, sign)
        elseif change.kind == "points" and from.kind == "percent" and change.unit == "个百分点" then
          amount(tell, from, to, change, sign)
        elseif change.unit == from.unit and change.kind == from.kind and change.kind ~= "percent" and change.kind ~= "rank" then
          amount(tell, from, to, change, sign)
        end
      end
    end
  end
end

return growth
