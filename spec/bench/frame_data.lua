--- frame_data.lua: the rows that frame.lua measures with, by formulas that
-- every peer can follow.

local frame = require "baogao.frame"

local data = {}

-- Rows that are made as Lua tables at a time.
local CHUNK = 250000

local function h(i, m) return (i * m) % 2147483647 end

local function gather(rows, make, opts)
  local frames = {}
  for first = 1, rows, CHUNK do
    frames[#frames + 1] = frame(make(first, math.min(first + CHUNK - 1, rows)), opts)
    collectgarbage()
  end
  while #frames > 1 do -- two and two: each row is copied but a few times
    local next_frames = {}
    for k = 1, #frames, 2 do
      next_frames[#next_frames + 1] = frames[k + 1] and frame.append(frames[k], frames[k + 1]) or frames[k]
      if frames[k + 1] then
        frames[k]:close()
        frames[k + 1]:close()
      end
    end
    frames = next_frames
  end
  return frames[1]
end

--- The table t.
function data.facts(rows)
  return gather(rows, function(first, last)
    local t = { category = {}, region = {}, year = {}, a = {}, b = {}, c = {}, x = {}, y = {}, z = {} }
    for i = first, last do
      local k = i - first + 1
      t.category[k] = "c" .. ("%d"):format(h(i, 48271) % 10)
      t.region[k] = "r" .. ("%d"):format(h(i, 69621) % 31)
      t.year[k] = 2005 + h(i, 16807) % 20
      t.a[k] = h(i, 39373) % 100000
      t.b[k] = h(i, 630360016) % 1000000 / 100
      t.c[k] = h(i, 62089911) % 10000 / 4
      t.x[k] = h(i, 39373) % 100000 / 7
      t.y[k] = h(i, 630360016) / 7
      t.z[k] = h(i, 62089911) % 10000 / 7
    end
    return t
  end, { types = { a = "number", b = "number", c = "number", x = "number", y = "number", z = "number" } })
end

--- The table regions.
function data.regions()
  local rows = {}
  for k = 0, 30 do rows[k + 1] = { region = "r" .. k, zone = "zone " .. k % 4 } end
  return frame(rows)
end

--- The table s, for growth: series of twenty years each.
function data.series(rows)
  return gather(rows, function(first, last)
    local t = { series = {}, year = {}, v = {} }
    for i = first, last do
      local k = i - first + 1
      t.series[k] = math.floor((i - 1) / 20)
      t.year[k] = 2005 + (i - 1) % 20
      t.v[k] = 1 + h(i, 39373) % 100000
    end
    return t
  end, { types = { v = "number" } })
end

return data
