-- baogao read where much goes through it: a filter of lines in pipes, many files by several processes, and the bar that
-- tells how far it has come.

local shell = require "support.shell"

local COMMAND = shell.quote(shell.lua) .. " lua/baogao/cli/baogao "

local function baogao(arguments, options) return shell.run(COMMAND .. arguments, options) end

local function lines_of(text)
  local lines = {}
  for line in text:gmatch "[^\n]+" do lines[#lines + 1] = line end
  return lines
end

-- Asks until it is answered, at most so many seconds.
local function wait(seconds, ask)
  for _ = 1, seconds * 20 do
    local answer = ask()
    if answer then return answer end
    shell.run "sleep 0.05"
  end
  return nil
end

describe("the filter of documents", function()
  local folder
  setup(function() folder = shell.folder() end)
  teardown(function() shell.remove(folder) end)

  local function filter(input)
    local code, text = baogao("read --ndjson --year 2025", { input = input, errors = false })
    assert.are.equal(0, code)
    return lines_of(text)
  end

  -- what comes in; what each line that comes out holds
  local ROWS = {
    { "a byte order mark, CRLF and empty lines",
      '\239\187\191{"id":1,"text":"去年建成学校8所。"}\r\n\r\n\n  \n"去年建成学校9所。"\r\n',
      { '{"document":"1",.*"written":"8所"', '{"document":"5",.*"written":"9所"' } },
    { "no line break at the end", '"去年建成学校8所。"\n"去年建成学校9所。"', { "8所", "9所" } },
    { "a zero byte in a line", '"去年建成\0学校8所。"\n"去年建成学校9所。"\n', { "8所", "9所" } },
    { "an escaped zero byte", '"去年建成学校8所。\\u0000去年建成医院2所。"\n', { "8所", "2所" } },
    { "several facts a line", '{"id":"a","text":"去年建成学校8所、医院2所。"}\n{"id":"b","text":"去年建成码头3座。"}\n',
      { '"document":"a".*8所', '"document":"a".*2所', '"document":"b".*3座' } },
    { "documents that are none",
      '7\n[]\n{"text":7}\n{"id":{},"text":"x","region":"Nowhere"}\n{"id":"z","text":null}\n"去年建成学校9所。"\n',
      { '"line":1,"error":"no JSON document', '"line":2,"error":"the document has no text"',
        '"line":3,"error":"the document has no text"', "\"line\":4,\"error\":\"%-%-region: 'Nowhere' is no code",
        '"document":"z","line":5,"error":"the document has no text"', "9所" } },
    { "a year and a region of its own", '{"text":"去年建成学校8所。","year":"2020","region":"郑州市"}\n',
      { '"period":"2019".*"region":"410100"' } },
    { "text that is no UTF-8", '"去年\255建成学校8所。"\n"去年建成学校9所。"\n', { "8所", "9所" } },
    { "no documents at all", "\n\n", {} },
  }
  for _, row in ipairs(ROWS) do
    it("reads " .. row[1], function()
      local lines = filter(row[2])
      assert.are.equal(#row[3], #lines, table.concat(lines, "\n"))
      for i, pattern in ipairs(row[3]) do assert.is_truthy(lines[i]:find(pattern), lines[i]) end
    end)
  end

  it("reads a line of fifty megabytes, and the one after it", function()
    local path = folder .. "/large"
    local file = assert(io.open(path, "wb"))
    file:write '{"id":"large","text":"'
    for _ = 1, 500 do file:write(("加强队伍建设，优化服务环境。"):rep(2400)) end
    file:write '去年建成学校8所。"}\n{"id":"small","text":"去年建成学校9所。"}\n'
    local size = file:seek()
    file:close()
    assert.is_true(size > 50e6)
    local code, text = baogao("read --ndjson <" .. path, { seconds = 120 })
    os.remove(path)
    local lines = lines_of(text)
    assert.are.same({ 0, 2 }, { code, #lines })
    assert.is_truthy(lines[1]:find('^{"document":"large",.*"written":"8所"'), lines[1])
    assert.is_truthy(lines[2]:find('^{"document":"small",.*"written":"9所"'), lines[2])
  end)

  it("answers each line before the next one comes", function()
    local path = folder .. "/answers"
    local pipe = assert(io.popen(COMMAND .. "read --ndjson >" .. path, "w"))
    for i = 1, 3 do
      pipe:write(('{"id":"%d","text":"去年建成学校%d所。"}\n'):format(i, i + 1))
      pipe:flush()
      local answered = wait(20, function()
        local lines = lines_of(shell.read(path) or "")
        return #lines >= i and lines or nil
      end)
      assert.are.equal(i, answered and #answered)
      assert.is_truthy(answered[i]:find(('"document":"%d"'):format(i)))
    end
    pipe:close()
  end)

  local function documents(count)
    local lines = {}
    for i = 1, count do
      lines[i] = i % 50 == 0 and "no document"
        or ('{"id":"%d","text":"去年建成学校%d所，增长5%%。","year":2025}'):format(i, i + 1)
    end
    return table.concat(lines, "\n") .. "\n"
  end

  if shell.has "parallel" then
    it("runs under GNU parallel, its answers in order", function()
      local input = documents(1000)
      local code, alone = baogao("read --ndjson", { input = input })
      assert.are.equal(0, code)
      local code_2, together = shell.run("parallel --will-cite --pipe -k --block 10k -j2 "
        .. shell.quote(COMMAND .. "read --ndjson"), { input = input })
      assert.are.equal(0, code_2, together)
      -- the lines' numbers are those of each part
      local function plain(text) return (text:gsub('"line":%d+', "")) end
      assert.are.equal(plain(alone), plain(together))
      assert.are.equal(980 * 2 + 20, #lines_of(together))
    end)
  else
    pending "GNU parallel is not installed"
  end

  it("and files go through xargs", function()
    for i = 1, 30 do
      shell.write(("%s/file %02d.txt"):format(folder, i), ("2025年政府工作报告\n去年建成学校%d所。\n"):format(i + 1))
    end
    local code, text = shell.run(("find %s -name 'file *.txt' -print0 | sort -z | xargs -0 -n 7 %sread --format ndjson")
      :format(folder, COMMAND))
    assert.are.equal(0, code, text)
    local lines = lines_of(text)
    assert.are.equal(30, #lines)
    for i, line in ipairs(lines) do
      assert.is_truthy(line:find(('^{"document":"file %02d.txt",.*"value":%d,'):format(i, i + 1)), line)
    end
  end)
end)

describe("many files", function()
  local folder, files, first
  local COUNT = 80
  setup(function()
    folder = shell.folder()
    local line = "去年全市引进企业%d家、增长5%%，完成投资1.5亿元，其中工业投资超过9000万元。加强队伍建设，优化服务环境。\n"
    local names = {}
    for i = 1, 4 do
      local parts = { "2025年湖北省政府工作报告\n" }
      for k = 1, 200 do parts[k + 1] = line:format(i * 1000 + k) end
      names[i] = ("%s/it's %d.txt"):format(folder, i)
      shell.write(names[i], table.concat(parts))
    end
    local list = {}
    for i = 1, COUNT do list[i] = shell.quote(names[(i - 1) % 4 + 1]) end
    files, first = table.concat(list, " "), list[1]
  end)
  teardown(function() shell.remove(folder) end)

  it("are read by two processes as by one, in their order", function()
    for _, format in ipairs { "csv", "ndjson" } do
      local code = baogao(("read --jobs 1 --format %s --indicator 企业 %s >%s/alone"):format(format, files, folder))
      local code_2 = baogao(("read --jobs 2 --format %s --indicator 企业 %s >%s/together"):format(format, files, folder))
      assert.are.same({ 0, 0 }, { code, code_2 })
      local alone = shell.read(folder .. "/alone")
      assert.is_true(#lines_of(alone) > COUNT * 200)
      assert.is_true(alone == shell.read(folder .. "/together"))
    end
  end)

  it("that fail are told, in a record too, and the others read", function()
    local list = { folder .. "/none" }
    for i = 1, 20 do list[i + 1] = ("%s/it's %d.txt"):format(folder, i % 4 + 1) end
    for i, name in ipairs(list) do list[i] = shell.quote(name) end
    local alone
    for _, jobs in ipairs { 1, 2, 3 } do
      local code, text = baogao(("read --jobs %d --format ndjson %s 2>%s/errors")
        :format(jobs, table.concat(list, " "), folder))
      local lines = lines_of(text)
      assert.are.equal(1, code)
      assert.is_truthy(lines[1]:find('^{"document":"none","error":".*none: No such file or directory"}$'), lines[1])
      assert.is_true(#lines > 20 * 200)
      alone = alone or text
      assert.is_true(alone == text)
      assert.are.equal(("baogao: %s/none: No such file or directory\n"):format(folder), shell.read(folder .. "/errors"))
    end
  end)

  -- The processes that the process has started, and theirs, by what /proc tells.
  local function descendants(of)
    local children, found = {}, {}
    local pipe = io.popen "cat /proc/[0-9]*/stat 2>/dev/null"
    for line in pipe:lines() do
      local pid, parent = line:match "^(%d+) %(.*%) %a (%d+)"
      if pid then
        children[parent] = children[parent] or {}
        table.insert(children[parent], pid)
      end
    end
    pipe:close()
    local function add(pid)
      for _, child in ipairs(children[pid] or {}) do
        found[#found + 1] = child
        add(child)
      end
    end
    add(of)
    return found
  end

  local function command_of(pid)
    local file = io.open("/proc/" .. pid .. "/cmdline", "rb")
    if not file then return "" end
    local text = file:read "*a" or ""
    file:close()
    return (text:gsub("%z", " "))
  end

  if shell.read "/proc/self/stat" then
    it("are all read where a process that reads is killed", function()
      baogao(("read --jobs 1 --format csv %s >%s/alone"):format(files, folder))
      local _, pid = shell.run(("{ %sread --jobs 2 --format csv %s >%s/together 2>%s/errors; echo $? >%s/code; }")
        :format(COMMAND, files, folder, folder, folder) .. (" >%s/log 2>&1 & echo $!"):format(folder))
      pid = pid:match "%d+"
      local worker = wait(20, function()
        for _, child in ipairs(descendants(pid)) do
          -- the interpreter, not the shell that started it
          local command = command_of(child)
          if command:find(" --worker ", 1, true) and not command:find "^[%w/]*sh " then return child end
        end
      end)
      assert.is_truthy(worker)
      local killed = shell.run("kill -9 " .. worker)
      local code = wait(60, function()
        local text = shell.read(folder .. "/code")
        return text and text:match "%d+"
      end)
      assert.are.same({ 0, "0" }, { killed, code })
      assert.is_true(shell.read(folder .. "/alone") == shell.read(folder .. "/together"))
    end)
  else
    pending "a killed process: there is no /proc here"
  end

  it("show no bar where standard error is no terminal", function()
    local code, text = baogao(("read --format csv %s 2>&1 >/dev/null"):format(files))
    assert.are.same({ 0, "" }, { code, text })
  end)

  if shell.has "script" and shell.run "script -qec true /dev/null" == 0 then
    -- a terminal for what runs in it; what that writes on it
    local function in_terminal(command)
      return shell.run("TERM=xterm script -qec " .. shell.quote(command) .. " /dev/null")
    end

    for _, row in ipairs { { "rows that go to a file", "--format csv" }, { "a frame", "--save frame" } } do
      it("show a bar on a terminal, for " .. row[1], function()
        -- the first comes late, or a fast machine would be done before a bar is due
        local late = folder .. "/late"
        shell.run("rm -f " .. late .. "; mkfifo " .. late)
        local code, text = in_terminal(("(sleep 1; cat %s >%s) & %sread --jobs 1 %s %s %s >%s/out"):format(first, late, COMMAND,
          row[2]:gsub("frame$", folder .. "/frame"), late, files, folder))
        assert.are.equal(0, code, text)
        local last = 0
        for full, empty, done, total in text:gmatch "\r([█]*)([░]*) (%d+)/(%d+)" do
          assert.are.equal(20 * 3, #full + #empty) -- three bytes a sign
          assert.are.equal(COUNT + 1, tonumber(total))
          assert.is_true(tonumber(done) > last)
          last = tonumber(done)
        end
        assert.is_true(last > 0, text)
        assert.is_truthy(text:find "\r\27%[K$", text) -- and nothing of it stays
      end)
    end

    it("show no bar among rows on the same terminal", function()
      local code, text = in_terminal(COMMAND .. "read --format ndjson --indicator 码头 " .. files)
      assert.are.same({ 1, "" }, { code, text })
    end)
  else
    pending "the bar: there is no script(1) of util-linux here"
  end
end)
