-- What each step of a plan makes of the columns before it. The shapes of the
-- steps are those that the engine runs (baogao.frame) and the dialects write:
--
--   {verb="filter", where=tree}
--   {verb="select"|"derive", columns={{name=, expr=tree}...}}
--   {verb="sort", by={{expr=tree, descending=bool}...}}          stable, nulls last in both directions
--   {verb="head", n=, offset=}
--   {verb="distinct", columns={names}|nil}                       keeps the first row of each
--   {verb="summarise", by={names}, columns={{name=, fn=, expr=tree|nil, q=|nil, bounded=|nil}...}}
--   {verb="join", kind="inner"|"left"|"semi"|"anti", right=, on={{left=, right=}...}, suffix=}
--   {verb="pivot_wider", keys={names}, names=, values=, fn=, columns={{name=, value=, part=|nil}...}}
--   {verb="pivot_longer", columns={names}, names_to=, values_to=}
--   {verb="window", fn=, of=, by={names}, name=, period=, n=, unit=, within=, descending=, parts=|nil}
--
-- A part is "lower", "upper", "lower_open" or "upper_open" of the bounds of what a column holds, as a column of its own;
-- the parts of a window are the names of these columns.

local schema = require "baogao.query.schema"
local functions = require "baogao.query.functions"

local steps = {}

local function copied(columns)
  local list = {}
  for i = 1, #columns.list do list[i] = columns.list[i] end
  return list
end

local function outputs_of(columns, entries)
  local list = {}
  for i = 1, #entries do
    local e = entries[i]
    -- a plain field with bounds keeps them under its own name
    local bounded = e.expr.op == "field" and e.expr.name == columns.bounded and e.name == e.expr.name
      and e.bounds ~= false
    list[i] = { name = e.name, type = e.expr.type, bounded = bounded or nil }
  end
  return list
end

local RESULTS = {}

local function same(_, columns) return columns end
RESULTS.filter, RESULTS.sort, RESULTS.head, RESULTS.distinct = same, same, same, same

function RESULTS.select(step, columns) return schema.new(outputs_of(columns, step.columns)) end

-- Puts columns in the place of those of their names, or at the end.
local function with_columns(columns, made)
  local list = copied(columns)
  for i = 1, #made do
    local at = #list + 1
    for k = 1, #list do
      if list[k].name == made[i].name then at = k end
    end
    list[at] = made[i]
  end
  return schema.new(list)
end

function RESULTS.derive(step, columns) return with_columns(columns, outputs_of(columns, step.columns)) end

local function type_of_aggregate(fn, kind)
  local result = functions.aggregate[fn].result
  return result == "same" and kind or result
end

function RESULTS.summarise(step, columns)
  local list = {}
  for i = 1, #step.by do list[i] = { name = step.by[i], type = (schema.field(columns, step.by[i])) } end
  for i = 1, #step.columns do
    local c = step.columns[i]
    list[#list + 1] = { name = c.name, type = type_of_aggregate(c.fn, c.expr and c.expr.type), bounded = c.bounded }
  end
  return schema.new(list)
end

--- The names that the right side's columns get in a join, in order: {from=, name=, column=}.
function steps.joined_names(step, columns, right)
  local taken, list = {}, {}
  for _, name in ipairs(schema.names(columns)) do taken[name] = true end
  local keys = {}
  for i = 1, #step.on do keys[step.on[i].right] = true end
  local clash = columns.bounded or (right.bounded and taken[right.bounded])
  if right.bounded and not clash then
    for _, name in ipairs(schema.BOUNDS) do clash = clash or taken[name] end
  end
  for i = 1, #right.list do
    local c = right.list[i]
    if not keys[c.name] then
      local name = taken[c.name] and c.name .. step.suffix or c.name
      list[#list + 1] = { from = c.name, name = name, type = c.type, bounded = c.bounded and not clash or nil }
    end
  end
  return list
end

function RESULTS.join(step, columns, right)
  if step.kind == "semi" or step.kind == "anti" then return columns end
  local list = copied(columns)
  for _, c in ipairs(steps.joined_names(step, columns, right)) do
    list[#list + 1] = { name = c.name, type = c.type, bounded = c.bounded }
  end
  return schema.new(list)
end

function RESULTS.pivot_wider(step, columns)
  local list = {}
  for i = 1, #step.keys do list[i] = { name = step.keys[i], type = (schema.field(columns, step.keys[i])) } end
  local kind = type_of_aggregate(step.fn, (schema.field(columns, step.values)))
  for i = 1, #step.columns do
    local c = step.columns[i]
    list[#list + 1] = { name = c.name, type = c.part and schema.BOUND_TYPES[c.part] or kind }
  end
  return schema.new(list)
end

--- The type that the values of a longer pivot share; nil where they share none.
function steps.shared_type(columns, names)
  local kind
  for i = 1, #names do
    local own = schema.field(columns, names[i])
    if not kind or kind == own then
      kind = own
    elseif (kind == "number" or kind == "integer") and (own == "number" or own == "integer") then
      kind = "number"
    else
      return nil
    end
  end
  return kind
end

function RESULTS.pivot_longer(step, columns)
  local gone, list, bounded = {}, {}, nil
  for i = 1, #step.columns do
    gone[step.columns[i]] = true
    bounded = bounded or columns.bounded == step.columns[i] or nil
  end
  for i = 1, #columns.list do
    local c = columns.list[i]
    if not gone[c.name] then list[#list + 1] = c end
  end
  list[#list + 1] = { name = step.names_to, type = "string" }
  list[#list + 1] = { name = step.values_to, type = steps.shared_type(columns, step.columns), bounded = bounded }
  return schema.new(list)
end

function RESULTS.window(step, columns)
  local kind = "number"
  if step.fn == "lag" then kind = schema.field(columns, step.of) elseif step.fn == "rank" then kind = "integer" end
  local made = { { name = step.name, type = kind } }
  for _, part in ipairs(step.parts and schema.BOUNDS or {}) do
    made[#made + 1] = { name = step.parts[part], type = schema.BOUND_TYPES[part] }
  end
  return with_columns(columns, made)
end

--- The columns after a step.
---@param step table
---@param columns table schema before it
---@param right? table schema of a join's right side
---@return table schema
function steps.result(step, columns, right)
  return RESULTS[step.verb](step, columns, right)
end

return steps
