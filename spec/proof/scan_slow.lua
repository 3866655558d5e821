-- The scanner against a slow reading of the same rules, written from the rules' words in LPeg and sharing no code with the
-- engine: every Arabic numeral of the corpus that stands with a common unit, with the words before and after it that bound it.
--
-- Where both find a quantity at the same numeral, value, unit, bounds and open ends must be equal. What only one of them
-- finds is told by class: the slow reading knows no names, dates, list markers or lists that share a bounding verb.
--
--   lua5.4 spec/proof/scan_slow.lua [FOLDER]      BAOGAO_SHOW=20 shows as many of each class

local lpeg = require "lpeg"
local baogao = require "baogao"
local P, R, S, C, Ct, Cc, Cg, Cp = lpeg.P, lpeg.R, lpeg.S, lpeg.C, lpeg.Ct, lpeg.Cc, lpeg.Cg, lpeg.Cp

local folder = arg[1] or "../shared/corpus"
local probe = io.open(folder .. "/README.md")
if not probe then
  print("the corpus is not here (" .. folder .. "): nothing was compared")
  os.exit(3)
end
probe:close()

local function any(words) -- longest first
  local list = {}
  for word in words:gmatch("%S+") do list[#list + 1] = word end
  table.sort(list, function(a, b) return #a > #b end)
  local made = P(false)
  for _, word in ipairs(list) do made = made + P(word) end
  return made
end
local function sense(words, name) return any(words) * Cc(name) end

local digit = R "09"
local group = P "," * digit * digit * digit
local numeral = C(digit ^ -3 * group ^ 1 * -digit * (P "." * digit ^ 1) ^ -1 + digit ^ 1 * (P "." * digit ^ 1) ^ -1)
local power = C(any "十 百 千 万 十万 百万 千万 亿 十亿 百亿 千亿 万亿")
local POWERS = { ["十"] = 1, ["百"] = 2, ["千"] = 3, ["万"] = 4, ["十万"] = 5, ["百万"] = 6, ["千万"] = 7, ["亿"] = 8, ["十亿"] = 9,
  ["百亿"] = 10, ["千亿"] = 11, ["万亿"] = 12 }
local range = P " " ^ 0 * (any "— – ～ － 至 到 ~ -") * P " " ^ 0 * R "09"
local unit = C(any "吨标准煤 吨公里 元 % 个百分点 家 人 人次 项 户 公里 平方公里 亩 吨 件 所 座 辆 套 倍 平方米 千瓦 条 名")
local before = Cg(sense("约 大约 大概", "about") + sense("近 接近 将近", "nearly") + sense("超 超过 逾 突破 高于 多于", "over")
  + sense("不少于 不低于 至少", "at_least") + sense("不足 不到 不满 低于 少于", "under") + sense("不超过 至多 最多", "at_most"), "before")
local more = Cg(sense("余 多", "more"), "more")
local after = Cg(sense("左右 上下", "about") + sense("以上", "at_least") + sense("以下 以内", "at_most"), "after")
local run = Ct(Cg(Cp(), "first") * before ^ -1 * P " " ^ 0 * Cg(Cp(), "at") * Cg(numeral, "number") * Cg(power, "power") ^ -1 * more ^ -1
  * Cg(power, "second") ^ -1 * Cg(unit, "unit") * -(range + P "/" + P "口" + P "多式") * more ^ -1 * after ^ -1 * Cg(Cp(), "stop"))

-- What must not stand right before: another part of a numeral, a range, a code.
local joined = S "0123456789.,-~/:" + R "az" + R "AZ" + any "— – ～ 至 到 ． ， 一 二 三 四 五 六 七 八 九 十 百 千 万 亿 第 ∶ ： － 几 数 负 ·"
local finder = P { run + (P(1) * R "\128\191" ^ 0) * lpeg.V(1) }

local function joined_before(text, at)
  for length = 1, 3 do
    if at > length and joined:match(text:sub(at - length, at - 1)) == length + 1 then return true end
  end
  return false
end

-- Value and the size of the last written place that is not zero, as whole digits and a power of ten.
local function value_of(found)
  local digits, scale = found.number:gsub(",", ""), 0
  local point = digits:find(".", 1, true)
  if point then
    scale = point - #digits
    digits = digits:gsub("%.", "", 1)
  end
  scale = scale + (POWERS[found.power] or 0) + (POWERS[found.second] or 0)
  local zeros = #digits:match("0*$")
  if tonumber(digits) == 0 then zeros = 0 end
  local function at(mantissa, exponent) return tonumber(mantissa .. "e" .. exponent) end
  return at(digits, scale), at("1", scale + zeros)
end

local INF = math.huge
local function bounds_of(found, value, place)
  local floor = (found.unit == "%" or found.unit == "个百分点") and -INF or 0
  local word = found.more or found.before or found.after or "exact"
  if (found.more and 1 or 0) + (found.before and 1 or 0) + (found.after and 1 or 0) > 1 then return nil end
  if word == "exact" then return value, value, false, false, word
  elseif word == "about" then return value - place / 2, value + place / 2, false, false, word
  elseif word == "nearly" then return value - place, value, false, true, word
  elseif word == "over" then return value, INF, true, false, word
  elseif word == "at_least" then return value, INF, false, false, word
  elseif word == "under" then return floor, value, false, true, word
  elseif word == "at_most" then return floor, value, false, false, word
  else return value, value + place, true, true, word end
end

local function near(a, b) return a == b or math.abs(a - b) <= 4e-16 * math.max(math.abs(a), math.abs(b)) end

local counts, shown, most = {}, {}, tonumber(os.getenv "BAOGAO_SHOW") or 2
local function count(class, what)
  counts[class] = (counts[class] or 0) + 1
  if class ~= "same" and counts[class] <= most then shown[#shown + 1] = ("  %s: %s"):format(class, what) end
end

local function compare(text)
  local by_place, slow = {}, {}
  for _, quantity in ipairs(baogao.scan(text)) do
    local from = text:find(quantity.number, quantity.first, true)
    if from then by_place[from] = quantity end
  end
  local at = 1
  while true do
    local found = finder:match(text, at)
    if not found then break end
    at = found.stop
    if not joined_before(text, found.first) then
      slow[found.at] = true
      local quantity = by_place[found.at]
      local around = text:sub(math.max(1, found.first - 24), found.stop + 24):gsub("%s", " ")
      local value, place = value_of(found)
      local lower, upper, lower_open, upper_open, word = bounds_of(found, value, place)
      if not quantity then
        count("found by the slow reading alone", around)
      elseif not lower then
        count("two words that bound: left to the specs", around)
      elseif not near(value, quantity.value) then
        count("VALUE", ("%s: %.17g, not %.17g"):format(around, quantity.value, value))
      elseif quantity.unit ~= found.unit then
        count("unit", ("%s: %s, not %s"):format(around, quantity.unit, found.unit))
      elseif quantity.qualifier ~= word then
        count("qualifier", ("%s: %s, not %s"):format(around, quantity.qualifier, word))
      elseif not (near(lower, quantity.lower) and near(upper, quantity.upper) and lower_open == quantity.lower_open
        and upper_open == quantity.upper_open) then
        count("BOUNDS", ("%s: %.17g, %.17g, not %.17g, %.17g"):format(around, quantity.lower, quantity.upper, lower, upper))
      else
        count("same", around)
      end
    end
  end
  for place, quantity in pairs(by_place) do
    if not slow[place] then
      count(quantity.number:find("%d") and "beyond the slow reading: other units, ranges, ranks" or "beyond the slow reading: Chinese numerals",
        quantity.text)
    end
  end
end

local files = 0
local list = io.popen("ls '" .. folder .. "'/*.txt")
for name in list:lines() do
  local file = assert(io.open(name, "rb"))
  compare(file:read("*a"))
  file:close()
  files = files + 1
end
list:close()

table.sort(shown)
for _, line in ipairs(shown) do print(line) end
local classes = {}
for class, n in pairs(counts) do
  if class ~= "same" then classes[#classes + 1] = ("%s %d"):format(class, n) end
end
table.sort(classes)
for _, line in ipairs(classes) do print("  " .. line) end
local same, value, bounds = counts.same or 0, counts.VALUE or 0, counts.BOUNDS or 0
local both = same + value + bounds + (counts.unit or 0) + (counts.qualifier or 0)
print(("%d files, %d quantities found by both: %d the same, %d values, %d bounds, %d units and %d qualifiers differ"):format(files, both, same,
  value, bounds, counts.unit or 0, counts.qualifier or 0))
os.exit(both > 0 and value == 0 and bounds == 0 and 0 or 1)
