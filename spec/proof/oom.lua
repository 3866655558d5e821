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

for _, case in ipairs(cases) do
  local work = case[2]
  case[2] = function()
    forget_broken_loads()
    work()
  end
end

return cases
