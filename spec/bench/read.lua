-- Reading facts against ripgrep, which only finds the numbers, on the same text in the same run; memory over many passes;
-- and two processes against one. The text is the corpus beside the project, else a report made up here and repeated.
--
-- Ratios to rg are of processor time, user and system, which another program on the machine does not lengthen; that of
-- processes is of time by the wall, the least of some rounds.

local baogao = require "baogao"
local engine = require "baogao.engine"
local shell = require "support.shell"
local together = require "bench.table"

local PATTERNS = require "bench.patterns"
local GOAL = jit and 5 or 10 -- rg -o may be so many times as fast
local PASSES = 20

local function documents()
  local texts, paths, pipe = {}, {}, io.popen "ls ../shared/corpus/*.txt 2>/dev/null"
  for path in pipe:lines() do
    texts[#texts + 1], paths[#paths + 1] = shell.read(path), path
  end
  pipe:close()
  if #texts > 0 then return texts, paths, "the corpus" end
  local one = "2025年某市政府工作报告\n一、2024年工作回顾\n"
    .. ("全市生产总值1200亿元、增长6.5%，居全省第三。去年新增省级平台30家，累计达到500家。加强队伍建设，优化服务环境。\n"):rep(2000)
  for i = 1, 30 do texts[i] = one end
  return texts, nil, "a report made up, repeated"
end

-- resident memory of this process in KB
local function resident()
  return tonumber((shell.read "/proc/self/status" or ""):match "VmRSS:%s*(%d+)")
end

local texts, paths, what = documents()
local bytes = 0
for _, text in ipairs(texts) do bytes = bytes + #text end

local function read_all()
  local facts = 0
  for _, text in ipairs(texts) do facts = facts + baogao.read(text).count end
  return facts
end

-- The least of some runs, and what the last of them gave.
local function best(runs, work, clock)
  clock = clock or os.clock
  local least, result = math.huge, nil
  for _ = 1, runs do
    collectgarbage() collectgarbage()
    local began = clock()
    result = work()
    least = math.min(least, clock() - began)
  end
  return least, result
end

local seconds, facts = best(9, read_all)
print(("read facts, %s, %s: %.1f MB, %d facts"):format(jit and "LuaJIT" or _VERSION, what, bytes / 1e6, facts))
print(("  baogao.read                %7.1f MB/s  %.2f microseconds a fact"):format(bytes / seconds / 1e6, seconds / facts * 1e6))
local tables_seconds = best(5, function()
  local count = 0
  for _, text in ipairs(texts) do count = count + #baogao.read(text).facts end
  return count
end)
print(("  ... and .facts             %7.1f MB/s  every fact a table of one's own"):format(bytes / tables_seconds / 1e6))

local folder = shell.folder()
if shell.has "rg" then
  local all = table.concat(texts)
  shell.write(folder .. "/text", all:rep(PASSES))
  for _, row in ipairs(PATTERNS) do
    local least = math.huge
    for _ = 1, 5 do
      local _, output = shell.run(("rg -j1 -o --no-line-number %s %s/text >%s/found; times")
        :format(shell.quote(row[2]), folder, folder))
      local user, system = output:match "\n0m([%d.]+)s 0m([%d.]+)s%s*$"
      least = math.min(least, assert(tonumber(user), output) + tonumber(system))
    end
    local rg = least / PASSES
    local ratio = seconds / rg
    print(("  rg -o                      %7.1f MB/s  %4.1f times baogao.read (at most %d wanted: %s), %4.1f with .facts; %s")
      :format(bytes / rg / 1e6, ratio, GOAL, ratio <= GOAL and "held" or "MISSED", tables_seconds / rg, row[1]))
    together.rate("read(text)", bytes / seconds / 1e6, "MB/s", "rg -o: " .. row[1], bytes / rg / 1e6)
  end
else
  print "  rg is not installed: left out"
  together.rate("read(text)", bytes / seconds / 1e6, "MB/s", "rg")
end

read_all()
collectgarbage() collectgarbage()
local before = resident()
local most = before
for _ = 1, PASSES do
  read_all()
  collectgarbage() collectgarbage()
  most = math.max(most or 0, resident() or 0)
end
if before then
  print(("  memory over %d passes      %d KB before, %d KB at most, %d KB after"):format(PASSES, before, most, resident()))
end

-- The provincial reports ten times over by the command, one process and two.
if paths and engine.now then
  local names = {}
  for _, path in ipairs(paths) do
    if path:find "gov%-work%-report%-202[56]%-" and not path:find "national" then names[#names + 1] = shell.quote(path) end
  end
  local files = table.concat(names, " ")
  local took = {}
  for jobs = 1, 2 do
    took[jobs] = best(5, function()
      local code = shell.run(("%s lua/baogao/cli/baogao read --jobs %d --format csv %s >%s/out"):format(shell.quote(shell.lua),
        jobs, (files .. " "):rep(10), folder), { seconds = 300 })
      assert(code == 0)
    end, engine.now)
  end
  print(("  %d files to CSV           %7.2f s by one process, %.2f s by two: %.2f times as fast"):format(#names * 10, took[1],
    took[2], took[1] / took[2]))
end
shell.remove(folder)
