-- The words of the query language: text -> tokens, by LPeg.
--
-- LPeg comes with the interpreter (1.0.2 of Debian, 1.1 of LuaRocks) or with
-- Neovim from 0.10 on (vim.lpeg). Nothing here needs more than 1.0.2 has.
--
-- A token is {kind, value, first, last}; kinds: name, word (a bare word without
-- an ASCII letter), string, number, parameter, symbol, keyword, end. Words of an
-- input method are taken as they come: （ ） ， “ ” ＝ ≥ ≤ ≠ and their like.

local fault = require "baogao.query.fault"
local hints = require "baogao.query.hints"
local limits = require "baogao.query.limits"

local words = {}

local function load_lpeg()
  -- on Lua 5.1 LPeg makes a global of itself: what was there before is put back
  local before = rawget(_G, "lpeg")
  local ok, lpeg = pcall(require, "lpeg")
  rawset(_G, "lpeg", before)
  if ok then return lpeg end
  local vim = rawget(_G, "vim")
  if vim and vim.lpeg then return vim.lpeg end
  local reason = tostring(lpeg)
  if not reason:find("module 'lpeg' not found", 1, true) then -- it is there: too little memory, or built for another Lua
    error("baogao.query needs LPeg, which does not load: " .. reason, 0)
  end
  error("baogao.query needs LPeg: install lua-lpeg (Debian), `luarocks install lpeg`, or use Neovim 0.10", 0)
end

local lpeg = load_lpeg()
local P, R, S, C, Cc = lpeg.P, lpeg.R, lpeg.S, lpeg.C, lpeg.Cc

-- an alternation of literal words, the longest first by the order they stand in
local function any_of(list)
  local pattern = P(false)
  for i = 1, #list do pattern = pattern + P(list[i]) end
  return pattern
end

-- Multipliers after a number, as powers of ten.
local MULTIPLIERS = {
  { "万亿", 12 }, { "萬億", 12 }, { "千亿", 11 }, { "千億", 11 }, { "百亿", 10 }, { "百億", 10 }, { "十亿", 9 }, { "十億", 9 },
  { "亿", 8 }, { "億", 8 }, { "千万", 7 }, { "千萬", 7 }, { "百万", 6 }, { "百萬", 6 }, { "十万", 5 }, { "十萬", 5 },
  { "万", 4 }, { "萬", 4 }, { "千", 3 }, { "百", 2 }, { "十", 1 },
}

-- Symbols, each with the name that the grammar knows it by.
local SYMBOLS = {
  { "<=", "<=" }, { ">=", ">=" }, { "<>", "!=" }, { "!=", "!=" }, { "~=", "!=" }, { "==", "=" },
  { "=", "=" }, { "<", "<" }, { ">", ">" }, { "(", "(" }, { ")", ")" }, { ",", "," },
  { "+", "+" }, { "-", "-" }, { "*", "*" }, { "/", "/" },
  { "≤", "<=" }, { "≥", ">=" }, { "≠", "!=" }, { "＝", "=" }, { "＜", "<" }, { "＞", ">" },
  { "（", "(" }, { "）", ")" }, { "，", "," }, { "＋", "+" }, { "－", "-" }, { "−", "-" }, { "×", "*" }, { "÷", "/" },
}

local KEYWORDS = {
  ["and"] = true, ["or"] = true, ["not"] = true, ["in"] = true, between = true, like = true, is = true,
  null = true, ["true"] = true, ["false"] = true, as = true, asc = true, desc = true,
}

local space = (S" \t\r\n\f\v" + P"　" + P"\239\187\191") ^ 0
local digit = R"09"
-- bytes of punctuation in UTF-8 end a word; every other high byte belongs to it
local mark = any_of { "　", "（", "）", "，", "“", "”", "‘", "’", "＝", "＜", "＞", "≤", "≥", "≠", "＋", "－", "−", "×", "÷" }
local high = R"\128\255" - mark
local letter = R("az", "AZ") + P"_"
local name = (letter + high) * (letter + high + digit) ^ 0

local function quoted(mark_of)
  local quote = P(mark_of)
  return quote * C((quote * quote + (1 - quote)) ^ 0) * (quote * Cc(true) + Cc(false))
end
local curly = P"“" * C((1 - P"”") ^ 0) * (P"”" * Cc(true) + Cc(false))
  + P"‘" * C((1 - P"’") ^ 0) * (P"’" * Cc(true) + Cc(false))

