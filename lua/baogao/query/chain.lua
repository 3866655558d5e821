-- The chain: a query that is written verb by verb and run once, at its end.
--
--   local top = query:filter("level = 'national' and value > 10")
--     :group_by("category"):summarise{ total = "sum(value)" }:sort("total desc"):head(10)
--   for _, row in top:each() do print(row.category, row.total) end
--
-- A chain is lazy and never changes: each verb answers a new one that points at
-- the one before, so a beginning can be kept and continued in many ways. Every
-- verb is checked when it is written, against the columns it will find; misuse
-- and a filter text that does not read raise there, with the message and the
-- caret (baogao.query.parse answers nil, message, for texts of a request).
--
-- Endings: :rows(), :each(), :frame() run it; :sql(dialect) writes it for an
-- engine; :explain() shows the plan.

local limits = require "baogao.query.limits"
local steps = require "baogao.query.steps"
local text = require "baogao.query.text"
local verbs = require "baogao.query.verbs"

local chain = {}

---@class baogao.query
---@field filter fun(self, condition: string|table, parameters?: table<string, any>): baogao.query
---@field where fun(self, condition: string|table, parameters?: table<string, any>): baogao.query
---@field select fun(self, ...: string|table): baogao.query
---@field derive fun(self, name: string|table, expression?: string, parameters?: table<string, any>): baogao.query
---@field sort fun(self, ...: string): baogao.query
---@field head fun(self, n?: integer, offset?: integer): baogao.query
---@field distinct fun(self, ...: string): baogao.query
---@field group_by fun(self, ...: string): baogao.query
---@field summarise fun(self, ...: string|table): baogao.query
---@field count fun(self, ...: string): baogao.query
---@field join fun(self, right: any, options: table): baogao.query
---@field pivot fun(self, options: table): baogao.query
---@field pivot_wider fun(self, options: table): baogao.query
---@field pivot_longer fun(self, options: table): baogao.query
---@field growth fun(self, of: string, options?: table): baogao.query a fraction, by period
---@field lag fun(self, of: string, options?: table): baogao.query
---@field difference fun(self, of: string, options?: table): baogao.query
---@field share fun(self, of: string, options?: table): baogao.query
---@field contribution fun(self, of: string, options?: table): baogao.query
---@field rank fun(self, of: string, options?: table): baogao.query
---@field cumulative fun(self, of: string, options?: table): baogao.query
---@field rows fun(self): table[]
---@field each fun(self): fun(): integer?, table?
---@field frame fun(self): baogao.frame
---@field totals fun(self, field: string|string[]): baogao.Total[]
---@field left_out fun(self, field: string|string[]): baogao.LeftOut[]
---@field sql fun(self, dialect: "sqlite"|"postgres"|"clickhouse", options?: table): string, table, table[]
---@field explain fun(self): string
---@field schema fun(self): table[] the columns of the result: {name=, type=, bounded=}
local methods = {}
local meta = { __index = methods, __name = "baogao.query" }

-- source: {columns = schema, run = function(plan) or nil, table = name or nil, rows = function or nil}
local function start(source)
  return setmetatable({ source = source, columns = source.columns, length = 0 }, meta)
end

--- True where a value is a query.
function chain.is(value) return getmetatable(value) == meta end

--- A query on a source made by source.lua.
chain.start = start

-- Calls work; a fault of verbs.lua is raised at the user's line, anything else as it came.
local function guarded(name, work, ...)
  local ok, a, b, c = pcall(work, ...)
  if ok then return a, b, c end
  local err = a
  if getmetatable(err) == verbs.Fault then error("baogao.query:" .. name .. ": " .. err.message, 3) end
  error(err, 0)
end

local function checked_self(self, name)
  if getmetatable(self) ~= meta then error("baogao.query:" .. name .. ": call it as query:" .. name .. "(...)", 3) end
end

local function append(self, step)
  if self.length >= limits.STEPS then verbs.fail("at most %d steps in one query", limits.STEPS) end
  local right = step.right and step.right.columns
  local ok, columns = pcall(steps.result, step, self.columns, right)
  if not ok then verbs.fail("%s", columns) end
  return setmetatable({ source = self.source, before = self, step = step, columns = columns, length = self.length + 1 },
    meta)
end

-- The steps from the first to the last.
local function plan_of(self)
  local plan, at = {}, self
  while at.step do
    plan[at.length] = at.step
    at = at.before
  end
  return plan
end

