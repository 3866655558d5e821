-- workers.lua: many files read by several processes, their rows written in the order of the files.
--
-- The files are cut into pieces of some files each. This process takes the first, then the next, and writes their rows as
-- it goes; helpers, each this program again, take theirs from the end, so that nobody waits for another until all is
-- taken. Each helper has a file, which loses its name as soon as both have it open: at its start, how far this process and
-- how far the helper is, and behind that the rows, "facts SIZE" or "error SIZE", a line, and so many bytes for each of the
-- files. Both say first what they mean to take and then look how far the other is, so no piece is read twice; where both
-- let one go, and what a helper did not come to tell of, is read here: nothing is lost.

local M = {}

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

---How this program was started: the interpreter and the script; nil where it cannot be started again.
function M.program()
  local at = 0
  if not arg or not arg[0] then return nil end
  while arg[at - 1] do at = at - 1 end
  if at == 0 then return nil end
  local words = {}
  for i = at, 0 do words[#words + 1] = quote(arg[i]) end
  return table.concat(words, " ")
end

-- The options that a worker needs, for sh.
local function command(ctx)
  local words = { M.program(), "read", "--worker", "--format", ctx.format }
  local function add(name, value)
    words[#words + 1] = "--" .. name
    if value then words[#words + 1] = quote(value) end
  end
  for _, name in ipairs { "year", "region", "encoding" } do
    if ctx.args[name] then add(name, ctx.args[name]) end
  end
  for _, name in ipairs { "indicator", "measure" } do
    for _, value in ipairs(ctx.args[name] or {}) do add(name, value) end
  end
  if ctx.args.mended then add "mended" end
  return table.concat(words, " ")
end

-- Pieces for each process: the last one to end has others wait for no more than a piece.
local PIECES = 12

-- What starting a helper costs is worth it from so many bytes on; a document that goes through a tool stands for so many.
local WORTH, CONVERTED = 2e6, 5e5

---How many processes files are best read by.
function M.best(names)
  local bytes = 0
  for _, name in ipairs(names) do
    local ending = (name:match "%.(%w+)$" or ""):lower()
    if ending == "pdf" or ending == "docx" or ending == "odt" or ending == "epub" then
      bytes = bytes + CONVERTED
    else
      local file = io.open(name, "rb")
      bytes = bytes + (file and file:seek "end" or 0)
      if file then file:close() end
    end
    if bytes >= WORTH then return #names > 1 and 2 or 1 end
  end
  return 1
end

-- The files of piece `k` of `pieces`.
local function bounds(k, pieces, files)
  return math.floor((k - 1) * files / pieces) + 1, math.floor(k * files / pieces)
end

-- Texts in a row, of which any may hold anything: each its length, a line break, itself.
local function put(file, text) file:write(#text, "\n", text) end
local function get(file)
  local length = tonumber(file:read "*l" or "")
  local text = length and (length > 0 and file:read(length) or "")
  return text and #text == length and text or nil
end

local function write_record(out, kind, payload) out:write(kind, " ", #payload, "\n", payload) end

local function read_record(file)
  local kind, size = (file:read "*l" or ""):match "^(%w+) (%d+)$"
  size = tonumber(size)
  if not size then return nil end
  local payload = size > 0 and file:read(size) or ""
  if #payload < size then return nil end
  return kind, payload
end

-- The two numbers at the start of a helper's file, where they stand and how wide they are.
local PLACES = { here = 0, helper = 8 }
local ROWS = 16

-- They are written and read past all buffers: another process looks.
local function open_places(name)
  local file = io.open(name, "r+b")
  if file then file:setvbuf "no" end
  return file
end
local function say(file, who, k)
  file:seek("set", PLACES[who])
  file:write(("%7d\n"):format(k))
end
local function ask(file, who)
  file:seek("set", PLACES[who])
  return tonumber(file:read(7) or "") or 0
end

---A helper's work; what to do comes on standard input.
---@param here fun(name: string): "facts"|"error", string reads one file
---@return integer code
function M.help(ctx, here)
  local input, files = ctx.input, {}
  local list, name = get(input), get(input)
  local last, step, pieces = tonumber(get(input) or ""), tonumber(get(input) or ""), tonumber(get(input) or "")
  local places = name and open_places(name)
  local spool = places and io.open(name, "r+b")
  if not spool or not pieces then return 1 end
  for file in get, input do files[#files + 1] = file end
  os.remove(name)
  os.remove(list)
  spool:seek("set", ROWS)
  for k = last, 1, -step do
    say(places, "helper", k)
    if ask(places, "here") >= k then break end
    local at, first, final = spool:seek "cur", bounds(k, pieces, #files)
    for i = first, final do write_record(spool, here(files[i])) end
    if not spool:flush() then return 1 end
    ctx.out:write(k, " ", at, "\n")
    ctx.out:flush()
  end
  return 0
end

-- Starts a helper that takes every step-th piece from `last` down: its pipe and both ways into its file, or nil.
local function start(ctx, last, step, pieces)
  local list, name = os.tmpname(), os.tmpname()
  local file, places = io.open(list, "wb"), open_places(name)
  local spool = places and io.open(name, "rb")
  local pipe
  if file and spool then
    say(places, "here", 0)
    say(places, "helper", pieces + 1)
    for _, text in ipairs { list, name, tostring(last), tostring(step), tostring(pieces) } do put(file, text) end
    for _, path in ipairs(ctx.args) do put(file, path) end
    file:close()
    pipe = io.popen(command(ctx) .. " <" .. quote(list), "r")
  end
  return { pipe = pipe, places = places, spool = spool, list = list, name = name }
end

-- What the helpers have told, once they have ended: for a piece, the file that its rows are in and where.
local function told(helpers)
  local done = {}
  for _, helper in ipairs(helpers) do
    for line in helper.pipe and helper.pipe:lines() or function() end do
      local k, at = line:match "^(%d+) (%d+)$"
      if k then done[tonumber(k)] = { spool = helper.spool, at = tonumber(at) } end
    end
  end
  return done
end

---Reads the files of ctx.args by `jobs` processes, of which this is one.
---@param each fun(i: integer, kind: "facts"|"error", payload: string) called in the order of the files
---@param here fun(name: string): "facts"|"error", string reads one in this process
function M.gather(ctx, jobs, each, here)
  local files, helpers = #ctx.args, {}
  local pieces, step = math.min(files, jobs * PIECES), jobs - 1
  for h = 1, step do helpers[h] = start(ctx, pieces + 1 - h, step, pieces) end
  local function read(k)
    local first, last = bounds(k, pieces, files)
    for i = first, last do each(i, here(ctx.args[i])) end
  end
  local k = 1
  while k <= pieces do
    local others = helpers[(pieces - k) % step + 1] -- whose this piece would be
    for _, helper in ipairs(helpers) do
      if helper.pipe then say(helper.places, "here", k) end
    end
    if others.pipe and ask(others.places, "helper") <= k then break end
    read(k)
    k = k + 1
  end
  local done = told(helpers)
  for rest = k, pieces do
    local piece = done[rest]
    if not (piece and piece.spool:seek("set", piece.at)) then read(rest)
    else
      local first, last = bounds(rest, pieces, files)
      for i = first, last do
        local kind, payload = read_record(piece.spool)
        if not kind then kind, payload = here(ctx.args[i]) end
        each(i, kind, payload)
      end
    end
  end
  for _, helper in ipairs(helpers) do
    for _, file in ipairs { helper.pipe or false, helper.places or false, helper.spool or false } do
      if file then file:close() end
    end
    os.remove(helper.list) -- where the helper did not
    os.remove(helper.name)
  end
end

return M
