-- Verbs on frames that are cut in parts: on two threads and on one the answers are the same, and the sanitizer is silent.

local frame = require "baogao.frame"
local query = require "baogao.query"

local ROWS = 450000 -- above twice what earns a second thread
local columns = { k = {}, g = {}, v = {}, w = {}, day = {} }
local state = 1
for i = 1, ROWS do
  state = (state * 48271) % 2147483647
  columns.k[i] = "k" .. state % 97
  columns.g[i] = state % 1000
  columns.v[i] = state % 7 == 0 and 0.1 * (state % 12345) or state % 100
  columns.w[i] = state / 3
  columns.day[i] = ("20%02d-%02d-%02d"):format(state % 25, state % 12 + 1, state % 28 + 1)
end
local f = frame.new(columns, { columns = { "k", "g", "v", "w", "day" }, types = { day = "date" }, rows = ROWS })

local plans = {}
local source = { columns = f:schema(), table = "t", run = function(plan)
  plans[#plans + 1] = plan
  return f
end }
local q = query.from(source)
local chains = {
  q:filter("v > 40 and (k = 'k3' or w < 1e8)"),
  q:derive({ x = "v * 2 + w / 3", y = "abs(w - v)" }),
  q:group_by("k"):summarise({ n = "count()", s = "sum(w)", m = "mean(v)", least = "min(w)", q = "quantile(w, 0.25)", d = "count_distinct(g)" }),
  q:group_by("g", "k"):summarise({ s = "sum(v)", last = "max(day)" }),
  q:filter("v < 60"):summarise({ s = "sum(w)", n = "count()" }),
  q:sort("v desc", "w"):head(1000),
  q:distinct("k", "g"),
}
local runs = 0
for i, chain in ipairs(chains) do
  chain:frame()
  local plan = plans[#plans]
  local one, two = frame.run(f, plan, { threads = 1 }), frame.run(f, plan, { threads = 2 })
  assert(#one == #two, "chain " .. i)
  for _, place in ipairs { 1, 2, math.floor(#one / 2), #one } do
    for key, value in pairs(one[place] or {}) do assert(two[place][key] == value, "chain " .. i .. ", " .. key) end
  end
  runs = runs + 1
end
print(("%d plans on %d rows: one and two threads answer alike, the thread sanitizer is silent"):format(runs, ROWS))