local function run(self)
  if not self.source.run then verbs.fail("this query stands on a description of columns: it has no rows of its own") end
  if not self.source.prepare then return self.source.run(plan_of(self)) end
  -- a chain never changes: what the engine makes ready of it is kept for the next time
  self.ready = self.ready or self.source.prepare(plan_of(self))
  return self.ready()
end

local function refuse_groups(self, verb)
  if self.groups and not self.groups_used then
    verbs.fail("after group_by, first summarise or count (%s would mix the groups)", verb)
  end
end

local function define(name, work)
  methods[name] = function(self, ...)
    checked_self(self, name)
    -- no tail call: error levels count this frame
    local a, b, c = guarded(name, work, self, ...)
    return a, b, c
  end
end

-- keeps the grouping of a chain through verbs that leave rows as they are
local function keeping(self, made)
  made.groups, made.groups_used = self.groups, self.groups_used
  return made
end

--- Keeps the rows where a condition is true (where it is null, the row goes).
---@param condition string|table "level = 'national' and value > $least", or {level = "national"}
---@param parameters? table<string, any> values of the $names of a text
---@return baogao.query
define("filter", function(self, condition, parameters)
  return keeping(self, append(self, verbs.step("filter", self.columns, condition, parameters)))
end)
methods.where = methods.filter

--- Keeps columns: names, texts "value / 12 as per_month", and {name = "expression"}.
define("select", function(self, ...)
  refuse_groups(self, "select")
  return append(self, verbs.step("select", self.columns, ...))
end)

--- Adds columns: derive("per_month", "value / 12"), derive{per_month = "value / 12"}.
define("derive", function(self, first, expression, parameters)
  return keeping(self, append(self, verbs.step("derive", self.columns, first, expression, parameters)))
end)

--- Sorts, stably, nulls last: sort("value desc", "level").
define("sort", function(self, ...)
  return keeping(self, append(self, verbs.step("sort", self.columns, ...)))
end)

--- The first n rows (10), after `offset` of them.
define("head", function(self, n, offset)
  refuse_groups(self, "head")
  return append(self, verbs.step("head", self.columns, n, offset))
end)

--- The first row of each combination of the columns named (of all, where none is).
define("distinct", function(self, ...)
  refuse_groups(self, "distinct")
  return append(self, verbs.step("distinct", self.columns, ...))
end)

--- Names the groups for the next summarise, count, share, rank, growth ...
define("group_by", function(self, ...)
  local list = verbs.columns(self.columns, ...)
  if #list == 0 then verbs.fail("no column named") end
  local made = setmetatable({}, meta)
  for key, value in pairs(self) do made[key] = value end
  made.groups, made.groups_used = list, nil
  return made
end)

--- One row a group: summarise{total = "sum(value)"}, or "sum(value) as total".
define("summarise", function(self, ...)
  return append(self, verbs.step("summarise", self.columns, self.groups or {}, ...))
end)
methods.summarize = methods.summarise

--- How many rows: in all, or of each combination of the columns named.
define("count", function(self, ...)
  return append(self, verbs.step("count", self.columns, self.groups or {}, ...))
end)

--- Joins another query or frame: join(right, {on = "region", kind = "inner"|"left"|"semi"|"anti", suffix = "_right"}).
define("join", function(self, right, options)
  refuse_groups(self, "join")
  right = chain.from(right, nil, "right")
  if right.groups and not right.groups_used then verbs.fail("right: its group_by has no summarise") end
  return append(self, verbs.step("join", self.columns, right, options))
end)

