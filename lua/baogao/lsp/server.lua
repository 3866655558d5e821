-- server.lua: the language server, whatever carries its messages.
--
-- A server is given messages as tables and sends tables by `send`; it knows no stream and no clock but the one it is
-- handed. Requests wait in a queue until `work` is called, so that one cancelled meanwhile is not answered; edits are
-- taken at once, faults are told a moment after the last edit.

local check = require "baogao.check"
local document = require "baogao.check.document"
local encode = require "baogao.lsp.encode"
local features = require "baogao.lsp.features"
local masks = require "baogao.check.masks"
local positions = require "baogao.lsp.positions"
local record = require "baogao.check.record"
local version = require "baogao.version"

local M = {}

-- Seconds between the last edit and the faults' telling.
local DEBOUNCE = 0.15

-- Seconds that a draft is read at a time while its editor may want something else; a paragraph is read whole.
local SLICE = 0.008

-- Seconds after which the faults found so far are told, where a long draft is still being read.
local PATIENCE = 0.5

-- Codes of JSON-RPC and of LSP.
local CODE = { parse = -32700, invalid = -32600, no_method = -32601, params = -32602, internal = -32603,
  not_initialized = -32002, cancelled = -32800 }

local SEVERITY = { error = 1, warning = 2, information = 3 }

local Server = {}
Server.__index = Server

---@class baogao.ServerOptions
---@field send fun(message: table)
---@field now fun(): number seconds, rising
---@field array fun(list: table): table marks a list as one for JSON, where it may be empty
---@field null any what stands for null in a result
---@field written? fun(json: string): any marks what is JSON already; without it every message is tables alone
---@field report? string|string[] record; the bundled report if left out
---@field lang? "zh"|"en"

---@param options baogao.ServerOptions
function M.new(options)
  return setmetatable({ send = options.send, now = options.now, array = options.array or function(l) return l end,
    null = options.null, written = options.written, documents = {}, queue = {}, waiting = {}, cancelled = {}, state = "new",
    encoding = "utf-16",
    names = options.report, lang = options.lang or "zh", debounce = options.debounce or DEBOUNCE }, Server)
end

local function reply(self, id, result)
  if result == nil then result = self.null end
  self.send { jsonrpc = "2.0", id = id, result = result }
end

local function refuse(self, id, code, message)
  self.send { jsonrpc = "2.0", id = id == nil and self.null or id, error = { code = CODE[code], message = message } }
end

local function notify(self, method, params) self.send { jsonrpc = "2.0", method = method, params = params } end

-- The records; where one cannot be had, that is told once and drafts are held against themselves.
local function load_reports(self)
  local names = self.names or require("baogao").report().name
  if type(names) == "string" then names = { names } end
  if type(names) ~= "table" then names = {} end
  local reports, message = record.load_all(names)
  self.reports = check.records(reports)
  if not reports then
    notify(self, "window/showMessage", { type = 1, message = "baogao: " .. message })
  end
end

local function get_reports(self)
  if not self.reports then load_reports(self) end
  return self.reports
end

-- Settings of the client, of initializationOptions or workspace/didChangeConfiguration. Strange ones change nothing.
local function configure(self, settings)
  if type(settings) ~= "table" then return end
  if type(settings.baogao) == "table" then settings = settings.baogao end
  if settings.lang == "zh" or settings.lang == "en" then self.lang = settings.lang end
  local names = settings.report or settings.reports
  if type(names) == "string" or type(names) == "table" then
    self.names = names
    self.reports = nil
  end
  if type(settings.year) == "number" and settings.year >= 1 and settings.year <= 9999 then
    self.year = math.floor(settings.year)
  end
end

-- A place that a client names, as line and byte of the draft; nil where it is no place.
local function place(self, doc, position)
  if type(position) ~= "table" or type(position.line) ~= "number" or type(position.character) ~= "number" then return nil end
  local line = math.max(0, math.floor(position.line))
  if line >= doc.lines then
    local last = doc.lines - 1
    return last, #(doc:line(last) or ""), true
  end
  return line, positions.to_byte(doc:line(line), math.floor(position.character), self.encoding)
end

local function range_of(self, line, byte, text, stop_line, stop_byte, stop_text)
  return { start = { line = line, character = positions.to_column(text, byte, self.encoding) },
    ["end"] = { line = stop_line, character = positions.to_column(stop_text, stop_byte, self.encoding) } }
end

