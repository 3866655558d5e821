-- baogao.nvim: the command :Baogao, and drafts checked as they are written.
--
-- Neovim sources plugin/ folders at the top of a plugin only, and this is a Lua module first: its top holds csrc, lua,
-- spec and no editor's folders. So one line asks for the editor side, and `require` does all of it:
--
--   require "baogao.nvim"                      -- init.lua, after a plain clone into pack/*/start, or with rocks.nvim
--   { "…/baogao", build = "make", main = "baogao.nvim", config = function() require "baogao.nvim" end }  -- lazy.nvim
--
-- Nothing else is needed, and nothing heavy is loaded: the engine comes with the first draft or the first :Baogao.
-- Settings, none of which must be given, are read from vim.g.baogao when they are needed:
--
--   vim.g.baogao = { report = "zhengzhou-2024", lang = "zh", year = 2025, auto = true, filetypes = { "markdown" } }

local api = vim.api

local M = {}

local FILETYPES = { "markdown", "text", "tex", "plaintex", "latex", "typst", "rmd", "quarto", "pandoc", "vimwiki" }

---@class baogao.NvimSettings
---@field report? string|string[] bundled reports or files; the bundled one if left out
---@field lang "zh"|"en"
---@field year? integer of the draft
---@field auto boolean drafts are checked as they are opened
---@field filetypes string[]
---@field hints boolean the record's figure behind those that agree only roughly (0.7; the server has inlay hints)
---@field debounce integer milliseconds between the last edit and the faults' telling

---Settings, those of the user over the defaults.
---@return baogao.NvimSettings
function M.settings()
  local given = type(vim.g.baogao) == "table" and vim.g.baogao or {}
  local lang = given.lang
  if lang ~= "zh" and lang ~= "en" then lang = (vim.v.lang or ""):sub(1, 2) == "en" and "en" or "zh" end
  return { report = given.report, lang = lang, year = given.year, auto = given.auto ~= false,
    filetypes = type(given.filetypes) == "table" and given.filetypes or FILETYPES, hints = given.hints == true,
    debounce = type(given.debounce) == "number" and given.debounce or 150 }
end

---For plugin managers that call it; the argument is kept in vim.g.baogao. No one needs to.
function M.setup(options)
  if options ~= nil then
    vim.validate { options = { options, "table" } }
    vim.g.baogao = vim.tbl_extend("force", type(vim.g.baogao) == "table" and vim.g.baogao or {}, options)
  end
end

-- Runs a function of the rooms; a fault is one message, never a trace over the draft.
local function guarded(module, name)
  return function(...)
    local ok, result = pcall(function(...) return require("baogao.nvim." .. module)[name](...) end, ...)
    if ok then return result end
    vim.notify("baogao: " .. tostring(result):gsub("^.-:%d+: ", ""):gsub("^baogao: ", ""), vim.log.levels.ERROR)
  end
end

local function register()
  api.nvim_create_user_command("Baogao", guarded("commands", "run"), { nargs = "*", range = true, force = true,
    desc = "Figures of Chinese reports: check, cite, insert, totals, growth, search, report",
    complete = function(lead, line, cursor)
      local ok, list = pcall(function() return require("baogao.nvim.commands").complete(lead, line, cursor) end)
      return ok and list or {}
    end })
  for _, name in ipairs { "check", "hover", "insert", "cite", "fix" } do
    vim.keymap.set("n", ("<Plug>(baogao-%s)"):format(name), ("<Cmd>Baogao %s<CR>"):format(name),
      { desc = "baogao: " .. name })
  end
  local group = api.nvim_create_augroup("baogao", { clear = true })
  api.nvim_create_autocmd("FileType", { group = group, callback = function(event)
    local settings = M.settings()
    if settings.auto and vim.tbl_contains(settings.filetypes, event.match) and vim.bo[event.buf].buftype == "" then
      local buffer = event.buf
      -- once the buffer is shown, so that opening it waits for nothing
      vim.schedule(function()
        if api.nvim_buf_is_loaded(buffer) then guarded("attach", "attach")(buffer) end
      end)
    end
  end })
end

register()

return M
