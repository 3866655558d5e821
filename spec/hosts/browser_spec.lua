-- The page in a real headless Chromium, driven by playwright-core; axe-core looks for what would shut people out; OpenAPI's
-- own schema looks at /openapi.json, a JSON Schema validator at every answer, Vega-Lite's schema and compiler at the charts.
-- The npm packages are fetched into a temporary folder. BAOGAO_SHOTS=folder keeps the pictures.

local cases = require "support.web_cases"
local json = require "baogao.web.json"
local nginx = require "support.nginx"
local npm = require "support.npm"
local shell = require "support.shell"

local PACKAGES = "playwright-core@1.65.1 axe-core@4.14.1 @readme/openapi-parser@9.0.0 ajv@8.20.0 vega-lite@5.23.0 vega@5.33.1"

local function missing()
  if not nginx.is_here() then return "nginx with the Lua module, or curl, is not here" end
  for _, program in ipairs { "node", "npm", "/usr/bin/chromium" } do
    if not shell.has(program) then return program .. " is not here" end
  end
end

local why = missing()
local modules
if not why then
  modules, why = npm.fetch(PACKAGES)
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
  -- every request of the other specs, and what must be answered, for the validator to ask
  local requests = {}
  for _, list in ipairs { cases.RIGHT, cases.WRONG } do
    for _, case in ipairs(list) do
      -- what is too large nginx refuses itself, and logs
      if case[3] ~= 413 then
        requests[#requests + 1] = { method = case[1], target = case[2], status = list == cases.RIGHT and 200 or case[3],
          body = case.body and case.body:gsub("[\128-\255]", function(c) return ("\\x%02x"):format(c:byte()) end),
          type = case.type, accept = case.accept }
      end
    end
  end
  shell.write(server.folder .. "/requests.json", json.encode(requests))
  local _, answers = shell.run(("node %s/spec/hosts/validate_answers.js %s %s/report/ %s/requests.json"):format(here, modules,
    server.url, server.folder), { seconds = 60 })
  local files = {}
  for _, chart in ipairs(require("baogao.web.lists").charts) do
    for _, lang in ipairs { "en", "zh" } do
      local name = ("%s/%s-%s.json"):format(server.folder, chart, lang)
      shell.run(("curl -sS -o %s '%s/report/charts/%s?format=vega&lang=%s'"):format(name, server.url, chart, lang))
      files[#files + 1] = name
    end
  end
  -- several series, panels, bounds on either side
  local several = {}
  for year = 2022, 2024 do
    for i, name in ipairs { "甲市", "乙市" } do
      several[#several + 1] = { series = name, value = year * i, period = tostring(year), unit = "家", group = "企业",
        lower = year == 2023 and year * i - 5 or nil, upper = year == 2024 and math.huge or nil }
    end
    several[#several + 1] = { series = "甲市", value = year, period = tostring(year), group = "产值", lower = -math.huge }
  end
  files[#files + 1] = server.folder .. "/several.json"
  shell.write(files[#files], json.encode(require("baogao").vega("lines", several)))
  local _, vega = shell.run(("node %s/spec/hosts/validate_vega.js %s %s"):format(here, modules, table.concat(files, " ")),
    { seconds = 60 })
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
    assert.equal(43, checks)
  end)

  it("left nothing in the server's error log", function() assert.equal("", log) end)

  it("gives answers that a JSON Schema validator finds as they are described", function()
    local checked = answers:match("(%d+) answers are as described\n$")
    assert.truthy(checked, answers)
    assert.equal(#requests, tonumber(checked))
  end)

  it("gives charts that Vega-Lite's schema and compiler accept", function()
    local valid = 0
    for name, said in vega:gmatch("(%S+) ([^\n]*)\n") do
      assert.equal("valid", said, name)
      valid = valid + 1
    end
    assert.equal(#files, valid)
  end)

  it("comes with a description that OpenAPI's schema accepts", function() assert.equal("valid\n", verdict) end)
end)
