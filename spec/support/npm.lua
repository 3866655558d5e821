-- npm.lua: packages from npm for the specs, in a temporary folder of their own.

local shell = require "support.shell"

local M = {}

---Fetches packages into a new folder, whose node_modules then holds them; `shell.remove` it when done. A registry that does
---not answer is asked once more and no longer: a suite without a network says what it leaves out, and goes on.
---@param packages string names with versions, parted by spaces
---@return string? folder
---@return string? why there is none
function M.fetch(packages)
  for _, program in ipairs { "node", "npm" } do
    if not shell.has(program) then return nil, program .. " is not here" end
  end
  local folder = shell.folder()
  local code, output = shell.run(("cd %s && npm install --fetch-retries=1 --silent --no-audit --no-fund --no-save "
    .. "--ignore-scripts %s"):format(folder, packages), { seconds = 240 })
  if code == 0 then return folder end
  shell.remove(folder)
  return nil, "npm could not fetch its packages: " .. output:sub(1, 300)
end

return M
