-- baogao check where others use it: a hook before a commit in a real repository, and SARIF for a schema's validator.

local shell = require "support.shell"

local root = (io.popen("pwd"):read("*l"))

describe("baogao check before a commit", function()
  local folder
  setup(function()
    folder = shell.folder()
    -- the command as a package puts it on the PATH
    shell.run("mkdir " .. folder .. "/bin")
    shell.write(folder .. "/bin/baogao", (([[
#!/bin/sh
LUA_PATH='ROOT/lua/?.lua;ROOT/lua/?/init.lua;;' exec LUA ROOT/lua/baogao/cli/baogao "$@"
]]):gsub("ROOT", (root:gsub("%%", "%%%%"))):gsub("LUA ", shell.lua .. " ")))
  end)
  teardown(function() shell.remove(folder) end)

  it("stops a commit with a fault, and no other: the README's hook in a real repository", function()
    if not shell.has("git") then return pending("left out: git is not here") end
    local file = assert(io.open("README.md"))
    local line = file:read("*a"):match("`(git diff %-%-cached [^`]+)`")
    file:close()
    assert.truthy(line, "the README names no hook")
    shell.write(folder .. "/hook", "#!/bin/sh\n" .. line .. "\n")
    local cpath = os.getenv("LUA_CPATH"):gsub("(%f[^;%z])build/", "%1" .. root .. "/build/"):gsub("^build/", root .. "/build/")
    local code, output = shell.run(([[
      set -e
      cd %s && chmod +x bin/baogao hook && mkdir repo && cd repo
      export PATH="$PWD/../bin:$PATH" LUA_CPATH='%s' GIT_CONFIG_GLOBAL=/dev/null HOME="$PWD"
      git init -q . && git config user.email a@b && git config user.name a
      cp ../hook .git/hooks/pre-commit
      echo '高新技术企业约5800家。' >good.md
      git add good.md && git commit -qm good && echo committed good
      echo '省级平台2297家。' >'a fault.md'
      git add . && if git commit -qm fault; then echo committed fault; else echo stopped; fi
      echo '省级平台2197家。' >'a fault.md'
      git add . && git commit -qm mended && echo committed mended
      echo x >other.txt && git add . && git commit -qm other && echo committed other
    ]]):format(folder, cpath), { seconds = 60 })
    assert.equal(0, code, output)
    assert.truthy(output:find("committed good", 1, true), output)
    assert.truthy(output:find("a fault.md:1:13: error: contradicts: the record says 2197家", 1, true), output)
    assert.truthy(output:find("stopped", 1, true), output)
    assert.falsy(output:find("committed fault", 1, true), output)
    assert.truthy(output:find("committed mended", 1, true), output)
    assert.truthy(output:find("committed other", 1, true), output)
  end)

  it("writes SARIF that follows its schema", function()
    if not (shell.has("npm") and shell.has("node")) then return pending("left out: npm is not here") end
    local code = shell.run(("cd %s && npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps "
      .. "ajv@8 ajv-draft-04@1 ajv-formats@3 @microsoft/jest-sarif@1.0.0-beta.0"):format(folder), { seconds = 120 })
    if code ~= 0 then return pending("left out: npm could not fetch the schema") end
    shell.write(folder .. "/空 格.md", "😀省级平台2297家，\n高新技术企业5800家。\n")
    for _, options in ipairs { "", "--all", "--alone" } do
      shell.run((("LUA lua/baogao/cli/baogao check --format sarif OPTIONS spec/support/draft.md 'D/空 格.md' >D/log.sarif")
        :gsub("D/", folder .. "/"):gsub("OPTIONS", options):gsub("LUA", shell.lua)))
      local _, output = shell.run(("node spec/hosts/validate_sarif.js %s/node_modules %s/log.sarif"):format(folder, folder))
      assert.equal("valid", output)
    end
  end)
end)