-- distinct values of a column, in order of first appearance: the columns of a pivot
local function resolve_pivot(self)
  return function(name)
    if not self.source.run then verbs.fail("columns: a query without rows of its own must be told them") end
    local narrow = append(append(append(self, verbs.step("filter", self.columns, { [name] = { is_null = false } })),
      verbs.step("select", self.columns, text.name(name))), { verb = "distinct" })
    local list = {}
    for _, row in run(narrow):each() do list[#list + 1] = row[name] end
    return list
  end
end

--- From long to wide: pivot_wider{names = "year", values = "value", keys = {"region"}, fn = "sum", columns = {...}}.
--- Without `columns` the values of `names` are looked up now.
define("pivot_wider", function(self, options)
  refuse_groups(self, "pivot_wider")
  return append(self, verbs.step("pivot_wider", self.columns, options, resolve_pivot(self)))
end)

--- From wide to long: pivot_longer{columns = {"2023", "2024"}, names_to = "year", values_to = "value"}.
define("pivot_longer", function(self, options)
  refuse_groups(self, "pivot_longer")
  return append(self, verbs.step("pivot_longer", self.columns, options))
end)

--- pivot_wider where `names` is given, else pivot_longer.
define("pivot", function(self, options)
  refuse_groups(self, "pivot")
  local verb = type(options) == "table" and options.names ~= nil and "pivot_wider" or "pivot_longer"
  return append(self, verbs.step(verb, self.columns, options, resolve_pivot(self)))
end)

for _, fn in ipairs { "lag", "growth", "difference", "share", "contribution", "rank", "cumulative" } do
  define(fn, function(self, of, options)
    local made = keeping(self, append(self, verbs.window(self.columns, fn, self.groups or {}, of, options)))
    -- the groups have served, and may serve again
    made.groups_used = true
    return made
  end)
end

local function refuse_open_groups(self)
  if self.groups and not self.groups_used then verbs.fail("group_by needs a summarise or count after it") end
end

--- Runs the query: the result as a frame.
define("frame", function(self)
  refuse_open_groups(self)
  return run(self)
end)

--- Runs the query: an array of rows, each a table by column name; null is nil.
---@return table[]
define("rows", function(self)
  refuse_open_groups(self)
  return run(self):rows()
end)

--- Runs the query and iterates over its rows: for i, row in query:each() do ... end
define("each", function(self)
  refuse_open_groups(self)
  return run(self):each()
end)

--- The columns of the result.
define("schema", function(self)
  local list = {}
  for i = 1, #self.columns.list do
    local c = self.columns.list[i]
    list[i] = { name = c.name, type = c.type, bounded = c.bounded }
  end
  return list
end)

for _, what in ipairs { "totals", "left_out" } do
  --- Totals of the facts that are left, by a field or several, as report:totals
  --- makes them: nothing is counted twice. left_out tells what stands outside.
  define(what, function(self, field)
    refuse_open_groups(self)
    local function left(narrow)
      if not narrow then return run(self) end
      return run(append(self, verbs.step("select", self.columns, narrow)))
    end
    return require("baogao.query.totals").make(self.source, plan_of(self), self.columns, left, field, what, verbs.fail)
  end)
end

--- The query for another engine: text, the values to bind, and its columns.
--- Dialects: sqlite, postgres, clickhouse. Options: table = the table's name;
--- literals = true writes the values into the text by the dialect's own rules,
--- for a driver or server that cannot bind.
---@param dialect string
---@param options? table
---@return string text, table parameters, table[] columns
define("sql", function(self, dialect, options)
  refuse_open_groups(self)
  return require("baogao.query.sql").write(self, dialect, options)
end)

-- Columns of a page of the plan.
local PAGE = 80

local function heading(source)
  local lines, line = {}, ("%-13s%s:"):format("from", source.table or "frame")
  for i = 1, #source.columns.list do
    local c = source.columns.list[i]
    local shown = text.name(c.name) .. " " .. c.type .. (c.bounded and " with bounds" or "")
      .. (i < #source.columns.list and "," or "")
    if #line + #shown >= PAGE then
      lines[#lines + 1] = line
      line = (" "):rep(12)
    end
    line = line .. " " .. shown
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

--- The plan as text, one line a step.
---@return string
define("explain", function(self)
  local lines = { heading(self.source) }
  for _, step in ipairs(plan_of(self)) do
    lines[#lines + 1] = text.step(step)
    if step.right then
      for line in step.right:explain():gmatch("[^\n]+") do lines[#lines + 1] = "  | " .. line end
    end
  end
  if self.groups then lines[#lines + 1] = ("%-13s%s"):format("group_by", table.concat(self.groups, ", ")) end
  return table.concat(lines, "\n")
end)

meta.__tostring = function(self) return "baogao.query\n" .. methods.explain(self) end

--- A query on anything that has rows and columns (see source.lua).
---@param given any a query, a frame, or {columns = {...}, run = function(plan) ... end, table = "facts"}
---@param options? table {table = "facts"}: its name in SQL
---@return baogao.query
function chain.from(given, options, argument)
  if chain.is(given) then return given end
  local source = require "baogao.query.source"
  local made, message = source.of(given, options)
  if not made then verbs.fail("%s: %s", argument or "source", message) end
  return start(made)
end

--- The source and the steps of a query, for engines and dialects.
---@param self baogao.query
---@return table source
---@return table[] plan
function chain.plan(self) return self.source, plan_of(self) end

chain.guarded = guarded

return chain
