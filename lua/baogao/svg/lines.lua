-- lines.lua: figures over periods.
--
--   800 ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈ forecast  > 800
--   650 ━━━━━━━━━━━━━━━━━━━   650
--       Jan      Jul
--
-- A figure of eleven months is not a point in time, so each is a stroke as long as its period; strokes of one series that
-- follow each other are joined. A forecast is dashed, bounds are a whisker. Where a series ends, its name and figure stand
-- beside it; a legend names the series besides. Rows of one group share a pair of axes; each group has its own, and all
-- have the same time.

local calendar = require "baogao.svg.calendar"
local format = require "baogao.format"
local legend = require "baogao.svg.legend"
local scale = require "baogao.svg.scale"
local width = require "baogao.width"
local wrap = require "baogao.svg.wrap"

local M = {}

local HIGH, HEAD, FOOT, GROUP = 150, 26, 24, 24
local LABEL = 15 -- a line of a label
-- columns of a name beside its line
local NAME_COLUMNS, NAME_COLUMNS_EMBED, ONE_LINE = 22, 15, 28
-- the part of the width that labels at the ends take within a page, where pixels are not known
local BESIDE = 0.3
-- pixels of a column of text, and between the parts of a line
local COLUMN, APART, THREAD, SWATCH = 7, 8, 16, 9
-- strokes of a lone series that bear their figure above them
local MOST_WRITTEN = 8

