-- svg: charts of figures with bounds, in pure Lua.
--
--   baogao.svg("bars", rows, options)    one bar a row, bounds as whiskers, arrows where there is no bound
--   baogao.svg("lines", rows, options)   figures over their periods
--   baogao.svg("parts", rows, options)   a whole cut into its parts
--   baogao.svg("timeline", rows, options)  what happened when
--   baogao.vega(kind, rows, options)     the same as Vega-Lite, a table
--
-- The rows of a report's totals, growth, parts and series are made by baogao.svg.rows.

local calendar = require "baogao.svg.calendar"
local check_args = require "baogao.check_args"
local core = require "baogao.engine"
local draw = require "baogao.svg.draw"
local format = require "baogao.format"
local style = require "baogao.svg.style"

---@alias baogao.ChartKind "bars"|"lines"|"parts"|"timeline"

---@class baogao.ChartRow
---@field label string
---@field value? number the middle of the bounds if left out; a timeline has none
---@field lower? number the value if left out; -math.huge where there is no bound
---@field upper? number
---@field lower_open? boolean the bound itself is excluded
---@field upper_open? boolean
---@field unit? string
---@field shown? string the figure as it is written beside the label; from value and unit if left out
---@field note? string a smaller line below
---@field group? string rows of one group share a scale (bars), a pair of axes (lines) or a heading (timeline), or are one
--- whole (parts)
---@field whole? string of parts: the whole as it is written beside the group
---@field derived? boolean of parts: computed, not stated
---@field forecast? boolean
---@field period? string of lines and timelines: ISO 8601
---@field series? string of lines: rows of one series are joined
---@field href? string where a click leads

---@class baogao.ChartOptions
---@field title? string
---@field desc? string for who cannot see the chart; from the rows if left out
---@field lang? "en"|"zh" "en" if left out
---@field width? integer 200 to 4000; 640 if left out
---@field unit? string of lines: the unit of the axis
---@field id? string prefix of the ids within; one for each chart of a page
---@field embed? boolean for a page: no style of its own, as wide as its room
---@field always? boolean of bars: a bar also where a group has one row

local M = {}

local KINDS = { "bars", "lines", "parts", "timeline" }
local ROW_FIELDS = { "label", "value", "lower", "upper", "lower_open", "upper_open", "unit", "shown", "note", "group", "whole",
  "derived", "forecast", "period", "series", "href" }
local OPTIONS = { "title", "desc", "lang", "width", "unit", "id", "embed", "always" }

-- A chart of more rows than this is a table.
local MOST_ROWS = 1000
M.MOST_ROWS = MOST_ROWS

local function fail(message, ...) error(message:format(...), 5) end

local function finite(value) return type(value) == "number" and value == value and math.abs(value) < math.huge end

-- The value of a row between its bounds.
local function middle(lower, upper)
  if finite(lower) and finite(upper) then return lower + (upper - lower) / 2 end
  return finite(lower) and lower or finite(upper) and upper or nil
end

local STRINGS = { "label", "unit", "shown", "note", "group", "whole", "period", "series", "href" }

