-- complete.lua: omnifunc for Neovim without the server: an indicator gives its figure as the record writes it.

local M = {}

-- What findstart found, for the call that follows it.
local pending = {}

---See :help complete-functions.
---@param findstart integer 1 to ask where the completion starts, 0 for the offers
function M.omnifunc(findstart)
  local start_wanted = findstart == 1 or findstart == "1"
  if start_wanted then
    pending = {}
    local ok, offers = pcall(function()
      local line = vim.api.nvim_win_get_cursor(0)[1] - 1
      local byte = vim.fn.col(".") - 1
      local features = require "baogao.lsp.features"
      return features.complete(require("baogao.nvim.attach").session(0), line, byte,
        require("baogao.nvim").settings().lang)
    end)
    if not ok or #offers == 0 then return -3 end
    -- the offers of one start: the one that fits best
    local start = offers[1].first
    for _, offer in ipairs(offers) do
      if offer.first == start then
        pending[#pending + 1] = { word = offer.text, abbr = offer.label, menu = offer.detail, dup = 1 }
      end
    end
    return start
  end
  return pending
end

return M
