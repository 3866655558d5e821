-- document.lua: a draft in paragraphs, of which only those that changed are read again.
--
--   document -> chunks -> paragraphs { text, lines, masked, claims, findings, … }
--
-- A paragraph is a line, or lines that one sentence runs through. Paragraphs lie in chunks that know how many lines they
-- hold, so a line is found by stepping over chunks, and an edit moves at most one chunk's paragraphs: the time of an edit
-- does not grow with the draft. What a paragraph says is kept with it; what several say together (the same figure twice)
-- is kept by name in `said`, from which a changed paragraph's claims are taken out and put in again.

local claims = require "baogao.check.claims"
local masks = require "baogao.check.masks"

local M = {}

-- Paragraphs of a chunk: few enough to move, many enough to step over.
local CHUNK = 128
-- A sentence that runs on for more lines, or bytes, than these is no sentence; the bound keeps an edit's work bounded.
local MOST_LINES, MOST_BYTES = 24, 16384

local ENDINGS = { ["。"] = true, ["！"] = true, ["？"] = true, ["；"] = true, ["："] = true, ["”"] = true, ["…"] = true }

-- True where a sentence ends with the line.
local function is_ended(line)
  line = line:gsub("%s+$", "")
  return line == "" or ENDINGS[line:sub(-3)] or line:find("[.!?;:|]$") ~= nil or #line < 24
end

---@class baogao.Paragraph
---@field text string its lines joined by \n, without the last one's line end
---@field lines integer
---@field masked string
---@field claims baogao.Claim[]
---@field local_findings table[] what it says wrongly by itself; positions within the paragraph

