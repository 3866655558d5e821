-- cite: a citation of one figure, down to the paragraph.

local check_args = require "baogao.check_args"

local M = {}

M.STYLES = { "text", "markdown", "bibtex", "gbt7714" }
local LANGUAGES = { "zh", "en" }

-- Every paragraph that says the fact, each once, ascending.
local function paragraphs_of(fact)
  local seen, list = {}, {}
  for _, mention in ipairs(fact.mentions) do
    for _, n in ipairs(mention.paragraphs or {}) do
      if not seen[n] then
        seen[n] = true
        list[#list + 1] = n
      end
    end
  end
  table.sort(list)
  return list
end

-- A report that was read from a text may have no title, author, place or year, and its facts no English label: what is not
-- there is left out, or stands in the other language.
local function year_of(report) return report.period and (report.period:match("^%d%d%d%d") or report.period) end

local function title_of(report, lang)
  if lang == "zh" then return report.title_zh or report.title_en or report.name end
  return report.title_en or report.title_zh or report.name
end

local function label_of(fact, lang)
  if lang == "zh" then return fact.label_zh or fact.label_en or fact.indicator end
  return fact.label_en or fact.label_zh or fact.indicator
end

-- "第3、21段" or "¶3, ¶21"
local function place_of(fact, lang)
  local list = paragraphs_of(fact)
  if #list == 0 then return nil end
  if lang == "zh" then return "第" .. table.concat(list, "、") .. "段" end
  return "¶" .. table.concat(list, ", ¶")
end

local function status_of(fact, lang)
  if fact.status ~= "forecast" then return "" end
  return lang == "zh" and "（预计）" or " (forecast)"
end

local writers = {}

function writers.text(report, fact, lang)
  local place = place_of(fact, lang)
  if lang == "zh" then
    return ("%s：%s%s（%s%s）"):format(label_of(fact, lang), fact.written, status_of(fact, lang),
      title_of(report, lang), place and "，" .. place or "")
  end
  return ("%s: %s%s%s (%s%s)"):format(label_of(fact, lang), fact.written, status_of(fact, lang),
    fact.period and ", " .. fact.period or "", title_of(report, lang), place and ", " .. place or "")
end

-- Characters that Markdown would take for marks.
local function plain(text) return (text:gsub("[\\`*_%[%]<>#|]", "\\%0")) end

function writers.markdown(report, fact, lang)
  local place = place_of(fact, lang)
  if lang == "zh" then
    return ("%s：**%s**%s（*%s*%s）"):format(plain(label_of(fact, lang)), plain(fact.written), status_of(fact, lang),
      plain(title_of(report, lang)), place and "，" .. place or "")
  end
  return ("%s: **%s**%s%s (*%s*%s)"):format(plain(label_of(fact, lang)), plain(fact.written), status_of(fact, lang),
    fact.period and ", " .. fact.period or "", plain(title_of(report, lang)), place and ", " .. place or "")
end

-- Characters that BibTeX would take for its own.
local function bib(text) return (text:gsub("[{}\\%%&$#_~^]", "\\%0")) end

function writers.bibtex(report, fact, lang)
  local zh = lang == "zh"
  local lines = { ("@techreport{%s:%s,"):format(report.name, fact.id) }
  local function field(name, value)
    if value then lines[#lines + 1] = ("  %s = {%s},"):format(name, bib(value)) end
  end
  field("author", report.author)
  field("title", title_of(report, lang))
  field("address", zh and report.place_zh or report.place_en)
  field("year", year_of(report))
  local note = writers.text(report, fact, lang)
  field("note", note)
  lines[#lines + 1] = "}"
  return table.concat(lines, "\n")
end

-- GB/T 7714-2015 for a report: 作者. 题名[R]. 地点, 年: 页码. The paragraph stands for the page.
function writers.gbt7714(report, fact)
  local place = place_of(fact, "zh")
  local published = {}
  if report.place_zh then published[1] = report.place_zh end
  published[#published + 1] = year_of(report)
  return ("%s%s[R]%s%s%s."):format(report.author and report.author .. ". " or "", title_of(report, "zh"),
    #published > 0 and ". " or "", table.concat(published, ", "), place and ": " .. place or "")
end

---A citation of one figure.
---@param id string
---@param style? "text"|"markdown"|"bibtex"|"gbt7714" "text" if left out
---@param lang? "zh"|"en" "zh" if left out; gbt7714 is always Chinese
---@return string? citation
---@return string? message where the report has no such fact
function M:cite(id, style, lang)
  style = check_args.one_of(style == nil and "text" or style, M.STYLES, "style")
  lang = check_args.one_of(lang == nil and "zh" or lang, LANGUAGES, "lang")
  local row, fact = self:_row(id)
  if not row then return nil, fact end
  return writers[style](self, fact, lang)
end

return M
