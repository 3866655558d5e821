-- Summaries of figures with bounds: the bounds of the result, how they are read,
-- and when they are columns of their own.

local query = require "baogao.query"

local has_frame, frame = pcall(require, "baogao.frame")
if not has_frame then
  pending("left out: the frame engine is not built")
  return
end

-- "[1, 5) 3" is the figure 3 of at least 1 and less than 5; "3" is exact; "-" is null.
local function figure_of(text)
  if text == "-" then return nil end
  local left, lower, upper, right, value = text:match("^([%[(])(%S+), (%S+)([%])]) (%S+)$")
  if not left then return { value = tonumber(text) } end
  local infinite = { ["-inf"] = -math.huge, inf = math.huge }
  return { value = tonumber(value), lower = infinite[lower] or tonumber(lower), upper = infinite[upper] or tonumber(upper),
    lower_open = left == "(", upper_open = right == ")" }
end

local function text_of(row, name)
  if row[name] == nil then return row.lower == nil and row.upper_open == nil and "-" or "bounds of nothing" end
  if row.lower == row.upper and row.lower == row[name] and not row.lower_open and not row.upper_open then
    return ("%.12g"):format(row[name])
  end
  return ("%s%.12g, %.12g%s %.12g"):format(row.lower_open and "(" or "[", row.lower, row.upper, row.upper_open and ")" or "]",
    row[name])
end

local function frame_of(figures)
  local values = {}
  for i, text in ipairs(figures) do values[i] = figure_of(text) end
  return frame.new({ value = values, k = {} }, { columns = { "value", "k" }, rows = #figures,
    types = { value = "number", k = "integer" } })
end

-- figures, then aggregates and what they give
local ROWS = {
  -- all exact: the results are, too
  { { "1", "2", "4", "9" }, { sum = "16", mean = "4", min = "1", max = "9", median = "3", first = "1", last = "9" } },
  { { "0.1", "0.2", "0.7" }, { sum = "1", mean = "0.333333333333" } },
  -- above 800 and 63
  { { "(800, inf) 800", "63" }, { sum = "(863, inf) 863", mean = "(431.5, inf) 431.5", min = "63", max = "(800, inf) 800",
    first = "(800, inf) 800", last = "63", median = "(431.5, inf) 431.5" } },
  -- no end at either side
  { { "(-inf, 5) 3", "(1, inf) 2" }, { sum = "(-inf, inf) 5", min = "(-inf, 5) 2", max = "(1, inf) 3",
    mean = "(-inf, inf) 2.5" } },
  { { "(-inf, 5] 3", "(-inf, 7) 2" }, { sum = "(-inf, 12) 5", max = "(-inf, 7) 3" } },
  -- ends at one place, open and closed: the least may be 1 where one of them may
  { { "(1, 4) 2", "[1, 4] 3" }, { min = "[1, 4) 2", max = "(1, 4] 3", sum = "(2, 8) 5", median = "(1, 4) 2.5" } },
  { { "(1, 4) 2", "(1, 4) 3" }, { min = "(1, 4) 2", max = "(1, 4) 3" } },
  { { "[1, 4] 2", "[1, 4] 3" }, { min = "[1, 4] 2", max = "[1, 4] 3" } },
  -- the middle of three: the second of the lower ends, closed before open, and of the upper, open before closed
  { { "(1, 4) 2", "[1, 4] 3", "[0, 9] 1" }, { median = "[1, 4] 2", min = "[0, 4) 1", max = "(1, 9] 3" } },
  { { "(1, 4) 2", "(1, 4) 3", "[1, 9] 1" }, { median = "(1, 4) 2", min = "[1, 4) 1" } },
  -- nulls are passed over
  { { "-", "[4, 6] 5", "-" }, { sum = "[4, 6] 5", mean = "[4, 6] 5", min = "[4, 6] 5", median = "[4, 6] 5", first = "[4, 6] 5",
    last = "[4, 6] 5" } },
  { { "-", "-" }, { sum = "-", mean = "-", min = "-", max = "-", median = "-", first = "-", last = "-" } },
  { {}, { sum = "-", mean = "-", min = "-", max = "-", median = "-", first = "-", last = "-" } },
  -- decimals as they are stored, and doubles
  { { "0.3", "[0.5, 0.9] 0.7" }, { sum = "[0.8, 1.2] 1", mean = "[0.4, 0.6] 0.5" } },
  { { "1e-7", "[1e-7, 3e-7] 2e-7" }, { sum = "[2e-07, 4e-07] 3e-07" } },
}

