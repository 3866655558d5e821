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
      { value = 800, lower = 800, upper = HUGE, period = "2024", forecast = true } })) do
      if (element.attributes.class or ""):find("bg%-span") then
        assert.equal("0", element.attributes.x1)
        spans[#spans + 1] = tonumber(element.attributes.x2)
      end
    end
    assert.equal(2, #spans)
    -- 2024 has 366 days, eleven months of it 335
    assert.truthy(math.abs(spans[1] / spans[2] - 335 / 366) < 1e-4)
  end)

  -- two series in one panel, a third alone in another
  local several = {}
  for i, row in ipairs { { "a", 4 }, { "b", 5 } } do
    for year = 2022, 2024 do
      several[#several + 1] = { series = row[1], value = row[2] * 1000 + year * i, period = tostring(year), unit = "家",
        group = "g" }
    end
  end
  several[#several + 1] = { series = "a", value = 1e9, period = "2023", unit = "元", group = "h" }

  it("give each series its colour, a place in the legend and a name at its end", function()
    local by_class = {}
    for _, element in ipairs(drawn("lines", several)) do
      local class = (element.attributes.class or ""):match("^bg%-span (bg%-s%d)")
      if class then by_class[class] = (by_class[class] or 0) + 1 end
    end
    -- strokes, one in the legend, one beside each end: a has two ends
    assert.same({ ["bg-s1"] = 4 + 1 + 2, ["bg-s2"] = 3 + 1 + 1 }, by_class)
    local text = baogao.svg("lines", several)
    local _, named = text:gsub('<tspan class="bg%-name">b</tspan> <tspan class="bg%-value">9,048 家</tspan>', "")
    assert.equal(1, named)
    assert.truthy(text:find(">10 亿元</tspan>", 1, true))
  end)

  it("have a scale for each group", function()
    local ticks = {}
    for _, element in ipairs(drawn("lines", several)) do
      if element.name == "text" and element.attributes["text-anchor"] == "end" then ticks[#ticks + 1] = element.attributes.y end
    end
    assert.truthy(#ticks >= 4)
    local text = baogao.svg("lines", several)
    assert.truthy(text:find(">5,000 家</text>", 1, true))
    assert.truthy(text:find(">5 亿元</text>", 1, true))
  end)

  it("keep the labels at their ends apart", function()
    local rows = {}
    for i = 1, 9 do rows[i] = { series = "series " .. i, value = 100 + i / 10, period = "2024", unit = "家" } end
    for _, embed in ipairs { false, true } do
      local tops = {}
      local text = baogao.svg("lines", rows, { embed = embed })
      -- a label stands in a group of its own, moved there
      for y in text:gmatch(embed and '<svg x="[%d.]+%%" y="([%d.]+)" overflow="visible">\n<line class="bg%-span'
        or 'translate%([%d.]+ ([%d.]+)%)">\n<line class="bg%-span [%w-]+" x1="0" x2="9"') do tops[#tops + 1] = tonumber(y) end
      if embed then -- those of the legend came first
        for _ = 1, 9 do table.remove(tops, 1) end
      end
      assert.equal(9, #tops)
      table.sort(tops)
      for i = 2, 9 do assert.truthy(tops[i] - tops[i - 1] >= 15, tops[i - 1] .. " and " .. tops[i]) end
    end
  end)

  it("join what follows, and do not join what overlaps", function()
    local function joins(first, second)
      return count(drawn("lines", { { value = 1, period = first }, { value = 2, period = second } }), "line", "bg-join")
    end
    assert.equal(1, joins("2023", "2024"))
    assert.equal(0, joins("2024-01/2024-11", "2024"))
  end)
end)

describe("a timeline", function()
  it("marks as much time as is known", function()
    local marks = {}
    for _, element in ipairs(drawn("timeline", { { label = "a", period = "2024-06/2024-08" },
      { label = "b", period = "2024-09-11" }, { label = "c", period = "2024" } }, { width = 732 })) do
      local class = element.attributes.class
      if class == "bg-when" or class == "bg-some" then
        marks[#marks + 1] = class .. " " .. element.attributes.x .. "+" .. element.attributes.width
      end
    end
    -- half of the width is time: a pixel a day. A day is widened so that it can be seen; what lies somewhere in the year is pale
    assert.same({ "bg-when 518+92", "bg-when 0+4", "bg-some 366+366" }, marks)
  end)

  it("needs no value, and says the time in words", function()
    local text = baogao.svg("timeline", { { label = "a", period = "2024-06/2024-08", note = "n" } }, { lang = "zh" })
    assert.truthy(text:find("2024年6—8月 · n", 1, true))
    assert.truthy(text:find(">2024年1月<", 1, true))
    local ok, message = pcall(function() return (baogao.svg("timeline", { { label = "a", period = "once" } })) end)
    assert.is_false(ok)
    assert.truthy(message:find("rows[1].period: an ISO 8601 period expected, got once", 1, true), message)
  end)
end)

describe("a chart", function()
  it("writes any text as text", function()
    local nasty = "<script>&\"'>\0\255 ]]>"
    for _, kind in ipairs { "bars", "parts", "lines", "timeline" } do
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
      { { "pie", {} }, "kind: unknown 'pie'; known are bars, lines, parts, timeline" },
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
        local periods, title, unit = rows_of.periods(report, lang, href)
        assert.equal(2, #periods)
        assert.equal("元", unit)
        assert.equal(lang == "zh" and "技术合同成交额" or "Technology contract turnover", title)
        assert(parse(baogao.svg("lines", periods, options)))
        local milestones = rows_of.milestones(report, lang, href and function() return "#m" end)
        assert.equal(12, #milestones)
        assert(parse(baogao.svg("timeline", milestones, options)))
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

  it("are cut to what a chart can hold, but not within a whole", function()
    local list = {}
    for i = 1, 10 do list[i] = { label = tostring(i), value = i, group = "g" .. math.ceil(i / 4), whole = "w" } end
    local first, left = rows_of.first(list, 10)
    assert.equal(list, first)
    assert.equal(0, left)
    first, left = rows_of.first(list, 6)
    assert.same({ 4, 6 }, { #first, left })
    first, left = rows_of.first(list, 8)
    assert.same({ 8, 2 }, { #first, left })
    first, left = rows_of.first(list, 3) -- one whole is more than the chart can hold
    assert.same({ 3, 7 }, { #first, left })
  end)

  it("are Vega-Lite too, without infinities", function()
    local specification = baogao.vega("bars", rows_of.totals(report, "category", nil, "en"), { title = "T" })
    assert.equal("https://vega.github.io/schema/vega-lite/v5.json", specification["$schema"])
    local first = specification.data.values[1]
    assert.equal(27492, first.lower)
    assert.is_nil(first.upper)
    assert.equal("above", first.unbounded)
    -- figures of several units stand as words, and are not compared by bars
    local last = specification.vconcat[#specification.vconcat]
    assert.equal("Each of its own kind, not compared", last.title.text)
    assert.equal("text", last.mark.type)
    local lines = baogao.vega("lines", { { value = 1, period = "2024-02" } })
    assert.equal("2024-02-29", lines.data.values[1].stop)
  end)
end)

describe("baogao plot", function()
  local function run(arguments)
    return shell.run("LC_ALL=C.UTF-8 " .. shell.lua .. " lua/baogao/cli/baogao plot " .. arguments)
  end

  it("writes each chart", function()
    for _, chart in ipairs { "totals", "growth", "parts", "periods", "milestones",
      "totals --by level --category platforms --lang zh" } do
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

  describe("of a file", function()
    local folder, facts
    setup(function()
      folder = shell.folder()
      facts = folder .. "/facts.csv"
      shell.write(folder .. "/cities.csv",
        "city,year,firms,kind\n甲市,2022,4130,x\n甲市,2023,5000,x\n乙市,2022,9100,x\n乙市,2023,,y\n")
      shell.run(shell.lua .. " lua/baogao/cli/baogao facts --format csv >" .. facts)
      shell.run(shell.lua .. " lua/baogao/cli/baogao read spec/support/draft.md --save " .. folder .. "/draft.frame")
    end)
    teardown(function() shell.remove(folder) end)

    it("draws a CSV's columns by the names that it is given", function()
      local code, output = run("lines --from " .. folder .. "/cities.csv --period year --value firms --series city")
      assert.equal(0, code, output)
      assert(parse(output))
      assert.truthy(output:find('<tspan class="bg-name">乙市</tspan> <tspan class="bg-value">9,100</tspan>', 1, true))
      assert.equal(3 + 2 + 2, count(parse(output), "line", "bg-span")) -- strokes, legend, labels
      assert.truthy(output:find("<title id=\"chart-title\">firms</title>", 1, true))
    end)

    it("draws the bounds of its own exports, filtered, sorted and cut", function()
      local code, output = run("bars --from " .. facts
        .. ' --filter "unit = \'家\' and measure = \'stock\'" --sort "value desc" --head 2 --lang en')
      assert.equal(0, code, output)
      assert.truthy(output:find("<desc id=\"chart-desc\">companies in incubation: above 16,000 家; "
        .. "municipal technology SMEs, cumulative: above 14,000 家</desc>", 1, true), output:sub(1, 900))
      assert.equal(2, count(parse(output), "path", "bg-arrow"))
    end)

    it("draws a saved frame", function()
      local code, output = run("bars --from " .. folder .. "/draft.frame --lang zh")
      assert.equal(0, code, output)
      assert.truthy(output:find(">高新技术企业</text>", 1, true))
      assert(parse(output))
    end)

    it("says what is wrong", function()
      for _, row in ipairs {
        { "bars", 2, "no chart 'bars': it draws a table, named by --from" },
        { "totals --from cities.csv", 2, "no chart 'totals'; there are bars, lines, parts, timeline" },
        { "bars --from none.csv", 1, "none.csv: No such file or directory" },
        { "bars --from cities.csv", 2, "no column 'value': name one by --value" },
        { "lines --from cities.csv --value firms", 2, "no column 'period': name one by --period" },
        { "bars --from cities.csv --value firm", 2, "--value: no column 'firm' (did you mean 'firms'?); there are city" },
        { "bars --from cities.csv --value firms --filter 'firms >'", 2, "expected a field, a value or '(', got the end" },
        { "bars --from cities.csv --value firms --sort 'x desc'", 2, "no field 'x'" },
        { "bars --from cities.csv --value firms --head x", 2, "--head x: a whole number expected" },
        { "bars --from cities.csv --value kind", 1, "nothing to draw" },
      } do
        local code, output = run((row[1]:gsub("%-%-from ", "--from " .. folder .. "/")))
        assert.equal(row[2], code, row[1] .. output)
        assert.truthy(output:find(row[3], 1, true), output)
      end
    end)
  end)

  it("says what is wrong", function()
    for _, row in ipairs {
      { "total", 2, "no chart 'total' (did you mean 'totals'?); there are totals, growth, parts, periods, milestones" },
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
