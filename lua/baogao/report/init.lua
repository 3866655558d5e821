-- report: one report and its facts.
--
-- The figures lie in the engine as constant data. What a caller gets is always a copy of his own: a fact may be changed,
-- scaled or sorted at will, and the next caller still sees what the report says.

local core = require "baogao.engine"
local check_args = require "baogao.check_args"
local suggest = require "baogao.suggest"

---@class baogao.ReportInfo
---@field name string
---@field title_zh string
---@field title_en string
---@field count integer number of facts

---@class baogao.Mention
---@field written string the figure as it stands there
---@field section string
---@field paragraph integer line of the report, the first where the layout tears it in two
---@field paragraphs integer[]

---@class baogao.Fact
---@field id string stable: "platforms.provincial"
---@field category string
---@field indicator string the shortest noun phrase that names what is measured, as the report has it
---@field label_zh string
---@field label_en string
---@field written string the figure as it stands: "超过1.4万家"
---@field value number in base units: 14000; 12.3 % is 12.3
---@field lower number bound; -math.huge where there is none
---@field upper number bound; math.huge where there is none
---@field lower_open boolean the bound itself is excluded
---@field upper_open boolean
---@field qualifier "exact"|"about"|"over"|"at_least"|"nearly"|"under"|"at_most"|"more"|"range"|"several"
---@field unit string "家", "元", "%"
---@field measure "stock"|"flow"|"level"|"change"|"target"|"growth"|"share"|"rank"
---@field status "actual"|"forecast"
---@field period string ISO 8601: "2024", "2024-01/2024-11", "2024-09-11"
---@field region string GB/T 2260: "410100"
---@field level? "national"|"provincial"|"municipal"|"county"|"provincial+"|"municipal+"|"county+"
---@field direction? "up"|"down" of a growth or change
---@field comparison? "yoy"|"previous"|"since" of a growth or change
---@field part_of? string id of the fact that this one is a part of
---@field adds_to? string id of the stock that this flow is an increment of; two are joined by "+"
---@field complete? boolean of a whole: whether its stated parts exhaust it
---@field section string
---@field paragraph integer
---@field paragraphs integer[]
---@field mentions baogao.Mention[] every place that says it, the first included
---@field note? string
---@field text? string of a read report: the run as it stands in the text, with all that tears it apart
---@field first? integer of a read report: the run's first byte in the text
---@field last? integer its last byte

---@class baogao.Milestone
---@field kind string "first", "unveiled", "signed", "plan", "construction started", "recognised", "ranked"
---@field name_zh string
---@field name_en string
---@field scope? string "first in the country"
---@field date string ISO 8601
---@field paragraph integer

---@class baogao.Report
---@field name string
---@field title_zh string
---@field title_en string
---@field author? string
---@field place_zh string
---@field place_en string
---@field region string GB/T 2260
---@field period string ISO 8601
---@field count integer number of facts
---@field facts baogao.Fact[] in report order; every access makes a fresh copy, so take it once before a loop
---@field milestones baogao.Milestone[] a fresh copy, likewise
---@field mended baogao.Mend[] of a read report: what was joined, or passed over as a repeat; likewise
local Report = {}

-- What a report object keeps to itself: report -> { handle, rows, row_of, by_id, ids }.
local private = setmetatable({}, { __mode = "k" })

-- The facts as tables, made when first wanted; never handed out themselves.
local function rows_of(self)
  local p = private[self]
  if not p.rows then
    local rows, row_of, by_id, ids = core.report_facts(p.handle), {}, {}, {}
    for row = 1, #rows do
      local fact = rows[row]
      row_of[fact.id], by_id[fact.id], ids[row] = row, fact, fact.id
    end
    p.rows, p.row_of, p.by_id, p.ids = rows, row_of, by_id, ids
  end
  return p
end

local terms

-- The engine's closed lists, for checks and labels.
local function get_terms()
  terms = terms or core.terms()
  return terms
end

---One fact by id, or one field of it.
---@param id string
---@param field? string a field of the fact: only its value is returned then, and no table is made
---@return baogao.Fact|any fact a copy that is the caller's own
---@return string? message where the report has no such fact
function Report:fact(id, field) -- luacheck: ignore
  error "each report has a look-up of its own, see look_up" -- here it is for its documentation alone
end

-- fields whose values are tables
local NESTED = { mentions = true, paragraphs = true }

-- The look-up of one report. It is the one method that may be called millions of times, so it reaches the facts without
-- a detour.
local function look_up(self)
  local by_id
  return function(_, id, field)
    by_id = by_id or rows_of(self).by_id
    local fact = by_id[id]
    if not fact then
      check_args.type(id, "string", "id")
      return nil, ("no fact '%s' in %s%s"):format(id, self.name, suggest.hint(id, rows_of(self).ids))
    end
    if not field then return core.copy(fact) end
    local value = fact[field]
    if value == nil then check_args.one_of(field, get_terms().fact_fields, "field") end
    if NESTED[field] and value then return core.copy(value) end
    return value
  end
end

-- For the rooms beside this one: the fact's row number and its table (not to be handed out), or nil, message.
---@private
function Report:_row(id)
  local p = rows_of(self)
  local row = p.row_of[id]
  if not row then return self:fact(id) end
  return row, p.rows[row], p.handle
