-- Measures baogao.scan against its peers, in one run on one core: taskset -c 0 lua5.4 spec/bench/scan.lua
--
-- Text: the 62 provincial reports of ../shared/corpus (CORPUS=… for another folder), repeated to 100 MB. Peers: `rg -o`
-- with a plain pattern of numbers and units, and the npm package @microsoft/recognizers-text-suite on as much of the
-- text as it manages in a minute. A peer or a text that is not here is named as missing. Then hostile text, per byte.

local baogao = require "baogao"
local shell = require "support.shell"
local together = require "bench.table"

local MEGABYTES = tonumber(os.getenv "MEGABYTES" or "") or 100
local ROUNDS = 5

local function say(...) io.write(("%-44s %10s  %s\n"):format(...)) end

-- Seconds by the wall, for those who wait; a shell tells them, since Lua has no finer clock than whole seconds.
local function wall()
  local pipe = io.popen "date +%s%N"
  local nanoseconds = pipe:read("*a")
  pipe:close()
  return tonumber(nanoseconds:sub(-13)) / 1e9 -- within some hours: a double holds no more
end

-- The least of processor time (user and system), and of time by the wall. Ratios are of processor time, which another
-- program on the machine does not lengthen.
local function best(work)
  local least, least_wall = math.huge, math.huge
  for _ = 1, ROUNDS do
    collectgarbage() collectgarbage()
    local start_wall, start = wall(), os.clock()
    local seconds = work()
    least = math.min(least, seconds or os.clock() - start)
    least_wall = math.min(least_wall, (wall() - start_wall) % 1e4)
  end
  return least, least_wall
end

