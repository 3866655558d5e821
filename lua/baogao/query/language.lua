-- The query language: text -> tree (the shapes stand in `nodes` below).
--
-- A closed grammar, and nothing is ever run. LPeg reads the words (words.lua);
-- the order of the operators is climbed over them here, one function a level,
-- with a counted depth. So a hostile text of a million parentheses costs one
-- comparison, no stack of LPeg's, and the fault names the word at which the
-- text stopped making sense. Time is linear: each word is read once.
--
--   condition   or_ := and_ {"or" and_}        and_ := not_ {"and" not_}
--               not_ := "not" not_ | comparison
--   comparison  sum [("=" | "==" | "!=" | "~=" | "<>" | "<" | "<=" | ">" | ">=") sum
--                   | ["not"] "between" sum "and" sum
--                   | ["not"] "in" ( "(" item {"," item} ")" | $list )
--                   | ["not"] "like" (string | $name) | "is" ["not"] "null"]
--   arithmetic  sum := product {("+" | "-") product}   product := sign {("*" | "/") sign}
--               sign := "-" sign | primary
--   primary     number [万|亿|...] | 'text' | "text" | true | false | $name | field | `field`
--               | function "(" or_ ")" | certainly "(" or_ ")" | possibly "(" or_ ")" | "(" or_ ")"
--   entries     aggregate := function "(" [sum] ["," number] ")" ["as" name]
--               order     := sum ["asc" | "desc"] {"," ...}
--
-- nodes: {op="field", name=}, {op="const", value=, type=, param=}, {op="and"|"or", a, b}, {op="not"|"neg", a},
-- {op="="|"!="|"<"|"<="|">"|">="|"+"|"-"|"*"|"/", a, b}, {op="in", a, list={const...}}, {op="between", a, b, c},
-- {op="like", a, pattern=}, {op="is_null", a}, {op="certainly"|"possibly", a}, {op="call", name=, a};
-- each with first, last: its bytes in the text.

local fault = require "baogao.query.fault"
local functions = require "baogao.query.functions"
local hints = require "baogao.query.hints"
local limits = require "baogao.query.limits"
local words = require "baogao.query.words"

local language = {}

local COMPARISONS = { ["="] = true, ["!="] = true, ["<"] = true, ["<="] = true, [">"] = true, [">="] = true }
local MODALITIES = { certainly = true, possibly = true }
local PARAMETER_TYPES = { number = true, string = true, boolean = true }

-- Faults travel as this table inside pcall, so that a bug of ours (any other
-- error) is not taken for a fault of the text.
local Fault = {}

local function fail(self, message, first, last)
  error(setmetatable({ message = message, first = first, last = math.max(first, last), text = self.text }, Fault), 0)
end

local function advance(self)
  local token = self.token
  self.token, self.at = words.read(self.text, self.at, self.fail)
  return token
end

local function describe(token)
  if token.kind == "end" then return "the end" end
  if token.kind == "string" then return "a text" end
  if token.kind == "number" then return "a number" end
  if token.kind == "parameter" then return "'$" .. fault.word(token.value) .. "'" end
  return "'" .. fault.word(token.value) .. "'"
end

local function expected(self, what)
  local token = self.token
  local hint = token.kind == "name" and not token.plain and hints.operator(token.value) or ""
  fail(self, "expected " .. what .. ", got " .. describe(token) .. hint, token.first, token.last)
end

local function is_symbol(self, symbol)
  return self.token.kind == "symbol" and self.token.value == symbol
end

local function is_keyword(self, word)
  return self.token.kind == "keyword" and self.token.value == word
end

local function take_symbol(self, symbol, what)
  if not is_symbol(self, symbol) then expected(self, what or "'" .. symbol .. "'") end
  return advance(self)
end

-- A node, counted and with its depth known.
local function node(self, made, first, last)
  self.nodes = self.nodes + 1
  if self.nodes > limits.NODES then
    fail(self, "too long: a text may have " .. limits.NODES .. " parts", first, last)
  end
  local depth = 0
  for i = 1, #made do
    if made[i].depth > depth then depth = made[i].depth end
  end
  made.depth, made.first, made.last = depth + 1, first, last
  if made.depth > limits.DEPTH then fail(self, "nested too deeply: " .. limits.DEPTH .. " levels at most", first, last) end
  return made
end

-- Runs a level of the grammar one deeper.
local function deeper(self, level)
  self.depth = self.depth + 1
  if self.depth > limits.DEPTH then
    fail(self, "nested too deeply: " .. limits.DEPTH .. " levels at most", self.token.first, self.token.last)
  end
  local made = level(self)
  self.depth = self.depth - 1
  return made
