--- A saved frame comes back as it was, or not at all.

local frame = require "baogao.frame"

local folder

local function path_of(name) return folder .. "/" .. name end

local function read(path)
  local file = assert(io.open(path, "rb"))
  local bytes = file:read "*a"
  file:close()
  return bytes
end

local function write(path, bytes)
  local file = assert(io.open(path, "wb"))
  file:write(bytes)
  file:close()
end

local function small()
  return frame({
    { name = "甲", value = 10, lower = 5, upper = 15, day = "2024-02-29", ok = true },
    { name = "乙", value = 2.5, day = "2023-01-01" },
    { value = 800, lower = 800, lower_open = true, ok = false },
  }, { types = { day = "date" } })
end

-- The file with its checksum made anew, as one who alters it on purpose can. Whole numbers of 64 bits are Lua 5.4's alone.
local pack = rawget(string, "pack")
local signed = pack and load [[
  local bytes = ...
  bytes = bytes:sub(1, 24) .. ("\0"):rep(8) .. bytes:sub(33)
  local lanes = { 0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89 }
  for i = 1, #bytes, 32 do
    local words = { ("<i8i8i8i8"):unpack(bytes, i) }
    for k = 1, 4 do
      local h = (lanes[k] ~ words[k]) * 0x9E3779B97F4A7C15
      lanes[k] = h ~ (h >> 29)
    end
  end
  local h = 0
  for k = 1, 4 do
    h = (h ~ lanes[k]) * 0xD6E8FEB86659FD93
    h = h ~ (h >> 32)
  end
  return bytes:sub(1, 24) .. ("<i8"):pack(h) .. bytes:sub(33)
]]

