-- allocated.lua: the KB that a function allocates: what is copied is counted, whatever is freed.

return function(run)
  collectgarbage()
  collectgarbage()
  collectgarbage "stop"
  local before = collectgarbage "count"
  run()
  local after = collectgarbage "count"
  collectgarbage "restart"
  return after - before
end
