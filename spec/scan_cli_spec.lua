-- baogao scan, as a process: files, pipes, encodings, formats.

local shell = require "support.shell"

local COMMAND = "COLUMNS=100 LC_ALL=C.UTF-8 NO_COLOR=1 " .. shell.lua .. " lua/baogao/cli/baogao scan "

local TEXT = "全省企业1200余家，增长8.1%。\n产值突破1.4万亿元。\n"
local CSV = table.concat({ "first,text,value,unit,kind,lower,last,number,upper,lower_open,upper_open,qualifier",
  "13,1200余家,1200,家,count,1200,22,1200,1300,true,true,more",
  "32,8.1%,8.1,%,percent,8.1,35,8.1,8.1,false,false,exact",
  "46,突破1.4万亿元,1400000000000,元,money,1400000000000,63,1.4万亿,inf,true,false,over", "" }, "\r\n")

describe("baogao scan", function()
  local folder

  setup(function()
    folder = shell.folder()
    shell.write(folder .. "/a.txt", TEXT)
    shell.write(folder .. "/it's; $(b).txt", "新增5家。")
    shell.write(folder .. "/none.txt", "没有数字。")
    shell.write(folder .. "/torn.gz", "not packed at all")
    shell.run(("cd %s && gzip -k a.txt && iconv -f UTF-8 -t GB18030 a.txt >gb.txt && gzip -k gb.txt"):format(folder))
  end)
  teardown(function() shell.remove(folder) end)

  local function run(arguments, input) return shell.run(COMMAND .. arguments, { input = input }) end
  local function quoted(name) return shell.quote(folder .. "/" .. name) end

  it("writes a table", function()
    local code, output = run(quoted "a.txt")
    assert.are.equal(0, code)
    assert.are.equal([[
byte  run                        value  unit  kind     says   bounds
  13  1200余家                   1,200  家    count    more   (1,200, 1,300)
  32  8.1%                         8.1  %     percent  exact
  46  突破1.4万亿元  1,400,000,000,000  元    money    over   (1,400,000,000,000, ∞)
]], output)
  end)

  for _, row in ipairs { { "a file", "a.txt", "" }, { "what is packed", "a.txt.gz", "" },
    { "another encoding", "gb.txt", " --encoding GB18030" }, { "both", "gb.txt.gz", " --encoding GB18030" } } do
    it("reads " .. row[1], function()
      local code, output = run(quoted(row[2]) .. " --format csv" .. row[3])
      assert.are.same({ 0, CSV }, { code, output })
    end)
  end

  it("reads standard input", function()
    local code, output = run("- --format csv", TEXT)
    assert.are.same({ 0, CSV }, { code, output })
  end)

  it("says where a text is no UTF-8, and is not put off by a stray byte", function()
    local _, output = run("--format csv " .. quoted "gb.txt")
    assert.is_truthy(output:find("gb.txt is no UTF-8, and most of it is passed over; try --encoding GB18030", 1, true), output)
    local code, stray = run("- --format csv", "企业5家\255，增长3%。")
    assert.are.equal(0, code)
    assert.is_nil(stray:find("no UTF-8", 1, true), stray)
  end)

  it("writes ndjson as other programs read it", function()
    local code, output = run("--format ndjson " .. quoted "a.txt")
    assert.are.equal(0, code)
    assert.is_truthy(output:find('"text":"突破1.4万亿元","value":1400000000000,"unit":"元"', 1, true), output)
    assert.is_truthy(output:find('"upper":null', 1, true), output)
  end)

  it("names the file where there are more than one, and quotes any name", function()
    local code, output = run(("--format csv %s %s"):format(quoted "a.txt", quoted "it's; $(b).txt"))
    assert.are.equal(0, code)
    assert.is_truthy(output:find(folder .. "/it's; $(b).txt,7,5家,5,家", 1, true), output)
    local _, again = run("--encoding UTF-8 --format csv " .. quoted "it's; $(b).txt")
    assert.is_truthy(again:find("7,5家,5,家", 1, true), again)
  end)

  it("puts the quantities of a text in colours", function()
    local code, output = shell.run("FORCE_COLOR=1 LC_ALL=C.UTF-8 " .. shell.lua .. " lua/baogao/cli/baogao scan --format text "
      .. quoted "a.txt")
    assert.are.equal(0, code)
    assert.are.equal("全省企业\27[33m1200余家\27[0m，增长\27[32m8.1%\27[0m。\n产值\27[34m突破1.4万亿元\27[0m。\n", output)
    assert.are.equal(TEXT, (output:gsub("\27%[%d+m", "")))
  end)

  it("keeps to one unit", function()
    local code, output = run("--unit 家 --format csv " .. quoted "a.txt")
    assert.are.equal(0, code)
    local _, lines = output:gsub("\r\n", "")
    assert.are.equal(2, lines)
  end)

  it("finds the same in a text larger than a piece", function()
    local path = folder .. "/large.txt"
    shell.write(path, ("上年企业1200余家，产值突破1.4万亿元。"):rep(20000))
    local code, output = shell.run(COMMAND .. "--format csv " .. path .. " | wc -l", { errors = false })
    assert.are.equal(0, code)
    assert.are.equal("40001", output:match("%d+"))
  end)

  for _, row in ipairs {
    { "none.txt", 1, "" },
    { "absent.txt", 1, "absent.txt: No such file or directory" },
    { "torn.gz", 1, "torn.gz: nothing came out of it" },
    { "gb.txt --encoding NO-SUCH", 1, "gb.txt: nothing came out of it; is it what it says, and known to iconv: NO-SUCH?" },
    { "a.txt --encoding 'x; y'", 1, "--encoding: no such name: x; y" },
    { "a.txt --format xml", 2, "--format xml: unknown; known are table, text, json, ndjson, csv, markdown" },
  } do
    it("answers " .. row[2] .. " for " .. row[1], function()
      local name, rest = row[1]:match("^(%S+)(.*)$")
      local code, output = run(quoted(name) .. rest)
      assert.are.equal(row[2], code, output)
      assert.is_truthy(output:find(row[3], 1, true), output)
    end)
  end

  it("wants a file", function()
    local code, output = run("")
    assert.are.equal(2, code)
    assert.is_truthy(output:find("scan: missing argument: FILE...", 1, true), output)
  end)
end)
