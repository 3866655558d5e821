-- progress.lua: how far long work has come, on standard error where that is a terminal.

local engine = require "baogao.engine"

local M = {}

-- Work shorter than this shows no bar, and a bar is drawn no oftener than this, in seconds.
local PATIENCE, PAUSE = 0.3, 0.1
local WIDTH = 20

local function is_terminal()
  local answer = os.execute "test -t 2"
  return answer == true or answer == 0
end

local SILENT = { step = function() end, clear = function() end }

---A bar for `total` steps. Where rows go to the same terminal while the work goes on (`streamed`), there is none.
---@param ctx table a command's context
---@param total integer
---@param streamed boolean
---@return { step: fun(done: integer), clear: fun() } clear it before anything else is written
function M.new(ctx, total, streamed)
  if total < 2 or streamed and ctx.terminal or not is_terminal() then return SILENT end
  local now = engine.now or os.time
  local began, drawn, shown = now(), 0, false
  local bar = {}
  function bar.clear()
    if shown then
      ctx.err:write "\r\27[K"
      ctx.err:flush()
    end
    shown = false
  end
  function bar.step(done)
    if done >= total then return bar.clear() end
    local time = now()
    if time - began < PATIENCE or time - drawn < PAUSE then return end
    local part = math.floor(done / total * WIDTH)
    ctx.err:write(("\r%s%s %d/%d"):format(("█"):rep(part), ("░"):rep(WIDTH - part), done, total))
    ctx.err:flush()
    drawn, shown = time, true
  end
  return bar
end

return M
