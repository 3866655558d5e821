-- refused.lua: that a call is refused, in words that hold these.

local assert = require "luassert"

return function(words, run, ...)
  local ok, message = pcall(run, ...)
  assert.is_false(ok)
  assert.is_truthy(tostring(message):find(words, 1, true), tostring(message))
end
