-- Torn and doubled layout: what is mended, and that positions stay those of the original.

local baogao = require "baogao"
local compare = require("support.same_report").compare
local shared = require "support.shared"

local ROWS = {
  { "a number parted from its unit", "全市共有各类创新平台的总数达到1200\n\n家,其中国家级平台30家。",
    { "1200家", "30家" }, { "joined" } },
  { "a sentence that a caption cuts", "据介绍，去年全市签约企业90家；科技型中小企业评价入库\n\n新产业园一角\n\n300家，累计超过2000家。",
    { "90家", "300家", "超过2000家" }, { "joined" } },
  { "a quotation cut in two", "去年，我市推荐“育才\n\n系列”项目40项，资助金额9万元。", { "40项", "9万元" }, { "joined" } },
  { "lines broken within a sentence", "去年全市完成固定资产投资一千二百亿元，增长8%，其中工业投资增长\n12%，建成标准厂房30万平方米。",
    { "一千二百亿元", "8%", "12%", "30万平方米" }, { "joined" } },
  { "a paragraph that stands twice", "去年全市共有养老机构60家、床位4000张。\n\n去年全市共有养老机构60家、床位4000张。",
    { "60家", "4000张" }, { "repeated" } },
  { "a beginning that stands twice", "去年，我市推荐省级人才项目11项，支持市级项目35项。\n\n去年，我市推荐省级人才项目11项，支\n",
    { "11项", "35项" }, { "repeated" } },
  { "page numbers", "去年建成公园6座。\n— 12 —\n去年建成学校8所。", { "6座", "8所" }, { "furniture" } },
  { "a page break of a PDF", "去年建成公园6座。\n\f去年建成学校8所。", { "6座", "8所" }, {} },
  { "a tab before a line", "标题\n\n\t去年收入5亿元。", { "5亿元" }, {} },
  { "a full-width number parted from its unit", "全市共有各类创新平台的总数达到１２００\n\n家,其中国家级平台30家。",
    { "１２００家", "30家" }, { "joined" } },
  { "a first line in two halves, broken off",
    "去年收入5亿元；全市共有各类创新平台和工业企业的总数达到1200\n\n家,其中国家级平台30家。",
    { "5亿元", "1200家", "30家" }, { "joined" } },
  { "a verb of one character that takes up nothing", "标题\n\n去年全市发展很快，\n\n新产业园一角\n\n使企业达到300家。",
    { "300家" }, {} },
  { "a first line of two halves", "去年收入5亿元；支出6亿元、\n出口7亿元。", { "5亿元", "6亿元", "7亿元" }, { "joined" } },
  { "the nearer of two that wait for a noun",
    "标题\n\n去年我市建成了全省最大的\n\n新产业园一角\n\n全市引进了世界领先的\n\n科技馆\n\n设备5台，增长5%。",
    { "5台", "5%" }, { "joined", "joined" } },
  { "the later of two that wait for a noun",
    "标题\n\n工业企业达到5家，其中规模以上新增了\n\n去年全市建成了全省最大的\n\n15家，增长5%，其中包括最重要的\n\n项目5个，投资6亿元。",
    { "5家", "15家", "5%", "5个", "6亿元" }, { "joined", "joined" } },
  { "blanks of a page's end behind a line", "标题\n\n去年收入5亿元\t \f\n\n去年支出3亿元\n",
    { "5亿元", "3亿元" }, {} },
  { "a form feed and a return behind a line", "标题\n\n去年收入5亿元\r\f\n\n去年支出3亿元\n",
    { "5亿元", "3亿元" }, {} },
  { "a quotation that is closed", "标题\n\n他说：“去年收入5亿元。”\n\n去年支出3亿元。",
    { "5亿元", "3亿元" }, {} },
  { "a quotation that another one is in", "标题\n\n他说：“去年收入‘5亿元。’\n\n去年支出3亿元。",
    { "5亿元", "3亿元" }, {} },
  { "a bracket that is closed", "标题\n\n（去年收入5亿元。)\n\n去年支出3亿元。",
    { "5亿元", "3亿元" }, {} },
  { "a name in marks", "标题\n\n《去年收入5亿元。》\n\n去年支出3亿元。", { "5亿元", "3亿元" }, {} },
  { "rules and pages of every kind",
    "标题\n\n第1页 共20页\n\n1/20\n\n___\n\n===\n\n***\n\n·5·\n\n─6─\n\n–7–\n\n－８－\n\n1　2\n\n去年收入5亿元。",
    { "5亿元" }, { "furniture", "furniture", "furniture", "furniture", "furniture",
      "furniture", "furniture", "furniture", "furniture", "furniture" } },
  { "a number parted from its unit and a semicolon",
    "去年全市共有各类规模以上工业企业的总数达到1500\n\n家；增长5%。",
    { "1500家", "5%" }, { "joined" } },
  { "a number parted from its unit and a half-width one",
    "去年全市共有各类规模以上工业企业的总数达到1500\n\n家;增长5%。",
    { "1500家", "5%" }, { "joined" } },
  { "a number parted from its unit and a bracket",
    "去年（全市共有各类规模以上工业企业的总数达到1500\n\n家）增长5%。",
    { "1500家", "5%" }, { "joined" } },
  { "a number parted from its unit and a quote",
    "去年“全市共有各类规模以上工业企业的总数达到1500\n\n家”增长5%。",
    { "5%" }, { "joined" } },
  { "a number parted from its unit and a stop",
    "去年全市共有各类规模以上工业企业的总数达到1500\n\n家。增长5%。",
    { "1500家", "5%" }, { "joined" } },
  { "a number parted from its unit and a list's mark",
    "去年全市共有各类规模以上工业企业的总数达到1500\n\n家、个体户600户。",
    { "1500家", "600户" }, { "joined" } },
  { "no number where none of its kind follows",
    "去年全市共有各类规模以上工业企业的总数达到1500\n\n的人都来了。",
    { "1500" }, {} },
  { "no number where no unit follows", "去年全市共有各类规模以上工业企业的总数达到1500\n\n，都来了。",
    { "1500" }, {} },
  { "a sentence that goes on with ten thousands",
    "去年全市工业企业达到5家，其中规模以上工业企业新增了\n\n1500万元，增长5%。",
    { "5家", "1500万元", "5%" }, { "joined" } },
  { "a sentence that goes on with hundred millions",
    "去年全市工业企业达到5家，其中规模以上工业企业新增了\n\n15亿元，增长5%。",
    { "5家", "15亿元", "5%" }, { "joined" } },
  { "a sentence that goes on with thousands",
    "去年全市工业企业达到5家，其中规模以上工业企业新增了\n\n15千克，增长5%。",
    { "5家", "15千克", "5%" }, { "joined" } },
  { "a sentence that goes on with hundreds",
    "去年全市工业企业达到5家，其中规模以上工业企业新增了\n\n15百家，增长5%。",
    { "5家", "15百家", "5%" }, { "joined" } },
  { "a sentence that goes on with some more",
    "去年全市工业企业达到5家，其中规模以上工业企业新增了\n\n15余家，增长5%。",
    { "5家", "15余家", "5%" }, { "joined" } },
  { "a sentence that goes on with more",
    "去年全市工业企业达到5家，其中规模以上工业企业新增了\n\n15多家，增长5%。",
    { "5家", "15多家", "5%" }, { "joined" } },
  { "no sentence that goes on with a number alone",
    "去年全市工业企业达到5家，其中规模以上工业企业新增了\n\n1500万\n\n家。",
    { "5家", "1500万" }, {} },
  { "nothing where a number is all of the line",
    "去年全市工业企业达到5家，其中规模以上工业企业新增了\n\n1500",
    { "5家" }, { "furniture" } },
  { "nothing where letters follow the number",
    "去年全市工业企业达到5家，其中规模以上工业企业新增了\n\n1500x，增长5%。",
    { "5家", "5%" }, {} },
  { "the sentence that counts, of two that wait",
    "首先是工业企业，其中规模以上的都新增了\n\n其次工业企业达到5家，其中规模以上新增了\n\n15家，增长5%。",
    { "5家", "15家", "5%" }, { "joined" } },
  { "the sentence that counts, though another waits since",
    "工业企业达到5家，其中规模以上新增了\n\n首先是工业企业，其中规模以上的都新增了\n\n15家，增长5%。",
    { "5家", "15家", "5%" }, { "joined" } },
  { "the later one, of two that do not count",
    "首先是工业企业，其中规模以上的都新增了\n\n其次是工业企业，其中规模以上的都新增了\n\n15家，增长5%。",
    { "15家", "5%" }, { "joined" } },
  { "a sentence that goes on with a mark", "标题\n\n工业企业达到5家，其中规模以上新增了\n\n，增长5%。",
    { "5家", "5%" }, { "joined" } },
  { "a quotation that another one begins in",
    "他说，“工业企业达到5家\n\n“另一句话没有完\n\n完了”，增长5%。",
    { "5家", "5%" }, { "joined" } },
  { "a sentence that breaks off behind 的",
    "标题\n\n去年实施规模以上工业企业新增了一些重要的\n\n项目5个，投资6亿元。",
    { "5个", "6亿元" }, { "joined" } },
  { "no heading to what breaks off behind 的",
    "标题\n\n去年实施规模以上工业企业新增了一些重要的\n\n项目建设\n\n投资6亿元。",
    { "6亿元" }, { "joined" } },
  { "a verb that begins a line", "全市，各县\n\n新增项目5个，投资6亿元。",
    { "5个", "6亿元" }, { "joined" } },
  { "no noun that begins a line", "全市，各县\n\n项目新增5个，投资6亿元。", { "5个", "6亿元" }, {} },
  { "no verb behind a long line",
    "标题\n\n全市，各县，各乡镇，各村社区，各街道，各单位都在大力地推进以及\n\n新增项目5个，投资6亿元。",
    { "5个", "6亿元" }, {} },
  { "no title that is a sentence", "全市企业5家，\n新增6家。", { "5家", "6家" }, { "joined" } },
  { "a first line that ends in a number",
    "去年全市各类规模以上工业企业和个体工商户的总数一共达到5\n家。",
    { "5家" }, { "joined" } },
  { "four sentences that wait, and no fifth",
    "标题\n\n甲甲甲，乙\n\n丙丙丙，丁\n\n戊戊戊，己\n\n庚庚庚，辛\n\n壬壬壬，癸\n\n新增项目5个。",
    { "5个" }, { "joined" } },
  { "a line that says more than one before",
    "标题\n\n去年全市新建了各类学校和医院，其中小学5所、中学\n\n去年全市新建了各类学校和医院，其中小学5所、中学8所。",
    { "5所", "8所" }, { "repeated" } },
  { "a line that says more than a whole one",
    "标题\n\n去年全市新建了各类学校和医院，其中小学5所。\n\n去年全市新建了各类学校和医院，其中小学5所。又建中学8所。",
    { "5所", "5所", "8所" }, {} },
  { "a line that is said three times, more each time",
    "标题\n\n去年全市新建了各类学校和医院，其中小学\n\n去年全市新建了各类学校和医院，其中小学5所，中学\n\n去年全市新建了各类学校和医院，其中小学5所，中学8所。",
    { "5所", "8所" }, { "repeated", "repeated" } },
  { "nothing where nothing is torn", "一、农业\n去年建成粮仓6座。\n二、工业\n去年建成厂房8座。", { "6座", "8座" }, {} },
}

