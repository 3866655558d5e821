-- Random numbers that are the same on every Lua: Park and Miller's generator
-- (multiplier 48271), whose products stay below 2^53.

local random = {}
random.__index = random

local MODULUS, MULTIPLIER = 2147483647, 48271

function random.new(seed)
  local self = setmetatable({ state = seed % (MODULUS - 1) + 1 }, random)
  for _ = 1, 8 do self:next() end
  return self
end

-- a whole number from 0 to 2^31 - 3
function random:next()
  self.state = (self.state * MULTIPLIER) % MODULUS
  return self.state - 1
end

-- a whole number from a to b
function random:between(a, b)
  return a + math.floor(self:next() / (MODULUS - 1) * (b - a + 1))
end

function random:chance(percent) return self:between(1, 100) <= percent end

function random:one(list) return list[self:between(1, #list)] end

-- n different members of a list, in its order
function random:some(list, n)
  local made, left = {}, n
  for i = 1, #list do
    if self:between(1, #list - i + 1) <= left then
      made[#made + 1] = list[i]
      left = left - 1
    end
  end
  return made
end

return random
