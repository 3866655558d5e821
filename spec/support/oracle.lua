-- A plain evaluator of plans over row tables: slow, and written to be read. It
-- shares no code with the engine or the dialects beyond the shapes of plans, so
-- that what all of them answer alike is likely right.
--
-- A table here is {columns = {{name=, type=, bounded=}...}, rows = {{name = value}...}};
-- null is nil. A bounded column's bounds stand in the rows as lower, upper,
-- lower_open, upper_open.

local aggregates = require "support.oracle.aggregates"
local evaluate = require("support.oracle.expressions").evaluate
local values = require "support.oracle.values"
local windows = require "support.oracle.windows"
local window_bounds = require "support.oracle.window_bounds"

local oracle = {}

local BOUNDS = { "lower", "upper", "lower_open", "upper_open" }

local groups_of, key_of_row, less = values.groups_of, values.key_of_row, values.less

local function copied(row)
  local made = {}
  for k, v in pairs(row) do made[k] = v end
  return made
end

local function bounded_of(columns)
  for i = 1, #columns do
    if columns[i].bounded then return columns[i].name end
  end
end

local function drop_bounds(row)
  for i = 1, 4 do row[BOUNDS[i]] = nil end
end

-- Puts a column in its place by name, or at the end.
local function place(columns, made)
  local list, put = {}, false
  for i = 1, #columns do
    list[i] = columns[i]
    if list[i].name == made.name then list[i], put = made, true end
  end
  if not put then list[#list + 1] = made end
  return list
end

local STEPS = {}

function STEPS.filter(t, step)
  local rows, bounded = {}, bounded_of(t.columns)
  for _, row in ipairs(t.rows) do
    if evaluate(step.where, row, bounded) == true then rows[#rows + 1] = row end
  end
  return { columns = t.columns, rows = rows }
end

local function output(made, entry, row, bounded)
  made[entry.name] = evaluate(entry.expr, row, bounded)
end

local function keeps_bounds(entry, bounded)
  return bounded and entry.expr.op == "field" and entry.expr.name == bounded and entry.name == bounded
    and entry.bounds ~= false
end

function STEPS.select(t, step)
  local columns, rows, bounded, kept = {}, {}, bounded_of(t.columns), false
  for i, entry in ipairs(step.columns) do
    local keep = keeps_bounds(entry, bounded)
    kept = kept or keep
    columns[i] = { name = entry.name, type = entry.expr.type, bounded = keep or nil }
  end
  for i, row in ipairs(t.rows) do
    rows[i] = {}
    if kept then
      for k = 1, 4 do rows[i][BOUNDS[k]] = row[BOUNDS[k]] end
    end
    for _, entry in ipairs(step.columns) do output(rows[i], entry, row, bounded) end
  end
  return { columns = columns, rows = rows }
end

function STEPS.derive(t, step)
  local columns, rows, bounded, lost = t.columns, {}, bounded_of(t.columns), false
  for _, entry in ipairs(step.columns) do
    local keep = keeps_bounds(entry, bounded)
    lost = lost or (entry.name == bounded and not keep)
    columns = place(columns, { name = entry.name, type = entry.expr.type, bounded = keep or nil })
  end
  for i, row in ipairs(t.rows) do
    rows[i] = copied(row)
    if lost then drop_bounds(rows[i]) end
    for _, entry in ipairs(step.columns) do output(rows[i], entry, row, bounded) end
  end
  return { columns = columns, rows = rows }
end

local function sorted(rows, comes_before)
  local list = {}
  for i = 1, #rows do list[i] = { i, rows[i] } end
  table.sort(list, function(a, b)
    local before = comes_before(a[2], b[2])
    if before ~= nil then return before end
    return a[1] < b[1]
  end)
  for i = 1, #list do list[i] = list[i][2] end
  return list
end

function STEPS.sort(t, step)
  local bounded = bounded_of(t.columns)
  return { columns = t.columns, rows = sorted(t.rows, function(x, y)
    for _, key in ipairs(step.by) do
      local a, b = evaluate(key.expr, x, bounded), evaluate(key.expr, y, bounded)
      if a == nil or b == nil then
        if a ~= b then return b == nil end
      elseif a ~= b then
        if key.descending then return less(b, a) end
        return less(a, b)
      end
    end
  end) }
end

function STEPS.head(t, step)
  local rows = {}
  for i = step.offset + 1, math.min(#t.rows, step.offset + step.n) do rows[#rows + 1] = t.rows[i] end
  return { columns = t.columns, rows = rows }
end

function STEPS.distinct(t, step)
  local names = step.columns
  if not names then
    names = {}
    for i, c in ipairs(t.columns) do names[i] = c.name end
    if bounded_of(t.columns) then
      for i = 1, 4 do names[#names + 1] = BOUNDS[i] end
    end
  end
  local rows = {}
  for i, group in ipairs((groups_of(t.rows, names))) do rows[i] = group[1] end
  return { columns = t.columns, rows = rows }
end

local function column_of(t, name)
  for _, c in ipairs(t.columns) do
    if c.name == name then return c end
  end
end

local KEEP_TYPE = { sum = true, min = true, max = true, first = true, last = true }
local function result_type(fn, kind)
  if KEEP_TYPE[fn] then return kind end
  if fn == "count" or fn == "count_distinct" then return "integer" end
  if fn:find("_open_", 1, true) then return "boolean" end
  return "number"
end

function STEPS.summarise(t, step)
  local bounded = bounded_of(t.columns)
  local columns, rows = {}, {}
  for i, name in ipairs(step.by) do columns[i] = { name = name, type = column_of(t, name).type } end
  for _, c in ipairs(step.columns) do
    columns[#columns + 1] = { name = c.name, type = result_type(c.fn, c.expr and c.expr.type), bounded = c.bounded }
  end
  local groups = #step.by == 0 and { t.rows } or groups_of(t.rows, step.by)
  for i, group in ipairs(groups) do
    rows[i] = {}
    for _, name in ipairs(step.by) do rows[i][name] = group[1][name] end
    for _, c in ipairs(step.columns) do aggregates.fill(rows[i], c, group, bounded) end
  end
  return { columns = columns, rows = rows }
end

function STEPS.join(t, step)
  local right = oracle.table_of(step.right)
  local taken, keys = {}, {}
  for _, c in ipairs(t.columns) do taken[c.name] = true end
  local left_bounded, right_bounded = bounded_of(t.columns), bounded_of(right.columns)
  if left_bounded then
    for i = 1, 4 do taken[BOUNDS[i]] = true end
  end
  for _, pair in ipairs(step.on) do keys[pair.right] = true end
  local keep_bounds = right_bounded and not left_bounded and not taken[right_bounded]
  for i = 1, 4 do keep_bounds = keep_bounds and not taken[BOUNDS[i]] end
  local columns, added = {}, {}
  for i, c in ipairs(t.columns) do columns[i] = c end
  for _, c in ipairs(right.columns) do
    if not keys[c.name] then
      local name = taken[c.name] and c.name .. step.suffix or c.name
      added[#added + 1] = { from = c.name, to = name, bounded = c.bounded and keep_bounds }
      columns[#columns + 1] = { name = name, type = c.type, bounded = c.bounded and keep_bounds or nil }
    end
  end
  local filtering = step.kind == "semi" or step.kind == "anti"
  local rows = {}
  for _, row in ipairs(t.rows) do
    local hits = 0
    for _, other in ipairs(right.rows) do
      local match = true
      for _, pair in ipairs(step.on) do
        local a, b = row[pair.left], other[pair.right]
        match = match and a ~= nil and b ~= nil and a == b
      end
      if match then
        hits = hits + 1
        if not filtering then
          local made = copied(row)
          for _, c in ipairs(added) do
            made[c.to] = other[c.from]
            if c.bounded then
              for i = 1, 4 do made[BOUNDS[i]] = other[BOUNDS[i]] end
            end
          end
          rows[#rows + 1] = made
        end
      end
    end
    if (step.kind == "left" and hits == 0) or (step.kind == "semi" and hits > 0)
      or (step.kind == "anti" and hits == 0) then
      rows[#rows + 1] = row
    end
  end
  return { columns = filtering and t.columns or columns, rows = rows }
end

function STEPS.pivot_wider(t, step)
  local columns, rows = {}, {}
  for i, name in ipairs(step.keys) do columns[i] = { name = name, type = column_of(t, name).type } end
  local kind = result_type(step.fn, column_of(t, step.values).type)
  for _, c in ipairs(step.columns) do
    local part = c.part and (c.part:find("open", 1, true) and "boolean" or "number")
    columns[#columns + 1] = { name = c.name, type = part or kind }
  end
  local bounded = bounded_of(t.columns)
  for i, group in ipairs(#step.keys == 0 and { t.rows } or (groups_of(t.rows, step.keys))) do
    rows[i] = {}
    for _, name in ipairs(step.keys) do rows[i][name] = group[1][name] end
    for _, c in ipairs(step.columns) do
      local list = {}
      for _, row in ipairs(group) do
        if row[step.names] == c.value and row[step.values] ~= nil then list[#list + 1] = row end
      end
      local fn = c.part and c.part .. "_" .. step.fn or step.fn
      aggregates.fill(rows[i], { name = c.name, fn = fn, expr = { op = "field", name = step.values } }, list, bounded)
    end
  end
  return { columns = columns, rows = rows }
end

function STEPS.pivot_longer(t, step)
  local gone, columns, rows, kind = {}, {}, {}, nil
  for _, name in ipairs(step.columns) do
    gone[name] = true
    local own = column_of(t, name).type
    kind = (kind == nil or kind == own) and own or "number"
  end
  local bounded = bounded_of(t.columns)
  for _, c in ipairs(t.columns) do
    if not gone[c.name] then columns[#columns + 1] = c end
  end
  columns[#columns + 1] = { name = step.names_to, type = "string" }
  columns[#columns + 1] = { name = step.values_to, type = kind, bounded = bounded and gone[bounded] or nil }
  for _, row in ipairs(t.rows) do
    for _, name in ipairs(step.columns) do
      local made = copied(row)
      for gone_name in pairs(gone) do made[gone_name] = nil end
      if bounded and gone[bounded] and name ~= bounded then
        made.lower, made.upper, made.lower_open, made.upper_open = row[name], row[name], false, false
        if row[name] == nil then drop_bounds(made) end
      end
      made[step.names_to], made[step.values_to] = name, row[name]
      rows[#rows + 1] = made
    end
  end
  return { columns = columns, rows = rows }
end

function STEPS.window(t, step)
  local _, groups = groups_of(t.rows, step.by)
  local rows = {}
  local kind = "number"
  if step.fn == "lag" then kind = column_of(t, step.of).type elseif step.fn == "rank" then kind = "integer" end
  local lost = bounded_of(t.columns) == step.name
  for i, row in ipairs(t.rows) do
    rows[i] = copied(row)
    if lost then drop_bounds(rows[i]) end
    local group = groups[key_of_row(row, step.by)]
    local value = windows[step.fn](row, group, step, t.rows)
    rows[i][step.name] = value
    local bounds = step.parts and value ~= nil and window_bounds[step.fn](row, group, step, value) or {}
    for part, name in pairs(step.parts or {}) do rows[i][name] = bounds[part] end
  end
  local columns = place(t.columns, { name = step.name, type = kind })
  for _, part in ipairs(step.parts and BOUNDS or {}) do
    columns = place(columns, { name = step.parts[part], type = part:find("open", 1, true) and "boolean" or "number" })
  end
  return { columns = columns, rows = rows }
end

-- The face ------------------------------------------------------------------

local result = {}
result.__index = result
function result:each() return ipairs(self.list) end
function result:rows() return self.list end

--- Runs a plan on a table.
function oracle.run(source, plan)
  local t = source
  for _, step in ipairs(plan) do t = STEPS[step.verb](t, step) end
  return t
end

--- A table of what a join has on its right: a query on a provider below.
function oracle.table_of(query)
  local chain = require "baogao.query.chain"
  local source, plan = chain.plan(query)
  return oracle.run(oracle.tables[source.run], plan)
end

oracle.tables = setmetatable({}, { __mode = "k" })

--- What baogao.query.from takes, over a table {columns=, rows=}.
function oracle.provider(t, name)
  local function run(plan)
    local made = oracle.run(t, plan)
    return setmetatable({ list = made.rows, columns = made.columns }, result)
  end
  oracle.tables[run] = t
  return { columns = t.columns, run = run, table = name }
end

oracle.evaluate = evaluate
oracle.BOUNDS = BOUNDS

return oracle
