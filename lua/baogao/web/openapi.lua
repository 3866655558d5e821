-- openapi.lua: the description of the API, made from the routes that serve it.

local formats = require "baogao.web.formats"
local json = require "baogao.web.json"
local problem = require "baogao.web.problem"
local schemas = require "baogao.web.schemas"
local version = require "baogao.version"

local M = {}

local function ref(kind, name) return { ["$ref"] = "#/components/" .. kind .. "/" .. name } end

local function media_name(media) return media:match("^[^;]+") end

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

local function parameters_of(route)
  local list = {}
  if route.path:find("{id}", 1, true) then
    list[1] = { name = "id", ["in"] = "path", required = true, description = "id of a fact", schema = { type = "string" },
      example = "platforms.total" }
  elseif route.path:find("{chart}", 1, true) then
    list[1] = { name = "chart", ["in"] = "path", required = true, description = "name of the chart",
      schema = { type = "string", enum = route.names }, example = route.names[1] }
  end
  for _, parameter in ipairs(route.parameters) do
    list[#list + 1] = { name = parameter.name, ["in"] = "query", description = parameter[1], schema = schema_of(parameter),
      example = parameter.example and (parameter.many and { parameter.example } or parameter.example) }
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

local function responses_of(route)
  local by_status = {}
  for _, code in ipairs(codes_of(route)) do
    for _, known in ipairs(problem.CODES) do
      if known[1] == code then
        by_status[known[2]] = (by_status[known[2]] and by_status[known[2]] .. "; " or "") .. code .. ": " .. known[3]
      end
    end
  end
  local responses = { ["200"] = { description = route.summary, content = content_of(route) } }
  if route.method == "GET" then
    responses["200"].headers = { ETag = { schema = { type = "string" } } }
    responses["304"] = { description = "what the client has is still right" }
    if route.id == "listFacts" then
      responses["200"].headers.Link = { description = "rel=next, where there is a next page", schema = { type = "string" } }
    end
  end
  for status, description in pairs(by_status) do
    responses[tostring(status)] = { description = description,
      content = { ["application/problem+json"] = { schema = ref("schemas", "Problem") } } }
  end
  return responses
end

local function operation_of(route)
  local operation = { operationId = route.id, summary = route.summary, parameters = parameters_of(route),
    responses = responses_of(route) }
  if route.method == "POST" then
    operation.requestBody = { required = true, description = "the text, UTF-8",
      content = { ["text/plain"] = { schema = { type = "string" } } } }
  end
  return operation
end

---The description of an application.
---@param app table
---@return table
function M.of(app)
  local paths = {}
  for _, route in ipairs(app.routes.all) do
    local path = "/" .. route.path
    paths[path] = paths[path] or {}
    paths[path][route.method:lower()] = operation_of(route)
  end
  return {
    openapi = "3.1.0",
    info = { title = "baogao", version = version, license = { name = "MIT", identifier = "MIT" },
      description = "Figures of Chinese reports, with their bounds. Served: " .. table.concat(app.store.names, ", ")
        .. ". Every GET takes HEAD; OPTIONS tells the methods." },
    servers = { { url = "." } },
    paths = paths,
    components = { schemas = schemas },
  }
end

---Answers /openapi.json.
function M.answer(ctx)
  ctx.app.description = ctx.app.description or json.encode(M.of(ctx.app)) .. "\n"
  return { text = ctx.app.description, type = "application/json" }
end

return M
