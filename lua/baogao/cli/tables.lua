-- tables.lua: files of rows that commands read, by the ends of their names.

local frame = require "baogao.frame"

local M = {}

---A frame of a CSV (.csv, .tsv), NDJSON (.ndjson, .jsonl) or saved frame.
---@param path string
---@param options? table of frame.csv and frame.ndjson
---@return baogao.frame?
---@return string? message
function M.open(path, options)
  local low, given = path:lower(), {}
  for key, value in pairs(options or {}) do given[key] = value end
  if low:find("%.csv$") then return frame.csv(path, given) end
  if low:find("%.tsv$") then
    given.separator = "\t"
    return frame.csv(path, given)
  end
  if low:find("%.ndjson$") or low:find("%.jsonl$") then return frame.ndjson(path, given) end
  return frame.open(path)
end

return M
