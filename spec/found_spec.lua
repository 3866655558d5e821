-- What the fuzzers and the differential runs found, each with what was wrong. A row here once failed.

local baogao = require "baogao"

describe("what fuzzing found stays mended:", function()
  it("前 before a fraction or a percentage is no rank: 前三分之一 had the bounds [1, 1/3]", function()
    for _, text in ipairs { "前7分之一", "前三分之一", "前1/3", "前百分之五" } do
      for _, quantity in ipairs(baogao.scan(text)) do
        assert.are_not.equal("rank", quantity.kind, text)
        assert.is_true(quantity.lower <= quantity.upper, text)
      end
    end
    assert.are.equal("rank", baogao.scan("居全国前三")[1].kind)
    assert.are.equal(10, baogao.scan("进入前10位")[1].upper)
  end)

  it("a quotient of two half-infinite intervals keeps its sign: at most -1 by at least 1 had no upper bound", function()
    local losses = { lower = -math.huge, upper = -1, value = -1 }
    local people = { lower = 1, upper = math.huge, value = 1 }
    local growth = assert(baogao.growth(people, losses))
    assert.are.equal(-math.huge, growth.lower)
    assert.are.equal(-1, growth.upper)
  end)

  it("the rounding error of a sum near the largest double is not lost: the bounds were one place too narrow", function()
    local most = 1.7976931348623157e308
    local rest = baogao.difference(-4.2558974546788927e307, -most)
    assert.is_true(rest.lower < rest.upper)
    assert.is_true(baogao.difference(most, 4.2558974546788927e307).upper < most)
  end)

  it("what is no number has one name in messages: it was -nan under PUC Lua and nan under LuaJIT", function()
    for _, value in ipairs { 0 / 0, -(0 / 0) } do
      local _, message = pcall(baogao.written, value)
      assert.is_truthy(message:find("got nan$"), message)
    end
  end)

  it("a filter and a summary may use one field, grouped by many values: the summary read vectors that were never made", function()
    local f = require("baogao.frame")({ { k = "a", g = 1.5, v = 2 }, { k = "b", g = 2.5, v = 3 }, { k = "a", g = 1e9, v = 5 } })
    local rows = require("baogao.query").from(f):filter("abs(v) > 2"):group_by("k", "g")
      :summarise({ n = "count_distinct(v)", most = "max(v)" }):rows()
    assert.are.equal(2, #rows)
    assert.are.equal(5, rows[2].most)
  end)

  it("a text may end right behind a number: the reader looked for 的 and 、 past its end", function()
    for _, text in ipairs { "企业5万元", "投资5万元的", "投资5万元的增", "资金3亿元、5万元", "资金3亿元、5万元、", "项目5米1", "5岁1", "\198\2095万元" } do
      for cut = 1, #text do
        for _, fact in ipairs(baogao.read(text:sub(1, cut), { year = 2024 }).facts) do assert.is_true(fact.last <= cut, text) end
      end
    end
  end)
end)
