-- totals: report:totals and report:left_out. The rules of what may be added are the engine's (csrc/report/totals.h).

local core = require "baogao.engine"
local check_args = require "baogao.check_args"

---@class baogao.Total
---@field key string value of the field; "" where facts have none; of several fields, joined by " / "
---@field unit string
---@field value number
---@field lower number
---@field upper number math.huge where an addend has no upper bound
---@field lower_open boolean
---@field upper_open boolean
---@field measure string what was added: "stock", "flow", …
---@field status "actual"|"forecast"
---@field count integer number of addends, a derived one included
---@field facts string[] ids of the stated addends
---@field remainder? { value: number, lower: number, upper: number, of: string } the derived addend within the sum
---@field unbounded? string[] ids of the addends that leave a bound infinite

---@class baogao.LeftOut
---@field id string the fact
---@field key string the total that it stands outside of
---@field unit string
---@field reason "part"|"whole"|"measure"|"status"|"scope"|"not_additive"|"overlap"
---@field because? string id of the fact that it may not be added to

local M = {}

-- Options filter by equality; each takes one value or an array of values that will do.
local function choose(self, options, terms)
  check_args.options(options, terms.key_fields, "options", 4)
  if options == nil or next(options) == nil then return nil end
  for field, wanted in pairs(options) do
    local names = {}
    for i, term in ipairs(terms[field] or {}) do names[i] = term[1] end
    for _, w in ipairs(type(wanted) == "table" and wanted or { wanted }) do
      if #names > 0 then check_args.one_of(w, names, "options." .. field, 4) end
    end
  end
  local rows = self:_rows()
  local chosen = {}
  for i, fact in ipairs(rows) do
    local take = true
    for field, wanted in pairs(options) do
      local value, hit = fact[field] or "", false
      for _, w in ipairs(type(wanted) == "table" and wanted or { wanted }) do hit = hit or value == w end
      take = take and hit
    end
    chosen[i] = take and "\1" or "\0"
  end
  return table.concat(chosen)
end

local is_key

-- The fields to key by, checked: a name or an array of up to four.
local function keys_of(field, terms)
  if not is_key then
    is_key = {}
    for _, name in ipairs(terms.key_fields) do is_key[name] = true end
  end
  local keys = type(field) == "table" and field or { field }
  if #keys == 0 or #keys > 4 then error("field: one to four field names expected", 3) end
  for i = 1, #keys do
    if not is_key[keys[i]] then check_args.one_of(keys[i], terms.key_fields, "field", 4) end
  end
  return keys
end

---Totals by a field, or by several together: one row for each key and unit, in report order. A whole is never added to
---its parts, nor stock to flow, forecast to actual, unit to unit, or regions of different scope; rates and ranks are not
---added at all. Keyed by level, what a whole leaves after its stated parts is added to the tier that remains and told in
---`remainder`. What was left out, and why: `report:left_out` with the same arguments.
---@param field string|string[] "category", "level", "measure", "unit", "indicator", "section", … or up to four of them
---@param options? table<string, string|string[]> facts to take: {category = "platforms", measure = {"stock", "flow"}}
---@return baogao.Total[]
function M:totals(field, options)
  local terms = self._terms()
  local keys = keys_of(field, terms)
  local _, handle = self:_rows()
  return core.report_totals(handle, keys, choose(self, options, terms))
end

---The facts that stand outside of every row of `report:totals(field, options)`, and why.
---@param field string|string[]
---@param options? table<string, string|string[]>
---@return baogao.LeftOut[]
function M:left_out(field, options)
  local terms = self._terms()
  local keys = keys_of(field, terms)
  local _, handle = self:_rows()
  return core.report_left_out(handle, keys, choose(self, options, terms))
end

return M
