-- ways.lua: what leads from one figure to another, told otherwise than by 由A增至B，增长C: a multiple, a doubling, a difference
-- from last year's figure, an increment beside its total, last year's figure in another sentence.

local claims_of = require "baogao.check.claims"
local growth = require "baogao.check.self.growth_words"
local words = require "baogao.check.words"

local function widened(claim) return require("baogao.check.self").widened(claim) end

local function same_unit(a, b)
  return a.kind == b.kind and claims_of.unit_class(a.unit) == claims_of.unit_class(b.unit)
end

-- How often the first goes into the second, whatever rounding took away.
local function ratio(from, to)
  local a_low, a_high = widened(from)
  local b_low, b_high = widened(to)
  if a_low <= 0 or b_low <= 0 or a_high == math.huge or b_high == math.huge then return nil end
  return b_low / a_high, b_high / a_low
end

-- 翻一番 is said of what has nearly doubled, and of what has more than doubled.
local DOUBLED_FROM, DOUBLED_TO = 0.9, 1.4

local function times_text(value) return (("%.2f"):format(value):gsub("0+$", ""):gsub("%.$", "")) .. "倍" end

-- 由100增至250，翻了一番; 由100增至250，是2020年的3倍
local function multiples(claims, tell)
  for i = 3, #claims do
    local from, to, times = claims[i - 2], claims[i - 1], claims[i]
    if times.kind == "multiple" and times.unit == "倍" and from.sentence == times.sentence and same_unit(from, to)
      and growth.starts_from(from) and growth.leads_to(to) then
      local low, high = ratio(from, to)
      local lead = words.without_first(words.bare(times.lead), growth.COMMA)
      local wrong
      if not low then wrong = false
      elseif times.text:find("^翻") then
        wrong = (lead == "" or lead == "实现") and times.qualifier == "exact"
          and (high < times.value * DOUBLED_FROM or low > times.value * DOUBLED_TO)
      else
        local of = lead:match("^是(.+)的$") or lead:match("^为(.+)的$") or lead:match("^相当于(.+)的$")
        local year = of and of:match("^(%d%d%d%d)年[底末初]?$")
        local own_year = from.lead:match("(%d%d%d%d)年")
        local base = of and (year ~= nil and (own_year == nil or own_year == year)
          or own_year == nil and growth.exactly({ "上年", "去年", "当时", "原来", "上年同期", "去年同期" }, of))
        wrong = base and (times.upper + times.place < low - 1e-9 or times.lower - times.place > high + 1e-9)
      end
      if wrong then
        local right = times_text(to.value / from.value)
        tell(times.first, times.last, { verdict = "growth_does_not_follow", grade = "error",
          mend = not times.text:find("^翻") and times.lower == times.upper and right or nil,
          message = ("%s is %s times %s, not %s"):format(to.text, (right:gsub("倍", "")), from.text, times.text),
          message_zh = ("%s是%s的%s，不是%s"):format(to.text, from.text, right, times.text) })
      end
    end
  end
end

local LAST = { "上年", "去年", "上年末", "上年底", "去年底", "去年末", "年初", "上年同期", "去年同期", "同期" }
local DIGITS = {}
for digit in ("一二三四五六七八九〇○零０１２３４５６７８９"):gmatch("...") do DIGITS[digit] = "" end

local MORE = { "增加", "净增", "增加了", "多" }
local LESS = { "减少", "减少了", "少" }

local PLANS = { "“", "十二五", "十三五", "十四五", "十五五" }

-- 上年, 2020年, 2020年底, 一九五七年, “十三五”末: a time before.
local function is_before(inner)
  if growth.exactly(LAST, inner) then return true end
  local stem = words.without_last(inner, { "年底", "年末", "年初", "年" })
  if stem == inner then return words.without_first(inner, PLANS) ~= inner and inner:find("末$") ~= nil end
  if stem:find("^%d%d%d%d$") then return true end
  -- four digits in Chinese or in full width
  return #stem == 12 and (stem:gsub("[\228-\239][\128-\191][\128-\191]", DIGITS)) == ""
