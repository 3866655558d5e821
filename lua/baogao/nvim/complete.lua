-- complete.lua: omnifunc for Neovim without the server: an indicator gives its figure as the record writes it.
--
-- Markdown and HTML buffers come with an omnifunc of their own (tags). It is kept, and asked where the record has nothing.

local M = {}

-- What findstart found, for the call that follows it; nil where the call is the other omnifunc's.
local pending

local NAME = "v:lua.require'baogao.nvim.complete'.omnifunc"

---Makes this the buffer's omnifunc, before the one that it has.
---@param buffer integer
function M.enable(buffer)
  local own = vim.bo[buffer].omnifunc
  if own == NAME then return end
  vim.b[buffer].baogao_omnifunc = own
  vim.bo[buffer].omnifunc = NAME
end

---Gives the buffer the omnifunc back that it had.
---@param buffer integer
function M.disable(buffer)
  if vim.bo[buffer].omnifunc == NAME then vim.bo[buffer].omnifunc = vim.b[buffer].baogao_omnifunc or "" end
end

-- Asks the omnifunc that the buffer had; -3 (leave quietly) or nothing where it had none, or it fails.
local function other(findstart, base)
  local name = vim.b.baogao_omnifunc
  local nothing = findstart == 1 and -3 or {}
  if type(name) ~= "string" or name == "" then return nothing end
  local ok, result = pcall(function()
    -- a Lua function has no name that call() knows
    if name:find("^v:lua") then
      return vim.api.nvim_eval(("%s(%d, %s)"):format(name, findstart, vim.fn.string(base)))
    end
    return vim.call(name, findstart, base)
  end)
  return ok and result or nothing
end

---See :help complete-functions.
---@param findstart integer 1 to ask where the completion starts, 0 for the offers
---@param base string
function M.omnifunc(findstart, base)
  findstart = tonumber(findstart) or 0
  if findstart ~= 1 then
    if pending then return pending end
    return other(0, base or "")
  end
  pending = nil
  local ok, offers = pcall(function()
    local line = vim.api.nvim_win_get_cursor(0)[1] - 1
    local byte = vim.fn.col(".") - 1
    local features = require "baogao.lsp.features"
    return features.complete(require("baogao.nvim.attach").session(0), line, byte, require("baogao.nvim").settings().lang)
  end)
  if not ok or #offers == 0 then return other(1, "") end
  -- the offers of one start: the one that fits best
  local start = offers[1].first
  pending = {}
  for _, offer in ipairs(offers) do
    if offer.first == start then
      pending[#pending + 1] = { word = offer.text, abbr = offer.label, menu = offer.detail, dup = 1 }
    end
  end
  return start
end

return M
