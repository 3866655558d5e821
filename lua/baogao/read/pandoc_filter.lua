-- pandoc_filter.lua: run by pandoc itself, not by baogao: makes a document's text what the reader of facts wants.
--
-- A document's title stands apart from its text, and is where the year and the region are told. A table's cell may be
-- broken into lines to fit a page: here each row is a line, and so is what a bullet stands before. Emphasis leaves no marks
-- within a number and its unit.

-- luacheck: globals pandoc utf8

local function bare(element) return element.content end

local function row_of(cells)
  local inlines = {}
  for i, cell in ipairs(cells) do
    if i > 1 then inlines[#inlines + 1] = pandoc.Str "  " end
    for _, inline in ipairs(pandoc.utils.blocks_to_inlines(cell, { pandoc.Space() })) do inlines[#inlines + 1] = inline end
  end
  return pandoc.Para(inlines)
end

local function is_wide(element, at)
  if not element or element.t ~= "Str" then return false end
  local code = at == "last" and utf8.codepoint(element.text, utf8.offset(element.text, -1))
    or at == "first" and utf8.codepoint(element.text, 1)
  return code and code >= 0x2E80
end

return {
  { Emph = bare, Strong = bare, Underline = bare, SmallCaps = bare, Subscript = bare, Span = bare, Link = bare },
  {
    -- a line broken within Chinese is no blank
    Inlines = function(inlines)
      local kept = pandoc.List()
      for i, inline in ipairs(inlines) do
        if not (inline.t == "SoftBreak" and is_wide(inlines[i - 1], "last") and is_wide(inlines[i + 1], "first")) then
          kept:insert(inline)
        end
      end
      return kept
    end,
    -- a bullet is no part of what it stands before
    BulletList = function(element)
      local blocks = pandoc.List()
      for _, item in ipairs(element.content) do
        for _, block in ipairs(item) do
          blocks:insert(block.t == "Plain" and pandoc.Para(block.content) or block)
        end
      end
      return blocks
    end,
    HorizontalRule = function() return {} end,
    Table = function(element)
      local simple = pandoc.utils.to_simple_table(element)
      local rows = pandoc.List()
      if #simple.caption > 0 then rows:insert(pandoc.Para(simple.caption)) end
      if #simple.header > 0 then rows:insert(row_of(simple.header)) end
      for _, row in ipairs(simple.rows) do rows:insert(row_of(row)) end
      return rows
    end,
    Pandoc = function(document)
      local title = document.meta.title and pandoc.utils.stringify(document.meta.title) or ""
      local first = document.blocks[1]
      if title ~= "" and not (first and pandoc.utils.stringify(first) == title) then
        document.blocks:insert(1, pandoc.Para { pandoc.Str(title) })
      end
      return document
    end,
  },
}
