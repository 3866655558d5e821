-- Derived figures: totals and growth.

local json = require "baogao.web.json"
local lists = require "baogao.web.lists"
local problem = require "baogao.web.problem"

local M = {}

local TOTAL = { "key", "value", "lower", "upper", "lower_open", "upper_open", "unit", "measure", "status", "count", "facts" }

function M.totals(ctx)
  local report, values = ctx.report.report, ctx.values
  local picked = {}
  for _, name in ipairs(lists.picked_by) do picked[name] = values[name] end
  local rows, left_out = report:totals(values.by, picked), report:left_out(values.by, picked)
  return {
    value = { report = ctx.report.name, by = values.by, totals = json.array(rows), left_out = json.array(left_out) },
    rows = rows, columns = TOTAL,
  }
end

-- Growth of one figure as it is sent: with the labels of what grew.
local function growth_row(served, id, growth)
  local named = growth.to and #growth.to.facts == 1 and growth.to.facts[1] or growth.increment or id
  local fact = served.by_id[named]
  growth.id, growth.label_zh, growth.label_en = id, fact.label_zh, fact.label_en
  return growth
end

---Every growth that the report allows: of its increments, and of its rates.
function M.all_growths(served)
  local rows = {}
  for _, fact in ipairs(served.facts) do
    if fact.adds_to or fact.measure == "growth" then
      local growth = served.report:growth(fact.id)
      if growth then rows[#rows + 1] = growth_row(served, fact.id, growth) end
    end
  end
  return rows
end

local GROWTH = { "id", "label_zh", "label_en", "value", "lower", "upper", "lower_open", "upper_open", "direction", "period",
  "from", "to", "assumption", "assumption_zh" }

function M.growths(ctx)
  local rows = M.all_growths(ctx.report)
  local plain = {}
  for i, row in ipairs(rows) do
    local flat = {}
    for key, value in pairs(row) do flat[key] = value end
    flat.from, flat.to = row.from and row.from.value, row.to and row.to.value
    plain[i] = flat
  end
  return { value = { report = ctx.report.name, growth = json.array(rows) }, rows = rows, plain = plain, columns = GROWTH }
end

function M.growth(ctx)
  local served, base = ctx.report, ctx.values.base
  served:fact(ctx.name)
  if base then served:fact(base) end
  local growth, reason, details = served.report:growth(ctx.name, base)
  if not growth then
    details = details or {}
    problem.throw("no_answer", reason, { reasons = details.reasons and json.array(details.reasons),
      reasons_zh = details.reasons_zh and json.array(details.reasons_zh), can_be_said = details.can_be_said,
      can_be_said_zh = details.can_be_said_zh, rest = details.rest })
  end
  return { value = growth_row(served, ctx.name, growth) }
end

return M
