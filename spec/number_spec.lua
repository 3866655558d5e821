-- baogao.number and baogao.written: numerals alone, both ways.

local baogao = require "baogao"

local INF = math.huge

-- text, value, lower, upper, qualifier; bounds left out are [value, value]
local READ = {
  { "0", 0 }, { "7", 7 }, { "1,234,567.5", 1234567.5 }, { "１２．５", 12.5 }, { "1.4万", 14000 }, { "1.2万亿", 1.2e12 },
  { "3千5百", 3500 }, { "-3.5", -3.5 }, { "负三点五", -3.5 }, { "〇", 0 }, { "零", 0 }, { "十", 10 }, { "百", 100 }, { "万亿", 1e12 },
  { "二百三十余万", 2300000, 2300000, 2400000, "more" }, { "一万二", 12000 }, { "三百五", 350 }, { "三百零五", 305 },
  { "两千零二十四", 2024 }, { "二〇二四", 2024 }, { "壹万肆仟", 14000 }, { "贰佰零伍", 205 }, { "廿三", 23 },
  { "十几", 11, 11, 19, "several" }, { "数百", 200, 200, 999, "several" }, { "三五百", 400, 300, 500, "range" },
  { "约1200", 1200, 1150, 1250, "about" }, { "近万", 10000, 0, 10000, "nearly" }, { "超过1.4万", 14000, 14000, INF, "over" },
  { "1200余", 1200, 1200, 1300, "more" }, { "一半", 0.5 }, { "三分之一", 1 / 3 }, { "1/4", 0.25 }, { "百分之十二点五", 12.5 },
  { "一亿二千万", 120000000 }, { "九千九百九十九万九千九百九十九亿", 9999999900000000 },
  { "  12  ", 12 }, { "200以上", 200, 200, INF, "at_least" },
}

-- value, plain, grouped, wan, han, financial
local WRITTEN = {
  { 0, "0", "0", "0", "零", "零" },
  { 2, "2", "2", "2", "二", "贰" },
  { 10, "10", "10", "10", "十", "壹拾" },
  { 14, "14", "14", "14", "十四", "壹拾肆" },
  { 101, "101", "101", "101", "一百零一", "壹佰零壹" },
  { 110, "110", "110", "110", "一百一十", "壹佰壹拾" },
  { 1050, "1050", "1,050", "1050", "一千零五十", "壹仟零伍拾" },
  { 14000, "14000", "14,000", "1.4万", "一万四千", "壹万肆仟" },
  { 10500, "10500", "10,500", "1.05万", "一万零五百", "壹万零伍佰" },
  { 100050, "100050", "100,050", "10.005万", "十万零五十", "壹拾万零伍拾" },
  { 120000, "120000", "120,000", "12万", "十二万", "壹拾贰万" },
  { 65000000000, "65000000000", "65,000,000,000", "650亿", "六百五十亿", "陆佰伍拾亿" },
  { 100050000, "100050000", "100,050,000", "1.0005亿", "一亿零五万", "壹亿零伍万" },
  { 305300000, "305300000", "305,300,000", "3.053亿", "三亿零五百三十万", "叁亿零伍佰叁拾万" },
  { 1.2e12, "1200000000000", "1,200,000,000,000", "1.2万亿", "一万二千亿", "壹万贰仟亿" },
  { 100000000001, "100000000001", "100,000,000,001", "1000.00000001亿", "一千亿零一", "壹仟亿零壹" },
  { 12.5, "12.5", "12.5", "12.5", "十二点五", "壹拾贰点伍" },
  { 0.07, "0.07", "0.07", "0.07", "零点零七", "零点零柒" },
  { 1234567.25, "1234567.25", "1,234,567.25", "123.456725万", "一百二十三万四千五百六十七点二五",
    "壹佰贰拾叁万肆仟伍佰陆拾柒点贰伍" },
  { -3.2, "-3.2", "-3.2", "-3.2", "负三点二", "负叁点贰" },
}
local STYLES = { "plain", "grouped", "wan", "han", "financial" }

