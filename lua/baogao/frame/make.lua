--- Frames from Lua tables: what shape the data has, then core.frame_build.

local core = require "baogao.core"
local options = require "baogao.frame.options"

local make = {}

local BOUNDS = { lower = true, upper = true, lower_open = true, upper_open = true }

local KNOWN = { columns = "table", types = "table", rows = "number", bounds = "boolean" }

-- The names used by any row, in order of the bytes of the names: the order in
-- which Lua walks a table is no order to show to people.
local function names_of_rows(rows)
  local seen, names = {}, {}
  for i = 1, #rows do
    local row = rows[i]
    if type(row) ~= "table" then
      error("frame: row " .. i .. ": a table expected, got " .. type(row), 3)
    end
    for name in pairs(row) do
      if not seen[name] then
        seen[name] = true
        if type(name) == "string" then names[#names + 1] = name end
      end
    end
  end
  table.sort(names)
  return names, seen
end

local function names_of_columns(columns)
  local names, seen = {}, {}
  for name in pairs(columns) do
    if type(name) ~= "string" then
      error("frame: columns have names, got one at [" .. tostring(name) .. "]", 3)
    end
    seen[name] = true
    names[#names + 1] = name
  end
  table.sort(names)
  return names, seen
end

local function without_bounds(names)
  local kept = {}
  for _, name in ipairs(names) do
    if not BOUNDS[name] then kept[#kept + 1] = name end
  end
  return kept
end

-- The greatest index of an array that may have holes, or its n.
local function length_of(values)
  if type(values) ~= "table" then return 0 end
  if type(values.n) == "number" then return values.n end
  local most = 0
  for key in pairs(values) do
    if type(key) == "number" and key > most then most = key end
  end
  return most
end

-- How many rows columns have; they may end in nulls, which a Lua array cannot
-- say, so a shorter one is refused unless `rows` was given.
local function rows_of_columns(columns, names, rows)
  local count, first = rows, nil
  for _, name in ipairs(names) do
    local length = length_of(columns[name])
    if rows and length > rows then
      error(("frame: column '%s' has %d values, more than the %d rows said"):format(name, length, rows), 3)
    elseif not rows then
      if count and length ~= count then
        error(("frame: column '%s' has %d values, but '%s' has %d; give `rows` where columns end in nulls")
          :format(name, length, first, count), 3)
      end
      count, first = length, first or name
    end
  end
  return count or 0
end

local function check_names(names)
  local seen = {}
  for i, name in ipairs(names) do
    if type(name) ~= "string" then error("frame: names of columns are strings, got " .. type(name), 3) end
    if seen[name] then error("frame: column '" .. name .. "' is named twice", 3) end
    seen[name] = i
  end
end

local function check_types(types, names)
  local known = {}
  for _, name in ipairs(names) do known[name] = true end
  for name in pairs(types or {}) do
    if not known[name] then error("frame: option 'types' names a column '" .. tostring(name) .. "' that is not there", 3) end
  end
end

-- Whether rows are arrays: the first has a value at 1, or an n that is no column's.
local function are_lists(rows, names)
  local row = rows[1]
  if type(row) ~= "table" or row[1] ~= nil then return type(row) == "table" end
  if row.n == nil then return false end
  for i = 1, #names do
    if names[i] == "n" then return false end
  end
  return true
end

--- See frame.new.
function make.frame(data, opts)
  opts = options.check("frame", opts, KNOWN)
  if core.frame_is(data) then return options.guard(2, data.slice, data) end
  if type(data) ~= "table" then
    error("frame: rows or columns expected, got " .. type(data), 2)
  end
  local names, seen, shape
  if data[1] ~= nil or next(data) == nil then
    if opts.columns and are_lists(data, opts.columns) then
      shape = { by = "lists" }
      names, seen = opts.columns, {}
    else
      shape = { by = "rows" }
      names, seen = names_of_rows(data)
    end
  else
    shape = { by = "columns" }
    names, seen = names_of_columns(data)
  end
  if opts.columns then
    check_names(opts.columns)
    names = opts.columns
    if shape.by == "columns" then
      for _, name in ipairs(names) do
        if data[name] == nil then error("frame: column '" .. name .. "' is not there", 2) end
      end
    end
  end
  shape.fold = opts.bounds
  if shape.fold == nil then
    shape.fold = (seen.value and (seen.lower or seen.upper)) and true or false
  end
  if shape.by == "columns" then
    shape.rows = rows_of_columns(data, names, opts.rows)
  elseif opts.rows then
    error("frame: option 'rows' is for columns", 2)
  end
  if shape.fold then names = without_bounds(names) end
  check_types(opts.types, names)
  shape.names, shape.types = names, opts.types
  return options.guard(2, core.frame_build, data, shape)
end

-- Whether any row (or cell of a column) of what is appended is a number that an integer column has to become a number
-- for; where there is none it stays what it is, as a column of nulls alone would be one of strings.
local function has_number(values, name)
  for i = 1, length_of(values) do
    local value = values[i]
    if name and type(value) == "table" then value = value[name] end
    if type(value) == "number" or type(value) == "table" then return true end
  end
  return false
end

--- Rows to be appended to a frame: its columns, its types. A column that they lack is null there.
function make.like(frame, data)
  local types, names, integers = {}, {}, {}
  for i, column in ipairs(frame:schema()) do
    names[i] = column.name
    types[column.name] = column.type
    if column.type == "integer" then integers[#integers + 1] = column.name end
  end
  if type(data) ~= "table" then return make.frame(data) end
  local lists = are_lists(data, names)
  local rows = not lists and (data[1] ~= nil or next(data) == nil)
  -- whole numbers may be joined by others, and are numbers then
  if lists then
    for _, name in ipairs(integers) do types[name] = nil end
  elseif rows then
    for _, name in ipairs(integers) do
      if has_number(data, name) then types[name] = nil end
    end
    local found, seen = names_of_rows(data)
    local present = {}
    for _, name in ipairs(names) do present[name] = true end
    for _, name in ipairs(found) do
      if not present[name] and not BOUNDS[name] then
        error("append: no column '" .. name .. "' in the frame that is appended to", 3)
      end
    end
    local fold = (seen.value and (seen.lower or seen.upper)) and true or false
    return options.guard(3, core.frame_build, data, { by = "rows", names = names, types = types, fold = fold })
  else
    local found, whole = names_of_columns(data), {}
    for _, name in ipairs(found) do whole[name] = data[name] end
    local count = rows_of_columns(whole, found)
    for _, name in ipairs(integers) do
      if whole[name] == nil or has_number(whole[name]) then types[name] = whole[name] == nil and "integer" or nil end
    end
    for _, name in ipairs(names) do
      if whole[name] == nil then whole[name] = { n = count } end
    end
    data = whole
  end
  return make.frame(data, { columns = names, types = types })
end

return make
