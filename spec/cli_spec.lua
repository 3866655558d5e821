-- The command line, as real processes: what is typed, the exit code, what is said.

local shell = require "support.shell"

local COMMAND = "COLUMNS=100 LC_ALL=C.UTF-8 NO_COLOR=1 " .. shell.lua .. " lua/baogao/cli/baogao "

-- arguments, exit code, what the output must be (a text ending in newline) or hold (anything else)
local ROWS = {
  { "growth platforms.added", 0, [[
innovation platforms added, provincial level and above  +10.9 %  2,037 家 → 2,260 家  2024
  223 added, 63 national and 2,197 provincial after it; none was struck off  ¶43 ¶45
]] },
  { "growth tech_contracts.full_year tech_contracts.jan_nov", 1, [[
baogao: the full year 2024 cannot be compared with January to November 2024: one lies within the other
  tech_contracts.full_year  above 800 亿元  2024             forecast  ¶21
  tech_contracts.jan_nov    650 亿元        2024-01/2024-11  actual  ¶21
  also: a forecast (tech_contracts.full_year) cannot be compared with an actual figure
  what can be said: December 2024 is above 150 亿元, if the forecast holds
]] },
  { "growth tech_contracts.full_year tech_contracts.jan_nov --lang zh", 1, "可以断定：如预计实现，2024年12月超过 150 亿元" },
  { "totals --by level --category platforms --measure stock", 0, [[
level          total  bounds                                measure  facts
national       63 家          ▌                             stock        1
provincial  2,197 家          ██████████████████▍           stock        1
municipal   3,356 家          ████████████████████████████  stock        1  derived

stated total: 5,616 家  innovation platforms, municipal level and above  ¶3 ¶43 ¶45
1 fact stands outside of these totals; --left-out tells why
]] },
  { "totals --category platforms --format csv", 0, "key,value,measure,count,unit,lower,upper,lower_open,upper_open,status,facts,"
    .. "remainder\r\nplatforms,5616,stock,1,家,5616,5616,false,false,actual,platforms.total,\r\n" },
  { "totals --by status --unit 项 --format markdown", 0, [[
| status | total | bounds |  | measure | facts |  |
| --- | ---: | --- | --- | --- | ---: | --- |
| actual | 374 项 |  |  | flow | 9 |  |
| forecast | 110 项 |  |  | flow | 2 | forecast |
]] },
  { "totals --left-out --category laboratories --lang zh", 0, [[
未计入                 所属    原因
laboratories.unveiled  实验室  统计口径不同：laboratories.provincial
]] },
  { "cite platforms.total --style gbt7714", 0, "李娜. 郑州市2024年科技创新报告[R]. 郑州, 2024: 第3、43、45段.\n" },
  { "cite platforms.total platforms.national --style gbt7714 --format ndjson", 0,
    '{"id":"platforms.total","style":"gbt7714","citation":"李娜. 郑州市2024年科技创新报告[R]. 郑州, 2024: 第3、43、45段."}\n' },
  { "search 实验室 --format csv", 0, "laboratories.unveiled" },
  { "search nothing-like-this", 1, "baogao: nothing in zhengzhou-2024 holds 'nothing-like-this'\n" },
  { "facts training.companies", 0, "above 1,200 and below 1,300 家" },
  { "facts training.companies --lang zh", 0, "超过 1,200、低于 1,300 家" },
  { "facts training.companies --format json", 0, '"written":"1200余家","value":1200' },
  { "facts enterprises.tech_smes_municipal --format ndjson", 0, '"upper":null' },
  { "facts --category investment --format csv", 0,
    "investment.angel_fund_paid_in,3亿元,300000000,2024-09-11,level,59,300000000,300000000" },
  { "facts platforms.totl", 1, "baogao: no fact 'platforms.totl' in zhengzhou-2024 (did you mean 'platforms.total'?)\n" },
  { "facts --category platfroms", 1, "baogao: no fact of category 'platfroms' (did you mean 'platforms'?); there are " },
  { "facts --report zhengzhou-2023", 1, "baogao: no report 'zhengzhou-2023' (did you mean 'zhengzhou-2024'?)" },
  { "milestones", 0, "2024-09-11       first                   ¶59  municipal angel fund (first in the province)\n" },
  { "milestones --lang zh", 0, "国内首个" },
  { "report", 0, "Totals by category" },
  { "report --lang zh", 0, "按类别合计" },
  { "--version", 0, "baogao " .. require "baogao.version" .. "\n" },
  { "--help", 0, "usage: baogao COMMAND [arguments] [options]" },
  { "", 2, "usage: baogao COMMAND [arguments] [options]" },
  { "totls", 2, "baogao: no command 'totls' (did you mean 'totals'?)\ntry 'baogao --help'\n" },
  { "totals --bye level", 2, "baogao: unknown option --bye (did you mean '--by'?)\ntry 'baogao totals --help'\n" },
  { "totals --by", 2, "baogao: --by needs a value: FIELD\n" },
  { "totals --by levl", 2, "baogao: --by levl: unknown (did you mean 'level'?); known are id, category," },
  { "totals --by id --by id --by id --by id --by id", 2, "baogao: totals: --by may be given up to four times\n" },
  { "totals --format xml", 2, "baogao: --format xml: unknown; known are table, json, ndjson, csv, markdown\n" },
  { "totals --left-out=yes", 2, "baogao: --left-out takes no value\n" },
  { "growth a b c", 2, "baogao: growth: one argument too many: c\n" },
  { "cite", 2, "baogao: cite: missing argument: ID...\n" },
}

