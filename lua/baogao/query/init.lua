-- baogao.query: questions to columns of facts.
--
--   query.from(frame)                       a lazy chain (chain.lua) on a frame
--   query.parse(text, columns, parameters)  a filter of a request, checked: condition, or nil, message
--   query.facts(report)                     a chain on the facts of a report
--   query.limits                            the named limits of the language
--   query.sql.load(frame, dialect, table)   statements that create and fill a table (sql/load.lua)

local query = {}

local LAZY = {
  limits = "baogao.query.limits",
  sql = "baogao.query.sql",
}

setmetatable(query, {
  __index = function(self, key)
    if not LAZY[key] then return nil end
    local value = require(LAZY[key])
    rawset(self, key, value)
    return value
  end,
})

--- A query on a frame, or on {columns = {{name=, type=}...}, run = function(plan) ... end, table = "facts"}.
---@param source any
---@param options? table {table = "facts"}: the table's name in SQL
---@return baogao.query
function query.from(source, options)
  local chain = require "baogao.query.chain"
  local made = chain.guarded("from", chain.from, source, options)
  return made
end

--- A query on the facts of a report, or on an array of facts.
---@param report baogao.Report|baogao.Fact[]
---@return baogao.query
function query.facts(report)
  if type(report) ~= "table" then error("baogao.query.facts: report: a report expected, got " .. type(report), 2) end
  return require("baogao.query.facts").query(report)
end

--- True for a query.
function query.is(value) return require("baogao.query.chain").is(value) end

--- Reads a filter that comes from outside. What it answers may be given to
--- query:filter, and to :filter of any query that has the fields it names.
---@param text string|table a filter, or a condition table
---@param columns any the columns it is for: an array of {name=, type=}, a query or a frame
---@param parameters? table<string, any>
---@return table? condition nil where the text is at fault
---@return string? message what is wrong, the line, and a caret under it
function query.parse(text, columns, parameters)
  local chain, schema = require "baogao.query.chain", require "baogao.query.schema"
  local verbs = require "baogao.query.verbs"
  if type(text) ~= "string" and type(text) ~= "table" then
    error("baogao.query.parse: text: a string expected, got " .. type(text), 2)
  end
  if parameters ~= nil and type(parameters) ~= "table" then
    error("baogao.query.parse: parameters: a table expected, got " .. type(parameters), 2)
  end
  local fitting
  if chain.is(columns) then
    fitting = columns.columns
  elseif type(columns) == "table" and columns[1] ~= nil then
    local ok, made = pcall(schema.new, columns)
    if not ok then error("baogao.query.parse: " .. made, 2) end
    fitting = made
  else
    fitting = chain.guarded("parse", chain.from, columns, nil, "columns").columns
  end
  local ok, result = pcall(verbs.condition, fitting, text, parameters)
  if ok then return setmetatable(result, verbs.Condition) end
  if getmetatable(result) == verbs.Fault then return nil, result.message end
  error(result, 0)
end

return query
