-- check: a draft held against the record and against itself.
--
--   text -> masks -> paragraphs -> claims -> match (beside the record) -> verdicts
--                                         -> self  (beside themselves)
--
-- A session keeps a draft in paragraphs and reads again only those that changed; baogao.check is a session of one text.

local check_args = require "baogao.check_args"
local document = require "baogao.check.document"
local framed = require "baogao.check.framed"
local head = require "baogao.check.head"
local masks = require "baogao.check.masks"
local match = require "baogao.check.match"
local places = require "baogao.check.places"
local self_check = require "baogao.check.self"
local twice = require "baogao.check.twice"
local verdicts = require "baogao.check.verdicts"

---@alias baogao.Records baogao.Report|baogao.frame|(baogao.Report|baogao.frame)[]

---@alias baogao.Verdict "match"|"match_rounded"|"compatible"|"contradicts"|"qualifier_lost"|"not_comparable"|"unknown"
---|"part_over_whole"|"parts_do_not_add_up"|"share_over_whole"|"shares_do_not_add_up"|"share_does_not_follow"
---|"growth_does_not_follow"
---|"stated_twice"|"impossible"|"period_reversed"

---@class baogao.Finding
---@field first integer first byte of the draft, counted from 1
---@field last integer last byte, included
---@field line integer counted from 1
---@field column integer byte of the line, counted from 1
---@field text string the draft's words
---@field verdict baogao.Verdict
---@field grade? "error"|"warning" nil where nothing is wrong
---@field message string
---@field message_zh string
---@field fact? baogao.Fact what the record says
---@field report? string name of the record
---@field expected? string the figure as the record writes it
---@field citation? string
---@field mend? string what to write in the place of `text`

---@class baogao.CheckOptions
---@field format? "text"|"markdown"|"latex"|"typst" what is no prose is left alone; "text" if left out
---@field year? integer the year that 今年, 9月 and 上半年 are of, and the draft; if left out 9月 is of the report's year, 今年 of
---none, and the draft of the year that its title or its date says
---@field region? string of the draft: a code of GB/T 2260 or a name; the report's if left out
---@field all? boolean also what is right, rounded, compatible or unknown
---@field self_check? boolean false: beside the record alone

local M = {}

local OPTIONS = { "format", "year", "region", "all", "self_check" }

local Session = {}
Session.__index = Session

local function is_report(value) return type(value) == "table" and type(value.facts) == "table" end

