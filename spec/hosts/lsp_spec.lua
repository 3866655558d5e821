-- The language server over standard input and output: driven by VS Code's own client library where npm can fetch it, and
-- by bytes that no client sends.

local npm = require "support.npm"
local shell = require "support.shell"

-- A draft of 60 KB in paragraphs.
local function draft()
  local lines, size, i = {}, 0, 0
  while size < 60 * 1024 do
    i = i + 1
    lines[i] = ("第%d区说，全市高新技术企业约5800家，第%d个园区有%d家，由%d家增至%d家。市级以上创新平台达5616家，其中国家级63家、省级2197家。")
      :format(i, i, 100 + i, 100 + i, 120 + i)
    size = size + #lines[i] + 1
  end
  return table.concat(lines, "\n") .. "\n"
end

local function frame(body) return ("Content-Length: %d\r\n\r\n%s"):format(#body, body) end

local INITIALIZE = frame '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'
local EXIT = frame '{"jsonrpc":"2.0","id":9,"method":"shutdown"}' .. frame '{"jsonrpc":"2.0","method":"exit"}'

local function serve(input, options)
  return shell.run(("%s lua/baogao/cli/baogao lsp %s"):format(shell.lua, options or ""), { input = input, seconds = 20 })
end

describe("the language server and bytes that no client sends", function()
  -- what is sent, the exit code, what the answer holds
  for _, row in ipairs {
    { "a whole life", INITIALIZE .. EXIT, 0, '"result"' },
    { "exit without shutdown", INITIALIZE .. frame '{"jsonrpc":"2.0","method":"exit"}', 1, '"capabilities"' },
    { "the input's end", INITIALIZE, 1, '"capabilities"' },
    { "nothing", "", 1, "" },
    { "no header", ("x"):rep(9000), 1, "a message without a header" },
    { "a header without its length", "Content-Type: x\r\n\r\n{}", 1, "a header without Content-Length" },
    { "a length beyond any message", "Content-Length: 99999999999\r\n\r\n", 1, "a message of 99999999999 bytes" },
    { "no JSON, then a life", frame "{" .. INITIALIZE .. EXIT, 0, "-32700" },
    { "an array", frame "[1, 2]" .. INITIALIZE .. EXIT, 0, "-32600" },
    { "a number", frame "7" .. INITIALIZE .. EXIT, 0, "-32600" },
    { "depth", frame(("["):rep(100000)) .. INITIALIZE .. EXIT, 0, "-32700" },
    { "params of another kind", INITIALIZE .. frame '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":[7]}'
      .. frame '{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":7,"contentChanges":7}}'
      .. frame '{"jsonrpc":"2.0","id":4,"method":"textDocument/codeAction","params":{"textDocument":{"uri":7}}}' .. EXIT, 0,
      '"result":null' },
    { "a header in other letters, and more of them", "content-length: 2\r\nContent-Type: x\r\n\r\n{}" .. INITIALIZE .. EXIT, 0,
      "-32600" },
  } do
    it("takes " .. row[1], function()
      local code, output = serve(row[2], "--stdio")
      assert.equal(row[3], code, output)
      assert.truthy(output:find(row[4], 1, true), output:sub(1, 500))
    end)
  end

  it("tells that a draft is too long, and goes on", function()
    local code, output = serve(INITIALIZE .. frame('{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":'
      .. '{"uri":"file:///a.md","languageId":"markdown","version":1,"text":"' .. ("x"):rep(5 * 1024 * 1024) .. '"}}}')
      .. frame '{"jsonrpc":"2.0","id":4,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///a.md"}}}' .. EXIT)
    assert.equal(0, code, output)
    assert.truthy(output:find("file:///a.md is longer than 4 MB and is not checked", 1, true), output)
  end)

  it("tells a record that cannot be had, once, and goes on", function()
    local code, output = serve(INITIALIZE .. frame('{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":'
      .. '{"uri":"file:///a.md","languageId":"markdown","version":1,"text":"成本下降120%。"}}}') .. EXIT,
      "--report /nowhere/x.txt")
    assert.equal(0, code, output)
    assert.equal(1, select(2, output:gsub("no report: /nowhere/x%.txt", "")), output)
    assert.truthy(output:find('"impossible"', 1, true), output)
  end)
end)

describe("the language server and VS Code's client", function()
  local folder, why, seen
  setup(function()
    folder, why = npm.fetch "vscode-languageserver-protocol@3.17.5 vscode-jsonrpc@8.2.0"
    if not folder then return end
    shell.write(folder .. "/draft.md", draft())
    local _, output = shell.run(("node spec/hosts/lsp_client.js %s/node_modules %s %s/draft.md"):format(folder, shell.lua,
      folder), { seconds = 120 })
    seen = assert(require("dkjson").decode(output:match("{.*}")), output)
    assert(not seen.failed, seen.failed)
  end)
  teardown(function() if folder then shell.remove(folder) end end)

  local function check(name, run)
    it(name, function()
      if not folder then return pending("left out: " .. why) end
      run()
    end)
  end

  check("goes through the whole life cycle", function()
    assert.equal(-32002, seen.early)
    assert.equal("utf-16", seen.encoding)
    assert.equal(-32600, seen.again)
    assert.equal(-32600, seen.afterShutdown)
    assert.equal(0, seen.closed)
    assert.equal(0, seen.exit)
    assert.is_nil(seen.log)
  end)

  check("tells faults at UTF-16 columns, and mends them there", function()
    assert.same({ { 0, 10, 15, "qualifier_lost", 2 }, { 2, 4, 9, "contradicts", 1 } }, seen.first)
    assert.truthy(seen.hover:find("5,750 to 5,850 家", 1, true), seen.hover)
    assert.same({ "Add the record's qualifier: 约5800家", "Add a citation" }, seen.actions)
    assert.equal("约5800家", seen.mended.newText)
    assert.same({ line = 0, character = 10 }, seen.mended.range.start)
  end)

  check("takes edits within a character, past a line's end and over lines", function()
    assert.equal("300家", seen.completion)
    assert.same({ 0 }, seen.third)
    assert.same({ { 14, "= 5616家" } }, seen.hints)
  end)

  check("does not answer what was cancelled, and refuses what it does not know", function()
    assert.is_true(seen.cancelled >= 1, seen.cancelled)
    assert.equal("answered", seen.lastAnswer)
    assert.equal(-32601, seen.unknown)
    assert.equal(-32602, seen.badPosition)
    assert.is_true(seen.afterJunk)
  end)

  check("answers every edit, and keeps its memory through 10 000", function()
    local edits = seen.edits
    assert.equal(500, edits.answered)
    assert.is_true(edits.after <= edits.before * 1.1 + 1024, ("%d KB, then %d KB"):format(edits.before, edits.after))
    -- what other programs leave of the machine is no property of this one: the work of an edit is held by
    -- spec/lsp_work_spec.lua, its time is measured by spec/bench/lsp.lua
    print(("  an edit and its answer: median %.1f ms, 99 %% %.1f ms"):format(edits.p50, edits.p99))
  end)
end)
