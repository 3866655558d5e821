-- legend.lua: which stroke is whose, where a chart has several series.

local width = require "baogao.width"
local wrap = require "baogao.svg.wrap"

local M = {}

M.COLOURS = 6 -- of series: bg-s1 … bg-s6 of style.lua

local SWATCH, AFTER, LINE, COLUMN = 20, 22, 19, 7.2 -- pixels; the last of a text's column
-- in a page entries stand in two columns, since the room in pixels is not known
local BESIDE, BESIDE_COLUMNS = 0.5, 20

---The class of a series by its place.
function M.class(i) return "bg-s" .. (i - 1) % M.COLOURS + 1 end

local function entry(drawing, name, class, x, y)
  drawing:at(x, y)
  drawing:add("line", "class", "bg-span " .. class, "x1", 0, "x2", SWATCH, "y1", -4, "y2", -4)
  drawing:text(name, "x", SWATCH + 6, "y", 0)
  drawing:leave()
end

---Draws the names of series; answers the height.
---@param drawing table
---@param names string[]
---@return number y
function M.draw(drawing, names, y)
  if drawing.embed then
    for i, name in ipairs(names) do
      local column = (i - 1) % 2
      entry(drawing, wrap.cut(name, BESIDE_COLUMNS), M.class(i), column * BESIDE, y + 13)
      if column == 1 or i == #names then y = y + LINE end
    end
    return y + 4
  end
  local x = 0
  for i, name in ipairs(names) do
    local wide = SWATCH + 6 + width.of(name) * COLUMN + AFTER
    if x > 0 and x + wide - AFTER > drawing.width then x, y = 0, y + LINE end
    entry(drawing, name, M.class(i), x / drawing.width, y + 13)
    x = x + wide
  end
  return y + LINE + 4
end

return M
