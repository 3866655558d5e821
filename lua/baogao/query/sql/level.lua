-- A level: one SELECT in the making.
--
-- A statement is built inside out. A level stands on a FROM and maps each field
-- of the query to an SQL expression over it; filters add to its WHERE, sort to
-- its order. A step that would read computed columns, or that comes after a
-- LIMIT, first closes the level: it becomes a subquery with its columns named,
-- and a new level stands on that. Rows have an order in a frame and none in SQL,
-- so each level carries the expressions that give it, the last of them the row's
-- number in the table.
--
--   columns   {name=, type=, bounded=} in order     bounded   the column with bounds
--   fields    name -> SQL                           plain     set of SQL that are columns of `from`
--   infinite  name -> true: may be infinite         where     list of SQL
--   order     {sql=, descending=, nullable=, row=true for a row number}
--   limit     {n=, offset=} or nil

local schema = require "baogao.query.schema"

local level = {}

--- Every field of a level, bounds after the column that has them.
function level.names(self)
  local list = {}
  for i = 1, #self.columns do
    list[#list + 1] = self.columns[i].name
    if self.columns[i].bounded then
      for _, name in ipairs(schema.BOUNDS) do list[#list + 1] = name end
    end
  end
  return list
end

--- A new level on a FROM.
function level.new(from, columns)
  local self = { from = from, columns = columns, fields = {}, plain = {}, infinite = {}, where = {}, order = {} }
  for i = 1, #columns do
    if columns[i].bounded then self.bounded = columns[i].name end
  end
  if self.bounded then self.infinite.lower, self.infinite.upper = true, true end
  return self
end

--- "ORDER BY ..." of a level, or nil.
function level.order_by(w, self)
  if #self.order == 0 then return nil end
  local list = {}
  for i = 1, #self.order do
    local key = self.order[i]
    list[i] = key.sql .. (key.descending and " DESC" or "") .. (key.nullable and w.dialect.nulls_last or "")
  end
  return "ORDER BY " .. table.concat(list, ", ")
end

-- Text moved in by two columns. No literal and no name holds a line break.
local function indented(text) return (text:gsub("\n", "\n  ")) end

--- What a FROM names for a SELECT: a common table expression, kept by the
--- context in the order of use, or where the dialect has none "(\n  SELECT ...\n) AS t3".
function level.subquery(w, text)
  w.subqueries = w.subqueries + 1
  local name = w.prefix .. "t" .. w.subqueries
  if w.dialect.common_tables then
    w.tables[w.subqueries] = name .. " AS (\n  " .. indented(text) .. "\n)"
    return name
  end
  return "(\n  " .. indented(text) .. "\n) AS " .. name
end

--- "FROM ... WHERE ..." of a level.
function level.body(self)
  local text = "FROM " .. self.from
  if #self.where > 0 then text = text .. "\nWHERE " .. table.concat(self.where, "\n  AND ") end
  return text
end

-- ORDER BY and LIMIT, where the level has a limit or its order is asked for.
local function with_tail(w, self, text, ordered)
  if not self.limit and not ordered then return text end
  local order = level.order_by(w, self)
  if order then text = text .. "\n" .. order end
  if self.limit then text = text .. "\n" .. w.dialect.limit(w, self.limit.n, self.limit.offset) end
  return text
end

--- The name under which a computed column leaves a SELECT: its own, or a fresh
--- one where the dialect would take it for something else.
function level.alias(w, name)
  if w.dialect.aliases_shadow or (w.dialect.no_alias and w.dialect.no_alias[name:lower()]) then return w:fresh() end
  return w.dialect.quote(name)
end

--- Closes a level. `extra` is a list of SQL that the new level shall have as
--- columns too; their names there come back as a list. Options: fresh = every
--- column gets a name of its own; ordered = the subquery is put in order.
---@return table level, string[] names
function level.close(w, self, extra, options)
  options = options or {}
  local shadow = w.dialect.aliases_shadow
  local names = level.names(self)
  local exports, alias_of = {}, {}
  local made = level.new(nil, self.columns)
  local function export(sql, alias)
    exports[#exports + 1] = sql == alias and sql or sql .. " AS " .. alias
    made.plain[alias] = true
    return alias
  end
  -- the names that fields take, each for which SQL
  local taken = {}
  for _, name in ipairs(names) do
    local sql = self.fields[name]
    local alias
    if options.fresh then
      alias = w:fresh()
    elseif shadow and self.plain[sql] then
      -- an alias must not be the name of a column of `from`
      alias = sql
    else
      alias = level.alias(w, name)
    end
    if taken[alias] ~= sql then
      export(sql, alias)
      taken[alias], alias_of[sql] = sql, alias
    end
    made.fields[name], made.infinite[name] = alias, self.infinite[name]
  end
  local function hidden(sql)
    if alias_of[sql] then return alias_of[sql] end
    local as_it_is = self.plain[sql] and not taken[sql] and not options.fresh
    alias_of[sql] = export(sql, as_it_is and sql or w:fresh())
    return alias_of[sql]
  end
  for i = 1, #self.order do
    local key = self.order[i]
    made.order[i] = { sql = hidden(key.sql), descending = key.descending, nullable = key.nullable, row = key.row }
  end
  local added = {}
  for i = 1, #(extra or {}) do added[i] = hidden(extra[i]) end
  local text = "SELECT " .. table.concat(exports, ", ") .. "\n" .. level.body(self)
  made.from = level.subquery(w, with_tail(w, self, text, options.ordered))
  return made, added
end

--- Adds a column that no query sees, until the caller takes its columns back:
--- answers its name.
function level.carry(w, self, sql)
  local name = w:fresh(true)
  local columns = {}
  for i = 1, #self.columns do columns[i] = self.columns[i] end
  columns[#columns + 1] = { name = name }
  self.columns, self.fields[name] = columns, sql
  return name
end

--- The level itself where all its fields are columns and nothing limits it, or
--- the level that stands on it closed.
function level.settled(w, self)
  if self.limit then return (level.close(w, self)) end
  for _, name in ipairs(level.names(self)) do
    if not self.plain[self.fields[name]] then return (level.close(w, self)) end
  end
  return self
end

--- A settled level whose columns bear the fields' own names, so that a name in
--- ORDER BY cannot mean an output of another column.
function level.named(w, self)
  self = level.settled(w, self)
  if w.dialect.aliases_shadow then return self end
  for _, name in ipairs(level.names(self)) do
    if self.fields[name] ~= w.dialect.quote(name) then return (level.close(w, self)) end
  end
  return self
end

--- The level with one row number as its order: its second result.
function level.numbered(w, self)
  self = level.settled(w, self)
  if #self.order == 0 then
    self.order = { { sql = "1", row = true } }
  elseif #self.order > 1 or not self.order[1].row then
    local order = level.order_by(w, self)
    local names
    if w.dialect.windows then
      self, names = level.close(w, self, { "ROW_NUMBER() OVER (" .. order .. ")" })
    else
      -- rows of an ordered subquery come in one stream, and are counted as they come
      local inner = level.close(w, self, nil, { ordered = true })
      self, names = level.close(w, inner, { "toInt64(rowNumberInAllBlocks())" })
    end
    self.order = { { sql = names[1], row = true } }
  end
  return self, self.order[1].sql
end

--- The last SELECT: its columns by their names, in order.
function level.finish(w, self)
  local quote = w.dialect.quote
  if w.dialect.aliases_shadow then
    self = level.settled(w, self)
    local clash = false
    for _, name in ipairs(level.names(self)) do
      local own = quote(name)
      clash = clash or (self.plain[own] and self.fields[name] ~= own)
    end
    if clash then self = level.close(w, self, nil, { fresh = true }) end
  elseif not self.limit and #self.order > 0 then
    self = level.named(w, self)
  end
  local list = {}
  for i, name in ipairs(level.names(self)) do
    local sql, own = self.fields[name], quote(name)
    list[i] = sql == own and sql or sql .. " AS " .. own
  end
  local text = "SELECT " .. table.concat(list, ", ") .. "\n" .. level.body(self)
  return with_tail(w, self, text, true)
end

return level
