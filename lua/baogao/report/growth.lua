-- growth: derived figures of a report's facts, and comparing them. What may be set against what is the engine's to say
-- (bg_fact_barriers); here the answer is put into words.

local core = require "baogao.engine"
local figures = require "baogao.figures"
local format = require "baogao.format"
local check_args = require "baogao.check_args"

---@class baogao.Operand
---@field value number
---@field lower number
---@field upper number
---@field lower_open boolean
---@field upper_open boolean
---@field unit string
---@field period string
---@field facts string[] ids it comes from
---@field derived? boolean computed, not stated

---@class baogao.ReportGrowth : baogao.Derived
---@field from baogao.Operand
---@field to baogao.Operand
---@field increment? string id of the flow that the growth is computed from
---@field direction "up"|"down"|"none"
---@field period string the period that grew
---@field assumption string
---@field assumption_zh string

---@class baogao.Refusal
---@field reasons string[] each barrier in words
---@field reasons_zh string[] the same in Chinese
---@field can_be_said? string what the bounds still allow to say
---@field can_be_said_zh? string
---@field rest? baogao.Operand the figure that can be said

local M = {}

local BOUNDS = { "value", "lower", "upper", "lower_open", "upper_open" }

local function operand(figure, fact, facts, derived)
  local o = { unit = fact.unit, period = fact.period, facts = facts, derived = derived or nil }
  for _, name in ipairs(BOUNDS) do o[name] = figure[name] end
  return o
end

local MONTHS = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December" }

-- "2024-01/2024-11" -> "January to November 2024"; "2024" -> "the full year 2024"
local function period_words(period)
  local year = period:match("^(%d%d%d%d)$")
  if year then return "the full year " .. year end
  local y, m = period:match("^(%d%d%d%d)%-(%d%d)$")
  if y then return MONTHS[tonumber(m)] .. " " .. y end
  local y1, m1, y2, m2 = period:match("^(%d%d%d%d)%-(%d%d)/(%d%d%d%d)%-(%d%d)$")
  if y1 and y1 == y2 then return ("%s to %s %s"):format(MONTHS[tonumber(m1)], MONTHS[tonumber(m2)], y1) end
  return period
end

-- "2024-01/2024-11" -> "2024年1月至11月"
local function period_words_zh(period)
  local year = period:match("^(%d%d%d%d)$")
  if year then return year .. "年全年" end
  local y, m = period:match("^(%d%d%d%d)%-(%d%d)$")
  if y then return ("%s年%d月"):format(y, tonumber(m)) end
  local y1, m1, y2, m2 = period:match("^(%d%d%d%d)%-(%d%d)/(%d%d%d%d)%-(%d%d)$")
  if y1 and y1 == y2 then return ("%s年%d月至%d月"):format(y1, tonumber(m1), tonumber(m2)) end
  return period
end

-- The facts of two ids, or nil, message.
local function pair(self, id_a, id_b)
  local row_a, a = self:_row(id_a)
  if not row_a then return nil, a end
  local row_b, b, handle = self:_row(id_b)
  if not row_b then return nil, b end
  return { a = a, b = b, row_a = row_a, row_b = row_b, handle = handle }
end

