-- scan.lua: the figures in text, and numerals alone, both ways.
--
-- The rules are the engine's. What is here checks arguments, names options and puts the parts of a written figure
-- together.

local check = require "baogao.check_args"
local core = require("baogao.engine").scanning()

---@alias baogao.Kind "count"|"money"|"measure"|"percent"|"points"|"multiple"|"fraction"|"rank"|"duration"|"number"
---@alias baogao.Qualifier "exact"|"about"|"over"|"at_least"|"nearly"|"under"|"at_most"|"more"|"range"|"several"

---@class baogao.Quantity
---@field text string the run as it stands in the text
---@field first integer its first byte (or character, or UTF-16 code unit), counted from 1
---@field last integer its last, included
---@field number string the numeral alone, as written
---@field value number in base units: 1.4万家 is 14000; of a range the middle; 12.3% is 12.3
---@field lower number -math.huge where there is no bound
---@field upper number math.huge where there is no bound
---@field lower_open boolean the bound itself is excluded
---@field upper_open boolean
---@field unit string in base form, without the multiplier; "" for a bare number
---@field kind baogao.Kind
---@field qualifier baogao.Qualifier
---@field rounded? boolean true where no number of Lua is the one written: whole numbers beyond 2^53

---@class baogao.QuantityFrame: userdata
---@field column fun(self: baogao.QuantityFrame, name: string): any[] one field of all quantities, in the order of the text
---@operator len: integer
---@field [integer] baogao.Quantity

---@class baogao.Span
---@field text string
---@field first integer
---@field last integer
---@field kind "year"|"half"|"quarter"|"month"|"day"|"range"|"plan"|"decade"|"century"|"since"|"until"
---@field period? string ISO 8601: 2024, 2024-10, 2024-01/2024-11; nil where the year is not known
---@field start? string the first day, 2024-01-01
---@field stop? string the last day, 2024-11-30

---@class baogao.Number: baogao.Figure
---@field value number
---@field lower number
---@field upper number
---@field lower_open boolean
---@field upper_open boolean
---@field qualifier baogao.Qualifier
---@field kind "number"|"fraction"|"percent"
---@field unit string "%" after 百分之, else ""

---@alias baogao.Position "byte"|"character"|"utf16"
---@class baogao.ScanOptions
---@field as? "tables"|"frame" a frame keeps all quantities in columns, without a table for each
---@field position? baogao.Position what first and last count; bytes if left out
---@class baogao.PeriodOptions
---@field year? integer the year that 9月 and 上半年 are of, until the text names one
---@field position? baogao.Position
---@class baogao.WrittenOptions
---@field style? "plain"|"grouped"|"wan"|"han"|"financial"

local M = {}

local AS = { "tables", "frame" }
local POSITIONS = { "byte", "character", "utf16" }
local STYLES = { "plain", "grouped", "wan", "han", "financial" }

local function place_of(list, value)
  for i, known in ipairs(list) do
    if known == value then return i - 1 end
  end
end

---Finds every quantity in the text.
---@param text string UTF-8; what is not well formed is passed over
---@param options? baogao.ScanOptions
---@return baogao.Quantity[]|baogao.QuantityFrame quantities in the order of the text
function M.scan(text, options)
  check.type(text, "string", "text")
  options = check.options(options, { "as", "position" }, "options")
  local as = check.one_of(options.as or "tables", AS, "as")
  local position = check.one_of(options.position or "byte", POSITIONS, "position")
  local scan = as == "frame" and core.scan_frame or core.scan
  return (scan(text, place_of(POSITIONS, position)))
end

---Finds every date and period in the text.
---@param text string
---@param options? baogao.PeriodOptions
---@return baogao.Span[]
function M.periods(text, options)
  check.type(text, "string", "text")
  options = check.options(options, { "year", "position" }, "options")
  local position = check.one_of(options.position or "byte", POSITIONS, "position")
  local year = options.year
  if year ~= nil and (type(year) ~= "number" or year < 1 or year > 9999 or year ~= math.floor(year)) then
    error("year: a whole number from 1 to 9999 expected, got " .. tostring(year), 2)
  end
  return (core.periods(text, place_of(POSITIONS, position), year or 0))
end

---Reads a numeral alone, with the words that bound it: 二百三十余万, 约1.4万, 三分之二, 十几.
---@param text string
---@return baogao.Number? number
---@return string? message where the text is no numeral, or more than one
function M.number(text)
  check.type(text, "string", "text")
  local number = core.number((text:gsub("^%s+", ""):gsub("%s+$", "")))
  if not number then return nil, ("'%s' is no numeral"):format(text) end
  return number
end

local CENTS = { "角", "分" }

-- 壹万肆仟元整, 壹元贰角叁分: accounts spell out the parts of 元.
local function financial_money(value)
  local cents = math.floor(math.abs(value) * 100 + 0.5)
  if cents / 100 ~= math.abs(value) then return nil end
  local whole = math.floor(cents / 100)
  local parts, digits = {}, { math.floor(cents / 10) % 10, cents % 10 }
  if whole > 0 or cents == 0 then parts[1] = core.written(whole, 4) .. "元" end
  if digits[1] == 0 and digits[2] == 0 then parts[#parts + 1] = "整" end
  for i, digit in ipairs(digits) do
    if digit > 0 then parts[#parts + 1] = core.written(digit, 4) .. CENTS[i]
    elseif i == 1 and digits[2] > 0 and whole > 0 then parts[#parts + 1] = "零" end
  end
  return (value < 0 and "负" or "") .. table.concat(parts)
end

---Writes a number with its unit: 14000 and 家 are 1.4万家 in the style "wan".
---@param value number
---@param unit? string put after the number; with % a Chinese numeral is 百分之…
---@param options? baogao.WrittenOptions style: plain 14000 (if left out), grouped 14,000, wan 1.4万, han 一万四千,
---financial 壹万肆仟
---@return string
function M.written(value, unit, options)
  check.type(value, "number", "value")
  if unit ~= nil then check.type(unit, "string", "unit") end
  options = check.options(options, { "style" }, "options")
  local style = check.one_of(options.style or "plain", STYLES, "style")
  unit = unit or ""
  if style == "financial" and unit == "元" then
    local money = value < 1e14 and value > -1e14 and financial_money(value)
    if money then return money end
  end
  local text = core.written(value, place_of(STYLES, style))
  if not text then
    local shown = value ~= value and "nan" or tostring(value) -- PUC Lua writes -nan where LuaJIT writes nan
    error(("value: a finite number below 1e16 expected, got %s"):format(shown), 2)
  end
  if unit == "%" and (style == "han" or style == "financial") then
    return (value < 0 and "负" or "") .. "百分之" .. text:gsub("^负", "")
  end
  -- before a classifier 2 is said 两
  if style == "han" and value == 2 and unit ~= "" then text = "两" end
  return text .. unit
end

return M
