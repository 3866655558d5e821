-- Totals of frames of facts: those of the report that they were made of, and what
-- a frame of one's own is told.

local baogao = require "baogao"
local core = require "baogao.core"
local engine = require "baogao.engine"
local query = require "baogao.query"

local has_frame, frame = pcall(require, "baogao.frame")
if not has_frame then
  pending("left out: the frame engine is not built")
  return
end

-- A report of the kind that baogao.read takes, of another place and year.
local TEXT = [[
2023年，全市共有国家级创新平台41家，省级创新平台1320家。高新技术企业达到3100家左右，其中当年新增超过400家。
全年技术合同成交额突破300亿元，同比增长18.5%。建成科技企业孵化器57家，其中国家级9家。
]]

local function same_totals(report, f, keys)
  for _, what in ipairs { "totals", "left_out" } do
    local wanted, got = report[what](report, keys), f:query()[what](f:query(), keys)
    assert.same(wanted, got, what)
  end
end

-- rows: {id, value, other fields}; key; the totals as "key=value unit", and what is left out as "id:reason"
local function facts_of(rows, types)
  for i, row in ipairs(rows) do
    row.id, row.value, row[1], row[2] = row.id or row[1], row.value or row[2], nil, nil
    rows[i] = row
  end
  return frame(rows, { types = types })
end

local function told(f, field)
  local totals, left = {}, {}
  for i, row in ipairs(f:query():totals(field)) do totals[i] = ("%s=%g%s"):format(row.key, row.value, row.unit) end
  for i, row in ipairs(f:query():left_out(field)) do left[i] = row.id .. ":" .. row.reason end
  return table.concat(totals, " "), table.concat(left, " ")
end

local CASES = {
  { "a part is not added to its whole", { { "all", 100, c = "x" }, { "half", 50, c = "x", part_of = "all" },
    { "other", 7, c = "x" } }, "c", "x=107", "half:part" },
  { "but is where its whole is not there", { { "all", 100, c = "x" }, { "a", 50, c = "x", part_of = "gone" } }, "c",
    "x=150", "" },
  { "tiers leave a rest", { { "all", 5616, level = "municipal+" }, { "n", 63, level = "national", part_of = "all" },
    { "p", 2197, level = "provincial", part_of = "all" } }, "level", "national=63 provincial=2197 municipal=3356", "all:whole" },
  { "a stock and a flow are two things", { { "s", 10, measure = "stock", c = "x" }, { "f", 3, measure = "flow", c = "x" } }, "c",
    "x=10", "f:measure" },
  { "a forecast stands aside", { { "a", 10, status = "actual", c = "x" }, { "b", 20, status = "forecast", c = "x" } }, "c",
    "x=10", "b:status" },
  { "units are not added to each other", { { "a", 10, unit = "家", c = "x" }, { "b", 20, unit = "人", c = "x" } }, "c",
    "x=10家 x=20人", "" },
  { "rates are not added", { { "a", 10, unit = "%", c = "x" }, { "b", 2, unit = "家", c = "x" } }, "c", "x=2家",
    "a:not_additive" },
  { "the later of two stocks of one thing", { { "a", 10, indicator = "i", period = "2023", c = "x" },
    { "b", 20, indicator = "i", period = "2024", c = "x" } }, "c", "x=20", "a:overlap" },
  { "months within a year", { { "a", 10, indicator = "i", measure = "flow", period = "2024-01/2024-11", c = "x" },
    { "b", 20, indicator = "i", measure = "flow", period = "2024", c = "x" } }, "c", "x=20", "a:overlap" },
  { "years of numbers", { { "a", 10, indicator = "i", measure = "flow", period = 2023, c = "x" },
    { "b", 20, indicator = "i", measure = "flow", period = 2024, c = "x" } }, "c", "x=30", "" },
  { "what is not named is a thing of its own", { { "a", 10, period = "2024", c = "x" }, { "b", 20, period = "2024",
    c = "x" } }, "c",
    "x=30", "" },
  { "a county within its city", { { "a", 10, region = "410100", c = "x" }, { "b", 20, region = "410100", c = "x" },
    { "c", 4, region = "410122", c = "x" } }, "c", "x=30", "c:scope" },
  { "by a year, and where nothing is said", { { "a", 10, c = 2024 }, { "b", 20, c = 2023 }, { "d", 4 } }, "c",
    "2024=10 2023=20 =4", "" },
  { "codes in Chinese", { { "a", 10, level = "国家级", status = "预计" }, { "b", 20, level = "省级", measure = "流量" } }, "level",
    "national=10 provincial=20", "" },
  { "periods of dates, and what is so or not", { { "a", 10, indicator = "i", measure = "flow", period = "2024-01-31", c = true },
    { "b", 20, indicator = "i", measure = "flow", period = "2024-02-29", c = false } }, "c", "true=10 false=20", "",
    { period = "date" } },
  { "wholes of numbers", { { 1, 10, c = "x" }, { 2, 4, c = "x", part_of = 1 }, { 3, 5, c = "x", part_of = 7 } }, "c", "x=15",
    "2:part" },
  { "dates for names", { { "2024-01-31", 10, c = "x" }, { "2024-02-29", 4, c = "x", part_of = "2024-01-31" } },
    "c", "x=10", "2024-02-29:part", { id = "date", part_of = "date" } },
  { "a row without a figure", { { "a", 10, c = "x" }, { id = "b", c = "x" } }, "c", "x=10", "" },
}

