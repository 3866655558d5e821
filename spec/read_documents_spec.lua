-- Documents of other kinds than text in UTF-8: HTML, DOCX and PDF as pandoc and a browser make them, and other encodings.
-- What is read of them, and where it stands.

local shell = require "support.shell"
local source = require "baogao.read.source"

local function baogao(arguments, options)
  return shell.run(shell.quote(shell.lua) .. " lua/baogao/cli/baogao " .. arguments, options)
end

local PAGE = [[
<!DOCTYPE html>
<html lang="zh"><head><meta charset="%s"><title>2025年湖北省政府工作报告</title>
<style>p { margin: 4px }</style><script>var figures = "去年建成码头99座。";</script></head>
<body><h1>2025年湖北省政府工作报告</h1>
<h2>一、2024年工作回顾</h2>
<p>去年全省<strong>高新技术</strong>
企业达到<em>2</em>万家、增长<span>6.5</span>%%，其中国家级<b>小巨人</b>企业300家。</p>
<ul><li>建成学校8所</li><li>新增床位1200余张</li></ul>
<table><tr><th>指标</th><th>数值</th></tr><tr><td>粮食总产量</td><td>500亿斤</td></tr>
<tr><td>旅游总收入</td><td>约3000亿元</td></tr></table>
<h2>二、2025年重点工作</h2>
<p>新建高标准农田90万亩。</p>
</body></html>
]]

-- line, indicator, written, measure, period; the lines are those of the text that pandoc gives
local FACTS = {
  "5 高新技术企业 2万家 stock 2024", "5 高新技术企业 6.5% growth 2024", "5 国家级小巨人企业 300家 stock 2024",
  "7 学校 8所 flow 2024", "9 床位 1200余张 flow 2024", "13 粮食总产量 500亿斤 flow 2024",
  "15 旅游总收入 约3000亿元 flow 2024", "19 高标准农田 90万亩 target 2025",
}

