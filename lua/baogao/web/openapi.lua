-- openapi.lua: the description of the API, made from the routes that serve it.

local formats = require "baogao.web.formats"
local json = require "baogao.web.json"
local problem = require "baogao.web.problem"
local schemas = require "baogao.web.schemas"
local version = require "baogao.version"

local M = {}

local function ref(kind, name) return { ["$ref"] = "#/components/" .. kind .. "/" .. name } end

local function media_name(media) return media:match("^[^;]+") end

-- What several operations have in common stands once, in components. A shelf holds what is there by its text.
local function new_shelf() return { parameters = {}, responses = {}, names = {} } end

-- A reference to a component: one that is there, or a new one, named after its kind.
local function shelve(shelf, kind, base, value)
  local key = kind .. json.encode(value)
  local name = shelf.names[key]
  if not name then
    local n = 1
    repeat
      name = n == 1 and base or base .. n
      n = n + 1
    until not shelf[kind][name]
    shelf[kind][name], shelf.names[key] = value, name
  end
  return ref(kind, name)
end

-- The schema of a parameter's value.
local function schema_of(parameter)
  local schema = { type = parameter.type or "string", enum = parameter.values, minimum = parameter.min, maximum = parameter.max }
  if schema.type == "string" and not parameter.values then schema.maxLength = parameter.longest end
  if parameter.many then
    schema = { type = "array", items = schema, maxItems = parameter.many }
  end
  schema.default = parameter.default
  return schema
end

local function path_parameters_of(route)
  local list = {}
  if route.path:find("{id}", 1, true) then
    list[1] = { name = "id", ["in"] = "path", required = true, description = "id of a fact", schema = { type = "string" },
      example = "platforms.total" }
  elseif route.path:find("{chart}", 1, true) then
    list[1] = { name = "chart", ["in"] = "path", required = true, description = "name of the chart",
      schema = { type = "string", enum = route.names }, example = route.names[1] }
  end
  return list
end

local function parameters_of(route, shelf)
  local list = path_parameters_of(route)
  for _, parameter in ipairs(route.parameters) do
    list[#list + 1] = shelve(shelf, "parameters", parameter.name, { name = parameter.name, ["in"] = "query",
      description = parameter[1], schema = schema_of(parameter),
      example = parameter.example and (parameter.many and { parameter.example } or parameter.example) })
  end
  return json.array(list)
end

local function content_of(route)
  local content = {}
  for _, format in ipairs(route.formats or {}) do
    local media = media_name(formats.MEDIA[format])
    if format == "json" then content[media] = { schema = ref("schemas", route.answer) }
    elseif format == "vega" then content[media] = { schema = ref("schemas", "VegaLite") }
    else
      content[media] = { schema = { type = "string", description = format == "ndjson" and route.row
        and "one " .. route.row .. " a line" or nil } }
    end
  end
  if route.media then content[route.media] = { schema = { type = "string" } } end
  return content
end

