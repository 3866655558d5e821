-- How time grows with the input: each public function on inputs that double, and the exponent between the larger two pairs.
-- 1 is linear; what is above 1.3 is named and fails the step (unless it is known to sort or to pair, which is said here).

local baogao = require "baogao"

local LIMIT, ENOUGH = 1.3, tonumber(os.getenv "BAOGAO_TIME_SECONDS") or 0.15

local function time(work, input)
  local best = math.huge
  for _ = 1, 3 do
    collectgarbage()
    collectgarbage("stop") -- how Lua collects is not what is measured
    local start = os.clock()
    work(input)
    best = math.min(best, os.clock() - start)
    collectgarbage("restart")
  end
  return best
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
local function row(name, make, work, why) rows[#rows + 1] = { name, make, work, why } end

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
    for i = 1, math.min(n, 2000) do names[i] = "c" .. i end
    return table.concat(names, ",") .. "\n"
  end, text(frame.csv), "columns are found by a walk, and are at most 4096")
  row("ndjson", function(n) return ('{"id":1,"name":"x","value":2.5}\n'):rep(n * 4) end, text(frame.ndjson))
  local function made(n)
    local data = { k = {}, v = {}, id = {} }
    for i = 1, n * 20 do data.k[i], data.v[i], data.id[i] = "k" .. (i * 7919) % (n * 3), (i * 104729) % 9973, (i * 7919) % (n * 20) end
    return frame.new(data, { columns = { "k", "v", "id" } })
  end
  row("frame rows", made, function(f) f:rows() end)
  local query = require "baogao.query"
  local function chain(work) return function(f) work(query.from(f)):frame() end end
  row("frame filter", made, chain(function(q) return q:filter("v > 5000 and k like 'k1%'") end))
  row("frame sort", made, chain(function(q) return q:sort("v", "k") end))
  row("frame group", made, chain(function(q) return q:group_by("k"):summarise({ s = "sum(v)", d = "count_distinct(v)" }) end))
  row("frame quantile", made, chain(function(q) return q:summarise({ m = "quantile(v, 0.4)" }) end))
  row("frame distinct", made, chain(function(q) return q:distinct("k") end))
  row("frame join by a key", made, chain(function(q) return q:join(q, { on = "id" }) end))
  local columns = { { name = "a", type = "number" } }
  row("filter text of ands", function(n) return ("a > 1 and "):rep(math.min(n, 2000)) .. "a = 1" end, function(t) query.parse(t, columns) end)
  row("filter text of parentheses", function(n) return ("("):rep(math.min(n * 16, 65000)) end, function(t) query.parse(t, columns) end)
end
if pcall(require, "baogao.lsp.framing") then
  local framing = require "baogao.lsp.framing"
  row("framing in one piece", function(n) return framing.frame("{}"):rep(n * 4) end, function(bytes) framing.reader()(bytes) end)
  row("framing byte by byte", function(n) return framing.frame(("x"):rep(n * 20)) end, function(bytes)
    local feed = framing.reader()
    for i = 1, #bytes do feed(bytes:sub(i, i)) end
  end)
end

local above = 0
local worst, worst_name = 0, "none"
for _, r in ipairs(rows) do
  local name, make, work, why = r[1], r[2], r[3], r[4]
  local n, times = 16, {}
  -- double until it takes long enough to be measured, or the input is 4 million
  local input = make(n)
  local taken = time(work, input)
  while taken < ENOUGH / 8 and n < 200000 do
    n = n * 2
    taken = time(work, make(n))
  end
  times[1] = taken
  for i = 2, 4 do times[i] = time(work, make(n * 2 ^ (i - 1))) end
  local exponent = math.log(times[4] / times[2]) / math.log(4)
  local verdict = ""
  if exponent > LIMIT then
    verdict = why and "  (" .. why .. ")" or "  ABOVE " .. LIMIT
    if not why then above = above + 1 end
  end
  if not why and exponent > worst then worst, worst_name = exponent, name end
  print(("  %-34s n^%.2f  %8.1f ms at the largest%s"):format(name, exponent, times[4] * 1000, verdict))
end
print(("%d functions and inputs: the largest exponent is %.2f (%s), %d above %.1f"):format(#rows, worst, worst_name, above, LIMIT))
os.exit(above == 0 and 0 or 1)
