-- What a query may stand on: a frame, or any table that says its columns and,
-- where it can, runs plans.

local schema = require "baogao.query.schema"

local source = {}

local KNOWN = { columns = true, run = true, table = true }
local OPTIONS = { table = true }

-- The frame engine, where it is built; nil in a tree that has only the language.
local function frames()
  local ok, frame = pcall(require, "baogao.frame")
  if ok and type(frame) == "table" and frame.run then return frame end
  return nil
end

-- A plan's right sides are queries here; the engine takes frames.
local function with_frames(plan)
  local made = {}
  for i = 1, #plan do
    made[i] = plan[i]
    if plan[i].right then
      local copy = {}
      for key, value in pairs(plan[i]) do copy[key] = value end
      copy.right = plan[i].right:frame()
      made[i] = copy
    end
  end
  return made
end

--- Describes a source: {columns = schema, run = function(plan) or nil, table = name}.
---@param given any a frame, or {columns = {{name=, type=}...}, run = function(plan) -> result, table = name}
---@param options? table {table = name in SQL}
---@return table? source
---@return string? message
function source.of(given, options)
  options = options or {}
  for key in pairs(options) do
    if not OPTIONS[key] then return nil, "unknown option '" .. tostring(key) .. "' (there are: table)" end
  end
  if options.table ~= nil and type(options.table) ~= "string" then return nil, "table: a name expected" end
  local engine = frames()
  if engine and engine.is(given) then
    return {
      columns = schema.new(given:schema()),
      run = function(plan) return engine.run(given, with_frames(plan)) end,
      prepare = function(plan) return engine.prepare(given, with_frames(plan)) end,
      table = options.table,
      frame = given, -- what totals are made of
    }
  end
  if type(given) ~= "table" or given.columns == nil then
    return nil, "a frame, a query or {columns = {...}} expected, got " .. type(given)
  end
  for key in pairs(given) do
    if not KNOWN[key] then return nil, "unknown key '" .. tostring(key) .. "' (there are: columns, run, table)" end
  end
  local ok, columns = pcall(schema.new, given.columns)
  if not ok then return nil, columns end
  if given.run ~= nil and type(given.run) ~= "function" then return nil, "run: a function expected" end
  local table_name = options.table or given.table
  if table_name ~= nil and type(table_name) ~= "string" then return nil, "table: a name expected" end
  return { columns = columns, run = given.run, table = table_name }
end

return source
