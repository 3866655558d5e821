-- formats.lua: an answer in the format that was asked for.
--
-- A handler answers { value = what JSON shows, rows = the list within it, columns = names for CSV, next = cursor }; or
-- { text = …, type = media type } where it wrote the answer itself.

local json = require "baogao.web.json"
local output = require "baogao.cli.output"
local problem = require "baogao.web.problem"

local M = {}

M.MEDIA = {
  json = "application/json",
  ndjson = "application/x-ndjson",
  csv = "text/csv; charset=utf-8; header=present",
  svg = "image/svg+xml",
  vega = "application/vnd.vegalite.v5+json",
  html = "text/html; charset=utf-8",
  text = "text/plain; charset=utf-8",
}

-- "text/csv;q=0.5, */*;q=0.1" -> { {"text/csv", 0.5}, {"*/*", 0.1} }
local function ranges_of(accept)
  local list = {}
  for part in accept:gmatch("[^,]+") do
    local range = part:match("^%s*([^;%s]+)")
    local q = tonumber(part:match(";%s*[qQ]%s*=%s*([%d.]+)")) or 1
    if range then list[#list + 1] = { range:lower(), math.min(q, 1) } end
  end
  return list
end

-- The quality of a media type among ranges: the most exact range that holds it counts.
local function quality(ranges, media)
  media = media:match("^[^;]+")
  local group = media:match("^[^/]+") .. "/*"
  local best, exactness = 0, 0
  for _, range in ipairs(ranges) do
    local exact = range[1] == media and 3 or range[1] == group and 2 or range[1] == "*/*" and 1 or 0
    if exact > exactness then best, exactness = range[2], exact end
  end
  return best
end

---The format to answer in: the one named in the address, or the best that Accept will take.
---@param formats string[] those of the route, the first is the usual one
---@param wanted? string the parameter `format`
---@param accept? string the header
---@return string format
function M.choose(formats, wanted, accept)
  -- where there is one format it is served, whatever Accept says: a kept answer must not differ from a new one
  if wanted or #formats == 1 then return wanted or formats[1] end
  if not accept or accept == "" or accept == "*/*" or #accept > 1024 then return formats[1] end
  local ranges, best, most = ranges_of(accept), nil, 0
  for _, format in ipairs(formats) do
    local q = quality(ranges, M.MEDIA[format])
    if q > most then best, most = format, q end
  end
  if not best then
    local names = {}
    for i, format in ipairs(formats) do names[i] = M.MEDIA[format]:match("^[^;]+") end
    problem.throw("not_acceptable", "served are " .. table.concat(names, ", ") .. "; or say format=" .. formats[1])
  end
  return best
end

local writers = {}

function writers.json(answer) return json.encode(answer.value) .. "\n" end

function writers.ndjson(answer)
  local lines = {}
  for i, row in ipairs(answer.rows) do lines[i] = json.encode(row) .. "\n" end
  return table.concat(lines)
end

function writers.csv(answer)
  local columns = {}
  for i, name in ipairs(answer.columns) do columns[i] = { key = name } end
  local rows = {}
  for i, row in ipairs(answer.plain or answer.rows) do
    rows[i] = {}
    for _, name in ipairs(answer.columns) do
      local value = row[name]
      -- what is more than a list of words or numbers is written as JSON
      if type(value) == "table" and (type(value[1]) == "table" or (next(value) ~= nil and value[1] == nil)) then
        value = json.encode(value)
      end
      rows[i][name] = value
    end
  end
  return output.csv(rows, columns)
end

---The body and its media type.
---@return string body
---@return string media
function M.write(answer, format)
  if answer.text then return answer.text, answer.type end
  return writers[format](answer), M.MEDIA[format]
end

return M