local function open(self, params)
  local item = params.textDocument
  self.documents[item.uri] = nil
  if #item.text > features.MOST_BYTES then
    notify(self, "window/showMessage", { type = 2, message = ("baogao: %s is longer than %d MB and is not checked"):format(
      item.uri, features.MOST_BYTES / 1024 / 1024) })
    return
  end
  local entry = { uri = item.uri, version = item.version, language = item.languageId }
  local format = masks.format_of_language(item.languageId)
  if format == "text" then format = masks.format_of_file(item.uri) end
  entry.format = format
  entry.session = check.session(item.text, get_reports(self), { format = format, year = self.year }, nil, true)
  self.documents[item.uri] = entry
  entry.due = self.now()
  self:_slice(entry)
end

-- One change of a draft: whole, or a range of it.
local function apply(self, entry, change)
  if type(change.text) ~= "string" then return end
  local doc = entry.session.document
  if change.range == nil then
    local lines = document.split(change.text)
    doc:replace(0, doc.lines, lines, true)
    return
  end
  local from, first = place(self, doc, change.range.start)
  local to, stop = place(self, doc, change.range["end"])
  if not from or not to then return end
  if to < from or to == from and stop < first then from, first, to, stop = to, stop, from, first end
  local head, tail = doc:line(from):sub(1, first), doc:line(to):sub(stop + 1)
  doc:replace(from, to - from + 1, document.split(head .. change.text .. tail), true)
  entry.line = from
end

-- Reads a slice of what is unread.
---@private
function Server:_slice(entry)
  local stop = self.now() + SLICE
  return entry.session.document:work(function() return self.now() < stop end)
end

-- A fault's JSON but for its lines, which edits above it change: what stands before, between and after them.
local function parts_of(self, finding, columns)
  local parts = columns.parts
  if parts and columns.lang == self.lang then return parts end
  columns.lang = self.lang
  columns.parts = { '{"range":{"start":{"line":', (',"character":%d},"end":{"line":'):format(columns.first),
    (',"character":%d}},"severity":%d,"code":%s,"source":"baogao","message":%s}'):format(columns.stop,
      SEVERITY[finding.grade], encode.encode(finding.verdict), encode.encode(features.message(finding, self.lang))) }
  return columns.parts
end

local function spot(line, character) return { line = line, character = character } end

