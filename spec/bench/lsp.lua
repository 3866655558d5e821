-- The language server: the time from an edit to its answers, in a draft of 60 KB, in ten times its pages and in a hundred
-- times (more than features.MOST_BYTES lets an editor have), and memory after many edits. Messages are encoded and decoded as
-- over the wire. Beside the time on the clock stands the processor's, which other programs on the machine disturb less.
--
--   lua5.4 spec/bench/lsp.lua [edits [bytes…]]
--   luajit spec/bench/lsp.lua
--   nvim --headless -u NONE -i NONE -n --cmd 'set runtimepath^=.' -c 'luafile spec/bench/lsp.lua' -c 'qall!'

package.path = "spec/?.lua;" .. package.path

local core = require "baogao.engine"
local together = require "bench.table"
local encode = require "baogao.lsp.encode"
local framing = require "baogao.lsp.framing"
local json = require("baogao.json").library()
local features = require "baogao.lsp.features"
local long_draft = require "support.long_draft"
local server = require "baogao.lsp.server"

local arguments = rawget(_G, "arg") or {}
local EDITS = tonumber(arguments[1] or "") or 2000
local SIZES = { tonumber(arguments[2] or "") or 60 * 1024, tonumber(arguments[3] or "") or 600 * 1024,
  tonumber(arguments[4] or "") or 6000 * 1024 }
features.MOST_BYTES = math.huge
local vim = rawget(_G, "vim")
local now = vim and function() return vim.loop.hrtime() / 1e9 end or core.now or os.clock

-- A server that is fed bytes and whose answers are bytes.
local function start(text)
  local sent = {}
  -- time stands still within a slice, so that a draft is read through before it is edited
  local self = server.new { now = function() return 0 end, null = encode.null, array = encode.array,
    written = encode.written, debounce = 0, send = function(message) sent[#sent + 1] = framing.frame(encode.encode(message)) end }
  local feed = framing.reader()
  local function take(message)
    for _, body in ipairs(feed(framing.frame(json.encode(message)))) do self:receive(json.decode(body)) end
    self:work()
  end
  take { jsonrpc = "2.0", id = 1, method = "initialize", params = { capabilities = {} } }
  take { jsonrpc = "2.0", method = "initialized", params = {} }
  local begun = now()
  take { jsonrpc = "2.0", method = "textDocument/didOpen", params = { textDocument = { uri = "file:///draft", version = 1,
    languageId = "markdown", text = text } } }
  self:tick()
  return self, take, sent, now() - begun
end

local function at(times, part) return times[math.max(1, math.ceil(#times * part))] * 1000 end

local function distribution(times)
  table.sort(times)
  return ("median %6.2f  90 %% %6.2f  99 %% %6.2f  most %6.2f"):format(at(times, 0.5), at(times, 0.9), at(times, 0.99),
    at(times, 1))
end

-- The same pages as often as there is room: what is edited is the same in each size, wherever it stands.
local page, page_lines = long_draft.text(SIZES[1])

local function run(bytes)
  local times = math.max(1, math.floor(bytes / SIZES[1]))
  local text, lines = page:rep(times), page_lines * times
  local self, take, sent, opened = start(text)
  local document = { uri = "file:///draft" }
  local of = self.documents[document.uri].session.document
  local clock = { hover = {}, completion = {}, faults = {} }
  local processor = { hover = {}, completion = {}, faults = {} }
  local reads, read, memory = of.reads, of.bytes_read, nil
  local function timed(kind, run_it)
    local begun, used = now(), os.clock()
    run_it()
    table.insert(clock[kind], now() - begun)
    table.insert(processor[kind], os.clock() - used)
  end
  for i = 1, EDITS do
    for k = #sent, 1, -1 do sent[k] = nil end
    local odd = i % 2 == 1
    -- each edit is typed in one paragraph and taken back; the paragraphs go round
    local pair = math.floor((i - 1) / 2)
    local line = pair * 37 % page_lines + pair * 7 % times * page_lines
    local function edit()
      take { jsonrpc = "2.0", method = "textDocument/didChange", params = { textDocument = { uri = document.uri,
        version = i + 1 }, contentChanges = { { text = odd and "5家、" or "", range = { start = { line = line, character = 0 },
          ["end"] = { line = line, character = odd and 0 or 3 } } } } } }
    end
    local function ask(method)
      take { jsonrpc = "2.0", id = i + 1, method = "textDocument/" .. method, params = { textDocument = document,
        position = { line = line, character = 14 } } }
    end
    if i % 3 == 0 then
      timed("hover", function() edit() ask "hover" end)
    elseif i % 3 == 1 then
      timed("completion", function() edit() ask "completion" end)
    else
      timed("faults", function() edit() self:tick() end)
    end
    if i % 3 ~= 2 then self:tick() end
    assert(sent[1] and (sent[1]:find("result", 1, true) or sent[1]:find("publishDiagnostics", 1, true)), sent[1])
    if i == math.floor(EDITS / 5) then
      collectgarbage()
      collectgarbage()
      memory = collectgarbage "count"
    end
  end
  collectgarbage()
  collectgarbage()
  local grown = collectgarbage "count" - memory
  print(("%.0f KB, %d paragraphs, opened and read in %.0f ms; memory %+.0f KB in the last %d edits"):format(#text / 1024, lines,
    opened * 1000, grown, EDITS - math.floor(EDITS / 5)))
  print(("  an edit reads %.2f paragraphs, %.0f bytes"):format((of.reads - reads) / EDITS, (of.bytes_read - read) / EDITS))
  local medians = {}
  for _, kind in ipairs { "hover", "completion", "faults" } do
    print(("  edit and %-10s clock, ms: %s"):format(kind, distribution(clock[kind])))
    print(("  %19s  processor: %s"):format("", distribution(processor[kind])))
    together.alone(("an edit and %s, %.0f KB"):format(kind, #text / 1024), at(processor[kind], 0.5) / 1000)
    medians[kind] = at(processor[kind], 0.5)
  end
  return medians
end

local first = run(SIZES[1])
for i = 2, #SIZES do
  local medians = run(SIZES[i])
  for _, kind in ipairs { "hover", "completion", "faults" } do
    print(("edit and %s in a draft %.0f times as long takes %.2f times as long"):format(kind, SIZES[i] / SIZES[1],
      medians[kind] / first[kind]))
  end
end
