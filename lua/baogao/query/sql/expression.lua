-- Trees -> SQL expressions. What all dialects share stands here; a dialect
-- brings its literals, its casts and the few functions that differ.
--
-- Numbers are doubles, as in the frame: an integer operand of arithmetic is
-- cast, division by zero is null, and where an operand may be infinite (the
-- bounds of a figure) a result that is not finite is null.

local bounds = require "baogao.query.bounds"

local expression = {}

local ARITHMETIC = { ["+"] = true, ["-"] = true, ["*"] = true, ["/"] = true }
local COMPARISONS = { ["="] = "=", ["!="] = "<>", ["<"] = "<", ["<="] = "<=", [">"] = ">", [">="] = ">=" }

-- True where an expression reads a bound, which may be infinite. (What
-- arithmetic makes is finite again, but its operands count for itself.)
local function may_be_infinite(node, level)
  if node.op == "field" then return level.infinite[node.name] == true end
  for i = 1, #node do
    if may_be_infinite(node[i], level) then return true end
  end
  return false
end
expression.may_be_infinite = may_be_infinite

--- True where an expression reads a field at all.
function expression.reads_fields(node)
  if node.op == "field" then return true end
  for i = 1, #node do
    if expression.reads_fields(node[i]) then return true end
  end
  return false
end

local write

local function double(w, node, level)
  local sql = write(w, node, level)
  if node.type == "integer" then return w.dialect.double(sql) end
  return sql
end

-- Operators of one strength: a chain of them needs no parentheses on its left,
-- which spares the parsers behind a level each.
local STRENGTH = { ["+"] = 1, ["-"] = 1, ["*"] = 2, ["/"] = 2 }

-- An arithmetic node without the parentheses around it.
local function bare_arithmetic(w, node, level)
  local left = node[1]
  local a
  if STRENGTH[left.op] == STRENGTH[node.op] and not may_be_infinite(left, level) then
    a = bare_arithmetic(w, left, level)
  else
    a = double(w, left, level)
  end
  local b = double(w, node[2], level)
  if node.op == "/" then b = "NULLIF(" .. b .. ", " .. w.dialect.zero .. ")" end
  return a .. " " .. node.op .. " " .. b
end

local function arithmetic(w, node, level)
  local sql = "(" .. bare_arithmetic(w, node, level) .. ")"
  return may_be_infinite(node, level) and w.dialect.finite(w, sql) or sql
end

-- A list of constants, each bound.
local function constants(w, list)
  local out = {}
  for i = 1, #list do out[i] = w:bind(list[i].value, list[i].type) end
  return table.concat(out, ", ")
end