local function read_reports()
  local corpus, parts = os.getenv "CORPUS" or "../shared/corpus", {}
  local list = io.popen("ls " .. shell.quote(corpus) .. " 2>/dev/null")
  for name in list:lines() do
    if name:find("^gov%-work%-report%-202[56]%-") and not name:find("national") then
      local file = assert(io.open(corpus .. "/" .. name, "rb"))
      parts[#parts + 1] = file:read("*a")
      file:close()
    end
  end
  list:close()
  return table.concat(parts, "\n"), #parts
end

local reports, count = read_reports()
if count == 0 then
  print("scan: the provincial reports are not here (CORPUS=folder): nothing measured")
  return
end
local text = reports:rep(math.ceil(MEGABYTES * 1e6 / #reports))
local megabytes = #text / 1e6
print(("scan: %d reports, repeated to %.0f MB"):format(count, megabytes))
say("", "MB/s", "of processor time")

local quantities
local function both(seconds, by_wall, what)
  return ("%.0f"):format(megabytes / seconds), ("%.0f by the wall; %s"):format(megabytes / by_wall, what)
end

local frame, frame_wall = best(function() quantities = #baogao.scan(text, { as = "frame" }) end)
say('scan(text, { as = "frame" })', both(frame, frame_wall, quantities .. " quantities"))
local tables, tables_wall = best(function() baogao.scan(text) end)
say("scan(text)", both(tables, tables_wall, "a Lua table each"))

-- What a user would ask of rg: digits with separators and decimals, 万 or 亿, and the units that reports use most. The
-- first two read only ASCII digits, or numbers without units, and so less than scan does; the last two read digits of
-- both widths, and Chinese numerals, as it does. Byte offsets, as scan gives them.
local DIGITS, WIDE = "[0-9]+(?:[.,][0-9]+)*", "[0-9０-９]+(?:[.,．，][0-9０-９]+)*"
local HAN = "[一二三四五六七八九十百千两几数]+"
local UNITS = "(?:个百分点|人次|平方公里|平方米|公里|千瓦时|千瓦|美元|元|吨|公顷|亩|斤|个|家|项|户|人|名|位|台|套|辆|条|座|处|所|件|种|"
  .. "类|批|次|场|倍|年|月|天|岁|%|％)"
local POWER = "(?:万亿|亿|万)?"
local PATTERNS = {
  { "ASCII digits and units", DIGITS .. POWER .. UNITS },
  { "ASCII digits alone", DIGITS },
  { "digits of both widths alone", WIDE },
  { "digits of both widths and units", WIDE .. POWER .. UNITS },
  { "digits, Chinese numerals and units", "(?:" .. WIDE .. "|" .. HAN .. ")" .. POWER .. UNITS },
}

local folder = shell.folder()
local path = folder .. "/text"
shell.write(path, text)
if shell.run("command -v rg") == 0 then
  for _, row in ipairs(PATTERNS) do
    local least, least_wall = best(function()
      local _, output = shell.run("rg -j1 -o -b --no-filename --no-line-number " .. shell.quote(row[2]) .. " " .. path .. " >"
        .. folder .. "/found || exit 1; times")
      local user, system = output:match("\n0m([%d.]+)s 0m([%d.]+)s%s*$")
      return assert(tonumber(user), output) + tonumber(system)
    end)
    local _, lines = shell.run("wc -l <" .. folder .. "/found")
    together.rate('scan(text, { as = "frame" })', megabytes / frame, "MB/s", "rg -o -b: " .. row[1], megabytes / least)
    together.rate("scan(text)", megabytes / tables, "MB/s", "rg -o -b: " .. row[1], megabytes / least)
    say("rg -o -b: " .. row[1], both(least, least_wall, ("%d matches; frame / rg %.2f, tables / rg %.2f"):format(
      tonumber(lines:match("%d+")), least / frame, least / tables)))
  end
else
  together.rate('scan(text, { as = "frame" })', megabytes / frame, "MB/s", "rg")
  say("rg", "missing", "apt-get install ripgrep")
end

local package = os.getenv "RECOGNIZERS" -- a folder where `npm install @microsoft/recognizers-text-suite` was run
if package and shell.run("command -v node") == 0 then
  shell.write(path, reports)
  local _, output = shell.run("NODE_PATH=" .. shell.quote(package .. "/node_modules") .. " node spec/bench/recognizers.js "
    .. path .. " 60", { seconds = 120 })
  local bytes, found, seconds = output:match("(%d+) bytes, (%d+) results, ([%d.]+) s")
  if bytes then
    say("recognizers-text-suite", ("%.3f"):format(bytes / 1e6 / seconds), ("%s results in %s bytes"):format(found, bytes))
    together.rate('scan(text, { as = "frame" })', megabytes / frame, "MB/s", "recognizers-text-suite", bytes / 1e6 / seconds)
    say("  frame / recognizers", ("%.0f"):format(megabytes / frame / (bytes / 1e6 / seconds)), "")
  else
    say("recognizers-text-suite", "failed", output:sub(1, 80))
  end
else
  together.rate('scan(text, { as = "frame" })', megabytes / frame, "MB/s", "recognizers-text-suite")
  say("recognizers-text-suite", "missing", "npm install it in a folder, RECOGNIZERS=folder")
end
shell.remove(folder)

print()
say("hostile text, 64 MB each", "of prose", "time per byte, at most 3 wanted")
local seed = 7
local random = {}
for i = 1, 2 ^ 16 do
  seed = (seed * 69069 + 12345) % 4294967296
  random[i] = string.char(math.floor(seed / 65536) % 256)
end
local HOSTILE = { { "7" }, { "一" }, { "亿" }, { "1." }, { "约" }, { "\228\184", "half characters" },
  { table.concat(random), "random bytes" }, { "《" }, { "“" } }
for _, row in ipairs(HOSTILE) do
  local hostile = row[1]:rep(math.floor(64e6 / #row[1]))
  local least = math.huge
  for _ = 1, 2 do
    local start = os.clock()
    baogao.scan(hostile, { as = "frame" })
    least = math.min(least, os.clock() - start)
  end
  say("  " .. (row[2] or row[1]), ("%.2f"):format(least / #hostile / (frame / #text)), "")
end
