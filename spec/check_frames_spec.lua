-- A frame as the record: saved by `baogao read --save`, made of a report, of rows of one's own, of a file of rows.

local baogao = require "baogao"
local shell = require "support.shell"

local TEXT = [[
2025年河南省政府工作报告
一、2024年工作回顾
全省示范园区总数超过500个，新建仓库30座，茶叶产量增长6.5%。
]]

local DRAFT = "2024年河南省示范园区总数450个，茶叶产量增长6.5%。"

local function seen(findings)
  local list = {}
  for i, finding in ipairs(findings) do
    list[i] = { finding.text, finding.verdict, finding.grade, finding.expected, finding.report, finding.citation }
  end
  return list
end

local EXPECTED = { { "450个", "contradicts", "error", "超过500个", "a.txt", "示范园区：超过500个（a.txt，第3段）" } }

describe("baogao.check beside frames", function()
  local folder
  setup(function()
    folder = shell.folder()
    shell.write(folder .. "/a.txt", TEXT)
    shell.write(folder .. "/draft.md", DRAFT .. "\n")
    for format, name in pairs { csv = "a.csv", ndjson = "a.ndjson" } do
      local code, output = shell.run(("%s lua/baogao/cli/baogao read %s/a.txt --format %s"):format(shell.lua, folder, format))
      assert(code == 0, output)
      shell.write(folder .. "/" .. name, output)
    end
    local code, output = shell.run(("%s lua/baogao/cli/baogao read %s/a.txt --save %s/a.frame"):format(shell.lua, folder, folder))
    assert(code == 0, output)
  end)
  teardown(function() shell.remove(folder) end)

  it("takes what was read and saved, with its bounds, source and citation", function()
    local frame = assert(baogao.frame.open(folder .. "/a.frame"))
    assert.same(EXPECTED, seen(baogao.check(DRAFT, frame)))
    assert.same(EXPECTED, seen(baogao.check(DRAFT, { frame })))
    local all = baogao.check(DRAFT, frame, { all = true })
    assert.equal("match", all[2].verdict)
    assert.equal("a.txt", all[2].report)
  end)

  it("takes files of rows", function()
    assert.same(EXPECTED, seen(baogao.check(DRAFT, (baogao.frame.csv(folder .. "/a.csv")))))
    assert.same(EXPECTED, seen(baogao.check(DRAFT, (baogao.frame.ndjson(folder .. "/a.ndjson")))))
  end)

  it("takes a report's facts as a frame, and gives what the report gives", function()
    local report = baogao.report()
    local text = "全市高新技术企业5800家，其中国家级平台36家。2023年全市高新技术企业约5800家。"
    local function told(findings)
      local list = {}
      for i, finding in ipairs(findings) do list[i] = { finding.text, finding.verdict, finding.mend, finding.fact.id } end
      return list
    end
    assert.equal(3, #baogao.check(text, report))
    assert.same(told(baogao.check(text, report)), told(baogao.check(text, baogao.frame(report))))
  end)

  it("takes rows of one's own, several documents among them, and names the one that it means", function()
    local frame = baogao.frame {
      { source = "甲", indicator = "示范园区", value = 40, unit = "个", period = 2024, region = 410000 },
      { source = "乙", indicator = "示范园区", value = 50, unit = "个", period = 2024, region = 420000 },
    }
    assert.same({ { "50个", "contradicts", "error", "40个", "甲", "示范园区：40个（甲）" } },
      seen(baogao.check("2024年河南省示范园区总数50个。", frame)))
    assert.same({}, baogao.check("2024年湖北省示范园区总数50个。", frame))
    -- beside a report
    local both = baogao.check("2024年河南省示范园区总数50个。郑州市国家级平台36家。", { frame, baogao.report() })
    assert.same({ "甲", "zhengzhou-2024" }, { both[1].report, both[2].report })
  end)

  it("takes a citation, a title and a page of its own columns", function()
    local frame = baogao.frame {
      { indicator = "示范园区", value = 40, unit = "个", title = "年鉴", paragraph = 7 },
      { indicator = "示范乡镇", value = 90, unit = "个", citation = "年鉴第9页", title = "年鉴" },
    }
    local findings = baogao.check("示范园区50个。示范乡镇95个。", frame)
    assert.equal("示范园区：40个（年鉴，第7段）", findings[1].citation)
    assert.equal("年鉴第9页", findings[2].citation)
  end)

  local closed = baogao.frame { { indicator = "示范园区", value = 1 } }
  closed:close()
  -- what is no record, and what is said of it
  for _, row in ipairs {
    { baogao.frame { { a = 1 } }, "reports: a frame without a column 'value' is no record; it has a" },
    { baogao.frame { { value = 1 } }, "reports: a frame without a column 'indicator' is no record; it has value" },
    { baogao.frame({ indicator = {}, value = {} }, { types = { indicator = "string", value = "number" } }),
      "reports: the frame states no figure" },
    { closed, "reports: the frame is closed" },
    { { closed }, "reports[1]: the frame is closed" },
    { io.stdout, "reports: a report, a frame, or a list of them expected, got userdata" },
  } do
    it("refuses: " .. row[2], function()
      local fine, message = pcall(baogao.check, "示范园区50个。", row[1])
      assert.is_false(fine)
      assert.truthy(tostring(message):find(row[2], 1, true), message)
    end)
  end

  local function check(arguments)
    local code, output = shell.run(("%s lua/baogao/cli/baogao check --lang en %s"):format(shell.lua, arguments))
    return code, (output:gsub(folder:gsub("%p", "%%%0"), "D"))
  end

  -- `baogao check --report`: the file, and the first line of what is told
  for _, row in ipairs {
    { "a.frame" }, { "a.csv" }, { "a.ndjson" }, { "a.txt" },
  } do
    it("holds a draft against the file " .. row[1], function()
      local code, output = check(("--report %s/%s %s/draft.md"):format(folder, row[1], folder))
      assert.equal(1, code, output)
      assert.equal("D/draft.md:1:35: error: contradicts: the record says 超过500个 (500个, ∞) (¶3)", output:match("^[^\n]*"))
    end)
  end

  it("holds a draft against a bundled report, a frame and a text at once", function()
    shell.write(folder .. "/b.txt", "2024年全省示范乡镇总数达到90个。\n")
    shell.write(folder .. "/three.md", "郑州市国家级平台36家。\n2024年河南省示范园区总数450个。\n2024年示范乡镇总数95个。\n")
    local code, output = check((("--report zhengzhou-2024 --report D/a.frame --report D/b.txt D/three.md"):gsub("D", folder)))
    assert.equal(1, code, output)
    for _, record in ipairs { "zhengzhou-2024 ¶45", "a.txt ¶3", "b.txt ¶1" } do
      assert.truthy(output:find(record, 1, true), record .. "\n" .. output)
    end
  end)

  it("tells a broken file in one message, wherever it is cut or changed", function()
    local file = assert(io.open(folder .. "/a.frame", "rb"))
    local bytes = file:read "*a"
    file:close()
    for _, cut in ipairs { 8, 9, 100, math.floor(#bytes / 2), #bytes - 1 } do
      shell.write(folder .. "/cut.frame", bytes:sub(1, cut))
      local code, output = check(("--report %s/cut.frame %s/draft.md"):format(folder, folder))
      assert.equal(1, code, output)
      assert.truthy(output:find("^baogao: no report: D/cut%.frame: [^\n]+\n$"), cut .. ": " .. output)
    end
    shell.write(folder .. "/cut.frame", bytes:sub(1, 200) .. "\255\255\255" .. bytes:sub(204))
    local code, output = check(("--report %s/cut.frame %s/draft.md"):format(folder, folder))
    assert.equal(1, code, output)
    assert.truthy(output:find("^baogao: no report: D/cut%.frame: [^\n]+\n$"), output)
    shell.write(folder .. "/rows.csv", "x,y\n1,2\n")
    code, output = check(("--report %s/rows.csv %s/draft.md"):format(folder, folder))
    assert.equal(1, code)
    assert.equal("baogao: no report: D/rows.csv: a frame without a column 'value' is no record; it has x, y\n", output)
    shell.write(folder .. "/empty.txt", "没有数。\n")
    code, output = check(("--report %s/empty.txt %s/draft.md"):format(folder, folder))
    assert.equal(1, code)
    assert.equal("baogao: no report: D/empty.txt: it states no figure\n", output)
  end)
end)
