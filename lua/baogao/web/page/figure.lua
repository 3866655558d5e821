-- figure.lua: one figure as the page writes it.

local calendar = require "baogao.svg.calendar"
local draw = require "baogao.svg.draw"
local format = require "baogao.format"
local svg = require "baogao.svg"

local e = draw.escape

local M = {}

local function upper_first(text) return (text:gsub("^%l", string.upper)) end
M.upper_first = upper_first

---A fact's name in the language of the page.
function M.label(fact, lang)
  return upper_first(lang == "zh" and (fact.label_zh or fact.label_en) or fact.label_en or fact.label_zh or fact.indicator)
end

-- What stands before the number where the words around it bound it.
local SIGNS = { about = "≈", over = ">", at_least = "≥", nearly = "≲", under = "<", at_most = "≤", more = ">", several = "≥" }

---The number in large, the unit small after it.
function M.large(fact)
  local text = format.amount(fact.value, fact.unit)
  local number, unit = text:match("^(%S+) (.+)$")
  local sign = SIGNS[fact.qualifier]
  return (sign and '<span class="sign">' .. e(sign) .. "</span>" or "") .. e(number or text)
    .. (unit and '<small lang="zh">' .. e(unit) .. "</small>" or "")
end

local BILLION, MILLION = 1e9, 1e6

---Money in words that need no 亿, for who reads English; nil for other units.
function M.gloss(fact, lang)
  if lang == "zh" or fact.unit ~= "元" then return nil end
  if fact.value >= BILLION then return format.number(fact.value / BILLION) .. " billion yuan" end
  if fact.value >= MILLION then return format.number(fact.value / MILLION) .. " million yuan" end
  return nil
end

---How sure a figure is, in words.
function M.sure(fact, view)
  if fact.lower == fact.upper then return view.w.exact end
  return format.bounds(fact, fact.unit, view.lang)
end

---The bounds in little room, empty where the figure is exact.
function M.brief(fact)
  if fact.lower == fact.upper then return "" end
  return svg.brief(fact, fact.unit)
end

---A period as people write it.
M.period = calendar.words

---Every paragraph that says the fact: "¶3 ¶21".
function M.where(fact)
  local seen, list = {}, {}
  for _, mention in ipairs(fact.mentions or {}) do
    for _, n in ipairs(mention.paragraphs or {}) do
      if not seen[n] then
        seen[n] = true
        list[#list + 1] = "¶" .. n
      end
    end
  end
  if #list == 0 and fact.paragraph then list[1] = "¶" .. fact.paragraph end
  return table.concat(list, " ")
end

return M
