-- nginx with its Lua module: the module required in init_by_lua, answers from a worker.

local nginx = require "support.nginx"

if not nginx.is_here() then
  describe("nginx", function() pending("left out: nginx with the Lua module, or curl, is not here") end)
  return
end

describe("nginx", function()
  it("answers a growth and a total, with nothing in the error log", function()
    local server = assert(nginx.start([[
      init_by_lua_block { require "baogao" }
    ]], [[
      location /growth { content_by_lua_block {
        local report = require("baogao").report()
        ngx.print(("%.4f"):format(report:growth("platforms.added").value))
      } }
      location /total { content_by_lua_block {
        local report = require("baogao").report()
        ngx.print(report:totals("category", { category = "platforms" })[1].value)
      } }
    ]], 2))
    local code, growth = server.get("/growth")
    local _, total = server.get("/total")
    local log = server.log()
    server.stop()
    assert.equal(0, code)
    assert.equal("0.1095", growth)
    assert.equal("5616", total)
    assert.equal("", log)
  end)

  it("does not start with a build for another Lua, and says why", function()
    local server, message = nginx.start('init_by_lua_block { require "baogao" }', "", 1, "5.4")
    if server then server.stop() end
    assert.is_nil(server)
    assert.truthy(message:find("core.so was built for Lua 5.4, but this is LuaJIT", 1, true), message)
  end)
end)
