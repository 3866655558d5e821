-- check_args.lua: arguments of public functions. Misuse raises, at the caller's line, naming what was wrong and what is known.

local suggest = require "baogao.suggest"

local M = {}

-- The level that makes error() point at the user's call: user -> public function -> M.something -> error.
local CALLER = 3

---Raises unless the value is of the type.
function M.type(value, expected, name)
  if type(value) ~= expected then
    error(("%s: %s expected, got %s"):format(name, expected, type(value)), CALLER)
  end
  return value
end

---Raises unless the value is one of the list.
---@param level? integer for error(), where the caller is not the user's
function M.one_of(value, list, name, level)
  for _, known in ipairs(list) do
    if value == known then return value end
  end
  error(("%s: unknown '%s'%s; known are %s"):format(name, tostring(value), suggest.hint(tostring(value), list),
    table.concat(list, ", ")), level or CALLER)
end

---Raises where an options table has a key that is not in the list.
---@param level? integer for error(), where the caller is not the user's
function M.options(options, known, name, level)
  level = level or CALLER
  if options == nil then return {} end
  if type(options) ~= "table" then
    error(("%s: a table of options expected, got %s"):format(name, type(options)), level)
  end
  for key in pairs(options) do M.one_of(key, known, name, level + 1) end
  return options
end

return M
