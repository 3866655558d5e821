-- The language server: time from an edit to its answer, in drafts of 60 KB and of a hundred times that; memory after many
-- edits. Run as `lua5.4 spec/bench/lsp.lua [edits]`; messages are encoded and decoded as over the wire.

local core = require "baogao.engine"
local framing = require "baogao.lsp.framing"
local json = require("baogao.json").library()
local server = require "baogao.lsp.server"

local EDITS = tonumber(arg and arg[1] or "") or 2000
local now = core.now or os.clock

-- A draft of that many bytes, in paragraphs of a report's size.
local function draft(bytes)
  local lines, size, i = {}, 0, 0
  while size < bytes do
    i = i + 1
    lines[i] = ("第%d区说，全市高新技术企业约5800家，其中第%d个园区有%d家，由%d家增至%d家。市级以上创新平台达5616家，其中国家级63家、省级2197家；"
      .. "培训%d场次，成本下降%d%%。"):format(i, i, 100 + i, 100 + i, 120 + i, i, i % 90 + 1)
    size = size + #lines[i] + 1
  end
  return table.concat(lines, "\n"), i
end

-- A server that is fed bytes and whose answers are bytes.
local function start(text)
  local sent = {}
  local self = server.new { now = now, null = json.null, array = json.array, send = function(message)
    sent[#sent + 1] = framing.frame(json.encode(message))
  end }
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

local function percentile(times, part) return times[math.max(1, math.ceil(#times * part))] * 1000 end

local function run(name, bytes)
  local text, lines = draft(bytes)
  local self, take, sent, opened = start(text)
  local times, line = {}, math.floor(lines / 2)
  local document = { uri = "file:///draft" }
  local memory
  for i = 1, EDITS do
    for k = #sent, 1, -1 do sent[k] = nil end
    local odd = i % 2 == 1
    local begun = now()
    take { jsonrpc = "2.0", method = "textDocument/didChange", params = { textDocument = { uri = document.uri, version = i + 1 },
      contentChanges = { { text = odd and "5家、" or "", range = { start = { line = line, character = 0 },
        ["end"] = { line = line, character = odd and 0 or 3 } } } } } }
    take { jsonrpc = "2.0", id = i + 1, method = "textDocument/hover", params = { textDocument = document,
      position = { line = line, character = 14 } } }
    times[i] = now() - begun
    assert(#sent == 1 and sent[1]:find("result", 1, true))
    if i == math.floor(EDITS / 5) then
      collectgarbage()
      collectgarbage()
      memory = collectgarbage "count"
    end
  end
  table.sort(times)
  collectgarbage()
  collectgarbage()
  local grown = collectgarbage "count" - memory
  local begun = now()
  for _, entry in pairs(self.documents) do entry.due = now() end
  self:tick()
  print(("%-8s %8.0f KB  opened in %8.1f ms  edit and answer: median %6.2f ms, 99 %% %6.2f ms  all faults told in %7.1f ms  "
    .. "memory %+.0f KB in %d edits"):format(name, #text / 1024, opened * 1000, percentile(times, 0.5), percentile(times, 0.99),
    (now() - begun) * 1000, grown, EDITS - math.floor(EDITS / 5)))
  return percentile(times, 0.5)
end

local small = run("report", 60 * 1024)
local large = run("book", 6 * 1024 * 1024)
print(("an edit in a draft a hundred times as long takes %.2f times as long"):format(large / small))
