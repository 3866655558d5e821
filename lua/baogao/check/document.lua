-- document.lua: a draft in paragraphs, of which only those that changed are read again.
--
--   document -> chunks -> paragraphs { text, lines, masked, claims, findings, … }
--
-- A paragraph is a line, or lines that one sentence runs through, or a piece of a line that is longer than any paragraph
-- should be. Paragraphs lie in chunks that know how many lines they hold, so a line is found by stepping over chunks, and
-- an edit moves at most a few chunks' paragraphs: the time of an edit does not grow with the draft.
--
-- An edit marks paragraphs as unread; `work` reads them in order, as many as its caller has time for. So a book that is
-- opened, or a fence that is typed at its top, is read in slices between an editor's requests.

local claims = require "baogao.check.claims"
local masks = require "baogao.check.masks"
local slices = require "baogao.check.slices"

local M = {}

-- Paragraphs of a chunk: few enough to move, many enough to step over.
local CHUNK = 32

M.split = slices.split

---@class baogao.Paragraph
---@field text string its lines joined by \n, without the last one's line end
---@field lines integer lines that end in it: none in a piece that another piece follows
---@field offset integer bytes of its first line that stand before it, in other pieces
---@field masked string? nil before it was read
---@field claims baogao.Claim[]
---@field findings table[] what it says wrongly by itself; positions within the paragraph
---@field errors integer how many of these are errors
---@field warnings integer
---@field twice integer claims under a name that another number is said of, elsewhere
---@field unread boolean
---@field before table? the state of the masks that it begins in
---@field after table?

local Document = {}
Document.__index = Document

-- A draft's line may end in \r; its bytes stay, so positions do, and scan passes over it.

---@param options { format: string, read: fun(paragraph: table), forget?: fun(paragraph: table), year?: integer, regions: table,
---head?: fun(lines: string[]): boolean }
---@param lazy? boolean nothing is read until `work`
function M.new(text, options, lazy)
  -- paragraphs and bytes that were read are counted: what an edit costs can be told without a clock
  local self = setmetatable({ options = options, format = options.format, chunks = {}, lines = 0, unread = 0, reads = 0,
    bytes_read = 0 }, Document)
  self:_set(slices.split(text))
  if not lazy then self:work() end
  return self
end

