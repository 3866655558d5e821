-- phrases.lua: phrases and the quantities in them, by topic; spec/scan_spec.lua reads them.
--
-- A topic is { name = "...", row, ... }, a row { phrase, quantity, ... }: all quantities that the phrase has, in order.
-- A quantity is { run, value, unit, bounds, qualifier, kind }. Bounds are text as mathematics writes them, "(800, inf)";
-- left out they are [value, value].

local topics = {}

for _, file in ipairs { "numerals", "units", "shares", "bounds", "ranks", "others", "reports", "rules" } do
  for _, topic in ipairs(require("support.phrases." .. file)) do topics[#topics + 1] = topic end
end

return topics
