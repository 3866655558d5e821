-- The README's part on serving, as a new user would follow it: installs by its command into an empty folder, takes the whole
-- configuration from the page, starts nginx with it, and asks what the page says can be asked. Nothing is changed but
-- places: the prefix, the port, and where an nginx that is not root may write.

local json = require "dkjson"
local nginx = require "support.nginx"
local shell = require "support.shell"

if not nginx.is_here() then
  describe("the README's server", function() pending("left out: nginx with the Lua module, or curl, is not here") end)
  return
end

local README = assert(shell.read("README.md"))

-- Replaces a text that must be there.
local function replaced(text, from, to)
  local first, last = text:find(from, 1, true)
  assert(first, "not in the README's configuration: " .. from)
  return text:sub(1, first - 1) .. to .. text:sub(last + 1)
end

local function everywhere(text, from, to)
  local changed, count = text:gsub((from:gsub("%p", "%%%0")), (to:gsub("%%", "%%%%")))
  assert(count > 0, from)
  return changed
end

describe("the README's server", function()
  local folder, url, stop
  setup(function()
    folder = shell.folder()
    shell.run("chmod 755 " .. folder)
    local command = assert(README:match("`(make LUA_VERSION=5%.1 install)`"), "the README has no command that installs for nginx")
    local code, output = shell.run(("%s PREFIX=%s/usr"):format(command, folder), { seconds = 120 })
    assert(code == 0, output)
    local port, started
    for attempt = 1, 5 do
      port = nginx.free_port(attempt)
      local conf = assert(README:match("\n```nginx\n(.-)\n```"), "the README has no configuration")
      conf = everywhere(conf, "/usr/local/", folder .. "/usr/")
      if nginx.load_lines() == "" then conf = everywhere(conf, "load_module ", "# built in: ")
      else conf = everywhere(conf, "load_module modules/", "load_module " .. nginx.MODULES .. "/") end
      conf = replaced(conf, "listen 8080;", ("listen 127.0.0.1:%d;"):format(port))
      local places = { "  access_log off;" }
      for _, kind in ipairs { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" } do
        places[#places + 1] = ("  %s_temp_path %s/%s;"):format(kind, folder, kind)
      end
      conf = replaced(conf, "http {\n", "http {\n" .. table.concat(places, "\n") .. "\n")
      shell.write(folder .. "/nginx.conf", conf)
      code, output = shell.run(("cd / && env -u LUA_PATH -u LUA_CPATH %s -p %s/ -e %s/error.log -c %s/nginx.conf "
        .. "-g 'pid %s/nginx.pid; worker_processes 2;'"):format(nginx.BINARY, folder, folder, folder, folder))
      started = code == 0
      if started or not output:find("Address already in use", 1, true) then break end
    end
    assert(started, output)
    url = ("http://127.0.0.1:%d"):format(port)
    stop = function()
      local pid = (shell.read(folder .. "/nginx.pid") or ""):match("%d+")
      shell.run(("kill -QUIT %s; i=0; while kill -0 %s 2>/dev/null && [ $i -lt 50 ]; do sleep 0.1; i=$((i+1)); done; "
        .. "kill -9 %s 2>/dev/null"):format(pid, pid, pid))
      shell.remove(folder)
    end
  end)
  teardown(function() if stop then stop() end end)

  local function get(path, options)
    local code, body = shell.run(("curl -sS -m 10 %s '%s%s'"):format(options or "", url, path))
    assert.equal(0, code, body)
    return body
  end

  it("serves the page where the README says that it is", function()
    assert.truthy(README:find("http://localhost:8080/report/ is the page", 1, true))
    assert.truthy(get("/report/"):find('<html lang="en">', 1, true))
    assert.truthy(get("/report/", "-H 'Accept-Language: zh-CN'"):find('<html lang="zh-CN">', 1, true))
    assert.equal("3.1.0", json.decode(get("/report/openapi.json")).openapi)
  end)

  it("answers at every address of its table", function()
    local described = json.decode(get("/report/openapi.json"))
    local section = README:match("\n## Serving figures\n(.-)\n## ")
    local told = {}
    for row in section:gmatch("\n| (`[GP][^|]-) |") do
      for method, path in row:gmatch("`(%u+) ([%w/{}]+)[^`]*`") do told[method .. " /" .. path] = true end
    end
    for path, item in pairs(described.paths) do
      if path ~= "/" and path ~= "/style.css" and path ~= "/script.js" and path ~= "/openapi.json" then
        for method in pairs(item) do
          if method == "get" or method == "post" then
            local name = method:upper() .. " " .. path
            assert.is_true(told[name], name .. " is not in the README")
            told[name] = nil
          end
        end
      end
    end
    assert.is_nil(next(told), tostring(next(told)) .. " is in the README and not served")
    assert.equal(5616, json.decode(get("/report/facts/platforms.total")).value)
  end)

  it("says what the README shows it to say", function()
    local command, wanted = README:match("\n%$ (curl [^\n]*) | jq %-r %.detail\n(.-)\n%$ ")
    assert.truthy(command)
    local _, body = shell.run((replaced(command, "http://localhost:8080", url)))
    assert.equal(wanted, json.decode(body).detail)
    command = README:match("\n%$ (curl [^\n]*draft%.txt[^\n]*)\n")
    shell.write(folder .. "/draft.txt", "郑州市国家级创新平台36家。")
    _, body = shell.run("cd " .. folder .. " && " .. replaced(command, "http://localhost:8080", url))
    assert.equal("63家", json.decode(body).findings[1].mend)
  end)

  it("compresses, limits and takes drafts as its lines say", function()
    assert.truthy(get("/report/facts", "-D - -o /dev/null -H 'Accept-Encoding: gzip'"):find("Content-Encoding: gzip", 1, true))
    shell.write(folder .. "/long", ("约5800家，新增12家。\n"):rep(8000)) -- 248 kB, as much as the configuration lets in
    assert.truthy(get("/report/scan?limit=1", "-H 'Content-Type: text/plain' --data-binary @" .. folder .. "/long")
      :find('"total":16000', 1, true))
    local list = {}
    for i = 1, 1300 do list[i] = ('url = "%s/report/facts/platforms.total"\noutput = "/dev/null"\n'):format(url) end
    shell.write(folder .. "/list", 'silent\nwrite-out = "%{http_code}\\n"\n' .. table.concat(list))
    local _, output = shell.run("curl -m 60 -K " .. folder .. "/list", { errors = false })
    local _, refused = output:gsub("429\n", "")
    -- 600 in a minute; the window may change once in between
    assert.truthy(refused > 0 and refused <= 1300 - 590, refused .. " were refused")
  end)

  it("has nothing to say in its error log", function() assert.equal("", shell.read(folder .. "/error.log") or "") end)
end)
