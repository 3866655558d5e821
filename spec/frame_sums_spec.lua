-- Summaries of columns of every kind: what is counted, what bounds a result has, and where a sum ends.

local core = require "baogao.core"
local frame = require "baogao.frame"

local function field(name) return { op = "field", name = name } end
local function const(value) return { op = "const", value = value } end
local function agg(name, fn, expr, more)
  local column = { name = name, fn = fn, expr = type(expr) == "string" and field(expr) or expr }
  for key, value in pairs(more or {}) do column[key] = value end
  return column
end
local function summary(f, columns, by, where) return core.frame_summarise(f, where, by or {}, columns, 1):rows() end

local f = frame({
  { s = "a", t = "x", b = true, c = true, n = 3, m = 1, v = { value = 5, lower = 4, upper = 6 }, d = "2024-01-31" },
  { s = "B", t = "y", b = false, n = -7, m = 2, v = 2, d = "2024-02-29" },
  { t = "x", b = true, c = false, n = 3, v = { lower = 1, upper = 2 } },
}, { types = { d = "date" } })

describe("a count", function()
  local COUNTED = {
    { "s", 2 }, { "t", 3 }, { "b", 3 }, { "c", 2 }, { "n", 3 }, { "m", 2 }, { "v", 2 }, { "d", 2 }, { "lower", 3 },
    { "lower_open", 3 }, { { op = "<", field "n", const(0) }, 3 }, { { op = "<", field "m", const(0) }, 2 },
    { { op = "=", field "s", const "a" }, 2 }, { { op = "+", field "n", field "m" }, 2 },
    { { op = "call", field "s", name = "upper_case" }, 2 }, { { op = "is_null", field "s" }, 3 },
  }
  for i, row in ipairs(COUNTED) do
    it("is of what is not null: case " .. i, function()
      assert.same({ { x = row[2] } }, summary(f, { agg("x", "count", row[1]) }))
    end)
  end

  it("of ends is of all figures where each has a value", function()
    local whole = frame { { v = { value = 5, lower = 4, upper = 6 } }, { v = 2 } }
    assert.same({ { x = 2, y = 2 } }, summary(whole, { agg("x", "count", "lower"), agg("y", "count", "upper_open") }))
  end)

  it("of different values is one of those there are", function()
    local upper = { op = "call", field "s", name = "upper_case" }
    assert.same({ { n = 2, d = 2, least = "A", most = "B", first = "A" } }, summary(f, { agg("n", "count", upper),
      agg("d", "count_distinct", upper), agg("least", "min", upper), agg("most", "max", upper), agg("first", "first", upper) }))
  end)
end)

