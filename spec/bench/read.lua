-- Reading facts against ripgrep, which only finds the numbers, on the same text in the same run; and memory over many
-- passes. The text is the corpus beside the project, else a report made up here and repeated.

local baogao = require "baogao"
local together = require "bench.table"

local GOAL = jit and 5 or 10 -- rg -o may be so many times as fast
-- numbers as reports write them, Arabic or Chinese, with a unit; and Arabic ones with a few units alone
local PATTERNS = {
  { "numbers with units", "(?:[0-9０-９]+(?:[.,．][0-9０-９]+)*|[一二三四五六七八九十百千万亿两几数]+)(?:万亿|亿|万|千|百)?(?:余|多)?"
    .. "(?:个百分点|个季度|个月|人次|亿元|万元|美元|元|平方公里|平方米|立方米|公里|千瓦时|千瓦|万吨|吨|公顷|亩|斤|家|个|项|户|人|名|位|"
    .. "台|套|辆|条|座|处|所|件|种|类|批|次|场|部|只|张|艘|架|列|颗|支|栋|倍|年|天|小时|岁|度|米|%|％)", true },
  { "Arabic numbers alone", "[0-9]+(\\.[0-9]+)?(万|亿|千)*(元|家|个|%|人|亩|吨|公里)" },
}
local PASSES = 20

local function documents()
  local texts, pipe = {}, io.popen "ls ../shared/corpus/*.txt 2>/dev/null"
  for path in pipe:lines() do
    local file = assert(io.open(path, "rb"))
    texts[#texts + 1] = file:read "*a"
    file:close()
  end
  pipe:close()
  if #texts > 0 then return texts, "the corpus" end
  local one = "2025年某市政府工作报告\n一、2024年工作回顾\n"
    .. ("全市生产总值1200亿元、增长6.5%，居全省第三。去年新增省级平台30家，累计达到500家。加强队伍建设，优化服务环境。\n"):rep(2000)
  for i = 1, 30 do texts[i] = one end
  return texts, "a report made up, repeated"
end

-- resident memory of this process in KB
local function resident()
  local file = io.open "/proc/self/status"
  if not file then return nil end
  local kb = file:read("*a"):match "VmRSS:%s*(%d+)"
  file:close()
  return tonumber(kb)
end

local texts, what = documents()
local bytes = 0
for _, text in ipairs(texts) do bytes = bytes + #text end

local function read_all()
  local facts = 0
  for _, text in ipairs(texts) do facts = facts + baogao.read(text).count end
  return facts
end

-- The best of some runs: others work on the machine too.
local function best(runs, work)
  local least, result = math.huge, nil
  for _ = 1, runs do
    collectgarbage()
    local began = os.clock()
    result = work()
    least = math.min(least, os.clock() - began)
  end
  return least, result
end

local lua = jit and "LuaJIT" or _VERSION
local seconds, facts = best(5, read_all)
print(("read facts, %s, %s: %.1f MB, %d facts"):format(lua, what, bytes / 1e6, facts))
print(("  baogao.read          %7.1f MB/s  %6.2f microseconds a fact"):format(bytes / seconds / 1e6, seconds / facts * 1e6))
local tables_seconds = best(3, function()
  local count = 0
  for _, text in ipairs(texts) do
    local report = baogao.read(text)
    count = count + #report.facts
  end
  return count
end)
print(("  ... and .facts       %7.1f MB/s  (every fact a table of one's own)"):format(bytes / tables_seconds / 1e6))

local path = os.tmpname()
local file = assert(io.open(path, "wb"))
for _ = 1, PASSES do for _, text in ipairs(texts) do file:write(text) end end
file:close()
local script = os.tmpname()
file = assert(io.open(script, "wb"))
file:write "TIMEFORMAT=%R; for i in 1 2 3 4 5; do time rg -j1 -o -- \"$1\" \"$2\" >/dev/null; done\n"
file:close()
local has_rg = os.execute "command -v rg >/dev/null 2>&1"
for _, row in ipairs((has_rg == true or has_rg == 0) and PATTERNS or {}) do
  local pipe = io.popen(("bash %s '%s' %s 2>&1"):format(script, row[2], path))
  local least = math.huge
  for line in pipe:lines() do least = math.min(least, tonumber((line:gsub(",", "."))) or math.huge) end
  pipe:close()
  local rg = bytes * PASSES / least
  local ratio = rg / (bytes / seconds)
  together.rate("read(text)", bytes / seconds / 1e6, "MB/s", "rg -o: " .. row[1], rg / 1e6)
  print(("  rg -j1 -o            %7.1f MB/s  %.1f times as fast  (%s)%s"):format(rg / 1e6, ratio, row[1],
    row[3] and (", at most %d wanted: %s"):format(GOAL, ratio <= GOAL and "held" or "MISSED") or ""))
end
if not (has_rg == true or has_rg == 0) then
  together.rate("read(text)", bytes / seconds / 1e6, "MB/s", "rg")
  print "  rg is not installed: left out"
end
os.remove(script)
os.remove(path)

read_all()
collectgarbage() collectgarbage()
local before = resident()
for _ = 1, PASSES do
  read_all()
  collectgarbage()
end
collectgarbage() collectgarbage()
local after = resident()
if before then print(("  memory over %d passes  %d KB, then %d KB"):format(PASSES, before, after)) end
