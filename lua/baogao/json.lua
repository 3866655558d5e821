-- json.lua: JSON by a library that the host has; the core itself needs none. dkjson keeps the order of keys, so it is
-- asked first.

local M = {}

local library

-- The first library that is there, as { encode = function(value, keys), null = …, decode = function(text) }; decode answers
-- the value, or nil, _, message.
local function find()
  local ok, dkjson = pcall(require, "dkjson")
  if ok then
    return {
      null = dkjson.null,
      encode = function(value, keys) return dkjson.encode(value, { keyorder = keys }) end,
      array = function(list) return setmetatable(list, { __jsontype = "array" }) end,
      decode = function(text) return dkjson.decode(text, 1, dkjson.null, nil) end,
    }
  end
  if type(vim) == "table" and vim.json then
    return { null = vim.NIL, encode = vim.json.encode, array = function(list)
      return next(list) == nil and setmetatable(list, getmetatable(vim.json.decode("[]"))) or list
    end, decode = function(text)
      local decoded, value = pcall(vim.json.decode, text)
      if decoded then return value end
      return nil, nil, value
    end }
  end
  local has_cjson, cjson = pcall(require, "cjson.safe")
  if has_cjson then
    return { null = cjson.null, encode = cjson.encode, array = function(list)
      return next(list) == nil and cjson.empty_array or list
    end, decode = function(text)
      local value, message = cjson.decode(text)
      return value, nil, message
    end }
  end
  return nil
end

---The library, or nil and what to install.
---@return { null: any, encode: fun(value: any, keys?: string[]): string, array: fun(list: table): table,
---  decode: fun(text: string): any, any, string? }? json
---@return string? message
function M.library()
  library = library or find()
  if library then return library end
  return nil, "JSON needs the Lua module dkjson (apt install lua-dkjson, luarocks install dkjson) or lua-cjson"
end

return M