-- Each barrier between two facts in words, in a fixed order; in English and in Chinese.
local function reasons_of(self, p, barriers)
  local a, b, en, zh = p.a, p.b, {}, {}
  local function word(name) return name and self:label(name, "zh") or "未注明" end
  local function say(english, chinese) en[#en + 1], zh[#zh + 1] = english, chinese end
  if barriers.unit then
    say(("their units differ: %s and %s"):format(a.unit or "none", b.unit or "none"),
      ("单位不同：%s与%s"):format(a.unit or "无", b.unit or "无"))
  end
  if barriers.indicator then
    say(("they measure different things: %s and %s"):format(a.indicator, b.indicator),
      ("指标不同：%s与%s"):format(a.indicator, b.indicator))
  end
  if barriers.measure then
    say(("a %s cannot be compared with a %s"):format(a.measure, b.measure),
      ("口径不同：%s与%s"):format(word(a.measure), word(b.measure)))
  end
  if barriers.level then
    say(("their levels differ: %s and %s"):format(a.level or "none", b.level or "none"),
      ("层级不同：%s与%s"):format(word(a.level), word(b.level)))
  end
  if barriers.scope then
    say(("their regions differ: %s and %s"):format(a.region, b.region), ("地区不同：%s与%s"):format(a.region, b.region))
  end
  if barriers.part_of_period then
    say(("%s cannot be compared with %s: one lies within the other"):format(period_words(a.period), period_words(b.period)),
      ("%s与%s不能相比：时期一个包含另一个"):format(period_words_zh(a.period), period_words_zh(b.period)))
  end
  if barriers.period_overlap then
    say(("their periods overlap: %s and %s"):format(a.period, b.period), ("时期重叠：%s与%s"):format(a.period, b.period))
  end
  if barriers.period_length then
    say(("their periods are of unequal length: %s and %s"):format(a.period, b.period),
      ("时期长短不同：%s与%s"):format(a.period, b.period))
  end
  if barriers.status then
    local forecast = a.status == "forecast" and a or b
    say(("a forecast (%s) cannot be compared with an actual figure"):format(forecast.id),
      ("%s是预计数，不能与实际数相比"):format(forecast.id))
  end
  return en, zh
end

-- Where a part of a period stands against its whole, what lies between the two can be said.
local function what_can_be_said(p, barriers)
  if not barriers.part_of_period or barriers.unit or barriers.indicator or barriers.scope or barriers.level
    or barriers.measure then return nil end
  local whole, part = p.a, p.b
  local rest = core.period_rest(whole.period, part.period)
  if not rest then
    whole, part = p.b, p.a
    rest = core.period_rest(whole.period, part.period)
  end
  if not rest then return nil end
  local figure = figures.remainder(whole, part)
  if not figure then return nil end
  local said = operand(figure, { unit = whole.unit, period = rest }, { whole.id, part.id }, true)
  local text = ("%s is %s"):format(period_words(rest), format.bounds(figure, whole.unit))
  local zh = period_words_zh(rest) .. format.bounds(figure, whole.unit, "zh")
  if whole.status == "forecast" or part.status == "forecast" then
    text, zh = text .. ", if the forecast holds", "如预计实现，" .. zh
  end
  return said, text, zh
end

-- nil, message, details for two facts between which something stands.
local function refuse(self, p, barriers)
  local details = {}
  details.reasons, details.reasons_zh = reasons_of(self, p, barriers)
  details.rest, details.can_be_said, details.can_be_said_zh = what_can_be_said(p, barriers)
  local message = ("%s and %s: %s"):format(p.a.id, p.b.id, table.concat(details.reasons, "; "))
  if details.can_be_said then message = message .. "; what can be said: " .. details.can_be_said end
  return nil, message, details
end

local function direction_of(figure)
  if core.compare(figure, ">", 0) then return "up" end
  if core.compare(figure, "<", 0) then return "down" end
  return "none"
end

local function join(list, word)
  local copy = {}
  for i, item in ipairs(list) do copy[i] = item end
  if #copy < 2 then return copy[1] or "" end
  local last = table.remove(copy)
  return table.concat(copy, ", ") .. " " .. word .. " " .. last
end

-- Growth of the stock that a flow adds to, from the flow alone.
local function growth_of_increment(self, flow)
  local stocks, ids, levels, zh = {}, {}, {}, {}
  for id in flow.adds_to:gmatch("[^+]+") do
    local _, stock = self:_row(id)
    stocks[#stocks + 1], ids[#ids + 1] = stock, id
    levels[#levels + 1] = format.bounds(stock) .. " " .. (stock.level or "in stock")
    zh[#zh + 1] = (stock.level and self:label(stock.level, "zh") or "") .. format.bounds(stock, nil, "zh")
  end
  local stock = core.sum(stocks)
  local growth, before = core.growth_of_increment(stock, flow)
  if not growth then
    return nil, ("no growth from %s: the stock before it is not certainly above zero"):format(flow.id)
  end
  growth.from = operand(before, stocks[1], ids, true)
  growth.to = operand(stock, stocks[1], ids, #ids > 1)
  growth.increment = flow.id
  growth.period = flow.period
  growth.direction = direction_of(growth)
  growth.assumption = ("%s added, %s after it; none was struck off"):format(format.bounds(flow), join(levels, "and"))
  growth.assumption_zh = ("新增%s，期末为%s；假定期内没有撤销"):format(format.bounds(flow, nil, "zh"), table.concat(zh, "加"))
  return growth
end

---Growth, a fraction with bounds. With one id: of the stock that this flow is an increment of, or of this stock from the
---flow that adds to it, or the rate itself where the fact is one. With two: from the second fact to the first, refused
---where they are no two values of one series (other unit, status, scope, or a part of a year against the whole).
---@param id string
---@param base_id? string
---@return baogao.ReportGrowth? growth
---@return string? reason
---@return baogao.Refusal? details of a refusal
function M:growth(id, base_id)
  if base_id ~= nil then
    local p, message = pair(self, id, base_id)
    if not p then return nil, message end
    if p.row_a == p.row_b then return nil, id .. ": a fact has no growth on itself" end
    local barriers = core.report_barriers(p.handle, p.row_a, p.row_b)
    if barriers then return refuse(self, p, barriers) end
    local growth, reason = figures.growth(p.b, p.a)
    if not growth then return nil, reason end
    growth.from, growth.to = operand(p.b, p.b, { base_id }), operand(p.a, p.a, { id })
    growth.period = p.a.period
    growth.direction = direction_of(growth)
    growth.assumption = "both figures count the same things"
    growth.assumption_zh = "假定两个数口径相同"
    return growth
  end
  local row, fact, handle = self:_row(id)
  if not row then return nil, fact end
  if fact.adds_to then return growth_of_increment(self, fact) end
  local flow = core.report_increment(handle, row)
  if flow then return growth_of_increment(self, self:_rows()[flow]) end
  if fact.measure == "growth" then
    local growth = core.index(fact, 100 * 100)
    if fact.direction == "down" then growth = core.difference(0, growth) end
    growth.direction = fact.direction or direction_of(growth)
    growth.period = fact.period
    growth.assumption, growth.assumption_zh = "as stated", "原文所述"
    return growth
  end
  return nil, ("no growth of %s: the report has neither an increment of it nor an earlier value; give the id of a base")
    :format(id)
end

---The share of a part in its whole, a fraction at most 1. Without a second id the whole is the fact's `part_of`.
---@param id string
---@param whole_id? string
---@return baogao.Derived?
---@return string? reason
function M:share(id, whole_id)
  local row, fact = self:_row(id)
  if not row then return nil, fact end
  whole_id = whole_id or fact.part_of
  if not whole_id then return nil, ("no share of %s: it is no stated part; give the id of a whole"):format(id) end
  local p, message = pair(self, id, whole_id)
  if not p then return nil, message end
  local barriers = core.report_barriers(p.handle, p.row_a, p.row_b) or {}
  barriers.indicator, barriers.level = nil, nil -- a part has a narrower name and level than its whole
  if next(barriers) then return refuse(self, p, barriers) end
  local share, reason = figures.share(p.a, p.b)
  if not share then return nil, reason end
  share.part, share.whole = id, whole_id
  if p.a.part_of == whole_id then share.assumption = "stated as a part" end
  return share
end

---What a whole leaves after its stated parts, in its unit. `level` is set where the levels leave just one tier for it,
---and only then is it what remains of a kind.
---@param id string of the whole
---@return baogao.Derived?
---@return string? reason
function M:remainder(id)
  local row, whole, handle = self:_row(id)
  if not row then return nil, whole end
  local parts, ids = {}, {}
  for _, fact in ipairs((self:_rows())) do
    if fact.part_of == id then parts[#parts + 1], ids[#ids + 1] = fact, fact.id end
  end
  if #parts == 0 then return nil, ("no remainder of %s: the report states no part of it"):format(id) end
  local rest, reason = figures.remainder(whole, core.sum(parts))
  if not rest then return nil, reason end
  local of_level = core.report_remainder(handle, row)
  rest.level = of_level and of_level.level
  rest.unit, rest.whole, rest.parts, rest.derived = whole.unit, id, ids, true
  return rest
end

-- A helper on two facts that must be of one unit; the rest is the caller's to judge.
local function of_one_unit(self, id_a, id_b, what)
  local p, message = pair(self, id_a, id_b)
  if not p then return nil, message end
  local barriers = core.report_barriers(p.handle, p.row_a, p.row_b)
  if barriers and barriers.unit then
    return nil, ("no %s: %s is in %s and %s in %s"):format(what, id_a, p.a.unit, id_b, p.b.unit)
  end
  return p
end

---to - from, in their unit.
---@param to_id string
---@param from_id string
---@return baogao.Derived?
---@return string? reason where the units differ
function M:difference(to_id, from_id)
  local p, reason = of_one_unit(self, to_id, from_id, "difference")
  if not p then return nil, reason end
  local r = figures.difference(p.a, p.b)
  r.unit = p.a.unit
  return r
end

---value / base * 100.
---@param id string
---@param base_id string
---@return baogao.Derived?
---@return string? reason
function M:index(id, base_id)
  local p, reason = of_one_unit(self, id, base_id, "index")
  if not p then return nil, reason end
  return figures.index(p.a, p.b)
end

---Compound growth a year from one fact to a later one, over the years between the ends of their periods.
---@param id string the later
---@param base_id string the earlier
---@return baogao.Derived?
---@return string? reason
---@return baogao.Refusal? details
function M:cagr(id, base_id)
  local p, message = pair(self, id, base_id)
  if not p then return nil, message end
  local barriers = core.report_barriers(p.handle, p.row_a, p.row_b)
  if barriers then return refuse(self, p, barriers) end
  local _, last_a = core.period_days(p.a.period)
  local _, last_b = core.period_days(p.b.period)
  if not last_a or not last_b or last_a <= last_b then
    return nil, ("no compound growth: %s does not end after %s"):format(p.a.period, p.b.period)
  end
  local years = (last_a - last_b) / 365.2425
  local whole = math.floor(years + 0.5)
  if whole >= 1 and math.abs(years - whole) < 0.01 then years = whole end
  local r, reason = figures.cagr(p.b, p.a, years)
  if r then r.years = years end
  return r, reason
end

---What the change of a part gave to the growth of its whole, a fraction. All three facts must be of one unit.
---@param part_to_id string
---@param part_from_id string
---@param whole_from_id string
---@return baogao.Derived?
---@return string? reason
function M:contribution(part_to_id, part_from_id, whole_from_id)
  local p, reason = of_one_unit(self, part_to_id, part_from_id, "contribution")
  if not p then return nil, reason end
  local q, second = of_one_unit(self, part_from_id, whole_from_id, "contribution")
  if not q then return nil, second end
  return figures.contribution(p.b, p.a, q.b)
end

---The mean of a month of a flow, in its unit.
---@param id string
---@return baogao.Derived?
---@return string? reason
function M:per_month(id)
  local row, fact = self:_row(id)
  if not row then return nil, fact end
  local months = core.period_months(fact.period)
  if fact.measure ~= "flow" then
    return nil, ("no rate per month: %s is a %s, not a flow over a period"):format(id, fact.measure)
  end
  if not months or months == 0 then
    return nil, ("no rate per month: the period of %s, %s, is not of whole months"):format(id, fact.period or "none")
  end
  local r = figures.per_month(fact, months)
  r.unit, r.months = fact.unit, months
  return r
end

local RELATIONS = { "<", "<=", ">", ">=", "==", "~=" }

-- Both sides of a comparison: ids, numbers or figures.
local function sides(self, a, relation, b)
  check_args.one_of(relation, RELATIONS, "relation", 4)
  local found = {}
  for i, side in ipairs { a, b } do
    if type(side) == "string" then
      local row, fact = self:_row(side)
      if not row then return nil, fact end
      found[i] = fact
    else
      found[i] = side
    end
  end
  local one, two = found[1], found[2]
  if type(a) == "string" and type(b) == "string" and one.unit ~= two.unit then
    return nil, ("%s is in %s and %s in %s: they cannot be compared"):format(a, one.unit, b, two.unit)
  end
  return one, two
end

---Compares two facts, or a fact and a number, for all values that they may have. nil is false in a condition: where
---"cannot tell" must not pass for "no", ask `certainly` or `possibly`.
---@param a string|baogao.Figure an id, or a figure
---@param relation baogao.Relation
---@param b string|baogao.Figure
---@return boolean? truth nil where the bounds cannot tell
---@return string? reason
function M:compare(a, relation, b)
  local one, two = sides(self, a, relation, b)
  if not one then return nil, two end
  local truth = core.compare(one, relation, two)
  if truth == nil then
    return nil, ("the bounds cannot tell whether %s %s %s: %s and %s overlap"):format(
      type(a) == "string" and a or "the first", relation, type(b) == "string" and b or "the second",
      type(one) == "table" and format.interval(one) or format.number(one),
      type(two) == "table" and format.interval(two) or format.number(two))
  end
  return truth
end

---True where the relation holds whatever the values are within the bounds.
---@param a string|baogao.Figure
---@param relation baogao.Relation
---@param b string|baogao.Figure
---@return boolean? certainly nil where an id is unknown or the units differ
---@return string? reason
function M:certainly(a, relation, b)
  local one, two = sides(self, a, relation, b)
  if not one then return nil, two end
  return core.compare(one, relation, two) == true
end

---True where the relation holds for some values within the bounds.
---@param a string|baogao.Figure
---@param relation baogao.Relation
---@param b string|baogao.Figure
---@return boolean? possibly nil where an id is unknown or the units differ
---@return string? reason
function M:possibly(a, relation, b)
  local one, two = sides(self, a, relation, b)
  if not one then return nil, two end
  return core.compare(one, relation, two) ~= false
end

return M