describe("totals of a frame", function()
  it("are those of the report that it was made of, by every field", function()
    local report = baogao.report()
    local f = frame(report)
    local known = engine.terms().key_fields
    assert.is_true(#known > 10)
    for _, key in ipairs(known) do same_totals(report, f, key) end
    same_totals(report, f, { "level", "unit" })
    same_totals(report, f, { "category", "measure", "unit", "level" })
    local path = os.tmpname()
    assert(f:save(path))
    same_totals(report, assert(frame.open(path)), "level")
    os.remove(path)
  end)

  it("are those of a report that was read, and of a collection", function()
    local read = baogao.read(TEXT, { year = 2023, region = "410300", name = "洛阳" })
    assert.is_true(#read.facts > 6)
    for _, key in ipairs { "level", "category", "indicator", "measure", "unit" } do same_totals(read, frame(read), key) end
    local both = baogao.collect { read, baogao.report() }
    same_totals(both, frame(both), "unit")
    same_totals(both, frame(both), { "region", "level" })
  end)

  it("are of the facts that a query leaves, whatever it does to their order", function()
    local report = baogao.report()
    local q = frame(report):query()
    assert.same(report:totals("level", { category = "platforms", measure = "stock" }),
      q:filter("category = 'platforms'"):sort("value desc"):filter("measure = 'stock'"):totals("level"))
    assert.same(report:left_out("category", { measure = "stock" }), q:filter { measure = "stock" }:derive("x", "value / 2")
      :left_out("category"))
    -- a part of a part, where what is between is filtered away
    local f = facts_of { { "all", 100, c = "x" }, { "mid", 50, c = "x", part_of = "all" }, { "part", 20, c = "x",
      part_of = "mid" } }
    assert.equal(100, f:query():filter("id != 'mid'"):totals("c")[1].value)
    assert.same({}, f:query():filter("false"):totals("c"))
    assert.same({}, f:slice(1, 0):query():totals("c"))
  end)

  for _, case in ipairs(CASES) do
    it(case[1], function()
      local totals, left = told(facts_of(case[2], case[6]), case[3])
      assert.equal(case[4], totals)
      assert.equal(case[5], left)
    end)
  end

  it("keep the ids of forty documents apart, though they be the same", function()
    local rows, facts = {}, {}
    for city = 1, 40 do
      rows[#rows + 1] = { document = 2000 + city, id = "all", value = 100, c = "x" }
      rows[#rows + 1] = { document = 2000 + city, id = "part", value = city, c = "x", part_of = "all" }
    end
    local f = frame(rows)
    assert.equal(4000, f:query():totals("c")[1].value)
    assert.equal(400, f:query():filter("document <= 2004 or id = 'part' and document > 2040"):totals("c")[1].value)
    local left = f:query():filter("document = 2007"):totals("c")[1]
    assert.equal(100, left.value)
    for i, row in ipairs(f:query():left_out("c")) do facts[i] = row.id end
    assert.equal(40, #facts)
  end)

  it("of figures that have no lower bound, and of rows that are none of theirs", function()
    local f = facts_of { { id = "a", value = 5, upper = 6, c = "x" }, { "b", 3, c = "x" }, { id = "d", c = "x" } }
    local row = f:query():totals("c")[1]
    assert.same({ 8, -math.huge, 9 }, { row.value, row.lower, row.upper })
    local _, chosen = core.frame_report(f, "value", {}, frame { { id = "z" }, { id = "b" }, { id = "d" } })
    assert.equal("\0\1\0", chosen)
    _, chosen = core.frame_report(f, "value", {}, frame { { name = "b" } })
    assert.equal("\0\0\0", chosen)
    _, chosen = core.frame_report(f, "value", {}, nil, "document")
    assert.equal("\1\1\0", chosen)
  end)

  it("have bounds", function()
    local f = frame { { id = "a", value = 800, lower = 800, lower_open = true }, { id = "b", value = 20, lower = 15,
      upper = 25 } }
    local row = f:query():derive("k", "id = 'a' or id = 'b'"):totals("id")[2]
    assert.same({ 20, 15, 25, false }, { row.value, row.lower, row.upper, row.lower_open })
  end)

  it("tell reports apart by their document", function()
    local rows = {}
    for _, city in ipairs { "A", "B" } do
      rows[#rows + 1] = { document = city, id = "all", value = 100, c = "x" }
      rows[#rows + 1] = { document = city, id = "part", value = 40, c = "x", part_of = "all" }
    end
    local f = frame(rows)
    assert.equal(200, f:query():totals("c")[1].value)
    assert.equal(100, f:query():filter("document = 'B'"):totals("c")[1].value)
    -- of the first the part is left, of the second both
    assert.equal(140, f:query():filter("document = 'B' or id = 'part'"):totals("c")[1].value)
    assert.same({ { key = "A", value = 100 }, { key = "B", value = 100 } }, (function()
      local list = {}
      for i, row in ipairs(f:query():totals("document")) do list[i] = { key = row.key, value = row.value } end
      return list
    end)())
  end)

  it("go by rows where nothing names the facts", function()
    local f = frame { { c = "x", value = 1 }, { c = "x", value = 2 }, { c = "y", value = 4 } }
    local rows = f:query():filter("value < 4"):totals("c")
    assert.same({ 3, "x", { "row 1", "row 2" } }, { rows[1].value, rows[1].key, rows[1].facts })
  end)

  it("of two keys name both by their columns", function()
    local f = frame { { id = "a", province = "河南", year = 2024, value = 1 }, { id = "b", province = "河南",
      year = 2023, value = 2 } }
    local rows = f:query():totals { "province", "year" }
    assert.same({ "河南 / 2024", "河南", "2024" }, { rows[1].key, rows[1].province, rows[1].year })
    assert.is_nil(rows[1].label_zh)
  end)

  local ring = facts_of { { "a", 1, part_of = "b" }, { "b", 2, part_of = "c" }, { "c", 3, part_of = "a" }, { "d", 3,
    part_of = "a" } }
  local circle = {}
  for i = 1, 7 do circle[i] = { "f" .. i, i, part_of = "f" .. i % 7 + 1 } end
  local FAULTS = {
    { function() facts_of(circle):query():totals("id") end, "totals: part_of goes in a circle: f1 → f2 → f3 → f4 → f5 → …" },
    { function() facts_of({ { "a", 1, level = "royal" } }):query():totals("id") end, "totals: 'royal' is no level (there are: "
      .. "national, provincial, municipal, county, provincial+, municipal+, county+)" },
    { function() ring:query():totals("id") end, "totals: part_of goes in a circle: a → b → c → a" },
    { function() ring:query():filter("id = 'd'"):left_out("id") end, "left_out: part_of goes in a circle: a → b → c → a" },
    { function() facts_of({ { "a", 1, part_of = "a" } }):query():totals("id") end, "totals: part_of goes in a circle: a → a" },
    { function() facts_of({ { "a", 1 }, { "b", 1 }, { "a", 2 } }):query():totals("id") end,
      "totals: two facts have the id 'a', rows 1 and 3: a column 'document' tells reports apart" },
    { function() facts_of({ { "a", 1, measure = "stok" } }):query():totals("id") end,
      "totals: 'stok' is no measure (there are: stock, flow, level, change, target, growth, share, rank)" },
    { function() facts_of({ { "a", 1, status = "maybe" } }):query():totals("id") end,
      "totals: 'maybe' is no status (there are: actual, forecast)" },
    { function() facts_of({ { "a", 1, level = 3 } }):query():totals("id") end,
      "totals: column 'level' is of integers, not of strings" },
    { function() facts_of({ { "a", "many" } }):query():totals("id") end, "totals: column 'value' is of strings, not of numbers" },
    { function() facts_of({ { "a", 1, kind = "x" } }):query():totals("knd") end,
      "totals: field: totals do not go by 'knd' (did you mean 'kind'?)" },
    { function() frame({ { id = "a" } }):query():totals("level") end,
      "totals: a frame's totals are of a column 'value', and there is none" },
    { function() facts_of({ { "a", 1 } }):query():totals("value") end,
      "totals: field: 'value' is a number, and names no groups" },
    { function() facts_of({ { "a", 1, c = "x" } }):query():totals {} end, "totals: field: one to four field names expected" },
    { function() facts_of({ { "a", 1, c = "x" } }):query():totals { 1 } end,
      "totals: field: a field's name expected, got number" },
    { function() facts_of({ { "a", 1, c = "x" } }):query():derive("c", "'y'"):totals("c") end,
      "totals: 'c' is made anew by derive: totals are of the facts as they are" },
    { function() facts_of({ { "a", 1, c = "x" } }):query():rank("value", { as = "value" }):totals("c") end,
      "totals: 'value' is made anew by rank: totals are of the facts as they are" },
    { function() facts_of({ { "a", 1, c = "x" } }):query():count("id"):totals("c") end,
      "totals: the facts' id is gone: totals come before select and summarise" },
    { function() query.from({ columns = { { name = "value", type = "number" } } }):totals("c") end,
      "totals: only a query on facts, a report's or a frame's, knows which of its figures may be added: use summarise" },
  }
  it("refuse a frame whose column of figures, or of documents, is not there", function()
    local f = facts_of { { "a", 1, document = "d" } }
    for _, row in ipairs { { "no column 'weight'", "weight" }, { "'document' is gone, which tells the reports apart", "value", {},
      frame { { id = "a" } }, "document" } } do
      local ok, message = pcall(core.frame_report, f, row[2], row[3] or {}, row[4], row[5])
      assert.is_false(ok)
      assert.truthy(message:find(row[1], 1, true), message)
    end
  end)
  for _, case in ipairs(FAULTS) do
    it("refuses: " .. case[2], function()
      local ok, message = pcall(case[1])
      assert.is_false(ok)
      assert.equal("baogao.query:" .. case[2], message:match("baogao%.query:.*$") or message)
    end)
  end
end)
