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

--- name -> {accepts = types or nil for any, result = type, or "same", bounded = true: of figures with bounds it has
--- bounds; bounds = true: one end of those, of a field with bounds, as a column of its own}
functions.aggregate = {
  sum = { accepts = { "number", "integer" }, result = "same", bounded = true },
  mean = { accepts = { "number", "integer" }, result = "number", bounded = true },
  min = { result = "same", bounded = true },
  max = { result = "same", bounded = true },
  count = { result = "integer", bare = true },
  count_distinct = { result = "integer" },
  median = { accepts = { "number", "integer" }, result = "number", bounded = true },
  quantile = { accepts = { "number", "integer" }, result = "number", quantile = true, bounded = true },
  first = { result = "same", bounded = true },
  last = { result = "same", bounded = true },
}

--- The parts of a figure's bounds, in the order of their columns: lower_sum, upper_open_median ... are aggregates too.
functions.parts = { "lower", "upper", "lower_open", "upper_open" }
for _, name in ipairs { "sum", "mean", "min", "max", "median", "quantile", "first", "last" } do
  for _, part in ipairs(functions.parts) do
    functions.aggregate[part .. "_" .. name] = { accepts = { "number" }, bounds = true, part = part, of = name,
      quantile = name == "quantile" or nil, result = part:find("open", 1, true) and "boolean" or "number" }
  end
end

--- Names in order, for messages.
function functions.names(list)
  local names = {}
  for name in pairs(list) do names[#names + 1] = name end
  table.sort(names)
  return names
end

return functions
