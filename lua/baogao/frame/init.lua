--- baogao.frame: data in columns, in C, millions of rows.
--
-- A frame is made from Lua tables, a CSV or NDJSON file, a saved frame or
-- other frames, and never changes after that: verbs give new frames, slices
-- share memory. What a frame is in memory is told in csrc/frame/frame.h.

local core = require "baogao.core"
local files = require "baogao.frame.files"
local make = require "baogao.frame.make"
local show = require "baogao.frame.show"
local options = require "baogao.frame.options"

local frame = {}

---@class baogao.frame : userdata
---@field rows fun(self, first?: integer, last?: integer): table[] row tables; negative numbers count from the end
---@field column fun(self, name: string): table array with `n`; a null is nil
---@field slice fun(self, first?: integer, last?: integer): baogao.frame shares memory
---@field schema fun(self): {name: string, type: string, bounded: boolean?, store: string}[]
---@field bytes fun(self): number bytes of the columns
---@field close fun(self) lets go of the memory now; closing twice is no fault
---@field is_closed fun(self): boolean

local methods = core.frame_methods()

--- Whether a value is a frame (open or closed).
---@param value any
---@return boolean
function frame.is(value)
  return core.frame_is(value)
end

--- Makes a frame from columns or rows.
-- Columns: a table of arrays by name. Rows: an array of tables by name, or,
-- with `columns`, an array of arrays. A cell is a number, boolean or string;
-- A report: its facts, a column a field. nil and a NULL light userdata (cjson.null) are null; a figure {value, lower,
-- upper, lower_open, upper_open} gives bounds. Rows (or columns) with `value`
-- and `lower` or `upper` beside it make `value` bounded.
---@param data table
---@param opts? {columns: string[]?, types: table<string, string>?, rows: integer?, bounds: boolean?}
---@return baogao.frame
function frame.new(data, opts)
  -- a report: its facts, a column a field
  if getmetatable(data) == "baogao.report" then return require("baogao.query.facts").frame(data.facts) end
  local made = make.frame(data, opts)
  return made
end

--- The rows of all frames given, one after the other; columns by name.
---@param first baogao.frame
---@param ... baogao.frame|table frames, or what frame.new takes
---@return baogao.frame
function frame.append(first, ...)
  local result = first
  for i = 1, select("#", ...) do
    local other = select(i, ...)
    if not core.frame_is(other) then other = make.like(result, other) end
    result = options.guard(2, core.frame_append, result, other)
  end
  return result
end

frame.csv = files.csv
frame.ndjson = files.ndjson
frame.open = files.open
frame.save = files.save

--- Bytes that the frames of this Lua state hold, and the limit set on them.
---@param limit? number bytes; 0 for none
---@return number used
---@return number limit
function frame.memory(limit)
  return core.frame_memory(limit)
end

--- Iterates rows: for i, row in f:each() do … end
---@param self baogao.frame
---@return fun(f: baogao.frame, i: integer): integer?, table?
---@return baogao.frame
---@return integer
local function each(self)
  return function(f, i)
    i = i + 1
    local row = f[i]
    if row then return i, row end
  end, self, 0
end

methods.each = each
methods.append = frame.append

--- A lazy query on the frame: filter, group_by, summarise, … See baogao.query.
---@return baogao.query
function methods:query()
  return require("baogao.query").from(self)
end

methods.save = files.save
methods.show = show.table

--- What the verbs that made a frame had to say (divisions by zero …).
---@param self baogao.frame
---@return string[]
function methods:notes()
  return options.notes(self)
end

core.frame_tostring(show.table)

--- Runs a plan, the steps of a query, on a frame.
---@param source baogao.frame
---@param plan table[] steps
---@param opts? {threads: integer?} 1 or 2 (the default); the result is the same
---@return baogao.frame
frame.run = require("baogao.frame.run").run

--- Gets a plan ready to be run many times: a function that gives the result.
---@param source baogao.frame
---@param plan table[] steps, which must not be changed any more
---@param opts? {threads: integer?}
---@return fun(): baogao.frame
frame.prepare = require("baogao.frame.run").prepare

return setmetatable(frame, {
  __call = function(_, data, opts)
    local made = frame.new(data, opts)
    return made
  end,
})
