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

--- Totals of the facts that a query leaves, by the rules of report:totals: never
--- a whole and its parts, stock and flow, two units, a forecast and an actual.
---@param report baogao.Report
---@param ids table<string, true> the facts to take
---@param field string|string[] one to four fields
---@param what "totals"|"left_out"
---@return table? rows nil where a field is none that totals go by
---@return string? message
function facts.totals(report, ids, field, what)
  local core = require "baogao.engine"
  local fault = require "baogao.query.fault"
  local keys = type(field) == "table" and field or { field }
  if #keys == 0 or #keys > 4 then return nil, "field: one to four field names expected" end
  local known = core.terms().key_fields
  for i = 1, #keys do
    local found = false
    for k = 1, #known do found = found or known[k] == keys[i] end
    if not found then
      local name = tostring(keys[i])
      return nil, "field: totals do not go by '" .. fault.word(name) .. "'" .. fault.suggest(name, known)
    end
  end
  local rows, handle = report:_rows()
  local chosen = {}
  for i, fact in ipairs(rows) do chosen[i] = ids[fact.id] and "\1" or "\0" end
  return core["report_" .. what](handle, keys, table.concat(chosen))
end

return facts
