-- A draft beside itself: what cannot be, and what only looks so.

local baogao = require "baogao"

-- the draft, the figure, the verdict, the message, the mend
local WRONG = {
  { "由100增至120，增长25%。", "25%", "growth_does_not_follow", "from 100 to 120 is +20%, not 25%", "20%" },
  { "企业由100家增至120家，增长25%。", "25%", "growth_does_not_follow", "from 100家 to 120家 is +20%, not 25%", "20%" },
  { "从2020年的80家减少到2024年的60家，下降15%。", "15%", "growth_does_not_follow", "from 80家 to 60家 is -25%, not 15%", "25%" },
  { "产量由200万吨增长到300万吨，增长1.5倍。", "1.5倍", "growth_does_not_follow", "from 200万吨 to 300万吨 is +0.5倍, not 1.5倍", "0.5倍" },
  { "占比由20.5%提高到25.5%，提高8.0个百分点。", "8.0个百分点", "growth_does_not_follow" },
  { "户数由100户增至120户，增加25户。", "25户", "growth_does_not_follow", "from 100户 to 120户 is a change of 20户, not 25户", "20户" },
  { "企业由2020年的100家增加到2024年的150家，年均增长20%。", "20%", "growth_does_not_follow",
    "from 100家 to 150家 in 4 years is 10.7% a year, not 20%", "10.7%" },
  { "企业达到120家，比上年增加20家、增长25%。", "25%", "growth_does_not_follow", "20家 more to reach 120家 is 20%, not 25%", "20%" },
  { "共有企业100家，其中国家级120家。", "120家", "part_over_whole", "120家 is more than its whole of 100家" },
  { "新增就业100人，其中大学生60人、农民工50人、其余10人。", "10人", "parts_do_not_add_up", "the parts add up to 120人, the whole is 100人" },
  { "省级以上平台100家，其中国家级20家、省级90家。", "90家", "parts_do_not_add_up" },
  { "企业40家、院所30家、高校20家，合计100家。", "100家", "parts_do_not_add_up", "the parts add up to 90家, not 100家" },
  { "进出口总额100亿元，增长5%。其中，出口60亿元，增长3%；进口30亿元，增长2%。", "30亿元", "parts_do_not_add_up" },
  { "户籍人口282.5万人，其中男性142.3万人，女性150.2万人。", "150.2万人", "parts_do_not_add_up",
    "男性, 女性 add up to 2925000人, the whole is 282.5万人" },
  { "全市有幼儿园565所，其中公办255所，民办300所。", "300所", "parts_do_not_add_up" },
  { "年末总人口282.5万人。其中，城镇人口142.3万人，农村人口150.2万人。", "150.2万人", "parts_do_not_add_up" },
  { "服务业占比达到105%。", "105%", "share_over_whole", "a share of 105% is more than the whole" },
  { "分别占60%、30%和20%。", "20%", "shares_do_not_add_up", "the shares add up to 110 %" },
  { "三次产业结构为5.1:38.2:58.7。", "5.1:38.2:58.7", "shares_do_not_add_up", "the shares add up to 102.0, not 100" },
  { "成本下降120%。", "120%", "impossible", "nothing falls by more than 100 %: '120%'" },
  { "森林覆盖率达到130%。", "130%", "impossible" },
  { "在17个省辖市中居第19位。", "第19位", "impossible", "there is no 第19位 among 17个" },
  { "会议定于2月30日召开。", "2月30日", "impossible", "no calendar has the date 2月30日" },
  { "2023年2月29日开工。", "2月29日", "impossible" },
  { "2024年13月完成。", "13月", "impossible" },
  { "行动计划（2026—2024年）。", "2026—2024年", "period_reversed", "the period 2026—2024年 is over before it starts" },
  { "2024年9月至2024年3月施工。", "2024年9月至2024年3月", "period_reversed" },
  { "2024年9月至3月施工。", "2024年9月至3月", "period_reversed" },
  -- shares and the amounts they are stated with
  { "总产值100亿元，其中服务业30亿元，占比40%。", "40%", "share_does_not_follow", "30亿元 of 100亿元 is 30%, not 40%", "30%" },
  { "总产值100亿元，其中服务业30亿元、增长5%，占比40%。", "40%", "share_does_not_follow" },
  { "完成投资120亿元，占年度计划100亿元的110%。", "110%", "share_does_not_follow", "120亿元 of 100亿元 is 120%, not 110%", "120%" },
  { "服务业30亿元，占30%；工业50亿元，占60%。", "60%", "share_does_not_follow",
    "if 30亿元 is 30% of the whole, 50亿元 is not 60% of it" },
  -- most of the list is believed
  { "工业3亿元，占30%；商业40亿元，占40%；农业20亿元，占20%。", "30%", "share_does_not_follow",
    "if 40亿元 is 40% of the whole, 3亿元 is not 30% of it" },
  { "常住人口1000万人，其中城镇人口600万人，城镇化率55%。", "55%", "share_does_not_follow", nil, "60%" },
  { "第一产业增加值10.5亿元，第二产业增加值40.2亿元，第三产业增加值50.3亿元，三次产业结构为20.4:29.8:49.8。", "20.4:29.8:49.8",
    "share_does_not_follow", "10.5亿元 is 10.4 % of the three, not 20.4 %" },
  -- multiples, differences, means
  { "由100家增至150家，翻了一番。", "翻了一番", "growth_does_not_follow", "150家 is 1.5 times 100家, not 翻了一番" },
  { "由2020年的100家增至250家，是2020年的4倍。", "4倍", "growth_does_not_follow", "250家 is 2.5 times 100家, not 4倍", "2.5倍" },
  { "达到120家，比上年的100家增加30家。", "30家", "growth_does_not_follow", "from 100家 to 120家 is a change of 20家, not 30家", "20家" },
  { "达到120家，比上年的100家增长30%。", "30%", "growth_does_not_follow", nil, "20%" },
  { "产量达到70万吨，比2020年的50万吨增长30%。", "30%", "growth_does_not_follow", "from 50万吨 to 70万吨 is +40%, not 30%", "40%" },
  { "仓库达到120座，较“十三五”末的100座增长30%。", "30%", "growth_does_not_follow" },
  { "产量为一百五十五吨，比一九五七年的一百零五吨增长百分之三十。", "百分之三十", "growth_does_not_follow" },
  { "产量１２０吨，比１９８７年的１００吨减少１０吨。", "１０吨", "growth_does_not_follow" },
  { "五年完成投资1700亿元，年均300亿元。", "300亿元", "growth_does_not_follow", "1700亿元 in 5 years is not 300亿元 a year" },
  { "2023年示范仓库100座。2024年示范仓库120座，增长25%。", "25%", "growth_does_not_follow", "from 100座 to 120座 is +20%, not 25%", "20%" },
  -- the wrong way
  { "企业由120家增至100家。", "120家增至100家", "growth_does_not_follow", "from 120家 to 100家 is a fall" },
  { "失业率由5%降至6%。", "5%降至6%", "growth_does_not_follow", "from 5% to 6% is a rise" },
  { "位次由全国第9位升至第12位。", "第9位升至第12位", "growth_does_not_follow", "from 第9位 to 第12位 goes the other way" },
  { "新增企业50家，总数达到30家。", "30家", "part_over_whole", "50家 were added, which is more than the total of 30家" },
  { "共100家，其中国家级、省级、市级分别为20家、30家、60家。", "60家", "parts_do_not_add_up", "the parts add up to 110家, the whole is 100家" },
  { "共100家，其中甲类、乙类分别为120家、30家。", "120家", "part_over_whole", "120家 is more than its whole of 100家" },
  { "“十四五”时期（2021—2026年）建成。", "2021—2026年", "impossible", "the plan “十四五” runs from 2021 to 2025", "2021—2025年" },
  { "前15个月完成。", "前15个月", "impossible", "a year has no 15 months" },
  { "第五季度开工。", "第五季度", "impossible", "a year has four quarters" },
  { "自来水普及率、卫生厕所普及率分别达到97%、102%。", "102%", "impossible" },
}

