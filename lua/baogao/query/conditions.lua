-- Conditions as Lua tables -> the same tree as the language's.
--
--   { level = "national" }                        equal
--   { level = { "national", "provincial" } }      one of a list
--   { value = { [">"] = 10, ["<="] = 20 } }       every one of these operators
--   { note = { is_null = true } }                 and is_null = false
--   { level = ..., value = ... }                  all of these
--   { any = { {...}, {...} } }, { all = {...} }, { none = {...} }   or, and, not-or
--
-- Keys are taken in the order of their names, so that the same table makes the
-- same tree, and the same SQL, on every run.

local fault = require "baogao.query.fault"
local limits = require "baogao.query.limits"

local conditions = {}

local OPERATORS = {
  ["="] = "=", ["=="] = "=", ["!="] = "!=", ["~="] = "!=", ["<>"] = "!=", ["<"] = "<", ["<="] = "<=", [">"] = ">",
  [">="] = ">=", ["in"] = "in", ["not in"] = "not in", between = "between", like = "like", is_null = "is_null",
}
local OPERATOR_NAMES = { "=", "!=", "<", "<=", ">", ">=", "in", "not in", "between", "like", "is_null" }
local GROUPS = { any = "or", all = "and", none = "or" }
local VALUES = { number = true, string = true, boolean = true }

local Fault = {}
local function fail(message) error(setmetatable({ message = message }, Fault), 0) end

local function constant(self, name, value)
  local kind = type(value)
  if not VALUES[kind] then fail("'" .. fault.word(name) .. "': a " .. kind .. " cannot be compared with") end
  if kind == "number" and (value ~= value or value == math.huge or value == -math.huge) then
    fail("'" .. fault.word(name) .. "': not a finite number")
  end
  self.nodes = self.nodes + 1
  if self.nodes > limits.NODES then fail("too long: a condition may have " .. limits.NODES .. " parts") end
  return { op = "const", value = value, type = kind }
end

local function balanced(op, list, from, upto)
  if from == upto then return list[from] end
  local middle = math.floor((from + upto) / 2)
  return { op = op, balanced(op, list, from, middle), balanced(op, list, middle + 1, upto) }
end

local function sorted_keys(list, what)
  local keys = {}
  for key in pairs(list) do
    if type(key) ~= "string" then fail(what .. ": a " .. type(key) .. " cannot be a key here") end
    keys[#keys + 1] = key
  end
  table.sort(keys)
  return keys
end

local function members(self, name, list)
  if type(list) ~= "table" then fail("'" .. fault.word(name) .. "': a list expected, got " .. type(list)) end
  local made = {}
  if #list > limits.LIST then fail("'" .. fault.word(name) .. "': a list has at most " .. limits.LIST .. " members") end
  for i = 1, #list do made[i] = constant(self, name, list[i]) end
  if #made == 0 then return { op = "const", value = false, type = "boolean" } end
  return { op = "in", list = made, { op = "field", name = name } }
end

local function operator(self, name, op, value)
  local field = { op = "field", name = name }
  if op == "in" then return members(self, name, value) end
  if op == "not in" then return { op = "not", members(self, name, value) } end
  if op == "between" then
    if type(value) ~= "table" or #value ~= 2 then
      fail("'" .. fault.word(name) .. "': 'between' takes {low, high}")
    end
    return { op = "between", field, constant(self, name, value[1]), constant(self, name, value[2]) }
  elseif op == "like" then
    if type(value) ~= "string" then fail("'" .. fault.word(name) .. "': 'like' takes a pattern") end
    return { op = "like", pattern = value, field }
  elseif op == "is_null" then
    if type(value) ~= "boolean" then fail("'" .. fault.word(name) .. "': 'is_null' takes true or false") end
    local made = { op = "is_null", field }
    return value and made or { op = "not", made }
  end
  return { op = op, field, constant(self, name, value) }
end

local function one(self, name, value)
  if type(value) ~= "table" then return { op = "=", { op = "field", name = name }, constant(self, name, value) } end
  if next(value) == nil or value[1] ~= nil then return members(self, name, value) end
  local list = {}
  for _, key in ipairs(sorted_keys(value, "'" .. fault.word(name) .. "'")) do
    local op = OPERATORS[key]
    if not op then
      fail("'" .. fault.word(name) .. "': unknown operator '" .. fault.word(key) .. "'"
        .. fault.suggest(key, OPERATOR_NAMES))
    end
    list[#list + 1] = operator(self, name, op, value[key])
  end
  return balanced("and", list, 1, #list)
end

local function all_of(self, given, depth)
  if depth > limits.DEPTH then fail("nested too deeply: " .. limits.DEPTH .. " levels at most") end
  local list = {}
  for _, key in ipairs(sorted_keys(given, "a condition")) do
    if GROUPS[key] and type(given[key]) == "table" and (given[key][1] == nil or type(given[key][1]) == "table") then
      local parts = {}
      for i = 1, #given[key] do
        if type(given[key][i]) ~= "table" then fail("'" .. key .. "'[" .. i .. "]: a condition table expected") end
        parts[i] = all_of(self, given[key][i], depth + 1)
      end
      if #parts == 0 then fail("'" .. key .. "': a list of condition tables expected") end
      local made = balanced(GROUPS[key], parts, 1, #parts)
      list[#list + 1] = key == "none" and { op = "not", made } or made
    else
      list[#list + 1] = one(self, key, given[key])
    end
  end
  if #list == 0 then fail("an empty condition: a field such as {level = 'national'} expected") end
  return balanced("and", list, 1, #list)
end

--- Reads a condition table.
---@param given table
---@return table? tree nil where the table is at fault
---@return table? fault {message}
function conditions.read(given)
  local self = { nodes = 0 }
  local ok, result = pcall(all_of, self, given, 1)
  if ok then return result end
  if getmetatable(result) == Fault then return nil, result end
  error(result, 0)
end

return conditions
