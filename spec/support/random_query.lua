-- Random tables and random chains over them, for differential tests: nulls,
-- ties, bounds open and closed, odd texts, and every verb. A chain that the
-- checker refuses is left out (the caller asks for another).

local random = require "support.random"

local random_query = {}

-- The facts' columns; every number is a multiple of 1/4, so that sums are exact
-- in any order.
local COLUMNS = {
  { name = "id", type = "integer" },
  { name = "region", type = "string" },
  { name = "level", type = "string" },
  { name = "value", type = "number", bounded = true },
  { name = "n", type = "integer" },
  { name = "ok", type = "boolean" },
  { name = "day", type = "date" },
  { name = "period", type = "string" },
  { name = "year", type = "integer" },
  { name = "weight", type = "number" },
}

local LEVELS = { "国家级", "省级", "national", "National", "it's", "a\\b", "100%", "x_y", "", "中文 “quoted” \"q\"", "[a*c?]" }
local REGIONS = { "410100", "410200", "420000", "z" }
local DAYS = { "2023-01-31", "2024-01-31", "2024-02-29", "2023-02-28", "2024-03-31", "2024-03-01", "2024-03-08",
  "1949-10-01", "2023-12-31", "2024-02-28", "2024-03-02", "2022-02-28" }
local PERIODS = { "2023", "2024", "2022", "2024-01", "2023-01", "2024-02", "2023-12", "2024-01/2024-11", "2023-01/2023-11",
  "2024-02-29", "2023-02-29", "2023-02-28", "2024-03-01", "2024-13", "soon", "", "2024/2026", "2023/2025", "0000", "2024-1",
  "2023-11/2024-02", "2022-11/2023-02", "2024/", "2024/2025/2026", "2023-10/2024-01", "中2024" }

function random_query.facts(seed, count)
  local r = random.new(seed)
  local rows = {}
  for i = 1, count do
    local row = { id = i }
    local function maybe(name, percent, value) if r:chance(percent) then row[name] = value end end
    maybe("region", 90, r:one(REGIONS))
    maybe("level", 88, r:one(LEVELS))
    maybe("n", 85, r:between(-3, 6))
    maybe("ok", 80, r:chance(50))
    maybe("day", 85, r:one(DAYS))
    maybe("period", 92, r:one(PERIODS))
    maybe("year", 93, r:between(2020, 2024))
    maybe("weight", 85, r:between(-8, 12) / 4)
    if r:chance(85) then
      local v = r:between(-6, 24) / 4
      row.value, row.lower, row.upper, row.lower_open, row.upper_open = v, v, v, false, false
      local kind = r:between(1, 6)
      if kind == 1 then row.lower, row.upper = v - r:between(0, 4) / 2, v + r:between(0, 4) / 2 end
      -- an end without a bound is open
      if kind == 2 then row.upper, row.lower_open, row.upper_open = math.huge, true, true end
      if kind == 3 then row.lower, row.lower_open, row.upper_open = -math.huge, true, r:chance(50) end
      if kind == 4 then row.lower, row.upper_open = v - 1, true end
    end
    rows[i] = row
  end
  return { columns = COLUMNS, rows = rows }
end

function random_query.regions()
  return { columns = {
    { name = "region", type = "string" }, { name = "name", type = "string" }, { name = "n", type = "integer" },
    { name = "area", type = "number", bounded = true },
  }, rows = {
    { region = "410100", name = "郑州", n = 1, area = 7.5, lower = 7, upper = 8, lower_open = true, upper_open = false },
    { region = "410200", name = "开封", n = 2, area = 6.25, lower = 6.25, upper = 6.25, lower_open = false, upper_open = false },
    { region = "410100", name = "Zhengzhou", n = 0 },
    { name = "nowhere", n = 3, area = 1, lower = 1, upper = math.huge, lower_open = false, upper_open = true },
    { region = "999999", n = 4, area = 2.5, lower = 0, upper = 2.5, lower_open = false, upper_open = true },
  } }
end

-- Expressions as text ----------------------------------------------------------

local function quoted(text) return "'" .. text:gsub("'", "''") .. "'" end

