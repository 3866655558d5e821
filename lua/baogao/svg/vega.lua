-- vega.lua: the same charts as Vega-Lite, for those who want to go on from there.

local calendar = require "baogao.svg.calendar"

local M = {}

local SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"

-- JSON has no infinity: an end without a bound is left out, and `unbounded` says which.
local function values_of(rows)
  local values = {}
  for i, row in ipairs(rows) do
    local value = { label = row.label, value = row.value, shown = row.shown, group = row.group, unit = row.unit,
      period = row.period, series = row.series, derived = row.derived, forecast = row.forecast, note = row.note }
    if row.lower > -math.huge then value.lower = row.lower end
    if row.upper < math.huge then value.upper = row.upper end
    value.unbounded = row.upper == math.huge and "above" or row.lower == -math.huge and "below" or nil
    value.lower_open, value.upper_open = row.lower_open, row.upper_open
    values[i] = value
  end
  return values
end

local function text(field) return { field = field, type = "nominal" } end
local function number(field, title) return { field = field, type = "quantitative", title = title } end

local TOOLTIP = { text "label", text "shown", number "lower", number "upper" }

local function bars(groups)
  local y = { field = "label", type = "nominal", sort = false, title = "", axis = { labelLimit = 320 } }
  local inner = {
    layer = {
      { mark = { type = "bar", height = { band = 0.6 } },
        encoding = { y = y, x = number("value", ""), tooltip = TOOLTIP,
          opacity = { condition = { test = "datum.forecast", value = 0.5 }, value = 1 } } },
      { transform = { { filter = "isValid(datum.lower) && isValid(datum.upper) && datum.lower < datum.upper" } },
        mark = { type = "rule", color = "#c2401c", strokeWidth = 2 },
        encoding = { y = y, x = number "lower", x2 = { field = "upper" } } },
      { transform = { { filter = "datum.unbounded == 'above'" } },
        mark = { type = "point", shape = "triangle-right", filled = true, size = 80, color = "#c2401c" },
        encoding = { y = y, x = number "value" } },
    },
  }
  if not groups then return inner end
  return { facet = { row = { field = "group", type = "nominal", sort = false, title = "", header = { labelAngle = 0,
    labelAlign = "left", labelOrient = "top" } } }, spec = inner, resolve = { scale = { x = "independent", y = "independent" } } }
end

local function parts(groups)
  local inner = { mark = { type = "bar" }, encoding = { x = { field = "value", type = "quantitative", stack = "normalize",
    title = "" }, color = { field = "label", type = "nominal", sort = false, title = "" }, tooltip = TOOLTIP } }
  if groups then
    inner.encoding.y = { field = "group", type = "nominal", sort = false, title = "", axis = { labelLimit = 320 } }
  end
  return inner
end

local function lines()
  return { layer = {
    { mark = { type = "rule", strokeWidth = 4 }, encoding = {
      x = { field = "start", type = "temporal", title = "" }, x2 = { field = "stop" }, y = number("value", ""),
      color = text "series", strokeDash = { condition = { test = "datum.forecast", value = { 5, 4 } }, value = { 1, 0 } },
      tooltip = TOOLTIP } },
    { transform = { { filter = "isValid(datum.lower) && isValid(datum.upper) && datum.lower < datum.upper" } },
      mark = { type = "rule", color = "#c2401c" }, encoding = { x = { field = "start", type = "temporal" },
        y = number "lower", y2 = { field = "upper" } } },
  } }
end

---@return table specification
function M.of(kind, rows, options)
  local groups = false
  for _, row in ipairs(rows) do groups = groups or row.group ~= nil end
  local specification = kind == "bars" and bars(groups) or kind == "parts" and parts(groups) or lines()
  local values = values_of(rows)
  if kind == "lines" then
    for i, value in ipairs(values) do
      value.start, value.stop = calendar.date_of(rows[i].first), calendar.date_of(rows[i].last)
    end
  end
  specification["$schema"] = SCHEMA
  specification.title = options.title
  specification.description = options.desc
  specification.data = { values = values }
  if not groups or kind ~= "bars" then specification.width = options.width end
  return specification
end

return M
