--- Frames as text: the first rows, aligned, Chinese two columns wide.

local show = {}

-- Rows that tostring shows, and columns that a cell may take.
local ROWS = 10
local CELL = 32

-- Ranges of code points that take two columns in a terminal: East Asian Wide
-- and Fullwidth, as far as text in these languages uses them.
local WIDE = {
  { 0x1100, 0x115F }, { 0x2E80, 0x303E }, { 0x3041, 0x33FF }, { 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF },
  { 0xA000, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE4F }, { 0xFF00, 0xFF60 },
  { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1FAFF }, { 0x20000, 0x3FFFD },
}

-- The code point that starts at byte i and its length; a stray byte is one.
local function decode(text, i)
  local a, b, c, d = text:byte(i, i + 3)
  if a < 0xC2 or not b or b < 0x80 or b > 0xBF then return a, 1 end
  if a < 0xE0 then return (a - 0xC0) * 64 + b - 0x80, 2 end
  if not c or c < 0x80 or c > 0xBF then return a, 1 end
  if a < 0xF0 then return ((a - 0xE0) * 64 + b - 0x80) * 64 + c - 0x80, 3 end
  if not d or d < 0x80 or d > 0xBF then return a, 1 end
  return (((a - 0xF0) * 64 + b - 0x80) * 64 + c - 0x80) * 64 + d - 0x80, 4
end

local function width_of(point)
  if point < 0x1100 then return 1 end
  for _, range in ipairs(WIDE) do
    if point < range[1] then return 1 end
    if point <= range[2] then return 2 end
  end
  return 1
end

-- The text cut to `most` columns, with … where something was cut; its width.
-- Control characters, which would break the table, are shown as spaces.
local function fit(text, most)
  text = text:gsub("%c", " ")
  local width, i, cut_at, cut_width = 0, 1, 1, 0
  while i <= #text do
    local point, length = decode(text, i)
    local w = width_of(point)
    if width + w <= most - 1 then cut_at, cut_width = i + length, width + w end
    if width + w > most then return text:sub(1, cut_at - 1) .. "…", cut_width + 1 end
    width = width + w
    i = i + length
  end
  return text, width
end

--- A number as text, the same on every Lua.
function show.number(value)
  if value ~= value then return "nan" end
  if value == math.huge then return "∞" end
  if value == -math.huge then return "-∞" end
  if value == math.floor(value) and value > -1e15 and value < 1e15 then
    return ("%d"):format(value)
  end
  for digits = 15, 17 do
    local text = ("%." .. digits .. "g"):format(value)
    if tonumber(text) == value then return text end
  end
  return ("%.17g"):format(value)
end

--- A value of a cell as text.
function show.plain(value)
  if type(value) == "number" then return show.number(value) end
  return tostring(value)
end

local function bounds_of(row, value)
  local lower, upper = row.lower, row.upper
  if lower == nil or (lower == upper and lower == value) then return "" end
  -- no value is infinite: such an end is open, whatever was said of it
  return " " .. ((row.lower_open or lower == -math.huge) and "(" or "[") .. show.number(lower) .. ", " .. show.number(upper)
    .. ((row.upper_open or upper == math.huge) and ")" or "]")
end

local function cell(column, row)
  local value = row[column.name]
  local text
  if value == nil then text = "·"
  elseif column.type == "number" or column.type == "integer" then text = show.number(value)
  else text = tostring(value) end
  if column.bounded then text = text .. bounds_of(row, value) end
  return text
end

--- The first rows as an aligned table.
---@param frame baogao.frame
---@param rows? integer how many; 10
---@return string
function show.table(frame, rows)
  if frame:is_closed() then return "frame (closed)" end
  local count, schema = #frame, frame:schema()
  local shown = frame:rows(1, math.min(rows or ROWS, count))
  if (rows or ROWS) < 1 then shown = {} end
  local lines = { ("frame: %s × %s"):format(
    count == 1 and "1 row" or count .. " rows", #schema == 1 and "1 column" or #schema .. " columns") }
  if #schema == 0 then return lines[1] end
  local texts, widths, column_width = {}, {}, {}
  for c, column in ipairs(schema) do
    texts[c], widths[c] = {}, {}
    texts[c][0], widths[c][0] = fit(column.name, CELL)
    column_width[c] = widths[c][0]
    for r, row in ipairs(shown) do
      texts[c][r], widths[c][r] = fit(cell(column, row), CELL)
      if widths[c][r] > column_width[c] then column_width[c] = widths[c][r] end
    end
  end
  for r = 0, #shown do
    local parts = {}
    for c, column in ipairs(schema) do
      local pad = (" "):rep(column_width[c] - widths[c][r])
      local right = column.type == "number" or column.type == "integer"
      parts[c] = right and pad .. texts[c][r] or texts[c][r] .. pad
    end
    lines[#lines + 1] = (table.concat(parts, "  "):gsub("%s+$", ""))
  end
  if count > #shown then lines[#lines + 1] = ("… %d more"):format(count - #shown) end
  return table.concat(lines, "\n")
end

return show