end

-- 达到120家，比上年的100家增加30家 (or 增长30%)
local function from_last_year(claims, tell)
  for i = 3, #claims do
    local level, base, change = claims[i - 2], claims[i - 1], claims[i]
    local inner
    if base.sentence == level.sentence and change.sentence == level.sentence and same_unit(level, base) then
      local lead, word = words.without_first((words.without_first(words.bare(base.lead), growth.COMMA)), { "比", "较" })
      inner = word and words.without_last(lead, { "的" })
    end
    if inner and is_before(inner) and level.measure ~= "growth" and level.measure ~= "change" then
      local own = words.bare(change.lead)
      local sign = growth.exactly(MORE, own) and 1 or growth.exactly(LESS, own) and -1
      if sign and same_unit(change, level) then growth.amount(tell, base, level, change, sign)
      elseif change.kind == "percent" and change.unit == "%" and level.kind ~= "percent" then
        sign = growth.change_words(change)
        if sign and not growth.is_real(claims, i) then growth.percent(tell, base, level, change, sign) end
      end
    end
  end
end

local TOTALS = { "总数达到", "总数达", "总量达到", "总量达", "累计达到", "累计达", "累计总数达到", "累计总数达", "总数增至", "总量增至",
  "总数为", "总量为", "累计建成", "累计共有", "累计", "总数", "总量" }

-- 总数达到 or 全市公园总数达到: the total of what was added.
local function is_total(added, total)
  local lead = words.without_first(words.bare(total.lead), growth.COMMA)
  if growth.exactly(TOTALS, lead) then return true end
  local rest, word = words.without_last(lead, { "总数达到", "总数达", "总数为", "总数", "总量达到", "总量达", "累计达到", "累计达" })
  return word ~= nil and #rest < 48 and total.name.core ~= "" and total.name.core == added.name.core
end

-- 新增50家，总数达到30家
local function increments(claims, tell)
  for i = 2, #claims do
    local added, total = claims[i - 1], claims[i]
    if added.measure == "flow" and added.sentence == total.sentence and same_unit(added, total) and not total.target
      and added.target == total.target and words.has_any(added.pre, { "新增", "净增" })
      and is_total(added, total) then
      local low = widened(added)
      local _, high = widened(total)
      if low > high then
        tell(total.first, total.last, { verdict = "part_over_whole", grade = "error",
          message = ("%s were added, which is more than the total of %s"):format(added.text, total.text),
          message_zh = ("新增%s，大于总数%s"):format(added.text, total.text) })
      end
    end
  end
end

-- Shorter names are too general to be of one figure.
local SHORTEST = 3 * 3

local function key_of(claim)
  local name = claim.name
  if not name or claim.inherited or claim.target or #name.core < SHORTEST or claim.measure == "growth"
    or claim.measure == "change" or claim.kind == "percent" or claim.kind == "rank" or not claim.period
    or not claim.period_said or not claim.year_said
    or not claim.period:find("^%d%d%d%d$") then return nil end
  return table.concat({ name.core, name.level or "", name.region or "", claims_of.unit_class(claim.unit), claim.status }, "\0"),
    tonumber(claim.period)
end

-- 2023年仓库100座。…2024年仓库120座，增长25%。
local function two_sentences(claims, tell)
  local by_key
  for i = 2, #claims do
    local level, change = claims[i - 1], claims[i]
    if change.kind == "percent" and change.unit == "%" and change.sentence == level.sentence then
      local sign = growth.change_words(change)
      local key, year = key_of(level)
      if sign and key and not growth.is_real(claims, i) then
        if not by_key then
          by_key = {}
          for _, claim in ipairs(claims) do
            local own, of = key_of(claim)
            -- two figures of one year are of different things
            if own then by_key[own .. of] = by_key[own .. of] == nil and claim or false end
          end
        end
        local base = by_key[key .. year - 1]
        if base and by_key[key .. year] == level then growth.percent(tell, base, level, change, sign) end
      end
    end
  end
