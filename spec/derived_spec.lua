-- Growth, share, remainder and the rest on the report's facts, and its totals.

local baogao = require "baogao"

local inf = math.huge
local report = baogao.report()

local function close(expected, actual)
  assert.is_true(math.abs(expected - actual) <= 1e-12 * math.max(1, math.abs(expected)),
    ("%.17g expected, got %.17g"):format(expected, actual))
end

describe("report:growth", function()
  it("puts an increment on the stock that it belongs to", function()
    local growth = report:growth "platforms.added"
    close(223 / 2037, growth.value)
    assert.equal("0.1095", ("%.4f"):format(growth.value))
    assert.equal(2037, growth.from.value)
    assert.equal(2260, growth.to.value)
    assert.same({ "platforms.national", "platforms.provincial" }, growth.to.facts)
    assert.equal("up", growth.direction)
    assert.equal("2024", growth.period)
    assert.equal("223 added, 63 national and 2,197 provincial after it; none was struck off", growth.assumption)
    assert.equal("新增223，期末为国家级63加省级2,197；假定期内没有撤销", growth.assumption_zh)
    assert.is_true(growth.lower <= growth.value and growth.value <= growth.upper)
    assert.is_true(growth.upper - growth.lower < 1e-15)
  end)

  it("carries an open bound through", function()
    for _, id in ipairs { "enterprises.tech_smes_municipal", "enterprises.tech_smes_municipal_added" } do
      local growth = report:growth(id)
      close(0.12, growth.value)
      assert.same({ 0, true, true }, { growth.lower, growth.lower_open, growth.upper_open })
      close(0.12, growth.upper)
      assert.same({ 12500, inf, true }, { growth.from.lower, growth.from.upper, growth.from.lower_open })
    end
  end)

  it("refuses a part of a year against the whole, and a forecast against an actual figure", function()
    local growth, message, details = report:growth("tech_contracts.full_year", "tech_contracts.jan_nov")
    assert.is_nil(growth)
    assert.equal("tech_contracts.full_year and tech_contracts.jan_nov: the full year 2024 cannot be compared with January "
      .. "to November 2024: one lies within the other; a forecast (tech_contracts.full_year) cannot be compared with an "
      .. "actual figure; what can be said: December 2024 is above 150 亿元, if the forecast holds", message)
    assert.equal(2, #details.reasons)
    assert.equal(2, #details.reasons_zh)
    assert.equal("如预计实现，2024年12月超过 150 亿元", details.can_be_said_zh)
    local rest = details.rest
    assert.same({ 15e9, inf, true, "2024-12", "元" }, { rest.lower, rest.upper, rest.lower_open, rest.period, rest.unit })
  end)

  local REFUSED = {
    { "platforms.total", nil, "no growth of platforms.total: the report has neither an increment of it nor an earlier value; "
      .. "give the id of a base" },
    { "platforms.total", "platforms.total", "platforms.total: a fact has no growth on itself" },
    { "platforms.national", "platforms.provincial", "platforms.national and platforms.provincial: they measure different "
      .. "things: 国家级平台 and 省级平台; their levels differ: national and provincial" },
    { "laboratories.provincial", "laboratories.unveiled",
      "laboratories.provincial and laboratories.unveiled: a stock cannot be compared with a flow" },
    { "training.sessions", "training.companies", "training.sessions and training.companies: their units differ: 场次 and 家; "
      .. "they measure different things: 系列培训 and 参训企业" },
    { "x.y", nil, "no fact 'x.y' in zhengzhou-2024" },
    { "platforms.total", "x.y", "no fact 'x.y' in zhengzhou-2024" },
  }
  for _, row in ipairs(REFUSED) do
    it(("answers nil for %s on %s"):format(row[1], tostring(row[2])), function()
      local growth, message = report:growth(row[1], row[2])
      assert.is_nil(growth)
      assert.equal(row[3], message)
    end)
  end
end)

-- method, arguments, value, lower, upper; or the reason for none
local DERIVED = {
  { "share", { "platforms.national" }, 63 / 5616 },
  { "share", { "research.teams_academicians" }, 0.5, 0.5, 0.5 },
  { "share", { "investment.angel_fund_paid_in" }, 0.3 },
  { "share", { "incubators.rated_excellent", "incubators.total" }, 16 / 300 },
  { "share", { "platforms.total" }, "no share of platforms.total: it is no stated part; give the id of a whole" },
  { "share", { "training.sessions", "platforms.total" },
    "training.sessions and platforms.total: their units differ: 场次 and 家; a flow cannot be compared with a stock" },
  { "remainder", { "platforms.total" }, 3356, 3356, 3356 },
  { "remainder", { "research.teams" }, 6, 6, 6 },
  { "remainder", { "investment.angel_fund_size" }, 7e8, 7e8, 7e8 },
  { "remainder", { "platforms.national" }, "no remainder of platforms.national: the report states no part of it" },
  { "difference", { "platforms.provincial", "platforms.national" }, 2134, 2134, 2134 },
  { "difference", { "training.companies", "training.sessions" },
    "no difference: training.companies is in 家 and training.sessions in 场次" },
  { "difference", { "enterprises.tech_smes_municipal", "enterprises.high_tech" }, 8200, 8150, inf },
  { "index", { "platforms.provincial", "platforms.national" }, 219700 / 63 },
  { "index", { "platforms.provincial", "x" }, "no fact 'x' in zhengzhou-2024" },
  { "per_month", { "tech_contracts.jan_nov" }, 65e9 / 11 },
  { "per_month", { "training.companies" }, 100, 100, 1300 / 12 },
  { "per_month", { "platforms.total" }, "no rate per month: platforms.total is a stock, not a flow over a period" },
  { "cagr", { "platforms.total", "platforms.national" }, "platforms.total and platforms.national: they measure different "
    .. "things: 市级以上创新平台 and 国家级平台; their levels differ: municipal+ and national" },
  { "contribution", { "platforms.provincial", "platforms.national", "platforms.total" }, 2134 / 5616 },
  { "contribution", { "platforms.provincial", "platforms.national", "training.sessions" },
    "no contribution: platforms.national is in 家 and training.sessions in 场次" },
}

describe("a figure derived from facts", function()
  for _, row in ipairs(DERIVED) do
    it(("%s(%s)"):format(row[1], table.concat(row[2], ", ")), function()
      local r, reason = report[row[1]](report, row[2][1], row[2][2], row[2][3])
      if type(row[3]) == "string" then
        assert.is_nil(r)
        assert.equal(row[3], reason)
      else
        close(row[3], r.value)
        assert.is_true(r.lower <= r.value and r.value <= r.upper)
        if row[4] then assert.equal(row[4], r.lower) end
        if row[5] == inf then assert.equal(inf, r.upper) elseif row[5] then close(row[5], r.upper) end
      end
    end)
  end

  it("names the tier that a remainder is of only where one is left", function()
    assert.equal("municipal", report:remainder("platforms.total").level)
    assert.is_nil(report:remainder("research.teams").level)
    assert.same({ "platforms.national", "platforms.provincial" }, report:remainder("platforms.total").parts)
  end)
end)

-- a, relation, b, answer ("?" cannot tell), reason
local COMPARISONS = {
  { "enterprises.high_tech", ">", "platforms.total", true },
  { "platforms.total", "<", "enterprises.high_tech", true },
  { "enterprises.high_tech", ">", 5800, "?", "the bounds cannot tell whether enterprises.high_tech > the second: "
    .. "[5,750, 5,850] and 5,800 overlap" },
  { "enterprises.tech_smes_municipal", ">", 14000, true },
  { "enterprises.tech_smes_municipal", ">", "incubators.companies", "?", "the bounds cannot tell whether "
    .. "enterprises.tech_smes_municipal > incubators.companies: (14,000, ∞) and (16,000, ∞) overlap" },
  { "institutes.staff", "<", 300, true },
  { "platforms.total", "==", 5616, true },
  { "platforms.total", "<", "tech_contracts.jan_nov", "?",
    "platforms.total is in 家 and tech_contracts.jan_nov in 元: they cannot be compared" },
  { "platforms.tota", "<", 1, "?", "no fact 'platforms.tota' in zhengzhou-2024 (did you mean 'platforms.total'?)" },
}

describe("report:compare", function()
  for _, row in ipairs(COMPARISONS) do
    it(("%s %s %s"):format(row[1], row[2], tostring(row[3])), function()
      local truth, reason = report:compare(row[1], row[2], row[3])
      if row[4] == "?" then
        assert.is_nil(truth)
        assert.equal(row[5], reason)
      else assert.equal(row[4], truth) end
    end)
  end

  it("has forms that never answer nil where the units agree", function()
    assert.is_false(report:certainly("enterprises.high_tech", ">", 5800))
    assert.is_true(report:possibly("enterprises.high_tech", ">", 5800))
    assert.is_false(report:possibly("enterprises.high_tech", ">", 5850))
    assert.is_nil(report:possibly("enterprises.high_tech", ">", "tech_contracts.jan_nov"))
  end)
end)

-- "key unit" -> value, lower, upper, measure, count
local BY_CATEGORY = {
  { "enterprises", "家", 27542, 27492, inf, "stock", 3 }, { "platforms", "家", 5616, 5616, 5616, "stock", 1 },
  { "compute", "家", 10, 10, 10, "flow", 1 }, { "technology market", "元", 65e9, 65e9, 65e9, "flow", 1 },
  { "research capacity", "家", 12, 12, 12, "stock", 1 }, { "research capacity", "个", 32, 22, 32, "flow", 2 },
  { "research capacity", "名", 19, 19, 19, "stock", 1 }, { "research capacity", "人", 200, 200, inf, "stock", 1 },
  { "training", "场次", 12, 12, 12, "flow", 1 }, { "training", "家", 1200, 1200, 1300, "flow", 1 },
  { "research institutes", "家", 16, 16, 16, "stock", 1 }, { "research institutes", "人", 1406, 1306, 1406, "stock", 2 },
  { "research institutes", "个", 3, 3, 3, "stock", 3 }, { "laboratories", "家", 18, 18, 18, "stock", 1 },
  { "incubators", "家", 16300, 16300, inf, "stock", 2 }, { "talent programmes", "项", 374, 374, 374, "flow", 9 },
  { "talent programmes", "个", 2, 2, 2, "flow", 1 }, { "talent programmes", "人", 5, 5, 5, "flow", 1 },
  { "investment", "元", 1e9, 1e9, 1e9, "stock", 1 }, { "investment", "只", 12, 12, 12, "stock", 1 },
}

describe("report:totals", function()
  it("by category: one row for each key and unit, nothing counted twice", function()
    local rows = {}
    for i, t in ipairs(report:totals "category") do
      rows[i] = { t.key, t.unit, t.value, t.lower, t.upper, t.measure, t.count }
    end
    assert.same(BY_CATEGORY, rows)
  end)

  it("says which addends leave a total without a bound", function()
    local totals = report:totals "category"
    assert.same({ "enterprises.tech_smes_municipal" }, totals[1].unbounded)
    assert.is_true(totals[1].lower_open)
    assert.is_false(totals[1].upper_open)
    assert.is_nil(totals[2].unbounded)
  end)

  it("by level: a whole steps back behind its parts, and what remains is derived", function()
    local rows = {}
    for i, t in ipairs(report:totals("level", { category = "platforms", measure = "stock" })) do
      rows[i] = { t.key, t.value, t.remainder and t.remainder.value, t.remainder and t.remainder.of, #t.facts }
    end
    assert.same({ { "national", 63, nil, nil, 1 }, { "provincial", 2197, nil, nil, 1 },
      { "municipal", 3356, 3356, "platforms.total", 0 } }, rows)
    assert.same({ { id = "platforms.total", key = "municipal+", unit = "家", reason = "whole",
      because = "platforms.national" } }, report:left_out("level", { category = "platforms", measure = "stock" }))
  end)

  it("by level keeps the whole where a part was not chosen", function()
    local totals = report:totals("level", { id = { "platforms.total", "platforms.national" } })
    assert.equal(2, #totals)
    assert.equal(5616, totals[1].value)
    assert.is_nil(totals[1].remainder)
  end)

  it("by measure and by several fields", function()
    local by_measure = {}
    for _, t in ipairs(report:totals("measure", { unit = "元" })) do by_measure[t.key] = t.value end
    assert.same({ flow = 65e9, level = 1e9, stock = 1e9 }, by_measure)
    local two = report:totals({ "category", "measure" }, { category = "enterprises" })
    assert.equal("enterprises / stock", two[1].key)
    assert.same({ "enterprises", "flow", 3683 }, { two[2].category, two[2].measure, two[2].value })
  end)

  it("by status: forecasts stand in a row of their own", function()
    local totals = report:totals("status", { unit = "项" })
    assert.same({ { "actual", 374 }, { "forecast", 110 } },
      { { totals[1].key, totals[1].value }, { totals[2].key, totals[2].value } })
  end)

  it("never adds a rank", function()
    for _, t in ipairs(report:totals "unit") do assert.not_equal("位", t.key) end
    assert.equal("not_additive", report:left_out("unit", { unit = "位" })[1].reason)
  end)

  it("never adds regions of different scope", function()
    local totals = report:totals("unit", { category = { "laboratories", "incubators" }, measure = "stock" })
    assert.equal(16300, totals[1].value)
    local reasons = {}
    for _, l in ipairs(report:left_out("unit", { category = { "laboratories", "incubators" }, measure = "stock" })) do
      reasons[l.id] = l.reason
    end
    assert.same({ ["laboratories.provincial"] = "scope", ["incubators.rated_excellent"] = "part" }, reasons)
  end)

  it("adds every fact or says why not", function()
    for _, field in ipairs { "category", "level", "measure", "unit", "section", "status", "region", "period", "indicator", "id",
      "qualifier" } do
      local seen = {}
      for _, t in ipairs(report:totals(field)) do
        for _, id in ipairs(t.facts) do
          assert.is_nil(seen[id])
          seen[id] = true
        end
      end
      for _, l in ipairs(report:left_out(field)) do
        assert.is_nil(seen[l.id])
        seen[l.id] = true
      end
      local count = 0
      for _ in pairs(seen) do count = count + 1 end
      assert.equal(51, count, field)
    end
  end)

  it("says why of each fact left out by category", function()
    local reasons = {}
    for _, l in ipairs(report:left_out "category") do reasons[l.id] = { l.reason, l.because } end
    assert.same({ "status", "tech_contracts.jan_nov" }, reasons["tech_contracts.full_year"])
    assert.same({ "part", "platforms.total" }, reasons["platforms.national"])
    assert.same({ "measure", "incubators.total" }, reasons["incubators.added_provincial"])
    assert.same({ "not_additive" }, reasons["incubators.rank"])
    local count = 0
    for _ in pairs(reasons) do count = count + 1 end
    assert.equal(16, count)
  end)
end)
