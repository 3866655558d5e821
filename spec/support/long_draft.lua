-- long_draft.lua: drafts of any length, in paragraphs as reports have them: most of a few hundred bytes, some of four
-- thousand. Deterministic; two faults in a hundred sentences.

local M = {}

-- Sentences with places for numbers; every number is small and whole.
local SENTENCES = {
  "全市高新技术企业约5800家，其中第%d批认定%d家。",
  "市级以上创新平台达5616家，其中国家级63家、省级2197家。",
  "第%d个园区有企业%d家，由去年的%d家增至%d家。",
  "新建厂房%d座，改造仓库%d座，完成投资%d.5亿元，增长%d.1%%。",
  "培训技工%d人次，比上年增加%d人次，培训场次增长%d%%。",
  "坚持问题导向，把服务送到企业门口，办事更快，负担更轻，信心更足。",
  "2024年%d月，示范区粮食产量%d.4万吨，单产提高%d.2%%。",
  "城乡居民收入分别增长%d.3%%和%d.7%%，居全省第%d位。",
  "实施技术改造项目%d个，竣工%d个，占比%d.5%%。",
  "力争到2027年，仓储面积达到%d万平方米以上，吞吐能力超过%d万吨。",
}
local FAULTS = { "成本下降%d%%。", "企业由100家增至120家，增长%d%%。" }

---A draft of at least that many bytes.
---@param bytes integer
---@return string text
---@return integer lines
function M.text(bytes)
  local lines, size, n = {}, 0, 7
  local function number(most)
    n = (n * 1103 + 12345) % 65536
    return n % most + 1
  end
  while size < bytes do
    local parts = {}
    -- sentences of a paragraph: 2 to 9, and in one of sixteen thirty
    local count = number(16) == 1 and 30 or 1 + number(8)
    for i = 1, count do
      local fault = number(100) <= 2
      local sentence = fault and FAULTS[number(#FAULTS)] or SENTENCES[number(#SENTENCES)]
      parts[i] = sentence:gsub("%%d", function() return tostring(fault and 120 + number(80) or number(90)) end):gsub("%%%%", "%%")
    end
    lines[#lines + 1] = table.concat(parts)
    size = size + #lines[#lines] + 1
  end
  return table.concat(lines, "\n") .. "\n", #lines
end

return M
