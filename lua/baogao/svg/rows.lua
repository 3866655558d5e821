-- rows.lua: the rows of a report's charts: totals, growth, wholes and their parts, figures over periods.

local calendar = require "baogao.svg.calendar"
local core = require "baogao.engine"
local format = require "baogao.format"
local svg = require "baogao.svg"

local M = {}

-- What Chinese units count, for who reads English.
local UNITS_EN = { ["家"] = "organisations", ["个"] = "items", ["人"] = "people", ["名"] = "persons", ["元"] = "yuan",
  ["项"] = "projects", ["场次"] = "sessions", ["只"] = "funds", ["位"] = "place", ["件"] = "pieces", ["亩"] = "mu",
  ["平方米"] = "square metres", ["平方公里"] = "square kilometres", ["公里"] = "kilometres", ["吨"] = "tonnes",
  ["人次"] = "visits", ["户"] = "households", ["所"] = "institutions", ["座"] = "buildings", ["条"] = "lines",
  ["个百分点"] = "percentage points" }

---A unit for a heading: "家", or "家 · organisations".
function M.unit(unit, lang)
  if lang == "zh" or not UNITS_EN[unit] then return unit end
  return unit .. " · " .. UNITS_EN[unit]
end

local function lang_comma(lang) return lang == "zh" and "，" or ", " end

local function upper_first(text) return (text:gsub("^%l", string.upper)) end

local MEASURES_EN = { stock = "at the end of the period", flow = "over the period", level = "level", change = "change",
  target = "target", growth = "growth", share = "share", rank = "rank" }
local MEASURES_ZH = { stock = "期末数", flow = "期内数", level = "水平", change = "增减", target = "目标", growth = "增速",
  share = "占比", rank = "位次" }

local function label_of(fact, lang)
  return lang == "zh" and fact.label_zh or fact.label_en or fact.label_zh or fact.indicator or fact.written or ""
end

---The first rows, as many as a chart can show; a whole and its parts stay together.
---@param rows baogao.ChartRow[]
---@param most integer
---@return baogao.ChartRow[] first
---@return integer left how many are left out
function M.first(rows, most)
  if #rows <= most then return rows, 0 end
  local count = most
  if rows[most].whole then -- not in the midst of one
    while count > 0 and rows[count].group == rows[most + 1].group do count = count - 1 end
    if count == 0 then count = most end
  end
  local first = {}
  for i = 1, count do first[i] = rows[i] end
  return first, #rows - count
end

local BOUNDS = { "value", "lower", "upper", "lower_open", "upper_open", "unit" }
local function row_of(figure, unit)
  local row = {}
  for _, name in ipairs(BOUNDS) do row[name] = figure[name] end
  row.unit = unit or row.unit
  row.shown = svg.brief(figure, row.unit)
  return row
end

