-- vega.lua: the same charts as Vega-Lite, for those who want to go on from there.
--
-- Every layer draws every row, what a row has not being drawn with no length or no opacity: a layer with a filter that
-- nothing passes leaves Vega with a scale of nothing, of which it warns.

local calendar = require "baogao.svg.calendar"

local M = {}

local SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"

local WHISKER = "#c2401c"

-- Labels that tell rows apart: where one stands twice in a group its unit, or else a number, goes with it.
local function keys_of(rows)
  local count, keys, taken = {}, {}, {}
  local function name(row, label) return (row.group or "") .. "\0" .. label end
  for _, row in ipairs(rows) do count[name(row, row.label)] = (count[name(row, row.label)] or 0) + 1 end
  for i, row in ipairs(rows) do
    local key, n = row.label, 1
    if count[name(row, key)] > 1 and (row.unit or "") ~= "" then key = key .. ", " .. row.unit end
    local base = key
    while taken[name(row, key)] do
      n = n + 1
      key = base .. " " .. n
    end
    taken[name(row, key)], keys[i] = true, key
  end
  return keys
end

-- JSON has no infinity: an end without a bound is left out, and `unbounded` says which.
local function values_of(rows, keys)
  local values = {}
  for i, row in ipairs(rows) do
    local value = { key = keys[i], place = i, label = row.label, value = row.value, shown = row.shown, group = row.group,
      unit = row.unit, period = row.period, series = row.series, derived = row.derived, forecast = row.forecast, note = row.note }
    if row.value then
      local low, high = row.lower > -math.huge, row.upper < math.huge
      if low then value.lower = row.lower end
      if high then value.upper = row.upper end
      value.unbounded = not high and "above" or not low and "below" or nil
      value.lower_open, value.upper_open = row.lower_open, row.upper_open
      -- a whisker of no length where a figure is exact
      value.from, value.to = low and row.lower or row.value, high and row.upper or row.value
    end
    if row.first then
      value.start, value.stop = calendar.date_of(row.first), calendar.date_of(row.last)
    end
    values[i] = value
  end
  return values
end

local function text(field, order) return { field = field, type = "nominal", title = "", sort = order } end
local function number(field) return { field = field, type = "quantitative", title = "" } end
local function time(field) return { field = field, type = "temporal", title = "" } end

-- shown where a row is not bounded on one side
local function on_side(side) return { condition = { test = "datum.unbounded == '" .. side .. "'", value = 1 }, value = 0 } end

local function tip(...)
  local fields = {}
  for i, name in ipairs { ... } do fields[i] = { field = name, type = "nominal", title = name } end
  return fields
end

-- One chart for each group under its name, one below the other; `make` is given the keys of its rows.
local function by_group(groups, width, make)
  if #groups == 1 and not groups[1].name then
    local chart = make(groups[1].keys, groups[1].mixed)
    chart.width = width
    return chart
  end
  local charts = {}
  for i, group in ipairs(groups) do
    local chart = make(group.keys, group.mixed)
    chart.width, chart.title = width, { text = group.name, anchor = "start", fontSize = 12 }
    chart.transform = { { filter = { field = "group", equal = group.name } } }
    charts[i] = chart
  end
  return { vconcat = charts }
end

local MAKERS = {}

local function bars(keys, mixed)
  local y = text("key", keys)
  y.axis = { labelLimit = 320 }
  -- a bar beside one of another unit would compare what cannot be compared: there the figures stand alone
  if mixed then
    return { mark = { type = "text", align = "left" }, encoding = { y = y, x = { value = 4 }, text = { field = "shown" },
      tooltip = tip("label", "shown", "lower", "upper") } }
  end
  local function arrow(shape, side)
    return { mark = { type = "point", shape = shape, filled = true, size = 80, color = WHISKER },
      encoding = { y = y, x = number "value", opacity = on_side(side) } }
  end
  return { layer = {
    { mark = { type = "bar", height = { band = 0.6 } }, encoding = { y = y, x = number "value",
      opacity = { condition = { test = "datum.forecast", value = 0.5 }, value = 1 },
      tooltip = tip("label", "shown", "lower", "upper") } },
    { mark = { type = "rule", color = WHISKER, strokeWidth = 2 },
      encoding = { y = y, x = number "from", x2 = { field = "to" } } },
    arrow("triangle-right", "above"), arrow("triangle-left", "below"),
  } }
end

function MAKERS.bars(groups, width) return by_group(groups, width, bars) end

function MAKERS.parts(groups, width)
  local keys, names = {}, {}
  for i, group in ipairs(groups) do
    names[i] = group.name
    for _, key in ipairs(group.keys) do keys[#keys + 1] = key end
  end
  local inner = { mark = { type = "bar" }, encoding = { x = { field = "value", type = "quantitative", stack = "normalize",
    title = "" }, color = text("key", keys), order = { field = "place", type = "quantitative" },
    tooltip = tip("label", "shown", "group") }, width = width }
  if #names > 0 then
    inner.encoding.y = text("group", names)
    inner.encoding.y.axis = { labelLimit = 320 }
  end
  return inner
end

local function lines()
  local function arrow(shape, side)
    return { mark = { type = "point", shape = shape, filled = true, size = 80, color = WHISKER },
      encoding = { x = time "start", y = number "value", opacity = on_side(side) } }
  end
  return { layer = {
    { mark = { type = "rule", strokeWidth = 4 }, encoding = {
      x = time "start", x2 = { field = "stop" }, y = number "value",
      color = text "series", strokeDash = { condition = { test = "datum.forecast", value = { 5, 4 } }, value = { 1, 0 } },
      tooltip = tip("series", "period", "shown") } },
    { mark = { type = "rule", color = WHISKER }, encoding = { x = time "start", y = number "from", y2 = { field = "to" } } },
    arrow("triangle-up", "above"), arrow("triangle-down", "below"),
  } }
end

function MAKERS.lines(groups, width) return by_group(groups, width, lines) end

function MAKERS.timeline(groups, width)
  local keys = {}
  for _, group in ipairs(groups) do
    for _, key in ipairs(group.keys) do keys[#keys + 1] = key end
  end
  local y = text("key", keys)
  y.axis = { labelLimit = 320 }
  return { mark = { type = "bar", height = { band = 0.5 }, minBandSize = 3 }, encoding = {
    y = y, x = time "start", x2 = { field = "stop" }, tooltip = tip("label", "period", "note") }, width = width }
end

---@return table specification
function M.of(kind, rows, options)
  local groups, by_name, keys = {}, {}, keys_of(rows)
  for i, row in ipairs(rows) do -- in the order of the rows; Vega's own is the alphabet's
    local name = row.group or ""
    local group = by_name[name]
    if not group then
      group = { name = row.group, keys = {}, seen = {}, unit = row.unit }
      by_name[name], groups[#groups + 1] = group, group
    end
    group.mixed = group.mixed or row.unit ~= group.unit
    if not group.seen[keys[i]] then
      group.seen[keys[i]] = true
      table.insert(group.keys, keys[i])
    end
  end
  local specification = MAKERS[kind](groups, options.width)
  specification["$schema"] = SCHEMA
  specification.title = options.title
  specification.description = options.desc
  specification.data = { values = values_of(rows, keys) }
  return specification
end

return M
