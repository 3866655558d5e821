-- The place that a draft's figure is of: however the draft and its caller name a region, one place is one place.

local baogao = require "baogao"

local bundled = baogao.report()

local function verdict(text, report, region)
  local finding = baogao.check(text, report, { all = true, region = region })[1]
  return finding.verdict, finding.grade
end

-- A draft about Zhengzhou, and what it may be called.
local NAMES = { "410100", "郑州市", "郑州" }

-- the claim, the verdict in a draft of Zhengzhou, in one of Henan, in one of Beijing
local ROWS = {
  { "郑州市高新技术企业约5800家。", "match", "match", "match" },
  { "郑州高新技术企业约5800家。", "match", "match", "match" },
  { "全市高新技术企业约5800家。", "match", "match", "not_comparable" },
  { "全市高新技术企业5900家。", "contradicts", "unknown", "not_comparable" },
  { "高新技术企业约5800家。", "match", "match", "not_comparable" },
  { "高新技术企业5900家。", "contradicts", "unknown", "not_comparable" },
  { "全省高新技术企业约5800家。", "not_comparable", "not_comparable", "not_comparable" },
  { "河南省高新技术企业约5800家。", "not_comparable", "not_comparable", "not_comparable" },
  { "郑州市高新技术企业5900家。", "contradicts", "contradicts", "contradicts" },
  { "洛阳市高新技术企业约5800家。", "not_comparable", "not_comparable", "not_comparable" },
}

describe("the place of a figure", function()
  for _, row in ipairs(ROWS) do
    it("of " .. row[1], function()
      assert.equal(row[2], (verdict(row[1], bundled)))
      for _, name in ipairs(NAMES) do assert.equal(row[2], (verdict(row[1], bundled, name)), name) end
      for _, name in ipairs { "410000", "河南省", "河南" } do assert.equal(row[3], (verdict(row[1], bundled, name)), name) end
      for _, name in ipairs { "110000", "北京市", "北京" } do assert.equal(row[4], (verdict(row[1], bundled, name)), name) end
    end)
  end

  it("is found in every fact of the record, whatever the draft's region is called", function()
    -- each fact in the record's own words
    local matched = {}
    for _, name in ipairs { false, "410100", "郑州市", "郑州" } do
      local n = 0
      for _, fact in ipairs(bundled.facts) do
        local text = "2024年" .. fact.indicator .. "达到" .. fact.written .. "。"
        for _, finding in ipairs(baogao.check(text, bundled, { all = true, region = name or nil })) do
          if finding.verdict == "match" then n = n + 1 end
        end
      end
      matched[#matched + 1] = n
    end
    assert.is_true(matched[1] >= 20, matched[1])
    assert.same({ matched[1], matched[1], matched[1], matched[1] }, matched)
  end)

  it("of a county's draft, an autonomous region's and the country's is its own", function()
    local county = baogao.read("2024年，全区示范园区总数达到40个。", { year = 2024, region = "110105" })
    assert.equal("match", (verdict("全区示范园区总数达到40个。", county)))
    assert.equal("not_comparable", (verdict("全市示范园区总数达到40个。", county)))
    local inner = baogao.read("2024年，全区示范园区总数达到40个。", { year = 2024, region = "内蒙古" })
    for _, text in ipairs { "全区", "内蒙古自治区", "内蒙古", "" } do
      assert.equal("match", (verdict(text .. "示范园区总数达到40个。", inner)), text)
    end
    local country = baogao.read("2024年，全国示范园区总数达到40个。", { year = 2024, region = "100000" })
    assert.equal("match", (verdict("全国示范园区总数达到40个。", country)))
    assert.equal("not_comparable", (verdict("全省示范园区总数达到40个。", country)))
  end)

  it("parts the records of several regions", function()
    local function of(region, count)
      return baogao.read(("2024年，全省示范园区总数达到%d个。"):format(count), { year = 2024, region = region, name = region })
    end
    local records = { of("河南", 40), of("湖北", 50) }
    assert.equal("match", (verdict("2024年河南省示范园区总数达到40个。", records)))
    assert.equal("contradicts", (verdict("2024年河南省示范园区总数达到50个。", records)))
    assert.equal("match", (verdict("2024年全省示范园区总数达到50个。", records, "湖北")))
    assert.equal("contradicts", (verdict("2024年全省示范园区总数达到40个。", records, "湖北")))
    -- whose it is nobody says: one of them has it, none of them denies it
    assert.equal("match", (verdict("2024年示范园区总数达到50个。", records)))
    assert.equal("unknown", (verdict("2024年示范园区总数达到60个。", records)))
    local finding = baogao.check("2024年河南省示范园区总数达到50个。", records)[1]
    assert.equal("the record says 40个 (河南 ¶1)", finding.message)
    assert.equal("与记录不符：记录为40个（河南，第1段）", finding.message_zh)
  end)
end)
