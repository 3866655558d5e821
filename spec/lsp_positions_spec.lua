-- Columns in UTF-8 and UTF-16, and messages in a stream that is cut anywhere.

local framing = require "baogao.lsp.framing"
local positions = require "baogao.lsp.positions"

-- line, encoding, column, byte, and the column that the byte gives back
local ROWS = {
  { "abc", "utf-16", 2, 2, 2 },
  { "abc", "utf-16", 9, 3, 3 },
  { "高新5", "utf-16", 1, 3, 1 },
  { "高新5", "utf-16", 3, 7, 3 },
  { "高新5", "utf-8", 3, 3, 3 },
  { "高新5", "utf-8", 4, 3, 3 }, -- within a character: its start
  { "高新5", "utf-8", 99, 7, 7 },
  { "😀高", "utf-16", 1, 0, 0 }, -- between two halves
  { "😀高", "utf-16", 2, 4, 2 },
  { "😀高", "utf-16", 3, 7, 3 },
  { "😀高", "utf-32", 1, 4, 1 },
  { "\255高", "utf-16", 1, 1, 1 }, -- a byte that begins no character
  { "\228\184", "utf-16", 2, 2, 2 },
  { "", "utf-16", 5, 0, 0 },
  { "abc", "utf-16", -1, 0, 0 },
}

describe("positions", function()
  for _, row in ipairs(ROWS) do
    it(("%q %s %d is byte %d"):format(row[1], row[2], row[3], row[4]), function()
      assert.equal(row[4], positions.to_byte(row[1], row[3], row[2]))
      assert.equal(row[5], positions.to_column(row[1], row[4], row[2]))
    end)
  end
end)

describe("framing", function()
  local stream = framing.frame "{}" .. framing.frame "高新" .. "Content-Type: x\r\n" .. framing.frame ""

  it("takes a stream that is cut anywhere", function()
    for cut = 0, #stream do
      local feed, bodies = framing.reader(), {}
      for _, piece in ipairs { stream:sub(1, cut), stream:sub(cut + 1) } do
        for _, body in ipairs(assert(feed(piece))) do bodies[#bodies + 1] = body end
      end
      assert.same({ "{}", "高新", "" }, bodies)
    end
  end)

  it("takes a stream byte by byte", function()
    local feed, bodies = framing.reader(), {}
    for i = 1, #stream do
      for _, body in ipairs(assert(feed(stream:sub(i, i)))) do bodies[#bodies + 1] = body end
    end
    assert.same({ "{}", "高新", "" }, bodies)
  end)
end)
