-- Headless Neovim, found by PATH, with the module where `make nvim` puts it.

local shell = require "support.shell"

if not shell.has("nvim") then
  describe("Neovim", function() pending("left out: nvim is not here") end)
  return
end

-- Runs a Lua script in a Neovim without any configuration; a thrown error is an exit code. 0.7 has no -l.
local function nvim(script)
  local folder = shell.folder()
  shell.write(folder .. "/script.lua", script)
  local code, output = shell.run(("nvim --headless -u NONE -i NONE -n --cmd 'set runtimepath^=%s' -c %s"):format(".",
    shell.quote(("lua local ok, e = pcall(dofile, %q); if not ok then io.stderr:write(tostring(e)); vim.cmd('cquit 1') end; "
      .. "vim.cmd('qall!')"):format(folder .. "/script.lua"))), { seconds = 30 })
  shell.remove(folder)
  return code, output
end

describe("Neovim", function()
  it("answers a growth and a total", function()
    local code, output = nvim [[
      local report = require("baogao").report()
      io.stdout:write(("%.4f %s %d %s"):format(report:growth("platforms.added").value,
        report:totals("level", { category = "platforms", measure = "stock" })[3].value, #report.facts,
        vim.inspect(report:fact("platforms.national", "value"))))
    ]]
    assert.equal("0.1095 3356 51 63", output)
    assert.equal(0, code)
  end)

  it("shows a fact as a plain table", function()
    local code, output = nvim [[
      local fact = require("baogao").report():fact("platforms.national")
      assert(vim.tbl_count(fact) > 20 and vim.inspect(fact):find("国家级平台", 1, true))
      io.stdout:write(vim.json.encode({ fact.id, fact.value }))
    ]]
    assert.equal('["platforms.national",63]', output)
    assert.equal(0, code)
  end)

  it("is told plainly of a build for Lua 5.4", function()
    local folder = shell.folder()
    shell.run(("cp -r lua %s/ && cp build/5.4/baogao/core.so %s/lua/baogao/core.so"):format(folder, folder))
    local code, output = shell.run(("cd %s && nvim --headless -u NONE -i NONE -n --cmd 'set runtimepath^=.' "
      .. "-c 'lua local ok, e = pcall(require, \"baogao\"); io.stdout:write(tostring(e)); vim.cmd(\"qall!\")'"):format(folder),
      { seconds = 30 })
    shell.remove(folder)
    assert.equal(0, code)
    assert.truthy(output:find("baogao: the engine .-core.so was built for Lua 5.4, but this is LuaJIT"), output)
    assert.truthy(output:find("build it with 'make' in baogao's folder", 1, true))
  end)
end)
