-- baogao facts: the facts of a report, or some of them in full.

local columns = require "baogao.cli.columns"
local format = require "baogao.format"
local output = require "baogao.cli.output"
local width = require "baogao.width"

local M = { name = "facts", summary = "List the facts of a report", usage = "[ID...]", max = math.huge,
  details = "With ids, those facts in full.", options = columns.filter_options() }

-- One fact, a field a line.
local function card(ctx, report, fact)
  local function line(en, zh, text)
    if text == nil or text == "" then return end
    ctx.out:write("  ", ctx.paint("dim", width.pad(ctx.say(en, zh), 12)), tostring(text), "\n")
  end
  ctx.out:write(ctx.paint("bold", fact.label_zh), "  ", fact.label_en, "\n")
  line("id", "编号", fact.id)
  line("as written", "原文", fact.written)
  line("value", "数值", format.amount(fact.value, fact.unit))
  if fact.lower ~= fact.upper then line("bounds", "区间", format.bounds(fact, fact.unit, ctx.lang)) end
  line("measure", "口径", ctx.label(report, fact.measure) .. ", " .. ctx.label(report, fact.status))
  line("period", "时期", fact.period)
  line("region", "地区", fact.region)
  line("level", "层级", ctx.label(report, fact.level))
  line("category", "类别", ctx.label(report, fact.category))
  line("part of", "属于", fact.part_of)
  line("adds to", "计入", fact.adds_to and fact.adds_to:gsub("%+", " + "))
  if fact.complete == false then line("parts", "分项", ctx.say("do not exhaust it", "未列全")) end
  line("note", "说明", fact.note)
  line("source", "出处", report:cite(fact.id, "text", ctx.lang))
end

function M.run(ctx)
  local report = ctx.report()
  if not report then return 1 end
  if #ctx.args > 0 then
    local facts = {}
    for i, id in ipairs(ctx.args) do
      local fact, message = report:fact(id)
      if not fact then return ctx.fail(message) end
      facts[i] = fact
    end
    if ctx.format ~= "table" then return output.write(ctx, facts, columns.facts(ctx, report)) end
    for i, fact in ipairs(facts) do
      if i > 1 then ctx.out:write("\n") end
      card(ctx, report, fact)
    end
    return 0
  end
  local picked, message = columns.filters(ctx, report)
  if not picked then return ctx.fail(message) end
  local facts = {}
  for _, fact in ipairs(report.facts) do
    if columns.picks(picked, fact) then facts[#facts + 1] = fact end
  end
  return output.write(ctx, facts, columns.facts(ctx, report))
end

return M
