-- engine.lua: finds the C core and refuses a build that these Lua files were not made for. It is in the way of every
-- require, so it is short; what it says of a fault is in engine_fault.lua.

local core_file, path -- where that can be told: Neovim finds it by its runtimepath, others by package.cpath
if not package.loaded["baogao.core"] and not package.preload["baogao.core"] then
  path = type(vim) == "table" and vim.api and vim.api.nvim_get_runtime_file
    and vim.api.nvim_get_runtime_file("lua/baogao/core.so", false)[1]
  core_file = path and io.open(path, "rb")
  for template in (core_file and "" or package.cpath):gmatch("[^;]+") do
    path = template:gsub("%?", "baogao/core")
    core_file = io.open(path, "rb")
    if core_file then break end
  end
end

-- An ELF file ends with its section headers, whose place and number stand in its first bytes. What is shorter was cut, and
-- the system would map it all the same and die of a bus error on the pages that are not there.
if core_file then
  local head, size = core_file:read(64) or "", core_file:seek("end")
  core_file:close()
  local a, b, c, d = head:byte(41, 44)
  local low, high = head:byte(61, 62)
  if #head < 64 or head:find("^\127ELF\2\1") and size < a + b * 256 + c * 65536 + d * 16777216 + 64 * (low + high * 256) then
    require("baogao.engine_fault").refuse(path .. " is damaged (cut short)")
  end
end

local loaded, core = pcall(require, "baogao.core")
if not loaded then require("baogao.engine_fault").not_loaded(core_file and path, tostring(core)) end
if type(core) ~= "table" or core.version ~= require "baogao.version" then
  require("baogao.engine_fault").other_version(core)
end

return core
