-- store.lua: the reports that are served, each with its facts written as JSON once.

local baogao = require "baogao"
local columns = require "baogao.web.columns"
local json = require "baogao.web.json"
local lists = require "baogao.web.lists"
local problem = require "baogao.web.problem"
local suggest = require "baogao.suggest"

local M = {}
M.__index = M

-- A report as it is served: the report, its facts in order and by id, their JSON.
local Served = {}
Served.__index = Served

local function serve(report)
  local served = setmetatable({ report = report, name = report.name, facts = report.facts, by_id = {}, ids = {}, written = {} },
    Served)
  for i, fact in ipairs(served.facts) do
    served.by_id[fact.id], served.ids[i] = fact, fact.id
  end
  return served
end

---A fact, or a problem.
function Served:fact(id)
  local fact = self.by_id[id]
  if fact then return fact end
  local _, message = self.report:fact(id)
  problem.throw("no_such_fact", message)
end

---A fact as JSON; written when first asked for.
function Served:json(fact)
  local written = self.written[fact.id]
  if not written then
    written = json.raw(json.encode(fact))
    self.written[fact.id] = written
  end
  return written
end

---The facts that a filter keeps, in the order of a sort; all in report order where neither is given.
---@param filter? string
---@param sort? string
---@return baogao.Fact[]
function Served:select(filter, sort)
  if filter == nil and sort == nil then return self.facts end
  self.columns = self.columns or columns.of(self.facts)
  local rows = self.columns:rows(filter, sort)
  local found = {}
  for i, row in ipairs(rows) do found[i] = self.facts[row] end
  return found
end

---Makes what requests will want, once, where all workers share it.
function Served:prepare()
  self.columns = self.columns or columns.of(self.facts)
  for _, fact in ipairs(self.facts) do self:json(fact) end
end

---What the report tells of itself.
function Served:about()
  local about = {}
  for _, name in ipairs(lists.about) do about[name] = self.report[name] end
  about.milestones = #self.report.milestones
  return about
end

local function one_report(given, level)
  if type(given) == "string" then
    local report, message = baogao.report(given)
    if not report then error("reports: " .. message, level + 1) end
    return report
  end
  if type(given) ~= "table" or type(given.name) ~= "string" or type(given.facts) ~= "table" then
    error("reports: a name or a report expected, got " .. type(given), level + 1)
  end
  return given
end

---@param reports? (string|baogao.Report)[]
---@param level integer of the caller, for errors
---@return table store
function M.new(reports, level)
  local store = setmetatable({ list = {}, by_name = {}, names = {} }, M)
  if reports == nil then
    reports = {}
    for i, info in ipairs(baogao.reports()) do reports[i] = info.name end
  end
  if type(reports) ~= "table" or #reports == 0 then error("reports: a list of names or reports expected", level) end
  for i, given in ipairs(reports) do
    local served = serve(one_report(given, level))
    if store.by_name[served.name] then error("reports: '" .. served.name .. "' stands twice", level) end
    store.list[i], store.names[i], store.by_name[served.name] = served, served.name, served
  end
  return store
end

---The report of a name, the first where none is named, or a problem.
function M:find(name)
  if name == nil then return self.list[1] end
  local served = self.by_name[name]
  if served then return served end
  problem.throw("no_such_report", ("no report '%s'%s; served are %s"):format(require("baogao.web.arguments").shown(name),
    suggest.hint(name, self.names), table.concat(self.names, ", ")), { parameter = "report" })
end

return M
