-- rephrased.lua: facts of a record said again in other words, rightly and wrongly, each with the verdict that it deserves.
--
-- A case is a sentence about one fact, made by rules from the fact's fields alone (its own sentence is not used): other words
-- for its bounds, other numerals and scales, roundings, ranges, forecasts, other years and places, changed figures.
--
--   lua5.4 spec/support/rephrased.lua [FOLDER]     the verdicts given beside those deserved

local baogao = require "baogao"
local check = require "baogao.check"

local M = {}

-- Words for bounds that mean the same, before and behind the number with its unit.
local WORDS = {
  about = { { "约", "" }, { "大约", "" }, { "", "左右" } },
  over = { { "超过", "" }, { "突破", "" }, { "超", "" }, { "逾", "" } },
  nearly = { { "近", "" }, { "接近", "" } },
  at_least = { { "", "以上" }, { "不少于", "" }, { "不低于", "" } },
  at_most = { { "不超过", "" }, { "", "以下" } },
  exact = { { "", "" } },
}

-- What leads to a figure, by its measure; %s is the indicator.
local LEADS = {
  stock = { "%s达到", "%s共有", "%s总数达", "%s为", "%s已达" },
  flow = { "新增%s", "完成%s" },
  level = { "%s为", "%s达到" },
  growth = { up = { "%s增长", "%s同比增长" }, down = { "%s下降" } },
  share = { "%s为", "%s达到" },
}

local function trimmed(value, places)
  local text = ("%." .. places .. "f"):format(value)
  if text:find(".", 1, true) then text = text:gsub("0+$", ""):gsub("%.$", "") end
  return text
end

-- The value in digits: as small as the scale allows, exactly; nil where it would take more than six decimals.
local function digits(value, scale)
  local text = trimmed(value / scale, 6)
  return math.abs(tonumber(text) * scale - value) <= 1e-9 * math.abs(value) and text or nil
end

local SCALES = { { 1e8, "亿" }, { 1e4, "万" }, { 1, "" } }

