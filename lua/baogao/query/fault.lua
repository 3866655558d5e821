-- Words for a fault in a text: what is wrong, the line, and a caret under it.
--
-- A caret stands right only if columns are counted as a terminal shows them: a
-- Chinese character takes two, a combining mark none (baogao.width). Control characters and broken UTF-8 are shown as
-- one question mark, so that a hostile text cannot steer the terminal.

local suggest = require "baogao.suggest"
local width = require "baogao.width"

local fault = {}

-- Columns of the line that are shown: wider ones are cut around the fault.
local SHOWN = 100

-- The character at byte i of text: its code point (nil where the bytes are not
-- UTF-8) and the byte after it.
local function character(text, i)
  local a, b, c, d = text:byte(i, i + 3)
  if a < 0x80 then return a, i + 1 end
  local function tail(byte) return byte and byte >= 0x80 and byte < 0xC0 end
  if a >= 0xC2 and a < 0xE0 and tail(b) then return (a - 0xC0) * 64 + (b - 0x80), i + 2 end
  if a >= 0xE0 and a < 0xF0 and tail(b) and tail(c) then
    local code = (a - 0xE0) * 4096 + (b - 0x80) * 64 + (c - 0x80)
    if code >= 0x800 and (code < 0xD800 or code > 0xDFFF) then return code, i + 3 end
  end
  if a >= 0xF0 and a < 0xF5 and tail(b) and tail(c) and tail(d) then
    local code = (a - 0xF0) * 262144 + (b - 0x80) * 4096 + (c - 0x80) * 64 + (d - 0x80)
    if code >= 0x10000 and code <= 0x10FFFF then return code, i + 4 end
  end
  return nil, i + 1
end

-- The line in cells: {first byte, text shown, columns}, one a character.
local function cells_of(line)
  local cells, i = {}, 1
  while i <= #line do
    local code, after = character(line, i)
    if not code then
      cells[#cells + 1] = { i, "?", 1 }
    elseif code == 9 then
      cells[#cells + 1] = { i, " ", 1 }
    elseif code < 32 or (code >= 127 and code < 160) then
      cells[#cells + 1] = { i, "?", 1 }
    else
      local shown = line:sub(i, after - 1)
      cells[#cells + 1] = { i, shown, width.of(shown) }
    end
    i = after
  end
  return cells
end

--- The message with the text quoted and a caret under bytes first..last of it.
--- The line that holds `first` alone is shown, cut where it is long.
---@param message string
---@param text string
---@param first integer
---@param last integer
---@return string
function fault.show(message, text, first, last)
  -- the line of the fault, bounded to a stretch around it before it is taken apart
  local from = math.max(1, first - 4 * SHOWN)
  local upto = math.min(#text, first + 4 * SHOWN)
  for i = first - 1, from, -1 do
    if text:byte(i) == 10 then from = i + 1 break end
  end
  for i = first, upto do
    if text:byte(i) == 10 then upto = i - 1 break end
  end
  local cut_left = from > 1 and text:byte(from - 1) ~= 10
  local cut_right = upto < #text and text:byte(upto + 1) ~= 10
  while cut_left and from < first and text:byte(from) >= 0x80 and text:byte(from) < 0xC0 do from = from + 1 end
  local cells = cells_of(text:sub(from, upto))

  -- the cell of the fault, and a window of SHOWN columns around it
  local at = #cells + 1
  for k = 1, #cells do
    local stop = cells[k + 1] and cells[k + 1][1] - 1 or upto - from + 1
    if from + stop - 1 >= first then at = k break end
  end
  local left, columns = at, 0
  while left > 1 and columns + cells[left - 1][3] <= SHOWN / 2 do
    left = left - 1
    columns = columns + cells[left][3]
  end
  local right = at - 1
  while right < #cells and columns + cells[right + 1][3] <= SHOWN do
    right = right + 1
    columns = columns + cells[right][3]
  end
  cut_left, cut_right = cut_left or left > 1, cut_right or right < #cells

  local shown, before, under = {}, 0, 0
  if cut_left then shown[1], before = "...", 3 end
  for k = left, right do
    local cell = cells[k]
    shown[#shown + 1] = cell[2]
    local byte = from + cell[1] - 1
    if k < at then
      before = before + cell[3]
    elseif byte <= last then
      under = under + cell[3]
    end
  end
  if cut_right then shown[#shown + 1] = "..." end
  return message .. "\n  " .. table.concat(shown) .. "\n  " .. (" "):rep(before) .. ("^"):rep(math.max(under, 1))
end

local MANY = 24

--- " (did you mean 'x'?)", or the known words where none is near and they are few.
---@param word string
---@param known string[]
---@return string
function fault.suggest(word, known)
  local near = suggest.hint(word, known)
  if near ~= "" then return near end
  if #known > 0 and #known <= MANY then return " (there are: " .. table.concat(known, ", ") .. ")" end
  return ""
end

-- A word for a message: controls and broken bytes as '?', cut where it is long.
local WORD = 40
function fault.word(word)
  local cells, out = cells_of(word:sub(1, 4 * WORD)), {}
  for k = 1, math.min(#cells, WORD) do out[k] = cells[k][2] end
  local cut = #cells > WORD or #word > 4 * WORD
  return table.concat(out) .. (cut and "..." or "")
end

return fault
