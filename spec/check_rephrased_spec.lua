-- Facts said again in other words, rightly and wrongly: the verdict that each deserves, over thousands of sentences made by
-- rules (support/rephrased.lua), and one row for each fault that they once showed.

local baogao = require "baogao"
local rephrased = require "support.rephrased"
local shared = require "support.shared"

local slow = os.getenv "BAOGAO_SLOW"

-- Nothing is accused wrongly; of each kind with cases enough nine in ten are right.
local function hold(kinds, least)
  local cases, right = 0, 0
  for name, row in pairs(kinds) do
    assert.equal(0, row.alarms, name)
    cases, right = cases + row.cases, right + row.right
    if row.cases >= 50 then assert.is_true(row.right >= 0.9 * row.cases, ("%s: %d of %d"):format(name, row.right, row.cases)) end
  end
  assert.is_true(cases >= least, cases)
  assert.is_true(right >= 0.95 * cases, ("%d of %d"):format(right, cases))
end

describe("facts in other words", function()
  it("of the bundled report get the verdicts that they deserve", function()
    hold(rephrased.run(baogao.report(), "郑州市"), 200)
  end)

  it("of three provinces' reports get the verdicts that they deserve", function()
    local kinds = {}
    for i, province in ipairs(rephrased.PROVINCES) do
      local text = shared.text(("corpus/gov-work-report-2025-%s.txt"):format(province[1]))
      if not text then return pending("left out: the reports are not here") end
      if slow and i > 1 then break end
      rephrased.run(baogao.read(text), province[2], kinds)
    end
    hold(kinds, slow and 500 or 3000)
  end)

  -- the record, the draft, the figure, the verdict
  for _, row in ipairs {
    { "2024年，全省转移就业2600万人以上。", "2024年全省转移就业2600万人。", "2600万人", "qualifier_lost" },
    { "2024年，全省灌溉面积834.5万亩。", "2024年全省灌溉面积830万亩。", "830万亩", "match_rounded" },
    { "2024年，全省灌溉面积834.5万亩。", "2024年全省灌溉面积810万亩。", "810万亩", "contradicts" },
    { "2024年，全省进出口总额8201.4亿元。", "2024年全省进出口总额8200亿元。", "8200亿元", "match_rounded" },
    { "2024年，智能场景覆盖率为82.4%。", "2024年智能场景覆盖率达到82.4%。", "82.4%", "match" },
    { "2024年，智能场景覆盖率为82.4%。", "2024年智能场景覆盖率达到72.4%。", "72.4%", "contradicts" },
    { "2024年，通关时间为1.5小时。", "2024年通关时间为2.5小时。", "2.5小时", "contradicts" },
    { "2024年，人才支持计划项目11项。", "2024年人才支持计划项目11项。", "11项", "match" },
    { "2024年，全省全国重点实验室达到28家。", "2024年海南省全国重点实验室达到28家。", "28家", "not_comparable" },
    { "2024年，全省全国重点实验室达到28家。", "2024年全省全国重点实验室达到28家。", "28家", "match" },
    { "预计2024年全省仓库达到90座。", "2024年力争全省仓库达到135座。", "135座", "not_comparable" },
  } do
    it(("%s beside %s is %s"):format(row[2], row[1], row[4]), function()
      local record = baogao.read(row[1], { year = 2024, region = "河南" })
      local verdict
      for _, finding in ipairs(baogao.check(row[2], record, { all = true })) do
        if finding.text == row[3] then verdict = finding.verdict end
      end
      assert.equal(row[4], verdict)
    end)
  end
end)
