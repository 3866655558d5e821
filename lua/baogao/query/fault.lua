-- Words for a fault in a text: what is wrong, the line, and a caret under it.
--
-- A caret stands right only if columns are counted as a terminal shows them: a
-- Chinese character takes two, a combining mark none (Unicode Standard Annex 11,
-- East Asian Width W and F). Control characters and broken UTF-8 are shown as
-- one question mark, so that a hostile text cannot steer the terminal.

local fault = {}

-- Ranges of wide (two columns) code points, ascending: East Asian Width W and F.
local WIDE = {
  { 0x1100, 0x115F }, { 0x231A, 0x231B }, { 0x23E9, 0x23EC }, { 0x2614, 0x2615 }, { 0x2E80, 0x303E },
  { 0x3041, 0x33FF }, { 0x3400, 0x4DBF }, { 0x4E00, 0xA4CF }, { 0xA960, 0xA97C }, { 0xAC00, 0xD7A3 },
  { 0xF900, 0xFAFF }, { 0xFE10, 0xFE19 }, { 0xFE30, 0xFE6B }, { 0xFF01, 0xFF60 }, { 0xFFE0, 0xFFE6 },
  { 0x17000, 0x18CFF }, { 0x1B000, 0x1B2FB }, { 0x1F300, 0x1F64F }, { 0x1F680, 0x1F6FC }, { 0x1F900, 0x1F9FF },
  { 0x20000, 0x3FFFD },
}
-- Ranges that take no column of their own: combining marks, joiners, selectors.
local ZERO = {
  { 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x200B, 0x200F },
  { 0x20D0, 0x20FF }, { 0x302A, 0x302D }, { 0x3099, 0x309A }, { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F },
  { 0xE0100, 0xE01EF },
}

-- Columns of the line that are shown: wider ones are cut around the fault.
local SHOWN = 100

local function within (ranges, code)
  for i = 1, #ranges do
    if code < ranges[i][1] then return false end
    if code <= ranges[i][2] then return true end
  end
  return false
end

-- The character at byte i of text: its code point (nil where the bytes are not
-- UTF-8) and the byte after it.
local function character (text, i)
  local a, b, c, d = text:byte(i, i + 3)
  if a < 0x80 then return a, i + 1 end
  local function tail (byte) return byte and byte >= 0x80 and byte < 0xC0 end
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

local function columns_of (code)
  if within(ZERO, code) then return 0 end
  return within(WIDE, code) and 2 or 1
end

--- Columns that a terminal gives to a text.
---@param text string
---@return integer
function fault.width (text)
  local i, width = 1, 0
  while i <= #text do
    local code, after = character(text, i)
    width = width + (code and code >= 32 and code ~= 127 and columns_of(code) or 1)
    i = after
  end
  return width
end

-- The line in cells: {first byte, text shown, columns}, one a character.
local function cells_of (line)
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
      cells[#cells + 1] = { i, line:sub(i, after - 1), columns_of(code) }
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
function fault.show (message, text, first, last)
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

-- A word as its characters, at most MOST of them: suggestions are for short words.
local MOST = 64
local function characters (word)
  local list, i = {}, 1
  while i <= #word and #list < MOST do
    local _, after = character(word, i)
    list[#list + 1] = word:sub(i, after - 1)
    i = after
  end
  return list
end

-- Edits that make one word the other: insert, delete, replace, swap neighbours.
local function distance (a, b)
  local before, row = {}, {}
  for j = 0, #b do row[j] = j end
  local older
  for i = 1, #a do
    older, before, row = before, row, { [0] = i }
    for j = 1, #b do
      local best = math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a[i] == b[j] and 0 or 1))
      if i > 1 and j > 1 and a[i] == b[j - 1] and a[i - 1] == b[j] then best = math.min(best, older[j - 2] + 1) end
      row[j] = best
    end
  end
  return row[#b]
end

--- The known word nearest to one that is not known, or nil where none is near:
--- at most a third of its characters may differ (two of five, so that short
--- words are helped too).
---@param word string
---@param known string[]
---@return string?
function fault.nearest (word, known)
  local lowered, best, found = characters(word:lower()), nil, nil
  for i = 1, #known do
    local other = characters(known[i]:lower())
    local allowed = math.max(1, math.floor(math.max(#lowered, #other) * 0.4))
    if math.abs(#other - #lowered) <= allowed then
      local d = distance(lowered, other)
      if d <= allowed and (not best or d < best) then best, found = d, known[i] end
    end
  end
  return found
end

--- " (did you mean 'x'?)", or the known words where none is near and they are few.
---@param word string
---@param known string[]
---@return string
function fault.suggest (word, known)
  local near = fault.nearest(word, known)
  if near then return " (did you mean '" .. near .. "'?)" end
  if #known > 0 and #known <= 24 then return " (there are: " .. table.concat(known, ", ") .. ")" end
  return ""
end

-- A word for a message: controls and broken bytes as '?', cut where it is long.
local WORD = 40
function fault.word (word)
  local cells, out = cells_of(word:sub(1, 4 * WORD)), {}
  for k = 1, math.min(#cells, WORD) do out[k] = cells[k][2] end
  local cut = #cells > WORD or #word > 4 * WORD
  return table.concat(out) .. (cut and "..." or "")
end

return fault