end

-- a and b and c ... as a balanced tree: three-valued and, or are associative,
-- and a long list then stays shallow.
local function balanced(self, op, list, from, upto)
  if from == upto then return list[from] end
  local middle = math.floor((from + upto) / 2)
  local a, b = balanced(self, op, list, from, middle), balanced(self, op, list, middle + 1, upto)
  return node(self, { op = op, a, b }, a.first, b.last)
end

-- A constant of a Lua value given for $name.
local function parameter_value(self, token, value)
  if value == nil then
    local known = {}
    for key in pairs(self.parameters) do known[#known + 1] = tostring(key) end
    table.sort(known)
    fail(self, "no value for parameter '$" .. fault.word(token.value) .. "'" .. fault.suggest(token.value, known),
      token.first, token.last)
  end
  local kind = type(value)
  if not PARAMETER_TYPES[kind] then
    fail(self, "parameter '$" .. fault.word(token.value) .. "' is a " .. kind
      .. ": a number, string or boolean expected", token.first, token.last)
  end
  if kind == "number" and (value ~= value or value == math.huge or value == -math.huge) then
    fail(self, "parameter '$" .. fault.word(token.value) .. "' is not a finite number", token.first, token.last)
  end
  return node(self, { op = "const", value = value, type = kind, param = token.value }, token.first, token.last)
end

local function use_parameter(self, token)
  self.used[token.value] = true
  return self.parameters[token.value]
end

local condition

local function primary(self)
  local token = self.token
  if token.kind == "number" or token.kind == "string" then
    advance(self)
    return node(self, { op = "const", value = token.value, type = token.kind }, token.first, token.last)
  elseif token.kind == "keyword" and (token.value == "true" or token.value == "false") then
    advance(self)
    return node(self, { op = "const", value = token.value == "true", type = "boolean" }, token.first, token.last)
  elseif token.kind == "keyword" and token.value == "null" then
    fail(self, "null is not a value: write 'is null' or 'is not null'", token.first, token.last)
  elseif token.kind == "parameter" then
    advance(self)
    local value = use_parameter(self, token)
    if type(value) == "table" then
      fail(self, "parameter '$" .. fault.word(token.value) .. "' is a list: it stands after 'in' only",
        token.first, token.last)
    end
    return parameter_value(self, token, value)
  elseif token.kind == "name" then
    advance(self)
    local low = token.value:lower()
    if not is_symbol(self, "(") or token.plain then
      if MODALITIES[low] and not token.plain then expected(self, "'(' after '" .. low .. "'") end
      return node(self, { op = "field", name = token.value, bare = token.bare }, token.first, token.last)
    end
    if not MODALITIES[low] and not functions.scalar[low] then
      if functions.aggregate[low] then
        fail(self, "'" .. low .. "' is an aggregate: it belongs in summarise", token.first, token.last)
      end
      local known = functions.names(functions.scalar)
      known[#known + 1], known[#known + 2] = "certainly", "possibly"
      fail(self, "no function '" .. fault.word(token.value) .. "'" .. fault.suggest(token.value, known),
        token.first, token.last)
    end
    advance(self)
    if is_symbol(self, ")") then expected(self, MODALITIES[low] and "a comparison" or "an argument") end
    local inside = deeper(self, condition)
    if is_symbol(self, ",") then
      fail(self, "'" .. low .. "' takes one argument", self.token.first, self.token.last)
    end
    local close = take_symbol(self, ")")
    if MODALITIES[low] then return node(self, { op = low, inside }, token.first, close.last) end
    return node(self, { op = "call", name = low, inside }, token.first, close.last)
  elseif is_symbol(self, "(") then
    local open = advance(self)
    local inside = deeper(self, condition)
    local close = take_symbol(self, ")")
    inside.first, inside.last, inside.closed = open.first, close.last, true
    return inside
  end
  expected(self, "a field, a value or '('")
end

local function sign(self)
  if not is_symbol(self, "-") then return primary(self) end
  local token = advance(self)
  local operand = deeper(self, sign)
  if operand.op == "const" and operand.type == "number" and not operand.param and not operand.closed then
    operand.value, operand.first = -operand.value, token.first
    return operand
  end
  return node(self, { op = "neg", operand }, token.first, operand.last)
end

local function product(self)
  local left = sign(self)
  while is_symbol(self, "*") or is_symbol(self, "/") do
    local op = advance(self).value
    local right = sign(self)
    left = node(self, { op = op, left, right }, left.first, right.last)
  end
  return left
end

local function sum(self)
  local left = product(self)
  while is_symbol(self, "+") or is_symbol(self, "-") do
    local op = advance(self).value
    local right = product(self)
    left = node(self, { op = op, left, right }, left.first, right.last)
  end
  return left
end

-- one member of in (...): a constant, or $name, whose list is spread out
local function item(self, list)
  local token = self.token
  if token.kind == "parameter" then
    advance(self)
    local value = use_parameter(self, token)
    if type(value) == "table" then
      for i = 1, #value do list[#list + 1] = parameter_value(self, token, value[i]) end
    else
      list[#list + 1] = parameter_value(self, token, value)
    end
  elseif token.kind == "name" and token.bare then
    advance(self)
    list[#list + 1] = node(self, { op = "const", value = token.value, type = "string" }, token.first, token.last)
  else
    local made = sum(self)
    if made.op ~= "const" then fail(self, "a value expected in 'in (...)'", made.first, made.last) end
    list[#list + 1] = made
  end
  if #list > limits.LIST then
    fail(self, "a list has at most " .. limits.LIST .. " members", token.first, token.last)
  end
end

local function membership(self, left)
  local list = {}
  local last
  if self.token.kind == "parameter" then
    last = self.token.last
    item(self, list)
  else
    take_symbol(self, "(", "'(' after 'in'")
    repeat
      item(self, list)
      local more = is_symbol(self, ",")
      if more then advance(self) end
    until not more
    last = take_symbol(self, ")", "',' or ')'").last
  end
  -- an empty $list holds nothing: false, whatever the field
  if #list == 0 then return node(self, { op = "const", value = false, type = "boolean" }, left.first, last) end
  return node(self, { op = "in", list = list, left }, left.first, last)
end

local function matching(self, left)
  local token = self.token
  local pattern
  if token.kind == "string" then
    pattern = token.value
  elseif token.kind == "parameter" then
    pattern = use_parameter(self, token)
    if type(pattern) ~= "string" then
      fail(self, "'like' takes a pattern: parameter '$" .. fault.word(token.value) .. "' is no string",
        token.first, token.last)
    end
  else
    expected(self, "a pattern in quotes")
  end
  advance(self)
  local made = node(self, { op = "like", pattern = pattern, left }, left.first, token.last)
  if token.kind == "parameter" then made.param = token.value end
  return made
end

local function comparison(self)
  local left = sum(self)
  local token = self.token
  if token.kind == "symbol" and COMPARISONS[token.value] then
    advance(self)
    local right = sum(self)
    local next_token = self.token
    if next_token.kind == "symbol" and COMPARISONS[next_token.value] then
      fail(self, "comparisons do not chain: write 'a < b and b < c'", next_token.first, next_token.last)
    end
    return node(self, { op = token.value, left, right }, left.first, right.last)
  end
  if token.kind ~= "keyword" then return left end
  if token.value == "is" then
    advance(self)
    local negated = is_keyword(self, "not")
    if negated then advance(self) end
    if not is_keyword(self, "null") then expected(self, negated and "'null'" or "'null' or 'not null'") end
    local last = advance(self).last
    local made = node(self, { op = "is_null", left }, left.first, last)
    return negated and node(self, { op = "not", made }, left.first, last) or made
  end
  local negated = token.value == "not"
  if negated then advance(self) end
  local word = self.token.kind == "keyword" and self.token.value
  local made
  if word == "between" then
    advance(self)
    local low = sum(self)
    if not is_keyword(self, "and") then expected(self, "'and' of 'between ... and ...'") end
    advance(self)
    local high = sum(self)
    made = node(self, { op = "between", left, low, high }, left.first, high.last)
  elseif word == "in" then
    advance(self)
    made = membership(self, left)
  elseif word == "like" then
    advance(self)
    made = matching(self, left)
  elseif negated then
    expected(self, "'in', 'between' or 'like' after 'not'")
  else
    return left
  end
  return negated and node(self, { op = "not", made }, made.first, made.last) or made
end

local function negation(self)
  if not is_keyword(self, "not") then return comparison(self) end
  local token = advance(self)
  local operand = deeper(self, negation)
  return node(self, { op = "not", operand }, token.first, operand.last)
end

local function joined(self, op, level)
  local list = { level(self) }
  while is_keyword(self, op) do
    advance(self)
    list[#list + 1] = level(self)
  end
  return balanced(self, op, list, 1, #list)
end

local function conjunction(self) return joined(self, "and", negation) end

condition = function(self) return joined(self, "or", conjunction) end

local function output_name(self)
  local token = self.token
  if token.kind ~= "name" then expected(self, "a name after 'as'") end
  advance(self)
  return token.value
end

-- {name=, fn=, expr=, q=} of `sum(value) as total`
local function aggregate(self)
  local token = self.token
  local fn = token.kind == "name" and token.value:lower()
  if not fn then expected(self, "an aggregate such as sum(value)") end
  if not functions.aggregate[fn] then
    fail(self, "no aggregate '" .. fault.word(token.value) .. "'"
      .. fault.suggest(token.value, functions.names(functions.aggregate)), token.first, token.last)
  end
  local known = functions.aggregate[fn]
  advance(self)
  take_symbol(self, "(", "'(' after '" .. fn .. "'")
  local made = { fn = fn, first = token.first }
  if is_symbol(self, ")") then
    if not known.bare then expected(self, "what '" .. fn .. "' is taken of") end
  else
    made.expr = deeper(self, condition)
    if known.quantile then
      take_symbol(self, ",", "',' and a number from 0 to 1")
      local q = sum(self)
      if q.op ~= "const" or type(q.value) ~= "number" or q.value < 0 or q.value > 1 then
        fail(self, "a quantile is a number from 0 to 1", q.first, q.last)
      end
      made.q = q.value
    end
  end
  made.last = take_symbol(self, ")").last
  if is_keyword(self, "as") then
    advance(self)
    made.name = output_name(self)
  elseif made.expr and made.expr.op == "field" then
    made.name = fn .. "_" .. made.expr.name
  else
    made.name = fn
  end
  return made
end

local function ordering(self)
  local list = {}
  repeat
    local entry = { expr = condition(self), descending = false }
    if is_keyword(self, "asc") or is_keyword(self, "desc") then
      entry.descending = advance(self).value == "desc"
    end
    list[#list + 1] = entry
    local more = is_symbol(self, ",")
    if more then advance(self) end
  until not more
  return list
end

-- expr ["as" name]
local function output(self)
  local entry = { expr = condition(self) }
  if is_keyword(self, "as") then
    advance(self)
    entry.name = output_name(self)
  elseif entry.expr.op == "field" then
    entry.name = entry.expr.name
  end
  return entry
end

local ENTRIES = { condition = condition, aggregate = aggregate, ordering = ordering, output = output }

--- Reads a text by one entry of the grammar: "condition", "aggregate",
--- "ordering" or "output". Fields are not looked up here (types.lua does).
---@param entry string
---@param text string
---@param parameters? table<string, any> values of $names
---@return table? tree nil where the text is at fault
---@return table? fault {message, first, last, text}
function language.read(entry, text, parameters)
  local self = { text = text, at = 1, depth = 0, nodes = 0, used = {}, parameters = parameters or {} }
  self.fail = function(message, first, last) fail(self, message, first, last) end
  local ok, result = pcall(function()
    if #text > limits.TEXT_BYTES then
      fail(self, "too long: " .. #text .. " bytes where " .. limits.TEXT_BYTES .. " are allowed",
        limits.TEXT_BYTES + 1, limits.TEXT_BYTES + 1)
    end
    local count = 0
    for _ in pairs(self.parameters) do count = count + 1 end
    if count > limits.PARAMETERS then
      fail(self, "too many parameters: " .. count .. " where " .. limits.PARAMETERS .. " are allowed", 1, 1)
    end
    advance(self)
    if self.token.kind == "end" then fail(self, "empty: a condition such as value > 10 expected", 1, 1) end
    local made = ENTRIES[entry](self)
    if self.token.kind ~= "end" then
      local what = "'and', 'or' or the end"
      local token = self.token
      if is_symbol(self, ",") and text:find("^%d", token.first - 1) and text:find("^%d", token.last + 1) then
        fail(self, "a number is written without separators: 1000, or 1千", token.first, token.last)
      end
      if entry ~= "condition" then what = "the end" end
      if self.token.kind == "symbol" and self.token.value == ")" then
        fail(self, "')' closes nothing", self.token.first, self.token.last)
      end
      expected(self, what)
    end
    for key in pairs(self.parameters) do
      if not self.used[key] then
        local names = {}
        for used in pairs(self.used) do names[#names + 1] = used end
        table.sort(names)
        fail(self, "no '$" .. fault.word(tostring(key)) .. "' in the text for parameter '"
          .. fault.word(tostring(key)) .. "'" .. fault.suggest(tostring(key), names), 1, #text)
      end
    end
    return made
  end)
  if ok then return result end
  if getmetatable(result) == Fault then return nil, result end
  error(result, 0)
end

--- A fault as words: message, the line, the caret.
---@param at table a fault of language.read or types.check
---@return string
function language.words_of(at)
  if not at.text then return at.message end
  return fault.show(at.message, at.text, at.first, at.last)
end

return language
