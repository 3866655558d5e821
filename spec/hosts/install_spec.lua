-- Building and installing as users do: make install, LuaRocks without a network, and builds that must be refused.

local shell = require "support.shell"

-- A copy of the tree without what was built, so that nothing here disturbs the suite's own build.
local function checkout()
  local folder = shell.folder()
  shell.run(("tar -c --exclude=./build --exclude=./.git --exclude=core.so . | tar -x -C %s"):format(folder))
  return folder
end

local function each(setup, work)
  local folder = setup()
  local ok, message = pcall(work, folder)
  shell.remove(folder)
  if not ok then error(message, 0) end
end

describe("make install", function()
  it("honours PREFIX and LUA_INCDIR, runs, and uninstalls all of it", function()
    each(checkout, function(folder)
      local prefix = folder .. "/prefix"
      local code, output = shell.run(("make -C %s install PREFIX=%s CFLAGS=-O1"):format(folder, prefix), { seconds = 120 })
      assert.equal(0, code, output)
      code, output = shell.run("cd / && " .. prefix .. "/bin/baogao cite platforms.total --style gbt7714")
      assert.equal("李娜. 郑州市2024年科技创新报告[R]. 郑州, 2024: 第3、43、45段.\n", output)
      assert.equal(0, code)
      shell.run(("make -C %s uninstall PREFIX=%s"):format(folder, prefix))
      local _, left = shell.run("find " .. prefix .. " -type f")
      assert.equal("", left)
    end)
  end)

  it("honours DESTDIR and LUA_VERSION", function()
    each(checkout, function(folder)
      local code, output = shell.run(("make -C %s install DESTDIR=%s/dest PREFIX=/usr LUA_VERSION=5.1 LUA=luajit"):format(folder,
        folder), { seconds = 120 })
      assert.equal(0, code, output)
      for _, path in ipairs { "/dest/usr/lib/lua/5.1/baogao/core.so", "/dest/usr/share/lua/5.1/baogao/init.lua",
        "/dest/usr/bin/baogao" } do assert.truthy(shell.read(folder .. path), path) end
      assert.truthy(shell.read(folder .. "/dest/usr/bin/baogao"):find('exec luajit "/usr/share/lua/5.1', 1, true))
    end)
  end)
end)

describe("luarocks make", function()
  if not shell.has("luarocks") then
    pending("left out: luarocks is not here")
    return
  end
  for _, version in ipairs { "5.4", "5.1" } do
    it("builds and installs for Lua " .. version .. " without a network", function()
      each(checkout, function(folder)
        local code, output = shell.run(("cd %s && luarocks --lua-version %s --tree %s/tree make --deps-mode none "
          .. "rockspec/baogao-scm-1.rockspec"):format(folder, version, folder), { seconds = 120 })
        assert.equal(0, code, output)
        -- a tree of one's own is made known by `luarocks path`
        code, output = shell.run(("cd / && unset LUA_PATH LUA_CPATH && eval \"$(luarocks --lua-version %s --tree %s/tree path)\" "
          .. "&& NO_COLOR=1 LC_ALL=C %s/tree/bin/baogao growth platforms.added"):format(version, folder, folder))
        assert.equal(0, code, output)
        assert.truthy(output:find("+10.9 %", 1, true), output)
        local _, rock = shell.run(("find %s/tree/share/lua/%s -name '*.lua' | wc -l"):format(folder, version))
        local _, tree = shell.run("find lua -name '*.lua' | wc -l")
        assert.equal(tree, rock)
      end)
    end)
  end
end)

-- what is done to the engine, what is said of it
local REFUSED = {
  { "cp build/5.1/baogao/core.so %s", "baogao: the engine .-core%.so was built for Lua 5%.1, but this is Lua 5%.4" },
  { "head -c 3000 build/5.4/baogao/core.so >%s", "baogao: the engine .-core%.so is damaged %(cut short%)" },
  { "head -c 40000 /dev/zero >%s", "baogao: the engine .-core%.so is damaged %(no shared library%)" },
  { "sed 's/" .. require("baogao.version"):gsub("%.", "\\.") .. "/9.9.9/g' build/5.4/baogao/core.so >%s",
    "baogao: the engine is of version 9%.9%.9 and the Lua files are of " },
  { "rm -f %s", "baogao: the engine %(module baogao%.core%) was not found" },
}

describe("a build that does not fit", function()
  for _, row in ipairs(REFUSED) do
    it("is refused in plain words: " .. row[1]:sub(1, 40), function()
      each(shell.folder, function(folder)
        shell.run(("mkdir -p %s/baogao && %s"):format(folder, row[1]:format(folder .. "/baogao/core.so")))
        local code, output = shell.run(("LUA_PATH='lua/?.lua;lua/?/init.lua' LUA_CPATH='%s/?.so' lua5.4 -e 'require \"baogao\"'")
          :format(folder))
        assert.equal(1, code)
        assert.truthy(output:find(row[2]), output)
        assert.truthy(output:find("build it with 'make' in baogao's folder, or 'luarocks make'", 1, true))
      end)
    end)
  end
end)

describe("on a system without Debian's packages", function()
  it("make run says what to install", function()
    each(checkout, function(folder)
      -- a PATH with the tools of make, but neither packages nor a Lua
      shell.run(("mkdir %s/bin && for t in sh sed cat uname id find sort make mkdir cmp dirname; do ln -s $(command -v $t) "
        .. "%s/bin/; done; printf '#!/bin/sh\\n' >%s/bin/apk; chmod +x %s/bin/apk"):format(folder, folder, folder, folder))
      local code, output = shell.run(("cd %s && PATH=%s/bin make run"):format(folder, folder))
      assert.equal(2, code)
      assert.truthy(output:find("baogao needs a C compiler, make, Lua 5.4 with its headers", 1, true), output)
      assert.truthy(output:find("apk add build-base lua5.4 lua5.4-dev lua5.4-lpeg", 1, true), output)
    end)
  end)
end)
