-- The language server: any bytes as its input. What the framing takes out does not depend on how the bytes were cut, and
-- no message makes the server raise.

local framing = require "baogao.lsp.framing"
local json = require "baogao.json"
local server = require "baogao.lsp.server"

local library = assert(json.library())
local MOST = 8 -- messages of one case that are acted upon

local function all(bytes, step)
  local feed, bodies = framing.reader(), {}
  for i = 1, #bytes, step do
    local some, broken = feed(bytes:sub(i, i + step - 1))
    if not some then
      assert(type(broken) == "string", "a broken stream has words")
      return bodies, broken
    end
    for _, body in ipairs(some) do bodies[#bodies + 1] = body end
  end
  return bodies
end

local function exchange(bodies)
  local sent = 0
  local self = server.new { now = function() return 1e9 * sent end, null = library.null, array = library.array,
    debounce = 0, send = function(answer)
      sent = sent + 1
      assert(type(library.encode(answer)) == "string", "an answer is JSON")
    end }
  for i = 1, math.min(MOST, #bodies) do
    local ok, value = pcall(library.decode, bodies[i])
    if ok and value ~= nil then self:receive(value) end
    self:work()
    self:tick()
    if self.exit_code then break end
  end
end

return function(bytes)
  local step = (bytes:byte(1) or 0) % 7 + 1
  local whole, pieces = all(bytes, math.max(1, #bytes)), all(bytes, step)
  -- a broken end tells nothing of the bodies of its own piece
  for i = 1, math.min(#whole, #pieces) do assert(whole[i] == pieces[i], "the same message however it is cut") end
  exchange(pieces)
  -- the same bytes as the body of one message, so that the fuzzer need not count lengths
  local one = all(framing.frame(bytes), 4096)
  assert(#one == 1 and one[1] == bytes, "what is framed comes out")
  local initialize = '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"capabilities":{}}}'
  local opened = '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///d.md","languageId":"text",'
    .. '"version":1,"text":"全市国家级平台62家,省级2197家。\\n技术合同成交额突破650亿元。"}}}'
  exchange { initialize, '{"jsonrpc":"2.0","method":"initialized","params":{}}', opened, bytes }
end
