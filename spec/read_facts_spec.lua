-- What the reader makes of sentences: { text, { written, indicator, measure, direction, more fields }, ... }. The sentences
-- are made up for the rule that they show.

local baogao = require "baogao"

local ROWS = {
  { "the indicator before its number",
    "全市高新技术企业达到320家。", { "320家", "高新技术企业", "stock" } },
  { "a verb before, the noun behind",
    "全年引进12个创新团队。", { "12个", "创新团队", "flow" } },
  { "the noun between verb and number",
    "全年新建改造农村公路85公里。", { "85公里", "农村公路", "flow" } },
  { "growth without a name of its own",
    "地区生产总值1200亿元、增长6.5%，居全省第三。", { "1200亿元", "地区生产总值", "flow" },
    { "6.5%", "地区生产总值", "growth", "up", comparison = "yoy" }, { "第三", "地区生产总值", "rank" } },
  { "a fall, whose value stays as written",
    "万元产值能耗下降3.2%。", { "3.2%", "万元产值能耗", "growth", "down" } },
  { "a change in points",
    "绿地率比上年提高1.2个百分点。", { "1.2个百分点", "绿地率", "change", "up", comparison = "yoy" } },
  { "from a level to a level",
    "铁路里程由2010年的100公里增加到2020年的250公里。", { "100公里", "铁路里程", "stock" }, { "250公里", "铁路里程", "stock" } },
  { "a list that shares its verb and its head",
    "城镇和农村居民人均可支配收入分别增长4.6%和6.1%。", { "4.6%", "城镇居民人均可支配收入", "growth", "up" },
    { "6.1%", "农村居民人均可支配收入", "growth", "up" } },
  { "industries by their numbers",
    "一、二、三产业增加值分别增长2%、3%、4%。", { "2%", "一产业增加值", "growth", "up" },
    { "3%", "二产业增加值", "growth", "up" }, { "4%", "三产业增加值", "growth", "up" } },
  { "subjects before 分别, the object behind it",
    "去年交通、能源分别完成投资30亿元、20亿元。", { "30亿元", "交通投资", "flow" }, { "20亿元", "能源投资", "flow" } },
  { "a threshold within a name",
    "全年开工亿元以上项目45个。", { "亿元以上", "项目", "level" }, { "45个", "亿元以上项目", "flow" } },
  { "a size within a name",
    "去年建成一座35千伏变电站。", { "35千伏", "变电站", "level" } },
  { "parts of a whole",
    "全市新增企业90家，其中外资企业12家。", { "90家", "企业", "flow" }, { "12家", "外资企业", "flow", part_of = "90家" } },
  { "an increment and its stock",
    "去年新增养老机构8家，累计达到60家。", { "8家", "养老机构", "flow", adds_to = "60家" }, { "60家", "养老机构", "stock" } },
  { "a sum up to now is a stock",
    "累计培育龙头企业40家。", { "40家", "龙头企业", "stock" } },
  { "a target by its verb",
    "力争粮食产量达到50亿斤以上。", { "50亿斤以上", "粮食产量", "target" } },
  { "a target keeps its direction",
    "确保工业投资增长8%。", { "8%", "工业投资", "target", "up", comparison = "yoy" } },
  { "a forecast",
    "预计全年接待游客突破200万人次。", { "突破200万人次", "游客", "flow", status = "forecast" } },
  { "a paragraph of expected targets",
    "主要预期目标是：生产总值增长6%左右，城镇新增就业3万人以上。", { "6%左右", "生产总值", "target", "up", status = "forecast" },
    { "3万人以上", "城镇新增就业", "target", status = "forecast" } },
  { "a share",
    "数字产业增加值占比达到41.5%。", { "41.5%", "数字产业增加值占比", "share" } },
  { "a share of what follows",
    "去年80%的村庄实现通车。", { "80%", "村庄", "share" } },
  { "a multiple and a doubling",
    "出口额翻了一番。", { "翻了一番", "出口额", "growth", "up" } },
  { "a subject two clauses before",
    "去年高速公路里程大幅延长，再创历史新高，突破900公里。", { "突破900公里", "高速公路里程", "stock" } },
  { "a noun that is a programme's keeps its verb",
    "2024年度河南省引进国外智力专项16项。", { "16项", "河南省引进国外智力专项", "flow" } },
  { "a long quotation is no part of a short name",
    "去年组织“重点企业安全生产责任全覆盖”系列培训12场次。", { "12场次", "系列培训", "flow" } },
  { "the level of what is counted",
    "去年新增省级以上创新平台30家，累计建成市级以上创新平台500家，其中国家级平台20家，省级平台180家。",
    { "30家", "省级以上创新平台", "flow", level = "provincial+", adds_to = "20家+180家" },
    { "500家", "市级以上创新平台", "stock", level = "municipal+" },
    { "20家", "国家级平台", "stock", level = "national", part_of = "500家" },
    { "180家", "省级平台", "stock", level = "provincial", part_of = "500家" } },
  { "words within words are left whole",
    "去年建成新型研发机构18家。", { "18家", "新型研发机构", "flow" } },
}

