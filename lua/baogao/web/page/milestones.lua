-- milestones.lua: what happened, on a time line: a line of the page for each event, so that its words wrap as the page
-- does; beside them its mark. All marks share one axis (svg/timeline.lua).

local core = require "baogao.engine"
local draw = require "baogao.svg.draw"
local fill = require "baogao.web.page.fill"
local rows_of = require "baogao.svg.rows"
local section = require "baogao.web.page.section"
local timeline = require "baogao.svg.timeline"

-- the middle of a mark: that of the first line of its words; the top of the axis' words
local MIDDLE, WORDS = 14, 2

-- A picture as wide and high as its cell.
local function picture(paint)
  local drawing = draw.new { embed = true, width = 640, id = "t" }
  paint(drawing)
  return '<div class="at"><svg class="bg-chart" aria-hidden="true" width="100%" height="100%">' .. table.concat(drawing.out)
    .. "</svg></div>"
end

local function item(row, milestone, mark)
  return fill([[
<li><div><p class="what serif">{name}</p>
<p class="tagged"><time datetime="{iso}">{date}</time> · {note} · ¶{paragraph}</p></div>{!mark}</li>
]], { iso = milestone.date:match("^[^/]+"), date = row.shown, paragraph = milestone.paragraph, name = row.label,
    note = row.note, mark = mark })
end

---@param view table
---@return string html
return function(view)
  local lang = view.lang
  local rows, milestones, undated = rows_of.milestones(view.report, lang)
  if #rows + #undated == 0 then return "" end
  local list, head = {}, ""
  if #rows > 0 then
    for _, row in ipairs(rows) do row.first, row.last = core.period_days(row.period) end
    local axis = timeline.axis(rows)
    head = '<div class="time-axis">'
      .. picture(function(drawing) timeline.draw_words(drawing, axis, lang, 0, WORDS) end) .. "</div>\n"
    for i, row in ipairs(rows) do
      list[i] = item(row, milestones[i], picture(function(drawing)
        timeline.draw_grid(drawing, axis, lang, 0, 0, "100%")
        timeline.draw_mark(drawing, axis, row, 0, MIDDLE)
      end))
    end
  end
  for _, entry in ipairs(undated) do list[#list + 1] = item(entry[1], entry[2], "") end
  return section.of("milestones", view.w.milestones, view.w.milestones_lead,
    head .. '<ol class="time">\n' .. table.concat(list) .. "</ol>\n")
end
