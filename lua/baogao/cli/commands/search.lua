-- baogao search: facts that hold a word in Chinese or English.

local columns = require "baogao.cli.columns"
local output = require "baogao.cli.output"

local M = { name = "search", summary = "Find facts by a word in Chinese or English", usage = "WORD...", min = 1,
  max = math.huge, details = "All words must be held by a fact's labels, id, category or note." }

function M.run(ctx)
  local report = ctx.report()
  if not report then return 1 end
  local facts = report:search(table.concat(ctx.args, " "))
  if #facts == 0 and ctx.format == "table" then
    return ctx.fail(("nothing in %s holds '%s'"):format(report.name, table.concat(ctx.args, " ")))
  end
  local code = output.write(ctx, facts, columns.facts(ctx, report))
  return code == 0 and #facts == 0 and 1 or code
end

return M
