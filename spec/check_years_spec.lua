-- The year that a draft is of: what it says without a time is no figure of another year than its title's or the one before.

local baogao = require "baogao"
local check = require "baogao.check"
local head = require "baogao.check.head"

local record = baogao.read("2025年某省政府工作报告\n一、2024年工作回顾\n新建仓库150座，粮食产量达到120万吨，仓库合格率达到96%。"
  .. "\n二、2025年工作安排\n力争仓储面积达到20万平方米。")

-- lines, the year
local HEADS = {
  { { "2026年某省政府工作报告", "——2026年1月26日在会议上" }, 2026 },
  { { "政府工作报告", "（二〇二六年一月二十七日在会议上）" }, 2026 },
  { { "某报讯。记者 某某 摄", "政府工作报告", "时间：2026-02-03" }, 2026 },
  -- a heading that looks back is of the year before its report's
  { { "各位代表：", "一、2025年工作回顾" }, 2026 },
  { { "一、2025年工作总结和“十四五”发展成就" }, 2026 },
  -- a plan is of years to come, a sentence is the text already
  { { "2035年远景目标纲要" }, nil },
  { { "“十五五”规划纲要（2026—2030年）" }, nil },
  { { "到2027年，仓储面积达到20万平方米。" }, nil },
  { { "仓库建设情况", "", "全市新建仓库150座。" }, nil },
  { {}, nil },
}

-- the draft, the first verdict, its grade
local DRAFTS = {
  { "新建仓库170座。", "contradicts", "error" },
  { "2025年某省政府工作报告\n\n新建仓库170座。", "contradicts", "error" },
  { "2024年某省工作总结\n\n新建仓库170座。", "contradicts", "error" },
  { "2026年某省政府工作报告\n\n新建仓库170座。", "not_comparable" },
  { "2026年某省政府工作报告\n\n全年新建仓库170座。", "not_comparable" },
  { "各位代表：\n一、2025年工作回顾\n\n新建仓库150座。", "not_comparable" },
  { "2026年某省政府工作报告\n\n2024年新建仓库170座。", "contradicts", "error" },
  -- the year said beside it: a figure of its own that stayed is told, one that many years have is not
  { "2026年某省政府工作报告\n\n2025年新建仓库150座。", "not_comparable", "warning" },
  { "2026年某省政府工作报告\n\n2025年仓库合格率达到96%。", "not_comparable" },
  { "仓储面积为30万平方米。", "not_comparable" },
}

describe("the year of a draft", function()
  for _, row in ipairs(HEADS) do
    it("of " .. table.concat(row[1], " | ") .. " is " .. tostring(row[2]), function()
      assert.equal(row[2], head.year(row[1]))
    end)
  end

  for _, row in ipairs(DRAFTS) do
    it("bounds what is compared: " .. row[1], function()
      local findings = baogao.check(row[1], record, { all = true, self_check = false })
      assert.same({ row[2], row[3] }, { findings[#findings].verdict, findings[#findings].grade })
    end)
  end

  it("is the option's where one is given", function()
    assert.equal(1, #baogao.check("新建仓库170座。", record, { year = 2025 }))
    assert.same({}, baogao.check("新建仓库170座。", record, { year = 2026 }))
    assert.equal(1, #baogao.check("2026年某省政府工作报告\n\n新建仓库170座。", record, { year = 2025 }))
  end)

  it("changes with the title, and all of the draft with it", function()
    local lines = { "2025年某省政府工作报告", "" }
    for i = 3, 201 do lines[i] = "新建仓库170座。" end
    local session = check.session(table.concat(lines, "\n"), record)
    assert.equal(199, #session:findings())
    session.document:replace(0, 1, { "2026年某省政府工作报告" })
    assert.equal(0, #session:findings())
    session.document:replace(0, 1, { "2025年某省政府工作报告" }, true)
    assert.is_true(session.document.unread >= 199)
    session.document:work()
    assert.equal(199, #session:findings())
    -- an edit further down looks at nothing else
    local reads = session.document.reads
    session.document:replace(100, 1, { "又新建仓库180座。" })
    assert.equal(reads + 1, session.document.reads)
  end)
end)
