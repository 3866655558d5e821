-- baogao milestones: firsts, openings and plans.

local output = require "baogao.cli.output"

local M = { name = "milestones", summary = "List firsts, openings and plans" }

local KINDS = { first = "首创", unveiled = "揭牌", signed = "签约", plan = "规划", ["construction started"] = "开工",
  recognised = "获认可", ranked = "位次" }
local SCOPES = { ["first in the country"] = "国内首个", ["first in the province"] = "全省首个", international = "国际",
  national = "全国" }

-- The columns, for this command and for the overview.
function M.columns(ctx)
  local name = ctx.lang == "zh" and "name_zh" or "name_en"
  return {
    { key = "date", title = ctx.say("date", "时间"), colour = "dim" },
    { key = "kind", title = ctx.say("kind", "类型"),
      show = function(m) return ctx.lang == "zh" and KINDS[m.kind] or m.kind end },
    { key = "paragraph", title = ctx.say("where", "出处"), align = "right", show = function(m) return "¶" .. m.paragraph end },
    { key = name, title = ctx.say("what", "事项"), human = true, show = function(m)
      local scope = m.scope and (ctx.lang == "zh" and SCOPES[m.scope] or m.scope)
      return (m[name]:gsub(";", ctx.say(";", "；"))) .. (scope and ctx.say(" (" .. scope .. ")", "（" .. scope .. "）") or "")
    end },
    { key = "name_zh", data = true }, { key = "name_en", data = true }, { key = "scope", data = true },
  }
end

function M.run(ctx)
  local report = ctx.report()
  if not report then return 1 end
  return output.write(ctx, report.milestones, M.columns(ctx))
end

return M
