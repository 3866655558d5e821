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
  if #name.core < SHORTEST or not SINGLE[claim.measure or (claim.kind == "money" and "stock" or "")] then return nil end
  if claim.kind == "rank" or claim.kind == "duration" or claim.kind == "number" or claim.kind == "points" then return nil end
  -- a comparison or a way from one value to another is not a figure's name
  if words.has_any(name.core, { "于", "到", "至", "比", "年", "从", "由" }) then return nil end
  return table.concat({ name.core, name.level or "", name.region or "", claims_of.unit_class(claim.unit), claim.measure or "",
    claim.status, claim.period, claim.direction or "", table.concat(name.head, " "), table.concat(name.tail, " ") }, "\0")
end

function M.new() return setmetatable({ by_key = {} }, Said) end

function Said:add(paragraph)
  paragraph.keys = {}
  local has = {}
  for _, claim in ipairs(paragraph.claims) do
    local key = key_of(claim)
    if key then
      self.by_key[key] = self.by_key[key] or {}
      table.insert(self.by_key[key], { paragraph = paragraph, claim = claim })
      if not has[key] then paragraph.keys[#paragraph.keys + 1] = key end
      has[key] = true
    end
  end
end

function Said:forget(paragraph)
  for _, key in ipairs(paragraph.keys or {}) do
    local list = self.by_key[key]
    if list then
      for i = #list, 1, -1 do
        if list[i].paragraph == paragraph then table.remove(list, i) end
      end
      if #list == 0 then self.by_key[key] = nil end
    end
  end
  paragraph.keys = nil
end

local function apart(a, b)
  local widened = require("baogao.check.self").widened
  local a_low, a_high = widened(a)
  local b_low, b_high = widened(b)
  return a_low > b_high or b_low > a_high
end

---Findings of the paragraph's claims that another claim of the draft denies.
function Said:of(paragraph)
  local findings = {}
  for _, key in ipairs(paragraph.keys or {}) do
    local list = self.by_key[key]
    if list and #list > 1 then
      for _, mine in ipairs(list) do
        if mine.paragraph == paragraph then
          for _, other in ipairs(list) do
            if other ~= mine and apart(mine.claim, other.claim) then
              local claim = mine.claim
              findings[#findings + 1] = { first = claim.first, last = claim.last, text = claim.text, verdict = "stated_twice",
                grade = "warning", claim = claim,
                message = ("%s is stated as %s elsewhere"):format(claim.name.core, other.claim.text),
                message_zh = ("“%s”在别处写作%s"):format(claim.name.core, other.claim.text) }
              break
            end
          end
        end
      end
    end
  end
  return findings
end

return M
