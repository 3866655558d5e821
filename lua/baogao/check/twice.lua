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

-- several: the keys under which more than one number is said.
function M.new() return setmetatable({ by_key = {}, several = {} }, Said) end

-- key -> { numbers: as written -> { claim, count }, distinct, paragraphs -> count }: few numbers stand under one name, however
-- often they are said.
function Said:add(paragraph)
  paragraph.keys = nil
  for _, claim in ipairs(paragraph.claims) do
    local key = key_of(claim)
    if key then
      local said = self.by_key[key] or { numbers = {}, distinct = 0, paragraphs = {} }
      self.by_key[key] = said
      local number = said.numbers[claim.text]
      if not number then
        number = { claim = claim, count = 0 }
        said.numbers[claim.text], said.distinct = number, said.distinct + 1
        if said.distinct == 2 then self.several[key] = said end
      end
      number.count = number.count + 1
      said.paragraphs[paragraph] = (said.paragraphs[paragraph] or 0) + 1
      paragraph.keys = paragraph.keys or {}
      paragraph.keys[#paragraph.keys + 1] = { key = key, claim = claim }
    end
  end
end

function Said:forget(paragraph)
  for _, own in ipairs(paragraph.keys or {}) do
    local said = self.by_key[own.key]
    local number = said and said.numbers[own.claim.text]
    if number then
      number.count = number.count - 1
      if number.count == 0 then
        said.numbers[own.claim.text], said.distinct = nil, said.distinct - 1
        if said.distinct == 1 then self.several[own.key] = nil end
      end
      local left = said.paragraphs[paragraph] - 1
      said.paragraphs[paragraph] = left > 0 and left or nil
      if said.distinct == 0 then self.by_key[own.key] = nil end
    end
  end
  paragraph.keys = nil
end

---The paragraphs that say a figure which is said with another number too: paragraph -> true.
function Said:several_paragraphs()
  local set = {}
  for _, said in pairs(self.several) do
    for paragraph in pairs(said.paragraphs) do set[paragraph] = true end
  end
  return set
end

local function apart(a, b)
  local widened = require("baogao.check.self").widened
  local a_low, a_high = widened(a)
  local b_low, b_high = widened(b)
  return a_low > b_high or b_low > a_high
end

---Findings of the paragraph's claims that another claim of the draft denies; nil where there are none.
function Said:of(paragraph)
  local findings
  for _, own in ipairs(paragraph.keys or {}) do
    local said, claim = self.several[own.key], own.claim
    local other
    for _, number in pairs(said and said.numbers or {}) do
      -- the least text, so that the same is told each time
      if apart(claim, number.claim) and (not other or number.claim.text < other.text) then other = number.claim end
    end
    if other then
      findings = findings or {}
      findings[#findings + 1] = { first = claim.first, last = claim.last, text = claim.text, verdict = "stated_twice",
        grade = "warning", claim = claim,
        message = ("%s is stated as %s elsewhere"):format(claim.name.core, other.text),
        message_zh = ("“%s”在别处写作%s"):format(claim.name.core, other.text) }
    end
  end
  return findings
end

return M
