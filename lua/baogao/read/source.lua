-- source.lua: the text of a file, whatever it comes in. Plain text is read as it is; HTML, DOCX and their like go through
-- pandoc, PDF through pdftotext, where these are installed.

local M = {}

-- by the end of a file's name: the tool, its command, the package that has it
local PANDOC = { tool = "pandoc", command = "pandoc --to plain --wrap=none", package = "pandoc" }
local PDFTOTEXT = { tool = "pdftotext", command = "pdftotext -q -enc UTF-8", output = "-", package = "poppler-utils" }
local BY_ENDING = { html = PANDOC, htm = PANDOC, docx = PANDOC, odt = PANDOC, epub = PANDOC, rtf = PANDOC, pdf = PDFTOTEXT }

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local present = {}

local function is_present(tool)
  if present[tool] == nil then
    local pipe = io.popen("command -v " .. tool .. " 2>/dev/null")
    present[tool] = pipe ~= nil and (pipe:read("*l") or "") ~= ""
    if pipe then pipe:close() end
  end
  return present[tool]
end

local function is_utf8(text)
  if text:find("^%z") or text:find("%z") then return false end
  -- a piece is enough to tell another encoding: no lead byte without its continuation
  local head = text:sub(1, 4096)
  local at = 1
  while at <= #head - 3 do
    local byte = head:byte(at)
    local length = byte < 0x80 and 1 or byte >= 0xC2 and byte < 0xE0 and 2 or byte >= 0xE0 and byte < 0xF0 and 3
      or byte >= 0xF0 and byte < 0xF5 and 4 or 0
    if length == 0 then return false end
    for i = 1, length - 1 do
      local next_byte = head:byte(at + i)
      if not next_byte or next_byte < 0x80 or next_byte > 0xBF then return false end
    end
    at = at + length
  end
  return true
end

---The text of a file.
---@param name string path; "-" is not known here
---@return string? text UTF-8
---@return string? message
function M.text(name)
  local file, message = io.open(name, "rb")
  if not file then return nil, message end
  local through = BY_ENDING[(name:match "%.(%w+)$" or ""):lower()]
  if not through then
    local text = file:read "*a"
    file:close()
    if not text then return nil, name .. ": cannot be read" end
    if not is_utf8(text) then return nil, name .. ": no UTF-8 text; convert it first (iconv -f GB18030 -t UTF-8)" end
    return text
  end
  file:close()
  if not is_present(through.tool) then
    return nil, ("%s: reading it needs %s, which is not installed (apt install %s)"):format(name, through.tool, through.package)
  end
  -- a name that begins with a dash is no option
  local path = name:find "^%-" and "./" .. name or name
  local pipe = io.popen(through.command .. " " .. quote(path) .. " " .. (through.output or "") .. " 2>/dev/null", "r")
  local text = pipe and pipe:read "*a" or ""
  if pipe then pipe:close() end
  if text == "" then return nil, ("%s: %s gives no text of it"):format(name, through.tool) end
  return text
end

return M
