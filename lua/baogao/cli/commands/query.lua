-- baogao query: filter, group, sort and print facts, a CSV or a saved frame.

local format = require "baogao.format"
local output = require "baogao.cli.output"
local tables = require "baogao.cli.tables"

-- Options that name one aggregate: --sum value.
local AGGREGATES = { "sum", "mean", "min", "max", "median", "first", "last", "count_distinct" }

local ABOUT = { sum = "the sum", mean = "the mean", min = "the least", max = "the greatest", median = "the median",
  first = "the first that is not null", last = "the last", count_distinct = "how many different ones" }

local M = { name = "query", summary = "Filter, group and sort facts, a CSV file or a saved frame", usage = "[CONDITION]",
  max = 1,
  details = [[
CONDITION, where given, is of the query language: comparisons
(= != < <= > >=), and, or, not, in (...), between ... and ..., like, is null,
arithmetic, year(period), certainly(...) and possibly(...) on bounds, $name
parameters, numbers such as 800亿.

  baogao query "level = 'national' and value > 10" \
    --group-by category --sum value
  baogao query "certainly(value > 800亿)" --select id,written
  baogao query --from figures.csv "year(period) = $y" --param y=2024 \
    --sort "value desc" --head 10
  baogao query --from facts.frame "region = '410100'" --totals level]],
  options = {
    { "--from", "FILE", "a CSV, NDJSON or saved frame, not the report" },
    { "--derive", "EXPR", "a column more: \"value / 12 as monthly\"", many = true },
    { "--select", "FIELDS", "columns to show, by commas", many = true },
    { "--distinct", "FIELDS", "the first row of each" },
    { "--group-by", "FIELDS", "one row for each, by commas", many = true },
    { "--count", false, "how many rows there are of each group" },
    { "--summarise", "AGGREGATE", "\"quantile(value, 0.9) as p90\"", many = true },
    { "--totals", "FIELDS", "totals by these that count nothing twice" },
    { "--sort", "KEYS", "\"value desc, id\"" },
    { "--head", "N", "the first rows alone" },
    { "--param", "NAME=VALUE", "a value for $NAME: a number, or 'a text'", many = true },
    { "--explain", false, "show the plan, and run nothing" },
    { "--sql", "DIALECT", "show its SQL", values = { "sqlite", "postgres", "clickhouse" } },
    { "--table", "NAME", "the table's name in that statement" },
  } }
for i, fn in ipairs(AGGREGATES) do
  table.insert(M.options, 6 + i - 1, { "--" .. fn:gsub("_", "-"), "FIELD", ABOUT[fn] .. " of each group", many = true })
end

