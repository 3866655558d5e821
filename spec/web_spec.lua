-- The web application apart from any server: every address, every problem, the shapes of /openapi.json, hostile requests.

local cases = require "support.web_cases"
local described_by = require "support.described"
local json = require "dkjson"
local web = require "baogao.web"

local app = web.new()

local function respond(with, method, target, more)
  more = more or {}
  local path, query = target:match("^([^?]*)%??(.*)$")
  local faults = {}
  local response = with:respond({ method = method, path = path, query = query, accept = more.accept,
    accept_language = more.accept_language, if_none_match = more.if_none_match, origin = more.origin,
    content_type = more.body and (more.type or "text/plain; charset=utf-8"),
    body = function(limit)
      if #more.body > limit then return nil, require("baogao.web.problem").new("body_too_large", "too large") end
      return more.body
    end }, function(message) faults[#faults + 1] = message end)
  assert.equal("", table.concat(faults, "\n"))
  return response
end

local function decode(text)
  local value, _, message = json.decode(text, 1, json.null)
  assert.is_nil(message, text:sub(1, 200))
  return value
end

local described = described_by.of(app:respond({ method = "GET", path = "openapi.json", query = "" }, error).body)
local schemas = described.schemas
-- operations that were asked at least once
local asked = {}

-- Every answer is held against the description, whatever else a test looks at. (Bodies above `longest` by their headers alone.)
local function ask(method, target, more)
  local response = respond(app, method, target, more)
  local without_shape = more and more.longest and #response.body > more.longest
  local fault, operation = described:fault(method, target, response, without_shape)
  assert.is_nil(fault, method .. " " .. target)
  if operation then asked[operation] = true end
  return response
end

describe("the web application", function()
  for _, case in ipairs(cases.RIGHT) do
    it("answers " .. case[1] .. " /" .. case[2], function()
      local response = ask(case[1], case[2], case)
      assert.equal(200, response.status, response.body)
      assert.truthy(response.body:find(case[3], 1, true), case[3] .. " is not in " .. response.body:sub(1, 600))
      if case[1] == "GET" then
        local head = ask("HEAD", case[2], case)
        assert.equal(200, head.status)
        assert.same(response.headers, head.headers)
        assert.equal(304, ask("GET", case[2], { if_none_match = response.headers.ETag }).status)
      end
      assert.equal(204, ask("OPTIONS", case[2]).status)
      assert.equal("nosniff", response.headers["X-Content-Type-Options"])
      local media = response.headers["Content-Type"]
      if media:find("html") or media:find("svg") then
        assert.truthy(response.headers["Content-Security-Policy"]:find("default-src 'none'", 1, true))
      end
    end)
  end

  it("was asked at every address that it describes", function()
    for path, item in pairs(described.paths) do
      for method, operation in pairs(item) do
        assert.is_true(asked[operation.operationId], method .. " " .. path .. " was not asked")
      end
    end
  end)

  local seen = {}
  for _, case in ipairs(cases.WRONG) do
    it(("refuses %s /%s"):format(case[1], case[2]:sub(1, 60)), function()
      local response = ask(case[1], case[2], case)
      assert.equal(case[3], response.status, response.body)
      assert.equal("application/problem+json", response.headers["Content-Type"])
      assert.equal("no-store", response.headers["Cache-Control"])
      local made = decode(response.body)
      assert.equal(case[3], made.status)
      seen[made.code] = true
      assert.truthy(made.code == case[4] or made.detail:find(case[4], 1, true) or case[3] == 413, made.detail)
    end)
  end

  it("was brought to every problem that it describes", function()
    seen.failed, seen.too_many_requests = true, true -- spec/hosts/web_spec.lua
    for _, target in ipairs { "facts?filter=" .. ("a"):rep(20000) } do
      seen[decode(ask("GET", target).body).code] = true
    end
    local hurried = web.new { time_budget = 1e-9 }
    local response = hurried:respond { method = "POST", path = "scan", query = "", content_type = "text/plain",
      body = function() return ("5家，"):rep(2000) end }
    assert.equal(503, response.status)
    assert.is_nil((described:fault("POST", "scan", response)))
    seen[decode(response.body).code] = true
    for _, code in ipairs(schemas.Problem.properties.code.enum) do assert.is_true(seen[code], code .. " was not seen") end
  end)

  it("gives all facts over pages, each once, in the order of the sort", function()
    local ids, query = {}, "facts?fields=id,value&limit=7&sort=value%20desc,id"
    for _ = 1, 20 do
      local response = ask("GET", query)
      local page = decode(response.body)
      for _, fact in ipairs(page.facts) do ids[#ids + 1] = fact.id end
      if page.next == json.null then
        assert.is_nil(response.headers.Link)
        break
      end
      query = "facts" .. response.headers.Link:match("^<(%?[^>]+)>; rel=\"next\"$")
    end
    assert.equal(51, #ids)
    assert.equal("tech_contracts.full_year", ids[1])
    local once = {}
    for _, id in ipairs(ids) do
      assert.is_nil(once[id])
      once[id] = true
    end
  end)

  it("keeps a cursor to its own query", function()
    local cursor = decode(ask("GET", "facts?limit=2").body).next
    assert.equal(200, ask("GET", "facts?limit=5&cursor=" .. cursor).status)
    assert.equal(400, ask("GET", "facts?sort=value&cursor=" .. cursor).status)
  end)

  it("answers 304 to who has the answer, by weak and listed tags too", function()
    local etag = ask("GET", "facts/platforms.total").headers.ETag
    assert.truthy(etag:find('^"%x+"$'))
    for _, header in ipairs { etag, "W/" .. etag, '"other", ' .. etag, "*" } do
      local response = ask("GET", "facts/platforms.total", { if_none_match = header })
      assert.equal(304, response.status)
      assert.equal("", response.body)
      assert.equal(etag, response.headers.ETag)
    end
    assert.equal(200, ask("GET", "facts/platforms.total", { if_none_match = '"other"' }).status)
    assert.are_not.equal(etag, ask("GET", "facts/platforms.national").headers.ETag)
  end)

  it("answers from what it has kept as it did at first, by every header", function()
    local fresh = web.new()
    local function answer(target, more)
      local response = respond(fresh, "GET", target, more)
      return response.status .. response.headers["Content-Type"] .. response.body
    end
    for _, case in ipairs(cases.RIGHT) do
      if case[1] == "GET" then
        local rows = { {}, { accept = "text/csv" }, { accept_language = "zh" }, { accept = "application/x-ndjson" }, {},
          { accept_language = "zh-TW" }, { accept = "text/csv" } }
        local first = {}
        for i, more in ipairs(rows) do first[i] = answer(case[2], more) end
        for i, more in ipairs(rows) do assert.equal(first[i], answer(case[2], more), case[2]) end
        assert.equal(first[1], first[5])
        assert.equal(first[2], first[7])
        assert.equal(first[3], first[6])
      end
    end
  end)

  it("writes no address of memory into a table", function()
    for _, case in ipairs(cases.RIGHT) do
      if case[2]:find("format=csv", 1, true) then
        local body = ask(case[1], case[2], case).body
        assert.is_nil(body:find("table: ", 1, true) or body:find("0x%x%x%x%x"), case[2])
      end
    end
    assert.truthy(ask("GET", "facts?format=csv&fields=mentions&limit=1").body:find('"[{""written"":""约5800家""', 1, true))
  end)

  it("chooses the format by Accept, and the parameter over it", function()
    local function media(accept, target)
      return ask("GET", target or "milestones", { accept = accept }).headers["Content-Type"]
    end
    assert.equal("application/json", media(nil))
    assert.equal("application/json", media("*/*"))
    assert.equal("text/csv; charset=utf-8; header=present", media("text/csv"))
    assert.equal("application/x-ndjson", media("text/csv;q=0.2, application/x-ndjson"))
    assert.equal("application/json", media("text/*;q=0, application/*;q=0.4"))
    assert.equal("application/json", media("text/csv", "milestones?format=json"))
    assert.equal("Accept", ask("GET", "milestones").headers.Vary)
    -- one format is served as it is, before it is kept and after
    local fresh = web.new()
    for _ = 1, 2 do assert.equal(200, respond(fresh, "GET", "facts/platforms.total", { accept = "image/png" }).status) end
  end)

  it("writes the page in the language that the browser asks for", function()
    local function lang(header)
      return ask("GET", "", { accept_language = header }).body:match('<html lang="([%w-]+)">')
    end
    assert.equal("en", lang(nil))
    assert.equal("zh-CN", lang("zh-CN,zh;q=0.9,en;q=0.8"))
    assert.equal("en", lang("de-DE,en;q=0.5,zh;q=0.3"))
    assert.equal("Accept-Language", ask("GET", "").headers.Vary)
  end)

  it("tells the methods of an address", function()
    assert.equal("GET, HEAD, OPTIONS", ask("OPTIONS", "facts").headers.Allow)
    assert.equal("POST, OPTIONS", ask("OPTIONS", "scan").headers.Allow)
    assert.equal(204, ask("OPTIONS", "facts/platforms.total").status)
    assert.equal(404, ask("OPTIONS", "nowhere").status)
  end)

  it("lets other origins read where it is told to", function()
    local request = { method = "GET", path = "facts/platforms.total", query = "", origin = "https://example.org" }
    assert.is_nil(app:respond(request).headers["Access-Control-Allow-Origin"])
    assert.equal("*", web.new({ cors = "*" }):respond(request).headers["Access-Control-Allow-Origin"])
    local listed = web.new { cors = { "https://example.org" } }
    assert.equal("https://example.org", listed:respond(request).headers["Access-Control-Allow-Origin"])
    assert.equal("Origin", listed:respond(request).headers.Vary)
    request.origin = "https://example.net"
    assert.is_nil(listed:respond(request).headers["Access-Control-Allow-Origin"])
    request.origin, request.method = "https://example.org", "OPTIONS"
    assert.equal("GET, HEAD, OPTIONS", listed:respond(request).headers["Access-Control-Allow-Methods"])
  end)

  it("refuses options that it does not know, by name", function()
    for _, row in ipairs {
      { { report = {} }, "options: unknown 'report' (did you mean 'reports'?)" },
      { { reports = {} }, "reports: a list of names or reports expected" },
      { { reports = { "other" } }, "reports: no report 'other'" },
      { { reports = { "zhengzhou-2024", "zhengzhou-2024" } }, "reports: 'zhengzhou-2024' stands twice" },
      { { max_age = -1 }, "max_age: a whole number from 0 on expected" },
      { { body_limit = 1.5 }, "body_limit: a whole number" },
      { { time_budget = 0 }, "time_budget: seconds above zero expected" },
      { { cors = { "example.org" } }, "cors: 'example.org' is no origin" },
    } do
      local ok, message = pcall(function() return (web.new(row[1])) end)
      assert.is_false(ok)
      assert.truthy(message:find(row[2], 1, true), message)
      assert.truthy(message:find("web_spec.lua", 1, true), "not at the caller's line: " .. message)
    end
  end)

  it("serves a report of one's own, with all its text escaped", function()
    local hostile = "<script>alert('x')</script>\"&\r\n"
    local report = {}
    for key, value in pairs { name = "own", title_zh = hostile, title_en = hostile, author = hostile, place_zh = hostile,
      place_en = hostile, region = hostile, period = hostile, count = 1 } do report[key] = value end
    local fact = { id = hostile, category = hostile, indicator = hostile, label_zh = hostile, label_en = hostile,
      written = hostile, value = 1, lower = 1, upper = math.huge, lower_open = true, upper_open = false, qualifier = "over",
      unit = hostile, measure = "stock", status = "actual", period = hostile, region = hostile, level = hostile,
      section = hostile, paragraph = 1, paragraphs = { 1 }, note = hostile,
      mentions = { { written = hostile, section = hostile, paragraph = 1, paragraphs = { 1 } } } }
    report.facts = { fact }
    report.milestones = { { kind = hostile, name_zh = hostile, name_en = hostile, scope = hostile, date = hostile,
      paragraph = 1 } }
    function report.totals() return { { key = hostile, unit = hostile, value = 1, lower = 1, upper = 1, lower_open = false,
      upper_open = false, measure = "stock", status = "actual", count = 1, facts = { hostile } } } end
    function report.left_out() return { { id = hostile, key = hostile, unit = hostile, reason = hostile } } end
    function report.growth() return nil, hostile end
    function report.fact() return nil, "no fact '" .. hostile .. "'" end
    function report.remainder() return nil, hostile end
    function report.label(_, word) return word end
    function report.cite() return hostile end
    local own = web.new { reports = { report } }
    for _, target in ipairs { "", "?lang=zh", "facts", "facts?format=csv", "facts?format=ndjson", "totals", "totals?format=csv",
      "milestones", "milestones?format=csv", "citations", "citations?format=ndjson", "charts/totals", "charts/totals?lang=zh",
      "charts/totals?format=vega", "charts/milestones", "charts/milestones?lang=zh", "reports", "openapi.json",
      "facts/" .. cases.encode(hostile), "growth/" .. cases.encode(hostile), "citations/" .. cases.encode(hostile) } do
      local response = respond(own, "GET", target)
      local media = response.headers["Content-Type"]
      assert.truthy(response.status == 200 or target:find("/", 1, true), target)
      -- a table of commas is no document: its type says so, and no browser may guess otherwise
      if media:find("csv") then assert.equal("nosniff", response.headers["X-Content-Type-Options"])
      else
        assert.is_nil(response.body:find("<script>alert", 1, true), target)
        assert.is_nil(response.body:find("alert('x')\"", 1, true), target)
      end
      for _, value in pairs(response.headers) do assert.is_nil(value:find("[\r\n]"), "a header is split") end
    end
  end)

  it("serves a report that was read from a text, at every address", function()
    local report = require("baogao").read("某市2024年统计公报\n全市高新技术企业约5800家，同比增长12.3%。其中国家级63家。"
      .. "预计全年技术合同成交额突破800亿元，1—11月技术合同成交额650亿元。", { name = "read", region = "410100" })
    local own = web.new { reports = { "zhengzhou-2024", report } }
    for _, target in ipairs { "", "?lang=zh", "facts", "totals", "totals?by=measure", "growth", "milestones", "citations",
      "citations?style=bibtex&lang=en", "citations?style=gbt7714", "citations?style=markdown&lang=en",
      "facts?filter=value%20%3E%205", "facts?format=csv" } do
      local path, query = target:match("^([^?]*)%??(.*)$")
      local response = own:respond({ method = "GET", path = path, query = query .. "&report=read" }, error)
      assert.equal(200, response.status, target .. response.body)
      assert.is_nil(response.body:find("%f[%a]nil%f[%A]"), target)
      assert.is_nil((described:fault("GET", target, response)), target)
    end
  end)

  it("serves a report of very many figures: what a chart or the page cannot hold is told, and there as data", function()
    local lines = { "某市2024年统计公报" }
    for i = 1, 130 do
      lines[#lines + 1] = ("一、第%d类\n"):format(i)
      for k = 1, 5 do
        lines[#lines + 1] = ("第%d项指标甲企业%d家，投资额%d亿元。"):format(i * 10 + k, i * k + 3, i + k)
      end
    end
    local own = web.new { reports = { require("baogao").read(table.concat(lines, "\n"), { name = "long" }) } }
    local total = decode(respond(own, "GET", "facts?limit=1").body).total
    assert.truthy(total > 1200, total .. " facts")
    local page = respond(own, "GET", "?lang=en")
    assert.equal(200, page.status)
    local _, rows = page.body:gsub("<tr id=", "")
    assert.equal(1000, rows)
    assert.truthy(page.body:find(('<a href="facts?limit=1000">%d more, as data</a>'):format(total - 1000), 1, true))
    for _, chart in ipairs { "totals", "parts", "periods", "growth" } do
      local response = respond(own, "GET", "charts/" .. chart)
      assert.truthy(response.status == 200 or response.status == 422, chart .. response.body:sub(1, 200))
      assert.is_nil((described:fault("GET", "charts/" .. chart, response)))
    end
  end)

  it("does not lead out of its base by any header", function()
    local response = ask("GET", "facts?limit=1&filter=" .. cases.encode "written != '\r\nSet-Cookie: a=b'")
    for _, value in pairs(response.headers) do assert.is_nil(value:find("[\r\n]")) end
  end)
end)

-- Random changes of good requests: cut, double, replace, swap. The sequence is the same on every Lua.
describe("ten thousand changed requests", function()
  local state = tonumber(os.getenv("BAOGAO_SEED") or "20241")
  local function random(n)
    state = (state * 1103515 + 12345) % 2147483648
    return math.floor(state / 2147483648 * n) + 1
  end
  local PIECES = { "%", "%00", "%ff", "&", "=", "?", "(", ")", "'", "\"", "<script>", "\r\n", "..", "/", "\0", "%E4%BA", "亿",
    "\255", "999999999999", "-1", "null", "not ", " and ", "filter=", "limit=", "cursor=", ("a"):rep(300), "{}", "$x", "like '" }

  local function changed(text)
    for _ = 1, random(3) do
      local kind, at = random(5), random(#text + 1)
      if kind == 1 then text = text:sub(1, at - 1) .. text:sub(at + random(8))
      elseif kind == 2 then text = text:sub(1, at) .. text:sub(at)
      elseif kind == 3 then text = text:sub(1, at - 1) .. PIECES[random(#PIECES)] .. text:sub(at)
      elseif kind == 4 then text = text:sub(1, at - 1) .. string.char(random(256) - 1) .. text:sub(at + 1)
      else text = text:sub(1, at - 1) .. text:sub(at):reverse() end
    end
    return text
  end

  it("are answered right or by 4xx, without a fault of ours", function()
    local count = os.getenv("BAOGAO_SLOW") and 500 or 10000
    local statuses = {}
    for i = 1, count do
      local case = cases.RIGHT[random(#cases.RIGHT)]
      local target, body = case[2], case.body
      if body and random(2) == 1 then body = changed(body) else target = changed(target) end
      local method = random(20) == 1 and ({ "HEAD", "OPTIONS", "PUT", "G\0T", "POST" })[random(5)] or case[1]
      local response = ask(method, target, { body = body or "", accept = random(9) == 1 and changed("text/csv;q=0.5") or nil,
        longest = 3000 })
      statuses[response.status] = (statuses[response.status] or 0) + 1
      assert.truthy(response.status < 500, i .. ": " .. target)
      for _, value in pairs(response.headers) do assert.is_nil(value:find("[%c]"), "a control in a header") end
      -- a document's own elements bear attributes; what stands bare came with the request
      local media = response.headers["Content-Type"] or ""
      if media:find("html") or media:find("svg") then
        assert.is_nil(response.body:find("<script>", 1, true), target)
      elseif media == "application/problem+json" then
        assert.is_nil(response.body:find("<", 1, true), target)
      end
    end
    -- some of each kind, or the changes were too tame or too wild
    for _, status in ipairs { 200, 400, 404, 405 } do
      assert.truthy((statuses[status] or 0) > 0, status .. " was never answered")
    end
  end)
end)
