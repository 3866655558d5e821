-- positions.lua: columns of a line as editors count them, in UTF-8 bytes or UTF-16 code units, from 0.
--
-- A column that falls within a character stands for the character's start, one past the end for the end. A byte that
-- begins no character counts as one unit, as editors show it.

local M = {}

M.ENCODINGS = { "utf-8", "utf-16", "utf-32" }

-- Bytes of the character at i.
local function length_at(line, i)
  local b = line:byte(i)
  local n = b < 0x80 and 1 or b >= 0xF0 and 4 or b >= 0xE0 and 3 or b >= 0xC2 and 2 or 1
  if n > 1 then
    if i + n - 1 > #line then return 1 end
    for k = i + 1, i + n - 1 do
      local c = line:byte(k)
      if c < 0x80 or c >= 0xC0 then return 1 end
    end
  end
  return n
end

-- How many units a character of n bytes takes.
local function units(n, encoding)
  if encoding == "utf-8" then return n end
  return n == 4 and encoding == "utf-16" and 2 or 1
end

-- Columns of a long line are asked for again and again, one for each fault in it; so every so many bytes of the last long
-- line their column is kept.
local LONG, STEP = 2048, 512
local kept = { line = nil, encoding = nil, bytes = {}, columns = {} }

-- Where to begin: a byte (from 1) of a character's start and its column, as near before the byte or column as is known.
local function marks_of(line, encoding)
  if #line < LONG then return nil end
  if kept.line == line and kept.encoding == encoding then return kept end
  local bytes, columns = { 1 }, { 0 }
  local i, at, due = 1, 0, 1 + STEP
  while i <= #line do
    if i >= due then
      bytes[#bytes + 1], columns[#columns + 1] = i, at
      due = i + STEP
    end
    local n = length_at(line, i)
    at, i = at + units(n, encoding), i + n
  end
  kept = { line = line, encoding = encoding, bytes = bytes, columns = columns }
  return kept
end

-- The last mark that is not beyond the wanted value.
local function nearest(list, wanted)
  local low, high = 1, #list
  while low < high do
    local middle = math.floor((low + high + 1) / 2)
    if list[middle] <= wanted then low = middle else high = middle - 1 end
  end
  return low
end

---The byte (from 0) at a column.
---@param line string
---@param column integer from 0
---@param encoding "utf-8"|"utf-16"|"utf-32"
---@return integer byte from 0, at the start of a character
function M.to_byte(line, column, encoding)
  if column <= 0 then return 0 end
  if not line:find("[\128-\255]") then return math.min(column, #line) end
  if encoding == "utf-8" then
    -- a column is a byte, but no place within a character
    local at = math.min(column, #line)
    for back = 0, 3 do
      local start = at - back + 1
      if start < 1 or start > #line then break end
      local n = length_at(line, start)
      if n > 1 then return back < n and start - 1 or at end
      if line:byte(start) < 0x80 then return at end
    end
    return at
  end
  local i, at = 1, 0
  local marks = marks_of(line, encoding)
  if marks then
    local m = nearest(marks.columns, column)
    i, at = marks.bytes[m], marks.columns[m]
  end
  while i <= #line do
    local n = length_at(line, i)
    local u = units(n, encoding)
    if at + u > column then return i - 1 end
    at, i = at + u, i + n
  end
  return #line
end

---The column of a byte.
---@param line string
---@param byte integer from 0
---@param encoding "utf-8"|"utf-16"|"utf-32"
---@return integer column from 0
function M.to_column(line, byte, encoding)
  byte = math.max(0, math.min(byte, #line))
  if encoding == "utf-8" or not line:find("[\128-\255]") then return byte end
  local i, at = 1, 0
  local marks = marks_of(line, encoding)
  if marks then
    local m = nearest(marks.bytes, byte + 1)
    i, at = marks.bytes[m], marks.columns[m]
  end
  while i <= byte do
    local n = length_at(line, i)
    if i + n - 1 > byte then break end
    at, i = at + units(n, encoding), i + n
  end
  return at
end

return M
