-- drafts.lua: a draft about the bundled report with twelve faults, one of each kind and more, and one with twelve sound
-- figures in other words. Each row: the draft's line, the figure that is meant, the verdict, the grade. (What is stated
-- twice differently is shown at both places.)

local M = {}

M.faults = {
  { "郑州去年有高新技术企业5800家。", "5800家", "qualifier_lost", "warning" },
  { "2024年全年技术合同成交额800亿元。", "800亿元", "qualifier_lost", "error" },
  { "全市市级以上创新平台达5616家，其中国家级63家、省级2297家。", "2297家", "contradicts", "error" },
  { "2023年全市高新技术企业约5800家。", "约5800家", "not_comparable", "warning" },
  { "河南省在孵企业超过16000家。", "超过16000家", "not_comparable", "warning" },
  { "培训班参加者300人，其中研究人员320人。", "320人", "part_over_whole", "error" },
  { "基金投向三个行业，分别占50%、30%和25%。", "25%", "shares_do_not_add_up", "error" },
  { "企业由100家增至120家，增长25%。", "25%", "growth_does_not_follow", "error" },
  { "本市人均研发经费2024年为1.2万元。其后又写道，本市人均研发经费2024年为1.5万元。", "1.2万元", "stated_twice", "warning" },
  { "在17个省辖市中居第19位。", "第19位", "impossible", "error" },
  { "培育计划为期三年（2026—2024年）。", "2026—2024年", "period_reversed", "error" },
  { "科技服务业占比达到105%。", "105%", "share_over_whole", "error" },
}

M.sound = {
  { "全市高新技术企业5800家左右。", "5800家左右", "match" },
  { "全市大约5800家高新技术企业。", "大约5800家", "match" },
  { "2024年前11个月，技术合同成交额已达650亿元。", "650亿元", "match" },
  { "全年技术合同成交额预计超过800亿元。", "超过800亿元", "match" },
  { "市级及以上创新平台达0.56万家。", "0.56万家", "match_rounded" },
  { "市级以上创新平台5616家，其中国家级平台63家，省级平台2197家。", "2197家", "match" },
  { "参训企业一千二百多家。", "一千二百多家", "match" },
  { "在孵企业1.6万家以上。", "1.6万家以上", "compatible" },
  { "研究院人员总规模近300人。", "近300人", "match" },
  { "引进创新创业团队12个，其中院士团队6个。", "6个", "match" },
  { "新增省级以上创新平台223家。", "223家", "match" },
  { "企业由100家增至120家，增长20%。", "20%", "unknown" },
}

---The draft of the rows, a paragraph each, parted by empty lines; with the line of each row, from 1.
function M.text(rows)
  local lines = {}
  for _, row in ipairs(rows) do
    row.line = #lines + 1
    lines[#lines + 1] = row[1]
    lines[#lines + 1] = ""
  end
  return table.concat(lines, "\n")
end

return M
