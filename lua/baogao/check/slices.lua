-- slices.lua: a draft's text in lines, and lines in paragraphs.
--
-- A paragraph is what is read at once, so its length bounds the work of an edit. Lines that one sentence runs through are
-- joined; a line that is too long is cut after sentences. Where a line is cut depends on the words around the cut alone, so
-- that an edit in front of it leaves the other pieces what they were.

local masks = require "baogao.check.masks"

local M = {}

-- A sentence that runs on for more lines, or bytes, than these is no sentence; the bound keeps an edit's work bounded.
local MOST_LINES, MOST_BYTES = 24, 8192

-- No paragraph of sixty-two provincial reports is longer than this; a line that is longer is cut.
local LONG_LINE = 4096
-- Bytes of a piece: it is cut after the first sentence of these that the words choose, and at last wherever one ends, or
-- between two characters where none does.
local LEAST_PIECE, MOST_PIECE = 1024, 8192

local ENDINGS = { ["。"] = true, ["！"] = true, ["？"] = true, ["；"] = true, ["："] = true, ["”"] = true, ["…"] = true }

-- True where a sentence ends with the line, or it is too short to be one's beginning.
local function is_ended(line)
  local stop = #line
  while stop > 0 and line:find("^%s", stop) do stop = stop - 1 end
  return stop < 24 or ENDINGS[line:sub(stop - 2, stop)] or line:find("^[.!?;:|]", stop) ~= nil
end

---Lines of a text, without their ends.
function M.split(text)
  local lines, from = {}, 1
  while true do
    local at = text:find("\n", from, true)
    if not at then break end
    lines[#lines + 1] = text:sub(from, at - 1)
    from = at + 1
  end
  lines[#lines + 1] = text:sub(from)
  return lines
end

-- True where the bytes before a sentence's end choose it as a cut: one in four.
local function chosen(line, stop)
  local sum = 0
  for i = math.max(1, stop - 14), stop - 3 do sum = sum + line:byte(i) end
  return sum % 4 == 0
end

-- The end of the character that the byte belongs to, or a byte further on.
local function character_end(line, at)
  while at < #line do
    local next_byte = line:byte(at + 1)
    if next_byte < 0x80 or next_byte >= 0xC0 then break end
    at = at + 1
  end
  return at
end

-- A long line's pieces. Code in backticks is not cut, and of LaTeX what a comment may hold is not.
local function pieces(format, line)
  local list, from = {}, 1
  local limit = format == "latex" and (line:find("^%%") or line:find("[^\\]%%")) or #line + 1
  -- the next sentence's end, looked for once
  local ahead = 0
  local function next_end(after)
    if ahead < after then
      local _, stop = line:find("。", after, true)
      ahead = stop or math.huge
    end
    return ahead
  end
  while #line - from + 1 > LONG_LINE do
    local counted, ticks, best = from, 0, nil
    local stop = next_end(from)
    while stop < limit and stop - from < MOST_PIECE do
      local _, n = line:sub(counted, stop):gsub("`", "")
      ticks, counted = ticks + n, stop + 1
      if ticks % 2 == 0 and stop - from >= LEAST_PIECE then
        best = stop
        if chosen(line, stop) then break end
      end
      stop = next_end(stop + 1)
    end
    if not best then
      if from + MOST_PIECE > limit then break end
      best = character_end(line, from + MOST_PIECE - 1)
    end
    if best >= #line then break end
    list[#list + 1] = { text = line:sub(from, best), lines = 0, offset = from - 1 }
    from = best + 1
  end
  list[#list + 1] = { text = line:sub(from), lines = 1, offset = from - 1 }
  return list
end

---Lines as paragraphs: { text, lines, offset }.
---@param format string
---@param lines string[]
function M.paragraphs(format, lines)
  local list, i = {}, 1
  while i <= #lines do
    local n, bytes = 1, #lines[i]
    if bytes > LONG_LINE then
      for _, piece in ipairs(pieces(format, lines[i])) do list[#list + 1] = piece end
    else
      if not is_ended(lines[i]) and not masks.stands_alone(format, lines[i]) then
        while lines[i + n] and n < MOST_LINES and #lines[i + n] <= LONG_LINE and bytes + #lines[i + n] < MOST_BYTES
          and lines[i + n]:find("%S") and not masks.stands_alone(format, lines[i + n]) do
          bytes = bytes + #lines[i + n]
          n = n + 1
          if is_ended(lines[i + n - 1]) then break end
        end
      end
      list[#list + 1] = { text = n == 1 and lines[i] or table.concat(lines, "\n", i, i + n - 1), lines = n, offset = 0 }
    end
    i = i + n
  end
  return list
end

return M
