--- CSV as RFC 4180 has it, and NDJSON, into frames.

local frame = require "baogao.frame"

local function types(f)
  local list = {}
  for i, column in ipairs(f:schema()) do list[i] = column.name .. ":" .. column.type end
  return table.concat(list, " ")
end

local function csv(text, opts)
  opts = opts or {}
  opts.text = true
  return frame.csv(text, opts)
end

local function ndjson(text, opts)
  opts = opts or {}
  opts.text = true
  return frame.ndjson(text, opts)
end

-- A message shows the first 60 bytes of a name.
local LONG, SHOWN = ("x"):rep(70), ("x"):rep(60)
local MANY = {}
for i = 1, 4097 do MANY[i] = i .. "" end
MANY = "c" .. table.concat(MANY, ",c")

-- A test for each row: what read makes of a text, or what it says is wrong with it.
local function read_each(rows, read)
  for i, row in ipairs(rows) do
    it("case " .. i .. ": " .. row[1]:sub(1, 40):gsub("%c", " "), function()
      local f, message = read(row[1], row[4])
      if not row[2] then
        assert.is_nil(f)
        assert.equal(row[3], message)
        return
      end
      assert.is_nil(message)
      assert.equal(row[2], types(f))
      assert.same(row[3], f:rows())
    end)
  end
end

