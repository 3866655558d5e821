-- baogao plot: charts of a report, or of any table, as SVG or as Vega-Lite.

local columns = require "baogao.cli.columns"
local rows_of = require "baogao.svg.rows"
local svg = require "baogao.svg"
local suggest = require "baogao.suggest"
local table_rows = require "baogao.svg.table_rows"
local terms = require("baogao.engine").terms

-- of a report; of a table
local CHARTS = { "totals", "growth", "parts", "periods", "milestones" }
local KINDS = { "bars", "lines", "parts", "timeline" }

local M = { name = "plot", summary = "Draw a chart as SVG", usage = "totals|growth|parts|periods|milestones, or bars|lines|parts|"
    .. "timeline --from FILE", min = 1, max = 1,
  details = [[
Of a report: totals: bars with their bounds. growth: every growth that the report allows. parts: wholes and their
parts. periods: figures that are told for more than one period. milestones: a time line.
Of a table (--from): bars, lines over periods, parts of a whole, a timeline. Columns named value, lower, upper, label,
period, series, group and unit are found by their names; others are named by options.

  baogao plot totals --by level --category platforms >levels.svg
  baogao plot lines --from cities.csv --period year --value enterprises --series city >cities.svg
  baogao plot bars --from facts.frame --filter "unit = '家'" --sort "value desc" --head 10 >ten.svg

The chart is written to standard output.]],
  options = {
    { "--format", "FORMAT", "how to write", values = { "svg", "vega" }, default = "svg" },
    { "--by", "FIELD", "totals by this field (category if left out)", many = true, values = terms().key_fields },
    { "--width", "PIXELS", "width of the chart (640 if left out)" },
    { "--title", "TEXT", "title of the chart" },
    { "--from", "FILE", "a CSV (.csv, .tsv), NDJSON (.ndjson, .jsonl) or saved frame, instead of the report" },
    { "--filter", "CONDITION", "of the file: only rows that fit, in the query language" },
    { "--sort", "KEYS", "of the file: \"value desc\"" },
    { "--head", "N", "of the file: the first rows alone" },
  } }
for _, name in ipairs(table_rows.COLUMNS) do
  if name ~= "unit" and name ~= "period" then -- these are options that pick facts, too
    table.insert(M.options, { "--" .. name:gsub("_", "-"), "COLUMN", "of the file: the column that is the chart's " .. name })
  end
end
for _, option in ipairs(columns.filter_options()) do
  if option[1] == "--unit" or option[1] == "--period" then
    option = { option[1], option[2], option[3] .. "; of the file: a column", many = true }
  end
  table.insert(M.options, option)
end

local TITLES = {
  totals = { "Totals by %s", "按%s合计" }, growth = { "Growth", "增长" }, parts = { "Parts of a whole", "总量与分项" },
  periods = { "Over periods", "各时期" }, milestones = { "Milestones", "大事" },
}

-- kind, rows, options of a report's chart; nil and a message where the report has nothing for it
local function of_report(ctx, report, name)
  local title, options = TITLES[name], { lang = ctx.lang }
  options.title = ctx.say(title[1], title[2])
  local picked, message = columns.filters(ctx, report)
  if not picked then return nil, message end
  if name == "totals" then
    local by, named = ctx.args.by or { "category" }, {}
    for i, field in ipairs(by) do named[i] = columns.field(ctx, field) end
    options.title = options.title:format(table.concat(named, ", "))
    return "bars", rows_of.totals(report, by, picked, ctx.lang), options
  elseif name == "growth" then
    options.always = true
    return "bars", (rows_of.growth(report, ctx.lang)), options
  elseif name == "parts" then
    return "parts", rows_of.parts(report, ctx.lang), options
  elseif name == "milestones" then
    return "timeline", (rows_of.milestones(report, ctx.lang)), options
  end
  local rows, only, unit = rows_of.periods(report, ctx.lang, nil, function(fact) return columns.picks(picked, fact) end)
  if #rows == 0 then return nil, "no figure of this report is told for more than one period" end
  options.title, options.unit = only or options.title, unit
  return "lines", rows, options
end

-- The rows of a file as a chart of this kind wants them; nil and a message. What is wrong with a filter or a sort is raised.
local function of_file(ctx, kind)
  local args, query = ctx.args, require "baogao.query"
  -- bounds are columns here like any other: a file of exports may write them as words
  local frame, message = require("baogao.cli.tables").open(args.from, { bounds = false })
  if not frame then return nil, message end
  local chain = query.from(frame)
  if args.filter then
    local condition
    condition, message = query.parse(args.filter, chain)
    if not condition then error(message, 0) end
    chain = chain:filter(condition)
  end
  if args.sort then chain = chain:sort(args.sort) end
  if args.head then
    chain = chain:head(tonumber(args.head) or error(("--head %s: a whole number expected"):format(args.head), 0))
  end
  local named = {}
  for _, name in ipairs(table_rows.COLUMNS) do
    local given = args[name]
    named[name] = type(given) == "table" and given[1] or given
  end
  local made = chain:frame()
  local rows, options
  rows, message = table_rows.of(kind, made:rows(), made:schema(), named, ctx.lang)
  if not rows then error(message, 0) end
  options = { lang = ctx.lang, title = named.value or args.from:match("[^/\\]+$"):gsub("%.%w+$", "") }
  return kind, rows, options
end

local function misuse(ctx, message)
  ctx.err:write("baogao: plot: ", message, "\n")
  return 2
end

local function holds(list, name)
  for _, one in ipairs(list) do
    if one == name then return true end
  end
  return false
end

function M.run(ctx)
  local name, from = ctx.args[1], ctx.args.from
  local known = from and KINDS or CHARTS
  if not holds(known, name) then
    local hint = suggest.hint(name, known)
    if not from and holds(KINDS, name) then hint = ": it draws a table, named by --from" end
    return misuse(ctx, ("no chart '%s'%s; there are %s"):format(name, hint, table.concat(known, ", ")))
  end
  local width = ctx.args.width and tonumber(ctx.args.width)
  if ctx.args.width and not (width and width >= 200 and width <= 4000) then
    return misuse(ctx, ("--width %s: a number from 200 to 4000 expected"):format(ctx.args.width))
  end
  local kind, rows, options
  if from then
    local ok
    ok, kind, rows, options = pcall(of_file, ctx, name)
    if not ok then return misuse(ctx, (tostring(kind):gsub("^.-baogao%.query:[%w_.]+: ", ""))) end
  else
    local report = ctx.report()
    if not report then return 1 end
    kind, rows, options = of_report(ctx, report, name)
  end
  if not kind then return ctx.fail(rows) end
  if #rows == 0 then return ctx.fail("nothing to draw") end
  local first, left = rows_of.first(rows, svg.MOST_ROWS)
  if left > 0 then ctx.err:write(("baogao: plot: of %d rows the first %d are drawn\n"):format(#rows, #first)) end
  options.title, options.width = ctx.args.title or options.title, width
  local draw = ctx.format == "vega" and svg.vega or svg.svg
  local ok, made = pcall(draw, kind, first, options)
  -- a table's rows may be none that can be drawn: a part below zero, a period that is none
  if not ok then return misuse(ctx, (tostring(made):gsub("^[^\n]-%.lua:%d+: ", ""))) end
  if ctx.format == "vega" then made = require("baogao.web.json").encode(made) .. "\n" end
  ctx.out:write(made)
  return 0
end

return M