end

-- For the rooms beside this one: all rows (not to be handed out) and the engine's handle.
---@private
function Report:_rows()
  local p = rows_of(self)
  return p.rows, p.handle
end

-- For those who take facts in pieces: these rows as the caller's own, empty past the last.
---@private
function Report:_facts(first, last) return core.report_facts(private[self].handle, first, last) end

---@private
function Report._terms() return get_terms() end

---Facts that hold the word, in Chinese or English, in their id, labels, indicator, category or note. Several words
---separated by spaces must all be held. Letters' case does not matter; best matches (in a label) come first.
---@param words string
---@return baogao.Fact[] facts copies; empty where nothing holds them
function Report:search(words)
  check_args.type(words, "string", "words")
  local wanted = {}
  for word in words:lower():gmatch("%S+") do wanted[#wanted + 1] = word end
  local rows, handle = self:_rows()
  local chinese = core.report_names(handle)
  local found = { {}, {} }
  for _, fact in ipairs(rows) do
    local label = table.concat({ fact.label_zh or "", fact.label_en or "", fact.indicator or "", fact.id }, "\n"):lower()
    local all = table.concat({ label, fact.category or "", chinese[fact.category] or "", fact.written,
      fact.note or "" }, "\n"):lower()
    local in_label, in_all = #wanted > 0, #wanted > 0
    for _, word in ipairs(wanted) do
      in_label = in_label and label:find(word, 1, true) ~= nil
      in_all = in_all and all:find(word, 1, true) ~= nil
    end
    if in_all then table.insert(found[in_label and 1 or 2], core.copy(fact)) end
  end
  for _, fact in ipairs(found[2]) do table.insert(found[1], fact) end
  return found[1]
end

---The word for a section, category or term in the language asked for: "platforms" -> "创新平台".
---@param word string
---@param lang "zh"|"en"
---@return string
function Report:label(word, lang)
  if lang ~= "zh" then return word end
  local p = private[self]
  if not p.labels then
    p.labels = core.report_names(p.handle)
    for _, list in pairs(get_terms()) do
      for _, term in ipairs(list) do
        if type(term) == "table" and p.labels[term[1]] == nil then p.labels[term[1]] = term[2] end
      end
    end
  end
  return p.labels[word] or word
end

---The facts as a lazy query: report:query():filter("level = 'national'"):rows(). See baogao.query.
---@return baogao.query
function Report:query() return require("baogao.query").facts(self) end

-- Each room adds its methods when one of them is first called.
local ROOM = {
  growth = "growth", share = "growth", remainder = "growth", difference = "growth", cagr = "growth",
  contribution = "growth", index = "growth", per_month = "growth", compare = "growth", certainly = "growth",
  possibly = "growth",
  totals = "totals", left_out = "totals",
  cite = "cite",
}

local GETTERS = {}

function GETTERS.facts(self) return core.report_facts(private[self].handle) end

function GETTERS.mended(self) return core.report_mended(private[self].handle) end

function GETTERS.milestones(self) return core.report_milestones(private[self].handle) end

-- What is asked of a report and is not in its face yet: a method, kept there from then on, or what is made anew each time.
local function find(self, face, key)
  local getter = GETTERS[key]
  if getter then return getter(self) end
  if ROOM[key] and Report[key] == nil then
    for name, method in pairs(require("baogao.report." .. ROOM[key])) do Report[name] = method end
  end
  face[key] = Report[key]
  return Report[key]
end

-- A report object on the engine's data. The object itself is an empty table, so that setting any field is refused; what
-- it answers is in its face.
local function new(handle)
  local self = {}
  local face = core.report_meta(handle)
  -- nothing in here may hold the report itself: under Lua 5.1 it would then never be collected
  private[self] = { handle = handle }
  face.fact = look_up(self)
  return setmetatable(self, {
    __index = setmetatable(face, { __index = function(_, key) return find(self, face, key) end }),
    __newindex = function(_, key)
      error(("a report is read-only: field '%s' cannot be set"):format(tostring(key)), 2)
    end,
    __tostring = function() return ("baogao.report: %s (%d facts)"):format(face.name, face.count) end,
    __metatable = "baogao.report",
  })
end

local M = {}

-- For the rooms that make reports: the object on an engine's handle.
---@private
M._of = new

---The bundled reports.
---@return baogao.ReportInfo[]
function M.reports()
  local list, i = {}, 1
  local handle = core.report(i)
  while handle do
    local meta = core.report_meta(handle)
    list[i] = { name = meta.name, title_zh = meta.title_zh, title_en = meta.title_en, count = meta.count }
    i = i + 1
    handle = core.report(i)
  end
  return list
end

---A bundled report: the one named, or the first.
---@param name? string "zhengzhou-2024"
---@return baogao.Report? report
---@return string? message where there is none of that name
function M.report(name)
  if name == nil then return new(core.report(1)) end
  check_args.type(name, "string", "name")
  local names = {}
  for i, info in ipairs(M.reports()) do
    if info.name == name then return new(core.report(i)) end
    names[i] = info.name
  end
  return nil, ("no report '%s'%s; bundled are %s"):format(name, suggest.hint(name, names), table.concat(names, ", "))
end

return M
