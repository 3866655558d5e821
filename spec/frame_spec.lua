--- Frames from Lua tables: what goes in comes out, and what cannot go in is said.

local frame = require "baogao.frame"

-- The message of an error without its position.
local function message_of(f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  return (message:gsub("^[^\n]-:%d+: ", ""))
end

local function types(f)
  local list = {}
  for i, column in ipairs(f:schema()) do
    list[i] = column.name .. ":" .. column.type .. ":" .. column.store .. (column.bounded and ":bounded" or "")
  end
  return table.concat(list, " ")
end

local NULL = {} -- stands for nil in the lists below

local function array(list)
  local values = {}
  for i = 1, #list do if list[i] ~= NULL then values[i] = list[i] end end
  return values
end

describe("a column", function()
  -- values, the type and store that they get
  local rows = {
    { { 1, 2, 3 }, "integer:i8" },
    { { -128, 127 }, "integer:i8" },
    { { -129, 127 }, "integer:i16" },
    { { 32768 }, "integer:i32" },
    { { 2147483647, -2147483648 }, "integer:i32" },
    { { 2147483648 }, "integer:f64" },
    { { 9007199254740992, -9007199254740992 }, "integer:f64" },
    { { 9007199254740994 }, "number:f64" },
    { { 1.5, 2 }, "number:i8" },
    { { 12.25, 99999.75 }, "number:i32" },
    { { 0.1, 0.2, 0.3 }, "number:i8" },
    { { 0.0001 }, "number:i8" },
    { { 0.00001 }, "number:f64" },
    { { 1 / 3 }, "number:f64" },
    { { 214748.3647 }, "number:i32" },
    { { 214748.3648 }, "number:f64" },
    { { 1e300, -1e-300 }, "number:f64" },
    { { true, false }, "boolean:i8" },
    { { "a", "b", "a" }, "string:u8" },
    { { "", "\0", "中文" }, "string:u8" },
    { { NULL, 5, NULL, -5 }, "integer:i8" },
    { { NULL, "x", NULL }, "string:u8" },
    { { NULL, NULL, 0.5 }, "number:i8" },
    { { NULL, false }, "boolean:i8" },
  }
  for i, row in ipairs(rows) do
    it("gives back what went in: case " .. i .. ", " .. row[2], function()
      local values = array(row[1])
      local f = frame({ x = values }, { rows = #row[1] })
      assert.equal("x:" .. row[2], types(f))
      assert.equal(#row[1], #f)
      local back = f:column "x"
      assert.equal(#row[1], back.n)
      for k = 1, #row[1] do
        assert.equal(values[k], back[k])
        assert.equal(values[k], f[k].x)
      end
    end)
  end

  it("of 300 and of 70000 strings takes codes of two and four bytes", function()
    for _, case in ipairs { { 300, "u16" }, { 70000, "u32" } } do
      local values = {}
      for i = 1, case[1] do values[i] = "s" .. i end
      local f = frame { x = values }
      assert.equal("x:string:" .. case[2], types(f))
      assert.equal("s1", f[1].x)
      assert.equal("s" .. case[1], f[case[1]].x)
    end
  end)

  it("of dates is asked for by its type", function()
    local f = frame({ d = { "2024-02-29", "1969-12-31", "0001-01-01", "9999-12-31" } }, { types = { d = "date" } })
    assert.equal("d:date:i32", types(f))
    assert.same({ "2024-02-29", "1969-12-31", "0001-01-01", "9999-12-31", n = 4 }, f:column "d")
  end)

  it("takes at most 1.2 times its bytes for a million rows", function()
    local x, y, s = {}, {}, {}
    for i = 1, 1000000 do
      x[i], y[i], s[i] = i % 1000, i / 7, i % 3 == 0 and "甲" or "乙"
    end
    s[5] = nil
    collectgarbage() collectgarbage()
    local before = frame.memory()
    local f = frame({ x = x, y = y, s = s }, { rows = 1000000 })
    local used = frame.memory() - before
    local columns = 1000000 * (2 + 8 + 1)
    assert.is_true(used <= columns * 1.2, used .. " bytes")
    assert.is_true(f:bytes() <= columns * 1.2)
    f:close()
    assert.equal(before, (frame.memory()))
  end)
end)

describe("rows", function()
  it("may leave names out, and bring them in any order", function()
    local f = frame { { b = 1, a = "x" }, { a = "y" }, { c = true } }
    assert.equal("a:string:u8 b:integer:i8 c:boolean:i8", types(f))
    assert.same({ { a = "x", b = 1 }, { a = "y" }, { c = true } }, f:rows())
  end)

  it("are lists where columns are named", function()
    local f = frame({ { "x", 1 }, { "y", 2.5 } }, { columns = { "name", "v" } })
    assert.same({ { name = "x", v = 1 }, { name = "y", v = 2.5 } }, f:rows())
  end)

  it("keep the order of columns that was asked for", function()
    assert.equal("b:integer:i8 a:integer:i8", types(frame({ { a = 1, b = 2 } }, { columns = { "b", "a" } })))
  end)

  it("with value, lower and upper are figures with bounds", function()
    local f = frame {
      { value = 10, lower = 5, upper = 15 },
      { value = 7 },
      { value = 800, lower = 800, lower_open = true },
      {},
      { upper = 3 },
    }
    assert.equal("value:number:i16:bounded", types(f))
    assert.same({ value = 10, lower = 5, upper = 15, lower_open = false, upper_open = false }, f[1])
    assert.same({ value = 7, lower = 7, upper = 7, lower_open = false, upper_open = false }, f[2])
    assert.same({ value = 800, lower = 800, upper = math.huge, lower_open = true, upper_open = false }, f[3])
    assert.same({}, f[4])
    assert.same({ lower = -math.huge, upper = 3, lower_open = false, upper_open = false }, f[5])
    local columns = frame({ value = { 10, 7 }, lower = { 5 }, upper = { 15 }, lower_open = {} }, { rows = 2 })
    assert.same({ value = 10, lower = 5, upper = 15, lower_open = false, upper_open = false }, columns[1])
    assert.equal(7, columns[2].upper)
  end)

  it("may have a figure in a cell", function()
    local f = frame { { v = { value = 3, lower = 2, upper = 4 } }, { v = 1 } }
    assert.equal(2, f[1].lower)
    assert.equal(1, f[2].upper)
  end)

  it("are none, and still a frame", function()
    for _, f in ipairs { frame {}, frame({}, { columns = { "a" } }), frame({ a = {} }) } do
      assert.equal(0, #f)
      assert.is_nil(f[1])
      assert.same({}, f:rows())
    end
  end)
end)

describe("data that is no frame", function()
  local nan = 0 / 0
  local rows = {
    { "frame: rows or columns expected, got nil" },
    { "frame: rows or columns expected, got string", "x" },
    { "frame: row 2: a table expected, got number", { { a = 1 }, 2 } },
    { "column 'a' holds number, but row 2 has a string", { { a = 1 }, { a = "x" } } },
    { "column 'a' holds string, but row 3 has a number", { a = { "x", "y", 1 } } },
    { "column 'a' holds boolean, but row 2 has a number", { a = { true, 1 } } },
    { "column 'a', row 2: NaN is no value of a column; leave it out", { a = { 1, nan } } },
    { "column 'a', row 1: an infinite number is no value of a column; leave it out", { a = { 1 / 0 } } },
    { "column 'a', row 1: a function is no value of a column", { a = { print } } },
    { "column 'a': a table of values expected, got number", { a = 1, b = { 1 } }, { rows = 1 } },
    { "frame: column 'b' has 1 values, but 'a' has 2; give `rows` where columns end in nulls", { a = { 1, 2 }, b = { 1 } } },
    { "frame: column 'a' has 2 values, more than the 1 rows said", { a = { 1, 2 } }, { rows = 1 } },
    { "row 2 has 1 values, but there are 2 columns", { { 1, 2 }, { 1 } }, { columns = { "a", "b" } } },
    { "row 1 has 3 values, but there are 2 columns", { { 1, 2, 3 } }, { columns = { "a", "b" } } },
    { "row 1: no column 'c'", { { a = 1, c = 2 } }, { columns = { "a" } } },
    { "frame: column 'a' is named twice", { { 1, 2 } }, { columns = { "a", "a" } } },
    { "frame: option 'types' names a column 'z' that is not there", { a = { 1 } }, { types = { z = "number" } } },
    { "no type 'text' (a column is number, integer, boolean, date or string)", { a = { 1 } }, { types = { a = "text" } } },
    { "column 'a', row 1: '2024-02-30' is no date (YYYY-MM-DD)", { a = { "2024-02-30" } }, { types = { a = "date" } } },
    { "column 'a', row 1: 1.500000 is no whole number up to 2^53", { a = { 1.5 } }, { types = { a = "integer" } } },
    { "frame: no option 'colour' (there are bounds, columns, rows, types)", {}, { colour = 1 } },
    { "frame: option 'rows' is a number, got string", {}, { rows = "1" } },
    { "column 'value': no value lies between lower 5.000000 and upper 4.000000", { { value = 4, lower = 5, upper = 4 } } },
  }
  for _, row in ipairs(rows) do
    it("is refused: " .. row[1], function()
      local message = message_of(frame.new, row[2], row[3])
      if row[1]:find "lower 5" then assert.truthy(message:find("no value lies between", 1, true))
      elseif row[1]:find "1.5" then assert.truthy(message:find("is no whole number up to 2^53", 1, true))
      else assert.equal(row[1], message) end
    end)
  end
end)

describe("what is wrong with data", function()
  it("is told at the line that gave it", function()
    for _, make in ipairs { function(data) return (frame(data)) end, function(data) return (frame.new(data)) end } do
      for _, data in ipairs { { { a = 1 }, 2 }, { a = { 1 }, b = { 1, 2 } }, { a = { print } } } do
        local ok, message = pcall(make, data)
        assert.is_false(ok)
        assert.truthy(message:find("frame_spec.lua:%d+: "))
        assert.is_nil(message:find("baogao/frame", 1, true))
      end
    end
  end)
end)

describe("a frame", function()
  local f
  before_each(function() f = frame { { k = "a", v = 1 }, { k = "b", v = 2 }, { k = "c" } } end)

  it("is indexed as an array", function()
    assert.same({ k = "b", v = 2 }, f[2])
    for _, i in ipairs { 0, 4, -1, 1.5, 1 / 0, 0 / 0 } do assert.is_nil(f[i]) end
    assert.is_nil(f.no_such_method)
  end)

  it("gives whole numbers that print alike under every Lua", function()
    local n = frame({ { k = "a", value = 5616, y = 2023 }, { k = "a", value = 16848, upper = 20000, y = 2024 } },
      { types = { value = "number" } })
    local summed = frame.run(n, { { verb = "summarise", by = { "k" }, columns = {
      { name = "s", fn = "sum", expr = { op = "field", name = "value" } },
      { name = "m", fn = "mean", expr = { op = "field", name = "value" } },
      { name = "x", fn = "max", expr = { op = "field", name = "value" } } } } })[1]
    local grown = frame.run(n, { { verb = "window", fn = "growth", by = { "k" }, period = "y", of = "value", name = "g" } })[2]
    local printed = {}
    for i, v in ipairs { n[1].value, n[2].upper, n:column("value")[1], summed.s, summed.m, summed.x, grown.g, #n } do
      printed[i] = tostring(v)
    end
    assert.equal("5616 20000 5616 22464 11232 16848 2 2", table.concat(printed, " "))
  end)

  it("is iterated", function()
    local seen = {}
    for i, row in f:each() do seen[i] = row.k end
    assert.same({ "a", "b", "c" }, seen)
  end)

  it("gives rows by numbers as string.sub does letters", function()
    assert.equal(3, #f:rows())
    assert.same({ { k = "c" } }, f:rows(3))
    assert.same({ { k = "c" } }, f:rows(-1))
    assert.same({ { k = "a", v = 1 } }, f:rows(1, 1))
    assert.same({}, f:rows(3, 2))
    assert.same({}, f:rows(9, 12))
  end)

  it("is shown as a table, Chinese two columns wide", function()
    local shown = frame({ { "高新技术企业", 5800 }, { "platforms", 63.5 }, { "x", nil, n = 2 } },
      { columns = { "name", "v" } })
    assert.equal(table.concat({
      "frame: 3 rows × 2 columns",
      "name             v",
      "高新技术企业  5800",
      "platforms     63.5",
      "x                ·",
    }, "\n"), tostring(shown))
    assert.equal("frame: 1 row × 1 column\na\n1", tostring(frame { a = { 1 } }))
    assert.truthy(f:show(1):find("… 2 more", 1, true))
  end)

  it("slices without a copy", function()
    local before = frame.memory()
    local s = f:slice(2)
    assert.is_true(frame.memory() - before < 600)
    assert.same({ { k = "b", v = 2 }, { k = "c" } }, s:rows())
    assert.same({ { k = "c" } }, s:slice(2, 2):rows())
    f:close()
    assert.same({ k = "b", v = 2 }, s[1])
  end)

  it("is closed once for all", function()
    assert.is_false(f:is_closed())
    f:close()
    f:close()
    assert.is_true(f:is_closed())
    assert.equal("frame (closed)", tostring(f))
    for _, use in ipairs { function() return #f end, function() return f[1] end, function() return f:rows() end,
                           function() return f:column "k" end, function() return f:slice() end,
                           function() return f:schema() end, function() return frame.run(f, {}) end,
                           function() return frame.append(f, f) end, function() return f:save "x" end } do
      assert.equal("the frame is closed", message_of(use))
    end
  end)

  it("is told from other things", function()
    assert.is_true(frame.is(f))
    for _, other in ipairs { 1, "x", {}, io.stdout, frame } do assert.is_false(frame.is(other)) end
    assert.equal("a frame expected, got table", message_of(f.rows, {}))
    assert.equal("a frame expected, got userdata", message_of(f.rows, io.stdout))
    assert.equal("no column 'x'", message_of(f.column, f, "x"))
  end)

  it("lets go of its memory when it is collected", function()
    f = nil -- luacheck: ignore 311
    collectgarbage() collectgarbage()
    local before = frame.memory()
    for _ = 1, 50 do frame { x = { 1, 2, 3 }, s = { "a", "b", "c" } } end
    collectgarbage() collectgarbage()
    assert.equal(before, (frame.memory()))
  end)

  it("has its finalizer out of reach", function()
    assert.is_nil(f.__gc)
    assert.equal("baogao.frame", getmetatable(f))
  end)
end)

describe("append", function()
  -- The bug: where an integer column was left out, what is appended was taken for strings, and refused.
  it("gives nulls where rows lack a column", function()
    local f = frame { { n = 1, v = 1.5, s = "a", b = true } }
    for name, given in pairs { rows = { { v = 2, s = "b" } }, columns = { v = { 2 }, s = { "b" } } } do
      local both = f:append(given)
      assert.same({ { n = 1, v = 1.5, s = "a", b = true }, { v = 2, s = "b" } }, both:rows(), name)
      assert.same(f:schema(), both:slice(1, 1):schema(), name)
    end
    assert.same({ 1, n = 2 }, f:append { {} }:column "n")
    assert.equal(1, #f:append {})
    assert.same({ 1, 2.5, n = 2 }, f:append { { n = 2.5 } }:column "n")
    assert.same({ { n = 2 } }, frame({ { n = 2 } }, { columns = { "n" } }):rows())
  end)

  it("puts rows after rows, strings by their text, types made wider", function()
    local a = frame { { k = "x", v = 1 }, { k = "y", v = 2 } }
    local b = frame { { k = "z", v = 2.5 }, { k = "x" } }
    local c = a:append(b, { { k = "w", v = 300 } })
    assert.same({ { k = "x", v = 1 }, { k = "y", v = 2 }, { k = "z", v = 2.5 }, { k = "x" }, { k = "w", v = 300 } }, c:rows())
    assert.equal(2, #a)
    assert.equal("k:string:u8 v:number:i16", types(c))
  end)

  it("keeps bounds", function()
    local a = frame { { value = 1, lower = 0, upper = 2 }, { value = 5 } }
    local c = a:append { { value = 3 }, { value = 4, lower = 4 } }
    assert.equal(0, c[1].lower)
    assert.equal(3, c[3].upper)
    assert.equal(math.huge, c[4].upper)
  end)

  it("refuses other columns and types", function()
    local a = frame { { k = "x", v = 1 } }
    assert.equal("column 'k' holds string, but number is appended", message_of(frame.append, a, frame({ { k = 1.5, v = 1 } })))
    assert.equal("column 'v' is missing in what is appended", message_of(frame.append, a, frame { { k = "x" } }))
    assert.equal("column 'w' is not one of the frame that is appended to",
      message_of(frame.append, a, frame { { k = "x", v = 1, w = 2 } }))
    assert.equal("append: no column 'w' in the frame that is appended to", message_of(frame.append, a, { { w = 1 } }))
  end)
end)

describe("a limit on memory", function()
  it("fails what would pass it, and leaves all as it was", function()
    collectgarbage() collectgarbage()
    local used = frame.memory()
    finally(function() frame.memory(0) end)
    local failures, limit = 0, used + 200
    local x, s = {}, {}
    for i = 1, 500 do x[i], s[i] = i / 3, "s" .. i end
    repeat
      frame.memory(limit)
      local ok, message = pcall(frame, { x = x, s = s })
      if not ok then
        failures = failures + 1
        assert.truthy(message:find("not enough memory", 1, true))
        collectgarbage() collectgarbage()
        assert.equal(used, (frame.memory()))
      end
      limit = limit + 700
    until ok or failures > 1000
    assert.is_true(failures > 5 and failures < 1000)
  end)
end)