-- "a,b" and "a, b" as two names.
local function names_of(list)
  local names = {}
  for _, text in ipairs(type(list) == "table" and list or { list }) do
    for name in text:gmatch("[^,]+") do names[#names + 1] = name:match("^%s*(.-)%s*$") end
  end
  return names
end

-- The parts of "a, f(b, 1) as c" at commas outside of parentheses and quotes.
local function parts_of(list)
  local parts = {}
  for _, text in ipairs(list) do
    local depth, quote, from = 0, nil, 1
    for i = 1, #text do
      local c = text:sub(i, i)
      if quote then
        if c == quote then quote = nil end
      elseif c == "'" or c == '"' or c == "`" then quote = c
      elseif c == "(" then depth = depth + 1
      elseif c == ")" then depth = depth - 1
      elseif c == "," and depth == 0 then
        parts[#parts + 1] = text:sub(from, i - 1)
        from = i + 1
      end
    end
    parts[#parts + 1] = text:sub(from)
  end
  return parts
end

local function parameters_of(list)
  if not list then return nil end
  local parameters = {}
  for _, text in ipairs(list) do
    local name, value = text:match("^%$?([^=]+)=(.*)$")
    if not name then return nil, ("--param %s: NAME=VALUE expected"):format(text) end
    local quoted = value:match("^'(.*)'$") or value:match('^"(.*)"$')
    local number = not quoted and value:find("^%-?[%d.]") and tonumber(value)
    parameters[name] = quoted or number or value
  end
  return parameters
end

-- The chain that the options ask for; throws what the chain raises.
local function chain_of(ctx, q, condition)
  local args = ctx.args
  if condition then q = q:filter(condition) end
  for _, text in ipairs(args.derive or {}) do q = q:derive(text) end
  if args.distinct then q = q:distinct(names_of(args.distinct)) end
  local aggregates = {}
  for _, fn in ipairs(AGGREGATES) do
    for _, field in ipairs(args[fn] or {}) do aggregates[#aggregates + 1] = fn .. "(" .. field .. ")" end
  end
  for _, text in ipairs(parts_of(args.summarise or {})) do aggregates[#aggregates + 1] = text end
  local groups = args.group_by and names_of(args.group_by)
  if groups then q = q:group_by(groups) end
  if args.count then aggregates[#aggregates + 1] = "count()" end
  if #aggregates > 0 then q = q:summarise(aggregates) elseif groups then q = q:count() end
  if args.sort then q = q:sort(args.sort) end
  if args.head then
    local n = tonumber(args.head)
    if not n then error("baogao.query:head: --head " .. args.head .. ": a whole number expected", 0) end
    q = q:head(n)
  end
  if args.select then q = q:select(parts_of(args.select)) end
  return q
end

-- Fields that people see without asking, of a report's facts.
local SHOWN = { "id", "written", "value", "unit", "period", "level" }

local PARTS = { "lower", "upper", "lower_open", "upper_open" }

-- The bounds of a figure: as an interval where people read and some row has
-- one, as the four columns that they are where programs do. `names` are those.
local function bounds_columns(ctx, columns, rows, value, names)
  local function figure(row)
    return { lower = row[names[1]], upper = row[names[2]], lower_open = row[names[3]], upper_open = row[names[4]] }
  end
  local function inexact(row)
    return row[names[1]] ~= nil and not (row[names[1]] == row[names[2]] and row[names[1]] == row[value])
  end
  local any = false
  for _, row in ipairs(rows) do any = any or inexact(row) end
  if any then
    columns[#columns + 1] = { key = value .. "_bounds", title = ctx.say("bounds", "区间"), human = true, show = function(row)
      return inexact(row) and format.interval(figure(row), function(number) return format.number(number, 4) end) or ""
    end }
  end
  for _, name in ipairs(names) do columns[#columns + 1] = { key = name, data = true } end
end

local function columns_of(ctx, q, rows)
  local columns, types, folded = {}, {}, {}
  for _, c in ipairs(q:schema()) do types[c.name] = c.type end
  -- the bounds of several results are columns total_lower ...: they stand with theirs
  local function parts_of_column(name)
    local names = {}
    for i, part in ipairs(PARTS) do
      names[i] = name .. "_" .. part
      if types[names[i]] ~= (i < 3 and "number" or "boolean") then return nil end
    end
    return names
  end
  for _, c in ipairs(q:schema()) do
    local names = c.bounded and PARTS or c.type == "number" and parts_of_column(c.name) or nil
    local column = { key = c.name, title = c.name }
    if c.type == "number" then
      column.align = "right"
      column.show = function(row) return row[c.name] ~= nil and format.number(row[c.name], 4) or "" end
    elseif c.type == "integer" then
      column.align = "right"
    end
    if not folded[c.name] then columns[#columns + 1] = column end
    if names then bounds_columns(ctx, columns, rows, c.name, names) end
    for _, name in ipairs(names or {}) do folded[name] = true end
  end
  return columns
end

-- Totals are of the facts that the condition leaves; nothing else is done to them.
local NOT_OF_TOTALS = { "derive", "select", "distinct", "group_by", "count", "summarise", "sort", "head", "explain", "sql" }
for _, fn in ipairs(AGGREGATES) do NOT_OF_TOTALS[#NOT_OF_TOTALS + 1] = fn end

-- `--totals`: rows of totals by the fields named.
local function write_totals(ctx, q, fields)
  local rows = q:totals(fields)
  if #rows == 0 and ctx.format == "table" then return ctx.fail(ctx.say("no row answers", "没有符合条件的行")) end
  local columns = {}
  for _, field in ipairs(#fields > 1 and fields or { "key" }) do
    columns[#columns + 1] = { key = field, title = #fields > 1 and field or fields[1] }
  end
  columns[#columns + 1] = { key = "value", title = ctx.say("total", "合计"), align = "right",
    show = function(row) return format.number(row.value, 4) end }
  bounds_columns(ctx, columns, rows, "value", PARTS)
  local keyed = {}
  for _, field in ipairs(fields) do keyed[field] = #fields > 1 end
  for _, key in ipairs { "unit", "measure", "status" } do
    if not keyed[key] then columns[#columns + 1] = { key = key, title = key } end
  end
  columns[#columns + 1] = { key = "count", title = "facts", align = "right" }
  columns[#columns + 1] = { key = "facts", data = true }
  local code = output.write(ctx, rows, columns)
  return code == 0 and #rows == 0 and 1 or code
end

-- Says so where a sum or a mean has figures of several units in one row: the
-- query does as it is told, and `baogao totals` keeps to what may be added.
local function warn_of_units(ctx, q, condition)
  local args = ctx.args
  if args.from or not (args.sum or args.mean) then return end
  local groups = args.group_by and names_of(args.group_by) or {}
  if condition then q = q:filter(condition) end
  if #groups > 0 then q = q:group_by(groups) end
  local mixed = q:summarise("count_distinct(unit) as units"):filter("units > 1"):rows()
  if #mixed == 0 then return end
  local names = {}
  for i, row in ipairs(mixed) do names[i] = groups[1] and tostring(row[groups[1]]) or "the sum" end
  ctx.err:write("baogao: several units are added in ", table.concat(names, ", "),
    ": add 'unit' to --group-by; 'baogao totals' adds only what may be added\n")
end

-- The message of the chain without the place in our own source where it was raised.
local function plain(message)
  return (tostring(message):gsub("^.-baogao%.query:[%w_.]+: ", ""))
end

local function misuse(ctx, message)
  ctx.err:write("baogao: ", message, "\n")
  return 2
end

local function write_sql(ctx, q)
  local text, parameters = q:sql(ctx.args.sql, { table = ctx.args.table })
  ctx.out:write(text, "\n")
  for i, value in ipairs(parameters) do
    ctx.out:write(("-- %d: %s\n"):format(i, require("baogao.sql").literal(value, "sqlite")))
  end
  return 0
end

function M.run(ctx)
  local query = require "baogao.query"
  local parameters, message = parameters_of(ctx.args.param)
  if ctx.args.param and not parameters then return misuse(ctx, message) end
  local q
  if ctx.args.from then
    local frame
    frame, message = tables.open(ctx.args.from)
    if not frame then return ctx.fail(message) end
    q = query.from(frame, { table = "facts" })
  else
    local report = ctx.report()
    if not report then return 1 end
    q = require("baogao.query.facts").query(report)
  end
  local condition
  if ctx.args[1] then
    condition, message = query.parse(ctx.args[1], q, parameters)
    if not condition then return misuse(ctx, message) end
  elseif parameters then
    return misuse(ctx, "--param: there is no condition that has it")
  end
  if ctx.args.totals then
    for _, name in ipairs(NOT_OF_TOTALS) do
      if ctx.args[name] then return misuse(ctx, ("--%s does not go with --totals"):format((name:gsub("_", "-")))) end
    end
    local ok, code = pcall(function()
      return write_totals(ctx, condition and q:filter(condition) or q, names_of(ctx.args.totals))
    end)
    return ok and code or misuse(ctx, plain(code))
  end
  local own = #q:schema()
  local ok, made = pcall(chain_of, ctx, q, condition)
  if not ok then return misuse(ctx, plain(made)) end
  -- of a report, what people read of a fact fits a screen
  if not ctx.args.from and #made:schema() == own and not ctx.args.select and (ctx.format == "table"
    or ctx.format == "markdown") then
    made = made:select(SHOWN)
  end
  if ctx.args.explain then
    ctx.out:write(made:explain(), "\n")
    return 0
  end
  if ctx.args.sql then
    local code
    ok, code = pcall(write_sql, ctx, made)
    return ok and code or misuse(ctx, plain(code))
  end
  local result
  ok, result = pcall(made.frame, made)
  if not ok then return ctx.fail(plain(result)) end
  local rows = result:rows()
  -- what the engine has to say of the answer: divisions by zero and the like
  for _, note in ipairs(result:notes()) do ctx.err:write("baogao: ", note, "\n") end
  warn_of_units(ctx, q, condition)
  if #rows == 0 and ctx.format == "table" then return ctx.fail(ctx.say("no row answers", "没有符合条件的行")) end
  local code = output.write(ctx, rows, columns_of(ctx, made, rows))
  return code == 0 and #rows == 0 and 1 or code
end

return M
