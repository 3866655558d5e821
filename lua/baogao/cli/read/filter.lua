-- filter.lua: documents as lines of JSON on standard input, their facts as lines of JSON on standard output: each line's
-- facts are written and flushed before the next line is waited for.

local engine = require "baogao.engine"
local json = require "baogao.json"
local output = require "baogao.cli.output"
local rows = require "baogao.cli.read.rows"

local M = {}

-- The lines of standard input, as soon as each is there. Read from its descriptor: io.lines of Lua 5.1 loses what stands
-- behind a zero byte.
local function lines_of(input)
  if input ~= io.stdin or not engine.stdin_read then return input:lines() end
  local held, parts, at, ended = "", {}, 1, false
  return function()
    while true do
      local stop = held:find("\n", at, true)
      if stop then
        parts[#parts + 1] = held:sub(at, stop - 1)
        local line = #parts == 1 and parts[1] or table.concat(parts)
        parts, at = {}, stop + 1
        return line
      end
      if at <= #held then parts[#parts + 1] = held:sub(at) end
      held, at = "", 1
      if ended then return nil end
      held = engine.stdin_read(-1)
      if not held then
        ended, held = true, ""
        if #parts > 0 then
          local line = table.concat(parts)
          parts = {}
          return line
        end
      end
    end
  end
end

local COLUMNS = rows.for_programs(rows.COLUMNS)

---Reads documents until standard input ends. Exit code 0: a document that cannot be read is told in the output.
function M.run(ctx)
  local library, message = json.library()
  if not library then return ctx.fail(message) end
  local wanted = rows.picker(ctx.args)
  local number = 0
  local function complain(id, text)
    return library.encode({ document = id, line = number, error = text }, { "document", "line", "error" }) .. "\n"
  end
  -- Writes what the line asks for; answers what is still to be written.
  local function answer(line)
    local document, problem = library.decode(line)
    if type(document) == "string" then document = { text = document } end
    if type(document) ~= "table" then
      return complain(nil, "no JSON document" .. (problem and ": " .. tostring(problem) or ""))
    end
    local function value(key, other)
      local own = document[key]
      if own == nil or own == library.null then return other end
      return own
    end
    local id = value "id"
    if type(id) == "table" then id = nil end
    if type(id) == "number" and id % 1 == 0 then id = ("%.0f"):format(id) end
    id = id ~= nil and tostring(id) or nil
    if type(document.text) ~= "string" then return complain(id, "the document has no text") end
    local options, wrong = rows.options(value("year", ctx.args.year), value("region", ctx.args.region))
    if not options then return complain(id, wrong) end
    options.name = id or tostring(number)
    local done, pieces = pcall(rows.pieces, document.text, options, wanted)
    if not done then return complain(id, tostring(pieces)) end
    for found in pieces do ctx.out:write((output.ndjson(found, COLUMNS))) end
    return ""
  end
  for line in lines_of(ctx.input) do
    number = number + 1
    if number == 1 then line = line:gsub("^\239\187\191", "") end
    if line:find "[^ \t\r]" then -- an empty line is no document
      ctx.out:write(answer(line))
      ctx.out:flush()
    end
  end
  return 0
end

return M
