-- The reader never crashes and never hangs: on any prefix, any two texts spliced at any byte, any bytes at all. The cuts
-- are random but seeded, so a failure can be had again. BAOGAO_CUTS sets how many there are.

local baogao = require "baogao"
local shared = require "support.shared"

local CUTS = tonumber(os.getenv "BAOGAO_CUTS" or "") or 300
-- bytes of a document from which cuts are taken, and seconds that reading one may take under any checker
local PIECE, PATIENCE = 6000, 20

-- A generator of one's own: math.random differs between Luas.
local function generator(seed)
  local state = seed
  return function(limit)
    state = (state * 16807) % 2147483647
    return state % limit + 1
  end
end

-- as many numbers as a report may have, in shapes that invite comparing each with each
local LONG = {
  { "a list", ("5亿元、"):rep(20000) }, { "attributes", ("5亿元的"):rep(20000) }, { "parts", "企业90家，其中" .. ("外资5家、"):rep(20000) },
  { "lines that begin alike", ("全市各类企业和各类机构的总数达到了一家又一家的水平%d\n"):rep(20000) }, { "growths", ("增长5%，"):rep(20000) },
  { "one long clause", ("产业"):rep(60000) .. "5家" }, { "open brackets", ("（5家"):rep(20000) }, { "quotes", ("“5家"):rep(20000) },
}

local function check(text)
  local began = os.clock()
  local report = baogao.read(text, { year = 2024 })
  for _, fact in ipairs(report.facts) do
    assert(fact.first >= 1 and fact.first <= fact.last and fact.last <= #text, "a position outside of the text")
    assert(fact.value == fact.value and fact.lower <= fact.upper, "bounds out of order")
    assert(#(fact.indicator or "") <= 240, "an indicator too long")
  end
  for _, mend in ipairs(report.mended) do assert(mend.last <= #text, "a mend outside of the text") end
  assert(os.clock() - began < PATIENCE, "reading takes too long")
  return report.count
end

local OWN = [[
2025年某市政府工作报告
一、2024年工作回顾
全市生产总值1200亿元、增长6.5%，居全省第三。城镇和农村居民收入分别增长4.6%和6.1%。新增省级平台30家，累计建成市级以上平台500

家,其中国家级平台20家。“育才
系列”项目40项，由100个增加到250个；亿元以上项目45个（其中新建12个）。
二、2025年重点工作
力争粮食产量达到50亿斤以上，为2.5万名65岁及以上老年人提供服务。
]]

local HARD = {
  "", "\n", ("\n"):rep(5000), ("，"):rep(3000), ("1"):rep(5000), ("1家，"):rep(2000), ("“"):rep(2000) .. "5家",
  ("（"):rep(2000) .. "5家" .. ("）"):rep(2000), ("的"):rep(3000) .. "5家", ("新增"):rep(2000) .. "5家", "\0\0005家\0",
  ("\228"):rep(4000), ("增长5%、"):rep(1500), ("和"):rep(2000) .. "分别增长5%和6%", ("2024年"):rep(2000) .. "5家",
  ("第三产业"):rep(1000) .. "增长5%", ("增长"):rep(1500) .. "5%", ("一、"):rep(1500) .. "5家", ("其中5家，"):rep(1000),
  ("甲乙丙丁戊己庚辛壬癸子丑\n"):rep(500), (("企业5家和"):rep(10) .. "分别增长5%、6%"):rep(50),
}

describe("read on damaged text", function()
  it("stands hard texts", function()
    for _, text in ipairs(HARD) do check(text) end
  end)

  for _, row in ipairs(LONG) do
    it("takes time by the length alone: " .. row[1], function()
      local n = 0
      local text = row[2]:gsub("%%d", function() n = n + 1 return tostring(n) end)
      if os.getenv "BAOGAO_SLOW" then text = text:sub(1, 20000) end
      check(text)
    end)
  end

  it("stands every prefix of a report", function()
    for i = 0, #OWN do check(OWN:sub(1, i)) end
  end)

  it("stands splices of a report with itself", function()
    local pick = generator(20240911)
    for _ = 1, CUTS do
      check(OWN:sub(1, pick(#OWN)) .. OWN:sub(pick(#OWN)))
      local bytes = {}
      for k = 1, 40 do bytes[k] = string.char(pick(256) - 1) end
      check(OWN:sub(1, pick(#OWN)) .. table.concat(bytes) .. OWN:sub(pick(#OWN)))
    end
  end)

  it("stands the corpus, cut and spliced", function()
    local documents = shared.documents()
    if #documents == 0 then pending "left out: ../shared/corpus is absent" return end
    local pick, texts, facts = generator(7), {}, 0
    local slow = os.getenv "BAOGAO_SLOW"
    for i, path in ipairs(documents) do
      texts[i] = shared.text(path)
      if not slow then
        facts = facts + check(texts[i])
        check(texts[i]:sub(1, pick(#texts[i]))) -- a prefix, and its rest behind another's beginning
        if i > 1 then check(texts[i - 1]:sub(1, pick(#texts[i - 1])) .. texts[i]:sub(pick(#texts[i]))) end
      end
    end
    assert.is_true(slow ~= nil or facts > 20000)
    for _ = 1, slow and 20 or CUTS do
      local a, b = texts[pick(#texts)], texts[pick(#texts)]
      local from, to = pick(#a), pick(#b)
      check(a:sub(from, from + pick(PIECE)) .. b:sub(to, to + pick(PIECE)))
    end
  end)

  it("keeps its memory flat", function()
    local text = OWN:rep(20)
    for _ = 1, 20 do baogao.read(text, { year = 2024 }) end
    collectgarbage() collectgarbage()
    local before = collectgarbage "count"
    for _ = 1, 200 do baogao.read(text, { year = 2024 }) end
    collectgarbage() collectgarbage()
    assert.is_true(collectgarbage "count" - before < 64)
  end)
end)
