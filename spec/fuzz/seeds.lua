-- Writes the fuzzers' first inputs into a folder, one folder a target: lua5.4 spec/fuzz/seeds.lua FOLDER
--
-- They are few and short: one a rule of the grammar at hand, and what the fuzzers found beside them (corpus/).

local folder = assert(arg[1], "usage: seeds.lua FOLDER")

local PROSE = {
  "全市新增企业1.4万家,增长12.3%,其中国家级63家、省级2197家。",
  "力争到2026年突破650亿元,年均增长8%左右。",
  "1至11月完成投资近20亿元,同比提高1.2个百分点,居全省第三位。",
  "截至2024年底,累计建成约1200余座,翻一番,占比三分之一。",
  "十几个,数百家,三四百人,一万二,壹佰贰拾叁万,两年半,八五折,３．５％",
  "超过8万元、4.5万元;由17.8平方米增加到近22平方米;3—5万元;百分之五",
}

local SEEDS = {
  scan = PROSE, read = PROSE, check = PROSE,
  number = { "1.4万", "二百三十余万", "三分之二", "约1,200.50", "十几", "负3.5", "百分之五", "1e308", "-0.1", "9007199254740993", "壹佰元",
    "5e-324", "1.7976931348623157e308", "123456789012345678901234567890" },
  period = { "2024", "2024-10", "2024-02-29", "2024/2026", "2024-01/2024-11", "2024-01-01/2024-12-31;2024-11", "0001;9999",
    "\0\0\0\0\1\0\0\0" },
  csv = { "\0name,value\na,1\nb,2.5\n", "\0a,b\r\n\"x \"\"y\"\"\",\"1\n2\"\r\n", "\1a\tb\n1\ttrue\n", "\2" .. "1,2\n3,4\n",
    "\0day,level\n2024-01-31,\n,x\n", "\8level,value\nx,1\n", "\0value,lower,upper,lower_open,upper_open\n5,4,6,true,false\n1,1,1,false,false\n",
    "\4a\n-\n007\n", "\0\239\187\191a,b\n1,2\n", "\0value,lower,upper\n5,,6\n,,\n1e999,1,2\n" },
  ndjson = { '\0{"name":"a","value":1}\n{"name":"b","value":null}\n', '\0{"a":true,"b":"\\u4e2d\\ud83d\\ude00\\n"}\n', '\0{"a":1e5}\n{"a":-0.25}\n',
    '\8{"level":"x","value":3}\n', '\0{"value":5,"lower":4,"upper":6,"lower_open":true}\n', '\0{}\n{"a":""}\n', '\0{"a":[1]}\n' },
  filter = { "level = 'national' and value > 10", "value between 1 and 3.5万 or not ok", "n in (1, 2, $x) and level like 'n%_'",
    "certainly(value >= 14000) and possibly(value < 2)", "day >= '2024-01-31' and `类别` is not null", "-(value + n * 2) / 3 <> abs(n)",
    "n in $list and level = $name", "year(day) = 2024 and length(level) > 2 and lower(value) < upper(value)" },
  http = { "\0facts\nlimit=2&fields=id,value\napplication/json\nzh\n\"x\"\n", "\0facts/platforms.total\n\n\n\n\n",
    "\0totals\nby=category&level=national&format=csv\ntext/csv;q=0.5, */*\nen-GB\n*\n", "\0growth/tech_contracts.full_year\nbase=tech_contracts.jan_nov\n\n\n\n",
    "\0citations\nstyle=bibtex&lang=en\n\n\n\n", "\0openapi.json\n\n\n\n\n", "\2scan\n\n\n\n\n{\"text\":\"5800家\"}", "\0facts\nfilter=value%20%3E%2010\n\n\n\n" },
  lsp = { 'Content-Length: 58\r\n\r\n{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}',
    'Content-Type: x\r\nContent-Length: 47\r\n\r\n{"jsonrpc":"2.0","id":2,"method":"shutdown"}  \n', "Content-Length: 2\r\n\r\n{}Content-Length: 9999999999\r\n\r\n",
    '{"jsonrpc":"2.0","id":3,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///d.md"},"position":{"line":0,"character":8}}}',
    '{"jsonrpc":"2.0","id":3,"method":"textDocument/completion","params":{"textDocument":{"uri":"file:///d.md"},"position":{"line":1,"character":2}}}',
    '{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///d.md","version":2},"contentChanges":'
      .. '[{"range":{"start":{"line":0,"character":2},"end":{"line":0,"character":4}},"text":"63"}]}}',
    '{"jsonrpc":"2.0","id":4,"method":"textDocument/codeAction","params":{"textDocument":{"uri":"file:///d.md"},"range":{"start":'
      .. '{"line":0,"character":0},"end":{"line":1,"character":9}},"context":{"diagnostics":[]}}}' },
}

local function write(target, i, bytes)
  local file = assert(io.open(("%s/%s/%s"):format(folder, target, i), "wb"))
  file:write(bytes)
  file:close()
end

for target, list in pairs(SEEDS) do
  os.execute(("mkdir -p '%s/%s'"):format(folder, target))
  for i, bytes in ipairs(list) do write(target, i, target == "scan" and "\7" .. bytes or bytes) end
end

-- what the fuzzers found their way with: one input a line, the shortest for each branch
for target in pairs { scan = 1, number = 1, period = 1, csv = 1, ndjson = 1, frame_file = 1, filter = 1, http = 1, read = 1,
  check = 1, lsp = 1 } do
  os.execute(("mkdir -p '%s/%s'"):format(folder, target))
  local kept, i = io.open("spec/fuzz/corpus/" .. target .. ".txt", "rb"), 0
  for line in kept and kept:lines() or function() end do
    i = i + 1
    write(target, "k" .. i, (line:gsub("\\x(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end)))
  end
  if kept then kept:close() end
end

-- frame files cannot be written by hand: frames are made and saved
local ok, frame = pcall(require, "baogao.frame")
if ok and frame.save then
  os.execute(("mkdir -p '%s/frame_file'"):format(folder))
  local frames = {
    frame { { a = 1, b = "x", c = true }, { a = 2.5, b = "y" } },
    frame { { value = 5, lower = 4, upper = 6, n = 1 }, { value = 7, lower = 7, upper = math.huge, n = 300 } },
    frame({ day = { "2024-01-31", "2024-02-29" }, n = { 100000, -7 } }, { types = { day = "date" } }),
    frame({}, { columns = { "a" }, types = { a = "string" } }),
  }
  for i, f in ipairs(frames) do assert(frame.save(f, ("%s/frame_file/%02d"):format(folder, i))) end
end