describe("a saved frame", function()
  setup(function()
    folder = os.tmpname()
    os.remove(folder)
    assert.equal(0, tonumber((select(3, os.execute("mkdir " .. folder)))) or 0)
  end)
  teardown(function()
    for _, name in ipairs { "a", "b", "c", "big" } do os.remove(path_of(name)) end
    os.remove(folder)
  end)

  it("is the same when it is opened", function()
    local f = small()
    assert.is_true(f:save(path_of "a"))
    local back = assert(frame.open(path_of "a"))
    assert.same(f:rows(), back:rows())
    assert.same(f:schema(), back:schema())
    assert.equal(tostring(f), tostring(back))
  end)

  it("of a slice holds the slice's rows alone, and of an empty one none", function()
    local f = small():slice(2)
    assert.is_true(f:save(path_of "b"))
    assert.same(f:rows(), assert(frame.open(path_of "b")):rows())
    assert.is_true(small():slice(1, 0):save(path_of "b"))
    assert.equal(0, #assert(frame.open(path_of "b")))
    assert.is_true(frame({}):save(path_of "b"))
    assert.equal(0, #assert(frame.open(path_of "b")))
  end)

  it("of its first rows is that of these rows, with their nulls and bounds", function()
    local v, w, text = {}, {}, {}
    for i = 1, 40 do
      v[i] = i % 7 == 0 and { value = i, lower = i - 1, upper = i + 1 } or i
      w[i], text[i] = i % 5 > 0 and i or nil, i .. ""
    end
    for _, columns in ipairs { { "v" }, { "w" }, { "v", "w", "text" } } do
      local data = { v = v, w = w, text = text }
      local f = frame(data, { columns = columns, rows = 40, types = { [columns[1]] = "number" } })
      for _, rows in ipairs { 0, 3, 6, 7, 8, 9, 39, 40 } do
        local first = f:slice(1, rows)
        assert.is_true(first:save(path_of "b"))
        local back = assert(frame.open(path_of "b"))
        assert.same(first:rows(), back:rows())
        assert.equal(rows, #back)
      end
    end
  end)

  it("stays where it is while a new one takes its name", function()
    assert.is_true(small():save(path_of "c"))
    local old = assert(frame.open(path_of "c"))
    assert.is_true(frame({ x = { 1, 2 } }):save(path_of "c"))
    assert.equal("甲", old[1].name)
    assert.same({ 1, 2, n = 2 }, assert(frame.open(path_of "c")):column "x")
  end)

  it("answers queries, and its parts live on when it is closed", function()
    assert.is_true(small():save(path_of "a"))
    local f = assert(frame.open(path_of "a"))
    local sum = frame.run(f, { { verb = "summarise", by = {}, columns = {
      { name = "s", fn = "sum", expr = { op = "field", name = "value" } } } } })
    local slice = f:slice(2, 2)
    f:close()
    assert.equal(812.5, sum[1].s)
    assert.equal("乙", slice[1].name)
  end)

  it("with any one byte altered is refused", function()
    assert.is_true(small():save(path_of "a"))
    local bytes = read(path_of "a")
    local words = {}
    for i = 1, #bytes do
      local altered = bytes:sub(1, i - 1) .. string.char((bytes:byte(i) + 1 + i % 254) % 256) .. bytes:sub(i + 1)
      write(path_of "b", altered)
      local f, message = frame.open(path_of "b")
      assert.is_nil(f)
      local why = message:sub(#path_of "b" + 3)
      words[why:match "^%a+"] = true
      assert.truthy(message:find(path_of "b", 1, true))
    end
    assert.is_true(words.altered and words["not"] and words.version and words.torn)
  end)

  it("with a value that no frame holds is refused, though its checksum fits", function()
    if not signed then return pending "this Lua has no whole numbers of 64 bits" end
    assert.is_true(frame({ x = { 1 / 3, 2 / 3 } }):save(path_of "a"))
    local bytes = read(path_of "a")
    assert.equal(bytes, signed(bytes))
    local at = assert(bytes:find(pack("<d", 2 / 3), 1, true))
    for value, sound in pairs { [0.7] = true, [1 / 0] = false, [-1 / 0] = false } do
      write(path_of "b", signed(bytes:sub(1, at - 1) .. pack("<d", value) .. bytes:sub(at + 8)))
      local f, message = frame.open(path_of "b")
      if sound then assert.equal(value, f[2].x)
      else assert.equal(path_of "b" .. ": altered: its columns do not fit", message) end
    end
  end)

  it("cut anywhere is refused", function()
    assert.is_true(small():save(path_of "a"))
    local bytes = read(path_of "a")
    for length = 0, #bytes - 1 do
      write(path_of "b", bytes:sub(1, length))
      local f, message = frame.open(path_of "b")
      assert.is_nil(f)
      assert.truthy(message:find(length < 64 and "too short for a frame" or "torn: its end is missing", 1, true))
    end
    write(path_of "b", bytes .. "x")
    assert.equal(path_of "b" .. ": altered: it is longer than it says", select(2, frame.open(path_of "b")))
  end)

  it("of a size that no frame has is refused", function()
    assert.is_true(small():save(path_of "a"))
    local bytes = read(path_of "a")
    local size = #bytes + 1
    local said = string.char(size % 256, math.floor(size / 256), 0, 0, 0, 0, 0, 0)
    write(path_of "b", bytes:sub(1, 16) .. said .. bytes:sub(25) .. "x")
    assert.equal(path_of "b" .. ": altered: its checksum does not fit", select(2, frame.open(path_of "b")))
  end)

  it("of another version is refused by both versions' numbers", function()
    assert.is_true(small():save(path_of "a"))
    local bytes = read(path_of "a")
    write(path_of "b", bytes:sub(1, 8) .. "\7\0\0\0" .. bytes:sub(13))
    assert.equal(path_of "b" .. ": version 7 of the format, this library reads version 1",
      select(2, frame.open(path_of "b")))
  end)

  it("cannot be had, or made: nil and the reason", function()
    assert.equal(path_of "none" .. ": No such file or directory", select(2, frame.open(path_of "none")))
    assert.equal(folder .. ": not a regular file", select(2, frame.open(folder)))
    local ok, message = small():save(path_of "none" .. "/x")
    assert.is_nil(ok)
    assert.equal(path_of "none" .. "/x: No such file or directory", message)
    assert.has_error(function() frame.open(nil) end, "open: the name of a file (or a text) expected, got nil")
  end)

  it("of many rows is mapped, not read into memory", function()
    local x = {}
    for i = 1, 300000 do x[i] = i / 3 end
    assert.is_true(frame({ x = x }):save(path_of "big"))
    collectgarbage() collectgarbage()
    local before = frame.memory()
    local f = assert(frame.open(path_of "big"))
    assert.is_true(frame.memory() - before < 2000)
    assert.equal(100000, f[300000].x)
    f:close()
    assert.equal(before, (frame.memory()))
  end)
end)
