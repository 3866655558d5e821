-- arguments.lua: a command's arguments, from the list of its options. The same list makes its help.
--
-- An option is { "--by", "FIELD", "what it does", default = …, values = {…}, many = true }; without a value's name
-- (second place false) it is a flag. A command is { name, summary, usage = "ID [BASE]", min = 1, max = 2, options, run }.

local suggest = require "baogao.suggest"

local M = {}

local function key_of(option) return (option[1]:gsub("^%-%-", ""):gsub("%-", "_")) end

-- Finds "--by" or its unambiguous name; "-h" is --help.
local function find(options, name)
  for _, option in ipairs(options) do
    if option[1] == name or option.short == name then return option end
  end
end

---Reads arguments: positional ones in the array part, options by name ("--left-out" is left_out).
---@return table? values
---@return string? message
function M.read(command, options, argv)
  local values, i, only_positional = {}, 1, false
  for _, option in ipairs(options) do
    if option.default ~= nil then values[key_of(option)] = option.default end
  end
  while argv[i] do
    local word = argv[i]
    if only_positional or word == "-" or not word:find("^%-") then
      values[#values + 1] = word
    elseif word == "--" then
      only_positional = true
    else
      local name, inline = word:match("^(%-%-[^=]+)=(.*)$")
      name = name or word
      local option = find(options, name)
      if not option then
        local names = {}
        for n, o in ipairs(options) do names[n] = o[1] end
        return nil, ("unknown option %s%s"):format(name, suggest.hint(name, names))
      end
      local value = true
      if option[2] then
        value = inline
        if value == nil then
          i = i + 1
          value = argv[i]
        end
        if value == nil then return nil, ("%s needs a value: %s"):format(name, option[2]) end
        if option.values then
          local known = false
          for _, v in ipairs(option.values) do known = known or v == value end
          if not known then
            return nil, ("%s %s: unknown%s; known are %s"):format(name, value, suggest.hint(value, option.values),
              table.concat(option.values, ", "))
          end
        end
      elseif inline ~= nil then
        return nil, ("%s takes no value"):format(name)
      end
      local key = key_of(option)
      if option.many then
        values[key] = values[key] or {}
        table.insert(values[key], value)
      else
        values[key] = value
      end
    end
    i = i + 1
  end
  if not values.help then
    if #values < (command.min or 0) then return nil, ("%s: missing argument: %s"):format(command.name, command.usage) end
    if #values > (command.max or 0) then
      return nil, ("%s: one argument too many: %s"):format(command.name, values[(command.max or 0) + 1])
    end
  end
  return values
end

---The help text of a command.
function M.help(command, options)
  local width = require "baogao.width"
  local lines = { ("usage: baogao %s %s"):format(command.name, command.usage and command.usage .. " [options]"
    or "[options]"), "", command.summary .. ".", "" }
  if command.details then
    lines[#lines + 1] = command.details
    lines[#lines + 1] = ""
  end
  local widest = 0
  local function left(option)
    return "  " .. (option.short and option.short .. ", " or "") .. option[1] .. (option[2] and " " .. option[2] or "")
  end
  for _, option in ipairs(options) do widest = math.max(widest, #left(option)) end
  for _, option in ipairs(options) do
    local text = option[3]
    if option.values then text = text .. ": " .. table.concat(option.values, ", ") end
    lines[#lines + 1] = width.pad(left(option), widest + 2) .. text
  end
  return table.concat(lines, "\n") .. "\n"
end

return M
