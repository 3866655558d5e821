-- routes.lua: every address, in one table. The same table serves requests, checks their parameters and makes /openapi.json,
-- so that the description cannot differ from what is served.
--
-- A route is { "METHOD", "path" or "folder/{name}", id, summary, handler = { module, function }, parameters, formats,
-- answer = name of a shape in schemas.lua, of_report = true where it takes `report`, language = true where it answers in
-- the language that the client prefers, lenient = true where parameters that are not known are passed over, problems =
-- codes it may end with }.

local lists = require "baogao.web.lists"

local M = {}

local LISTS = lists.list_formats

local REPORT = { name = "report", "name of the report; the first one served if left out", example = "zhengzhou-2024" }
local VERSION = { name = "v", "version of the file", longest = 64 }
local LANG = { name = "lang", "language of words", values = lists.languages }

local function format_of(formats)
  return { name = "format", "format of the answer, whatever Accept says", values = formats }
end

-- Equal to one of the values; the same that report:totals takes as options.
local PICKED = {
  category = { "facts of this category alone", example = "platforms" },
  level = { "facts of this administrative level alone", values = lists.levels },
  measure = { "facts of this measure alone", values = lists.measures },
  status = { "actual figures or forecasts alone", values = lists.statuses, many = #lists.statuses },
  unit = { "facts in this unit alone", example = "家" },
  section = { "facts of this section alone" },
  region = { "facts of this region alone (GB/T 2260)", example = "410100" },
  period = { "facts of this period alone (ISO 8601)", example = "2024" },
}
local EQUALS = {}
for i, name in ipairs(lists.picked_by) do
  local parameter = PICKED[name]
  parameter.name, parameter.many = name, parameter.many or 16
  EQUALS[i] = parameter
end

local function with(...)
  local list = {}
  for _, part in ipairs { ... } do
    if part.name then list[#list + 1] = part
    else
      for _, parameter in ipairs(part) do list[#list + 1] = parameter end
    end
  end
  return list
end

local STYLE = { name = "style", "style of the citation", values = lists.cite_styles, default = "text" }

local page, facts = "baogao.web.page", "baogao.web.handlers.facts"
local reports, derived = "baogao.web.handlers.reports", "baogao.web.handlers.derived"

local texts = "baogao.web.handlers.texts"

local YEAR = { name = "year", "the year that 今年, 9月 and 上半年 are of", type = "integer", min = 1, max = 9999 }

local ROUTES = {
  { "GET", "", id = "getPage", summary = "The page of a report", handler = { page, "page" }, of_report = true,
    lenient = true, language = true, media = "text/html", parameters = { LANG } },
  { "GET", "style.css", id = "getStyle", summary = "The page's style sheet", handler = { page, "asset" },
    media = "text/css", parameters = { VERSION } },
  { "GET", "script.js", id = "getScript", summary = "The page's script", handler = { page, "asset" },
    media = "text/javascript", parameters = { VERSION } },
  { "GET", "openapi.json", id = "getDescription", summary = "This description",
    handler = { "baogao.web.openapi", "answer" }, media = "application/json" },
  { "GET", "reports", id = "listReports", summary = "The reports that are served", handler = { reports, "list" },
    formats = LISTS, answer = "Reports", row = "Report" },
  { "GET", "facts", id = "listFacts", summary = "Facts, page by page", handler = { facts, "list" }, of_report = true,
    formats = LISTS, answer = "Facts", row = "FactPart", problems = { "bad_filter", "bad_cursor" },
    parameters = {
      { name = "filter", "a condition in the query language", example = "level = 'national' and value > 10" },
      { name = "sort", "expressions to sort by, each with asc or desc", example = "value desc, id" },
      { name = "fields", "the fields to give, separated by commas; all if left out", example = "id,value,unit" },
      { name = "limit", "facts on one page", type = "integer", min = 1, max = 1000, default = 100 },
      { name = "cursor", "where the page begins: what `next` of the page before it said", longest = 64 },
    } },
  { "GET", "facts/{id}", id = "getFact", summary = "One fact", handler = { facts, "one" }, of_report = true,
    formats = { "json" }, answer = "Fact", problems = { "no_such_fact" } },
  { "GET", "totals", id = "getTotals", summary = "Facts added up by a field, nothing counted twice",
    handler = { derived, "totals" }, of_report = true, formats = LISTS, answer = "Totals", row = "Total",
    parameters = with({ name = "by", "field to add by; several are combined", values = lists.key_fields, many = 4,
      default = { "category" } }, EQUALS) },
  { "GET", "growth", id = "listGrowth", summary = "Every growth that the report allows", handler = { derived, "growths" },
    of_report = true, formats = LISTS, answer = "Growths", row = "Growth" },
  { "GET", "growth/{id}", id = "getGrowth", summary = "Growth of one figure, with its bounds and what it assumes",
    handler = { derived, "growth" }, of_report = true, formats = { "json" }, answer = "Growth",
    problems = { "no_such_fact", "no_answer" },
    parameters = { { name = "base", "id of the fact to compare with; from the report's own increments if left out",
      example = "tech_contracts.jan_nov" } } },
  { "GET", "milestones", id = "listMilestones", summary = "Firsts, openings and plans", handler = { reports, "milestones" },
    of_report = true, formats = LISTS, answer = "Milestones", row = "Milestone" },
  { "GET", "citations", id = "listCitations", summary = "A citation of every figure", handler = { reports, "citations" },
    of_report = true, formats = LISTS, answer = "Citations", row = "Citation", parameters = { STYLE, LANG } },
  { "GET", "citations/{id}", id = "getCitation", summary = "A citation of one figure", handler = { reports, "citation" },
    of_report = true, formats = { "json" }, answer = "Citation", problems = { "no_such_fact" }, parameters = { STYLE, LANG } },
  { "GET", "charts/{chart}", id = "getChart", summary = "A chart, as SVG or Vega-Lite",
    handler = { "baogao.web.handlers.charts", "one" }, names = lists.charts, of_report = true,
    language = true, formats = { "svg", "vega" }, problems = { "no_such_address", "no_answer" }, parameters = { LANG } },
  { "POST", "scan", id = "scanText", summary = "The quantities and periods of a text", handler = { texts, "scan" },
    formats = LISTS, answer = "Scan", row = "Quantity", problems = { "out_of_time" }, parameters = {
      { name = "position", "what first and last count", values = lists.positions, default = "byte" },
      YEAR,
      { name = "limit", "quantities at most", type = "integer", min = 1, max = 100000, default = 10000 },
    } },
  { "POST", "read", id = "readText", summary = "The facts of a report's text", handler = { texts, "read" }, formats = LISTS,
    answer = "Read", row = "Fact", problems = { "out_of_time" }, parameters = {
      { name = "year", "the report's year; the title's if left out", type = "integer", min = 1, max = 9998 },
      { name = "region", "GB/T 2260 code, or name of a province or prefecture; the title's if left out", longest = 60 },
      { name = "limit", "facts at most", type = "integer", min = 1, max = 100000, default = 10000 },
    } },
  { "POST", "check", id = "checkText", summary = "A draft held against a report, and against itself",
    handler = { texts, "check" }, of_report = true, formats = LISTS, answer = "Check", row = "Finding",
    problems = { "out_of_time" }, parameters = {
      { name = "syntax", "what is no prose is left alone", values = lists.syntaxes, default = "text" },
      YEAR,
      { name = "region", "the draft's region: GB/T 2260 code, or name of a province or prefecture", longest = 60 },
      { name = "all", "also what is right", type = "boolean", default = false },
      { name = "self_check", "false: beside the report alone", type = "boolean", default = true },
    } },
}

-- A route as the application keeps it: its own parameters, then those that go with its kind; its handler found.
local function complete(described)
  local route = { method = described[1], path = described[2] }
  for key, value in pairs(described) do
    if type(key) == "string" then route[key] = value end
  end
  route.parameters = with(described.parameters or {}, described.of_report and REPORT or {},
    described.formats and #described.formats > 1 and format_of(described.formats) or {})
  route.problems = described.problems or {}
  route.handler = require(described.handler[1])[described.handler[2]]
  return route
end

---The routes of an application: all in order, by fixed path, by folder.
function M.of()
  local routes = { all = {}, fixed = {}, named = {}, addresses = {} }
  local function place_of(path)
    local folder = path:match("^(%w+)/{%w+}$")
    return folder and routes.named or routes.fixed, folder or path
  end
  for i, described in ipairs(ROUTES) do
    local route = complete(described)
    routes.all[i] = route
    local place, key = place_of(route.path)
    place[key] = place[key] or { allow = "OPTIONS" }
    place[key][route.method] = route
    place[key].allow = (route.method == "GET" and "GET, HEAD, " or route.method .. ", ") .. place[key].allow
    if place == routes.fixed then routes.addresses[#routes.addresses + 1] = key end
  end
  return routes
end

return M
