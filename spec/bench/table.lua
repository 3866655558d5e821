-- One table of all benchmarks. Each script gives its rows as it goes; run.sh prints them together when all are done:
-- lua5.4 spec/bench/table.lua ROWS
--
-- The ratio is how many times as fast as the peer this project is, of times and rates of one run.

local M = {}

local lua = type(jit) == "table" and "LuaJIT" or _VERSION

local function add(cells)
  local path = os.getenv "BAOGAO_BENCH_TABLE"
  if not path then return end -- a script by itself prints its own table
  local file = assert(io.open(path, "ab"))
  file:write(table.concat(cells, "\t"), "\n")
  file:close()
end

local function seconds(s)
  if s < 1e-3 then return ("%.3f µs"):format(s * 1e6) end
  return s < 1 and ("%.3f ms"):format(s * 1e3) or ("%.2f s"):format(s)
end

---A work that took so many seconds, beside a peer's; theirs is nil where the peer is missing, or was not run at this size:
---then `why` tells the reason.
function M.time(work, ours, peer, theirs, why)
  add { lua, work, seconds(ours), peer, theirs and seconds(theirs) or why and "not run: " .. why or "missing",
    theirs and ("%.2f"):format(theirs / ours) or "" }
end

---A work that does so many of a unit (MB/s, requests/s) in a second, beside a peer's.
function M.rate(work, ours, unit, peer, theirs)
  local form = "%." .. (math.min(ours, theirs or ours) < 10 and 2 or 0) .. "f %s"
  add { lua, work, form:format(ours, unit), peer, theirs and form:format(theirs, unit) or "missing",
    theirs and ("%.2f"):format(ours / theirs) or "" }
end

---A work without a peer.
function M.alone(work, ours) add { lua, work, seconds(ours), "none", "", "" } end

---A work that could not be measured, for what is missing.
function M.missing(work, what) add { lua, work, "not measured", what, "missing", "" } end

local function show(path)
  local width = require "baogao.width"
  local lines, widest = { { "under", "work", "baogao", "peer", "its own", "times as fast" } }, {}
  for line in io.lines(path) do
    local cells = {}
    for cell in (line .. "\t"):gmatch("([^\t]*)\t") do cells[#cells + 1] = cell end
    lines[#lines + 1] = cells
  end
  for _, line in ipairs(lines) do
    for c, text in ipairs(line) do widest[c] = math.max(widest[c] or 0, width.of(text)) end
  end
  for _, line in ipairs(lines) do
    local cells = {}
    for c, text in ipairs(line) do cells[c] = width.pad(text, widest[c], (c == 3 or c >= 5) and "right" or "left") end
    print((table.concat(cells, "  "):gsub("%s+$", "")))
  end
end

if arg and arg[0] and arg[0]:find("bench/table%.lua$") then show(assert(arg[1], "usage: table.lua ROWS")) end

return M
