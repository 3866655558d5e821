-- features.lua: what an editor asks of a draft, in bytes and lines, for the language server and for Neovim without it.
--
-- Every function takes a session of baogao.check and a place (line and byte, from 0).

local format = require "baogao.format"
local match = require "baogao.check.match"
local verdicts = require "baogao.check.verdicts"
local words = require "baogao.check.words"

local M = {}

-- A draft that is longer is a book: its first reading would hold the editor up for seconds. It is told so and left alone.
M.MOST_BYTES = 4 * 1024 * 1024

-- Where a byte of a paragraph stands: its line, the byte of that line (from 0), the line's text.
local function place_in(document, paragraph, first_line, byte)
  if paragraph.lines < 2 then
    local text = paragraph.lines == 1 and paragraph.offset == 0 and paragraph.text or document:line(first_line)
    return first_line, paragraph.offset + byte - 1, text
  end
  local before = paragraph.text:sub(1, byte - 1)
  local _, breaks = before:gsub("\n", "")
  local start = before:match("^.*()\n") or 0
  local line = paragraph.text:match("^[^\n]*", start + 1)
  return first_line + breaks, byte - 1 - start, line
end

-- The byte (from 1) of a paragraph that a line's byte (from 0) is.
local function byte_of(paragraph, first_line, line, byte)
  local at = -paragraph.offset
  for _ = 1, line - first_line do at = (paragraph.text:find("\n", at + 1, true) or #paragraph.text) end
  return at + byte + 1
end

-- Faults that an editor is sent at most: nobody mends more at once, and what is sent with every edit must not grow with the
-- draft. Those around the last edit come first, then errors, then warnings, each in order.
M.MOST_FAULTS = 100

---The findings that have a grade: { line, byte, stop_line, stop_byte (past the end), text and stop_text of their lines,
---finding }, in order; where not all are told, those near the line before errors, and these before warnings.
---@param session table
---@param most? integer faults at most
---@param near? integer a line whose faults are wanted before others
---@return table[] list
---@return integer left how many more there are, or a few less: figures stated twice are counted, not looked at
function M.findings(session, most, near)
  local list, seen = {}, {}
  local document = session.document
  local errors, warnings, twice = document:count()
  local total = errors + warnings + twice
  -- adds a paragraph's; false where there is no room for more
  local function add(paragraph, first_line, wanted, room)
    for _, finding in ipairs(session:of(paragraph)) do
      if finding.grade and (not wanted or finding.grade == wanted) and not seen[finding] then
        if room and #list >= room then return false end
        seen[finding] = true
        local line, byte, text = place_in(document, paragraph, first_line, finding.first)
        local stop_line, stop_byte, stop_text = place_in(document, paragraph, first_line, finding.last)
        -- one table a finding, filled anew: it is asked for with every edit
        local item = finding.item or { finding = finding }
        finding.item = item
        item.line, item.byte, item.text = line, byte, text
        item.stop_line, item.stop_byte, item.stop_text = stop_line, stop_byte + 1, stop_text
        list[#list + 1] = item
      end
    end
    return true
  end
  local room = most and total > most and most
  if room then
    local from, to = document:around(near or 0)
    -- half the room at most, so that errors far away are told too
    for paragraph, first_line in document:between(from, to) do
      if not add(paragraph, first_line, nil, math.floor(room / 2)) then break end
    end
    for paragraph, first_line in session:faulty(true) do
      if not add(paragraph, first_line, "error", room) then break end
    end
  end
  for paragraph, first_line in session:faulty() do
    if not add(paragraph, first_line, nil, room) then break end
  end
  return list, room and #list == room and total - room or 0
end

---What is said of the faults that are not listed.
function M.left_message(left, lang)
  return (lang == "zh" and "另有约%d处未在此列出，运行 baogao check 可见全部" or
    "about %d more are not listed here; `baogao check` tells all of them"):format(left)
end

---The message of a finding in the user's language, with its citation's place.
function M.message(finding, lang) return lang == "zh" and finding.message_zh or finding.message end

-- The verdict's name is English; a Chinese message says it.
local function headline(finding, lang)
  local message = M.message(finding, lang)
  return lang == "zh" and message or ("%s: %s"):format(finding.verdict, message)
end

local MEASURES_ZH = { stock = "存量", flow = "流量", level = "水平", change = "增减量", target = "目标", growth = "增速", share = "占比",
  rank = "位次" }

-- A fact in a few lines of Markdown.
local function describe(entry, lang)
  local fact, report = entry.fact, entry.report
  local zh = lang == "zh"
  local lines = { ("**%s** %s"):format(zh and (fact.label_zh or fact.indicator) or fact.label_en or fact.indicator,
    verdicts.written(fact)) }
  local details = {}
  if fact.lower ~= fact.upper then details[#details + 1] = format.bounds(fact, fact.unit, lang) end
  if fact.period then details[#details + 1] = fact.period end
  if fact.measure then details[#details + 1] = zh and MEASURES_ZH[fact.measure] or fact.measure end
  if fact.status == "forecast" then details[#details + 1] = zh and "预计" or "forecast" end
  lines[#lines + 1] = table.concat(details, " · ")
  if fact.id and report.growth and (fact.adds_to or fact.measure == "growth") then
    local ok, growth = pcall(report.growth, report, fact.id)
    if ok and growth and growth.value then
      lines[#lines + 1] = (zh and "增长 %s" or "growth %s"):format(format.percent(growth.value, true))
    end
  end
  -- notes are in English
  if not zh and fact.note and fact.note ~= "" then lines[#lines + 1] = fact.note end
  local source = zh and (report.title_zh or report.name) or report.title_en or report.name
  if source then
    lines[#lines + 1] = ("*%s*%s"):format(source, fact.paragraph and (zh and ("，第%d段"):format(fact.paragraph)
      or (", ¶%d"):format(fact.paragraph)) or "")
  end
  return lines
end

-- The record's indicator that stands around a byte of the line, the longest.
local function indicator_at(session, text, byte)
  local best
  for _, entry in ipairs(session.index.entries) do
    for _, name in ipairs { entry.fact.indicator, entry.fact.label_zh } do
      local from = 1
      while name and name ~= "" do
        local first, last = text:find(name, from, true)
        if not first then break end
        if first - 1 <= byte and byte < last and (not best or #name > best.size) then
          best = { entry = entry, first = first - 1, stop = last, size = #name }
        end
        from = last + 1
      end
    end
  end
  return best
end

---What is known of the figure or the indicator at a place.
---@return { lines: string[], first: integer, stop: integer, line: integer }? hover bytes of the line, from 0, `stop` past it
function M.hover(session, line, byte, lang)
  local paragraph, first_line = session.document:paragraph_at(line, byte)
  if not paragraph then return nil end
  session.document:ensure(paragraph)
  local at = byte_of(paragraph, first_line, line, byte)
  for _, claim in ipairs(paragraph.claims) do
    if claim.first <= at and at <= claim.last then
      local l, first, text = place_in(session.document, paragraph, first_line, claim.first)
      local stop = math.min(first + #claim.text, #text)
      local result = #session.reports > 0 and match.match(session.index, claim, session.year)
      local lines = {}
      for _, finding in ipairs(session:of(paragraph)) do
        if finding.first == claim.first and finding.grade then
          lines[#lines + 1] = headline(finding, lang)
          lines[#lines + 1] = ""
        end
      end
      if result and result.entry then
        if #lines == 0 then
          local finding = verdicts.complete(verdicts.tell(claim, result))
          lines[#lines + 1] = headline(finding, lang)
          lines[#lines + 1] = ""
        end
        for _, text_line in ipairs(describe(result.entry, lang)) do lines[#lines + 1] = text_line end
      else
        local reading = ("%s = %s %s"):format(claim.text, format.amount(claim.value, claim.unit), claim.lower ~= claim.upper
          and "(" .. format.bounds(claim, claim.unit, lang) .. ")" or "")
        lines[#lines + 1] = (reading:gsub("%s+$", ""))
      end
      return { lines = lines, first = first, stop = stop, line = l }
    end
  end
  local text = session.document:line(line)
  local found = indicator_at(session, text, byte)
  if not found then return nil end
  -- all facts under one name: the stock and what was added
  local lines = {}
  for _, entry in ipairs(session.index.entries) do
    if entry.fact.indicator == found.entry.fact.indicator then
      if #lines > 0 then lines[#lines + 1] = "" end
      for _, l in ipairs(describe(entry, lang)) do lines[#lines + 1] = l end
    end
  end
  return { lines = lines, first = found.first, stop = found.stop, line = line }
end

-- Fewest bytes of an indicator that are typed before it is offered: two characters.
local SHORTEST = 6
-- Offers at most.
local MOST_OFFERS = 40

-- How much of the name's beginning the text ends with, and whether at a character.
local function overlap(text, name)
  for n = math.min(#name, #text), SHORTEST, -1 do
    if text:sub(-n) == name:sub(1, n) then
      local after = name:byte(n + 1)
      if not after or after < 0x80 or after >= 0xC0 then return n end
    end
  end
  return 0
end

---Figures for the indicator before a place: the record's words for one that is there, name and figure for one begun.
---@return { label: string, detail: string, text: string, first: integer, typed: string, entry: table }[] offers
---`text` replaces what stands between the byte `first` and the place
function M.complete(session, line, byte, lang)
  local text = session.document:line(line)
  if not text then return {} end
  local before = text:sub(1, byte)
  -- 高新技术企业达 and 高新技术企业有 ask as the name alone does
  local glue = words.without_last(before, { "达到", "共有", "总数", "达", "为", "有", "共", "完成", "数" })
  local offers, seen = {}, {}
  for _, entry in ipairs(session.index.entries) do
    local fact = entry.fact
    local figure = verdicts.written(fact)
    local detail = ("%s · %s"):format(lang == "zh" and (fact.label_zh or fact.indicator) or fact.label_en or fact.indicator,
      fact.period or "")
    for _, name in ipairs { fact.indicator, fact.label_zh } do
      if name and name ~= "" and not seen[entry] then
        local offer
        if #name >= SHORTEST and (glue:sub(-#name) == name or before:sub(-#name) == name) then
          offer = { label = figure, text = figure, first = byte, typed = "", size = #name + 1000 }
        else
          local n = overlap(before, name)
          if n >= SHORTEST then
            offer = { label = name .. figure, text = name .. figure, first = byte - n, typed = before:sub(-n), size = n }
          end
        end
        if offer then
          offer.detail, offer.entry = detail, entry
          offers[#offers + 1] = offer
          seen[entry] = true
        end
      end
    end
  end
  for i, offer in ipairs(offers) do offer.order = i end
  table.sort(offers, function(a, b)
    if a.size ~= b.size then return a.size > b.size end
    return a.order < b.order
  end)
  for i = #offers, MOST_OFFERS + 1, -1 do offers[i] = nil end
  return offers
end

---The last characters of the record's indicators: after them a figure is due, so an editor may ask.
function M.triggers(index)
  local list, seen = {}, {}
  for _, entry in ipairs(index.entries) do
    local last = entry.fact.indicator and entry.fact.indicator:match("[%z\1-\127\194-\244][\128-\191]*$")
    if last and not seen[last] then
      seen[last] = true
      list[#list + 1] = last
    end
  end
  table.sort(list)
  return list
end

---What can be done at a place: { title, kind, line, first, stop, text, finding }; bytes of the line.
function M.actions(session, from_line, from_byte, to_line, to_byte, lang)
  local actions = {}
  local zh = lang == "zh"
  local document = session.document
  for paragraph, first_line in document:between(from_line, to_line) do
    document:ensure(paragraph)
    for _, finding in ipairs(session:of(paragraph)) do
      local l, first = place_in(document, paragraph, first_line, finding.first)
      local stop_line, stop = place_in(document, paragraph, first_line, finding.last)
      stop = stop + 1
      local reached = not (stop_line < from_line or l > to_line or (stop_line == from_line and stop < from_byte)
        or (l == to_line and first > to_byte))
      if reached then
        verdicts.complete(finding)
        if finding.mend and finding.grade and l == stop_line then
          local qualifier = finding.verdict == "qualifier_lost"
          actions[#actions + 1] = { title = (qualifier and (zh and "补上限定词：%s" or "Add the record's qualifier: %s")
            or finding.fact and (zh and "改为记录的数：%s" or "Put the record's figure: %s")
            or (zh and "改为：%s" or "Write: %s")):format(finding.mend), kind = "quickfix", line = l, first = first,
            stop = stop, text = finding.mend, finding = finding }
        end
        if finding.cite then
          -- the draft is Chinese, whatever the editor speaks
          actions[#actions + 1] = { title = zh and "加上出处" or "Add a citation", kind = "refactor", line = stop_line,
            first = stop, stop = stop, text = ("（来源：%s）"):format(finding.source()) }
        end
      end
    end
  end
  return actions
end

---Figures of the record beside those that agree only roughly: { line, byte, text }.
function M.hints(session, from_line, to_line)
  local hints, document = {}, session.document
  for paragraph, first_line in document:between(from_line, to_line) do
    document:ensure(paragraph)
    for _, finding in ipairs(paragraph.findings) do
      if (finding.verdict == "match_rounded" or finding.verdict == "compatible") and verdicts.complete(finding).expected then
        local l, byte = place_in(document, paragraph, first_line, finding.last)
        hints[#hints + 1] = { line = l, byte = byte + 1, text = "= " .. finding.expected, message = finding.message,
          message_zh = finding.message_zh }
      end
    end
  end
  return hints
end

return M
