-- What must be the same on every host, byte for byte: answers as numbers with all their digits, messages of faults, texts.
-- Answers one string; hosts.sh runs it in each host and compares.

local baogao = require "baogao"
local lines = {}

-- A value with all that is in it, keys in order; numbers as they print and with all digits.
local function show(value, depth)
  local kind = type(value)
  -- so many digits that next to nothing is rounded: LuaJIT's printing rounds a tie up, C's to even
  if kind == "number" then return tostring(value) .. "=" .. ("%.60g"):format(value) end
  if kind ~= "table" then return kind == "function" and "function" or tostring(value):gsub("0x%x+", "0x") end
  if depth == 0 then return "{...}" end
  local keys, made = {}, {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return type(a) == type(b) and a < b or type(a) < type(b) end)
  for i, key in ipairs(keys) do made[i] = tostring(key) .. ":" .. show(value[key], depth - 1) end
  return "{" .. table.concat(made, ",") .. "}"
end

local function say(name, work, ...)
  local results = { pcall(work, ...) }
  for i = 1, 4 do results[i] = results[i] == nil and "nil" or show(results[i], 6) end
  -- where a fault was raised is the host's way of naming files
  lines[#lines + 1] = name .. " -> " .. table.concat(results, " | "):gsub("[%w%./_%-]+%.lua:%d+:", "FILE:")
end

local TEXTS = { "全市新增企业1.4万家，增长12.3%，其中国家级63家、省级2197家。", "力争到2026年突破650亿元，年均增长8%左右。",
  "1至11月完成投资近20亿元，同比提高1.2个百分点，居全省第三位。", "十几个，数百家，三四百人，一万二，壹佰贰拾叁万，两年半，八五折，３．５％",
  "截至2024年底，累计建成约1200余座，翻一番，占比三分之一；1e5，９９９９９９９９９９９９９９９９９亿元", "\255\254中\0文5家" }

local report = baogao.report()
for _, fact in ipairs(report.facts) do say("fact", function() return fact end) end
for _, field in ipairs { "category", "level", "unit", "measure", "nothing" } do say("totals " .. field, report.totals, report, field) end
for _, fact in ipairs(report.facts) do
  say("growth", report.growth, report, fact.id)
  for _, style in ipairs { "text", "markdown", "bibtex", "gbt7714" } do say("cite", report.cite, report, fact.id, style) end
end
for _, text in ipairs(TEXTS) do
  if baogao.scan then
    say("scan", baogao.scan, text)
    say("scan in UTF-16", baogao.scan, text, { position = "utf16" })
    say("periods", baogao.periods, text, { year = 2024 })
  end
  if baogao.read then say("read", function() return baogao.read(text .. text, { year = 2024, region = "410100" }).facts end) end
  if baogao.check then say("check", baogao.check, text, report) end
end
for _, word in ipairs { "二百三十余万", "三分之二", "1/3", "1e308", "约1.4万", "", "家", "99999999999999999999" } do say("number", baogao.number, word) end
for _, value in ipairs { 0, -0.0, 1, 0.1, 1e15, 123456789.25, -14000, 1e16, 1 / 3, 2 ^ 53, 0 / 0, 1 / 0, 5e-324 } do
  for _, style in ipairs { "plain", "grouped", "wan", "han", "financial" } do say("written", baogao.written, value, "元", { style = style }) end
end
say("misuse", baogao.scan, 5)
say("misuse", baogao.scan, "", { posision = "byte" })
say("misuse", baogao.growth, {}, 1)
say("misuse", baogao.report, "none")
say("derived", baogao.growth, { lower = 3, upper = 5 }, { lower = 6, upper = 8, upper_open = true })
say("derived", baogao.cagr, 100, 180, 7)
say("derived", baogao.contribution, 10, 12, 100)

local has, frame = pcall(require, "baogao.frame")
if has then
  local f = frame({ { k = "a", v = 10, day = "2024-01-31" }, { k = "b", v = { value = 5, lower = 4, upper = 6 } }, { k = "中", v = 1e15 + 0.5 },
    { v = -0.1 } }, { types = { day = "date" } })
  say("frame", function() return f:rows() end)
  say("frame", function() return f:schema() end)
  say("frame", function() return tostring(f) end)
  local query = require "baogao.query"
  local q = query.from(f, { table = "facts" })
  for _, text in ipairs { "v > 4.5", "k = 'a' or certainly(v < 6)", "v > ", "k > 1", "v * 3 / 7 > 0.1", "not (k like 'a%')" } do
    say("filter " .. text, function() return q:filter(text):rows() end)
    say("sql " .. text, function() return (q:filter(text):sql("clickhouse", { literals = true })) end)
  end
  say("summarise", function()
    return q:summarise({ n = "count()", s = "sum(v)", m = "mean(v)", q = "quantile(v, 0.3)" }):rows()
  end)
  say("derive", function() return q:derive({ x = "v / 3", y = "round(v * 1.15)" }):rows() end)
  say("csv", function() return frame.csv("a,b\n1,x\n0.1,\n1e400,z\n", { text = true }):rows() end)
  say("csv", frame.csv, "a,b\n\"1", { text = true })
end

return table.concat(lines, "\n") .. "\n"
