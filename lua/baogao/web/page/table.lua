-- table.lua: every figure, in a table that sorts and filters.

local figure = require "baogao.web.page.figure"
local fill = require "baogao.web.page.fill"
local format = require "baogao.format"
local section = require "baogao.web.page.section"

-- Rows of the table: more are slow to look through, and are there as data.
local MOST_ROWS = 1000

-- A select of the values that the facts have.
local function choice(view, field, label)
  local seen, options = {}, {}
  for _, fact in ipairs(view.listed) do
    local value = fact[field]
    if value and not seen[value] then
      seen[value] = true
      options[#options + 1] = fill('<option value="{value}">{label}</option>',
        { value = value, label = figure.upper_first(view.report:label(value, view.lang)) })
    end
  end
  return fill([[
<div><label for="by-{field}">{label}</label><select id="by-{field}"><option value="">{all}</option>{!options}</select></div>
]], { field = field, label = label, all = view.w.all, options = table.concat(options) })
end

local function tools(view)
  local w, count = view.w, #view.listed
  return fill([[
<form class="tools" id="tools" hidden>
<div class="grow"><label for="search">{search}</label>
<input id="search" type="search" placeholder="{search_hint}" autocomplete="off"></div>
{!category}{!level}<div class="wide"><label for="filter">{filter}</label><div class="row">
<input id="filter" class="code" placeholder="{filter_hint}" autocomplete="off" spellcheck="false" aria-describedby="fault">
<button class="push" type="submit">{go}</button><button class="push plain" type="button" id="clear">{clear}</button></div></div>
</form>
<pre class="fault code" id="fault" role="alert" tabindex="0"></pre>
<p class="count" id="count" role="status" data-words="{shown}" data-none="{none}">{now}</p>
]], { search = w.search, search_hint = w.search_hint, category = choice(view, "category", w.category),
    level = choice(view, "level", w.level), filter = w.filter, filter_hint = w.filter_hint, go = w.filter_go,
    clear = w.filter_clear, shown = w.shown, none = w.none, now = w.shown:format(count, count) })
end

-- What a row is found by beside what it shows: the name in the other language and the note.
local function found_by(view, fact)
  return ((view.lang == "zh" and fact.label_en or fact.label_zh) or "") .. " " .. (fact.note or "")
end

-- Cells of class "w" stand on wide screens; what they say is in <i> of their neighbours on narrow ones.
local ROW = [[
<tr id="{id}" data-find="{find}" data-category="{category}" data-level="{tier}"><td><a href="facts/{id}{query}">{label}</a>
<i>{below}</i></td><td class="w">{written}</td><td class="num" data-v="{number}">{amount}{!bounds}</td><td class="w">{brief}</td>
<td class="w">{level}</td><td class="w">{kind}</td><td class="w" data-v="{iso}">{period}</td>
<td class="nw" data-v="{paragraph}">{where} <a href="citations/{id}{query_lang}">{cite}</a></td></tr>
]]

local function fact_row(view, fact)
  local report, w, lang = view.report, view.w, view.lang
  local level = fact.level and figure.upper_first(report:label(fact.level, lang)) or ""
  local kind = report:label(fact.measure, lang)
  if fact.status == "forecast" then kind = kind .. (lang == "zh" and "，" or ", ") .. w.forecast end
  local period, brief = figure.period(fact.period or "", lang), figure.brief(fact)
  local below = { kind, period }
  if level ~= "" then table.insert(below, 1, level) end
  return fill(ROW, { id = fact.id, find = found_by(view, fact), category = fact.category or "", tier = fact.level or "",
    query = view.query "", query_lang = view.query("lang=" .. lang), label = view.label(fact), below = table.concat(below, " · "),
    written = fact.written or "", number = ("%.17g"):format(fact.value), amount = format.amount(fact.value, fact.unit),
    bounds = brief ~= "" and fill("<i>{brief}</i>", { brief = brief }) or "", brief = brief, level = level,
    kind = figure.upper_first(kind), iso = fact.period or "", period = period, paragraph = fact.paragraph or 0,
    where = figure.where(fact), cite = w.cite })
end

---@param view table
---@return string html
return function(view)
  view.listed = view.served.facts
  local left = math.max(0, #view.listed - MOST_ROWS)
  if left > 0 then
    view.listed = {}
    for i = 1, MOST_ROWS do view.listed[i] = view.served.facts[i] end
  end
  local w, rows, head = view.w, {}, {}
  for i, fact in ipairs(view.listed) do rows[i] = fact_row(view, fact) end
  for i, column in ipairs { { w.figure, "" }, { w.written, "w" }, { w.value, "num" }, { w.bounds, "w" }, { w.level, "w" },
    { w.measure, "w" }, { w.period, "w" }, { w.where, "" } } do
    head[i] = fill('<th scope="col" class="{class}"><button type="button">{title}</button></th>',
      { title = column[1], class = column[2] })
  end
  return section.of("facts", w.table, "", tools(view) .. fill([[
<div class="scroll" role="region" aria-label="{scroll}" tabindex="0">
<table id="table">
<caption class="hide">{caption}</caption>
<thead><tr>{!head}</tr></thead>
<tbody>
{!rows}</tbody>
</table>
</div>
{!more}]], { scroll = w.table_scroll, caption = w.table, head = table.concat(head), rows = table.concat(rows),
    more = section.more(view, left, "facts" .. view.query("limit=1000")) }))
end
