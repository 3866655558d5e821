-- Values of the provinces' work reports, each read in the report by eye: { document, indicator in its normal form, measure,
-- value, unit }. The specs hold that the reader finds each, once or more, and not as a target.

local baogao = require "baogao"
local shared = require "support.shared"

local GDP, HIGH_TECH, GRAIN, JOBS = "地区生产总值", "高新技术企业", "粮食产量", "城镇新增就业"

local READ_BY_EYE = {
  { "2025-anhui", GDP, "growth", 5.8, "%" }, { "2025-anhui", GRAIN, "flow", 83690000000, "斤" },
  { "2025-anhui", JOBS, "flow", 759500, "人" },
  { "2025-beijing", GDP, "growth", 5.2, "%" },
  { "2025-chongqing", GDP, "flow", 3219315000000, "元" }, { "2025-chongqing", GDP, "growth", 5.7, "%" },
  { "2025-chongqing", JOBS, "flow", 719000, "人" },
  { "2025-fujian", GDP, "flow", 5776100000000, "元" }, { "2025-fujian", GDP, "growth", 5.5, "%" },
  { "2025-gansu", GDP, "flow", 1300000000000, "元" }, { "2025-gansu", GDP, "growth", 5.8, "%" },
  { "2025-gansu", HIGH_TECH, "stock", 2463, "家" }, { "2025-gansu", HIGH_TECH, "growth", 16.2, "%" },
  { "2025-gansu", GRAIN, "flow", 25920000000, "斤" },
  { "2025-guangdong", GDP, "flow", 14000000000000, "元" }, { "2025-guangdong", HIGH_TECH, "stock", 77000, "家" },
  { "2025-guangxi", GDP, "growth", 4.2, "%" }, { "2025-guangxi", GRAIN, "flow", 28076000000, "斤" },
  { "2025-guizhou", GDP, "growth", 5.3, "%" },
  { "2025-hainan", GDP, "growth", 3.5, "%" },
  { "2025-hebei", GDP, "growth", 5.4, "%" }, { "2025-hebei", GRAIN, "flow", 78180000000, "斤" },
  { "2025-hebei", JOBS, "flow", 899000, "人" },
  { "2025-heilongjiang", GDP, "growth", 3.2, "%" },
  { "2025-henan", GDP, "flow", 6360000000000, "元" }, { "2025-henan", GDP, "growth", 5.1, "%" },
  { "2025-henan", HIGH_TECH, nil, 13000, "家" }, { "2025-henan", GRAIN, "flow", 134400000000, "斤" },
  { "2025-henan", JOBS, "flow", 1200000, "人" },
  { "2025-hubei", GDP, "growth", 5.8, "%" }, { "2025-hubei", GDP, nil, 6001300000000, "元" },
  { "2025-hubei", HIGH_TECH, "stock", 30000, "家" },
  { "2025-hunan", GRAIN, "flow", 61560000000, "斤" }, { "2025-hunan", HIGH_TECH, "stock", 17500, "家" },
  { "2025-jiangsu", GDP, "flow", 13700000000000, "元" }, { "2025-jiangsu", GDP, "growth", 5.8, "%" },
  { "2025-jiangsu", HIGH_TECH, "stock", 57000, "家" },
  { "2025-jiangxi", GDP, "growth", 5.1, "%" }, { "2025-jiangxi", HIGH_TECH, "stock", 7000, "家" },
  { "2025-jiangxi", GRAIN, "flow", 43920000000, "斤" },
  { "2025-jilin", HIGH_TECH, nil, 4100, "家" },
  { "2025-liaoning", GDP, "growth", 5.1, "%" }, { "2025-liaoning", GRAIN, "flow", 50010000000, "斤" },
  { "2025-liaoning", JOBS, "flow", 486000, "人" },
  { "2025-neimenggu", GDP, "growth", 6, "%" }, { "2025-neimenggu", GDP, "flow", 2600000000000, "元" },
  { "2025-neimenggu", GRAIN, "flow", 82010000000, "斤" },
  { "2025-ningxia", GDP, "flow", 550300000000, "元" }, { "2025-ningxia", GDP, "growth", 5.4, "%" },
  { "2025-qinghai", GDP, "growth", 2.7, "%" }, { "2025-qinghai", JOBS, "flow", 64500, "人" },
  { "2025-shaanxi", GDP, "flow", 3553800000000, "元" }, { "2025-shaanxi", GDP, "growth", 5.3, "%" },
  { "2025-shaanxi", GRAIN, "flow", 13523000, "吨" }, { "2025-shaanxi", JOBS, "flow", 434000, "人" },
  { "2025-shandong", GDP, "flow", 9860000000000, "元" }, { "2025-shandong", GDP, "growth", 5.7, "%" },
  { "2025-shandong", HIGH_TECH, "stock", 35000, "家" }, { "2025-shandong", GRAIN, "flow", 114200000000, "斤" },
  { "2025-shandong", JOBS, "flow", 1245000, "人" },
  { "2025-shanghai", GDP, "growth", 5, "%" }, { "2025-shanghai", HIGH_TECH, "stock", 25000, "家" },
  { "2025-sichuan", GDP, "growth", 5.7, "%" }, { "2025-sichuan", GDP, nil, 6469700000000, "元" },
  { "2025-sichuan", HIGH_TECH, "flow", 1200, "家" }, { "2025-sichuan", JOBS, "flow", 1060000, "人" },
  { "2025-tianjin", GDP, "growth", 5.1, "%" },
  { "2025-xinjiang", GDP, "growth", 6.1, "%" }, { "2025-xinjiang", GDP, "flow", 2000000000000, "元" },
  { "2025-xinjiang", HIGH_TECH, nil, 2529, "家" },
  { "2025-xizang", GDP, "growth", 6.3, "%" }, { "2025-xizang", GRAIN, "flow", 1100000, "吨" },
  { "2025-yunnan", GDP, "flow", 3153400000000, "元" }, { "2025-yunnan", GDP, "growth", 3.3, "%" },
  { "2025-yunnan", GRAIN, "flow", 19935000, "吨" }, { "2025-yunnan", JOBS, "flow", 510000, "人" },
  { "2025-zhejiang", GDP, "growth", 5.5, "%" }, { "2025-zhejiang", JOBS, "flow", 1183000, "人" },
  { "2026-anhui", GDP, "flow", 5300000000000, "元" }, { "2026-anhui", GRAIN, "flow", 83860000000, "斤" },
  { "2026-beijing", GDP, "flow", 5200000000000, "元" }, { "2026-beijing", GDP, "growth", 5.4, "%" },
  { "2026-beijing", HIGH_TECH, "stock", 30000, "家" },
  { "2026-chongqing", GDP, "flow", 3375793000000, "元" },
  { "2026-fujian", GDP, "flow", 6019945000000, "元" },
  { "2026-guangdong", GDP, "growth", 3.9, "%" }, { "2026-guangdong", HIGH_TECH, nil, 74000, "家" },
  { "2026-guangxi", GDP, "growth", 5.1, "%" }, { "2026-guangxi", GRAIN, "flow", 28090000000, "斤" },
  { "2026-heilongjiang", GRAIN, "flow", 164006000000, "斤" }, { "2026-heilongjiang", JOBS, "flow", 358000, "人" },
  { "2026-henan", GDP, "flow", 6660000000000, "元" }, { "2026-henan", HIGH_TECH, nil, 12800, "家" },
  { "2026-hubei", GDP, "flow", 6266100000000, "元" }, { "2026-hubei", HIGH_TECH, "stock", 35000, "家" },
  { "2026-hunan", GDP, "flow", 5530000000000, "元" }, { "2026-hunan", GRAIN, "flow", 62000000000, "斤" },
  { "2026-jilin", GRAIN, "flow", 87160000000, "斤" }, { "2026-jilin", JOBS, "flow", 228900, "人" },
  { "2026-liaoning", GDP, "growth", 3.7, "%" }, { "2026-liaoning", GRAIN, "flow", 51560000000, "斤" },
  { "2026-ningxia", GDP, "flow", 569600000000, "元" }, { "2026-ningxia", GRAIN, "flow", 7628000000, "斤" },
  { "2026-qinghai", GDP, "growth", 4.1, "%" }, { "2026-qinghai", GRAIN, "flow", 1193000, "吨" },
  { "2026-shaanxi", GRAIN, "flow", 13470000, "吨" },
  { "2026-shandong", GDP, "flow", 10300000000000, "元" }, { "2026-shandong", GDP, "growth", 5.5, "%" },
  { "2026-shanghai", GDP, "flow", 5670000000000, "元" },
  { "2026-sichuan", GDP, "flow", 6766500000000, "元" }, { "2026-sichuan", GRAIN, "flow", 73250000000, "斤" },
  { "2026-tianjin", GDP, "growth", 4.8, "%" },
  { "2026-xinjiang", GDP, "flow", 2150000000000, "元" }, { "2026-xinjiang", GDP, "growth", 5.5, "%" },
  { "2026-xizang", GDP, "growth", 7, "%" }, { "2026-xizang", HIGH_TECH, "stock", 200, "家" },
  { "2026-zhejiang", GDP, "growth", 5.5, "%" }, { "2026-zhejiang", JOBS, "flow", 1158000, "人" },
}