-- All ways to write the value exactly: 5616家, 0.5616万家, 五千六百一十六家.
local function numerals(value, unit)
  local list = {}
  for _, scale in ipairs(SCALES) do
    local text = value >= scale[1] / 100 and digits(value, scale[1])
    if text and #text < 9 then list[#list + 1] = text .. scale[2] .. unit end
  end
  if value % 1 == 0 and value >= 1000 and value < 1e12 then
    local fine, han = pcall(baogao.written, value, unit, { style = "han" })
    if fine and baogao.scan(han)[1] and baogao.scan(han)[1].value == value then list[#list + 1] = han end
  end
  return list
end

-- Things are counted in whole numbers.
local function counted(value) return value >= 20 and math.floor(value + 0.5) or value >= 3 and math.floor(value) or value end

-- The value to so many places of significance.
local function rounded(value, places)
  local size = 10 ^ (math.floor(math.log(value) / math.log(10)) - places + 1)
  return math.floor(value / size + 0.5) * size
end

local function figure(value, unit, words)
  if unit == "%" then return words[1] .. trimmed(value, 4) .. "%" .. words[2] end
  local scale = value >= 1e8 and SCALES[1] or value >= 1e4 and SCALES[2] or SCALES[3]
  return words[1] .. trimmed(value / scale[1], 6) .. scale[2] .. unit .. words[2]
end

-- Facts that one sentence can say: a plain name, a value in one of the kinds of bounds.
local function is_sayable(fact)
  local leads = LEADS[fact.measure]
  -- a share is named by what it is: 覆盖率, 比重
  if fact.measure == "share" and not (fact.indicator or ""):find("率$") and not (fact.indicator or ""):find("比重$") then
    return false
  end
  return leads and fact.unit and baogao.scan(fact.written)[1] and fact.indicator and not fact.indicator:find("增长", 1, true)
    and WORDS[fact.qualifier] and fact.value > 0 and fact.value < 1e15 and fact.period
    and fact.period:find("^%d%d%d%d$") and (fact.indicator or "") ~= "" and #fact.indicator >= 9 and fact.unit ~= ""
    and fact.unit ~= "倍" and fact.unit ~= "年" and fact.unit ~= "周年" and (fact.measure ~= "growth" or fact.direction)
end

---The cases of one fact: { text, figure, verdict (or a list of those that will do), kind }.
---@param fact baogao.Fact
---@param place string the record's region as a draft names it
function M.cases(fact, place)
  local cases = {}
  if not is_sayable(fact) then return cases end
  local leads = LEADS[fact.measure]
  leads = fact.direction and leads[fact.direction] or leads
  local forecast = fact.status == "forecast"
  local n = 0
  -- a name that begins with a place is no other place's
  local placed = fact.indicator:find("省", 1, true) or fact.indicator:find("市", 1, true)
  local function sentence(kind, verdict, text, options)
    options = options or {}
    if placed and options.region then return end
    n = n + 1
    local name = (fact.level and fact.label_zh and fact.indicator:find("^平台") and fact.label_zh) or fact.indicator
    local lead = leads[(n - 1) % #leads + 1]:format((options.region or placed and "" or place) .. (options.before or "") .. name)
    local expect = options.forecast == nil and forecast or options.forecast
    cases[#cases + 1] = { kind = kind, verdict = verdict, figure = text, fact = fact,
      text = (options.year or fact.period) .. "年" .. (options.aim or "") .. (expect and "预计" or "") .. lead .. text .. "。" }
  end
  local value, unit, words = fact.value, fact.unit, WORDS[fact.qualifier]
  local exact = fact.qualifier == "exact"
  for _, pair in ipairs(words) do sentence("the same, other words", "match", figure(value, unit, pair)) end
  if exact and unit ~= "%" then
    for _, text in ipairs(numerals(value, unit)) do sentence("other numerals", "match", text) end
  end
  if exact and unit ~= "%" and value >= 100 then
    local less = rounded(value, 2)
    if math.abs(less - value) > 1e-9 * value then
      sentence("rounded", "match_rounded", figure(less, unit, WORDS.exact[1]))
      local below = value > less and less or less - 10 ^ math.floor(math.log(less) / math.log(10))
      if below > 0 then sentence("above a round number", "compatible", figure(below, unit, WORDS.over[n % 4 + 1])) end
    end
  end
  if exact then
    sentence("a word invented", "qualifier_lost", figure(value, unit, WORDS.about[1]))
    if value >= 20 and value < 1e7 then
      local function range(low, high)
        return trimmed(counted(value * low), 1) .. "-" .. trimmed(counted(value * high), 1) .. unit
      end
      sentence("a range around it", "compatible", range(0.9, 1.1))
      sentence("a range beside it", "contradicts", range(1.2, 1.4))
    end
  else
    sentence("a word dropped", "qualifier_lost", figure(value, unit, WORDS.exact[1]))
  end
  local other = unit == "%" and tonumber(trimmed(value * 0.7, 1)) or value < 10 and value + 5 or counted(value * 0.7)
  if other > 0 and (other < fact.lower or other > fact.upper) then
    sentence("another figure", "contradicts", figure(other, unit, WORDS.exact[1]))
  end
  if fact.upper < value * 3 and not (unit == "%" and value * 3 > 100) then
    sentence("far above", "contradicts", figure(value * 3, unit, WORDS.over[1]))
  end
  if forecast then sentence("a forecast as a fact", "qualifier_lost", fact.written, { forecast = false })
  else sentence("a fact as a forecast", { "qualifier_lost" }, figure(value, unit, words[1]), { forecast = true }) end
  sentence("another year", "not_comparable", figure(value, unit, words[1]), { year = tostring(tonumber(fact.period) - 4) })
  sentence("another place", "not_comparable", figure(value, unit, words[1]), { region = "海南省" })
  sentence("of something else", "unknown", figure(value, unit, words[1]), { before = "甲乙丙" })
  sentence("an aim", { "not_comparable", "unknown" }, figure(value * 1.5, unit, words[1]), { aim = "力争" })
  return cases
end

local function is_right(case, verdict)
  if type(case.verdict) == "string" then return verdict == case.verdict end
  for _, each in ipairs(case.verdict) do
    if verdict == each then return true end
  end
  return false
end

-- Verdicts that accuse: given where they are not deserved they are false alarms.
local ACCUSING = { contradicts = true, qualifier_lost = true }

---The cases of a report's facts, judged: kind -> { cases, right, silent (no fault told where one is), alarms }.
---@param report baogao.Report
---@param place string
---@param wrong? fun(case: table, verdict: string) told of each that is judged otherwise
function M.run(report, place, kinds, wrong)
  kinds = kinds or {}
  local seen, records = {}, check.records(report)
  for _, fact in ipairs(report.facts) do
    -- under one name and measure there is one fact that a sentence can mean
    seen[fact.indicator or ""] = (seen[fact.indicator or ""] or 0) + 1
  end
  for _, fact in ipairs(report.facts) do
    if seen[fact.indicator or ""] == 1 then
      for _, case in ipairs(M.cases(fact, place)) do
        local row = kinds[case.kind] or { cases = 0, right = 0, silent = 0, alarms = 0 }
        kinds[case.kind] = row
        local verdict, graded = "nothing", nil
        for _, finding in ipairs(check.session(case.text, records, { all = true, self_check = false }):findings()) do
          if case.text:sub(finding.first, finding.last) == case.figure or finding.text:find(case.figure, 1, true)
            or case.figure:find(finding.text, 1, true) then verdict, graded = finding.verdict, finding.grade end
        end
        row.cases = row.cases + 1
        if is_right(case, verdict) then row.right = row.right + 1
        else
          if ACCUSING[verdict] and graded then row.alarms = row.alarms + 1 else row.silent = row.silent + 1 end
          if wrong then wrong(case, verdict) end
        end
      end
    end
  end
  return kinds
end

---The results as a table for people.
function M.show(kinds, write)
  local names = {}
  for name in pairs(kinds) do names[#names + 1] = name end
  table.sort(names)
  local cases, right, alarms = 0, 0, 0
  write(("%-26s %6s %7s %9s %14s\n"):format("said as", "cases", "right", "not told", "wrongly accused"))
  for _, name in ipairs(names) do
    local row = kinds[name]
    cases, right, alarms = cases + row.cases, right + row.right, alarms + row.alarms
    write(("%-26s %6d %6.0f%% %9d %14d\n"):format(name, row.cases, row.right / row.cases * 100, row.silent, row.alarms))
  end
  write(("%-26s %6d %6.0f%% %9d %14d\n"):format("all", cases, right / cases * 100, cases - right - alarms, alarms))
  return cases, right, alarms
end

-- Three provinces' reports, where they lie beside the project.
M.PROVINCES = { { "henan", "河南省" }, { "jiangsu", "江苏省" }, { "sichuan", "四川省" } }

local arguments = rawget(_G, "arg") or {}
if (arguments[0] or ""):find("rephrased%.lua$") then
  local wrong = os.getenv "WRONG" and function(case, verdict)
    io.write(("WRONG %s: %s gives %s\n"):format(case.kind, case.text, verdict))
  end
  local kinds = M.run(baogao.report(), "郑州市", nil, wrong)
  for _, province in ipairs(M.PROVINCES) do
    local file = io.open(("%s/gov-work-report-2025-%s.txt"):format(arguments[1] or "../shared/corpus", province[1]), "rb")
    if file then
      M.run(baogao.read(file:read "*a"), province[2], kinds, wrong)
      file:close()
    end
  end
  M.show(kinds, function(text) io.write(text) end)
end

return M
