-- baogao cite: citations of single figures.

local output = require "baogao.cli.output"

local STYLES = require("baogao.report.cite").STYLES

local M = { name = "cite", summary = "Cite a figure, down to the paragraph", usage = "ID...", min = 1, max = math.huge,
  options = { { "--style", "STYLE", "how to cite", values = STYLES, default = "text" } } }

function M.run(ctx)
  local report = ctx.report()
  if not report then return 1 end
  local rows = {}
  for i, id in ipairs(ctx.args) do
    local citation, message = report:cite(id, ctx.args.style, ctx.lang)
    if not citation then return ctx.fail(message) end
    rows[i] = { id = id, style = ctx.args.style, citation = citation }
  end
  if ctx.format == "table" then
    for _, row in ipairs(rows) do ctx.out:write(row.citation, "\n") end
    return 0
  end
  return output.write(ctx, rows, { { key = "id", title = "id" }, { key = "style", data = true },
    { key = "citation", title = "citation" } })
end

return M
