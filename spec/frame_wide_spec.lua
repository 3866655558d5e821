-- Columns of every width, and frames long enough to be worked on in parts by two threads: each answer beside one that plain
-- Lua gives, or that the same rows give in a frame that is not cut.

local core = require "baogao.core"
local frame = require "baogao.frame"

local ROWS = 70000 -- more different strings than two bytes tell apart
local function value(i, column)
  if column == "i8" then return i % 100 - 50 end
  if column == "i16" then return i % 1000 * 30 - 9000 end
  if column == "i32" then return (i * 7919 % ROWS) * 30000 end
  if column == "f64" then return i / 3 end
  if column == "u8" then return "a" .. i % 50 end
  if column == "u16" then return "b" .. i % 5000 end
  if column == "u32" then return "c" .. i end
  if column == "holes" then
    if i % 7 == 0 then return nil end
    return "h" .. i % 11
  end
  if column == "some" then
    if i % 5 == 0 then return nil end
    return i % 13
  end
  if column == "flag" then return i % 3 == 0 end
end
local COLUMNS = { "i8", "i16", "i32", "f64", "u8", "u16", "u32", "holes", "some", "flag" }
local DIFFERENT = { i8 = 100, i16 = 1000, i32 = ROWS, f64 = ROWS, u8 = 50, u16 = 5000, u32 = ROWS, holes = 12, some = 14,
  flag = 2 }

local data = {}
for _, name in ipairs(COLUMNS) do
  local column = {}
  for i = 1, ROWS do column[i] = value(i, name) end
  data[name] = column
end
local wide = frame.new(data, { columns = COLUMNS, rows = ROWS })
local function field(name) return { op = "field", name = name } end
local function const(v) return { op = "const", value = v } end

