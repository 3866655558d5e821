-- section.lua: a section of the page, and the figures in it.

local fill = require "baogao.web.page.fill"
local svg = require "baogao.svg"

local M = {}

---A section with its heading.
---@param id string
---@param title string
---@param lead string a line below the heading, or ""
---@param body string HTML
---@param hidden? boolean shown by the script alone
---@return string html
function M.of(id, title, lead, body, hidden)
  return fill([[
<section id="{id}" aria-labelledby="h-{id}"{!hidden}>
<h2 id="h-{id}">{title}</h2>
{!lead}{!body}</section>
]], { id = id, title = title, body = body, hidden = hidden and " hidden" or "",
    lead = lead == "" and "" or fill('<p class="lead">{lead}</p>\n', { lead = lead }) })
end

---A chart of the page.
---@param view table
---@param kind baogao.ChartKind
---@param rows baogao.ChartRow[]
---@param id string
---@param title string
---@param more? baogao.ChartOptions
function M.chart(view, kind, rows, id, title, more)
  local options = { embed = true, id = id, title = title, lang = view.lang }
  for key, value in pairs(more or {}) do options[key] = value end
  return "<figure>\n" .. svg.svg(kind, rows, options) .. "</figure>\n"
end

return M
