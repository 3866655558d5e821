rockspec_format = "3.0"
package = "baogao"
version = "scm-1"
source = {
  -- where the sources are published; `luarocks make` in a checkout does not ask it
  url = "git+https://example.org/baogao.git",
}
description = {
  summary = "The figures of Chinese reports as data that can be trusted",
  detailed = [[
baogao carries the 2024 science and technology report of Zhengzhou as Lua tables, with the bounds of every figure
(超过1.4万家 is above 14000), growth ratios, and totals that never count a thing twice. The engine is C99; the module
runs on Lua 5.4, 5.1 and LuaJIT, in Neovim and OpenResty.]],
  license = "MIT",
  labels = { "data", "statistics", "chinese", "neovim", "openresty" },
}
supported_platforms = { "unix" }
dependencies = { "lua >= 5.1", "lpeg >= 1.0" }
build = {
  type = "make",
  build_target = "core",
  install_target = "install-modules",
  build_variables = { CFLAGS = "$(CFLAGS)", LIBFLAG = "$(LIBFLAG)", LUA_INCDIR = "$(LUA_INCDIR)" },
  install_variables = { LUA_INCDIR = "$(LUA_INCDIR)", INST_LUADIR = "$(LUADIR)", INST_LIBDIR = "$(LIBDIR)" },
  install = { bin = { baogao = "lua/baogao/cli/baogao" } },
}
test = { type = "command", command = "make test" }
