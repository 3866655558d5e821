-- How time grows with the input: each public function on inputs that double, and the exponent between an input
-- and one four times as large.
-- 1 is linear; what is above 1.3 is named and fails the step. A row may have a limit of its own, and then says why.

local baogao = require "baogao"

-- an input is doubled until the work on it takes ENOUGH seconds or it is LARGEST; then the work is repeated instead
local LIMIT, ENOUGH, LARGEST = 1.3, tonumber(os.getenv "BAOGAO_TIME_SECONDS") or 0.02, 16384

-- seconds of the processor for one run, the best of three
local function time(work, input, times)
  local best = math.huge
  for _ = 1, 3 do
    collectgarbage()
    collectgarbage("stop") -- how Lua collects is not what is measured
    local start = os.clock()
    for _ = 1, times do work(input) end
    best = math.min(best, os.clock() - start)
    collectgarbage("restart")
  end
  return best / times
end

local SENTENCE = "全市新增企业1.4万家，增长12.3%，其中国家级63家、省级2197家；2024年1至11月投资近20亿元。\n"
local function prose(n) return SENTENCE:rep(n) end
-- different sentences, so that nothing is read once for all
local function varied(n)
  local made = {}
  for i = 1, n do made[i] = ("第%d区新增企业%d.%d万家，增长%d.%d%%，其中国家级%d家。\n"):format(i, i, i % 10, i % 90, i % 10, i % 50) end
  return table.concat(made)
