-- growth_words.lua: the words by which one value leads to another, and the arithmetic that holds a stated growth against
-- two values. The rules that use them are growth.lua and ways.lua.

local words = require "baogao.check.words"

local M = {}

M.COMMA = { "，", ",", "、" }

-- What leads from the first value to the second.
M.TO = { "增至", "增加到", "增加至", "增长到", "增长至", "提高到", "提高至", "提升到", "提升至", "扩大到", "扩大至", "上升到", "上升至", "升至",
  "发展到", "壮大到", "上涨到", "涨到", "降至", "降到", "下降到", "下降至", "减少到", "减少至", "减至", "回落到", "回落至", "压减到", "压减至", "降低到", "降低至", "缩小到" }

local UP = { "增长", "增加", "增幅", "提高", "提升", "上升", "上涨", "扩大", "净增", "增幅为", "增幅达", "增长了", "增加了", "提高了", "提升了", "同比增长" }
local DOWN = { "下降", "减少", "降低", "回落", "降幅", "下降了", "减少了", "降低了", "降幅为", "降幅达", "压减", "缩小", "缩短" }

-- Growth of such is stated in real terms.
local REAL = { "生产总值", "增加值", "GDP", "总产值", "可支配收入", "产值" }
local OTHER_BASIS = { "年均", "平均", "可比", "不变价", "实际", "名义", "环比", "日均", "月均", "增速", "其中", "每年", "累计", "复合" }

function M.exactly(list, text)
  for _, word in ipairs(list) do
    if text == word then return true end
  end
  return false
end

-- The interval of values that are written so, from self.widened; the paths of require would be circular at load.
local function widened(claim) return require("baogao.check.self").widened(claim) end

-- Words that may stand between 由 and its figure: in what a rank is, of what time a rate.
local WITHIN = { "全国", "全省", "全市", "全区", "世界", "全球", "国内", "中部", "西部", "东部", "中西部", "每月", "每年", "每人每月", "每人每年",
  "每生每年", "每天", "上半年", "一季度", "年初" }

function M.starts_from(claim)
  local pre = words.bare(claim.pre)
  local tail = pre:match("由(.*)$") or pre:match("从(.*)$")
  if not tail then return false end
  -- 由2020年的, 从上年的, 由原来的
  tail = words.without_last(tail, { "的" })
  tail = words.without_last(tail, { "年底", "年末", "年初" }) ~= tail and "" or tail
  tail = words.without_last(tail, { "上年", "去年", "前年", "原来", "当初", "期初", "初期", "末" })
  tail = tail:gsub("^%d%d%d%d年$", ""):gsub("^%d+月$", "")
  return tail == "" or M.exactly(WITHIN, tail)
end

-- Whether the words before a value lead to it from the one before; lists: which words, M.TO if left out.
function M.leads_to(claim, lists)
  local lead = words.without_first(words.bare(claim.lead), M.COMMA)
  lead = words.without_last(lead, { "约", "近" })
  lead = words.without_last(lead, { "的" })
  lead = words.without_last(lead, { "今年", "目前", "现在", "如今" })
  lead = lead:gsub("%d%d%d%d年$", "")
  for _, list in ipairs(lists or { M.TO }) do
    if M.exactly(list, lead) then return true end
  end
  return false
end

function M.show(low, high, places)
  local function one(value)
    local text = ("%." .. places .. "f"):format(value)
    if text:find("%.") then text = text:gsub("0+$", ""):gsub("%.$", "") end
    return text
  end
  local a, b = one(low), one(high)
  if a == "-0" then a = "0" end
  return a, b
end

-- The words between the second value and the third, as a change's direction; nil where they say anything else.
function M.change_words(claim)
  local lead = words.bare(claim.lead)
  if words.has_any(lead, OTHER_BASIS) then return nil end
  lead = words.without_first(lead, M.COMMA)
  lead = words.without_first(lead, { "同比", "比上年", "较上年", "比去年", "较去年" })
  if M.exactly(UP, lead) then return 1 elseif M.exactly(DOWN, lead) then return -1 end
  return nil
