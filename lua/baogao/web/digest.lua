-- digest.lua: a short name for a text, for ETags and cursors. It tells versions apart; it keeps no secrets.
--
-- Two polynomials modulo the largest primes below 2^32, in numbers that every Lua computes alike (each product is below
-- 2^53). An answer is digested once and kept, so pure Lua is fast enough, and no host's library is needed.

local M = {}

local PRIME_A, FACTOR_A = 4294967291, 65599
local PRIME_B, FACTOR_B = 4294967279, 1000003

-- bytes taken from the text at once
local STRIDE = 64

---Sixteen hexadecimal digits.
---@param text string
---@return string
function M.of(text)
  local a, b = #text, 1
  for i = 1, #text, STRIDE do
    local bytes = { text:byte(i, i + STRIDE - 1) }
    for k = 1, #bytes do
      a = (a * FACTOR_A + bytes[k]) % PRIME_A
      b = (b * FACTOR_B + bytes[k]) % PRIME_B
    end
  end
  return ("%08x%08x"):format(a, b)
end

return M
