-- regions.lua: provinces and prefectures of GB/T 2260, by name and by code.

local core = require "baogao.engine"

local M = {}

---The code of a province or prefecture: "郑州市" or "郑州" -> "410100".
---@param name string
---@return string? code nil where there is none of that name
function M.code(name)
  local code = core.region_code(name)
  return code
end

---The full name of a code: "410100" -> "郑州市".
---@param code string
---@return string? name
function M.name(code)
  local name = core.region_name(code)
  return name
end

return M
