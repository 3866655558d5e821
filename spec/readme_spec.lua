-- Every example of the README is run: Lua blocks must print what their --> comments say, and commands what stands under them.
-- And the README, the annotations and the code must name the same things.

local shell = require "support.shell"

local readme = assert(shell.read("README.md"))

-- the text as given, without blanks at line ends
local function trimmed(text) return (text:gsub("[ \t]+\n", "\n"):gsub("%s+$", "")) end

local function blocks(language)
  local list = {}
  for text in readme:gmatch("\n```" .. language .. "\n(.-)\n```") do list[#list + 1] = text end
  return list
end

describe("a Lua example of the README", function()
  for i, block in ipairs(blocks("lua")) do
    it(("number %d prints what it says: %s"):format(i, block:match("[^\n]*")), function()
      local expected = {}
      for line in (block .. "\n"):gmatch("(.-)\n") do
        local said = line:match("%-%->%s?(.*)$")
        if said then expected[#expected + 1] = said end
      end
      assert.is_true(#expected > 0, "an example without a --> shows nothing")
      local path = os.tmpname()
      shell.write(path, block)
      local code, output = shell.run(shell.lua .. " " .. path)
      os.remove(path)
      assert.equal(trimmed(table.concat(expected, "\n")), trimmed(output))
      assert.equal(0, code)
    end)
  end
end)

describe("a command of the README", function()
  for _, block in ipairs(blocks("console")) do
    local command, expected = block:match("^%$ baogao ([^\n]*)\n(.*)$")
    it("baogao " .. tostring(command), function()
      local _, output = shell.run("COLUMNS=100 LC_ALL=C.UTF-8 NO_COLOR=1 " .. shell.lua .. " lua/baogao/cli/baogao " .. command)
      assert.equal(trimmed(expected), trimmed(output))
    end)
  end
end)

describe("the README", function()
  local baogao = require "baogao"
  local init = shell.read("lua/baogao/init.lua")

  it("names every public function, and only those", function()
    local home = {}
    for name in init:match("local HOME = (%b{})"):gmatch("([%w_]+) = \"baogao") do home[name] = true end
    for name in pairs(home) do
      assert.truthy(readme:find("`baogao." .. name .. "(", 1, true), "not in the README: " .. name)
      assert.truthy(init:find("---@field " .. name .. " fun(", 1, true), "not annotated: " .. name)
      assert.equal("function", type(baogao[name]))
    end
    for name in readme:gmatch("\n| `baogao%.([%w_]+)%(") do assert.truthy(baogao[name], "not in the module: " .. name) end
  end)

  it("names every member of a report", function()
    local report = baogao.report()
    local source = shell.read("lua/baogao/report/init.lua")
    for name in source:match("local ROOM = (%b{})"):gmatch("([%w_]+) = ") do
      assert.truthy(readme:find("`report:" .. name .. "(", 1, true), "not in the README: " .. name)
      assert.equal("function", type(report[name]), name)
    end
    for name in readme:gmatch("`report:([%w_]+)%(") do assert.equal("function", type(report[name]), name) end
  end)

  it("names every field of a fact, and the annotations do too", function()
    local source = shell.read("lua/baogao/report/init.lua")
    local class = source:match("%-%-%-@class baogao%.Fact\n(.-)\n\n")
    local section = readme:match("\n### A fact\n(.-)\n### ")
    for _, field in ipairs(require("baogao.engine").terms().fact_fields) do
      assert.truthy(section:find("`" .. field .. "`", 1, true), "not in the README: " .. field)
      assert.truthy(class:find("---@field " .. field .. "%??%s"), "not annotated: " .. field)
    end
  end)

  it("names every term of the closed lists", function()
    for name, list in pairs(require("baogao.engine").terms()) do
      for _, term in ipairs(list) do
        if type(term) == "table" and term[1] ~= "" and not term[1]:find("+", 1, true) then
          assert.truthy(readme:find("`" .. term[1] .. "`", 1, true), name .. ": " .. term[1])
        end
      end
    end
  end)
end)
