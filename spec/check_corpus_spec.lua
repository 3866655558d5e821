-- Real reports held against themselves, and against their own reading. Each accusation must have been read by hand and be
-- listed in spec/judged/, and nine of ten that are given must be judged true. The reports are not part of this project:
-- where they are not beside it, this is left out.

local baogao = require "baogao"

local planted = require "support.planted"
local shared = require "support.shared"

local slow = os.getenv "BAOGAO_SLOW"

local FOLDER = "../shared/corpus/"

local function read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read "*a"
  file:close()
  return text
end

-- document -> byte -> judgement
local function judged(name)
  local list = {}
  for line in assert(read("spec/judged/" .. name)):gmatch("[^\n]+") do
    local document, byte, grade, rule, judgement = line:match("^([%w%-]+)\t(%d+)\t([EW])\t([%w_]+)\t(%a+)")
    if document then
      list[document .. ":" .. byte] = { grade = grade, rule = rule, judgement = judgement }
    end
  end
  return list
end

local PROVINCES = { "anhui", "beijing", "chongqing", "fujian", "gansu", "guangdong", "guangxi", "guizhou", "hainan", "hebei",
  "heilongjiang", "henan", "hubei", "hunan", "jiangsu", "jiangxi", "jilin", "liaoning", "neimenggu", "ningxia", "qinghai",
  "shaanxi", "shandong", "shanghai", "shanxi", "sichuan", "tianjin", "xinjiang", "xizang", "yunnan", "zhejiang" }

local function each(run)
  local n = 0
  for _, province in ipairs(PROVINCES) do
    for _, year in ipairs { 2025, 2026 } do -- in this order: a report is held against the one before
      local document = ("gov-work-report-%d-%s"):format(year, province)
      local text = read(FOLDER .. document .. ".txt")
      -- under valgrind three are enough
      if text and not (slow and n == 3) then
        n = n + 1
        run(document, text)
      end
    end
  end
  return n
end

-- Every accusation is listed; what is given and listed as false stays below one in ten of the errors.
local function hold(list, findings)
  local unread, errors, untrue = {}, 0, 0
  for _, found in ipairs(findings) do
    local known = list[found.key]
    if not known then unread[#unread + 1] = found.key .. " " .. found.finding.verdict .. " " .. found.finding.message end
    if found.finding.grade == "error" then
      errors = errors + 1
      if known and known.judgement == "false" then untrue = untrue + 1 end
    end
  end
  assert.same({}, unread)
  assert.is_true(untrue * 10 <= errors, ("%d of %d errors are false"):format(untrue, errors))
end

describe("143 reports and plans of seventy years", function()
  it("give no accusation against themselves that was not read by hand", function()
    local findings, names = {}, shared.documents()
    if #names == 0 then return pending("left out: the reports are not here") end
    assert.is_true(#names >= 143)
    for i, name in ipairs(names) do
      if not slow or i % 50 == 0 then
        for _, finding in ipairs(baogao.check(shared.text(name))) do
          findings[#findings + 1] = { key = name:match("([^/]+)%.txt$") .. ":" .. finding.first, finding = finding }
        end
      end
    end
    hold(judged "self_check.tsv", findings)
  end)
end)

describe("62 provincial reports", function()
  it("tell nearly all faults that are planted in them, and nothing else", function()
    local texts = {}
    local n = each(function(_, text) texts[#texts + 1] = text end)
    if n == 0 then return pending("left out: the reports are not here") end
    local results = planted.run(texts)
    local number, found = 0, 0
    for _, row in ipairs(results) do
      assert.equal(0, row.elsewhere, row.name)
      number, found = number + row.planted, found + row.found
      -- of each kind that is there often enough to tell
      if row.planted >= 10 then
        assert.is_true(row.found >= 0.7 * row.planted, ("%s: %d of %d"):format(row.name, row.found, row.planted))
      end
    end
    assert.is_true(number > (slow and 30 or 1500), number)
    assert.is_true(found > 0.88 * number, ("%d of %d"):format(found, number))
  end)

  it("agree with their own reading", function()
    local findings, matched, figures = {}, 0, 0
    local n = each(function(document, text)
      local report = baogao.read(text)
      for _, finding in ipairs(baogao.check(text, report, { self_check = false, all = true })) do
        figures = figures + 1
        if finding.verdict == "match" then matched = matched + 1 end
        if finding.grade then findings[#findings + 1] = { key = document .. ":" .. finding.first, finding = finding } end
      end
    end)
    if n == 0 then return pending("left out: the reports are not here") end
    hold(judged "own_reading.tsv", findings)
    assert.is_true(matched > 0.7 * figures, ("%d of %d figures are found again"):format(matched, figures))
  end)

  it("of one year are not held against what those of the year before say of theirs", function()
    local records, findings, figures = {}, {}, 0
    local n = each(function(document, text)
      local year, province = document:match("(%d+)%-(%a+)$")
      if year == "2025" then
        records[province] = baogao.read(text)
        return
      end
      for _, finding in ipairs(baogao.check(text, records[province], { self_check = false, all = true })) do
        figures = figures + 1
        if finding.grade then findings[#findings + 1] = { key = document .. ":" .. finding.first, finding = finding } end
      end
    end)
    if n == 0 then return pending("left out: the reports are not here") end
    hold(judged "next_year.tsv", findings)
    assert.is_true(figures > (slow and 50 or 5000), figures)
  end)

  it("are held against a changed copy: a figure made wrong is found", function()
    -- each report's own reading is the record; in the draft every tenth figure of a stock is doubled
    local changed, found = 0, 0
    local n = each(function(_, text)
      local report = baogao.read(text)
      for i, fact in ipairs(report.facts) do
        local number = fact.measure == "stock" and fact.qualifier == "exact" and i % 10 == 0 and fact.text:match("^%d+")
        if number and tonumber(number) > 10 then
          local paragraph_first = text:sub(1, fact.first - 1):match(".*()\n") or 0
          local paragraph_last = (text:find("\n", fact.first, true) or #text + 1) - 1
          local at = fact.first - paragraph_first
          local paragraph = text:sub(paragraph_first + 1, paragraph_last)
          local draft = paragraph:sub(1, at - 1) .. ("%.0f"):format(tonumber(number) * 2) .. paragraph:sub(at + #number)
          changed = changed + 1
          for _, finding in ipairs(baogao.check(draft, report, { self_check = false })) do
            if finding.first == at then
              found = found + 1
              break
            end
          end
        end
      end
    end)
    if n == 0 then return pending("left out: the reports are not here") end
    assert.is_true(changed > (slow and 2 or 100), changed)
    -- few false alarms come before many findings; still most of what is plainly wrong is told
    assert.is_true(found > 0.5 * changed, ("%d of %d"):format(found, changed))
    print(("  %d of %d figures made wrong are found"):format(found, changed))
  end)
end)