---Totals, one row each, in groups of one unit and measure: only these may be compared by eye. Groups with more rows come
---first, their rows from the largest down.
---@param report baogao.Report
---@param by string|string[]
---@param picked? table options of report:totals
---@param lang "en"|"zh"
---@param href? fun(id: string): string
---@return baogao.ChartRow[] rows
---@return table[] totals those of the rows
function M.totals(report, by, picked, lang, href)
  local groups, list = {}, {}
  for place, total in ipairs(report:totals(by, picked)) do
    local name = total.unit .. "\0" .. total.measure
    if not groups[name] then
      groups[name] = { place = place, unit = total.unit, measure = total.measure }
      list[#list + 1] = groups[name]
    end
    table.insert(groups[name], { total = total, place = place })
  end
  table.sort(list, function(a, b)
    if #a ~= #b then return #a > #b end
    return a.place < b.place
  end)
  local rows, totals = {}, {}
  for _, group in ipairs(list) do
    table.sort(group, function(a, b)
      if a.total.value ~= b.total.value then return a.total.value > b.total.value end
      return a.place < b.place
    end)
    for _, entry in ipairs(group) do
      local total = entry.total
      local row = row_of(total)
      local key = total.key
      if lang == "zh" then
        key = key:gsub("[^/]+", function(word) return report:label(word:match("^%s*(.-)%s*$"), "zh") end)
      end
      row.label = key == "" and (lang == "zh" and "（未注明）" or "(not said)") or upper_first(key)
      if #group > 1 then
        row.group = M.unit(group.unit, lang) .. (lang == "zh" and "，" .. MEASURES_ZH[group.measure]
          or ", " .. MEASURES_EN[group.measure])
      else
        row.group = lang == "zh" and "单位与口径各异，不相比较" or "Each of its own kind, not compared"
      end
      row.forecast = total.status == "forecast" or nil
      if href and total.facts[1] then row.href = href(total.facts[1]) end
      rows[#rows + 1], totals[#totals + 1] = row, total
    end
  end
  return rows, totals
end

local function percent(value) return format.percent(value, true) end

---Every growth that the report allows: of what was added to a stock, and the rates it states.
function M.growth(report, lang, href)
  local rows, growths = {}, {}
  for _, fact in ipairs(report.facts) do
    local growth = (fact.adds_to or fact.measure == "growth") and report:growth(fact.id)
    if growth then
      local named = growth.to and #growth.to.facts == 1 and report:fact(growth.to.facts[1]) or fact
      local row = row_of(growth, "")
      row.unit = nil
      row.shown = svg.brief(growth, nil, percent)
      -- more than nothing is no news of a growth
      if growth.lower == 0 and growth.lower_open and growth.upper < math.huge then row.shown = "< " .. percent(growth.upper) end
      -- outward rounding leaves ends that differ in the last digit alone
      if growth.upper - growth.lower < 1e-9 then row.lower, row.upper, row.shown = row.value, row.value, percent(row.value) end
      row.label = upper_first(label_of(named, lang))
      if growth.from then
        row.note = ("%s → %s"):format(svg.brief(growth.from, growth.from.unit), svg.brief(growth.to, growth.to.unit))
      end
      if href then row.href = href(fact.id) end
      growth.id = fact.id
      rows[#rows + 1], growths[#growths + 1] = row, growth
    end
  end
  return rows, growths
end

-- A word of a tier, where the parts are told apart by it.
local function part_label(report, fact, by_level, lang)
  if by_level and fact.level then return upper_first(report:label(fact.level, lang)) end
  return upper_first(label_of(fact, lang))
end

---Every whole with its stated parts, and what they leave of it.
function M.parts(report, lang, href)
  local rows, facts, parts_of = {}, report.facts, {}
  for _, fact in ipairs(facts) do
    if fact.part_of then
      parts_of[fact.part_of] = parts_of[fact.part_of] or {}
      table.insert(parts_of[fact.part_of], fact)
    end
  end
  for _, whole in ipairs(facts) do
    local parts, levels = parts_of[whole.id] or {}, {}
    for i, fact in ipairs(parts) do levels[fact.level or i] = true end
    local distinct = 0
    for _ in pairs(levels) do distinct = distinct + 1 end
    local rest = #parts > 0 and report:remainder(whole.id)
    if rest then
      local by_level = distinct == #parts and rest.level ~= nil
      local group, told = upper_first(label_of(whole, lang)), svg.brief(whole, whole.unit)
      for _, fact in ipairs(parts) do
        local row = row_of(fact)
        row.label, row.group, row.whole = part_label(report, fact, by_level, lang), group, told
        row.forecast = fact.status == "forecast" or nil
        if href then row.href = href(fact.id) end
        rows[#rows + 1] = row
      end
      local row = row_of(rest)
      row.group, row.whole, row.derived = group, told, true
      row.label = rest.level and upper_first(report:label(rest.level, lang)) or (lang == "zh" and "其余" or "The rest")
      if href then row.href = href(whole.id) end
      rows[#rows + 1] = row
    end
  end
  return rows
end

-- Figures of one indicator, unit, measure, level and region, one a period; those that are told for two periods at least.
local function series_of(report)
  local order, by_name = {}, {}
  for _, fact in ipairs(report.facts) do
    local name = table.concat({ fact.indicator or "", fact.unit or "", fact.measure, fact.level or "", fact.region or "" }, "\0")
    local series = by_name[name]
    if not series then
      series = { fact = fact, periods = {} }
      by_name[name], order[#order + 1] = series, series
    end
    if fact.period and core.period_days(fact.period) and not series.periods[fact.period] then
      series.periods[fact.period] = true
      series[#series + 1] = fact
    end
  end
  local list = {}
  for _, series in ipairs(order) do
    if #series > 1 then list[#list + 1] = series end
  end
  return list
end

-- What tells the series of one panel apart: their regions, their levels, or both.
local function series_name(report, fact, lang)
  local words = {}
  if fact.region then words[1] = core.region_name(fact.region) or fact.region end
  if fact.level then words[#words + 1] = upper_first(report:label(fact.level, lang)) end
  return table.concat(words, lang == "zh" and "，" or ", ")
end

---Figures told for more than one period: a panel for each indicator, a series for each region and level.
---@param report baogao.Report
---@param lang "en"|"zh"
---@param href? fun(id: string): string
---@param picks? fun(fact: baogao.Fact): boolean
---@return { title: string, unit: string, facts: baogao.Fact[], rows: baogao.ChartRow[] }[] panels each with its rows
function M.panels(report, lang, href, picks)
  local panels, by_name = {}, {}
  for _, series in ipairs(series_of(report)) do
    local fact = series.fact
    if not picks or picks(fact) then
      local name = table.concat({ fact.indicator or "", fact.unit or "", fact.measure }, "\0")
      local panel = by_name[name]
      if not panel then
        panel = { title = upper_first(label_of(fact, lang)), unit = fact.unit, facts = {}, rows = {} }
        by_name[name], panels[#panels + 1] = panel, panel
      end
      for _, one in ipairs(series) do
        local row = row_of(one)
        row.period, row.series = one.period, series_name(report, one, lang)
        row.forecast = one.status == "forecast" or nil
        row.label = row.forecast and (lang == "zh" and "预计" or "forecast") or ""
        if href then row.href = href(one.id) end
        panel.rows[#panel.rows + 1], panel.facts[#panel.facts + 1] = row, one
      end
    end
  end
  return panels
end

---All panels as the rows of one chart, and the title where one panel is all.
---@return baogao.ChartRow[] rows
---@return string? title
---@return string? unit
function M.periods(report, lang, href, picks)
  local panels, rows = M.panels(report, lang, href, picks), {}
  for _, panel in ipairs(panels) do
    for _, row in ipairs(panel.rows) do
      if #panels > 1 then row.group = panel.title .. (panel.unit and lang_comma(lang) .. M.unit(panel.unit, lang) or "") end
      rows[#rows + 1] = row
    end
  end
  if #panels == 1 then return rows, panels[1].title, panels[1].unit end
  return rows
end

local KINDS_ZH = { first = "首创", unveiled = "揭牌", signed = "签约", plan = "规划", ["construction started"] = "开工",
  recognised = "获认可", ranked = "位次" }
local SCOPES_ZH = { ["first in the country"] = "国内首个", ["first in the province"] = "全省首个", international = "国际",
  national = "全国" }

-- Days of a date of which no more than the year is known.
local WHOLE_YEAR = 360

---Milestones in the order of time, within a year those of which no more than the year is known last.
---@return baogao.ChartRow[] rows
---@return table[] milestones those of the rows
---@return table[] undated { row, milestone } of dates that are no periods
function M.milestones(report, lang, href)
  local zh, list, undated = lang == "zh", {}, {}
  for i, milestone in ipairs(report.milestones) do
    local first, last = core.period_days(milestone.date)
    local kind = zh and KINDS_ZH[milestone.kind] or upper_first(milestone.kind)
    local scope = milestone.scope and (zh and SCOPES_ZH[milestone.scope] or milestone.scope)
    local row = { label = zh and milestone.name_zh or upper_first(milestone.name_en), period = milestone.date,
      shown = calendar.words(milestone.date, lang), note = kind .. (scope and " · " .. scope or "") }
    if href then row.href = href(milestone) end
    if first then list[#list + 1] = { row, i, last - first > WHOLE_YEAR and last or first, milestone }
    else undated[#undated + 1] = { row, milestone } end
  end
  table.sort(list, function(a, b)
    if a[3] ~= b[3] then return a[3] < b[3] end
    return a[2] < b[2]
  end)
  local rows, milestones = {}, {}
  for i, entry in ipairs(list) do rows[i], milestones[i] = entry[1], entry[4] end
  return rows, milestones, undated
end

return M
