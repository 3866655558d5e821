-- attach.lua: a buffer whose faults are shown as it is written.
--
-- From 0.8 on Neovim starts the language server within itself, and its own keys for hover, completion and code actions
-- work. On 0.7 the same sessions are fed by the buffer's changes and shown by vim.diagnostic; omnifunc completes.

local api = vim.api

local M = {}

local namespace = api.nvim_create_namespace("baogao")
local hints_namespace = api.nvim_create_namespace("baogao-hints")
M.namespace = namespace

-- buffer -> { session, reading, ticket }
local attached = {}

local SEVERITY = { error = vim.diagnostic.severity.ERROR, warning = vim.diagnostic.severity.WARN }

---The reports that the settings name; a broken one is told once, and drafts are then held against themselves.
local told = {}
function M.reports()
  local names = require("baogao.nvim").settings().report or require("baogao").report().name
  if type(names) == "string" then names = { names } end
  local reports, message = require("baogao.check.record").load_all(names)
  if not reports then
    if not told[message] then
      told[message] = true
      vim.notify("baogao: " .. message, vim.log.levels.ERROR)
    end
    return {}
  end
  return reports
end

local function loop()
  return {
    now = function() return vim.loop.hrtime() / 1e9 end,
    later = function(seconds, run)
      if seconds <= 0 then vim.schedule(run) else vim.defer_fn(run, math.ceil(seconds * 1000)) end
    end,
  }
end

local function format_of(buffer)
  local masks = require "baogao.check.masks"
  local format = masks.format_of_language(vim.bo[buffer].filetype)
  return format ~= "text" and format or masks.format_of_file(api.nvim_buf_get_name(buffer))
end

local function new_session(buffer, lazy)
  local lines = api.nvim_buf_get_lines(buffer, 0, -1, false)
  return require("baogao.check").session(table.concat(lines, "\n"), M.reports(), { format = format_of(buffer),
    year = require("baogao.nvim").settings().year }, nil, lazy)
end

---The session of a buffer that is attached, or a new one for this once.
function M.session(buffer)
  if buffer == 0 then buffer = api.nvim_get_current_buf() end
  return attached[buffer] and attached[buffer].session or new_session(buffer)
end

---True where the language server within Neovim shows the buffer's faults already.
function M.is_served(buffer)
  local list = vim.lsp.get_clients or vim.lsp.get_active_clients
  return vim.lsp.start ~= nil and list ~= nil and #list { bufnr = buffer, name = "baogao" } > 0
end

---Faults as entries of a location list, errors and warnings counted.
function M.entries(buffer, session)
  local features = require "baogao.lsp.features"
  local lang = require("baogao.nvim").settings().lang
  local list, errors, warnings = {}, 0, 0
  for i, item in ipairs(features.findings(session)) do
    local finding = item.finding
    if finding.grade == "error" then errors = errors + 1 else warnings = warnings + 1 end
    list[i] = { bufnr = buffer, lnum = item.line + 1, col = item.byte + 1, end_lnum = item.stop_line + 1,
      end_col = item.stop_byte + 1, type = finding.grade == "error" and "E" or "W",
      text = features.message(finding, lang) }
  end
  return list, errors, warnings
end

---Shows the faults of a buffer.
function M.show(buffer, session)
  local features = require "baogao.lsp.features"
  local settings = require("baogao.nvim").settings()
  local list = {}
  local line = api.nvim_get_current_buf() == buffer and api.nvim_win_get_cursor(0)[1] - 1 or 0
  local items, left = features.findings(session, features.MOST_FAULTS, line)
  if left > 0 then
    list[#items + 1] = { lnum = 0, col = 0, severity = vim.diagnostic.severity.INFO, source = "baogao", code = "more",
      message = features.left_message(left, settings.lang) }
  end
  for i, item in ipairs(items) do
    local finding = item.finding
    list[i] = { lnum = item.line, col = item.byte, end_lnum = item.stop_line, end_col = item.stop_byte,
      severity = SEVERITY[finding.grade], source = "baogao", code = finding.verdict,
      message = features.message(finding, settings.lang), user_data = { baogao = { mend = finding.mend } } }
  end
  vim.diagnostic.set(namespace, buffer, list)
  api.nvim_buf_clear_namespace(buffer, hints_namespace, 0, -1)
  if settings.hints then
    for _, hint in ipairs(features.hints(session, 0, session.document.lines - 1)) do
      api.nvim_buf_set_extmark(buffer, hints_namespace, hint.line, hint.byte, { virt_text = { { hint.text, "Comment" } } })
    end
  end
