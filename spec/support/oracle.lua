-- A plain evaluator of plans over row tables: slow, and written to be read. It
-- shares no code with the engine or the dialects beyond the shapes of plans, so
-- that what all of them answer alike is likely right.
--
-- A table here is {columns = {{name=, type=, bounded=}...}, rows = {{name = value}...}};
-- null is nil. A bounded column's bounds stand in the rows as lower, upper,
-- lower_open, upper_open.

local oracle = {}

local BOUNDS = { "lower", "upper", "lower_open", "upper_open" }

-- A key by which two values (or rows of values) are the same, null with null.
local function key_of(...)
  local parts = {}
  for i = 1, select("#", ...) do
    local v = select(i, ...)
    if v == nil then parts[i] = "nil"
    elseif type(v) == "number" then parts[i] = ("n%.17g"):format(v + 0.0 == 0 and 0 or v)
    else parts[i] = type(v):sub(1, 1) .. #tostring(v) .. ":" .. tostring(v) end
  end
  return table.concat(parts, "|")
end

local function key_of_row(row, names)
  local values = {}
  for i = 1, #names do values[i] = key_of(row[names[i]]) end
  return table.concat(values, "&")
end

-- Expressions ---------------------------------------------------------------

local function finite(v)
  if v ~= v or v == math.huge or v == -math.huge then return nil end
  return v
end

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

-- Aggregates ----------------------------------------------------------------

local function less(a, b)
  if type(a) == "boolean" then return not a and b end
  return a < b
end

local function extreme(list, sign)
  local best
  for i = 1, #list do
    if best == nil or (sign < 0 and less(list[i], best)) or (sign > 0 and less(best, list[i])) then best = list[i] end
  end
  return best
end

local function total(list)
  if #list == 0 then return nil end
  local sum = 0
  for i = 1, #list do sum = sum + list[i] end
  return sum
end

local AGGREGATES = {}
AGGREGATES.sum = total
function AGGREGATES.mean(list) return #list > 0 and total(list) / #list or nil end
function AGGREGATES.min(list) return extreme(list, -1) end
function AGGREGATES.max(list) return extreme(list, 1) end
function AGGREGATES.count(list) return #list end
function AGGREGATES.count_distinct(list)
  local seen, n = {}, 0
  for i = 1, #list do
    local key = key_of(list[i])
    if not seen[key] then seen[key], n = true, n + 1 end
  end
  return n
