-- Charts of a report as pictures of their own, or as Vega-Lite.

local arguments = require "baogao.web.arguments"
local formats = require "baogao.web.formats"
local json = require "baogao.web.json"
local lists = require "baogao.web.lists"
local problem = require "baogao.web.problem"
local rows_of = require "baogao.svg.rows"
local suggest = require "baogao.suggest"
local svg = require "baogao.svg"

local M = {}

-- a picture of more rows is no picture; they are there as data
local MOST_ROWS = 300

local charts = {}

function charts.totals(report, lang)
  return "bars", rows_of.totals(report, "category", nil, lang), { title = lang == "zh" and "各类合计" or "Totals by category" }
end

function charts.growth(report, lang)
  return "bars", (rows_of.growth(report, lang)), { title = lang == "zh" and "增长" or "Growth", always = true }
end

function charts.parts(report, lang)
  return "parts", rows_of.parts(report, lang), { title = lang == "zh" and "总量与分项" or "Parts of a whole" }
end

function charts.periods(report, lang)
  local rows, title, unit = rows_of.periods(report, lang)
  return "lines", rows, { title = title or (lang == "zh" and "各时期" or "Over periods"), unit = unit }
end

function charts.milestones(report, lang)
  return "timeline", (rows_of.milestones(report, lang)), { title = lang == "zh" and "大事" or "Milestones" }
end

function M.one(ctx)
  local make = charts[ctx.name]
  if not make then
    problem.throw("no_such_address", ("no chart '%s'%s; there are %s"):format(arguments.shown(ctx.name),
      suggest.hint(ctx.name, lists.charts), table.concat(lists.charts, ", ")))
  end
  local kind, rows, options = make(ctx.report.report, ctx.lang)
  if #rows == 0 then problem.throw("no_answer", ("%s has nothing for this chart"):format(ctx.report.name)) end
  options.lang = ctx.lang
  local first, left = rows_of.first(rows, MOST_ROWS)
  if left > 0 then
    options.title = options.title .. (ctx.lang == "zh" and "（共%d项，前%d项）" or " (of %d the first %d)"):format(#rows, #first)
  end
  if ctx.format == "vega" then
    return { text = json.encode(svg.vega(kind, first, options)) .. "\n", type = formats.MEDIA.vega }
  end
  -- a picture carries its own style; nothing else may come with it
  return { text = svg.svg(kind, first, options), type = formats.MEDIA.svg,
    headers = { ["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'" } }
end

return M
