-- twice.lua: the same figure stated twice, differently, anywhere in a draft.
--
-- Two claims are of one figure only where their full names, units, measures, statuses, levels, regions and periods are the
-- same and the period was said with both. Paragraphs are held by name, so that a changed one costs as much as it holds.

local claims_of = require "baogao.check.claims"
local words = require "baogao.check.words"

local M = {}

local Said = {}
Said.__index = Said

-- Shorter names are too general to be of one figure: 企业, 项目, 总量.
local SHORTEST = 4 * 3

-- Measures whose figures belong to one name, period and region alone.
local SINGLE = { level = true, stock = true, growth = true, share = true }

local function key_of(claim)
  local name = claim.name
  if claim.target or claim.part or claim.inherited or not claim.period or not claim.period_said then return nil end
  if #name.core < SHORTEST then return nil end
  if not SINGLE[claim.measure or (claim.kind == "money" or claims_of.is_level(claim)) and "stock" or ""] then return nil end
  -- 由600万吨增至: where something came from
  for _, word in ipairs(name.tail) do
    if word == "由" or word == "从" then return nil end
  end
  if claim.kind == "rank" or claim.kind == "duration" or claim.kind == "number" or claim.kind == "points" then return nil end
  -- a comparison or a way from one value to another is not a figure's name
  if words.has_any(name.core, { "于", "到", "至", "比", "年", "从", "由", "占" }) then return nil end
  return table.concat({ name.core, name.level or "", name.region or "", claims_of.unit_class(claim.unit),
    claim.measure or "",
    claim.status, claim.period, claim.direction or "", table.concat(name.head, " "), table.concat(name.tail, " ") }, "\0")
end

function M.new() return setmetatable({ by_key = {} }, Said) end

local function widened(claim)
  return require("baogao.check.self").widened(claim)
end

-- What of two numbers lies lower by its upper bound, and higher by its lower one; of equals the lesser text.
local function is_less(a, b)
  if a.high ~= b.high then return a.high < b.high end
  return a.text < b.text
end
local function is_more(a, b)
  if a.low ~= b.low then return a.low > b.low end
  return a.text < b.text
end

-- A paragraph's claims that are of a figure said with two numbers, counted with it and with its chunk.
local function count(paragraph, by)
  paragraph.twice = (paragraph.twice or 0) + by
  if paragraph.chunk then paragraph.chunk.twice = paragraph.chunk.twice + by end
end

-- Two of a figure's numbers are apart where its least and its most are: so no others are looked at.
local function judge(said)
  local apart = said.distinct > 1 and said.most.low > said.least.high
  if apart == said.apart then return end
  said.apart = apart
  for paragraph, claims in pairs(said.paragraphs) do count(paragraph, apart and claims or -claims) end
end

local function find_ends(said)
  said.least, said.most = nil, nil
  for _, number in pairs(said.numbers) do
    if not said.least or is_less(number, said.least) then said.least = number end
    if not said.most or is_more(number, said.most) then said.most = number end
  end
end

-- key -> { numbers: as written -> number, distinct, least, most, apart, paragraphs -> claims }: few numbers stand under one
-- name, however often they are said.
function Said:add(paragraph)
  paragraph.keys = nil
  for _, claim in ipairs(paragraph.claims) do
    local key = key_of(claim)
    if key then
      local said = self.by_key[key] or { numbers = {}, distinct = 0, apart = false, paragraphs = {} }
      self.by_key[key] = said
      local number = said.numbers[claim.text]
      if not number then
        number = { text = claim.text, count = 0 }
        number.low, number.high = widened(claim)
        said.numbers[claim.text], said.distinct = number, said.distinct + 1
        if not said.least or is_less(number, said.least) then said.least = number end
        if not said.most or is_more(number, said.most) then said.most = number end
      end
      number.count = number.count + 1
      said.paragraphs[paragraph] = (said.paragraphs[paragraph] or 0) + 1
      if said.apart then count(paragraph, 1) end
      judge(said)
      paragraph.keys = paragraph.keys or {}
      paragraph.keys[#paragraph.keys + 1] = { key = key, claim = claim, number = number }
    end
  end
end

function Said:forget(paragraph)
  for _, own in ipairs(paragraph.keys or {}) do
    local said, number = self.by_key[own.key], own.number
    if said.apart then count(paragraph, -1) end
    local left = said.paragraphs[paragraph] - 1
    said.paragraphs[paragraph] = left > 0 and left or nil
    number.count = number.count - 1
    if number.count == 0 then
      said.numbers[number.text], said.distinct = nil, said.distinct - 1
      if number == said.least or number == said.most then find_ends(said) end
      judge(said)
      if said.distinct == 0 then self.by_key[own.key] = nil end
    end
  end
  paragraph.keys = nil
end

---Findings of the paragraph's claims that another claim of the draft denies; nil where there are none.
function Said:of(paragraph)
  if (paragraph.twice or 0) == 0 then return nil end
  local findings
  for _, own in ipairs(paragraph.keys) do
    local said, number, claim = self.by_key[own.key], own.number, own.claim
    local other = said.apart and (number.low > said.least.high and said.least or said.most.low > number.high and said.most)
    if other then
      -- the same finding each time, with what its askers keep in it, while the other number is the same
      if not own.finding or own.other ~= other.text then
        own.other = other.text
        own.finding = { first = claim.first, last = claim.last, text = claim.text, verdict = "stated_twice",
          grade = "warning", claim = claim,
          message = ("%s is stated as %s elsewhere"):format(claim.name.core, other.text),
          message_zh = ("“%s”在别处写作%s"):format(claim.name.core, other.text) }
      end
      findings = findings or {}
      findings[#findings + 1] = own.finding
    end
  end
  return findings
end

return M
