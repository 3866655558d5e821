-- bars.lua: one bar a row, its bounds as a whisker.
--
--   label                                      shown
--   ████████████████████├░░░───┤
--
-- The bar is solid as far as the figure is certain and pale from there to its nominal value; the whisker spans the bounds.
-- Its caps say how sure an end is: a stroke where the bound itself may be the value, a ring where it is excluded, an arrow
-- where there is no bound. Rows of one group share a scale and stand under its heading. A group of one row has no bar,
-- since a bar beside nothing says nothing; nor has one of several units.

local scale = require "baogao.svg.scale"
local wrap = require "baogao.svg.wrap"

local M = {}

local HEAD, LABEL, BAR, GAP = 26, 17, 12, 15
local BAR_TOP = 6 -- from the last line of the label
-- columns of a label's line, where the shown value stands beside it
local LABEL_COLUMNS = 38
-- columns of a note within a page; pixels of one elsewhere
local NOTE_COLUMNS_EMBED, NOTE_COLUMN = 46, 6.6
local FORECAST = { en = "forecast", zh = "预计" }

local function is_interval(row) return row.lower ~= row.upper end

-- A cap of the whisker: stroke, ring or arrow.
local function draw_cap(drawing, fraction, y, bound, open, way)
  drawing:at(fraction, y)
  if bound == math.huge or bound == -math.huge then
    drawing:add("path", "class", "bg-arrow", "d", ("M0 -5L%d 0L0 5Z"):format(9 * way))
  elseif open then
    drawing:add("circle", "class", "bg-cap-open", "r", 3)
  else
    drawing:add("path", "class", "bg-whisker", "d", "M0 -5V5")
  end
  drawing:leave()
end

-- how far an arrow's shaft goes beyond the value, as a fraction of the width
local SHAFT = 0.035

-- Solid as far as the figure is certain, pale from there to the nominal value.
local function draw_fill(drawing, row, place, y)
  local class = row.forecast and "bg-bar bg-forecast" or "bg-bar"
  local sure = row.value
  if is_interval(row) then
    if row.value >= 0 then sure = math.max(0, row.lower) else sure = math.min(0, row.upper) end
  end
  local function fill(from, to, pale)
    local left, right = math.min(place(from), place(to)), math.max(place(from), place(to))
    if right - left > 0 then
      drawing:add("rect", "class", class .. pale, "x", drawing:x(left), "y", y, "width", drawing:x(right - left), "height", BAR)
    end
  end
  fill(0, sure, "")
  fill(sure, row.value, " bg-pale")
end

local function draw_bar(drawing, row, place, y)
  draw_fill(drawing, row, place, y)
  if not is_interval(row) then return end
  local middle = y + BAR / 2
  local from = row.lower > -math.huge and place(row.lower) or math.max(0, place(math.min(row.value, row.upper)) - SHAFT)
  local to = row.upper < math.huge and place(row.upper) or math.min(1, place(math.max(row.value, row.lower)) + SHAFT)
  drawing:add("line", "class", "bg-whisker", "x1", drawing:x(from), "x2", drawing:x(to), "y1", middle, "y2", middle)
  draw_cap(drawing, from, middle, row.lower, row.lower_open, -1)
  draw_cap(drawing, to, middle, row.upper, row.upper_open, 1)
end

local function draw_row(drawing, row, place, y, lang)
  local lines = wrap.lines(row.label, LABEL_COLUMNS)
  if row.href then drawing:open("a", "href", row.href) else drawing:open("g") end
  drawing:tell(row)
  for i, line in ipairs(lines) do
    drawing:text(line, "x", 0, "y", y + LABEL * i - 4)
  end
  if row.forecast then
    drawing:parts({ { FORECAST[lang], "bg-name" }, { row.shown, "bg-value" } }, "x", drawing:x(1), "y", y + LABEL - 4,
      "text-anchor", "end")
  else
    drawing:text(row.shown, "class", "bg-value", "x", drawing:x(1), "y", y + LABEL - 4, "text-anchor", "end")
  end
  y = y + LABEL * #lines
  if place then
    draw_bar(drawing, row, place, y + BAR_TOP - 4)
    y = y + BAR + BAR_TOP - 4
  end
  if row.note then
    local columns = drawing.embed and NOTE_COLUMNS_EMBED or math.floor(drawing.width / NOTE_COLUMN)
    for _, line in ipairs(wrap.lines(row.note, columns)) do
      drawing:text(line, "class", "bg-note", "x", 0, "y", y + 15)
      y = y + 17
    end
  end
  drawing:close(row.href and "a" or "g")
  return y + (place and GAP or GAP - 6)
end

-- Rows in their groups, in the order in which these first appear.
local function groups_of(rows)
  local groups, by_name = {}, {}
  for _, row in ipairs(rows) do
    local name = row.group or ""
    local group = by_name[name]
    if not group then
      group = { name = name, rows = {} }
      by_name[name], groups[#groups + 1] = group, group
    end
    table.insert(group.rows, row)
  end
  return groups
end

local function of_one_unit(rows)
  for i = 2, #rows do
    if rows[i].unit ~= rows[1].unit then return false end
  end
  return true
end

---Draws rows from the top of the drawing; answers the height.
---@param drawing table
---@param rows table[] checked
---@return number height
function M.draw(drawing, rows, options, y)
  for i, group in ipairs(groups_of(rows)) do
    if group.name ~= "" then
      if i > 1 then y = y + 10 end
      drawing:add("line", "class", "bg-grid", "x1", 0, "x2", drawing:x(1), "y1", y + 0.5, "y2", y + 0.5)
      drawing:text(group.name, "class", "bg-head", "x", 0, "y", y + 17)
      y = y + HEAD
    end
    local place
    if options.always or (#group.rows > 1 and of_one_unit(group.rows)) then
      local from, to = scale.ends(group.rows)
      place = scale.linear(from, to)
    end
    local top = y
    for _, row in ipairs(group.rows) do y = draw_row(drawing, row, place, y, options.lang) end
    if place and place(0) > 0 then
      local zero = drawing:x(place(0))
      drawing:add("line", "class", "bg-axis", "x1", zero, "x2", zero, "y1", top, "y2", y - GAP)
    end
  end
  return y - 4
end

return M
