-- output.lua: rows to text, in each format that the command line offers.
--
-- A command hands over rows and columns: { key = "value", title = "…", align = "right", show = function(row) … end }.
-- `show` makes what people read (table, markdown); json, ndjson and csv carry the row's own value.

local json = require "baogao.json"
local width = require "baogao.width"

local M = {}

M.FORMATS = { "table", "json", "ndjson", "csv", "markdown" }

local function shown(column, row, room)
  local value
  if column.show then value = column.show(row, room) else value = row[column.key] end
  if value == nil then return "" end
  if value == true then return "yes" elseif value == false then return "no" end
  return tostring(value)
end

local GAP = "  "

-- Columns of a terminal that a text keeps where nothing else fits, and that a bar is worth drawing on.
local LEAST_TEXT, LEAST_BAR = 8, 8

local function least(column, last)
  if column.cut then return column.cut end
  return last and column.align ~= "right" and not column.bar and LEAST_TEXT or nil
end

-- Makes room on a narrow terminal: columns with `cut` (the fewest columns that they keep) shrink, the widest first; then
-- every text does. Numbers are never cut.
local function shrink(columns, widest, total)
  local sum = (#columns - 1) * #GAP
  for c = 1, #columns do sum = sum + widest[c] end
  for _, last in ipairs { false, true } do
    while sum > total do
      local at
      for c, column in ipairs(columns) do
        local fewest = least(column, last)
        if fewest and widest[c] > fewest and (not at or widest[c] > widest[at]) then at = c end
      end
      if not at then break end
      widest[at] = widest[at] - 1
      sum = sum - 1
    end
  end
end

-- A column with `bar`, the most columns that its bars take, gets what the others leave of the terminal, or goes. Its
-- `show` is told how many that are.
local function fit_bar(rows, columns, total)
  for at, bar in ipairs(columns) do
    if bar.bar then
      local room, kept = total - (#columns - 1) * #GAP, {}
      for c, column in ipairs(columns) do
        local widest = width.of(column.title or "")
        for _, row in ipairs(c ~= at and rows or {}) do widest = math.max(widest, width.of(shown(column, row))) end
        room = room - (c ~= at and widest or 0)
        if c ~= at then kept[#kept + 1] = column end
      end
      if room < LEAST_BAR then return kept end
      local fitted = setmetatable({ bar = math.min(bar.bar, room) }, { __index = bar })
      table.insert(kept, at, fitted)
      return kept
    end
  end
  return columns
end

---An aligned table; Chinese is two columns wide. A column with `once` leaves out what the row above says already; a first
---one with `heading` is a line of its own above the rows that share it. Where
---`total_columns` is given, bars and then texts are cut to fit; the last column is not padded.
---@param rows table[]
---@param columns table[]
---@param paint? fun(colour: string, text: string): string
---@param total_columns? integer
---@return string
function M.table(rows, columns, paint, total_columns)
  paint = paint or function(_, text) return text end
  local heading = columns[1] and columns[1].heading and columns[1]
  if heading then
    local rest = {}
    for c = 2, #columns do rest[c - 1] = columns[c] end
    columns = rest
  end
  if total_columns then columns = fit_bar(rows, columns, total_columns) end
  local cells, widest = {}, {}
  for c, column in ipairs(columns) do widest[c] = width.of(column.title or "") end
  for r, row in ipairs(rows) do
    cells[r] = {}
    for c, column in ipairs(columns) do
      cells[r][c] = shown(column, row, column.bar):gsub("%s*\n%s*", " ")
      if column.once and r > 1 and shown(column, rows[r - 1]) == shown(column, row) then cells[r][c] = "" end
      widest[c] = math.max(widest[c], width.of(cells[r][c]))
    end
  end
  local whole = {}
  for c = 1, #columns do whole[c] = widest[c] end
  if total_columns then shrink(columns, widest, total_columns) end
  local before_last = 0
  for c = 1, #columns - 1 do before_last = before_last + widest[c] + #GAP end
  local room = total_columns and math.max(total_columns - before_last, 8)
  local lines = {}
  local function line(texts, colour)
    local parts = {}
    for c, column in ipairs(columns) do
      local text = texts[c]
      if c == #columns then
        if room then text = width.cut(text, room) end
        if column.align == "right" then text = width.pad(text, widest[c], "right") end
      else
        if widest[c] < whole[c] then text = width.cut(text, widest[c]) end
        text = width.pad(text, widest[c], column.align)
      end
      parts[c] = column.colour and not colour and paint(column.colour, text) or text
    end
    local joined = table.concat(parts, GAP):gsub("%s+$", "")
    lines[#lines + 1] = colour and paint(colour, joined) or joined
  end
  local titles, any = {}, false
  for c, column in ipairs(columns) do
    titles[c] = column.title or ""
    any = any or titles[c] ~= ""
  end
  if any then line(titles, "dim") end
  for r, texts in ipairs(cells) do
    if heading and (r == 1 or shown(heading, rows[r - 1]) ~= shown(heading, rows[r])) then
      lines[#lines + 1] = paint("bold", shown(heading, rows[r]))
    end
    line(texts)
  end
  return table.concat(lines, "\n") .. "\n"
end

function M.markdown(rows, columns)
  local lines = {}
  local function line(texts) lines[#lines + 1] = "| " .. table.concat(texts, " | ") .. " |" end
  local titles, rule = {}, {}
  for c, column in ipairs(columns) do
    titles[c] = column.title or ""
    rule[c] = column.align == "right" and "---:" or "---"
  end
  line(titles)
  line(rule)
  for _, row in ipairs(rows) do
    local texts = {}
    for c, column in ipairs(columns) do texts[c] = shown(column, row):gsub("|", "\\|"):gsub("\n", " ") end
    line(texts)
  end
  return table.concat(lines, "\n") .. "\n"
end

-- A number as all Luas write it alike, shortest that reads back the same.
local function number_text(value)
  if value == math.floor(value) and math.abs(value) < 2 ^ 53 then return ("%.0f"):format(value) end
  for precision = 15, 17 do
    local text = ("%." .. precision .. "g"):format(value)
    if tonumber(text) == value then return text end
  end
end

---One value as a CSV field (RFC 4180). Infinities are "inf" and "-inf".
function M.csv_field(value)
  if value == nil then return "" end
  if type(value) == "number" then
    if value == math.huge then return "inf" elseif value == -math.huge then return "-inf" end
    return number_text(value)
  end
  if type(value) == "table" then
    local parts = {}
    for i, item in ipairs(value) do parts[i] = tostring(item) end
    value = table.concat(parts, "+")
  end
  local text = tostring(value)
  if text:find('[",\r\n]') then text = '"' .. text:gsub('"', '""') .. '"' end
  return text
end

function M.csv(rows, columns)
  local lines, names = {}, {}
  for c, column in ipairs(columns) do names[c] = column.key end
  lines[1] = table.concat(names, ",")
  for r, row in ipairs(rows) do
    local fields = {}
    for c, column in ipairs(columns) do fields[c] = M.csv_field(row[column.key]) end
    lines[r + 1] = table.concat(fields, ",")
  end
  return table.concat(lines, "\r\n") .. "\r\n"
end

-- JSON has no infinity: null stands for a bound that is not there.
local function jsonable(value, library)
  if type(value) == "number" and (value ~= value or value == math.huge or value == -math.huge) then return library.null end
  if type(value) ~= "table" then return value end
  local copy = {}
  for k, v in pairs(value) do copy[k] = jsonable(v, library) end
  return #value > 0 and library.array(copy) or copy
end

local INNER_KEYS = { "id", "key", "value", "lower", "upper", "lower_open", "upper_open", "unit", "period", "facts", "of",
  "written", "section", "paragraph", "paragraphs" }

local function json_rows(rows, columns)
  local library, message = json.library()
  if not library then return nil, message end
  local keys, out = {}, {}
  for c, column in ipairs(columns) do keys[c] = column.key end
  for r, row in ipairs(rows) do
    local object = {}
    for _, key in ipairs(keys) do object[key] = jsonable(row[key], library) end
    out[r] = object
  end
  -- the order of keys in tables within the rows; a key named twice would be written twice
  local named = {}
  for _, key in ipairs(keys) do named[key] = true end
  for _, key in ipairs(INNER_KEYS) do
    if not named[key] then keys[#keys + 1] = key end
  end
  return out, keys, library
end

function M.json(rows, columns)
  local out, keys, library = json_rows(rows, columns)
  if not out then return nil, keys end
  local lines = {}
  for i, object in ipairs(out) do lines[i] = "  " .. library.encode(object, keys) end
  if #lines == 0 then return "[]\n" end
  return "[\n" .. table.concat(lines, ",\n") .. "\n]\n"
end

local ESCAPED = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

local function escape(character) return ESCAPED[character] or ("\\u%04x"):format(character:byte()) end

-- A text or a number as JSON; nil for what is neither. Rows come by the million: a library takes ten times as long.
local function plain_json(value)
  local kind = type(value)
  if kind == "string" then
    if value:find '[%c"\\]' or value:find "%z" then value = value:gsub('[%c"\\%z]', escape) end
    return '"' .. value .. '"'
  elseif kind == "number" then
    if value ~= value or value == math.huge or value == -math.huge then return "null" end
    return number_text(value)
  elseif kind == "boolean" then return value and "true" or "false" end
end

function M.ndjson(rows, columns)
  local library, message
  local lines, names = {}, {}
  for c, column in ipairs(columns) do names[c] = plain_json(column.key) .. ":" end
  for r, row in ipairs(rows) do
    local parts, n = {}, 0
    for c, column in ipairs(columns) do
      local value = row[column.key]
      if value ~= nil then
        local text = plain_json(value)
        if not text then
          if not library then
            library, message = json.library()
            if not library then return nil, message end
          end
          text = library.encode(jsonable(value, library), INNER_KEYS)
        end
        n = n + 1
        parts[n] = names[c] .. text
      end
    end
    lines[r] = "{" .. table.concat(parts, ",") .. "}\n"
  end
  return table.concat(lines)
end

---Writes rows in the format of the context: `ctx.format`, `ctx.out`, `ctx.paint`. Columns with `human` stand only where
---people read, those with `data` only where programs do.
---@return integer exit 0, or 1 with a message on standard error
function M.write(ctx, rows, columns)
  local program = ctx.format == "json" or ctx.format == "ndjson" or ctx.format == "csv"
  local wanted = {}
  for _, column in ipairs(columns) do
    if not (program and column.human) and not (not program and column.data) then wanted[#wanted + 1] = column end
  end
  local text, message
  if ctx.format == "table" then text = M.table(rows, wanted, ctx.paint, ctx.terminal and ctx.columns or nil)
  else text, message = M[ctx.format](rows, wanted) end
  if not text then
    ctx.err:write("baogao: ", message, "\n")
    return 1
  end
  ctx.out:write(text)
  return 0
end

return M