---The faults of a draft as the client wants them.
function Server:diagnostics(entry)
  local list, json = {}, self.written and {}
  local items, left = features.findings(entry.session, features.MOST_FAULTS, entry.line)
  for i, item in ipairs(items) do
    local finding = item.finding
    -- the columns of a finding are those of its line's text, which nearly always is what it was
    local columns = finding.columns
    if not columns or columns.text ~= item.text or columns.stop_text ~= item.stop_text then
      columns = { text = item.text, stop_text = item.stop_text, first = positions.to_column(item.text, item.byte, self.encoding),
        stop = positions.to_column(item.stop_text, item.stop_byte, self.encoding) }
      finding.columns = columns
    end
    if json then
      local parts = parts_of(self, finding, columns)
      json[i] = ("%s%d%s%d%s"):format(parts[1], item.line, parts[2], item.stop_line, parts[3])
    else
      list[i] = { range = { start = spot(item.line, columns.first), ["end"] = spot(item.stop_line, columns.stop) },
        severity = SEVERITY[finding.grade], code = finding.verdict, source = "baogao",
        message = features.message(finding, self.lang) }
    end
  end
  if left > 0 then
    local rest = { range = { start = spot(0, 0), ["end"] = spot(0, 0) }, severity = SEVERITY.information, code = "more",
      source = "baogao", message = features.left_message(left, self.lang) }
    if json then json[#items + 1] = encode.encode(rest) else list[#items + 1] = rest end
  end
  if json then return self.written("[" .. table.concat(json, ",") .. "]") end
  return self.array(list)
end

-- What was told is told anew with every edit though it be the same: an editor moves its marks by its own lights, takes away
-- those that are typed over, and may wait for the version.
local function publish(self, entry)
  entry.due = nil
  notify(self, "textDocument/publishDiagnostics", { uri = entry.uri, version = entry.version,
    diagnostics = self:diagnostics(entry) })
end

local requests, notes = {}, {}

function requests.initialize(self, params)
  if self.state ~= "new" then return nil, "invalid", "initialize was sent before" end
  self.state = "initialized"
  local capabilities = type(params.capabilities) == "table" and params.capabilities or {}
  local general = type(capabilities.general) == "table" and capabilities.general or {}
  local offered = type(general.positionEncodings) == "table" and general.positionEncodings or {}
  local older = type(capabilities.offsetEncoding) == "table" and capabilities.offsetEncoding or {}
  for _, list in ipairs { offered, older } do
    for _, encoding in ipairs(list) do
      if encoding == "utf-8" then self.encoding = "utf-8" end
    end
  end
  configure(self, params.initializationOptions)
  local triggers = features.triggers(get_reports(self):index())
  return {
    capabilities = {
      positionEncoding = self.encoding,
      textDocumentSync = { openClose = true, change = 2, save = { includeText = false } },
      hoverProvider = true,
      completionProvider = { triggerCharacters = self.array(triggers), resolveProvider = false },
      codeActionProvider = { codeActionKinds = self.array { "quickfix", "refactor" } },
      inlayHintProvider = true,
    },
    offsetEncoding = self.encoding == "utf-8" and "utf-8" or nil,
    serverInfo = { name = "baogao", version = version },
  }
end

function requests.shutdown(self)
  self.state = "shutdown"
  return self.null
end

local function entry_of(self, params)
  local item = params.textDocument
  return type(item) == "table" and self.documents[item.uri] or nil
end

requests["textDocument/hover"] = function(self, params)
  local entry = entry_of(self, params)
  if not entry then return self.null end
  local line, byte = place(self, entry.session.document, params.position)
  if not line then return nil, "params", "no position" end
  local hover = features.hover(entry.session, line, byte, self.lang)
  if not hover then return self.null end
  local text = entry.session.document:line(hover.line)
  return { contents = { kind = "markdown", value = table.concat(hover.lines, "\n") },
    range = range_of(self, hover.line, hover.first, text, hover.line, hover.stop, text) }
end

requests["textDocument/completion"] = function(self, params)
  local entry = entry_of(self, params)
  if not entry then return self.null end
  local line, byte = place(self, entry.session.document, params.position)
  if not line then return nil, "params", "no position" end
  local items = {}
  local text = entry.session.document:line(line)
  for i, offer in ipairs(features.complete(entry.session, line, byte, self.lang)) do
    items[i] = { label = offer.label, kind = 12, detail = offer.detail, sortText = ("%03d"):format(i),
      filterText = offer.typed ~= "" and offer.typed or nil,
      textEdit = { range = range_of(self, line, offer.first, text, line, byte, text), newText = offer.text } }
  end
  return { isIncomplete = true, items = self.array(items) }
end

requests["textDocument/codeAction"] = function(self, params)
  local entry = entry_of(self, params)
  if not entry then return self.null end
  local doc = entry.session.document
  if type(params.range) ~= "table" then return nil, "params", "no range" end
  local from_line, from_byte = place(self, doc, params.range.start)
  local to_line, to_byte = place(self, doc, params.range["end"])
  if not from_line or not to_line then return nil, "params", "no range" end
  local list = {}
  for i, action in ipairs(features.actions(entry.session, from_line, from_byte, to_line, to_byte, self.lang)) do
    local text = doc:line(action.line)
    list[i] = { title = action.title, kind = action.kind, isPreferred = action.kind == "quickfix" or nil,
      edit = { changes = { [entry.uri] = self.array { {
        range = range_of(self, action.line, action.first, text, action.line, action.stop, text), newText = action.text } } } } }
  end
  return self.array(list)
end

requests["textDocument/inlayHint"] = function(self, params)
  local entry = entry_of(self, params)
  if not entry then return self.null end
  local doc = entry.session.document
  if type(params.range) ~= "table" then return nil, "params", "no range" end
  local from_line = place(self, doc, params.range.start)
  local to_line = place(self, doc, params.range["end"])
  if not from_line or not to_line then return nil, "params", "no range" end
  local list = {}
  for i, hint in ipairs(features.hints(entry.session, from_line, to_line)) do
    list[i] = { position = { line = hint.line, character = positions.to_column(doc:line(hint.line), hint.byte, self.encoding) },
      label = hint.text, paddingLeft = true, tooltip = self.lang == "zh" and hint.message_zh or hint.message }
  end
  return self.array(list)
end

function notes.initialized() end
function notes.exit(self) self.state, self.exit_code = "exited", self.state == "shutdown" and 0 or 1 end

notes["textDocument/didOpen"] = function(self, params)
  local item = params.textDocument
  if type(item) == "table" and type(item.uri) == "string" and type(item.text) == "string" then open(self, params) end
end

notes["textDocument/didChange"] = function(self, params)
  local entry = entry_of(self, params)
  if not entry or type(params.contentChanges) ~= "table" then return end
  for _, change in ipairs(params.contentChanges) do
    if type(change) == "table" then apply(self, entry, change) end
  end
  entry.version = params.textDocument.version
  entry.due = self.now() + self.debounce
  self:_slice(entry)
end

notes["textDocument/didSave"] = function(self, params)
  local entry = entry_of(self, params)
  if entry then entry.due = self.now() end
end

notes["textDocument/didClose"] = function(self, params)
  local entry = entry_of(self, params)
  if not entry then return end
  self.documents[entry.uri] = nil
  notify(self, "textDocument/publishDiagnostics", { uri = entry.uri, diagnostics = self.array {} })
end

notes["workspace/didChangeConfiguration"] = function(self, params)
  configure(self, params.settings)
  for uri, entry in pairs(self.documents) do
    open(self, { textDocument = { uri = uri, version = entry.version, languageId = entry.language,
      text = entry.session.document:text() } })
  end
end

notes["$/cancelRequest"] = function(self, params)
  local message = params.id ~= nil and self.waiting[params.id]
  if message then self.cancelled[message] = true end
end

---Takes a message. Notifications are done at once, in order; a request waits for `work`, which answers it as the draft
---then is. So edits that stand before a request in the stream are in its answer.
---@param message any
function Server:receive(message)
  if type(message) ~= "table" or type(message.method) ~= "string" then
    -- an answer to something that the server asked (it asks nothing) is passed over
    if type(message) == "table" and (message.result ~= nil or message.error ~= nil) then return end
    return refuse(self, type(message) == "table" and message.id or nil, "invalid", "no message of JSON-RPC")
  end
  if type(message.params) ~= "table" then message.params = {} end
  if message.id ~= nil then
    self.queue[#self.queue + 1] = message
    self.waiting[message.id] = message
    return
  end
  local note = notes[message.method]
  -- a request that stands before an edit is of the draft before it
  if note and message.method ~= "$/cancelRequest" and #self.queue > 0 then self:work() end
  if note and (self.state == "initialized" or message.method == "exit") then
    self:_guard(note, message)
  end
end

-- Runs a handler; what it throws is told and never ends the server.
function Server:_guard(handler, message)
  local results = { pcall(handler, self, message.params) }
  if results[1] then return results[2], results[3], results[4] end
  local text = tostring(results[2])
  notify(self, "window/logMessage", { type = 1, message = "baogao: " .. message.method .. ": " .. text })
  return nil, "internal", text
end

---Answers the requests that wait.
function Server:work()
  local queue = self.queue
  self.queue, self.waiting = {}, {}
  for _, message in ipairs(queue) do
    local id, method = message.id, message.method
    local handler = requests[method]
    if self.cancelled[message] then
      self.cancelled[message] = nil
      refuse(self, id, "cancelled", "cancelled")
    elseif self.state == "new" and method ~= "initialize" then
      refuse(self, id, "not_initialized", "initialize comes first")
    elseif self.state == "shutdown" or self.state == "exited" then
      refuse(self, id, "invalid", "the server is shut down")
    elseif not handler then
      refuse(self, id, "no_method", ("no method '%s'"):format(method))
    else
      local result, code, why = self:_guard(handler, message)
      if code then refuse(self, id, code, why) else reply(self, id, result) end
    end
  end
end

---Reads a slice of each draft that is not read through, and tells the faults that are due. Answers the seconds until there
---is more to do, or nil.
function Server:tick()
  local soonest
  local function one(entry)
    local done = entry.session.document.unread == 0 or self:_slice(entry)
    local now = self.now()
    if not done then
      soonest = 0
      -- of a book something is told while the rest is read
      entry.told = entry.told or now
      if now - entry.told >= PATIENCE then
        publish(self, entry)
        entry.told = now
      end
      entry.due = entry.due or now
      return
    end
    entry.told = nil
    if entry.due and entry.due <= now then publish(self, entry) end
    if entry.due then soonest = math.min(soonest or math.huge, entry.due - now) end
  end
  for _, entry in pairs(self.documents) do
    local ok, message = pcall(one, entry)
    if not ok then
      entry.due = nil
      notify(self, "window/logMessage", { type = 1, message = "baogao: " .. tostring(message) })
    end
  end
  return soonest
end

return M
