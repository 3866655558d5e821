-- claims.lua: what a paragraph of a draft claims: each figure with its name, period, measure and status.
--
-- A claim is a quantity of baogao.scan with what is said of it. It is read twice: by baogao.read, as any report is, and
-- here more narrowly, where a name counts only if nothing but known words stands between it and its figure. The checker
-- accuses, so it wants both readings to agree on what a figure is of.

local read = require "baogao.read"
local scan = require "baogao.scan"
local words = require "baogao.check.words"

local M = {}

-- Marks that end a sentence, and those that part clauses.
local ENDS = { "。", "！", "？", "!", "?" }
local PARTS = { "，", "、", "；", "：", "（", "）", ",", ";", ":", "(", ")", "|", "\127", "——" }

-- Units that count the same things.
local SAME_UNIT = { ["个"] = "家", ["所"] = "家", ["户"] = "家", ["名"] = "人", ["位"] = "人" }

---The unit under which figures of one kind meet: 12个 and 12家, 19名 and 19人.
function M.unit_class(unit) return SAME_UNIT[unit] or unit end

local LABELS = { ["："] = true, [":"] = true, ["|"] = true }

local JOINS = { "以及", "和", "及", "与" }

local function last_mark(text, marks)
  local _, first, last = words.last_of(text, marks)
  return first, last
end

local function first_mark(text, marks)
  local best, stop
  for _, mark in ipairs(marks) do
    local first, last = text:find(mark, 1, true)
    if first and (not best or first < best) then best, stop = first, last end
  end
  return best, stop
end

local HAN_PLACES = { { "亿", 1e8 }, { "億", 1e8 }, { "万", 1e4 }, { "萬", 1e4 }, { "千", 1e3 }, { "百", 100 }, { "十", 10 } }

-- Digits as typewriters of the nineties had them, in half width.
local function half_width(text)
  if not text:find("\239\188") then return text end
  return (text:gsub("\239\188([\144-\153])", function(byte) return string.char(byte:byte() - 144 + 48) end)
    :gsub("．", "."):gsub("，", ","))
end

