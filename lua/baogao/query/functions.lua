-- The functions of the language and the aggregates: the one list from which the
-- checker, the dialects and the reference take names, arguments and results.

local functions = {}

--- name -> {accepts = types of the one argument, result = type, or "same"}
functions.scalar = {
  year = { accepts = { "date", "string" }, result = "integer", about = "of a date, or of the start of a period" },
  quarter = { accepts = { "date", "string" }, result = "integer", about = "1 to 4" },
  month = { accepts = { "date", "string" }, result = "integer", about = "1 to 12" },
  day = { accepts = { "date", "string" }, result = "integer", about = "1 to 31" },
  abs = { accepts = { "number", "integer" }, result = "same", about = "without its sign" },
  floor = { accepts = { "number", "integer" }, result = "same", about = "the whole number not above" },
  ceil = { accepts = { "number", "integer" }, result = "same", about = "the whole number not below" },
  length = { accepts = { "string" }, result = "integer", about = "characters (UTF-8) of a text" },
  lower_case = { accepts = { "string" }, result = "string", about = "A to Z as a to z" },
  upper_case = { accepts = { "string" }, result = "string", about = "a to z as A to Z" },
}

--- name -> {accepts = types or nil for any, result = type, or "same",
--- bounds = true: of a field with bounds, only = ...}
functions.aggregate = {
  sum = { accepts = { "number", "integer" }, result = "same" },
  mean = { accepts = { "number", "integer" }, result = "number" },
  min = { result = "same" },
  max = { result = "same" },
  count = { result = "integer", bare = true },
  count_distinct = { result = "integer" },
  median = { accepts = { "number", "integer" }, result = "number" },
  quantile = { accepts = { "number", "integer" }, result = "number", quantile = true },
  first = { result = "same" },
  last = { result = "same" },
  lower_sum = { accepts = { "number" }, result = "number", bounds = true },
  upper_sum = { accepts = { "number" }, result = "number", bounds = true },
  lower_min = { accepts = { "number" }, result = "number", bounds = true },
  upper_min = { accepts = { "number" }, result = "number", bounds = true },
  lower_max = { accepts = { "number" }, result = "number", bounds = true },
  upper_max = { accepts = { "number" }, result = "number", bounds = true },
  lower_mean = { accepts = { "number" }, result = "number", bounds = true },
  upper_mean = { accepts = { "number" }, result = "number", bounds = true },
}

--- Names in order, for messages.
function functions.names(list)
  local names = {}
  for name in pairs(list) do names[#names + 1] = name end
  table.sort(names)
  return names
end

return functions
