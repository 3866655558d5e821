-- baogao.periods: dates and periods as spans of days.

local baogao = require "baogao"

local unpack = rawget(table, "unpack") or rawget(_G, "unpack")

-- text, then { run, kind, period | start.. | ..stop } of each; the text's year is 2024
local ROWS = {
  { "2024年", { "2024年", "year", "2024" } },
  { "２０２３年", { "２０２３年", "year", "2023" } },
  { "一九八五年", { "一九八五年", "year", "1985" } },
  { "二〇二四年", { "二〇二四年", "year", "2024" } },
  { "八五年", { "八五年", "year", "1985" } },
  { "1 9 9 7 年", { "1 9 9 7 年", "year", "1997" } },
  { "2024年度", { "2024年度", "year", "2024" } },
  { "2023年全年", { "2023年全年", "year", "2023" } },
  { "去年", { "去年", "year", "2023" } },
  { "今年", { "今年", "year", "2024" } },
  { "明年", { "明年", "year", "2025" } },
  { "9月11日", { "9月11日", "day", "2024-09-11" } },
  { "2023年2月28日", { "2023年2月28日", "day", "2023-02-28" } },
  { "二〇二四年三月五日", { "二〇二四年三月五日", "day", "2024-03-05" } },
  { "3月5日至11日", { "3月5日至11日", "range", "2024-03-05/2024-03-11" } },
  { "10月", { "10月", "month", "2024-10" } },
  { "10月份", { "10月份", "month", "2024-10" } },
  { "2023年10月", { "2023年10月", "month", "2023-10" } },
  { "10月上旬", { "10月上旬", "range", "2024-10-01/2024-10-10" } },
  { "2月下旬", { "2月下旬", "range", "2024-02-21/2024-02-29" } },
  { "10月底", { "10月底", "day", "2024-10-31" } },
  { "1—11月", { "1—11月", "range", "2024-01/2024-11" } },
  { "1-9月份", { "1-9月份", "range", "2024-01/2024-09" } },
  { "前11个月", { "前11个月", "range", "2024-01/2024-11" } },
  { "2023年前10个月", { "2023年前10个月", "range", "2023-01/2023-10" } },
  { "前三季度", { "前三季度", "range", "2024-01/2024-09" } },
  { "一季度", { "一季度", "quarter", "2024-01/2024-03" } },
  { "第三季度", { "第三季度", "quarter", "2024-07/2024-09" } },
  { "2023年第四季度", { "2023年第四季度", "quarter", "2023-10/2023-12" } },
  { "一、二季度", { "一、二季度", "range", "2024-01/2024-06" } },
  { "上半年", { "上半年", "half", "2024-01/2024-06" } },
  { "2023年下半年", { "2023年下半年", "half", "2023-07/2023-12" } },
  { "年底", { "年底", "day", "2024-12-31" } },
  { "2025年末", { "2025年末", "day", "2025-12-31" } },
  { "年初", { "年初", "month", "2024-01" } },
  { "2024—2026年", { "2024—2026年", "range", "2024/2026" } },
  { "2021-2025年", { "2021-2025年", "range", "2021/2025" } },
  { "2020年至2023年", { "2020年至2023年", "range", "2020/2023" } },
  { "一九八一年到一九八五年", { "一九八一年到一九八五年", "range", "1981/1985" } },
  { "2024年1月至11月", { "2024年1月至11月", "range", "2024-01/2024-11" } },
  { "2023年7月至2024年6月", { "2023年7月至2024年6月", "range", "2023-07/2024-06" } },
  { "截至10月底", { "截至10月底", "until", nil, nil, "2024-10-31" } },
  { "截至2023年6月30日", { "截至2023年6月30日", "until", nil, nil, "2023-06-30" } },
  { "今年以来", { "今年以来", "since", nil, "2024-01-01", nil } },
  { "2020年以来", { "2020年以来", "since", nil, "2020-01-01", nil } },
  { "前11个月比去年同期", { "前11个月", "range", "2024-01/2024-11" }, { "去年同期", "range", "2023-01/2023-11" } },
  { "“十四五”期间", { "“十四五”期间", "plan", "2021/2025" } },
  { "“十五五”", { "“十五五”", "plan", "2026/2030" } },
  { "“八五”计划", { "“八五”", "plan", "1991/1995" } },
  { "“一五”时期", { "“一五”时期", "plan", "1953/1957" } },
  { "“十五”期间", { "“十五”期间", "plan", "2001/2005" } },
  { "十三五时期", { "十三五时期", "plan", "2016/2020" } },
  { "80年代", { "80年代", "decade", "1980/1989" } },
  { "二十世纪八十年代", { "二十世纪八十年代", "decade", "1980/1989" } },
  { "21世纪", { "21世纪", "century", "2001/2100" } },
  -- the year that a sentence names holds for its months
  { "2023年增长5%，其中9月增长6%。10月又增", { "2023年", "year", "2023" }, { "9月", "month", "2023-09" },
    { "10月", "month", "2024-10" } },
  -- each word that the rules name
  { "今年度", { "今年度", "year", "2024" } },
  { "去年度", { "去年", "year", "2023" } },
  { "当年度上半年", { "当年度上半年", "half", "2024-01/2024-06" } },
  { "前年", { "前年", "year", "2022" } },
  { "后年", { "后年", "year", "2026" } },
  { "前三季度", { "前三季度", "range", "2024-01/2024-09" } },
  { "前三个季度", { "前三个季度", "range", "2024-01/2024-09" } },
  { "前5季度" },
  { "前5个季度" },
  { "3月5日至11日", { "3月5日至11日", "range", "2024-03-05/2024-03-11" } },
  { "3月5日至11号", { "3月5日至11号", "range", "2024-03-05/2024-03-11" } },
  { "2月5日至31日", { "2月5日", "day", "2024-02-05" } },
  { "3月5日至3日", { "3月5日", "day", "2024-03-05" } },
  { "3月5日至11", { "3月5日", "day", "2024-03-05" } },
  { "二〇二四—二六年", { "二〇二四—二六年", "range", "2024/2026" } },
  { "2024年1月至2025年同期", { "2024年1月", "month", "2024-01" }, { "2025年同期", "range", "2025-01" } },
  { "“四十五”期间" },
  { "“十四五”规划期间", { "“十四五”规划期间", "plan", "2021/2025" } },
  { "“十四五”计划期间", { "“十四五”计划期间", "plan", "2021/2025" } },
  { "“十四五”时期", { "“十四五”时期", "plan", "2021/2025" } },
  { "“十四五”期间", { "“十四五”期间", "plan", "2021/2025" } },
  { "2024年1—2月5家，去年同期4家", { "2024年1—2月", "range", "2024-01/2024-02" }, { "去年同期", "range", "2023-01/2023-02" } },
  { "2023年至2025年5家，后年同期4家", { "2023年至2025年", "range", "2023/2025" }, { "后年同期", "range", "2026/2028" } },
  { "2024年2月29日达5家，去年同期4家", { "2024年2月29日", "day", "2024-02-29" }, { "去年同期", "range", "2023-02-28" } },
  { "2024—2025学年", { "2024—2025学年", "range", "2024/2025" } },
  { "2024—25年", { "2024—25年", "range", "2024/2025" } },
  { "去年至今年", { "去年至今年", "range", "2023/2024" } },
  { "2024年1月至去年", { "2024年1月", "month", "2024-01" }, { "去年", "year", "2023" } },
  { "比2023年增长，9月", { "2023年", "year", "2023" }, { "9月", "month", "2024-09" } },
  { "较2023年增长，9月", { "2023年", "year", "2023" }, { "9月", "month", "2024-09" } },
  { "0999年" },
  { "2024学年" },
  { "2021、2022学年" },
  { "一、二季度", { "一、二季度", "range", "2024-01/2024-06" } },
  { "19至20世纪", { "20世纪", "century", "1901/2000" } },
  { "19、20世纪", { "20世纪", "century", "1901/2000" } },
  { "1—2季度", { "1—2季度", "range", "2024-01/2024-06" } },
  { "截至2024年底", { "截至2024年底", "until", nil, nil, "2024-12-31" } },
  { "截止到2024年底", { "截止到2024年底", "until", nil, nil, "2024-12-31" } },
  { "截止2024年底", { "截止2024年底", "until", nil, nil, "2024-12-31" } },
  { "截至9月", { "截至9月", "until", nil, nil, "2024-09-30" } },
  { "截止到9月", { "截止到9月", "until", nil, nil, "2024-09-30" } },
  { "截止9月", { "截止9月", "until", nil, nil, "2024-09-30" } },
  { "1月球" },
  -- none of these is a time
  { "2183家" }, { "五年来" }, { "前10位" }, { "第五位" }, { "1.4万" }, { "13月" }, { "三个月" }, { "0月" }, { "上下" }, { "全国" },
  { "前进" }, { "\2552024" }, { "A2024年" },
}