end

-- Words that lead up, and down; the longer of two that end a lead is meant.
local UPWARD = { "增至", "增加到", "增加至", "增长到", "增长至", "提高到", "提高至", "提升到", "提升至", "扩大到", "扩大至", "上升到", "上升至",
  "升至", "发展到", "壮大到", "上涨到", "涨到", "拓展到", "拓展至" }
local DOWNWARD = { "降至", "降到", "下降到", "下降至", "减少到", "减少至", "减至", "回落到", "回落至", "压减到", "压减至", "降低到", "降低至", "缩小到",
  "缩小至", "缩短到", "缩短至", "压缩到", "压缩至" }
local RANK_UP = { "升至", "上升到", "上升至", "提升到", "提升至", "跃升到", "跃升至", "跃居", "前移至", "前移到", "升到", "进位到", "进位至" }
local RANK_DOWN = { "降至", "降到", "下降到", "下降至", "后移至", "后移到", "下滑到", "下滑至", "退至", "退到" }

-- 由120增至100, 由第9位升至第12位
local function directions(claims, tell)
  for i = 2, #claims do
    local from, to = claims[i - 1], claims[i]
    -- 369位 without 第 is a rank too
    local rank = to.kind == "rank" or to.unit == "位" or to.unit == "名"
    if from.sentence == to.sentence and from.kind == to.kind and from.unit == to.unit and growth.starts_from(from)
      and growth.leads_to(to, rank and { RANK_UP, RANK_DOWN } or { UPWARD, DOWNWARD }) then
      local up = growth.leads_to(to, { rank and RANK_UP or UPWARD })
      if rank then up = not up end
      local low, high = from.lower, from.upper
      if up and to.upper < low or not up and to.lower > high then
        tell(from.first, to.last, { verdict = "growth_does_not_follow", grade = "error",
          message = rank and ("from %s to %s goes the other way"):format(from.text, to.text)
            or ("from %s to %s is a %s"):format(from.text, to.text, up and "fall" or "rise"),
          message_zh = rank and ("从%s到%s，升降方向相反"):format(from.text, to.text)
            or ("由%s到%s应为%s"):format(from.text, to.text, up and "下降" or "上升") })
      end
    end
  end
end

local MEANS = { "平均每年", "年均", "每年平均", "年均达", "年均达到", "年均为", "平均每年达" }

-- 五年完成投资1700亿元，年均300亿元: a number of years, what they come to, and their mean.
local function means(claims, tell)
  for i = 3, #claims do
    local years, total, mean = claims[i - 2], claims[i - 1], claims[i]
    if years.kind == "duration" and years.unit == "年" and years.lower == years.upper and years.value > 1
      and years.sentence == mean.sentence and total.sentence == mean.sentence and same_unit(total, mean)
      and total.kind ~= "percent" and total.measure ~= "growth" and total.measure ~= "change" and total.target == mean.target
      and not total.joined_by and growth.exactly(MEANS, (words.without_first(words.bare(mean.lead), growth.COMMA))) then
      local low, high = widened(total)
      local mean_low, mean_high = widened(mean)
      local n = years.value
      if high < mean_low * n * (1 - 1e-9) or low > mean_high * n * (1 + 1e-9) then
        tell(mean.first, mean.last, { verdict = "growth_does_not_follow", grade = "error",
          message = ("%s in %d years is not %s a year"):format(total.text, n, mean.text),
          message_zh = ("%d年共%s，年均不是%s"):format(n, total.text, mean.text) })
      end
    end
  end
end

local function ways(_, claims, tell)
  directions(claims, tell)
  means(claims, tell)
  multiples(claims, tell)
  from_last_year(claims, tell)
  increments(claims, tell)
  two_sentences(claims, tell)
end

return ways
