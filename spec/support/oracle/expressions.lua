-- Trees of the query language, evaluated row by row for the plain evaluator.

local values = require "support.oracle.values"

local finite = values.finite

local function like(text, pattern)
  local function characters(s)
    local list = {}
    for c in s:gmatch("[%z\1-\127\192-\255][\128-\191]*") do list[#list + 1] = c end
    return list
  end
  local t, p = characters(text), characters(pattern)
  local reach = { [0] = true }
  for j = 1, #p do
    local after = {}
    if p[j] == "%" then
      local any = false
      for i = 0, #t do
        any = any or reach[i]
        after[i] = any
      end
    else
      for i = 1, #t do after[i] = reach[i - 1] and (p[j] == "_" or p[j] == t[i]) end
    end
    reach = after
  end
  return reach[#t] == true
end

local function part_of_date(text, from, upto, least, most)
  local digits = text:sub(from, upto)
  local after = text:sub(upto + 1, upto + 1)
  if not digits:find("^%d+$") or #digits ~= upto - from + 1 then return nil end
  if after ~= "" and after ~= "-" and after ~= "/" then return nil end
  if upto == 10 and after == "-" then return nil end
  local number = tonumber(digits)
  if number < least or number > most then return nil end
  return number
end

local CALLS = {}
function CALLS.year(v) return part_of_date(v, 1, 4, 0, 9999) end
function CALLS.month(v)
  if not CALLS.year(v) or v:sub(5, 5) ~= "-" then return nil end
  return part_of_date(v, 6, 7, 1, 12)
end
function CALLS.quarter(v)
  local month = CALLS.month(v)
  return month and math.floor((month + 2) / 3)
end
function CALLS.day(v)
  if not CALLS.month(v) or v:sub(8, 8) ~= "-" then return nil end
  return part_of_date(v, 9, 10, 1, 31)
end
function CALLS.abs(v) return math.abs(v) end
function CALLS.floor(v) return math.floor(v) end
function CALLS.ceil(v) return math.ceil(v) end
function CALLS.length(v) return select(2, v:gsub("[%z\1-\127\192-\255]", "")) end
function CALLS.lower_case(v) return (v:gsub("%u", string.lower)) end
function CALLS.upper_case(v) return (v:gsub("%l", string.upper)) end

local function compare(op, a, b)
  if a == nil or b == nil then return nil end
  if op == "=" then return a == b end
  if op == "!=" then return a ~= b end
  if op == "<" then return a < b end
  if op == "<=" then return a <= b end
  if op == ">" then return a > b end
  return a >= b
end

local function negate(v)
  if v == nil then return nil end
  return not v
end

local function both(a, b)
  if a == false or b == false then return false end
  if a == nil or b == nil then return nil end
  return true
end

local evaluate

-- The interval of an operand of certainly(...), possibly(...).
local function interval(node, row, bounded)
  if node.op == "field" and node.name == bounded then
    if row.lower == nil or row.upper == nil then return nil end
    return { row.lower, row.upper, row.lower_open or false, row.upper_open or false }
  end
  local v = evaluate(node, row, bounded)
  if v == nil then return nil end
  return { v, v, false, false }
end

-- Is there a pair of values, one in each, for which x op y holds?
local function may_hold(op, x, y)
  local closed_low = not x[3] and not y[4]
  if op == "<" then return x[1] < y[2] end
  if op == "<=" then return x[1] < y[2] or (x[1] == y[2] and closed_low) end
  if op == ">" then return may_hold("<", y, x) end
  if op == ">=" then return may_hold("<=", y, x) end
  if op == "=" then return may_hold("<=", x, y) and may_hold("<=", y, x) end
  return not (x[1] == x[2] and y[1] == y[2] and x[1] == y[1])
end

local OPPOSITE = { ["<"] = ">=", ["<="] = ">", [">"] = "<=", [">="] = "<", ["="] = "!=", ["!="] = "=" }

evaluate = function(node, row, bounded)
  local op = node.op
  if op == "field" then return row[node.name] end
  if op == "const" then return node.value end
  if op == "and" then return both(evaluate(node[1], row, bounded), evaluate(node[2], row, bounded)) end
  if op == "or" then
    return negate(both(negate(evaluate(node[1], row, bounded)), negate(evaluate(node[2], row, bounded))))
  end
  if op == "not" then return negate(evaluate(node[1], row, bounded)) end
  if op == "is_null" then return evaluate(node[1], row, bounded) == nil end
  if op == "certainly" or op == "possibly" then
    local inner = node[1]
    local x, y = interval(inner[1], row, bounded), interval(inner[2], row, bounded)
    if not x or not y then return nil end
    if op == "possibly" then return may_hold(inner.op, x, y) end
    return not may_hold(OPPOSITE[inner.op], x, y)
  end
  local a = evaluate(node[1], row, bounded)
  if a == nil then return nil end
  if op == "in" then
    for i = 1, #node.list do
      if node.list[i].value == a then return true end
    end
    return false
  elseif op == "like" then
    return like(a, node.pattern)
  elseif op == "neg" then
    return finite(-a)
  elseif op == "call" then
    local v = CALLS[node.name](a)
    if type(v) == "number" then return finite(v) end
    return v
  elseif op == "between" then
    return both(compare(">=", a, evaluate(node[2], row, bounded)), compare("<=", a, evaluate(node[3], row, bounded)))
  end
  local b = evaluate(node[2], row, bounded)
  if b == nil then return nil end
  if op == "+" then return finite(a + b) end
  if op == "-" then return finite(a - b) end
  if op == "*" then return finite(a * b) end
  if op == "/" then
    if b == 0 then return nil end
    return finite(a / b)
  end
  return compare(op, a, b)
end

return { evaluate = evaluate }
