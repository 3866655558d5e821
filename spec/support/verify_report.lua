-- verify_report.lua: reads the report that the bundled dataset was made of, and holds the two against each other.
--
--   lua5.4 spec/support/verify_report.lua FILE
--
-- `make verify-report REPORT=FILE` runs it. Exits with 1 where a fact differs, is missing, or is one too many.

package.path = "spec/?.lua;" .. package.path
local baogao = require "baogao"
local compare = require("support.same_report").compare

local path = arg[1]
if not path or path == "" then
  io.stderr:write "usage: make verify-report REPORT=FILE\n"
  os.exit(2)
end
local file, problem = io.open(path, "rb")
if not file then
  io.stderr:write(problem, "\n")
  os.exit(2)
end
local text = file:read "*a"
file:close()

local report = baogao.read(text, { year = 2024, region = "郑州市", name = "zhengzhou-2024" })
local result = compare(report, baogao.report "zhengzhou-2024")
local mends = { joined = 0, repeated = 0, furniture = 0 }
for _, mend in ipairs(report.mended) do mends[mend.kind] = mends[mend.kind] + 1 end
for _, kind in ipairs { "differing", "missing", "extra" } do
  for _, line in ipairs(result[kind]) do print(kind .. "  " .. line) end
end
print(("%d of %d facts equal; %d differ, %d missing, %d too many"):format(result.equal, result.count, #result.differing,
  #result.missing, #result.extra))
print(("tiers: %d of %d read; no word says those of %s"):format(result.count - #result.unsaid, result.count,
  #result.unsaid > 0 and table.concat(result.unsaid, ", ") or "none"))
print(("mended: %d torn places joined, %d repeats read once"):format(mends.joined, mends.repeated))
-- the programmes of a province that its reader knows by name, and the funds of a fund told a paragraph before
local UNSAID = 5
local right = result.equal == result.count and #result.unsaid <= UNSAID and #result.extra == 0
  and mends.joined == 5 and mends.repeated == 2
os.exit(right and 0 or 1)
