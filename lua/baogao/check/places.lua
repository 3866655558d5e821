-- places.lua: of which region a draft's words speak, and whether a figure of the record is of the same.
--
-- A place is told by a code of GB/T 2260, whatever the draft calls it: 全市, 郑州市 and 郑州 are 410100 in a draft of Zhengzhou,
-- 全省 and 河南省 are 410000. Where no region is known, 全市 is "city" and 全省 "province": two places still, and no codes. All
-- comparing of places is done in M.compare.

local core = require "baogao.engine"

local M = {}

local NATION = "100000"

-- Words for a region by what it may be, the first of them where nothing else tells.
local WORDS = {
  { "country", words = { "全国范围内", "全国", "我国", "国内" } },
  { "province", words = { "全自治区", "全省", "我省", "省内" } },
  { "province", "county", words = { "全区", "我区", "本区" } },
  { "city", words = { "全市", "我市", "市内", "本市" } },
  { "county", words = { "全县", "我县", "本县" } },
}

local MUNICIPALITIES = { ["11"] = true, ["12"] = true, ["31"] = true, ["50"] = true }

---"country", "province", "city" or "county"; a municipality is a city.
---@param code string GB/T 2260
function M.rank(code)
  if code == NATION then return "country" end
  if code:sub(3) == "0000" then return MUNICIPALITIES[code:sub(1, 2)] and "city" or "province" end
  return code:sub(5) == "00" and "city" or "county"
end

-- The region of that rank that holds the code's region, or is it; nil where there is none.
local function around(code, rank)
  if rank == "country" then return NATION end
  local own = M.rank(code)
  if own == rank then return code end
  if code == NATION then return nil end
  local first = code:sub(1, 2)
  if rank == "province" and not MUNICIPALITIES[first] then return first .. "0000" end
  if rank == "city" and own == "county" then return MUNICIPALITIES[first] and first .. "0000" or code:sub(1, 4) .. "00" end
  return nil
end

local ENDINGS = { "特别行政区", "自治区", "自治州", "地区", "省", "市", "盟", "州" }
local NATIONALITIES = { "维吾尔", "壮族", "回族" }

-- 河南省 -> 河南, 新疆维吾尔自治区 -> 新疆
local function short_name(name)
  for _, ending in ipairs(ENDINGS) do
    if #name > #ending + 3 and name:sub(-#ending) == ending then
      name = name:sub(1, -#ending - 1)
      break
    end
  end
  for _, nationality in ipairs(NATIONALITIES) do
    if #name > #nationality and name:sub(-#nationality) == nationality then name = name:sub(1, -#nationality - 1) end
  end
  return name
end

---The code that an option's or a column's region means: a code, a full name or a short one; nil where it is none.
---@param region string
---@return string?
function M.code(region)
  if region:find("^%d%d%d%d%d%d$") then return region end
  if region == "全国" or region == "中国" then return NATION end
  local code = core.region_code(region)
  return code
end

---The name of a code as sentences want it: 河南省; nil where the list has none.
function M.name(code)
  if code == NATION then return "全国" end
  local name = core.region_name(code)
  return name
end

local function add(list, word, place)
  if #word > 0 then list[#list + 1] = { word = word, place = place } end
end

---A draft's region, with all words that tell a place in it, by their first character and longest first.
---@param code? string GB/T 2260
---@param also? table<string, string?> names of other regions that the record is of: code -> name it has for itself, or ""
---@return { code?: string, words: table<string, { word: string, place: string }[]> }
function M.draft(code, also)
  local list = {}
  for _, row in ipairs(WORDS) do
    local place
    for _, rank in ipairs(row) do
      if code and not place and M.rank(code) == rank then place = code end
    end
    for _, rank in ipairs(row) do
      if code and not place then place = around(code, rank) end
    end
    place = place or row[1] == "country" and NATION or row[1]
    for _, word in ipairs(row.words) do add(list, word, place) end
  end
  local function names(own, name)
    for _, each in ipairs { name or "", core.region_name(own) or "" } do
      if each ~= "" then
        local short = short_name(each)
        for _, word in ipairs { each, short, short .. "省", short .. "市", short .. "全市", short .. "全省" } do
          add(list, word, own)
        end
      end
    end
  end
  for other, name in pairs(also or {}) do names(other, name) end
  if code and not (also and also[code]) then names(code) end
  table.sort(list, function(a, b)
    if #a.word ~= #b.word then return #a.word > #b.word end
    if a.word ~= b.word then return a.word < b.word end
    return a.place < b.place
  end)
  local by_first = {}
  for _, known in ipairs(list) do
    local first = known.word:sub(1, 3)
    by_first[first] = by_first[first] or {}
    table.insert(by_first[first], known)
  end
  return { code = code, words = by_first }
end

local PLACE_ENDS = { "自治区", "自治州", "省", "市", "县", "区" }
-- Words that end as places do and are none.
local NO_PLACE = { "地区", "社区", "小区", "园区", "景区", "城区", "库区", "灾区", "城市", "上市", "超市", "股市", "楼市", "门市", "都市", "全市", "全省", "全区",
  "全县", "直辖市", "省市", "开发区", "示范区", "试验区", "保护区", "自贸区" }

local MOST_PLACE = 13 + 3 * 3

---A place that the text begins with: 河南省, two characters to four before its class; nil where there is none, or nothing
---after it.
---@return string? name
---@return string? code
function M.at(text)
  -- two to four characters and a class of at most three
  text = text:sub(1, MOST_PLACE)
  for _, ending in ipairs(PLACE_ENDS) do
    local at = text:find(ending, 1, true)
    if at and at >= 7 and at <= 13 and at + #ending <= #text then
      local name = text:sub(1, at + #ending - 1)
      if name:find("^[\228-\233][%z\1-\255]*$") and not name:find("[%w%s%p]") and not text:find("^级", at + #ending) then
        local bad = false
        for _, word in ipairs(NO_PLACE) do bad = bad or name:sub(-#word) == word end
        -- a district may be anything that ends so; provinces and cities are known
        local code = not bad and core.region_code(name)
        if code then return name, code end
      end
    end
  end
  return nil
end

local function holds(outer, inner)
  if outer == NATION then return true end
  local rank = M.rank(outer)
  if outer:sub(3) == "0000" then return outer:sub(1, 2) == inner:sub(1, 2) end
  return rank == "city" and outer:sub(1, 4) == inner:sub(1, 4)
end

---How the place that a claim says stands to a fact's: "same"; "unsaid" where nothing tells that they are one or two; "other".
---@param said? string code, or a rank where the region is not known; nil where the claim says none
---@param draft { code?: string }
---@param entry { region?: string, fact: baogao.Fact, report: table } region: the place that the fact's own name says
function M.compare(said, draft, entry)
  local fact, record = entry.fact.region, entry.report.region
  if said == nil then
    if not draft.code then return (entry.alone or not record) and "same" or "unsaid" end
    if not record or draft.code == record or draft.code == fact then return "same" end
    return (holds(draft.code, record) or holds(record, draft.code)) and "unsaid" or "other"
  end
  if said == entry.region or said == fact then return "same" end
  -- of a record without a region 全市 and 全省 may be its own; a named place may not
  if not fact and not record then return (said:find("^%d") and said ~= draft.code) and "other" or "same" end
  -- what a report says of another place than its own (省实验室, 全国第五批) is said in its own words
  if fact and record and fact ~= record then return said == record and "same" or "unsaid" end
  if said == NATION then return "unsaid" end
  if not said:find("^%d") then return M.rank(fact or record) == said and "unsaid" or "other" end
  return "other"
end

return M
