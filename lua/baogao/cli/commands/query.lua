-- baogao query: filter, group, sort and print facts, a CSV or a saved frame.

local format = require "baogao.format"
local output = require "baogao.cli.output"
local tables = require "baogao.cli.tables"

-- Options that name one aggregate: --sum value.
local AGGREGATES = { "sum", "mean", "min", "max", "median", "first", "last", "count_distinct" }

local M = { name = "query", summary = "Filter, group and sort facts, a CSV file or a saved frame", usage = "[CONDITION]",
  max = 1,
  details = [[
CONDITION, where given, is of the query language: comparisons (= != < <= > >=), and, or, not, in (...),
between ... and ..., like, is null, arithmetic, year(period), certainly(...) and possibly(...) on bounds,
$name parameters, numbers such as 800亿.

  baogao query "level = 'national' and value > 10" --group-by category --sum value
  baogao query "certainly(value > 800亿)" --select id,written
  baogao query --from figures.csv "year(period) = $y" --param y=2024 --sort "value desc" --head 10]],
  options = {
    { "--from", "FILE", "a CSV (.csv, .tsv), NDJSON (.ndjson, .jsonl) or saved frame, instead of the report" },
    { "--derive", "EXPR", "a column more: \"value / 12 as monthly\" (again for another)", many = true },
    { "--select", "FIELDS", "columns to show, by commas (again for more)", many = true },
    { "--distinct", "FIELDS", "the first row of each" },
    { "--group-by", "FIELDS", "one row for each, by commas", many = true },
    { "--summarise", "AGGREGATE", "\"quantile(value, 0.9) as p90\" (again for another)", many = true },
    { "--sort", "KEYS", "\"value desc, id\"" },
    { "--head", "N", "the first rows alone" },
    { "--param", "NAME=VALUE", "a value for $NAME (a number where it reads as one; 'in quotes' a text)", many = true },
    { "--explain", false, "show the plan, and run nothing" },
    { "--sql", "DIALECT", "show the statement for an engine, and run nothing", values = { "sqlite", "postgres", "clickhouse" } },
    { "--table", "NAME", "the table's name in that statement" },
  } }
for i, fn in ipairs(AGGREGATES) do
  table.insert(M.options, 6 + i - 1, { "--" .. fn:gsub("_", "-"), "FIELD", "the " .. fn:gsub("_", " ") .. " of each group",
    many = true })
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
local SHOWN = { "id", "written", "value", "unit", "measure", "status", "period", "level" }

local function columns_of(ctx, q)
  local columns = {}
  for _, c in ipairs(q:schema()) do
    local column = { key = c.name, title = c.name }
    if c.type == "number" then
      column.align = "right"
      column.show = function(row) return row[c.name] ~= nil and format.number(row[c.name], 4) or "" end
    elseif c.type == "integer" then
      column.align = "right"
    end
    columns[#columns + 1] = column
    if c.bounded then
      columns[#columns + 1] = { key = "bounds", title = ctx.say("bounds", "区间"), human = true, show = function(row)
        if row.lower == nil or row.lower == row.upper then return "" end
        return format.interval(row)
      end }
      for _, name in ipairs { "lower", "upper", "lower_open", "upper_open" } do
        columns[#columns + 1] = { key = name, data = true }
      end
    end
  end
  return columns
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
  local code = output.write(ctx, rows, columns_of(ctx, made))
  return code == 0 and #rows == 0 and 1 or code
end

return M