-- What is right, is right by rounding, or cannot be told.
local RIGHT = {
  "由100增至120，增长20%。",
  "企业由100家增至120家，增长两成。",
  "收入由1.2亿元增长到1.5亿元，增长25%。",
  "收入由1.2亿元增长到1.5亿元，增长27%。", -- 1.25 to 1.45 and 1.15 to 1.55 both round so
  "产量由2.1万吨增至2.3万吨，增长9.5%。",
  "地区生产总值由1万亿元增加到1.2万亿元，增长15%。", -- at comparable prices
  "企业由100家增至120家，年均增长9.5%。",
  "企业由约100家增至120余家，增长25%。",
  "企业由100家增至120家，其中规上企业增长25%。",
  "企业由100家增至120家，产值增长25%。",
  "占比由20%提高到25%，提高6个百分点。", -- 19.5 to 25.5 rounds so
  "共有企业100家，其中国家级20家、上市企业90家。", -- parts that may overlap
  "贷款余额2040亿元，其中去年新增2573亿元。",
  "年均产量464万吨，其中1995年为475万吨。",
  "新建铁路14公里，其中支线已经建成；新建公路66公里。",
  "分别占全国、全省的60%、90%。",
  "完成年度计划的105%，占预算数的106%。",
  "出口相当于上年的120%。",
  "三次产业结构为5.1:38.2:56.6。", -- 99.9 by rounding
  "三次产业结构由6:40:54调整为5:38:57。",
  "同比增长120%，完成投资增长1.5倍。",
  "降幅收窄0.5个百分点。",
  "在17个省辖市中居第9位。",
  "2024年2月29日开工，2023年12月31日完成。",
  "行动计划（2024—2026年），2024年9月至2025年3月。",
  "电话010-2026-2024，编号2026-2024。",
  "比分为3:2，比例为1:1。",
  "进出口总额100亿元，其中出口60亿元、进口40亿元。",
  "进出口总额一千二百四十八亿美元。其中出口总额七百零九亿美元；进口总额五百四十亿美元。",
  "较上年的60万吨增加21万吨，增长35%。",
  "总产值100亿元，其中服务业33.4亿元，占三分之一。",
  "总产值100亿元，其中服务业30亿元，占30%；工业50亿元，占50%。",
  "总产值100亿元，其中服务业30亿元，占全国的2%。",
  "服务业30亿元，占全省的30%；工业50亿元，占全省的60%。", -- each of its own
  "服务业33亿元，占33%；工业34亿元，占33.6%。",
  "由100家增至195家，翻了一番。",
  "由2020年的100家增至250家，是2015年的4倍。", -- of another year
  "达到120家，比上年的100家增加20家。",
  "产量达到70万吨，比2020年的50万吨增长40%。",
  "户籍人口282.5万人，其中男性142.3万人，女性140.2万人。",
  "培训5000人，其中男性2000人，结业4000人，女性1000人。",
  "在校生5000人，教师400人，其中男性150人、女性250人。",
  "有幼儿园565所，其中公办255所，当年新建民办20所。",
  "产量为一百五十五吨，比一九五七年的一百零五吨增长百分之四十八。",
  "地区生产总值达到120亿元，比2020年的100亿元增长8%。",
  "出口120吨，比进口的100吨增长8%。",
  "五年完成投资1700亿元，年均340亿元，年均增长3%。",
  "地区生产总值2023年为100亿元。地区生产总值2024年为120亿元，增长5%。", -- at comparable prices
  "2023年示范仓库100座。2024年示范仓库120座，增长20%。",
  "位次由全国第12位升至第9位，由369位上升到235位。",
  "失业率由6%降至5%。",
  "新增企业50家，培训1200人，总数达到300家。",
  "共100家，其中国家级、省级、市级分别为20家、30家、50家。",
  "“十四五”时期（2021—2025年），“十五”（2001—2005年）。",
  "前11个月，第四季度，前24个月。",
  "高等教育毛入学率达到102%。",
  "",
}