-- What every route may end with, and what its kind adds.
local function codes_of(route)
  local codes = { "bad_query", "unknown_parameter", "bad_parameter", "query_too_long", "too_many_requests", "failed" }
  if route.formats and #route.formats > 1 then codes[#codes + 1] = "not_acceptable" end
  if route.of_report then codes[#codes + 1] = "no_such_report" end
  if route.method == "POST" then
    for _, code in ipairs { "bad_body", "body_too_large", "bad_media_type" } do codes[#codes + 1] = code end
  end
  for _, code in ipairs(route.problems) do codes[#codes + 1] = code end
  return codes
end

-- Every header that an answer may carry, beside what HTTP itself says of each (Content-Type, Date, …).
local HEADERS = {
  ["X-Content-Type-Options"] = "nosniff: an answer is what its type says",
  ["Cache-Control"] = "how long the answer may be kept",
  ETag = "names this very answer: for If-None-Match",
  Vary = "what else the answer depends on",
  Link = "rel=next, where there is a next page",
  Allow = "the methods of this address",
  ["Retry-After"] = "seconds",
  ["Content-Security-Policy"] = "what the document may load",
  ["Content-Language"] = "zh or en",
  ["Referrer-Policy"] = "no-referrer",
  ["Access-Control-Allow-Origin"] = "where other origins may read the answer",
  ["Access-Control-Expose-Headers"] = "where other origins may read the answer",
  ["Access-Control-Allow-Methods"] = "where other origins may read the answer",
  ["Access-Control-Allow-Headers"] = "where other origins may read the answer",
  ["Access-Control-Max-Age"] = "seconds that the three above hold",
}
-- on answers that are made for every request
local USUAL = { "X-Content-Type-Options", "Cache-Control", "Vary", "Access-Control-Allow-Origin",
  "Access-Control-Expose-Headers" }
local PREFLIGHT = { "Allow", "Cache-Control", "Vary", "Access-Control-Allow-Origin", "Access-Control-Allow-Methods",
  "Access-Control-Allow-Headers", "Access-Control-Max-Age" }

local function headers_of(names, ...)
  local headers = {}
  for _, list in ipairs { names, { ... } } do
    for _, name in ipairs(list) do headers[name] = ref("headers", name) end
  end
  return headers
end

local function headers_of_answer(route)
  local headers = headers_of(USUAL)
  local function add(...)
    for name, header in pairs(headers_of({ ... })) do headers[name] = header end
  end
  if route.method == "GET" then add "ETag" end
  if route.id == "listFacts" then add "Link" end
  if route.media == "text/html" then add("Content-Security-Policy", "Content-Language", "Referrer-Policy") end
  for _, format in ipairs(route.formats or {}) do
    if format == "svg" then add "Content-Security-Policy" end
  end
  return headers
end

-- without_body: of HEAD, whose answers are those of GET without their bodies
local function responses_of(route, shelf, without_body)
  local by_status, retry = {}, {}
  for _, code in ipairs(codes_of(route)) do
    for _, known in ipairs(problem.CODES) do
      if known[1] == code then
        by_status[known[2]] = (by_status[known[2]] and by_status[known[2]] .. "; " or "") .. code .. ": " .. known[3]
        retry[known[2]] = retry[known[2]] or code == "too_many_requests"
      end
    end
  end
  local responses = { ["200"] = { description = route.summary, headers = headers_of_answer(route),
    content = not without_body and content_of(route) or nil } }
  if route.method == "GET" then
    responses["304"] = shelve(shelf, "responses", "NotModified", { description = "what the client has is still right",
      headers = headers_of_answer(route) })
  end
  for status, description in pairs(by_status) do -- each status names its own components: no order counts
    responses[tostring(status)] = shelve(shelf, "responses", (without_body and "Head" or "Problem") .. status, {
      description = description, headers = headers_of(USUAL, retry[status] and "Retry-After" or nil),
      content = not without_body and { ["application/problem+json"] = { schema = ref("schemas", "Problem") } } or nil })
  end
  return responses
end

local function operation_of(route, shelf)
  local operation = { operationId = route.id, summary = route.summary, parameters = parameters_of(route, shelf),
    responses = responses_of(route, shelf) }
  if route.method == "POST" then
    operation.requestBody = { required = true, description = "the text, UTF-8",
      content = { ["text/plain"] = { schema = { type = "string" } } } }
  end
  return operation
end

local function named_after(prefix, route) return prefix .. route.id:gsub("^%l", string.upper) end

local function head_of(route, shelf)
  return { operationId = named_after("head", route), summary = "The headers of GET", parameters = parameters_of(route, shelf),
    responses = responses_of(route, shelf, true) }
end

local function options_of(route, shelf)
  return { operationId = named_after("options", route), summary = "The methods of this address",
    parameters = json.array(path_parameters_of(route)),
    responses = { ["204"] = shelve(shelf, "responses", "Methods", { description = "in Allow",
      headers = headers_of(PREFLIGHT) }) } }
end

---The description of an application.
---@param app table
---@return table
function M.of(app)
  local paths, headers, shelf = {}, {}, new_shelf()
  for _, route in ipairs(app.routes.all) do -- in their order, so that names of components are the same each time
    local path = "/" .. route.path
    paths[path] = paths[path] or {}
    paths[path][route.method:lower()] = operation_of(route, shelf)
    if route.method == "GET" then paths[path].head = head_of(route, shelf) end
    paths[path].options = options_of(route, shelf)
  end
  for name, description in pairs(HEADERS) do headers[name] = { description = description, schema = { type = "string" } } end
  return {
    openapi = "3.1.0",
    info = { title = "baogao", version = version, license = { name = "MIT", identifier = "MIT" },
      description = "Figures of Chinese reports, with their bounds. Served: " .. table.concat(app.store.names, ", ") .. "." },
    servers = { { url = "." } },
    paths = paths,
    components = { schemas = schemas, headers = headers, parameters = shelf.parameters, responses = shelf.responses },
  }
end

---Answers /openapi.json.
function M.answer(ctx)
  ctx.app.description = ctx.app.description or json.encode(M.of(ctx.app)) .. "\n"
  return { text = ctx.app.description, type = "application/json" }
end

return M
