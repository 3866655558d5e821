-- shell.lua: real processes for the specs: run one, see what it says; a temporary folder of one's own.

local M = {}

-- The interpreter that runs this suite, for processes of the same Lua.
M.lua = arg and arg[-1] or "lua5.4"
do
  local i = -1
  while arg and arg[i] do
    M.lua = arg[i]
    i = i - 1
  end
end

---Quotes a text for the shell.
function M.quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

---Runs a command with a time limit; answers its exit code and what it wrote to both outputs.
---@param command string for sh
---@param options? { input?: string, errors?: boolean, seconds?: integer } errors = false: standard output alone
---@return integer code
---@return string output
function M.run(command, options)
  options = options or {}
  local redirect = options.errors == false and " 2>/dev/null" or " 2>&1"
  local input = "</dev/null "
  local file
  if options.input then
    file = os.tmpname()
    local out = assert(io.open(file, "wb"))
    out:write(options.input)
    out:close()
    input = "<" .. file .. " "
  end
  local pipe = assert(io.popen(("timeout %d sh -c %s %s%s; echo \"|$?\""):format(options.seconds or 60, M.quote(command),
    input, redirect)))
  local text = pipe:read("*a")
  pipe:close()
  if file then os.remove(file) end
  local output, code = text:match("^(.*)|(%d+)\n$")
  return tonumber(code), output
end

---A new temporary folder; `remove` it when done.
---@param files? table<string, string> what it holds: names and contents
function M.folder(files)
  local _, path = M.run("mktemp -d")
  path = path:gsub("\n$", "")
  for name, text in pairs(files or {}) do M.write(path .. "/" .. name, text) end
  return path
end

function M.remove(folder)
  assert(folder:find("^/tmp/") or folder:find("^/var/"))
  M.run("rm -rf " .. M.quote(folder))
end

function M.write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

function M.read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read("*a")
  file:close()
  return text
end

---True where a program of that name is there.
function M.has(program) return (M.run("command -v " .. program)) == 0 end

return M
