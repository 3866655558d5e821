-- health.lua: :checkhealth baogao.

local M = {}

function M.check()
  local health = vim.health or require "health"
  local start, ok = health.start or health.report_start, health.ok or health.report_ok
  local info, warn, error_ = health.info or health.report_info, health.warn or health.report_warn,
    health.error or health.report_error

  start "baogao: the engine"
  local path = vim.api.nvim_get_runtime_file("lua/baogao/core.so", false)[1]
  if path then info("the library tried is " .. path)
  else info("no lua/baogao/core.so in 'runtimepath'; package.cpath is tried: " .. package.cpath) end
  local loaded, baogao = pcall(require, "baogao")
  if not loaded then
    error_(tostring(baogao), { "run `make` in baogao's folder; with lazy.nvim, build = \"make\"" })
    return
  end
  local count = #baogao.reports()
  ok(("baogao %s, with %d report%s"):format(baogao._VERSION, count, count == 1 and "" or "s"))

  start "baogao: the editor"
  if vim.lsp.start then ok "the language server runs within Neovim (vim.lsp.start)"
  else ok "diagnostics, omnifunc and :Baogao hover (the language server needs Neovim 0.8)" end
  if package.loaded["baogao.nvim"] and vim.fn.exists(":Baogao") == 2 then
    ok ":Baogao is there"
  else
    warn(":Baogao is not there", { 'add require "baogao.nvim" to init.lua' })
    return
  end
  local settings = require("baogao.nvim").settings()
  local names = settings.report or baogao.report().name
  if type(names) == "string" then names = { names } end
  for _, name in ipairs(names) do
    local records, message = require("baogao.check.record").load(name)
    if records then
      local facts = 0
      for _, record in ipairs(records) do facts = facts + #record.facts end
      ok(("the record %s: %d facts%s"):format(name, facts, #records > 1 and (" of %d documents"):format(#records) or ""))
    else
      error_(message)
    end
  end
  info(("checks %s%s"):format(table.concat(settings.filetypes, ", "), settings.auto and "" or " only when asked (auto = false)"))
  for key in pairs(type(vim.g.baogao) == "table" and vim.g.baogao or {}) do
    if not vim.tbl_contains({ "report", "lang", "year", "auto", "filetypes", "hints", "debounce" }, key) then
      warn(("vim.g.baogao: unknown setting '%s'%s"):format(tostring(key), require("baogao.suggest").hint(tostring(key),
        { "report", "lang", "year", "auto", "filetypes", "hints", "debounce" })))
    end
  end
end

return M
