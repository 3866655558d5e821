-- The cases of oom.c: what a user does, each checked, so that "usable afterwards" means the right answer. A case is its
-- name, its work, what is loaded before memory fails, whether it writes files, and whether it drops finalizers.

-- Lua 5.4's string buffers register their metatable before they fill it; where that fails half way, no long string can be
-- made in that state again. That is Lua's; a buffer made here, while there is memory, has it registered whole.
assert(#("x"):rep(65536) == 65536)

local function expect(expected, actual)
  if expected ~= actual then error(("%s expected, got %s"):format(tostring(expected), tostring(actual)), 2) end
end

-- Lua 5.4 calls no finalizer that it has no memory to call: it warns "error in __gc (not enough memory)" and forgets the
-- object. That is Lua's; what such an object of the engine owned is in the state's store (csrc/door/lua_door.c) and is freed
-- when the state is closed. oom.c listens for the warning, and where there was none, memory left to the store is a leak.

-- Lua 5.1 and LuaJIT leave a mark in package.loaded where a module's loading broke off, and then refuse to load it at all
-- ("loop or previous error"). That is Lua's; a host that goes on after a lack of memory clears the mark.
local function forget_broken_loads()
  for name, value in pairs(package.loaded) do
    if type(value) == "userdata" and name:find("^baogao") then package.loaded[name] = nil end
  end
end

local cases = {
  { "require", function() expect("string", type(require("baogao")._VERSION)) end },
  { "facts", function()
    local report = require("baogao").report()
    expect(51, #report.facts)
    expect("国家级平台", report:fact("platforms.national", "indicator"))
    expect(2, #report:fact("platforms.total").mentions)
    expect(12, #report.milestones)
  end },
  { "totals", function()
    local report = require("baogao").report()
    expect(20, #report:totals "category")
    expect(3356, report:totals("level", { category = "platforms", measure = "stock" })[3].remainder.value)
    expect("enterprises / stock", report:totals({ "category", "measure" })[1].key)
    expect(16, #report:left_out "category")
  end },
  { "growth", function()
    local report = require("baogao").report()
    expect("0.1095", ("%.4f"):format(report:growth("platforms.added").value))
    local none, _, details = report:growth("tech_contracts.full_year", "tech_contracts.jan_nov")
    expect(nil, none)
    expect(15e9, details.rest.lower)
  end },
  { "scan", function()
    local baogao = require "baogao"
    local found = baogao.scan "新增高新技术企业1.4万家，产值3.2万元/人，近三百亿元。"
    expect(3, #found)
    expect(14000, found[1].value)
    expect("元/人", found[2].unit)
    local frame = baogao.scan("约5000项，占12.3%", { as = "frame" })
    expect(2, #frame)
    expect("项", frame[1].unit)
    expect(12.3, frame:column("value")[2])
    expect("2024-01/2024-11", baogao.periods("2024年1—11月")[1].period)
    expect(2300000, baogao.number("二百三十余万").value)
    expect("1.4万家", baogao.written(14000, "家", { style = "wan" }))
    local core = require("baogao.engine").scanning()
    local scanner = core.scanner()
    for _, piece in ipairs { "共12", "家" } do expect(0, #core.scanner_push(scanner, piece)) end
    expect("12家", core.scanner_push(scanner)[1].text)
  end },
  { "derived figures", function()
    local baogao = require "baogao"
    expect(3356, baogao.remainder(5616, 63, 2197).value)
    expect(true, baogao.compare({ lower = 3, upper = 5 }, ">", 2))
    expect(false, pcall(baogao.growth, {}, 1))
  end },
  { "search and cite", function()
    local report = require("baogao").report()
    expect(2, #report:search "实验室")
    expect("李娜. 郑州市2024年科技创新报告[R]. 郑州, 2024: 第45段.", report:cite("platforms.national", "gbt7714"))
  end },
  { "frames", function()
    local frame = require "baogao.frame"
    local f = frame { { k = "a", value = 1, y = 2023 }, { k = "b", value = 2.5, lower = 2, upper = 3, y = 2024 },
      { k = "a", value = 7, y = 2024 }, { value = 1 } }
    f = f:append { { k = "c", value = 4, lower = 4, y = 2024 } }
    local function field(name) return { op = "field", name = name } end
    local r = frame.run(f, {
      { verb = "filter", where = { op = "possibly", { op = ">", field "value", { op = "const", value = 0.5 } } } },
      { verb = "derive", columns = { { name = "z", expr = { op = "/", field "value", field "y" } } } },
      { verb = "window", fn = "growth", by = { "k" }, period = "y", of = "value", name = "g",
        parts = { lower = "gl", upper = "gu", lower_open = "glo", upper_open = "guo" } },
      { verb = "join", kind = "left", right = frame { { k = "a", n = 1 } }, on = { { left = "k", right = "k" } } },
      { verb = "sort", by = { { expr = field "k", descending = true } } },
      { verb = "summarise", by = { "k" }, columns = { { name = "s", fn = "sum", expr = field "value" },
        { name = "q", fn = "median", expr = field "value" }, { name = "n", fn = "count" } } },
    })
    expect("k  s  q  n  c  4  4  1  b  2.5  2.5  1  a  8  4  2  ·  1  1  1",
      (tostring(r):gsub("^[^\n]*\n", ""):gsub("%s+", "  ")))
    local c = assert(frame.csv("a,b\n1,x\n2.5,\"y\"\"\"\n", { text = true }))
    expect('y"', c[2].b)
    local j = assert(frame.ndjson('{"a":1,"b":"x\\n"}\n{"c":true}\n', { text = true }))
    expect(true, j[2].c)
    local wide = frame.run(c, { { verb = "pivot_longer", columns = { "a" }, names_to = "n", values_to = "v" },
      { verb = "pivot_wider", keys = { "b" }, names = "n", values = "v", fn = "sum" } })
    expect(2.5, wide[2].a)
  end },
}

-- What stands in later modules is loaded before memory fails: a name, the work, and what to load. Loading itself fails in
-- "require" and in "require all".
local function has(module)
  local path = module:gsub("%.", "/")
  for _, patterns in ipairs { package.path, package.cpath } do
    for pattern in patterns:gmatch("[^;]+") do
      local file = io.open((pattern:gsub("%?", path)))
      if file then
        file:close()
        return true
      end
    end
  end
  return false
end

local function later(modules, name, work)
  for _, module in ipairs(modules) do
    if not has(module) then
      cases.left_out = (cases.left_out or "") .. ("left out: %s (no module '%s')\n"):format(name, module)
      return
    end
  end
  local case = { name, work, function() for _, module in ipairs(modules) do require(module) end end }
  cases[#cases + 1] = case
  return case
end

-- (LPeg is there before: where its loading breaks off, Lua 5.1 keeps a half of it for the whole.)
later({ "lpeg" }, "require all", function()
  for _, name in ipairs { "check", "cli", "cli.commands.query", "frame", "frame.files", "json", "lsp.server", "query", "query.sql",
    "read", "read.collect", "report", "scan", "svg", "svg.vega", "web", "web.openapi" } do require("baogao." .. name) end
  local loaded = 0
  for name in pairs(package.loaded) do if name:find "^baogao" then loaded = loaded + 1 end end
  expect(true, loaded > 60)
end)

local PROSE = "全市新增企业1.4万家,增长12.3%,其中国家级63家、省级2197家。2024年1至11月完成投资近20亿元。"

later({ "baogao.scan" }, "scan", function()
  local scan = require("baogao.scan")
  expect(5, #scan.scan(PROSE))
  expect(14000, scan.scan(PROSE, { position = "character" })[1].value)
  local frame = scan.scan(PROSE, { as = "frame" })
  expect(5, #frame)
  expect("63家", frame[3].text)
  expect(14000, frame:column("value")[1])
end)

later({ "baogao.scan" }, "periods and numerals", function()
  local scan = require("baogao.scan")
  expect("2024-01/2024-11", scan.periods(PROSE)[1].period)
  expect(230, scan.number("二百三十余").value)
  expect("一万四千家", scan.written(14000, "家", { style = "han" }))
  expect("壹元贰角", scan.written(1.2, "元", { style = "financial" }))
end)

local function facts()
  return require("baogao.frame")({
    { k = "a", v = 10, w = 2, day = "2024-01-31", ok = true },
    { k = "b", v = { value = 5, lower = 4, upper = 6, upper_open = true }, day = "2023-03-01" },
    { k = "中文", w = 1, ok = false },
  }, { types = { day = "date" } })
end

later({ "baogao.frame", "baogao.frame.run" }, "frames made, read, put together", function()
  local f = facts()
  expect(3, #f)
  expect(6, f[2].upper)
  expect(nil, require("baogao.frame")({ { a = rawget(_G, "NULL") }, { a = 1 } })[1].a) -- the host's null: see oom.c
  expect(6, #f:append(f))
  expect(2, #f:slice(-2):rows())
  expect("中文", f:column("k")[3])
  expect(true, #f:schema() == 5 and f:bytes() > 0 and #tostring(f) > 0)
  expect(false, pcall(f.column, f, "none"))
  f:close()
  expect(true, f:is_closed())
end)

local files = later({ "baogao.frame" }, "frames to and from files", function()
  local frame = require("baogao.frame")
  local f = assert(frame.csv("k,value,lower,upper\n\"x\"\"\",5,4,6\ny,1,1,1\n,,,\n", { text = true }))
  local path = os.tmpname()
  local saved, message = frame.save(f, path)
  local opened = saved and frame.open(path)
  os.remove(path)
  assert(saved, message)
  expect(4, assert(opened, "opened")[1].lower)
  local cut = opened and frame.save(opened:slice(2, 3), path)
  os.remove(path)
  expect(true, cut and true)
  local out = io.open(path, "wb")
  if out then out:write("a,b\n1,x\n") out:close() end
  local read = frame.csv(path)
  os.remove(path)
  expect("x", assert(read)[1].b)
end)
if files then files[4] = true end

local dropped = later({ "baogao.frame", "baogao.read" }, "finalizers that are not called", function()
  local baogao = require("baogao")
  local held = { require("baogao.frame")({ { a = 1 } }), baogao.scan("共12家", { as = "frame" }) }
  held[3] = baogao.read("全市有企业12家。", { year = 2024 })
  expect(1, #held[1])
  expect(1, #held[2])
  expect(1, #held[3].facts)
  for name, value in pairs(held[3]) do
    if type(value) == "userdata" then held[name] = value end
  end
  held[3] = nil
  for _, value in pairs(held) do
    if type(value) == "userdata" then debug.setmetatable(value, nil) end
  end
end)
if dropped then dropped[5] = true end

later({ "baogao.frame" }, "frames from text", function()
  local frame = require("baogao.frame")
  local f = assert(frame.csv("k,value,lower,upper\n\"x\"\"\",5,4,6\ny,1,1,1\n", { text = true }))
  expect("x\"", f[1].k)
  expect(6, f[1].upper)
  expect(2, #assert(frame.ndjson('{"a":1,"b":"\\u4e2d"}\n{"a":null,"c":true}\n', { text = true })))
  expect(nil, (frame.csv("a,b\n1\n", { text = true })))
end)

local QUERY = { "baogao.frame", "baogao.frame.run", "baogao.query", "baogao.query.chain", "baogao.query.verbs",
  "baogao.query.language", "lpeg" }

later(QUERY, "bounds and totals", function()
  local f = require("baogao.frame")({ { id = "a", k = "x", value = 5, lower = 4, upper = 6 },
    { id = "b", k = "x", value = 2, part_of = "a" }, { id = "c", k = "y", value = 1, lower = 1, lower_open = true } })
  local q = f:query():group_by("k")
  expect(6, q:summarise("sum(value) as s"):rows()[1].lower)
  expect(5, q:summarise("median(value) as m", "max(value) as n"):rows()[1].n)
  expect(5, f:query():totals("k")[1].value)
end)

later(QUERY, "filters", function()
  local query = require("baogao.query")
  local f = facts()
  local q = query.from(f, { table = "facts" })
  expect(1, #q:filter("k = 'a' and v > $least", { least = 3 }):rows())
  expect(1, #q:filter("k in ('a', '中文') and not (v between 11 and 12) or k like 'c%'"):rows())
  expect(1, #q:filter { v = { [">"] = 3 }, day = { is_null = false }, k = { "a", "c" } }:rows())
  expect(1, #q:filter("certainly(v > 6) and year(day) = 2024 and ok"):rows())
  expect(nil, (query.parse("k = ", q)))
  local seen = 0
  for _, row in q:sort("k desc", "v"):select("k", "v * 2 as twice"):each() do seen = seen + #row.k end
  expect(8, seen)
  expect(2, #q:head(2):frame())
  expect(true, #q:explain() > 0 and #q:schema() == 5)
end)

later(QUERY, "expressions", function()
  local query = require("baogao.query")
  local f = facts()
  local q = query.from(f, { table = "facts" })
  for condition, count in pairs {
    ["upper_case(k) = 'A'"] = 1, ["lower_case(k) in ('a', 'b')"] = 2, ["length(k) = 2"] = 1, ["month(day) = 3"] = 1,
    ["v in (5, 7)"] = 1, ["not ok"] = 1, ["possibly(v < 5)"] = 1, ["certainly(v != 5)"] = 1, ["abs(w) <= 1.5"] = 1, ["v != w"] = 1,
    ["k != 'a'"] = 2, ["day is null or k like '%b%'"] = 2, ["-w < 0"] = 2, ["day in ('2024-01-31')"] = 1,
  } do expect(count, #q:filter(condition):rows()) end
  local made = q:derive({ up = "upper_case(k)", y = "year(day)", even = "v = 10", half = "floor(v / 2)", same = "k = 'b'" }):rows()
  expect("A", made[1].up)
  expect(2023, made[2].y)
  expect(2, made[2].half)
end)

later({ "baogao.frame", "baogao.frame.run" }, "frames of other shapes", function()
  local frame = require("baogao.frame")
  local f = facts()
  local more = f:append({ { k = "d", v = { value = 1, lower = 0, upper = 2 }, day = "2024-05-01", w = 1, ok = true } }, f)
  expect(7, #more)
  expect(0, more[4].lower)
  local function field(name) return { op = "field", name = name } end
  expect("中文", frame.run(more, { { verb = "sort", by = { { expr = field "k", descending = true }, { expr = field "v" } } },
    { verb = "head", n = 1 } })[1].k)
  expect(3, #frame.run(more, { { verb = "join", kind = "left", right = f:slice(2, 2), on = { { left = "day", right = "day" } } },
    { verb = "distinct", columns = { "v_right", "ok" } } }))
  expect(4, #frame.run(more, { { verb = "distinct" } }))
  local long = frame.run(f, { { verb = "pivot_longer", columns = { "v", "w" }, names_to = "what", values_to = "x" } })
  expect(6, #long)
  local text = frame({ { p = "2023-02", v = 1 }, { p = "2024-02", v = 3 }, { p = "2023/2024", v = 5 }, { v = 2 } })
  expect(1, frame.run(text, { { verb = "window", fn = "lag", of = "v", period = "p", name = "b" } })[2].b)
  local days = frame.run(f, { { verb = "window", fn = "difference", of = "v", period = "day", unit = "month", n = 11, by = { "ok" },
    name = "b" }, { verb = "summarise", by = { "k", "ok" }, columns = { { name = "lo", fn = "lower_mean", expr = field "v" },
      { name = "hi", fn = "upper_sum", expr = field "v" }, { name = "d", fn = "count_distinct", expr = field "k" },
      { name = "t", fn = "max", expr = field "k" } } } })
  expect(3, #days)
end)

later(QUERY, "groups", function()
  local query = require("baogao.query")
  local f = facts()
  local q = query.from(f, { table = "facts" })
  expect(3, #q:derive({ x = "v * 2 + w" }):sort("v desc"):rows())
  local s = q:group_by("k"):summarise({ n = "count()", s = "sum(v)", m = "median(v)", d = "count_distinct(w)", a = "mean(v)",
    i = "min(v)", x = "max(day)", f = "first(v)", l = "last(v)", q = "quantile(v, 0.3)", low = "lower_sum(v)" }):rows()
  expect(10, s[1].s)
  expect(4, s[2].low)
  expect(3, #q:distinct("ok"):rows())
  expect(1, q:count("k"):rows()[1].count)
end)

later(QUERY, "joins", function()
  local query = require("baogao.query")
  local f = facts()
  local q = query.from(f, { table = "facts" })
  for kind, count in pairs { inner = 3, left = 3, semi = 3, anti = 0 } do expect(count, #q:join(q, { on = "k",
    kind = kind }):rows()) end
  expect(2, #q:join(q, { on = { "k", "day", "v" } }):rows())
end)

later(QUERY, "windows", function()
  local query = require("baogao.query")
  local f = require("baogao.frame")({ { k = "a", y = 2023, v = 1 }, { k = "a", y = 2024, v = 2 }, { k = "b", y = 2024, v = 3 } })
  local q = query.from(f, { table = "t" })
  expect(1, q:growth("v", { period = "y", by = { "k" }, as = "g" }):rows()[2].g)
  expect(1, q:lag("v", { period = "y", by = { "k" }, as = "g" }):rows()[2].g)
  expect(1, q:difference("v", { period = "y", by = { "k" }, as = "g" }):rows()[2].g)
  expect(0.5, q:share("v", { as = "s" }):rows()[3].s)
  expect(3, q:rank("v", { as = "r" }):rows()[1].r)
  expect(6, q:cumulative("v", { as = "c" }):rows()[3].c)
  expect(1, q:contribution("v", { period = "y", by = { "k" }, as = "c" }):rows()[2].c)
end)

later(QUERY, "pivots", function()
  local query = require("baogao.query")
  local wide = query.from(require("baogao.frame")({ { k = "a", y = 2023, v = 1 }, { k = "a", y = 2024, v = 2 }, { k = "b",
    y = 2024, v = 3 } }))
  expect(2, wide:pivot_wider({ names = "y", values = "v" }):rows()[1]["2024"])
  expect(3, #wide:pivot_longer({ columns = { "v" } }):rows())
end)

later({ "baogao.frame", "baogao.query", "baogao.query.chain", "baogao.query.sql", "lpeg" }, "SQL", function()
  local query = require("baogao.query")
  local f = facts()
  local q = query.from(f, { table = "facts" }):filter("v > 1 and k in $l",
    { l = { "a" } }):group_by("k"):summarise("sum(v) as s"):sort("s")
  for _, dialect in ipairs { "sqlite", "postgres", "clickhouse" } do
    expect("string", type((q:sql(dialect))))
    local statements = 0
    for statement in query.sql.load(f, dialect, "facts",
      { literals = true }) do statements = statements + #statement / #statement end
    expect(2, statements)
  end
end)

local DRAFT = "郑州市2024年工作报告\n" .. PROSE .. "\n技术合同成交额超过650亿元,同比增长8%左右。\n"

later({ "baogao.read" }, "read", function()
  local report = require("baogao").read(DRAFT, { year = 2024, region = "410100", name = "r" })
  expect(true, #report.facts >= 4)
  expect(650e8, report:search("技术合同")[1].value)
end)

later({ "baogao.read", "baogao.read.collect" }, "collect", function()
  local baogao = require("baogao")
  local one, other = baogao.read("技术合同成交额650亿元。", { year = 2024, region = "410100", name = "r" }),
    baogao.read("粮食产量20亿斤。", { year = 2023, region = "410200", name = "s" })
  local both = baogao.collect({ one, other })
  expect(#one.facts + #other.facts, #both.facts)
  expect(true, #both:totals("unit") > 0)
end)

later({ "baogao.query", "baogao.query.facts", "lpeg" }, "questions to a report", function()
  local report = require("baogao").report()
  expect(true, #report:query():filter("level = 'national' and value > 10"):rows() > 3)
end)

later({ "baogao.check" }, "check a draft", function()
  local baogao = require("baogao")
  local findings = baogao.check("全市国家级平台64家。", baogao.report())
  expect("contradicts", findings[1].verdict)
  findings = baogao.check("企业由100家增至120家,增长25%。")
  expect("growth_does_not_follow", findings[1].verdict)
end)

later({ "baogao.svg" }, "charts", function()
  local baogao = require("baogao")
  local rows = { { label = "a", value = 1 }, { label = "b", value = 2, lower = 1, upper = 3 } }
  expect("<svg", baogao.svg("bars", rows):match("<svg"))
  expect("table", type(baogao.vega("bars", rows)))
end)

-- The language server within a host that has its own JSON.
later({ "baogao.lsp.server", "baogao.lsp.framing", "baogao.check" }, "language server", function()
  local framing = require("baogao.lsp.framing")
  local bodies = framing.reader()(framing.frame("{}") .. framing.frame("[]"))
  expect("[]", bodies[2])
  local sent = {}
  local server = require("baogao.lsp.server").new({ now = function() return 1e9 * #sent end, debounce = 0, null = {},
    array = function(list) return list end, send = function(message) sent[#sent + 1] = message end })
  local document = { uri = "file:///d.md", languageId = "text", version = 1, text = "全市国家级平台64家。" }
  local where = { textDocument = { uri = document.uri }, position = { line = 0, character = 8 } }
  for _, message in ipairs {
    { id = 1, method = "initialize", params = { capabilities = {} } },
    { method = "initialized", params = {} },
    { method = "textDocument/didOpen", params = { textDocument = document } },
    { id = 2, method = "textDocument/hover", params = where },
    { id = 3, method = "textDocument/completion", params = where },
    { id = 4, method = "shutdown" },
  } do
    message.jsonrpc = "2.0"
    server:receive(message)
    server:work()
    server:tick()
  end
  local answered, told = 0, 0
  for _, message in ipairs(sent) do
    if message.id and message.result ~= nil then answered = answered + 1 end
    if message.params and message.params.diagnostics then told = told + #message.params.diagnostics end
  end
  expect(4, answered)
  expect(1, told)
end)

later({ "baogao.web" }, "requests", function()
  local app = require("baogao.web").new()
  local function get(path, query) return app:respond({ method = "GET", path = path, query = query or "",
    accept = "*/*" }).status end
  expect(200, get("facts/platforms.total"))
  expect(404, get("facts/none"))
end)

later({ "baogao.web" }, "lists and charts of requests", function()
  local app = require("baogao.web").new()
  local function get(path, query) return app:respond({ method = "GET", path = path, query = query or "",
    accept = "*/*" }).status end
  expect(200, get("totals", "by=level&category=platforms&format=csv"))
  expect(200, get("charts/totals"))
end)

for _, case in ipairs(cases) do
  local work = case[2]
  case[2] = function()
    forget_broken_loads()
    work()
  end
end

return cases
