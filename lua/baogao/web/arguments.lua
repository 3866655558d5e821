-- arguments.lua: the parameters of a request, read and checked by the same list that /openapi.json shows.
--
-- A parameter is { name, "what it is", type = "string"|"integer"|"boolean", values = {…}, many = true, default, min, max,
-- longest, example }. One that is not in the list is refused by name: a misspelt filter must not pass for no filter.

local problem = require "baogao.web.problem"
local suggest = require "baogao.suggest"
local utf8_text = require "baogao.utf8_text"

local M = {}

-- nginx itself takes 8 KB of request line unless it is told otherwise
M.LONGEST_QUERY = 16384
-- more parameters than any route could use
M.MOST_PARAMETERS = 64
-- bytes of one value, where the parameter says no other
M.LONGEST_VALUE = 4096

local HEX = "%%(%x%x)"
local function unhex(digits) return string.char(tonumber(digits, 16)) end

-- "a%20b+c" -> "a b c"; nil where a % has no two digits
local function decode(text)
  text = text:gsub("%+", " ")
  if text:gsub(HEX, ""):find("%", 1, true) then return nil end
  return (text:gsub(HEX, unhex))
end

-- What of a name or value a message may show: no controls, not much of it.
local SHOWN = 60
local function shown(text)
  text = utf8_text.mend(text):gsub("%c", "?")
  if #text <= SHOWN then return text end
  return utf8_text.mend(text:sub(1, SHOWN)):gsub("\239\191\189$", "") .. "…"
end
M.shown = shown

-- Pairs of the query string, in its order.
local function pairs_of(query)
  if #query > M.LONGEST_QUERY then
    problem.throw("query_too_long", ("the query string has %d bytes where %d are allowed"):format(#query, M.LONGEST_QUERY))
  end
  local list = {}
  for part in query:gmatch("[^&]+") do
    if #list == M.MOST_PARAMETERS then
      problem.throw("bad_query", ("more than %d parameters"):format(M.MOST_PARAMETERS))
    end
    local name, value = part:match("^([^=]*)=(.*)$")
    name, value = decode(name or part), decode(value or "")
    if not name or not value then
      problem.throw("bad_query", ("'%s': a %% is not followed by two hexadecimal digits"):format(shown(part)))
    end
    if utf8_text.fault(name) or utf8_text.fault(value) then
      problem.throw("bad_query", ("'%s' is not UTF-8"):format(shown(name)))
    end
    if value:find("%z") or name:find("%z") then problem.throw("bad_query", ("'%s' holds a zero byte"):format(shown(name))) end
    list[#list + 1] = { name, value }
  end
  return list
end

local function bad(name, message, ...)
  problem.throw("bad_parameter", ("%s: " .. message):format(name, ...), { parameter = name })
end

local READERS = {}

function READERS.string(parameter, text)
  local longest = parameter.longest or M.LONGEST_VALUE
  if #text > longest then bad(parameter.name, "longer than %d bytes", longest) end
  return text
end

function READERS.integer(parameter, text)
  local number = text:find("^%d%d?%d?%d?%d?%d?%d?%d?%d?$") and tonumber(text)
  if not number or number < parameter.min or number > parameter.max then
    bad(parameter.name, "'%s' is no whole number from %d to %d", shown(text), parameter.min, parameter.max)
  end
  return number
end

function READERS.boolean(parameter, text)
  if text == "true" then return true elseif text == "false" then return false end
  bad(parameter.name, "'%s' is neither true nor false", shown(text))
end

local function read_one(parameter, text)
  local value = READERS[parameter.type or "string"](parameter, text)
  if parameter.values then
    for _, known in ipairs(parameter.values) do
      if known == value then return value end
    end
    bad(parameter.name, "unknown '%s'%s; known are %s", shown(text), suggest.hint(text, parameter.values),
      table.concat(parameter.values, ", "))
  end
  return value
end

---The values of a query string by the list of a route's parameters.
---@param parameters table[]
---@param query string as it stands in the address, without "?"
---@return table<string, any> values lists where a parameter may stand more than once
function M.read(parameters, query)
  local by_name, names, values = {}, {}, {}
  for i, parameter in ipairs(parameters) do
    by_name[parameter.name], names[i] = parameter, parameter.name
    if parameter.default ~= nil then values[parameter.name] = parameter.default end
  end
  local given = {}
  for _, pair in ipairs(pairs_of(query)) do
    local name, text = pair[1], pair[2]
    local parameter = by_name[name]
    if not parameter then
      problem.throw("unknown_parameter", ("no parameter '%s'%s%s"):format(shown(name), suggest.hint(name, names),
        #names > 0 and "; known are " .. table.concat(names, ", ") or "; none is taken here"), { parameter = shown(name) })
    end
    local value = read_one(parameter, text)
    if parameter.many then
      if not given[name] then values[name] = {} end
      if #values[name] == parameter.many then bad(name, "given more than %d times", parameter.many) end
      table.insert(values[name], value)
    elseif given[name] then
      bad(name, "given twice")
    else
      values[name] = value
    end
    given[name] = true
  end
  return values
end

return M
