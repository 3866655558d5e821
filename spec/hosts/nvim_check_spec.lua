-- A real headless Neovim: drafts opened, their faults' columns, completion, hover, :Baogao.

local drafts = require "support.drafts"
local shell = require "support.shell"

if not shell.has("nvim") then
  describe("Neovim's editor side", function() pending("left out: nvim is not here") end)
  return
end

local folder

-- Opens a file with the editor side asked for in one line, runs the script and gives what it wrote; a thrown error is an
-- exit code. 0.7 has no -l.
local function nvim(file, script)
  shell.write(folder .. "/script.lua", script)
  local code, output = shell.run(("nvim --headless -u NONE -i NONE -n --cmd 'set runtimepath^=.' --cmd 'filetype on' "
    .. "--cmd 'lua vim.g.baogao = { lang = \"en\", debounce = 20 }' --cmd 'lua require \"baogao.nvim\"' %s -c %s"):format(
    shell.quote(file), shell.quote(("lua local ok, e = pcall(dofile, %q); if not ok then io.stderr:write(tostring(e)); "
      .. "vim.cmd('cquit 1') end; vim.cmd('qall!')"):format(folder .. "/script.lua"))) .. " 2>" .. folder .. "/messages",
    { seconds = 60 })
  -- Neovim's own messages go to the other stream; they are wanted where something went wrong
  return code, code == 0 and output or output .. (shell.read(folder .. "/messages") or "")
end

