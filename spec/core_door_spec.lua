-- What the engine's door says to calls that the front would never make: a fault in words, or nil, and never a crash.

local core = require "baogao.core"
local baogao = require "baogao"
local shell = require "support.shell"
local refused = require "support.refused"

local HUGE, NAN = math.huge, 0 / 0
local report = core.report(1)
local scanning = core.scanning()

local function figure(f) return function() return core.sum { f } end end

local CALLS = {
  { function() return core.report_increment(report, 0) end, "no such row" },
  { function() return core.report_increment(report, 1e6) end, "no such row" },
  { function() return core.report_increment(5, 1) end, "baogao.report expected" },
  { function() return core.report_totals(report, {}) end, "one to four fields expected" },
  { function() return core.report_totals(report, { "id", "id", "id", "id", "id" }) end, "one to four fields expected" },
  { function() return core.report_totals(report, { {} }) end, "field names expected" },
  { function() return core.report_totals(report, { "x" }) end, "no such field" },
  { function() return core.report_totals(report, { "unit" }, "x") end, "one byte a fact expected" },
  { figure {}, "a figure has a value, or lower and upper bounds" },
  { figure "x", "a number or a figure expected, got string" },
  { figure(NAN), "not a number (NaN)" },
  { figure { value = NAN, lower = 1, upper = 2 }, "not a number (NaN)" },
  { figure { lower = NAN, upper = 2 }, "not a number (NaN)" },
  { figure { lower = 1, upper = NAN }, "not a number (NaN)" },
  { figure(HUGE), "a value must be finite; leave a bound open instead" },
  { figure { lower = 2, upper = 1 }, "no value lies between" },
  { function()
    local s = scanning.scanner()
    scanning.scanner_push(s)
    return scanning.scanner_push(s, "5家")
  end, "scanner: the text has ended" },
  { function() return core.report_make({ 5 }, {}) end, "facts expected" },
  { function() return core.stdin_read("x") end, "number expected" },
}

