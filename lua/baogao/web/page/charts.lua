-- charts.lua: the upper half of the page: figures in brief, totals, parts, growth, periods.

local figure = require "baogao.web.page.figure"
local fill = require "baogao.web.page.fill"
local rows_of = require "baogao.svg.rows"
local section = require "baogao.web.page.section"
local WHY = require("baogao.cli.commands.totals").WHY

local M = {}

-- how many figures stand at the top
local KEYS = 4
-- of a report with very many facts: items of a list, and figures over periods
local MOST_ITEMS, MOST_PANELS = 100, 12

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
  table.sort(chosen, function(a, b)
    if a.value ~= b.value then return a.value > b.value end
    return a.id < b.id
  end)
  return chosen
end

function M.keys(view)
  local out = {}
  for i, fact in ipairs(key_facts(view.served.facts)) do
    local gloss = figure.gloss(fact, view.lang)
    out[i] = fill([[
<li><a href="#{id}"><span class="k-label">{label}</span><span class="k-num">{!large}</span>
<span class="k-sure">{sure}</span><span class="k-sure">{where}</span></a></li>
]], { id = fact.id, label = view.label(fact), large = figure.large(fact),
      sure = (gloss and gloss .. ", " or "") .. figure.sure(fact, view),
      where = figure.period(fact.period or "", view.lang) .. " · " .. figure.where(fact) })
  end
  if #out == 0 then return "" end
  return fill('<ul class="keys" aria-label="{keys}">\n{!list}</ul>\n', { keys = view.w.keys, list = table.concat(out) })
end

-- The marks of the charts, each with its meaning.
local MARKS = {
  { "legend_sure", '<rect class="bg-bar" width="30" height="10" y="2"/>' },
  { "legend_pale", '<rect class="bg-bar bg-pale" width="30" height="10" y="2"/>' },
  { "legend_closed", '<path class="bg-whisker" d="M4 7H29M29 2V12"/>' },
  { "legend_open", '<path class="bg-whisker" d="M4 7H25"/><circle class="bg-cap-open" cx="26" cy="7" r="3"/>' },
  { "legend_none", '<path class="bg-whisker" d="M4 7H22"/><path class="bg-arrow" d="M21 2L30 7L21 12Z"/>' },
  { "legend_derived", '<rect class="bg-p3" width="30" height="10" y="2"/>'
    .. '<path class="bg-hatch" d="M2 14L14 0M11 14L23 0M20 14L32 0"/>' },
}

local function legend(view)
  local out = {}
  for i, mark in ipairs(MARKS) do
    out[i] = fill('<li><svg width="30" height="14" aria-hidden="true">{!mark}</svg>{text}</li>',
      { mark = mark[2], text = view.w[mark[1]] })
  end
  return fill('<ul class="legend" aria-label="{legend}">{!list}</ul>\n', { legend = view.w.legend, list = table.concat(out) })
end

local function left_out(view)
  local report, list = view.report, {}
  local all = report:left_out "category"
  for i, left in ipairs(all) do
    if i > MOST_ITEMS then break end
    list[i] = fill('<li><a href="#{id}">{label}</a> <span class="soft">{why}</span></li>', {
      id = left.id, label = view.label(view.served.by_id[left.id]),
      why = view.lang == "zh" and report:label(left.reason, "zh") or WHY[left.reason] or left.reason })
  end
  if #list == 0 then return "" end
  return fill("<details><summary>{count}</summary><ul>{!list}</ul></details>\n",
    { count = view.w.totals_left:format(#all), list = table.concat(list) })
end

function M.totals(view)
  local w = view.w
  local rows = rows_of.totals(view.report, "category", nil, view.lang, view.href)
  if #rows == 0 then return section.of("totals", w.totals, "", "") end
  return section.of("totals", w.totals, w.totals_lead,
    section.chart(view, "bars", rows, "c-totals", w.totals, nil, "totals") .. legend(view) .. left_out(view))
end

function M.wholes(view)
  local rows = rows_of.parts(view.report, view.lang, view.href)
  if #rows == 0 then return "" end
  return section.of("parts", view.w.parts, view.w.parts_lead, section.chart(view, "parts", rows, "c-parts", view.w.parts))
end

function M.growth(view)
  local rows, growths = rows_of.growth(view.report, view.lang, view.href)
  if #rows == 0 then return "" end
  local list = {}
  for _, growth in ipairs(growths) do
    local assumption = view.lang == "zh" and growth.assumption_zh or growth.assumption
    if growth.from and #list < MOST_ITEMS then
      list[#list + 1] = fill("<li>{text}</li>", { text = figure.upper_first(assumption) })
    end
  end
  return section.of("growth", view.w.growth, view.w.growth_lead,
    section.chart(view, "bars", rows, "c-growth", view.w.growth, { always = true }, "growth")
    .. '<ul class="assume">' .. table.concat(list) .. "</ul>\n")
end

-- What two figures of one indicator still allow to say.
local function can_be_said(view, panel)
  local _, _, details = view.report:growth(panel.facts[2].id, panel.facts[1].id)
  if not details then return nil end
  return view.lang == "zh" and details.can_be_said_zh or details.can_be_said
end

function M.periods(view)
  local out, w = {}, view.w
  for i, panel in ipairs(rows_of.panels(view.report, view.lang, view.href)) do
    if i > MOST_PANELS then break end
    local said = can_be_said(view, panel)
    out[i] = section.of("period-" .. i, w.periods .. (view.lang == "zh" and "：" or ": ") .. panel.title, "",
      '<div class="two">\n' .. section.chart(view, "lines", panel.rows, "c-period-" .. i, panel.title, { unit = panel.unit })
      .. (said and fill('<p class="say">{lead}<br>{said}</p>\n', { lead = w.periods_lead, said = said }) or "") .. "</div>\n")
  end
  return table.concat(out)
end

return M
