--- Option tables of the frame: unknown keys are refused by name; and notes.

local options = {}

--- Raises where `opts` is no table of the known keys with values of their types.
---@param where string the function, for messages
---@param opts table? what the caller gave
---@param known table<string, string> key -> type of its value
---@return table
function options.check(where, opts, known)
  if opts == nil then return {} end
  if type(opts) ~= "table" then
    error(where .. ": options are a table, got " .. type(opts), 3)
  end
  for key, value in pairs(opts) do
    local want = known[key]
    if not want then
      local names = {}
      for name in pairs(known) do names[#names + 1] = name end
      table.sort(names)
      error(where .. ": no option '" .. tostring(key) .. "' (there are " .. table.concat(names, ", ") .. ")", 3)
    end
    if want ~= "any" and type(value) ~= want then
      error(where .. ": option '" .. key .. "' is a " .. want .. ", got " .. type(value), 3)
    end
  end
  return opts
end

-- What the core raises begins with the place in this library that called it:
-- nothing that tells the user anything.
local function plain(message)
  if type(message) ~= "string" then return message end
  return (message:gsub("^[^\n]-baogao[/\\]frame[/\\]%w+%.lua:%d+: ", ""))
end

--- Calls f; what it raises is raised again with the position `level` levels up
-- (2: who called the one that calls this).
function options.guard(level, f, ...)
  local ok, a, b, c = pcall(f, ...)
  if not ok then error(plain(a), level + 1) end
  if c ~= nil then return a, b, c end
  if b ~= nil then return a, b end -- no nil beside a result that is printed
  return a
end

-- frame -> array of strings; a frame without notes has no entry
local notes = setmetatable({}, { __mode = "k" })

function options.notes(frame)
  local list = notes[frame]
  local copy = {}
  for i = 1, list and #list or 0 do copy[i] = list[i] end
  return copy
end

function options.set_notes(frame, list)
  if #list > 0 then notes[frame] = list end
end

return options
