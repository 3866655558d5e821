-- baogao plot: charts of a report as SVG, or as Vega-Lite.

local columns = require "baogao.cli.columns"
local rows_of = require "baogao.svg.rows"
local svg = require "baogao.svg"
local terms = require("baogao.engine").terms

local CHARTS = { "totals", "growth", "parts", "periods" }

local M = { name = "plot", summary = "Draw a chart as SVG", usage = "totals|growth|parts|periods", min = 1, max = 1,
  details = "totals: bars with their bounds. growth: every growth that the report allows. parts: wholes and their parts.\n"
    .. "periods: figures that are told for more than one period. The chart is written to standard output.",
  options = {
    { "--format", "FORMAT", "how to write", values = { "svg", "vega" }, default = "svg" },
    { "--by", "FIELD", "totals by this field (category if left out)", many = true, values = terms().key_fields },
    { "--width", "PIXELS", "width of the chart (640 if left out)" },
    { "--title", "TEXT", "title of the chart" },
  } }
for _, option in ipairs(columns.filter_options()) do table.insert(M.options, option) end

local TITLES = {
  totals = { "Totals by %s", "按%s合计" }, growth = { "Growth", "增长" }, parts = { "Parts of a whole", "总量与分项" },
}

-- kind, rows, options of the chart that was asked for; nil and a message where the report has nothing for it
local function chart(ctx, report, name)
  local title, options = TITLES[name], { lang = ctx.lang }
  if name == "totals" then
    local picked, message = columns.filters(ctx, report)
    if not picked then return nil, message end
    local by, named = ctx.args.by or { "category" }, {}
    for i, field in ipairs(by) do named[i] = columns.field(ctx, field) end
    options.title = ctx.say(title[1], title[2]):format(table.concat(named, ", "))
    return "bars", rows_of.totals(report, by, picked, ctx.lang), options
  elseif name == "growth" then
    options.title, options.always = ctx.say(title[1], title[2]), true
    return "bars", (rows_of.growth(report, ctx.lang)), options
  elseif name == "parts" then
    options.title = ctx.say(title[1], title[2])
    return "parts", rows_of.parts(report, ctx.lang), options
  end
  local series = rows_of.series(report, ctx.lang)[1]
  if not series then return nil, "no figure of this report is told for more than one period" end
  options.title, options.unit = series.title, series.unit
  local rows = {}
  for i, row in ipairs(series) do rows[i] = row end
  return "lines", rows, options
end

local function misuse(ctx, message)
  ctx.err:write("baogao: plot: ", message, "\n")
  return 2
end

function M.run(ctx)
  local name = ctx.args[1]
  local known = false
  for _, chart_name in ipairs(CHARTS) do known = known or chart_name == name end
  if not known then
    return misuse(ctx, ("no chart '%s'%s; there are %s"):format(name, require("baogao.suggest").hint(name, CHARTS),
      table.concat(CHARTS, ", ")))
  end
  local width = ctx.args.width and tonumber(ctx.args.width)
  if ctx.args.width and not (width and width >= 200 and width <= 4000) then
    return misuse(ctx, ("--width %s: a number from 200 to 4000 expected"):format(ctx.args.width))
  end
  local report = ctx.report()
  if not report then return 1 end
  local kind, rows, options = chart(ctx, report, name)
  if not kind then return ctx.fail(rows) end
  if #rows == 0 then return ctx.fail("nothing to draw") end
  options.title, options.width = ctx.args.title or options.title, width
  if ctx.format == "vega" then
    ctx.out:write(require("baogao.web.json").encode(svg.vega(kind, rows, options)), "\n")
  else
    ctx.out:write(svg.svg(kind, rows, options))
  end
  return 0
end

return M