describe("CSV", function()
  -- text, types, rows, options
  local good = {
    { "a,b\n1,x\n2,y\n", "a:integer b:string", { { a = 1, b = "x" }, { a = 2, b = "y" } } },
    { "a,b\r\n1,x\r\n2,y", "a:integer b:string", { { a = 1, b = "x" }, { a = 2, b = "y" } } },
    { "\239\187\191a\n1.5\n-2\n", "a:number", { { a = 1.5 }, { a = -2 } } },
    { 'a,"b ""c"""\n"x,y","1\n2"\n', 'a:string b "c":string', { { a = "x,y", ['b "c"'] = "1\n2" } } },
    { 'a,b\n,""\n"",\n', "a:string b:string", { { b = "" }, { a = "" } } },
    { "a,b\n1,\n,2\n", "a:integer b:integer", { { a = 1 }, { b = 2 } } },
    { "a\n1\n\n2\n", "a:integer", { { a = 1 }, {}, { a = 2 } } },
    { "a,b\n\n1,2\n\n", "a:integer b:integer", { { a = 1, b = 2 } } },
    { "a\n1\n1e3\n0.5\n", "a:number", { { a = 1 }, { a = 1000 }, { a = 0.5 } } },
    { "a\n007\n", "a:string", { { a = "007" } } },
    { "a\n0\n-0\n", "a:integer", { { a = 0 }, { a = 0 } } },
    { "a\n410105199003071234\n", "a:string", { { a = "410105199003071234" } } },
    { "a\n9007199254740992\n", "a:integer", { { a = 9007199254740992 } } },
    { "a\n9007199254740993\n", "a:string", { { a = "9007199254740993" } } },
    { "a\n1,234\n", nil, "line 2: 2 fields, but there are 1 columns" },
    { "a\n1.\n", "a:string", { { a = "1." } } },
    { "a\n.5\n", "a:string", { { a = ".5" } } },
    { "a\n 1\n", "a:string", { { a = " 1" } } },
    { "a\ntrue\nFALSE\n", "a:boolean", { { a = true }, { a = false } } },
    { "a\nTRUE\nfalse\n", "a:boolean", { { a = true }, { a = false } } },
    { "a,upper\n-inf,2\n", "a:string upper:integer", { { a = "-inf", upper = 2 } } },
    { "a\n1\n", "a:integer", { { a = 1 } }, { header = true, bounds = true } },
    { "a\ntrue\n1\n", "a:string", { { a = "true" }, { a = "1" } } },
    { "a\n2024-02-29\n\n", "a:date", { { a = "2024-02-29" }, {} } },
    { "a\n2024-02-30\n", "a:string", { { a = "2024-02-30" } } },
    { "a\n2024-10\n", "a:string", { { a = "2024-10" } } },
    { "a\n1\nx\n", "a:string", { { a = "1" }, { a = "x" } } },
    { "a;b\n1;2\n", "a:integer b:integer", { { a = 1, b = 2 } }, { separator = ";" } },
    { "1,x\n2,y\n", "c1:integer c2:string", { { c1 = 1, c2 = "x" }, { c1 = 2, c2 = "y" } }, { header = false } },
    { "a,b\nNA,1\n3,-\n", "a:integer b:integer", { { b = 1 }, { a = 3 } }, { nulls = { "NA", "-" } } },
    { "a,b\n1,2\n", "a:string b:number", { { a = "1", b = 2 } }, { types = { a = "string", b = "number" } } },
    { "a,b\n", "a:string b:string", {} },
    { "", "", {} },
    { "项目,值\n技术,3\n", "项目:string 值:integer", { { ["项目"] = "技术", ["值"] = 3 } } },
    { "x\n123456789012345678901234567890.5\n", "x:number", { { x = 123456789012345678901234567890.5 } } },
    { "x\n2.2250738585072011e-308\n", "x:number", { { x = 2.2250738585072011e-308 } } },
    { "x\n0.30000000000000004\n", "x:number", { { x = 0.1 + 0.2 } } },
    -- what is wrong, by line
    { "a,b\n1\n", nil, "line 2: 1 field, but there are 2 columns" },
    { 'a,b\n"1\n2",3\n4,5,6\n', nil, "line 4: 3 fields, but there are 2 columns" },
    { 'a\n"x\n', nil, "line 2: a quote is never closed" },
    { 'a\nx"y\n', nil, "line 2: a quote within a field that does not begin with one" },
    { 'a\n"x"y\n', nil, "line 2: text after a closing quote" },
    { "a,a\n1,2\n", nil, "line 1: two columns are named 'a'" },
    { "a\nx\n", nil, "line 2: column 'a' holds integer, not 'x'", { types = { a = "integer" } } },
    { "a\n1.5\n", nil, "line 2: column 'a' holds integer, not '1.5'", { types = { a = "integer" } } },
    { "a\n-1e17\n", nil, "line 2: column 'a' holds integer, not '-1e17'", { types = { a = "integer" } } },
    { LONG .. "," .. LONG .. "\n", nil, "line 1: two columns are named '" .. SHOWN .. "'" },
    { LONG .. "\n" .. LONG .. "\n", nil, "line 2: column '" .. SHOWN .. "' holds date, not '" .. SHOWN .. "'",
      { types = { [LONG] = "date" } } },
    { ("c,"):rep(3) .. "\n", nil, "line 1: two columns are named 'c'" },
    { MANY, nil, "line 1: more than 4096 columns" },
    { "a\n1\n", nil, "option 'types' names a column 'b' that is not there", { types = { b = "number" } } },
    { "value,lower,upper\n5,6,7\n3,9,1\n", nil, "row 2: no value lies between lower 9 and upper 1" },
  }
  read_each(good, csv)

  it("with value, lower and upper has bounds", function()
    local f = assert(csv "k,value,lower,upper\na,5,4,6\nb,7,,\nc,9,9,\n")
    assert.same({ k = "a", value = 5, lower = 4, upper = 6, lower_open = false, upper_open = false }, f[1])
    assert.equal(7, f[2].upper)
    assert.equal(math.huge, f[3].upper)
    assert.equal("value:integer lower:integer", types(assert(csv("value,lower\n1,2\n", { bounds = false }))))
  end)

  it("takes inf for a bound that is not there, as the command line writes it", function()
    local f = assert(csv "value,lower,upper\n5,4,inf\n6,-inf,8\n")
    assert.same({ value = 5, lower = 4, upper = math.huge, lower_open = false, upper_open = false }, f[1])
    assert.same({ value = 6, lower = -math.huge, upper = 8, lower_open = false, upper_open = false }, f[2])
    -- where no row has an upper bound
    f = assert(csv "value,lower,upper\n5,4,inf\n6,2,inf\n")
    assert.same({ value = 6, lower = 2, upper = math.huge, lower_open = false, upper_open = false }, f[2])
    assert.equal("value:number", types(f))
    -- no bound, and no word elsewhere
    assert.equal("value:integer lower:string", types(assert(csv "value,lower\n5,inf\n")))
    assert.equal("k:string", types(assert(csv "k\ninf\n")))
  end)

  it("is read from a file, and not from one that is not there", function()
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write "a,b\n1,x\n"
    file:close()
    assert.same({ { a = 1, b = "x" } }, assert(frame.csv(path)):rows())
    file = assert(io.open(path, "wb"))
    file:close()
    assert.equal(0, #assert(frame.csv(path)))
    os.remove(path)
    assert.same({ nil, path .. ": No such file or directory" }, { frame.csv(path) })
  end)

  it("gives a frame, or nil and a message, and nothing beside", function()
    assert.equal(1, select("#", csv("a\n1\n")))
    assert.equal(2, select("#", csv("a,b\n1\n")))
    assert.equal(1, select("#", csv("a\n1\n"):query():frame()))
  end)

  it("options that there are not are refused by name", function()
    assert.has_error(function() frame.csv("x", { sep = ";" }) end,
      "csv: no option 'sep' (there are bounds, header, nulls, separator, text, types)")
    assert.has_error(function() frame.csv("x", { separator = ";;" }) end,
      "csv: option 'separator' is one byte that is no quote and no end of line")
  end)

  it("reads numbers as Lua does", function()
    local seed, lines = 42, { "x" }
    local function random(n)
      seed = (seed * 16807) % 2147483647
      return seed % n
    end
    for i = 2, 3000 do
      lines[i] = ("%s%d%s%s"):format(random(2) == 0 and "-" or "", random(1000000), random(3) == 0 and "" or
        ("." .. ("%d"):format(random(100000000)):rep(random(3) + 1)), random(3) == 0 and ("e%d"):format(random(600) - 300) or "")
    end
    lines[#lines + 1] = "0.5"
    local f = assert(csv(table.concat(lines, "\n")))
    assert.equal("x:number", types(f))
    for i, x in ipairs(f:column "x") do assert.equal(tonumber(lines[i + 1]), x) end
  end)
end)

describe("NDJSON", function()
  local cases = {
    { '{"a":1,"b":"x"}\n{"b":null,"a":2.5}\n', "a:number b:string", { { a = 1, b = "x" }, { a = 2.5 } } },
    { '{"a":1}\r\n\r\n{"c":true}', "a:integer c:boolean", { { a = 1 }, { c = true } } },
    { '{"a":"\\u4e2d\\n\\"\\\\\\/\\ud83d\\ude00"}', "a:string", { { a = "中\n\"\\/😀" } } },
    { ' { "a" : -0.5e2 , "b" : false } ', "a:integer b:boolean", { { a = -50, b = false } } },
    { "{}\n{}", "", { {}, {} } },
    { "", "", {} },
    { '{"d":"2024-01-31"}', "d:date", { { d = "2024-01-31" } }, { types = { d = "date" } } },
    { '{"a":null}\n{"a":"x"}', "a:string", { {}, { a = "x" } } },
    { '{"a":null}\n{"a":3}', "a:integer", { {}, { a = 3 } } },
    { '{"a":1}\n{"a":"x"}', nil, "line 2: 'a' holds number, not a string" },
    { ('{"%s":1}\n{"%s":"x"}'):format(LONG, LONG), nil, "line 2: '" .. SHOWN .. "' holds number, not a string" },
    { '{"a":[1]}', nil, "line 1: 'a' is an array: a row is flat" },
    { '{"a":{}}', nil, "line 1: 'a' is an object: a row is flat" },
    { '{"a":1,"a":2}', nil, "line 1: 'a' twice in one object" },
    { '{"a":01}', nil, "line 1: '01' is no number of JSON that a double holds" },
    { '{"a":1e999}', nil, "line 1: '1e999' is no number of JSON that a double holds" },
    { '{"a":.5}', nil, "line 1: a value that is not JSON" },
    { '{"a":nul}', nil, "line 1: a value that is not JSON" },
    { '{"a":"x}', nil, "line 1: a string is never closed" },
    { '{"a":"\t"}', nil, "line 1: a control character in a string" },
    { '{"a":"\\x"}', nil, "line 1: an escape that JSON does not have" },
    { '{"a":"\\ud800"}', nil, "line 1: an escape that JSON does not have" },
    { '{"a":1} x', nil, "line 1: text after the object" },
    { '{"a":1,}', nil, "line 1: a name in quotes expected" },
    { '{"a" 1}', nil, "line 1: a colon expected after a name" },
    { '{"a":1 "b":2}', nil, "line 1: a comma or a closing brace expected" },
    { '[1]', nil, "line 1: an object expected" },
    { '{"a":', nil, "line 1: a value is missing" },
    { '{"a":1}\n{"a":1.5}', nil, "line 2: 'a' holds integer, not a number that is not whole, or beyond 2^53",
      { types = { a = "integer" } } },
  }
  read_each(cases, ndjson)

  it("with bounds beside values makes figures", function()
    local f = assert(ndjson '{"value":5,"lower":4,"upper":6,"upper_open":true}\n{"value":1}')
    assert.same({ value = 5, lower = 4, upper = 6, lower_open = false, upper_open = true }, f[1])
  end)
end)
