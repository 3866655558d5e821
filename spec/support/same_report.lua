-- same_report.lua: compares what is read from a report's text with the bundled dataset, fact by fact.

local M = {}

local FIELDS = { "indicator", "value", "unit", "lower", "upper", "lower_open", "upper_open", "qualifier", "measure", "status",
  "period", "region" }

local function resolve(id, label_of)
  if not id then return nil end
  local names = {}
  for part in id:gmatch "[^+]+" do names[#names + 1] = label_of[part] or part end
  table.sort(names)
  return table.concat(names, " + ")
end

-- what a fact is told by: indicator, value, period
local function key(fact) return ("%s %s%s %s"):format(fact.indicator, fact.value, fact.unit, fact.period) end

-- A tier that is read must be the dataset's. Where none is read and the dataset has one, the fact is named in `unsaid`: the
-- dataset's maker knew whose programme or fund it is, and no word beside the figure says so.
---@return table { equal = number, differing = { text }, missing = { text }, extra = { text }, unsaid = { id } }
function M.compare(read, bundled)
  local result = { equal = 0, differing = {}, missing = {}, extra = {}, unsaid = {}, count = #bundled.facts }
  local read_label, bundled_label = {}, {}
  local found = read.facts
  for _, fact in ipairs(found) do read_label[fact.id] = key(fact) end
  for _, fact in ipairs(bundled.facts) do bundled_label[fact.id] = key(fact) end
  local taken = {}
  for _, fact in ipairs(bundled.facts) do
    local best, best_differences
    for i, other in ipairs(found) do
      if not taken[i] and other.value == fact.value and other.unit == fact.unit then
        local differences = {}
        for _, field in ipairs(FIELDS) do
          if other[field] ~= fact[field] then
            differences[#differences + 1] = ("%s %s, expected %s"):format(field, tostring(other[field]), tostring(fact[field]))
          end
        end
        if other.level and other.level ~= fact.level then
          differences[#differences + 1] = ("level %s, expected %s"):format(other.level, tostring(fact.level))
        end
        for _, field in ipairs { "part_of", "adds_to" } do
          local a, b = resolve(other[field], read_label), resolve(fact[field], bundled_label)
          if a ~= b then
            differences[#differences + 1] = ("%s %s, expected %s"):format(field, tostring(a), tostring(b))
          end
        end
        if not best or #differences < #best_differences then best, best_differences = i, differences end
      end
    end
    if not best then result.missing[#result.missing + 1] = fact.id .. ": " .. key(fact)
    else
      taken[best] = true
      if fact.level and not found[best].level then result.unsaid[#result.unsaid + 1] = fact.id end
      if #best_differences == 0 then result.equal = result.equal + 1
      else result.differing[#result.differing + 1] = fact.id .. ": " .. table.concat(best_differences, "; ") end
    end
  end
  for i, fact in ipairs(found) do
    if not taken[i] then result.extra[#result.extra + 1] = key(fact) end
  end
  return result
end

return M
