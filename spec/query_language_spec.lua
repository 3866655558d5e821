-- The query language: what a text means, and what is said where it means nothing.

local language = require "baogao.query.language"
local limits = require "baogao.query.limits"
local oracle = require "support.oracle"
local query = require "baogao.query"
local schema = require "baogao.query.schema"
local text_of = require "baogao.query.text"
local types = require "baogao.query.types"

-- Seconds in which an answer is quick; under valgrind everything is slower.
local QUICK = os.getenv "BAOGAO_SLOW" and 60 or 2

local COLUMNS = {
  { name = "level", type = "string" },
  { name = "value", type = "number", bounded = true },
  { name = "n", type = "integer" },
  { name = "ok", type = "boolean" },
  { name = "day", type = "date" },
  { name = "period", type = "string" },
  { name = "类别", type = "string" },
  { name = "per year", type = "number" },
}

-- Three lines each: the text, a row (name=value, numbers and true, false as such, the rest texts), what it is.
local MEANINGS = [[
level = 'national' and value > 10
level=national value=12
true

level = "national" and value > 10
level=national value=9
false

level = 'national' and value > 10
level=provincial
false

level = 'national' and value > 10
level=national
null

level = 'a' or value > 10
value=11
true

not value > 10

null

value == 10 and value <= 10 and value >= 10 and not value != 10 and not value <> 10 and not value ~= 10
value=10
true

value > 800亿
value=80000000001
true

value = 1.4万 or value = 1.2万亿
value=14000
true

value = 1.15万
value=11500
true

value = 3千5
value=1
ERROR

level = 国家级
level=国家级
true

level in (国家级, '省级', "市级")
level=省级
true

level not in ('a', 'b')
level=c
true

level not in ('a', 'b')

null

类别 like '创新%' and 类别 is not null
类别=创新平台
true

level like 'N_tional'
level=National
true

level like 'n_tional'
level=National
false

level like '_级'
level=省级
true

level like '%'
level=
true

level = 'it''s' and level = "it's"
level=it's
true

value between 1 and 3
value=3
true

value not between 1 and 3
value=3.5
true

value between 3 and 1
value=2
false

value is null

true

n * 2 + 1 = 7 and n * (2 + 1) = 9 and -n = -3 and 7 - n - 1 = 3
n=3
true

n / 2 = 1.5
n=3
true

n / 0 = 1
n=3
null

n / 0 is null
n=3
true

ok
ok=true
true

not ok or ok = false
ok=false
true

day >= '2024-02-29' and year(day) = 2024 and month(day) = 2 and day(day) = 29 and quarter(day) = 1
day=2024-02-29
true

year(period) = 2024 and month(period) = 1 and day(period) is null
period=2024-01/2024-11
true

year(period) is null and month(period) is null
period=soon
true

abs(n) = 3 and floor(value) = 2 and ceil(value) = 3
n=-3 value=2.5
true

length(level) = 3 and upper_case(level) = '国家级' and lower_case('ABC') = 'abc'
level=国家级
true

`per year` > 1 and `value` < 3
per year=2 value=2
true

certainly(value > 800)
value=800 lower=800 upper=inf lower_open=true upper_open=true
true

certainly(value > 800)
value=800 lower=800 upper=inf lower_open=false upper_open=true
false

possibly(value > 800)
value=800 lower=750 upper=850
true

possibly(value > 850)
value=800 lower=750 upper=850
false

possibly(value >= 850)
value=800 lower=750 upper=850
true

possibly(value >= 850)
value=800 lower=750 upper=850 upper_open=true
false

certainly(not value = 900) and not certainly(value = 800) and possibly(value = 800)
value=800 lower=750 upper=850
true

certainly(value between 750 and 850) and possibly(value in (1, 760))
value=800 lower=750 upper=850
true

certainly(value > 1 or level = 'a')
level=a value=0 lower=0 upper=9
true

certainly(value > 1)

null

upper - lower = 100 and lower_open = false
value=800 lower=750 upper=850
true

upper - lower is null
value=800 lower=750 upper=inf
true

LEVEL = 'a'
level=a
ERROR

level = “国家级” and （value ≥ 3） and value ≠ 4 and n in（1，2）
level=国家级 value=3 n=2
true

1 < 2 and not 'b' < 'a' and true
level=x
true
]]

