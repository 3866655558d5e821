-- limits.lua: figures that cannot be: a fall of more than the whole, a rank beyond the field, a date no calendar has.

local words = require "baogao.check.words"

-- Shares of a whole by their name, that no rounding lifts above 100 %.
local RATES = { "覆盖率", "合格率", "达标率", "优良率", "失业率", "城镇化率", "参保率", "满意率", "就业率", "知晓率", "及格率", "空置率",
  "优良天数比例", "处理率", "办结率", "绿化率", "森林覆盖率", "入户率", "优良率", "普及率", "巩固率", "升学率", "净入学率", "优良比例",
  "处置率", "收集率", "成活率", "硬化率", "通达率", "签约率" }

-- What may be above 100 % though its name is like one that may not: pupils of other ages count.
local NO_RATES = { "毛入学率", "增长", "提高", "下降", "完成率" }

-- A part of a plan, or of another year, may be more than all of it.
local OF_A_PLAN = { "预算", "计划", "目标", "任务", "上年", "去年", "同期", "年初" }

local IN_LIST = { ["、"] = true, ["和"] = true }

local function percent_over(claim) return claim.kind == "percent" and claim.unit == "%" and claim.lower > 100 end

local function limits(text, claims, tell)
  for i, claim in ipairs(claims) do
    local pre = words.bare(claim.pre)
    if claim.kind == "percent" and claim.measure == "growth" and claim.direction == "down" and claim.lower > 100
      and claim.change_word ~= "降幅" then
      tell(claim.first, claim.last, { verdict = "impossible", grade = "error",
        message = ("nothing falls by more than 100 %%: '%s'"):format(claim.text),
        message_zh = ("降幅不可能超过100%%：%s"):format(claim.text) })
    elseif claim.kind == "multiple" and claim.measure == "growth" and claim.direction == "down" and claim.lower >= 1
      and pre:sub(-6) ~= "降到" and pre:sub(-6) ~= "降至" and claim.unit == "倍" then
      tell(claim.first, claim.last, { verdict = "impossible", grade = "warning",
        message = ("a fall by %s would leave nothing; a percentage or 降至 is meant"):format(claim.text),
        message_zh = ("减少%s则不剩，应写百分比或“减至”"):format(claim.text) })
    elseif percent_over(claim) and claim.measure == "share" and not pre:find("相当于", 1, true)
      and not claim.rest:find("目标", 1, true) and not words.has_any(pre, OF_A_PLAN) then
      tell(claim.first, claim.last, { verdict = "share_over_whole", grade = "error",
        message = ("a share of %s is more than the whole"):format(claim.text),
        message_zh = ("占比%s超过总体"):format(claim.text) })
    elseif percent_over(claim) and claim.measure == "level" then
      -- 覆盖率分别达到90%、98%和110%: what the first of a list is of
      local named = i
      while named > 1 and IN_LIST[words.bare(claims[named].lead)] and claims[named - 1].sentence == claim.sentence
        and claims[named - 1].kind == "percent" do named = named - 1 end
      local own = named == i and pre or words.bare(claims[named].pre)
      local rate = words.has_any(own, RATES)
      if rate and (named == i or own:find("分别", 1, true)) and not words.has_any(words.bare(claims[named].lead), NO_RATES) then
        tell(claim.first, claim.last, { verdict = "impossible", grade = "error",
          message = ("%s cannot be above 100 %%"):format(rate), message_zh = ("%s不可能超过100%%"):format(rate) })
      end
    elseif claim.kind == "rank" then
      if claim.upper < 1 then
        tell(claim.first, claim.last, { verdict = "impossible", grade = "error",
          message = "there is no rank below the first", message_zh = "位次不可能小于第一" })
      end
      -- 在17个省辖市中居第19位: the field stands before its rank, in the same sentence, with 中 and no other figure between
      local field = claims[i - 1]
      if field and field.sentence == claim.sentence and field.kind == "count" and field.lower == field.upper
        and field.rest:find("中", 1, true) and words.has_any(claim.lead, { "居", "列", "位", "排" })
        and claim.lower > field.upper and not field.rest:find("；", 1, true) and #field.rest < 60 and claim.upper >= 1 then
        tell(claim.first, claim.last, { verdict = "impossible", grade = "error",
          message = ("%s among %s"):format(claim.text, field.text),
          message_zh = ("%s中不可能有%s"):format(field.text, claim.text) })
      end
    end
  end
  local _ = text
end

return limits
