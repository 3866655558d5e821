-- client.lua: the language server within Neovim, without a process: what vim.lsp.start takes as `cmd` from 0.8 on.
--
--   vim.lsp.start { name = "baogao", cmd = require("baogao.lsp.client").cmd {}, offset_encoding = "utf-8" }
--
-- The server answers in the main loop, where drafts of any length take a millisecond, so nothing waits for it.

local server = require "baogao.lsp.server"

local M = {}

---@class baogao.Loop of the editor
---@field now fun(): number seconds
---@field later fun(seconds: number, run: fun())

---@param options { report?: string|string[], lang?: string, loop: baogao.Loop }
---@return fun(dispatchers: table): table
function M.cmd(options)
  local loop = options.loop
  return function(dispatchers)
    local waiting, closing, planned = {}, false, false
    local self
    local function plan(seconds)
      if planned or not seconds then return end
      planned = true
      -- at least a tick of the clock: what is typed comes between two slices of a long draft
      loop.later(math.max(seconds, 0.001), function()
        planned = false
        if not closing then plan(self:tick()) end
      end)
    end
    self = server.new { now = loop.now, report = options.report, lang = options.lang, null = options.null,
      array = function(list) return list end, debounce = options.debounce,
      send = function(message)
        if message.method then
          dispatchers.notification(message.method, message.params)
          return
        end
        local callback = waiting[message.id]
        waiting[message.id] = nil
        if callback then callback(message.error, message.result) end
      end }
    local last = 0
    local client = {}
    function client.request(method, params, callback, notify_reply)
      if closing then return false end
      last = last + 1
      local id = last
      -- answers come after the request has returned its id, as those of a process do
      loop.later(0, function()
        waiting[id] = function(...)
          if notify_reply then notify_reply(id) end
          callback(...)
        end
        self:receive { jsonrpc = "2.0", id = id, method = method, params = params }
        self:work()
        plan(self:tick())
      end)
      return true, id
    end
    function client.notify(method, params)
      if closing then return false end
      self:receive { jsonrpc = "2.0", method = method, params = params }
      if method == "exit" then
        closing = true
        if dispatchers.on_exit then dispatchers.on_exit(0, 0) end
      else
        plan(self:tick())
      end
      return true
    end
    function client.is_closing() return closing end
    function client.terminate()
      if closing then return end
      closing = true
      if dispatchers.on_exit then dispatchers.on_exit(0, 0) end
    end
    return client
  end
end

return M
