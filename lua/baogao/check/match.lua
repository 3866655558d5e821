-- match.lua: which fact of a record a claim speaks of, and whether it says the same.
--
-- A claim is set against a fact only where their names are one after words.name, their units count the same things, and
-- level, region, measure and period do not part them. Where the record has several such facts (January to November and
-- the whole year, a stock and its increment) the claim is taken to mean the one whose figure it states; only where it
-- states none of them is it wrong. An accusation needs one fact that nothing else could stand for.

local claims = require "baogao.check.claims"
local figures = require "baogao.figures"
local head = require "baogao.check.head"
local places = require "baogao.check.places"
local words = require "baogao.check.words"

local M = {}

---@class baogao.CheckIndex
---@field by_core table<string, table[]>
---@field reports baogao.Report[]
---@field regions table

local function add(index, key, entry)
  if key == "" then return end
  index.by_core[key] = index.by_core[key] or {}
  for _, other in ipairs(index.by_core[key]) do
    if other.fact == entry.fact then return end
  end
  table.insert(index.by_core[key], entry)
end

-- The one value of a field that all the reports have; nil where they differ or one has none.
local function common(reports, field)
  local value = reports[1] and reports[1][field]
  for _, report in ipairs(reports) do
    if report[field] ~= value then return nil end
  end
  return value
end

