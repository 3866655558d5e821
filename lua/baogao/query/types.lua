-- Checks a tree against the columns it will run on, and settles it for the
-- engines: every node gets its type, dates are read, bare Chinese words become
-- texts, and certainly(...), possibly(...) are pushed down to the comparisons.
--
-- The push is what gives them a meaning: certainly(a and b) is certainly(a) and
-- certainly(b), certainly(not a) is not possibly(a), and so on down to single
-- comparisons on bounds. So "certainly" is what the bounds prove part by part,
-- and "possibly" what no part refutes.

local fault = require "baogao.query.fault"
local functions = require "baogao.query.functions"
local schema = require "baogao.query.schema"

local types = {}

local NUMERIC = { number = true, integer = true }
local ORDERED_AS = { number = "number", integer = "number", string = "string", date = "date", boolean = "boolean" }

local Fault = {}

local function fail(self, message, at)
  error(setmetatable({ message = message, first = at.first, last = at.last, text = self.text }, Fault), 0)
end

local DAYS = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

--- True for "YYYY-MM-DD" of the Gregorian calendar, years 0001 to 9999.
---@param text string
---@return boolean
function types.is_date(text)
  local y, m, d = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
  y, m, d = tonumber(y), tonumber(m), tonumber(d)
  if not y or y < 1 or m < 1 or m > 12 or d < 1 then return false end
  local leap = (y % 4 == 0 and y % 100 ~= 0) or y % 400 == 0
  return d <= (m == 2 and leap and 29 or DAYS[m])
end

-- "'level' (string)", "10 (number)"
local function described(node)
  if node.op == "field" then return "'" .. fault.word(node.name) .. "' (" .. node.type .. ")" end
  if node.op == "const" then
    local shown = node.value
    if node.type == "string" then shown = "'" .. fault.word(shown) .. "'" end
    if type(shown) == "number" then shown = ("%.14g"):format(shown) end
    return tostring(shown) .. " (" .. node.type .. ")"
  end
  return "a " .. node.type
end

local check

local function copy_of(node)
  local made = {}
  for key, value in pairs(node) do made[key] = value end
  return made
end

-- A text beside a date is read as a date, a bare Chinese word beside a text as a text.
local function settle(self, node, other)
  if node.op == "const" and node.type == "string" and other.type == "date" then
    if not types.is_date(node.value) then
      fail(self, "'" .. fault.word(node.value) .. "' is not a date: write '2024-09-11'", node)
    end
    local made = copy_of(node)
    made.type = "date"
    return made
  end
  return node
end

-- The node as a text where it is a bare word and no field.
local function bare_text(self, node, other)
  if node.op == "field" and node.bare and not schema.field(self.schema, node.name) then
    local known = other.op == "field" and schema.field(self.schema, other.name)
      or other.op == "call" and functions.scalar[other.name].result
    if known == "string" then
      return { op = "const", type = "string", value = node.name, first = node.first, last = node.last }
    end
  end
  return node
end

local function comparable(self, a, b, at)
  if ORDERED_AS[a.type] == ORDERED_AS[b.type] then return end
  local hint = ""
  local number = (NUMERIC[a.type] and a) or (NUMERIC[b.type] and b)
  local other = number == a and b or a
  if number and number.op == "const" and other.type == "string" then
    hint = ("; write '%.14g' in quotes"):format(number.value)
  elseif number and other.type == "date" then
    hint = "; write a date in quotes, '2024-09-11'"
  elseif number and other.op == "const" and tonumber(other.value) then
    hint = "; write " .. other.value .. " without quotes"
  end
  fail(self, "cannot compare " .. described(a) .. " with " .. described(b) .. hint, at)
end

local function numeric(self, node, what)
  if NUMERIC[node.type] then return end
  fail(self, what .. " takes numbers, not " .. described(node), node)
end

local function boolean(self, node, what)
  if node.type == "boolean" then return end
  fail(self, what .. " takes conditions, not " .. described(node), node)
end

-- True where the tree reads the column that has bounds, or one of its bounds.
local function reads_bounds(self, node)
  if node.op == "field" then return node.name == self.schema.bounded end
  for i = 1, #node do
    if reads_bounds(self, node[i]) then return true end
  end
  return false
