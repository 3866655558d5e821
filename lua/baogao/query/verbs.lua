-- The arguments of each verb -> one step of a plan, checked against the columns
-- that it stands on. A fault is thrown as {message}; chain.lua raises it at the
-- caller's line, with the verb's name before it.

local conditions = require "baogao.query.conditions"
local fault = require "baogao.query.fault"
local functions = require "baogao.query.functions"
local language = require "baogao.query.language"
local limits = require "baogao.query.limits"
local schema = require "baogao.query.schema"
local steps = require "baogao.query.steps"
local types = require "baogao.query.types"

local verbs = {}

--- The metatable of faults thrown here, and of conditions that were parsed.
verbs.Fault = {}
verbs.Condition = { __name = "baogao.condition" }

local function fail(message, ...)
  if select("#", ...) > 0 then message = message:format(...) end
  error(setmetatable({ message = message }, verbs.Fault), 0)
end
verbs.fail = fail

local function check_type(value, expected, name)
  if type(value) ~= expected then fail("%s: %s expected, got %s", name, expected, type(value)) end
  return value
end

local function check_options(options, known, name)
  if options == nil then return {} end
  check_type(options, "table", name)
  for key in pairs(options) do
    local found = false
    for i = 1, #known do found = found or known[i] == key end
    if not found then
      local hint = fault.suggest(tostring(key), known)
      fail("%s: unknown option '%s'%s", name, fault.word(tostring(key)), hint)
    end
  end
  return options
end

local function whole(value, least, name)
  check_type(value, "number", name)
  if value % 1 ~= 0 or value < least or value > 2 ^ 53 then
    fail("%s: a whole number from %d on expected", name, least)
  end
  return value
end

-- A name that must be a column (a bound of a column is none).
local function column(columns, name, argument)
  check_type(name, "string", argument)
  if not columns.by_name[name] then
    if schema.field(columns, name) then
      fail("%s: '%s' is a bound of '%s', not a column of its own: derive one from it", argument, name, columns.bounded)
    end
    fail("%s: %s", argument, schema.missing(columns, name))
  end
  return name
end

local function column_list(columns, list, argument)
  if type(list) == "string" then list = { list } end
  check_type(list, "table", argument)
  if #list > limits.COLUMNS then fail("%s: at most %d columns", argument, limits.COLUMNS) end
  local made, seen = {}, {}
  for i = 1, #list do
    made[i] = column(columns, list[i], argument)
    if seen[list[i]] then fail("%s: '%s' stands twice", argument, list[i]) end
    seen[list[i]] = true
  end
  return made
end

local function new_name(name, argument)
  check_type(name, "string", argument)
  if name == "" then fail("%s: a name is empty", argument) end
  if name:find("%z") then fail("%s: a name holds a NUL", argument) end
  return name
end

-- The arguments f("a", "b") and f{"a", "b"} as one list.
local function spread(first, ...)
  if select("#", ...) == 0 and type(first) == "table" and getmetatable(first) == nil then return first end
  if first == nil then return {} end
  return { first, ... }
end

-- Reads and checks a text by an entry of the grammar.
local function read(entry, text, argument, parameters)
  check_type(text, "string", argument)
  if parameters ~= nil then check_type(parameters, "table", argument .. ": parameters") end
  local tree, at = language.read(entry, text, parameters)
  if not tree then fail("%s", language.words_of(at)) end
  return tree
end

local function checked(tree, at)
  if not tree then fail("%s", language.words_of(at)) end
  return tree
end

local STEPS = {}

--- The tree of a filter: a text with its $names, a condition table, or what
--- baogao.query.parse answered.
function verbs.condition(columns, condition, parameters)
  if type(condition) == "string" then
    local tree = read("condition", condition, "condition", parameters)
    return checked(types.condition(tree, columns, condition))
  end
  check_type(condition, "table", "condition")
  if parameters ~= nil then fail("parameters: only a text takes them") end
  if getmetatable(condition) == verbs.Condition then return checked(types.condition(condition, columns)) end
  local tree, at = conditions.read(condition)
  return checked(types.condition(checked(tree, at), columns))
