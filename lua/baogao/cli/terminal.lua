-- terminal.lua: what the command line knows of the terminal: whether it is one, its width, colours.

local M = {}

local function runs(command)
  local ok, _, code = os.execute(command)
  return ok == true and (code == nil or code == 0) or ok == 0
end

---True where standard output is a terminal. FORCE_COLOR, as elsewhere, counts as one.
function M.is_terminal()
  if M.terminal == nil then M.terminal = runs("test -t 1") end
  return M.terminal
end

---Colours: on a terminal, unless NO_COLOR is set to anything or TERM is dumb.
function M.has_colour()
  local no, force = os.getenv("NO_COLOR"), os.getenv("FORCE_COLOR")
  if no and no ~= "" then return false end
  if force and force ~= "" and force ~= "0" then return true end
  return os.getenv("TERM") ~= "dumb" and M.is_terminal()
end

-- A page of text is wide enough where nobody says how wide it is.
local DEFAULT_COLUMNS, FEWEST, MOST = 100, 60, 160

---Columns of the terminal, or of a page.
function M.columns()
  local columns = tonumber(os.getenv("COLUMNS") or "")
  if not columns and M.is_terminal() then
    local pipe = io.popen("stty size </dev/tty 2>/dev/null")
    if pipe then
      columns = tonumber((pipe:read("*l") or ""):match("%d+%s+(%d+)"))
      pipe:close()
    end
  end
  if not columns or columns < 1 then columns = DEFAULT_COLUMNS end
  return math.max(FEWEST, math.min(columns, MOST))
end

local CODES = { bold = "1", dim = "2", red = "31", green = "32", yellow = "33", blue = "34", cyan = "36" }

---A function that puts text in a colour, or leaves it where there are none.
---@return fun(colour: string, text: string): string
function M.painter()
  if not M.has_colour() then return function(_, text) return text end end
  return function(colour, text) return ("\27[%sm%s\27[0m"):format(CODES[colour], text) end
end

-- A bar in eighths of a column.
local EIGHTHS = { "▏", "▎", "▍", "▌", "▋", "▊", "▉" }

---A bar of the value, with its bounds: solid up to what is certain, shaded up to what is possible, an arrow where there is
---no upper bound.
---@param figure { value: number, lower: number, upper: number }
---@param scale number the value that fills all columns
---@param columns integer
---@return string
function M.bar(figure, scale, columns)
  if scale <= 0 then return "" end
  local function length(value) return math.max(0, math.min(value / scale, 1)) * columns end
  local open = figure.upper == math.huge
  local certain = length(figure.lower == -math.huge and 0 or figure.lower)
  local possible = length(open and figure.value or figure.upper)
  local whole = math.floor(certain)
  local eighths = math.floor((certain - whole) * 8 + 0.5)
  if eighths == 8 then whole, eighths = whole + 1, 0 end
  local text, used = ("█"):rep(whole), whole
  if eighths > 0 then text, used = text .. EIGHTHS[eighths], used + 1 end
  if used == 0 and figure.value > 0 and possible <= 1 then text, used = EIGHTHS[1], 1 end
  local shade = math.floor(possible + 0.5) - used
  if shade > 0 then text = text .. ("░"):rep(shade) end
  return open and text .. "→" or text
end

---"zh" or "en", from --lang or the locale.
---@param wanted? string
function M.language(wanted)
  if wanted then return wanted end
  for _, name in ipairs { "LC_ALL", "LC_MESSAGES", "LANG" } do
    local value = os.getenv(name)
    if value and value ~= "" then return value:sub(1, 2) == "zh" and "zh" or "en" end
  end
  return "en"
end

return M
