-- The page in a real headless Chromium, driven by playwright-core; axe-core looks for what would shut people out; OpenAPI's
-- own schema looks at /openapi.json. The npm packages are fetched into a temporary folder. BAOGAO_SHOTS=folder keeps the
-- pictures.

local nginx = require "support.nginx"
local shell = require "support.shell"

local PACKAGES = "playwright-core@1.65.1 axe-core@4.14.1 @readme/openapi-parser@9.0.0"

local function missing()
  if not nginx.is_here() then return "nginx with the Lua module, or curl, is not here" end
  for _, program in ipairs { "node", "npm", "/usr/bin/chromium" } do
    if not shell.has(program) then return program .. " is not here" end
  end
end

local why = missing()
local modules
if not why then
  modules = shell.folder()
  local code, output = shell.run(("cd %s && npm install --no-audit --no-fund --no-save --ignore-scripts %s"):format(modules,
    PACKAGES), { seconds = 240 })
  if code ~= 0 then
    why = "npm could not fetch its packages: " .. output:sub(1, 300)
    shell.remove(modules)
  end
end
if why then
  describe("the page in a browser", function() pending("left out: " .. why) end)
  return
end

describe("the page in a browser", function()
  local server = assert(nginx.start([[
    client_max_body_size 256k; client_body_buffer_size 256k;
    init_by_lua_block { require("resty.baogao").init{} }
  ]], 'location /report/ { content_by_lua_block { require("resty.baogao").serve() } }', 2))
  local here = select(2, shell.run("pwd")):gsub("\n$", "")
  local shots = os.getenv("BAOGAO_SHOTS") or server.folder
  local _, output = shell.run(("node %s/spec/hosts/browser.js %s %s/report/ %s"):format(here, modules, server.url, shots),
    { seconds = 240 })
  shell.run(("curl -sS -o %s/openapi.json %s/report/openapi.json"):format(server.folder, server.url))
  local _, verdict = shell.run(("node %s/spec/hosts/validate_openapi.js %s %s/openapi.json"):format(here, modules, server.folder))
  local log = server.log()
  server.stop()
  shell.remove(modules)

  for result, name, reason in output:gmatch("(%a+) ([^\n:]*):?([^\n]*)") do
    if result == "ok" or result == "FAILED" then
      it(name, function() assert.equal("ok", result, reason) end)
    end
  end

  it("was looked at to the end", function()
    assert.truthy(output:find("\ndone\n", 1, true), output)
    local _, checks = output:gsub("ok [^\n]*\n", "")
    assert.equal(37, checks)
  end)

  it("left nothing in the server's error log", function() assert.equal("", log) end)

  it("comes with a description that OpenAPI's schema accepts", function() assert.equal("valid\n", verdict) end)
end)