end
local function digits(n) return ("1"):rep(n * 40) end
local function han(n) return ("一二三四五六七八九十百千万亿"):rep(n) end
local function csv(n)
  local made = { "id,name,value,day\n" }
  for i = 1, n * 4 do made[#made + 1] = ("%d,name%d,%d.5,2024-01-%02d\n"):format(i, i, i, i % 28 + 1) end
  return table.concat(made)
end

local rows = {}
local function row(name, make, work, own)
  own = own or {}
  rows[#rows + 1] = { name = name, make = make, work = work, limit = own.limit or LIMIT, why = own.why, largest = own.largest or LARGEST }
end
-- rows are fetched from all over the columns: the nanoseconds of one grow until no cache holds them, and then stay
local SCATTERED = { limit = 1.8, why = "rows lie scattered in memory that no cache holds" }

if baogao.scan then
  row("scan prose", prose, baogao.scan)
  row("scan as frame", prose, function(text) baogao.scan(text, { as = "frame" }) end)
  row("scan in UTF-16", prose, function(text) baogao.scan(text, { position = "utf16" }) end)
  row("scan one numeral without end", digits, baogao.scan)
  row("scan Chinese digits without end", han, baogao.scan)
  row("scan opened title marks", function(n) return ("《5家"):rep(n * 10) end, baogao.scan)
  row("scan ranges without end", function(n) return ("1至"):rep(n * 10) end, baogao.scan)
  row("scan words before a number", function(n) return ("超过约近"):rep(n * 8) .. "5家" end, baogao.scan)
  row("scan broken UTF-8", function(n) return ("\228\184"):rep(n * 20) end, baogao.scan)
  row("periods", prose, baogao.periods)
  row("periods of years", function(n) return ("2024年"):rep(n * 10) end, baogao.periods)
  row("number", digits, baogao.number)
end
if pcall(require, "baogao.read") then
  row("read prose", prose, function(text) baogao.read(text, { year = 2024 }) end)
  row("read varied prose", varied, function(text) baogao.read(text, { year = 2024 }) end)
  row("read one sentence", function(n) return ("增长5%、"):rep(n * 8) end, function(text) baogao.read(text, { year = 2024 }) end)
  row("read empty lines", function(n) return ("\n"):rep(n * 100) end, function(text) baogao.read(text, { year = 2024 }) end)
end
if pcall(require, "baogao.check") then
  local report = baogao.report()
  row("check prose", prose, function(text) baogao.check(text, report) end)
  row("check varied prose", varied, function(text) baogao.check(text, report) end)
  row("check one sentence", function(n) return ("国家级平台63家、"):rep(n * 4) end, function(text) baogao.check(text, report) end)
end
local has, frame = pcall(require, "baogao.frame")
if has then
  local function text(read) return function(bytes) assert(read(bytes, { text = true })) end end
  row("csv", csv, text(frame.csv))
  row("csv of quotes", function(n) return 'a\n"' .. ('""'):rep(n * 40) .. '"\n' end, text(frame.csv))
  row("csv of columns", function(n) -- names are looked up by a walk, over at most 4096 of them
    local names = {}
    for i = 1, n do names[i] = "c" .. i end
    return table.concat(names, ",") .. "\n"
  end, text(frame.csv), { limit = 2.1, why = "columns are found by a walk, and are at most 4096", largest = 1024 })
  row("ndjson", function(n) return ('{"id":1,"name":"x","value":2.5}\n'):rep(n * 4) end, text(frame.ndjson))
  local function made(n)
    local data = { k = {}, v = {}, id = {} }
    for i = 1, n * 20 do data.k[i], data.v[i], data.id[i] = "k" .. (i * 7919) % (n * 3), (i * 104729) % 9973, (i * 7919) % (n * 20) end
    return frame.new(data, { columns = { "k", "v", "id" } })
  end
  row("frame rows", made, function(f) f:rows() end, SCATTERED)
  local query = require "baogao.query"
  local function chain(work) return function(f) work(query.from(f)):frame() end end
  row("frame filter", made, chain(function(q) return q:filter("v > 5000 and k like 'k1%'") end))
  row("frame sort", made, chain(function(q) return q:sort("v", "k") end), SCATTERED)
  row("frame group", made, chain(function(q) return q:group_by("k"):summarise({ s = "sum(v)", d = "count_distinct(v)" }) end), SCATTERED)
  row("frame quantile", made, chain(function(q) return q:summarise({ m = "quantile(v, 0.4)" }) end))
  row("frame distinct", made, chain(function(q) return q:distinct("k") end))
  row("frame join by a key", made, chain(function(q) return q:join(q, { on = "id" }) end), SCATTERED)
  local function years(n)
    local data = { place = {}, year = {}, value = {} }
    for i = 1, n * 20 do data.place[i], data.year[i], data.value[i] = "p" .. math.floor(i / 20), 2000 + i % 20, i * 104729 % 9973 + 1 end
    return frame.new(data, { columns = { "place", "year", "value" } })
  end
  row("frame growth by year", years, chain(function(q) return q:growth("value", { period = "year", by = { "place" } }) end), SCATTERED)
  row("frame rank", years, chain(function(q) return q:rank("value", { by = { "year" } }) end), SCATTERED)
  row("frame running sums", years, chain(function(q) return q:cumulative("value", { by = { "place" } }) end))
  row("frame pivot", years, chain(function(q) return q:pivot { names = "year", values = "value", keys = { "place" } } end), SCATTERED)
  row("frame totals", function(n)
    local data = { id = {}, indicator = {}, value = {}, unit = {}, part_of = {}, level = {} }
    for i = 1, n * 4 do
      data.id[i], data.indicator[i], data.value[i], data.unit[i] = "f" .. i, "i" .. math.floor(i / 4), i, "家"
      data.part_of[i], data.level[i] = i % 4 ~= 0 and "f" .. (i - i % 4) or "", i % 2 == 0 and "national" or "provincial"
    end
    return frame.new(data, { columns = { "id", "indicator", "value", "unit", "part_of", "level" } })
  end, function(f) query.from(f):totals("level") end, SCATTERED)
  local saved = os.tmpname()
  row("frame saved and opened", made, function(f)
    assert(f:save(saved))
    assert(frame.open(saved)):close()
  end)
  rows.done = function() os.remove(saved) end
  local columns = { { name = "a", type = "number" } }
  row("filter text of ands", function(n) return ("a > 1 and "):rep(n) .. "a = 1" end, function(t) query.parse(t, columns) end, { largest = 512 })
  row("filter text of parentheses", function(n) return ("("):rep(n * 16) end, function(t) query.parse(t, columns) end, { largest = 1024 })
end
do
  local function read(n) return baogao.read(varied(n), { year = 2024, name = "r" .. n }) end
  row("facts of a report", read, function(report) return #report.facts end)
  row("totals of a report", read, function(report) return report:totals("level") end, SCATTERED)
  row("search in a report", read, function(report) return report:search("国家级") end)
  row("growth in a report", read, function(report) return report:growth(report.facts[1].id) end)
  row("many reports as one", function(n)
    local made = {}
    for i = 1, n do made[i] = baogao.read(varied(4), { year = 2024, name = "r" .. i }) end
    return made
  end, baogao.collect)
  local function bars(n)
    local made = {}
    for i = 1, n do made[i] = { label = "第" .. i .. "区", value = i, unit = "家" } end
    return made
  end
  row("chart of bars", bars, function(data) return baogao.svg("bars", data) end, { largest = 128 })
  row("figures written", function(n) return n end, function(n) for i = 1, n do baogao.written(i * 12345, "家", { style = "han" }) end end)
end
if pcall(require, "baogao.lsp.framing") then
  local framing = require "baogao.lsp.framing"
  row("framing in one piece", function(n) return framing.frame("{}"):rep(n * 4) end, function(bytes) framing.reader()(bytes) end)
  row("framing byte by byte", function(n) return framing.frame(("x"):rep(n * 20)) end, function(bytes)
    local feed = framing.reader()
    for i = 1, #bytes do feed(bytes:sub(i, i)) end
  end)
end

-- the exponent between an input and one four times as large, and the milliseconds of the larger
local function measured(make, work, largest)
  local n, times = 16, 1
  local taken = time(work, make(n), 1)
  while taken < ENOUGH and n < largest do
    n = n * 2
    taken = time(work, make(n), 1)
  end
  if taken < ENOUGH then times = math.min(100, math.ceil(ENOUGH / math.max(taken, 1e-6))) end
  local small, large = time(work, make(n), times), time(work, make(n * 4), times)
  return math.log(large / small) / math.log(4), large * 1000
end

local above = 0
local worst, worst_name = 0, "none"
for _, r in ipairs(rows) do
  local exponent, taken = measured(r.make, r.work, r.largest)
  -- what else the machine does only adds: what is above the limit is measured again before it is believed
  for _ = 1, 4 do
    if exponent <= r.limit then break end
    exponent = math.min(exponent, (measured(r.make, r.work, r.largest)))
  end
  if exponent > r.limit then above = above + 1 end
  if not r.why and exponent > worst then worst, worst_name = exponent, r.name end
  print(("  %-34s n^%.2f  %8.1f ms at the largest%s%s"):format(r.name, exponent, taken,
    exponent > r.limit and "  ABOVE " .. r.limit or "", r.why and "  (" .. r.why .. ")" or ""))
end
if rows.done then rows.done() end
print(("%d functions and inputs: the largest exponent is %.2f (%s), %d above the limit"):format(#rows, worst, worst_name, above))
os.exit(above == 0 and 0 or 1)
