-- The columns that a query stands on: names, types, and which one has bounds.
--
-- A column with bounds gives five fields: its nominal value under its own name,
-- and lower, upper, lower_open, upper_open.

local fault = require "baogao.query.fault"
local hints = require "baogao.query.hints"

local schema = {}

local TYPES = { number = true, integer = true, boolean = true, date = true, string = true }

--- The fields that a column with bounds adds, and their types.
schema.BOUNDS = { "lower", "upper", "lower_open", "upper_open" }
schema.BOUND_TYPES = { lower = "number", upper = "number", lower_open = "boolean", upper_open = "boolean" }

--- A schema of a list of {name=, type=, bounded=true|nil}. Raises on columns
--- that are not so, that share a name, or where two have bounds, without a position: callers add theirs.
---@param list table[]
---@return table
function schema.new(list)
  if type(list) ~= "table" then
    error("columns: an array of {name = ..., type = ...} expected, got " .. type(list), 0)
  end
  local made = { list = {}, by_name = {}, bounded = nil }
  for i = 1, #list do
    local column = list[i]
    if type(column) ~= "table" or type(column.name) ~= "string" or column.name == "" then
      error("columns[" .. i .. "]: a table with a name expected", 0)
    end
    if not TYPES[column.type] then
      error("columns[" .. i .. "] '" .. column.name .. "': unknown type '" .. tostring(column.type)
        .. "' (there are: number, integer, boolean, date, string)", 0)
    end
    if made.by_name[column.name] then error("columns[" .. i .. "]: '" .. column.name .. "' stands twice", 0) end
    if column.bounded and column.type ~= "number" then
      error("columns[" .. i .. "] '" .. column.name .. "': only a number column has bounds", 0)
    end
    if column.bounded and made.bounded then
      error("columns[" .. i .. "]: only one column has bounds, '" .. made.bounded .. "'", 0)
    end
    local copy = { name = column.name, type = column.type, bounded = column.bounded and true or nil }
    made.list[i] = copy
    made.by_name[column.name] = copy
    if copy.bounded then made.bounded = copy.name end
  end
  if made.bounded then
    for _, name in ipairs(schema.BOUNDS) do
      if made.by_name[name] then
        error("columns: '" .. name .. "' is a bound of '" .. made.bounded .. "', and cannot be a column too", 0)
      end
    end
  end
  return made
end

--- The type of a field (a column, or a bound of the column that has them), and
--- the column itself where it is one; nil where there is no such field.
function schema.field(self, name)
  local column = self.by_name[name]
  if column then return column.type, column end
  if self.bounded and schema.BOUND_TYPES[name] then return schema.BOUND_TYPES[name], nil end
  return nil
end

--- Every name that may be written, for suggestions.
function schema.names(self)
  local names = {}
  for i = 1, #self.list do names[i] = self.list[i].name end
  if self.bounded then
    for _, name in ipairs(schema.BOUNDS) do names[#names + 1] = name end
  end
  return names
end

--- "no field 'valu' (did you mean 'value'?)"
function schema.missing(self, name)
  local meant = hints.field(name)
  if meant and schema.field(self, meant) then
    return "no field '" .. fault.word(name) .. "' (did you mean '" .. meant .. "'?)"
  end
  return "no field '" .. fault.word(name) .. "'" .. fault.suggest(name, schema.names(self))
end

return schema
