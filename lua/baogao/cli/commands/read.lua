-- baogao read: the facts of any report.

local format = require "baogao.format"
local output = require "baogao.cli.output"
local source = require "baogao.read.source"

local M = { name = "read", summary = "Read the facts of any report", usage = "[FILE...]", max = math.huge,
  without = { "--report" },
  details = "Text, and through pandoc and pdftotext HTML, DOCX and PDF. The year and the region come from the title where\n"
    .. "they are not given. With --ndjson, documents come on standard input, a line each: {\"text\": …, \"id\", \"year\",\n"
    .. "\"region\"}; the facts of each go to standard output in order, a line each, and a record {\"id\", \"line\",\n"
    .. "\"error\"} for a document that cannot be read.",
  options = {
    { "--year", "YEAR", "the reports' year" },
    { "--region", "REGION", "the reports' region: a name or a code of GB/T 2260" },
    { "--indicator", "NAME", "only facts of this indicator, by any of its names (again for another)", many = true },
    { "--measure", "MEASURE", "only facts of this measure", many = true,
      values = { "stock", "flow", "level", "change", "target", "growth", "share", "rank" } },
    { "--ndjson", false, "be a filter: documents in, facts out" },
    { "--mended", false, "list what was mended instead" },
    { "--save", "PATH", "save the facts as a frame, for baogao.frame and baogao query, and print nothing" },
    { "--jobs", "N", "processes that read (two for many files)" },
    { "--worker", "PART", "one of several processes, for --jobs" },
  } }

local COLUMNS = {
  { key = "document", title = "", once = true },
  { key = "paragraph", title = "line", align = "right" },
  { key = "label_zh", title = "indicator", human = true },
  { key = "written", title = "written" },
  { key = "value", title = "value", align = "right", show = function(fact) return format.number(fact.value) end },
  { key = "unit", title = "unit" },
  { key = "measure", title = "measure", show = function(fact)
    return fact.measure .. (fact.direction and " " .. fact.direction or "")
  end },
  { key = "period", title = "period" },
  { key = "status", title = "status", show = function(fact) return fact.status == "forecast" and "forecast" or "" end },
  { key = "id", data = true },
  { key = "indicator", data = true },
  { key = "label_zh", data = true },
  { key = "label_en", data = true },
  { key = "lower", data = true },
  { key = "upper", data = true },
  { key = "lower_open", data = true },
  { key = "upper_open", data = true },
  { key = "qualifier", data = true },
  { key = "direction", data = true },
  { key = "comparison", data = true },
  { key = "region", data = true },
  { key = "level", data = true },
  { key = "part_of", data = true },
  { key = "adds_to", data = true },
  { key = "section", data = true },
  { key = "first", data = true },
  { key = "last", data = true },
  { key = "text", data = true },
}

local MEND_COLUMNS = {
  { key = "document", title = "", once = true },
  { key = "kind", title = "mend" },
  { key = "paragraph", title = "line", align = "right" },
  { key = "other", title = "with", align = "right" },
  { key = "first", title = "byte", align = "right" },
  { key = "last", title = "to", align = "right" },
}

-- More files than this are read by two processes where the format is written as it comes.
local MANY = 16

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function base_name(path) return path:match "([^/]+)$" or path end

-- "--year 2024" and "--region 郑州" as options of baogao.read; nil, message where one is wrong.
local function read_options(year, region)
  local options = {}
  if year ~= nil then
    options.year = tonumber(year)
    if not options.year or options.year % 1 ~= 0 or options.year < 1 or options.year > 9998 then
      return nil, ("--year: a year expected, got '%s'"):format(tostring(year))
    end
    options.year = math.floor(options.year)
  end
  if region ~= nil then
    if type(region) ~= "string" or not (region:find "^%d%d%d%d%d%d$" or require("baogao.read.regions").code(region)) then
      return nil, ("--region: '%s' is no code of GB/T 2260 and no province or prefecture"):format(tostring(region))
    end
    options.region = region
  end
  return options
end

-- A function that says whether a fact is wanted.
local function picker(args)
  local names, measures
  if args.indicator then
    local normal = require("baogao.read.indicators").normal
    names = {}
    for _, name in ipairs(args.indicator) do names[normal(name)] = true end
  end
  if args.measure then
    measures = {}
    for _, measure in ipairs(args.measure) do measures[measure] = true end
  end
  return function(fact)
    if names and not names[fact.label_zh] and not names[fact.indicator] then return false end
    return not measures or measures[fact.measure] == true
  end
