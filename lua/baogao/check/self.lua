-- self.lua: a draft beside itself. Each rule is a room of self/; it is given a paragraph's claims and tells what cannot be.
--
-- A rule accuses only what is wrong however its figures were rounded: each exact figure stands for all values that round
-- to it, or are cut to it, at the last place that is written.

local M = {}

local RULES = { "limits", "periods", "growth", "ways", "parts", "shares", "proportions" }

---The interval of a claim as written, widened by what rounding may have taken away.
---@param claim baogao.Claim
---@return number lower
---@return number upper
function M.widened(claim)
  local place = claim.place
  if claim.lower ~= claim.upper then return claim.lower, claim.upper end
  -- things counted one by one are not rounded where every place is written
  if place == 1 and claim.kind == "count" then return claim.lower, claim.upper end
  return claim.lower - place / 2, claim.upper + place
end

---Findings of one paragraph by itself: { first, last, verdict, grade, message, message_zh, mend }.
---@param text string masked
---@param claims baogao.Claim[]
---@return table[]
function M.check(text, claims)
  local findings = {}
  local told = {}
  local function tell(first, last, finding)
    local key = finding.verdict .. first
    if told[key] then return end
    told[key] = true
    finding.first, finding.last, finding.text = first, last, text:sub(first, last)
    findings[#findings + 1] = finding
  end
  for _, rule in ipairs(RULES) do require("baogao.check.self." .. rule)(text, claims, tell) end
  return findings
end

return M
