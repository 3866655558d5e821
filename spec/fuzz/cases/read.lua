-- Reports made from text: any bytes give a report or a message.

local baogao = require "baogao"

return function(text)
  local report, message = baogao.read(text, { year = 2024, region = "410100" })
  if not report then
    assert(type(message) == "string", "a refusal has words")
    return
  end
  for _, fact in ipairs(report.facts) do
    assert(not fact.lower or not fact.upper or fact.lower <= fact.upper, "bounds are in order")
    -- `written` is the run as it was mended; `text` as it stands, NULs aside, unless far too much tears it apart
    local stands = text:sub(fact.first, fact.last)
    assert(stands:gsub("%z", "") == fact.text or #stands > 600, "a fact stands where it says")
  end
end
