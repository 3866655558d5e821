-- milestones.lua: what happened, each on its place in the year.

local calendar = require "baogao.svg.calendar"
local core = require "baogao.engine"
local figure = require "baogao.web.page.figure"
local fill = require "baogao.web.page.fill"
local section = require "baogao.web.page.section"

local KINDS = { first = "首创", unveiled = "揭牌", signed = "签约", plan = "规划", ["construction started"] = "开工",
  recognised = "获认可", ranked = "位次" }
local SCOPES = { ["first in the country"] = "国内首个", ["first in the province"] = "全省首个", international = "国际",
  national = "全国" }

local CELL, MONTHS = 8, 12

-- The year as twelve cells, those that the date covers filled.
local function year_strip(date)
  local first, last = core.period_days(date)
  if not first then return "" end
  local year, cells = calendar.year_of(first), {}
  local whole = date:find("^%d%d%d%d$") ~= nil
  for month = 1, MONTHS do
    local begins = calendar.month_begins(year, month)
    local ends = month < MONTHS and calendar.month_begins(year, month + 1) or calendar.month_begins(year + 1, 1)
    local class = (first < ends and last >= begins) and (whole and "m-year" or "m-on") or "m-off"
    cells[month] = fill('<rect class="{class}" x="{x}" width="{width}" height="9"/>',
      { class = class, x = (month - 1) * CELL, width = CELL - 2 })
  end
  return fill('<svg width="{width}" height="9" aria-hidden="true">{!cells}</svg>',
    { width = MONTHS * CELL - 2, cells = table.concat(cells) })
end

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

---@param view table
---@return string html
return function(view)
  local milestones, zh = view.report.milestones, view.lang == "zh"
  if #milestones == 0 then return "" end
  local list = {}
  for i, milestone in ipairs(in_order(milestones)) do
    local kind = zh and KINDS[milestone.kind] or figure.upper_first(milestone.kind)
    local scope = milestone.scope and (zh and SCOPES[milestone.scope] or milestone.scope)
    list[i] = fill([[
<li><p class="when">{!strip}<time datetime="{iso}">{date}</time><span>¶{paragraph}</span></p>
<p class="what serif">{name}</p><p class="tagged">{kind}</p></li>
]], { strip = year_strip(milestone.date), iso = milestone.date:match("^[^/]+"), date = figure.period(milestone.date, view.lang),
      paragraph = milestone.paragraph, name = zh and milestone.name_zh or figure.upper_first(milestone.name_en),
      kind = kind .. (scope and " · " .. scope or "") })
  end
  return section.of("milestones", view.w.milestones, view.w.milestones_lead,
    '<ol class="time">\n' .. table.concat(list) .. "</ol>\n")
end
