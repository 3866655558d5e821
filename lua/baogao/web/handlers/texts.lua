-- Texts that are posted: scanned for quantities, read as a report, or checked against one.
--
-- A worker of nginx serves others while this text waits, so no step is long: quantities are read in C, written in batches,
-- and drafts are checked paragraph by paragraph; between steps others get their turn (request.pause) and the clock is read.
-- A text that takes longer than its budget is given up.

local arguments = require "baogao.web.arguments"
local baogao = require "baogao"
local check = require "baogao.check"
local json = require "baogao.web.json"
local lists = require "baogao.web.lists"
local problem = require "baogao.web.problem"
local region_code = require("baogao.engine").region_code
local utf8_text = require "baogao.utf8_text"

local M = {}

-- quantities written between two looks at the clock: well below a millisecond each
local BATCH = 200
-- bytes of lines checked between two looks, and the longest line: the checker's work on one paragraph grows with the square
-- of its figures
local CHECKED_AT_ONCE, LONGEST_LINE = 16384, 16384

-- The posted text.
local function text_of(ctx)
  local request = ctx.request
  local media = (request.content_type or ""):match("^%s*([^;%s]*)"):lower()
  local charset = (request.content_type or ""):lower():match("charset%s*=%s*\"?([%w_-]+)")
  if media ~= "text/plain" or (charset and charset ~= "utf-8" and charset ~= "us-ascii") then
    problem.throw("bad_media_type", "Content-Type: text/plain in UTF-8 expected")
  end
  local text, refused = request.body(ctx.app.body_limit)
  if not text then error(refused, 0) end
  if text:sub(1, 3) == "\239\187\191" then text = text:sub(4) end -- a byte order mark is no text
  local bad = utf8_text.fault(text)
  if bad then problem.throw("bad_body", ("byte %d of the body is no UTF-8"):format(bad)) end
  if text == "" then problem.throw("bad_body", "the body is empty: a text expected") end
  return text
end

-- A function to call between steps: others get their turn, and a text that is over its budget ends.
local function clock_of(ctx)
  local now, pause = ctx.request.now or os.clock, ctx.request.pause or function() end
  local budget = ctx.app.time_budget
  local started = now()
  return function()
    if now() - started > budget then
      problem.throw("out_of_time", ("the text took longer than %g seconds: send it in parts"):format(budget))
    end
    pause()
  end
end

local QUANTITY = { "text", "first", "last", "number", "value", "lower", "upper", "lower_open", "upper_open", "unit", "kind",
  "qualifier" }

function M.scan(ctx)
  local text, values = text_of(ctx), ctx.values
  local tick = clock_of(ctx)
  local found = baogao.scan(text, { as = "frame", position = values.position })
  local rows, plain = {}, {}
  for i = 1, math.min(#found, values.limit) do
    local quantity = found[i]
    if ctx.format == "csv" then plain[i] = quantity end
    rows[i] = json.raw(json.encode(quantity))
    if i % BATCH == 0 then tick() end
  end
  tick()
  local periods = baogao.periods(text, { position = values.position, year = values.year })
  local spans = {}
  for i = 1, math.min(#periods, values.limit) do spans[i] = periods[i] end
  return {
    value = { total = #found, count = #rows, quantities = json.array(rows), periods = json.array(spans) },
    rows = rows, plain = plain, columns = QUANTITY,
  }
end

local FACT = {}
for i, name in ipairs(lists.fact_fields) do FACT[i] = name end
for _, name in ipairs { "text", "first", "last" } do FACT[#FACT + 1] = name end

-- A region of a request: a code or a name.
local function check_region(region)
  if region and not region:find("^%d%d%d%d%d%d$") and not region_code(region) then
    problem.throw("bad_parameter", ("region: '%s' is no code of GB/T 2260 and no province or prefecture"):format(
      arguments.shown(region)), { parameter = "region" })
  end
end

function M.read(ctx)
  local text, values = text_of(ctx), ctx.values
  local tick = clock_of(ctx)
  check_region(values.region)
  local report = baogao.read(text, { year = values.year, region = values.region })
  tick()
  local facts = report.facts
  tick()
  local about, rows, plain = {}, {}, {}
  for _, name in ipairs(lists.about) do about[name] = report[name] end
  for i = 1, math.min(#facts, values.limit) do
    if ctx.format == "csv" then plain[i] = facts[i] end
    rows[i] = json.raw(json.encode(facts[i]))
    if i % BATCH == 0 then tick() end
  end
  return { value = { report = about, count = #rows, facts = json.array(rows), mended = json.array(report.mended or {}) },
    rows = rows, plain = plain, columns = FACT }
end

-- The lines of a text, in batches of about CHECKED_AT_ONCE bytes.
local function batches_of(text)
  local batches, batch, bytes, number = {}, {}, 0, 0
  for line in (text .. "\n"):gmatch("([^\n]*)\n") do
    number = number + 1
    if #line > LONGEST_LINE then
      problem.throw("bad_body", ("line %d has %d bytes where %d are allowed: break it into paragraphs"):format(number, #line,
        LONGEST_LINE))
    end
    if bytes > 0 and bytes + #line > CHECKED_AT_ONCE then
      batches[#batches + 1] = batch
      batch, bytes = {}, 0
    end
    batch[#batch + 1] = line
    bytes = bytes + #line + 1
  end
  batches[#batches + 1] = batch
  return batches
end

local FINDING = { "line", "column", "first", "last", "text", "verdict", "grade", "message", "message_zh", "fact", "expected",
  "mend", "citation" }

function M.check(ctx)
  local text, values, served = text_of(ctx), ctx.values, ctx.report
  check_region(values.region)
  local tick = clock_of(ctx)
  local batches = batches_of(text)
  local session = check.session(table.concat(batches[1], "\n"), served.report, { format = values.syntax, year = values.year,
    region = values.region, all = values.all, self_check = values.self_check })
  local lines = #batches[1]
  for i = 2, #batches do
    tick()
    session.document:replace(lines, 0, batches[i])
    lines = lines + #batches[i]
  end
  tick()
  local rows, plain = {}, {}
  for i, finding in ipairs(session:findings()) do
    local row = {}
    for _, name in ipairs(FINDING) do row[name] = finding[name] end
    row.fact = finding.fact and finding.fact.id
    rows[i], plain[i] = json.raw(json.encode(row)), ctx.format == "csv" and row or nil
    if i % BATCH == 0 then tick() end
  end
  tick()
  return { value = { report = served.name, count = #rows, findings = json.array(rows) }, rows = rows, plain = plain,
    columns = FINDING }
end

return M