local function of_type(columns, ...)
  local list = {}
  for _, c in ipairs(columns) do
    for _, kind in ipairs { ... } do
      if c.type == kind then list[#list + 1] = c.name end
    end
    if c.bounded then
      for _, kind in ipairs { ... } do
        if kind == "number" then
          list[#list + 1] = "lower"
          list[#list + 1] = "upper"
        elseif kind == "boolean" then
          list[#list + 1] = "lower_open"
        end
      end
    end
  end
  return list
end

local function bounded_of(columns)
  for _, c in ipairs(columns) do
    if c.bounded then return c.name end
  end
end

local function name_of(name)
  if name:find("^[%a_][%w_]*$") then return name end
  return "`" .. name:gsub("`", "``") .. "`"
end

local expression

local function number(r, columns, depth)
  local fields = of_type(columns, "number", "integer")
  local pick = r:between(1, depth > 0 and 10 or 5)
  if pick <= 3 and #fields > 0 then return name_of(r:one(fields)) end
  if pick <= 5 then return ("%g"):format(r:between(-8, 24) / 4) end
  if pick == 6 then return "-" .. number(r, columns, depth - 1) end
  if pick == 7 then return r:one { "abs", "floor", "ceil" } .. "(" .. number(r, columns, depth - 1) .. ")" end
  if pick == 8 then
    local texts = of_type(columns, "string", "date")
    if #texts > 0 then return r:one { "year", "month", "day", "quarter" } .. "(" .. name_of(r:one(texts)) .. ")" end
    return "1"
  end
  return "(" .. number(r, columns, depth - 1) .. " " .. r:one { "+", "-", "*", "/" } .. " " .. number(r, columns, depth - 1)
    .. ")"
end

local function text(r, columns)
  local fields = of_type(columns, "string")
  if #fields > 0 and r:chance(70) then
    local field = name_of(r:one(fields))
    if r:chance(15) then return r:one { "lower_case", "upper_case" } .. "(" .. field .. ")" end
    return field
  end
  return quoted(r:one(LEVELS))
end

local PATTERNS = { "%级", "n%", "_ational", "%'%", "a\\b", "%\\%", "100%", "x_y", "%", "", "_", "__级", "[a*c?]", "%“%",
  "N%l", "2024-%", "%/%" }

local condition
condition = function(r, columns, depth)
  local pick = r:between(1, depth > 0 and 15 or 9)
  if pick <= 3 then
    return number(r, columns, 1) .. " " .. r:one { "=", "!=", "<", "<=", ">", ">=" } .. " " .. number(r, columns, 1)
  elseif pick == 4 then
    return text(r, columns) .. " " .. r:one { "=", "!=", "<", "<=", ">", ">=" } .. " " .. quoted(r:one(LEVELS))
  elseif pick == 5 then
    local texts, numbers = of_type(columns, "string"), of_type(columns, "number", "integer")
    if r:chance(50) and #texts > 0 then
      return name_of(r:one(texts)) .. r:one { " in ", " not in " } .. "(" .. quoted(r:one(LEVELS)) .. ", "
        .. quoted(r:one(REGIONS))
        .. ", " .. quoted(r:one(PERIODS)) .. ")"
    end
    if #numbers == 0 then return "1 = 1" end
    return name_of(r:one(numbers)) .. r:one { " in ", " not in " } .. "(1, 2.5, 2024, -1)"
  elseif pick == 6 then
    return number(r, columns, 1) .. r:one { " between ", " not between " } .. number(r, columns, 0) .. " and "
      .. number(r, columns, 0)
  elseif pick == 7 then
    return text(r, columns) .. r:one { " like ", " not like " } .. quoted(r:one(PATTERNS))
  elseif pick == 8 then
    return name_of(r:one(columns).name) .. r:one { " is null", " is not null" }
  elseif pick == 9 then
    local dates, booleans = of_type(columns, "date"), of_type(columns, "boolean")
    if #dates > 0 and r:chance(50) then
      return name_of(r:one(dates)) .. " " .. r:one { "=", "<", ">=", "!=" } .. " " .. quoted(r:one(DAYS))
    end
    if #booleans > 0 then return name_of(r:one(booleans)) .. r:one { "", " = true", " != false" } end
    return "2 > 1"
  elseif pick == 10 then
    return "not (" .. condition(r, columns, depth - 1) .. ")"
  elseif pick <= 12 then
    return "(" .. condition(r, columns, depth - 1) .. r:one { " and ", " or " } .. condition(r, columns, depth - 1) .. ")"
  end
  local bounded = bounded_of(columns)
  if not bounded then return condition(r, columns, 0) end
  local function leaf()
    local kind = r:between(1, 6)
    if kind == 1 then return bounded .. " between " .. r:between(-2, 3) .. " and " .. r:between(2, 6) end
    if kind == 2 then return bounded .. " in (0, 1, 2.5)" end
    if kind == 3 then return "not " .. bounded .. " = " .. r:between(-1, 5) end
    local other = r:one { tostring(r:between(-4, 20) / 4), "weight", bounded }
    return bounded .. " " .. r:one { "=", "!=", "<", "<=", ">", ">=" } .. " " .. other
  end
  local inside = leaf()
  if r:chance(40) then inside = inside .. r:one { " and ", " or " } .. leaf() end
  return r:one { "certainly", "possibly" } .. "(" .. inside .. ")"
end

expression = function(r, columns)
  local pick = r:between(1, 10)
  if pick <= 6 then return number(r, columns, 2) end
  if pick <= 8 then return text(r, columns) end
  return condition(r, columns, 1)
end

-- Columns that may be infinite have names that begin with u: no sum, ratio or
-- share is taken of them, since engines differ in what inf - inf is.
local function reads_bounds(expr) return expr:find("lower%f[%W]") or expr:find("upper%f[%W]") or expr:find("%f[%w]u%d") end

local function is_finite(name)
  return not name:find("^u%d") and not name:find("lower$") and not name:find("upper$")
end

-- Verbs ------------------------------------------------------------------------

local function names_of(columns)
  local list = {}
  for i, c in ipairs(columns) do list[i] = c.name end
  return list
end

-- columns that make few groups
local function groupable(columns)
  local list = {}
  for _, c in ipairs(columns) do
    if c.name ~= "id" then list[#list + 1] = c.name end
  end
  return list
end

local VERBS = {}

function VERBS.filter(r, q, columns) return q:filter(condition(r, columns, 2)) end

function VERBS.select(r, q, columns)
  local list = r:some(names_of(columns), r:between(2, #columns))
  for i = 1, #list do list[i] = name_of(list[i]) end
  if r:chance(40) then
    local made = expression(r, columns)
    list[#list + 1] = made .. (reads_bounds(made) and " as u9" or " as extra")
  end
  return q:select(list)
end

function VERBS.derive(r, q, columns)
  local name = r:one { "d1", "d2", "value", "n", "level" }
  local made = expression(r, columns)
  if reads_bounds(made) then name = "u1" end
  return q:derive(name, made)
end

function VERBS.sort(r, q, columns)
  local list = {}
  for i = 1, r:between(1, 2) do
    list[i] = (r:chance(75) and name_of(r:one(columns).name) or number(r, columns, 1)) .. r:one { "", " desc" }
  end
  return q:sort(list)
end

function VERBS.head(r, q) return q:head(r:between(0, 25), r:one { 0, 0, 0, 3 }) end

function VERBS.distinct(r, q, columns)
  if r:chance(30) then return q:distinct() end
  return q:distinct(r:some(groupable(columns), 1)[1] or "id")
end

local SUMMARIES = { "sum", "mean", "min", "max", "median", "quantile", "first", "last" }

-- A summary of the column with bounds, or an end of it.
local function of_bounds(r, bounded)
  local fn = r:one(SUMMARIES)
  local q = fn == "quantile" and ", " .. r:one { "0", "0.25", "0.7", "1" } or ""
  local part = r:chance(50) and r:one { "lower_", "upper_", "lower_open_", "upper_open_" } or ""
  return part .. fn .. "(" .. name_of(bounded) .. q .. ")", part ~= "" and not part:find("open")
end

local function aggregates(r, columns)
  local numbers, list = {}, {}
  local bounded = bounded_of(columns)
  for _, c in ipairs(columns) do
    if (c.type == "number" or c.type == "integer") and is_finite(c.name) then numbers[#numbers + 1] = name_of(c.name) end
  end
  for i = 1, r:between(1, 3) do
    local fn = r:one { "sum", "mean", "min", "max", "count", "count_distinct", "median", "quantile", "first", "last",
      "bounds", "bounds", "bounds" }
    local entry, infinite
    if fn == "bounds" and bounded then
      entry, infinite = of_bounds(r, bounded)
    elseif fn == "sum" or fn == "mean" or fn == "median" then
      if #numbers == 0 then return { "count() as a1" } end
      entry = fn .. "(" .. r:one(numbers) .. ")"
    elseif fn == "quantile" then
      if #numbers == 0 then return { "count() as a1" } end
      entry = "quantile(" .. r:one(numbers) .. ", " .. r:one { "0", "0.25", "0.9", "1" } .. ")"
    elseif fn == "bounds" or (fn == "count" and r:chance(50)) then
      entry = "count()"
    else
      entry = fn .. "(" .. name_of(r:one(columns).name) .. ")"
    end
    list[i] = entry .. ((infinite or reads_bounds(entry)) and " as u" or " as a") .. i
  end
  return list
end

function VERBS.summarise(r, q, columns)
  local by = r:some(groupable(columns), r:between(0, 2))
  if #by > 0 then q = q:group_by(by) end
  return q:summarise(aggregates(r, columns))
end

function VERBS.count(r, q, columns)
  local by = r:some(groupable(columns), r:between(0, 2))
  return q:count(by)
end

function VERBS.join(r, q, columns, right)
  local has = {}
  for _, c in ipairs(columns) do has[c.name] = c.type end
  local kind = r:one { "inner", "left", "semi", "anti" }
  local on
  if has.region == "string" and r:chance(70) then on = { "region" }
  elseif has.n == "integer" or has.n == "number" then on = { "n" }
  elseif has.year then on = { year = "n" }
  else on = { "region" } end
  if has.region == "string" and has.n == "integer" and r:chance(20) then on = { "region", "n" } end
  if r:chance(40) then right = right:filter("n < 3") end
  if r:chance(30) then right = right:sort("name desc") end
  return q:join(right, { on = on, kind = kind })
end

function VERBS.pivot_wider(r, q, columns)
  local names, numbers = {}, {}
  for _, c in ipairs(columns) do
    if c.name == "region" or c.name == "ok" or c.name == "year" or c.name == "n" or c.name == "level" then
      names[#names + 1] = c.name end
    if (c.type == "number" or c.type == "integer") and is_finite(c.name) then numbers[#numbers + 1] = c.name end
  end
  if #names == 0 or #numbers == 0 then return q:head(5) end
  local name = r:one(names)
  local keys = {}
  for _, key in ipairs(r:some(groupable(columns), 1)) do
    if key ~= name then keys[1] = key end
  end
  local fn = r:one { "sum", "sum", "count", "max", "mean", "first", "median" }
  return q:pivot_wider { names = name, values = r:one(numbers), keys = keys, fn = fn }
end

function VERBS.pivot_longer(r, q, columns)
  local kinds = {}
  for _, c in ipairs(columns) do
    local kind = c.type == "integer" and "number" or c.type
    kinds[kind] = kinds[kind] or {}
    if is_finite(c.name) then table.insert(kinds[kind], c.name) end
  end
  local list = kinds[r:one { "number", "string", "number" }]
  if not list or #list == 0 then return q:head(7) end
  return q:pivot_longer { columns = r:some(list, r:between(1, math.min(3, #list))), names_to = "what", values_to = "amount" }
end

local function numeric_name(r, columns)
  local list = {}
  for _, c in ipairs(columns) do
    if (c.type == "number" or c.type == "integer") and is_finite(c.name) then list[#list + 1] = c.name end
  end
  return #list > 0 and r:one(list) or nil
end

local function window(fn)
  return function(r, q, columns)
    local of = numeric_name(r, columns)
    if not of then return q:head(9) end
    local options = { as = "w" .. r:between(1, 3), by = r:some(groupable(columns), r:between(0, 2)) }
    if fn == "rank" then
      options.descending = r:chance(50)
      if r:chance(30) then of = r:one(of_type(columns, "date", "integer")) or of end
    elseif fn ~= "share" and fn ~= "cumulative" then
      local periods = {}
      for _, c in ipairs(columns) do
        if c.name == "period" or c.name == "day" or c.name == "year" then periods[#periods + 1] = c end
      end
      if #periods == 0 then return q:head(9) end
      local c = r:one(periods)
      options.period, options.n = c.name, r:one { 1, 1, 1, 2 }
      options.unit = c.type == "integer" and "year" or c.type == "date" and r:one { "year", "month", "quarter", "day", "week" }
        or r:one { "year", "month", "quarter" }
      local by = {}
      for _, name in ipairs(options.by) do
        if name ~= c.name then by[#by + 1] = name end
      end
      options.by = by
      if fn == "contribution" then options.within = r:some(groupable(columns), r:between(0, 1)) end
      if fn == "lag" and r:chance(40) then
        of = r:one(columns).name
        if not is_finite(of) then options.as = "u2" end
      end
      -- few rows of a group share a period, so that most have one before them
      if r:chance(60) then
        local keep = {}
        for i, name in ipairs(by) do keep[i] = name end
        keep[#keep + 1] = c.name
        q = q:distinct(keep)
      end
    end
    return q[fn](q, of, options)
  end
end

for _, fn in ipairs { "lag", "growth", "difference", "share", "contribution", "rank", "cumulative" } do VERBS[fn] = window(fn) end

local ORDER = { "filter", "filter", "filter", "select", "derive", "derive", "sort", "sort", "head", "distinct", "summarise",
  "summarise",
  "count", "join", "join", "pivot_wider", "pivot_longer", "lag", "growth", "difference", "share", "contribution", "rank",
    "cumulative" }

--- A chain of one to four verbs after `base`, or nil where the checker refused
--- it; its verbs are counted in `used`.
function random_query.chain(seed, base, right, used)
  local r = random.new(seed)
  local q, verbs = base, {}
  for i = 1, r:between(1, 4) do
    local verb = r:one(ORDER)
    verbs[i] = verb
    local ok, made = pcall(VERBS[verb], r, q, q:schema(), right)
    if not ok then
      if tostring(made):find("baogao.query", 1, true) then return nil, made end
      error(made, 0)
    end
    q = made
  end
  for _, verb in ipairs(verbs) do used[verb] = (used[verb] or 0) + 1 end
  return q
end

--- Where two results differ, in words; nil where they are the same. Numbers may
--- differ by a part in 10^12 (sums in another order), or by 10^-15 where a sum
--- of shares that cancel each other should be 0.
function random_query.difference(columns, a, b)
  if #a ~= #b then return ("%d rows and %d rows"):format(#a, #b) end
  for i = 1, #a do
    for _, c in ipairs(columns) do
      local x, y = a[i][c.name], b[i][c.name]
      local same = x == y
      -- of an infinite number everything would be within a part
      if not same and type(x) == "number" and type(y) == "number" and math.abs(x) ~= math.huge and math.abs(y) ~= math.huge then
        same = math.abs(x - y) <= math.max(1e-12 * math.max(math.abs(x), math.abs(y)), 1e-15)
      end
      if not same then return ("row %d, '%s': %s and %s"):format(i, c.name, tostring(x), tostring(y)) end
    end
  end
end

--- The columns of a chain, bounds among them.
function random_query.fields(q)
  local list = {}
  for _, c in ipairs(q:schema()) do
    list[#list + 1] = { name = c.name, type = c.type }
    if c.bounded then
      list[#list + 1] = { name = "lower", type = "number" }
      list[#list + 1] = { name = "upper", type = "number" }
      list[#list + 1] = { name = "lower_open", type = "boolean" }
      list[#list + 1] = { name = "upper_open", type = "boolean" }
    end
  end
  return list
end

return random_query