end

function M.places_of(claim)
  local decimals = claim.number:match("%.(%d+)")
  return decimals and #decimals or 0
end

function M.percent(tell, from, to, growth, sign)
  local a_low, a_high = widened(from)
  local b_low, b_high = widened(to)
  if a_low <= 0 or a_high == math.huge or b_high == math.huge then return end
  local low, high
  if sign > 0 then
    low, high = (b_low / a_high - 1) * 100, (b_high / a_low - 1) * 100
  else
    low, high = (1 - b_high / a_low) * 100, (1 - b_low / a_high) * 100
  end
  local scale = growth.kind == "multiple" and 0.01 or 1
  low, high = low * scale, high * scale
  local place = growth.place
  local said_low, said_high = growth.lower - place, growth.upper + place
  if said_high < low - 1e-9 or said_low > high + 1e-9 then
    local middle = (sign > 0 and to.value / from.value - 1 or 1 - to.value / from.value) * 100 * scale
    local one = M.show(middle, middle, math.max(M.places_of(growth), 1))
    local unit = growth.kind == "multiple" and "倍" or "%"
    local wrong_way = middle < 0
    tell(growth.first, growth.last, { verdict = "growth_does_not_follow", grade = "error",
      mend = not wrong_way and growth.lower == growth.upper and one .. unit or nil,
      message = ("from %s to %s is %s%s%s, not %s"):format(from.text, to.text, to.value >= from.value and "+" or "-",
        (one:gsub("^%-", "")), unit, growth.text),
      message_zh = ("由%s到%s应为%s%s%s，不是%s"):format(from.text, to.text,
        (sign > 0) == (middle >= 0) and "增长" or "下降", (one:gsub("^%-", "")), unit, growth.text) })
  end
end

function M.amount(tell, from, to, change, sign)
  local a_low, a_high = widened(from)
  local b_low, b_high = widened(to)
  local low, high
  if sign > 0 then low, high = b_low - a_high, b_high - a_low else low, high = a_low - b_high, a_high - b_low end
  local c_low, c_high = widened(change)
  if low == -math.huge or high == math.huge or c_high == math.huge then return end
  if c_high < low - 1e-9 or c_low > high + 1e-9 then
    local middle = sign * (to.value - from.value)
    local _, digits = change.number:find("^[%d.,]+")
    local ratio = change.value ~= 0 and change.value or 1
    local written = digits and tonumber((change.number:sub(1, digits):gsub(",", ""))) or nil
    local mend
    if written and written ~= 0 and middle > 0 and change.qualifier == "exact" then
      local value = middle * written / ratio
      local places = math.max(M.places_of(change), M.places_of(to), M.places_of(from))
      local one = M.show(value, value, places)
      mend = one .. change.text:sub(digits + 1)
    end
    tell(change.first, change.last, { verdict = "growth_does_not_follow", grade = "error", mend = mend,
      message = middle < 0 and ("from %s to %s is a %s, not %s %s"):format(from.text, to.text, sign > 0 and "fall" or "rise",
        change.text, sign > 0 and "more" or "less")
        or ("from %s to %s is a change of %s, not %s"):format(from.text, to.text, mend or tostring(middle), change.text),
      message_zh = middle < 0 and ("由%s到%s是%s，不是%s%s"):format(from.text, to.text, sign > 0 and "减少" or "增加",
        sign > 0 and "增加" or "减少", change.text)
        or ("由%s到%s相差%s，不是%s"):format(from.text, to.text, mend or tostring(middle), change.text) })
  end
end

-- True where the sentence is of a figure whose growth is stated in real terms.
function M.is_real(claims, i)
  for k = i, math.max(1, i - 8), -1 do
    if claims[k].sentence ~= claims[i].sentence then break end
    if words.has_any(claims[k].lead, REAL) then return true end
  end
  return false
end

return M