end
function AGGREGATES.quantile(list, q)
  if #list == 0 then return nil end
  table.sort(list)
  local h = q * (#list - 1)
  local lo, hi = math.floor(h), math.ceil(h)
  if lo == hi then return list[lo + 1] end
  return list[lo + 1] + (h - lo) * (list[hi + 1] - list[lo + 1])
end
function AGGREGATES.median(list) return AGGREGATES.quantile(list, 0.5) end
function AGGREGATES.first(list) return list[1] end
function AGGREGATES.last(list) return list[#list] end

local function aggregate(column, rows, bounded)
  local fn, side = column.fn, nil
  local which, plain = fn:match("^(%a+)_(%a+)$")
  if (which == "lower" or which == "upper") and AGGREGATES[plain] then fn, side = plain, which end
  local list = {}
  for i = 1, #rows do
    local v = true
    if side then v = rows[i][side] elseif column.expr then v = evaluate(column.expr, rows[i], bounded) end
    if v ~= nil then list[#list + 1] = v end
  end
  return AGGREGATES[fn](list, column.q)
end

-- Groups of rows in order of first appearance: array of {rows}.
local function groups_of(rows, names)
  local found, list = {}, {}
  for i = 1, #rows do
    local key = key_of_row(rows[i], names)
    if not found[key] then
      found[key] = {}
      list[#list + 1] = found[key]
    end
    table.insert(found[key], rows[i])
  end
  return list, found
end

-- Periods -------------------------------------------------------------------

local LENGTHS = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }
local function days_of(year, month)
  if month == 2 and (year % 4 == 0 and year % 100 ~= 0 or year % 400 == 0) then return 29 end
  return LENGTHS[month]
end

local function back_days(y, m, d, n)
  d = d - n
  while d < 1 do
    m = m - 1
    if m < 1 then y, m = y - 1, 12 end
    d = d + days_of(y, m)
  end
  return y, m, d
end

-- One date of ISO 8601, n units earlier; nil where there is none.
local function shifted(text, n, unit)
  local y, m, d = text:match("^(%d%d%d%d)%-?(%d?%d?)%-?(%d?%d?)$")
  if not y or (#text ~= 4 and #text ~= 7 and #text ~= 10) then return nil end
  if #text > 4 and (text:sub(5, 5) ~= "-" or #m ~= 2) then return nil end
  if #text > 7 and (text:sub(8, 8) ~= "-" or #d ~= 2) then return nil end
  y, m, d = tonumber(y), tonumber(m), tonumber(d)
  if m and (m < 1 or m > 12) then return nil end
  if d and (d < 1 or d > days_of(y, m)) then return nil end
  if unit == "year" then
    y = y - n
  elseif unit == "month" or unit == "quarter" then
    if not m then return nil end
    local index = y * 12 + m - 1 - n * (unit == "quarter" and 3 or 1)
    y, m = math.floor(index / 12), index % 12 + 1
  else
    if not d then return nil end
    y, m, d = back_days(y, m, d, n * (unit == "week" and 7 or 1))
  end
  if y < 1 then return nil end
  if d and d > days_of(y, m) then return nil end
  if d then return ("%04d-%02d-%02d"):format(y, m, d) end
  if m then return ("%04d-%02d"):format(y, m) end
  return ("%04d"):format(y)
end

local function earlier(value, step)
  if type(value) == "number" then return value - step.n end
  local a, b = value:match("^([^/]*)/([^/]*)$")
  if not a then return shifted(value, step.n, step.unit) end
  a, b = shifted(a, step.n, step.unit), shifted(b, step.n, step.unit)
  return a and b and a .. "/" .. b
end

-- Steps ---------------------------------------------------------------------

local function copied(row)
  local made = {}
  for k, v in pairs(row) do made[k] = v end
  return made
end

local function bounded_of(columns)
  for i = 1, #columns do
    if columns[i].bounded then return columns[i].name end
  end
end

local function drop_bounds(row)
  for i = 1, 4 do row[BOUNDS[i]] = nil end
end

-- Puts a column in its place by name, or at the end.
local function place(columns, made)
  local list, put = {}, false
  for i = 1, #columns do
    list[i] = columns[i]
    if list[i].name == made.name then list[i], put = made, true end
  end
  if not put then list[#list + 1] = made end
  return list
end

local STEPS = {}

function STEPS.filter(t, step)
  local rows, bounded = {}, bounded_of(t.columns)
  for _, row in ipairs(t.rows) do
    if evaluate(step.where, row, bounded) == true then rows[#rows + 1] = row end
  end
  return { columns = t.columns, rows = rows }
end

local function output(made, entry, row, bounded)
  made[entry.name] = evaluate(entry.expr, row, bounded)
end

local function keeps_bounds(entry, bounded)
  return bounded and entry.expr.op == "field" and entry.expr.name == bounded and entry.name == bounded
    and entry.bounds ~= false
end

function STEPS.select(t, step)
  local columns, rows, bounded, kept = {}, {}, bounded_of(t.columns), false
  for i, entry in ipairs(step.columns) do
    local keep = keeps_bounds(entry, bounded)
    kept = kept or keep
    columns[i] = { name = entry.name, type = entry.expr.type, bounded = keep or nil }
  end
  for i, row in ipairs(t.rows) do
    rows[i] = {}
    if kept then
      for k = 1, 4 do rows[i][BOUNDS[k]] = row[BOUNDS[k]] end
    end
    for _, entry in ipairs(step.columns) do output(rows[i], entry, row, bounded) end
  end
  return { columns = columns, rows = rows }
end

function STEPS.derive(t, step)
  local columns, rows, bounded, lost = t.columns, {}, bounded_of(t.columns), false
  for _, entry in ipairs(step.columns) do
    local keep = keeps_bounds(entry, bounded)
    lost = lost or (entry.name == bounded and not keep)
    columns = place(columns, { name = entry.name, type = entry.expr.type, bounded = keep or nil })
  end
  for i, row in ipairs(t.rows) do
    rows[i] = copied(row)
    if lost then drop_bounds(rows[i]) end
    for _, entry in ipairs(step.columns) do output(rows[i], entry, row, bounded) end
  end
  return { columns = columns, rows = rows }
end

local function sorted(rows, comes_before)
  local list = {}
  for i = 1, #rows do list[i] = { i, rows[i] } end
  table.sort(list, function(a, b)
    local before = comes_before(a[2], b[2])
    if before ~= nil then return before end
    return a[1] < b[1]
  end)
  for i = 1, #list do list[i] = list[i][2] end
  return list
end

function STEPS.sort(t, step)
  local bounded = bounded_of(t.columns)
  return { columns = t.columns, rows = sorted(t.rows, function(x, y)
    for _, key in ipairs(step.by) do
      local a, b = evaluate(key.expr, x, bounded), evaluate(key.expr, y, bounded)
      if a == nil or b == nil then
        if a ~= b then return b == nil end
      elseif a ~= b then
        if key.descending then return less(b, a) end
        return less(a, b)
      end
    end
  end) }
end

function STEPS.head(t, step)
  local rows = {}
  for i = step.offset + 1, math.min(#t.rows, step.offset + step.n) do rows[#rows + 1] = t.rows[i] end
  return { columns = t.columns, rows = rows }
end

function STEPS.distinct(t, step)
  local names = step.columns
  if not names then
    names = {}
    for i, c in ipairs(t.columns) do names[i] = c.name end
    if bounded_of(t.columns) then
      for i = 1, 4 do names[#names + 1] = BOUNDS[i] end
    end
  end
  local rows = {}
  for i, group in ipairs((groups_of(t.rows, names))) do rows[i] = group[1] end
  return { columns = t.columns, rows = rows }
end

local function column_of(t, name)
  for _, c in ipairs(t.columns) do
    if c.name == name then return c end
  end
end

local KEEP_TYPE = { sum = true, min = true, max = true, first = true, last = true }
local function result_type(fn, kind)
  if KEEP_TYPE[fn] then return kind end
  if fn == "count" or fn == "count_distinct" then return "integer" end
  return "number"
end

function STEPS.summarise(t, step)
  local bounded = bounded_of(t.columns)
  local columns, rows = {}, {}
  for i, name in ipairs(step.by) do columns[i] = { name = name, type = column_of(t, name).type } end
  for _, c in ipairs(step.columns) do
    columns[#columns + 1] = { name = c.name, type = result_type(c.fn, c.expr and c.expr.type) }
  end
  local groups = #step.by == 0 and { t.rows } or groups_of(t.rows, step.by)
  for i, group in ipairs(groups) do
    rows[i] = {}
    for _, name in ipairs(step.by) do rows[i][name] = group[1][name] end
    for _, c in ipairs(step.columns) do rows[i][c.name] = aggregate(c, group, bounded) end
  end
  return { columns = columns, rows = rows }
end

function STEPS.join(t, step)
  local right = oracle.table_of(step.right)
  local taken, keys = {}, {}
  for _, c in ipairs(t.columns) do taken[c.name] = true end
  local left_bounded, right_bounded = bounded_of(t.columns), bounded_of(right.columns)
  if left_bounded then
    for i = 1, 4 do taken[BOUNDS[i]] = true end
  end
  for _, pair in ipairs(step.on) do keys[pair.right] = true end
  local keep_bounds = right_bounded and not left_bounded and not taken[right_bounded]
  for i = 1, 4 do keep_bounds = keep_bounds and not taken[BOUNDS[i]] end
  local columns, added = {}, {}
  for i, c in ipairs(t.columns) do columns[i] = c end
  for _, c in ipairs(right.columns) do
    if not keys[c.name] then
      local name = taken[c.name] and c.name .. step.suffix or c.name
      added[#added + 1] = { from = c.name, to = name, bounded = c.bounded and keep_bounds }
      columns[#columns + 1] = { name = name, type = c.type, bounded = c.bounded and keep_bounds or nil }
    end
  end
  local filtering = step.kind == "semi" or step.kind == "anti"
  local rows = {}
  for _, row in ipairs(t.rows) do
    local hits = 0
    for _, other in ipairs(right.rows) do
      local match = true
      for _, pair in ipairs(step.on) do
        local a, b = row[pair.left], other[pair.right]
        match = match and a ~= nil and b ~= nil and a == b
      end
      if match then
        hits = hits + 1
        if not filtering then
          local made = copied(row)
          for _, c in ipairs(added) do
            made[c.to] = other[c.from]
            if c.bounded then
              for i = 1, 4 do made[BOUNDS[i]] = other[BOUNDS[i]] end
            end
          end
          rows[#rows + 1] = made
        end
      end
    end
    if (step.kind == "left" and hits == 0) or (step.kind == "semi" and hits > 0)
      or (step.kind == "anti" and hits == 0) then
      rows[#rows + 1] = row
    end
  end
  return { columns = filtering and t.columns or columns, rows = rows }
end

function STEPS.pivot_wider(t, step)
  local columns, rows = {}, {}
  for i, name in ipairs(step.keys) do columns[i] = { name = name, type = column_of(t, name).type } end
  local kind = result_type(step.fn, column_of(t, step.values).type)
  for _, c in ipairs(step.columns) do columns[#columns + 1] = { name = c.name, type = kind } end
  for i, group in ipairs(#step.keys == 0 and { t.rows } or (groups_of(t.rows, step.keys))) do
    rows[i] = {}
    for _, name in ipairs(step.keys) do rows[i][name] = group[1][name] end
    for _, c in ipairs(step.columns) do
      local list = {}
      for _, row in ipairs(group) do
        if row[step.names] == c.value and row[step.values] ~= nil then list[#list + 1] = row[step.values] end
      end
      rows[i][c.name] = AGGREGATES[step.fn](list)
    end
  end
  return { columns = columns, rows = rows }
end

function STEPS.pivot_longer(t, step)
  local gone, columns, rows, kind = {}, {}, {}, nil
  for _, name in ipairs(step.columns) do
    gone[name] = true
    local own = column_of(t, name).type
    kind = (kind == nil or kind == own) and own or "number"
  end
  local bounded = bounded_of(t.columns)
  for _, c in ipairs(t.columns) do
    if not gone[c.name] then columns[#columns + 1] = c end
  end
  columns[#columns + 1] = { name = step.names_to, type = "string" }
  columns[#columns + 1] = { name = step.values_to, type = kind }
  for _, row in ipairs(t.rows) do
    for _, name in ipairs(step.columns) do
      local made = copied(row)
      for gone_name in pairs(gone) do made[gone_name] = nil end
      if bounded and gone[bounded] then drop_bounds(made) end
      made[step.names_to], made[step.values_to] = name, row[name]
      rows[#rows + 1] = made
    end
  end
  return { columns = columns, rows = rows }
end

-- The one row of the group at the earlier period; nil where none or several.
local function row_before(group, row, step)
  local period = row[step.period]
  local target = period ~= nil and earlier(period, step)
  if not target then return nil end
  local found
  for _, other in ipairs(group) do
    if other[step.period] == target then
      if found then return nil end
      found = other
    end
  end
  return found
end

local function total_before(rows, row, step)
  local period = row[step.period]
  local target = period ~= nil and earlier(period, step)
  local sum
  for _, other in ipairs(rows) do
    if target and other[step.period] == target and key_of_row(other, step.within) == key_of_row(row, step.within)
      and other[step.of] ~= nil then
      sum = (sum or 0) + other[step.of]
    end
  end
  return sum
end

local WINDOWS = {}

function WINDOWS.lag(row, group, step)
  local before = row_before(group, row, step)
  return before and before[step.of]
end

function WINDOWS.growth(row, group, step)
  local v, base = row[step.of], WINDOWS.lag(row, group, step)
  if v == nil or base == nil or base <= 0 then return nil end
  return finite(v / base - 1)
end

function WINDOWS.difference(row, group, step)
  local v, base = row[step.of], WINDOWS.lag(row, group, step)
  if v == nil or base == nil then return nil end
  return finite(v - base)
end

function WINDOWS.contribution(row, group, step, rows)
  local v, base = row[step.of], WINDOWS.lag(row, group, step)
  local whole = total_before(rows, row, step)
  if v == nil or base == nil or whole == nil or whole <= 0 then return nil end
  return finite((v - base) / whole)
end

local function values_of(group, name)
  local list = {}
  for _, row in ipairs(group) do
    if row[name] ~= nil then list[#list + 1] = row[name] end
  end
  return list
end

function WINDOWS.share(row, group, step)
  local sum = total(values_of(group, step.of))
  if row[step.of] == nil or sum == 0 then return nil end
  return finite(row[step.of] / sum)
end

function WINDOWS.rank(row, group, step)
  local v = row[step.of]
  if v == nil then return nil end
  local rank = 1
  for _, other in ipairs(values_of(group, step.of)) do
    if step.descending then
      if less(v, other) then rank = rank + 1 end
    elseif less(other, v) then
      rank = rank + 1
    end
  end
  return rank
end

function WINDOWS.cumulative(row, group, step)
  if row[step.of] == nil then return nil end
  local sum = 0
  for _, other in ipairs(group) do
    if other[step.of] ~= nil then sum = sum + other[step.of] end
    if other == row then return sum end
  end
end

function STEPS.window(t, step)
  local _, groups = groups_of(t.rows, step.by)
  local rows = {}
  local kind = "number"
  if step.fn == "lag" then kind = column_of(t, step.of).type elseif step.fn == "rank" then kind = "integer" end
  local lost = bounded_of(t.columns) == step.name
  for i, row in ipairs(t.rows) do
    rows[i] = copied(row)
    if lost then drop_bounds(rows[i]) end
    rows[i][step.name] = WINDOWS[step.fn](row, groups[key_of_row(row, step.by)], step, t.rows)
  end
  return { columns = place(t.columns, { name = step.name, type = kind }), rows = rows }
end

-- The face ------------------------------------------------------------------

local result = {}
result.__index = result
function result:each() return ipairs(self.list) end
function result:rows() return self.list end

--- Runs a plan on a table.
function oracle.run(source, plan)
  local t = source
  for _, step in ipairs(plan) do t = STEPS[step.verb](t, step) end
  return t
end

--- A table of what a join has on its right: a query on a provider below.
function oracle.table_of(query)
  local chain = require "baogao.query.chain"
  local source, plan = chain.plan(query)
  return oracle.run(oracle.tables[source.run], plan)
end

oracle.tables = setmetatable({}, { __mode = "k" })

--- What baogao.query.from takes, over a table {columns=, rows=}.
function oracle.provider(t, name)
  local function run(plan)
    local made = oracle.run(t, plan)
    return setmetatable({ list = made.rows, columns = made.columns }, result)
  end
  oracle.tables[run] = t
  return { columns = t.columns, run = run, table = name }
end

oracle.evaluate = evaluate
oracle.BOUNDS = BOUNDS

return oracle