end

local CHECKS = {}

function CHECKS.field(self, node)
  local kind = schema.field(self.schema, node.name)
  if not kind then fail(self, schema.missing(self.schema, node.name), node) end
  return { op = "field", name = node.name, type = kind, first = node.first, last = node.last }
end

function CHECKS.const(_, node) return node end

local function logic(self, node)
  local a, b = check(self, node[1]), check(self, node[2])
  boolean(self, a, "'" .. node.op .. "'")
  boolean(self, b, "'" .. node.op .. "'")
  return { op = node.op, type = "boolean", a, b }
end
CHECKS["and"], CHECKS["or"] = logic, logic

CHECKS["not"] = function(self, node)
  local a = check(self, node[1])
  boolean(self, a, "'not'")
  return { op = "not", type = "boolean", a }
end

local function compare(self, node)
  local a, b = bare_text(self, node[1], node[2]), bare_text(self, node[2], node[1])
  a, b = check(self, a), check(self, b)
  a, b = settle(self, a, b), settle(self, b, a)
  comparable(self, a, b, node)
  if a.type == "boolean" and node.op ~= "=" and node.op ~= "!=" then
    fail(self, "'" .. node.op .. "' does not order true and false", node)
  end
  return { op = node.op, type = "boolean", a, b }
end
for _, op in ipairs { "=", "!=", "<", "<=", ">", ">=" } do CHECKS[op] = compare end

local function arithmetic(self, node)
  local a, b = check(self, node[1]), check(self, node[2])
  numeric(self, a, "'" .. node.op .. "'")
  numeric(self, b, "'" .. node.op .. "'")
  return { op = node.op, type = "number", a, b }
end
for _, op in ipairs { "+", "-", "*", "/" } do CHECKS[op] = arithmetic end

function CHECKS.neg(self, node)
  local a = check(self, node[1])
  numeric(self, a, "'-'")
  return { op = "neg", type = "number", a }
end

CHECKS["in"] = function(self, node)
  local a, list = check(self, node[1]), {}
  for i = 1, #node.list do
    list[i] = settle(self, node.list[i], a)
    comparable(self, a, list[i], list[i].first and list[i] or node)
  end
  return { op = "in", type = "boolean", list = list, a }
end

function CHECKS.between(self, node)
  local a = check(self, node[1])
  local low = settle(self, check(self, bare_text(self, node[2], node[1])), a)
  local high = settle(self, check(self, bare_text(self, node[3], node[1])), a)
  comparable(self, a, low, node)
  comparable(self, a, high, node)
  if a.type == "boolean" then fail(self, "'between' does not order true and false", node) end
  return { op = "between", type = "boolean", a, low, high }
end

function CHECKS.like(self, node)
  local a = check(self, node[1])
  if a.type ~= "string" then fail(self, "'like' takes a string, not " .. described(a), a) end
  return { op = "like", type = "boolean", pattern = node.pattern, param = node.param, a }
end

function CHECKS.is_null(self, node)
  return { op = "is_null", type = "boolean", check(self, node[1]) }
end

function CHECKS.call(self, node)
  local a = check(self, node[1])
  local known = functions.scalar[node.name]
  local accepted = false
  for i = 1, #known.accepts do accepted = accepted or known.accepts[i] == a.type end
  if not accepted then
    fail(self, "'" .. node.name .. "' takes a " .. table.concat(known.accepts, " or a ") .. ", not " .. described(a), a)
  end
  return { op = "call", name = node.name, type = known.result == "same" and a.type or known.result, a }
end

local OTHER = { certainly = "possibly", possibly = "certainly" }

