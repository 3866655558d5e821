-- certainly(x < y), possibly(x < y) as plain comparisons of bounds, for engines
-- that know no intervals. With x in [xl, xu] and y in [yl, yu], ends open or not:
--
--   certainly x < y    xu < yl, or xu = yl with one of these ends open
--   possibly  x < y    xl < yu
--   certainly x <= y   xu <= yl
--   possibly  x <= y   xl < yu, or xl = yu with both of these ends closed
--   possibly  x = y    possibly x <= y and possibly y <= x
--   certainly x = y    xl = xu = yl = yu
--   x != y             what is not possibly (not certainly) equal
--
-- An operand without bounds is an interval of one closed point.

local bounds = {}

local function field(name, kind) return { op = "field", name = name, type = kind } end
local function node(op, a, b) return { op = op, type = "boolean", a, b } end

local FALSE = { op = "const", type = "boolean", value = false }

-- and, or that drop the constant ends of exact operands
local function either(a, b)
  if a == FALSE then return b end
  if b == FALSE then return a end
  return node("or", a, b)
end

local function sides(operand, bounded)
  if operand.op == "field" and operand.name == bounded then
    return { lower = field("lower", "number"), upper = field("upper", "number"),
      lower_open = field("lower_open", "boolean"), upper_open = field("upper_open", "boolean") }
  end
  return { lower = operand, upper = operand, lower_open = FALSE, upper_open = FALSE, exact = true }
end

local function below(x, y) return node("<", x.upper, y.lower) end

local function certainly_less(x, y)
  local open = either(x.upper_open, y.lower_open)
  if open == FALSE then return below(x, y) end
  return node("or", below(x, y), node("and", node("=", x.upper, y.lower), open))
end

local function possibly_at_most(x, y)
  local open = either(x.lower_open, y.upper_open)
  if open == FALSE then return node("<=", x.lower, y.upper) end
  local meet = node("and", node("=", x.lower, y.upper), { op = "not", type = "boolean", open })
  return node("or", node("<", x.lower, y.upper), meet)
end

-- each part reads both sides, so that the whole is null where one of them is
local function certainly_equal(x, y)
  local made = node("=", x.lower, y.lower)
  if not x.exact then made = node("and", made, node("=", x.upper, y.lower)) end
  if not y.exact then made = node("and", made, node("=", y.upper, x.lower)) end
  return made
end

local function possibly_equal(x, y)
  return node("and", possibly_at_most(x, y), possibly_at_most(y, x))
end

local CERTAINLY, POSSIBLY = {}, {}
CERTAINLY["<"] = certainly_less
CERTAINLY["<="] = function(x, y) return node("<=", x.upper, y.lower) end
CERTAINLY[">"] = function(x, y) return certainly_less(y, x) end
CERTAINLY[">="] = function(x, y) return node("<=", y.upper, x.lower) end
CERTAINLY["="] = certainly_equal
CERTAINLY["!="] = function(x, y) return { op = "not", type = "boolean", possibly_equal(x, y) } end
POSSIBLY["<"] = function(x, y) return node("<", x.lower, y.upper) end
POSSIBLY["<="] = possibly_at_most
POSSIBLY[">"] = function(x, y) return node("<", y.lower, x.upper) end
POSSIBLY[">="] = function(x, y) return possibly_at_most(y, x) end
POSSIBLY["="] = possibly_equal
POSSIBLY["!="] = function(x, y) return { op = "not", type = "boolean", certainly_equal(x, y) } end

--- A checked certainly(...) or possibly(...) as comparisons of bounds.
---@param tree table {op="certainly"|"possibly", comparison}
---@param bounded string the column that has bounds
---@return table
function bounds.plain(tree, bounded)
  local comparison = tree[1]
  local rules = tree.op == "certainly" and CERTAINLY or POSSIBLY
  return rules[comparison.op](sides(comparison[1], bounded), sides(comparison[2], bounded))
end

return bounds
