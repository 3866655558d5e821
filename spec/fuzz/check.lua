-- Random cuts, mixtures and spoilt bytes of drafts through baogao.check and the editor's features, for so many seconds:
-- nothing may raise, every position must lie in its draft, and the words at it must be the draft's.
-- Run as `lua5.4 spec/fuzz/check.lua [seconds [seed]]`.

local baogao = require "baogao"
local check = require "baogao.check"
local drafts = require "support.drafts"
local features = require "baogao.lsp.features"

local SECONDS, seed = tonumber(arg[1] or "10"), tonumber(arg[2] or "1")
local report = baogao.report()
local FORMATS = { "text", "markdown", "latex", "typst" }

local function dice(n)
  seed = (seed * 16807) % 2147483647
  return seed % n + 1
end

local seeds = { drafts.text(drafts.faults), drafts.text(drafts.sound), "```\n高新技术企业5800家\n```\n\\begin{verbatim}\n5%\n",
  "| 省级平台 | 2297家 |\n- **高新技术企业**：5800家\n<!-- 5家 -->\n`a`", "由100增至120，增长25%。其中" }
local PIECES = { "其中", "、", "，", "。", "5家", "120%", "增长", "下降", "由", "增至", "2026—2024年", "13月", "第0位", "\n", "\n\n", "```", "%",
  "\\%", "{", "}", "$", "[", "](", ")", "<!--", "-->", "\255", "\0", "分别占", "合计", "9999999999999999999亿元", "0%", "-5", "１２％",
  "三次产业结构1:2:3", "出口", "进口", "生产总值" }

local start, runs = os.clock(), 0
while os.clock() - start < SECONDS do
  local text = seeds[dice(#seeds)]
  for _ = 1, dice(12) do
    local a = dice(#text + 1)
    local kind = dice(4)
    if kind == 1 then text = text:sub(1, a - 1) .. text:sub(a + dice(9))
    elseif kind == 2 then text = text:sub(1, a - 1) .. PIECES[dice(#PIECES)] .. text:sub(a)
    elseif kind == 3 then text = text:sub(1, a - 1) .. string.char(dice(256) - 1) .. text:sub(a + 1)
    else text = text:sub(1, a - 1) .. text:sub(dice(#text + 1)) end
    if #text > 4000 then text = text:sub(1, 4000) end
  end
  local format = FORMATS[dice(#FORMATS)]
  for _, finding in ipairs(baogao.check(text, report, { format = format, all = true })) do
    assert(finding.first >= 1 and finding.last <= #text and finding.first <= finding.last)
    assert(format ~= "text" or text:sub(finding.first, finding.last) == finding.text)
    assert(finding.message and finding.message_zh)
  end
  local session = check.session(text, report, { format = format })
  local line = dice(session.document.lines) - 1
  local byte = dice(#session.document:line(line) + 1) - 1
  features.hover(session, line, byte, "en")
  features.complete(session, line, byte, "zh")
  features.actions(session, 0, 0, session.document.lines - 1, 0, "zh")
  features.hints(session, 0, session.document.lines - 1)
  session.document:replace(line, dice(3) - 1, { text:sub(1, byte) })
  session:findings()
  runs = runs + 1
end
print(("%d drafts, nothing raised"):format(runs))