end

local plan

-- Nanoseconds that a draft is read at a time; keys are taken between.
local SLICE = 8e6

-- Reads a slice of what is unread, and plans the next; the faults are shown when all is read.
local function read_on(buffer)
  local state = attached[buffer]
  if not state then return end
  local stop = vim.loop.hrtime() + SLICE
  local ok, done = pcall(state.session.document.work, state.session.document, function() return vim.loop.hrtime() < stop end)
  if not ok then return M.give_up(buffer, done) end
  if done then return plan(buffer) end
  if not state.reading then
    state.reading = true
    vim.defer_fn(function()
      state.reading = false
      if attached[buffer] == state then read_on(buffer) end
    end, 1)
  end
end

function plan(buffer)
  local state = attached[buffer]
  if not state then return end
  state.ticket = (state.ticket or 0) + 1
  local ticket = state.ticket
  vim.defer_fn(function()
    if attached[buffer] == state and state.ticket == ticket and api.nvim_buf_is_loaded(buffer)
      and state.session.document.unread == 0 then
      M.show(buffer, state.session)
    end
  end, require("baogao.nvim").settings().debounce)
end

local function detach(buffer)
  attached[buffer] = nil
  if api.nvim_buf_is_valid(buffer) then
    require("baogao.nvim.complete").disable(buffer)
    vim.diagnostic.reset(namespace, buffer)
    api.nvim_buf_clear_namespace(buffer, hints_namespace, 0, -1)
  end
end

-- A fault of the checker's own: told once, and the buffer is left in peace.
function M.give_up(buffer, message)
  vim.schedule(function()
    detach(buffer)
    vim.notify_once("baogao: " .. tostring(message), vim.log.levels.ERROR)
  end)
  return true
end

-- 0.7: the session follows the buffer's own changes.
local function follow(buffer)
  local state = { session = new_session(buffer, true) }
  attached[buffer] = state
  local function later() vim.schedule(function() read_on(buffer) end) end
  api.nvim_buf_attach(buffer, false, {
    on_lines = function(_, _, _, first, last, new_last)
      if attached[buffer] ~= state then return true end
      local ok, message = pcall(function()
        state.session.document:replace(first, last - first, api.nvim_buf_get_lines(buffer, first, new_last, false), true)
      end)
      if not ok then return M.give_up(buffer, message) end
      later()
    end,
    on_reload = function()
      if attached[buffer] ~= state then return true end
      local ok, message = pcall(function() state.session = new_session(buffer, true) end)
      if not ok then return M.give_up(buffer, message) end
      later()
    end,
    on_detach = function() detach(buffer) end,
  })
  require("baogao.nvim.complete").enable(buffer)
  read_on(buffer)
end

---Starts checking a buffer, once.
function M.attach(buffer)
  if attached[buffer] then return end
  local most = require("baogao.lsp.features").MOST_BYTES
  if api.nvim_buf_get_offset(buffer, api.nvim_buf_line_count(buffer)) > most then
    vim.notify(("baogao: this buffer is longer than %d MB and is not checked"):format(most / 1024 / 1024), vim.log.levels.WARN)
    return
  end
  if vim.lsp.start then
    local settings = require("baogao.nvim").settings()
    vim.lsp.start({ name = "baogao", offset_encoding = "utf-8", root_dir = vim.loop.cwd(),
      cmd = require("baogao.lsp.client").cmd { report = settings.report, lang = settings.lang, loop = loop(),
        null = vim.NIL, debounce = settings.debounce / 1000 },
      init_options = { report = settings.report, lang = settings.lang, year = settings.year } }, { bufnr = buffer })
    return
  end
  follow(buffer)
end

---Whether a buffer is followed here (0.7), for :checkhealth.
function M.count() return vim.tbl_count(attached) end

return M
