-- page: one report as a page, written on the server in the language that was asked for.
--
-- Everything is readable without a script: the script (script.lua) only sorts, filters, changes the theme and sends drafts.
-- Each part is a function from what it shows to HTML; whatever is text goes through `e`.

local baogao = require "baogao"
local figure = require "baogao.web.page.figure"
local draw = require "baogao.svg.draw"
local parts = require "baogao.web.page.parts"
local digest = require "baogao.web.digest"
local words = require "baogao.web.page.words"

local e = draw.escape

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
  local lang = view.lang == "zh" and "zh-CN" or "en"
  return ('<!doctype html>\n<html lang="%s">\n<head>\n<meta charset="utf-8">\n'
    .. '<meta name="viewport" content="width=device-width,initial-scale=1">\n<title>%s · baogao</title>\n'
    .. '<meta name="description" content="%s">\n<meta name="color-scheme" content="light dark">\n'
    .. '<link rel="stylesheet" href="%s">\n<script src="%s"></script>\n'
    .. '<link rel="alternate" hreflang="%s" href="?%s">\n<link rel="icon" href="data:,">\n</head>\n')
    :format(lang, e(view.title), e(view.deck), asset_link "style.css", asset_link "script.js", view.w.other_lang,
      e(view.address(view.w.other_lang)))
end

local function masthead(view)
  local w = view.w
  return ('<a class="skip" href="#totals">%s</a>\n<header class="wrap">\n<div class="bar"><span class="name">baogao '
    .. '<span lang="zh">报告</span></span><span class="tag">%s</span>\n<nav aria-label="%s"><a href="?%s" lang="%s" hreflang="%s">%s</a>'
    .. '<button type="button" id="theme" data-light="%s" data-dark="%s" hidden>%s</button><a href="openapi.json">%s</a></nav></div>\n'
    .. '<h1>%s</h1>\n<p class="deck">%s</p>\n<p class="byline">%s</p>\n</header>\n')
    :format(e(w.skip), e(w.tagline), view.lang == "zh" and "页面" or "page", e(view.address(w.other_lang)), w.other_lang,
      w.other_lang, e(w.other), e(w.theme_light), e(w.theme), e(w.theme), e(w.api), e(view.title), e(view.deck), e(view.byline))
end

local function footer(view)
  local w, links = view.w, {}
  for _, name in ipairs { "facts", "totals", "growth", "milestones", "citations" } do
    links[#links + 1] = ('<a href="%s?%s">%s</a>'):format(name, e(view.report_query), name)
  end
  links[#links + 1] = ('<a href="facts?%sformat=csv">facts.csv</a>'):format(e(view.report_query ~= "" and view.report_query .. "&"
    or ""))
  links[#links + 1] = ('<a href="charts/totals?%sformat=vega">%s</a>'):format(e(view.report_query ~= ""
    and view.report_query .. "&" or ""), e(w.foot_vega))
  return ('<footer class="wrap"><p>%s</p><p>%s</p></footer>\n</body>\n</html>\n')
    :format(e(w.foot:format(baogao._VERSION, view.title)), table.concat(links, " "))
end

-- What the parts of the page need.
local function view_of(ctx)
  local served, lang = ctx.report, ctx.lang
  local report, w = served.report, words[lang]
  local first = ctx.app.store.list[1] == served
  local function pick(zh, en) return lang == "zh" and (report[zh] or report[en]) or report[en] or report[zh] end
  local view = { served = served, report = report, lang = lang, w = w, title = pick("title_zh", "title_en") or report.name,
    can = ctx.app.can, report_query = first and "" or "report=" .. served.name }
  local by = {}
  for _, part in ipairs { report.author or "", pick("place_zh", "place_en") or "", report.period or "" } do
    if part ~= "" then by[#by + 1] = part end
  end
  view.byline = table.concat(by, " · ")
  view.deck = w.deck:format(#served.facts, #report.milestones)
  function view.address(other) return (first and "" or "report=" .. served.name .. "&") .. "lang=" .. other end
  function view.href(id) return "#" .. id end
  function view.label(fact) return figure.label(fact, lang) end
  return view
end

---The page of a report.
function M.page(ctx)
  local view = view_of(ctx)
  local out = { head(view), "<body>\n", masthead(view), '<main class="wrap">\n', parts.keys(view),
    '<div class="two">\n', parts.totals(view), "<div>\n", parts.wholes(view), parts.growth(view), "</div>\n</div>\n",
    parts.periods(view), parts.milestones(view), parts.facts(view), parts.draft(view), "</main>\n", footer(view) }
  return { text = table.concat(out), type = "text/html; charset=utf-8",
    headers = { ["Content-Security-Policy"] = POLICY, ["Cache-Control"] = "no-cache", ["Content-Language"] = ctx.lang } }
end

return M