describe("baogao.periods", function()
  for _, row in ipairs(ROWS) do
    it(row[1], function()
      local found = baogao.periods(row[1], { year = 2024 })
      local runs = {}
      for i, p in ipairs(found) do runs[i] = p.text end
      assert.are.equal(#row - 1, #found, table.concat(runs, " | "))
      for i, p in ipairs(found) do
        local run, kind, period, start, stop = unpack(row[i + 1], 1, 5)
        assert.are.equal(run, p.text)
        assert.are.equal(run, row[1]:sub(p.first, p.last))
        assert.are.equal(kind, p.kind)
        assert.are.equal(period, p.period)
        if not period then
          assert.are.equal(start, p.start)
          assert.are.equal(stop, p.stop)
        end
      end
    end)
  end

  it("knows no days where it knows no year", function()
    local p = baogao.periods("9月11日")[1]
    assert.are.same({ "day" }, { p.kind, p.period, p.start, p.stop })
    assert.are.equal("2023", baogao.periods("2023年")[1].period)
    local from, to = unpack(baogao.periods("11月至2024年3月"))
    assert.are.same({ "month", "2024-03" }, { from.kind, from.period or to.period })
  end)

  it("knows none where the year would be none of the calendar", function()
    for _, row in ipairs { { "前年", 1 }, { "去年", 1 }, { "后年", 9999 }, { "2023年至2025年5家，今年同期4家", 9999 } } do
      local spans = baogao.periods(row[1], { year = row[2] })
      assert.are.same({ false, false, false },
        { spans[#spans].period or false, spans[#spans].start or false, spans[#spans].stop or false }, row[1])
    end
    assert.are.equal("9998", baogao.periods("去年", { year = 9999 })[1].period)
    for _, text in ipairs { "去年至今年", "3月5日至11日", "2月5日至30日", "2024年1—2月5家，去年同期4家", "2024年3月5日至2024年3月1日" } do
      local spans = baogao.periods(text)
      assert.is_nil(spans[#spans].period)
    end
  end)

  it("gives the first and last day", function()
    local p = baogao.periods("2024年2月")[1]
    assert.are.same({ "2024-02-01", "2024-02-29" }, { p.start, p.stop })
  end)

  it("gives positions in characters", function()
    local p = baogao.periods("截止了，2024年", { position = "character" })[1]
    assert.are.same({ 5, 9 }, { p.first, p.last })
  end)

  it("refuses misuse by name", function()
    for _, row in ipairs {
      { function() baogao.periods(5) end, "text: string expected, got number" },
      { function() baogao.periods("", { yaer = 1 }) end, "options: unknown 'yaer'" },
      { function() baogao.periods("", { year = "2024" }) end, "year: a whole number from 1 to 9999 expected, got 2024" },
      { function() baogao.periods("", { year = 2024.5 }) end, "year: a whole number from 1 to 9999 expected, got 2024.5" },
    } do
      local fine, message = pcall(row[1])
      assert.is_false(fine)
      assert.is_truthy(message:find(row[2], 1, true), message)
    end
  end)
end)
