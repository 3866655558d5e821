-- shares.lua: shares of one whole that do not add up to it: 三次产业结构为5.1:38.2:58.7, 分别占60%、30%和20%.

local words = require "baogao.check.words"

local ratio_at = require "baogao.check.self.ratio"

local STRUCTURES = { "三次产业结构", "三次产业比", "三次产业增加值结构", "产业结构比", "三产结构", "三次产业构成" }

local function structures(text, tell)
  for _, word in ipairs(STRUCTURES) do
    local from = 1
    while true do
      local _, last = text:find(word, from, true)
      if not last then break end
      from = last + 1
      -- ratios in the same clause: 由A调整为B states two
      local sentence = text:find("。", from, true) or #text + 1
      local clause_stop = math.min(sentence, from + 240, #text + 1)
      local at = from
      while at and at < clause_stop do
        at = text:find("%d", at)
        if not at or at >= clause_stop then break end
        local numbers, stop, places = ratio_at(text, at)
        if numbers and #numbers == 3 then
          local sum = numbers[1] + numbers[2] + numbers[3]
          -- each is rounded at its last place
          local slack = 1.5 * 10 ^ -places + 1e-9
          if math.abs(sum - 100) > slack and sum > 50 then
            local shown = ("%." .. places .. "f"):format(sum)
            tell(at, stop, { verdict = "shares_do_not_add_up", grade = "error",
              message = ("the shares add up to %s, not 100"):format(shown),
              message_zh = ("各比重合计%s，不是100"):format(shown) })
          end
        end
        at = stop and stop + 1 or (text:find("[^%d.]", at) or clause_stop)
      end
    end
  end
end

-- 分别占60%、30%和20%: parts of one whole, told apart by 分别.
local function listed(claims, tell)
  local i = 1
  while i <= #claims do
    local claim = claims[i]
    local pre = words.bare(claim.pre)
    if claim.kind == "percent" and claim.measure == "share" and pre:find("分别占", 1, true)
      and not pre:find("以上", 1, true) then
      local low, sum, k = claim.lower - claim.place / 2, claim.value, i + 1
      while claims[k] and claims[k].sentence == claim.sentence and claims[k].kind == "percent" do
        local lead = words.bare(claims[k].lead)
        if lead ~= "、" and lead ~= "和" and lead ~= "，" then break end
        low, sum = low + claims[k].lower - claims[k].place / 2, sum + claims[k].value
        k = k + 1
      end
      if k - i > 1 and low > 100 + 1e-9 then
        -- 分别占全国、全省的 states shares of two wholes
        if not pre:find("、", 1, true) and pre:sub(-9) == "分别占" then
          local last = claims[k - 1]
          tell(last.first, last.last, { verdict = "shares_do_not_add_up", grade = "error",
            message = ("the shares add up to %g %%"):format(sum), message_zh = ("各占比合计%g%%，超过100%%"):format(sum) })
        end
      end
      i = k - 1
    end
    i = i + 1
  end
end

local function shares(text, claims, tell)
  structures(text, tell)
  listed(claims, tell)
end

return shares
