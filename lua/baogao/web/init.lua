-- web: reports as a JSON API and a page, apart from any server.
--
--   local app = require("baogao.web").new{ reports = {"zhengzhou-2024"} }
--   local response = app:respond{ method = "GET", path = "facts/platforms.total", query = "" }
--   response.status, response.headers, response.body
--
-- A request is a table of what the server read, an answer a table of what it shall send: no socket, no global, no io is
-- in between, so the same code answers in nginx (resty/baogao.lua) and in the tests, under every Lua.

local arguments = require "baogao.web.arguments"
local digest = require "baogao.web.digest"
local formats = require "baogao.web.formats"
local kept = require "baogao.web.kept"
local problem = require "baogao.web.problem"
local routes = require "baogao.web.routes"
local store = require "baogao.web.store"
local check_args = require "baogao.check_args"
local suggest = require "baogao.suggest"

---@class baogao.web.Options
---@field reports? (string|baogao.Report)[] names of bundled reports, or reports; all bundled ones if left out
---@field cors? string|string[] "*" or the origins that may read the answers from their pages
---@field max_age? integer seconds that an answer may be kept by browsers and proxies (300)
---@field body_limit? integer bytes of a posted text (262144)
---@field time_budget? number seconds that one posted text may take (2)

---@class baogao.web.Request
---@field method string
---@field path string after the base: "facts/platforms.total"
---@field query string after "?", as it was sent
---@field accept? string header
---@field accept_language? string header
---@field if_none_match? string header
---@field origin? string header
---@field content_type? string header
---@field body? fun(limit: integer): string?, table? reads the body: text, or nil and a problem

---@class baogao.web.Response
---@field status integer
---@field headers table<string, string>
---@field body string

local App = {}
App.__index = App

local OPTIONS = { "reports", "cors", "max_age", "body_limit", "time_budget" }

