-- The cases of oom.c: what a user does, each checked, so that "usable afterwards" means the right answer.

local function expect(expected, actual)
  if expected ~= actual then error(("%s expected, got %s"):format(tostring(expected), tostring(actual)), 2) end
end

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
      { verb = "window", fn = "growth", by = { "k" }, period = "y", of = "value", name = "g" },
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
    local path = os.tmpname()
    local saved = f:save(path)
    local opened = saved and frame.open(path)
    os.remove(path)
    expect("b", assert(opened)[2].k)
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
  cases[#cases + 1] = { name, work, function() for _, module in ipairs(modules) do require(module) end end }
end

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
  expect(6, #f:append(f))
  expect(2, #f:slice(-2):rows())
  expect("中文", f:column("k")[3])
  expect(true, #f:schema() == 5 and f:bytes() > 0 and #tostring(f) > 0)
  expect(false, pcall(f.column, f, "none"))
  f:close()
  expect(true, f:is_closed())
end)

later({ "baogao.frame" }, "frames from and to files and text", function()
  local frame = require("baogao.frame")
  local f = assert(frame.csv("k,value,lower,upper\n\"x\"\"\",5,4,6\ny,1,1,1\n", { text = true }))
  expect("x\"", f[1].k)
  expect(6, f[1].upper)
  local path = os.tmpname()
  local saved, message = frame.save(f, path)
  local opened = saved and frame.open(path)
  os.remove(path)
  assert(saved, message)
  expect(4, assert(opened, "opened")[1].lower)
  expect(2, #assert(frame.ndjson('{"a":1,"b":"\\u4e2d"}\n{"a":null,"c":true}\n', { text = true })))
  expect(nil, (frame.csv("a,b\n1\n", { text = true })))
end)

later({ "baogao.frame", "baogao.query", "baogao.query.chain", "baogao.query.verbs", "baogao.query.language", "lpeg" }, "queries",
  function()
    local query = require("baogao.query")
    local f = facts()
    local q = query.from(f, { table = "facts" })
    expect(1, #q:filter("k = 'a' and v > $least", { least = 3 }):rows())
    expect(3, #q:derive({ x = "v * 2 + w" }):sort("v desc"):rows())
    expect(3, #q:group_by("k"):summarise({ n = "count()", s = "sum(v)", m = "median(v)", d = "count_distinct(w)" }):rows())
    expect(2, #q:head(2):select("k", "v"):rows())
    expect(3, #q:join(query.from(f), { on = "k" }):rows())
    expect(nil, (query.parse("k = ", query.from(f))))
    expect("string", type((q:filter("v > 1"):sql("sqlite"))))
  end)

later({ "baogao.frame", "baogao.frame.run", "baogao.query", "baogao.query.chain", "baogao.query.verbs", "lpeg" }, "pivots and windows",
  function()
    local query = require("baogao.query")
    local wide = query.from(require("baogao.frame")({ { k = "a", y = 2023, v = 1 }, { k = "a", y = 2024, v = 2 }, { k = "b", y = 2024, v = 3 } }))
    expect(2, wide:pivot_wider({ names = "y", values = "v" }):rows()[1]["2024"])
    expect(3, #wide:pivot_longer({ columns = { "v" } }):rows())
  end)

later({ "baogao.read" }, "read and collect", function()
  local baogao = require("baogao")
  local report = baogao.read("郑州市2024年工作报告\n" .. PROSE .. "\n技术合同成交额超过650亿元,同比增长8%左右。\n",
    { year = 2024, region = "410100", name = "r" })
  expect(true, #report.facts >= 4)
  if baogao.collect then -- collect{report, ...}
    local other = baogao.read(PROSE, { year = 2023, region = "410200", name = "s" })
    expect(#report.facts + #other.facts, #baogao.collect({ report, other }).facts)
  end
end)

later({ "baogao.check" }, "check a draft", function()
  local baogao = require("baogao")
  local findings = baogao.check("全市国家级平台64家。", baogao.report())
  expect("contradicts", findings[1].verdict)
end)

later({ "baogao.svg" }, "charts", function()
  local baogao = require("baogao")
  expect("<svg", baogao.svg("bars", { { label = "a", value = 1 }, { label = "b", value = 2 } }):match("<svg"))
end)

later({ "baogao.web" }, "requests", function()
  local app = require("baogao.web").new()
  local asked = { method = "GET", path = "facts/platforms.total", query = "", accept = "*/*" }
  expect(200, app:respond(asked).status)
end)

for _, case in ipairs(cases) do
  local work = case[2]
  case[2] = function()
    forget_broken_loads()
    work()
  end
end

return cases
