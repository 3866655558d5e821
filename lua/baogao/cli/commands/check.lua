-- baogao check: drafts held against the record and against themselves.

local json = require "baogao.json"
local masks = require "baogao.check.masks"
local record = require "baogao.check.record"
local terminal = require "baogao.cli.terminal"
local verdicts = require "baogao.check.verdicts"
local width = require "baogao.width"

local FORMATS = { "text", "json", "ndjson", "sarif" }

local M = { name = "check", summary = "Check a draft against the record and against itself", usage = "FILE...", min = 1,
  max = math.huge, options = {
    { "--report", "NAME", "the record: a bundled report, a saved frame, or a file of text (again for another)", many = true },
    { "--format", "FORMAT", "how to write", values = FORMATS, default = "text" },
    { "--syntax", "SYNTAX", "what the draft is written in (by its name if left out)", values = masks.FORMATS },
    { "--year", "YEAR", "the year that 今年 and 9月 are of" },
    { "--all", false, "also what is right, rounded or not in the record" },
    { "--alone", false, "against itself alone, without a record" },
  },
  details = "FILE - is standard input. Columns are bytes. Exits with 1 where there is an error or no file to read." }

local function read(ctx, path)
  if path == "-" then return ctx.input:read("*a") end
  local file, message = io.open(path, "rb")
  if not file then return nil, message end
  local text = file:read("*a")
  file:close()
  if not text then return nil, path .. ": cannot be read" end
  return text
end

-- Columns of the draft that are shown around a figure, on each side.
local AROUND = 36

-- The end of the text that takes at most so many columns, and whether something was left out; at characters.
local function last_columns(text, columns)
  if width.of(text) <= columns then return text, false end
  local from = #text + 1
  local used = 0
  while from > 1 do
    local start = from - 1
    while start > 1 and text:byte(start) >= 0x80 and text:byte(start) < 0xC0 do start = start - 1 end
    local w = width.of(text:sub(start, from - 1))
    if used + w > columns then break end
    used, from = used + w, start
  end
  return text:sub(from), true
end

-- Bytes that so many columns may take: a column is at least half a character of four bytes, and some characters take none.
local AROUND_BYTES = AROUND * 8

-- What of the line is shown, and the caret under it, placed by what the characters before it take on the screen. Of a long
-- line only what stands near is looked at.
local function excerpt(line, finding)
  local from = math.max(1, finding.column - AROUND_BYTES)
  local before, shown = line:sub(from, finding.column - 1):gsub("\t", " "), finding.text:match("^[^\n]*")
  if from > 1 then before = before:gsub("^[\128-\191]+", "") end
  local stop = finding.column + #shown
  local after = line:sub(stop, stop + AROUND_BYTES):gsub("[\t\r]", " ")
  local cut
  before, cut = last_columns(before, AROUND)
  if cut then before = "…" .. before end
  after = width.cut(after, AROUND)
  local space = (" "):rep(width.of(before))
  return before .. shown .. after, space .. "^" .. ("~"):rep(math.max(0, width.of(shown) - 1))
end

local function write_text(ctx, path, text, findings)
  local paint = terminal.painter()
  local lines = require("baogao.check.document").split(text)
  for _, finding in ipairs(findings) do
    local grade = finding.grade or "note"
    ctx.out:write(paint("bold", ("%s:%d:%d:"):format(path, finding.line, finding.column)), " ",
      paint(grade == "error" and "red" or grade == "warning" and "yellow" or "dim", grade .. ":"), " ", finding.verdict,
      ": ", ctx.say(finding.message, finding.message_zh), "\n")
    local shown, caret = excerpt(lines[finding.line], finding)
    if finding.mend then caret = caret .. "  " .. finding.mend end
    ctx.out:write("    ", shown, "\n    ", paint(grade == "error" and "red" or "yellow", caret), "\n")
  end
end

local KEYS = { "file", "line", "column", "first", "last", "text", "grade", "verdict", "message", "message_zh", "report",
  "fact", "expected", "lower", "upper", "unit", "period", "citation", "mend" }

local function row(path, finding)
  local fact = finding.fact
  local function finite(value) return value and math.abs(value) < math.huge and value or nil end
  return { file = path, line = finding.line, column = finding.column, first = finding.first, last = finding.last,
    text = finding.text, grade = finding.grade, verdict = finding.verdict, message = finding.message,
    message_zh = finding.message_zh, report = finding.report, fact = fact and (fact.id or fact.indicator),
    expected = finding.expected, lower = fact and finite(fact.lower), upper = fact and finite(fact.upper),
    unit = fact and fact.unit, period = fact and fact.period, citation = finding.citation, mend = finding.mend }
end

-- Characters before a byte of a line: SARIF counts code points.
local function characters(text) return select(2, text:gsub("[^\128-\191]", "")) end

