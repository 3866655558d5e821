-- resty.baogao: reports in OpenResty, or in nginx with its Lua module.
--
--   init_by_lua_block { require("resty.baogao").init{ reports = {"zhengzhou-2024"} } }
--   location /report/ { content_by_lua_block { require("resty.baogao").serve() } }
--
-- What is answered is decided in baogao.web; here a request is taken from nginx and the answer given to it. All data are
-- made when nginx starts and are shared by its workers; nothing here opens a file or waits.

local ngx = ngx
local web = require "baogao.web"
local problem = require "baogao.web.problem"

local M = {}

---@class baogao.resty.Options : baogao.web.Options
---@field base? string the path of the location: "/report/"
---@field rate? { dict: string, requests: integer, seconds: integer } requests of one address within seconds; dict is a
--- lua_shared_dict

local app, base, rate

local function take_base(given)
  if given == nil then return "/report/" end
  if type(given) ~= "string" or given:sub(1, 1) ~= "/" or given:sub(-1) ~= "/" then
    error("base: a path that begins and ends with '/' expected, got " .. tostring(given), 3)
  end
  return given
end

local function take_rate(given)
  if given == nil then return nil end
  if type(given) ~= "table" then error("rate: a table expected, got " .. type(given), 3) end
  for key in pairs(given) do
    if key ~= "dict" and key ~= "requests" and key ~= "seconds" then
      error("rate: unknown key '" .. tostring(key) .. "'; known are dict, requests, seconds", 3)
    end
  end
  if type(given.dict) ~= "string" or not ngx.shared[given.dict] then
    error(("rate.dict: no lua_shared_dict '%s'"):format(tostring(given.dict)), 3)
  end
  for _, key in ipairs { "requests", "seconds" } do
    if type(given[key]) ~= "number" or given[key] < 1 then error("rate." .. key .. ": a number from 1 on expected", 3) end
  end
  return { dict = given.dict, requests = given.requests, seconds = given.seconds }
end

---Says what is served. Call it in init_by_lua_block, so that a mistake keeps nginx from starting.
---@param options? baogao.resty.Options
function M.init(options)
  local given = {}
  for key, value in pairs(options or {}) do given[key] = value end
  base, rate = take_base(given.base), take_rate(given.rate)
  given.base, given.rate = nil, nil
  app = web.new(given)
  app:prepare()
end

-- The text of the request's body, or nil and a problem. A body that nginx has put on disk is refused: nothing here waits
-- for a disk.
local function read_body(limit)
  local length = tonumber(ngx.var.http_content_length)
  if length and length > limit then
    return nil, problem.new("body_too_large", ("the body has %d bytes where %d are allowed"):format(length, limit))
  end
  ngx.req.read_body()
  local body = ngx.req.get_body_data()
  if body == nil and ngx.req.get_body_file() then
    return nil, problem.new("body_too_large", "the body is larger than nginx keeps in memory: see client_body_buffer_size")
  end
  body = body or ""
  if #body > limit then
    return nil, problem.new("body_too_large", ("the body has %d bytes where %d are allowed"):format(#body, limit))
  end
  return body
end

-- Counts the requests of a client in a window of time: nil, or the seconds until the next one.
local function over_the_rate()
  local dict = ngx.shared[rate.dict]
  local window = math.floor(ngx.now() / rate.seconds)
  local count = dict:incr(ngx.var.binary_remote_addr .. window, 1, 0, rate.seconds * 2)
  if not count or count <= rate.requests then return nil end
  return math.max(1, math.ceil((window + 1) * rate.seconds - ngx.now()))
end

local function log(message) ngx.log(ngx.ERR, "baogao: ", message) end

local function send(response)
  ngx.status = response.status
  local header = ngx.header
  for name, value in pairs(response.headers) do header[name] = value end
  if response.status ~= 304 and response.status ~= 204 then header["Content-Length"] = #response.body end
  if response.body == "" or ngx.req.get_method() == "HEAD" then
    ngx.send_headers()
    return ngx.eof()
  end
  ngx.print(response.body)
end

---Answers the request. Call it in content_by_lua_block of the location that `base` names.
function M.serve()
  if not app then M.init() end
  if rate then
    local wait = over_the_rate()
    if wait then
      return send(problem.response(problem.new("too_many_requests",
        ("more than %d requests in %d seconds"):format(rate.requests, rate.seconds), { retry_after = wait })))
    end
  end
  local var = ngx.var
  local path = var.uri
  if path:sub(1, #base) ~= base then
    return send(problem.response(problem.new("no_such_address",
      ("'%s' is not below '%s': give init the location's path as base"):format(path, base))))
  end
  send(app:respond({
    method = ngx.req.get_method(),
    path = path:sub(#base + 1),
    query = var.args or "",
    accept = var.http_accept,
    accept_language = var.http_accept_language,
    if_none_match = var.http_if_none_match,
    origin = var.http_origin,
    content_type = var.http_content_type,
    body = read_body,
  }, log))
end

return M