-- CSV without quotes, as rows.
local function rows_of(text)
  local names, rows = {}, {}
  for line in text:gmatch "[^\r\n]+" do
    local row, i = {}, 0
    for field in (line .. ","):gmatch "([^,]*)," do
      i = i + 1
      if #rows == 0 and not names.done then names[i] = field else row[names[i]] = tonumber(field) or field end
    end
    if names.done then rows[#rows + 1] = row end
    names.done = true
  end
  return rows
end

-- The facts of a document by the command, without their lines where these are not asked for.
local function facts_of(path, with_lines, more)
  local code, text = baogao("read --format csv " .. shell.quote(path) .. " " .. (more or ""))
  assert.are.equal(0, code, text)
  local found = {}
  for i, row in ipairs(rows_of(text)) do
    found[i] = (with_lines and row.paragraph .. " " or "")
      .. table.concat({ row.indicator, row.written, row.measure, tostring(row.period):sub(1, 4) }, " ")
    assert.are.equal(420000, tonumber(row.region))
  end
  return found
end

local function without_lines(facts)
  local bare = {}
  for i, fact in ipairs(facts) do bare[i] = fact:gsub("^%d+ ", "") end
  return bare
end

local function to(encoding, text)
  local code, converted = shell.run("iconv -f UTF-8 -t " .. encoding, { input = text })
  assert.are.equal(0, code, converted)
  return converted
end

describe("documents", function()
  local folder
  setup(function()
    folder = shell.folder()
    shell.write(folder .. "/page.html", PAGE:format "utf-8")
  end)
  teardown(function() shell.remove(folder) end)

  if shell.has "pandoc" then
    it("are web pages", function() assert.are.same(FACTS, facts_of(folder .. "/page.html", true)) end)

    it("are web pages in GB2312, as they say or not", function()
      shell.write(folder .. "/gb.html", to("GB18030", PAGE:format "gb2312"))
      assert.are.same(FACTS, facts_of(folder .. "/gb.html", true))
      shell.write(folder .. "/silent.htm", to("GB18030", (PAGE:format(""):gsub('<meta charset="">', ""))))
      assert.are.same(FACTS, facts_of(folder .. "/silent.htm", true))
    end)

    for _, ending in ipairs { "docx", "odt", "epub" } do
      it("are " .. ending .. " files, whose titles tell year and region", function()
        local path = folder .. "/report." .. ending
        local code, text = shell.run(("pandoc -s -o %s %s/page.html"):format(path, folder))
        assert.are.equal(0, code, text)
        assert.are.same(without_lines(FACTS), facts_of(path))
      end)
    end

    it("are told by their first bytes where their names tell nothing", function()
      shell.run(("pandoc -s -o %s/x.docx %s/page.html && mv %s/x.docx %s/download"):format(folder, folder, folder, folder))
      assert.are.same(without_lines(FACTS), facts_of(folder .. "/download"))
    end)

    it("have facts that stand where they are said to stand in pandoc's text", function()
      local text = assert(source.text(folder .. "/page.html"))
      local report = require("baogao").read(text)
      assert.are.equal(#FACTS, #report.facts)
      for _, fact in ipairs(report.facts) do assert.are.equal(fact.text, text:sub(fact.first, fact.last)) end
    end)

    it("that are broken are told by name, with what pandoc says of them", function()
      shell.write(folder .. "/broken.docx", "PK\3\4 nothing of a document")
      local code, text = baogao("read " .. folder .. "/broken.docx")
      assert.are.equal(1, code)
      assert.is_truthy(text:find("broken.docx: pandoc cannot read it: .+"), text)
    end)

    it("are told from options by their place, whatever their names", function()
      shell.write(folder .. "/-f & $(touch x) 'a'.html", PAGE:format "utf-8")
      assert.are.same(FACTS, facts_of(folder .. "/-f & $(touch x) 'a'.html", true))
    end)
  else
    pending "web pages and DOCX: pandoc is not installed"
  end

  if shell.has "pdftotext" and shell.has "chromium" and select(2, shell.run "fc-list :lang=zh") ~= "" then
    it("are PDF files", function()
      local code, text = shell.run(("chromium --headless --no-sandbox --disable-gpu --user-data-dir=%s/profile"
        .. " --print-to-pdf-no-header --no-pdf-header-footer --print-to-pdf=%s/report.pdf %s/page.html")
        :format(folder, folder, folder), { seconds = 120 })
      assert.are.equal(0, code, text)
      assert.are.same(without_lines(FACTS), facts_of(folder .. "/report.pdf"))
      local plain = assert(source.text(folder .. "/report.pdf"))
      for _, fact in ipairs(require("baogao").read(plain).facts) do
        assert.are.equal(fact.text, plain:sub(fact.first, fact.last))
      end
    end)
  else
    pending "PDF: pdftotext, chromium or a Chinese font is not installed"
  end

  if shell.has "pdftotext" then
    it("that are broken PDF are told by name", function()
      shell.write(folder .. "/broken.pdf", "%PDF-1.7\nnothing of a document")
      local code, text = baogao("read " .. folder .. "/broken.pdf")
      assert.are.equal(1, code)
      assert.is_truthy(text:find("broken.pdf: pdftotext cannot read it: .+"), text)
    end)
  else
    pending "broken PDF: pdftotext is not installed"
  end

  it("that nothing reads are refused by what they are", function()
    shell.write(folder .. "/old.doc", "\208\207\17\224\161\177\26\225" .. ("\0"):rep(512))
    shell.write(folder .. "/report.rtf", "{\\rtf1\\ansi report}")
    shell.write(folder .. "/sheet.xlsx", "PK\3\4" .. ("x"):rep(512))
    local code, text = baogao(("read %s/old.doc %s/sheet.xlsx %s/report.rtf"):format(folder, folder, folder))
    assert.are.equal(1, code)
    assert.is_truthy(text:find("old.doc: an old Office document; save it as DOCX first", 1, true), text)
    assert.is_truthy(text:find("report.rtf: RTF, of which pandoc loses digits; save it as DOCX first", 1, true), text)
    assert.is_truthy(text:find("sheet.xlsx: a packed file that is no DOCX", 1, true), text)
  end)

  -- A PATH with what the command itself needs, and nothing that reads documents.
  it("say what to install where it is not there", function()
    local bin = folder .. "/bin"
    shell.run("mkdir -p " .. bin)
    for _, name in ipairs { "sh", "test", "stty" } do
      shell.run(("ln -s $(command -v %s) %s/%s"):format(name, bin, name))
    end
    shell.run(("ln -s $(command -v %s) %s/lua"):format(shell.lua, bin))
    shell.write(folder .. "/report.docx", "PK\3\4 word/")
    shell.write(folder .. "/report.pdf", "%PDF-1.7")
    shell.write(folder .. "/gb.txt", to("GB18030", "去年建成学校8所。"))
    local code, text = shell.run(("env PATH=%s lua lua/baogao/cli/baogao read "):format(bin)
      .. ("%s/page.html %s/report.docx %s/report.pdf %s/gb.txt"):format(folder, folder, folder, folder))
    assert.are.equal(1, code)
    for _, row in ipairs { { "page.html", "pandoc", "pandoc" }, { "report.docx", "pandoc", "pandoc" },
      { "report.pdf", "pdftotext", "poppler-utils" }, { "gb.txt", "iconv", "libc-bin" } } do
      local message = ("baogao: %s/%s: reading it needs %s, which is not installed (apt install %s)\n")
        :format(folder, row[1], row[2], row[3])
      assert.is_truthy(text:find(message, 1, true), text)
    end
  end)
end)

describe("encodings", function()
  local folder
  setup(function() folder = shell.folder() end)
  teardown(function() shell.remove(folder) end)

  -- 𠮷 has four bytes in each of them, € two or three, and full-width digits are digits
  local TEXT = "２０２５年湖北省政府工作报告\r\n去年€区建成𠮷字号学校１２所，增长５．５％。\r\n其中小学３所，完成投资1.5亿元。"
  local FOUND = { { "１２所", 12 }, { "５．５％", 5.5 }, { "３所", 3 }, { "1.5亿元", 150000000 } }

  local ROWS = {
    -- name, for iconv, what stands before, option
    { "UTF-8 with a byte order mark", "UTF-8", "\239\187\191" },
    { "GB18030", "GB18030", "" },
    { "UTF-16LE with a byte order mark", "UTF-16LE", "\255\254" },
    { "UTF-16BE with a byte order mark", "UTF-16BE", "\254\255" },
    { "UTF-16LE without one", "UTF-16LE", "" },
    { "UTF-16BE without one", "UTF-16BE", "" },
    { "UTF-16 by its name", "UTF-16LE", "\255\254", "UTF-16" },
    { "GBK by its name", "GB18030", "", "GB18030" },
  }
  for _, row in ipairs(ROWS) do
    it("may be " .. row[1] .. ", and places are those of the file", function()
      local path = folder .. "/text"
      local bytes = row[3] .. to(row[2], TEXT)
      shell.write(path, bytes)
      local code, text = baogao("read --format csv " .. path .. (row[4] and " --encoding " .. row[4] or ""))
      assert.are.equal(0, code, text)
      local rows = rows_of(text)
      assert.are.equal(#FOUND, #rows)
      for i, found in ipairs(FOUND) do
        assert.are.equal(found[1], rows[i].written)
        assert.are.equal(found[2], rows[i].value)
        assert.are.equal(i <= 2 and 2 or 3, rows[i].paragraph)
        assert.are.equal(2024, tonumber(rows[i].period))
        assert.are.equal(to(row[2], found[1]), bytes:sub(rows[i].first, rows[i].last))
      end
    end)
  end

  it("that iconv knows may be named", function()
    shell.write(folder .. "/big5", to("BIG5", "去年建成學校12所。"))
    local code, text = baogao("read --encoding BIG5 --year 2025 --format csv " .. folder .. "/big5")
    assert.are.equal(0, code, text)
    assert.is_truthy(text:find("big5,1,12所,12,所", 1, true), text)
  end)

  local WRONG = {
    { "a name that iconv does not know", "--encoding KLINGON", "no text in KLINGON: " },
    { "text that is not in it", "--encoding ASCII", "no text in ASCII: " },
  }
  for _, row in ipairs(WRONG) do
    it("refuse " .. row[1], function()
      shell.write(folder .. "/text", TEXT)
      local code, text = baogao("read " .. row[2] .. " " .. folder .. "/text")
      assert.are.equal(1, code)
      assert.is_truthy(text:find(row[3], 1, true), text)
    end)
  end

  it("are refused where the name is none", function()
    local code, text = baogao("read --encoding 'x; rm' " .. folder .. "/text")
    assert.are.same({ 2, "baogao: --encoding: no such name: x; rm\n" }, { code, text })
  end)
end)
