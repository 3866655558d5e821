-- encode.lua: what the server sends, as JSON.
--
-- Messages are sent with every edit and hold the same few kinds of values, so they are written by the least that can write
-- them: tables with string keys as objects, lists that were marked by `array` (or hold something at 1) as arrays.

local M = {}

local ARRAY, WRITTEN = {}, {}

---What is written as null.
M.null = setmetatable({}, { __tostring = function() return "null" end })

---Marks a list as one, so that it is an array though it may be empty.
function M.array(list) return setmetatable(list, ARRAY) end

---JSON that was written before, to be sent as it is.
---@param json string
function M.written(json) return setmetatable({ json }, WRITTEN) end

local ESCAPES = { ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

local function escape(byte) return ESCAPES[byte] or ("\\u%04x"):format(byte:byte()) end

-- Bytes of a draft that are no UTF-8 go out as they came in: an editor that sent them knows them.
local function quoted(text)
  if text:find('[%c"\\\127]') then text = text:gsub('[%c"\\\127]', escape) end
  return '"' .. text .. '"'
end

local function number(value)
  if value ~= value or value == math.huge or value == -math.huge then return "null" end
  if value % 1 == 0 and value > -1e15 and value < 1e15 then return ("%.0f"):format(value) end
  return (("%.17g"):format(value):gsub(",", "."))
end

local write

local function write_table(out, n, value)
  if value == M.null then
    out[n + 1] = "null"
    return n + 1
  end
  if getmetatable(value) == WRITTEN then
    out[n + 1] = value[1]
    return n + 1
  end
  if getmetatable(value) == ARRAY or value[1] ~= nil then
    out[n + 1] = "["
    n = n + 1
    for i = 1, #value do
      if i > 1 then
        n = n + 1
        out[n] = ","
      end
      n = write(out, n, value[i])
    end
    out[n + 1] = "]"
    return n + 1
  end
  local first = true
  out[n + 1] = "{"
  n = n + 1
  for key, inner in pairs(value) do
    out[n + 1] = (first and "" or ",") .. quoted(key) .. ":"
    n, first = write(out, n + 1, inner), false
  end
  out[n + 1] = "}"
  return n + 1
end

-- Adds the pieces of a value to the list; answers how many it then has.
function write(out, n, value)
  local kind = type(value)
  if kind == "table" then return write_table(out, n, value) end
  if kind == "string" then out[n + 1] = quoted(value)
  elseif kind == "number" then out[n + 1] = number(value)
  else out[n + 1] = tostring(value) end -- true, false
  return n + 1
end

---A message as JSON.
---@param message table
---@return string
function M.encode(message)
  local out = {}
  write(out, 0, message)
  return table.concat(out)
end

return M
