-- What a person meant who wrote the language of another place: operators of
-- programming languages, and Chinese words of fields and operators. The grammar
-- stays closed; a fault says what is written here instead.

local hints = {}

-- What stands where an operator is expected, and the word for it here.
local OPERATORS = {
  ["&"] = "and", ["|"] = "or", ["!"] = "not", ["^"] = "*", ["%"] = "a - b * floor(a / b)",
  ["且"] = "and", ["并且"] = "and", ["而且"] = "and", ["与"] = "and", ["和"] = "and", ["或"] = "or", ["或者"] = "or",
  ["非"] = "not", ["不是"] = "!=", ["等于"] = "=", ["是"] = "=", ["不等于"] = "!=", ["大于"] = ">", ["小于"] = "<",
  ["超过"] = ">", ["高于"] = ">", ["低于"] = "<", ["不足"] = "<", ["大于等于"] = ">=", ["小于等于"] = "<=",
  ["不低于"] = ">=", ["不超过"] = "<=", ["包含"] = "like '%...%'", ["属于"] = "in", ["介于"] = "between", ["为空"] = "is null",
  ["ilike"] = "like", ["contains"] = "like '%...%'", ["equals"] = "=", ["is_null"] = "is null", ["isnull"] = "is null",
}

-- Chinese words for the fields of a fact, as the command line shows them and as people say them.
local FIELDS = {
  ["编号"] = "id", ["类别"] = "category", ["分类"] = "category", ["指标"] = "indicator", ["名称"] = "label_zh", ["原文"] = "written",
  ["数值"] = "value", ["值"] = "value", ["数量"] = "value", ["金额"] = "value", ["单位"] = "unit", ["口径"] = "measure",
  ["状态"] = "status", ["时期"] = "period", ["时间"] = "period", ["年份"] = "period", ["地区"] = "region", ["区域"] = "region",
  ["级别"] = "level", ["层级"] = "level", ["下限"] = "lower", ["上限"] = "upper", ["段落"] = "paragraph", ["说明"] = "note",
  ["方向"] = "direction", ["章节"] = "section",
}

--- "; write 'and'" after a word that stands where an operator is expected; "" where nothing is known of it.
---@param word string
---@return string
function hints.operator(word)
  local meant = OPERATORS[word:lower()]
  return meant and "; write '" .. meant .. "'" or ""
end

--- The field that a Chinese word stands for.
---@param word string
---@return string?
function hints.field(word) return FIELDS[word] end

return hints
