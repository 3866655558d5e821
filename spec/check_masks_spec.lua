-- What of Markdown, LaTeX and Typst is no prose, and paragraphs that are read again only where they changed.

local baogao = require "baogao"
local check = require "baogao.check"
local masks = require "baogao.check.masks"

local WRONG = "成本下降120%。"

-- format, draft, how many faults are found
local ROWS = {
  { "text", WRONG, 1 },
  { "text", "```\n" .. WRONG .. "\n```", 1 },
  { "markdown", WRONG, 1 },
  { "markdown", "```\n" .. WRONG .. "\n```\n" .. WRONG, 1 },
  { "markdown", "~~~ text\n" .. WRONG .. "\n\n" .. WRONG .. "\n~~~", 0 },
  { "markdown", "````\n```\n" .. WRONG .. "\n````\n" .. WRONG, 1 },
  { "markdown", "```\n" .. WRONG, 0 },
  { "markdown", "例如`" .. WRONG .. "`这样写。", 0 },
  { "markdown", "例如``a`" .. WRONG .. "``这样写。", 0 },
  { "markdown", "一个`没有结束，" .. WRONG, 1 },
  { "markdown", "见[说明](https://example.org/成本下降120%)。", 0 },
  { "markdown", "[说明]: /成本下降120%", 0 },
  { "markdown", "<!-- " .. WRONG .. " -->" .. WRONG, 1 },
  { "markdown", "<!-- 甲\n\n" .. WRONG .. "\n\n-->\n" .. WRONG, 1 },
  { "markdown", "---\ntitle: 成本下降120%\n---\n" .. WRONG, 1 },
  { "markdown", "    " .. WRONG, 0 },
  { "markdown", "- " .. WRONG .. "\n- 企业由100家增至120家，增长25%", 2 },
  { "markdown", "> **" .. "成本下降120%" .. "**。", 1 },
  { "text", "见 https://example.org/?q=2024年13月 处。", 0 },
  -- an address that stops where something must follow has Chinese letters of its own, and ends where prose goes on
  { "text", "见 https://example.org/?q=成本下降120%。", 0 },
  { "markdown", "见 https://example.org/成本下降120%，" .. WRONG, 1 },
  { "text", "见https://example.org/a" .. WRONG, 1 },
  { "text", "见https://example.org/#成本下降120% " .. WRONG, 1 },
  { "latex", "成本下降120\\%。", 1 },
  { "latex", "% " .. WRONG .. "\n成本下降12\\%。", 0 },
  { "latex", "\\begin{verbatim}\n" .. WRONG .. "\n\\end{verbatim}\n成本下降120\\%。", 1 },
  { "latex", "\\verb|成本下降120\\%|。", 0 },
  { "latex", "\\includegraphics[width=120\\%]{下降120\\%}", 0 },
  { "latex", "\\textbf{成本下降120\\%}。", 1 },
  { "latex", "\\url{https://example.org/下降120\\%}", 0 },
  { "typst", WRONG, 1 },
  { "typst", "成本下降120\\%。", 1 },
  { "typst", "```\n" .. WRONG .. "\n```", 0 },
  { "typst", "// " .. WRONG, 0 },
  { "typst", "/* " .. WRONG .. "\n\n" .. WRONG .. " */" .. WRONG, 1 },
  { "typst", '#image("成本下降120%。png")', 0 },
  { "typst", "`" .. WRONG .. "`", 0 },
}

describe("masks", function()
  for _, row in ipairs(ROWS) do
    it(("%s: %s"):format(row[1], row[2]:gsub("\n", "⏎")), function()
      assert.equal(row[3], #baogao.check(row[2], nil, { format = row[1] }))
    end)
  end

  it("keep every byte where it is", function()
    for _, row in ipairs(ROWS) do
      assert.equal(#row[2], #(masks.mask(row[1], row[2], nil, true)))
    end
  end)

  for name, format in pairs { ["a.md"] = "markdown", ["A.TEX"] = "latex", ["b.typ"] = "typst", ["c.txt"] = "text",
    ["d"] = "text" } do
    it("take " .. name .. " for " .. format, function() assert.equal(format, masks.format_of_file(name)) end)
  end
end)

describe("a session", function()
  local report = baogao.report()
  local PIECES = { "高新技术企业5800家。", "省级平台2297家，", "```", "", "其中国家级63家", "企业由100家增至120家，增长25%。",
    "本市人均研发经费2024年为1.2万元。", "本市人均研发经费2024年为1.5万元。", "<!--", "-->", "没有数的一行", "市级以上创新平台5616家，" }

  -- a generator of the same numbers under every Lua
  local function dice(seed)
    return function(n)
      seed = (seed * 16807) % 2147483647
      return seed % n + 1
    end
  end

  it("finds after many edits what a new one finds", function()
    local roll = dice(42)
    local lines = { "高新技术企业约5800家。" }
    local session = check.session(table.concat(lines, "\n"), report, { format = "markdown" })
    for step = 1, os.getenv "BAOGAO_SLOW" and 100 or 1000 do
      local at, count = roll(#lines + 1) - 1, roll(4) - 1
      count = math.min(count, #lines - at)
      local new = {}
      for i = 1, roll(4) - 1 do new[i] = PIECES[roll(#PIECES)] end
      if #lines - count + #new == 0 then new[1] = "" end
      session.document:replace(at, count, new)
      local after = {}
      for i = 1, at do after[#after + 1] = lines[i] end
      for _, line in ipairs(new) do after[#after + 1] = line end
      for i = at + count + 1, #lines do after[#after + 1] = lines[i] end
      lines = after
      if #lines > 400 then
        lines = { "" }
        session.document:replace(0, session.document.lines, lines)
      end
      assert.equal(#lines, session.document.lines)
      if step % 10 == 0 then
        local text = table.concat(lines, "\n")
        assert.equal(text, session.document:text())
        local fresh = baogao.check(text, report, { format = "markdown" })
        local mine = session:findings()
        local function shown(list)
          local out = {}
          for i, f in ipairs(list) do out[i] = ("%d:%d %s %s"):format(f.line, f.column, f.verdict, f.message) end
          return table.concat(out, "\n")
        end
        assert.equal(shown(fresh), shown(mine))
      end
    end
  end)

  it("reads only what an edit touched", function()
    local lines = {}
    for i = 1, 3000 do lines[i] = ("第%d个园区有企业%d家。"):format(i, i) end
    local session = check.session(table.concat(lines, "\n"), report)
    local before = session.document.reads
    session.document:replace(1500, 1, { "高新技术企业5800家。" })
    assert.is_true(session.document.reads - before <= 3, session.document.reads - before)
    assert.equal(1, #session:findings())
    assert.equal("高新技术企业5800家。", session.document:line(1500))
    assert.is_nil(session.document:line(3000))
  end)
end)
