-- patterns.lua: what a user would ask of rg: digits with separators and decimals, 万 or 亿, and the units that reports use
-- most. The first two find only ASCII digits, or numbers without units, and so less than scan does; the last two find
-- digits of both widths, and Chinese numerals, as it does.

local DIGITS, WIDE = "[0-9]+(?:[.,][0-9]+)*", "[0-9０-９]+(?:[.,．，][0-9０-９]+)*"
local HAN = "[一二三四五六七八九十百千两几数]+"
local UNITS = "(?:个百分点|人次|平方公里|平方米|公里|千瓦时|千瓦|美元|元|吨|公顷|亩|斤|个|家|项|户|人|名|位|台|套|辆|条|座|处|所|件|种|"
  .. "类|批|次|场|倍|年|月|天|岁|%|％)"
local POWER = "(?:万亿|亿|万)?"

return {
  { "ASCII digits and units", DIGITS .. POWER .. UNITS },
  { "ASCII digits alone", DIGITS },
  { "digits of both widths alone", WIDE },
  { "digits of both widths and units", WIDE .. POWER .. UNITS },
  { "digits, Chinese numerals and units", "(?:" .. WIDE .. "|" .. HAN .. ")" .. POWER .. UNITS },
}
