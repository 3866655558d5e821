-- schemas.lua: the shape of every answer, as JSON Schema (2020-12, as OpenAPI 3.1 has it). The suite checks each answer
-- against these.

local json = require "baogao.web.json"
local lists = require "baogao.web.lists"
local problem = require "baogao.web.problem"

local M = {}

local function ref(name) return { ["$ref"] = "#/components/schemas/" .. name } end
local function text(description) return { type = "string", description = description } end
local function whole(description) return { type = "integer", description = description } end
local function list(items, description) return { type = "array", items = items, description = description } end
local function one_of(list_of_names, description) return { type = "string", enum = list_of_names, description = description } end
local number, flag = { type = "number" }, { type = "boolean" }
local bound = { type = { "number", "null" }, description = "null where there is no bound" }

-- An object of these members and no others. A name that ends with "?" may be missing.
local function object(description, members)
  local properties, required = {}, {}
  for name, schema in pairs(members) do
    local plain = name:gsub("%?$", "")
    properties[plain] = schema
    if plain == name then required[#required + 1] = name end
  end
  table.sort(required)
  return { type = "object", description = description, properties = properties, required = json.array(required),
    additionalProperties = false }
end

-- The members that every figure has, and those of `members`.
local function figure(description, members)
  local all = { value = number, lower = bound, upper = bound, lower_open = flag, upper_open = flag }
  for name, schema in pairs(members) do all[name] = schema end
  return object(description, all)
end

do
  local words = { name = text "what `report` takes", region = text "GB/T 2260", period = text "ISO 8601",
    count = whole "number of facts" }
  local members = { milestones = whole "number of milestones" }
  for _, name in ipairs(lists.about) do
    members[(name == "name" or name == "count") and name or name .. "?"] = words[name] or text()
  end
  M.Report = object("A report and what it tells of itself", members)
  members.milestones, members.name = nil, text()
  M.ReadReport = object("What a text tells of itself", members)
end

M.Mention = object("A place that says a fact", {
  written = text(), ["section?"] = text(), ["paragraph?"] = whole(), ["paragraphs?"] = list { type = "integer" },
  ["text?"] = text(), ["first?"] = whole "first byte of the text that was read, from 1", ["last?"] = whole(),
})

-- With `fields` only those asked for are there: so nothing is required but by Fact itself.
local FACT = {
  id = text "stable: platforms.provincial", ["category?"] = text(),
  ["indicator?"] = text "what is measured, as the report has it", ["label_zh?"] = text(), ["label_en?"] = text(),
  written = text "the figure as it stands", qualifier = one_of(lists.qualifiers),
  ["unit?"] = text "without the multiplier: 家, 元; left out where none is said", measure = one_of(lists.measures),
  status = one_of(lists.statuses), ["period?"] = text "ISO 8601", ["region?"] = text "GB/T 2260",
  ["level?"] = one_of(lists.levels), ["direction?"] = one_of(lists.directions),
  ["comparison?"] = one_of(lists.comparisons), ["part_of?"] = text "id of the whole",
  ["adds_to?"] = text "ids of the stock that a flow is an increment of, joined by +",
  ["complete?"] = flag, ["section?"] = text(), ["paragraph?"] = whole(), ["paragraphs?"] = list { type = "integer" },
  ["mentions?"] = list(ref "Mention"), ["note?"] = text(),
  ["text?"] = text "of a report that was read: the run as it stands", ["first?"] = whole "its first byte, from 1",
  ["last?"] = whole "its last byte",
}
M.Fact = figure("A figure of a report", FACT)

do
  local part = {}
  for name, schema in pairs(M.Fact.properties) do part[name .. "?"] = schema end
  M.FactPart = object("A fact with the fields that were asked for", part)
end

M.Facts = object("A page of facts", {
  report = text(), total = whole "facts that fit", count = whole "facts on this page",
  next = { type = { "string", "null" }, description = "the cursor of the next page; null on the last" },
  facts = list(ref "FactPart"),
})

M.Reports = object("The reports that are served", { reports = list(ref "Report") })

M.Remainder = figure("What a whole leaves after its stated parts", { of = text "id of the whole" })

do
  local members = { key = text "value of the field; empty where facts have none; of several fields joined by ' / '",
    unit = text(), measure = one_of(lists.measures), status = one_of(lists.statuses), count = whole "number of addends",
    facts = list(text(), "ids of the stated addends"), ["remainder?"] = ref "Remainder",
    ["unbounded?"] = list(text(), "ids of the addends that leave a bound open") }
  for _, name in ipairs(lists.key_fields) do
    if not members[name] then members[name .. "?"] = text() end
  end
  M.Total = figure("A total: facts of one unit, measure and status", members)
end

M.LeftOut = object("A fact that stands outside of the totals", { id = text(), key = text(), ["unit?"] = text(),
  reason = one_of(lists.reasons), ["because?"] = text "id of the fact that it may not be added to",
  ["category?"] = text(), ["indicator?"] = text(), ["label_zh?"] = text(), ["label_en?"] = text(), ["written?"] = text(),
  ["period?"] = text(), ["region?"] = text(), ["section?"] = text(), ["note?"] = text(), ["qualifier?"] = text(),
  ["measure?"] = text(), ["status?"] = text(), ["level?"] = text(), ["direction?"] = text(), ["comparison?"] = text() })

M.Totals = object("Facts added up", { report = text(), by = list(text()), totals = list(ref "Total"),
  left_out = list(ref "LeftOut") })

M.Operand = figure("One side of a growth", { ["unit?"] = text(), ["period?"] = text(), facts = list(text()),
  ["derived?"] = flag })

M.Growth = figure("A growth, as a fraction: 0.109 is 10.9 %", {
  id = text(), ["label_zh?"] = text(), ["label_en?"] = text(), ["from?"] = ref "Operand", ["to?"] = ref "Operand",
  ["increment?"] = text "id of the flow that it is computed from", direction = one_of { "up", "down", "none" },
  ["period?"] = text(), ["assumption?"] = text(), ["assumption_zh?"] = text(),
})
M.Growths = object("Every growth that the report allows", { report = text(), growth = list(ref "Growth") })

M.Milestone = object("A first, an opening or a plan", { kind = text(), name_zh = text(), name_en = text(), ["scope?"] = text(),
  date = text "ISO 8601", paragraph = whole() })
M.Milestones = object("What happened", { report = text(), milestones = list(ref "Milestone") })

M.Citation = object("A citation of one figure", { id = text(), style = one_of(lists.cite_styles),
  lang = one_of(lists.languages), citation = text() })
M.Citations = object("Citations", { report = text(), citations = list(ref "Citation") })

M.Quantity = figure("A quantity of a text", {
  text = text "the run as it stands", first = whole "its first byte, character or code unit, from 1", last = whole "its last",
  number = text "the numeral alone", unit = text(), qualifier = one_of(lists.qualifiers), ["rounded?"] = flag,
  kind = one_of(lists.quantity_kinds),
})
M.Span = object("A date or period of a text", {
  text = text(), first = whole(), last = whole(), ["period?"] = text "ISO 8601", ["start?"] = text(), ["stop?"] = text(),
  kind = one_of(lists.period_kinds),
})
M.Scan = object("What a text holds", { total = whole "quantities in the text", count = whole "quantities given here",
  quantities = list(ref "Quantity"), periods = list(ref "Span") })

M.Mend = object("What was joined or passed over", { kind = one_of(lists.mend_kinds), first = whole(),
  last = whole(), paragraph = whole(), ["other?"] = whole() })
M.Read = object("A text, read", { report = ref "ReadReport", count = whole "facts given here", facts = list(ref "Fact"),
  mended = list(ref "Mend") })

M.Finding = object("A figure of a draft, and what the record says", {
  line = whole(), column = whole "byte of the line, from 1", first = whole "byte of the text, from 1", last = whole(),
  text = text "the draft's words", verdict = one_of(lists.verdicts), ["grade?"] = one_of(lists.grades), message = text(),
  message_zh = text(), ["fact?"] = text "id of the fact", ["expected?"] = text "the figure as the record writes it",
  ["mend?"] = text "what to write in its place", ["citation?"] = text(),
})
M.Check = object("A draft, checked", { report = text(), count = whole(), findings = list(ref "Finding") })

-- A specification is Vega-Lite's to describe; here only that it is one.
M.VegaLite = { type = "object", description = "A Vega-Lite 5 specification", properties = { ["$schema"] = text() },
  required = { "$schema" } }

do
  local codes = {}
  for i, code in ipairs(problem.CODES) do codes[i] = code[1] end
  M.Problem = object("What went wrong (RFC 9457)", {
    type = text(), title = text(), status = whole(), code = one_of(codes, "for programs; never changes"),
    detail = text "for people; shows the place in a filter with a caret", ["parameter?"] = text(),
    ["reasons?"] = list(text()), ["reasons_zh?"] = list(text()), ["can_be_said?"] = text(), ["can_be_said_zh?"] = text(),
    ["rest?"] = ref "Operand",
  })
end

return M
