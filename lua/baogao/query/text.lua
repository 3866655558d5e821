-- Trees back to the language: for :explain(), messages and tests. What is
-- written here reads back as the same tree.

local text = {}

-- How tightly an operator holds; a looser operand is put in parentheses.
local HOLD = {
  ["or"] = 1, ["and"] = 2, ["not"] = 3,
  ["="] = 4, ["!="] = 4, ["<"] = 4, ["<="] = 4, [">"] = 4, [">="] = 4, ["in"] = 4, between = 4, like = 4, is_null = 4,
  ["+"] = 5, ["-"] = 5, ["*"] = 6, ["/"] = 6, neg = 7,
}
local TIGHT = 8

local RESERVED = {
  ["and"] = true, ["or"] = true, ["not"] = true, ["in"] = true, between = true, like = true, is = true, null = true,
  ["true"] = true, ["false"] = true, as = true, asc = true, desc = true,
}

--- A number with the digits that bring it back, and no more: 10, 0.1, 1e+300.
---@param value number
---@return string
function text.number(value)
  if value == math.huge then return "inf" end
  if value == -math.huge then return "-inf" end
  if value == 0 then return "0" end
  if value % 1 == 0 and value > -1e15 and value < 1e15 then return ("%.0f"):format(value) end
  for digits = 15, 17 do
    local shown = ("%." .. digits .. "g"):format(value)
    if tonumber(shown) == value then return shown end
  end
end

--- A field's name, in backquotes where it is no plain word.
function text.name(name)
  if name:find("^[%a_\128-\255][%w_\128-\255]*$") and not RESERVED[name:lower()]
    and not name:find("\227\128\128", 1, true) and not name:find("\239[\188-\189]") and not name:find("\226\128[\152-\157]")
    and not name:find("\226\137[\160-\165]") and not name:find("\195[\151\183]") and not name:find("\226\136\146") then
    return name
  end
  return "`" .. name:gsub("`", "``") .. "`"
end

local function constant(node)
  if node.type == "string" or node.type == "date" then return "'" .. node.value:gsub("'", "''") .. "'" end
  if type(node.value) == "number" then return text.number(node.value) end
  return tostring(node.value)
end

local write

local function operand(node, hold)
  local shown, own = write(node)
  if own < hold then return "(" .. shown .. ")" end
  return shown
end

-- Answers the text and how tightly it holds.
write = function(node)
  local op = node.op
  local hold = HOLD[op]
  if op == "field" then return text.name(node.name), TIGHT end
  if op == "const" then
    if type(node.value) == "number" and node.value < 0 then return constant(node), HOLD.neg end
    return constant(node), TIGHT
  end
  if op == "call" or op == "certainly" or op == "possibly" then
    return (node.name or op) .. "(" .. write(node[1]) .. ")", TIGHT
  elseif op == "and" or op == "or" then
    return operand(node[1], hold) .. " " .. op .. " " .. operand(node[2], hold), hold
  elseif op == "not" then
    return "not " .. operand(node[1], hold), hold
  elseif op == "neg" then
    return "-" .. operand(node[1], TIGHT), hold
  elseif op == "in" then
    local list = {}
    for i = 1, #node.list do list[i] = constant(node.list[i]) end
    return operand(node[1], hold + 1) .. " in (" .. table.concat(list, ", ") .. ")", hold
  elseif op == "between" then
    return operand(node[1], hold + 1) .. " between " .. operand(node[2], hold + 1) .. " and "
      .. operand(node[3], hold + 1), hold
  elseif op == "like" then
    return operand(node[1], hold + 1) .. " like '" .. node.pattern:gsub("'", "''") .. "'", hold
  elseif op == "is_null" then
    return operand(node[1], hold + 1) .. " is null", hold
  end
  -- comparisons do not chain, and a - (b - c) keeps its parentheses
  local left = hold == 4 and hold + 1 or hold
  return operand(node[1], left) .. " " .. op .. " " .. operand(node[2], hold + 1), hold
end

--- A tree as text of the language.
---@param node table
---@return string
function text.of(node)
  local shown = write(node)
  return shown
end

local function names(list)
  local out = {}
  for i = 1, #list do out[i] = text.name(list[i]) end
  return table.concat(out, ", ")
end

local function aggregates(columns)
  local out = {}
  for i = 1, #columns do
    local c = columns[i]
    local inside = c.expr and text.of(c.expr) or ""
    if c.fn:find("quantile", 1, true) then inside = inside .. ", " .. text.number(c.q) end
    -- the bounds of a result, as columns, are not said again
    if not c.of then out[#out + 1] = c.fn .. "(" .. inside .. ") as " .. text.name(c.name) end
  end
  return table.concat(out, ", ")
end

local function outputs(columns)
  local out = {}
  for i = 1, #columns do
    local c = columns[i]
    local shown = text.of(c.expr)
    out[i] = shown == text.name(c.name) and shown or shown .. " as " .. text.name(c.name)
  end
  return table.concat(out, ", ")
end

local STEPS = {}

function STEPS.filter(step) return text.of(step.where) end
function STEPS.select(step) return outputs(step.columns) end
function STEPS.derive(step) return outputs(step.columns) end

function STEPS.sort(step)
  local out = {}
  for i = 1, #step.by do out[i] = text.of(step.by[i].expr) .. (step.by[i].descending and " desc" or "") end
  return table.concat(out, ", ")
end

function STEPS.head(step)
  local shown = text.number(step.n)
  return step.offset > 0 and shown .. " after " .. text.number(step.offset) or shown
end

function STEPS.distinct(step) return step.columns and names(step.columns) or "all columns" end

function STEPS.summarise(step)
  return aggregates(step.columns) .. (#step.by > 0 and " by " .. names(step.by) or "")
end

function STEPS.join(step)
  local out = {}
  for i = 1, #step.on do
    local pair = step.on[i]
    out[i] = pair.left == pair.right and text.name(pair.left) or text.name(pair.left) .. " = " .. text.name(pair.right)
  end
  return step.kind .. " on " .. table.concat(out, ", ")
end

function STEPS.pivot_wider(step)
  local out = {}
  for i = 1, #step.columns do
    if not step.columns[i].part then out[#out + 1] = step.columns[i].name end
  end
  return step.fn .. "(" .. text.name(step.values) .. ") for each " .. text.name(step.names) .. ": " .. names(out)
    .. (#step.keys > 0 and " by " .. names(step.keys) or "")
end

function STEPS.pivot_longer(step)
  return names(step.columns) .. " to " .. text.name(step.names_to) .. ", " .. text.name(step.values_to)
end

function STEPS.window(step)
  local shown = step.fn .. " of " .. text.name(step.of) .. " as " .. text.name(step.name)
  if step.period then
    shown = shown .. ", " .. text.number(step.n) .. " " .. step.unit .. (step.n == 1 and "" or "s") .. " before by "
      .. text.name(step.period)
  end
  if step.fn == "rank" then shown = shown .. (step.descending and ", greatest first" or ", least first") end
  if #step.by > 0 then shown = shown .. ", in each " .. names(step.by) end
  if step.within and #step.within > 0 then shown = shown .. ", of the whole of each " .. names(step.within) end
  return shown
end

--- One line of a plan.
---@param step table
---@return string
function text.step(step)
  return ("%-13s%s"):format(step.verb, STEPS[step.verb](step))
end

return text
