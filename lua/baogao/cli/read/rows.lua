-- rows.lua: what `baogao read` makes of one document: its options, the facts that are wanted, the columns.

local format = require "baogao.format"

local M = {}

local YI, WAN = 1e8, 1e4

-- 14000 as 1.4万: a bound beside the figure as it is written.
local function short(value)
  local size = math.abs(value)
  if size == math.huge then return format.number(value) end
  if size >= YI then return format.number(value / YI, 4) .. "亿" end
  if size >= WAN then return format.number(value / WAN, 4) .. "万" end
  return format.number(value)
end

-- "(1.4万, ∞)": nothing where the figure is exact.
local function bounds(fact)
  return fact.lower == fact.upper and "" or format.interval(fact, short)
end

M.COLUMNS = {
  { key = "document", title = "document", heading = true },
  { key = "paragraph", title = "line", align = "right" },
  { key = "label_zh", title = "indicator", human = true, cut = 12 },
  { key = "written", title = "written", cut = 10 },
  { key = "bounds", title = "bounds", human = true, show = bounds },
  { key = "value", data = true },
  { key = "unit", data = true },
  { key = "measure", title = "measure", show = function(fact)
    return fact.measure .. (fact.direction and (fact.direction == "up" and " ↑" or " ↓") or "")
      .. (fact.status == "forecast" and " forecast" or "")
  end },
  { key = "period", title = "period" },
  { key = "status", data = true },
  { key = "id", data = true },
  { key = "indicator", data = true },
  { key = "label_zh", data = true },
  { key = "label_en", data = true },
  { key = "lower", data = true },
  { key = "upper", data = true },
  { key = "lower_open", data = true },
  { key = "upper_open", data = true },
  { key = "qualifier", data = true },
  { key = "direction", data = true },
  { key = "comparison", data = true },
  { key = "region", data = true },
  { key = "level", data = true },
  { key = "part_of", data = true },
  { key = "adds_to", data = true },
  { key = "section", data = true },
  { key = "first", data = true },
  { key = "last", data = true },
  { key = "text", data = true },
}

M.MEND_COLUMNS = {
  { key = "document", title = "document", heading = true },
  { key = "kind", title = "mend" },
  { key = "paragraph", title = "line", align = "right" },
  { key = "other", title = "with", align = "right" },
  { key = "first", title = "byte", align = "right" },
  { key = "last", title = "to", align = "right" },
}

---The columns that programs get.
function M.for_programs(columns)
  local wanted = {}
  for _, column in ipairs(columns) do
    if not column.human then wanted[#wanted + 1] = column end
  end
  return wanted
end

function M.base_name(path) return path:match "([^/]+)$" or path end

---"--year 2024" and "--region 郑州" as options of baogao.read; nil, message where one is wrong.
function M.options(year, region)
  local options = {}
  if year ~= nil then
    options.year = tonumber(year)
    if not options.year or options.year % 1 ~= 0 or options.year < 1 or options.year > 9998 then
      return nil, ("--year: a year expected, got '%s'"):format(tostring(year))
    end
    options.year = math.floor(options.year)
  end
  if region ~= nil then
    if type(region) ~= "string" or not (region:find "^%d%d%d%d%d%d$" or require("baogao.read.regions").code(region)) then
      return nil, ("--region: '%s' is no code of GB/T 2260 and no province or prefecture"):format(tostring(region))
    end
    options.region = region
  end
  return options
end

---A function that says whether a fact is wanted; nil where all are.
function M.picker(args)
  local names, measures
  if args.indicator then
    local normal = require("baogao.read.indicators").normal
    names = {}
    for _, name in ipairs(args.indicator) do names[normal(name)] = true end
  end
  if args.measure then
    measures = {}
    for _, measure in ipairs(args.measure) do measures[measure] = true end
  end
  if not names and not measures then return nil end
  return function(fact)
    if names and not names[fact.label_zh] and not names[fact.indicator] then return false end
    return not measures or measures[fact.measure] == true
  end
end

-- Bytes of the converted text to bytes of the file.
local function place(row, to)
  local first = to(row.first)
  local _, last = to(math.max(row.first, row.last))
  row.first, row.last = first, last
end

-- Facts are taken so many at a time: those of a document of any size are never held all at once.
local PIECE = 2000

---The rows of one document, in pieces.
---@param text string
---@param options { name: string, year?: integer, region?: string }
---@param wanted? fun(fact: table): boolean
---@param mended? boolean what was mended, and not the facts
---@param to? fun(byte: integer): integer, integer see baogao.read.source
---@return fun(): table[]? rows the next of them; nil after the last
function M.pieces(text, options, wanted, mended, to)
  local report = require("baogao").read(text, options)
  local from = 1
  return function()
    if from > (mended and 1 or report.count) then return nil end
    local rows = {}
    for _, row in ipairs(mended and report.mended or report:_facts(from, from + PIECE - 1)) do
      if mended or not wanted or wanted(row) then
        row.document = options.name
        if to then place(row, to) end
        rows[#rows + 1] = row
      end
    end
    from = from + PIECE
    return rows
  end
end

return M