-- What each script begins with: waiting for the first showing, and the faults as lines of text.
local HEAD = [[
  local function faults()
    local list = vim.diagnostic.get(0)
    table.sort(list, function(a, b) return a.lnum * 1e4 + a.col < b.lnum * 1e4 + b.col end)
    return list
  end
  local function wait(n) return vim.wait(10000, function() return #vim.diagnostic.get(0) == n end, 10) end
  local function attached() return vim.wait(10000, function() return require("baogao.nvim.attach").count() > 0 end, 10) end
]]

describe("Neovim's editor side", function()
  setup(function() folder = shell.folder() end)
  teardown(function() shell.remove(folder) end)

  it("shows twelve planted faults at their columns", function()
    shell.write(folder .. "/faults.md", drafts.text(drafts.faults) .. "\n")
    local code, output = nvim(folder .. "/faults.md", HEAD .. [[
      assert(wait(13), "13 faults awaited, there are " .. #vim.diagnostic.get(0))
      local names = { "error", "warning" }
      for _, d in ipairs(faults()) do
        local line = vim.api.nvim_buf_get_lines(0, d.lnum, d.lnum + 1, false)[1]
        io.stdout:write(("%d|%s|%s|%s\n"):format(d.lnum + 1, line:sub(d.col + 1, d.end_col), d.code, names[d.severity]))
      end
    ]])
    assert.equal(0, code, output)
    local seen = {}
    for line in output:gmatch("[^\r\n]+") do seen[line] = true end
    for _, row in ipairs(drafts.faults) do
      local wanted = ("%d|%s|%s|%s"):format(row.line, row[2], row[3], row[4])
      assert.is_true(seen[wanted], "not shown: " .. wanted .. "\n" .. output)
    end
  end)

  it("shows nothing for twelve sound figures in other words", function()
    shell.write(folder .. "/sound.md", drafts.text(drafts.sound) .. "\n")
    local code, output = nvim(folder .. "/sound.md", HEAD .. [[
      assert(attached(), "never attached")
      vim.wait(200)
      for _, d in ipairs(faults()) do io.stdout:write(d.lnum + 1, " ", d.message, "\n") end
      io.stdout:write(#faults(), " faults")
    ]])
    assert.equal("0 faults", output)
    assert.equal(0, code)
  end)

  it("follows edits, undo and whole replacements", function()
    shell.write(folder .. "/edit.md", "高新技术企业约5800家。\n")
    local code, output = nvim(folder .. "/edit.md", HEAD .. [[
      assert(attached())
      vim.api.nvim_buf_set_text(0, 0, 18, 0, 21, { "" })
      assert(wait(1), "an edit's fault")
      assert(faults()[1].col == 18, faults()[1].col)
      vim.cmd "normal! u"
      assert(wait(0), "after undo")
      vim.api.nvim_buf_set_lines(0, 0, -1, false, { "```", "高新技术企业900家", "```", "省级平台2297家" })
      assert(wait(1), "after a replacement")
      assert(faults()[1].lnum == 3)
      vim.api.nvim_buf_set_lines(0, 0, 1, false, {})
      assert(wait(1) and vim.wait(2000, function() return faults()[1] and faults()[1].lnum == 0 end, 10), "the fence is gone")
      io.stdout:write "done"
    ]])
    assert.equal("done", output)
    assert.equal(0, code)
  end)

  it("completes an indicator with the record's figure", function()
    shell.write(folder .. "/complete.md", "全市高新技术企业\n孵化载\n")
    local code, output = nvim(folder .. "/complete.md", HEAD .. [[
      assert(attached())
      assert(vim.bo.omnifunc:find("baogao", 1, true), vim.bo.omnifunc)
      vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes("A<C-x><C-o><Esc>", true, false, true), "x", false)
      io.stdout:write(vim.api.nvim_get_current_line(), "\n")
      vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes("jA<C-x><C-o><Esc>", true, false, true), "x", false)
      io.stdout:write(vim.api.nvim_get_current_line())
    ]])
    assert.equal("全市高新技术企业约5800家\n孵化载体300家", (output:gsub("\r", "")))
    assert.equal(0, code)
  end)

  it("completes where the file type has an omnifunc of its own, and asks that one else", function()
    shell.write(folder .. "/plugin.md", "全市高新技术企业\nhello\n")
    local code, output = nvim(folder .. "/plugin.md", HEAD .. [[
      -- as the file type's own plugin sets it, before or after
      vim.cmd "function! Own(findstart, base)\nreturn a:findstart ? 0 : ['own']\nendfunction"
      assert(attached())
      require("baogao.nvim.complete").disable(0)
      vim.bo.omnifunc = "Own"
      require("baogao.nvim.complete").enable(0)
      local keys = vim.api.nvim_replace_termcodes("A<C-x><C-o><Esc>", true, false, true)
      vim.api.nvim_feedkeys(keys, "x", false)
      io.stdout:write(vim.api.nvim_get_current_line(), "\n")
      vim.cmd "normal! j"
      vim.api.nvim_feedkeys(keys, "x", false)
      io.stdout:write(vim.api.nvim_get_current_line(), "\n")
      require("baogao.nvim.complete").disable(0)
      io.stdout:write(vim.bo.omnifunc)
    ]])
    assert.equal("全市高新技术企业约5800家\nown\nOwn", (output:gsub("\r", "")))
    assert.equal(0, code)
  end)

  it("speaks Chinese where it is asked to, and cites by the report and its paragraph", function()
    shell.write(folder .. "/zh.md", "全市高新技术企业5800家。\n")
    local code, output = nvim(folder .. "/zh.md", HEAD .. [[
      assert(attached())
      vim.g.baogao = { lang = "zh", debounce = 20 }
      vim.api.nvim_win_set_cursor(0, { 1, 24 })
      vim.cmd "Baogao hover"
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= "" then
          io.stdout:write(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, 1, false)[1], "\n")
          vim.api.nvim_win_close(window, true)
        end
      end
      vim.ui.select = function(items, _, on_choice) on_choice(items[2]) end
      vim.cmd "Baogao fix"
      io.stdout:write(vim.api.nvim_get_current_line())
    ]])
    assert.equal(0, code, output)
    assert.equal("限定词遗漏：记录为约5800家 [5,750家, 5,850家]（第3段）\n全市高新技术企业5800家（来源：郑州市2024年科技创新报告，第3段）。",
      (output:gsub("\r", "")))
  end)

  it("hovers with the fact, its bounds and source", function()
    shell.write(folder .. "/hover.md", "全市高新技术企业约5800家。\n")
    local code, output = nvim(folder .. "/hover.md", HEAD .. [[
      assert(attached())
      vim.api.nvim_win_set_cursor(0, { 1, 27 })
      vim.cmd "Baogao hover"
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= "" then
          io.stdout:write(table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), "\n"))
        end
      end
    ]])
    assert.truthy(output:find("high-tech enterprises", 1, true), output)
    assert.truthy(output:find("5,750 to 5,850 家", 1, true), output)
    assert.truthy(output:find("¶3", 1, true), output)
    assert.equal(0, code)
  end)

  it("inserts, cites, mends, checks and shows by :Baogao", function()
    shell.write(folder .. "/insert.md", "数：\n引：\n省级平台2297家。\n")
    local code, output = nvim(folder .. "/insert.md", HEAD .. [[
      assert(attached())
      local out = {}
      vim.notify = function(message) out[#out + 1] = message end
      vim.cmd "normal! $"
      vim.cmd "Baogao insert enterprises.high_tech"
      vim.cmd "normal! j$"
      vim.cmd "Baogao cite platforms.provincial"
      -- picking is vim.ui.select's
      vim.ui.select = function(items, options, on_choice) on_choice(items[1]) end
      vim.cmd "normal! j0"
      vim.fn.search "2297"
      vim.cmd "Baogao fix"
      vim.cmd "Baogao check"
      vim.api.nvim_buf_set_lines(0, 3, 3, false, { "成本下降120%。" })
      vim.cmd "Baogao check"
      local entry = vim.fn.getloclist(0)[1]
      out[#out + 1] = ("entry %d:%d %s"):format(entry.lnum, entry.col, entry.type)
      vim.api.nvim_buf_set_lines(0, 3, 4, false, {})
      vim.cmd "Baogao insert nosuch.fact"
      vim.cmd "Baogao nosuch"
      vim.cmd "Baogao totals"
      out[#out + 1] = tostring(table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n"):find("5,616", 1, true) ~= nil)
      vim.cmd "close"
      vim.cmd "Baogao search 算力"
      vim.cmd "close"
      local complete = function(line) return table.concat(vim.fn.getcompletion(line, "cmdline"), " ") end
      local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
      io.stdout:write(table.concat(lines, "\n"), "\n--\n", table.concat(out, "\n"), "\n--\n",
        complete "Baogao c", "\n", complete "Baogao insert platforms.", "\n", vim.fn.maparg("<Plug>(baogao-check)", "n"))
    ]])
    output = output:gsub("\r", "")
    assert.equal(0, code, output)
    local lines, told, completions = output:match("^(.-)\n%-%-\n(.-)\n%-%-\n(.*)$")
    assert.truthy(lines, output)
    assert.truthy(lines:find("数：约5800家", 1, true), lines)
    assert.truthy(lines:find("引：innovation platforms, provincial level: 2197家, 2024", 1, true), lines)
    assert.truthy(lines:find("省级平台2197家。", 1, true), lines)
    assert.truthy(told:find("baogao: 0 errors, 0 warnings", 1, true), told)
    assert.truthy(told:find("baogao: 1 error, 0 warnings", 1, true), told)
    assert.truthy(told:find("entry 4:13 E", 1, true), told)
    assert.truthy(told:find("no fact 'nosuch.fact' in zhengzhou-2024", 1, true), told)
    assert.truthy(told:find("no subcommand 'nosuch'; there are check, cite, insert", 1, true), told)
    assert.truthy(told:find("true", 1, true), told)
    assert.truthy(completions:find("check cite", 1, true), completions)
    assert.truthy(completions:find("platforms.added platforms.national", 1, true) or completions:find("platforms.total", 1, true),
      completions)
    assert.truthy(completions:find("Baogao check", 1, true), completions)
  end)

  it("tells a broken record in one message and goes on", function()
    shell.write(folder .. "/broken.md", "成本下降120%。\n")
    local code, output = nvim(folder .. "/broken.md", HEAD .. [[
      local told = {}
      vim.notify = function(message) told[#told + 1] = message end
      vim.g.baogao = { report = "/nowhere/report.txt", lang = "en" }
      vim.cmd "edit!"
      vim.cmd "Baogao check"
      assert(attached())
      local n = 0
      for _, message in ipairs(told) do if message:find("no report: /nowhere/report.txt", 1, true) then n = n + 1 end end
      io.stdout:write(n, " ", #faults())
    ]])
    assert.equal(0, code, output)
    assert.equal("1 1", (output:gsub("\r", ""):match("(%d+ %d+)%s*$")), output)
  end)

  it("costs less than two milliseconds until it is used", function()
    shell.write(folder .. "/empty.lua", "")
    local code, output = nvim(folder .. "/empty.lua", [[
      local best = math.huge
      for _ = 1, 20 do
        package.loaded["baogao.nvim"] = nil
        local start = vim.loop.hrtime()
        require "baogao.nvim"
        best = math.min(best, vim.loop.hrtime() - start)
      end
      assert(not package.loaded["baogao.engine"], "the engine is loaded")
      io.stdout:write(("%.3f"):format(best / 1e6))
    ]])
    assert.equal(0, code, output)
    assert.is_true(tonumber(output:match("[%d.]+")) < 2, output)
  end)

  it("runs the server within Neovim, as 0.8 starts it", function()
    -- 0.7 has no vim.lsp.start: what it would be given is called here as it would call it
    shell.write(folder .. "/client.lua", "")
    local code, output = nvim(folder .. "/client.lua", [[
      local told, exited = {}, false
      local loop = { now = function() return vim.loop.hrtime() / 1e9 end,
        later = function(seconds, run) if seconds <= 0 then vim.schedule(run) else vim.defer_fn(run, seconds * 1000) end end }
      local client = require("baogao.lsp.client").cmd { loop = loop, null = vim.NIL, lang = "en", debounce = 0.02 } {
        notification = function(method, params) told[#told + 1] = { method, params } end,
        on_exit = function() exited = true end }
      local answers = {}
      local function ask(method, params)
        local _, id = client.request(method, params, function(err, result) answers[id or 0] = { err, result } end)
        assert(vim.wait(5000, function() return answers[0] or answers[id] end, 5), method)
        local answer = answers[0] or answers[id]
        answers = {}
        return answer[2], answer[1]
      end
      local result = ask("initialize", { capabilities = { general = { positionEncodings = { "utf-8", "utf-16" } } } })
      assert(result.capabilities.positionEncoding == "utf-8")
      client.notify("initialized", {})
      local document = { uri = "file:///draft.md" }
      client.notify("textDocument/didOpen", { textDocument = { uri = document.uri, languageId = "markdown", version = 1,
        text = "高新技术企业5800家\n" } })
      assert(vim.wait(5000, function() return #told > 0 end, 5))
      local diagnostic = told[1][2].diagnostics[1]
      assert(diagnostic.range.start.character == 18 and diagnostic.range["end"].character == 25, vim.inspect(diagnostic))
      local hover = ask("textDocument/hover", { textDocument = document, position = { line = 0, character = 20 } })
      assert(hover.contents.value:find("high-tech", 1, true))
      ask("shutdown")
      client.notify("exit")
      assert(client.is_closing() and exited)
      io.stdout:write "done"
    ]])
    assert.equal(0, code, output)
    assert.equal("done", output)
  end)

  it("answers :checkhealth", function()
    shell.write(folder .. "/health.lua", "")
    local code, output = nvim(folder .. "/health.lua", [[
      vim.cmd "checkhealth baogao"
      io.stdout:write(table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n"))
    ]])
    assert.equal(0, code, output)
    assert.truthy(output:find("the library tried is .-lua/baogao/core.so"), output)
    assert.truthy(output:find(":Baogao is there", 1, true), output)
    assert.truthy(output:find("the record zhengzhou-2024: 51 facts", 1, true), output)
    assert.falsy(output:find("ERROR", 1, true), output)
  end)
end)
