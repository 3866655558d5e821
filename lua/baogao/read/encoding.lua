-- encoding.lua: texts that are not UTF-8. What they are in is told by their first bytes; iconv converts them; and a place
-- in the converted text is found again in the original.

local M = {}

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

-- Enough of a text to tell what it is in.
local PIECE = 4096

local function is_utf8(text)
  local at = text:find "[\128-\255]"
  if not at then return true end
  local last = math.min(#text, at + PIECE)
  while at <= last do
    local byte = text:byte(at)
    local length = byte < 0x80 and 1 or byte >= 0xC2 and byte < 0xE0 and 2 or byte >= 0xE0 and byte < 0xF0 and 3
      or byte >= 0xF0 and byte < 0xF5 and 4 or 0
    if length == 0 then return false end
    for i = 1, length - 1 do
      local next_byte = text:byte(at + i)
      if not next_byte then return true end -- torn at its end
      if next_byte < 0x80 or next_byte > 0xBF then return false end
    end
    at = at + length
  end
  return true
end

-- Characters of two bytes, the first of them from 0x81: how many of the text's beginning are none, of how many.
local function is_gb18030(text)
  local at, last = text:find "[\128-\255]", math.min(#text, PIECE * 4)
  while at and at < last do
    local a, b, c, d = text:byte(at, at + 3)
    if a == 0x80 or a == 0xFF then return false end
    if b >= 0x40 and b <= 0xFE and b ~= 0x7F then at = at + 2
    elseif b >= 0x30 and b <= 0x39 then
      if c and (c < 0x81 or c > 0xFE) or d and (d < 0x30 or d > 0x39) then return false end
      at = at + 4
    else return false end
    at = text:find("[\128-\255]", at)
  end
  return true
end

---What a text is in, by its bytes.
---@param text string
---@return "UTF-8"|"UTF-16LE"|"UTF-16BE"|"GB18030"|nil encoding nil where it is no text
function M.detect(text)
  local head = text:sub(1, 2)
  if head == "\255\254" then return "UTF-16LE" elseif head == "\254\255" then return "UTF-16BE" end
  local piece = text:sub(1, PIECE)
  if piece:find "%z" then
    -- without a byte order mark: the high bytes of digits and line ends are zeros, all on one side
    local even, odd = 0, 0
    for at in piece:gmatch "()%z" do
      if at % 2 == 0 then even = even + 1 else odd = odd + 1 end
    end
    if odd == 0 and piece:find "^[^%z]" then return "UTF-16LE" end
    if even == 0 then return "UTF-16BE" end
    return nil
  end
  if is_utf8(text) then return "UTF-8" end
  return is_gb18030(text) and "GB18030" or nil
end

---The command that converts standard input, for sh.
---@param encoding string
---@return string
function M.command(encoding) return "iconv -f " .. quote(encoding) .. " -t UTF-8" end

-- Bytes of the original's next character, whose UTF-8 form has `length` bytes; by encoding.
local STEP = {}
function STEP.UTF16(_, _, length) return length == 4 and 4 or 2 end
function STEP.GB18030(text, at)
  local a, b = text:byte(at, at + 1)
  if not a or a < 0x80 then return 1 end
  return b and b >= 0x30 and b <= 0x39 and 4 or 2
end

local STEPS = { ["UTF-16LE"] = STEP.UTF16, ["UTF-16BE"] = STEP.UTF16, ["UTF-16"] = STEP.UTF16, GB18030 = STEP.GB18030,
  GBK = STEP.GB18030, GB2312 = STEP.GB18030, ["EUC-CN"] = STEP.GB18030, BIG5 = STEP.GB18030 }

---A function that finds a character of the converted text in the original: byte -> first byte, last byte. It walks on from
---the place asked for before, so places are best asked for in their order. nil where the encoding is not known so well.
---@param original string
---@param text string UTF-8
---@param encoding string
---@return (fun(byte: integer): integer, integer)?
function M.places(original, text, encoding)
  local step = STEPS[encoding:upper()]
  if not step then return nil end
  local begin = 1
  -- iconv passes over the mark where the name leaves the order open
  if encoding:upper() == "UTF-16" and (original:find "^\255\254" or original:find "^\254\255") then begin = 3 end
  local at, there = 1, begin
  return function(byte)
    if byte < at then at, there = 1, begin end
    while true do
      local lead = text:byte(at) or 0
      local length = lead < 0xC0 and 1 or lead < 0xE0 and 2 or lead < 0xF0 and 3 or 4
      local bytes = step(original, there, length)
      if byte < at + length or at > #text then return there, there + bytes - 1 end
      at, there = at + length, there + bytes
    end
  end
end

return M
