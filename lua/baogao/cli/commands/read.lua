-- baogao read: the facts of any report.

local output = require "baogao.cli.output"
local progress = require "baogao.cli.progress"
local rows = require "baogao.cli.read.rows"
local source = require "baogao.read.source"
local workers = require "baogao.cli.read.workers"

local M = { name = "read", summary = "Read the facts of any report", usage = "[FILE...]", max = math.huge,
  without = { "--report" },
  details = "FILE is text, - standard input; HTML, DOCX, ODT and EPUB go through pandoc, PDF through pdftotext. The year and\n"
    .. "the region come from the title where they are not given. With --ndjson, documents come on standard input, a\n"
    .. "line each: {\"text\": …, \"id\", \"year\", \"region\"}; the facts of each go to standard output in order, a line\n"
    .. "each, and a record {\"document\", \"line\", \"error\"} for a document that cannot be read.",
  options = {
    { "--year", "YEAR", "the reports' year" },
    { "--region", "REGION", "the reports' region: a name or a code of GB/T 2260" },
    { "--encoding", "NAME", "what text is in, for iconv: BIG5 (UTF-8, UTF-16 and GB18030 are told by themselves)" },
    { "--indicator", "NAME", "only facts of this indicator, by any of its names (again for another)", many = true },
    { "--measure", "MEASURE", "only facts of this measure", many = true,
      values = { "stock", "flow", "level", "change", "target", "growth", "share", "rank" } },
    { "--ndjson", false, "be a filter: documents in, facts out" },
    { "--mended", false, "list what was mended instead" },
    { "--save", "PATH", "save the facts as a frame, for baogao.frame and baogao query, and print nothing" },
    { "--bom", false, "begin CSV with a byte order mark, which Excel tells UTF-8 by" },
    { "--jobs", "N", "processes that read (two where the files are worth it)" },
    { "--worker", false, "be one of several processes, for --jobs" },
  } }

local BYTE_ORDER_MARK = "\239\187\191"

local BOUNDS = { lower = true, upper = true, lower_open = true, upper_open = true }

-- The rows' columns for data, as a saved frame, in the order of the table's.
local function save(ctx, facts, path)
  local plain, order = {}, {}
  for i in ipairs(facts) do plain[i] = {} end
  for _, column in ipairs(rows.COLUMNS) do
    local name, held = column.key, false
    for i, fact in ipairs(column.human and {} or facts) do
      plain[i][name] = fact[name]
      held = held or fact[name] ~= nil
    end
    if held and not BOUNDS[name] then order[#order + 1] = name end -- value brings its bounds
  end
  local saved, message = require("baogao").frame(plain, { columns = order }):save(path)
  if not saved then return ctx.fail(message) end
  return 0
end

local function header(columns)
  local names = {}
  for i, column in ipairs(columns) do names[i] = column.key end
  return table.concat(names, ",") .. "\r\n"
end

-- A function that reads one file: its rows in pieces, or nil, message.
local function reader(ctx, options)
  local args, wanted = ctx.args, rows.picker(ctx.args)
  return function(path)
    local text, message, place
    if path == "-" then
      text = ctx.input:read "*a"
    else
      text, message, place = source.text(path, args.encoding)
    end
    if not text then return nil, message end
    options.name = rows.base_name(path)
    return rows.pieces(text, options, wanted, args.mended, place)
  end
end

-- Rows as they are written, a file after the other: CSV and NDJSON.
local function stream(ctx, read, columns, jobs)
  local args, code, any = ctx.args, 0, false
  local function payload_of(path)
    local pieces, problem = read(path)
    if not pieces then return "error", problem end
    local texts = {}
    for found in pieces do
      local text
      text, problem = output[ctx.format](found, columns)
      if not text then return "error", problem end
      if ctx.format == "csv" then text = text:gsub("^[^\r\n]*\r\n", "", 1) end
      texts[#texts + 1] = text
    end
    return "facts", table.concat(texts)
  end
  if args.worker then return workers.help(ctx, payload_of) end
  local bar = progress.new(ctx, #args, true)
  if ctx.format == "csv" then ctx.out:write(args.bom and BYTE_ORDER_MARK or "", header(columns)) end
  local function each(i, kind, payload)
    if kind == "error" then
      bar.clear()
      code = ctx.fail(payload)
      local json = ctx.format == "ndjson" and require("baogao.json").library()
      if json then
        ctx.out:write(json.encode({ document = rows.base_name(args[i]), error = payload }, { "document", "error" }), "\n")
      end
    else
      any = any or #payload > 0
      ctx.out:write(payload)
    end
    bar.step(i)
  end
  if jobs > 1 then workers.gather(ctx, jobs, each, payload_of)
  else
    for i, path in ipairs(args) do each(i, payload_of(path)) end
  end
  return code == 0 and not any and 1 or code
end

-- All rows first, then a table, a frame, one JSON array.
local function whole(ctx, read, columns)
  local args, found, code = ctx.args, {}, 0
  local bar = progress.new(ctx, #args, false)
  for i, path in ipairs(args) do
    local pieces, problem = read(path)
    if not pieces then
      bar.clear()
      code = ctx.fail(problem)
    else
      for own in pieces do
        for _, row in ipairs(own) do found[#found + 1] = row end
      end
    end
    bar.step(i)
  end
  if args.save then
    local saved = save(ctx, found, args.save)
    return code ~= 0 and code or saved
  end
  if #found == 0 and ctx.format ~= "json" then return code == 0 and 1 or code end
  local shown = {}
  for i, column in ipairs(columns) do -- one file's name is known
    if i > 1 or #args > 1 or ctx.format == "json" then shown[#shown + 1] = column end
  end
  local written = output.write(ctx, found, shown)
  return code ~= 0 and code or written
end

function M.run(ctx)
  local args = ctx.args
  local function misuse(...)
    ctx.err:write("baogao: ", ...)
    ctx.err:write "\n"
    return 2
  end
  if args.ndjson then
    if #args > 0 then return ctx.fail "--ndjson reads standard input and takes no files" end
    return require("baogao.cli.read.filter").run(ctx)
  end
  if #args == 0 and not args.worker then
    return misuse "read: missing argument: FILE\ntry 'baogao read --help'"
  end
  local options, message = rows.options(args.year, args.region)
  if not options then return misuse(message) end
  if args.encoding and not args.encoding:find "^[%w_.:%-/]+$" then
    return misuse("--encoding: no such name: ", args.encoding)
  end
  if args.bom and ctx.format ~= "csv" then return misuse "--bom is for --format csv" end
  if args.save and args.mended then return misuse "--save keeps facts and --mended lists mends: one of them" end
  local jobs = 1
  if args.jobs then jobs = tonumber(args.jobs) end
  if not jobs or jobs < 1 or jobs > 64 or jobs % 1 ~= 0 then
    return misuse("--jobs: a number from 1 to 64 expected, got '", tostring(args.jobs), "'")
  end
  local can_start = workers.program() ~= nil
  for _, name in ipairs(args) do can_start = can_start and name ~= "-" end -- standard input is this process's
  if not can_start then jobs = 1 end
  local columns = args.mended and rows.MEND_COLUMNS or rows.COLUMNS
  local read = reader(ctx, options)
  if (ctx.format == "ndjson" or ctx.format == "csv") and not args.save then
    if not args.jobs and not args.worker and can_start then jobs = workers.best(args) end
    return stream(ctx, read, rows.for_programs(columns), math.floor(math.min(jobs, math.max(#args, 1))))
  end
  return whole(ctx, read, columns)
end

return M
