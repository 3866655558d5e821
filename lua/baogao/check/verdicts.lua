-- verdicts.lua: what is told of a claim: its grade, a sentence in English and in Chinese, and the words that would mend it.

local format = require "baogao.format"
local places = require "baogao.check.places"

local M = {}

-- Every verdict in one list: those of a claim beside the record, then the rules of a draft beside itself.
M.VERDICTS = { "match", "match_rounded", "compatible", "contradicts", "qualifier_lost", "not_comparable", "unknown",
  "part_over_whole", "parts_do_not_add_up", "share_over_whole", "shares_do_not_add_up", "share_does_not_follow",
  "growth_does_not_follow",
  "stated_twice", "impossible", "period_reversed" }

local function bounds(figure)
  return format.interval(figure, function(value)
    if math.abs(value) == math.huge then return format.number(value) end
    return (format.amount(value, figure.unit):gsub(" ", ""))
  end)
end

-- Where the record says it: its paragraph, and which record where there are several.
local function where(entry, lang)
  local n, zh = entry.fact.paragraph, lang == "zh"
  local place = n and (zh and ("第%d段"):format(n) or ("¶%d"):format(n)) or ""
  if not entry.alone then place = entry.report.name .. (zh and n and "，" or n and " " or "") .. place end
  if place == "" then return "" end
  return zh and "（" .. place .. "）" or " (" .. place .. ")"
end

-- The figure as the record writes it, a forecast with its word.
local function written(fact)
  local text = fact.written or fact.text or format.amount(fact.value, fact.unit)
  if fact.status == "forecast" and not text:find("预计", 1, true) then text = "预计" .. text end
  return text
end
M.written = written

local function citation(entry)
  local report, fact = entry.report, entry.fact
  if fact.id and report.cite then
    local text = report:cite(fact.id, "text", "zh")
    if text then return text end
  end
  return report.title_zh or report.name
end

-- Where the figure is from, for a bracket behind it: the report and the paragraph.
local function source(entry)
  local n = entry.fact.paragraph
  return ("%s%s"):format(entry.report.title_zh or entry.report.name, n and ("，第%d段"):format(n) or "")
end

-- 2024, 2024-09, 2024-09-11, 2024-01/2024-11 as Chinese has them.
local function period_zh(period)
  local function one(text)
    local year, month, day = text:match("^(%d%d%d%d)%-?(%d?%d?)%-?(%d?%d?)$")
    if not year then return text end
    return year .. "年" .. (month ~= "" and tonumber(month) .. "月" or "") .. (day ~= "" and tonumber(day) .. "日" or "")
  end
  local from, to = period:match("^(.-)/(.+)$")
  return from and one(from) .. "至" .. one(to) or one(period)
end

-- The words of each outcome: grade, English, Chinese. They are given the claim, the fact and where it stands.
local TELL = {}

function TELL.match(_, fact, entry)
  return nil, ("as the record says%s"):format(where(entry)), ("与记录一致%s"):format(where(entry, "zh")), nil, written(fact)
end

function TELL.match_rounded(_, fact, entry, result)
  local precise = written(fact)
  local en = result.how == "cut" and "right only with the last places cut off" or "right only after rounding"
  local zh = result.how == "cut" and "舍去尾数后一致" or "四舍五入后一致"
  return nil, ("%s: the record says %s%s"):format(en, precise, where(entry)),
    ("%s：记录为%s%s"):format(zh, precise, where(entry, "zh")), precise
end

function TELL.compatible(claim, fact, entry)
  return nil, ("can be so: the record says %s %s, this says %s%s"):format(written(fact), bounds(fact), bounds(claim),
    where(entry)), ("与记录不矛盾：记录为%s%s"):format(written(fact), where(entry, "zh"))
end

function TELL.contradicts(claim, fact, entry, result)
  local exact = fact.lower == fact.upper and "" or " " .. bounds(fact)
  local _ = claim
  return result.doubt and "warning" or "error",
    ("the record says %s%s%s"):format(written(fact), exact, where(entry)),
    ("与记录不符：记录为%s%s%s"):format(written(fact), exact, where(entry, "zh")), written(fact)
end