describe("the provinces' reports", function()
  local documents = shared.documents "^gov%-work%-report%-202[56]%-.*%.txt$"

  it("give the values that an eye finds in them", function()
    if #documents == 0 then pending "left out: ../shared/corpus is absent" return end
    local facts_of = {}
    local missing = {}
    for _, row in ipairs(READ_BY_EYE) do
      local document, indicator, measure, value, unit = row[1], row[2], row[3], row[4], row[5]
      if not facts_of[document] then
        local text = assert(shared.text("corpus/gov-work-report-" .. document .. ".txt"))
        facts_of[document] = baogao.read(text, { name = document }).facts
      end
      local found = false
      for _, fact in ipairs(facts_of[document]) do
        found = found or fact.label_zh == indicator and fact.value == value and fact.unit == unit
          and fact.measure ~= "target" and (measure == nil or fact.measure == measure)
      end
      if not found then missing[#missing + 1] = ("%s %s %s %s%s"):format(document, indicator, tostring(measure), value, unit) end
    end
    assert.are.same({}, missing)
    assert.is_true(#READ_BY_EYE >= 60)
  end)

  it("have the figures of README's three tables in the lines that the tables name", function()
    if #documents == 0 then pending "left out: ../shared/corpus is absent" return end
    local readme = assert(io.open "README.md")
    local section = readme:read("*a"):match "### Sixty%-two reports, three questions\n(.-)\n## "
    readme:close()
    local labels, facts_of, count = { GDP, HIGH_TECH, GRAIN }, {}, 0
    local tables = 0
    for line in section:gmatch "[^\n]+" do
      if line:find "^| province" then tables = tables + 1 end
      local cells = {}
      for cell in line:gmatch "|%s*([^|]-)%s*%f[|]" do cells[#cells + 1] = cell end
      for i, cell in ipairs(cells) do
        local document, paragraph = cell:match "^(202%d%-%a+):(%d+)$"
        if document then
          -- the figure stands right before its place, or before its value in another unit
          local told = (cells[i - 1]:find "^[%d.]+$" and cells[i - 2] or cells[i - 1]):gsub(" %(预计%)$", "")
          facts_of[document] = facts_of[document] or
            baogao.read(assert(shared.text("corpus/gov-work-report-" .. document .. ".txt")), { name = document }).facts
          local found = false
          for _, fact in ipairs(facts_of[document]) do
            found = found or fact.label_zh == labels[tables] and fact.paragraph == tonumber(paragraph) and fact.written == told
          end
          assert.is_true(found, line)
          count = count + 1
        end
      end
    end
    assert.are.equal(3, tables)
    assert.are.equal(2 * 14 + 10 + 10, count)
  end)

  it("each know their province and year by themselves", function()
    if #documents == 0 then pending "left out: ../shared/corpus is absent" return end
    local regions = {}
    for _, path in ipairs(documents) do
      local year, place = path:match "report%-(%d+)%-(%a+)"
      if place ~= "national" then
        local report = baogao.read(shared.text(path), { name = path })
        assert.are.equal(year, report.period, path)
        assert.is_truthy(report.region and report.region:find "^%d%d0000$", path)
        regions[report.region] = true
        local text = shared.text(path)
        for _, fact in ipairs(report.facts) do assert.are.equal(fact.text, text:sub(fact.first, fact.last), path) end
      end
    end
    local count = 0
    for _ in pairs(regions) do count = count + 1 end
    assert.are.equal(31, count)
  end)
end)