---The last place that is written, in base units: 1.40万 -> 100, 5616 -> 1, 12.3 -> 0.1, 一千一百五十四亿 -> 1亿. What a figure
---was rounded to is not written down; nobody writes more places than he has.
---@param quantity baogao.Quantity
---@return number place
function M.place(quantity)
  local number = half_width(quantity.number)
  local whole, decimals = number:match("^[^%d]*([%d,]+)%.?(%d*)")
  if not whole then
    for _, han in ipairs(HAN_PLACES) do
      if number:sub(-#han[1]) == han[1] then return han[2] end
    end
    return quantity.value ~= 0 and math.min(1, math.abs(quantity.value)) or 1
  end
  local written = tonumber((whole:gsub(",", "")) .. (decimals ~= "" and "." .. decimals or ""))
  local scale = 1
  if written and written ~= 0 and quantity.qualifier ~= "range" then
    local ratio = math.abs(quantity.value) / written
    scale = 10 ^ math.floor(math.log(ratio) / math.log(10) + 0.5)
  end
  return scale * 10 ^ -#decimals
end

-- Verbs that state how much there is, and verbs of doing: 共有40家 is how many there are, 培训40家 is what was done.
local THERE_IS = { "达到", "达", "为", "共有", "有", "总数", "数量" }

---True where the words around a figure that no measure was told for say that so much there is, and nothing that so much was
---done in a time.
function M.is_level(claim)
  if claim.measure or #claim.name.head > 0 then return false end
  for _, word in ipairs(claim.name.tail) do
    for _, verb in ipairs(THERE_IS) do
      if word == verb then return true end
    end
  end
  return false
end

-- What the measure words say.
local function measure_of(claim, pre)
  local kind = claim.kind
  if kind == "rank" then return "rank" end
  if kind == "percent" or kind == "points" or kind == "multiple" or kind == "fraction" then
    local up, up_at, up_stop = words.last_of(pre, words.UP)
    local down, down_at, down_stop = words.last_of(pre, words.DOWN)
    local share, _, share_stop = words.last_of(pre, words.SHARE)
    local change_stop = math.max(up_stop or 0, down_stop or 0)
    if share and share_stop > change_stop then return "share" end
    if change_stop > 0 then
      claim.direction = (down_stop or 0) >= (up_stop or 0) and "down" or "up"
      local rest = pre:sub(change_stop + 1)
      -- 提高到, 增至 lead to a level, not a change
      if rest:find("^到") or rest:find("^至") then return kind == "percent" and "level" or nil end
      claim.change_word = claim.direction == "down" and down or up
      claim.change_at = claim.direction == "down" and down_at or up_at
      return kind == "points" and "change" or "growth"
    end
    return "level"
  end
  local flow = words.has_any(pre, words.FLOW)
  if flow then return "flow" end
  local up, _, up_stop = words.last_of(pre, words.UP)
  if up and pre:sub(up_stop + 1) == "" then
    claim.direction = "up"
    return "change"
  end
  local down, _, down_stop = words.last_of(pre, words.DOWN)
  if down and pre:sub(down_stop + 1) == "" then
    claim.direction = "down"
    return "change"
  end
  if words.has_any(pre, words.STOCK) then return "stock" end
  return nil
end

---@class baogao.Claim: baogao.Quantity
---@field pre string the words of its own clause before it
---@field lead string all words between the figure before and it, in its sentence
---@field post string the words after it, in its clause
---@field name table of words.name: core, level, region
---@field after? table the name where it stands after the figure
---@field inherited? boolean the name is that of a figure before
---@field sentence integer
---@field part? boolean stands after 其中
---@field measure? string
---@field status string
---@field target? boolean
---@field period? string ISO 8601, where the sentence says it
---@field year_said? boolean its year is written, or known
---@field reading? baogao.Fact what baogao.read makes of it
---@field place number

-- Gives each quantity the last period before it in its sentence. One sentence without any keeps the one before.
-- Words that mean a year only to who knows when the draft is written.
local RELATIVE = { "去年", "今年", "明年", "前年", "上年", "本年", "当年" }

local function place_periods(claims, spans, relative)
  local s, current, current_sentence, kind, year_said = 1, nil, nil, nil, false
  for _, claim in ipairs(claims) do
    while spans[s] and spans[s].first <= claim.first do
      if spans[s].period and spans[s].kind ~= "since" and (relative or not words.has_any(spans[s].text, RELATIVE)) then
        current, current_sentence, kind = spans[s].period, claim.sentence, spans[s].kind
        year_said = spans[s].text:find("%d%d%d%d") ~= nil
      end
      s = s + 1
    end
    if current and claim.sentence - current_sentence <= 1 then
      claim.period, claim.period_kind, claim.year_said = current, kind, year_said or relative
      claim.period_said = claim.sentence == current_sentence
      -- two readings of the time that differ are none
      if claim.reading and claim.reading.period ~= claim.period then claim.period_said = false end
    end
  end
end

-- Joins each claim with the fact that the reader made of it.
local function join_readings(text, claims, options)
  local facts = read.read(text, { year = options.year, region = options.region }):_rows()
  local at, by_id = {}, {}
  for _, fact in ipairs(facts) do at[fact.first], by_id[fact.id] = fact, fact end
  for _, claim in ipairs(claims) do
    local fact = at[claim.first]
    if fact then
      claim.reading = fact
      local name = words.name(fact.indicator or "", options.regions)
      -- 其中国家级63家: the level of what stands before
      local whole = name.core == "" and fact.part_of and by_id[fact.part_of]
      if whole then
        local level = name.level
        name = words.name(whole.indicator or "", options.regions)
        name.level = level
      end
      claim.reading_name = name
      if claim.measure == nil and fact.measure ~= "target" and fact.measure ~= "stock" and fact.measure ~= "flow" then
        claim.measure = fact.measure
      end
      if fact.status == "forecast" and claim.status ~= "forecast" then claim.may_be_forecast = true end
      -- what stands in a plan, by its whole sentence: growth and new things are then aims
      if fact.measure == "target" and (claim.measure == "growth" or claim.measure == "flow" or claim.measure == "change"
        or claim.kind == "percent" or claim.direction) then claim.may_be_target = true end
    end
  end
end

---The claims of a paragraph.
---@param text string with masked stretches blanked
---@param options { year?: integer, year_known?: boolean, regions: table } year_known: 今年 is that year
---@return baogao.Claim[]
function M.read(text, options)
  local quantities = scan.scan(text)
  if #quantities == 0 then return quantities end
  local sentence, previous = 1, 0
  local last_core
  for i, claim in ipairs(quantities) do
    local gap = text:sub(previous + 1, claim.first - 1)
    local _, ended = last_mark(gap, ENDS)
    local lead = gap
    if ended then
      sentence = sentence + 1
      lead, last_core = gap:sub(ended + 1), nil
    end
    claim.index, claim.sentence, claim.lead = i, sentence, lead
    claim.sentence_start = ended or previous == 0
    local part_at, part_stop = last_mark(lead, PARTS)
    claim.pre = part_stop and lead:sub(part_stop + 1) or lead
    claim.joined_by = part_at and lead:sub(part_at, part_stop) or nil
    local after = text:sub(claim.last + 1, quantities[i + 1] and quantities[i + 1].first - 1 or #text)
    local stop = first_mark(after, ENDS)
    if stop then after = after:sub(1, stop - 1) end
    claim.rest = after
    stop = first_mark(after, PARTS)
    claim.post = stop and after:sub(1, stop - 1) or after
    claim.place = M.place(claim)
    claim.measure = measure_of(claim, words.bare(claim.pre))
    local before = quantities[i - 1]
    -- a list after 预计 may all be expected, or its first alone
    claim.may_be_forecast = before ~= nil and before.sentence == sentence
      and (before.status == "forecast" or before.may_be_forecast) or false
    claim.part = lead:find("其中", 1, true) ~= nil
      or (before and before.sentence == sentence and before.part and claim.joined_by == "、") or false
    local own = claim.pre
    if claim.change_at then own = words.bare(own):sub(1, claim.change_at - 1) end
    -- 高新技术企业：5800家, | 高新技术企业 | 5800家 |: a list's label, a table's row
    if words.bare(own) == "" and claim.joined_by and LABELS[claim.joined_by] then
      local label = lead:sub(1, part_at - 1)
      local _, label_stop = last_mark(label, PARTS)
      own = label_stop and label:sub(label_stop + 1) or label
      claim.labelled = true
    end
    -- 14项改革和314项任务: what stands before 和 is the name of the figure before
    local _, joined = words.without_last(own, JOINS)
    if joined then own, last_core = "", nil end
    claim.name = words.name(own, options.regions)
    if claim.name.core == "" and claim.post ~= "" and claim.measure ~= "growth" then
      claim.after = words.name(claim.post, options.regions)
      claim.after.level = claim.after.level or claim.name.level
      claim.after.region = claim.after.region or claim.name.region
    end
    -- a plan and an expectation may be part of a name: 人才支持计划项目, 人均预期寿命
    local said = words.bare(lead)
    local named, named_stop = nil, nil
    if claim.name.core ~= "" then named, named_stop = said:find(claim.name.core, 1, true) end
    if named then said = said:sub(1, named - 1) .. said:sub(named_stop + 1) end
    claim.target = words.has_any(said, words.TARGET) ~= nil
      or (before and before.sentence == sentence and before.target) or false
    local chained = before and before.sentence == sentence and claim.joined_by == "、"
    claim.status = (words.has_any(said, words.FORECAST) or chained and before.status == "forecast") and "forecast" or "actual"
    if claim.name.core == "" and last_core and (not claim.after or claim.after.core == "") then
      claim.inherited, claim.own_level = true, claim.name.level ~= nil
      claim.name.core = last_core.core
      claim.name.level = claim.name.level or (claim.measure == "growth" or not claim.part) and last_core.level or nil
      claim.name.region = claim.name.region or last_core.region
    elseif claim.name.core ~= "" then
      last_core = claim.name
    elseif claim.after then
      last_core = claim.after
    end
    previous = claim.last
  end
  join_readings(text, quantities, options)
  place_periods(quantities, scan.periods(text, { year = options.year }), options.year_known)
  return quantities
end

return M