function TELL.qualifier_lost(claim, fact, entry, result)
  local why, text = result.why, written(fact)
  if why == "forecast" then
    return "error", ("a forecast: the record says %s%s"):format(text, where(entry)),
      ("这是预计数：记录为%s%s"):format(text, where(entry, "zh")), text
  elseif why == "forecast_invented" then
    return "warning", ("no forecast: the record states %s as reached%s"):format(text, where(entry)),
      ("不是预计数：记录为已实现的%s%s"):format(text, where(entry, "zh"))
  elseif why == "lost" then
    return "warning", ("the record says %s %s%s"):format(text, bounds(fact), where(entry)),
      ("限定词遗漏：记录为%s %s%s"):format(text, bounds(fact), where(entry, "zh")), text
  elseif why == "invented" then
    return "warning", ("the record says exactly %s%s, '%s' says something else"):format(text, where(entry), claim.text),
      ("限定词无据：记录为%s%s"):format(text, where(entry, "zh")), text
  end
  return "warning", ("the record says %s %s, this says %s%s"):format(text, bounds(fact), bounds(claim), where(entry)),
    ("限定词不同：记录为%s %s%s"):format(text, bounds(fact), where(entry, "zh")), text
end

function TELL.not_comparable(claim, fact, entry, result)
  local text = written(fact)
  local grade = result.value_same and "warning" or nil
  if result.why == "period" and not (claim.period_said and claim.year_said) then
    return nil, ("the record's %s is for %s, of which this draft is not%s"):format(text, fact.period, where(entry)),
      ("时期不同：记录的%s属于%s，本稿说的是别的时期%s"):format(text, period_zh(fact.period), where(entry, "zh"))
  elseif result.why == "period" then
    return grade, ("the record's %s is for %s, not %s%s"):format(text, fact.period, claim.period or "", where(entry)),
      ("时期不同：记录的%s属于%s，不是%s%s"):format(text, period_zh(fact.period), period_zh(claim.period or ""),
        where(entry, "zh"))
  elseif result.why == "region" then
    local report = entry.report
    local place_zh = report.place_zh or report.region and places.name(report.region) or report.name
    local place_en = report.place_en or place_zh
    return grade, ("the record's %s is of %s%s"):format(text, place_en, where(entry)),
      ("地区不同：记录的%s属于%s%s"):format(text, place_zh, where(entry, "zh"))
  end
  return nil, ("a plan cannot be set against %s%s"):format(text, where(entry)),
    ("目标不与实际数%s相比%s"):format(text, where(entry, "zh"))
end

function TELL.unknown() return nil, "not in the record", "记录中没有" end

-- Whether a verdict is a fault, without the words: nearly all claims are right, and nobody asks what is told of them.
local function is_fault(result)
  local verdict = result.verdict
  return verdict == "contradicts" or verdict == "qualifier_lost" or verdict == "not_comparable" and result.value_same
end

---The finding of a claim beside the record: its words are made by `complete`.
---@return table finding
function M.tell(claim, result)
  local finding = { verdict = result.verdict, text = claim.text, claim = claim, result = result, first = claim.first,
    last = claim.last }
  if is_fault(result) then M.complete(finding) end
  return finding
end

---Adds the words to a finding, once.
function M.complete(finding)
  local claim, result = finding.claim, finding.result
  if finding.message or not result then return finding end
  local entry = result.entry
  local fact = entry and entry.fact
  local mend
  finding.grade, finding.message, finding.message_zh, mend = TELL[result.verdict](claim, fact, entry, result)
  if fact then
    finding.fact, finding.report, finding.expected = fact, entry.report.name, written(fact)
    finding.cite = function() return citation(entry) end
    finding.source = function() return source(entry) end
    if finding.grade and mend then finding.mend = M.fit(claim, mend) end
  end
  return finding
end

-- The record's words in the claim's place: what stands before the claim already is not said twice.
function M.fit(claim, text)
  local pre = claim.pre or ""
  for _, word in ipairs { "预计", "约", "超过", "超", "突破", "近", "接近", "达到", "达" } do
    if text:sub(1, #word) == word and pre:sub(-#word) == word then text = text:sub(#word + 1) end
  end
  return text
end

return M
