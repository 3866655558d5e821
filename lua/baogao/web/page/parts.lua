-- parts.lua: the parts of the page, in their order.

local calendar = require "baogao.svg.calendar"
local core = require "baogao.engine"
local draw = require "baogao.svg.draw"
local figure = require "baogao.web.page.figure"
local format = require "baogao.format"
local rows_of = require "baogao.svg.rows"
local svg = require "baogao.svg"
local WHY = require("baogao.cli.commands.totals").WHY

local e = draw.escape

local M = {}

local function section(id, title, lead, body)
  return ('<section id="%s" aria-labelledby="h-%s">\n<h2 id="h-%s">%s</h2>\n%s%s</section>\n'):format(id, id, id, e(title),
    lead and '<p class="lead">' .. lead .. "</p>\n" or "", body)
end

local function chart(view, kind, rows, id, title, more)
  local options = { embed = true, id = id, title = title, lang = view.lang }
  for key, value in pairs(more or {}) do options[key] = value end
  return "<figure>\n" .. svg.svg(kind, rows, options) .. "</figure>\n"
end

-- how many figures stand at the top
local KEYS = 4

-- What the report says most often comes first: that is what it thinks important.
local function key_facts(facts)
  local list = {}
  for i, fact in ipairs(facts) do
    if fact.measure == "stock" or fact.measure == "flow" then list[#list + 1] = { fact, i, #(fact.mentions or {}) } end
  end
  table.sort(list, function(a, b)
    if a[3] ~= b[3] then return a[3] > b[3] end
    return a[2] < b[2]
  end)
  local chosen = {}
  for i = 1, math.min(KEYS, #list) do chosen[i] = list[i][1] end
  table.sort(chosen, function(a, b) return a.value > b.value end)
  return chosen
end

function M.keys(view)
  local out = {}
  for _, fact in ipairs(key_facts(view.served.facts)) do
    local gloss = figure.gloss(fact, view.lang)
    local sure = figure.sure(fact, view)
    out[#out + 1] = ('<li><a href="#%s"><span class="k-label">%s</span><span class="k-num">%s</span>'
      .. '<span class="k-sure">%s</span><span class="k-sure">%s</span></a></li>\n'):format(e(fact.id), e(view.label(fact)),
        figure.large(fact), e((gloss and gloss .. ", " or "") .. sure),
        e(figure.period(fact.period, view.lang) .. " · " .. figure.where(fact)))
  end
  if #out == 0 then return "" end
  return ('<ul class="keys" aria-label="%s">\n%s</ul>\n'):format(e(view.w.keys), table.concat(out))
end

-- The marks of the charts, each with its meaning.
local function legend(view)
  local w = view.w
  local function mark(body, text)
    return ('<li><svg width="30" height="14" aria-hidden="true">%s</svg>%s</li>'):format(body, e(text))
  end
  return ('<ul class="legend" aria-label="%s">%s%s%s%s%s%s</ul>\n'):format(e(w.legend),
    mark('<rect class="bg-bar" width="30" height="10" y="2"/>', w.legend_sure),
    mark('<rect class="bg-bar bg-pale" width="30" height="10" y="2"/>', w.legend_pale),
    mark('<path class="bg-whisker" d="M4 7H29M29 2V12"/>', w.legend_closed),
    mark('<path class="bg-whisker" d="M4 7H25"/><circle class="bg-cap-open" cx="26" cy="7" r="3"/>', w.legend_open),
    mark('<path class="bg-whisker" d="M4 7H22"/><path class="bg-arrow" d="M21 2L30 7L21 12Z"/>', w.legend_none),
    mark('<rect class="bg-p3" width="30" height="10" y="2"/><path class="bg-hatch" d="M2 14L14 0M11 14L23 0M20 14L32 0"/>',
      w.legend_derived))
end

local function left_out(view)
  local report, list = view.report, {}
  for _, left in ipairs(report:left_out "category") do
    local fact = view.served.by_id[left.id]
    local why = view.lang == "zh" and report:label(left.reason, "zh") or WHY[left.reason] or left.reason
    list[#list + 1] = ('<li><a href="#%s">%s</a> <span class="soft">%s</span></li>'):format(e(left.id), e(view.label(fact)),
      e(why))
  end
  if #list == 0 then return "" end
  return ("<details><summary>%s</summary><ul>%s</ul></details>\n"):format(e(view.w.totals_left:format(#list)), table.concat(list))
end

function M.totals(view)
  local rows = rows_of.totals(view.report, "category", nil, view.lang, view.href)
  if #rows == 0 then return section("totals", view.w.totals, nil, "") end
  return section("totals", view.w.totals, e(view.w.totals_lead), chart(view, "bars", rows, "c-totals", view.w.totals)
    .. legend(view) .. left_out(view))
end

function M.wholes(view)
  local rows = rows_of.parts(view.report, view.lang, view.href)
  if #rows == 0 then return "" end
  return section("parts", view.w.parts, e(view.w.parts_lead), chart(view, "parts", rows, "c-parts", view.w.parts))
end

function M.growth(view)
  local rows, growths = rows_of.growth(view.report, view.lang, view.href)
  if #rows == 0 then return "" end
  local list = {}
  for i, growth in ipairs(growths) do
    local assumption = view.lang == "zh" and growth.assumption_zh or growth.assumption
    if growth.from then list[i] = "<li>" .. e(figure.upper_first(assumption)) .. "</li>" else list[i] = "" end
  end
  return section("growth", view.w.growth, e(view.w.growth_lead), chart(view, "bars", rows, "c-growth", view.w.growth,
    { always = true }) .. '<ul class="assume">' .. table.concat(list) .. "</ul>\n")
end

-- What two figures of one indicator still allow to say.
local function can_be_said(view, series)
  local ids = {}
  for _, row in ipairs(series) do ids[#ids + 1] = row.href:sub(2) end
  local _, _, details = view.report:growth(ids[2], ids[1])
  if not details then return nil end
  return view.lang == "zh" and details.can_be_said_zh or details.can_be_said
end

function M.periods(view)
  local out = {}
  for i, series in ipairs(rows_of.series(view.report, view.lang, view.href)) do
    local rows = {}
    for k, row in ipairs(series) do rows[k] = row end
    local said = can_be_said(view, series)
    out[i] = section("period-" .. i, view.w.periods .. (view.lang == "zh" and "：" or ": ") .. series.title, nil,
      chart(view, "lines", rows, "c-period-" .. i, series.title, { unit = series.unit })
      .. (said and '<p class="say">' .. e(view.w.periods_lead .. said) .. "</p>\n" or ""))
  end
  return table.concat(out)
end

local MONTH, MONTHS = 8, 12

-- The months of a period as twelve cells, those it covers filled.
local function month_strip(period)
  local first, last = core.period_days(period or "")
  if not first then return "" end
  local year, cells = calendar.year_of(first), {}
  local whole = period:find("^%d%d%d%d$") ~= nil
  for month = 1, MONTHS do
    local begins = calendar.month_begins(year, month)
    local ends = month < MONTHS and calendar.month_begins(year, month + 1) or calendar.month_begins(year + 1, 1)
    local class = (first < ends and last >= begins) and (whole and "m-year" or "m-on") or "m-off"
    cells[month] = ('<rect class="%s" x="%d" width="%d" height="9"/>'):format(class, (month - 1) * MONTH, MONTH - 2)
  end
  return ('<svg width="%d" height="9" aria-hidden="true">%s</svg>'):format(MONTHS * MONTH - 2, table.concat(cells))
end

local KINDS = { first = "首创", unveiled = "揭牌", signed = "签约", plan = "规划", ["construction started"] = "开工",
  recognised = "获认可", ranked = "位次" }
local SCOPES = { ["first in the country"] = "国内首个", ["first in the province"] = "全省首个", international = "国际",
  national = "全国" }

-- Those of which the month is known in the order of the year, then those of the whole year.
local function in_order(milestones)
  local list = {}
  for i, milestone in ipairs(milestones) do
    local date = milestone.date
    list[i] = { milestone, i, date:find("^%d%d%d%d$") and date .. "-99" or date }
  end
  table.sort(list, function(a, b)
    if a[3] ~= b[3] then return a[3] < b[3] end
    return a[2] < b[2]
  end)
  for i, entry in ipairs(list) do list[i] = entry[1] end
  return list
end

function M.milestones(view)
  local list, zh = {}, view.lang == "zh"
  local milestones = view.report.milestones
  if #milestones == 0 then return "" end
  for i, milestone in ipairs(in_order(milestones)) do
    local kind = zh and KINDS[milestone.kind] or figure.upper_first(milestone.kind)
    local scope = milestone.scope and (zh and SCOPES[milestone.scope] or milestone.scope)
    list[i] = ('<li><p class="when">%s<time datetime="%s">%s</time><span>¶%s</span></p><p class="what serif">%s</p>'
      .. '<p class="tagged">%s</p></li>\n'):format(month_strip(milestone.date),
        e(milestone.date:match("^[^/]+")), e(figure.period(milestone.date, view.lang)), e(milestone.paragraph), e(zh and milestone.name_zh or figure.upper_first(milestone.name_en)), e(kind .. (scope and " · " .. scope or "")))
  end
  return section("milestones", view.w.milestones, e(view.w.milestones_lead), '<ol class="time">\n' .. table.concat(list)
    .. "</ol>\n")
end

-- A select of the values that the facts have.
local function choice(view, field, label)
  local seen, options = {}, {}
  for _, fact in ipairs(view.served.facts) do
    local value = fact[field]
    if value and not seen[value] then
      seen[value] = true
      options[#options + 1] = ('<option value="%s">%s</option>'):format(e(value),
        e(figure.upper_first(view.report:label(value, view.lang))))
    end
  end
  return ('<div><label for="by-%s">%s</label><select id="by-%s"><option value="">%s</option>%s</select></div>\n'):format(field,
    e(label), field, e(view.w.all), table.concat(options))
end

local function tools(view)
  local w = view.w
  return ('<form class="tools" id="tools" hidden>\n<div class="grow"><label for="search">%s</label><input id="search" type="search" '
    .. 'placeholder="%s" autocomplete="off"></div>\n%s%s<div class="wide"><label for="filter">%s</label><div class="row">'
    .. '<input id="filter" class="code" placeholder="%s" autocomplete="off" spellcheck="false" aria-describedby="fault">'
    .. '<button class="push" type="submit">%s</button><button class="push plain" type="button" id="clear">%s</button></div></div>\n'
    .. '</form>\n<pre class="fault code" id="fault" role="alert"></pre>\n'
    .. '<p class="count" id="count" role="status" data-words="%s" data-none="%s">%s</p>\n'):format(
      e(w.search), e(w.search_hint), choice(view, "category", w.category), choice(view, "level", w.level), e(w.filter),
      e(w.filter_hint), e(w.filter_go), e(w.filter_clear), e(w.shown), e(w.none),
      e(w.shown:format(#view.served.facts, #view.served.facts)))
end

-- A number that sorts as the figure does.
local function sort_key(value) return ("%.17g"):format(value) end

-- What a row is found by beside what it shows: the name in the other language and the note.
local function found_by(view, fact)
  return ((view.lang == "zh" and fact.label_en or fact.label_zh) or "") .. " " .. (fact.note or "")
end

local function cell(text, class, key)
  return ("<td%s%s>%s</td>"):format(class and ' class="' .. class .. '"' or "", key and ' data-v="' .. e(key) .. '"' or "", text)
end

local function fact_row(view, fact)
  local report, w, lang = view.report, view.w, view.lang
  local level = fact.level and figure.upper_first(report:label(fact.level, lang)) or ""
  local kind = report:label(fact.measure, lang) .. (fact.status == "forecast" and (lang == "zh" and "，" or ", ") .. w.forecast or "")
  local period, brief = figure.period(fact.period or "", lang), figure.brief(fact)
  local sub = (level ~= "" and level .. " · " or "") .. kind .. " · " .. period
  local query = view.report_query ~= "" and "?" .. e(view.report_query) or ""
  return table.concat({
    ('<tr id="%s" data-find="%s" data-category="%s" data-level="%s">'):format(e(fact.id), e(found_by(view, fact)),
      e(fact.category or ""), e(fact.level or "")),
    cell(('<a href="facts/%s%s">%s</a><i>%s</i>'):format(e(fact.id), query, e(view.label(fact)), e(sub))),
    cell(e(fact.written or ""), "w"),
    cell(e(format.amount(fact.value, fact.unit)) .. (brief ~= "" and "<i>" .. e(brief) .. "</i>" or ""), "num", sort_key(fact.value)),
    cell(e(brief), "w"), cell(e(level), "w"), cell(e(figure.upper_first(kind)), "w"), cell(e(period), "w", fact.period or ""),
    cell(('%s <a href="citations/%s%s">%s</a>'):format(e(figure.where(fact)), e(fact.id),
      query ~= "" and query .. "&amp;lang=" .. lang or "?lang=" .. lang, e(w.cite)), "nw", sort_key(fact.paragraph or 0)),
    "</tr>\n" })
end

function M.facts(view)
  local w, rows = view.w, {}
  for i, fact in ipairs(view.served.facts) do rows[i] = fact_row(view, fact) end
  local function heading(text, class)
    return ('<th scope="col"%s><button type="button">%s</button></th>'):format(class and ' class="' .. class .. '"' or "", e(text))
  end
  local head = heading(w.figure) .. heading(w.written, "w") .. heading(w.value, "num") .. heading(w.bounds, "w")
    .. heading(w.level, "w") .. heading(w.measure, "w") .. heading(w.period, "w") .. heading(w.where)
  return section("facts", w.table, nil, tools(view) .. ('<div class="scroll" role="region" aria-label="%s" tabindex="0">\n'
    .. '<table id="table">\n<caption class="hide">%s</caption>\n<thead><tr>%s</tr></thead>\n<tbody>\n%s</tbody>\n</table>\n</div>\n')
    :format(e(w.table_scroll), e(w.table), head, table.concat(rows)))
end

function M.draft(view)
  if not view.can.check then return "" end
  return ""
end

return M