end

function STEPS.filter(columns, condition, parameters)
  return { verb = "filter", where = verbs.condition(columns, condition, parameters) }
end

local function output(columns, name, text, parameters)
  local entry = read("output", text, name and "'" .. name .. "'" or "a column", parameters)
  local expr = checked(types.expression(entry.expr, columns, text))
  local own = name or entry.name
  if not own then
    fail("'%s': a name is needed: write '%s as name'", fault.word(text), fault.word(text))
  end
  return { name = new_name(own, "a column"), expr = expr }
end

-- Pairs of name = text, in the order of their names; the array part first, as it stands.
local function outputs(columns, list, argument)
  local made = {}
  for i = 1, #list do
    if type(list[i]) == "table" then
      for _, entry in ipairs(outputs(columns, list[i], argument)) do made[#made + 1] = entry end
    else
      made[#made + 1] = output(columns, nil, check_type(list[i], "string", argument .. "[" .. i .. "]"))
    end
  end
  local names = {}
  for key in pairs(list) do
    if type(key) == "string" then names[#names + 1] = key
    elseif type(key) ~= "number" then fail("%s: a %s cannot be a key", argument, type(key)) end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    made[#made + 1] = output(columns, name, check_type(list[name], "string", argument .. "." .. name))
  end
  if #made == 0 then fail("%s: nothing named", argument) end
  if #made > limits.COLUMNS then fail("%s: at most %d columns", argument, limits.COLUMNS) end
  local seen = {}
  for i = 1, #made do
    if seen[made[i].name] then fail("%s: '%s' stands twice", argument, made[i].name) end
    seen[made[i].name] = true
  end
  return made
end

function STEPS.select(columns, ...)
  local list = outputs(columns, spread(...), "select")
  -- where a bound is asked for by name, the column that has it becomes a plain one
  local plain = false
  for i = 1, #list do
    for _, name in ipairs(schema.BOUNDS) do plain = plain or list[i].name == name end
  end
  if plain then
    for i = 1, #list do list[i].bounds = false end
  end
  return { verb = "select", columns = list }
end

function STEPS.derive(columns, first, text, parameters)
  if type(first) == "string" and text ~= nil then
    return { verb = "derive", columns = { output(columns, first, text, parameters) } }
  end
  if type(first) == "string" then return { verb = "derive", columns = outputs(columns, { first }, "derive") } end
  return { verb = "derive", columns = outputs(columns, check_type(first, "table", "derive"), "derive") }
end

function STEPS.sort(columns, ...)
  local list, by = spread(...), {}
  for i = 1, #list do
    local text = list[i]
    for _, entry in ipairs(read("ordering", text, "sort[" .. i .. "]")) do
      by[#by + 1] = {
        expr = checked(types.expression(entry.expr, columns, text)),
        descending = entry.descending,
      }
    end
  end
  if #by == 0 then fail("nothing to sort by") end
  if #by > limits.COLUMNS then fail("at most %d keys", limits.COLUMNS) end
  return { verb = "sort", by = by }
end

function STEPS.head(_, n, offset)
  return { verb = "head", n = whole(n == nil and 10 or n, 0, "n"), offset = whole(offset or 0, 0, "offset") }
end

function STEPS.distinct(columns, ...)
  local list = spread(...)
  if #list == 0 then return { verb = "distinct" } end
  return { verb = "distinct", columns = column_list(columns, list, "distinct") }
end

local function aggregate(columns, name, given, argument)
  local entry, text
  if type(given) == "table" then
    local fn = check_type(given[1], "string", argument .. "[1]")
    if not functions.aggregate[fn] then
      fail("%s: no aggregate '%s'%s", argument, fault.word(fn),
        fault.suggest(fn, functions.names(functions.aggregate)))
    end
    local known = functions.aggregate[fn]
    entry = { fn = fn, q = given[3] }
    if given[2] ~= nil then
      text = check_type(given[2], "string", argument .. "[2]")
      entry.expr = read("output", text, argument).expr
    elseif not known.bare then
      fail("%s: '%s' of what?", argument, fn)
    end
    if known.quantile then
      local q = given[3]
      if type(q) ~= "number" or not (q >= 0 and q <= 1) then fail("%s[3]: a quantile from 0 to 1 expected", argument) end
    elseif given[3] ~= nil then
      fail("%s[3]: '%s' takes one argument", argument, fn)
    end
  else
    text = check_type(given, "string", argument)
    entry = read("aggregate", text, argument)
  end
  entry.name = new_name(name or entry.name or entry.fn, argument)
  return checked(types.aggregate(entry, columns, text))
end

-- What becomes of the bounds of the figures that are summarised: one result keeps
-- them as a column with bounds does, lower, upper ...; of several, each has columns
-- of its own, total_lower, total_upper ... A name that was given stays what it is.
local function with_bounds(by, made)
  local taken, bounded, own = {}, 0, true
  for i = 1, #by do taken[by[i]] = true end
  for i = 1, #made do
    taken[made[i].name] = true
    if made[i].bounded then bounded = bounded + 1 end
  end
  for _, part in ipairs(functions.parts) do own = own and not taken[part] end
  if bounded == 0 or (bounded == 1 and own) then return made end
  local list = {}
  for i = 1, #made do
    local c = made[i]
    list[#list + 1] = c
    for _, part in ipairs(c.bounded and bounded > 1 and functions.parts or {}) do
      local fn, name = part .. "_" .. c.fn, c.name .. "_" .. part
      if not taken[name] then
        list[#list + 1] = { name = name, fn = fn, q = c.q, expr = c.expr, type = functions.aggregate[fn].result, of = c.name }
        taken[name] = true
      end
    end
    c.bounded = nil
  end
  return list
end

function STEPS.summarise(columns, by, ...)
  local list = spread(...)
  local made = {}
  for i = 1, #list do made[i] = aggregate(columns, nil, list[i], "summarise[" .. i .. "]") end
  local keys = {}
  for key in pairs(list) do
    if type(key) == "string" then keys[#keys + 1] = key end
  end
  table.sort(keys)
  for _, name in ipairs(keys) do made[#made + 1] = aggregate(columns, name, list[name], "summarise." .. name) end
  if #made == 0 then fail("no aggregate: write summarise{total = 'sum(value)'}") end
  made = with_bounds(by, made)
  if #made > limits.COLUMNS then fail("at most %d columns", limits.COLUMNS) end
  return { verb = "summarise", by = by, columns = made }
end

function STEPS.count(columns, by, ...)
  local list = spread(...)
  local keys = {}
  for i = 1, #by do keys[i] = by[i] end
  for _, name in ipairs(column_list(columns, list, "count")) do keys[#keys + 1] = name end
  return { verb = "summarise", by = keys, columns = { { name = "count", fn = "count", type = "integer" } } }
end

local KINDS = { inner = true, left = true, semi = true, anti = true }

function STEPS.join(columns, right, options)
  options = check_options(options, { "on", "kind", "suffix" }, "options")
  local kind = options.kind or "inner"
  if not KINDS[kind] then fail("kind: unknown '%s' (there are: inner, left, semi, anti)", tostring(kind)) end
  if options.on == nil then fail("on: the fields to join by are missing") end
  local given, on = options.on, {}
  if type(given) == "string" then given = { given } end
  check_type(given, "table", "on")
  for i = 1, #given do on[i] = { left = given[i], right = given[i] } end
  local names = {}
  for key in pairs(given) do
    if type(key) == "string" then names[#names + 1] = key end
  end
  table.sort(names)
  for _, name in ipairs(names) do on[#on + 1] = { left = name, right = given[name] } end
  if #on == 0 then fail("on: the fields to join by are missing") end
  for i = 1, #on do
    column(columns, on[i].left, "on")
    column(right.columns, on[i].right, "on (right side)")
    local a, b = columns.by_name[on[i].left].type, right.columns.by_name[on[i].right].type
    local numeric = (a == "number" or a == "integer") and (b == "number" or b == "integer")
    if a ~= b and not numeric then
      fail("on: '%s' (%s) cannot be joined with '%s' (%s)", on[i].left, a, on[i].right, b)
    end
  end
  return { verb = "join", kind = kind, on = on, suffix = check_type(options.suffix or "_right", "string", "suffix"),
    right = right }
end

-- The names of the columns for the bounds of a column that is made: total_lower, total_upper ...
local function parts_of(name)
  local made = {}
  for _, part in ipairs(functions.parts) do made[part] = name .. "_" .. part end
  return made
end

local NAMEABLE = { string = true, integer = true, boolean = true, date = true }

-- Beside each column of a pivot of figures with bounds, one for each part of them; a name that was given stays what it is.
local function with_part_columns(made, seen)
  local list = {}
  for _, c in ipairs(made) do
    list[#list + 1] = c
    local parts = parts_of(c.name)
    for _, part in ipairs(functions.parts) do
      if not seen[parts[part]] then
        list[#list + 1] = { name = parts[part], value = c.value, part = part }
        seen[parts[part]] = true
      end
    end
  end
  if #list > limits.COLUMNS then
    fail("columns: at most %d, got %d with their bounds (bounds = false leaves those out)", limits.COLUMNS, #list)
  end
  return list
end

function STEPS.pivot_wider(columns, options, resolve)
  check_type(options, "table", "options")
  check_options(options, { "names", "values", "keys", "fn", "columns", "bounds" }, "options")
  local names = column(columns, options.names, "names")
  local values = column(columns, options.values, "values")
  if names == values then fail("names and values are the same column, '%s'", names) end
  local names_type = columns.by_name[names].type
  if not NAMEABLE[names_type] then fail("names: '%s' is a %s, and cannot name columns", names, names_type) end
  local fn = options.fn or "sum"
  local known = functions.aggregate[fn]
  if not known or known.quantile or known.bounds then
    fail("fn: no aggregate '%s' for a pivot (there are: count, count_distinct, first, last, max, mean, median, min, sum)",
      tostring(fn))
  end
  local value_type = columns.by_name[values].type
  if known.accepts and value_type ~= "number" and value_type ~= "integer" then
    fail("values: '%s' takes numbers, and '%s' is a %s", fn, values, value_type)
  end
  local keys = options.keys
  if keys == nil then
    keys = {}
    for i = 1, #columns.list do
      local name = columns.list[i].name
      if name ~= names and name ~= values then keys[#keys + 1] = name end
    end
  else
    keys = column_list(columns, keys, "keys")
  end
  local given = options.columns or resolve(names)
  check_type(given, "table", "columns")
  -- of no rows the keys alone are left, with no row of them
  if #given == 0 and #keys == 0 then fail("columns: none to make: '%s' holds no value", names) end
  if #given > limits.COLUMNS then fail("columns: at most %d, got %d", limits.COLUMNS, #given) end
  local made, seen = {}, {}
  for i = 1, #keys do seen[keys[i]] = true end
  for i = 1, #given do
    local value = given[i]
    if names_type == "date" and not (type(value) == "string" and types.is_date(value)) then
      fail("columns[%d]: a date such as '2024-09-11' expected", i)
    end
    local expected = (names_type == "date" and "string") or (names_type == "integer" and "number") or names_type
    check_type(value, expected, "columns[" .. i .. "]")
    if names_type == "integer" then whole(value, -2 ^ 53, "columns[" .. i .. "]") end
    local name = names_type == "integer" and ("%.0f"):format(value) or tostring(value)
    if seen[name] then fail("columns[%d]: a column '%s' is there already", i, fault.word(name)) end
    seen[name] = true
    made[i] = { name = new_name(name, "columns[" .. i .. "]"), value = value }
  end
  if options.bounds ~= nil then check_type(options.bounds, "boolean", "bounds") end
  if known.bounded and values == columns.bounded and options.bounds ~= false then made = with_part_columns(made, seen) end
  return { verb = "pivot_wider", keys = keys, names = names, values = values, fn = fn, columns = made }
end

function STEPS.pivot_longer(columns, options)
  check_type(options, "table", "options")
  check_options(options, { "columns", "names_to", "values_to" }, "options")
  local list = column_list(columns, options.columns, "columns")
  if #list == 0 then fail("columns: none named") end
  if not steps.shared_type(columns, list) then fail("columns: their types differ, and cannot share one column") end
  return { verb = "pivot_longer", columns = list, names_to = new_name(options.names_to or "name", "names_to"),
    values_to = new_name(options.values_to or "value", "values_to") }
end

local UNITS = { year = true, quarter = true, month = true, week = true, day = true }
local BOUNDED = { lag = true, growth = true, difference = true, share = true }
local BY_PERIOD = { lag = true, growth = true, difference = true, contribution = true }
local NUMERIC = { number = true, integer = true }
-- which units a period column can be stepped by
local STEPPED = {
  integer = { year = true },
  date = UNITS,
  string = { year = true, quarter = true, month = true },
}

--- One step of growth, lag, difference, share, contribution, rank, cumulative.
function verbs.window(columns, fn, grouped, of, options)
  local known = { "by", "as" }
  if BY_PERIOD[fn] then
    known = { "period", "n", "unit", "by", "as" }
    if fn == "contribution" then known[#known + 1] = "within" end
  elseif fn == "rank" then
    known[#known + 1] = "descending"
  end
  if BOUNDED[fn] then known[#known + 1] = "bounds" end
  options = check_options(options, known, "options")
  local step = { verb = "window", fn = fn, of = column(columns, of, "of") }
  local of_type = columns.by_name[of].type
  if fn == "rank" and not NUMERIC[of_type] and of_type ~= "date" then
    fail("of: '%s' is a %s, and rank takes numbers or dates", of, of_type)
  elseif fn ~= "lag" and fn ~= "rank" and not NUMERIC[of_type] then
    fail("of: '%s' is a %s, and %s takes numbers", of, of_type, fn)
  end
  step.by = options.by ~= nil and column_list(columns, options.by, "by") or grouped
  step.name = new_name(options.as or fn .. "_" .. of, "as")
  if options.bounds ~= nil then check_type(options.bounds, "boolean", "bounds") end
  if BOUNDED[fn] and of == columns.bounded and options.bounds ~= false then step.parts = parts_of(step.name) end
  if BY_PERIOD[fn] then
    local period = options.period
    if period == nil and columns.by_name.period then period = "period" end
    if period == nil then fail("period: the column that says when is missing") end
    step.period = column(columns, period, "period")
    local period_type = columns.by_name[period].type
    step.unit = options.unit or "year"
    if not UNITS[step.unit] then
      fail("unit: unknown '%s' (there are: year, quarter, month, week, day)", fault.word(tostring(step.unit)))
    end
    if not STEPPED[period_type] then fail("period: '%s' is a %s, and says no time", period, period_type) end
    if not STEPPED[period_type][step.unit] then
      fail("unit: '%s' (%s) cannot be stepped by %s", period, period_type, step.unit)
    end
    step.n = whole(options.n or 1, 1, "n")
    if step.n > 9999 then fail("n: at most 9999") end
    for i = 1, #step.by do
      if step.by[i] == step.period then fail("by: '%s' is the period", step.period) end
    end
    if fn == "contribution" then step.within = column_list(columns, options.within or {}, "within") end
  elseif fn == "rank" then
    if options.descending ~= nil then check_type(options.descending, "boolean", "descending") end
    step.descending = options.descending ~= false
  end
  return step
end

--- Makes a step, or throws a fault.
---@param verb string
---@param columns table
---@return table step
function verbs.step(verb, columns, ...)
  return STEPS[verb](columns, ...)
end

--- A list of columns, for group_by.
function verbs.columns(columns, ...)
  return column_list(columns, spread(...), "columns")
end

return verbs
