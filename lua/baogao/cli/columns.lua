-- columns.lua: the columns of facts and totals that several commands show.

local format = require "baogao.format"

local M = {}

local FILTERS = { "category", "level", "measure", "status", "unit", "section", "region", "period" }

---Options that pick facts, for every command that lists or adds them.
function M.filter_options()
  local options = {}
  for i, field in ipairs(FILTERS) do
    options[i] = { "--" .. field, "VALUE", "only facts of this " .. field .. " (again for another)", many = true }
  end
  return options
end

---What the options picked, for report:totals; nil and a message where a value is of no fact.
function M.filters(ctx, report)
  local picked = {}
  for _, field in ipairs(FILTERS) do
    local wanted = ctx.args[field]
    if wanted then
      local known, names = {}, {}
      for _, fact in ipairs(report.facts) do
        local value = fact[field]
        if value and not known[value] then
          known[value] = true
          names[#names + 1] = value
        end
      end
      for _, value in ipairs(wanted) do
        if not known[value] then
          return nil, ("no fact of %s '%s'%s; there are %s"):format(field, value,
            require("baogao.suggest").hint(value, names), table.concat(names, ", "))
        end
      end
      picked[field] = wanted
    end
  end
  return picked
end

---True where the fact is one of those picked.
function M.picks(picked, fact)
  for field, wanted in pairs(picked) do
    local hit = false
    for _, value in ipairs(wanted) do hit = hit or fact[field] == value end
    if not hit then return false end
  end
  return true
end

local FIELDS_ZH = { id = "编号", category = "类别", indicator = "指标", label_zh = "名称", label_en = "英文名称",
  written = "原文", unit = "单位", period = "时期", region = "地区", section = "章节", note = "说明", qualifier = "限定",
  measure = "口径", status = "状态", level = "层级", direction = "方向", comparison = "比较" }

---The name of a field in the user's language.
function M.field(ctx, name) return ctx.say(name, FIELDS_ZH[name] or name) end

---Where a fact stands: "¶3 ¶43 ¶45".
function M.paragraphs(fact)
  local list = {}
  for _, mention in ipairs(fact.mentions) do
    for _, n in ipairs(mention.paragraphs or {}) do list[#list + 1] = "¶" .. n end
  end
  return table.concat(list, " ")
end

---A fact's columns.
function M.facts(ctx, report)
  local zh = ctx.lang == "zh"
  return {
    { key = "id", title = ctx.say("id", "编号"), colour = "cyan" },
    { key = zh and "label_zh" or "label_en", title = ctx.say("fact", "指标"), human = true },
    { key = "written", title = ctx.say("as written", "原文") },
    { key = "value", title = ctx.say("value", "数值"), align = "right",
      show = function(fact) return format.amount(fact.value, fact.unit) end },
    { key = "bounds", title = ctx.say("bounds", "区间"), human = true, show = function(fact)
      if fact.lower == fact.upper then return "" end
      return format.interval(fact, function(value) return (format.amount(value, fact.unit):gsub(" ", "")
        :gsub(fact.unit .. "$", "")) end)
    end },
    { key = "period", title = ctx.say("period", "时期") },
    { key = "measure", title = ctx.say("measure", "口径"), show = function(fact)
      local text = ctx.label(report, fact.measure)
      return fact.status == "forecast" and text .. ctx.say(" (forecast)", "（预计）") or text
    end },
    { key = "paragraph", title = ctx.say("where", "出处"), show = M.paragraphs },
    -- what programs want besides
    { key = "lower", data = true }, { key = "upper", data = true }, { key = "lower_open", data = true },
    { key = "upper_open", data = true }, { key = "unit", data = true }, { key = "qualifier", data = true },
    { key = "status", data = true }, { key = "level", data = true }, { key = "region", data = true },
    { key = "category", data = true }, { key = "indicator", data = true }, { key = "label_zh", data = true },
    { key = "label_en", data = true }, { key = "part_of", data = true }, { key = "adds_to", data = true },
    { key = "complete", data = true }, { key = "section", data = true }, { key = "paragraphs", data = true },
    { key = "note", data = true },
  }
end

return M