local multiplier = P(false)
for i = 1, #MULTIPLIERS do multiplier = multiplier + P(MULTIPLIERS[i][1]) * Cc(MULTIPLIERS[i][2]) end
local symbol = P(false)
for i = 1, #SYMBOLS do symbol = symbol + P(SYMBOLS[i][1]) * Cc(SYMBOLS[i][2]) end

local decimal = digit ^ 1 * (P"." * digit ^ 0) ^ -1 + P"." * digit ^ 1
local exponent = S"eE" * S"+-" ^ -1 * digit ^ 1
-- the digits, the power of its multiplier, and whatever wrongly follows
local number = C(decimal * exponent ^ -1) * (multiplier + Cc(0)) * C((letter + high + digit + P"." + P"%") ^ 0)

local position = lpeg.Cp()
local token = space * position * (
    Cc"number" * number * position
  + Cc"string" * (quoted"'" * Cc"'" + quoted'"' * Cc'"' + curly * Cc"") * position
  + Cc"quoted" * quoted"`" * Cc"`" * position
  + Cc"parameter" * P"$" * C((letter + high + digit) ^ 0) * position
  + Cc"name" * C(name) * position
  + Cc"symbol" * symbol * position
  + Cc"end" * -P(1) * position
  + Cc"stray" * C(P(1) * R"\128\191" ^ 0) * position)
-- LPeg makes a pattern's code at its first match, and where memory fails there it leaves half of it, in which the next
-- match never ends. So that match is here: where it fails, so does the loading of this module, and the pattern is gone.
token:match("")

-- Reads the number as written; its power of ten joins the exponent of the text,
-- so that 1.15万 is 11500 to the last bit.
local function number_of(written, power)
  local mantissa, e = written:match("^([%d.]+)[eE]([-+]?%d+)$")
  local sum = power + (tonumber(e or 0) or 0)
  local value = tonumber((mantissa or written) .. "e" .. ("%d"):format(sum))
  return value
end

--- Reads the token at byte `at` of text. Answers a token and the byte after it;
--- a fault is thrown through `fail(message, first, last)`.
---@param text string
---@param at integer
---@param fail fun(message: string, first: integer, last: integer)
---@return table token
---@return integer after
function words.read(text, at, fail)
  local first, kind, a, b, c, d = lpeg.match(token, text, at)
  if kind == "number" then
    local written, power, rest, after = a, b, c, d
    if rest ~= "" then
      local from = after - #rest
      if rest:sub(1, 1) == "%" then
        fail("a percentage is written as it stands in its column, without '%'", from, from)
      end
      fail("'" .. fault.word(rest) .. "' after a number: write the number alone", from, after - 1)
    end
    if #written > limits.DIGITS then
      fail("a number has at most " .. limits.DIGITS .. " digits", first, after - 1)
    end
    local exponent_digits = written:match("[eE][-+]?(%d+)$")
    local value = exponent_digits and #exponent_digits > 4 and math.huge or number_of(written, power)
    if value == math.huge then fail("number too large", first, after - 1) end
    -- 2^53 + 1 has been rounded to 2^53 by now: only the digits tell
    if value >= 2 ^ 53 and written:find("^%d+$") and power == 0 and written ~= "9007199254740992" then
      fail("a whole number beyond 2^53 (9007199254740992) cannot be held exactly", first, after - 1)
    end
    return { kind = "number", value = value, first = first, last = after - 1 }, after
  elseif kind == "string" or kind == "quoted" then
    local body, closed, quote, after = a, b, c, d
    if not closed then fail("a text that is not closed", first, #text) end
    if quote ~= "" then body = body:gsub(quote .. quote, quote) end
    if kind == "quoted" and body == "" then fail("a field's name is empty", first, after - 1) end
    return { kind = kind == "quoted" and "name" or "string", value = body, first = first, last = after - 1,
      plain = kind == "quoted" or nil }, after
  elseif kind == "parameter" then
    if a == "" then fail("'$' without a parameter's name", first, first) end
    return { kind = kind, value = a, first = first, last = b - 1 }, b
  elseif kind == "name" then
    local low = a:lower()
    if KEYWORDS[low] then return { kind = "keyword", value = low, first = first, last = b - 1 }, b end
    return { kind = "name", value = a, first = first, last = b - 1, bare = not a:find("[%a_]") or nil }, b
  elseif kind == "symbol" then
    return { kind = kind, value = a, first = first, last = b - 1 }, b
  elseif kind == "stray" then
    fail("'" .. fault.word(a) .. "' has no meaning here" .. hints.operator(a), first, b - 1)
  end
  return { kind = "end", first = first, last = first }, first
end

return words
