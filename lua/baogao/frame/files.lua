--- Frames from and to files: CSV, NDJSON, and frames saved as they are.

local core = require "baogao.core"
local options = require "baogao.frame.options"

local files = {}

local CSV = { separator = "string", header = "boolean", nulls = "table", types = "table", bounds = "boolean",
              text = "boolean" }
local NDJSON = { types = "table", bounds = "boolean", text = "boolean" }

local function check_path(where, value, is_text)
  if type(value) ~= "string" then
    error(where .. ": the name of a file (or a text) expected, got " .. type(value), 3)
  end
  if not is_text and value:find("%z") then error(where .. ": a name of a file has no zero byte", 3) end
end

--- Reads CSV as RFC 4180 has it.
-- Types are found from the whole file; an empty field without quotes is null.
---@param path string name of a file, or the text itself with `text = true`
---@param opts? {separator: string?, header: boolean?, nulls: string[]?, types: table?, bounds: boolean?, text: boolean?}
---@return baogao.frame?
---@return string? message
function files.csv(path, opts)
  opts = options.check("csv", opts, CSV)
  check_path("csv", path, opts.text)
  if opts.separator and (#opts.separator ~= 1 or opts.separator:find('["\r\n]')) then
    error("csv: option 'separator' is one byte that is no quote and no end of line", 2)
  end
  return options.guard(2, core.frame_read, "csv", path, opts)
end

--- Reads one flat JSON object a line.
---@param path string name of a file, or the text itself with `text = true`
---@param opts? {types: table<string, string>?, bounds: boolean?, text: boolean?}
---@return baogao.frame?
---@return string? message
function files.ndjson(path, opts)
  opts = options.check("ndjson", opts, NDJSON)
  check_path("ndjson", path, opts.text)
  return options.guard(2, core.frame_read, "ndjson", path, opts)
end

--- Saves a frame in one file, in place of one that is there.
---@param frame baogao.frame
---@param path string
---@return true?
---@return string? message
function files.save(frame, path)
  check_path("save", path)
  return options.guard(2, core.frame_save, frame, path)
end

--- Opens a saved frame: mapped, read-only, shared between processes.
---@param path string
---@return baogao.frame?
---@return string? message
function files.open(path)
  check_path("open", path)
  return options.guard(2, core.frame_open, path)
end

return files
