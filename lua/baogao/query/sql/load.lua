-- A frame as a table of another engine: statements that create it and fill it.
--
--   for text, values in baogao.sql.load(frame, "sqlite", "facts", {batch = 500}) do driver:run(text, values) end
--
-- The table has the frame's columns, the bounds of the column that has them, and
-- baogao_row, the number of the row, which keeps the frame's order. Each batch
-- is one INSERT with bound values, or with literals where asked ({literals =
-- true}; always for ClickHouse, whose INSERT takes none, and where a batch is an
-- array of literals a column).
--
-- ClickHouse over several servers: {cluster = "name"} makes a local table
-- NAME_local and NAME over all its shards; run the first two statements on
-- every server (their third result is "create"), the rest ("insert") on one.

local chain = require "baogao.query.chain"
local level_fields = require "baogao.query.schema"
local sql = require "baogao.query.sql"
local verbs = require "baogao.query.verbs"
local writer = require "baogao.query.sql.writer"

local load = {}

-- Rows of one INSERT, and bytes of one INSERT with literals: a statement stays
-- well below what servers take (SQLite 1 MB, PostgreSQL 1 GB, ClickHouse 256 KB
-- of parsed query, where the rows of INSERT ... VALUES do not count). ClickHouse
-- takes as many rows as it can at a time: each INSERT is a part on its disk.
local ROWS, BYTES = 1000, 500000
local ARRAY_ROWS, ARRAY_BYTES = 10000, 240000

