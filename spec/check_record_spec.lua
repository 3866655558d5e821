-- A draft beside the bundled report: what each figure is told, row by row.

local baogao = require "baogao"
local drafts = require "support.drafts"

local report = baogao.report()

-- the draft, the figure, the verdict, the grade, the message (nil: any), the mend
local ROWS = {
  -- right, in other words
  { "全市高新技术企业约5800家。", "约5800家", "match", nil, "as the record says (¶3)" },
  { "高企总数5800家左右。", "5800家左右", "match" },
  { "高新技术企业总量达到约5800户。", "约5800户", "match" },
  { "郑州市科技型中小企业累计超过1.4万家。", "超过1.4万家", "match" },
  { "国家科技型中小企业7742家。", "7742家", "match" },
  { "共建研究院16家，研究院人员总规模接近300人。", "接近300人", "match" },
  { "省实验室总数达到18家。", "18家", "match" },
  { "市级以上各类创新平台共有5616个。", "5616个", "match" },
  -- right only after rounding, and to what
  { "市级以上创新平台达0.56万家。", "0.56万家", "match_rounded", nil,
    "right only after rounding: the record says 5616家 (¶3)" },
  { "省级平台2200家。", "2200家", "match_rounded", nil, "right only after rounding: the record says 2197家 (¶45)" },
  { "省级平台0.21万家。", "0.21万家", "match_rounded", nil,
    "right only with the last places cut off: the record says 2197家 (¶45)" },
  -- bounds that meet
  { "在孵企业1.6万家以上。", "1.6万家以上", "compatible" },
  { "参训企业超过1200家。", "超过1200家", "compatible" },
  { "市级以上创新平台超过5600家。", "超过5600家", "compatible" },
  -- bounds apart
  { "国家级平台36家。", "36家", "contradicts", "error", "the record says 63家 (¶45)", "63家" },
  { "在孵企业1.5万家。", "1.5万家", "contradicts", "error", nil, "超过16000家" },
  { "市级以上创新平台不足5000家。", "不足5000家", "contradicts", "error", nil, "5616家" },
  { "全市孵化载体总量约400家。", "约400家", "contradicts", "error", nil, "300家" },
  { "市级以上创新平台5616家，其中国家级63家、省级2297家。", "2297家", "contradicts", "error", nil, "2197家" },
  { "市级以上创新平台5400-5800家。", "5400-5800家", "compatible" },
  -- the middle of a range is nobody's figure
  { "市级以上创新平台5000-6232家。", "5000-6232家", "compatible" },
  { "市级以上创新平台6000-7000家。", "6000-7000家", "contradicts", "error", nil, "5616家" },
  -- words dropped, invented, changed
  { "高新技术企业5800家。", "5800家", "qualifier_lost", "warning", "the record says 约5800家 [5,750家, 5,850家] (¶3)", "约5800家" },
  { "参训企业1200家。", "1200家", "qualifier_lost", "warning", nil, "1200余家" },
  { "2024年全年技术合同成交额800亿元。", "800亿元", "qualifier_lost", "error",
    "a forecast: the record says 预计突破800亿元 (¶21)", "预计突破800亿元" },
  { "省级平台2197家左右。", "2197家左右", "qualifier_lost", "warning",
    "the record says exactly 2197家 (¶45), '2197家左右' says something else", "2197家" },
  { "在孵企业约1.6万家。", "约1.6万家", "qualifier_lost", "warning", nil, "超过16000家" },
  { "预计省级平台达到2197家。", "2197家", "qualifier_lost", "warning", "no forecast: the record states 2197家 as reached (¶45)" },
  -- another period, another place
  { "2023年全市高新技术企业约5800家。", "约5800家", "not_comparable", "warning",
    "the record's 约5800家 is for 2024, not 2023 (¶3)" },
  { "2023年全市高新技术企业约5200家。", "约5200家", "not_comparable", nil },
  { "河南省高新技术企业约5800家。", "约5800家", "not_comparable", "warning", "the record's 约5800家 is of Zhengzhou (¶3)" },
  -- labels of lists and rows of tables
  { "- **高新技术企业**：5800家", "5800家", "qualifier_lost", "warning", nil, "约5800家" },
  { "| 省级平台 | 2297家 |", "2297家", "contradicts", "error", nil, "2197家" },
  { "省级平台: 2197家", "2197家", "match" },
  -- what is not in the record is not accused, however like it is
  { "金水区高新技术企业1200家。", "1200家", "unknown" },
  { "生物医药高新技术企业120家。", "120家", "unknown" },
  { "今年力争高新技术企业达到6500家。", "6500家", "not_comparable", nil },
  { "高新技术企业研发人员9万人。", "9万人", "unknown" },
  { "洛阳市级以上创新平台900家。", "900家", "unknown" },
  { "发放补贴20万元。", "20万元", "unknown" },
}

