-- A report object: look-ups, copies, search, citations, and what it says to wrong use.

local baogao = require "baogao"

local report = baogao.report()

describe("baogao.report", function()
  it("is the bundled one by name or by default", function()
    assert.equal("zhengzhou-2024", baogao.report().name)
    assert.equal("zhengzhou-2024", baogao.report("zhengzhou-2024").name)
    assert.same({ { name = "zhengzhou-2024", title_zh = "郑州市2024年科技创新报告",
      title_en = "Zhengzhou science and technology report 2024", count = 51 } }, baogao.reports())
    assert.equal("baogao.report: zhengzhou-2024 (51 facts)", tostring(report))
  end)

  it("answers nil and a hint where there is none of the name", function()
    local none, message = baogao.report "zhengzou-2024"
    assert.is_nil(none)
    assert.equal("no report 'zhengzou-2024' (did you mean 'zhengzhou-2024'?); bundled are zhengzhou-2024", message)
  end)
end)

describe("report:fact", function()
  it("gives a fact, or one field of it", function()
    assert.equal(5616, report:fact("platforms.total").value)
    assert.equal(5616, report:fact("platforms.total", "value"))
    assert.equal("家", report:fact("platforms.total", "unit"))
    assert.is_nil(report:fact("platforms.total", "part_of"))
  end)

  local UNKNOWN = {
    { "platforms.totl", "no fact 'platforms.totl' in zhengzhou-2024 (did you mean 'platforms.total'?)" },
    { "talent", "no fact 'talent' in zhengzhou-2024 (did you mean 'talent.foreign_expertise_national'?)" },
    { "zzzzzz", "no fact 'zzzzzz' in zhengzhou-2024" },
    { "", "no fact '' in zhengzhou-2024" },
  }
  for _, row in ipairs(UNKNOWN) do
    it("answers nil to '" .. row[1] .. "'", function()
      local fact, message = report:fact(row[1])
      assert.is_nil(fact)
      assert.truthy(message:find(row[2]:match("^[^(]*"), 1, true), message)
      if row[1] ~= "talent" then assert.equal(row[2], message) else assert.truthy(message:find("did you mean 'talent.")) end
    end)
  end
end)

describe("what a caller does to a fact", function()
  it("is not seen by the next caller", function()
    local fact = report:fact "platforms.total"
    fact.value, fact.mentions[1].written, fact.paragraphs[1] = 1, "x", 99
    report.facts[1].value = -1
    report.milestones[1].kind = "x"
    assert.equal(5616, report:fact("platforms.total").value)
    assert.equal("5616家", report:fact("platforms.total").mentions[1].written)
    assert.same({ 3 }, report:fact("platforms.total", "paragraphs"))
    assert.equal(5800, report.facts[1].value)
    assert.equal("first", report.milestones[1].kind)
    local paragraphs = report:fact("platforms.total", "paragraphs")
    paragraphs[1] = 0
    assert.same({ 3 }, report:fact("platforms.total", "paragraphs"))
    report:totals("category")[1].value = 0
    assert.equal(27542, report:totals("category")[1].value)
  end)

  it("cannot reach the report itself", function()
    assert.has_error(function() report.name = "x" end)
    assert.has_error(function() report.fact = nil end)
    assert.equal("baogao.report", getmetatable(report))
    assert.equal("zhengzhou-2024", baogao.report().name)
  end)
end)

-- words, ids found, first among them
local SEARCHES = {
  { "platforms", 5, "platforms.total" },
  { "实验室", 2, "laboratories.unveiled" },
  { "孵化", 6, "incubators.added_provincial" },
  { "ANGEL fund", 3, "investment.angel_fund_size" },
  { "高新技术企业 申报", 1, "enterprises.high_tech_applications" },
  { "创新平台", 5, nil },
  { "forecast", 3, "tech_contracts.full_year" },
  { "no such thing", 0 },
  { "", 0 },
}

