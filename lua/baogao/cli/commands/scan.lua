-- baogao scan: the quantities of files, or of standard input.
--
-- A file is read in pieces and never held whole, so its size does not matter. What is gzip'd goes through `gzip -dc`,
-- what is in another encoding through `iconv`; positions then are those of the text that comes out.

local engine = require "baogao.engine"
local format = require "baogao.format"
local output = require "baogao.cli.output"
local terminal = require "baogao.cli.terminal"
local utf8_text = require "baogao.utf8_text"

local PIECE = 2 ^ 18

local M = { name = "scan", summary = "Find the quantities in text", usage = "FILE...", min = 1, max = math.huge,
  without = { "--report", "--format" },
  details = "FILE is UTF-8 text, - standard input. Files that end in .gz are unpacked.",
  options = {
    { "--format", "FORMAT", "how to write", default = "table",
      values = { "table", "text", "json", "ndjson", "csv", "markdown" } },
    { "--encoding", "NAME", "what the text is in, for iconv: GB18030, BIG5" },
    { "--unit", "UNIT", "only quantities of this unit" },
  } }

local COLUMNS = {
  { key = "file", title = "", once = true },
  { key = "first", title = "byte", align = "right" },
  { key = "text", title = "run" },
  { key = "value", title = "value", align = "right", show = function(q) return format.number(q.value) end },
  { key = "unit", title = "unit" },
  { key = "kind", title = "kind" },
  { key = "qualifier", title = "says", human = true },
  { key = "lower", title = "bounds", show = function(q)
    return q.lower == q.upper and "" or format.interval(q)
  end },
  { key = "last", data = true },
  { key = "number", data = true },
  { key = "upper", data = true },
  { key = "lower_open", data = true },
  { key = "upper_open", data = true },
  { key = "qualifier", data = true },
}

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

-- A progress line on standard error, where that is a terminal and the work is long enough to wonder.
local function progress(ctx, size)
  if not size or size < 2 ^ 24 or not ctx.err_terminal() then return function() end end
  local done, shown = 0, -1
  return function(bytes)
    if not bytes then
      if shown >= 0 then ctx.err:write("\r\27[K") end
      return
    end
    done = done + bytes
    local percent = math.floor(done / size * 100)
    if percent > shown then
      shown = percent
      ctx.err:write(("\r%s %3d %%"):format(("█"):rep(math.floor(percent / 5)) .. ("░"):rep(20 - math.floor(percent / 5)),
        math.min(percent, 100)))
      ctx.err:flush()
    end
  end
end

-- Opens a file as UTF-8 text: handle, size in bytes where known, whether it is a pipe.
local function open(ctx, name, encoding)
  local file, message, size
  if name == "-" then
    if not encoding then return ctx.input, nil, false end
    file = io.popen("iconv -f " .. quote(encoding) .. " -t UTF-8", "r")
    return file, nil, true
  end
  file, message = io.open(name, "rb")
  if not file then return nil, message end
  size = file:seek("end")
  if not size or not file:seek("set") then size = nil end
  if size and not file:read(0) and size > 0 then
    file:close()
    return nil, name .. ": cannot be read"
  end
  local packed = name:find("%.gz$") ~= nil
  if not packed and not encoding then return file, size, false end
  file:close()
  local command = packed and "gzip -dc <" .. quote(name) or "cat <" .. quote(name)
  if encoding then command = command .. " | iconv -f " .. quote(encoding) .. " -t UTF-8" end
  -- no pipe of sh tells of a command within it that failed: say so at the end of what comes out
  return io.popen("{ " .. command .. "; } 2>/dev/null", "r"), nil, true
end

-- Whether text begins like one of another encoding: not by a stray byte or two, but all over.
local function is_foreign(piece)
  local place, faults = 0, 0
  piece = piece:sub(1, 4096)
  repeat
    place = utf8_text.fault(piece, place + 1)
    faults = faults + (place and 1 or 0)
  until not place
  return faults > 8
end

