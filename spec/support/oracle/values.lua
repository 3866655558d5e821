-- Values and rows of the plain evaluator (support.oracle): when two are the same,
-- which comes first, and which rows are of one group.

local values = {}

-- A key by which two values (or rows of values) are the same, null with null.
function values.key(...)
  local parts = {}
  for i = 1, select("#", ...) do
    local v = select(i, ...)
    if v == nil then parts[i] = "nil"
    elseif type(v) == "number" then parts[i] = ("n%.17g"):format(v + 0.0 == 0 and 0 or v)
    else parts[i] = type(v):sub(1, 1) .. #tostring(v) .. ":" .. tostring(v) end
  end
  return table.concat(parts, "|")
end

function values.key_of_row(row, names)
  local list = {}
  for i = 1, #names do list[i] = values.key(row[names[i]]) end
  return table.concat(list, "&")
end

--- false before true.
function values.less(a, b)
  if type(a) == "boolean" then return not a and b end
  return a < b
end

--- nil where a number is none, or infinite.
function values.finite(v)
  if v ~= v or v == math.huge or v == -math.huge then return nil end
  return v
end

-- Groups of rows in order of first appearance: array of {rows}.
function values.groups_of(rows, names)
  local found, list = {}, {}
  for i = 1, #rows do
    local key = values.key_of_row(rows[i], names)
    if not found[key] then
      found[key] = {}
      list[#list + 1] = found[key]
    end
    table.insert(found[key], rows[i])
  end
  return list, found
end

return values
