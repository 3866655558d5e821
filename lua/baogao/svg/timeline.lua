-- timeline.lua: what happened when: a line for each event, its time marked on an axis that all share.
--
--                     Jan   Apr   Jul   Oct
--   Park opened        │     │    ▆▆    │        Jun–Aug 2024
--   First of its kind  ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄    2024
--
-- A mark is as long as what is known of the time: a day is a stroke, three months a bar. Where no more than the year is
-- known the mark is a pale thread through it, since the event lies somewhere on it.

local calendar = require "baogao.svg.calendar"
local scale = require "baogao.svg.scale"
local wrap = require "baogao.svg.wrap"

local M = {}

local AXIS, LINE, PAD, MARK, THIN = 24, 17, 8, 10, 3
-- where the axis of time begins, as a fraction of the width, and columns of a name before it
local BEFORE, BEFORE_EMBED, COLUMN, COLUMNS_EMBED = 0.5, 0.46, 7, 20
-- the least width of a mark in pixels, so that a day can be seen
local LEAST = 4
-- days of a span that is no more than "sometime in the year"
local VAGUE = 360

---The axis that holds all rows, by whole years.
---@param rows { first: number, last: number }[]
---@return { first: number, last: number, across: fun(day: number): number } axis
function M.axis(rows)
  local first, last = math.huge, -math.huge
  for _, row in ipairs(rows) do
    first, last = math.min(first, row.first), math.max(last, row.last)
  end
  first = calendar.month_begins(calendar.year_of(first), 1)
  last = calendar.month_begins(calendar.year_of(last) + 1, 1) - 1
  return { first = first, last = last, across = scale.linear(first, last + 1) }
end

local function place_of(from, fraction) return from + fraction * (1 - from) end

---The axis' words, from `from` (a fraction of the width) on.
function M.draw_words(drawing, axis, lang, from, y)
  for _, mark in ipairs(calendar.marks(axis.first, axis.last, lang, drawing.embed)) do
    if mark[2] then
      local words = mark[3] and (lang == "zh" and mark[3] .. mark[2] or mark[2] .. " " .. mark[3]) or mark[2]
      drawing:text(words, "class", "bg-tick", "x", drawing:x(place_of(from, axis.across(mark[1]))), "y", y + 12)
    end
  end
end

---The axis' lines, from top to bottom (numbers, or "100%" in a page).
function M.draw_grid(drawing, axis, lang, from, top, bottom)
  for _, mark in ipairs(calendar.marks(axis.first, axis.last, lang, drawing.embed)) do
    if mark[2] then
      local x = drawing:x(place_of(from, axis.across(mark[1])))
      drawing:add("line", "class", "bg-grid", "x1", x, "x2", x, "y1", top, "y2", bottom)
    end
  end
end

---The mark of a row, its middle at y.
function M.draw_mark(drawing, axis, row, from, y)
  local left, right = place_of(from, axis.across(row.first)), place_of(from, axis.across(row.last + 1))
  local vague = row.last - row.first > VAGUE
  if (right - left) * drawing.width < LEAST then
    drawing:at(left, y)
    drawing:add("rect", "class", "bg-when", "x", 0, "y", -MARK / 2 - 2, "width", LEAST, "height", MARK + 4)
    drawing:leave()
    return
  end
  local high = vague and THIN or MARK
  drawing:add("rect", "class", vague and "bg-some" or "bg-when", "x", drawing:x(left), "y", y - high / 2,
    "width", drawing:x(right - left), "height", high)
end

---Draws all rows; answers the height.
function M.draw(drawing, rows, options, y)
  local axis = M.axis(rows)
  local from = drawing.embed and BEFORE_EMBED or BEFORE
  local columns = drawing.embed and COLUMNS_EMBED or math.floor((drawing.width * from - 16) / COLUMN)
  local top = y + AXIS
  M.draw_words(drawing, axis, options.lang, from, y)
  -- the lines of the axis lie under the marks, and so come first; how far down they go the rows tell
  local heights, bottom = {}, top
  for i, row in ipairs(rows) do
    local lines = wrap.lines(row.label, columns)
    local notes = wrap.lines(row.note and row.shown .. " · " .. row.note or row.shown, columns + 2)
    local head = row.group and row.group ~= (rows[i - 1] or row).group and LINE + PAD or 0
    if i == 1 and row.group then head = LINE + PAD end
    heights[i] = { lines = lines, notes = notes, head = head, high = head + (#lines + #notes) * LINE + 2 * PAD - 4 }
    bottom = bottom + heights[i].high
  end
  M.draw_grid(drawing, axis, options.lang, from, top - 4, bottom)
  y = top
  for i, row in ipairs(rows) do
    local made = heights[i]
    drawing:add("line", "class", "bg-grid", "x1", 0, "x2", drawing:x(1), "y1", y + 0.5, "y2", y + 0.5)
    if made.head > 0 then drawing:text(row.group, "class", "bg-head", "x", 0, "y", y + LINE) end
    local at = y + made.head + PAD
    if row.href then drawing:open("a", "href", row.href) else drawing:open("g") end
    drawing:tell(row)
    for n, line in ipairs(made.lines) do drawing:text(line, "x", 0, "y", at + n * LINE - 4) end
    for n, line in ipairs(made.notes) do
      drawing:text(line, "class", "bg-note", "x", 0, "y", at + (#made.lines + n) * LINE - 5)
    end
    M.draw_mark(drawing, axis, row, from, at + LINE / 2)
    drawing:close(row.href and "a" or "g")
    y = y + made.high
  end
  return y
end

return M
