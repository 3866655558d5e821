-- json.lua: JSON by a library that the host has; the core itself needs none. dkjson keeps the order of keys, so it is
-- asked first.

local M = {}

local library

-- The value with nil in the place of the library's null.
local function without_null(value, null)
  if value == null then return nil end
  if type(value) ~= "table" then return value end
  for key, inner in pairs(value) do value[key] = without_null(inner, null) end
  return value
end

-- The first library that is there, as { encode = function(value, keys), decode = function(text), null = … }. What it
-- decodes has nil where the text has null.
local function find()
  local ok, dkjson = pcall(require, "dkjson")
  if ok then
    return {
      null = dkjson.null,
      encode = function(value, keys) return dkjson.encode(value, { keyorder = keys }) end,
      decode = function(text)
        local value, _, message = dkjson.decode(text, 1, nil)
        if message then return nil, message end
        return value
      end,
      array = function(list) return setmetatable(list, { __jsontype = "array" }) end,
    }
  end
  if type(vim) == "table" and vim.json then
    return { null = vim.NIL, encode = vim.json.encode, decode = function(text)
      local read, value = pcall(vim.json.decode, text, { luanil = { object = true, array = true } })
      if not read then return nil, value end
      return value
    end, array = function(list)
      return next(list) == nil and setmetatable(list, getmetatable(vim.json.decode("[]"))) or list
    end }
  end
  local has_cjson, cjson = pcall(require, "cjson.safe")
  if has_cjson then
    return { null = cjson.null, encode = cjson.encode, decode = function(text)
      local value, message = cjson.decode(text)
      return without_null(value, cjson.null), message
    end, array = function(list)
      return next(list) == nil and cjson.empty_array or list
    end }
  end
  return nil
end

---The library, or nil and what to install.
---@return { null: any, encode: function, decode: function, array: function }? json
---@return string? message
function M.library()
  library = library or find()
  if library then return library end
  return nil, "JSON needs the Lua module dkjson (apt install lua-dkjson, luarocks install dkjson) or lua-cjson"
end

return M