describe("the engine's door", function()
  for i, row in ipairs(CALLS) do
    it("refuses call " .. i .. ": " .. row[2], function() refused(row[2], row[1]) end)
  end

  it("has no report but those that there are", function()
    assert.is_nil(core.report(0))
    assert.is_nil(core.report(99))
  end)

  it("takes bounds alone: the middle, or the end that is finite", function()
    local function nominal(f) return core.sum({ f }).value end
    assert.equal(5, nominal { lower = 4, upper = 6 })
    assert.equal(4, nominal { lower = 4 })
    assert.equal(6, nominal { upper = 6 })
    assert.equal(0, nominal { lower = -HUGE, upper = HUGE })
  end)

  it("gives no growth where nothing is certain to grow on", function()
    assert.is_nil(core.growth_of_increment(5, 10))
    assert.is_nil(core.growth_of_increment(1e17 + 16, 1e17)) -- 16 is left, beside 1e17
    assert.equal(0.25, core.growth_of_increment(10, 2).value)
    assert.equal(-0.5, core.growth_of_increment(10, -10).value)
    assert.is_nil(core.cagr(1, 2, HUGE))
    assert.is_nil(core.rate(1, HUGE))
  end)

  it("gives the rows of a report that there are", function()
    assert.equal(2, #core.report_facts(report, -3, 2))
    assert.equal(0, #core.report_facts(report, -3, 0))
    assert.equal(51, #core.report_facts(report, 1, 99))
    assert.equal(core.report_facts(report)[51].id, core.report_facts(report, 51)[1].id)
  end)

  it("answers nil to what is no period and no region", function()
    assert.is_nil(core.period_months "2024-13")
    assert.is_nil(core.period_days "")
    assert.is_nil(core.period_rest("2024-13", "2024"))
    assert.is_nil(core.period_rest("2024", "2024-13"))
    assert.is_nil(core.period_rest("2024", "2023"))
    assert.equal("2024-12", core.period_rest("2024", "2024-01/2024-11"))
    for _, code in ipairs { "", "41010", "41010x", "41010!", "4101000", "000000",
      "999999" } do assert.is_nil(core.region_name(code)) end
    assert.equal("郑州市", core.region_name "410100")
    assert.is_nil(core.region_code "无此地")
    assert.equal("410100", core.region_code "郑州市")
    assert.is_nil(core.region_code "")
  end)

  it("cuts a name that no indicator has", function()
    local normal, english = core.indicator_normal(("很"):rep(2000))
    assert.is_true(#normal < 1000)
    assert.is_nil(english)
    assert.equal("高新技术企业", (core.indicator_normal "高企"))
  end)

  it("takes as many compound units as it names, and spans without end", function()
    local counters = {}
    for word in ("家 户 人 个 元 吨 克 米 次 项 件 台 套 辆 艘 架 座 栋 间 所 名 位 头 只 条 张 本 份 篇 首 幅 部 册 期 届 场 天 小时 分钟 秒 年 月 亩 公顷 升 "
      .. "千克 公里 厘米 毫米 千米 瓦 千瓦 伏 度 焦 卡 帕 赫 株 棵 粒 颗 朵 枚 盒 箱 袋 瓶 桶 车 船"):gmatch "%S+" do
      counters[#counters + 1] = word
    end
    local texts = {}
    for _, of in ipairs(counters) do
      for _, by in ipairs(counters) do texts[#texts + 1] = "5" .. of .. "/" .. by end
    end
    local text = table.concat(texts, "，")
    for _, as in ipairs { "frame", "tables" } do
      local ok, message = pcall(baogao.scan, text, { as = as })
      assert.is_false(ok)
      assert.is_truthy(message:find("scan: too large", 1, true), message)
    end
    local some = baogao.scan(table.concat(texts, "，", 1, 200))
    assert.same({ 200, "家/户", "户/家" }, { #some, some[2].unit, some[#counters + 1].unit })
    assert.equal(200, #baogao.periods(("2024年、"):rep(200)))
  end)

  it("reads no numeral that is longer than any", function()
    assert.is_nil(scanning.number(("九"):rep(2000)))
    assert.equal(99, scanning.number("九十九").value)
  end)

  it("writes in the styles that there are", function()
    assert.is_nil(scanning.written(5, -1))
    assert.is_nil(scanning.written(5, 99))
    assert.is_nil(scanning.written(NAN, 0))
  end)

  it("reads text in pieces of any size as it reads the whole", function()
    local function in_pieces(text, size)
      local s, all = scanning.scanner(), {}
      for at = 1, #text + 1, size do
        for _, q in ipairs(scanning.scanner_push(s, text:sub(at, at + size - 1))) do all[#all + 1] = q end
      end
      for _, q in ipairs(scanning.scanner_push(s)) do all[#all + 1] = q end
      return all
    end
    local function none_in(text) assert.same({}, in_pieces(text, 50000)) end
    none_in(("1"):rep(140000)) -- a row of digits is no number, wherever it is cut
    for _, goes_on in ipairs { ".", "．", ",", "·", "余", "多", "一", "千" } do
      none_in(("1"):rep(200) .. goes_on .. "5家")
    end
    -- prose ends at each place of the step in which text is taken
    for before = 0, 5 do
      local text = ("x"):rep(before) .. ("话"):rep(23000) .. "，新增5家。"
      assert.same(baogao.scan(text), in_pieces(text, #text))
    end
    assert.same(6000, #in_pieces(("新增五十家，"):rep(6000), 50021))
    local text = ("新增5家，增长3.5%；"):rep(5000)
    local whole, pieces = baogao.scan(text), in_pieces(text, 70001)
    assert.equal(10000, #pieces)
    for i = 1, 10000, 997 do assert.same(whole[i], pieces[i]) end
  end)

  it("tells places of broken text", function()
    for _, row in ipairs { { "\240\159\152\1285家", 2, 3 }, { "\240\159\1525家", 4, 4 }, { "\2285家", 2, 2 },
      { "\228\1845家", 3, 3 },
      { "\195\1695家", 2, 2 }, { "\2555家", 2, 2 }, { "\247\191\191\1915家", 5, 5 }, { "\192\1285家", 3, 3 } } do
      assert.equal(row[2], baogao.scan(row[1], { position = "character" })[1].first)
      assert.equal(row[3], baogao.scan(row[1], { position = "utf16" })[1].first)
    end
  end)

  it("gives rows of a frame of quantities by number alone", function()
    local q = baogao.scan("5家，6家", { as = "frame" })
    assert.equal("5家", q[1].text)
    for _, key in ipairs { 0, 3, 1.5, -1, NAN, HUGE } do assert.is_nil(q[key]) end
    assert.is_nil(q.none)
    assert.is_nil(q[true])
  end)

  it("makes a report of facts that point nowhere", function()
    local made = core.report_make({
      { id = "a", value = 5, unit = "家", part_row = 9, adds_row = 9, adds_row_2 = 9, measure = "stock", first = -1,
        last = 1e12 },
      { id = "b", value = 3, unit = "家", lower = -HUGE, upper = HUGE, measure = "nothing", level = 5, value_ = {} },
      { id = "c", unit = "家", value = "x", measure = "stock" },
    }, { name = "n" })
    local rows = core.report_facts(made)
    local row = rows[1]
    assert.same({ "a", 5 }, { row.id, row.value })
    assert.is_nil(row.part_of)
    assert.is_nil(row.first)
    assert.equal(0, rows[3].value)
  end)

  it("reads standard input with a limit of time", function()
    local function told(before, script, after)
      local _,
        output = shell.run(before .. " " .. shell.lua .. " -e " .. shell.quote("local read = require('baogao.core').stdin_read "
        .. script) .. " " .. (after or ""), { errors = false })
      return output
    end
    assert.equal("abc|nil", told("printf abc |", "io.write(read(9e9), '|', tostring((read(-1))))"))
    assert.equal("|abc", told("{ sleep 0.5; printf abc; } |", "io.write(read(1), '|', read(-1))"))
    -- a folder cannot be read
    assert.equal("nil|standard input cannot be read", told("", "local a, b = read(-1) io.write(tostring(a), '|', b)", "</tmp"))
  end)

  it("goes on waiting for standard input when a signal comes", function()
    local folder = shell.folder()
    local pid = shell.quote(folder .. "/pid")
    -- Lua's own handler of SIGINT raises as soon as the call is back, which is after the text came; LuaJIT's at the next
    -- call of a function of Lua's
    local _, output = shell.run(("{ sleep 0.3; kill -INT $(cat %s); sleep 0.2; printf abc; } | sh -c %s"):format(pid,
      shell.quote(("echo $$ >%s; exec %s -e %s"):format(pid, shell.lua, shell.quote("local read, at = require('baogao.core')"
      .. ".stdin_read, require('baogao.core').now() local function same(text) return text end "
      .. "local ok, text = pcall(function() local text = read(-1) return (same(text)) end) "
      .. "io.write(tostring(require('baogao.core').now() - at > 0.4), "
      .. "tostring(text):find('interrupted!', 1, true) and ' after a signal' or '')")))),
      { errors = false })
    shell.remove(folder)
    assert.equal("true after a signal", output)
  end)

  it("tells the seconds, which only rise", function()
    local a, b = core.now(), core.now()
    assert.is_true(a <= b and b < a + 60)
  end)
end)
