-- What a report tells beside its facts: itself, its milestones, citations of its figures.

local json = require "baogao.web.json"

local M = {}

local ABOUT = { "milestones" }
for i, name in ipairs(require("baogao.web.lists").about) do table.insert(ABOUT, i, name) end

function M.list(ctx)
  local rows = {}
  for i, served in ipairs(ctx.app.store.list) do rows[i] = served:about() end
  return { value = { reports = json.array(rows) }, rows = rows, columns = ABOUT }
end

function M.milestones(ctx)
  local rows = ctx.report.report.milestones
  return { value = { report = ctx.report.name, milestones = json.array(rows) }, rows = rows,
    columns = { "kind", "name_zh", "name_en", "scope", "date", "paragraph" } }
end

local function citation_of(ctx, fact)
  local style = ctx.values.style
  return { id = fact.id, style = style, lang = style == "gbt7714" and "zh" or ctx.lang,
    citation = ctx.report.report:cite(fact.id, style, ctx.lang) }
end

function M.citations(ctx)
  local rows = {}
  for i, fact in ipairs(ctx.report.facts) do rows[i] = citation_of(ctx, fact) end
  return { value = { report = ctx.report.name, citations = json.array(rows) }, rows = rows,
    columns = { "id", "style", "lang", "citation" } }
end

function M.citation(ctx) return { value = citation_of(ctx, ctx.report:fact(ctx.name)) } end

return M
