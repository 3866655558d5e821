-- page: one report as a page, written on the server in the language that was asked for.
--
-- Everything is readable without a script: the script (script.lua) only sorts, filters, changes the theme and sends drafts.
-- Each part is a function from a view of the report to HTML; texts are escaped where they are filled in (fill.lua).

local baogao = require "baogao"
local arguments = require "baogao.web.arguments"
local charts = require "baogao.web.page.charts"
local digest = require "baogao.web.digest"
local draft = require "baogao.web.page.draft"
local facts_table = require "baogao.web.page.table"
local figure = require "baogao.web.page.figure"
local fill = require "baogao.web.page.fill"
local milestones = require "baogao.web.page.milestones"
local words = require "baogao.web.page.words"

local M = {}

local ASSETS = {
  ["style.css"] = { text = require "baogao.web.page.style", type = "text/css; charset=utf-8" },
  ["script.js"] = { text = require "baogao.web.page.script", type = "text/javascript; charset=utf-8" },
}
for _, asset in pairs(ASSETS) do asset.version = digest.of(asset.text) end

-- Scripts and styles of this server alone, and nothing from anywhere else.
local POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
  .. "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

---The style sheet or the script. Its address bears its version, so it may be kept for ever.
function M.asset(ctx)
  local asset = ASSETS[ctx.route.path]
  return { text = asset.text, type = asset.type, headers = { ["Cache-Control"] = "public, max-age=31536000, immutable" } }
end

local function asset_link(name) return name .. "?v=" .. ASSETS[name].version end

local function head(view)
  return fill([[
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title} · baogao</title>
<meta name="description" content="{deck}">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="{style}">
<script src="{script}"></script>
<link rel="alternate" hreflang="{other}" href="{address}">
<link rel="icon" href="data:,">
</head>
]], { lang = view.lang == "zh" and "zh-CN" or "en", title = view.title, deck = view.deck, style = asset_link "style.css",
    script = asset_link "script.js", other = view.w.other_lang, address = view.other_address })
end

local function masthead(view)
  local w = view.w
  return fill([[
<a class="skip" href="#totals">{skip}</a>
<header class="wrap">
<div class="bar"><span class="name">baogao <span lang="zh">报告</span></span><span class="tag">{tagline}</span>
<nav aria-label="{page}"><a href="{address}" lang="{other_lang}" hreflang="{other_lang}">{other}</a>
<button type="button" id="theme" data-light="{light}" data-dark="{dark}" hidden>{dark}</button>
<a href="openapi.json">{api}</a></nav></div>
<h1>{title}</h1>
<p class="deck">{deck}</p>
<p class="byline">{byline}</p>
</header>
]], { skip = w.skip, tagline = w.tagline, page = w.page, address = view.other_address, other_lang = w.other_lang, other = w.other,
    light = w.theme_light, dark = w.theme, api = w.api, title = view.title, deck = view.deck, byline = view.byline })
end

local function footer(view)
  local w, links = view.w, {}
  local function link(address, text) links[#links + 1] = fill('<a href="{to}">{text}</a>', { to = address, text = text }) end
  for _, name in ipairs { "facts", "totals", "growth", "milestones", "citations" } do link(name .. view.query "", name) end
  link("facts" .. view.query "format=csv", "facts.csv")
  link("charts/totals" .. view.query("format=vega&lang=" .. view.lang), w.foot_vega)
  return fill([[
<footer class="wrap"><p>{made}</p><p>{!links}</p></footer>
</body>
</html>
]], { made = w.foot:format(baogao._VERSION, view.title), links = table.concat(links, " ") })
end

-- What the parts of the page need.
local function view_of(ctx)
  local served, lang = ctx.report, ctx.lang
  local report, w = served.report, words[lang]
  local first = ctx.app.store.list[1] == served
  local function pick(zh, en) return lang == "zh" and (report[zh] or report[en]) or report[en] or report[zh] end
  local view = { served = served, report = report, lang = lang, w = w, title = pick("title_zh", "title_en") or report.name }
  local by = {}
  for _, part in ipairs { report.author or "", pick("place_zh", "place_en") or "", report.period or "" } do
    if part ~= "" then by[#by + 1] = part end
  end
  view.byline = table.concat(by, " · ")
  view.deck = w.deck:format(#served.facts, #report.milestones)
  -- the query of an address: the report, where it is not the first one, and more
  function view.query(more)
    local query = first and more or "report=" .. arguments.encode(served.name) .. (more ~= "" and "&" .. more or "")
    return query == "" and "" or "?" .. query
  end
  view.other_address = view.query("lang=" .. w.other_lang)
  function view.href(id) return "#" .. id end
  function view.label(fact) return figure.label(fact, lang) end
  return view
end

---The page of a report.
function M.page(ctx)
  local view = view_of(ctx)
  local out = { head(view), "<body>\n", masthead(view),
    fill('<main class="wrap" data-down="{down}" data-refused="{refused}">\n', { down = view.w.down, refused = view.w.refused }),
    charts.keys(view),
    '<div class="two">\n', charts.totals(view), "<div>\n", charts.wholes(view), charts.growth(view), "</div>\n</div>\n",
    charts.periods(view), milestones(view), facts_table(view), draft(view), "</main>\n", footer(view) }
  return { text = table.concat(out), type = "text/html; charset=utf-8",
    headers = { ["Content-Security-Policy"] = POLICY, ["Referrer-Policy"] = "no-referrer", ["Cache-Control"] = "no-cache",
      ["Content-Language"] = ctx.lang } }
end

return M
