-- Facts: a page of them, or one.

local arguments = require "baogao.web.arguments"
local digest = require "baogao.web.digest"
local json = require "baogao.web.json"
local problem = require "baogao.web.problem"
local suggest = require "baogao.suggest"

local M = {}

-- every field of a fact, in the order of the columns
local FIELDS = require("baogao.web.lists").fact_fields
M.FIELDS = FIELDS
local IS_FIELD = {}
for _, name in ipairs(FIELDS) do IS_FIELD[name] = true end

-- "id,value" -> { "id", "value" }
local function fields_of(text)
  if text == nil then return nil end
  local fields, seen = {}, {}
  for name in text:gmatch("[^,]+") do
    name = name:match("^%s*(.-)%s*$")
    if not IS_FIELD[name] then
      problem.throw("bad_parameter", ("fields: no field '%s'%s; known are %s"):format(arguments.shown(name),
        suggest.hint(name, FIELDS), table.concat(FIELDS, ", ")), { parameter = "fields" })
    end
    if not seen[name] then fields[#fields + 1] = name end
    seen[name] = true
  end
  if #fields == 0 then problem.throw("bad_parameter", "fields: no field is named", { parameter = "fields" }) end
  return fields
end

local function only(fact, fields)
  local part = {}
  for _, name in ipairs(fields) do part[name] = fact[name] end
  return part
end

-- A cursor is the number of facts before the page, and the digest of the query that it belongs to.
local function cursor_of(offset, query) return offset .. "-" .. query end

local function offset_of(cursor, query, count)
  if cursor == nil then return 0 end
  local offset, of = cursor:match("^(%d%d?%d?%d?%d?%d?%d?%d?%d?)%-(%x+)$")
  offset = tonumber(offset)
  if not offset or of ~= query or offset > count then
    problem.throw("bad_cursor", "cursor: it belongs to another query; begin again without it", { parameter = "cursor" })
  end
  return offset
end

-- The query of the next page: this one's parameters with the new cursor.
local function address_of(values, cursor)
  local parts = {}
  for _, name in ipairs { "report", "filter", "sort", "fields", "limit", "format" } do
    if values[name] ~= nil then parts[#parts + 1] = name .. "=" .. arguments.encode(tostring(values[name])) end
  end
  parts[#parts + 1] = "cursor=" .. cursor
  return table.concat(parts, "&")
end

function M.list(ctx)
  local values, served = ctx.values, ctx.report
  local fields = fields_of(values.fields)
  local found = served:select(values.filter, values.sort)
  local query = digest.of(table.concat({ served.name, values.filter or "", values.sort or "" }, "\n"))
  local offset = offset_of(values.cursor, query, #found)
  local facts, rows = {}, {}
  for i = offset + 1, math.min(offset + values.limit, #found) do
    local fact = found[i]
    facts[#facts + 1] = fields and only(fact, fields) or fact
    rows[#rows + 1] = fields and facts[#facts] or served:json(fact)
  end
  local after = offset + #rows
  local cursor = after < #found and cursor_of(after, query) or nil
  return {
    value = { report = served.name, total = #found, count = #rows, next = cursor or json.null, facts = json.array(rows) },
    rows = rows, plain = facts, columns = fields or FIELDS, next = cursor and address_of(values, cursor),
  }
end

function M.one(ctx) return { value = ctx.report:json(ctx.report:fact(ctx.name)) } end

return M
