-- The language server without a stream: what an edit costs, what is told while a book is read, what is cancelled.

local allocated = require "support.allocated"
local check = require "baogao.check"
local features = require "baogao.lsp.features"
local encode = require "baogao.lsp.encode"
local framing = require "baogao.lsp.framing"
local json = require "dkjson"
local long_draft = require "support.long_draft"
local positions = require "baogao.lsp.positions"
local server = require "baogao.lsp.server"

local URI = "file:///draft.md"

-- A server whose clock goes on by a step each time it is asked.
local function start(text, step, options)
  local at, sent = 0, {}
  options = options or {}
  options.now = function()
    at = at + step
    return at
  end
  options.send = function(message) sent[#sent + 1] = message end
  options.lang = "en"
  local self = server.new(options)
  self:receive { id = 0, method = "initialize", params = { capabilities = {} } }
  self:work()
  self:receive { method = "initialized" }
  sent[1] = nil
  self:receive { method = "textDocument/didOpen", params = { textDocument = { uri = URI, version = 1, languageId = "markdown",
    text = text } } }
  return self, sent
end

local function change(self, version, line, from, to, text)
  self:receive { method = "textDocument/didChange", params = { textDocument = { uri = URI, version = version },
    contentChanges = { { text = text, range = { start = { line = line, character = from }, ["end"] = { line = line,
      character = to } } } } } }
end

local function finish(self)
  for i = 1, 1e6 do
    if not self:tick() then return i end
  end
  error "never done"
end

describe("the language server's work", function()
  it("for an edit and its answer is the same in a page and in a book", function()
    local costs = {}
    for i, bytes in ipairs { 60 * 1024, 240 * 1024 } do
      local self, sent = start((long_draft.text(bytes)), 0)
      finish(self)
      local document = self.documents[URI].session.document
      local reads, read = document.reads, document.bytes_read
      for edit = 1, 200 do
        change(self, edit + 1, edit % 90, 0, edit > 100 and 3 or 0, edit > 100 and "" or "5家、")
        self:receive { id = edit, method = "textDocument/hover", params = { textDocument = { uri = URI },
          position = { line = edit % 90, character = 1 } } }
        self:work()
        assert.equal(edit, sent[#sent].id)
        assert.is_nil(sent[#sent].error)
      end
      costs[i] = { document.reads - reads, document.bytes_read - read }
    end
    assert.equal(200, costs[1][1])
    assert.same(costs[1], costs[2])
  end)

  it("on a book is done in slices: requests are answered between, faults are told meanwhile and at the end", function()
    local text = long_draft.text(240 * 1024)
    -- two milliseconds for each look at the clock: a slice ends after four paragraphs
    local self, sent = start(text, 0.002)
    local document = self.documents[URI].session.document
    assert.is_true(document.unread > 200, document.unread)
    -- a paragraph that is far from read
    local last = document.lines - 2
    self:receive { id = 5, method = "textDocument/hover", params = { textDocument = { uri = URI }, position = { line = last,
      character = 3 } } }
    self:work()
    assert.equal(5, sent[1].id)
    assert.is_true(document.unread > 200)
    local ticks = finish(self)
    assert.is_true(ticks > 20, ticks)
    local told = {}
    for _, message in ipairs(sent) do
      if message.method == "textDocument/publishDiagnostics" then told[#told + 1] = #message.params.diagnostics end
    end
    assert.is_true(#told >= 2, #told)
    -- so many are told, and one entry that tells of the rest
    assert.is_true(#check.check(text, require("baogao").report(), { format = "markdown" }) > features.MOST_FAULTS)
    assert.equal(features.MOST_FAULTS + 1, told[#told])
    for i = 2, #told do assert.is_true(told[i] >= told[i - 1]) end
  end)

  it("tells the faults around the edit and errors before others, and how many are left", function()
    local lines = {}
    for i = 1, 300 do lines[i] = "成本下降120%。" end
    for i = 301, 900 do lines[i] = ("本市人均研发经费2024年为%d万元。"):format(i) end
    lines[900] = "成本下降130%。"
    local self, sent = start(table.concat(lines, "\n"), 0, { debounce = 0 })
    finish(self)
    local function last() return sent[#sent].params.diagnostics end
    local function count(wanted)
      local n, from, to = 0, nil, nil
      for _, fault in ipairs(last()) do
        if fault.code == wanted then
          local line = fault.range.start.line
          n, from, to = n + 1, math.min(from or line, line), math.max(to or line, line)
        end
      end
      return n, from, to
    end
    assert.same({ 100, 0, 99 }, { count "impossible" })
    assert.equal(1, (count "more"))
    change(self, 2, 899, 0, 0, "又")
    finish(self)
    -- half of the room at most is the edit's own
    local near, from = count "stated_twice"
    assert.is_true(near > 10 and near <= 50 and from > 870, near)
    local errors, first, stop = count "impossible"
    assert.equal(100, near + errors)
    assert.same({ 0, 899 }, { first, stop })
    assert.equal(("about %d more are not listed here; `baogao check` tells all of them"):format(301 + 599 - 100),
      last()[#last()].message)
    -- fewer are told alone
    self:receive { method = "textDocument/didChange", params = { textDocument = { uri = URI, version = 3 },
      contentChanges = { { text = "成本下降120%。" } } } }
    finish(self)
    assert.equal(1, #last())
  end)

  it("writes its faults as JSON that says what its tables say", function()
    local text = "成本下降120%。\n“省级”平台2297家。\n"
    local said = {}
    for i, options in ipairs { { debounce = 0 }, { debounce = 0, array = encode.array, written = encode.written } } do
      local self, sent = start(text, 0, options)
      finish(self)
      change(self, 2, 0, 0, 0, "\n")
      finish(self)
      said[i] = json.decode(encode.encode(sent[#sent])).params.diagnostics
      for _, fault in ipairs(said[i]) do setmetatable(fault, nil) end
    end
    assert.equal(2, #said[1])
    assert.same(said[1], said[2])
  end)

  it("through 10 000 edits keeps its memory", function()
    local self, sent = start("全市高新技术企业约5800家。\n\n省级平台2297家。\n" .. long_draft.text(20 * 1024), 0)
    finish(self)
    local function edit(n)
      for i = 1, n do
        change(self, i, i % 2 * 2, 0, i % 4 < 2 and 0 or 3, i % 4 < 2 and "5家、" or "")
        if i % 10 == 0 then self:tick() end
        for k = #sent, 1, -1 do sent[k] = nil end
      end
      collectgarbage()
      collectgarbage()
      return collectgarbage "count"
    end
    local before = edit(2000)
    -- the lesser of two: a JIT compiler keeps its own memory there too, which comes and goes
    local after = math.min(edit(5000), edit(5000))
    assert.is_true(after < before * 1.02 + 64, ("%.0f KB, then %.0f KB"):format(before, after))
  end)

  it("is spared for what was cancelled, however many requests wait", function()
    local self, sent = start("高新技术企业5800家\n", 0)
    for id = 1, 2000 do
      self:receive { id = id, method = "textDocument/hover", params = { textDocument = { uri = URI },
        position = { line = 0, character = 7 } } }
    end
    for id = 1, 1999 do self:receive { method = "$/cancelRequest", params = { id = id } } end
    self:receive { method = "$/cancelRequest", params = { id = 99999 } }
    self:receive { method = "$/cancelRequest", params = {} }
    self:work()
    assert.equal(2000, #sent)
    for id = 1, 1999 do assert.same({ id, -32800 }, { sent[id].id, sent[id].error.code }) end
    assert.truthy(sent[2000].result.contents.value:find("high-tech", 1, true))
    -- an id that comes again is a new request
    self:receive { id = 1, method = "textDocument/hover", params = { textDocument = { uri = URI }, position = { line = 0,
      character = 7 } } }
    self:work()
    assert.is_table(sent[2001].result)
  end)

  it("takes edits within characters at every column, and stays in step", function()
    local line = "a😀高\228\184新5家é"
    for column = 0, 14 do
      local self = start(line .. "\n", 0)
      finish(self)
      change(self, 2, 0, column, column + 1, "新")
      local byte, stop = positions.to_byte(line, column, "utf-16"), positions.to_byte(line, column + 1, "utf-16")
      assert.equal(line:sub(1, byte) .. "新" .. line:sub(stop + 1), self.documents[URI].session.document:line(0), column)
    end
  end)
end)

describe("the stream", function()
  it("of many small messages costs as much as they are long, at once or in pieces", function()
    local one = framing.frame '{"jsonrpc":"2.0"}'
    for _, piece in ipairs { 1e9, 1000, 7 } do
      local function feed(count)
        local text = one:rep(count)
        return allocated(function()
          local take, n = framing.reader(), 0
          for at = 1, #text, piece do n = n + #assert(take(text:sub(at, at + piece - 1))) end
          assert.equal(count, n)
        end)
      end
      feed(10)
      local a, b = feed(1000), feed(2000)
      assert.is_true(b < 2.3 * a, ("pieces of %.0f: %.0f KB, then %.0f KB"):format(piece, a, b))
    end
  end)

  it("of a long message in small pieces likewise", function()
    local function feed(size)
      local text = framing.frame(("x"):rep(size))
      return allocated(function()
        local take, n = framing.reader(), 0
        for at = 1, #text, 512 do n = n + #assert(take(text:sub(at, at + 511))) end
        assert.equal(1, n)
      end)
    end
    local a, b = feed(200000), feed(400000)
    assert.is_true(b < 2.3 * a, ("%.0f KB, then %.0f KB"):format(a, b))
  end)

  it("says what another library reads", function()
    local value = { text = "高\"\\\n\t\0\127新", number = 1.5, whole = 1e6, yes = true, no = false, list = encode.array {},
      null = encode.null, inner = { { a = { 1, 2, 3 } }, { b = "" } } }
    local read = assert(json.decode(encode.encode(value), 1, json.null))
    assert.equal(value.text, read.text)
    assert.same({ 1.5, 1e6, true, false, json.null }, { read.number, read.whole, read.yes, read.no, read.null })
    assert.truthy(encode.encode(value):find('"list":[]', 1, true))
    assert.truthy(encode.encode(value):find('"whole":1000000', 1, true))
    assert.same({ { a = { 1, 2, 3 } }, { b = "" } }, { { a = { read.inner[1].a[1], read.inner[1].a[2], read.inner[1].a[3] } },
      { b = read.inner[2].b } })
    assert.equal("null", encode.encode(0 / 0))
  end)
end)

describe("columns of a long line", function()
  it("are those that counting from its start gives", function()
    local characters = { "a", "高", "😀", "é", "\255", "\228\184" }
    local seed = 7
    local parts = {}
    for i = 1, 3000 do
      seed = (seed * 16807) % 2147483647
      parts[i] = characters[seed % #characters + 1]
    end
    local line = table.concat(parts)
    for _, encoding in ipairs(positions.ENCODINGS) do
      -- the same, a character at a time, on the short rest of the line
      local column, byte = 0, 0
      while byte < #line do
        assert.equal(column, positions.to_column(line, byte, encoding))
        assert.equal(byte, positions.to_byte(line, column, encoding))
        local rest = line:sub(byte + 1, byte + 12)
        local n = 1
        while n < #rest and positions.to_byte(rest, 1, "utf-32") > n do n = n + 1 end
        n = positions.to_byte(rest, 1, "utf-32")
        column, byte = column + positions.to_column(rest, n, encoding), byte + n
      end
    end
  end)
end)