-- Adds a report, or the records of a frame, to the list; false where it is neither.
local function add_record(list, value, name, level)
  if framed.is(value) then
    local records, message = framed.records(value)
    if not records then error(name .. ": " .. message, level + 1) end
    for _, record in ipairs(records) do list[#list + 1] = record end
  elseif is_report(value) then
    list[#list + 1] = value
  else
    return false
  end
  return true
end

local WANTED = "a report, a frame, or a list of them expected, got "

local function list_of(reports, level)
  local list = {}
  if reports == nil or add_record(list, reports, "reports", level + 1) then return list end
  if type(reports) ~= "table" then error("reports: " .. WANTED .. type(reports), level + 1) end
  for i, report in ipairs(reports) do
    if not add_record(list, report, ("reports[%d]"):format(i), level + 1) then
      error(("reports[%d]: a report or a frame expected, got %s"):format(i, type(report)), level + 1)
    end
  end
  if #reports == 0 and next(reports) ~= nil then error("reports: " .. WANTED .. "a table", level + 1) end
  return list
end

-- Records with the indexes that were made of them, by region: a session that is given these makes none.
local Records = {}
Records.__index = Records

local function made(reports, level)
  return setmetatable({ list = list_of(reports, level), indexes = {} }, Records)
end

---Reports and frames, prepared for many sessions.
---@param reports? baogao.Records
---@return table records to be given to M.session in the place of reports
function M.records(reports) return made(reports, 3) end

---The facts by their names, for a draft of that region.
function Records:index(region)
  local key = region or ""
  self.indexes[key] = self.indexes[key] or match.index(self.list, region)
  return self.indexes[key]
end

---A draft that is edited: its paragraphs, and what is found in each.
---@param text string
---@param reports? baogao.Records
---@param options? baogao.CheckOptions
---@param level? integer for error()
---@param lazy? boolean nothing is read until session.document:work
function M.session(text, reports, options, level, lazy)
  level = level or 2
  if type(text) ~= "string" then error(("text: string expected, got %s"):format(type(text)), level) end
  options = check_args.options(options, OPTIONS, "options", level + 1)
  local format = options.format or "text"
  check_args.one_of(format, masks.FORMATS, "format", level + 1)
  local records = getmetatable(reports) == Records and reports or made(reports, level + 1)
  reports = records.list
  local region
  if options.region ~= nil then
    if type(options.region) ~= "string" then
      error(("region: string expected, got %s"):format(type(options.region)), level)
    end
    region = places.code(options.region)
    if not region then
      error(("region: '%s' is no code of GB/T 2260 and no province or prefecture"):format(options.region), level)
    end
  end
  local index = records:index(region)
  local year = options.year
  if year ~= nil and (type(year) ~= "number" or year < 1 or year > 9999 or year ~= math.floor(year)) then
    error("year: a whole number from 1 to 9999 expected, got " .. tostring(year), level)
  end
  if not year and index.period then year = tonumber(tostring(index.period):match("^%d%d%d%d")) end
  local self = setmetatable({ index = index, reports = reports, options = options, said = twice.new() }, Session)
  self.year = options.year
  self.document = document.new(text, { format = format, year = year, year_known = options.year ~= nil,
    region = index.regions.code, regions = index.regions,
    read = function(paragraph) self:_read(paragraph) end,
    forget = function(paragraph) if options.self_check ~= false then self.said:forget(paragraph) end end,
    -- the title's year tells of what times the figures may be; true where that is another than before
    head_lines = head.LINES, head = #reports > 0 and not options.year and function(lines)
      local was = self.year
      self.year = head.year(lines)
      return self.year ~= was
    end or nil }, lazy)
  return self
end

-- What a paragraph says by itself and beside the record.
function Session:_read(paragraph)
  local findings = {}
  local accused = {}
  if #self.reports > 0 then
    for _, claim in ipairs(paragraph.claims) do
      local finding = verdicts.tell(claim, match.match(self.index, claim, self.year))
      findings[#findings + 1] = finding
      if finding.grade then accused[claim.first] = true end
    end
  end
  if self.options.self_check ~= false then
    for _, finding in ipairs(self_check.check(paragraph.masked, paragraph.claims)) do
      -- one fault is told once: what the record contradicts is not told again beside its whole
      if not (accused[finding.first] and finding.verdict ~= "impossible") then findings[#findings + 1] = finding end
    end
    self.said:add(paragraph)
  end
  -- what is wrong by itself need not be told to be unknown besides
  local wrong, kept = {}, {}
  local grades = { error = 0, warning = 0 }
  for _, finding in ipairs(findings) do
    if finding.grade then wrong[finding.first], grades[finding.grade] = true, grades[finding.grade] + 1 end
  end
  paragraph.errors, paragraph.warnings = grades.error, grades.warning
  for _, finding in ipairs(findings) do
    if finding.verdict ~= "unknown" or not wrong[finding.first] then kept[#kept + 1] = finding end
  end
  table.sort(kept, function(a, b)
    if a.first ~= b.first then return a.first < b.first end
    return a.verdict < b.verdict
  end)
  paragraph.findings = kept
end

---Findings of one paragraph, those with other paragraphs included.
function Session:of(paragraph)
  local more = self.said:of(paragraph)
  if not more then return paragraph.findings end
  local taken, all = {}, {}
  for _, finding in ipairs(paragraph.findings) do
    all[#all + 1] = finding
    if finding.grade then taken[finding.first] = true end
  end
  for _, finding in ipairs(more) do
    if not taken[finding.first] then all[#all + 1] = finding end
  end
  table.sort(all, function(a, b) return a.first < b.first end)
  return all
end

---The paragraphs that may hold a fault, in order: paragraph, its first line, the bytes before it. Others are not looked at.
---@param errors? boolean those alone that hold an error
function Session:faulty(errors)
  return self.document:each(errors and function(counted) return counted.errors > 0 end
    or function(counted) return counted.errors > 0 or counted.warnings > 0 or counted.twice > 0 end)
end

-- A finding as it is handed out: its own table, with positions in the draft.
local function hand_out(finding, paragraph, line, bytes)
  verdicts.complete(finding)
  local breaks, column = 0, finding.first + paragraph.offset
  if paragraph.lines > 1 then
    local before = paragraph.text:sub(1, finding.first - 1)
    breaks = select(2, before:gsub("\n", ""))
    if breaks > 0 then column = finding.first - before:match("^.*()\n") end
  end
  return {
    first = bytes + finding.first, last = bytes + finding.last, line = line + breaks + 1, column = column,
    text = finding.text, verdict = finding.verdict, grade = finding.grade, message = finding.message,
    message_zh = finding.message_zh, fact = finding.fact, report = finding.report, expected = finding.expected,
    citation = finding.cite and finding.grade and finding.cite() or nil, mend = finding.mend,
  }
end

---All findings in the order of the draft.
---@return baogao.Finding[]
function Session:findings()
  local list = {}
  local function add(paragraph, line, bytes)
    for _, finding in ipairs(self:of(paragraph)) do
      if finding.grade or self.options.all then list[#list + 1] = hand_out(finding, paragraph, line, bytes) end
    end
  end
  if self.options.all then
    for paragraph, line, bytes in self.document:each() do add(paragraph, line, bytes) end
  else
    for paragraph, line, bytes in self:faulty() do add(paragraph, line, bytes) end
  end
  return list
end

---Holds a draft against one or more reports, and against itself.
---@param text string UTF-8
---@param reports? baogao.Records nil or {}: against itself alone
---@param options? baogao.CheckOptions
---@return baogao.Finding[] findings in the order of the draft; empty where nothing is wrong
function M.check(text, reports, options)
  local session = M.session(text, reports, options, 3)
  return session:findings()
end

return M