-- What every answer says: it is what its type says, and as a document it may load nothing and be framed by nobody.
local COMMON_HEADERS = {
  ["X-Content-Type-Options"] = "nosniff",
  ["Referrer-Policy"] = "no-referrer",
  ["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'",
}

local function whole_number(value, default, least, name)
  if value == nil then return default end
  if type(value) ~= "number" or value < least or value ~= math.floor(value) then
    error(("%s: a whole number from %d on expected, got %s"):format(name, least, tostring(value)), 3)
  end
  return value
end

local function origins_of(cors)
  if cors == nil then return nil end
  if type(cors) == "string" then cors = { cors } end
  if type(cors) ~= "table" then error("cors: '*' or a list of origins expected, got " .. type(cors), 3) end
  local origins = {}
  for _, origin in ipairs(cors) do
    if origin ~= "*" and not (type(origin) == "string" and origin:find("^https?://[%w.:%[%]-]+$")) then
      error("cors: '" .. tostring(origin) .. "' is no origin such as https://example.org", 3)
    end
    origins[origin] = true
  end
  return origins
end

---An application that answers requests for reports.
---@param options? baogao.web.Options
---@return table app
function App.new(options)
  options = check_args.options(options, OPTIONS, "options")
  local app = setmetatable({
    max_age = whole_number(options.max_age, 300, 0, "max_age"),
    body_limit = whole_number(options.body_limit, 262144, 1, "body_limit"),
    time_budget = options.time_budget or 2,
    origins = origins_of(options.cors),
    kept = kept.new(),
  }, App)
  if type(app.time_budget) ~= "number" or app.time_budget <= 0 then
    error("time_budget: seconds above zero expected, got " .. tostring(options.time_budget), 2)
  end
  app.store = store.new(options.reports, 3)
  app.routes = routes.of(app)
  app.can = {}
  return app
end

---Makes what requests will want, before the first of them: in nginx's master, so that its workers share it.
function App:prepare()
  for _, served in ipairs(self.store.list) do served:prepare() end
end

-- The route of a path: of a fixed path itself, or of a folder and a name. Answers the methods it takes too.
local function find_route(app, method, path)
  local by_method, name = app.routes.fixed[path], nil
  if not by_method then
    local folder
    folder, name = path:match("^(%w+)/([^/]+)$")
    by_method = folder and app.routes.named[folder]
  end
  if not by_method then
    local what = suggest.nearest(path:match("^[^/]*"), app.routes.addresses)
    problem.throw("no_such_address", ("nothing is served at '%s'%s"):format(arguments.shown(path),
      what and what ~= "" and (" (did you mean '%s'?)"):format(what) or ""))
  end
  local route = by_method[method == "HEAD" and "GET" or method]
  if not route and method ~= "OPTIONS" then
    problem.throw("method_not_allowed", ("%s takes %s"):format(path == "" and "the page" or "'" .. arguments.shown(path) .. "'",
      by_method.allow), { allow = by_method.allow })
  end
  return route, name, by_method
end

-- zh or en of Accept-Language, by the first of them that it names.
local function language_of(header)
  for tag in (header or ""):sub(1, 256):lower():gmatch("[%a][%a%d-]*") do
    if tag:find("^zh") then return "zh" elseif tag:find("^en") then return "en" end
  end
  return "en"
end

-- What a handler has to work with.
local function context(app, route, request, name)
  local values = arguments.read(route.parameters, request.query)
  local format = route.formats and formats.choose(route.formats, values.format, request.accept)
  local lang = values.lang or (route.language and language_of(request.accept_language)) or "zh"
  return { app = app, route = route, values = values, name = name, format = format, lang = lang, request = request,
    report = route.of_report and app.store:find(values.report) }
end

local function make(app, route, request, name)
  local ctx = context(app, route, request, name)
  local answer = route.handler(ctx)
  local body, media = formats.write(answer, ctx.format)
  local headers = { ["Content-Type"] = media }
  for key, value in pairs(COMMON_HEADERS) do headers[key] = value end
  for key, value in pairs(answer.headers or {}) do headers[key] = value end
  if request.method == "POST" then
    headers["Cache-Control"] = "no-store"
  else
    headers["ETag"] = '"' .. digest.of(body) .. '"'
    headers["Cache-Control"] = headers["Cache-Control"] or "public, max-age=" .. app.max_age
    local vary = {}
    if route.formats and #route.formats > 1 then vary[1] = "Accept" end
    if route.language then vary[#vary + 1] = "Accept-Language" end
    if #vary > 0 then headers["Vary"] = table.concat(vary, ", ") end
    if answer.next then
      headers["Link"] = ("<?%s>; rel=\"next\""):format(answer.next)
    end
  end
  return { status = 200, headers = headers, body = body }
end

local function options_response(by_method)
  return { status = 204, body = "", headers = { Allow = by_method.allow, ["Cache-Control"] = "public, max-age=86400" } }
end

-- True where If-None-Match names the tag; nginx makes tags weak when it compresses, so W/ does not count.
local function matches(header, etag)
  if header == "*" then return true end
  for tag in header:gmatch('"[^"]*"') do
    if tag == etag then return true end
  end
  return false
end

-- The answer as this request wants it: without a body for HEAD, 304 where the client has it.
local function finished(response, request)
  local etag = response.headers["ETag"]
  if etag and request.if_none_match and matches(request.if_none_match, etag) then
    return { status = 304, headers = response.headers, body = "" }
  end
  return response
end

local function with_headers(response, more)
  local headers = {}
  for key, value in pairs(response.headers) do headers[key] = value end
  for key, value in pairs(more) do headers[key] = value end
  return { status = response.status, headers = headers, body = response.body }
end

-- The headers for scripts of other origins, where they may read the answers.
local function cors_headers(app, request, response)
  local origins = app.origins
  local headers = {}
  if origins["*"] then
    headers["Access-Control-Allow-Origin"] = "*"
  else
    headers["Vary"] = (response.headers["Vary"] and response.headers["Vary"] .. ", " or "") .. "Origin"
    if not origins[request.origin] then return headers end
    headers["Access-Control-Allow-Origin"] = request.origin
  end
  if request.method == "OPTIONS" then
    headers["Access-Control-Allow-Methods"] = response.headers["Allow"]
    headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
    headers["Access-Control-Max-Age"] = "86400"
  else
    headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
  end
  return headers
end

local function answer_of(app, request)
  local route, name, by_method = find_route(app, request.method, request.path)
  if request.method == "OPTIONS" then return options_response(by_method) end
  if request.method == "POST" then return make(app, route, request, name) end
  local key = request.path .. "?" .. request.query .. "\n" .. (request.accept or "") .. "\n"
    .. (route.language and request.accept_language or "")
  local response = app.kept:get(key)
  if not response then
    response = make(app, route, request, name)
    app.kept:put(key, response)
  end
  return response
end

---Answers a request. A fault of ours is told to `log` and answered by 500 without a word of the inside.
---@param request baogao.web.Request
---@param log? fun(message: string)
---@return baogao.web.Response
function App:respond(request, log)
  local ok, response = pcall(answer_of, self, request)
  if not ok then
    local made = response
    if not problem.is(made) then
      if log then log(tostring(made)) end
      made = problem.new("failed", "the server could not answer; its error log says why")
    end
    response = with_headers(problem.response(made), COMMON_HEADERS)
  end
  if self.origins then response = with_headers(response, cors_headers(self, request, response)) end
  return finished(response, request)
end

return { new = App.new }
