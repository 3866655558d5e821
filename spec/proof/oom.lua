-- The cases of oom.c: what a user does, each checked, so that "usable afterwards" means the right answer.

local function expect(expected, actual)
  if expected ~= actual then error(("%s expected, got %s"):format(tostring(expected), tostring(actual)), 2) end
end

-- Lua 5.1 and LuaJIT leave a mark in package.loaded where a module's loading broke off, and then refuse to load it at all
-- ("loop or previous error"). That is Lua's; a host that goes on after a lack of memory clears the mark.
local function forget_broken_loads()
  for name, value in pairs(package.loaded) do
    if type(value) == "userdata" and name:find("^baogao") then package.loaded[name] = nil end
  end
end

local cases = {
  { "require", function() expect("string", type(require("baogao")._VERSION)) end },
  { "facts", function()
    local report = require("baogao").report()
    expect(51, #report.facts)
    expect("国家级平台", report:fact("platforms.national", "indicator"))
    expect(2, #report:fact("platforms.total").mentions)
    expect(12, #report.milestones)
  end },
  { "totals", function()
    local report = require("baogao").report()
    expect(20, #report:totals "category")
    expect(3356, report:totals("level", { category = "platforms", measure = "stock" })[3].remainder.value)
    expect("enterprises / stock", report:totals({ "category", "measure" })[1].key)
    expect(16, #report:left_out "category")
  end },
  { "growth", function()
    local report = require("baogao").report()
    expect("0.1095", ("%.4f"):format(report:growth("platforms.added").value))
    local none, _, details = report:growth("tech_contracts.full_year", "tech_contracts.jan_nov")
    expect(nil, none)
    expect(15e9, details.rest.lower)
  end },
  { "derived figures", function()
    local baogao = require "baogao"
    expect(3356, baogao.remainder(5616, 63, 2197).value)
    expect(true, baogao.compare({ lower = 3, upper = 5 }, ">", 2))
    expect(false, pcall(baogao.growth, {}, 1))
  end },
  { "search and cite", function()
    local report = require("baogao").report()
    expect(2, #report:search "实验室")
    expect("李娜. 郑州市2024年科技创新报告[R]. 郑州, 2024: 第45段.", report:cite("platforms.national", "gbt7714"))
  end },
}

for _, case in ipairs(cases) do
  local work = case[2]
  case[2] = function()
    forget_broken_loads()
    work()
  end
end

return cases