-- Lines to paragraphs.
local function paragraphs_of(format, lines)
  local list, i = {}, 1
  while i <= #lines do
    local n, bytes = 1, #lines[i]
    if not is_ended(lines[i]) and not masks.stands_alone(format, lines[i]) then
      while lines[i + n] and n < MOST_LINES and bytes + #lines[i + n] < MOST_BYTES and lines[i + n]:find("%S")
        and not masks.stands_alone(format, lines[i + n]) do
        bytes = bytes + #lines[i + n]
        n = n + 1
        if is_ended(lines[i + n - 1]) then break end
      end
    end
    list[#list + 1] = { text = n == 1 and lines[i] or table.concat(lines, "\n", i, i + n - 1), lines = n }
    i = i + n
  end
  return list
end

local function split(text)
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
M.split = split

local Document = {}
Document.__index = Document

-- A draft's line may end in \r; its bytes stay, so positions do, and scan passes over it.

---@param options { format: string, read: fun(paragraph: table), forget?: fun(paragraph: table), year?: integer, regions: table }
function M.new(text, options)
  local self = setmetatable({ options = options, format = options.format, chunks = {}, lines = 0, reads = 0 }, Document)
  self:_set(split(text))
  return self
end

function Document:_read(paragraph, state, first)
  local masked, after = masks.mask(self.format, paragraph.text, state, first)
  paragraph.before, paragraph.after = state, after
  if masked == paragraph.masked then return end
  if paragraph.masked and self.options.forget then self.options.forget(paragraph) end
  paragraph.masked = masked
  self.reads = self.reads + 1
  -- without a digit or a Chinese numeral's lead byte there is nothing to read
  if masked:find("[%d\228-\239]") then
    paragraph.claims = claims.read(masked, self.options)
  else
    paragraph.claims = {}
  end
  self.options.read(paragraph)
end

function Document:_set(lines)
  self.chunks, self.lines = {}, #lines
  local state
  local chunk = { lines = 0, bytes = 0 }
  for i, paragraph in ipairs(paragraphs_of(self.format, lines)) do
    self:_read(paragraph, state, i == 1)
    state = paragraph.after
    if #chunk == CHUNK then
      self.chunks[#self.chunks + 1] = chunk
      chunk = { lines = 0, bytes = 0 }
    end
    chunk[#chunk + 1] = paragraph
    chunk.lines = chunk.lines + paragraph.lines
    chunk.bytes = chunk.bytes + #paragraph.text + 1
  end
  self.chunks[#self.chunks + 1] = chunk
end

-- The paragraph that holds a line (from 0): chunk number, place in it, its first line.
function Document:_locate(line)
  local at = 0
  for c, chunk in ipairs(self.chunks) do
    if line < at + chunk.lines or c == #self.chunks then
      for p, paragraph in ipairs(chunk) do
        if line < at + paragraph.lines or p == #chunk then return c, p, at end
        at = at + paragraph.lines
      end
      return c, 0, at
    end
    at = at + chunk.lines
  end
end

-- The paragraph before or after a place.
function Document:_step(c, p, by)
  p = p + by
  while self.chunks[c] and not self.chunks[c][p] do
    c = c + by
    if not self.chunks[c] then return nil end
    p = by > 0 and 1 or #self.chunks[c]
  end
  return self.chunks[c] and c or nil, p
end

---Replaces whole lines: `count` lines from `line` (0-based) by `lines`.
---@param line integer
---@param count integer
---@param lines string[] may be empty
function Document:replace(line, count, lines)
  line = math.max(0, math.min(line, self.lines))
  count = math.max(0, math.min(count, self.lines - line))
  if self.lines - count + #lines == 0 then lines = { "" } end
  -- from the paragraph before the first line to the one after the last: an edit may join or part its neighbours
  local c1, p1, first_line = self:_locate(math.max(0, line - 1))
  local c2, p2, last_first = self:_locate(math.min(self.lines - 1, line + count))
  local old, texts = {}, {}
  do
    local c, p = c1, p1
    while c do
      local paragraph = self.chunks[c][p]
      if paragraph then
        old[#old + 1] = paragraph
        if paragraph.lines == 1 then texts[#texts + 1] = paragraph.text
        else
          for _, text in ipairs(split(paragraph.text)) do texts[#texts + 1] = text end
        end
      end
      if c == c2 and p == p2 then break end
      c, p = self:_step(c, p, 1)
    end
  end
  local _ = last_first
  local merged = {}
  for i = 1, line - first_line do merged[i] = texts[i] end
  for _, text in ipairs(lines) do merged[#merged + 1] = text end
  for i = line - first_line + count + 1, #texts do merged[#merged + 1] = texts[i] end
  self.lines = self.lines - count + #lines
  -- paragraphs whose text did not change keep what was read of them
  local kept = {}
  for _, paragraph in ipairs(old) do
    kept[paragraph.text] = kept[paragraph.text] or {}
    table.insert(kept[paragraph.text], paragraph)
  end
  local state = old[1] and old[1].before
  local new = {}
  for i, paragraph in ipairs(paragraphs_of(self.format, merged)) do
    local same = kept[paragraph.text]
    if same and same[1] then
      paragraph = table.remove(same, 1)
    end
    new[i] = paragraph
  end
  for _, list in pairs(kept) do
    for _, paragraph in ipairs(list) do
      if self.options.forget then self.options.forget(paragraph) end
    end
  end
  for i, paragraph in ipairs(new) do
    self:_read(paragraph, state, first_line == 0 and i == 1)
    state = paragraph.after
  end
  self:_splice(c1, p1, c2, p2, new)
  -- what follows is read again only while the state that it begins in has changed
  local c, p = self:_locate(first_line + (#new > 0 and 0 or 0))
  for _ = 1, #new do
    if c then c, p = self:_step(c, p, 1) end
  end
  while c do
    local paragraph = self.chunks[c][p]
    if masks.same_state(paragraph.before, state) then break end
    self:_read(paragraph, state, false)
    state = paragraph.after
    c, p = self:_step(c, p, 1)
  end
end

-- Puts the paragraphs in the place of those from (c1, p1) to (c2, p2).
function Document:_splice(c1, p1, c2, p2, new)
  local all = {}
  for p = 1, p1 - 1 do all[#all + 1] = self.chunks[c1][p] end
  for _, paragraph in ipairs(new) do all[#all + 1] = paragraph end
  for p = p2 + 1, #self.chunks[c2] do all[#all + 1] = self.chunks[c2][p] end
  local chunks = {}
  local chunk = { lines = 0, bytes = 0 }
  -- cut in chunks of equal size, none above CHUNK
  local pieces = math.max(1, math.ceil(#all / CHUNK))
  local size = math.max(1, math.ceil(#all / pieces))
  for _, paragraph in ipairs(all) do
    if #chunk == size then
      chunks[#chunks + 1] = chunk
      chunk = { lines = 0, bytes = 0 }
    end
    chunk[#chunk + 1] = paragraph
    chunk.lines = chunk.lines + paragraph.lines
    chunk.bytes = chunk.bytes + #paragraph.text + 1
  end
  if #chunk > 0 or #self.chunks == c2 - c1 + 1 then chunks[#chunks + 1] = chunk end
  local removed = c2 - c1 + 1
  if #chunks == removed then
    for i, piece in ipairs(chunks) do self.chunks[c1 + i - 1] = piece end
  else
    for _ = 1, removed do table.remove(self.chunks, c1) end
    for i, piece in ipairs(chunks) do table.insert(self.chunks, c1 + i - 1, piece) end
  end
end

---One line of the draft, without its line end.
---@param line integer from 0
function Document:line(line)
  local paragraph, first = self:paragraph_at(line)
  if not paragraph then return nil end
  if paragraph.lines == 1 then return paragraph.text end
  return split(paragraph.text)[line - first + 1]
end

---The paragraph that holds a line, and its first line.
function Document:paragraph_at(line)
  if line < 0 or line >= self.lines then return nil end
  local c, p, first = self:_locate(line)
  return self.chunks[c][p], first
end

---Every paragraph in order: paragraph, its first line (from 0), the bytes before it.
function Document:each()
  local c, p, line, bytes = 1, 0, 0, 0
  local before
  return function()
    if before then
      line, bytes = line + before.lines, bytes + #before.text + 1
    end
    c, p = self:_step(c, p, 1)
    if not c then return nil end
    before = self.chunks[c][p]
    return before, line, bytes
  end
end

---The whole draft.
function Document:text()
  local parts = {}
  for paragraph in self:each() do parts[#parts + 1] = paragraph.text end
  return table.concat(parts, "\n")
end

return M
