-- Which columns a statement must carry: from the last step back to the first,
-- what is read later, so that a subquery names only that.

local schema = require "baogao.query.schema"
local steps = require "baogao.query.steps"

local needs = {}

-- Marks the columns that a tree reads; a bound stands for the column it bounds.
local function read(node, columns, set)
  if node.op == "field" then
    if columns.by_name[node.name] then set[node.name] = true else set[columns.bounded] = true end
  end
  for i = 1, #node do read(node[i], columns, set) end
end

local function add(set, list)
  for i = 1, #list do set[list[i]] = true end
end

local BEFORE = {}

function BEFORE.filter(step, columns, set) read(step.where, columns, set) end

function BEFORE.select(step, columns, set, after)
  for name in pairs(after) do set[name] = nil end
  for _, c in ipairs(step.columns) do
    if after[c.name] then read(c.expr, columns, set) end
  end
end

function BEFORE.derive(step, columns, set, after)
  for _, c in ipairs(step.columns) do set[c.name] = nil end
  for _, c in ipairs(step.columns) do
    if after[c.name] then read(c.expr, columns, set) end
  end
end

function BEFORE.sort(step, columns, set)
  for _, key in ipairs(step.by) do read(key.expr, columns, set) end
end

function BEFORE.head() end

function BEFORE.distinct(step, columns, set)
  if step.columns then return add(set, step.columns) end
  for _, c in ipairs(columns.list) do set[c.name] = true end
end

function BEFORE.summarise(step, columns, set)
  for name in pairs(set) do set[name] = nil end
  add(set, step.by)
  for _, c in ipairs(step.columns) do
    if c.expr then read(c.expr, columns, set) end
  end
end

function BEFORE.join(step, columns, set)
  for name in pairs(set) do
    if not columns.by_name[name] then set[name] = nil end
  end
  for _, pair in ipairs(step.on) do set[pair.left] = true end
end

function BEFORE.pivot_wider(step, _, set)
  for name in pairs(set) do set[name] = nil end
  add(set, step.keys)
  set[step.names], set[step.values] = true, true
end

function BEFORE.pivot_longer(step, _, set)
  set[step.names_to], set[step.values_to] = nil, nil
  add(set, step.columns)
end

function BEFORE.window(step, _, set)
  set[step.name] = nil
  for _, name in pairs(step.parts or {}) do set[name] = nil end
  set[step.of] = true
  add(set, step.by)
  add(set, step.within or {})
  if step.period then set[step.period] = true end
end

--- The schema of the columns of `columns` that are in a set.
function needs.kept(columns, set)
  local list = {}
  for _, c in ipairs(columns.list) do
    if set[c.name] then list[#list + 1] = c end
  end
  return schema.new(list)
end

--- Columns before each step, and what is needed of them: two arrays of #plan + 1.
---@param columns table schema of the source
---@param plan table[]
---@param last? table set of what is needed of the result; everything where absent
---@return table[] schemas, table[] sets
function needs.of(columns, plan, last)
  local schemas, sets = { columns }, {}
  for i, step in ipairs(plan) do
    schemas[i + 1] = steps.result(step, schemas[i], step.right and step.right.columns)
  end
  local set = last
  if not set then
    set = {}
    for _, c in ipairs(schemas[#schemas].list) do set[c.name] = true end
  end
  sets[#plan + 1] = set
  for i = #plan, 1, -1 do
    local before = {}
    for name in pairs(set) do before[name] = true end
    BEFORE[plan[i].verb](plan[i], schemas[i], before, set)
    -- a row must have a column, if only to be counted
    if next(before) == nil and schemas[i].list[1] then before[schemas[i].list[1].name] = true end
    sets[i], set = before, before
  end
  return schemas, sets
end

return needs
