-- Figures and their bounds: growth, share and the rest on numbers and intervals.

local baogao = require "baogao"

local inf = math.huge
local unpack = rawget(table, "unpack") or rawget(_G, "unpack")

local function figure(value, lower, upper, lower_open, upper_open)
  return { value = value, lower = lower, upper = upper, lower_open = lower_open, upper_open = upper_open }
end
local about = figure(5800, 5750, 5850)           -- 约5800
local over = figure(14000, 14000, inf, true)     -- 超过1.4万
local nearly = figure(20, 10, 20, false, true)   -- 近20
local more = figure(1200, 1200, 1300, true, true) -- 1200余

-- function, arguments, value, lower, upper, lower_open, upper_open
local ROWS = {
  { "growth", { 2037, 2260 }, 223 / 2037 },
  { "growth", { 100, 100 }, 0, 0, 0 },
  { "growth", { 4, 3 }, -0.25, -0.25, -0.25 },
  { "growth", { 100, figure(150, 150, inf, true) }, 0.5, 0.5, inf, true, false },
  { "growth", { figure(100, 100, inf, true), 150 }, 0.5, -1, 0.5, true, true },
  { "growth", { 10, nearly }, 1, 0, 1, false, true },
  { "difference", { 5616, 2260 }, 3356, 3356, 3356 },
  { "difference", { over, 1500 }, 12500, 12500, inf, true, false },
  { "difference", { about, nearly }, 5780, 5730, 5840, true, false },
  { "difference", { nearly, nearly }, 0, -10, 10, true, true },
  { "sum", {}, 0, 0, 0 },
  { "sum", { nearly, 12 }, 32, 22, 32, false, true },
  { "sum", { more, about, 1 }, 7001, 6951, 7151, true, true },
  { "share", { 63, 252 }, 0.25, 0.25, 0.25 },
  { "share", { 5, over }, 5 / 14000, 0, nil, true, true },
  { "share", { figure(90, 80, 100), figure(95, 90, 100) }, 90 / 95, nil, 1, false, false },
  { "remainder", { 5616, 63, 2197 }, 3356, 3356, 3356 },
  { "remainder", { nearly, 15 }, 5, 0, 5, false, true },
  { "remainder", { about }, 5800, 5750, 5850 },
  { "cagr", { 100, 400, 2 }, 1 },
  { "cagr", { 100, 121, 1 }, 0.21 },
  { "cagr", { 7, 7, 3 }, 0, 0, 0 },
  { "cagr", { 1e300, 5e-324, 2 }, -1, -1 }, -- of a ratio that no double holds, which is not below 0 for that
  { "share", { 5e-324, 1e300 }, 0, 0, 5e-324 },
  { "contribution", { 10, 30, 200 }, 0.1 },
  { "contribution", { 30, 10, 200 }, -0.1 },
  { "index", { 150, 100 }, 150, 150, 150 },
  { "index", { figure(150, 150, inf, true), 100 }, 150, 150, inf, true, false },
  { "per_month", { 120, 12 }, 10, 10, 10 },
  { "per_month", { figure(800, 800, inf, true), 8 }, 100, 100, inf, true, false },
}

local function show(args)
  local parts = {}
  for i, a in ipairs(args) do
    parts[i] = type(a) == "table" and ("%s[%s,%s]"):format(a.value, a.lower, a.upper) or tostring(a)
  end
  return table.concat(parts, ", ")
end

describe("a derived figure", function()
  for _, row in ipairs(ROWS) do
    local name, args, value, lower, upper, lower_open, upper_open = unpack(row, 1, 7)
    it(("%s(%s) is %s"):format(name, show(args), value), function()
      local r = assert(baogao[name](unpack(args)))
      assert.is_true(math.abs(r.value - value) <= 1e-15 * math.max(1, math.abs(value)), tostring(r.value))
      assert.is_true(r.lower <= r.value and r.value <= r.upper)
      if lower then assert.equal(lower, r.lower) end
      if upper then assert.equal(upper, r.upper) end
      if lower_open ~= nil then assert.equal(lower_open, r.lower_open) end
      if upper_open ~= nil then assert.equal(upper_open, r.upper_open) end
    end)
  end

  it("can be fed back in", function()
    local growth = baogao.growth(baogao.difference(2260, 223), baogao.sum(63, 2197))
    assert.equal(baogao.growth(2037, 2260).value, growth.value)
  end)
end)

-- function, arguments, the reason for no answer
local REFUSED = {
  { "growth", { 0, 5 }, "no growth: the base is not certainly above zero" },
  { "growth", { -3, 5 }, "no growth: the base is not certainly above zero" },
  { "growth", { figure(5, -1, 10), 5 }, "no growth: the base is not certainly above zero" },
  { "share", { 5, 0 }, "no share: the whole is not certainly above zero, or the part is below zero" },
  { "share", { 5, 4 }, "no share: the part exceeds the whole" },
  { "remainder", { 5, 4, 2 }, "no remainder: the parts exceed the whole" },
  { "cagr", { 0, 4, 2 }, "no compound growth: the base is not certainly above zero, or the end is below zero" },
  { "cagr", { 5, figure(-1, 1, 2), 2 }, "no compound growth: the base is not certainly above zero, or the end is below zero" },
  { "per_month", { 1, inf }, "no rate per month: the number of months is not above zero" },
  { "contribution", { 1, 2, 0 }, "no contribution: the whole is not certainly above zero" },
  { "index", { 1, 0 }, "no index: the base is not certainly above zero" },
  { "per_month", { 1, 0 }, "no rate per month: the number of months is not above zero" },
}