-- rows by a field, in the order in which its values first appear: a list of { name = …, rows… }
local function by_field(rows, field)
  local list, known = {}, {}
  for _, row in ipairs(rows) do
    local name = row[field] or ""
    if not known[name] then
      known[name] = { name = name }
      list[#list + 1] = known[name]
    end
    table.insert(known[name], row)
  end
  return list
end

-- In the order of time; what lasts longer after what begins with it.
local function in_time(rows)
  local sorted = {}
  for i, row in ipairs(rows) do sorted[i] = { row, i } end
  table.sort(sorted, function(a, b)
    if a[1].first ~= b[1].first then return a[1].first < b[1].first end
    if a[1].last ~= b[1].last then return a[1].last < b[1].last end
    return a[2] < b[2]
  end)
  for i, entry in ipairs(sorted) do sorted[i] = entry[1] end
  return sorted
end

-- The rows of a series that stand at its end: the last one, and each that overlaps another, since neither follows.
local function ends_of(rows)
  local list = {}
  for i, row in ipairs(rows) do
    local alone = true
    for k, other in ipairs(rows) do
      if k ~= i and other.first <= row.last and row.first <= other.last then alone = false end
    end
    if not alone or i == #rows then list[#list + 1] = row end
  end
  return list
end

-- What stands beside the end of a stroke: the series' name where there are several, and the figure.
local function label_of(drawing, series, row, several)
  local lines = {}
  if several and series.name ~= "" then
    -- a short name stands on the line of its figure
    local both = width.of(series.name) + 1 + width.of(row.shown)
    if row.label == "" and both <= (drawing.embed and NAME_COLUMNS_EMBED or ONE_LINE) then
      return { lines = lines, name = series.name, row = row, class = series.class, high = LABEL, wide = both * COLUMN }
    end
    lines = wrap.lines(series.name, drawing.embed and NAME_COLUMNS_EMBED or NAME_COLUMNS)
  end
  if row.label ~= "" and row.label ~= series.name then lines[#lines + 1] = row.label end
  local wide = width.of(row.shown)
  for _, line in ipairs(lines) do wide = math.max(wide, width.of(line)) end
  return { lines = lines, row = row, class = series.class, high = (#lines + 1) * LABEL, wide = wide * COLUMN }
end

-- Moves labels apart, each as near to its stroke as the others allow, within top and bottom.
local function spread(labels, top, bottom)
  table.sort(labels, function(a, b)
    if a.y ~= b.y then return a.y < b.y end
    return a.place < b.place
  end)
  local at = top
  for _, label in ipairs(labels) do
    label.top = math.max(at, label.y - label.high + LABEL / 2) -- the figure's own line beside its stroke
    at = label.top + label.high + 3
  end
  at = bottom
  for i = #labels, 1, -1 do
    local label = labels[i]
    if label.top + label.high > at then label.top = at - label.high end
    at = label.top - 3
  end
end

local function draw_bounds(drawing, row, x, at)
  if row.lower == row.upper then return end
  local top = row.upper < math.huge and at(row.upper) or at(math.max(row.value, row.lower)) - 22
  local bottom = row.lower > -math.huge and at(row.lower) or at(math.min(row.value, row.upper)) + 22
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

-- Lines of the scale, and their figures at the far end, where no label of a series is in their way.
local function draw_grid(drawing, panel, at)
  local step = scale.step(panel.to - panel.from, 4)
  for k = math.ceil(panel.from / step), math.floor(panel.to / step + 1e-9) do
    local y = math.floor(at(k * step)) + 0.5
    drawing:add("line", "class", k == 0 and "bg-axis" or "bg-grid", "x1", 0, "x2", drawing:x(1), "y1", y, "y2", y)
    local free = k ~= 0
    for _, label in ipairs(panel.labels) do
      if panel.narrow and label.top < y + 2 and label.top + label.high > y - 16 then free = false end
    end
    if free then
      drawing:text(format.amount(k * step, panel.unit), "class", "bg-tick", "x", drawing:x(1), "y", y - 4, "text-anchor", "end")
    end
  end
end

-- What stands beside the end of a row's stroke.
local function draw_label(drawing, panel, label, from, y)
  local row, to = label.row, panel.edge
  local middle = label.top + label.high - LABEL / 2
  -- a thread leads to a label that stands away from its stroke
  if to - from > THREAD / drawing.width + 0.01 or math.abs(middle - y) > LABEL / 2 then
    drawing:add("line", "class", "bg-thread", "x1", drawing:x(from), "y1", y, "x2", drawing:x(to), "y2", middle)
  end
  drawing:at(to, label.top)
  local x, last = 5, (#label.lines + 1) * LABEL - 3
  if panel.several then -- in the colour of its stroke
    x = SWATCH + 4
    drawing:add("line", "class", "bg-span " .. label.class, "x1", 0, "x2", SWATCH, "y1", last - 4, "y2", last - 4)
  end
  for i, line in ipairs(label.lines) do drawing:text(line, "class", "bg-note", "x", x, "y", i * LABEL - 3) end
  if label.name then drawing:parts({ { label.name, "bg-name" }, { row.shown, "bg-value" } }, "x", x, "y", last)
  else drawing:text(row.shown, "class", "bg-value", "x", x, "y", last) end
  drawing:leave()
end

local function draw_series(drawing, panel, series, across, at)
  local before
  for _, row in ipairs(series) do
    local left, right, height = across(row.first), across(row.last + 1), at(row.value)
    if before and before.last < row.first then
      drawing:add("line", "class", "bg-join " .. series.class, "x1", drawing:x(across(before.last + 1)), "y1", at(before.value),
        "x2", drawing:x(left), "y2", height)
    end
    before = row
    if row.href then drawing:open("a", "href", row.href) else drawing:open("g") end
    drawing:tell(row, true)
    drawing:add("line", "class", "bg-span " .. series.class .. (row.forecast and " bg-forecast" or ""), "x1", drawing:x(left),
      "x2", drawing:x(right), "y1", height, "y2", height)
    -- whiskers of series over one period stand beside each other
    local part = #panel.series > 1 and series.place / (#panel.series + 1) or 0.5
    draw_bounds(drawing, row, left + (right - left) * part, at)
    local room = (right - left) * (drawing.embed and 300 or drawing.width)
    if panel.beside[row] then draw_label(drawing, panel, panel.beside[row], right, height)
    elseif panel.writes and width.of(row.shown) * COLUMN <= room then
      drawing:text(row.shown, "class", "bg-value bg-over", "x", drawing:x(left), "y", height - 8)
    end
    drawing:close(row.href and "a" or "g")
  end
end

-- One pair of axes: its series, its scale, what stands beside its lines.
local function panel_of(drawing, group, options, classes)
  local panel = { name = group.name, series = {}, labels = {}, beside = {}, unit = options.unit }
  panel.from, panel.to = scale.ends(group)
  for i, series in ipairs(by_field(group, "series")) do
    local made = in_time(series)
    made.name, made.place, made.class = series.name, i, classes[series.name]
    panel.series[i] = made
  end
  local several = #panel.series > 1 or options.several
  for _, series in ipairs(panel.series) do
    for _, row in ipairs(ends_of(series)) do
      local label = label_of(drawing, series, row, several)
      label.place = #panel.labels + 1
      panel.labels[label.place], panel.beside[row] = label, label
    end
  end
  panel.several = several
  panel.writes = #panel.series == 1 and #panel.series[1] <= MOST_WRITTEN
  panel.unit = panel.unit or group[1].unit
  return panel
end

-- The axis of time; answers its height.
local function draw_axis(drawing, first, last, across, lang, y)
  local high = FOOT
  for _, mark in ipairs(calendar.marks(first, last, lang, drawing.embed)) do
    local x = drawing:x(across(mark[1]))
    drawing:add("line", "class", "bg-axis", "x1", x, "x2", x, "y1", y, "y2", y + (mark[2] and 5 or 3))
    if mark[2] then drawing:text(mark[2], "class", "bg-tick", "x", x, "y", y + 18) end
    if mark[3] then -- on a line of its own: beside the month it would run into the next
      drawing:text(mark[3], "class", "bg-tick", "x", x, "y", y + 18 + LABEL)
      high = FOOT + LABEL
    end
  end
  return high
end

---Draws all rows, a pair of axes for each group; answers the height.
function M.draw(drawing, rows, options, y)
  local first, last = math.huge, -math.huge
  for _, row in ipairs(rows) do
    first, last = math.min(first, row.first), math.max(last, row.last)
  end
  local names, classes = {}, {}
  for i, series in ipairs(by_field(rows, "series")) do names[i], classes[series.name] = series.name, legend.class(i) end
  local groups = by_field(rows, "group")
  -- a series has a name to tell where another is beside it
  local several = false
  for _, group in ipairs(groups) do several = several or #by_field(group, "series") > 1 end
  if several then y = legend.draw(drawing, names, y) end
  local panels, label_room, tick_room = {}, 0, 0
  for i, group in ipairs(groups) do
    local panel = panel_of(drawing, group, { unit = options.unit, several = several }, classes)
    panels[i] = panel
    for _, label in ipairs(panel.labels) do label_room = math.max(label_room, label.wide + APART + SWATCH) end
    tick_room = math.max(tick_room, width.of(format.amount(panel.to, panel.unit)) * COLUMN)
  end
  local edge = drawing.embed and 1 - BESIDE or 1 - math.min(0.5, (label_room + THREAD + APART + tick_room) / drawing.width)
  local whole = scale.linear(first, last + 1)
  local function across(day) return whole(day) * edge end
  for i, panel in ipairs(panels) do
    if panel.name ~= "" then
      if i > 1 then y = y + 14 end
      drawing:text(panel.name, "class", "bg-head", "x", 0, "y", y + 14)
      y = y + GROUP - 6
    end
    local need = 0
    for _, label in ipairs(panel.labels) do need = need + label.high + 3 end
    local top, high = y + HEAD, math.max(HIGH, need)
    local foot, span = top + high, panel.to - panel.from
    local function at(value) return foot - (value - panel.from) / span * high end
    for _, label in ipairs(panel.labels) do label.y = at(label.row.value) end
    spread(panel.labels, top - HEAD + 2, foot)
    panel.edge, panel.narrow = edge + THREAD / drawing.width, drawing.embed
    draw_grid(drawing, panel, at)
    for _, series in ipairs(panel.series) do draw_series(drawing, panel, series, across, at) end
    y = foot + draw_axis(drawing, first, last, across, options.lang, foot)
  end
  return y
end

return M
