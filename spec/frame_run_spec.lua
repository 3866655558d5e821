--- Plans run on frames: verbs by example, against a plain loop on random rows,
-- and the same bytes whatever the number of threads.

local core = require "baogao.core"
local frame = require "baogao.frame"

local function field(name) return { op = "field", name = name } end
local function const(value, kind) return { op = "const", value = value, type = kind } end
local function op(name, ...) return { op = name, ... } end
local function agg(name, fn, of, q) return { name = name, fn = fn, expr = of and field(of), q = q } end

local function rows_of(f, plan) return frame.run(f, plan):rows() end

local function column_of(f, plan, name)
  local values = frame.run(f, plan):column(name)
  values.n = nil
  return values
end

local function message_of(f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  return (message:gsub("^[^\n]-:%d+: ", ""))
end

local function facts()
  return frame({
    { k = "a", v = 10, w = 2, d = "2024-01-31", p = "2023" },
    { k = "b", v = -2.5, w = 0, d = "2023-03-01", p = "2024" },
    { v = 4, w = 4, d = "2024-02-29", p = "2024" },
    { k = "中文", w = 1, p = "2024-10-05" },
    { k = "a", v = 10, d = "2024-01-31", p = "soon" },
  }, { types = { d = "date" } })
end

describe("a condition", function()
  local rows = {
    { op("=", field "k", const "a"), { 1, 5 } },
    { op("!=", field "k", const "a"), { 2, 4 } },
    { op("<", const "a", field "k"), { 2, 4 } },
    { op("in", field "k", nil), { 1, 2, 5 }, list = { const "a", const "b", const "z" } },
    { op("in", field "v", nil), { 2, 3 }, list = { const(4), const(-2.5), const(7) } },
    { op("in", field "d", nil), { 3 }, list = { const("2024-02-29", "date") } },
    { op("like", field "k"), { 4 }, pattern = "__" },
    { op("like", field "k"), { 4 }, pattern = "%文" },
    { op("like", field "k"), { 1, 2, 4, 5 }, pattern = "%" },
    { op(">", field "v", const(4)), { 1, 5 } },
    { op(">=", field "v", const(4)), { 1, 3, 5 } },
    { op("<", field "v", const(-2.4)), { 2 } },
    { op("<=", field "v", const(-2.5)), { 2 } },
    { op("=", field "v", const(10)), { 1, 5 } },
    { op("=", field "v", const(10.5)), {} },
    { op("!=", field "v", const(10.5)), { 1, 2, 3, 5 } },
    { op("<", field "v", const(1e300)), { 1, 2, 3, 5 } },
    { op(">", field "v", const(-1e300)), { 1, 2, 3, 5 } },
    { op("<", const(3), field "v"), { 1, 3, 5 } },
    { op("between", field "v", const(-2.5), const(4)), { 2, 3 } },
    { op("between", field "d", const("2024-01-01", "date"), const("2024-01-31", "date")), { 1, 5 } },
    { op("=", field "d", const("2024-02-29", "date")), { 3 } },
    { op("is_null", field "v"), { 4 } },
    { op("not", op("is_null", field "k")), { 1, 2, 4, 5 } },
    { op("not", op(">", field "v", const(4))), { 2, 3 } },
    { op("and", op(">", field "v", const(4)), op("=", field "w", const(2))), { 1 } },
    { op("or", op(">", field "v", const(4)), op("=", field "w", const(1))), { 1, 4, 5 } },
    { op(">", field "v", field "w"), { 1 } },
    { op("=", field "v", field "w"), { 3 } },
    { op(">", op("*", field "v", const(2)), const(8)), { 1, 5 } },
    { op("=", op("call", field "d"), const(2024)), { 1, 3, 5 }, name = "year" },
    { op("=", op("call", field "p"), const(2024)), { 2, 3, 4 }, name = "year" },
    { op("=", op("call", field "p"), const(10)), { 4 }, name = "month" },
    { op("=", op("call", field "k"), const(2)), { 4 }, name = "length" },
    { op("=", op("call", field "k"), const "A"), { 1, 5 }, name = "upper_case" },
    { op("=", op("call", field "v"), const(2.5)), { 2 }, name = "abs" },
    { op("=", op("call", field "v"), const(-3)), { 2 }, name = "floor" },
    { op("=", field "k", op("call", field "k")), { 1, 2, 4, 5 }, name = "lower_case" },
    { const(true, "boolean"), { 1, 2, 3, 4, 5 } },
    { const(false, "boolean"), {} },
  }
  for i, row in ipairs(rows) do
    it("keeps the rows for which it is true: case " .. i, function()
      local where = row[1]
      if row.list then where.list = row.list end
      if row.pattern then where.pattern = row.pattern end
      if row.name then
        for k = 1, 2 do if where[k].op == "call" then where[k].name = row.name end end
      end
      local numbered = facts():rows()
      for k, r in ipairs(numbered) do r.i = k end
      local f = frame(numbered, { types = { d = "date" } })
      assert.same(row[2], column_of(f, { { verb = "filter", where = where } }, "i"))
    end)
  end

  it("of bounds is certain, possible, or neither", function()
    local f = frame {
      { i = 1, value = 800, lower = 800, lower_open = true }, { i = 2, value = 800 },
      { i = 3, value = 800, lower = 750, upper = 850 }, { i = 4, value = 790, lower = 700, upper = 800, upper_open = true },
      { i = 5 },
    }
    local function ask(mode, relation, value)
      return column_of(f, { { verb = "filter", where = op(mode, op(relation, field "value", const(value))) } }, "i")
    end
    assert.same({ 1 }, ask("certainly", ">", 800))
    assert.same({ 1, 3 }, ask("possibly", ">", 800))
    assert.same({ 1, 2 }, ask("certainly", ">=", 800))
    assert.same({ 4 }, ask("certainly", "<", 800))
    assert.same({ 3, 4 }, ask("possibly", "<", 800))
    assert.same({ 2 }, ask("certainly", "=", 800))
    assert.same({ 2, 3 }, ask("possibly", "=", 800))
    assert.same({ 2, 3 }, column_of(f, { { verb = "filter", where = op("not", op("certainly", op("or",
      op("<", field "value", const(800)), op(">", field "value", const(800))))) } }, "i"))
    assert.same({ 1, 3 }, column_of(f, { { verb = "filter", where = op("!=", field "lower", field "upper") },
      { verb = "filter", where = op("<", const(740), field "lower") } }, "i"))
  end)
end)

describe("a verb", function()
  it("derives columns, nulls where there is no result, and says so", function()
    local f = frame.run(facts(), { { verb = "derive", columns = {
      { name = "q", expr = op("/", field "v", field "w") }, { name = "v", expr = op("neg", field "v") } } } })
    assert.same({ 5, nil, 1, nil, nil }, { f[1].q, f[2].q, f[3].q, f[4].q, f[5].q })
    assert.equal(-10, f[1].v)
    assert.same({ "a division by zero gave null in derive (q, v)" }, f:notes())
    assert.same({}, facts():notes())
    local g = frame.run(frame { x = { 1e308 } }, { { verb = "derive", columns = {
      { name = "y", expr = op("*", field "x", const(10)) } } } })
    assert.is_nil(g[1].y)
    assert.same({ "a result beyond what a double can hold gave null in derive (y)" }, g:notes())
  end)

  it("selects and renames, bounds kept under their own name alone", function()
    local f = frame { { value = 1, lower = 0, upper = 2, k = "x" } }
    local plan = { { verb = "select", columns = { { name = "value", expr = field "value" },
      { name = "other", expr = field "value" } } } }
    assert.same({ { value = 1, other = 1, lower = 0, upper = 2, lower_open = false, upper_open = false } }, rows_of(f, plan))
  end)

  it("sorts with nulls last, stable, by several keys", function()
    local f = frame { { i = 1, k = "b", v = 2 }, { i = 2, v = 1 }, { i = 3, k = "a", v = 2 }, { i = 4, k = "b" },
                      { i = 5, k = "a", v = 2 } }
    local function sorted(...) return column_of(f, { { verb = "sort", by = { ... } } }, "i") end
    assert.same({ 3, 5, 1, 4, 2 }, sorted { expr = field "k" })
    assert.same({ 1, 4, 3, 5, 2 }, sorted { expr = field "k", descending = true })
    assert.same({ 2, 3, 5, 1, 4 }, sorted({ expr = field "v" }, { expr = field "k" }))
    assert.same({ 1, 3, 5, 2, 4 }, sorted({ expr = field "v", descending = true }, { expr = field "k", descending = true }))
  end)

  it("takes the head", function()
    local f = frame { x = { 1, 2, 3, 4 } }
    assert.same({ 1, 2 }, column_of(f, { { verb = "head", n = 2 } }, "x"))
    assert.same({ 4 }, column_of(f, { { verb = "head", n = 9, offset = 3 } }, "x"))
    assert.same({}, column_of(f, { { verb = "head", n = 0 } }, "x"))
    assert.same({}, column_of(f, { { verb = "head", n = 2, offset = 4 } }, "x"))
  end)

  it("summarises", function()
    local f = frame { { k = "a", v = 1, s = "x" }, { v = 5, s = "b" }, { k = "a", v = 2.5, s = "c" }, { k = "b" }, { v = -1 } }
    assert.same({
      { k = "a", sum = 3.5, mean = 1.75, min = 1, max = 2.5, n = 2, c = 2, d = 2, med = 1.75, q = 2.35, first = "x", last = "c" },
      { sum = 4, mean = 2, min = -1, max = 5, n = 2, c = 2, d = 2, med = 2, q = 4.4, first = "b", last = "b" },
      { k = "b", n = 1, c = 0, d = 0 },
    }, rows_of(f, { { verb = "summarise", by = { "k" }, columns = { agg("sum", "sum", "v"), agg("mean", "mean", "v"),
      agg("min", "min", "v"), agg("max", "max", "v"), agg("n", "count"), agg("c", "count", "v"),
      agg("d", "count_distinct", "v"), agg("med", "median", "v"), agg("q", "quantile", "v", 0.9),
      agg("first", "first", "s"), agg("last", "last", "s") } } }))
    assert.same({ { n = 0, c = 0 } }, rows_of(f:slice(1, 0), { { verb = "summarise", by = {}, columns = {
      agg("n", "count"), agg("s", "sum", "v"), agg("c", "count", "v") } } }))
    assert.same({}, rows_of(f:slice(1, 0), { { verb = "summarise", by = { "k" }, columns = { agg("n", "count") } } }))
  end)

  it("sums bounds outwards, exactly where they are exact", function()
    local f = frame { { value = 10, lower = 5, upper = 15 }, { value = 1 }, { value = 3, lower = 3 } }
    local plan = { { verb = "summarise", by = {}, columns = { agg("l", "lower_sum", "value"), agg("u", "upper_sum", "value"),
      agg("s", "sum", "value"), agg("m", "lower_mean", "value"), agg("least", "lower_min", "value"),
      agg("most", "upper_max", "value") } } }
    assert.same({ { l = 9, u = math.huge, s = 14, m = 3, least = 1, most = math.huge } }, rows_of(f, plan))
    -- figures that are exact have an exact sum, decimals too
    local rows = {}
    for i = 1, 1000 do rows[i] = { value = 0.1, lower = 0.1, upper = 0.1 } end
    local r = rows_of(frame(rows), plan)[1]
    assert.same({ 100, 100, 100, 0.1 }, { r.l, r.u, r.s, r.m })
    -- a thousand times the double 0.1, which is a little above 1/10: 100.00000000000000555…
    for i = 1, 1000 do rows[i] = { value = 0.2, lower = 0.1, upper = 0.1 + 0.2 } end
    r = rows_of(frame(rows), plan)[1]
    assert.is_true(r.l <= 100.00000000000001 and r.l >= 100 and r.u > 300 and r.u < 300.0000000000002)
    assert.is_true(r.l <= 1000 * 0.1 and r.m <= 0.1)
  end)

  it("sums decimals as decimals", function()
    local f = frame { x = { 0.1, 0.2, 0.7, 1.1 } }
    assert.equal(2.1, rows_of(f, { { verb = "summarise", by = {}, columns = { agg("s", "sum", "x") } } })[1].s)
  end)

  it("says it where a sum overflows", function()
    local big = 9007199254740992
    local plan = { { verb = "summarise", by = {}, columns = { agg("s", "sum", "n") } } }
    local said = "sum 's': beyond 2^53, where whole numbers are no longer exact"
    assert.equal(said, message_of(frame.run, frame { n = { big, 1 } }, plan))
    assert.equal(said, message_of(frame.run, frame { n = { -big, -big, -big } }, plan))
    assert.equal(big, rows_of(frame { n = { big, 5, -5 } }, plan)[1].s)
    assert.equal(big - 1, rows_of(frame { n = { big, -big, big, -1 } }, plan)[1].s)
    assert.equal("sum 's': beyond what a double can hold", message_of(frame.run, frame { n = { 1.7e308, 1.7e308 } }, plan))
  end)

  it("joins, nulls matching nothing", function()
    local left = frame { { i = 1, k = "a", y = 1 }, { i = 2, k = "b", y = 2 }, { i = 3 }, { i = 4, k = "z", y = 1 } }
    local right = frame { { k = "b", i = 10 }, { k = "a", i = 20 }, { k = "b", i = 30 }, { i = 40 } }
    local function join(kind) return rows_of(left, { { verb = "join", kind = kind, right = right,
      on = { { left = "k", right = "k" } } } }) end
    assert.same({ { i = 1, k = "a", y = 1, i_right = 20 }, { i = 2, k = "b", y = 2, i_right = 10 },
                  { i = 2, k = "b", y = 2, i_right = 30 } }, join "inner")
    assert.equal(5, #join "left")
    assert.same({ i = 4, k = "z", y = 1 }, join "left"[5])
    assert.same({ { i = 1, k = "a", y = 1 }, { i = 2, k = "b", y = 2 } }, join "semi")
    assert.same({ { i = 3 }, { i = 4, k = "z", y = 1 } }, join "anti")
    local two = frame { { a = "a", b = 1, z = true }, { a = "b", b = 9, z = true } }
    assert.same({ { i = 1, k = "a", y = 1, z = true } }, rows_of(left, { { verb = "join", kind = "inner", right = two,
      on = { { left = "k", right = "a" }, { left = "y", right = "b" } } } }))
    assert.equal("join: 'k' holds string, 'i' on the right holds integer", message_of(frame.run, left,
      { { verb = "join", right = right, on = { { left = "k", right = "i" } } } }))
  end)

  it("looks back by period, not by row", function()
    local f = frame { { p = "2024-10", v = 12 }, { p = "2023-10", v = 10 }, { p = "2022-10", v = 0 }, { p = "2024-11", v = 6 },
                      { p = "2024", v = 5 }, { p = "2023-01/2023-11", v = 4 }, { p = "2024-01/2024-11", v = 6 }, { v = 1 } }
    local function window(fn, unit, extra)
      local step = { verb = "window", fn = fn, period = "p", of = "v", by = {}, unit = unit, name = "x" }
      for key, value in pairs(extra or {}) do step[key] = value end
      local values = frame.run(f, { step }):column "x"
      local list = {}
      for i = 1, values.n do list[i] = values[i] == nil and "-" or values[i] end
      return list
    end
    assert.same({ 10, 0, "-", "-", "-", "-", 4, "-" }, window("lag", "year"))
    assert.same({ "-", "-", "-", 12, "-", "-", "-", "-" }, window("lag", "month"))
    assert.same({ 0, "-", "-", "-", "-", "-", "-", "-" }, window("lag", "year", { n = 2 }))
    local growth = window("growth", "year")
    assert.is_true(math.abs(growth[1] - 0.2) < 1e-15)
    assert.equal("-", growth[2]) -- from a base of 0
    assert.equal(0.5, growth[7])
    assert.same({ 2, 10, "-", "-", "-", "-", 2, "-" }, window("difference", "year"))
    local twice = frame { { p = 2023, v = 1 }, { p = 2023, v = 2 }, { p = 2024, v = 3 } }
    assert.is_nil(frame.run(twice, { { verb = "window", fn = "lag", period = "p", of = "v", name = "x" } })[3].x)
    assert.equal("window: a period is a string, a date or an integer year, and 'q' holds number", message_of(frame.run,
      frame { { q = 1.5, v = 1 } }, { { verb = "window", fn = "lag", period = "q", of = "v", name = "x" } }))
  end)

  it("ranks, shares and accumulates within groups", function()
    local f = frame { { k = "a", v = 1 }, { k = "b", v = 5 }, { k = "a", v = 3 }, { k = "a", v = 3 }, { k = "a" } }
    local plan = {
      { verb = "window", fn = "rank", by = { "k" }, of = "v", descending = true, name = "r" },
      { verb = "window", fn = "share", by = { "k" }, of = "v", name = "s" },
      { verb = "window", fn = "cumulative", by = { "k" }, of = "v", name = "c" },
    }
    assert.same({
      { k = "a", v = 1, r = 3, s = 1 / 7, c = 1 }, { k = "b", v = 5, r = 1, s = 1, c = 5 },
      { k = "a", v = 3, r = 1, s = 3 / 7, c = 4 }, { k = "a", v = 3, r = 1, s = 3 / 7, c = 7 }, { k = "a" },
    }, rows_of(f, plan))
  end)

  it("turns tables both ways", function()
    local f = frame { { k = "a", p = "2023", v = 1 }, { k = "b", p = "2024", v = 2 }, { k = "a", p = "2024", v = 3 },
                      { k = "a", p = "2023", v = 4 } }
    assert.same({ { k = "a", ["2023"] = 5, ["2024"] = 3 }, { k = "b", ["2024"] = 2 } },
      rows_of(f, { { verb = "pivot_wider", keys = { "k" }, names = "p", values = "v", fn = "sum" } }))
    assert.same({ { k = "a", y = 2 }, { k = "b", y = 0 } }, rows_of(f, { { verb = "pivot_wider", keys = { "k" }, names = "p",
      values = "v", fn = "count", columns = { { name = "y", value = "2023" } } } }))
    local wide = frame { { k = 1, a = 1, b = 2.5 }, { k = 2, b = 4 } }
    assert.same({ { k = 1, n = "a", v = 1 }, { k = 1, n = "b", v = 2.5 }, { k = 2, n = "a" }, { k = 2, n = "b", v = 4 } },
      rows_of(wide, { { verb = "pivot_longer", columns = { "a", "b" }, names_to = "n", values_to = "v" } }))
  end)

  it("that cannot be run is named", function()
    local f = facts()
    local wrong = {
      { "run: a frame expected, got number", 1, {} },
      { "run: a plan is a table of steps, got nil", f },
      { "run: no verb 'jump' (step 1)", f, { { verb = "jump" } } },
      { "run: no option 'thread' (there are threads)", f, {}, { thread = 1 } },
      { "no field 'x'", f, { { verb = "filter", where = op("=", field "x", const(1)) } } },
      { "'=' cannot compare string with number", f, { { verb = "filter", where = op("=", field "k", const(1)) } } },
      { "a filter is a condition, not a number", f, { { verb = "filter", where = field "v" } } },
      { "arithmetic takes numbers, got string", f, { { verb = "derive", columns = { { name = "x",
        expr = op("+", field "k", const(1)) } } } } },
      { "and takes a condition, got number", f, { { verb = "filter", where = op("and", field "v", field "v") } } },
      { "no operator 'xor'", f, { { verb = "filter", where = op("xor", field "v") } } },
      { "sum takes numbers, got string", f, { { verb = "summarise", columns = { agg("x", "sum", "k") } } } },
      { "no function 'total' to summarise with", f, { { verb = "summarise", columns = { agg("x", "total", "v") } } } },
      { "quantile takes a q from 0 to 1", f, { { verb = "summarise", columns = { agg("x", "quantile", "v", 2) } } } },
      { "no column 'z'", f, { { verb = "summarise", by = { "z" }, columns = {} } } },
      { "'2024-13-01' is no date (YYYY-MM-DD)", f, { { verb = "filter", where = op("=", field "d",
        const("2024-13-01", "date")) } } },
    }
    for _, case in ipairs(wrong) do assert.equal(case[1], message_of(frame.run, case[2], case[3], case[4])) end
    local deep = op("=", field "v", const(1))
    for _ = 1, 300 do deep = op("not", deep) end
    assert.equal("an expression nested deeper than 250", message_of(frame.run, f, { { verb = "filter", where = deep } }))
  end)
end)

-- Many rows: the ways that only large frames take, against a plain loop.

local ROWS = os.getenv "BAOGAO_SLOW" and 5000 or 230000 -- beyond BG_THREAD_ROWS

local function generator(seed)
  return function(n)
    seed = (seed * 16807) % 2147483647
    return seed % n
  end
end

local function large(seed)
  local random = generator(seed)
  local t = { k = {}, r = {}, y = {}, a = {}, x = {}, id = {} }
  for i = 1, ROWS do
    if random(50) > 0 then t.k[i] = "k" .. random(9) end
    t.r[i] = random(300)
    t.y[i] = 2000 + random(20)
    if random(20) > 0 then t.a[i] = (random(200000) - 100000) / 4 end
    t.x[i] = random(1000000) / 7
    t.id[i] = random(60000) * 70001
  end
  return t
end

describe("many rows", function()
  local data, f, path
  setup(function()
    data = large(20240911)
    f = frame(data, { rows = ROWS })
    path = os.tmpname()
  end)
  teardown(function() os.remove(path) end)

  local function bytes_of(result)
    assert(result:save(path))
    local file = assert(io.open(path, "rb"))
    local bytes = file:read "*a"
    file:close()
    return bytes
  end

  local function close(a, b) return a == b or math.abs(a - b) <= 1e-12 * math.max(math.abs(a), math.abs(b)) end

  -- groups as a plain loop finds them
  local function plain(keys, keep)
    local groups, order = {}, {}
    for i = 1, ROWS do
      if not keep or keep(i) then
        local parts = {}
        for n, key in ipairs(keys) do parts[n] = tostring(data[key][i]) end
        local name = table.concat(parts, "|")
        local g = groups[name]
        if not g then
          g = { n = 0, a = 0, an = 0, x = 0, min = math.huge, first = i }
          groups[name] = g
          order[#order + 1] = g
        end
        g.n, g.x = g.n + 1, g.x + data.x[i]
        local a = data.a[i]
        if a then g.a, g.an, g.min = g.a + a, g.an + 1, math.min(g.min, a) end
      end
    end
    return order
  end

  local columns = { agg("n", "count"), agg("a", "sum", "a"), agg("an", "count", "a"), agg("x", "sum", "x"),
                    agg("min", "min", "a"), agg("m", "mean", "a") }
  local cases = { { "k" }, { "k", "y" }, { "k", "r", "y" }, { "id" }, { "id", "x" }, {} }
  for _, keys in ipairs(cases) do
    for _, filtered in ipairs { false, true } do
      it("are summed by (" .. table.concat(keys, ", ") .. ")" .. (filtered and " where a > 1000" or ""), function()
        local plan = { { verb = "summarise", by = keys, columns = columns } }
        if filtered then table.insert(plan, 1, { verb = "filter", where = op(">", field "a", const(1000)) }) end
        local wanted = plain(keys, filtered and function(i) return data.a[i] and data.a[i] > 1000 end)
        local one, two = frame.run(f, plan, { threads = 1 }), frame.run(f, plan, { threads = 2 })
        assert.equal(#wanted, #one)
        for i, row in one:each() do
          local g = wanted[i]
          for _, key in ipairs(keys) do
            if row[key] ~= data[key][g.first] then assert.equal(data[key][g.first], row[key]) end
          end
          local same = row.n == g.n and row.an == g.an and (row.a or 0) == g.a and close(row.x, g.x)
            and (g.an == 0 or (row.min == g.min and close(row.m, g.a / g.an)))
          if not same then assert.same(g, row) end
        end
        assert.is_true(bytes_of(one) == bytes_of(two))
      end)
    end
  end

  it("are the same bytes with one thread and two, whatever is done with them", function()
    local plans = {
      { { verb = "filter", where = op("or", op(">", field "x", const(100000)), op("is_null", field "k")) } },
      { { verb = "derive", columns = { { name = "z", expr = op("/", op("*", field "a", field "x"), op("-", field "y",
        const(2005))) } } } },
      { { verb = "summarise", by = { "k" }, columns = { agg("q", "median", "x"), agg("d", "count_distinct", "id"),
        agg("l", "lower_sum", "x"), agg("u", "upper_sum", "x"), agg("first", "first", "a"), agg("last", "last", "k") } } },
    }
    for _, plan in ipairs(plans) do
      assert.is_true(bytes_of(frame.run(f, plan, { threads = 1 })) == bytes_of(frame.run(f, plan, { threads = 2 })))
    end
  end)

  it("are sorted alike whether they are few or many, and whatever is asked of them", function()
    local seed = 7
    local function random(n)
      seed = seed * 16807 % 2147483647
      return seed % n
    end
    for _, rows in ipairs { 1, 2, 49, 64, 65, 1000, 1024, 1025 } do
      local order, cells = {}, { i = {}, k = {}, v = {} }
      for i = 1, rows do
        cells.i[i], cells.k[i] = i, "k" .. random(4)
        cells.v[i] = random(6) > 0 and random(20) / 8 or nil
        order[i] = i
      end
      table.sort(order, function(a, b)
        local x, y = cells.v[a], cells.v[b]
        if x ~= y then return y == nil or (x ~= nil and x > y) end
        if cells.k[a] ~= cells.k[b] then return cells.k[a] < cells.k[b] end
        return a < b
      end)
      local few = frame(cells, { rows = rows, types = { v = "number" } })
      for _, limit in ipairs { 1, 10, 64, 65, rows } do
        local seen = column_of(few, { { verb = "sort", by = { { expr = field "v", descending = true }, { expr = field "k" } } },
          { verb = "head", n = limit } }, "i")
        local wanted = {}
        for i = 1, math.min(limit, rows) do wanted[i] = order[i] end
        assert.same(wanted, seen)
      end
    end
  end)

  it("give their first few without sorting all, ties in their order", function()
    for _, by in ipairs {
      { { "x", true } }, { { "y", false } }, { { "r", true }, { "x", false } }, { { "a", true }, { "k", true } },
      { { "k", false }, { "a", false }, { "r", true } }, { { "id", false } },
    } do
      local keys = {}
      for i, key in ipairs(by) do keys[i] = { expr = field(key[1]), descending = key[2] } end
      local all = frame.run(f, { { verb = "sort", by = keys } })
      local few = frame.run(f, { { verb = "sort", by = keys }, { verb = "head", n = 25, offset = 3 } })
      assert.same(all:rows(4, 28), few:rows())
      for i = 2, 400 do -- and all are in order by the first key
        local x, y = all[i - 1][by[1][1]], all[i][by[1][1]]
        if by[1][2] then assert.is_true(y == nil or x >= y) else assert.is_true(y == nil or x <= y) end
      end
    end
  end)

  it("are joined by a table of places as by a search", function()
    local right = {}
    for i = 0, 250 do right[i + 1] = { r = i, name = "n" .. i % 7, id = i * 70001 } end
    right = frame(right)
    local joined = frame.run(f, { { verb = "join", kind = "left", right = right, on = { { left = "r", right = "r" } } } })
    assert.equal(ROWS, #joined)
    local names, r = joined:column "name", data.r
    for i = 1, ROWS do
      if names[i] ~= (r[i] <= 250 and "n" .. r[i] % 7 or nil) then assert.equal(i, names[i]) end
    end
    -- every left key found once, right columns of each width
    local whole = { r = {}, b = {}, s = {}, i = {}, d = {} }
    for k = 1, 300 do
      whole.r[k], whole.b[k], whole.s[k], whole.i[k], whole.d[k] = 300 - k, k % 100, k * 100, k * 100000, k / 7
    end
    for _, kind in ipairs { "inner", "left" } do
      local all = frame.run(f:slice(3), { { verb = "join", kind = kind, right = frame(whole),
        on = { { left = "r", right = "r" } } } })
      assert.equal(ROWS - 2, #all)
      local b, s, n, d = all:column "b", all:column "s", all:column "i", all:column "d"
      for i = 3, ROWS do
        local k = 300 - r[i]
        if b[i - 2] ~= k % 100 or s[i - 2] ~= k * 100 or n[i - 2] ~= k * 100000 or d[i - 2] ~= k / 7 then assert.equal(i, k) end
      end
    end
    local kept = 0
    for i = 1, ROWS do if data.id[i] <= 250 * 70001 then kept = kept + 1 end end
    assert.equal(kept, #frame.run(f, { { verb = "join", kind = "semi", right = right, on = { { left = "id", right = "id" } } } }))
  end)

  it("leave no memory behind", function()
    collectgarbage() collectgarbage()
    local before = frame.memory()
    local r = frame.run(f, { { verb = "filter", where = op(">", field "a", const(0)) }, { verb = "derive", columns = {
      { name = "z", expr = op("+", field "x", field "r") } } }, { verb = "sort", by = { { expr = field "z" } } },
      { verb = "distinct", columns = { "r", "y" } }, { verb = "window", fn = "rank", by = { "r" }, of = "z", name = "w" } })
    assert.is_true(#r > 0)
    r = nil -- luacheck: ignore 311
    collectgarbage() collectgarbage()
    assert.equal(before, (frame.memory()))
  end)

  it("run out of memory without a trace", function()
    collectgarbage() collectgarbage()
    finally(function() frame.memory(0) end)
    local right = frame { { k = "k1", z = 1 }, { k = "k2", z = 2 } }
    local small = f:slice(1, 3000)
    collectgarbage() collectgarbage()
    local used = frame.memory()
    local plan = {
      { verb = "filter", where = op("and", op(">", field "x", const(1)), op("like", field "k")) },
      { verb = "derive", columns = { { name = "z", expr = op("/", field "a", field "x") } } },
      { verb = "join", kind = "inner", right = right, on = { { left = "k", right = "k" } } },
      { verb = "window", fn = "lag", by = { "k", "r" }, period = "y", of = "a", name = "w" },
      { verb = "summarise", by = { "k", "r" }, columns = { agg("q", "median", "x"), agg("s", "sum", "a") } },
      { verb = "sort", by = { { expr = field "k" }, { expr = field "s" } } },
    }
    plan[1].where[2].pattern = "k%"
    local wanted = frame.run(small, plan)
    local text = wanted:show(1000)
    wanted:close()
    collectgarbage() collectgarbage()
    assert.equal(used, (frame.memory()))
    local failures, limit, step = 0, used + 64, 64
    repeat
      frame.memory(limit)
      local ok, result = pcall(frame.run, small, plan)
      frame.memory(0)
      if ok then assert.equal(text, result:show(1000))
      else
        failures = failures + 1
        assert.truthy(tostring(result):find("not enough memory", 1, true))
        result = nil -- luacheck: ignore 311
        collectgarbage() collectgarbage()
        assert.equal(used, (frame.memory()))
      end
      limit = limit + step
      step = math.floor(step * 1.02) + 16
    until ok or failures > 2000
    assert.is_true(failures > 50 and failures < 2000)
  end)
end)

describe("a plan made ready", function()
  local sums = { { verb = "summarise", by = { "k" }, columns = { { name = "s", fn = "sum", expr = field "v" } } },
    { verb = "sort", by = { { expr = field "s", descending = true } } } }

  it("gives the same each time, as long as its frame is open", function()
    local f = frame { { k = "a", v = 1 }, { k = "b", v = 5 }, { k = "a", v = 2 } }
    for _, plan in ipairs { sums, { sums[2] }, { { verb = "sort", by = { { expr = field "v" } } }, { verb = "head", n = 2 } },
      { { verb = "filter", where = { op = ">", field "v", { op = "const", value = 1 } } }, sums[1] }, {} } do
      if plan[1] ~= sums[2] then
        local work = frame.prepare(f, plan)
        local first = work():rows()
        assert.same(frame.run(f, plan):rows(), first)
        collectgarbage() collectgarbage()
        assert.same(first, work():rows())
      end
    end
    local work = frame.prepare(f, sums)
    assert.same({ { k = "b", s = 5 }, { k = "a", s = 3 } }, work():rows())
    f:close()
    assert.equal("the frame is closed", message_of(work))
  end)

  it("is checked like one that is run", function()
    local f = frame { { k = "a", v = 1 } }
    assert.equal("prepare: a frame expected, got table", message_of(frame.prepare, {}, {}))
    assert.equal("prepare: a plan is a table of steps, got nil", message_of(frame.prepare, f))
    assert.equal("prepare: no option 'thread' (there are threads)", message_of(frame.prepare, f, {}, { thread = 1 }))
    assert.equal("run: no verb 'nap' (step 2)", message_of(frame.prepare, f, { sums[1], { verb = "nap" } }))
    local work = frame.prepare(f, { { verb = "sort", by = { { expr = field "z" } } } })
    for _ = 1, 2 do assert.truthy(message_of(work):find("z", 1, true)) end
    for _, other in ipairs { 1, {}, io.stdout, f } do
      assert.truthy(message_of(core.frame_run_prepared, other):find("a prepared step expected, got ", 1, true))
    end
  end)
end)
