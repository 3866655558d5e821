-- engine.lua: finds the C core and refuses a build that is not the one these Lua files were made for.
--
-- A shared object built for another Lua, cut short by a full disk or left behind by an older version fails in ways that
-- say nothing to a user ("undefined symbol: luaL_checkversion_"). Here each is told in plain words with its remedy.

local version = require "baogao.version"

local running = type(jit) == "table" and jit.version or _VERSION

local REMEDY = "build it with 'make' in baogao's folder, or 'luarocks make'"

-- What the loader's message means; the first pattern that is found decides.
local CAUSES = {
  { "luaL_checkversion_", "was built for Lua 5.4, but this is " .. running },
  { "luaL_register", "was built for Lua 5.1, but this is " .. running },
  { "lua_objlen", "was built for Lua 5.1, but this is " .. running },
  { "lua_setfenv", "was built for Lua 5.1, but this is " .. running },
  { "undefined symbol: lua", "was built for another Lua than this one, " .. running },
  { "file too short", "is damaged (cut short)" },
  { "invalid ELF header", "is damaged (no shared library)" },
  { "wrong ELF class", "was built for another kind of machine" },
  { "mach%-o", "was built for another kind of machine" },
}

local loaded, core = pcall(require, "baogao.core")
if not loaded then
  local text = tostring(core)
  for _, cause in ipairs(CAUSES) do
    if text:find(cause[1]) then
      local path = text:match("from file '([^']*)'") or "baogao/core.so"
      error("baogao: the engine " .. path .. " " .. cause[2] .. "; " .. REMEDY .. "\n" .. text, 0)
    end
  end
  error("baogao: the engine (module baogao.core) was not found or could not be loaded; " .. REMEDY .. "\n" .. text, 0)
end
if type(core) ~= "table" or core.version ~= version then
  error(("baogao: the engine is of version %s and the Lua files are of %s: one of them was left behind; %s")
    :format(type(core) == "table" and tostring(core.version) or "unknown", version, REMEDY), 0)
end

return core
