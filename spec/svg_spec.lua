-- Charts: what is drawn for which figure, escaping, and the same text on every Lua.

local baogao = require "baogao"
local rows_of = require "baogao.svg.rows"
local shell = require "support.shell"

local HUGE = math.huge

-- Reads XML well enough to tell that it is well formed: a list of elements with their attributes, or nil and the fault.
local function parse(text)
  local open, elements, at = {}, {}, 1
  while true do
    local first, last, close, name, attributes, empty = text:find("<(/?)([%w:]+)([^<>]-)(/?)>", at)
    local between = text:sub(at, (first or #text + 1) - 1)
    if between:find("[<>]") and open[#open] ~= "style" then return nil, "a bare bracket: " .. between:sub(1, 60) end
    if between:gsub("&%a+;", ""):gsub("&#%d+;", ""):find("&", 1, true) then return nil, "a bare &: " .. between end
    if not first then break end
    if close == "/" then
      if table.remove(open) ~= name then return nil, "</" .. name .. "> closes nothing" end
    else
      local element = { name = name, attributes = {}, inside = open[#open] }
      local rest = attributes:gsub('%s+([%w:-]+)="([^"<]*)"', function(key, value)
        if element.attributes[key] then return key .. " twice" end
        element.attributes[key] = value
        return ""
      end)
      if rest:find("%S") then return nil, "attributes of " .. name .. ": " .. rest end
      elements[#elements + 1] = element
      if empty ~= "/" then open[#open + 1] = name end
    end
    at = last + 1
  end
  if #open > 0 then return nil, "not closed: " .. open[#open] end
  return elements
end

local function count(elements, name, class)
  local n = 0
  for _, element in ipairs(elements) do
    local classes = " " .. (element.attributes.class or "") .. " "
    if element.name == name and (not class or classes:find(" " .. class .. " ", 1, true)) then n = n + 1 end
  end
  return n
end

local function drawn(kind, rows, options) return (assert(parse(baogao.svg(kind, rows, options)))) end

describe("bars", function()
  local exact = { label = "a", value = 10, unit = "家" }
  local about = { label = "b", value = 8, lower = 7, upper = 9, unit = "家" }
  local over = { label = "c", value = 5, lower = 5, upper = HUGE, lower_open = true, unit = "家" }

  it("draw bounds as whiskers: strokes, rings and arrows", function()
    local elements = drawn("bars", { exact, about, over })
    assert.equal(3, count(elements, "rect", "bg-bar") - count(elements, "rect", "bg-pale"))
    assert.equal(1, count(elements, "rect", "bg-pale"))     -- 7 to 8 of 8
    assert.equal(2, count(elements, "line", "bg-whisker"))
    assert.equal(2, count(elements, "path", "bg-whisker"))  -- both ends of [7, 9]
    assert.equal(1, count(elements, "circle", "bg-cap-open")) -- 5 itself is excluded
    assert.equal(1, count(elements, "path", "bg-arrow"))
  end)

  it("are as long as their values", function()
    local lengths = {}
    for _, element in ipairs(drawn("bars", { exact, { label = "d", value = 5, unit = "家" } }, { width = 400 })) do
      if element.attributes.class == "bg-bar" then lengths[#lengths + 1] = tonumber(element.attributes.width) end
    end
    assert.same({ 400, 200 }, lengths)
  end)

  it("stand on both sides of zero", function()
    local places = {}
    for _, element in ipairs(drawn("bars", { { label = "up", value = 3 }, { label = "down", value = -1 } }, { width = 400 })) do
      local a = element.attributes
      if a.class == "bg-bar" then places[#places + 1] = a.x .. "+" .. a.width end
    end
    assert.same({ "100+300", "0+100" }, places)
  end)

  it("are drawn for what can be compared alone", function()
    assert.equal(0, count(drawn("bars", { exact }), "rect", "bg-bar"))
    assert.equal(1, count(drawn("bars", { exact }, { always = true }), "rect", "bg-bar"))
    assert.equal(0, count(drawn("bars", { exact, { label = "e", value = 3, unit = "元" } }), "rect", "bg-bar"))
  end)

  it("take their place in percent within a page", function()
    local elements = drawn("bars", { exact, about }, { embed = true, id = "one" })
    assert.equal("100%", elements[1].attributes.width)
    assert.is_nil(elements[1].attributes.viewBox)
    assert.equal(0, count(elements, "style"))
    for _, element in ipairs(elements) do assert.is_nil(element.attributes.style) end -- a page's policy forbids it
  end)
end)

describe("parts", function()
  it("fill the whole, and hatch what is derived", function()
    local elements = drawn("parts", { { label = "a", value = 1, group = "g" },
      { label = "b", value = 3, group = "g", derived = true } }, { width = 400 })
    local widths = {}
    for _, element in ipairs(elements) do
      local height = tonumber(element.attributes.height)
      if element.name == "rect" and height == 26 and (element.attributes.class or ""):find("bg%-p") then
        widths[#widths + 1] = tonumber(element.attributes.width)
      end
    end
    assert.same({ 100, 300 }, widths)
    assert.equal(1, count(elements, "pattern"))
  end)

  it("say how much each is of the whole, a sliver too", function()
    local text = baogao.svg("parts", { { label = "a", value = 1 }, { label = "b", value = 99999 } })
    assert.truthy(text:find("&lt; 0.1 %", 1, true))
    assert.truthy(text:find("100.0 %", 1, true))
  end)
end)

describe("lines", function()
  it("are as long as their periods", function()
    local spans = {}
    for _, element in ipairs(drawn("lines", { { value = 650, period = "2024-01/2024-11" },
      { value = 800, lower = 800, upper = HUGE, period = "2024", forecast = true } }, { width = 366 })) do
      if (element.attributes.class or ""):find("bg%-span") then
        spans[#spans + 1] = element.attributes.x1 .. " to " .. element.attributes.x2
      end
    end
    assert.same({ "0 to 335", "0 to 366" }, spans) -- 2024 has 366 days, eleven months of it 335
  end)

  it("join what follows, and do not join what overlaps", function()
    local function joins(first, second)
      return count(drawn("lines", { { value = 1, period = first }, { value = 2, period = second } }), "line", "bg-join")
    end
    assert.equal(1, joins("2023", "2024"))
    assert.equal(0, joins("2024-01/2024-11", "2024"))
  end)
end)

describe("a chart", function()
  it("writes any text as text", function()
    local nasty = "<script>&\"'>\0\255 ]]>"
    for _, kind in ipairs { "bars", "parts", "lines" } do
      local row = { label = nasty, value = 1, unit = nasty, shown = nasty, note = nasty, group = nasty, whole = nasty,
        series = nasty, href = "#" .. nasty, period = "2024" }
      for _, options in ipairs { { title = nasty, desc = nasty }, { embed = true, title = nasty, unit = nasty } } do
        local text = baogao.svg(kind, { row, row }, options)
        assert.is_nil(text:find("<script", 1, true))
        assert.is_nil(text:find("[%z\255]"))
        assert(parse(text))
      end
    end
  end)

  it("tells who cannot see it what it shows", function()
    local text = baogao.svg("bars", { { label = "a", value = 5, lower = 5, upper = HUGE, lower_open = true, unit = "家" } },
      { title = "T" })
    assert.truthy(text:find('aria-labelledby="chart-title chart-desc"', 1, true))
    assert.truthy(text:find('<title id="chart-title">T</title>', 1, true))
    assert.truthy(text:find('<desc id="chart-desc">a: above 5 家</desc>', 1, true))
  end)

  it("refuses what it cannot draw, by name", function()
    for _, row in ipairs {
      { { "pie", {} }, "kind: unknown 'pie'; known are bars, lines, parts" },
      { { "bars", {} }, "rows: none given" },
      { { "bars", { { label = "a", value = 0 / 0 } } }, "rows[1].value: a number expected" },
      { { "bars", { { label = "a", value = HUGE } } }, "rows[1].value: a finite number expected" },
      { { "bars", { { label = "a" } } }, "rows[1].value: a finite number expected, got nil" },
      { { "bars", { { label = 7, value = 1 } } }, "rows[1].label: a string expected, got number" },
      { { "bars", { { label = "a", vale = 1 } } }, "rows[1]: unknown 'vale' (did you mean 'value'?)" },
      { { "bars", { { label = "a", value = 1, lower = 3, upper = 2 } } }, "rows[1]: lower is above upper" },
      { { "parts", { { label = "a", value = -1 } } }, "rows[1].value: a part is not below zero" },
      { { "lines", { { value = 1, period = "soon" } } }, "rows[1].period: an ISO 8601 period expected, got soon" },
      { { "bars", { { value = 1 } }, { with = 3 } }, "options: unknown 'with' (did you mean 'width'?)" },
      { { "bars", { { value = 1 } }, { width = 10 } }, "options.width: a number from 200 to 4000 expected, got 10" },
      { { "bars", { { value = 1 } }, { id = "a b" } }, "options.id: letters" },
      { { "bars", { { value = 1 } }, { lang = "de" } }, "options.lang: unknown 'de'" },
    } do
      local ok, message = pcall(function()
        local text = baogao.svg(row[1][1], row[1][2], row[1][3])
        return text
      end)
      assert.is_false(ok)
      assert.truthy(message:find(row[2], 1, true), message)
      assert.truthy(message:find("svg_spec.lua", 1, true), "not at the caller's line: " .. message)
    end
  end)
end)

describe("a report's charts", function()
  local report = baogao.report()

  it("hold every total, the largest of each kind first", function()
    local rows, totals = rows_of.totals(report, "category", nil, "en")
    assert.equal(#report:totals "category", #rows)
    assert.equal(#rows, #totals)
    assert.equal("Enterprises", rows[1].label)
    assert.equal("> 27,492 家", rows[1].shown)
    for i = 2, #rows do
      if rows[i].group == rows[i - 1].group and rows[i].unit == rows[i - 1].unit and rows[i].group:find(",") then
        if not rows[i].group:find("own kind") then assert.truthy(rows[i].value <= rows[i - 1].value) end
      end
    end
  end)

  it("are well formed in both languages, alone and within a page", function()
    for _, lang in ipairs { "en", "zh" } do
      for _, embed in ipairs { false, true } do
        local function href(id) return "#" .. id end
        local options = { lang = lang, embed = embed, always = true }
        assert(parse(baogao.svg("bars", rows_of.totals(report, { "category", "level" }, nil, lang, href), options)))
        assert(parse(baogao.svg("bars", rows_of.growth(report, lang, href), options)))
        assert(parse(baogao.svg("parts", rows_of.parts(report, lang, href), options)))
        local series = rows_of.series(report, lang, href)
        assert.equal(1, #series)
        series[1].title, series[1].unit = nil, nil
        assert(parse(baogao.svg("lines", series[1], options)))
      end
    end
  end)

  it("hold the growth that the report allows, and no more", function()
    local rows = rows_of.growth(report, "en")
    local shown = {}
    for i, row in ipairs(rows) do shown[i] = row.label .. ": " .. row.shown end
    assert.same({ "Municipal technology SMEs, cumulative: < +12.0 %",
      "Innovation platforms added, provincial level and above: +10.9 %" }, shown)
  end)

  it("are Vega-Lite too, without infinities", function()
    local specification = baogao.vega("bars", rows_of.totals(report, "category", nil, "en"), { title = "T" })
    assert.equal("https://vega.github.io/schema/vega-lite/v5.json", specification["$schema"])
    local first = specification.data.values[1]
    assert.equal(27492, first.lower)
    assert.is_nil(first.upper)
    assert.equal("above", first.unbounded)
    local lines = baogao.vega("lines", { { value = 1, period = "2024-02" } })
    assert.equal("2024-02-29", lines.data.values[1].stop)
  end)
end)

describe("baogao plot", function()
  local function run(arguments)
    return shell.run("LC_ALL=C.UTF-8 " .. shell.lua .. " lua/baogao/cli/baogao plot " .. arguments)
  end

  it("writes each chart", function()
    for _, chart in ipairs { "totals", "growth", "parts", "periods", "totals --by level --category platforms --lang zh" } do
      local code, output = run(chart)
      assert.equal(0, code, output)
      assert(parse(output))
    end
    local _, vega = run "growth --format vega"
    assert.truthy(vega:find('"$schema":"https://vega.github.io/schema/vega-lite/v5.json"', 1, true))
  end)

  -- The pictures that the README shows. After a change that is meant: baogao plot … > spec/golden/…
  it("draws what the README shows, byte for byte", function()
    for file, arguments in pairs { ["totals.svg"] = "totals --lang en", ["parts.svg"] = "parts --lang en",
      ["parts.zh.svg"] = "parts --lang zh" } do
      local _, output = run(arguments)
      assert.equal(assert(shell.read("spec/golden/" .. file)), output, file)
    end
  end)

  it("says what is wrong", function()
    for _, row in ipairs {
      { "total", 2, "no chart 'total' (did you mean 'totals'?); there are totals, growth, parts, periods" },
      { "", 2, "missing argument" },
      { "totals --width 10", 2, "--width 10: a number from 200 to 4000 expected" },
      { "totals --category platform", 1, "no fact of category 'platform' (did you mean 'platforms'?)" },
      { "totals --format pdf", 2, "known are svg, vega" },
    } do
      local code, output = run(row[1])
      assert.equal(row[2], code)
      assert.truthy(output:find(row[3], 1, true), output)
    end
  end)
end)