describe("a summary of figures", function()
  for i, row in ipairs(ROWS) do
    it("has bounds: case " .. i, function()
      local q = query.from(frame_of(row[1]))
      for fn, expected in pairs(row[2]) do
        local made = q:summarise(fn .. "(value) as result")
        assert.equal(expected, text_of(made:rows()[1], "result"), fn)
      end
    end)
  end

  it("holds the true value where doubles round", function()
    local figures = {}
    for i = 1, 300 do figures[i] = ("[%.17g, %.17g] %.17g"):format(0.1 * i / 3, 0.1 * i / 3 + 0.1, 0.1 * i / 3) end
    local row = query.from(frame_of(figures)):summarise("sum(value) as v"):rows()[1]
    -- the sums of the doubles in parts small enough to be exact: high and low halves of their digits
    local high, low, upper_high, upper_low = 0, 0, 0, 0
    local function halves(x)
      local h = (x * 2 ^ 20 - (x * 2 ^ 20) % 1) / 2 ^ 20
      return h, x - h
    end
    for _, text in ipairs(figures) do
      local f = figure_of(text)
      local h, l = halves(f.lower)
      high, low = high + h, low + l
      h, l = halves(f.upper)
      upper_high, upper_low = upper_high + h, upper_low + l
    end
    assert.is_true(row.lower - high <= low and row.lower - high > low - 1e-12)
    assert.is_true(row.upper - upper_high >= upper_low and row.upper - upper_high < upper_low + 1e-12)
    assert.is_true(row.lower <= row.v and row.v <= row.upper)
  end)

  it("is a column with bounds that goes on as one", function()
    local f = frame { { k = "a", value = 10, lower = 5, upper = 15 }, { k = "a", value = 1 }, { k = "b", value = 3, lower = 3 },
      { k = "c", value = 2 } }
    local totals = f:query():group_by("k"):summarise("sum(value) as total")
    assert.equal([[
frame: 3 rows × 2 columns
k       total
a  11 [6, 16]
b    3 [3, ∞)
c           2]], tostring(totals:frame()))
    assert.equal(true, totals:schema()[2].bounded)
    local function keys(q)
      local list = {}
      for i, row in ipairs(q:rows()) do list[i] = row.k end
      return table.concat(list)
    end
    assert.equal("a", keys(totals:filter("certainly(total > 5)")))
    assert.equal("ab", keys(totals:filter("possibly(total > 5)")))
    assert.equal("cba", keys(totals:sort("upper - lower", "k"):filter("true"):sort("lower")))
    assert.equal(11, totals:summarise("sum(total) as all"):rows()[1].lower)
    -- of the groups that a filter leaves
    assert.same({ k = "a", total = 10, lower = 5, upper = 15, lower_open = false, upper_open = false },
      f:query():filter("value > 5"):group_by("k"):summarise("sum(value) as total"):rows()[1])
    -- saved with them
    local path = os.tmpname()
    assert(totals:frame():save(path))
    local again = assert(frame.open(path))
    os.remove(path)
    assert.same(totals:rows(), again:rows())
  end)

  it("has columns for them where several are asked for, or where their names are taken", function()
    local f = frame { { value = 10, lower = 5, upper = 15, lower_open = true }, { value = 1 } }
    local q = f:query()
    assert.same({ s = 11, s_lower = 6, s_upper = 16, s_lower_open = true, s_upper_open = false, n = 2,
      m = 10, m_lower = 5, m_upper = 15, m_lower_open = true, m_upper_open = false },
      q:summarise("sum(value) as s", "count() as n", "max(value) as m"):rows()[1])
    assert.same({ s = 11, lower = 6, upper = 16 },
      q:summarise("sum(value) as s", "lower_sum(value) as lower", "upper_sum(value) as upper"):rows()[1])
    assert.same({ s = 11, m = 10, s_lower = 1, s_upper = 16, s_lower_open = true, s_upper_open = false, m_lower = 5,
      m_upper = 15, m_lower_open = true, m_upper_open = false },
      q:summarise("sum(value) as s", "max(value) as m", "min(value + 0) as s_lower"):rows()[1])
    assert.same({ { name = "s", type = "number" }, { name = "x", type = "boolean" } },
      q:summarise("sum(value + 0) as s", "lower_open_quantile(value, 0.5) as x"):schema())
    -- of an expression there are none, nor of counts
    assert.same({ s = 22, n = 2, d = 2 },
      q:summarise("sum(value * 2) as s", "count(value) as n", "count_distinct(value) as d"):rows()[1])
  end)

  -- The bug: a key kept the bounds of its first row, and `lower` was theirs.
  it("has the bounds of its results where the figures themselves are the keys", function()
    local f = frame { { value = 1, lower = 0, upper = 9 }, { value = 1, lower = 0.5, upper = 2 } }
    local q = f:query():group_by("value"):summarise("last(value) as v")
    assert.same({ { value = 1, v = 1, lower = 0.5, upper = 2, lower_open = false, upper_open = false } }, q:rows())
    assert.same({ { w = 1.5 } }, q:select("lower + v as w"):rows())
    assert.same({ { value = 1, count = 2 } }, f:query():count("value"):rows())
    assert.same({ { value = 1, a = 2 } }, f:query():derive("k", "'a'"):derive("n", "1"):pivot { names = "k", values = "n",
      keys = { "value" },
      fn = "count", columns = { "a" } }:rows())
  end)

  -- now, before, then lag, difference and growth; "*" is of no bounds at all
  local BEFORE = {
    { "150", "100", "100", "50", "0.5" },
    { "[100, 120] 110", "[40, 60] 50", "[40, 60] 50", "[40, 80] 60", "[0.666666666667, 2] 1.2" },
    { "(100, inf) 100", "[40, 60] 50", "[40, 60] 50", "(40, inf) 50", "(0.666666666667, inf) 1" },
    { "[10, 20) 10", "(20, inf) 20", "(20, inf) 20", "(-inf, 0) -10", "(-1, 0) -0.5" },
    { "[0, 4] 2", "(0, 2] 1", "(0, 2] 1", "[-2, 4) 1", "[-1, inf) 1" },
    { "[-4, 0) -2", "[2, 4] 2", "[2, 4] 2", "[-8, -2) -4", "[-3, -1) -2" },
    { "8", "[0, 4] 2", "[0, 4] 2", "[4, 8] 6", "*3" },
    { "(-inf, 5] 3", "[-1, inf) 2", "[-1, inf) 2", "(-inf, 6] 1", "*0.5" },
    { "3", "-4", "-4", "7", "-" },
    { "-", "[1, 2] 1", "[1, 2] 1", "-", "-" },
    { "[1, 2] 1", "-", "-", "-", "-" },
  }

  it("are columns beside what a window makes", function()
    for _, row in ipairs(BEFORE) do
      local now, before = figure_of(row[1]), figure_of(row[2])
      local q = frame.new({ { year = 2024, value = now }, { year = 2023, value = before } },
        { columns = { "year", "value" }, types = { value = "number" } }):query()
      for i, fn in ipairs { "lag", "difference", "growth" } do
        local made = q[fn](q, "value", { period = "year", as = "w" }):rows()[1]
        local shown = text_of({ w = made.w, lower = made.w_lower, upper = made.w_upper, lower_open = made.w_lower_open,
          upper_open = made.w_upper_open }, "w")
        assert.equal((row[2 + i]:gsub("^%*", "(-inf, inf) ")), shown, fn .. " of " .. row[1] .. " after " .. row[2])
      end
    end
  end)

  it("of shares are those of a part and the rest", function()
    for figures, shares in pairs {
      ["[1, 3] 2; 6"] = "[0.142857142857, 0.333333333333] 0.25; [0.666666666667, 0.857142857143] 0.75",
      ["(1, inf) 1; 1"] = "(0.5, 1) 0.5; (0, 0.5) 0.5",
      ["(1, inf) 1; [1, inf) 1"] = "(0, 1) 0.5; (0, 1) 0.5",
      ["[0, 2) 1; 1; -"] = "[0, 0.666666666667) 0.5; (0.333333333333, 1] 0.5; -",
      ["[0, 1] 1; [0, 0] 0"] = "1; [0, 0] 0",
      ["[2, 4] 3"] = "1", ["[2, 4] 3; 0"] = "1; [0, 0] 0",
      ["[-1, 3] 1; 1"] = "(-inf, inf) 0.5; (-inf, inf) 0.5",
    } do
      local list, expected = {}, {}
      for text in figures:gmatch "[^;]+" do list[#list + 1] = text:gsub("^ ", "") end
      for text in shares:gmatch "[^;]+" do expected[#expected + 1] = text:gsub("^ ", ""):gsub("^%[0, 0%] ", "") end
      local q = frame_of(list):query():share("value", { as = "w" })
      for i, row in ipairs(q:rows()) do
        assert.equal(expected[i], text_of({ w = row.w, lower = row.w_lower, upper = row.w_upper, lower_open = row.w_lower_open,
          upper_open = row.w_upper_open }, "w"), figures)
      end
    end
  end)

  it("go with a pivot, and a pivot back", function()
    local f = frame { { k = "a", y = "old", value = 5, lower = 4, upper = 6 }, { k = "a", y = "new", value = 9 },
      { k = "a", y = "new", value = 1, lower = 0, lower_open = true } }
    local q = f:query()
    local wide = q:pivot { names = "y", values = "value", keys = "k" }
    assert.same({ { k = "a", old = 5, old_lower = 4, old_upper = 6, old_lower_open = false, old_upper_open = false,
      new = 10, new_lower = 9, new_upper = math.huge, new_lower_open = true, new_upper_open = false } }, wide:rows())
    assert.same({ { k = "a", old = 5, new = 10 } },
      q:pivot { names = "y", values = "value", keys = "k", bounds = false }:rows())
    assert.equal("pivot_wider  sum(value) for each y: old, new by k", wide:explain():match "[^\n]+$")
    local long = q:derive("n", "7"):select("value", "n"):pivot { columns = { "n", "value" }, names_to = "what", values_to = "x" }
    assert.equal(true, long:schema()[2].bounded)
    local shown = {}
    for i, row in ipairs(long:rows()) do shown[i] = row.what .. " " .. text_of(row, "x") end
    assert.equal("n 7, value [4, 6] 5, n 7, value 9, n 7, value (0, inf] 1", table.concat(shown, ", "))
    assert.same({ x = 4, m = 7 }, long:filter("certainly(x > 4)"):summarise("count() as x", "min(x + 0) as m"):rows()[1])
  end)

  it("run out of memory without a trace", function()
    local rows = {}
    for i = 1, 20 do
      rows[i] = { k = i % 3, year = 2000 + i, value = i, lower = i - 1, lower_open = i % 2 == 0 }
      rows[i].upper = i % 4 ~= 0 and i + 2 or nil
    end
    local f = frame(rows)
    finally(function() frame.memory(0) end)
    collectgarbage() collectgarbage()
    local used, failures = frame.memory(), 0
    for _, q in ipairs { f:query():growth("value", { period = "year", n = 3, by = { "k" }, as = "g" }),
      f:query():group_by("k"):share("value", { as = "g" }),
      f:query():pivot { names = "k", values = "value", keys = "year", columns = { 0, 1 } },
      f:query():pivot { columns = { "year", "value" }, values_to = "x" } } do
      local limit, ok = used
      repeat
        limit = limit + 128
        frame.memory(limit)
        local made, message = pcall(q.frame, q)
        frame.memory(0)
        ok = made
        failures = failures + (ok and 0 or 1)
        assert.truthy(ok or tostring(message):find("not enough memory", 1, true))
        message = nil -- luacheck: ignore 311
        collectgarbage() collectgarbage()
        assert.equal(used, (frame.memory()))
      until ok or failures > 1000
    end
    assert.is_true(failures > 50 and failures < 1000)
  end)

  it("are left out of windows where that is asked for, and of what counts rows", function()
    local f = frame { { k = "a", year = 1, value = 5, lower = 4 } }
    local names = {}
    for _, c in ipairs(f:query():lag("value", { period = "year", as = "w", bounds = false }):rank("value", { as = "r" })
      :cumulative("value", { as = "c" }):schema()) do
      names[#names + 1] = c.name
    end
    assert.same({ "k", "value", "year", "w", "r", "c" }, names)
    assert.has_error(function() f:query():rank("value", { bounds = true }) end,
      "baogao.query:rank: options: unknown option 'bounds' (there are: by, as, descending)")
    assert.has_error(function() f:query():lag("value", { period = "year", bounds = 1 }) end,
      "baogao.query:lag: bounds: boolean expected, got number")
  end)

  it("says what the plan is without saying it twice", function()
    local q = query.from { columns = { { name = "value", type = "number", bounded = true } } }
    assert.equal("from         frame: value number with bounds\nsummarise    sum(value) as s, quantile(value, 0.9) as p",
      q:summarise("sum(value) as s", "quantile(value, 0.9) as p"):explain())
    assert.equal("from         frame: value number with bounds\nsummarise    upper_quantile(value, 0.9) as p",
      q:summarise("upper_quantile(value, 0.9) as p"):explain())
  end)

  it("is the same with one thread and two, on many rows", function()
    local rows, values = 260000, {}
    for i = 1, rows do
      local v = (i * 7919 % 1000) / 4
      values[i] = i % 5 ~= 0 and v
        or { value = v, lower = v - i % 3 - 1, upper = v + i % 7, lower_open = i % 2 == 0, upper_open = i % 11 == 0 }
    end
    local k = {}
    for i = 1, rows do k[i] = i % 3 end
    local f = frame.new({ value = values, k = k }, { columns = { "k", "value" } })
    for _, fn in ipairs { "sum", "mean", "min", "max", "median", "first", "last" } do
      local q = f:query():filter("value > 3"):group_by("k"):summarise(fn .. "(value) as v")
      local _, plan = require("baogao.query.chain").plan(q)
      local one, two = frame.run(f, plan, { threads = 1 }):rows(), frame.run(f, plan, { threads = 2 }):rows()
      assert.same(one, two)
      assert.equal(fn ~= "first" and fn ~= "last", one[1].lower < one[1].upper, fn)
    end
    -- and the sums are those of a plain loop
    local row = f:query():summarise("sum(value) as v"):rows()[1]
    local sum, lower, upper = 0, 0, 0
    for i = 1, rows do
      local v = values[i]
      if type(v) == "number" then v = { value = v, lower = v, upper = v } end
      sum, lower, upper = sum + v.value, lower + v.lower, upper + v.upper
    end
    assert.same({ sum, lower, upper, true, true }, { row.v, row.lower, row.upper, row.lower_open, row.upper_open })
  end)
end)
