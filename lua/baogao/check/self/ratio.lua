-- ratio.lua: a ratio of numbers: 5.1:38.2:56.7.

local COLON = { ":", "：", "∶" }

-- The numbers of a ratio at its first number; nil where it is none.
---@param text string
---@param from integer
---@return number[]? numbers nil where none begins there
---@return integer? stop its last byte
---@return integer? places decimals of the number that has most
local function ratio_at(text, from)
  local numbers, stop, places = {}, from, 0
  while true do
    local number, after = text:match("^(%d+%.?%d*)()", stop)
    if not number then return nil end
    numbers[#numbers + 1] = tonumber(number)
    places = math.max(places, #(number:match("%.(%d+)") or ""))
    stop = after
    local colon
    for _, mark in ipairs(COLON) do
      if text:sub(stop, stop + #mark - 1) == mark then colon = mark end
    end
    if not colon then break end
    stop = stop + #colon
  end
  return numbers, stop - 1, places
end

return ratio_at