local function at(findings, text)
  for _, finding in ipairs(findings) do
    if finding.text == text then return finding end
  end
end

describe("baogao.check beside the record", function()
  for _, row in ipairs(ROWS) do
    it(("%s is %s"):format(row[1], row[3]), function()
      local finding = at(baogao.check(row[1], report, { all = true }), row[2])
      assert.is_not_nil(finding, "no finding")
      assert.equal(row[3], finding.verdict)
      assert.equal(row[4], finding.grade)
      if row[5] then assert.equal(row[5], finding.message) end
      assert.equal(row[6], finding.mend)
      assert.equal(row[2], row[1]:sub(finding.first, finding.last))
      assert.truthy(finding.message_zh and finding.message_zh:find("[\228-\233]"))
    end)
  end

  it("finds nothing wrong with twelve sound figures in other words", function()
    assert.same({}, baogao.check(drafts.text(drafts.sound), report))
  end)

  it("finds the twelve planted faults, each at its place", function()
    local findings = baogao.check(drafts.text(drafts.faults), report)
    assert.equal(13, #findings)
    for _, row in ipairs(drafts.faults) do
      local hit
      for _, finding in ipairs(findings) do
        if finding.line == row.line and finding.text == row[2] then hit = finding end
      end
      assert.is_not_nil(hit, row[1])
      assert.equal(row[3], hit.verdict)
      assert.equal(row[4], hit.grade)
      assert.equal(row[1]:find(row[2], 1, true), hit.column)
    end
  end)

  it("gives the fact, what is expected, and where it stands", function()
    local finding = baogao.check("省级平台2297家。", report)[1]
    assert.equal("platforms.provincial", finding.fact.id)
    assert.equal("zhengzhou-2024", finding.report)
    assert.equal("2197家", finding.expected)
    assert.truthy(finding.citation:find("第45段", 1, true), finding.citation)
    assert.equal(1, finding.line)
    assert.equal(13, finding.column)
  end)

  it("takes several reports, one that was read among them", function()
    local own = baogao.read("2024年，全市示范园区总数达到40个。", { year = 2024, region = "410100", name = "notes" })
    local text = "2024年全市示范园区总数达到45个。国家级平台36家。"
    local findings = baogao.check(text, { report, own })
    assert.equal(2, #findings)
    assert.equal("notes", findings[1].report)
    assert.equal("zhengzhou-2024", findings[2].report)
    assert.equal(1, #baogao.check(text, own))
    assert.same({}, baogao.check(text))
  end)

  it("mends what it finds: the mended draft is right", function()
    for _, row in ipairs(ROWS) do
      local finding = row[6] and baogao.check(row[1], report)[1]
      if finding then
        local mended = row[1]:sub(1, finding.first - 1) .. finding.mend .. row[1]:sub(finding.last + 1)
        assert.same({}, baogao.check(mended, report), mended)
      end
    end
  end)

  -- misuse: arguments, message
  for _, row in ipairs {
    { { 7 }, "text: string expected, got number" },
    { { "", 7 }, "reports: a report, a frame, or a list of them expected, got number" },
    { { "", { 7 } }, "reports[1]: a report or a frame expected, got number" },
    { { "", { name = "x" } }, "reports: a report, a frame, or a list of them expected, got a table" },
    { { "", {}, { colour = 1 } }, "options: unknown 'colour'; known are format, year, region, all, self_check" },
    { { "", {}, { format = "word" } }, "format: unknown 'word'; known are text, markdown, latex, typst" },
    { { "", {}, { year = 1.5 } }, "year: a whole number from 1 to 9999 expected, got 1.5" },
    { { "", {}, { region = 7 } }, "region: string expected, got number" },
    { { "", {}, { region = "郑洲" } }, "region: '郑洲' is no code of GB/T 2260 and no province or prefecture" },
    { { "", {}, { region = "4101" } }, "region: '4101' is no code of GB/T 2260 and no province or prefecture" },
  } do
    it("refuses: " .. row[2], function()
      local unpack = table.unpack or unpack -- luacheck: ignore
      local ok, message = pcall(baogao.check, unpack(row[1]))
      assert.is_false(ok)
      assert.truthy(tostring(message):find(row[2], 1, true), message)
    end)
  end

  it("takes any bytes", function()
    for _, text in ipairs { "", "\0", "\255\254", "高新技术企业\0005800家", ("5"):rep(5000), ("其中"):rep(1000) .. "5家",
      "\n\n\r\n", "高新技术企业5800", ("企业5家、"):rep(300) } do
      assert.equal("table", type(baogao.check(text, report, { all = true })))
    end
  end)
end)
