--- Runs the steps of a plan on a frame, each in C.
--
-- Two rewrites happen here, since the engine does both at once what apart
-- would cost a copy: a filter before a summary becomes part of it, and a sort
-- before a head need not sort what the head leaves out.

local core = require "baogao.core"
local options = require "baogao.frame.options"
local show = require "baogao.frame.show"

local verbs = {}

local function names_of(frame)
  local names = {}
  for i, column in ipairs(frame:schema()) do names[i] = column.name end
  return names
end

local DIVIDED = "a division by zero gave null in %s"
local OVERFLOWED = "a result beyond what a double can hold gave null in %s"

local function columns(frame, step, keep, state)
  local list = {}
  for i, column in ipairs(step.columns) do list[i] = column.name end
  local made, divided, overflowed = core.frame_columns(frame, step.columns, keep, state.threads)
  local where = step.verb .. " (" .. table.concat(list, ", ") .. ")"
  if divided then state.notes[#state.notes + 1] = DIVIDED:format(where) end
  if overflowed then state.notes[#state.notes + 1] = OVERFLOWED:format(where) end
  return made
end

function verbs.filter(frame, step, state)
  return core.frame_filter(frame, step.where, state.threads)
end

function verbs.select(frame, step, state)
  return columns(frame, step, false, state)
end

function verbs.derive(frame, step, state)
  return columns(frame, step, true, state)
end

function verbs.sort(frame, step)
  return core.frame_sort(frame, step.by, step.limit)
end

function verbs.head(frame, step)
  local offset = step.offset or 0
  if step.n < 1 then return frame:slice(1, 0) end
  return frame:slice(offset + 1, math.max(offset + step.n, 1))
end

-- Bounds tell rows apart too: they are set beside the columns, and left out
-- of the result by selecting by the names that there were.
function verbs.distinct(frame, step, state)
  if step.columns then return core.frame_distinct(frame, step.columns) end
  local names = names_of(frame)
  for _, column in ipairs(frame:schema()) do
    if column.bounded then
      local parts, all, plain = {}, {}, {}
      for i, name in ipairs({ "lower", "upper", "lower_open", "upper_open" }) do
        parts[i] = { name = "\1" .. name, expr = { op = "field", name = name } }
      end
      for i, name in ipairs(names) do
        all[i], plain[i] = name, { name = name, expr = { op = "field", name = name } }
      end
      for i = 1, 4 do all[#all + 1] = parts[i].name end
      local wide = core.frame_columns(frame, parts, true, state.threads)
      return (core.frame_columns(core.frame_distinct(wide, all), plain, false, state.threads))
    end
  end
  return core.frame_distinct(frame, names)
end

function verbs.summarise(frame, step, state)
  return core.frame_summarise(frame, step.where, step.by or {}, step.columns, state.threads)
end

function verbs.join(frame, step, state)
  if not core.frame_is(step.right) then error("run: join takes a frame on the right, got " .. type(step.right), 0) end
  return core.frame_join(frame, step.right, step.kind or "inner", step.on, step.suffix or "_right", state.threads)
end

function verbs.window(frame, step)
  return core.frame_window(frame, step)
end

local COUNTS = { count = true, count_distinct = true }

-- The values of the column `names`, for a plan that does not say them.
local function values_of(frame, step)
  local found = {}
  for _, row in ipairs(core.frame_distinct(frame, { step.names }):rows()) do
    local value = row[step.names]
    if value ~= nil then found[#found + 1] = { name = show.plain(value), value = value } end
  end
  return found
end

-- A summary by the keys and the names, then its rows set side by side.
function verbs.pivot_wider(frame, step, state)
  local by = {}
  for i, key in ipairs(step.keys) do by[i] = key end
  by[#by + 1] = step.names
  -- the values, and parts of their bounds, under names that no person gives a column
  local fn, made, had = step.fn or "sum", {}, {}
  local function summarised(part)
    local name = "\1" .. (part or "value")
    if not had[name] then
      had[name] = true
      made[#made + 1] = { name = name, fn = part and part .. "_" .. fn or fn, q = step.q,
        expr = step.values and { op = "field", name = step.values } }
    end
    return name
  end
  local list = {}
  for i, c in ipairs(step.columns or values_of(frame, step)) do
    list[i] = { name = c.name, value = c.value, from = summarised(c.part) }
  end
  summarised()
  return core.frame_spread(core.frame_summarise(frame, nil, by, made, state.threads),
    { keys = step.keys, names = step.names, columns = list, zero = COUNTS[step.fn] or false })
end

function verbs.pivot_longer(frame, step)
  return core.frame_gather(frame, step)
end

-- Steps joined to what the engine does in one go.
local function rewrite(plan)
  local steps = {}
  local i = 1
  while i <= #plan do
    local step, following = plan[i], plan[i + 1]
    if step.verb == "filter" and following and following.verb == "filter" then
      -- and together; goes round again with what follows
      local joined = { verb = "filter", where = { op = "and", step.where, following.where } }
      local rest = { joined }
      for k = i + 2, #plan do rest[#rest + 1] = plan[k] end
      for _, more in ipairs(rewrite(rest)) do steps[#steps + 1] = more end
      return steps
    elseif step.verb == "filter" and following and following.verb == "summarise" and not following.where then
      steps[#steps + 1] = { verb = "summarise", where = step.where, by = following.by, columns = following.columns }
      i = i + 2
    elseif step.verb == "sort" and following and following.verb == "head" then
      local offset = following.offset or 0
      steps[#steps + 1] = { verb = "sort", by = step.by, limit = following.n + offset }
      if offset > 0 or following.n < 1 then steps[#steps + 1] = following end
      i = i + 2
    else
      steps[#steps + 1] = step
      i = i + 1
    end
  end
  return steps
end

-- The work of each step, in order. What the engine keeps compiled of the first
-- step, which finds the same columns at every run, is made by the first run.
local function begin(source, plan)
  local steps = rewrite(plan)
  for i, step in ipairs(steps) do
    if not verbs[step.verb] then error("run: no verb '" .. tostring(step.verb) .. "' (step " .. i .. ")", 0) end
  end
  local first, prepared = steps[1], nil
  return function(state)
    local frame = source
    for i = 1, #steps do
      local step = steps[i]
      if i == 1 and (first.verb == "summarise" or first.verb == "sort") then
        if not prepared then
          prepared = first.verb == "sort" and core.frame_prepare_sort(source, first.by, first.limit)
            or core.frame_prepare_summary(source, first.where, first.by or {}, first.columns)
        end
        frame = core.frame_run_prepared(prepared, state.threads)
      else
        frame = verbs[step.verb](frame, step, state)
      end
    end
    if #steps == 0 then frame = source:slice() end
    return frame
  end
end

local OPTIONS = { threads = "number" }

local function check(where, source, plan)
  if not core.frame_is(source) then error(where .. ": a frame expected, got " .. type(source), 3) end
  if type(plan) ~= "table" then error(where .. ": a plan is a table of steps, got " .. type(plan), 3) end
end

local run = {}

--- Runs a plan on a frame.
function run.run(source, plan, opts)
  opts = options.check("run", opts, OPTIONS)
  check("run", source, plan)
  local state = { threads = opts.threads or 2, notes = {} }
  local frame = options.guard(2, function() return begin(source, plan)(state) end)
  options.set_notes(frame, state.notes)
  return frame
end

--- Gets a plan ready to be run on a frame many times: a function that answers
-- the result. The plan must not be changed after.
function run.prepare(source, plan, opts)
  local threads = options.check("prepare", opts, OPTIONS).threads or 2
  check("prepare", source, plan)
  local work = options.guard(2, begin, source, plan)
  return function()
    local state = { threads = threads, notes = {} }
    local frame = options.guard(2, work, state)
    options.set_notes(frame, state.notes)
    return frame
  end
end

return run
