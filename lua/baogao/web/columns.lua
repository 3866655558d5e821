-- columns.lua: a report's facts as a frame, for filters and sorts that come with a request.
--
-- The texts are read by the query language's closed grammar and checked against the columns; what is at fault is told with
-- a caret, and nothing of a request is ever run as code.

local frame = require "baogao.frame"
local language = require "baogao.query.language"
local problem = require "baogao.web.problem"
local query = require "baogao.query"
local schema = require "baogao.query.schema"
local terms = require("baogao.engine").terms()
local types = require "baogao.query.types"

local M = {}
M.__index = M

-- fields whose values are lists, and bounds, which belong to the value
local NO_COLUMN = { mentions = true, paragraphs = true, lower = true, upper = true, lower_open = true, upper_open = true }
local TYPES = { value = "number", complete = "boolean", paragraph = "integer" }
-- the place of the fact in its report
local ROW = "row_number"

---@param facts baogao.Fact[]
---@return table columns
function M.of(facts)
  local data = { [ROW] = {}, lower = {}, upper = {}, lower_open = {}, upper_open = {} }
  local kinds = { [ROW] = "integer" }
  for _, name in ipairs(terms.fact_fields) do
    if not NO_COLUMN[name] then data[name], kinds[name] = {}, TYPES[name] or "string" end
  end
  for i, fact in ipairs(facts) do
    for name, column in pairs(data) do column[i] = fact[name] end
    data[ROW][i] = i
  end
  local made = frame.new(data, { types = kinds, rows = #facts })
  return setmetatable({ frame = made, list = made:schema(), schema = schema.new(made:schema()) }, M)
end

local function refuse(parameter, message) problem.throw("bad_filter", parameter .. ": " .. message, { parameter = parameter }) end

-- Sorts are checked here, since a chain raises on a text that does not read.
local function check_sort(self, text)
  local tree, fault = language.read("ordering", text)
  if not tree then refuse("sort", language.words_of(fault)) end
  for _, entry in ipairs(tree) do
    local checked, at = types.expression(entry.expr, self.schema, text)
    if not checked then refuse("sort", language.words_of(at)) end
  end
end

---The places of the facts that a filter keeps, in the order of a sort.
---@param filter? string
---@param sort? string
---@return integer[]
function M:rows(filter, sort)
  local source = self.frame
  -- one thread: a worker of nginx has its core for itself
  local chain = query.from({ columns = self.list, run = function(plan) return frame.run(source, plan, { threads = 1 }) end })
  if filter ~= nil then
    local condition, message = query.parse(filter, self.list)
    if not condition then refuse("filter", message) end
    chain = chain:filter(condition)
  end
  if sort ~= nil then
    check_sort(self, sort)
    chain = chain:sort(sort)
  end
  return chain:select(ROW):frame():column(ROW)
end

return M