describe("report:search", function()
  for _, row in ipairs(SEARCHES) do
    it(("'%s' finds %d"):format(row[1], row[2]), function()
      local found = report:search(row[1])
      assert.equal(row[2], #found)
      if row[3] then assert.equal(row[3], found[1].id) end
    end)
  end
end)

local CITATIONS = {
  { "platforms.total", "text", nil, "市级以上创新平台：5616家（郑州市2024年科技创新报告，第3、43、45段）" },
  { "tech_contracts.full_year", nil, "zh", "技术合同成交额：突破800亿元（预计）（郑州市2024年科技创新报告，第21段）" },
  { "tech_contracts.full_year", "text", "en", "technology contract turnover: 突破800亿元 (forecast), 2024 "
    .. "(Zhengzhou science and technology report 2024, ¶21)" },
  { "enterprises.high_tech", "markdown", "en",
    "high-tech enterprises: **约5800家**, 2024 (*Zhengzhou science and technology report 2024*, ¶3, ¶21)" },
  { "enterprises.high_tech", "markdown", "zh", "高新技术企业：**约5800家**（*郑州市2024年科技创新报告*，第3、21段）" },
  { "platforms.national", "gbt7714", nil, "李娜. 郑州市2024年科技创新报告[R]. 郑州, 2024: 第45段." },
  { "platforms.national", "bibtex", "en", [[
@techreport{zhengzhou-2024:platforms.national,
  author = {李娜},
  title = {Zhengzhou science and technology report 2024},
  address = {Zhengzhou},
  year = {2024},
  note = {innovation platforms, national level: 63家, 2024 (Zhengzhou science and technology report 2024, ¶45)},
}]] },
}

describe("report:cite", function()
  for _, row in ipairs(CITATIONS) do
    it(("%s as %s in %s"):format(row[1], row[2] or "text", row[3] or "zh"), function()
      assert.equal(row[4], report:cite(row[1], row[2], row[3]))
    end)
  end

  it("answers nil to an unknown id", function()
    local citation, message = report:cite "platforms.nationl"
    assert.is_nil(citation)
    assert.equal("no fact 'platforms.nationl' in zhengzhou-2024 (did you mean 'platforms.national'?)", message)
  end)
end)

local KEY_FIELDS = "id, category, indicator, label_zh, label_en, written, unit, period, region, section, note, qualifier, "
  .. "measure, status, level, direction, comparison"

local MISUSE = {
  { function() report:fact(7) end, "id: string expected, got number" },
  { function() report:fact() end, "id: string expected, got nil" },
  { function() report:fact("platforms.total", "valu") end,
    "field: unknown 'valu' (did you mean 'value'?); known are " .. KEY_FIELDS
      .. ", value, lower, upper, lower_open, upper_open, part_of, adds_to, complete, paragraph, paragraphs, mentions" },
  { function() report:search() end, "words: string expected, got nil" },
  { function() report:cite("platforms.total", "apa") end, "style: unknown 'apa'; known are text, markdown, bibtex, gbt7714" },
  { function() report:cite("platforms.total", "text", "fr") end, "lang: unknown 'fr'; known are zh, en" },
  { function() report:totals "categry" end, "field: unknown 'categry' (did you mean 'category'?); known are " .. KEY_FIELDS },
  { function() report:totals {} end, "field: one to four field names expected" },
  { function() report:totals { "id", "id", "id", "id", "id" } end, "field: one to four field names expected" },
  { function() report:totals("category", { mesure = "stock" }) end,
    "options: unknown 'mesure' (did you mean 'measure'?); known are " .. KEY_FIELDS },
  { function() report:totals("category", { measure = "stok" }) end,
    "options.measure: unknown 'stok' (did you mean 'stock'?); known are stock, flow, level, change, target, growth, share, "
      .. "rank" },
  { function() report:totals("category", "stock") end, "options: a table of options expected, got string" },
  { function() report:left_out "x" end, "field: unknown 'x'; known are " .. KEY_FIELDS },
  { function() report:compare("platforms.total", "=", 1) end,
    "relation: unknown '=' (did you mean '<='?); known are <, <=, >, >=, ==, ~=" },
  { function() report.facts = {} end, "a report is read-only: field 'facts' cannot be set" },
  { function() baogao.report(5) end, "name: string expected, got number" },
}

describe("misuse", function()
  for _, row in ipairs(MISUSE) do
    it("raises: " .. row[2]:sub(1, 60), function()
      local ok, message = pcall(row[1])
      assert.is_false(ok)
      assert.equal(row[2], (message:gsub("^.-report_spec.lua:%d+: ", "")))
      assert.truthy(message:find("report_spec.lua:%d+:"), message)
    end)
  end
end)

describe("the module", function()
  it("sets no global and loads nothing but the engine", function()
    local before = {}
    for name in pairs(_G) do before[name] = true end
    local loaded = {}
    for name in pairs(package.loaded) do
      if name:find("^baogao") then loaded[name] = package.loaded[name]; package.loaded[name] = nil end
    end
    local fresh = require "baogao"
    local names = {}
    for name in pairs(package.loaded) do
      if name:find("^baogao") then names[#names + 1] = name end
    end
    table.sort(names)
    for name in pairs(package.loaded) do
      if name:find("^baogao") then package.loaded[name] = nil end
    end
    for name, module in pairs(loaded) do package.loaded[name] = module end
    assert.same({ "baogao", "baogao.core", "baogao.engine", "baogao.version" }, names)
    assert.equal(require "baogao.version", fresh._VERSION)
    for name in pairs(_G) do assert.is_true(before[name] == true, name) end
    assert.is_nil(fresh.no_such_function)
  end)
end)
