-- A read report has the methods of the bundled one; many reports are one.

local baogao = require "baogao"

local TEXT = [[
2024年某市科技报告
全市高新技术企业达到320家。去年新增创新平台30家，累计达到60家，其中国家级平台10家，省级平台50家。
去年技术合同成交额12亿元，增长8%。
]]

local function by_indicator(report, indicator, measure)
  for _, fact in ipairs(report.facts) do
    if fact.indicator == indicator and (not measure or fact.measure == measure) then return fact end
  end
end

describe("a read report", function()
  local report = baogao.read(TEXT, { year = 2024, region = "郑州", name = "trial" })

  it("tells what it is", function()
    assert.are.equal("baogao.report: trial (7 facts)", tostring(report))
    assert.are.same({ "trial", "410100", "2024", 7 }, { report.name, report.region, report.period, report.count })
    assert.are.equal("2024年某市科技报告", report.title_zh)
    assert.are.same({}, report.milestones)
    assert.are.same({}, report.mended)
  end)

  it("looks a fact up by its id", function()
    local fact = report.facts[1]
    assert.are.equal("高新技术企业", report:fact(fact.id, "indicator"))
    local none, message = report:fact "p9.9"
    assert.is_nil(none)
    assert.is_truthy(message:find("no fact 'p9.9' in trial", 1, true))
  end)

  it("gives growth from an increment", function()
    local flow = by_indicator(report, "创新平台", "flow")
    local growth = assert(report:growth(flow.id))
    assert.are.equal(1, growth.value)
    assert.are.equal(flow.adds_to, by_indicator(report, "创新平台", "stock").id)
  end)

  it("adds up, and leaves parts out", function()
    local sum
    for _, row in ipairs(report:totals "unit") do if row.key == "家" then sum = row end end
    assert.are.equal(380, sum.value)
    local reasons = {}
    for _, left in ipairs(report:left_out "unit") do reasons[left.reason] = true end
    assert.is_true(reasons.part)
  end)

  it("gives shares, remainders and finds words", function()
    local whole = by_indicator(report, "创新平台", "stock")
    local part = by_indicator(report, "国家级平台")
    assert.are.equal(whole.id, part.part_of)
    local share = assert(report:share(part.id, whole.id))
    assert.is_true(math.abs(share.value - 1 / 6) < 1e-12)
    assert.are.equal(3, #report:search "平台" - 1)
    assert.is_truthy(report:search("high-tech")[1])
  end)

  it("is queried and made a frame as the bundled one is", function()
    local rows = report:query():filter("measure = 'stock' and value >= 50"):rows()
    assert.are.equal(3, #rows)
    assert.are.equal(7, #baogao.frame(report):rows())
  end)

  it("is read-only and hands out copies", function()
    assert.has_error(function() report.count = 1 end, "a report is read-only: field 'count' cannot be set")
    report.facts[1].value = 0
    assert.are.equal(320, report.facts[1].value)
  end)

  it("is closed by the collector while others live on", function()
    local kept = baogao.read(TEXT, { year = 2024 })
    for _ = 1, 50 do baogao.read(TEXT, { year = 2024 }) end
    collectgarbage() collectgarbage()
    assert.are.equal(320, kept.facts[1].value)
  end)
end)

describe("collect", function()
  local henan = baogao.read("2025年河南省政府工作报告\n去年粮食总产量1300亿斤，高企1.3万家。", { name = "henan" })
  local shaanxi = baogao.read("2025年陕西省政府工作报告\n去年粮食产量1350万吨，新增草地20公顷，其中人工草地6公顷。", { name = "shaanxi" })

  it("makes one report of many, by normal names and common units", function()
    local all = baogao.collect({ henan, shaanxi }, { name = "both" })
    assert.are.same({ "both", 5, "2025" }, { all.name, all.count, all.period })
    local grain = {}
    for _, fact in ipairs(all.facts) do
      if fact.indicator == "粮食产量" then grain[fact.region] = fact end
    end
    assert.are.same({ 65000000, "吨" }, { grain["410000"].value, grain["410000"].unit })
    assert.are.same({ 13500000, "吨" }, { grain["610000"].value, grain["610000"].unit })
    assert.are.equal("高新技术企业", all.facts[2].indicator)
    assert.are.equal(300, all.facts[4].value)
    assert.are.equal("亩", all.facts[4].unit)
    assert.are.equal(all.facts[4].id, all.facts[5].part_of)
    assert.is_truthy(all.facts[1].id:find "^henan:p2%.")
  end)

  it("brings computing power, electricity, volumes and lengths to one unit each", function()
    local a = baogao.read("去年算力规模达到3Eflops，外送电量80吉瓦时，供水量9万方，新修水渠50里。", { year = 2025, name = "a" })
    local told = {}
    for i, fact in ipairs(baogao.collect({ a }).facts) do told[i] = fact.value .. fact.unit end
    for i, expected in ipairs { { 3000, "P" }, { 80000000, "千瓦时" }, { 90000, "立方米" }, { 25, "公里" } } do
      assert.are.equal(expected[1], tonumber((told[i]:gsub(expected[2], ""))))
    end
  end)

  it("leaves units as written where that is asked for", function()
    local all = baogao.collect({ henan, shaanxi }, { units = "written" })
    assert.are.equal("斤", all.facts[1].unit)
  end)

  it("takes the bundled report too", function()
    local all = baogao.collect { baogao.report(), henan }
    assert.are.equal(53, all.count)
    assert.are.equal("zhengzhou-2024:platforms.national+zhengzhou-2024:platforms.provincial",
      all:fact("zhengzhou-2024:platforms.added", "adds_to"))
  end)

  local MISUSE = {
    { { 5 }, "reports: table expected, got number" },
    { { { 5 } }, "reports[1]: a report expected, got number" },
    { { { henan, henan } }, "reports[2]: a second report named 'henan': give each a name of its own" },
    { { {}, { unit = 1 } }, "options: unknown 'unit' (did you mean 'units'?); known are name, units" },
    { { {}, { units = "all" } }, "option 'units': unknown 'all'; known are together, written" },
  }
  for _, row in ipairs(MISUSE) do
    it("refuses: " .. row[2], function()
      local done, message = pcall(baogao.collect, row[1][1], row[1][2])
      assert.is_false(done)
      assert.is_truthy(message:find(row[2], 1, true), message)
    end)
  end
end)

describe("regions and indicators", function()
  local regions, indicators = require "baogao.read.regions", require "baogao.read.indicators"
  for _, row in ipairs { { "河南省", "410000" }, { "河南", "410000" }, { "郑州", "410100" }, { "内蒙古", "150000" },
    { "广西壮族自治区", "450000" }, { "新疆", "650000" }, { "北京", "110000" }, { "延边朝鲜族自治州", "222400" } } do
    it("knows " .. row[1], function() assert.are.equal(row[2], regions.code(row[1])) end)
  end
  it("knows names of codes, and what is none", function()
    assert.are.equal("郑州市", regions.name "410100")
    assert.is_nil(regions.name "999999")
    assert.is_nil(regions.code "某地")
  end)
  for _, row in ipairs { { "GDP", "地区生产总值" }, { "高企", "高新技术企业" }, { "规上工业增加值", "规模以上工业增加值" },
    { "各类养老机构", "养老机构" }, { "别的", "别的" } } do
    it("calls " .. row[1] .. " " .. row[2], function() assert.are.equal(row[2], (indicators.normal(row[1]))) end)
  end
end)
