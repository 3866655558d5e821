-- The engine has its loops twice, plain and for wide registers: both give the
-- same results, to the last bit.

local core = require "baogao.core"
local frame = require "baogao.frame"

local ROWS = 9001 -- above where wide loops begin, and no whole number of batches

local function field(name) return { op = "field", name = name } end
local function const(value) return { op = "const", value = value } end

local seed
local function random(n)
  seed = (seed * 16807) % 2147483647
  return seed % n
end

-- Every store; nulls in some; values whose sums round.
local function make()
  seed = 20240807
  local c = { few = {}, byte = {}, some = {}, many = {}, year = {}, i8 = {}, i16 = {}, i32 = {}, money = {}, double = {},
    other = {} }
  for i = 1, ROWS do
    c.few[i] = "f" .. random(10)
    c.byte[i] = "b" .. random(200)
    c.some[i] = random(20) > 0 and "s" .. random(31) or nil
    c.many[i] = "m" .. random(3000)
    c.year[i] = 2005 + random(20)
    c.i8[i] = random(200) - 100
    c.i16[i] = random(50) > 0 and random(60000) - 30000 or nil
    c.i32[i] = random(2000000000) - 1000000000
    c.money[i] = random(1000000) / 100
    c.double[i] = (random(2000000) - 1000000) / 7
    c.other[i] = random(9) > 0 and random(1000000) / 3 * 10 ^ random(12) or nil
  end
  return frame(c, { rows = ROWS, types = { few = "string" } })
end

local made
local function data()
  made = made or make()
  return made
end

local function sums(by, ...)
  local columns = { { name = "rows", fn = "count" } }
  for i, name in ipairs { ... } do
    columns[#columns + 1] = { name = "sum" .. i, fn = "sum", expr = field(name) }
    columns[#columns + 1] = { name = "mean" .. i, fn = "mean", expr = field(name) }
  end
  return { { verb = "summarise", by = by, columns = columns } }
end

local function compared(op, a, b) return { { verb = "filter", where = { op = op, a, b } } } end

local plans = {
  { "whole numbers by a byte", sums({ "few" }, "i8", "i16", "i32") },
  { "decimals and doubles by a byte", sums({ "few" }, "money", "double", "other") },
  { "doubles alone by a byte", sums({ "few" }, "double", "double") },
  { "by a byte of more groups", sums({ "byte" }, "double", "i16", "i32") },
  { "no key", sums({}, "double", "i32", "money") },
  { "by two keys, one with nulls", sums({ "few", "some" }, "i32", "double", "other") },
  { "by three keys", sums({ "some", "year", "few" }, "double", "money", "i16") },
  { "by many groups", sums({ "many" }, "double", "i32") },
  { "more groups than places", sums({ "many", "year", "some" }, "double", "other") },
  { "a filter and a sum", { { verb = "filter", where = { op = "and", { op = ">", field "i32", const(1000) },
    { op = ">=", field "year", const(2010) } } }, sums({ "few" }, "money", "double")[1] } },
  { "a range of i8", compared("<", field "i8", const(3)) },
  { "a range of i16 with nulls", compared("!=", field "i16", const(3)) },
  { "doubles compared", compared(">=", field "double", field "other") },
  { "doubles equal", compared("=", field "double", field "double") },
  { "arithmetic", { { verb = "derive", columns = { { name = "z", expr = { op = "/", { op = "+", { op = "*", field "double",
    field "other" }, field "i32" }, { op = "-", field "i8", field "money" } } } } } } },
  { "the first by a double", { { verb = "sort", by = { { expr = field "double", descending = true } } },
    { verb = "head", n = 25 } } },
  { "the first by a whole number", { { verb = "sort", by = { { expr = field "i16" }, { expr = field "double" } } },
    { verb = "head", n = 25 } } },
}

for _, relation in ipairs { "=", "!=", "<", "<=", ">" } do
  plans[#plans + 1] = { "doubles " .. relation .. " doubles", compared(relation, field "double", field "other") }
end
for _, name in ipairs { "i8", "i32", "year" } do
  for _, descending in ipairs { true, false } do
    plans[#plans + 1] = { ("the first by %s, %s"):format(name, descending and "down" or "up"), { { verb = "sort",
      by = { { expr = field(name), descending = descending } } }, { verb = "head", n = 20 } } }
  end
end

-- Every value of a result as text, with all digits that a double has.
local function spelled(f)
  local lines = {}
  for _, column in ipairs(f:schema()) do
    local values = f:column(column.name)
    local parts = { column.name, column.type }
    for i = 1, values.n do
      local v = values[i]
      parts[#parts + 1] = type(v) == "number" and ("%.17g"):format(v) or tostring(v)
    end
    lines[#lines + 1] = table.concat(parts, " ")
  end
  return table.concat(lines, "\n")
end

describe("loops, plain and wide", function()
  local before = core.frame_loops()
  after_each(function() core.frame_loops(before) end)

  it("are told, and asked for", function()
    assert.equal("plain", core.frame_loops "plain")
    assert.equal("plain", core.frame_loops())
    local wide = core.frame_loops "wide"
    assert.is_true(wide == "wide" or wide == "plain")
    assert.equal(wide, core.frame_loops())
    assert.has_error(function() core.frame_loops "sideways" end)
  end)

  for _, case in ipairs(plans) do
    for threads = 1, 2 do
      it(("give the same: %s, %d thread%s"):format(case[1], threads, threads == 1 and "" or "s"), function()
        if core.frame_loops "wide" ~= "wide" then return pending "this processor has no wide loops" end
        local source = data()
        local wide = spelled(frame.run(source, case[2], { threads = threads }))
        core.frame_loops "plain"
        local plain = spelled(frame.run(source, case[2], { threads = threads }))
        assert.is_true(#wide > 100)
        assert.equal(plain, wide)
      end)
    end
  end
end)