-- The members of a and b and c, however the tree is balanced.
local function chain(node, op, list)
  if node.op ~= op then
    list[#list + 1] = node
    return
  end
  chain(node[1], op, list)
  chain(node[2], op, list)
end

-- Conditions in an engine with three-valued logic.
local function condition(w, node, level)
  local op = node.op
  if op == "and" or op == "or" then
    local parts = {}
    chain(node, op, parts)
    for i = 1, #parts do parts[i] = write(w, parts[i], level) end
    return "(" .. table.concat(parts, " " .. op:upper() .. " ") .. ")"
  elseif op == "not" then
    return "(NOT " .. write(w, node[1], level) .. ")"
  elseif op == "is_null" then
    return "(" .. write(w, node[1], level) .. " IS NULL)"
  elseif op == "in" then
    return "(" .. write(w, node[1], level) .. " IN (" .. constants(w, node.list) .. "))"
  elseif op == "between" then
    return "(" .. write(w, node[1], level) .. " BETWEEN " .. write(w, node[2], level) .. " AND "
      .. write(w, node[3], level) .. ")"
  elseif op == "like" then
    return w.dialect.like(w, write(w, node[1], level), node.pattern)
  end
  return "(" .. write(w, node[1], level) .. " " .. COMPARISONS[op] .. " " .. write(w, node[2], level) .. ")"
end

-- Conditions in an engine whose and, or do not know null (ClickHouse 18): each
-- is written as "is true" or "is false", which are never null. not swaps them,
-- and takes or, so the text stays as long as the tree.
local function ordered(op, a, b)
  if op == "=" then return a == b elseif op == "!=" then return a ~= b end
  if type(a) == "string" then
    -- by bytes, whatever the locale is
    local i = 1
    while i <= #a and i <= #b and a:byte(i) == b:byte(i) do i = i + 1 end
    a, b = a:byte(i) or -1, b:byte(i) or -1
  end
  if op == "<" then return a < b elseif op == "<=" then return a <= b elseif op == ">" then return a > b end
  return a >= b
end

local truth
truth = function(w, node, level, wanted)
  local op = node.op
  if op == "certainly" or op == "possibly" then
    return truth(w, bounds.plain(node, level.bounded), level, wanted)
  elseif op == "and" or op == "or" then
    local word = (op == "and") == wanted and " AND " or " OR "
    local parts = {}
    chain(node, op, parts)
    for i = 1, #parts do parts[i] = truth(w, parts[i], level, wanted) end
    return "(" .. table.concat(parts, word) .. ")"
  elseif op == "not" then
    return truth(w, node[1], level, not wanted)
  elseif op == "between" then
    local low = { op = ">=", type = "boolean", node[1], node[2] }
    local high = { op = "<=", type = "boolean", node[1], node[3] }
    return truth(w, { op = "and", low, high }, level, wanted)
  elseif op == "is_null" then
    return (wanted and "isNull(" or "isNotNull(") .. write(w, node[1], level) .. ")"
  elseif op == "const" then
    return node.value == wanted and "1" or "0"
  end
  local sql
  if op == "field" or op == "call" then
    sql = write(w, node, level) .. " = " .. (wanted and "1" or "0")
    return "ifNull(" .. sql .. ", 0)"
  elseif op == "in" then
    return w.dialect.membership(w, node, write(w, node[1], level), wanted)
  elseif op == "like" then
    sql = w.dialect.like(w, write(w, node[1], level), node.pattern)
  elseif node[1].op == "const" and node[2].op == "const" then
    -- two constants are compared here: ClickHouse 18 says '' >= 'x'
    return ordered(op, node[1].value, node[2].value) == wanted and "1" or "0"
  else
    local a, b = write(w, node[1], level), write(w, node[2], level)
    sql = a .. " " .. COMPARISONS[op] .. " " .. b
  end
  if not wanted then sql = "NOT (" .. sql .. ")" end
  return "ifNull(" .. sql .. ", 0)"
end

write = function(w, node, level)
  local op = node.op
  if op == "field" then return level.fields[node.name] end
  if op == "const" then return w:bind(node.value, node.type) end
  if op == "call" then
    local inner = node[1]
    local sql = w.dialect.functions[node.name](w, write(w, inner, level), inner.type)
    return node.type == "number" and may_be_infinite(node, level) and w.dialect.finite(w, sql) or sql
  elseif op == "case" then
    -- {op="case", condition, value}: the cells of a pivot
    return "CASE WHEN " .. expression.where(w, node[1], level) .. " THEN " .. write(w, node[2], level) .. " END"
  elseif op == "neg" then
    local sql = "(" .. (w.dialect.negative or "- ") .. double(w, node[1], level) .. ")"
    return may_be_infinite(node, level) and w.dialect.finite(w, sql) or sql
  elseif ARITHMETIC[op] then
    return arithmetic(w, node, level)
  elseif w.dialect.two_valued then
    return w.dialect.boolean(truth(w, node, level, true), truth(w, node, level, false))
  elseif op == "certainly" or op == "possibly" then
    return write(w, bounds.plain(node, level.bounded), level)
  end
  return condition(w, node, level)
end

--- A tree as an SQL expression over the fields of a level.
expression.write = write

--- A condition for WHERE.
function expression.where(w, node, level)
  if w.dialect.two_valued then return truth(w, node, level, true) end
  return write(w, node, level)
end

return expression
