-- lines.lua: figures over periods. A figure of eleven months is not a point in time, so each is a stroke as long as its
-- period; strokes of one series that follow each other are joined. A forecast is dashed, bounds are a whisker.

local calendar = require "baogao.svg.calendar"
local format = require "baogao.format"
local scale = require "baogao.svg.scale"

local M = {}

local HIGH, HEAD, FOOT = 170, 22, 24
local MONTHS = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" }

-- At most this many labels fit below on a telephone.
local MOST_TICKS = 12

-- Marks below: months where the span is within two years, else years.
local function ticks_of(first, last, lang)
  local ticks = {}
  local from, to = calendar.year_of(first), calendar.year_of(last)
  if to - from <= 1 then
    local every = to > from and 3 or 1
    for year = from, to do
      for month = 1, 12, every do
        local day = calendar.month_begins(year, month)
        if day >= first and day <= last then
          ticks[#ticks + 1] = { day, lang == "zh" and month .. "月" or MONTHS[month] }
        end
      end
    end
  else
    local every = math.ceil((to - from + 1) / MOST_TICKS)
    for year = from, to, every do
      local day = calendar.month_begins(year, 1)
      if day >= first then ticks[#ticks + 1] = { day, tostring(year) } end
    end
  end
  return ticks
end

local function draw_bounds(drawing, row, x, at)
  if row.lower == row.upper then return end
  local top = row.upper < math.huge and at(row.upper) or at(row.value) - 22
  local bottom = row.lower > -math.huge and at(row.lower) or at(row.value) + 22
  drawing:add("line", "class", "bg-whisker", "x1", drawing:x(x), "x2", drawing:x(x), "y1", top, "y2", bottom)
  for _, side in ipairs { { row.upper, row.upper_open, top, -1 }, { row.lower, row.lower_open, bottom, 1 } } do
    drawing:at(x, side[3])
    if side[1] == math.huge or side[1] == -math.huge then
      drawing:add("path", "class", "bg-arrow", "d", ("M-5 0L0 %dL5 0Z"):format(9 * side[4]))
    elseif side[2] then
      drawing:add("circle", "class", "bg-cap-open", "r", 3)
    else
      drawing:add("path", "class", "bg-whisker", "d", "M-5 0H5")
    end
    drawing:leave()
  end
end

local function draw_grid(drawing, from, to, at, options)
  local step = scale.step(to - from, 4)
  for k = math.ceil(from / step), math.floor(to / step + 1e-9) do
    local y = math.floor(at(k * step)) + 0.5
    drawing:add("line", "class", k == 0 and "bg-axis" or "bg-grid", "x1", 0, "x2", drawing:x(1), "y1", y, "y2", y)
    if k ~= 0 then
      drawing:text(format.amount(k * step, options.unit), "class", "bg-tick", "x", drawing:x(1), "y", y - 4,
        "text-anchor", "end")
    end
  end
end

---Draws all rows on one pair of axes; answers the height.
function M.draw(drawing, rows, options, y)
  local first, last = math.huge, -math.huge
  for _, row in ipairs(rows) do
    first, last = math.min(first, row.first), math.max(last, row.last)
  end
  local across = scale.linear(first, last + 1)
  local from, to = scale.ends(rows)
  local span = to - from
  local function at(value) return y + HEAD + HIGH - (value - from) / span * HIGH end
  draw_grid(drawing, from, to, at, options)
  local before = {}
  for _, row in ipairs(rows) do
    local left, right, height = across(row.first), across(row.last + 1), at(row.value)
    local previous = before[row.series]
    if previous and previous.last < row.first then
      drawing:add("line", "class", "bg-join", "x1", drawing:x(across(previous.last + 1)), "y1", at(previous.value),
        "x2", drawing:x(left), "y2", height)
    end
    before[row.series] = row
    if row.href then drawing:open("a", "href", row.href) else drawing:open("g") end
    drawing:tell(row)
    drawing:add("line", "class", row.forecast and "bg-span bg-forecast" or "bg-span", "x1", drawing:x(left),
      "x2", drawing:x(right), "y1", height, "y2", height)
    draw_bounds(drawing, row, (left + right) / 2, at)
    drawing:text(row.label ~= "" and row.label .. "  " .. row.shown or row.shown, "class", "bg-value bg-over",
      "x", drawing:x(left), "y", height - 8)
    drawing:close(row.href and "a" or "g")
  end
  local foot = y + HEAD + HIGH
  for _, tick in ipairs(ticks_of(first, last, options.lang)) do
    local x = drawing:x(across(tick[1]))
    drawing:add("line", "class", "bg-axis", "x1", x, "x2", x, "y1", foot, "y2", foot + 4)
    drawing:text(tick[2], "class", "bg-tick", "x", x, "y", foot + 18)
  end
  return foot + FOOT
end

return M
