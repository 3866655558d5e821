-- lists.lua: the closed lists of the API. Parameters (routes.lua) and answers (schemas.lua) take theirs from here, and these
-- are the library's own wherever it has them, so that a new word is known everywhere at once.

local cite = require "baogao.report.cite"
local masks = require "baogao.check.masks"
local terms = require("baogao.engine").terms()
local verdicts = require "baogao.check.verdicts"

-- { {"exact", "确数"}, … } -> { "exact", … }
local function names_of(list)
  local names = {}
  for _, term in ipairs(list) do
    if term[1] ~= "" then names[#names + 1] = term[1] end
  end
  return names
end

return {
  levels = names_of(terms.level),
  measures = names_of(terms.measure),
  statuses = names_of(terms.status),
  qualifiers = names_of(terms.qualifier),
  directions = names_of(terms.direction),
  comparisons = names_of(terms.comparison),
  reasons = names_of(terms.reason),
  -- the fields of a fact, in the order of columns; those that totals may be keyed by
  fact_fields = terms.fact_fields,
  key_fields = terms.key_fields,
  -- fields that totals take as options: equal to one of the values
  picked_by = { "category", "level", "measure", "status", "unit", "section", "region", "period" },
  verdicts = verdicts.VERDICTS,
  grades = { "error", "warning" },
  cite_styles = cite.STYLES,
  languages = { "zh", "en" },
  -- formats of a list
  list_formats = { "json", "ndjson", "csv" },
  charts = { "totals", "growth", "parts", "periods", "milestones" },
  -- what `first` and `last` of a scan count
  positions = { "byte", "character", "utf16" },
  -- what a draft is written in
  syntaxes = masks.FORMATS,
  quantity_kinds = { "count", "money", "measure", "percent", "points", "multiple", "fraction", "rank", "duration", "number" },
  period_kinds = { "year", "half", "quarter", "month", "day", "range", "plan", "decade", "century", "since", "until" },
  mend_kinds = { "joined", "repeated", "furniture" },
  -- what a report tells of itself
  about = { "name", "title_zh", "title_en", "author", "place_zh", "place_en", "region", "period", "count" },
}