local function quoted_name(dialect, name)
  if type(name) ~= "string" or name == "" then verbs.fail("table: a name expected") end
  local parts = {}
  for part in (name .. "."):gmatch("([^.]*)%.") do
    if part == "" or part:find("%c") then verbs.fail("table: '%s' is no table's name", (name:gsub("%c", "?"))) end
    parts[#parts + 1] = dialect.quote(part)
  end
  return table.concat(parts, ".")
end

-- {name, type} of every column of the table.
local function columns_of(columns, row)
  local list = { { name = row, type = "integer", row = true } }
  for _, column in ipairs(columns.list) do
    list[#list + 1] = { name = column.name, type = column.type }
    if column.bounded then
      for _, name in ipairs(level_fields.BOUNDS) do
        list[#list + 1] = { name = name, type = (level_fields.field(columns, name)) }
      end
    end
  end
  return list
end

local function check(dialect, list)
  local seen = {}
  for _, column in ipairs(list) do
    local name = column.name
    if name:find("%c") then verbs.fail("%s: a name holds a control character: '%s'", dialect.name, (name:gsub("%c", "?"))) end
    if dialect.name_bytes and #name > dialect.name_bytes then
      verbs.fail("%s: a name has more than %d bytes: '%s'", dialect.name, dialect.name_bytes, name)
    end
    local key = dialect.case_blind and name:lower() or name
    if seen[key] then verbs.fail("%s: the names '%s' and '%s' are the same there", dialect.name, seen[key], name) end
    seen[key] = name
  end
end

local function create(dialect, name, list, options)
  local parts = {}
  for i, column in ipairs(list) do
    local kind = dialect.types[column.type]
    if column.row then kind = dialect.name == "clickhouse" and "Int64" or kind .. " PRIMARY KEY" end
    parts[i] = "  " .. dialect.quote(column.name) .. " " .. kind
  end
  local body = " (\n" .. table.concat(parts, ",\n") .. "\n)"
  if dialect.name ~= "clickhouse" then
    return { "CREATE TABLE " .. quoted_name(dialect, name) .. body }
  end
  local row = dialect.quote(list[1].name)
  local engine = "\nENGINE = MergeTree() ORDER BY " .. row
  if not options.cluster then return { "CREATE TABLE " .. quoted_name(dialect, name) .. body .. engine } end
  local database = options.database or "default"
  return {
    "CREATE TABLE " .. quoted_name(dialect, name .. "_local") .. body .. engine,
    "CREATE TABLE " .. quoted_name(dialect, name) .. body .. "\nENGINE = Distributed(" .. dialect.quote(options.cluster)
      .. ", " .. dialect.quote(database) .. ", " .. dialect.quote(name .. "_local") .. ", " .. row .. ")",
  }
end

local LIMIT = 2 ^ 53

-- What the engines could not hold, or hold as something else, is refused by its row and column.
local function checked(value, column, row)
  if value == nil then return nil end
  local kind = column.type
  local expected = (kind == "number" or kind == "integer") and "number" or (kind == "boolean" and "boolean") or "string"
  if type(value) ~= expected then
    verbs.fail("row %d, '%s': a %s expected, got %s", row, column.name, kind, type(value))
  end
  if expected == "number" and value ~= value then verbs.fail("row %d, '%s': not a number", row, column.name) end
  if kind == "integer" and (value % 1 ~= 0 or value > LIMIT or value < -LIMIT) then
    verbs.fail("row %d, '%s': not a whole number up to 2^53", row, column.name)
  end
  if value == 0 and kind == "number" then return 0.0 end
  return value
end

-- What is to be done, settled before the first statement: { dialect, query, list, batch, literals, head }, and `at`, the
-- rows read so far.
local function plan(source, name, table_name, options)
  local dialect = sql.dialect(name)
  local query = chain.from(source)
  local list = columns_of(query.columns, options.row or writer.ROW)
  check(dialect, list)
  if (options.cluster or options.database) and dialect.name ~= "clickhouse" then
    verbs.fail("options: %s has no clusters", dialect.name)
  end
  local batch = options.batch or (dialect.inserted_rows and ARRAY_ROWS or ROWS)
  if batch % 1 ~= 0 or batch < 1 then verbs.fail("options: batch: a whole number from 1 on expected") end
  local literals = options.literals or dialect.name == "clickhouse"
  if not literals then batch = math.min(batch, math.floor(dialect.bound_values / #list)) end
  if batch < 1 then verbs.fail("%s: more than %d columns in one statement", dialect.name, dialect.bound_values) end
  local names = {}
  for i = 1, #list do names[i] = dialect.quote(list[i].name) end
  local head = "INSERT INTO " .. quoted_name(dialect, table_name) .. " (" .. table.concat(names, ", ") .. ") "
  return { dialect = dialect, query = query, list = list, batch = batch, literals = literals, head = head, at = 0 }
end

-- The next row's values, checked; nil behind the last. The query runs when the first is asked for.
local function read(self)
  if not self.each then self.each, self.state, self.control = self.query:each() end
  local row
  self.control, row = self.each(self.state, self.control)
  if self.control == nil then
    self.each = function() end
    return nil
  end
  self.at = self.at + 1
  local values = {}
  for i, column in ipairs(self.list) do
    values[i] = self.at
    if not column.row then values[i] = checked(row[column.name], column, self.at) end
  end
  return values
end

-- The values of one row as SQL; binds them where they are bound.
local function written(self, values, parameters)
  local dialect, parts = self.dialect, {}
  for i, column in ipairs(self.list) do
    local value = values[i]
    if value == nil then
      parts[i] = "NULL"
    elseif self.literals then
      local message
      parts[i], message = (dialect.inserted or dialect.literal)(value, column.type)
      if not parts[i] then verbs.fail("row %d, '%s': %s", self.at, column.name, message) end
    else
      if dialect.name == "postgres" and type(value) == "string" and value:find("%z") then
        verbs.fail("row %d, '%s': PostgreSQL keeps no NUL in a text", self.at, column.name)
      end
      parameters[#parameters + 1] = dialect.bound(value, column.type)
      parts[i] = dialect.placeholder(#parameters, column.type)
    end
  end
  return "(" .. table.concat(parts, ", ") .. ")"
end

-- As many rows as one INSERT ... VALUES takes.
local function insert_values(self)
  local lines, parameters, bytes = {}, {}, 0
  while #lines < self.batch and (bytes < BYTES or not self.literals) do
    local values = read(self)
    if not values then break end
    lines[#lines + 1] = written(self, values, parameters)
    bytes = bytes + #lines[#lines]
  end
  if #lines == 0 then return nil end
  return self.head .. "VALUES\n" .. table.concat(lines, ",\n"), parameters, "insert"
end

-- The elements of one row, and their bytes.
local function elements_of(self, values)
  local elements, bytes = {}, 0
  for i, column in ipairs(self.list) do
    elements[i] = self.dialect.element(values[i], column.type)
    bytes = bytes + #elements[i] + 1
  end
  return elements, bytes
end

-- As many rows as one statement of arrays takes; one that is longer than that by itself goes as VALUES.
local function insert_arrays(self)
  local taken, bytes = {}, #self.head
  while #taken < self.batch do
    local values = self.waiting or read(self)
    self.waiting = nil
    if not values then break end
    local elements, more = elements_of(self, values)
    if more > ARRAY_BYTES and #taken == 0 then
      return self.head .. "VALUES\n" .. written(self, values, {}), {}, "insert"
    end
    if bytes + more > ARRAY_BYTES and #taken > 0 then
      self.waiting = values
      break
    end
    taken[#taken + 1], bytes = elements, bytes + more
  end
  if #taken == 0 then return nil end
  return self.dialect.inserted_rows(self.head, taken, self.list), {}, "insert"
end

--- An iterator of statement, values, "create" or "insert".
---@param source any a frame, a query or what baogao.query.from takes
---@param name string dialect
---@param table_name string
---@param options? table {batch=, literals=, row=, cluster=, database=}
---@return fun(): string?, table?, string?
function load.statements(source, name, table_name, options)
  options = sql.options(options, { batch = "number", literals = "boolean", row = "string", cluster = "string",
    database = "string" })
  local self = plan(source, name, table_name, options)
  local creates = create(self.dialect, table_name, self.list, options)
  local insert, created = self.dialect.inserted_rows and insert_arrays or insert_values, 0
  local function step()
    if created == #creates then return insert(self) end
    created = created + 1
    return creates[created], {}, "create"
  end
  return function()
    local text, parameters, kind = chain.guarded("sql.load", step)
    return text, parameters, kind
  end
end

return load