describe("baogao.number", function()
  for _, row in ipairs(READ) do
    it("reads " .. row[1], function()
      local n = assert(baogao.number(row[1]))
      assert.are.equal(row[2], n.value)
      assert.are.equal(row[3] or row[2], n.lower)
      assert.are.equal(row[4] or row[2], n.upper)
      assert.are.equal(row[5] or "exact", n.qualifier)
    end)
  end

  it("says % after 百分之", function()
    assert.are.equal("%", baogao.number("百分之五").unit)
    assert.are.equal("", baogao.number("5").unit)
  end)

  it("is a figure that can be compared", function()
    assert.is_true(baogao.certainly(baogao.number "超过1.4万", ">", 14000))
    assert.is_nil((baogao.compare(baogao.number "约1200", ">", 1200)))
  end)

  for _, text in ipairs { "", " ", "家", "5家", "12.3%", "1.2.3", "abc", "约", "一百家", "5和6", "0371", ("7"):rep(40), "\255" } do
    it("answers nil for '" .. text:sub(1, 12) .. "'", function()
      local number, message = baogao.number(text)
      assert.is_nil(number)
      assert.are.equal(("'%s' is no numeral"):format(text), message)
    end)
  end

  it("says what is rounded", function()
    assert.is_true(baogao.number("9007199254740993").rounded)
    assert.is_nil(baogao.number("9007199254740991").rounded)
  end)
end)

describe("baogao.written", function()
  for _, row in ipairs(WRITTEN) do
    for i, style in ipairs(STYLES) do
      it(("writes %s in the style %s"):format(row[2], style), function()
        local text = baogao.written(row[1], nil, { style = style })
        assert.are.equal(row[i + 1], text)
        assert.are.equal(row[1], baogao.number(text).value)
      end)
    end
  end

  it("puts the unit after the number", function()
    assert.are.equal("1.4万家", baogao.written(14000, "家", { style = "wan" }))
    assert.are.equal("14000家", baogao.written(14000, "家"))
    assert.are.equal("12.3%", baogao.written(12.3, "%"))
    assert.are.equal("百分之十二点三", baogao.written(12.3, "%", { style = "han" }))
    assert.are.equal("负百分之三", baogao.written(-3, "%", { style = "han" }))
    assert.are.equal("两家", baogao.written(2, "家", { style = "han" }))
    assert.are.equal("二百家", baogao.written(200, "家", { style = "han" }))
  end)

  it("writes accounts to the 分", function()
    for value, text in pairs { [14000] = "壹万肆仟元整", [0] = "零元整", [1.05] = "壹元零伍分", [3.5] = "叁元伍角",
      [1234.56] = "壹仟贰佰叁拾肆元伍角陆分", [0.07] = "柒分", [-20] = "负贰拾元整" } do
      assert.are.equal(text, baogao.written(value, "元", { style = "financial" }))
    end
  end)

  it("is read back by scan", function()
    for _, value in ipairs { 3, 20, 63, 205, 1050, 2197, 5616, 10001, 14000, 120000, 305300000, 65000000000, 1.2e12 } do
      for _, style in ipairs(STYLES) do
        -- capitals stand in accounts; one alone before another unit is a word
        for _, unit in ipairs(style == "financial" and { "元" } or { "家", "个", "元", "公里", "人次" }) do
          local text = baogao.written(value, unit, { style = style })
          local found = baogao.scan("共有" .. text .. "。")
          assert.are.equal(1, #found, text)
          assert.are.equal(value, found[1].value, text)
          assert.are.equal(unit, found[1].unit, text)
        end
      end
    end
    for _, value in ipairs { 3.5, 1234.56, 20.07, 105.2 } do
      local text = baogao.written(value, "元", { style = "financial" })
      assert.are.equal(value, baogao.scan("合计" .. text .. "。")[1].value, text)
    end
  end)

  it("refuses misuse by name", function()
    for _, row in ipairs {
      { function() baogao.written("5") end, "value: number expected, got string" },
      { function() baogao.written(5, 6) end, "unit: string expected, got number" },
      { function() baogao.written(5, "家", { style = "roman" }) end, "style: unknown 'roman'; known are plain, grouped" },
      { function() baogao.written(5, "家", { styles = "han" }) end, "options: unknown 'styles'" },
      { function() baogao.written(INF) end, "value: a finite number below 1e16 expected" },
      { function() baogao.written(0 / 0) end, "value: a finite number below 1e16 expected" },
      { function() baogao.written(1e16, nil, { style = "han" }) end, "value: a finite number below 1e16 expected" },
      { function() baogao.number(5) end, "text: string expected, got number" },
    } do
      local fine, message = pcall(row[1])
      assert.is_false(fine)
      assert.is_truthy(message:find(row[2], 1, true), message)
    end
  end)
end)