local SARIF_KEYS = { "$schema", "version", "runs", "tool", "driver", "name", "informationUri", "rules", "id", "columnKind",
  "results", "ruleId", "level", "message", "text", "locations", "physicalLocation", "artifactLocation", "uri", "region",
  "startLine",
  "startColumn", "endLine", "endColumn", "byteOffset", "byteLength", "fixes", "description", "artifactChanges",
  "replacements", "deletedRegion", "insertedContent" }

local function sarif(ctx, library, files)
  local results, rules = {}, {}
  for i, verdict in ipairs(verdicts.VERDICTS) do rules[i] = { id = verdict } end
  for _, file in ipairs(files) do
    local lines = require("baogao.check.document").split(file.text)
    -- findings come in order: characters are counted on from the one before
    local line, column, start = 0, 1, 1
    for _, finding in ipairs(file.findings) do
      if finding.line ~= line or finding.column < column then line, column, start = finding.line, 1, 1 end
      start = start + characters(lines[line]:sub(column, finding.column - 1))
      column = finding.column
      local _, breaks = finding.text:gsub("\n", "")
      local tail = finding.text:match("[^\n]*$")
      local region = { startLine = finding.line, startColumn = start, endLine = finding.line + breaks,
        endColumn = (breaks == 0 and start or 1) + characters(tail), byteOffset = finding.first - 1,
        byteLength = finding.last - finding.first + 1 }
      local uri = file.path:gsub("[^%w%-._~/]", function(c) return ("%%%02X"):format(c:byte()) end)
      local result = { ruleId = finding.verdict, level = finding.grade or "note",
        message = { text = ctx.say(finding.message, finding.message_zh) },
        locations = library.array { { physicalLocation = { artifactLocation = { uri = uri }, region = region } } } }
      if finding.mend then
        result.fixes = library.array { { description = { text = finding.mend }, artifactChanges = library.array { {
          artifactLocation = { uri = uri }, replacements = library.array { { deletedRegion = region,
            insertedContent = { text = finding.mend } } } } } } }
      end
      results[#results + 1] = result
    end
  end
  return library.encode({ ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json", version = "2.1.0",
    runs = library.array { { tool = { driver = { name = "baogao", version = require "baogao.version",
      rules = library.array(rules) } }, columnKind = "unicodeCodePoints", results = library.array(results) } } }, SARIF_KEYS)
end

function M.run(ctx)
  local year = ctx.args.year
  if year then
    year = tonumber(year)
    if not year or year ~= math.floor(year) or year < 1 or year > 9999 then
      ctx.err:write("baogao: check: --year: a year expected, got ", ctx.args.year, "\n")
      return 2
    end
  end
  local library
  if ctx.format ~= "text" then
    local message
    library, message = json.library()
    if not library then return ctx.fail(message) end
  end
  local reports = {}
  if not ctx.args.alone then
    local names = ctx.args.report or { require("baogao").report().name }
    local loaded, message = record.load_all(names)
    if not loaded then return ctx.fail(message) end
    reports = loaded
  end
  local code, files, errors, warnings = 0, {}, 0, 0
  for _, path in ipairs(ctx.args) do
    local text, message = read(ctx, path)
    if not text then
      ctx.fail(message)
      code = 1
    else
      local findings = require("baogao").check(text, reports, { format = ctx.args.syntax or masks.format_of_file(path),
        year = year, all = ctx.args.all })
      files[#files + 1] = { path = path, text = text, findings = findings }
      for _, finding in ipairs(findings) do
        if finding.grade == "error" then errors = errors + 1
        elseif finding.grade == "warning" then warnings = warnings + 1 end
      end
    end
  end
  if ctx.format == "text" then
    for _, file in ipairs(files) do write_text(ctx, file.path, file.text, file.findings) end
    if errors + warnings > 0 then
      ctx.out:write(ctx.say(("%d error%s, %d warning%s"):format(errors, errors == 1 and "" or "s", warnings,
        warnings == 1 and "" or "s"), ("%d处错误，%d处警告"):format(errors, warnings)), "\n")
    end
  elseif ctx.format == "sarif" then
    ctx.out:write(sarif(ctx, library, files), "\n")
  else
    local lines = {}
    for _, file in ipairs(files) do
      for _, finding in ipairs(file.findings) do lines[#lines + 1] = library.encode(row(file.path, finding), KEYS) end
    end
    if ctx.format == "ndjson" then
      for _, line in ipairs(lines) do ctx.out:write(line, "\n") end
    else
      ctx.out:write(#lines == 0 and "[]\n" or "[\n  " .. table.concat(lines, ",\n  ") .. "\n]\n")
    end
  end
  return errors > 0 and 1 or code
end

return M
