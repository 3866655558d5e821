-- figures.lua: growth, share and the rest on any figures, with their bounds.
--
-- A figure is a number, or a table with `value`, or with `lower` and `upper` (and `lower_open`, `upper_open`): a fact of
-- a report is one. Every result is a new table of the same shape, so results can be fed back in. The bounds are rounded
-- outward: the true answer is never outside of them. (No function here ends in a call of the core: a tail call would hide
-- the user's line from the engine's error messages.)

local core = require "baogao.engine"

---@alias baogao.Figure number|{ value?: number, lower?: number, upper?: number, lower_open?: boolean, upper_open?: boolean }
---@alias baogao.Relation "<"|"<="|">"|">="|"=="|"~="

---@class baogao.Derived
---@field value number from the nominal values
---@field lower number
---@field upper number
---@field lower_open boolean the bound itself is excluded
---@field upper_open boolean
---@field assumption? string what was taken for granted

local M = {}

local NO_BASE = "the base is not certainly above zero"

---Growth from one figure to another: to / from - 1, a fraction (0.109 is 10.9 %).
---@param from baogao.Figure above zero
---@param to baogao.Figure same unit
---@return baogao.Derived? growth
---@return string? reason where the base may be zero or negative
function M.growth(from, to)
  local r = core.growth(from, to)
  if not r then return nil, "no growth: " .. NO_BASE end
  return r
end

---to - from, in their unit.
---@param to baogao.Figure
---@param from baogao.Figure
---@return baogao.Derived
function M.difference(to, from)
  local r = core.difference(to, from)
  return r
end

---The sum of all arguments, in their unit.
---@param ... baogao.Figure
---@return baogao.Derived
function M.sum(...)
  local r = core.sum({ ... })
  return r
end

---part / whole, a fraction. The part is taken to lie within the whole, so the share is at most 1.
---@param part baogao.Figure
---@param whole baogao.Figure above zero
---@return baogao.Derived? share
---@return string? reason
function M.share(part, whole)
  local r = core.share(part, whole, true)
  if r then
    r.assumption = "the part lies within the whole"
    return r
  end
  if core.compare(whole, ">", 0) and core.compare(part, ">", whole) then
    return nil, "no share: the part exceeds the whole"
  end
  return nil, "no share: the whole is not certainly above zero, or the part is below zero"
end

---whole - parts, in their unit; what remains of something counted is never below zero.
---@param whole baogao.Figure
---@param ... baogao.Figure the parts
---@return baogao.Derived? remainder
---@return string? reason where the parts exceed the whole
function M.remainder(whole, ...)
  local r = core.remainder(whole, core.sum({ ... }))
  if not r then return nil, "no remainder: the parts exceed the whole" end
  r.assumption = "the parts do not overlap"
  return r
end

---Compound growth per period: (to / from) ^ (1 / periods) - 1, a fraction.
---@param from baogao.Figure above zero
---@param to baogao.Figure not below zero
---@param periods number how many periods lie between, above zero
---@return baogao.Derived? growth
---@return string? reason
function M.cagr(from, to, periods)
  if type(periods) ~= "number" or periods <= 0 or periods ~= periods or periods == math.huge then
    error("periods: a number above zero expected, got " .. tostring(periods), 2)
  end
  local r = core.cagr(from, to, periods)
  if not r then return nil, "no compound growth: " .. NO_BASE .. ", or the end is below zero" end
  r.assumption = "growth at an equal rate in every period"
  return r
end

---What a part's change gave to the growth of its whole: (part_to - part_from) / whole_from, a fraction. The
---contributions of all parts add up to the growth of the whole.
---@param part_from baogao.Figure
---@param part_to baogao.Figure
---@param whole_from baogao.Figure above zero
---@return baogao.Derived? contribution
---@return string? reason
function M.contribution(part_from, part_to, whole_from)
  local r = core.contribution(part_from, part_to, whole_from)
  if not r then return nil, "no contribution: the whole is not certainly above zero" end
  return r
end

---value / base * 100: the base is 100.
---@param value baogao.Figure
---@param base baogao.Figure above zero
---@return baogao.Derived? index
---@return string? reason
function M.index(value, base)
  local r = core.index(value, base)
  if not r then return nil, "no index: " .. NO_BASE end
  return r
end

---total / months: the mean of a month.
---@param total baogao.Figure a flow over the months
---@param months number above zero
---@return baogao.Derived? rate
---@return string? reason
function M.per_month(total, months)
  local r = core.rate(total, months)
  if not r then return nil, "no rate per month: the number of months is not above zero" end
  r.assumption = "an equal flow in every month"
  return r
end

---Compares two figures for all values that they may have. The third answer is nil, which Lua takes for false in a
---condition: where that would be wrong, ask `certainly` or `possibly`.
---@param a baogao.Figure
---@param relation baogao.Relation
---@param b baogao.Figure
---@return boolean? truth true or false where the bounds decide it, else nil
---@return string? reason
function M.compare(a, relation, b)
  local truth = core.compare(a, relation, b)
  if truth == nil then return nil, "the bounds cannot tell: the two figures overlap" end
  return truth
end

---True where the relation holds whatever the figures are within their bounds.
---@param a baogao.Figure
---@param relation baogao.Relation
---@param b baogao.Figure
---@return boolean
function M.certainly(a, relation, b)
  local truth = core.compare(a, relation, b)
  return truth == true
end

---True where the relation holds for some values within the bounds.
---@param a baogao.Figure
---@param relation baogao.Relation
---@param b baogao.Figure
---@return boolean
function M.possibly(a, relation, b)
  local truth = core.compare(a, relation, b)
  return truth ~= false
end

return M