describe("baogao", function()
  for _, row in ipairs(ROWS) do
    it(row[1] == "" and "(no argument)" or row[1], function()
      local code, output = shell.run(COMMAND .. row[1])
      if row[3]:find("\n$") and row[2] ~= 2 and not row[1]:find("^milestones") and not row[1]:find("ndjson") then
        assert.equal(row[3], output)
      else
        assert.truthy(output:find(row[3], 1, true), output)
      end
      assert.equal(row[2], code)
    end)
  end

  it("has help for every command, which names every option", function()
    local cli = require "baogao.cli"
    for _, name in ipairs(cli.COMMANDS) do
      local code, output = shell.run(COMMAND .. name .. " --help")
      assert.equal(0, code)
      assert.truthy(output:find("usage: baogao " .. name, 1, true))
      for _, option in ipairs(require("baogao.cli.commands." .. name).options or {}) do
        assert.truthy(output:find(option[1], 1, true), name .. " " .. option[1])
      end
    end
  end)

  it("speaks the locale's language", function()
    local _, zh = shell.run("LC_ALL=zh_CN.UTF-8 " .. shell.lua .. " lua/baogao/cli/baogao growth platforms.added")
    assert.truthy(zh:find("新增省级以上创新平台", 1, true))
    local _, en = shell.run("LC_ALL= LC_MESSAGES= LANG=de_DE.UTF-8 " .. shell.lua
      .. " lua/baogao/cli/baogao growth platforms.added")
    assert.truthy(en:find("innovation platforms added", 1, true))
  end)

  it("colours on demand or on a terminal, never under NO_COLOR", function()
    local command = shell.lua .. " lua/baogao/cli/baogao growth platforms.added"
    local function coloured(environment, program)
      local _, output = shell.run(environment .. " " .. (program or command))
      return output:find("\27[", 1, true) ~= nil
    end
    assert.is_false(coloured("TERM=xterm"))
    assert.is_true(coloured("FORCE_COLOR=1"))
    assert.is_false(coloured("FORCE_COLOR=1 NO_COLOR=1"))
    -- a real terminal, by util-linux's script, where the system has one to give
    if shell.run("script -qec true /dev/null") ~= 0 then return pending("left out: no terminal can be opened here") end
    local on_terminal = ("script -qec %s /dev/null"):format(shell.quote(command))
    assert.is_true(coloured("TERM=xterm NO_COLOR=", on_terminal))
    assert.is_false(coloured("TERM=xterm NO_COLOR=1", on_terminal))
    assert.is_false(coloured("TERM=dumb", on_terminal))
  end)

  it("writes tables whose columns stand under each other", function()
    local width = require "baogao.width"
    for _, lang in ipairs { "en", "zh" } do
      local _, output = shell.run(COMMAND .. "facts --category platforms --lang " .. lang)
      local starts
      for line in output:gmatch("[^\n]+") do
        -- the last column starts with ¶ or its title: its place is the same in every line
        local before = line:match("^(.*)¶3 ") or line:match("^(.*)  ¶") and line:match("^(.-)¶")
        if before then
          starts = starts or width.of(before)
          assert.equal(starts, width.of(before), line)
        end
      end
      assert.truthy(starts)
    end
  end)

  -- The bug: totals and facts ran over the edge of a terminal narrower than they are.
  it("fits tables into the terminal: bars first, then texts, and never numbers", function()
    local output, width = require "baogao.cli.output", require "baogao.width"
    local rows = { { name = "research institutes", value = "14,000 家", note = "above 14,000 and below 15,000 家", last = "stock" },
      { name = "enterprises", value = "9 家", note = "", last = "flow" } }
    local columns = { { key = "name", title = "category" }, { key = "value", title = "total", align = "right" },
      { key = "note", title = "bounds" },
      { key = "bar", bar = 29, show = function(_, room) return ("x"):rep(room) end }, { key = "last", title = "measure" } }
    for total, bar in pairs { [120] = 29, [100] = 25, [86] = 11, [82] = 0, [60] = 0, [45] = 0 } do
      local text = output.table(rows, columns, nil, total)
      local most = 0
      for line in text:gmatch "[^\n]+" do most = math.max(most, width.of(line)) end
      assert.is_true(most <= total, total .. "\n" .. text)
      assert.equal(bar, #(text:match "x+" or ""), total)
      assert.truthy(text:find("14,000 家", 1, true))
    end
    assert.truthy(output.table(rows, columns, nil, 60):find("…", 1, true))
    assert.falsy(output.table(rows, columns):find("…", 1, true))
  end)
end)

-- text, columns
local WIDTHS = {
  { "", 0 }, { "abc", 3 }, { "创新平台", 8 }, { "a创b", 4 }, { "“引才”", 6 }, { "５８００", 8 }, { "—", 1 }, { "e\204\129", 1 },
  { "\255\254", 2 }, { "\228\184", 2 }, { "𠀀", 2 }, { "█▏→", 3 },
}

describe("width", function()
  local width = require "baogao.width"
  for _, row in ipairs(WIDTHS) do
    it(("of %q is %d"):format(row[1], row[2]), function() assert.equal(row[2], width.of(row[1])) end)
  end

  it("cuts and pads by columns", function()
    assert.equal("创新…", width.cut("创新平台", 5))
    assert.equal("创新平台", width.cut("创新平台", 8))
    assert.equal("创新  ", width.pad("创新", 6))
    assert.equal("  创新", width.pad("创新", 6, "right"))
  end)
end)

-- value, unit, text
local AMOUNTS = {
  { 5616, "家", "5,616 家" }, { 65e9, "元", "650 亿元" }, { 1.5e12, "元", "15,000 亿元" }, { 123456, "元", "12.35 万元" },
  { 99.5, "元", "99.5 元" }, { 12.3, "%", "12.3%" }, { math.huge, "家", "∞ 家" }, { -1234567, "人", "-1,234,567 人" }, { 0, nil, "0" },
}

describe("format.amount", function()
  local format = require "baogao.format"
  for _, row in ipairs(AMOUNTS) do
    it(row[3], function() assert.equal(row[3], format.amount(row[1], row[2])) end)
  end
end)

-- word, candidates, nearest
local NEAREST = {
  { "categry", { "category", "level" }, "category" }, { "totla", { "total", "growth" }, "total" },
  { "valu", { "value", "level" }, "value" }, { "zzz", { "value" }, nil }, { "", { "value" }, nil },
  { ("x"):rep(100000), { "value" }, nil },
}

describe("suggest.nearest", function()
  local suggest = require "baogao.suggest"
  for _, row in ipairs(NEAREST) do
    it(("'%s'"):format(row[1]:sub(1, 20)), function() assert.equal(row[3], suggest.nearest(row[1], row[2])) end)
  end
end)
