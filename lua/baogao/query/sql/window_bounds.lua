-- The bounds of what a window makes of figures, as SQL: the formulas of the
-- engine (window_bounds.c, report/growth.h) without its outward rounding.
--
-- Each takes names of columns: the figure now and then, or the figure and what
-- the others of its group may be at least and at most. Conditions stand in CASE,
-- one inside the other, since not every dialect has and, or of null.

local window_bounds = {}

local function case(test, yes, no)
  return "CASE WHEN " .. test .. " THEN " .. yes .. (no and " ELSE " .. no or "") .. " END"
end

local function infinities(d) return d.literal(-math.huge, "number"), d.literal(math.huge, "number") end

local function truths(d) return d.literal(true, "boolean"), d.literal(false, "boolean") end

-- a or b or ..., of flags and tests
local function any(...) return "(" .. table.concat({ ... }, " OR ") .. ")" end

-- Where the value is null, so are its bounds.
local function where_valued(values, parts)
  for part, sql in pairs(parts) do
    for i = #values, 1, -1 do sql = case(values[i] .. " IS NOT NULL", sql) end
    parts[part] = sql
  end
  return parts
end

function window_bounds.lag(_, _, before)
  return where_valued({ before.value },
    { lower = before.lower, upper = before.upper, lower_open = before.lower_open, upper_open = before.upper_open })
end

function window_bounds.difference(d, now, before)
  local least, most = infinities(d)
  return where_valued({ now.value, before.value }, {
    lower = "(" .. now.lower .. " - " .. before.upper .. ")",
    upper = "(" .. now.upper .. " - " .. before.lower .. ")",
    lower_open = any(now.lower_open, before.upper_open, now.lower .. " = " .. least, before.upper .. " = " .. most),
    upper_open = any(now.upper_open, before.lower_open, now.upper .. " = " .. most, before.lower .. " = " .. least),
  })
end

-- now / before - 1, of a base that is certainly above zero; else anything.
function window_bounds.growth(d, now, before)
  local least, most = infinities(d)
  local yes = truths(d)
  local function of_positive(sql, otherwise)
    local zero = case(before.lower .. " = 0", case(before.lower_open, sql, otherwise), otherwise)
    return case(before.value .. " > 0", case(before.lower .. " > 0", sql, zero))
  end
  local function ratio(a, b) return "(" .. a .. " / NULLIF(" .. b .. ", " .. d.zero .. ") - 1)" end
  -- the one end of the base that makes the ratio greater, and the other; an end that is zero is open
  local function by_greatest(a) return case(before.upper .. " = " .. most, "(0.0 - 1.0)", ratio(a, before.upper)) end
  local function by_least(a, limit) return case(before.lower .. " = 0", limit, ratio(a, before.lower)) end
  local none = "(0.0 - 1.0)" -- of a ratio of 0
  return where_valued({ now.value }, {
    lower = of_positive(case(now.lower .. " > 0", by_greatest(now.lower),
      case(now.lower .. " = 0", none, by_least(now.lower, least))), least),
    upper = of_positive(case(now.upper .. " > 0", by_least(now.upper, most),
      case(now.upper .. " = 0", none, by_greatest(now.upper))), most),
    lower_open = of_positive(case(now.lower .. " > 0", any(now.lower_open, before.upper_open, before.upper .. " = " .. most),
      case(now.lower .. " = 0", now.lower_open, any(now.lower_open, before.lower_open, now.lower .. " = " .. least))), yes),
    upper_open = of_positive(case(now.upper .. " > 0", any(now.upper_open, before.lower_open, now.upper .. " = " .. most),
      case(now.upper .. " = 0", now.upper_open, any(now.upper_open, before.upper_open, before.upper .. " = " .. most))), yes),
  })
end

--- What the share of a figure needs of its group: aggregates of the fields of a level.
function window_bounds.of_group(d, fields, value)
  local least, most = infinities(d)
  local function valued(sql) return case(value .. " IS NOT NULL", sql) end
  return {
    "MIN(" .. valued(fields.lower) .. ")",
    "SUM(" .. valued(case(fields.lower .. " <> " .. least, fields.lower)) .. ")",
    "SUM(" .. valued(case(fields.upper .. " <> " .. most, fields.upper)) .. ")",
    "COUNT(" .. valued(case(fields.upper .. " = " .. most, "1")) .. ")",
    "COUNT(" .. valued(case(fields.lower_open, "1", case(fields.lower .. " = " .. least, "1"))) .. ")",
    "COUNT(" .. valued(case(fields.upper_open, "1", case(fields.upper .. " = " .. most, "1"))) .. ")",
    "SUM(" .. value .. ")",
    "COUNT(" .. valued(case(fields.lower .. " <> " .. fields.upper, "1")) .. ")",
  }
end

--- What is left of these sums without the figure itself: least, most (infinite
--- where it has no end), and how many of the ends are open. `names` are theirs.
function window_bounds.rest(d, fields, names)
  local least, most = infinities(d)
  local function own(test, open) return case(test, "1", open and case(open, "1", "0") or "0") end
  local others = "(" .. names[4] .. " - " .. own(fields.upper .. " = " .. most) .. ")"
  return {
    "(" .. names[2] .. " - " .. case(fields.lower .. " <> " .. least, fields.lower, d.zero) .. ")",
    case(others .. " > 0", most, "(COALESCE(" .. names[3] .. ", " .. d.zero .. ") - "
      .. case(fields.upper .. " <> " .. most, fields.upper, d.zero) .. ")"),
    "(" .. names[5] .. " - " .. own(fields.lower .. " = " .. least, fields.lower_open) .. ")",
    "(" .. names[6] .. " - " .. own(fields.upper .. " = " .. most, fields.upper_open) .. ")",
  }
end

--- now / (now + rest), of figures none of which may be negative; else anything. Of exact figures alone it is exact.
--- group = names of of_group, rest = names of rest
function window_bounds.share(d, now, group, rest)
  local least, most = infinities(d)
  local yes, no = truths(d)
  local function ratio(a, b) return "(" .. a .. " / NULLIF(" .. b .. ", " .. d.zero .. "))" end
  local function known(sql, otherwise)
    local exact = (otherwise == yes) and no or ratio(now.value, group[7])
    return case(group[7] .. " <> 0", case(group[8] .. " = 0", exact, case(group[1] .. " < 0", otherwise, sql)))
  end
  local function unless_alone(sql, alone) return case(rest[2] .. " = 0", alone, sql) end
  local one, zero = "1.0", "0.0"
  local function part(a, b) return ratio(a, a .. " + " .. b) end
  return where_valued({ now.value }, {
    lower = known(unless_alone(case(now.lower .. " = 0", zero, case(rest[2] .. " = " .. most, zero, part(now.lower, rest[2]))),
      one), least),
    upper = known(unless_alone(case(now.upper .. " = 0", zero, case(rest[1] .. " = 0", one,
      case(now.upper .. " = " .. most, one, part(now.upper, rest[1])))), one), most),
    lower_open = known(unless_alone(case(now.lower .. " = 0", now.lower_open,
      any(now.lower_open, rest[4] .. " > 0", rest[2] .. " = " .. most)), no), yes),
    upper_open = known(unless_alone(case(now.upper .. " = 0", no, case(rest[1] .. " = 0", rest[3] .. " > 0",
      case(now.upper .. " = " .. most, yes, any(now.upper_open, rest[3] .. " > 0")))), no), yes),
  })
end

return window_bounds
