-- table_rows.lua: the rows of any table as the rows of a chart. Columns are found by their names, or named.

local calendar = require "baogao.svg.calendar"
local suggest = require "baogao.suggest"

local M = {}

-- what a chart takes from a table
M.COLUMNS = { "label", "value", "period", "series", "group", "note", "unit", "lower", "upper", "lower_open", "upper_open" }

-- Columns that are a row's label where none is named "label": those of facts, in the language that is wanted.
local LABELS = { en = { "label", "label_en", "label_zh", "indicator", "name", "id" },
  zh = { "label", "label_zh", "label_en", "indicator", "name", "id" } }

-- A bound as a file writes it: nothing and "inf" where there is none.
local function bound(value, none)
  if value == nil or value == "" then return none end
  if value == "inf" then return math.huge elseif value == "-inf" then return -math.huge end
  return tonumber(value)
end

local function flag(value) return value == true or value == "true" or value == 1 end

local function text(value)
  if value == nil or value == "" then return nil end
  if type(value) == "number" and value == math.floor(value) then return ("%.0f"):format(value) end
  return tostring(value)
end

-- Which column of the table is which of the chart's. nil and a message where one that is named is not there.
local function columns_of(schema, named, lang)
  local there, names, columns, first = {}, {}, {}, nil
  for i, column in ipairs(schema) do
    there[column.name], names[i] = true, column.name
    if column.type == "string" then first = first or column.name end
    if column.bounded then -- its rows carry the bounds
      for _, side in ipairs { "lower", "upper", "lower_open", "upper_open" } do there[side] = true end
    end
  end
  for _, name in ipairs(M.COLUMNS) do
    local given = named[name]
    if given and not there[given] then
      return nil, ("--%s: no column '%s'%s; there are %s"):format(name, given, suggest.hint(given, names),
        table.concat(names, ", "))
    end
    -- notes of facts are for readers of the table: a chart has them where it is told to
    columns[name] = given or (name ~= "note" and there[name] and name) or nil
  end
  for _, name in ipairs(LABELS[lang]) do
    if not columns.label and there[name] then columns.label = name end
  end
  columns.label = columns.label or first
  -- bounds are those of the column `value`: another column has none
  if named.value and named.value ~= "value" then
    for _, side in ipairs { "lower", "upper", "lower_open", "upper_open" } do
      columns[side] = named[side]
    end
  end
  columns.status = there.status and "status" or nil
  return columns
end

---Rows of a chart from rows of a table. Those without a value (of a timeline: without a period) are left out.
---@param kind baogao.ChartKind
---@param list table[]
---@param schema { name: string, type: string, bounded: boolean? }[]
---@param named table<string, string> columns by what they are: { value = "gdp", series = "city" }
---@param lang "en"|"zh"
---@return baogao.ChartRow[]? rows
---@return string? message
function M.of(kind, list, schema, named, lang)
  local columns, message = columns_of(schema, named, lang)
  if not columns then return nil, message end
  local wanted = kind == "timeline" and "period" or "value"
  if not columns[wanted] then
    return nil, ("no column '%s': name one by --%s"):format(wanted, wanted)
  end
  if kind == "lines" and not columns.period then return nil, "no column 'period': name one by --period" end
  local rows = {}
  for _, entry in ipairs(list) do
    local function of(name) return columns[name] and entry[columns[name]] end
    local row = { label = text(of "label"), period = text(of "period"), series = text(of "series"), group = text(of "group"),
      note = text(of "note"), unit = text(of "unit") }
    if kind ~= "timeline" then
      row.value = tonumber(of "value")
      if row.value and row.value == row.value and math.abs(row.value) < math.huge then
        row.lower = columns.lower and bound(of "lower", of "upper" ~= nil and of "upper" ~= "" and -math.huge or nil)
        row.upper = columns.upper and bound(of "upper", of "lower" ~= nil and of "lower" ~= "" and math.huge or nil)
        row.lower, row.upper = row.lower or nil, row.upper or nil
        row.lower_open, row.upper_open = flag(of "lower_open"), flag(of "upper_open")
        row.forecast = of "status" == "forecast" or nil
      else
        row.value = nil
      end
    end
    if kind == "lines" then
      -- without a column of series each label is one
      row.series = row.series or row.label
      row.label = row.forecast and (lang == "zh" and "预计" or "forecast") or nil
      if row.period and not calendar.is_period(row.period) then row.value = nil end
    elseif kind == "timeline" and row.period and not calendar.is_period(row.period) then
      row.period = nil
    end
    if row[wanted] and (kind ~= "lines" or row.period) then rows[#rows + 1] = row end
  end
  return rows
end

return M
