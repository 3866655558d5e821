-- commands.lua: what :Baogao does.

local api = vim.api
local attach = require "baogao.nvim.attach"

local M = {}

local function settings() return require("baogao.nvim").settings() end

local function say(en, zh) return settings().lang == "zh" and zh or en end

local function fail(message) vim.notify("baogao: " .. message, vim.log.levels.ERROR) end

-- The first report of the settings.
local function report()
  local found = attach.reports()[1]
  return found
end

-- Text in a window of its own below, closed by q.
local function show(title, text)
  text = text:gsub("\27%[[%d;]*m", "")
  local lines = vim.split(text:gsub("\n+$", ""), "\n", { plain = true })
  vim.cmd("botright new")
  local buffer = api.nvim_get_current_buf()
  api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  api.nvim_buf_set_name(buffer, ("baogao://%s/%d"):format(title, buffer))
  for option, value in pairs { buftype = "nofile", bufhidden = "wipe", swapfile = false, modifiable = false, modified = false } do
    vim.bo[buffer][option] = value
  end
  vim.wo.wrap, vim.wo.number = false, false
  api.nvim_win_set_height(0, math.min(#lines, math.floor(vim.o.lines / 2)))
  vim.keymap.set("n", "q", "<Cmd>close<CR>", { buffer = buffer, nowait = true })
end

-- Runs a command of the command line and shows what it writes.
local function command_line(name, arguments)
  local out = {}
  local stream = { write = function(self, ...)
    for _, text in ipairs { ... } do out[#out + 1] = text end
    return self
  end }
  require("baogao.cli.terminal").terminal = false
  local argv = { name, "--lang", settings().lang }
  local names = settings().report
  if type(names) == "string" and not names:find("[/\\.]") then vim.list_extend(argv, { "--report", names }) end
  vim.list_extend(argv, arguments)
  local code = require("baogao.cli").main(argv, { out = stream, err = stream, input = { read = function() return "" end } })
  local text = table.concat(out)
  if code ~= 0 then
    fail((text:gsub("^baogao: ", ""):gsub("\n.*", "")))
  else
    show(table.concat(vim.list_extend({ name }, arguments), " "), text)
  end
end

-- Text at the cursor, after the character that it stands on unless the line is empty or typed in.
local function put(text)
  local mode = api.nvim_get_mode().mode
  if vim.bo.modifiable == false then return fail(say("this buffer cannot be changed", "此缓冲区不可修改")) end
  api.nvim_put({ text }, "c", mode:sub(1, 1) ~= "i" and #api.nvim_get_current_line() > 0, true)
end

-- One fact: the one named, or one picked from all.
local function with_fact(id, prompt, run)
  local from = report()
  if not from then return end
  if id and id ~= "" then
    local fact, message = from:fact(id)
    if not fact then return fail(message) end
    return run(fact, from)
  end
  local zh = settings().lang == "zh"
  vim.ui.select(from.facts, { prompt = prompt, kind = "baogao", format_item = function(fact)
    return ("%s  %s  %s"):format(zh and fact.label_zh or fact.label_en, fact.written, fact.period)
  end }, function(fact)
    if fact then run(fact, from) end
  end)
end

local commands = {}

function commands.check(arguments)
  local buffer = api.nvim_get_current_buf()
  local names = #arguments > 0 and arguments or nil
  local session
  if names then
    local reports, message = require("baogao.check.record").load_all(names)
    if not reports then return fail(message) end
    local lines = api.nvim_buf_get_lines(buffer, 0, -1, false)
    session = require("baogao.check").session(table.concat(lines, "\n"), reports, { year = settings().year,
      format = require("baogao.check.masks").format_of_language(vim.bo[buffer].filetype) })
  else
    session = attach.session(buffer)
    session.document:work()
  end
  local entries, errors, warnings = attach.entries(buffer, session)
  if not attach.is_served(buffer) then attach.show(buffer, session) end
  vim.fn.setloclist(0, {}, " ", { title = "baogao", items = entries })
  vim.notify(say(("baogao: %d error%s, %d warning%s"):format(errors, errors == 1 and "" or "s", warnings,
    warnings == 1 and "" or "s"),
    ("baogao：%d处错误，%d处警告"):format(errors, warnings)), vim.log.levels.INFO)
end

function commands.insert(arguments)
  with_fact(arguments[1], say("Insert which figure?", "插入哪个数？"), function(fact)
    put(require("baogao.check.verdicts").written(fact))
  end)
end

function commands.cite(arguments)
  local style = arguments[2]
  with_fact(arguments[1], say("Cite which figure?", "引用哪个数？"), function(fact, from)
    put((from:cite(fact.id, style or "text", settings().lang):gsub("\n", " ")))
  end)
end

function commands.hover()
  local cursor = api.nvim_win_get_cursor(0)
  local hover = require("baogao.lsp.features").hover(attach.session(0), cursor[1] - 1, cursor[2], settings().lang)
  if not hover then
    return vim.notify(say("baogao: no figure here", "baogao：此处没有数"), vim.log.levels.INFO)
  end
  return vim.lsp.util.open_floating_preview(hover.lines, "markdown", { focus_id = "baogao", border = "single" })
end

function commands.fix()
  local cursor = api.nvim_win_get_cursor(0)
  local line, byte = cursor[1] - 1, cursor[2]
  local actions = require("baogao.lsp.features").actions(attach.session(0), line, byte, line, byte, settings().lang)
  if #actions == 0 then
    return vim.notify(say("baogao: nothing to mend here", "baogao：此处无可修改"), vim.log.levels.INFO)
  end
  vim.ui.select(actions, { prompt = say("Mend how?", "怎样修改？"), kind = "baogao",
    format_item = function(action) return action.title end }, function(action)
    if action then api.nvim_buf_set_text(0, action.line, action.first, action.line, action.stop, { action.text }) end
  end)
end

for _, name in ipairs { "totals", "growth", "search", "report" } do
  commands[name] = function(arguments) command_line(name, arguments) end
end

-- In the order in which they are offered.
M.NAMES = { "check", "cite", "insert", "totals", "growth", "search", "report", "hover", "fix" }

---Runs :Baogao.
function M.run(call)
  local arguments = vim.deepcopy(call.fargs)
  local name = table.remove(arguments, 1)
  if not name then
    return vim.ui.select(M.NAMES, { prompt = "Baogao" }, function(picked)
      if picked then M.run { fargs = { picked } } end
    end)
  end
  if not commands[name] then
    return fail(("no subcommand '%s'%s; there are %s"):format(name, require("baogao.suggest").hint(name, M.NAMES),
      table.concat(M.NAMES, ", ")))
  end
  return commands[name](arguments)
end

local function starting_with(list, lead)
  return vim.tbl_filter(function(word) return vim.startswith(word, lead) end, list)
end

-- What each subcommand takes.
local function arguments_of(name)
  if name == "check" then
    return vim.tbl_map(function(info) return info.name end, require("baogao").reports())
  elseif name == "cite" or name == "insert" or name == "growth" then
    local from = report()
    return from and vim.tbl_map(function(fact) return fact.id end, from.facts) or {}
  elseif name == "totals" then
    return { "--by", "--category", "--level", "--measure", "--left-out" }
  end
  return {}
end

---Completes :Baogao.
function M.complete(lead, line)
  local words = vim.split(vim.trim(line:gsub("^.-Baogao%s*", "", 1)), "%s+")
  local name = words[1]
  if name == "" or #words == 1 and lead ~= "" then return starting_with(M.NAMES, lead) end
  return starting_with(arguments_of(name), lead)
end

return M
