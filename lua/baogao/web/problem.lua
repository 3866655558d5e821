-- problem.lua: what went wrong, as RFC 9457 has it (application/problem+json).
--
-- `code` is for programs and never changes; `detail` is for people, names the parameter, and shows the place in a filter
-- with a caret. Handlers throw a problem with `problem.throw`; web/init.lua turns it into the answer.

local json = require "baogao.web.json"

local M = {}

local TITLES = {
  [400] = "Bad Request", [404] = "Not Found", [405] = "Method Not Allowed", [406] = "Not Acceptable",
  [411] = "Length Required", [413] = "Content Too Large", [414] = "URI Too Long", [415] = "Unsupported Media Type",
  [422] = "Unprocessable Content", [429] = "Too Many Requests", [500] = "Internal Server Error",
  [503] = "Service Unavailable",
}

-- Every code, its status and when it comes: for /openapi.json.
M.CODES = {
  { "bad_query", 400, "the query string cannot be read" },
  { "unknown_parameter", 400, "a parameter that this address does not take" },
  { "bad_parameter", 400, "a parameter's value is none that is known" },
  { "bad_filter", 400, "the filter or sort does not read; detail shows the place with a caret" },
  { "bad_cursor", 400, "a cursor of another query" },
  { "bad_body", 400, "the body is no UTF-8 text" },
  { "no_such_address", 404, "nothing is served here" },
  { "no_such_report", 404, "no report of that name is served" },
  { "no_such_fact", 404, "the report has no fact of that id" },
  { "method_not_allowed", 405, "the address takes other methods: see Allow" },
  { "not_acceptable", 406, "none of the formats of Accept is served here" },
  { "body_too_large", 413, "the body is larger than the limit" },
  { "query_too_long", 414, "the query string is longer than the limit" },
  { "bad_media_type", 415, "the body is not text/plain" },
  { "no_answer", 422, "the figures do not allow an answer; detail and reasons say why" },
  { "too_many_requests", 429, "the rate limit is reached: see Retry-After" },
  { "failed", 500, "a fault of the server, told in its error log" },
  { "out_of_time", 503, "the text took longer than the time budget" },
}
local STATUS = {}
for _, code in ipairs(M.CODES) do STATUS[code[1]] = code[2] end

local Problem = {}

---True for what `problem.new` made.
function M.is(value) return getmetatable(value) == Problem end

---A problem.
---@param code string one of CODES
---@param detail string
---@param more? table further members: parameter, reasons, allow …
---@return table
function M.new(code, detail, more)
  local status = STATUS[code] or error("no problem code " .. tostring(code))
  local made = { type = "about:blank", title = TITLES[status], status = status, code = code, detail = detail }
  for key, value in pairs(more or {}) do made[key] = value end
  return setmetatable(made, Problem)
end

---Ends the request with a problem.
function M.throw(code, detail, more) error(M.new(code, detail, more), 0) end

-- headers that go with a problem and are no part of its body
local HEADERS = { allow = "Allow", retry_after = "Retry-After" }

---The answer for a problem.
---@param made table
---@return table response
function M.response(made)
  local body, headers = {}, { ["Content-Type"] = "application/problem+json", ["Cache-Control"] = "no-store" }
  for key, value in pairs(made) do
    if HEADERS[key] then headers[HEADERS[key]] = tostring(value) else body[key] = value end
  end
  return { status = made.status, headers = headers, body = json.encode(body) .. "\n" }
end

return M
