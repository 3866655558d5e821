-- The query language: any text is read, or refused in words; what is read says the same after it is written out and read
-- again, runs on a frame without a fault of ours, and is written as SQL.

local frame = require "baogao.frame"
local query = require "baogao.query"

local COLUMNS = {
  { name = "level", type = "string" }, { name = "value", type = "number", bounded = true },
  { name = "n", type = "integer" }, { name = "ok", type = "boolean" }, { name = "day", type = "date" },
  { name = "类别", type = "string" },
}
local facts = frame({
  { level = "national", value = 63, n = 1, ok = true, day = "2024-01-01", ["类别"] = "平台" },
  { level = "provincial", value = { value = 14000, lower = 14000, upper = math.huge, lower_open = true }, n = 2, ok = false,
    day = "2024-12-31", ["类别"] = "企业" },
  { value = -0.5, n = 3 },
}, { types = { value = "number", n = "integer", ok = "boolean", day = "date", level = "string", ["类别"] = "string" } })
local PARAMETERS = { x = 10, name = "national", list = { 1, 2, 3 }, yes = true }

return function(text)
  local given = {} -- a parameter that is not used is refused
  for name, value in pairs(PARAMETERS) do
    if text:find("$" .. name, 1, true) then given[name] = value end
  end
  local condition, message = query.parse(text, COLUMNS, given)
  if not condition then
    assert(type(message) == "string" and #message > 0 and #message < 4000, "a refusal has words, and not too many")
    return
  end
  local chain = query.from(facts, { table = "facts" }):filter(condition)
  local count = #chain:rows()
  assert(count <= 3, "a filter gives no more rows than there are")
  assert(type((chain:sql("sqlite"))) == "string", "a filter is written as SQL")
  local told = chain:explain()
  assert(type(told) == "string", "a filter explains itself")
end
