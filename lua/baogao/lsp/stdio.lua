-- stdio.lua: the language server on standard input and output.
--
-- All that has come is taken before anything is answered, so a request that was cancelled meanwhile costs nothing; while
-- nothing comes, what is due after the last edit is told.

local encode = require "baogao.lsp.encode"
local framing = require "baogao.lsp.framing"
local json = require "baogao.json"
local server = require "baogao.lsp.server"

local M = {}

---Runs until `exit` or the end of the input.
---@param options { report?: string|string[], lang?: string, debounce?: number, err: file*, out: file* }
---@return integer exit_code
function M.run(options)
  local library, message = json.library()
  if not library then
    options.err:write("baogao: ", message, "\n")
    return 1
  end
  local core = require "baogao.engine"
  local out = options.out
  out:setvbuf("full")
  -- os.clock stands still while the server waits; it must do where there is nothing better
  local now = core.now or os.clock
  local self = server.new { now = now, report = options.report, lang = options.lang, null = encode.null,
    array = encode.array, written = encode.written, debounce = options.debounce, send = function(answer)
      out:write(framing.frame(encode.encode(answer)))
    end }
  local feed = framing.reader()
  -- where the time cannot be limited, faults are told with every edit
  local read = core.stdin_read
  if not read then
    self.debounce = 0
    read = function() return io.read(1) end
  end
  local function take(bytes)
    local bodies, broken = feed(bytes)
    if not bodies then return nil, broken end
    for _, body in ipairs(bodies) do
      local ok, value, fault = pcall(library.decode, body)
      if not ok or value == nil then
        self.send { jsonrpc = "2.0", id = encode.null, error = { code = -32700,
          message = "no JSON: " .. tostring(ok and fault or value) } }
      else
        self:receive(value)
      end
      if self.exit_code then return true end
    end
    return true
  end
  local wait = -1
  while not self.exit_code do
    local bytes, fault = read(wait)
    if bytes == nil then
      if fault then options.err:write("baogao: ", fault, "\n") end
      break
    end
    local fine, broken = take(bytes)
    -- what has come besides
    while fine and bytes ~= "" and core.stdin_read and not self.exit_code do
      bytes = core.stdin_read(0)
      if bytes == nil or bytes == "" then break end
      fine, broken = take(bytes)
    end
    if not fine then
      options.err:write("baogao: ", broken, "\n")
      out:flush()
      return 1
    end
    self:work()
    local soonest = self:tick()
    out:flush()
    wait = soonest and math.max(1, math.ceil(soonest * 1000)) or -1
  end
  self:work()
  out:flush()
  return self.exit_code or (self.state == "shutdown" and 0 or 1)
end

return M
