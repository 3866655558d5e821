-- Queries past one machine: the same plan as SQL for SQLite, PostgreSQL and
-- ClickHouse, and the statements that bring a frame there.
--
--   local text, parameters, columns = query:sql("postgres")
--   for statement, values in baogao.sql.load(frame, "postgres", "facts") do ... end
--
-- Values are bound, never spliced: ?1 in SQLite, $1 in PostgreSQL, {p1:Type} in
-- ClickHouse. For a driver or a server that cannot bind, {literals = true}
-- writes them into the text by the dialect's own rules.
--
-- The answer is the frame's, row for row: nulls last in both directions, three-
-- valued conditions, texts by their bytes, ties in the order of the rows (which
-- load numbers in the column baogao_row), doubles for arithmetic, bounds. Sums
-- of doubles may differ in their last digits, as the engines add in their own
-- order, and bounds are not rounded outward there; a product beyond the doubles
-- is an error in PostgreSQL and infinite in the others, where a frame has null.

local fault = require "baogao.query.fault"
local verbs = require "baogao.query.verbs"

local sql = {}

sql.dialects = { "sqlite", "postgres", "clickhouse" }

local DIALECTS = {
  sqlite = "baogao.query.sql.sqlite",
  postgres = "baogao.query.sql.postgres",
  clickhouse = "baogao.query.sql.clickhouse",
}

--- The table of a dialect; throws a fault for one that is not known.
function sql.dialect(name)
  if type(name) ~= "string" or not DIALECTS[name] then
    local hint = type(name) == "string" and fault.suggest(name, sql.dialects) or " (there are: sqlite, postgres, clickhouse)"
    verbs.fail("unknown dialect '%s'%s", fault.word(tostring(name)), hint)
  end
  return require(DIALECTS[name])
end

--- Checks the options of a call against those it knows.
function sql.options(options, known)
  if options == nil then return {} end
  if type(options) ~= "table" then verbs.fail("options: a table expected, got %s", type(options)) end
  for key, value in pairs(options) do
    local expected = known[key]
    if not expected then
      local names = {}
      for name in pairs(known) do names[#names + 1] = name end
      table.sort(names)
      verbs.fail("options: unknown option '%s'%s", fault.word(tostring(key)), fault.suggest(tostring(key), names))
    end
    if type(value) ~= expected then verbs.fail("options: %s: a %s expected, got %s", key, expected, type(value)) end
  end
  return options
end

--- Writes a query; query:sql calls this.
---@return string text, table parameters, table[] columns {name=, type=} of the result
function sql.write(query, dialect, options)
  local writer, chain = require "baogao.query.sql.writer", require "baogao.query.chain"
  local known = sql.dialect(dialect)
  options = sql.options(options, { table = "string", row = "string", literals = "boolean" })
  local context = writer.context(query, known, options.literals, function(message) verbs.fail("%s", message) end,
    chain.plan)
  local text = writer.statement(context, query, options)
  local columns = {}
  local schema = require "baogao.query.schema"
  for _, column in ipairs(query.columns.list) do
    columns[#columns + 1] = { name = column.name, type = column.type }
    if column.bounded then
      for _, name in ipairs(schema.BOUNDS) do
        columns[#columns + 1] = { name = name, type = (schema.field(query.columns, name)) }
      end
    end
  end
  return text, context.parameters, columns
end

--- The statements that create and fill a table: see sql/load.lua.
function sql.load(source, dialect, name, options)
  local chain = require "baogao.query.chain"
  local iterate = chain.guarded("sql.load", require("baogao.query.sql.load").statements, source, dialect, name, options)
  return iterate
end

--- One value as a literal of a dialect: for a driver that cannot bind.
---@param value string|number|boolean|nil
---@param dialect string
---@return string? literal
---@return string? message what the dialect cannot hold
function sql.literal(value, dialect)
  local chain = require "baogao.query.chain"
  local known = chain.guarded("sql.literal", sql.dialect, dialect)
  if value == nil then return "NULL" end
  local kind = type(value)
  if kind ~= "string" and kind ~= "number" and kind ~= "boolean" then
    error("baogao.sql.literal: value: a string, number, boolean or nil expected, got " .. kind, 2)
  end
  return known.literal(value, kind)
end

return sql
