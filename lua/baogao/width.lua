-- width.lua: how many columns a text takes in a terminal or an editor. Chinese takes two a character.

local M = {}

-- Code points that are two columns wide (East Asian Width W and F), as ranges; after Unicode 15's EastAsianWidth.txt,
-- ranges of unassigned points within a block are taken as wide.
local WIDE = {
  { 0x1100, 0x115F }, { 0x231A, 0x231B }, { 0x23E9, 0x23EC }, { 0x2E80, 0x303E }, { 0x3041, 0x33FF },
  { 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF }, { 0xA000, 0xA4CF }, { 0xA960, 0xA97C }, { 0xAC00, 0xD7A3 },
  { 0xF900, 0xFAFF }, { 0xFE10, 0xFE19 }, { 0xFE30, 0xFE6F }, { 0xFF01, 0xFF60 }, { 0xFFE0, 0xFFE6 },
  { 0x1F300, 0x1F64F }, { 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
}

-- Marks that take no column of their own.
local ZERO = { { 0x0300, 0x036F }, { 0x200B, 0x200F }, { 0x20D0, 0x20FF }, { 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF } }

local function within(ranges, point)
  for i = 1, #ranges do
    local range = ranges[i]
    if point < range[1] then return false end
    if point <= range[2] then return true end
  end
  return false
end

-- The code point that starts at byte i and its length; a byte that starts none counts as one column.
local function decode(text, i)
  local b1 = text:byte(i)
  if b1 < 0x80 then return b1, 1 end
  local n = b1 >= 0xF0 and 4 or b1 >= 0xE0 and 3 or b1 >= 0xC2 and 2 or 1
  if n == 1 or i + n - 1 > #text then return 0xFFFD, 1 end
  local point = b1 % (n == 4 and 0x08 or n == 3 and 0x10 or 0x20)
  for k = i + 1, i + n - 1 do
    local b = text:byte(k)
    if b < 0x80 or b >= 0xC0 then return 0xFFFD, 1 end
    point = point * 64 + b % 64
  end
  return point, n
end

local function point_width(point)
  if point < 0x20 or point == 0x7F then return 0 end
  if point < 0x300 then return 1 end
  if within(ZERO, point) then return 0 end
  return within(WIDE, point) and 2 or 1
end

---Columns that the text takes.
---@param text string UTF-8
---@return integer
function M.of(text)
  if not text:find("[\128-\255%c]") then return #text end
  local width, i = 0, 1
  while i <= #text do
    local point, n = decode(text, i)
    width = width + point_width(point)
    i = i + n
  end
  return width
end

---The text, cut to at most `columns` with an ellipsis where it is longer.
---@param text string UTF-8
---@param columns integer
---@return string
function M.cut(text, columns)
  if M.of(text) <= columns then return text end
  local width, i = 0, 1
  while i <= #text do
    local point, n = decode(text, i)
    local w = point_width(point)
    if width + w > columns - 1 then break end
    width = width + w
    i = i + n
  end
  return text:sub(1, i - 1) .. "…"
end

---The text with spaces to fill `columns`; `align` "right" puts them before it.
---@param text string
---@param columns integer
---@param align? "left"|"right"
---@return string
function M.pad(text, columns, align)
  local space = (" "):rep(columns - M.of(text))
  return align == "right" and space .. text or text .. space
end

return M
