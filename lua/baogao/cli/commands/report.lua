-- baogao report: the report on one page.

local format = require "baogao.format"
local growth = require "baogao.cli.commands.growth"
local milestones = require "baogao.cli.commands.milestones"
local output = require "baogao.cli.output"
local totals = require "baogao.cli.commands.totals"
local width = require "baogao.width"

local M = { name = "report", summary = "The report on one page: totals, growth, milestones", without = { "--format" } }

local function heading(ctx, en, zh)
  ctx.out:write("\n", ctx.paint("bold", ctx.say(en, zh)), "\n\n")
end

local function write_totals(ctx, report, by, picked, bar)
  local rows = report:totals(by, picked)
  output.write(ctx, rows, totals.columns(ctx, report, rows, { by }, bar))
end

-- A share bar of a whole's levels: national, provincial, and what is left.
local function write_levels(ctx, report)
  local whole = report:fact "platforms.total"
  if not whole then return end
  heading(ctx, "Innovation platforms by level", "创新平台按层级")
  local rows = report:totals("level", { category = "platforms", measure = "stock" })
  local columns = totals.columns(ctx, report, rows, { "level" }, 40)
  for _, row in ipairs(rows) do row.share = row.value / whole.value end
  table.insert(columns, 5, { key = "share", title = ctx.say("share", "占比"), align = "right", human = true,
    show = function(row) return format.percent(row.share) end })
  output.write(ctx, rows, columns)
  ctx.out:write(ctx.paint("dim", ctx.say("stated total ", "原文总数 ") .. format.amount(whole.value, whole.unit)
    .. ctx.say("; municipal is what the stated parts leave of it", "；市级为总数减去所列各级的余数")), "\n")
end

function M.run(ctx)
  local report = ctx.report()
  if not report then return 1 end
  local title = ctx.say(report.title_en, report.title_zh)
  ctx.format = "table"
  ctx.out:write(ctx.paint("bold", title), "\n", ("─"):rep(width.of(title)), "\n",
    ctx.say(("%d facts, %d milestones; region %s, %s"):format(report.count, #report.milestones, report.region, report.period),
      ("%d项数据，%d件大事；地区 %s，%s年"):format(report.count, #report.milestones, report.region, report.period)), "\n")
  heading(ctx, "Totals by category", "按类别合计")
  write_totals(ctx, report, "category", nil, 24)
  local left_out = report:left_out "category"
  ctx.out:write(ctx.paint("dim", ctx.say(
    ("░ up to the upper bound, → no upper bound; %d facts are parts, forecasts or other measures and are not added")
      :format(#left_out),
    ("░ 至上限，→ 无上限；%d项属分项、预计或其他口径，未计入"):format(#left_out))), "\n")
  write_levels(ctx, report)
  heading(ctx, "Growth", "增长")
  for _, g in ipairs(growth.all(report)) do growth.write_growth(ctx, report, g, g.id) end
  heading(ctx, "Milestones", "大事")
  output.write(ctx, report.milestones, milestones.columns(ctx))
  return 0
end

return M
