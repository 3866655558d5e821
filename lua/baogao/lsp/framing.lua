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
function M.reader()
  local parts, size = {}, 0 -- bytes not yet taken
  local wanted -- length of the body that is awaited
  local function joined()
    if #parts > 1 then parts = { table.concat(parts) } end
    return parts[1] or ""
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
        local text = joined()
        bodies[#bodies + 1] = text:sub(1, wanted)
        text = text:sub(wanted + 1)
        parts, size, wanted = { text }, #text, nil
      else
        local text = joined()
        local _, stop = text:find("\r\n\r\n", 1, true)
        if not stop then
          if size > MOST_HEADER then return nil, "a message without a header" end
          return bodies
        end
        local length = text:sub(1, stop):lower():match("content%-length:%s*(%d+)%s*\r\n")
        length = tonumber(length)
        if not length then return nil, "a header without Content-Length" end
        if length > MOST_BODY then return nil, ("a message of %d bytes"):format(length) end
        text = text:sub(stop + 1)
        parts, size, wanted = { text }, #text, length
      end
    end
  end
end

return M
