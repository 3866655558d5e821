-- wrap.lua: long labels in lines, since SVG breaks none by itself.

local width = require "baogao.width"

local M = {}

-- The pieces that a line may end after: words with the blank after them, and each Chinese character.
local function pieces_of(text)
  local pieces, word = {}, ""
  for character in text:gmatch("[%z\1-\127\192-\255][\128-\191]*") do
    if #character > 1 then
      if word ~= "" then pieces[#pieces + 1], word = word, "" end
      pieces[#pieces + 1] = character
    else
      word = word .. character
      if character == " " then pieces[#pieces + 1], word = word, "" end
    end
  end
  if word ~= "" then pieces[#pieces + 1] = word end
  return pieces
end

---A text of at most `columns` columns, cut with an ellipsis where it is longer.
---@param text string
---@param columns integer
---@return string
function M.cut(text, columns)
  if width.of(text) <= columns then return text end
  local kept = ""
  for character in text:gmatch("[%z\1-\127\192-\255][\128-\191]*") do
    if width.of(kept .. character) > columns - 1 then break end
    kept = kept .. character
  end
  return kept:gsub("%s+$", "") .. "…"
end

---A text in lines of at most `columns` columns, where its words allow it.
---@param text string
---@param columns integer
---@return string[]
function M.lines(text, columns)
  if width.of(text) <= columns then return { text } end
  local lines, line = {}, ""
  for _, piece in ipairs(pieces_of(text)) do
    if line ~= "" and width.of((line .. piece):gsub("%s+$", "")) > columns then
      lines[#lines + 1], line = line:gsub("%s+$", ""), ""
    end
    line = line .. piece
  end
  lines[#lines + 1] = line:gsub("%s+$", "")
  return lines
end

return M
