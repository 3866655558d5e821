-- engine_fault.lua: why an engine could not be loaded, in plain words with the remedy. Loaded only when it is needed.

local version = require "baogao.version"

local running = type(jit) == "table" and jit.version or _VERSION

local M = {}

-- Functions of Lua's C interface that only the one or only the other version has.
local ONLY_5_4 = { "luaL_checkversion_", "lua_newuserdatauv", "lua_rawlen", "lua_getiuservalue", "lua_setiuservalue",
  "lua_callk", "lua_pcallk", "lua_tonumberx", "lua_tointegerx", "lua_isinteger", "lua_rotate", "lua_closeslot" }
local ONLY_5_1 = { "luaL_register", "lua_objlen", "lua_setfenv", "lua_getfenv", "lua_call", "lua_pcall", "lua_tonumber",
  "lua_tointeger", "lua_newuserdata", "lua_insert", "lua_remove", "lua_replace", "lua_lessthan", "lua_equal" }

-- What the loader's message means.
local function cause_of(text)
  local symbol = text:match("undefined symbol: (lua[%w_]+)") or text:match("symbol not found[^']*'_?(lua[%w_]+)")
  if symbol then
    for built_for, symbols in pairs { ["Lua 5.4"] = ONLY_5_4, ["Lua 5.1"] = ONLY_5_1 } do
      for _, known in ipairs(symbols) do
        if symbol == known then return ("was built for %s, but this is %s"):format(built_for, running) end
      end
    end
    return "was built for another Lua than this one, " .. running
  end
  if text:find("file too short", 1, true) then return "is damaged (cut short)" end
  if text:find("invalid ELF header", 1, true) then return "is damaged (no shared library)" end
  if text:find("wrong ELF class", 1, true) or text:find("incompatible architecture", 1, true) then
    return "was built for another kind of machine"
  end
end

---Raises what is wrong with the engine and what mends it.
---@param what string
---@param detail? string what the system said
function M.refuse(what, detail)
  error(("baogao: the engine %s; build it with 'make' in baogao's folder, or 'luarocks make'%s"):format(what,
    detail and "\n" .. detail or ""), 0)
end

---Raises for a file that require could not load.
function M.not_loaded(path, text)
  local cause = cause_of(text)
  if cause then M.refuse((path or "baogao/core.so") .. " " .. cause, text) end
  M.refuse("(module baogao.core) was not found or could not be loaded", text)
end

---Raises for an engine of another version.
function M.other_version(core)
  M.refuse(("is of version %s and the Lua files are of %s: one of them was left behind"):format(
    type(core) == "table" and tostring(core.version) or "unknown", version))
end

return M
