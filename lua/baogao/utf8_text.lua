-- utf8_text.lua: text from outside is UTF-8, or is told where it is not.

local M = {}

-- The bytes of the character at i, or nil where there is none that is well formed (no overlong form, no surrogate).
local function length_at(text, i)
  local a, b, c, d = text:byte(i, i + 3)
  if a < 0x80 then return 1 end
  local function tail(byte) return byte ~= nil and byte >= 0x80 and byte < 0xC0 end
  if a >= 0xC2 and a < 0xE0 and tail(b) then return 2 end
  if a >= 0xE0 and a < 0xF0 and tail(b) and tail(c) and (a ~= 0xE0 or b >= 0xA0) and (a ~= 0xED or b < 0xA0) then return 3 end
  if a >= 0xF0 and a < 0xF5 and tail(b) and tail(c) and tail(d) and (a ~= 0xF0 or b >= 0x90) and (a ~= 0xF4 or b < 0x90) then
    return 4
  end
  return nil
end

---The first byte from `from` on that is no UTF-8, or nil where all is well.
---@param text string
---@param from? integer 1 if left out
---@return integer? place
function M.fault(text, from)
  local i = text:find("[\128-\255]", from)
  while i do
    local length = length_at(text, i)
    if not length then return i end
    i = text:find("[\128-\255]", i + length)
  end
  return nil
end

local REPLACEMENT = "\239\191\189" -- U+FFFD

---The text with each byte that is no UTF-8 replaced by U+FFFD.
---@param text string
---@return string
function M.mend(text)
  local bad = M.fault(text)
  if not bad then return text end
  local out, from = {}, 1
  while bad do
    out[#out + 1] = text:sub(from, bad - 1)
    out[#out + 1] = REPLACEMENT
    from = bad + 1
    bad = M.fault(text, from)
  end
  out[#out + 1] = text:sub(from)
  return table.concat(out)
end

return M