-- What ends a line makes no difference to figures and line numbers.
local LINES = { "一、工作回顾", "去年建成粮仓6座，增长5%。", "", "去年建成学校８所", "，其中小学3所。" }

describe("line ends", function()
  for _, row in ipairs { { "LF", "\n" }, { "CRLF", "\r\n" }, { "CR alone, as old Macs have it", "\r" } } do
    it("may be " .. row[1], function()
      local text = "\239\187\191" .. table.concat(LINES, row[2]) .. row[2]
      local report = baogao.read(text, { year = 2025 })
      local found = {}
      for i, fact in ipairs(report.facts) do
        found[i] = ("%d %s %s %g"):format(fact.paragraph, fact.indicator, fact.written, fact.value)
        assert.are.equal(text:sub(fact.first, fact.last), fact.text)
      end
      assert.are.same({ "2 粮仓 6座 6", "2 粮仓 5% 5", "4 学校 ８所 8", "5 小学 3所 3" }, found)
    end)
  end

  it("of a text of a million take no time that grows with their number squared", function()
    local report = baogao.read(("去年建成粮仓6座。\r"):rep(50000))
    assert.is_true(report.count >= 1)
  end)
end)

describe("layout", function()
  for _, row in ipairs(ROWS) do
    it("mends " .. row[1], function()
      local report = baogao.read(row[2], { year = 2024 })
      local written, mends = {}, {}
      for i, fact in ipairs(report.facts) do
        written[i] = fact.written
        -- the original run holds the figure, with what tears it apart
        assert.are.equal(row[2]:sub(fact.first, fact.last), fact.text)
        assert.are.equal(fact.written, (fact.text:gsub("%s", "")))
      end
      for i, mend in ipairs(report.mended) do
        mends[i] = mend.kind
        assert.is_true(mend.first >= 1 and mend.last <= #row[2] and mend.first <= mend.last + 1)
      end
      assert.are.same(row[3], written)
      assert.are.same(row[4], mends)
    end)
  end

  it("drops NULs from what is torn, and no byte from its place", function() -- found by the fuzzer
    local text = "标题\n\n去年全市共有各类规模以上工业企业的总数达到1500\n\n新园\0区\n\n家，增长5%。"
    local found = {}
    for i, fact in ipairs(baogao.read(text, { year = 2024 }).facts) do
      found[i] = fact.written
      assert.are.equal((text:sub(fact.first, fact.last):gsub("%z", "")), fact.text)
    end
    assert.are.same({ "1500家", "5%" }, found)
  end)

  it("gives lines of the original", function()
    local facts = baogao.read("甲\n\n去年共有各类企业的总数达到300\n\n家，增长5%。", { year = 2024 }).facts
    assert.are.same({ 3, 5 }, facts[1].paragraphs)
    assert.are.same({ 5 }, facts[2].paragraphs)
  end)

  it("reads the bundled report from its text: 51 of 51 facts", function()
    local text = shared.text "report/zhengzhou-2024.txt"
    if not text then pending "left out: ../shared/report is absent" return end
    local report = baogao.read(text, { year = 2024, region = "410100", name = "zhengzhou-2024" })
    local result = compare(report, baogao.report())
    assert.are.same({}, result.differing)
    assert.are.same({}, result.missing)
    assert.are.same({}, result.extra)
    assert.are.equal(51, result.equal)
    assert.are.same({ "talent.zhongyuan_nurture", "talent.zhongyuan_attract", "talent.zhongyuan_foreign_experts",
      "investment.sub_funds",
      "investment.sub_funds_subscribed" }, result.unsaid)
    local mends = { joined = 0, repeated = 0, furniture = 0 }
    for _, mend in ipairs(report.mended) do mends[mend.kind] = mends[mend.kind] + 1 end
    assert.are.same({ joined = 5, repeated = 2, furniture = 0 }, mends)
    assert.are.equal(2, #report:fact(report.facts[1].id).mentions)
  end)
end)
