-- baogao check as a process: its lines, formats and exit codes.

local shell = require "support.shell"

local json = require "dkjson"

describe("baogao check", function()
  local folder
  setup(function()
    folder = shell.folder {
      ["draft.txt"] = "全市高新技术企业5800家。\n\n\t市级以上创新平台达5616家，其中国家级63家、省级2297家。\n",
      ["good.md"] = "全市高新技术企业约5800家。\n",
      ["notes.txt"] = "2024年，郑州市示范园区总数达到40个。\n",
      ["bytes.bin"] = "\0\1\2",
      ["own.md"] = "2024年示范园区总数达到45个。\n",
    }
  end)
  teardown(function() shell.remove(folder) end)

  local function run(arguments, options)
    local code, output = shell.run(("%s lua/baogao/cli/baogao check --lang en %s"):format(shell.lua, arguments), options)
    return code, (output:gsub(folder:gsub("%p", "%%%0"), "D"))
  end

  it("writes compiler-style lines with a caret by display width", function()
    local code, output = run(folder .. "/draft.txt")
    assert.equal([[
D/draft.txt:1:25: warning: qualifier_lost: the record says 约5800家 [5,750家, 5,850家] (¶3)
    全市高新技术企业5800家。
                    ^~~~~~  约5800家
D/draft.txt:3:68: error: contradicts: the record says 2197家 (¶45)
    …新平台达5616家，其中国家级63家、省级2297家。
                                         ^~~~~~  2197家
1 error, 1 warning
]], output)
    assert.equal(1, code)
  end)

  it("is silent where nothing is wrong, and does not mind warnings", function()
    local code, output = run(folder .. "/good.md")
    assert.equal("", output)
    assert.equal(0, code)
    assert.equal(0, (run("-", { input = "全市高新技术企业5800家。\n" })))
  end)

  it("writes Chinese where it is asked to", function()
    local _, output = run("--lang zh " .. folder .. "/draft.txt")
    assert.truthy(output:find("与记录不符：记录为2197家（第45段）", 1, true), output)
    assert.truthy(output:find("1处错误，1处警告", 1, true), output)
  end)

  it("writes JSON, one object a finding", function()
    local code, output = run("--format json " .. folder .. "/draft.txt")
    local list = assert(json.decode(output), output)
    assert.equal(1, code)
    assert.equal(2, #list)
    assert.same({ "contradicts", "error", 3, 68, "2197家", "platforms.provincial", 2197, 2197 }, { list[2].verdict, list[2].grade,
      list[2].line, list[2].column, list[2].mend, list[2].fact, list[2].lower, list[2].upper })
    local _, lines = run("--format ndjson --all " .. folder .. "/draft.txt")
    local n = 0
    for line in lines:gmatch("[^\n]+") do
      assert(json.decode(line), line)
      n = n + 1
    end
    assert.equal(4, n)
    assert.equal("[]\n", select(2, run("--format json " .. folder .. "/good.md")))
  end)

  it("writes SARIF 2.1.0", function()
    local _, output = run("--format sarif " .. folder .. "/draft.txt")
    local log = assert(json.decode(output), output)
    assert.equal("2.1.0", log.version)
    local results = log.runs[1].results
    assert.equal(2, #results)
    assert.equal("contradicts", results[2].ruleId)
    local region = results[2].locations[1].physicalLocation.region
    -- code points of the line, and bytes of the file
    assert.same({ 3, 28, 33, 36 + 67, 7 }, { region.startLine, region.startColumn, region.endColumn, region.byteOffset,
      region.byteLength })
    assert.equal("2197家", results[2].fixes[1].artifactChanges[1].replacements[1].insertedContent.text)
  end)

  it("holds a draft against a file, and against itself alone", function()
    local code, output = run(("--report %s/notes.txt %s/own.md"):format(folder, folder))
    assert.equal(1, code, output)
    assert.truthy(output:find("the record says 40个", 1, true), output)
    code, output = run(("--alone %s/own.md"):format(folder))
    assert.equal("", output)
    assert.equal(0, code)
  end)

  -- arguments, exit code, what is told
  for _, row in ipairs {
    { "D/nosuch.md", 1, "D/nosuch.md: No such file" },
    { "D", 1, "cannot be read" },
    { "--report D/nosuch.txt D/good.md", 1, "no report: D/nosuch.txt: No such file" },
    { "--report D/bytes.bin D/good.md", 1, "no report: D/bytes.bin is not text" },
    { "--report D D/good.md", 1, "no report: D cannot be read" },
    { "--report zhengzhou-2042 D/good.md", 1, "no report 'zhengzhou-2042' (did you mean 'zhengzhou-2024'?)" },
    { "--year x D/good.md", 2, "--year: a year expected, got x" },
    { "--format xml D/good.md", 2, "--format xml: unknown" },
    { "", 2, "missing argument" },
  } do
    it("tells in one message: " .. row[1], function()
      local code, output = run((row[1]:gsub("D", (folder:gsub("%%", "%%%%")))))
      assert.equal(row[2], code, output)
      assert.truthy(output:find(row[3], 1, true), output)
    end)
  end
end)
