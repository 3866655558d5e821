-- query:totals and query:left_out: sums of facts that count nothing twice, by
-- the rules of report:totals (csrc/report/totals.h).
--
-- Of a query on a report the report itself is asked, of a query on a frame a
-- report that is made of its columns: `value` with its bounds, and as far as they
-- are there `id`, `indicator`, `unit`, `measure` (stock where nothing is said),
-- `status` (actual), `level`, `region`, `period` and `part_of`. A column
-- `document`, `report` or `source` tells the facts of many reports apart.
--
-- The facts are those that the query leaves, found by their ids; what a filter
-- took away still tells of which whole a part is a part. So the facts must be
-- what they were: totals come before summarise, and before a derive that makes
-- one of their fields anew.

local core = require "baogao.engine"
local fault = require "baogao.query.fault"

local totals = {}

-- What a frame of many reports names the report of a row.
local DOCUMENTS = { "document", "report", "source" }

-- Texts of a fact that totals do not go by: a frame's own column may stand in one of them.
local SPARE = { "label_zh", "label_en", "written", "note" }

local MAKES = { select = true, derive = true }
local REARRANGES = { summarise = "summarise", pivot_wider = "pivot", pivot_longer = "pivot" }

-- Refuses a plan after which the facts are no longer those of the source.
local function check_plan(plan, columns, fail)
  for _, step in ipairs(plan) do
    if REARRANGES[step.verb] then fail("the facts' id is gone: totals come before select and summarise") end
    for _, entry in ipairs(MAKES[step.verb] and step.columns or {}) do
      local same = entry.expr.op == "field" and entry.expr.name == entry.name
      if columns.by_name[entry.name] and not same then
        fail("'%s' is made anew by %s: totals are of the facts as they are", fault.word(entry.name), step.verb)
      end
    end
    if step.verb == "window" and columns.by_name[step.name] then
      fail("'%s' is made anew by %s: totals are of the facts as they are", fault.word(step.name), step.fn)
    end
  end
end

local function keys_of(field, fail)
  local keys = type(field) == "table" and field or { field }
  if #keys == 0 or #keys > 4 then fail("field: one to four field names expected") end
  for i = 1, #keys do
    if type(keys[i]) ~= "string" then fail("field: a field's name expected, got %s", type(keys[i])) end
  end
  return keys
end

local function among(name, list)
  for i = 1, #list do
    if list[i] == name then return true end
  end
  return false
end

local function unknown(name, known, fail)
  fail("field: totals do not go by '%s'%s", fault.word(name), fault.suggest(name, known))
end

local function of_report(report, what, keys, kept, fail)
  local known = core.terms().key_fields
  for i = 1, #keys do
    if not among(keys[i], known) then unknown(keys[i], known, fail) end
  end
  local ids = {}
  for _, row in kept:each() do ids[row.id] = true end
  local rows, handle = report:_rows()
  local chosen = {}
  for i, fact in ipairs(rows) do chosen[i] = ids[fact.id] and "\1" or "\0" end
  return core["report_" .. what](handle, keys, table.concat(chosen))
end

-- The keys of a frame in the fields of a fact, and its columns that stand in a spare one.
local function placed(frame, by_name, value, keys, fail)
  local names, known = {}, core.terms().key_fields
  for i, column in ipairs(frame:schema()) do names[i] = column.name end
  local fields, columns, renamed = {}, {}, {}
  for i, key in ipairs(keys) do
    local column = by_name[key]
    if not column then unknown(key, names, fail) end
    if key == value or column.type == "number" then fail("field: '%s' is a number, and names no groups", fault.word(key)) end
    if among(key, known) then
      fields[i] = key
      columns[#columns + 1] = { key, key }
    else
      fields[i] = SPARE[i]
      columns[#columns + 1] = { key, SPARE[i] }
      renamed[SPARE[i]] = key
    end
  end
  return fields, columns, renamed
end

local function of_frame(frame, what, keys, kept, fail)
  local by_name, value = {}, nil
  for _, column in ipairs(frame:schema()) do
    by_name[column.name] = column
    if column.bounded or column.name == "value" then value = column.name end
  end
  if by_name.value then value = "value" end
  if not value then fail("a frame's totals are of a column 'value', and there is none") end
  local fields, columns, renamed = placed(frame, by_name, value, keys, fail)
  local document
  for i = #DOCUMENTS, 1, -1 do document = by_name[DOCUMENTS[i]] and DOCUMENTS[i] or document end
  local ok, handle, chosen = pcall(core.frame_report, frame, value, columns, kept, document)
  if not ok then fail("%s", handle) end
  local rows = core["report_" .. what](handle, fields, chosen)
  if next(renamed) and #keys > 1 then
    for _, row in ipairs(rows) do
      for field, key in pairs(renamed) do row[key], row[field] = row[field], nil end
    end
  end
  return rows
end

--- Totals of the facts that a query leaves, or what stands outside of them.
---@param source table of the query
---@param plan table[] its steps
---@param columns table the schema of its result
---@param run fun(narrow: string[]|nil): baogao.frame the rows that are left: these columns, or all
---@param field string|string[] one to four fields
---@param what "totals"|"left_out"
---@param fail fun(message: string, ...)
---@return baogao.Total[]|baogao.LeftOut[]
function totals.make(source, plan, columns, run, field, what, fail)
  if not source.report and not source.frame then
    fail("only a query on facts, a report's or a frame's, knows which of its figures may be added: use summarise")
  end
  local keys = keys_of(field, fail)
  if source.frame and not source.report and not source.columns.by_name.id then
    -- rows that nobody can name are their own: as the query leaves them
    return of_frame(run(), what, keys, nil, fail)
  end
  check_plan(plan, source.columns, fail)
  if not columns.by_name.id then fail("the facts' id is gone: totals come before select and summarise") end
  if source.report then return of_report(source.report, what, keys, run { "id" }, fail) end
  local narrow = { "id" }
  for _, name in ipairs(DOCUMENTS) do
    if columns.by_name[name] then narrow[#narrow + 1] = name end
  end
  return of_frame(source.frame, what, keys, #plan > 0 and run(narrow) or nil, fail)
end

return totals