---The facts of the reports by their names.
---@param reports baogao.Report[]
---@param region? string code of the draft's region; the reports' if left out
---@return baogao.CheckIndex
function M.index(reports, region)
  local index = { by_core = {}, reports = reports, entries = {} }
  local also, own = {}, {}
  for _, report in ipairs(reports) do
    if report.region then also[report.region] = report.place_zh or "" end
  end
  index.period = common(reports, "period")
  index.regions = places.draft(region or common(reports, "region"), also)
  -- where no region is known and one record is there, nothing else can be meant
  local alone = #reports < 2
  for _, report in ipairs(reports) do
    local key = report.region or ""
    own[key] = own[key] or report.region == index.regions.code and index.regions or places.draft(report.region, also)
    for _, fact in ipairs(report.facts) do
      local names = { fact.indicator or false, fact.label_zh }
      for n, name in ipairs(names) do
        if type(name) == "string" and name ~= "" then
          local parsed = words.name(name, own[key])
          local entry = { fact = fact, report = report, level = parsed.level, region = parsed.region, label = n == 2,
            alone = alone, unit = claims.unit_class(fact.unit or "") }
          add(index, parsed.core, entry)
          -- 郑州市河南省科学院: a name that begins with a place is also a name
          if parsed.place then
            local whole = {}
            for key_name, value in pairs(entry) do whole[key_name] = value end
            whole.region = nil
            add(index, parsed.place .. parsed.core, whole)
          end
          if n == 1 or not names[1] then index.entries[#index.entries + 1] = entry end
        end
      end
    end
  end
  return index
end

local GROWTH = { growth = true, change = true, share = true, rank = true }

-- Whether a claim of that measure may speak of a fact of this one.
local function measures_agree(claim, fact)
  local a, b = claim.measure, fact.measure
  if a == nil or b == nil or a == b then
    if a == nil and GROWTH[b] then return claim.kind == "percent" and b == "share" or claim.kind == "rank" and b == "rank" end
    return true
  end
  -- 覆盖率为82% is told of as a level or as a share
  if claim.kind == "percent" and (a == "level" and b == "share" or a == "share" and b == "level") then return true end
  if GROWTH[a] or GROWTH[b] then return false end
  if b == "target" then return claim.target or claim.may_be_target end
  -- a level, a stock and a flow are told apart by few words: 新增 makes a flow certain, 累计 and 总数 a stock
  if a == "flow" then return b == "flow" end
  if a == "stock" then return b == "stock" or b == "level" end
  return b ~= "change"
end

-- A fact's rank among tiers where the claim says another: 国家级 is not 省级.
local function levels_agree(name, entry)
  if name.level == entry.level then return true end
  if name.level and entry.fact.level == name.level then return true end
  return false
end

local function year_of(period) return period:match("^%d%d%d%d") end

-- What nothing but the draft's title or its date may tell.
local function by_year(year, fact)
  return year and fact.period and not head.may_be_of(year, fact) and "other" or "unsaid"
end

-- "same", "unsaid" or "other".
local function periods_agree(claim, fact, year)
  if not claim.period or not fact.period then return by_year(year, fact) end
  -- 全年 and 上半年 are of a year that they do not say
  if not claim.year_said and by_year(year, fact) == "other" then return "other" end
  if claim.period == fact.period then return "same" end
  if claim.period == year_of(claim.period) .. "-01/" .. year_of(claim.period) .. "-12" and
    fact.period == year_of(claim.period) then return "same" end
  -- a stock at the end of the year is the year's
  if (fact.measure == "stock" or fact.measure == "level") and year_of(claim.period) == year_of(fact.period)
    and claim.period:find("%-12") then return "same" end
  -- what only an earlier sentence said is a guess; 全年 and 前11个月 tell a part of the year from the whole, not which year
  if not claim.period_said then return by_year(year, fact) end
  if not claim.year_said and year_of(claim.period) ~= year_of(fact.period) then return "unsaid" end
  return "other"
end

local function same_value(a, b)
  if a == b then return true end
  -- no bound is near to having none
  local size = math.max(math.abs(a), math.abs(b))
  return size < math.huge and math.abs(a - b) <= 1e-9 * size
end

local function same_bounds(a, b)
  return same_value(a.lower, b.lower) and same_value(a.upper, b.upper) and (a.lower_open or false) == (b.lower_open or false)
    and (a.upper_open or false) == (b.upper_open or false)
end

local function is_exact(figure) return figure.lower == figure.upper end

-- How a claim stands to a figure of the record, whatever else is said: match, words (same number, other bounds), rounded,
-- cut, compatible or apart.
local function compare(claim, fact)
  if claim.qualifier == "range" or fact.qualifier == "range" then
    -- a range has no number of its own: its middle is nobody's figure
    if same_bounds(claim, fact) then return "match" end
    return figures.possibly(claim, "==", fact) and "compatible" or "apart"
  end
  if same_value(claim.value, fact.value) then
    if same_bounds(claim, fact) then return "match" end
    return "words"
  end
  if is_exact(claim) and is_exact(fact) then
    -- 5616 as 0.56万, 2197 as 2200: right to the last place that is written
    local place = claim.place
    local decimals = claim.number:find(".", 1, true) or claim.number:find("．", 1, true)
    if claim.kind ~= "percent" and claim.kind ~= "points" and not decimals then
      -- the last zeros of a whole number (1200, 830万) may be rounding
      local value = math.abs(claim.value)
      while value >= 10 and value % (place * 10) == 0 and value >= place * 100 do place = place * 10 end
    end
    local off = claim.value - fact.value
    if math.abs(off) <= place / 2 * (1 + 1e-9) then return "rounded" end
    if place > 1 and off < 0 and -off < place then return "cut" end
    return "apart"
  end
  local overlap = figures.possibly(claim, "==", fact)
  return overlap and "compatible" or "apart"
end
M.compare = compare

-- On which side of the number the figure lies.
local SIDE = { over = "above", at_least = "above", more = "above", nearly = "below", under = "below", at_most = "below",
  about = "around", range = "range", several = "several" }

local RANK = { match = 6, words = 5, rounded = 4, cut = 3, compatible = 2, apart = 1 }

-- All facts that the claim could mean under one name.
local function candidates(index, name, claim)
  local list = index.by_core[name.core]
  if not list then return nil end
  local unit, found = claims.unit_class(claim.unit), {}
  for _, entry in ipairs(list) do
    if entry.unit == unit and levels_agree(name, entry) and measures_agree(claim, entry.fact) then
      found[#found + 1] = entry
    end
  end
  return #found > 0 and found or nil
end

-- A name after its figure (12个创新创业团队在郑落地) may run on; the longest beginning that the record knows is taken.
local function shortened(index, name)
  local text = name.core
  if index.by_core[text] then return name, true end
  for n = #text - 1, 6, -1 do
    local b = text:byte(n + 1)
    if b < 0x80 or b >= 0xC0 then
      if index.by_core[text:sub(1, n)] then
        return { core = text:sub(1, n), level = name.level, region = name.region }, false
      end
    end
  end
  return nil
end

-- A shorter name is a word that was left over: 过三千亿元.
local SHORTEST_NAME = 2 * 3

-- Whether a figure is so much its own that another time has hardly the same: plans and rates come anew every year, and a
-- lone digit is had by chance.
local function is_telling(claim, fact)
  if claim.target or fact.measure == "target" or claim.kind == "percent" or claim.kind == "points" or claim.kind == "rank" then
    return false
  end
  local digits = claim.number:gsub("[^%d]", ""):gsub("^0+", ""):gsub("0+$", "")
  return #digits >= 2
end

-- How long a thing takes is a figure of it; years and months are mostly times.
local HOURS = { ["小时"] = true, ["分钟"] = true, ["秒"] = true }

-- The entries that may be meant, the name that they were found by, and whether it is sure; nil where there are none.
local function named(index, claim)
  local name, sure = claim.name, true
  local found = #name.core >= SHORTEST_NAME and candidates(index, name, claim)
  local read_name = claim.reading_name
  if read_name and read_name.core ~= "" and read_name.core ~= name.core
    and not (claim.after and claim.after.core:sub(1, #read_name.core) == read_name.core) then
    -- the two readings differ: the reader's may agree with the record, but neither may accuse
    return candidates(index, read_name, claim), read_name, false
  end
  if read_name and read_name.core == "" and not read_name.level and claim.pre ~= "" then
    -- 总规模突破1亿: the reader found no name but a word of counting, so the name before is a guess
    sure = false
  end
  if not found and claim.after and claim.after.core ~= "" then
    local whole
    name, whole = shortened(index, claim.after)
    sure = whole or read_name ~= nil and name ~= nil and read_name.core == name.core
    found = name and candidates(index, name, claim)
  end
  return found, name, sure
end

-- Of these entries the one that says most nearly the same; whether any is of the claim's time and place.
local function nearest(index, claim, year, found, name)
  local best, best_rank, comparable
  for _, entry in ipairs(found) do
    local how = compare(claim, entry.fact)
    local period = periods_agree(claim, entry.fact, year)
    local place = places.compare(name.region, index.regions, entry)
    local rank = RANK[how]
    if period == "same" then rank = rank + 0.5 end
    if place == "same" then rank = rank + 0.25 end
    local apart = period == "other" or place == "other"
    -- what is comparable goes before what is not
    if not apart then comparable, rank = true, rank + 10 end
    if not best or rank > best_rank then
      best = { entry = entry, how = how, period = period, place = place, same = how == "match" or how == "words" }
      best_rank = rank
    end
  end
  return best, comparable
end

-- Forecasts and targets beside what has come about: a verdict and why, or nil where the two are of one kind.
local function by_status(claim, fact, best)
  if claim.target and fact.measure ~= "target" and not best.same then return "not_comparable", "status" end
  -- what came of a plan may be anything
  if fact.measure == "target" and not claim.target and best.how ~= "match" then return "not_comparable", "status" end
  if fact.status == "forecast" then
    if claim.status == "forecast" or claim.target or not best.same then return nil end
    if claim.may_be_forecast then return "compatible" end
    return "qualifier_lost", "forecast"
  end
  if claim.target then return "not_comparable", "status" end
  if claim.status ~= "forecast" or not best.same then return nil end
  -- 预计 in the clause itself, by both readings
  if not claim.reading or claim.reading.status ~= "forecast" or not words.has_any(claim.pre, words.FORECAST) then
    return "compatible"
  end
  return "qualifier_lost", "forecast_invented"
end

-- The same figure in other words for its bounds.
local function by_words(claim, fact)
  if is_exact(claim) then return "qualifier_lost", "lost" end
  if is_exact(fact) then return "qualifier_lost", "invented" end
  -- 超过1.4万, 1.4万以上 and 1.4万余 are other words for one thing; 约1.4万 is not
  if SIDE[claim.qualifier] == SIDE[fact.qualifier] then return "compatible" end
  return "qualifier_lost", "changed"
end

local BY_VALUE = { match = "match", rounded = "match_rounded", cut = "match_rounded", compatible = "compatible" }

local function judge(index, claim, year)
  if claim.kind == "duration" and (claim.inherited or not HOURS[claim.unit])
    or claim.kind == "number" and claim.unit == "" and claim.name.core == "" then
    return { verdict = "unknown" }
  end
  local found, name, sure = named(index, claim)
  if not found then return { verdict = "unknown" } end
  local best, comparable = nearest(index, claim, year, found, name)
  local fact = best.entry.fact
  local result = { entry = best.entry, how = best.how, unsure = not sure }
  if not comparable then
    result.verdict, result.why = "not_comparable", best.place == "other" and "region" or "period"
    -- the same figure of another time is a slip where the time is said; where the title alone tells it, it may well have stayed
    result.value_same = best.same and (best.place == "other" or claim.period_said and claim.year_said and is_telling(claim, fact))
    return result
  end
  result.unsure = not sure or best.place == "unsaid"
  result.verdict, result.why = by_status(claim, fact, best)
  if result.verdict then
    result.unsure = result.unsure and result.verdict ~= "not_comparable" -- which name it is matters less than its status
    return result
  end
  if best.how == "words" then result.verdict, result.why = by_words(claim, fact)
  else result.verdict = BY_VALUE[best.how] or "contradicts" end
  if result.verdict ~= "contradicts" then return result end
  local exact_place = claim.period ~= nil and best.period == "same"
  -- 其中 and 、 hand a name on by guess; what follows a figure may be cut wrongly
  local guessed = not sure or claim.inherited and not (claim.part and claim.own_level)
  -- rates come anew every year
  local recurs = (GROWTH[fact.measure] or fact.measure == "level") and not exact_place
  result.doubt = guessed or recurs or not exact_place and #found > 1 and M.ambiguous(found, fact) or nil
  return result
end

-- True where the record has the claim's figure under its name, whatever measure or level it gives it: a figure that the
-- record states is not accused because the two were read a little differently.
local NO_NAME = { core = "" }

local function stated(index, claim)
  for _, name in ipairs { claim.name, claim.reading_name or NO_NAME, claim.after or NO_NAME } do
    for _, entry in ipairs(index.by_core[name.core] or {}) do
      local fact = entry.fact
      if fact.unit == claim.unit and fact.status == claim.status and same_value(fact.value, claim.value)
        and same_bounds(fact, claim) and places.compare(claim.name.region, index.regions, entry) ~= "other" then return true end
    end
  end
  return false
end

local ACCUSES = { contradicts = true, qualifier_lost = true, not_comparable = true }

---What the record says of a claim. Where the two readings of the claim differ, it is not accused.
---@param index baogao.CheckIndex
---@param claim baogao.Claim
---@param year? integer that the draft is of
---@return { verdict: string, entry?: table, how?: string, why?: string }
function M.match(index, claim, year)
  local result = judge(index, claim, year)
  if ACCUSES[result.verdict] then
    if result.unsure or claim.may_be_target then return { verdict = "unknown" } end
    if result.verdict ~= "not_comparable" and stated(index, claim) then return { verdict = "unknown" } end
  end
  return result
end

-- True where the facts under one name differ by more than their period, so the wrong one may have been taken.
function M.ambiguous(found, fact)
  for _, entry in ipairs(found) do
    if entry.fact ~= fact and entry.fact.measure ~= fact.measure then return true end
  end
  return false
end

return M
