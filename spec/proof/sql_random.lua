-- Frames against SQLite: random tables, random chains of verbs, the same rows from the engine and from the statement that
-- the chain writes. BAOGAO_SEED=n repeats a run, BAOGAO_QUERIES=n makes it longer or shorter.

if not pcall(require, "luasql.sqlite3") then
  print("lua-sql-sqlite3 is not installed: nothing was compared")
  os.exit(3)
end

local engines = require "support.engines"
local frame = require "baogao.frame"
local oracle = require "support.oracle"
local query = require "baogao.query"
local random_query = require "support.random_query"
local sql = require "baogao.sql"

local COUNT = tonumber(os.getenv "BAOGAO_QUERIES") or 3000
local SEED = tonumber(os.getenv "BAOGAO_SEED") or 20241231
local TABLES = 6

local function frame_of(t)
  local data, names, kinds = {}, {}, {}
  for k, c in ipairs(t.columns) do
    names[k], kinds[c.name], data[c.name] = c.name, c.type, {}
    for i, row in ipairs(t.rows) do
      local value = row[c.name]
      if c.bounded and value ~= nil then
        value = { value = value, lower = row.lower, upper = row.upper, lower_open = row.lower_open, upper_open = row.upper_open }
      end
      data[c.name][i] = value
    end
  end
  return frame.new(data, { columns = names, types = kinds, rows = #t.rows })
end

local done, refused, different, rows_seen = 0, 0, 0, 0
for part = 1, TABLES do
  local sqlite = engines.sqlite()
  local facts, regions = random_query.facts(SEED + part, 25 * part * part), random_query.regions()
  for name, t in pairs { facts = facts, regions = regions } do
    for text in sql.load(query.from(oracle.provider(t, name)), "sqlite", name, { literals = true }) do sqlite:run(text) end
  end
  local base, right = query.from(frame_of(facts), { table = "facts" }), query.from(frame_of(regions), { table = "regions" })
  local seed, wanted = SEED + part * 100000, math.floor(COUNT / TABLES)
  while wanted > 0 do
    seed = seed + 1
    local chain = random_query.chain(seed, base, right, {})
    if chain then
      wanted = wanted - 1
      local written, text = pcall(chain.sql, chain, "sqlite", { literals = true })
      if not written and tostring(text):find "^baogao.query:sql: sqlite: the names .* are the same there$" then
        refused = refused + 1
      elseif not written then
        different = different + 1
        print(("table %d, query %d: %s\n%s"):format(part, seed, tostring(text), chain:explain()))
      else
        local fields = random_query.fields(chain)
        local rows = chain:rows()
        local ok, other = pcall(sqlite.rows, sqlite, text, fields)
        local difference = ok and random_query.difference(fields, rows, other) or not ok and tostring(other)
        done, rows_seen = done + 1, rows_seen + #rows
        if difference then
          different = different + 1
          if different <= 5 then
            print(("table %d, query %d: %s\n%s\n%s"):format(part, seed, difference, chain:explain(), text))
          end
        end
      end
    end
  end
  sqlite:close()
end
print(("%d random queries on %d tables, %d rows: %d answered otherwise by SQLite, %d not asked, as names that differ in case only "
  .. "are one to it (BAOGAO_SEED=%d)"):format(done, TABLES, rows_seen, different, refused, SEED))
os.exit(different == 0 and done > 0 and refused <= COUNT / 50 and 0 or 1)