end

-- The rows of one document.
local function rows_of(text, options, wanted, mended)
  local report = require("baogao").read(text, options)
  local rows = {}
  if mended then
    for _, mend in ipairs(report.mended) do
      mend.document = options.name
      rows[#rows + 1] = mend
    end
    return rows
  end
  for _, fact in ipairs(report.facts) do
    if wanted(fact) then
      fact.document = options.name
      rows[#rows + 1] = fact
    end
  end
  return rows
end

local function wanted_columns(ctx, columns)
  local wanted = {}
  for _, column in ipairs(columns) do
    local program = ctx.format == "ndjson" or ctx.format == "csv"
    if not (program and column.human) then wanted[#wanted + 1] = column end
  end
  return wanted
end

-- {===================================================== a filter for pipes

local function filter(ctx)
  local json, message = require("baogao.json").library()
  if not json then return ctx.fail(message) end
  local wanted = picker(ctx.args)
  local columns = {}
  for _, column in ipairs(COLUMNS) do
    if not column.human and column.key ~= "document" then columns[#columns + 1] = column end
  end
  table.insert(columns, 1, { key = "document" })
  local number = 0
  local function complain(id, text)
    ctx.out:write(json.encode({ document = id, line = number, error = text }, { "document", "line", "error" }), "\n")
  end
  for line in ctx.input:lines() do
    number = number + 1
    local document, problem = json.decode(line)
    local id
    if type(document) == "string" then document = { text = document } end
    if type(document) == "table" then id = document.id end
    if type(id) == "table" or id == json.null then id = nil end
    id = id ~= nil and tostring(id) or nil
    if type(document) ~= "table" then
      complain(id, "no JSON document" .. (problem and ": " .. tostring(problem) or ""))
    elseif type(document.text) ~= "string" then
      complain(id, "the document has no text")
    else
      local function value(key, other)
        local own = document[key]
        if own == nil or own == json.null then return other end
        return own
      end
      local options, wrong = read_options(value("year", ctx.args.year), value("region", ctx.args.region))
      if not options then
        complain(id, wrong)
      else
        options.name = id or tostring(number)
        local done, rows = pcall(rows_of, document.text, options, wanted)
        if done then ctx.out:write((output.ndjson(rows, columns)))
        else complain(id, tostring(rows)) end
      end
    end
    ctx.out:flush()
  end
  return 0
end

-- }=====================================================

-- {===================================================== several processes

-- How this program was started: the interpreter and the script, for the workers.
local function program()
  local at = 0
  if not arg or not arg[0] then return nil end
  while arg[at - 1] do at = at - 1 end
  if at == 0 then return nil end
  local words = {}
  for i = at, 0 do words[#words + 1] = quote(arg[i]) end
  return table.concat(words, " ")
end

-- Writes what the workers write, a document after the other in the order of the files.
local function gather(ctx, jobs, tick)
  local pipes, total = {}, #ctx.args
  local common = { "read", "--format", ctx.format }
  for _, name in ipairs { "year", "region" } do
    if ctx.args[name] then
      common[#common + 1] = "--" .. name
      common[#common + 1] = ctx.args[name]
    end
  end
  for _, name in ipairs { "indicator", "measure" } do
    for _, value in ipairs(ctx.args[name] or {}) do
      common[#common + 1] = "--" .. name
      common[#common + 1] = value
    end
  end
  if ctx.args.mended then common[#common + 1] = "--mended" end
  for job = 1, jobs do
    local words = { program() }
    for _, word in ipairs(common) do words[#words + 1] = quote(word) end
    words[#words + 1] = "--worker " .. job
    words[#words + 1] = "--"
    for i = job, total, jobs do words[#words + 1] = quote(ctx.args[i]) end
    pipes[job] = io.popen(table.concat(words, " "), "r")
    if not pipes[job] then return ctx.fail "a second process cannot be started; try --jobs 1" end
  end
  local code, any = 0, false
  for i = 1, total do
    local pipe = pipes[(i - 1) % jobs + 1]
    local status, size = (pipe:read "*l" or ""):match "^(%w+) (%d+)$"
    if not status then
      code = ctx.fail(ctx.args[i] .. ": its process came to an end")
      break
    end
    local text = tonumber(size) > 0 and pipe:read(tonumber(size)) or ""
    if status == "error" then code = ctx.fail(text)
    else
      any = any or #text > 0
      ctx.out:write(text)
    end
    tick(i)
  end
  for job = 1, jobs do pipes[job]:close() end
  return code == 0 and not any and 1 or code
end

-- A bar on standard error, where that is a terminal.
local function progress(ctx, total)
  if total < 2 or not (os.execute("test -t 2") == true or os.execute("test -t 2") == 0) then return function() end end
  return function(done)
    local part = math.floor(done / total * 20)
    ctx.err:write(("\r%s%s %d/%d"):format(("█"):rep(part), ("░"):rep(20 - part), done, total), done == total and "\r\27[K" or "")
    ctx.err:flush()
  end
end

-- }=====================================================

-- The rows' columns for data, as a saved frame.
local function save(ctx, rows, path)
  local keys, plain = {}, {}
  for _, column in ipairs(COLUMNS) do
    if not column.human then keys[#keys + 1] = column.key end
  end
  for i, row in ipairs(rows) do
    plain[i] = {}
    for _, key in ipairs(keys) do plain[i][key] = row[key] end
  end
  local saved, message = require("baogao").frame(plain):save(path)
  if not saved then return ctx.fail(message) end
  return 0
end

local function header(columns)
  local names = {}
  for i, column in ipairs(columns) do names[i] = column.key end
  return table.concat(names, ",") .. "\r\n"
end

function M.run(ctx)
  local args = ctx.args
  if args.ndjson then
    if #args > 0 then return ctx.fail "--ndjson reads standard input and takes no files" end
    return filter(ctx)
  end
  if #args == 0 then
    ctx.err:write "baogao: read: missing argument: FILE\ntry 'baogao read --help'\n"
    return 2
  end
  local options, message = read_options(args.year, args.region)
  if not options then
    ctx.err:write("baogao: ", message, "\n")
    return 2
  end
  local jobs = args.jobs and tonumber(args.jobs) or (#args > MANY and program() and 2 or 1)
  if not jobs or jobs < 1 or jobs > 64 or jobs % 1 ~= 0 then
    ctx.err:write("baogao: --jobs: a number from 1 to 64 expected, got '", tostring(args.jobs), "'\n")
    return 2
  end
  jobs = math.min(jobs, #args)
  local streamed = (ctx.format == "ndjson" or ctx.format == "csv") and not args.save
  if args.save and args.mended then
    ctx.err:write "baogao: --save keeps facts and --mended lists mends: one of them\n"
    return 2
  end
  local columns = args.mended and MEND_COLUMNS or COLUMNS
  local shown = wanted_columns(ctx, columns)
  local tick = args.worker and function() end or progress(ctx, #args)
  if ctx.format == "csv" and streamed and not args.worker then ctx.out:write(header(shown)) end
  if jobs > 1 and streamed and not args.worker and program() then return gather(ctx, math.floor(jobs), tick) end
  local wanted, rows, code, any = picker(args), {}, 0, false
  for i, path in ipairs(args) do
    local text, problem = source.text(path)
    local own = {}
    if text then
      options.name = base_name(path)
      own = rows_of(text, options, wanted, args.mended)
    end
    if streamed then
      local out = ""
      if text then
        out, problem = output[ctx.format](own, shown)
        if out and ctx.format == "csv" then out = out:gsub("^[^\r\n]*\r\n", "", 1) end
      end
      if args.worker then
        local payload = problem or out
        ctx.out:write(problem and "error " or "facts ", #payload, "\n", payload)
        ctx.out:flush()
      elseif problem then code = ctx.fail(problem)
      else ctx.out:write(out) end
      any = any or #own > 0
    else
      if problem then code = ctx.fail(problem) end
      for _, row in ipairs(own) do rows[#rows + 1] = row end
    end
    tick(i)
  end
  if args.worker then return 0 end
  if streamed then return code == 0 and not any and 1 or code end
  if args.save then
    local saved = save(ctx, rows, args.save)
    return code ~= 0 and code or saved
  end
  if #args == 1 then table.remove(shown, 1) end
  if #rows == 0 then return code == 0 and 1 or code end
  local written = output.write(ctx, rows, #args == 1 and shown or columns)
  return code ~= 0 and code or written
end

return M