local PERIODS = {
  { "2024年，前11个月出口额80亿元。", "2024-01/2024-11" },
  { "9月11日，基金规模达到3亿元。", "2024-09-11" },
  { "“十四五”以来，建成厂房30万平方米。", "2021/2025" },
  { "去年完成投资30亿元。", "2023" },
  { "截至2022年底，共有企业90家。", "2022" },
  { "上半年用电量25亿千瓦时。", "2024-01/2024-06" },
  { "拥有企业90家。", "2024" },
  { "3月，签约企业6家。随后又有企业90家入驻。", "2024-03" },
}

local function by_written(facts)
  local written = {}
  for _, fact in ipairs(facts) do written[fact.id] = fact.written end
  return function(ids)
    return ids and ids:gsub("[^+]+", written)
  end
end

describe("read", function()
  for _, row in ipairs(ROWS) do
    it("knows " .. row[1], function()
      local facts = baogao.read(row[2], { year = 2024 }).facts
      local written = by_written(facts)
      assert.are.equal(#row - 2, #facts, "facts of: " .. row[2])
      for i = 3, #row do
        local expected, fact = row[i], facts[i - 2]
        assert.are.equal(expected[1], fact.written)
        assert.are.equal(expected[2], fact.indicator)
        assert.are.equal(expected[3], fact.measure)
        assert.are.equal(expected[4], fact.direction)
        assert.are.equal(expected[1], row[2]:sub(fact.first, fact.last))
        for _, field in ipairs { "comparison", "status", "level" } do
          if expected[field] then assert.are.equal(expected[field], fact[field]) end
        end
        assert.are.equal(expected.part_of, (written(fact.part_of)))
        assert.are.equal(expected.adds_to, (written(fact.adds_to)))
      end
    end)
  end

  for _, row in ipairs(PERIODS) do
    it("gives the period of " .. row[1], function()
      local facts = baogao.read(row[1], { year = 2024 }).facts
      assert.are.equal(row[2], facts[#facts].period)
    end)
  end

  it("tells the part that looks back from the part that looks ahead", function()
    local report = baogao.read([[
2025年某市政府工作报告
一、2024年工作回顾
完成老旧小区改造120个。
二、2025年重点工作
完成老旧小区改造150个。]])
    local facts = report.facts
    assert.are.same({ "flow", "2024" }, { facts[1].measure, facts[1].period })
    assert.are.same({ "target", "2025" }, { facts[2].measure, facts[2].period })
    assert.are.equal("二、2025年重点工作", facts[2].section)
  end)

  it("gives a figure the region that is named before it, and the rest of its report the report's own", function()
    local facts = baogao.read("河南省8家省重点医院去年在市内揭牌。市级公园16座。", { year = 2024, region = "郑州" }).facts
    assert.are.same({ "省重点医院", "410000" }, { facts[1].indicator, facts[1].region })
    assert.are.same({ "市级公园", "410100" }, { facts[2].indicator, facts[2].region })
  end)

  it("gives a fund's size the tier of the fund, and a place no tier", function()
    local facts = baogao.read("去年设立总规模20亿元、首期规模5亿元的省级引导基金。国家级园区16家，居全国第三位。", { year = 2024 }).facts
    assert.are.same({ "provincial", "provincial", "national" }, { facts[1].level, facts[2].level, facts[3].level })
    assert.is_nil(facts[4].level)
  end)

  it("finds the region and the year in the title", function()
    local report = baogao.read "2025年浙江省政府工作报告\n全省常住人口6600万人。"
    assert.are.same({ "330000", "2025" }, { report.region, report.period })
  end)

  it("gives indicators their normal form and English name", function()
    local fact = baogao.read("规上工业增加值增长5%。", { year = 2024 }).facts[1]
    assert.are.equal("规上工业增加值", fact.indicator)
    assert.are.equal("规模以上工业增加值", fact.label_zh)
    assert.are.equal("value added of industry above designated size", fact.label_en)
  end)

  local MISUSE = {
    { { 12 }, "text: string expected, got number" },
    { { "", { yaer = 2024 } }, "options: unknown 'yaer' (did you mean 'year'?); known are name, region, year" },
    { { "", { year = "2024" } }, "option 'year': number expected, got string" },
    { { "", { year = 2024.5 } }, "option 'year': a whole number from 1 to 9998 expected, got 2024.5" },
    { { "", { region = "Nowhere" } },
      "option 'region': 'Nowhere' is no code of GB/T 2260 and no province or prefecture" },
  }
  for _, row in ipairs(MISUSE) do
    it("refuses: " .. row[2], function()
      local done, message = pcall(baogao.read, row[1][1], row[1][2])
      assert.is_false(done)
      assert.is_truthy(message:find(row[2], 1, true) or message:find(row[2]:sub(1, 24), 1, true), message)
    end)
  end
end)
