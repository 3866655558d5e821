-- Totals of facts that no bundled report has: which stay out of a sum, for what reason, and because of which other.

local core = require "baogao.core"

local defaults = { unit = "家", measure = "stock", status = "actual", period = "2024", value = 1 }

-- Facts by id, each a table of what differs from the defaults; `part` is the id of the whole.
local function made(list, region)
  local rows = {}
  for i, fact in ipairs(list) do rows[fact.id] = i end
  for i, fact in ipairs(list) do
    local full = { indicator = fact.id, part_row = rows[fact.part], adds_row = rows[fact.adds], adds_row_2 = rows[fact.adds_2] }
    for name, value in pairs(defaults) do full[name] = value end
    for name, value in pairs(fact) do full[name] = value end
    list[i] = full
  end
  return core.report_make(list, { name = "made", region = region })
end

local function left_out(report, keys)
  local all = {}
  for i, out in ipairs(core.report_left_out(report, keys)) do
    all[i] = out.id .. " " .. out.reason .. (out.because and " " .. out.because or "")
  end
  return table.concat(all, "; ")
end

local function sums(report, keys)
  local all = {}
  for i, row in ipairs(core.report_totals(report, keys)) do
    local rest = row.remainder and (" rest %g"):format(row.remainder.value) or ""
    all[i] = ("%s %s %g"):format(row.key, row.unit, row.value) .. rest
  end
  return table.concat(all, "; ")
end

-- what it shows, facts, the key, sums, what is left out
local CASES = {
  { "growth, shares and ranks are no addends whatever their unit", {
    { id = "a", value = 5 }, { id = "b", measure = "growth" }, { id = "c", measure = "share" }, { id = "d", measure = "rank" },
    { id = "e", unit = "%" },
  }, "unit", "家 家 5", "b not_additive; c not_additive; d not_additive; e not_additive" },
  { "parts that are more than their whole do not step before it", {
    { id = "w", level = "municipal+", value = 10 }, { id = "n", level = "national", value = 8, part = "w" },
    { id = "p", level = "provincial", value = 7, part = "w" },
  }, "level", "municipal+ 家 10; national 家 8; provincial 家 7", "" },
  { "a whole stays where a part of it is in no sum", {
    { id = "w", level = "provincial+", value = 10 }, { id = "n", level = "national", value = 3, part = "w", status = "forecast" },
    { id = "o", level = "national", value = 4 },
  }, "level", "provincial+ 家 10; national 家 4", "n status o" },
  { "a rest goes to no row of another status", {
    { id = "w", level = "provincial+", value = 10 }, { id = "n", level = "national", value = 3, part = "w" },
    { id = "f", level = "provincial", value = 9, status = "forecast" },
  }, "level", "provincial+ 家 10; national 家 3; provincial 家 9", "" },
  { "nor of another measure", {
    { id = "w", level = "provincial+", value = 10 }, { id = "n", level = "national", value = 3, part = "w" },
    { id = "f", level = "provincial", value = 9, measure = "flow" },
  }, "level", "provincial+ 家 10; national 家 3; provincial 家 9", "" },
  { "but to one of both", {
    { id = "w", level = "provincial+", value = 10 }, { id = "n", level = "national", value = 3, part = "w" },
    { id = "f", level = "provincial", value = 9 },
  }, "level", "national 家 3; provincial 家 16 rest 7", "w whole n" },
  { "parts in a circle end", {
    { id = "a", value = 5, part = "b" }, { id = "b", unit = "个", value = 3, part = "a" },
    { id = "c", value = 2, part = "c" },
  }, "unit", "家 家 7; 个 个 3", "" },
  { "a part stays where its whole is out", {
    { id = "w", value = 10, status = "forecast" }, { id = "p", value = 3, part = "w" },
  }, "unit", "家 家 3", "w status p" },
  { "and stays out where a whole further up is in", {
    { id = "w", value = 10 }, { id = "m", value = 4, part = "w", unit = "个" }, { id = "p", value = 3, part = "m" },
  }, "unit", "家 家 10; 个 个 4", "p part w" },
  { "of one indicator the latest stock is added, of flows the longest, and flows that follow each other", {
    { id = "a", indicator = "x", period = "2022", value = 1 }, { id = "b", indicator = "x", period = "2023", value = 2 },
    { id = "c", indicator = "x", period = "2024", value = 4 }, { id = "d", indicator = "x", period = "2021", value = 8 },
    { id = "e", indicator = "y", period = "never", value = 16 }, { id = "f", indicator = "y", value = 32 },
    { id = "g", unit = "次", measure = "flow", indicator = "z", period = "2024-01", value = 1 },
    { id = "h", unit = "次", measure = "flow", indicator = "z", period = "2024-01/2024-03", value = 2 },
    { id = "i", unit = "次", measure = "flow", indicator = "z", period = "2024-04/2024-12", value = 4 },
  }, "unit", "家 家 52; 次 次 6", "a overlap b; b overlap c; d overlap c; g overlap h" },
  { "the region that most facts have is the report's, and the nation's is the widest", {
    { id = "a", region = "000000", value = 1 }, { id = "b", region = "100000", value = 2 },
    { id = "c", region = "410000", value = 4 },
    { id = "d", region = "4101", value = 8 }, { id = "e", region = "410100", unit = "个", value = 16 },
  }, "unit", "家 家 3; 个 个 16", "c scope a; d scope a" },
}