local function check_row(kind, row, i, lang)
  if type(row) ~= "table" then fail("rows[%d]: a table expected, got %s", i, type(row)) end
  check_args.options(row, ROW_FIELDS, ("rows[%d]"):format(i), 5)
  local made = {}
  for key, value in pairs(row) do made[key] = value end
  for _, key in ipairs(STRINGS) do
    if made[key] ~= nil and type(made[key]) ~= "string" then
      fail("rows[%d].%s: a string expected, got %s", i, key, type(made[key]))
    end
  end
  for _, key in ipairs { "value", "lower", "upper" } do
    if made[key] ~= nil and (type(made[key]) ~= "number" or made[key] ~= made[key]) then
      fail("rows[%d].%s: a number expected, got %s", i, key, tostring(made[key]))
    end
  end
  made.label = made.label or ""
  if kind == "lines" or kind == "timeline" then
    made.first, made.last = core.period_days(made.period or "")
    if not made.first then fail("rows[%d].period: an ISO 8601 period expected, got %s", i, tostring(made.period)) end
    made.series = made.series or ""
  end
  if kind == "timeline" then
    made.shown = made.shown or calendar.words(made.period, lang)
    made.told = made.label .. ": " .. made.shown
    return made
  end
  made.value = made.value or middle(made.lower, made.upper)
  if not finite(made.value) then fail("rows[%d].value: a finite number expected, got %s", i, tostring(made.value)) end
  made.lower, made.upper = made.lower or made.value, made.upper or made.value
  if made.lower > made.upper then fail("rows[%d]: lower is above upper", i) end
  if kind == "parts" and made.value < 0 then fail("rows[%d].value: a part is not below zero", i) end
  made.shown = made.shown or M.brief(made, made.unit)
  local name = made.label
  if kind == "lines" then
    local words = {}
    for _, word in ipairs { made.series, calendar.words(made.period, lang), made.label } do
      if word ~= "" then words[#words + 1] = word end
    end
    name = table.concat(words, lang == "zh" and "，" or ", ")
  end
  made.told = ("%s: %s"):format(name, made.lower == made.upper and made.shown
    or format.bounds(made, made.unit, lang))
  return made
end

-- Everything that is wrong is told at the line of the caller of `M.svg` or `M.vega`.
local function check(kind, rows, options)
  check_args.one_of(kind, KINDS, "kind", 4)
  if type(rows) ~= "table" then error("rows: a table expected, got " .. type(rows), 3) end
  local known = {}
  for key, value in pairs(check_args.options(options, OPTIONS, "options", 4)) do known[key] = value end
  known.lang = check_args.one_of(known.lang == nil and "en" or known.lang, { "en", "zh" }, "options.lang", 4)
  known.width = known.width == nil and 640 or known.width
  if type(known.width) ~= "number" or not (known.width >= 200 and known.width <= 4000) then
    error("options.width: a number from 200 to 4000 expected, got " .. tostring(known.width), 3)
  end
  known.id = known.id or "chart"
  if type(known.id) ~= "string" or not known.id:find("^%a[%w_-]*$") then
    error("options.id: letters, digits, - and _ expected, got " .. tostring(known.id), 3)
  end
  if #rows == 0 then error("rows: none given", 3) end
  if #rows > MOST_ROWS then error(("rows: %d given where %d are allowed"):format(#rows, MOST_ROWS), 3) end
  local made = {}
  for i = 1, #rows do made[i] = check_row(kind, rows[i], i, known.lang) end
  return made, known
end

---A figure in little room: "5,616 家", "> 14,000 家", "≥ 10, < 20 个", "5,750–5,850 家".
---@param figure { value: number, lower: number, upper: number, lower_open?: boolean, upper_open?: boolean }
---@param unit? string
---@param show? fun(value: number): string how a bound is written, the unit with it
---@return string
function M.brief(figure, unit, show)
  show = show or function(value) return format.amount(value, unit) end
  local lower, upper = figure.lower, figure.upper
  if lower == upper then return show(lower) end
  local low, high = lower > -math.huge, upper < math.huge
  if not low and not high then return "?" end
  if not high then return (figure.lower_open and "> " or "≥ ") .. show(lower) end
  if not low then return (figure.upper_open and "< " or "≤ ") .. show(upper) end
  local first = show(lower)
  -- the unit stands once, where both bounds carry the same
  if unit and unit ~= "" then
    local tail = show(upper):match(" (%S+)$")
    if tail and first:sub(-#tail - 1) == " " .. tail then first = first:sub(1, -#tail - 2) end
  end
  if not figure.lower_open and not figure.upper_open then return first .. "–" .. show(upper) end
  return (figure.lower_open and "> " or "≥ ") .. first .. ", " .. (figure.upper_open and "< " or "≤ ") .. show(upper)
end

local function description(rows)
  local told = {}
  for i, row in ipairs(rows) do told[i] = row.told end
  return table.concat(told, "; ")
end

---A chart as SVG.
---@param kind baogao.ChartKind
---@param rows baogao.ChartRow[]
---@param options? baogao.ChartOptions
---@return string svg
function M.svg(kind, rows, options)
  local made, known = check(kind, rows, options)
  local drawing = draw.new(known)
  local y = 0
  local linked = false
  for _, row in ipairs(made) do linked = linked or row.href ~= nil end
  if known.title and not known.embed then
    drawing:text(known.title, "class", "bg-title", "x", 0, "y", 20)
    y = 38
  end
  local height = math.ceil(require("baogao.svg." .. kind).draw(drawing, made, known, y))
  local head = draw.new(known)
  local title, desc = known.id .. "-title", known.id .. "-desc"
  if known.embed then
    head:open("svg", "class", "bg-chart", "width", "100%", "height", height, "role", linked and "group" or "img",
      "aria-labelledby", title .. (linked and "" or " " .. desc))
  else
    head:open("svg", "xmlns", "http://www.w3.org/2000/svg", "class", "bg-chart", "width", known.width + 24,
      "height", height + 24, "viewBox", ("-12 -12 %d %d"):format(known.width + 24, height + 24), "role", "img",
      "aria-labelledby", title .. " " .. desc)
  end
  head.out[#head.out + 1] = ('<title id="%s">%s</title>'):format(title, draw.escape(known.title or kind))
  if not (known.embed and linked) then -- a screen reader reads the links of a page themselves
    head.out[#head.out + 1] = ('<desc id="%s">%s</desc>'):format(desc, draw.escape(known.desc or description(made)))
  end
  if not known.embed then
    head.out[#head.out + 1] = "<style>" .. style.standalone() .. "</style>"
    head:add("rect", "class", "bg-ground", "x", -12, "y", -12, "width", known.width + 24, "height", height + 24)
  end
  return table.concat(head.out, "\n") .. "\n" .. table.concat(drawing.out, "\n") .. "\n</svg>\n"
end

---A chart as a Vega-Lite specification.
---@param kind baogao.ChartKind
---@param rows baogao.ChartRow[]
---@param options? baogao.ChartOptions
---@return table specification for any JSON writer; what is not bounded is left out
function M.vega(kind, rows, options)
  local made, known = check(kind, rows, options)
  local specification = require("baogao.svg.vega").of(kind, made, known)
  return specification
end

return M
