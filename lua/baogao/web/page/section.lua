-- section.lua: a section of the page, and the figures in it.

local fill = require "baogao.web.page.fill"
local rows_of = require "baogao.svg.rows"
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

-- Rows of one chart: beyond that a reader wants the data.
local MOST_ROWS = 80

---A line that tells of what is not on the page, and leads to it; empty where nothing is left out.
---@param view table
---@param left integer
---@param address string
function M.more(view, left, address)
  if left == 0 then return "" end
  return fill('<p class="count"><a href="{address}">{more}</a></p>\n', { address = address, more = view.w.more:format(left) })
end

---A chart of the page; of very many rows the first, and a link to the data.
---@param view table
---@param kind baogao.ChartKind
---@param rows baogao.ChartRow[]
---@param id string
---@param title string
---@param more? baogao.ChartOptions
---@param data? string address of the data: "totals"
function M.chart(view, kind, rows, id, title, more, data)
  local left
  rows, left = rows_of.first(rows, MOST_ROWS)
  local options = { embed = true, id = id, title = title, lang = view.lang }
  for key, value in pairs(more or {}) do options[key] = value end
  return "<figure>\n" .. svg.svg(kind, rows, options) .. "</figure>\n" .. M.more(view, left, (data or "facts") .. view.query "")
end

return M
