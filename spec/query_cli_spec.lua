-- The command `baogao query`: what it prints and how it ends.

local cli = require "baogao.cli"

local function stream()
  local self = { parts = {} }
  function self.write(_, ...)
    for i = 1, select("#", ...) do self.parts[#self.parts + 1] = tostring((select(i, ...))) end
    return self
  end
  function self.text() return table.concat(self.parts) end
  return self
end

local function run(...)
  local out, err = stream(), stream()
  local code = cli.main({ "query", ... }, { out = out, err = err, input = io.stdin })
  return code, out:text(), err:text()
end

local has_frame = pcall(require, "baogao.frame")

describe("baogao query", function()
  if not has_frame then
    pending("left out: the frame engine is not built")
    return
  end
  local path

  setup(function()
    path = os.tmpname()
    os.remove(path)
    path = path .. ".csv"
    local file = assert(io.open(path, "w"))
    file:write("region,year,value\r\n郑州,2023,10\r\n郑州,2024,12.5\r\n开封,2024,\r\n")
    file:close()
  end)
  teardown(function() os.remove(path) end)

  it("reads the facts that `baogao facts --format csv` writes, bounds and all", function()
    local out = stream()
    assert.equal(0, cli.main({ "facts", "--format", "csv" }, { out = out, err = stream(), input = io.stdin }))
    local written = os.tmpname()
    local file = assert(io.open(written .. ".csv", "wb"))
    file:write(out.text())
    file:close()
    local code, text, said = run("certainly(value > 750亿)", "--from", written .. ".csv", "--select", "id", "--format", "csv")
    os.remove(written)
    os.remove(written .. ".csv")
    assert.equal("", said)
    assert.equal(0, code)
    assert.equal("id\r\ntech_contracts.full_year\r\n", text)
  end)

  -- arguments, exit code, standard output, standard error ("" where nothing is said)
  local CASES = {
    { { "level = 'national' and valu > 10" }, 2, "",
      "baogao: no field 'valu' (did you mean 'value'?)\n  level = 'national' and valu > 10\n                         ^^^^\n" },
    { { "id = 'platforms.total'", "--select", "id,value", "--format", "csv" }, 0,
      "id,value,lower,upper,lower_open,upper_open\r\nplatforms.total,5616,5616,5616,false,false\r\n", "" },
    { { "id like 'platforms.%' and level = $level", "--param", "level=national", "--select", "id", "--format", "csv" }, 0,
      "id\r\nplatforms.national\r\n", "" },
    { { "category = 'incubators' and unit = 家", "--sum", "value", "--group-by", "unit", "--format", "csv" }, 0, nil, "" },
    { { "id = 'none'" }, 1, "", "baogao: no row answers\n" },
    { { "id = 'none'", "--format", "json" }, 1, "[]\n", "" },
    { { "level = 'national' and value > 10", "--group-by", "category", "--sum", "value", "--lang", "en" }, 0, [[
category           sum_value
enterprises            7,742
platforms                 63
incubators                16
talent programmes         28
]], "" },
    -- the bounds of each result beside it, where some row has any
    { { "unit = 家 and level is null", "--group-by", "measure", "--sum", "value", "--mean", "value", "--count",
      "--lang", "en" }, 0, [[
measure  sum_value  bounds          mean_value  bounds               count
stock       22,128  (22,078, ∞)        4,425.6  (4,415.6, ∞)             5
flow         3,393  (3,393, 3,493)       1,131  (1,131, 1,164.3333)      3
]], "" },
    { { "id like 'platforms.%'", "--totals", "level", "--lang", "en" }, 0, [[
level        total  unit  measure  status  facts
provincial+    223  家    flow     actual      1
national        63  家    stock    actual      1
provincial   2,197  家    stock    actual      1
municipal    3,356  家    stock    actual      1
]], "" },
    { { "id like 'platforms.%'", "--totals", "level", "--head", "3" }, 2, "", "baogao: --head does not go with --totals\n" },
    { { "--totals", "levl" }, 2, "", "baogao: field: totals do not go by 'levl' (did you mean 'level'?)\n" },
    { { "unit = 项", "--group-by", "unit", "--count", "--format", "csv" }, 0, "unit,count\r\n项,11\r\n", "" },
    { { "--head", "x" }, 2, "", "baogao: --head x: a whole number expected\n" },
    { { "--sort", "valeu" }, 2, "", "baogao: no field 'valeu' (did you mean 'value'?)\n  valeu\n  ^^^^^\n" },
    { { "--param", "x" }, 2, "", "baogao: --param x: NAME=VALUE expected\n" },
    { { "--param", "x=1" }, 2, "", "baogao: --param: there is no condition that has it\n" },
    { { "value > 5000", "--select", "id", "--explain" }, 0, nil, "" },
    { { "value > $x", "--param", "x=5000", "--select", "id", "--sql", "sqlite", "--table", "t" }, 0,
      "SELECT `id`\nFROM `t`\nWHERE (`value` > ?1)\nORDER BY `baogao_row`\n-- 1: 5000.0\n", "" },
  }
  for _, case in ipairs(CASES) do
    it(table.concat(case[1], " "), function()
      local code, out, err = run((unpack or table.unpack)(case[1])) -- luacheck: ignore
      assert.equal(case[4], err)
      if case[3] then assert.equal(case[3], out) else assert.is_true(#out > 0) end
      assert.equal(case[2], code)
    end)
  end

  it("reads a CSV", function()
    local code, out = run("--from", path, "value >= 10", "--sort", "year desc", "--format", "csv")
    assert.equal(0, code)
    assert.equal("region,year,value\r\n郑州,2024,12.5\r\n郑州,2023,10\r\n", out)
    code, out = run("--from", path, "--group-by", "region", "--mean", "value", "--summarise", "count() as n, max(year) as y",
      "--format", "csv")
    assert.equal(0, code)
    assert.equal("region,mean_value,n,y\r\n郑州,11.25,2,2024\r\n开封,,1,2024\r\n", out)
  end)

  it("reads a saved frame", function()
    local frame = require "baogao.frame"
    local saved = path .. ".frame"
    assert(frame.save(frame.new { a = { 1, 2 }, b = { "x", "y" } }, saved))
    local code, out = run("--from", saved, "a > 1", "--format", "csv", "--select", "b")
    os.remove(saved)
    assert.equal(0, code)
    assert.equal("b\r\ny\r\n", out)
  end)

  it("says what it cannot open", function()
    local code, out, err = run("--from", path .. ".none.csv")
    assert.equal(1, code)
    assert.equal("", out)
    assert.equal("baogao: ", err:sub(1, 8))
  end)

  it("says where several units are added", function()
    local code, _, err = run("--sum", "value")
    assert.equal(0, code)
    assert.equal("baogao: several units are added in the sum: add 'unit' to --group-by; "
      .. "'baogao totals' adds only what may be added\n", err)
  end)

  it("says where a division by zero gave nothing", function()
    local code, out, err = run("--from", path, "--derive", "value / (value - 10) as r", "--select", "year,r", "--format", "csv")
    assert.equal(0, code)
    assert.equal("year,r\r\n2023,\r\n2024,5\r\n2024,\r\n", out)
    assert.truthy(err:find("^baogao: "), err)
    assert.truthy(err:find("division by zero", 1, true), err)
  end)

  it("prints a table with bounds", function()
    local code, out = run("id = 'enterprises.high_tech'", "--select", "id,value", "--lang", "en")
    assert.equal(0, code)
    assert.truthy(out:find("enterprises.high_tech%s+5,800%s+%[5,750, 5,850%]"))
  end)
end)

describe("a query on the report", function()
  if not has_frame then
    pending("left out: the frame engine is not built")
    return
  end
  it("has every fact with its bounds", function()
    local report = require("baogao").report()
    local q = require("baogao.query").facts(report)
    assert.equal(51, #q:rows())
    local row = q:filter { id = "tech_contracts.full_year" }:rows()[1]
    assert.same({ 8e10, 8e10, math.huge, true }, { row.value, row.lower, row.upper, row.lower_open })
    assert.same({ "tech_contracts.full_year" }, { q:filter("certainly(value > 800亿)"):rows()[1].id })
    assert.equal(5616, q:filter("id = 'platforms.total'"):rows()[1].value)
  end)

  it("makes totals that count nothing twice, of the facts that are left", function()
    local report = require("baogao").report()
    local q = require("baogao.query").facts(report)
    assert.same(report:totals("category"), q:totals("category"))
    assert.same(report:totals({ "level", "unit" }, { category = "platforms" }),
      q:filter { category = "platforms" }:totals { "level", "unit" })
    assert.same(report:left_out("category", { measure = "stock" }),
      q:filter("measure = 'stock'"):sort("value"):left_out("category"))
    for _, case in ipairs {
      { function() q:totals("levl") end, "totals: field: totals do not go by 'levl' (did you mean 'level'?)" },
      { function() q:count("level"):totals("level") end,
        "totals: the facts' id is gone: totals come before select and summarise" },
      { function() require("baogao.query").from(require("baogao.frame").new { { id = "x" } }):totals("level") end,
        "totals: a frame's totals are of a column 'value', and there is none" },
    } do
      local ok, message = pcall(case[1])
      assert.is_false(ok)
      assert.equal("baogao.query:" .. case[2], message:match("baogao%.query:.*$"))
    end
  end)
end)
