-- Requests: a method, a path, a query string and headers, each on a line of the input. Whatever they hold, the answer is a
-- whole response, and never 500.

local app = require("baogao.web").new { reports = { "zhengzhou-2024" }, cors = { "https://example.org" }, time_budget = 60 }

local KNOWN = { [200] = true, [204] = true, [304] = true, [400] = true, [404] = true, [405] = true, [406] = true, [409] = true,
  [413] = true, [414] = true, [415] = true, [422] = true, [503] = true }
local METHODS = { "GET", "HEAD", "POST", "OPTIONS", "DELETE" }

return function(bytes)
  local lines = {}
  for line in (bytes .. "\n"):gmatch("([^\n]*)\n") do
    lines[#lines + 1] = line
    if #lines == 6 then break end
  end
  local method = METHODS[(bytes:byte(1) or 0) % #METHODS + 1]
  local body = lines[6]
  local path = (lines[1] or ""):sub(2)
  local response = app:respond({
    method = method, path = path, query = lines[2] or "", accept = lines[3], accept_language = lines[4],
    if_none_match = lines[5], origin = (bytes:byte(1) or 0) >= 128 and "https://example.org" or nil,
    content_type = "application/json",
    body = function(limit) return (body or ""):sub(1, limit) end,
  }, function(message) error("the server failed: " .. message, 0) end)
  assert(KNOWN[response.status], "a status of the contract, not " .. tostring(response.status))
  assert(type(response.body) == "string", "a body is text")
  for name, value in pairs(response.headers) do
    assert(not (tostring(name) .. tostring(value)):find("[\r\n%z]"), "a header is one line: " .. tostring(name))
  end
end
