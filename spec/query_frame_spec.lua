-- The frame engine and the plain evaluator answer random queries alike: nulls,
-- ties, bounds and every verb, with one thread and with two.

local oracle = require "support.oracle"
local query = require "baogao.query"
local random_query = require "support.random_query"

-- Under valgrind and the like a smaller number, so that the suite ends in time.
local COUNT = os.getenv "BAOGAO_SLOW" and 60 or 600
local SEED = tonumber(os.getenv "BAOGAO_SEED") or 20240911

local has_frame, frame = pcall(require, "baogao.frame")

-- A frame of a table whose bounded column may bear any name.
local function frame_of(t)
  local data, names, kinds = {}, {}, {}
  for k, c in ipairs(t.columns) do
    names[k], kinds[c.name], data[c.name] = c.name, c.type, {}
    for i, row in ipairs(t.rows) do
      data[c.name][i] = row[c.name]
      if c.bounded and row[c.name] ~= nil then
        data[c.name][i] = { value = row[c.name], lower = row.lower, upper = row.upper, lower_open = row.lower_open,
          upper_open = row.upper_open }
      end
    end
  end
  return frame.new(data, { columns = names, types = kinds, rows = #t.rows })
end

describe("the frame engine", function()
  if not has_frame then
    pending("left out: the frame engine is not built")
    return
  end

  it(("answers %d random queries as the plain evaluator does (BAOGAO_SEED=%d)"):format(COUNT, SEED), function()
    local done, seed, used = 0, SEED, {}
    local tables, sources = {}, {}
    for i = 1, 4 do
      tables[i] = random_query.facts(SEED + i, 20 * i)
      local made = frame_of(tables[i])
      -- the last is without rows
      if i == 4 then tables[i].rows, made = {}, made:slice(1, 0) end
      sources[i] = { oracle = query.from(oracle.provider(tables[i])), frame = query.from(made) }
    end
    local right = { oracle = query.from(oracle.provider(random_query.regions())),
      frame = query.from(frame_of(random_query.regions())) }
    while done < COUNT do
      seed = seed + 1
      local source = sources[seed % 4 + 1]
      local wanted = random_query.chain(seed, source.oracle, right.oracle, used)
      if wanted then
        local q = assert(random_query.chain(seed, source.frame, right.frame, {}))
        local difference = random_query.difference(random_query.fields(wanted), wanted:rows(), q:rows())
        assert.is_nil(difference, difference and ("seed %d: %s\n%s"):format(seed, difference, q:explain()))
        assert.same(wanted:schema(), q:schema())
        done = done + 1
      end
    end
    local verbs = 0
    for _ in pairs(used) do verbs = verbs + 1 end
    assert.equal(18, verbs, "every verb has been met")
  end)
end)
