-- baogao lsp: the language server, for editors.

local M = { name = "lsp", summary = "Serve an editor: faults as you type, hover, completion", without = { "--format" },
  options = {
    { "--report", "NAME", "the record: a bundled report, a saved frame, or a file of text (again for another)", many = true },
    { "--stdio", false, "on standard input and output; there is no other way" },
  },
  details = "Speaks the Language Server Protocol over standard input and output. Settings: report, lang, year." }

function M.run(ctx)
  return require("baogao.lsp.stdio").run { report = ctx.args.report, lang = ctx.lang, out = ctx.out, err = ctx.err }
end

return M