-- Pushes a modality down a checked condition.
local push
push = function(self, modality, node)
  local made
  if node.op == "and" or node.op == "or" then
    made = { op = node.op, type = "boolean", push(self, modality, node[1]), push(self, modality, node[2]) }
  elseif node.op == "not" then
    made = { op = "not", type = "boolean", push(self, OTHER[modality], node[1]) }
  elseif node.op == "between" then
    local function bound(op, other)
      return push(self, modality, { op = op, type = "boolean", first = node.first, last = node.last, node[1], other })
    end
    if not reads_bounds(self, node) then return node end
    made = { op = "and", type = "boolean", bound(">=", node[2]), bound("<=", node[3]) }
  elseif node.op == "in" then
    if not reads_bounds(self, node) then return node end
    local list = {}
    for i = 1, #node.list do
      local equal = { op = "=", type = "boolean", first = node.first, last = node.last, node[1], node.list[i] }
      list[i] = push(self, modality, equal)
    end
    local function tree(from, upto)
      if from == upto then return list[from] end
      local middle = math.floor((from + upto) / 2)
      return { op = "or", type = "boolean", first = node.first, last = node.last, tree(from, middle),
        tree(middle + 1, upto) }
    end
    return tree(1, #list)
  elseif not reads_bounds(self, node) or node.op == "is_null" then
    return node
  else
    for i = 1, 2 do
      if node[i].op ~= "field" and reads_bounds(self, node[i]) then
        fail(self, "'" .. modality .. "' reads the bounds of a field itself: compare '" .. self.schema.bounded
          .. "' alone with a value", node[i].first and node[i] or node)
      end
    end
    made = { op = modality, type = "boolean", node }
  end
  made.first, made.last = node.first, node.last
  return made
end

local function modal(self, node)
  if self.modal then fail(self, "'" .. node.op .. "' cannot stand within '" .. self.modal .. "'", node) end
  self.modal = node.op
  local a = check(self, node[1])
  self.modal = nil
  if a.type ~= "boolean" then fail(self, "'" .. node.op .. "' takes a comparison, not " .. described(a), a) end
  return push(self, node.op, a)
end
CHECKS.certainly, CHECKS.possibly = modal, modal

-- A tree that has been checked once may be checked again for other columns: its
-- modalities then stand on comparisons, and pass through the same way.
check = function(self, node)
  local made = CHECKS[node.op](self, node)
  if made ~= node and not made.first then made.first, made.last = node.first, node.last end
  return made
end

local function run(work)
  local ok, result = pcall(work)
  if ok then return result end
  if getmetatable(result) == Fault then return nil, result end
  error(result, 0)
end

--- Checks a condition against columns.
---@param node table a tree of language.read or conditions.read
---@param columns table a schema
---@param text? string the text it was read from, for the caret
---@return table? tree a new tree, each node with its type; nil where it does not fit
---@return table? fault
function types.condition(node, columns, text)
  local self = { schema = columns, text = text }
  return run(function()
    local made = check(self, node)
    if made.type ~= "boolean" then fail(self, "a condition expected, and this is " .. described(made), made) end
    return made
  end)
end

--- Checks an expression of any type.
function types.expression(node, columns, text)
  local self = { schema = columns, text = text }
  return run(function() return check(self, node) end)
end

--- Checks an aggregate {fn=, expr=, q=, name=}: answers the step's column.
function types.aggregate(entry, columns, text)
  local self = { schema = columns, text = text }
  return run(function()
    local known = functions.aggregate[entry.fn]
    local made = { name = entry.name, fn = entry.fn, q = entry.q, type = known.result }
    if (known.of or entry.fn) == "median" then made.q = 0.5 end
    if entry.expr then
      local expr = check(self, entry.expr)
      made.expr = expr
      if known.bounds and not (expr.op == "field" and expr.name == columns.bounded) then
        fail(self, "'" .. entry.fn .. "' takes a field with bounds" .. (columns.bounded and
          " ('" .. columns.bounded .. "')" or ", and there is none"), expr)
      end
      local accepted = not known.accepts
      for i = 1, #(known.accepts or {}) do accepted = accepted or known.accepts[i] == expr.type end
      if not accepted then fail(self, "'" .. entry.fn .. "' takes numbers, not " .. described(expr), expr) end
      if known.result == "same" then made.type = expr.type end
      if known.bounded and expr.op == "field" and expr.name == columns.bounded then made.bounded = true end
    end
    return made
  end)
end

return types