-- Hands every quantity of the file to `each`, and every piece of its text to `text`.
local function scan(ctx, name, encoding, each, text)
  local file, size, piped = open(ctx, name, encoding)
  if not file then return nil, size end
  local core, tick, any = engine.scanning(), progress(ctx, size), false
  local scanner = core.scanner()
  while true do
    local piece = file:read(PIECE)
    if not piece then break end
    if not any and is_foreign(piece) then
      ctx.err:write(("baogao: %s is no UTF-8, and most of it is passed over; try --encoding GB18030\n"):format(name))
    end
    any = any or #piece > 0
    if text then text(piece) end
    for _, quantity in ipairs(core.scanner_push(scanner, piece)) do each(quantity) end
    tick(#piece)
  end
  for _, quantity in ipairs(core.scanner_push(scanner, nil)) do each(quantity) end
  tick(nil)
  if file ~= ctx.input then file:close() end
  if piped and not any then return nil, ("%s: nothing came out of it; is it what it says%s?"):format(name,
    encoding and ", and known to iconv: " .. encoding or "") end
  return true
end

local COLOURS = { exact = "green", range = "cyan", several = "cyan", about = "yellow", more = "yellow", nearly = "yellow" }

-- The text itself with its quantities in colours. Pieces are written as soon as no later quantity can begin in them.
local function highlighter(ctx)
  local paint = terminal.painter()
  local held, from = "", 0 -- text not yet written, and the byte before it
  local function write_to(last)
    ctx.out:write((held:sub(1, last - from)))
    held = held:sub(last - from + 1)
    from = last
  end
  return {
    text = function(piece) held = held .. piece end,
    each = function(quantity)
      write_to(quantity.first - 1)
      ctx.out:write(paint(COLOURS[quantity.qualifier] or "blue", quantity.text))
      held = held:sub(quantity.last - from + 1)
      from = quantity.last
    end,
    finish = function() ctx.out:write(held) end,
  }
end

function M.run(ctx)
  local encoding, unit = ctx.args.encoding, ctx.args.unit
  if encoding and not encoding:find("^[%w_.:%-/]+$") then return ctx.fail("--encoding: no such name: " .. encoding) end
  ctx.err_terminal = ctx.err_terminal or function() return os.execute("test -t 2") == true end
  local stream = ctx.format == "ndjson" or ctx.format == "csv"
  local code, rows, found = 0, {}, 0
  local columns = {}
  for _, column in ipairs(COLUMNS) do
    if column.key ~= "file" or #ctx.args > 1 then columns[#columns + 1] = column end
  end
  local head = ctx.format == "csv"
  -- ndjson and csv are written as they come; the rest waits for the widths of its columns
  local function flush()
    if #rows == 0 and not head then return end
    local wanted = {}
    for _, column in ipairs(columns) do
      if not column.human then wanted[#wanted + 1] = column end
    end
    local text, message = output[ctx.format](rows, wanted)
    if not text then
      code = ctx.fail(message)
    else
      if ctx.format == "csv" and not head then text = text:gsub("^[^\r\n]*\r\n", "", 1) end
      ctx.out:write(text)
    end
    head, rows = false, {}
  end
  for _, name in ipairs(ctx.args) do
    local highlight = ctx.format == "text" and highlighter(ctx) or nil
    local done, message = scan(ctx, name, encoding, function(quantity)
      if unit and quantity.unit ~= unit then return end
      found = found + 1
      if highlight then return highlight.each(quantity) end
      quantity.file = name
      rows[#rows + 1] = quantity
      if stream and #rows >= 1000 then flush() end
    end, highlight and highlight.text)
    if highlight then highlight.finish() end
    if not done then code = ctx.fail(message) end
  end
  if stream then flush()
  elseif ctx.format ~= "text" and (found > 0 or ctx.format == "json") then
    local written = output.write(ctx, rows, columns)
    code = code ~= 0 and code or written
  end
  return code == 0 and found == 0 and 1 or code
end

return M
