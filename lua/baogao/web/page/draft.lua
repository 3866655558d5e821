-- draft.lua: a box for a draft; the script sends it and marks what the server found.

local fill = require "baogao.web.page.fill"
local section = require "baogao.web.page.section"

-- A draft of nobody's, with faults to find.
local EXAMPLE = "截至2024年底，郑州有高新技术企业5800家，省级创新平台2297家，国家级创新平台63家。\n"
  .. "全年技术合同成交额800亿元，新增省级以上创新平台223家。"

---@param view table
---@return string html
return function(view)
  local w = view.w
  return section.of("draft", w.draft, w.draft_lead, fill([[
<form id="check" class="two">
<div><label for="text" class="soft">{label}</label>
<textarea id="text" lang="zh" spellcheck="false" maxlength="80000" required></textarea>
<p class="row"><button class="push" type="submit">{go}</button>
<button class="push plain" type="button" id="example" data-text="{example}">{try}</button></p>
</div>
<div id="result">
<h3>{result}</h3>
<p id="verdict" role="status" data-busy="{busy}"
  data-none="{fine}" data-some="{found}">{wait}</p>
<div class="marked" id="marked" lang="zh"></div>
<ol class="findings" id="findings" data-write="{write}" data-fact="{record}"></ol>
</div>
</form>
]], { label = w.draft_label, go = w.draft_go, example = EXAMPLE, try = w.draft_example, result = w.draft_result,
    busy = w.draft_busy, fine = w.draft_fine, found = w.draft_found, wait = w.draft_wait,
    write = w.draft_write, record = w.draft_record }), true)
end
