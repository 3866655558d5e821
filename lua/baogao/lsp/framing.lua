-- framing.lua: messages in a stream of bytes, each under a header that says its length (the base protocol of LSP).
--
--   Content-Length: 52\r\n
--   \r\n
--   {"jsonrpc":"2.0", …}

local M = {}

-- A header, or a message, longer than these is no editor's: the stream is out of step, and nothing after it can be read.
local MOST_HEADER, MOST_BODY = 8192, 256 * 1024 * 1024

---One message as bytes.
---@param body string
function M.frame(body) return ("Content-Length: %d\r\n\r\n%s"):format(#body, body) end

---A reader that is fed bytes as they come: feed(bytes) -> array of bodies, or nil, message where the stream is broken.
---What has come is joined once a whole body is there, and each byte is copied out once, however many messages come at once
---and in however many pieces one comes.
function M.reader()
  local text, at = "", 1 -- what was joined, and the first byte of it that is not taken
  local parts, size = {}, 0 -- what came since; bytes not taken of both
  local wanted -- length of the body that is awaited
  local function join()
    if #parts == 0 then return end
    text, at = text:sub(at) .. table.concat(parts), 1
    parts = {}
  end
  return function(bytes)
    if bytes ~= "" then
      parts[#parts + 1] = bytes
      size = size + #bytes
    end
    local bodies = {}
    while true do
      if wanted then
        if size < wanted then return bodies end
        join()
        bodies[#bodies + 1] = text:sub(at, at + wanted - 1)
        at, size, wanted = at + wanted, size - wanted, nil
      else
        join()
        local start, stop = text:find("\r\n\r\n", at, true)
        if not stop then
          if size > MOST_HEADER then return nil, "a message without a header" end
          return bodies
        end
        if start - at > MOST_HEADER then return nil, "a message without a header" end
        local length = text:sub(at, stop):lower():match("content%-length:%s*(%d+)%s*\r\n")
        length = tonumber(length)
        if not length then return nil, "a header without Content-Length" end
        if length > MOST_BODY then return nil, ("a message of %.0f bytes"):format(length) end
        size = size - (stop + 1 - at)
        at, wanted = stop + 1, length
      end
    end
  end
end

return M