describe("columns of every width", function()
  it("are held in their width", function()
    local schema = {}
    for _, c in ipairs(wide:schema()) do schema[c.name] = c.type end
    assert.same({ i8 = "integer", i16 = "integer", i32 = "integer", f64 = "number", u8 = "string", u16 = "string", u32 = "string",
      holes = "string", some = "integer", flag = "boolean" }, schema)
    for _, i in ipairs { 1, 8, 35000, ROWS } do
      for _, name in ipairs(COLUMNS) do assert.equal(value(i, name), wide[i][name]) end
    end
  end)

  for _, name in ipairs(COLUMNS) do
    it("distinct, groups and counts of " .. name, function()
      assert.equal(DIFFERENT[name], #core.frame_distinct(wide, { name }))
      local made = core.frame_summarise(wide, nil, { name }, { { name = "count", fn = "count" },
        { name = "sum", fn = "sum", expr = field "i8" }, { name = "sum16", fn = "sum", expr = field "i16" } }, 1)
      assert.equal(DIFFERENT[name], #made)
      local count, sum, sum16 = 0, 0, 0
      for _, row in ipairs(made:rows()) do count, sum, sum16 = count + row.count, sum + row.sum, sum16 + row.sum16 end
      assert.same({ ROWS, -35000, 5985 * ROWS }, { count, sum, sum16 })
    end)

    it("groups of " .. name .. " beside another key, of rows that a filter keeps", function()
      local made = core.frame_summarise(wide, { op = "<", field "i8", const(0) }, { name, "flag" }, {
        { name = "count", fn = "count" }, { name = "least", fn = "min", expr = field(name) }, { name = "s", fn = "sum",
          expr = field "i32" },
        { name = "s8", fn = "sum", expr = field "i8" }, { name = "s16", fn = "sum", expr = field "i16" } }, 1)
      local count, s8, seen, want = 0, 0, {}, 0
      for _, row in ipairs(made:rows()) do
        count, s8 = count + row.count, s8 + row.s8
        if name ~= "flag" then assert.equal(row[name], row.least) end
      end
      for i = 1, ROWS do
        if value(i, "i8") < 0 then
          local key = tostring(value(i, name)) .. tostring(value(i, "flag"))
          if not seen[key] then seen[key], want = true, want + 1 end
        end
      end
      assert.same({ ROWS / 2, -25.5 * ROWS / 2, want }, { count, s8, #made })
    end)

    it("the first of " .. name .. " by either order", function()
      for _, descending in ipairs { true, false } do
        local best
        for i = 1, ROWS do
          local v = value(i, name)
          if type(v) == "boolean" then v = v and 1 or 0 end
          if v ~= nil and (best == nil or descending and v > best or not descending and v < best) then best = v end
        end
        for _, limit in ipairs { 1, 3, 70, 5000 } do
          local made = core.frame_sort(wide, { { expr = field(name), descending = descending } }, limit)
          local v = made[1][name]
          if type(v) == "boolean" then v = v and 1 or 0 end
          assert.equal(best, v)
        end
      end
      local all = core.frame_sort(wide, { { expr = field(name) }, { expr = field "u32", descending = true } })
      assert.equal(ROWS, #all)
    end)

    it("a join by " .. name, function()
      local few = wide:slice(1, 3)
      local want = 0
      for i = 1, ROWS do
        for k = 1, 3 do if value(i, name) ~= nil and value(i, name) == value(k, name) then want = want + 1 end end
      end
      assert.equal(want, #core.frame_join(wide, few, "inner", { { left = name, right = name } }, "_r", 1))
      assert.equal(want, #core.frame_join(wide, few, "inner", { { left = name, right = name }, { left = name, right = name } },
        "_r", 1))
    end)

    it("cuts and appends of " .. name, function()
      local part = wide:slice(6, 1029)
      local both = frame.append(part, wide:slice(3, 8))
      assert.equal(1030, #both)
      for _, i in ipairs { 1, 2, 3, 9, 1024 } do assert.equal(value(i + 5, name), both[i][name]) end
      assert.equal(value(3, name), both[1025][name])
      assert.equal(value(8, name), both[1030][name])
      local nulls = core.frame_filter(part, { op = "is_null", field(name) }, 1)
      local want = 0
      for i = 6, 1029 do if value(i, name) == nil then want = want + 1 end end
      assert.equal(want, #nulls)
    end)
  end

  it("sums of strings' groups by their least and greatest", function()
    local made = core.frame_summarise(wide, nil, { "flag" }, { { name = "a", fn = "min", expr = field "u16" },
      { name = "z", fn = "max", expr = field "u32" }, { name = "f", fn = "first", expr = field "u32" },
      { name = "l", fn = "last", expr = field "u32" }, { name = "t", fn = "last", expr = field "flag" } }, 1):rows()
    assert.same({ flag = false, a = "b0", z = "c9998", f = "c1", l = "c70000", t = false }, made[1])
    assert.same({ flag = true, a = "b0", z = "c9999", f = "c3", l = "c69999", t = true }, made[2])
  end)

  it("periods beside periods, by whichever width", function()
    for _, period in ipairs { "i8", "some" } do
      local made = core.frame_window(core.frame_distinct(wide, { period }), { fn = "lag", of = period, period = period,
        name = "w" })
      for _, row in ipairs(made:rows()) do
        if row.w ~= nil then assert.equal(row[period] - 1, row.w) end
      end
    end
    local by = core.frame_window(wide, { fn = "difference", of = "f64", period = "i16", by = { "u32", "i8" }, name = "w" })
    assert.is_nil(by[1].w)
  end)
end)

describe("frames in parts", function()
  local long = frame.append(wide, wide, wide)
  long = frame.append(long, long)
  local bounded = frame.new({ { k = "a", v = { value = 5, lower = 4, upper = 6 } }, { k = "b", v = { value = 1, lower = 1,
    upper = math.huge } },
    { k = "a", v = 7 }, { k = "b", v = 0.1 }, { k = "a" } }, { types = { v = "number" } })
  while #bounded < 200000 do bounded = frame.append(bounded, bounded) end

  local PLANS = {
    { "filter", { { verb = "filter", where = { op = "and", { op = ">", field "i16", const(0) }, { op = "=", field "u8",
      const "a3" } } } } },
    { "derive", { { verb = "derive", columns = { { name = "x", expr = { op = "/", field "f64", field "some" } },
      { name = "y", expr = { op = "call", field "u16", name = "upper_case" } }, { name = "z", expr = { op = "=", field "u8",
        const "a1" } },
      { name = "d", expr = { op = "/", field "i8", field "i8" } } } } } },
    { "a summary", { { verb = "summarise", columns = { { name = "s", fn = "sum", expr = field "i32" }, { name = "n",
      fn = "count" },
      { name = "f", fn = "sum", expr = field "f64" }, { name = "m", fn = "mean", expr = field "i8" } } } } },
    { "groups of bytes", { { verb = "summarise", by = { "u8" }, columns = { { name = "s", fn = "sum", expr = field "i32" },
      { name = "s8", fn = "sum", expr = field "i8" }, { name = "f", fn = "sum", expr = field "f64" }, { name = "n",
        fn = "count" } } } } },
    { "groups with states", { { verb = "summarise", by = { "u16" }, columns = { { name = "a", fn = "min", expr = field "i32" },
      { name = "b", fn = "max", expr = field "f64" }, { name = "c", fn = "min", expr = field "u32" }, { name = "d", fn = "max",
        expr = field "holes" },
      { name = "e", fn = "first", expr = field "some" }, { name = "f", fn = "last", expr = field "some" },
      { name = "g", fn = "count_distinct", expr = field "some" }, { name = "h", fn = "median", expr = field "i16" } } } } },
    { "groups of holes", { { verb = "summarise", where = { op = ">", field "i32", const(5e8) }, by = { "holes", "some" },
      columns = { { name = "s", fn = "sum", expr = field "i8" }, { name = "l", fn = "last", expr = field "flag" } } } } },
    { "joins", { { verb = "join", right = wide:slice(1, 40), on = { { left = "u8", right = "u8" } } },
      { verb = "summarise", columns = { { name = "n", fn = "count" }, { name = "s", fn = "sum", expr = field "i8_right" } } } } },
    { "a join that finds one row", { { verb = "join", right = wide, kind = "left", on = { { left = "i32", right = "i32" } } },
      { verb = "summarise", columns = { { name = "n", fn = "count" }, { name = "s", fn = "sum", expr = field "i8_right" } } } } },
    { "what has no partner", { { verb = "join", right = wide:slice(1, 100), kind = "anti", on = { { left = "u32",
      right = "u32" } } } } },
    { "a long right side", { { verb = "join", right = long, kind = "semi", on = { { left = "u16", right = "u16" } } } } },
  }
  local function same(one, two)
    assert.equal(#one, #two)
    for _, i in ipairs { 1, 2, math.floor(#one / 3), math.ceil(#one / 2), #one - 1, #one } do
      if i >= 1 and i <= #one then assert.same(one[i], two[i]) end
    end
  end
  for _, row in ipairs(PLANS) do
    it(row[1] .. ": one thread and two", function()
      same(frame.run(long, row[2], { threads = 1 }), frame.run(long, row[2], { threads = 2 }))
    end)
  end

  it("sums are those of the part, so many times", function()
    local plan = { { verb = "summarise", by = { "u8" }, columns = { { name = "s", fn = "sum", expr = field "i32" },
      { name = "n", fn = "count" },
      { name = "a", fn = "min", expr = field "i16" }, { name = "l", fn = "last", expr = field "u32" } } } }
    local once, six = frame.run(wide, plan):rows(), frame.run(long, plan, { threads = 2 }):rows()
    for i, row in ipairs(once) do
      row.s, row.n = row.s * 6, row.n * 6
      assert.same(row, six[i])
    end
  end)

  it("bounds are added in parts", function()
    local copies = #bounded / 5
    local plan = { { verb = "summarise", by = { "k" }, columns = { { name = "low", fn = "lower_sum", expr = field "v" },
      { name = "high", fn = "upper_sum", expr = field "v" }, { name = "m", fn = "lower_mean", expr = field "v" },
      { name = "um", fn = "upper_mean", expr = field "v" }, { name = "n", fn = "count", expr = field "v" } } } }
    local one, two = frame.run(bounded, plan, { threads = 1 }):rows(), frame.run(bounded, plan, { threads = 2 }):rows()
    assert.same(one, two)
    assert.same({ k = "a", low = 11 * copies, high = 13 * copies, m = 5.5, um = 6.5, n = 2 * copies }, two[1])
    assert.equal(math.huge, two[2].high)
    assert.is_true(two[2].low <= 1.1 * copies and two[2].low > 1.0999999 * copies)
    -- groups of one part alone, and medians of the figures of both
    local ends = frame.append(frame { { k = "first", v = { value = 2, lower = 1, upper = 3 } } }, bounded,
      frame { { k = "last", v = { value = 4, lower = 3.5, upper = 9 } } })
    plan = { { verb = "summarise", by = { "k" }, columns = { { name = "m", fn = "lower_median", expr = field "v" },
      { name = "h", fn = "upper_quantile", q = 1, expr = field "v" }, { name = "a", fn = "lower_min", expr = field "v" },
      { name = "z", fn = "upper_max", expr = field "v" }, { name = "s", fn = "lower_sum", expr = field "v" },
      { name = "o", fn = "upper_last", expr = field "v" } } } }
    one, two = frame.run(ends, plan, { threads = 1 }):rows(), frame.run(ends, plan, { threads = 2 }):rows()
    assert.same(one, two)
    assert.same({ k = "first", m = 1, h = 3, a = 1, z = 3, s = 1, o = 3 }, two[1])
    assert.same({ "a", 4, 7, 4, 7, 7 }, { two[2].k, two[2].a, two[2].z, two[2].a, two[2].h, two[2].o })
    assert.same({ k = "last", m = 3.5, h = 9, a = 3.5, z = 9, s = 3.5, o = 9 }, two[4])
  end)
end)
