-- kept.lua: answers kept by their address, so that what was made once is sent from memory.
--
-- The reports do not change while a worker lives, so an answer is right for ever; only room is short. Two generations
-- bound it: when the young one is full it becomes the old one, and the old one goes. What is asked for again moves back
-- to the young, so what is used stays, at the price of one table look-up.

local M = {}
M.__index = M

-- bytes of one generation: some thousand facts, or every chart of a report
local ROOM = 2 * 1024 * 1024
-- answers larger than this are made anew, lest one of them drives out all others
local LARGEST = 256 * 1024
-- bytes of an address that is worth keeping: longer ones come from attackers or from nobody twice
local LONGEST_KEY = 512

---@return table kept
function M.new() return setmetatable({ young = {}, old = {}, size = 0 }, M) end

function M:get(key)
  local found = self.young[key]
  if found then return found end
  found = self.old[key]
  if found then self:put(key, found) end
  return found
end

function M:put(key, response)
  local size = #key + #response.body + 512 -- the tables around them
  if size > LARGEST or #key > LONGEST_KEY then return end
  if self.size + size > ROOM then self.old, self.young, self.size = self.young, {}, 0 end
  self.young[key] = response
  self.size = self.size + size
end

return M
