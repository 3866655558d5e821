-- parts.lua: a whole as one bar, cut into its parts; under it a line for each part. What was derived and not stated is
-- hatched.

local format = require "baogao.format"
local wrap = require "baogao.svg.wrap"

local M = {}

local HEAD, BAR, LINE = 17, 26, 17
-- columns of a heading and of a part's label, which leave room for what stands beside them, within a page; elsewhere as
-- many as the width has, at so many pixels each
local HEAD_COLUMNS, LABEL_COLUMNS, COLUMN = 40, 27, 7.2
local HEAD_PART, LABEL_PART = 0.75, 0.6
local COLOURS = 6
-- the least width of a part that can be seen, as a fraction
local LEAST = 0.004

local function total_of(rows)
  local total = 0
  for _, row in ipairs(rows) do total = total + row.value end
  return total
end

-- What is left of a whole is paler than what is stated.
local function colour_of(row, i) return "bg-p" .. (row.derived and i < 3 and 3 or (i - 1) % COLOURS + 1) end

-- The share of a part. A sliver is not written as nothing.
local function share_text(value, total)
  local share = total > 0 and value / total or 0
  if share > 0 and share < 0.0005 then return "< 0.1 %" end
  return format.percent(share)
end

local function draw_whole(drawing, rows, total, y)
  local x = 0
  for i, row in ipairs(rows) do
    local share = total > 0 and row.value / total or 0
    if share > 0 then
      local wide = math.max(share, LEAST)
      local colour = colour_of(row, i)
      if row.href then drawing:open("a", "href", row.href, "tabindex", "-1", "aria-hidden", "true") else drawing:open("g") end
      drawing:tell(row)
      drawing:add("rect", "class", colour, "x", drawing:x(x), "y", y, "width", drawing:x(wide), "height", BAR)
      if row.derived then
        drawing:add("rect", "fill", ("url(#%s-hatch)"):format(drawing.id), "x", drawing:x(x), "y", y,
          "width", drawing:x(wide), "height", BAR)
      end
      drawing:close(row.href and "a" or "g")
      x = x + share
      if i < #rows then
        drawing:add("line", "class", "bg-hatch", "x1", drawing:x(x), "x2", drawing:x(x), "y1", y, "y2", y + BAR)
      end
    end
  end
end

local function draw_lines(drawing, rows, total, y)
  local label_columns = drawing.embed and LABEL_COLUMNS or math.floor(drawing.width * LABEL_PART / COLUMN)
  for i, row in ipairs(rows) do
    y = y + LINE + 4
    if row.href then drawing:open("a", "href", row.href) else drawing:open("g") end
    drawing:tell(row)
    drawing:add("rect", "class", colour_of(row, i), "x", 0, "y", y - 10, "width", 11, "height", 11)
    if row.derived then
      drawing:add("rect", "fill", ("url(#%s-hatch)"):format(drawing.id), "x", 0, "y", y - 10, "width", 11, "height", 11)
    end
    drawing:text(row.shown, "class", "bg-value", "x", drawing:x(0.8), "y", y, "text-anchor", "end")
    drawing:text(share_text(row.value, total), "class", "bg-soft", "x", drawing:x(1), "y", y, "text-anchor", "end")
    for n, line in ipairs(wrap.lines(row.label, label_columns)) do
      if n > 1 then y = y + LINE end
      drawing:text(line, "x", 18, "y", y)
    end
    drawing:close(row.href and "a" or "g")
  end
  return y
end

---Draws each group of rows as one whole; answers the height.
function M.draw(drawing, rows, _, y)
  drawing:open("defs")
  drawing:open("pattern", "id", drawing.id .. "-hatch", "width", 6, "height", 6, "patternUnits", "userSpaceOnUse",
    "patternTransform", "rotate(45)")
  drawing:add("line", "class", "bg-hatch", "x1", 0, "x2", 0, "y1", 0, "y2", 6)
  drawing:close("pattern")
  drawing:close("defs")
  local head_columns = drawing.embed and HEAD_COLUMNS or math.floor(drawing.width * HEAD_PART / COLUMN)
  local first, last = 1, 1
  while rows[first] do
    while rows[last + 1] and rows[last + 1].group == rows[first].group do last = last + 1 end
    local group = {}
    for i = first, last do group[#group + 1] = rows[i] end
    local total = total_of(group)
    if first > 1 then y = y + 22 end
    if group[1].group then
      if group[1].whole then
        drawing:text(group[1].whole, "class", "bg-value", "x", drawing:x(1), "y", y + 14, "text-anchor", "end")
      end
      for _, line in ipairs(wrap.lines(group[1].group, head_columns)) do
        drawing:text(line, "x", 0, "y", y + 14)
        y = y + HEAD
      end
      y = y + 6
    end
    draw_whole(drawing, group, total, y)
    y = draw_lines(drawing, group, total, y + BAR + 2)
    first, last = last + 1, last + 1
  end
  return y + 8
end

return M
