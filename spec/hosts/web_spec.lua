-- A real nginx with two workers on the loopback: every address, every problem, slow and hostile clients; no worker is lost
-- and nothing stands in the error log.

local cases = require "support.web_cases"
local described_by = require "support.described"
local json = require "dkjson"
local nginx = require "support.nginx"
local shell = require "support.shell"

if not nginx.is_here() then
  describe("the server", function() pending("left out: nginx with the Lua module, or curl, is not here") end)
  return
end

local SETTINGS = "client_max_body_size 256k; client_body_buffer_size 256k; client_body_timeout 2s; client_header_timeout 5s;"
local INIT = 'init_by_lua_block { require("resty.baogao").init{ reports = {"zhengzhou-2024"} } }'
local LOCATION = 'location /report/ { content_by_lua_block { require("resty.baogao").serve() } } location / { return 404; }'

-- One request by curl: status, headers by their lower-case name, body.
local function ask(server, method, target, more)
  more = more or {}
  local folder = server.folder
  local options = { "-sS", "-m", "20", "--path-as-is", "-D", folder .. "/head", "-o", folder .. "/body", "-w", "'%{http_code}'" }
  if method == "HEAD" then options[#options + 1] = "-I" else options[#options + 1] = "-X " .. method end
  for name, value in pairs(more.headers or {}) do options[#options + 1] = "-H " .. shell.quote(name .. ": " .. value) end
  if more.body then
    shell.write(folder .. "/sent", more.body)
    options[#options + 1] = "-H 'Content-Type: " .. (more.type or "text/plain; charset=utf-8") .. "' --data-binary @" .. folder
      .. "/sent"
  end
  shell.run("rm -f " .. folder .. "/body " .. folder .. "/head")
  local _, status = shell.run(("curl %s %s"):format(table.concat(options, " "), shell.quote(server.url .. "/report/" .. target)))
  local headers = {}
  for name, value in (shell.read(folder .. "/head") or ""):gmatch("([%w-]+): ([^\r\n]*)") do headers[name:lower()] = value end
  local body = shell.read(folder .. "/body") or ""
  -- every answer of ours is held against the description; nginx itself refuses what is too large or malformed
  if server.described and not (tonumber(status) >= 400 and body:find("<hr><center>%a")) then
    assert.is_nil((server.described:fault(method, target, { status = tonumber(status), headers = headers, body = body })),
      method .. " " .. target)
  end
  return tonumber(status) or status, headers, body
end

local function workers_of(server)
  local pid = shell.read(server.folder .. "/logs/nginx.pid"):match("%d+")
  return shell.read(("/proc/%s/task/%s/children"):format(pid, pid))
end

local function start(http, location, workers)
  return assert(nginx.start(SETTINGS .. "\n" .. http, location or LOCATION, workers or 2))
end

describe("the server", function()
  local server, workers
  setup(function()
    server = start(INIT)
    local _, _, body = ask(server, "GET", "openapi.json")
    server.described = described_by.of(body)
    for _ = 1, 50 do -- nginx goes to the background before it has all its workers
      workers = workers_of(server)
      if workers:find("^%d+ %d+ $") then break end
      shell.run("sleep 0.1")
    end
  end)
  teardown(function() server.stop() end)

  for _, case in ipairs(cases.RIGHT) do
    it(("answers %s /%s"):format(case[1], case[2]), function()
      local status, headers, body = ask(server, case[1], case[2], case)
      assert.equal(200, status, body)
      assert.truthy(body:find(case[3], 1, true), body:sub(1, 300))
      assert.equal(#body, tonumber(headers["content-length"]))
      if case[1] == "GET" then
        local head_status, head = ask(server, "HEAD", case[2])
        assert.equal(200, head_status)
        assert.equal(headers.etag, head.etag)
        assert.equal(headers["content-length"], head["content-length"])
        local again, _, nothing = ask(server, "GET", case[2], { headers = { ["If-None-Match"] = headers.etag } })
        assert.equal(304, again)
        assert.equal("", nothing)
      end
    end)
  end

  for _, case in ipairs(cases.WRONG) do
    it(("refuses %s /%s"):format(case[1], case[2]:sub(1, 60)), function()
      local status, headers, body = ask(server, case[1], case[2], { body = case.body, type = case.type,
        headers = case.accept and { Accept = case.accept } })
      assert.equal(case[3], status, body)
      if status == 413 and headers["content-type"] == "text/html" then return end -- nginx's own limit is as low
      assert.equal("application/problem+json", headers["content-type"])
      local made = json.decode(body, 1, json.null)
      assert.truthy(made.code == case[4] or made.detail:find(case[4], 1, true), made.detail)
    end)
  end

  it("tells the methods, and nothing more, to OPTIONS", function()
    local status, headers, body = ask(server, "OPTIONS", "facts")
    assert.equal(204, status)
    assert.equal("GET, HEAD, OPTIONS", headers.allow)
    assert.equal("", body)
  end)

  it("takes no header from a request's text", function()
    for _, target in ipairs { "facts?filter=a%0d%0aSet-Cookie:%20x=y", "facts/%0d%0aSet-Cookie:x=y", "%0d%0aSet-Cookie:x",
      "?lang=%0d%0aSet-Cookie:x" } do
      local status, headers = ask(server, "GET", target)
      assert.truthy(status == 400 or status == 404, tostring(status))
      assert.is_nil(headers["set-cookie"])
    end
  end)

  it("writes no script of a request's into an answer that a browser would run", function()
    for _, target in ipairs { "facts?filter=%3Cscript%3Ealert(1)%3C/script%3E", "%3Cscript%3Ealert(1)%3C/script%3E",
      "facts/%3Cscript%3E", "?lang=%3Cscript%3E", "?report=%3Cscript%3E", "charts/%3Cscript%3E" } do
      local _, headers, body = ask(server, "GET", target)
      assert.equal("application/problem+json", headers["content-type"])
      assert.equal("nosniff", headers["x-content-type-options"])
      assert.is_nil(body:find("<script", 1, true))
    end
  end)

  -- what is written to a socket byte for byte, and the first line of the answer
  local function raw(text)
    shell.write(server.folder .. "/raw", text)
    local port = server.url:match(":(%d+)$")
    local _, output = shell.run(("timeout 10 bash -c 'exec 3<>/dev/tcp/127.0.0.1/%s; cat %s/raw >&3; timeout 6 head -c 200 <&3'")
      :format(port, server.folder))
    return output
  end

  it("refuses a megabyte of filter, and paths that climb", function()
    local answer = raw("GET /report/facts?filter=" .. ("a"):rep(1000000) .. " HTTP/1.1\r\nHost: a\r\n\r\n")
    assert.truthy(answer:find("^HTTP/1.1 414"), answer)
    for _, target in ipairs { "../../etc/passwd", "..%2f..%2fetc/passwd", "facts/../../../etc/passwd", "%2e%2e/x", "facts//x" } do
      local code = ask(server, "GET", target)
      assert.truthy(code == 404 or code == 400, target .. ": " .. tostring(code))
    end
  end)

  it("refuses requests that are no HTTP, or two in one", function()
    local post = "POST /report/scan HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: text/plain\r\n"
    for _, row in ipairs {
      { "GET /report/facts\0x HTTP/1.1\r\nHost: a\r\n\r\n", "400" },
      { "GET /report/facts HTTP/1.1\r\nHost: a\r\nAccept: a\0b\r\nConnection: close\r\n\r\n", "400" },
      { "GET /report/facts HTTP/1.1\r\n\r\n", "400" }, -- no host
      { "GE(T /report/facts HTTP/1.1\r\nHost: a\r\n\r\n", "400" },
      { "GET /report/facts HTTP/1.1\r\nHost: a\r\nX: " .. ("a"):rep(40000) .. "\r\n\r\n", "400" },
      { post .. "Content-Length: -5\r\n\r\nabcde", "400" },
      { post .. "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde", "400" },
      { post .. "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400" },
      { post .. "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "400" },
      { post .. "Content-Length: 99999999999999999999\r\n\r\n", "400" },
      { post .. "Content-Length: 9999999999\r\n\r\n", "413" },
    } do
      local answer = raw(row[1])
      assert.equal("HTTP/1.1 " .. row[2], answer:sub(1, 12), row[1]:sub(1, 120))
    end
  end)

  it("gives up bodies that do not come, while others are served", function()
    local slow = "POST /report/scan HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n5"
    shell.write(server.folder .. "/raw", slow)
    -- twenty of them at once; in their midst one request after the other is answered
    local _, output = shell.run(([[bash -c '
      for i in $(seq 20); do
        (exec 3<>/dev/tcp/127.0.0.1/%s; cat %s/raw >&3; timeout 20 cat <&3 >%s/slow.$i; echo ended $?) &
      done
      for i in $(seq 10); do curl -s -m 1 -o /dev/null -w "served %%{http_code}\n" %s/report/facts/platforms.total; done
      wait']]):format(server.url:match(":(%d+)$"), server.folder, server.folder, server.url), { seconds = 40 })
    local _, ended = output:gsub("ended 0", "")
    local _, served = output:gsub("served 200", "")
    assert.equal(20, ended, output)
    assert.equal(10, served, output)
    for i = 1, 20 do
      local answer = shell.read(server.folder .. "/slow." .. i) or ""
      assert.truthy(answer == "" or answer:find("^HTTP/1.1 408"), answer)
    end
  end)

  it("takes a body in chunks", function()
    local text = "约5800家"
    local answer = raw(("POST /report/scan HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: text/plain\r\n"
      .. "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"):format(#text, text))
    assert.truthy(answer:find("^HTTP/1.1 200"), answer)
  end)

  it("answers ten thousand changed requests over the wire", function()
    local seed = 7
    local function random(n)
      seed = (seed * 1103515 + 12345) % 2147483648
      return math.floor(seed / 2147483648 * n) + 1
    end
    local function changed(text, as)
      for _ = 1, random(3) do
        local at, kind = random(#text + 1), random(3)
        if kind == 1 then text = text:sub(1, at - 1) .. as(random(256) - 1) .. text:sub(at)
        elseif kind == 2 then text = text:sub(1, at - 1) .. text:sub(at + random(5))
        else text = text:sub(1, at) .. text:sub(at) end
      end
      return text
    end
    local function percent(byte) return ("%%%02X"):format(byte) end
    -- many on one connection: curl takes a list of requests
    local list, count = {}, 10000
    for i = 1, count do
      local case = cases.RIGHT[random(#cases.RIGHT)]
      local target, body = case[2], case.body
      if body and random(2) == 1 then body = changed(body, string.char) else target = changed(target, percent) end
      local entry = { ('url = "%s/report/%s"'):format(server.url, (target:gsub('[\\" \t\r\n#{}%[%]]', ""))),
        'output = "/dev/null"', "silent", "path-as-is", "globoff", "max-time = 20",
        'write-out = "%{http_code} %{content_type}\\n"' }
      if body then
        local file = ("%s/sent.%d"):format(server.folder, i % 500)
        -- a body of its own for each of 500 requests, taken again by those that follow
        if i <= 500 or not shell.read(file) then shell.write(file, body) end
        entry[#entry + 1] = ('data-binary = "@%s"'):format(file)
        entry[#entry + 1] = 'header = "Content-Type: text/plain; charset=utf-8"'
      end
      list[i] = table.concat(entry, "\n")
    end
    shell.write(server.folder .. "/list", table.concat(list, "\nnext\n") .. "\n")
    local _, output = shell.run("curl -K " .. server.folder .. "/list", { seconds = 250, errors = false })
    local answered, statuses = 0, {}
    for status, media in output:gmatch("(%d+) ([^\n]*)\n") do
      answered = answered + 1
      statuses[status] = (statuses[status] or 0) + 1
      assert.truthy(tonumber(status) >= 200 and tonumber(status) < 500, "answered " .. status)
      if tonumber(status) >= 400 and media ~= "text/html" then assert.equal("application/problem+json", media) end
    end
    assert.equal(count, answered)
    for _, status in ipairs { "200", "400", "404" } do assert.truthy((statuses[status] or 0) > 100, status .. " is rare") end
  end)

  it("has its workers still, and nothing in its error log", function()
    assert.equal(workers, workers_of(server))
    assert.truthy(workers:find("^%d+ %d+ $"))
    for line in server.log():gmatch("[^\n]+") do
      -- what nginx itself has to say of clients that lie about their bodies
      assert.truthy(line:find("client intended to send too large body", 1, true)
        or line:find("client sent invalid chunked body", 1, true), line)
    end
  end)
end)

describe("the server's settings", function()
  it("limit the requests of a client in a window of time", function()
    local server = start([[lua_shared_dict baogao 1m;
      init_by_lua_block { require("resty.baogao").init{ rate = { dict = "baogao", requests = 5, seconds = 60 } } }]])
    local counts = {}
    local headers, body
    for _ = 1, 12 do
      local status
      status, headers, body = ask(server, "GET", "facts/platforms.total")
      counts[status] = (counts[status] or 0) + 1
    end
    local log = server.log()
    server.stop()
    -- the window may change once in between
    assert.truthy(counts[200] == 5 or counts[200] == 10, "answered " .. tostring(counts[200]))
    assert.equal("too_many_requests", json.decode(body).code)
    assert.truthy(tonumber(headers["retry-after"]) >= 1 and tonumber(headers["retry-after"]) <= 60)
    assert.equal("", log)
  end)

  it("serve below another path, to other origins, without a code cache, with one line of configuration", function()
    local server = start('lua_code_cache off; '
      .. 'init_by_lua_block { require("resty.baogao").init{ base = "/figures/", cors = "*" } }',
      'location / { content_by_lua_block { require("resty.baogao").serve() } }', 1)
    local code, body = server.get("/figures/facts/platforms.total", "-i -H 'Origin: https://example.org'")
    local _, outside = server.get("/report/facts")
    local _, again = server.get("/figures/")
    local log = server.log()
    server.stop()
    assert.equal(0, code)
    assert.truthy(body:find("Access-Control-Allow-Origin: *", 1, true))
    assert.truthy(body:find('"value":5616', 1, true))
    assert.truthy(outside:find("give init the location's path as base", 1, true))
    assert.truthy(again:find("</html>", 1, true))
    -- nginx says itself, at its start, that the cache is off
    for line in log:gmatch("[^\n]+") do assert.truthy(line:find("lua_code_cache is off", 1, true), line) end
  end)

  it("are refused by name before nginx starts", function()
    for _, row in ipairs {
      { 'base = "report"', "base: a path that begins and ends with '/'" },
      { 'reports = {"zhengzhou"}', "no report 'zhengzhou' (did you mean 'zhengzhou-2024'?)" },
      { 'rate = { dict = "none", requests = 1, seconds = 1 }', "no lua_shared_dict 'none'" },
      { 'rate = { dickt = "none" }', "rate: unknown key 'dickt'" },
      { "maxage = 1", "unknown 'maxage' (did you mean 'max_age'?)" },
    } do
      local http = ("init_by_lua_block { require('resty.baogao').init{ %s } }"):format(row[1])
      local server, message = nginx.start(http, LOCATION, 1)
      if server then server.stop() end
      assert.is_nil(server)
      assert.truthy(message:find(row[2], 1, true), message)
    end
  end)

  it("say that a body does not fit in memory where nginx would put it on disk", function()
    local server = assert(nginx.start(INIT, LOCATION, 1))
    local status, _, body = ask(server, "POST", "scan", { body = ("一家，"):rep(10000) })
    server.stop()
    assert.equal(413, status)
    assert.truthy(body:find("client_body_buffer_size", 1, true))
  end)
end)
