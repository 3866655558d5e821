-- baogao totals: totals by any field, with bars and bounds.

local columns = require "baogao.cli.columns"
local core_terms = require("baogao.engine").terms
local format = require "baogao.format"
local output = require "baogao.cli.output"
local terminal = require "baogao.cli.terminal"

local M = { name = "totals", summary = "Add facts up by a field, never counting a thing twice",
  details = "Rows are one for each key and unit. --by may be given up to four times.",
  options = { { "--by", "FIELD", "field to add by (category if left out)", many = true, values = core_terms().key_fields },
    { "--left-out", false, "list the facts that stand outside of the totals, and why" } } }
for _, option in ipairs(columns.filter_options()) do table.insert(M.options, option) end

local BAR = 28

-- Bars compare only what is of one unit and one measure.
local function scales(totals)
  local scale, rows = {}, {}
  local function kind_of(total) return total.unit .. "\0" .. total.measure end
  for _, total in ipairs(totals) do
    local kind = kind_of(total)
    local most = total.upper < math.huge and total.upper or total.value
    scale[kind] = math.max(scale[kind] or 0, most)
    rows[kind] = (rows[kind] or 0) + 1
  end
  -- a bar that has nothing beside it would say nothing
  return function(total) return rows[kind_of(total)] > 1 and scale[kind_of(total)] or 0 end
end

-- What of the row is beyond plain numbers.
local function remark(ctx, total)
  local marks = {}
  if total.remainder then
    marks[#marks + 1] = total.count == 1 and ctx.say("derived", "推算")
      or ctx.say("derived in part: ", "含推算 ") .. format.amount(total.remainder.value, total.unit)
  end
  if total.status == "forecast" then marks[#marks + 1] = ctx.say("forecast", "预计") end
  return table.concat(marks, ", ")
end

---The columns of totals, for this command and for the overview.
function M.columns(ctx, report, totals, by, bar)
  local scale, titles = scales(totals), {}
  for i, field in ipairs(by) do titles[i] = columns.field(ctx, field) end
  return {
    { key = "key", title = table.concat(titles, " / "), colour = "bold", once = true, cut = 12, show = function(total)
      if total.key == "" then return ctx.say("(not said)", "（未注明）") end
      if #by == 1 then return ctx.label(report, total.key) end
      local parts = {}
      for i, field in ipairs(by) do
        local word = total[field]
        parts[i] = word == "" and ctx.say("(not said)", "（未注明）") or ctx.label(report, word)
      end
      return table.concat(parts, " / ")
    end },
    { key = "value", title = ctx.say("total", "合计"), align = "right",
      show = function(total) return format.amount(total.value, total.unit) end },
    { key = "bounds", title = ctx.say("bounds", "区间"), human = true, show = function(total)
      if total.lower == total.upper then return "" end
      return format.bounds(total, total.unit, ctx.lang)
    end },
    -- one column more, for the arrow of what has no upper bound
    { key = "bar", title = "", human = true, colour = "blue", bar = (bar or BAR) + 1,
      show = ctx.format == "table" and function(total, room) return terminal.bar(total, scale(total), room - 1) end
        or function() return "" end },
    { key = "measure", title = ctx.say("measure", "口径"), show = function(total) return ctx.label(report, total.measure) end },
    { key = "count", title = ctx.say("facts", "项数"), align = "right" },
    { key = "remark", title = "", human = true, show = function(total) return remark(ctx, total) end },
    { key = "unit", data = true }, { key = "lower", data = true }, { key = "upper", data = true },
    { key = "lower_open", data = true }, { key = "upper_open", data = true }, { key = "status", data = true },
    { key = "facts", data = true }, { key = "remainder", data = true },
  }
end

local function left_out_columns(ctx, report)
  return {
    { key = "id", title = ctx.say("left out", "未计入"), colour = "cyan" },
    { key = "key", title = ctx.say("of", "所属"), show = function(l) return ctx.label(report, l.key) end },
    { key = "reason", title = ctx.say("why", "原因"), show = function(l)
      local because = l.because and (ctx.lang == "zh" and "：" or " beside ") .. l.because or ""
      return (ctx.lang == "zh" and ctx.label(report, l.reason) or M.WHY[l.reason]) .. because
    end },
    { key = "because", data = true }, { key = "unit", data = true },
  }
end

M.WHY = { part = "a part", whole = "a whole, split into its levels", measure = "another measure", status = "a forecast",
  scope = "another region's scope", not_additive = "a rate or rank", overlap = "the same indicator over a period that overlaps" }

-- Under a split by level: the whole that was split, as the report states it.
local function write_wholes(ctx, report, left_out)
  for _, left in ipairs(left_out) do
    if left.reason == "whole" then
      local fact = report:fact(left.id)
      ctx.out:write(ctx.paint("dim", ctx.say("stated total: ", "原文总数：")),
        format.amount(fact.value, fact.unit), "  ", ctx.lang == "zh" and fact.label_zh or fact.label_en, "  ",
        columns.paragraphs(fact), "\n")
    end
  end
end

function M.run(ctx)
  local report = ctx.report()
  if not report then return 1 end
  local by = ctx.args.by or { "category" }
  if #by > 4 then
    ctx.err:write("baogao: totals: --by may be given up to four times\n")
    return 2
  end
  local picked, message = columns.filters(ctx, report)
  if not picked then return ctx.fail(message) end
  if ctx.args.left_out then
    return output.write(ctx, report:left_out(by, picked), left_out_columns(ctx, report))
  end
  local totals = report:totals(by, picked)
  local code = output.write(ctx, totals, M.columns(ctx, report, totals, by))
  if ctx.format ~= "table" or code ~= 0 then return code end
  local left_out = report:left_out(by, picked)
  if #left_out > 0 then
    ctx.out:write("\n")
    write_wholes(ctx, report, left_out)
    ctx.out:write(ctx.paint("dim", ctx.say(
      #left_out == 1 and "1 fact stands outside of these totals; --left-out tells why"
        or ("%d facts stand outside of these totals; --left-out tells which and why"):format(#left_out),
      ("另有%d项未计入，--left-out 列出原因"):format(#left_out))), "\n")
  end
  return 0
end

return M
