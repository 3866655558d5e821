-- indicators.lua: one name for what reports call by several.
--
-- The list is csrc/read/read_names.def: 规上工业增加值 and 规模以上工业增加值 are one indicator, 高企 is 高新技术企业. A read fact has
-- its own words in `indicator` and the normal form in `label_zh`.

local core = require "baogao.engine"

local M = {}

---The normal form of an indicator's name, which is the name itself where no synonym is known.
---@param name string
---@return string normal
---@return string? english where the list has one
function M.normal(name)
  local normal, english = core.indicator_normal(name)
  return normal, english
end

return M
