-- proportions.lua: shares that do not follow from the amounts they are stated with.
--
-- 产值100亿元，其中服务业30亿元，占比40%: the share of a part of a whole that is stated. 甲30亿元，占60%；乙40亿元，占40%: two
-- amounts and their shares tell two wholes. The three industries and their ratio, a population and its urban rate.

local claims_of = require "baogao.check.claims"
local ratio_at = require "baogao.check.self.ratio"
local words = require "baogao.check.words"

local function widened(claim) return require("baogao.check.self").widened(claim) end

local AMOUNT = { count = true, money = true, measure = true }

-- What leads from an amount to its share, where nothing is said of what it is a share of: the whole before is meant.
local BARE = {}
for _, word in ipairs { "占", "占比", "占比为", "占比达", "占比达到", "约占", "占总数的", "占总量的", "占总额的", "占全部的", "所占比重为", "比重为" } do
  for _, mark in ipairs { "，", "、", ",", "（", "" } do BARE[mark .. word] = true end
end

-- Words that make a figure no part of another: a mean, a comparison.
local NO_WHOLE = { "年均", "平均", "每年", "人均", "日均", "月均", "最", "比", "较", "以来" }

local function is_bare_share(claim)
  return claim.kind == "percent" and claim.unit == "%" and BARE[words.bare(claim.lead)] == true
    and claim.rest:sub(1, 3) ~= "的"
end

local function same_unit(a, b)
  return a.kind == b.kind and claims_of.unit_class(a.unit) == claims_of.unit_class(b.unit)
end

local function is_amount(claim)
  return AMOUNT[claim.kind] and claim.measure ~= "growth" and claim.measure ~= "change" and claim.value > 0
end

-- The amount that a share at i is of: the nearest before that is no change, in its sentence.
local function amount_before(claims, i)
  for k = i - 1, math.max(1, i - 3), -1 do
    local claim = claims[k]
    if claim.sentence ~= claims[i].sentence then return nil end
    if is_amount(claim) then return claim, k end
    if claim.measure ~= "growth" and claim.measure ~= "change" then return nil end
  end
  return nil
end

-- The whole of a part at k: what stands before the 其中 that it stands under.
local function whole_of(claims, k)
  local part = claims[k]
  local at = k
  while at >= 1 and claims[at].sentence == part.sentence and not claims[at].lead:find("其中", 1, true) do at = at - 1 end
  local first = claims[at]
  if not first or first.sentence ~= part.sentence then return nil end
  -- a second whole may stand between, after a semicolon
  for n = at + 1, k do
    if words.has_any(claims[n].lead, { "；", ";", "）", ")" }) then return nil end
  end
  for n = at - 1, math.max(1, at - 3), -1 do
    local whole = claims[n]
    if whole.sentence ~= part.sentence then return nil end
    if is_amount(whole) then
      if not same_unit(whole, part) or whole.target ~= part.target or whole.status ~= part.status
        or words.has_any(whole.lead, NO_WHOLE) or words.has_any(first.lead:match("^(.-)其中"), { "；", ";" }) then return nil end
      return whole
    end
  end
  return nil
end

local function interval(claim)
  local low, high = widened(claim)
  if low <= 0 or high == math.huge then return nil end
  return low, high
end

-- Percent, widened by what rounding may have taken away.
local function share_bounds(claim) return claim.lower - claim.place, claim.upper + claim.place end

