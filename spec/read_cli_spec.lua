-- baogao read as processes.

local shell = require "support.shell"

local function baogao(arguments, options)
  return shell.run(shell.quote(shell.lua) .. " lua/baogao/cli/baogao " .. arguments, options)
end

describe("baogao read", function()
  local folder
  setup(function()
    folder = shell.folder {
      ["one.txt"] = "2025年河南省政府工作报告\n去年高新技术企业达到320家。\n",
      ["two.txt"] = "2025年湖北省政府工作报告\n去年高企总数突破400家，粮食产量50亿斤。\n",
      ["page.html"] = "<html><body><p>去年建成学校<b>8</b>所。</p></body></html>",
      ["gbk.txt"] = "\200\235\196\202\189\168\179\201\209\167\208\1638\203\249\161\163",
    }
  end)
  teardown(function() shell.remove(folder) end)

  it("prints a table", function()
    local code, text = baogao("read " .. folder .. "/one.txt --lang en")
    assert.are.equal(0, code)
    assert.is_truthy(text:find("2  高新技术企业  320家            stock    2024\n", 1, true), text)
  end)

  it("asks many files one question", function()
    local code, text = baogao(("read %s/one.txt %s/two.txt --indicator 高企 --format csv"):format(folder, folder))
    assert.are.equal(0, code)
    local lines = {}
    for line in text:gmatch "[^\r\n]+" do lines[#lines + 1] = line end
    assert.are.equal(3, #lines)
    assert.is_truthy(lines[1]:find "^document,paragraph,written,value,unit")
    assert.is_truthy(lines[2]:find("^one.txt,2,320家,320,家,stock"))
    assert.is_truthy(lines[3]:find("^two.txt,2,突破400家,400,家,stock"))
  end)

  it("gives the same by two processes, in the same order", function()
    local files = (" " .. folder .. "/one.txt " .. folder .. "/two.txt"):rep(10)
    for _, format in ipairs { "csv", "ndjson" } do
      local code, alone = baogao("read --jobs 1 --format " .. format .. files)
      assert.are.equal(0, code)
      local code_2, together = baogao("read --jobs 2 --format " .. format .. files)
      assert.are.equal(0, code_2)
      assert.are.equal(alone, together)
    end
  end)

  it("saves a frame of many reports", function()
    local path = folder .. "/facts.frame"
    local code, text = baogao(("read %s/one.txt %s/two.txt --save %s"):format(folder, folder, path))
    assert.are.same({ 0, "" }, { code, text })
    local frame = assert(require("baogao").frame.open(path))
    local rows = frame:rows()
    assert.are.equal(3, #rows)
    assert.are.same({ "one.txt", 320, "410000" }, { rows[1].document, rows[1].value, rows[1].region })
    assert.is_truthy(tostring(frame):find("\ndocument +paragraph +written +value +unit +measure"), tostring(frame))
    frame:close()
    local code_2, text_2 = baogao(("read %s/one.txt --save %s/none/x"):format(folder, folder))
    assert.are.equal(1, code_2)
    assert.is_truthy(text_2:find("none/x", 1, true), text_2)
  end)

  it("goes on after a file that cannot be read, and tells so by its exit code", function()
    local code, text = baogao(("read %s/none.txt %s/one.txt --format csv"):format(folder, folder))
    assert.are.equal(1, code)
    assert.is_truthy(text:find("none.txt", 1, true))
    assert.is_truthy(text:find("320家", 1, true))
    shell.write(folder .. "/binary", ("\0\1\2\0\255\254"):rep(100))
    local code_2, text_2 = baogao(("read %s/binary"):format(folder))
    assert.are.equal(1, code_2)
    assert.is_truthy(text_2:find("binary: no text in UTF-8, UTF-16 or GB18030; --encoding names another", 1, true), text_2)
  end)

  it("filters documents into facts, a line in and its lines out", function()
    local input = table.concat({ '{"id":"a","text":"去年引进企业12家。","year":2024}', "no json", '{"id":"b"}',
      '{"id":"c","text":"5","year":"x"}', '"去年引进企业15家。"' }, "\n") .. "\n"
    local code, text = baogao("read --ndjson --year 2025", { input = input, errors = false })
    assert.are.equal(0, code)
    local lines = {}
    for line in text:gmatch "[^\n]+" do lines[#lines + 1] = line end
    assert.are.equal(5, #lines)
    assert.is_truthy(lines[1]:find('"document":"a"', 1, true) and lines[1]:find('"value":12', 1, true), lines[1])
    assert.is_truthy(lines[1]:find('"period":"2023"', 1, true), lines[1])
    assert.is_truthy(lines[2]:find('"line":2,"error":"no JSON document', 1, true), lines[2])
    assert.is_truthy(lines[3]:find('"document":"b","line":3,"error":"the document has no text"', 1, true), lines[3])
    assert.is_truthy(lines[4]:find('"error":"--year: a year expected, got \'x\'"', 1, true), lines[4])
    assert.is_truthy(lines[5]:find('"document":"5"', 1, true) and lines[5]:find('"period":"2024"', 1, true), lines[5])
  end)

  it("lists what it mended", function()
    shell.write(folder .. "/torn.txt", "去年共有各类企业的总数达到300\n\n家，增长5%。\n")
    local code, text = baogao("read --mended --lang en " .. folder .. "/torn.txt")
    assert.are.equal(0, code)
    assert.is_truthy(text:find "joined%s+1%s+3", text)
  end)

  it("reads a web page through pandoc, or says that pandoc is not there", function()
    local code, text = baogao("read " .. folder .. "/page.html --year 2025")
    if shell.has "pandoc" then
      assert.are.equal(0, code)
      assert.is_truthy(text:find("8所", 1, true), text)
    else
      assert.are.equal(1, code)
      assert.is_truthy(text:find("needs pandoc, which is not installed (apt install pandoc)", 1, true), text)
    end
  end)

  local MISUSE = {
    { "read", "missing argument: FILE" },
    { "read x --year soon", "--year: a year expected, got 'soon'" },
    { "read x --region Nowhere", "--region: 'Nowhere' is no code" },
    { "read x --jobs 0", "--jobs: a number from 1 to 64 expected" },
  }
  for _, row in ipairs(MISUSE) do
    it("refuses: " .. row[2], function()
      local code, text = baogao(row[1])
      assert.are.equal(2, code)
      assert.is_truthy(text:find(row[2], 1, true), text)
    end)
  end
end)
