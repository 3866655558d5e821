-- source.lua: the text of a file, whatever it comes in. Text is converted to UTF-8 where it is not; HTML, DOCX and their
-- like go through pandoc, PDF through pdftotext, where these are installed.

local encoding = require "baogao.read.encoding"

local M = {}

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

-- The filter beside this file, for pandoc.
local FILTER = debug.getinfo(1, "S").source:match "^@(.*)source%.lua$"
FILTER = FILTER and " --lua-filter " .. quote(FILTER .. "pandoc_filter.lua") or ""

local function pandoc(format)
  return { tool = "pandoc", package = "pandoc", command = "pandoc -f " .. format .. " -t plain --wrap=none" .. FILTER,
    is_text = format == "html" }
end

local PDF = { tool = "pdftotext", package = "poppler-utils", command = "pdftotext -q -enc UTF-8 - -" }
local HTML, DOCX = pandoc "html", pandoc "docx"

-- by the end of a file's name
local BY_ENDING = { html = HTML, htm = HTML, xhtml = HTML, docx = DOCX, odt = pandoc "odt", epub = pandoc "epub",
  pdf = PDF }

-- by its first bytes, whatever its name
local BY_START = { { "^%%PDF%-", PDF }, { "^PK\3\4.*word/", DOCX } }

-- What is no text and what nothing here reads.
local REFUSED = {
  { "^{\\rtf", "RTF, of which pandoc loses digits; save it as DOCX first (libreoffice --convert-to docx)" },
  { "^\208\207\17\224\161\177\26\225", "an old Office document; save it as DOCX first (libreoffice --convert-to docx)" },
  { "^PK\3\4", "a packed file that is no DOCX" },
  { "^\31\139", "packed by gzip; unpack it first (gzip -d)" },
}

-- What fits of a file to tell what it is.
local PIECE = 4096

local present = {}

local function is_present(tool)
  if present[tool] == nil then
    local pipe = io.popen("command -v " .. tool .. " 2>/dev/null")
    present[tool] = pipe ~= nil and (pipe:read("*l") or "") ~= ""
    if pipe then pipe:close() end
  end
  return present[tool]
end

-- Runs a command of sh on a file: what it writes, or nil and the first line of what it complains of. Its exit code comes
-- at the end of its output: no pipe of Lua 5.1 tells of it.
local function run(command, name)
  local complaints = os.tmpname()
  local pipe = io.popen(("{ %s; } <%s 2>%s; echo \"|$?\""):format(command, quote(name), complaints), "r")
  local output = pipe and pipe:read "*a" or ""
  if pipe then pipe:close() end
  local text, code = output:match "^(.*)|(%d+)\n$"
  local file = io.open(complaints, "rb")
  local complaint = file and file:read "*l" or nil
  if file then file:close() end
  os.remove(complaints)
  if not text then return nil, complaint or "it came to no end" end
  if code ~= "0" then return nil, complaint or "exit code " .. code end
  return text
end

local function needs(name, tool, package)
  return ("%s: reading it needs %s, which is not installed (apt install %s)"):format(name, tool, package)
end

-- A web page says what it is in itself, mostly; what says GB2312 is GBK with more characters, mostly.
local function encoding_of_page(text)
  local named = text:sub(1, PIECE):lower():match "charset%s*=%s*[\"']?%s*([%w_%-]+)"
  if not named or named == "utf-8" or named == "utf8" then return encoding.detect(text) end
  if encoding.detect(text) == "UTF-8" and text:find "[\128-\255]" then return "UTF-8" end
  return (named == "gb2312" or named == "gbk" or named == "gb18030") and "GB18030" or named
end

-- A document through its tool.
local function through_tool(name, how, text, wanted)
  if not is_present(how.tool) then return nil, needs(name, how.tool, how.package) end
  local command = how.command
  if how.is_text then
    local from = wanted or encoding_of_page(text)
    if from and from ~= "UTF-8" then
      if not is_present "iconv" then return nil, needs(name, "iconv", "libc-bin") end
      command = encoding.command(from) .. " | " .. command
    end
  end
  local out, complaint = run(command, name)
  if not out then return nil, ("%s: %s cannot read it: %s"):format(name, how.tool, complaint) end
  if not out:find "%S" then return nil, ("%s: %s finds no text in it"):format(name, how.tool) end
  return out
end

---The text of a file.
---@param name string path
---@param wanted? string what the file is in, for iconv; without it, its bytes tell
---@return string? text UTF-8
---@return string? message where there is no text
---@return (fun(byte: integer): integer, integer)? place where the text was converted: a byte of it -> the first and the
---  last byte of the same character in the file
function M.text(name, wanted)
  local file, message = io.open(name, "rb")
  if not file then return nil, message end
  local text = file:read "*a"
  file:close()
  if not text then return nil, name .. ": cannot be read" end
  local start = text:sub(1, PIECE)
  local how = BY_ENDING[(name:match "%.(%w+)$" or ""):lower()]
  for _, row in ipairs(BY_START) do
    if not how and start:find(row[1]) then how = row[2] end
  end
  if how then return through_tool(name, how, text, wanted) end
  for _, row in ipairs(REFUSED) do
    if start:find(row[1]) then return nil, name .. ": " .. row[2] end
  end
  local from = wanted or encoding.detect(text)
  if not from then return nil, name .. ": no text in UTF-8, UTF-16 or GB18030; --encoding names another" end
  if from:upper() == "UTF-8" then return text end
  if not is_present "iconv" then return nil, needs(name, "iconv", "libc-bin") end
  local converted, complaint = run(encoding.command(from), name)
  if not converted then return nil, ("%s: no text in %s: %s"):format(name, from, complaint) end
  return converted, nil, encoding.places(text, converted, from)
end

return M
