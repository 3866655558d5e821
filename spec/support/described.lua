-- described.lua: holds an answer against /openapi.json: its operation, status, headers, media type and shape.

local json = require "dkjson"
local schema = require "support.schema"

local M = {}

-- what HTTP and nginx themselves say, which OpenAPI leaves to them
local PLAIN = { ["content-type"] = true, ["content-length"] = true, ["transfer-encoding"] = true, ["content-encoding"] = true,
  server = true, date = true, connection = true, ["keep-alive"] = true }

local Described = {}
Described.__index = Described

---@param text string /openapi.json
function M.of(text)
  local description = assert(json.decode(text, 1, json.null))
  return setmetatable({ paths = description.paths, components = description.components,
    schemas = description.components.schemas }, Described)
end

-- what a reference stands for
function Described:resolve(value)
  local kind, name = (value["$ref"] or ""):match("^#/components/(%w+)/([%w-]+)$")
  if not kind then return value end
  return assert(self.components[kind][name], "no component " .. value["$ref"])
end

---The operation of an address, or nil where nothing is served.
function Described:operation(method, target)
  local path = "/" .. target:match("^[^?]*")
  local item = self.paths[path]
  if not item then
    local folder = path:match("^(/%w+/)[^/]+$")
    item = folder and (self.paths[folder .. "{id}"] or self.paths[folder .. "{chart}"])
  end
  return item and item[method:lower()]
end

---nil where an answer is as it is described, else what is not. What is served at no address or by no method has no
---description: of these the problem alone is looked at.
---@param answer { status: integer, headers: table<string, string>, body: string }
---@param without_shape? boolean leaves the body's shape alone
---@return string? fault
---@return string? operation id
function Described:fault(method, target, answer, without_shape)
  local headers = {}
  for name, value in pairs(answer.headers) do headers[name:lower()] = value end
  local media = (headers["content-type"] or ""):match("^[^;]*")
  local operation = self:operation(method, target)
  local response
  if operation then
    response = operation.responses[tostring(answer.status)]
    if not response then return ("%d is not described"):format(answer.status) end
    response = self:resolve(response)
    local known = {}
    for name in pairs(response.headers or {}) do known[name:lower()] = true end
    for name in pairs(headers) do
      if not known[name] and not PLAIN[name] then return "the header " .. name .. " is not described" end
    end
  elseif answer.status ~= 404 and answer.status ~= 405 then
    return "answered " .. answer.status .. " where nothing is described"
  end
  if method == "HEAD" or answer.status == 204 or answer.status == 304 then
    if method ~= "HEAD" and answer.body ~= "" then return "a body where there is none" end
    return nil, operation and operation.operationId
  end
  local content = operation and response.content or { ["application/problem+json"] = {
    schema = { ["$ref"] = "#/components/schemas/Problem" } } }
  content = content[media]
  if not content then return media .. " is not described" end
  if without_shape then return nil, operation and operation.operationId end
  local function shape(text, wanted)
    local value, _, message = json.decode(text, 1, json.null)
    if message then return message end
    return schema.fault(value, wanted, self.schemas, json.null)
  end
  local fault
  if content.schema["$ref"] then
    fault = shape(answer.body, content.schema)
  elseif media == "application/x-ndjson" then
    local row = content.schema.description:match("^one (%w+) a line$")
    for line in answer.body:gmatch("[^\n]+") do
      fault = fault or shape(line, { ["$ref"] = "#/components/schemas/" .. row })
    end
  end
  return fault, operation and operation.operationId
end

return M
