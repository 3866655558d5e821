-- parts.lua: parts larger than their whole, and parts that do not add up to it.
--
-- A part is what 其中 names under a whole of the same unit. Parts may overlap (上市企业 and 高新技术企业), so their sum is
-- held against the whole only where the words make them disjoint: levels of one kind (国家级, 省级, 市级), or a list that
-- ends in 其余 or is summed up by 合计.

local claims_of = require "baogao.check.claims"
local words = require "baogao.check.words"

local function widened(claim) return require("baogao.check.self").widened(claim) end

local COUNTED = { count = true, money = true, measure = true }

local REST = { "其余", "其他", "其它" }

local function same_unit(a, b)
  return a.kind == b.kind and claims_of.unit_class(a.unit) == claims_of.unit_class(b.unit)
end

-- Words after which a figure is no part of the whole before: an average, a change, what it is compared with.
local NO_PART = { "同比", "增长", "增加", "增至", "下降", "减少", "提高", "人均", "平均", "户均", "每", "比上年", "较上年", "超过", "至少",
  "日", "月", "最高", "最低", "相当于", "累计", "带动", "历年", "以来", "达到", "突破", "分别" }

local function is_part(claim, whole)
  if not same_unit(claim, whole) or claim.target ~= whole.target or claim.status ~= whole.status then return false end
  if claim.measure == "growth" or claim.measure == "change" then return false end
  if (claim.measure == "flow") ~= (whole.measure == "flow") and (claim.measure == "flow" or claim.measure == "stock") then
    return false
  end
  return true
end

local function over(tell, part, whole)
  tell(part.first, part.last, { verdict = "part_over_whole", grade = "error",
    message = ("%s is more than its whole of %s"):format(part.text, whole.text),
    message_zh = ("其中的%s大于总数%s"):format(part.text, whole.text) })
end

local function value_text(value, whole)
  local format = require "baogao.format"
  return (format.amount(value, whole.unit):gsub("[ ,]", ""))
end

-- What stands between the figures of a list.
local LISTED = { ["、"] = true, ["和"] = true, ["，"] = true, ["以及"] = true, ["及"] = true }

-- Names are parsed without a region.
local places_none = require("baogao.check.places").draft()

-- Bytes between 其中 and its first figure at most: two dozen characters.
local LONGEST_NAME = 72

