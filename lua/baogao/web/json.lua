-- json.lua: answers as JSON text.
--
-- An answer must be the same bytes on every host, since its ETag is made of them: keys stand in a fixed order, numbers
-- are the shortest that read back the same, a bound that is not there is null, and text that is no UTF-8 is mended. The
-- JSON libraries of hosts differ in all four, so the writer is here. It only writes; nothing is read from JSON.

local utf8_text = require "baogao.utf8_text"

local M = {}

local ARRAY = {}

---Marks a list as an array, so that an empty one is [] and not {}.
---@param list table
---@return table list
function M.array(list) return setmetatable(list, ARRAY) end

-- Written as null: a key whose value is known not to be there.
M.null = setmetatable({}, { __tostring = function() return "null" end })

-- Text that is JSON already, kept as it stands.
local RAW = {}
---@param text string
function M.raw(text) return setmetatable({ text = text }, RAW) end

local ESCAPES = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

-- Controls, and "<" too: an answer that is pasted into a page by mistake must not end a script there.
local function escape(c) return ESCAPES[c] or ("\\u%04x"):format(c:byte()) end

---A text in quotes.
---@param text string
---@return string
function M.text(text)
  if text:find('[%c"\\<\127-\255]') then
    if text:find("[\128-\255]") then text = utf8_text.mend(text) end
    text = text:gsub('[%c"\\<\127]', escape)
  end
  return '"' .. text .. '"'
end

---A number: whole ones without a point, others as short as reads back the same; null where it is infinite.
---@param value number
---@return string
function M.number(value)
  if value ~= value or value == math.huge or value == -math.huge then return "null" end
  if value == math.floor(value) and value > -2 ^ 53 and value < 2 ^ 53 then
    local text = ("%.0f"):format(value)
    return text == "-0" and "0" or text
  end
  for precision = 15, 17 do
    local text = ("%." .. precision .. "g"):format(value)
    if tonumber(text) == value then return text end
  end
end

-- The order of keys where people read: names first, then the figure, then where it stands. Others follow by the alphabet.
local ORDER = { "type", "title", "code", "detail", "openapi", "info", "report", "name", "id", "key", "kind", "by", "total",
  "next", "style", "lang", "category", "indicator", "label_zh", "label_en", "title_zh", "title_en", "name_zh", "name_en",
  "written", "text", "first", "last", "number", "value", "lower", "upper", "lower_open", "upper_open", "unit", "period",
  "region", "section", "note", "qualifier", "measure", "status", "count" }
local RANK = {}
for i, name in ipairs(ORDER) do RANK[name] = i end

local function before(a, b)
  local ra, rb = RANK[a], RANK[b]
  if ra and rb then return ra < rb end
  if ra or rb then return ra ~= nil end
  return a < b
end

-- Answers are as deep as their shapes in schemas.lua; a loop in a table is a mistake of ours.
local DEEPEST = 32

local write

local function write_table(value, out, depth)
  if depth > DEEPEST then error("a value nested too deeply for JSON") end
  local kind = getmetatable(value)
  if kind == RAW then
    out[#out + 1] = value.text
  elseif kind == ARRAY or #value > 0 then
    out[#out + 1] = "["
    for i = 1, #value do
      if i > 1 then out[#out + 1] = "," end
      write(value[i], out, depth + 1)
    end
    out[#out + 1] = "]"
  else
    local keys = {}
    for key in pairs(value) do keys[#keys + 1] = key end
    table.sort(keys, before)
    out[#out + 1] = "{"
    for i, key in ipairs(keys) do
      out[#out + 1] = (i > 1 and "," or "") .. M.text(key) .. ":"
      write(value[key], out, depth + 1)
    end
    out[#out + 1] = "}"
  end
end

write = function(value, out, depth)
  local kind = type(value)
  if value == M.null then out[#out + 1] = "null"
  elseif kind == "string" then out[#out + 1] = M.text(value)
  elseif kind == "number" then out[#out + 1] = M.number(value)
  elseif kind == "boolean" then out[#out + 1] = tostring(value)
  elseif kind == "table" then write_table(value, out, depth)
  else error("no JSON for a " .. kind) end
end

---A value as JSON.
---@param value any
---@return string
function M.encode(value)
  local out = {}
  write(value, out, 1)
  return table.concat(out)
end

return M
