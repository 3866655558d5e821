-- format.lua: figures as people read them, in Chinese or English.

local M = {}

-- "12345.5" -> "12,345.5"
local function group(digits)
  local sign, whole, rest = digits:match("^(%-?)(%d+)(.*)$")
  whole = whole:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", "")
  return sign .. whole .. rest
end

-- At most `places` decimals, no trailing zeros.
local function trimmed(value, places)
  local text = ("%." .. places .. "f"):format(value)
  if text:find(".", 1, true) then text = text:gsub("0+$", ""):gsub("%.$", "") end
  if text == "-0" then text = "0" end
  return text
end

-- Units of money and the like are read in 亿 and 万 from these sizes on; things are counted one by one.
local YI, WAN = 1e8, 1e4
local SCALED = { ["元"] = true, ["美元"] = true, ["港元"] = true, ["欧元"] = true }

---A number with grouped thousands: 5616 -> "5,616"; infinite: "∞".
---@param value number
---@param places? integer decimals at most (2)
---@return string
function M.number(value, places)
  if value == math.huge then return "∞" end
  if value == -math.huge then return "-∞" end
  return group(trimmed(value, places or 2))
end

---A number with its unit as a report writes it: 65000000000, "元" -> "650 亿元"; 5616, "家" -> "5,616 家".
---@param value number
---@param unit? string
---@return string
function M.amount(value, unit)
  local scale = ""
  if SCALED[unit] and math.abs(value) < math.huge then
    if math.abs(value) >= YI then value, scale = value / YI, "亿"
    elseif math.abs(value) >= WAN then value, scale = value / WAN, "万" end
  end
  local text = M.number(value)
  if not unit or unit == "" then return text end
  return text .. (unit == "%" and "" or " ") .. scale .. unit
end

---A fraction as a percentage: 0.10947 -> "10.9 %", with a sign where `signed`.
---@param fraction number
---@param signed? boolean
---@return string
function M.percent(fraction, signed)
  local text = ("%.1f"):format(fraction * 100)
  if text == "-0.0" then text = "0.0" end
  if signed and fraction > 0 then text = "+" .. text end
  return text .. " %"
end

local WORDS = {
  en = { exact = "%s", above = "above %s", least = "at least %s", below = "below %s", most = "at most %s",
    range = "%s to %s", both = "%s and %s", any = "not bounded" },
  zh = { exact = "%s", above = "超过 %s", least = "不低于 %s", below = "低于 %s", most = "不高于 %s",
    range = "%s 至 %s", both = "%s、%s", any = "无界" },
}

-- An amount without the unit, which the second bound will carry; the scale of money stays with each.
local function short(value, unit)
  if not SCALED[unit] then return M.number(value) end
  return M.amount(value, unit)
end

---What the bounds of a figure say, in words: "above 150 亿元", "5,750 to 5,850 家",
---"at least 10 and below 20 个".
---@param figure { lower: number, upper: number, lower_open?: boolean, upper_open?: boolean }
---@param unit? string
---@param lang? "en"|"zh"
---@return string
function M.bounds(figure, unit, lang)
  local words = WORDS[lang or "en"]
  local low, high = figure.lower > -math.huge, figure.upper < math.huge
  if not low and not high then return words.any end
  if figure.lower == figure.upper then return words.exact:format(M.amount(figure.lower, unit)) end
  if not high then return (figure.lower_open and words.above or words.least):format(M.amount(figure.lower, unit)) end
  if not low then return (figure.upper_open and words.below or words.most):format(M.amount(figure.upper, unit)) end
  if not figure.lower_open and not figure.upper_open then
    return words.range:format(short(figure.lower, unit), M.amount(figure.upper, unit))
  end
  return words.both:format((figure.lower_open and words.above or words.least):format(short(figure.lower, unit)),
    (figure.upper_open and words.below or words.most):format(M.amount(figure.upper, unit)))
end

---The bounds as mathematicians write them: "[5750, 5850]", "(14000, ∞)".
---@param figure { lower: number, upper: number, lower_open?: boolean, upper_open?: boolean }
---@param show? fun(value: number): string how a bound is written
---@return string
function M.interval(figure, show)
  show = show or M.number
  if figure.lower == figure.upper then return show(figure.lower) end
  return ("%s%s, %s%s"):format((figure.lower_open or figure.lower == -math.huge) and "(" or "[", show(figure.lower),
    show(figure.upper), (figure.upper_open or figure.upper == math.huge) and ")" or "]")
end

return M
