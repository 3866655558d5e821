-- read: from the text of a Chinese report to a report object.
--
-- The grammar is the engine's (csrc/read/); here are the public face, and what belongs to many reports as one. A read
-- report has every method of the bundled one; its facts also tell where in the text they stand.

local core = require "baogao.engine"
local check_args = require "baogao.check_args"
local report = require "baogao.report"

---@class baogao.ReadOptions
---@field year? integer the report's year, from which 今年 and 去年 count; without it, the title's
---@field region? string GB/T 2260 code, or a province's or prefecture's name; without it, the title's
---@field name? string of the report; "report" where none is given

---@class baogao.Mend
---@field kind "joined"|"repeated"|"furniture"
---@field first integer byte of the original where it begins
---@field last integer
---@field paragraph integer line of the original
---@field other? integer the line that it is joined with, or that it repeats

local M = {}

local OPTIONS = { "name", "region", "year" }

-- "410100" for a code or a name; raises where it is neither.
local function region_code(region)
  if region == nil or region:match "^%d%d%d%d%d%d$" then return region end
  local code = core.region_code(region)
  if not code then
    error(("option 'region': '%s' is no code of GB/T 2260 and no province or prefecture"):format(region), 3)
  end
  return code
end

---Reads the text of a report.
---@param text string UTF-8
---@param options? baogao.ReadOptions
---@return baogao.Report report its facts have `text`, `first` and `last` (bytes of `text`) beside the usual fields, and
---  `report.mended` lists what was joined or passed over
function M.read(text, options)
  check_args.type(text, "string", "text")
  options = check_args.options(options, OPTIONS, "options")
  if options.year ~= nil then
    check_args.type(options.year, "number", "option 'year'")
    if options.year % 1 ~= 0 or options.year < 1 or options.year > 9998 then
      error(("option 'year': a whole number from 1 to 9998 expected, got %s"):format(tostring(options.year)), 2)
    end
  end
  if options.region ~= nil then check_args.type(options.region, "string", "option 'region'") end
  if options.name ~= nil then check_args.type(options.name, "string", "option 'name'") end
  local handle = core.read(text, { year = options.year, region = region_code(options.region),
    name = options.name or "report" })
  return report._of(handle)
end

return M