-- {===================================================== chunks

local function new_chunk() return { lines = 0, bytes = 0, unread = 0, errors = 0, warnings = 0, twice = 0 } end

local function put(chunk, paragraph)
  chunk[#chunk + 1] = paragraph
  paragraph.chunk = chunk
  chunk.lines = chunk.lines + paragraph.lines
  chunk.bytes = chunk.bytes + #paragraph.text + (paragraph.lines > 0 and 1 or 0)
  if paragraph.unread then chunk.unread = chunk.unread + 1 end
  chunk.errors, chunk.warnings = chunk.errors + paragraph.errors, chunk.warnings + paragraph.warnings
  chunk.twice = chunk.twice + paragraph.twice
end

-- Paragraphs in chunks of equal size, none above CHUNK; one empty chunk where there are none.
local function chunks_of(paragraphs)
  local pieces = math.max(1, math.ceil(#paragraphs / CHUNK))
  local size = math.max(1, math.ceil(#paragraphs / pieces))
  local chunks, chunk = {}, new_chunk()
  for _, paragraph in ipairs(paragraphs) do
    if #chunk == size then
      chunks[#chunks + 1] = chunk
      chunk = new_chunk()
    end
    put(chunk, paragraph)
  end
  chunks[#chunks + 1] = chunk
  return chunks
end

function Document:_mark(paragraph)
  if paragraph.unread then return end
  paragraph.unread = true
  self.unread = self.unread + 1
  if paragraph.chunk then paragraph.chunk.unread = paragraph.chunk.unread + 1 end
end

function Document:_unmark(paragraph)
  if not paragraph.unread then return end
  paragraph.unread = false
  self.unread = self.unread - 1
  if paragraph.chunk then paragraph.chunk.unread = paragraph.chunk.unread - 1 end
end

function Document:_new_paragraphs(lines)
  local list = slices.paragraphs(self.format, lines)
  for _, paragraph in ipairs(list) do
    paragraph.claims, paragraph.findings, paragraph.unread = {}, {}, false
    paragraph.errors, paragraph.warnings, paragraph.twice = 0, 0, 0
  end
  return list
end

function Document:_set(lines)
  self.lines, self.joined = #lines, nil
  local paragraphs = self:_new_paragraphs(lines)
  for _, paragraph in ipairs(paragraphs) do self:_mark(paragraph) end
  self.chunks, self.found, self.found_line = chunks_of(paragraphs), 1, 0
  self:_look_at_head(0)
end

-- Where the draft's first lines say something else than before, all of it means something else.
function Document:_look_at_head(line)
  if not self.options.head or line >= self.options.head_lines then return end
  local lines = {}
  for i = 1, math.min(self.lines, self.options.head_lines) do lines[i] = self:line(i - 1) end
  if not self.options.head(lines) then return end
  for paragraph in self:each() do
    paragraph.stale = paragraph.masked ~= nil
    self:_mark(paragraph)
  end
end

-- The paragraph in which a line (from 0) begins: chunk number, place in it, its first line. It is looked for from the chunk
-- that was found last, since what is asked for next mostly lies there.
function Document:_locate(line)
  local chunks = self.chunks
  local c, at = self.found, self.found_line
  while c > 1 and line <= at do
    c = c - 1
    at = at - chunks[c].lines
  end
  while true do
    local chunk = chunks[c]
    local last = chunk[#chunk]
    if line < at + chunk.lines or c == #chunks or last and last.lines == 0 and line == at + chunk.lines then
      self.found, self.found_line = c, at
      for p, paragraph in ipairs(chunk) do
        if line < at + paragraph.lines or p == #chunk or paragraph.lines == 0 and line == at then return c, p, at end
        at = at + paragraph.lines
      end
      return c, 0, at
    end
    c, at = c + 1, at + chunk.lines
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

-- The last piece of the line that ends here or further on.
function Document:_last_piece(c, p)
  while self.chunks[c][p] and self.chunks[c][p].lines == 0 do
    local next_c, next_p = self:_step(c, p, 1)
    if not next_c then break end
    c, p = next_c, next_p
  end
  return c, p
end

-- }=====================================================

-- {===================================================== reading

function Document:_read(paragraph, state, first)
  local masked, after = masks.mask(self.format, paragraph.text, state, first)
  paragraph.before, paragraph.after = state, after
  if masked == paragraph.masked and not paragraph.stale then return end
  paragraph.stale = nil
  if paragraph.masked and self.options.forget then self.options.forget(paragraph) end
  paragraph.masked = masked
  self.reads, self.bytes_read = self.reads + 1, self.bytes_read + #masked
  -- without a digit or a Chinese numeral's lead byte there is nothing to read
  if masked:find("[%d\228-\239]") then
    paragraph.claims = claims.read(masked, self.options)
  else
    paragraph.claims = {}
  end
  local errors, warnings = paragraph.errors, paragraph.warnings
  self.options.read(paragraph)
  local chunk = paragraph.chunk
  if chunk then
    chunk.errors, chunk.warnings = chunk.errors + paragraph.errors - errors, chunk.warnings + paragraph.warnings - warnings
  end
end

-- The first paragraph that is not read.
function Document:_first_unread()
  if self.unread == 0 then return nil end
  -- after an edit they are all where it was
  local c = self.chunks[self.found].unread == self.unread and self.found or 1
  while self.chunks[c].unread == 0 do c = c + 1 end
  for p, paragraph in ipairs(self.chunks[c]) do
    if paragraph.unread then return c, p end
  end
end

---Reads what is unread, in order, while `go_on` says so; all of it without one.
---@param go_on? fun(): boolean asked after each paragraph
---@return boolean done
function Document:work(go_on)
  local c, p = self:_first_unread()
  while c do
    local paragraph = self.chunks[c][p]
    local before_c, before_p = self:_step(c, p, -1)
    local state
    if before_c then state = self.chunks[before_c][before_p].after end
    self:_unmark(paragraph)
    self:_read(paragraph, state, before_c == nil)
    -- what follows is read again only while the state that it begins in has changed
    c, p = self:_step(c, p, 1)
    local following = c and self.chunks[c][p]
    if following and following.masked and not masks.same_state(following.before, paragraph.after) then self:_mark(following) end
    if self.unread == 0 then return true end
    if go_on and not go_on() then return false end
    if not following or not following.unread then c, p = self:_first_unread() end
  end
  return true
end

---A paragraph that is asked about before its turn is read as if nothing before it were open; its turn still comes.
function Document:ensure(paragraph)
  if paragraph.unread and not paragraph.masked then self:_read(paragraph, nil, false) end
end

-- }=====================================================

---Replaces whole lines: `count` lines from `line` (0-based) by `lines`. What is new is unread.
---@param line integer
---@param count integer
---@param lines string[] may be empty
---@param lazy? boolean leave the reading to `work`
function Document:replace(line, count, lines, lazy)
  line = math.max(0, math.min(line, self.lines))
  count = math.max(0, math.min(count, self.lines - line))
  if self.lines - count + #lines == 0 then lines = { "" } end
  self.joined = nil
  -- from the paragraph before the first line to the one after the last: an edit may join or part its neighbours
  local c1, p1, first_line = self:_locate(math.max(0, line - 1))
  local found, found_line = self.found, self.found_line
  local c2, p2 = self:_locate(math.min(self.lines - 1, line + count))
  c2, p2 = self:_last_piece(c2, p2)
  local old, texts = {}, {}
  do
    local c, p = c1, p1
    while c do
      local paragraph = self.chunks[c][p]
      if paragraph then
        old[#old + 1] = paragraph
        texts[#texts + 1] = paragraph.text
        if paragraph.lines > 0 then texts[#texts + 1] = "\n" end
      end
      if c == c2 and p == p2 then break end
      c, p = self:_step(c, p, 1)
    end
  end
  texts[#texts] = nil -- the last line's end
  local old_lines = #old > 0 and slices.split(table.concat(texts)) or {}
  local merged = {}
  for i = 1, line - first_line do merged[i] = old_lines[i] end
  for _, text in ipairs(lines) do merged[#merged + 1] = text end
  for i = line - first_line + count + 1, #old_lines do merged[#merged + 1] = old_lines[i] end
  self.lines = self.lines - count + #lines
  -- paragraphs whose text did not change keep what was read of them
  local kept = {}
  for _, paragraph in ipairs(old) do
    kept[paragraph.text] = kept[paragraph.text] or {}
    table.insert(kept[paragraph.text], paragraph)
    if paragraph.unread then self.unread = self.unread - 1 end
  end
  local before_c, before_p = self:_step(c1, p1, -1)
  local state
  if before_c then state = self.chunks[before_c][before_p].after end
  local new = self:_new_paragraphs(merged)
  for i, paragraph in ipairs(new) do
    local same = kept[paragraph.text]
    local own = same and table.remove(same, 1)
    if own then
      own.lines, own.offset = paragraph.lines, paragraph.offset
      paragraph = own
      new[i] = own
      if own.unread then self.unread = self.unread + 1 end
    end
    paragraph.chunk = nil
    if not paragraph.masked or not masks.same_state(paragraph.before, state) or first_line == 0 and i == 1 then
      self:_mark(paragraph)
    end
    state = paragraph.after
  end
  for _, list in pairs(kept) do
    for _, paragraph in ipairs(list) do
      paragraph.chunk = nil
      if self.options.forget then self.options.forget(paragraph) end
    end
  end
  self:_splice(c1, p1, c2, p2, new)
  self.found, self.found_line = found, found_line
  if found > #self.chunks then self.found, self.found_line = 1, 0 end
  self:_look_at_head(line)
  -- what follows begins in another state
  local c, p = self:_locate(first_line)
  for _ = 1, #new do
    if c then c, p = self:_step(c, p, 1) end
  end
  local following = c and self.chunks[c][p]
  if following and following.masked and not masks.same_state(following.before, state) then self:_mark(following) end
  if not lazy then self:work() end
end

-- Puts the paragraphs in the place of those from (c1, p1) to (c2, p2).
function Document:_splice(c1, p1, c2, p2, new)
  local all = {}
  for p = 1, p1 - 1 do all[#all + 1] = self.chunks[c1][p] end
  for _, paragraph in ipairs(new) do all[#all + 1] = paragraph end
  for p = p2 + 1, #self.chunks[c2] do all[#all + 1] = self.chunks[c2][p] end
  local chunks, removed = chunks_of(all), c2 - c1 + 1
  if #all == 0 and #self.chunks > removed then chunks = {} end
  if #chunks == removed then
    for i, piece in ipairs(chunks) do self.chunks[c1 + i - 1] = piece end
    return
  end
  local rest = {}
  for c = c2 + 1, #self.chunks do rest[#rest + 1] = self.chunks[c] end
  for c = #self.chunks, c1, -1 do self.chunks[c] = nil end
  for _, piece in ipairs(chunks) do self.chunks[#self.chunks + 1] = piece end
  for _, piece in ipairs(rest) do self.chunks[#self.chunks + 1] = piece end
end

-- {===================================================== asking

---One line of the draft, without its line end.
---@param line integer from 0
function Document:line(line)
  if line < 0 or line >= self.lines then return nil end
  local c, p, first = self:_locate(line)
  local paragraph = self.chunks[c][p]
  if paragraph.lines == 1 and paragraph.offset == 0 then return paragraph.text end
  if paragraph.lines > 1 then return slices.split(paragraph.text)[line - first + 1] end
  -- pieces are joined, and kept joined for the next question
  if self.joined and self.joined.line == line then return self.joined.text end
  local parts = {}
  repeat
    paragraph = self.chunks[c][p]
    parts[#parts + 1] = paragraph.text
    c, p = self:_step(c, p, 1)
  until paragraph.lines > 0 or not c
  self.joined = { line = line, text = table.concat(parts) }
  return self.joined.text
end

---The paragraph that holds a byte (from 0) of a line, and its first line.
function Document:paragraph_at(line, byte)
  if line < 0 or line >= self.lines then return nil end
  local c, p, first = self:_locate(line)
  local paragraph = self.chunks[c][p]
  while paragraph.lines == 0 and byte and byte >= paragraph.offset + #paragraph.text do
    c, p = self:_step(c, p, 1)
    if not c then break end
    paragraph = self.chunks[c][p]
  end
  return paragraph, first
end

---Lines around a line, as many as an editor may show and few enough to look at with every edit.
---@return integer from
---@return integer to
function Document:around(line)
  local half = math.floor(CHUNK / 2)
  return math.max(0, line - half), math.min(self.lines - 1, line + half)
end

---The faults of all paragraphs, counted without looking at them.
---@return integer errors
---@return integer warnings
---@return integer twice claims, at most so many of which are faults
function Document:count()
  local errors, warnings, twice = 0, 0, 0
  for _, chunk in ipairs(self.chunks) do
    errors, warnings, twice = errors + chunk.errors, warnings + chunk.warnings, twice + chunk.twice
  end
  return errors, warnings, twice
end

---The paragraphs that hold lines from `from` to `to`: paragraph, its first line.
function Document:between(from, to)
  local line, c, p = nil, nil, nil
  if from <= to and from < self.lines then c, p, line = self:_locate(math.max(0, from)) end
  return function()
    if not c or line > to then return nil end
    local paragraph, first = self.chunks[c][p], line
    line = line + paragraph.lines
    c, p = self:_step(c, p, 1)
    return paragraph, first
  end
end

---Every paragraph in order: paragraph, its first line (from 0), the bytes before it.
---@param wanted? fun(counted: table): boolean asked of chunks, then of the paragraphs of those for which it says yes
function Document:each(wanted)
  local chunks, c, p, line, bytes = self.chunks, 1, 0, 0, 0
  return function()
    local chunk = chunks[c]
    while chunk do
      if p == 0 and wanted and not wanted(chunk) then
        line, bytes = line + chunk.lines, bytes + chunk.bytes
      else
        while p < #chunk do
          p = p + 1
          local paragraph, first_line, before = chunk[p], line, bytes
          line, bytes = line + paragraph.lines, bytes + #paragraph.text + (paragraph.lines > 0 and 1 or 0)
          if not wanted or wanted(paragraph) then return paragraph, first_line, before end
        end
      end
      c, p = c + 1, 0
      chunk = chunks[c]
    end
    return nil
  end
end

---The whole draft.
function Document:text()
  local parts = {}
  for paragraph in self:each() do
    parts[#parts + 1] = paragraph.text
    if paragraph.lines > 0 then parts[#parts + 1] = "\n" end
  end
  parts[#parts] = nil
  return table.concat(parts)
end

-- }=====================================================

return M
