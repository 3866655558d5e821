-- workers.lua: many files read by several processes, their rows written in the order of the files.
--
-- Each worker is this program again. It takes every n-th file, from a list on its standard input, and writes for each
-- "facts SIZE" or "error SIZE", a line, and so many bytes. Where a worker ends before its time, what it did not tell of is
-- read here: nothing is lost.

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

-- Names as a list that any name fits in: its length, a line break, itself. It goes through a file: a command's length is
-- limited.
local function start(ctx, job, jobs)
  local list = os.tmpname()
  local file = io.open(list, "wb")
  if not file then return nil end
  for i = job, #ctx.args, jobs do file:write(#ctx.args[i], "\n", ctx.args[i]) end
  file:close()
  return io.popen(command(ctx) .. " <" .. list, "r"), list
end

---The names that a worker is to read.
function M.names(input)
  local names = {}
  while true do
    local length = tonumber(input:read "*l" or "")
    local name = length and input:read(length)
    if not name or #name < length then return names end
    names[#names + 1] = name
  end
end

---What a worker writes of a file: kind is "facts" or "error".
function M.write(out, kind, payload)
  out:write(kind, " ", #payload, "\n", payload)
  out:flush()
end

local function read_one(pipe)
  local kind, size = (pipe:read "*l" or ""):match "^(%w+) (%d+)$"
  size = tonumber(size)
  if not size then return nil end
  local payload = size > 0 and pipe:read(size) or ""
  if #payload < size then return nil end
  return kind, payload
end

---Reads the files of ctx.args by `jobs` processes.
---@param each fun(i: integer, kind: "facts"|"error", payload: string) called in the order of the files
---@param here fun(name: string): "facts"|"error", string reads one in this process
function M.gather(ctx, jobs, each, here)
  local pipes, lists = {}, {}
  for job = 1, jobs do pipes[job], lists[job] = start(ctx, job, jobs) end
  for i = 1, #ctx.args do
    local job = (i - 1) % jobs + 1
    local kind, payload
    if pipes[job] then
      kind, payload = read_one(pipes[job])
      if not kind then
        pipes[job]:close()
        pipes[job] = nil
      end
    end
    if not kind then kind, payload = here(ctx.args[i]) end
    each(i, kind, payload)
  end
  for job = 1, jobs do
    if pipes[job] then pipes[job]:close() end
    if lists[job] then os.remove(lists[job]) end
  end
end

return M
