-- schema.lua: checks a value against a JSON Schema, as far as the project's own schemas go. A keyword that is not known
-- here is an error, so that no rule is passed over in silence. Objects and arrays are told apart by dkjson's marks.

local M = {}

local ANNOTATIONS = { description = true, example = true, default = true }

local function type_of(value, null)
  if value == null then return "null" end
  local kind = type(value)
  if kind == "table" then return (getmetatable(value) or {}).__jsontype or "object" end
  if kind == "number" then return value == math.floor(value) and "integer" or "number" end
  return kind
end

local function is_of(actual, wanted) return actual == wanted or (wanted == "number" and actual == "integer") end

local check

local KEYWORDS = {}

function KEYWORDS.type(value, wanted, at, self)
  local actual = type_of(value, self.null)
  for _, one in ipairs(type(wanted) == "table" and wanted or { wanted }) do
    if is_of(actual, one) then return end
  end
  return at .. ": " .. actual .. " where " .. (type(wanted) == "table" and table.concat(wanted, "|") or wanted) .. " is due"
end

function KEYWORDS.enum(value, known, at)
  for _, one in ipairs(known) do
    if one == value then return end
  end
  return at .. ": '" .. tostring(value) .. "' is none of " .. table.concat(known, ", ")
end

function KEYWORDS.properties(value, properties, at, self)
  for name, schema in pairs(properties) do
    if value[name] ~= nil then
      local fault = check(self, value[name], schema, at .. "." .. name)
      if fault then return fault end
    end
  end
end

function KEYWORDS.required(value, names, at)
  for _, name in ipairs(names) do
    if value[name] == nil then return at .. ": no " .. name end
  end
end

function KEYWORDS.additionalProperties(value, allowed, at, _, schema)
  assert(allowed == false)
  for name in pairs(value) do
    if not schema.properties[name] then return at .. ": unknown member " .. tostring(name) end
  end
end

function KEYWORDS.items(value, schema, at, self)
  for i, item in ipairs(value) do
    local fault = check(self, item, schema, at .. "[" .. i .. "]")
    if fault then return fault end
  end
end

KEYWORDS["$ref"] = function(value, ref, at, self)
  local name = ref:match("^#/components/schemas/(%w+)$")
  return check(self, value, assert(self.schemas[name], "no schema " .. ref), at)
end

check = function(self, value, schema, at)
  local fault = schema.type and KEYWORDS.type(value, schema.type, at, self)
  if fault then return fault end
  for keyword, rule in pairs(schema) do
    if keyword ~= "type" and not ANNOTATIONS[keyword] then
      local wrong = assert(KEYWORDS[keyword], "unknown keyword " .. keyword)(value, rule, at, self, schema)
      if wrong then return wrong end
    end
  end
end

---nil where the value fits, else what is wrong and where.
---@param value any as dkjson decodes it
---@param schema table
---@param schemas table<string, table> those that $ref names
---@param null any how null is decoded
function M.fault(value, schema, schemas, null)
  return check({ schemas = schemas, null = null }, value, schema, "$")
end

return M
