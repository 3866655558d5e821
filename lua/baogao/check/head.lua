-- head.lua: the year that a draft's title or its date is of.
--
-- A report of 2026 tells of 2025 and plans 2026; what it says without a time is no figure of 2024, whatever the record has.

local scan = require "baogao.scan"
local words = require "baogao.check.words"

local M = {}

-- Lines that a title, a subtitle, a source and a date take, with those between them.
M.LINES = 12

-- Bytes of a line of such: what is longer, or has a sentence's end, is the text already.
local LONGEST = 150

-- A plan's title names a year to come; a heading that looks back names the year before its draft's.
local AHEAD = { "目标", "远景", "规划", "计划", "展望", "“十" }
local BACK = { "回顾", "总结" }

---The latest year that the lines before the text say.
---@param lines string[]
---@return integer? year
function M.year(lines)
  local latest
  for i = 1, math.min(#lines, M.LINES) do
    local line = lines[i]
    local back = words.has_any(line, BACK)
    if #line <= LONGEST and not line:find("。", 1, true) and (back or not words.has_any(line, AHEAD)) then
      for _, span in ipairs(scan.periods(line)) do
        local year = span.period and (span.text:find("%d%d%d%d") or span.text:find("〇", 1, true))
          and tonumber(span.period:match("^%d%d%d%d"))
        if year and back then year = year + 1 end
        if year and (not latest or year > latest) then latest = year end
      end
      local date = tonumber(line:match("%f[%d]([12]%d%d%d)%-%d%d?%-%d%d?%f[%D]"))
      if date and (not latest or date > latest) then latest = date end
    end
  end
  return latest
end

---Whether a figure that is said without a time, in a draft of that year, may be of a fact's period: the year or the one
---before it; a plan is for the year.
---@param year integer
---@param fact baogao.Fact
function M.may_be_of(year, fact)
  local first, last = fact.period:match("^%d%d%d%d"), fact.period:match("/(%d%d%d%d)")
  first = tonumber(first)
  last = tonumber(last) or first
  return first <= year and last >= (fact.measure == "target" and year or year - 1)
end

return M
