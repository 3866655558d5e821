-- rows.lua: the rows of a report's charts: totals, growth, wholes and their parts, figures over periods.

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

local function upper_first(text) return (text:gsub("^%l", string.upper)) end

local MEASURES_EN = { stock = "at the end of the period", flow = "over the period", level = "level", change = "change",
  target = "target", growth = "growth", share = "share", rank = "rank" }
local MEASURES_ZH = { stock = "期末数", flow = "期内数", level = "水平", change = "增减", target = "目标", growth = "增速",
  share = "占比", rank = "位次" }

local function label_of(fact, lang) return lang == "zh" and fact.label_zh or fact.label_en or fact.label_zh or fact.indicator end

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
  local rows = {}
  for _, whole in ipairs(report.facts) do
    local parts, levels = {}, {}
    for _, fact in ipairs(report.facts) do
      if fact.part_of == whole.id then
        parts[#parts + 1] = fact
        levels[fact.level or #parts] = true
      end
    end
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

---Figures of one indicator over more than one period; a list of such series, each a list of rows.
function M.series(report, lang, href)
  local order, by_name = {}, {}
  for _, fact in ipairs(report.facts) do
    local name = table.concat({ fact.indicator, fact.unit or "", fact.measure, fact.level or "", fact.region or "" }, "\0")
    if not by_name[name] then
      by_name[name] = { fact = fact, periods = {}, distinct = 0 }
      order[#order + 1] = by_name[name]
    end
    local series = by_name[name]
    if fact.period and not series.periods[fact.period] then
      series.periods[fact.period], series.distinct = true, series.distinct + 1
      table.insert(series, fact)
    end
  end
  local list = {}
  for _, series in ipairs(order) do
    if series.distinct > 1 then
      local rows = { title = upper_first(label_of(series.fact, lang)), unit = series.fact.unit }
      for _, fact in ipairs(series) do
        local row = row_of(fact)
        row.period, row.series = fact.period, fact.indicator
        row.forecast = fact.status == "forecast" or nil
        row.label = fact.status == "forecast" and (lang == "zh" and "预计" or "forecast") or ""
        if href then row.href = href(fact.id) end
        rows[#rows + 1] = row
      end
      list[#list + 1] = rows
    end
  end
  return list
end

return M
