-- The facts of a report as a query: the fields of a fact as columns, its figure
-- with bounds.

local facts = {}

-- The fields of a fact that are columns, in the order in which they are shown.
local COLUMNS = {
  { "id", "string" }, { "category", "string" }, { "indicator", "string" }, { "label_zh", "string" }, { "label_en", "string" },
  { "written", "string" }, { "value", "number" }, { "qualifier", "string" }, { "unit", "string" }, { "measure", "string" },
  { "status", "string" }, { "period", "string" }, { "region", "string" }, { "level", "string" }, { "direction", "string" },
  { "comparison", "string" }, { "part_of", "string" }, { "adds_to", "string" }, { "complete", "boolean" },
  { "section", "string" }, { "paragraph", "integer" }, { "note", "string" },
}

--- A frame of facts: baogao.frame's columns with `value` bounded.
---@param list baogao.Fact[]
---@return baogao.frame
function facts.frame(list)
  local frame = require "baogao.frame"
  local data, names, kinds = {}, {}, {}
  for k, column in ipairs(COLUMNS) do
    local name, kind = column[1], column[2]
    names[k], kinds[name], data[name] = name, kind, {}
    for i, fact in ipairs(list) do
      if name ~= "value" then
        data[name][i] = fact[name]
      elseif fact.value ~= nil then
        data[name][i] = { value = fact.value, lower = fact.lower, upper = fact.upper, lower_open = fact.lower_open,
          upper_open = fact.upper_open }
      end
    end
  end
  -- bounds: of no facts, too, and of exact ones
  return frame.new(data, { columns = names, types = kinds, rows = #list, bounds = true })
end

--- A query on the facts of a report (or on an array of facts).
---@param report baogao.Report|baogao.Fact[]
---@return baogao.query
function facts.query(report)
  local made = require("baogao.query").from(facts.frame(report.facts or report), { table = "facts" })
  -- what knows how its facts may be added
  if report.facts then made.source.report = report end
  return made
end

return facts