describe("totals", function()
  for _, row in ipairs(CASES) do
    it(row[1], function()
      local report = made(row[2])
      assert.equal(row[4], sums(report, { row[3] }))
      assert.equal(row[5], left_out(report, { row[3] }))
    end)
  end

  it("tell indicators, regions and levels apart, however many there are", function()
    local facts = {}
    for indicator = 1, 7 do
      for region = 1, 7 do
        for _, level in ipairs { "national", "provincial" } do
          for year = 2022, 2024 do
            facts[#facts + 1] = { id = "f" .. #facts, indicator = "i" .. indicator, region = "4101" .. 10 + region, level = level,
              period = tostring(year), value = year }
          end
        end
      end
    end
    local report = made(facts, "410100")
    local row = core.report_totals(report, { "unit" })[1]
    assert.same({ 98, 98 * 2024 }, { row.count, row.value })
    for _, out in ipairs(core.report_left_out(report, { "unit" })) do
      assert.equal("overlap", out.reason)
      assert.equal(tonumber(out.id:sub(2)) + 1, tonumber(out.because:sub(2))) -- the next year's
    end
    assert.equal(196, #core.report_left_out(report, { "unit" }))
  end)

  it("tell them apart wherever they meet in a small table", function()
    for i = 1, 120 do
      local facts = {}
      for k = 1, 4 do
        facts[k] = { id = "f" .. k, indicator = k < 4 and "same" or "other",
          region = ("41%02d00"):format((i * 7 + k * k) % 90 + 1), level = k % 2 == 0 and "national" or "provincial" }
      end
      facts[3].region = facts[2].region
      local report = made(facts, "410100")
      assert.equal(4, core.report_totals(report, { "unit" })[1].value)
    end
    local levels = { "national", "provincial", "municipal", "county" }
    for i = 1, 60 do
      local facts = {}
      for k = 1, 7 do
        facts[k] = { id = "f" .. k, indicator = "i" .. i % 13, level = levels[k % 4 + 1],
          region = ("41%02d00"):format((i * 7 + math.floor(k / 2) * 11) % 90 + 1) }
      end
      assert.equal(7, core.report_totals(made(facts, "410100"), { "unit" })[1].value)
    end
  end)

  it("show no bound where an addend has none", function()
    local report = made { { id = "a", value = 5 }, { id = "b", value = 2, lower = -math.huge, upper = 3 },
      { id = "c", unit = "个", value = 2, lower = 1, upper = 3, lower_open = true, upper_open = true } }
    local rows = core.report_totals(report, { "unit" })
    assert.same({ -math.huge, 8, false, false }, { rows[1].lower, rows[1].upper, rows[1].lower_open, rows[1].upper_open })
    assert.same({ "b" }, rows[1].unbounded)
    assert.same({ 1, 3, true, true }, { rows[2].lower, rows[2].upper, rows[2].lower_open, rows[2].upper_open })
    assert.is_nil(rows[2].unbounded)
  end)
end)

describe("an increment", function()
  it("belongs to a stock only where it adds to no other", function()
    local report = made { { id = "s" }, { id = "t" }, { id = "u" }, { id = "both", measure = "flow", adds = "s", adds_2 = "t" },
      { id = "one", measure = "flow", adds = "t" } }
    assert.is_nil(core.report_increment(report, 1))
    assert.equal(5, core.report_increment(report, 2))
    assert.is_nil(core.report_increment(report, 3))
  end)
end)

describe("what parts leave", function()
  it("has a level only where it is one tier", function()
    local report = made { { id = "w", level = "municipal+", value = 10 }, { id = "n", level = "national", value = 3, part = "w" },
      { id = "v", level = "provincial+", value = 10 }, { id = "p", level = "national", value = 4, part = "v" },
      { id = "x", level = "national", value = 10 }, { id = "y", level = "national", value = 4, part = "x" },
      { id = "z", level = "provincial", value = 4, part = "y" }, { id = "o", value = 4, part = "z" } }
    assert.is_nil(core.report_remainder(report, 1))
    assert.same({ 6, "provincial" }, { core.report_remainder(report, 3).value, core.report_remainder(report, 3).level })
    for _, row in ipairs { 5, 6, 7, 8 } do assert.is_nil(core.report_remainder(report, row)) end
  end)
end)