describe("baogao.check of a draft beside itself", function()
  for _, row in ipairs(WRONG) do
    it("finds " .. row[1], function()
      local findings = baogao.check(row[1])
      assert.equal(1, #findings, findings[2] and findings[2].message or "nothing found")
      local finding = findings[1]
      assert.equal(row[3], finding.verdict)
      assert.equal("error", finding.grade)
      assert.equal(row[2], finding.text)
      assert.equal(row[2], row[1]:sub(finding.first, finding.last))
      if row[4] then assert.equal(row[4], finding.message) end
      if row[5] then assert.equal(row[5], finding.mend) end
    end)
  end

  for _, text in ipairs(RIGHT) do
    it("leaves alone " .. text, function()
      local findings = baogao.check(text)
      assert.equal(0, #findings, findings[1] and findings[1].text .. ": " .. findings[1].message)
    end)
  end

  it("finds one figure stated twice differently, anywhere, and not what rounding explains", function()
    local function count(a, b) return #baogao.check(a .. "\n\n中间一段。\n\n" .. b) end
    assert.equal(2, count("本市人均研发经费2024年为1.2万元。", "本市人均研发经费2024年为1.5万元。"))
    assert.equal(0, count("本市人均研发经费2024年为1.2万元。", "本市人均研发经费2024年为1.23万元。"))
    assert.equal(0, count("本市人均研发经费2024年为1.2万元。", "本市人均研发经费2023年为1.5万元。"))
    assert.equal(0, count("本市人均研发经费2024年为1.2万元。", "全省人均研发经费2024年为1.5万元。"))
    assert.equal(0, count("本市人均研发经费2024年为1.2万元。", "力争本市人均研发经费2024年达到1.5万元。"))
  end)

  it("is left out where it is not wanted", function()
    assert.same({}, baogao.check("成本下降120%。", nil, { self_check = false }))
  end)
end)
