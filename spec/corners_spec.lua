-- Corners of the engine that no report has come to yet: compound units beyond what is kept, barriers between periods, texts
-- that hold a NUL, windows that pass what a double holds, bounds that are kept as whole numbers.

local baogao = require "baogao"
local core = require "baogao.core"
local frame = require "baogao.frame"

local function field(name) return { op = "field", name = name } end

describe("barriers between two facts", function()
  local function barriers(a, b)
    local function fact(id, more)
      local made = { id = id, value = 5, unit = "家", measure = "flow", region = "410100", period = "2024", indicator = "x" }
      for key, value in pairs(more) do made[key] = value end
      return made
    end
    local names = {}
    for name in pairs(core.report_barriers(core.report_make({ fact("a", a), fact("b", b) }, {}), 1,
      2) or {}) do names[#names + 1] = name end
    table.sort(names)
    return table.concat(names, " ")
  end
  local ROWS = {
    { {}, {}, "" },
    { { period = "2023" }, {}, "" },
    { { period = "2024-01/2024-11" }, {}, "part_of_period" },
    { {}, { period = "2024-01/2024-11" }, "part_of_period" },
    { { period = "2024-01/2024-06" }, { period = "2024-05/2024-10" }, "period_overlap" },
    { { period = "2023-01/2023-06" }, { period = "2024" }, "period_length" },
    { { period = "2023-01-03/2023-01-09" }, { period = "2024-01-02/2024-01-09" }, "period_length" },
    { { period = "2023-01-03/2023-01-09" }, { period = "2024-01-03/2024-01-09" }, "" },
    { { period = "" }, {}, "" },
    { {}, { period = "" }, "" },
    { { unit = "户" }, {}, "unit" },
    { { region = "410000" }, {}, "scope" },
    { { region = "410102" }, {}, "scope" },
    { { region = "100000" }, { region = "" }, "scope" },
    { { measure = "stock" }, {}, "measure" },
  }
  for i, row in ipairs(ROWS) do
    it(("of pair %d: %s"):format(i, row[3] == "" and "none" or row[3]), function() assert.equal(row[3], barriers(row[1],
      row[2])) end)
  end
end)

describe("texts of a report", function()
  it("lose their NULs, which a name has no use for", function()
    local facts = core.report_facts(core.report_make({ { id = "a", value = 1, indicator = "新\0增", note = "\0\0" },
      { id = "b", value = 2, indicator = "新增", note = "" } }, { name = "\0n" }))
    assert.equal("新增", facts[1].indicator)
    assert.equal("新增", facts[2].indicator)
    assert.is_nil(facts[1].note)
  end)
end)

describe("words of time", function()
  local ROWS = {
    { "2024年10月上旬", "2024-10-01/2024-10-10" }, { "2024年10月中旬", "2024-10-11/2024-10-20" },
    { "2024年10月下旬", "2024-10-21/2024-10-31" }, { "2024年2月末", "2024-02-29" }, { "2024年3月5日至11日",
      "2024-03-05/2024-03-11" },
    { "2024年3月5日至3日", "2024-03-05" }, { "2024年3月5日至41日", "2024-03-05" }, { "2024年3月5日至会", "2024-03-05" },
    { "2024年2月30日", "2024-02" }, { "2024年3月5号", "2024-03-05" }, { "2024年3月5个", "2024-03" },
  }
  for _, row in ipairs(ROWS) do
    it(row[1], function() assert.equal(row[2], baogao.periods(row[1])[1].period) end)
  end
end)

describe("units", function()
  it("of a frame of quantities: those of the list, compound ones, none", function()
    local q = baogao.scan("共5家，产值3万元/人，达到12，占6%", { as = "frame" })
    local units = {}
    for i = 1, #q do units[i] = q[i].unit or "none" end
    assert.same(units, (function()
      local list = {}
      for i, one in ipairs(baogao.scan "共5家，产值3万元/人，达到12，占6%") do list[i] = one.unit or "none" end
      return list
    end)())
  end)
end)

describe("windows that pass what a double holds", function()
  local huge = frame.new({ { k = "a", y = 1, v = -1.7e308 }, { k = "a", y = 2, v = 1.7e308 }, { k = "a", y = 3, v = 1.7e308 } },
    { types = { v = "number" } })
  local function window(fn, more)
    local step = { fn = fn, of = "v", period = "y", name = "w", by = { "k" } }
    for key, value in pairs(more or {}) do step[key] = value end
    local made, list = core.frame_window(huge, step), {}
    for i = 1, #made do list[i] = made[i].w == nil and "null" or made[i].w end
    return list
  end
  it("give null", function()
    assert.same({ "null", "null", 0 }, window "difference")
    assert.same({ "null", -1.7e308, 1.7e308 }, window "lag")
    assert.same({ -1.7e308, 0, 1.7e308 }, window "cumulative")
    assert.same({ 3, 1, 1 }, window("rank", { descending = true }))
    local more = frame.append(huge, huge:slice(3, 3))
    local sums = core.frame_window(more, { fn = "cumulative", of = "v", name = "w", by = { "k" } })
    assert.is_nil(sums[4].w)
  end)
end)

describe("bounds that are kept as whole numbers", function()
  for _, size in ipairs { 100, 20000, 1000000 } do
    it("of figures up to " .. size, function()
      local rows = {}
      for i = 1, 40 do
        rows[i] = { k = "k" .. i % 3, v = i % 4 == 0 and { value = size - i, lower = size - i - 5,
          upper = size + i } or size - i }
      end
      local f = frame.new(rows, { types = { v = "number" } })
      local made = core.frame_summarise(f, nil, { "k" }, { { name = "low", fn = "lower_sum", expr = field "v" },
        { name = "high", fn = "upper_sum", expr = field "v" }, { name = "least", fn = "lower_min", expr = field "v" },
        { name = "most", fn = "upper_max", expr = field "v" }, { name = "v", fn = "sum", expr = field "v" },
        { name = "x", fn = "max", expr = field "v" }, { name = "n", fn = "min", expr = field "v" } }, 1):rows()
      local want = {}
      for i = 1, 40 do
        local key, bounded = "k" .. i % 3, i % 4 == 0
        local w = want[key] or { low = 0, high = 0, least = math.huge, most = -math.huge }
        local lower, upper = bounded and size - i - 5 or size - i, bounded and size + i or size - i
        w.low, w.high, w.least, w.most = w.low + lower, w.high + upper, math.min(w.least, lower), math.max(w.most, upper)
        want[key] = w
      end
      for _, row in ipairs(made) do
        local w = want[row.k]
        assert.same({ w.low, w.high, w.least, w.most }, { row.low, row.high, row.least, row.most })
      end
    end)
  end
end)
