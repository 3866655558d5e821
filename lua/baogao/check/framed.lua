-- framed.lua: a frame of facts as a record: what `baogao read --save` wrote, baogao.frame(report), or a table of one's own.
--
-- A row is a fact. It needs a name (`indicator` or `label_zh`) and a `value`; whatever else baogao.Fact has is taken from
-- the columns of that name where they are there. Rows of one document (`document`, `report` or `source`) are one record,
-- so a frame of sixty reports is sixty records, each with its own region, year and citation.

local core = require "baogao.engine"
local format = require "baogao.format"
local places = require "baogao.check.places"

local M = {}

-- The first of these columns that is there names the document a row is from, its title, and where in it.
local DOCUMENT, TITLE = { "document", "report", "source" }, { "title_zh", "title", "title_en" }

local function first_of(has, names)
  for _, name in ipairs(names) do
    if has[name] then return name end
  end
  return nil
end

-- 2024 and "2024" are one: a column of years may hold numbers.
local function as_text(value)
  if value == nil then return nil end
  if type(value) ~= "number" then return tostring(value) end
  return value % 1 == 0 and ("%.0f"):format(value) or tostring(value)
end

local TEXTS = { "id", "indicator", "label_zh", "label_en", "written", "unit", "measure", "status", "period", "region", "level",
  "direction", "comparison", "qualifier", "section", "note", "text", "citation" }

-- A bound of a file may be a word: inf.
local function bound(value, other)
  if type(value) == "string" then value = tonumber(value) or value == "inf" and math.huge or value == "-inf" and -math.huge end
  return type(value) == "number" and value or other
end

-- One row as a fact; nil where it states nothing.
local function fact_of(row)
  local value = bound(row.value)
  if not value or not (row.indicator or row.label_zh) then return nil end
  local fact = { value = value, lower = bound(row.lower, value), upper = bound(row.upper, value),
    lower_open = row.lower_open or false, upper_open = row.upper_open or false, paragraph = bound(row.paragraph) }
  for _, name in ipairs(TEXTS) do fact[name] = as_text(row[name]) end
  fact.unit, fact.status = fact.unit or "", fact.status or "actual"
  fact.region = fact.region and places.code(fact.region)
  fact.written = fact.written or (format.amount(value, fact.unit):gsub("[ ,]", ""))
  return fact
end

-- A citation by what the columns tell.
local function cite(self, id, _, lang)
  local fact = self._by_id[id]
  if not fact then return nil, ("no fact '%s' in %s"):format(tostring(id), self.name) end
  if fact.citation then return fact.citation end
  local zh = lang ~= "en"
  local place = fact.paragraph and (zh and ("，第%d段"):format(fact.paragraph) or (", ¶%d"):format(fact.paragraph)) or ""
  local forecast = fact.status == "forecast" and (zh and "（预计）" or " (forecast)") or ""
  return (zh and "%s：%s%s（%s%s）" or "%s: %s%s (%s%s)"):format(zh and fact.label_zh or fact.label_en or fact.label_zh
    or fact.indicator, fact.written, forecast, self.title_zh or self.name, place)
end

-- The value that more than half of the list have.
local function most(values)
  local counts = {}
  for _, value in ipairs(values) do
    counts[value] = (counts[value] or 0) + 1
    if counts[value] > #values / 2 then return value end
  end
  return nil
end

---True for a frame, open or closed.
function M.is(value) return type(value) == "userdata" and core.frame_is(value) end

---The records of a frame, one for each document that it holds.
---@param frame baogao.frame
---@param name? string of the record where no column names the document
---@return table[]? records with the members of a report that checking wants
---@return string? message where the frame is no record
function M.records(frame, name)
  if frame:is_closed() then return nil, "the frame is closed" end
  local has, names = {}, {}
  for i, column in ipairs(frame:schema()) do
    has[column.name], names[i] = true, column.name
  end
  local missing = not has.value and "value" or not (has.indicator or has.label_zh) and "indicator"
  if missing then
    return nil, ("a frame without a column '%s' is no record; it has %s"):format(missing,
      #names > 0 and table.concat(names, ", ") or "no column")
  end
  local document, title = first_of(has, DOCUMENT), first_of(has, TITLE)
  local records, by_name = {}, {}
  for i, row in frame:each() do
    local fact = fact_of(row)
    if fact then
      local of = as_text(document and row[document]) or name or "frame"
      local record = by_name[of]
      if not record then
        record = { name = of, facts = {}, cite = cite, _by_id = {}, _regions = {}, _years = {} }
        record.title_zh = title and as_text(row[title]) or nil
        by_name[of], records[#records + 1] = record, record
      end
      fact.id = fact.id or ("row%d"):format(i)
      record.facts[#record.facts + 1] = fact
      record._by_id[fact.id] = fact
      record._regions[#record._regions + 1] = fact.region
      record._years[#record._years + 1] = fact.period and fact.period:match("^%d%d%d%d")
    end
  end
  if #records == 0 then return nil, "the frame states no figure" end
  for _, record in ipairs(records) do
    -- a report speaks of other places and years too, and mostly of its own
    record.region = most(record._regions)
    record.period = most(record._years)
    if record.region then record.place_zh = places.name(record.region) end
  end
  return records
end

return M
