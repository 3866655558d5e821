-- share, rank, cumulative, lag, growth, difference, contribution: as window
-- functions where the dialect has them, else as joins with grouped subqueries.

local level = require "baogao.query.sql.level"
local period = require "baogao.query.sql.period"
local window_bounds = require "baogao.query.sql.window_bounds"

local PARTS = { "lower", "upper", "lower_open", "upper_open" }

local window = {}

local function over(partition, rest)
  local parts = {}
  if #partition > 0 then parts[1] = "PARTITION BY " .. table.concat(partition, ", ") end
  parts[#parts + 1] = rest
  return "OVER (" .. table.concat(parts, " ") .. ")"
end

local function keys_of(self, names)
  local list = {}
  for i = 1, #names do list[i] = self.fields[names[i]] end
  return list
end

local function joined(a, b)
  local list = {}
  for i = 1, #a do list[i] = a[i] end
  for i = 1, #b do list[#list + 1] = b[i] end
  return list
end

-- Ratios and differences from a value, a base and a whole, all doubles.
local FORMULAS = {
  lag = function(_, before) return before end,
  growth = function(v, before) return "CASE WHEN " .. before .. " > 0 THEN " .. v .. " / " .. before .. " - 1 END" end,
  difference = function(v, before) return "(" .. v .. " - " .. before .. ")" end,
  contribution = function(v, before, whole)
    return "CASE WHEN " .. whole .. " > 0 THEN (" .. v .. " - " .. before .. ") / " .. whole .. " END"
  end,
}

-- The figure of a row: names of its value and of its bounds.
local function figure(self, step)
  local fields = self.fields
  return { value = fields[step.of], lower = fields.lower, upper = fields.upper, lower_open = fields.lower_open,
    upper_open = fields.upper_open }
end

-- A figure of names that were added to a level, from `at` on.
local function figure_of(names, at)
  local made = { value = names[1] }
  for i, part in ipairs(PARTS) do made[part] = names[at + i] end
  return made
end

-- The bounds of shares: `attach_sums` answers the level with sums over each group, and their names.
local function bounds_of_share(w, self, step, attach_sums)
  local d = w.dialect
  local group, rest
  self, group = attach_sums(window_bounds.of_group(d, figure(self, step), self.fields[step.of]))
  local kept = {}
  for i, sql in ipairs(window_bounds.rest(d, figure(self, step), group)) do kept[i] = sql end
  for i = 1, #group do kept[#kept + 1] = group[i] end
  self, rest = level.close(w, self, kept)
  group = {}
  for i = 5, #rest do group[i - 4] = rest[i] end
  return self, window_bounds.share(d, figure(self, step), group, rest), group[7]
end

-- With window functions -----------------------------------------------------

local function by_window(w, self, step, kind, of_kind, bounds)
  local d = w.dialect
  local function value() return of_kind == "integer" and d.double(self.fields[step.of]) or self.fields[step.of] end
  if step.fn == "share" and bounds then
    local parts, sum
    self, parts, sum = bounds_of_share(w, self, step, function(aggregates)
      for i = 1, #aggregates do aggregates[i] = aggregates[i] .. " " .. over(keys_of(self, step.by)) end
      return level.close(w, self, aggregates)
    end)
    return self, "(" .. value() .. " / NULLIF(" .. sum .. ", " .. d.zero .. "))", parts
  elseif step.fn == "share" then
    local v = value()
    return self, "(" .. v .. " / NULLIF(SUM(" .. v .. ") " .. over(keys_of(self, step.by)) .. ", " .. d.zero .. "))"
  elseif step.fn == "rank" then
    local sql = self.fields[step.of]
    return self, "CASE WHEN " .. sql .. " IS NOT NULL THEN RANK() " .. over(keys_of(self, step.by), "ORDER BY " .. sql
      .. (step.descending and " DESC" or "") .. d.nulls_last) .. " END"
  elseif step.fn == "cumulative" then
    local row
    self, row = level.numbered(w, self)
    local v = value()
    return self, "CASE WHEN " .. self.fields[step.of] .. " IS NOT NULL THEN SUM(" .. v .. ") "
      .. over(keys_of(self, step.by), "ORDER BY " .. row .. " ROWS UNBOUNDED PRECEDING") .. " END"
  end
  local class, number
  self, class, number = period.keys(w, self, step, kind)
  local distance = ("%.0f"):format(period.distance(step))
  -- rows without a number stand apart, where they meet nothing
  local function earlier(keys)
    return over(joined(joined(keys, class), { "(" .. number .. " IS NULL)" }), "ORDER BY " .. number
      .. " RANGE BETWEEN " .. distance .. " PRECEDING AND " .. distance .. " PRECEDING")
  end
  local before = earlier(keys_of(self, step.by))
  local of = self.fields[step.of]
  local function lagged(sql, type)
    return "CASE WHEN " .. number .. " IS NOT NULL AND COUNT(*) " .. before .. " = 1 THEN "
      .. d.aggregates.min(sql, type) .. " " .. before .. " END"
  end
  local extra = { lagged(of, of_kind) }
  if step.fn == "contribution" then
    extra[2] = "CASE WHEN " .. number .. " IS NOT NULL THEN SUM(" .. of .. ") " .. earlier(keys_of(self, step.within))
      .. " END"
  end
  local names
  for i, part in ipairs(bounds and PARTS or {}) do
    extra[#extra + 1] = lagged(self.fields[part], i <= 2 and "number" or "boolean")
  end
  self, names = level.close(w, self, extra)
  local base, whole = names[1], names[2]
  local parts = bounds and window_bounds[step.fn](d, figure(self, step), figure_of(names, 1))
  if step.fn ~= "lag" and of_kind == "integer" then
    base, whole = d.double(base), whole and d.double(whole)
  end
  return self, FORMULAS[step.fn](value(), base, whole), parts
end

-- With joins ----------------------------------------------------------------

-- A key that is never null and has one type: its text, and whether it is null.
local function plain_keys(list)
  local made = {}
  for i = 1, #list do
    made[#made + 1] = "ifNull(toString(" .. list[i] .. "), '')"
    made[#made + 1] = "isNull(" .. list[i] .. ")"
  end
  if #made == 0 then made[1] = "1" end
  return made
end

-- Joins a level with aggregates of itself: rows of the same keys, right_keys on
-- the side that is grouped. Answers the level and the aggregates' names on it.
local function attach(w, self, kind, left_keys, right_keys, aggregates, where)
  local left, keys = level.close(w, self, plain_keys(left_keys))
  local right_list, right_names, group = {}, {}, {}
  for i, sql in ipairs(plain_keys(right_keys)) do
    right_list[i] = sql .. " AS " .. keys[i]
    group[i] = keys[i]
  end
  for i = 1, #aggregates do
    right_names[i] = w:fresh()
    right_list[#right_list + 1] = aggregates[i] .. " AS " .. right_names[i]
  end
  local text = "SELECT " .. table.concat(right_list, ", ") .. "\n" .. level.body(self)
  if where then text = text .. (#self.where > 0 and "\n  AND " or "\nWHERE ") .. where end
  text = text .. "\nGROUP BY " .. table.concat(group, ", ")
  local right = level.subquery(w, text)
  left.from = left.from .. "\nALL " .. kind .. " JOIN " .. right .. " USING (" .. table.concat(keys, ", ") .. ")"
  w.needs_settings = true
  for i = 1, #right_names do left.plain[right_names[i]] = true end
  return left, right_names
end

local function by_join(w, self, step, kind, of_kind, bounds)
  local d = w.dialect
  self = level.settled(w, self)
  local function value() return of_kind == "integer" and d.double(self.fields[step.of]) or self.fields[step.of] end
  local names
  if step.fn == "share" and bounds then
    local parts, sum
    self, parts, sum = bounds_of_share(w, self, step, function(aggregates)
      local keys = keys_of(self, step.by)
      return attach(w, self, "INNER", keys, keys, aggregates)
    end)
    return self, "(" .. value() .. " / nullIf(" .. sum .. ", 0) + 0)", parts
  elseif step.fn == "share" then
    local keys = keys_of(self, step.by)
    self, names = attach(w, self, "INNER", keys, keys, { "sum(" .. value() .. ")" })
    return self, "(" .. value() .. " / nullIf(" .. names[1] .. ", 0) + 0)"
  elseif step.fn == "rank" then
    local keys = keys_of(self, step.by)
    self, names = attach(w, self, "INNER", keys, keys, { "groupArray(" .. self.fields[step.of] .. ")" })
    local sql = self.fields[step.of]
    return self, "if(isNull(" .. sql .. "), NULL, toInt64(1 + arrayCount(v -> v " .. (step.descending and ">" or "<")
      .. " assumeNotNull(" .. sql .. "), " .. names[1] .. ")))"
  elseif step.fn == "cumulative" then
    local row
    self, row = level.numbered(w, self)
    local keys = keys_of(self, step.by)
    self, names = attach(w, self, "INNER", keys, keys, {
      "arraySort(groupArray(" .. row .. "))",
      "arrayCumSum(arraySort((v, r) -> r, groupArray(assumeNotNull(ifNull(" .. value() .. ", toFloat64(0)))), groupArray("
        .. row .. ")))",
    })
    return self, "if(isNull(" .. self.fields[step.of] .. "), NULL, " .. names[2] .. "[indexOf(" .. names[1] .. ", "
      .. self.order[1].sql .. ")])"
  end
  local class, number
  self, class, number = period.keys(w, self, step, kind)
  local distance = ("%.0f"):format(period.distance(step))
  -- the number and the class ride along as columns until the end
  local columns = self.columns
  local number_name, class_names = level.carry(w, self, number), {}
  for i = 1, #class do class_names[i] = level.carry(w, self, class[i]) end
  -- joins the rows of the earlier period, grouped by `keys`: answers their aggregates
  local function join_earlier(keys, aggregates)
    self = level.settled(w, self)
    local own = self.fields[number_name]
    local by = joined(keys_of(self, keys), keys_of(self, class_names))
    local found
    self, found = attach(w, self, "LEFT", joined({ "(" .. own .. " - " .. distance .. ")" }, by), joined({ own }, by),
      aggregates, "isNotNull(" .. own .. ")")
    return found
  end
  local earlier = { "min(" .. self.fields[step.of] .. ")", "count()" }
  for _, part in ipairs(bounds and PARTS or {}) do earlier[#earlier + 1] = "min(" .. self.fields[part] .. ")" end
  local found = join_earlier(step.by, earlier)
  local function lagged(name) return "if(" .. found[2] .. " = 1, " .. name .. ", NULL)" end
  local lag = lagged(found[1])
  if of_kind == "integer" and step.fn ~= "lag" then lag = d.double(lag) end
  local lag_name, whole = level.carry(w, self, lag), nil
  local part_names = {}
  for i, part in ipairs(bounds and PARTS or {}) do part_names[part] = level.carry(w, self, lagged(found[2 + i])) end
  if step.fn == "contribution" then
    self = level.settled(w, self)
    whole = d.double(join_earlier(step.within, { "sum(" .. self.fields[step.of] .. ")" })[1])
  end
  local whole_name = whole and level.carry(w, self, whole)
  self = level.settled(w, self)
  local sql = FORMULAS[step.fn](value(), self.fields[lag_name], whole_name and self.fields[whole_name])
  local parts
  if bounds then
    local base = { value = self.fields[lag_name] }
    for part, name in pairs(part_names) do base[part] = self.fields[name] end
    parts = window_bounds[step.fn](d, figure(self, step), base)
  end
  self.columns = columns
  return self, sql, parts
end

--- Adds the column of a window step: the level, its SQL, and where `bounds` the
--- SQL of each part of the bounds.
function window.write(w, self, step, kind, of_kind, bounds)
  self = level.settled(w, self)
  if w.dialect.windows then return by_window(w, self, step, kind, of_kind, bounds) end
  return by_join(w, self, step, kind, of_kind, bounds)
end

return window
