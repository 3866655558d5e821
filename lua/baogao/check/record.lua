-- record.lua: the record that a draft is held against, by name: a bundled report, a file of report text, or a saved frame.

local framed = require "baogao.check.framed"

local M = {}

-- A record that is larger is no report; the bound keeps an editor from hanging on the wrong file.
local MOST_BYTES = 16 * 1024 * 1024

local function read_file(path)
  local file, message = io.open(path, "rb")
  if not file then return nil, message end
  local text = file:read(MOST_BYTES + 1)
  file:close()
  if text == nil then
    -- a folder opens and does not read
    file = io.open(path, "rb")
    local empty = file and file:seek("end") == 0
    if file then file:close() end
    if not empty then return nil, ("%s cannot be read"):format(path) end
    text = ""
  end
  if #text > MOST_BYTES then return nil, ("%s is larger than %d MB"):format(path, MOST_BYTES / 1024 / 1024) end
  return text
end

-- What a saved frame begins with (csrc/frame/frame_file.c).
local FRAME_MARK = "\137BGFRAME"

-- How a file of rows is read, by its ending.
local ROWS = { csv = "csv", ndjson = "ndjson", jsonl = "ndjson" }

-- Files that are no text and that baogao.read.source makes text of.
local BINARY = { docx = true, odt = true, epub = true, pdf = true }

local function file_name(path) return path:match("[^/\\]+$") or path end

-- The records in a frame's file; each that names no document is named after the file.
local function from_frame(path, open)
  local frame, message = open(path)
  if not frame then return nil, message end
  local records
  records, message = framed.records(frame, file_name(path))
  frame:close()
  return records, message
end

local function from_text(path, options)
  local text, message = require("baogao.read.source").text(path)
  if not text then return nil, message end
  local report = require("baogao").read(text, { name = file_name(path), year = options and options.year,
    region = options and options.region })
  if #report.facts == 0 then return nil, "it states no figure" end
  return { report }
end

---The records of that name: a bundled report, or those in a file: a saved frame, CSV or NDJSON of facts, report text.
---@param name string "zhengzhou-2024" or a path
---@param options? { year?: integer, region?: string }
---@return baogao.Report[]? records one, or one for each document of a frame
---@return string? message
function M.load(name, options)
  local baogao = require "baogao"
  for _, info in ipairs(baogao.reports()) do
    if info.name == name then return { baogao.report(name) } end
  end
  if not name:find("[/\\.]") then
    local report, message = baogao.report(name)
    return report and { report }, message
  end
  local head, message = read_file(name)
  if not head then return nil, "no report: " .. message end
  local ending = (name:match("%.(%w+)$") or ""):lower()
  local rows = ROWS[ending]
  local fine, records, why
  if head:sub(1, #FRAME_MARK) == FRAME_MARK then fine, records, why = pcall(from_frame, name, baogao.frame.open)
  elseif rows then fine, records, why = pcall(from_frame, name, baogao.frame[rows])
  elseif head:find("%z") and not BINARY[ending] then return nil, ("no report: %s is not text"):format(name)
  else fine, records, why = pcall(from_text, name, options) end
  if fine and records then return records end
  why = tostring(fine and why or records):gsub("^[^\n]-%.lua:%d+: ", ""):gsub("\n.*", "")
  -- a message that names the file already names it once
  if why:sub(1, #name) == name then return nil, "no report: " .. why end
  return nil, ("no report: %s: %s"):format(name, why)
end

---The records of a list of names; none is left out in silence.
---@return baogao.Report[]? reports
---@return string? message
function M.load_all(names, options)
  local reports = {}
  for _, name in ipairs(names) do
    local records, message = M.load(name, options)
    if not records then return nil, message end
    for _, record in ipairs(records) do reports[#reports + 1] = record end
  end
  return reports
end

return M