describe("a summary", function()
  local REFUSED = {
    { "median", "s", "quantile takes numbers, got string" }, { "quantile", "d", "quantile takes numbers, got date" },
    { "median", "b", "quantile takes numbers, got boolean" }, { "sum", "b", "sum takes numbers, got boolean" },
    { "lower_min", "s", "min takes numbers, got string" }, { "upper_last", "d", "last takes numbers, got date" },
    { "lower_open_first", "b", "first takes numbers, got boolean" },
  }
  for _, row in ipairs(REFUSED) do
    it("refuses " .. row[1] .. " of " .. row[2], function()
      local ok, message = pcall(summary, f, { agg("x", row[1], row[2], { q = 0.5 }) })
      assert.is_false(ok)
      assert.truthy(message:find(row[3], 1, true), message)
    end)
  end

  it("of no row has no group, and of no key one", function()
    local none = { op = ">", field "n", const(1000) }
    assert.same({}, summary(f, { agg("x", "sum", "n") }, { "t" }, none))
    assert.same({ { n = 0 } }, summary(f, { agg("x", "sum", "n"), agg("n", "count") }, {}, none))
  end)

  it("goes by seven keys, over rows enough to look ahead", function()
    local data, keys = { v = {}, w = {}, x = {} }, {}
    for k = 1, 7 do
      keys[k] = "k" .. k
      data[keys[k]] = {}
    end
    for i = 1, 3000 do
      data.v[i], data.w[i], data.x[i] = i, i / 3, -i
      for k = 1, 7 do data["k" .. k][i] = math.floor(i / 2 ^ (k - 1)) % 2 == 0 end
    end
    local made = summary(frame(data), { agg("s", "sum", "v"), agg("n", "count"), agg("w", "sum", "w"),
      agg("x", "sum", "x") }, keys)
    assert.equal(128, #made)
    local s, n = 0, 0
    for _, row in ipairs(made) do
      s, n = s + row.s, n + row.n
      assert.equal(-row.s, row.x)
      assert.is_true(math.abs(row.w - row.s / 3) < 1e-9)
    end
    assert.same({ 3000 * 3001 / 2, 3000 }, { s, n })
    local own = 0
    for i = 1, 3000, 128 do own = own + i end -- the first row's group: those with its last seven bits
    assert.equal(own, made[1].s)
  end)

  it("says where whole numbers are no longer exact, and whose sum it is", function()
    local long = ("s"):rep(100)
    local big = frame { { a = 9007199254740991, b = -9007199254740991, c = 1e10, g = 1 }, { a = 1, b = -1, c = 2e10, g = 1 },
      { a = 1, b = -1, c = 3e10, g = 2 } }
    local ok, message = pcall(summary, big, { agg(long, "sum", "a") })
    assert.is_false(ok)
    assert.truthy(message:find("sum '" .. long:sub(1, 80) .. "': beyond 2^53, where whole numbers are no longer exact", 1, true))
    assert.is_false(pcall(summary, big, { agg("x", "sum", "b") }))
    assert.same({ { g = 1, a = 9007199254740992, b = -9007199254740992, c = 3e10 }, { g = 2, a = 1, b = -1, c = 3e10 } },
      summary(big, { agg("a", "sum", "a"), agg("b", "sum", "b"), agg("c", "sum", "c") }, { "g" }))
    assert.is_false(pcall(summary, frame({ x = { 1.7e308, 1.7e308 } }), { agg("x", "sum", "x") }))
  end)
end)

describe("bounds of a summary", function()
  it("are those of its own column and place, and shared where both are the same", function()
    local two = frame { { v = { value = 5, lower = 4, upper = 6 }, w = { value = 50, lower = 40, upper = 60 } },
      { v = 1, w = { value = 20, lower = 10, upper = 25 } }, { v = { value = 9, lower = 8, upper = 12 }, w = 30 } }
    local r = summary(two, { agg("vl", "lower_sum", "v"), agg("wl", "lower_sum", "w"), agg("vu", "upper_sum", "v"),
      agg("wu", "upper_sum", "w"), agg("q1", "lower_quantile", "w", { q = 0.5 }), agg("q2", "lower_quantile", "w", { q = 0 }),
      agg("q3", "upper_quantile", "w", { q = 1 }), agg("q4", "upper_median", "w"), agg("m", "lower_mean", "v") })[1]
    assert.same({ vl = 13, wl = 80, vu = 19, wu = 115, q1 = 30, q2 = 10, q3 = 60, q4 = 30, m = 13 / 3 }, r)
  end)

  it("of a median may have no end on one side", function()
    local open = frame { { v = { value = 5, upper = 6 } }, { v = { value = 7, lower = 6 } }, { v = 6 }, { v = 9 } }
    local function median(q)
      local r = summary(open, { agg("v", "quantile", "v", { q = q, bounded = true }) })[1]
      return { r.lower, r.v, r.upper }
    end
    assert.same({ -math.huge, 5, 6 }, median(0))
    assert.same({ -math.huge, 5.25, 6 }, median(0.25 / 3))
    assert.same({ 7.5, 8, math.huge }, median(2.5 / 3))
    assert.same({ 9, 9, math.huge }, median(1))
  end)

  it("are found where few figures have some, of all rows and of those that a filter keeps", function()
    local data = { v = {}, i = {}, w = {} }
    for i = 1, 100 do
      local bounded = i == 20 or i == 75 or i == 76
      data.i[i], data.v[i] = i, bounded and { value = i, lower = i - 1, upper = i + 2 } or i
      data.w[i] = bounded and { value = i / 7, lower = i / 8, upper = i } or i / 7
    end
    local sparse = frame(data)
    for _, row in ipairs { { nil, 5050, 3 }, { { op = ">", field "i", const(20) }, 4840, 2 }, { { op = "<", field "i",
      const(20) }, 190, 0 }, { { op = "!=", field "i", const(50) }, 5000, 3 }, { { op = "=", field "i", const(76) }, 76, 1 } } do
      local r = summary(sparse, { agg("v", "sum", "v"), agg("l", "lower_sum", "v"), agg("u", "upper_sum", "v"),
        agg("wl", "lower_max", "w"), agg("wu", "upper_min", "w") }, {}, row[1])[1]
      assert.same({ row[2], row[2] - row[3], row[2] + 2 * row[3] }, { r.v, r.l, r.u })
      assert.is_true(r.wl <= 100 / 7 and r.wu >= 1 / 7)
    end
  end)

  it("hold the value, however it is rounded", function()
    local touched = { lower = 0, upper = 0 }
    for n = 1, 60 do
      local low, high = {}, {}
      for i = 1, n * 7 do low[i], high[i] = { value = n / 7 + i / 3 }, { value = n / 7 + i / 3 } end
      for i = 1, n * 7 do
        local v = low[i].value
        low[i].lower, low[i].upper = v, i == n and v * (1 + 1e-13) or v
        high[i].upper, high[i].lower = v, i == n and v * (1 - 1e-13) or v
      end
      for end_of, rows in pairs { lower = low, upper = high } do
        local r = summary(frame(rows), { agg("value", "sum", "value", { bounded = true }) })[1]
        assert.is_true(r.lower <= r.value and r.value <= r.upper)
        if r[end_of] == r.value then touched[end_of] = touched[end_of] + 1 end
      end
    end
    assert.is_true(touched.lower > 0 and touched.upper > 0)
  end)
end)

describe("bounds of a window", function()
  local PARTS = { lower = "l", upper = "u", lower_open = "lo", upper_open = "uo" }
  local function window(rows, fn)
    return core.frame_window(frame(rows), { fn = fn, of = "v", period = "y", name = "w", parts = PARTS }):rows()
  end

  it("are of those that have some", function()
    for _, fn in ipairs { "rank", "contribution", "cumulative" } do
      local ok, message = pcall(window, { { y = 1, v = { value = 1, lower = 0 } } }, fn)
      assert.is_false(ok)
      assert.truthy(message:find("window: no bounds of these", 1, true), message)
    end
  end)

  it("hold the value, however it is rounded", function()
    local touched = { l = 0, u = 0 }
    for now = 1, 12 do
      for before = 1, 12 do
        for _, figure in ipairs { { value = now / 10, lower = now / 10, upper = now }, { value = now / 10, lower = 0,
          upper = now / 10 } } do
          for _, fn in ipairs { "growth", "difference", "share" } do
            local r = window({ { y = 1, v = before / 10 }, { y = 2, v = figure } }, fn)[2]
            assert.is_true(r.l <= r.w and r.w <= r.u)
            for part in pairs(touched) do if r[part] == r.w then touched[part] = touched[part] + 1 end end
          end
        end
      end
    end
    assert.is_true(touched.l > 100 and touched.u > 100)
  end)

  it("reach to a value that its own bounds leave out", function()
    for _, row in ipairs { { 1, "l" }, { 40, "u" } } do
      local figure = { value = row[1], lower = 20, upper = 30 }
      for fn, w in pairs { growth = row[1] / 10 - 1, difference = row[1] - 10, share = row[1] / (row[1] + 10) } do
        local r = window({ { y = 1, v = 10 }, { y = 2, v = figure } }, fn)[2]
        assert.equal(w, r.w)
        assert.equal(w, r[row[2]])
        assert.is_true(r.l < r.u)
      end
    end
  end)

  it("are open where a figure has no end", function()
    local r = window({ { y = 1, v = { value = 4, lower = 2 } }, { y = 2, v = { value = 6, upper = 8 } } }, "difference")[2]
    assert.same({ 2, -math.huge, 6 }, { r.w, r.l, r.u })
    r = window({ { y = 1, v = { value = 4, lower = 2 } }, { y = 2, v = 6 } }, "share")[1]
    assert.same({ 0.4, 0.25, 1, true }, { r.w, r.l, r.u, r.uo })
  end)

  it("of a share of all but nothing are no less than nothing", function()
    local r = window({ { y = 1, v = { value = 1e16, lower = 1e16, upper = 2e16 } }, { y = 2, v = 5e-324 } }, "share")
    assert.is_true(r[1].l <= 1 and r[1].u == 1)
    assert.is_true(r[2].l >= 0 and r[2].u <= 5e-324)
    r = window({ { y = 1, v = { value = 0.3, lower = 0.3, upper = 0.4 } }, { y = 2, v = 0.1 }, { y = 3, v = 0.7 } }, "share")
    assert.is_true(r[1].l <= 0.3 / 1.1 and r[1].u >= 0.4 / 1.2 and r[1].u < 0.34)
  end)
end)
