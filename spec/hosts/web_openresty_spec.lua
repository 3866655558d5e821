-- The same in OpenResty as in nginx with its Lua module. OpenResty itself is not in Debian; what it is made of is: its branch
-- of LuaJIT, lua-resty-core, and the module. So what can be shown without it is shown here: that these parts are in use,
-- that nothing is called but what both have, that no global is written and that code is loaded anew for each request where
-- the cache is off. Where OpenResty is, BAOGAO_NGINX names its nginx (support/nginx.lua), and all specs of nginx run on it.

local cases = require "support.web_cases"
local nginx = require "support.nginx"
local shell = require "support.shell"

-- What is used of ngx.*: each is in the Lua module's documentation as of 0.10.0 (2016), and so in every OpenResty since 1.9.7.
local API = { "ERR", "eof", "header", "log", "now", "print", "req.get_body_data", "req.get_body_file", "req.get_method",
  "req.read_body", "send_headers", "shared", "sleep", "status", "update_time", "var" }

describe("what is used of nginx's Lua module", function()
  it("is what is known to be in OpenResty, and called from one file", function()
    local used = {}
    local _, files = shell.run("grep -rlE '\\bngx\\b' lua --include=*.lua")
    assert.equal("lua/resty/baogao.lua\n", files)
    local text = shell.read("lua/resty/baogao.lua"):gsub("%-%-[^\n]*", "")
    for name in text:gmatch("%f[%w]ngx%.([%a_]+%.?[%a_]*)") do
      if name:find("^var%.") or name:find("^shared%.") or name:find("^header%.") then name = name:match("^%a+") end
      used[name] = true
    end
    for _, name in ipairs(API) do
      assert.is_true(used[name], name .. " is not used any more")
      used[name] = nil
    end
    assert.is_nil(next(used), "ngx." .. tostring(next(used)) .. " is not in the list")
  end)
end)

if not nginx.is_here() then
  describe("nginx's parts of OpenResty", function() pending("left out: nginx with the Lua module, or curl, is not here") end)
  return
end

local function each_get(server, work)
  for _, case in ipairs(cases.RIGHT) do
    if case[1] == "GET" then
      local _, body = server.get("/report/" .. case[2], "-w '%{http_code}'")
      work(case, body:sub(-3), body:sub(1, -4))
    else
      shell.write(server.folder .. "/sent", case.body)
      local _, body = server.get("/report/" .. case[2], "-w '%{http_code}' -H 'Content-Type: text/plain' --data-binary @"
        .. server.folder .. "/sent")
      work(case, body:sub(-3), body:sub(1, -4))
    end
  end
end

local LOCATION = [[
  location /report/ { content_by_lua_block { require("resty.baogao").serve() } }
  location = /about { content_by_lua_block {
    -- globals of the state behind the request's own table of them
    local names = {}
    local globals = getmetatable(_G) and getmetatable(_G).__index or _G
    for name in pairs(globals) do names[#names + 1] = tostring(name) end
    for name in pairs(_G) do names[#names + 1] = "request:" .. tostring(name) end
    table.sort(names)
    ngx.say(table.concat(names, " "))
    ngx.say(package.loaded["resty.core"] and "resty.core" or "no resty.core", " ", ngx.config.ngx_lua_version, " ", jit.version)
    ngx.say(pcall(require, "table.clone") and "table.clone" or "no table.clone")
  } }
]]

describe("nginx's parts of OpenResty", function()
  it("are in use: its LuaJIT, lua-resty-core; and no request leaves a global behind", function()
    local server = assert(nginx.start('init_by_lua_block { require("resty.baogao").init{} }', LOCATION, 1))
    local _, before = server.get("/about")
    each_get(server, function(case, status) assert.equal("200", status, case[2]) end)
    local _, after = server.get("/about")
    local log = server.log()
    server.stop()
    assert.equal(before, after)
    -- OpenResty's own branch of LuaJIT has functions that others have not; without lua-resty-core its module does not start
    assert.truthy(after:find("\nresty.core 1%d%d%d%d LuaJIT 2.1"), after)
    assert.truthy(after:find("\ntable.clone\n", 1, true), after)
    assert.is_nil(after:find("baogao", 1, true))
    assert.equal("", log)
  end)

  it("answer alike with lua_code_cache off, at every address, without a warning but nginx's own", function()
    local server = assert(nginx.start('client_body_buffer_size 256k; lua_code_cache off; '
      .. 'init_by_lua_block { require("resty.baogao").init{} }', LOCATION, 1))
    each_get(server, function(case, status, body)
      assert.equal("200", status, case[2])
      assert.truthy(body:find(case[3], 1, true), case[2])
    end)
    local log = server.log()
    server.stop()
    for line in log:gmatch("[^\n]+") do assert.truthy(line:find("lua_code_cache is off", 1, true), line) end
  end)

  it("serve without a line of init", function()
    local server = assert(nginx.start('client_body_buffer_size 256k; init_by_lua_block { require "resty.baogao" }', LOCATION, 1))
    local _, body = server.get("/report/facts/platforms.total")
    local log = server.log()
    server.stop()
    assert.truthy(body:find('"value":5616', 1, true))
    assert.equal("", log)
  end)
end)
