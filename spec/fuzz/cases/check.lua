-- Drafts against the record: any bytes give findings within the text, in order.

local baogao = require "baogao"
local report = baogao.report()

return function(text)
  for _, finding in ipairs(baogao.check(text, report)) do
    assert(finding.first >= 1 and finding.first <= finding.last and finding.last <= #text, "a finding lies in its text")
    assert(type(finding.verdict) == "string" and type(finding.message) == "string", "a finding has words")
  end
end
