-- collect.lua: many reports as one.

local check_args = require "baogao.check_args"
local core = require "baogao.engine"
local indicators = require "baogao.read.indicators"
local report = require "baogao.report"
local units = require "baogao.read.units"

---@class baogao.CollectOptions
---@field name? string of the collection; "collection" where none is given
---@field units? "together"|"written" 亩 and 公顷, 斤 and 吨 as one unit (the default), or each as it stands

local OPTIONS = { "name", "units" }
local UNITS = { "together", "written" }

local M = {}

-- The facts of one report, added to `facts`; ids become "name:id" and relations rows of the whole.
local function add(facts, one, together)
  local rows = one:_rows()
  local offset, row_of = #facts, {}
  for i, fact in ipairs(rows) do row_of[fact.id] = offset + i end
  for _, row in ipairs(rows) do
    local fact = {}
    for key, value in pairs(row) do fact[key] = value end
    fact.id = one.name .. ":" .. row.id
    fact.label_zh = indicators.normal(row.indicator or "")
    fact.indicator = fact.label_zh
    if together then units.bring(fact) end
    fact.part_row = row.part_of and row_of[row.part_of]
    local first, second = (row.adds_to or ""):match "^([^+]*)%+?(.*)$"
    fact.adds_row, fact.adds_row_2 = row_of[first], row_of[second]
    facts[#facts + 1] = fact
  end
end

---Many reports as one: facts keep their report in their id ("name:id"), indicators get their normal form, units are
---brought together.
---@param reports baogao.Report[] with names that differ
---@param options? baogao.CollectOptions
---@return baogao.Report
function M.collect(reports, options)
  check_args.type(reports, "table", "reports")
  options = check_args.options(options, OPTIONS, "options")
  if options.name ~= nil then check_args.type(options.name, "string", "option 'name'") end
  if options.units ~= nil then check_args.one_of(options.units, UNITS, "option 'units'") end
  local facts, named, period = {}, {}, nil
  for i, one in ipairs(reports) do
    if type(one) ~= "table" or getmetatable(one) ~= "baogao.report" then
      error(("reports[%d]: a report expected, got %s"):format(i, type(one)), 2)
    end
    if named[one.name] then
      error(("reports[%d]: a second report named '%s': give each a name of its own"):format(i, one.name), 2)
    end
    named[one.name] = true
    add(facts, one, options.units ~= "written")
    period = period == nil and one.period or period == one.period and period or false
  end
  local handle = core.report_make(facts, { name = options.name or "collection", period = period or nil })
  return report._of(handle)
end

return M