local function percent_text(value, claim)
  local decimals = claim.number:match("%.(%d+)")
  local text = ("%." .. math.max(1, decimals and #decimals or 0) .. "f"):format(value)
  return (text:gsub("0+$", ""):gsub("%.$", "")) .. "%"
end

local function tell_share(tell, share, part, whole)
  local part_low, part_high = interval(part)
  local whole_low, whole_high = interval(whole)
  if not part_low or not whole_low then return end
  local low, high = share_bounds(share)
  if high < part_low / whole_high * 100 - 1e-9 or low > part_high / whole_low * 100 + 1e-9 then
    local right = percent_text(part.value / whole.value * 100, share)
    tell(share.first, share.last, { verdict = "share_does_not_follow", grade = "error",
      mend = share.lower == share.upper and right or nil,
      message = ("%s of %s is %s, not %s"):format(part.text, whole.text, right, share.text),
      message_zh = ("%s占%s的%s，不是%s"):format(part.text, whole.text, right, share.text) })
  end
end

local function under_whole(claims, tell)
  for i, claim in ipairs(claims) do
    if is_bare_share(claim) then
      local part, k = amount_before(claims, i)
      local whole = part and whole_of(claims, k)
      if whole then tell_share(tell, claim, part, whole) end
    end
  end
end

-- What the pairs of amounts and shares say that the whole is: the pair that most of the others agree with, and those that do
-- not agree with it.
local function odd_ones(list)
  local best, most = nil, 0
  for _, pair in ipairs(list) do
    local agree = 0
    for _, other in ipairs(list) do
      if pair.low <= other.high and other.low <= pair.high then agree = agree + 1 end
    end
    if agree > most then best, most = pair, agree end
  end
  local odd = {}
  for _, pair in ipairs(list) do
    if pair.low > best.high or pair.high < best.low then odd[#odd + 1] = pair end
  end
  return best, odd
end

-- 甲30亿元，占60%；乙40亿元，占40%: pairs one after the other.
local function of_one_whole(claims, tell)
  local i = 1
  while i < #claims do
    local list, first = {}, claims[i]
    while claims[i + 1] and is_amount(claims[i]) and is_bare_share(claims[i + 1]) and claims[i + 1].lead:find("占", 1, true)
      and claims[i + 1].sentence == first.sentence and claims[i].sentence == first.sentence
      and same_unit(claims[i], first) do
      local low, high = interval(claims[i])
      local share_low, share_high = share_bounds(claims[i + 1])
      if low and share_low > 0 then
        list[#list + 1] = { part = claims[i], share = claims[i + 1], low = low / share_high * (1 - 1e-9),
          high = high / share_low * (1 + 1e-9) }
      end
      i = i + 2
    end
    if #list > 1 then
      local best, odd = odd_ones(list)
      for _, pair in ipairs(odd) do
        tell(pair.share.first, pair.share.last, { verdict = "share_does_not_follow", grade = "error",
          message = ("if %s is %s of the whole, %s is not %s of it"):format(best.part.text, best.share.text, pair.part.text,
            pair.share.text),
          message_zh = ("若%s占%s，%s就不是占%s"):format(best.part.text, best.share.text, pair.part.text, pair.share.text) })
      end
    end
    if claims[i] == first then i = i + 1 end
  end
end

-- 完成120亿元，占年度计划100亿元的110%: both amounts are said.
local function of_stated(claims, tell)
  for i = 3, #claims do
    local part, whole, share = claims[i - 2], claims[i - 1], claims[i]
    if share.kind == "percent" and share.unit == "%" and words.bare(share.lead) == "的" and share.sentence == part.sentence
      and is_amount(part) and is_amount(whole) and same_unit(part, whole) then
      local lead = words.without_first(words.bare(whole.lead), { "，", "、", "，" })
      if lead:sub(1, 3) == "占" or lead:sub(1, 6) == "约占" or lead:find("^完成.*计划$") or lead:find("^为.*计划$")
        or lead:find("^完成.*目标$") or lead:find("^为.*目标$") or lead:find("^为.*预算$") then
        tell_share(tell, share, part, whole)
      end
    end
  end
end

-- 常住人口1000万人，其中城镇人口600万人，城镇化率60%
local function urban(claims, tell)
  for i, share in ipairs(claims) do
    if share.kind == "percent" and share.measure == "level" and share.name.core:find("城镇化率$") then
      local whole, part
      for k = i - 1, math.max(1, i - 5), -1 do
        local claim = claims[k]
        if claim.sentence ~= share.sentence then break end
        if claim.kind == "count" and is_amount(claim) then
          if claim.name.core == "城镇人口" or claim.name.core == "城镇常住人口" then part = part or claim
          elseif claim.name.core == "常住人口" then whole = whole or claim end
        end
      end
      if whole and part then tell_share(tell, share, part, whole) end
    end
  end
end

local INDUSTRIES = { "第一产业", "第二产业", "第三产业" }

-- The latest figure of each industry in money before a byte, nil where one is missing or they stand apart.
local function amounts_before(claims, at)
  local found = {}
  for _, claim in ipairs(claims) do
    if claim.first > at then break end
    for n, industry in ipairs(INDUSTRIES) do
      if claim.kind == "money" and is_amount(claim) and words.bare(claim.pre):find(industry, 1, true) then found[n] = claim end
    end
  end
  if not (found[1] and found[2] and found[3]) or found[3].sentence - found[1].sentence > 1 then return nil end
  return found
end

local function beside_ratio(found, numbers, places, first, last, tell)
  local low, high, sum = 0, 0, 0
  for n = 1, 3 do
    local own_low, own_high = widened(found[n])
    low, high, sum = low + own_low, high + own_high, sum + found[n].value
  end
  local place = 10 ^ -places
  for n = 1, 3 do
    local own_low, own_high = widened(found[n])
    if own_low <= 0 or high == math.huge then return end
    if numbers[n] + place < own_low / high * 100 or numbers[n] - place > own_high / low * 100 then
      local right = ("%.1f"):format(found[n].value / sum * 100)
      tell(first, last, { verdict = "share_does_not_follow", grade = "error",
        message = ("%s is %s %% of the three, not %g %%"):format(found[n].text, right, numbers[n]),
        message_zh = ("%s占三次产业的%s%%，不是%g%%"):format(found[n].text, right, numbers[n]) })
      return
    end
  end
end

-- 第一、二、三产业 in money, and 三次产业结构 behind them.
local function industries(text, claims, tell)
  local from = 1
  while true do
    local at, stop = text:find("三次产业", from, true)
    if not at then return end
    from = stop + 1
    local number_at = text:find("%d", from)
    local between = number_at and text:sub(from, number_at - 1) or ""
    local numbers, last, places
    if number_at and #between < 60 then numbers, last, places = ratio_at(text, number_at) end
    -- 由A调整为B states two, and the first is another year's
    if numbers and #numbers == 3 and not words.has_any(between, { "。", "由", "从", "上年", "去年", "目标" }) then
      local found = amounts_before(claims, at)
      if found then beside_ratio(found, numbers, places, number_at, last, tell) end
    end
  end
end

local function proportions(text, claims, tell)
  under_whole(claims, tell)
  of_one_whole(claims, tell)
  of_stated(claims, tell)
  urban(claims, tell)
  if text:find("三次产业", 1, true) then industries(text, claims, tell) end
end

return proportions
