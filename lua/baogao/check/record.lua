-- record.lua: the record that a draft is held against, by name: a bundled report, or a file.

local M = {}

-- A record that is larger is no report; the bound keeps an editor from hanging on the wrong file.
local MOST_BYTES = 16 * 1024 * 1024

local function read_file(path)
  local file, message = io.open(path, "rb")
  if not file then return nil, message end
  local text = file:read(MOST_BYTES + 1)
  file:close()
  if text == nil then
    -- a folder opens and does not read
    file = io.open(path, "rb")
    local empty = file and file:seek("end") == 0
    if file then file:close() end
    if not empty then return nil, ("%s cannot be read"):format(path) end
    text = ""
  end
  if #text > MOST_BYTES then return nil, ("%s is larger than %d MB"):format(path, MOST_BYTES / 1024 / 1024) end
  return text
end

---The record of that name: a bundled report, or a file of report text, read by baogao.read.
---@param name string "zhengzhou-2024" or a path
---@param options? { year?: integer, region?: string }
---@return baogao.Report?
---@return string? message
function M.load(name, options)
  local baogao = require "baogao"
  local known = baogao.reports()
  for _, info in ipairs(known) do
    if info.name == name then return baogao.report(name) end
  end
  if not name:find("[/\\.]") then return baogao.report(name) end
  local text, message = read_file(name)
  if not text then return nil, "no report: " .. message end
  if text:find("^%z") or text:find("%z", 1) then
    return nil, ("no report: %s is not text"):format(name)
  end
  if not baogao.read then return nil, ("no report: this build reads no report from text (%s)"):format(name) end
  local fine, report, why = pcall(baogao.read, text, options)
  if not fine then return nil, ("no report: %s: %s"):format(name, tostring(report)) end
  if not report then return nil, ("no report: %s: %s"):format(name, tostring(why)) end
  if #report.facts == 0 then return nil, ("no report: %s states no figure"):format(name) end
  return report
end

---The records of a list of names; none is left out in silence.
---@return baogao.Report[]? reports
---@return string? message
function M.load_all(names, options)
  local reports = {}
  for i, name in ipairs(names) do
    local report, message = M.load(name, options)
    if not report then return nil, message end
    reports[i] = report
  end
  return reports
end

return M
