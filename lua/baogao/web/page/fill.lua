-- fill.lua: HTML from a pattern. {name} is a value of the table, escaped; {!name} one that is HTML already. So nothing gets
-- into the page unescaped but where a pattern says it aloud.

local draw = require "baogao.svg.draw"

---@param pattern string
---@param values table<string, string|number>
---@return string html
return function(pattern, values)
  return (pattern:gsub("{(!?)([%w_]+)}", function(raw, name)
    local value = values[name]
    if value == nil then error("no value for {" .. name .. "} in " .. pattern:sub(1, 60), 3) end
    return raw == "!" and tostring(value) or draw.escape(value)
  end))
end
