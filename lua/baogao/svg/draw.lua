-- draw.lua: elements of SVG as text.
--
-- Two ways to place things along the width: in a picture of its own everything is in pixels of a viewBox, so that it can be
-- scaled; within a page places are in percent of whatever room there is, so that text keeps its size on a telephone. Charts
-- therefore think in fractions of the width, and draw.x writes them.

local utf8_text = require "baogao.utf8_text"

local M = {}

local ESCAPES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

---Text for an element or an attribute. Controls are no characters of XML and are left out.
---@param text string
---@return string
function M.escape(text)
  return (utf8_text.mend(tostring(text)):gsub("[%z\1-\8\11\12\14-\31\127]", ""):gsub("[&<>\"']", ESCAPES))
end

---A length: two decimals at most.
function M.number(value)
  local text = ("%.2f"):format(value):gsub("0+$", ""):gsub("%.$", "")
  return text == "-0" and "0" or text
end

-- A drawing: its lines of text, and how it places.
local Drawing = {}
Drawing.__index = Drawing

---@param options { width: integer, embed: boolean, id: string }
function M.new(options)
  return setmetatable({ out = {}, width = options.width, embed = options.embed, id = options.id }, Drawing)
end

---A place or length along the width, from a fraction of it.
function Drawing:x(fraction)
  if self.embed then return M.number(fraction * 100) .. "%" end
  return M.number(fraction * self.width)
end

-- attributes are a list of names and values, so that their order is fixed; nil values are left out
local function attributes_of(attributes, count)
  local parts = {}
  for i = 1, count, 2 do
    local value = attributes[i + 1]
    if value ~= nil then
      if type(value) == "number" then value = M.number(value) end
      parts[#parts + 1] = (' %s="%s"'):format(attributes[i], M.escape(value))
    end
  end
  return table.concat(parts)
end

---An empty element: drawing:add("line", "x1", 0, "y1", 4)
function Drawing:add(name, ...)
  self.out[#self.out + 1] = "<" .. name .. attributes_of({ ... }, select("#", ...)) .. "/>"
end

---An element with text in it.
function Drawing:text(text, ...)
  self.out[#self.out + 1] = "<text" .. attributes_of({ ... }, select("#", ...)) .. ">" .. M.escape(text) .. "</text>"
end

---Text in parts, each { words, class }, a blank between them.
function Drawing:parts(parts, ...)
  local out = {}
  for i, part in ipairs(parts) do out[i] = ('<tspan class="%s">%s</tspan>'):format(part[2], M.escape(part[1])) end
  self.out[#self.out + 1] = "<text" .. attributes_of({ ... }, select("#", ...)) .. ">" .. table.concat(out, " ") .. "</text>"
end

---An element that holds others, until drawing:close(name).
function Drawing:open(name, ...)
  self.out[#self.out + 1] = "<" .. name .. attributes_of({ ... }, select("#", ...)) .. ">"
end

function Drawing:close(name) self.out[#self.out + 1] = "</" .. name .. ">" end

---What a pointer is told of the group that was opened: its bounds in words. Where these say no more than the figure
---itself, a page is spared the repetition, but where nothing else names the group (always).
function Drawing:tell(row, always)
  if not always and self.embed and row.value ~= nil and row.lower == row.upper then return end
  self.out[#self.out + 1] = "<title>" .. M.escape(row.told) .. "</title>"
end

---Things in pixels around a point whose place along the width is a fraction.
function Drawing:at(fraction, y)
  if self.embed then self:open("svg", "x", self:x(fraction), "y", y, "overflow", "visible")
  else self:open("g", "transform", ("translate(%s %s)"):format(self:x(fraction), M.number(y))) end
end

function Drawing:leave() self:close(self.embed and "svg" or "g") end

return M
