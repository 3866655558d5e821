-- baogao growth: growth ratios with their bounds and assumptions.

local format = require "baogao.format"
local output = require "baogao.cli.output"

local M = { name = "growth", summary = "Growth of a figure, with its bounds and what it assumes", usage = "[ID [BASE]]",
  max = 2, details = "With one id: from the report's own increments. With two: from BASE to ID.\n"
    .. "Without: every growth that the report allows." }

-- "+10.9 %" or, where the bounds are apart, "+12.0 % (0.0 % to 12.0 %)"
local function growth_text(ctx, growth)
  if growth.lower == growth.upper then return format.percent(growth.value, true) end
  if growth.upper == math.huge then
    return ctx.say("above ", "超过 ") .. format.percent(growth.lower, true)
  end
  if growth.lower == 0 and growth.lower_open then return ctx.say("below ", "低于 ") .. format.percent(growth.upper, true) end
  if growth.upper - growth.lower < 5e-4 then return format.percent(growth.value, true) end
  return ("%s %s %s"):format(format.percent(growth.lower, true), ctx.say("to", "至"), format.percent(growth.upper, true))
end

local function label_of(ctx, report, growth, id)
  -- the growth of one stock bears its name; of several, that of what was added
  local fact = report:fact(growth.to and #growth.to.facts == 1 and growth.to.facts[1] or growth.increment or id)
  return ctx.lang == "zh" and fact.label_zh or fact.label_en
end

local function write_growth(ctx, report, growth, id)
  ctx.out:write(ctx.paint("bold", label_of(ctx, report, growth, id)), "  ",
    ctx.paint(growth.direction == "down" and "red" or "green", growth_text(ctx, growth)))
  if growth.from then
    ctx.out:write(("  %s → %s  %s"):format(format.bounds(growth.from, growth.from.unit, ctx.lang),
      format.bounds(growth.to, growth.to.unit, ctx.lang), growth.period))
  end
  local where = {}
  local seen = {}
  local function cite(fact_id)
    local fact = report:fact(fact_id)
    for _, n in ipairs(fact.mentions[#fact.mentions].paragraphs) do
      if not seen[n] then
        seen[n] = true
        where[#where + 1] = "¶" .. n
      end
    end
  end
  if growth.increment then cite(growth.increment) end
  for _, side in ipairs { growth.from, growth.to } do
    for _, fact_id in ipairs(side.facts) do cite(fact_id) end
  end
  local assumption = ctx.say(growth.assumption, growth.assumption_zh)
  ctx.out:write("\n  ", ctx.paint("dim", assumption .. "  " .. table.concat(where, " ")), "\n")
end

-- "a full year cannot be compared with January to November", both figures, and what can be said.
local function write_refusal(ctx, report, ids, message, details)
  if not details then return ctx.fail(message) end
  local width = require "baogao.width"
  local reasons = ctx.say(details.reasons, details.reasons_zh)
  ctx.err:write("baogao: ", reasons[1], "\n")
  local rows, widest = {}, { 0, 0, 0 }
  for r, id in ipairs(ids) do
    local fact = report:fact(id)
    rows[r] = { id, format.bounds(fact, fact.unit, ctx.lang), fact.period, ctx.label(report, fact.status), "¶" .. fact.paragraph }
    for c = 1, 3 do widest[c] = math.max(widest[c], width.of(rows[r][c])) end
  end
  for _, row in ipairs(rows) do
    ctx.err:write("  ", width.pad(row[1], widest[1]), "  ", width.pad(row[2], widest[2]), "  ", width.pad(row[3], widest[3]),
      "  ", row[4], "  ", row[5], "\n")
  end
  for i = 2, #reasons do ctx.err:write(ctx.say("  also: ", "  并且："), reasons[i], "\n") end
  if details.can_be_said then
    ctx.err:write(ctx.say("  what can be said: ", "  可以断定："), ctx.say(details.can_be_said, details.can_be_said_zh), "\n")
  end
  return 1
end

-- Every growth that rests on the report's own increments, by the increment's id.
function M.all(report)
  local found = {}
  for _, fact in ipairs(report.facts) do
    if fact.adds_to or fact.measure == "growth" then
      local growth = report:growth(fact.id)
      if growth then
        growth.id = fact.id
        found[#found + 1] = growth
      end
    end
  end
  return found
end

M.write_growth = write_growth

local COLUMNS = {
  { key = "id", title = "id" },
  { key = "value", title = "growth", align = "right", show = function(g) return format.percent(g.value, true) end },
  { key = "bounds", title = "bounds", human = true,
    show = function(g) return format.interval(g, function(v) return format.percent(v) end) end },
  { key = "lower", data = true }, { key = "upper", data = true }, { key = "lower_open", data = true },
  { key = "upper_open", data = true }, { key = "period", title = "period" }, { key = "from", data = true },
  { key = "to", data = true }, { key = "assumption", title = "assumes" },
}

function M.run(ctx)
  local report = ctx.report()
  if not report then return 1 end
  local found
  if #ctx.args == 0 then
    found = M.all(report)
  else
    local growth, message, details = report:growth(ctx.args[1], ctx.args[2])
    if not growth then return write_refusal(ctx, report, ctx.args, message, details) end
    growth.id = ctx.args[1]
    found = { growth }
  end
  if ctx.format ~= "table" then
    for _, growth in ipairs(found) do
      if ctx.format == "csv" then growth.from, growth.to = growth.from and growth.from.value, growth.to and growth.to.value end
    end
    return output.write(ctx, found, COLUMNS)
  end
  for _, growth in ipairs(found) do write_growth(ctx, report, growth, growth.id) end
  return 0
end

return M