local function row_of(line)
  local row = {}
  -- names may hold a space: a value ends where " name=" follows
  for name, value in (line .. " "):gmatch("([^=]-)=(%S*) ") do
    name = name:gsub("^%s+", "")
    if value == "true" then row[name] = true
    elseif value == "false" then row[name] = false
    elseif name == "level" or name == "period" or name == "day" or name == "类别" then row[name] = value
    elseif value == "inf" then row[name] = math.huge
    else row[name] = tonumber(value) end
  end
  if row.value then
    row.lower, row.upper = row.lower or row.value, row.upper or row.value
    row.lower_open, row.upper_open = row.lower_open or false, row.upper_open or false
  end
  return row
end

local function shown(value)
  if value == nil then return "null" end
  return tostring(value)
end

local function cases_of(text)
  local list, lines = {}, {}
  for line in text:gmatch("([^\n]*)\n") do lines[#lines + 1] = line end
  local i = 1
  while i <= #lines do
    list[#list + 1] = { program = lines[i], input = lines[i + 1], output = lines[i + 2] }
    i = i + 4
  end
  return list
end

describe("a text of the query language", function()
  for _, case in ipairs(cases_of(MEANINGS)) do
    it(("%s on {%s} is %s"):format(case.program, case.input, case.output), function()
      local condition, message = query.parse(case.program, COLUMNS)
      if case.output == "ERROR" then
        assert.is_nil(condition)
        assert.is_string(message)
        return
      end
      assert.is_nil(message)
      assert.equal(case.output, shown(oracle.evaluate(condition, row_of(case.input), "value")))
      -- printed and read again, it is the same
      local again, fault = query.parse(text_of.of(condition), COLUMNS)
      assert.is_nil(fault)
      assert.equal(text_of.of(condition), text_of.of(again))
      assert.equal(case.output, shown(oracle.evaluate(again, row_of(case.input), "value")))
    end)
  end

  it("takes parameters, and lists of them", function()
    local function value(text, parameters, row)
      return oracle.evaluate(assert(query.parse(text, COLUMNS, parameters)), row, "value")
    end
    assert.is_true(value("level = $level and n > $n", { level = "it's", n = 1 }, { level = "it's", n = 2 }))
    assert.is_true(value("level in $levels", { levels = { "a", "b" } }, { level = "b" }))
    assert.is_true(value("level in ('x', $levels, $one)", { levels = { "a", "b" }, one = "c" }, { level = "c" }))
    assert.is_false(value("level in $levels", { levels = {} }, { level = "b" }))
    assert.is_true(value("level like $p", { p = "a%" }, { level = "abc" }))
    assert.is_true(value("ok = $ok", { ok = false }, { ok = false }))
    -- a value is a value, whatever it looks like
    assert.is_false(value("level = $level", { level = "' or 1 = 1 or '" }, { level = "b" }))
  end)

  it("reads what it printed with odd names and texts", function()
    local columns = { { name = "a`b", type = "string" }, { name = "and", type = "number" }, { name = "“x”",
      type = "boolean" } }
    for _, text in ipairs { "`a``b` = 'x''y'", "`and` - (`and` - 1) - 2 < -3 * -`and`",
      "not `“x”` and (`“x”` or `and` > 1e+300)",
      "(`and` > 1) = (`and` < 2)", "not (`and` between -1 and (2 + 3) * 4)", "-(-`and`) > 0.1" } do
      local first = assert(query.parse(text, columns))
      local second = assert(query.parse(text_of.of(first), columns))
      assert.equal(text_of.of(first), text_of.of(second))
    end
    assert.equal("`a``b` = 'x''y'", text_of.of((query.parse("`a``b` = \"x'y\"", columns))))
  end)
end)

-- Text, message, and the caret's line under the text's.
local FAULTS = {
  { "level = 'national' and valu > 10", "no field 'valu' (did you mean 'value'?)",
    "                       ^^^^" },
  { "类别 = '国家级' and valu > 10", "no field 'valu' (did you mean 'value'?)",
    "                    ^^^^" },
  { "value >", "expected a field, a value or '(', got the end",
    "       ^" },
  { "value > 10 and", "expected a field, a value or '(', got the end",
    "              ^" },
  { "(value > 1", "expected ')', got the end",
    "          ^" },
  { "value > 1)", "')' closes nothing",
    "         ^" },
  { "value > 1 value < 3", "expected 'and', 'or' or the end, got 'value'",
    "          ^^^^^" },
  { "1 < value < 3", "comparisons do not chain: write 'a < b and b < c'",
    "          ^" },
  { "value = null", "null is not a value: write 'is null' or 'is not null'",
    "        ^^^^" },
  { "value is 3", "expected 'null' or 'not null', got a number",
    "         ^" },
  { "level = 'abc", "a text that is not closed",
    "        ^^^^" },
  { "value > 1.5万元", "'元' after a number: write the number alone",
    "             ^^" },
  { "value > 12%", "a percentage is written as it stands in its column, without '%'",
    "          ^" },
  { "value > 1e400", "number too large",
    "        ^^^^^" },
  { "n = 9007199254740993", "a whole number beyond 2^53 (9007199254740992) cannot be held exactly",
    "    ^^^^^^^^^^^^^^^^" },
  { "level = 5", "cannot compare 'level' (string) with 5 (number); write '5' in quotes",
    "^^^^^^^^^" },
  { "day > 2024-09-11", "cannot compare 'day' (date) with a number; write a date in quotes, '2024-09-11'",
    "^^^^^^^^^^^^^^^^" },
  { "day = '2023-02-29'", "'2023-02-29' is not a date: write '2024-09-11'",
    "      ^^^^^^^^^^^^" },
  { "value + level > 1", "'+' takes numbers, not 'level' (string)",
    "        ^^^^^" },
  { "value and ok", "'and' takes conditions, not 'value' (number)",
    "^^^^^" },
  { "value", "a condition expected, and this is 'value' (number)",
    "^^^^^" },
  { "n like '3%'", "'like' takes a string, not 'n' (integer)",
    "^" },
  { "level like value", "expected a pattern in quotes, got 'value'",
    "           ^^^^^" },
  { "yaer(day) = 2024", "no function 'yaer' (did you mean 'year'?)",
    "^^^^" },
  { "sum(value) > 3", "'sum' is an aggregate: it belongs in summarise",
    "^^^" },
  { "year(value) = 1", "'year' takes a date or a string, not 'value' (number)",
    "     ^^^^^" },
  { "year(day, 1) = 1", "'year' takes one argument",
    "        ^" },
  { "level in ('a', value)", "a value expected in 'in (...)'",
    "               ^^^^^" },
  { "level in ('a', 3)", "cannot compare 'level' (string) with 3 (number); write '3' in quotes",
    "               ^" },
  { "level in ()", "expected a field, a value or '(', got ')'",
    "          ^" },
  { "certainly(value + 1 > 3)", "'certainly' reads the bounds of a field itself: compare 'value' alone with a value",
    "          ^^^^^^^^^" },
  { "certainly(possibly(value > 1))", "'possibly' cannot stand within 'certainly'",
    "          ^^^^^^^^^^^^^^^^^^^" },
  { "certainly(value)", "'certainly' takes a comparison, not 'value' (number)",
    "          ^^^^^" },
  { "value = $x", "no value for parameter '$x'",
    "        ^^" },
  { "", "empty: a condition such as value > 10 expected", "^" },
  -- words of other languages, and Chinese ones
  { "value > 1 && level = 'x'", "'&' has no meaning here; write 'and'", "          ^" },
  { "value > 1 || true", "'|' has no meaning here; write 'or'", "          ^" },
  { "! true", "'!' has no meaning here; write 'not'", "^" },
  { "value > 1 且 true", "expected 'and', 'or' or the end, got '且'; write 'and'", "          ^^" },
  { "value 大于 1", "expected 'and', 'or' or the end, got '大于'; write '>'", "      ^^^^" },
  { "级别 = '省级' and value > 1", "no field '级别' (did you mean 'level'?)", "^^^^" },
  { "level = '省级' and （单 位 = 1）", "expected ')', got '位'",
    "                        ^^" },
  { "certainly value > 1", "expected '(' after 'certainly', got 'value'", "          ^^^^^" },
  { "value > 1,000", "a number is written without separators: 1000, or 1千", "         ^" },
  { "value > 1，000", "a number is written without separators: 1000, or 1千", "         ^^" },
  { "value > 1; drop table facts", "';' has no meaning here",
    "         ^" },
  { "os.execute('x')", "'.' has no meaning here",
    "  ^" },
  { "value > 1 -- x", "no field 'x' (did you mean 'n'?)",
    "             ^" },
}

describe("a text at fault", function()
  for _, case in ipairs(FAULTS) do
    local text, message, caret = case[1], case[2], case[3]
    it(("%q is told: %s"):format(text, message), function()
      local condition, got = query.parse(text, COLUMNS)
      assert.is_nil(condition)
      assert.equal(message .. "\n  " .. text .. "\n  " .. caret, got)
    end)
  end

  it("shows its line alone, and the stretch around the fault of a long one", function()
    local _, message = query.parse("level = 'a'\n  and valu > 3\n  and ok", COLUMNS)
    assert.equal("no field 'valu' (did you mean 'value'?)\n    and valu > 3\n        ^^^^", message)
    _, message = query.parse(("ok and "):rep(60) .. "valu > 3" .. (" and ok"):rep(60), COLUMNS)
    local shown_line, caret = message:match("\n  ([^\n]*)\n  ([^\n]*)$")
    assert.is_true(#shown_line <= 110)
    assert.equal("...", shown_line:sub(1, 3))
    local from = caret:find("^", 1, true)
    assert.equal("valu", shown_line:sub(from, from + 3))
  end)

  it("puts the caret under wide characters by columns", function()
    local _, message = query.parse("类别 = 'ａ国家' and 数量 > 3", COLUMNS)
    -- 类别 4, " = " 3, quote 1, three wide 6, quote 1, " and " 5
    assert.equal((" "):rep(20) .. "^^^^", message:match("\n  ([^\n]*)$"))
  end)

  it("shows control characters and broken UTF-8 as question marks", function()
    local _, message = query.parse("level = '\27[31m' and valu > '\255\254'", COLUMNS)
    assert.is_nil(message:find("[%z\1-\9\11-\31\127-\255]"))
    assert.truthy(message:find("level = '?[31m' and valu", 1, true))
  end)

  it("names what a parameter lacks", function()
    local function message(text, parameters) return (select(2, query.parse(text, COLUMNS, parameters))) end
    assert.equal("no value for parameter '$lvel' (did you mean 'level'?)\n  level = $lvel\n          ^^^^^",
      message("level = $lvel", { level = "a" }))
    assert.equal("no '$levle' in the text for parameter 'levle' (did you mean 'level'?)\n  level = $level\n  ^^^^^^^^^^^^^^",
      message("level = $level", { level = "a", levle = "b" }))
    assert.equal("parameter '$x' is a function: a number, string or boolean expected\n  n = $x\n      ^^",
      message("n = $x", { x = print }))
    assert.equal("parameter '$x' is not a finite number\n  n = $x\n      ^^", message("n = $x", { x = 0 / 0 }))
    assert.equal("parameter '$x' is a list: it stands after 'in' only\n  n = $x\n      ^^", message("n = $x", { x = {} }))
  end)

  -- What an attacker would send: the answer is quick, bounded and says why.
  local HOSTILE = {
    { "a megabyte of (", ("("):rep(1000000), "too long: 1000000 bytes where 65536 are allowed" },
    { "(", ("("):rep(60000), "nested too deeply: 100 levels at most" },
    { "not", ("not "):rep(16000), "nested too deeply: 100 levels at most" },
    { "minus", ("-"):rep(60000), "nested too deeply: 100 levels at most" },
    { "functions", ("abs("):rep(15000), "nested too deeply: 100 levels at most" },
    { "a long or", ("n=1 or "):rep(9000) .. "n=1", "too long: a text may have 8192 parts" },
    { "a long sum", ("n+"):rep(30000) .. "n > 1", "nested too deeply: 100 levels at most" },
    { "a long list", "n in (" .. ("1,"):rep(2000) .. "1)", "a list has at most 1000 members" },
    { "a long name", ("a"):rep(60000) .. " > 1", "no field 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...'" },
    { "a long number", ("9"):rep(60000), "a number has at most 40 digits" },
    { "an open quote", "level = '" .. ("''"):rep(30000), "a text that is not closed" },
    { "NUL bytes", ("\0"):rep(60000), "'?' has no meaning here" },
    { "high bytes", ("\255"):rep(60000), "no field '????????????????????????????????????????...'" },
  }
  for _, case in ipairs(HOSTILE) do
    it("is told quickly: " .. case[1], function()
      local started = os.clock()
      local condition, message = query.parse(case[2], COLUMNS)
      assert.is_nil(condition)
      assert.equal(case[3], message:sub(1, #case[3]))
      assert.is_true(#message < 1000)
      assert.is_true(os.clock() - started < QUICK)
    end)
  end

  it("is limited in parameters", function()
    local parameters = {}
    for i = 1, limits.PARAMETERS + 1 do parameters["p" .. i] = i end
    local _, message = query.parse("n = $p1", COLUMNS, parameters)
    assert.equal("too many parameters: 101 where 100 are allowed", message:match("^[^\n]*"))
  end)

  it("takes time in proportion to its length", function()
    local function time(count)
      local text = ("n=1 or "):rep(count) .. "n=1"
      local started = os.clock()
      for _ = 1, 5 do assert(language.read("condition", text)) end
      return os.clock() - started
    end
    time(200)
    local short, long = time(200), time(1600)
    -- eight times the text: far below the 64 times that a quadratic reader would take
    assert.is_true(long < 30 * math.max(short, 0.001))
  end)
end)

describe("LPeg", function()
  local shell = require "support.shell"

  -- A program in a Lua of its own, where the module lpeg cannot be found, or does not load for another reason.
  local function without_lpeg(program, reason)
    local path = os.tmpname()
    shell.write(path, ([[
      local lpeg = require "lpeg"
      package.loaded.lpeg = nil
      local searchers = package.searchers or package.loaders
      table.insert(searchers, 1, function(name) if name == "lpeg" then error(%q, 0) end end)
    ]]):format(reason or "module 'lpeg' not found:") .. program)
    local _, output = shell.run(shell.lua .. " " .. path)
    os.remove(path)
    return output
  end

  it("may be Neovim's own", function()
    assert.equal("true\n", without_lpeg [[
      vim = { lpeg = lpeg }
      print((require("baogao.query").parse("a > 1", { { name = "a", type = "number" } })) ~= nil)
    ]])
  end)

  it("leaves no global behind", function()
    local path = os.tmpname()
    shell.write(path, 'require "baogao.query.words" print(rawget(_G, "lpeg"))')
    local _, output = shell.run(shell.lua .. " " .. path)
    os.remove(path)
    assert.equal("nil\n", output)
  end)

  it("is asked for by the names of its packages where there is none", function()
    assert.truthy(without_lpeg [[
      print(pcall(require("baogao.query").parse, "a > 1", { { name = "a", type = "number" } }))
    ]]:find("baogao.query needs LPeg: install lua-lpeg (Debian), `luarocks install lpeg`, or use Neovim 0.10", 1, true))
  end)

  it("is told apart where it is there and does not load", function()
    assert.truthy(without_lpeg([[
      print(pcall(require("baogao.query").parse, "a > 1", { { name = "a", type = "number" } }))
    ]], "not enough memory"):find("baogao.query needs LPeg, which does not load: not enough memory", 1, true))
  end)
end)

describe("a tree", function()
  it("has its type in every node, and certainly on single comparisons only", function()
    local columns = schema.new(COLUMNS)
    local tree = assert(types.condition(assert(language.read("condition",
      "certainly(not (value > 1 and ok) or value in (1, 2))")), columns))
    local function look(node)
      assert.is_string(node.type)
      if node.op == "certainly" or node.op == "possibly" then
        assert.truthy(({ ["="] = 1, ["!="] = 1, ["<"] = 1, ["<="] = 1, [">"] = 1, [">="] = 1 })[node[1].op])
      end
      for i = 1, #node do look(node[i]) end
    end
    look(tree)
    assert.equal("not (possibly(value > 1) and ok) or certainly(value = 1) or certainly(value = 2)", text_of.of(tree))
  end)

  it("carries the bytes of the text that it came from", function()
    local tree = assert(language.read("condition", "level = '国家级' and value > 10"))
    assert.same({ 1, 34 }, { tree.first, tree.last })
    assert.same({ 25, 34 }, { tree[2].first, tree[2].last })
    assert.same({ 25, 29 }, { tree[2][1].first, tree[2][1].last })
  end)
end)
