-- suggest.lua: "did you mean …?" for ids, fields, options and commands.

local M = {}

-- Edits that turn one word into the other: insert, delete, replace, swap two neighbours.
local function distance(a, b)
  local before, row = {}, {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local two_before = before
    before, row = row, { [0] = i }
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      local best = math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + cost)
      if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then
        best = math.min(best, two_before[j - 2] + 1)
      end
      row[j] = best
    end
  end
  return row[#b]
end

-- Words longer than this are compared by their start only: nobody mistypes so much.
local LONGEST = 64

---The candidate that is most like the word, where one is like it at all: at most a third of its letters differ, or it
---holds the word.
---@param word string
---@param candidates string[]
---@return string? nearest
function M.nearest(word, candidates)
  word = tostring(word):sub(1, LONGEST):lower()
  local best, least
  for _, candidate in ipairs(candidates) do
    local c = candidate:sub(1, LONGEST):lower()
    local d = distance(word, c)
    if c:find(word, 1, true) and (#word >= 3 or d == 1) then d = math.min(d, 1) - 0.5 end
    if not least or d < least then best, least = candidate, d end
  end
  if best and least <= math.max(1, math.floor(math.max(#word, #best) / 3)) then return best end
  return nil
end

---" (did you mean 'x'?)", or "" where nothing is near.
---@param word string
---@param candidates string[]
---@return string
function M.hint(word, candidates)
  local nearest = M.nearest(word, candidates)
  return nearest and (" (did you mean '%s'?)"):format(nearest) or ""
end

return M
