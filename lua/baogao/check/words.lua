-- words.lua: what of the text around a figure names it, and what only leads to it.
--
-- A name is compared with a record's indicator after all that does not tell one figure from another is taken off its two
-- ends: verbs (新增, 建成, 达到), times, the report's own region (全市, 郑州市), classes of level (国家级, 省级以上), words of
-- counting (总数, 数量). What was taken off is kept beside it, since a level or a region does tell figures apart. Nothing is
-- taken from the middle, so 金水区高新技术企业 never passes for 高新技术企业: an unknown word in front makes another figure.

local places = require "baogao.check.places"

local M = {}

-- Words by the character that they begin with (or end in), longest first: few texts begin with any of them. The words are
-- Chinese, so a character is three bytes.
local function set(words, at_end)
  local by_character, seen = {}, {}
  for word in words:gmatch("%S+") do
    if not seen[word] then
      seen[word] = true
      local key = at_end and word:sub(-3) or word:sub(1, 3)
      by_character[key] = by_character[key] or {}
      table.insert(by_character[key], word)
    end
  end
  for _, list in pairs(by_character) do table.sort(list, function(a, b) return #a > #b end) end
  return by_character
end

-- Words that may stand before a name.
local HEAD = set [[
  累计 累积 共 总共 共计 共有 合计 总计 现 现有 现已 已 已有 已经 已建成 有 拥有 具有 又 再 还 更 并 且 也 均 都 其 其中 全年 年内 当年 该市
  据统计 截至目前 截至 截止 目前 如今 至此 至今 今年 去年 上年 前年 本年 今年以来 年末 年底 到年底 到 至 在 于 以来 我们 期间 时 同时 此外 另外
  完成 实现 建成 建设 建立 建 新建 新增 净增 增加 培育 培养 引进 引入 引育 招引 集聚 聚集 汇聚 吸引 认定 备案 认定备案 落地 签约 推荐 报送 推荐报送
  支持 征集 储备 设立 组织 举办 举行 开展 受理 培训 打造 搭建 聚焦 获批 获评 入选 形成 达成 达 达到 突破 超过 超 招收 累计招收 累计引进 揭牌
  新认定 新培育 新引进 新获批 新备案 纳入 入库 授牌 布局 建有 发展 发放 拨付 兑现 投入 安排 使用 利用 签订 登记 申请 授权 转化
  预计 预期 有望 预估 预测 估计 将 可 约 大约 近 大概 力争 目标 计划 规划 确保 努力 争取 拟 使 让 把 对 将有 全部 各类 各级 各 所有 全体 一批 的 之 数 为 是 与 和 及 以及
  同比 环比 比上年 较上年 比去年 较去年 按可比价计算 按不变价计算 名义 实际 平均 年均
]]

-- Words that may stand between a name and its figure.
local TAIL = set([[
  总数 总量 总额 总规模 数量 数 个数 户数 家数 人数 件数 总计 合计 共计 累计 共 总共 共有 已 已经 已达 已有 将 可 将达 达 达到 达成 为 是 有 约 大约 大概 约为 近 接近
  将近 超 超过 逾 突破 不足 不到 至少 完成 实现 预计 预期 有望 预估 预测 估计 力争 目标 全年 今年 去年 上年 年末 年底 已超 已超过 已突破 均 均为 分别 分别为 分别达 分别达到 就
  增至 增加到 增加至 增长到 增长至 提高到 提高至 提升到 提升至 扩大到 扩大至 上升到 上升至 升至 发展到 壮大到 降至 降到 下降到 下降至 减少到 减少至 回落到 的
  由 从 建成 新增 净增 认定 备案 认定备案 招收 落地 也 仅 仅为 只有 高达 多达 稳定在 保持在 控制在 规模 规模为 规模达 规模达到 首次 首次突破 一举 再 再次 又 还 目前 现有 现 现已 在 已建成 入库
  同比 环比 比上年 较上年 比去年 较去年 累计达 累计达到 总数达 总数达到 总量达 总量达到 且 其中
  和 与 及 以及 并 同
]], true)

-- Classes of level, longest first where one begins another.
local LEVELS = {
  { "市级及以上", "municipal+" }, { "市级以上", "municipal+" }, { "省级及以上", "provincial+" }, { "省级以上", "provincial+" },
  { "县级及以上", "county+" }, { "县级以上", "county+" },
  { "国家级", "national" }, { "省级", "provincial" }, { "市级", "municipal" }, { "县级", "county" }, { "国家", "national" },
}

-- Short forms that every reader of such reports knows.
local SHORT = { ["高企"] = "高新技术企业", ["孵化器"] = "孵化载体", ["博士后工作站"] = "博士后科研工作站" }

local QUOTES = { "“", "”", "‘", "’", "「", "」", "《", "》", '"', "'", "*", "_", "　", " ", "\t", "\n", "\r", "#", ">" }

-- The text without quotation marks, marks of emphasis and spaces.
local function bare(text)
  if not text:find("[%s*_#>\"'\194\226\227\240%-+.)]") then return text end
  -- spaces of every width
  text = text:gsub("\194\160", ""):gsub("\226\128[\128-\139\175]", "")
  -- list marks, bullets and pictures in front
  text = text:gsub("^%s*[%-+]%s+", ""):gsub("^%s*%d+[.)]%s*", ""):gsub("\240\159[\128-\191][\128-\191]", "")
    :gsub("\226[\148-\175][\128-\191]", ""):gsub("\226\128\162", "")
  for _, quote in ipairs(QUOTES) do
    local first = text:find(quote, 1, true)
    if first then text = text:gsub(quote == "*" and "%*" or quote, "") end
  end
  return text
end
M.bare = bare

local function starts(text, word) return word ~= "" and text:sub(1, #word) == word end

-- The text without the first of the words that it begins with, and which.
function M.without_first(text, list)
  for _, word in ipairs(list) do
    if starts(text, word) then return text:sub(#word + 1), word end
  end
  return text, nil
end

-- The text without the first of the words that it ends in, and which.
function M.without_last(text, list)
  for _, word in ipairs(list) do
    if #word > 0 and text:sub(-#word) == word then return text:sub(1, -#word - 1), word end
  end
  return text, nil
end

local NONE = {}

-- The first of the words that the text begins with; all of them begin with its first character.
local function beginning(text, list)
  for i = 1, #list do
    local word = list[i]
    if text:sub(1, #word) == word then return word end
  end
  return nil
end

local function ending(text, list)
  for i = 1, #list do
    local word = list[i]
    if text:sub(-#word) == word then return word end
  end
  return nil
end

local LEVELS_BY_CHARACTER = {}
for _, level in ipairs(LEVELS) do
  local first = level[1]:sub(1, 3)
  LEVELS_BY_CHARACTER[first] = LEVELS_BY_CHARACTER[first] or {}
  table.insert(LEVELS_BY_CHARACTER[first], level)
end

local function strip_head(text, state, regions)
  while text ~= "" do
    local first = text:sub(1, 3)
    local word = HEAD[first] and beginning(text, HEAD[first])
    if word then
      state.head[#state.head + 1] = word
    elseif text:find("^[%d前]") then
      word = text:match("^%d%d%d%d年度") or text:match("^%d%d%d%d年") or text:match("^前%d+个月") or text:match("^%d+月份")
        or text:match("^%d+月")
    end
    if not word then
      for _, known in ipairs(regions.words[first] or NONE) do
        -- 郑州市全国重点实验室: what stands behind a place is part of the name
        if (not state.region or state.region == known.place) and starts(text, known.word) then
          word, state.region = known.word, known.place
          if known.place ~= regions.code then state.place = known.word end
          break
        end
      end
    end
    if not word and not state.region then
      word, state.region = places.at(text)
      state.place = word
    end
    if not word and not state.level then
      for _, level in ipairs(LEVELS_BY_CHARACTER[first] or NONE) do
        if starts(text, level[1]) then
          word, state.level = level[1], level[2]
          break
        end
      end
    end
    if not word then break end
    text = text:sub(#word + 1)
  end
  return text
end

local function strip_tail(text, state)
  while text ~= "" do
    local last = TAIL[text:sub(-3)]
    local word = last and ending(text, last)
    if word then
      state.tail[#state.tail + 1] = word
    else
      word = text:match("%d%d%d%d年$") or text:match("前%d+个月$") or text:match("%d+月$")
      if not word then break end
    end
    text = text:sub(1, -#word - 1)
  end
  return text
end

local function parse(text, regions)
  local state = { head = {}, tail = {} }
  -- marks of lists and tables that stand at its ends
  text = bare(text):gsub("^[-+|:]+", ""):gsub("[|:]+$", "")
  text = M.without_last(text, { "：" })
  text = strip_tail(text, state)
  text = strip_head(text, state, regions)
  text = SHORT[text] or text
  state.core = (text:gsub("总规模", "规模"):gsub("总额$", "额"))
  return state
end

-- Names that are kept: an edited paragraph has nearly all of them again.
local MOST_NAMES = 4096

---The name in the words before a figure (or of an indicator): what identifies it, and what stood around it.
---@param text string
---@param regions table of places.draft
---@return { core: string, level?: string, region?: string, place?: string, head: string[], tail: string[] } name place: the
---  words of a place that the name began with; head and tail are not to be changed
function M.name(text, regions)
  local names = regions.names
  local known = names and names[text]
  if not known then
    if not names or regions.names_kept >= MOST_NAMES then
      names = {}
      regions.names, regions.names_kept = names, 0
    end
    known = parse(text, regions)
    names[text] = known
    regions.names_kept = regions.names_kept + 1
  end
  return { core = known.core, level = known.level, region = known.region, place = known.place, head = known.head,
    tail = known.tail }
end

---True where one of the words is in the text.
function M.has_any(text, words)
  if #text < 3 then return nil end
  local find = text.find
  for i = 1, #words do
    local first, last = find(text, words[i], 1, true)
    if first then return words[i], first, last end
  end
  return nil
end

---The last of the words in the text: the word and where it stands.
function M.last_of(text, words)
  if #text < 3 then return nil end
  local best, where, stop
  local find = text.find
  for i = 1, #words do
    local word = words[i]
    local first, last = find(text, word, 1, true)
    while first do
      if not where or last > stop or last == stop and first < where then best, where, stop = word, first, last end
      first, last = find(text, word, last + 1, true)
    end
  end
  return best, where, stop
end

M.FORECAST = { "预计", "预期", "有望", "预估", "预测", "估计", "将达", "将超", "将突破" }
M.TARGET = { "力争", "目标", "计划", "规划", "确保", "努力", "争取", "拟", "要求", "奋斗", "控制在" }
M.UP = { "增长", "增速", "增幅", "上升", "提高", "提升", "上涨", "增加", "扩大", "增" }
M.DOWN = { "下降", "减少", "降低", "回落", "下滑", "收窄", "缩减", "下跌", "降幅", "压减", "负增长", "降" }
M.FLOW = { "新增", "净增", "新建", "新认定", "新培育", "新引进", "新设", "新登记" }
M.STOCK = { "累计", "总数", "总量", "存量", "共有", "拥有", "现有", "已有" }
M.SHARE = { "占比", "比重", "占", "份额" }

return M
