-- engine.lua: finds the C core and refuses a build that is not the one these Lua files were made for.
--
-- A shared object built for another Lua, cut short by a full disk or left behind by an older version fails in ways that
-- say nothing to a user ("undefined symbol: luaL_checkversion_"), and one that is cut short can even take the host down
-- while it is mapped. Here each is told in plain words with its remedy, and the last before it is loaded.

local version = require "baogao.version"

-- The file that require will take, where that can be told: Neovim finds it by its runtimepath, others by package.cpath.
local function find_file()
  if package.loaded["baogao.core"] or package.preload["baogao.core"] then return nil end
  if type(vim) == "table" and vim.api and vim.api.nvim_get_runtime_file then
    local found = vim.api.nvim_get_runtime_file("lua/baogao/core.so", false)[1]
    if found then return found end
  end
  for template in package.cpath:gmatch("[^;]+") do
    local path = template:gsub("%?", "baogao/core")
    local file = io.open(path, "rb")
    if file then
      file:close()
      return path
    end
  end
end

local function little_endian(bytes, first, count)
  local value = 0
  for i = first + count - 1, first, -1 do value = value * 256 + bytes:byte(i) end
  return value
end

-- An ELF file ends with its section headers, whose place and number its first bytes tell. What is shorter was cut, and
-- the system would map it all the same and die of a bus error on the pages that are not there.
local function is_cut_short(path)
  local file = io.open(path, "rb")
  if not file then return false end
  local head = file:read(64) or ""
  local size = file:seek("end")
  file:close()
  if head:sub(1, 4) ~= "\127ELF" then return size == 0 end
  if #head < 64 then return true end
  if head:byte(6) ~= 1 then return false end -- big endian: not read here
  local wide = head:byte(5) == 2
  local offset = wide and little_endian(head, 41, 8) or little_endian(head, 33, 4)
  local entry, count = wide and 59 or 47, wide and 61 or 49
  return size < offset + little_endian(head, entry, 2) * little_endian(head, count, 2)
end

local path = find_file()
if path and is_cut_short(path) then require("baogao.engine_fault").refuse(path .. " is damaged (cut short)") end
local loaded, core = pcall(require, "baogao.core")
if not loaded then require("baogao.engine_fault").not_loaded(path, tostring(core)) end
if type(core) ~= "table" or core.version ~= version then require("baogao.engine_fault").other_version(core) end

return core
