-- Steps of a plan -> levels of SQL -> one statement.

local aggregate = require "baogao.query.sql.aggregate"
local expression = require "baogao.query.sql.expression"
local level = require "baogao.query.sql.level"
local needs = require "baogao.query.sql.needs"
local schema = require "baogao.query.schema"
local steps = require "baogao.query.steps"
local window = require "baogao.query.sql.window"

local writer = {}

--- The column of load's tables that numbers the rows.
writer.ROW = "baogao_row"

local context = {}
context.__index = context

local function refuse(w, message, ...)
  if select("#", ...) > 0 then message = message:format(...) end
  w.fail(w.dialect.name .. ": " .. message)
end

-- Binds a value: answers its placeholder, or its literal.
function context:bind(value, kind)
  if self.literals then
    local sql, message = self.dialect.literal(value, kind)
    if not sql then refuse(self, "%s", message) end
    return sql
  end
  local count = #self.bound + 1
  self.bound[count] = { value, kind }
  return "\1" .. count .. "\2"
end

-- Refuses a text longer than the dialect takes, before another step doubles it.
function context:check_length(text)
  local limit = self.dialect.statement_bytes
  if limit and #text > limit then
    refuse(self, "the statement is longer than the %d bytes it takes: windows by period are joins there, and each "
      .. "repeats what stands before it", limit)
  end
end

-- Numbers the values that stand in the text, in the order in which they do: what
-- was bound for a column that nobody reads is bound no more.
local function number_parameters(w, text)
  local number = {}
  return (text:gsub("\1(%d+)\2", function(at)
    local value, kind = w.bound[tonumber(at)][1], w.bound[tonumber(at)][2]
    if not number[at] then
      local count = #w.parameters + 1
      if count > w.dialect.bound_values then
        refuse(w, "more than %d values to bind in one statement", w.dialect.bound_values)
      end
      w.parameters[count], number[at] = w.dialect.bound(value, kind), count
    end
    return w.dialect.placeholder(number[at], kind)
  end))
end

-- A name that no column of the query has, quoted unless `raw`.
function context:fresh(raw)
  self.names = self.names + 1
  local name = self.prefix .. self.names
  return raw and name or self.dialect.quote(name)
end

-- Names that a dialect cannot tell apart or hold are refused before any is written.
local function check_names(w, columns)
  local seen = {}
  for _, name in ipairs(schema.names(columns)) do
    if name:find("%c") then refuse(w, "a name holds a control character: '%s'", (name:gsub("%c", "?"))) end
    local limit = w.dialect.name_bytes
    if limit and #name > limit then refuse(w, "a name has more than %d bytes: '%s'", limit, name) end
    local key = w.dialect.case_blind and name:lower() or name
    if seen[key] then refuse(w, "the names '%s' and '%s' are the same there", seen[key], name) end
    seen[key] = name
  end
end