describe("no answer", function()
  for _, row in ipairs(REFUSED) do
    it(("%s(%s)"):format(row[1], show(row[2])), function()
      local r, reason = baogao[row[1]](unpack(row[2]))
      assert.is_nil(r)
      assert.equal(row[3], reason)
    end)
  end
end)

-- What is misuse raises, and names the argument.
local MISUSE = {
  { "growth", { {}, 1 }, "from: a figure has a value, or lower and upper bounds" },
  { "growth", { 1 }, "to: a number or a figure expected, got nil" },
  { "growth", { "100", 1 }, "from: a number or a figure expected, got string" },
  { "growth", { 0 / 0, 1 }, "from: not a number (NaN)" },
  { "growth", { 1, { value = 0 / 0 } }, "to: not a number (NaN)" },
  { "growth", { inf, 1 }, "from: a value must be finite; leave a bound open instead" },
  { "share", { 1, figure(3, 4, 2) }, "whole: no value lies between lower 4 and upper 2" },
  { "sum", { 1, "x" }, "an addend: a number or a figure expected, got string" },
  { "cagr", { 1, 2, 0 }, "periods: a number above zero expected, got 0" },
  { "cagr", { 1, 2, "3" }, "periods: a number above zero expected, got 3" },
}

describe("misuse", function()
  for _, row in ipairs(MISUSE) do
    it(("of %s raises: %s"):format(row[1], row[3]), function()
      local ok, message = pcall(function() local r = baogao[row[1]](unpack(row[2])) return r end)
      assert.is_false(ok)
      -- Lua 5.3 and later write a float as 4.0; the place is the caller's, in this file
      assert.equal(row[3], (message:gsub("^.-figures_spec.lua:%d+: ", ""):gsub("(%d)%.0%f[^%d]", "%1")))
      assert.truthy(message:find("figures_spec.lua:%d+:"), message)
    end)
  end
end)

-- a, relation, b, answer ("?" where the bounds cannot tell)
local COMPARISONS = {
  { 1, "<", 2, true }, { 2, "<", 2, false }, { 2, "<=", 2, true }, { 2, "==", 2, true }, { 2, "~=", 2, false },
  { 3, ">", 2, true }, { 2, ">=", 3, false },
  { over, ">", 14000, true }, { over, ">", 14001, "?" }, { over, ">=", 14000, true }, { over, "<=", 14000, false },
  { over, "==", 14000, false }, { over, "==", 15000, "?" }, { over, "~=", 14000, true },
  { nearly, "<", 20, true }, { nearly, "<", 10, false }, { nearly, ">=", 10, true }, { nearly, ">", 10, "?" },
  { about, ">", 5616, true }, { about, "==", 5800, "?" }, { about, "<", about, "?" }, { more, ">", 1200, true },
  { more, "<", more, "?" },
}

describe("comparing", function()
  for _, row in ipairs(COMPARISONS) do
    it(("%s %s %s: %s"):format(show { row[1] }, row[2], show { row[3] }, tostring(row[4])), function()
      local truth, reason = baogao.compare(row[1], row[2], row[3])
      if row[4] == "?" then
        assert.is_nil(truth)
        assert.equal("the bounds cannot tell: the two figures overlap", reason)
      else
        assert.equal(row[4], truth)
      end
      assert.equal(row[4] == true, baogao.certainly(row[1], row[2], row[3]))
      assert.equal(row[4] ~= false, baogao.possibly(row[1], row[2], row[3]))
    end)
  end
end)

describe("outward rounding", function()
  -- random whole numbers: the quotient's error is known from the division of whole numbers
  local seed = 20241
  local function random(n)
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed % n + 1
  end

  it("never loses the true value and stays within one place", function()
    for _ = 1, 2000 do
      local a, b = random(99999), random(99999)
      local r = baogao.share(math.min(a, b), math.max(a, b))
      local p, q = math.min(a, b), math.max(a, b)
      -- exact: lower * q <= p <= upper * q, compared without rounding by splitting lower into 2^-k steps
      local scale = 2 ^ 40
      assert.is_true(math.floor(r.lower * scale) * q <= p * scale)
      assert.is_true(math.ceil(r.upper * scale) * q >= p * scale)
      assert.is_true(r.upper - r.lower <= r.upper * 2 ^ -52)
      if p % q == 0 then assert.equal(r.lower, r.upper) end
    end
  end)

  it("is exact where the answer is", function()
    for _ = 1, 500 do
      local a, b = random(9999), random(9999)
      local sum, difference = baogao.sum(a, b), baogao.difference(a, b)
      assert.is_true(sum.lower == a + b and sum.upper == a + b)
      assert.is_true(difference.lower == a - b and difference.upper == a - b)
      local share = baogao.share(a, a * 64)
      assert.is_true(share.lower == 1 / 64 and share.upper == 1 / 64)
    end
  end)

  it("widens what no double holds", function()
    local sum = baogao.sum(0.1, 0.2)
    assert.is_true(sum.lower < sum.upper)
    assert.is_true(sum.lower <= 0.3 and sum.upper >= 0.3)
    local large = baogao.sum(2 ^ 53, 1)
    assert.equal(2 ^ 53, large.lower)
    assert.equal(2 ^ 53 + 2, large.upper)
    local huge = baogao.sum(1.7e308, 1.7e308)
    assert.equal(inf, huge.upper)
    assert.is_true(huge.lower < inf)
  end)
end)