-- The parts that stand after 其中, each in the sentence of its whole.
local function under_qizhong(claims, tell)
  local i = 1
  while i <= #claims do
    local claim = claims[i]
    if claim.lead:find("其中", 1, true) and i > 1 and claims[i - 1].sentence == claim.sentence then
      -- the whole: the nearest figure before of the same kind, not itself a part or a change
      local whole
      local at = claim.lead:find("其中", 1, true)
      local between = claim.lead:sub(1, at - 1)
      for k = i - 1, math.max(1, i - 3), -1 do
        local c = claims[k]
        if c.sentence ~= claim.sentence then break end
        if COUNTED[c.kind] and c.measure ~= "growth" and c.measure ~= "change" then whole = c break end
      end
      -- a mean is no whole, and what stands after a semicolon is of something else
      local strange = words.has_any(between, { "；", "。" }) or words.has_any(claim.lead:sub(at), { "；", ";" })
        or whole and words.has_any(whole.lead, { "年均", "平均", "每年", "人均", "日均", "最" })
      -- so far from 其中 it is of something else
      strange = strange or #claim.lead - at > LONGEST_NAME
      if whole and not strange and is_part(claim, whole) then
        local parts, k, levels, all_levels, rest = {}, i, {}, true, false
        local exhaustive_levels = whole.name.level
        while claims[k] and claims[k].sentence == claim.sentence do
          local part = claims[k]
          if k > i and words.has_any(part.lead, { "；", ";", "其中" }) then break end
          local lead = words.bare(part.lead)
          -- a bracket ends what it holds
          if k > i and (lead:find("）", 1, true) or lead:find(")", 1, true)) then break end
          -- after a comma another list begins, unless the words carry this one on
          local own = words.without_first(lead, { "，", "," })
          if k > i and own ~= lead and not part.name.level and not words.has_any(own, REST) then break end
          if same_unit(part, whole) then
            if not is_part(part, whole) or k > i and part.joined_by ~= "、" and part.joined_by ~= "，" and part.joined_by ~= ","
              then break end
            local no_part = words.has_any(k == i and lead:sub((lead:find("其中", 1, true) or 1) + 6) or lead, NO_PART)
            if no_part then break end
            parts[#parts + 1] = part
            if part.name.level and not levels[part.name.level] then levels[part.name.level] = true else all_levels = false end
            if words.has_any(lead, REST) then rest = true end
          elseif part.kind ~= "percent" and part.kind ~= "points" then
            break
          end
          k = k + 1
        end
        local whole_low, whole_high = widened(whole)
        local sum_low, sum_high, sum, bad = 0, 0, 0, false
        for _, part in ipairs(parts) do
          local low, high = widened(part)
          if low > whole_high then
            over(tell, part, whole)
            bad = true
          end
          sum_low, sum_high, sum = sum_low + low, sum_high + high, sum + part.value
        end
        if not bad and #parts > 1 then
          local last = parts[#parts]
          local disjoint = rest or all_levels
          local complete = rest or all_levels and ((exhaustive_levels == "provincial+" and #parts == 2)
            or (exhaustive_levels == "municipal+" and #parts == 3))
          local slack = 1e-9 * math.abs(whole.value)
          if disjoint and sum_low > whole_high + slack or complete and sum_high < whole_low - slack then
            tell(last.first, last.last, { verdict = "parts_do_not_add_up", grade = "error",
              message = ("the parts add up to %s, the whole is %s"):format(value_text(sum, whole), whole.text),
              message_zh = ("各部分合计%s，总数为%s"):format(value_text(sum, whole), whole.text) })
          end
        end
        i = math.max(i, k - 1)
      end
    end
    i = i + 1
  end
end

-- 共100家，其中国家级、省级分别为20家、90家: names first, then as many figures. Each is a part; levels make them disjoint.
local function respectively(claims, tell)
  for i = 2, #claims do
    local lead = words.bare(claims[i].lead)
    local list = lead:match("其中(.+)分别为$") or lead:match("其中(.+)分别达到$") or lead:match("其中(.+)分别达$")
      or lead:match("其中(.+)分别有$")
    local whole = claims[i - 1]
    if list and whole.sentence == claims[i].sentence and COUNTED[whole.kind] and is_part(claims[i], whole)
      and whole.measure ~= "growth" and whole.measure ~= "change" and not words.has_any(list, { "；", "，" }) then
      local names, levels = 0, true
      for name in (list:gsub("和", "、"):gsub("及", "、") .. "、"):gmatch("(.-)、") do
        names = names + 1
        levels = levels and words.name(name .. "家", places_none).level ~= nil
      end
      local parts, k = {}, i
      while claims[k] and claims[k].sentence == whole.sentence and same_unit(claims[k], whole) and #parts < names
        and (k == i or LISTED[words.bare(claims[k].lead)]) do
        parts[#parts + 1] = claims[k]
        k = k + 1
      end
      local _, whole_high = widened(whole)
      local sum_low, sum, bad = 0, 0, false
      for _, part in ipairs(parts) do
        local low = widened(part)
        sum_low, sum = sum_low + low, sum + part.value
        if low > whole_high then
          over(tell, part, whole)
          bad = true
        end
      end
      if not bad and levels and #parts == names and names > 1 and sum_low > whole_high * (1 + 1e-9) then
        local last = parts[#parts]
        tell(last.first, last.last, { verdict = "parts_do_not_add_up", grade = "error",
          message = ("the parts add up to %s, the whole is %s"):format(value_text(sum, whole), whole.text),
          message_zh = ("各部分合计%s，总数为%s"):format(value_text(sum, whole), whole.text) })
      end
    end
  end
end

-- A家、B家、C家，合计N家: the list directly before its sum.
local SUMS = { "合计", "总计", "共计", "三项合计", "两项合计", "以上合计" }
local function summed_up(claims, tell)
  for i = 3, #claims do
    local whole = claims[i]
    local lead = words.without_first(words.bare(whole.lead), { "，", ",", "；" })
    local is_sum = false
    for _, word in ipairs(SUMS) do
      if lead == word or lead == word .. "为" or lead == word .. "达" then is_sum = true end
    end
    if is_sum and COUNTED[whole.kind] then
      local sum_low, sum_high, sum, n, k = 0, 0, 0, 0, i - 1
      while k >= 1 and claims[k].sentence == whole.sentence and same_unit(claims[k], whole) do
        local low, high = widened(claims[k])
        sum_low, sum_high, sum, n = sum_low + low, sum_high + high, sum + claims[k].value, n + 1
        if claims[k].joined_by ~= "、" or k > 1 and words.bare(claims[k].lead):sub(1, 3) ~= "、" then break end
        k = k - 1
      end
      local whole_low, whole_high = widened(whole)
      local scale = 1e-9 * math.abs(whole.value)
      if n > 1 and (sum_low > whole_high + scale or sum_high < whole_low - scale) then
        tell(whole.first, whole.last, { verdict = "parts_do_not_add_up", grade = "error",
          message = ("the parts add up to %s, not %s"):format(value_text(sum, whole), whole.text),
          message_zh = ("各部分合计%s，不是%s"):format(value_text(sum, whole), whole.text) })
      end
    end
  end
end

-- Parts that always make up their whole, by what the reader takes each figure to be of, each by the words that name it. A rule
-- without a whole's name is of anything that 其中 names the parts of.
local WHOLES = {
  { whole = { "生产总值" }, parts = { { "第一产业" }, { "第二产业" }, { "第三产业" } } },
  { whole = { "进出口" }, parts = { { "出口" }, { "进口" } }, within = true },
  { whole = { "常住人口", "总人口", "户籍人口", "零售总额" }, parts = { { "城镇" }, { "乡村", "农村" } } },
  { parts = { { "男性", "男" }, { "女性", "女" } } },
  { parts = { { "公办" }, { "民办" } } },
}
for _, rule in ipairs(WHOLES) do
  rule.words, rule.names = {}, {}
  for p, alternatives in ipairs(rule.parts) do
    rule.names[p] = alternatives[1]
    for _, word in ipairs(alternatives) do rule.words[#rule.words + 1] = word end
  end
end

local function name_of(claim) return claim.reading and claim.reading.indicator or claim.name.core end

-- Which part of the rule a figure is, of those that are not found yet.
local function part_of(claim, rule, found)
  local own = words.without_first(words.bare(claim.pre), { "其中" })
  if words.has_any(own, { "进出口", "对", "企业", "人均", "机电", "高新技术", "服务" }) then return nil end
  for p, alternatives in ipairs(rule.parts) do
    -- of anything: the word begins the part's name
    local named
    if rule.whole then named = words.has_any(own, alternatives) else named = words.without_first(own, alternatives) ~= own end
    if not found[p] and named then return p end
  end
  return nil
end

-- 生产总值100亿元，其中第一产业10亿元、第二产业40亿元、第三产业50亿元, in one sentence or two.
local function made_up(claims, tell)
  for i, whole in ipairs(claims) do
    if (whole.kind == "money" or whole.kind == "count") and whole.lower == whole.upper and whole.measure ~= "growth"
      and whole.measure ~= "change" and not whole.target then
      for _, rule in ipairs(WHOLES) do
        local name = name_of(whole)
        if (not rule.whole or words.has_any(name, rule.whole)) and not (not rule.within and words.has_any(name, rule.words))
          and not name:find("人均", 1, true) then
          local found, n, last = {}, 0, nil
          for k = i + 1, math.min(#claims, i + 12) do
            local part = claims[k]
            if part.sentence > whole.sentence + 1 or name_of(part) == name and part.kind == whole.kind then break end
            if same_unit(part, whole) and part.measure ~= "growth" and part.measure ~= "change" then
              -- of anything: the parts directly, and nothing else
              if not rule.whole and (n == 0 and not part.lead:find("其中", 1, true) or n == #rule.parts) then break end
              local p = part_of(part, rule, found)
              if p then
                found[p] = part
                n, last = n + 1, part
              elseif not rule.whole then
                break
              end
            end
          end
          if n == #rule.parts then
            local low, high, sum = 0, 0, 0
            for p = 1, n do
              local a, b = widened(found[p])
              low, high, sum = low + a, high + b, sum + found[p].value
            end
            local whole_low, whole_high = widened(whole)
            if low > whole_high or high < whole_low then
              tell(last.first, last.last, { verdict = "parts_do_not_add_up", grade = "error",
                message = ("%s add up to %s, the whole is %s"):format(table.concat(rule.names, ", "), value_text(sum, whole),
                  whole.text),
                message_zh = ("%s合计%s，总数为%s"):format(table.concat(rule.names, "、"), value_text(sum, whole), whole.text) })
            end
          end
        end
      end
    end
  end
end

local function parts(_, claims, tell)
  made_up(claims, tell)
  under_qizhong(claims, tell)
  respectively(claims, tell)
  summed_up(claims, tell)
end

return parts
