-- planted.lua: faults planted in real reports, one at a time, to measure what the checker finds of them by itself.
--
-- Reports that were proofread agree with themselves, so that what the checker finds in them says little. Here each place of
-- a report that has the form of a statement which can be wrong by itself is made wrong by changing one figure, and the
-- paragraph is checked again. The places are looked for by forms that are wider than the checker's rules (two figures with
-- 到 or 至 between and a rate behind; 其中 and two figures of one unit; …), so what its rules are too narrow for counts as
-- missed. A fault is found where a finding stands within the changed statement; a finding anywhere else is a false alarm.
--
--   lua5.4 spec/support/planted.lua [FOLDER [PATTERN]]

local baogao = require "baogao"

local M = {}

local function number_text(value)
  local text = ("%.2f"):format(value):gsub("0+$", ""):gsub("%.$", "")
  return text
end

-- The quantity's numeral multiplied, in its own words; nil where it is no plain number.
local function scaled(quantity, factor, more)
  local digits = quantity.number:match("^[%d.]+")
  if not digits or quantity.lower ~= quantity.upper then return nil end
  local value = tonumber(digits)
  if not value or value == 0 then return nil end
  local whole = not digits:find(".", 1, true)
  local new = value * factor + (more or 0)
  if whole then new = math.floor(new + 0.5) end
  local at = quantity.text:find(digits, 1, true)
  return quantity.text:sub(1, at - 1) .. number_text(new) .. quantity.text:sub(at + #digits)
end

local function has(text, ...)
  for _, word in ipairs { ... } do
    if text:find(word, 1, true) then return true end
  end
  return false
end

-- What stands between two quantities, nil where a sentence ends there.
local function between(text, a, b)
  local gap = text:sub(a.last + 1, b.first - 1)
  if has(gap, "。", "；") then return nil end
  return gap
end

local function exact(q) return q.lower == q.upper and q.value > 0 end

-- Each kind: its name, and a function that is given a paragraph and its quantities and calls plant(first, last, new, from, to):
-- bytes first to last become new; from and to are the statement.
M.KINDS = {}
local function kind(name, places) M.KINDS[#M.KINDS + 1] = { name = name, places = places } end

local function each_way(text, list, run)
  for i = 1, #list - 1 do
    local a, b = list[i], list[i + 1]
    local gap = between(text, a, b)
    local before = text:sub(math.max(1, a.first - 60), a.first - 1)
    if gap and #gap < 40 and has(gap, "到", "至") and has(before, "由", "从") and a.unit == b.unit and a.kind == b.kind
      and exact(a) and exact(b) then run(a, b, list[i + 2], i) end
  end
end

kind("from A to B, growth of C %", function(text, list, plant)
  each_way(text, list, function(a, b, c)
    local gap = c and between(text, b, c)
    if gap and c.kind == "percent" and a.kind ~= "percent" and #gap < 30 and has(gap, "增", "提高", "降", "减") and exact(c)
      and not has(gap, "年均", "平均", "占") then
      plant(c.first, c.last, scaled(c, 1.6, 7), a.first, c.last)
    end
  end)
end)

kind("from A to B the wrong way", function(text, list, plant)
  each_way(text, list, function(a, b)
    if a.kind ~= "rank" and a.unit ~= "位" then
      plant(a.first, b.last, b.text .. text:sub(a.last + 1, b.first - 1) .. a.text, a.first, b.last)
    end
  end)
end)

-- Neighbours in a sentence: run(a, b, what stands between, what stands before a, so many bytes of it).
local function each_pair(text, list, reach, run)
  for i = 1, #list - 1 do
    local a, b = list[i], list[i + 1]
    local gap = between(text, a, b)
    if gap then run(a, b, gap, text:sub(math.max(1, a.first - reach), a.first - 1)) end
  end
end

kind("a part above its whole", function(text, list, plant)
  each_pair(text, list, 0, function(a, b, gap)
    if has(gap, "其中") and #gap < 60 and a.unit == b.unit and a.kind == b.kind and a.kind ~= "percent" and exact(a)
      and exact(b) and b.value < a.value and a.value / b.value < 1e6 then
      plant(b.first, b.last, scaled(b, a.value / b.value * 1.5), a.first, b.last)
    end
  end)
end)

-- Percentages to which a hundred is added: those before which, within so many bytes, stands what is wanted.
local function percent_kind(name, reach, wanted)
  kind(name, function(text, list, plant)
    for _, q in ipairs(list) do
      if q.kind == "percent" and q.unit == "%" and exact(q) and q.value <= 100
        and wanted(text:sub(math.max(1, q.first - reach), q.first - 1)) then
        plant(q.first, q.last, scaled(q, 1, 100), q.first, q.last)
      end
    end
  end)
end

percent_kind("a share above 100 %", 12, function(before) return before:find("占比$") end)

percent_kind("a rate above 100 %", 24, function(before)
  return has(before, "覆盖率", "合格率", "达标率", "办结率", "优良率", "入学率", "普及率")
    and not has(before, "增长", "提高", "下降", "，", "毛入学率")
end)

percent_kind("a fall of more than 100 %", 6, function(before)
  return before == "下降" or before == "减少" or before == "降低"
end)

kind("a period that ends before it begins", function(text, _, plant)
  for _, dash in ipairs { "—", "–", "-", "至", "年—", "年至", "年-" } do
    for first, a, b, last in text:gmatch("()([12]%d%d%d)" .. dash:gsub("%-", "%%-") .. "([12]%d%d%d)年()") do
      if a < b then plant(first, last - 1, b .. dash .. a .. "年", first, last - 1) end
    end
  end
end)

kind("a date that no calendar has", function(text, _, plant)
  for first, month, day, last in text:gmatch("()(%d%d?)月(%d%d?)日()") do
    plant(first, last - 1, month .. "月" .. (tonumber(day) % 3 == 0 and 0 or 32) .. "日", first, last - 1)
  end
end)

kind("an increment above its total", function(text, list, plant)
  each_pair(text, list, 45, function(a, b, gap, before)
    if has(before, "新增", "净增") and has(gap, "总数", "累计", "总量") and #gap < 30 and a.unit == b.unit and exact(a)
      and exact(b) and a.kind == b.kind and a.kind ~= "percent" and a.value < b.value then
      plant(a.first, a.last, scaled(a, b.value / a.value * 1.5), a.first, b.last)
    end
  end)
end)

kind("an industrial structure that is not 100", function(text, _, plant)
  local _, at = text:find("三次产业[^%d]*")
  local first, last = text:find("%d+%.?%d*[:：∶]+%d+%.?%d*[:：∶]+%d+%.?%d*", at or #text)
  if at and first and first - at < 40 then
    local digits = text:match("^%d+", first)
    plant(first, first + #digits - 1, tostring(tonumber(digits) + 9), first, last)
  end
end)

kind("exports and imports that are not the trade", function(text, list, plant)
  for i = 1, #list do
    local before = text:sub(math.max(1, list[i].first - 30), list[i].first - 1)
    if list[i].kind == "money" and has(before, "进出口") and exact(list[i]) then
      local out, into
      for k = i + 1, math.min(#list, i + 6) do
        local gap = text:sub(list[k - 1].last + 1, list[k].first - 1)
        if list[k].kind == "money" and exact(list[k]) and not gap:find("。", 1, true) then
          if gap:find("进口", 1, true) and not gap:find("出口", 1, true) then into = into or list[k]
          elseif gap:find("出口", 1, true) then out = out or list[k] end
        end
      end
      if out and into and math.abs(out.value + into.value - list[i].value) < 0.02 * list[i].value then
        plant(out.first, out.last, scaled(out, 1.4), list[i].first, math.max(out.last, into.last))
      end
    end
  end
end)

kind("a rank that moves the wrong way", function(text, list, plant)
  each_pair(text, list, 12, function(a, b, gap, before)
    if a.kind == "rank" and b.kind == "rank" and has(before, "由", "从") and has(gap, "升", "跃", "前移") and #gap < 30
      and a.value > b.value then
      plant(a.first, b.last, b.text .. gap .. a.text, a.first, b.last)
    end
  end)
end)

-- The findings of a paragraph that stand in the statement, and those that stand elsewhere.
local function held(paragraph, from, to, known)
  local inside, outside = 0, 0
  for _, finding in ipairs(baogao.check(paragraph)) do
    if not known[finding.first .. finding.verdict] then
      if finding.last >= from and finding.first <= to then inside = inside + 1 else outside = outside + 1 end
    end
  end
  return inside, outside
end

-- What each report states of a stock or level in a year, said twice, the second time changed.
local function twice(text, result, miss)
  for _, fact in ipairs(baogao.read(text).facts) do
    local q = (fact.measure == "level" or fact.measure == "stock") and fact.qualifier == "exact" and fact.status == "actual"
      and fact.period and fact.period:find("^%d%d%d%d$") and #(fact.indicator or "") >= 12 and baogao.scan(fact.written)[1]
    local new = q and (q.kind == "count" or q.kind == "money" or q.kind == "measure" or q.kind == "percent")
      and scaled(q, 1.5, 3)
    if new then
      local function sentence(figure) return ("%s年%s达到%s。"):format(fact.period, fact.indicator, figure) end
      local draft = sentence(fact.written) .. "\n\n" .. sentence(new)
      local inside, outside = 0, 0
      for _, finding in ipairs(baogao.check(draft)) do
        -- half as much again may be impossible by itself
        if finding.verdict == "stated_twice" then inside = inside + 1
        elseif finding.verdict ~= "impossible" and finding.verdict ~= "share_over_whole" then outside = outside + 1 end
      end
      result.planted = result.planted + 1
      result.found = result.found + (inside > 0 and 1 or 0)
      result.elsewhere = result.elsewhere + outside
      if inside == 0 and miss then miss(result.name, draft) end
    end
  end
end

---Plants faults in the texts.
---@param texts string[]
---@param miss? fun(kind: string, paragraph: string) told of each that is not found
---@return { name: string, planted: integer, found: integer, elsewhere: integer }[]
function M.run(texts, miss)
  local results = {}
  for k, each in ipairs(M.KINDS) do
    local result = { name = each.name, planted = 0, found = 0, elsewhere = 0 }
    results[k] = result
    for _, text in ipairs(texts) do
      for paragraph in text:gmatch("[^\n]+") do
        if paragraph:find("%d") then
          local known
          each.places(paragraph, baogao.scan(paragraph), function(first, last, new, from, to)
            if not new or new == paragraph:sub(first, last) then return end
            if not known then
              known = {}
              for _, finding in ipairs(baogao.check(paragraph)) do known[finding.first .. finding.verdict] = true end
            end
            local changed = paragraph:sub(1, first - 1) .. new .. paragraph:sub(last + 1)
            local inside, outside = held(changed, from, to + #new - (last - first + 1), known)
            result.planted = result.planted + 1
            if inside > 0 then result.found = result.found + 1
            elseif miss then miss(each.name, changed:sub(math.max(1, from - 60), to + 20)) end
            result.elsewhere = result.elsewhere + outside
          end)
        end
      end
    end
  end
  local result = { name = "one figure stated twice", planted = 0, found = 0, elsewhere = 0 }
  results[#results + 1] = result
  for _, text in ipairs(texts) do twice(text, result, miss) end
  return results
end

---The results as a table for people.
function M.show(results, write)
  local planted, found, elsewhere = 0, 0, 0
  write(("%-44s %8s %7s %7s %10s\n"):format("fault", "planted", "found", "recall", "elsewhere"))
  local nowhere = {}
  for _, row in ipairs(results) do
    if row.planted == 0 then nowhere[#nowhere + 1] = row.name end
    planted, found, elsewhere = planted + row.planted, found + row.found, elsewhere + row.elsewhere
    if row.planted > 0 then
      write(("%-44s %8d %7d %6.0f%% %10d\n"):format(row.name, row.planted, row.found, row.found / row.planted * 100,
        row.elsewhere))
    end
  end
  write(("%-44s %8d %7d %6.0f%% %10d\n"):format("all", planted, found, planted > 0 and found / planted * 100 or 0, elsewhere))
  if #nowhere > 0 then write("no place for: " .. table.concat(nowhere, "; ") .. "\n") end
end

-- As a command.
local arguments = rawget(_G, "arg") or {}
if (arguments[0] or ""):find("planted%.lua$") then
  local folder, pattern = arguments[1] or "../shared/corpus", arguments[2] or "^gov%-work%-report%-202[56]%-"
  local texts = {}
  local pipe = io.popen("ls '" .. folder:gsub("'", "'\\''") .. "'")
  for name in pipe:lines() do
    if name:find(pattern) and (arguments[2] or not name:find("national", 1, true)) then
      local file = assert(io.open(folder .. "/" .. name, "rb"))
      texts[#texts + 1] = file:read "*a"
      file:close()
    end
  end
  pipe:close()
  local missed = os.getenv "MISSED" and function(name, text) io.write("MISSED ", name, ": ", (text:gsub("\n", " ")), "\n") end
  M.show(M.run(texts, missed), function(text) io.write(text) end)
  print(("%d reports"):format(#texts))
end

return M
