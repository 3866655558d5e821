-- cli: the command `baogao`.
--
-- Each command is a module of commands/ that says its name, options and help in one table and does its work in `run`.
-- It writes to ctx.out and ctx.err and returns an exit code: 0 done, 1 no answer (no such fact, nothing found, refused),
-- 2 wrong use.

local arguments = require "baogao.cli.arguments"
local output = require "baogao.cli.output"
local suggest = require "baogao.suggest"
local terminal = require "baogao.cli.terminal"

local M = {}

-- In the order of the help.
M.COMMANDS = { "report", "facts", "totals", "growth", "search", "query", "cite", "milestones", "scan", "plot", "check", "lsp" }

-- Every command takes these.
local COMMON = {
  { "--report", "NAME", "the report to use", default = nil },
  { "--format", "FORMAT", "how to write", values = output.FORMATS, default = "table" },
  { "--lang", "LANG", "language of labels (the locale's if left out)", values = { "zh", "en" } },
  { "--help", false, "this text", short = "-h" },
}

local function load_command(name) return require("baogao.cli.commands." .. name) end

local function options_of(command)
  local options = {}
  for _, option in ipairs(command.options or {}) do options[#options + 1] = option end
  for _, option in ipairs(COMMON) do
    local own = false
    for _, o in ipairs(command.options or {}) do own = own or o[1] == option[1] end
    local left_out = false
    for _, without in ipairs(command.without or {}) do left_out = left_out or without == option[1] end
    if not own and not left_out then options[#options + 1] = option end
  end
  return options
end

local function general_help()
  local width = require "baogao.width"
  local lines = { "usage: baogao COMMAND [arguments] [options]", "",
    "The figures of Chinese reports as data that can be trusted.", "" }
  for _, name in ipairs(M.COMMANDS) do
    lines[#lines + 1] = "  " .. width.pad(name, 12) .. load_command(name).summary
  end
  lines[#lines + 1] = ""
  lines[#lines + 1] = "  baogao COMMAND --help tells more; baogao --version the version."
  return table.concat(lines, "\n") .. "\n"
end

-- What a command gets to work with.
local function context(values, streams)
  local ctx = { args = values, format = values.format, out = streams.out, err = streams.err, input = streams.input }
  ctx.terminal = terminal.is_terminal()
  ctx.columns = terminal.columns()
  ctx.paint = values.format == "table" and terminal.painter() or function(_, text) return text end
  ctx.lang = terminal.language(values.lang)
  -- words in the user's language
  function ctx.say(en, zh) return ctx.lang == "zh" and zh or en end
  function ctx.fail(message)
    ctx.err:write("baogao: ", message, "\n")
    return 1
  end
  -- the report that is asked for; nil where the message is told already
  function ctx.report()
    local report, message = require("baogao").report(values.report)
    if not report then ctx.fail(message) end
    return report
  end
  function ctx.label(report, word) return word and report:label(word, ctx.lang) end
  return ctx
end

---Runs the command line.
---@param argv string[]
---@param streams? { out: file*, err: file*, input: file* }
---@return integer exit_code
function M.main(argv, streams)
  streams = streams or { out = io.stdout, err = io.stderr, input = io.stdin }
  local function misuse(message, name)
    streams.err:write("baogao: ", message, "\n", ("try 'baogao %s--help'\n"):format(name and name .. " " or ""))
    return 2
  end
  local name = argv[1]
  if name == nil then
    streams.err:write(general_help())
    return 2
  end
  if name == "--help" or name == "-h" or name == "help" then
    if argv[2] and name == "help" then return M.main({ argv[2], "--help" }, streams) end
    streams.out:write(general_help())
    return 0
  end
  if name == "--version" then
    streams.out:write("baogao ", require "baogao.version", "\n")
    return 0
  end
  local known = false
  for _, command in ipairs(M.COMMANDS) do known = known or command == name end
  if not known then
    return misuse(("no command '%s'%s"):format(name, suggest.hint(name, M.COMMANDS)))
  end
  local command = load_command(name)
  local options = options_of(command)
  local rest = {}
  for i = 2, #argv do rest[i - 1] = argv[i] end
  local values, message = arguments.read(command, options, rest)
  if not values then return misuse(message, name) end
  if values.help then
    streams.out:write(arguments.help(command, options))
    return 0
  end
  return command.run(context(values, streams))
end

return M