local function table_level(w, source, options, argument)
  local name = options.table or source.table
  if not name then w.fail(argument .. ": the table has no name: give it as query.from(source, {table = ...})") end
  local self = level.new(nil, source.columns.list)
  local parts = {}
  for part in (name .. "."):gmatch("([^.]*)%.") do
    if part == "" or part:find("%c") then w.fail(argument .. ": '" .. name .. "' is no table's name") end
    parts[#parts + 1] = w.dialect.quote(part)
  end
  self.from = table.concat(parts, ".")
  for _, field in ipairs(level.names(self)) do
    self.fields[field] = w.dialect.quote(field)
    self.plain[self.fields[field]] = true
  end
  local row = w.dialect.quote(options.row or writer.ROW)
  self.plain[row] = true
  self.order = { { sql = row, row = true } }
  return self
end

local STEPS = {}

function STEPS.filter(w, self, step)
  self = level.settled(w, self)
  self.where[#self.where + 1] = expression.where(w, step.where, self)
  return self
end

-- The same level with other columns over it.
local function with_fields(self, columns, entries)
  local made = level.new(self.from, columns.list)
  made.plain, made.where, made.order = self.plain, self.where, self.order
  for _, name in ipairs(level.names(made)) do
    made.fields[name], made.infinite[name] = self.fields[name], self.infinite[name]
  end
  for name, entry in pairs(entries) do
    made.fields[name], made.infinite[name] = entry.sql, entry.infinite or nil
  end
  return made
end

local function outputs(w, self, list, columns)
  local entries = {}
  for i = 1, #list do
    local expr = list[i].expr
    if columns.by_name[list[i].name] then
      entries[list[i].name] = {
        sql = expression.write(w, expr, self),
        -- what is computed is finite: a bound stays infinite only as it is
        infinite = expr.op == "field" and expression.may_be_infinite(expr, self),
      }
    end
  end
  return entries
end

function STEPS.select(w, self, step, columns)
  self = level.settled(w, self)
  return with_fields(self, columns, outputs(w, self, step.columns, columns))
end
STEPS.derive = STEPS.select

function STEPS.sort(w, self, step)
  self = level.settled(w, self)
  local order = {}
  for i = 1, #step.by do
    local expr = step.by[i].expr
    -- a constant orders nothing, and ORDER BY 1 would be the first column
    if expression.reads_fields(expr) then
      order[#order + 1] = { sql = expression.write(w, expr, self), descending = step.by[i].descending, nullable = true }
    end
  end
  for i = 1, #self.order do order[#order + 1] = self.order[i] end
  self.order = order
  return self
end

function STEPS.head(w, self, step)
  self = level.named(w, self)
  self.limit = { n = step.n, offset = step.offset }
  return self
end

local function fields_of(self, names)
  local list = {}
  for i = 1, #names do list[i] = self.fields[names[i]] end
  return list
end

function STEPS.distinct(w, self, step)
  local row, names
  self, row = level.numbered(w, self)
  local keys = table.concat(fields_of(self, step.columns or level.names(self)), ", ")
  if w.dialect.windows then
    self, names = level.close(w, self, { "ROW_NUMBER() OVER (PARTITION BY " .. keys .. " ORDER BY " .. row .. ")" })
    self.where[1] = "(" .. names[1] .. " = 1)"
    return self
  end
  -- LIMIT BY takes the first rows of each as they come in order
  self = level.close(w, self, nil, { ordered = true })
  self.by_limit = fields_of(self, step.columns or level.names(self))
  local text = "SELECT *\nFROM " .. self.from .. "\nORDER BY " .. self.order[1].sql .. "\nLIMIT 1 BY "
    .. table.concat(self.by_limit, ", ")
  self.from = level.subquery(w, text)
  return self
end

local function grouped(w, self, by, all, columns)
  local d = w.dialect
  local list = {}
  for i = 1, #all do
    if columns.by_name[all[i].name] then list[#list + 1] = all[i] end
  end
  list = aggregate.expanded(list)
  local row
  self, row = level.numbered(w, self)
  -- what each aggregate is taken of, and how it is written from the names of that
  local operands, prepared, close = {}, {}, false
  for i = 1, #list do
    local one = aggregate.prepare(w, self, list[i], fields_of(self, by), row)
    one.from = #operands
    for k = 1, #one.parts do operands[one.from + k] = one.parts[k] end
    close = close or one.close
    prepared[i] = one
  end
  local names = operands
  if close then
    self, names = level.close(w, self, operands)
    row = self.order[1].sql
  end
  local made = level.new(nil, columns.list)
  local select_list, group = {}, {}
  for i = 1, #by do
    local sql = self.fields[by[i]]
    local alias = d.aliases_shadow and sql or level.alias(w, by[i])
    -- 0 and -0 are one key
    select_list[i] = sql == alias and sql or sql .. " AS " .. alias
    group[i] = sql
    made.fields[by[i]], made.plain[alias] = alias, true
    made.infinite[by[i]] = self.infinite[by[i]]
  end
  for i = 1, #list do
    local alias = level.alias(w, list[i].name)
    local one, own = prepared[i], {}
    for k = 1, #one.parts do own[k] = names[one.from + k] end
    select_list[#select_list + 1] = one.write(own, row) .. " AS " .. alias
    made.fields[list[i].name], made.plain[alias] = alias, true
    made.infinite[list[i].name] = one.infinite or nil
  end
  if #by > 0 then
    local alias = w:fresh()
    select_list[#select_list + 1] = "MIN(" .. row .. ") AS " .. alias
    made.order = { { sql = alias, row = true } }
    made.plain[alias] = true
  end
  local text = "SELECT " .. table.concat(select_list, ", ") .. "\n" .. level.body(self)
  if #by > 0 then text = text .. "\nGROUP BY " .. table.concat(group, ", ") end
  made.from = level.subquery(w, text)
  return made
end

function STEPS.summarise(w, self, step, columns)
  return grouped(w, level.settled(w, self), step.by, step.columns, columns)
end

function STEPS.pivot_wider(w, self, step, columns, before)
  self = level.settled(w, self)
  local names_type, values_type = before.by_name[step.names].type, before.by_name[step.values].type
  local list = {}
  for i = 1, #step.columns do
    local c = step.columns[i]
    local test = { op = "=", type = "boolean", { op = "field", name = step.names, type = names_type },
      { op = "const", value = c.value, type = names_type } }
    list[i] = { name = c.name, fn = c.part and c.part .. "_" .. step.fn or step.fn,
      expr = { op = "case", type = values_type, test, { op = "field", name = step.values, type = values_type } } }
  end
  return grouped(w, self, step.keys, list, columns)
end

function STEPS.pivot_longer(w, self, step, columns, before, after)
  self = level.close(w, level.settled(w, self))
  local d = w.dialect
  local k = w:fresh()
  local numbers = {}
  if d.windows then
    for i = 1, #step.columns do numbers[i] = "SELECT " .. i .. (i == 1 and " AS " .. k or "") end
    self.from = self.from .. "\nCROSS JOIN (" .. table.concat(numbers, " UNION ALL ") .. ") AS " .. w:fresh()
  else
    for i = 1, #step.columns do numbers[i] = tostring(i) end
    self.from = self.from .. "\nARRAY JOIN [" .. table.concat(numbers, ", ") .. "] AS " .. k
  end
  self.plain[k] = true
  local kind = after.by_name[step.values_to].type
  local name, value, infinite = { "CASE" }, { "CASE" }, false
  local ends = {}
  for _, part in ipairs(after.bounded == step.values_to and columns.bounded and schema.BOUNDS or {}) do
    ends[part] = { "CASE" }
  end
  for i, column in ipairs(step.columns) do
    local sql = self.fields[column]
    if kind == "number" and before.by_name[column].type == "integer" then sql = d.double(sql) end
    local test = " WHEN " .. k .. " = " .. i .. " THEN "
    name[#name + 1] = test .. w:bind(column, "string")
    value[#value + 1] = test .. sql
    -- a column without bounds is exact
    for part, list in pairs(ends) do
      local exact = sql
      if part:find("open", 1, true) then
        exact = "CASE WHEN " .. sql .. " IS NOT NULL THEN " .. d.literal(false, "boolean") .. " END"
      end
      list[#list + 1] = test .. (before.bounded == column and self.fields[part] or exact)
    end
    infinite = infinite or self.infinite[column]
  end
  name[#name + 1], value[#value + 1] = " END", " END"
  local order = {}
  for i = 1, #self.order do order[i] = self.order[i] end
  order[#order + 1] = { sql = k }
  self.order = order
  local entries = {
    [step.names_to] = { sql = table.concat(name) },
    [step.values_to] = { sql = table.concat(value), infinite = infinite },
  }
  for part, list in pairs(ends) do
    entries[part] = { sql = table.concat(list) .. " END", infinite = part == "lower" or part == "upper" }
  end
  return with_fields(self, columns, entries)
end

function STEPS.window(w, self, step, columns, before)
  local kind = step.period and before.by_name[step.period].type
  local wanted = false
  for _, name in pairs(step.parts or {}) do wanted = wanted or columns.by_name[name] ~= nil end
  local made, sql, parts = window.write(w, self, step, kind, before.by_name[step.of].type, wanted)
  local infinite = made.infinite[step.of]
  if infinite and step.fn ~= "lag" and step.fn ~= "rank" then sql = w.dialect.finite(w, sql) end
  local entries = { [step.name] = { sql = sql, infinite = step.fn == "lag" and infinite } }
  for part, name in pairs(wanted and step.parts or {}) do
    if columns.by_name[name] then entries[name] = { sql = parts[part], infinite = part == "lower" or part == "upper" } end
  end
  return with_fields(made, columns, entries)
end

-- Joins two closed levels: `on` is a list of {left =, right =} SQL.
local function join_text(left, right, on, kind)
  local tests = {}
  for i = 1, #on do tests[i] = on[i].left .. " = " .. on[i].right end
  return left.from .. "\n" .. (kind == "left" and "LEFT" or "INNER") .. " JOIN " .. right.from .. " ON "
    .. table.concat(tests, " AND ")
end

local function join_by_using(w, self, right, step, before)
  -- one text a key, equal where the values are: numbers as doubles, 0 as -0
  local function keys(side, at, columns)
    local list = {}
    for i, pair in ipairs(step.on) do
      local sql = at.fields[pair[side]]
      local kind = columns.by_name[pair[side]].type
      list[i] = (kind == "number" or kind == "integer") and "(" .. w.dialect.double(sql) .. " + 0)" or sql
    end
    return list
  end
  local left, left_keys = level.close(w, self, keys("left", self, before))
  local list = {}
  local other = step.right.columns
  for i, sql in ipairs(keys("right", right, other)) do list[i] = sql .. " AS " .. left_keys[i] end
  return left, left_keys, list
end

function STEPS.join(w, self, step, columns, before)
  self = level.settled(w, self)
  check_names(w, step.right.columns)
  local filtering = step.kind == "semi" or step.kind == "anti"
  local added, wanted = {}, {}
  for _, c in ipairs(filtering and {} or steps.joined_names(step, before, step.right.columns)) do
    if columns.by_name[c.name] then
      added[#added + 1] = c
      wanted[c.from] = true
    end
  end
  for _, pair in ipairs(step.on) do wanted[pair.right] = true end
  local right = level.settled(w, writer.levels(w, step.right, {}, "right", wanted))

  if not w.dialect.windows then
    local left, keys, list = join_by_using(w, self, right, step, before)
    local names = {}
    local function add(sql)
      local alias = w:fresh()
      list[#list + 1] = sql .. " AS " .. alias
      left.plain[alias] = true
      return alias
    end
    local body = level.body(right)
    if filtering then
      local hit = add("1")
      local text = "SELECT DISTINCT " .. table.concat(list, ", ") .. "\n" .. body
      left.from = left.from .. "\nALL LEFT JOIN " .. level.subquery(w, text) .. " USING (" .. table.concat(keys, ", ") .. ")"
      local closed
      left, closed = level.close(w, left, { hit })
      left.where[1] = (step.kind == "semi" and "isNotNull(" or "isNull(") .. closed[1] .. ")"
      w.needs_settings = true
      return left
    end
    for i, c in ipairs(added) do names[i] = add(right.fields[c.from]) end
    local bound_names = {}
    for _, c in ipairs(added) do
      if c.bounded then
        for _, name in ipairs(schema.BOUNDS) do bound_names[name] = add(right.fields[name]) end
      end
    end
    local order = {}
    for i = 1, #right.order do
      order[i] = { sql = add(right.order[i].sql), descending = right.order[i].descending, nullable = true }
    end
    local text = "SELECT " .. table.concat(list, ", ") .. "\n" .. body
    left.from = left.from .. "\nALL " .. (step.kind == "left" and "LEFT" or "INNER") .. " JOIN "
      .. level.subquery(w, text) .. " USING (" .. table.concat(keys, ", ") .. ")"
    w.needs_settings = true
    local entries = {}
    for i, c in ipairs(added) do entries[c.name] = { sql = names[i], infinite = right.infinite[c.from] } end
    for name, sql in pairs(bound_names) do entries[name] = { sql = sql, infinite = right.infinite[name] } end
    local made = with_fields(left, columns, entries)
    local full = {}
    for i = 1, #left.order do full[i] = left.order[i] end
    for i = 1, #order do full[#full + 1] = order[i] end
    made.order = full
    return made
  end

  -- both sides as subqueries whose columns have names of their own
  local left = level.close(w, self, nil, { fresh = true })
  right = level.close(w, right, nil, { fresh = true })
  local on = {}
  for i, pair in ipairs(step.on) do on[i] = { left = left.fields[pair.left], right = right.fields[pair.right] } end
  if filtering then
    local tests = {}
    for i = 1, #on do tests[i] = on[i].right .. " = " .. on[i].left end
    left.where[1] = (step.kind == "anti" and "NOT " or "") .. "EXISTS (SELECT 1 FROM " .. right.from .. " WHERE "
      .. table.concat(tests, " AND ") .. ")"
    return left
  end
  left.from = join_text(left, right, on, step.kind)
  local entries = {}
  for _, c in ipairs(added) do
    entries[c.name] = { sql = right.fields[c.from], infinite = right.infinite[c.from] }
    if c.bounded then
      for _, name in ipairs(schema.BOUNDS) do
        entries[name] = { sql = right.fields[name], infinite = right.infinite[name] }
      end
    end
  end
  local order = {}
  for i = 1, #left.order do order[i] = left.order[i] end
  for i = 1, #right.order do
    local key = right.order[i]
    order[#order + 1] = { sql = key.sql, descending = key.descending, nullable = true }
  end
  for sql in pairs(right.plain) do left.plain[sql] = true end
  local made = with_fields(left, columns, entries)
  made.order = order
  return made
end

--- The level of a whole query; `last` is the set of its columns that are read.
function writer.levels(w, query, options, argument, last)
  local source, plan = w.plan_of(query)
  check_names(w, source.columns)
  local schemas, sets = needs.of(source.columns, plan, last)
  local self = table_level(w, source, options, argument)
  for i, step in ipairs(plan) do
    check_names(w, schemas[i + 1])
    -- what is not read from here on is left behind
    self.columns = needs.kept(schemas[i], sets[i]).list
    self = STEPS[step.verb](w, self, step, needs.kept(schemas[i + 1], sets[i + 1]), schemas[i], schemas[i + 1])
  end
  self.columns = needs.kept(schemas[#schemas], sets[#sets]).list
  return self
end

--- The whole statement of a query.
function writer.statement(w, query, options)
  local text = level.finish(w, writer.levels(w, query, options, "table"))
  if #w.tables > 0 then text = "WITH " .. table.concat(w.tables, ",\n") .. "\n" .. text end
  if w.needs_settings and w.dialect.settings then text = text .. "\n" .. w.dialect.settings end
  text = number_parameters(w, text)
  local deepest = w.dialect.depth
  if deepest then
    local depth, most = 0, 0
    -- parentheses outside of names and literals
    for mark in text:gsub("'[^']*'", ""):gsub("`[^`]*`", ""):gmatch("[()]") do
      depth = depth + (mark == "(" and 1 or -1)
      most = math.max(most, depth)
    end
    if most > deepest then
      refuse(w, "nested too deeply for its parser: %d levels of parentheses where %d are taken", most, deepest)
    end
  end
  w:check_length(text)
  return text
end

-- A beginning of names that no column of the query has, nor of what it joins.
local function free_prefix(query, plan_of)
  local prefix = "bg_"
  local function look(at)
    local source, plan = plan_of(at)
    local lists = { schema.names(source.columns) }
    local columns = source.columns
    for _, step in ipairs(plan) do
      columns = steps.result(step, columns, step.right and step.right.columns)
      lists[#lists + 1] = schema.names(columns)
      if step.right then look(step.right) end
    end
    for _, list in ipairs(lists) do
      for _, name in ipairs(list) do
        while name:lower():sub(1, #prefix) == prefix do prefix = prefix .. "_" end
      end
    end
  end
  look(query)
  return prefix
end

--- What a statement is written with: its dialect, its parameters, its names.
function writer.context(query, dialect, literals, fail, plan_of)
  return setmetatable({ dialect = dialect, literals = literals, parameters = {}, bound = {}, names = 0, subqueries = 0,
    tables = {},
    prefix = free_prefix(query, plan_of), fail = fail, plan_of = plan_of }, context)
end

return writer
